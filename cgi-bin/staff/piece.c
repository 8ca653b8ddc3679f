/*
 * The files that came with an application, one by one.
 */
#include "base/file.h"
#include "base/str.h"
#include "staff.h"

/* May the reader not open it: an IBAN, an income? */
static int
piece_withheld(const struct file *f, const struct piece *piece)
{
	const struct definition *d = f->definition;
	const struct field *field = definition_field(d, piece->field);
	size_t i;

	if ((f->rights & RIGHT_MONEY) != 0)
		return 0;
	for (i = 0; i < d->npieces; i++)
		if (d->pieces[i].sensitive &&
		    str_eq(d->pieces[i].name, piece->field))
			return 1;
	return field != NULL && field->sensitive;
}

int
page_pieces(struct app *app, struct req *req, struct res *res)
{
	struct piece *list;
	struct file f;
	struct node *page, *p;
	size_t i, n;
	int status;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	page = file_page(app, req, &f, "Pièces", "pieces");
	n = piece_list(req->arena, app->reader, f.dossier.id, &list);
	for (i = 0; i < n; i++) {
		p = node_add(page, "piece");
		if (piece_withheld(&f, &list[i]))
			node_set(p, "retenu", "1");
		node_set(p, "analyse", list[i].scan);
		node_set_int(p, "id", list[i].id);
		node_set(p, "nom", list[i].name);
		node_set(p, "nature", str_eq(list[i].type,
		    "application/pdf") ? "PDF" : str_eq(list[i].type,
		    "image/png") ? "image PNG" : "image JPEG");
		node_set(p, "poids", file_size_french(req->arena, list[i].size));
	}
	return page_show(app, res, page, "pieces", 200);
}

int
file_piece(struct app *app, struct req *req, struct res *res)
{
	struct piece piece;
	struct file f;
	long long id;
	int status, rc;

	if ((status = file_open(app, req, app->reader, &f)) != 0)
		return status;
	if (str_number(req->tail[1], 1, INT64_MAX / 16, &id) == -1)
		return 404;
	rc = piece_find(req->arena, app->reader, f.dossier.id, id, &piece);
	if (rc != 0)
		return rc == 1 ? 404 : 500;
	if (piece_withheld(&f, &piece))
		return 403;
	if (piece_read(app->reader, &piece, res_spool(req, res)) == -1)
		return res_broken(res);
	res_attachment(res, req->arena, piece.type, piece.name);
	return 0;
}
