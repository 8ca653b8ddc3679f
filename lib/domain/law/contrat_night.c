/*
 * contrat_night: what time does to contracts.  Each dossier is a transaction
 * of its own: what a paper of former times owes is written down, the index is
 * brought up to the day, and people are told once that an end is near.
 *
 * A run that was missed does no harm: what is told is the nearest of the
 * thresholds passed, and none of those before it.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/law/obligation.h"
#include "domain/paper/document.h"
#include "domain/post/mail.h"

#define DAY_SECONDS	INT64_C(86400)

static const struct definition *
programme_of(const struct mailer *mailer, const struct dossier *d)
{
	size_t i;

	for (i = 0; mailer->programmes != NULL &&
	    mailer->programmes[i] != NULL; i++)
		if (str_eq(mailer->programmes[i]->name, d->programme))
			return mailer->programmes[i];
	return NULL;
}

/* Once for each end: 1 to be told now, 0 it was, -1. */
static int
claim(struct db *db, const struct dossier *d, const char *kind, int32_t end)
{
	return db_exec(db, "INSERT INTO reminder (dossier, kind, due, at) "
	    "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", "isii", d->id,
	    kind, time_make(end, 0) + DAY_SECONDS, time_now());
}

static int
tell(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct dossier *d, const struct contrat *c, const char *mail,
    const char *to, int left)
{
	struct node *model = mail_model(a, mailer, d);
	struct message m;

	contrat_node(a, model, c);
	node_set_int(model, "reste", left);
	if (c->n > 0 && c->periodes[c->n - 1].rank < 2)
		node_set(model, "renouvelable", "1");
	mail_write(a, mailer, mail, to, d->id, model, &m);
	return mail_queue(db, &m);
}

/* The end of the last period.  How many were told, or -1. */
static int
tell_term(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct dossier *d, const struct contrat *c, int32_t today)
{
	static const int days[] = CONTRAT_ALERTS;
	int left, rc;
	size_t i = 0;

	if (!contrat_runs(c) || *c->broken != '\0')
		return 0;
	left = c->end - today;
	while (i < sizeof(days) / sizeof(days[0]) && left > days[i])
		i++;
	if (i == sizeof(days) / sizeof(days[0]))
		return 0;
	rc = claim(db, d, arena_fmt(a, "terme-%d", days[i]), c->end);
	if (rc != 1)
		return rc;
	return tell(a, db, mailer, d, c, "terme", d->email, left) == -1 ||
	    tell(a, db, mailer, d, c, "terme-equipe", mail_team(a, mailer, d),
	    left) == -1 ? -1 : 1;
}

/* Three, six and twelve months before one has to be an associate. */
static int
tell_cesa(struct arena *a, struct db *db, const struct mailer *mailer,
    const struct dossier *d, const struct contrat *c, int32_t today)
{
	static const int months[] = { 3, 6, 12 };
	struct cesa clock;
	size_t i = 0;
	int rc;

	if (c->cesa == DAY_NONE || c->n == 0)
		return 0;
	clock = cesa_clock(c->cesa, c->first, c->end, c->length);
	if (today < c->cesa || today >= clock.deadline)
		return 0;
	while (i < 3 && today < day_add_months(clock.deadline, -months[i]))
		i++;
	if (i == 3)
		return 0;
	rc = claim(db, d, arena_fmt(a, "cesa-%d", months[i]), clock.deadline);
	if (rc != 1)
		return rc;
	return tell(a, db, mailer, d, c, "cesa-equipe", mail_team(a, mailer,
	    d), clock.deadline - today) == -1 ? -1 : 1;
}

/* What papers owe that were issued before anything was owed. */
static int
arise(struct arena *a, struct db *db, const struct dossier *d)
{
	struct earlier *papers;
	size_t i, n;

	n = document_earlier(a, db, d->id, &papers);
	for (i = 0; i < n; i++)
		if (obligation_arise_in(db, d->id, papers[i].code,
		    papers[i].kind, time_local(papers[i].issued, NULL,
		    NULL)) == -1)
			return -1;
	return 0;
}

static int
night(struct arena *a, struct db *db, const struct mailer *mailer, int64_t id)
{
	int32_t today = day_today();
	struct contrat c;
	struct dossier d;
	int terms, cesa;

	if (dossier_by_id(a, db, id, &d) != 0 || arise(a, db, &d) == -1 ||
	    contrat_settle_in(db, programme_of(mailer, &d), &d) == -1 ||
	    contrat_load(a, db, &d, today, &c) == -1 ||
	    (terms = tell_term(a, db, mailer, &d, &c, today)) == -1 ||
	    (cesa = tell_cesa(a, db, mailer, &d, &c, today)) == -1)
		return -1;
	return terms + cesa;
}

static int64_t
next(struct db *db, int64_t after)
{
	struct query *q;
	int64_t id = 0;

	q = db_query(db, "SELECT min(dossier) FROM document WHERE kind = ?1 "
	    "AND dossier > ?2 AND dossier NOT IN (SELECT dossier FROM depart)",
	    "si", KIND_CAPE, after);
	if (db_next(q))
		id = db_int(q, 0);
	return db_done(q) == -1 ? -1 : id;
}

int
contrat_night(struct db *db, const struct mailer *mailer, int *told)
{
	struct arena *a = arena_new();
	int64_t id = 0;
	int n = 0;

	*told = 0;
	while (n != -1 && (id = next(db, id)) > 0) {
		if ((n = db_begin(db)) == 0 &&
		    (n = night(a, db, mailer, id)) == -1)
			db_rollback(db);
		else if (n != -1 && db_commit(db) == -1)
			n = -1;
		if (n != -1)
			*told += n;
		arena_reset(a);
	}
	arena_free(a);
	return n == -1 || id == -1 ? -1 : 0;
}
