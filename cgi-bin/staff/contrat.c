/*
 * The contrat d’appui of a file: where it stands, its periods, what has to be
 * declared, the days that staff wrote down, what they should look at; and the
 * rules of law that all this follows.
 *
 * Nothing is written here: forms are in contrat_note.c.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/law/obligation.h"
#include "domain/law/parcours.h"
#include "domain/paper/changes.h"
#include "domain/paper/document.h"
#include "staff.h"

/* The valid letter to a body that was issued after the paper it is about. */
static const struct document *
letter(const struct document *list, size_t n, const char *kind,
    const char *about)
{
	size_t i;

	/* newest first */
	for (i = 0; i < n && !str_eq(list[i].code, about); i++)
		if (str_eq(list[i].kind, kind) &&
		    str_eq(list[i].state, "valide"))
			return &list[i];
	return NULL;
}

static void
add_obligation(struct app *app, struct req *req, struct node *page,
    const struct file *f, const struct obligation *o)
{
	const struct definition *today = app_programme(app,
	    f->dossier.programme);
	const char *kind = arena_fmt(req->arena, "lettre-%s", o->body);
	struct node *n = node_add(page, "obligation");
	const struct document *sent;
	struct document *list;
	size_t count;

	node_set_int(n, "id", o->id);
	node_set(n, "evenement", obligation_event(o->event));
	node_set(n, "organisme", obligation_body(o->body));
	node_set(n, "document", o->document);
	node_set(n, "depuis", day_iso(req->arena, o->due));
	if (o->lapsed)
		node_set(n, "sans-objet", "1");
	if (o->declaration != 0) {
		node_set(n, "texte", o->text);
		node_set(n, "par", o->author);
		node_set(n, "note", time_iso(req->arena, o->at));
	}
	if (o->done != DAY_NONE)
		node_set(n, "fait", day_iso(req->arena, o->done));
	if (*o->file != '\0') {
		node_set(n, "fichier", o->file);
		node_set(n, "analyse", o->scan);
		node_set_int(n, "declaration", o->declaration);
	}
	count = document_list(req->arena, app->reader, f->dossier.id, &list);
	sent = letter(list, count, kind, o->document);
	if (sent != NULL)
		node_set(n, "lettre", sent->code);
	else if (today != NULL && definition_document(today, kind) != NULL)
		node_set(n, "modele", kind);
}

static void
add_days(struct app *app, struct req *req, struct node *page,
    const struct file *f, const struct contrat *c)
{
	const struct {
		const char	*name, *title;
		int32_t		 day;
	} days[] = {
		{ "reunion", "Réunion d’information",
		    contrat_day(req->arena, app->reader, f->dossier.id,
		    "reunion") },
		{ "diagnostic", "Diagnostic", contrat_day(req->arena,
		    app->reader, f->dossier.id, "diagnostic") },
		{ "activite", "Début de l’activité économique", c->activity },
		{ "immatriculation", "Immatriculation", c->registered },
		{ "cesa", "Contrat d’entrepreneur salarié associé", c->cesa },
		{ "associe", "Associé ou associée", contrat_day(req->arena,
		    app->reader, f->dossier.id, "associe") },
		{ "sortie", "Sortie de la coopérative",
		    contrat_day(req->arena, app->reader, f->dossier.id,
		    "sortie") },
	};
	struct contrat_day *list;
	struct node *n;
	size_t i, k, count;

	count = contrat_days(req->arena, app->reader, f->dossier.id, &list);
	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		/* without a contract there is only the way to one */
		if (c->n == 0 && !str_has_word("reunion diagnostic sortie",
		    days[i].name))
			continue;
		n = node_add(page, "jour");
		node_set(n, "nom", days[i].name);
		node_set(n, "titre", days[i].title);
		if (days[i].day == DAY_NONE)
			continue;
		node_set(n, "le", day_iso(req->arena, days[i].day));
		for (k = count; k-- > 0; )
			if (str_eq(list[k].name, days[i].name))
				break;
		if (k < count) {
			node_set(n, "vu", list[k].note);
			node_set(n, "par", list[k].author);
		}
	}
}

static void
add_alerts(struct app *app, struct req *req, struct node *page,
    const struct file *f, const struct contrat *c, int undeclared)
{
	struct contrat_alert *list;
	struct node *n;
	size_t i, count;

	count = contrat_alerts(req->arena, c, &f->dossier, undeclared,
	    day_today(), &list);
	for (i = 0; i < count; i++) {
		n = node_add_text(page, "alerte", list[i].text);
		node_set(n, "regle", regle_name(list[i].rule));
		page_set(n, "article", regle_article(app->office.regles,
		    list[i].rule));
	}
}

/* A day of the way a contract went, or is to go. */
struct milestone {
	int32_t		 day;
	const char	*text, *code;
};
#define MILESTONES	32

static void
pass(struct milestone *list, size_t *n, int32_t day, const char *text,
    const char *code)
{
	size_t i;

	if (*n == MILESTONES || day == DAY_NONE)
		return;
	for (i = (*n)++; i > 0 && list[i - 1].day > day; i--)
		list[i] = list[i - 1];
	list[i] = (struct milestone){ day, text, code };
}

/* What was issued and written down, what begins and ends, in order. */
static void
add_way(struct app *app, struct req *req, struct node *page,
    const struct file *f, const struct contrat *c)
{
	static const char *const begins[] = { "La première période commence",
		"Le premier renouvellement commence",
		"Le second renouvellement commence" };
	struct milestone list[MILESTONES];
	struct event *events;
	struct earlier *papers;
	struct node *p;
	size_t i, count, n = 0;

	count = document_earlier(req->arena, app->reader, f->dossier.id,
	    &papers);
	for (i = 0; i < count; i++)
		if (str_eq(papers[i].kind, KIND_CAPE) ||
		    str_eq(papers[i].kind, KIND_RENEWAL) ||
		    str_eq(papers[i].kind, KIND_BREAK))
			pass(list, &n, time_local(papers[i].issued, NULL,
			    NULL), str_eq(papers[i].kind, KIND_CAPE) ?
			    "Contrat émis" : str_eq(papers[i].kind,
			    KIND_BREAK) ? "Rupture émise" :
			    "Renouvellement émis", papers[i].code);
	count = dossier_events(req->arena, app->reader, f->dossier.id,
	    &events);
	for (i = 0; i < count; i++)
		if (str_eq(events[i].name, "signer"))
			pass(list, &n, time_local(events[i].at, NULL, NULL),
			    "Contrat noté signé", NULL);
	for (i = 0; i < c->n; i++)
		pass(list, &n, c->periodes[i].first,
		    begins[c->periodes[i].rank], NULL);
	pass(list, &n, c->activity, "L’activité économique commence", NULL);
	pass(list, &n, c->registered, "Immatriculation", NULL);
	pass(list, &n, c->end, *c->broken != '\0' ?
	    "Dernier jour, par la rupture" : "Dernier jour", NULL);
	pass(list, &n, c->cesa,
	    "Le contrat d’entrepreneur salarié associé commence", NULL);
	for (i = 0; i < n; i++) {
		p = node_add_text(page, "etape", list[i].text);
		node_set(p, "le", day_iso(req->arena, list[i].day));
		page_set(p, "code", list[i].code);
		if (list[i].day > day_today())
			node_set(p, "a-venir", "1");
	}
}

int
page_contrat(struct app *app, struct req *req, struct res *res)
{
	struct obligation *list;
	struct parcours way;
	struct contrat c;
	struct node *page;
	struct file f;
	size_t i, n;
	int status, undeclared = 0;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	if (contrat_load(req->arena, app->reader, &f.dossier, day_today(),
	    &c) == -1)
		return 500;
	page = file_page(app, req, &f, "Contrat", "contrat");
	contrat_node(req->arena, page, &c);
	if (parcours_load(req->arena, app->reader, &f.dossier, &c,
	    day_today(), &way) == -1)
		return 500;
	parcours_node(req->arena, page, &way);
	changes_node(req->arena, app->reader, &app->office, f.dossier.id,
	    page);
	n = obligation_list(req->arena, app->reader, f.dossier.id, &list);
	for (i = 0; i < n; i++) {
		add_obligation(app, req, page, &f, &list[i]);
		undeclared += !list[i].lapsed && list[i].done == DAY_NONE;
	}
	if (c.n > 0) {
		add_alerts(app, req, page, &f, &c, undeclared);
		add_way(app, req, page, &f, &c);
	}
	add_days(app, req, page, &f, &c);
	page_set(page, "article-declarer", regle_article(app->office.regles,
	    REGLE_DECLARER));
	if (staff_writes(&f))
		node_set(page, "ecrit", "1");
	return page_show(app, res, page, "contrat", 200);
}

int
file_preuve(struct app *app, struct req *req, struct res *res)
{
	struct piece piece;
	struct file f;
	long long id;
	int status, rc;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	if (str_number(req->tail[1], 1, INT64_MAX / 16, &id) == -1)
		return 404;
	rc = obligation_proof(req->arena, app->reader, f.dossier.id, id,
	    &piece, res_spool(req, res));
	if (rc != 0)
		return rc == 1 ? 404 : res_broken(res);
	res_attachment(res, req->arena, piece.type, piece.name);
	return 0;
}

int
page_regles(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Règles appliquées",
	    "gestion");

	regles_node(page, app->office.regles);
	regles_minors(page, app->office.regles);
	return page_show(app, res, page, "regles", 200);
}
