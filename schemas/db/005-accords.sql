-- Accords: the legal representatives of minors, what they have typed and not
-- sent yet, and the ledger of what everybody agreed to, refused or took back.

-- Who answers for a minor.  The first is named by the young person, the
-- second by the first.
CREATE TABLE representant (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	rang		INTEGER NOT NULL	-- 1 or 2
		CHECK (rang IN (1, 2)),
	nom		TEXT NOT NULL,		-- first and last name: as given for them, then as they write it
	lien		TEXT NOT NULL,		-- mere, pere, tuteur, structure, autre; '' not said
	email		TEXT NOT NULL,		-- where the link goes; '' they have none: paper or desk
	telephone	TEXT NOT NULL,		-- +33…, '' not given
	seul		TEXT NOT NULL		-- as they declare: the only holder of parental authority?
		CHECK (seul IN ('', 'oui', 'non', 'injoignable')),
	asked		INTEGER NOT NULL,	-- when they were asked
	deadline	INTEGER NOT NULL,	-- until when an answer is hoped for
	reminded	INTEGER NOT NULL DEFAULT 0,	-- how many reminders they had
	answered	INTEGER,		-- when they last answered; NULL: not yet
	ended		INTEGER,		-- when their access ended; NULL: it has not
	reason		TEXT			-- why: majorite, erreur
		CHECK (reason IN ('majorite', 'erreur')),
	UNIQUE (dossier, rang),
	CHECK ((ended IS NULL) = (reason IS NULL))
) STRICT;

CREATE INDEX representant_waiting ON representant (asked)
	WHERE answered IS NULL AND ended IS NULL;

CREATE TRIGGER representant_stays BEFORE DELETE ON representant
BEGIN
	SELECT raise(ABORT, 'representatives are never removed');
END;

-- Raw answers of a representative who has not sent them yet.
CREATE TABLE brouillon_accord (
	representant	INTEGER NOT NULL REFERENCES representant (id),
	step		TEXT NOT NULL,		-- step of the form
	pos		INTEGER NOT NULL,	-- from 0, in the order of the form
	field		TEXT NOT NULL,		-- name of the input
	value		TEXT NOT NULL,		-- as typed
	PRIMARY KEY (representant, step, pos)
) STRICT, WITHOUT ROWID;

-- The ledger is the table of consents: who, what about it, through whom.
ALTER TABLE consent ADD COLUMN representant INTEGER
	REFERENCES representant (id);	-- NULL: the person of the dossier
ALTER TABLE consent ADD COLUMN decision TEXT NOT NULL DEFAULT 'oui'
	CHECK (decision IN ('oui', 'non', 'retrait'));
ALTER TABLE consent ADD COLUMN account INTEGER
	REFERENCES account (id);	-- staff who wrote it down, from paper or at the desk
ALTER TABLE consent ADD COLUMN author TEXT NOT NULL DEFAULT '';	-- name of who decided, then
ALTER TABLE consent ADD COLUMN note TEXT NOT NULL DEFAULT '';	-- of staff: paper of which day, identity seen

-- Sessions of representatives, beside those of applicants and staff.
ALTER TABLE session RENAME TO session_before;
DROP INDEX session_expires;
DROP INDEX session_dossier;
DROP INDEX session_account;
CREATE TABLE session (
	token		BLOB PRIMARY KEY	-- SHA-256 of the token in the cookie
		CHECK (length(token) = 32),
	subject		TEXT NOT NULL		-- which of the three below
		CHECK (subject IN ('dossier', 'account', 'representant')),
	dossier		INTEGER REFERENCES dossier (id) ON DELETE CASCADE,	-- an applicant's
	account		INTEGER REFERENCES account (id) ON DELETE CASCADE,	-- a member of staff's
	representant	INTEGER REFERENCES representant (id) ON DELETE CASCADE,	-- a parent's
	opened		INTEGER NOT NULL,	-- when
	expires		INTEGER NOT NULL,	-- not valid from then on
	CHECK ((subject = 'dossier') = (dossier IS NOT NULL)),
	CHECK ((subject = 'account') = (account IS NOT NULL)),
	CHECK ((subject = 'representant') = (representant IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO session (token, subject, dossier, account, opened, expires)
	SELECT token, subject, dossier, account, opened, expires
	FROM session_before;
DROP TABLE session_before;

CREATE INDEX session_expires ON session (expires);
CREATE INDEX session_dossier ON session (dossier);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_representant ON session (representant);
