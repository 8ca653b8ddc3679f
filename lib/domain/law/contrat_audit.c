/*
 * contrat_audit: contracts that no page of ours would have let happen.
 *
 * What rules refuse before a paper is issued is looked for in what is stored:
 * a mistake of ours, or somebody who went round the programs.  The day of
 * issue stands for the day of signature.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/law/cape.h"
#include "domain/law/obligation.h"
#include "domain/paper/document.h"
#include "domain/proof/audit.h"

struct audit {
	struct arena	*a;
	struct db	*db;
	struct buf	*out;
	struct dossier	 dossier;
	struct contrat	 c;
	struct earlier	*papers;
	size_t		 npapers, faults;
};

static void __attribute__((format(printf, 2, 3)))
fault(struct audit *au, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	buf_fmt(au->out, "dossier %s : %s\n", au->dossier.numero, text);
	au->faults++;
}

static size_t
count(const struct audit *au, const char *kind)
{
	size_t i, n = 0;

	for (i = 0; i < au->npapers; i++)
		n += str_eq(au->papers[i].kind, kind);
	return n;
}

static int32_t
issue_day(const struct earlier *e)
{
	return time_local(e->issued, NULL, NULL);
}

static const char *
answer(const struct audit *au, const struct earlier *e, const char *field)
{
	const char *v = e->contract == NULL ? NULL :
	    node_value(au->a, e->contract, field);

	return v == NULL ? "" : v;
}

/* Each period by itself and against the one before. */
static void
check_periods(struct audit *au)
{
	const struct contrat *c = &au->c;
	const struct periode *p, *before;
	size_t i;
	int months;

	for (i = 0; i < c->n; i++) {
		p = &c->periodes[i];
		before = i == 0 ? NULL : &c->periodes[i - 1];
		/* one row may stand for two periods signed before the portal */
		months = CAPE_MONTHS * (*p->code == '\0' ? p->rank + 1 : 1);
		if (p->last < p->first)
			fault(au, "%s : finit avant de commencer",
			    periode_words(p->rank));
		if (p->last > cape_last_day_after(p->first, months))
			fault(au, "%s : plus de douze mois",
			    periode_words(p->rank));
		if (p->rank > CAPE_RENEWALS || (before == NULL ? p->rank != 0 &&
		    *p->code != '\0' : p->rank != before->rank + 1))
			fault(au, "%s : pas à son rang",
			    periode_words(p->rank));
		if (before == NULL)
			continue;
		if (p->first != before->last + 1)
			fault(au, "%s : ne commence pas le lendemain de la "
			    "précédente", periode_words(p->rank));
		if (*p->code != '\0' && time_local(p->issued, NULL, NULL) >
		    before->last)
			fault(au, "%s : émis après le terme",
			    periode_words(p->rank));
	}
	if (c->n > 0 && c->term > cape_last_day_after(c->first, CAPE_MONTHS *
	    (CAPE_RENEWALS + 1)))
		fault(au, "l’appui dépasse trente-six mois");
}

static void
check_break(struct audit *au)
{
	const struct contrat *c = &au->c;
	const struct earlier *e;
	int32_t broken = DAY_NONE, day;
	size_t i;

	for (i = 0; i < au->npapers; i++) {
		e = &au->papers[i];
		if (str_eq(e->kind, KIND_RENEWAL) && broken != DAY_NONE)
			fault(au, "renouvelé après une rupture");
		if (!str_eq(e->kind, KIND_BREAK))
			continue;
		broken = issue_day(e);
		day = day_parse(answer(au, e, "effet"));
		if (c->n > 0 && (day == DAY_NONE || day < c->first ||
		    day > c->term))
			fault(au, "la rupture prend effet hors du contrat");
	}
}

/* Amendments of what had ended, or that go back, or beyond. */
static void
check_amended(struct audit *au)
{
	const struct earlier *e;
	int32_t day;
	size_t i;

	for (i = 0; i < au->npapers && au->c.n > 0; i++) {
		e = &au->papers[i];
		if (!str_eq(e->kind, KIND_AMENDMENT))
			continue;
		day = day_parse(answer(au, e, "effet"));
		if (day < issue_day(e) || day > au->c.term)
			fault(au, "%s : prend effet hors du contrat", e->code);
	}
}

/* Who signed: as the contract and the file have it. */
static void
check_person(struct audit *au)
{
	const struct earlier *e;
	struct representant *people;
	int32_t birth;
	size_t i, n;
	int age;

	n = representant_list(au->a, au->db, au->dossier.id, &people);
	for (i = 0; i < au->npapers; i++) {
		e = &au->papers[i];
		if (!str_eq(e->kind, KIND_CAPE))
			continue;
		if (str_eq(answer(au, e, "temps-plein"), "oui"))
			fault(au, "conclu avec une personne salariée à temps "
			    "complet");
		if (str_eq(answer(au, e, "interdiction"), "oui"))
			fault(au, "conclu malgré une interdiction de gérer");
		if (str_eq(answer(au, e, "nationalite"), "autre") &&
		    str_eq(answer(au, e, "titre-vu"), "non"))
			fault(au, "conclu sans titre de séjour vu");
		if (day_parse(answer(au, e, "debut")) < issue_day(e))
			fault(au, "commence avant d’être émis");
		birth = day_parse(answer(au, e, "naissance"));
		age = birth == DAY_NONE ? CAPE_ADULT : day_age(birth,
		    issue_day(e));
		if (age < WORK_AGE)
			fault(au, "conclu avant 16 ans");
		else if (age < CAPE_ADULT && n == 0)
			fault(au, "conclu avec une personne mineure sans "
			    "représentant légal");
	}
}

static void
check_days(struct audit *au)
{
	const struct contrat *c = &au->c;

	if (c->activity != DAY_NONE && (c->n == 0 || c->activity < c->first ||
	    c->activity > c->end))
		fault(au, "le début de l’activité est hors du contrat");
	else if (c->activity != DAY_NONE && c->state == CONTRAT_A_SIGNER)
		fault(au, "l’activité a commencé sans contrat signé");
	if (c->registered == DAY_NONE)
		return;
	if (c->activity == DAY_NONE || c->registered < c->activity)
		fault(au, "immatriculé avant le début de l’activité");
	if (c->birth != DAY_NONE &&
	    day_age(c->birth, c->registered) < CAPE_ADULT)
		fault(au, "immatriculé avant 18 ans");
}

/* Is the valid paper of a kind signed by all who sign it? */
static int
all_signed(const struct audit *au, const char *kind)
{
	struct query *q;
	int all;

	q = db_query(au->db, "SELECT count(*) > 0 AND count(*) FILTER (WHERE "
	    "s.state <> 'signee') = 0 FROM signature s JOIN document d ON d.id "
	    "= s.document WHERE d.dossier = ?1 AND d.kind = ?2 AND d.state = "
	    "'valide'", "is", au->dossier.id, kind);
	all = db_next(q) && db_int(q, 0) != 0;
	return db_done(q) == -1 ? 0 : all;
}

/* The state of the dossier, the papers of which one rests on another. */
static void
check_state(struct audit *au)
{
	const struct contrat *c = &au->c;

	if (count(au, KIND_CAPE) > 1)
		fault(au, "deux contrats valides");
	if (count(au, KIND_BREAK) > 1)
		fault(au, "deux ruptures valides");
	if (count(au, KIND_CAPE) == 0 && au->npapers > 0 && (count(au,
	    KIND_RENEWAL) > 0 || count(au, KIND_BREAK) > 0))
		fault(au, "renouvelé ou rompu sans contrat valide");
	if (count(au, KIND_CAPE) == 0 &&
	    str_eq(au->dossier.state, "encours"))
		fault(au, "en cours sans contrat valide");
	if (str_eq(au->dossier.state, "encours") &&
	    contrat_waits(au->db, au->dossier.id))
		fault(au, "en cours, et le contrat n’est pas signé par tous");
	if ((str_eq(au->dossier.state, "contrat") ||
	    str_eq(au->dossier.state, "acceptee")) && all_signed(au, KIND_CAPE))
		fault(au, "le contrat est signé par tous, et le dossier attend "
		    "encore");
	if (all_signed(au, KIND_BREAK) && day_today() > c->end + 1 &&
	    str_eq(au->dossier.state, "encours"))
		fault(au, "rompu, et toujours en cours");
	if (str_eq(au->dossier.state, "terminee") && c->n > 0 &&
	    day_today() <= c->end && c->cesa == DAY_NONE)
		fault(au, "terminé alors que le contrat court");
}

/* A paper that says support is given, on a day when it was not. */
static void
check_certified(struct audit *au)
{
	const struct earlier *e;
	const struct node *model;
	size_t i;

	for (i = 0; i < au->npapers; i++) {
		e = &au->papers[i];
		model = node_child(e->root, "modele");
		if (model != NULL && str_eq(node_attr_or(model, "regle", ""),
		    "appui-en-cours") && (au->c.n == 0 ||
		    issue_day(e) < au->c.first || issue_day(e) > au->c.end))
			fault(au, "%s : dit en cours un appui qui ne l’était "
			    "pas", e->code);
	}
}

/* What ended before anything was owed (schemas/db/006) owes nothing. */
static void
check_owed(struct audit *au)
{
	struct buf room = BUF_INIT;
	struct query *q;

	q = db_query(au->db, "SELECT code FROM document d WHERE dossier = ?1 "
	    "AND kind IN ('cape', 'avenant-renouvellement', 'rupture') AND "
	    "(SELECT count(*) FROM obligation WHERE document = d.code) <> "
	    "iif(state = 'valide' OR issued >= (SELECT min(at) FROM "
	    "obligation) OR EXISTS (SELECT 1 FROM obligation WHERE document "
	    "= d.code), 2, 0)", "i", au->dossier.id);
	while (db_next(q))
		fault(au, "%s : il manque une obligation à déclarer",
		    db_text(q, 0));
	db_done(q);
	q = db_query(au->db, "SELECT f.id, f.bytes, f.sha256 FROM declaration "
	    "f JOIN obligation o ON o.id = f.obligation WHERE o.dossier = ?1 "
	    "AND f.bytes IS NOT NULL", "i", au->dossier.id);
	while (db_next(q)) {
		unsigned char want[SHA256_SIZE];
		const void *bytes, *sha;
		size_t len, nsha;

		bytes = db_blob(q, 1, &len);
		bytes = coffre_clear(au->db, au->dossier.id, bytes, len, &room,
		    &len);
		sha = db_blob(q, 2, &nsha);
		if (bytes != NULL)
			sha256(want, bytes, len);
		if (bytes == NULL || nsha != sizeof(want) || memcmp(sha, want, nsha) != 0)
			fault(au, "la preuve de la déclaration %lld n’est "
			    "plus celle de son empreinte",
			    (long long)db_int(q, 0));
	}
	db_done(q);
	buf_free(&room);
}

/* The index says what the papers say. */
static void
check_index(struct audit *au)
{
	struct query *q;
	int same;

	q = db_query(au->db, "SELECT first = ?2 AND last = ?3 FROM contrat "
	    "WHERE dossier = ?1", "iii", au->dossier.id,
	    (int64_t)au->c.first, (int64_t)au->c.end);
	same = db_next(q) ? (int)db_int(q, 0) : au->c.n == 0;
	if (db_done(q) == -1 || !same)
		fault(au, "l’index des contrats n’est pas à jour");
}

static void
check_one(struct audit *au, int64_t id)
{
	if (dossier_by_id(au->a, au->db, id, &au->dossier) != 0 ||
	    contrat_load(au->a, au->db, &au->dossier, day_today(),
	    &au->c) == -1) {
		buf_fmt(au->out, "dossier %lld : ne se lit pas\n",
		    (long long)id);
		au->faults++;
		return;
	}
	au->npapers = document_earlier(au->a, au->db, id, &au->papers);
	check_state(au);
	check_periods(au);
	check_break(au);
	check_amended(au);
	check_person(au);
	check_days(au);
	check_certified(au);
	check_owed(au);
	check_index(au);
}

/* The next dossier that has a contract, or traces of one; 0: no more. */
static int64_t
next(struct db *db, int64_t after)
{
	struct query *q;
	int64_t id = 0;

	q = db_query(db, "SELECT min(dossier) FROM (SELECT dossier FROM "
	    "document WHERE kind IN ('cape', 'avenant-renouvellement', "
	    "'rupture') AND dossier > ?1 UNION SELECT dossier FROM contrat "
	    "WHERE dossier > ?1 UNION SELECT dossier FROM contrat_jour WHERE "
	    "dossier > ?1) WHERE dossier NOT IN (SELECT dossier FROM depart)",
	    "i", after);
	if (db_next(q))
		id = db_int(q, 0);
	return db_done(q) == -1 ? 0 : id;
}

size_t
audit_contrats(struct db *db, struct buf *out)
{
	struct audit au = { .a = arena_new(), .db = db, .out = out };
	int64_t id = 0;

	while ((id = next(db, id)) != 0) {
		check_one(&au, id);
		arena_reset(au.a);
	}
	arena_free(au.a);
	return au.faults;
}
