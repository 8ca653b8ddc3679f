/*
 * The decision on a file.  Its message is shown before it is sent, and what is
 * sent is what was shown: the form carries the digest of the message, and one
 * that would differ (an address changed, a model published meanwhile) is shown
 * again.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/post/mail.h"
#include "staff.h"

/* A decision on its way: what was chosen, and what the person will read. */
struct move {
	struct file	 file;
	const struct transition *move;
	const char	*reason;
	struct correction correction;	/* n 0: it is none */
	struct message	 message;
	int		 told;		/* there is a message */
};

int
page_decision(struct app *app, struct req *req, struct res *res)
{
	struct file f;
	int status;

	if (req->method == METHOD_POST)
		return page_dossier(app, req, res);
	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	return res_redirect(res, "/gestion/dossiers/%s", f.dossier.numero);
}

static int
write_message(struct app *app, struct req *req, struct move *d)
{
	int rc = 0;

	if (d->correction.n > 0)
		correction_message(req->arena, &d->correction,
		    &d->file.dossier, &app->mailer, &d->message);
	else
		rc = dossier_message(req->arena, d->file.definition,
		    &d->file.dossier, d->move->name, d->reason, &app->mailer,
		    &d->message);
	d->told = rc == 0;
	return rc == -1 ? -1 : 0;
}

/* changed: another message than this one was shown before. */
static int
show_message(struct app *app, struct req *req, struct res *res,
    const struct move *d, int changed)
{
	struct node *page = file_page(app, req, &d->file, d->move->label,
	    "candidature");
	size_t i;

	node_set(page, "decision", d->move->name);
	node_set(page, "libelle", d->move->label);
	node_set(page, "motif", d->reason);
	for (i = 0; i < d->correction.n; i++)
		node_set(node_add(page, "corriger"), "nom",
		    d->correction.fields[i]->name);
	if (d->told)
		message_show(req, page, &d->message);
	if (changed)
		node_set(page, "change", "1");
	return page_show(app, res, page, "decision", changed ? 409 : 200);
}

const char *
staff_move_wrong(struct app *app, struct req *req, struct db *db,
    const struct definition *def, const struct dossier *d,
    const struct transition *t)
{
	const char *text, *article;
	enum regle rule;

	text = contrat_move_wrong(req->arena, db, def, d, t->to, day_today(),
	    &rule);
	if (text == NULL)
		return NULL;
	article = regle_article(app->office.regles, rule);
	return article == NULL ? text : arena_fmt(req->arena, "%s (%s)", text,
	    article);
}

/* What is wrong with the form, each beside its question; 0 nothing is. */
static int
check(struct app *app, struct req *req, struct move *d,
    const char *errors[3])
{
	const char *name = req_form(req, "decision");

	if (name != NULL)
		d->move = definition_transition(d->file.definition, name);
	if (d->move == NULL || !str_eq(d->move->by, "equipe") ||
	    !transition_from(d->move, d->file.dossier.state)) {
		errors[0] = "Choisissez une décision";
		return 1;
	}
	errors[0] = staff_move_wrong(app, req, app->writer,
	    d->file.definition, &d->file.dossier, d->move);
	if (errors[0] != NULL)
		return 1;
	if (d->move->reason && *d->reason == '\0')
		errors[1] = "Écrivez le motif que la personne lira";
	else if (!str_eq(d->reason, page_safe(req->arena, d->reason)))
		errors[1] = "Le motif contient des caractères illisibles. "
		    "Saisissez-le de nouveau";
	else if (strlen(d->reason) > 4000)
		errors[1] = "Le motif doit faire 4\u202f000 caractères au plus";
	if (correction_is(d->move)) {
		correction_read(app, req, &d->file, d->reason,
		    &d->correction);
		if (d->correction.n == 0)
			errors[2] = "Cochez au moins une réponse à corriger";
	}
	return errors[1] != NULL || errors[2] != NULL;
}

static int
decide(struct app *app, struct req *req, const struct move *d)
{
	const struct actor actor = staff_actor(req);

	if (d->correction.n > 0)
		return correction_ask(app->writer, &d->correction,
		    &d->file.dossier, &actor, &d->message);
	return dossier_move_told(req->arena, app->writer, d->file.definition,
	    &d->file.dossier, d->move->name, &actor, d->reason, &app->mailer,
	    d->told ? &d->message : NULL);
}

/* Somebody was faster: what they did, beside what was about to be done. */
static int
too_late(struct app *app, struct req *req, struct res *res,
    const struct move *d, const char *meant)
{
	struct file now;
	int status;

	if ((status = file_open_id(app, req, app->writer, d->file.dossier.id,
	    &now)) != 0)
		return status;
	return page_conflict(app, req, res, &now, meant, d->reason);
}

int
post_decision(struct app *app, struct req *req, struct res *res)
{
	const char *errors[3] = { NULL, NULL, NULL }, *raw;
	const struct transition *t;
	struct move d = { .told = 0 };
	struct file now;
	int status, rc;

	if ((status = file_open(app, req, app->writer, &d.file)) != 0)
		return status;
	now = d.file;
	if ((status = staff_version(req, &d.file.dossier)) != 0)
		return status;
	raw = req_form(req, "motif");
	d.reason = raw == NULL ? "" : str_trim(req->arena, raw);
	if (d.file.dossier.version != now.dossier.version) {
		raw = req_form(req, "decision");
		t = raw == NULL ? NULL : definition_transition(
		    d.file.definition, raw);
		return too_late(app, req, res, &d, t != NULL ? t->label :
		    raw != NULL ? raw : "");
	}
	if (check(app, req, &d, errors) != 0)
		return dossier_show(app, req, res, &now, errors, 422);
	if (write_message(app, req, &d) == -1)
		return 500;
	if (req_form(req, "confirmer") == NULL)
		return show_message(app, req, res, &d, 0);
	if (d.told && !message_shown(req, &d.message))
		return show_message(app, req, res, &d, 1);
	if ((rc = decide(app, req, &d)) == -1)
		return 500;
	if (rc == 1)
		return too_late(app, req, res, &d, d.move->label);
	return res_redirect(res, "/gestion/dossiers/%s?fait=%s#contenu",
	    d.file.dossier.numero, d.move->name);
}
