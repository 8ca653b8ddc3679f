/*
 * What the team and the person write to each other, as the person sees it,
 * and every mail of the portal.  The answer goes to the file: no mail holds it.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/post/thread.h"
#include "public.h"

#define MESSAGES	200	/* mails shown at most */

/* What is wrong with an answer; NULL: nothing. */
static const char *
wrong(struct req *req, const struct definition *d, const char *text)
{
	if (text == NULL || str_is_blank(text))
		return said(d, "Écrivez votre message", "Écris ton message");
	if (!str_eq(text, page_safe(req->arena, text)))
		return said(d, "Le message contient des caractères "
		    "illisibles. Saisissez-le de nouveau", "Le message "
		    "contient des caractères illisibles. Écris-le de "
		    "nouveau");
	if (strlen(text) > THREAD_TEXT_MAX)
		return "Le message doit faire 4\u202f000 caractères au plus";
	return NULL;
}

static void
add_thread(struct app *app, struct req *req, struct node *page,
    const struct dossier *d)
{
	struct thread_entry *list;
	struct node *n;
	size_t i;

	i = thread_list(req->arena, app->reader, d->id, &list);
	while (i-- > 0) {
		n = node_add_text(page, "echange", list[i].text);
		page_set(n, "objet", list[i].subject);
		node_set(n, "date", time_iso(req->arena, list[i].at));
		page_set(n, "qui", list[i].account != 0 ? list[i].author : "");
	}
}

static int
show(struct app *app, struct req *req, struct res *res,
    const struct definition *definition, const struct dossier *d,
    const char *error, int status)
{
	const char *text = req_form(req, "reponse");
	struct node *page, *n;

	page = own_page(app, req, res, definition, d, said(definition,
	    "Vos messages", "Tes messages"));
	if (d->sent != 0) {
		add_thread(app, req, page, d);
		n = node_add(page, "reponse");
		page_key(req, page);
		if (text != NULL)
			page_set(n, "valeur", page_safe(req->arena, text));
		if (error != NULL) {
			node_set(n, "erreur", error);
			form_error(page, "reponse", error);
		}
		if (req_query(req, "fait") != NULL)
			node_set(page, "fait", "1");
	}
	messages_add(app, req, page, d, MESSAGES);
	return page_show(app, res, page, "messages", status);
}

int
page_messages(struct app *app, struct req *req, struct res *res)
{
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	return show(app, req, res, definition, &d, NULL, 200);
}

int
post_messages(struct app *app, struct req *req, struct res *res)
{
	const char *text = req_form(req, "reponse"), *error;
	const char *key = page_key_sent(req);
	const struct definition *definition;
	struct dossier d;
	int status;

	if ((status = own_open(app, req, &d, &definition)) != 0)
		return status;
	if (d.sent == 0)
		return 404;
	if (key == NULL)
		return 400;
	if ((error = wrong(req, definition, text)) != NULL)
		return show(app, req, res, definition, &d, error, 422);
	switch (thread_answer(req->arena, app->writer, definition, &d, key,
	    str_trim(req->arena, text), &app->mailer)) {
	case 0:
		return res_redirect(res, "/suivi/%s/messages?fait=1#contenu",
		    d.numero);
	case 1:
		return show(app, req, res, definition, &d, said(definition,
		    "Vous avez écrit plusieurs messages de suite. Attendez "
		    "une heure, ou appelez l’équipe", "Tu as écrit plusieurs "
		    "messages de suite. Attends une heure, ou appelle "
		    "l’équipe"), 429);
	}
	return 500;
}
