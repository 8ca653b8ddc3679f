/*
 * contrat_day: the days that no paper tells and staff write down.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/law/cape.h"
#include "domain/law/contrat.h"
#include "text/typo.h"

/* Support is given on that day, and it is not to come. */
static const char *
within(const struct contrat *c, int32_t day, int32_t today)
{
	if (c->state == CONTRAT_AUCUN || c->state == CONTRAT_A_SIGNER)
		return "Aucun contrat n’est signé.";
	if (day > today)
		return "Ce jour n’est pas encore venu.";
	if (day < c->first || day > c->end)
		return "Ce jour est hors du contrat.";
	return NULL;
}

static const char *
wrong_activity(const struct contrat *c, int32_t day, int32_t today,
    enum regle *rule)
{
	*rule = REGLE_ACTIVITE;
	if (c->registered != DAY_NONE && day > c->registered)
		return "L’immatriculation est notée avant ce jour.";
	return within(c, day, today);
}

static const char *
wrong_registration(const struct contrat *c, int32_t day, int32_t today,
    enum regle *rule)
{
	*rule = REGLE_IMMATRICULATION;
	if (c->activity == DAY_NONE)
		return "Notez d’abord le début de l’activité.";
	if (day < c->activity)
		return "L’activité est notée plus tard : on ne s’immatricule "
		    "pas avant de commencer.";
	if (c->birth != DAY_NONE && day_age(c->birth, day) < CAPE_ADULT) {
		*rule = REGLE_MINEUR_IMMATRICULE;
		return "La personne a moins de 18 ans ce jour-là : elle ne "
		    "s’immatricule pas.";
	}
	return within(c, day, today);
}

/* It comes after the CAPE: a break that is told ends that one before. */
static const char *
wrong_cesa(const struct contrat *c, int32_t day, int32_t today,
    enum regle *rule)
{
	*rule = REGLE_CESA_ASSOCIE;
	if (c->state == CONTRAT_AUCUN || c->state == CONTRAT_A_SIGNER)
		return "Aucun contrat n’est signé.";
	if (day <= c->end) {
		*rule = REGLE_RUPTURE;
		return "Le contrat d’appui court encore ce jour-là : émettez "
		    "d’abord la rupture, puis déclarez-la.";
	}
	return day > today + 366 ? "Ce jour est trop lointain." : NULL;
}

/* The way before the contract, and after it. */
static const char *
wrong_around(const struct contrat *c, const char *name, int32_t day,
    int32_t today, enum regle *rule)
{
	*rule = REGLES;
	if (day > today)
		return "Ce jour n’est pas encore venu.";
	if (str_eq(name, "associe")) {
		*rule = REGLE_CESA_ASSOCIE;
		return c->cesa == DAY_NONE || day < c->cesa ? "Notez d’abord "
		    "le contrat d’entrepreneur salarié associé, qui vient "
		    "avant." : NULL;
	}
	if (str_eq(name, "sortie"))
		return contrat_runs(c) ? "Le contrat d’appui court encore "
		    "ce jour-là." : c->n > 0 && day < c->end &&
		    c->state != CONTRAT_AUCUN ? "Le contrat d’appui finit "
		    "plus tard." : NULL;
	return c->n > 0 && day > c->first ? "Le contrat d’appui commence "
	    "avant ce jour." : NULL;
}

const char *
contrat_day_wrong(struct arena *a, const struct contrat *c, const char *name,
    int32_t day, int32_t today, enum regle *rule)
{
	const char *text;

	if (str_eq(name, "activite"))
		text = wrong_activity(c, day, today, rule);
	else if (str_eq(name, "immatriculation"))
		text = wrong_registration(c, day, today, rule);
	else if (str_eq(name, "cesa"))
		text = wrong_cesa(c, day, today, rule);
	else
		text = wrong_around(c, name, day, today, rule);
	return text == NULL ? NULL : typo_text(a, text);
}

/* Nothing can be taken back that something else rests on. */
static int
may_take_back(struct arena *a, struct db *db, const struct dossier *d,
    const struct contrat *c, const char *name)
{
	if (!str_has_word("activite immatriculation cesa", name))
		return contrat_day(a, db, d->id, name) != DAY_NONE;
	if (str_eq(name, "activite"))
		return c->activity != DAY_NONE && c->registered == DAY_NONE;
	if (str_eq(name, "cesa") && contrat_day(a, db, d->id, "associe") !=
	    DAY_NONE)
		return 0;
	return str_eq(name, "cesa") ? c->cesa != DAY_NONE :
	    c->registered != DAY_NONE;
}

static int
store(struct arena *a, struct db *db, const struct definition *programme,
    const struct dossier *d, const char *name, int32_t day, const char *note,
    const struct actor *actor)
{
	const char *told = arena_fmt(a, "%s. %s", day == DAY_NONE ?
	    "Date retirée" : day_french(a, day), note);

	if (db_exec(db, "INSERT INTO contrat_jour (dossier, name, day, note, "
	    "account, author, at) VALUES (?1, ?2, nullif(?3, ?8), ?4, "
	    "nullif(?5, 0), ?6, ?7)", "isisisii", d->id, name, (int64_t)day,
	    note, actor->account, actor->name, time_now(),
	    (int64_t)DAY_NONE) != 1)
		return -1;
	if (event_add(db, d, arena_fmt(a, "jour-%s", name), actor, told) == -1)
		return -1;
	return contrat_settle_in(db, programme, d);
}

int64_t
contrat_day_seen(struct db *db, int64_t dossier, const char *name)
{
	struct query *q = db_query(db, "SELECT coalesce(max(id), 0) FROM "
	    "contrat_jour WHERE dossier = ?1 AND name = ?2", "is", dossier,
	    name);
	int64_t id = db_next(q) ? db_int(q, 0) : 0;

	return db_done(q) == -1 ? -1 : id;
}

int
contrat_day_set(struct arena *a, struct db *db,
    const struct definition *programme, const struct dossier *d,
    const char *name, int32_t day, const char *note, int64_t seen,
    const struct actor *actor)
{
	int32_t today = day_today();
	struct contrat c;
	enum regle rule;
	int rc = -1;

	if (!str_has_word(CONTRAT_DAYS, name) ||
	    str_is_blank(note))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	if (contrat_day_seen(db, d->id, name) != seen)
		rc = 1;
	else if (contrat_load(a, db, d, today, &c) == 0)
		rc = day == DAY_NONE ? !may_take_back(a, db, d, &c,
		    name) :
		    contrat_day_wrong(a, &c, name, day, today, &rule) != NULL;
	if (rc == 0)
		rc = store(a, db, programme, d, name, day, note, actor);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

size_t
contrat_days(struct arena *a, struct db *db, int64_t dossier,
    struct contrat_day **out)
{
	struct contrat_day *list;
	struct query *q;
	size_t n = 0, max = 0;

	q = db_query(db, "SELECT count(*) FROM contrat_jour WHERE dossier = "
	    "?1", "i", dossier);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	*out = list = arena_array(a, max + 1, sizeof(*list));
	if (db_done(q) == -1)
		return 0;
	q = db_query(db, "SELECT name, day, note, author, at FROM "
	    "contrat_jour WHERE dossier = ?1 ORDER BY id", "i", dossier);
	while (n < max && db_next(q))
		list[n++] = (struct contrat_day){
			.name = db_dup(a, q, 0), .day = db_null(q, 1) ?
			DAY_NONE : (int32_t)db_int(q, 1),
			.note = db_dup(a, q, 2), .author = db_dup(a, q, 3),
			.at = db_int(q, 4)
		};
	return db_done(q) == -1 ? 0 : n;
}

int32_t
contrat_day(struct arena *a, struct db *db, int64_t dossier,
    const char *name)
{
	struct contrat_day *list;
	size_t n = contrat_days(a, db, dossier, &list);

	while (n-- > 0)
		if (str_eq(list[n].name, name))
			return list[n].day;
	return DAY_NONE;
}
