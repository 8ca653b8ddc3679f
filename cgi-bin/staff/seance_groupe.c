/*
 * A group composed in the open: criteria announced, lots drawn, a proposal, and
 * what people decide, whose messages are shown before they are sent.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/session/group.h"
#include "seance.h"

struct sheet {
	struct seance	 se;
	struct group	 g;
	int		 announced;
	struct candidate *list;
	size_t		 n;
	int64_t		*chosen;	/* ids */
	size_t		 nchosen;
	const char	*reason, *others;
};

static int
open_sheet(struct app *app, struct req *req, struct db *db, struct sheet *sh)
{
	int status, rc;
	size_t i;

	memset(sh, 0, sizeof(*sh));
	sh->reason = sh->others = "";
	if ((status = seance_open(app, req, db, &sh->se)) != 0)
		return status;
	if ((rc = group_find(req->arena, db, sh->se.s.id, &sh->g)) == -1)
		return 500;
	sh->announced = rc == 0;
	if (rc == 1)
		return 0;
	sh->n = sh->g.drawn != 0 ? group_drawn(req->arena, db, &sh->g,
	    sh->se.programme, &sh->list) : group_candidates(req->arena, db,
	    &sh->se.s, &sh->g, sh->se.programme, &sh->list);
	sh->chosen = arena_array(req->arena, sh->n + 1, sizeof(*sh->chosen));
	for (i = 0; i < sh->n; i++)
		if (sh->list[i].proposed && sh->list[i].waits)
			sh->chosen[sh->nchosen++] = sh->list[i].dossier;
	return 0;
}

static int
is_chosen(const struct sheet *sh, int64_t dossier)
{
	size_t i;

	for (i = 0; i < sh->nchosen; i++)
		if (sh->chosen[i] == dossier)
			return 1;
	return 0;
}

/* <critere nom=><valeur nom= total= propose= choisi=/></critere> */
static void
add_counts(struct node *page, const struct sheet *sh)
{
	const struct candidate *c = sh->list;
	long long total, proposed, chosen;
	struct node *to, *n;
	size_t i, j, k;

	for (j = 0; j < sh->g.ncriteria; j++) {
		to = node_add(page, "critere");
		node_set(to, "nom", group_label(sh->g.criteria[j]));
		for (i = 0; i < sh->n; i++) {
			for (k = 0; !str_eq(c[k].values[j], c[i].values[j]);
			    k++)
				;
			if (k != i)
				continue;
			total = proposed = chosen = 0;
			for (k = i; k < sh->n; k++) {
				if (!str_eq(c[k].values[j], c[i].values[j]))
					continue;
				total++;
				proposed += c[k].proposed;
				chosen += is_chosen(sh, c[k].dossier);
			}
			n = node_add(to, "valeur");
			node_set(n, "nom", c[i].values[j]);
			node_set_int(n, "total", total);
			node_set_int(n, "propose", proposed);
			node_set_int(n, "choisi", chosen);
		}
	}
}

static void
add_people(struct node *page, const struct sheet *sh)
{
	const struct candidate *c;
	struct node *n;
	size_t i, j;

	for (i = 0; i < sh->n; i++) {
		c = &sh->list[i];
		n = node_add(page, "personne");
		node_set_int(n, "id", c->dossier);
		node_set(n, "numero", c->numero);
		node_set(n, "nom", c->nom);
		node_set(n, "prenom", c->prenom);
		if (c->rank > 0)
			node_set_int(n, "rang", c->rank);
		if (c->proposed)
			node_set(n, "propose", "1");
		if (is_chosen(sh, c->dossier))
			node_set(n, "choisi", "1");
		if (!c->waits)
			node_set(n, "parti", "1");
		else if (!c->able)
			node_set(n, "empeche", "1");
		for (j = 0; j < sh->g.ncriteria; j++)
			node_add_text(n, "fait", c->values[j]);
	}
}

static struct node *
sheet_page(struct app *app, struct req *req, const struct sheet *sh)
{
	struct node *page = seance_page(app, req, &sh->se, "Groupe",
	    "groupe");
	const char *stage = !sh->announced ? "rien" : sh->g.drawn == 0 ?
	    "annonce" : sh->g.decided == 0 ? "tire" : "decide";

	page_set(page, "fait", req_query(req, "fait"));
	node_set(page, "moment", stage);
	group_node(req->arena, app->reader, page, &sh->se.s);
	if (sh->announced) {
		node_set(page, "annonce-par", sh->g.author);
		page_set(page, "decide-par", sh->g.decider);
		page_set(page, "ecart", sh->g.reason);
		add_counts(page, sh);
		add_people(page, sh);
	}
	node_set_int(page, "candidatures", (long long)sh->n);
	node_set_int(page, "places", session_left(&sh->se.s));
	if (sh->announced && sh->se.s.closes < day_today() && sh->n > 0)
		node_set(page, "temps", "1");
	page_set(page, "motif", sh->reason);
	page_set(page, "autres", sh->others);
	return page;
}

/* Only the criteria that the form of the programme can tell of are offered. */
static void
show_fields(struct app *app, struct req *req, struct node *page,
    const struct sheet *sh, const struct form *f)
{
	struct node *champ, *o, *next;

	form_fields(app, req, page, f);
	for (champ = node_child(page, "champ"); champ != NULL;
	    champ = node_sibling(champ, "champ")) {
		if (!str_eq(node_attr_or(champ, "nom", ""), "criteres"))
			continue;
		for (o = node_child(champ, "option"); o != NULL; o = next) {
			next = node_sibling(o, "option");
			if (!group_asks(sh->se.programme,
			    node_attr_or(o, "valeur", "")))
				node_remove(o);
		}
		/* errors lead to the first one */
		if ((o = node_child(champ, "option")) != NULL)
			node_set(o, "id", "criteres");
	}
}

int
page_seance_groupe(struct app *app, struct req *req, struct res *res)
{
	struct form f = seance_form(app, req, "groupe");
	struct sheet sh;
	struct node *page;
	int status;

	if ((status = open_sheet(app, req, app->reader, &sh)) != 0)
		return status;
	page = sheet_page(app, req, &sh);
	if (!sh.announced) {
		if (req->method == METHOD_POST)
			form_read(req, &f);
		f.quiet = 1;
		show_fields(app, req, page, &sh, &f);
	}
	return page_show(app, res, page, "seance-groupe", 200);
}

static int
announce(struct app *app, struct req *req, struct res *res,
    struct sheet *sh)
{
	struct check_context context = form_context(app, req, app->seance);
	struct form f = seance_form(app, req, "groupe");
	const struct actor actor = staff_actor(req);
	const char *words = "", *v, *wrong = NULL;
	struct node *page;
	size_t i, errors;
	int status = 422;

	form_read(req, &f);
	errors = answers_check(f.answers, f.step, &context);
	for (i = 0; (v = answers_value(f.answers, "criteres", i)) != NULL;
	    i++) {
		if (!group_asks(sh->se.programme, v))
			wrong = arena_fmt(req->arena, "Le formulaire du "
			    "programme ne demande pas ce qu’il faut pour ce "
			    "critère\u00a0: %s", group_label(v));
		words = arena_fmt(req->arena, "%s%s%s", words,
		    i > 0 ? " " : "", v);
	}
	if (errors == 0 && wrong == NULL)
		switch (group_announce(req->arena, app->writer, &sh->se.s,
		    words, seance_value(&f, "annonce"), &actor)) {
		case 0:
			return res_redirect(res,
			    "%s/groupe?fait=annonce#contenu",
			    seance_base(req->arena, &sh->se.s));
		case 1:
			status = 409;
			wrong = "C’est trop tard : les inscriptions sont "
			    "fermées, ou quelqu’un a déjà une place";
			break;
		default:
			return 500;
		}
	page = sheet_page(app, req, sh);
	show_fields(app, req, page, sh, &f);
	seance_refuse(req, page, &f, wrong);
	return page_show(app, res, page, "seance-groupe", status);
}

static int
draw(struct app *app, struct req *req, struct res *res, struct sheet *sh)
{
	int rc = group_draw(req->arena, app->writer, &sh->se.s, &sh->g,
	    sh->se.programme);

	return rc == -1 ? 500 : res_redirect(res, "%s/groupe?fait=%s#contenu",
	    seance_base(req->arena, &sh->se.s), rc == 0 ? "tire" : "non");
}

static void
read_choice(struct req *req, struct sheet *sh)
{
	const char *reason = req_form(req, "motif");
	const char *others = req_form(req, "autres");
	size_t i, k;
	long long id;

	sh->nchosen = 0;
	for (i = 0; i < req->nform; i++) {
		if (!str_eq(req->form[i].name, "choisi") || str_number(
		    req->form[i].value, 1, INT64_MAX / 16, &id) == -1 ||
		    is_chosen(sh, id))
			continue;
		for (k = 0; k < sh->n; k++)
			if (sh->list[k].dossier == id)
				sh->chosen[sh->nchosen++] = id;
	}
	sh->reason = reason == NULL ? "" : page_safe(req->arena,
	    str_trim(req->arena, reason));
	sh->others = others == NULL ? "" : page_safe(req->arena,
	    str_trim(req->arena, others));
}

static int
refuse(struct app *app, struct req *req, struct res *res,
    const struct sheet *sh, const char *target, const char *wrong, int status)
{
	struct node *page = sheet_page(app, req, sh);

	form_error(page, target, wrong);
	node_set(page, arena_fmt(req->arena, "erreur-%s", target), wrong);
	return page_show(app, res, page, "seance-groupe", status);
}

/* Both messages, as the first of each will read them. */
static int
preview(struct app *app, struct req *req, struct res *res,
    const struct sheet *sh)
{
	struct node *page = sheet_page(app, req, sh), *n;
	int done[2] = { 0, 0 }, in;
	struct message m;
	size_t i;

	node_set(page, "relire", "1");
	node_set_int(page, "choisis", (long long)sh->nchosen);
	for (i = 0; i < sh->n; i++) {
		in = is_chosen(sh, sh->list[i].dossier);
		if (done[in] || !sh->list[i].waits || group_message(req->arena,
		    app->reader, &app->mailer, sh->se.programme,
		    sh->list[i].dossier, in, sh->others, &m) != 0)
			continue;
		done[in] = 1;
		n = node_add_text(page, "message", m.body);
		node_set(n, "objet", m.subject);
		if (in)
			node_set(n, "choisi", "1");
	}
	return page_show(app, res, page, "seance-groupe", 200);
}

static int
decide(struct app *app, struct req *req, struct res *res, struct sheet *sh)
{
	const struct actor actor = staff_actor(req);
	struct group_choice choice;

	read_choice(req, sh);
	if (*sh->others == '\0')
		return refuse(app, req, res, sh, "autres",
		    "Écrivez ce que liront les personnes en liste d’attente",
		    422);
	if (req_form(req, "changer") != NULL)
		return page_show(app, res, sheet_page(app, req, sh),
		    "seance-groupe", 200);
	if (req_form(req, "confirmer") == NULL && (int64_t)sh->nchosen <=
	    session_left(&sh->se.s))
		return preview(app, req, res, sh);
	choice = (struct group_choice){ .dossiers = sh->chosen,
		.n = sh->nchosen, .reason = sh->reason,
		.others = sh->others };
	switch (group_decide(req->arena, app->writer, &app->mailer,
	    &sh->se.s, sh->se.programme, &choice, &actor)) {
	case 0:
		return res_redirect(res, "%s/groupe?fait=decide#contenu",
		    seance_base(req->arena, &sh->se.s));
	case 1:
		return refuse(app, req, res, sh, "contenu",
		    "La liste a changé, ou une personne ne peut pas encore "
		    "être acceptée. Relisez-la", 409);
	case 2:
		return refuse(app, req, res, sh, "motif",
		    "Écrivez pourquoi le groupe n’est pas celui qui est "
		    "proposé", 422);
	case 3:
		return refuse(app, req, res, sh, "contenu",
		    arena_fmt(req->arena, "Il y a %lld\u00a0places pour "
		    "%zu\u00a0personnes", (long long)session_left(&sh->se.s),
		    sh->nchosen), 422);
	default:
		return 500;
	}
}

int
post_seance_groupe(struct app *app, struct req *req, struct res *res)
{
	struct sheet sh;
	int status;

	if ((status = open_sheet(app, req, app->writer, &sh)) != 0)
		return status;
	if (!sh.announced)
		return announce(app, req, res, &sh);
	if (sh.g.drawn == 0)
		return draw(app, req, res, &sh);
	/* as on the page of one file: who decides may change it */
	if (!account_may(req->account, RIGHT_WRITE, sh.se.s.cooperative))
		return 403;
	return decide(app, req, res, &sh);
}

int
file_seance_tirage(struct app *app, struct req *req, struct res *res)
{
	struct sheet sh;
	int status;

	if ((status = open_sheet(app, req, app->reader, &sh)) != 0)
		return status;
	if (!sh.announced || sh.g.drawn == 0)
		return 404;
	group_write(req->arena, app->reader, &sh.se.s, &sh.g,
	    sh.se.programme, &res->body);
	res_attachment(res, req->arena, "text/plain; charset=utf-8",
	    arena_fmt(req->arena, "tirage-%s.txt", sh.se.s.code));
	return 0;
}
