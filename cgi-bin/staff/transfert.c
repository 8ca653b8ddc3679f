/*
 * A transfer to another cooperative: proposed, once its message was read over;
 * called off.  The person decides; nothing here moves a file.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/transfert.h"
#include "staff.h"

struct proposal {
	struct file	 file;
	struct form	 form;
	const char	*wrong;		/* why none may be made, or NULL */
	const char	*error;		/* of the choice of a cooperative */
};

static int
open_proposal(struct app *app, struct req *req, struct db *db,
    struct proposal *p)
{
	int status;

	*p = (struct proposal){ .wrong = NULL };
	if ((status = file_open(app, req, db, &p->file)) != 0)
		return status;
	p->wrong = transfert_wrong(req->arena, db, p->file.definition,
	    &p->file.dossier);
	p->form.definition = app->echange;
	p->form.step = definition_step(app->echange, "transfert");
	p->form.answers = answers_new(req->arena, app->echange);
	return 0;
}

void
transfers_add(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	const struct cooperative *to, *from;
	struct transfert *list;
	struct node *n;
	size_t i;

	i = transfert_list(req->arena, app->reader, f->dossier.id, &list);
	while (i-- > 0) {
		n = node_add_text(page, "transfert", list[i].reason);
		to = network_cooperative(app->network, list[i].destination);
		from = network_cooperative(app->network, list[i].origin);
		node_set_int(n, "id", list[i].id);
		node_set(n, "de", from == NULL ? list[i].origin : from->name);
		node_set(n, "vers", to == NULL ? list[i].destination :
		    to->name);
		node_set(n, "etat", list[i].state);
		node_set(n, "par", list[i].author);
		node_set(n, "date", time_iso(req->arena, list[i].at));
		if (list[i].answered != 0)
			node_set(n, "repondu", time_iso(req->arena,
			    list[i].answered));
	}
}

static int
show(struct app *app, struct req *req, struct res *res, struct proposal *p,
    int status)
{
	const char *chosen = req_form(req, "vers");
	const struct network *network = app->network;
	struct node *page = file_page(app, req, &p->file,
	    "Transfert à une autre coopérative", "historique"), *n;
	size_t i;

	transfers_add(app, req, page, &p->file);
	page_set(page, "refus", p->wrong);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	for (i = 0; p->wrong == NULL && i < network->ncooperatives; i++) {
		if (str_eq(network->cooperatives[i].code,
		    p->file.dossier.cooperative))
			continue;
		n = node_add(page, "choix");
		node_set(n, "valeur", network->cooperatives[i].code);
		node_set(n, "libelle", network->cooperatives[i].name);
		if (chosen != NULL && str_eq(chosen,
		    network->cooperatives[i].code))
			node_set(n, "choisi", "1");
	}
	if (p->error != NULL) {
		form_error(page, "vers", p->error);
		node_set(page, "erreur-vers", p->error);
	}
	form_fields(app, req, page, &p->form);
	return page_show(app, res, page, "transfert", status);
}

int
page_transfert(struct app *app, struct req *req, struct res *res)
{
	struct proposal p;
	int status;

	if ((status = open_proposal(app, req, app->reader, &p)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &p.form);
	p.form.quiet = 1;
	return show(app, req, res, &p, 200);
}

/* The message of the proposal, before it goes. */
static int
show_message(struct app *app, struct req *req, struct res *res,
    const struct proposal *p, const struct message *m, const char *to,
    const char *reason)
{
	int changed = req_form(req, "confirmer") != NULL;
	struct node *page = file_page(app, req, &p->file,
	    "Transfert\u00a0: message à relire", "historique");

	message_show(req, page, m);
	node_set(page, "vers", to);
	node_add_text(page, "saisi", page_safe(req->arena, reason));
	if (changed)
		node_set(page, "change", "1");
	return page_show(app, res, page, "transfert-apercu", changed ? 409 :
	    200);
}

int
post_transfert(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const struct cooperative *to = NULL;
	const char *vers = req_form(req, "vers"), *reason;
	struct check_context context;
	struct proposal p;
	struct message m;
	struct file now;
	int status, rc;

	if ((status = open_proposal(app, req, app->writer, &p)) != 0)
		return status;
	now = p.file;
	if ((status = staff_version(req, &p.file.dossier)) != 0)
		return status;
	context = form_context(app, req, app->echange);
	form_read(req, &p.form);
	if (vers != NULL)
		to = network_cooperative(app->network, vers);
	if (to == NULL || str_eq(to->code, p.file.dossier.cooperative))
		p.error = "Choisissez une autre coopérative";
	if (answers_check(p.form.answers, p.form.step, &context) > 0 ||
	    p.error != NULL || p.wrong != NULL)
		return show(app, req, res, &p, 422);
	if (req_form(req, "reprendre") != NULL)
		return show(app, req, res, &p, 200);
	reason = answers_value(p.form.answers, "motif", 0);
	transfert_message(req->arena, &app->mailer, &p.file.dossier, to->code,
	    reason, &m);
	if (req_form(req, "confirmer") == NULL || !message_shown(req, &m))
		return show_message(app, req, res, &p, &m, to->code, reason);
	rc = transfert_propose(req->arena, app->writer, p.file.definition,
	    &p.file.dossier, to->code, reason, &actor, &app->mailer);
	if (rc == 1)
		return page_conflict(app, req, res, &now,
		    "Proposer un transfert", reason);
	return rc == -1 ? 500 : res_redirect(res,
	    "/gestion/dossiers/%s/transfert#contenu", now.dossier.numero);
}

int
post_transfert_retrait(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *s = req_form(req, "id");
	struct proposal p;
	long long id;
	int status;

	if ((status = open_proposal(app, req, app->writer, &p)) != 0)
		return status;
	if (s == NULL || str_number(s, 1, INT64_MAX / 16, &id) == -1)
		return 400;
	/* answered meanwhile: the page tells how */
	if (transfert_cancel(app->writer, &p.file.dossier, id, &actor) == -1)
		return 500;
	return res_redirect(res, "/gestion/dossiers/%s/transfert#contenu",
	    p.file.dossier.numero);
}
