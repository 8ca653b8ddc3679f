/*
 * A link from a message.  GET shows a page with one button and changes
 * nothing, not even a cookie: what opens messages before people do burns
 * nothing.  POST opens the session.  A link that is over is no dead end.
 *
 * The form's token is made from the link, not from a cookie: whoever holds
 * the address may press its button, in any browser.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/link.h"
#include "domain/accord/representant.h"
#include "domain/session/alert.h"
#include "domain/session/seat.h"
#include "domain/signature/signature.h"
#include "public.h"

/* The applicant comes back. */
static int
open_dossier(struct app *app, struct req *req, struct res *res,
    const struct link *link, const struct dossier *d)
{
	(void)link;
	if (page_login(app, req, res, SUBJECT_DOSSIER, d->id) == -1)
		return 500;
	return to_dossier(res, d);
}

/* A seat came free: to the two buttons. */
static int
open_place(struct app *app, struct req *req, struct res *res,
    const struct link *link, const struct dossier *d)
{
	(void)link;
	if (page_login(app, req, res, SUBJECT_DOSSIER, d->id) == -1)
		return 500;
	return res_redirect(res, "/suivi/%s/place#contenu", d->numero);
}

/* No more messages about sessions: the button is all it takes. */
static int
stop_alert(struct app *app, struct req *req, struct res *res,
    const struct link *link, const struct dossier *d)
{
	const struct definition *def = app_form(app, d);

	(void)req;
	(void)link;
	if (def == NULL || alert_stop(app->writer, def, d) == -1)
		return 500;
	return res_redirect(res, "/agenda?arret=1#contenu");
}

/* A minor's representative comes, whichever of the two. */
static int
open_accord(struct app *app, struct req *req, struct res *res,
    const struct link *link, const struct dossier *d)
{
	struct representant *list;
	size_t i, n;

	n = representant_list(req->arena, app->writer, d->id, &list);
	for (i = 0; i < n; i++) {
		if (!str_eq(link->person, representant_person(req->arena,
		    &list[i])))
			continue;
		if (page_login(app, req, res, SUBJECT_REPRESENTANT,
		    list[i].id) == -1)
			return 500;
		return res_redirect(res, "/accord#contenu");
	}
	return 404;
}

/* One slot to sign, and nothing else. */
static int
open_signature(struct app *app, struct req *req, struct res *res,
    const struct link *link, const struct dossier *d)
{
	struct signature s;

	(void)d;
	if (signature_find(req->arena, app->writer, link->signature,
	    &s) != 0)
		return 404;
	if (page_hand_over(app, req, res, signing_open(req->arena,
	    app->writer, s.id, 0, "")) == -1)
		return 500;
	return res_redirect(res, "/signature/%s#contenu", s.code);
}

/* What each purpose is called, and what its button does. */
static const struct purpose {
	const char	*name;
	const char	*title, *button;
	int		(*open)(struct app *, struct req *, struct res *,
			    const struct link *, const struct dossier *);
} purposes[] = {
	{ LINK_DOSSIER, "Ouvrir votre dossier", "Ouvrir mon dossier",
	    open_dossier },
	{ LINK_PARENT, "Une demande pour vous", "Ouvrir la demande",
	    open_accord },
	{ LINK_SIGNATURE, "Un document pour vous", "Lire le document",
	    open_signature },
	{ SEAT_LINK, "Une place est libre", "Voir et répondre", open_place },
	{ ALERT_LINK, "Ne plus être prévenu par e-mail",
	    "Ne plus recevoir ces messages", stop_alert },
};

static const struct purpose *
purpose_of(const struct link *link)
{
	size_t i;

	for (i = 0; i < sizeof(purposes) / sizeof(purposes[0]); i++)
		if (str_eq(purposes[i].name, link->purpose))
			return &purposes[i];
	return NULL;
}

/* The link of the address and its dossier: 0, 1 when there is none, -1. */
static int
find(struct req *req, struct db *db, struct link *link, struct dossier *d)
{
	int rc = link_find(req->arena, db, req->tail[0], link);

	if (rc == 0 && purpose_of(link) == NULL)
		rc = 1;
	return rc != 0 ? rc : dossier_by_id(req->arena, db, link->dossier, d);
}

/*
 * The address is a secret.  « no-referrer » would be one word too many: browsers
 * then send « Origin: null » with the form, which the guard refuses.
 */
static void
keep_private(struct res *res)
{
	res_header(res, "X-Robots-Tag", "noindex");
}

static int
show_unknown(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req,
	    "Ce lien n’ouvre aucun dossier", "aucun");

	node_set(page, "etat", "inconnu");
	keep_private(res);
	return page_show(app, res, page, "lien", 404);
}

static void
add_dates(struct req *req, struct node *page, const struct link *link)
{
	node_set(page, "fin", time_iso(req->arena, link->ended != 0 ?
	    link->ended : link->expires));
	if (link->used != 0)
		node_set(page, "servi", time_iso(req->arena, link->used));
}

/* A new one: at once, later, or through people. */
static int
add_way(struct app *app, struct req *req, struct node *page,
    const struct link *link, const struct dossier *d)
{
	int64_t next = 0;
	int rc;

	if (link->state != LINK_EXPIRED && link->state != LINK_REPLACED)
		return 0;
	rc = link_renewable(req->arena, app->reader, link, d, &next);
	if (rc == 2)
		node_set(page, "attente", time_iso(req->arena, next));
	else if (rc == 1)
		node_set(page, "bloque", "1");
	return rc == -1 ? -1 : 0;
}

int
page_lien(struct app *app, struct req *req, struct res *res)
{
	static const char *const names[] = {
		[LINK_VALID] = "valide", [LINK_EXPIRED] = "expire",
		[LINK_REPLACED] = "remplace", [LINK_REPORTED] = "signale"
	};
	struct dossier d;
	struct node *page;
	struct link link;
	const char *title;
	int rc;

	if ((rc = find(req, app->reader, &link, &d)) != 0)
		return rc == 1 ? show_unknown(app, req, res) : 500;
	title = link.state == LINK_VALID ? purpose_of(&link)->title :
	    link.state == LINK_REPORTED ? "Ce lien est bloqué" :
	    "Ce lien n’est plus valable";
	if (req_query(req, "envoye") != NULL && link.state != LINK_REPORTED)
		title = "Un nouveau lien est parti";
	page = page_new(app, req, title, "aucun");
	node_set(page, "jeton", route_jeton_link(app, req));
	node_set(page, "lien", req->tail[0]);
	node_set(page, "etat", names[link.state]);
	node_set(page, "bouton", purpose_of(&link)->button);
	node_set(page, "numero", d.numero);
	add_dates(req, page, &link);
	if (add_way(app, req, page, &link, &d) == -1)
		return 500;
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (req_query(req, "envoye") != NULL)
		node_set(page, "envoye", "1");
	keep_private(res);
	return page_show(app, res, page, "lien", 200);
}

int
post_lien(struct app *app, struct req *req, struct res *res)
{
	struct dossier d;
	struct link link;
	int rc;

	if ((rc = find(req, app->writer, &link, &d)) != 0)
		return rc == 1 ? show_unknown(app, req, res) : 500;
	if ((rc = link_use(app->writer, &link)) != 0)
		return rc == -1 ? 500 : page_lien(app, req, res);
	return purpose_of(&link)->open(app, req, res, &link, &d);
}

int
post_nouveau(struct app *app, struct req *req, struct res *res)
{
	struct dossier d;
	struct link link;
	int rc;

	if ((rc = find(req, app->writer, &link, &d)) != 0)
		return rc == 1 ? show_unknown(app, req, res) : 500;
	/* not sent: the page of the link says why, and what else there is */
	rc = link_renew(req->arena, app->writer, &link, &app->mailer);
	if (rc == -1)
		return 500;
	return res_redirect(res, "/lien/%s%s#contenu", req->tail[0],
	    rc == 0 ? "?envoye=1" : "");
}

int
post_signaler(struct app *app, struct req *req, struct res *res)
{
	struct dossier d;
	struct link link;
	int rc;

	if ((rc = find(req, app->writer, &link, &d)) != 0)
		return rc == 1 ? show_unknown(app, req, res) : 500;
	if (link_report(req->arena, app->writer, &link, &app->mailer) == -1)
		return 500;
	return res_redirect(res, "/lien/%s#contenu", req->tail[0]);
}
