/*
 * terreau schema --registre: the register of processing and the data
 * dictionary, from the definitions, as one page that stands alone.
 *
 * Its style sheets are inside, as data: addresses, so that the page can be
 * kept, sent and printed without the site.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/accord/accord.h"
#include "domain/report/registre.h"
#include "domain/territory/network.h"
#include "text/asset.h"
#include "text/template.h"
#include "web/http.h"
#include "tools.h"

static int
add_style(struct app *app, struct node *page)
{
	static const char *const sheets[] = { "terreau.css", "gestion.css" };
	const struct assets *assets;
	const struct asset *s;
	size_t i, k;

	assets = assets_load(app->arena, conf_share(app->arena, &app->conf,
	    "site/static"), conf_share(app->arena, &app->conf, "fonts"));
	if (assets == NULL)
		return -1;
	for (k = 0; k < sizeof(sheets) / sizeof(sheets[0]); k++)
		for (i = 0; (s = assets_at(assets, i)) != NULL; i++)
			if (strcmp(s->name, sheets[k]) == 0)
				node_add_text(page, "style", http_encode(
				    app->arena, arena_dupn(app->arena,
				    s->bytes, s->len)));
	return 0;
}

static int
add_form(struct app *app, struct node *page, const char *path, int table,
    struct buf *faults)
{
	const struct definition *d, *form;

	if ((d = open_programme(app, path, faults)) == NULL)
		return -1;
	registre_add(app->arena, page, d, table);
	if (!accord_concerns(d))
		return 0;
	form = accord_form(app->arena, conf_share(app->arena, &app->conf,
	    "schemas/accords/representant.xml"), d, 1, faults);
	if (form == NULL)
		return -1;
	registre_add(app->arena, page, form, 0);
	return 0;
}

static int
add_forms(struct app *app, struct node *page)
{
	static const char *const folders[] = { "schemas/programmes",
	    "schemas/documents" };
	struct buf faults = BUF_INIT;
	char **paths;
	size_t i, k, n;
	int rc = 0;

	for (k = 0; k < 2; k++) {
		paths = file_list(app->arena, conf_share(app->arena,
		    &app->conf, folders[k]), ".xml", &n);
		for (i = 0; rc == 0 && paths != NULL && i < n; i++)
			rc = add_form(app, page, paths[i], k == 0, &faults);
		if (paths == NULL)
			rc = -1;
	}
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	return rc;
}

int
write_registre(struct app *app)
{
	const struct network *network = open_network(app);
	struct node *page = tree_root(tree_new(app->arena, "page"));
	struct templates *pages = templates_new(app->arena);
	struct buf b = BUF_INIT;
	struct xml_error err;

	if (network == NULL || add_style(app, page) == -1)
		return EXIT_FAILED;
	if (templates_load(pages, conf_share(app->arena, &app->conf,
	    "site/pages"), &err) == -1) {
		log_warnx("%s", err.text);
		return EXIT_FAILED;
	}
	node_copy(page, tree_root(network->tree));
	registre_columns(page);
	if (add_forms(app, page) == -1)
		return EXIT_FAILED;
	template_run_framed(&b, pages, "feuille", "registre", page);
	fputs(buf_cstr(&b), stdout);
	putchar('\n');
	buf_free(&b);
	return EXIT_DONE;
}
