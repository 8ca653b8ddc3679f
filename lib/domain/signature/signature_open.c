/*
 * The slots of a paper just issued, and the signatures it takes over from the
 * one that it replaces.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/accord/representant.h"
#include "domain/paper/paper.h"
#include "domain/signature/signature_inside.h"

#define SLOTS_MAX	8

/* A slot to be made. */
struct slot {
	int		 rang;
	const char	*role, *nom, *qualite;
	int64_t		 representant;
	const struct signature *from;	/* signature taken over, or NULL */
};

struct setup {
	struct arena	*arena;
	const struct signing *by;
	const struct issued *issued;
	struct slot	 slots[SLOTS_MAX];
	size_t		 n;
	struct difference *changes;	/* from the paper replaced */
	size_t		 nchanges;
};

static void
add(struct setup *o, int rang, const char *role, const char *nom,
    const char *qualite, int64_t representant)
{
	if (o->n < SLOTS_MAX)
		o->slots[o->n++] = (struct slot){ rang, role, nom, qualite,
		    representant, NULL };
}

static const char *
value(struct arena *a, const struct node *n, const char *name)
{
	const char *v = n == NULL ? NULL : node_value(a, n, name);

	return v != NULL ? v : "";
}

/* As the paper names them, or the application. */
static void
add_person(struct setup *o, int rang)
{
	struct arena *a = o->arena;
	const struct node *contract = node_child(tree_root(
	    o->issued->snapshot), "contrat");
	const char *given = value(a, contract, "prenoms");
	const char *family = value(a, contract, "nom-naissance");
	const struct dossier *d = o->issued->dossier;

	if (*given == '\0' || *family == '\0') {
		given = d->prenom;
		family = d->nom;
	}
	add(o, rang, "beneficiaire", arena_fmt(a, "%s %s", given, family), "",
	    0);
}

static void
add_cooperative(struct setup *o, int rang)
{
	const struct node *coop = node_child(tree_root(o->issued->snapshot),
	    "cooperative"), *n;
	const char *nom = value(o->arena, coop, "representant");

	n = coop == NULL ? NULL : node_child(coop, "representant");
	if (*nom == '\0')
		nom = value(o->arena, coop, "nom");
	add(o, rang, "cooperative", nom, n == NULL ? "" :
	    node_attr_or(n, "qualite", ""), 0);
}

/* One or two, as the network's rule says; all of the same rank. */
static int
add_representants(struct setup *o, struct db *db, int rang)
{
	const struct issued *is = o->issued;
	struct representant *list;
	size_t i, n, need;

	if (!is_minor(dossier_birth(o->arena, db, is->programme, is->dossier),
	    day_today()))
		return 0;
	n = representant_list(o->arena, db, is->dossier->id, &list);
	need = (size_t)accord_signers(o->arena, o->by->office->network, list,
	    n);
	for (i = 0; i < need; i++)
		if (i < n)
			add(o, rang, "representant", list[i].nom,
			    representant_lien(list[i].lien), list[i].id);
		else
			add(o, rang, "representant", "", "", 0);
	return 0;
}

static int
add_slots(struct setup *o, struct db *db)
{
	char *rest = arena_dup(o->arena, o->issued->paper->signers), *role;
	int rang = 0;

	while ((role = str_split(&rest, ' ')) != NULL) {
		if (*role == '\0')
			continue;
		rang++;
		if (str_eq(role, "beneficiaire"))
			add_person(o, rang);
		else if (str_eq(role, "cooperative"))
			add_cooperative(o, rang);
		else if (add_representants(o, db, rang) == -1)
			return -1;
	}
	return 0;
}

/*
 * What the new paper would say with all that was filled in as it was.
 */
static void
put_back(struct node *root, struct node *old, const char *name)
{
	struct node *mine = node_child(root, name), *its = node_child(old,
	    name);

	if (mine != NULL && its != NULL) {
		node_move_before(node_copy(root, its), mine);
		node_remove(mine);
	}
}

static void
put_attributes_back(struct node *root, const struct node *old)
{
	const char *name, *v;
	size_t i;

	for (i = 0; node_attr_at(old, i, &name, &v); i++)
		node_set(root, name, v);
}

/* The words of a twin, without its head, header and footer. */
static int
words(struct arena *a, const void *twin, size_t len, const char **out)
{
	struct tree *t = tree_parse(a, twin, len, "twin", NULL);
	struct node *n = t == NULL ? NULL : node_child(tree_root(t), "body");

	if (n == NULL || (n = node_child(n, "main")) == NULL)
		return -1;
	*out = node_string(a, n);
	return 0;
}

/* 1 the same words with the old answers, 0 others, -1. */
static int
same_words(struct setup *o, struct tree *before, const void *twin,
    size_t len)
{
	struct arena *a = o->arena;
	struct tree *t = tree_new(a, "copie");
	struct node *root = node_copy(tree_root(t), tree_root(
	    o->issued->snapshot)), *old = tree_root(before), *n, *its;
	struct buf again = BUF_INIT;
	const char *x, *y;
	struct tree *snapshot;
	int rc;

	put_attributes_back(root, old);
	put_back(root, old, "contrat");
	put_back(root, old, "cooperative");
	n = node_child(root, "dossier");
	its = node_child(old, "dossier");
	if (n != NULL && its != NULL)
		put_back(n, its, "reponses");
	node_write(&again, root);
	snapshot = tree_parse(a, again.data, again.len, "snapshot", NULL);
	buf_reset(&again);
	rc = snapshot == NULL ? -1 : paper_fill(a, o->by->office,
	    o->issued->paper, snapshot, &again, NULL, NULL);
	if (rc == 0 && (words(a, again.data, again.len, &x) == -1 ||
	    words(a, twin, len, &y) == -1))
		rc = -1;
	buf_free(&again);
	return rc == -1 ? -1 : str_eq(x, y);
}

/* Everything that differs from the paper replaced. */
static int
compare(struct setup *o, struct db *db)
{
	const struct issued *is = o->issued;
	struct arena *a = o->arena;
	const void *b;
	struct query *q;
	struct tree *before = NULL;
	void *twin = NULL;
	size_t n, len = 0;
	int same;

	q = db_query(db, "SELECT context, twin FROM document WHERE code = ?1",
	    "s", is->replaces);
	if (db_next(q)) {
		b = db_blob(q, 0, &n);
		before = tree_parse(a, b, n, "snapshot", NULL);
		b = db_blob(q, 1, &len);
		twin = arena_dupn(a, b, len);
	}
	if (db_done(q) == -1 || before == NULL)
		return -1;
	o->nchanges = signature_changes(a, is->paper->form, is->programme,
	    before, is->snapshot, &o->changes);
	if ((same = same_words(o, before, twin, len)) == -1)
		return -1;
	if (!same) {
		struct difference *more = arena_array(a, o->nchanges + 1,
		    sizeof(*more));

		if (o->nchanges > 0)
			memcpy(more, o->changes, o->nchanges * sizeof(*more));
		more[o->nchanges++] = (struct difference){
			"le texte, ou une autre donnée du document", 1, NULL
		};
		o->changes = more;
	}
	return 0;
}

static int
same_signer(const struct slot *slot, const struct signature *s)
{
	return str_eq(slot->role, s->role) && str_eq(slot->nom, s->nom) &&
	    slot->representant == s->representant;
}

static int
is_for(const struct setup *o, const struct signature *s)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (str_eq(o->slots[i].role, s->role) &&
		    o->slots[i].representant == s->representant)
			return 1;
	return 0;
}

/* Which signatures of the paper replaced still hold. */
static int
take_over(struct setup *o, struct db *db)
{
	struct signature *old;
	size_t i, k, n;

	if (*o->issued->replaces == '\0')
		return 0;
	n = signature_list(o->arena, db, o->issued->replaces, &old);
	if (n == 0)
		return 0;
	if (compare(o, db) == -1)
		return -1;
	if (n != o->n)		/* a signer more or less */
		return 0;
	for (i = 0; i < n; i++)
		if (!is_for(o, &old[i]))
			return 0;
	for (i = 0; i < o->n; i++)
		for (k = 0; k < n; k++)
			if (same_signer(&o->slots[i], &old[k]) &&
			    str_eq(old[k].state, "signee") &&
			    !signature_asks_again(o->changes, o->nchanges,
			    o->slots[i].role))
				o->slots[i].from = &old[k];
	return 0;
}

/* What changed since it was given, a line each. */
static const char *
told(struct setup *o, const char *before)
{
	struct buf b = BUF_INIT;
	const char *s;
	size_t i;

	buf_str(&b, before);
	for (i = 0; i < o->nchanges; i++)
		buf_fmt(&b, "%s%s", b.len > 0 ? "\n" : "",
		    o->changes[i].what);
	s = arena_dup(o->arena, b.len > 0 ? buf_cstr(&b) :
	    "rien de ce qui a été saisi");
	buf_free(&b);
	return s;
}

/* The act of the signature taken over, as it was, with where it comes from. */
static int
carried_act(struct setup *o, struct db *db, const struct slot *slot,
    struct act *act)
{
	struct arena *a = o->arena;
	struct node *was = act_read(a, db, slot->from->record);
	unsigned char *pdf = arena_alloc(a, SHA256_SIZE);
	const char *first;

	if (was == NULL || hex_decode(pdf, SHA256_SIZE, value(a, was,
	    "pdf")) == -1)
		return -1;
	first = value(a, was, "reprise");
	*act = (struct act){
		.code = o->issued->code, .pdf = pdf, .role = slot->role,
		.nom = slot->nom, .decision = "signe",
		.way = slot->from->way, .at = slot->from->at,
		.email = value(a, was, "courriel"),
		.sent = value(a, was, "code-envoye"),
		.identity = value(a, was, "identite"),
		.agent = value(a, was, "agent"),
		.scan = value(a, was, "scan"),
		.day = day_parse(value(a, was, "date-papier")),
		.carried = *first != '\0' ? first : o->issued->replaces,
		.changes = told(o, value(a, was, "changements"))
	};
	return 0;
}

static int
insert(struct setup *o, struct db *db, const struct slot *slot)
{
	int64_t record = 0;
	struct act act;

	if (slot->from != NULL && (carried_act(o, db, slot, &act) == -1 ||
	    act_record(o->arena, db, o->by->office, o->issued->dossier,
	    &o->by->actor, &act, &record) == -1))
		return -1;
	return db_exec(db, "INSERT INTO signature (document, rang, role, "
	    "representant, nom, qualite, state, way, at, record) VALUES (?1, "
	    "?2, ?3, nullif(?4, 0), ?5, ?6, ?7, ?8, nullif(?9, 0), "
	    "nullif(?10, 0))", "iisissssii", o->issued->document,
	    (int64_t)slot->rang, slot->role, slot->representant, slot->nom,
	    slot->qualite, slot->from != NULL ? "signee" : "attendue",
	    slot->from != NULL ? slot->from->way : NULL,
	    slot->from != NULL ? slot->from->at : (int64_t)0, record) == 1 ?
	    0 : -1;
}

int
signature_open_in(struct arena *a, struct db *db, const struct signing *by,
    const struct issued *is)
{
	struct setup o = { .arena = a, .by = by, .issued = is };
	size_t i;

	if (add_slots(&o, db) == -1 || take_over(&o, db) == -1)
		return -1;
	for (i = 0; i < o.n; i++)
		if (insert(&o, db, &o.slots[i]) == -1)
			return -1;
	return o.n == 0 ? 0 : signature_go_on(a, db, by->office, by->mailer,
	    is->code, is->told);
}
