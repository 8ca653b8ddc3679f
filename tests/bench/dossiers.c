/*
 * dossiers: the list of files and the view of one, with as many files as a
 * network gathers in years.
 *
 * usage: dossiers fill DATA N			until there are N files
 *        dossiers time SOCKET ORIGIN DATA WHO	samples of every view
 *        dossiers soak SOCKET ORIGIN DATA N	N requests, one after another
 *
 * What is filled in is as sent by people, record for record, except that the
 * transactions hold many and that nobody gets a message: a data directory made
 * so is for measuring.  Times are those of the program behind its FastCGI
 * socket.  The same N gives the same people.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/coffre.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/pinned.h"
#include "domain/form/answers.h"
#include "domain/store.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "port/crypto.h"
#include "port/unicode.h"
#include "client.h"

#define BATCH		64	/* coffre_ready() has keys for so many */
#define REQUESTS	100	/* of a view, for its median */
#define ENOUGH		0.5	/* seconds of one, then some will do */
#define SOME		3
#define HOUR		3600
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const char *const surnames[] = {
	"Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand",
	"Dubois", "Moreau", "Laurent", "Simon", "Michel", "Lefèvre", "Leroy",
	"Roux", "David", "Bertrand", "Morel", "Fournier", "Girard", "Bonnet",
	"Dupont", "Lambert", "Fontaine", "Rousseau", "Vincent", "Muller",
	"Guérin", "Boyer", "Garnier", "Chevalier", "François", "Legrand",
	"Gauthier", "Diallo", "Traoré", "Nguyễn", "Benkirane", "Yıldız",
	"Kowalski", "Da Silva", "Le Goff", "Cœurdevey", "Œuvrard"
};
static const char *const names[] = {
	"Ana", "Louise", "Camille", "Inès", "Zoé", "Manon", "Fatoumata",
	"Élise", "Aïcha", "Chloé", "Maëlys", "Jeanne", "Gaël", "Théo", "Noé",
	"Yann", "Ousmane", "Lucien", "Łukasz", "João", "Raphaël", "Malo",
	"Bleuenn", "Sacha", "Rachid", "Ragnar", "Paul", "Émile"
};
static const struct { const char *cooperative, *postcode, *insee; } homes[] = {
	{ "nantes", "44000", "44109" }, { "nantes", "44600", "44184" },
	{ "nantes", "44150", "44003" }, { "angers", "49000", "49007" },
	{ "angers", "49300", "49099" }, { "laval", "53000", "53130" },
	{ "le-mans", "72000", "72181" }, { "les-sables-d-olonne", "85100", "85194" }
};
/* Where files stand, of a hundred. */
static const struct { const char *state; int share; } states[] = {
	{ "terminee", 47 }, { "refusee", 20 }, { "retiree", 9 },
	{ "encours", 14 }, { "contrat", 2 }, { "acceptee", 1 },
	{ "attente", 2 }, { "entretien", 1 }, { "a-corriger", 1 },
	{ "etude", 1 }, { "envoyee", 2 }
};

struct fill {
	struct arena	*a;		/* of one file */
	struct db	*db;
	const struct definition *cae;
	struct check_context context;
	const struct network *network;
	int64_t		 advisers[64];
	size_t		 nadvisers;
	int64_t		 agendas[64];
	size_t		 nagendas;
};

/* Numbers that look random and are the same at every run. */
static unsigned
pick(unsigned i, unsigned salt)
{
	unsigned x = i * 2654435761u + salt * 40503u;

	x ^= x >> 15;
	x *= 2246822519u;
	return x ^ x >> 13;
}

static void
want0(int rc, const char *what)
{
	if (rc != 0)
		fatalx("%s", what);
}

static const char *
state_of(unsigned i)
{
	int at = (int)(pick(i, 1) % 100);
	size_t k;

	for (k = 0; (at -= states[k].share) >= 0; k++)
		continue;
	return states[k].state;
}

static struct answers *
answer(struct fill *f, unsigned i, struct dossier *d)
{
	const char *first = surnames[pick(i, 2) % COUNT(surnames)];
	const char *second = surnames[pick(i, 3) % COUNT(surnames)];
	unsigned home = pick(i, 4) % COUNT(homes);
	const char *const raw[][2] = {
		{ "email", d->email },
		{ "prenom", names[pick(i, 5) % COUNT(names)] },
		{ "nom", pick(i, 6) % 3 > 0 ? first : arena_fmt(f->a,
		    "%s-%s", first, second) },
		{ "joindre", "telephone" },
		{ "telephone", arena_fmt(f->a, "06 39 98 %02u %02u",
		    i / 100 % 100, i % 100) },
		{ "commune-cp", homes[home].postcode },
		{ "commune", homes[home].insee },
		{ "cooperative", homes[home].cooperative },
		{ "situation", "etudes" }, { "secteur", "artisanat" },
		{ "activite", "Réparer des vélos et apprendre à d’autres à le "
		    "faire, dans un atelier ouvert le samedi." },
		{ "clients", "non" }, { "besoins", "tester" },
		{ "besoins", "prix" }, { "engagement", "oui" },
	};
	struct answers *an = answers_new(f->a, f->cae);
	const struct step *bad;
	size_t k;

	for (k = 0; k < COUNT(raw); k++)
		answers_add(an, raw[k][0], raw[k][1]);
	if ((bad = answers_check_all(an, &f->context)) != NULL)
		fatalx("file %u: step %s", i, bad->name);
	dossier_face(an, d);
	return an;
}

static void
event(struct fill *f, const struct dossier *d, const char *name,
    const char *state, int64_t at)
{
	if (db_exec(f->db, "INSERT INTO event (dossier, at, name, who, state, "
	    "text) VALUES (?1, ?2, ?3, 'systeme', ?4, '')", "iiss", d->id, at,
	    name, state) != 1)
		fatalx("event");
}

static void
store(struct fill *f, struct dossier *d)
{
	int rc;

	/* a number that is taken is drawn again, as for people */
	do {
		d->numero = numero_new(f->a, "CAE", 26);
		rc = db_exec(f->db, "INSERT INTO dossier (numero, programme, "
		    "creation, state, pending, email, prenom, nom, sort, "
		    "cooperative, created, changed, sent, version) VALUES (?1, "
		    "'cae', randomblob(32), ?2, ?3, ?4, ?5, ?6, '', ?7, ?8, "
		    "?8, ?8, 3)", "ssissssi", d->numero, d->state,
		    (int64_t)dossier_pending(f->cae, d->state), d->email,
		    d->prenom, d->nom, d->cooperative, d->sent);
	} while (rc == -2);
	if (rc != 1)
		fatalx("dossier %s %s", d->nom, d->cooperative);
	d->id = db_last_id(f->db);
}

/* An adviser for most, a session for some, a contract where one runs. */
static void
surround(struct fill *f, unsigned i, const struct dossier *d)
{
	if (f->nadvisers > 0 && pick(i, 7) % 10 < 8 && db_exec(f->db, "INSERT "
	    "INTO assignment (dossier, adviser, author, at) VALUES (?1, ?2, "
	    "'systeme', ?3)", "iii", d->id, f->advisers[pick(i, 8) %
	    f->nadvisers], d->sent) != 1)
		fatalx("assignment");
	if (f->nagendas > 0 && pick(i, 9) % 10 == 0 && db_exec(f->db, "INSERT "
	    "INTO place (agenda, dossier, state, at, changed) VALUES (?1, ?2, "
	    "'rendue', ?3, ?3)", "iii", f->agendas[pick(i, 10) %
	    f->nagendas], d->id, d->sent) != 1)
		fatalx("place");
	if (str_eq(d->state, "encours") && db_exec(f->db, "INSERT INTO contrat "
	    "(dossier, first, last, state, undeclared, alert) VALUES (?1, ?2, "
	    "?2 + 365, 'en-cours', 0, ?3)", "iii", d->id,
	    (int64_t)(d->sent / 86400), (int64_t)(pick(i, 11) % 20 == 0)) != 1)
		fatalx("contrat");
}

static void
fill_one(struct fill *f, unsigned i)
{
	struct dossier d = { .programme = "cae", .state = state_of(i),
		.email = arena_fmt(f->a, "personne%u@courriel.example", i) };
	struct buf xml = BUF_INIT;
	static const struct actor personne = { 0, "personne" };
	struct answers *an;

	d.sent = time_now() - HOUR - (int64_t)(pick(i, 12) % (6 * 8760)) * HOUR;
	an = answer(f, i, &d);
	store(f, &d);
	want0(pinned_dossier(f->db, f->cae, d.id), "definition");
	want0(record_build(f->a, f->db, f->cae, &d, an, d.sent, &xml),
	    "record");
	want0(record_append(f->db, f->cae, &d, xml.data, xml.len, &personne,
	    NULL), "chain");
	buf_free(&xml);
	event(f, &d, "creer", STATE_DRAFT, d.sent - 60);
	event(f, &d, "envoyer", "envoyee", d.sent);
	if (!str_eq(d.state, "envoyee"))
		event(f, &d, "etudier", d.state, d.sent + HOUR);
	want0(dossier_index(f->a, f->db, f->cae, &d, an), "index");
	surround(f, i, &d);
}

static size_t
ids(struct query *q, int64_t *out, size_t max)
{
	size_t n = 0;

	while (n < max && db_next(q))
		out[n++] = db_int(q, 0);
	want0(db_done(q), "ids");
	return n;
}

static void
open_all(struct arena *a, const char *data, struct conf *conf,
    struct fill *f)
{
	struct buf faults = BUF_INIT;

	if (conf_load(a, arena_fmt(a, "%s/terreau.conf", data), conf) == -1 ||
	    (f->db = store_open(a, conf, DB_WRITE)) == NULL)
		fatalx("%s: not a data directory", data);
	f->cae = definition_load(a, conf_share(a, conf,
	    "schemas/programmes/cae.xml"), &faults);
	f->network = network_load(a, conf_data(a, conf, "reseau.xml"),
	    conf_share(a, conf, "schemas/xml/reseau.rng"), &faults);
	if (f->cae == NULL || f->network == NULL)
		fatalx("%s", buf_cstr(&faults));
	buf_free(&faults);
	f->context = (struct check_context){ .network = f->network,
		.communes = communes_load(a, conf_share(a, conf,
		"content/communes.tsv")), .today = day_today() };
	f->nadvisers = ids(db_query(f->db, "SELECT id FROM account ORDER BY "
	    "id", ""), f->advisers, COUNT(f->advisers));
	f->nagendas = ids(db_query(f->db, "SELECT id FROM agenda ORDER BY id",
	    ""), f->agendas, COUNT(f->agendas));
}

static void
fill(const char *data, unsigned long n)
{
	struct arena *a = arena_new();
	struct fill f = { .a = arena_new() };
	struct conf conf;
	int64_t have;
	unsigned i;

	open_all(a, data, &conf, &f);
	ids(db_query(f.db, "PRAGMA synchronous = OFF", ""), &have, 1);
	ids(db_query(f.db, "SELECT count(*) FROM dossier WHERE sent IS NOT "
	    "NULL", ""), &have, 1);
	for (i = (unsigned)have; i < n; i++) {
		if (i == (unsigned)have || i % BATCH == 0) {
			if (i > (unsigned)have)
				want0(db_commit(f.db), "commit");
			want0(coffre_ready(f.db), "keys");
			want0(db_begin(f.db), "begin");
			want0(pinned_keep(f.db, f.cae), "definition");
		}
		fill_one(&f, i);
		arena_reset(f.a);
	}
	if (i > (unsigned)have)
		want0(db_commit(f.db), "commit");
	db_close(f.db);
	arena_free(f.a);
	arena_free(a);
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
login(struct arena *a, struct client *c, const char *email)
{
	c->cookie[0] = '\0';
	client_get(c, "/gestion/connexion");
	client_post(c, "/gestion/connexion", arena_fmt(a,
	    "jeton=%s&courriel=%s&passe=demonstration-2026",
	    client_hidden(a, c, "jeton"), email));
	if (c->status != 303)
		fatalx("%s cannot log in: %d", email, c->status);
}

/*
 * The address of the i-th request: %n of the pattern is a digit, %s the
 * beginning of a surname, %f the number of a file: a page begins behind any.
 */
static const char *
address(struct arena *a, const char *pattern, unsigned i, const char *file)
{
	const char *mark = strchr(pattern, '%'), *value;
	const char *who = surnames[pick(i, 20) % COUNT(surnames)];

	if (mark == NULL)
		return pattern;
	value = mark[1] == 'f' ? file : mark[1] == 's' ? arena_dupn(a,
	    unicode_fold(a, who), 3 + i % 3) : arena_fmt(a, "%u",
	    pick(i, 21) % 10);
	return arena_fmt(a, "%.*s%s%s", (int)(mark - pattern), pattern, value,
	    mark + 2);
}

#define LIST	"/gestion/dossiers?"

static const char *const who[][2] = {
	{ "demo@terreau.example", "network" },
	{ "nantes@terreau.example", "one cooperative" }
};
static const char *const views[][2] = {
	{ "to do", LIST "etape=a-traiter" },
	{ "all, any page", LIST "etape=tous&page=99&apres=%f" },
	{ "by name, any page", LIST "etape=tous&tri=nom&page=99&apres=%f" },
	{ "by step, newest", LIST "etape=tous&tri=etape&ordre=desc" },
	{ "filtered", LIST "etape=terminee&programme=cae"
	    "&departement=44&page=2&apres=%f" },
	{ "mine", LIST "etape=tous&suivi=moi" },
	{ "a name", LIST "etape=tous&q=%s" },
	{ "a letter", LIST "etape=tous&q=m" },
	{ "a letter, by name", LIST "etape=tous&q=m&tri=nom" },
	{ "a name to do", LIST "etape=a-traiter&q=%s" },
	{ "a letter to do", LIST "etape=a-traiter&q=m" },
	{ "a letter at a step", LIST "etape=attente&q=m" },
	{ "a number", LIST "etape=tous&q=%f" },
	{ "a telephone", LIST "etape=tous&q=063998001%n" },
	{ "a commune", LIST "etape=tous&commune=ancenis" },
	{ "one file", "/gestion/dossiers/%f" },
	{ "figures", "/gestion/chiffres" },
};

/* What the addresses of requests are made of. */
struct targets {
	struct arena	*a;
	const char	*files[64];
	size_t		 nfiles;
};

static void
targets_read(struct targets *t, const char *data)
{
	struct fill f = { .a = t->a };
	struct conf conf;
	struct query *q;

	open_all(t->a, data, &conf, &f);
	q = db_query(f.db, "SELECT numero FROM dossier WHERE cooperative = "
	    "'nantes' AND email LIKE 'personne%' ORDER BY id % 997, id LIMIT "
	    "64", "");
	while (t->nfiles < COUNT(t->files) && db_next(q))
		t->files[t->nfiles++] = db_dup(t->a, q, 0);
	want0(db_done(q), "files");
	db_close(f.db);
	if (t->nfiles == 0)
		fatalx("%s: fill it first", data);
}

static void
look(struct client *c, struct arena *a, const struct targets *t, size_t view,
    unsigned i)
{
	arena_reset(a);
	client_get(c, address(a, views[view][1], i,
	    t->files[i % t->nfiles]));
	client_want(c, 200, views[view][0]);
}

static void
measure(struct client *c, const struct targets *targets, size_t view,
    const char *what, const char *size)
{
	static double t[REQUESTS];
	struct arena *a = arena_new();
	double began = client_now();
	unsigned i;

	for (i = 0; i < SOME || (i < REQUESTS && client_now() - began <
	    ENOUGH); i++) {
		look(c, a, targets, view, i);
		t[i] = c->seconds;
	}
	qsort(t, i, sizeof(*t), by_value);
	printf("5\t%s\tms\t%s\t%.4f\n5\t%s\tp95 ms\t%s\t%.4f\n", what, size,
	    t[i / 2] * 1e3, what, size, t[i * 95 / 100] * 1e3);
	fflush(stdout);
	arena_free(a);
}

static void
time_all(struct client *c, const char *data, const char *size)
{
	struct targets t = { .a = arena_new() };
	size_t i, k;

	targets_read(&t, data);
	for (k = 0; k < COUNT(who); k++) {
		login(t.a, c, who[k][0]);
		for (i = 0; i < COUNT(views); i++)
			measure(c, &t, i, arena_fmt(t.a, "%s: %s", who[k][1],
			    views[i][0]), size);
	}
	arena_free(t.a);
}

static void
soak(struct client *c, const char *data, long long n)
{
	struct targets t = { .a = arena_new() };
	struct arena *a = arena_new();
	unsigned i;

	targets_read(&t, data);
	login(t.a, c, who[0][0]);
	/* figures, the last, count every file: now and then */
	for (i = 0; i < n; i++)
		look(c, a, &t, i % 500 == 0 ? COUNT(views) - 1 :
		    i % (COUNT(views) - 1), i);
	arena_free(a);
	arena_free(t.a);
}

int
main(int argc, char *argv[])
{
	struct client c = { .answer = BUF_INIT };
	long long n;

	log_init("bench");
	xml_init();
	crypto_init();
	if (argc == 4 && str_eq(argv[1], "fill") &&
	    str_number(argv[3], 1, 10000000, &n) == 0) {
		fill(argv[2], (unsigned long)n);
	} else if (argc == 6 && str_eq(argv[1], "time")) {
		c.socket = argv[2];
		c.origin = argv[3];
		time_all(&c, argv[4], argv[5]);
	} else if (argc == 6 && str_eq(argv[1], "soak") &&
	    str_number(argv[5], 1, 10000000, &n) == 0) {
		c.socket = argv[2];
		c.origin = argv[3];
		soak(&c, argv[4], n);
	} else {
		fputs("usage: dossiers fill DATA N\n"
		    "       dossiers time SOCKET ORIGIN DATA WHO\n"
		    "       dossiers soak SOCKET ORIGIN DATA N\n", stderr);
		return 2;
	}
	buf_free(&c.answer);
	xml_exit();
	return 0;
}
