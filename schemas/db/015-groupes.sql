-- Séances as staff run them: their half-days, who came, letters to all, groups
-- composed by announced criteria with lots drawn in the open, results and the
-- share-out.  « Séance » is a row of agenda (003), days and minutes as there.
--
-- What is noted of people is append-only: the last row holds, and those before
-- say what was thought until then.

-- The place in the waiting list once lots were drawn; NULL: order of arrival,
-- after those who have one.
ALTER TABLE place ADD COLUMN rank INTEGER CHECK (rank > 0);

-- A half-day: what people come to, and what their hours are counted from.
CREATE TABLE creneau (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	agenda		INTEGER NOT NULL REFERENCES agenda (id),
	day		INTEGER NOT NULL,
	starts		INTEGER NOT NULL	-- minutes after midnight
		CHECK (starts BETWEEN 0 AND 1439),
	ends		INTEGER NOT NULL
		CHECK (ends BETWEEN 1 AND 1440),
	kind		TEXT NOT NULL		-- what its hours count as
		CHECK (kind IN ('service', 'collectif', 'formation')),
	title		TEXT NOT NULL,		-- « Atelier devis », '' that of the séance
	animator	TEXT NOT NULL,		-- who leads it, '' not known yet
	changed		INTEGER NOT NULL,	-- last change
	version		INTEGER NOT NULL,	-- one more at every change
	CHECK (ends > starts)
) STRICT;
CREATE INDEX creneau_agenda ON creneau (agenda, day, starts, id);
CREATE INDEX creneau_day ON creneau (day, starts, id);

-- Who was there.
CREATE TABLE presence (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	creneau		INTEGER NOT NULL REFERENCES creneau (id),
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	state		TEXT NOT NULL
		CHECK (state IN ('present', 'absent', 'excuse')),
	reason		TEXT NOT NULL,		-- why it was corrected, '' the first time
	at		INTEGER NOT NULL,
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL		-- name of the account at that time
) STRICT;
CREATE INDEX presence_creneau ON presence (creneau, dossier, id);
CREATE INDEX presence_dossier ON presence (dossier, creneau, id);
CREATE TRIGGER presence_kept BEFORE UPDATE ON presence
BEGIN
	SELECT raise(ABORT, 'attendance is corrected by another row');
END;
CREATE TRIGGER presence_stays BEFORE DELETE ON presence
BEGIN
	SELECT raise(ABORT, 'attendance stays');
END;
CREATE TRIGGER presence_why BEFORE INSERT ON presence
WHEN NEW.reason = '' AND EXISTS (SELECT 1 FROM presence WHERE
	creneau = NEW.creneau AND dossier = NEW.dossier)
BEGIN
	SELECT raise(ABORT, 'a correction says why');
END;
-- Hours that were counted do not change behind those who signed for them.
CREATE TRIGGER creneau_counted BEFORE UPDATE OF agenda, day, starts, ends, kind
ON creneau
WHEN (NEW.agenda, NEW.day, NEW.starts, NEW.ends, NEW.kind) IS NOT
	(OLD.agenda, OLD.day, OLD.starts, OLD.ends, OLD.kind) AND
	EXISTS (SELECT 1 FROM presence WHERE creneau = OLD.id)
BEGIN
	SELECT raise(ABORT, 'somebody was noted as present or absent');
END;

-- Letters to all who take part in a séance; each message is a row of mail.
CREATE TABLE lettre (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	agenda		INTEGER NOT NULL REFERENCES agenda (id),
	states		TEXT NOT NULL,		-- of those it went to: « prise offerte »
	subject		TEXT NOT NULL,
	text		TEXT NOT NULL,
	people		INTEGER NOT NULL,	-- how many messages
	at		INTEGER NOT NULL,
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL
) STRICT;
CREATE INDEX lettre_agenda ON lettre (agenda, id);
CREATE TRIGGER lettre_kept BEFORE UPDATE ON lettre
BEGIN
	SELECT raise(ABORT, 'a letter sent stays as it is');
END;

-- A group to compose: what is looked at is announced before anybody signs up,
-- with the SHA-256 of the seed that lots are drawn with.  Until it is decided
-- nobody has a seat and nobody is offered one.
CREATE TABLE groupe (
	agenda		INTEGER PRIMARY KEY REFERENCES agenda (id),
	criteria	TEXT NOT NULL,		-- « commune age »: domain/session/group.h
	text		TEXT NOT NULL,		-- what else is announced, '' nothing
	seed		TEXT NOT NULL		-- 64 hexadecimal digits, told once drawn
		CHECK (length(seed) = 64),
	commitment	TEXT NOT NULL		-- SHA-256 of these digits, told before
		CHECK (length(commitment) = 64),
	announced	INTEGER NOT NULL,
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL,
	drawn		INTEGER,		-- when the seed was told
	decided		INTEGER,		-- when staff decided
	reason		TEXT NOT NULL,		-- why otherwise than proposed, '' as proposed
	decider		TEXT NOT NULL,		-- who decided, '' not yet
	CHECK (decided IS NULL OR drawn IS NOT NULL)
) STRICT;
CREATE TRIGGER groupe_announced BEFORE UPDATE OF agenda, criteria, text, seed,
	commitment, announced, account, author ON groupe
BEGIN
	SELECT raise(ABORT, 'what was announced stays');
END;
CREATE TRIGGER groupe_once BEFORE UPDATE ON groupe
WHEN OLD.decided IS NOT NULL OR
	(OLD.drawn IS NOT NULL AND NEW.drawn IS NOT OLD.drawn)
BEGIN
	SELECT raise(ABORT, 'lots are drawn once, a group is decided once');
END;
CREATE TRIGGER groupe_stays BEFORE DELETE ON groupe
WHEN EXISTS (SELECT 1 FROM place WHERE agenda = OLD.agenda)
BEGIN
	SELECT raise(ABORT, 'people signed up on what was announced');
END;

-- The record of the draw, a row a person, in the order that the rule gives.
CREATE TABLE tirage (
	agenda		INTEGER NOT NULL REFERENCES groupe (agenda),
	rank		INTEGER NOT NULL,	-- from 1
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	ticket		TEXT NOT NULL,		-- SHA-256 of seed and number of the dossier
	facts		TEXT NOT NULL,		-- its values, a line each: « commune=Nantes »
	proposed	INTEGER NOT NULL	-- 1: in the group that the rule proposes
		CHECK (proposed IN (0, 1)),
	PRIMARY KEY (agenda, rank),
	UNIQUE (agenda, dossier)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tirage_kept BEFORE UPDATE ON tirage
BEGIN
	SELECT raise(ABORT, 'the record of a draw stays as it is');
END;
CREATE TRIGGER tirage_stays BEFORE DELETE ON tirage
BEGIN
	SELECT raise(ABORT, 'the record of a draw stays');
END;
CREATE TRIGGER tirage_closed BEFORE INSERT ON tirage
WHEN (SELECT drawn FROM groupe WHERE agenda = NEW.agenda) IS NOT NULL
BEGIN
	SELECT raise(ABORT, 'lots were drawn already');
END;

-- The results of a séance; the last row holds.
CREATE TABLE bilan (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	agenda		INTEGER NOT NULL REFERENCES agenda (id),
	answers		TEXT NOT NULL,		-- what staff filled in, as XML
	turnover	INTEGER NOT NULL CHECK (turnover >= 0),	-- cents
	charges		INTEGER NOT NULL CHECK (charges >= 0),	-- cents
	kept		INTEGER NOT NULL CHECK (kept >= 0),	-- cents not shared
	rule		TEXT NOT NULL		-- domain/session/share.h
		CHECK (rule IN ('egal', 'heures', 'mixte')),
	reason		TEXT NOT NULL,		-- why it was corrected, '' the first time
	at		INTEGER NOT NULL,
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL,
	CHECK (turnover >= charges + kept)
) STRICT;
CREATE INDEX bilan_agenda ON bilan (agenda, id);
CREATE TRIGGER bilan_kept BEFORE UPDATE ON bilan
BEGIN
	SELECT raise(ABORT, 'results are corrected by another row');
END;
CREATE TRIGGER bilan_stays BEFORE DELETE ON bilan
BEGIN
	SELECT raise(ABORT, 'results stay');
END;

-- Who receives what of it.
CREATE TABLE part (
	bilan		INTEGER NOT NULL REFERENCES bilan (id),
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	minutes		INTEGER NOT NULL CHECK (minutes >= 0),	-- of presence
	cents		INTEGER NOT NULL CHECK (cents >= 0),
	PRIMARY KEY (bilan, dossier)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_dossier ON part (dossier, bilan);
CREATE TRIGGER part_kept BEFORE UPDATE ON part
BEGIN
	SELECT raise(ABORT, 'results are corrected by another row');
END;
CREATE TRIGGER part_stays BEFORE DELETE ON part
BEGIN
	SELECT raise(ABORT, 'results stay');
END;

-- An information meeting that was held: by whom, how long; the last row holds.
CREATE TABLE tenue (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	agenda		INTEGER NOT NULL REFERENCES agenda (id),
	adviser		TEXT NOT NULL,
	minutes		INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
	at		INTEGER NOT NULL,
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL
) STRICT;
CREATE INDEX tenue_agenda ON tenue (agenda, id);
CREATE TRIGGER tenue_kept BEFORE UPDATE ON tenue
BEGIN
	SELECT raise(ABORT, 'it is corrected by another row');
END;

-- What takes place on one day at known hours is one half-day.
INSERT INTO creneau (agenda, day, starts, ends, kind, title, animator, changed,
	version)
SELECT id, first, starts, ends, 'collectif', '', '', changed, 1
FROM agenda WHERE first = last AND starts IS NOT NULL;
