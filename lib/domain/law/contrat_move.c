/*
 * contrat_move: what a dossier may not become, and which papers stay, because
 * of its contract.
 *
 * A participation begins under the contract of its séance, or else of its
 * programme (<seances contrat=>): a contrat d’appui, which is issued here and
 * signed by all before anything begins (REGLE_COMMENCER), or another one, which
 * is made elsewhere and which this knows nothing of.  Whatever the contract,
 * nobody begins before 16, and before 18 representatives have agreed.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/law/cape.h"
#include "domain/law/contrat.h"
#include "domain/paper/document.h"
#include "domain/session/seat.h"

/* Was a contract ever issued in this file? */
static int
had_contract(struct db *db, int64_t dossier)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT 1 FROM document WHERE dossier = ?1 AND kind "
	    "= ?2", "is", dossier, KIND_CAPE);
	found = db_next(q);
	return db_done(q) == -1 ? 0 : found;
}

int
contrat_waits(struct db *db, int64_t dossier)
{
	struct query *q;
	int waits;

	q = db_query(db, "SELECT 1 FROM document d JOIN signature s ON "
	    "s.document = d.id WHERE d.dossier = ?1 AND d.kind = ?2 AND "
	    "d.state = 'valide' AND s.state <> 'signee'", "is", dossier,
	    KIND_CAPE);
	waits = db_next(q);
	return db_done(q) == -1 ? 1 : waits;
}

int
contrat_begins(struct arena *a, struct db *db,
    const struct definition *programme, const struct dossier *d)
{
	struct session session;
	struct seat seat;

	if (programme == NULL ||
	    definition_document(programme, KIND_CAPE) == NULL)
		return 0;
	if (seat_of(db, d->id, &seat) == 0 && seat.state == SEAT_TAKEN &&
	    session_by_id(a, db, seat.session, &session) == 0)
		return str_eq(session.contract, KIND_CAPE);
	return programme->contract == NULL ||
	    str_eq(programme->contract, KIND_CAPE);
}

/*
 * Every consent that representatives must give has a yes, and no refusal.
 * That all of them have answered is the business of the states.
 */
static int
agreed(struct arena *a, struct db *db, const struct definition *programme,
    const struct dossier *d)
{
	struct accord *list;
	size_t i, n, asked = 0;

	n = accord_list(a, db, programme, NULL, d, &list);
	for (i = 0; i < n; i++) {
		if (!list[i].asked->by_parent || list[i].asked->optional)
			continue;
		asked++;
		if (list[i].state == ACCORD_REFUSED ||
		    (!accord_agrees(list[i].parent[0]) &&
		    !accord_agrees(list[i].parent[1])))
			return 0;
	}
	return asked > 0;
}

/* Who is too young to begin, or has nobody's leave. */
static const char *
young(struct arena *a, struct db *db, const struct definition *programme,
    const struct dossier *d, int32_t today, enum regle *rule)
{
	int age = d->birth == DAY_NONE ? CAPE_ADULT : day_age(d->birth, today);

	*rule = REGLE_AGE;
	if (age < WORK_AGE)
		return "Cette personne n’a pas 16 ans\u00a0: rien ne commence "
		    "avant.";
	*rule = REGLE_REPRESENTANTS;
	return age < CAPE_ADULT && !agreed(a, db, programme, d) ?
	    "Cette personne a moins de 18 ans, et il manque l’accord de ses "
	    "représentants légaux." : NULL;
}

/* Why it may not be in progress. */
static const char *
against_begin(struct arena *a, struct db *db,
    const struct definition *programme, const struct dossier *d,
    const struct contrat *c, int32_t today, enum regle *rule)
{
	*rule = REGLE_COMMENCER;
	if (c->n == 0 && had_contract(db, d->id))
		return "Le contrat a été révoqué. Émettez-en un autre avant "
		    "de le noter signé.";
	if (c->n == 0 && contrat_begins(a, db, programme, d))
		return "Aucun contrat d’appui n’est émis. Émettez-le et "
		    "faites-le signer. Si la séance se fait sous un autre "
		    "contrat, notez-le sur sa page.";
	if (contrat_waits(db, d->id))
		return "Tout le monde n’a pas signé le contrat. Joignez le "
		    "papier signé, ou faites signer sur place\u00a0: le "
		    "dossier avance à la dernière signature.";
	return programme == NULL ? NULL : young(a, db, programme, d, today,
	    rule);
}

const char *
contrat_move_wrong(struct arena *a, struct db *db,
    const struct definition *programme, const struct dossier *d,
    const char *to, int32_t today, enum regle *rule)
{
	struct contrat c;

	if ((!str_eq(to, "encours") && !str_eq(to, "terminee")) ||
	    contrat_load(a, db, d, today, &c) == -1)
		return NULL;
	if (str_eq(to, "encours"))
		return against_begin(a, db, programme, d, &c, today, rule);
	*rule = REGLE_RUPTURE;
	return contrat_runs(&c) || c.state == CONTRAT_A_VENIR ? arena_fmt(a,
	    "Le contrat court jusqu’au %s. Pour l’arrêter avant, émettez la "
	    "rupture.", day_french(a, c.end)) : NULL;
}

int
contrat_refuses_in(struct db *db, const struct definition *programme,
    const struct dossier *d, const char *to)
{
	struct arena *a = arena_new();
	enum regle rule;
	int wrong;

	wrong = contrat_move_wrong(a, db, programme, d, to, day_today(),
	    &rule) != NULL;
	arena_free(a);
	return wrong;
}

const char *
contrat_revoke_wrong(struct arena *a, struct db *db,
    const struct dossier *d, const char *code, enum regle *rule)
{
	struct earlier *list;
	size_t i, n, at;

	n = document_earlier(a, db, d->id, &list);
	for (at = 0; at < n && !str_eq(list[at].code, code); at++)
		continue;
	if (at == n || (!str_eq(list[at].kind, KIND_CAPE) &&
	    !str_eq(list[at].kind, KIND_RENEWAL)))
		return NULL;
	*rule = REGLE_SUITE;
	for (i = at + 1; i < n; i++)
		if (str_eq(list[i].kind, KIND_RENEWAL))
			return "Un renouvellement le suit. Révoquez d’abord "
			    "le renouvellement.";
		else if (str_eq(list[i].kind, KIND_BREAK))
			return "Une rupture le suit. Révoquez d’abord la "
			    "rupture.";
	*rule = REGLE_RUPTURE;
	return str_eq(list[at].kind, KIND_CAPE) && contrat_is_signed(d) ?
	    "Ce contrat est signé : il se rompt, il ne se révoque pas." :
	    NULL;
}

int32_t
contrat_sign_until(struct arena *a, struct db *db, const struct dossier *d,
    const char *code)
{
	struct contrat c;
	struct earlier *list;
	size_t i, n;

	n = document_earlier(a, db, d->id, &list);
	for (i = 0; i < n && !str_eq(list[i].code, code); i++)
		continue;
	if (i == n || !str_eq(list[i].kind, KIND_RENEWAL))
		return DAY_NONE;
	/* as of its issue: it counts, whatever the day is now */
	contrat_read(a, list, n, d, DAY_NONE, DAY_NONE, DAY_NONE,
	    time_local(list[i].issued, NULL, NULL), &c);
	for (i = 1; i < c.n; i++)
		if (str_eq(c.periodes[i].code, code))
			return c.periodes[i - 1].last;
	return DAY_NONE;
}
