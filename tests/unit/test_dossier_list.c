/*
 * dossier_list: what a search finds, filters, orders and pages; and that no
 * query reads more than it has to, whatever is asked for.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "domain/dossier/dossier_list.h"
#include "domain/dossier/dossier_rebuild.h"
#include "domain/dossier/suivi.h"
#include "test.h"
#include "world.h"

#define MANY	20000

static struct world w;
static struct actor julie = { 0, "Julie Morel" };
static struct dossier lukasz;

static void
person(const char *key, const char *prenom, const char *nom,
    struct dossier *d)
{
	struct answers *an = world_draft(&w, key, prenom, nom, d);

	if (dossier_submit(w.a, w.db, w.cae, an, &w.mailer, d) != 0)
		fatalx("%s is not sent", nom);
}

static int64_t
account(const char *email, const char *role, const char *cooperative)
{
	const struct grant grant = { role_find(role), cooperative };
	struct account a = { .email = email, .name = email, .grants = &grant,
		.ngrants = 1 };

	if (account_create(w.a, w.db, &a, "un mot de passe") != 0 ||
	    account_by_email(w.a, w.db, email, &a) != 0)
		fatalx("%s", email);
	return a.id;
}

/* How many a search finds. */
static int64_t
found(const char *text)
{
	struct dossier_filter f = { .text = text };
	struct dossier *list;
	int64_t total;

	dossier_list(w.a, w.db, &f, &list, &total);
	return total;
}

static void
test_words(void)
{
	struct dossier_filter f = { 0 };
	struct dossier *list, d;
	struct answers *an;
	int64_t total, all;
	size_t n;
	int i;

	an = world_draft(&w, "liste", "Ægir", "Groß-Cœur", &d);
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) == 0);
	CHECK(found("coeur") == 1 && found("GROSS") == 1);
	CHECK(found("aegir") == 1 && found("œu") == 1 && found("cœu") == 1);
	CHECK(found("nguyen") == 1 && found("d'oeuf") == 1);
	CHECK(found("lukasz lefevre") == 1 && found("lukasz zaid") == 0);
	CHECK(found(d.numero) == 1 && found(d.numero + 7) == 1);
	CHECK(found(arena_fmt(w.a, "cae %.2s %.4s%s", d.numero + 4,
	    d.numero + 7, d.numero + 12)) == 1);
	CHECK(found(arena_fmt(w.a, "%.4s%s", d.numero + 7,
	    d.numero + 12)) == 1);
	/* the search language of the index is never reached */
	CHECK(found("\"") == 0 && found("words:a*") == 0 && found("-") == 0);
	CHECK(found("NOT") == 0 && found("a AND") == 0 &&
	    found("NEAR(") == 0);
	CHECK(found(" ") == world_int(&w, "SELECT count(*) FROM dossier WHERE "
	    "sent IS NOT NULL"));
	f.state = "envoyee";
	CHECK(dossier_list(w.a, w.db, &f, &list, &total) == 2 && total == 2);
	f.cooperatives = "angers";
	CHECK(dossier_list(w.a, w.db, &f, &list, &total) == 0 && total == 0);
	f = (struct dossier_filter){ .state = "brouillon" };
	CHECK(dossier_list(w.a, w.db, &f, &list, &total) == 0 && total == 0);
	for (i = 0; i < DOSSIER_PAGE; i++) {
		an = world_draft(&w, arena_fmt(w.a, "p%d", i), "Paul", "Page",
		    &d);
		dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d);
	}
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "refuser", &julie, "non",
	    &w.mailer) == 0);
	f = (struct dossier_filter){ .page = 1 };
	n = dossier_list(w.a, w.db, &f, &list, &all);
	CHECK(n == DOSSIER_PAGE && all > DOSSIER_PAGE);
	CHECK(list[0].sent <= list[1].sent && list[0].id < list[1].id);
	f.page = 2;
	n = dossier_list(w.a, w.db, &f, &list, &total);
	CHECK((int64_t)n == all - DOSSIER_PAGE && total == all);
	f = (struct dossier_filter){ .to_do = 1, .text = "page" };
	dossier_list(w.a, w.db, &f, &list, &total);
	CHECK(total == DOSSIER_PAGE - 1);
	f.text = NULL;
	dossier_list(w.a, w.db, &f, &list, &total);
	CHECK(total == all - 1);
}

/* What one filter finds. */
static int64_t
total(struct dossier_filter f)
{
	struct dossier *list;
	int64_t n;

	dossier_list(w.a, w.db, &f, &list, &n);
	return n;
}

#define TOTAL(...) total((struct dossier_filter){ __VA_ARGS__ })

static void
test_contact(void)
{
	/* the person of world_answers(): 06 39 98 12 34, lea@courriel.example */
	int64_t all = TOTAL(.page = 1);

	CHECK(TOTAL(.text = "06 39 98 12 34", .contacts = 1) == all);
	CHECK(TOTAL(.text = "+33 6 39 98", .contacts = 1) == all);
	CHECK(TOTAL(.text = "0033639981234", .contacts = 1) == all);
	CHECK(TOTAL(.text = "06 39 98 12 35", .contacts = 1) == 0);
	CHECK(TOTAL(.text = "06 39 98 12 34") == 0);
	CHECK(TOTAL(.text = "Lea@courriel", .contacts = 1) == all);
	CHECK(TOTAL(.text = "courriel@lea", .contacts = 1) == 0);
	CHECK(TOTAL(.text = "@", .contacts = 1) == 0);
	CHECK(TOTAL(.text = "lea@courriel.example") == 0);
	/* a name never finds an address */
	CHECK(TOTAL(.text = "courriel", .contacts = 1) == 0);
}

static void
test_place(void)
{
	struct dossier d;
	int64_t all = TOTAL(.page = 1);

	CHECK(TOTAL(.commune = "nan") == all);
	CHECK(TOTAL(.commune = "44000") == all && TOTAL(.commune = "440") ==
	    all);
	CHECK(TOTAL(.commune = "angers") == 0 && TOTAL(.commune = "\"") == 0);
	CHECK(TOTAL(.commune = "nantes", .text = "lukasz") == 1);
	CHECK(TOTAL(.departement = "44") == all);
	CHECK(TOTAL(.departement = "49") == 0);
	CHECK(dossier_by_id(w.a, w.db, lukasz.id, &d) == 0);
	CHECK_STR(d.commune, "Nantes");
	CHECK_STR(d.departement, "44");
	CHECK(d.birth == DAY_NONE);
	CHECK(TOTAL(.cooperatives = "nantes") == all);
	CHECK(TOTAL(.cooperatives = "angers nantes") == all);
	CHECK(TOTAL(.cooperatives = "angers le-mans") == 0);
	CHECK(TOTAL(.cooperatives = "\"") == 0);
	CHECK(TOTAL(.programme = "cae") == all);
	CHECK(TOTAL(.programme = "cjs") == 0);
	CHECK(TOTAL(.agenda = "cjs-ancenis-2027") == 0);
	CHECK(dossier_count(w.a, w.db, "nantes", "refusee envoyee") == all);
	CHECK(dossier_count(w.a, w.db, "", "refusee") == 1);
	CHECK(dossier_count(w.a, w.db, "angers", "refusee envoyee") == 0);
	CHECK(dossier_count(w.a, w.db, "", "") == 0);
}

static void
test_order(void)
{
	struct dossier_filter f = { .order = ORDER_NOM };
	struct dossier *list;
	int64_t n;

	dossier_list(w.a, w.db, &f, &list, &n);
	CHECK_STR(list[0].nom, "Groß-Cœur");
	f.descending = 1;
	dossier_list(w.a, w.db, &f, &list, &n);
	CHECK_STR(list[0].nom, "Page");
	f.page = 2;
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) ==
	    (size_t)n - DOSSIER_PAGE);
	CHECK_STR(list[n - DOSSIER_PAGE - 1].nom, "Groß-Cœur");
	f = (struct dossier_filter){ .order = ORDER_ETAPE, .descending = 1,
		.cooperatives = "nantes" };
	dossier_list(w.a, w.db, &f, &list, &n);
	CHECK_STR(list[0].state, "refusee");
	f.page = 99;
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) == 0 && n > 0);
}

static void
test_suivi(void)
{
	int64_t anne = julie.account;
	int64_t luc = account("luc", "gestion", "angers");
	int64_t zoe = account("zoe", "lecture", "nantes");
	struct assignment *rows;
	struct dossier d, old;
	size_t n;

	CHECK(dossier_by_id(w.a, w.db, lukasz.id, &d) == 0);
	old = d;
	CHECK(suivi_assign(w.a, w.db, &d, luc, &julie) == 1);
	CHECK(suivi_assign(w.a, w.db, &d, zoe, &julie) == 1);
	CHECK(suivi_assign(w.a, w.db, &d, 999, &julie) == 1);
	CHECK(suivi_assign(w.a, w.db, &d, anne, &julie) == 0);
	CHECK(dossier_by_id(w.a, w.db, d.id, &d) == 0 && d.adviser == anne &&
	    d.version == old.version + 1);
	CHECK(TOTAL(.adviser = anne) == 1 && TOTAL(.adviser = luc) == 0);
	CHECK(TOTAL(.adviser = ADVISER_NOBODY) == TOTAL(.page = 1) - 1);
	/* somebody else changed it since */
	CHECK(suivi_assign(w.a, w.db, &old, 0, &julie) == 1);
	/* what is so already is no change */
	CHECK(suivi_assign(w.a, w.db, &d, anne, &julie) == 0);
	CHECK(suivi_history(w.a, w.db, d.id, &rows) == 1);
	CHECK_STR(rows[0].who, "anne");
	CHECK_STR(rows[0].by, "Julie Morel");
	/* it leaves with its cooperative, and nobody has to think of it */
	CHECK(db_begin(w.db) == 0 && db_exec(w.db, "UPDATE dossier SET "
	    "cooperative = 'angers' WHERE id = ?1", "i", d.id) == 1 &&
	    db_commit(w.db) == 0);
	CHECK(dossier_by_id(w.a, w.db, d.id, &d) == 0 && d.adviser == 0);
	CHECK(suivi_history(w.a, w.db, d.id, &rows) == 2);
	CHECK_STR(rows[1].who, "");
	CHECK(suivi_assign(w.a, w.db, &d, anne, &julie) == 1);
	CHECK(suivi_assign(w.a, w.db, &d, luc, &julie) == 0);
	/* nobody told the index of words: it is found out, and mended */
	CHECK(TOTAL(.text = "lukasz", .cooperatives = "angers") == 0);
	CHECK(dossier_rebuild(w.db, &n) == 0 && n == 1);
	CHECK(TOTAL(.text = "lukasz", .cooperatives = "angers") == 1);
}

/* One thing that lists know goes astray: it is told, and mended. */
static void
astray(const char *sql)
{
	struct buf out = BUF_INIT;
	size_t n;

	if (db_begin(w.db) == -1 || db_script(w.db, sql) == -1 ||
	    db_commit(w.db) == -1)
		fatalx("%s", sql);
	CHECK(dossier_derived_check(w.db, &out) == 1);
	CHECK(dossier_rebuild(w.db, &n) == 0);
	CHECK(dossier_derived_check(w.db, &out) == 0);
	CHECK(dossier_rebuild(w.db, &n) == 0 && n == 0);
	buf_free(&out);
}

static void
test_rebuild(void)
{
	struct buf out = BUF_INIT;
	size_t n;

	CHECK(dossier_derived_check(w.db, &out) == 0 && out.len == 0);
	CHECK(dossier_rebuild(w.db, &n) == 0 && n == 0);
	buf_free(&out);
	astray("UPDATE dossier SET commune = 'Ailleurs' WHERE id = 1");
	astray("UPDATE dossier SET departement = '' WHERE id = 1");
	astray("UPDATE dossier SET sort = 'x' WHERE id = 1");
	astray("UPDATE dossier SET birth = 3 WHERE id = 1");
	astray("UPDATE dossier SET agenda = 'x' WHERE id = 1");
	astray("UPDATE dossier SET adviser = 1 WHERE id = 2");
	astray("DELETE FROM dossier_words WHERE rowid = 1");
	astray("UPDATE dossier_words SET contact = '' WHERE rowid = 1");
	astray("UPDATE dossier_words SET lieu = 'x' WHERE rowid = 1");
	astray("UPDATE dossier_words SET scope = 'x' WHERE rowid = 1");
	CHECK(TOTAL(.commune = "nantes", .text = "lukasz") == 1);
}

/* Many rows at once, as only a test may write them. */
static void
multiply(void)
{
	if (db_begin(w.db) == -1 || db_script(w.db, arena_fmt(w.a,
	    "WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
	    "i < %d) INSERT INTO dossier (numero, programme, creation, state, "
	    "pending, email, prenom, nom, sort, cooperative, created, changed, "
	    "sent, version, departement, commune) SELECT 'N' || i, "
	    "iif(i %% 3, 'cae', 'cjs'), randomblob(32), iif(i %% 5, "
	    "'terminee', 'etude'), i %% 5 = 0, 'n@exemple.fr', 'Ana', 'Nom', "
	    "'nom' || (i * 7919 %% %d), iif(i %% 4, 'nantes', 'angers'), i, i, "
	    "i, 1, iif(i %% 6, '44', '53'), 'Nantes' FROM n;"
	    "INSERT INTO dossier_words (rowid, words, contact, lieu, scope) "
	    "SELECT d.id, sort || ' ana', email, 'nantes 44000', scope FROM "
	    "dossier d JOIN dossier_scope s ON s.id = d.id WHERE nom = 'Nom'",
	    MANY, MANY)) == -1 || db_commit(w.db) == -1)
		fatalx("multiply");
}

/*
 * Every way to ask, in every order; the most operations that one took without
 * words, and with some.
 */
static int64_t
ask_all(struct db *db, int64_t *most_words)
{
	const struct dossier_filter filters[] = {
		{ .page = 1 }, { .to_do = 1 }, { .cooperatives = "nantes" },
		{ .cooperatives = "nantes", .to_do = 1 },
		{ .cooperatives = "nantes angers" }, { .text = "nom12" },
		{ .text = "ana", .cooperatives = "angers" },
		{ .commune = "nantes", .state = "etude" },
		{ .adviser = 1 }, { .agenda = "x" }, { .departement = "44" },
		{ .programme = "cjs", .state = "etude", .adviser = -1 },
		{ .after = "N15000" }, { .before = "N15000", .page = 600 },
		{ .cooperatives = "angers", .after = "N16000" },
	};
	struct dossier_filter f;
	struct dossier *list;
	int64_t n, most = 0;
	size_t i, k;
	int words;

	*most_words = 0;
	for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		for (k = 0; k < 6; k++) {
			f = filters[i];
			f.order = (enum dossier_order)(k / 2);
			f.descending = k % 2;
			db_steps(db);
			dossier_list(w.a, db, &f, &list, &n);
			n = db_steps(db);
			words = filters[i].text != NULL ||
			    filters[i].commune != NULL;
			if (words && n > *most_words)
				*most_words = n;
			if (!words && n > most)
				most = n;
		}
	return most;
}

/* The pages one after the other: the same by number and by place. */
static void
walk(struct dossier_filter f, int pages)
{
	struct dossier_filter by_number = f, back;
	struct dossier *list, *same;
	int64_t n, total;
	size_t i, k, len = 0;
	int bad = 0;

	for (by_number.page = 1; by_number.page <= pages; by_number.page++) {
		k = dossier_list(w.a, w.db, &by_number, &same, &n);
		f.page = by_number.page;
		len = dossier_list(w.a, w.db, &f, &list, &total);
		bad += k != len || n != total || len == 0;
		for (i = 0; i < k && i < len; i++)
			bad += list[i].id != same[i].id;
		if (f.page > 1) {
			back = f;
			back.after = NULL;
			back.before = list[0].numero;
			k = dossier_list(w.a, w.db, &back, &same, &n);
			bad += k != DOSSIER_PAGE || !str_eq(
			    same[k - 1].numero, f.after);
		}
		f.after = len == 0 ? NULL : list[len - 1].numero;
	}
	CHECK(bad == 0);
}

static void
test_pages(void)
{
	const struct dossier_filter filters[] = {
		{ .page = 1 }, { .to_do = 1 }, { .state = "etude" },
		{ .programme = "cjs" }, { .departement = "44" },
		{ .cooperatives = "angers" }, { .adviser = ADVISER_NOBODY },
		{ .text = "nom12" }, { .text = "ana" },
		{ .commune = "nantes", .state = "etude" },
	};
	struct dossier_filter f;
	struct dossier *list;
	int64_t n;
	size_t i, k;

	for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		for (k = 0; k < 6; k++) {
			f = filters[i];
			f.order = (enum dossier_order)(k / 2);
			f.descending = k % 2;
			walk(f, 4);
		}
	/* few are counted, many are not; the last page has none behind it */
	CHECK(TOTAL(.text = "nom1999") < DOSSIER_MANY);
	CHECK(TOTAL(.page = 1) == DOSSIER_MANY + 1);
	CHECK(TOTAL(.page = 100) == 100 * DOSSIER_PAGE + 1);
	f = (struct dossier_filter){ .programme = "cae", .page = 500,
		.before = "N20000" };
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) == DOSSIER_PAGE &&
	    n == 500 * DOSSIER_PAGE + 1);
	f = (struct dossier_filter){ .page = 800, .descending = 1,
		.after = "N2" };
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) == 1 &&
	    n == 799 * DOSSIER_PAGE + 1);
	/* N4 is of Angers: who sees only Nantes does not learn where it stands */
	f = (struct dossier_filter){ .cooperatives = "nantes", .after = "N4" };
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) == DOSSIER_PAGE);
	CHECK_STR(list[0].numero, "N1");
	f.after = "N5";
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) == DOSSIER_PAGE);
	CHECK_STR(list[0].numero, "N6");
	f = (struct dossier_filter){ .after = "personne" };
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) == DOSSIER_PAGE);
	f = (struct dossier_filter){ .before = "personne", .page = 2 };
	CHECK(dossier_list(w.a, w.db, &f, &list, &n) == DOSSIER_PAGE);
	CHECK_STR(list[0].numero, "N26");
}

static void
change(const char *sql)
{
	if (db_begin(w.db) == -1 || db_script(w.db, sql) == -1 ||
	    db_commit(w.db) == -1)
		fatalx("%s", sql);
}

/* A file that goes to a cooperative is found there from then on. */
static void
test_route(void)
{
	struct buf out = BUF_INIT;
	struct dossier d;

	change("UPDATE dossier SET cooperative = '' WHERE nom LIKE 'Nguy%'");
	CHECK(dossier_by_id(w.a, w.db, lukasz.id, &d) == 0);
	CHECK(suivi_route(w.db, &d, "angers", &julie) == 0);
	CHECK(TOTAL(.text = "lukasz", .cooperatives = "angers") == 1);
	CHECK(TOTAL(.text = "lukasz", .cooperatives = "nantes") == 0);
	/* decided: nothing to do any more */
	CHECK(TOTAL(.text = "lukasz", .to_do = 1) == 1);
	CHECK(dossier_by_id(w.a, w.db, lukasz.id, &d) == 0);
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "refuser", &julie, "non",
	    &w.mailer) == 0);
	CHECK(TOTAL(.text = "lukasz", .to_do = 1) == 0);
	CHECK(TOTAL(.text = "lukasz", .cooperatives = "angers") == 1);
	CHECK(dossier_derived_check(w.db, &out) == 0);
	buf_free(&out);
}

/* Words and a filter find what SQL finds. */
static void
among(struct dossier_filter f, const char *where)
{
	int64_t n = world_int(&w, arena_fmt(w.a, "SELECT count(*) FROM dossier "
	    "WHERE sort LIKE 'nom12%%' AND %s", where));

	f.text = "nom12";
	printf("# %s: %lld\n", where, (long long)n);
	CHECK(total(f) == n);
}

static void
test_scope(void)
{
	struct dossier_filter all = { .cooperatives = "angers", .programme =
		"cae", .state = "terminee", .departement = "44", .adviser =
		ADVISER_NOBODY };
	struct dossier_filter mine = { .to_do = 1, .agenda = "seance-1",
		.adviser = julie.account };
	struct dossier_filter f = { .text = "ana" };
	int again;

	for (again = 0; again < 2; again++) {
		among((struct dossier_filter){ .cooperatives = "angers" },
		    "cooperative = 'angers'");
		among((struct dossier_filter){ .cooperatives = "laval angers" },
		    "cooperative IN ('angers', 'laval')");
		among((struct dossier_filter){ .cooperatives = "ange" }, "0");
		among((struct dossier_filter){ .programme = "cjs" },
		    "programme = 'cjs'");
		among((struct dossier_filter){ .state = "etude" },
		    "state = 'etude'");
		among((struct dossier_filter){ .departement = "4" }, "0");
		among((struct dossier_filter){ .departement = "53" },
		    "departement = '53'");
		among((struct dossier_filter){ .to_do = 1 }, "pending = 1");
		among((struct dossier_filter){ .agenda = "seance-1" },
		    "agenda = 'seance-1'");
		among((struct dossier_filter){ .adviser = julie.account },
		    "adviser IS NOT NULL");
		among(all, "cooperative = 'angers' AND programme = 'cae' AND "
		    "state = 'terminee' AND departement = '44' AND adviser IS "
		    "NULL");
		among(mine, "pending = 1 AND agenda = 'seance-1' AND adviser "
		    "IS NOT NULL");
		change(arena_fmt(w.a, "UPDATE dossier SET state = 'etude', "
		    "agenda = 'seance-1', adviser = %lld WHERE "
		    "sort LIKE 'nom12%%' AND id %% 7 = 0",
		    (long long)julie.account));
	}
	/* more than are looked at one by one */
	f.state = "etude";
	CHECK(total(f) == DOSSIER_MANY + 1);
	f.cooperatives = "angers";
	f.agenda = "seance-1";
	CHECK(total(f) == world_int(&w, "SELECT count(*) FROM dossier WHERE "
	    "cooperative = 'angers' AND state = 'etude' AND agenda = "
	    "'seance-1' AND id IN (SELECT rowid FROM dossier_words WHERE "
	    "dossier_words MATCH 'ana')"));
	CHECK(TOTAL(.text = "\xee\x80\x80" "t") == 0);
}

/* The lines of the plans that name a table, and read rows that no index has. */
static int
reads_rows(const char *line)
{
	return (strstr(line, "SCAN dossier") != NULL ||
	    strstr(line, "SEARCH dossier") != NULL) &&
	    strstr(line, "USING COVERING INDEX") == NULL &&
	    strstr(line, "USING INTEGER PRIMARY KEY") == NULL &&
	    strstr(line, "SCAN dossier_words VIRTUAL TABLE") == NULL &&
	    strstr(line, "INDEX sqlite_autoindex_dossier") == NULL;
}

static void
test_cost(void)
{
	struct db *db = store_open(w.a, &w.conf, DB_READ);
	struct buf plans = BUF_INIT;
	char *rest, *line;
	int64_t most, words;
	int lines = 0, bad = 0;

	if (db == NULL)
		fatalx("reader");
	multiply();
	most = ask_all(db, &words);
	printf("# at most %lld operations, with words %lld, for %d files\n",
	    (long long)most, (long long)words, MANY);
	/* so many are counted, and some more passed by: not all */
	CHECK(most < DOSSIER_MANY * INT64_C(100));
	/* what words find in an order of its own is sorted whole */
	CHECK(words < MANY * INT64_C(20));
	db_plans(db, &plans);
	rest = arena_dup(w.a, buf_cstr(&plans));
	while ((line = str_split(&rest, '\n')) != NULL) {
		lines++;
		if (reads_rows(line)) {
			printf("# %s\n", line);
			bad++;
		}
	}
	CHECK(lines > 20 && bad == 0);
	buf_free(&plans);
	db_close(db);
}

int
main(void)
{
	world_open(&w);
	julie.account = account("anne", "accompagnement", "nantes");
	person("lukasz", "Łukasz", "Nguyễn-Lefèvre d’Œuf", &lukasz);
	test_words();
	test_contact();
	test_place();
	test_order();
	test_suivi();
	test_rebuild();
	test_route();
	test_cost();
	test_pages();
	test_scope();
	world_close(&w);
	return test_end();
}
