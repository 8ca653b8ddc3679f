/*
 * dossier: drafts, sending, moving, listing, the chain of records; what no
 * bug, no killed process and no second click may break.
 */
#include <sys/wait.h>

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "domain/coffre.h"
#include "domain/proof/audit.h"
#include "test.h"
#include "world.h"

static struct world w;
static const struct actor julie = { 1, "Julie Morel" };
static const struct actor personne = { 0, "personne" };

static int
migrations(const char *share)
{
	const char *dir = arena_fmt(w.a, "%s/schemas/db", share);
	struct dirent *e;
	DIR *d = opendir(dir);
	int n = 0;

	while (d != NULL && (e = readdir(d)) != NULL)
		n += str_ends(e->d_name, ".sql");
	if (d != NULL)
		closedir(d);
	return n;
}

static void
test_store(void)
{
	struct conf nowhere = { .data = "/nowhere", .share = w.conf.share };
	struct db *db;

	CHECK(db_version(w.db) == STORE_VERSION);
	CHECK(store_migrate(w.db, w.conf.share) == 0);
	CHECK(store_open(w.a, &nowhere, DB_READ) == NULL);
	/* no file of the folder waits beyond the number */
	CHECK(migrations(w.conf.share) == STORE_VERSION);
	/* what every connection must have */
	CHECK(world_int(&w, "PRAGMA foreign_keys") == 1);
	CHECK(world_int(&w, "PRAGMA synchronous") == 2);
	CHECK(world_int(&w, "PRAGMA trusted_schema") == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM pragma_journal_mode WHERE "
	    "journal_mode = 'wal'") == 1);
	/* a schema that is not ours is refused, older or newer */
	CHECK(db_begin(w.db) == 0 && db_set_version(w.db, 99) == 0 &&
	    db_commit(w.db) == 0);
	CHECK(store_open(w.a, &w.conf, DB_WRITE) == NULL);
	CHECK(db_begin(w.db) == 0 && db_set_version(w.db, 0) == 0 &&
	    db_commit(w.db) == 0);
	CHECK(store_open(w.a, &w.conf, DB_READ) == NULL);
	CHECK(db_begin(w.db) == 0 &&
	    db_set_version(w.db, STORE_VERSION) == 0 && db_commit(w.db) == 0);
	db = store_open(w.a, &w.conf, DB_READ);
	CHECK(db != NULL);
	if (db != NULL)
		CHECK(db_begin(db) == -1 ||
		    db_exec(db, "DELETE FROM mail", "") == -1);
	db_rollback(db);
	db_close(db);
}

static void
test_draft(void)
{
	struct dossier d, same, other, stale;
	struct answers *an = world_answers(&w, "Léa", "Œuf"), *back;
	const struct step *vous = definition_step(w.cae, "vous");

	CHECK(draft_create(w.a, w.db, w.cae, "a@b.example", "clé",
	    &w.mailer, &d) == 0);
	CHECK(str_starts(d.numero, "CAE-") && str_eq(d.state, STATE_DRAFT));
	CHECK(d.sent == 0 && d.expires > time_now() + 29 * 86400);
	/* the same form sent twice, then with another address */
	CHECK(draft_create(w.a, w.db, w.cae, "a@b.example", "clé",
	    &w.mailer, &same) == 0 && same.id == d.id);
	CHECK(draft_create(w.a, w.db, w.cae, "c@b.example", "clé",
	    &w.mailer, &other) == 0 && other.id != d.id);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = "
	    "'brouillon'") == 2);
	stale = d;
	CHECK(draft_save(w.db, w.cae, &d, vous, an) == 0);
	CHECK(draft_save(w.db, w.cae, &d, vous, an) == 0);
	CHECK(draft_save(w.db, w.cae, &stale, vous, an) == 1);
	back = answers_new(w.a, w.cae);
	CHECK(draft_load(w.a, w.db, w.cae, &d, back) == 0);
	CHECK_STR(answers_raw(back, "nom", 0), "Œuf");
	CHECK(answers_raw(back, "nom", 1) == NULL);
	CHECK_STR(answers_raw(back, "email", 0), "a@b.example");
	CHECK(answers_raw(back, "secteur", 0) == NULL);
	CHECK(dossier_by_numero(w.a, w.db, d.numero, &same) == 0 &&
	    same.version == d.version);
	CHECK(dossier_by_numero(w.a, w.db, "CAE-26-2222-22", &same) == 1);
	/* found through the last day it was told, gone after */
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)d.expires +
	    3600), 1);
	CHECK(dossier_by_id(w.a, w.db, d.id, &same) == 0);
	setenv("TERREAU_NOW", arena_fmt(w.a, "%lld", (long long)d.expires +
	    2 * 86400), 1);
	CHECK(dossier_by_id(w.a, w.db, d.id, &same) == 1);
	unsetenv("TERREAU_NOW");
}

static void
test_submit(void)
{
	struct dossier d, copy, stale;
	struct answers *an;
	struct tree *record;
	struct node *r;
	unsigned char sha[SHA256_SIZE];
	int64_t id;

	an = world_draft(&w, "envoi", "Łukasz", "Nguyễn-Lefèvre d’Œuf", &d);
	copy = stale = d;
	stale.version--;
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &stale) == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM record") == 0);
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) == 0);
	CHECK(d.sent != 0 && d.expires == 0 && str_eq(d.state, "envoyee"));
	CHECK_STR(d.nom, "Nguyễn-Lefèvre d’Œuf");
	CHECK_STR(d.cooperative, "nantes");
	/* again, from the page left open and from the fresh one */
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &copy) == 0);
	CHECK(copy.sent == d.sent && copy.version == d.version);
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM record") == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = "
	    "'envoyee'") == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM event WHERE name = "
	    "'envoyer'") == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM consent") == 1);
	CHECK(world_int(&w, "SELECT count(*) FROM brouillon b JOIN dossier d "
	    "ON d.id = b.dossier WHERE sent IS NOT NULL AND form = 'cae'") == 0);
	/* what is stored is what was typed, and valid */
	record = record_latest(w.a, w.db, d.id, "cae", &id, sha);
	CHECK(record != NULL && id == 1);
	CHECK(record != NULL &&
	    schema_valid(definition_records(w.cae), record, NULL) == 1);
	r = node_child(tree_root(record), "reponses");
	CHECK_STR(node_value(w.a, r, "nom"), "Nguyễn-Lefèvre d’Œuf");
	CHECK_STR(node_value(w.a, r, "activite"),
	    "Réparer des vélos & des <tandems>");
	CHECK_STR(node_attr(tree_root(record), "numero"), d.numero);
	/* a file that was sent is no draft any more */
	CHECK(draft_save(w.db, w.cae, &d, &w.cae->steps[1], an) == 1);
	CHECK(record_latest(w.a, w.db, d.id, "cape", NULL, NULL) == NULL);
}

static void
test_invalid(void)
{
	struct dossier d;
	struct answers *an = world_draft(&w, "faux", "Zoé", "Faux", &d);
	int64_t before = world_int(&w, "SELECT count(*) FROM record");

	/* a check forgotten by the caller is caught by the schema */
	answers_clear_step(an, definition_step(w.cae, "vous"));
	answers_check(an, definition_step(w.cae, "vous"),
	    &(struct check_context){ .network = w.network,
	    .today = day_today() });
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) == -1);
	CHECK(world_int(&w, "SELECT count(*) FROM record") == before);
	CHECK(dossier_by_id(w.a, w.db, d.id, &d) == 0 && d.sent == 0);
}

static void
test_move(void)
{
	struct dossier d, stale;
	struct answers *an = world_draft(&w, "suite", "Élodie", "Zaïd", &d);
	struct message m;
	struct event *events;
	size_t n;

	CHECK(dossier_move(w.a, w.db, w.cae, &d, "accepter", &julie, NULL,
	    &w.mailer) == 1);
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) == 0);
	stale = d;
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "accepter", &personne, NULL,
	    &w.mailer) == 1);
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "inconnue", &julie, NULL,
	    &w.mailer) == 1);
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "refuser", &julie, " \n",
	    &w.mailer) == 1);
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "emettre-contrat", &julie,
	    NULL, &w.mailer) == 1);
	CHECK(dossier_message(w.a, w.cae, &d, "mettre-en-attente",
	    "Plus de <place> & voilà", &w.mailer, &m) == 0 &&
	    strstr(m.body, "Plus de <place> & voilà") != NULL);
	CHECK(dossier_message(w.a, w.cae, &d, "etudier", NULL, &w.mailer,
	    &m) == 1);
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "mettre-en-attente", &julie,
	    "Plus de place", &w.mailer) == 0);
	/* somebody else decides from the page shown before */
	CHECK(dossier_move(w.a, w.db, w.cae, &stale, "accepter", &julie, NULL,
	    &w.mailer) == 1);
	CHECK(dossier_by_id(w.a, w.db, d.id, &d) == 0);
	CHECK_STR(d.state, "attente");
	stale = d;
	stale.version--;
	CHECK(dossier_move(w.a, w.db, w.cae, &stale, "accepter", &julie, NULL,
	    &w.mailer) == 1);
	CHECK(dossier_move(w.a, w.db, w.cae, &d, "accepter", &julie, NULL,
	    &w.mailer) == 0);
	n = dossier_events(w.a, w.db, d.id, &events);
	CHECK(n == 4);
	CHECK_STR(events[0].name, "creer");
	CHECK_STR(events[2].text, "Plus de place");
	CHECK_STR(events[3].who, "Julie Morel");
	CHECK_STR(events[3].state, "acceptee");
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind IN "
	    "('attente', 'acceptee')") == 2);
	CHECK(dossier_opened(w.db, d.id, 1) == 0 &&
	    dossier_opened(w.db, d.id, 1) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM consultation") == 1);
}

static void
test_pieces(void)
{
	static const char pdf[] = "%PDF-1.4\nx";
	struct dossier d;
	struct answers *an = world_draft(&w, "piece", "Ana", "Fichier", &d);
	struct piece *list, p;
	struct spool *back;
	struct upload u;
	struct tree *record;
	char *big = calloc(1, UPLOAD_MAX);
	int i;

	memcpy(big, pdf, 8);
	big[UPLOAD_MAX - 1] = 'z';
	CHECK(world_upload(w.a, "../../mon \"CV\".pdf", big, UPLOAD_MAX, &u) ==
	    UPLOAD_GOOD && piece_add(w.db, &d, "piece", &u) == 0);
	CHECK(piece_list(w.a, w.db, d.id, &list) == 1);
	CHECK_STR(list[0].name, "mon CV.pdf");
	CHECK_STR(list[0].type, "application/pdf");
	CHECK(world_int(&w, "SELECT length(bytes) FROM piece") ==
	    (int64_t)coffre_size(UPLOAD_MAX));
	CHECK(piece_find(w.a, w.db, d.id, list[0].id, &p) == 0 &&
	    p.size == (int64_t)UPLOAD_MAX &&
	    memcmp(p.sha256, u.sha256, SHA256_SIZE) == 0);
	back = spool_new(w.a, NULL);
	CHECK(piece_read(w.db, &p, back) == 0 &&
	    world_same(back, big, UPLOAD_MAX));
	free(big);
	CHECK(piece_find(w.a, w.db, d.id + 1, list[0].id, &p) == 1);
	CHECK(world_upload(w.a, "\xff/..", pdf, 9, &u) == UPLOAD_GOOD);
	for (i = 1; i < PIECE_COUNT; i++)
		CHECK(piece_add(w.db, &d, "piece", &u) == 0);
	CHECK(piece_add(w.db, &d, "piece", &u) == 1);
	CHECK(piece_list(w.a, w.db, d.id, &list) == PIECE_COUNT);
	CHECK_STR(list[1].name, "fichier");
	for (i = 1; i < PIECE_COUNT; i++)
		CHECK(piece_remove(w.db, &d, list[i].id) == 0);
	CHECK(piece_remove(w.db, &d, list[1].id) == 1);
	/* the record names its files */
	CHECK(dossier_by_id(w.a, w.db, d.id, &d) == 0);
	an = answers_new(w.a, w.cae);
	CHECK(draft_load(w.a, w.db, w.cae, &d, an) == 0);
	CHECK(world_check(&w, an) == NULL);
	CHECK(dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) == 0);
	record = record_latest(w.a, w.db, d.id, "cae", NULL, NULL);
	CHECK(record != NULL);
	CHECK_STR(node_attr(node_child(node_child(node_child(tree_root(record),
	    "reponses"), "piece"), "fichier"), "nom"), "mon CV.pdf");
	CHECK(piece_add(w.db, &d, "piece", &u) == 1);
	CHECK(piece_remove(w.db, &d, list[0].id) == 1);
}

/* Two processes send the same dossier at once: one record, two answers 0. */
/* A JPEG with so many bytes of fill before its first segment. */
static enum upload_fault
filled(size_t n)
{
	struct buf b = BUF_INIT;
	enum upload_fault fault;
	struct upload u;

	buf_add(&b, "\xff\xd8", 2);
	memset(buf_reserve(&b, n), 0xff, n);
	b.len += n;
	buf_add(&b, "\xff\xe0\0\2\xff\xda\0\2\xff\xd9", 10);
	fault = world_upload(w.a, "a.jpg", b.data, b.len, &u);
	buf_free(&b);
	return fault;
}

static void
test_fill(void)
{
	CHECK(filled(0) == UPLOAD_GOOD);
	CHECK(filled(1024) == UPLOAD_GOOD);
	/* without an end each byte would be a look at the file */
	CHECK(filled(1025) == UPLOAD_CUT);
	CHECK(filled(UPLOAD_MAX - 16) == UPLOAD_CUT);
}

static void
test_two_at_once(void)
{
	struct dossier d;
	struct answers *an = world_draft(&w, "deux", "Ida", "Double", &d);
	int64_t before = world_int(&w, "SELECT count(*) FROM record");
	int i, rc, status, good = 0;
	pid_t pid[4];

	db_close(w.db);
	fflush(stdout);
	for (i = 0; i < 4; i++)
		if ((pid[i] = fork()) == 0) {
			w.db = store_open(w.a, &w.conf, DB_WRITE);
			rc = dossier_submit(w.a, w.db, w.cae, an, &w.mailer,
			    &d);
			_exit(rc == 0 && d.sent != 0 ? 0 : 1);
		}
	for (i = 0; i < 4; i++)
		if (waitpid(pid[i], &status, 0) == pid[i] && status == 0)
			good++;
	w.db = store_open(w.a, &w.conf, DB_WRITE);
	CHECK(good == 4);
	CHECK(world_int(&w, "SELECT count(*) FROM record") == before + 1);
}

/* Make and send dossiers without end, telling each that was acknowledged. */
static void
work(int out, int round)
{
	struct dossier d;
	struct answers *an;
	int i;

	w.db = store_open(w.a, &w.conf, DB_WRITE);
	for (i = 0;; i++) {
		an = world_draft(&w, arena_fmt(w.a, "k%d-%d", round, i),
		    "Kim", "Coupé", &d);
		if (dossier_submit(w.a, w.db, w.cae, an, &w.mailer, &d) != 0)
			_exit(1);
		if (write(out, &d.id, sizeof(d.id)) != sizeof(d.id))
			_exit(1);
	}
}

static int64_t
half_written(void)
{
	return world_int(&w, "SELECT count(*) FROM dossier d WHERE (sent IS "
	    "NOT NULL) <> (SELECT count(*) FROM record WHERE dossier = d.id) "
	    "OR (sent IS NOT NULL) <> (SELECT count(*) FROM mail WHERE "
	    "dossier = d.id AND kind = 'envoyee') OR (sent IS NOT NULL) <> "
	    "(SELECT count(*) FROM event WHERE dossier = d.id AND name = "
	    "'envoyer') OR (sent IS NOT NULL AND EXISTS (SELECT 1 FROM "
	    "brouillon WHERE dossier = d.id AND form = 'cae')) OR 1 <> "
	    "(SELECT count(*) FROM mail WHERE dossier = d.id AND kind = 'brouillon')");
}

/* An acknowledged dossier that is not there, sent, is lost. */
static int
is_lost(int64_t id)
{
	struct dossier d;

	return dossier_by_id(w.a, w.db, id, &d) != 0 || d.sent == 0;
}

/*
 * Every other round kills without waiting for a first acknowledgement: on a
 * slow machine that is in the middle of the first dossier.
 */
static void
test_killed(void)
{
	int64_t id, first, acknowledged = 0, lost = 0;
	struct timespec wait = { 0, 0 };
	struct buf out = BUF_INIT;
	int round, fd[2];
	pid_t pid;

	db_close(w.db);
	for (round = 0; round < 20; round++) {
		fflush(stdout);
		if (pipe(fd) == -1)
			fatal("pipe");
		if ((pid = fork()) == 0) {
			close(fd[0]);
			work(fd[1], round);
		}
		close(fd[1]);
		if (round % 2 == 1 ||
		    read(fd[0], &first, sizeof(first)) != sizeof(first))
			first = 0;
		wait.tv_nsec = (long)random_below(40000000);
		nanosleep(&wait, NULL);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		w.db = store_open(w.a, &w.conf, DB_WRITE);
		if (first != 0) {
			acknowledged++;
			lost += is_lost(first);
		}
		while (read(fd[0], &id, sizeof(id)) == sizeof(id)) {
			acknowledged++;
			lost += is_lost(id);
		}
		close(fd[0]);
		db_close(w.db);
	}
	w.db = store_open(w.a, &w.conf, DB_WRITE);
	printf("# %lld acknowledged\n", (long long)acknowledged);
	CHECK(acknowledged >= 10);
	CHECK(lost == 0);
	CHECK(half_written() == 0);
	CHECK(record_check(w.db, &out) == 0);
	CHECK(audit_dossiers(w.db, &out) == 0);
	CHECK(audit_pieces(w.db, &out) == 0);
	CHECK(db_sound(w.db) == 0);
	buf_free(&out);
}

/* The faults of the dossiers once a derived column is not what it should be. */
static size_t
strayed(const char *sql)
{
	struct buf out = BUF_INIT;
	size_t n = (size_t)-1;

	if (db_begin(w.db) == 0 && db_script(w.db, sql) == 0)
		n = audit_dossiers(w.db, &out);
	db_rollback(w.db);
	buf_free(&out);
	return n;
}

static void
test_derived(void)
{
	CHECK(strayed("SELECT 1") == 0);
	CHECK(strayed("UPDATE dossier SET sent = sent + 1 WHERE id = (SELECT "
	    "min(id) FROM dossier WHERE sent IS NOT NULL)") == 1);
	CHECK(strayed("UPDATE dossier SET state = 'etude' WHERE id = (SELECT "
	    "min(id) FROM dossier WHERE state = 'envoyee')") == 1);
	CHECK(strayed("DELETE FROM dossier_words WHERE rowid = (SELECT min(id) "
	    "FROM dossier WHERE sent IS NOT NULL)") == 1);
}

/* 1 if the statement is refused. */
static int
refused(const char *sql)
{
	int rc;

	if (db_begin(w.db) == -1)
		return 0;
	rc = db_script(w.db, sql);
	db_rollback(w.db);
	return rc == -1;
}

static void
test_append_only(void)
{
	CHECK(refused("UPDATE record SET author = 'x' WHERE id = 1"));
	CHECK(refused("DELETE FROM record WHERE id = 1"));
	CHECK(refused("UPDATE event SET text = 'x' WHERE id = 1"));
	CHECK(refused("DELETE FROM event WHERE dossier IN (SELECT id FROM "
	    "dossier WHERE sent IS NOT NULL)"));
	CHECK(refused("UPDATE consent SET version = 2"));
	CHECK(refused("DELETE FROM consent"));
	CHECK(refused("UPDATE piece SET name = 'x'"));
	CHECK(refused("DELETE FROM piece"));
	CHECK(refused("DELETE FROM consultation"));
	CHECK(refused("UPDATE consultation SET at = 0"));
	CHECK(refused("DELETE FROM dossier WHERE sent IS NOT NULL"));
	CHECK(!refused("DELETE FROM dossier WHERE sent IS NULL"));
	/* types and references */
	CHECK(refused("UPDATE dossier SET version = 'x'"));
	CHECK(refused("INSERT INTO event (dossier, at, name, who, state, text)"
	    " VALUES (999999, 1, '', '', '', '')"));
	CHECK(refused("INSERT INTO chain VALUES (2, 0, zeroblob(32))"));
	CHECK(refused("UPDATE dossier SET state = \"envoyee\""));
}

/* The faults of the chain after an attack that went round the triggers. */
static size_t
faults_after(const char *sql, const char *expected)
{
	struct buf out = BUF_INIT;
	size_t n;

	/* whoever edits the file is not held by foreign keys */
	if (db_begin(w.db) == -1 || db_script(w.db,
	    "PRAGMA defer_foreign_keys = ON; DROP TRIGGER record_kept;"
	    "DROP TRIGGER record_stays") == -1 || db_script(w.db, sql) == -1)
		fatalx("attack");
	n = record_check(w.db, &out);
	db_rollback(w.db);
	if (strstr(buf_cstr(&out), expected) == NULL) {
		printf("# %s\n", buf_cstr(&out));
		n = 999;
	}
	buf_free(&out);
	return n;
}

static void
test_chain(void)
{
	struct buf out = BUF_INIT;

	CHECK(faults_after("UPDATE record SET xml = CAST(xml || x'20' AS BLOB) "
	    "WHERE id = 3",
	    "enregistrement 3 (") == 1);
	CHECK(faults_after("UPDATE record SET xml = CAST(substr(xml, 1, 50) || "
	    "x'21' || substr(xml, 52) AS BLOB) WHERE id = 2", "enregistrement 2 (") ==
	    1);
	CHECK(faults_after("DELETE FROM record WHERE id = 4",
	    "enregistrement 4 : absent") == 1);
	CHECK(faults_after("DELETE FROM record WHERE id = 1",
	    "enregistrement 1 : absent") == 1);
	CHECK(faults_after("DELETE FROM record WHERE id = (SELECT max(id) "
	    "FROM record)", "la chaîne finit") == 1);
	CHECK(faults_after("UPDATE record SET author = 'x' WHERE id = 3",
	    "enregistrement 3 (") == 1);
	CHECK(faults_after("UPDATE record SET at = at + 1 WHERE id = 3",
	    "enregistrement 3 (") == 1);
	CHECK(faults_after("UPDATE record SET version = 7 WHERE id = 3",
	    "enregistrement 3 (") == 1);
	CHECK(faults_after("UPDATE record SET dossier = (SELECT dossier FROM "
	    "record WHERE id = 1) WHERE id = 3", "enregistrement 3 (") == 1);
	/* two rows swapped, with everything that is theirs */
	CHECK(faults_after("UPDATE record SET id = 1000000 WHERE id = 2;"
	    "UPDATE record SET id = 2 WHERE id = 3;"
	    "UPDATE record SET id = 3 WHERE id = 1000000",
	    "enregistrement 2 (") >= 2);
	/* rewritten with a fitting hash: the link gives it away */
	CHECK(faults_after("UPDATE record SET xml = (SELECT xml FROM record "
	    "WHERE id = 1), sha256 = (SELECT sha256 FROM record WHERE id = 1) "
	    "WHERE id = 3", "enregistrement 3 (") == 1);
	CHECK(record_check(w.db, &out) == 0 && out.len == 0);
	buf_free(&out);
}

int
main(void)
{
	world_open(&w);
	if (db_begin(w.db) == -1 || db_script(w.db, "INSERT INTO account "
	    "(id, email, name, password, created) VALUES (1, 'j@b.example', "
	    "'Julie Morel', 'x', 1)") == -1 || db_commit(w.db) == -1)
		fatalx("account");
	test_store();
	test_draft();
	test_submit();
	test_invalid();
	test_move();
	test_pieces();
	test_fill();
	test_two_at_once();
	test_killed();
	test_derived();
	test_append_only();
	test_chain();
	world_close(&w);
	return test_end();
}
