/*
 * What a document may say of the file it belongs to, beside the application:
 * the support so far, the session, the representatives, what was agreed to,
 * what is asked to be shown.
 *
 *	<appui>		the contract as a whole, with its periods
 *			(contrat_node()); suivant and au-plus-tard are the first
 *			day of a renewal and the last day it may have; none
 *			before the first contract
 *	<precedent>	the answers of the valid contract, each replaced by that
 *			of its last renewal that has it; code, emis and jour
 *			(of its issue) are the contract's
 *	<rupture>	the answers of the document that broke it off
 *	<session>	the one that was applied for
 *	<participation>	what attendance and results say (domain/session/result.h)
 *	<representants>	those of a minor, quality in words (« sa mère »)
 *	<accords>	the last answer of each person to each thing asked; of
 *			each that representatives decide, what all who were
 *			asked say, oui or non, is an attribute of that name
 *	<pieces-demandees>	what the programme asks to see or to keep
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/law/cape.h"
#include "domain/law/contrat.h"
#include "domain/paper/paper.h"
#include "domain/session/result.h"

/* Later answers over earlier ones. */
static void
merge(struct node *precedent, const struct node *contract)
{
	const struct node *n;
	struct node *old;

	for (n = node_child(contract, NULL); n != NULL;
	    n = node_sibling(n, NULL)) {
		if ((old = node_child(precedent, node_name(n))) != NULL)
			node_remove(old);
		node_copy(precedent, n);
	}
}

static void
identify(struct arena *a, struct node *n, const struct earlier *e)
{
	node_set(n, "code", e->code);
	node_set(n, "emis", time_iso(a, e->issued));
	node_set(n, "jour", day_iso(a, time_local(e->issued, NULL, NULL)));
}

/* Where a renewal would begin, and end at the latest. */
static void
add_next(struct arena *a, struct node *appui, const struct contrat *c)
{
	int32_t next = c->term + 1, last = cape_last_day(next);
	int32_t most = cape_last_day_after(c->first,
	    CAPE_MONTHS * (CAPE_RENEWALS + 1));

	node_set(appui, "suivant", day_iso(a, next));
	node_set(appui, "au-plus-tard", day_iso(a, last < most ? last : most));
}

static int
add_contract(struct arena *a, struct db *db, struct node *root,
    const struct dossier *d, int32_t today)
{
	struct node *precedent = NULL;
	struct earlier *list;
	struct contrat c;
	size_t i, n;

	if (contrat_load(a, db, d, today, &c) == -1)
		return -1;
	if (c.n == 0)
		return 0;
	add_next(a, contrat_node(a, root, &c), &c);
	n = document_earlier(a, db, d->id, &list);
	for (i = 0; i < n; i++) {
		if (list[i].contract == NULL)
			continue;
		if (str_eq(list[i].kind, KIND_CAPE) && precedent == NULL)
			identify(a, precedent = node_add(root, "precedent"),
			    &list[i]);
		if (precedent != NULL && (str_eq(list[i].kind, KIND_CAPE) ||
		    str_eq(list[i].kind, KIND_RENEWAL)))
			merge(precedent, list[i].contract);
		if (str_eq(list[i].kind, KIND_BREAK)) {
			node_rename(node_copy(root, list[i].contract),
			    "rupture");
			identify(a, node_child(root, "rupture"), &list[i]);
		}
	}
	return 0;
}

static const char *const of_session[] = {
	"code", "titre", "lieu", "adresse", "code-postal", "commune", "a",
	"debut", "fin", "dates", "horaires", "contrat"
};

void
snapshot_session(struct arena *a, struct node *root, const struct session *s)
{
	/* what changes from day to day stays out */
	struct node *all = session_node(a, tree_root(tree_new(a, "x")), s,
	    s->first), *n = node_add(root, "session");
	const char *v;
	size_t i;

	for (i = 0; i < sizeof(of_session) / sizeof(of_session[0]); i++)
		if ((v = node_attr(all, of_session[i])) != NULL)
			node_set(n, of_session[i], v);
}

void
snapshot_wanted(struct arena *a, struct db *db, struct node *root,
    const struct definition *programme, const struct node *reponses)
{
	const struct field *f;
	struct session session;
	const char *v;
	size_t i, k;

	for (i = 0; i < programme->nsteps; i++)
		for (k = 0; k < programme->steps[i].nfields; k++) {
			f = &programme->steps[i].fields[k];
			if (f->kind == FIELD_SESSION &&
			    (v = node_value(a, reponses, f->name)) != NULL &&
			    session_find(a, db, v, &session) == 0) {
				snapshot_session(a, root, &session);
				return;
			}
		}
}

static void
add_representatives(struct arena *a, struct db *db, struct node *root,
    const struct dossier *d)
{
	struct node *parent = node_add(root, "representants"), *n;
	struct representant *list;
	size_t i, count;

	count = representant_list(a, db, d->id, &list);
	for (i = 0; i < count; i++) {
		n = node_add(parent, "representant");
		node_set_int(n, "rang", list[i].rang);
		node_set(n, "nom", list[i].nom);
		node_set(n, "lien", list[i].lien);
		node_set(n, "qualite", representant_lien(list[i].lien));
		if (*list[i].telephone != '\0')
			node_set(n, "telephone", list[i].telephone);
		if (str_eq(list[i].seul, "oui"))
			node_set(n, "seul", "1");
		if (list[i].answered != 0)
			node_set(n, "repondu", time_iso(a, list[i].answered));
	}
}

/* The last answer of one person to one thing. */
static int
is_last(const struct decision *list, size_t n, size_t i)
{
	size_t k;

	for (k = i + 1; k < n; k++)
		if (str_eq(list[k].name, list[i].name) &&
		    list[k].representant == list[i].representant)
			return 0;
	return 1;
}

/* What all say of each consent, where all have said it. */
static void
add_said(struct arena *a, struct db *db, struct node *parent,
    const struct definition *programme, const struct network *network,
    const struct dossier *d)
{
	struct representant *people;
	struct accord *list;
	enum accord_state said;
	size_t i, n, npeople;

	npeople = representant_list(a, db, d->id, &people);
	n = accord_list(a, db, programme, network, d, &list);
	for (i = 0; i < n; i++)
		if ((said = accord_said(&list[i], npeople)) != ACCORD_AWAITED)
			node_set(parent, list[i].asked->name,
			    said == ACCORD_GIVEN ? "oui" : "non");
}

static void
add_consents(struct arena *a, struct db *db, struct node *root,
    const struct definition *programme, const struct dossier *d)
{
	struct node *parent = node_add(root, "accords"), *n;
	const struct asked_consent *asked;
	struct decision *list;
	size_t i, count;

	count = accord_ledger(a, db, d->id, &list);
	for (i = 0; i < count; i++) {
		if (!is_last(list, count, i))
			continue;
		asked = definition_consent(programme, list[i].name);
		if (asked == NULL)
			continue;
		n = node_add(parent, "accord");
		node_set(n, "nom", list[i].name);
		node_set(n, "titre", asked->title);
		node_set(n, "decision", list[i].decision);
		node_set_int(n, "version", list[i].version);
		node_set(n, "date", time_iso(a, list[i].at));
		node_set(n, "canal", list[i].channel);
		node_set(n, "auteur", list[i].author);
		if (list[i].representant != 0)
			node_set(n, "representant", "1");
	}
}

static void
add_pieces(struct node *root, const struct definition *programme)
{
	struct node *parent = node_add(root, "pieces-demandees"), *n;
	const struct asked_piece *p;
	size_t i;

	for (i = 0; i < programme->npieces; i++) {
		p = &programme->pieces[i];
		n = node_add_text(parent, "piece", p->label);
		node_set(n, "nom", p->name);
		if (p->kept)
			node_set(n, "gardee", "1");
		if (p->optional)
			node_set(n, "facultatif", "1");
		if (p->of_whom == OF_MINORS)
			node_set(n, "mineur", "1");
	}
}

int
snapshot_file(struct arena *a, struct db *db, struct tree *t,
    const struct definition *programme, const struct network *network,
    const struct dossier *d)
{
	struct node *root = tree_root(t), *n = node_child(root, "dossier");
	const struct node *reponses;
	int32_t today = day_parse(node_attr(root, "jour")), birth;
	int rc;

	if ((rc = snapshot_dossier(a, db, t, programme, d)) != 0)
		return rc;
	node_set(n, "prenom", d->prenom);
	node_set(n, "nom", d->nom);
	birth = dossier_birth(a, db, programme, d);
	if (birth != DAY_NONE && is_minor(birth, today))
		node_set(n, "mineur", "1");
	reponses = node_child(n, "reponses");
	if (add_contract(a, db, root, d, today) == -1)
		return -1;
	if (reponses != NULL)
		snapshot_wanted(a, db, root, programme, reponses);
	result_node(a, db, root, d->id);
	add_representatives(a, db, root, d);
	add_consents(a, db, root, programme, d);
	add_said(a, db, node_child(root, "accords"), programme, network, d);
	add_pieces(root, programme);
	return 0;
}

/* One element of a name, or two of them inside another, with attributes. */
static void
everything(struct node *parent, const char *name, const char *const *attrs)
{
	struct node *n = node_add_text(parent, name, "x");

	for (; *attrs != NULL; attrs++)
		node_set(n, *attrs, "x");
}

/* The consents that a form repeats, of whichever programme asks for them. */
static void
everything_consents(struct node *n, const struct definition *form)
{
	const struct field *f;
	size_t i, k;

	for (i = 0; form != NULL && i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++) {
			f = &form->steps[i].fields[k];
			if (f->consent != NULL)
				node_set(n, f->consent, "x");
		}
}

void
snapshot_file_everything(struct node *root, const struct office *office)
{
	static const char *const appui[] = { "etat", "libelle", "debut",
	    "terme", "fin", "duree", "activite", "immatriculation", "cesa",
	    "rupture", "suivant", "au-plus-tard", NULL };
	static const char *const period[] = { "rang", "libelle", "debut",
	    "fin", "duree", "code", "emis", NULL };
	static const char *const cesa[] = { "echeance", "essai", "reste",
	    "reste-essai", NULL };
	static const char *const of_contract[] = { KIND_CAPE, KIND_RENEWAL,
	    KIND_BREAK };
	static const char *const person[] = { "rang", "nom", "lien", "qualite",
	    "telephone", "seul", "repondu", NULL };
	static const char *const accord[] = { "nom", "titre", "decision",
	    "version", "date", "canal", "auteur", "representant", NULL };
	static const char *const participation[] = { "demi-journees",
	    "heures", "collectif-heures", "formation-heures", "ventes",
	    "charges", "regle", "vote", "brut", "animateur", "competences",
	    "partenaires", NULL };
	static const char *const participant[] = { "nom", "prenom", NULL };
	static const char *const bilan[] = { "ventes", "charges", "garde",
	    "partage", "regle", "vote", "note", "par", "raison", NULL };
	static const char *const part[] = { "nom", "prenom", "heures",
	    "cents", NULL };
	static const char *const decideur[] = { "nom", "qualite", "rang",
	    "avant", NULL };
	static const char *const decision[] = { "titre", "reponse", "date",
	    "version", "canal", "caduc", NULL };
	static const char *const before[] = { "reponse", "date", NULL };
	static const char *const piece[] = { "nom", "gardee", "facultatif",
	    "mineur", NULL };
	const struct paper *p;
	struct node *n;
	size_t i;

	regles_minors(root, office->regles);
	everything(root, "appui", appui);
	n = node_child(root, "appui");
	everything(n, "periode", period);
	everything(n, "periode", period);
	everything(n, "cesa", cesa);
	for (i = 0; i < sizeof(of_contract) / sizeof(of_contract[0]); i++) {
		p = paper_find(office, of_contract[i]);
		if (p == NULL || p->form == NULL)
			continue;
		n = everything_answers(root, str_eq(p->kind, KIND_BREAK) ?
		    "rupture" : "precedent", p->form);
		node_set(n, "code", "x");
		node_set(n, "emis", "x");
		node_set(n, "jour", "x");
	}
	n = node_add(root, "session");
	for (i = 0; i < sizeof(of_session) / sizeof(of_session[0]); i++)
		node_set(n, of_session[i], "x");
	everything(root, "participation", participation);
	n = node_add(root, "representants");
	everything(n, "representant", person);
	everything(n, "representant", person);
	n = node_add(root, "accords");
	everything(n, "accord", accord);
	for (i = 0; i < office->npapers; i++)
		everything_consents(n, office->papers[i].form);
	everything(root, "decideur", decideur);
	n = node_add(root, "decisions");
	everything(n, "decision", decision);
	n = node_child(n, "decision");
	node_add_text(n, "ligne", "x");
	everything(n, "avant", before);
	n = node_add(root, "pieces-demandees");
	everything(n, "piece", piece);
	everything(n, "piece", piece);
	n = node_add(root, "participants");
	everything(n, "participant", participant);
	everything(n, "participant", participant);
	everything(root, "bilan", bilan);
	n = node_child(root, "bilan");
	everything(n, "part", part);
	everything(n, "part", part);
	n = node_add(root, "colonnes");
	node_set(n, "semaine", "x");
	node_add_text(n, "colonne", "x");
	node_add_text(n, "colonne", "x");
}

/* The nodes or the words one path finds; 0, or -1 when it finds nothing. */
static int
start_at(struct arena *a, struct tree *t, const struct field *f,
    const char *path, struct node *reponses)
{
	struct xpath *x = xpath_compile(a, path, NULL);
	struct node **found, *n;
	const char *words;

	if (x == NULL)
		return -1;
	if (xpath_nodes(a, x, tree_root(t), &found) > 0 &&
	    node_kind(found[0]) == NODE_ELEMENT) {
		n = node_copy(reponses, found[0]);
		node_rename(n, f->name);
		return 0;
	}
	words = xpath_string(a, x, tree_root(t));
	if (*words == '\0')
		return -1;
	node_add_text(reponses, f->name, words);
	return 0;
}

int
snapshot_start(struct arena *a, struct tree *t, const struct field *f,
    struct node *reponses)
{
	char *rest = arena_dup(a, f->starts), *path;
	int rc = 0;

	while ((path = str_split(&rest, ';')) != NULL)
		if (node_child(reponses, f->name) != NULL)
			rc |= start_at(a, t, f, path, tree_root(tree_new(a,
			    "x")));
		else
			rc |= start_at(a, t, f, path, reponses);
	return rc;
}
