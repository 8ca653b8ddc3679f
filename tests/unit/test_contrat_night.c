/*
 * contrat_night: the end of a contract is told at 60, 30 and 7 days, once
 * each, whatever nights were missed; what an older paper owes is written down.
 */
#include "issued.h"
#include "test.h"

#define COUNT(kind) (int)world_int(&w, "SELECT count(*) FROM mail WHERE " \
    "kind = '" kind "'")

static struct world w;
static const struct definition *programmes[2];

static int
night(const char *day)
{
	int told = -1;

	issued_today(&w, day);
	return contrat_night(w.db, &w.mailer, &told) == -1 ? -1 : told;
}

static struct mail
last(const char *kind)
{
	struct mail *list;
	size_t i;

	i = mail_list(w.a, w.db, mail_before(w.db, 2), 2, &list);
	while (i-- > 0)
		if (str_eq(list[i].kind, kind))
			return list[i];
	return (struct mail){ .subject = "", .body = "", .to = "" };
}

static void
test_thrice(struct dossier *d)
{
	struct mail m;

	CHECK(night("2026-12-29") == 0);	/* 61 days */
	CHECK(night("2026-12-30") == 1);
	CHECK(night("2026-12-30") == 0);
	CHECK(COUNT("terme") == 1 && COUNT("terme-equipe") == 1);
	m = last("terme");
	CHECK_STR(m.subject,
	    "Votre contrat prend fin le 28\u00a0février\u00a02027");
	CHECK_STR(m.to, "lea@courriel.example");
	CHECK(strstr(m.body, "dans 60 jours") != NULL);
	CHECK(strstr(m.body, "avant le 28\u00a0février\u00a02027") != NULL);
	CHECK(strstr(m.body, "/lien/") != NULL);
	m = last("terme-equipe");
	CHECK(strstr(m.to, "@") != NULL && strcmp(m.to,
	    "lea@courriel.example") != 0);
	CHECK(strstr(m.body, arena_fmt(w.a, "/gestion/dossiers/%s/contrat",
	    d->numero)) != NULL);
	CHECK(strstr(m.body, "/lien/") == NULL);
	CHECK(world_int(&w, "SELECT pending FROM dossier WHERE id = 1") == 1);
	CHECK(night("2027-01-28") == 0);	/* 31 */
	/* nobody ran it for a while: the nearest alone */
	CHECK(night("2027-02-20") == 1);	/* 8, so the one of 30 */
	CHECK(night("2027-02-21") == 1);
	CHECK(night("2027-02-28") == 0);
	CHECK(strstr(last("terme").body, "dans 7 jours") != NULL);
	CHECK(night("2027-03-01") == 0);
	CHECK(COUNT("terme") == 3 && COUNT("terme-equipe") == 3);
}

/* Renewed in time: another end, told anew; the last one says it is. */
static void
test_renewed(struct dossier *d)
{
	issued_today(&w, "2027-02-25");
	issued_paper(&w, d, KIND_RENEWAL, "R1", issued_renewal(&w, "premier",
	    "2027-03-01", "2027-08-31"));
	CHECK(night("2027-02-26") == 0);
	CHECK(night("2027-08-30") == 1);	/* straight to the last one */
	CHECK(night("2027-08-31") == 0);
	CHECK(strstr(last("terme").body, ", demain.") != NULL);
	issued_today(&w, "2027-08-31");
	issued_paper(&w, d, KIND_RENEWAL, "R2", issued_renewal(&w, "second",
	    "2027-09-01", "2028-08-31"));
	CHECK(night("2028-07-10") == 1);
	CHECK(strstr(last("terme").body, "ne peut plus être renouvelé") !=
	    NULL);
	CHECK(strstr(last("terme-equipe").body, "renouvelé deux fois") !=
	    NULL);
	/* who ends early knows it */
	issued_paper(&w, d, KIND_BREAK, "B1", "<effet>2028-08-15</effet>");
	CHECK(night("2028-08-14") == 0);
}

static void
test_cesa(struct dossier *d)
{
	struct mail m;

	issued_today(&w, "2028-08-16");
	CHECK(contrat_day_set(w.a, w.db, w.cae, d, "cesa",
	    day_parse("2028-08-16"), "Signé", 0, &julie) == 0);
	/* from 2026-03-01, three years: 2029-03-01 */
	CHECK(night("2028-08-16") == 1);	/* less than a year already */
	CHECK(night("2028-08-31") == 0);
	CHECK(night("2028-09-01") == 1);
	CHECK(night("2028-12-01") == 1);
	CHECK(night("2029-02-28") == 0);
	CHECK(COUNT("cesa-equipe") == 3);
	m = last("cesa-equipe");
	CHECK(strstr(m.subject, "avant le 1er\u00a0mars\u00a02029") != NULL);
	CHECK(strstr(m.body, "29\u00a0mois et 15\u00a0jours") != NULL);
}

/* Issued by a program that wrote down no obligation and no index. */
static void
test_before(void)
{
	struct dossier d;

	issued_today(&w, "2026-02-10");
	issued_accepted(&w, "k2", &d);
	issued_move(&w, &d, "emettre-contrat", &systeme);
	issued_plant(&w, &d, KIND_CAPE, "C2", issued_dates(&w, "2026-03-01",
	    "2027-02-28"));
	CHECK(night("2026-02-11") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM obligation WHERE document = "
	    "'C2' AND due = 20494") == 2);
	CHECK(world_int(&w, "SELECT undeclared FROM contrat WHERE dossier = "
	    "2") == 2);
	CHECK(night("2026-02-12") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM obligation WHERE document = "
	    "'C2'") == 2);
	/* not signed: nobody is told of its end */
	CHECK(night("2027-02-01") == 0);
}

int
main(void)
{
	struct dossier d;

	world_open(&w);
	programmes[0] = w.cae;
	w.mailer.programmes = programmes;
	issued_contract(&w, "k1", "C1", &d);
	test_thrice(&d);
	test_renewed(&d);
	test_cesa(&d);
	test_before();
	world_close(&w);
	return test_end();
}
