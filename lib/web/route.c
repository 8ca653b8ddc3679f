/*
 * Finding the row of a request and holding it to its conditions.
 */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "domain/access/second.h"
#include "domain/signature/signature.h"
#include "port/crypto.h"
#include "web/app.h"
#include "web/page.h"
#include "web/route.h"

#define TAILS	(sizeof(((struct req *)0)->tail) / \
		sizeof(((struct req *)0)->tail[0]))

/* Does one part of a path, [s, s + n), fit the part p of a pattern? */
static int
part_fits(struct arena *a, const char *p, size_t pn, const char *s, size_t n,
    const char **tail)
{
	if (pn == 0 || p[0] != '*')
		return n == pn && memcmp(p, s, n) == 0;
	p++, pn--;
	if (n <= pn || memcmp(p, s + n - pn, pn) != 0)
		return 0;
	*tail = arena_dupn(a, s, n - pn);
	return 1;
}

static int
path_fits(struct req *req, const char *pattern, const char **tails)
{
	const char *p = pattern, *s = req->path, *tail;
	size_t pn, n, used = 0;

	for (;;) {
		if (*p != '/' || *s != '/')
			return *p == *s;	/* both at their end */
		pn = strcspn(++p, "/");
		n = strcspn(++s, "/");
		tail = NULL;
		if (!part_fits(req->arena, p, pn, s, n, &tail))
			return 0;
		if (tail != NULL && used < TAILS)
			tails[used++] = tail;
		p += pn;
		s += n;
	}
}

int
route_find(const struct route *routes, struct req *req,
    const struct route **found)
{
	const struct route *r;
	const char *tails[TAILS], *path = NULL;
	int get = 0, post = 0;

	*found = NULL;
	for (r = routes; r->path != NULL; r++) {
		/* The first pattern that fits is the address; a wider one
		 * below has nothing to say about its methods. */
		if (path != NULL && !str_eq(r->path, path))
			continue;
		memset(tails, 0, sizeof(tails));
		if (!path_fits(req, r->path, tails))
			continue;
		path = r->path;
		get |= r->method == METHOD_GET;
		post |= r->method == METHOD_POST;
		if (r->method != req->method &&
		    !(r->method == METHOD_GET && req->method == METHOD_HEAD))
			continue;
		memcpy(req->tail, tails, sizeof(req->tail));
		*found = r;
		return 0;
	}
	if (!get && !post)
		return 404;
	req->allow = get && post ? "GET, HEAD, POST" :
	    get ? "GET, HEAD" : "POST";
	return 405;
}

const char *
route_jeton(struct app *app, struct req *req)
{
	unsigned char mac[SHA256_SIZE];

	hmac256(mac, app->csrf_key, sizeof(app->csrf_key), req->token,
	    strlen(req->token));
	return hex_encode(req->arena, mac, sizeof(mac));
}

const char *
route_jeton_link(struct app *app, struct req *req)
{
	unsigned char mac[SHA256_SIZE];
	const char *link = arena_fmt(req->arena, "lien/%s", req->tail[0]);

	hmac256(mac, app->csrf_key, sizeof(app->csrf_key), link,
	    strlen(link));
	return hex_encode(req->arena, mac, sizeof(mac));
}

/* A browser that may sign one slot: by a link here, at the desk for staff. */
static void
identify_bearer(struct app *app, struct req *req, const char *token)
{
	struct bearer *h = arena_alloc(req->arena, sizeof(*h));
	int desk = app->program->subject == SUBJECT_ACCOUNT;

	if (signing_bearer(req->arena, app->reader, token, h) == 0 &&
	    (h->account != 0) == desk)
		req->bearer = h;
}

/* Who is asking: the session behind the cookie, if there is one. */
static void
identify(struct app *app, struct req *req)
{
	const char *token = req_cookie(req, app->program->cookie);
	struct account *account;
	int64_t id;
	int due;

	if (token == NULL || strlen(token) != 64)
		return;
	req->token = token;
	id = session_subject(app->reader, app->program->subject, token, &due);
	if (id == 0 && app->program->subject == SUBJECT_DOSSIER)
		req->representant = session_subject(app->reader,
		    SUBJECT_REPRESENTANT, token, &due);
	if (id == 0 && req->representant == 0) {
		identify_bearer(app, req, token);
		return;
	}
	if (app->program->subject == SUBJECT_DOSSIER)
		req->dossier = id;
	else {
		account = arena_alloc(req->arena, sizeof(*account));
		if (account_by_id(req->arena, app->reader, id, account) != 0)
			return;
		req->account = account;
		req->unready = second_owed(account,
		    app->conf.second_factor);
	}
	if (due)
		session_touch(app->writer, token);
}

void
route_list(const struct route *r)
{
	static const struct { unsigned need; const char *word; } words[] = {
		{ NEED_DOSSIER, "dossier" }, { NEED_STAFF, "staff" },
		{ NEED_READ, "read" }, { NEED_WRITE, "write" },
		{ NEED_ISSUE, "issue" }, { NEED_GROUP, "group" },
		{ NEED_COUNT, "count" }, { NEED_EXPORT, "export" },
		{ NEED_ADMIN, "admin" }, { NEED_AUDIT, "audit" },
		{ NEED_MONEY, "money" }, { WHOLE_NETWORK, "network" }
	};
	int any;
	size_t i;

	for (; r->path != NULL; r++) {
		printf("%s %s", r->method == METHOD_POST ? "POST" : "GET",
		    r->path);
		for (i = any = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if ((r->needs & words[i].need) == words[i].need) {
				printf(" %s", words[i].word);
				any = 1;
			}
		printf(any ? "\n" : " -\n");
	}
}

int
route_open_to(const struct route *r, const struct account *account)
{
	unsigned rights = NEED_RIGHTS(r->needs);

	if (account == NULL)
		return (r->needs & NEED_STAFF) == 0 && rights == 0;
	return (r->needs & WHOLE_NETWORK) != 0 ?
	    account_may(account, rights, "") :
	    (account_rights(account) & rights) == rights;
}

const struct route *
route_page(const struct route *routes, struct arena *a, const char *path)
{
	struct req req = { .arena = a, .method = METHOD_GET, .path = path };
	const struct route *r;

	return route_find(routes, &req, &r) == 0 ? r : NULL;
}

/*
 * Sent by one of our own pages, as far as the browser tells?  A page that is
 * sent on to nobody (no-referrer) posts with the origin « null », and with a
 * word that no script can forge.
 */
static int
same_site(const struct app *app, const struct req *req)
{
	return (*req->origin == '\0' ||
	    str_eq(req->origin, app->conf.url) ||
	    (str_eq(req->origin, "null") &&
	    str_eq(req->fetch_site, "same-origin"))) &&
	    !str_eq(req->fetch_site, "cross-site");
}

static int
token_right(struct app *app, struct req *req, const struct route *r)
{
	const char *sent = req_form(req, "jeton");
	int link = (r->needs & BY_LINK) != 0;
	const char *want = link ? route_jeton_link(app, req) :
	    route_jeton(app, req);

	return (link || *req->token != '\0') && sent != NULL &&
	    req_form_count(req, "jeton") == 1 &&
	    strlen(sent) == strlen(want) &&
	    crypto_same(sent, want, strlen(want));
}

static int
guard_post(struct app *app, struct req *req, struct res *res,
    const struct route *r)
{
	int status;

	if ((status = req_read_form(req, (r->needs & TAKE_FILES) != 0)) != 0)
		return status;
	if (!same_site(app, req)) {
		log_info("refused: another site");
		return 403;
	}
	if (!token_right(app, req, r)) {
		log_info("refused: token");
		if (r->again == NULL)
			return 403;
		req->bad = 403;
		if ((status = r->again(app, req, res)) != 0)
			return status;
		/* A page that sends elsewhere has no body to be read. */
		if (res->status != 303)
			res->status = 403;
		return GUARD_ANSWERED;
	}
	return 0;
}

static int
needs_account(const struct route *r)
{
	return (r->needs & NEED_STAFF) != 0 || NEED_RIGHTS(r->needs) != 0;
}

/* A second factor comes before anything else.  0 or what guard() answers. */
static int
guard_second(struct app *app, struct req *req, struct res *res,
    const struct route *r)
{
	if (!req->unready || !needs_account(r) ||
	    (r->needs & BEFORE_SECOND) != 0)
		return 0;
	if (req->method == METHOD_POST)
		return 403;
	res_redirect(res, "%s", app->program->second);
	return GUARD_ANSWERED;
}

int
guard(struct app *app, struct req *req, struct res *res,
    const struct route *r)
{
	int known, status;

	identify(app, req);
	known = needs_account(r) ? req->account != NULL :
	    (r->needs & NEED_DOSSIER) != 0 ? req->dossier != 0 : 1;
	if (!known) {
		if (req->method == METHOD_POST)
			return 401;
		req->bad = 401;
		if ((status = app->program->door(app, req, res)) != 0)
			return status;
		res->status = 401;
		return GUARD_ANSWERED;
	}
	if ((status = guard_second(app, req, res, r)) != 0)
		return status;
	if (req->account != NULL && !route_open_to(r, req->account)) {
		req->unfit = 1;
		return 403;
	}
	req->rights = NEED_RIGHTS(r->needs);
	if (req->method == METHOD_POST &&
	    (status = guard_post(app, req, res, r)) != 0)
		return status;
	if ((r->needs & NEED_CALM) != 0 &&
	    rate_exceeded(app->rate, req->peer, req->now))
		return 429;
	return 0;
}
