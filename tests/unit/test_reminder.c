/*
 * reminder: a draft is warned of its end twice, each once, whoever runs it how
 * often; « tu » to the young.
 */
#include <sys/wait.h>

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/access/link.h"
#include "domain/dossier/reminder.h"
#include "test.h"
#include "world.h"

#define DAY	INT64_C(86400)
#define COUNT	"SELECT count(*) FROM mail WHERE kind = 'effacement'"

static struct world w;

static void
at(int64_t instant)
{
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)instant), 1);
}

/* How many were warned a week before, and the day before: « 1 0 ». */
static const char *
run(void)
{
	struct reminders done;

	if (remind_run(w.db, &w.mailer, &done) == -1)
		return "failed";
	return arena_fmt(w.a, "%d %d", done.week, done.day);
}

static void
forget(void)
{
	if (db_begin(w.db) == -1 || db_script(w.db, "DELETE FROM dossier") ==
	    -1 || db_commit(w.db) == -1)
		fatalx("dossier");
}

static void
test_twice_each(struct dossier *d)
{
	int64_t end = d->expires;
	struct mail *list;
	size_t n;

	at(end - 8 * DAY);
	CHECK_STR(run(), "0 0");
	at(end - 7 * DAY);
	CHECK_STR(run(), "1 0");
	CHECK_STR(run(), "0 0");
	n = mail_list(w.a, w.db, mail_before(w.db, 1), 1, &list);
	CHECK(n == 1 && strstr(list[0].subject, "effacé le") != NULL);
	CHECK(utf8_length(list[0].subject) <= MAIL_SUBJECT_MAX);
	CHECK(strstr(list[0].body, d->numero) != NULL);
	CHECK(strstr(list[0].body, "/lien/") != NULL);
	at(end - 3 * DAY);
	CHECK_STR(run(), "0 0");
	at(end - DAY);
	CHECK_STR(run(), "0 1");
	CHECK_STR(run(), "0 0");
	/* saved at the last moment: another end, warned anew */
	CHECK(draft_save(w.db, w.cae, d, &w.cae->steps[1],
	    world_answers(&w, "Léa", "Petit")) == 0);
	CHECK_STR(run(), "0 0");
	CHECK(dossier_by_id(w.a, w.db, d->id, d) == 0 &&
	    d->expires > end + 28 * DAY);
	/* nobody came for a week: the day before alone */
	at(d->expires - DAY / 2);
	CHECK_STR(run(), "0 1");
	at(d->expires + 1);
	CHECK_STR(run(), "0 0");
	CHECK(world_int(&w, COUNT) == 3);
}

/* Two nightly commands at the same time. */
static void
test_together(void)
{
	struct dossier d;
	int i, status;

	for (i = 0; i < 20; i++)
		CHECK(draft_create(w.a, w.db, w.cae, arena_fmt(w.a,
		    "p%d@courriel.example", i), "k", &w.mailer, &d) == 0);
	at(d.expires - 5 * DAY);
	for (i = 0; i < 3; i++)
		if (fork() == 0) {
			struct reminders done;
			struct db *db = store_open(w.a, &w.conf, DB_WRITE);

			_exit(remind_run(db, &w.mailer, &done) == -1);
		}
	for (i = 0; i < 3; i++)
		CHECK(wait(&status) != -1 && status == 0);
	CHECK(world_int(&w, COUNT) == 20);
	CHECK(world_int(&w, "SELECT count(DISTINCT recipient) FROM mail WHERE "
	    "kind = 'effacement'") == 20);
}

/* An address that was told to be somebody else's gets no more. */
static void
test_reported(const struct dossier *d)
{
	struct mail *list;
	struct link link;
	const char *token;

	CHECK(mail_list(w.a, w.db, mail_before(w.db, 1), 1, &list) == 1);
	token = strstr(list[0].body, "/lien/") + 6;
	CHECK(link_find(w.a, w.db, arena_dupn(w.a, token, 64), &link) == 0);
	CHECK(link.dossier == d->id && link.state == LINK_VALID);
	CHECK(link_report(w.a, w.db, &link, &w.mailer) == 0);
	at(d->expires - 2 * DAY);
	CHECK_STR(run(), "0 0");
}

static void
test_tu(void)
{
	struct buf faults = BUF_INIT;
	const struct definition *list[2] = { definition_load(w.a,
	    conf_share(w.a, &w.conf, "schemas/programmes/cjs.xml"), &faults) };
	struct mailer mailer = w.mailer;
	struct dossier d;
	struct mail *mails;
	struct reminders done;

	CHECK_STR(buf_cstr(&faults), "");
	mailer.programmes = list;
	CHECK(draft_create(w.a, w.db, list[0], "ana@courriel.example", "tu",
	    &mailer, &d) == 0);
	at(d.expires - DAY);
	CHECK(remind_run(w.db, &mailer, &done) == 0 && done.day == 1);
	mail_list(w.a, w.db, mail_before(w.db, 2), 2, &mails);
	CHECK(strstr(mails[0].subject, "Ton brouillon") != NULL);
	CHECK(strstr(mails[1].subject, "Ton brouillon") != NULL);
	CHECK(strstr(mails[1].body, "vous") == NULL &&
	    strstr(mails[1].body, "Vous") == NULL);
	buf_free(&faults);
}

int
main(void)
{
	const int64_t now = 1795428672;
	struct dossier d, other;

	world_open(&w);
	at(now);
	CHECK(draft_create(w.a, w.db, w.cae, "lea@courriel.example", "a",
	    &w.mailer, &d) == 0);
	test_twice_each(&d);
	at(now);
	CHECK(draft_create(w.a, w.db, w.cae, "bob@courriel.example", "b",
	    &w.mailer, &other) == 0);
	test_reported(&other);
	forget();
	at(now);
	test_together();
	forget();
	at(now);
	test_tu();
	world_close(&w);
	return test_end();
}
