/*
 * The person says whether their file may go to another cooperative.
 */
#include "base/str.h"
#include "domain/dossier/transfert.h"
#include "public.h"

int
transfert_add(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	const struct cooperative *to;
	struct transfert t;
	struct node *n;
	int rc = transfert_open(req->arena, app->reader, d->id, &t);

	if (rc != 0)
		return rc;
	to = network_cooperative(app->network, t.destination);
	n = node_add_text(page, "transfert", t.reason);
	node_set_int(n, "id", t.id);
	node_set(n, "vers", to == NULL ? t.destination : to->name);
	return 0;
}

static int
show(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d, int status)
{
	struct node *page = own_page(app, req, res, definition, d,
	    "Changer de coopérative\u202f?");
	const struct cooperative *coop = network_cooperative(app->network,
	    d->cooperative);

	page_set(page, "de", coop == NULL ? NULL : coop->name);
	if (status == 409)
		node_set(page, "impossible", "1");
	if (transfert_add(app, req, page, d) == -1)
		return 500;
	return page_show(app, res, page, "transfert-reponse", status);
}

int
page_transfert(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	return show(app, req, res, definition, &d, 200);
}

int
post_transfert(struct app *app, struct req *req, struct res *res)
{
	const char *s = req_form(req, "id"), *answer = req_form(req,
	    "reponse");
	const struct definition *definition;
	struct dossier d;
	long long id;
	int status, rc;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (s == NULL || str_number(s, 1, INT64_MAX / 16, &id) == -1 ||
	    answer == NULL || !str_has_word("oui non", answer))
		return 400;
	rc = transfert_answer(req->arena, app->writer, definition, &d, id,
	    str_eq(answer, "oui"), &app->mailer);
	if (rc == 1)
		return show(app, req, res, definition, &d, 409);
	return rc == -1 ? 500 : to_dossier(res, &d);
}
