/*
 * The instant is « seconds-HMAC », for one visitor's cookie.
 */
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "port/crypto.h"
#include "web/human.h"

#define TRAP	"site-web"
#define INSTANT_LIFE	86400

static const char *
sign(struct app *app, struct req *req, const char *seconds)
{
	const char *what = arena_fmt(req->arena, "instant/%s/%s", seconds,
	    req->token);
	unsigned char mac[SHA256_SIZE];

	hmac256(mac, app->csrf_key, sizeof(app->csrf_key), what,
	    strlen(what));
	return hex_encode(req->arena, mac, sizeof(mac));
}

/* When the form was shown; 0 when it does not say so. */
static int64_t
shown(struct app *app, struct req *req)
{
	const char *sent = req_form(req, "instant"), *dash, *want;
	const char *seconds;
	long long n;

	if (sent == NULL || (dash = strchr(sent, '-')) == NULL)
		return 0;
	seconds = arena_dupn(req->arena, sent, (size_t)(dash - sent));
	want = sign(app, req, seconds);
	if (strlen(dash + 1) != strlen(want) ||
	    !crypto_same(dash + 1, want, strlen(want)) ||
	    str_number(seconds, 1, INT64_MAX / 2, &n) == -1)
		return 0;
	return n;
}

void
human_mark(struct app *app, struct req *req, struct node *page)
{
	int64_t at = shown(app, req);
	const char *seconds;

	/* who corrects an answer has read the form already */
	seconds = arena_fmt(req->arena, "%lld", (long long)(at != 0 &&
	    req->now - at < INSTANT_LIFE ? at : req->now));
	node_set(page, "instant", arena_fmt(req->arena, "%s-%s", seconds,
	    sign(app, req, seconds)));
}

int
human_seems(struct app *app, struct req *req)
{
	const char *trap = req_form(req, TRAP);
	int64_t at;

	if (trap != NULL && *trap != '\0') {
		log_info("held off: the hidden field");
		return 0;
	}
	if (app->conf.form_seconds == 0)
		return 1;
	at = shown(app, req);
	if (at != 0 && req->now - at >= app->conf.form_seconds &&
	    req->now - at < INSTANT_LIFE)
		return 1;
	log_info("held off: too soon");
	return 0;
}

int
human_hurries(struct app *app, struct req *req)
{
	return app->conf.form_starts != 0 && rate_over(app->starts,
	    req->peer, req->now, (unsigned)app->conf.form_starts);
}
