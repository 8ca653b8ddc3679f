/*
 * liboath.  It fails for want of memory, or when it is asked for what it does
 * not know, which we never do.
 */
#include <stdlib.h>

#include <oath.h>

#include "base/log.h"
#include "port/totp.h"

int64_t
totp_step(int64_t at)
{
	return at / TOTP_SECONDS;
}

void
totp_code(char out[TOTP_DIGITS + 1], const unsigned char secret[TOTP_SECRET],
    int64_t step)
{
	if (oath_hotp_generate((const char *)secret, TOTP_SECRET,
	    (uint64_t)step, TOTP_DIGITS, 0, OATH_HOTP_DYNAMIC_TRUNCATION,
	    out) != OATH_OK)
		fatalx("liboath: no code");
}

const char *
totp_base32(struct arena *a, const unsigned char secret[TOTP_SECRET])
{
	const char *copy;
	char *text;

	if (oath_base32_encode((const char *)secret, TOTP_SECRET, &text,
	    NULL) != OATH_OK)
		fatalx("liboath: no memory");
	copy = arena_dup(a, text);
	free(text);
	return copy;
}
