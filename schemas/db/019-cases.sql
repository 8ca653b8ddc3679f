-- Papers issued before proofs were kept (007), entered in the register later.
-- What cannot be known any more (last record, faces, engine, code, names) has
-- no column: this row says when it was done, and seals what stood then.
CREATE TABLE document_adopted (
	document	INTEGER PRIMARY KEY REFERENCES document (id),
	at		INTEGER NOT NULL,	-- when it was adopted
	key_name	TEXT NOT NULL,		-- of the key that sealed this, not the paper
	sum		BLOB NOT NULL		-- SHA-256 of this row and of what stays of document
		CHECK (length(sum) = 32),
	seal		BLOB NOT NULL		-- Ed25519 over it
		CHECK (length(seal) = 64)
) STRICT;

-- A proof of its own time is never covered by one of today.
CREATE TRIGGER document_adopted_late BEFORE INSERT ON document_adopted
WHEN EXISTS (SELECT 1 FROM document_proof WHERE document <= NEW.document)
BEGIN
	SELECT raise(ABORT, 'proofs were kept by then');
END;
-- Written with the seal all zeros, sealed, and then kept.
CREATE TRIGGER document_adopted_kept BEFORE UPDATE ON document_adopted
WHEN OLD.seal <> zeroblob(64)
BEGIN
	SELECT raise(ABORT, 'adoptions are never changed');
END;
CREATE TRIGGER document_adopted_stays BEFORE DELETE ON document_adopted
BEGIN
	SELECT raise(ABORT, 'adoptions are never removed');
END;
