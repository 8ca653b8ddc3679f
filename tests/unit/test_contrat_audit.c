/*
 * audit_contrats: what no page lets happen, planted behind the programs, is
 * named; a contract with all it may have is sound.
 */
#include "domain/proof/audit.h"
#include "issued.h"
#include "test.h"

static struct world w;
static int planted;

/* A signed contract of its own; then papers are planted. */
static struct dossier
fresh(const char *first, const char *last)
{
	struct dossier d;

	planted++;
	issued_today(&w, "2026-02-10");
	issued_accepted(&w, arena_fmt(w.a, "k%d", planted), &d);
	issued_move(&w, &d, "emettre-contrat", &systeme);
	issued_paper(&w, &d, KIND_CAPE, arena_fmt(w.a, "C%d", planted),
	    issued_dates(&w, first, last));
	issued_move(&w, &d, "signer", &julie);
	return d;
}

static void
plant(const struct dossier *d, const char *day, const char *kind,
    const char *answers)
{
	static int n;

	issued_today(&w, day);
	issued_paper(&w, d, kind, arena_fmt(w.a, "P%d", ++n), answers);
}

/* What the check says of a dossier, its number left out, « a; b ». */
static const char *
said(const struct dossier *d)
{
	struct buf out = BUF_INIT;
	const char *s = "", *start = arena_fmt(w.a, "dossier %s : ",
	    d->numero);
	char *rest, *line;
	size_t n;

	n = audit_contrats(w.db, &out);
	rest = arena_dup(w.a, buf_cstr(&out));
	buf_free(&out);
	while ((line = str_split(&rest, '\n')) != NULL) {
		n -= *line != '\0';
		if (str_starts(line, start))
			s = arena_fmt(w.a, "%s%s%s", s, *s == '\0' ? "" :
			    "; ", line + strlen(start));
	}
	return n == 0 ? s : "the count is wrong";
}

#define SOUND(d)	CHECK_STR(said(d), "")

static void
test_sound(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");

	SOUND(&d);
	plant(&d, "2027-02-28", KIND_RENEWAL, issued_renewal(&w, "premier",
	    "2027-03-01", "2028-02-29"));
	plant(&d, "2028-02-29", KIND_RENEWAL, issued_renewal(&w, "second",
	    "2028-03-01", "2029-02-28"));
	SOUND(&d);
	plant(&d, "2028-06-01", KIND_BREAK, "<effet>2028-06-30</effet>");
	SOUND(&d);
	CHECK(contrat_day_set(w.a, w.db, w.cae, &d, "activite",
	    day_parse("2026-05-01"), "x", 0, &julie) == 0);
	SOUND(&d);
	/* begun before the portal, in two periods of twelve months */
	d = fresh("2026-03-01", "2027-02-28");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-02-10", KIND_CAPE, arena_fmt(w.a, "<periode>"
	    "renouvellement</periode><rang>second</rang><origine>2024-03-01"
	    "</origine><precedent-fin>2026-02-28</precedent-fin>%s",
	    issued_dates(&w, "2026-03-01", "2027-02-28")));
	SOUND(&d);
}

static void
test_periods(void)
{
	struct dossier d = fresh("2026-03-01", "2027-03-01");

	CHECK_STR(said(&d), "première période : plus de douze mois");
	d = fresh("2026-03-01", "2026-02-28");
	CHECK_STR(said(&d), "première période : finit avant de commencer");
	d = fresh("2026-03-01", "2027-02-28");
	plant(&d, "2027-03-01", KIND_RENEWAL, issued_renewal(&w, "premier",
	    "2027-03-01", "2028-02-29"));
	CHECK_STR(said(&d), "premier renouvellement : émis après le terme");
	d = fresh("2026-03-01", "2027-02-28");
	plant(&d, "2027-02-01", KIND_RENEWAL, issued_renewal(&w, "premier",
	    "2027-04-01", "2028-02-29"));
	CHECK_STR(said(&d), "premier renouvellement : ne commence pas le "
	    "lendemain de la précédente");
	d = fresh("2026-03-01", "2027-02-28");
	plant(&d, "2027-02-01", KIND_RENEWAL, issued_renewal(&w, "second",
	    "2027-03-01", "2028-02-29"));
	CHECK_STR(said(&d), "second renouvellement : pas à son rang");
	plant(&d, "2027-02-01", KIND_RENEWAL, issued_renewal(&w, "second",
	    "2028-03-01", "2029-02-28"));
	CHECK(strstr(said(&d), "pas à son rang; second renouvellement : pas "
	    "à son rang") != NULL);
	/* 36 months from the first day of one begun before the portal */
	d = fresh("2026-03-01", "2027-02-28");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-02-10", KIND_CAPE, arena_fmt(w.a, "<periode>"
	    "renouvellement</periode><rang>second</rang><origine>2024-02-01"
	    "</origine><precedent-fin>2026-02-28</precedent-fin>%s",
	    issued_dates(&w, "2026-03-01", "2027-02-28")));
	CHECK_STR(said(&d), "premier renouvellement : plus de douze mois; "
	    "l’appui dépasse trente-six mois");
}

static void
test_papers(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");

	plant(&d, "2026-02-11", KIND_CAPE, issued_dates(&w, "2026-03-01",
	    "2027-02-28"));
	CHECK(str_starts(said(&d), "deux contrats valides; "));
	d = fresh("2026-03-01", "2027-02-28");
	plant(&d, "2026-06-01", KIND_BREAK, "<effet>2026-06-30</effet>");
	plant(&d, "2027-02-01", KIND_RENEWAL, issued_renewal(&w, "premier",
	    "2027-03-01", "2028-02-29"));
	CHECK_STR(said(&d), "renouvelé après une rupture");
	d = fresh("2026-03-01", "2027-02-28");
	plant(&d, "2026-06-01", KIND_BREAK, "<effet>2027-03-01</effet>");
	CHECK_STR(said(&d), "la rupture prend effet hors du contrat");
	plant(&d, "2026-06-02", KIND_BREAK, "<effet>2026-06-30</effet>");
	CHECK(str_starts(said(&d), "deux ruptures valides; "));
	d = fresh("2026-03-01", "2027-02-28");
	plant(&d, "2026-06-01", KIND_BREAK, "<effet>2026-06-30</effet>");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	CHECK_STR(said(&d), "renouvelé ou rompu sans contrat valide; en cours "
	    "sans contrat valide");
}

/* Begun on a contract that somebody has still to sign. */
static void
test_unsigned(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");

	SOUND(&d);
	CHECK(db_exec(w.db, "INSERT INTO signature (document, rang, role, nom, "
	    "qualite, state) SELECT id, 1, 'beneficiaire', 'x', '', "
	    "'attendue' FROM document WHERE dossier = ?1", "i", d.id) == 1);
	CHECK_STR(said(&d), "en cours, et le contrat n’est pas signé par "
	    "tous");
	/* no page leads there */
	CHECK(contrat_refuses_in(w.db, w.cae, &d, "encours"));
}

static void
test_amended(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");

	plant(&d, "2026-06-01", KIND_AMENDMENT, "<effet>2026-06-01</effet>");
	plant(&d, "2026-06-01", KIND_AMENDMENT, "<effet>2027-02-28</effet>");
	SOUND(&d);
	plant(&d, "2026-06-01", KIND_AMENDMENT, "<effet>2026-05-31</effet>");
	CHECK(strstr(said(&d), " : prend effet hors du contrat") != NULL);
	d = fresh("2026-03-01", "2027-02-28");
	plant(&d, "2026-06-01", KIND_AMENDMENT, "<effet>2027-03-01</effet>");
	CHECK(strstr(said(&d), " : prend effet hors du contrat") != NULL);
}

static void
test_people(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");

	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-02-10", KIND_CAPE, arena_fmt(w.a,
	    "<temps-plein>oui</temps-plein>%s", issued_dates(&w,
	    "2026-03-01", "2027-02-28")));
	CHECK_STR(said(&d), "conclu avec une personne salariée à temps "
	    "complet");
	d = fresh("2026-03-01", "2027-02-28");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-02-10", KIND_CAPE, arena_fmt(w.a,
	    "<interdiction>oui</interdiction><nationalite>autre</nationalite>"
	    "<titre-vu>non</titre-vu>%s", issued_dates(&w, "2026-03-01",
	    "2027-02-28")));
	CHECK_STR(said(&d), "conclu malgré une interdiction de gérer; conclu "
	    "sans titre de séjour vu");
	d = fresh("2026-03-01", "2027-02-28");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-03-02", KIND_CAPE, issued_dates(&w, "2026-03-01",
	    "2027-02-28"));
	CHECK_STR(said(&d), "commence avant d’être émis");
	d = fresh("2026-03-01", "2027-02-28");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-02-10", KIND_CAPE, "<naissance>2010-02-11</naissance>"
	    "<debut>2026-03-01</debut><fin>2027-02-28</fin>");
	CHECK_STR(said(&d), "conclu avant 16 ans");
	d = fresh("2026-03-01", "2027-02-28");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-02-10", KIND_CAPE, "<naissance>2010-02-10</naissance>"
	    "<debut>2026-03-01</debut><fin>2027-02-28</fin>");
	CHECK_STR(said(&d), "conclu avec une personne mineure sans "
	    "représentant légal");
}

static void
write_day(const struct dossier *d, const char *name, const char *day)
{
	if (db_exec(w.db, "INSERT INTO contrat_jour (dossier, name, day, note, "
	    "author, at) VALUES (?1, ?2, ?3, 'x', 'x', 0)", "isi", d->id,
	    name, (int64_t)day_parse(day)) != 1)
		fatalx("contrat_jour");
}

static void
test_days(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");

	write_day(&d, "activite", "2026-02-01");
	CHECK_STR(said(&d), "le début de l’activité est hors du contrat");
	CHECK(db_exec(w.db, "UPDATE dossier SET state = 'contrat' WHERE id = "
	    "?1", "i", d.id) == 1);
	write_day(&d, "activite", "2026-03-01");
	CHECK_STR(said(&d), "l’activité a commencé sans contrat signé");
	CHECK(db_exec(w.db, "UPDATE dossier SET state = 'encours' WHERE id = "
	    "?1", "i", d.id) == 1);
	write_day(&d, "activite", "2026-05-01");
	write_day(&d, "immatriculation", "2026-04-01");
	CHECK_STR(said(&d), "immatriculé avant le début de l’activité");
	d = fresh("2026-03-01", "2027-02-28");
	issued_end(&w, &d, arena_fmt(w.a, "C%d", planted));
	plant(&d, "2026-02-10", KIND_CAPE, "<naissance>2008-02-10</naissance>"
	    "<debut>2026-03-01</debut><fin>2027-02-28</fin>");
	SOUND(&d);
	write_day(&d, "activite", "2026-03-01");
	write_day(&d, "immatriculation", "2026-04-01");
	SOUND(&d);
}

static void
forget(const char *trigger)
{
	if (db_begin(w.db) == -1 || db_script(w.db, trigger) == -1 ||
	    db_commit(w.db) == -1)
		fatalx("%s", trigger);
}

static void
test_rows(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");
	struct upload u;
	const struct proof p = { "Reçu", &u };
	struct obligation *list;

	CHECK(world_upload(w.a, "a.pdf", "%PDF-1.4", 8, &u) == UPLOAD_GOOD);
	obligation_list(w.a, w.db, d.id, &list);
	CHECK(obligation_declare(w.a, w.db, w.cae, &d, list[0].id, 0,
	    day_today(), &p, &julie) == 0);
	SOUND(&d);
	/* round the triggers */
	forget("DROP TRIGGER declaration_kept; DROP TRIGGER obligation_stays");
	CHECK(db_exec(w.db, "UPDATE declaration SET bytes = x'00' WHERE id = "
	    "1", "") == 1);
	CHECK(strstr(said(&d), "la preuve de la déclaration 1 n’est plus "
	    "celle de son empreinte") != NULL);
	d = fresh("2026-03-01", "2027-02-28");
	CHECK(db_exec(w.db, "DELETE FROM obligation WHERE dossier = ?1 AND "
	    "body = 'urssaf'", "i", d.id) == 1);
	CHECK(strstr(said(&d), " : il manque une obligation à déclarer") !=
	    NULL);
	d = fresh("2026-03-01", "2027-02-28");
	CHECK(db_exec(w.db, "UPDATE contrat SET last = last + 1 WHERE dossier "
	    "= ?1", "i", d.id) == 1);
	CHECK_STR(said(&d), "l’index des contrats n’est pas à jour");
	CHECK(db_exec(w.db, "DELETE FROM contrat WHERE dossier = ?1", "i",
	    d.id) == 1);
	CHECK_STR(said(&d), "l’index des contrats n’est pas à jour");
	d = fresh("2026-03-01", "2027-02-28");
	CHECK(db_exec(w.db, "UPDATE dossier SET state = 'terminee' WHERE id = "
	    "?1", "i", d.id) == 1);
	CHECK_STR(said(&d), "terminé alors que le contrat court");
}

/* « en cours » on a day when it was not. */
static void
test_certified(void)
{
	struct dossier d = fresh("2026-03-01", "2027-02-28");

	plant(&d, "2026-06-01", "attestation", "");
	plant(&d, "2026-06-01", "attestation", "</contrat><modele "
	    "regle=\"appui-en-cours\"/><contrat>");
	SOUND(&d);
	plant(&d, "2027-03-01", "attestation", "</contrat><modele "
	    "regle=\"appui-en-cours\"/><contrat>");
	CHECK(strstr(said(&d), " : dit en cours un appui qui ne l’était "
	    "pas") != NULL);
}

int
main(void)
{
	world_open(&w);
	test_sound();
	test_periods();
	test_papers();
	test_unsigned();
	test_amended();
	test_people();
	test_days();
	test_certified();
	test_rows();
	world_close(&w);
	return test_end();
}
