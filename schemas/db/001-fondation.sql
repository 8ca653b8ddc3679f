-- The foundation: dossiers and what happens to them, documents, access, mail.
--
-- Immutable rows are the truth: record, event, consent, document.  Triggers
-- refuse to change or remove them, so that a mistake in a program fails loudly;
-- the chain of records shows what went round the triggers.  Only a draft, which
-- nobody but its author has seen, can be removed.
--
-- Instants are seconds UTC since 1970.  Codes (state, kind, role) are French
-- ASCII names, defined by the files of schemas/programmes and by the CHECKs.

CREATE TABLE dossier (
	id		INTEGER PRIMARY KEY,
	numero		TEXT NOT NULL UNIQUE,	-- CAE-26-9B2D-X7, as printed
	programme	TEXT NOT NULL,		-- name of its definition: cae
	creation	BLOB NOT NULL UNIQUE	-- SHA-256 of the creating form's key and e-mail
		CHECK (length(creation) = 32),
	state		TEXT NOT NULL,		-- a state of the definition: brouillon, envoyee ...
	pending		INTEGER NOT NULL	-- 1: staff must act in this state
		CHECK (pending IN (0, 1)),
	email		TEXT NOT NULL,		-- where messages go, as typed
	prenom		TEXT NOT NULL,		-- from the last record, '' in a draft
	nom		TEXT NOT NULL,		-- from the last record, '' in a draft
	sort		TEXT NOT NULL,		-- nom and prenom folded, to sort by
	cooperative	TEXT NOT NULL,		-- code in reseau.xml, '' until chosen
	created		INTEGER NOT NULL,	-- first saved
	changed		INTEGER NOT NULL,	-- last change of anything
	sent		INTEGER,		-- submitted; NULL: a draft
	expires		INTEGER,		-- a draft is gone after this; NULL once sent
	version		INTEGER NOT NULL,	-- one more at every change
	CHECK ((sent IS NULL) = (expires IS NOT NULL))
) STRICT;

-- The staff list in its order, filtered without reading the rows.
CREATE INDEX dossier_list ON dossier
	(sent, id, pending, cooperative, state, programme) WHERE sent IS NOT NULL;
CREATE INDEX dossier_pending ON dossier
	(sent, id, cooperative, state, programme) WHERE pending = 1;
CREATE INDEX dossier_expires ON dossier (expires) WHERE sent IS NULL;

CREATE TRIGGER dossier_stays BEFORE DELETE ON dossier WHEN OLD.sent IS NOT NULL
BEGIN
	SELECT raise(ABORT, 'a dossier that was sent stays');
END;

-- Words of names and numbers, folded; rowid is the dossier's id.  Derived.
CREATE VIRTUAL TABLE dossier_words USING fts5 (words);

-- Raw answers of forms not finished yet, letter for letter.
CREATE TABLE brouillon (
	dossier		INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
	form		TEXT NOT NULL,		-- name of the definition: cae, cape
	step		TEXT NOT NULL,		-- step of that form
	pos		INTEGER NOT NULL,	-- from 0, in the order of the form
	field		TEXT NOT NULL,		-- name of the input: naissance-jour
	value		TEXT NOT NULL,		-- as typed
	PRIMARY KEY (dossier, form, step, pos)
) STRICT, WITHOUT ROWID;

-- Versions of what a person or staff declared; one chain over all dossiers.
CREATE TABLE record (
	id		INTEGER PRIMARY KEY,	-- place in the chain, from 1, no gap
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	form		TEXT NOT NULL,		-- name of the definition
	version		INTEGER NOT NULL,	-- version of the definition
	xml		BLOB NOT NULL,		-- the record, valid against its schema
	sha256		BLOB NOT NULL		-- of xml
		CHECK (length(sha256) = 32),
	prev		BLOB NOT NULL		-- link of the record before, zeros for the first
		CHECK (length(prev) = 32),
	link		BLOB NOT NULL		-- see lib/domain/dossier/dossier.h
		CHECK (length(link) = 32),
	account		INTEGER REFERENCES account (id),	-- staff; NULL: the person
	author		TEXT NOT NULL,		-- personne, systeme, or a staff name
	at		INTEGER NOT NULL	-- when
) STRICT;

CREATE INDEX record_dossier ON record (dossier, form, id);

CREATE TRIGGER record_kept BEFORE UPDATE ON record
BEGIN
	SELECT raise(ABORT, 'records are never changed');
END;
CREATE TRIGGER record_stays BEFORE DELETE ON record
BEGIN
	SELECT raise(ABORT, 'records are never removed');
END;

-- The end of the chain: shows when the last records are missing.
CREATE TABLE chain (
	id		INTEGER PRIMARY KEY CHECK (id = 1),	-- one row
	records		INTEGER NOT NULL,	-- how many there are
	link		BLOB NOT NULL		-- link of the last one
		CHECK (length(link) = 32)
) STRICT;
INSERT INTO chain VALUES (1, 0, zeroblob(32));

CREATE TABLE event (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
	at		INTEGER NOT NULL,	-- when
	name		TEXT NOT NULL,		-- a transition of the definition, or a fact
	account		INTEGER REFERENCES account (id),	-- staff; NULL: the person or the system
	who		TEXT NOT NULL,		-- personne, systeme, or a staff name
	state		TEXT NOT NULL,		-- state of the dossier after it
	text		TEXT NOT NULL		-- reason as told to the person, or ''
) STRICT;

CREATE INDEX event_dossier ON event (dossier, id);

CREATE TRIGGER event_kept BEFORE UPDATE ON event
BEGIN
	SELECT raise(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
WHEN EXISTS (SELECT 1 FROM dossier
	WHERE id = OLD.dossier AND sent IS NOT NULL)
BEGIN
	SELECT raise(ABORT, 'events are never removed');
END;

-- What a person agreed to, with the text that was on the screen.
CREATE TABLE consent (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	name		TEXT NOT NULL,		-- field of the form
	text		TEXT NOT NULL,		-- the sentence, whole
	version		INTEGER NOT NULL,	-- version of the definition it comes from
	at		INTEGER NOT NULL,	-- when it was given
	channel		TEXT NOT NULL		-- how it was given
		CHECK (channel IN ('web', 'papier', 'guichet'))
) STRICT;

CREATE INDEX consent_dossier ON consent (dossier, id);

CREATE TRIGGER consent_kept BEFORE UPDATE ON consent
BEGIN
	SELECT raise(ABORT, 'consents are never changed');
END;
CREATE TRIGGER consent_stays BEFORE DELETE ON consent
BEGIN
	SELECT raise(ABORT, 'consents are never removed');
END;

-- Files sent by a person.
CREATE TABLE piece (
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
	bytes		BLOB NOT NULL,		-- the file
	CHECK (length(bytes) = size)
) STRICT;

CREATE INDEX piece_dossier ON piece (dossier, id);

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

-- Papers issued: rendered once, kept, replaced or revoked, never rewritten.
CREATE TABLE document (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE,	-- 12 symbols, printed on it
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	kind		TEXT NOT NULL,		-- cape, ...
	title		TEXT NOT NULL,		-- « Contrat d’appui au projet d’entreprise »
	template	TEXT NOT NULL,		-- name and version of its text
	template_sha	BLOB NOT NULL		-- SHA-256 of the file of its text
		CHECK (length(template_sha) = 32),
	context		BLOB NOT NULL,		-- the data it was made from, XML
	twin		BLOB NOT NULL,		-- the same words in XHTML
	pdf		BLOB NOT NULL,		-- the bytes given out
	sha256		BLOB NOT NULL		-- of pdf
		CHECK (length(sha256) = 32),
	empreinte	BLOB NOT NULL		-- SHA-256 of context, printed on it
		CHECK (length(empreinte) = 32),
	seal		BLOB NOT NULL		-- Ed25519, see lib/domain/paper/document.h
		CHECK (length(seal) = 64),
	key_name	TEXT NOT NULL,		-- of the key that sealed it
	cooperative	TEXT NOT NULL,		-- code of the cooperative that issues
	issuer		TEXT NOT NULL,		-- its name then
	initials	TEXT NOT NULL,		-- all that verification tells of the person
	pages		INTEGER NOT NULL,	-- sheets of the PDF
	issued		INTEGER NOT NULL,	-- when
	account		INTEGER REFERENCES account (id),	-- staff who issued it
	issued_by	TEXT NOT NULL,		-- their name then
	state		TEXT NOT NULL		-- the four columns from here may change, once
		CHECK (state IN ('valide', 'remplace', 'revoque')),
	replaced_by	TEXT REFERENCES document (code)
		DEFERRABLE INITIALLY DEFERRED,	-- the newer paper
	ended		INTEGER,		-- when it ceased to be valid
	reason		TEXT,			-- why, as told by staff
	CHECK ((state = 'valide') = (ended IS NULL)),
	CHECK ((state = 'remplace') = (replaced_by IS NOT NULL))
) STRICT;

CREATE INDEX document_dossier ON document (dossier, issued);

CREATE TRIGGER document_kept BEFORE UPDATE OF id, code, dossier, kind, title,
	template, template_sha, context, twin, pdf, sha256, empreinte, seal,
	key_name, cooperative, issuer, initials, pages, issued, account,
	issued_by ON document
BEGIN
	SELECT raise(ABORT, 'documents are never changed');
END;
CREATE TRIGGER document_ends_once BEFORE UPDATE ON document
WHEN OLD.state <> 'valide'
BEGIN
	SELECT raise(ABORT, 'this document has ended already');
END;
CREATE TRIGGER document_stays BEFORE DELETE ON document
BEGIN
	SELECT raise(ABORT, 'documents are never removed');
END;

-- Staff.
CREATE TABLE account (
	id		INTEGER PRIMARY KEY,
	email		TEXT NOT NULL UNIQUE,	-- in lower case
	name		TEXT NOT NULL,		-- shown, and written in the journals
	role		TEXT NOT NULL		-- what they may do
		CHECK (role IN ('gestion', 'accompagnement', 'lecture')),
	cooperative	TEXT NOT NULL,		-- code; '': the whole network
	password	TEXT NOT NULL,		-- Argon2id, libsodium's text
	created		INTEGER NOT NULL	-- when
) STRICT;

-- Failed logins by e-mail, whether it has an account or not.
CREATE TABLE failure (
	email		BLOB PRIMARY KEY	-- SHA-256 of the e-mail in lower case
		CHECK (length(email) = 32),
	n		INTEGER NOT NULL,	-- failures in a row
	at		INTEGER NOT NULL	-- the last one
) STRICT, WITHOUT ROWID;

CREATE INDEX failure_at ON failure (at);

CREATE TABLE session (
	token		BLOB PRIMARY KEY	-- SHA-256 of the token in the cookie
		CHECK (length(token) = 32),
	subject		TEXT NOT NULL		-- which of the two below
		CHECK (subject IN ('dossier', 'account')),
	dossier		INTEGER REFERENCES dossier (id) ON DELETE CASCADE,	-- an applicant's
	account		INTEGER REFERENCES account (id) ON DELETE CASCADE,	-- a member of staff's
	opened		INTEGER NOT NULL,	-- when
	expires		INTEGER NOT NULL,	-- not valid from then on
	CHECK ((subject = 'dossier') = (dossier IS NOT NULL)),
	CHECK ((subject = 'account') = (account IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX session_expires ON session (expires);
CREATE INDEX session_dossier ON session (dossier);
CREATE INDEX session_account ON session (account);

-- Codes sent by mail to open a dossier.  A wrong pair of number and e-mail
-- makes a row that no code fits, so that both look and cost the same.
CREATE TABLE onetime (
	id		INTEGER PRIMARY KEY,
	numero		TEXT NOT NULL,		-- what was asked for, normalised
	dossier		INTEGER REFERENCES dossier (id) ON DELETE CASCADE,	-- NULL: a wrong pair
	code		BLOB NOT NULL		-- SHA-256 of salt, number and code
		CHECK (length(code) = 32),
	salt		BLOB NOT NULL,		-- random
	at		INTEGER NOT NULL,	-- when it was made
	tries		INTEGER NOT NULL,	-- wrong ones so far
	used		INTEGER NOT NULL	-- 1: it has opened the dossier
		CHECK (used IN (0, 1))
) STRICT;

CREATE INDEX onetime_numero ON onetime (numero, at);
CREATE INDEX onetime_at ON onetime (at);
CREATE INDEX onetime_dossier ON onetime (dossier);

-- Messages to send, kept as sent.
CREATE TABLE mail (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,	-- never used twice
	kind		TEXT NOT NULL,		-- template of site/mails
	dossier		INTEGER REFERENCES dossier (id) ON DELETE CASCADE,	-- about which, or NULL
	recipient	TEXT NOT NULL,		-- address
	subject		TEXT NOT NULL,		-- 55 characters at most
	body		TEXT NOT NULL,		-- plain text
	queued		INTEGER NOT NULL,	-- when it was written
	sent		INTEGER			-- when a server took it; NULL: waiting
) STRICT;

CREATE INDEX mail_waiting ON mail (id) WHERE sent IS NULL;
CREATE INDEX mail_dossier ON mail (dossier);

-- Who opened which file when.
CREATE TABLE consultation (
	id		INTEGER PRIMARY KEY,
	dossier		INTEGER NOT NULL REFERENCES dossier (id),
	account		INTEGER NOT NULL REFERENCES account (id),
	at		INTEGER NOT NULL	-- when
) STRICT;

CREATE INDEX consultation_dossier ON consultation (dossier, account, at);

CREATE TRIGGER consultation_kept BEFORE UPDATE ON consultation
BEGIN
	SELECT raise(ABORT, 'the journal is never changed');
END;
CREATE TRIGGER consultation_stays BEFORE DELETE ON consultation
BEGIN
	SELECT raise(ABORT, 'the journal is never rewritten');
END;
