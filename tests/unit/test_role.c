/*
 * Who may do what and where; accounts as they were before there were roles.
 */
#include <glob.h>

#include "base/file.h"
#include "base/str.h"
#include "domain/access/account.h"
#include "test.h"
#include "world.h"

static struct world w;

/* What the trade asks of the roles (the rest is convenience). */
static void
test_table(void)
{
	const struct role *r;

	CHECK(role_find("roi") == NULL && role_find("") == NULL);
	for (r = role_all; r->name != NULL; r++) {
		CHECK(role_find(r->name) == r);
		CHECK((r->rights & ~RIGHTS_ALL) == 0 && r->rights != 0);
		CHECK(*r->label != '\0' && *r->explained != '\0');
		/* who changes or takes away a file reads it whole */
		if ((r->rights & (RIGHT_WRITE | RIGHT_ISSUE |
		    RIGHT_EXPORT)) != 0)
			CHECK((r->rights & RIGHT_READ) != 0 &&
			    (r->rights & RIGHT_MONEY) != 0);
		if ((r->rights & RIGHT_MONEY) != 0)
			CHECK((r->rights & RIGHT_READ) != 0);
	}
	CHECK((role_find("animation")->rights & RIGHT_MONEY) == 0);
	CHECK(role_find("comite")->rights == RIGHT_COUNT);
	CHECK((role_find("administration")->rights & RIGHT_READ) == 0);
	CHECK((role_find("lecture")->rights & ~(unsigned)(RIGHT_READ |
	    RIGHT_COUNT)) == 0);
}

static void
test_union(void)
{
	const struct grant grants[] = {
		{ role_find("animation"), "nantes" },
		{ role_find("comptabilite"), "nantes" },
		{ role_find("comite"), "angers" },
		{ role_find("lecture"), "lemans" }
	};
	const struct grant whole[] = {
		{ role_find("lecture"), "" }, { role_find("gestion"), "nantes" }
	};
	struct account a = { .grants = grants, .ngrants = 4 };
	struct account all = { .grants = whole, .ngrants = 2 };
	struct account none = { .grants = NULL, .ngrants = 0 };

	CHECK(account_may(&a, RIGHT_GROUP | RIGHT_MONEY, "nantes"));
	CHECK(!account_may(&a, RIGHT_WRITE, "nantes"));
	CHECK(account_may(&a, RIGHT_COUNT, "angers"));
	CHECK(!account_may(&a, RIGHT_READ, "angers"));
	CHECK(!account_may(&a, RIGHT_MONEY, "lemans"));
	CHECK(!account_may(&a, RIGHT_READ, ""));
	CHECK(!account_may(&a, RIGHT_READ, "nant"));
	CHECK(account_rights(&a) == (RIGHT_READ | RIGHT_GROUP | RIGHT_COUNT |
	    RIGHT_EXPORT | RIGHT_MONEY));
	CHECK_STR(account_scope(w.a, &a, RIGHT_READ, ""), "nantes lemans");
	CHECK_STR(account_scope(w.a, &a, RIGHT_READ | RIGHT_GROUP, ""),
	    "nantes");
	CHECK_STR(account_scope(w.a, &a, RIGHT_ISSUE, ""), "-");
	CHECK_STR(account_scope(w.a, &a, RIGHT_READ, "lemans"), "lemans");
	CHECK_STR(account_scope(w.a, &a, RIGHT_READ, "angers"), "-");
	CHECK_STR(account_scope(w.a, &a, RIGHT_READ, "ailleurs"), "-");
	CHECK_STR(account_scope(w.a, &all, RIGHT_READ, ""), "");
	CHECK_STR(account_scope(w.a, &all, RIGHT_READ, "angers"), "angers");
	/* not two codes where one is meant */
	CHECK_STR(account_scope(w.a, &all, RIGHT_READ, "angers nantes"), "-");
	CHECK_STR(account_scope(w.a, &all, RIGHT_READ | RIGHT_WRITE, ""),
	    "nantes");
	CHECK(account_may(&all, RIGHT_READ, "") &&
	    !account_may(&all, RIGHT_WRITE, ""));
	CHECK(!account_may(&none, RIGHT_COUNT, ""));
	CHECK_STR(account_scope(w.a, &none, RIGHT_READ, ""), "-");
	CHECK_STR(account_scope(w.a, &none, RIGHT_READ, "nantes"), "-");
}

/* A role that a later program wrote gives nothing here, and hides nothing. */
static void
test_stored(void)
{
	const struct grant grants[] = {
		{ role_find("animation"), "nantes" },
		{ role_find("lecture"), "" }
	};
	struct account a = { .email = "Ines@coop.example", .name = "Inès",
		.grants = grants, .ngrants = 2 }, got;

	CHECK(account_create(w.a, w.db, &a, "un mot de passe long") == 0);
	CHECK(db_begin(w.db) == 0 && db_exec(w.db, "INSERT INTO account_role "
	    "SELECT id, '', 'roi' FROM account WHERE email = "
	    "'ines@coop.example'", "") == 1 && db_commit(w.db) == 0);
	CHECK(account_by_email(w.a, w.db, "ines@coop.example", &got) == 0);
	CHECK(got.ngrants == 2 && account_may(&got, RIGHT_GROUP, "nantes") &&
	    account_may(&got, RIGHT_READ, "angers") &&
	    !account_may(&got, RIGHT_GROUP, "angers"));
}

/* Run one file of schemas/db. */
static void
migration(struct db *db, int n)
{
	struct buf sql = BUF_INIT;
	glob_t g;

	if (glob(arena_fmt(w.a, "%s/schemas/db/%03d-*.sql", w.conf.share, n),
	    0, NULL, &g) != 0 || g.gl_pathc != 1 ||
	    file_read(&sql, g.gl_pathv[0]) == -1 || db_begin(db) == -1 ||
	    db_script(db, buf_cstr(&sql)) == -1 ||
	    db_set_version(db, n) == -1 || db_commit(db) == -1)
		fatalx("migration %d", n);
	globfree(&g);
	buf_free(&sql);
}

/* An account of before, with its one role, keeps what it could do. */
static void
test_migration(void)
{
	struct account got;
	struct query *q;
	struct db *db;
	int n;

	db = db_open(conf_data(w.a, &w.conf, "copie.db"), DB_CREATE);
	CHECK(db_attach(db, "coffre", conf_data(w.a, &w.conf, "coffre.copie"),
	    1) == 0);
	for (n = 1; n <= 11; n++)
		migration(db, n);
	CHECK(db_begin(db) == 0 && db_script(db, "INSERT INTO account (id, "
	    "email, name, role, cooperative, password, created) VALUES "
	    "(1, 'a@x.example', 'A', 'gestion', '', 'x', 1), "
	    "(2, 'b@x.example', 'B', 'accompagnement', 'nantes', 'x', 1), "
	    "(3, 'c@x.example', 'C', 'gestion', 'angers', 'x', 1)") == 0 &&
	    db_commit(db) == 0);
	CHECK(store_migrate(db, w.conf.share) > 0);
	CHECK(account_by_id(w.a, db, 1, &got) == 0 && got.ngrants == 2 &&
	    account_may(&got, RIGHT_ISSUE | RIGHT_ADMIN, ""));
	CHECK(account_by_id(w.a, db, 2, &got) == 0 && got.ngrants == 1 &&
	    account_may(&got, RIGHT_WRITE, "nantes") &&
	    !account_may(&got, RIGHT_ISSUE, "nantes") &&
	    !account_may(&got, RIGHT_READ, "angers"));
	CHECK(account_by_id(w.a, db, 3, &got) == 0 && got.ngrants == 1 &&
	    account_may(&got, RIGHT_ISSUE, "angers") &&
	    !account_may(&got, RIGHT_ADMIN, ""));
	q = db_query(db, "PRAGMA foreign_key_check", "");
	n = db_next(q);
	CHECK(db_done(q) == 0 && n == 0);
	db_close(db);
}

int
main(void)
{
	world_open(&w);
	test_table();
	test_union();
	test_stored();
	test_migration();
	world_close(&w);
	return test_end();
}
