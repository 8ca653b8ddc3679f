/*
 * The form of a programme on paper, to be filled in by hand: what the screen
 * asks, in its words and its order, with lines to write on and boxes to tick.
 *
 * It comes from the definition alone: the same definition, network and model
 * give the same bytes.  Sessions are not listed, their dates pass; who fills
 * it in writes the one they want.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "domain/paper/paper.h"

#define KIND		"formulaire"
#define PER_LINE	75	/* characters of a hand on a line */
#define LINES_MAX	8

static void
lines(struct node *champ, long long n)
{
	while (n-- > 0)
		node_add(champ, "ligne");
}

static void
boxes(struct arena *a, struct node *champ, const struct field *f)
{
	size_t i;

	for (i = 0; i < f->nchoices; i++)
		node_add_text(champ, "case", f->choices[i].hint == NULL ?
		    f->choices[i].label : arena_fmt(a, "%s (%s)",
		    f->choices[i].label, f->choices[i].hint));
}

/* « Seulement si vous avez répondu « Oui » ou « Non » à : … » */
static const char *
condition(struct arena *a, const struct definition *d,
    const struct condition *c)
{
	const struct field *f;
	struct buf b = BUF_INIT;
	char *rest, *value;
	const char *out, *name;
	size_t n = 0;

	if (c->field == NULL)
		return c->minor ? "Seulement avant 18\u00a0ans" :
		    "Seulement à partir de 18\u00a0ans";
	f = definition_field(d, c->field);
	buf_fmt(&b, "Seulement si %s «\u00a0", d->voice == VOICE_TU ?
	    "tu as coché" : "vous avez coché");
	rest = arena_dup(a, c->values);
	while ((value = str_split(&rest, ' ')) != NULL) {
		if (*value == '\0')
			continue;
		name = field_choice(f, value)->label;
		buf_fmt(&b, "%s%s", n++ == 0 ? "" : "\u00a0» ou «\u00a0",
		    name);
	}
	buf_str(&b, "\u00a0»");
	out = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

static void
cooperatives(struct node *champ, const struct network *network)
{
	size_t i;

	for (i = 0; i < network->ncooperatives; i++)
		node_add_text(champ, "case", network->cooperatives[i].name);
}

/* Where the answer goes. */
static void
room(struct arena *a, struct node *champ, const struct field *f,
    const struct network *network)
{
	long long n;

	switch (f->kind) {
	case FIELD_LONGTEXT:
		n = f->max / PER_LINE + 1;
		lines(champ, n > LINES_MAX ? LINES_MAX : n < 2 ? 2 : n);
		break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		boxes(a, champ, f);
		break;
	case FIELD_COOPERATIVE:
		cooperatives(champ, network);
		break;
	case FIELD_ACCORD:
		node_add_text(champ, "case", f->label);
		break;
	case FIELD_DATE:
		node_set(champ, "forme", "Jour, mois, année");
		lines(champ, 1);
		break;
	case FIELD_COMMUNE:
		node_set(champ, "forme", "Code postal et commune");
		lines(champ, 1);
		break;
	case FIELD_ADDRESS:
		node_set(champ, "forme", "Numéro et rue, complément");
		lines(champ, 2);
		break;
	case FIELD_SESSION:
		node_set(champ, "forme", "Lieu et dates");
		lines(champ, 1);
		boxes(a, champ, f);
		break;
	case FIELD_FILE:
		node_set(champ, "forme", "À joindre à ce formulaire");
		break;
	default:
		lines(champ, 1);
		break;
	}
}

void
blank_field(struct arena *a, struct node *section, const struct definition *d,
    const struct field *f, const struct network *network)
{
	struct node *champ = node_add(section, "champ");
	size_t i;

	node_set(champ, "nom", f->name);
	node_set(champ, "libelle", arena_fmt(a, "%s%s",
	    f->kind == FIELD_ACCORD ? "Case à cocher" : f->label,
	    f->optional ? " (facultatif)" : ""));
	if (f->kind == FIELD_CHOICES)
		node_set(champ, "forme", "Plusieurs réponses possibles");
	for (i = 0; i < f->nconditions; i++)
		node_add_text(champ, "si", condition(a, d,
		    &f->conditions[i]));
	room(a, champ, f, network);
}

static void
add_pieces(struct node *root, const struct definition *d)
{
	static const char *const when[] = { "Avec ce formulaire",
	    "Plus tard, une fois la réponse reçue", "Pour le contrat" };
	static const char *const whose[] = { "", "avant 18\u00a0ans",
	    "à partir de 18\u00a0ans" };
	struct node *n;
	size_t i;

	for (i = 0; i < d->npieces; i++) {
		n = node_add(root, "demande");
		node_set(n, "moment", when[d->pieces[i].moment]);
		node_set(n, "libelle", d->pieces[i].label);
		if (d->pieces[i].of_whom != OF_ALL)
			node_set(n, "pour", whose[d->pieces[i].of_whom]);
		if (d->pieces[i].optional)
			node_set(n, "facultatif", "1");
		if (!d->pieces[i].kept)
			node_set(n, "vue", "1");
	}
}

void
blank_fill(struct arena *a, struct node *root, const struct network *network,
    const struct definition *d)
{
	const struct step *s;
	struct node *form = node_add(root, "formulaire"), *section;
	size_t i;

	node_set(form, "titre", d->title);
	if (d->voice == VOICE_TU)
		node_set(form, "tu", "1");
	if (d->recipients != NULL)
		node_set(form, "destinataires", d->recipients);
	node_set(form, "conservation", d->retention);
	for (s = d->steps; s < d->steps + d->nsteps; s++) {
		if (s->nfields == 0)
			continue;
		section = node_add(form, "rubrique");
		node_set(section, "nom", s->name);
		node_set(section, "titre", s->title);
		if (s->intro != NULL)
			node_set(section, "intro", s->intro);
		for (i = 0; i < s->nfields; i++)
			blank_field(a, section, d, &s->fields[i], network);
	}
	add_pieces(form, d);
}

int
blank_form(struct arena *a, const struct office *office,
    const struct definition *d, struct buf *html, struct buf *pdf,
    int *pages)
{
	const struct paper *paper = paper_find(office, KIND);
	const struct dossier nobody = { .numero = "", .programme = d->name,
		.cooperative = "" };
	unsigned char empreinte[SHA256_SIZE];
	struct press_result result = { 0 };
	struct buf bytes = BUF_INIT, twin = BUF_INIT;
	struct tree *t;
	int rc;

	t = snapshot_new(a, office, paper, &nobody,
	    (int64_t)day_parse(paper->date) * 86400);
	node_set(tree_root(t), "objet", "Formulaire à remplir");
	blank_fill(a, tree_root(t), office->network, d);
	snapshot_close(a, t, &bytes, empreinte);
	rc = paper_fill(a, office, paper, t, &twin, pdf, &result);
	if (rc == 0 && html != NULL)
		rc = paper_html(html, buf_cstr(&twin), twin.len);
	*pages = result.pages;
	buf_free(&bytes);
	buf_free(&twin);
	return rc;
}
