/*
 * access_inside: one-time codes, addresses, tries and what is said of accounts,
 * between the files of access and signature_code.c.
 */
#ifndef DOMAIN_ACCESS_INSIDE_H
#define DOMAIN_ACCESS_INSIDE_H

#include <stddef.h>

#include "base/arena.h"
#include "domain/access/account.h"
#include "port/crypto.h"

struct mailer;

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

/*
 * Count a try before it is looked at: 0, 1 when there were too many and *until
 * when there may be another, -1 failed.  key is the hash of what is guessed.
 */
int	 tries_count(struct db *, const unsigned char key[SHA256_SIZE],
	    int64_t *until);
/* A success forgets the failures before it.  0 or -1. */
int	 tries_forget(struct db *, const unsigned char key[SHA256_SIZE]);

/* « Ana Petit (ana@coop.example) », for the journal. */
const char *account_told(struct arena *, const struct account *);
/* Whose matter an account is: its only cooperative, else the network's. */
const char *account_matter(const struct account *);
/* The model of a message to it, with @nom. */
struct node *account_model(struct arena *, const struct mailer *,
	    const struct account *);
/* Logins, links, screens handed over to sign: all of an account.  0 or -1. */
int	 account_close_all(struct db *, int64_t account);

#endif
