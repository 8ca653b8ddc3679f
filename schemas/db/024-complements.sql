-- What is asked after a yes and is shown to few: social security number, bank
-- account, health (lib/domain/dossier/complement.h).  It stands in no record,
-- so that it can go before the file does.

-- One answer a row.  Another one takes its place as another row.
CREATE TABLE complement (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,	-- never used again
	dossier		INTEGER NOT NULL REFERENCES dossier (id)
		ON DELETE CASCADE,
	field		TEXT NOT NULL,		-- of the <complement> that asks it
	scelle		BLOB NOT NULL		-- its name and value, sealed
		CHECK (substr(scelle, 1, 1) = x'01'),
	at		INTEGER NOT NULL,	-- when
	account		INTEGER REFERENCES account (id),	-- NULL: the person
	author		TEXT NOT NULL,		-- personne, or a staff name
	UNIQUE (dossier, field)
) STRICT;

CREATE TRIGGER complement_kept BEFORE UPDATE ON complement
BEGIN
	SELECT raise(ABORT, 'a complement is replaced, never changed');
END;

-- Who of the team had one shown in clear, and what for.
CREATE TABLE devoilement (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	field		TEXT NOT NULL,		-- of the <complement>
	label		TEXT NOT NULL,		-- what it was called then
	reason		TEXT NOT NULL		-- one of a list, in words
		CHECK (reason <> ''),
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL	-- when
) STRICT;

CREATE INDEX devoilement_dossier ON devoilement (dossier);
CREATE INDEX devoilement_at ON devoilement (at);

CREATE TRIGGER devoilement_kept BEFORE UPDATE ON devoilement
BEGIN
	SELECT raise(ABORT, 'the journal is never changed');
END;
CREATE TRIGGER devoilement_stays BEFORE DELETE ON devoilement
BEGIN
	SELECT raise(ABORT, 'the journal is never rewritten');
END;
