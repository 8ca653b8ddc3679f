/*
 * Attendance: which half-days are noted, the hours of each person, and the
 * form of one half-day: Présent, Absent, Excusé, nothing chosen beforehand.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/representant.h"
#include "seance.h"

/* « 7 h 30 », for a column of figures. */
static const char *
duration(struct arena *a, int64_t minutes)
{
	return minutes % 60 == 0 ? arena_fmt(a, "%lld\u00a0h",
	    (long long)(minutes / 60)) : arena_fmt(a, "%lld\u00a0h\u00a0%02d",
	    (long long)(minutes / 60), (int)(minutes % 60));
}

int
page_seance_presences(struct app *app, struct req *req, struct res *res)
{
	struct arena *a = req->arena;
	struct seance se;
	struct hours *people;
	struct slot *list;
	struct node *page, *n;
	size_t i, count;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	page = seance_page(app, req, &se, "Présences", "presences");
	page_set(page, "fait", req_query(req, "fait"));
	count = slot_list(a, app->reader, se.s.id, &list);
	for (i = 0; i < count; i++)
		seance_slot(a, page, &list[i]);
	count = attendance_hours(a, app->reader, se.s.id, &people);
	for (i = 0; i < count; i++) {
		n = node_add(page, "personne");
		node_set(n, "numero", people[i].numero);
		node_set(n, "nom", people[i].nom);
		node_set(n, "prenom", people[i].prenom);
		node_set_int(n, "presences", people[i].halves);
		node_set_int(n, "absences", people[i].absent);
		node_set_int(n, "excuses", people[i].excused);
		node_set(n, "service", duration(a, people[i].service));
		node_set(n, "collectif", duration(a, people[i].common));
		node_set(n, "formation", duration(a, people[i].training));
		node_set(n, "total", duration(a, people[i].service +
		    people[i].common + people[i].training));
	}
	return page_show(app, res, page, "seance-presences", 200);
}

struct sheet {
	struct seance	 se;
	struct slot	 slot;
	struct mark	*list;
	size_t		 n;
	int64_t		 seen;
	enum attendance	*typed;		/* what the form says, of each */
	const char	*reason;
	int		 read;		/* staff have read what the law says */
};

static int
open_sheet(struct app *app, struct req *req, struct db *db, struct sheet *sh)
{
	long long id;
	int status;
	size_t i;

	memset(sh, 0, sizeof(*sh));
	if ((status = seance_open(app, req, db, &sh->se)) != 0)
		return status;
	if (str_number(req->tail[1], 1, INT64_MAX / 16, &id) == -1 ||
	    slot_find(req->arena, db, id, &sh->slot) != 0 ||
	    sh->slot.session != sh->se.s.id)
		return 404;
	sh->n = attendance_list(req->arena, db, &sh->slot, &sh->list,
	    &sh->seen);
	sh->typed = arena_array(req->arena, sh->n + 1, sizeof(*sh->typed));
	sh->reason = "";
	for (i = 0; i < sh->n; i++)
		sh->typed[i] = sh->list[i].state;
	return 0;
}

static void
read_sheet(struct req *req, struct sheet *sh)
{
	const char *reason = req_form(req, "motif");
	size_t i;

	for (i = 0; i < sh->n; i++)
		sh->typed[i] = attendance_read(req_form(req, arena_fmt(
		    req->arena, "p-%lld", (long long)sh->list[i].dossier)));
	sh->reason = reason == NULL ? "" : page_safe(req->arena,
	    str_trim(req->arena, reason));
	sh->read = req_form(req, "lu") != NULL;
}

static void
add_past(struct app *app, struct req *req, struct node *page,
    const struct sheet *sh)
{
	struct mark *past;
	struct node *n;
	size_t i, count;

	count = attendance_past(req->arena, app->reader, sh->slot.id, &past);
	for (i = 0; i < count; i++) {
		n = node_add(page, "correction");
		node_set(n, "nom", past[i].nom);
		node_set(n, "prenom", past[i].prenom);
		node_set(n, "etat", attendance_name(past[i].state));
		node_set(n, "date", time_iso(req->arena, past[i].at));
		node_set(n, "par", past[i].author);
		node_set(n, "motif", past[i].reason);
	}
}

/*
 * What the law says about those who are noted as present now: <loi>, and how
 * many sentences; *young when somebody is not 16.
 */
static size_t
add_law(struct app *app, struct req *req, struct db *db, struct node *page,
    const struct sheet *sh, int *young)
{
	struct hours_fault *faults;
	const struct definition *def;
	struct dossier d;
	struct node *law;
	size_t i, k, n, total = 0;
	int under;

	*young = 0;
	for (i = 0; i < sh->n; i++) {
		if (sh->typed[i] != ATTEND_PRESENT ||
		    sh->list[i].state == ATTEND_PRESENT ||
		    (def = app_programme(app, sh->list[i].programme)) ==
		    NULL || dossier_by_id(req->arena, db,
		    sh->list[i].dossier, &d) != 0)
			continue;
		n = attendance_against(req->arena, db, app->office.regles,
		    d.id, dossier_birth(req->arena, db, def, &d), &sh->slot,
		    &faults, &under);
		*young |= under;
		if (under) {
			law = node_add_text(page, "loi", arena_fmt(req->arena,
			    "%s %s : %s", d.prenom, d.nom, regle_text(
			    app->office.regles, REGLE_AGE)));
			page_set(law, "article", regle_article(
			    app->office.regles, REGLE_AGE));
			node_set(law, "bloque", "1");
		}
		for (k = 0; k < n; k++) {
			law = node_add_text(page, "loi", arena_fmt(req->arena,
			    "%s %s – %s", d.prenom, d.nom, faults[k].text));
			page_set(law, "article", faults[k].article);
		}
		total += n;
	}
	return total;
}

static struct node *
sheet_page(struct app *app, struct req *req, const struct sheet *sh)
{
	struct node *page = seance_page(app, req, &sh->se, arena_fmt(
	    req->arena, "Présences, %s", slot_when(req->arena, &sh->slot)),
	    "presences");
	struct node *n;
	size_t i;

	seance_slot(req->arena, page, &sh->slot);
	node_set_int(page, "vu", sh->seen);
	page_set(page, "motif", sh->reason);
	for (i = 0; i < sh->n; i++) {
		n = node_add(page, "personne");
		node_set_int(n, "id", sh->list[i].dossier);
		node_set(n, "nom", sh->list[i].nom);
		node_set(n, "prenom", sh->list[i].prenom);
		page_set(n, "etat", attendance_name(sh->typed[i]));
		if (sh->list[i].state != ATTEND_NONE) {
			node_set(n, "note", attendance_name(
			    sh->list[i].state));
			node_set(page, "deja", "1");
		}
	}
	return page;
}

int
page_seance_feuille(struct app *app, struct req *req, struct res *res)
{
	struct sheet sh;
	struct node *page;
	int status;

	if ((status = open_sheet(app, req, app->reader, &sh)) != 0)
		return status;
	if (req->method == METHOD_POST)
		read_sheet(req, &sh);
	page = sheet_page(app, req, &sh);
	add_past(app, req, page, &sh);
	return page_show(app, res, page, "seance-feuille", 200);
}

static int
refuse(struct app *app, struct req *req, struct res *res,
    const struct sheet *sh, const char *target, const char *wrong, int status)
{
	struct node *page = sheet_page(app, req, sh);

	form_error(page, target, wrong);
	if (str_eq(target, "motif"))
		node_set(page, "erreur-motif", wrong);
	add_past(app, req, page, sh);
	return page_show(app, res, page, "seance-feuille", status);
}

/* 0 it may be stored, else what was answered. */
static int
ask(struct app *app, struct req *req, struct res *res,
    const struct sheet *sh)
{
	struct node *page = sheet_page(app, req, sh);
	size_t laws;
	int young;

	laws = add_law(app, req, app->writer, page, sh, &young);
	if (young)
		node_set(page, "bloque", "1");
	else if (laws == 0 || sh->read)
		return 0;
	add_past(app, req, page, sh);
	page_show(app, res, page, "seance-feuille", 422);
	return 1;
}

int
post_seance_feuille(struct app *app, struct req *req, struct res *res)
{
	const struct actor actor = staff_actor(req);
	const char *seen = req_form(req, "vu");
	struct sheet sh;
	long long vu;
	size_t i, chosen = 0;
	int status;

	if ((status = open_sheet(app, req, app->writer, &sh)) != 0)
		return status;
	if (seen == NULL || str_number(seen, 0, INT64_MAX / 16, &vu) == -1)
		return 400;
	read_sheet(req, &sh);
	for (i = 0; i < sh.n; i++)
		chosen += sh.typed[i] != ATTEND_NONE;
	if (sh.slot.day > day_today())
		return refuse(app, req, res, &sh, "contenu",
		    "Cette demi-journée n’a pas encore eu lieu", 422);
	if (chosen == 0)
		return refuse(app, req, res, &sh, sh.n == 0 ? "contenu" :
		    arena_fmt(req->arena, "p-%lld-present",
		    (long long)sh.list[0].dossier),
		    "Notez au moins une personne", 422);
	if (ask(app, req, res, &sh) != 0)
		return 0;
	for (i = 0; i < sh.n; i++)
		sh.list[i].state = sh.typed[i];
	switch (attendance_save(app->writer, &sh.slot, sh.list, sh.n, vu,
	    sh.reason, &actor)) {
	case 0:
		return res_redirect(res, "%s/presences?fait=1#contenu",
		    seance_base(req->arena, &sh.se.s));
	case 1:
		return refuse(app, req, res, &sh, "contenu",
		    "Quelqu’un vient de noter des présences. Rechargez la "
		    "page avant de recommencer", 409);
	case 2:
		return refuse(app, req, res, &sh, "motif",
		    "Écrivez pourquoi une présence déjà notée change", 422);
	default:
		return 500;
	}
}
