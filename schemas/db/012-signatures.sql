-- What a scanner for viruses said of the file kept as proof of a declaration,
-- as of the other files people send.
ALTER TABLE declaration ADD COLUMN scan TEXT NOT NULL DEFAULT 'sans'	-- sans: there was no scanner
	CHECK (scan IN ('sans', 'saine', 'impossible'));
