/*
 * Reading a definition: the file, already valid, into the structures of
 * definition.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/form/definition_inside.h"
#include "text/typo.h"

/* Text with its white space made single, as HTML would show it. */
static const char *
phrase(struct loading *l, const struct node *n)
{
	return str_squeeze(l->arena, node_string(l->arena, n));
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
	{ "fichier",		FIELD_FILE,		0, 5 },
	{ "adresse",		FIELD_ADDRESS,		1, 200 },
	{ "siren",		FIELD_SIREN,		0, 0 },
	{ "siret",		FIELD_SIRET,		0, 0 },
	{ "heure",		FIELD_HOUR,		0, 0 },
	{ "pourcent",		FIELD_PERCENT,		0, 100 },
	{ "qpv",		FIELD_QPV,		0, 0 },
	{ "departement",	FIELD_DEPARTEMENT,	0, 0 },
	{ "nir",		FIELD_NIR,		0, 0 },
	{ "iban",		FIELD_IBAN,		0, 0 },
	{ "session",		FIELD_SESSION,		0, 0 }
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

/* One word of a list as its place in it; the grammar knows them all. */
static int
word(const struct node *n, const char *attr, const char *const *words,
    int otherwise)
{
	const char *s = node_attr(n, attr);
	int i;

	if (s == NULL)
		return otherwise;
	for (i = 0; words[i] != NULL; i++)
		if (str_eq(words[i], s))
			return i;
	fatalx("definition: %s is in the grammar, not here", s);
}

static enum basis
read_basis(const struct node *n, enum basis otherwise)
{
	static const char *const words[] = { "precontrat", "contrat",
	    "obligation", "interet", "consentement", NULL };

	return (enum basis)word(n, "base", words, (int)otherwise);
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
		to->by_hand = is_yes(c, "manuscrit");
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
	} else if (f->nchoices > 0 && f->kind != FIELD_SESSION)
		definition_fault(l, n, "only choices have <choix>", f->name);
}

static void
read_conditions(struct loading *l, const struct node *n, struct field *f)
{
	const struct node *c;
	struct condition *to;

	f->nconditions = count(n, "si");
	f->conditions = to = arena_array(l->arena, f->nconditions, sizeof(*to));
	for (c = node_child(n, "si"); c != NULL;
	    c = node_sibling(c, "si"), to++) {
		to->field = node_attr(c, "champ");
		to->values = node_attr(c, "vaut");
		to->minor = str_eq(node_attr_or(c, "age", ""), "mineur");
	}
	if ((c = node_child(n, "sauf-si")) == NULL)
		return;
	f->need_field = node_attr(c, "champ");
	f->need_value = node_attr(c, "vaut");
	if (!f->optional)
		definition_fault(l, c, "<sauf-si> is for optional fields",
		    f->name);
}

static enum sensitive
read_sensitive(const struct node *n, enum field_kind kind)
{
	const char *s = node_attr_or(n, "sensible", "");

	return str_eq(s, "sante") ? SENSITIVE_HEALTH : *s != '\0' ||
	    kind == FIELD_NIR || kind == FIELD_IBAN ? SENSITIVE_MONEY :
	    SENSITIVE_NOT;
}

static void
read_field(struct loading *l, const struct node *n,
    const struct definition *d, struct field *f)
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
	f->starts = node_attr(n, "reprend");
	f->consent = node_attr(n, "accord");
	f->purpose = child_phrase(l, n, "finalite");
	if ((f->retention = child_phrase(l, n, "conservation")) == NULL)
		f->retention = d->retention;
	f->taken_back = child_phrase(l, n, "retrait");
	f->called = NULL;
	if ((c = node_child(n, "retrait")) != NULL &&
	    node_attr(c, "titre") != NULL)
		f->called = typo_text(l->arena, node_attr(c, "titre"));
	f->basis = read_basis(n, d->basis);
	f->optional = is_yes(n, "facultatif");
	f->material = node_attr(n, "substantiel") != NULL;
	if (f->material && !is_yes(n, "substantiel"))
		f->concerns = node_attr(n, "substantiel");
	f->sensitive = read_sensitive(n, f->kind);
	f->when = read_when(n);
	f->min = read_limit(n, "min", k->min);
	f->max = read_limit(n, "max", k->max);
	f->version = (int)read_limit(n, "version-texte", 0);
	if (f->min > f->max && f->max > 0)
		definition_fault(l, n, "min is more than max", f->name);
	read_conditions(l, n, f);
	read_choices(l, n, f);
}

/* Those of one element: <etape>, <complement>. */
static void
read_steps(struct loading *l, const struct node *root, const char *element,
    struct definition *d)
{
	const char *place;
	const struct node *n, *c;
	struct step *s;
	struct field *f;

	d->nsteps = count(root, element);
	d->steps = s = arena_array(l->arena, d->nsteps, sizeof(*s));
	for (n = node_child(root, element); n != NULL;
	    n = node_sibling(n, element), s++) {
		s->name = node_attr(n, "nom");
		place = node_attr_or(n, "place", "");
		s->place = str_eq(place, "depart") ? STEP_START :
		    str_eq(place, "envoi") ? STEP_END : STEP_MIDDLE;
		s->title = child_phrase(l, n, "titre");
		s->intro = child_phrase(l, n, "intro");
		s->article = node_attr(n, "article");
		s->states = node_attr_or(n, "etats", "");
		s->erased = (int)read_limit(n, "efface", -1);
		s->nfields = count(n, "champ");
		s->fields = f = arena_array(l->arena, s->nfields, sizeof(*f));
		for (c = node_child(n, "champ"); c != NULL;
		    c = node_sibling(c, "champ"), f++) {
			read_field(l, c, d, f);
			f->index = d->nfields++;
			d->sensitive |= f->sensitive != SENSITIVE_NOT;
		}
	}
}

/* The same head, other questions. */
static void
read_later(struct loading *l, const struct node *root, struct definition *d)
{
	struct definition *later;

	if (node_child(root, "complement") == NULL)
		return;
	later = arena_alloc(l->arena, sizeof(*later));
	*later = *d;
	later->root = "complement";
	later->age = (struct age_rule){ .min = -1, .max = -1 };
	later->npieces = later->nconsents = later->ndocuments = 0;
	later->nfields = 0;
	later->sensitive = 0;
	read_steps(l, root, "complement", later);
	d->later = later;
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
read_pieces(struct loading *l, const struct node *root, struct definition *d)
{
	static const char *const moments[] = { "A", "B", "C", NULL };
	static const char *const whose[] = { "tous", "mineur", "majeur",
	    NULL };
	const struct node *n;
	struct asked_piece *p;

	d->npieces = count(root, "piece-demandee");
	d->pieces = p = arena_array(l->arena, d->npieces, sizeof(*p));
	for (n = node_child(root, "piece-demandee"); n != NULL;
	    n = node_sibling(n, "piece-demandee"), p++) {
		p->name = node_attr(n, "nom");
		p->kept = str_eq(node_attr(n, "traitement"), "gardee");
		p->sensitive = node_attr(n, "sensible") != NULL;
		p->moment = (enum moment)word(n, "moment", moments, 0);
		p->of_whom = (enum of_whom)word(n, "pour", whose, 0);
		p->optional = is_yes(n, "facultatif");
		p->basis = read_basis(n, d->basis);
		p->label = child_phrase(l, n, "libelle");
		p->purpose = child_phrase(l, n, "finalite");
		p->retention = child_phrase(l, n, "conservation");
		if (p->retention == NULL)
			p->retention = p->kept ? d->retention :
			    "Rien n’est gardé : la date et le nom de la "
			    "personne qui a vérifié, seulement.";
	}
}

static void
read_consents(struct loading *l, const struct node *root,
    struct definition *d)
{
	static const char *const holders[] = { "un", "tous", "regle", NULL };
	const struct node *n;
	struct asked_consent *c;

	d->nconsents = count(root, "accord-demande");
	d->consents = c = arena_array(l->arena, d->nconsents, sizeof(*c));
	for (n = node_child(root, "accord-demande"); n != NULL;
	    n = node_sibling(n, "accord-demande"), c++) {
		c->name = node_attr(n, "nom");
		c->version = (int)read_limit(n, "version", 0);
		c->by_person = str_has_word(node_attr(n, "decide"),
		    "personne");
		c->by_parent = str_has_word(node_attr(n, "decide"),
		    "representant");
		c->holders = (enum holders)word(n, "titulaires", holders,
		    HOLDERS_RULE);
		c->optional = is_yes(n, "facultatif");
		c->rests_on = node_attr_or(n, "porte-sur", "");
		c->basis = read_basis(n, c->optional ? BASIS_CONSENT :
		    d->basis);
		c->title = child_phrase(l, n, "titre");
		c->text = node_child(n, "texte");
		c->purpose = child_phrase(l, n, "finalite");
		c->retention = child_phrase(l, n, "conservation");
		if (c->retention == NULL)
			c->retention = d->retention;
		c->taken_back = child_phrase(l, n, "retrait");
	}
}

static void
read_documents(struct loading *l, const struct node *root,
    struct definition *d)
{
	const struct node *n;
	struct issuable *to;

	d->ndocuments = count(root, "document");
	d->documents = to = arena_array(l->arena, d->ndocuments, sizeof(*to));
	for (n = node_child(root, "document"); n != NULL;
	    n = node_sibling(n, "document"), to++) {
		to->name = node_attr(n, "nom");
		to->states = node_attr_or(n, "etats", "");
		to->makes = node_attr(n, "fait");
		to->signs = node_attr(n, "signe");
		to->lasts = (int)read_limit(n, "garde", 0);
		to->ground = node_attr(n, "fondement");
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
		s->erased = (int)read_limit(n, "efface", -1);
		s->ground = node_attr(n, "fondement");
		s->from_seance = node_attr(n, "depuis") != NULL;
		s->agrees = node_attr(n, "accord");
		s->agreed = (int)read_limit(n, "efface-accord", 0);
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
		t->answered = node_attr(n, "si-repondu");
	}
}

static enum voice
read_voice(const struct node *root)
{
	const char *s = node_attr(root, "voix");

	return str_eq(s, "tu") ? VOICE_TU : str_eq(s, "vous") ? VOICE_VOUS :
	    VOICE_STAFF;
}

static void
read_age(const struct node *root, struct definition *d)
{
	const struct node *n = node_child(root, "age");

	d->age.min = d->age.max = -1;
	if (n == NULL)
		return;
	d->age.birth = node_attr(n, "champ");
	d->age.session = node_attr(n, "session");
	d->age.min = (int)read_limit(n, "min", -1);
	d->age.max = (int)read_limit(n, "max", -1);
	d->age.too_young = node_attr(n, "trop-jeune");
	d->age.too_old = node_attr(n, "trop-age");
}

/* What the network decides, whatever the questions are. */
static void
read_settings(const struct node *root, struct definition *d)
{
	const struct node *opening = node_child(root, "programme"),
	    *seances = node_child(root, "seances");

	d->draft_days = (int)read_limit(root, "brouillon", 0);
	d->reply_days = (int)read_limit(root, "reponse", REPLY_DAYS);
	d->opens = d->closes = d->ends = DAY_NONE;
	if (opening != NULL) {
		d->opens = day_parse(node_attr_or(opening, "ouvre", ""));
		d->closes = day_parse(node_attr_or(opening, "ferme", ""));
		d->ends = day_parse(node_attr_or(opening, "termine", ""));
	}
	if (seances != NULL) {
		d->contract = node_attr(seances, "contrat");
		d->carrier = node_attr(seances, "porteur");
	}
}

/* Whom the form is for, what is sent, who reads it. */
static void
read_head(struct loading *l, const struct node *root, struct definition *d)
{
	static const char *const journeys[] = { "etapes", "taches", "court",
	    NULL };
	const struct node *n;

	d->name = node_attr(root, "nom");
	d->root = node_attr(root, "racine");
	d->prefix = node_attr(root, "prefixe");
	d->version = (int)read_limit(root, "version", 0);
	d->voice = read_voice(root);
	d->journey = (enum journey)word(root, "parcours", journeys,
	    JOURNEY_STEPS);
	d->to_cooperative = is_yes(root, "cooperative");
	d->basis = read_basis(root, BASIS_PRECONTRACT);
	d->title = d->called = child_phrase(l, root, "titre");
	if ((n = node_child(root, "programme")) != NULL) {
		d->called = phrase(l, n);
		d->page = node_attr(n, "page");
	}
	d->object = "candidature";
	d->object_feminine = 1;
	if ((n = node_child(root, "objet")) != NULL) {
		d->object = phrase(l, n);
		d->object_feminine = is_yes(n, "feminin");
	}
	d->retention = child_phrase(l, root, "conservation");
	d->recipients = child_phrase(l, root, "destinataires");
	d->audience = child_phrase(l, root, "public");
	d->welcome = node_child(root, "accueil");
	read_age(root, d);
	read_settings(root, d);
}

void
definition_read(struct loading *l, const struct node *root,
    struct definition *d)
{
	read_head(l, root, d);
	read_steps(l, root, "etape", d);
	read_arrets(l, root, d);
	read_pieces(l, root, d);
	read_consents(l, root, d);
	read_documents(l, root, d);
	read_states(l, root, d);
	read_later(l, root, d);
}
