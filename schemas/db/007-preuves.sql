-- Proof: what each issued document was made of, under one seal; its end; the
-- lists of ended documents that were published; names tried at verification.
--
-- lib/domain/paper/document_proof.c says what is hashed and sealed.

CREATE TABLE document_proof (
	document	INTEGER PRIMARY KEY REFERENCES document (id),
	record		INTEGER NOT NULL REFERENCES record (id),	-- last record of the dossier then
	fonts		BLOB NOT NULL		-- SHA-256 of the faces and the colour profile
		CHECK (length(fonts) = 32),
	engine		TEXT NOT NULL,		-- programs that set it: Terreau, libharu, versions
	qr		TEXT NOT NULL,		-- text of its code, lib/domain/proof/proof.h
	until		INTEGER,		-- last day it is good for, days since 1970; NULL: says none
	given		TEXT NOT NULL,		-- the holder's names, to compare with what a
	family		TEXT NOT NULL,		-- reader types
	sum		BLOB NOT NULL		-- SHA-256 of this row and of what stays of document
		CHECK (length(sum) = 32),
	seal		BLOB NOT NULL		-- Ed25519 over it, by document.key_name
		CHECK (length(seal) = 64)
) STRICT;

-- Written with the seal all zeros, sealed, and then kept.
CREATE TRIGGER document_proof_kept BEFORE UPDATE ON document_proof
WHEN OLD.seal <> zeroblob(64)
BEGIN
	SELECT raise(ABORT, 'proofs are never changed');
END;
CREATE TRIGGER document_proof_stays BEFORE DELETE ON document_proof
BEGIN
	SELECT raise(ABORT, 'proofs are never removed');
END;

-- The four columns of a document that change once, sealed when they did.
CREATE TABLE document_end (
	document	INTEGER PRIMARY KEY REFERENCES document (id),
	key_name	TEXT NOT NULL,		-- of the key that sealed its end
	sum		BLOB NOT NULL		-- SHA-256 of code, state, replaced_by, ended, reason
		CHECK (length(sum) = 32),
	seal		BLOB NOT NULL		-- Ed25519 over it
		CHECK (length(seal) = 64)
) STRICT;

CREATE TRIGGER document_end_kept BEFORE UPDATE ON document_end
BEGIN
	SELECT raise(ABORT, 'ends are never changed');
END;
CREATE TRIGGER document_end_stays BEFORE DELETE ON document_end
BEGIN
	SELECT raise(ABORT, 'ends are never removed');
END;

-- The copy that all have signed (008), every column of it under one seal.
CREATE TABLE execution_proof (
	document	INTEGER PRIMARY KEY REFERENCES document (id),
	sum		BLOB NOT NULL		-- SHA-256 of the row of execution
		CHECK (length(sum) = 32),
	seal		BLOB NOT NULL		-- Ed25519 over it, by execution.key_name
		CHECK (length(seal) = 64)
) STRICT;

CREATE TRIGGER execution_proof_kept BEFORE UPDATE ON execution_proof
BEGIN
	SELECT raise(ABORT, 'proofs are never changed');
END;
CREATE TRIGGER execution_proof_stays BEFORE DELETE ON execution_proof
BEGIN
	SELECT raise(ABORT, 'proofs are never removed');
END;

-- Lists published as /revocations.txt: a number never comes twice.
CREATE TABLE revocation_list (
	serial		INTEGER PRIMARY KEY,	-- printed in the list
	made		INTEGER NOT NULL,	-- when
	entries		INTEGER NOT NULL,	-- ended documents in it
	sha256		BLOB NOT NULL		-- of its bytes
		CHECK (length(sha256) = 32)
) STRICT;

-- Family names tried on the page of a document.
CREATE TABLE name_try (
	document	INTEGER PRIMARY KEY REFERENCES document (id),
	n		INTEGER NOT NULL,	-- wrong ones in a row
	at		INTEGER NOT NULL	-- when the last one was
) STRICT;
