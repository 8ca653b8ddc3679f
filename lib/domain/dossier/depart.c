/*
 * Whose time is over, and the rows that say who they were.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/proof/audit.h"
#include "port/crypto.h"

#define DAY	INT64_C(86400)
#define AT_ONCE	1000	/* of one state; the next night takes the rest */
#define ERASED	"effacer"

static const struct actor systeme = { 0, "systeme" };

int
depart_done(const struct dossier *d)
{
	/* who applied on paper may have no address, but has a name */
	return d->sent != 0 && *d->email == '\0' && *d->prenom == '\0' &&
	    *d->nom == '\0';
}

int
depart_due(struct arena *a, struct db *db, const struct definition *def,
    const struct state *state, int64_t now, struct leaving **out, size_t *n)
{
	struct query *q;

	*out = arena_array(a, AT_ONCE, sizeof(**out));
	*n = 0;
	q = db_query(db, "SELECT d.id, d.numero, (SELECT min(at) FROM event e "
	    "WHERE e.dossier = d.id AND e.id > coalesce((SELECT max(id) FROM "
	    "event f WHERE f.dossier = d.id AND f.state <> d.state), 0)) AS "
	    "since, CASE "
	    "WHEN EXISTS (SELECT 1 FROM gel WHERE dossier = d.id AND lifted IS "
	    "NULL) THEN (SELECT 'gelé par ' || author || ' : ' || reason FROM "
	    "gel WHERE dossier = d.id AND lifted IS NULL) "
	    "WHEN EXISTS (SELECT 1 FROM document WHERE dossier = d.id) THEN "
	    "'des papiers délivrés, qui font preuve' "
	    "WHEN EXISTS (SELECT 1 FROM contrat_jour WHERE dossier = d.id) "
	    "THEN 'les dates d’un contrat' "
	    "WHEN EXISTS (SELECT 1 FROM presence WHERE dossier = d.id) THEN "
	    "'des heures de présence' "
	    "WHEN EXISTS (SELECT 1 FROM part WHERE dossier = d.id) THEN "
	    "'une part de résultat, qui est comptable' "
	    "WHEN EXISTS (SELECT 1 FROM tirage WHERE dossier = d.id) THEN "
	    "'un tirage au sort, dont d’autres dépendent' "
	    "WHEN EXISTS (SELECT 1 FROM representant WHERE dossier = d.id) "
	    "THEN 'les décisions de représentants légaux' "
	    "WHEN EXISTS (SELECT 1 FROM transfert WHERE dossier = d.id) THEN "
	    "'un passage à une autre coopérative' "
	    "WHEN EXISTS (SELECT 1 FROM consent WHERE dossier = d.id AND "
	    "note <> '') THEN 'une note sur un accord' ELSE '' END AS kept, "
	    "(SELECT count(*) FROM record WHERE dossier = d.id), "
	    "(SELECT count(*) FROM piece WHERE dossier = d.id), "
	    "(SELECT count(*) FROM thread WHERE dossier = d.id) + "
	    "(SELECT count(*) FROM mail WHERE dossier = d.id) "
	    "FROM dossier d WHERE d.programme = ?1 AND d.state = ?2 AND "
	    "d.sent IS NOT NULL AND d.id NOT IN (SELECT dossier FROM depart) "
	    "AND since <= ?3 ORDER BY kept <> '', d.id LIMIT ?4", "ssii",
	    def->name, state->name, now - state->erased * DAY,
	    (int64_t)AT_ONCE);
	for (; *n < AT_ONCE && db_next(q); (*n)++)
		(*out)[*n] = (struct leaving){ db_int(q, 0), db_dup(a, q, 1),
		    db_int(q, 2), db_dup(a, q, 3), (int)db_int(q, 4),
		    (int)db_int(q, 5), (int)db_int(q, 6) };
	return db_done(q);
}

/* Rows that hang from the dossier and say who it was. */
static int
drop_rows(struct db *db, int64_t id)
{
	if (db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM alerte WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM thread WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM note WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM mail WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM link WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "DELETE FROM onetime WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM session WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM reminder WHERE dossier = ?1", "i",
	    id) < 0 ||
	    db_exec(db, "DELETE FROM piece WHERE dossier = ?1", "i", id) < 0 ||
	    db_exec(db, "UPDATE event SET text = '' WHERE dossier = ?1 AND "
	    "text <> ''", "i", id) < 0)
		return -1;
	return 0;
}

static int
erase(struct arena *a, struct db *db, const struct definition *def,
    const struct state *state, const struct leaving *l, int64_t now)
{
	unsigned char creation[SHA256_SIZE];
	struct dossier d;

	random_bytes(creation, sizeof(creation));
	if (db_exec(db, "INSERT INTO depart (dossier, at, version, state, "
	    "since, days) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "iiisii", l->id,
	    now, (int64_t)def->version, state->name, l->since,
	    (int64_t)state->erased) != 1 ||
	    db_exec(db, "INSERT INTO depart_record (record, dossier) SELECT "
	    "id, dossier FROM record WHERE dossier = ?1", "i", l->id) < 0 ||
	    db_exec(db, "UPDATE record SET xml = zeroblob(0) WHERE "
	    "dossier = ?1", "i", l->id) < 0 || drop_rows(db, l->id) == -1 ||
	    db_exec(db, "UPDATE dossier SET email = '', prenom = '', "
	    "nom = '', sort = '', cle = NULL, creation = ?2, "
	    "reopened = NULL, "
	    "changed = ?3, version = version + 1 WHERE id = ?1", "ibi", l->id,
	    creation, sizeof(creation), now) != 1 ||
	    dossier_by_id(a, db, l->id, &d) != 0)
		return -1;
	return dossier_index(a, db, def, &d, answers_new(a, def)) == -1 ||
	    event_add(db, &d, ERASED, &systeme, "") != 0 ? -1 : 0;
}

static int
run_state(struct arena *a, struct db *db, const struct definition *def,
    const struct state *state, int64_t now, int *kept)
{
	struct leaving *list;
	size_t i, n;
	int done = 0;

	if (depart_due(a, db, def, state, now, &list, &n) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (*list[i].kept != '\0')
			(*kept)++;
		else if (erase(a, db, def, state, &list[i], now) == -1)
			return -1;
		else
			done++;
	}
	return done;
}

int
depart_run(struct arena *a, struct db *db,
    const struct definition *const *programmes, int64_t now, int *kept)
{
	const struct definition *def;
	int done = 0, n;
	size_t i;

	*kept = 0;
	for (; (def = *programmes) != NULL; programmes++)
		for (i = 0; i < def->nstates; i++) {
			if (def->states[i].erased < 0)
				continue;
			n = run_state(a, db, def, &def->states[i], now, kept);
			if (n == -1)
				return -1;
			done += n;
		}
	/* words that are no more leave the index when its parts are merged */
	return done > 0 && db_exec(db, "INSERT INTO dossier_words "
	    "(dossier_words) VALUES ('optimize')", "") < 0 ? -1 : done;
}

size_t
depart_check(struct db *db, struct buf *out)
{
	size_t n;

	n = audit_list(db_query(db, "SELECT d.numero FROM depart p JOIN dossier "
	    "d ON d.id = p.dossier WHERE d.email <> '' OR "
	    "d.cle IS NOT NULL OR d.prenom <> '' OR "
	    "d.nom <> '' OR d.commune <> '' OR d.birth IS NOT NULL OR "
	    "EXISTS (SELECT 1 FROM brouillon b WHERE b.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM piece p WHERE p.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM event e WHERE e.dossier = d.id AND "
	    "e.text <> '') OR "
	    "EXISTS (SELECT 1 FROM mail m WHERE m.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM thread t WHERE t.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM note t WHERE t.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM link l WHERE l.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM record r WHERE r.dossier = d.id AND r.id "
	    "NOT IN (SELECT record FROM depart_record))", ""),
	    "effacé, mais il en reste quelque chose", out);
	n += audit_list(db_query(db, "SELECT d.numero FROM depart p JOIN "
	    "dossier d ON d.id = p.dossier WHERE d.state <> p.state OR "
	    "p.since IS NOT (SELECT min(at) FROM event e WHERE "
	    "e.dossier = d.id AND e.id > coalesce((SELECT max(id) FROM event f "
	    "WHERE f.dossier = d.id AND f.state <> d.state), 0)) OR NOT EXISTS "
	    "(SELECT 1 FROM event WHERE dossier = d.id AND name = '" ERASED
	    "' AND at = p.at)", ""),
	    "effacé sans que la règle écrite le permette", out);
	n += audit_list(db_query(db, "SELECT numero FROM dossier WHERE "
	    "sent IS NOT NULL AND email = '' AND id NOT IN (SELECT dossier "
	    "FROM depart) AND id NOT IN (SELECT dossier FROM intake)", ""),
	    "sans adresse, mais pas effacé", out);
	return n;
}
