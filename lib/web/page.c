/*
 * Models, frames, errors, sessions.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/signature/signature.h"
#include "port/crypto.h"
#include "text/asset.h"
#include "web/page.h"

/* The elements of reseau.xml that hold nothing but text, and fictif. */
static void
add_network(struct node *page, const struct network *network)
{
	struct node *to = node_add(page, "reseau");
	struct node *root = tree_root(network->tree);

	if (node_attr(root, "fictif") != NULL)
		node_set(to, "fictif", node_attr(root, "fictif"));
	network_copy(to, root);
}

static int
below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* The entries of the menu that the reader may open. */
static void
add_menu(struct app *app, struct req *req, struct node *page)
{
	const struct menu_entry *e;
	const struct route *r;
	struct node *n;

	for (e = app->program->entries; e != NULL && e->path != NULL; e++) {
		r = route_page(app->program->routes, req->arena, e->path);
		if (r == NULL || !route_open_to(r, req->account))
			continue;
		n = node_add(page, "entree");
		node_set(n, "adresse", e->path);
		node_set(n, "libelle", e->label);
		if (str_eq(req->path, e->path))
			node_set(n, "courant", "page");
		else if (below(req->path, e->path) ||
		    (e->also != NULL && below(req->path, e->also)))
			node_set(n, "courant", "true");
	}
}

struct node *
page_new(struct app *app, struct req *req, const char *title,
    const char *menu)
{
	struct node *page = tree_root(tree_new(req->arena, "page")), *n;

	node_set(page, "titre", title);
	node_set(page, "chemin", req->path);
	node_set(page, "menu", menu);
	node_set(page, "noindex", "1");
	add_network(page, app->network);
	asset_model(app->assets, page);
	if (req->account != NULL) {
		n = node_add(page, "compte");
		node_set(n, "nom", req->account->name);
		if (!req->unready)
			add_menu(app, req, page);
		node_set(page, "jeton", route_jeton(app, req));
	}
	return page;
}

static void
set_cookie(struct app *app, struct req *req, struct res *res,
    const char *token)
{
	req->token = token;
	res_cookie(res, app->program->cookie, token,
	    app->program->cookie_path, app->conf.secure, -1);
}

void
page_jeton(struct app *app, struct req *req, struct res *res,
    struct node *page)
{
	unsigned char bytes[32];

	if (*req->token == '\0') {
		random_bytes(bytes, sizeof(bytes));
		set_cookie(app, req, res,
		    hex_encode(req->arena, bytes, sizeof(bytes)));
	}
	node_set(page, "jeton", route_jeton(app, req));
}

int
page_show(struct app *app, struct res *res, struct node *page,
    const char *template, int status)
{
	res->status = status;
	res_empty(res);
	template_run_framed(&res->body, app->pages, "cadre", template, page);
	return 0;
}

static const struct problem {
	int		 status;
	const char	*title, *text;
} problems[] = {
	{ 400, "Cette demande est incomplète",
	    "Nous n’avons pas reçu tout ce que votre navigateur devait "
	    "envoyer. Rien n’a été enregistré. Revenez à la page précédente "
	    "et recommencez." },
	{ 401, "Votre session est terminée",
	    "Rien n’a été enregistré cette fois-ci. Ce que vous aviez "
	    "enregistré avant est conservé." },
	{ 403, "Cette action n’est pas permise",
	    "La demande ne vient pas d’une page de ce site, ou la page était "
	    "ouverte depuis trop longtemps. Rien n’a été enregistré. Revenez "
	    "à la page précédente, rechargez-la et recommencez." },
	{ 404, "Page introuvable",
	    "Cette page n’existe pas ou n’existe plus. Vérifiez l’adresse, "
	    "ou repartez de l’accueil." },
	{ 405, "Cette adresse ne s’utilise pas ainsi",
	    "Repartez de l’accueil pour trouver la page que vous cherchez." },
	{ 410, "Ce dossier est effacé",
	    "La durée promise à la personne est passée\u00a0: ses données ne "
	    "sont plus là. Il reste le numéro et les dates." },
	{ 411, "Cette demande est incomplète",
	    "La demande ne dit pas sa longueur. Rien n’a été enregistré." },
	{ 413, "Cet envoi est trop lourd",
	    "Un fichier doit peser moins de 5\u00a0Mo. Rien n’a été "
	    "enregistré. Revenez à la page précédente et choisissez un "
	    "fichier plus léger." },
	{ 414, "Cette adresse est trop longue",
	    "Repartez de l’accueil pour trouver la page que vous cherchez." },
	{ 415, "Cet envoi n’est pas lisible",
	    "Le format de la demande n’est pas celui d’un formulaire de ce "
	    "site. Rien n’a été enregistré." },
	{ 429, "Trop d’essais",
	    "Réessayez dans 10\u00a0minutes." },
	{ 503, "Nous sommes très occupés",
	    "Rien n’a été enregistré cette fois-ci. Ce que vous aviez "
	    "enregistré avant est conservé. Revenez à la page précédente et "
	    "réessayez dans une minute." },
	{ 507, "Il n’y a plus de place de notre côté",
	    "Rien n’a été enregistré cette fois-ci. Ce que vous aviez "
	    "enregistré avant est conservé. Prévenez-nous, ou réessayez plus "
	    "tard." },
	{ 500, "Un problème est survenu de notre côté",
	    "Ce que vous aviez enregistré est conservé. Réessayez dans "
	    "quelques minutes." },
};

/* What is asked of it may take longer than being busy does. */
static const struct problem away = {
	503, "Nous revenons dans quelques minutes",
	"Le portail est arrêté un instant, par exemple pour une mise à jour. "
	"Rien n’a été enregistré cette fois-ci. Ce que vous aviez enregistré "
	"avant est conservé. Réessayez dans quelques minutes."
};

/* A form refused is another matter than what is not theirs. */
static const struct problem not_theirs = {
	403, "Votre rôle ne permet pas cela",
	"Cette page, ou cette action, demande un rôle que vous n’avez pas "
	"dans cette coopérative. Rien n’a été enregistré. Si vous en avez "
	"besoin, demandez-le à la personne qui tient les comptes."
};

void
page_error(struct app *app, struct req *req, struct res *res, int status)
{
	const struct problem *p = problems;
	struct node *page;

	while (p->status != status && p->status != 500)
		p++;
	buf_reset(&res->head);
	res->type = "text/html; charset=utf-8";
	if (status == 405)
		res_header(res, "Allow", req->allow);
	if (status == 429)
		res_header(res, "Retry-After", "600");
	if (status == 503)
		res_header(res, "Retry-After", "60");
	if (status == 403 && req->account != NULL && (req->unfit ||
	    req->method != METHOD_POST))
		p = &not_theirs;
	if (app->closed)
		p = &away;
	page = page_new(app, req, p->title, app->program->menu);
	node_set_int(page, "statut", status);
	node_set(page, "demande", req->id);
	node_add_text(page, "phrase", p->text);
	page_show(app, res, page, "erreur", status);
}

const char *
page_safe(struct arena *a, const char *s)
{
	const char *end = s + strlen(s), *p;
	struct buf b = BUF_INIT;
	uint32_t cp;
	size_t n;

	for (p = s; p < end; p += n) {
		n = utf8_decode(p, (size_t)(end - p), &cp);
		if (n == 0 || cp == 0x7f || (cp < 0x20 && cp != '\t' &&
		    cp != '\n' && cp != '\r') || cp == 0xfffe ||
		    cp == 0xffff) {
			buf_str(&b, "\xef\xbf\xbd");
			n += n == 0;
		} else
			buf_add(&b, p, n);
	}
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

void
page_set(struct node *n, const char *attr, const char *value)
{
	if (value != NULL && *value != '\0')
		node_set(n, attr, value);
}

void
page_programme(const struct app *app, struct node *n, const char *programme)
{
	const struct definition *d = app_programme(app, programme);

	node_set(n, "programme-nom", d == NULL ? programme : d->called);
	if (d != NULL && d->page != NULL)
		node_set(n, "programme-page", d->page);
}

/* What the browser had before opens nothing any more. */
static void
forget(struct app *app, struct req *req)
{
	if (*req->token == '\0')
		return;
	session_close(app->writer, req->token);
	if (req->bearer != NULL)
		signing_close(app->writer, req->token);
}

int
page_login(struct app *app, struct req *req, struct res *res,
    enum subject subject, int64_t id)
{
	return page_hand_over(app, req, res, session_open(req->arena,
	    app->writer, subject, id));
}

int
page_hand_over(struct app *app, struct req *req, struct res *res,
    const char *token)
{
	if (token == NULL)
		return -1;
	forget(app, req);
	set_cookie(app, req, res, token);
	return 0;
}

void
page_logout(struct app *app, struct req *req, struct res *res)
{
	forget(app, req);
	res_cookie(res, app->program->cookie, "", app->program->cookie_path,
	    app->conf.secure, 0);
}

const char *
page_key_sent(const struct req *req)
{
	const char *key = req_form(req, "cle");

	return key != NULL && strlen(key) == 32 &&
	    req_form_count(req, "cle") == 1 &&
	    strspn(key, "0123456789abcdef") == 32 ? key : NULL;
}

void
page_key(struct req *req, struct node *page)
{
	const char *key = page_key_sent(req);
	unsigned char bytes[16];

	if (key == NULL) {
		random_bytes(bytes, sizeof(bytes));
		key = hex_encode(req->arena, bytes, sizeof(bytes));
	}
	node_set(page, "cle", key);
}
