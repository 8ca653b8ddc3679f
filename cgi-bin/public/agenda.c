/*
 * The agenda: what takes place, where seats are left, and the same for
 * calendars.  These pages set no cookie: signing up is the programme's form.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/session/group.h"
#include "text/ical.h"
#include "public.h"

#define NEAR_KM		60	/* where else one may be sent to */
#define NEAR_MAX	2

static void
add_choice(struct node *page, const char *name, const char *value,
    const char *label, const char *chosen)
{
	struct node *n = node_add(page, name);

	node_set(n, "valeur", value);
	node_set(n, "libelle", label);
	if (str_eq(value, chosen))
		node_set(n, "choisi", "1");
}

/* « 44 » is a département of the network, anything else is none of ours. */
static int
is_departement(const struct app *app, const char *code)
{
	const char *all = node_value(app->arena,
	    tree_root(app->network->tree), "departements");

	return *code != '\0' && all != NULL && str_has_word(all, code);
}

/* The filters of the address; what means nothing filters nothing. */
static void
read_filter(struct app *app, struct req *req, struct session_filter *f)
{
	const char *programme = req_query(req, "programme");
	const char *where = req_query(req, "ou");

	if (programme != NULL && *programme != '\0' &&
	    strlen(programme) <= 60 && strspn(programme,
	    "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(programme))
		f->programme = programme;
	if (where == NULL)
		return;
	if (is_departement(app, where))
		f->departement = where;
	else if (network_cooperative(app->network, where) != NULL)
		f->cooperative = where;
}

/* Programmes that are on the agenda at all, each once. */
static void
add_programmes(struct app *app, struct req *req, struct node *page,
    const char *chosen)
{
	struct session *list;
	const struct definition *d;
	const char *seen = "";
	size_t i, n;

	n = session_list(req->arena, app->reader, &(struct session_filter){
	    .cancelled = 1 }, &list);
	for (i = 0; i < n; i++) {
		if (str_has_word(seen, list[i].programme))
			continue;
		seen = arena_fmt(req->arena, "%s %s", seen, list[i].programme);
		d = app_programme(app, list[i].programme);
		add_choice(page, "choix-programme", list[i].programme,
		    d == NULL ? list[i].programme : d->called, chosen);
	}
}

static void
add_places(struct app *app, struct req *req, struct node *page,
    const char *chosen)
{
	const char *all = node_value(req->arena,
	    tree_root(app->network->tree), "departements");
	const struct network *net = app->network;
	const struct departement *d;
	char *rest, *part;
	size_t i;

	for (i = 0; i < net->ncooperatives; i++)
		add_choice(page, "choix-cooperative",
		    net->cooperatives[i].code, net->cooperatives[i].name,
		    chosen);
	rest = arena_dup(req->arena, all != NULL ? all : "");
	while ((part = str_split(&rest, ' ')) != NULL) {
		d = departement_find(app->departements, part);
		if (*part != '\0')
			add_choice(page, "choix-departement", part,
			    d == NULL ? part : arena_fmt(req->arena,
			    "%s (%s)", d->name, part), chosen);
	}
}

static struct node *
add_session(struct app *app, struct req *req, struct node *to,
    const struct session *s)
{
	const struct cooperative *coop;
	struct node *n = session_node(req->arena, to, s, day_today());

	page_programme(app, n, s->programme);
	coop = network_cooperative(app->network, s->cooperative);
	if (coop != NULL)
		node_set(n, "porteur", coop->name);
	if (app_programme(app, s->programme) != NULL)
		node_set(n, "inscription", arena_fmt(req->arena,
		    "/candidature/%s?session=%s", s->programme, s->code));
	return n;
}

static struct node *
new_page(struct app *app, struct req *req, const char *title,
    const char *description)
{
	struct node *page = page_new(app, req, title, "public");

	node_set(page, "description", description);
	node_unset(page, "noindex");
	if (app_programme(app, "prevenir") != NULL)
		node_set(page, "prevenir", "/candidature/prevenir");
	return page;
}

/* The feed of what is shown: values were recognised, none needs encoding. */
static const char *
calendar(struct arena *a, const struct session_filter *f)
{
	const char *where = f->departement != NULL ? f->departement :
	    f->cooperative != NULL ? f->cooperative : "";

	if (*f->programme == '\0' && *where == '\0')
		return "/agenda.ics";
	return arena_fmt(a, "/agenda.ics?programme=%s&ou=%s", f->programme,
	    where);
}

/* The names of months begin with letters of ASCII. */
static const char *
capital(struct arena *a, const char *name)
{
	char *copy = arena_dup(a, name);

	if (*copy >= 'a' && *copy <= 'z')
		*copy = (char)(*copy - 'a' + 'A');
	return copy;
}

int
page_agenda(struct app *app, struct req *req, struct res *res)
{
	struct session_filter f = { .programme = "", .cancelled = 1 };
	struct node *page, *month = NULL;
	const char *title, *last = "";
	struct session *list;
	size_t i, n;

	read_filter(app, req, &f);
	n = session_list(req->arena, app->reader, &f, &list);
	page = new_page(app, req, "Agenda", "Les réunions d’information et les "
	    "prochaines sessions du réseau : dates, lieux, places.");
	node_set_int(page, "total", (long long)n);
	if (*f.programme != '\0' || f.departement != NULL ||
	    f.cooperative != NULL) {
		node_set(page, "filtre", "1");
		node_set(page, "noindex", "1");
	}
	if (req_query(req, "arret") != NULL)
		node_set(page, "arret", "1");
	add_programmes(app, req, page, f.programme);
	add_places(app, req, page, f.departement != NULL ? f.departement :
	    f.cooperative != NULL ? f.cooperative : "");
	node_set(page, "calendrier", calendar(req->arena, &f));
	for (i = 0; i < n; i++) {
		title = day_french_month(req->arena, list[i].first);
		if (!str_eq(title, last)) {
			month = node_add(page, "mois");
			node_set(month, "nom", capital(req->arena, title));
			node_set(month, "id", arena_dupn(req->arena,
			    day_iso(req->arena, list[i].first), 7));
			last = title;
		}
		add_session(app, req, month, &list[i]);
	}
	return page_show(app, res, page, "agenda", 200);
}

/* Where else: the same programme, a seat left, the nearest first. */
static void
add_near(struct app *app, struct req *req, struct node *page,
    const struct session *s)
{
	const struct commune *here = commune_find(app->communes, s->insee);
	const struct commune *there;
	struct session *list;
	double km[NEAR_MAX], d;
	const struct session *best[NEAR_MAX];
	struct node *n;
	size_t i, k, j, total, found = 0;

	total = session_list(req->arena, app->reader, &(struct session_filter){
	    .programme = s->programme, .signup = 1 }, &list);
	for (i = 0; here != NULL && i < total; i++) {
		if (list[i].id == s->id || session_state(&list[i],
		    day_today()) != SESSION_OUVERTE ||
		    (there = commune_find(app->communes,
		    list[i].insee)) == NULL ||
		    (d = commune_distance_km(here, there)) < 0 || d > NEAR_KM)
			continue;
		for (k = 0; k < found && km[k] <= d; k++)
			;
		if (k == NEAR_MAX)
			continue;
		if (found < NEAR_MAX)
			found++;
		for (j = found - 1; j > k; j--) {
			km[j] = km[j - 1];
			best[j] = best[j - 1];
		}
		km[k] = d;
		best[k] = &list[i];
	}
	for (k = 0; k < found; k++) {
		n = add_session(app, req, node_add(page, "proche"), best[k]);
		if (best[k]->insee[0] != '\0' && !str_eq(best[k]->insee,
		    s->insee))
			node_set(n, "distance", distance_shown(req->arena,
			    km[k]));
	}
}

/* 0 and *s, else a status. */
static int
find(struct app *app, struct req *req, struct session *s)
{
	int rc = session_find(req->arena, app->reader, req->tail[0], s);

	return rc == 0 ? 0 : rc == 1 ? 404 : 500;
}

int
page_session(struct app *app, struct req *req, struct res *res)
{
	const struct cooperative *coop;
	enum session_state state;
	struct session s;
	struct node *page;
	int status;

	if ((status = find(app, req, &s)) != 0)
		return status;
	state = session_state(&s, day_today());
	page = new_page(app, req, s.title, arena_fmt(req->arena,
	    "%s, %s, %s.", s.title, s.commune, session_days(req->arena, &s)));
	if (state == SESSION_PASSEE || state == SESSION_ANNULEE)
		node_set(page, "noindex", "1");
	add_session(app, req, page, &s);
	group_node(req->arena, app->reader, page, &s);
	coop = network_cooperative(app->network, s.cooperative);
	if (coop != NULL)
		node_copy(page, coop->node);
	if (state != SESSION_OUVERTE && state != SESSION_PASSEE)
		add_near(app, req, page, &s);
	return page_show(app, res, page, "session", 200);
}

/* Where: the name of the place, its street, its town. */
static const char *
location(struct arena *a, const struct session *s)
{
	return arena_fmt(a, "%s%s%s%s%s%s%s", s->place,
	    *s->place != '\0' ? ", " : "", s->address,
	    *s->address != '\0' ? ", " : "", s->postcode,
	    *s->postcode != '\0' ? " " : "", s->commune);
}

static void
add_event(struct app *app, struct req *req, struct buf *out,
    const struct session *s)
{
	struct arena *a = req->arena;
	const char *host = strstr(app->conf.url, "://");
	const char *url = arena_fmt(a, "%s/agenda/%s", app->conf.url, s->code);
	struct ical_event e = {
		.changed = s->changed, .sequence = s->version - 1,
		.first = s->first, .last = s->last, .url = url,
		.summary = s->title, .location = location(a, s),
		.cancelled = s->cancelled != 0
	};

	host = host != NULL ? host + 3 : app->conf.url;
	e.uid = arena_fmt(a, "%s@%.*s", s->code, (int)strcspn(host, ":/"),
	    host);
	if (s->first == s->last && s->starts != HOUR_NONE) {
		e.starts = time_make(s->first, s->starts);
		e.ends = time_make(s->first, s->ends);
	}
	e.description = arena_fmt(a, "%s%s%s%s%s",
	    s->cancelled != 0 ? s->reason : session_hours(a, s),
	    s->cancelled != 0 || *session_hours(a, s) != '\0' ? "\n" : "",
	    s->text, *s->text != '\0' ? "\n" : "", url);
	ical_add(out, &e);
}

/* The feed follows the filters of the page. */
int
file_agenda(struct app *app, struct req *req, struct res *res)
{
	struct session_filter f = { .programme = "", .cancelled = 1 };
	struct session *list;
	size_t i, n;

	read_filter(app, req, &f);
	n = session_list(req->arena, app->reader, &f, &list);
	ical_start(&res->body, arena_fmt(req->arena, "Agenda – %s",
	    app->network->name));
	for (i = 0; i < n; i++)
		add_event(app, req, &res->body, &list[i]);
	ical_end(&res->body);
	res->type = "text/calendar; charset=utf-8";
	return 0;
}

int
file_session(struct app *app, struct req *req, struct res *res)
{
	struct session s;
	int status;

	if ((status = find(app, req, &s)) != 0)
		return status;
	ical_start(&res->body, "");
	add_event(app, req, &res->body, &s);
	ical_end(&res->body);
	res_attachment(res, req->arena, "text/calendar; charset=utf-8",
	    arena_fmt(req->arena, "%s.ics", s.code));
	return 0;
}
