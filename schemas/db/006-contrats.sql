-- Contracts: three days that no paper tells, what has to be declared to whom,
-- what was declared, and an index of where each contract stands.
--
-- Days are numbers of days since 1970-01-01 (lib/base/date.h).

-- Start of the economic activity, registration, start of a CESA, as staff wrote
-- them down; the last row of a name holds.
CREATE TABLE contrat_jour (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	name		TEXT NOT NULL
		CHECK (name IN ('activite', 'immatriculation', 'cesa')),
	day		INTEGER,		-- NULL: taken back
	note		TEXT NOT NULL,		-- what it was seen on, or why it was taken back
	account		INTEGER REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL	-- when it was written
) STRICT;

CREATE INDEX contrat_jour_dossier ON contrat_jour (dossier, id);

CREATE TRIGGER contrat_jour_kept BEFORE UPDATE ON contrat_jour
BEGIN
	SELECT raise(ABORT, 'days of contracts are never changed');
END;
CREATE TRIGGER contrat_jour_stays BEFORE DELETE ON contrat_jour
BEGIN
	SELECT raise(ABORT, 'days of contracts are never removed');
END;

-- Who has to be told of what: two rows for each contract, renewal and early
-- end, made in the transaction that issues the paper (C. trav. R. 5142-1).
CREATE TABLE obligation (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	document	TEXT NOT NULL REFERENCES document (code),	-- the paper that causes it
	event		TEXT NOT NULL
		CHECK (event IN ('conclusion', 'renouvellement', 'rupture')),
	body		TEXT NOT NULL		-- who is told; urssaf also stands for a CGSS
		CHECK (body IN ('urssaf', 'france-travail')),
	due		INTEGER NOT NULL,	-- day from which it is owed: at once
	at		INTEGER NOT NULL,	-- when it was made
	UNIQUE (document, body)
) STRICT;

CREATE INDEX obligation_dossier ON obligation (dossier, id);

CREATE TRIGGER obligation_kept BEFORE UPDATE ON obligation
BEGIN
	SELECT raise(ABORT, 'obligations are never changed');
END;
CREATE TRIGGER obligation_stays BEFORE DELETE ON obligation
BEGIN
	SELECT raise(ABORT, 'obligations are never removed');
END;

-- What was done about them; the last row of an obligation holds.
CREATE TABLE declaration (
	id		INTEGER PRIMARY KEY,
	obligation	INTEGER NOT NULL REFERENCES obligation (id),
	done		INTEGER,		-- day it was declared; NULL: taken back
	text		TEXT NOT NULL,		-- proof in words, or why it was taken back
	name		TEXT,			-- file kept as proof, NULL: none
	type		TEXT
		CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
	sha256		BLOB			-- of bytes
		CHECK (length(sha256) = 32),
	bytes		BLOB,
	account		INTEGER REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL,	-- when it was written
	CHECK (text <> ''),
	CHECK ((name IS NULL) = (bytes IS NULL)),
	CHECK ((name IS NULL) = (type IS NULL)),
	CHECK ((name IS NULL) = (sha256 IS NULL)),
	CHECK (done IS NOT NULL OR name IS NULL)
) STRICT;

CREATE INDEX declaration_obligation ON declaration (obligation, id);

CREATE TRIGGER declaration_kept BEFORE UPDATE ON declaration
BEGIN
	SELECT raise(ABORT, 'declarations are never changed');
END;
CREATE TRIGGER declaration_stays BEFORE DELETE ON declaration
BEGIN
	SELECT raise(ABORT, 'declarations are never removed');
END;

-- Where each contract stands, for lists and reminders.  Derived from the
-- papers; rebuilt when one is issued or ends, and every night.
CREATE TABLE contrat (
	dossier		INTEGER PRIMARY KEY REFERENCES dossier (id),
	first		INTEGER NOT NULL,	-- first day
	last		INTEGER NOT NULL,	-- last day, an early end counted
	state		TEXT NOT NULL,		-- see lib/domain/law/contrat.h, at the day it was rebuilt
	undeclared	INTEGER NOT NULL,	-- obligations not fulfilled
	alert		INTEGER NOT NULL	-- 1: staff must look
		CHECK (alert IN (0, 1))
) STRICT;

CREATE INDEX contrat_last ON contrat (last);
