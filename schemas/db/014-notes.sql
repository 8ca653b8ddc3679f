-- The work on one file: what the team and the person write to each other, what
-- the team notes for itself, moves to another cooperative, applications that
-- came on paper, who has a file open.

-- Messages of staff to the person, and the person's answers.
CREATE TABLE thread (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
	key		BLOB NOT NULL UNIQUE	-- SHA-256 of the form's key and the file: sent once
		CHECK (length(key) = 32),
	at		INTEGER NOT NULL,	-- when
	account		INTEGER REFERENCES account (id),	-- staff; NULL: the person
	author		TEXT NOT NULL,		-- personne, or a staff name then
	subject		TEXT NOT NULL,		-- of staff's; '' an answer
	text		TEXT NOT NULL,		-- as typed
	mail		INTEGER REFERENCES mail (id),	-- that carried it; NULL: nobody to write to, an answer
	CHECK (text <> '')
) STRICT;

CREATE INDEX thread_dossier ON thread (dossier, id);

CREATE TRIGGER thread_kept BEFORE UPDATE ON thread
BEGIN
	SELECT raise(ABORT, 'what was said is never changed');
END;
CREATE TRIGGER thread_stays BEFORE DELETE ON thread
WHEN EXISTS (SELECT 1 FROM dossier
	WHERE id = OLD.dossier AND sent IS NOT NULL) AND NOT EXISTS (SELECT 1
	FROM depart WHERE dossier = OLD.dossier)
BEGIN
	SELECT raise(ABORT, 'what was said is never removed');
END;

-- The person's answers that staff have dealt with without writing back.  One
-- that has neither a row here nor a later message of staff waits.
CREATE TABLE thread_done (
	entry		INTEGER PRIMARY KEY REFERENCES thread (id) ON DELETE CASCADE,
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL	-- when
) STRICT;

-- Notes of the team for itself, in which a later one corrects an earlier.
CREATE TABLE note (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	key		BLOB NOT NULL UNIQUE	-- as in thread
		CHECK (length(key) = 32),
	at		INTEGER NOT NULL,	-- when
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	text		TEXT NOT NULL,
	corrects	INTEGER UNIQUE REFERENCES note (id),	-- the one it stands for now
	CHECK (text <> '')
) STRICT;

CREATE INDEX note_dossier ON note (dossier, id);

CREATE TRIGGER note_kept BEFORE UPDATE ON note
BEGIN
	SELECT raise(ABORT, 'notes are never changed');
END;
CREATE TRIGGER note_stays BEFORE DELETE ON note
WHEN NOT EXISTS (SELECT 1 FROM depart WHERE dossier = OLD.dossier)
BEGIN
	SELECT raise(ABORT, 'notes are never removed');
END;

-- Moves of a file to another cooperative: proposed by staff, decided by the
-- person.  An accepted one makes dossier.cooperative, whatever a record says.
CREATE TABLE transfert (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	origin		TEXT NOT NULL,		-- code of the cooperative it leaves
	destination	TEXT NOT NULL,		-- and of the one it goes to
	reason		TEXT NOT NULL,		-- as told to the person
	account		INTEGER NOT NULL REFERENCES account (id),	-- who proposed it
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL,	-- when
	state		TEXT NOT NULL DEFAULT 'propose'	-- the columns from here change once
		CHECK (state IN ('propose', 'accepte', 'refuse', 'annule')),
	answered	INTEGER,		-- when it was decided or called off
	CHECK (origin <> destination),
	CHECK (reason <> ''),
	CHECK ((state = 'propose') = (answered IS NULL))
) STRICT;

CREATE INDEX transfert_dossier ON transfert (dossier, id);
CREATE INDEX transfert_origin ON transfert (origin, answered)
	WHERE state = 'accepte';
-- One question at a time.
CREATE UNIQUE INDEX transfert_open ON transfert (dossier)
	WHERE state = 'propose';

CREATE TRIGGER transfert_kept BEFORE UPDATE OF id, dossier, origin, destination,
	reason, account, author, at ON transfert
BEGIN
	SELECT raise(ABORT, 'what was proposed is never changed');
END;
CREATE TRIGGER transfert_ends_once BEFORE UPDATE ON transfert
WHEN OLD.state <> 'propose'
BEGIN
	SELECT raise(ABORT, 'this was decided already');
END;
CREATE TRIGGER transfert_stays BEFORE DELETE ON transfert
BEGIN
	SELECT raise(ABORT, 'what was proposed is never removed');
END;

-- Applications that came on paper and are typed by staff.
CREATE TABLE intake (
	dossier		INTEGER PRIMARY KEY REFERENCES dossier (id) ON DELETE CASCADE,
	received	INTEGER NOT NULL,	-- day the paper came, days since 1970-01-01
	cooperative	TEXT NOT NULL,		-- of who types; '': the network
	account		INTEGER NOT NULL REFERENCES account (id),	-- who began to type it
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL	-- when
) STRICT;

CREATE TRIGGER intake_kept BEFORE UPDATE ON intake
BEGIN
	SELECT raise(ABORT, 'how it came is never changed');
END;

-- Who has a file open: a stay begins with the first page and goes on while
-- pages follow each other.  Forgotten by itself; the journal is consultation.
CREATE TABLE sejour (
	dossier		INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
	account		INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	since		INTEGER NOT NULL,	-- first page of this stay
	at		INTEGER NOT NULL,	-- last one, to the minute
	PRIMARY KEY (dossier, account)
) STRICT, WITHOUT ROWID;

-- The days that staff write down, two more: associate, and out of the network.
-- (The table is made anew because a CHECK cannot be changed.)
CREATE TABLE contrat_jour_new (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	name		TEXT NOT NULL
		CHECK (name IN ('reunion', 'diagnostic', 'activite',
		'immatriculation', 'cesa', 'associe', 'sortie')),
	day		INTEGER,		-- NULL: taken back
	note		TEXT NOT NULL,		-- what it was seen on, or why it was taken back
	account		INTEGER REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL	-- when it was written
) STRICT;
INSERT INTO contrat_jour_new SELECT id, dossier, name, day, note, account,
	author, at FROM contrat_jour;
DROP TABLE contrat_jour;
ALTER TABLE contrat_jour_new RENAME TO contrat_jour;

CREATE INDEX contrat_jour_dossier ON contrat_jour (dossier, id);

CREATE TRIGGER contrat_jour_kept BEFORE UPDATE ON contrat_jour
BEGIN
	SELECT raise(ABORT, 'days of contracts are never changed');
END;
CREATE TRIGGER contrat_jour_stays BEFORE DELETE ON contrat_jour
BEGIN
	SELECT raise(ABORT, 'days of contracts are never removed');
END;
