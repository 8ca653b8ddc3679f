/*
 * contrat_index: what staff should look at, and the index that lists and
 * reminders use.  All of it is derived; settling twice changes nothing.
 */
#include "base/date.h"
#include "base/progress.h"
#include "base/str.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/law/contrat.h"
#include "domain/paper/document.h"

#define AT_ONCE	64	/* files of a transaction */

#define ALERTS	6

static void
alert(struct contrat_alert *list, size_t *n, enum regle rule,
    const char *text)
{
	if (*n < ALERTS)
		list[(*n)++] = (struct contrat_alert){ rule, text };
}

static int
last_rank(const struct contrat *c)
{
	return c->n == 0 ? 0 : c->periodes[c->n - 1].rank;
}

static const char *
ends_soon(struct arena *a, const struct contrat *c, int32_t today)
{
	int left = c->end - today;
	const char *when = left == 0 ? "aujourd’hui" :
	    left == 1 ? "demain" : arena_fmt(a, "dans %d\u00a0jours", left);

	return arena_fmt(a, "%s prend fin %s, le %s. %s",
	    *c->broken != '\0' ? "Le contrat" : "La période", when,
	    day_french(a, c->end), *c->broken != '\0' ?
	    "La rupture est notée." : last_rank(c) < 2 ?
	    "Un renouvellement se signe avant ce jour." :
	    "C’est la dernière possible.");
}

size_t
contrat_alerts(struct arena *a, const struct contrat *c,
    const struct dossier *d, int undeclared, int32_t today,
    struct contrat_alert **out)
{
	struct contrat_alert *list = arena_array(a, ALERTS, sizeof(*list));
	size_t n = 0;

	*out = list;
	if (c->n == 0)
		return 0;
	if (c->state == CONTRAT_A_SIGNER && today >= c->first &&
	    !str_eq(d->state, "retiree"))
		alert(list, &n, REGLE_DEBUT, arena_fmt(a, "La période "
		    "commence le %s et le contrat n’est pas noté signé.",
		    day_french(a, c->first)));
	if (contrat_runs(c) && c->end - today <= CONTRAT_SOON)
		alert(list, &n, REGLE_ALERTE, ends_soon(a, c, today));
	if (contrat_runs(c) && c->n > 1 && c->periodes[c->n - 1].waits)
		alert(list, &n, REGLE_AVANT_TERME, arena_fmt(a, "Le "
		    "renouvellement n’est pas signé par tous. Il se signe le "
		    "%s au plus tard.",
		    day_french(a, c->periodes[c->n - 2].last)));
	if (c->state == CONTRAT_ECHU)
		alert(list, &n, REGLE_TERME, arena_fmt(a, "Le contrat a pris "
		    "fin le %s sans renouvellement. L’assurance ne couvre plus "
		    "l’activité. Terminez l’accompagnement.",
		    day_french(a, c->end)));
	if ((c->state == CONTRAT_ROMPU || c->state == CONTRAT_TRANSFORME) &&
	    str_eq(d->state, "encours"))
		alert(list, &n, REGLE_RUPTURE, arena_fmt(a, "Le contrat a "
		    "pris fin le %s. Terminez l’accompagnement.",
		    day_french(a, c->end)));
	if (undeclared > 0 && c->state != CONTRAT_A_SIGNER)
		alert(list, &n, REGLE_DECLARER, arena_fmt(a,
		    "%d\u00a0déclaration%s à faire, sans délai.", undeclared,
		    undeclared > 1 ? "s" : ""));
	return n;
}

static int
undeclared(struct db *db, int64_t dossier)
{
	struct query *q;
	int n = 0;

	q = db_query(db, "SELECT count(*) FROM obligation o JOIN document d ON "
	    "d.code = o.document WHERE o.dossier = ?1 AND d.state = 'valide' "
	    "AND (SELECT done FROM declaration WHERE obligation = o.id ORDER "
	    "BY id DESC LIMIT 1) IS NULL", "i", dossier);
	if (db_next(q))
		n = (int)db_int(q, 0);
	return db_done(q) == -1 ? -1 : n;
}

/* The row of a dossier that has a contract. */
static int
write_row(struct db *db, const struct dossier *d, const struct contrat *c,
    int todo, int alerts)
{
	return db_exec(db, "INSERT INTO contrat (dossier, first, last, state, "
	    "undeclared, alert) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT "
	    "(dossier) DO UPDATE SET first = excluded.first, last = "
	    "excluded.last, state = excluded.state, undeclared = "
	    "excluded.undeclared, alert = excluded.alert", "iiisii", d->id,
	    (int64_t)c->first, (int64_t)c->end, contrat_state_name(c->state),
	    (int64_t)todo, (int64_t)alerts) == 1 ? 0 : -1;
}

static int
settle(struct arena *a, struct db *db, const struct definition *programme,
    const struct dossier *d)
{
	int32_t today = day_today();
	struct contrat_alert *alerts;
	struct contrat c;
	int todo, alerted;

	if (contrat_load(a, db, d, today, &c) == -1 ||
	    (todo = undeclared(db, d->id)) == -1)
		return -1;
	alerted = contrat_alerts(a, &c, d, todo, today, &alerts) > 0;
	if (c.n == 0 ? db_exec(db, "DELETE FROM contrat WHERE dossier = ?1",
	    "i", d->id) == -1 : write_row(db, d, &c, todo, alerted) == -1)
		return -1;
	return programme == NULL ? 0 : dossier_settle_in(db, programme, d);
}

int
contrat_settle_in(struct db *db, const struct definition *programme,
    const struct dossier *d)
{
	struct arena *a = arena_new();
	struct dossier now;
	int rc;

	rc = dossier_by_id(a, db, d->id, &now);
	rc = rc != 0 ? -1 : settle(a, db, programme, &now);
	arena_free(a);
	return rc;
}

int
contrat_moved_in(struct db *db, const struct definition *programme,
    const struct dossier *d)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT 1 FROM contrat WHERE dossier = ?1", "i",
	    d->id);
	found = db_next(q);
	if (db_done(q) == -1)
		return -1;
	return found ? contrat_settle_in(db, programme, d) : 0;
}

const char *
contrat_flag(struct arena *a, struct db *db, int64_t dossier, int32_t today)
{
	const char *flag = "", *state;
	int32_t last;
	int todo;
	struct query *q;

	q = db_query(db, "SELECT state, last, undeclared FROM contrat WHERE "
	    "dossier = ?1 AND alert = 1", "i", dossier);
	if (db_next(q)) {
		state = db_text(q, 0);
		last = (int32_t)db_int(q, 1);
		todo = (int)db_int(q, 2);
		if (str_eq(state, "echu") || str_eq(state, "rompu") ||
		    str_eq(state, "transforme"))
			flag = arena_fmt(a, "Fini le %s", day_french(a, last));
		else if (last < today + CONTRAT_SOON)
			flag = arena_fmt(a, "Terme le %s",
			    day_french(a, last));
		else if (todo > 0 && !str_eq(state, "a-signer"))
			flag = arena_fmt(a, "%d\u00a0déclaration%s à faire",
			    todo, todo > 1 ? "s" : "");
		else
			flag = "À signer";
	}
	if (db_done(q) == -1)
		return "";
	q = db_query(db, "SELECT 1 FROM dossier d WHERE d.id = ?1 AND d.state "
	    "= 'contrat' AND NOT EXISTS (SELECT 1 FROM document WHERE dossier "
	    "= ?1 AND kind = ?2 AND state = 'valide')", "is", dossier,
	    KIND_CAPE);
	if (db_next(q))
		flag = "Contrat à émettre";
	return db_done(q) == -1 ? "" : flag;
}

/* The first file after that one which was sent and not erased; 0 none, -1. */
static int64_t
next_sent(struct db *db, int64_t after)
{
	struct query *q;
	int64_t id = 0;

	q = db_query(db, "SELECT min(id) FROM dossier WHERE sent IS NOT NULL "
	    "AND id > ?1 AND id NOT IN (SELECT dossier FROM depart)", "i",
	    after);
	if (db_next(q))
		id = db_int(q, 0);
	return db_done(q) == -1 ? -1 : id;
}

static int64_t
last_sent(struct db *db)
{
	struct query *q = db_query(db, "SELECT max(id) FROM dossier WHERE "
	    "sent IS NOT NULL", "");
	int64_t id = db_next(q) ? db_int(q, 0) : 0;

	return db_done(q) == -1 ? 0 : id;
}

int
contrat_rebuild(struct db *db, const struct definition **programmes)
{
	struct arena *a = arena_new();
	struct dossier d;
	int64_t id = 0, last = last_sent(db);
	size_t i, n = 0;
	int rc = db_begin(db);

	while (rc == 0 && (id = next_sent(db, id)) > 0) {
		progress("Contrats", (size_t)id, (size_t)last);
		/* who serves writes meanwhile */
		if (++n % AT_ONCE == 0 && (db_commit(db) == -1 ||
		    db_begin(db) == -1)) {
			rc = -1;
			break;
		}
		if ((rc = dossier_by_id(a, db, id, &d)) != 0)
			break;
		for (i = 0; programmes[i] != NULL; i++)
			if (str_eq(programmes[i]->name, d.programme))
				break;
		rc = settle(a, db, programmes[i], &d);
		arena_reset(a);
	}
	arena_free(a);
	if (rc == 0 && id == 0)
		return db_commit(db);
	db_rollback(db);
	return -1;
}
