/*
 * The list of files: « À traiter » first, filtered by a GET form, 25 a page.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/vue.h"
#include "domain/law/contrat.h"
#include "domain/post/thread.h"
#include "domain/session/meeting.h"
#include "domain/session/seat.h"
#include "domain/session/session.h"
#include "filtre.h"

/* A row being made. */
struct row {
	struct app	*app;
	struct req	*req;
	const struct dossier *d;
	const struct definition *definition;
	const struct state *state;
	struct node	*node;
};

/* Something to know before opening the file, in words. */
static void
flag(const struct row *r, const char *words, const char *section)
{
	struct node *n;

	if (words == NULL || *words == '\0')
		return;
	n = node_add(r->node, "drapeau");
	node_set(n, "libelle", words);
	page_set(n, "volet", section);
}

/* What a minor's representatives have still to say. */
static void
flag_accords(const struct row *r)
{
	struct accord *list;
	size_t n;

	if (str_eq(r->state->who, "representant")) {
		flag(r, "Accord parent attendu", "accords");
		return;
	}
	if (!accord_concerns(r->definition) ||
	    str_eq(r->state->who, "aucun") || r->d->birth == DAY_NONE ||
	    !is_minor(r->d->birth, day_today()))
		return;
	n = accord_list(r->req->arena, r->app->reader, r->definition,
	    r->app->network, r->d, &list);
	switch (accord_all(list, n)) {
	case ACCORD_AWAITED:
		flag(r, "Accord parent attendu", "accords");
		break;
	case ACCORD_REFUSED:
		flag(r, "Accord parent refusé", "accords");
		break;
	case ACCORD_GIVEN:
		break;
	}
}

static void
flag_seat(const struct row *r)
{
	static const char *const words[] = {
		[SEAT_TAKEN] = NULL, [SEAT_WAITING] = "En liste d’attente",
		[SEAT_OFFERED] = "Place proposée", [SEAT_RETURNED] = NULL,
		[SEAT_DECLINED] = "Sans place", [SEAT_EXPIRED] = "Sans place"
	};
	struct session s;
	struct seat seat;

	if (str_eq(r->d->programme, MEETING_PROGRAMME) && *r->d->agenda !=
	    '\0' && str_eq(r->state->who, "equipe") && session_find(
	    r->req->arena, r->app->reader, r->d->agenda, &s) == 0 &&
	    s.last < day_today())
		flag(r, "Réunion à noter", NULL);
	if (*r->d->agenda != '\0' && !str_eq(r->state->who, "aucun") &&
	    seat_of(r->app->reader, r->d->id, &seat) == 0)
		flag(r, words[seat.state], NULL);
}

/* An answer was promised by a day that is over. */
static void
flag_late(const struct row *r)
{
	int32_t due = dossier_deadline(r->d);
	const struct transition *sent = definition_transition(r->definition,
	    "envoyer");

	if (sent != NULL && str_eq(sent->to, r->d->state) &&
	    due != DAY_NONE && due < day_today())
		flag(r, arena_fmt(r->req->arena, "Réponse promise le %s",
		    day_french(r->req->arena, due)), NULL);
}

static void
show_where(const struct row *r)
{
	const struct dossier *d = r->d;
	const struct cooperative *coop =
	    network_cooperative(r->app->network, d->cooperative);
	struct session s;

	page_set(r->node, "commune", d->commune);
	page_set(r->node, "departement", d->departement);
	page_set(r->node, "cooperative", coop == NULL ? NULL : coop->name);
	if (*d->agenda != '\0' && session_find(r->req->arena, r->app->reader,
	    d->agenda, &s) == 0)
		node_set(r->node, "seance", s.title);
}

static void
show_who(const struct row *r)
{
	const struct dossier *d = r->d;
	struct account account;

	node_set(r->node, "numero", d->numero);
	node_set(r->node, "nom", d->nom);
	node_set(r->node, "prenom", d->prenom);
	if (d->birth != DAY_NONE && is_minor(d->birth, day_today()))
		node_set_int(r->node, "age", day_age(d->birth, day_today()));
	if (d->adviser != 0 && account_by_id(r->req->arena, r->app->reader,
	    d->adviser, &account) == 0)
		node_set(r->node, "suivi", account.name);
}

static void
add_row(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	const struct definition *def = app_form(app, d);
	const struct state *s = def == NULL ? NULL :
	    definition_state(def, d->state);
	struct row r = { app, req, d, def, s, node_add(page, "dossier") };
	struct node *n = r.node;

	show_who(&r);
	show_where(&r);
	node_set(n, "programme", def == NULL ? d->programme : def->prefix);
	node_set(n, "recu", day_iso(req->arena,
	    time_local(d->sent, NULL, NULL)));
	node_set(n, "etape", s == NULL ? d->state : s->label);
	node_set(n, "couleur", s == NULL || str_eq(s->who, "aucun") ?
	    "neutre" : str_eq(s->who, "equipe") ? "att" : "cae");
	if (s == NULL)
		return;
	if (*d->cooperative == '\0')
		flag(&r, "Sans coopérative", NULL);
	if (thread_waits(app->reader, d->id) == 1)
		flag(&r, "Message à lire", "messages");
	if (thread_missing(req->arena, app->reader, d->id) != NULL)
		flag(&r, "Pièce manquante", "messages");
	if (!depart_done(d) && account_may(req->account, RIGHT_READ |
	    RIGHT_WRITE, d->cooperative)) {
		node_set(page, "agit", "1");
		if (*d->cooperative == '\0')
			node_set(page, "oriente", "1");
		if (def->npieces > 0)
			node_set(page, "demande", "1");
		node_set(n, "coche", arena_fmt(req->arena, "%s.%lld",
		    d->numero, (long long)d->version));
		action_offer(page, def, d);
	}
	flag_accords(&r);
	flag(&r, contrat_flag(req->arena, app->reader, d->id, day_today()),
	    "contrat");
	flag_seat(&r);
	flag_late(&r);
}

/* The address that sorts by a column, the other way if it is sorted so. */
static void
add_sort(struct req *req, struct node *page, const struct filtres *f,
    const char *column, const char *label)
{
	struct filtres by = *f;
	struct node *n = node_add(page, "colonne");
	int now = str_eq(f->value[FILTRE_TRI], column);
	int down = str_eq(f->value[FILTRE_ORDRE], "desc");

	by.value[FILTRE_TRI] = column;
	node_set(n, "nom", column);
	node_set(n, "libelle", label);
	node_set(n, "adresse", filtres_address(req->arena, &by, FILTRE_ORDRE,
	    now && !down ? "desc" : "asc"));
	if (now)
		node_set(n, "sens", down ? "descending" : "ascending");
}

/* How many; of many, only that they are. */
static void
add_total(struct node *page, const char *name, int64_t total)
{
	if (total > DOSSIER_MANY) {
		node_set(page, "beaucoup", "1");
		total = DOSSIER_MANY;
	}
	node_set_int(page, name, total);
}

/* Nothing found: what there is instead. */
static void
add_instead(struct app *app, struct req *req, struct node *page,
    const struct filtres *f, const struct dossier_filter *wanted)
{
	struct dossier_filter all = *wanted;
	const struct definition *d;
	const char *families = "";
	struct dossier *list;
	int64_t n = 0;
	size_t i, k;

	for (i = 0; (d = app->programmes[i]) != NULL; i++)
		for (k = 0; k < d->nstates; k++)
			if (str_eq(d->states[k].who, "representant"))
				families = arena_fmt(req->arena, "%s %s",
				    families, d->states[k].name);
	if ((n = dossier_count(req->arena, app->reader, wanted->cooperatives,
	    families)) > 0)
		node_set_int(page, "familles", n);
	all.to_do = 0;
	all.state = "";
	all.page = 1;
	dossier_list(req->arena, app->reader, &all, &list, &n);
	if (n > 0) {
		add_total(page, "ailleurs", n);
		node_set(page, "partout", filtres_address(req->arena, f,
		    FILTRE_ETAPE, ETAPE_ALL));
	}
}

/*
 * The pages beside this one begin where it ends, and end where it begins:
 * however far, they are found at once.
 */
static void
add_pages(struct req *req, struct node *page, const struct filtres *f,
    int pages, const struct dossier *list, size_t n)
{
	const char *here = filtres_address(req->arena, f, FILTRES, NULL);

	node_set_int(page, "page", f->page);
	node_set(page, "ici", arena_fmt(req->arena, "%s%s%s%s%s%s",
	    strchr(here, '?') + 1, f->page > 1 ? arena_fmt(req->arena,
	    "&page=%d", f->page) : "", *f->after != '\0' ? "&apres=" : "",
	    http_encode(req->arena, f->after), *f->before != '\0' ?
	    "&avant=" : "", http_encode(req->arena, f->before)));
	node_set_int(page, "pages", pages);
	if (f->page > 1)
		node_set(page, "precedente", n == 0 ? arena_fmt(req->arena,
		    "%s&page=%d", here, f->page > pages ? pages :
		    f->page - 1) : arena_fmt(req->arena,
		    "%s&page=%d&avant=%s", here, f->page - 1,
		    list[0].numero));
	if (f->page < pages)
		node_set(page, "suivante", arena_fmt(req->arena,
		    "%s&page=%d&apres=%s", here, f->page + 1,
		    list[n - 1].numero));
}

int
page_dossiers(struct app *app, struct req *req, struct res *res)
{
	struct dossier_filter wanted;
	struct dossier *list;
	const char *opening;
	struct filtres f;
	struct node *page;
	int64_t total;
	size_t i, n;
	int pages;

	if (*req->query_string == '\0' && (opening = vue_opening(req->arena,
	    app->reader, req->account->id, staff_scope(req, ""))) != NULL)
		return res_redirect(res, "/gestion/dossiers?%s", opening);
	filtres_read(req, &f);
	filtres_wanted(req, &f, &wanted);
	n = dossier_list(req->arena, app->reader, &wanted, &list, &total);
	if (total < 0)
		return 500;
	pages = total == 0 ? 1 : (int)((total - 1) / DOSSIER_PAGE) + 1;
	if (n > 0 && f.page > pages)	/* files have left the list since */
		pages = f.page;
	page = page_new(app, req, pages == 1 ? "Dossiers" : arena_fmt(
	    req->arena, total > DOSSIER_MANY ? "Dossiers (page\u00a0%d)" :
	    "Dossiers (page\u00a0%d sur\u00a0%d)", f.page, pages), "gestion");
	add_total(page, "total", total);
	node_set(page, "vue", f.value[FILTRE_ETAPE]);
	filtres_show(app, req, page, &f);
	vues_show(app, req, page, filtres_query(req->arena, &f, FILTRES,
	    NULL));
	add_sort(req, page, &f, "nom", "Personne");
	add_sort(req, page, &f, "recu", "Reçu le");
	add_sort(req, page, &f, "etape", "Étape");
	add_pages(req, page, &f, pages, list, n);
	if ((account_rights(req->account) & RIGHT_EXPORT) != 0)
		node_set(page, "exporte", "1");
	if ((account_rights(req->account) & RIGHT_WRITE) != 0)
		node_set(page, "saisit", "1");
	if (req_query(req, "rien") != NULL)
		node_set(page, "rien", str_eq(staff_query(req, "rien"),
		    "dossier") ? "Cochez au moins un dossier" :
		    "Choisissez une action");
	for (i = 0; i < n; i++)
		add_row(app, req, page, &list[i]);
	if (n == 0)
		add_instead(app, req, page, &f, &wanted);
	retour_keep(app, req, res, RETOUR_DOSSIERS, node_attr(page, "ici"));
	return page_show(app, res, page, "dossiers", 200);
}
