/*
 * A séance made, changed or called off by a form.  Programme and cooperative
 * are chosen once.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "seance.h"

/* Two steps on one page: what is chosen once, and the rest. */
struct sheet {
	struct seance	 se;		/* of a new one: empty */
	struct form	 once, rest;
	int		 fresh;
	const char	*wrong;		/* with all of it, or NULL */
};

static void
add(struct node *reponses, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		node_add_text(reponses, name, value);
}

static const char *
hour(struct arena *a, int minutes)
{
	return minutes == HOUR_NONE ? "" : arena_fmt(a, "%02d:%02d",
	    minutes / 60, minutes % 60);
}

/* What is stored, as the form would have it. */
static void
fill(struct req *req, struct sheet *sh)
{
	struct arena *a = req->arena;
	const struct session *s = &sh->se.s;
	struct node *r = node_add(tree_root(tree_new(a, "x")), "reponses");
	struct node *commune;

	add(r, "titre", s->title);
	add(r, "lieu", s->place);
	add(r, "rue", s->address);
	commune = node_add_text(r, "ou", s->commune);
	node_set(commune, "code-postal", s->postcode);
	if (*s->insee != '\0')
		node_set(commune, "insee", s->insee);
	add(r, "debut", day_iso(a, s->first));
	if (s->last != s->first)
		add(r, "fin", day_iso(a, s->last));
	add(r, "de", hour(a, s->starts));
	add(r, "a", hour(a, s->ends));
	add(r, "horaires", s->hours);
	add(r, "ouverture", day_iso(a, s->opens));
	add(r, "cloture", day_iso(a, s->closes));
	add(r, "places", arena_fmt(a, "%lld", (long long)s->seats));
	if (s->held > 0)
		add(r, "reservees", arena_fmt(a, "%lld", (long long)s->held));
	add(r, "offre", arena_fmt(a, "%lld", (long long)s->offer));
	add(r, "contrat", *s->contract == '\0' ? "aucun" : s->contract);
	add(r, "texte", s->text);
	answers_from_record(sh->rest.answers, r);
}

static int
open_sheet(struct app *app, struct req *req, struct db *db, int fresh,
    struct sheet *sh)
{
	int status;

	memset(sh, 0, sizeof(*sh));
	sh->fresh = fresh;
	if (!fresh && (status = seance_open(app, req, db, &sh->se)) != 0)
		return status;
	sh->rest = seance_form(app, req, "seance");
	sh->once = sh->rest;
	sh->once.step = definition_step(app->seance, "nouvelle");
	if (!fresh)
		fill(req, sh);
	else if (network_cooperative(app->network, staff_scope(req, "")) !=
	    NULL)	/* there is one only */
		answers_add(sh->once.answers, "cooperative",
		    staff_scope(req, ""));
	return 0;
}

static int
show_sheet(struct app *app, struct req *req, struct res *res,
    struct sheet *sh, int status)
{
	struct node *page;

	if (sh->fresh) {
		page = page_new(app, req, "Ajouter une séance", "gestion");
		node_set(page, "envoi", "/gestion/seances/nouvelle");
		node_set(page, "retour", "/gestion/seances");
		form_fields(app, req, page, &sh->once);
		if (req->bad == 403)
			node_set(page, "perime", "1");
	} else {
		page = seance_page(app, req, &sh->se, "Changer la séance",
		    "seance");
		node_set(page, "retour", seance_base(req->arena, &sh->se.s));
		node_set(page, "envoi", arena_fmt(req->arena, "%s/changer",
		    seance_base(req->arena, &sh->se.s)));
	}
	form_fields(app, req, page, &sh->rest);
	seance_refuse(req, page, &sh->rest, sh->wrong);
	return page_show(app, res, page, "seance-forme", status);
}

static int
page_sheet(struct app *app, struct req *req, struct res *res, int fresh)
{
	struct sheet sh;
	int status;

	if ((status = open_sheet(app, req, app->reader, fresh, &sh)) != 0)
		return status;
	if (req->method == METHOD_POST) {
		form_read(req, &sh.once);
		form_read(req, &sh.rest);
	}
	sh.once.quiet = sh.rest.quiet = 1;
	return show_sheet(app, req, res, &sh, 200);
}

/* What was typed, as a session; what is kept of it is in s already. */
static void
take(const struct form *f, struct session *s)
{
	const char *insee = answers_value(f->answers, "ou", 2);

	s->title = seance_value(f, "titre");
	s->place = seance_value(f, "lieu");
	s->address = seance_value(f, "rue");
	s->commune = seance_value(f, "ou");
	s->postcode = answers_value(f->answers, "ou", 1);
	s->insee = insee == NULL ? "" : insee;
	s->first = day_parse(seance_value(f, "debut"));
	s->last = *seance_value(f, "fin") == '\0' ? s->first :
	    day_parse(seance_value(f, "fin"));
	s->starts = seance_hour(f, "de");
	s->ends = seance_hour(f, "a");
	s->hours = seance_value(f, "horaires");
	s->opens = day_parse(seance_value(f, "ouverture"));
	s->closes = day_parse(seance_value(f, "cloture"));
	s->seats = seance_number(f, "places", 0);
	s->held = seance_number(f, "reservees", 0);
	s->offer = seance_number(f, "offre", 0);
	s->contract = str_eq(seance_value(f, "contrat"), "aucun") ? "" :
	    seance_value(f, "contrat");
	s->text = seance_value(f, "texte");
}

/* What was left open: what the network set. */
static void
complete(struct app *app, const struct sheet *sh, struct session *s)
{
	const struct definition *d = app_programme(app, s->programme);

	if (s->offer == 0)
		s->offer = network_delay(app->network, DELAY_SEAT);
	if (d == NULL || !sh->fresh)
		return;
	if (*seance_value(&sh->rest, "contrat") == '\0' &&
	    d->contract != NULL && !str_eq(d->contract, "aucun"))
		s->contract = d->contract;
	if (*s->cooperative == '\0' && d->carrier != NULL)
		s->cooperative = d->carrier;
}

/* « la fin vient avant le début » as a sentence beside the form. */
static const char *
sentence(struct arena *a, const char *wrong)
{
	char *s;

	if (wrong == NULL)
		return NULL;
	s = arena_dup(a, wrong);
	if (s[0] >= 'a' && s[0] <= 'z')
		s[0] = (char)(s[0] - 'a' + 'A');
	return s;
}

/* Half-days outside of the days that would be. */
static const char *
leaves_slots(struct app *app, struct req *req, const struct session *s)
{
	struct slot *list;
	size_t i, n;

	/* the only one of a single day follows it */
	n = s->id == 0 ? 0 : slot_list(req->arena, app->writer, s->id, &list);
	for (i = 0; i < n; i++)
		if ((list[i].day < s->first || list[i].day > s->last) &&
		    !(n == 1 && s->first == s->last && list[i].noted == 0))
			return arena_fmt(req->arena, "Il y a une demi-journée "
			    "le %s. Changez d’abord le calendrier",
			    day_french_week(req->arena, list[i].day));
	return NULL;
}

/* The half-day of a single day, where the young take part. */
static const char *
against_hours(struct app *app, struct req *req, const struct session *s)
{
	const struct slot day = { .day = s->first, .starts = s->starts,
		.ends = s->ends };
	struct hours_fault *list;
	size_t i, n;

	if (s->first != s->last || s->starts == HOUR_NONE ||
	    !hours_concern(app_programme(app, s->programme)))
		return NULL;
	n = hours_check(req->arena, app->office.regles, &day, 1, &list);
	for (i = 0; i < n; i++)
		if (list[i].blocks)
			return arena_fmt(req->arena, "%s (%s)", list[i].text,
			    list[i].article);
	return NULL;
}

/* Store what was typed.  0, or a status that was shown. */
static int
store(struct app *app, struct req *req, struct sheet *sh)
{
	struct session *s = &sh->se.s;

	if (*s->cooperative == '\0') {
		sh->wrong = "Choisissez la coopérative qui porte la séance";
		return 422;
	}
	sh->wrong = sentence(req->arena, session_wrong(req->arena, s,
	    app->network));
	if (sh->wrong == NULL)
		sh->wrong = leaves_slots(app, req, s);
	if (sh->wrong == NULL)
		sh->wrong = against_hours(app, req, s);
	if (sh->wrong == NULL && sh->fresh && !account_may(
	    req->account, req->rights, s->cooperative))
		sh->wrong = "Choisissez votre coopérative";
	if (sh->wrong != NULL)
		return 422;
	switch (sh->fresh ? session_create(req->arena, app->writer, s) :
	    session_update(app->writer, s)) {
	case 0:
		return 0;
	case 1:
		sh->wrong = sh->fresh ? "Il y a trop de séances de ce nom" :
		    "Quelqu’un a changé cette séance, ou davantage de places "
		    "sont déjà prises. Rechargez la page";
		return 409;
	default:
		return 500;
	}
}

static int
post_sheet(struct app *app, struct req *req, struct res *res, int fresh)
{
	struct check_context context = form_context(app, req, app->seance);
	const char *version = req_form(req, "version");
	long long seen = 0;
	struct sheet sh;
	size_t errors;
	int status;

	if ((status = open_sheet(app, req, app->writer, fresh, &sh)) != 0)
		return status;
	if (!fresh && (version == NULL || str_number(version, 0,
	    INT64_MAX / 16, &seen) == -1))
		return 400;
	form_read(req, &sh.rest);
	errors = answers_check(sh.rest.answers, sh.rest.step, &context);
	if (fresh) {
		form_read(req, &sh.once);
		errors += answers_check(sh.once.answers, sh.once.step,
		    &context);
		sh.se.s.programme = seance_value(&sh.once, "programme");
		sh.se.s.cooperative = seance_value(&sh.once, "cooperative");
	}
	if (errors > 0 || form_wants_communes(req, sh.rest.step))
		return show_sheet(app, req, res, &sh, 422);
	take(&sh.rest, &sh.se.s);
	complete(app, &sh, &sh.se.s);
	sh.se.s.version = seen;
	if ((status = store(app, req, &sh)) == 500)
		return 500;
	if (status != 0)
		return show_sheet(app, req, res, &sh, status);
	if (!fresh)
		/* more seats: people are waiting; seat_tick() mends a failure */
		seat_offer(req->arena, app->writer, &app->mailer, sh.se.s.id);
	return res_redirect(res, "%s?fait=%s#contenu", seance_base(req->arena,
	    &sh.se.s), fresh ? "ajoutee" : "changee");
}

int
page_seance_nouvelle(struct app *app, struct req *req, struct res *res)
{
	return page_sheet(app, req, res, 1);
}

int
post_seance_nouvelle(struct app *app, struct req *req, struct res *res)
{
	return post_sheet(app, req, res, 1);
}

int
page_seance_change(struct app *app, struct req *req, struct res *res)
{
	return page_sheet(app, req, res, 0);
}

int
post_seance_change(struct app *app, struct req *req, struct res *res)
{
	return post_sheet(app, req, res, 0);
}

/* The message of one of those who are told; there may be none. */
static void
add_message(struct app *app, struct req *req, struct node *page,
    const struct seance *se, const char *reason)
{
	struct person *list;
	struct message m;
	struct dossier d;
	size_t i, n, told = 0;

	n = roster_list(req->arena, app->reader, se->s.id, &list);
	for (i = 0; i < n && list[i].seat.state <= SEAT_OFFERED; i++)
		told++;
	node_set_int(page, "prevenues", (long long)told);
	if (told == 0 || dossier_by_id(req->arena, app->reader,
	    list[0].dossier, &d) != 0)
		return;
	seat_cancellation(req->arena, &app->mailer, &d, &se->s, reason, &m);
	node_set(page, "objet", m.subject);
	node_add_text(page, "message", m.body);
}

static int
show_cancel(struct app *app, struct req *req, struct res *res,
    const struct seance *se, const struct form *f, const char *wrong,
    int status)
{
	struct node *page = seance_page(app, req, se, "Annuler la séance",
	    "seance");

	node_set(page, "retour", seance_base(req->arena, &se->s));
	if (f->quiet || answers_error(f->answers, "motif") != NULL ||
	    wrong != NULL) {
		form_fields(app, req, page, f);
		seance_refuse(req, page, f, wrong);
	} else {
		add_message(app, req, page, se, seance_value(f, "motif"));
		node_set(page, "motif", seance_value(f, "motif"));
	}
	return page_show(app, res, page, "seance-annulation", status);
}

int
page_seance_annulation(struct app *app, struct req *req, struct res *res)
{
	struct form f = seance_form(app, req, "annulation");
	struct seance se;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &f);
	f.quiet = 1;
	return show_cancel(app, req, res, &se, &f, NULL, 200);
}

/* First what will be sent, then, once more, it is. */
int
post_seance_annulation(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->seance);
	struct form f = seance_form(app, req, "annulation");
	struct seat_tick done;
	struct seance se;
	int status;

	if ((status = seance_open(app, req, app->writer, &se)) != 0)
		return status;
	form_read(req, &f);
	if (answers_check(f.answers, f.step, &context) > 0)
		return show_cancel(app, req, res, &se, &f, NULL, 422);
	if (session_state(&se.s, day_today()) >= SESSION_PASSEE)
		return show_cancel(app, req, res, &se, &f,
		    "Cette séance est déjà annulée ou passée", 409);
	if (req_form(req, "confirmer") == NULL)
		return show_cancel(app, req, res, &se, &f, NULL, 200);
	switch (session_cancel(app->writer, &se.s, seance_value(&f,
	    "motif"))) {
	case 0:
		break;
	case 1:
		return show_cancel(app, req, res, &se, &f,
		    "Cette séance est déjà annulée ou passée", 409);
	default:
		return 500;
	}
	/* what fails here is done by the hourly command */
	seat_tick(req->arena, app->writer, &app->mailer, &done);
	return res_redirect(res, "%s?fait=annulee#contenu",
	    seance_base(req->arena, &se.s));
}
