/*
 * Papers about consents, made each time they are asked for: what somebody
 * decided, as a receipt, and the form on which a representative answers by
 * hand.
 *
 * Both render what the ledger and the definition say, at the instant of the
 * last decision or of the request, so that the bytes are the same until
 * something new is said.  They are no act and bear no seal.  The form holds a
 * code that leads staff to where its answer is entered.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/paper/paper.h"
#include "domain/session/session.h"

#define RECEIPT		"recu-accords"
#define FORM		"formulaire-accord"

/* The twin, as HTML unless that is NULL, and the paper, unless it is. */
static int
make(struct arena *a, const struct office *office, const struct paper *paper,
    struct tree *t, struct buf *html, struct buf *pdf)
{
	unsigned char empreinte[SHA256_SIZE];
	struct buf bytes = BUF_INIT, twin = BUF_INIT;
	int rc;

	snapshot_close(a, t, &bytes, empreinte);
	rc = paper_fill(a, office, paper, t, &twin, NULL, NULL);
	if (rc == 0 && html != NULL)
		rc = paper_html(html, buf_cstr(&twin), twin.len);
	if (rc == 0 && pdf != NULL)
		rc = paper_print_plain(a, office, paper, &twin, pdf);
	buf_free(&bytes);
	buf_free(&twin);
	return rc;
}

/* What the paper is about, without the answers of the application. */
static struct tree *
start(struct arena *a, struct db *db, const struct office *office,
    const char *kind, const struct definition *programme,
    const struct dossier *d, int64_t at)
{
	struct tree *t = snapshot_new(a, office, paper_find(office, kind), d,
	    at), *record;
	struct node *root = tree_root(t), *n = node_child(root, "dossier");
	const struct node *answers;

	node_set(root, "numero", d->numero);
	node_set(root, "suivi", arena_fmt(a, "%s/suivi", office->conf->url));
	node_set(n, "prenom", d->prenom);
	node_set(n, "nom", d->nom);
	node_set(n, "objet", programme->called != NULL ? programme->called :
	    programme->title);
	if (programme->voice == VOICE_TU)
		node_set(n, "tu", "1");
	record = record_latest(a, db, d->id, programme->name, NULL, NULL);
	answers = record == NULL ? NULL : node_child(tree_root(record),
	    "reponses");
	if (answers != NULL)
		snapshot_wanted(a, db, root, programme, answers);
	return t;
}

static void
add_person(struct node *root, const struct representant *r)
{
	struct node *n = node_add(root, "decideur");

	if (*r->nom != '\0')
		node_set(n, "nom", r->nom);
	node_set(n, "qualite", representant_lien(r->lien));
	node_set_int(n, "rang", r->rang);
}

/* The receipt. */

static const char *
called(const struct definition *programme, const struct own_consent *own,
    size_t nown, const struct decision *row)
{
	const struct asked_consent *c;
	size_t i;

	for (i = 0; row->representant == 0 && i < nown; i++)
		if (str_eq(own[i].field->name, row->name))
			return own[i].title;
	c = definition_consent(programme, row->name);
	return c != NULL ? c->title : row->name;
}

/* One thing: what holds, and what was said of it before. */
static void
add_thing(struct arena *a, struct node *to, const char *title,
    const struct decision *rows, size_t n, size_t last)
{
	struct node *thing = node_add(to, "decision"), *before;
	size_t i;

	node_set(thing, "titre", title);
	node_set(thing, "reponse", rows[last].decision);
	node_set(thing, "date", time_iso(a, rows[last].at));
	node_set_int(thing, "version", rows[last].version);
	node_set(thing, "canal", rows[last].channel);
	if (rows[last].lapsed)
		node_set(thing, "caduc", "1");
	snapshot_lines(a, thing, rows[last].text);
	/* the text of a representative begins with its title */
	if (str_eq(node_value(a, thing, "ligne"), title))
		node_remove(node_child(thing, "ligne"));
	for (i = 0; i < last && i < n; i++) {
		if (rows[i].representant != rows[last].representant ||
		    !str_eq(rows[i].name, rows[last].name))
			continue;
		before = node_add(thing, "avant");
		node_set(before, "reponse", rows[i].decision);
		node_set(before, "date", time_iso(a, rows[i].at));
	}
}

static int
holds(const struct decision *rows, size_t n, size_t i, int64_t whose)
{
	size_t k;

	if (rows[i].representant != whose)
		return 0;
	for (k = i + 1; k < n; k++)
		if (rows[k].representant == whose && str_eq(rows[k].name,
		    rows[i].name))
			return 0;
	return 1;
}

int
decision_receipt(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct representant *r, struct buf *html, struct buf *pdf)
{
	int64_t whose = r == NULL ? 0 : r->id, at = 0;
	struct own_consent *own;
	struct decision *rows;
	struct node *list;
	struct tree *t;
	size_t i, n, nown;

	n = accord_ledger(a, db, d->id, &rows);
	for (i = 0; i < n; i++)
		if (rows[i].representant == whose)
			at = rows[i].at;
	if (at == 0)
		return 1;
	nown = accord_own(a, db, programme, d, &own);
	t = start(a, db, office, RECEIPT, programme, d, at);
	if (r != NULL)
		add_person(tree_root(t), r);
	list = node_add(tree_root(t), "decisions");
	for (i = 0; i < n; i++)
		if (holds(rows, n, i, whose))
			add_thing(a, list, called(programme, own, nown,
			    &rows[i]), rows, n, i);
	return make(a, office, paper_find(office, RECEIPT), t, html, pdf);
}

/* The form. */

/* What is known of them already, as answers to their form. */
static struct answers *
known(struct arena *a, const struct definition *form,
    const struct representant *r)
{
	const struct check_context none = { .today = day_today() };
	struct answers *answers = answers_new(a, form);
	size_t i;

	representant_known(a, answers, r);
	/* most of it is for them to answer: what lacks is no fault here */
	for (i = 0; i < form->nsteps; i++)
		answers_check(answers, &form->steps[i], &none);
	return answers;
}

/* « Marie Leroux » is one answer on paper. */
static int
is_name(const struct field *f)
{
	return str_eq(f->name, "prenom") || str_eq(f->name, "nom");
}

static void
add_champ(struct arena *a, struct node *section, const struct definition *form,
    const struct field *f, const struct answers *answers,
    const struct network *network)
{
	const char *shown = answers_shown(a, answers, f);
	struct node *champ;

	if (shown == NULL || *shown == '\0') {
		blank_field(a, section, form, f, network);
		return;
	}
	champ = node_add(section, "champ");
	node_set(champ, "nom", f->name);
	node_set(champ, "libelle", f->label);
	node_set(champ, "valeur", shown);
}

static void
add_name(struct node *section, const struct representant *r)
{
	struct node *champ = node_add(section, "champ");

	node_set(champ, "nom", "nom");
	node_set(champ, "libelle", "Vos prénom et nom");
	if (*r->nom != '\0')
		node_set(champ, "valeur", r->nom);
	else
		node_add(champ, "ligne");
}

static void
add_steps(struct arena *a, struct node *to, const struct accord_office *o,
    const struct representant *r)
{
	const struct definition *form = o->forms[r->rang - 1];
	struct answers *answers = known(a, form, r);
	const struct asked_consent *c;
	const struct step *s;
	struct node *section;
	size_t i;

	for (s = form->steps; s < form->steps + form->nsteps; s++) {
		section = node_add(to, "rubrique");
		node_set(section, "nom", s->name);
		node_set(section, "titre", s->title);
		if (s->intro != NULL)
			node_set(section, "intro", s->intro);
		c = definition_consent(o->programme, s->name);
		if (c != NULL) {
			node_copy(section, c->text);
			node_set_int(section, "version", c->version);
			if (c->optional)
				node_set(section, "facultatif", "1");
		}
		for (i = 0; i < s->nfields; i++)
			if (!is_name(&s->fields[i]))
				add_champ(a, section, form, &s->fields[i],
				    answers, o->network);
			else if (str_eq(s->fields[i].name, "nom"))
				add_name(section, r);
	}
}

int
decision_form(struct arena *a, struct db *db, const struct office *office,
    const struct accord_office *o, const struct dossier *d,
    const struct representant *r, int named, struct buf *html,
    struct buf *pdf)
{
	const struct definition *form = o->forms[r->rang - 1];
	struct node *root, *n;
	struct tree *t;

	if (d->sent == 0)
		return 1;
	t = start(a, db, office, FORM, o->programme, d, r->id != 0 ?
	    r->asked : d->sent);
	root = tree_root(t);
	if (!named)
		node_unset(node_child(root, "dossier"), "nom");
	add_person(root, r);
	n = node_child(root, "decideur");
	if (r->answered == 0 && r->id != 0)
		node_set(n, "avant", day_iso(a, time_local(r->deadline, NULL,
		    NULL)));
	node_set(root, "retour", arena_fmt(a,
	    "%s/gestion/dossiers/%s/accords/%d", office->conf->url, d->numero,
	    r->rang));
	n = node_add(root, "formulaire");
	node_set(n, "titre", form->title);
	node_set(n, "conservation", form->retention);
	if (form->recipients != NULL)
		node_set(n, "destinataires", form->recipients);
	add_steps(a, n, o, r);
	return make(a, office, paper_find(office, FORM), t, html, pdf);
}
