/*
 * regle: reading schemas/regles.xml, and the words it forbids.
 */
#include "domain/law/regle.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/typo.h"

/* A phrase that is forbidden but inside of others, all folded. */
struct word {
	const char	*banned;
	const char	*root;		/* its first word, whatever follows */
	const char	**except;	/* ended by NULL */
};

struct regles {
	struct tree	*tree;
	struct node	*rows[REGLES];
	const char	*texts[REGLES];
	struct word	*words;
	size_t		 nwords;
};

static const char *const names[REGLES] = {
	[REGLE_ECRIT] = "ecrit",
	[REGLE_PARTIES] = "parties",
	[REGLE_TEMPS_PLEIN] = "temps-plein",
	[REGLE_INTERDICTION] = "interdiction",
	[REGLE_SEJOUR] = "sejour",
	[REGLE_UN_SEUL] = "un-seul",
	[REGLE_COMMENCER] = "commencer",
	[REGLE_AUTRE_CONTRAT] = "autre-contrat",
	[REGLE_RETRIBUTION] = "retribution",
	[REGLE_TIERS] = "tiers",
	[REGLE_DUREE] = "duree",
	[REGLE_DEBUT] = "debut",
	[REGLE_RANG] = "rang",
	[REGLE_TOTAL] = "total",
	[REGLE_SUITE] = "suite",
	[REGLE_AVANT_TERME] = "avant-terme",
	[REGLE_TERME] = "terme",
	[REGLE_ALERTE] = "alerte",
	[REGLE_RUPTURE] = "rupture",
	[REGLE_AVENANT] = "avenant",
	[REGLE_DECLARER] = "declarer",
	[REGLE_ACTIVITE] = "activite",
	[REGLE_IMMATRICULATION] = "immatriculation",
	[REGLE_PAPIERS] = "papiers",
	[REGLE_CESA_ASSOCIE] = "cesa-associe",
	[REGLE_CESA_ESSAI] = "cesa-essai",
	[REGLE_AGE] = "age",
	[REGLE_REPRESENTANTS] = "representants",
	[REGLE_MINEUR_IMMATRICULE] = "mineur-immatricule",
	[REGLE_MINEUR_TACHES] = "mineur-taches",
	[REGLE_MINEUR_HEURES] = "mineur-heures",
	[REGLE_FAITS] = "faits",
	[REGLE_NIR_IBAN] = "nir-iban",
	[REGLE_SALARIE] = "salarie",
};

const char *
regle_name(enum regle r)
{
	return names[r];
}

static int
find(const char *name)
{
	int i;

	for (i = 0; i < REGLES; i++)
		if (str_eq(names[i], name))
			return i;
	return -1;
}

/* One sign of a text in lower case; what separates words as a space. */
static uint32_t
fold_sign(uint32_t c)
{
	if (c == 0x2019)
		return '\'';
	if (c < 0x80)
		return isspace((int)c) ? ' ' : (uint32_t)tolower((int)c);
	if (c < 0xC0 || (c >= 0x2000 && c < 0x2070))
		return ' ';		/* no-break spaces, quotes, dashes */
	return c <= 0xDE && c != 0xD7 ? c + 0x20 : c;
}

/* Words of a text in lower case, one space between them. */
static char *
fold(struct arena *a, const char *text)
{
	size_t left = strlen(text), width;
	char *out = arena_alloc(a, left + 2), *o = out;
	uint32_t c;

	for (; (width = utf8_decode(text, left, &c)) > 0; text += width,
	    left -= width) {
		c = fold_sign(c);
		if (c != ' ' || (o > out && o[-1] != ' '))
			o += utf8_encode(o, c);
	}
	*o = '\0';
	return out;
}

static struct tree *
load_valid(struct arena *a, const char *path, const char *schema,
    struct buf *faults)
{
	struct xml_error err;
	struct tree *t;
	struct schema *s;
	int valid;

	if ((t = tree_load(a, path, &err)) == NULL ||
	    (s = schema_load(schema, &err)) == NULL) {
		buf_fmt(faults, "%s\n", err.text);
		return NULL;
	}
	valid = schema_valid(s, t, &err) == 1;
	schema_free(s);
	if (!valid)
		buf_fmt(faults, "%s\n", err.text);
	return valid ? t : NULL;
}

/* Each rule of the file is one of ours. */
static void
add_rule(struct arena *a, struct regles *r, struct node *n, const char *path,
    struct buf *faults)
{
	const char *name = node_attr_or(n, "nom", "");
	int i = find(name);

	if (i == -1 || r->rows[i] != NULL) {
		buf_fmt(faults, "%s:%d: « %s » : %s\n", path, node_line(n),
		    name, i == -1 ? "no program applies this rule" :
		    "this rule is there already");
		return;
	}
	r->rows[i] = n;
	r->texts[i] = node_string(a, n);
}

static void
read_word(struct arena *a, struct word *w, const struct node *n)
{
	const struct node *e;
	size_t count = 0;

	w->banned = fold(a, node_attr_or(n, "interdit", ""));
	w->root = arena_dupn(a, w->banned, strcspn(w->banned, " "));
	for (e = node_child(n, "sauf"); e != NULL; e = node_sibling(e, "sauf"))
		count++;
	w->except = arena_array(a, count + 1, sizeof(*w->except));
	count = 0;
	for (e = node_child(n, "sauf"); e != NULL; e = node_sibling(e, "sauf"))
		w->except[count++] = fold(a, node_string(a, e));
}

/* Words that no paper may have; each is forbidden by one of the rules. */
static void
read_words(struct arena *a, struct regles *r, const char *path,
    struct buf *faults)
{
	const struct node *list = node_child(tree_root(r->tree), "mots"), *n;
	size_t count = 0;

	for (n = node_child(list, "mot"); n != NULL; n = node_sibling(n, "mot"))
		count++;
	r->words = arena_array(a, count + 1, sizeof(*r->words));
	for (n = node_child(list, "mot"); n != NULL;
	    n = node_sibling(n, "mot")) {
		if (find(node_attr_or(n, "regle", "")) == -1)
			buf_fmt(faults, "%s:%d: no rule of that name\n", path,
			    node_line(n));
		read_word(a, &r->words[r->nwords++], n);
	}
}

/* « D. 4153-30 » stays on a line in what is cited, too. */
static void
typo_articles(struct arena *a, struct node *n)
{
	const char *article = node_attr(n, "article");

	if (article != NULL)
		node_set(n, "article", typo_text(a, arena_dup(a, article)));
	for (n = node_child(n, NULL); n != NULL; n = node_sibling(n, NULL))
		typo_articles(a, n);
}

struct regles *
regles_load(struct arena *a, const char *path, const char *schema,
    struct buf *faults)
{
	struct regles *r = arena_alloc(a, sizeof(*r));
	struct node *group, *n;
	size_t before = faults->len;
	int i;

	if ((r->tree = load_valid(a, path, schema, faults)) == NULL)
		return NULL;
	typo_tree(tree_root(r->tree));
	typo_articles(a, tree_root(r->tree));
	for (group = node_child(tree_root(r->tree), "groupe"); group != NULL;
	    group = node_sibling(group, "groupe"))
		for (n = node_child(group, "regle"); n != NULL;
		    n = node_sibling(n, "regle"))
			add_rule(a, r, n, path, faults);
	for (i = 0; i < REGLES; i++)
		if (r->rows[i] == NULL)
			buf_fmt(faults, "%s:1: the rule « %s » is missing\n",
			    path, names[i]);
	read_words(a, r, path, faults);
	return faults->len > before ? NULL : r;
}

const char *
regle_article(const struct regles *r, enum regle which)
{
	return r == NULL ? NULL : node_attr(r->rows[which], "article");
}

const char *
regle_text(const struct regles *r, enum regle which)
{
	return r == NULL ? "" : r->texts[which];
}

static const struct node *
limit(const struct regles *r, const char *name)
{
	const struct node *n;

	for (n = node_child(node_child(tree_root(r->tree), "limites"),
	    "limite"); n != NULL; n = node_sibling(n, "limite"))
		if (str_eq(node_attr(n, "nom"), name))
			return n;
	return NULL;
}

int
regle_limit(const struct regles *r, const char *name)
{
	const struct node *n = limit(r, name);
	long long value;

	return n != NULL && str_number(node_attr(n, "valeur"), 0, 100000,
	    &value) == 0 ? (int)value : -1;
}

const char *
regle_limit_text(struct arena *a, const struct regles *r, const char *name,
    const char **article, int *blocks)
{
	const struct node *n = limit(r, name);

	*article = n == NULL ? NULL : node_attr(n, "article");
	*blocks = n != NULL && str_eq(node_attr(n, "effet"), "bloque");
	return n == NULL ? NULL : node_string(a, n);
}

int
regle_bound(struct arena *a, const struct regles *r, const char *setting,
    const char *subject, struct borne *out)
{
	const struct node *n;
	const char *whose;
	long long v;
	int found = 0;

	*out = (struct borne){ -1, -1, NULL, NULL };
	for (n = node_child(node_child(tree_root(r->tree), "bornes"),
	    "borne"); n != NULL; n = node_sibling(n, "borne")) {
		whose = node_attr(n, "objet");
		if (!str_eq(node_attr(n, "reglage"), setting) ||
		    (whose != NULL && !str_eq(whose, subject)))
			continue;
		if (str_number(node_attr_or(n, "min", ""), 0, INT_MAX, &v) ==
		    0 && v > out->min)
			out->min = (int)v;
		else if (str_number(node_attr_or(n, "max", ""), 0, INT_MAX,
		    &v) == 0 && (out->max == -1 || v < out->max))
			out->max = (int)v;
		else
			continue;
		out->article = node_attr(n, "article");
		out->text = node_string(a, n);
		found = 1;
	}
	return found;
}

void
regles_node(struct node *parent, const struct regles *r)
{
	const struct node *root = tree_root(r->tree), *group, *n;
	struct node *all = node_add(parent, "regles"), *to;
	struct arena *a = arena_new();

	node_set(all, "version", node_attr(root, "version"));
	node_set(all, "date", node_attr(root, "date"));
	for (group = node_child(root, "groupe"); group != NULL;
	    group = node_sibling(group, "groupe")) {
		to = node_add(all, "groupe");
		node_set(to, "nom", node_attr(group, "nom"));
		node_set(to, "titre", node_value(a, group, "titre"));
		for (n = node_child(group, "regle"); n != NULL;
		    n = node_sibling(n, "regle"))
			node_copy(to, n);
	}
	arena_free(a);
}

void
regles_minors(struct node *parent, const struct regles *r)
{
	static const char *const lists[2][2] = {
		{ "limites", "limite" }, { "taches", "tache" }
	};
	struct node *all = node_add(parent, "mineurs");
	const struct node *n;
	size_t i;

	for (i = 0; i < 2; i++)
		for (n = node_child(node_child(tree_root(r->tree),
		    lists[i][0]), lists[i][1]); n != NULL;
		    n = node_sibling(n, lists[i][1]))
			node_unset(node_copy(all, n), "effet");
}

/* A letter, or a byte of one. */
static int
is_letter(char c)
{
	return isalpha((unsigned char)c) || ((unsigned char)c & 0x80) != 0;
}

/*
 * The length of a phrase at s, each of its words with -e, -s or -es or none
 * more; 0 when it does not stand there.
 */
static size_t
phrase_at(const char *s, const char *phrase)
{
	const char *p = phrase, *start = s;

	for (;;) {
		if (*p != ' ' && *p != '\0') {
			if (*p++ != *s++)
				return 0;
			continue;
		}
		if (*s == 'e' && !is_letter(s[1]))
			s++;
		else if (*s == 's' && !is_letter(s[1]))
			s++;
		else if (s[0] == 'e' && s[1] == 's' && !is_letter(s[2]))
			s += 2;
		if (is_letter(*s))
			return 0;
		if (*p == '\0')
			return (size_t)(s - start);
		if (*s++ != *p++)
			return 0;
	}
}

static size_t
allowed_at(const struct word *w, const char *s)
{
	const char **e;
	size_t len;

	for (e = w->except; *e != NULL; e++)
		if ((len = phrase_at(s, *e)) > 0)
			return len;
	return 0;
}

static const char *
forbidden(struct arena *a, const struct word *w, const char *text)
{
	const char *s = text;
	size_t len;

	while (*s != '\0') {
		if (s > text && is_letter(s[-1])) {
			s++;
			continue;
		}
		if ((len = allowed_at(w, s)) > 0)
			s += len;
		else if ((len = phrase_at(s, w->banned)) > 0)
			return arena_dupn(a, s, len);
		else
			s++;
	}
	return NULL;
}

const char *
regles_forbidden(struct arena *a, const struct regles *r, const char *text)
{
	const char *found;
	char *folded = fold(a, text);
	size_t i;

	for (i = 0; i < r->nwords; i++)
		if (strstr(folded, r->words[i].root) != NULL &&
		    (found = forbidden(a, &r->words[i], folded)) != NULL)
			return found;
	return NULL;
}
