/*
 * One file: who it is about and what is to be done next, what was sent, its
 * pieces, its history.  Its other sections have files of their own.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/dossier/complement.h"
#include "domain/dossier/depart.h"
#include "domain/dossier/gel.h"
#include "domain/dossier/intake.h"
#include "domain/dossier/suivi.h"
#include "domain/law/contrat.h"
#include "domain/post/thread.h"
#include "domain/report/export.h"
#include "domain/session/seat.h"
#include "domain/report/passation.h"
#include "staff.h"

int
staff_may(struct req *req, const char *cooperative)
{
	unsigned have = account_rights_in(req->account, cooperative);

	if ((have & req->rights) == req->rights)
		return 0;
	req->unfit = 1;
	return (have & (RIGHT_READ | RIGHT_GROUP)) != 0 ? 403 : 404;
}

const char *
staff_scope(const struct req *req, const char *chosen)
{
	return account_scope(req->arena, req->account, req->rights, chosen);
}

int
staff_reads(const struct app *app, const struct file *f, const char *kind)
{
	const struct paper *paper = kind == NULL ? NULL :
	    paper_find(&app->office, kind);

	return (f->rights & RIGHT_MONEY) != 0 ||
	    (!f->definition->sensitive && (paper == NULL ||
	    paper->form == NULL || !paper->form->sensitive));
}

static int
finish_open(struct app *app, struct req *req, struct db *db, struct file *f)
{
	struct dossier *d = &f->dossier;
	int status;

	if (d->sent == 0)
		return 404;
	f->rights = account_rights_in(req->account, d->cooperative);
	if ((f->rights & RIGHT_READ) == 0)
		return 404;
	if ((status = staff_may(req, d->cooperative)) != 0)
		return status;
	if (depart_done(d))
		return 410;
	f->definition = app_form(app, d);
	if (f->definition == NULL ||
	    (f->state = definition_state(f->definition, d->state)) == NULL)
		return 500;
	f->cooperative = network_cooperative(app->network, d->cooperative);
	f->record = record_latest(req->arena, db, d->id, d->programme, NULL,
	    NULL);
	if (f->record == NULL)
		return 500;
	return dossier_opened(app->writer, d->id, req->account->id) ==
	    -1 ? 500 : 0;
}

int
file_open(struct app *app, struct req *req, struct db *db, struct file *f)
{
	int rc;

	memset(f, 0, sizeof(*f));
	rc = dossier_by_numero(req->arena, db, req->tail[0], &f->dossier);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	return finish_open(app, req, db, f);
}

int
file_open_id(struct app *app, struct req *req, struct db *db, int64_t id,
    struct file *f)
{
	int rc;

	memset(f, 0, sizeof(*f));
	rc = dossier_by_id(req->arena, db, id, &f->dossier);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	return finish_open(app, req, db, f);
}

struct actor
staff_actor(const struct req *req)
{
	return (struct actor){ .account = req->account->id,
		.name = req->account->name };
}

const char *
staff_seat(struct app *app, const struct dossier *d)
{
	struct seat seat;

	return seat_of(app->reader, d->id, &seat) != 0 ? NULL :
	    seat_state_name(seat.state);
}

int
staff_version(const struct req *req, struct dossier *d)
{
	const char *s = req_form(req, "version");
	long long n;

	if (s == NULL || req_form_count(req, "version") != 1 ||
	    str_number(s, 0, INT64_MAX / 16, &n) == -1)
		return 400;
	d->version = n;
	return 0;
}

/* The document that moves the file on from where it stands, or NULL. */
static const struct paper *
next_document(const struct app *app, const struct file *f)
{
	const struct definition *d = app_programme(app, f->dossier.programme);
	const struct issuable *i;
	const struct transition *t;
	size_t k;

	for (k = 0; d != NULL && k < d->ndocuments; k++) {
		i = &d->documents[k];
		t = i->makes == NULL ? NULL : definition_transition(d,
		    i->makes);
		if (t != NULL && transition_from(t, f->dossier.state) &&
		    str_has_word(i->states, f->dossier.state))
			return paper_find(&app->office, i->name);
	}
	return NULL;
}

int
staff_writes(const struct file *f)
{
	return (f->rights & RIGHT_WRITE) != 0;
}

/* May staff decide something where the file stands? */
static int
may_decide(const struct file *f)
{
	const struct transition *t;
	size_t i;

	for (i = 0; i < f->definition->ntransitions; i++) {
		t = &f->definition->transitions[i];
		if (str_eq(t->by, "equipe") &&
		    transition_from(t, f->dossier.state))
			return 1;
	}
	return 0;
}

/* Whose turn it is, when it is not the team's. */
static const char *
others_turn(const struct file *f)
{
	if (str_eq(f->state->who, "personne"))
		return "C’est à la personne";
	if (str_eq(f->state->who, "representant"))
		return "C’est au représentant légal";
	return "Rien à faire";
}

/* The one next action: <action adresse=>label</action>. */
static void
add_action(struct app *app, struct req *req, struct node *page,
    const struct file *f, const struct paper *kind)
{
	const struct dossier *d = &f->dossier;
	const char *base = arena_fmt(req->arena, "/gestion/dossiers/%s",
	    d->numero), *text, *to = "";
	const char *flag = contrat_flag(req->arena, app->reader, d->id,
	    day_today());
	struct node *n;

	if (!staff_writes(f)) {
		text = others_turn(f);
		if (str_eq(f->state->who, "equipe"))
			text = "C’est à l’équipe";
	} else if (thread_waits(app->reader, d->id) == 1) {
		text = "Répondre au message reçu";
		to = "/messages#contenu";
	} else if (*flag != '\0') {
		text = arena_fmt(req->arena, "Contrat\u00a0: %s", flag);
		to = "/contrat#contenu";
	} else if (kind != NULL) {
		text = arena_fmt(req->arena, "Préparer\u00a0: %s",
		    kind->title);
		to = arena_fmt(req->arena, "/documents/%s", kind->kind);
	} else if (str_eq(f->state->who, "equipe") && may_decide(f)) {
		text = "Décider";
		to = "#decider";
	} else {
		text = str_eq(f->state->who, "equipe") ? "C’est à l’équipe" :
		    others_turn(f);
	}
	n = node_add_text(page, "action", text);
	page_set(n, "adresse", *to == '\0' ? "" : arena_fmt(req->arena,
	    "%s%s", base, to));
}

/* Who else has the file open now. */
static void
add_present(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct presence *list;
	struct node *n;
	size_t i, total;

	total = dossier_present(req->arena, app->reader, f->dossier.id,
	    req->account->id, &list);
	for (i = 0; i < total; i++) {
		n = node_add(page, "present");
		node_set(n, "qui", list[i].who);
		node_set(n, "depuis", time_iso(req->arena, list[i].since));
	}
}

/* How old the person is, where the form asked. */
static void
add_age(struct req *req, struct node *n, const struct file *f)
{
	struct answers *answers = answers_new(req->arena, f->definition);
	int age;

	answers_from_record(answers, node_child(tree_root(f->record),
	    "reponses"));
	age = answers_age(answers, day_today());
	if (age < 0)
		return;
	node_set_int(n, "age", age);
	if (age < MAJORITY)
		node_set(n, "mineur", "1");
}

/* Is it kept from being erased, by whom and why? */
static void
add_hold(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct gel *holds;
	struct node *n;

	if (gel_list(req->arena, app->reader, f->dossier.id, &holds) == 0 ||
	    holds[0].lifted != 0)
		return;
	n = node_add_text(page, "gel", holds[0].reason);
	node_set(n, "qui", holds[0].author);
	node_set(n, "depuis", day_iso(req->arena,
	    time_local(holds[0].at, NULL, NULL)));
}

struct node *
file_page(struct app *app, struct req *req, const struct file *f,
    const char *title, const char *tab)
{
	const struct dossier *d = &f->dossier;
	struct piece *pieces;
	struct document *documents;
	struct own_consent *own;
	const struct definition *today;
	const struct paper *kind;
	struct node *page, *n;
	size_t i, total;

	page = page_new(app, req, arena_fmt(req->arena, "%s – %s %s – %s",
	    title, d->nom, d->prenom, d->numero), "gestion");
	retour_show(req, page, RETOUR_DOSSIERS);
	node_set(page, "onglet", tab);
	node_set(page, "sous-titre", title);
	n = node_add(page, "dossier");
	node_set(n, "numero", d->numero);
	node_set(n, "nom", d->nom);
	node_set(n, "prenom", d->prenom);
	node_set(n, "courriel", d->email);
	node_set(n, "programme", f->definition->prefix);
	page_set(n, "cooperative", f->cooperative == NULL ? NULL :
	    f->cooperative->name);
	node_set(n, "etape", f->state->label);
	node_set(n, "agit", f->state->who);
	node_set(n, "recu", day_iso(req->arena,
	    time_local(d->sent, NULL, NULL)));
	page_set(n, "place", staff_seat(app, d));
	if ((f->rights & RIGHT_EXPORT) != 0 && passation_ready(d->state))
		node_set(n, "admis", "1");
	node_set_int(n, "version", d->version);
	if (staff_writes(f))
		node_set(n, "change", "1");
	if ((f->rights & RIGHT_ISSUE) != 0)
		node_set(n, "emet", "1");
	term_add(app, req, n, f);
	if ((f->rights & RIGHT_AUDIT) != 0)
		node_set(n, "conserve", "1");
	kind = staff_writes(f) ? next_document(app, f) : NULL;
	if (kind != NULL) {
		node_set(n, "prepare", kind->kind);
		node_set(n, "prepare-titre", kind->title);
	}
	add_age(req, n, f);
	if (accord_concerns(f->definition) || accord_own(req->arena,
	    app->reader, f->definition, &f->dossier, &own) > 0)
		node_set(n, "accords", "1");
	add_action(app, req, page, f, kind);
	add_present(app, req, page, f);
	add_hold(app, req, page, f);
	node_set_int(n, "pieces", (long long)piece_list(req->arena,
	    app->reader, d->id, &pieces));
	total = document_list(req->arena, app->reader, d->id, &documents);
	node_set_int(n, "documents", (long long)total);
	for (i = 0; i < total; i++)
		if (str_eq(documents[i].kind, KIND_CAPE))
			node_set(n, "contrat", "1");
	if ((today = app_programme(app, d->programme)) != NULL &&
	    today->later != NULL)
		node_set(n, "complements", "1");
	if (today != NULL && definition_document(today, KIND_CAPE) != NULL)
		node_set(n, "contrat", "1");
	return page;
}

/* Newest first; at most max. */
static void
add_events(struct app *app, struct req *req, struct node *page,
    const struct file *f, size_t max)
{
	const struct state *s;
	struct event *events;
	struct node *n;
	size_t i, k = 0;

	i = dossier_events(req->arena, app->reader, f->dossier.id, &events);
	while (i-- > 0 && k++ < max) {
		n = node_add(page, "evenement");
		s = definition_state(f->definition, events[i].state);
		node_set(n, "libelle", event_label(f->definition,
		    events[i].name));
		if (s != NULL)
			node_set(n, "etape", s->label);
		node_set(n, "qui", events[i].who);
		node_set(n, "date", time_iso(req->arena, events[i].at));
		if (*events[i].text != '\0')
			node_add_text(n, "texte", events[i].text);
	}
}

static size_t
add_decisions(struct node *page, const struct file *f, const char *current)
{
	const struct transition *t;
	struct node *n;
	size_t i, k = 0;

	for (i = 0; i < f->definition->ntransitions; i++) {
		t = &f->definition->transitions[i];
		if (!str_eq(t->by, "equipe") ||
		    !transition_from(t, f->dossier.state))
			continue;
		n = node_add(page, "decision");
		node_set(n, "valeur", t->name);
		node_set(n, "libelle", t->label);
		node_set(n, "id", k++ == 0 ? "decision" : t->name);
		if (t->reason)
			node_set(n, "aide", "Un motif est nécessaire");
		if (current != NULL && str_eq(current, t->name))
			node_set(n, "coche", "1");
	}
	return k;
}

/* Answers of the record, section by section. */
static void
add_record(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct form form = { .definition = f->definition,
		.answers = answers_new(req->arena, f->definition) };
	struct node *section;
	size_t i;

	form.masked = (f->rights & RIGHT_MONEY) == 0;
	form.npieces = piece_list(req->arena, app->reader, f->dossier.id,
	    &form.pieces);
	answers_from_record(form.answers, node_child(tree_root(f->record),
	    "reponses"));
	for (i = 0; i < f->definition->nsteps; i++) {
		form.step = &f->definition->steps[i];
		section = node_add(page, "section");
		node_set(section, "titre", form.step->title);
		form_summary(req, section, &form);
	}
}

/* « C'est fait », when the file is where the decision in ?fait= led it. */
static void
add_done(const struct req *req, struct node *page, const struct file *f)
{
	const char *name = req_query(req, "fait");
	const struct transition *t = name == NULL ? NULL :
	    definition_transition(f->definition, name);

	if (t == NULL || !str_eq(t->to, f->dossier.state))
		return;
	node_set(page, "fait", t->label);
	page_set(page, "fait-message", t->mail);
}

int
dossier_show(struct app *app, struct req *req, struct res *res,
    const struct file *f, const char *const errors[3], int status)
{
	const char *decision = req_form(req, "decision");
	const char *reason = req_form(req, "motif");
	struct intake in;
	struct node *page, *n;

	page = file_page(app, req, f, "Candidature", "candidature");
	if (intake_find(req->arena, app->reader, f->dossier.id, &in) == 0) {
		n = node_add(page, "papier");
		node_set(n, "recu", day_iso(req->arena, in.received));
		node_set(n, "par", in.actor.name);
	}
	if (errors[0] != NULL || errors[1] != NULL)
		form_error(page, errors[0] != NULL ? "decision" : "motif",
		    errors[0] != NULL ? errors[0] : errors[1]);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	add_record(app, req, page, f);
	correction_changes(app, req, page, f);
	if (staff_writes(f)) {
		add_decisions(page, f, decision);
		correction_choices(app, req, page, f);
	}
	n = node_add(page, "motif");
	if (reason != NULL)
		node_set(n, "valeur", page_safe(req->arena, reason));
	if (errors[0] != NULL)
		node_set(page, "erreur-decision", errors[0]);
	if (errors[1] != NULL)
		node_set(n, "erreur", errors[1]);
	if (errors[2] != NULL) {
		form_error(page, "corriger", errors[2]);
		node_set(page, "erreur-corriger", errors[2]);
	}
	add_done(req, page, f);
	add_events(app, req, page, f, 5);
	return page_show(app, res, page, "dossier", status);
}

static const char *const no_errors[3];

int
page_dossier(struct app *app, struct req *req, struct res *res)
{
	struct file f;
	int status;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	return dossier_show(app, req, res, &f, no_errors, 200);
}

/* Who read the file, and which sensitive answers in it. */
static void
add_readings(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct reading *shown;
	struct opening *list;
	struct node *p;
	size_t i, n;

	n = dossier_openings(req->arena, app->reader, f->dossier.id, &list);
	for (i = 0; i < n; i++) {
		p = node_add(page, "lecture");
		node_set(p, "qui", list[i].who);
		node_set(p, "date", time_iso(req->arena, list[i].at));
	}
	n = complement_readings(req->arena, app->reader, f->dossier.id,
	    &shown);
	for (i = 0; i < n; i++) {
		p = node_add_text(page, "montre", shown[i].reason);
		node_set(p, "qui", shown[i].who);
		node_set(p, "quoi", shown[i].label);
		node_set(p, "date", time_iso(req->arena, shown[i].at));
	}
}

int
page_historique(struct app *app, struct req *req, struct res *res)
{
	struct assignment *given;
	struct file f;
	struct node *page, *p;
	size_t i, n;
	int status;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	page = file_page(app, req, &f, "Historique", "historique");
	add_events(app, req, page, &f, (size_t)-1);
	transfers_add(app, req, page, &f);
	n = suivi_history(req->arena, app->reader, f.dossier.id, &given);
	for (i = 0; i < n; i++) {
		p = node_add(page, "confie");
		page_set(p, "a", given[i].who);
		node_set(p, "par", given[i].by);
		node_set(p, "date", time_iso(req->arena, given[i].at));
	}
	add_readings(app, req, page, &f);
	if ((f.rights & RIGHT_EXPORT) != 0)
		node_set(page, "remet", "1");
	return page_show(app, res, page, "historique", 200);
}

int
page_conflict(struct app *app, struct req *req, struct res *res,
    const struct file *f, const char *meant, const char *text)
{
	struct node *page;

	page = file_page(app, req, f, "Ce dossier a changé", "candidature");
	node_set(page, "voulu", page_safe(req->arena, meant));
	if (text != NULL && *text != '\0')
		node_add_text(page, "saisi", page_safe(req->arena, text));
	add_events(app, req, page, f, 3);
	return page_show(app, res, page, "conflit", 409);
}
