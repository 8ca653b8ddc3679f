/*
 * Consents asked, given, refused and taken back: all that writes the ledger.
 *
 * A row of the ledger holds the text as the definition has it that day.  The
 * dossier is read again inside the transaction: an answer is not lost because
 * somebody of the team changed the file a moment before.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord_inside.h"
#include "domain/post/mail.h"
#include "domain/territory/network.h"

/* Transitions of the definitions that these events make, where they exist. */
#define MOVE_GIVEN	"accord-donne"
#define MOVE_REFUSED	"accord-refuse"
#define MOVE_AWAITED	"accord-attendu"

#define DAY_SECONDS	(24 * 3600)

static const struct actor systeme = { 0, "systeme" };

/* The text of a consent on one line, as the ledger keeps it. */
static const char *
whole_text(struct arena *a, const struct asked_consent *c)
{
	const struct node *n;
	struct buf b = BUF_INIT;
	const char *out;

	buf_str(&b, c->title);
	for (n = node_child(c->text, NULL); n != NULL;
	    n = node_sibling(n, NULL))
		buf_fmt(&b, "\n%s", str_squeeze(a, node_string(a, n)));
	out = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

int
accord_write(struct db *db, const struct dossier *d,
    const struct decision *row, const struct accord_source *from)
{
	return db_exec(db, "INSERT INTO consent (dossier, name, text, version, "
	    "at, channel, representant, decision, account, author, note) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, 0), ?8, nullif(?9, 0), "
	    "?10, ?11)", "issiisisiss", d->id, row->name, row->text,
	    (int64_t)row->version, time_now(), from->channel,
	    row->representant, row->decision, from->actor.account,
	    row->author, from->note) == 1 ? 0 : -1;
}

static const char *
value(const struct answers *answers, const char *field)
{
	const char *v = answers_value(answers, field, 0);

	return v != NULL ? v : "";
}

int
accord_move(struct db *db, const struct accord_office *o,
    const struct dossier *d, enum accord_state all)
{
	const char *name = all == ACCORD_GIVEN ? MOVE_GIVEN :
	    all == ACCORD_REFUSED ? MOVE_REFUSED : MOVE_AWAITED;
	const struct transition *t = definition_transition(o->programme,
	    name);

	if (t == NULL || !transition_from(t, d->state) || str_eq(t->to, d->state))
		return 0;
	return dossier_move_in(db, o->programme, d, name, &systeme, "") ==
	    0 ? 0 : -1;
}

/* Asking. */

int
accord_ask(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, struct representant *r, const char *mail)
{
	r->dossier = d->id;
	r->answered = 0;
	r->reminded = 0;
	r->asked = time_now();
	r->deadline = r->asked + (int64_t)network_delay(o->mailer->network,
	    DELAY_PARENT) * DAY_SECONDS;
	if (representant_store(db, r) != 0 || event_add(db, d,
	    *r->email != '\0' ? "representant-ecrit" : "representant-papier",
	    &systeme, "") != 0)
		return -1;
	return accord_request(a, db, o, d, r, mail);
}

struct representant
accord_named(const struct answers *answers)
{
	return (struct representant){
		.rang = 1, .nom = value(answers, "rep-nom"),
		.lien = value(answers, "representant"),
		.email = value(answers, "rep-courriel"),
		.telephone = value(answers, "rep-telephone"), .seul = ""
	};
}

int
accord_ask_in(struct arena *a, struct db *db, const struct definition *def,
    const struct answers *answers, const struct mailer *mailer,
    const struct dossier *d)
{
	const struct accord_office o = { .programme = def, .mailer = mailer };
	struct representant r = accord_named(answers);

	/* adults and the emancipated name nobody */
	return !accord_concerns(def) || *r.nom == '\0' ? 0 :
	    accord_ask(a, db, &o, d, &r, "parent");
}

/* Answering. */

/* Is there something that this answer alone does not settle? */
static int
second_needed(const struct accord *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].holders == 2 && list[i].parent[0] != NULL &&
		    str_eq(list[i].parent[0]->decision, "oui"))
			return 1;
	return 0;
}

static int
ask_second(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const struct answers *answers)
{
	struct representant r = {
		.rang = 2, .nom = value(answers, "second-nom"), .lien = "",
		.email = value(answers, "second-email"), .telephone = "",
		.seul = ""
	};
	struct representant known;
	int rc;

	if (!str_eq(value(answers, "seul"), "non"))
		return 0;	/* alone; or staff call, who cannot be reached */
	if (!str_eq(value(answers, "second-joindre"), "courriel"))
		r.email = "";
	rc = representant_by_rang(a, db, d->id, 2, &known);
	if (rc == -1)
		return -1;
	if (rc == 0) {
		/* asked before: again only at another address */
		if (known.answered != 0 || str_eq(known.email, r.email))
			return 0;
		r.id = known.id;
		r.telephone = known.telephone;
	}
	return accord_ask(a, db, o, d, &r, "parent-second");
}

/* The same decision on the same text, come the same way. */
static int
stands(const struct decision *last, const struct asked_consent *c,
    const char *decision, const struct accord_source *from)
{
	return last != NULL && str_eq(last->decision, decision) &&
	    last->version == c->version && str_eq(last->channel,
	    from->channel);
}

static int
write_answers(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, struct representant *r,
    const struct answers *answers, const struct accord_source *from,
    const struct accord *before)
{
	const struct asked_consent *c;
	const char *decision;
	size_t i;

	r->nom = arena_fmt(a, "%s %s", value(answers, "prenom"),
	    value(answers, "nom"));
	r->lien = value(answers, "lien");
	r->telephone = value(answers, "telephone");
	if (r->rang == 1)
		r->seul = value(answers, "seul");
	r->answered = time_now();
	if (representant_store(db, r) != 0)
		return -1;
	for (i = 0; i < o->programme->nconsents; i++) {
		c = &o->programme->consents[i];
		if (!c->by_parent)
			continue;
		decision = value(answers, c->name);
		if (*decision != '\0' && !stands(before[i].parent[r->rang - 1],
		    c, decision, from) && accord_write(db, d,
		    &(struct decision){ .name = c->name, .decision = decision,
		    .text = whole_text(a, c), .version = c->version,
		    .representant = r->id, .author = r->nom }, from) == -1)
			return -1;
	}
	return db_exec(db, "DELETE FROM brouillon_accord WHERE "
	    "representant = ?1", "i", r->id) < 0 ? -1 : 0;
}

/* What this representative had agreed to and does not any more. */
static void
taken_since(struct arena *a, const struct accord *now,
    const struct accord *before, size_t n, const struct representant *r,
    struct accord_taken *taken)
{
	const struct decision *was, *is;
	size_t i;

	*taken = accord_taken_none(a, n);
	for (i = 0; i < n; i++) {
		was = before[i].parent[r->rang - 1];
		is = now[i].parent[r->rang - 1];
		if (was != NULL && str_eq(was->decision, "oui") &&
		    !str_eq(is->decision, "oui"))
			accord_taken_add(taken, now[i].asked);
	}
}

/* Move the dossier and read it again. */
static int
move_on(struct arena *a, struct db *db, const struct accord_office *o,
    struct dossier *d, enum accord_state all, struct accord_taken *taken)
{
	const char *before = d->state;

	if (accord_move(db, o, d, all) == -1 ||
	    dossier_by_id(a, db, d->id, d) != 0)
		return -1;
	taken->moved = !str_eq(d->state, before);
	return 0;
}

/* Have they answered since r was read?  0, 1, -1. */
static int
answered_since(struct arena *a, struct db *db, const struct representant *r)
{
	struct representant now = { .answered = 0 };

	if (representant_by_rang(a, db, r->dossier, r->rang, &now) == -1)
		return -1;
	return now.answered != r->answered;
}

static int
send_in(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *given, struct representant *r,
    const struct answers *answers, const struct accord_source *from,
    const struct buf *xml)
{
	struct accord_taken taken;
	struct accord *list, *before;
	enum accord_state all;
	struct dossier d;
	size_t n;
	int rc;

	if (from->actor.account != 0 && (rc = answered_since(a, db,
	    r)) != 0)
		return rc;
	if (dossier_by_id(a, db, given->id, &d) != 0)
		return -1;
	accord_list(a, db, o->programme, o->network, &d, &before);
	if (record_append(db, o->forms[r->rang - 1], &d, xml->data,
	    xml->len, &from->actor, NULL) == -1 ||
	    write_answers(a, db, o, &d, r, answers, from, before) == -1 ||
	    event_add(db, &d, "representant-repondu", &from->actor, "") != 0)
		return -1;
	n = accord_list(a, db, o->programme, o->network, &d, &list);
	if (r->rang == 1 && second_needed(list, n) &&
	    ask_second(a, db, o, &d, answers) == -1)
		return -1;
	taken_since(a, list, before, n, r, &taken);
	all = accord_all(list, n);
	if (accord_tell_receipt(a, db, o, &d, r, list, n, NULL) == -1 ||
	    accord_tell_answer(a, db, o, &d, r, all) == -1 ||
	    move_on(a, db, o, &d, all, &taken) == -1)
		return -1;
	/* who writes it down knows it */
	return from->actor.account != 0 ? 0 :
	    accord_tell_taken(a, db, o, &d, &taken, 0);
}

int
accord_send(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, struct representant *r,
    const struct answers *answers, const struct accord_source *from)
{
	struct buf xml = BUF_INIT;
	int rc;

	if (r->ended != 0 || d->sent == 0)
		return 1;
	if (record_build(a, db, o->forms[r->rang - 1], d, answers, time_now(),
	    &xml) == -1) {
		buf_free(&xml);
		return -1;
	}
	if ((rc = db_begin(db)) == 0) {
		rc = send_in(a, db, o, d, r, answers, from, &xml);
		if (rc == 0)
			rc = db_commit(db);
		else
			db_rollback(db);
	}
	buf_free(&xml);
	return rc;
}

/* Taking back. */

static const struct accord *
find(const struct accord *list, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(list[i].asked->name, name))
			return &list[i];
	return NULL;
}

static int
withdraw_in(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *given, const struct representant *r,
    const char *name)
{
	static const struct accord_source web = { "web",
	    { 0, "representant" }, "" };
	const struct decision *last;
	const struct accord *c;
	struct accord_taken taken;
	struct decision back;
	struct accord *list;
	struct dossier d;
	size_t n;

	if (dossier_by_id(a, db, given->id, &d) != 0)
		return -1;
	n = accord_list(a, db, o->programme, o->network, &d, &list);
	if ((c = find(list, n, name)) == NULL)
		return 1;
	last = c->parent[r->rang - 1];
	if (last == NULL || !str_eq(last->decision, "oui"))
		return 1;
	taken = accord_taken_none(a, 1);
	accord_taken_add(&taken, c->asked);
	/* what is taken back is what was agreed to */
	back = *last;
	back.decision = "retrait";
	if (accord_write(db, &d, &back, &web) == -1 ||
	    event_add(db, &d, "accord-retire", &web.actor, "") != 0)
		return -1;
	n = accord_list(a, db, o->programme, o->network, &d, &list);
	if (accord_tell_receipt(a, db, o, &d, r, list, n,
	    c->asked->title) == -1 ||
	    move_on(a, db, o, &d, accord_all(list, n), &taken) == -1)
		return -1;
	return accord_tell_taken(a, db, o, &d, &taken, 1);
}

int
accord_withdraw(struct arena *a, struct db *db, const struct accord_office *o,
    const struct dossier *d, const struct representant *r, const char *name)
{
	int rc;

	if (r->ended != 0)
		return 1;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = withdraw_in(a, db, o, d, r, name)) != 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db);
}
