/*
 * The seat of a dossier in a session: what its status page says of it, and
 * the answer to a seat that came free.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/seat.h"
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
	session_node(req->arena, n, &s, day_today());
	return 1;
}

/* The dossier of the session, if it is the one of the address. */
static int
open_dossier(struct app *app, struct req *req, struct dossier *d)
{
	int rc = dossier_by_id(req->arena, app->reader, req->dossier, d);

	if (rc != 0)
		return rc == 1 ? 401 : 500;
	return str_eq(d->numero, req->tail[0]) ? 0 : 404;
}

int
page_place(struct app *app, struct req *req, struct res *res)
{
	struct dossier d;
	struct node *page;
	int status;

	if ((status = open_dossier(app, req, &d)) != 0)
		return status;
	page = page_new(app, req, "Votre place", "aucun");
	page_jeton(app, req, res, page);
	node_set(page, "numero", d.numero);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (!place_add(app, req, page, &d))
		return res_redirect(res, "/suivi/%s", d.numero);
	return page_show(app, res, page, "page-place", 200);
}

int
post_place(struct app *app, struct req *req, struct res *res)
{
	const char *answer = req_form(req, "reponse");
	struct dossier d;
	int status;

	if ((status = open_dossier(app, req, &d)) != 0)
		return status;
	if (answer == NULL || req_form_count(req, "reponse") != 1 ||
	    (!str_eq(answer, "accepter") && !str_eq(answer, "refuser")))
		return 400;
	/* answered already, or too late: the status page says it */
	if (seat_answer(req->arena, app->writer, &app->mailer, &d,
	    str_eq(answer, "accepter")) == -1)
		return 500;
	return res_redirect(res, "/suivi/%s#contenu", d.numero);
}
