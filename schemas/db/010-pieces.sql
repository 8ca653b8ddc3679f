-- Files stand in the last column of their row, and no CHECK looks at their
-- bytes: SQLite writes what is last and not looked at by pages, without holding
-- it, and finds the rest of the row without passing over it.

CREATE TABLE piece_last (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
	field		TEXT NOT NULL,		-- field of the form
	name		TEXT NOT NULL,		-- name of the file, made safe
	type		TEXT NOT NULL		-- by content
		CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
	size		INTEGER NOT NULL,	-- bytes
	sha256		BLOB NOT NULL		-- of bytes
		CHECK (length(sha256) = 32),
	at		INTEGER NOT NULL,	-- when it came
	scan		TEXT NOT NULL		-- what a virus scanner said
		CHECK (scan IN ('sans', 'saine', 'impossible')),
	bytes		BLOB NOT NULL		-- the file, size bytes
) STRICT;

INSERT INTO piece_last SELECT id, dossier, field, name, type, size, sha256, at,
    scan, bytes FROM piece;
DROP TABLE piece;
ALTER TABLE piece_last RENAME TO piece;

CREATE INDEX piece_dossier ON piece (dossier, id);

CREATE TRIGGER piece_whole AFTER INSERT ON piece
WHEN (SELECT length(bytes) FROM piece WHERE id = NEW.id) <> NEW.size
BEGIN
	SELECT raise(ABORT, 'a piece is as long as it says');
END;
CREATE TRIGGER piece_kept BEFORE UPDATE ON piece
BEGIN
	SELECT raise(ABORT, 'pieces are never changed');
END;
CREATE TRIGGER piece_stays BEFORE DELETE ON piece
WHEN EXISTS (SELECT 1 FROM dossier
	WHERE id = OLD.dossier AND sent IS NOT NULL)
BEGIN
	SELECT raise(ABORT, 'pieces of a sent dossier stay');
END;

CREATE TABLE declaration_last (
	id		INTEGER PRIMARY KEY,
	obligation	INTEGER NOT NULL REFERENCES obligation (id),
	done		INTEGER,		-- day it was declared; NULL: taken back
	text		TEXT NOT NULL,		-- proof in words, or why it was taken back
	name		TEXT,			-- file kept as proof, NULL: none
	type		TEXT
		CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
	sha256		BLOB			-- of bytes
		CHECK (length(sha256) = 32),
	account		INTEGER REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL,	-- when it was written
	scan		TEXT NOT NULL DEFAULT 'sans'	-- what a virus scanner said, as in piece
		CHECK (scan IN ('sans', 'saine', 'impossible')),
	bytes		BLOB,			-- the file
	CHECK (text <> ''),
	CHECK ((name IS NULL) = (bytes IS NULL)),
	CHECK ((name IS NULL) = (type IS NULL)),
	CHECK ((name IS NULL) = (sha256 IS NULL)),
	CHECK (done IS NOT NULL OR name IS NULL)
) STRICT;

INSERT INTO declaration_last SELECT id, obligation, done, text, name, type,
    sha256, account, author, at, 'sans', bytes FROM declaration;
DROP TABLE declaration;
ALTER TABLE declaration_last RENAME TO declaration;

CREATE INDEX declaration_obligation ON declaration (obligation, id);

CREATE TRIGGER declaration_kept BEFORE UPDATE ON declaration
BEGIN
	SELECT raise(ABORT, 'declarations are never changed');
END;
CREATE TRIGGER declaration_stays BEFORE DELETE ON declaration
BEGIN
	SELECT raise(ABORT, 'declarations are never removed');
END;

CREATE TABLE scan_last (
	id		INTEGER PRIMARY KEY,
	document	INTEGER NOT NULL REFERENCES document (id),
	name		TEXT NOT NULL,		-- name of the file, made safe
	type		TEXT NOT NULL		-- by content
		CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
	size		INTEGER NOT NULL,	-- bytes
	sha256		BLOB NOT NULL		-- of bytes
		CHECK (length(sha256) = 32),
	scan		TEXT NOT NULL		-- what a virus scanner said, as in piece
		CHECK (scan IN ('sans', 'saine', 'impossible')),
	account		INTEGER NOT NULL REFERENCES account (id),	-- who attached it
	author		TEXT NOT NULL,		-- their name then
	at		INTEGER NOT NULL,	-- when
	bytes		BLOB NOT NULL		-- the file, size bytes
) STRICT;

INSERT INTO scan_last SELECT id, document, name, type, size, sha256, scan,
    account, author, at, bytes FROM scan;
DROP TABLE scan;
ALTER TABLE scan_last RENAME TO scan;

CREATE INDEX scan_document ON scan (document, id);

CREATE TRIGGER scan_whole AFTER INSERT ON scan
WHEN (SELECT length(bytes) FROM scan WHERE id = NEW.id) <> NEW.size
BEGIN
	SELECT raise(ABORT, 'a scan is as long as it says');
END;
CREATE TRIGGER scan_kept BEFORE UPDATE ON scan
BEGIN
	SELECT raise(ABORT, 'scans are never changed');
END;
CREATE TRIGGER scan_stays BEFORE DELETE ON scan
BEGIN
	SELECT raise(ABORT, 'scans are never removed');
END;
