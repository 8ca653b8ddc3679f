/*
 * terreau demo: fill an empty portal with a fictional network and its files.
 *
 * People and their stories come from content/demo.  Everything goes through
 * the functions of the domain, at the time of the story (TERREAU_NOW), in the
 * order of time: records are valid and chained, documents sealed, messages
 * written.  Numbers, codes and keys are random as always; all else is the
 * same at every run of one day.  Nothing is done on a portal that is used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/str.h"
#include "domain/dossier/dossier_list.h"
#include "domain/session/session.h"
#include "domain/store.h"
#include "port/unicode.h"
#include "demo.h"

#define DAY	86400

/* What happens on each way, in order, each step some days after the last. */
static const struct way {
	const char	*name;
	const char	*steps;
} ways[] = {
	{ "brouillon",	"creer" },
	{ "envoyee",	"creer envoyer" },
	{ "etude",	"creer envoyer etudier" },
	{ "entretien",	"creer envoyer etudier proposer-entretien" },
	{ "a-corriger",	"creer envoyer etudier demander-correction" },
	{ "acceptee",	"creer envoyer etudier proposer-entretien accepter" },
	{ "attente",	"creer envoyer etudier mettre-en-attente" },
	{ "refusee",	"creer envoyer etudier refuser" },
	{ "retiree",	"creer envoyer retirer" },
	{ "contrat",	"creer envoyer etudier proposer-entretien accepter "
	    "document" },
	{ "contrat-remplace", "creer envoyer etudier proposer-entretien "
	    "accepter document remplacer" },
	{ "contrat-revoque", "creer envoyer etudier proposer-entretien "
	    "accepter document revoquer" },
	{ "a-declarer",	"creer envoyer etudier proposer-entretien accepter "
	    "document signer" },
	{ "encours",	"creer envoyer etudier proposer-entretien accepter "
	    "document signer declarer" },
	{ "terminee",	"creer envoyer etudier proposer-entretien accepter "
	    "document signer declarer terminer" },
};

/* Days since the step before, and what the team writes. */
static const struct step_row {
	const char	*name;
	int		 days;
	const char	*reason;
} steps[] = {
	{ "creer",	0, NULL },
	{ "envoyer",	1, NULL },
	{ "etudier",	2, NULL },
	{ "demander-correction", 2, "Vous parlez de spectacles pour les écoles. "
	    "Dites-nous aussi combien vous en avez déjà donné, et où." },
	{ "proposer-entretien", 2, "Je vous propose un entretien jeudi "
	    "prochain à 14 h, dans nos locaux. Il dure une heure. Apportez "
	    "ce qui montre votre projet." },
	{ "accepter",	9, NULL },
	{ "mettre-en-attente", 4, "Nous accueillons déjà dix personnes dans "
	    "votre métier. Une place se libère au printemps." },
	{ "refuser",	4, "Votre activité demande une qualification ou une "
	    "assurance que notre coopérative ne peut pas porter." },
	{ "retirer",	5, NULL },
	{ "document",	6, NULL },
	{ "signer",	4, NULL },
	{ "remplacer",	5, "L’intitulé de l’activité a changé avant la "
	    "signature." },
	{ "revoquer",	12, "Le projet s’arrête avant la signature, à la "
	    "demande de la personne." },
	{ "declarer",	1, "Accusé de réception en ligne" },
	{ "terminer",	330, "Votre contrat est arrivé à son terme et vous "
	    "avez créé votre entreprise. Bravo." },
};

struct action {
	int64_t			 at;
	struct person		*person;
	const struct step_row	*step;
};

static int
by_time(const void *a, const void *b)
{
	const struct action *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->person < y->person ? -1 : x->person > y->person;
}

/* Office hours of that day or of the next working day. */
static int64_t
working_hour(int64_t at, size_t i)
{
	int32_t day = time_local(at, NULL, NULL);

	while (day_of_week(day) > 5)
		day++;
	return (int64_t)day * DAY + 8 * 3600 + (int64_t)(i * 2399 % 28800);
}

static const struct step_row *
step_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (str_eq(steps[i].name, name))
			return &steps[i];
	fatalx("no step %s", name);
}

/* The actions of a person, appended; returns how many. */
static size_t
plan(struct demo *demo, struct person *p, struct action *out)
{
	char *rest, *name;
	size_t i, n = 0;
	int64_t at = demo->base - (int64_t)p->days * DAY, when;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (str_eq(ways[i].name, p->way))
			break;
	if (i == sizeof(ways) / sizeof(ways[0]))
		fatalx("no way %s", p->way);
	rest = arena_dup(demo->a, ways[i].steps);
	while ((name = str_split(&rest, ' ')) != NULL) {
		out[n].person = p;
		out[n].step = step_find(name);
		at += (int64_t)out[n].step->days * DAY;
		when = working_hour(at, p->index + n);
		/* never later than now, nor before what comes first */
		if (when > demo->base - 600)
			when = demo->base - 600 + (int64_t)n * 60;
		if (n > 0 && when <= out[n - 1].at)
			when = out[n - 1].at + 60;
		out[n++].at = when;
	}
	return n;
}

static void
set_time(int64_t t)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)t);
	if (setenv("TERREAU_NOW", text, 1) == -1)
		fatal("setenv");
}

static int
act(struct demo *demo, const struct action *act)
{
	struct person *p = act->person;
	const char *name = act->step->name, *reason = act->step->reason;
	static const struct actor personne = { 0, "personne" };

	set_time(act->at);
	if (str_eq(name, "creer"))
		return demo_create(demo, p);
	if (str_eq(name, "envoyer"))
		return demo_send(demo, p);
	if (dossier_by_id(demo->a, demo->db, p->dossier.id, &p->dossier) != 0)
		return -1;
	if (str_eq(name, "document") || str_eq(name, "remplacer"))
		return demo_issue(demo, p, reason);
	if (str_eq(name, "revoquer"))
		return document_revoke(demo->a, demo->db, &demo->office,
		    p->code, &p->adviser, reason);
	if (str_eq(name, "signer"))
		return demo_sign(demo, p);
	if (str_eq(name, "declarer"))
		return demo_declare(demo, p, reason);
	return dossier_move(demo->a, demo->db, demo->cae, &p->dossier, name,
	    str_eq(name, "retirer") ? &personne : &p->adviser, reason,
	    &demo->mailer);
}

static int
play(struct demo *demo)
{
	struct action *list = arena_array(demo->a, demo->npersons * 10,
	    sizeof(*list));
	size_t i, n = 0;
	int rc;

	for (i = 0; i < demo->npersons; i++)
		n += plan(demo, &demo->persons[i], list + n);
	qsort(list, n, sizeof(*list), by_time);
	for (i = 0; i < n; i++) {
		if ((rc = act(demo, &list[i])) != 0) {
			log_warnx("%s %s : « %s » refusé (%d)",
			    list[i].person->prenom, list[i].person->nom,
			    list[i].step->name, rc);
			return -1;
		}
		progress("Démonstration", i + 1, n);
	}
	return 0;
}

/* An account for the demonstration and one for each cooperative. */
static int
accounts(struct demo *demo)
{
	static const char *const names[] = {
		"Julie Morel", "Karim Haddad", "Solène Guérin",
		"Thomas Évrard", "Inès Chauvet"
	};
	const struct network *net = demo->network;
	const struct grant network_grants[] = {
		{ role_find("gestion"), "" },
		{ role_find("administration"), "" }
	};
	struct grant own = { role_find("accompagnement"), "" };
	struct account c = {
		.email = DEMO_EMAIL, .name = "Dominique Terreau",
		.grants = network_grants, .ngrants = 2
	};
	size_t i;

	if (account_create(demo->a, demo->db, &c, DEMO_PASSWORD) != 0)
		return -1;
	for (i = 0; i < net->ncooperatives; i++) {
		c.email = arena_fmt(demo->a, "%s@terreau.example",
		    net->cooperatives[i].code);
		c.name = names[i % (sizeof(names) / sizeof(names[0]))];
		c.grants = &own;
		c.ngrants = 1;
		own.cooperative = net->cooperatives[i].code;
		if (account_create(demo->a, demo->db, &c, DEMO_PASSWORD) != 0)
			return -1;
		progress("Comptes", i + 1, net->ncooperatives);
	}
	return 0;
}

/* Next summer, a Flashcoop, the meetings of each cooperative. */
static int
sessions(struct demo *demo, struct app *app)
{
	struct buf faults = BUF_INIT;
	struct session *list;
	size_t i, n;
	int rc;

	set_time(demo->base);
	n = session_load(demo->a, conf_share(demo->a, &app->conf,
	    "content/demo/sessions.xml"), conf_share(demo->a, &app->conf,
	    "schemas/xml/sessions.rng"), demo->network, day_today(), &faults,
	    &list);
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	rc = n > 0 ? 0 : -1;
	for (i = 0; i < n && rc == 0; i++)
		rc = session_create(demo->a, demo->db, &list[i]);
	return rc;
}

/* The fictional network in the place of the empty one, and of no other. */
static int
install_network(struct app *app)
{
	const char *path = conf_data(app->arena, &app->conf, "reseau.xml");
	struct buf now = BUF_INIT, empty = BUF_INIT, demo = BUF_INIT;
	int rc = -1;

	if (file_read(&empty, conf_share(app->arena, &app->conf,
	    "schemas/xml/reseau-vide.xml")) == -1 ||
	    file_read(&demo, conf_share(app->arena, &app->conf,
	    "content/demo/reseau.xml")) == -1 || file_read(&now, path) == -1)
		goto out;
	if (str_eq(buf_cstr(&now), buf_cstr(&demo)))
		rc = 0;
	else if (str_eq(buf_cstr(&now), buf_cstr(&empty)))
		rc = file_write(path, demo.data, demo.len, 0640);
	else
		log_warnx("%s décrit un vrai réseau : la démonstration "
		    "n’y touche pas", path);
out:
	buf_free(&now);
	buf_free(&empty);
	buf_free(&demo);
	return rc;
}

/* Is the portal as « terreau init » left it? */
static int
is_empty(struct demo *demo)
{
	struct dossier_filter any = { 0 };
	struct account account;
	struct dossier *list;
	int64_t total;

	dossier_list(demo->a, demo->db, &any, &list, &total);
	return total == 0 && mail_before(demo->db, 0) == 0 &&
	    account_by_id(demo->a, demo->db, 1, &account) == 1;
}

int
cmd_demo(struct app *app, int argc, char **argv)
{
	struct demo demo = { .a = app->arena, .base = time_now() };
	int rc = -1;

	if (options_read(app, NULL, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if (app->conf.production) {
		log_warnx("pas de démonstration en production");
		return EXIT_FAILED;
	}
	if ((demo.db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if (!is_empty(&demo))
		log_warnx("ce portail n’est pas vide : rien n’a été fait");
	else if (install_network(app) == 0 && demo_open(&demo, app) == 0) {
		rc = accounts(&demo) == 0 ? demo_people(&demo, app) : -1;
		if (rc == 0)
			rc = sessions(&demo, app);
		if (rc == 0)
			rc = play(&demo);
	}
	demo_close(&demo);
	db_close(demo.db);
	if (rc != 0)
		return EXIT_FAILED;
	printf("%zu dossiers, %s / %s\n", demo.npersons, DEMO_EMAIL,
	    DEMO_PASSWORD);
	return EXIT_DONE;
}
