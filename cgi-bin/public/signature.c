/*
 * A paper to read and to sign, or not: by the person in their own file, or by
 * a representative behind the link that was mailed to them, which opens this
 * paper and no other.  The whole text stands on the page; a code sent by
 * e-mail signs; reading and downloading change nothing.
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/paper/execution.h"
#include "public.h"

struct visit {
	struct document	 doc;
	struct signature slot;
	struct dossier	 dossier;
	const struct definition *definition;	/* NULL: not the person */
};

static int
show_door(struct app *app, struct req *req, struct res *res)
{
	return page_show(app, res, page_new(app, req,
	    "Rouvrez le lien reçu par e-mail", "aucun"), "signature-porte",
	    401);
}

/* The slot of whoever asks: 0, 1 none of theirs, -1. */
static int
find_slot(struct req *req, struct db *db, const char *code, struct visit *v)
{
	int rc;

	if (req->dossier != 0)
		return signature_of_person(req->arena, db, req->dossier, code,
		    &v->slot);
	rc = signature_find(req->arena, db, req->bearer->signature, &v->slot);
	return rc == 0 && !str_eq(v->slot.code, code) ? 1 : rc;
}

/* 0 when there is nothing more to do: *status is what the handler returns. */
static int
open_visit(struct app *app, struct req *req, struct res *res, struct db *db,
    struct visit *v, int *status)
{
	const char *code = code_read(req->arena, req->tail[0], CODE_DOCUMENT);
	int rc;

	memset(v, 0, sizeof(*v));
	if (req->dossier == 0 && req->bearer == NULL) {
		*status = show_door(app, req, res);
		return 0;
	}
	rc = code == NULL ? 1 : find_slot(req, db, code, v);
	if (rc == 0)
		rc = document_find(req->arena, db, v->slot.code, &v->doc);
	if (rc == 0)
		rc = dossier_by_id(req->arena, db, v->slot.dossier,
		    &v->dossier);
	*status = rc == 1 ? 404 : 500;
	if (rc == 0 && req->dossier != 0)
		v->definition = app_form(app, &v->dossier);
	return rc == 0;
}

static struct signing
signer(struct app *app, const struct visit *v)
{
	return (struct signing){ .office = &app->office,
		.mailer = &app->mailer, .identity = "",
		.actor = { 0, v->definition != NULL ? "personne" :
		"representant" } };
}

static const char *const may_words[] = {
	[SIGNING_MAY] = "peut", [SIGNING_DONE] = "signe",
	[SIGNING_CLOSED] = "ferme", [SIGNING_WAIT] = "attend",
	[SIGNING_AGE] = "age", [SIGNING_PAPER] = "papier",
	[SIGNING_ADDRESS] = "adresse", [SIGNING_LATE] = "tard",
	[SIGNING_PEN] = "main"
};

/* Who signs, in their order, and who has. */
static void
add_signers(struct app *app, struct req *req, struct node *page,
    const struct visit *v)
{
	struct signature *list;
	struct node *n;
	size_t i, total;

	total = signature_list(req->arena, app->reader, v->doc.code, &list);
	for (i = 0; i < total; i++) {
		n = node_add(page, "signataire");
		node_set(n, "role", signature_role(&app->office,
		    list[i].role));
		page_set(n, "nom", list[i].nom);
		node_set(n, "etat", list[i].state);
		page_set(n, "voie", list[i].way);
		if (list[i].at != 0)
			node_set(n, "le", time_iso(req->arena, list[i].at));
		if (list[i].id == v->slot.id)
			node_set(n, "moi", "1");
	}
}

static struct node *
visit_page(struct app *app, struct req *req, struct res *res,
    const struct visit *v, const char *title)
{
	const struct cooperative *coop;
	struct node *page, *n;

	page = v->definition != NULL ? page_journey(app, req, v->definition,
	    title) : page_new(app, req, title, "aucun");
	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	node_set(page, "code", v->doc.code);
	node_set(page, "numero", v->dossier.numero);
	node_set(page, "prenom", v->dossier.prenom);
	if (v->definition == NULL)
		node_set(page, "lien", "1");
	n = node_add(page, "document");
	node_set(n, "titre", v->doc.title);
	node_set(n, "etat", v->doc.state);
	node_set(n, "emis", time_iso(req->arena, v->doc.issued));
	node_set_int(n, "pages", v->doc.pages);
	node_set(n, "poids", file_size_french(req->arena, v->doc.size));
	coop = network_cooperative(app->network, v->dossier.cooperative);
	if (coop != NULL)
		node_copy(page, coop->node);
	return page;
}

/* The copy that all have signed, or that it is on its way. */
static void
add_copy(struct app *app, struct req *req, struct node *page,
    const struct visit *v)
{
	struct signature *list;
	struct execution e;
	struct node *n;
	size_t total;

	total = signature_list(req->arena, app->reader, v->doc.code, &list);
	if (!signature_complete(list, total))
		return;
	n = node_add(page, "copie");
	if (execution_find(req->arena, app->reader, v->doc.code, &e) != 0)
		return;
	node_set(n, "le", time_iso(req->arena, e.completed));
	node_set_int(n, "pages", e.pages);
	node_set(n, "poids", file_size_french(req->arena, e.size));
}

/* errors: of the sentence, of the code. */
static int
show(struct app *app, struct req *req, struct res *res, struct visit *v,
    const char *const errors[2], int status)
{
	const char *to = signature_address(req->arena, app->reader, &v->slot);
	const char *typed = req_form(req, "valeur");
	struct node *page;
	int may, version;

	may = signature_may(req->arena, app->reader, &app->office, &v->slot,
	    "electronique", day_today());
	if (may == -1 || to == NULL)
		return 500;
	page = visit_page(app, req, res, v, may == SIGNING_DONE ?
	    "Votre signature est enregistrée" : v->doc.title);
	node_set(page, "peut", may_words[may]);
	page_set(page, "courriel", signature_masked(req->arena, to));
	node_set(page, "phrase", signature_sentence(&app->office, &version));
	if (v->slot.at != 0)
		node_set(page, "le", time_iso(req->arena, v->slot.at));
	if (str_eq(v->slot.state, "refusee"))
		node_set(page, "refuse", "1");
	if (signature_code_waits(app->reader, &v->slot, req->token))
		node_set(page, "envoye", "1");
	if (req_query(req, "trop") != NULL)
		node_set(page, "trop", "1");
	if (req_form(req, "phrase") != NULL)
		node_set(page, "coche", "1");
	if (errors[0] != NULL)
		form_error(page, "phrase", errors[0]);
	if (errors[1] != NULL)
		form_error(page, "valeur", errors[1]);
	page_set(page, "erreur-phrase", errors[0]);
	page_set(page, "faute", errors[1]);
	page_set(page, "valeur", typed == NULL ? NULL :
	    page_safe(req->arena, typed));
	add_signers(app, req, page, v);
	add_copy(app, req, page, v);
	if (page_words(app, req, page, v->doc.code) == -1)
		return 500;
	return page_show(app, res, page, "signature", status);
}

static const char *const no_errors[2];

int
page_signature(struct app *app, struct req *req, struct res *res)
{
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	return show(app, req, res, &v, no_errors, 200);
}

int
post_signature_code(struct app *app, struct req *req, struct res *res)
{
	struct signing by;
	struct visit v;
	int status, rc;

	if (!open_visit(app, req, res, app->writer, &v, &status))
		return status;
	by = signer(app, &v);
	rc = signature_send_code(req->arena, app->writer, &by, &v.slot,
	    req->token);
	if (rc == -1)
		return 500;
	return res_redirect(res, "/signature/%s%s#signer", v.doc.code,
	    rc == 1 ? "?trop=1" : "");
}

/* The sentence ticked, and a code: what is wrong with them. */
static int
check(struct req *req, const char *errors[2])
{
	const char *typed = req_form(req, "valeur");

	if (req_form_count(req, "phrase") != 1 || !str_eq(req_form(req,
	    "phrase"), "oui"))
		errors[0] = "Cochez la case pour signer ce document";
	if (req_form_count(req, "valeur") != 1 ||
	    *str_trim(req->arena, typed) == '\0')
		errors[1] = "Recopiez le code reçu par e-mail";
	return errors[0] == NULL && errors[1] == NULL;
}

int
post_signature(struct app *app, struct req *req, struct res *res)
{
	const char *errors[2] = { NULL, NULL };
	struct signing by;
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->writer, &v, &status))
		return status;
	if (str_eq(v.slot.state, "signee"))
		return res_redirect(res, "/signature/%s#contenu", v.doc.code);
	if (!check(req, errors))
		return show(app, req, res, &v, errors, 422);
	by = signer(app, &v);
	switch (signature_sign_code(req->arena, app->writer, &by, &v.slot,
	    req_form(req, "valeur"), req->token)) {
	case 0:
	case 1:		/* over meanwhile: the page says why */
		return res_redirect(res, "/signature/%s#contenu", v.doc.code);
	case 2:
		errors[1] = "Ce code n’est pas le bon. Vérifiez le dernier "
		    "message reçu";
		return show(app, req, res, &v, errors, 422);
	case 3:
		errors[1] = "Ce code n’est plus valable. Demandez-en un autre";
		return show(app, req, res, &v, errors, 422);
	default:
		return 500;
	}
}

int
page_refus(struct app *app, struct req *req, struct res *res)
{
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	if (!str_eq(v.slot.state, "attendue"))
		return res_redirect(res, "/signature/%s#contenu", v.doc.code);
	return page_show(app, res, visit_page(app, req, res, &v,
	    "Ne pas signer ce document"), "refus", 200);
}

int
post_refus(struct app *app, struct req *req, struct res *res)
{
	struct signing by;
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->writer, &v, &status))
		return status;
	by = signer(app, &v);
	if (signature_refuse(req->arena, app->writer, &by, &v.slot,
	    "electronique") == -1)
		return 500;
	return res_redirect(res, "/signature/%s#contenu", v.doc.code);
}

int
file_signature(struct app *app, struct req *req, struct res *res)
{
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	return page_paper(app, req, res, &v.doc);
}

/* On the status page: what waits for the person, and what they may do. */
void
signature_add(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	struct document *list;
	struct signature s;
	struct node *n;
	size_t i, total;
	int may;

	total = document_list(req->arena, app->reader, d->id, &list);
	for (i = 0; i < total; i++) {
		if (!str_eq(list[i].state, "valide") ||
		    signature_of_person(req->arena, app->reader, d->id,
		    list[i].code, &s) != 0)
			continue;
		may = signature_may(req->arena, app->reader, &app->office, &s,
		    "electronique", day_today());
		if (may == -1 || may == SIGNING_DONE)
			continue;
		n = node_add(page, "a-signer");
		node_set(n, "titre", list[i].title);
		node_set(n, "code", list[i].code);
		node_set(n, "peut", may_words[may]);
	}
}
