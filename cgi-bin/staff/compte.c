/*
 * One's own account: what one may do and where.
 */
#include "staff.h"

static void
add_grant(struct app *app, struct node *page, const struct grant *g)
{
	const struct cooperative *c = network_cooperative(app->network,
	    g->cooperative);
	struct node *n = node_add(page, "role");

	node_set(n, "libelle", g->role->label);
	node_set(n, "explication", g->role->explained);
	if (*g->cooperative != '\0')
		node_set(n, "cooperative", c == NULL ? g->cooperative :
		    c->name);
}

int
page_compte(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Votre compte", "gestion");
	size_t i;

	node_set(page, "courriel", req->account->email);
	for (i = 0; i < req->account->ngrants; i++)
		add_grant(app, page, &req->account->grants[i]);
	return page_show(app, res, page, "compte", 200);
}
