/*
 * Consents of representatives: what came so far, and answers that came on
 * paper or at the desk, written down by staff.  The journal and the ledger say
 * who wrote them: nobody answers in another's name.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/accord/accord.h"
#include "staff.h"

#define NOTE_MAX	200	/* characters */

struct entry {
	struct file	 file;
	struct accord_office office;
	struct accord	*list;
	size_t		 n;
	struct own_consent *own;	/* of the person */
	size_t		 nown;
	struct representant r;		/* whose answer is written down */
	struct form	 form;
};

static int
open_entry(struct app *app, struct req *req, struct db *db, struct entry *e)
{
	int status;

	memset(e, 0, sizeof(*e));
	if ((status = file_open(app, req, db, &e->file)) != 0)
		return status;
	/* without representatives only the person agrees to anything */
	if (app_accords(app, e->file.dossier.programme, &e->office) == -1)
		e->office = (struct accord_office){
			.programme = e->file.definition
		};
	e->nown = accord_own(req->arena, db, e->file.definition,
	    &e->file.dossier, &e->own);
	e->n = accord_list(req->arena, db, e->office.programme, app->network,
	    &e->file.dossier, &e->list);
	return 0;
}

static void
add_row(struct req *req, struct node *to, const char *title,
    const struct decision *last)
{
	struct node *n = node_add(to, "decision");

	if (last->lapsed)
		node_set(n, "caduc", "1");
	node_set(n, "titre", title);
	node_set(n, "reponse", last->decision);
	node_set(n, "canal", last->channel);
	node_set(n, "date", time_iso(req->arena, last->at));
	node_set_int(n, "version", last->version);
	if (*last->staff != '\0')
		node_set(n, "saisie", last->staff);
	if (*last->note != '\0')
		node_set(n, "note", last->note);
}

static void
add_rows(struct req *req, struct node *to, const struct entry *e, int rang)
{
	const struct decision *last;
	size_t i;

	for (i = 0; i < e->n; i++) {
		last = e->list[i].parent[rang - 1];
		if (last == NULL)
			last = e->list[i].lapsed[rang - 1];
		if (last != NULL)
			add_row(req, to, e->list[i].asked->title, last);
	}
}

static void
add_own(struct req *req, struct node *page, const struct entry *e)
{
	struct node *n = node_add(page, "personne");
	size_t i;

	for (i = 0; i < e->nown; i++)
		add_row(req, n, e->own[i].title, e->own[i].last);
}

static void
add_people(struct app *app, struct req *req, struct node *page,
    const struct entry *e)
{
	struct representant *list;
	struct node *n;
	size_t i, total;

	total = representant_list(req->arena, app->reader,
	    e->file.dossier.id, &list);
	for (i = 0; i < total; i++) {
		n = node_add(page, "representant");
		node_set_int(n, "rang", list[i].rang);
		node_set(n, "nom", list[i].nom);
		node_set(n, "lien", representant_lien(list[i].lien));
		/* what is not known has no attribute */
		if (*list[i].email != '\0')
			node_set(n, "courriel", list[i].email);
		if (*list[i].telephone != '\0')
			node_set(n, "telephone", list[i].telephone);
		node_set(n, "seul", list[i].seul);
		/* same address as the young person's: to be told by phone */
		if (*list[i].email != '\0' && str_eq(list[i].email,
		    e->file.dossier.email))
			node_set(n, "meme", "1");
		node_set(n, "demande", time_iso(req->arena, list[i].asked));
		if (list[i].answered != 0)
			node_set(n, "repondu", time_iso(req->arena,
			    list[i].answered));
		if (list[i].ended != 0)
			node_set(n, "fini", time_iso(req->arena,
			    list[i].ended));
		add_rows(req, n, e, list[i].rang);
	}
	if (total == 1)
		node_set(page, "second", "1");
}

static void
add_states(struct node *page, const struct entry *e)
{
	static const char *const names[] = {
		[ACCORD_AWAITED] = "attendu", [ACCORD_GIVEN] = "donne",
		[ACCORD_REFUSED] = "refuse"
	};
	struct node *n;
	size_t i;

	for (i = 0; i < e->n; i++) {
		n = node_add(page, "accord");
		node_set(n, "titre", e->list[i].asked->title);
		node_set(n, "etat", names[e->list[i].state]);
		node_set_int(n, "titulaires", e->list[i].holders);
		if (e->list[i].asked->optional)
			node_set(n, "facultatif", "1");
	}
}

int
page_accords(struct app *app, struct req *req, struct res *res)
{
	struct entry e;
	struct node *page;
	int status;

	if ((status = open_entry(app, req, app->reader, &e)) != 0)
		return status;
	page = file_page(app, req, &e.file, "Accords", "accords");
	add_states(page, &e);
	add_own(req, page, &e);
	if (accord_concerns(e.file.definition))
		node_set(page, "representants", "1");
	add_people(app, req, page, &e);
	if (staff_writes(&e.file))
		node_set(page, "saisie", "1");
	return page_show(app, res, page, "accords", 200);
}

/* Whose answer: the first, the second, who may not be known yet. */
static int
open_answer(struct app *app, struct req *req, struct db *db, struct entry *e)
{
	long long rang;
	int status, rc;

	if ((status = open_entry(app, req, db, e)) != 0)
		return status;
	if (e->office.forms[0] == NULL)
		return 404;
	if (str_number(req->tail[1], 1, 2, &rang) == -1)
		return 404;
	rc = representant_by_rang(req->arena, db, e->file.dossier.id,
	    (int)rang, &e->r);
	if (rc == -1)
		return 500;
	if (rc == 1)
		e->r = (struct representant){
			.dossier = e->file.dossier.id, .rang = (int)rang,
			.nom = "", .lien = "", .email = "", .telephone = "",
			.seul = "", .asked = req->now, .deadline = req->now
		};
	e->form.definition = e->office.forms[rang - 1];
	e->form.answers = answers_new(req->arena, e->form.definition);
	return e->r.ended != 0 ? 404 : 0;
}

/* To print: the form, filled in with what is known; a receipt. */
int
file_accord_formulaire(struct app *app, struct req *req, struct res *res)
{
	struct entry e;
	int status;

	if ((status = open_answer(app, req, app->reader, &e)) != 0)
		return status;
	if (decision_form(req->arena, app->reader, &app->office, &e.office,
	    &e.file.dossier, &e.r, 1, NULL, &res->body) != 0)
		return 500;
	res_attachment(res, req->arena, "application/pdf",
	    arena_fmt(req->arena, "formulaire-accord-%s.pdf",
	    e.file.dossier.numero));
	return 0;
}

int
file_accord_recu(struct app *app, struct req *req, struct res *res)
{
	struct representant r, *whose = NULL;
	struct entry e;
	long long rang;
	int status, rc;

	if ((status = open_entry(app, req, app->reader, &e)) != 0)
		return status;
	if (str_number(req->tail[1], 0, 2, &rang) == -1)
		return 404;
	if (rang != 0) {
		rc = representant_by_rang(req->arena, app->reader,
		    e.file.dossier.id, (int)rang, &r);
		if (rc != 0)
			return rc == 1 ? 404 : 500;
		whose = &r;
	}
	rc = decision_receipt(req->arena, app->reader, &app->office,
	    e.file.definition, &e.file.dossier, whose, NULL, &res->body);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	res_attachment(res, req->arena, "application/pdf",
	    arena_fmt(req->arena, "recu-accords-%s.pdf",
	    e.file.dossier.numero));
	return 0;
}

static const char *
typed(struct req *req, const char *name)
{
	const char *s = req_form(req, name);

	return s == NULL ? "" : page_safe(req->arena, s);
}

/* All on one page: a decision has no title of its own above it. */
static void
name_decision(struct node *page, const struct step *step)
{
	struct node *n, *last = NULL;

	if (step->nfields != 1 || !str_eq(step->fields[0].name, step->name))
		return;
	for (n = node_child(page, "champ"); n != NULL;
	    n = node_sibling(n, "champ"))
		last = n;
	if (last != NULL)
		node_set(last, "libelle", step->title);
}

static int
show_answer(struct app *app, struct req *req, struct res *res,
    struct entry *e, const char *const errors[2], int status)
{
	struct node *page = file_page(app, req, &e->file, e->r.rang == 1 ?
	    "Réponse du premier représentant" :
	    "Réponse du second représentant", "accords");
	size_t i;

	node_set_int(page, "rang", e->r.rang);
	node_set(page, "pour", e->r.nom);
	node_set_int(page, "vu", e->r.answered);
	if (status == 409)
		node_set(page, "retard", "1");
	node_set(page, "canal", typed(req, "canal"));
	node_set(page, "note", typed(req, "note"));
	if (errors[0] != NULL)
		form_error(page, "canal", errors[0]);
	for (i = 0; i < e->form.definition->nsteps; i++) {
		e->form.step = &e->form.definition->steps[i];
		form_fields(app, req, page, &e->form);
		name_decision(page, e->form.step);
	}
	if (errors[1] != NULL)
		form_error(page, "note", errors[1]);
	if (errors[0] != NULL)
		node_set(page, "erreur-canal", errors[0]);
	if (errors[1] != NULL)
		node_set(page, "erreur-note", errors[1]);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	return page_show(app, res, page, "accord-saisie", status);
}

int
page_accord_saisie(struct app *app, struct req *req, struct res *res)
{
	static const char *const none[2];
	struct entry e;
	size_t i;
	int status;

	if ((status = open_answer(app, req, app->reader, &e)) != 0)
		return status;
	for (i = 0; req->method == METHOD_POST &&
	    i < e.form.definition->nsteps; i++) {
		e.form.step = &e.form.definition->steps[i];
		form_read(req, &e.form);
	}
	/* as the paper was printed; nothing of what they answered before */
	if (req->method != METHOD_POST && e.r.answered == 0)
		representant_known(req->arena, e.form.answers, &e.r);
	e.form.quiet = 1;
	return show_answer(app, req, res, &e, none, 200);
}

int
post_accord_saisie(struct app *app, struct req *req, struct res *res)
{
	struct check_context context;
	struct accord_source from = { .actor = staff_actor(req) };
	const char *errors[2] = { NULL, NULL };
	const char *shown = req_form(req, "vu");
	long long seen;
	struct entry e;
	size_t i, wrong = 0;
	int status;

	if ((status = open_answer(app, req, app->writer, &e)) != 0)
		return status;
	if (shown == NULL || str_number(shown, 0, INT64_MAX / 16, &seen) == -1)
		return 400;
	context = form_context(app, req, e.form.definition);
	for (i = 0; i < e.form.definition->nsteps; i++) {
		e.form.step = &e.form.definition->steps[i];
		form_read(req, &e.form);
		wrong += answers_check(e.form.answers, e.form.step, &context);
	}
	from.channel = typed(req, "canal");
	from.note = str_trim(req->arena, typed(req, "note"));
	if (!str_eq(from.channel, "papier") && !str_eq(from.channel,
	    "guichet"))
		errors[0] = "Choisissez comment la réponse est arrivée";
	if (*from.note == '\0')
		errors[1] = "Indiquez la date du papier, ou la pièce "
		    "d’identité regardée";
	else if (utf8_length(from.note) > NOTE_MAX)
		errors[1] = "La précision doit faire 200 caractères au plus";
	if (seen != e.r.answered) {
		e.form.quiet = 1;
		return show_answer(app, req, res, &e, errors, 409);
	}
	if (wrong > 0 || errors[0] != NULL || errors[1] != NULL)
		return show_answer(app, req, res, &e, errors, 422);
	switch (accord_send(req->arena, app->writer, &e.office,
	    &e.file.dossier, &e.r, e.form.answers, &from)) {
	case 0:
		break;
	case 1:
		return show_answer(app, req, res, &e, errors, 409);
	default:
		return 500;
	}
	return res_redirect(res, "/gestion/dossiers/%s/accords#contenu",
	    e.file.dossier.numero);
}
