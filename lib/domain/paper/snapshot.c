/*
 * snapshot: the data a paper is filled from, as one tree (its form is in
 * domain/paper/document.h).  What is kept of an issued document is these bytes, so
 * everything that may stand on the paper comes from here, and nothing that
 * may not (NIR, IBAN, notes of staff) can come in.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/paper/paper.h"

/* Short form of a fingerprint, for the foot of the page: 8 bytes. */
#define SHORT	8

static void
add_model(struct arena *a, struct node *root, const struct paper *paper)
{
	struct node *n = node_add(root, "modele");

	node_set(n, "nom", paper->kind);
	node_set(n, "forme", paper->shape);
	if (*paper->signers != '\0')
		node_set(n, "signataires", paper->signers);
	node_set(n, "titre", paper->title);
	node_set(n, "court", paper->abridged);
	node_set(n, "description", paper->description);
	node_set(n, "version", paper->version);
	node_set(n, "date", paper->date);
	if (paper->rule_name != NULL)
		node_set(n, "regle", paper->rule_name);
	node_set(n, "sha256", hex_encode(a, paper->sha256, SHA256_SIZE));
}

/* Who writes: the cooperative, or the network while there is none. */
static void
add_issuer(struct arena *a, struct node *root, const struct node *from)
{
	static const char *const names[] = {
		"nom", "forme", "siret", "telephone", "email"
	};
	struct node *n = node_add(root, "emetteur");
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((value = node_value(a, from, names[i])) != NULL)
			node_add_text(n, names[i], value);
}

/* https://portail.example -> portail.example */
static const char *
host(const char *url)
{
	const char *after = strstr(url, "://");

	return after != NULL ? after + 3 : url;
}

struct tree *
snapshot_new(struct arena *a, const struct office *office,
    const struct paper *paper, const struct dossier *d, int64_t at)
{
	struct tree *t = tree_new(a, "document");
	struct node *root = tree_root(t), *n;
	const struct node *network = tree_root(office->network->tree);
	const struct cooperative *coop;

	node_set(root, "kind", paper->kind);
	node_set(root, "programme", d->programme);
	node_set(root, "objet", arena_fmt(a, "Dossier %s", d->numero));
	node_set(root, "emis", time_iso(a, at));
	node_set(root, "jour", day_iso(a, time_local(at, NULL, NULL)));
	add_model(a, root, paper);
	network_copy(node_add(root, "reseau"), network);
	coop = network_cooperative(office->network, d->cooperative);
	if (coop != NULL)
		node_copy(root, coop->node);
	add_issuer(a, root, coop != NULL ? coop->node : network);

	n = node_add(root, "dossier");
	node_set(n, "numero", d->numero);
	if (d->sent != 0) {
		node_set(n, "envoi", time_iso(a, d->sent));
		node_set(n, "reponse", day_iso(a, dossier_deadline(d)));
	}
	return t;
}

int
snapshot_dossier(struct arena *a, struct db *db, struct tree *t,
    const struct definition *def, const struct dossier *d)
{
	unsigned char sha[SHA256_SIZE];
	struct node *n = node_child(tree_root(t), "dossier"), *answers;
	struct tree *record;
	int64_t id;

	record = record_latest(a, db, d->id, def->name, &id, sha);
	if (record == NULL)
		return 1;
	node_set(n, "empreinte", hex_encode(a, sha, SHA256_SIZE));
	answers = node_child(tree_root(record), "reponses");
	if (answers != NULL)
		node_copy(n, answers);
	return 0;
}

void
snapshot_lines(struct arena *a, struct node *to, const char *text)
{
	char *rest = arena_dup(a, text), *line;

	while ((line = str_split(&rest, '\n')) != NULL)
		node_add_text(to, "ligne", line);
}

/*
 * « a\nb » becomes <ligne>a</ligne>\n<ligne>b</ligne>: a paper may set it as a
 * list or as lines, the string is the same.
 */
static void
split_lines(struct arena *a, struct node *n)
{
	char *rest = arena_dup(a, node_string(a, n)), *line;
	struct node *text;

	while ((text = node_first(n)) != NULL)
		node_remove(text);
	while ((line = str_split(&rest, '\n')) != NULL) {
		if (*line != '\0')
			node_add_text(n, "ligne", line);
		if (rest != NULL)
			node_append(n, "\n");
	}
}

void
snapshot_contract(struct arena *a, struct tree *t, const struct paper *paper,
    const struct answers *answers)
{
	struct node *contract, *n;
	const struct field *f;

	if (paper->form == NULL)
		return;
	contract = node_add(tree_root(t), "contrat");
	answers_to_record(answers, contract);
	if (answers_by_hand(answers))
		node_set(contract, "manuscrit", "1");
	for (n = node_child(contract, NULL); n != NULL;
	    n = node_sibling(n, NULL)) {
		f = definition_field(paper->form, node_name(n));
		if (f != NULL && f->kind == FIELD_LONGTEXT)
			split_lines(a, n);
	}
}

/* « Prénom d’usage : », « Où habitez-vous ? », « J’ai relu mes réponses. » */
static const char *
question(struct arena *a, const struct field *f)
{
	return str_ends(f->label, "?") || str_ends(f->label, ".") ?
	    f->label : arena_fmt(a, "%s\xc2\xa0:", f->label);
}

static void
add_section(struct arena *a, struct node *sections, const struct step *step,
    const struct answers *answers)
{
	const struct field *f;
	struct node *section = NULL, *n;
	const char *words;
	size_t i;

	for (i = 0; i < step->nfields; i++) {
		f = &step->fields[i];
		/* nothing is sent without the accords that are required */
		if (f->kind == FIELD_FILE || (f->kind == FIELD_ACCORD &&
		    !f->optional) || !answers_asked(answers, f))
			continue;
		words = answers_shown(a, answers, f);
		if (words == NULL || *words == '\0')
			continue;
		if (section == NULL) {
			section = node_add(sections, "rubrique");
			node_set(section, "titre", step->title);
		}
		n = node_add_text(section, "champ", words);
		node_set(n, "question", question(a, f));
	}
}

int
snapshot_sections(struct arena *a, struct db *db, struct tree *t,
    const struct definition *def, const struct dossier *d)
{
	struct node *root = tree_root(t), *sections, *pieces, *n;
	const struct node *record;
	struct answers *answers;
	struct piece *list;
	size_t i, npieces;

	record = node_child(node_child(root, "dossier"), "reponses");
	if (record == NULL)
		return -1;
	answers = answers_new(a, def);
	answers_from_record(answers, record);
	sections = node_add(root, "rubriques");
	for (i = 0; i < def->nsteps; i++)
		add_section(a, sections, &def->steps[i], answers);

	pieces = node_add(root, "pieces");
	npieces = piece_list(a, db, d->id, &list);
	for (i = 0; i < npieces; i++) {
		n = node_add(pieces, "piece");
		node_set(n, "nom", list[i].name);
		node_set(n, "taille", file_size_french(a, list[i].size));
	}
	return 0;
}

void
snapshot_seal(struct arena *a, struct tree *t, const struct office *office,
    const char *code)
{
	struct node *root = tree_root(t);

	node_set(root, "code", code);
	node_set(root, "adresse", arena_fmt(a, "%s/v/%s", office->conf->url,
	    code));
	node_set(root, "hote", host(office->conf->url));
	node_set(root, "verifier", arena_fmt(a, "%s/verifier",
	    host(office->conf->url)));
	node_set(root, "cle", office->key_name);
}

/* All that a network may say of a cooperative and a paper may print. */
static void
everything_cooperative(struct node *root)
{
	static const char *const names[] = {
		"nom", "de", "denomination", "forme", "capital", "adresse",
		"code-postal", "commune", "siren", "siret", "rcs", "tva",
		"ape", "telephone", "email", "tribunal"
	};
	struct node *coop = node_add(root, "cooperative"), *n;
	size_t i;

	node_set(coop, "code", "x");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		node_add_text(coop, names[i], "x");
	n = node_add_text(coop, "representant", "x");
	node_set(n, "qualite", "x");
	n = node_add_text(coop, "assurance", "x");
	node_set(n, "police", "x");
	node_set(n, "exclusions", "x");
	n = node_add_text(coop, "contribution", "marge, chiffre");
	node_set(n, "taux", "x");
	n = node_add(root, "emetteur");
	network_copy(n, coop);
}

/* The blank form of the programme, and all that another one may have. */
static void
everything_blank(struct arena *a, struct node *root,
    const struct office *office, const struct definition *programme)
{
	static const char *const names[] = { "tu", "destinataires" };
	static const char *const of_piece[] = { "moment", "libelle", "pour",
	    "facultatif", "vue" };
	struct node *form, *n;
	size_t i;

	blank_fill(a, root, office->network, programme);
	form = node_child(root, "formulaire");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		node_set(form, names[i], "x");
	n = node_child(form, "rubrique");
	node_set(n, "intro", "x");
	node_set(n, "version", "x");
	node_set(n, "facultatif", "x");
	node_add(n, "texte");
	n = node_child(n, "champ");
	node_set(n, "forme", "x");
	node_set(n, "valeur", "x");
	node_add_text(n, "si", "x");
	node_add_text(n, "case", "x");
	node_add(n, "ligne");
	n = node_add(form, "demande");
	for (i = 0; i < sizeof(of_piece) / sizeof(of_piece[0]); i++)
		node_set(n, of_piece[i], "x");
}

struct node *
everything_answers(struct node *root, const char *name,
    const struct definition *form)
{
	struct node *answers = node_child(root, name), *n;

	if (answers == NULL)
		answers = node_add(root, name);
	definition_everything(answers, form);
	node_set(answers, "manuscrit", "x");
	for (n = node_child(answers, NULL); n != NULL;
	    n = node_sibling(n, NULL))
		node_add_text(n, "ligne", "x");
	return answers;
}

struct tree *
snapshot_everything(struct arena *a, const struct office *office,
    const struct paper *paper)
{
	static const char *const attributes[] = {
		"kind", "programme", "objet", "emis", "jour", "code",
		"adresse", "verifier", "hote", "preuve", "cle",
		"empreinte", "empreinte-courte", "projet", "specimen",
		"numero", "suivi",
		"retour"
	};
	static const char *const of_dossier[] = { "numero", "envoi",
	    "reponse", "empreinte", "prenom", "nom", "objet", "e", "tu",
	    "attend", "place", "mineur" };
	struct tree *t = tree_new(a, "document");
	struct node *root = tree_root(t), *n, *sections;
	size_t i, j;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		node_set(root, attributes[i], "x");
	add_model(a, root, paper);
	node_set(node_child(root, "modele"), "signataires", "x");
	network_copy(node_add(root, "reseau"),
	    tree_root(office->network->tree));
	everything_cooperative(root);
	n = node_add(root, "dossier");
	for (i = 0; i < sizeof(of_dossier) / sizeof(of_dossier[0]); i++)
		node_set(n, of_dossier[i], "x");
	n = node_add(n, "reponses");
	for (i = 0; office->programmes[i] != NULL; i++)
		if (paper->shown || definition_document(office->programmes[i],
		    paper->kind) != NULL)
			definition_everything(n, office->programmes[i]);
	snapshot_file_everything(root, office);
	if (paper->form != NULL)
		everything_answers(root, "contrat", paper->form);

	everything_blank(a, root, office, office->programmes[0]);
	sections = node_add(root, "rubriques");
	for (i = 0; i < 2; i++) {
		n = node_add(sections, "rubrique");
		node_set(n, "titre", "x");
		for (j = 0; j < 2; j++)
			node_set(node_add_text(n, "champ", "x"), "question",
			    "x");
	}
	sections = node_add(root, "pieces");
	for (i = 0; i < 2; i++) {
		n = node_add(sections, "piece");
		node_set(n, "nom", "x");
		node_set(n, "taille", "x");
	}
	return t;
}

const char *
document_empreinte(struct arena *a, const unsigned char hash[SHA256_SIZE])
{
	struct buf b = BUF_INIT;
	const char *s;
	size_t i;

	for (i = 0; i < SHORT; i++)
		buf_fmt(&b, "%s%02X", i > 0 && i % 2 == 0 ? "\xc2\xa0" : "",
		    hash[i]);
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

void
snapshot_close(struct arena *a, struct tree *t, struct buf *bytes,
    unsigned char empreinte[SHA256_SIZE])
{
	struct node *root = tree_root(t);

	tree_write(bytes, t);
	sha256(empreinte, bytes->data, bytes->len);
	node_set(root, "empreinte", hex_encode(a, empreinte, SHA256_SIZE));
	node_set(root, "empreinte-courte", document_empreinte(a, empreinte));
}
