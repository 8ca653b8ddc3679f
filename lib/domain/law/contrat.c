/*
 * contrat: see the header.
 */
#include "domain/law/contrat.h"

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/paper/document.h"

/* A contract, two renewals, and what was signed before the portal. */
#define PERIODES	8

static const struct {
	const char	*name, *words;
} states[] = {
	[CONTRAT_AUCUN]		= { "aucun", "Aucun contrat" },
	[CONTRAT_A_SIGNER]	= { "a-signer", "À signer" },
	[CONTRAT_A_VENIR]	= { "a-venir", "Signé, pas encore commencé" },
	[CONTRAT_EN_COURS]	= { "en-cours", "En cours" },
	[CONTRAT_RENOUVELE]	= { "renouvele", "En cours, renouvelé" },
	[CONTRAT_ECHU]		= { "echu", "Échu" },
	[CONTRAT_ROMPU]		= { "rompu", "Rompu avant le terme" },
	[CONTRAT_TERMINE]	= { "termine", "Terminé" },
	[CONTRAT_TRANSFORME]	= { "transforme",
		"Suivi d’un contrat d’entrepreneur salarié associé" },
};

const char *
contrat_state_name(enum contrat_state s)
{
	return states[s].name;
}

const char *
contrat_state_words(enum contrat_state s)
{
	return states[s].words;
}

int
contrat_runs(const struct contrat *c)
{
	return c->state == CONTRAT_EN_COURS || c->state == CONTRAT_RENOUVELE;
}

const char *
periode_words(int rank)
{
	return rank == 0 ? "première période" :
	    rank == 1 ? "premier renouvellement" : "second renouvellement";
}

/* An answer of a paper that was issued, "" when it has none. */
static const char *
answer(struct arena *a, const struct earlier *e, const char *field)
{
	const char *v = e->contract == NULL ? NULL :
	    node_value(a, e->contract, field);

	return v == NULL ? "" : v;
}

static int32_t
answer_day(struct arena *a, const struct earlier *e, const char *field)
{
	return day_parse(answer(a, e, field));
}

static void
add(struct periode *list, size_t *n, struct periode p)
{
	size_t i;

	if (*n == PERIODES || p.first == DAY_NONE || p.last == DAY_NONE)
		return;
	for (i = (*n)++; i > 0 && (list[i - 1].rank > p.rank ||
	    (list[i - 1].rank == p.rank && list[i - 1].first > p.first)); i--)
		list[i] = list[i - 1];
	list[i] = p;
}

static void
add_paper(struct arena *a, struct periode *list, size_t *n,
    const struct earlier *e)
{
	struct periode p = { 0, answer_day(a, e, "debut"),
		answer_day(a, e, "fin"), e->code, e->issued, e->waits };
	int renewal = str_eq(e->kind, KIND_RENEWAL) ||
	    str_eq(answer(a, e, "periode"), "renouvellement");

	if (renewal)
		p.rank = str_eq(answer(a, e, "rang"), "second") ? 2 : 1;
	if (renewal && str_eq(e->kind, KIND_CAPE))
		add(list, n, (struct periode){ p.rank - 1,
		    answer_day(a, e, "origine"),
		    answer_day(a, e, "precedent-fin"), "", 0, 0 });
	add(list, n, p);
}

/* Runs of days that follow each other, up to the end. */
static struct duree
length(const struct contrat *c)
{
	struct duree sum = { 0, 0 };
	int32_t first, last;
	size_t i = 0;

	while (i < c->n) {
		first = c->periodes[i].first;
		last = c->periodes[i].last;
		while (++i < c->n && c->periodes[i].first <= last + 1)
			if (c->periodes[i].last > last)
				last = c->periodes[i].last;
		sum = duree_add(sum, duree_between(first, last < c->end ? last :
		    c->end));
	}
	return sum;
}

int
contrat_is_signed(const struct dossier *d)
{
	return str_eq(d->state, "encours") || str_eq(d->state, "terminee");
}

static enum contrat_state
state_at(const struct contrat *c, const struct dossier *d, int32_t today)
{
	size_t i;

	if (c->n == 0)
		return CONTRAT_AUCUN;
	if (!contrat_is_signed(d))
		return CONTRAT_A_SIGNER;
	if (c->cesa != DAY_NONE && today >= c->cesa)
		return CONTRAT_TRANSFORME;
	if (*c->broken != '\0' && today > c->end)
		return CONTRAT_ROMPU;
	if (str_eq(d->state, "terminee"))
		return CONTRAT_TERMINE;
	if (today < c->first)
		return CONTRAT_A_VENIR;
	if (today > c->end)
		return CONTRAT_ECHU;
	for (i = c->n; i-- > 0; )
		if (c->periodes[i].first <= today)
			break;
	return i < c->n && c->periodes[i].rank > 0 ? CONTRAT_RENOUVELE :
	    CONTRAT_EN_COURS;
}

void
contrat_read(struct arena *a, const struct earlier *papers, size_t npapers,
    const struct dossier *d, int32_t activity, int32_t registered,
    int32_t cesa, int32_t today, struct contrat *c)
{
	struct periode *list = arena_array(a, PERIODES, sizeof(*list));
	const struct earlier *broken = NULL;
	int32_t day;
	size_t i;

	*c = (struct contrat){ .periodes = list, .broken = "",
		.first = DAY_NONE, .term = DAY_NONE, .end = DAY_NONE,
		.birth = DAY_NONE, .activity = activity,
		.registered = registered, .cesa = cesa };
	for (i = 0; i < npapers; i++) {
		if (str_eq(papers[i].kind, KIND_CAPE))
			c->birth = answer_day(a, &papers[i], "naissance");
		if (str_eq(papers[i].kind, KIND_CAPE) ||
		    str_eq(papers[i].kind, KIND_RENEWAL))
			add_paper(a, list, &c->n, &papers[i]);
		else if (str_eq(papers[i].kind, KIND_BREAK))
			broken = &papers[i];
	}
	while (c->n > 1 && list[c->n - 1].rank > 0 && list[c->n - 1].waits &&
	    today > list[c->n - 2].last)
		c->n--;
	if (c->n > 0) {
		c->first = list[0].first;
		c->end = c->term = list[c->n - 1].last;
	}
	if (broken != NULL && c->n > 0) {
		c->broken = broken->code;
		day = answer_day(a, broken, "effet");
		if (day != DAY_NONE && day < c->end)
			c->end = day;
	}
	if (c->n > 0 && cesa != DAY_NONE && cesa <= c->end)
		c->end = cesa - 1;
	c->length = length(c);
	c->state = state_at(c, d, today);
}

void
contrat_of_case(const struct law_case *lc, struct contrat *c)
{
	contrat_read(lc->arena, lc->earlier, lc->nearlier, lc->dossier,
	    DAY_NONE, DAY_NONE, DAY_NONE, lc->context->today, c);
}

/* The last thing staff wrote about each of the three days. */
static int
days(struct db *db, int64_t dossier, int32_t *activity, int32_t *registered,
    int32_t *cesa)
{
	struct query *q;
	int32_t *to;

	*activity = *registered = *cesa = DAY_NONE;
	q = db_query(db, "SELECT name, day FROM contrat_jour WHERE "
	    "dossier = ?1 ORDER BY id", "i", dossier);
	while (db_next(q)) {
		to = str_eq(db_text(q, 0), "activite") ? activity :
		    str_eq(db_text(q, 0), "cesa") ? cesa :
		    str_eq(db_text(q, 0), "immatriculation") ? registered :
		    NULL;
		if (to == NULL)
			continue;
		*to = db_null(q, 1) ? DAY_NONE : (int32_t)db_int(q, 1);
	}
	return db_done(q);
}

int
contrat_load(struct arena *a, struct db *db, const struct dossier *d,
    int32_t today, struct contrat *c)
{
	int32_t activity, registered, cesa;
	struct earlier *papers;
	size_t n;

	if (days(db, d->id, &activity, &registered, &cesa) == -1)
		return -1;
	n = document_earlier(a, db, d->id, &papers);
	contrat_read(a, papers, n, d, activity, registered, cesa, today, c);
	return 0;
}

static void
set_day(struct arena *a, struct node *n, const char *name, int32_t day)
{
	if (day != DAY_NONE)
		node_set(n, name, day_iso(a, day));
}

static void
add_cesa(struct arena *a, struct node *parent, const struct contrat *c)
{
	struct cesa clock;
	struct node *n;

	if (c->cesa == DAY_NONE)
		return;
	clock = cesa_clock(c->cesa, c->first, c->end, c->length);
	n = node_add(parent, "cesa");
	set_day(a, n, "echeance", clock.deadline);
	set_day(a, n, "essai", clock.trial);
	node_set(n, "reste", duree_french(a, clock.left));
	node_set(n, "reste-essai", duree_french(a, clock.trial_left));
}

struct node *
contrat_node(struct arena *a, struct node *parent, const struct contrat *c)
{
	struct node *n = node_add(parent, "appui"), *p;
	const struct periode *periode;
	size_t i;

	node_set(n, "etat", contrat_state_name(c->state));
	node_set(n, "libelle", contrat_state_words(c->state));
	set_day(a, n, "debut", c->first);
	set_day(a, n, "terme", c->term);
	set_day(a, n, "fin", c->end);
	if (c->n > 0)
		node_set(n, "duree", duree_french(a, c->length));
	set_day(a, n, "activite", c->activity);
	set_day(a, n, "immatriculation", c->registered);
	set_day(a, n, "cesa", c->cesa);
	if (*c->broken != '\0')
		node_set(n, "rupture", c->broken);
	for (i = 0; i < c->n; i++) {
		periode = &c->periodes[i];
		p = node_add(n, "periode");
		node_set_int(p, "rang", periode->rank);
		node_set(p, "libelle", periode_words(periode->rank));
		set_day(a, p, "debut", periode->first);
		set_day(a, p, "fin", periode->last);
		node_set(p, "duree", duree_french(a, duree_between(
		    periode->first, periode->last)));
		if (*periode->code == '\0')
			continue;
		node_set(p, "code", periode->code);
		node_set(p, "emis", time_iso(a, periode->issued));
	}
	add_cesa(a, n, c);
	return n;
}
