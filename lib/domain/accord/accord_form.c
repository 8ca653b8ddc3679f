/*
 * The form of a representative, made of two definitions: the questions that
 * are always the same (schemas/accords/representant.xml), and between them a page
 * for each thing that the programme leaves to representatives.
 */
#include <stdio.h>

#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/form/definition_inside.h"

int
accord_concerns(const struct definition *programme)
{
	size_t i;

	for (i = 0; i < programme->nconsents; i++)
		if (programme->consents[i].by_parent)
			return 1;
	return 0;
}

static void
add_choice(struct node *field, const char *value, const char *label)
{
	node_set(node_add_text(field, "choix", label), "valeur", value);
}

/* One page: two answers of equal weight, none of them chosen. */
static void
add_step(struct node *before, const struct asked_consent *c)
{
	struct node *step = node_add_before(before, "etape"), *field;

	node_set(step, "nom", c->name);
	node_add_text(step, "titre", c->title);
	field = node_add(step, "champ");
	node_set(field, "nom", c->name);
	node_set(field, "genre", "choix");
	node_add_text(field, "libelle", "Votre décision");
	node_add_text(field, "avec-article", "la décision");
	node_add_text(field, "si-vide", "Choisissez : vous donnez votre accord "
	    "ou vous ne le donnez pas");
	node_add_text(field, "finalite", c->purpose);
	if (c->retention != NULL)
		node_add_text(field, "conservation", c->retention);
	add_choice(field, "oui", "Je donne mon accord");
	add_choice(field, "non", "Je ne donne pas mon accord");
}

#define AUTHORITY	"autorite"	/* decisions stand before this step */

struct about {
	const struct definition *programme;
	int		 rang;
};

static void
change(struct tree *t, const void *given)
{
	const struct about *about = given;
	const struct definition *programme = about->programme;
	struct node *root = tree_root(t), *step, *before = NULL;
	char name[64];
	size_t i;

	snprintf(name, sizeof(name), "accord-%s%s", about->rang == 2 ?
	    "second-" : "", programme->name);
	node_set(root, "nom", name);
	node_set(root, "prefixe", programme->prefix);
	node_set_int(root, "version", programme->version);
	for (step = node_child(root, "etape"); step != NULL;
	    step = node_sibling(step, "etape"))
		if (str_eq(node_attr_or(step, "nom", ""), AUTHORITY))
			before = step;
	for (i = 0; before != NULL && i < programme->nconsents; i++)
		if (programme->consents[i].by_parent)
			add_step(before, &programme->consents[i]);
	if (before != NULL && about->rang == 2)
		node_remove(before);
}

struct definition *
accord_form(struct arena *a, const char *path,
    const struct definition *programme, int rang, struct buf *faults)
{
	const struct about about = { programme, rang };

	return definition_load_changed(a, path, change, &about, faults);
}
