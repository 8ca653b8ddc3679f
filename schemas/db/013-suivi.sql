-- Who follows which file, what lists are filtered and searched by, filters
-- that staff keep under a name.
--
-- The columns added to dossier and the words of dossier_words are derived from
-- the last record, from place and from assignment; they are written in
-- the transaction of what they come from (lib/domain/dossier/dossier_index.c),
-- compared by « terreau check » and written anew by « terreau rebuild ».

ALTER TABLE dossier ADD COLUMN adviser INTEGER
	REFERENCES account (id);	-- who follows it; NULL: nobody yet
ALTER TABLE dossier ADD COLUMN birth INTEGER;	-- day the person was born, NULL not asked
ALTER TABLE dossier ADD COLUMN commune TEXT NOT NULL DEFAULT '';	-- name of where the person lives, '' not asked
ALTER TABLE dossier ADD COLUMN departement TEXT NOT NULL DEFAULT '';	-- its number: 44, 2A, 974; '' unknown
ALTER TABLE dossier ADD COLUMN agenda TEXT NOT NULL DEFAULT '';	-- code of the last session asked for, '' none

UPDATE dossier SET agenda = coalesce((SELECT a.code FROM place p JOIN agenda a
	ON a.id = p.agenda WHERE p.dossier = dossier.id ORDER BY p.id DESC
	LIMIT 1), '');

-- Each order of the list is an index that holds all that filters look at, so
-- that rows are read for the 25 files shown and for no other.
DROP INDEX dossier_list;
DROP INDEX dossier_pending;
CREATE INDEX dossier_recu ON dossier (sent, id, pending, cooperative, state,
	programme, adviser, departement, agenda) WHERE sent IS NOT NULL;
CREATE INDEX dossier_nom ON dossier (sort, id, pending, cooperative, state,
	programme, adviser, departement, agenda, sent)
	WHERE sent IS NOT NULL;
CREATE INDEX dossier_etape ON dossier (state, sent, id, pending, cooperative,
	programme, adviser, departement, agenda) WHERE sent IS NOT NULL;
-- Those of one cooperative, and those on which staff must act.
CREATE INDEX dossier_cooperative ON dossier (cooperative, sent, id, pending,
	state, programme, adviser, departement, agenda, sort)
	WHERE sent IS NOT NULL;
CREATE INDEX dossier_pending ON dossier (sent, id, pending, cooperative, state,
	programme, adviser, departement, agenda, sort) WHERE pending = 1;

CREATE TRIGGER dossier_agenda AFTER INSERT ON place
BEGIN
	UPDATE dossier SET agenda = (SELECT code FROM agenda WHERE
		id = NEW.agenda) WHERE id = NEW.dossier;
END;
-- To whom files were given, and by whom; the last row of a file holds.
CREATE TABLE assignment (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	adviser		INTEGER REFERENCES account (id),	-- NULL: to nobody any more
	account		INTEGER REFERENCES account (id),	-- who did; NULL: the system
	author		TEXT NOT NULL,		-- their name then, or systeme
	at		INTEGER NOT NULL	-- when
) STRICT;

CREATE INDEX assignment_dossier ON assignment (dossier, id);

CREATE TRIGGER assignment_kept BEFORE UPDATE ON assignment
BEGIN
	SELECT raise(ABORT, 'who had a file is never changed');
END;
CREATE TRIGGER assignment_stays BEFORE DELETE ON assignment
BEGIN
	SELECT raise(ABORT, 'who had a file is never removed');
END;
CREATE TRIGGER assignment_held AFTER INSERT ON assignment
BEGIN
	UPDATE dossier SET adviser = NEW.adviser WHERE id = NEW.dossier;
END;
-- Whoever follows a file belongs to the cooperative that has it.
CREATE TRIGGER dossier_leaves AFTER UPDATE OF cooperative ON dossier
WHEN NEW.cooperative <> OLD.cooperative AND OLD.adviser IS NOT NULL
BEGIN
	INSERT INTO assignment (dossier, adviser, account, author, at)
	VALUES (NEW.id, NULL, NULL, 'systeme', NEW.changed);
END;

-- Words that files are found by, folded; rowid is the dossier's id.
CREATE TABLE dossier_words_before AS SELECT rowid AS dossier, words
	FROM dossier_words;
DROP TABLE dossier_words;
CREATE VIRTUAL TABLE dossier_words USING fts5 (
	words,		-- names and number, in several spellings
	contact,	-- e-mail and telephones
	lieu,		-- commune and post code
	prefix = '1 2 3'
);
INSERT INTO dossier_words (rowid, words, contact, lieu)
	SELECT b.dossier, b.words, d.email, ''
	FROM dossier_words_before b JOIN dossier d ON d.id = b.dossier;
DROP TABLE dossier_words_before;

-- Filters of the list, kept under a name.
CREATE TABLE vue (
	id		INTEGER PRIMARY KEY,
	account		INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,	-- whose
	name		TEXT NOT NULL,		-- as they call it
	query		TEXT NOT NULL,		-- what the form sends: etape=tous&programme=cae
	cooperative	TEXT,			-- code: all of its staff see it, '' all of the network; NULL: its owner alone
	at		INTEGER NOT NULL,	-- last change
	UNIQUE (account, name)
) STRICT;

CREATE INDEX vue_shared ON vue (cooperative, name)
	WHERE cooperative IS NOT NULL;

-- What the list opens on, for who chose something else than « À traiter ».
CREATE TABLE vue_defaut (
	account		INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
	vue		INTEGER NOT NULL REFERENCES vue (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX vue_defaut_vue ON vue_defaut (vue);
