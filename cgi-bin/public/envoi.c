/*
 * The summary, which is also where somebody who comes back lands, and the
 * sending.  Sending twice gives the first result again.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/dossier/change.h"
#include "domain/dossier/correction.h"
#include "domain/session/seat.h"
#include "public.h"

/* The answers of one step, each leading back to its field. */
static void
add_section(struct req *req, struct node *page, struct draft *draft,
    const struct step *step)
{
	const char *name = draft->definition->name;
	struct node *section = node_add(page, "section");

	node_set(section, "nom", step->name);
	node_set(section, "titre", step->title);
	node_set(section, "adresse", step->place == STEP_START ?
	    arena_fmt(req->arena, "/candidature/%s", name) :
	    arena_fmt(req->arena, "/candidature/%s/%s?retour=recapitulatif",
	    name, step->name));
	draft->form.step = step;
	form_summary(req, section, &draft->form);
}

/* The address that messages go to, which changes in its own way. */
static void
add_address(struct req *req, struct node *page, const struct draft *draft)
{
	const struct step *start = step_at(draft->definition, STEP_START);
	const struct field *f = start == NULL || start->nfields == 0 ? NULL :
	    &start->fields[0];
	struct node *section, *n;

	if (f == NULL || f->kind != FIELD_EMAIL)
		return;
	section = node_add(page, "section");
	node_set(section, "nom", start->name);
	node_set(section, "titre", start->title);
	node_set(section, "adresse", arena_fmt(req->arena,
	    "/suivi/%s/courriel", draft->dossier.numero));
	n = node_add(section, "ligne");
	node_set(n, "libelle", f->label);
	node_set(n, "nom", f->nom);
	node_set(n, "cible", "valeur");
	node_add_text(n, "valeur", draft->dossier.email);
}

/* What representatives would be asked again, if it changes. */
static void
add_again(struct node *page, const struct draft *draft)
{
	const struct definition *d = draft->definition;
	const struct field *f;
	size_t i, j, k;
	int rests;

	if (answers_age(draft->form.answers, day_today()) >= MAJORITY)
		return;
	for (i = 0; draft->dossier.sent != 0 && i < d->nsteps; i++)
		for (j = 0; j < d->steps[i].nfields; j++) {
			f = &d->steps[i].fields[j];
			rests = 0;
			for (k = 0; k < d->nconsents; k++)
				rests |= str_has_word(
				    d->consents[k].rests_on, f->name);
			if (rests && answers_asked(draft->form.answers, f) &&
			    correction_opens(d, draft->form.only, f))
				node_add_text(page, "redemande", f->nom);
		}
}

int
page_recapitulatif(struct app *app, struct req *req, struct res *res)
{
	const struct definition *d;
	const struct step *step, *todo;
	const struct arret *arret;
	struct draft draft;
	struct node *page;
	int status;

	if ((status = draft_open(app, req, app->reader, &draft)) != 0)
		return status;
	if (draft_closed(&draft))
		return page_sent(app, req, res, &draft);
	d = draft.definition;
	todo = draft_unfinished(app, req, &draft);
	arret = draft_stopped(&draft);
	if (d->journey == JOURNEY_SHORT && todo == NULL)
		return res_redirect(res, "/candidature/%s/envoi#contenu",
		    d->name);
	if (d->journey != JOURNEY_STEPS && todo != NULL &&
	    draft.dossier.sent == 0)
		return res_redirect(res, "%s#contenu",
		    draft_home(req->arena, d));
	page = page_journey(app, req, d, draft.dossier.sent != 0 ? said(d,
	    "Modifiez vos réponses", "Modifie tes réponses") :
	    todo == NULL ? said(d,
	    "Vérifiez vos réponses avant d’envoyer",
	    "Vérifie tes réponses avant d’envoyer") : said(d,
	    "Votre candidature en cours", "Ta candidature en cours"));
	page_jeton(app, req, res, page);
	node_set(page, "numero", draft.dossier.numero);
	if (draft.dossier.sent != 0)
		node_set(page, "modifie", "1");
	if (draft.form.only != NULL)
		node_set(page, "corrige", "1");
	add_again(page, &draft);
	if (arret != NULL)
		node_set(page, "arret", arret->name);
	if (todo != NULL) {
		node_set(page, "suite", todo->name);
		node_set(page, "suite-titre", todo->title);
	}
	add_address(req, page, &draft);
	for (step = step_after(&draft.form, NULL); step != NULL;
	    step = step_after(&draft.form, step))
		add_section(req, page, &draft, step);
	return page_show(app, res, page, "recapitulatif", 200);
}

/*
 * Only a draft that is right in every step may see the last page; *ready
 * says so, otherwise the answer sends back to what is missing.
 */
static int
open_end(struct app *app, struct req *req, struct res *res, struct db *db,
    struct draft *draft, int *ready)
{
	const struct arret *arret;
	int status;

	*ready = 0;
	if ((status = draft_open(app, req, db, draft)) != 0)
		return status;
	draft->form.step = step_at(draft->definition, STEP_END);
	if (draft->form.step == NULL)
		return 404;
	if (draft_closed(draft))
		return 0;
	if ((arret = draft_stopped(draft)) != NULL)
		return res_redirect(res, "/candidature/%s/arret/%s#contenu",
		    draft->definition->name, arret->name);
	if (draft_unfinished(app, req, draft) != NULL)
		return draft->dossier.sent != 0 ? res_redirect(res,
		    "/candidature/%s/recapitulatif#contenu",
		    draft->definition->name) : res_redirect(res, "%s#contenu",
		    draft_home(req->arena, draft->definition));
	*ready = 1;
	return 0;
}

/* A session that is full: the waiting list is told of before the sending. */
static void
add_waiting(struct app *app, struct req *req, struct node *page,
    const struct draft *draft)
{
	struct seat_wish wish;
	struct session s;

	if ((draft->dossier.sent != 0 ? change_wish(req->arena, app->reader,
	    draft->definition, &draft->dossier, draft->form.answers, &wish) :
	    seat_wish(req->arena, app->reader, draft->form.answers,
	    &wish)) != 0 || wish.code == NULL || wish.state != SEAT_WAITING ||
	    session_find(req->arena, app->reader, wish.code, &s) != 0)
		return;
	node_set(page, "attente", wish.code);
	node_set_int(page, "rang", s.waiting + 1);
	session_node(req->arena, page, &s, day_today());
}

/* Was the person told of the waiting list of the session asked for? */
static int
knows_waiting(struct req *req, const struct draft *draft)
{
	const char *told = req_form(req, "attente");
	const char *code = answers_session(draft->form.answers);

	return told != NULL && code != NULL && str_eq(told, code);
}

static int
show_end(struct app *app, struct req *req, struct res *res,
    struct draft *draft, int status)
{
	const struct definition *d = draft->definition;
	const struct step *end = draft->form.step;
	struct node *page;

	page = page_journey(app, req, d, end->title);
	page_jeton(app, req, res, page);
	if (draft->dossier.sent != 0)
		node_set(page, "modifie", "1");
	if (end->intro != NULL)
		node_set(page, "intro", end->intro);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (status == 409)
		node_set(page, "complet", "1");
	add_waiting(app, req, page, draft);
	/* a short form is read over on the page that sends it */
	if (d->journey == JOURNEY_SHORT)
		add_section(req, page, draft, step_at(d, STEP_START));
	draft->form.step = end;
	form_fields(app, req, page, &draft->form);
	return page_show(app, res, page, "envoi", status);
}

/*
 * The last day to send what was begun is over: today's, whatever the draft was
 * begun with.
 */
static int
too_late(const struct app *app, const struct draft *draft)
{
	const struct definition *d = app_programme(app,
	    draft->definition->name);

	return draft->dossier.sent == 0 && d != NULL &&
	    d->ends != DAY_NONE && day_today() > d->ends;
}

static int
show_late(struct app *app, struct req *req, struct res *res,
    const struct draft *draft)
{
	const struct definition *d = app_programme(app,
	    draft->definition->name);
	struct node *page = page_journey(app, req, draft->definition, said(d,
	    "Il est trop tard pour envoyer", "C’est trop tard pour envoyer"));

	node_set(page, "numero", draft->dossier.numero);
	node_set(page, "termine", day_iso(req->arena, d->ends));
	node_set(page, "expire", day_iso(req->arena, time_local(
	    draft->dossier.expires, NULL, NULL)));
	if (definition_begin(d, day_today()) == BEGIN_LATER)
		node_set(page, "ouvre", day_iso(req->arena, d->opens));
	if (app_programme(app, "prevenir") != NULL)
		node_set(page, "previent", "1");
	return page_show(app, res, page, "trop-tard", req->method ==
	    METHOD_POST ? 403 : 200);
}

/* Sent before: boxes that can be unticked are as they hold. */
static void
add_consents(struct app *app, struct req *req, struct draft *draft)
{
	struct own_consent *list;
	size_t i, n;

	n = accord_own(req->arena, app->reader, draft->definition,
	    &draft->dossier, &list);
	for (i = 0; i < n; i++)
		if (list[i].free && list[i].step == draft->form.step &&
		    accord_agrees(list[i].last))
			answers_add(draft->form.answers, list[i].field->name,
			    "oui");
}

int
page_envoi(struct app *app, struct req *req, struct res *res)
{
	struct draft draft;
	int status, ready;

	status = open_end(app, req, res, app->reader, &draft, &ready);
	if (status == 0 && draft_closed(&draft))
		return page_sent(app, req, res, &draft);
	if (status != 0 || !ready)
		return status;
	if (too_late(app, &draft))
		return show_late(app, req, res, &draft);
	if (req->method == METHOD_POST)
		form_read(req, &draft.form);
	else if (draft.dossier.sent != 0)
		add_consents(app, req, &draft);
	draft.form.quiet = 1;
	return show_end(app, req, res, &draft, 200);
}

static int
send_change(struct app *app, struct req *req, struct draft *draft)
{
	struct accord_office office;
	int asked = app_accords(app, draft->definition->name, &office) == 0;

	return change_send(req->arena, app->writer, draft->definition,
	    draft->form.answers, knows_waiting(req, draft), asked ? &office :
	    NULL, &app->mailer, &draft->dossier);
}

int
post_envoi(struct app *app, struct req *req, struct res *res)
{
	struct check_context context;
	struct draft draft;
	int status, ready, rc;

	status = open_end(app, req, res, app->writer, &draft, &ready);
	if (status != 0 || (!ready && !draft_closed(&draft)))
		return status;
	if (too_late(app, &draft))
		return show_late(app, req, res, &draft);
	if (!draft_closed(&draft)) {
		form_read(req, &draft.form);
		context = draft_context(app, req, &draft);
		if (answers_check_all(draft.form.answers, &context) != NULL)
			return show_end(app, req, res, &draft, 422);
		rc = draft.dossier.sent != 0 ? send_change(app, req, &draft) :
		    dossier_submit_seat(req->arena, app->writer,
		    draft.definition, draft.form.answers,
		    knows_waiting(req, &draft), &app->mailer, &draft.dossier);
		if (rc == 2)
			return show_end(app, req, res, &draft, 409);
		if (rc == 1)
			return res_redirect(res,
			    "/candidature/%s/recapitulatif#contenu",
			    draft.definition->name);
		if (rc == -1)
			return 500;
	}
	return res_redirect(res, "/suivi/%s#contenu", draft.dossier.numero);
}
