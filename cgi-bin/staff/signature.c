/*
 * The signatures of a paper: where they stand, the cooperative's own, paper
 * signed by hand.  Signing at the desk is guichet.c.
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/code.h"
#include "domain/paper/execution.h"
#include "staff.h"

#define NAME_MAX	200	/* characters */

void
signatures_add(struct app *app, struct req *req, struct node *to,
    const struct document *doc)
{
	struct signature *list;
	struct execution e;
	struct scan *scans;
	struct node *n;
	size_t i, total;
	int may;

	total = signature_list(req->arena, app->reader, doc->code, &list);
	for (i = 0; i < total; i++) {
		n = node_add(to, "signataire");
		node_set_int(n, "id", list[i].id);
		node_set_int(n, "rang", list[i].rang);
		node_set(n, "valeur", list[i].role);
		node_set(n, "role", signature_role(&app->office,
		    list[i].role));
		page_set(n, "nom", list[i].nom);
		page_set(n, "qualite", list[i].qualite);
		node_set(n, "etat", list[i].state);
		page_set(n, "voie", list[i].way);
		if (list[i].at != 0)
			node_set(n, "le", time_iso(req->arena, list[i].at));
		if (list[i].asked != 0)
			node_set(n, "demande", time_iso(req->arena,
			    list[i].asked));
		may = signature_may(req->arena, app->reader, &app->office,
		    &list[i], "guichet", day_today());
		if (may == SIGNING_MAY)
			node_set(n, "tour", "1");
		if (may == SIGNING_AGE)
			node_set(to, "majeur", "1");
		if (may == SIGNING_MAY || may == SIGNING_WAIT ||
		    may == SIGNING_PEN)
			node_set(to, "attend", "1");
	}
	if (total > 0 && signature_by_pen(req->arena, app->reader,
	    doc->code) == 1)
		node_set(to, "manuscrit", "1");
	if (total > 0 && signature_by_mail(app->network, doc->kind))
		node_set(to, "electronique", "1");
	if (signature_complete(list, total))
		node_set(to, "complet", "1");
	if (execution_find(req->arena, app->reader, doc->code, &e) == 0) {
		node_set(to, "copie", time_iso(req->arena, e.completed));
		node_set_int(to, "copie-pages", e.pages);
		node_set(to, "copie-poids", file_size_french(req->arena,
		    e.size));
		node_set(to, "copie-sha256", code_groups(req->arena,
		    hex_encode(req->arena, e.sha256, SHA256_SIZE)));
	}
	total = scan_list(req->arena, app->reader, doc->code, &scans);
	for (i = 0; i < total; i++) {
		n = node_add(to, "scan");
		node_set_int(n, "id", scans[i].id);
		node_set(n, "nom", scans[i].name);
		node_set(n, "poids", file_size_french(req->arena,
		    scans[i].size));
		node_set(n, "par", scans[i].author);
		node_set(n, "le", time_iso(req->arena, scans[i].at));
		node_set(n, "analyse", scans[i].scan);
	}
}

/* The first slot of the cooperative that may be signed now; NULL. */
static const struct signature *
own_slot(struct app *app, struct req *req, struct db *db,
    const struct document *doc)
{
	struct signature *list;
	size_t i, n;

	n = signature_list(req->arena, db, doc->code, &list);
	for (i = 0; i < n; i++)
		if (str_eq(list[i].role, "cooperative") &&
		    signature_may(req->arena, db, &app->office, &list[i],
		    "guichet", day_today()) == SIGNING_MAY)
			return &list[i];
	return NULL;
}

static int
show_own(struct app *app, struct req *req, struct res *res,
    const struct document *doc, const struct file *f,
    const struct signature *s, const char *const errors[2], int status)
{
	struct node *page;
	int version;

	page = document_page(app, req, doc, f, "Signer pour la coopérative");
	node_set(page, "nom", s->nom);
	page_set(page, "qualite", s->qualite);
	node_set(page, "phrase", signature_sentence(&app->office, &version));
	if (req->bad == 403)
		node_set(page, "perime", "1");
	if (errors[0] != NULL)
		form_error(page, "phrase", errors[0]);
	if (errors[1] != NULL)
		form_error(page, "passe", errors[1]);
	page_set(page, "erreur-phrase", errors[0]);
	page_set(page, "erreur-passe", errors[1]);
	if (req_form(req, "phrase") != NULL)
		node_set(page, "coche", "1");
	return page_show(app, res, page, "signer", status);
}

static const char *const no_errors[2];

int
page_signer(struct app *app, struct req *req, struct res *res)
{
	const struct signature *s;
	struct document doc;
	struct file f;
	int status;

	if ((status = document_open(app, req, app->reader, &doc, &f)) != 0)
		return status;
	if ((s = own_slot(app, req, app->reader, &doc)) == NULL)
		return res_redirect(res, "/gestion/documents/%s#contenu",
		    doc.code);
	return show_own(app, req, res, &doc, &f, s, no_errors, 200);
}

/* The password again: 0, or what is wrong with it. */
static int
check_password(struct app *app, struct req *req, const char **error)
{
	const char *typed = req_form(req, "passe");
	struct account account;
	int64_t until = 0;

	if (typed == NULL || *typed == '\0') {
		*error = "Indiquez votre mot de passe";
		return 1;
	}
	switch (account_login(req->arena, app->writer, req->account->email,
	    typed, &account, &until)) {
	case 0:
		return 0;
	case 1:
		*error = "Le mot de passe ne correspond pas";
		return 1;
	case 2:
		*error = arena_fmt(req->arena, "Trop d’essais. Réessayez "
		    "après le %s", time_french(req->arena, until));
		return 1;
	default:
		return -1;
	}
}

int
post_signer(struct app *app, struct req *req, struct res *res)
{
	const struct signing by = { .office = &app->office,
		.mailer = &app->mailer, .actor = staff_actor(req),
		.identity = "compte" };
	const char *errors[2] = { NULL, NULL };
	const struct signature *s;
	struct document doc;
	struct file f;
	int status, rc;

	if ((status = document_open(app, req, app->writer, &doc, &f)) != 0)
		return status;
	if ((s = own_slot(app, req, app->writer, &doc)) == NULL)
		return res_redirect(res, "/gestion/documents/%s#contenu",
		    doc.code);
	if (req_form_count(req, "phrase") != 1 || !str_eq(req_form(req,
	    "phrase"), "oui"))
		errors[0] = "Cochez la case pour signer ce document";
	if ((rc = check_password(app, req, &errors[1])) == -1)
		return 500;
	if (rc == 1 || errors[0] != NULL)
		return show_own(app, req, res, &doc, &f, s, errors, 422);
	if (signature_sign_desk(req->arena, app->writer, &by, s) == -1)
		return 500;
	return res_redirect(res, "/gestion/documents/%s?fait=signature"
	    "#contenu", doc.code);
}

/*
 * Paper signed by hand.
 */
enum { WRONG_FILE, WRONG_DAY, WRONG_SLOTS, WRONG_NAME, WRONGS };
static const char *const wrong_fields[WRONGS] = { "scan", "jour",
    "signataires", "nom" };

struct sheet {
	struct document	 doc;
	struct file	 file;
	struct signature *slots;
	size_t		 n;
	const char	*errors[WRONGS];
	struct signed_paper paper;
};

static const char *
typed(struct req *req, const char *name)
{
	const char *s = req_form(req, name);

	return s == NULL ? "" : str_trim(req->arena, page_safe(req->arena, s));
}

static int
open_sheet(struct app *app, struct req *req, struct db *db, struct sheet *s)
{
	int status;

	memset(s, 0, sizeof(*s));
	if ((status = document_open(app, req, db, &s->doc, &s->file)) != 0)
		return status;
	s->n = signature_list(req->arena, db, s->doc.code, &s->slots);
	return 0;
}

/* Not signed yet, whoever comes before: one sheet may hold several. */
static int
is_open(const struct signature *s)
{
	return s->open && (str_eq(s->state, "attendue") ||
	    str_eq(s->state, "refusee"));
}

static int
show_sheet(struct app *app, struct req *req, struct res *res,
    struct sheet *s, int status)
{
	struct node *page, *n;
	size_t i;

	page = document_page(app, req, &s->doc, &s->file,
	    "Papier signé à la main");
	if (req->bad == 403)
		node_set(page, "perime", "1");
	for (i = 0; i < WRONGS; i++)
		if (s->errors[i] != NULL) {
			form_error(page, wrong_fields[i], s->errors[i]);
			node_set(page, arena_fmt(req->arena, "erreur-%s",
			    wrong_fields[i]), s->errors[i]);
		}
	page_set(page, "jour", typed(req, "jour"));
	page_set(page, "mois", typed(req, "mois"));
	page_set(page, "annee", typed(req, "annee"));
	page_set(page, "nom", typed(req, "nom"));
	for (i = 0; i < s->n; i++) {
		if (!is_open(&s->slots[i]))
			continue;
		n = node_add(page, "case");
		node_set_int(n, "id", s->slots[i].id);
		node_set(n, "role", signature_role(&app->office,
		    s->slots[i].role));
		page_set(n, "nom", s->slots[i].nom);
		if (*s->slots[i].nom == '\0')
			node_set(page, "nommer", "1");
		if (staff_ticked(req, "slot", s->slots[i].id))
			node_set(n, "coche", "1");
	}
	return page_show(app, res, page, "papier-signe", status);
}

int
page_papier(struct app *app, struct req *req, struct res *res)
{
	struct sheet s;
	int status;

	if ((status = open_sheet(app, req, app->reader, &s)) != 0)
		return status;
	return show_sheet(app, req, res, &s, 200);
}

static void
read_day(struct req *req, struct sheet *s)
{
	long long d, m, y;

	s->paper.day = DAY_NONE;
	if (str_number(typed(req, "jour"), 1, 31, &d) == 0 &&
	    str_number(typed(req, "mois"), 1, 12, &m) == 0 &&
	    str_number(typed(req, "annee"), 1900, 9999, &y) == 0)
		s->paper.day = day_make((int)y, (int)m, (int)d);
	if (s->paper.day == DAY_NONE)
		s->errors[WRONG_DAY] = "Indiquez la date écrite sur le papier";
	else if (s->paper.day > day_today() ||
	    s->paper.day < time_local(s->doc.issued, NULL, NULL))
		s->errors[WRONG_DAY] = "La date doit être entre le jour où le "
		    "document a été émis et aujourd’hui";
}

static void
read_file(struct app *app, struct req *req, struct sheet *s)
{
	const struct param *file = req_file(req, "scan");
	struct upload *upload = arena_alloc(req->arena, sizeof(*upload));
	enum upload_fault fault;

	if (file == NULL || file->len == 0) {
		s->errors[WRONG_FILE] = "Choisissez le fichier du papier "
		    "numérisé";
		return;
	}
	fault = upload_read(req->arena, file->file, page_safe(req->arena,
	    file->filename), app->conf.clamd, upload);
	s->errors[WRONG_FILE] = upload_told(req->arena, fault, file->len, 0);
	s->paper.file = upload;
}

static void
read_slots(struct req *req, struct sheet *s)
{
	int64_t *ids = arena_array(req->arena, s->n + 1, sizeof(*ids));
	const char **names = arena_array(req->arena, s->n + 1,
	    sizeof(*names));
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (!is_open(&s->slots[i]) || !staff_ticked(req, "slot",
		    s->slots[i].id))
			continue;
		names[s->paper.n] = typed(req, "nom");
		ids[s->paper.n++] = s->slots[i].id;
		if (*s->slots[i].nom == '\0' && (*typed(req, "nom") == '\0' ||
		    utf8_length(typed(req, "nom")) > NAME_MAX))
			s->errors[WRONG_NAME] = "Indiquez le nom du second "
			    "représentant légal, tel qu’il a signé";
	}
	s->paper.slots = ids;
	s->paper.names = names;
	if (s->paper.n == 0)
		s->errors[WRONG_SLOTS] = "Cochez qui a signé sur ce papier";
}

int
post_papier(struct app *app, struct req *req, struct res *res)
{
	const struct signing by = { .office = &app->office,
		.mailer = &app->mailer, .actor = staff_actor(req),
		.identity = "" };
	struct sheet s;
	size_t i;
	int status;

	if ((status = open_sheet(app, req, app->writer, &s)) != 0)
		return status;
	read_file(app, req, &s);
	read_day(req, &s);
	read_slots(req, &s);
	for (i = 0; i < WRONGS; i++)
		if (s.errors[i] != NULL)
			return show_sheet(app, req, res, &s, 422);
	switch (signature_sign_paper(req->arena, app->writer, &by,
	    s.doc.code, &s.paper)) {
	case 0:
		return res_redirect(res, "/gestion/documents/%s?fait=signature"
		    "#contenu", s.doc.code);
	case 1:
		s.errors[WRONG_SLOTS] = "Une personne qui signe avant n’a pas "
		    "encore signé, ou un représentant ne le peut plus : "
		    "vérifiez l’ordre et la date";
		return show_sheet(app, req, res, &s, 422);
	default:
		return 500;
	}
}

int
file_scan(struct app *app, struct req *req, struct res *res)
{
	struct document doc;
	struct scan scan;
	struct file f;
	long long id;
	int status, rc;

	if ((status = document_open(app, req, app->reader, &doc, &f)) != 0)
		return status;
	if (!staff_reads(app, &f, doc.kind))
		return 403;
	if (str_number(req->tail[1], 1, INT64_MAX / 16, &id) == -1)
		return 404;
	rc = scan_read(req->arena, app->reader, doc.code, id, &scan,
	    res_spool(req, res));
	if (rc != 0)
		return rc == 1 ? 404 : res_broken(res);
	res_attachment(res, req->arena, scan.type, scan.name);
	return 0;
}
