/*
 * second: the codes of RFC 6238, what is taken when and how often, recovery
 * codes, the lock, and what waits between password and code.
 */
#include <stdlib.h>

#include "base/str.h"
#include "domain/access/access.h"
#include "domain/access/account.h"
#include "domain/access/second.h"
#include "port/totp.h"
#include "test.h"
#include "world.h"

static struct world w;
static int64_t now = 1795428690;	/* a step begins here */
static const unsigned char key[KEY_SIZE] = "a key of thirty-two bytes.......";
static const char *codes[SECOND_CODES];
static struct account ana;

static void
later(int64_t seconds)
{
	now += seconds;
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)now), 1);
}

/* RFC 6238, appendix B: the last six of its eight digits. */
static void
test_vectors(void)
{
	static const struct { int64_t at; const char *code; } rows[] = {
		{ 59, "287082" }, { 1111111109, "081804" },
		{ 1111111111, "050471" }, { 1234567890, "005924" },
		{ 2000000000, "279037" }, { 20000000000, "353130" }
	};
	static const unsigned char secret[] = "12345678901234567890";
	char code[TOTP_DIGITS + 1];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		totp_code(code, secret, totp_step(rows[i].at));
		CHECK_STR(code, rows[i].code);
	}
	/* RFC 4648 */
	CHECK_STR(totp_base32(w.a, secret),
	    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static void
test_box(void)
{
	unsigned char box[4 + LOCKER_MORE], out[4], other[KEY_SIZE];

	memcpy(other, key, sizeof(other));
	other[31] ^= 1;
	locker_close(box, "abcd", 4, key);
	CHECK(memcmp(box + LOCKER_MORE, "abcd", 4) != 0);
	CHECK(locker_open(out, box, sizeof(box), key) == 0);
	CHECK(memcmp(out, "abcd", 4) == 0);
	CHECK(locker_open(out, box, sizeof(box), other) == -1);
	box[sizeof(box) - 1] ^= 1;
	CHECK(locker_open(out, box, sizeof(box), key) == -1);
	CHECK(locker_open(out, box, LOCKER_MORE - 1, key) == -1);
}

static int
value(char c)
{
	return c >= 'A' ? c - 'A' : c - '2' + 26;
}

/* The code that an application shows, which has read the Base32 text. */
static const char *
shown(const char *base32, int64_t at)
{
	unsigned char secret[TOTP_SECRET];
	char code[TOTP_DIGITS + 1];
	unsigned bits = 0, n = 0;
	size_t out = 0;

	for (; *base32 != '\0'; base32++) {
		bits = bits << 5 | (unsigned)value(*base32);
		if ((n += 5) >= 8)
			secret[out++] = (unsigned char)(bits >> (n -= 8));
	}
	totp_code(code, secret, totp_step(at));
	return arena_dup(w.a, code);
}

static int
check(const char *typed)
{
	int64_t until = 0;
	int rc = second_check(w.a, w.db, &ana, key, typed, &w.mailer, &until);

	CHECK(rc != 2 || until > now);
	return rc;
}

static int
is_on(void)
{
	CHECK(account_by_email(w.a, w.db, "ana@a.example", &ana) == 0);
	return ana.second;
}

static const char *
test_setup(void)
{
	const char *mine, *other, *text, *first;
	struct second s;
	int due;

	mine = session_open(w.a, w.db, SUBJECT_ACCOUNT, ana.id);
	other = session_open(w.a, w.db, SUBJECT_ACCOUNT, ana.id);
	CHECK(second_shown(w.a, w.db, ana.id, key) == NULL);
	CHECK(second_begin(w.db, ana.id, key) == 0);
	first = second_shown(w.a, w.db, ana.id, key);
	CHECK(first != NULL && strlen(first) == 32);
	/* nothing is asked yet, and it does not wait for ever */
	CHECK(!is_on() && check(shown(first, now)) == 1);
	later(3601);
	CHECK(second_shown(w.a, w.db, ana.id, key) == NULL);
	CHECK(second_confirm(w.a, w.db, &ana, key, shown(first, now), mine,
	    &w.mailer, codes) == 1);
	CHECK(second_begin(w.db, ana.id, key) == 0);
	text = second_shown(w.a, w.db, ana.id, key);
	CHECK(text != NULL && !str_eq(text, first));
	CHECK(second_confirm(w.a, w.db, &ana, key, "000000", mine, &w.mailer,
	    codes) == 1);
	CHECK(second_confirm(w.a, w.db, &ana, key, shown(text, now), mine,
	    &w.mailer, codes) == 0);
	CHECK(is_on());
	CHECK(session_subject(w.db, SUBJECT_ACCOUNT, mine, &due) == ana.id);
	CHECK(session_subject(w.db, SUBJECT_ACCOUNT, other, &due) == 0);
	/* it is not shown again, nor replaced by another beginning */
	CHECK(second_shown(w.a, w.db, ana.id, key) == NULL);
	CHECK(second_begin(w.db, ana.id, key) == 0);
	CHECK(second_shown(w.a, w.db, ana.id, key) == NULL);
	CHECK(second_read(w.db, ana.id, &s) == 0 && s.since == now &&
	    s.codes == SECOND_CODES);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = "
	    "'compte-second'") == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM journal WHERE act = "
	    "'second-actif'") == 1);
	return text;
}

static void
test_times(const char *text)
{
	/* that of the set-up is used */
	CHECK(check(shown(text, now)) == 1);
	CHECK(check(shown(text, now - 30)) == 1);
	/* one step ahead is taken, and then none before it */
	CHECK(check(shown(text, now + 60)) == 1);
	CHECK(check(shown(text, now + 30)) == 0);
	CHECK(check(shown(text, now + 30)) == 1);
	later(30);
	CHECK(check(shown(text, now)) == 1);
	later(90);
	CHECK(check(shown(text, now - 60)) == 1);
	CHECK(check(shown(text, now - 30)) == 0);
	CHECK(check(arena_fmt(w.a, " %.3s %s", shown(text, now),
	    shown(text, now) + 3)) == 0);
	later(30);
	CHECK(check("") == 1 && check("12345") == 1 && check("1234567") == 1);
	CHECK(check(shown(text, now)) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM journal WHERE act = "
	    "'second-refuse'") == 10);
}

static void
test_recovery(void)
{
	const char *before = codes[1];
	struct second s;

	CHECK(check(codes[0]) == 0);
	CHECK(check(codes[0]) == 1);
	CHECK(second_read(w.db, ana.id, &s) == 0 && s.codes == 7);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = "
	    "'compte-second'") == 2);
	/* typed in groups, in small letters */
	CHECK(check(arena_fmt(w.a, "%.4s-%.4s %s", codes[2], codes[2] + 4,
	    codes[2] + 8)) == 0);
	CHECK(second_renew(w.a, w.db, &ana, key, codes) == 0);
	CHECK(check(before) == 1);
	CHECK(check(codes[1]) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM second_code WHERE used IS "
	    "NULL") == 7);
}

static void
test_lock(const char *text)
{
	int i;

	later(30);
	for (i = 0; i < 5; i++)
		CHECK(check("000000") == 1);
	CHECK(check(shown(text, now)) == 2);
	CHECK(check(codes[3]) == 2);
	later(601);
	CHECK(check(shown(text, now)) == 0);
	/* another key opens nothing */
	later(30);
	{
		static const unsigned char other[KEY_SIZE] = { 1 };
		int64_t until;

		CHECK(second_check(w.a, w.db, &ana, other, shown(text, now),
		    &w.mailer, &until) == -1);
	}
	CHECK(check(shown(text, now)) == 0);
}

static void
test_waiting(void)
{
	const char *token = second_wait(w.a, w.db, ana.id, "/gestion/x");
	struct account who;
	const char *page;
	int due;

	/* no login: the guard finds nobody */
	CHECK(session_subject(w.db, SUBJECT_ACCOUNT, token, &due) == 0);
	CHECK(second_waiting(w.a, w.db, token, &who, &page) == 0);
	CHECK(who.id == ana.id && str_eq(page, "/gestion/x"));
	CHECK(second_waiting(w.a, w.db, "zz", &who, &page) == 1);
	CHECK(second_waiting(w.a, w.db, NULL, &who, &page) == 1);
	CHECK(second_waited(w.db, token) == 0);
	CHECK(second_waiting(w.a, w.db, token, &who, &page) == 1);
	token = second_wait(w.a, w.db, ana.id, "");
	later(601);
	CHECK(second_waiting(w.a, w.db, token, &who, &page) == 1);
}

static void
test_off(void)
{
	const struct actor chief = { 99, "Chef" };
	const char *in = session_open(w.a, w.db, SUBJECT_ACCOUNT, ana.id);
	const char *waits = second_wait(w.a, w.db, ana.id, "");
	struct account who;
	const char *page;
	int due;

	CHECK(second_owed(&ana, "administration gestion") == 0);
	db_script(w.db, "INSERT INTO account VALUES (99, 'c@a.example', "
	    "'Chef', '', 1, NULL)");
	CHECK(second_off(w.a, w.db, &ana, &chief, &w.mailer) == 0);
	CHECK(!is_on());
	CHECK(second_owed(&ana, "administration gestion") == 1);
	CHECK(second_owed(&ana, "administration") == 0);
	CHECK(second_owed(&ana, "") == 0);
	CHECK(session_subject(w.db, SUBJECT_ACCOUNT, in, &due) == 0);
	CHECK(second_waiting(w.a, w.db, waits, &who, &page) == 1);
	CHECK(check(codes[4]) == 1);
	CHECK(second_off(w.a, w.db, &ana, &chief, &w.mailer) == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM journal WHERE act = "
	    "'second-retire' AND who = 'Chef'") == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE body LIKE "
	    "'Une personne qui tient les comptes a retiré%'") == 1);
}

int
main(void)
{
	const struct grant grant = { role_find("gestion"), "nantes" };
	const struct account fresh = {
		.email = "ana@a.example", .name = "Ana", .grants = &grant,
		.ngrants = 1
	};
	const char *text;

	world_open(&w);
	later(0);
	test_vectors();
	test_box();
	CHECK(account_create(w.a, w.db, &fresh, "une phrase longue") == 0);
	CHECK(!is_on());
	text = test_setup();
	test_times(text);
	test_recovery();
	test_lock(text);
	test_waiting();
	test_off();
	world_close(&w);
	return test_end();
}
