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

/* All that stands in clear, however many times it takes.  How many rows. */
static int64_t
seal_old(void)
{
	struct coffre_old old = { 0 };
	int more;

	while ((more = coffre_seal_old(w.db, &old)) == 1)
		;
	return more == -1 ? -1 : old.done;
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
	CHECK(coffre_clear_rows(w.db) == 1);
	CHECK(seal_old() == 1);
	CHECK(seal_old() == 0 && coffre_clear_rows(w.db) == 0);
	buf_reset(&out);
	CHECK(coffre_check(w.db, &out) == 0 && record_check(w.db, &out) == 0);
	CHECK(record_latest(w.a, w.db, d.id, "cae", NULL, NULL) != NULL);
	CHECK(db_flush(w.db) == 0);
	CHECK(!anywhere(SECRET, strlen(SECRET)));
	buf_free(&out);
	buf_free(&room);
}

/* Attachments of before: no transaction takes more than one large one. */
static void
test_steps(void)
{
	static const size_t sizes[] = { 100, 100, 300 * 1024, 300 * 1024, 100 };
	static const int64_t after[] = { 3, 4, 5 };
	struct coffre_old old = { 0 };
	struct buf b = BUF_INIT;
	struct dossier d;
	size_t i;
	int64_t before;

	world_draft(&w, "c3", "Zoé", "Morel", &d);
	/* what was written before there was a coffre was as it said */
	CHECK(db_begin(w.db) == 0);
	CHECK(db_script(w.db, "DROP TRIGGER piece_whole") == 0);
	for (i = 0; i < 5; i++) {
		buf_reset(&b);
		memset(buf_reserve(&b, sizes[i]), 'x', sizes[i]);
		CHECK(db_exec(w.db, "INSERT INTO piece (dossier, field, name, "
		    "type, size, sha256, at, scan, bytes) VALUES (?1, 'x', "
		    "'x', 'image/png', ?2, zeroblob(32), 1, 'sans', ?3)",
		    "iib", d.id, (int64_t)sizes[i], b.data, sizes[i]) == 1);
	}
	CHECK(db_commit(w.db) == 0);
	CHECK(coffre_clear_rows(w.db) == 5);
	for (i = 0; i < 3; i++) {
		do {
			before = old.done;
			CHECK(coffre_seal_old(w.db, &old) == 1);
		} while (old.done == before && old.kind < 2);
		CHECK(old.done == after[i]);
	}
	CHECK(seal_old() == 0 && coffre_clear_rows(w.db) == 0);
	buf_free(&b);
}

/* The same of what was typed: only what is sensitive, kept or being typed. */
static void
test_old_drafts(void)
{
	struct buf faults = BUF_INIT;
	const struct definition *forms[2] = { definition_load(w.a, conf_share(
	    w.a, &w.conf, "schemas/documents/cape.xml"), &faults), NULL };
	struct buf out = BUF_INIT;
	struct dossier d;
	struct answers *an;

	world_draft(&w, "c4", "Zoé", "Petit", &d);
	CHECK(forms[0] != NULL);
	CHECK(draft_check(w.db, forms, &out) == 0);
	CHECK(db_begin(w.db) == 0);
	CHECK(db_exec(w.db, "INSERT INTO brouillon (dossier, form, step, pos, "
	    "field, value) SELECT ?1, f.*, '2840544109123' FROM (VALUES "
	    "('cape', 'autrefois', 0, 'remuneration-calcul'), "
	    "('cape/envoyee', 'autrefois', 0, 'remuneration-calcul'), "
	    "('cape', 'autrefois', 1, 'lieu'), "
	    "('inconnu', 'autrefois', 0, 'remuneration-calcul')) f", "i",
	    d.id) == 4);
	CHECK(db_commit(w.db) == 0);
	CHECK(draft_check(w.db, forms, &out) == 1);
	CHECK(strstr(buf_cstr(&out), "2 réponses sensibles") != NULL);
	CHECK(draft_seal_old(w.db, forms) == 2);
	CHECK(draft_seal_old(w.db, forms) == 0);
	buf_reset(&out);
	CHECK(draft_check(w.db, forms, &out) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM brouillon WHERE "
	    "value LIKE '284%'") == 2);
	an = answers_new(w.a, forms[0]);
	CHECK(draft_load(w.a, w.db, forms[0], &d, an) == 0);
	CHECK_STR(answers_raw(an, "remuneration-calcul", 0), "2840544109123");
	CHECK(db_begin(w.db) == 0 && db_exec(w.db, "DELETE FROM brouillon "
	    "WHERE dossier = ?1 AND value LIKE '284%'", "i", d.id) == 2 &&
	    db_commit(w.db) == 0);
	buf_free(&out);
}

/*
 * An older database beside the coffre of now: what was given since is given to
 * nobody else, and stays until the backups that name it are gone.
 */
static void
test_older(void)
{
	const char *path = conf_data(w.a, &w.conf, "terreau.db");
	const char *copy = conf_data(w.a, &w.conf, "copie.db");
	struct dossier d;
	int64_t given, made;
	int i;

	CHECK(db_flush(w.db) == 0);
	CHECK(file_copy(path, copy) == 0);
	for (i = 0; i < 3; i++)
		CHECK(draft_create(w.a, w.db, w.cae, "z@courriel.example",
		    arena_fmt(w.a, "r%d", i), &w.mailer, &d) == 0);
	given = world_int(&w, "SELECT max(cle) FROM dossier");
	made = world_int(&w, "SELECT max(id) FROM coffre.cle");
	CHECK(db_flush(w.db) == 0);
	db_close(w.db);

	CHECK(file_replace(copy, path) == 0);
	w.db = db_open(path, DB_CREATE);
	CHECK(w.db != NULL && coffre_rejoin(w.db, conf_data(w.a, &w.conf,
	    COFFRE_FILE)) == 0);
	db_close(w.db);
	w.db = store_open(w.a, &w.conf, DB_WRITE);
	if (w.db == NULL)
		fatalx("not open");
	CHECK(world_int(&w, "SELECT max(cle) FROM dossier") < given);
	CHECK(draft_create(w.a, w.db, w.cae, "z@courriel.example", "autre",
	    &w.mailer, &d) == 0);
	CHECK(world_int(&w, "SELECT max(cle) FROM dossier") > made);
	CHECK(coffre_forget(w.db) == 0);
	CHECK(world_int(&w, "SELECT max(id) FROM coffre.cle WHERE id <= "
	    "(SELECT max(dernier) FROM coffre.ecart)") == made);
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)time_now() +
	    401 * 86400), 1);
	CHECK(coffre_forget(w.db) > 3);
	unsetenv("TERREAU_NOW");
	CHECK(world_int(&w, "SELECT count(*) FROM coffre.cle WHERE id <= "
	    "(SELECT max(cle) FROM dossier)") == world_int(&w, "SELECT "
	    "count(cle) FROM dossier"));
}

/* No copy of the keys: missing only when some are named; another's: told. */
static void
test_rejoin(void)
{
	const char *none = conf_data(w.a, &w.conf, "coffre.copie");
	struct db *db;

	CHECK(coffre_rejoin(w.db, none) == -1);
	db = db_open(none, DB_CREATE);
	CHECK(db != NULL && db_script(db, "CREATE TABLE marque (octets BLOB); "
	    "INSERT INTO marque VALUES (zeroblob(16)); CREATE TABLE cle "
	    "(id INTEGER PRIMARY KEY AUTOINCREMENT, octets)") == 0);
	db_close(db);
	db_close(w.db);
	db = db_open(conf_data(w.a, &w.conf, "terreau.db"), DB_CREATE);
	CHECK(coffre_rejoin(db, none) == -1);
	db_close(db);
	w.db = store_open(w.a, &w.conf, DB_WRITE);
	CHECK(w.db != NULL);
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
	test_steps();
	test_old_drafts();
	test_keys();
	test_older();
	test_rejoin();
	test_wrong();
	test_forget(&d);
	world_close(&w);
	return test_end();
}
