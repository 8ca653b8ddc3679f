/*
 * purge: expired drafts and old codes go whole, and nothing else does.
 */
#include <stdio.h>
#include <string.h>

#include "domain/access/access.h"
#include "domain/dossier/purge.h"
#include "test.h"
#include "world.h"

#define DAY	(INT64_C(24) * 60 * 60)

static struct world w;
static const struct definition *const nothing[] = { NULL };

static void
at(int64_t instant)
{
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)instant), 1);
}

int
main(void)
{
	const int64_t now = 1795428672;
	struct dossier draft, sent;
	struct answers *answers;
	struct purge done;
	int64_t expires;

	world_open(&w);
	at(now);
	answers = world_draft(&w, "autre", "Léa", "Petit", &sent);
	CHECK(dossier_submit(w.a, w.db, w.cae, answers, &w.mailer,
	    &sent) == 0);
	CHECK(draft_create(w.a, w.db, w.cae, "ana@courriel.example", "clé",
	    &w.mailer, &draft) == 0);
	CHECK(code_send(w.a, w.db, draft.numero, draft.email, "x",
	    &w.mailer) == 0);
	CHECK(code_send(w.a, w.db, sent.numero, sent.email, "x",
	    &w.mailer) == 0);

	expires = draft.expires;
	/* on the day told to the person, all is there */
	at(expires);
	CHECK(purge_run(w.db, nothing, &done) == 0 && done.drafts == 0);
	CHECK(done.codes == 2);
	CHECK(world_int(&w, "SELECT count(*) FROM onetime") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE body LIKE "
	    "'%30\xc2\xa0minutes%'") == 0);
	CHECK(dossier_by_id(w.a, w.db, draft.id, &draft) == 0);

	at(expires + DAY);
	CHECK(purge_run(w.db, nothing, &done) == 0 && done.drafts == 1);
	CHECK(dossier_by_id(w.a, w.db, draft.id, &draft) == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM brouillon WHERE "
	    "form = 'cae'") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE recipient = "
	    "'ana@courriel.example'") == 0);

	/* what was sent stays, with its record and its messages */
	at(expires + 4000 * DAY);
	CHECK(purge_run(w.db, nothing, &done) == 0 && done.drafts == 0);
	CHECK(dossier_by_id(w.a, w.db, sent.id, &sent) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM record") == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE recipient = "
	    "'lea@courriel.example'") > 0);
	world_close(&w);
	return test_end();
}
