/*
 * A minor's legal representative: what it is about, who they are, one
 * decision a page, the answers read over and sent, a receipt, and taking an
 * agreement back.  Nothing is ticked beforehand; a refusal is one answer like
 * the other.  No page shows more of the young person than the request needs.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/session/session.h"
#include "public.h"

/* One request of a representative. */
struct visit {
	struct accord_office office;
	struct representant r;
	struct dossier	 dossier;
	struct form	 form;
	struct accord	*list;
	size_t		 n;
};

/* A page that says whose request this is; the session, when there is one. */
static struct node *
visit_page(struct app *app, struct req *req, struct res *res,
    const struct visit *v, const char *title)
{
	const struct cooperative *coop;
	struct node *page, *n;

	page = page_new(app, req, title, "aucun");
	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	node_set(page, "prenom", v->dossier.prenom);
	node_set(page, "numero", v->dossier.numero);
	node_set(page, "programme", v->dossier.programme);
	page_programme(app, page, v->dossier.programme);
	node_set(page, "intitule", v->office.programme->title);
	n = node_add(page, "representant");
	node_set(n, "nom", v->r.nom);
	node_set_int(n, "rang", v->r.rang);
	node_set(n, "avant", day_iso(req->arena, time_local(v->r.deadline,
	    NULL, NULL)));
	if (v->r.answered != 0)
		node_set(n, "repondu", time_iso(req->arena, v->r.answered));
	coop = network_cooperative(app->network, v->dossier.cooperative);
	if (coop != NULL)
		node_copy(page, coop->node);
	return page;
}

static void
add_session(struct app *app, struct req *req, struct node *page,
    const struct visit *v)
{
	const char *field = v->office.programme->age.session;
	struct session s;
	struct tree *t;
	const char *code;

	if (field == NULL || (t = record_latest(req->arena, app->reader,
	    v->dossier.id, v->dossier.programme, NULL, NULL)) == NULL)
		return;
	code = node_value(req->arena, node_child(tree_root(t), "reponses"),
	    field);
	if (code != NULL && session_find(req->arena, app->reader, code,
	    &s) == 0)
		session_node(req->arena, page, &s, day_today());
}

/* What each decision is and how it stands. */
static void
add_decisions(struct req *req, struct node *page, const struct visit *v)
{
	const struct decision *last;
	const struct accord *c;
	struct node *n;
	size_t i;

	for (i = 0; i < v->n; i++) {
		c = &v->list[i];
		if (!c->asked->by_parent)
			continue;
		n = node_add(page, "decision");
		node_set(n, "nom", c->asked->name);
		node_set(n, "titre", c->asked->title);
		node_set_int(n, "version", c->asked->version);
		if (c->asked->optional)
			node_set(n, "facultatif", "1");
		if (c->holders == 2)
			node_set(n, "deux", "1");
		if (c->lapsed[v->r.rang - 1] != NULL) {
			node_set(n, "redemande", "1");
			node_set(page, "redemande", "1");
		}
		last = c->parent[v->r.rang - 1];
		if (last == NULL)
			continue;
		node_set(n, "reponse", last->decision);
		node_set(n, "date", time_iso(req->arena, last->at));
		node_set_int(n, "version", last->version);
		node_set(n, "canal", last->channel);
		node_append(node_add(n, "lu"), last->text);
	}
}

static int
show_door(struct app *app, struct req *req, struct res *res)
{
	return page_show(app, res, page_new(app, req,
	    "Rouvrez le lien reçu par e-mail", "aucun"), "accord-porte", 401);
}

static int
show_over(struct app *app, struct req *req, struct res *res,
    const struct visit *v)
{
	return page_show(app, res, visit_page(app, req, res, v,
	    "Votre accès est terminé"), "accord-fini", 200);
}

/* The rows and the form of the session; 0 or a status. */
static int
load_visit(struct app *app, struct req *req, struct db *db, struct visit *v)
{
	int rc;

	rc = representant_find(req->arena, db, req->representant, &v->r);
	if (rc == 0)
		rc = dossier_by_id(req->arena, db, v->r.dossier, &v->dossier);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	if (app_accords(app, v->dossier.programme, &v->office) == -1)
		return 404;
	v->form.definition = v->office.forms[v->r.rang - 1];
	v->form.answers = answers_new(req->arena, v->form.definition);
	v->n = accord_list(req->arena, db, v->office.programme,
	    app->network, &v->dossier, &v->list);
	return accord_load(db, &v->r, v->form.answers) == 0 ? 0 : 500;
}

/*
 * Who is here and what for.  0 when there is nothing more to do: *status is
 * what the handler returns.
 */
static int
open_visit(struct app *app, struct req *req, struct res *res,
    struct db *db, struct visit *v, int *status)
{
	int32_t birth;

	memset(v, 0, sizeof(*v));
	if (req->representant == 0) {
		*status = show_door(app, req, res);
		return 0;
	}
	if ((*status = load_visit(app, req, db, v)) != 0)
		return 0;
	birth = dossier_birth(req->arena, db, v->office.programme,
	    &v->dossier);
	if (v->r.ended == 0 && is_minor(birth, day_today()))
		return 1;
	*status = show_over(app, req, res, v);
	return 0;
}

/* The first page that is not right yet. */
static const struct step *
unfinished(struct app *app, struct req *req, struct visit *v)
{
	struct check_context context;
	const struct step *step;

	context = form_context(app, req, v->form.definition);
	for (step = step_after(&v->form, NULL); step != NULL;
	    step = step_after(&v->form, step))
		if (answers_check(v->form.answers, step, &context) > 0)
			return step;
	return NULL;
}

int
page_accord(struct app *app, struct req *req, struct res *res)
{
	const struct step *first;
	const char *explained;
	struct visit v;
	struct node *page;
	int status;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	page = visit_page(app, req, res, &v, v.r.answered != 0 ?
	    "Votre réponse" : arena_fmt(req->arena,
	    "%s a besoin de votre réponse", v.dossier.prenom));
	if ((first = unfinished(app, req, &v)) == NULL)
		first = step_after(&v.form, NULL);
	node_set(page, "suite", first->name);
	node_set(page, "regle", accord_rule(req->arena, app->network,
	    &explained));
	if (*explained != '\0')
		node_add_text(page, "explication", explained);
	add_session(app, req, page, &v);
	add_decisions(req, page, &v);
	return page_show(app, res, page, "accord", 200);
}

/* Pages of the form. */

static int
open_step(struct app *app, struct req *req, struct res *res, struct db *db,
    struct visit *v, int *status)
{
	if (!open_visit(app, req, res, db, v, status))
		return 0;
	v->form.step = definition_step(v->form.definition, req->tail[0]);
	*status = 404;
	return v->form.step != NULL;
}

static int
returns(const struct req *req)
{
	const char *s = req->method == METHOD_POST ?
	    req_form(req, "retour") : req_query(req, "retour");

	return s != NULL && str_eq(s, "verifier");
}

static int
show_step(struct app *app, struct req *req, struct res *res,
    struct visit *v, int status)
{
	const struct asked_consent *c = definition_consent(
	    v->office.programme, v->form.step->name);
	struct node *page;

	page = visit_page(app, req, res, v, v->form.step->title);
	node_set(page, "etape", v->form.step->name);
	if (v->form.step->intro != NULL)
		node_set(page, "intro", v->form.step->intro);
	if (returns(req))
		node_set(page, "retour", "verifier");
	if (c != NULL) {
		node_copy(page, c->text);
		if (c->optional)
			node_set(page, "facultatif", "1");
	}
	form_fields(app, req, page, &v->form);
	return page_show(app, res, page, "accord-etape", status);
}

int
page_accord_etape(struct app *app, struct req *req, struct res *res)
{
	struct visit v;
	int status;

	if (!open_step(app, req, res, app->reader, &v, &status))
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &v.form);
	else
		v.form.quiet = 1;
	return show_step(app, req, res, &v, 200);
}

int
post_accord_etape(struct app *app, struct req *req, struct res *res)
{
	struct check_context context;
	const struct step *next;
	struct visit v;
	size_t errors;
	int status;

	if (!open_step(app, req, res, app->writer, &v, &status))
		return status;
	form_read(req, &v.form);
	context = form_context(app, req, v.form.definition);
	errors = answers_check(v.form.answers, v.form.step, &context);
	if (errors > 0)
		return show_step(app, req, res, &v, 422);
	if (accord_keep(app->writer, &v.r, v.form.step, v.form.answers) == -1)
		return 500;
	/* what was answered before a change is not asked for again */
	next = unfinished(app, req, &v);
	if (next == NULL || returns(req))
		return res_redirect(res, "/accord/verifier#contenu");
	return res_redirect(res, "/accord/%s#contenu", next->name);
}

int
page_accord_verifier(struct app *app, struct req *req, struct res *res)
{
	const struct step *step, *todo;
	struct node *page, *section;
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	if ((todo = unfinished(app, req, &v)) != NULL)
		return res_redirect(res, "/accord/%s#contenu", todo->name);
	page = visit_page(app, req, res, &v,
	    "Vérifiez vos réponses avant de les envoyer");
	for (step = step_after(&v.form, NULL); step != NULL;
	    step = step_after(&v.form, step)) {
		section = node_add(page, "section");
		node_set(section, "nom", step->name);
		node_set(section, "titre", step->title);
		node_set(section, "adresse", arena_fmt(req->arena,
		    "/accord/%s?retour=verifier", step->name));
		v.form.step = step;
		form_summary(req, section, &v.form);
	}
	return page_show(app, res, page, "accord-verifier", 200);
}

int
post_accord_verifier(struct app *app, struct req *req, struct res *res)
{
	static const struct accord_source web = { "web",
	    { 0, "representant" }, "" };
	const struct step *todo;
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->writer, &v, &status))
		return status;
	/* sent already, and nothing typed since: the first result again */
	if (v.r.answered != 0 && answers_raw(v.form.answers, "nom", 0) == NULL)
		return res_redirect(res, "/accord/recu#contenu");
	if ((todo = unfinished(app, req, &v)) != NULL)
		return res_redirect(res, "/accord/%s#contenu", todo->name);
	switch (accord_send(req->arena, app->writer, &v.office, &v.dossier,
	    &v.r, v.form.answers, &web)) {
	case 0:
		return res_redirect(res, "/accord/recu#contenu");
	case 1:
		return res_redirect(res, "/accord#contenu");
	default:
		return 500;
	}
}

int
page_accord_recu(struct app *app, struct req *req, struct res *res)
{
	struct visit v;
	struct node *page;
	size_t i;
	int status, no = 0, awaited = 0;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	if (v.r.answered == 0)
		return res_redirect(res, "/accord#contenu");
	for (i = 0; i < v.n; i++)
		if (!v.list[i].asked->optional && v.list[i].state ==
		    ACCORD_AWAITED)
			awaited = 1;
	for (i = 0; i < v.n; i++)
		if (!v.list[i].asked->optional && v.list[i].parent[v.r.rang -
		    1] != NULL && !str_eq(v.list[i].parent[v.r.rang -
		    1]->decision, "oui"))
			no = 1;
	page = visit_page(app, req, res, &v, no ?
	    "Votre refus est enregistré" : "Votre accord est enregistré");
	if (no)
		node_set(page, "refus", "1");
	if (awaited)
		node_set(page, "attendu", "1");
	add_decisions(req, page, &v);
	return page_show(app, res, page, "accord-recu", 200);
}

/* The same on paper, and the form to answer by hand. */

enum sheet { RECEIPT, FORM };

static int
answer_sheet(struct app *app, struct req *req, struct res *res,
    enum sheet sheet, int as_pdf)
{
	struct buf *html = as_pdf ? NULL : &res->body;
	struct buf *pdf = as_pdf ? &res->body : NULL;
	struct visit v;
	int status, rc;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	/* the family name is for those who have said who they are */
	rc = sheet == RECEIPT ? decision_receipt(req->arena, app->reader,
	    &app->office, v.office.programme, &v.dossier, &v.r, html, pdf) :
	    decision_form(req->arena, app->reader, &app->office, &v.office,
	    &v.dossier, &v.r, v.r.answered != 0, html, pdf);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	if (as_pdf)
		res_attachment(res, req->arena, "application/pdf",
		    arena_fmt(req->arena, "%s-%s.pdf", sheet == RECEIPT ?
		    "recu-accords" : "formulaire-accord", v.dossier.numero));
	return 0;
}

int
page_accord_papier(struct app *app, struct req *req, struct res *res)
{
	return answer_sheet(app, req, res, RECEIPT, 0);
}

int
file_accord_recu(struct app *app, struct req *req, struct res *res)
{
	return answer_sheet(app, req, res, RECEIPT, 1);
}

int
page_accord_formulaire(struct app *app, struct req *req, struct res *res)
{
	return answer_sheet(app, req, res, FORM, 0);
}

int
file_accord_formulaire(struct app *app, struct req *req, struct res *res)
{
	return answer_sheet(app, req, res, FORM, 1);
}

/* Taking back. */

static const struct accord *
given(const struct visit *v, const char *name)
{
	const struct decision *last;
	size_t i;

	for (i = 0; i < v->n; i++) {
		last = v->list[i].parent[v->r.rang - 1];
		if (str_eq(v->list[i].asked->name, name) && last != NULL &&
		    str_eq(last->decision, "oui"))
			return &v->list[i];
	}
	return NULL;
}

int
page_accord_retrait(struct app *app, struct req *req, struct res *res)
{
	const struct accord *c;
	struct visit v;
	struct node *page;
	int status;

	if (!open_visit(app, req, res, app->reader, &v, &status))
		return status;
	if ((c = given(&v, req->tail[0])) == NULL)
		return res_redirect(res, "/accord#contenu");
	page = visit_page(app, req, res, &v, "Retirer votre accord");
	node_set(page, "nom", c->asked->name);
	node_set(page, "objet", c->asked->title);
	if (c->asked->optional)
		node_set(page, "facultatif", "1");
	if (c->asked->taken_back != NULL)
		node_set(page, "effet", c->asked->taken_back);
	return page_show(app, res, page, "accord-retrait", 200);
}

int
post_accord_retrait(struct app *app, struct req *req, struct res *res)
{
	struct visit v;
	int status;

	if (!open_visit(app, req, res, app->writer, &v, &status))
		return status;
	if (given(&v, req->tail[0]) != NULL && accord_withdraw(req->arena,
	    app->writer, &v.office, &v.dossier, &v.r, req->tail[0]) == -1)
		return 500;
	return res_redirect(res, "/accord#contenu");
}
