/*
 * The settings of the network: read by everybody of the team, changed by who
 * keeps the network, or a cooperative for its own.
 *
 * A change is typed, then shown with what was before, whom it concerns and a
 * reason to give, then made.  It is undone by another change, which the
 * history offers filled in.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/access/journal.h"
#include "staff.h"

#define REASON_MAX	500	/* characters */

/* One subject and its form. */
struct sheet {
	struct sujet	 s;
	const char	*title;
	const char	*address;
	struct form	 form;
	struct answers	*now;
};

static const char *
address_of(struct arena *a, const struct sujet *s)
{
	return *s->code == '\0' ? "/gestion/reglages/reseau" :
	    arena_fmt(a, "/gestion/reglages/%ss/%s", s->kind, s->code);
}

static const char *
title_of(const struct app *app, const struct sujet *s)
{
	const struct definition *d = app_programme(app, s->code);
	const struct cooperative *c;

	if (str_eq(s->kind, "programme"))
		return d == NULL ? s->code : d->called;
	if ((c = network_cooperative(app->network, s->code)) != NULL)
		return c->name;
	return "Tout le réseau";
}

/* 0, 404. */
static int
open_subject(struct app *app, struct req *req, const char *kind,
    const char *code, struct sheet *sh)
{
	struct buf faults = BUF_INIT;
	const struct definition *form;

	memset(sh, 0, sizeof(*sh));
	if (reglages_sujet(app->network, app->programmes, kind, code,
	    &sh->s) != 0)
		return 404;
	form = reglages_form(req->arena, app->reglages, app->office.regles,
	    &sh->s, &faults);
	if (faults.len > 0)
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	if (form == NULL)
		return 404;
	sh->title = title_of(app, &sh->s);
	sh->address = address_of(req->arena, &sh->s);
	sh->now = reglages_answers(req->arena, form, &sh->s);
	sh->form = (struct form){ .definition = form, .step = form->steps,
		.answers = reglages_answers(req->arena, form, &sh->s) };
	return 0;
}

/* The subject that the address means; 0 or a status. */
static int
open_sheet(struct app *app, struct req *req, struct sheet *sh)
{
	const char *code = req->tail[0] == NULL ? "" : req->tail[0];
	const char *kind = *code == '\0' ? "reseau" :
	    str_starts(req->path, "/gestion/reglages/programmes/") ?
	    "programme" : "cooperative";
	int status;

	if (str_eq(kind, "cooperative") &&
	    (status = staff_may(req, code)) != 0)
		return status;
	return open_subject(app, req, kind, code, sh);
}

static const char *
value_of(struct arena *a, const struct answers *an, const struct field *f)
{
	const char *s = answers_shown(a, an, f);

	return *s == '\0' ? "aucune valeur" : s;
}

static void
add_subject(struct app *app, struct req *req, struct node *page,
    const char *kind, const char *code)
{
	const struct field *f;
	struct sheet sh;
	struct node *n, *v;
	size_t i;

	if (open_subject(app, req, kind, code, &sh) != 0)
		return;
	n = node_add(page, "sujet");
	node_set(n, "genre", kind);
	node_set(n, "titre", sh.title);
	if (account_may(req->account, RIGHT_ADMIN, str_eq(kind,
	    "cooperative") ? code : ""))
		node_set(n, "adresse", sh.address);
	for (i = 0; i < sh.form.step->nfields; i++) {
		f = &sh.form.step->fields[i];
		/* the form asks for all; here stands what is set */
		if (answers_value(sh.now, f->name, 0) == NULL)
			continue;
		v = node_add(n, "reglage");
		node_set(v, "libelle", f->label);
		node_set(v, "valeur", value_of(req->arena, sh.now, f));
	}
}

int
page_reglages(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Réglages", "gestion");
	size_t i;

	page_set(page, "fait", staff_query(req, "fait"));
	if ((account_rights(req->account) & RIGHT_ADMIN) != 0)
		node_set(page, "change", "1");
	add_subject(app, req, page, "reseau", "");
	for (i = 0; app->programmes[i] != NULL; i++)
		add_subject(app, req, page, "programme",
		    app->programmes[i]->name);
	for (i = 0; i < app->network->ncooperatives; i++)
		add_subject(app, req, page, "cooperative",
		    app->network->cooperatives[i].code);
	return page_show(app, res, page, "reglages", 200);
}

static struct node *
sheet_page(struct app *app, struct req *req, const struct sheet *sh)
{
	struct node *page = page_new(app, req, arena_fmt(req->arena,
	    "Réglages\u00a0: %s", sh->title), "gestion");

	node_set(page, "adresse", sh->address);
	node_set(page, "sous-titre", sh->form.step->title);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page;
}

static int
show_form(struct app *app, struct req *req, struct res *res,
    const struct sheet *sh, const char *wrong, int status)
{
	struct node *page = sheet_page(app, req, sh);

	node_set_int(page, "version", app->settings_version);
	form_fields(app, req, page, &sh->form);
	if (wrong != NULL) {
		form_error(page, sh->form.step->fields[0].name, wrong);
		node_set(page, "refus", wrong);
	}
	return page_show(app, res, page, "reglage", status);
}

/* What was typed once more, for the page that confirms it. */
static void
add_typed(struct node *page, const struct form *f)
{
	const char *name, *raw;
	struct node *n;
	size_t i;

	for (i = 0; answers_each(f->answers, f->step, i, &name, &raw); i++) {
		n = node_add(page, "saisi");
		node_set(n, "nom", name);
		node_set(n, "valeur", raw);
	}
}

/* Before and after of what differs; how many. */
static size_t
add_changes(struct req *req, struct node *page, const struct sheet *sh)
{
	const char *before, *after;
	const struct field *f;
	struct node *n;
	size_t i, found = 0;

	for (i = 0; i < sh->form.step->nfields; i++) {
		f = &sh->form.step->fields[i];
		before = value_of(req->arena, sh->now, f);
		after = value_of(req->arena, sh->form.answers, f);
		if (str_eq(before, after))
			continue;
		n = node_add(page, "change");
		node_set(n, "libelle", f->label);
		node_set(n, "avant", before);
		node_set(n, "apres", after);
		node_set(n, "pour", f->purpose);
		found++;
	}
	return found;
}

static int
show_confirm(struct app *app, struct req *req, struct res *res,
    const struct sheet *sh, const char *error, const char *version)
{
	struct node *page = sheet_page(app, req, sh);
	int64_t drafts, files;

	if (add_changes(req, page, sh) == 0)
		return show_form(app, req, res, sh, "Rien n’a changé : ces "
		    "réglages sont ceux d’aujourd’hui", 422);
	if (str_eq(sh->s.kind, "programme") && reglages_concerned(app->reader,
	    sh->s.code, &drafts, &files) == 0) {
		node_set_int(page, "brouillons", drafts);
		node_set_int(page, "dossiers", files);
	}
	node_set(page, "version", version);
	add_typed(page, &sh->form);
	staff_input(req, page, &(struct input){ .name = "motif",
		.type = "text", .label = "Motif du changement",
		.hint = "L’équipe le lira dans l’historique", .error = error });
	return page_show(app, res, page, "reglage-confirmation",
	    error == NULL ? 200 : 422);
}

/* « ?revenir=12 »: the value of before that change, to be sent again. */
static void
go_back(struct app *app, struct req *req, struct sheet *sh)
{
	struct node *r = node_add(tree_root(tree_new(req->arena, "x")),
	    "reponses");
	const struct field *f;
	struct reglage g;
	long long id;
	const char *now;
	size_t i;

	if (str_number(staff_query(req, "revenir"), 1, INT64_MAX / 16,
	    &id) != 0 || reglages_find(req->arena, app->reader, id, &g) != 0 ||
	    !str_eq(g.kind, sh->s.kind) || !str_eq(g.code, sh->s.code))
		return;
	for (i = 0; i < sh->form.step->nfields; i++) {
		f = &sh->form.step->fields[i];
		now = str_eq(f->name, g.name) ? g.before :
		    answers_value(sh->now, f->name, 0);
		if (now != NULL && *now != '\0')
			node_add_text(r, f->name, now);
	}
	sh->form.answers = answers_new(req->arena, sh->form.definition);
	answers_from_record(sh->form.answers, r);
}

int
page_reglage(struct app *app, struct req *req, struct res *res)
{
	struct sheet sh;
	int status;

	if ((status = open_sheet(app, req, &sh)) != 0)
		return status;
	if (req->method == METHOD_POST) {
		answers_clear_step(sh.form.answers, sh.form.step);
		form_read(req, &sh.form);
	} else
		go_back(app, req, &sh);
	sh.form.quiet = 1;
	return show_form(app, req, res, &sh, NULL, 200);
}

static const char *
wrong_reason(const char *reason)
{
	if (reason == NULL || str_is_blank(reason))
		return "Dites pourquoi ce réglage change";
	return utf8_length(reason) > REASON_MAX ?
	    "Le motif doit faire 500 caractères au plus" : NULL;
}

int
post_reglage(struct app *app, struct req *req, struct res *res)
{
	const char *version = req_form(req, "version"), *wrong;
	const struct actor actor = staff_actor(req);
	struct check_context context;
	struct sheet sh;
	long long seen;
	int status;

	if ((status = open_sheet(app, req, &sh)) != 0)
		return status;
	if (version == NULL || str_number(version, 0, INT64_MAX / 16,
	    &seen) == -1)
		return 400;
	form_read(req, &sh.form);
	if (req_form(req, "reprendre") != NULL) {
		sh.form.quiet = 1;
		return show_form(app, req, res, &sh, NULL, 200);
	}
	context = form_context(app, req, sh.form.definition);
	if (answers_check(sh.form.answers, sh.form.step, &context) > 0)
		return show_form(app, req, res, &sh, NULL, 422);
	if ((wrong = reglages_wrong(req->arena, sh.form.answers)) != NULL)
		return show_form(app, req, res, &sh, wrong, 422);
	if (seen != app->settings_version)
		return show_form(app, req, res, &sh, "Un réglage a changé "
		    "pendant que vous remplissiez cette page. Relisez et "
		    "envoyez à nouveau", 409);
	if (req_form(req, "confirmer") == NULL)
		return show_confirm(app, req, res, &sh, NULL, version);
	if ((wrong = wrong_reason(req_form(req, "motif"))) != NULL)
		return show_confirm(app, req, res, &sh, wrong, version);
	switch (reglages_set(app->writer, &actor, &sh.s, sh.form.definition,
	    sh.now, sh.form.answers, req_form(req, "motif"), seen)) {
	case 0:
		return res_redirect(res, "/gestion/reglages?fait=1#contenu");
	case 1:
		return show_form(app, req, res, &sh, "Rien n’a changé, ou "
		    "quelqu’un d’autre a changé un réglage. Relisez et "
		    "envoyez à nouveau", 409);
	default:
		return 500;
	}
}

int
page_reglages_historique(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Historique des réglages",
	    "gestion"), *n;
	const struct field *f;
	struct reglage *list;
	struct sujet s;
	size_t i, total;

	total = reglages_history(req->arena, app->reader, &list);
	for (i = 0; i < total; i++) {
		f = reglages_field(app->reglages, list[i].kind, list[i].name);
		n = node_add(page, "change");
		s = (struct sujet){ list[i].kind, list[i].code, NULL };
		node_set(n, "le", time_iso(req->arena, list[i].at));
		node_set(n, "qui", list[i].who);
		node_set(n, "sujet", title_of(app, &s));
		node_set(n, "libelle", f == NULL ? list[i].name : f->label);
		node_set(n, "avant", f == NULL ? list[i].before :
		    reglages_shown(req->arena, app->reglages, app->network, f,
		    list[i].before));
		node_set(n, "apres", f == NULL ? list[i].after :
		    reglages_shown(req->arena, app->reglages, app->network, f,
		    list[i].after));
		node_set(n, "motif", list[i].reason);
		if (f != NULL && account_may(req->account, RIGHT_ADMIN,
		    str_eq(s.kind, "cooperative") ? s.code : ""))
			node_set(n, "revenir", arena_fmt(req->arena,
			    "%s?revenir=%lld", address_of(req->arena, &s),
			    (long long)list[i].id));
	}
	return page_show(app, res, page, "reglages-historique", 200);
}
