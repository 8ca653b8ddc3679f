/*
 * Telling: each list as a sentence, a drawing and a table.
 *
 * What is masked stands after what is shown, in the order of the labels: the
 * order of a list is not to tell how many they are.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/report/chiffres_inside.h"
#include "domain/report/sheet.h"
#include "text/format.h"

#define BAR_HEIGHT	4	/* in lines of the drawing */
#define BAR_MAX		80	/* hundredths: a number stands after it */

/* « 7 candidatures sur 10 » */
struct noun {
	const char	*one, *many;
};
static const struct noun candidature = { "candidature", "candidatures" };
static const struct noun pending = { "candidature en cours",
    "candidatures en cours" };
static const struct noun personne = { "personne", "personnes" };

static const struct told {
	int		 list;
	const char	*name, *question, *caption, *title;
	int		 sorted;	/* by number, else as it stands */
} tolds[] = {
	{ LIST_PROGRAMMES, "programmes", "Programme",
	    "Candidatures par programme", "Candidatures par programme", 1 },
	{ LIST_ISSUES, "suites", "Programme",
	    "Ce que les candidatures sont devenues, par programme",
	    "Ce que deviennent les candidatures", 0 },
	{ LIST_TIMES, "periodes", "Période", "Candidatures par période",
	    "Candidatures par période", 0 },
	{ LIST_STEPS, "etapes", "Étape",
	    "Candidatures en cours, par étape", "Où en sont les candidatures "
	    "en cours", 1 },
	{ LIST_DELAYS, "delais", "Première réponse",
	    "Temps entre l’envoi et la première réponse de l’équipe, en jours "
	    "du lundi au vendredi", "Le temps avant la première réponse", 0 },
	{ LIST_DEPARTEMENTS, "departements", "Département",
	    "Candidatures par département où l’on habite",
	    "Candidatures par département", 1 },
	{ LIST_COOPERATIVES, "cooperatives", "Coopérative",
	    "Candidatures par coopérative", "Candidatures par coopérative",
	    1 },
	{ LIST_AGES, "ages", "Âge",
	    "Âge le jour de l’envoi",
	    "L’âge des personnes", 0 },
	{ LIST_CONTRACTS, "contrats", "Contrat d’appui",
	    "Contrats d’appui, par ce qu’ils sont devenus",
	    "Les contrats d’appui", 0 },
	{ LIST_MEETINGS, "reunions", "Réunion d’information",
	    "Qui a demandé une place à une réunion d’information, et qui est "
	    "venu", "Les réunions d’information", 0 }
};

static const char *const issues[ISSUES] = { "Retenues", "Non retenues",
    "Retirées", "En cours" };
static const char *const delays[DELAYS] = { "En 2\u00a0jours au plus",
    "En 3 à 5\u00a0jours", "En 6 à 10\u00a0jours",
    "En plus de 10\u00a0jours", "Pas de réponse à ce jour" };
static const char *const ages[AGES] = { "Moins de 18\u00a0ans",
    "De 18 à 25\u00a0ans", "De 26 à 35\u00a0ans", "De 36 à 45\u00a0ans",
    "De 46 à 55\u00a0ans", "56\u00a0ans et plus", "Non demandé" };
static const char *const meetings[MEETINGS] = { "Sont venues",
    "Ne sont pas venues", "Ont une place, présence pas notée",
    "En liste d’attente", "Désistements" };

static const char *
number(struct arena *a, int64_t n)
{
	return format_value(a, format_find("nombre"), arena_fmt(a, "%lld",
	    (long long)n));
}

/* « 7 candidatures sur 10 sont retenues »; verbs of one and of many. */
static const char *
share(struct arena *a, int64_t n, int64_t of, const struct noun *what,
    const char *one, const char *many)
{
	int64_t tenths = (20 * n + of) / (2 * of);

	if (n == of)
		return arena_fmt(a, "Toutes les %s %s", what->many, many);
	if (20 * n < of)
		return arena_fmt(a, "Moins d’une %s sur\u00a020 %s",
		    what->one, one);
	if (tenths < 1)
		tenths = 1;
	if (tenths == 10)
		return arena_fmt(a, "Plus de 9\u00a0%s sur\u00a010 %s",
		    what->many, many);
	return tenths == 5 ? arena_fmt(a, "1\u00a0%s sur\u00a02 %s",
	    what->one, one) : arena_fmt(a, "%lld\u00a0%s sur\u00a010 %s",
	    (long long)tenths, tenths == 1 ? what->one : what->many,
	    tenths == 1 ? one : many);
}

static int64_t
sum(const struct list *l)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < l->n; i++)
		n += l->view[i];
	return n;
}

/* The largest that is shown; -1 when there is none. */
static int
top(const struct list *l)
{
	int best = -1;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (!l->hidden[i] && l->view[i] > 0 && (best == -1 ||
		    l->view[i] > l->view[best]))
			best = (int)i;
	return best;
}

static const char *
lower_first(struct arena *a, const char *s)
{
	char *out = arena_dup(a, s);

	if (*out >= 'A' && *out <= 'Z')
		*out += 'a' - 'A';
	return out;
}

static const char *
cooperative_de(const struct comptes *c, int i)
{
	const struct network *net = c->words->network;
	const char *de;

	if ((size_t)i == net->ncooperatives)
		return "d’aucune coopérative";
	de = node_value(c->a, net->cooperatives[i].node, "de");
	return de != NULL ? de : net->cooperatives[i].name;
}

/* Those answered in ten days, when all three counts are shown. */
static const char *
delay_title(struct comptes *c, const struct list *l, int64_t all)
{
	int64_t n = l->view[0] + l->view[1] + l->view[2];

	if (l->hidden[0] || l->hidden[1] || l->hidden[2] || n == 0)
		return NULL;
	return share(c->a, n, all, &candidature, "a une réponse en "
	    "10\u00a0jours ouvrés au plus", "ont une réponse en "
	    "10\u00a0jours ouvrés au plus");
}

static const char *
located(const struct comptes *c, const char *code)
{
	const struct departement *d = c->words->departements == NULL ? NULL :
	    departement_find(c->words->departements, code);

	return d == NULL ? NULL : d->located;
}

static const char *
contract_title(struct comptes *c, const struct list *l)
{
	int run = CONTRAT_EN_COURS - 1, renewed = CONTRAT_RENOUVELE - 1;
	int64_t n = l->view[run] + l->view[renewed];

	if (l->hidden[run] || l->hidden[renewed] || n < 2)
		return NULL;
	return arena_fmt(c->a, "%s\u00a0contrats d’appui sont en cours",
	    number(c->a, n));
}

static const char *
time_title(struct comptes *c, const struct list *l, int64_t all, int at)
{
	struct arena *a = c->a;

	if (c->at[SIDE_YEAR] == -1)
		return arena_fmt(a, "%s\u00a0candidatures en %s, sur %s "
		    "depuis le début", number(a, l->view[at]),
		    l->labels[at], number(a, all));
	return arena_fmt(a, "%s\u00a0candidatures en %s, sur %s dans "
	    "l’année", number(a, l->view[at]), l->labels[at], number(a, all));
}

/* The finding as a sentence; NULL when what it would say is masked. */
static const char *
title(struct comptes *c, const struct told *t, const struct list *l)
{
	struct arena *a = c->a;
	int64_t all = sum(l);
	int at = top(l);

	if (t->list == LIST_DELAYS)
		return delay_title(c, l, all);
	if (t->list == LIST_CONTRACTS)
		return contract_title(c, l);
	if (t->list == LIST_ISSUES)
		at = l->hidden[ISSUE_ADMITTED] || l->view[0] == 0 ? -1 : 0;
	if (t->list == LIST_MEETINGS)
		at = l->hidden[MEETING_CAME] || l->view[MEETING_CAME] == 0 ?
		    -1 : MEETING_CAME;
	if (at == -1)
		return NULL;
	switch (t->list) {
	case LIST_PROGRAMMES:
		return share(a, l->view[at], all, &candidature,
		    arena_fmt(a, "est pour\u00a0: %s", l->labels[at]),
		    arena_fmt(a, "sont pour\u00a0: %s", l->labels[at]));
	case LIST_ISSUES:
		return share(a, l->view[at], all, &candidature,
		    "est retenue", "sont retenues");
	case LIST_TIMES:
		return time_title(c, l, all, at);
	case LIST_STEPS:
		return share(a, l->view[at], all, &pending,
		    arena_fmt(a, "est à l’étape «\u00a0%s\u00a0»",
		    l->labels[at]), arena_fmt(a, "sont à l’étape "
		    "«\u00a0%s\u00a0»", l->labels[at]));
	case LIST_DEPARTEMENTS:
		if (located(c, l->labels[at]) == NULL)
			return NULL;
		return share(a, l->view[at], all, &personne,
		    arena_fmt(a, "habite %s", located(c, l->labels[at])),
		    arena_fmt(a, "habitent %s", located(c, l->labels[at])));
	case LIST_COOPERATIVES:
		return share(a, l->view[at], all, &candidature,
		    arena_fmt(a, "dépend %s", cooperative_de(c, at)),
		    arena_fmt(a, "dépendent %s", cooperative_de(c, at)));
	case LIST_AGES:
		if (at == AGE_UNTOLD)
			return NULL;
		return share(a, l->view[at], all, &personne,
		    arena_fmt(a, "a %s", lower_first(a, l->labels[at])),
		    arena_fmt(a, "ont %s", lower_first(a, l->labels[at])));
	default:
		return arena_fmt(a, "%s\u00a0personnes sont venues à une "
		    "réunion d’information", number(a, l->view[at]));
	}
}

static const char *
month(const struct comptes *c, size_t i)
{
	return day_french_month(c->a, day_make(c->first_year +
	    c->at[SIDE_YEAR], (int)i + 1, 1));
}

static const char *
label(const struct comptes *c, int list, size_t i)
{
	const struct network *net = c->words->network;

	switch (list) {
	case LIST_PROGRAMMES:
		return c->programmes[i]->called;
	case LIST_ISSUES:
		return issues[i];
	case LIST_TIMES:
		return c->at[SIDE_YEAR] != -1 ? month(c, i) :
		    arena_fmt(c->a, "%d", c->first_year + (int)i);
	case LIST_DELAYS:
		return delays[i];
	case LIST_COOPERATIVES:
		return i == net->ncooperatives ? "Aucune" :
		    net->cooperatives[i].name;
	case LIST_AGES:
		return ages[i];
	case LIST_CONTRACTS:
		return contrat_state_words((enum contrat_state)(i + 1));
	case LIST_MEETINGS:
		return meetings[i];
	default:
		return c->lists[list].labels[i];
	}
}

/* One count of the page into a list. */
static void
cut(struct comptes *c, int list, size_t i, int cube, size_t label,
    const size_t w[SIDES])
{
	struct list *l = &c->lists[list];
	size_t at = comptes_cell(c, label, w);

	l->view[i] = c->cubes[cube].cells[at];
	l->hidden[i] = c->cubes[cube].hidden[at];
}

static void
make_list(struct comptes *c, int list, size_t n)
{
	struct list *l = &c->lists[list];

	l->n = n;
	l->labels = arena_array(c->a, n + 1, sizeof(*l->labels));
	l->view = arena_array(c->a, n + 1, sizeof(*l->view));
	l->hidden = arena_alloc(c->a, n + 1);
}

/* A list of the labels of a cube. */
static void
cut_labels(struct comptes *c, int list, int cube, const size_t w[SIDES])
{
	size_t i;

	make_list(c, list, c->cubes[cube].n);
	for (i = 0; i < c->cubes[cube].n; i++) {
		cut(c, list, i, cube, i + 1, w);
		c->lists[list].labels[i] = c->cubes[cube].labels[i];
	}
	c->lists[list].withheld =
	    c->cubes[cube].hidden[comptes_cell(c, SUM, w)];
}

/* A list of the values of a side. */
static void
cut_side(struct comptes *c, int list, int side, const size_t where[SIDES])
{
	size_t w[SIDES], i;

	memcpy(w, where, sizeof(w));
	make_list(c, list, c->size[side]);
	for (i = 0; i < c->size[side]; i++) {
		w[side] = i;
		cut(c, list, i, CUBE_ISSUES, SUM, w);
	}
}

/* All lists of the page.  1: how many people it counts is masked. */
static int
cut_page(struct comptes *c)
{
	size_t w[SIDES], i, j;
	int s;

	for (s = 0; s < SIDES; s++)
		w[s] = c->at[s] == -1 ? c->size[s] : (size_t)c->at[s];
	i = comptes_cell(c, SUM, w);
	c->total = c->cubes[CUBE_ISSUES].cells[i];
	if (c->cubes[CUBE_ISSUES].hidden[i])
		return 1;
	cut_labels(c, LIST_ISSUES, CUBE_ISSUES, w);
	cut_labels(c, LIST_STEPS, CUBE_STEPS, w);
	cut_labels(c, LIST_DELAYS, CUBE_DELAYS, w);
	cut_labels(c, LIST_DEPARTEMENTS, CUBE_DEPARTEMENTS, w);
	cut_labels(c, LIST_AGES, CUBE_AGES, w);
	cut_labels(c, LIST_CONTRACTS, CUBE_CONTRACTS, w);
	cut_labels(c, LIST_MEETINGS, CUBE_MEETINGS, w);
	cut_side(c, LIST_COOPERATIVES, SIDE_COOPERATIVE, w);
	if (c->at[SIDE_YEAR] == -1)
		cut_side(c, LIST_TIMES, SIDE_YEAR, w);
	else
		cut_labels(c, LIST_TIMES, CUBE_MONTHS, w);
	cut_side(c, LIST_PROGRAMMES, SIDE_PROGRAMME, w);
	make_list(c, LIST_PAIRS, c->nprogrammes * ISSUES);
	for (i = 0; i < c->nprogrammes; i++) {
		s = c->at[SIDE_PROGRAMME];
		w[SIDE_PROGRAMME] = i;
		if (s != -1 && s != (int)i)
			c->lists[LIST_PROGRAMMES].view[i] = 0;
		else
			for (j = 0; j < ISSUES; j++)
				cut(c, LIST_PAIRS, i * ISSUES + j,
				    CUBE_ISSUES, j + 1, w);
	}
	return 0;
}

/* « 44 » as it is read. */
static const char *
shown_label(const struct comptes *c, int list, size_t i)
{
	const char *s = c->lists[list].labels[i];
	const struct departement *d;

	if (list != LIST_DEPARTEMENTS)
		return s;
	if (*s == '\0')
		return "Non précisé";
	d = c->words->departements == NULL ? NULL :
	    departement_find(c->words->departements, s);
	return d != NULL ? d->name : s;
}

static void
add_count(struct comptes *c, struct node *to, int64_t n, int hidden)
{
	if (hidden)
		node_add(to, "n");
	else
		node_add_text(to, "n", arena_fmt(c->a, "%lld", (long long)n));
}

static int
before(const struct list *l, size_t a, size_t b)
{
	if (l->hidden[a] != l->hidden[b])
		return l->hidden[b];
	return !l->hidden[a] && l->view[a] > l->view[b];
}

/* Months and bands stay without anybody; others are left out. */
static int
stays(const struct comptes *c, const struct told *t)
{
	return !t->sorted && (t->list != LIST_TIMES ||
	    c->at[SIDE_YEAR] != -1);
}

/* The labels to show, in their order. */
static size_t
order(struct comptes *c, const struct told *t, const struct list *l,
    size_t **out)
{
	size_t *at = arena_array(c->a, l->n + 1, sizeof(*at)), n = 0, i, k;

	for (i = 0; i < l->n; i++) {
		if (l->view[i] == 0 && (!stays(c, t) || (t->list ==
		    LIST_AGES && i == AGE_UNTOLD)))
			continue;
		for (k = n; k > 0 && t->sorted && before(l, i, at[k - 1]); k--)
			at[k] = at[k - 1];
		at[k] = i;
		n++;
	}
	*out = at;
	return n;
}

static void
add_bars(struct comptes *c, struct node *to, const struct told *t,
    const struct list *l, const size_t *at, size_t n)
{
	int64_t max = 1;
	struct node *bar;
	size_t i;

	if (top(l) != -1)
		max = l->view[top(l)];
	for (i = 0; i < n; i++) {
		bar = node_add(to, "barre");
		node_set(bar, "libelle", shown_label(c, t->list, at[i]));
		node_set_int(bar, "y", (long long)i * BAR_HEIGHT);
		if (l->hidden[at[i]])
			continue;
		node_set_int(bar, "n", l->view[at[i]]);
		node_set_int(bar, "part", (l->view[at[i]] * BAR_MAX + max -
		    1) / max);
	}
	node_set_int(to, "hauteur", (long long)n * BAR_HEIGHT);
}

static void
add_rows(struct comptes *c, struct node *to, const struct told *t,
    const struct list *l, const size_t *at, size_t n)
{
	struct node *row;
	size_t i;

	node_add_text(to, "colonne", t->list == LIST_CONTRACTS ? "Contrats" :
	    t->list == LIST_MEETINGS ? "Personnes" : "Candidatures");
	for (i = 0; i < n; i++) {
		row = node_add(to, "ligne");
		node_set(row, "libelle", shown_label(c, t->list, at[i]));
		add_count(c, row, l->view[at[i]], l->hidden[at[i]]);
	}
	add_count(c, node_add(to, "somme"), sum(l), 0);
}

/* Programmes by issue: the only table of several columns. */
static void
add_table(struct comptes *c, struct node *to)
{
	const struct list *rows = &c->lists[LIST_PROGRAMMES];
	const struct list *cols = &c->lists[LIST_ISSUES];
	const struct list *pairs = &c->lists[LIST_PAIRS];
	struct node *row;
	size_t i, j;

	for (j = 0; j < ISSUES; j++)
		node_add_text(to, "colonne", issues[j]);
	node_add_text(to, "colonne", "Total");
	for (i = 0; i < rows->n; i++) {
		if (rows->view[i] == 0)
			continue;
		row = node_add(to, "ligne");
		node_set(row, "libelle", rows->labels[i]);
		for (j = 0; j < ISSUES; j++)
			add_count(c, row, pairs->view[i * ISSUES + j],
			    pairs->hidden[i * ISSUES + j]);
		add_count(c, row, rows->view[i], rows->hidden[i]);
	}
	row = node_add(to, "somme");
	for (j = 0; j < ISSUES; j++)
		add_count(c, row, cols->view[j], cols->hidden[j]);
	add_count(c, row, c->total, 0);
}

static void
add_finding(struct comptes *c, struct node *to, const struct told *t)
{
	struct list *l = &c->lists[t->list];
	struct node *n = node_add(to, "constat");
	const char *said = title(c, t, l);
	size_t *at, rows = order(c, t, l, &at);

	node_set(n, "nom", t->name);
	node_set(n, "titre", said != NULL ? said : t->title);
	node_set(n, "legende", t->caption);
	node_set(n, "question", t->question);
	if (t->list == LIST_ISSUES)
		add_table(c, n);
	else
		add_rows(c, n, t, l, at, rows);
	add_bars(c, n, t, l, at, rows);
}

static void
add_findings(struct comptes *c, struct node *to)
{
	const struct told *t;
	struct list *l;
	size_t i, k;

	for (i = 0; i < sizeof(tolds) / sizeof(tolds[0]); i++) {
		t = &tolds[i];
		l = &c->lists[t->list];
		for (k = 0; k < l->n; k++)
			l->labels[k] = label(c, t->list, k);
		if (l->withheld || sum(l) == 0 || (t->list == LIST_AGES &&
		    l->view[AGE_UNTOLD] == sum(l)) ||
		    /* one of one is no finding */
		    (t->list == LIST_PROGRAMMES &&
		    c->at[SIDE_PROGRAMME] != -1) ||
		    (t->list == LIST_COOPERATIVES &&
		    c->at[SIDE_COOPERATIVE] != -1))
			continue;
		add_finding(c, to, t);
	}
}

struct node *
chiffres_add(struct arena *a, struct db *db, const struct chiffres_words *w,
    const struct chiffres_filter *f, struct node *parent)
{
	struct comptes c;
	struct node *n;

	if (comptes_read(a, db, w, f, &c) == -1)
		return NULL;
	n = node_add(parent, "chiffres");
	node_set(n, "jour", day_iso(a, day_today()));
	comptes_hide(&c);
	if (cut_page(&c))
		return n;
	node_set_int(n, "total", c.total);
	add_findings(&c, n);
	return n;
}

struct node *
chiffres_find(const struct node *chiffres, const char *name)
{
	struct node *n = node_child(chiffres, "constat");

	while (n != NULL && !str_eq(node_attr(n, "nom"), name))
		n = node_sibling(n, "constat");
	return n;
}

static void
csv_row(struct arena *a, struct sheet *t, const char *first,
    const struct node *row)
{
	const struct node *n;
	const char *s;

	sheet_text(t, first);
	for (n = node_child(row, "n"); n != NULL; n = node_sibling(n, "n")) {
		s = node_string(a, n);
		sheet_number(t, *s == '\0' ? "–" : s, s);
	}
	sheet_newline(t);
}

void
chiffres_csv(struct arena *a, struct buf *b, const struct node *constat)
{
	struct sheet t = SHEET_INIT(SHEET_CSV);
	const struct node *n;

	sheet_begin(&t, "");
	sheet_name(&t, node_attr(constat, "question"));
	for (n = node_child(constat, "colonne"); n != NULL;
	    n = node_sibling(n, "colonne"))
		sheet_name(&t, node_string(a, n));
	sheet_newline(&t);
	for (n = node_child(constat, "ligne"); n != NULL;
	    n = node_sibling(n, "ligne"))
		csv_row(a, &t, node_attr(n, "libelle"), n);
	csv_row(a, &t, "Total", node_child(constat, "somme"));
	buf_add(b, t.line.data, t.line.len);
	sheet_free(&t);
}
