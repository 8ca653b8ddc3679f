/*
 * The journal: who did and who opened what; chosen by a GET form, read by
 * pages or taken as a table.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/journal.h"
#include "domain/access/member.h"
#include "domain/code.h"
#include "domain/report/export.h"
#include "domain/report/sheet.h"
#include "staff.h"

#define CSV_PAGES	2000	/* 100 000 lines */

/* When a day begins here: clocks do not change at midnight. */
static int64_t
midnight(int32_t day)
{
	int64_t t = (int64_t)day * 86400;
	int hour, minute;

	time_local(t, &hour, &minute);
	return t - hour * 3600 - minute * 60;
}

static void
read_filter(struct req *req, struct journal_filter *f, const char **day)
{
	const char *numero = staff_query(req, "dossier");
	long long n = 0;
	int32_t d;

	*f = (struct journal_filter){ .numero = "", .page = 1,
		.cooperatives = staff_scope(req, "") };
	if (str_number(staff_query(req, "personne"), 1, INT64_MAX / 16,
	    &n) == 0)
		f->account = n;
	if (*numero != '\0' &&
	    (f->numero = numero_read(req->arena, numero)) == NULL)
		f->numero = "-";	/* none is called that */
	*day = staff_query(req, "jour");
	if ((d = day_parse(*day)) != DAY_NONE) {
		f->from = midnight(d);
		f->to = midnight(d + 1);
	} else
		*day = "";
	if (str_number(staff_query(req, "page"), 1, 100000, &n) == 0)
		f->page = (int)n;
}

static const char *
act_name(const struct app *app, const struct journal_line *l)
{
	const char *label = journal_label(l->act);
	const struct definition *d = app_programme(app, l->programme);

	return label != NULL ? label : d == NULL ? l->act :
	    event_label(d, l->act);
}

static void
add_people(struct app *app, struct req *req, struct node *page,
    int64_t current)
{
	const char *chosen = current == 0 ? "" : arena_fmt(req->arena, "%lld",
	    (long long)current);
	struct member *list;
	size_t i, k, n;

	staff_choice(page, "personne", "", "Tout le monde", chosen);
	n = member_list(req->arena, app->reader, &list);
	for (i = 0; i < n; i++)
		for (k = 0; k < list[i].account.ngrants; k++)
			if (account_may(req->account, RIGHT_AUDIT,
			    list[i].account.grants[k].cooperative)) {
				staff_choice(page, "personne", arena_fmt(
				    req->arena, "%lld",
				    (long long)list[i].account.id),
				    list[i].account.name, chosen);
				break;
			}
}

int
page_journal(struct app *app, struct req *req, struct res *res)
{
	struct journal_line *list;
	struct journal_filter f;
	const char *day, *choice;
	struct node *page, *n;
	size_t i, total;

	read_filter(req, &f, &day);
	total = journal_list(req->arena, app->reader, &f, &list);
	page = page_new(app, req, f.page == 1 ? "Journal" : arena_fmt(
	    req->arena, "Journal (page\u00a0%d)", f.page), "gestion");
	add_people(app, req, page, f.account);
	page_set(page, "dossier", staff_query(req, "dossier"));
	page_set(page, "jour", day);
	choice = arena_fmt(req->arena, "personne=%s&dossier=%s&jour=%s",
	    http_encode(req->arena, staff_query(req, "personne")),
	    http_encode(req->arena, staff_query(req, "dossier")),
	    http_encode(req->arena, day));
	node_set(page, "choix", choice);
	for (i = 0; i < total && i < JOURNAL_PAGE; i++) {
		n = node_add(page, "ligne");
		node_set(n, "le", time_iso(req->arena, list[i].at));
		node_set(n, "qui", list[i].who);
		node_set(n, "acte", act_name(app, &list[i]));
		page_set(n, "numero", list[i].numero);
		page_set(n, "texte", list[i].text);
		/* who keeps the journal may not open every file */
		if ((account_rights(req->account) & RIGHT_READ) != 0)
			node_set(n, "ouvre", "1");
	}
	if (f.page > 1)
		node_set(page, "precedente", arena_fmt(req->arena,
		    "/gestion/journal?%s&page=%d", choice, f.page - 1));
	if (total > JOURNAL_PAGE)
		node_set(page, "suivante", arena_fmt(req->arena,
		    "/gestion/journal?%s&page=%d", choice, f.page + 1));
	return page_show(app, res, page, "journal", 200);
}

/* One line of the table; the arena is that of its page. */
static void
add_line(const struct app *app, struct arena *a, struct sheet *s,
    const struct journal_line *l)
{
	sheet_instant(s, time_iso(a, l->at));
	sheet_text(s, l->who);
	sheet_text(s, act_name(app, l));
	sheet_text(s, l->numero);
	sheet_text(s, l->text);
	sheet_newline(s);
}

int
file_journal(struct app *app, struct req *req, struct res *res)
{
	static const char *const names[] = { "quand", "qui", "quoi",
		"dossier", "precision" };
	struct sheet s = SHEET_INIT(SHEET_CSV);
	struct spool *out = res_spool(req, res);
	struct arena *a = arena_new();
	struct journal_line *list;
	struct journal_filter f;
	const char *day;
	size_t i, n;

	read_filter(req, &f, &day);
	sheet_begin(&s, "Journal");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		sheet_name(&s, names[i]);
	sheet_newline(&s);
	for (f.page = 1; f.page <= CSV_PAGES; f.page++) {
		n = journal_list(a, app->reader, &f, &list);
		for (i = 0; i < n && i < JOURNAL_PAGE; i++)
			add_line(app, a, &s, &list[i]);
		spool_add(out, s.line.data, s.line.len);
		sheet_taken(&s);
		arena_reset(a);
		if (n <= JOURNAL_PAGE)
			break;
	}
	sheet_end(&s);
	spool_add(out, s.line.data, s.line.len);
	sheet_free(&s);
	arena_free(a);
	res_attachment(res, req->arena, "text/csv; charset=utf-8",
	    arena_fmt(req->arena, "journal-%s.csv", day_iso(req->arena,
	    day_today())));
	return 0;
}
