/*
 * Sessions: finding, listing, writing, telling.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/session/session.h"
#include "domain/session/slot.h"
#include "domain/territory/commune.h"
#include "domain/territory/network.h"
#include "port/unicode.h"

#define TEXT_MAX	2000		/* characters of any text */
#define YEARS_MAX	5		/* ahead and back: more is a slip */
#define CODE_TRIES	50

enum session_state
session_state(const struct session *s, int32_t day)
{
	if (s->cancelled != 0)
		return SESSION_ANNULEE;
	if (day > s->last)
		return SESSION_PASSEE;
	if (day < s->opens)
		return SESSION_A_VENIR;
	if (day > s->closes)
		return SESSION_FERMEE;
	/* who signs up for a group waits, however many there are */
	if (s->composing)
		return SESSION_OUVERTE;
	/* a seat that somebody waits for is not free */
	return session_left(s) > 0 && s->waiting == 0 ? SESSION_OUVERTE :
	    SESSION_COMPLETE;
}

const char *
session_state_name(enum session_state state)
{
	static const char *const names[] = {
		"a_venir", "ouverte", "complete", "fermee", "passee", "annulee"
	};

	return names[state];
}

int64_t
session_left(const struct session *s)
{
	return s->taken < s->seats ? s->seats - s->taken : 0;
}

int
session_open_at(const struct session *s, int32_t day)
{
	enum session_state state = session_state(s, day);

	return state == SESSION_OUVERTE || state == SESSION_COMPLETE;
}

#define COLUMNS	"SELECT id, code, programme, cooperative, title, " \
	"place, address, postcode, commune, insee, departement, first, " \
	"last, coalesce(starts, -1), coalesce(ends, -1), hours, opens, " \
	"closes, seats, held, held + (SELECT count(*) FROM place WHERE " \
	"agenda = agenda.id AND state IN ('prise', 'offerte')), (SELECT " \
	"count(*) FROM place WHERE agenda = agenda.id AND state = " \
	"'attente'), contract, text, coalesce(cancelled, 0), reason, " \
	"changed, version, offer, EXISTS (SELECT 1 FROM groupe g WHERE " \
	"g.agenda = agenda.id AND g.decided IS NULL) FROM agenda "

static void
row(struct arena *a, struct query *q, struct session *s)
{
	*s = (struct session){
		.id = db_int(q, 0), .code = db_dup(a, q, 1),
		.programme = db_dup(a, q, 2), .cooperative = db_dup(a, q, 3),
		.title = db_dup(a, q, 4), .place = db_dup(a, q, 5),
		.address = db_dup(a, q, 6), .postcode = db_dup(a, q, 7),
		.commune = db_dup(a, q, 8), .insee = db_dup(a, q, 9),
		.departement = db_dup(a, q, 10),
		.first = (int32_t)db_int(q, 11), .last = (int32_t)db_int(q, 12),
		.starts = (int)db_int(q, 13), .ends = (int)db_int(q, 14),
		.hours = db_dup(a, q, 15), .opens = (int32_t)db_int(q, 16),
		.closes = (int32_t)db_int(q, 17), .seats = db_int(q, 18),
		.held = db_int(q, 19), .taken = db_int(q, 20),
		.waiting = db_int(q, 21), .contract = db_dup(a, q, 22),
		.text = db_dup(a, q, 23), .cancelled = db_int(q, 24),
		.reason = db_dup(a, q, 25), .changed = db_int(q, 26),
		.version = db_int(q, 27), .offer = db_int(q, 28),
		.composing = (int)db_int(q, 29)
	};
}

static int
one(struct arena *a, struct query *q, struct session *s)
{
	int found = db_next(q);

	if (found)
		row(a, q, s);
	return db_done(q) == -1 ? -1 : !found;
}

int
session_find(struct arena *a, struct db *db, const char *code,
    struct session *s)
{
	return one(a, db_query(db, COLUMNS "WHERE code = ?1", "s", code), s);
}

int
session_by_id(struct arena *a, struct db *db, int64_t id, struct session *s)
{
	return one(a, db_query(db, COLUMNS "WHERE id = ?1", "i", id), s);
}

static const char *
given(const char *s)
{
	return s != NULL ? s : "";
}

size_t
session_list(struct arena *a, struct db *db, const struct session_filter *f,
    struct session **out)
{
	size_t max = f->limit > 0 && f->limit < SESSION_MAX ?
	    (size_t)f->limit : SESSION_MAX, n = 0;
	int32_t from = f->from != 0 ? f->from : day_today();
	struct session *list = arena_array(a, max, sizeof(*list));
	struct query *q;

	*out = list;
	q = db_query(db, COLUMNS "WHERE (last >= ?1) = (?8 = 0) AND (?2 = '' OR "
	    "programme = ?2) AND (?3 = '' OR instr(' ' || ?3 || ' ', "
	    "' ' || cooperative || ' ')) AND (?4 = '' "
	    "OR departement = ?4) AND (?5 = 0 OR (opens <= ?1 AND "
	    "closes >= ?1)) AND (?6 = 1 OR cancelled IS NULL) ORDER BY "
	    "iif(?8, -first, first), starts, code LIMIT ?7", "isssiiii", (int64_t)from,
	    given(f->programme), given(f->cooperative), given(f->departement),
	    (int64_t)(f->signup != 0), (int64_t)(f->cancelled != 0),
	    (int64_t)max, (int64_t)(f->past != 0));
	for (; n < max && db_next(q); n++)
		row(a, q, &list[n]);
	return db_done(q) == -1 ? 0 : n;
}

static int
bad_text(const char *s)
{
	const unsigned char *p;

	if (s == NULL)
		return 0;
	if (!utf8_valid(s, strlen(s)) || utf8_length(s) > TEXT_MAX)
		return 1;
	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if ((*p < 0x20 && *p != '\n') || *p == 0x7f)
			return 1;
	return 0;
}

/* Addresses of staff that stand beside those of séances. */
static int
reserved(const char *code)
{
	return str_has_word("nouvelle planning reunions", code);
}

static int
bad_name(const char *s)
{
	if (s == NULL || s[0] < 'a' || s[0] > 'z' || strlen(s) > 60)
		return 1;
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0';
}

static const char *
wrong_days(const struct session *s)
{
	int32_t today = day_today();

	if (s->first == DAY_NONE || s->last == DAY_NONE ||
	    s->opens == DAY_NONE || s->closes == DAY_NONE)
		return "une date n’existe pas";
	if (s->last < s->first)
		return "la fin vient avant le début";
	if (s->closes < s->opens)
		return "la clôture des inscriptions vient avant leur ouverture";
	if (s->closes > s->last)
		return "les inscriptions se terminent après la fin";
	if (s->first < today - YEARS_MAX * 366 ||
	    s->last > today + YEARS_MAX * 366)
		return "les dates sont à plus de cinq ans";
	if ((s->starts == HOUR_NONE) != (s->ends == HOUR_NONE))
		return "il manque l’heure de début ou de fin";
	if (s->starts != HOUR_NONE && (s->starts < 0 || s->ends > 24 * 60 ||
	    s->ends <= s->starts))
		return "l’heure de fin doit suivre celle de début";
	return NULL;
}

static const char *
wrong_texts(const struct session *s)
{
	const char *const texts[] = {
		s->title, s->place, s->address, s->commune, s->hours, s->text
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (bad_text(texts[i]))
			return "un texte est trop long ou illisible";
	if (str_is_blank(s->title))
		return "il manque le titre";
	if (str_is_blank(s->commune))
		return "il manque la commune";
	if (*given(s->postcode) != '\0' && (strlen(s->postcode) != 5 ||
	    strspn(s->postcode, "0123456789") != 5))
		return "le code postal doit avoir 5 chiffres";
	if (*given(s->insee) != '\0' && strlen(s->insee) != 5)
		return "le code INSEE doit avoir 5 caractères";
	return NULL;
}

const char *
session_wrong(struct arena *a, const struct session *s,
    const struct network *network)
{
	const char *wrong;

	if (s->code != NULL && reserved(s->code))
		return "ce code est celui d’une page";
	if (s->code != NULL && bad_name(s->code))
		return "le code ne doit avoir que des lettres minuscules, des "
		    "chiffres et des tirets (60 au plus), et commencer par "
		    "une lettre";
	if (bad_name(s->programme))
		return "il manque le programme";
	if (s->cooperative == NULL || (network != NULL &&
	    network_cooperative(network, s->cooperative) == NULL))
		return arena_fmt(a, "aucune coopérative de reseau.xml n’a le "
		    "code « %s »", given(s->cooperative));
	if ((wrong = wrong_texts(s)) != NULL ||
	    (wrong = wrong_days(s)) != NULL)
		return wrong;
	if (s->seats < 1 || s->seats > 10000)
		return "le nombre de places doit aller de 1 à 10 000";
	if (s->held < 0 || s->held > s->seats)
		return "les places réservées dépassent le nombre de places";
	if (s->offer < 0 || s->offer > 1000)
		return "le délai d’une offre va de 1 à 1 000 heures";
	if (!str_eq(given(s->contract), "") && !str_eq(s->contract, "cape") &&
	    !str_eq(s->contract, "travail"))
		return "le contrat est « cape » ou « travail »";
	return NULL;
}

/* « cjs-ancenis-saint-gereon-2027 », the n-th of that name. */
static const char *
make_code(struct arena *a, const struct session *s, int n)
{
	char *fold = arena_dup(a, unicode_fold(a, s->commune)), *p;
	int y, m, d;

	for (p = fold; *p != '\0'; p++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789", *p) == NULL)
			*p = '-';
	if (strlen(fold) > 30)
		fold[30] = '\0';
	day_split(s->first, &y, &m, &d);
	return arena_fmt(a, "%s-%s-%04d%s%s", s->programme, fold, y,
	    s->first == s->last ? arena_fmt(a, "-%02d-%02d", m, d) : "",
	    n == 0 ? "" : arena_fmt(a, "-%d", n + 1));
}

static const char *
find_departement(struct arena *a, const struct session *s)
{
	if (*given(s->insee) != '\0')
		return commune_departement(a, s->insee);
	if (*given(s->postcode) == '\0')
		return "";
	/* those of Corsica cannot be told by the post code's two figures */
	if (str_starts(s->postcode, "200") || str_starts(s->postcode, "201"))
		return "2A";
	if (str_starts(s->postcode, "20"))
		return "2B";
	return arena_dupn(a, s->postcode,
	    str_starts(s->postcode, "97") ? 3 : 2);
}

/* 0, 1 the code is taken, -1. */
static int
insert(struct db *db, struct session *s)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO agenda (code, programme, cooperative, "
	    "title, place, address, postcode, commune, insee, departement, "
	    "first, last, starts, ends, hours, opens, closes, seats, held, "
	    "contract, text, reason, changed, version, offer) SELECT ?1, ?2, ?3, ?4, "
	    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, nullif(?13, -1), "
	    "nullif(?14, -1), ?15, ?16, ?17, ?18, ?19, ?20, ?21, '', ?22, 1, ?23 "
	    "WHERE NOT EXISTS (SELECT 1 FROM agenda WHERE code = ?1)",
	    "ssssssssssiiiisiiiissii", s->code, s->programme, s->cooperative,
	    s->title, s->place, s->address, s->postcode, s->commune, s->insee,
	    s->departement, (int64_t)s->first, (int64_t)s->last,
	    (int64_t)s->starts, (int64_t)s->ends, s->hours, (int64_t)s->opens,
	    (int64_t)s->closes, s->seats, s->held, s->contract, s->text,
	    s->changed, s->offer);
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	s->id = db_last_id(db);
	s->version = 1;
	if (slot_follow_in(db, s) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

/* What nobody gave is "", as it is found again. */
static void
complete(struct session *s)
{
	s->place = given(s->place);
	s->address = given(s->address);
	s->postcode = given(s->postcode);
	s->insee = given(s->insee);
	s->departement = given(s->departement);
	s->hours = given(s->hours);
	s->contract = given(s->contract);
	s->text = given(s->text);
	s->changed = time_now();
	if (s->offer == 0)
		s->offer = network_delay(NULL, DELAY_SEAT);
}

int
session_create(struct arena *a, struct db *db, struct session *s)
{
	int rc = 1, n, own = s->code != NULL;

	s->departement = find_departement(a, s);
	complete(s);
	s->taken = s->held;
	s->waiting = s->cancelled = 0;
	s->reason = "";
	for (n = 0; rc == 1 && n < CODE_TRIES; n++) {
		if (!own)
			s->code = make_code(a, s, n);
		else if (n > 0)
			break;
		rc = insert(db, s);
	}
	return rc;
}

int
session_update(struct db *db, struct session *s)
{
	int rc;

	complete(s);
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE agenda SET title = ?3, place = ?4, "
	    "address = ?5, postcode = ?6, commune = ?7, insee = ?8, "
	    "departement = ?9, first = ?10, last = ?11, starts = "
	    "nullif(?12, -1), ends = nullif(?13, -1), hours = ?14, "
	    "opens = ?15, closes = ?16, seats = ?17, held = ?18, contract = "
	    "?19, text = ?20, changed = ?21, offer = ?22, version = version + 1 WHERE "
	    "id = ?1 AND version = ?2 AND ?17 - ?18 >= (SELECT count(*) FROM "
	    "place WHERE agenda = ?1 AND state IN ('prise', 'offerte'))",
	    "iisssssssiiiisiiiissii", s->id, s->version, s->title, s->place,
	    s->address, s->postcode, s->commune, s->insee, s->departement,
	    (int64_t)s->first, (int64_t)s->last, (int64_t)s->starts,
	    (int64_t)s->ends, s->hours, (int64_t)s->opens, (int64_t)s->closes,
	    s->seats, s->held, s->contract, s->text, s->changed, s->offer);
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	s->version++;
	if (slot_follow_in(db, s) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

/* Another window of sign-up, if the version still is that one. */
static int
sign_up(struct db *db, struct session *s, int32_t opens, int32_t closes)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE agenda SET opens = ?3, closes = ?4, changed "
	    "= ?5, version = version + 1 WHERE id = ?1 AND version = ?2 AND "
	    "cancelled IS NULL AND last >= ?4", "iiiii", s->id, s->version,
	    (int64_t)opens, (int64_t)closes, time_now());
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	s->opens = opens;
	s->closes = closes;
	s->version++;
	return db_commit(db);
}

int
session_open_now(struct db *db, struct session *s)
{
	int32_t today = day_today();

	/* who closed it by hand meant another last day */
	return sign_up(db, s, today < s->opens ? today : s->opens,
	    s->closes > today ? s->closes : s->first > today ? s->first - 1 :
	    today);
}

int
session_close_now(struct db *db, struct session *s)
{
	int32_t before = day_today() - 1;

	return sign_up(db, s, s->opens < before ? s->opens : before,
	    s->closes < before ? s->closes : before);
}

int
session_cancel(struct db *db, struct session *s, const char *reason)
{
	int64_t now = time_now();
	int rc;

	if (str_is_blank(reason))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE agenda SET cancelled = ?2, reason = ?3, "
	    "changed = ?2, version = version + 1 WHERE id = ?1 AND cancelled "
	    "IS NULL AND last >= ?4", "iisi", s->id, now, reason,
	    (int64_t)day_today());
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	s->cancelled = s->changed = now;
	s->reason = reason;
	s->version++;
	return db_commit(db);
}

const char *
session_days(struct arena *a, const struct session *s)
{
	return s->first == s->last ? day_french_week(a, s->first) :
	    day_french_range(a, s->first, s->last);
}

const char *
session_hours(struct arena *a, const struct session *s)
{
	const char *from_to;

	if (s->starts == HOUR_NONE)
		return s->hours;
	from_to = arena_fmt(a, "de %s à %s", hour_french(a, s->starts),
	    hour_french(a, s->ends));
	return *s->hours == '\0' ? from_to :
	    arena_fmt(a, "%s, %s", from_to, s->hours);
}

static void
set(struct node *n, const char *attr, const char *value)
{
	if (value != NULL && *value != '\0')
		node_set(n, attr, value);
}

/* « à Ancenis », « au Mans », « aux Sables-d’Olonne » */
static const char *
at_commune(struct arena *a, const char *name)
{
	if (str_starts(name, "Le "))
		return arena_fmt(a, "au %s", name + 3);
	if (str_starts(name, "Les "))
		return arena_fmt(a, "aux %s", name + 4);
	return arena_fmt(a, "à %s", name);
}

struct node *
session_node(struct arena *a, struct node *parent, const struct session *s,
    int32_t day)
{
	struct node *n = node_add(parent, "session");

	node_set(n, "code", s->code);
	node_set(n, "programme", s->programme);
	node_set(n, "cooperative", s->cooperative);
	node_set(n, "titre", s->title);
	set(n, "lieu", s->place);
	set(n, "adresse", s->address);
	set(n, "code-postal", s->postcode);
	node_set(n, "commune", s->commune);
	node_set(n, "a", at_commune(a, s->commune));
	set(n, "departement", s->departement);
	node_set(n, "debut", day_iso(a, s->first));
	node_set(n, "fin", day_iso(a, s->last));
	node_set(n, "dates", session_days(a, s));
	set(n, "horaires", session_hours(a, s));
	node_set(n, "ouverture", day_iso(a, s->opens));
	node_set(n, "cloture", day_iso(a, s->closes));
	node_set_int(n, "places", s->seats);
	node_set_int(n, "restantes", session_left(s));
	if (s->waiting > 0)
		node_set_int(n, "attente", s->waiting);
	if (s->composing)
		node_set(n, "compose", "1");
	set(n, "contrat", s->contract);
	node_set(n, "etat", session_state_name(session_state(s, day)));
	set(n, "motif", s->reason);
	set(n, "texte", s->text);
	node_set(n, "lien", arena_fmt(a, "/agenda/%s", s->code));
	return n;
}
