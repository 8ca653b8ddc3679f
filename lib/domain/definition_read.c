/*
 * Reading a definition: the file, already valid, into the structures of
 * definition.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "domain/definition_inside.h"
#include "text/typo.h"

/* Text with its white space made single, as HTML would show it. */
static const char *
phrase(struct loading *l, const struct node *n)
{
	const char *s = node_string(l->arena, n);
	struct buf b = BUF_INIT;
	const char *out;

	for (s += strspn(s, " \t\n"); *s != '\0';) {
		size_t word = strcspn(s, " \t\n");

		buf_add(&b, s, word);
		s += word;
		s += strspn(s, " \t\n");
		if (*s != '\0')
			buf_char(&b, ' ');
	}
	out = arena_dupn(l->arena, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

static const char *
child_phrase(struct loading *l, const struct node *n, const char *name)
{
	const struct node *c = node_child(n, name);

	return c == NULL ? NULL : phrase(l, c);
}

static size_t
count(const struct node *n, const char *name)
{
	const struct node *c;
	size_t i = 0;

	for (c = node_child(n, name); c != NULL; c = node_sibling(c, name))
		i++;
	return i;
}

static int
is_yes(const struct node *n, const char *attr)
{
	return node_attr(n, attr) != NULL;
}

static const struct kind {
	const char	*name;
	enum field_kind	 kind;
	long long	 min, max;
} kinds[] = {
	{ "texte",		FIELD_TEXT,		1, 200 },
	{ "texte-long",		FIELD_LONGTEXT,		1, 2000 },
	{ "nom",		FIELD_NAME,		1, 100 },
	{ "courriel",		FIELD_EMAIL,		3, 254 },
	{ "telephone",		FIELD_PHONE,		0, 0 },
	{ "date",		FIELD_DATE,		0, 0 },
	{ "commune",		FIELD_COMMUNE,		1, 100 },
	{ "cooperative",	FIELD_COOPERATIVE,	0, 0 },
	{ "choix",		FIELD_CHOICE,		0, 0 },
	{ "plusieurs-choix",	FIELD_CHOICES,		0, 0 },
	{ "accord",		FIELD_ACCORD,		0, 0 },
	{ "montant",		FIELD_MONEY,		0, 100000000000 },
	{ "nombre",		FIELD_NUMBER,		0, 1000000000 },
	{ "fichier",		FIELD_FILE,		0, 5 }
};

static const struct kind *
kind_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(kinds[i].name, name))
			return &kinds[i];
	fatalx("definition: kind %s is in the grammar, not here", name);
}

static enum field_when
read_when(const struct node *n)
{
	const char *s = node_attr_or(n, "quand", "");

	return str_eq(s, "naissance") ? WHEN_BIRTH : str_eq(s, "passe") ?
	    WHEN_PAST : str_eq(s, "avenir") ? WHEN_FUTURE : WHEN_ANY;
}

static long long
read_limit(const struct node *n, const char *attr, long long otherwise)
{
	const char *s = node_attr(n, attr);

	return s == NULL ? otherwise : strtoll(s, NULL, 10);
}

static void
read_choices(struct loading *l, const struct node *n, struct field *f)
{
	const struct node *c;
	struct choice *to;
	size_t i;

	f->nchoices = count(n, "choix");
	f->choices = to = arena_array(l->arena, f->nchoices, sizeof(*to));
	for (c = node_child(n, "choix"); c != NULL;
	    c = node_sibling(c, "choix"), to++) {
		to->value = node_attr(c, "valeur");
		to->label = phrase(l, c);
		if ((to->hint = node_attr(c, "indication")) != NULL)
			to->hint = typo_text(l->arena, to->hint);
		to->stops = node_attr(c, "arret");
		for (i = 0; &f->choices[i] < to; i++)
			if (str_eq(f->choices[i].value, to->value))
				definition_fault(l, c, "this value is there already",
				    to->value);
	}
	if (f->kind == FIELD_CHOICE || f->kind == FIELD_CHOICES) {
		if (f->nchoices < 2 && f->kind == FIELD_CHOICE)
			definition_fault(l, n, "a choice needs two <choix>", f->name);
		else if (f->nchoices == 0)
			definition_fault(l, n, "there is no <choix>", f->name);
	} else if (f->nchoices > 0)
		definition_fault(l, n, "only choices have <choix>", f->name);
}

static void
read_field(struct loading *l, const struct node *n, const char *retention,
    struct field *f)
{
	const struct kind *k = kind_find(node_attr(n, "genre"));
	const struct node *c;

	f->name = node_attr(n, "nom");
	f->kind = k->kind;
	f->line = node_line(n);
	f->label = child_phrase(l, n, "libelle");
	c = node_child(n, "avec-article");
	f->nom = phrase(l, c);
	f->feminine = is_yes(c, "feminin") || str_starts(f->nom, "la ");
	f->missing = child_phrase(l, n, "si-vide");
	f->hint = child_phrase(l, n, "indication");
	f->autocomplete = node_attr(n, "autocomplete");
	f->purpose = child_phrase(l, n, "finalite");
	if ((f->retention = child_phrase(l, n, "conservation")) == NULL)
		f->retention = retention;
	f->optional = is_yes(n, "facultatif");
	f->material = is_yes(n, "substantiel");
	f->when = read_when(n);
	f->min = read_limit(n, "min", k->min);
	f->max = read_limit(n, "max", k->max);
	f->version = (int)read_limit(n, "version-texte", 0);
	if (f->min > f->max && f->max > 0)
		definition_fault(l, n, "min is more than max", f->name);
	if ((c = node_child(n, "si")) != NULL) {
		f->when_field = node_attr(c, "champ");
		f->when_value = node_attr(c, "vaut");
	}
	if ((c = node_child(n, "sauf-si")) != NULL) {
		f->need_field = node_attr(c, "champ");
		f->need_value = node_attr(c, "vaut");
		if (!f->optional)
			definition_fault(l, c, "<sauf-si> is for optional fields",
			    f->name);
	}
	read_choices(l, n, f);
}

static void
read_steps(struct loading *l, const struct node *root, struct definition *d)
{
	const char *retention = child_phrase(l, root, "conservation");
	const char *place;
	const struct node *n, *c;
	struct step *s;
	struct field *f;

	d->nsteps = count(root, "etape");
	d->steps = s = arena_array(l->arena, d->nsteps, sizeof(*s));
	for (n = node_child(root, "etape"); n != NULL;
	    n = node_sibling(n, "etape"), s++) {
		s->name = node_attr(n, "nom");
		place = node_attr_or(n, "place", "");
		s->place = str_eq(place, "depart") ? STEP_START :
		    str_eq(place, "envoi") ? STEP_END : STEP_MIDDLE;
		s->title = child_phrase(l, n, "titre");
		s->intro = child_phrase(l, n, "intro");
		s->article = node_attr(n, "article");
		s->nfields = count(n, "champ");
		s->fields = f = arena_array(l->arena, s->nfields, sizeof(*f));
		for (c = node_child(n, "champ"); c != NULL;
		    c = node_sibling(c, "champ"), f++) {
			read_field(l, c, retention, f);
			f->index = d->nfields++;
		}
	}
}

static void
read_arrets(struct loading *l, const struct node *root, struct definition *d)
{
	const struct node *n;
	struct arret *a;

	d->narrets = count(root, "arret");
	d->arrets = a = arena_array(l->arena, d->narrets, sizeof(*a));
	for (n = node_child(root, "arret"); n != NULL;
	    n = node_sibling(n, "arret"), a++) {
		a->name = node_attr(n, "nom");
		a->title = child_phrase(l, n, "titre");
		a->text = node_child(n, "texte");
	}
}

static void
read_states(struct loading *l, const struct node *root, struct definition *d)
{
	const struct node *n;
	struct state *s;
	struct transition *t;

	d->nstates = count(root, "etat");
	d->states = s = arena_array(l->arena, d->nstates, sizeof(*s));
	for (n = node_child(root, "etat"); n != NULL;
	    n = node_sibling(n, "etat"), s++) {
		s->name = node_attr(n, "nom");
		s->who = node_attr(n, "agit");
		s->label = child_phrase(l, n, "libelle");
		s->next = child_phrase(l, n, "suite");
		s->no_seat = node_attr(n, "place") != NULL;
	}
	d->ntransitions = count(root, "transition");
	d->transitions = t = arena_array(l->arena, d->ntransitions,
	    sizeof(*t));
	for (n = node_child(root, "transition"); n != NULL;
	    n = node_sibling(n, "transition"), t++) {
		t->name = node_attr(n, "nom");
		t->label = phrase(l, n);
		t->from = node_attr(n, "de");
		t->to = node_attr(n, "vers");
		t->by = node_attr(n, "par");
		t->reason = is_yes(n, "motif");
		t->mail = node_attr(n, "message");
	}
}

static enum voice
read_voice(const struct node *root)
{
	const char *s = node_attr(root, "voix");

	return str_eq(s, "tu") ? VOICE_TU : str_eq(s, "vous") ? VOICE_VOUS :
	    VOICE_STAFF;
}

void
definition_read(struct loading *l, const struct node *root,
    struct definition *d)
{
	d->name = node_attr(root, "nom");
	d->root = node_attr(root, "racine");
	d->prefix = node_attr(root, "prefixe");
	d->version = (int)read_limit(root, "version", 0);
	d->voice = read_voice(root);
	d->draft_days = (int)read_limit(root, "brouillon", 0);
	d->title = child_phrase(l, root, "titre");
	read_steps(l, root, d);
	read_arrets(l, root, d);
	read_states(l, root, d);
}
