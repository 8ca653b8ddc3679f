/*
 * The second factor: asked for at the door, set up, taken off.
 *
 * A page that shows recovery codes is the answer to a POST: they are told
 * once, so that no address can show them again.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/second.h"
#include "domain/code.h"
#include "port/qr.h"
#include "staff.h"

#define QUIET	4	/* modules around a QR code, ISO/IEC 18004 */

static const char *
too_many(struct arena *a, int64_t until)
{
	return arena_fmt(a, "Trop d’essais. Réessayez après le %s",
	    time_french(a, until));
}

#define WRONG_CODE	"Ce code n’est pas le bon, ou il a déjà servi. "	\
	"Attendez le suivant et recopiez-le"

static int
show_code(struct app *app, struct req *req, struct res *res,
    const char *error, int status)
{
	int recovery = req_query(req, "secours") != NULL ||
	    req_form(req, "secours") != NULL;
	struct node *page = page_new(app, req, recovery ?
	    "Votre code de secours" : "Votre code à 6\u00a0chiffres",
	    "gestion");

	page_jeton(app, req, res, page);
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (recovery)
		node_set(page, "secours", "1");
	staff_input(req, page, &(struct input){ .name = "code",
		.type = "text", .value = "", .error = error,
		.mode = recovery ? NULL : "numeric",
		.label = recovery ? "Code de secours" :
		    "Code de votre application",
		.hint = recovery ? "12\u00a0caractères, avec ou sans tirets" :
		    "Il change toutes les 30\u00a0secondes",
		.autocomplete = recovery ? NULL : "one-time-code" });
	return page_show(app, res, page, "connexion-code", status);
}

/* Who owes a code in this browser: 0; 1 and sent back to the door; 500. */
static int
waiting(struct req *req, struct res *res, struct db *db,
    struct account *account, const char **asked)
{
	switch (second_waiting(req->arena, db, req->token, account, asked)) {
	case 0:
		return 0;
	case 1:
		res_redirect(res, "/gestion/connexion%s", req->method ==
		    METHOD_POST ? "?fait=tard#contenu" : "");
		return 1;
	default:
		return 500;
	}
}

int
page_code(struct app *app, struct req *req, struct res *res)
{
	struct account account;
	const char *asked;
	int rc;

	if ((rc = waiting(req, res, app->reader, &account, &asked)) != 0)
		return rc == 1 ? 0 : rc;
	return show_code(app, req, res, NULL, 200);
}

int
post_code(struct app *app, struct req *req, struct res *res)
{
	const char *typed = req_form(req, "code"), *asked;
	struct account account;
	int64_t until = 0;
	int rc;

	if ((rc = waiting(req, res, app->writer, &account, &asked)) != 0)
		return rc == 1 ? 0 : rc;
	if (typed == NULL || str_is_blank(typed))
		return show_code(app, req, res, "Indiquez le code", 422);
	switch (second_check(req->arena, app->writer, &account,
	    app->second_key, typed, &app->mailer, &until)) {
	case 0:
		break;
	case 1:
		return show_code(app, req, res, WRONG_CODE, 422);
	case 2:
		return show_code(app, req, res, too_many(req->arena, until),
		    429);
	default:
		return 500;
	}
	if (second_waited(app->writer, req->token) == -1)
		return 500;
	return staff_enter(app, req, res, &account, asked);
}

/* The dark modules, row by row, as the outline of one shape. */
static int
add_qr(struct req *req, struct node *page, const char *text)
{
	struct buf b = BUF_INIT;
	struct node *n;
	struct qr qr;
	unsigned x, y, from;

	if (qr_make(req->arena, &qr, text) == -1)
		return -1;
	for (y = 0; y < qr.n; y++)
		for (x = 0; x < qr.n; x++) {
			from = x;
			while (x < qr.n && qr.dark[y * qr.n + x])
				x++;
			if (x > from)
				buf_fmt(&b, "M%u %uh%uv1h-%uz", from + QUIET,
				    y + QUIET, x - from, x - from);
		}
	n = node_add(page, "qr");
	node_set_int(n, "cote", (long long)qr.n + 2 * QUIET);
	node_set(n, "trace", buf_cstr(&b));
	buf_free(&b);
	return 0;
}

/* What the application reads: the address that all of them know. */
static int
add_secret(struct app *app, struct req *req, struct node *page,
    const char *secret)
{
	struct arena *a = req->arena;
	const char *network = node_value(a, tree_root(app->network->tree),
	    "nom");

	network = http_encode(a, network != NULL ? network : "Terreau");
	node_set(page, "secret", code_groups(a, secret));
	return add_qr(req, page, arena_fmt(a, "otpauth://totp/%s:%s?secret=%s"
	    "&issuer=%s", network, http_encode(a, req->account->email),
	    secret, network));
}

static int
show_second(struct app *app, struct req *req, struct res *res,
    const char *const errors[2], int status)
{
	struct node *page = page_new(app, req, "Connexion en deux étapes",
	    "gestion");
	const char *secret, *done = req_query(req, "fait");
	struct second s;

	if (second_read(app->reader, req->account->id, &s) == -1)
		return 500;
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (done != NULL)
		node_set(page, "fait", page_safe(req->arena, done));
	if (req->unready)
		node_set(page, "exige", "1");
	if (s.since != 0) {
		node_set(page, "depuis", time_iso(req->arena, s.since));
		node_set_int(page, "restent", s.codes);
		if (s.codes == 1)
			node_set(page, "un", "1");
		staff_input(req, page, &(struct input){ .name = "passe",
			.type = "password", .label = "Mot de passe actuel",
			.autocomplete = "current-password",
			.error = errors[0] });
	} else if ((secret = second_shown(req->arena, app->reader,
	    req->account->id, app->second_key)) == NULL)
		return page_show(app, res, page, "second", status);
	else if (add_secret(app, req, page, secret) == -1)
		return 500;
	staff_input(req, page, &(struct input){ .name = "code",
		.type = "text", .value = "", .error = errors[1],
		.mode = s.since != 0 ? NULL : "numeric",
		.label = s.since != 0 ? "Code de votre application, ou code "
		    "de secours" : "Code à 6\u00a0chiffres de l’application",
		.autocomplete = "one-time-code" });
	return page_show(app, res, page, "second", status);
}

int
page_second(struct app *app, struct req *req, struct res *res)
{
	const char *const none[2] = { NULL, NULL };

	return show_second(app, req, res, none, 200);
}

static int
back(struct res *res, const char *done)
{
	return res_redirect(res, "/gestion/compte/second%s#contenu", done);
}

int
post_second_debut(struct app *app, struct req *req, struct res *res)
{
	if (req->account->second)
		return back(res, "");
	if (second_begin(app->writer, req->account->id,
	    app->second_key) == -1)
		return 500;
	return back(res, "");
}

/* The codes, this once. */
static int
show_codes(struct app *app, struct req *req, struct res *res,
    const char *const codes[SECOND_CODES], int fresh)
{
	struct node *page;
	size_t i;

	req->unready = 0;
	page = page_new(app, req, "Vos codes de secours", "gestion");
	if (fresh)
		node_set(page, "active", "1");
	node_set(page, "courriel", req->account->email);
	node_set(page, "jour", day_iso(req->arena, day_today()));
	for (i = 0; i < SECOND_CODES; i++)
		node_add_text(page, "code", code_groups(req->arena,
		    codes[i]));
	return page_show(app, res, page, "second-codes", 200);
}

int
post_second(struct app *app, struct req *req, struct res *res)
{
	const char *typed = req_form(req, "code"), *codes[SECOND_CODES];
	const char *errors[2] = { NULL, NULL };

	if (req->account->second)
		return back(res, "");
	if (typed == NULL || str_is_blank(typed)) {
		errors[1] = "Indiquez le code que montre l’application";
		return show_second(app, req, res, errors, 422);
	}
	switch (second_confirm(req->arena, app->writer, req->account,
	    app->second_key, typed, req->token, &app->mailer, codes)) {
	case 0:
		return show_codes(app, req, res, codes, 1);
	case 1:
		errors[1] = "Ce code n’est pas le bon. Vérifiez l’heure de "
		    "votre téléphone, attendez le code suivant et recopiez-le";
		return show_second(app, req, res, errors, 422);
	default:
		return 500;
	}
}

/* The page was shown again, if it could be. */
static int
refused(int status)
{
	return status == 0 ? 1 : status;
}

/* Password and code again.  0; 1 when the page was shown again; or a status. */
static int
prove(struct app *app, struct req *req, struct res *res)
{
	const char *password = req_form(req, "passe");
	const char *typed = req_form(req, "code");
	const char *errors[2] = { NULL, NULL };
	struct account account;
	int64_t until = 0;
	int rc, which = 0;

	if (password == NULL || *password == '\0')
		errors[0] = "Indiquez votre mot de passe";
	if (typed == NULL || str_is_blank(typed))
		errors[1] = "Indiquez un code";
	if (errors[0] != NULL || errors[1] != NULL)
		return refused(show_second(app, req, res, errors, 422));
	rc = account_login(req->arena, app->writer, req->account->email,
	    password, &account, &until);
	if (rc == 0) {
		which = 1;
		rc = second_check(req->arena, app->writer, req->account,
		    app->second_key, typed, &app->mailer, &until);
	}
	if (rc <= 0)
		return rc == 0 ? 0 : 500;
	errors[which] = rc == 2 ? too_many(req->arena, until) : which == 0 ?
	    "Ce n’est pas votre mot de passe" : WRONG_CODE;
	return refused(show_second(app, req, res, errors, rc == 2 ? 429 :
	    422));
}

int
post_second_codes(struct app *app, struct req *req, struct res *res)
{
	const char *codes[SECOND_CODES];
	int rc;

	if (!req->account->second)
		return back(res, "");
	if ((rc = prove(app, req, res)) != 0)
		return rc == 1 ? 0 : rc;
	if (second_renew(req->arena, app->writer, req->account,
	    app->second_key, codes) == -1)
		return 500;
	return show_codes(app, req, res, codes, 0);
}

int
post_second_retrait(struct app *app, struct req *req, struct res *res)
{
	const struct actor self = staff_actor(req);
	int rc;

	if (!req->account->second)
		return back(res, "");
	if ((rc = prove(app, req, res)) != 0)
		return rc == 1 ? 0 : rc;
	if (second_off(req->arena, app->writer, req->account, &self,
	    &app->mailer) == -1)
		return 500;
	return back(res, "?fait=retire");
}
