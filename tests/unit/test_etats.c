/*
 * etats: every transition of every programme, from each state that it leaves,
 * with each thing that the law may have against it: what is refused is refused
 * in words, by whoever asks; and the same state written behind the programs is
 * named by the check.  What the table does not refuse is let happen, and the
 * check then finds nothing.
 *
 * Each try is a transaction of its own that is rolled back.
 */
#include "base/date.h"
#include "base/file.h"
#include "domain/law/cape.h"
#include "domain/proof/audit.h"
#include "domain/session/hours.h"
#include "issued.h"
#include "test.h"

enum { NONE, AWAITED, REVOKED, TO_COME, RUNNING, OVER, CONTRACTS };
enum { NO_SEAT, CAPE, WORK, OTHER, SEATS };
enum { ADULT, CHILD, MINOR, AGREED, PEOPLE };

static const char *const contracts[] = { "none", "awaited", "revoked",
    "to come", "running", "over" };
static const char *const seats[] = { "no seat", "cape", "travail", "" };
static const char *const people[] = { "adult", "15", "17", "17, agreed" };
/* as old on the day of the try */
static const char *const births[] = { "1991-03-27", "2011-01-01",
    "2008-12-31", "2008-12-31" };

#define ANY(n)	((1U << (n)) - 1)
#define IS(x)	(1U << (x))

/* The first row that fits holds; none: the law has nothing against it. */
static const struct law {
	const char	*to;
	int		 issues;	/* 1: of programmes that issue a CAPE */
	unsigned	 contract, seat, person;
	const char	*refused;	/* in words, on the page */
	const char	*found;		/* by the check */
} law[] = {
	{ "encours", 1, IS(REVOKED), ANY(SEATS), ANY(PEOPLE),
	    "Le contrat a été révoqué", "en cours sans contrat valide" },
	{ "encours", 1, IS(NONE), IS(NO_SEAT) | IS(CAPE), ANY(PEOPLE),
	    "Aucun contrat d’appui n’est émis",
	    "a commencé sans contrat d’appui" },
	{ "encours", 1, IS(AWAITED), ANY(SEATS), ANY(PEOPLE),
	    "Tout le monde n’a pas signé",
	    "en cours, et le contrat n’est pas signé par tous" },
	{ "encours", 0, ANY(CONTRACTS), ANY(SEATS), IS(CHILD),
	    "n’a pas 16 ans", "a commencé avant 16 ans" },
	{ "encours", 0, ANY(CONTRACTS), ANY(SEATS), IS(MINOR),
	    "l’accord de ses représentants légaux",
	    "a commencé avant 18 ans, sans l’accord" },
	{ "terminee", 1, IS(AWAITED) | IS(TO_COME) | IS(RUNNING), ANY(SEATS),
	    ANY(PEOPLE),
	    "Le contrat court jusqu’au", "terminé alors que le contrat court" },
};

static struct world w;
static const struct definition **programmes;
static const struct regles *regles;
static size_t tried, refusals;

/* One thing tried. */
struct try {
	const struct definition *def;
	const struct transition *t;
	const char	*from;
	int		 contract, seat, person;
	struct dossier	 d;
};

static void
sql_(const char *what, int rc)
{
	if (rc < 0)
		fatalx("%s", what);
}

static int
issues(const struct definition *def)
{
	return definition_document(def, KIND_CAPE) != NULL;
}

/* Does it ask representatives for anything?  Else nobody’s yes counts. */
static int
asks(const struct definition *def)
{
	size_t i;

	for (i = 0; i < def->nconsents; i++)
		if (def->consents[i].by_parent && !def->consents[i].optional)
			return 1;
	return 0;
}

static const struct law *
against(const struct try *y)
{
	int person = y->person == AGREED && !asks(y->def) ? MINOR : y->person;
	size_t i;

	for (i = 0; i < sizeof(law) / sizeof(law[0]); i++)
		if (str_eq(law[i].to, y->t->to) &&
		    (!law[i].issues || issues(y->def)) &&
		    law[i].contract & IS(y->contract) &&
		    law[i].seat & IS(y->seat) && law[i].person & IS(person))
			return &law[i];
	return NULL;
}

static void
make_dossier(struct try *y)
{
	unsigned char key[32] = { 1 };

	sql_("dossier", db_exec(w.db, "INSERT INTO dossier (numero, programme, "
	    "creation, state, pending, email, prenom, nom, sort, cooperative, "
	    "created, changed, sent, version, birth) VALUES ('X-1', ?1, ?2, "
	    "?3, 0, 'a@b.example', 'Léa', 'Petit', 'petit lea', 'nantes', 1, "
	    "1, 1, 1, ?4)", "sbsi", y->def->name, key, sizeof(key), y->from,
	    (int64_t)day_parse(births[y->person])));
	if (dossier_by_numero(w.a, w.db, "X-1", &y->d) != 0)
		fatalx("X-1");
}

static void
make_seat(const struct try *y)
{
	if (y->seat == NO_SEAT)
		return;
	sql_("agenda", db_exec(w.db, "INSERT INTO agenda (code, programme, "
	    "cooperative, title, place, address, postcode, commune, insee, "
	    "departement, first, last, hours, opens, closes, seats, held, "
	    "offer, contract, text, reason, changed, version) VALUES ('x', "
	    "?1, 'nantes', 'x', '', '', '', 'Nantes', '', '44', ?2, ?2, '', "
	    "?2, ?2, 9, 0, 72, ?3, '', '', 0, 1)", "sis", y->def->name,
	    (int64_t)day_parse("2026-06-01"), seats[y->seat]));
	sql_("place", db_exec(w.db, "INSERT INTO place (agenda, dossier, state, "
	    "at, changed) SELECT max(id), ?1, 'prise', 0, 0 FROM agenda", "i",
	    y->d.id));
}

/* A parent who said yes to all that it takes. */
static void
make_agreement(const struct try *y)
{
	size_t i;

	if (y->person != AGREED)
		return;
	sql_("representant", db_exec(w.db, "INSERT INTO representant (dossier, "
	    "rang, nom, lien, email, telephone, seul, asked, deadline, "
	    "answered) VALUES (?1, 1, 'Zoé Petit', 'mere', '', '', 'oui', 1, "
	    "2, 1)", "i", y->d.id));
	for (i = 0; i < y->def->nconsents; i++)
		sql_("consent", db_exec(w.db, "INSERT INTO consent (dossier, "
		    "name, text, version, at, channel, representant, "
		    "decision) SELECT ?1, ?2, 'x', 1, 1, 'papier', max(id), "
		    "'oui' FROM representant", "is", y->d.id,
		    y->def->consents[i].name));
}

static void
make_contract(const struct try *y)
{
	const char *last = y->contract == OVER ? "2026-05-31" : "2027-02-28";
	const char *first = y->contract == TO_COME ? "2026-07-01" :
	    "2026-03-01";

	if (y->contract == NONE)
		return;
	issued_today(&w, "2026-02-10");
	issued_plant(&w, &y->d, KIND_CAPE, "C1", issued_dates(&w, first,
	    last));
	sql_("obligation", obligation_arise_in(w.db, y->d.id, "C1", KIND_CAPE,
	    day_today()));
	if (y->contract == AWAITED)
		sql_("signature", db_exec(w.db, "INSERT INTO signature ("
		    "document, rang, role, nom, qualite, state) SELECT "
		    "max(id), 1, 'beneficiaire', 'x', '', 'attendue' FROM "
		    "document", ""));
	if (y->contract == REVOKED)
		sql_("revoked", db_exec(w.db, "UPDATE document SET state = "
		    "'revoque', ended = 1, reason = 'x' WHERE code = 'C1'",
		    ""));
	sql_("settle", contrat_settle_in(w.db, y->def, &y->d));
	issued_today(&w, "2026-06-01");
}

/* What the check says of the file, all in one line. */
static const char *
checked(void)
{
	struct buf out = BUF_INIT;
	const char *s;

	audit_contrats(w.db, &out);
	audit_regles(w.db, programmes, regles, &out);
	s = arena_dup(w.a, buf_cstr(&out));
	buf_free(&out);
	return s;
}

/* The state as somebody would write it who goes round the programs. */
static void
plant(const struct try *y)
{
	sql_("state", db_exec(w.db, "UPDATE dossier SET state = ?2 WHERE id = "
	    "?1", "is", y->d.id, y->t->to));
	sql_("event", db_exec(w.db, "INSERT INTO event (dossier, at, name, who, "
	    "state, text) VALUES (?1, ?2, ?3, 'x', ?4, '')", "iiss", y->d.id,
	    time_now(), y->t->name, y->t->to));
}

static int
has(const char *text, const char *part)
{
	return text != NULL && strstr(text, part) != NULL;
}

static int
moves(struct try *y)
{
	static const struct actor personne = { 0, "personne" };

	return dossier_move_in(w.db, y->def, &y->d, y->t->name, str_eq(y->t->by,
	    "personne") ? &personne : &julie, "motif");
}

/* 1 as the table says, 0 and a line that tells. */
static int
try(struct try *y)
{
	const struct law *l = against(y);
	enum regle rule = REGLES;
	const char *why, *found;
	int right;

	sql_("begin", db_begin(w.db));
	make_dossier(y);
	make_seat(y);
	make_agreement(y);
	make_contract(y);
	why = contrat_move_wrong(w.a, w.db, y->def, &y->d, y->t->to,
	    day_today(), &rule);
	right = l == NULL ? why == NULL : has(why, l->refused) &&
	    regle_article(regles, rule) != NULL && moves(y) == 1;
	plant(y);
	found = checked();
	right &= l == NULL ? *found == '\0' : has(found, l->found);
	db_rollback(w.db);
	if (!right)
		printf("# %s %s from %s: %s, %s, %s: %s; %s\n", y->def->name,
		    y->t->name, y->from, contracts[y->contract],
		    seats[y->seat], people[y->person], why == NULL ? "-" : why,
		    found);
	tried++;
	refusals += l != NULL;
	return right;
}

/* What it takes to be tried: only what such a programme may have. */
static int
try_each(struct try *y)
{
	int contracts_max = issues(y->def) ? CONTRACTS : 1;
	int people_max = y->def->age.birth != NULL ? PEOPLE : 1;
	int seats_max = str_eq(y->t->to, "encours") ? SEATS : 1;
	int right = 1;

	for (y->contract = 0; y->contract < contracts_max; y->contract++)
		for (y->seat = 0; y->seat < seats_max; y->seat++)
			for (y->person = 0; y->person < people_max;
			    y->person++)
				right &= try(y);
	return right;
}

/* The law has something against two states only; it is a team that sets them. */
static void
test_programme(const struct definition *def)
{
	struct try y = { .def = def };
	char *states, *state;
	size_t i;

	for (i = 0; i < def->ntransitions; i++) {
		y.t = &def->transitions[i];
		CHECK(!str_eq(y.t->to, "encours") || !str_eq(y.t->by,
		    "personne"));
		states = arena_dup(w.a, y.t->from);
		while ((state = str_split(&states, ' ')) != NULL) {
			if (*state == '\0')
				continue;
			y.from = state;
			printf("# %s: %s from %s\n", def->name, y.t->name,
			    state);
			CHECK(try_each(&y));
		}
	}
}

static void
add_slot(const char *day, int starts, int ends)
{
	sql_("creneau", db_exec(w.db, "INSERT INTO creneau (agenda, day, "
	    "starts, ends, kind, title, animator, changed, version) SELECT "
	    "max(id), ?1, ?2, ?3, 'service', '', '', 0, 1 FROM agenda", "iii",
	    (int64_t)day_parse(day), (int64_t)starts, (int64_t)ends));
}

/* Each limit that nothing may be planned against; those that are told only. */
static void
test_planned(const struct definition *def)
{
	struct try y = { .def = def, .from = "acceptee", .seat = CAPE };
	const char *found;

	sql_("begin", db_begin(w.db));
	make_dossier(&y);
	make_seat(&y);
	add_slot("2026-06-01", 9 * 60, 13 * 60);
	add_slot("2026-06-01", 14 * 60, 18 * 60);
	CHECK_STR(checked(), "");
	add_slot("2026-06-01", 18 * 60 + 30, 22 * 60 + 30);
	add_slot("2026-07-14", 9 * 60, 12 * 60);
	found = checked();
	if (!hours_concern(def)) {
		CHECK_STR(found, "");
	} else {
		CHECK(has(found, "séance x : Lundi"));
		CHECK(has(found, "12\u00a0h. Huit heures par jour"));
		CHECK(has(found, "Pas de travail entre 22"));
		CHECK(has(found, "Pas de travail les jours fériés"));
		sql_("off", db_exec(w.db, "UPDATE agenda SET cancelled = 1, "
		    "reason = 'x'", ""));
		CHECK_STR(checked(), "");
	}
	db_rollback(w.db);
}

/* Noted as present on the eve of the birthday, and on it. */
static void
test_present(const struct definition *def)
{
	struct try y = { .def = def, .from = "acceptee", .seat = CAPE };

	sql_("begin", db_begin(w.db));
	make_dossier(&y);
	make_seat(&y);
	add_slot("2026-06-01", 9 * 60, 12 * 60);
	sql_("birth", db_exec(w.db, "UPDATE dossier SET birth = ?1", "i",
	    (int64_t)day_parse("2010-06-01")));
	sql_("presence", db_exec(w.db, "INSERT INTO presence (creneau, dossier, "
	    "state, reason, at, account, author) SELECT max(id), ?1, "
	    "'present', '', 0, 1, 'x' FROM creneau", "i", y.d.id));
	CHECK_STR(checked(), "");
	sql_("birth", db_exec(w.db, "UPDATE dossier SET birth = birth + 1",
	    ""));
	CHECK_STR(checked(), "dossier X-1 : présent avant 16 ans\n");
	db_rollback(w.db);
}

static const struct definition **
load_programmes(struct buf *faults)
{
	const struct definition **list;
	char **paths;
	size_t i, n = 0;

	paths = file_list(w.a, conf_share(w.a, &w.conf, "schemas/programmes"),
	    ".xml", &n);
	list = arena_array(w.a, n + 1, sizeof(*list));
	for (i = 0; i < n; i++)
		if ((list[i] = definition_load(w.a, paths[i], faults)) == NULL)
			fatalx("%s", buf_cstr(faults));
	CHECK(n >= 9);
	return list;
}

int
main(void)
{
	struct buf faults = BUF_INIT;
	size_t i;

	world_open(&w);
	sql_("account", db_exec(w.db, "INSERT INTO account (id, email, name, "
	    "password, created) VALUES (1, 'julie@a.example', 'Julie Morel', "
	    "'', 0)", ""));
	issued_today(&w, "2026-06-01");
	programmes = load_programmes(&faults);
	regles = regles_load(w.a, conf_share(w.a, &w.conf,
	    "schemas/regles.xml"), conf_share(w.a, &w.conf,
	    "schemas/xml/regles.rng"), &faults);
	if (regles == NULL)
		fatalx("%s", buf_cstr(&faults));
	buf_free(&faults);
	for (i = 0; programmes[i] != NULL; i++) {
		test_programme(programmes[i]);
		test_planned(programmes[i]);
		test_present(programmes[i]);
	}
	printf("# %zu tries, %zu refused\n", tried, refusals);
	CHECK(refusals > 300);
	world_close(&w);
	return test_end();
}
