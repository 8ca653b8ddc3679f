/*
 * Certificates of what was erased.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/dossier/depart.h"
#include "domain/paper/document.h"
#include "domain/proof/certificat.h"

#define FIRST	"aucun, celui-ci est le premier"

/* One that has no records is of before there were certificates. */
#define WAITING	"FROM depart p JOIN dossier d ON d.id = p.dossier WHERE "	\
	"p.records > 0 AND p.dossier NOT IN (SELECT dossier FROM "		\
	"certificat_depart)"

int64_t
certificat_waits(struct db *db)
{
	struct query *q = db_query(db, "SELECT count(*) " WAITING, "");
	int64_t n = db_next(q) ? db_int(q, 0) : -1;

	return db_done(q) == -1 ? -1 : n;
}

/* The number of the last one and the SHA-256 of its text; 0, or -1. */
static int
last(struct arena *a, struct db *db, int64_t *number, const char **hex)
{
	struct query *q;
	const void *sha;
	size_t n;

	*number = 0;
	*hex = FIRST;
	q = db_query(db, "SELECT id, sha256 FROM certificat ORDER BY id DESC "
	    "LIMIT 1", "");
	if (db_next(q)) {
		*number = db_int(q, 0);
		sha = db_blob(q, 1, &n);
		*hex = arena_fmt(a, "n° %lld, SHA-256 %s",
		    (long long)*number, hex_encode(a, sha, n));
	}
	return db_done(q);
}

/* SHA-256 over the numbers of the files, one a line, sorted. */
static const char *
numbers(struct arena *a, struct db *db)
{
	unsigned char sum[SHA256_SIZE];
	struct sha256 s;
	struct query *q;

	sha256_start(&s);
	q = db_query(db, "SELECT d.numero " WAITING " ORDER BY d.numero", "");
	while (db_next(q)) {
		sha256_add(&s, db_text(q, 0), strlen(db_text(q, 0)));
		sha256_add(&s, "\n", 1);
	}
	sha256_end(&s, sum);
	return db_done(q) == -1 ? NULL : hex_encode(a, sum, sizeof(sum));
}

/* By rule: how many, and what went with them.  How many files; -1. */
static int64_t
write_rules(struct arena *a, struct db *db, struct buf *b)
{
	struct query *q;
	int64_t files = 0;

	q = db_query(db, "SELECT d.programme, p.version, p.state, p.days, "
	    "p.ground, p.asked IS NOT NULL, count(*), sum(p.records), "
	    "sum(p.pieces), sum(p.messages), sum(p.papers), sum((SELECT "
	    "count(*) FROM depart_garde g WHERE g.dossier = p.dossier)), "
	    "min(p.at), max(p.at) " WAITING " GROUP BY 1, 2, 3, 4, 5, 6 ORDER "
	    "BY 1, 2, 3, 4, 5, 6", "");
	while (db_next(q)) {
		files += db_int(q, 6);
		buf_fmt(b, "\nProgramme %s, version %lld, état « %s »\n",
		    db_text(q, 0), (long long)db_int(q, 1), db_text(q, 2));
		if (db_int(q, 5))
			buf_str(b, "  Règle : la personne l’a demandé (RGPD, "
			    "article 17)\n");
		else
			buf_fmt(b, "  Règle : %s après l’arrivée dans cet "
			    "état%s%s\n", depart_days(a, (int)db_int(q, 3)),
			    *db_text(q, 4) == '\0' ? "" : " – ",
			    db_text(q, 4));
		buf_fmt(b, "  Effacés du %s au %s\n",
		    time_iso(a, db_int(q, 12)), time_iso(a, db_int(q, 13)));
		buf_fmt(b, "  Dossiers : %lld\n  Enregistrements : %lld\n"
		    "  Pièces jointes : %lld\n  Messages : %lld\n"
		    "  Papiers délivrés : %lld, dont gardés par la loi : "
		    "%lld\n", (long long)db_int(q, 6), (long long)db_int(q, 7),
		    (long long)db_int(q, 8), (long long)db_int(q, 9),
		    (long long)db_int(q, 10), (long long)db_int(q, 11));
	}
	return db_done(q) == -1 ? -1 : files;
}

/* The whole text.  How many files it tells of, or -1. */
static int64_t
compose(struct arena *a, struct db *db, const struct office *office,
    int64_t number, const char *before, int64_t now, struct buf *b)
{
	const char *list = numbers(a, db);
	int64_t files;

	buf_fmt(b, "CERTIFICAT D’EFFACEMENT n° %lld\n\n"
	    "Portail : %s\nFait le : %s\nCertificat précédent : %s\n",
	    (long long)number, office->conf->url, time_iso(a, now), before);
	if (list == NULL || (files = write_rules(a, db, b)) == -1)
		return -1;
	buf_fmt(b, "\nDossiers effacés, en tout : %lld\n"
	    "Empreinte de la liste triée de leurs numéros (SHA-256) :\n"
	    "  %s\n\n"
	    "De ces dossiers sont effacés : noms, adresses, réponses, pièces "
	    "jointes,\nmessages, notes, représentants légaux, mots des "
	    "papiers délivrés. Les clés\nqui ouvraient les copies de "
	    "sauvegarde sont détruites. Restent, sans nommer\npersonne : "
	    "numéros, dates, états, empreintes, heures, codes et fins des "
	    "papiers.\n\nClé du sceau : %s\n", (long long)files, list,
	    office->key_name);
	return files;
}

static int
make(struct arena *a, struct db *db, const struct office *office,
    struct buf *text, int64_t *number)
{
	unsigned char sha[SHA256_SIZE], seal[SEAL_SIZE];
	int64_t files, now = time_now();
	const char *before;

	if (last(a, db, number, &before) == -1)
		return -1;
	files = compose(a, db, office, ++*number, before, now, text);
	if (files == -1)
		return -1;
	sha256(sha, text->data, text->len);
	seal_sign(seal, text->data, text->len, office->secret);
	return db_exec(db, "INSERT INTO certificat VALUES (?1, ?2, ?3, ?4, "
	    "?5, ?6, ?7)", "iiisbsb", *number, now, files, buf_cstr(text),
	    sha, sizeof(sha), office->key_name, seal, sizeof(seal)) == 1 &&
	    db_exec(db, "INSERT INTO certificat_depart SELECT p.dossier, ?1 "
	    WAITING, "i", *number) == files ? 0 : -1;
}

int
certificat_make(struct arena *a, struct db *db, const struct office *office,
    int64_t *number)
{
	struct buf text = BUF_INIT;
	int rc = db_begin(db);

	if (rc == 0 && make(a, db, office, &text, number) == -1) {
		log_warnx("le certificat d’effacement n’a pas pu être fait");
		db_rollback(db);
		rc = -1;
	} else if (rc == 0)
		rc = db_commit(db);
	buf_free(&text);
	return rc;
}

#define COLUMNS	"id, at, files, text, key_name, seal"

static void
row(struct arena *a, struct query *q, struct certificat *c)
{
	const void *seal;
	size_t n;

	*c = (struct certificat){ .id = db_int(q, 0), .at = db_int(q, 1),
		.files = db_int(q, 2), .text = db_dup(a, q, 3),
		.key_name = db_dup(a, q, 4) };
	seal = db_blob(q, 5, &n);
	if (n == SEAL_SIZE)
		memcpy(c->seal, seal, n);
}

size_t
certificat_list(struct arena *a, struct db *db, size_t max,
    struct certificat **out)
{
	struct query *q;
	size_t n = 0;

	*out = arena_array(a, max + 1, sizeof(**out));
	q = db_query(db, "SELECT " COLUMNS " FROM certificat ORDER BY id DESC "
	    "LIMIT ?1", "i", (int64_t)max);
	while (n < max && db_next(q))
		row(a, q, &(*out)[n++]);
	return db_done(q) == -1 ? 0 : n;
}

int
certificat_find(struct arena *a, struct db *db, int64_t number,
    struct certificat *c)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT " COLUMNS " FROM certificat WHERE id = ?1",
	    "i", number);
	if ((found = db_next(q)) != 0)
		row(a, q, c);
	return db_done(q) == -1 ? -1 : !found;
}

const char *
certificat_file(struct arena *a, const struct certificat *c)
{
	return arena_fmt(a, "%sSceau (Ed25519, de tout ce qui précède cette "
	    "ligne) : %s\n", c->text, base64_encode(a, c->seal, SEAL_SIZE));
}

/* What is wrong with one, NULL when it is sound. */
static const char *
fault(struct arena *a, struct query *q, const struct keyring *ring,
    int64_t number, const char *before)
{
	const struct key *key = keyring_named(ring, db_text(q, 2));
	const char *text = db_text(q, 1);
	unsigned char sum[SHA256_SIZE];
	const void *sha, *seal;
	size_t n, nseal;

	sha = db_blob(q, 3, &n);
	seal = db_blob(q, 4, &nseal);
	sha256(sum, text, strlen(text));
	if (n != SHA256_SIZE || memcmp(sum, sha, n) != 0)
		return "son texte n’est plus celui de son empreinte";
	if (key == NULL || nseal != SEAL_SIZE ||
	    !seal_matches(seal, text, strlen(text), key->public))
		return "son sceau ne tient pas";
	if (db_int(q, 0) != number || strstr(text, arena_fmt(a,
	    "précédent : %s\n", before)) == NULL)
		return "celui d’avant manque, ou n’est pas celui qu’il "
		    "nomme";
	return db_int(q, 5) == db_int(q, 6) ? NULL :
	    "les effacements qu’il compte ne sont pas là";
}

size_t
certificat_check(struct db *db, const struct keyring *ring, struct buf *out)
{
	struct arena *a = arena_new();
	const char *what, *before = FIRST;
	struct query *q;
	const void *sha;
	size_t len, n = 0;
	int64_t number = 1;

	q = db_query(db, "SELECT c.id, c.text, c.key_name, c.sha256, c.seal, "
	    "c.files, (SELECT count(*) FROM certificat_depart WHERE "
	    "certificat = c.id) FROM certificat c ORDER BY c.id", "");
	for (; db_next(q); number++) {
		what = fault(a, q, ring, number, before);
		if (what != NULL) {
			buf_fmt(out, "certificat %lld : %s\n",
			    (long long)db_int(q, 0), what);
			n++;
		}
		number = db_int(q, 0);
		sha = db_blob(q, 3, &len);
		before = arena_fmt(a, "n° %lld, SHA-256 %s",
		    (long long)number, hex_encode(a, sha, len));
	}
	if (db_done(q) == -1) {
		buf_str(out, "les certificats ne se lisent pas\n");
		n++;
	}
	arena_free(a);
	return n;
}
