/*
 * One action for several files ticked in the list: what would be done and for
 * whom, with the messages; then, each file in a transaction of its own, what
 * was done and what was not and why.
 *
 * A tick carries the version of the file that the list showed.  A file that
 * somebody changed since is left as it is and told.  What needs a choice of
 * its own for each file (named answers to correct, papers) is not offered.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/suivi.h"
#include "domain/law/contrat.h"
#include "domain/paper/batch.h"
#include "domain/post/thread.h"
#include "filtre.h"

#define TICKS_MAX	100
#define REASON_MAX	4000
#define DECISION	"decision:"
#define ASSIGN		"confier"
#define ASSIGN_ME	"confier-moi"
#define PAPERS		"documents"
#define ROUTE		"orienter"
#define PIECE		"piece"

struct tick {
	struct dossier	 dossier;	/* at the version that was shown */
	const struct definition *definition;
	const struct transition *transition;	/* of a decision */
	const char	*why;		/* it cannot be; NULL: it can */
	int64_t		 last;		/* message of its thread */
};

struct action {
	const char	*name;		/* as the select says */
	const char	*transition;	/* "" no decision */
	const char	*label;		/* « Refuser » */
	const char	*reason;	/* typed */
	int		 needs_reason;
	int64_t		 adviser;	/* -1: not chosen */
	const char	*cooperative;	/* to go to; "" not chosen */
	const char	*piece;		/* to ask for; "" not chosen */
	struct tick	*ticks;
	size_t		 n, possible;
};

void
action_offer(struct node *page, const struct definition *def,
    const struct dossier *d)
{
	const struct transition *t;
	struct node *n;
	size_t i;

	for (i = 0; i < def->ntransitions; i++) {
		t = &def->transitions[i];
		if (!str_eq(t->by, "equipe") || correction_is(t) ||
		    !transition_from(t, d->state))
			continue;
		for (n = node_child(page, "decision"); n != NULL;
		    n = node_sibling(n, "decision"))
			if (str_eq(node_attr_or(n, "valeur", ""), t->name))
				break;
		if (n != NULL)
			continue;
		n = node_add(page, "decision");
		node_set(n, "valeur", t->name);
		node_set(n, "libelle", t->label);
	}
}

/* « NUMERO.VERSION » of a file that the account may see.  0 or a status. */
static int
read_tick(struct app *app, struct req *req, struct db *db, const char *text,
    struct tick *t)
{
	char *rest = arena_dup(req->arena, text), *numero;
	long long version;
	int rc;

	numero = str_split(&rest, '.');
	if (rest == NULL || str_number(rest, 0, INT64_MAX / 16,
	    &version) == -1)
		return 400;
	rc = dossier_by_numero(req->arena, db, page_safe(req->arena, numero),
	    &t->dossier);
	if (rc == -1)
		return 500;
	if (rc == 1 || t->dossier.sent == 0)
		return 404;
	if ((rc = staff_may(req, t->dossier.cooperative)) != 0)
		return rc;
	if ((t->definition = app_form(app, &t->dossier)) == NULL)
		return 500;
	if (t->dossier.version != version)
		t->why = "Quelqu’un a changé ce dossier entre-temps";
	if (depart_done(&t->dossier))
		t->why = "Ce dossier est effacé";
	t->dossier.version = version;
	return 0;
}

static void
judge_decision(struct app *app, struct req *req, struct db *db,
    struct action *a, struct tick *t)
{
	const struct transition *tr = definition_transition(t->definition,
	    a->transition);

	if (tr == NULL || !str_eq(tr->by, "equipe") || correction_is(tr) ||
	    !transition_from(tr, t->dossier.state)) {
		t->why = "Cette décision n’est pas possible à cette étape";
		return;
	}
	if (a->label == NULL)
		a->label = tr->label;
	t->transition = tr;
	t->why = staff_move_wrong(app, req, db, t->definition, &t->dossier,
	    tr);
	if (t->why == NULL && tr->reason)
		a->needs_reason = 1;
}

static void
judge_assign(struct req *req, struct db *db, const struct action *a,
    struct tick *t)
{
	if (str_eq(a->name, ROUTE)) {
		if (*t->dossier.cooperative != '\0')
			t->why = "Ce dossier a déjà une coopérative. Un "
			    "transfert demande l’accord de la personne";
		return;
	}
	if (a->adviser > 0 && !suivi_may(req->arena, db, &t->dossier,
	    a->adviser))
		t->why = "Cette personne ne suit pas les dossiers de cette "
		    "coopérative";
}

static const struct asked_piece *
find_piece(const struct definition *d, const char *label)
{
	size_t i;

	for (i = 0; i < d->npieces; i++)
		if (str_eq(d->pieces[i].label, label))
			return &d->pieces[i];
	return NULL;
}

static void
judge_piece(struct db *db, const struct action *a, struct tick *t)
{
	const struct asked_piece *p;
	int32_t birth = t->dossier.birth;

	t->last = thread_last(db, t->dossier.id);
	if (*t->dossier.email == '\0') {
		t->why = "Cette personne n’a pas d’adresse e-mail\u00a0: "
		    "demandez-lui la pièce autrement";
		return;
	}
	if (thread_waits(db, t->dossier.id) != 0) {
		t->why = "Cette personne a écrit\u00a0: répondez-lui d’abord";
		return;
	}
	if (*a->piece == '\0')
		return;
	if ((p = find_piece(t->definition, a->piece)) == NULL)
		t->why = "Ce programme ne demande pas cette pièce";
	else if (p->of_whom != OF_ALL && birth != DAY_NONE &&
	    (p->of_whom == OF_MINORS) != is_minor(birth, day_today()))
		t->why = "Cette pièce n’est pas demandée à cet âge";
}

/* All that the form says, judged against what is now.  0 or a status. */
static int
read_action(struct app *app, struct req *req, struct db *db,
    struct action *a)
{
	const char *s = req_form(req, "action"), *who = req_form(req, "suivi");
	long long id;
	size_t i;
	int status;

	*a = (struct action){ .name = s == NULL ? "" : s, .transition = "",
		.reason = "", .adviser = -1, .cooperative = "",
		.piece = req_form(req, "piece") };
	if (a->piece == NULL)
		a->piece = "";
	if (str_starts(a->name, DECISION))
		a->transition = a->name + strlen(DECISION);
	if ((s = req_form(req, "motif")) != NULL)
		a->reason = str_trim(req->arena, s);
	if (str_eq(a->name, ASSIGN_ME))
		a->adviser = req->account->id;
	else if (who != NULL && str_number(who, 0, INT64_MAX / 16, &id) == 0)
		a->adviser = id;
	if ((s = req_form(req, "cooperative")) != NULL &&
	    network_cooperative(app->network, s) != NULL)
		a->cooperative = s;
	a->ticks = arena_array(req->arena, TICKS_MAX, sizeof(*a->ticks));
	for (i = 0; i < req->nform; i++) {
		if (!str_eq(req->form[i].name, "d"))
			continue;
		if (a->n == TICKS_MAX)
			return 400;
		if ((status = read_tick(app, req, db, req->form[i].value,
		    &a->ticks[a->n])) != 0)
			return status;
		if (a->ticks[a->n].why == NULL && *a->transition != '\0')
			judge_decision(app, req, db, a, &a->ticks[a->n]);
		else if (a->ticks[a->n].why == NULL && str_eq(a->name, PIECE))
			judge_piece(db, a, &a->ticks[a->n]);
		else if (a->ticks[a->n].why == NULL)
			judge_assign(req, db, a, &a->ticks[a->n]);
		a->possible += a->ticks[a->n++].why == NULL;
	}
	return 0;
}

/* The list as it was filtered, if the form tells it. */
static const char *
list_address(struct req *req)
{
	const char *s = filtres_sent(req, "retour");

	return s == NULL ? "/gestion/dossiers" : arena_fmt(req->arena,
	    "/gestion/dossiers?%s", s);
}

static void
set_back(struct req *req, struct node *page)
{
	const char *back = list_address(req);

	node_set(page, "liste", back);
	if (strchr(back, '?') != NULL)
		node_set(page, "retour", strchr(back, '?') + 1);
}

static int
is_known(const struct action *a)
{
	return *a->transition != '\0' || str_eq(a->name, ASSIGN) ||
	    str_eq(a->name, ASSIGN_ME) || str_eq(a->name, PAPERS) ||
	    str_eq(a->name, ROUTE) || str_eq(a->name, PIECE);
}

static struct node *
add_tick(struct req *req, struct node *page, const struct tick *t,
    const char *group)
{
	const struct state *s = definition_state(t->definition,
	    t->dossier.state);
	struct node *n = node_add(page, group);

	node_set(n, "numero", t->dossier.numero);
	node_set(n, "nom", t->dossier.nom);
	node_set(n, "prenom", t->dossier.prenom);
	node_set(n, "etape", s == NULL ? t->dossier.state : s->label);
	node_set(n, "coche", arena_fmt(req->arena, "%s.%lld",
	    t->dossier.numero, (long long)t->dossier.version));
	return n;
}

/* The message that is sent to one person, as it will be read. */
static void
add_message(struct app *app, struct req *req, struct node *n,
    const struct tick *t, const struct action *a)
{
	const struct actor actor = staff_actor(req);
	struct message m;

	if (*a->piece != '\0' && str_eq(a->name, PIECE))
		thread_message(req->arena, &app->mailer, &t->dossier, &actor,
		    thread_piece_subject(req->arena, &t->dossier),
		    thread_piece_text(req->arena, a->piece, a->reason), &m);
	else if (t->transition == NULL || dossier_message(req->arena,
	    t->definition, &t->dossier, t->transition->name, a->reason,
	    &app->mailer, &m) != 0)
		return;
	node_set(n, "objet", m.subject);
	node_set(n, "destinataire", m.to);
	node_add_text(n, "message", mail_kept(req->arena, &m));
}

static void
add_advisers(struct app *app, struct req *req, struct node *page,
    const struct action *a)
{
	struct account *list;
	const char *current = a->adviser < 0 ? "" : arena_fmt(req->arena,
	    "%lld", (long long)a->adviser);
	size_t i, n;

	staff_choice(page, "suivi", "", "Choisissez", current);
	n = suivi_advisers(req->arena, app->reader, staff_scope(req, ""), 1,
	    &list);
	for (i = 0; i < n; i++)
		staff_choice(page, "suivi", arena_fmt(req->arena, "%lld",
		    (long long)list[i].id), list[i].name, current);
	staff_choice(page, "suivi", "0", "Personne", current);
}

/* Papers of the files ticked, to take as one file. */
static void
add_papers(struct app *app, struct req *req, struct node *page,
    const struct action *a)
{
	struct batch_filter which = { .cooperative = staff_scope(req, ""),
	    .programme = "", .session = "", .kind = "" };
	struct batch_paper *papers;
	const char *all = "";
	size_t i;

	for (i = 0; i < a->n; i++)
		all = arena_fmt(req->arena, "%s%s%s", all, i > 0 ? " " : "",
		    a->ticks[i].dossier.numero);
	which.dossiers = all;
	node_set_int(page, "documents", (long long)batch_list(req->arena,
	    app->reader, &which, &papers));
	node_set(page, "choix", arena_fmt(req->arena, "dossiers=%s",
	    http_encode(req->arena, all)));
}

static const char *
label_of(const struct action *a)
{
	if (*a->transition != '\0')
		return a->label != NULL ? a->label : "Décider";
	if (str_eq(a->name, PIECE))
		return "Demander une pièce";
	return str_eq(a->name, PAPERS) ? "Documents" :
	    str_eq(a->name, ROUTE) ? "Orienter" : "Confier";
}

static void
add_cooperatives(struct app *app, struct node *page, const struct action *a)
{
	const struct network *net = app->network;
	size_t i;

	staff_choice(page, "vers", "", "Choisissez", a->cooperative);
	for (i = 0; i < net->ncooperatives; i++)
		staff_choice(page, "vers", net->cooperatives[i].code,
		    net->cooperatives[i].name, a->cooperative);
}

/* What the programmes of these files ask for, once each. */
static void
add_pieces(struct node *page, const struct action *a)
{
	const struct definition *d;
	struct node *n;
	size_t i, k;

	staff_choice(page, "demandee", "", "Choisissez", a->piece);
	for (i = 0; i < a->n; i++) {
		d = a->ticks[i].definition;
		for (k = 0; k < d->npieces; k++) {
			for (n = node_child(page, "demandee"); n != NULL;
			    n = node_sibling(n, "demandee"))
				if (str_eq(node_attr_or(n, "valeur", ""),
				    d->pieces[k].label))
					break;
			if (n == NULL)
				staff_choice(page, "demandee",
				    d->pieces[k].label, d->pieces[k].label,
				    a->piece);
		}
	}
}

static int
show_action(struct app *app, struct req *req, struct res *res,
    const struct action *a, const char *field, const char *error)
{
	const char *label = label_of(a);
	struct node *page, *n;
	size_t i;

	page = page_new(app, req, arena_fmt(req->arena, "%s – %zu dossier%s",
	    label, a->possible, a->possible > 1 ? "s" : ""), "gestion");
	set_back(req, page);
	node_set(page, "action", page_safe(req->arena, a->name));
	node_set(page, "libelle", label);
	node_set_int(page, "possibles", (long long)a->possible);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	for (i = 0; i < a->n; i++) {
		n = add_tick(req, page, &a->ticks[i], a->ticks[i].why == NULL ?
		    "fera" : "refus");
		page_set(n, "pourquoi", a->ticks[i].why);
		if (a->ticks[i].why == NULL && (*a->reason != '\0' ||
		    !a->needs_reason))
			add_message(app, req, n, &a->ticks[i], a);
	}
	node_set(page, "motif", page_safe(req->arena, a->reason));
	if (*a->transition != '\0')
		node_set(page, "decision", "1");
	if (a->needs_reason)
		node_set(page, "obligatoire", "1");
	if (str_eq(a->name, ASSIGN) || str_eq(a->name, ASSIGN_ME))
		add_advisers(app, req, page, a);
	if (str_eq(a->name, PAPERS))
		add_papers(app, req, page, a);
	if (str_eq(a->name, PIECE)) {
		add_pieces(page, a);
		page_key(req, page);
		page_set(page, "piece", page_safe(req->arena, a->piece));
		page_set(page, "faute-ou", field);
	}
	if (str_eq(a->name, ROUTE))
		add_cooperatives(app, page, a);
	if (error != NULL) {
		form_error(page, field, error);
		node_set(page, "faute", error);
	}
	return page_show(app, res, page, "action", error != NULL ? 422 : 200);
}

static int
was_seen(struct req *req, const char *name, const char *now)
{
	const char *seen = req_form(req, name);

	return seen != NULL && str_eq(str_trim(req->arena, seen), now);
}

/* What is missing before it can be done; *field is where. */
static const char *
missing(struct req *req, const struct action *a, const char **field)
{
	int piece = str_eq(a->name, PIECE);

	if (str_eq(a->name, ROUTE)) {
		*field = "cooperative";
		return *a->cooperative == '\0' ? "Choisissez une coopérative" :
		    NULL;
	}
	*field = "piece";
	if (piece && *a->piece == '\0')
		return "Choisissez une pièce";
	*field = "motif";
	if (*a->transition == '\0' && !piece) {
		*field = "suivi";
		return a->adviser < 0 ? "Choisissez qui suivra ces dossiers" :
		    NULL;
	}
	if (a->needs_reason && *a->reason == '\0')
		return "Écrivez le motif que ces personnes liront";
	if (!str_eq(a->reason, page_safe(req->arena, a->reason)))
		return "Le motif contient des caractères illisibles. "
		    "Saisissez-le de nouveau";
	if (utf8_length(a->reason) > REASON_MAX)
		return "Le motif doit faire 4\u202f000 caractères au plus";
	/* nobody sends a message that was not shown */
	if (piece && (!was_seen(req, "piece-lue", a->piece) ||
	    !was_seen(req, "motif-lu", a->reason)))
		return "Relisez les messages, puis confirmez";
	if (!was_seen(req, "motif-lu", a->reason))
		return "Relisez les messages avec ce motif, puis confirmez";
	return NULL;
}

static int
act(struct app *app, struct req *req, const struct action *a,
    const struct tick *t)
{
	const struct actor actor = staff_actor(req);

	if (str_eq(a->name, PIECE))
		return thread_ask(req->arena, app->writer, t->definition,
		    &t->dossier, page_key_sent(req), t->last, &actor, a->piece,
		    a->reason, &app->mailer);
	if (str_eq(a->name, ROUTE))
		return suivi_route(app->writer, &t->dossier, a->cooperative,
		    &actor);
	return t->transition == NULL ? suivi_assign(req->arena, app->writer,
	    &t->dossier, a->adviser, &actor) : dossier_move(req->arena,
	    app->writer, t->definition, &t->dossier, t->transition->name,
	    &actor, a->reason, &app->mailer);
}

static int
perform(struct app *app, struct req *req, struct res *res, struct action *a)
{
	struct node *page, *n;
	size_t i, done = 0;
	int rc;

	page = page_new(app, req, "C’est fait", "gestion");
	set_back(req, page);
	for (i = 0; i < a->n; i++) {
		rc = a->ticks[i].why != NULL ? 1 : act(app, req, a,
		    &a->ticks[i]);
		done += rc == 0;
		n = add_tick(req, page, &a->ticks[i], rc == 0 ? "fait" :
		    "refus");
		if (rc != 0)
			node_set(n, "pourquoi", a->ticks[i].why != NULL ?
			    a->ticks[i].why : rc == 1 ? "Quelqu’un a changé "
			    "ce dossier entre-temps" : "L’enregistrement a "
			    "échoué. Réessayez");
	}
	node_set(page, "libelle", label_of(a));
	node_set_int(page, "faits", (long long)done);
	node_set_int(page, "refus", (long long)(a->n - done));
	return page_show(app, res, page, "action-faite", 200);
}

int
page_action(struct app *app, struct req *req, struct res *res)
{
	struct action a;
	int status;

	if (req->method != METHOD_POST)
		return res_redirect(res, "/gestion/dossiers");
	if ((status = read_action(app, req, app->reader, &a)) != 0)
		return status;
	return show_action(app, req, res, &a, NULL, NULL);
}

int
post_action(struct app *app, struct req *req, struct res *res)
{
	const char *field, *error;
	struct action a;
	int status;

	if ((status = read_action(app, req, app->writer, &a)) != 0)
		return status;
	if (a.n == 0 || !is_known(&a))
		return res_redirect(res, "%s%srien=%s#action",
		    list_address(req), strchr(list_address(req), '?') == NULL ?
		    "?" : "&", a.n == 0 ? "dossier" : "action");
	if (req_form(req, "confirmer") == NULL || a.possible == 0 ||
	    str_eq(a.name, PAPERS))
		return show_action(app, req, res, &a, NULL, NULL);
	if (str_eq(a.name, PIECE) && page_key_sent(req) == NULL)
		return 400;
	if ((error = missing(req, &a, &field)) != NULL)
		return show_action(app, req, res, &a, field, error);
	return perform(app, req, res, &a);
}
