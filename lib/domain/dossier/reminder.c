/*
 * Each reminder is a row and a message in one transaction.
 */
#include "base/arena.h"
#include "base/date.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/reminder.h"
#include "domain/post/mail.h"

#define DAY	INT64_C(86400)
#define BATCH	100

/*
 * Drafts that expire after `after` and up to `before`, not warned of it yet.
 * In the order of their numbers, from the one after last.
 */
static size_t
list(struct db *db, const char *kind, int64_t after, int64_t before,
    int64_t last, int64_t *ids)
{
	struct query *q;
	size_t n = 0;

	q = db_query(db, "SELECT id FROM dossier d WHERE sent IS NULL AND "
	    "expires > ?2 AND expires <= ?3 AND id > ?4 AND NOT EXISTS "
	    "(SELECT 1 FROM reminder WHERE dossier = d.id AND kind = ?1 AND "
	    "due = d.expires) AND NOT EXISTS (SELECT 1 FROM link WHERE "
	    "dossier = d.id AND reason = 'inconnu' AND email = d.email) AND "
	    "NOT EXISTS (SELECT 1 FROM intake WHERE dossier = d.id) "
	    "ORDER BY id LIMIT ?5", "siiii", kind, after, before, last,
	    (int64_t)BATCH);
	while (n < BATCH && db_next(q))
		ids[n++] = db_int(q, 0);
	return db_done(q) == -1 ? 0 : n;
}

/* 1 warned, 0 somebody else did or it was saved meanwhile, -1 failed. */
static int
warn(struct arena *a, struct db *db, const struct mailer *mailer,
    const char *kind, int64_t id)
{
	struct dossier d;
	struct message m;
	int rc;

	if ((rc = dossier_by_id(a, db, id, &d)) != 0)
		return rc == 1 ? 0 : -1;
	mail_write(a, mailer, "effacement", d.email, d.id,
	    mail_model(a, mailer, &d), &m);
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO reminder (dossier, kind, due, at) SELECT "
	    "id, ?2, ?3, ?4 FROM dossier WHERE id = ?1 AND expires = ?3 AND "
	    "sent IS NULL ON CONFLICT DO NOTHING", "isii", id, kind, d.expires,
	    time_now());
	if (rc == 1 && mail_queue(db, &m) == 0)
		return db_commit(db) == -1 ? -1 : 1;
	db_rollback(db);
	return rc == 0 ? 0 : -1;
}

/* All that one kind of warning is due for. */
static int
warn_all(struct db *db, const struct mailer *mailer, const char *kind,
    int64_t after, int64_t before, int *count)
{
	struct arena *a = arena_new();
	int64_t ids[BATCH], last = 0;
	size_t n, i;
	int rc = 0;

	while (rc != -1 && (n = list(db, kind, after, before, last, ids)) > 0)
		for (i = 0; i < n && rc != -1; i++) {
			last = ids[i];
			if ((rc = warn(a, db, mailer, kind, last)) == 1)
				++*count;
			arena_reset(a);
		}
	arena_free(a);
	return rc == -1 ? -1 : 0;
}

int
remind_run(struct db *db, const struct mailer *mailer,
    struct reminders *done)
{
	int64_t now = time_now();

	*done = (struct reminders){ 0 };
	/* who gets the last warning needs no other */
	if (warn_all(db, mailer, "effacement-1", now, now + DAY,
	    &done->day) == -1)
		return -1;
	return warn_all(db, mailer, "effacement-7", now + DAY, now + 7 * DAY,
	    &done->week);
}
