/*
 * The people of the demonstration: their answers and their contracts.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/law/cape.h"
#include "domain/law/obligation.h"
#include "domain/signature/signature.h"
#include "port/unicode.h"
#include "demo.h"

static int
open_files(struct demo *d, struct app *app, struct buf *faults)
{
	struct xml_error err = { 0 };
	struct tree *contract;

	d->network = network_load(d->a, conf_data(d->a, &app->conf,
	    "reseau.xml"), conf_share(d->a, &app->conf,
	    "schemas/xml/reseau.rng"), faults);
	d->cae = definition_load(d->a, conf_share(d->a, &app->conf,
	    "schemas/programmes/cae.xml"), faults);
	d->communes = communes_load(d->a, conf_share(d->a, &app->conf,
	    "content/communes.tsv"));
	if (d->network == NULL || d->cae == NULL || d->communes == NULL)
		return -1;
	contract = tree_load(d->a, conf_share(d->a, &app->conf,
	    "content/demo/contrat.xml"), &err);
	if (contract == NULL || mailer_open(d->a, &app->conf, d->network, 1,
	    &d->mailer, &err) == -1) {
		buf_fmt(faults, "%s\n", err.text);
		return -1;
	}
	d->contract = tree_root(contract);
	return 0;
}

int
demo_open(struct demo *d, struct app *app)
{
	struct buf faults = BUF_INIT;
	int rc = -1;

	if (open_files(d, app, &faults) == 0) {
		d->programmes[0] = d->cae;
		d->office = (struct office){
			.conf = &app->conf, .network = d->network,
			.communes = d->communes,
			.programmes = d->programmes, .may_seal = 1
		};
		if ((rc = office_open(d->a, &d->office, &faults)) == 0) {
			d->cape = paper_find(&d->office, "cape");
			d->opened = 1;
		}
	}
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	return rc;
}

void
demo_close(struct demo *d)
{
	if (d->opened)
		office_close(&d->office);
}

static int
read_person(struct demo *d, struct node *n, struct person *p)
{
	struct account account;
	long long days;

	p->node = n;
	p->prenom = node_attr_or(n, "prenom", "");
	p->nom = node_attr_or(n, "nom", "");
	p->way = node_attr_or(n, "chemin", "");
	if (str_number(node_attr_or(n, "jours", ""), 1, 3650, &days) == -1 ||
	    account_by_email(d->a, d->db, arena_fmt(d->a,
	    "%s@terreau.example", node_attr_or(n, "cooperative", "")),
	    &account) != 0) {
		log_warnx("candidatures.xml:%d: jours ou cooperative",
		    node_line(n));
		return -1;
	}
	p->days = (int)days;
	p->adviser = (struct actor){ account.id, account.name };
	return 0;
}

int
demo_people(struct demo *d, struct app *app)
{
	struct xml_error err;
	struct tree *tree;
	struct node *n;
	size_t i = 0;

	tree = tree_load(d->a, conf_share(d->a, &app->conf,
	    "content/demo/candidatures.xml"), &err);
	if (tree == NULL) {
		log_warnx("%s", err.text);
		return -1;
	}
	for (n = node_child(tree_root(tree), "candidature"); n != NULL;
	    n = node_sibling(n, "candidature"))
		d->npersons++;
	d->persons = arena_array(d->a, d->npersons, sizeof(*d->persons));
	for (n = node_child(tree_root(tree), "candidature"); n != NULL;
	    n = node_sibling(n, "candidature"), i++) {
		d->persons[i].index = i;
		if (read_person(d, n, &d->persons[i]) == -1)
			return -1;
	}
	return 0;
}

/* prenom.nom@…: letters without accents, in domains nobody owns. */
static const char *
email(struct demo *d, const struct person *p)
{
	static const char *const domains[] = {
		"courriel.example", "boite.example", "mel.example"
	};
	char *s = arena_dup(d->a, unicode_fold(d->a, arena_fmt(d->a, "%s.%s",
	    p->prenom, p->nom))), *from, *to;

	for (from = to = s; *from != '\0'; from++)
		if ((*from >= 'a' && *from <= 'z') || *from == '.')
			*to++ = *from;
		else if (*from == ' ')
			*to++ = '-';
	*to = '\0';
	return arena_fmt(d->a, "%s@%s", s, domains[p->index % 3]);
}

static void
add(struct answers *an, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		answers_add(an, name, value);
}

/* A text of the file, its lines joined. */
static const char *
flat(struct demo *d, const struct node *n)
{
	char *s = arena_dup(d->a, node_string(d->a, n)), *from, *to;

	for (from = to = s; *from != '\0'; from++)
		if (*from != '\n' && *from != ' ')
			*to++ = *from;
		else if (to > s && to[-1] != ' ')
			*to++ = ' ';
	*to = '\0';
	return str_trim(d->a, s);
}

static struct answers *
answers_of(struct demo *d, const struct person *p)
{
	static const char *const same[] = {
		"prenom", "nom", "joindre", "cooperative", "situation",
		"secteur"
	};
	struct answers *an = answers_new(d->a, d->cae);
	char *rest = arena_dup(d->a, node_attr_or(p->node, "besoins", ""));
	const char *need;
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		add(an, same[i], node_attr(p->node, same[i]));
	add(an, "email", email(d, p));
	/* the range kept for fiction by the regulator */
	add(an, "telephone", arena_fmt(d->a, "06 39 98 %02zu %02zu",
	    10 + p->index, (p->index * 37 + 11) % 100));
	add(an, "commune-cp", node_attr(p->node, "code-postal"));
	add(an, "commune", node_attr(p->node, "insee"));
	add(an, "activite", flat(d, p->node));
	add(an, "clients", p->index % 3 == 0 ? "oui" : "non");
	while ((need = str_split(&rest, ' ')) != NULL)
		add(an, "besoins", need);
	if (!str_eq(p->way, "brouillon"))
		add(an, "engagement", "oui");
	if (p->index % 4 == 0)
		add(an, "garder", "oui");
	return an;
}

static struct check_context
context(const struct demo *d)
{
	return (struct check_context){ .communes = d->communes,
		.network = d->network, .today = day_today() };
}

int
demo_create(struct demo *d, struct person *p)
{
	struct answers *an = answers_of(d, p);
	const char *name, *raw;
	size_t i;
	int rc;

	rc = draft_create(d->a, d->db, d->cae, email(d, p), arena_fmt(d->a,
	    "demo-%zu", p->index), &d->mailer, &p->dossier);
	for (i = 0; rc == 0 && i < d->cae->nsteps; i++)
		if (answers_each(an, &d->cae->steps[i], 0, &name, &raw))
			rc = draft_save(d->db, d->cae, &p->dossier,
			    &d->cae->steps[i], an);
	return rc;
}

int
demo_send(struct demo *d, struct person *p)
{
	struct answers *an = answers_new(d->a, d->cae);
	struct check_context ctx = context(d);
	const struct step *wrong;

	if (draft_load(d->a, d->db, d->cae, &p->dossier, an) == -1)
		return -1;
	if ((wrong = answers_check_all(an, &ctx)) != NULL) {
		log_warnx("candidatures.xml:%d: étape %s",
		    node_line(p->node), wrong->name);
		return -1;
	}
	return dossier_submit(d->a, d->db, d->cae, an, &d->mailer,
	    &p->dossier);
}

static void
add_date(struct demo *d, struct answers *an, const char *name, int32_t day)
{
	int y, m, dd;

	day_split(day, &y, &m, &dd);
	add(an, arena_fmt(d->a, "%s-jour", name), arena_fmt(d->a, "%d", dd));
	add(an, arena_fmt(d->a, "%s-mois", name), arena_fmt(d->a, "%d", m));
	add(an, arena_fmt(d->a, "%s-annee", name), arena_fmt(d->a, "%d", y));
}

/*
 * From the first day of next month, later when it waits to be signed: a year,
 * nine months if it is over.
 */
static void
add_period(struct demo *d, struct answers *an, const struct person *p)
{
	int32_t start;
	int y, m, dd;

	day_split(day_add_months(day_today(), str_starts(p->way, "contrat") ?
	    3 : 1), &y, &m, &dd);
	start = day_make(y, m, 1);
	add_date(d, an, "debut", start);
	add_date(d, an, "fin", cape_last_day_after(start,
	    str_eq(p->way, "terminee") ? 9 : CAPE_MONTHS));
}

static struct answers *
contract_of(struct demo *d, const struct person *p, int again)
{
	const struct cooperative *coop = network_cooperative(d->network,
	    p->dossier.cooperative);
	struct answers *an = answers_new(d->a, d->cape->form);
	const char *title = node_attr_or(p->node, "intitule", "");
	struct node *n;

	for (n = node_child(d->contract, NULL); n != NULL;
	    n = node_sibling(n, NULL))
		add(an, node_name(n), node_string(d->a, n));
	add(an, "prenoms", p->prenom);
	add(an, "nom-naissance", p->nom);
	add_date(d, an, "naissance", day_parse(node_attr_or(p->node,
	    "naissance", "")));
	add(an, "domicile-cp", node_attr(p->node, "code-postal"));
	add(an, "domicile", node_attr(p->node, "insee"));
	add(an, "intitule", again ? arena_fmt(d->a, "%s et ateliers", title) :
	    title);
	add(an, "projet", flat(d, p->node));
	add(an, "referent", p->adviser.name);
	add(an, "signature-lieu", coop->town);
	add_period(d, an, p);
	return an;
}

int
demo_issue(struct demo *d, struct person *p, const char *reason)
{
	struct lack *lacks;
	size_t i, n;
	int rc;

	rc = document_issue(d->a, d->db, &d->office, d->cae, contract_of(d, p,
	    reason != NULL), &p->dossier, d->cape, &p->adviser, reason,
	    &d->mailer, &p->code, &lacks, &n);
	for (i = 0; rc == 1 && i < n; i++)
		log_warnx("il manque : %s", lacks[i].text);
	return rc;
}

/* The contract, at the desk: the person, then the cooperative. */
int
demo_sign(struct demo *d, struct person *p)
{
	struct signing by = { .office = &d->office, .mailer = &d->mailer,
		.actor = p->adviser };
	struct signature *list;
	size_t i, n;
	int rc = 0;

	n = signature_list(d->a, d->db, p->code, &list);
	for (i = 0; i < n && rc == 0; i++) {
		by.identity = str_eq(list[i].role, "cooperative") ? "compte" :
		    "carte";
		rc = signature_sign_desk(d->a, d->db, &by, &list[i]);
	}
	return rc != 0 ? rc : dossier_by_id(d->a, d->db, p->dossier.id,
	    &p->dossier);
}

int
demo_declare(struct demo *d, struct person *p, const char *text)
{
	const struct proof proof = { text, NULL };
	struct obligation *list;
	size_t i, n;
	int rc = 0;

	n = obligation_list(d->a, d->db, p->dossier.id, &list);
	for (i = 0; i < n && rc == 0; i++)
		if (!list[i].lapsed)
			rc = obligation_declare(d->a, d->db, d->cae,
			    &p->dossier, list[i].id, list[i].declaration,
			    day_today(), &proof, &p->adviser);
	return rc;
}
