/*
 * The accounts of the team: who may do what, where.
 *
 * Who keeps the accounts of a cooperative sees those that have a role there,
 * gives and takes roles there, and changes the account itself only when it has
 * no role elsewhere.  Nobody changes their own roles: a second person sees it.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/access/member.h"
#include "domain/access/second.h"
#include "staff.h"
#include "text/input.h"

static int
keeps(const struct req *req, const char *cooperative)
{
	return account_may(req->account, RIGHT_ADMIN, cooperative);
}

static int
sees(const struct req *req, const struct account *account)
{
	size_t i;

	if (keeps(req, ""))
		return 1;
	for (i = 0; i < account->ngrants; i++)
		if (keeps(req, account->grants[i].cooperative))
			return 1;
	return 0;
}

/* May the account itself be changed, not its roles only? */
static int
changes(const struct req *req, const struct account *account)
{
	size_t i;

	if (account->id == req->account->id)
		return 0;
	if (keeps(req, ""))
		return 1;
	for (i = 0; i < account->ngrants; i++)
		if (!keeps(req, account->grants[i].cooperative))
			return 0;
	return account->ngrants > 0;
}

static const char *
place_name(const struct app *app, const char *code)
{
	const struct cooperative *c = network_cooperative(app->network, code);

	return *code == '\0' ? "Tout le réseau" : c == NULL ? code : c->name;
}

static void
add_member(struct app *app, struct req *req, struct node *page,
    const struct member *m)
{
	struct node *n = node_add(page, "personne"), *r;
	const struct grant *g;
	size_t i;

	node_set_int(n, "id", m->account.id);
	node_set(n, "nom", m->account.name);
	node_set(n, "courriel", m->account.email);
	if (m->suspended != 0)
		node_set(n, "suspendu", day_iso(req->arena,
		    time_local(m->suspended, NULL, NULL)));
	if (m->invited)
		node_set(n, "invite", "1");
	if (m->account.second)
		node_set(n, "second", "1");
	if (m->account.id == req->account->id)
		node_set(n, "moi", "1");
	if (changes(req, &m->account))
		node_set(n, "change", "1");
	for (i = 0; i < m->account.ngrants; i++) {
		g = &m->account.grants[i];
		r = node_add(n, "role");
		node_set(r, "libelle", g->role->label);
		node_set(r, "lieu", place_name(app, g->cooperative));
		if (keeps(req, g->cooperative) &&
		    m->account.id != req->account->id)
			node_set(r, "valeur", arena_fmt(req->arena, "%s:%s",
			    g->role->name, g->cooperative));
	}
}

/* What may be given, and where. */
static void
add_choices(struct app *app, struct req *req, struct node *page)
{
	const char *role = req_form(req, "role");
	const char *place = req_form(req, "cooperative");
	const struct cooperative *c;
	const struct role *r;
	struct node *n;
	size_t i;

	for (r = role_all; r->name != NULL; r++) {
		n = node_add(page, "role");
		node_set(n, "valeur", r->name);
		node_set(n, "libelle", r->label);
		node_set(n, "explication", r->explained);
		if (role != NULL && str_eq(role, r->name))
			node_set(n, "choisi", "1");
	}
	/* nobody gets the whole network by not looking */
	if (keeps(req, "")) {
		staff_choice(page, "lieu", "-", "Choisissez", "-");
		staff_choice(page, "lieu", "", "Tout le réseau",
		    place == NULL ? "-" : place);
	}
	for (i = 0; i < app->network->ncooperatives; i++) {
		c = &app->network->cooperatives[i];
		if (keeps(req, c->code))
			staff_choice(page, "lieu", c->code, c->name,
			    place == NULL ? "-" : place);
	}
}

/* The grant that a form names; 0, or -1 when it may not be given. */
static int
read_grant(struct app *app, struct req *req, struct grant *g)
{
	const char *role = req_form(req, "role");
	const char *place = req_form(req, "cooperative");

	if (role == NULL || place == NULL || str_eq(place, "-") ||
	    (g->role = role_find(role)) == NULL || !keeps(req, place) ||
	    (*place != '\0' && network_cooperative(app->network,
	    place) == NULL))
		return -1;
	g->cooperative = place;
	return 0;
}

int
page_comptes(struct app *app, struct req *req, struct res *res)
{
	struct node *page = page_new(app, req, "Comptes de l’équipe",
	    "gestion");
	struct member *list;
	size_t i, n, shown = 0;

	n = member_list(req->arena, app->reader, &list);
	for (i = 0; i < n; i++)
		if (sees(req, &list[i].account)) {
			add_member(app, req, page, &list[i]);
			shown++;
		}
	node_set_int(page, "total", (long long)shown);
	return page_show(app, res, page, "comptes", 200);
}

#define NAME_WANTED	"Indiquez le prénom et le nom"

static int
name_good(const struct req *req, const char *name)
{
	return member_name_good(name) &&
	    str_eq(name, page_safe(req->arena, name));
}

static int
show_new(struct app *app, struct req *req, struct res *res,
    const char *const errors[3], int status)
{
	struct node *page = page_new(app, req, "Inviter une personne",
	    "gestion");

	if (req->bad == 403)
		node_set(page, "perime", "1");
	staff_input(req, page, &(struct input){ .name = "nom", .type = "text",
		.label = "Prénom et nom", .error = errors[0],
		.hint = "Comme les autres le liront dans les historiques" });
	staff_input(req, page, &(struct input){ .name = "courriel",
		.type = "email", .label = "Adresse e-mail",
		.hint = "L’invitation y est envoyée",
		.error = errors[1] });
	if (errors[2] != NULL) {
		form_error(page, "role", errors[2]);
		node_set(page, "erreur-role", errors[2]);
	}
	add_choices(app, req, page);
	return page_show(app, res, page, "compte-nouveau", status);
}

int
page_compte_nouveau(struct app *app, struct req *req, struct res *res)
{
	const char *const none[3] = { NULL, NULL, NULL };

	return show_new(app, req, res, none, 200);
}

int
post_compte_nouveau(struct app *app, struct req *req, struct res *res)
{
	const char *errors[3] = { NULL, NULL, NULL };
	const struct actor actor = staff_actor(req);
	const char *name = req_form(req, "nom");
	const char *email = req_form(req, "courriel");
	struct grant grant = { NULL, "" };
	struct account account = { .grants = &grant, .ngrants = 1 };
	int64_t id = 0;

	name = name == NULL ? "" : str_trim(req->arena, name);
	if (!name_good(req, name))
		errors[0] = NAME_WANTED;
	email = email == NULL ? NULL : input_email(req->arena, email);
	if (email == NULL)
		errors[1] = "Indiquez une adresse e-mail complète, comme "
		    "prenom.nom@exemple.fr";
	if (read_grant(app, req, &grant) == -1)
		errors[2] = "Choisissez un rôle et où il s’exerce";
	if (errors[0] != NULL || errors[1] != NULL || errors[2] != NULL)
		return show_new(app, req, res, errors, 422);
	account.name = name;
	account.email = email;
	switch (member_invite(req->arena, app->writer, &account, &actor,
	    &app->mailer, &id)) {
	case 0:
		return res_redirect(res,
		    "/gestion/comptes/%lld?fait=invite#contenu",
		    (long long)id);
	case 1:
		errors[1] = "Cette adresse a déjà un compte. Donnez-lui un "
		    "rôle depuis sa page, ou demandez-le à l’administration "
		    "du réseau";
		return show_new(app, req, res, errors, 422);
	default:
		return 500;
	}
}

/* The account of the address, if the reader keeps it.  0 or a status. */
static int
open_member(struct req *req, struct db *db, struct member *m)
{
	long long id;
	int rc;

	if (str_number(req->tail[0], 1, INT64_MAX / 16, &id) == -1)
		return 404;
	if ((rc = member_find(req->arena, db, id, m)) != 0)
		return rc == 1 ? 404 : 500;
	return sees(req, &m->account) ? 0 : 404;
}

static int
show_member(struct app *app, struct req *req, struct res *res,
    const struct member *m, const char *target, const char *error,
    int status)
{
	const char *done = req_query(req, "fait");
	struct node *page = page_new(app, req, m->account.name, "gestion");
	int about_email = target != NULL && str_eq(target, "courriel");
	int about_name = target != NULL && str_eq(target, "nom");

	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (done != NULL)
		node_set(page, "fait", page_safe(req->arena, done));
	add_member(app, req, page, m);
	staff_input(req, node_add(page, "saisie-nom"), &(struct input){
		.name = "nom", .type = "text", .label = "Prénom et nom",
		.value = about_name ? NULL : m->account.name,
		.hint = "L’ancien nom reste dans ce qui est déjà écrit",
		.error = about_name ? error : NULL });
	staff_input(req, node_add(page, "saisie-courriel"), &(struct input){
		.name = "courriel",
		.type = "email", .label = "Autre adresse e-mail",
		.hint = "L’ancienne adresse et la nouvelle en sont averties",
		.error = about_email ? error : NULL });
	if (error != NULL) {
		form_error(page, target, error);
		if (!about_email && !about_name)
			node_set(page, "erreur-role", error);
	}
	if (m->account.id != req->account->id)
		add_choices(app, req, page);
	return page_show(app, res, page, "compte-un", status);
}

int
page_compte_un(struct app *app, struct req *req, struct res *res)
{
	struct member m;
	int status;

	if ((status = open_member(req, app->reader, &m)) != 0)
		return status;
	return show_member(app, req, res, &m, NULL, NULL, 200);
}

/* 0, or a status when the reader may not change the account. */
static int
open_changed(struct req *req, struct db *db, struct member *m)
{
	int status;

	if ((status = open_member(req, db, m)) != 0)
		return status;
	req->unfit = !changes(req, &m->account);
	return req->unfit ? 403 : 0;
}

static int
go_back(struct res *res, const struct member *m, const char *done)
{
	return res_redirect(res, "/gestion/comptes/%lld?fait=%s#contenu",
	    (long long)m->account.id, done);
}

int
post_compte_roles(struct app *app, struct req *req, struct res *res)
{
	const char *taken = req_form(req, "retirer");
	const struct actor actor = staff_actor(req);
	char *rest, *name;
	struct grant g;
	struct member m;
	int status, rc;

	if ((status = open_member(req, app->writer, &m)) != 0)
		return status;
	if ((req->unfit = m.account.id == req->account->id))
		return 403;
	if (taken != NULL) {
		rest = arena_dup(req->arena, taken);
		name = str_split(&rest, ':');
		g = (struct grant){ role_find(name), rest == NULL ? "-" :
			rest };
		if (g.role == NULL || !keeps(req, g.cooperative))
			return 400;
		rc = member_take(app->writer, &m, &g, &actor);
	} else {
		if (read_grant(app, req, &g) == -1)
			return show_member(app, req, res, &m, "role",
			    "Choisissez un rôle et où il s’exerce", 422);
		rc = member_give(app->writer, &m, &g, &actor);
	}
	if (rc == -1)
		return 500;
	/* without a role here it is not on one's list any more */
	if (taken != NULL && (member_find(req->arena, app->writer,
	    m.account.id, &m) != 0 || !sees(req, &m.account)))
		return res_redirect(res, "/gestion/comptes#contenu");
	return go_back(res, &m, taken != NULL ? "retire" : "donne");
}

int
post_compte_etat(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *what = req_form(req, "etat");
	struct member m;
	int status, on;

	if ((status = open_changed(req, app->writer, &m)) != 0)
		return status;
	if (what == NULL || (!(on = str_eq(what, "suspendre")) &&
	    !str_eq(what, "retablir")))
		return 400;
	if (member_suspend(app->writer, &m, on, &actor) == -1)
		return 500;
	return go_back(res, &m, on ? "suspendu" : "retabli");
}

int
post_compte_lien(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct member m;
	int status;

	if ((status = open_changed(req, app->writer, &m)) != 0)
		return status;
	if (m.suspended != 0)
		return 400;
	if (member_send(req->arena, app->writer, &m, &actor,
	    &app->mailer) == -1)
		return 500;
	return go_back(res, &m, "lien");
}

int
post_compte_nom(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *name = req_form(req, "nom");
	struct member m;
	int status;

	if ((status = open_changed(req, app->writer, &m)) != 0)
		return status;
	name = name == NULL ? "" : str_trim(req->arena, name);
	if (!name_good(req, name))
		return show_member(app, req, res, &m, "nom", NAME_WANTED, 422);
	if (member_rename(req->arena, app->writer, &m, name, &actor) == -1)
		return 500;
	return go_back(res, &m, "nom");
}

int
post_compte_second(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct member m;
	int status;

	if ((status = open_changed(req, app->writer, &m)) != 0)
		return status;
	if (second_off(req->arena, app->writer, &m.account, &actor,
	    &app->mailer) == -1)
		return 500;
	return go_back(res, &m, "second");
}

int
post_compte_courriel(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *email = req_form(req, "courriel");
	struct member m;
	int status;

	if ((status = open_changed(req, app->writer, &m)) != 0)
		return status;
	email = email == NULL ? NULL : input_email(req->arena, email);
	if (email == NULL)
		return show_member(app, req, res, &m, "courriel",
		    "Indiquez une adresse e-mail complète, comme "
		    "prenom.nom@exemple.fr", 422);
	switch (member_readdress(req->arena, app->writer, &m, email, &actor,
	    &app->mailer)) {
	case 0:
		return go_back(res, &m, "courriel");
	case 1:
		return show_member(app, req, res, &m, "courriel",
		    "Cette adresse est celle d’un autre compte", 422);
	default:
		return 500;
	}
}
