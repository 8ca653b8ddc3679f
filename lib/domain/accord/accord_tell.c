/*
 * Messages about consents: the request, the receipt, the news for the young
 * person, and what the team must know at once.  Nobody is told why.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/link.h"
#include "domain/accord/accord_inside.h"
#include "domain/post/mail.h"
#include "domain/session/session.h"

/* « souhaite participer à … »: the session chosen, if there is one. */
static const char *
taking_part(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d)
{
	const char *code = NULL;
	struct session s;
	struct tree *t = record_latest(a, db, d->id, def->name, NULL, NULL);

	if (t != NULL && def->age.session != NULL)
		code = node_value(a, node_child(tree_root(t), "reponses"),
		    def->age.session);
	if (code == NULL || session_find(a, db, code, &s) != 0)
		return "un programme de la coopérative";
	return arena_fmt(a, "« %s », %s", s.title, day_french_range(a, s.first,
	    s.last));
}

/* What every message about a representative may name. */
static struct node *
model(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const struct representant *r)
{
	struct node *root = mail_model(a, o->mailer, d), *n;

	node_set(root, "participation", taking_part(a, db, o->programme, d));
	n = node_add(root, "representant");
	node_set(n, "nom", r->nom);
	return root;
}

/* Written and queued; nobody to write to is no failure. */
static int
tell(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const char *kind, const char *to,
    struct node *root)
{
	struct message m;

	if (to == NULL || *to == '\0')
		return 0;
	mail_write(a, o->mailer, kind, to, d->id, root, &m);
	return mail_queue(db, &m);
}

int
accord_request(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const struct representant *r, const char *kind)
{
	struct node *root;

	if (*r->email == '\0')
		return 0;
	root = model(a, db, o, d, r);
	link_offer(a, o->mailer, root, LINK_PARENT, representant_person(a, r),
	    r->deadline);
	return tell(a, db, o, d, kind, r->email, root);
}

static void
add_decisions(struct arena *a, struct node *root, const struct accord *list,
    size_t n, const struct representant *r)
{
	const struct decision *last;
	struct node *e;
	size_t i;

	for (i = 0; i < n; i++) {
		last = list[i].parent[r->rang - 1];
		if (last == NULL)
			continue;
		e = node_add_text(root, "decision", last->text);
		node_set(e, "titre", list[i].asked->title);
		node_set(e, "reponse", last->decision);
		node_set(e, "date", time_iso(a, last->at));
		node_set_int(e, "version", last->version);
	}
}

int
accord_tell_receipt(struct arena *a, struct db *db,
    const struct accord_office *o, const struct dossier *d,
    const struct representant *r, const struct accord *list, size_t n,
    const char *taken)
{
	struct node *root = model(a, db, o, d, r);

	add_decisions(a, root, list, n, r);
	if (*r->email != '\0')
		link_offer(a, o->mailer, root, LINK_PARENT,
		    representant_person(a, r), time_now() +
		    (int64_t)LINK_DAYS * 86400);
	if (taken != NULL)
		node_set(root, "retrait", taken);
	return tell(a, db, o, d, "accord-recu", r->email, root);
}

int
accord_tell_answer(struct arena *a, struct db *db,
    const struct accord_office *o, const struct dossier *d,
    const struct representant *r, enum accord_state all)
{
	struct node *root = model(a, db, o, d, r);

	node_set(root, "accord", all == ACCORD_GIVEN ? "oui" :
	    all == ACCORD_REFUSED ? "non" : "attendu");
	return tell(a, db, o, d, "parent-repondu", d->email, root);
}

int
accord_tell_own(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const struct own_consent *c)
{
	struct node *root = mail_model(a, o->mailer, d), *n;

	n = node_add_text(root, "decision", c->last->text);
	node_set(n, "titre", c->title);
	node_set(n, "reponse", c->last->decision);
	node_set(n, "date", time_iso(a, c->last->at));
	node_set_int(n, "version", c->last->version);
	if (c->effect != NULL)
		node_set(n, "effet", c->effect);
	return tell(a, db, o, d, "accord-personne", d->email, root);
}

struct accord_taken
accord_taken_none(struct arena *a, size_t max)
{
	return (struct accord_taken){
		.titles = arena_array(a, max + 1, sizeof(char *))
	};
}

void
accord_taken_add(struct accord_taken *t, const struct asked_consent *c)
{
	t->titles[t->n++] = c->title;
	t->stops |= !c->optional;
}

static struct node *
taken_model(struct arena *a, const struct accord_office *o,
    const struct dossier *d, const struct accord_taken *t)
{
	const struct state *s = definition_state(o->programme, d->state);
	struct node *root = mail_model(a, o->mailer, d);
	size_t i;

	for (i = 0; i < t->n; i++)
		node_add_text(root, "retire", t->titles[i]);
	if (t->stops)
		node_set(root, "arret", "1");
	if (t->moved && s != NULL)
		node_set(root, "etape", s->label);
	return root;
}

int
accord_tell_taken(struct arena *a, struct db *db,
    const struct accord_office *o, const struct dossier *d,
    const struct accord_taken *t, int person)
{
	if (t->n == 0)
		return 0;
	if (person && t->stops && tell(a, db, o, d, "accord-retire", d->email,
	    taken_model(a, o, d, t)) == -1)
		return -1;
	return tell(a, db, o, d, "retrait-accord", mail_team(a, o->mailer, d),
	    taken_model(a, o, d, t));
}
