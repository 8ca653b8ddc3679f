/*
 * interdit: numbers that no paper carries are found however they are written,
 * and what only looks like one is not.
 */
#include <string.h>

#include "base/str.h"
#include "domain/paper/interdit.h"
#include "test.h"

static struct arena *a;

static const char *
found(const char *text)
{
	const char *what = "", *s = interdit_find(a, text, strlen(text),
	    &what);

	return s == NULL ? "" : arena_fmt(a, "%s %s", strrchr(what, ' ') + 1,
	    s);
}

static void
test_numbers(void)
{
	CHECK_STR(found("255081416802538"), "sociale 255081416802538");
	CHECK_STR(found("<p>n° 2 55 08 14 168 025 38.</p>"),
	    "sociale 255081416802538");
	CHECK_STR(found("<p>2\u00a055\u00a008\u00a014\u00a0168\u00a0025\u00a0"
	    "38</p>"), "sociale 255081416802538");
	CHECK_STR(found("(2550814168025 38)"), "sociale 255081416802538");
	CHECK_STR(found("2.55.08.14.168.025-38"), "sociale 255081416802538");
	CHECK_STR(found("2 55 08 <strong>14 168</strong> 025 38"),
	    "sociale 255081416802538");
	CHECK_STR(found("1 85 05 2A 123 456 61 ou 1850578006084 91"),
	    "sociale 185057800608491");
	CHECK_STR(found("FR76 3000 6000 0112 3456 7890 189"),
	    "compte FR7630006000011234567890189");
	CHECK_STR(found("<td>fr7630006000011234567890189</td>"),
	    "compte fr7630006000011234567890189");
	CHECK_STR(found("au compte DE89 3704 0044 0532 0130 00, merci"),
	    "compte DE89370400440532013000");
	CHECK_STR(found("IBAN BE68 5390 0754 7034"),
	    "compte BE68539007547034");
}

static void
test_others(void)
{
	/* another key, another month, another length, other signs between */
	CHECK_STR(found("255081416802539"), "");
	CHECK_STR(found("2 55 18 14 168 025 38"), "");
	CHECK_STR(found("2550814168025381"), "");
	CHECK_STR(found("9255081416802538"), "");
	CHECK_STR(found("FR76 3000 6000 0112 3456 7890 188"), "");
	CHECK_STR(found("2 55 08 14, 168 025 38"), "");
	CHECK_STR(found("2 55 08 14é168 025 38"), "");
	CHECK_STR(found("<p>2 55 08 14</p><p>168 025 38</p>"), "");
	/* what our papers are full of */
	CHECK_STR(found("SIRET 123 456 782 00010, tél. 02 61 91 00 44, du "
	    "01/03/2026 au 28/02/2027, 1 200,00 €, 7F3A 91C0 55DE 0B12"), "");
	CHECK_STR(found(""), "");
	CHECK_STR(found("<"), "");
	CHECK_STR(found("<p"), "");
	CHECK_STR(found("\377\376 2 55"), "");
}

int
main(void)
{
	a = arena_new();
	test_numbers();
	test_others();
	arena_free(a);
	return test_end();
}
