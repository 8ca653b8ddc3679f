/*
 * The papers of a cohort at once: chosen by a GET form, taken as a ZIP or as
 * one file to print.  Taking them opens the files they belong to, and is noted
 * in their journals.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/paper/batch.h"
#include "domain/session/session.h"
#include "staff.h"

/* More than this asks for the command « terreau lot ». */
#define LOT_MAX		300
#define BACK		400	/* days: sessions over since then */

struct lot {
	const char	*cooperative;	/* chosen, or "" */
	struct batch_filter filter;
	struct batch_paper *papers;
	size_t		 n;
};

static void
read_lot(struct app *app, struct req *req, struct lot *lot)
{
	memset(lot, 0, sizeof(*lot));
	lot->cooperative = staff_query(req, "cooperative");
	lot->filter.cooperative = staff_scope(req, lot->cooperative);
	lot->filter.programme = staff_query(req, "programme");
	lot->filter.session = staff_query(req, "session");
	lot->filter.kind = staff_query(req, "document");
	lot->filter.dossiers = staff_query(req, "dossiers");
	lot->n = batch_list(req->arena, app->reader, &lot->filter,
	    &lot->papers);
}

static void
add_sessions(struct app *app, struct req *req, struct node *page,
    const struct batch_filter *f)
{
	const struct session_filter which = {
		.programme = f->programme, .cooperative = f->cooperative,
		.from = day_today() - BACK
	};
	struct session *list;
	size_t i, n;

	n = session_list(req->arena, app->reader, &which, &list);
	staff_choice(page, "session", "", "Toutes", f->session);
	for (i = 0; i < n; i++)
		staff_choice(page, "session", list[i].code,
		    arena_fmt(req->arena, "%s, %s", list[i].title,
		    session_days(req->arena, &list[i])), f->session);
}

static void
add_filters(struct app *app, struct req *req, struct node *page,
    const struct lot *lot)
{
	const struct batch_filter *f = &lot->filter;
	struct batch_kind *kinds;
	size_t i, n;

	staff_choice(page, "programme", "", "Tous", f->programme);
	for (i = 0; app->programmes[i] != NULL; i++)
		staff_choice(page, "programme", app->programmes[i]->name,
		    app->programmes[i]->title, f->programme);
	add_sessions(app, req, page, f);
	n = batch_kinds(req->arena, app->reader, staff_scope(req, ""),
	    &kinds);
	staff_choice(page, "document", "", "Tous", f->kind);
	for (i = 0; i < n; i++)
		staff_choice(page, "document", kinds[i].kind, kinds[i].title,
		    f->kind);
	staff_cooperatives(app, req, page, lot->cooperative);
}

/* What the form asked, for the addresses of the files. */
static const char *
choice(struct req *req, const struct lot *lot)
{
	const struct batch_filter *f = &lot->filter;
	struct arena *a = req->arena;

	return arena_fmt(a, "programme=%s&session=%s&document=%s"
	    "&cooperative=%s", http_encode(a, f->programme),
	    http_encode(a, f->session), http_encode(a, f->kind),
	    http_encode(a, lot->cooperative));
}

int
page_lots(struct app *app, struct req *req, struct res *res)
{
	struct node *page, *n;
	struct lot lot;
	int64_t sheets = 0;
	size_t i;

	read_lot(app, req, &lot);
	page = page_new(app, req, "Documents à imprimer", "gestion");
	add_filters(app, req, page, &lot);
	for (i = 0; i < lot.n; i++) {
		n = node_add(page, "papier");
		node_set(n, "numero", lot.papers[i].numero);
		node_set(n, "nom", lot.papers[i].nom);
		node_set(n, "prenom", lot.papers[i].prenom);
		node_set(n, "titre", lot.papers[i].title);
		node_set(n, "code", lot.papers[i].code);
		node_set(n, "emis", day_iso(req->arena,
		    time_local(lot.papers[i].issued, NULL, NULL)));
		node_set_int(n, "pages", lot.papers[i].pages);
		sheets += (lot.papers[i].pages + 1) / 2;
	}
	node_set_int(page, "total", (int64_t)lot.n);
	node_set_int(page, "feuilles", sheets);
	node_set(page, "choix", choice(req, &lot));
	if (lot.n > LOT_MAX)
		node_set_int(page, "trop", LOT_MAX);
	return page_show(app, res, page, "lots", 200);
}

/* Each file is noted as read before a byte of it is given.  0 or a status. */
static int
open_lot(struct app *app, struct req *req, struct lot *lot)
{
	size_t i;

	read_lot(app, req, lot);
	if (lot->n == 0 || lot->n > LOT_MAX)
		return 404;
	for (i = 0; i < lot->n; i++)
		if ((i == 0 || lot->papers[i].dossier !=
		    lot->papers[i - 1].dossier) && dossier_opened(app->writer,
		    lot->papers[i].dossier, req->account->id) == -1)
			return 500;
	return 0;
}

static const char *
file_name(struct req *req, const char *suffix)
{
	return arena_fmt(req->arena, "documents-%s.%s",
	    day_iso(req->arena, day_today()), suffix);
}

int
file_lot_zip(struct app *app, struct req *req, struct res *res)
{
	struct buf manifest = BUF_INIT;
	struct archive *zip;
	struct lot lot;
	int status, rc = 0;
	size_t i;

	if ((status = open_lot(app, req, &lot)) != 0)
		return status;
	zip = archive_new(req->arena, res_spool(req, res));
	for (i = 0; i < lot.n && rc == 0; i++)
		rc = batch_pack(app->reader, &lot.papers[i], zip, &manifest,
		    req->run);
	if (rc == 0)
		rc = batch_seal(zip, &manifest, lot.papers, lot.n);
	buf_free(&manifest);
	if (rc == -1 || archive_end(zip) == -1)
		return res_broken(res);
	res_attachment(res, req->arena, "application/zip", file_name(req,
	    "zip"));
	return 0;
}

int
file_lot_pdf(struct app *app, struct req *req, struct res *res)
{
	struct press_result result;
	struct press_book *book;
	struct lot lot;
	int status, rc = 0;
	size_t i;

	if ((status = open_lot(app, req, &lot)) != 0)
		return status;
	book = press_book(app->office.press, "Documents à imprimer",
	    app->network->name, batch_date(req->arena, lot.papers, lot.n));
	for (i = 0; i < lot.n && rc == 0; i++)
		rc = batch_print(app->reader, &lot.papers[i], book);
	if (press_book_end(book, rc == 0 ? &res->body : NULL, &result) == -1 ||
	    rc == -1)
		return 500;
	res_attachment(res, req->arena, "application/pdf", file_name(req,
	    "pdf"));
	return 0;
}

/* The sheet to sign of a session, of the week of ?jour=. */
int
file_emargement(struct app *app, struct req *req, struct res *res)
{
	const char *day = req_query(req, "jour");
	struct session s;
	int rc, status;

	rc = session_find(req->arena, app->reader, req->tail[0], &s);
	if (rc == -1)
		return 500;
	if (rc == 1)
		return 404;
	if ((status = staff_may(req, s.cooperative)) != 0)
		return status;
	if (session_sheet(req->arena, app->reader, &app->office, &s,
	    day == NULL ? day_today() : day_parse(day), &res->body) != 0)
		return 500;
	res_attachment(res, req->arena, "application/pdf",
	    arena_fmt(req->arena, "emargement-%s.pdf", s.code));
	return 0;
}
