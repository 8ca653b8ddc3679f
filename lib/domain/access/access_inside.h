/*
 * access_inside: one-time codes and addresses, between the files of access
 * and signature_code.c.
 */
#ifndef DOMAIN_ACCESS_INSIDE_H
#define DOMAIN_ACCESS_INSIDE_H

#include <stddef.h>

#include "base/arena.h"
#include "port/crypto.h"

#define CODE_LIFE	(30 * 60)
#define CODE_TRIES	5
#define CODE_WINDOW	3600		/* at most CODE_SENDS in it */
#define CODE_SENDS	5
#define SALT_SIZE	16

/* An address as it is compared. */
const char *email_lower(struct arena *, const char *);
/* What is stored of a code. */
void	 code_hash(unsigned char sha[SHA256_SIZE], const void *salt,
	    size_t saltlen, const char *numero, const char *code);
/* Which browser asks. */
void	 visitor_hash(unsigned char sha[SHA256_SIZE], const char *visitor);

#endif
