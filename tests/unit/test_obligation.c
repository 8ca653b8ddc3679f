/*
 * obligation: what each paper makes necessary, writing it down, taking it
 * back; the index of contracts and the three days of staff.
 */
#include "issued.h"
#include "test.h"

static struct world w;

/* No image, but one that has an end. */
static const char png[] = "\211PNG\r\n\032\n\0\0\0\0IEND\256B`\202";

/* « conclusion urssaf - » a row: event, body, day done. */
static const char *
rows(const struct dossier *d)
{
	struct obligation *list;
	struct buf b = BUF_INIT;
	const char *s;
	size_t i, n;

	n = obligation_list(w.a, w.db, d->id, &list);
	for (i = 0; i < n; i++)
		buf_fmt(&b, "%s%s %s %s%s", i > 0 ? ", " : "", list[i].event,
		    list[i].body, list[i].done == DAY_NONE ? "-" :
		    day_iso(w.a, list[i].done), list[i].lapsed ? " !" : "");
	s = arena_dup(w.a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static struct obligation
nth(const struct dossier *d, size_t i)
{
	struct obligation *list;

	return obligation_list(w.a, w.db, d->id, &list) > i ? list[i] :
	    (struct obligation){ 0 };
}

static int
declare(const struct dossier *d, size_t i, int64_t seen, const char *day,
    const char *text, const char *file)
{
	struct upload u;
	const struct proof p = { text, file == NULL ? NULL : &u };

	if (file != NULL && world_upload(w.a, file, png, sizeof(png) - 1,
	    &u) != UPLOAD_GOOD)
		return -2;

	return obligation_declare(w.a, w.db, w.cae, d, nth(d, i).id, seen,
	    day_parse(day), &p, &julie);
}

static int
pending(void)
{
	return (int)world_int(&w, "SELECT pending FROM dossier WHERE id = 1");
}

/* « en-cours 2 1 »: state, not declared, alert. */
static const char *
indexed(void)
{
	struct query *q = db_query(w.db, "SELECT state || ' ' || undeclared "
	    "|| ' ' || alert FROM contrat WHERE dossier = 1", "");
	const char *s = db_next(q) ? db_dup(w.a, q, 0) : "none";

	return db_done(q) == -1 ? "failed" : s;
}

static void
settle(const struct dossier *d)
{
	CHECK(db_begin(w.db) == 0 &&
	    contrat_settle_in(w.db, w.cae, d) == 0 && db_commit(w.db) == 0);
}

static void
test_declare(struct dossier *d)
{
	struct spool *back;
	struct piece p;

	CHECK_STR(rows(d), "conclusion urssaf -, conclusion france-travail -");
	CHECK_STR(indexed(), "a-venir 2 1");
	CHECK(pending() == 1);
	CHECK(nth(d, 0).due == day_parse("2026-02-10"));
	CHECK_STR(contrat_flag(w.a, w.db, d->id, day_today()),
	    "2\u00a0déclarations à faire");
	/* without a proof nothing is written */
	CHECK(declare(d, 0, 0, "2026-02-10", " ", NULL) == 1);
	CHECK(declare(d, 0, 0, "2026-02-31", "Courriel", NULL) == 1);
	CHECK(declare(d, 0, 7, "2026-02-10", "Courriel", NULL) == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM declaration") == 0);
	CHECK(declare(d, 0, 0, "2026-02-10", "Accusé n° 4", "a.png") == 0);
	CHECK_STR(rows(d), "conclusion urssaf 2026-02-10, "
	    "conclusion france-travail -");
	CHECK_STR(nth(d, 0).file, "a.png");
	CHECK_STR(nth(d, 0).author, "Julie Morel");
	back = spool_new(w.a, NULL);
	CHECK(obligation_proof(w.a, w.db, d->id, nth(d, 0).declaration, &p,
	    back) == 0 && p.size == sizeof(png) - 1 &&
	    world_same(back, png, sizeof(png) - 1));
	CHECK_STR(p.type, "image/png");
	CHECK(obligation_proof(w.a, w.db, 99, nth(d, 0).declaration, &p,
	    back) == 1);
	/* what another wrote meanwhile is not written over */
	CHECK(declare(d, 0, 0, "2026-02-11", "Encore", NULL) == 1);
	CHECK(pending() == 1);
	CHECK(declare(d, 1, 0, "2026-02-11", "Lettre", NULL) == 0);
	CHECK_STR(indexed(), "a-venir 0 0");
	CHECK(pending() == 0);
	CHECK_STR(contrat_flag(w.a, w.db, d->id, day_today()), "");
}

static int
undo(const struct dossier *d, size_t i, int64_t seen, const char *reason)
{
	return obligation_undo(w.a, w.db, w.cae, d, nth(d, i).id, seen,
	    reason, &julie);
}

static void
test_undo(struct dossier *d)
{
	int64_t last = nth(d, 0).declaration;

	CHECK(undo(d, 0, last, " ") == 1);
	CHECK(undo(d, 0, 0, "Erreur") == 1);
	CHECK(undo(d, 0, last, "Erreur de dossier") == 0);
	CHECK(undo(d, 0, last, "Erreur de dossier") == 1);
	CHECK_STR(rows(d), "conclusion urssaf -, "
	    "conclusion france-travail 2026-02-11");
	CHECK_STR(nth(d, 0).text, "Erreur de dossier");
	CHECK_STR(indexed(), "a-venir 1 1");
	CHECK(pending() == 1);
	CHECK(declare(d, 0, nth(d, 0).declaration, "2026-02-12", "Courriel",
	    NULL) == 0);
	/* both stay, in the journal too */
	CHECK(world_int(&w, "SELECT count(*) FROM declaration") == 4);
	CHECK(world_int(&w, "SELECT count(*) FROM event WHERE name = "
	    "'declaration-faite'") == 3);
	CHECK(world_int(&w, "SELECT count(*) FROM event WHERE name = "
	    "'declaration-annulee' AND text LIKE '%Erreur de dossier' AND "
	    "who = 'Julie Morel'") == 1);
	CHECK(db_exec(w.db, "UPDATE declaration SET done = 0", "") < 0);
	CHECK(db_exec(w.db, "DELETE FROM declaration", "") < 0);
	CHECK(db_exec(w.db, "UPDATE obligation SET due = 0", "") < 0);
}

/* A renewal and a break owe anew; what ended owes nothing. */
static void
test_others(struct dossier *d)
{
	issued_today(&w, "2027-02-01");
	issued_paper(&w, d, KIND_RENEWAL, "R1", issued_renewal(&w, "premier",
	    "2027-03-01", "2027-08-31"));
	CHECK(strstr(rows(d), ", renouvellement urssaf -, "
	    "renouvellement france-travail -") != NULL);
	CHECK_STR(indexed(), "en-cours 2 1");
	issued_end(&w, d, "R1");
	CHECK(strstr(rows(d), "renouvellement urssaf - !") != NULL);
	CHECK(declare(d, 2, 0, "2027-02-01", "Courriel", NULL) == 1);
	CHECK_STR(indexed(), "en-cours 0 1");	/* the term is near */
	CHECK_STR(contrat_flag(w.a, w.db, d->id, day_today()),
	    "Terme le 28\u00a0février\u00a02027");
	/* an attestation owes nothing */
	issued_paper(&w, d, "attestation", "A1", "");
	CHECK(world_int(&w, "SELECT count(*) FROM obligation") == 4);
}

static void
test_moves(struct dossier *d)
{
	enum regle rule = REGLES;
	const char *why;

	/* staff cannot end what runs, nor sign what was revoked */
	why = contrat_move_wrong(w.a, w.db, w.cae, d, "terminee", day_today(),
	    &rule);
	CHECK(why != NULL && strstr(why, "28\u00a0février\u00a02027") != NULL);
	CHECK(rule == REGLE_RUPTURE);
	CHECK(dossier_by_id(w.a, w.db, d->id, d) == 0);
	CHECK(dossier_move(w.a, w.db, w.cae, d, "terminer", &julie, "Fini",
	    &w.mailer) == 1);
	issued_today(&w, "2027-03-01");
	CHECK_STR(contrat_flag(w.a, w.db, d->id, day_today()),
	    "Terme le 28\u00a0février\u00a02027");
	settle(d);
	CHECK_STR(indexed(), "echu 0 1");
	CHECK_STR(contrat_flag(w.a, w.db, d->id, day_today()),
	    "Fini le 28\u00a0février\u00a02027");
	CHECK(dossier_move(w.a, w.db, w.cae, d, "terminer", &julie, "Fini",
	    &w.mailer) == 0);
	CHECK_STR(indexed(), "termine 0 0");
	CHECK(pending() == 0);
}

static void
test_revoked(void)
{
	struct dossier d;

	issued_today(&w, "2026-02-10");
	issued_accepted(&w, "k2", &d);
	issued_move(&w, &d, "emettre-contrat", &systeme);
	issued_paper(&w, &d, KIND_CAPE, "C2", issued_dates(&w, "2026-03-01",
	    "2027-02-28"));
	CHECK(world_int(&w, "SELECT pending FROM dossier WHERE id = 2") == 0);
	/* begun and not signed: somebody has to look */
	issued_today(&w, "2026-03-01");
	settle(&d);
	CHECK(world_int(&w, "SELECT pending FROM dossier WHERE id = 2") == 1);
	issued_end(&w, &d, "C2");
	CHECK(world_int(&w, "SELECT count(*) FROM contrat") == 1);
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "signer", &julie, "",
	    &w.mailer) == 1);
}

/* « suite », « rupture »: the rule that keeps a paper, "" none. */
static const char *
kept(const struct dossier *d, const char *code)
{
	enum regle rule;

	return contrat_revoke_wrong(w.a, w.db, d, code, &rule) == NULL ? "" :
	    regle_name(rule);
}

static void
test_kept(void)
{
	struct dossier d;

	issued_contract(&w, "k4", "C4", &d);
	CHECK_STR(kept(&d, "C4"), "rupture");
	issued_today(&w, "2027-02-01");
	issued_paper(&w, &d, KIND_RENEWAL, "R4", issued_renewal(&w, "premier",
	    "2027-03-01", "2027-08-31"));
	CHECK_STR(kept(&d, "C4"), "suite");
	CHECK_STR(kept(&d, "R4"), "");
	issued_paper(&w, &d, KIND_BREAK, "B4", "<effet>2027-06-30</effet>");
	CHECK_STR(kept(&d, "R4"), "suite");
	CHECK_STR(kept(&d, "B4"), "");
	issued_end(&w, &d, "B4");
	CHECK_STR(kept(&d, "R4"), "");
	issued_end(&w, &d, "R4");
	CHECK_STR(kept(&d, "X"), "");
	d.state = "contrat";
	CHECK_STR(kept(&d, "C4"), "");
}

static int
set(struct dossier *d, const char *name, const char *day, const char *note)
{
	return contrat_day_set(w.a, w.db, w.cae, d, name, day_parse(day),
	    note, contrat_day_seen(w.db, d->id, name), &julie);
}

static int
take(struct dossier *d, const char *name)
{
	return contrat_day_set(w.a, w.db, w.cae, d, name, DAY_NONE, "Erreur",
	    contrat_day_seen(w.db, d->id, name), &julie);
}

static void
test_days(void)
{
	struct contrat_day *list;
	struct contrat c;
	struct dossier d;

	issued_contract(&w, "k3", "C3", &d);
	issued_today(&w, "2026-06-15");
	CHECK(set(&d, "activite", "2026-02-28", "x") == 1);
	CHECK(set(&d, "activite", "2026-06-16", "x") == 1);
	CHECK(set(&d, "activite", "2026-05-01", " ") == 1);
	CHECK(set(&d, "depart", "2026-05-01", "x") == 1);
	CHECK(set(&d, "immatriculation", "2026-05-01", "x") == 1);
	CHECK(take(&d, "activite") == 1);
	CHECK(set(&d, "activite", "2026-05-01", "Écrit signé") == 0);
	CHECK(set(&d, "immatriculation", "2026-04-30", "x") == 1);
	CHECK(set(&d, "immatriculation", "2026-06-01", "Extrait") == 0);
	CHECK(set(&d, "activite", "2026-06-02", "x") == 1);
	CHECK(take(&d, "activite") == 1);	/* the registration rests on it */
	CHECK(set(&d, "cesa", "2027-02-28", "x") == 1);
	CHECK(set(&d, "cesa", "2027-03-01", "Signé") == 0);
	CHECK(contrat_load(w.a, w.db, &d, day_today(), &c) == 0);
	CHECK(c.activity == day_parse("2026-05-01") &&
	    c.registered == day_parse("2026-06-01") &&
	    c.cesa == day_parse("2027-03-01"));
	CHECK(take(&d, "immatriculation") == 0 && take(&d, "activite") == 0);
	CHECK(contrat_load(w.a, w.db, &d, day_today(), &c) == 0);
	CHECK(c.activity == DAY_NONE && c.registered == DAY_NONE);
	CHECK(contrat_days(w.a, w.db, d.id, &list) == 5);
	CHECK_STR(list[0].note, "Écrit signé");
	CHECK(list[4].day == DAY_NONE);
	CHECK(world_int(&w, "SELECT count(*) FROM event WHERE name LIKE "
	    "'jour-%'") == 5);
	CHECK(db_exec(w.db, "DELETE FROM contrat_jour", "") < 0);
}

/* Who turns 18 during the contract may register from that day. */
static void
test_young(void)
{
	struct contrat c = { .state = CONTRAT_EN_COURS,
		.first = day_parse("2026-07-01"),
		.end = day_parse("2026-08-31"),
		.activity = day_parse("2026-07-01"), .registered = DAY_NONE,
		.birth = day_parse("2008-07-20"), .cesa = DAY_NONE };
	int32_t today = day_parse("2026-08-01");
	enum regle rule;

	CHECK(contrat_day_wrong(w.a, &c, "immatriculation",
	    day_parse("2026-07-19"), today, &rule) != NULL &&
	    rule == REGLE_MINEUR_IMMATRICULE);
	CHECK(contrat_day_wrong(w.a, &c, "immatriculation",
	    day_parse("2026-07-20"), today, &rule) == NULL);
	c.state = CONTRAT_A_SIGNER;
	CHECK(contrat_day_wrong(w.a, &c, "activite", day_parse("2026-07-20"),
	    today, &rule) != NULL);
}

int
main(void)
{
	struct dossier d;

	world_open(&w);
	issued_contract(&w, "k1", "C1", &d);
	test_declare(&d);
	test_undo(&d);
	test_others(&d);
	test_moves(&d);
	test_revoked();
	test_days();
	test_young();
	test_kept();
	CHECK_STR(obligation_body("urssaf"), "Urssaf (ou CGSS outre-mer)");
	CHECK_STR(obligation_event("rupture"), "Rupture anticipée");
	world_close(&w);
	return test_end();
}
