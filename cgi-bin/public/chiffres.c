/*
 * The figures of the network, for everybody: no choice, no cookie.
 */
#include "public.h"

/* Counted anew at most as often as this, for each reader. */
#define FRESH	"public, max-age=3600"

static const struct chiffres_filter all = { 0, "", "" };

int
page_chiffres(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Le réseau en chiffres",
	    "public");

	node_unset(page, "noindex");
	node_set(page, "description", "Combien de personnes s’adressent aux "
	    "coopératives du réseau, pour quels programmes, d’où elles "
	    "viennent et ce que leurs candidatures deviennent.");
	if (page_figures(app, req, page, &all, "") == -1)
		return 500;
	res_header(res, "Cache-Control", FRESH);
	return page_show(app, res, page, "chiffres-publics", 200);
}

int
file_chiffres(struct app *app, struct req *req, struct res *res)
{
	int status = page_figures_csv(app, req, res, &all);

	if (status == 0)
		res_header(res, "Cache-Control", FRESH);
	return status;
}
