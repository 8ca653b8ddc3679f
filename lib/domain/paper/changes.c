/*
 * Versions of a contract beside each other.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/paper/changes.h"
#include "domain/paper/paper.h"

#define KNOWN		128	/* answers of a contract */

/* What holds so far, by the name of the field. */
struct known {
	const char	*name[KNOWN], *value[KNOWN];
	size_t		 n;
};

static const char **
held(struct known *k, const char *name)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (str_eq(k->name[i], name))
			return &k->value[i];
	if (k->n == KNOWN)
		return NULL;
	k->name[k->n] = name;
	k->value[k->n] = NULL;
	return &k->value[k->n++];
}

static void
change(struct node *version, const char *label, const char *before,
    const char *after)
{
	struct node *n = node_add(version, "change");

	node_set(n, "libelle", label);
	node_add_text(n, "avant", before);
	node_add_text(n, "apres", after);
}

static struct node *
version(struct arena *a, struct node *to, const struct document *d)
{
	struct node *n = node_add(to, "version");

	node_set(n, "code", d->code);
	node_set(n, "titre", d->title);
	node_set(n, "emis", time_iso(a, d->issued));
	node_set(n, "etat", d->state);
	return n;
}

/* The answers of a paper, as its record had them; NULL: it has none. */
static struct answers *
answers_of(struct arena *a, struct db *db, const struct paper *paper,
    const struct document *d)
{
	struct answers *an;
	struct query *q;
	struct tree *t = NULL;
	const void *blob;
	size_t len;

	q = db_query(db, "SELECT context FROM document WHERE code = ?1", "s",
	    d->code);
	if (db_next(q) && (blob = db_blob(q, 0, &len)) != NULL)
		t = tree_parse(a, blob, len, "context", NULL);
	if (db_done(q) == -1 || t == NULL ||
	    node_child(tree_root(t), "contrat") == NULL)
		return NULL;
	an = answers_new(a, paper->form);
	answers_from_record(an, node_child(tree_root(t), "contrat"));
	return an;
}

/* n NULL: the first paper, which only says what holds. */
static void
compare(struct arena *a, const struct paper *paper, struct answers *an,
    struct known *k, struct node *n)
{
	const struct field *f;
	const char **was, *is;
	size_t i, j;

	for (i = 0; i < paper->form->nsteps; i++)
		for (j = 0; j < paper->form->steps[i].nfields; j++) {
			f = &paper->form->steps[i].fields[j];
			if (!f->material || !answers_asked(an, f) ||
			    (was = held(k, f->name)) == NULL)
				continue;
			is = answers_shown(a, an, f);
			if (n != NULL && *was != NULL && !str_eq(*was, is))
				change(n, f->label, *was, is);
			*was = is;
		}
}

/* An amendment says itself what was and what is. */
static void
amend(struct arena *a, const struct paper *paper, struct answers *an,
    struct node *n)
{
	const struct field *what = definition_field(paper->form, "objet");
	const struct field *was = definition_field(paper->form, "avant");
	const struct field *is = definition_field(paper->form, "apres");

	if (what != NULL && was != NULL && is != NULL)
		change(n, answers_shown(a, an, what), answers_shown(a, an,
		    was), answers_shown(a, an, is));
}

size_t
changes_node(struct arena *a, struct db *db, const struct office *office,
    int64_t dossier, struct node *to)
{
	const struct paper *paper;
	struct known known = { .n = 0 };
	struct document *list;
	struct answers *an;
	size_t i, seen = 0;

	/* newest first */
	i = document_list(a, db, dossier, &list);
	while (i-- > 0) {
		if (str_eq(list[i].state, "revoque") ||
		    (!str_eq(list[i].kind, KIND_CAPE) &&
		    !str_eq(list[i].kind, KIND_RENEWAL) &&
		    !str_eq(list[i].kind, KIND_AMENDMENT)) ||
		    (paper = paper_find(office, list[i].kind)) == NULL ||
		    paper->form == NULL ||
		    (an = answers_of(a, db, paper, &list[i])) == NULL)
			continue;
		if (str_eq(list[i].kind, KIND_AMENDMENT))
			amend(a, paper, an, version(a, to, &list[i]));
		else
			compare(a, paper, an, &known, seen == 0 ? NULL :
			    version(a, to, &list[i]));
		seen++;
	}
	return seen > 0 ? seen - 1 : 0;
}
