/*
 * Who takes part in a séance and who waits; a seat given or taken back by
 * hand; a letter to all of them.  Each message is shown before it is sent.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/post/mail.h"
#include "seance.h"

/* <personne …> in <groupe nom= titre=> of its state. */
static void
add_person(struct app *app, struct req *req, struct node *to,
    const struct seance *se, const struct person *p)
{
	struct arena *a = req->arena;
	struct node *n = node_add(to, "personne");
	const struct definition *def = app_programme(app, p->programme);
	const struct state *state = def == NULL ? NULL :
	    definition_state(def, p->state);

	node_set(n, "numero", p->numero);
	node_set(n, "nom", p->nom);
	node_set(n, "prenom", p->prenom);
	node_set(n, "place", seat_state_name(p->seat.state));
	node_set(n, "etape", state == NULL ? p->state : state->label);
	node_set(n, "demande", day_iso(a, time_local(p->seat.at, NULL,
	    NULL)));
	if (p->seat.rank > 0)
		node_set_int(n, "rang", p->seat.rank);
	if (p->seat.deadline != 0)
		node_set(n, "limite", time_iso(a, p->seat.deadline));
	if (se->s.cancelled != 0 || p->seat.state > SEAT_OFFERED)
		return;
	if (p->seat.state != SEAT_TAKEN && (session_left(&se->s) > 0 ||
	    p->seat.state == SEAT_OFFERED) && !se->s.composing)
		node_set(n, "donner", "1");
	node_set(n, "retirer", "1");
}

static const struct {
	enum seat_state	 state;
	const char	*title, *none;
} groups[] = {
	{ SEAT_TAKEN, "Ont une place", "Personne n’a de place." },
	{ SEAT_OFFERED, "Une place leur est proposée", NULL },
	{ SEAT_WAITING, "Attendent une place", NULL },
	{ SEAT_RETURNED, "Sans place", NULL }
};

static void
add_people(struct app *app, struct req *req, struct node *page,
    const struct seance *se)
{
	struct person *list;
	struct node *to;
	size_t i, k, n, count;

	n = roster_list(req->arena, app->reader, se->s.id, &list);
	for (k = 0; k < sizeof(groups) / sizeof(groups[0]); k++) {
		to = node_add(page, "groupe");
		for (i = count = 0; i < n; i++) {
			if ((list[i].seat.state > SEAT_RETURNED ?
			    SEAT_RETURNED : list[i].seat.state) !=
			    groups[k].state)
				continue;
			add_person(app, req, to, se, &list[i]);
			count++;
		}
		if (count == 0 && groups[k].none == NULL) {
			node_remove(to);
			continue;
		}
		node_set(to, "nom", seat_state_name(groups[k].state));
		node_set(to, "titre", groups[k].title);
		node_set_int(to, "total", (long long)count);
		page_set(to, "vide", groups[k].none);
	}
}

int
page_seance_inscrits(struct app *app, struct req *req, struct res *res)
{
	struct letter *letters;
	struct seance se;
	struct node *page, *n;
	size_t i, count;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	page = seance_page(app, req, &se, "Personnes inscrites", "inscrits");
	page_set(page, "fait", req_query(req, "fait"));
	add_people(app, req, page, &se);
	count = letter_list(req->arena, app->reader, se.s.id, &letters);
	for (i = 0; i < count; i++) {
		n = node_add_text(page, "lettre", letters[i].text);
		node_set(n, "objet", letters[i].subject);
		node_set(n, "date", time_iso(req->arena, letters[i].at));
		node_set(n, "par", letters[i].author);
		node_set_int(n, "personnes", letters[i].people);
	}
	return page_show(app, res, page, "seance-inscrits", 200);
}

/* One person of a séance, and whether a seat is given or taken back. */
struct hand {
	struct seance	 se;
	struct file	 file;
	int		 give;
	struct form	 form;
};

static int
open_hand(struct app *app, struct req *req, struct db *db, struct hand *h)
{
	struct seat seat;
	int status;
	const char *code = req->tail[0];

	memset(h, 0, sizeof(*h));
	if ((status = seance_open(app, req, db, &h->se)) != 0)
		return status;
	if (!str_has_word("donner retirer", req->tail[2]))
		return 404;
	h->give = str_eq(req->tail[2], "donner");
	req->tail[0] = req->tail[1];
	status = file_open(app, req, db, &h->file);
	req->tail[0] = code;
	if (status != 0)
		return status;
	if (seat_of(db, h->file.dossier.id, &seat) != 0 ||
	    seat.session != h->se.s.id)
		return 404;
	h->form = seance_form(app, req, "main");
	return 0;
}

static int
show_hand(struct app *app, struct req *req, struct res *res,
    const struct hand *h, const struct message *m, const char *wrong,
    int status)
{
	const char *title = h->give ? "Donner une place" :
	    "Retirer la place ou l’attente";
	struct node *page = seance_page(app, req, &h->se, title, "inscrits");

	node_set(page, "numero", h->file.dossier.numero);
	node_set(page, "nom", h->file.dossier.nom);
	node_set(page, "prenom", h->file.dossier.prenom);
	if (h->give)
		node_set(page, "donner", "1");
	if (m != NULL) {
		node_set(page, "objet", m->subject);
		node_set(page, "destinataire", m->to);
		node_add_text(page, "message", m->body);
		node_set(page, "pourquoi", seance_value(&h->form,
		    "pourquoi"));
	} else {
		form_fields(app, req, page, &h->form);
		seance_refuse(req, page, &h->form, wrong);
	}
	return page_show(app, res, page, "seance-main", status);
}

int
page_seance_main(struct app *app, struct req *req, struct res *res)
{
	struct hand h;
	int status;

	if ((status = open_hand(app, req, app->reader, &h)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &h.form);
	h.form.quiet = 1;
	return show_hand(app, req, res, &h, NULL, NULL, 200);
}

int
post_seance_main(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->seance);
	const struct actor actor = staff_actor(req);
	const char *why;
	struct message m;
	struct hand h;
	int status, rc;

	if ((status = open_hand(app, req, app->writer, &h)) != 0)
		return status;
	form_read(req, &h.form);
	if (answers_check(h.form.answers, h.form.step, &context) > 0)
		return show_hand(app, req, res, &h, NULL, NULL, 422);
	why = seance_value(&h.form, "pourquoi");
	if (h.give && h.se.s.composing)
		rc = 1;
	else if (req_form(req, "confirmer") == NULL)
		rc = seat_decision(req->arena, app->writer, &app->mailer,
		    &h.file.dossier, h.give, why, &m);
	else
		rc = seat_decide(req->arena, app->writer, &app->mailer,
		    &h.file.dossier, h.give, &actor, why);
	if (rc == -1)
		return 500;
	if (rc == 1)
		return show_hand(app, req, res, &h, NULL, h.give ?
		    "Il n’y a plus de place libre, ou la liste a changé" :
		    "La liste a changé : cette personne n’a plus de place",
		    409);
	if (req_form(req, "confirmer") == NULL)
		return show_hand(app, req, res, &h, &m, NULL, 200);
	return res_redirect(res, "%s/inscrits?fait=%s#contenu",
	    seance_base(req->arena, &h.se.s), h.give ? "donnee" : "retiree");
}

/* What the form holds, as a letter. */
static struct letter
read_letter(struct req *req, const struct seance *se, const struct form *f)
{
	struct letter l = { .session = se->s.id, .states = "",
		.subject = seance_value(f, "objet"),
		.text = seance_value(f, "lettre") };
	const char *v;
	size_t i;

	for (i = 0; (v = answers_value(f->answers, "a-qui", i)) != NULL; i++)
		l.states = arena_fmt(req->arena, "%s%s%s", l.states,
		    i > 0 ? " " : "", v);
	return l;
}

/* The first of those it goes to, as an example; how many they are. */
static size_t
recipients(struct app *app, struct req *req, const struct letter *l,
    struct dossier *first)
{
	struct person *list;
	size_t i, n, k = 0;

	n = roster_list(req->arena, app->reader, l->session, &list);
	for (i = 0; i < n; i++)
		if (str_has_word(l->states, seat_state_name(
		    list[i].seat.state)) && k++ == 0 && dossier_by_id(
		    req->arena, app->reader, list[i].dossier, first) != 0)
			return 0;
	return k;
}

static int
show_letter(struct app *app, struct req *req, struct res *res,
    const struct seance *se, const struct form *f, const char *wrong,
    int status)
{
	struct node *page = seance_page(app, req, se, f->step->title,
	    "inscrits");

	form_fields(app, req, page, f);
	seance_refuse(req, page, f, wrong);
	return page_show(app, res, page, "seance-lettre", status);
}

int
page_seance_lettre(struct app *app, struct req *req, struct res *res)
{
	struct form f = seance_form(app, req, "lettre");
	struct seance se;
	int status;

	if ((status = seance_open(app, req, app->reader, &se)) != 0)
		return status;
	if (req->method == METHOD_POST)
		form_read(req, &f);
	f.quiet = 1;
	return show_letter(app, req, res, &se, &f, NULL, 200);
}

/* The message as the first of them will read it. */
static int
preview(struct app *app, struct req *req, struct res *res,
    const struct seance *se, const struct letter *l, const struct dossier *d,
    size_t people)
{
	struct node *page = seance_page(app, req, se,
	    "Relire avant d’envoyer", "inscrits");
	char *rest = arena_dup(req->arena, l->states), *word;
	struct message m;

	letter_message(req->arena, app->reader, &app->mailer, l, d, &m);
	node_set(page, "objet", m.subject);
	node_add_text(page, "message", m.body);
	node_set_int(page, "personnes", (long long)people);
	node_set(page, "objet-saisi", l->subject);
	node_set(page, "lettre-saisie", l->text);
	while ((word = str_split(&rest, ' ')) != NULL)
		node_set(node_add(page, "a-qui"), "valeur", word);
	return page_show(app, res, page, "seance-lettre", 200);
}

int
post_seance_lettre(struct app *app, struct req *req, struct res *res)
{
	struct check_context context = form_context(app, req, app->seance);
	struct form f = seance_form(app, req, "lettre");
	const struct actor actor = staff_actor(req);
	struct seance se;
	struct letter l;
	struct dossier d;
	size_t people;
	int status;

	if ((status = seance_open(app, req, app->writer, &se)) != 0)
		return status;
	form_read(req, &f);
	if (answers_check(f.answers, f.step, &context) > 0)
		return show_letter(app, req, res, &se, &f, NULL, 422);
	if (req_form(req, "changer") != NULL)
		return show_letter(app, req, res, &se, &f, NULL, 200);
	l = read_letter(req, &se, &f);
	if ((people = recipients(app, req, &l, &d)) == 0)
		return show_letter(app, req, res, &se, &f,
		    "Personne n’est dans ce cas : le message n’irait à "
		    "personne", 422);
	if (req_form(req, "confirmer") == NULL)
		return preview(app, req, res, &se, &l, &d, people);
	if (letter_send(req->arena, app->writer, &app->mailer, &l,
	    &actor) != 0)
		return 500;
	return res_redirect(res, "%s/inscrits?fait=lettre#contenu",
	    seance_base(req->arena, &se.s));
}
