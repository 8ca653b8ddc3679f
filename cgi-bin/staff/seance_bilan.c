/*
 * The results of a séance, who receives what of them, and the attestations of
 * its end, looked over and then issued at once.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/session/result.h"
#include "seance.h"

#define ATTESTATION	"attestation-participation"

static void
add_parts(struct req *req, struct node *page, const struct seance *se,
    const struct part *parts, size_t n)
{
	int money = account_may(req->account, RIGHT_MONEY, se->s.cooperative);
	struct arena *a = req->arena;
	struct node *p;
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		p = node_add(page, "part");
		node_set(p, "numero", parts[i].numero);
		node_set(p, "nom", parts[i].nom);
		node_set(p, "prenom", parts[i].prenom);
		node_set(p, "heures", arena_fmt(a, "%lld\u00a0h%s",
		    (long long)(parts[i].minutes / 60), parts[i].minutes %
		    60 == 0 ? "" : arena_fmt(a, "\u00a0%02d",
		    (int)(parts[i].minutes % 60))));
		if (money)
			node_set_int(p, "cents", parts[i].cents);
		sum += parts[i].cents;
	}
	node_set_int(page, "partage", sum);
}

static void
add_result(struct app *app, struct req *req, struct node *page,
    const struct seance *se, const struct result *r)
{
	struct form f = seance_form(app, req, "resultats");
	struct part *parts;
	size_t n;

	if (r->id == 0)
		return;
	answers_from_record(f.answers, node_child(tree_root(r->answers),
	    "reponses"));
	form_summary(req, node_add(page, "section"), &f);
	n = result_stored(req->arena, app->reader, r->id, &parts);
	add_parts(req, page, se, parts, n);
	node_set(page, "note", time_iso(req->arena, r->at));
	node_set(page, "par", r->author);
	page_set(page, "raison", r->reason);
	if (result_stale(req->arena, app->reader, se->s.id, r))
		node_set(page, "depasse", "1");
}

int
page_seance_bilan(struct app *app, struct req *req, struct res *res)
{
	struct seance se;
	struct result r;
	struct node *page;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	if (result_find(req->arena, app->reader, se.s.id, &r) == -1)
		return 500;
	page = seance_page(app, req, &se, "Bilan", "bilan");
	page_set(page, "fait", req_query(req, "fait"));
	if (account_may(req->account, RIGHT_MONEY, se.s.cooperative))
		node_set(page, "argent", "1");
	add_result(app, req, page, &se, &r);
	return page_show(app, res, page, "seance-bilan", 200);
}

int
file_seance_repartition(struct app *app, struct req *req, struct res *res)
{
	struct seance se;
	int status, rc;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	rc = session_shares(req->arena, app->reader, &app->office, &se.s,
	    &res->body);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	res_attachment(res, req->arena, "application/pdf",
	    arena_fmt(req->arena, "repartition-%s.pdf", se.s.code));
	return 0;
}

static int
show_form(struct app *app, struct req *req, struct res *res,
    const struct seance *se, const struct form *f, int64_t was,
    const char *wrong, int status)
{
	struct node *page = seance_page(app, req, se, "Noter les résultats",
	    "bilan");

	node_set(page, "envoi", arena_fmt(req->arena, "%s/bilan/resultats",
	    seance_base(req->arena, &se->s)));
	node_set(page, "retour", arena_fmt(req->arena, "%s/bilan",
	    seance_base(req->arena, &se->s)));
	node_set_int(page, "vu", was);
	form_fields(app, req, page, f);
	seance_refuse(req, page, f, wrong);
	return page_show(app, res, page, "seance-resultats", status);
}

int
page_seance_resultats(struct app *app, struct req *req, struct res *res)
{
	struct form f = seance_form(app, req, "resultats");
	struct seance se;
	struct result r;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	if (result_find(req->arena, app->reader, se.s.id, &r) == -1)
		return 500;
	if (req->method == METHOD_POST) {
		form_read(req, &f);
	} else if (r.id != 0) {
		answers_from_record(f.answers, node_child(tree_root(
		    r.answers), "reponses"));
		answers_clear_field(f.answers, definition_field(app->seance,
		    "correction"));
	}
	f.quiet = 1;
	return show_form(app, req, res, &se, &f, r.id, NULL, 200);
}

/* What was typed and is right, as results. */
static void
take(struct req *req, const struct form *f, struct result *r)
{
	memset(r, 0, sizeof(*r));
	r->answers = tree_new(req->arena, "bilan");
	answers_to_record(f->answers, node_add(tree_root(r->answers),
	    "reponses"));
	r->turnover = seance_number(f, "ventes", 0);
	r->charges = seance_number(f, "charges", 0);
	r->kept = seance_number(f, "garde", 0);
	r->rule = seance_value(f, "regle");
	r->equal = seance_number(f, "part-egale", 0);
	r->reason = seance_value(f, "correction");
}

int
post_seance_resultats(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->seance);
	struct form f = seance_form(app, req, "resultats");
	const struct actor actor = staff_actor(req);
	const char *seen = req_form(req, "vu"), *wrong;
	struct seance se;
	struct result r;
	long long was;
	int status;

	if ((status = seance_open(app, req, app->writer, &se)) != 0)
		return status;
	if (seen == NULL || str_number(seen, 0, INT64_MAX / 16, &was) == -1)
		return 400;
	form_read(req, &f);
	if (answers_check(f.answers, f.step, &context) > 0)
		return show_form(app, req, res, &se, &f, was, NULL, 422);
	take(req, &f, &r);
	if (r.turnover < r.charges + r.kept)
		return show_form(app, req, res, &se, &f, was,
		    "Les charges et la somme gardée dépassent le chiffre "
		    "d’affaires : il n’y a rien à partager", 422);
	switch (result_save(req->arena, app->writer, se.s.id, &r, was,
	    &actor)) {
	case 0:
		return res_redirect(res, "%s/bilan?fait=1#contenu",
		    seance_base(req->arena, &se.s));
	case 1:
		wrong = "Quelqu’un a enregistré un bilan entre-temps. "
		    "Rechargez la page";
		return show_form(app, req, res, &se, &f, was, wrong, 409);
	case 2:
		wrong = "Un bilan est déjà enregistré : écrivez pourquoi il "
		    "change, à la fin";
		return show_form(app, req, res, &se, &f, was, wrong, 422);
	case 3:
		wrong = "Aucune présence n’est notée : il n’y a personne "
		    "entre qui partager";
		return show_form(app, req, res, &se, &f, was, wrong, 422);
	default:
		return 500;
	}
}

/* One attestation to be issued. */
struct attestation {
	struct dossier	 dossier;
	struct answers	*answers;	/* NULL: it has no form */
	struct lack	*lacks;
	size_t		 nlacks;
	const char	*code;		/* of the valid one, "" */
	int		 state;		/* the file is in a state for it */
};

/* Everything about the paper of one person.  0 or -1. */
static int
prepare(struct app *app, struct req *req, struct db *db,
    const struct definition *def, const struct paper *paper, int64_t dossier,
    struct attestation *at)
{
	const struct issuable *i = definition_document(def, ATTESTATION);
	struct document *list;
	size_t k, n;

	memset(at, 0, sizeof(*at));
	at->code = "";
	if (dossier_by_id(req->arena, db, dossier, &at->dossier) != 0)
		return -1;
	at->state = i != NULL && str_has_word(i->states, at->dossier.state);
	n = document_list(req->arena, db, dossier, &list);
	for (k = 0; k < n; k++)
		if (str_eq(list[k].kind, ATTESTATION) &&
		    str_eq(list[k].state, "valide"))
			at->code = list[k].code;
	at->answers = answers_new(req->arena, paper->form);
	if (document_answers(req->arena, db, &app->office, def, &at->dossier,
	    paper, at->answers) == -1)
		return -1;
	at->nlacks = document_lacks(req->arena, db, &app->office, def,
	    at->answers, &at->dossier, paper, &at->lacks);
	return 0;
}

static void
add_attestation(struct node *page, const struct attestation *at)
{
	struct node *n = node_add(page, "attestation");
	size_t i;

	node_set(n, "numero", at->dossier.numero);
	node_set(n, "nom", at->dossier.nom);
	node_set(n, "prenom", at->dossier.prenom);
	page_set(n, "code", at->code);
	page_set(n, "demi-journees", answers_value(at->answers,
	    "demi-journees", 0));
	if (!at->state)
		node_set(n, "etat", "1");
	else if (at->nlacks == 0 && *at->code == '\0')
		node_set(n, "pret", "1");
	for (i = 0; i < at->nlacks; i++)
		node_add_text(n, "manque", at->lacks[i].text);
}

static int
ready(const struct attestation *at)
{
	return at->state && at->nlacks == 0 && *at->code == '\0';
}

/* GET looks at each; POST issues those that are ready. */
static int
attestations(struct app *app, struct req *req, struct res *res,
    struct db *db, int issue)
{
	const struct paper *paper = paper_find(&app->office, ATTESTATION);
	const struct actor actor = staff_actor(req);
	struct attestation at;
	struct seance se;
	struct hours *h;
	struct node *page;
	const char *code;
	size_t i, n, count = 0, done = 0;
	int status;

	if ((status = seance_open(app, req, db, &se)) != 0)
		return status;
	if (paper == NULL || se.programme == NULL || definition_document(
	    se.programme, ATTESTATION) == NULL)
		return 404;
	page = seance_page(app, req, &se, "Attestations de fin", "bilan");
	n = attendance_hours(req->arena, db, se.s.id, &h);
	for (i = 0; i < n; i++) {
		if (h[i].halves == 0)
			continue;
		if (prepare(app, req, db, se.programme, paper, h[i].dossier,
		    &at) == -1)
			return 500;
		/* who went to another cooperative is theirs */
		if (staff_may(req, at.dossier.cooperative) != 0)
			continue;
		add_attestation(page, &at);
		count += ready(&at) != 0;
		if (issue && ready(&at) && document_issue(req->arena, db,
		    &app->office, se.programme, at.answers, &at.dossier, paper,
		    &actor, NULL, &app->mailer, &code, &at.lacks,
		    &at.nlacks) == 0 && dossier_opened(app->writer,
		    at.dossier.id, req->account->id) == 0)
			done++;
	}
	if (issue)
		return res_redirect(res, "%s/attestations?fait=%zu#contenu",
		    seance_base(req->arena, &se.s), done);
	node_set_int(page, "pretes", (long long)count);
	page_set(page, "fait", req_query(req, "fait"));
	return page_show(app, res, page, "seance-attestations", 200);
}

int
page_seance_attestations(struct app *app, struct req *req, struct res *res)
{
	return attestations(app, req, res, app->reader, 0);
}

int
post_seance_attestations(struct app *app, struct req *req, struct res *res)
{
	return attestations(app, req, res, app->writer, 1);
}
