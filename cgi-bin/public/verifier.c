/*
 * Is this paper authentic?  Initials only, whoever asks: the holder decides
 * to whom the paper goes.
 *
 * /v/CODE asks the register; /V/TEXT, what the QR code holds, is checked first
 * for what our keys signed (domain/proof/proof.h).  The page says what that
 * establishes and what it does not.  It asks nothing of the visitor; who wants
 * to compare the whole name types the one on the paper (domain/paper/holder.h).
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/code.h"
#include "domain/paper/holder.h"
#include "domain/proof/proof.h"
#include "domain/signature/signature.h"
#include "press/seal.h"
#include "public.h"

/* The register has the code, and something to say of it. */
#define KNOWN	0

static void
keep_private(struct res *res)
{
	res_header(res, "Referrer-Policy", "no-referrer");
	res_header(res, "X-Robots-Tag", "noindex");
}

static int
show_form(struct app *app, struct req *req, struct res *res,
    const char *typed, const char *error, int status)
{
	struct node *page;

	page = page_new(app, req, "Vérifier un document", "public");
	if (typed != NULL)
		node_set(page, "code", page_safe(req->arena, typed));
	if (error != NULL) {
		form_error(page, "code", error);
		node_set(page, "erreur-code", error);
	}
	keep_private(res);
	return page_show(app, res, page, "verifier", status);
}

int
page_verifier(struct app *app, struct req *req, struct res *res)
{
	const char *typed = req_query(req, "code"), *code;

	if (typed == NULL)
		return show_form(app, req, res, NULL, NULL, 200);
	if (*str_trim(req->arena, typed) == '\0')
		return show_form(app, req, res, typed,
		    "Indiquez le code du document", 422);
	if ((code = code_read(req->arena, typed, CODE_DOCUMENT)) == NULL)
		return show_form(app, req, res, typed, "Vérifiez le code\u00a0: "
		    "il a 12\u00a0caractères, et 0, O, 1, I, L et U n’existent "
		    "pas dans nos codes", 422);
	keep_private(res);
	return res_redirect(res, "/v/%s#contenu", code);
}

static void
add_seal(struct req *req, struct node *page, const unsigned char *empreinte)
{
	struct seal_dot dots[SEAL_DOTS];
	struct node *n;
	size_t i;

	seal_dots(dots, empreinte);
	for (i = 0; i < SEAL_DOTS; i++) {
		n = node_add(page, "point");
		node_set(n, "x", arena_fmt(req->arena, "%.2f",
		    50 + 48 * dots[i].x));
		node_set(n, "y", arena_fmt(req->arena, "%.2f",
		    50 - 48 * dots[i].y));
		node_set(n, "r", arena_fmt(req->arena, "%.2f",
		    48 * dots[i].r));
		node_set(n, "couleur", arena_fmt(req->arena, "#%06X",
		    dots[i].colour));
	}
}

static void
add_document(struct req *req, struct node *page, const struct document *doc)
{
	node_set(page, "nature", doc->title);
	node_set(page, "initiales", doc->initials);
	node_set(page, "emetteur", doc->issuer);
	node_set(page, "emis", time_iso(req->arena, doc->issued));
	if (doc->ended != 0)
		node_set(page, "fin", time_iso(req->arena, doc->ended));
	if (doc->adopted != 0)
		node_set(page, "inscrit", time_iso(req->arena, doc->adopted));
	node_set(page, "empreinte", document_empreinte(req->arena,
	    doc->empreinte));
	add_seal(req, page, doc->empreinte);
}

/* Have all signed?  When, not who. */
static void
add_signatures(struct app *app, struct req *req, struct node *page,
    const struct document *doc)
{
	struct signature *list;
	int64_t last = 0;
	size_t i, n;

	n = signature_list(req->arena, app->reader, doc->code, &list);
	for (i = 0; i < n; i++)
		if (list[i].at > last)
			last = list[i].at;
	if (n == 0)
		return;
	if (signature_complete(list, n))
		node_set(page, "complet", time_iso(req->arena, last));
	else
		node_set(page, "a-signer", "1");
}

/* What the register says of a document: the page, and its status. */
static struct node *
verdict(struct app *app, struct req *req, const char *code,
    const struct document *doc)
{
	static const struct { const char *state, *title; } titles[] = {
		{ "valide", "Ce document est authentique" },
		{ "remplace", "Ce document a été remplacé" },
		{ "revoque", "Ce document n’est plus valable" }
	};
	const char *title = "Aucun document ne porte ce code";
	struct node *page;
	size_t i;

	for (i = 0; doc != NULL && i < sizeof(titles) / sizeof(titles[0]);
	    i++)
		if (str_eq(doc->state, titles[i].state))
			title = titles[i].title;
	page = page_new(app, req, title, "public");
	node_set(page, "verdict", doc == NULL ? "inconnu" : doc->state);
	node_set(page, "hote", strstr(app->conf.url, "://") + 3);
	if (code != NULL)
		node_set(page, "code", code);
	if (doc != NULL) {
		add_document(req, page, doc);
		add_signatures(app, req, page, doc);
		/* the token is made from what * stands for: the code */
		req->tail[0] = code;
		node_set(page, "jeton", route_jeton_link(app, req));
	}
	return page;
}

static int
show_code(struct app *app, struct req *req, struct res *res,
    const struct holder *answer, const char *typed, const char *error)
{
	const char *code = code_read(req->arena, req->tail[0], CODE_DOCUMENT);
	struct document doc;
	struct node *page;
	int rc;

	/* What is no code at all cannot be anybody's. */
	rc = code == NULL ? 1 :
	    document_find(req->arena, app->reader, code, &doc);
	if (rc == -1)
		return 500;
	page = verdict(app, req, code, rc == KNOWN ? &doc : NULL);
	if (answer != NULL && answer->right)
		node_set(page, "titulaire", answer->name);
	if (typed != NULL && (answer == NULL || !answer->right))
		node_set(page, "nom", page_safe(req->arena, typed));
	if (error != NULL) {
		form_error(page, "nom", error);
		node_set(page, "erreur-nom", error);
	}
	keep_private(res);
	return page_show(app, res, page, "verification", rc != KNOWN ? 404 :
	    error != NULL ? 422 : 200);
}

int
page_verification(struct app *app, struct req *req, struct res *res)
{
	return show_code(app, req, res, NULL, NULL, NULL);
}

int
page_nom(struct app *app, struct req *req, struct res *res)
{
	const char *code = code_read(req->arena, req->tail[0], CODE_DOCUMENT);

	if (req->bad != 0)
		return show_code(app, req, res, NULL, req_form(req, "nom"),
		    "Cette page était ouverte depuis longtemps\u00a0: "
		    "recommencez");
	keep_private(res);
	return code == NULL ? 404 : res_redirect(res, "/v/%s#contenu", code);
}

int
post_nom(struct app *app, struct req *req, struct res *res)
{
	const char *code = code_read(req->arena, req->tail[0], CODE_DOCUMENT);
	const char *typed = req_form(req, "nom"), *error = NULL;
	struct holder answer;
	int rc;

	if (code == NULL)
		return 404;
	if (typed == NULL || str_is_blank(typed) ||
	    !utf8_valid(typed, strlen(typed)))
		return show_code(app, req, res, NULL, typed,
		    "Indiquez le nom de famille imprimé sur le document");
	rc = holder_try(req->arena, app->writer, code, typed, &answer);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	if (answer.left == 0)
		error = "Trop d’essais pour ce document\u00a0: revenez demain";
	else if (!answer.right)
		error = arena_fmt(req->arena, "Ce n’est pas le nom de ce "
		    "document\u00a0: vérifiez l’orthographe. Il reste "
		    "%d\u00a0essai%s", answer.left, answer.left > 1 ? "s" :
		    "");
	return show_code(app, req, res, &answer, typed, error);
}

/* Does the register say the same as the signed code? */
static int
agrees(struct arena *a, const struct proof *p, const struct document *doc)
{
	return memcmp(p->empreinte, doc->empreinte, PROOF_PRINT) == 0 &&
	    /* initials go when the file is erased */
	    (*doc->initials == '\0' ||
	    str_eq(proof_starred(a, p->initials), doc->initials)) &&
	    time_local(doc->issued, NULL, NULL) == p->issued;
}

/* A code that is not to be believed: why. */
static int
show_refused(struct app *app, struct req *req, struct res *res,
    const char *title, const char *what, int status)
{
	struct node *page = page_new(app, req, title, "public");

	node_set(page, "verdict", what);
	node_set(page, "hote", strstr(app->conf.url, "://") + 3);
	keep_private(res);
	return page_show(app, res, page, "verification", status);
}

/* The keys as they stand today: one may be new, or stolen, since we started. */
static int
read_keys(struct app *app, struct req *req, struct keyring *ring)
{
	struct buf faults = BUF_INIT;
	int rc = keyring_read(req->arena, conf_data(req->arena, &app->conf,
	    KEY_FILE), ring, &faults);

	if (rc == -1)
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	return rc;
}

int
page_preuve(struct app *app, struct req *req, struct res *res)
{
	struct keyring ring;
	const struct key *key;
	struct document doc;
	struct node *page;
	struct proof p;
	enum proof_verdict v;
	int rc;

	if (read_keys(app, req, &ring) == -1)
		return 500;
	v = proof_check(req->arena, req->tail[0], &ring, &p, &key);
	if (v == PROOF_NONE)
		return show_refused(app, req, res,
		    "Ce code QR n’est pas celui d’un document", "illisible",
		    404);
	if (v == PROOF_CHANGED)
		return show_refused(app, req, res,
		    "Ce code QR a été modifié", "modifie", 200);
	if (v == PROOF_FOREIGN)
		return show_refused(app, req, res,
		    "Ce code QR n’est pas de nous", "etranger", 200);
	rc = document_find(req->arena, app->reader, p.code, &doc);
	if (rc == -1)
		return 500;
	if (rc != KNOWN || !agrees(req->arena, &p, &doc)) {
		log_warnx("a signed code says what the register does not");
		return show_refused(app, req, res,
		    "Notre registre ne connaît pas ce document", "contredit",
		    200);
	}
	page = verdict(app, req, p.code, &doc);
	node_set(page, "signe", v == PROOF_SOUND ? "oui" : "compromise");
	if (p.until != DAY_NONE)
		node_set(page, "jusque", day_iso(req->arena, p.until));
	if (p.until != DAY_NONE && p.until < day_today())
		node_set(page, "echu", "1");
	keep_private(res);
	return page_show(app, res, page, "verification", 200);
}
