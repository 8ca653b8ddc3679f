/*
 * obligation: see the header.
 */
#include "domain/coffre.h"
#include "domain/law/obligation.h"

#include <string.h>

#include "base/date.h"
#include "base/str.h"

/* The papers that have to be told of. */
static const struct {
	const char	*kind, *event, *words;
} causes[] = {
	{ KIND_CAPE,	"conclusion",	"Conclusion du contrat" },
	{ KIND_RENEWAL,	"renouvellement", "Renouvellement" },
	{ KIND_BREAK,	"rupture",	"Rupture anticipée" },
};
#define CAUSES	(sizeof(causes) / sizeof(causes[0]))

static const struct {
	const char	*body, *words;
} bodies[] = {
	{ "urssaf",		"Urssaf (ou CGSS outre-mer)" },
	{ "france-travail",	"France Travail" },
};
#define BODIES	(sizeof(bodies) / sizeof(bodies[0]))

const char *
obligation_body(const char *body)
{
	size_t i;

	for (i = 0; i < BODIES; i++)
		if (str_eq(bodies[i].body, body))
			return bodies[i].words;
	return body;
}

const char *
obligation_event(const char *event)
{
	size_t i;

	for (i = 0; i < CAUSES; i++)
		if (str_eq(causes[i].event, event))
			return causes[i].words;
	return event;
}

int
obligation_arise_in(struct db *db, int64_t dossier, const char *code,
    const char *kind, int32_t today)
{
	size_t i, j;

	for (i = 0; i < CAUSES; i++) {
		if (!str_eq(causes[i].kind, kind))
			continue;
		for (j = 0; j < BODIES; j++)
			if (db_exec(db, "INSERT INTO obligation (dossier, "
			    "document, event, body, due, at) VALUES (?1, ?2, "
			    "?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
			    "isssii", dossier, code, causes[i].event,
			    bodies[j].body, (int64_t)today, time_now()) < 0)
				return -1;
	}
	return 0;
}

static int32_t
day_at(struct query *q, int col)
{
	return db_null(q, col) ? DAY_NONE : (int32_t)db_int(q, col);
}

size_t
obligation_list(struct arena *a, struct db *db, int64_t dossier,
    struct obligation **out)
{
	struct obligation *list;
	struct query *q;
	size_t n = 0, max = 0;

	q = db_query(db, "SELECT count(*) FROM obligation WHERE dossier = ?1",
	    "i", dossier);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	*out = list = arena_array(a, max + 1, sizeof(*list));
	if (db_done(q) == -1)
		return 0;
	q = db_query(db, "SELECT o.id, o.document, o.event, o.body, o.due, "
	    "d.state <> 'valide', coalesce(f.id, 0), f.done, "
	    "coalesce(f.text, ''), coalesce(f.name, ''), "
	    "coalesce(f.author, ''), coalesce(f.at, 0), coalesce(f.scan, "
	    "'sans') FROM obligation o "
	    "JOIN document d ON d.code = o.document LEFT JOIN declaration f "
	    "ON f.id = (SELECT max(id) FROM declaration WHERE obligation = "
	    "o.id) WHERE o.dossier = ?1 ORDER BY o.id", "i", dossier);
	while (n < max && db_next(q))
		list[n++] = (struct obligation){
			.id = db_int(q, 0), .document = db_dup(a, q, 1),
			.event = db_dup(a, q, 2), .body = db_dup(a, q, 3),
			.due = (int32_t)db_int(q, 4),
			.lapsed = (int)db_int(q, 5),
			.declaration = db_int(q, 6), .done = day_at(q, 7),
			.text = db_dup(a, q, 8), .file = db_dup(a, q, 9),
			.author = db_dup(a, q, 10), .at = db_int(q, 11),
			.scan = db_dup(a, q, 12)
		};
	return db_done(q) == -1 ? 0 : n;
}

/* « Urssaf : Renouvellement, le 3 mars 2027. » for the journal. */
static const char *
told(struct arena *a, struct db *db, int64_t id, const char *what)
{
	const char *s = what;
	struct query *q;

	q = db_query(db, "SELECT body, event FROM obligation WHERE id = ?1",
	    "i", id);
	if (db_next(q))
		s = arena_fmt(a, "%s\u00a0– %s. %s",
		    obligation_body(db_text(q, 0)),
		    obligation_event(db_text(q, 1)), what);
	db_done(q);
	return s;
}

/* One more row, unless what the page showed is not the last.  As declared. */
static int
insert(struct db *db, const struct dossier *d, int64_t id, int64_t seen,
    int32_t day, const struct proof *p, const struct actor *actor)
{
	const struct upload *u = p->file;
	struct query *q;
	int right;

	q = db_query(db, "SELECT 1 FROM obligation o JOIN document d ON "
	    "d.code = o.document WHERE o.id = ?1 AND o.dossier = ?2 AND "
	    "d.state = 'valide' AND ?3 = coalesce((SELECT max(id) FROM "
	    "declaration WHERE obligation = o.id), 0)", "iii", id, d->id,
	    seen);
	right = db_next(q);
	if (db_done(q) == -1)
		return -1;
	if (!right)
		return 0;
	if (u == NULL)
		return db_exec(db, "INSERT INTO declaration (obligation, done, "
		    "text, account, author, at) VALUES (?1, nullif(?2, ?3), "
		    "?4, nullif(?5, 0), ?6, ?7)", "iiisisi", id, (int64_t)day,
		    (int64_t)DAY_NONE, p->text, actor->account, actor->name,
		    time_now());
	if (db_exec(db, "INSERT INTO declaration (obligation, done, text, "
	    "account, author, at, name, type, sha256, bytes, scan) VALUES "
	    "(?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7, ?8, ?9, zeroblob(?10), "
	    "?11)", "iisisissbis", id, (int64_t)day, p->text, actor->account,
	    actor->name, time_now(), u->name, u->type, u->sha256,
	    sizeof(u->sha256), (int64_t)coffre_size(u->len), u->scan) != 1)
		return -1;
	return coffre_write(db, d->id, "declaration", "bytes", db_last_id(db),
	    u->bytes) == -1 ? -1 : 1;
}

static int
store(struct arena *a, struct db *db, const struct definition *programme,
    const struct dossier *d, int64_t id, int64_t seen, int32_t day,
    const struct proof *p, const struct actor *actor)
{
	const char *event = day == DAY_NONE ? "declaration-annulee" :
	    "declaration-faite";
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = insert(db, d, id, seen, day, p, actor);
	if (rc == 1 && event_add(db, d, event, actor, told(a, db, id,
	    p->text)) == 0 && contrat_settle_in(db, programme, d) == 0)
		return db_commit(db);
	db_rollback(db);
	return rc == 0 ? 1 : -1;
}

int
obligation_declare(struct arena *a, struct db *db,
    const struct definition *programme, const struct dossier *d, int64_t id,
    int64_t seen, int32_t day, const struct proof *p,
    const struct actor *actor)
{
	if (day == DAY_NONE || str_is_blank(p->text))
		return 1;
	return store(a, db, programme, d, id, seen, day, p, actor);
}

int
obligation_undo(struct arena *a, struct db *db,
    const struct definition *programme, const struct dossier *d, int64_t id,
    int64_t seen, const char *reason, const struct actor *actor)
{
	const struct proof p = { reason, NULL };

	if (seen == 0 || str_is_blank(reason))
		return 1;
	return store(a, db, programme, d, id, seen, DAY_NONE, &p, actor);
}

int
obligation_proof(struct arena *a, struct db *db, int64_t dossier,
    int64_t declaration, struct piece *p, struct spool *to)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT f.name, f.type FROM "
	    "declaration f JOIN obligation o ON o.id = f.obligation WHERE "
	    "f.id = ?1 AND o.dossier = ?2 AND f.bytes IS NOT NULL", "ii",
	    declaration, dossier);
	if ((found = db_next(q)) != 0)
		*p = (struct piece){ .name = db_dup(a, q, 0),
			.type = db_dup(a, q, 1) };
	if (db_done(q) == -1)
		return -1;
	if (!found)
		return 1;
	if (coffre_read(db, dossier, "declaration", "bytes", declaration,
	    to) != 0)
		return -1;
	p->size = (int64_t)spool_len(to);
	return 0;
}
