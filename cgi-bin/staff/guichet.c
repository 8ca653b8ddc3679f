/*
 * The desk: a member of staff has looked at a paper of identity and hands
 * over the screen.  From then on it shows one document and nothing else, for
 * half an hour: the session of staff is closed, and coming back needs the
 * password.  The person reads, signs or does not; staff never do it for them.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/signature/signature.h"
#include "staff.h"

#define NAME_MAX	200	/* characters */

/* Slots that may be signed here: the person's, and representatives'. */
static int
at_desk(struct app *app, struct req *req, struct db *db,
    const struct signature *s)
{
	return !str_eq(s->role, "cooperative") && signature_may(req->arena,
	    db, &app->office, s, "guichet", day_today()) == SIGNING_MAY;
}

static const char *
typed(struct req *req, const char *name)
{
	const char *s = req_form(req, name);

	return s == NULL ? "" : str_trim(req->arena, page_safe(req->arena, s));
}

static int
show_choice(struct app *app, struct req *req, struct res *res,
    const struct document *doc, const struct file *f,
    const char *const errors[2], int status)
{
	const struct choice *kinds;
	struct signature *list;
	struct node *page, *n;
	size_t i, total;

	page = document_page(app, req, doc, f, "Faire signer sur place");
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (errors[0] != NULL)
		form_error(page, "slot", errors[0]);
	if (errors[1] != NULL)
		form_error(page, "identite", errors[1]);
	page_set(page, "erreur-slot", errors[0]);
	page_set(page, "erreur-identite", errors[1]);
	total = signature_list(req->arena, app->reader, doc->code, &list);
	for (i = 0; i < total; i++) {
		if (!at_desk(app, req, app->reader, &list[i]))
			continue;
		n = node_add(page, "case");
		node_set_int(n, "id", list[i].id);
		node_set(n, "role", signature_role(&app->office,
		    list[i].role));
		page_set(n, "nom", list[i].nom);
		if (str_eq(typed(req, "slot"), arena_fmt(req->arena, "%lld",
		    (long long)list[i].id)))
			node_set(n, "coche", "1");
	}
	kinds = signature_identities(&app->office, &total);
	for (i = 0; i < total; i++) {
		if (str_eq(kinds[i].value, "compte"))
			continue;	/* that is the cooperative's */
		n = node_add(page, "identite");
		node_set(n, "valeur", kinds[i].value);
		node_set(n, "libelle", kinds[i].label);
		if (str_eq(typed(req, "identite"), kinds[i].value))
			node_set(n, "coche", "1");
	}
	return page_show(app, res, page, "guichet-choix", status);
}

static const char *const no_errors[2];

int
page_guichet_choix(struct app *app, struct req *req, struct res *res)
{
	struct document doc;
	struct file f;
	int status;

	if ((status = document_open(app, req, app->reader, &doc, &f)) != 0)
		return status;
	return show_choice(app, req, res, &doc, &f, no_errors, 200);
}

static int
known_identity(struct app *app, const char *value)
{
	const struct choice *kinds;
	size_t i, n;

	kinds = signature_identities(&app->office, &n);
	for (i = 0; i < n; i++)
		if (str_eq(kinds[i].value, value))
			return !str_eq(value, "compte");
	return 0;
}

int
post_guichet_choix(struct app *app, struct req *req, struct res *res)
{
	const char *errors[2] = { NULL, NULL };
	struct signature s = { 0 };
	struct document doc;
	struct file f;
	long long id;
	int status;

	if ((status = document_open(app, req, app->writer, &doc, &f)) != 0)
		return status;
	if (str_number(typed(req, "slot"), 1, INT64_MAX / 2, &id) == -1 ||
	    signature_find(req->arena, app->writer, id, &s) != 0 ||
	    !str_eq(s.code, doc.code) || !at_desk(app, req, app->writer, &s))
		errors[0] = "Choisissez qui signe";
	if (!known_identity(app, typed(req, "identite")))
		errors[1] = "Choisissez la pièce d’identité que vous avez "
		    "regardée";
	if (errors[0] != NULL || errors[1] != NULL)
		return show_choice(app, req, res, &doc, &f, errors, 422);
	if (page_hand_over(app, req, res, signing_open(req->arena,
	    app->writer, s.id, req->account->id, typed(req,
	    "identite"))) == -1)
		return 500;
	return res_redirect(res, "/gestion/guichet#contenu");
}

/*
 * The screen of whoever signs.
 */
struct visit {
	struct signature slot;
	struct document	 doc;
	struct dossier	 dossier;
	struct account	 staff;
};

/* 0 when there is nothing more to do: *status is what the handler returns. */
static int
open_visit(struct req *req, struct res *res, struct db *db, struct visit *v,
    int *status)
{
	int rc;

	memset(v, 0, sizeof(*v));
	if (req->bearer == NULL) {
		*status = res_redirect(res, "/gestion/guichet/fini#contenu");
		return 0;
	}
	rc = signature_find(req->arena, db, req->bearer->signature, &v->slot);
	if (rc == 0)
		rc = document_find(req->arena, db, v->slot.code, &v->doc);
	if (rc == 0)
		rc = dossier_by_id(req->arena, db, v->slot.dossier,
		    &v->dossier);
	if (rc == 0)
		rc = account_by_id(req->arena, db, req->bearer->account,
		    &v->staff);
	*status = rc == 1 ? 404 : 500;
	return rc == 0;
}

static int
show_desk(struct app *app, struct req *req, struct res *res,
    struct visit *v, const char *const errors[2], int status)
{
	struct node *page;
	int version;

	page = page_new(app, req, v->doc.title, "aucun");
	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	node_set(page, "code", v->doc.code);
	page_set(page, "nom", v->slot.nom);
	node_set(page, "role", signature_role(&app->office, v->slot.role));
	node_set(page, "equipe", v->staff.name);
	node_set(page, "phrase", signature_sentence(&app->office, &version));
	if (*v->slot.nom == '\0')
		node_set(page, "nommer", "1");
	page_set(page, "saisi", typed(req, "nom"));
	if (req_form(req, "phrase") != NULL)
		node_set(page, "coche", "1");
	if (errors[0] != NULL)
		form_error(page, "phrase", errors[0]);
	if (errors[1] != NULL)
		form_error(page, "nom", errors[1]);
	page_set(page, "erreur-phrase", errors[0]);
	page_set(page, "erreur-nom", errors[1]);
	if (page_words(app, req, page, v->doc.code) == -1)
		return 500;
	return page_show(app, res, page, "guichet", status);
}

int
page_guichet(struct app *app, struct req *req, struct res *res)
{
	struct visit v;
	int status;

	if (!open_visit(req, res, app->reader, &v, &status))
		return status;
	return show_desk(app, req, res, &v, no_errors, 200);
}

/* It is over: this screen opens nothing any more. */
static int
close_desk(struct app *app, struct req *req, struct res *res)
{
	page_logout(app, req, res);
	return res_redirect(res, "/gestion/guichet/fini#contenu");
}

static struct signing
signer(struct app *app, const struct req *req, const struct visit *v)
{
	return (struct signing){ .office = &app->office,
		.mailer = &app->mailer, .identity = req->bearer->identity,
		.actor = { v->staff.id, v->staff.name } };
}

int
post_guichet(struct app *app, struct req *req, struct res *res)
{
	const char *errors[2] = { NULL, NULL };
	int refuses = req_form(req, "refus") != NULL, status, rc;
	struct signing by;
	struct visit v;

	if (!open_visit(req, res, app->writer, &v, &status))
		return status;
	if (!refuses && (req_form_count(req, "phrase") != 1 ||
	    !str_eq(req_form(req, "phrase"), "oui")))
		errors[0] = "Cochez la case pour signer ce document";
	if (*v.slot.nom == '\0' && (*typed(req, "nom") == '\0' ||
	    utf8_length(typed(req, "nom")) > NAME_MAX))
		errors[1] = "Indiquez vos prénom et nom";
	if (errors[0] != NULL || errors[1] != NULL)
		return show_desk(app, req, res, &v, errors, 422);
	by = signer(app, req, &v);
	if (*v.slot.nom == '\0')
		by.name = typed(req, "nom");
	rc = refuses ? signature_refuse(req->arena, app->writer, &by, &v.slot,
	    "guichet") : signature_sign_desk(req->arena, app->writer, &by,
	    &v.slot);
	if (rc == -1)
		return 500;
	return close_desk(app, req, res);
}

/* Nothing of anybody stands here. */
int
page_guichet_fini(struct app *app, struct req *req, struct res *res)
{
	return page_show(app, res, page_new(app, req,
	    "Rendez l’appareil à l’équipe", "aucun"), "guichet-fini", 200);
}
