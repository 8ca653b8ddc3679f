-- Corrections: which answers the team asked a person to correct, and which
-- decisions of representatives lapsed because an answer changed.

-- The answers named by an event « demander-correction ».
CREATE TABLE correction (
	event		INTEGER NOT NULL REFERENCES event (id),
	field		TEXT NOT NULL,		-- name in the definition
	PRIMARY KEY (event, field)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER correction_kept BEFORE UPDATE ON correction
BEGIN
	SELECT raise(ABORT, 'what was asked is never changed');
END;
CREATE TRIGGER correction_stays BEFORE DELETE ON correction
BEGIN
	SELECT raise(ABORT, 'what was asked is never removed');
END;

-- A row of the ledger that holds no more: what it rested on changed.
CREATE TABLE caducite (
	consent		INTEGER PRIMARY KEY REFERENCES consent (id),
	record		INTEGER NOT NULL REFERENCES record (id)	-- with the change
) STRICT;

CREATE TRIGGER caducite_kept BEFORE UPDATE ON caducite
BEGIN
	SELECT raise(ABORT, 'what lapsed is never changed');
END;
CREATE TRIGGER caducite_stays BEFORE DELETE ON caducite
BEGIN
	SELECT raise(ABORT, 'what lapsed is never removed');
END;
