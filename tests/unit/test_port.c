/*
 * port: trees and schemas, the database, hashes and seals.
 */
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "port/crypto.h"
#include "port/db.h"
#include "port/sandbox.h"
#include "port/xml.h"
#include "test.h"

static struct tree *
parse(struct arena *a, const char *s, struct xml_error *err)
{
	return tree_parse(a, s, strlen(s), "t.xml", err);
}

static void
test_parsing(struct arena *a)
{
	struct xml_error err;

	CHECK(parse(a, "<a><b></a>", &err) == NULL);
	CHECK(strncmp(err.text, "t.xml:1:", 8) == 0);
	/* no document type, hence no entities, files or bombs */
	CHECK(parse(a, "<!DOCTYPE a><a/>", &err) == NULL);
	CHECK(parse(a, "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">"
	    "]><a>&e;</a>", &err) == NULL);
	CHECK(parse(a, "<a>&e;</a>", &err) == NULL);
	CHECK(parse(a, "", &err) == NULL);
	CHECK(parse(a, "<a>\xff</a>", &err) == NULL);
	CHECK(parse(a, "<a/>", NULL) != NULL);
}

static void
test_trees(struct arena *a)
{
	static const char want[] =
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<r x=\"&quot;a&amp;&#10;\"><p>Dupont &amp; fils &lt;x&gt;&#13;"
	    "</p><v/></r>\n";
	struct tree *t = tree_new(a, "r"), *again;
	struct node *r = tree_root(t), *p;
	struct buf b = BUF_INIT, c = BUF_INIT;
	const char *name, *value;

	node_set(r, "x", "\"a&\n");
	p = node_add_text(r, "p", "Dupont & fils <x>\r");
	node_add_text(r, "v", "");
	tree_write(&b, t);
	CHECK_STR(buf_cstr(&b), want);
	/* what we write reads back the same, letter for letter */
	again = tree_parse(a, buf_cstr(&b), b.len, "b", NULL);
	CHECK(again != NULL);
	tree_write(&c, again);
	CHECK_STR(buf_cstr(&c), want);
	CHECK_STR(node_attr(tree_root(again), "x"), "\"a&\n");
	CHECK_STR(node_value(a, tree_root(again), "p"), "Dupont & fils <x>\r");
	CHECK(node_value(a, r, "absent") == NULL);
	CHECK(node_attr(r, "absent") == NULL);
	CHECK(node_attr_at(r, 0, &name, &value) && !strcmp(name, "x"));
	CHECK(!node_attr_at(r, 1, &name, &value));
	node_rename(p, "q");
	node_retext(node_first(p), "é");
	node_copy(p, p);
	node_move_before(node_child(r, "v"), p);
	node_add_before(p, "w");
	node_unset(r, "x");
	buf_reset(&b);
	node_write(&b, r);
	CHECK_STR(buf_cstr(&b), "<r><v/><w/><q>é<q>é</q></q></r>");
	node_remove(p);
	buf_reset(&b);
	node_write(&b, r);
	CHECK_STR(buf_cstr(&b), "<r><v/><w/></r>");
	buf_free(&b);
	buf_free(&c);
}

/* Everything that changes a tree, on one that has its nodes anywhere. */
static void
test_changing(struct arena *a, struct tree *t)
{
	struct tree *from = parse(a, "<x k='v'>o<!--c--><y>é</y></x>", NULL);
	struct node *r = tree_root(t), *p, *q, *n;
	struct buf b = BUF_INIT;
	struct node **found;

	node_set(r, "a", "1");
	node_set(r, "b", "");
	node_set(r, "c", "3");
	node_set(r, "a", "<one>");
	node_unset(r, "b");
	node_unset(r, "absent");
	node_set_int(r, "d", -4);
	p = node_add_text(r, "p", "a");
	node_append(p, "b");
	node_append(p, "c");
	CHECK(node_next(node_first(p)) == NULL);
	node_retext(node_first(p), "a&b");
	q = node_copy(r, tree_root(from));
	CHECK(node_copy(p, node_first(tree_root(from))) == node_first(p));
	n = node_add_before(q, "n");
	node_add_text_before(q, "t");
	node_move_before(q, n);
	node_move_into(p, q);
	node_rename(n, "m");
	node_remove(node_add(r, "gone"));
	node_write(&b, r);
	CHECK_STR(buf_cstr(&b), "<r a=\"&lt;one&gt;\" c=\"3\" d=\"-4\">"
	    "<x k=\"v\">o<y>é</y><p>a&amp;bo</p></x><m/>t</r>");
	CHECK(xpath_nodes(a, xpath_compile(a, "//y | //@k | m", NULL), r,
	    &found) == 3 && strcmp(node_name(found[2]), "m") == 0);
	CHECK_STR(xpath_string(a, xpath_compile(a, "concat(@a, x/@k, x)",
	    NULL), r), "<one>voéa&bo");
	buf_free(&b);
}

static void
test_xpath(struct arena *a)
{
	struct tree *t = parse(a, "<r><i n='2'>b</i><i n='1'>a</i></r>", NULL);
	struct node *r = tree_root(t), **found;
	struct xml_error err;

	CHECK(xpath_compile(a, "i[", &err) == NULL && err.text[0] != '\0');
	CHECK_STR(xpath_string(a, xpath_compile(a, "i[@n=1]", NULL), r), "a");
	CHECK_STR(xpath_string(a, xpath_compile(a, "z", NULL), r), "");
	CHECK_STR(xpath_string(a, xpath_compile(a, "count(i)", NULL), r), "2");
	CHECK(xpath_true(xpath_compile(a, "i = 'b'", NULL), r));
	CHECK(!xpath_true(xpath_compile(a, "z", NULL), r));
	CHECK(xpath_nodes(a, xpath_compile(a, "i", NULL), r, &found) == 2);
	CHECK_STR(node_string(a, found[0]), "b");
	CHECK(xpath_nodes(a, xpath_compile(a, "1", NULL), r, &found) == 0);
}

static void
test_schema(struct arena *a)
{
	static const char rng[] = "<element name='r' "
	    "xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary="
	    "'http://www.w3.org/2001/XMLSchema-datatypes'><data type='date'/>"
	    "</element>";
	struct xml_error err;
	struct schema *s = schema_parse(rng, strlen(rng), "s", &err);

	CHECK(s != NULL);
	CHECK(schema_valid(s, parse(a, "<r>2024-02-29</r>", NULL), &err) == 1);
	CHECK(schema_valid(s, parse(a, "<r>2024-02-30</r>", NULL), &err) == 0);
	CHECK(err.text[0] != '\0');
	schema_free(s);
	CHECK(schema_parse("<a/>", 4, "s", &err) == NULL);
}

static void
fill(struct db *db)
{
	CHECK(db_begin(db) == 0);
	CHECK(db_script(db, "CREATE TABLE p (id INTEGER PRIMARY KEY, "
	    "t TEXT NOT NULL UNIQUE, b BLOB) STRICT;"
	    "CREATE TABLE q (p INTEGER NOT NULL REFERENCES p(id)) STRICT") == 0);
	CHECK(db_set_version(db, 3) == 0);
	CHECK(db_exec(db, "INSERT INTO p (t, b) VALUES (?1, ?2)", "sb", "x",
	    "\0y", (size_t)2) == 1);
	CHECK(db_last_id(db) == 1);
	CHECK(db_commit(db) == 0);
}

static void
test_db(struct arena *a)
{
	char dir[] = "/tmp/terreau-db-XXXXXX";
	const char *path;
	struct db *db, *reader;
	struct query *q;
	size_t n;

	CHECK(mkdtemp(dir) != NULL);
	path = arena_fmt(a, "%s/t.db", dir);
	CHECK(db_open(path, DB_WRITE) == NULL);		/* never made by chance */
	db = db_open(path, DB_CREATE);
	CHECK(db != NULL);
	fill(db);
	CHECK(db_version(db) == 3);

	/* the settings that SQLite does not have by itself */
	q = db_query(db, "PRAGMA foreign_keys", "");
	CHECK(db_next(q) && db_int(q, 0) == 1);
	db_done(q);
	q = db_query(db, "PRAGMA synchronous", "");
	CHECK(db_next(q) && db_int(q, 0) == 2);
	db_done(q);
	q = db_query(db, "PRAGMA journal_mode", "");
	CHECK(db_next(q) && strcmp(db_text(q, 0), "wal") == 0);
	db_done(q);
	q = db_query(db, "SELECT \"nosuchcolumn\"", "");
	CHECK(!db_next(q) && db_done(q) == -1);

	CHECK(db_exec(db, "INSERT INTO p (t) VALUES (?1)", "s", "x") == -2);
	CHECK(db_exec(db, "INSERT INTO q (p) VALUES (?1)", "i",
	    (int64_t)99) == -2);
	q = db_query(db, "SELECT t, b, NULL FROM p WHERE t = ?1", "s", "x");
	CHECK(db_next(q) && strcmp(db_text(q, 0), "x") == 0);
	CHECK(memcmp(db_blob(q, 1, &n), "\0y", 2) == 0 && n == 2);
	CHECK(db_null(q, 2) && db_dup(a, q, 2) == NULL);
	CHECK(!db_next(q) && db_done(q) == 0);

	reader = db_open(path, DB_READ);
	CHECK(db_exec(reader, "DELETE FROM p", "") == -1);
	CHECK(db_begin(db) == 0);
	CHECK(db_exec(db, "DELETE FROM p", "") == 1);
	db_rollback(db);
	db_rollback(db);
	CHECK(db_sound(db) == 0);
	db_close(reader);
	db_close(db);
	unlink(path);
	rmdir(dir);
}

static int64_t
number_of(struct db *db)
{
	struct query *q = db_query(db, "SELECT count(*) FROM t", "");
	int64_t n = db_next(q) ? db_int(q, 0) : -1;

	return db_done(q) == -1 ? -1 : n;
}

static int
add_row(struct db *db)
{
	return db_begin(db) == 0 && db_exec(db, "INSERT INTO t VALUES (1)",
	    "") == 1 && db_commit(db) == 0;
}

/* What is read is of one moment, but for what one wrote oneself. */
static void
test_moment(struct arena *a)
{
	char *dir = arena_dup(a, "/tmp/terreau-moment-XXXXXX");
	struct db *reader, *writer, *other;
	const char *path;

	CHECK(mkdtemp(dir) != NULL);
	path = arena_fmt(a, "%s/base.db", dir);
	writer = db_open(path, DB_CREATE);
	CHECK(db_begin(writer) == 0 && db_script(writer,
	    "CREATE TABLE t (n INTEGER) STRICT") == 0 &&
	    db_commit(writer) == 0);
	reader = db_open(path, DB_READ);
	other = db_open(path, DB_WRITE);
	db_follow(reader, writer);
	db_hold(reader);
	CHECK(number_of(reader) == 0 && add_row(other));
	CHECK(number_of(reader) == 0 && number_of(writer) == 1);
	CHECK(add_row(writer) && number_of(reader) == 2);
	CHECK(add_row(other) && number_of(reader) == 2);
	db_release(reader);
	CHECK(number_of(reader) == 3);
	db_release(reader);
	db_close(reader);
	db_close(other);
	db_close(writer);
	unlink(path);
	CHECK(rmdir(dir) == 0);
}

/* Somebody writes for a while: whoever comes meanwhile waits. */
static void
test_turn(struct arena *a)
{
	char *dir = arena_dup(a, "/tmp/terreau-turn-XXXXXX"), byte = 0;
	int began[2], status = 0;
	const char *path;
	struct db *db;
	pid_t pid;

	CHECK(mkdtemp(dir) != NULL && pipe(began) == 0);
	path = arena_fmt(a, "%s/base.db", dir);
	db_close(db_open(path, DB_CREATE));
	fflush(stdout);
	if ((pid = fork()) == 0) {
		db = db_open(path, DB_WRITE);
		if (db_begin(db) == -1 || write(began[1], &byte, 1) != 1)
			_exit(1);
		usleep(50000);
		_exit(db_set_version(db, 1) == -1 || db_commit(db) == -1);
	}
	CHECK(read(began[0], &byte, 1) == 1);
	db = db_open(path, DB_WRITE);
	CHECK(db_begin(db) == 0 && db_version(db) == 1);
	db_rollback(db);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	close(began[0]);
	close(began[1]);
	db_close(db);
	unlink(path);
	CHECK(rmdir(dir) == 0);
}

static void
test_crypto(struct arena *a)
{
	unsigned char h[SHA256_SIZE], h2[SHA256_SIZE], pub[SEAL_PUBLIC];
	unsigned char sec[SEAL_SECRET], sig[SEAL_SIZE];
	struct sha256 s;
	const char *stored;

	sha256(h, "abc", 3);			/* FIPS 180-2, B.1 */
	CHECK_STR(hex_encode(a, h, sizeof(h)), "ba7816bf8f01cfea414140de5dae22"
	    "23b00361a396177a9cb410ff61f20015ad");
	sha256_start(&s);
	sha256_add(&s, "a", 1);
	sha256_add(&s, "bc", 2);
	sha256_end(&s, h2);
	CHECK(crypto_same(h, h2, sizeof(h)));
	hmac256(h, "Jefe", 4, "what do ya want for nothing?", 28);
	CHECK_STR(hex_encode(a, h, 4), "5bdcc146");	/* RFC 4231, case 2 */
	CHECK(hex_decode(h, 2, "00fF") == 0 && h[1] == 0xff);
	CHECK(hex_decode(h, 2, "00f") == -1);
	CHECK(hex_decode(h, 2, "00fg") == -1);

	seal_keypair(pub, sec);
	seal_sign(sig, "texte", 5, sec);
	CHECK(seal_matches(sig, "texte", 5, pub));
	CHECK(!seal_matches(sig, "texta", 5, pub));
	sig[7] ^= 1;
	CHECK(!seal_matches(sig, "texte", 5, pub));

	stored = password_hash(a, "secret");
	CHECK(strncmp(stored, "$argon2id$", 10) == 0);
	CHECK(password_matches(stored, "secret"));
	CHECK(!password_matches(stored, "Secret"));
}

/* What somebody migrates under a program that serves is not written to. */
static void
test_expect(struct arena *a)
{
	char *dir = arena_dup(a, "/tmp/terreau-schema-XXXXXX");
	const char *path;
	struct db *db, *other;
	int status = 0;
	pid_t pid;

	CHECK(mkdtemp(dir) != NULL);
	path = arena_fmt(a, "%s/base.db", dir);
	db = db_open(path, DB_CREATE);
	CHECK(db_begin(db) == 0 && db_set_version(db, 7) == 0 &&
	    db_commit(db) == 0);
	db_close(db);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		db = db_open(path, DB_WRITE);
		other = db_open(path, DB_WRITE);
		db_expect(db, 7);
		if (db_begin(db) == -1 || db_commit(db) == -1)
			_exit(3);
		if (db_begin(other) == -1 || db_set_version(other, 8) == -1 ||
		    db_commit(other) == -1)
			_exit(4);
		db_begin(db);
		_exit(5);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	unlink(path);
	unlink(arena_fmt(a, "%s-wal", path));
	unlink(arena_fmt(a, "%s-shm", path));
	CHECK(rmdir(dir) == 0);
}

/* A moment of a database that is written meanwhile. */
static void
test_copy(struct arena *a)
{
	char *dir = arena_dup(a, "/tmp/terreau-copie-XXXXXX");
	const char *path, *copy;
	struct db *db, *reader, *again;
	struct db_copy *c;
	struct query *q;
	int64_t done, total;
	int more, steps = 0;

	CHECK(mkdtemp(dir) != NULL);
	path = arena_fmt(a, "%s/base.db", dir);
	copy = arena_fmt(a, "%s/copie.db", dir);
	db = db_open(path, DB_CREATE);
	CHECK(db_begin(db) == 0 && db_script(db, "CREATE TABLE t (n INTEGER) "
	    "STRICT; CREATE TABLE big (b BLOB) STRICT; "
	    "INSERT INTO big VALUES (zeroblob(20000000)); "
	    "INSERT INTO t VALUES (1)") == 0 && db_set_version(db, 7) == 0 &&
	    db_commit(db) == 0);
	reader = db_open(path, DB_READ);
	CHECK((c = db_copy_start(reader, copy)) != NULL);
	while ((more = db_copy_more(c, &done, &total)) == 1) {
		steps++;
		CHECK(done > 0 && done < total && total > 20000000);
		/* nobody is held up, and nothing begins again */
		CHECK(db_begin(db) == 0 && db_exec(db,
		    "INSERT INTO t VALUES (2)", "") == 1 &&
		    db_commit(db) == 0);
	}
	CHECK(more == 0 && done == total && steps > 1 && steps < 10);
	CHECK(db_copy_end(c) == 0);
	CHECK((again = db_open(copy, DB_FROZEN)) != NULL);
	CHECK(db_sound(again) == 0 && db_version(again) == 7);
	q = db_query(again, "SELECT count(*) FROM t", "");
	CHECK(db_next(q) && db_int(q, 0) == 1);
	CHECK(db_done(q) == 0);
	db_close(again);
	/* what is there is not written over */
	CHECK(db_copy_start(reader, copy) == NULL);
	db_close(reader);
	db_close(db);
	unlink(copy);
	unlink(path);
	CHECK(rmdir(dir) == 0);
}

/* A sealed stream opens as it was sealed, and no other way. */
static void
test_stream(void)
{
	unsigned char public[BOX_PUBLIC], secret[BOX_SECRET], key[BOX_KEY],
	    box[BOX_SIZE], got[BOX_KEY], head[STREAM_HEAD], out[8],
	    sealed[2][5 + STREAM_MORE];
	struct stream s;
	int last;

	box_keypair(public, secret);
	random_bytes(key, sizeof(key));
	CHECK(box_seal(box, key, public) == 0);
	CHECK(box_open(got, box, secret) == 0 && memcmp(got, key,
	    sizeof(key)) == 0);
	box[40] ^= 1;
	CHECK(box_open(got, box, secret) == -1);
	stream_seal_start(&s, head, key, "nom");
	stream_seal(&s, sealed[0], "debut", 5, 0);
	stream_seal(&s, sealed[1], "fin", 3, 1);
	CHECK(stream_open_start(&s, head, key, "nom") == 0);
	CHECK(stream_open(&s, out, sealed[0], 5 + STREAM_MORE, &last) == 0 &&
	    !last && memcmp(out, "debut", 5) == 0);
	CHECK(stream_open(&s, out, sealed[1], 3 + STREAM_MORE, &last) == 0 &&
	    last);
	stream_open_start(&s, head, key, "nom");
	CHECK(stream_open(&s, out, sealed[1], 3 + STREAM_MORE, &last) == -1);
	stream_open_start(&s, head, key, "autre");
	CHECK(stream_open(&s, out, sealed[0], 5 + STREAM_MORE, &last) == -1);
	stream_open_start(&s, head, key, "nom");
	CHECK(stream_open(&s, out, sealed[0], STREAM_MORE - 1, &last) == -1);
	sealed[0][3] ^= 1;
	CHECK(stream_open(&s, out, sealed[0], 5 + STREAM_MORE, &last) == -1);
}

/* What somebody who took over a worker would try, and what it does itself. */
static void
run_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void
make_process(void)
{
	if (fork() == 0)
		_exit(0);
}

static void
call_out(void)
{
	socket(AF_INET, SOCK_STREAM, 0);
}

static void
run_memory(void)
{
	mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void
signal_another(void)
{
	kill(getppid(), 0);
}

static void
serve(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd == -1 || write(fd, "x", 1) != 1 || close(fd) == -1 ||
	    socket(AF_UNIX, SOCK_STREAM, 0) == -1)
		_exit(9);
}

/* How a process under the filter ends: its status, or 128 and its signal. */
static int
end_of(void (*act)(void))
{
	int status;
	pid_t pid;

	if ((pid = fork()) == 0) {
		if (sandbox_enter() == -1)
			_exit(8);
		act();
		_exit(7);
	}
	if (waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status);
}

static void
test_sandbox(void)
{
	if (!sandbox_there()) {
		puts("# no filter: built without libseccomp");
		return;
	}
	CHECK(end_of(serve) == 7);
	CHECK(end_of(run_program) == 128 + SIGSYS);
	CHECK(end_of(make_process) == 128 + SIGSYS);
	CHECK(end_of(call_out) == 128 + SIGSYS);
	CHECK(end_of(run_memory) == 128 + SIGSYS);
	CHECK(end_of(signal_another) == 128 + SIGSYS);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct tree *own;

	xml_init();
	crypto_init();
	test_parsing(a);
	test_trees(a);
	test_changing(a, tree_new(a, "r"));
	test_changing(a, own = tree_new(NULL, "r"));
	tree_free(own);
	test_xpath(a);
	test_schema(a);
	test_db(a);
	test_moment(a);
	test_turn(a);
	test_crypto(a);
	test_stream();
	test_expect(a);
	test_copy(a);
	test_sandbox();
	arena_free(a);
	xml_exit();
	return test_end();
}
