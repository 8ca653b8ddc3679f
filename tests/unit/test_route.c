/*
 * route, rate: which row answers, and how often one may ask.
 */
#include <sys/wait.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "web/app.h"
#include "test.h"

static int
nothing(struct app *app, struct req *req, struct res *res)
{
	(void)app;
	(void)req;
	(void)res;
	return 0;
}

static const struct route routes[] = {
	{ METHOD_GET,  "/", nothing, 1, NULL },
	{ METHOD_GET,  "/a/*", nothing, 2, NULL },
	{ METHOD_POST, "/a/*", nothing, 3, NULL },
	{ METHOD_GET,  "/a/fixe/b", nothing, 4, NULL },
	{ METHOD_GET,  "/a/*/b", nothing, 5, NULL },
	{ METHOD_GET,  "/a/*/*.pdf", nothing, 6, NULL },
	{ METHOD_GET,  "/a/*/*", nothing, 7, NULL },
	{ METHOD_POST, "/a/*/*", nothing, 9, NULL },
	{ METHOD_POST, "/envoi", nothing, 8, NULL },
	{ METHOD_GET,  NULL, NULL, 0, NULL }
};

static struct arena *a;
static struct req req;

/* The needs of the row that answers, or minus the status. */
static int
find(enum method method, const char *path)
{
	const struct route *r;
	int status;

	memset(&req, 0, sizeof(req));
	req.arena = a;
	req.method = method;
	req.path = path;
	status = route_find(routes, &req, &r);
	return status == 0 ? (int)r->needs : -status;
}

static void
test_find(void)
{
	CHECK(find(METHOD_GET, "/") == 1);
	CHECK(find(METHOD_HEAD, "/") == 1);
	CHECK(find(METHOD_GET, "/a/x") == 2);
	CHECK_STR(req.tail[0], "x");
	CHECK(find(METHOD_POST, "/a/x") == 3);
	CHECK(find(METHOD_GET, "/a/fixe/b") == 4);
	CHECK(req.tail[0] == NULL);
	CHECK(find(METHOD_GET, "/a/x/b") == 5);
	CHECK(find(METHOD_GET, "/a/x/y.pdf") == 6);
	CHECK_STR(req.tail[0], "x");
	CHECK_STR(req.tail[1], "y");
	CHECK(find(METHOD_GET, "/a/x/.pdf") == 7);
	CHECK(find(METHOD_POST, "/a/x/y") == 9);
	/* an address of its own, whatever a wider pattern takes */
	CHECK(find(METHOD_POST, "/a/x/b") == -405);
	CHECK_STR(req.allow, "GET, HEAD");
	CHECK(find(METHOD_GET, "/a/x/y") == 7);
	CHECK(find(METHOD_GET, "") == -404);
	CHECK(find(METHOD_GET, "/b") == -404);
	CHECK(find(METHOD_GET, "/a") == -404);
	CHECK(find(METHOD_GET, "/a/") == -404);
	CHECK(find(METHOD_GET, "/a/x/") == -404);
	CHECK(find(METHOD_GET, "/a//y") == -404);
	CHECK(find(METHOD_GET, "/a/x/y/z") == -404);
	CHECK(find(METHOD_GET, "//") == -404);
	CHECK(find(METHOD_POST, "/") == -405);
	CHECK_STR(req.allow, "GET, HEAD");
	CHECK(find(METHOD_GET, "/envoi") == -405);
	CHECK_STR(req.allow, "POST");
	CHECK(find(METHOD_OTHER, "/a/x") == -405);
	CHECK_STR(req.allow, "GET, HEAD, POST");
}

static void
test_rate(void)
{
	struct rate *r = rate_new();
	int i, refused = 0;

	for (i = 0; i < RATE_TRIES; i++)
		refused += rate_exceeded(r, "192.0.2.1", 1000);
	CHECK(refused == 0);
	CHECK(rate_exceeded(r, "192.0.2.1", 1000 + RATE_SECONDS - 1) == 1);
	CHECK(rate_exceeded(r, "192.0.2.2", 1000) == 0);
	/* another number of tries */
	CHECK(rate_over(r, "192.0.2.3", 1000, 2) == 0);
	CHECK(rate_over(r, "192.0.2.3", 1000, 2) == 0);
	CHECK(rate_over(r, "192.0.2.3", 1000, 2) == 1);
	CHECK(rate_over(r, "192.0.2.3", 1000 + RATE_SECONDS, 2) == 0);
	CHECK(rate_exceeded(r, "192.0.2.1", 1000 + RATE_SECONDS) == 0);
	/* A clock that goes back does not shut anybody out. */
	CHECK(rate_exceeded(r, "192.0.2.1", 5) == 0);
	rate_free(r);
}

/* Tries of a peer that comes to several workers at once are counted one by
 * one. */
static void
test_rate_together(void)
{
	struct rate *r = rate_new();
	int i, k, status, let_in = 0;
	pid_t pid;

	for (i = 0; i < 4; i++) {
		if ((pid = fork()) != 0)
			continue;
		for (k = status = 0; k < RATE_TRIES; k++)
			status += rate_exceeded(r, "192.0.2.1", 1000) == 0;
		_exit(status);
	}
	for (i = 0; i < 4; i++)
		if (wait(&status) != -1 && WIFEXITED(status))
			let_in += WEXITSTATUS(status);
	CHECK(let_in == RATE_TRIES);
	CHECK(rate_exceeded(r, "192.0.2.1", 1000) == 1);
	CHECK(rate_exceeded(r, "192.0.2.2", 1000) == 0);
	rate_free(r);
}

int
main(void)
{
	a = arena_new();
	test_find();
	test_rate();
	test_rate_together();
	arena_free(a);
	return test_end();
}
