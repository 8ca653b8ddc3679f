-- Signatures: who signs a paper, in which order, how and when, and the copy
-- that is made once all have.
--
-- What somebody did is a record (form « signature »), in the chain of all
-- records: what was shown, the sentence agreed to, where the code went, the
-- scan.  The columns of signature that may change are derived from the last
-- of these records, and the check compares them.

-- A slot to sign, made when the paper is issued.
CREATE TABLE signature (
	id		INTEGER PRIMARY KEY,
	document	INTEGER NOT NULL REFERENCES document (id),
	rang		INTEGER NOT NULL	-- order: nobody before those of the rank before
		CHECK (rang BETWEEN 1 AND 9),
	role		TEXT NOT NULL		-- as the model of the paper names it
		CHECK (role IN ('beneficiaire', 'representant', 'cooperative')),
	representant	INTEGER REFERENCES representant (id),	-- which, of a minor's
	nom		TEXT NOT NULL,		-- who; '' a second parent not named yet
	qualite		TEXT NOT NULL,		-- as what: « gérante », « mère », ''
	state		TEXT NOT NULL DEFAULT 'attendue'	-- the columns from here may change
		CHECK (state IN ('attendue', 'signee', 'refusee', 'caduque')),
	way		TEXT			-- how it was signed or refused
		CHECK (way IN ('electronique', 'guichet', 'papier')),
	at		INTEGER,		-- when; of a carried one, when it was signed first
	record		INTEGER REFERENCES record (id),	-- what was done, in the chain
	asked		INTEGER,		-- when they were written to
	reminded	INTEGER NOT NULL DEFAULT 0,	-- how many reminders they had
	CHECK ((state IN ('signee', 'refusee')) = (way IS NOT NULL)),
	CHECK ((way IS NULL) = (at IS NULL) AND (way IS NULL) = (record IS NULL)),
	CHECK ((representant IS NULL) OR role = 'representant')
) STRICT;

CREATE INDEX signature_document ON signature (document, rang, id);
CREATE INDEX signature_waiting ON signature (asked) WHERE state = 'attendue';
CREATE INDEX signature_record ON signature (record);

CREATE TRIGGER signature_kept BEFORE UPDATE OF id, document, rang, role,
	representant ON signature
BEGIN
	SELECT raise(ABORT, 'a slot stays who and where it is');
END;
-- The second parent is named by who brings their signature, once.
CREATE TRIGGER signature_named BEFORE UPDATE OF nom, qualite ON signature
WHEN OLD.nom <> ''
BEGIN
	SELECT raise(ABORT, 'a slot stays who and where it is');
END;
CREATE TRIGGER signature_ends BEFORE UPDATE OF state, way, at, record
	ON signature WHEN OLD.state IN ('signee', 'caduque')
BEGIN
	SELECT raise(ABORT, 'what is signed stays signed');
END;
CREATE TRIGGER signature_stays BEFORE DELETE ON signature
BEGIN
	SELECT raise(ABORT, 'slots are never removed');
END;
CREATE TRIGGER signature_valid BEFORE UPDATE OF state ON signature
WHEN NEW.state IN ('signee', 'refusee') AND (SELECT state FROM document
	WHERE id = NEW.document) <> 'valide'
BEGIN
	SELECT raise(ABORT, 'this document cannot be signed any more');
END;
CREATE TRIGGER signature_order BEFORE UPDATE OF state ON signature
WHEN NEW.state = 'signee' AND EXISTS (SELECT 1 FROM signature
	WHERE document = NEW.document AND rang < NEW.rang AND state <> 'signee')
BEGIN
	SELECT raise(ABORT, 'somebody has to sign before');
END;

-- Papers signed by hand, as they came back.
CREATE TABLE scan (
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
	bytes		BLOB NOT NULL,		-- the file
	CHECK (length(bytes) = size)
) STRICT;

CREATE INDEX scan_document ON scan (document, id);

CREATE TRIGGER scan_kept BEFORE UPDATE ON scan
BEGIN
	SELECT raise(ABORT, 'scans are never changed');
END;
CREATE TRIGGER scan_stays BEFORE DELETE ON scan
BEGIN
	SELECT raise(ABORT, 'scans are never removed');
END;

-- Codes that sign, sent by mail; one signs one slot in one browser.
CREATE TABLE signature_code (
	id		INTEGER PRIMARY KEY,
	signature	INTEGER NOT NULL REFERENCES signature (id),
	email		TEXT NOT NULL,		-- where it went
	code		BLOB NOT NULL		-- SHA-256 of salt, document and code
		CHECK (length(code) = 32),
	salt		BLOB NOT NULL,		-- random
	visitor		BLOB NOT NULL		-- SHA-256 of the browser's cookie
		CHECK (length(visitor) = 32),
	at		INTEGER NOT NULL,	-- when it was made
	tries		INTEGER NOT NULL,	-- wrong ones so far
	used		INTEGER NOT NULL	-- 1: it has signed
		CHECK (used IN (0, 1))
) STRICT;

CREATE INDEX signature_code_slot ON signature_code (signature, at);

-- Who may sign one slot and do nothing else: behind a link from a message, or
-- at the desk, where a member of staff has handed over their screen.
CREATE TABLE signing (
	token		BLOB PRIMARY KEY	-- SHA-256 of the token in the cookie
		CHECK (length(token) = 32),
	signature	INTEGER NOT NULL REFERENCES signature (id),
	account		INTEGER REFERENCES account (id),	-- staff at the desk; NULL: a link
	identity	TEXT NOT NULL,		-- at the desk: kind of paper seen, '' a link
	opened		INTEGER NOT NULL,	-- when
	expires		INTEGER NOT NULL,	-- not valid from then on
	CHECK ((account IS NULL) = (identity = ''))
) STRICT, WITHOUT ROWID;

CREATE INDEX signing_expires ON signing (expires);

-- Which slot a link of purpose « signature » is for.
ALTER TABLE link ADD COLUMN signature INTEGER REFERENCES signature (id);

-- The copy that all have signed: the paper as it was shown, and the page that
-- tells who signed it, how and when.  Rendered once and kept.
CREATE TABLE execution (
	document	INTEGER PRIMARY KEY REFERENCES document (id),
	context		BLOB NOT NULL,		-- what the last page was made from, XML
	twin		BLOB NOT NULL,		-- the same words in XHTML
	pdf		BLOB NOT NULL,		-- the bytes given out
	sha256		BLOB NOT NULL		-- of pdf
		CHECK (length(sha256) = 32),
	words		BLOB NOT NULL		-- SHA-256 of context, then twin
		CHECK (length(words) = 32),
	seal		BLOB NOT NULL		-- Ed25519, see lib/domain/paper/document.h
		CHECK (length(seal) = 64),
	key_name	TEXT NOT NULL,		-- of the key that sealed it
	pages		INTEGER NOT NULL,	-- sheets of the PDF
	completed	INTEGER NOT NULL,	-- when the last one signed
	at		INTEGER NOT NULL	-- when it was made
) STRICT;

CREATE TRIGGER execution_kept BEFORE UPDATE ON execution
BEGIN
	SELECT raise(ABORT, 'documents are never changed');
END;
CREATE TRIGGER execution_stays BEFORE DELETE ON execution
BEGIN
	SELECT raise(ABORT, 'documents are never removed');
END;
