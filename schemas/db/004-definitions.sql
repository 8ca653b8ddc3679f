-- Definitions as they were when drafts and records were filled in with them.
--
-- A file keeps the questions it was filled in with: its pages, its receipt and
-- the check of its records use that text, whatever schemas/programmes says
-- today.  Texts are never changed, and stay as long as the database.

CREATE TABLE definition (
	sha256		BLOB PRIMARY KEY	-- of text
		CHECK (length(sha256) = 32),
	name		TEXT NOT NULL,		-- cae, cape ...
	version		INTEGER NOT NULL,	-- as its author counts
	text		BLOB NOT NULL,		-- XML, typography done
	at		INTEGER NOT NULL	-- first used
) STRICT, WITHOUT ROWID;

CREATE TRIGGER definition_kept BEFORE UPDATE ON definition
BEGIN
	SELECT raise(ABORT, 'definitions are never changed');
END;
CREATE TRIGGER definition_stays BEFORE DELETE ON definition
BEGIN
	SELECT raise(ABORT, 'definitions are never removed');
END;

-- What a draft was begun with, and is sent with.
CREATE TABLE dossier_definition (
	dossier		INTEGER PRIMARY KEY
		REFERENCES dossier (id) ON DELETE CASCADE,
	definition	BLOB NOT NULL REFERENCES definition (sha256)
) STRICT;

-- What a record was checked with.
CREATE TABLE record_definition (
	record		INTEGER PRIMARY KEY REFERENCES record (id),
	definition	BLOB NOT NULL REFERENCES definition (sha256)
) STRICT;

CREATE TRIGGER record_definition_kept BEFORE UPDATE ON record_definition
BEGIN
	SELECT raise(ABORT, 'records are never changed');
END;
CREATE TRIGGER record_definition_stays BEFORE DELETE ON record_definition
BEGIN
	SELECT raise(ABORT, 'records are never changed');
END;
