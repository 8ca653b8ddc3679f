/*
 * What the person agreed to: the texts, when, and taking each back as easily
 * as it was given.  A decision has a page of its own, which asks for no
 * reason and does nothing until its button is pressed.  On paper: a receipt,
 * and the form that a young person hands to a representative.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "public.h"

struct mind {
	struct dossier	 dossier;
	struct accord_office office;
	struct own_consent *list;
	size_t		 n;
	const struct own_consent *one;	/* of the address */
};

static int
open_mind(struct app *app, struct req *req, struct db *db, struct mind *m)
{
	const struct definition *definition;
	int status;

	if ((status = own_open(app, req, &m->dossier, &definition)) != 0)
		return status;
	if (m->dossier.sent == 0)
		return 404;
	m->office = (struct accord_office){ .programme = definition,
		.network = app->network, .mailer = &app->mailer };
	m->n = accord_own(req->arena, db, definition, &m->dossier, &m->list);
	return 0;
}

/* The same, and the one that the address names. */
static int
open_one(struct app *app, struct req *req, struct db *db, struct mind *m)
{
	size_t i;
	int status;

	if ((status = open_mind(app, req, db, m)) != 0)
		return status;
	m->one = NULL;
	for (i = 0; i < m->n; i++)
		if (str_eq(m->list[i].field->name, req->tail[1]))
			m->one = &m->list[i];
	return m->one == NULL || !m->one->free ? 404 : 0;
}

static void
add_decision(struct req *req, struct node *page, const struct own_consent *c)
{
	struct node *n = node_add_text(page, "decision", c->last->text);

	node_set(n, "nom", c->field->name);
	node_set(n, "titre", c->title);
	node_set(n, "reponse", c->last->decision);
	node_set(n, "date", time_iso(req->arena, c->last->at));
	node_set_int(n, "version", c->last->version);
	if (c->free)
		node_set(n, "libre", "1");
	if (c->effect != NULL)
		node_set(n, "effet", c->effect);
}

void
consents_add(struct app *app, struct req *req, struct node *page,
    const struct definition *definition, const struct dossier *d)
{
	struct own_consent *list;

	if (accord_own(req->arena, app->reader, definition, d, &list) > 0)
		node_set(page, "accords", "1");
}

int
page_consentements(struct app *app, struct req *req, struct res *res)
{
	const struct definition *def;
	struct mind m;
	struct node *page;
	size_t i;
	int status;

	if ((status = open_mind(app, req, app->reader, &m)) != 0)
		return status;
	def = m.office.programme;
	page = own_page(app, req, res, def, &m.dossier, said(def,
	    "Vos accords", "Tes accords"));
	for (i = 0; i < m.n; i++)
		add_decision(req, page, &m.list[i]);
	if (may_withdraw(def, &m.dossier))
		node_set(page, "retrait", "1");
	if (accord_concerns(def))
		node_set(page, "representants", "1");
	return page_show(app, res, page, "consentements", 200);
}

int
page_consentement(struct app *app, struct req *req, struct res *res)
{
	const struct definition *def;
	struct mind m;
	struct node *page;
	int status;

	if ((status = open_one(app, req, app->reader, &m)) != 0)
		return status;
	def = m.office.programme;
	page = own_page(app, req, res, def, &m.dossier,
	    str_eq(m.one->last->decision, "oui") ? said(def,
	    "Retirer votre accord", "Retirer ton accord") : said(def,
	    "Donner votre accord", "Donner ton accord"));
	add_decision(req, page, m.one);
	/* given again, it is to the text of today */
	node_set(page, "texte", m.one->field->label);
	return page_show(app, res, page, "consentement", 200);
}

int
post_consentement(struct app *app, struct req *req, struct res *res)
{
	const char *answer = req_form(req, "reponse");
	struct mind m;
	int status, yes = answer != NULL && str_eq(answer, "oui");

	if ((status = open_one(app, req, app->writer, &m)) != 0)
		return status;
	if (!yes && (answer == NULL || !str_eq(answer, "retrait")))
		return 400;
	/* done already, in another window: the list says so */
	if (accord_own_decide(req->arena, app->writer, &m.office, &m.dossier,
	    m.one->field->name, yes) == -1)
		return 500;
	return res_redirect(res, "/suivi/%s/accords#contenu",
	    m.dossier.numero);
}

/* On paper. */

static int
receipt(struct app *app, struct req *req, struct buf *html, struct buf *pdf,
    struct mind *m)
{
	int status = open_mind(app, req, app->reader, m), rc;

	if (status != 0)
		return status;
	rc = decision_receipt(req->arena, app->reader, &app->office,
	    m->office.programme, &m->dossier, NULL, html, pdf);
	return rc == 0 ? 0 : rc == 1 ? 404 : 500;
}

int
page_recu_accords(struct app *app, struct req *req, struct res *res)
{
	struct mind m;

	return receipt(app, req, &res->body, NULL, &m);
}

int
file_recu_accords(struct app *app, struct req *req, struct res *res)
{
	struct mind m;
	int status = receipt(app, req, NULL, &res->body, &m);

	if (status == 0)
		res_attachment(res, req->arena, "application/pdf",
		    arena_fmt(req->arena, "recu-accords-%s.pdf",
		    m.dossier.numero));
	return status;
}

/* Nobody has answered for them yet, and they may. */
static int
is_awaited(const struct representant *r)
{
	return r->answered == 0 && r->ended == 0;
}

void
forms_add(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	struct accord_office office;
	struct representant *list;
	struct node *n;
	size_t i, total;

	if (app_accords(app, d->programme, &office) == -1)
		return;
	total = representant_list(req->arena, app->reader, d->id, &list);
	for (i = 0; i < total; i++) {
		if (!is_awaited(&list[i]))
			continue;
		n = node_add(page, "formulaire");
		node_set_int(n, "rang", list[i].rang);
		node_set(n, "nom", list[i].nom);
	}
}

static int
parent_form(struct app *app, struct req *req, struct buf *html,
    struct buf *pdf, const char **numero)
{
	const struct definition *definition;
	struct accord_office office;
	struct representant r;
	struct dossier d;
	long long rang;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (str_number(req->tail[1], 1, 2, &rang) == -1 ||
	    app_accords(app, d.programme, &office) == -1)
		return 404;
	rc = representant_by_rang(req->arena, app->reader, d.id, (int)rang,
	    &r);
	if (rc == 0 && is_awaited(&r))
		rc = decision_form(req->arena, app->reader, &app->office,
		    &office, &d, &r, 1, html, pdf);
	else if (rc == 0)
		rc = 1;
	*numero = d.numero;
	return rc == 0 ? 0 : rc == 1 ? 404 : 500;
}

int
page_formulaire_accord(struct app *app, struct req *req, struct res *res)
{
	const char *numero;

	return parent_form(app, req, &res->body, NULL, &numero);
}

int
file_formulaire_accord(struct app *app, struct req *req, struct res *res)
{
	const char *numero;
	int status = parent_form(app, req, NULL, &res->body, &numero);

	if (status == 0)
		res_attachment(res, req->arena, "application/pdf",
		    arena_fmt(req->arena, "formulaire-accord-%s.pdf",
		    numero));
	return status;
}
