/*
 * session: what may be stored, how it is found, what state it is in.
 */
#include "base/file.h"
#include "domain/session/session.h"
#include "test.h"
#include "world.h"

static struct world w;

static const struct session summer = {
	.programme = "cjs", .cooperative = "nantes",
	.title = "Coopérative jeunesse de services d’Ancenis",
	.place = "Maison des jeunes", .postcode = "44150",
	.commune = "Ancenis-Saint-Géréon", .insee = "44003",
	.first = 21004, .last = 21057, .starts = 540, .ends = 1020,
	.hours = "du lundi au vendredi", .opens = 20878, .closes = 20953,
	.seats = 3, .contract = "cape"
};

static void
at(const char *day)
{
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)day_parse(day) *
	    86400 + 43200), 1);
}

static void
check_state(void)
{
	struct session s = summer;

	CHECK(session_state(&s, s.opens - 1) == SESSION_A_VENIR);
	CHECK(session_state(&s, s.opens) == SESSION_OUVERTE);
	CHECK(session_state(&s, s.closes) == SESSION_OUVERTE);
	CHECK(session_state(&s, s.closes + 1) == SESSION_FERMEE);
	CHECK(session_state(&s, s.last) == SESSION_FERMEE);
	CHECK(session_state(&s, s.last + 1) == SESSION_PASSEE);
	s.taken = 2;
	CHECK(session_left(&s) == 1);
	CHECK(session_state(&s, s.opens) == SESSION_OUVERTE);
	s.waiting = 1;
	CHECK(session_state(&s, s.opens) == SESSION_COMPLETE);
	s.waiting = 0;
	s.taken = 3;
	CHECK(session_left(&s) == 0);
	CHECK(session_state(&s, s.opens) == SESSION_COMPLETE);
	CHECK(session_open_at(&s, s.opens) == 1);
	CHECK(session_open_at(&s, s.closes + 1) == 0);
	CHECK(session_state(&s, s.closes + 1) == SESSION_FERMEE);
	s.taken = 4;
	CHECK(session_left(&s) == 0);
	s.cancelled = 1;
	CHECK(session_state(&s, s.opens) == SESSION_ANNULEE);
	CHECK_STR(session_state_name(SESSION_A_VENIR), "a_venir");
	CHECK_STR(session_state_name(SESSION_ANNULEE), "annulee");
}

#define WRONG(change, part) do {					\
	struct session s_ = summer;					\
	const char *said_;						\
	s_.change;							\
	said_ = session_wrong(w.a, &s_, w.network);			\
	CHECK(said_ != NULL && strstr(said_, part) != NULL);		\
} while (0)

static void
check_wrong(void)
{
	CHECK(session_wrong(w.a, &summer, w.network) == NULL);
	WRONG(code = "CJS Été", "minuscules");
	WRONG(code = "../x", "minuscules");
	WRONG(code = "", "minuscules");
	WRONG(programme = NULL, "programme");
	WRONG(cooperative = "ailleurs", "ailleurs");
	WRONG(title = " ", "titre");
	WRONG(title = "a\x01z", "illisible");
	WRONG(commune = NULL, "commune");
	WRONG(postcode = "4415", "postal");
	WRONG(first = DAY_NONE, "existe pas");
	WRONG(last = 21003, "fin");
	WRONG(closes = 20877, "clôture");
	WRONG(closes = 21058, "après la fin");
	WRONG(last = 30000, "cinq ans");
	WRONG(ends = HOUR_NONE, "heure");
	WRONG(ends = 500, "heure");
	WRONG(seats = 0, "places");
	WRONG(held = 4, "réservées");
	WRONG(contract = "stage", "contrat");
}

static void
check_texts(void)
{
	struct session s = summer;

	CHECK_STR(session_days(w.a, &s), "du 5\u00a0juillet au "
	    "27\u00a0août\u00a02027");
	CHECK_STR(session_hours(w.a, &s), "de 9\u00a0h à 17\u00a0h, "
	    "du lundi au vendredi");
	s.first = s.last = day_parse("2027-03-01");
	s.starts = 18 * 60 + 5;
	s.ends = 1440;
	s.hours = "";
	CHECK_STR(session_days(w.a, &s), "lundi\u00a01er\u00a0mars\u00a02027");
	CHECK_STR(session_hours(w.a, &s), "de 18\u00a0h\u00a005 à minuit");
	s.starts = s.ends = HOUR_NONE;
	CHECK_STR(session_hours(w.a, &s), "");
	CHECK_STR(day_french_range(w.a, day_parse("2027-05-01"),
	    day_parse("2027-05-08")), "du 1er au 8\u00a0mai\u00a02027");
	CHECK_STR(day_french_range(w.a, day_parse("2026-12-28"),
	    day_parse("2027-01-05")), "du 28\u00a0décembre\u00a02026 au "
	    "5\u00a0janvier\u00a02027");
	CHECK_STR(day_french_month(w.a, day_parse("2026-08-05")),
	    "août\u00a02026");
}

static size_t
count(const struct session_filter *f)
{
	struct session *list;

	return session_list(w.a, w.db, f, &list);
}

static void
check_store(void)
{
	struct session s = summer, t = summer, found, stale, *list;

	at("2026-11-22");
	CHECK(session_create(w.a, w.db, &s) == 0);
	CHECK_STR(s.code, "cjs-ancenis-saint-gereon-2027");
	CHECK_STR(s.departement, "44");
	CHECK(session_create(w.a, w.db, &t) == 0);
	CHECK_STR(t.code, "cjs-ancenis-saint-gereon-2027-2");
	t.code = s.code;
	CHECK(session_create(w.a, w.db, &t) == 1);
	t = summer;
	t.code = "reunion-ajaccio";
	t.programme = "reunion";
	t.cooperative = "laval";
	t.insee = NULL;
	t.postcode = "20000";
	t.commune = "Ajaccio";
	t.first = t.last = t.closes = 20800;
	t.opens = 20700;
	CHECK(session_create(w.a, w.db, &t) == 0);
	CHECK_STR(t.departement, "2A");

	CHECK(session_find(w.a, w.db, "rien", &found) == 1);
	CHECK(session_find(w.a, w.db, s.code, &found) == 0);
	CHECK(found.id == s.id && found.first == s.first &&
	    found.starts == 540 && found.seats == 3 && found.version == 1);
	CHECK_STR(found.hours, "du lundi au vendredi");
	CHECK_STR(found.address, "");

	CHECK(count(&(struct session_filter){ 0 }) == 3);
	CHECK(count(&(struct session_filter){ .programme = "cjs" }) == 2);
	CHECK(count(&(struct session_filter){ .programme = "' OR 1" }) == 0);
	CHECK(count(&(struct session_filter){ .departement = "2A" }) == 1);
	CHECK(count(&(struct session_filter){ .cooperative = "nantes" }) == 2);
	CHECK(count(&(struct session_filter){ .limit = 1 }) == 1);
	CHECK(count(&(struct session_filter){ .signup = 1 }) == 1);
	CHECK(count(&(struct session_filter){ .from = 20801 }) == 2);
	CHECK(count(&(struct session_filter){ .from = 21058 }) == 0);
	session_list(w.a, w.db, &(struct session_filter){ 0 }, &list);
	CHECK_STR(list[0].code, "reunion-ajaccio");

	stale = found;
	found.seats = 5;
	CHECK(session_update(w.db, &found) == 0 && found.version == 2);
	CHECK(session_update(w.db, &stale) == 1);
	CHECK(session_cancel(w.db, &found, " ") == 1);
	CHECK(session_cancel(w.db, &found, "Trop peu d’inscrits.") == 0);
	CHECK(session_cancel(w.db, &found, "Encore.") == 1);
	CHECK(session_find(w.a, w.db, s.code, &found) == 0);
	CHECK(found.cancelled != 0 && found.seats == 5);
	CHECK_STR(found.reason, "Trop peu d’inscrits.");
	CHECK(count(&(struct session_filter){ .programme = "cjs" }) == 1);
	CHECK(count(&(struct session_filter){ .cancelled = 1 }) == 3);
	at("2026-12-15");
	CHECK(session_cancel(w.db, &t, "Trop tard.") == 1);
}

/* What the constraints say when a program does not ask first. */
static void
check_guards(void)
{
	CHECK(db_exec(w.db, "INSERT INTO place (agenda, dossier, state, at, "
	    "changed) SELECT 1, 1, 'volee', 0, 0", "") < 0);
	CHECK(db_exec(w.db, "UPDATE agenda SET closes = opens - 1", "") == -2);
	CHECK(db_exec(w.db, "UPDATE agenda SET code = 'A b'", "") == -2);
	CHECK(db_exec(w.db, "UPDATE agenda SET seats = 0", "") == -2);
}

static size_t
load(const char *xml, struct buf *faults, struct session **list)
{
	const char *path = conf_data(w.a, &w.conf, "essai.xml");
	size_t n;

	buf_reset(faults);
	if (file_write(path, xml, strlen(xml), 0600) == -1)
		return 99;
	n = session_load(w.a, path, conf_share(w.a, &w.conf,
	    "schemas/xml/sessions.rng"), w.network, day_parse("2026-11-22"),
	    faults, list);
	unlink(path);
	return n;
}

#define FILE_OF(attrs, du, au, rest)					\
	"<sessions><session programme='cjs' cooperative='nantes' "	\
	"places='12'" attrs "><titre>Été  à\n l'eau</titre><commune "	\
	"insee='44003'>Ancenis</commune><dates du='" du "' au='" au	\
	"'/>" rest "</session></sessions>"
#define SIGNUP "<inscription du='2026-11-01' au='mardi+1'/>"

static void
check_file(void)
{
	struct buf faults = BUF_INIT;
	struct session *list;

	CHECK(load(FILE_OF(" reservees='2'", "ete+0", "ete+53",
	    "<horaires de='09:00' a='17:30'/>" SIGNUP), &faults, &list) == 1);
	CHECK_STR(buf_cstr(&faults), "");
	CHECK_STR(list->title, "Été à l’eau");
	CHECK_STR(day_iso(w.a, list->first), "2027-07-05");
	CHECK_STR(day_iso(w.a, list->closes), "2026-11-24");
	CHECK(list->starts == 540 && list->ends == 1050 && list->held == 2);
	CHECK(load(FILE_OF("", "2027-02-30", "2027-03-01", SIGNUP), &faults,
	    &list) == 0);
	CHECK(strstr(buf_cstr(&faults), "essai.xml:1: une date") != NULL);
	CHECK(load(FILE_OF("", "demain", "2027-03-01", SIGNUP), &faults,
	    &list) == 0);
	CHECK(faults.len > 0);
	CHECK(load(FILE_OF("", "+1", "+0", SIGNUP), &faults, &list) == 0);
	CHECK(load("<sessions/>", &faults, &list) == 0);
	CHECK(load("<sess", &faults, &list) == 0 && faults.len > 0);
	/* that of the demonstration holds on every day of the year */
	for (int32_t day = 20600; day < 20600 + 366; day += 5) {
		setenv("TERREAU_NOW", arena_fmt(w.a, "%lld",
		    (long long)day * 86400 + 43200), 1);
		buf_reset(&faults);
		if (session_load(w.a, conf_share(w.a, &w.conf,
		    "content/demo/sessions.xml"), conf_share(w.a, &w.conf,
		    "schemas/xml/sessions.rng"), w.network, day, &faults,
		    &list) < 20)
			break;
	}
	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
}

int
main(void)
{
	world_open(&w);
	at("2026-11-22");
	check_state();
	check_wrong();
	check_texts();
	check_store();
	check_guards();
	check_file();
	world_close(&w);
	return test_end();
}
