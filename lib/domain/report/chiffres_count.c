/*
 * Counting: every file once, into all lists it belongs to, on the page asked
 * for and on those beside it.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/report/chiffres_inside.h"

#define LABELS	128	/* départements, steps: at most */

/* One file as it comes from the database. */
struct fact {
	const struct definition *programme;
	const char	*state, *contract;
	const char	*departement;
	int32_t		 sent, answered, begins, birth;	/* DAY_NONE: not */
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

size_t
comptes_cell(const struct comptes *c, size_t label, const size_t w[SIDES])
{
	return ((label * (c->size[0] + 1) + w[0]) * (c->size[1] + 1) + w[1]) *
	    (c->size[2] + 1) + w[2];
}

/* Where a value stands among labels, added when it is new; -1: no room. */
static int
place(struct arena *a, struct cube *l, const char *label)
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

/*
 * One person more under a label, and in every sum: where[] are the values of
 * the sides, -1: none, then only all together.
 */
static void
count(struct comptes *c, int cube, int label, const int where[SIDES])
{
	int64_t *cells = c->cubes[cube].cells;
	size_t w[SIDES];
	int k, s;

	for (k = 0; label >= 0 && k < 1 << SIDES; k++) {
		for (s = 0; s < SIDES; s++)
			if ((k >> s & 1) != 0)
				w[s] = c->size[s];
			else if (where[s] >= 0)
				w[s] = (size_t)where[s];
			else
				break;
		if (s < SIDES)
			continue;
		cells[comptes_cell(c, SUM, w)]++;
		cells[comptes_cell(c, (size_t)label + 1, w)]++;
	}
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

static int
asks_commune(const struct definition *d)
{
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			if (d->steps[i].fields[k].kind == FIELD_COMMUNE)
				return 1;
	return 0;
}

int
comptes_asks(const struct definition *d, int cube)
{
	return cube == CUBE_AGES ? d->age.birth != NULL :
	    cube == CUBE_DEPARTEMENTS ? asks_commune(d) : 1;
}

static int
age_band(const struct fact *f)
{
	static const int upto[] = { 17, 25, 35, 45, 55 };
	int i, age;

	if (f->birth == DAY_NONE || f->programme->age.birth == NULL)
		return AGE_UNTOLD;
	age = day_age(f->birth, f->sent);
	for (i = 0; i < AGE_UNTOLD - 1 && age > upto[i]; i++)
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

	for (k = 0; k < (int)c->cubes[CUBE_CONTRACTS].n; k++)
		if (str_eq(contrat_state_name((enum contrat_state)(k + 1)),
		    f->contract))
			count(c, CUBE_CONTRACTS, k, there);
}

static void
count_file(struct comptes *c, const struct fact *f, const int where[SIDES])
{
	const struct state *s = definition_state(f->programme, f->state);
	int year, month, mday, end = issue(f->programme, f->state);

	day_split(f->sent, &year, &month, &mday);
	count(c, CUBE_ISSUES, end, where);
	count(c, CUBE_MONTHS, month - 1, where);
	if (end == ISSUE_OPEN)
		count(c, CUBE_STEPS, place(c->a, &c->cubes[CUBE_STEPS],
		    s != NULL ? s->label : f->state), where);
	count(c, CUBE_DELAYS, delay_band(f), where);
	count(c, CUBE_DEPARTEMENTS, place(c->a,
	    &c->cubes[CUBE_DEPARTEMENTS], f->departement), where);
	count(c, CUBE_AGES, age_band(f), where);
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
	int where[SIDES];
	struct query *q;
	struct fact f;

	q = db_query(db, "SELECT d.programme, d.cooperative, d.sent, d.state, "
	    "(SELECT e.at FROM event e WHERE e.dossier = d.id AND e.account "
	    "IS NOT NULL ORDER BY e.id LIMIT 1), c.state, c.first, "
	    "d.departement, d.birth FROM dossier d LEFT JOIN contrat c ON "
	    "c.dossier = d.id WHERE d.sent IS NOT NULL", "");
	while (db_next(q)) {
		where[SIDE_PROGRAMME] = programme(c, db_text(q, 0));
		if (where[SIDE_PROGRAMME] == -1)
			continue;
		f = (struct fact){
			.programme = c->programmes[where[SIDE_PROGRAMME]],
			.sent = day_of(q, 2), .state = db_text(q, 3),
			.answered = day_of(q, 4),
			.contract = db_null(q, 5) ? NULL : db_text(q, 5),
			.begins = (int32_t)db_int(q, 6),
			.departement = db_text(q, 7),
			.birth = db_null(q, 8) ? DAY_NONE :
			    (int32_t)db_int(q, 8)
		};
		where[SIDE_COOPERATIVE] = cooperative(c, db_text(q, 1));
		where[SIDE_YEAR] = year_of(f.sent) - c->first_year;
		count_file(c, &f, where);
	}
	return db_done(q);
}

/* What was noted of somebody holds, whatever became of the seat. */
static int
meeting_label(const char *seat, int64_t noted)
{
	if (noted > 0)
		return noted == 2 ? MEETING_CAME : MEETING_MISSED;
	return str_eq(seat, "prise") ? MEETING_SEAT :
	    str_has_word("attente offerte", seat) ? MEETING_WAITS :
	    MEETING_GAVE_BACK;
}

static int
read_meetings(struct comptes *c, struct db *db)
{
	int where[SIDES], label;
	struct query *q;

	q = db_query(db, "SELECT p.state, a.cooperative, a.first, "
	    "coalesce((SELECT max(iif(x.state = 'present', 2, 1)) FROM creneau "
	    "c JOIN presence x ON x.creneau = c.id WHERE c.agenda = a.id AND "
	    "x.dossier = p.dossier AND x.id = (SELECT max(id) FROM presence "
	    "WHERE creneau = c.id AND dossier = p.dossier)), 0) FROM place p "
	    "JOIN agenda a ON a.id = p.agenda WHERE a.programme = 'reunion' "
	    "AND a.cancelled IS NULL", "");
	while (db_next(q)) {
		label = meeting_label(db_text(q, 0), db_int(q, 3));
		where[SIDE_PROGRAMME] = -1;
		where[SIDE_COOPERATIVE] = cooperative(c, db_text(q, 1));
		where[SIDE_YEAR] = year_of((int32_t)db_int(q, 2)) -
		    c->first_year;
		count(c, CUBE_MEETINGS, label, where);
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

/* Room for every cube. */
static void
make_cubes(struct comptes *c)
{
	static const size_t sizes[CUBES] = { ISSUES, MONTHS, 0, DELAYS, 0,
	    AGES, CONTRAT_TRANSFORME, MEETINGS };
	size_t page = (c->size[0] + 1) * (c->size[1] + 1) * (c->size[2] + 1);
	size_t room;
	int k;

	for (k = 0; k < CUBES; k++) {
		room = sizes[k] == 0 ? LABELS : sizes[k];
		c->cubes[k].n = sizes[k];
		c->cubes[k].labels = arena_array(c->a, room,
		    sizeof(*c->cubes[k].labels));
		c->cubes[k].cells = arena_array(c->a, (room + 1) * page,
		    sizeof(int64_t));
		c->cubes[k].hidden = arena_alloc(c->a, (room + 1) * page);
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
	make_cubes(c);
	return read_files(c, db) == -1 || read_meetings(c, db) == -1 ? -1 : 0;
}
