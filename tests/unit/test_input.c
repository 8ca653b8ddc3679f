/*
 * input: the formats people type, with the vectors of the format rules.
 */
#include "base/arena.h"
#include "base/date.h"
#include "port/unicode.h"
#include "text/input.h"
#include "test.h"

static void
test_email(struct arena *a)
{
	static const char *const bad[] = { "", "a", "a@b", "@b.fr", "a@.fr",
	    "a@b.", "a@b..fr", "a@@b.fr", "a@b@c.fr", "a b@c.fr", "a@b c.fr",
	    "a@-b.fr", "a@b-.fr", ".a@b.fr", "a.@b.fr", "a..b@c.fr",
	    "a@b.f", "a@1.2", "rené@exemple.fr", "a@exémple.fr",
	    "a,b@c.fr", "<a@b.fr>", "a@b.fr,c@d.fr", "\"a\"@b.fr" };
	char local[66], domain[70];
	size_t i;

	CHECK_STR(input_email(a, " Nom.Prenom+x@Exemple.FR "),
	    "Nom.Prenom+x@exemple.fr");
	CHECK_STR(input_email(a, "o'neil@a-b.c2.example"),
	    "o'neil@a-b.c2.example");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(input_email(a, bad[i]) == NULL);
		if (input_email(a, bad[i]) != NULL)
			printf("# %s\n", bad[i]);
	}
	memset(local, 'x', 65);
	local[65] = '\0';
	CHECK(input_email(a, arena_fmt(a, "%s@a.fr", local)) == NULL);
	CHECK(input_email(a, arena_fmt(a, "%s@a.fr", local + 1)) != NULL);
	memset(domain, 'y', 64);
	domain[64] = '\0';
	CHECK(input_email(a, arena_fmt(a, "a@%s.fr", domain)) == NULL);
	CHECK(input_email(a, arena_fmt(a, "a@%s.fr", domain + 1)) != NULL);
	/* 254 in all, every part within its own limit */
	CHECK(input_email(a, arena_fmt(a, "%s@%s.%s.%.59s.fr", local + 1,
	    domain + 1, domain + 1, domain)) == NULL);
	CHECK(input_email(a, arena_fmt(a, "%s@%s.%s.%.58s.fr", local + 1,
	    domain + 1, domain + 1, domain)) != NULL);
}

static void
test_phone(struct arena *a)
{
	static const char *const same[] = { "0639981234", "06 39 98 12 34",
	    "06.39.98.12.34", "06-39-98-12-34", "+33639981234",
	    "+33 (0)6 39 98 12 34", "0033639981234", "+33 06 39 98 12 34",
	    "06\xc2\xa0" "39\xe2\x80\xaf" "98 12 34", "(06) 39 98 12 34",
	    "06/39/98/12/34" };
	static const char *const bad[] = { "", "06 39 98 12", "063998123456",
	    "6 39 98 12 34", "00 33 6", "+33 7", "+33 0 12", "0039",
	    "abcdefghij", "06 39 98 12 3a", "+", "00", "+12345",
	    "+1234567890123456", "++33639981234", "+0612345678" };
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		CHECK_STR(input_phone(a, same[i]), "+33639981234");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(input_phone(a, bad[i]) == NULL);
		if (input_phone(a, bad[i]) != NULL)
			printf("# %s\n", bad[i]);
	}
	CHECK_STR(input_phone(a, "+32 2 555 12 12"), "+3225551212");
	CHECK_STR(input_phone(a, "+262 692 12 34 56"), "+262692123456");
	CHECK_STR(input_phone(a, "0692 12 34 56"), "+262692123456");
	CHECK_STR(input_phone(a, "+687 25 12 34"), "+687251234");
	CHECK_STR(input_phone(a, "+508 41 12 3"), "+50841123");
	CHECK_STR(input_phone_shown(a, "+33321417007"),
	    "03\xc2\xa0" "21\xc2\xa0" "41\xc2\xa0" "70\xc2\xa0" "07");
	CHECK_STR(input_phone_shown(a, "+262692123456"),
	    "+262\xc2\xa0" "692\xc2\xa0" "12\xc2\xa0" "34\xc2\xa0" "56");
	CHECK_STR(input_phone_shown(a, "+3225551212"), "+3225551212");
}

static void
test_dates(struct arena *a)
{
	static const struct {
		const char	*typed;
		int		 month;
	} months[] = {
		{ "3", 3 }, { "03", 3 }, { "mars", 3 }, { "Mars", 3 },
		{ "MARS", 3 }, { "janv.", 1 }, { " Janvier ", 1 },
		{ "févr.", 2 }, { "fev", 2 }, { "août", 8 }, { "aout", 8 },
		{ "sept.", 9 }, { "déc", 12 }, { "juin", 6 }, { "juil.", 7 },
		{ "12", 12 }, { "13", 0 }, { "0", 0 }, { "003", 0 },
		{ "jui", 0 }, { "ma", 0 }, { "marsx", 0 }, { "", 0 },
		{ "-3", 0 }, { "1.2", 0 }, { "mars 3", 0 }, { "march", 0 }
	};
	size_t i;

	for (i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		int m = input_month(a, months[i].typed);

		CHECK(m == months[i].month);
		if (m != months[i].month)
			printf("# « %s » %d\n", months[i].typed, m);
	}
	CHECK(input_date(a, "27/03/2009") == day_make(2009, 3, 27));
	CHECK(input_date(a, "2009-03-27") == day_make(2009, 3, 27));
	CHECK(input_date(a, "7/3/2009") == day_make(2009, 3, 7));
	CHECK(input_date(a, "7.3.2009") == day_make(2009, 3, 7));
	CHECK(input_date(a, "29/02/2008") == day_make(2008, 2, 29));
	CHECK(input_date(a, "31/02/2009") == DAY_NONE);
	CHECK(input_date(a, "29/02/2009") == DAY_NONE);
	CHECK(input_date(a, "27/03/09") == DAY_NONE);
	CHECK(input_date(a, "27/03") == DAY_NONE);
	CHECK(input_date(a, "27/03/2009/1") == DAY_NONE);
	CHECK(input_date(a, "") == DAY_NONE);
}

static void
test_postcodes(struct arena *a)
{
	CHECK_STR(input_postcode(a, " 44 150 "), "44150");
	CHECK_STR(input_postcode(a, "01000"), "01000");
	CHECK_STR(input_postcode(a, "95999"), "95999");
	CHECK_STR(input_postcode(a, "20167"), "20167");
	CHECK_STR(input_postcode(a, "97400"), "97400");
	CHECK_STR(input_postcode(a, "98800"), "98800");
	CHECK(input_postcode(a, "00999") == NULL);
	CHECK(input_postcode(a, "96000") == NULL);
	CHECK(input_postcode(a, "99000") == NULL);
	CHECK(input_postcode(a, "4415") == NULL);
	CHECK(input_postcode(a, "441500") == NULL);
	CHECK(input_postcode(a, "4415O") == NULL);
	CHECK(input_postcode(a, "2A004") == NULL);
}

static void
test_company(void)
{
	CHECK(input_siren_valid("732829320"));
	CHECK(input_siren_valid("443061841"));
	CHECK(input_siren_valid("356000000"));
	CHECK(!input_siren_valid("123456789"));
	CHECK(!input_siren_valid("73282932"));
	CHECK(!input_siren_valid("73282932x"));
	CHECK(!input_siren_valid(""));
	CHECK(input_siret_valid("73282932000074"));
	CHECK(!input_siret_valid("73282932000075"));
	CHECK(!input_siret_valid("7328293200007"));
	/* La Poste: the head office by Luhn, others by their sum */
	CHECK(input_siret_valid("35600000000048"));
	CHECK(input_siret_valid("35600000009075"));
	CHECK(!input_siret_valid("35600000012345"));
	/* 14 digits may pass where the first 9 do not */
	CHECK(!input_siret_valid("12345678900007"));
}

static void
test_unicode(struct arena *a)
{
	CHECK_STR(unicode_nfc(a, "e\xcc\x81"), "é");
	CHECK_STR(unicode_nfc(a, "Nguye\xcc\x82\xcc\x83n"), "Nguyễn");
	CHECK_STR(unicode_fold(a, "Łukasz Çağrı Nguyễn-Lefèvre d’Œuf"),
	    "lukasz cagri nguyen lefevre d oeuf");
	CHECK_STR(unicode_fold(a, "  L'ÉTÉ --  à Straße  "),
	    "l ete a strasse");
	CHECK_STR(unicode_fold(a, "Æsa Øster Đào"), "aesa oster dao");
	CHECK_STR(unicode_fold(a, "ﬁn ＡＢ"), "fin ab");
	CHECK_STR(unicode_fold(a, ""), "");
	CHECK_STR(unicode_fold(a, "--"), "");
	CHECK(unicode_is_letter(0xe9) && unicode_is_letter(0x5d0));
	CHECK(!unicode_is_letter('1') && !unicode_is_letter(0x202e));
	CHECK(unicode_is_mark(0x301) && !unicode_is_mark('a'));
	CHECK(unicode_is_turning(0x202e) && unicode_is_turning(0x2066));
	CHECK(!unicode_is_turning(0x200f));
	CHECK(unicode_is_control(0) && unicode_is_control(0x85) &&
	    unicode_is_control(0x7f) && unicode_is_control(0x1ffff));
	CHECK(!unicode_is_control('\n') && !unicode_is_control(0xa0));
}

int
main(void)
{
	struct arena *a = arena_new();

	test_email(a);
	test_phone(a);
	test_dates(a);
	test_postcodes(a);
	test_company();
	test_unicode(a);
	arena_free(a);
	return test_end();
}
