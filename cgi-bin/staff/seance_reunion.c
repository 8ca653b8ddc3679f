/*
 * An information meeting that was held, and the figures of all of them by month
 * and cooperative, for funders: they tell of nobody.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/report/sheet.h"
#include "domain/session/meeting.h"
#include "seance.h"

#define YEARS	3		/* back, of a report */
#define SEEN_NOW INT64_C(-1)	/* what the page shows itself */

static int
show_held(struct app *app, struct req *req, struct res *res,
    const struct seance *se, const struct form *f, int64_t seen,
    const char *wrong, int status)
{
	struct node *page = seance_page(app, req, se, f->step->title, "tenue");
	struct meeting m = { .id = 0 };

	page_set(page, "fait", req_query(req, "fait"));
	if (meeting_find(req->arena, app->reader, se->s.id, &m) == 0) {
		node_set(page, "conseil", m.adviser);
		node_set_int(page, "minutes", m.minutes);
		node_set(page, "date", time_iso(req->arena, m.at));
		node_set(page, "par", m.author);
	}
	node_set_int(page, "vu", seen == SEEN_NOW ? m.id : seen);
	form_fields(app, req, page, f);
	seance_refuse(req, page, f, wrong);
	return page_show(app, res, page, "seance-tenue", status);
}

static int
open_held(struct app *app, struct req *req, struct db *db,
    struct seance *se)
{
	int status = seance_open(app, req, db, se);

	return status != 0 ? status :
	    str_eq(se->s.programme, MEETING_PROGRAMME) ? 0 : 404;
}

int
page_seance_tenue(struct app *app, struct req *req, struct res *res)
{
	struct form f = seance_form(app, req, "tenue");
	struct seance se;
	int status;

	if ((status = open_held(app, req, app->reader, &se)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &f);
	f.quiet = 1;
	return show_held(app, req, res, &se, &f, SEEN_NOW, NULL, 200);
}

int
post_seance_tenue(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->seance);
	struct form f = seance_form(app, req, "tenue");
	const struct actor actor = staff_actor(req);
	const char *shown = req_form(req, "vu");
	struct seance se;
	long long seen;
	int status;

	if ((status = open_held(app, req, app->writer, &se)) != 0)
		return status;
	if (shown == NULL || str_number(shown, 0, INT64_MAX / 16, &seen) == -1)
		return 400;
	form_read(req, &f);
	if (answers_check(f.answers, f.step, &context) > 0)
		return show_held(app, req, res, &se, &f, seen, NULL, 422);
	switch (meeting_hold(req->arena, app->writer, se.programme, &se.s,
	    seance_value(&f, "conseil"), seance_number(&f, "duree", 0), seen,
	    &actor)) {
	case 0:
		return res_redirect(res, "%s/tenue?fait=1#contenu",
		    seance_base(req->arena, &se.s));
	case 1:
		return show_held(app, req, res, &se, &f, seen,
		    "Cette réunion n’a pas encore eu lieu, ou est annulée",
		    422);
	case 2:
		return show_held(app, req, res, &se, &f, SEEN_NOW,
		    "Rien n’est enregistré : quelqu’un vient de noter cette "
		    "réunion. Ce qui est noté est écrit plus haut ; si vous "
		    "enregistrez, votre note le remplace", 409);
	default:
		return 500;
	}
}

static size_t
report(struct app *app, struct req *req, struct meeting_month **list)
{
	int32_t today = day_today();

	return meeting_months(req->arena, app->reader, day_add_months(today,
	    -12 * YEARS), today, staff_scope(req, staff_query(req,
	    "cooperative")), list);
}

static const char *
named(struct app *app, const char *code)
{
	const struct cooperative *coop = network_cooperative(app->network,
	    code);

	return coop == NULL ? code : coop->name;
}

/* Who held them: that many, that long, for so many people. */
static void
add_advisers(struct node *page, const struct meeting_line *list, size_t n)
{
	struct meeting_line sum;
	long long meetings;
	struct node *line;
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; !str_eq(list[k].adviser, list[i].adviser); k++)
			;
		if (k != i || *list[i].adviser == '\0')
			continue;
		sum = list[i];
		meetings = 1;
		for (k = i + 1; k < n; k++) {
			if (!str_eq(list[k].adviser, list[i].adviser))
				continue;
			meetings++;
			sum.present += list[k].present;
			sum.minutes += list[k].minutes;
		}
		line = node_add(page, "conseil");
		node_set(line, "nom", sum.adviser);
		node_set_int(line, "reunions", meetings);
		node_set_int(line, "presents", sum.present);
		node_set_int(line, "minutes", sum.minutes);
	}
}

static size_t
one_by_one(struct app *app, struct req *req, struct meeting_line **list)
{
	int32_t today = day_today();

	return meeting_lines(req->arena, app->reader, day_add_months(today,
	    -12 * YEARS), today, staff_scope(req, staff_query(req,
	    "cooperative")), list);
}

int
page_reunions(struct app *app, struct req *req, struct res *res)
{
	struct meeting_line *lines;
	struct meeting_month *list, all = { .month = "" };
	struct node *page = page_new(app, req, "Réunions d’information",
	    "gestion"), *n;
	size_t i, count = report(app, req, &list);

	for (i = 0; i <= count; i++) {
		struct meeting_month *m = i < count ? &list[i] : &all;

		n = node_add(page, i < count ? "ligne" : "total");
		if (i < count) {
			node_set(n, "mois", day_french_month(req->arena,
			    day_parse(arena_fmt(req->arena, "%s-01",
			    m->month))));
			node_set(n, "cooperative", named(app,
			    m->cooperative));
			all.meetings += m->meetings;
			all.signed_up += m->signed_up;
			all.present += m->present;
			all.minutes += m->minutes;
			all.applied += m->applied;
		}
		node_set_int(n, "reunions", m->meetings);
		node_set_int(n, "inscrits", m->signed_up);
		node_set_int(n, "presents", m->present);
		node_set_int(n, "minutes", m->minutes);
		node_set_int(n, "candidatures", m->applied);
	}
	/* who reads no file is not told of each of the team either */
	if ((account_rights(req->account) & RIGHT_READ) != 0) {
		count = one_by_one(app, req, &lines);
		add_advisers(page, lines, count);
		if (count > 0)
			node_set(page, "une-a-une", "1");
	}
	node_set(page, "date", day_iso(req->arena, day_today()));
	return page_show(app, res, page, "reunions", 200);
}

static void
add_number(struct arena *a, struct sheet *t, int64_t n)
{
	const char *s = arena_fmt(a, "%lld", (long long)n);

	sheet_number(t, s, s);
}

int
file_reunions_liste(struct app *app, struct req *req, struct res *res)
{
	static const char *const names[] = { "jour", "seance", "titre",
	    "cooperative", "commune", "conseil", "minutes", "inscrits",
	    "presents" };
	struct sheet t = SHEET_INIT(SHEET_CSV);
	struct meeting_line *list;
	size_t i, n = one_by_one(app, req, &list);

	sheet_begin(&t, "");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		sheet_name(&t, names[i]);
	sheet_newline(&t);
	for (i = 0; i < n; i++) {
		sheet_text(&t, day_iso(req->arena, list[i].day));
		sheet_text(&t, list[i].code);
		sheet_text(&t, list[i].title);
		sheet_text(&t, list[i].cooperative);
		sheet_text(&t, list[i].commune);
		sheet_text(&t, list[i].adviser);
		add_number(req->arena, &t, list[i].minutes);
		add_number(req->arena, &t, list[i].signed_up);
		add_number(req->arena, &t, list[i].present);
		sheet_newline(&t);
	}
	buf_add(&res->body, t.line.data, t.line.len);
	sheet_free(&t);
	res_attachment(res, req->arena, "text/csv; charset=utf-8",
	    arena_fmt(req->arena, "reunions-une-a-une-%s.csv", day_iso(
	    req->arena, day_today())));
	return 0;
}

int
file_reunions(struct app *app, struct req *req, struct res *res)
{
	struct meeting_month *list;
	size_t i, n = report(app, req, &list);

	/* names of cooperatives are ours: nothing typed is in it */
	buf_fmt(&res->body, "\xef\xbb\xbfmois;cooperative;reunions;inscrits;"
	    "presents;minutes;candidatures\r\n");
	for (i = 0; i < n; i++)
		buf_fmt(&res->body, "%s;%s;%lld;%lld;%lld;%lld;%lld\r\n",
		    list[i].month, list[i].cooperative,
		    (long long)list[i].meetings, (long long)list[i].signed_up,
		    (long long)list[i].present, (long long)list[i].minutes,
		    (long long)list[i].applied);
	res_attachment(res, req->arena, "text/csv; charset=utf-8",
	    arena_fmt(req->arena, "reunions-%s.csv", day_iso(req->arena,
	    day_today())));
	return 0;
}
