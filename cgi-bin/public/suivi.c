/*
 * Where a sent application stands, its papers and its receipt.  A session
 * opens its own dossier and no other.
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/dossier/change.h"
#include "domain/paper/execution.h"
#include "domain/post/mail.h"
#include "public.h"

#define MESSAGES	200	/* shown at most */
#define JUST_SENT	1800	/* seconds the confirmation stays on top */

int
own_open(struct app *app, struct req *req, struct dossier *d,
    const struct definition **definition)
{
	int rc = dossier_by_id(req->arena, app->reader, req->dossier, d);

	if (rc != 0)
		return rc == 1 ? 401 : 500;
	if (!str_eq(d->numero, req->tail[0]))
		return 404;
	*definition = app_form(app, d);
	return *definition == NULL ? 404 : 0;
}

struct node *
own_page(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d,
    const char *title)
{
	struct node *page = page_journey(app, req, definition, title);

	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	node_set(page, "numero", d->numero);
	node_set(page, "courriel", d->email);
	return page;
}

static void
add_documents(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	struct document *list;
	struct execution copy;
	struct node *n;
	size_t i, total;

	total = document_list(req->arena, app->reader, d->id, &list);
	for (i = 0; i < total; i++) {
		if (!document_to_person(&app->office, &list[i]))
			continue;
		n = node_add(page, "document");
		node_set(n, "titre", list[i].title);
		node_set(n, "code", list[i].code);
		node_set(n, "etat", list[i].state);
		node_set(n, "emis", time_iso(req->arena, list[i].issued));
		node_set_int(n, "pages", list[i].pages);
		node_set(n, "poids", file_size_french(req->arena, list[i].size));
		node_set(n, "adresse", arena_fmt(req->arena,
		    "/suivi/%s/documents/%s", d->numero, list[i].code));
		if (execution_find(req->arena, app->reader, list[i].code,
		    &copy) == 0) {
			node_set(n, "signe", time_iso(req->arena,
			    copy.completed));
			node_set_int(n, "pages-signe", copy.pages);
			node_set(n, "poids-signe", file_size_french(
			    req->arena, copy.size));
		}
	}
}

/* The last thing staff wrote to the person. */
static void
add_reason(struct req *req, struct node *page, const struct event *events,
    size_t i)
{
	struct node *n;

	while (i-- > 0)
		if (*events[i].text != '\0') {
			n = node_add_text(page, "motif", events[i].text);
			node_set(n, "date",
			    time_iso(req->arena, events[i].at));
			return;
		}
}

/* What the person may do now, and until when. */
static void
add_ways(struct app *app, struct req *req, struct node *page,
    const struct definition *definition, const struct dossier *d)
{
	const struct transition *t = change_possible(definition, d);
	int64_t until = withdrawal_until(req->arena, app->reader, definition,
	    d);

	if (may_withdraw(definition, d))
		node_set(page, "retrait", "1");
	if (until != 0)
		node_set(page, "reprise", time_iso(req->arena, until));
	if (t != NULL)
		node_set(page, "change", t->name);
	if (change_under_way(definition, d))
		node_set(page, "ouverte", "1");
}

void
messages_add(struct app *app, struct req *req, struct node *page,
    const struct dossier *d, size_t max)
{
	struct mail *list;
	struct node *n;
	size_t i, total;

	total = mail_told(req->arena, app->reader, d->id, MESSAGES, &list);
	node_set_int(page, "messages", (long long)total);
	for (i = 0; i < total && i < max; i++) {
		n = node_add_text(page, "message", list[i].body);
		node_set(n, "objet", list[i].subject);
		node_set(n, "date", time_iso(req->arena, list[i].queued));
		if (list[i].state != MAIL_SENT)
			node_set(n, "attente", "1");
	}
}

/* « Candidature envoyée », « Message envoyé » */
static const char *
sent_title(struct arena *a, const struct definition *d)
{
	char *s = arena_fmt(a, "%s envoyé%s", d->object,
	    d->object_feminine ? "e" : "");

	if (s[0] >= 'a' && s[0] <= 'z')
		s[0] = (char)(s[0] - 'a' + 'A');
	return s;
}

/*
 * An offer of a seat waits for the person, whatever the rest does.  A form
 * whose seat is all that it asks for says how that stands.
 */
static void
add_turn(struct node *page, const struct definition *d,
    const struct state *state)
{
	const struct node *place = node_child(page, "place");
	const char *how = place == NULL ? "prise" : node_attr(place, "etat");

	if (str_eq(state->who, "aucun") || str_eq(how, "prise"))
		return;
	if (str_eq(how, "offerte")) {
		node_set(page, "tour", how);
		node_set(page, "agit", "personne");
	} else if (d->journey == JOURNEY_SHORT) {
		node_set(page, "tour", str_eq(how, "attente") ? how :
		    str_eq(how, "rendue") ? "annulee" : "perdue");
		if (!str_eq(how, "attente"))
			node_set(page, "agit", "personne");
	}
}

int
page_suivi(struct app *app, struct req *req, struct res *res)
{
	const struct cooperative *coop;
	const struct definition *definition;
	const struct state *state;
	struct event *events;
	struct dossier d;
	struct node *page;
	int status;
	size_t i, n;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (d.sent == 0)
		return res_redirect(res,
		    "/candidature/%s/recapitulatif#contenu", d.programme);
	if ((state = definition_state(definition, d.state)) == NULL)
		return 500;
	page = own_page(app, req, res, definition, &d,
	    req->now - d.sent < JUST_SENT ? sent_title(req->arena,
	    definition) : arena_fmt(req->arena, "Où en est %s %s\u202f?",
	    said(definition, "votre", definition->object_feminine ? "ta" :
	    "ton"), definition->object));
	node_set(page, "intitule", definition->title);
	node_set(page, "envoi", time_iso(req->arena, d.sent));
	add_ways(app, req, page, definition, &d);
	consents_add(app, req, page, definition, &d);
	forms_add(app, req, page, &d);
	complements_add(app, req, page, &d);
	messages_add(app, req, page, &d, 1);
	if (transfert_add(app, req, page, &d) == -1 ||
	    keeping_add(app, req, page, &d) == -1)
		return 500;
	if (req->now - d.sent < JUST_SENT)
		node_set(page, "fraiche", "1");
	node_set(page, "agit", state->who);
	node_set(page, "etat", state->label);
	node_set(page, "suite", state->next);
	coop = network_cooperative(app->network, d.cooperative);
	if (coop != NULL)
		network_copy(node_add(page, "cooperative"), coop->node);
	place_add(app, req, page, &d);
	add_turn(page, definition, state);
	n = dossier_events(req->arena, app->reader, d.id, &events);
	add_reason(req, page, events, n);
	jalons_add(req, page, definition, &d, events, n);
	/* a paper that moves the file on is the contract */
	for (i = 0; i < definition->ndocuments; i++)
		if (definition->documents[i].makes != NULL)
			node_set(page, "contrat", "1");
	signature_add(app, req, page, &d);
	add_documents(app, req, page, &d);
	return page_show(app, res, page, "suivi", 200);
}

int
page_recepisse(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	rc = receipt_twin(req->arena, app->reader, &app->office, definition,
	    &d, &res->body);
	return rc == 0 ? 0 : rc == 1 ? 404 : 500;
}

int
file_recepisse(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	rc = receipt_pdf(req->arena, app->reader, &app->office, definition,
	    &d, &res->body);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	res_attachment(res, req->arena, "application/pdf",
	    arena_fmt(req->arena, "recepisse-%s.pdf", d.numero));
	return 0;
}

/* A paper of this dossier and no other. */
static int
open_document(struct app *app, struct req *req, struct document *doc)
{
	const struct definition *definition;
	const char *code = code_read(req->arena, req->tail[1], CODE_DOCUMENT);
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (code == NULL)
		return 404;
	status = document_find(req->arena, app->reader, code, doc);
	if (status == -1)
		return 500;
	return status == 1 || doc->dossier != d.id ||
	    !document_to_person(&app->office, doc) ? 404 : 0;
}

int
page_document(struct app *app, struct req *req, struct res *res)
{
	struct document doc;
	int status;

	if ((status = open_document(app, req, &doc)) != 0)
		return status;
	return document_twin(req->arena, app->reader, doc.code,
	    &res->body) == 0 ? 0 : 500;
}

int
file_document(struct app *app, struct req *req, struct res *res)
{
	struct document doc;
	int status;

	if ((status = open_document(app, req, &doc)) != 0)
		return status;
	return page_paper(app, req, res, &doc);
}
