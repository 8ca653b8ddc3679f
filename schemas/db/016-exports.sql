-- Exports: who took many files out of the portal, which and how many.

CREATE TABLE export (
	id		INTEGER PRIMARY KEY,
	at		INTEGER NOT NULL,	-- when
	account		INTEGER NOT NULL REFERENCES account (id),
	author		TEXT NOT NULL,		-- their name then
	form		TEXT NOT NULL		-- of the file
		CHECK (form IN ('csv', 'ods', 'xml', 'passation')),
	programme	TEXT NOT NULL,		-- of the files
	cooperatives	TEXT NOT NULL,		-- codes separated by spaces, '': all
	state		TEXT NOT NULL,		-- of the files, '': any
	year		INTEGER NOT NULL,	-- they were sent in, 0: any
	sensitive	INTEGER NOT NULL	-- 1: with NIR, IBAN, income
		CHECK (sensitive IN (0, 1)),
	files		INTEGER NOT NULL,	-- how many
	bytes		INTEGER NOT NULL	-- of the file given
) STRICT;

CREATE INDEX export_at ON export (at);

CREATE TRIGGER export_kept BEFORE UPDATE ON export
BEGIN
	SELECT raise(ABORT, 'the journal is never changed');
END;
CREATE TRIGGER export_stays BEFORE DELETE ON export
BEGIN
	SELECT raise(ABORT, 'the journal is never rewritten');
END;
