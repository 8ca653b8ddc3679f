/*
 * Fuzz target: dates, amounts, numbers and UTF-8.  What was read must come out
 * of its formatter as a text that reads the same.
 */
#include "base/date.h"
#include "base/money.h"
#include "base/str.h"
#include "base/utf8.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	const char *s = arena_dupn(a, (const char *)bytes, len);
	int64_t cents, again;
	long long number;
	uint32_t cp;
	int32_t day;
	char back[4];
	size_t n;

	if ((day = day_parse(s)) != DAY_NONE) {
		demand(str_eq(day_iso(a, day), s));
		demand(day_add_months(day_add_months(day, 12), -12) <= day);
		demand(day_french(a, day) != NULL);
	}
	if (money_parse(s, &cents) == 0) {
		demand(cents >= 0);
		demand(money_parse(money_french(a, cents), &again) == 0);
		demand(again == cents);
		demand(money_letters(a, cents)[0] != '\0');
	}
	if (str_number(s, -1000, 1000, &number) == 0)
		demand(number >= -1000 && number <= 1000);
	if ((n = utf8_decode((const char *)bytes, len, &cp)) > 0)
		demand(utf8_encode(back, cp) == n && (uint8_t)back[0] ==
		    bytes[0]);
	demand(str_trim(a, s) != NULL);
	arena_free(a);
	return 0;
}
