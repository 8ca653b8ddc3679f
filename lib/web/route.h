/*
 * route: which handler answers which address, and what must hold before.
 *
 * A table is const and searched from the top, ended by a NULL path; the first
 * path that fits is the one meant, and its rows say which methods it takes.
 * In a path, * stands for one part, which may end in fixed letters (*.pdf);
 * what it matched is req->tail, in order.  A GET row answers HEAD too.
 *
 * The guard looks in this order, and only then calls the handler: session,
 * role, body (length, type, size, parsing), origin, token of the form, rate.
 * Every POST carries the token; no row can waive it.  It is made from the
 * visitor's cookie, or, for what a mailed link opens, from the first part of
 * the address that * stands for: its holder needs no cookie.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "web/http.h"

struct app;

typedef int handler(struct app *, struct req *, struct res *);

enum need {
	NEED_DOSSIER	= 1,	/* the session of an applicant */
	NEED_STAFF	= 2,	/* the session of a member of staff */
	NEED_WRITE	= 4,	/* a role that changes files: not lecture */
	NEED_ISSUE	= 8,	/* a role that issues papers: gestion */
	NEED_CALM	= 16,	/* not too often from one peer */
	TAKE_FILES	= 32,	/* multipart bodies are read as well */
	BY_LINK		= 64	/* the token is made from the address, below */
};

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

/* The guard answers this when the answer is written already. */
#define GUARD_ANSWERED	1

/* The token that forms carry, for the visitor's cookie; hexadecimal. */
const char *route_jeton(struct app *, struct req *);
/* The token of a row BY_LINK, for req->tail[0]. */
const char *route_jeton_link(struct app *, struct req *);

#endif
