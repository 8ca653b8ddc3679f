/*
 * The half-days of a séance: all of them, made at once or one by one; and the
 * week of every séance.  Where people may be under 18, what the law says of
 * their hours stands before anything is stored, and keeps it from being stored
 * where schemas/regles.xml says so.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "seance.h"

/* Faults of a plan, as <loi article= bloque="1">sentence</loi>; any blocks? */
int
seance_law(struct node *page, const struct hours_fault *list, size_t n)
{
	struct node *law;
	size_t i;
	int blocks = 0;

	for (i = 0; i < n; i++) {
		law = node_add_text(page, "loi", list[i].text);
		page_set(law, "article", list[i].article);
		if (list[i].blocks)
			node_set(law, "bloque", "1");
		blocks |= list[i].blocks;
	}
	return blocks;
}

struct node *
seance_slot(struct arena *a, struct node *to, const struct slot *s)
{
	struct node *n = node_add(to, "creneau");

	node_set_int(n, "id", s->id);
	node_set(n, "jour", day_french_week(a, s->day));
	node_set(n, "horaires", slot_hours(a, s));
	page_set(n, "titre", s->title);
	page_set(n, "anime", s->animator);
	node_set(n, "nature", s->kind);
	if (s->noted > 0)
		node_set_int(n, "notees", s->noted);
	if (s->day <= day_today())
		node_set(n, "passe", "1");
	return n;
}

/* By day: <jour nom=><creneau …/></jour>. */
static void
add_days(struct arena *a, struct node *page, const struct slot *list,
    size_t n)
{
	struct node *day = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i == 0 || list[i].day != list[i - 1].day) {
			day = node_add(page, "jour");
			node_set(day, "nom", day_french_week(a, list[i].day));
			node_set(day, "id", day_iso(a, list[i].day));
			if (day_is_holiday(list[i].day))
				node_set(day, "ferie", "1");
		}
		seance_slot(a, day, &list[i]);
	}
}

int
page_seance_calendrier(struct app *app, struct req *req, struct res *res)
{
	struct hours_fault *faults;
	struct slot *list;
	struct seance se;
	struct node *page;
	size_t n;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	page = seance_page(app, req, &se, "Calendrier", "calendrier");
	page_set(page, "fait", req_query(req, "fait"));
	n = slot_list(req->arena, app->reader, se.s.id, &list);
	add_days(req->arena, page, list, n);
	node_set_int(page, "total", (long long)n);
	if (n > 0 && hours_concern(se.programme))
		seance_law(page, faults, hours_check(req->arena,
		    app->office.regles, list, n, &faults));
	return page_show(app, res, page, "seance-calendrier", 200);
}

/* A form of the calendar: a week's pattern, or one half-day. */
struct plan {
	struct seance	 se;
	struct form	 form;
	struct slot	 slot;		/* id 0: a new one */
	struct slot_week week;
	const char	*envoi, *wrong;
	struct hours_fault *faults;
	size_t		 nfaults;
};

static int
show_plan(struct app *app, struct req *req, struct res *res,
    const struct plan *p, int status)
{
	struct node *page = seance_page(app, req, &p->se, p->form.step->title,
	    "calendrier");

	node_set(page, "envoi", arena_fmt(req->arena, "%s/calendrier/%s",
	    seance_base(req->arena, &p->se.s), p->envoi));
	node_set(page, "retour", arena_fmt(req->arena, "%s/calendrier",
	    seance_base(req->arena, &p->se.s)));
	if (p->slot.id != 0) {
		node_set_int(page, "creneau", p->slot.id);
		node_set_int(page, "vu", p->slot.version);
		if (p->slot.noted > 0)
			node_set_int(page, "notees", p->slot.noted);
	}
	form_fields(app, req, page, &p->form);
	seance_refuse(req, page, &p->form, p->wrong);
	if (seance_law(page, p->faults, p->nfaults))
		node_set(page, "bloque", "1");
	return page_show(app, res, page, "seance-plan", status);
}

/* What there is and what would be, in order; the law of the new ones. */
static void
look_at(struct app *app, struct req *req, struct plan *p,
    const struct slot *more, size_t nmore)
{
	struct slot *old, *all, t;
	struct hours_fault *list;
	size_t i, k, n = 0, nold;

	p->nfaults = 0;
	if (!hours_concern(p->se.programme))
		return;
	nold = slot_list(req->arena, app->writer, p->se.s.id, &old);
	all = arena_array(req->arena, nold + nmore + 1, sizeof(*all));
	for (i = 0; i < nold; i++)
		if (old[i].id != p->slot.id || p->slot.id == 0)
			all[n++] = old[i];
	for (i = 0; i < nmore; i++)
		all[n++] = more[i];
	for (i = 1; i < n; i++)
		for (k = i; k > 0 && (all[k].day < all[k - 1].day ||
		    (all[k].day == all[k - 1].day && all[k].starts <
		    all[k - 1].starts)); k--) {
			t = all[k];
			all[k] = all[k - 1];
			all[k - 1] = t;
		}
	k = hours_check(req->arena, app->office.regles, all, n, &list);
	p->faults = list;
	/* one half-day: only what it has to do with */
	for (i = 0; i < k; i++)
		if (nmore != 1 || list[i].day - day_of_week(list[i].day) ==
		    more[0].day - day_of_week(more[0].day))
			list[p->nfaults++] = list[i];
}

/* 422 where the law says no, 200 until staff have read what it says. */
static int
allowed(struct req *req, const struct plan *p)
{
	size_t i;

	for (i = 0; i < p->nfaults; i++)
		if (p->faults[i].blocks)
			return 422;
	return p->nfaults > 0 && req_form(req, "lu") == NULL ? 422 : 0;
}

static int
open_plan(struct app *app, struct req *req, struct db *db, const char *step,
    struct plan *p)
{
	int status;

	memset(p, 0, sizeof(*p));
	if ((status = seance_open(app, req, db, &p->se)) != 0)
		return status;
	p->form = seance_form(app, req, step);
	return p->se.s.cancelled != 0 ? 404 : 0;
}

int
page_seance_remplir(struct app *app, struct req *req, struct res *res)
{
	struct plan p;
	int status;

	if ((status = open_plan(app, req, app->reader, "calendrier",
	    &p)) != 0)
		return status;
	p.envoi = "remplir";
	if (req->method == METHOD_POST)
		form_read(req, &p.form);
	p.form.quiet = 1;
	return show_plan(app, req, res, &p, 200);
}

/* The pattern that was typed; what is wrong with it, or NULL. */
static const char *
read_week(struct plan *p)
{
	static const char *const names[2][2] = {
		{ "matin-de", "matin-a" }, { "soir-de", "soir-a" }
	};
	struct slot_week *w = &p->week;
	const char *v;
	size_t i;

	for (i = 0; (v = answers_value(p->form.answers, "jours", i)) != NULL;
	    i++)
		w->days |= 1 << (v[1] - '0');
	w->animator = seance_value(&p->form, "equipe");
	for (i = 0; i < 2; i++) {
		w->starts[i] = seance_hour(&p->form, names[i][0]);
		w->ends[i] = seance_hour(&p->form, names[i][1]);
		if ((w->starts[i] == HOUR_NONE) != (w->ends[i] == HOUR_NONE))
			return "Il manque une heure de début ou de fin";
		if (w->starts[i] != HOUR_NONE && w->ends[i] <= w->starts[i])
			return "L’heure de fin doit suivre celle de début";
	}
	if (w->starts[0] == HOUR_NONE && w->starts[1] == HOUR_NONE)
		return "Indiquez les heures du matin ou de l’après-midi";
	if (w->starts[0] != HOUR_NONE && w->starts[1] != HOUR_NONE &&
	    w->starts[1] < w->ends[0])
		return "L’après-midi commence avant la fin du matin";
	return NULL;
}

/* One week of the pattern, to be looked at: the others are like it. */
static size_t
one_week(struct arena *a, const struct slot_week *w, struct slot **out)
{
	/* a Monday without a public holiday in its week */
	int32_t day = day_make(2027, 2, 1);
	struct slot *list = arena_array(a, 14, sizeof(*list));
	size_t n = 0;
	int i, part;

	for (i = 0; i < 7; i++)
		for (part = 0; part < 2; part++)
			if ((w->days & 1 << day_of_week(day + i)) != 0 &&
			    w->starts[part] != HOUR_NONE)
				list[n++] = (struct slot){ .day = day + i,
					.starts = w->starts[part],
					.ends = w->ends[part] };
	*out = list;
	return n;
}

int
post_seance_remplir(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->seance);
	struct slot *week;
	struct plan p;
	size_t n;
	int status, made;

	if ((status = open_plan(app, req, app->writer, "calendrier",
	    &p)) != 0)
		return status;
	p.envoi = "remplir";
	form_read(req, &p.form);
	if (answers_check(p.form.answers, p.form.step, &context) > 0 ||
	    (p.wrong = read_week(&p)) != NULL)
		return show_plan(app, req, res, &p, 422);
	n = one_week(req->arena, &p.week, &week);
	if (hours_concern(p.se.programme))
		p.nfaults = hours_check(req->arena, app->office.regles, week,
		    n, &p.faults);
	if ((status = allowed(req, &p)) != 0)
		return show_plan(app, req, res, &p, status);
	if ((made = slot_fill(app->writer, &p.se.s, &p.week)) == -1)
		return 500;
	return res_redirect(res, "%s/calendrier?fait=%s#contenu",
	    seance_base(req->arena, &p.se.s), made > 0 ? "rempli" : "rien");
}

/* « ajouter », or the number of one of its half-days. */
static int
open_slot(struct app *app, struct req *req, struct db *db, struct plan *p)
{
	struct arena *a = req->arena;
	struct slot *s = &p->slot;
	struct node *r;
	long long id;
	int status;

	if ((status = open_plan(app, req, db, "creneau", p)) != 0)
		return status;
	p->envoi = req->tail[1];
	r = node_add(tree_root(tree_new(a, "x")), "reponses");
	if (str_eq(req->tail[1], "ajouter")) {
		*s = (struct slot){ .session = p->se.s.id };
		node_add_text(r, "nature", "service");
	} else {
		if (str_number(req->tail[1], 1, INT64_MAX / 16, &id) == -1 ||
		    slot_find(a, db, id, s) != 0 || s->session != p->se.s.id)
			return 404;
		node_add_text(r, "jour", day_iso(a, s->day));
		node_add_text(r, "debute", arena_fmt(a, "%02d:%02d",
		    s->starts / 60, s->starts % 60));
		node_add_text(r, "finit", arena_fmt(a, "%02d:%02d",
		    s->ends / 60, s->ends % 60));
		node_add_text(r, "nature", s->kind);
		if (*s->title != '\0')
			node_add_text(r, "intitule", s->title);
		if (*s->animator != '\0')
			node_add_text(r, "anime", s->animator);
	}
	answers_from_record(p->form.answers, r);
	return 0;
}

int
page_seance_creneau(struct app *app, struct req *req, struct res *res)
{
	struct plan p;
	int status;

	if ((status = open_slot(app, req, app->reader, &p)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &p.form);
	p.form.quiet = 1;
	return show_plan(app, req, res, &p, 200);
}

static int
stale(struct app *app, struct req *req, struct res *res, struct plan *p)
{
	p->wrong = p->slot.noted > 0 ? "Des présences sont notées : le jour, "
	    "les heures et leur nature ne changent plus" :
	    "Quelqu’un a changé cette demi-journée. Rechargez la page";
	return show_plan(app, req, res, p, 409);
}

static int
remove_slot(struct app *app, struct req *req, struct res *res,
    struct plan *p)
{
	int rc = p->slot.id == 0 ? 1 : slot_remove(app->writer, &p->slot);

	if (rc != 0)
		return rc == -1 ? 500 : stale(app, req, res, p);
	return res_redirect(res, "%s/calendrier?fait=retire#contenu",
	    seance_base(req->arena, &p->se.s));
}

int
post_seance_creneau(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->seance);
	const char *seen = req_form(req, "vu");
	struct plan p;
	struct slot *s = &p.slot;
	long long version = 0;
	int status, rc;

	if ((status = open_slot(app, req, app->writer, &p)) != 0)
		return status;
	if (s->id != 0 && (seen == NULL || str_number(seen, 0,
	    INT64_MAX / 16, &version) == -1))
		return 400;
	s->version = version;
	form_read(req, &p.form);
	if (req_form(req, "retirer") != NULL)
		return remove_slot(app, req, res, &p);
	if (answers_check(p.form.answers, p.form.step, &context) > 0)
		return show_plan(app, req, res, &p, 422);
	s->day = day_parse(seance_value(&p.form, "jour"));
	s->starts = seance_hour(&p.form, "debute");
	s->ends = seance_hour(&p.form, "finit");
	s->kind = seance_value(&p.form, "nature");
	s->title = seance_value(&p.form, "intitule");
	s->animator = seance_value(&p.form, "anime");
	p.wrong = slot_wrong(req->arena, app->writer, &p.se.s, s);
	if (p.wrong != NULL)
		return show_plan(app, req, res, &p, 422);
	look_at(app, req, &p, s, 1);
	if ((status = allowed(req, &p)) != 0)
		return show_plan(app, req, res, &p, status);
	if ((rc = slot_save(app->writer, s)) != 0)
		return rc == -1 ? 500 : stale(app, req, res, &p);
	return res_redirect(res, "%s/calendrier?fait=garde#contenu",
	    seance_base(req->arena, &p.se.s));
}

/* The day asked for, by ?semaine= or three inputs; else today. */
static int32_t
asked_day(struct req *req)
{
	long long y, m, d;
	int32_t day;

	if (req_query(req, "semaine") != NULL &&
	    (day = day_parse(req_query(req, "semaine"))) != DAY_NONE)
		return day;
	if (req_query(req, "annee") != NULL && req_query(req, "mois") != NULL &&
	    req_query(req, "jour") != NULL &&
	    str_number(req_query(req, "annee"), 2000, 2100, &y) == 0 &&
	    str_number(req_query(req, "mois"), 1, 12, &m) == 0 &&
	    str_number(req_query(req, "jour"), 1, 31, &d) == 0 &&
	    (day = day_make((int)y, (int)m, (int)d)) != DAY_NONE)
		return day;
	return day_today();
}

/* One half-day of the week, with its séance. */
static void
add_event(struct app *app, struct req *req, struct node *day,
    const struct slot *slot, const struct session *s)
{
	struct arena *a = req->arena;
	struct node *n = seance_slot(a, day, slot);
	const char *wrong;

	node_set(n, "adresse", seance_base(a, s));
	node_set(n, "seance", s->title);
	node_set(n, "lieu", *s->place != '\0' ? s->place : s->commune);
	node_set(n, "compte", s->taken >= s->seats ? "complet" :
	    seance_count(a, s));
	if (*slot->animator != '\0' && (wrong = slot_wrong(a, app->reader, s,
	    slot)) != NULL)
		node_set(n, "conflit", wrong);
}

int
page_planning(struct app *app, struct req *req, struct res *res)
{
	struct arena *a = req->arena;
	int32_t day = asked_day(req), monday;
	struct node *page, *to = NULL;
	struct session s;
	struct slot *list;
	int32_t last = DAY_NONE;
	size_t i, n;
	int y, m, d;

	monday = day - day_of_week(day) + 1;
	page = page_new(app, req, arena_fmt(a, "Planning, semaine du %s",
	    day_french(a, monday)), "gestion");
	node_set(page, "semaine", day_french_range(a, monday, monday + 6));
	node_set(page, "precedente", day_iso(a, monday - 7));
	node_set(page, "suivante", day_iso(a, monday + 7));
	day_split(monday, &y, &m, &d);
	node_set_int(page, "j", d);
	node_set_int(page, "m", m);
	node_set_int(page, "a", y);
	n = slot_between(a, app->reader, monday, monday + 6, &list);
	for (i = 0; i < n; i++) {
		if (session_by_id(a, app->reader, list[i].session, &s) != 0 ||
		    !account_may(req->account, RIGHT_READ, s.cooperative))
			continue;
		if (to == NULL || list[i].day != last) {
			to = node_add(page, "jour");
			node_set(to, "nom", day_french_week(a, list[i].day));
			node_set(to, "id", day_iso(a, list[i].day));
		}
		last = list[i].day;
		add_event(app, req, to, &list[i], &s);
	}
	return page_show(app, res, page, "planning", 200);
}
