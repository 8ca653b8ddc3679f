/*
 * regle_audit: what pages refuse and no contract tells: participations that
 * have begun without what they need, half-days that may not be planned,
 * presence of somebody who is too young.
 *
 * Each is asked as of the day it happened.  What representatives took back
 * since, and what was planned for another age, is for people to end.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/law/cape.h"
#include "domain/law/contrat.h"
#include "domain/proof/audit.h"
#include "domain/session/hours.h"

static const struct definition *
programme_of(const struct definition *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (str_eq((*list)->name, name))
			return *list;
	return NULL;
}

/* Had a representative said yes to all that it takes, by then? */
static int
was_agreed(struct arena *a, struct db *db, const struct definition *programme,
    int64_t dossier, int64_t at)
{
	const struct asked_consent *asked;
	struct decision *rows;
	size_t i, k, n, wanted = 0;

	n = accord_ledger(a, db, dossier, &rows);
	for (i = 0; i < programme->nconsents; i++) {
		asked = &programme->consents[i];
		if (!asked->by_parent || asked->optional)
			continue;
		wanted++;
		for (k = 0; k < n; k++)
			if (rows[k].representant != 0 && rows[k].at <= at &&
			    str_eq(rows[k].name, asked->name) &&
			    accord_agrees(&rows[k]))
				break;
		if (k == n)
			return 0;
	}
	return wanted > 0;
}

/* One that is in progress since a moment, with a contract of ours or not. */
static size_t
check_begun(struct arena *a, struct db *db, const struct definition *programme,
    const struct dossier *d, int64_t since, int issued, struct buf *out)
{
	int age = d->birth == DAY_NONE ? CAPE_ADULT : day_age(d->birth,
	    time_local(since, NULL, NULL));
	const char *fault = NULL;

	if (!issued && contrat_begins(a, db, programme, d))
		fault = "a commencé sans contrat d’appui";
	else if (age < WORK_AGE)
		fault = "a commencé avant 16 ans";
	else if (age < CAPE_ADULT &&
	    !was_agreed(a, db, programme, d->id, since))
		fault = "a commencé avant 18 ans, sans l’accord d’un "
		    "représentant légal";
	if (fault == NULL)
		return 0;
	buf_fmt(out, "dossier %s : %s\n", d->numero, fault);
	return 1;
}

/* In progress; the contract itself is audit_contrats(). */
static size_t
audit_begun(struct arena *a, struct db *db,
    const struct definition *const *programmes, struct buf *out)
{
	const struct definition *programme;
	struct dossier d;
	size_t i, n, faults = 0;
	int64_t *ids, since;
	struct query *q;
	int issued;

	if (db_ids(a, db_query(db, "SELECT id FROM dossier WHERE state = "
	    "'encours' AND sent IS NOT NULL ORDER BY id", ""), &ids, &n) == -1)
		n = 0;
	for (i = 0; i < n; i++) {
		if (dossier_by_id(a, db, ids[i], &d) != 0 ||
		    (programme = programme_of(programmes, d.programme)) == NULL)
			continue;
		q = db_query(db, "SELECT coalesce(min(at), 0), EXISTS (SELECT "
		    "1 FROM document WHERE dossier = ?1 AND kind = ?2) FROM "
		    "event WHERE dossier = ?1 AND state = 'encours'", "is",
		    d.id, KIND_CAPE);
		since = db_next(q) ? db_int(q, 0) : 0;
		issued = (int)db_int(q, 1);
		if (db_done(q) == 0)
			faults += check_begun(a, db, programme, &d, since,
			    issued, out);
	}
	return faults;
}

/* Half-days against the limits that nothing may be planned against. */
static size_t
audit_planned(struct arena *a, struct db *db,
    const struct definition *const *programmes, const struct regles *regles,
    struct buf *out)
{
	struct hours_fault *list;
	struct session s;
	struct slot *slots;
	size_t i, k, n, m, faults = 0;
	int64_t *ids;

	if (db_ids(a, db_query(db, "SELECT id FROM agenda WHERE cancelled IS "
	    "NULL ORDER BY id", ""), &ids, &n) == -1)
		n = 0;
	for (i = 0; i < n; i++) {
		if (session_by_id(a, db, ids[i], &s) != 0 ||
		    !hours_concern(programme_of(programmes, s.programme)))
			continue;
		m = slot_list(a, db, s.id, &slots);
		m = hours_check(a, regles, slots, m, &list);
		for (k = 0; k < m; k++)
			if (list[k].blocks) {
				buf_fmt(out, "séance %s : %s\n", s.code,
				    list[k].text);
				faults++;
			}
	}
	return faults;
}

/* Noted as present before 16. */
static size_t
audit_present(struct db *db, struct buf *out)
{
	struct query *q;
	size_t faults = 0;

	q = db_query(db, "SELECT d.numero, d.birth, c.day FROM presence p JOIN "
	    "creneau c ON c.id = p.creneau JOIN dossier d ON d.id = p.dossier "
	    "WHERE d.birth IS NOT NULL AND p.state = 'present' AND p.id = "
	    "(SELECT max(id) FROM presence WHERE creneau = c.id AND dossier = "
	    "d.id) ORDER BY d.id, c.day, c.id", "");
	while (db_next(q)) {
		if (day_age((int32_t)db_int(q, 1), (int32_t)db_int(q, 2)) >=
		    WORK_AGE)
			continue;
		buf_fmt(out, "dossier %s : présent avant 16 ans\n",
		    db_text(q, 0));
		faults++;
	}
	return db_done(q) == -1 ? faults + 1 : faults;
}

size_t
audit_regles(struct db *db, const struct definition *const *programmes,
    const struct regles *regles, struct buf *out)
{
	struct arena *a = arena_new();
	size_t faults;

	faults = audit_begun(a, db, programmes, out);
	faults += audit_planned(a, db, programmes, regles, out);
	faults += audit_present(db, out);
	arena_free(a);
	return faults;
}
