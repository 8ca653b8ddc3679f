/*
 * What the team and the person write to each other, and all mails of a file.
 *
 * Writing is two steps: the text, then the mail as it will go, which is sent
 * byte for byte or shown again.  A form made before somebody wrote is a
 * conflict: two answers to one question help nobody.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/post/mail.h"
#include "domain/post/thread.h"
#include "staff.h"

#define MAILS	200

struct letter {
	struct file	 file;
	struct form	 form;
	int64_t		 last;		/* entry the form was made after */
	int64_t		 now;		/* the last there is */
};

void
message_show(struct req *req, struct node *page, const struct message *m)
{
	node_set(page, "objet", m->subject);
	page_set(page, "destinataire", m->to);
	node_set(page, "apercu", mail_digest(req->arena, m));
	node_add_text(page, "message", mail_kept(req->arena, m));
}

int
message_shown(const struct req *req, const struct message *m)
{
	const char *s = req_form(req, "apercu");

	return s != NULL && str_eq(s, mail_digest(req->arena, m));
}

static int
open_letter(struct app *app, struct req *req, struct db *db,
    struct letter *l)
{
	const char *seen = req_form(req, "dernier");
	long long n = 0;
	int status;

	memset(l, 0, sizeof(*l));
	if ((status = file_open(app, req, db, &l->file)) != 0)
		return status;
	if ((l->now = thread_last(db, l->file.dossier.id)) == -1)
		return 500;
	if (req->method == METHOD_POST && req->bad == 0 && (seen == NULL ||
	    str_number(seen, 0, INT64_MAX / 16, &n) == -1))
		return 400;
	l->last = req->method == METHOD_POST && req->bad == 0 ? n : l->now;
	l->form.definition = app->echange;
	l->form.step = definition_step(app->echange, "message");
	l->form.answers = answers_new(req->arena, app->echange);
	return 0;
}

static const char *
state_words(enum mail_state state)
{
	switch (state) {
	case MAIL_WAITING:
		return "pas encore parti";
	case MAIL_SENT:
		return "remis au serveur de la personne";
	case MAIL_UNKNOWN:
		return "remis, sans réponse du serveur";
	case MAIL_FAILED:
		break;
	}
	return "non remis";
}

static void
add_thread(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct thread_entry *list;
	struct node *n;
	size_t i;

	i = thread_list(req->arena, app->reader, f->dossier.id, &list);
	while (i-- > 0) {
		n = node_add_text(page, "echange", list[i].text);
		node_set_int(n, "id", list[i].id);
		page_set(n, "objet", list[i].subject);
		node_set(n, "date", time_iso(req->arena, list[i].at));
		page_set(n, "qui", list[i].account != 0 ? list[i].author : "");
		page_set(n, "vu", list[i].done_by);
		if (list[i].waits) {
			node_set(n, "attend", "1");
			node_set(page, "attend", "1");
		}
		if (list[i].account == 0)
			continue;
		node_set(n, "etat", list[i].posted ?
		    state_words(list[i].state) :
		    "sans e-mail\u00a0: à remettre en main propre");
		if (list[i].posted && list[i].state == MAIL_FAILED)
			node_set(n, "echec", "1");
	}
}

/* All that the portal mailed to the person, messages of staff among them. */
static void
add_mails(struct app *app, struct req *req, struct node *page,
    const struct file *f)
{
	struct mail *list;
	struct node *n;
	size_t i, total;

	total = mail_told(req->arena, app->reader, f->dossier.id, MAILS,
	    &list);
	for (i = 0; i < total; i++) {
		n = node_add_text(page, "courrier", list[i].body);
		node_set(n, "objet", list[i].subject);
		node_set(n, "date", time_iso(req->arena, list[i].queued));
		node_set(n, "etat", state_words(list[i].state));
		if (list[i].state == MAIL_SENT)
			node_set(n, "remis", time_iso(req->arena, list[i].at));
		if (list[i].state == MAIL_FAILED)
			page_set(n, "erreur", list[i].error);
	}
}

static int
show_letters(struct app *app, struct req *req, struct res *res,
    struct letter *l, int status)
{
	struct node *page = file_page(app, req, &l->file, "Messages",
	    "messages");

	add_thread(app, req, page, &l->file);
	add_mails(app, req, page, &l->file);
	node_set_int(page, "dernier", l->now);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (req_query(req, "fait") != NULL)
		node_set(page, "fait", "1");
	if (staff_writes(&l->file)) {
		node_set(page, "ecrit", "1");
		page_key(req, page);
		form_fields(app, req, page, &l->form);
	}
	return page_show(app, res, page, "dossier-messages", status);
}

int
page_messages(struct app *app, struct req *req, struct res *res)
{
	struct letter l;
	int status;

	if ((status = open_letter(app, req, app->reader, &l)) != 0)
		return status;
	if (req->method == METHOD_POST || req_form(req, "revoir") != NULL)
		form_read(req, &l.form);
	l.form.quiet = 1;
	return show_letters(app, req, res, &l, 200);
}

static int
show_mail(struct app *app, struct req *req, struct res *res,
    const struct letter *l, const struct message *m, int changed)
{
	struct node *page = file_page(app, req, &l->file,
	    "Message à relire", "messages");

	message_show(req, page, m);
	page_key(req, page);
	node_set_int(page, "dernier", l->last);
	node_set(page, "saisi-objet", answers_value(l->form.answers, "objet",
	    0));
	node_add_text(page, "saisi", answers_value(l->form.answers, "texte",
	    0));
	if (changed)
		node_set(page, "change", "1");
	return page_show(app, res, page, "message-apercu", changed ? 409 :
	    200);
}

/* What was written meanwhile, above what was typed here. */
static int
show_late(struct app *app, struct req *req, struct res *res,
    struct letter *l)
{
	struct node *page;

	page = file_page(app, req, &l->file, "Messages", "messages");
	add_thread(app, req, page, &l->file);
	node_set_int(page, "dernier", l->now);
	node_set(page, "ecrit", "1");
	node_set(page, "retard", "1");
	page_key(req, page);
	form_fields(app, req, page, &l->form);
	return page_show(app, res, page, "dossier-messages", 409);
}

int
post_message(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *key = page_key_sent(req), *subject, *text;
	struct check_context context;
	struct message m;
	struct letter l;
	int status, rc;

	if ((status = open_letter(app, req, app->writer, &l)) != 0)
		return status;
	if (key == NULL)
		return 400;
	context = form_context(app, req, app->echange);
	form_read(req, &l.form);
	if (answers_check(l.form.answers, l.form.step, &context) > 0)
		return show_letters(app, req, res, &l, 422);
	if (req_form(req, "reprendre") != NULL)
		return show_letters(app, req, res, &l, 200);
	subject = answers_value(l.form.answers, "objet", 0);
	text = answers_value(l.form.answers, "texte", 0);
	thread_message(req->arena, &app->mailer, &l.file.dossier, &actor,
	    subject, text, &m);
	if (req_form(req, "confirmer") == NULL || !message_shown(req, &m))
		return show_mail(app, req, res, &l, &m,
		    req_form(req, "confirmer") != NULL);
	rc = thread_write(app->writer, l.file.definition, &l.file.dossier,
	    key, l.last, &actor, subject, text, &m);
	if (rc == 1)
		return show_late(app, req, res, &l);
	return rc == -1 ? 500 : res_redirect(res,
	    "/gestion/dossiers/%s/messages?fait=1#contenu",
	    l.file.dossier.numero);
}

int
post_message_vu(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	struct letter l;
	int status;

	if ((status = open_letter(app, req, app->writer, &l)) != 0)
		return status;
	/* what came after the page was made still waits */
	if (thread_done(app->writer, l.file.definition, &l.file.dossier,
	    l.last, &actor) == -1)
		return 500;
	return res_redirect(res, "/gestion/dossiers/%s/messages#contenu",
	    l.file.dossier.numero);
}
