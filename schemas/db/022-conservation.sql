-- Keeping and erasing: what an erasure took, why; papers that a law keeps
-- longer; what people ask to have erased, and what is answered; certificates
-- (lib/domain/dossier/depart.h, effacement.h, lib/domain/proof/certificat.h).

-- Requests of people to have their file erased (GDPR art. 17).
CREATE TABLE effacement (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	at		INTEGER NOT NULL,	-- when it was asked
	due		INTEGER NOT NULL,	-- day of the answer at the latest
	text		TEXT NOT NULL,		-- what the person wrote, '' nothing
	state		TEXT NOT NULL DEFAULT 'demande'	-- the columns from here change once
		CHECK (state IN ('demande', 'accepte', 'refuse', 'retire')),
	answered	INTEGER,		-- when
	account		INTEGER REFERENCES account (id),	-- staff who answered; NULL: the person took it back
	author		TEXT NOT NULL DEFAULT '',	-- their name then
	reason		TEXT NOT NULL DEFAULT '',	-- of a refusal, as told to the person
	CHECK ((state = 'demande') = (answered IS NULL)),
	CHECK ((state IN ('accepte', 'refuse')) = (account IS NOT NULL))
) STRICT;

-- One at a time.
CREATE UNIQUE INDEX effacement_open ON effacement (dossier)
	WHERE state = 'demande';
CREATE INDEX effacement_dossier ON effacement (dossier, id);

CREATE TRIGGER effacement_kept BEFORE UPDATE ON effacement
WHEN (NEW.id, NEW.dossier, NEW.at, NEW.due) IS NOT
	(OLD.id, OLD.dossier, OLD.at, OLD.due) OR
	(NEW.text IS NOT OLD.text AND NOT (NEW.text = '' AND EXISTS (SELECT 1
	FROM depart WHERE dossier = OLD.dossier))) OR
	(OLD.state <> 'demande' AND ((NEW.state, NEW.answered, NEW.account,
	NEW.author) IS NOT (OLD.state, OLD.answered, OLD.account, OLD.author) OR
	(NEW.reason IS NOT OLD.reason AND NOT (NEW.reason = '' AND EXISTS
	(SELECT 1 FROM depart WHERE dossier = OLD.dossier)))))
BEGIN
	SELECT raise(ABORT, 'a request is answered once');
END;
CREATE TRIGGER effacement_stays BEFORE DELETE ON effacement
BEGIN
	SELECT raise(ABORT, 'a request is never removed');
END;

-- What went with a file, and on what ground.
ALTER TABLE depart ADD COLUMN ground TEXT NOT NULL DEFAULT '';	-- of the rule, as the definition said it
ALTER TABLE depart ADD COLUMN asked INTEGER REFERENCES effacement (id);	-- the request; NULL: its time was over
ALTER TABLE depart ADD COLUMN records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE depart ADD COLUMN pieces INTEGER NOT NULL DEFAULT 0;	-- scans and proofs too
ALTER TABLE depart ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;	-- notes too
ALTER TABLE depart ADD COLUMN papers INTEGER NOT NULL DEFAULT 0;

-- Papers of an erased file that a law keeps: whole, with the key of the file,
-- until their own time is over.
CREATE TABLE depart_garde (
	document	INTEGER PRIMARY KEY REFERENCES document (id),
	dossier		INTEGER NOT NULL REFERENCES depart (dossier),
	until		INTEGER NOT NULL,	-- erased from then on
	ground		TEXT NOT NULL		-- the law, in words
		CHECK (ground <> '')
) STRICT;
CREATE INDEX depart_garde_dossier ON depart_garde (dossier);

CREATE TRIGGER depart_garde_own BEFORE INSERT ON depart_garde
WHEN NOT EXISTS (SELECT 1 FROM document
	WHERE id = NEW.document AND dossier = NEW.dossier)
BEGIN
	SELECT raise(ABORT, 'this paper is of another file');
END;
CREATE TRIGGER depart_garde_kept BEFORE UPDATE ON depart_garde
BEGIN
	SELECT raise(ABORT, 'an erasure is never changed');
END;
CREATE TRIGGER depart_garde_stays BEFORE DELETE ON depart_garde
BEGIN
	SELECT raise(ABORT, 'an erasure is never removed');
END;

-- What was erased in a night, told without naming anybody: each certificate
-- names the one before by its SHA-256, and is sealed.
CREATE TABLE certificat (
	id		INTEGER PRIMARY KEY,	-- its number, from 1, no gap
	at		INTEGER NOT NULL,	-- when it was made
	files		INTEGER NOT NULL,	-- how many it tells of
	text		TEXT NOT NULL,		-- whole
	sha256		BLOB NOT NULL		-- of text
		CHECK (length(sha256) = 32),
	key_name	TEXT NOT NULL,		-- of the key that sealed it
	seal		BLOB NOT NULL		-- Ed25519 over text
		CHECK (length(seal) = 64)
) STRICT;
CREATE TRIGGER certificat_kept BEFORE UPDATE ON certificat
BEGIN
	SELECT raise(ABORT, 'a certificate is never changed');
END;
CREATE TRIGGER certificat_stays BEFORE DELETE ON certificat
BEGIN
	SELECT raise(ABORT, 'a certificate is never removed');
END;

-- Which erasures a certificate tells of.
CREATE TABLE certificat_depart (
	dossier		INTEGER PRIMARY KEY REFERENCES depart (dossier),
	certificat	INTEGER NOT NULL REFERENCES certificat (id)
) STRICT;
CREATE TRIGGER certificat_depart_kept BEFORE UPDATE ON certificat_depart
BEGIN
	SELECT raise(ABORT, 'a certificate is never changed');
END;
CREATE TRIGGER certificat_depart_stays BEFORE DELETE ON certificat_depart
BEGIN
	SELECT raise(ABORT, 'a certificate is never removed');
END;

-- What of an erased file may lose its words: the rows stay, with their numbers,
-- dates and hashes.
DROP TRIGGER consent_kept;
CREATE TRIGGER consent_kept BEFORE UPDATE ON consent
WHEN NOT (NEW.author = '' AND NEW.note = '' AND NEW.id IS OLD.id AND
	NEW.dossier IS OLD.dossier AND NEW.name IS OLD.name AND
	NEW.text IS OLD.text AND NEW.version IS OLD.version AND
	NEW.at IS OLD.at AND NEW.channel IS OLD.channel AND
	NEW.representant IS OLD.representant AND
	NEW.decision IS OLD.decision AND NEW.account IS OLD.account AND
	EXISTS (SELECT 1 FROM depart WHERE dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'consents are never changed');
END;

DROP TRIGGER document_kept;
CREATE TRIGGER document_kept BEFORE UPDATE OF id, code, dossier, kind, title,
	template, template_sha, context, twin, pdf, sha256, empreinte, seal,
	key_name, cooperative, issuer, initials, pages, issued, account,
	issued_by ON document
WHEN NOT (length(NEW.context) = 0 AND length(NEW.twin) = 0 AND
	length(NEW.pdf) = 0 AND NEW.initials = '' AND NEW.id IS OLD.id AND
	NEW.code IS OLD.code AND NEW.dossier IS OLD.dossier AND
	NEW.kind IS OLD.kind AND NEW.title IS OLD.title AND
	NEW.template IS OLD.template AND
	NEW.template_sha IS OLD.template_sha AND NEW.sha256 IS OLD.sha256 AND
	NEW.empreinte IS OLD.empreinte AND NEW.seal IS OLD.seal AND
	NEW.key_name IS OLD.key_name AND NEW.cooperative IS OLD.cooperative AND
	NEW.issuer IS OLD.issuer AND NEW.pages IS OLD.pages AND
	NEW.issued IS OLD.issued AND NEW.account IS OLD.account AND
	NEW.issued_by IS OLD.issued_by AND EXISTS (SELECT 1 FROM depart
	WHERE dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'documents are never changed');
END;
DROP TRIGGER document_ends_once;
CREATE TRIGGER document_ends_once BEFORE UPDATE ON document
WHEN OLD.state <> 'valide' AND NOT (NEW.state IS OLD.state AND
	NEW.replaced_by IS OLD.replaced_by AND NEW.ended IS OLD.ended AND
	(NEW.reason IS OLD.reason OR NEW.reason = '') AND
	EXISTS (SELECT 1 FROM depart WHERE dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'this document has ended already');
END;

DROP TRIGGER document_proof_kept;
CREATE TRIGGER document_proof_kept BEFORE UPDATE ON document_proof
WHEN OLD.seal <> zeroblob(64) AND NOT (NEW.qr = '' AND NEW.given = '' AND
	NEW.family = '' AND NEW.document IS OLD.document AND
	NEW.record IS OLD.record AND NEW.fonts IS OLD.fonts AND
	NEW.engine IS OLD.engine AND NEW.until IS OLD.until AND
	NEW.sum IS OLD.sum AND NEW.seal IS OLD.seal AND EXISTS (SELECT 1
	FROM depart p JOIN document d ON d.dossier = p.dossier WHERE
	d.id = OLD.document))
BEGIN
	SELECT raise(ABORT, 'proofs are never changed');
END;

DROP TRIGGER execution_kept;
CREATE TRIGGER execution_kept BEFORE UPDATE ON execution
WHEN NOT (length(NEW.context) = 0 AND length(NEW.twin) = 0 AND
	length(NEW.pdf) = 0 AND NEW.document IS OLD.document AND
	NEW.sha256 IS OLD.sha256 AND NEW.words IS OLD.words AND
	NEW.seal IS OLD.seal AND NEW.key_name IS OLD.key_name AND
	NEW.pages IS OLD.pages AND NEW.completed IS OLD.completed AND
	NEW.at IS OLD.at AND EXISTS (SELECT 1 FROM depart p JOIN document d
	ON d.dossier = p.dossier WHERE d.id = OLD.document))
BEGIN
	SELECT raise(ABORT, 'documents are never changed');
END;

DROP TRIGGER signature_named;
CREATE TRIGGER signature_named BEFORE UPDATE OF nom, qualite ON signature
WHEN OLD.nom <> '' AND NOT (NEW.nom = '' AND NEW.qualite = '' AND EXISTS
	(SELECT 1 FROM depart p JOIN document d ON d.dossier = p.dossier WHERE
	d.id = OLD.document))
BEGIN
	SELECT raise(ABORT, 'a slot stays who and where it is');
END;

DROP TRIGGER scan_stays;
CREATE TRIGGER scan_stays BEFORE DELETE ON scan
WHEN NOT EXISTS (SELECT 1 FROM depart p JOIN document d ON
	d.dossier = p.dossier WHERE d.id = OLD.document)
BEGIN
	SELECT raise(ABORT, 'scans are never removed');
END;

DROP TRIGGER declaration_kept;
CREATE TRIGGER declaration_kept BEFORE UPDATE ON declaration
WHEN NOT (NEW.id IS OLD.id AND NEW.obligation IS OLD.obligation AND
	NEW.done IS OLD.done AND NEW.account IS OLD.account AND
	NEW.author IS OLD.author AND NEW.at IS OLD.at AND
	NEW.scan IS OLD.scan AND ((NEW.text IS OLD.text AND
	NEW.name IS OLD.name AND NEW.type IS OLD.type AND
	NEW.sha256 IS OLD.sha256 AND substr(OLD.bytes, 1, 1) <> x'01' AND
	length(NEW.bytes) > length(OLD.bytes)) OR
	(NEW.text = '–' AND NEW.bytes IS NULL AND EXISTS (SELECT 1 FROM depart p
	JOIN obligation o ON o.dossier = p.dossier WHERE
	o.id = OLD.obligation))))
BEGIN
	SELECT raise(ABORT, 'declarations are never changed');
END;

DROP TRIGGER contrat_jour_kept;
CREATE TRIGGER contrat_jour_kept BEFORE UPDATE ON contrat_jour
WHEN NOT (NEW.note = '' AND (NEW.id, NEW.dossier, NEW.name, NEW.day,
	NEW.account, NEW.author, NEW.at) IS (OLD.id, OLD.dossier, OLD.name,
	OLD.day, OLD.account, OLD.author, OLD.at) AND EXISTS (SELECT 1 FROM
	depart WHERE dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'days of contracts are never changed');
END;

DROP TRIGGER presence_kept;
CREATE TRIGGER presence_kept BEFORE UPDATE ON presence
WHEN NOT (NEW.reason = '' AND (NEW.id, NEW.creneau, NEW.dossier, NEW.state,
	NEW.at, NEW.account, NEW.author) IS (OLD.id, OLD.creneau, OLD.dossier,
	OLD.state, OLD.at, OLD.account, OLD.author) AND EXISTS (SELECT 1 FROM
	depart WHERE dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'attendance is corrected by another row');
END;

DROP TRIGGER tirage_kept;
CREATE TRIGGER tirage_kept BEFORE UPDATE ON tirage
WHEN NOT (NEW.facts = '' AND (NEW.agenda, NEW.rank, NEW.dossier, NEW.ticket,
	NEW.proposed) IS (OLD.agenda, OLD.rank, OLD.dossier, OLD.ticket,
	OLD.proposed) AND EXISTS (SELECT 1 FROM depart WHERE
	dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'the record of a draw stays as it is');
END;

DROP TRIGGER transfert_kept;
CREATE TRIGGER transfert_kept BEFORE UPDATE OF id, dossier, origin, destination,
	reason, account, author, at ON transfert
WHEN NOT (NEW.reason = '–' AND (NEW.id, NEW.dossier, NEW.origin,
	NEW.destination, NEW.account, NEW.author, NEW.at) IS (OLD.id,
	OLD.dossier, OLD.origin, OLD.destination, OLD.account, OLD.author,
	OLD.at) AND EXISTS (SELECT 1 FROM depart WHERE dossier = OLD.dossier))
BEGIN
	SELECT raise(ABORT, 'what was proposed is never changed');
END;
DROP TRIGGER transfert_ends_once;
CREATE TRIGGER transfert_ends_once BEFORE UPDATE ON transfert
WHEN OLD.state <> 'propose' AND NOT (NEW.state IS OLD.state AND
	NEW.answered IS OLD.answered AND NEW.reason = '–')
BEGIN
	SELECT raise(ABORT, 'this was decided already');
END;

DROP TRIGGER gel_kept;
CREATE TRIGGER gel_kept BEFORE UPDATE ON gel
WHEN (OLD.lifted IS NOT NULL AND (NEW.lifted, NEW.lifted_by) IS NOT
	(OLD.lifted, OLD.lifted_by)) OR
	(NEW.id, NEW.dossier, NEW.author, NEW.at) IS NOT
	(OLD.id, OLD.dossier, OLD.author, OLD.at) OR
	(NEW.reason IS NOT OLD.reason AND NOT (NEW.reason = '–' AND EXISTS
	(SELECT 1 FROM depart WHERE dossier = OLD.dossier)))
BEGIN
	SELECT raise(ABORT, 'a hold is lifted once and never changed');
END;
