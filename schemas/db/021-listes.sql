-- Lists of files that cost the same however many there are: an index for each
-- filter that few files pass, in the order of their reception, which holds all
-- that filters look at (lib/domain/dossier/dossier_list.c).

DROP INDEX dossier_etape;
CREATE INDEX dossier_etape ON dossier (state, sent, id, pending, cooperative,
	programme, adviser, departement, agenda, sort) WHERE sent IS NOT NULL;
CREATE INDEX dossier_programme ON dossier (programme, sent, id, pending,
	cooperative, state, adviser, departement, agenda, sort)
	WHERE sent IS NOT NULL;
CREATE INDEX dossier_adviser ON dossier (adviser, sent, id, pending,
	cooperative, state, programme, departement, agenda, sort)
	WHERE sent IS NOT NULL;
CREATE INDEX dossier_departement ON dossier (departement, sent, id, pending,
	cooperative, state, programme, adviser, agenda, sort)
	WHERE sent IS NOT NULL;
CREATE INDEX dossier_seance ON dossier (agenda, sent, id, pending, cooperative,
	state, programme, adviser, departement, sort)
	WHERE sent IS NOT NULL AND agenda <> '';
