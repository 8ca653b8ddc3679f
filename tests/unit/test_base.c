/*
 * base: bytes, strings, UTF-8, dates, money, configuration.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/money.h"
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"
#include "test.h"

static int released;

static void
release(void *p)
{
	released += *(int *)p;
}

static void
test_memory(struct arena *a)
{
	struct arena *own = arena_new();
	struct buf b = BUF_INIT;
	char *p;
	int one = 1, i;

	buf_fmt(&b, "%s-%d", "x", 42);
	buf_add(&b, "\0y", 2);
	CHECK(b.len == 6 && b.data[b.len] == '\0');
	for (i = 0; i < 10000; i++)
		buf_char(&b, 'z');
	CHECK(b.len == 10006);
	buf_reset(&b);
	CHECK_STR(buf_cstr(&b), "");
	buf_free(&b);

	p = arena_alloc(own, 200000);
	CHECK(p[0] == 0 && p[199999] == 0);
	arena_own(own, release, &one);
	arena_own(own, release, &one);
	arena_reset(own);
	CHECK(released == 2);
	CHECK_STR(arena_fmt(a, "%d", 7), "7");
	arena_free(own);
	CHECK(released == 2);
}

static void
test_strings(struct arena *a)
{
	char list[] = "a,,b", *rest = list;
	long long n;
	uint32_t cp;

	CHECK_STR(str_trim(a, " \xc2\xa0 a b \xe2\x80\xaf\n"), "a b");
	CHECK_STR(str_trim(a, " \t\xc2\xa0\r\n"), "");
	CHECK_STR(str_trim(a, "\xef\xbb\xbf" "à\xe2\x80\x8b\xe2\x80\xaf"), "à");
	CHECK_STR(str_trim(a, "\xa0" "a\xa0"), "\xa0" "a\xa0");
	CHECK_STR(str_split(&rest, ','), "a");
	CHECK_STR(str_split(&rest, ','), "");
	CHECK_STR(str_split(&rest, ','), "b");
	CHECK(str_split(&rest, ',') == NULL);
	CHECK(str_has_word("cae  cjs ct", "cjs"));
	CHECK(!str_has_word("cae cjs ct", "c") && !str_has_word("cae", ""));
	CHECK(!str_has_word("", "cae") && !str_has_word("", ""));
	CHECK(str_has_word("scae cae-x cae", "cae"));
	CHECK(!str_has_word("scae cae-x", "cae"));
	CHECK(!str_has_word("cae cjs", "cae cjs"));
	CHECK(str_is_blank(NULL) && str_is_blank(" \t\n"));
	CHECK(!str_is_blank(" x "));
	CHECK(str_number("42", 0, 100, &n) == 0 && n == 42);
	CHECK(str_number("-3", -5, 5, &n) == 0 && n == -3);
	CHECK(str_number("101", 0, 100, &n) == -1);
	CHECK(str_number("4x", 0, 100, &n) == -1);
	CHECK(str_number("", 0, 100, &n) == -1);
	CHECK(str_number("99999999999999999999", 0, 100, &n) == -1);
	CHECK(str_number("9223372036854775808", 0, INT64_MAX, &n) == -1);
	CHECK(str_number("9223372036854775807", 0, INT64_MAX, &n) == 0);
	CHECK(str_number("-30000", -100000, 0, &n) == 0 && n == -30000);

	CHECK(utf8_valid("é€𝄞", 9));
	CHECK(!utf8_valid("\xc0\xaf", 2));		/* overlong */
	CHECK(!utf8_valid("\xed\xa0\x80", 3));		/* surrogate */
	CHECK(!utf8_valid("\xf4\x90\x80\x80", 4));	/* above U+10FFFF */
	CHECK(!utf8_valid("\xc3", 1));			/* cut */
	CHECK(utf8_decode("€", 3, &cp) == 3 && cp == 0x20ac);
	CHECK(utf8_length("œuf") == 3);
}

static void
test_sizes(struct arena *a)
{
	CHECK_STR(file_size_french(a, 1), "1\u00a0octet");
	CHECK_STR(file_size_french(a, 999), "999\u00a0octets");
	CHECK_STR(file_size_french(a, 82600), "83\u00a0ko");
	CHECK_STR(file_size_french(a, 999499), "999\u00a0ko");
	CHECK_STR(file_size_french(a, 999500), "1,0\u00a0Mo");
	CHECK_STR(file_size_french(a, 1250000), "1,3\u00a0Mo");
}

static void
test_dates(struct arena *a)
{
	int y, m, d;

	CHECK(day_make(1970, 1, 1) == 0);
	CHECK(day_make(2026, 2, 29) == DAY_NONE);
	CHECK(day_make(2028, 2, 29) != DAY_NONE);
	CHECK(day_make(1900, 2, 29) == DAY_NONE);
	CHECK_STR(day_iso(a, day_make(1, 1, 1)), "0001-01-01");
	CHECK_STR(day_iso(a, day_make(9999, 12, 31)), "9999-12-31");
	day_split(-1, &y, &m, &d);
	CHECK(y == 1969 && m == 12 && d == 31);
	CHECK(day_parse("2026-11-22") == 20779);
	CHECK(day_parse("2026-11-2") == DAY_NONE);
	CHECK(day_parse("2026-11-22x") == DAY_NONE);
	CHECK(day_of_week(day_parse("2026-11-22")) == 7);
	CHECK_STR(day_french(a, day_parse("2026-03-01")),
	    "1er\xc2\xa0mars\xc2\xa0" "2026");
	CHECK_STR(day_iso(a, day_add_months(day_parse("2026-08-31"), 6)),
	    "2027-02-28");
	CHECK_STR(day_iso(a, day_add_months(day_parse("2026-01-15"), -1)),
	    "2025-12-15");
	CHECK_STR(day_iso(a, day_add_working(day_parse("2026-11-20"), 1)),
	    "2026-11-23");
	/* born on a leap day: older on the first of March in common years */
	CHECK(day_age(day_parse("2008-02-29"), day_parse("2026-02-28")) == 17);
	CHECK(day_age(day_parse("2008-02-29"), day_parse("2026-03-01")) == 18);
	CHECK(day_age(day_parse("2010-11-22"), day_parse("2026-11-22")) == 16);
	CHECK_STR(time_iso(a, 1795428672), "2026-11-23T10:11:12Z");
	CHECK_STR(time_french(a, 1795428672),
	    "23\xc2\xa0novembre\xc2\xa0" "2026 à 11\xc2\xa0h\xc2\xa0" "11");
	/* the hour that the end of summer time has twice */
	CHECK(time_local(1792890000, NULL, NULL) == day_parse("2026-10-25"));
	setenv("TERREAU_NOW", "42", 1);
	CHECK(time_now() == 42);
	unsetenv("TERREAU_NOW");
}

static void
test_money(struct arena *a)
{
	int64_t c;

	CHECK(money_parse("1234,56", &c) == 0 && c == 123456);
	CHECK(money_parse("1\xe2\x80\xaf" "234,5 €", &c) == 0 && c == 123450);
	CHECK(money_parse("1234.56", &c) == 0 && c == 123456);
	CHECK(money_parse("12", &c) == 0 && c == 1200);
	CHECK(money_parse("-1", &c) == -1);
	CHECK(money_parse("1,234", &c) == -1);
	CHECK(money_parse("1,", &c) == -1);
	CHECK(money_parse("", &c) == -1);
	CHECK(money_parse("1€2", &c) == -1);
	CHECK(money_parse("99999999999999999999", &c) == -1);
	CHECK_STR(money_french(a, 123456),
	    "1\xe2\x80\xaf" "234,56\xc2\xa0€");
	CHECK_STR(money_french(a, 100000000),
	    "1\xe2\x80\xaf" "000\xe2\x80\xaf" "000\xc2\xa0€");
	CHECK_STR(money_letters(a, 0), "zéro euro");
	CHECK_STR(money_letters(a, 100), "un euro");
	CHECK_STR(money_letters(a, 7100), "soixante et onze euros");
	CHECK_STR(money_letters(a, 8000), "quatre-vingts euros");
	CHECK_STR(money_letters(a, 8100), "quatre-vingt-un euros");
	CHECK_STR(money_letters(a, 9901), "quatre-vingt-dix-neuf euros et un "
	    "centime");
	CHECK_STR(money_letters(a, 20000), "deux cents euros");
	CHECK_STR(money_letters(a, 123456), "mille deux cent trente-quatre "
	    "euros et cinquante-six centimes");
	CHECK_STR(money_letters(a, 8000000), "quatre-vingt mille euros");
	CHECK_STR(money_letters(a, 100000000), "un million d’euros");
}

static void
test_conf(struct arena *a)
{
	static const char good[] = "# c\ndata = /d\nshare=/s\n"
	    "url = https://x.fr\n";
	static const char bad[] = "data = /d\ndata = /e\nshare = s\nnul = 1\n";
	char path[] = "/tmp/terreau-conf-XXXXXX";
	struct conf c;
	int fd = mkstemp(path);

	CHECK(fd != -1);
	close(fd);
	CHECK(file_write(path, good, strlen(good), 0600) == 0);
	CHECK(conf_load(a, path, &c) == 0 && c.secure);
	CHECK_STR(conf_data(a, &c, "x"), "/d/x");
	CHECK(file_write(path, bad, strlen(bad), 0600) == 0);
	CHECK(conf_load(a, path, &c) == -1);
	unlink(path);
	CHECK(conf_load(a, path, &c) == -1);
}

static void
test_list(struct arena *a)
{
	char dir[] = "/tmp/terreau-list-XXXXXX";
	static const char *const names[] = { "b.xml", "a.xml", "c.txt",
	    ".d.xml" };
	char **paths;
	size_t i, n;

	CHECK(mkdtemp(dir) != NULL);
	for (i = 0; i < 4; i++)
		CHECK(file_write(arena_fmt(a, "%s/%s", dir, names[i]), "", 0,
		    0600) == 0);
	paths = file_list(a, dir, ".xml", &n);
	CHECK(n == 2 && paths[2] == NULL);
	CHECK_STR(paths[0], arena_fmt(a, "%s/a.xml", dir));
	for (i = 0; i < 4; i++)
		unlink(arena_fmt(a, "%s/%s", dir, names[i]));
	rmdir(dir);
	CHECK(file_list(a, dir, ".xml", &n) == NULL && n == 0);
}

static void
test_put(struct arena *a)
{
	char dir[] = "/tmp/terreau-put-XXXXXX";
	struct buf b = BUF_INIT;
	const char *path;

	CHECK(mkdtemp(dir) != NULL);
	path = arena_fmt(a, "%s/f", dir);
	CHECK(file_put(path, "longer", 6) == 0);
	CHECK(file_put(path, "text", 4) == 0);
	CHECK(file_sync(dir) == 0);
	CHECK(file_read(&b, path) == 0);
	CHECK_STR(buf_cstr(&b), "text");
	CHECK(file_put(arena_fmt(a, "%s/no/f", dir), "x", 1) == -1);
	unlink(path);
	rmdir(dir);
	CHECK(file_sync(dir) == -1);
	buf_free(&b);
}

static void
test_table(struct arena *a)
{
	struct table t = TABLE_INIT;
	int i, fresh = 0, kept = 0;

	CHECK(!table_has(&t, "", 0));
	CHECK(table_add(&t, a, "") && table_has(&t, "", 0));
	for (i = 0; i < 5000; i++)
		fresh += table_add(&t, a, arena_fmt(a, "/p/%d", i));
	for (i = 0; i < 5000; i++)
		fresh += table_add(&t, a, arena_fmt(a, "/p/%d", i));
	for (i = 0; i < 5000; i++)
		kept += table_has(&t, arena_fmt(a, "/p/%d", i),
		    strlen(arena_fmt(a, "/p/%d", i)));
	CHECK(fresh == 5000 && kept == 5000 && t.n == 5001);
	CHECK(table_has(&t, "/p/12#argent", 5));
	CHECK(!table_has(&t, "/p/12#argent", 6));
	CHECK(!table_has(&t, "/p/", 3) && !table_has(&t, "/p/5000", 7));
}

int
main(void)
{
	struct arena *a = arena_new();

	test_memory(a);
	test_strings(a);
	test_sizes(a);
	test_dates(a);
	test_money(a);
	test_conf(a);
	test_list(a);
	test_put(a);
	test_table(a);
	arena_free(a);
	return test_end();
}
