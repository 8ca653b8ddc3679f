-- What words find is filtered where they are found: the index of words also
-- holds, as words that nobody types, what most filters look at and seldom
-- changes (lib/domain/dossier/dossier_list.c).  A search within one cooperative
-- reads no row of another.

-- A private-use character, a letter (cooperative, programme, département; to
-- do), the value in hexadecimal: whatever it is, one word.
CREATE VIEW dossier_scope (id, scope) AS
SELECT id, char(57344) || 'c' || hex(cooperative) ||
	' ' || char(57344) || 'p' || hex(programme) ||
	' ' || char(57344) || 'd' || hex(departement) ||
	iif(pending = 1, ' ' || char(57344) || 't', '')
FROM dossier;

CREATE TABLE dossier_words_before AS SELECT rowid AS dossier, words, contact,
	lieu FROM dossier_words;
DROP TABLE dossier_words;
CREATE VIRTUAL TABLE dossier_words USING fts5 (
	words,		-- names and number, in several spellings
	contact,	-- e-mail and telephones
	lieu,		-- commune and post code
	scope,		-- as dossier_scope has it
	prefix = '1 2 3'
);
INSERT INTO dossier_words (rowid, words, contact, lieu, scope)
	SELECT b.dossier, b.words, b.contact, b.lieu, s.scope
	FROM dossier_words_before b JOIN dossier_scope s ON s.id = b.dossier;
DROP TABLE dossier_words_before;
