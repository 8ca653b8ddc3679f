-- Roles of members of staff: each in one cooperative, or in the whole network.

CREATE TABLE account_role (
	account		INTEGER NOT NULL REFERENCES account (id),
	cooperative	TEXT NOT NULL,		-- code in reseau.xml; '': the whole network
	role		TEXT NOT NULL,		-- a row of lib/domain/access/role.c
	PRIMARY KEY (account, cooperative, role)
) STRICT, WITHOUT ROWID;

INSERT INTO account_role (account, cooperative, role)
	SELECT id, cooperative, role FROM account;
-- who had the whole network in their hands also keeps its settings
INSERT INTO account_role (account, cooperative, role)
	SELECT id, '', 'administration' FROM account
	WHERE role = 'gestion' AND cooperative = '';
ALTER TABLE account DROP COLUMN role;
ALTER TABLE account DROP COLUMN cooperative;

-- An account without password ('') was invited and has not come in yet.
ALTER TABLE account ADD COLUMN suspended INTEGER;	-- since when nobody comes in with it
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';	-- family of browser, for who looks at their logins

-- Links mailed to staff: to choose a password.  Used once, by a POST.
CREATE TABLE account_link (
	token		BLOB PRIMARY KEY	-- SHA-256 of what the link holds
		CHECK (length(token) = 32),
	account		INTEGER NOT NULL REFERENCES account (id),
	purpose		TEXT NOT NULL		-- why it was sent
		CHECK (purpose IN ('invitation', 'oubli')),
	made		INTEGER NOT NULL,	-- when
	expires		INTEGER NOT NULL	-- not valid from then on
) STRICT, WITHOUT ROWID;
CREATE INDEX account_link_account ON account_link (account);

-- What was done to accounts.  What is done with files is in event, who opened
-- them in consultation.
CREATE TABLE journal (
	id		INTEGER PRIMARY KEY,
	at		INTEGER NOT NULL,	-- when
	account		INTEGER REFERENCES account (id),	-- who; NULL: the command
	who		TEXT NOT NULL,		-- their name then
	cooperative	TEXT NOT NULL,		-- whom it is about; '': the network
	act		TEXT NOT NULL,		-- compte-invite, role-donne ...
	text		TEXT NOT NULL		-- the account, the role
) STRICT;
CREATE INDEX journal_at ON journal (at);
CREATE TRIGGER journal_kept BEFORE UPDATE ON journal
BEGIN
	SELECT raise(ABORT, 'the journal is never changed');
END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal
BEGIN
	SELECT raise(ABORT, 'the journal is never rewritten');
END;
CREATE INDEX consultation_at ON consultation (at);
CREATE INDEX event_at ON event (at) WHERE account IS NOT NULL;
