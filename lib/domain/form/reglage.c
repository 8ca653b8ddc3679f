/*
 * Settings as they are: read from the database, put into the files that hold
 * them before those are looked at.
 */
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "domain/form/definition_inside.h"
#include "domain/form/programme.h"
#include "domain/form/reglage_inside.h"

int64_t
reglages_version(struct db *db)
{
	struct query *q = db_query(db, "SELECT coalesce(max(id), 0) FROM "
	    "reglage", "");
	int64_t version = db_next(q) ? db_int(q, 0) : 0;

	return db_done(q) == -1 ? -1 : version;
}

static int
read_rows(struct arena *a, struct reglages *r, struct db *db)
{
	struct reglage *list;
	struct query *q;
	size_t max = 0, n = 0;

	q = db_query(db, "SELECT count(*) FROM reglage", "");
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	r->set = list = arena_array(a, max + 1, sizeof(*list));
	q = db_query(db, "SELECT kind, subject, name, after FROM reglage g "
	    "WHERE id = (SELECT max(id) FROM reglage o WHERE o.kind = g.kind "
	    "AND o.subject = g.subject AND o.name = g.name) LIMIT ?1", "i",
	    (int64_t)max);
	for (; db_next(q); n++)
		list[n] = (struct reglage){
			.kind = db_dup(a, q, 0), .code = db_dup(a, q, 1),
			.name = db_dup(a, q, 2), .after = db_dup(a, q, 3)
		};
	r->nset = n;
	return db_done(q);
}

struct reglages *
reglages_open(struct arena *a, const struct conf *conf, struct db *db,
    struct buf *faults)
{
	struct reglages *r = arena_alloc(a, sizeof(*r));

	r->path = conf_share(a, conf, "schemas/suivi/reglages.xml");
	if (db != NULL && read_rows(a, r, db) == -1) {
		buf_str(faults, "terreau.db: les réglages ne se lisent pas\n");
		return NULL;
	}
	if (r->nset > 0)
		r->form = definition_load(a, r->path, faults);
	return r->nset > 0 && r->form == NULL ? NULL : r;
}

const struct node *
reglage_place(const struct node *root, const char *path, const char **attr)
{
	const char *slash;
	char name[64];

	for (; root != NULL && (slash = strchr(path, '/')) != NULL;
	    path = slash + 1) {
		if ((size_t)(slash - path) >= sizeof(name))
			return NULL;
		memcpy(name, path, (size_t)(slash - path));
		name[slash - path] = '\0';
		root = node_child(root, name);
	}
	*attr = path + 1;
	return *path == '@' ? root : NULL;
}

static const char *
turned(struct arena *a, const struct field *f, const char *value, char from,
    char to)
{
	char *s = arena_dup(a, value), *sign;

	if (f->kind == FIELD_PERCENT && (sign = strchr(s, from)) != NULL)
		*sign = to;
	return s;
}

const char *
reglage_written(struct arena *a, const struct field *f, const char *value)
{
	return turned(a, f, value, '.', ',');
}

const char *
reglage_read(struct arena *a, const struct field *f, const char *value)
{
	return turned(a, f, value, ',', '.');
}

const struct field *
reglages_field(const struct reglages *r, const char *kind, const char *name)
{
	const struct step *step = r->form == NULL ? NULL :
	    definition_step(r->form, kind);
	size_t i;

	for (i = 0; step != NULL && i < step->nfields; i++)
		if (str_eq(step->fields[i].name, name))
			return &step->fields[i];
	return NULL;
}

/* Everything set of one subject, whose values stand below root. */
static void
put(const struct reglages *r, struct node *root, const char *kind,
    const char *code)
{
	struct arena *a = arena_new();
	const struct reglage *set;
	const struct field *f;
	const char *attr;
	struct node *n;
	size_t i;

	for (i = 0; i < r->nset; i++) {
		set = &r->set[i];
		if (!str_eq(set->kind, kind) || !str_eq(set->code, code) ||
		    (f = reglages_field(r, kind, set->name)) == NULL)
			continue;
		/* found in a tree that we may change */
		n = (struct node *)(uintptr_t)reglage_place(root, f->starts,
		    &attr);
		if (n != NULL && *set->after == '\0')
			node_unset(n, attr);
		else if (n != NULL)
			node_set(n, attr, reglage_written(a, f, set->after));
	}
	arena_free(a);
}

static void
put_programme(struct tree *t, const void *r)
{
	put(r, tree_root(t), "programme", node_attr_or(tree_root(t), "nom",
	    ""));
}

static void
put_network(struct tree *t, const void *r)
{
	struct node *n;

	put(r, tree_root(t), "reseau", "");
	for (n = node_child(tree_root(t), "cooperative"); n != NULL;
	    n = node_sibling(n, "cooperative"))
		put(r, n, "cooperative", node_attr_or(n, "code", ""));
}

struct definition *
reglages_programme(struct arena *a, const struct reglages *r,
    const char *path, struct buf *faults)
{
	return definition_load_changed(a, path, r == NULL ? NULL :
	    put_programme, r, faults);
}

void
reglages_forms(struct arena *a, const struct reglages *r,
    const struct conf *conf, struct node *page)
{
	static const char *const values[][2] = {
		{ "brouillon", "@brouillon" }, { "reponse", "@reponse" },
		{ "age-min", "age/@min" }, { "age-max", "age/@max" },
		{ "ouvre", "programme/@ouvre" }, { "ferme", "programme/@ferme" }
	};
	struct node *all = node_add(page, "formulaires"), *n;
	const struct node *from;
	const char *attr, *path, *value;
	struct tree *t;
	size_t i, k;

	for (i = 0; i < nprogrammes; i++) {
		path = conf_share(a, conf, arena_fmt(a,
		    "schemas/programmes/%s.xml", programmes[i].name));
		/* who writes definitions is told of faults elsewhere */
		if (!file_exists(path) || (t = tree_load(a, path, NULL)) ==
		    NULL)
			continue;
		put_programme(t, r);
		n = node_add(all, programmes[i].name);
		for (k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
			from = reglage_place(tree_root(t), values[k][1],
			    &attr);
			value = from == NULL ? NULL : node_attr(from, attr);
			if (value != NULL)
				node_set(n, values[k][0], value);
		}
	}
}

struct network *
reglages_network(struct arena *a, const struct reglages *r,
    const struct conf *conf, struct buf *faults)
{
	return network_load_changed(a, conf_data(a, conf, "reseau.xml"),
	    conf_share(a, conf, "schemas/xml/reseau.rng"), r == NULL ? NULL :
	    put_network, r, faults);
}

int
reglages_sujet(const struct network *network,
    const struct definition *const *list, const char *kind,
    const char *code, struct sujet *s)
{
	const struct cooperative *c;

	*s = (struct sujet){ kind, code, NULL };
	if (str_eq(kind, "reseau") && *code == '\0')
		s->node = tree_root(network->tree);
	else if (str_eq(kind, "cooperative") &&
	    (c = network_cooperative(network, code)) != NULL)
		s->node = c->node;
	for (; str_eq(kind, "programme") && *list != NULL; list++)
		if (str_eq((*list)->name, code))
			s->node = tree_root((*list)->tree);
	return s->node == NULL;
}
