-- Messages: how their delivery went, links that open a dossier, one-time codes
-- of one visitor, reminders.

-- Until when it is worth sending; NULL: always.
ALTER TABLE mail ADD COLUMN until INTEGER;
-- What stands in the text as « •••••••• », for the one who gets it only: the
-- token of a link.  NULL once a server took it, and when there is none.
ALTER TABLE mail ADD COLUMN secret TEXT;
-- How often a server was asked, and not before when again.
ALTER TABLE mail ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mail ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
-- When it began to be handed over; NULL: not, or the server did not take it.
-- Neither sent nor failed: nobody knows, and it is not sent again by itself.
ALTER TABLE mail ADD COLUMN handed INTEGER;
-- When it was given up: refused for good, or too late.
ALTER TABLE mail ADD COLUMN failed INTEGER;
-- What the server said the last time, or why it was given up.
ALTER TABLE mail ADD COLUMN error TEXT NOT NULL DEFAULT '';

CREATE INDEX mail_due ON mail (due) WHERE sent IS NULL AND failed IS NULL AND
	handed IS NULL;

-- Links in messages.  One opens one dossier to one person for one purpose.
CREATE TABLE link (
	id		INTEGER PRIMARY KEY,
	token		BLOB NOT NULL UNIQUE	-- SHA-256 of the token in the address
		CHECK (length(token) = 32),
	dossier		INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
	purpose		TEXT NOT NULL,		-- what it is good for: dossier ...
	person		TEXT NOT NULL,		-- '' the applicant, or who it is among the others
	email		TEXT NOT NULL,		-- where it was sent
	made		INTEGER NOT NULL,	-- when
	expires		INTEGER NOT NULL,	-- opens nothing from then on
	used		INTEGER,		-- first opened; it may be again
	ended		INTEGER,		-- revoked
	reason		TEXT			-- another address, or told to be in the wrong hands
		CHECK (reason IN ('adresse', 'inconnu')),
	CHECK ((ended IS NULL) = (reason IS NULL))
) STRICT;

CREATE INDEX link_dossier ON link (dossier, person, purpose);
CREATE INDEX link_expires ON link (expires);

-- Codes are for the browser that asked for them: who knows a number alone can
-- neither try them nor use up their tries.
DELETE FROM onetime;
ALTER TABLE onetime ADD COLUMN visitor BLOB	-- SHA-256 of its cookie
	CHECK (length(visitor) = 32);
CREATE INDEX onetime_visitor ON onetime (visitor, numero);

-- What was recalled, so that it is recalled once.
CREATE TABLE reminder (
	dossier		INTEGER NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
	kind		TEXT NOT NULL,		-- of what: effacement-7, effacement-1
	due		INTEGER NOT NULL,	-- the instant it announces; another one is recalled anew
	at		INTEGER NOT NULL,	-- when it was
	PRIMARY KEY (dossier, kind, due)
) STRICT, WITHOUT ROWID;

-- The answers of a dossier that was sent are kept as typed under the name of
-- their form and « /envoyee », until nothing can be changed any more.
-- When the person opened them again: NULL, they are not.
ALTER TABLE dossier ADD COLUMN reopened INTEGER;

-- A code that confirms a new address of the dossier; NULL: one that opens it.
ALTER TABLE onetime ADD COLUMN email TEXT;

-- What a virus scanner said when the file came.
ALTER TABLE piece ADD COLUMN scan TEXT NOT NULL DEFAULT 'sans'
	CHECK (scan IN ('sans', 'saine', 'impossible'));	-- sans: no scanner is set up
