/*
 * totp: codes that change every 30 seconds, RFC 6238 with HMAC-SHA-1 and six
 * digits, which is what applications on telephones know; the only door to
 * liboath.
 *
 * Whether a code may still be used is not decided here but in
 * domain/access/second.h.
 */
#ifndef PORT_TOTP_H
#define PORT_TOTP_H

#include <stdint.h>

#include "base/arena.h"

#define TOTP_SECRET	20	/* bytes; as long as the hash, RFC 4226 R6 */
#define TOTP_SECONDS	30
#define TOTP_DIGITS	6

/* Which step an instant is in. */
int64_t	 totp_step(int64_t at);
/* The digits of a step. */
void	 totp_code(char out[TOTP_DIGITS + 1],
	    const unsigned char secret[TOTP_SECRET], int64_t step);
/* RFC 4648: 32 capitals and digits, in the arena. */
const char *totp_base32(struct arena *,
	    const unsigned char secret[TOTP_SECRET]);

#endif
