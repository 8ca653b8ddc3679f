/*
 * Counting: every file once, into all lists it belongs to, on the page asked
 * for and on those beside it.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/report/chiffres_inside.h"
#include "domain/territory/commune.h"

#define LABELS	128	/* départements, steps: at most */

/* One file as it comes from the database. */
struct fact {
	const struct definition *programme;
	const char	*state, *contract;
	int32_t		 sent, answered, begins;	/* DAY_NONE: not */
	const char	*xml;
	size_t		 len;
};

int
chiffres_counted(const struct definition *d)
{
	return d->journey != JOURNEY_SHORT;
}

static int
year_of(int32_t day)
{
	int year, month, mday;

	day_split(day, &year, &month, &mday);
	return year;
}

void
chiffres_years(struct db *db, int *first, int *last)
{
	struct query *q;

	*first = *last = year_of(day_today());
	q = db_query(db, "SELECT min(sent), max(sent) FROM dossier WHERE sent "
	    "IS NOT NULL", "");
	if (db_next(q) && !db_null(q, 0)) {
		*first = year_of(time_local(db_int(q, 0), NULL, NULL));
		*last = year_of(time_local(db_int(q, 1), NULL, NULL));
	}
	db_done(q);
}

/* Where a value stands among labels, added when it is new; -1: no room. */
static int
place(struct arena *a, struct list *l, const char *label)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (str_eq(l->labels[i], label))
			return (int)i;
	if (l->n == LABELS)
		return -1;
	l->labels[l->n] = arena_dup(a, label);
	return (int)l->n++;
}

/* One person more in a list; where[] are the values of its sides, -1: none. */
static void
count(struct comptes *c, int list, int label, const int where[SIDES])
{
	struct list *l = &c->lists[list];
	int fits[SIDES], misfits = 0, s;

	if (label < 0)
		return;
	for (s = 0; s < SIDES; s++) {
		fits[s] = c->at[s] == -1 || c->at[s] == where[s];
		misfits += !fits[s];
	}
	if (misfits == 0)
		l->view[label]++;
	for (s = 0; s < SIDES; s++)
		if (where[s] >= 0 && misfits - !fits[s] == 0)
			l->cube[s][(size_t)label * c->size[s] +
			    (size_t)where[s]]++;
}

static int
issue(const struct definition *d, const char *state)
{
	const struct state *s = definition_state(d, state);

	if (str_has_word("acceptee contrat encours terminee", state))
		return ISSUE_ADMITTED;
	if (str_eq(state, "refusee"))
		return ISSUE_REFUSED;
	if (str_has_word("retiree sans-accord", state))
		return ISSUE_WITHDRAWN;
	/* where nobody has to act any more, it has come to its aim */
	return s != NULL && str_eq(s->who, "aucun") ? ISSUE_ADMITTED :
	    ISSUE_OPEN;
}

static const struct field *
asked(const struct definition *d, enum field_kind kind, const char *name)
{
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			if (d->steps[i].fields[k].kind == kind && (name ==
			    NULL || str_eq(d->steps[i].fields[k].name, name)))
				return &d->steps[i].fields[k];
	return NULL;
}

static const struct field *
birth(const struct definition *d)
{
	return d->age.birth == NULL ? NULL : asked(d, FIELD_DATE,
	    d->age.birth);
}

int
comptes_asks(const struct definition *d, int list)
{
	return list == LIST_AGES ? birth(d) != NULL :
	    list == LIST_DEPARTEMENTS ? asked(d, FIELD_COMMUNE, NULL) != NULL :
	    1;
}

/*
 * The value of an element or of its attribute, out of a record as the store
 * writes it: names stand once, texts hold no « < ».  Reading all of it as XML
 * for one answer would cost ten times as much.  NULL when it is not there.
 */
static const char *
answer(struct arena *a, const struct fact *f, const char *name,
    const char *attr)
{
	const char *tag = arena_fmt(a, "<%s", name), *p = f->xml;
	const char *end = f->xml + f->len, *close, *from;

	for (;; p++) {
		p = memmem(p, (size_t)(end - p), tag, strlen(tag));
		if (p == NULL)
			return NULL;
		from = p + strlen(tag);
		if (from < end && (*from == ' ' || *from == '>'))
			break;
	}
	if ((close = memchr(p, '>', (size_t)(end - p))) == NULL)
		return NULL;
	if (attr == NULL) {
		from = close + 1;
		close = memchr(from, '<', (size_t)(end - from));
	} else {
		attr = arena_fmt(a, " %s=\"", attr);
		from = memmem(p, (size_t)(close - p), attr, strlen(attr));
		if (from == NULL)
			return NULL;
		from += strlen(attr);
		close = memchr(from, '"', (size_t)(end - from));
	}
	return close == NULL ? NULL : arena_dupn(a, from,
	    (size_t)(close - from));
}

/* The number of the département, "" when it is not told. */
static const char *
departement(struct arena *a, const struct fact *f)
{
	const struct field *field = asked(f->programme, FIELD_COMMUNE, NULL);
	const char *s;

	if (field == NULL)
		return NULL;
	if ((s = answer(a, f, field->name, "insee")) != NULL)
		return commune_departement(a, s);
	s = answer(a, f, field->name, "code-postal");
	/* those of Corsica are not told by a post code */
	if (s == NULL || strlen(s) != 5 || str_starts(s, "20"))
		return "";
	return arena_dupn(a, s, str_starts(s, "97") ? 3 : 2);
}

static int
age_band(struct arena *a, const struct fact *f)
{
	static const int upto[AGES - 1] = { 17, 25, 35, 45, 55 };
	const struct field *field = birth(f->programme);
	const char *s = field == NULL ? NULL : answer(a, f, field->name, NULL);
	int32_t born = s == NULL ? DAY_NONE : day_parse(s);
	int i, age;

	if (born == DAY_NONE)
		return -1;
	age = day_age(born, f->sent);
	for (i = 0; i < AGES - 1 && age > upto[i]; i++)
		continue;
	return i;
}

static int
delay_band(const struct fact *f)
{
	if (f->answered == DAY_NONE)
		return DELAYS - 1;
	return f->answered <= day_add_working(f->sent, 2) ? 0 :
	    f->answered <= day_add_working(f->sent, 5) ? 1 :
	    f->answered <= day_add_working(f->sent, 10) ? 2 : 3;
}

static void
count_contract(struct comptes *c, const struct fact *f, const int where[])
{
	int there[SIDES] = { where[0], where[1],
	    year_of(f->begins) - c->first_year };
	int k;

	for (k = 0; k < (int)c->lists[LIST_CONTRACTS].n; k++)
		if (str_eq(contrat_state_name((enum contrat_state)(k + 1)),
		    f->contract))
			count(c, LIST_CONTRACTS, k, there);
}

static void
count_file(struct comptes *c, struct arena *a, const struct fact *f,
    const int where[SIDES])
{
	const struct state *s = definition_state(f->programme, f->state);
	int year, month, mday, end = issue(f->programme, f->state);
	const char *dept;

	day_split(f->sent, &year, &month, &mday);
	count(c, LIST_PROGRAMMES, where[SIDE_PROGRAMME], where);
	count(c, LIST_ISSUES, end, where);
	count(c, LIST_PAIRS, where[SIDE_PROGRAMME] * ISSUES + end, where);
	count(c, LIST_TIMES, c->at[SIDE_YEAR] == -1 ? where[SIDE_YEAR] :
	    month - 1, where);
	if (end == ISSUE_OPEN)
		count(c, LIST_STEPS, place(c->a, &c->lists[LIST_STEPS],
		    s != NULL ? s->label : f->state), where);
	count(c, LIST_DELAYS, delay_band(f), where);
	if ((dept = departement(a, f)) != NULL)
		count(c, LIST_DEPARTEMENTS, place(c->a,
		    &c->lists[LIST_DEPARTEMENTS], dept), where);
	count(c, LIST_COOPERATIVES, where[SIDE_COOPERATIVE], where);
	count(c, LIST_AGES, age_band(a, f), where);
	if (f->contract != NULL)
		count_contract(c, f, where);
}

static int32_t
day_of(struct query *q, int col)
{
	return db_null(q, col) ? DAY_NONE : time_local(db_int(q, col), NULL,
	    NULL);
}

/* Which cooperative, the place after the last for none or one unknown. */
static int
cooperative(const struct comptes *c, const char *code)
{
	const struct network *net = c->words->network;
	size_t i;

	for (i = 0; i < net->ncooperatives; i++)
		if (str_eq(net->cooperatives[i].code, code))
			break;
	return (int)i;
}

static int
programme(const struct comptes *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->nprogrammes; i++)
		if (str_eq(c->programmes[i]->name, name))
			return (int)i;
	return -1;
}

static int
read_files(struct comptes *c, struct db *db)
{
	struct arena *a = arena_new();
	int where[SIDES];
	struct query *q;
	struct fact f;

	q = db_query(db, "SELECT d.programme, d.cooperative, d.sent, d.state, "
	    "(SELECT e.at FROM event e WHERE e.dossier = d.id AND e.account "
	    "IS NOT NULL ORDER BY e.id LIMIT 1), c.state, c.first, (SELECT "
	    "r.xml FROM record r WHERE r.dossier = d.id AND r.form = "
	    "d.programme ORDER BY r.id DESC LIMIT 1) FROM dossier d LEFT JOIN "
	    "contrat c ON c.dossier = d.id WHERE d.sent IS NOT NULL", "");
	for (; db_next(q); arena_reset(a)) {
		where[SIDE_PROGRAMME] = programme(c, db_text(q, 0));
		if (where[SIDE_PROGRAMME] == -1)
			continue;
		f = (struct fact){
			.programme = c->programmes[where[SIDE_PROGRAMME]],
			.sent = day_of(q, 2), .state = db_text(q, 3),
			.answered = day_of(q, 4),
			.contract = db_null(q, 5) ? NULL : db_text(q, 5),
			.begins = (int32_t)db_int(q, 6),
		};
		f.xml = db_blob(q, 7, &f.len);
		where[SIDE_COOPERATIVE] = cooperative(c, db_text(q, 1));
		where[SIDE_YEAR] = year_of(f.sent) - c->first_year;
		count_file(c, a, &f, where);
	}
	arena_free(a);
	return db_done(q);
}

static int
read_meetings(struct comptes *c, struct db *db)
{
	int where[SIDES], label;
	struct query *q;
	const char *s;

	q = db_query(db, "SELECT p.state, a.cooperative, a.first FROM place p "
	    "JOIN agenda a ON a.id = p.agenda WHERE a.programme = 'reunion' "
	    "AND a.cancelled IS NULL", "");
	while (db_next(q)) {
		s = db_text(q, 0);
		label = str_eq(s, "prise") ? 0 :
		    str_has_word("attente offerte", s) ? 1 : 2;
		where[SIDE_PROGRAMME] = -1;
		where[SIDE_COOPERATIVE] = cooperative(c, db_text(q, 1));
		where[SIDE_YEAR] = year_of((int32_t)db_int(q, 2)) -
		    c->first_year;
		count(c, LIST_MEETINGS, label, where);
	}
	return db_done(q);
}

/* Years of files, contracts and meetings, the one asked for included. */
static int
read_years(struct comptes *c, struct db *db, int asked_for)
{
	struct query *q;

	chiffres_years(db, &c->first_year, &c->last_year);
	q = db_query(db, "SELECT min(d), max(d) FROM (SELECT first AS d FROM "
	    "contrat UNION ALL SELECT first FROM agenda)", "");
	if (db_next(q) && !db_null(q, 0)) {
		if (year_of((int32_t)db_int(q, 0)) < c->first_year)
			c->first_year = year_of((int32_t)db_int(q, 0));
		if (year_of((int32_t)db_int(q, 1)) > c->last_year)
			c->last_year = year_of((int32_t)db_int(q, 1));
	}
	if (asked_for != 0 && asked_for < c->first_year)
		c->first_year = asked_for;
	if (asked_for > c->last_year)
		c->last_year = asked_for;
	return db_done(q);
}

/* Room for every list, with the labels that are known before. */
static void
make_lists(struct comptes *c)
{
	size_t sizes[LISTS] = { c->nprogrammes, ISSUES,
	    c->nprogrammes * ISSUES, c->at[SIDE_YEAR] == -1 ?
	    c->size[SIDE_YEAR] : 12, 0, DELAYS, 0, c->size[SIDE_COOPERATIVE],
	    AGES, CONTRAT_TRANSFORME, MEETINGS };
	size_t room;
	int k, s;

	for (k = 0; k < LISTS; k++) {
		room = sizes[k] == 0 ? LABELS : sizes[k];
		c->lists[k].n = sizes[k];
		c->lists[k].labels = arena_array(c->a, room,
		    sizeof(*c->lists[k].labels));
		c->lists[k].view = arena_array(c->a, room, sizeof(int64_t));
		for (s = 0; s < SIDES; s++)
			c->lists[k].cube[s] = arena_array(c->a, room *
			    c->size[s], sizeof(int64_t));
		c->lists[k].hidden = arena_alloc(c->a, room + 1);
	}
}

int
comptes_read(struct arena *a, struct db *db,
    const struct chiffres_words *words, const struct chiffres_filter *f,
    struct comptes *c)
{
	size_t i, n = 0;

	memset(c, 0, sizeof(*c));
	c->a = a;
	c->words = words;
	while (words->programmes[n] != NULL)
		n++;
	c->programmes = arena_array(a, n + 1, sizeof(*c->programmes));
	for (i = 0; i < n; i++)
		if (chiffres_counted(words->programmes[i]))
			c->programmes[c->nprogrammes++] =
			    words->programmes[i];
	if (read_years(c, db, f->year) == -1)
		return -1;
	c->size[SIDE_PROGRAMME] = c->nprogrammes;
	c->size[SIDE_COOPERATIVE] = words->network->ncooperatives + 1;
	c->size[SIDE_YEAR] = (size_t)(c->last_year - c->first_year) + 1;
	c->at[SIDE_PROGRAMME] = *f->programme == '\0' ? -1 :
	    programme(c, f->programme);
	c->at[SIDE_COOPERATIVE] = *f->cooperative == '\0' ? -1 :
	    cooperative(c, f->cooperative);
	c->at[SIDE_YEAR] = f->year == 0 ? -1 : f->year - c->first_year;
	make_lists(c);
	if (read_files(c, db) == -1 || read_meetings(c, db) == -1)
		return -1;
	for (i = 0; i < c->nprogrammes; i++)
		c->total += c->lists[LIST_PROGRAMMES].view[i];
	return 0;
}
