/*
 * route: which handler answers which address, and what must hold before.
 *
 * A table is const and searched from the top, ended by a NULL path; the first
 * path that fits is the one meant, and its rows say which methods it takes.
 * In a path, * stands for one part, which may end in fixed letters (*.pdf);
 * what it matched is req->tail, in order.  A GET row answers HEAD too.
 *
 * The guard looks in this order, and only then calls the handler: session,
 * rights, body (length, type, size, parsing), origin, token of the form, rate.
 * Who has a role that asks for a second factor (domain/access/second.h) and
 * has none is led to where it is set up, whatever they ask for.
 *
 * Every POST carries the token; no row can waive it.  It is made from the
 * visitor's cookie, or, for what a mailed link opens, from the first part of
 * the address that * stands for: its holder needs no cookie.
 *
 * A right is held for a cooperative.  The guard looks whether it is held for
 * any; which file, session or list the address means, only the handler knows:
 * req->rights tells it what to ask for (cgi-bin/staff/staff.h).
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "domain/access/role.h"
#include "web/http.h"

struct app;

typedef int handler(struct app *, struct req *, struct res *);

enum need {
	NEED_DOSSIER	= 1,	/* the session of an applicant */
	NEED_STAFF	= 2,	/* the session of a member of staff */
	NEED_CALM	= 4,	/* not too often from one peer */
	TAKE_FILES	= 8,	/* multipart bodies are read as well */
	BY_LINK		= 16,	/* the token is made from the address, below */
	WHOLE_NETWORK	= 32,	/* the rights are held for all of it */
	BEFORE_SECOND	= 64,	/* open to who must set up a second factor */

	/* The session of a member of staff with these rights. */
#define NEED(right)	((right) << 8)
	NEED_READ	= NEED(RIGHT_READ),
	NEED_WRITE	= NEED(RIGHT_WRITE),
	NEED_ISSUE	= NEED(RIGHT_ISSUE),
	NEED_GROUP	= NEED(RIGHT_GROUP),
	NEED_COUNT	= NEED(RIGHT_COUNT),
	NEED_EXPORT	= NEED(RIGHT_EXPORT),
	NEED_ADMIN	= NEED(RIGHT_ADMIN),
	NEED_AUDIT	= NEED(RIGHT_AUDIT),
	NEED_MONEY	= NEED(RIGHT_MONEY)
};
#define NEED_RIGHTS(needs)	((needs) >> 8)

struct route {
	enum method	 method;
	const char	*path;
	handler		*handle;
	unsigned	 needs;
	/*
	 * Shows the form again with what was typed, without any effect, when
	 * its token is wrong; NULL: the plain 403 page.
	 */
	handler		*again;
};

/* 0 and *found; 404; 405 with the methods allowed in req->allow. */
int	 route_find(const struct route *, struct req *,
	    const struct route **found);
int	 guard(struct app *, struct req *, struct res *,
	    const struct route *);

/*
 * Print the table: method, path, needs in words, one row a line.  A row whose
 * needs are none has « - ».
 */
void	 route_list(const struct route *);
/* May the account have what the row gives, anywhere? */
int	 route_open_to(const struct route *, const struct account *);
/* The row that shows the address to who GETs it; NULL when there is none. */
const struct route *route_page(const struct route *, struct arena *,
	    const char *path);

/* The guard answers this when the answer is written already. */
#define GUARD_ANSWERED	1

/* The token that forms carry, for the visitor's cookie; hexadecimal. */
const char *route_jeton(struct app *, struct req *);
/* The token of a row BY_LINK, for req->tail[0]. */
const char *route_jeton_link(struct app *, struct req *);

#endif
