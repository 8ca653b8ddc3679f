/*
 * The coffre: sealing, reading again, what a missing key means, and that
 * nothing sealed stands in the database in clear.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "domain/coffre.h"
#include "test.h"
#include "world.h"

#define SECRET	"&lt;tandems&gt;"	/* of world_answers(), in XML */

static struct world w;

/* Do these bytes stand in a file of the data directory? */
static int
stands(const char *file, const char *bytes, size_t len)
{
	struct buf b = BUF_INIT;
	int found;

	if (file_read(&b, conf_data(w.a, &w.conf, file)) == -1)
		return -1;
	found = memmem(b.data, b.len, bytes, len) != NULL;
	buf_free(&b);
	return found;
}

static int
anywhere(const char *bytes, size_t len)
{
	return stands("terreau.db", bytes, len) != 0 ||
	    stands("terreau.db-wal", bytes, len) != 0;
}

/* Every length around a block comes back, and none with a byte changed. */
static void
test_seal(int64_t id)
{
	static const size_t lens[] = { 0, 1, SPOOL_BLOCK - 1, SPOOL_BLOCK,
	    SPOOL_BLOCK + 1, 3 * SPOOL_BLOCK };
	struct buf clear = BUF_INIT, sealed = BUF_INIT, room = BUF_INIT;
	const void *p;
	size_t i, n;

	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		buf_reset(&clear);
		random_bytes(buf_reserve(&clear, lens[i]), lens[i]);
		buf_grown(&clear, lens[i]);
		CHECK(coffre_seal(w.db, id, clear.data, clear.len,
		    &sealed) == 0);
		CHECK(sealed.len == coffre_size(lens[i]));
		p = coffre_clear(w.db, id, sealed.data, sealed.len, &room, &n);
		CHECK(p != NULL && n == lens[i] &&
		    memcmp(p, clear.data, n) == 0);
		sealed.data[sealed.len - 1] ^= 1;
		CHECK(coffre_clear(w.db, id, sealed.data, sealed.len, &room,
		    &n) == NULL);
		sealed.data[sealed.len - 1] ^= 1;
		/* another file's key does not open it */
		CHECK(coffre_clear(w.db, id + 1, sealed.data, sealed.len,
		    &room, &n) == NULL);
	}
	/* its last block cut off */
	CHECK(coffre_clear(w.db, id, sealed.data, sealed.len - SPOOL_BLOCK -
	    STREAM_MORE, &room, &n) == NULL);
	/* what was never sealed is as it is */
	p = coffre_clear(w.db, id, "<a/>", 4, &room, &n);
	CHECK(p != NULL && n == 4 && memcmp(p, "<a/>", 4) == 0);
	buf_free(&clear);
	buf_free(&sealed);
	buf_free(&room);
}

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0eIHDRnoir et secret0000"
    "\0\0\0\0IEND\xae\x42\x60\x82";

/* Sent with a file: neither stands in clear, both are read again. */
static void
test_doors(struct dossier *d)
{
	struct answers *an = world_draft(&w, "c1", "Léa", "Martin", d);
	struct buf faults = BUF_INIT;
	struct upload u;
	struct piece *pieces;
	struct spool *s = spool_new(w.a, NULL);
	struct tree *t;

	CHECK(world_upload(w.a, "photo.png", png, sizeof(png) - 1, &u) ==
	    UPLOAD_GOOD);
	CHECK(piece_add(w.db, d, "justificatif", &u) == 0);
	CHECK(dossier_by_id(w.a, w.db, d->id, d) == 0);
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, d) == 0);
	CHECK(piece_list(w.a, w.db, d->id, &pieces) == 1);
	CHECK(piece_read(w.db, &pieces[0], s) == 0 &&
	    world_same(s, png, sizeof(png) - 1));
	t = record_latest(w.a, w.db, d->id, "cae", NULL, NULL);
	CHECK(t != NULL);
	CHECK(!anywhere("noir et secret", 14));
	CHECK(world_int(&w, "SELECT count(*) FROM record WHERE "
	    "substr(xml, 1, 1) <> x'01'") == 0);
	CHECK(record_check(w.db, &faults) == 0);
	CHECK(coffre_check(w.db, &faults) == 0);
	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
}

/* Written before there was a coffre: read, told, sealed once. */
static void
test_old(void)
{
	struct dossier d;
	struct answers *an = world_draft(&w, "c2", "Ali", "Ben", &d);
	struct buf out = BUF_INIT, room = BUF_INIT;
	struct query *q;
	const void *xml;
	size_t n;

	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) == 0);
	/* clear again, as an older program left it */
	q = db_query(w.db, "SELECT xml FROM record WHERE dossier = ?1", "i",
	    d.id);
	CHECK(db_next(q));
	xml = db_blob(q, 0, &n);
	xml = coffre_clear(w.db, d.id, xml, n, &room, &n);
	CHECK(xml != NULL);
	buf_add(&out, xml, n);
	CHECK(db_done(q) == 0);
	CHECK(db_begin(w.db) == 0);
	CHECK(db_script(w.db, "CREATE TABLE garde AS SELECT sql FROM "
	    "sqlite_schema WHERE name = 'record_kept'; "
	    "DROP TRIGGER record_kept") == 0);
	CHECK(db_exec(w.db, "UPDATE record SET xml = ?2 WHERE dossier = ?1",
	    "ib", d.id, out.data, out.len) == 1);
	CHECK(db_exec(w.db, "UPDATE dossier SET cle = NULL WHERE id = ?1", "i",
	    d.id) == 1);
	q = db_query(w.db, "SELECT sql FROM garde", "");
	CHECK(db_next(q));
	buf_reset(&room);
	buf_str(&room, db_text(q, 0));
	CHECK(db_done(q) == 0);
	CHECK(db_script(w.db, buf_cstr(&room)) == 0);
	CHECK(db_commit(w.db) == 0);

	buf_reset(&out);
	CHECK(db_flush(w.db) == 0 && stands("terreau.db", SECRET,
	    strlen(SECRET)) == 1);
	CHECK(record_check(w.db, &out) == 0);
	CHECK(coffre_check(w.db, &out) == 1);
	CHECK(strstr(buf_cstr(&out), "rebuild") != NULL);
	CHECK(record_latest(w.a, w.db, d.id, "cae", NULL, NULL) != NULL);
	/* changed otherwise than by sealing: no */
	CHECK(db_exec(w.db, "UPDATE record SET xml = x'3c' WHERE dossier = ?1",
	    "i", d.id) == -2);
	CHECK(coffre_seal_old(w.db) == 1);
	CHECK(coffre_seal_old(w.db) == 0);
	buf_reset(&out);
	CHECK(coffre_check(w.db, &out) == 0 && record_check(w.db, &out) == 0);
	CHECK(record_latest(w.a, w.db, d.id, "cae", NULL, NULL) != NULL);
	CHECK(db_flush(w.db) == 0);
	CHECK(!anywhere(SECRET, strlen(SECRET)));
	buf_free(&out);
	buf_free(&room);
}

/* Keys are given once each, in the order they were made, and made in time. */
static void
test_keys(void)
{
	struct dossier d;
	int i;

	for (i = 0; i < 400; i++)
		if (draft_create(w.a, w.db, w.cae, "x@courriel.example",
		    arena_fmt(w.a, "k%d", i), &w.mailer, &d) != 0)
			break;
	CHECK(i == 400);
	CHECK(world_int(&w, "SELECT count(*) FROM dossier WHERE cle IS NULL") ==
	    0);
	CHECK(world_int(&w, "SELECT max(cle) + 1 = (SELECT next FROM "
	    "coffre_lien) FROM dossier"));
	/* a draft that goes takes its key along */
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "DELETE FROM dossier WHERE sent IS NULL", "") >=
	    400);
	CHECK(db_commit(w.db) == 0);
	CHECK(coffre_forget(w.db) >= 400);
	CHECK(coffre_forget(w.db) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM coffre.cle WHERE id < "
	    "(SELECT next FROM coffre_lien)") ==
	    world_int(&w, "SELECT count(cle) FROM dossier"));
}

/* The key of one file is erased: it alone cannot be read any more. */
static void
test_forget(const struct dossier *d)
{
	struct buf out = BUF_INIT;
	struct spool *s = spool_new(w.a, NULL);
	struct piece *pieces;
	unsigned char key[BOX_KEY];
	struct query *q;
	size_t n;

	q = db_query(w.db, "SELECT octets FROM coffre.cle WHERE id = (SELECT "
	    "cle FROM dossier WHERE id = ?1)", "i", d->id);
	CHECK(db_next(q));
	memcpy(key, db_blob(q, 0, &n), sizeof(key));
	CHECK(db_done(q) == 0 && n == sizeof(key));
	CHECK(db_flush(w.db) == 0);
	CHECK(stands(COFFRE_FILE, (char *)key, sizeof(key)) == 1);
	CHECK(!anywhere((char *)key, sizeof(key)));

	CHECK(piece_list(w.a, w.db, d->id, &pieces) == 1);
	CHECK(db_exec(w.db, "UPDATE dossier SET cle = NULL WHERE id = ?1", "i",
	    d->id) == 1);
	CHECK(coffre_forget(w.db) == 1);
	CHECK(db_flush(w.db) == 0);
	CHECK(stands(COFFRE_FILE, (char *)key, sizeof(key)) == 0);
	CHECK(stands(COFFRE_FILE "-wal", (char *)key, sizeof(key)) == 0);
	CHECK(record_latest(w.a, w.db, d->id, "cae", NULL, NULL) == NULL);
	CHECK(piece_read(w.db, &pieces[0], s) == -1);
	CHECK(record_check(w.db, &out) == 1);
	CHECK(strstr(buf_cstr(&out), "clé") != NULL);
	buf_free(&out);
}

/* No coffre, another's, an empty one: told, and nothing is opened. */
static void
test_wrong(void)
{
	const char *path = conf_data(w.a, &w.conf, COFFRE_FILE);
	const char *away = conf_data(w.a, &w.conf, "copie.db");
	struct stat st;
	struct db *db;

	CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	db_close(w.db);
	w.db = NULL;
	CHECK(rename(path, away) == 0);
	CHECK(store_open(w.a, &w.conf, DB_WRITE) == NULL);
	CHECK(store_open(w.a, &w.conf, DB_READ) == NULL);
	CHECK(!file_exists(path));
	/* init makes no other one while files have their keys in it */
	CHECK(store_open(w.a, &w.conf, DB_CREATE) == NULL);
	CHECK(!file_exists(path));
	db = db_open(path, DB_CREATE);
	CHECK(db != NULL && db_script(db, "CREATE TABLE marque (octets BLOB); "
	    "INSERT INTO marque VALUES (zeroblob(16)); "
	    "CREATE TABLE cle (id INTEGER PRIMARY KEY AUTOINCREMENT, octets)")
	    == 0);
	db_close(db);
	CHECK(store_open(w.a, &w.conf, DB_WRITE) == NULL);
	unlink(path);
	CHECK(rename(away, path) == 0);
	w.db = store_open(w.a, &w.conf, DB_WRITE);
	CHECK(w.db != NULL);
}

int
main(void)
{
	struct dossier d, other;

	world_open(&w);
	test_doors(&d);
	CHECK(draft_create(w.a, w.db, w.cae, "y@courriel.example", "y",
	    &w.mailer, &other) == 0);
	test_seal(d.id);
	test_old();
	test_keys();
	test_wrong();
	test_forget(&d);
	world_close(&w);
	return test_end();
}
