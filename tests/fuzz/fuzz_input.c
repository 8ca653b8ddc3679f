/*
 * Fuzz target: what people type: addresses, telephones, dates, numbers of the
 * law, codes.  What is made regular is regular: it reads again as itself.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/code.h"
#include "fuzz.h"
#include "text/input.h"
#include "text/mime.h"

typedef const char *reader(struct arena *, const char *);

static void
again(struct arena *a, reader *read, const char *typed)
{
	const char *once = read(a, typed);

	if (once != NULL) {
		demand(utf8_valid(once, strlen(once)));
		demand(read(a, once) != NULL && str_eq(read(a, once), once));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static reader *const readers[] = {
		input_email, input_phone, input_postcode, input_spaceless,
		input_bare, input_siren, input_siret, input_qpv,
		input_departement, input_nir, input_iban, input_hour,
		input_percent, numero_read
	};
	struct arena *a = arena_new();
	const char *typed = arena_dupn(a, (const char *)bytes, len), *s;
	uint64_t number;
	size_t i;

	if (!utf8_valid(typed, strlen(typed)))
		goto out;
	for (i = 0; i < sizeof(readers) / sizeof(readers[0]); i++)
		again(a, readers[i], typed);
	if ((s = input_email(a, typed)) != NULL) {
		/* what a form takes, a header of a message takes */
		demand(mime_address(s));
		input_email_hint(a, s);
	}
	if ((s = input_phone(a, typed)) != NULL)
		demand(input_phone_shown(a, s) != NULL);
	if ((s = input_hour(a, typed)) != NULL)
		demand(input_hour_shown(a, s) != NULL);
	if ((s = input_percent(a, typed)) != NULL)
		demand(input_percent_shown(a, s) != NULL);
	input_month(a, typed);
	if (input_date(a, typed) != DAY_NONE)
		demand(day_iso(a, input_date(a, typed)) != NULL);
	if ((s = code_read(a, typed, CODE_DOCUMENT)) != NULL) {
		demand(code_number(s, &number) == 0);
		demand(str_eq(code_of_number(a, number), s));
	}
	code_read(a, typed, CODE_ONETIME);
out:
	arena_free(a);
	return 0;
}
