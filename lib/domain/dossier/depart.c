/*
 * Whose time is over.
 */
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/dossier/depart_inside.h"

#define DAY	INT64_C(86400)
#define AT_ONCE	1000	/* of one state; the next night takes the rest */

int
depart_done(const struct dossier *d)
{
	/* who applied on paper may have no address, but has a name */
	return d->sent != 0 && *d->email == '\0' && *d->prenom == '\0' &&
	    *d->nom == '\0';
}

const char *
depart_days(struct arena *a, int days)
{
	int years = days / 365, months = (days * 12 + 182) / 365;

	if (years > 0 && days - 365 * years <= years / 2 + 1)
		return arena_fmt(a, "%d\u00a0an%s", years, years > 1 ? "s" :
		    "");
	if (months > 0 && days * 12 - months * 365 >= -12 &&
	    days * 12 - months * 365 <= 24)
		return arena_fmt(a, "%d\u00a0mois", months);
	return arena_fmt(a, "%d\u00a0jour%s", days, days > 1 ? "s" : "");
}

/* Did the person agree to ?6, as it holds now? */
#define AGREED	"coalesce((SELECT c.decision = 'oui' AND c.id NOT IN "	\
	"(SELECT consent FROM caducite) FROM consent c WHERE "		\
	"c.dossier = d.id AND c.name = ?6 AND c.representant IS NULL "	\
	"ORDER BY c.id DESC LIMIT 1), 0)"

/* From when days are counted: its séance is over, the last word was said. */
#define FROM_WHEN "max(since, CASE WHEN ?8 THEN coalesce((SELECT (g.last + "	\
	"1) * 86400 FROM agenda g WHERE g.code = d.agenda), 0) ELSE 0 END, "	\
	"CASE WHEN agreed THEN coalesce((SELECT max(t.at) FROM thread t "	\
	"WHERE t.dossier = d.id), 0) ELSE 0 END)"

#define KEPT	"CASE WHEN EXISTS (SELECT 1 FROM gel WHERE dossier = d.id AND "	\
	"lifted IS NULL) THEN (SELECT 'gelé par ' || author || ' : ' || "	\
	"reason FROM gel WHERE dossier = d.id AND lifted IS NULL) "		\
	"WHEN EXISTS (SELECT 1 FROM contrat WHERE dossier = d.id AND last "	\
	">= ?3 / 86400 AND state IN ('a-venir', 'en-cours', 'renouvele')) THEN "	\
	"'un contrat court ou va commencer' "				\
	"ELSE '' END"

#define FOUND	"SELECT d.id, d.numero, d.agenda, " SINCE " AS since, "		\
	AGREED " AS agreed, " KEPT " AS kept FROM dossier d WHERE "		\
	"d.programme = ?1 AND d.state = ?2 AND d.sent IS NOT NULL AND "	\
	"d.id NOT IN (SELECT dossier FROM depart)"
#define TERMS	"SELECT d.id, d.numero, since, " FROM_WHEN			\
	" + 86400 * CASE WHEN agreed THEN ?7 ELSE ?5 END AS due, agreed, kept"
#define COUNTS	", (SELECT count(*) FROM record WHERE dossier = d.id), "	\
	"(SELECT count(*) FROM piece WHERE dossier = d.id), "			\
	"(SELECT count(*) FROM thread WHERE dossier = d.id) + "			\
	"(SELECT count(*) FROM mail WHERE dossier = d.id), "			\
	"(SELECT count(*) FROM document WHERE dossier = d.id)"
#define TYPES	"ssiiisii"
#define ARGS(def, s, now, n)	(def)->name, (s)->name, now, n,		\
	(int64_t)(s)->erased, (s)->agrees == NULL ? "" : (s)->agrees,		\
	(int64_t)(s)->agreed, (int64_t)(s)->from_seance

static void
read_term(struct arena *a, struct query *q, struct term *t)
{
	*t = (struct term){ .since = db_int(q, 2), .due = db_int(q, 3),
		.agreed = (int)db_int(q, 4), .kept = db_dup(a, q, 5) };
}

int
depart_due(struct arena *a, struct db *db, const struct definition *def,
    const struct state *state, int64_t now, struct leaving **out, size_t *n)
{
	struct leaving *l;
	struct query *q;

	*out = arena_array(a, AT_ONCE, sizeof(**out));
	*n = 0;
	q = db_query(db, TERMS COUNTS " FROM (" FOUND ") d WHERE due <= ?3 "
	    "ORDER BY kept <> '', d.id LIMIT ?4", TYPES, ARGS(def, state, now,
	    (int64_t)AT_ONCE));
	while (*n < AT_ONCE && db_next(q)) {
		l = &(*out)[(*n)++];
		*l = (struct leaving){ .id = db_int(q, 0),
			.numero = db_dup(a, q, 1),
			.records = (int)db_int(q, 6),
			.pieces = (int)db_int(q, 7),
			.messages = (int)db_int(q, 8),
			.papers = (int)db_int(q, 9) };
		read_term(a, q, &l->term);
	}
	return db_done(q);
}

/* Of a file that stands there now; 1 it does not, or is gone. */
static int
term_now(struct arena *a, struct db *db, const struct definition *def,
    const struct state *state, int64_t dossier, int64_t now, struct term *t)
{
	struct query *q;
	int found;

	q = db_query(db, TERMS " FROM (" FOUND " AND d.id = ?4) d", TYPES,
	    ARGS(def, state, now, dossier));
	if ((found = db_next(q)) != 0)
		read_term(a, q, t);
	return db_done(q) == -1 ? -1 : !found;
}

int
depart_term(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, struct term *t)
{
	const struct state *state = definition_state(def, d->state);

	return state == NULL || state->erased < 0 ? 1 :
	    term_now(a, db, def, state, d->id, time_now(), t);
}

const char *
depart_kept(struct arena *a, struct db *db, int64_t dossier)
{
	const char *kept = NULL;
	struct query *q;

	q = db_query(db, "SELECT " KEPT ", ?2 FROM dossier d WHERE d.id = ?1",
	    "iii", dossier, (int64_t)0, time_now());
	if (db_next(q))
		kept = db_dup(a, q, 0);
	return db_done(q) == -1 ? NULL : kept;
}

/*
 * In a transaction: erased, if its term is still over now that nobody else
 * writes.  0; 1 it stays; -1.
 */
static int
one_in(struct arena *a, struct db *db, const struct definition *def,
    const struct state *state, const struct leaving *l, int64_t now)
{
	struct term t;
	int rc = term_now(a, db, def, state, l->id, now, &t);

	if (rc != 0)
		return rc;
	if (t.due > now || *t.kept != '\0')
		return 1;
	return depart_erase(a, db, def, state, l, t.agreed ? state->agreed :
	    state->erased, 0, now);
}

/* One file, and what became of it is counted.  0, or -1 to stop. */
static int
one(struct db *db, const struct definition *def, const struct state *state,
    const struct leaving *l, int64_t now, struct departs *all)
{
	struct arena *a = arena_new();
	int rc;

	/* what a law keeps of it is sealed under another key */
	if (coffre_ready(db) == -1 || db_begin(db) == -1) {
		arena_free(a);
		return -1;
	}
	if ((rc = one_in(a, db, def, state, l, now)) == 0)
		rc = db_commit(db);
	else
		db_rollback(db);
	if (rc == 0)
		all->done++;
	else if (rc == 1)
		all->kept++;
	else {
		log_warnx("%s : pas effacé", l->numero);
		all->failed++;
	}
	arena_free(a);
	return 0;
}

static int
run_state(struct db *db, const struct definition *def,
    const struct state *state, int64_t now, struct departs *all)
{
	struct arena *a = arena_new();
	struct leaving *list;
	size_t i, n;
	int rc;

	rc = depart_due(a, db, def, state, now, &list, &n);
	for (i = 0; rc == 0 && i < n; i++)
		if (*list[i].term.kept != '\0')
			all->kept++;
		else
			rc = one(db, def, state, &list[i], now, all);
	arena_free(a);
	return rc;
}

int
depart_run(struct db *db, const struct definition *const *programmes,
    int64_t now, struct departs *all)
{
	const struct definition *def;
	size_t i;

	*all = (struct departs){ .done = 0 };
	for (; (def = *programmes) != NULL; programmes++)
		for (i = 0; i < def->nstates; i++)
			if (def->states[i].erased >= 0 && run_state(db, def,
			    &def->states[i], now, all) == -1)
				return -1;
	if (depart_lasting(db, now, &all->papers) == -1)
		return -1;
	/* words that are no more leave the index when its parts are merged */
	return all->done > 0 && db_exec(db, "INSERT INTO dossier_words "
	    "(dossier_words) VALUES ('optimize')", "") < 0 ? -1 : 0;
}

int
depart_asked(struct db *db, const struct definition *def, int64_t dossier,
    int64_t request, int64_t now)
{
	struct arena *a = arena_new();
	struct leaving l = { .id = dossier };
	const struct state *state = NULL;
	struct query *q;
	int rc = -1;

	q = db_query(db, "SELECT d.numero, " SINCE ", d.state, "
	    KEPT " AS kept" COUNTS " FROM dossier d WHERE d.id = ?1 AND "
	    "d.programme = ?2 AND d.sent IS NOT NULL", "isi", dossier,
	    def->name, now);
	if (db_next(q)) {
		l.numero = db_dup(a, q, 0);
		state = definition_state(def, db_text(q, 2));
		l.term = (struct term){ .since = db_int(q, 1), .due = now,
			.kept = db_dup(a, q, 3) };
		l.records = (int)db_int(q, 4);
		l.pieces = (int)db_int(q, 5);
		l.messages = (int)db_int(q, 6);
		l.papers = (int)db_int(q, 7);
	}
	if (db_done(q) == 0 && state != NULL)
		rc = *l.term.kept != '\0' ? 1 : depart_erase(a, db, def, state,
		    &l, 0, request, now);
	arena_free(a);
	return rc;
}
