/*
 * Séances: the list, one of them, its calendar to keep, and when sign-up is
 * open.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/access.h"
#include "text/ical.h"
#include "seance.h"

#define BASE	"/gestion/seances"

int
seance_open(struct app *app, struct req *req, struct db *db,
    struct seance *se)
{
	int rc, status;

	memset(se, 0, sizeof(*se));
	rc = session_find(req->arena, db, req->tail[0], &se->s);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	if ((status = staff_may(req, se->s.cooperative)) != 0)
		return status;
	se->cooperative = network_cooperative(app->network,
	    se->s.cooperative);
	se->programme = app_programme(app, se->s.programme);
	return 0;
}

const char *
seance_base(struct arena *a, const struct session *s)
{
	return arena_fmt(a, BASE "/%s", s->code);
}

const char *
seance_count(struct arena *a, const struct session *s)
{
	const char *waiting = s->waiting == 0 ? "" : arena_fmt(a,
	    "%s%lld\u00a0en attente", s->composing ? "" : ", ",
	    (long long)s->waiting);

	if (s->composing)
		return arena_fmt(a, "%s%s%lld\u00a0places à composer",
		    waiting, *waiting != '\0' ? ", " : "",
		    (long long)session_left(s));
	return arena_fmt(a, "%lld\u00a0inscrit%s sur %lld%s",
	    (long long)s->taken, s->taken > 1 ? "s" : "",
	    (long long)s->seats, waiting);
}

static struct node *
add_seance(struct app *app, struct req *req, struct node *to,
    const struct session *s)
{
	const struct cooperative *coop;
	struct node *n = session_node(req->arena, to, s, day_today());

	page_programme(app, n, s->programme);
	coop = network_cooperative(app->network, s->cooperative);
	page_set(n, "porteur", coop == NULL ? NULL : coop->name);
	node_set(n, "adresse-gestion", seance_base(req->arena, s));
	node_set(n, "compte", seance_count(req->arena, s));
	if (s->held > 0)
		node_set_int(n, "reservees", s->held);
	return n;
}

/* « de 16 à 18 ans au premier jour » */
static const char *
ages(struct arena *a, const struct definition *d)
{
	if (d == NULL || d->age.birth == NULL ||
	    (d->age.min == -1 && d->age.max == -1))
		return NULL;
	if (d->age.max == -1)
		return arena_fmt(a, "à partir de %d ans au premier jour",
		    d->age.min);
	if (d->age.min == -1)
		return arena_fmt(a, "jusqu’à %d ans au premier jour",
		    d->age.max);
	return arena_fmt(a, "de %d à %d ans au premier jour", d->age.min,
	    d->age.max);
}

struct node *
seance_page(struct app *app, struct req *req, const struct seance *se,
    const char *title, const char *tab)
{
	struct arena *a = req->arena;
	struct node *page, *n;

	page = page_new(app, req, arena_fmt(a, "%s – %s", title,
	    se->s.title), "gestion");
	retour_show(req, page, RETOUR_SEANCES);
	node_set(page, "onglet", tab);
	node_set(page, "sous-titre", title);
	n = add_seance(app, req, page, &se->s);
	node_set_int(n, "version", se->s.version);
	page_set(n, "ages", ages(a, se->programme));
	if (str_eq(se->s.programme, "reunion"))
		node_set(page, "reunion", "1");
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page;
}

struct form
seance_form(struct app *app, struct req *req, const char *step)
{
	return (struct form){ .definition = app->seance,
		.step = definition_step(app->seance, step),
		.answers = answers_new(req->arena, app->seance) };
}

const char *
seance_value(const struct form *f, const char *field)
{
	const char *s = answers_value(f->answers, field, 0);

	return s == NULL ? "" : s;
}

int64_t
seance_number(const struct form *f, const char *field, int64_t otherwise)
{
	long long n;

	return str_number(seance_value(f, field), 0, INT64_MAX / 16, &n) == -1 ?
	    otherwise : n;
}

int
seance_hour(const struct form *f, const char *field)
{
	const char *s = seance_value(f, field);

	return strlen(s) != 5 ? HOUR_NONE : ((s[0] - '0') * 10 + s[1] - '0') *
	    60 + (s[3] - '0') * 10 + s[4] - '0';
}

void
seance_refuse(struct req *req, struct node *page, const struct form *f,
    const char *wrong)
{
	const struct field *first = &f->step->fields[0];

	if (wrong == NULL)
		return;
	form_error(page, first->kind == FIELD_DATE ? arena_fmt(req->arena,
	    "%s-jour", first->name) : first->name, wrong);
	node_set(page, "refus", wrong);
}

static void
add_filters(struct app *app, struct req *req, struct node *page,
    const struct session_filter *f)
{
	const struct field *programmes = definition_field(app->seance,
	    "programme");
	size_t i;

	staff_choice(page, "quand", "", "À venir", f->past ? "passees" : "");
	staff_choice(page, "quand", "passees", "Passées",
	    f->past ? "passees" : "");
	staff_choice(page, "programme", "", "Tous", f->programme);
	for (i = 0; i < programmes->nchoices; i++)
		staff_choice(page, "programme", programmes->choices[i].value,
		    programmes->choices[i].label, f->programme);
	staff_cooperatives(app, req, page, staff_query(req, "cooperative"));
}

int
page_seances(struct app *app, struct req *req, struct res *res)
{
	const char *chosen = staff_query(req, "cooperative");
	const struct session_filter f = {
		.programme = staff_query(req, "programme"),
		.cooperative = staff_scope(req, chosen),
		.past = str_eq(staff_query(req, "quand"), "passees"),
		.cancelled = 1
	};
	struct session *list;
	struct node *page;
	size_t i, n;

	page = page_new(app, req, "Séances", "gestion");
	add_filters(app, req, page, &f);
	n = session_list(req->arena, app->reader, &f, &list);
	for (i = 0; i < n; i++)
		add_seance(app, req, page, &list[i]);
	node_set_int(page, "total", (long long)n);
	if (f.past)
		node_set(page, "passees", "1");
	if (*f.programme != '\0' || *chosen != '\0')
		node_set(page, "filtre", "1");
	retour_keep(app, req, res, RETOUR_SEANCES, req->query_string);
	return page_show(app, res, page, "seance-liste", 200);
}

int
page_seance(struct app *app, struct req *req, struct res *res)
{
	struct seance se;
	struct node *page;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	page = seance_page(app, req, &se, "Séance", "seance");
	page_set(page, "fait", req_query(req, "fait"));
	return page_show(app, res, page, "seance", 200);
}

/* Sign-up opens today, or ended yesterday. */
int
post_seance_inscriptions(struct app *app, struct req *req, struct res *res)
{
	const char *what = req_form(req, "inscriptions");
	long long version;
	struct seance se;
	int status, rc;

	if ((status = seance_open(app, req, app->writer, &se)) != 0)
		return status;
	if (what == NULL || !str_has_word("ouvrir fermer", what) ||
	    req_form(req, "version") == NULL ||
	    str_number(req_form(req, "version"), 0, INT64_MAX / 16,
	    &version) == -1)
		return 400;
	se.s.version = version;
	rc = str_eq(what, "ouvrir") ? session_open_now(app->writer, &se.s) :
	    session_close_now(app->writer, &se.s);
	if (rc == -1)
		return 500;
	return res_redirect(res, "%s?fait=%s#contenu",
	    seance_base(req->arena, &se.s), rc == 1 ? "change" : what);
}

/* Its half-days, for the calendars of the team. */
int
file_seance_ical(struct app *app, struct req *req, struct res *res)
{
	struct arena *a = req->arena;
	struct slot *list;
	struct seance se;
	size_t i, n;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	n = slot_list(a, app->reader, se.s.id, &list);
	ical_start(&res->body, se.s.title);
	for (i = 0; i < n; i++)
		ical_add(&res->body, &(struct ical_event){
		    .uid = arena_fmt(a, "creneau-%lld@%s",
		    (long long)list[i].id, strstr(app->conf.url, "//") + 2),
		    .changed = se.s.changed,
		    .sequence = list[i].version - 1,
		    .starts = time_make(list[i].day, list[i].starts),
		    .ends = time_make(list[i].day, list[i].ends),
		    .summary = *list[i].title != '\0' ? list[i].title :
		    se.s.title,
		    .location = *se.s.place != '\0' ? se.s.place :
		    se.s.commune,
		    .description = list[i].animator,
		    .url = arena_fmt(a, "%s%s", app->conf.url,
		    seance_base(a, &se.s)),
		    .cancelled = se.s.cancelled != 0 });
	ical_end(&res->body);
	res_attachment(res, a, "text/calendar; charset=utf-8",
	    arena_fmt(a, "%s.ics", se.s.code));
	return 0;
}
