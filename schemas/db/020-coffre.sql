-- What people sent is kept under a key of their file, and the keys stand in a
-- database of their own, coffre.db (lib/domain/coffre.h): the one that is
-- erased takes the file out of every copy of this one.

-- Its key there; NULL: none yet, or erased.
ALTER TABLE dossier ADD COLUMN cle INTEGER;
CREATE UNIQUE INDEX dossier_cle ON dossier (cle) WHERE cle IS NOT NULL;

-- Which coffre goes with this database.
CREATE TABLE coffre_lien (
	id		INTEGER PRIMARY KEY CHECK (id = 1),	-- one row
	marque		BLOB NOT NULL		-- the same in the coffre
		CHECK (length(marque) = 16),
	next		INTEGER NOT NULL	-- keys before it were given
) STRICT;

-- Answers that are sensitive are sealed; value is '' then.
ALTER TABLE brouillon ADD COLUMN scelle BLOB;

-- Bytes begin with 01 when they are sealed, which no XML, PDF or image does.
-- What was there before the coffre is sealed once, as it is, by « rebuild ».
DROP TRIGGER record_kept;
CREATE TRIGGER record_kept BEFORE UPDATE ON record
WHEN NOT (NEW.id IS OLD.id AND
	NEW.dossier IS OLD.dossier AND NEW.form IS OLD.form AND
	NEW.version IS OLD.version AND NEW.sha256 IS OLD.sha256 AND
	NEW.prev IS OLD.prev AND NEW.link IS OLD.link AND
	NEW.account IS OLD.account AND NEW.author IS OLD.author AND
	NEW.at IS OLD.at AND (
	(length(NEW.xml) = 0 AND EXISTS (SELECT 1 FROM depart_record
	WHERE record = OLD.id)) OR
	(substr(OLD.xml, 1, 1) = x'3c' AND substr(NEW.xml, 1, 1) = x'01')))
BEGIN
	SELECT raise(ABORT, 'records are never changed');
END;

-- A sealed file has 25 bytes before it and 17 more for each block of 64 KiB.
DROP TRIGGER piece_whole;
CREATE TRIGGER piece_whole AFTER INSERT ON piece
WHEN (SELECT length(bytes) FROM piece WHERE id = NEW.id) <>
	NEW.size + 25 + 17 * max(1, (NEW.size + 65535) / 65536)
BEGIN
	SELECT raise(ABORT, 'a piece is as long as it says');
END;
DROP TRIGGER piece_kept;
CREATE TRIGGER piece_kept BEFORE UPDATE ON piece
WHEN NOT (NEW.id IS OLD.id AND NEW.dossier IS OLD.dossier AND
	NEW.field IS OLD.field AND NEW.name IS OLD.name AND
	NEW.type IS OLD.type AND NEW.size IS OLD.size AND
	NEW.sha256 IS OLD.sha256 AND NEW.at IS OLD.at AND
	NEW.scan IS OLD.scan AND substr(OLD.bytes, 1, 1) <> x'01' AND
	length(NEW.bytes) > length(OLD.bytes))
BEGIN
	SELECT raise(ABORT, 'pieces are never changed');
END;

DROP TRIGGER scan_whole;
CREATE TRIGGER scan_whole AFTER INSERT ON scan
WHEN (SELECT length(bytes) FROM scan WHERE id = NEW.id) <>
	NEW.size + 25 + 17 * max(1, (NEW.size + 65535) / 65536)
BEGIN
	SELECT raise(ABORT, 'a scan is as long as it says');
END;
DROP TRIGGER scan_kept;
CREATE TRIGGER scan_kept BEFORE UPDATE ON scan
WHEN NOT (NEW.id IS OLD.id AND NEW.document IS OLD.document AND
	NEW.name IS OLD.name AND NEW.type IS OLD.type AND
	NEW.size IS OLD.size AND NEW.sha256 IS OLD.sha256 AND
	NEW.scan IS OLD.scan AND NEW.account IS OLD.account AND
	NEW.author IS OLD.author AND NEW.at IS OLD.at AND
	substr(OLD.bytes, 1, 1) <> x'01' AND
	length(NEW.bytes) > length(OLD.bytes))
BEGIN
	SELECT raise(ABORT, 'scans are never changed');
END;

DROP TRIGGER declaration_kept;
CREATE TRIGGER declaration_kept BEFORE UPDATE ON declaration
WHEN NOT (NEW.id IS OLD.id AND NEW.obligation IS OLD.obligation AND
	NEW.done IS OLD.done AND NEW.text IS OLD.text AND
	NEW.name IS OLD.name AND NEW.type IS OLD.type AND
	NEW.sha256 IS OLD.sha256 AND NEW.account IS OLD.account AND
	NEW.author IS OLD.author AND NEW.at IS OLD.at AND
	NEW.scan IS OLD.scan AND substr(OLD.bytes, 1, 1) <> x'01' AND
	length(NEW.bytes) > length(OLD.bytes))
BEGIN
	SELECT raise(ABORT, 'declarations are never changed');
END;

-- Files that must not be erased for now, because of a dispute or an inquiry:
-- who said so, and why.  While one row is open no rule erases the file.
CREATE TABLE gel (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	reason		TEXT NOT NULL		-- for staff and for the person
		CHECK (reason <> ''),
	author		TEXT NOT NULL		-- who asked for it
		CHECK (author <> ''),
	at		INTEGER NOT NULL,	-- when
	lifted		INTEGER,		-- the columns from here change once
	lifted_by	TEXT CHECK (lifted_by <> ''),
	CHECK ((lifted IS NULL) = (lifted_by IS NULL))
) STRICT;

-- One at a time.
CREATE UNIQUE INDEX gel_open ON gel (dossier) WHERE lifted IS NULL;
CREATE INDEX gel_dossier ON gel (dossier);

CREATE TRIGGER gel_kept BEFORE UPDATE ON gel
WHEN OLD.lifted IS NOT NULL OR (NEW.id, NEW.dossier, NEW.reason, NEW.author,
	NEW.at) IS NOT (OLD.id, OLD.dossier, OLD.reason, OLD.author, OLD.at)
BEGIN
	SELECT raise(ABORT, 'a hold is lifted once and never changed');
END;
CREATE TRIGGER gel_stays BEFORE DELETE ON gel
BEGIN
	SELECT raise(ABORT, 'a hold is never removed');
END;
CREATE TRIGGER depart_held BEFORE INSERT ON depart
WHEN EXISTS (SELECT 1 FROM gel WHERE dossier = NEW.dossier AND lifted IS NULL)
BEGIN
	SELECT raise(ABORT, 'this file is held');
END;

-- What goes with a file that is erased: attachments whole, and of what stays
-- the words that somebody wrote about the person.
DROP TRIGGER piece_stays;
CREATE TRIGGER piece_stays BEFORE DELETE ON piece
WHEN EXISTS (SELECT 1 FROM dossier
	WHERE id = OLD.dossier AND sent IS NOT NULL) AND NOT EXISTS (SELECT 1
	FROM depart WHERE dossier = OLD.dossier)
BEGIN
	SELECT raise(ABORT, 'pieces of a sent dossier stay');
END;
DROP TRIGGER event_kept;
CREATE TRIGGER event_kept BEFORE UPDATE ON event
WHEN NOT (NEW.text = '' AND NEW.id IS OLD.id AND NEW.dossier IS OLD.dossier AND
	NEW.at IS OLD.at AND NEW.name IS OLD.name AND
	NEW.account IS OLD.account AND NEW.who IS OLD.who AND
	NEW.state IS OLD.state AND EXISTS (SELECT 1 FROM depart
	WHERE dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'events are never changed');
END;
