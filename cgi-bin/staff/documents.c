/*
 * A paper as it was issued: read, download, revoke.
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/law/contrat.h"
#include "domain/proof/revocation.h"
#include "staff.h"

int
document_open(struct app *app, struct req *req, struct db *db,
    struct document *doc, struct file *f)
{
	const char *code = code_read(req->arena, req->tail[0], CODE_DOCUMENT);
	int rc;

	if (code == NULL)
		return 404;
	rc = document_find(req->arena, db, code, doc);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	return file_open_id(app, req, db, doc->dossier, f);
}

struct node *
document_page(struct app *app, struct req *req, const struct document *doc,
    const struct file *f, const char *title)
{
	struct node *page = file_page(app, req, f, title, "documents");
	struct node *n = node_add(page, "document");

	node_set(n, "titre", doc->title);
	node_set(n, "code", doc->code);
	node_set(n, "etat", doc->state);
	page_set(n, "remplace-par", doc->replaced_by);
	page_set(n, "motif", doc->reason);
	node_set(n, "emetteur", doc->issuer);
	node_set(n, "emis", time_iso(req->arena, doc->issued));
	if (doc->ended != 0)
		node_set(n, "fin", time_iso(req->arena, doc->ended));
	node_set(n, "par", doc->issued_by);
	node_set_int(n, "pages", doc->pages);
	node_set(n, "poids", file_size_french(req->arena, doc->size));
	node_set(n, "cle", doc->key_name);
	node_set(n, "empreinte", code_groups(req->arena,
	    hex_encode(req->arena, doc->empreinte, SHA256_SIZE)));
	node_set(n, "sha256", code_groups(req->arena,
	    hex_encode(req->arena, doc->sha256, SHA256_SIZE)));
	return page;
}

/* It has just been issued: what to do with it. */
static void
add_issued(const struct app *app, struct node *page,
    const struct document *doc)
{
	const struct paper *paper = paper_find(&app->office, doc->kind);

	node_set(page, "emis", "1");
	if (paper == NULL)
		return;
	if (*paper->signers != '\0')
		node_set(page, "signataires", "1");
	if (!paper->to_person)
		node_set(page, "organisme", "1");
}

/* The whole paper with ?lire=1, else what is known of it. */
int
page_document(struct app *app, struct req *req, struct res *res)
{
	const char *done = req_query(req, "fait");
	struct document doc;
	struct node *page;
	struct file f;
	int status, reads;

	if ((status = document_open(app, req, app->reader, &doc, &f)) != 0)
		return status;
	reads = staff_reads(app, &f, doc.kind);
	if (req_query(req, "lire") != NULL && !reads)
		return 403;
	if (req_query(req, "lire") != NULL)
		return document_twin(req->arena, app->reader, doc.code,
		    &res->body) == 0 ? 0 : 500;
	page = document_page(app, req, &doc, &f, "Document");
	if (!reads)
		node_set(node_child(page, "document"), "retenu", "1");
	signatures_add(app, req, node_child(page, "document"), &doc);
	if (done != NULL && str_eq(done, "signature"))
		node_set(page, "signe", "1");
	if (done != NULL && str_eq(done, "emission") &&
	    str_eq(doc.state, "valide"))
		add_issued(app, page, &doc);
	return page_show(app, res, page, "document", 200);
}

int
file_pdf(struct app *app, struct req *req, struct res *res)
{
	struct document doc;
	struct file f;
	int status;

	if ((status = document_open(app, req, app->reader, &doc, &f)) != 0)
		return status;
	if (!staff_reads(app, &f, doc.kind))
		return 403;
	return page_paper(app, req, res, &doc);
}

static int
show_revocation(struct app *app, struct req *req, struct res *res,
    const struct document *doc, const struct file *f, const char *error,
    int status)
{
	const char *reason = req_form(req, "motif");
	struct node *page;
	enum regle rule;

	page = document_page(app, req, doc, f, "Révoquer le document");
	page_set(page, "impossible", contrat_revoke_wrong(req->arena,
	    app->reader, &f->dossier, doc->code, &rule));
	if (error != NULL) {
		form_error(page, "motif", error);
		node_set(page, "erreur-motif", error);
	}
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (reason != NULL)
		node_set(page, "motif", page_safe(req->arena, reason));
	return page_show(app, res, page, "revocation", status);
}

int
page_revocation(struct app *app, struct req *req, struct res *res)
{
	struct document doc;
	struct file f;
	int status;

	if ((status = document_open(app, req, app->reader, &doc, &f)) != 0)
		return status;
	if (!str_eq(doc.state, "valide"))
		return res_redirect(res, "/gestion/documents/%s", doc.code);
	return show_revocation(app, req, res, &doc, &f, NULL, 200);
}

int
post_revocation(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *reason = req_form(req, "motif"), *why;
	enum regle rule;
	struct document doc;
	struct file f;
	int status;

	if ((status = document_open(app, req, app->writer, &doc, &f)) != 0)
		return status;
	reason = reason == NULL ? "" : str_trim(req->arena, reason);
	why = contrat_revoke_wrong(req->arena, app->writer, &f.dossier,
	    doc.code, &rule);
	if (why != NULL)
		return show_revocation(app, req, res, &doc, &f, why, 422);
	if (*reason == '\0')
		return show_revocation(app, req, res, &doc, &f,
		    "Indiquez pourquoi ce document n’est plus valable", 422);
	if (!str_eq(reason, page_safe(req->arena, reason)) ||
	    strlen(reason) > 1000)
		return show_revocation(app, req, res, &doc, &f,
		    "Le motif doit faire 1\u202f000 caractères lisibles au "
		    "plus", 422);
	/* Revoked or replaced meanwhile: the page says so. */
	if (document_revoke(req->arena, app->writer, &app->office, doc.code,
	    &actor, reason) == -1)
		return 500;
	/* if this fails it is logged, and the hourly list has it */
	revocation_publish(req->arena, app->writer, &app->office);
	return res_redirect(res, "/gestion/documents/%s#contenu", doc.code);
}
