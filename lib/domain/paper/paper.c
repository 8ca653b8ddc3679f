/*
 * paper: reading the models of content/documents and the forms that belong to
 * them.  A kind is the name of its file: nothing here knows one by name but
 * those that programs cannot do without.
 */
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "domain/paper/paper.h"
#include "text/content.h"

static const char *const keys[] = {
	"titre", "abrege", "description", "version", "date", "forme",
	"signataires", "regle", "unique", "emission", "destinataire", NULL
};

/* Asked for by name: receipts, forms to fill in, the sheet to sign. */
static const char *const needed[] = { "recepisse", "formulaire",
    "feuille-emargement", "etat-repartition", "recu-accords", "formulaire-accord", NULL };

/* « En clair » stands in the text, not in the style: it is read aloud too. */
static void
name_asides(struct node *section)
{
	struct node *aside = node_child(section, "aside"), *n;

	if (aside == NULL || node_first(aside) == NULL)
		return;
	n = node_add_before(node_first(aside), "p");
	node_set(n, "class", "titre");
	node_append(n, "En clair");
}

/*
 * Markdown has no classes for paragraphs: the one after the title is the
 * subtitle, the first of each party says who speaks, one after the box a note.
 */
static void
name_parts(struct node *main, const char *shape)
{
	struct node *n, *div, *p;
	const char *class;

	for (n = node_child(main, NULL); n != NULL; n = node_sibling(n, NULL)) {
		class = node_attr_or(n, "class", "");
		p = node_sibling(n, NULL);
		if (str_eq(shape, "contrat") && str_eq(node_name(n), "h1") &&
		    p != NULL && str_eq(node_name(p), "p"))
			node_set(p, "class", "sous-titre");
		if (str_eq(class, "essentiel") && p != NULL &&
		    str_eq(node_name(p), "p"))
			node_set(p, "class", "note");
		if (str_eq(class, "article"))
			name_asides(n);
		if (!str_eq(class, "parties"))
			continue;
		for (div = node_child(n, "div"); div != NULL;
		    div = node_sibling(div, "div"))
			if ((p = node_child(div, "p")) != NULL)
				node_set(p, "class", "qui");
	}
}

/* Reading one front matter. */
struct front {
	const struct content	*content;
	struct buf		*faults;
};

static int
line_of(const struct front *f, const char *key)
{
	const struct content_key *k;

	for (k = f->content->keys; k->name != NULL; k++)
		if (str_eq(k->name, key))
			return k->line;
	return 1;
}

static const char *
required(struct front *f, const char *key)
{
	const char *v = content_value(f->content, key);

	if (v == NULL || *v == '\0') {
		buf_fmt(f->faults, "%s:1: ajoutez « %s: » à l’en-tête\n",
		    f->content->file, key);
		return "";
	}
	return v;
}

/* The place of a value among those known; 0 when the key is not there. */
static size_t
one_of(struct front *f, const char *key, const char *const *known)
{
	const char *v = content_value(f->content, key);
	struct buf b = BUF_INIT;
	size_t i;

	if (v == NULL)
		return 0;
	for (i = 0; known[i] != NULL; i++)
		if (str_eq(known[i], v))
			return i;
	for (i = 0; known[i] != NULL; i++)
		if (*known[i] != '\0')
			buf_fmt(&b, "%s%s", b.len > 0 ? ", " : "", known[i]);
	buf_fmt(f->faults, "%s:%d: « %s: %s » : écrivez %s\n",
	    f->content->file, line_of(f, key), key, v, buf_cstr(&b));
	buf_free(&b);
	return 0;
}

static const char *
read_signers(struct arena *a, struct front *f)
{
	static const char known[] = "beneficiaire representants cooperative";
	const char *v = content_value(f->content, "signataires");
	char *rest, *word;

	if (v == NULL)
		return "";
	rest = arena_dup(a, v);
	while ((word = str_split(&rest, ' ')) != NULL)
		if (!str_has_word(known, word))
			buf_fmt(f->faults, "%s:%d: « %s » : les signataires "
			    "sont %s\n", f->content->file,
			    line_of(f, "signataires"), word, known);
	return v;
}

static void
read_front(struct arena *a, struct paper *p, const struct content *c,
    struct buf *faults)
{
	static const char *const shapes[] = { "contrat", "attestation",
	    "lettre", "feuille", NULL };
	static const char *const yes[] = { "", "oui", NULL };
	static const char *const no[] = { "", "non", NULL };
	static const char *const readers[] = { "personne", "organisme", NULL };
	struct front f = { c, faults };

	p->title = required(&f, "titre");
	p->abridged = required(&f, "abrege");
	p->description = required(&f, "description");
	p->version = required(&f, "version");
	p->date = required(&f, "date");
	p->shape = shapes[one_of(&f, "forme", shapes)];
	p->unique = one_of(&f, "unique", yes) == 1;
	p->shown = one_of(&f, "emission", no) == 1;
	p->to_person = one_of(&f, "destinataire", readers) == 0;
	p->signers = read_signers(a, &f);
	p->rule_name = content_value(c, "regle");
	if (p->rule_name != NULL && (p->rule = law_find(p->rule_name)) == NULL)
		buf_fmt(faults, "%s:%d: il n’y a pas de règle « %s »\n",
		    c->file, line_of(&f, "regle"), p->rule_name);
}

/* Words that no model may hold, line by line. */
static void
check_words(const struct office *office, const char *path,
    const struct buf *bytes, struct buf *faults)
{
	struct arena *once = arena_new();
	char *rest = arena_dupn(once, bytes->data, bytes->len), *line;
	const char *found;
	int n = 0;

	while ((line = str_split(&rest, '\n')) != NULL) {
		n++;
		found = regles_forbidden(once, office->regles, line);
		if (found != NULL)
			buf_fmt(faults, "%s:%d: « %s » : %s\n", path, n, found,
			    regle_text(office->regles, REGLE_SALARIE));
	}
	arena_free(once);
}

static int
open_model(struct arena *a, struct office *office, struct paper *paper,
    const char *path, const struct buf *shell, struct buf *faults)
{
	struct content c;
	struct xml_error err;
	struct buf bytes = BUF_INIT;

	if (content_read(a, path, keys, &c, faults) == -1)
		return -1;
	read_front(a, paper, &c, faults);
	if (file_read(&bytes, path) == -1)
		return -1;
	if (!office->trusting)
		check_words(office, path, &bytes, faults);
	buf_add(&bytes, shell->data, shell->len);
	sha256(paper->sha256, bytes.data, bytes.len);
	buf_free(&bytes);

	name_parts(tree_root(c.tree), paper->shape);
	node_rename(tree_root(c.tree), "gabarit");
	if (templates_add(office->templates, paper->kind, path, c.tree,
	    &err) == -1) {
		buf_fmt(faults, "%s\n", err.text);
		return -1;
	}
	return 0;
}

/* Numbers that identify a person elsewhere stand on no paper of ours. */
static void
check_form(const struct definition *form, struct buf *faults)
{
	const struct field *f;
	size_t i, k;

	for (i = 0; i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++) {
			f = &form->steps[i].fields[k];
			if (f->kind == FIELD_NIR || f->kind == FIELD_IBAN)
				buf_fmt(faults, "schemas/documents/%s.xml:%d: "
				    "%s : un document ne porte ni numéro de "
				    "sécurité sociale ni compte bancaire\n",
				    form->name, f->line, f->name);
		}
}

static int
open_form(struct arena *a, struct office *office, struct paper *paper,
    struct buf *faults)
{
	const char *path = conf_share(a, office->conf, arena_fmt(a,
	    "schemas/documents/%s.xml", paper->kind));

	if (!file_exists(path))
		return 0;
	if ((paper->form = definition_load(a, path, faults)) == NULL)
		return -1;
	check_form(paper->form, faults);
	return 0;
}

/* content/documents/cape.md -> cape */
static const char *
kind_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	return arena_dupn(a, name, strlen(name) - strlen(".md"));
}

int
papers_open(struct arena *a, struct office *office, struct buf *faults)
{
	const char *shell = conf_share(a, office->conf, "site/papiers/"
	    PAPER_SHELL ".html");
	struct buf bytes = BUF_INIT;
	struct paper *papers;
	struct xml_error err;
	char **paths;
	size_t i, n = 0, before = faults->len;

	office->templates = templates_new(a);
	if (templates_load(office->templates, conf_share(a, office->conf,
	    "site/papiers"), &err) == -1) {
		buf_fmt(faults, "%s\n", err.text);
		return -1;
	}
	paths = file_list(a, conf_share(a, office->conf, "content/documents"),
	    ".md", &n);
	if (paths == NULL || file_read(&bytes, shell) == -1) {
		buf_free(&bytes);
		buf_fmt(faults, "%s:1: illisible\n", shell);
		return -1;
	}
	office->papers = papers = arena_array(a, n + 1, sizeof(*papers));
	office->npapers = n;
	for (i = 0; i < n; i++) {
		papers[i].kind = kind_of(a, paths[i]);
		open_model(a, office, &papers[i], paths[i], &bytes, faults);
		open_form(a, office, &papers[i], faults);
	}
	buf_free(&bytes);
	for (i = 0; needed[i] != NULL; i++)
		if (paper_find(office, needed[i]) == NULL)
			buf_fmt(faults, "content/documents/%s.md:1: il manque\n",
			    needed[i]);
	return faults->len > before ? -1 : 0;
}
