/*
 * conf: the one configuration file, « key = value » lines.
 *
 * '#' begins a comment line.  An unknown key, a key given twice or a line
 * without '=' is an error, told as file:line: what.  Who the network is does
 * not stand here but in reseau.xml of the data directory.  A secret does not
 * stand here either, but in a file named here.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/arena.h"

struct conf {
	const char	*data;		/* directory of database, keys, site */
	const char	*share;		/* site/, content/, schemas/, fonts/ */
	const char	*url;		/* https://host, no slash at the end */
	int		 secure;	/* url is https: cookies get Secure */
	int		 production;	/* run with no « [à compléter] » left */
	/*
	 * Roles whose accounts need a second factor, between spaces; « non »:
	 * none.  By default administration and gestion in production.
	 */
	const char	*second_factor;

	/* Robots (web/human.h): -1 never stands here, 0 is off. */
	long long	 form_seconds;	/* a form is read at least so long */
	long long	 form_starts;	/* of one peer in ten minutes */
	const char	*clamd;		/* socket that scans files, NULL */
	int		 seccomp;	/* workers under port/sandbox.h */

	/* Messages; without smtp they wait, to be read by « terreau outbox ». */
	const char	*smtp;		/* smtp://host[:port] or smtps://, NULL */
	const char	*smtp_user;	/* NULL: no login */
	const char	*smtp_password;	/* the file that holds it */
	int		 smtp_tls;	/* smtp:// must STARTTLS; oui by default */
	const char	*smtp_ca;	/* certificates to trust, else the system's */
	long long	 smtp_patience;	/* seconds to wait for an answer */
	const char	*mail_from;	/* address of the sender */
	const char	*mail_reply;	/* answers go there unless a cooperative's */
};

/* Strings live in the arena.  0, or -1 with the faults logged. */
int	 conf_load(struct arena *, const char *path, struct conf *);
/* data or share joined with a relative path. */
const char *conf_data(struct arena *, const struct conf *, const char *);
const char *conf_share(struct arena *, const struct conf *, const char *);

#endif
