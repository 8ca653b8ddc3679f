/*
 * Columns from their paths.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/paper/document.h"
#include "domain/report/passation.h"
#include "domain/report/sheet.h"

#define PATHS	4	/* of a column */

struct column {
	const char	*name, *title, *help;
	struct xpath	*paths[PATHS + 1];	/* ended by NULL */
};

struct passation {
	const char	*version;
	struct column	*columns;
	size_t		 n;
};

/* White space of the file is not meant. */
static const char *
squeezed(struct arena *a, const struct node *n)
{
	return str_trim(a, str_squeeze(a, node_string(a, n)));
}

static int
read_column(struct arena *a, const char *path, const struct node *n,
    struct column *c, struct buf *faults)
{
	char *rest = str_squeeze(a, node_attr(n, "de")), *one;
	struct xml_error err = { 0 };
	size_t i = 0;

	c->name = node_attr(n, "nom");
	c->title = node_attr(n, "titre");
	c->help = squeezed(a, n);
	while ((one = str_split(&rest, ' ')) != NULL) {
		if (i == PATHS || (c->paths[i++] = xpath_compile(a, one,
		    &err)) == NULL) {
			buf_fmt(faults, "%s:%d: « %s » : %s\n", path,
			    node_line(n), one, i > PATHS ? "un chemin de trop" :
			    err.text);
			return -1;
		}
	}
	return 0;
}

struct passation *
passation_load(struct arena *a, const char *path, const char *schema,
    struct buf *faults)
{
	struct passation *p = arena_alloc(a, sizeof(*p));
	struct xml_error err = { 0 };
	const struct node *n;
	struct schema *s;
	struct tree *t;
	int valid;

	if ((t = tree_load(a, path, &err)) == NULL ||
	    (s = schema_load(schema, &err)) == NULL) {
		buf_fmt(faults, "%s\n", err.text);
		return NULL;
	}
	valid = schema_valid(s, t, &err) == 1;
	schema_free(s);
	if (!valid) {
		buf_fmt(faults, "%s\n", err.text);
		return NULL;
	}
	p->version = node_attr(tree_root(t), "version");
	for (n = node_child(tree_root(t), "champ"); n != NULL;
	    n = node_sibling(n, "champ"))
		p->n++;
	p->columns = arena_array(a, p->n, sizeof(*p->columns));
	p->n = 0;
	for (n = node_child(tree_root(t), "champ"); n != NULL;
	    n = node_sibling(n, "champ"))
		if (read_column(a, path, n, &p->columns[p->n++], faults) == -1)
			return NULL;
	return p;
}

int
passation_ready(const char *state)
{
	return str_has_word("acceptee contrat encours terminee", state);
}

static const char *
local_day(struct arena *a, int64_t at)
{
	return day_iso(a, time_local(at, NULL, NULL));
}

/* All that paths may name: <personne>.  NULL on failure. */
static struct node *
person(struct arena *a, struct db *db, const struct definition *def,
    const struct network *network, const struct dossier *d)
{
	const struct cooperative *coop = network_cooperative(network,
	    d->cooperative);
	struct node *root = tree_root(tree_new(a, "personne"));
	struct tree *record = record_latest(a, db, d->id, d->programme, NULL,
	    NULL);
	struct earlier *papers;
	struct contrat c;
	size_t n;

	if (record == NULL || contrat_load(a, db, d, day_today(), &c) == -1)
		return NULL;
	node_set(root, "numero", d->numero);
	node_set(root, "programme", def->called);
	node_set(root, "cooperative", coop == NULL ? "" : coop->name);
	node_set(root, "courriel", d->email);
	node_set(root, "recu", local_day(a, d->sent));
	node_copy(root, node_child(tree_root(record), "reponses"));
	for (n = document_earlier(a, db, d->id, &papers); n > 0; n--)
		if (str_eq(papers[n - 1].kind, KIND_CAPE) &&
		    papers[n - 1].contract != NULL) {
			node_copy(root, papers[n - 1].contract);
			break;
		}
	if (c.n > 0)
		contrat_node(a, root, &c);
	return root;
}

struct node *
passation_add(struct arena *a, struct db *db, const struct passation *p,
    const struct definition *def, const struct network *network,
    const struct dossier *d, struct node *to)
{
	struct node *who = person(a, db, def, network, d), *all, *n;
	const char *value;
	size_t i, k;

	if (who == NULL)
		return NULL;
	all = node_add(to, "passation");
	node_set(all, "version", p->version);
	node_set(all, "numero", d->numero);
	node_set(all, "jour", day_iso(a, day_today()));
	for (i = 0; i < p->n; i++) {
		value = "";
		for (k = 0; *value == '\0' && p->columns[i].paths[k] != NULL;
		    k++)
			value = xpath_string(a, p->columns[i].paths[k], who);
		/* a number of France as it is dialled there */
		if (str_starts(value, "+33"))
			value = arena_fmt(a, "0%s", value + 3);
		n = node_add_text(all, "champ", value);
		node_set(n, "nom", p->columns[i].name);
		node_set(n, "titre", p->columns[i].title);
		node_set(n, "aide", p->columns[i].help);
	}
	return all;
}

void
passation_csv(struct arena *a, struct buf *b, const struct node *all)
{
	struct sheet t = SHEET_INIT(SHEET_CSV);
	const struct node *n;

	sheet_begin(&t, "");
	for (n = node_child(all, "champ"); n != NULL;
	    n = node_sibling(n, "champ"))
		sheet_name(&t, node_attr(n, "nom"));
	sheet_newline(&t);
	for (n = node_child(all, "champ"); n != NULL;
	    n = node_sibling(n, "champ"))
		sheet_text(&t, node_string(a, n));
	sheet_newline(&t);
	buf_add(b, t.line.data, t.line.len);
	sheet_free(&t);
}

void
passation_xml(struct arena *a, struct buf *b, const struct node *all)
{
	struct tree *t = tree_new(a, "passation");
	const struct node *n;

	node_set(tree_root(t), "version", node_attr(all, "version"));
	node_set(tree_root(t), "jour", node_attr(all, "jour"));
	for (n = node_child(all, "champ"); n != NULL;
	    n = node_sibling(n, "champ"))
		if (*node_string(a, n) != '\0')
			node_add_text(tree_root(t), node_attr(n, "nom"),
			    node_string(a, n));
	tree_write(b, t);
}

int
passation_note(struct db *db, const struct dossier *d, int64_t bytes,
    const struct actor *who)
{
	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "INSERT INTO export (at, account, author, form, "
	    "programme, cooperatives, state, year, sensitive, files, bytes) "
	    "VALUES (?1, ?2, ?3, 'passation', ?4, ?5, '', 0, 0, 1, ?6)",
	    "iisssi", time_now(), who->account, who->name, d->programme,
	    d->cooperative, bytes) != 1 || event_add(db, d, "passation", who,
	    "") != 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}
