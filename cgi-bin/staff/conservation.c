/*
 * How long a file is kept, and why: its term, what the person asks, a hold.
 * And, of all files, the requests that wait and the certificates of what was
 * erased.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/effacement.h"
#include "domain/dossier/gel.h"
#include "domain/proof/certificat.h"
#include "staff.h"

#define SHOWN	200	/* requests, certificates */

/* A day of an instant, as templates want it. */
static const char *
day_of(struct req *req, int64_t at)
{
	return day_iso(req->arena, time_local(at, NULL, NULL));
}

void
term_add(struct app *app, struct req *req, struct node *n,
    const struct file *f)
{
	const struct definition *def = app_programme(app, f->dossier.programme);
	const struct state *state = def == NULL ? NULL :
	    definition_state(def, f->dossier.state);
	struct term t;

	if (state == NULL || depart_term(req->arena, app->reader, def,
	    &f->dossier, &t) != 0)
		return;
	node_set(n, "garde", day_of(req, t.due));
	node_set(n, "garde-jours", depart_days(req->arena, t.agreed ?
	    state->agreed : state->erased));
	if (t.agreed)
		node_set(n, "garde-accord", "1");
	else
		page_set(n, "garde-raison", state->ground);
	if (*t.kept != '\0')
		node_set(n, "garde-bloque", "1");
}

/* The request that was made last, and how it was answered. */
static struct node *
add_request(struct req *req, struct node *page, const struct effacement *e)
{
	struct node *n = node_add_text(page, "demande", e->text);

	node_set_int(n, "id", e->id);
	node_set(n, "le", day_of(req, e->at));
	node_set(n, "limite", day_iso(req->arena, e->due));
	node_set(n, "etat", e->state);
	if (day_today() > e->due)
		node_set(n, "tard", "1");
	if (e->answered != 0)
		node_set(n, "repondu", day_of(req, e->answered));
	page_set(n, "par", e->author);
	page_set(n, "raison", e->reason);
	return n;
}

struct keeping {
	struct file	 file;
	struct form	 answer, hold;
	struct effacement last;
	int		 asked;		/* and waits */
	const char	*kept;		/* why it cannot be erased, "" */
};

static void
open_form(struct app *app, struct req *req, struct form *f, const char *step)
{
	*f = (struct form){ .definition = app->echange,
		.step = definition_step(app->echange, step),
		.answers = answers_new(req->arena, app->echange) };
}

static int
open_keeping(struct app *app, struct req *req, struct db *db,
    struct keeping *k)
{
	int status, rc;

	if ((status = file_open(app, req, db, &k->file)) != 0)
		return status;
	open_form(app, req, &k->answer, "effacement");
	open_form(app, req, &k->hold, "gel");
	rc = effacement_last(req->arena, db, k->file.dossier.id, &k->last);
	k->asked = rc == 0 && str_eq(k->last.state, "demande");
	if (rc != 0)
		k->last.id = 0;
	k->kept = depart_kept(req->arena, db, k->file.dossier.id);
	return rc == -1 || k->kept == NULL ? 500 : 0;
}

static int
show(struct app *app, struct req *req, struct res *res, struct keeping *k,
    int status)
{
	struct node *page = file_page(app, req, &k->file, "Conservation",
	    "conservation"), *n;
	struct gel *holds;
	size_t i, max;

	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (k->last.id != 0)
		add_request(req, page, &k->last);
	page_set(page, "bloque", k->kept);
	max = gel_list(req->arena, app->reader, k->file.dossier.id, &holds);
	for (i = 0; i < max; i++) {
		n = node_add_text(page, "gele", holds[i].reason);
		node_set(n, "par", holds[i].author);
		node_set(n, "le", day_of(req, holds[i].at));
		if (holds[i].lifted != 0) {
			node_set(n, "leve", day_of(req, holds[i].lifted));
			node_set(n, "leve-par", holds[i].lifted_by);
		}
	}
	if (k->asked)
		form_fields(app, req, page, &k->answer);
	if (max > 0 && holds[0].lifted == 0)
		node_set(page, "gele", "1");
	else
		form_fields(app, req, page, &k->hold);
	return page_show(app, res, page, "conservation", status);
}

int
page_conservation(struct app *app, struct req *req, struct res *res)
{
	struct keeping k;
	int status;

	if ((status = open_keeping(app, req, app->reader, &k)) != 0)
		return status;
	if (req->method == METHOD_POST) {
		form_read(req, &k.answer);
		form_read(req, &k.hold);
	}
	k.answer.quiet = k.hold.quiet = 1;
	return show(app, req, res, &k, 200);
}

int
post_gel(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct check_context context = form_context(app, req, app->echange);
	struct keeping k;
	int status, rc;

	if ((status = open_keeping(app, req, app->writer, &k)) != 0)
		return status;
	form_read(req, &k.hold);
	k.answer.quiet = 1;
	if (req_form(req, "lever") != NULL)
		rc = gel_lift(app->writer, k.file.dossier.numero, &actor);
	else if (answers_check(k.hold.answers, k.hold.step, &context) > 0)
		return show(app, req, res, &k, 422);
	else
		rc = gel_set(app->writer, k.file.dossier.numero,
		    answers_value(k.hold.answers, "motif-gel", 0), &actor);
	/* 1: somebody did it meanwhile; the page tells */
	return rc == -1 ? 500 : res_redirect(res,
	    "/gestion/dossiers/%s/conservation#contenu",
	    k.file.dossier.numero);
}

/* The message of the answer, before it goes and the file with it. */
static int
show_message(struct app *app, struct req *req, struct res *res,
    const struct keeping *k, const struct message *m, const char *answer,
    const char *reason)
{
	int changed = req_form(req, "confirmer") != NULL;
	struct node *page = file_page(app, req, &k->file,
	    "Effacement\u00a0: message à relire", "conservation");

	message_show(req, page, m);
	node_set(page, "reponse", answer);
	node_add_text(page, "saisi", reason == NULL ? "" :
	    page_safe(req->arena, reason));
	if (changed)
		node_set(page, "change", "1");
	return page_show(app, res, page, "conservation-apercu", changed ? 409 :
	    200);
}

/* It was answered, or is not to be erased: what the answer leads to. */
static int
answer(struct app *app, struct req *req, struct res *res, struct keeping *k,
    const char *reason)
{
	const struct definition *def = app_programme(app,
	    k->file.dossier.programme);
	const struct actor actor = staff_actor(req);
	int rc;

	if (def == NULL)
		return 500;
	rc = effacement_answer(req->arena, app->writer, def, &k->file.dossier,
	    k->last.id, reason, &actor, &app->mailer);
	if (rc == -1)
		return 500;
	if (rc == 2)
		return show(app, req, res, k, 409);
	return rc == 0 && reason == NULL ? res_redirect(res,
	    "/gestion/effacements?fait=1#contenu") : res_redirect(res,
	    "/gestion/dossiers/%s/conservation#contenu",
	    k->file.dossier.numero);
}

int
post_effacement(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->echange);
	const char *reason = NULL, *chosen;
	struct keeping k;
	struct message m;
	int status;

	if ((status = open_keeping(app, req, app->writer, &k)) != 0)
		return status;
	form_read(req, &k.answer);
	k.hold.quiet = 1;
	if (!k.asked)
		return show(app, req, res, &k, 409);
	if (answers_check(k.answer.answers, k.answer.step, &context) > 0)
		return show(app, req, res, &k, 422);
	chosen = answers_value(k.answer.answers, "reponse", 0);
	if (req_form(req, "reprendre") != NULL)
		return show(app, req, res, &k, 200);
	if (str_eq(chosen, "refuse"))
		reason = answers_value(k.answer.answers, "motif-effacement",
		    0);
	else if (*k.kept != '\0')
		return show(app, req, res, &k, 409);
	effacement_message(req->arena, &app->mailer, &k.file.dossier, reason,
	    &m);
	if (req_form(req, "confirmer") == NULL || !message_shown(req, &m))
		return show_message(app, req, res, &k, &m, chosen, reason);
	return answer(app, req, res, &k, reason);
}

int
page_effacements(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Effacements", "gestion"), *n;
	const char *scope = account_scope(req->arena, req->account,
	    RIGHT_READ | RIGHT_AUDIT, "");
	struct certificat *done;
	struct effacement *list;
	size_t i, max;

	if (req_query(req, "fait") != NULL)
		node_set(page, "fait", "1");
	/* who administers the network opens no file */
	if (!str_eq(scope, "-")) {
		node_set(page, "lit", "1");
		max = effacement_waiting(req->arena, app->reader, scope,
		    SHOWN, &list);
		for (i = 0; i < max; i++)
			node_set(add_request(req, page, &list[i]), "numero",
			    list[i].numero);
	}
	max = certificat_list(req->arena, app->reader, SHOWN, &done);
	for (i = 0; i < max; i++) {
		n = node_add(page, "certificat");
		node_set_int(n, "numero", done[i].id);
		node_set(n, "le", day_of(req, done[i].at));
		node_set_int(n, "dossiers", done[i].files);
	}
	return page_show(app, res, page, "effacements", 200);
}

int
file_certificat(struct app *app, struct req *req, struct res *res)
{
	struct certificat c;
	long long number;
	int rc;

	if (str_number(req->tail[0], 1, INT64_MAX / 16, &number) == -1)
		return 404;
	rc = certificat_find(req->arena, app->reader, number, &c);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	buf_str(&res->body, certificat_file(req->arena, &c));
	res_attachment(res, req->arena, "text/plain; charset=utf-8",
	    arena_fmt(req->arena, "certificat-effacement-%lld.txt", number));
	return 0;
}
