-- Settings of the network, changed on screen: who, when, from what, to what
-- and why.  The last row of a name holds.  What a name means, and where in
-- which file it takes the place of a value, is schemas/suivi/reglages.xml.

CREATE TABLE reglage (
	id		INTEGER PRIMARY KEY,	-- also the version of them all
	at		INTEGER NOT NULL,	-- when
	account		INTEGER NOT NULL REFERENCES account (id),
	who		TEXT NOT NULL,		-- their name then
	kind		TEXT NOT NULL		-- of what it is said
		CHECK (kind IN ('reseau', 'cooperative', 'programme')),
	subject		TEXT NOT NULL,		-- its code, '': the network
	name		TEXT NOT NULL,		-- a field of schemas/suivi/reglages.xml
	before		TEXT NOT NULL,		-- as in a record, '': nothing
	after		TEXT NOT NULL,
	reason		TEXT NOT NULL CHECK (reason <> '')
) STRICT;

CREATE INDEX reglage_of ON reglage (kind, subject, name, id);

CREATE TRIGGER reglage_kept BEFORE UPDATE ON reglage
BEGIN
	SELECT raise(ABORT, 'settings change by a new row');
END;
CREATE TRIGGER reglage_stays BEFORE DELETE ON reglage
BEGIN
	SELECT raise(ABORT, 'settings are never rewritten');
END;

-- What was promised to those who filled it in: working days for an answer.
-- Before this it was ten, for everybody.
ALTER TABLE definition ADD COLUMN reply INTEGER NOT NULL DEFAULT 10;
