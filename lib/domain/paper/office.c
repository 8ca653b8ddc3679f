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
#include "domain/paper/execution.h"
#include "domain/paper/paper.h"
#include "text/html.h"

const struct paper *
paper_find(const struct office *office, const char *kind)
{
	size_t i;

	for (i = 0; i < office->npapers; i++)
		if (str_eq(office->papers[i].kind, kind))
			return &office->papers[i];
	return NULL;
}

/*
 * The paths that fields start from.  An answer to a programme that this network
 * does not run is no fault: a document of several knows the answers of each.
 */
static void
check_starts(struct arena *a, struct tree *all, const struct paper *paper,
    struct buf *faults)
{
	struct node *found = tree_root(tree_new(a, "reprend"));
	const struct field *f;
	size_t i, k;

	for (i = 0; paper->form != NULL && i < paper->form->nsteps; i++)
		for (k = 0; k < paper->form->steps[i].nfields; k++) {
			f = &paper->form->steps[i].fields[k];
			if (f->starts != NULL &&
			    strstr(f->starts, "dossier/reponses/") == NULL &&
			    snapshot_start(a, all, f, found) == -1)
				buf_fmt(faults, "schemas/documents/%s.xml:%d: "
				    "« %s » ne mène à rien\n", paper->kind,
				    f->line, f->starts);
		}
}

/* Every path of a model and its form, against all that can exist. */
void
paper_check(const struct office *office, const struct paper *paper,
    struct buf *faults)
{
	struct arena *once = arena_new();
	struct tree *all = snapshot_everything(once, office, paper);

	template_check(office->templates, paper->kind, tree_root(all), faults);
	template_check(office->templates, PAPER_SHELL, tree_root(all), faults);
	check_starts(once, all, paper, faults);
	arena_free(once);
}

int
paper_issued(const struct office *office, const struct paper *paper)
{
	size_t i;

	for (i = 0; office->programmes[i] != NULL; i++)
		if (definition_document(office->programmes[i], paper->kind) !=
		    NULL)
			return 1;
	return 0;
}

/* What is not issued is everybody's; the rest as the programmes say. */
static int
open_papers(struct arena *a, struct office *office, struct buf *faults)
{
	const struct definition *programme;
	const char *name;
	size_t i, j, before = faults->len;

	if (papers_open(a, office, faults) == -1)
		return -1;
	for (i = 0; (programme = office->programmes[i]) != NULL; i++)
		for (j = 0; j < programme->ndocuments; j++) {
			name = programme->documents[j].name;
			if (paper_find(office, name) == NULL)
				buf_fmt(faults, "schemas/programmes/%s.xml:1: "
				    "il n’y a pas de content/documents/"
				    "%s.md\n", programme->name, name);
		}
	for (i = 0; i < office->npapers && !office->trusting; i++)
		if (office->papers[i].shown ||
		    paper_issued(office, &office->papers[i]))
			paper_check(office, &office->papers[i], faults);
	return faults->len > before ? -1 : 0;
}

int
office_keys(struct arena *a, struct office *office, struct buf *faults)
{
	const char *path = conf_data(a, office->conf, KEY_FILE);
	const struct key *key;

	office->key_name = "";
	if (keyring_read(a, path, &office->keys, faults) == -1)
		return -1;
	if (!office->may_seal)
		return 0;
	if ((key = keyring_active(&office->keys)) == NULL) {
		buf_fmt(faults, "%s:1: aucune clé n’est active\n", path);
		return -1;
	}
	office->key_name = key->name;
	return keyring_secret(conf_data(a, office->conf, KEY_SECRET_FILE),
	    key, office->secret, faults);
}

int
office_open(struct arena *a, struct office *office, struct buf *faults)
{
	const char *fonts = conf_share(a, office->conf, "fonts");

	office->press = NULL;
	office->regles = regles_load(a, conf_share(a, office->conf,
	    "schemas/regles.xml"), conf_share(a, office->conf,
	    "schemas/xml/regles.rng"), faults);
	if (office->regles == NULL ||
	    open_papers(a, office, faults) == -1 ||
	    execution_open(a, office, faults) == -1 ||
	    office_keys(a, office, faults) == -1)
		return -1;
	if ((office->may_seal && document_fonts(a, fonts, office->fonts) ==
	    -1) || (office->press = press_open(fonts)) == NULL) {
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
	template_run_xml_framed(twin, office->templates, PAPER_SHELL, paper->kind,
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

const struct definition *
office_programme(const struct office *office, const char *name)
{
	size_t i;

	for (i = 0; office->programmes != NULL &&
	    office->programmes[i] != NULL; i++)
		if (str_eq(office->programmes[i]->name, name))
			return office->programmes[i];
	return NULL;
}
