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
