-- Erasure of what was sent, when the time its form promised is over (efface of
-- a state in schemas/programmes; lib/domain/dossier/depart.h).
--
-- The row of the dossier stays with its number, its programme and its dates,
-- the row of a record with its hashes: the chain goes on being checked.  Who it
-- was about and what they said do not stay.  A row of depart is what allows
-- it; it is never changed nor removed.

-- Dossiers whose personal data were erased.
CREATE TABLE depart (
	dossier		INTEGER PRIMARY KEY REFERENCES dossier (id),
	at		INTEGER NOT NULL,	-- when
	version		INTEGER NOT NULL,	-- of the definition that says so
	state		TEXT NOT NULL,		-- the state that is erased
	since		INTEGER NOT NULL,	-- when it came to that state
	days		INTEGER NOT NULL	-- how long it was kept in it
		CHECK (days >= 0),
	CHECK (at >= since + days * 86400)
) STRICT;

CREATE TRIGGER depart_kept BEFORE UPDATE ON depart
BEGIN
	SELECT raise(ABORT, 'an erasure is never changed');
END;
CREATE TRIGGER depart_stays BEFORE DELETE ON depart
BEGIN
	SELECT raise(ABORT, 'an erasure is never removed');
END;

-- Records whose bytes were erased.
CREATE TABLE depart_record (
	record		INTEGER PRIMARY KEY REFERENCES record (id),
	dossier		INTEGER NOT NULL REFERENCES depart (dossier)
) STRICT;

CREATE INDEX depart_record_dossier ON depart_record (dossier);

CREATE TRIGGER depart_record_own BEFORE INSERT ON depart_record
WHEN NOT EXISTS (SELECT 1 FROM record
	WHERE id = NEW.record AND dossier = NEW.dossier)
BEGIN
	SELECT raise(ABORT, 'this record is of another dossier');
END;
CREATE TRIGGER depart_record_kept BEFORE UPDATE ON depart_record
BEGIN
	SELECT raise(ABORT, 'an erasure is never changed');
END;
CREATE TRIGGER depart_record_stays BEFORE DELETE ON depart_record
BEGIN
	SELECT raise(ABORT, 'an erasure is never removed');
END;

-- A record may lose its bytes, all of them and nothing else, once it is there.
DROP TRIGGER record_kept;
CREATE TRIGGER record_kept BEFORE UPDATE ON record
WHEN NOT (length(NEW.xml) = 0 AND NEW.id IS OLD.id AND
	NEW.dossier IS OLD.dossier AND NEW.form IS OLD.form AND
	NEW.version IS OLD.version AND NEW.sha256 IS OLD.sha256 AND
	NEW.prev IS OLD.prev AND NEW.link IS OLD.link AND
	NEW.account IS OLD.account AND NEW.author IS OLD.author AND
	NEW.at IS OLD.at AND EXISTS (SELECT 1 FROM depart_record
	WHERE record = OLD.id))
BEGIN
	SELECT raise(ABORT, 'records are never changed');
END;

-- A link that was asked for on the page of one that is over: five an hour.
ALTER TABLE link ADD COLUMN renewed INTEGER NOT NULL DEFAULT 0
	CHECK (renewed IN (0, 1));
