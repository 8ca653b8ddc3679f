/*
 * Slots read, and the rules of who may sign what, how and when.  Writing is
 * signature_act.c.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/accord/representant.h"
#include "domain/law/contrat.h"
#include "domain/signature/signature_inside.h"
#include "domain/territory/network.h"

#define COLUMNS	"s.id, s.document, d.dossier, coalesce(s.representant, 0), " \
	"d.code, d.kind, s.rang, s.role, s.nom, s.qualite, s.state, "	\
	"coalesce(s.way, ''), coalesce(s.at, 0), coalesce(s.record, 0), " \
	"coalesce(s.asked, 0), s.reminded, NOT EXISTS (SELECT 1 FROM "	\
	"signature b WHERE b.document = s.document AND b.rang < s.rang AND " \
	"b.state <> 'signee'), d.state = 'valide'"
#define FROM	" FROM signature s JOIN document d ON d.id = s.document "

static void
row(struct arena *a, struct query *q, struct signature *s)
{
	*s = (struct signature){
		.id = db_int(q, 0), .document = db_int(q, 1),
		.dossier = db_int(q, 2), .representant = db_int(q, 3),
		.code = db_dup(a, q, 4), .kind = db_dup(a, q, 5),
		.rang = (int)db_int(q, 6), .role = db_dup(a, q, 7),
		.nom = db_dup(a, q, 8), .qualite = db_dup(a, q, 9),
		.state = db_dup(a, q, 10), .way = db_dup(a, q, 11),
		.at = db_int(q, 12), .record = db_int(q, 13),
		.asked = db_int(q, 14), .reminded = (int)db_int(q, 15),
		.turn = db_int(q, 16) != 0, .open = db_int(q, 17) != 0
	};
}

static int
one(struct arena *a, struct query *q, struct signature *s)
{
	int found = db_next(q);

	if (found)
		row(a, q, s);
	return db_done(q) == -1 ? -1 : !found;
}

int
signature_find(struct arena *a, struct db *db, int64_t id,
    struct signature *s)
{
	return one(a, db_query(db, "SELECT " COLUMNS FROM "WHERE s.id = ?1",
	    "i", id), s);
}

int
signature_of_person(struct arena *a, struct db *db, int64_t dossier,
    const char *code, struct signature *s)
{
	return one(a, db_query(db, "SELECT " COLUMNS FROM "WHERE d.dossier = "
	    "?1 AND d.code = ?2 AND s.role = 'beneficiaire'", "is", dossier,
	    code), s);
}

size_t
signature_list(struct arena *a, struct db *db, const char *code,
    struct signature **out)
{
	struct query *q;
	size_t i, n = 0;

	*out = NULL;
	q = db_query(db, "SELECT count(*)" FROM "WHERE d.code = ?1", "s",
	    code);
	if (db_next(q))
		n = (size_t)db_int(q, 0);
	if (db_done(q) == -1 || n == 0)
		return 0;
	*out = arena_array(a, n, sizeof(**out));
	q = db_query(db, "SELECT " COLUMNS FROM "WHERE d.code = ?1 ORDER BY "
	    "s.rang, s.id", "s", code);
	for (i = 0; i < n && db_next(q); i++)
		row(a, q, &(*out)[i]);
	return db_done(q) == -1 ? 0 : i;
}

int
signature_complete(const struct signature *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!str_eq(list[i].state, "signee"))
			return 0;
	return n > 0;
}

const char *
signature_role(const struct office *office, const char *role)
{
	const struct choice *c = field_choice(definition_field(
	    office->signature, "role"), role);

	return c != NULL ? c->label : role;
}

int
signature_by_mail(const struct network *network, const char *kind)
{
	const struct node *n = network == NULL ? NULL :
	    node_child(tree_root(network->tree), "signature-electronique");

	return n != NULL && str_has_word(node_attr_or(n, "documents", ""),
	    kind);
}

const struct choice *
signature_identities(const struct office *office, size_t *n)
{
	const struct field *f = definition_field(office->signature,
	    "identite");

	*n = f->nchoices;
	return f->choices;
}

const char *
signature_sentence(const struct office *office, int *version)
{
	const struct field *f = definition_field(office->signature, "phrase");

	*version = f->version;
	return f->label;
}

static const char *
lower(struct arena *a, const char *s)
{
	char *copy = str_trim(a, s);

	str_lower(copy);
	return copy;
}

const char *
signature_address(struct arena *a, struct db *db, const struct signature *s)
{
	struct representant r;
	struct dossier d;

	if (str_eq(s->role, "cooperative"))
		return "";
	if (dossier_by_id(a, db, s->dossier, &d) != 0)
		return NULL;
	if (!str_eq(s->role, "representant"))
		return d.email;
	if (s->representant == 0)
		return "";
	if (representant_find(a, db, s->representant, &r) != 0)
		return NULL;
	/* whoever reads the young person's messages cannot sign for both */
	return r.ended != 0 || str_eq(lower(a, r.email), lower(a, d.email)) ?
	    "" : r.email;
}

const char *
signature_masked(struct arena *a, const char *email)
{
	const char *at = strrchr(email, '@');
	uint32_t cp;
	size_t n;

	if (at == NULL || at == email)
		return "";
	n = utf8_decode(email, strlen(email), &cp);
	return arena_fmt(a, "%.*s*****%s", (int)n, email, at);
}

/* Is the person of the dossier still a minor on that day?  -1 failed. */
static int
minor_at(struct arena *a, struct db *db, const struct office *office,
    const struct signature *s, int32_t day)
{
	struct dossier d;
	size_t i;

	if (dossier_by_id(a, db, s->dossier, &d) != 0)
		return -1;
	for (i = 0; office->programmes[i] != NULL; i++)
		if (str_eq(office->programmes[i]->name, d.programme))
			return is_minor(dossier_birth(a, db,
			    office->programmes[i], &d), day);
	return 0;
}

static int
by_mail(struct arena *a, struct db *db, const struct office *office,
    const struct signature *s)
{
	const char *to;

	if (!signature_by_mail(office->network, s->kind))
		return SIGNING_PAPER;
	if ((to = signature_address(a, db, s)) == NULL)
		return -1;
	return *to == '\0' ? SIGNING_ADDRESS : SIGNING_MAY;
}

/* A renewal is signed before the term that it follows (domain/law/contrat.h). */
static int
too_late(struct arena *a, struct db *db, const struct signature *s,
    int32_t day)
{
	struct dossier d;
	int32_t until;

	if (!str_eq(s->kind, KIND_RENEWAL))
		return 0;
	if (dossier_by_id(a, db, s->dossier, &d) != 0)
		return -1;
	until = contrat_sign_until(a, db, &d, s->code);
	return until != DAY_NONE && day > until;
}

int
signature_by_pen(struct arena *a, struct db *db, const char *code)
{
	struct tree *t = NULL;
	const void *context;
	struct query *q;
	struct node *n;
	size_t len;

	q = db_query(db, "SELECT context FROM document WHERE code = ?1", "s",
	    code);
	if (db_next(q)) {
		context = db_blob(q, 0, &len);
		t = tree_parse(a, context, len, "context", NULL);
	}
	if (db_done(q) == -1 || t == NULL)
		return -1;
	n = node_child(tree_root(t), "contrat");
	return n != NULL && node_attr(n, "manuscrit") != NULL;
}

int
signature_may(struct arena *a, struct db *db, const struct office *office,
    const struct signature *s, const char *way, int32_t day)
{
	int closed, minor, late, pen;

	if (str_eq(s->state, "signee"))
		return SIGNING_DONE;
	if (!s->open || (closed = signature_closed(a, db, office, s)) == 1)
		return SIGNING_CLOSED;
	if (closed == -1)
		return -1;
	if (str_eq(s->state, "caduque"))
		return SIGNING_AGE;
	if (str_eq(s->role, "representant")) {
		if ((minor = minor_at(a, db, office, s, day)) == -1)
			return -1;
		if (!minor)
			return SIGNING_AGE;
	}
	if ((late = too_late(a, db, s, day)) != 0)
		return late == -1 ? -1 : SIGNING_LATE;
	if (!s->turn)
		return SIGNING_WAIT;
	if (str_eq(way, "electronique") || str_eq(way, "guichet"))
		if ((pen = signature_by_pen(a, db, s->code)) != 0)
			return pen == -1 ? -1 : SIGNING_PEN;
	return str_eq(way, "electronique") ? by_mail(a, db, office, s) :
	    SIGNING_MAY;
}

struct node *
act_read(struct arena *a, struct db *db, int64_t record)
{
	struct tree *t = NULL;
	struct query *q;

	q = db_query(db, "SELECT xml, dossier FROM record WHERE id = ?1 AND "
	    "form = 'signature' AND length(xml) > 0", "i", record);
	if (db_next(q))
		t = record_parse(a, db, db_int(q, 1), q, 0);
	if (db_done(q) == -1 || t == NULL)
		return NULL;
	return node_child(tree_root(t), "reponses");
}

const char *
signature_phrase(struct arena *a, struct db *db, const struct office *office,
    int64_t record, const char *version)
{
	const struct definition *d = NULL;
	struct buf faults = BUF_INIT;
	const void *text;
	struct query *q;
	size_t len;
	int today;
	const char *now = signature_sentence(office, &today);

	if (str_eq(version, arena_fmt(a, "%d", today)))
		return now;
	q = db_query(db, "SELECT d.text FROM record_definition r JOIN "
	    "definition d ON d.sha256 = r.definition WHERE r.record = ?1", "i",
	    record);
	if (db_next(q)) {
		text = db_blob(q, 0, &len);
		d = definition_parse(a, text, len, "signature", &faults);
	}
	buf_free(&faults);
	return db_done(q) == -1 || d == NULL ? NULL :
	    definition_field(d, "phrase")->label;
}
