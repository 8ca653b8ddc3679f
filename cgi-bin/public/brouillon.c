/*
 * A person's draft: whose it is, what every page of a journey needs, and the
 * pages that say where it stands.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "public.h"

/* « a », « é », « h »: « ton inscription », « cet avis » */
static int
is_vowel(const char *s)
{
	return strchr("aeiouyh", s[0]) != NULL || s[0] == '\xc3';
}

struct node *
page_journey(struct app *app, struct req *req, const struct definition *d,
    const char *title)
{
	static const char *const journeys[] = { "etapes", "taches", "court" };
	struct node *page = page_new(app, req, title, "aucun");
	int she = d->object_feminine, soft = is_vowel(d->object);
	struct arena *a = req->arena;

	node_set(page, "programme", d->name);
	node_set(page, "conservation", d->retention);
	page_programme(app, page, d->name);
	node_set(page, "parcours", journeys[d->journey]);
	node_set(page, "mon", arena_fmt(a, "%s %s", she && !soft ? "ma" :
	    "mon", d->object));
	node_set(page, "votre", arena_fmt(a, "%s %s", said(d, "votre",
	    she && !soft ? "ta" : "ton"), d->object));
	node_set(page, "votre-maj", arena_fmt(a, "%s %s", said(d, "Votre",
	    she && !soft ? "Ta" : "Ton"), d->object));
	node_set(page, "une", arena_fmt(a, "%s %s", she ? "une" : "un",
	    d->object));
	if (she)
		node_set(page, "e", "e");
	if (d->voice == VOICE_TU)
		node_set(page, "tu", "1");
	return page;
}

const char *
draft_home(struct arena *a, const struct definition *d)
{
	return arena_fmt(a, d->journey == JOURNEY_SHORT ? "/candidature/%s" :
	    d->journey == JOURNEY_TASKS ? "/candidature/%s/taches" :
	    "/candidature/%s/recapitulatif", d->name);
}

int
draft_open(struct app *app, struct req *req, struct db *db,
    struct draft *draft)
{
	int rc;

	memset(draft, 0, sizeof(*draft));
	rc = dossier_by_id(req->arena, db, req->dossier, &draft->dossier);
	if (rc != 0)
		return rc == 1 ? 401 : 500;
	draft->definition = app_form(app, &draft->dossier);
	if (draft->definition == NULL ||
	    !str_eq(req->tail[0], draft->definition->name))
		return 404;
	return draft_fill(app, req, db, draft) == 0 ? 0 : 500;
}

int
page_sent(struct app *app, struct req *req, struct res *res,
    const struct draft *draft)
{
	const struct definition *d = draft->definition;
	struct node *page = page_journey(app, req, d, arena_fmt(req->arena,
	    "%s %s a déjà été envoyé%s", d->object_feminine ? "Cette" :
	    is_vowel(d->object) ? "Cet" : "Ce", d->object,
	    d->object_feminine ? "e" : ""));

	node_set(page, "numero", draft->dossier.numero);
	node_set(page, "envoi", time_iso(req->arena, draft->dossier.sent));
	return page_show(app, res, page, "deja-envoyee",
	    req->method == METHOD_POST ? 409 : 200);
}

int
page_arret(struct app *app, struct req *req, struct res *res)
{
	const struct arret *arret;
	struct draft draft;
	struct node *page;
	size_t i, k;
	int status;

	if ((status = draft_open(app, req, app->reader, &draft)) != 0)
		return status;
	arret = definition_arret(draft.definition, req->tail[1]);
	if (arret == NULL)
		return 404;
	page = page_journey(app, req, draft.definition, arret->title);
	for (i = k = 0; i < draft.definition->nsteps; i++)
		if (answers_stopped(draft.form.answers,
		    &draft.definition->steps[i]) == arret)
			k = i;
	node_set(page, "etape", draft.definition->steps[k].name);
	node_copy(node_add(page, "texte"), arret->text);
	return page_show(app, res, page, "arret", 200);
}

int
page_brouillon(struct app *app, struct req *req, struct res *res)
{
	struct draft draft;
	struct node *page;
	int status;

	if ((status = draft_open(app, req, app->reader, &draft)) != 0)
		return status;
	if (draft.dossier.sent != 0 && !draft_closed(&draft))
		return res_redirect(res, "/suivi/%s#contenu",
		    draft.dossier.numero);
	if (draft.dossier.sent != 0)
		return page_sent(app, req, res, &draft);
	page = page_journey(app, req, draft.definition,
	    said(draft.definition, "Votre brouillon est enregistré",
	    "Ton brouillon est enregistré"));
	page_jeton(app, req, res, page);
	node_set(page, "retour", draft_home(req->arena, draft.definition));
	node_set(page, "numero", draft.dossier.numero);
	node_set(page, "courriel", draft.dossier.email);
	node_set(page, "expire", day_iso(req->arena,
	    time_local(draft.dossier.expires, NULL, NULL)));
	return page_show(app, res, page, "brouillon", 200);
}
