-- Second factor and recovery codes of accounts.

CREATE TABLE second (
	account		INTEGER PRIMARY KEY REFERENCES account (id),
	secret		BLOB NOT NULL		-- 20 bytes in a box that keys/second.key opens
		CHECK (length(secret) = 60),
	made		INTEGER NOT NULL,	-- when it was first shown
	confirmed	INTEGER,		-- when a code of it was typed; NULL: not yet, nothing is asked
	step		INTEGER NOT NULL	-- of the last code taken: neither it nor one before is taken again
) STRICT;

-- Codes for who has lost the telephone, each good once.
CREATE TABLE second_code (
	account		INTEGER NOT NULL REFERENCES account (id),
	code		BLOB NOT NULL		-- HMAC-SHA-256 of account and code with keys/second.key
		CHECK (length(code) = 32),
	used		INTEGER,		-- when; NULL: still good
	PRIMARY KEY (account, code)
) STRICT, WITHOUT ROWID;

-- Who has given the password and owes the code: no login yet.
CREATE TABLE second_wait (
	token		BLOB PRIMARY KEY	-- SHA-256 of the token in the cookie
		CHECK (length(token) = 32),
	account		INTEGER NOT NULL REFERENCES account (id),
	page		TEXT NOT NULL,		-- the address they had asked for, ''
	expires		INTEGER NOT NULL	-- not valid from then on
) STRICT, WITHOUT ROWID;
CREATE INDEX second_wait_account ON second_wait (account);
