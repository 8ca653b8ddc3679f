/*
 * office: opening the models of papers, the fonts and the keys, and filling
 * one model.  A model that names something that cannot exist refuses to open:
 * nobody finds out at the moment of signing.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/paper.h"
#include "text/content.h"
#include "text/html.h"

#define SHELL	"papier"

static const char *const kinds[] = { "cape", "recepisse", "formulaire" };
#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static const char *const keys[] = {
	"titre", "abrege", "description", "version", "date", "forme", NULL
};

const struct paper *
paper_find(const struct office *office, const char *kind)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (str_eq(office->papers[i].kind, kind))
			return &office->papers[i];
	return NULL;
}

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
name_parts(struct node *main, const char *form)
{
	struct node *n, *div, *p;
	const char *class;

	for (n = node_child(main, NULL); n != NULL; n = node_sibling(n, NULL)) {
		class = node_attr_or(n, "class", "");
		p = node_sibling(n, NULL);
		if (form == NULL && str_eq(node_name(n), "h1") && p != NULL &&
		    str_eq(node_name(p), "p"))
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

static const char *
required(const struct content *c, const char *key, struct buf *faults)
{
	const char *v = content_value(c, key);

	if (v == NULL || *v == '\0') {
		buf_fmt(faults, "%s:1: ajoutez « %s: » à l’en-tête\n",
		    c->file, key);
		return "";
	}
	return v;
}

/* The sheet it is printed on (press/press.h); plain when it says nothing. */
static const char *
known_form(const struct content *c, struct buf *faults)
{
	const char *form = content_value(c, "forme");

	if (form == NULL || str_has_word("attestation lettre feuille", form))
		return form;
	buf_fmt(faults, "%s:1: forme: attestation, lettre ou feuille, et non "
	    "« %s »\n", c->file, form);
	return NULL;
}

static int
open_paper(struct arena *a, struct office *office, struct paper *paper,
    const char *shell, struct buf *faults)
{
	struct content c;
	struct xml_error err;
	struct buf bytes = BUF_INIT;
	const char *path;

	path = conf_share(a, office->conf, arena_fmt(a,
	    "content/documents/%s.md", paper->kind));
	if (content_read(a, path, keys, &c, faults) == -1)
		return -1;
	paper->title = required(&c, "titre", faults);
	paper->abridged = required(&c, "abrege", faults);
	paper->description = required(&c, "description", faults);
	paper->version = required(&c, "version", faults);
	paper->date = required(&c, "date", faults);
	paper->form = known_form(&c, faults);
	if (file_read(&bytes, path) == -1 || file_read(&bytes, shell) == -1) {
		buf_fmt(faults, "%s:1: illisible\n", path);
		buf_free(&bytes);
		return -1;
	}
	sha256(paper->sha256, bytes.data, bytes.len);
	buf_free(&bytes);

	name_parts(tree_root(c.tree), paper->form);
	node_rename(tree_root(c.tree), "gabarit");
	if (templates_add(office->templates, paper->kind, path, c.tree,
	    &err) == -1) {
		buf_fmt(faults, "%s\n", err.text);
		return -1;
	}
	return 0;
}

/* Receipt and blank form are everybody's; the rest as the programme says. */
static int
fills(const struct definition *programme, const char *kind)
{
	return str_eq(kind, "recepisse") || str_eq(kind, "formulaire") ||
	    definition_issues(programme, kind);
}

static int
open_papers(struct arena *a, struct office *office, struct buf *faults)
{
	struct paper *papers = arena_array(a, KINDS, sizeof(*papers));
	struct xml_error err;
	struct tree *all;
	size_t i, j, before = faults->len;
	const char *shell;

	office->papers = papers;
	office->templates = templates_new(a);
	if (templates_load(office->templates, conf_share(a, office->conf,
	    "site/papiers"), &err) == -1) {
		buf_fmt(faults, "%s\n", err.text);
		return -1;
	}
	shell = conf_share(a, office->conf, "site/papiers/" SHELL ".html");
	for (i = 0; i < KINDS; i++) {
		papers[i].kind = kinds[i];
		if (open_paper(a, office, &papers[i], shell, faults) == -1)
			continue;
		for (j = 0; office->programmes[j] != NULL; j++) {
			if (!fills(office->programmes[j], kinds[i]))
				continue;
			all = snapshot_everything(a, office, &papers[i],
			    office->programmes[j]);
			template_check(office->templates, kinds[i],
			    tree_root(all), faults);
			template_check(office->templates, SHELL,
			    tree_root(all), faults);
		}
	}
	return faults->len > before ? -1 : 0;
}

/* One line of hexadecimal digits. */
static int
read_public(const char *path, unsigned char public[SEAL_PUBLIC])
{
	struct buf b = BUF_INIT;
	int rc = -1;

	if (file_read(&b, path) == 0 && b.len >= 2 * SEAL_PUBLIC) {
		while (b.len > 0 && strchr("\r\n", b.data[b.len - 1]) != NULL)
			b.data[--b.len] = '\0';
		rc = hex_decode(public, SEAL_PUBLIC, buf_cstr(&b));
	}
	buf_free(&b);
	return rc;
}

/* The 64 bytes hold the public key too: both must belong together. */
static int
read_secret(const char *path, unsigned char secret[SEAL_SECRET],
    const unsigned char public[SEAL_PUBLIC])
{
	unsigned char sig[SEAL_SIZE];
	struct buf b = BUF_INIT;
	int rc = -1;

	if (file_read(&b, path) == 0 && b.len == SEAL_SECRET) {
		memcpy(secret, b.data, SEAL_SECRET);
		seal_sign(sig, "", 0, secret);
		rc = seal_matches(sig, "", 0, public) ? 0 : -1;
	}
	if (b.data != NULL)
		crypto_wipe(b.data, b.len);
	buf_free(&b);
	return rc;
}

static int
open_keys(struct arena *a, struct office *office, struct buf *faults)
{
	unsigned char hash[SHA256_SIZE];
	const char *path;

	path = conf_data(a, office->conf, "keys/sceau.pub");
	if (read_public(path, office->public) == -1) {
		buf_fmt(faults, "%s:1: une clé publique est attendue, "
		    "64 chiffres hexadécimaux\n", path);
		return -1;
	}
	sha256(hash, office->public, SEAL_PUBLIC);
	office->key_name = hex_encode(a, hash, 8);
	if (!office->may_seal)
		return 0;
	path = conf_data(a, office->conf, "keys/sceau.secret");
	if (read_secret(path, office->secret, office->public) == -1) {
		buf_fmt(faults, "%s:1: la clé secrète manque ou ne correspond "
		    "pas à la clé publique\n", path);
		return -1;
	}
	return 0;
}

int
office_open(struct arena *a, struct office *office, struct buf *faults)
{
	const char *fonts = conf_share(a, office->conf, "fonts");

	office->press = NULL;
	if (open_papers(a, office, faults) == -1 ||
	    open_keys(a, office, faults) == -1)
		return -1;
	if ((office->press = press_open(fonts)) == NULL) {
		buf_fmt(faults, "%s:1: les polices ne s’ouvrent pas\n", fonts);
		return -1;
	}
	return 0;
}

void
office_close(struct office *office)
{
	press_close(office->press);
	office->press = NULL;
	crypto_wipe(office->secret, sizeof(office->secret));
}

int
paper_fill(struct arena *a, const struct office *office,
    const struct paper *paper, struct tree *snapshot, struct buf *twin,
    struct buf *pdf, struct press_result *result)
{
	template_run_xml_framed(twin, office->templates, SHELL, paper->kind,
	    tree_root(snapshot));
	return pdf == NULL ? 0 : paper_print(a, office, paper, twin, pdf,
	    result);
}

int
paper_print(struct arena *a, const struct office *office,
    const struct paper *paper, const struct buf *twin, struct buf *pdf,
    struct press_result *result)
{
	struct xml_error err;
	struct tree *parsed;

	result->error[0] = '\0';
	parsed = tree_parse(a, buf_cstr(twin), twin->len, paper->kind, &err);
	if (parsed == NULL) {
		log_warnx("twin of %s: %s", paper->kind, err.text);
		return -1;
	}
	if (press_render(office->press, pdf, parsed, result) == -1) {
		log_warnx("press: %s: %s", paper->kind, result->error);
		return -1;
	}
	return 0;
}

int
paper_html(struct buf *out, const void *twin, size_t len)
{
	struct xml_error err;
	struct tree *t = tree_parse(NULL, twin, len, "twin", &err);

	if (t == NULL) {
		log_warnx("%s", err.text);
		return -1;
	}
	buf_str(out, "<!DOCTYPE html>\n");
	html_write(out, tree_root(t));
	tree_free(t);
	return 0;
}
