/*
 * Figures: chosen by a GET form, shown as findings, taken as files.  Nothing
 * here names anybody; what would is masked, for all readers alike.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "staff.h"

/* What is asked; what is not known counts as not asked. */
static void
read_filter(struct app *app, struct req *req, struct chiffres_filter *f)
{
	const char *chosen = staff_query(req, "cooperative");
	const char *scope = staff_scope(req, "");
	char *first_own = arena_dup(req->arena, scope);
	const struct definition *d;
	int first, last;
	long long year;

	*f = (struct chiffres_filter){ 0, str_split(&first_own, ' '), "" };
	chiffres_years(app->reader, &first, &last);
	if (str_number(staff_query(req, "annee"), first, last, &year) == 0)
		f->year = (int)year;
	d = app_programme(app, staff_query(req, "programme"));
	if (d != NULL && chiffres_counted(d))
		f->programme = d->name;
	if (network_cooperative(app->network, chosen) != NULL &&
	    (*scope == '\0' || str_has_word(scope, chosen)))
		f->cooperative = chosen;
}

static void
add_choices(struct app *app, struct req *req, struct node *page,
    const struct chiffres_filter *f)
{
	struct arena *a = req->arena;
	const char *year = f->year == 0 ? "" : arena_fmt(a, "%d", f->year);
	const char *scope = staff_scope(req, "");
	const struct cooperative *c;
	const struct definition *d;
	int first, last;
	size_t i;

	chiffres_years(app->reader, &first, &last);
	staff_choice(page, "annee", "", "Depuis le début", year);
	for (; last >= first; last--)
		staff_choice(page, "annee", arena_fmt(a, "%d", last),
		    arena_fmt(a, "Année\u00a0%d", last), year);
	staff_choice(page, "programme", "", "Tous les programmes",
	    f->programme);
	for (i = 0; (d = app->programmes[i]) != NULL; i++)
		if (chiffres_counted(d))
			staff_choice(page, "programme", d->name, d->called,
			    f->programme);
	if (*scope != '\0' && strchr(scope, ' ') == NULL)
		return;
	if (*scope == '\0')
		staff_choice(page, "cooperative", "", "Tout le réseau",
		    f->cooperative);
	for (i = 0; i < app->network->ncooperatives; i++) {
		c = &app->network->cooperatives[i];
		if (*scope == '\0' || str_has_word(scope, c->code))
			staff_choice(page, "cooperative", c->code, c->name,
			    f->cooperative);
	}
}

/* What is counted, in words: the form is not printed. */
static const char *
choice(struct app *app, struct req *req, const struct chiffres_filter *f)
{
	const struct definition *d = app_programme(app, f->programme);
	const struct cooperative *coop = network_cooperative(app->network,
	    f->cooperative);

	return arena_fmt(req->arena, "%s · %s · %s", coop == NULL ?
	    "Tout le réseau" : coop->name, d == NULL ? "Tous les programmes" :
	    d->called, f->year == 0 ? "Depuis le début" :
	    arena_fmt(req->arena, "Année\u00a0%d", f->year));
}

int
page_chiffres(struct app *app, struct req *req, struct res *res)
{
	struct arena *a = req->arena;
	struct chiffres_filter f;
	struct node *page;

	read_filter(app, req, &f);
	page = page_new(app, req, "Chiffres", "gestion");
	add_choices(app, req, page, &f);
	node_set(page, "choix", choice(app, req, &f));
	if (page_figures(app, req, page, &f, arena_fmt(a,
	    "?annee=%s&cooperative=%s&programme=%s", f.year == 0 ? "" :
	    arena_fmt(a, "%d", f.year), http_encode(a, f.cooperative),
	    http_encode(a, f.programme))) == -1)
		return 500;
	return page_show(app, res, page, "statistiques", 200);
}

int
file_chiffres(struct app *app, struct req *req, struct res *res)
{
	struct chiffres_filter f;

	read_filter(app, req, &f);
	return page_figures_csv(app, req, res, &f);
}
