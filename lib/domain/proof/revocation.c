/*
 * revocation: writing the list, signing it, reading it back.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/proof/revocation.h"

#define HEAD		"terreau-revocations 1"
#define HASHED		"ED"		/* minisign: of the BLAKE2b of the file */
#define PACKED		(2 + KEY_ID + SEAL_SIZE)
#define UNTRUSTED	"untrusted comment: "
#define TRUSTED		"trusted comment: "

void
revocation_digest(unsigned char out[REVOCATION_DIGEST], struct arena *a,
    const char *code)
{
	const char *s = arena_fmt(a, "terreau code\n%s", code);
	unsigned char hash[SHA256_SIZE];

	sha256(hash, s, strlen(s));
	memcpy(out, hash, REVOCATION_DIGEST);
}

static int
by_paper(const void *x, const void *y)
{
	const struct revocation *a = x, *b = y;

	return memcmp(a->paper, b->paper, REVOCATION_DIGEST);
}

/* All that ended, by digest.  0 or -1. */
static int
ended(struct arena *a, struct db *db, struct revocations *list)
{
	struct query *q;
	size_t max = 0;

	q = db_query(db, "SELECT count(*) FROM document WHERE state <> "
	    "'valide'", "");
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	list->rows = arena_array(a, max + 1, sizeof(*list->rows));
	q = db_query(db, "SELECT code, coalesce(replaced_by, ''), ended FROM "
	    "document WHERE state <> 'valide'", "");
	for (; list->n < max && db_next(q); list->n++) {
		struct revocation *r = &list->rows[list->n];

		revocation_digest(r->paper, a, db_text(q, 0));
		r->replaced = db_text(q, 1)[0] != '\0';
		if (r->replaced)
			revocation_digest(r->by, a, db_text(q, 1));
		r->day = time_local(db_int(q, 2), NULL, NULL);
	}
	qsort(list->rows, list->n, sizeof(*list->rows), by_paper);
	return db_done(q);
}

static void
write_list(struct arena *a, struct buf *b, const struct revocations *list,
    const char *key_name)
{
	const struct revocation *r;
	size_t i;

	buf_fmt(b, HEAD "\nsite %s\nserie %lld\ndate %s\ncle %s\n"
	    "documents %zu\n", list->site, (long long)list->serial,
	    list->date, key_name, list->n);
	for (i = 0; i < list->n; i++) {
		r = &list->rows[i];
		buf_fmt(b, "%s %s %s", r->replaced ? "remplace" : "revoque",
		    hex_encode(a, r->paper, REVOCATION_DIGEST),
		    day_iso(a, r->day));
		if (r->replaced)
			buf_fmt(b, " %s", hex_encode(a, r->by,
			    REVOCATION_DIGEST));
		buf_char(b, '\n');
	}
}

/* What minisign would have written with our key. */
static void
write_signature(struct arena *a, struct buf *b, const struct buf *list,
    const struct revocations *about, const struct office *office)
{
	const struct key *key = keyring_active(&office->keys);
	unsigned char packed[PACKED], digest[DIGEST_SIZE], all[SEAL_SIZE];
	struct buf whole = BUF_INIT;
	const char *comment;

	digest512(digest, list->data, list->len);
	memcpy(packed, HASHED, 2);
	memcpy(packed + 2, key->id, KEY_ID);
	seal_sign(packed + 2 + KEY_ID, digest, sizeof(digest),
	    office->secret);
	comment = arena_fmt(a, "revocations.txt serie %lld date %s",
	    (long long)about->serial, about->date);
	buf_add(&whole, packed + 2 + KEY_ID, SEAL_SIZE);
	buf_str(&whole, comment);
	seal_sign(all, whole.data, whole.len, office->secret);
	buf_fmt(b, UNTRUSTED "cle %s\n%s\n" TRUSTED "%s\n%s\n", key->name,
	    base64_encode(a, packed, sizeof(packed)), comment,
	    base64_encode(a, all, sizeof(all)));
	buf_free(&whole);
}

static int
put(struct arena *a, const struct office *office, const char *name,
    const struct buf *b)
{
	return file_write(conf_data(a, office->conf, arena_fmt(a,
	    REVOCATION_FOLDER "/%s", name)), b->data, b->len, 0644);
}

/* In the transaction that numbers it, so that two cannot write at once. */
static int
publish(struct arena *a, struct db *db, const struct office *office)
{
	struct revocations list = { .site = office->conf->url,
		.date = time_iso(a, time_now()) };
	struct buf text = BUF_INIT, sig = BUF_INIT, keys = BUF_INIT;
	unsigned char hash[SHA256_SIZE];
	struct query *q;
	int rc = -1;

	q = db_query(db, "SELECT coalesce(max(serial), 0) + 1 FROM "
	    "revocation_list", "");
	if (db_next(q))
		list.serial = db_int(q, 0);
	if (db_done(q) == -1 || ended(a, db, &list) == -1)
		return -1;
	write_list(a, &text, &list, office->key_name);
	write_signature(a, &sig, &text, &list, office);
	keyring_write(a, &keys, &office->keys);
	sha256(hash, text.data, text.len);
	if (file_mkdirs(conf_data(a, office->conf, REVOCATION_FOLDER),
	    0755) == 0 && db_exec(db, "INSERT INTO revocation_list VALUES "
	    "(?1, ?2, ?3, ?4)", "iiib", list.serial, time_now(),
	    (int64_t)list.n, hash, (size_t)SHA256_SIZE) == 1 &&
	    put(a, office, "cles.txt", &keys) == 0 &&
	    put(a, office, "revocations.txt", &text) == 0)
		rc = put(a, office, "revocations.txt.minisig", &sig);
	buf_free(&text);
	buf_free(&sig);
	buf_free(&keys);
	return rc;
}

int
revocation_publish(struct arena *a, struct db *db,
    const struct office *office)
{
	if (!office->may_seal || document_key_stale(a, office)) {
		log_warnx("revocations: no key to sign the list with");
		return -1;
	}
	if (db_begin(db) == -1)
		return -1;
	if (publish(a, db, office) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

/* « name value », the value; NULL otherwise. */
static const char *
named(const char *line, const char *name)
{
	size_t n = strlen(name);

	return line != NULL && str_starts(line, name) && line[n] == ' ' ?
	    line + n + 1 : NULL;
}

/* « revoque DIGEST DAY » or « remplace DIGEST DAY DIGEST ».  0 or -1. */
static int
read_row(char *line, struct revocation *r)
{
	const char *words[4];
	size_t n = 0;

	while (n < 4 && (words[n] = str_split(&line, ' ')) != NULL)
		n++;
	if (n < 3 || line != NULL ||
	    hex_decode(r->paper, REVOCATION_DIGEST, words[1]) == -1 ||
	    (r->day = day_parse(words[2])) == DAY_NONE)
		return -1;
	r->replaced = n == 4;
	if (!r->replaced)
		return str_eq(words[0], "revoque") ? 0 : -1;
	return str_eq(words[0], "remplace") ? hex_decode(r->by,
	    REVOCATION_DIGEST, words[3]) : -1;
}

int
revocation_parse(struct arena *a, const char *text, const char *path,
    struct revocations *list, struct buf *faults)
{
	char *rest = arena_dup(a, text), *line = str_split(&rest, '\n');
	const char *value;
	long long serial, n;
	int number = 6;

	*list = (struct revocations){ .n = 0 };
	if (line == NULL || !str_eq(line, HEAD) ||
	    (list->site = named(str_split(&rest, '\n'), "site")) == NULL ||
	    (value = named(str_split(&rest, '\n'), "serie")) == NULL ||
	    str_number(value, 1, INT64_MAX, &serial) == -1 ||
	    (list->date = named(str_split(&rest, '\n'), "date")) == NULL ||
	    named(str_split(&rest, '\n'), "cle") == NULL ||
	    (value = named(str_split(&rest, '\n'), "documents")) == NULL ||
	    str_number(value, 0, 10000000, &n) == -1 ||
	    (size_t)n > strlen(text) / 40) {
		buf_fmt(faults, "%s:1: ce n’est pas une liste de "
		    "révocation\n", path);
		return -1;
	}
	list->serial = serial;
	list->rows = arena_array(a, (size_t)n + 1, sizeof(*list->rows));
	for (; list->n < (size_t)n; list->n++, number++)
		if ((line = str_split(&rest, '\n')) == NULL ||
		    read_row(line, &list->rows[list->n]) == -1)
			break;
	if (list->n < (size_t)n || (line = str_split(&rest, '\n')) == NULL ||
	    *line != '\0' || rest != NULL) {
		buf_fmt(faults, "%s:%d: cette ligne n’est pas comprise\n",
		    path, number + 1);
		return -1;
	}
	return 0;
}

/* Both signatures of a .minisig over the bytes: what is wrong, or NULL. */
static const char *
check_signature(struct arena *a, const char *text, const struct buf *list,
    const struct keyring *ring)
{
	char *rest = arena_dup(a, text), *lines[4];
	unsigned char packed[PACKED], digest[DIGEST_SIZE], all[SEAL_SIZE];
	struct buf whole = BUF_INIT;
	const struct key *key;
	size_t i;
	int ok;

	for (i = 0; i < 4; i++)
		if ((lines[i] = str_split(&rest, '\n')) == NULL)
			return "ce n’est pas une signature de minisign";
	if (!str_starts(lines[2], TRUSTED) ||
	    base64_decode(packed, sizeof(packed), lines[1]) == -1 ||
	    base64_decode(all, sizeof(all), lines[3]) == -1 ||
	    memcmp(packed, HASHED, 2) != 0)
		return "ce n’est pas une signature de minisign";
	if ((key = keyring_find(ring, packed + 2, KEY_ID)) == NULL)
		return "la clé qui a signé n’est pas dans la liste des clés";
	if (key->state == KEY_COMPROMISED)
		return "la clé qui a signé a été compromise";
	digest512(digest, list->data, list->len);
	buf_add(&whole, packed + 2 + KEY_ID, SEAL_SIZE);
	buf_str(&whole, lines[2] + strlen(TRUSTED));
	ok = seal_matches(packed + 2 + KEY_ID, digest, sizeof(digest),
	    key->public) && seal_matches(all, whole.data, whole.len,
	    key->public);
	buf_free(&whole);
	return ok ? NULL : "la liste n’est pas celle qui a été signée";
}

int
revocation_read(struct arena *a, const char *path, const struct keyring *ring,
    struct revocations *list, struct buf *faults)
{
	const char *sig_path = arena_fmt(a, "%s.minisig", path), *what;
	struct buf text = BUF_INIT, sig = BUF_INIT;
	int rc = -1;

	if (file_read(&text, path) == -1)
		buf_fmt(faults, "%s:1: la liste ne se lit pas\n", path);
	else if (file_read(&sig, sig_path) == -1)
		buf_fmt(faults, "%s:1: la signature de la liste ne se lit "
		    "pas\n", sig_path);
	else if ((what = check_signature(a, buf_cstr(&sig), &text, ring)) !=
	    NULL)
		buf_fmt(faults, "%s:1: %s\n", sig_path, what);
	else
		rc = revocation_parse(a, buf_cstr(&text), path, list, faults);
	buf_free(&text);
	buf_free(&sig);
	return rc;
}

const struct revocation *
revocation_find(const struct revocations *list, const char *code)
{
	struct revocation wanted;
	struct arena *a = arena_new();

	revocation_digest(wanted.paper, a, code);
	arena_free(a);
	return list->n == 0 ? NULL : bsearch(&wanted, list->rows, list->n,
	    sizeof(wanted), by_paper);
}
