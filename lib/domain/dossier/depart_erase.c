/*
 * What goes with a file, table by table, and what may stay of it.
 */
#include "base/log.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/dossier/depart_inside.h"
#include "domain/dossier/dossier_inside.h"
#include "port/crypto.h"

#define DAY	INT64_C(86400)
#define AGREED_TO "La personne l’a accepté"
#define SCANS	64	/* of papers that a law keeps, of one file */

static const struct actor systeme = { 0, "systeme" };

/* Documents of file ?1 that no law keeps any more at ?2. */
#define GOING	"SELECT id FROM document WHERE dossier = ?1 AND id NOT IN "	\
	"(SELECT document FROM depart_garde WHERE until > ?2)"

/* What was said, opened, begun: whole rows. */
static int
drop_rows(struct db *db, int64_t id)
{
	return db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM brouillon_accord WHERE representant IN "
	    "(SELECT id FROM representant WHERE dossier = ?1)", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM complement WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM alerte WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM thread WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM note WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM mail WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM link WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM onetime WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM session WHERE dossier = ?1 OR "
	    "representant IN (SELECT id FROM representant WHERE dossier = "
	    "?1)", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM reminder WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM piece WHERE dossier = ?1", "i",
	    id) < 0 ? -1 : 0;
}

/* Words in rows that stay. */
static int
blank_rows(struct db *db, int64_t id)
{
	return db_exec(db, "UPDATE event SET text = '' WHERE dossier = ?1 AND "
	    "text <> ''", "i", id) < 0 ||
	    db_exec(db, "UPDATE consent SET author = '', note = '' WHERE "
	    "dossier = ?1 AND author || note <> ''", "i", id) < 0 ||
	    db_exec(db, "UPDATE representant SET nom = '', lien = '', email = "
	    "'', telephone = '', seul = '' WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "UPDATE transfert SET reason = '–' WHERE dossier = ?1",
	    "i", id) < 0 ||
	    db_exec(db, "UPDATE gel SET reason = '–' WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "UPDATE effacement SET text = '', reason = '' WHERE "
	    "dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "UPDATE presence SET reason = '' WHERE dossier = ?1 "
	    "AND reason <> ''", "i", id) < 0 ||
	    db_exec(db, "UPDATE tirage SET facts = '' WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "UPDATE contrat_jour SET note = '' WHERE dossier = ?1 "
	    "AND note <> ''", "i", id) < 0 ||
	    db_exec(db, "UPDATE declaration SET text = '–', name = NULL, "
	    "type = NULL, sha256 = NULL, bytes = NULL WHERE obligation IN "
	    "(SELECT id FROM obligation WHERE dossier = ?1)", "i", id) < 0 ||
	    db_exec(db, "UPDATE contrat SET undeclared = 0, alert = 0 WHERE "
	    "dossier = ?1", "i", id) < 0 ? -1 : 0;
}

/* Issued papers: their words, those of their copies, and who signed. */
static int
blank_papers(struct db *db, int64_t id, int64_t now)
{
	return db_exec(db, "UPDATE document SET context = zeroblob(0), twin = "
	    "zeroblob(0), pdf = zeroblob(0), initials = '', reason = CASE "
	    "WHEN reason IS NULL THEN NULL ELSE '' END WHERE id IN (" GOING
	    ")", "ii", id, now) < 0 ||
	    db_exec(db, "UPDATE document_proof SET qr = '', given = '', "
	    "family = '' WHERE document IN (" GOING ")", "ii", id, now) < 0 ||
	    db_exec(db, "UPDATE execution SET context = zeroblob(0), twin = "
	    "zeroblob(0), pdf = zeroblob(0) WHERE document IN (" GOING ")",
	    "ii", id, now) < 0 ||
	    db_exec(db, "DELETE FROM scan WHERE document IN (" GOING ")", "ii",
	    id, now) < 0 ||
	    db_exec(db, "DELETE FROM signature_code WHERE signature IN (SELECT "
	    "id FROM signature WHERE document IN (SELECT id FROM document "
	    "WHERE dossier = ?1))", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM signing WHERE signature IN (SELECT id "
	    "FROM signature WHERE document IN (SELECT id FROM document WHERE "
	    "dossier = ?1))", "i", id) < 0 ||
	    db_exec(db, "UPDATE signature SET state = 'caduque' WHERE "
	    "state = 'attendue' AND document IN (SELECT id FROM document "
	    "WHERE dossier = ?1)", "i", id) < 0 ||
	    db_exec(db, "UPDATE signature SET nom = '', qualite = '' WHERE "
	    "document IN (" GOING ")", "ii", id, now) < 0 ? -1 : 0;
}

/* Those that a law keeps, and until when. */
static int
keep_papers(struct db *db, const struct definition *def, int64_t id,
    int64_t now)
{
	const struct issuable *i;

	for (i = def->documents; i < def->documents + def->ndocuments; i++)
		if (i->lasts > 0 && db_exec(db, "INSERT INTO depart_garde "
		    "(document, dossier, until, ground) SELECT id, dossier, "
		    "issued + ?3, ?4 FROM document WHERE dossier = ?1 AND "
		    "kind = ?2 AND issued + ?3 > ?5", "isisi", id, i->name,
		    (int64_t)i->lasts * DAY, i->ground, now) < 0)
			return -1;
	return 0;
}

/*
 * What stays sealed gets a key of its own: that of the file opens in backups
 * what has gone.
 */
static int
change_key(struct arena *a, struct db *db, int64_t id)
{
	struct spool *clear[SCANS];
	int64_t *ids;
	size_t i, n;
	int64_t left = 0;
	struct query *q;

	q = db_query(db, "SELECT count(*) FROM depart_garde WHERE dossier = "
	    "?1", "i", id);
	if (db_next(q))
		left = db_int(q, 0);
	if (db_done(q) == -1 || db_ids(a, db_query(db, "SELECT s.id FROM scan "
	    "s JOIN document d ON d.id = s.document WHERE d.dossier = ?1", "i",
	    id), &ids, &n) == -1 || n > SCANS)
		return -1;
	for (i = 0; i < n; i++) {
		clear[i] = spool_new(a, NULL);
		if (coffre_read(db, id, "scan", "bytes", ids[i],
		    clear[i]) != 0)
			return -1;
	}
	if (db_exec(db, "UPDATE dossier SET cle = NULL WHERE id = ?1", "i",
	    id) != 1 || (left > 0 && coffre_give(db, id) == -1))
		return -1;
	for (i = 0; i < n; i++)
		/* one of before the coffre was not sealed yet */
		if (db_exec(db, "UPDATE scan SET bytes = zeroblob(?2) WHERE "
		    "id = ?1 AND substr(bytes, 1, 1) <> x'01'", "ii", ids[i],
		    (int64_t)coffre_size(spool_len(clear[i]))) < 0 ||
		    coffre_write(db, id, "scan", "bytes", ids[i],
		    clear[i]) == -1)
			return -1;
	return 0;
}

/* The row that allows all that follows. */
static int
write_down(struct db *db, const struct definition *def,
    const struct state *state, const struct leaving *l, int days,
    int64_t request, int64_t now)
{
	return db_exec(db, "INSERT INTO depart (dossier, at, version, state, "
	    "since, days, ground, asked, records, pieces, messages, papers) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), ?9, ?10, ?11, "
	    "?12)", "iiisiisiiiii", l->id, now, (int64_t)def->version,
	    state->name, l->term.since, (int64_t)days, request != 0 ||
	    state->ground == NULL ? "" : l->term.agreed ? AGREED_TO :
	    state->ground, request,
	    (int64_t)l->records, (int64_t)l->pieces, (int64_t)l->messages,
	    (int64_t)l->papers) == 1 &&
	    db_exec(db, "INSERT INTO depart_record (record, dossier) SELECT "
	    "id, dossier FROM record WHERE dossier = ?1", "i", l->id) >= 0 ?
	    0 : -1;
}

/*
 * The way of somebody who went on after a meeting begins there: the day stays
 * with their other file when the sign-up goes at its time.
 */
static int
leave_meeting(struct db *db, int64_t id, int64_t now)
{
	return db_exec(db, "INSERT INTO contrat_jour (dossier, name, day, "
	    "note, author, at) SELECT f.id, 'reunion', a.first, 'Inscription "
	    "effacée à son terme', ?3, ?2 FROM dossier r JOIN place p ON "
	    "p.dossier = r.id JOIN agenda a ON a.id = p.agenda JOIN dossier f "
	    "ON f.email = r.email AND f.programme <> r.programme WHERE r.id = "
	    "?1 AND r.programme = 'reunion' AND r.email <> '' AND p.state = "
	    "'prise' AND f.sent IS NOT NULL AND f.id NOT IN (SELECT dossier "
	    "FROM depart) AND f.id NOT IN (SELECT dossier FROM contrat_jour "
	    "WHERE name = 'reunion')", "iis", id, now, systeme.name) < 0 ? -1 :
	    0;
}

int
depart_erase(struct arena *a, struct db *db, const struct definition *def,
    const struct state *state, const struct leaving *l, int days,
    int64_t request, int64_t now)
{
	unsigned char creation[SHA256_SIZE];
	struct dossier d;

	random_bytes(creation, sizeof(creation));
	if ((request == 0 && leave_meeting(db, l->id, now) == -1) ||
	    write_down(db, def, state, l, days, request, now) == -1 ||
	    keep_papers(db, def, l->id, now) == -1 ||
	    db_exec(db, "UPDATE record SET xml = zeroblob(0) WHERE "
	    "dossier = ?1", "i", l->id) < 0 || drop_rows(db, l->id) == -1 ||
	    blank_rows(db, l->id) == -1 ||
	    blank_papers(db, l->id, now) == -1 ||
	    change_key(a, db, l->id) == -1 ||
	    db_exec(db, "UPDATE dossier SET email = '', prenom = '', "
	    "nom = '', sort = '', creation = ?2, reopened = NULL, "
	    "pending = 0, changed = ?3, version = version + 1 WHERE "
	    "id = ?1", "ibi", l->id,
	    creation, sizeof(creation), now) != 1 ||
	    dossier_by_id(a, db, l->id, &d) != 0)
		return -1;
	return dossier_index(a, db, def, &d, answers_new(a, def)) == -1 ||
	    event_add(db, &d, ERASED, &systeme, "") != 0 ? -1 : 0;
}

/* The papers of one erased file whose time is over.  0 or -1. */
static int
last_papers(struct db *db, int64_t id, int64_t now)
{
	int rc = db_begin(db);

	if (rc == 0 && (blank_papers(db, id, now) == -1 || db_exec(db,
	    "UPDATE dossier SET cle = NULL WHERE id = ?1 AND NOT EXISTS "
	    "(SELECT 1 FROM depart_garde WHERE dossier = ?1 AND until > ?2)",
	    "ii", id, now) < 0)) {
		db_rollback(db);
		rc = -1;
	} else if (rc == 0)
		rc = db_commit(db);
	return rc;
}

int
depart_lasting(struct db *db, int64_t now, int *n)
{
	struct arena *a = arena_new();
	int64_t *ids;
	size_t i, max = 0;
	int rc;

	*n = 0;
	rc = db_ids(a, db_query(db, "SELECT DISTINCT g.dossier FROM "
	    "depart_garde g JOIN document d ON d.id = g.document WHERE "
	    "g.until <= ?1 AND length(d.pdf) > 0 ORDER BY 1", "i", now), &ids,
	    &max);
	for (i = 0; rc == 0 && i < max; i++)
		if ((rc = last_papers(db, ids[i], now)) == 0)
			(*n)++;
	arena_free(a);
	return rc;
}
