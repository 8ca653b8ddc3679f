/*
 * Writing messages and queueing them.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/utf8.h"
#include "domain/dossier.h"
#include "domain/mail.h"
#include "domain/network.h"

int
mailer_open(struct arena *a, const struct conf *conf,
    const struct network *network, struct mailer *mailer,
    struct xml_error *err)
{
	struct templates *set = templates_new(a);

	*mailer = (struct mailer){
		.templates = set, .network = network, .url = conf->url
	};
	return templates_load(set, conf_share(a, conf, "site/mails"), err);
}

static void
add_dossier(struct arena *a, struct node *to, const struct dossier *d)
{
	struct node *n = node_add(to, "dossier");

	node_set(n, "numero", d->numero);
	node_set(n, "programme", d->programme);
	node_set(n, "etat", d->state);
	node_set(n, "email", d->email);
	node_set(n, "prenom", d->prenom);
	node_set(n, "nom", d->nom);
	if (d->expires != 0)
		node_set(n, "expire", day_iso(a, time_local(d->expires, NULL,
		    NULL)));
	if (dossier_deadline(d) != DAY_NONE)
		node_set(n, "reponse", day_iso(a, dossier_deadline(d)));
}

struct node *
mail_model(struct arena *a, const struct mailer *mailer,
    const struct dossier *d)
{
	struct node *root = tree_root(tree_new(a, "mail"));
	struct node *reseau = node_add(root, "reseau");
	const struct cooperative *coop;

	node_set(root, "url", mailer->url);
	node_set(root, "jour", day_iso(a, day_today()));
	if (mailer->network != NULL)
		network_copy(reseau, tree_root(mailer->network->tree));
	if (d == NULL)
		return root;
	add_dossier(a, root, d);
	if (mailer->network != NULL && d->cooperative[0] != '\0' &&
	    (coop = network_cooperative(mailer->network, d->cooperative)) !=
	    NULL)
		node_copy(root, coop->node);
	return root;
}

/* At most MAIL_SUBJECT_MAX characters, cut between words. */
static const char *
shorten(struct arena *a, char *subject)
{
	size_t i, n = 0, space = 0, last = 0;
	uint32_t cp;

	if (utf8_length(subject) <= MAIL_SUBJECT_MAX)
		return subject;
	for (i = 0; n < MAIL_SUBJECT_MAX - 1; n++) {
		if (subject[i] == ' ')
			space = i;
		last = i;
		i += utf8_decode(subject + i, strlen(subject + i), &cp);
	}
	subject[space > 0 ? space : last] = '\0';
	return arena_fmt(a, "%s…", subject);
}

/* A part of a template, filled. */
static char *
fill(struct arena *a, const struct mailer *mailer, const char *kind,
    const char *part, struct node *model)
{
	struct buf b = BUF_INIT;
	char *text;

	template_run_text(&b, mailer->templates, arena_fmt(a, "%s/%s", kind,
	    part), model);
	text = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return text;
}

void
mail_write(struct arena *a, const struct mailer *mailer, const char *kind,
    const char *to, int64_t dossier, struct node *model, struct message *m)
{
	char *subject = fill(a, mailer, kind, "objet", model), *p;

	for (p = subject; (p = strpbrk(p, "\r\n\t")) != NULL; )
		*p = ' ';
	*m = (struct message){
		.kind = kind, .dossier = dossier,
		.to = arena_dupn(a, to, strcspn(to, "\r\n")),
		.subject = shorten(a, subject),
		.body = arena_fmt(a, "%s\n", fill(a, mailer, kind, "texte",
		    model))
	};
}

int
mail_queue(struct db *db, const struct message *m)
{
	return db_exec(db, "INSERT INTO mail (kind, dossier, recipient, "
	    "subject, body, queued) VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, ?6)",
	    "sisssi", m->kind, m->dossier, m->to, m->subject, m->body,
	    time_now()) == 1 ? 0 : -1;
}

size_t
mail_list(struct arena *a, struct db *db, int64_t after, size_t max,
    struct mail **out)
{
	struct mail *list = arena_array(a, max, sizeof(*list)), *m = list;
	struct query *q;

	q = db_query(db, "SELECT id, kind, recipient, subject, body, "
	    "coalesce(dossier, 0), queued FROM mail WHERE id > ?1 ORDER BY id "
	    "LIMIT ?2", "ii", after, (int64_t)max);
	while ((size_t)(m - list) < max && db_next(q)) {
		m->id = db_int(q, 0);
		m->kind = db_dup(a, q, 1);
		m->to = db_dup(a, q, 2);
		m->subject = db_dup(a, q, 3);
		m->body = db_dup(a, q, 4);
		m->dossier = db_int(q, 5);
		m->queued = db_int(q, 6);
		m++;
	}
	*out = list;
	return db_done(q) == -1 ? 0 : (size_t)(m - list);
}

int64_t
mail_before(struct db *db, size_t n)
{
	int64_t id = 0;
	struct query *q;

	q = db_query(db, "SELECT id FROM mail ORDER BY id DESC LIMIT 1 "
	    "OFFSET ?1", "i", (int64_t)n);
	if (db_next(q))
		id = db_int(q, 0);
	return db_done(q) == -1 ? -1 : id;
}
