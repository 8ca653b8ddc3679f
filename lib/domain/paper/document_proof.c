/*
 * document_proof: what a document was made of, under one seal, and how it
 * ended.
 *
 * The sum of a document is SHA-256 over every column of its row that never
 * changes and of its row in document_proof, in the order of the query below,
 * each as a byte (1; 0 for NULL), its length (8 bytes, high byte first) and its
 * bytes, numbers in decimal.  The seal is Ed25519 over « terreau document\n »
 * and the sum, so that who can write to the database but has no key cannot mend
 * it.  The end is summed and sealed alike, with « terreau fin\n », the copy
 * that all have signed with « terreau copie\n », a paper that was there before
 * proofs were kept, and its row in document_adopted, with « terreau
 * adoption\n ».
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/paper/paper.h"
#include "domain/proof/proof.h"
#include "port/pdf.h"

#define SUMMED		32	/* columns of the first query */
#define ENDED		5	/* of the second */
#define COPIED		11	/* of the third */
#define ADOPTED		24	/* of the fourth */
#define OF_DOCUMENT	"terreau document\n"
#define OF_END		"terreau fin\n"
#define OF_COPY		"terreau copie\n"
#define OF_ADOPTION	"terreau adoption\n"

static const char *const contexts[] = {
	[SEALED_DOCUMENT] = OF_DOCUMENT, [SEALED_END] = OF_END,
	[SEALED_COPY] = OF_COPY, [SEALED_ADOPTION] = OF_ADOPTION
};

static void
add_value(struct sha256 *s, struct query *q, int col)
{
	unsigned char head[9] = { 0 };
	const void *bytes;
	size_t len, i;

	bytes = db_blob(q, col, &len);
	head[0] = !db_null(q, col);
	for (i = 0; i < 8; i++)
		head[8 - i] = (unsigned char)((uint64_t)len >> 8 * i);
	sha256_add(s, head, sizeof(head));
	sha256_add(s, bytes, len);
}

/* The sum of the query's one row.  1 when there is one, 0, -1. */
static int
sum_row(struct query *q, int columns, unsigned char sum[SHA256_SIZE])
{
	struct sha256 s;
	int found = 0, i;

	sha256_start(&s);
	if (db_next(q)) {
		for (i = 0; i < columns; i++)
			add_value(&s, q, i);
		found = 1;
	}
	sha256_end(&s, sum);
	return db_done(q) == -1 ? -1 : found;
}

#define STAYS	"d.id, d.code, d.dossier, d.kind, d.title, d.template, " \
	"d.template_sha, d.context, d.twin, d.pdf, d.sha256, d.empreinte, " \
	"d.seal, d.key_name, d.cooperative, d.issuer, d.initials, d.pages, " \
	"d.issued, d.account, d.issued_by"

int
document_sum(struct db *db, int64_t id, unsigned char sum[SHA256_SIZE])
{
	return sum_row(db_query(db, "SELECT " STAYS ", p.document, p.record, "
	    "r.sha256, p.fonts, p.engine, p.qr, p.until, "
	    "p.given, p.family, r.dossier, r.link FROM document d JOIN "
	    "document_proof p ON p.document = d.id JOIN record r ON r.id = "
	    "p.record WHERE d.id = ?1", "i", id), SUMMED, sum);
}

int
document_end_sum(struct db *db, int64_t id, unsigned char sum[SHA256_SIZE])
{
	return sum_row(db_query(db, "SELECT code, state, replaced_by, ended, "
	    "reason FROM document WHERE id = ?1", "i", id), ENDED, sum);
}

int
execution_sum(struct db *db, int64_t id, unsigned char sum[SHA256_SIZE])
{
	return sum_row(db_query(db, "SELECT document, context, twin, pdf, "
	    "sha256, words, seal, key_name, pages, completed, at FROM "
	    "execution WHERE document = ?1", "i", id), COPIED, sum);
}

int
document_adopted_sum(struct db *db, int64_t id,
    unsigned char sum[SHA256_SIZE])
{
	return sum_row(db_query(db, "SELECT " STAYS ", p.document, p.at, "
	    "p.key_name FROM document d JOIN document_adopted p ON p.document "
	    "= d.id WHERE d.id = ?1", "i", id), ADOPTED, sum);
}

/* What is signed, in the arena. */
static const unsigned char *
sealed_bytes(struct arena *a, const char *what,
    const unsigned char sum[SHA256_SIZE], size_t *n)
{
	size_t len = strlen(what);
	unsigned char *p = arena_alloc(a, len + SHA256_SIZE);

	memcpy(p, what, len);
	memcpy(p + len, sum, SHA256_SIZE);
	*n = len + SHA256_SIZE;
	return p;
}

static void
sign(struct arena *a, const struct office *office, const char *what,
    const unsigned char sum[SHA256_SIZE], unsigned char seal[SEAL_SIZE])
{
	size_t n;
	const unsigned char *bytes = sealed_bytes(a, what, sum, &n);

	seal_sign(seal, bytes, n, office->secret);
}

int
document_sum_sealed(struct arena *a, enum sealed what,
    const unsigned char sum[SHA256_SIZE], const unsigned char seal[SEAL_SIZE],
    const struct key *key)
{
	size_t n;
	const unsigned char *bytes = sealed_bytes(a, contexts[what], sum, &n);

	return seal_matches(seal, bytes, n, key->public);
}

/* The last day the data name: that of the contract. */
static int32_t
last_day(struct arena *a, const struct node *root)
{
	const struct node *contrat = node_child(root, "contrat");
	const char *s = contrat == NULL ? NULL :
	    node_value(a, contrat, "fin");

	return s == NULL ? DAY_NONE : day_parse(s);
}

const char *
document_qr(struct arena *a, const struct office *office, struct tree *t,
    const struct dossier *d, const char *kind, const char *code, int64_t at,
    const unsigned char empreinte[SHA256_SIZE])
{
	struct node *root = tree_root(t);
	struct proof p = {
		.kind = proof_kind(kind), .code = code,
		.issued = time_local(at, NULL, NULL),
		.until = last_day(a, root),
		.initials = proof_initials(a, document_initials(a, d->prenom,
		    d->nom))
	};
	const char *text;

	memcpy(p.key, keyring_active(&office->keys)->id, PROOF_KEY);
	memcpy(p.empreinte, empreinte, PROOF_PRINT);
	proof_name(p.name, a, code, d->nom);
	if ((text = proof_sign(a, &p, office->secret)) == NULL) {
		log_warnx("document %s: its facts fit no code", code);
		return NULL;
	}
	node_set(root, "preuve", proof_address(a, office->conf->url, text));
	return text;
}

/* The last record of a dossier; 0 when there is none, or -1. */
static int64_t
last_record(struct db *db, int64_t dossier)
{
	struct query *q = db_query(db, "SELECT coalesce(max(id), 0) FROM "
	    "record WHERE dossier = ?1", "i", dossier);
	int64_t id = db_next(q) ? db_int(q, 0) : -1;

	return db_done(q) == -1 ? -1 : id;
}

int
document_proof_store(struct arena *a, struct db *db,
    const struct office *office, int64_t id, const struct dossier *d,
    const char *qr)
{
	unsigned char sum[SHA256_SIZE], seal[SEAL_SIZE], none[SEAL_SIZE] =
	    { 0 };
	const struct key *key;
	struct proof p;

	if (proof_check(a, qr, &office->keys, &p, &key) != PROOF_SOUND ||
	    db_exec(db, "INSERT INTO document_proof VALUES (?1, ?2, ?3, ?4, "
	    "?5, nullif(?6, -1), ?7, ?8, ?9, ?10)", "iibssissbb", id,
	    last_record(db, d->id), office->fonts, (size_t)SHA256_SIZE,
	    document_engine(a), qr, p.until == DAY_NONE ? (int64_t)-1 :
	    (int64_t)p.until, d->prenom, d->nom, none, (size_t)SHA256_SIZE,
	    none, (size_t)SEAL_SIZE) != 1 ||
	    document_sum(db, id, sum) != 1)
		return -1;
	sign(a, office, OF_DOCUMENT, sum, seal);
	return db_exec(db, "UPDATE document_proof SET sum = ?1, seal = ?2 "
	    "WHERE document = ?3", "bbi", sum, (size_t)SHA256_SIZE, seal,
	    (size_t)SEAL_SIZE, id) == 1 ? 0 : -1;
}

int
document_adopted_store(struct arena *a, struct db *db,
    const struct office *office, int64_t id)
{
	unsigned char sum[SHA256_SIZE], seal[SEAL_SIZE], none[SEAL_SIZE] =
	    { 0 };

	if (db_exec(db, "INSERT INTO document_adopted VALUES (?1, ?2, ?3, ?4, "
	    "?5)", "iisbb", id, time_now(), office->key_name, none,
	    (size_t)SHA256_SIZE, none, (size_t)SEAL_SIZE) != 1 ||
	    document_adopted_sum(db, id, sum) != 1)
		return -1;
	sign(a, office, OF_ADOPTION, sum, seal);
	return db_exec(db, "UPDATE document_adopted SET sum = ?1, seal = ?2 "
	    "WHERE document = ?3", "bbi", sum, (size_t)SHA256_SIZE, seal,
	    (size_t)SEAL_SIZE, id) == 1 ? 0 : -1;
}

int
document_end_store(struct arena *a, struct db *db,
    const struct office *office, const char *code)
{
	unsigned char sum[SHA256_SIZE], seal[SEAL_SIZE];
	struct query *q;
	int64_t id = 0;

	q = db_query(db, "SELECT id FROM document WHERE code = ?1", "s", code);
	if (db_next(q))
		id = db_int(q, 0);
	if (db_done(q) == -1 || document_end_sum(db, id, sum) != 1)
		return -1;
	sign(a, office, OF_END, sum, seal);
	return db_exec(db, "INSERT INTO document_end VALUES (?1, ?2, ?3, ?4)",
	    "isbb", id, office->key_name, sum, (size_t)SHA256_SIZE, seal,
	    (size_t)SEAL_SIZE) == 1 ? 0 : -1;
}

int
execution_proof_store(struct arena *a, struct db *db,
    const struct office *office, int64_t id)
{
	unsigned char sum[SHA256_SIZE], seal[SEAL_SIZE];

	if (execution_sum(db, id, sum) != 1)
		return -1;
	sign(a, office, OF_COPY, sum, seal);
	return db_exec(db, "INSERT INTO execution_proof VALUES (?1, ?2, ?3)",
	    "ibb", id, sum, (size_t)SHA256_SIZE, seal, (size_t)SEAL_SIZE) ==
	    1 ? 0 : -1;
}

int
document_key_stale(struct arena *a, const struct office *office)
{
	struct buf faults = BUF_INIT;
	struct keyring ring;
	const struct key *key = NULL;

	if (keyring_read(a, conf_data(a, office->conf, KEY_FILE), &ring,
	    &faults) == 0)
		key = keyring_active(&ring);
	else
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	return key == NULL || !str_eq(key->name, office->key_name);
}

int
document_origin(struct arena *a, struct db *db, const char *code,
    struct origin *o)
{
	const void *blob;
	struct query *q;
	size_t n;
	int found;

	q = db_query(db, "SELECT d.template, p.engine, d.twin, d.pdf, p.fonts "
	    "FROM document d JOIN document_proof p ON p.document = d.id WHERE "
	    "d.code = ?1", "s", code);
	if ((found = db_next(q)) != 0) {
		*o = (struct origin){ .code = code,
			.template = db_dup(a, q, 0),
			.engine = db_dup(a, q, 1) };
		blob = db_blob(q, 2, &o->ntwin);
		o->twin = arena_dupn(a, blob, o->ntwin);
		blob = db_blob(q, 3, &o->npdf);
		o->pdf = arena_dupn(a, blob, o->npdf);
		blob = db_blob(q, 4, &n);
		memcpy(o->fonts, blob, n < SHA256_SIZE ? n : SHA256_SIZE);
	}
	return db_done(q) == -1 ? -1 : !found;
}

const char *
document_engine(struct arena *a)
{
	return arena_fmt(a, "Terreau %s, %s", PACKAGE_VERSION, pdf_library());
}

/* Names and bytes of what a folder of fonts holds, sorted. */
int
document_fonts(struct arena *a, const char *dir,
    unsigned char sum[SHA256_SIZE])
{
	static const char *const suffixes[] = { ".icc", ".ttf" };
	unsigned char one[SHA256_SIZE];
	struct sha256 s;
	struct buf b = BUF_INIT;
	char **list;
	size_t i, j, n;
	int rc = 0;

	sha256_start(&s);
	for (i = 0; i < 2 && rc == 0; i++) {
		list = file_list(a, dir, suffixes[i], &n);
		for (j = 0; list != NULL && j < n && rc == 0; j++) {
			buf_reset(&b);
			rc = file_read(&b, list[j]);
			sha256(one, b.data, b.len);
			sha256_add(&s, strrchr(list[j], '/'),
			    strlen(strrchr(list[j], '/')) + 1);
			sha256_add(&s, one, sizeof(one));
		}
		if (list == NULL || n == 0)
			rc = -1;
	}
	sha256_end(&s, sum);
	buf_free(&b);
	return rc;
}
