/*
 * The seat of a dossier in a session: the one that the agenda's link asks
 * for, what the status page says of it, the answer to one that came free.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/session/seat.h"
#include "public.h"

int
place_add(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	struct seat seat;
	struct session s;
	struct node *n;

	if (seat_of(app->reader, d->id, &seat) != 0 ||
	    session_by_id(req->arena, app->reader, seat.session, &s) != 0)
		return 0;
	n = node_add(page, "place");
	node_set(n, "etat", seat_state_name(seat.state));
	node_set(n, "numero", d->numero);
	if (node_attr(page, "jeton") != NULL)
		node_set(n, "jeton", node_attr(page, "jeton"));
	if (seat.rank > 0)
		node_set_int(n, "rang", seat.rank);
	/* too late is too late, even before the offer is taken back */
	if (seat.state == SEAT_OFFERED && seat.deadline <= req->now)
		node_set(n, "etat", seat_state_name(SEAT_EXPIRED));
	else if (seat.state == SEAT_OFFERED)
		node_set(n, "limite", time_iso(req->arena, seat.deadline));
	else if (seat_lost(&seat) && s.cancelled == 0 &&
	    s.first > day_today())
		node_set(n, "revenir", "1");
	session_node(req->arena, n, &s, day_today());
	return 1;
}

/* The session of the programme that the agenda's link names, if it is open. */
static int
wanted(struct app *app, struct req *req, const struct definition *d,
    struct session *s)
{
	const char *code = req->method == METHOD_POST ?
	    req_form(req, "session") : req_query(req, "session");

	return code != NULL &&
	    session_find(req->arena, app->reader, code, s) == 0 &&
	    str_eq(s->programme, d->name) && session_open_at(s, day_today());
}

static const struct field *
session_field(const struct definition *d, const struct step **step)
{
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			if (d->steps[i].fields[k].kind == FIELD_SESSION) {
				*step = &d->steps[i];
				return &d->steps[i].fields[k];
			}
	return NULL;
}

void
place_wanted(struct app *app, struct req *req, struct node *page,
    const struct form *form)
{
	const struct step *step;
	const struct field *field = session_field(form->definition, &step);
	struct session s;

	if (field == NULL || !wanted(app, req, form->definition, &s))
		return;
	if (step != form->step)
		session_node(req->arena, page, &s, day_today());
	else if (answers_raw(form->answers, field->name, 0) == NULL)
		answers_add(form->answers, field->name, s.code);
}

int
place_keep(struct app *app, struct req *req, struct draft *draft)
{
	const struct step *step, *now = draft->form.step;
	const struct field *field = session_field(draft->definition, &step);
	struct answers *saved;
	struct session s;
	int rc;

	if (field == NULL || !wanted(app, req, draft->definition, &s))
		return 0;
	saved = answers_new(req->arena, draft->definition);
	if (draft_load(req->arena, app->writer, draft->definition,
	    &draft->dossier, saved) == -1)
		return -1;
	/* the button pressed again must not undo what was chosen since */
	if (answers_raw(saved, field->name, 0) != NULL)
		return 0;
	answers_add(draft->form.answers, field->name, s.code);
	draft->form.step = step;
	rc = draft_keep(app, req, draft);
	draft->form.step = now;
	return rc;
}

int
page_place(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	struct node *page;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	page = own_page(app, req, res, definition, &d, said(definition,
	    "Votre place", "Ta place"));
	if (!place_add(app, req, page, &d))
		return res_redirect(res, "/suivi/%s", d.numero);
	return page_show(app, res, page, "page-place", 200);
}

int
post_place(struct app *app, struct req *req, struct res *res)
{
	const char *answer = req_form(req, "reponse");
	const struct definition *definition;
	struct dossier d;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (answer == NULL || req_form_count(req, "reponse") != 1)
		return 400;
	/* answered already, or too late: the status page says it */
	if (str_eq(answer, "attendre"))
		rc = definition_state(definition, d.state)->no_seat ? 1 :
		    seat_rejoin(app->writer, &d);
	else if (str_eq(answer, "accepter") || str_eq(answer, "refuser"))
		rc = seat_answer(req->arena, app->writer, &app->mailer, &d,
		    str_eq(answer, "accepter"));
	else
		return 400;
	if (rc == -1)
		return 500;
	return res_redirect(res, "/suivi/%s#contenu", d.numero);
}
