/*
 * A definition as it is read by who answers for the data: what is asked, why,
 * for how long.
 */
#include "base/buf.h"
#include "base/money.h"
#include "base/str.h"
#include "domain/dossier/depart.h"
#include "domain/report/registre.h"
#include "domain/report/table.h"

/* What the law calls categories of data. */
static const char *const categories[] = { "Identité", "Coordonnées",
    "Lieu de vie ou de projet", "Coopérative et dates choisies",
    "Réponses aux questions", "Entreprise", "Sécurité sociale et banque",
    "Santé (article 9)", "Fichiers joints", "Engagements et autorisations" };
#define NCATEGORIES (sizeof(categories) / sizeof(categories[0]))

static size_t
category(const struct field *f)
{
	if (f->sensitive == SENSITIVE_HEALTH)
		return 7;
	switch (f->kind) {
	case FIELD_NAME:
		return 0;
	case FIELD_DATE:
		return f->when == WHEN_BIRTH ? 0 : 4;
	case FIELD_EMAIL:
	case FIELD_PHONE:
	case FIELD_ADDRESS:
		return 1;
	case FIELD_COMMUNE:
	case FIELD_DEPARTEMENT:
	case FIELD_QPV:
		return 2;
	case FIELD_COOPERATIVE:
	case FIELD_SESSION:
		return 3;
	case FIELD_SIREN:
	case FIELD_SIRET:
		return 5;
	case FIELD_NIR:
	case FIELD_IBAN:
		return 6;
	case FIELD_FILE:
		return 8;
	case FIELD_ACCORD:
		return 9;
	default:
		return 4;
	}
}

static const char *
base_word(enum basis basis)
{
	static const char *const words[] = { "precontrat", "contrat",
	    "obligation", "interet", "consentement" };

	return words[basis];
}

/* « Texte d’une ligne, de 2 à 10 caractères » */
static const char *
characters(struct arena *a, const struct field *f, const char *what)
{
	return f->min > 1 ? arena_fmt(a, "%s, de %lld à %lld caractères",
	    what, f->min, f->max) :
	    arena_fmt(a, "%s, %lld caractères au plus", what, f->max);
}

static const char *
date(struct arena *a, const struct field *f)
{
	static const char *const words[] = { "Date", "Date passée",
	    "Date à venir", "Date de naissance" };
	const char *s = words[f->when];

	if (f->min > 0)
		s = arena_fmt(a, "%s, %lld\u00a0ans au moins", s, f->min);
	if (f->max > 0)
		s = arena_fmt(a, "%s, %lld\u00a0ans au plus", s, f->max);
	return s;
}

/* What is accepted, in words; limits are those of the checks. */
static const char *
accepted(struct arena *a, const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXT:
		return characters(a, f, "Texte d’une ligne");
	case FIELD_LONGTEXT:
		return characters(a, f, "Texte de plusieurs lignes");
	case FIELD_NAME:
		return characters(a, f, "Nom : lettres, espaces, tirets, "
		    "apostrophes");
	case FIELD_ADDRESS:
		return characters(a, f, "Numéro et rue, complément");
	case FIELD_DATE:
		return date(a, f);
	case FIELD_MONEY:
		return arena_fmt(a, "Montant, de %s à %s", money_french(a,
		    f->min), money_french(a, f->max));
	case FIELD_NUMBER:
		return arena_fmt(a, "Nombre entier, de %lld à %lld", f->min,
		    f->max);
	case FIELD_PERCENT:
		return arena_fmt(a, "Pourcentage, de %lld à %lld\u202f%%",
		    f->min, f->max);
	case FIELD_FILE:
		return arena_fmt(a, "Fichiers PDF, JPEG ou PNG, %lld\u00a0Mo "
		    "au plus", f->max);
	case FIELD_ACCORD:
		return arena_fmt(a, "Case à cocher, version %d du texte",
		    f->version);
	case FIELD_EMAIL:
		return "Adresse e-mail";
	case FIELD_PHONE:
		return "Numéro de téléphone";
	case FIELD_COMMUNE:
		return "Code postal, puis commune";
	case FIELD_COOPERATIVE:
		return "Une coopérative du réseau";
	case FIELD_CHOICE:
		return "Un choix";
	case FIELD_CHOICES:
		return "Un ou plusieurs choix";
	case FIELD_SIREN:
		return "Numéro SIREN, 9\u00a0chiffres";
	case FIELD_SIRET:
		return "Numéro SIRET, 14\u00a0chiffres";
	case FIELD_HOUR:
		return "Heure";
	case FIELD_QPV:
		return "Code d’un quartier prioritaire";
	case FIELD_DEPARTEMENT:
		return "Numéro de département";
	case FIELD_NIR:
		return "Numéro de sécurité sociale";
	case FIELD_IBAN:
		return "IBAN";
	case FIELD_SESSION:
		return "Une session ouverte aux inscriptions";
	}
	return "";
}

/* « label » est « choice » ou « choice » */
static const char *
test(struct arena *a, const struct definition *d, const char *field,
    const char *values)
{
	const struct field *f = definition_field(d, field);
	struct buf b = BUF_INIT;
	const char *out, *between = "est";
	char *rest = arena_dup(a, values), *value;

	buf_fmt(&b, "«\u00a0%s\u00a0»", f->label);
	while ((value = str_split(&rest, ' ')) != NULL) {
		if (*value == '\0')
			continue;
		buf_fmt(&b, " %s «\u00a0%s\u00a0»", between,
		    field_choice(f, value)->label);
		between = "ou";
	}
	out = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

static void
add_conditions(struct arena *a, struct node *champ,
    const struct definition *d, const struct field *f)
{
	const struct condition *c;

	for (c = f->conditions; c < f->conditions + f->nconditions; c++)
		if (c->field == NULL)
			node_add_text(champ, "si", c->minor ?
			    "Seulement avant 18\u00a0ans" :
			    "Seulement à partir de 18\u00a0ans");
		else
			node_add_text(champ, "si", arena_fmt(a,
			    "Seulement si %s", test(a, d, c->field,
			    c->values)));
	if (f->need_field != NULL)
		node_add_text(champ, "si", arena_fmt(a,
		    "Demandé toujours si %s", test(a, d, f->need_field,
		    f->need_value)));
}

static void
add_csv(struct arena *a, struct node *champ, const struct field *f)
{
	char *rest = arena_dup(a, table_columns(a, f)), *name;

	while ((name = str_split(&rest, ' ')) != NULL)
		node_add_text(champ, "csv", name);
}

static void
add_field(struct arena *a, struct node *etape, const struct definition *d,
    const struct field *f, int table)
{
	struct node *champ = node_add(etape, "champ");
	size_t i;

	node_set(champ, "nom", f->name);
	node_set(champ, "titre", f->label);
	node_set(champ, "genre", accepted(a, f));
	if (f->optional)
		node_set(champ, "facultatif", "1");
	if (f->material)
		node_set(champ, "substantiel", "1");
	if (f->basis != d->basis)
		node_set(champ, "base", base_word(f->basis));
	node_set(champ, "finalite", f->purpose);
	if (f->retention != d->retention)
		node_set(champ, "conservation", f->retention);
	add_conditions(a, champ, d, f);
	for (i = 0; i < f->nchoices; i++)
		if (f->choices[i].stops == NULL)
			node_add_text(champ, "choix", f->choices[i].label);
	if (table)
		add_csv(a, champ, f);
}

/* Of a complement: at which states, and how long after them. */
static void
add_moment(struct arena *a, struct node *etape, const struct definition *d,
    const struct step *s)
{
	char *rest = arena_dup(a, s->states), *name;

	while ((name = str_split(&rest, ' ')) != NULL)
		if (*name != '\0')
			node_add_text(etape, "etat", definition_state(d,
			    name)->label);
	node_set_int(etape, "efface", s->erased);
}

static void
add_steps(struct arena *a, struct node *t, const struct definition *d,
    int table)
{
	const struct step *s;
	struct node *etape;
	size_t i;

	for (s = d->steps; s < d->steps + d->nsteps; s++) {
		if (s->nfields == 0)
			continue;
		etape = node_add(t, "etape");
		node_set(etape, "titre", s->title);
		if (*s->states != '\0')
			add_moment(a, etape, d, s);
		if (s->article != NULL)
			node_set(etape, "article", s->article);
		for (i = 0; i < s->nfields; i++)
			add_field(a, etape, d, &s->fields[i], table);
	}
}

/* The i-th field, those asked later behind the others; NULL: no more. */
static const struct field *
field_at(const struct definition *d, size_t i)
{
	const struct step *s = d->steps;

	for (; s < d->steps + d->nsteps; s++) {
		if (i < s->nfields)
			return &s->fields[i];
		i -= s->nfields;
	}
	return d->later == NULL ? NULL : field_at(d->later, i);
}

static void
add_categories(struct node *t, const struct definition *d)
{
	const struct field *f;
	struct node *n;
	size_t i, k;

	for (k = 0; k < NCATEGORIES; k++) {
		n = NULL;
		for (i = 0; (f = field_at(d, i)) != NULL; i++) {
			if (category(f) != k)
				continue;
			if (n == NULL) {
				n = node_add(t, "categorie");
				node_set(n, "titre", categories[k]);
			} else
				node_append(n, ", ");
			node_append(n, f->nom);
		}
	}
}

/* Each purpose once, in the order of the questions. */
static void
add_purposes(struct node *t, const struct definition *d)
{
	const struct field *f, *before;
	struct node *n;
	size_t i, k;

	for (i = 0; (f = field_at(d, i)) != NULL; i++) {
		for (k = 0; (before = field_at(d, k)) != f; k++)
			if (str_eq(before->purpose, f->purpose) &&
			    before->basis == f->basis)
				break;
		if (before != f)
			continue;
		n = node_add_text(t, "finalite", f->purpose);
		if (f->basis != d->basis)
			node_set(n, "base", base_word(f->basis));
	}
}

static void
add_retentions(struct node *t, const struct definition *d)
{
	const struct field *f;
	size_t i;

	for (i = 0; (f = field_at(d, i)) != NULL; i++)
		if (f->retention != d->retention)
			node_set(node_add_text(t, "duree", f->retention), "de",
			    f->nom);
}

/* When files go by themselves, on what ground, and what a law keeps. */
static void
add_terms(struct arena *a, struct node *t, const struct definition *d)
{
	const struct issuable *i;
	const struct state *s;
	const struct field *f;
	struct node *n;

	for (s = d->states; s < d->states + d->nstates; s++) {
		if (s->erased < 0)
			continue;
		n = node_add_text(t, "terme", s->ground == NULL ? "" :
		    s->ground);
		node_set(n, "etat", s->label);
		node_set(n, "duree", s->erased == 0 ? "aussitôt" :
		    depart_days(a, s->erased));
		if (s->from_seance)
			node_set(n, "seance", "1");
		f = s->agrees == NULL ? NULL : definition_field(d, s->agrees);
		if (f != NULL && f->called != NULL) {
			node_set(n, "accord", f->called);
			node_set(n, "accord-duree", depart_days(a,
			    s->agreed));
		}
	}
	for (i = d->documents; i < d->documents + d->ndocuments; i++)
		if (i->lasts > 0) {
			n = node_add_text(t, "papier-garde", i->ground);
			node_set(n, "nom", i->name);
			node_set(n, "duree", depart_days(a, i->lasts));
		}
}

static void
add_pieces(struct node *t, const struct definition *d)
{
	static const char *const when[] = { "Avec la candidature",
	    "Une fois la réponse donnée", "Pour le contrat" };
	static const char *const whose[] = { NULL, "avant 18\u00a0ans",
	    "à partir de 18\u00a0ans" };
	const struct asked_piece *p;
	struct node *n;

	for (p = d->pieces; p < d->pieces + d->npieces; p++) {
		n = node_add_text(t, "piece", p->purpose);
		node_set(n, "titre", p->label);
		node_set(n, "moment", when[p->moment]);
		if (p->of_whom != OF_ALL)
			node_set(n, "pour", whose[p->of_whom]);
		if (p->kept)
			node_set(n, "gardee", "1");
		if (p->optional)
			node_set(n, "facultatif", "1");
		if (p->basis != d->basis)
			node_set(n, "base", base_word(p->basis));
		if (p->retention != d->retention)
			node_set(n, "conservation", p->retention);
	}
}

static void
add_consents(struct node *t, const struct definition *d)
{
	const struct asked_consent *c;
	struct node *n;

	for (c = d->consents; c < d->consents + d->nconsents; c++) {
		n = node_add_text(t, "accord", c->purpose);
		node_set(n, "titre", c->title);
		node_set_int(n, "version", c->version);
		if (c->by_person)
			node_set(n, "personne", "1");
		if (c->by_parent)
			node_set(n, "representant", "1");
		if (c->optional)
			node_set(n, "facultatif", "1");
		if (c->basis != d->basis)
			node_set(n, "base", base_word(c->basis));
		if (c->retention != d->retention)
			node_set(n, "conservation", c->retention);
	}
}

static int
asks_representatives(const struct definition *d)
{
	size_t i;

	for (i = 0; i < d->nconsents; i++)
		if (d->consents[i].by_parent)
			return 1;
	return 0;
}

static void
add_head(struct node *t, const struct definition *d)
{
	node_set(t, "nom", d->name);
	node_set_int(t, "version", d->version);
	node_set(t, "titre", d->title);
	node_set(t, "base", base_word(d->basis));
	node_set(t, "conservation", d->retention);
	node_set_int(t, "brouillon", d->draft_days);
	if (d->recipients != NULL)
		node_set(t, "destinataires", d->recipients);
	if (d->audience != NULL)
		node_set(t, "public", d->audience);
	if (d->voice == VOICE_TU)
		node_set(t, "tu", "1");
	if (asks_representatives(d))
		node_set(t, "representants", "1");
	if (d->age.min >= 0)
		node_set_int(t, "age-min", d->age.min);
	if (d->age.max >= 0)
		node_set_int(t, "age-max", d->age.max);
}

void
registre_columns(struct node *to)
{
	size_t i;

	for (i = 0; i < ntable_first; i++)
		node_set(node_add_text(to, "colonne", table_first[i].meaning),
		    "nom", table_first[i].name);
}

void
registre_add(struct arena *a, struct node *to, const struct definition *d,
    int table)
{
	struct node *t = node_add(to, "traitement");

	add_head(t, d);
	if (table)
		node_set(t, "table", "1");
	add_categories(t, d);
	add_purposes(t, d);
	add_retentions(t, d);
	add_terms(a, t, d);
	add_pieces(t, d);
	add_consents(t, d);
	add_steps(a, t, d, table);
	if (d->later != NULL)
		add_steps(a, t, d->later, 0);
}
