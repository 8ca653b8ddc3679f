/*
 * Exports: which files, in which form; taking them is a POST, for it is noted
 * who took what.
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/report/chiffres.h"
#include "domain/report/extrait.h"
#include "staff.h"

static const enum extrait_form forms[] = { EXTRAIT_CSV, EXTRAIT_ODS,
    EXTRAIT_XML };
#define NFORMS	(sizeof(forms) / sizeof(forms[0]))

/* A field of the form that was sent, or of the address. */
static const char *
asked(const struct req *req, const char *name)
{
	const char *s = req->method == METHOD_POST ? req_form(req, name) :
	    NULL;

	return s == NULL ? staff_query(req, name) : page_safe(req->arena, s);
}

/* May the reader see what is sensitive in all files that are asked for? */
static int
sees_money(const struct req *req, const struct extrait_filter *f)
{
	return str_eq(f->cooperatives, account_scope(req->arena, req->account,
	    req->rights | RIGHT_MONEY, asked(req, "cooperative")));
}

static void
read_filter(struct app *app, struct req *req, struct extrait_filter *f)
{
	const struct definition *d = app_programme(app, asked(req,
	    "programme"));
	long long year;
	size_t i;

	memset(f, 0, sizeof(*f));
	for (i = 0; d == NULL && app->programmes[i] != NULL; i++)
		if (chiffres_counted(app->programmes[i]))
			d = app->programmes[i];
	f->programme = d;
	f->state = asked(req, "etape");
	if (definition_state(d, f->state) == NULL)
		f->state = "";
	if (str_number(asked(req, "annee"), 1970, 9999, &year) == 0)
		f->year = (int)year;
	f->cooperatives = staff_scope(req, asked(req, "cooperative"));
}

static void
add_choices(struct app *app, struct req *req, struct node *page,
    const struct extrait_filter *f)
{
	struct arena *a = req->arena;
	const char *year = f->year == 0 ? "" : arena_fmt(a, "%d", f->year);
	int first, last;
	size_t i;

	for (i = 0; app->programmes[i] != NULL; i++)
		staff_choice(page, "programme", app->programmes[i]->name,
		    app->programmes[i]->called, f->programme->name);
	staff_choice(page, "etape", "", "Toutes les étapes", f->state);
	for (i = 0; i < f->programme->nstates; i++)
		if (!str_eq(f->programme->states[i].name, STATE_DRAFT))
			staff_choice(page, "etape",
			    f->programme->states[i].name,
			    f->programme->states[i].label, f->state);
	chiffres_years(app->reader, &first, &last);
	staff_choice(page, "annee", "", "Depuis le début", year);
	for (; last >= first; last--)
		staff_choice(page, "annee", arena_fmt(a, "%d", last),
		    arena_fmt(a, "Année\u00a0%d", last), year);
	staff_cooperatives(app, req, page, asked(req, "cooperative"));
}

static void
add_forms(struct req *req, struct node *page,
    const struct extrait_filter *f)
{
	const struct extrait_kind *kind;
	struct node *n;
	size_t i;

	for (i = 0; i < NFORMS; i++) {
		if (forms[i] == EXTRAIT_XML && f->programme->sensitive &&
		    !sees_money(req, f))
			continue;
		kind = extrait_kind(forms[i]);
		n = node_add(page, "forme");
		node_set(n, "nom", kind->name);
		node_set(n, "libelle", kind->label);
	}
}

/* What was taken before, and by whom. */
static void
add_done(struct app *app, struct req *req, struct node *page)
{
	const struct definition *d;
	struct extrait_done *list;
	struct node *n;
	size_t i, total;

	total = extrait_list(req->arena, app->reader,
	    staff_scope(req, ""), &list);
	for (i = 0; i < total; i++) {
		n = node_add(page, "fait");
		node_set(n, "date", time_iso(req->arena, list[i].at));
		node_set(n, "qui", list[i].author);
		node_set(n, "forme", list[i].form);
		d = app_programme(app, list[i].programme);
		node_set(n, "programme", d == NULL ? list[i].programme :
		    d->called);
		page_set(n, "cooperatives", list[i].cooperatives);
		page_set(n, "etape", list[i].state);
		if (list[i].year != 0)
			node_set_int(n, "annee", list[i].year);
		if (list[i].sensitive)
			node_set(n, "sensible", "1");
		node_set_int(n, "dossiers", list[i].files);
		node_set(n, "poids", file_size_french(req->arena,
		    list[i].bytes));
	}
}

int
page_exports(struct app *app, struct req *req, struct res *res)
{
	struct extrait_filter f;
	struct node *page;
	int64_t n;

	read_filter(app, req, &f);
	if ((n = extrait_count(app->reader, &f)) == -1)
		return 500;
	page = page_new(app, req, "Exports", "gestion");
	page_jeton(app, req, res, page);
	node_set_int(page, "total", n);
	node_set(page, "choix-programme", f.programme->name);
	page_set(page, "choix-etape", f.state);
	page_set(page, "choix-cooperative", asked(req, "cooperative"));
	if (f.year != 0)
		node_set_int(page, "choix-annee", f.year);
	if (f.programme->sensitive)
		node_set(page, "sensible", sees_money(req, &f) ? "oui" :
		    "non");
	add_choices(app, req, page, &f);
	add_forms(req, page, &f);
	add_done(app, req, page);
	return page_show(app, res, page, "exports", 200);
}

static int
asked_form(const struct req *req, enum extrait_form *form)
{
	size_t i;

	for (i = 0; i < NFORMS; i++)
		if (str_eq(asked(req, "forme"), extrait_kind(forms[i])->name)) {
			*form = forms[i];
			return 0;
		}
	return -1;
}

int
post_exports(struct app *app, struct req *req, struct res *res)
{
	const struct actor who = staff_actor(req);
	const struct extrait_kind *kind;
	enum extrait_form form;
	struct extrait_filter f;
	int money, status;
	int64_t n;

	read_filter(app, req, &f);
	money = sees_money(req, &f);
	if (asked_form(req, &form) == -1)
		return 400;
	if (form == EXTRAIT_XML && !money && f.programme->sensitive)
		return 403;
	kind = extrait_kind(form);
	n = extrait_write(req->arena, app->reader, &f, form, money,
	    res_spool(req, res));
	if ((status = res_failed(res)) != 0)
		return status;
	if (n == -1 || extrait_note(app->writer, &f, form, money, n,
	    (int64_t)res_length(res), &who) == -1)
		return 500;
	res_attachment(res, req->arena, kind->type, arena_fmt(req->arena,
	    "%s-%s.%s", f.programme->name, day_iso(req->arena, day_today()),
	    kind->suffix));
	return 0;
}
