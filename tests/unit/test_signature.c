/*
 * Signatures: slots, order, codes, desk, paper, refusal, the executed copy,
 * what a replacement takes over, time, and the check of it all.
 */
#include <stdlib.h>
#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "domain/access/access.h"
#include "domain/access/account.h"
#include "domain/code.h"
#include "domain/paper/execution.h"
#include "domain/signature/signature_inside.h"
#include "flips.h"
#include "sealing.h"
#include "test.h"

static struct sealing world;
static struct world w;		/* the same */
static struct office *const office = &world.office;
static struct arena *a;
static const struct paper *cape;
static struct signing person, desk, counter;

static const char browser[] = "un navigateur";
static const char pdf_bytes[] = "%PDF-1.4\nun papier signé\n";

static void
at(int64_t seconds)
{
	long long now = 0;

	CHECK(str_number(CONTRACT_NOW, 0, LLONG_MAX, &now) == 0);
	setenv("TERREAU_NOW", arena_fmt(a, "%lld", now + (long long)seconds),
	    1);
}

static void
accepted(const char *key, struct dossier *d)
{
	sealing_accepted(&world, key, d);
}

static const char *
issue(struct dossier *d, const char *changes, const char *reason)
{
	struct lack *lacks;
	const char *code = "";
	size_t n;

	CHECK(document_issue(a, w.db, office, w.cae, contract_with(a,
	    cape->form, changes), d, cape, &staff, reason, &w.mailer, &code,
	    &lacks, &n) == 0);
	CHECK(dossier_by_id(a, w.db, d->id, d) == 0);
	return code;
}

/* « beneficiaire:attendue cooperative:attendue » */
static const char *
states(const char *code)
{
	struct signature *list;
	struct buf b = BUF_INIT;
	const char *s;
	size_t i, n;

	n = signature_list(a, w.db, code, &list);
	for (i = 0; i < n; i++)
		buf_fmt(&b, "%s%s:%s", i > 0 ? " " : "", list[i].role,
		    list[i].state);
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static struct signature *
slot(const char *code, size_t i)
{
	struct signature *list;

	return i < signature_list(a, w.db, code, &list) ? &list[i] : NULL;
}

/* The last code mailed, « 4F7K-Q2 ». */
static const char *
mailed(void)
{
	struct query *q = db_query(w.db, "SELECT subject FROM mail WHERE kind "
	    "= 'code-signature' ORDER BY id DESC LIMIT 1", "");
	const char *s = db_next(q) ? db_dup(a, q, 0) : "";

	db_done(q);
	return strlen(s) > 7 ? s + strlen(s) - 7 : "";
}

static int
may(const char *code, size_t i, const char *way)
{
	return signature_may(a, w.db, office, slot(code, i), way,
	    day_today());
}

static size_t
faults(void)
{
	struct buf out = BUF_INIT;
	size_t n = signature_check(a, w.db, &out);

	if (n > 0)
		printf("# %s", buf_cstr(&out));
	buf_free(&out);
	return n;
}

static size_t
copy_faults(const char *code, const char *what)
{
	struct buf out = BUF_INIT;
	size_t n = execution_check(a, w.db, slot(code, 0)->document,
	    &office->keys, &out);

	CHECK(what == NULL || strstr(buf_cstr(&out), what) != NULL);
	buf_free(&out);
	return n;
}

static void
allow(const char *kinds)
{
	struct node *root = tree_root(w.network->tree);
	struct node *n = node_child(root, "signature-electronique");

	if (n == NULL)
		n = node_add_text(root, "signature-electronique", "Parce que");
	node_set(n, "documents", kinds);
}

/* In order, not by mail unless the network says so, at the desk. */
static void
test_order(void)
{
	struct signature s;
	struct dossier d;
	const char *code;

	accepted("un", &d);
	code = issue(&d, "", NULL);
	CHECK_STR(states(code), "beneficiaire:attendue cooperative:attendue");
	CHECK_STR(slot(code, 0)->nom, "Łukasz Çağrı Nguyễn-Lefèvre d'Œuf");
	CHECK_STR(slot(code, 1)->qualite, "gérante");
	CHECK(signature_of_person(a, w.db, d.id, code, &s) == 0 &&
	    s.id == slot(code, 0)->id);
	CHECK(signature_of_person(a, w.db, d.id + 1, code, &s) == 1);
	CHECK(may(code, 0, "electronique") == SIGNING_PAPER);
	CHECK(may(code, 0, "guichet") == SIGNING_MAY);
	CHECK(may(code, 1, "guichet") == SIGNING_WAIT);
	CHECK(signature_send_code(a, w.db, &person, slot(code, 0),
	    browser) == 1);
	CHECK(signature_sign_desk(a, w.db, &counter, slot(code, 1)) == 1);
	/* the account of staff is not the person's, nor the other way round */
	CHECK(signature_sign_desk(a, w.db, &counter, slot(code, 0)) == 1);
	CHECK(signature_sign_desk(a, w.db, &desk, slot(code, 0)) == 0);
	CHECK_STR(states(code), "beneficiaire:signee cooperative:attendue");
	CHECK(may(code, 0, "guichet") == SIGNING_DONE);
	CHECK(signature_sign_desk(a, w.db, &desk, slot(code, 0)) == 1);
	CHECK(signature_sign_desk(a, w.db, &desk, slot(code, 1)) == 1);
	CHECK(faults() == 0 && copy_faults(code, NULL) == 0);
	/* nor in a file that was withdrawn; one noted as signed is mended */
	CHECK(db_exec(w.db, "UPDATE dossier SET state = 'retiree' WHERE id = "
	    "?1", "i", d.id) == 1);
	CHECK(may(code, 1, "guichet") == SIGNING_CLOSED);
	CHECK(signature_sign_desk(a, w.db, &counter, slot(code, 1)) == 1);
	CHECK(db_exec(w.db, "UPDATE dossier SET state = 'encours' WHERE id = "
	    "?1", "i", d.id) == 1);
	CHECK(may(code, 1, "guichet") == SIGNING_MAY);
	CHECK(db_exec(w.db, "UPDATE dossier SET state = 'contrat' WHERE id = "
	    "?1", "i", d.id) == 1);
	CHECK(may(code, 1, "guichet") == SIGNING_MAY);
	/* nothing is signed on a paper that is over */
	CHECK(document_revoke(a, w.db, office, code, &staff, "Abandon") == 0);
	CHECK(may(code, 1, "guichet") == SIGNING_CLOSED);
	CHECK(signature_sign_desk(a, w.db, &counter, slot(code, 1)) == 1);
}

static void
test_code(void)
{
	struct node *act, *phrase;
	const char *code, *typed, *wrong;
	struct dossier d;
	int i;

	allow("cape");
	accepted("deux", &d);
	code = issue(&d, "", NULL);
	CHECK(may(code, 0, "electronique") == SIGNING_MAY);
	CHECK(may(code, 1, "electronique") == SIGNING_WAIT);
	CHECK_STR(signature_masked(a, "lea@courriel.example"),
	    "l*****@courriel.example");
	CHECK(!signature_code_waits(w.db, slot(code, 0), browser));
	CHECK(signature_send_code(a, w.db, &person, slot(code, 0),
	    browser) == 0);
	CHECK(signature_code_waits(w.db, slot(code, 0), browser));
	typed = mailed();
	CHECK(strlen(typed) == 7);
	/* in another browser it is none */
	CHECK(signature_sign_code(a, w.db, &person, slot(code, 0), typed,
	    "un autre") == 3);
	CHECK(signature_sign_code(a, w.db, &person, slot(code, 0), "",
	    browser) == 2);
	/* 29 minutes it is good for, not 30 */
	at(30 * 60);
	CHECK(signature_sign_code(a, w.db, &person, slot(code, 0), typed,
	    browser) == 3);
	CHECK(signature_send_code(a, w.db, &person, slot(code, 0),
	    browser) == 0);
	typed = mailed();
	wrong = code_new(a, CODE_ONETIME);
	for (i = 0; i < 5; i++)
		CHECK(signature_sign_code(a, w.db, &person, slot(code, 0),
		    wrong, browser) == 2);
	CHECK(signature_sign_code(a, w.db, &person, slot(code, 0), typed,
	    browser) == 3);
	CHECK_STR(states(code), "beneficiaire:attendue cooperative:attendue");
	for (i = 2; i < 5; i++)
		CHECK(signature_send_code(a, w.db, &person, slot(code, 0),
		    browser) == 0);
	CHECK(signature_send_code(a, w.db, &person, slot(code, 0),
	    browser) == 1);
	CHECK(signature_sign_code(a, w.db, &person, slot(code, 0), mailed(),
	    browser) == 0);
	CHECK_STR(states(code), "beneficiaire:signee cooperative:attendue");
	CHECK(signature_sign_code(a, w.db, &person, slot(code, 0), mailed(),
	    browser) != 0);
	act = act_read(a, w.db, world_int(&w, "SELECT max(id) FROM record "
	    "WHERE form = 'signature'"));
	CHECK(act != NULL);
	CHECK_STR(node_value(a, act, "courriel"), "lea@courriel.example");
	CHECK_STR(node_value(a, act, "phrase"), "oui");
	phrase = node_child(act, "phrase");
	CHECK_STR(node_attr_or(phrase, "version", ""), "1");
	CHECK(faults() == 0);
	at(0);
}

/* Refusing is neither final nor a way round the order. */
static void
test_refusal(void)
{
	struct dossier d;
	const char *code;

	accepted("trois", &d);
	code = issue(&d, "", NULL);
	CHECK(signature_refuse(a, w.db, &counter, slot(code, 1),
	    "guichet") == 1);
	CHECK(signature_refuse(a, w.db, &person, slot(code, 0),
	    "electronique") == 0);
	CHECK(signature_refuse(a, w.db, &person, slot(code, 0),
	    "electronique") == 0);
	CHECK_STR(states(code), "beneficiaire:refusee cooperative:attendue");
	CHECK(may(code, 1, "guichet") == SIGNING_WAIT);
	CHECK(faults() == 0);
	CHECK(signature_sign_desk(a, w.db, &desk, slot(code, 0)) == 0);
	CHECK_STR(states(code), "beneficiaire:signee cooperative:attendue");
	CHECK(faults() == 0);
}

static struct signed_paper
on_paper(const int64_t *slots, size_t n)
{
	static struct upload u;

	CHECK(world_upload(a, "../contrat.pdf", pdf_bytes,
	    sizeof(pdf_bytes) - 1, &u) == UPLOAD_GOOD);
	return (struct signed_paper){ .file = &u, .day = day_today(),
		.slots = slots, .n = n };
}

/* One sheet with both signatures: the copy is made at once. */
static void
test_paper(const char **done)
{
	struct signed_paper p;
	struct execution e;
	struct document doc;
	struct scan *scans, s;
	struct spool *back;
	struct dossier d;
	struct buf twin = BUF_INIT;
	const void *pdf;
	const char *code;
	struct inspection in;
	int64_t both[2];
	size_t len;

	accepted("quatre", &d);
	*done = code = issue(&d, "", NULL);
	both[0] = slot(code, 1)->id;
	p = on_paper(both, 1);
	CHECK(signature_sign_paper(a, w.db, &counter, code, &p) == 1);
	both[0] = slot(code, 0)->id;
	both[1] = slot(code, 1)->id;
	p = on_paper(both, 2);
	p.day--;			/* before it was issued */
	CHECK(signature_sign_paper(a, w.db, &counter, code, &p) == 1);
	p.day += 2;
	CHECK(signature_sign_paper(a, w.db, &counter, code, &p) == 1);
	p.day--;
	CHECK(scan_list(a, w.db, code, &scans) == 0);
	p = on_paper(both, 2);
	CHECK(signature_sign_paper(a, w.db, &counter, code, &p) == 0);
	CHECK_STR(states(code), "beneficiaire:signee cooperative:signee");
	CHECK(scan_list(a, w.db, code, &scans) == 1);
	CHECK_STR(scans[0].name, "contrat.pdf");
	back = spool_new(a, NULL);
	CHECK(scan_read(a, w.db, code, scans[0].id, &s, back) == 0 &&
	    s.size == (int64_t)sizeof(pdf_bytes) - 1 &&
	    world_same(back, pdf_bytes, (size_t)s.size));
	CHECK(scan_read(a, w.db, "222222222222", scans[0].id, &s, back) == 1);

	CHECK(document_find(a, w.db, code, &doc) == 0 &&
	    execution_find(a, w.db, code, &e) == 0);
	CHECK(e.pages >= doc.pages);
	CHECK(execution_pdf(a, w.db, code, &pdf, &len) == 0 &&
	    document_verify(a, pdf, len, &office->keys, &in) ==
	    VERDICT_AUTHENTIC);
	CHECK_STR(in.code, code);
	CHECK(strstr(in.title, ", exemplaire signé ") != NULL);
	CHECK(execution_twin(a, w.db, code, &twin) == 0);
	CHECK(strstr(buf_cstr(&twin), "Journal de signature") != NULL &&
	    strstr(buf_cstr(&twin), "À la main, sur papier") != NULL &&
	    strstr(buf_cstr(&twin), "Elle n’est pas présumée fiable") != NULL);
	CHECK(strstr(buf_cstr(&twin), "initiales") == NULL);
	/* no box is left to sign; on paper there are originals to count */
	CHECK(strstr(buf_cstr(&twin), "class=\"case\"") == NULL &&
	    strstr(buf_cstr(&twin), "a signé à la main") != NULL &&
	    strstr(buf_cstr(&twin), "exemplaires originaux") != NULL);
	buf_free(&twin);
	/* the paper as it was shown is as good as before */
	CHECK(document_pdf(a, w.db, code, &pdf, &len) == 0 &&
	    document_verify(a, pdf, len, &office->keys, &in) ==
	    VERDICT_AUTHENTIC);
	CHECK_STR(execution_filename(a, &doc), arena_fmt(a,
	    "cape-%.4s-%.4s-%.4s-signe.pdf", code, code + 4, code + 8));
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = 'signe'") ==
	    1);
	CHECK(faults() == 0 && copy_faults(code, NULL) == 0);
}

/* The public door has no key: the copy waits for who has it. */
static void
test_no_key(void)
{
	struct office public = *office;
	struct signing here = person;
	struct buf twin = BUF_INIT;
	struct dossier d;
	struct execution e;
	const char *code;
	size_t n;

	public.may_seal = 0;
	here.office = &public;
	accepted("cinq", &d);
	((struct paper *)(uintptr_t)cape)->signers = "cooperative beneficiaire";
	code = issue(&d, "", NULL);
	((struct paper *)(uintptr_t)cape)->signers = "beneficiaire cooperative";
	CHECK_STR(states(code), "cooperative:attendue beneficiaire:attendue");
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = "
	    "'signature'") == 0);
	CHECK(signature_sign_desk(a, w.db, &counter, slot(code, 0)) == 0);
	CHECK(world_int(&w, "SELECT count(*) FROM mail WHERE kind = "
	    "'signature'") == 1);
	CHECK(signature_send_code(a, w.db, &here, slot(code, 1),
	    browser) == 0 && signature_sign_code(a, w.db, &here,
	    slot(code, 1), mailed(), browser) == 0);
	CHECK_STR(states(code), "cooperative:signee beneficiaire:signee");
	CHECK(execution_find(a, w.db, code, &e) == 1);
	CHECK(copy_faults(code, NULL) == 0);
	at(2 * 3600);
	CHECK(copy_faults(code, "terreau seal") == 1);
	CHECK(execution_make_all(w.db, &public, &w.mailer, &n) == -1 &&
	    n == 0);
	CHECK(execution_make_all(w.db, office, &w.mailer, &n) == 0 && n == 1);
	CHECK(execution_make_all(w.db, office, &w.mailer, &n) == 0 && n == 0);
	CHECK(execution_find(a, w.db, code, &e) == 0 && e.at > e.completed);
	/* signed on screens: there are no originals */
	CHECK(execution_twin(a, w.db, code, &twin) == 0);
	CHECK(strstr(buf_cstr(&twin), "class=\"case\"") == NULL &&
	    strstr(buf_cstr(&twin), "a signé à l’écran") != NULL &&
	    strstr(buf_cstr(&twin), "originaux") == NULL);
	buf_free(&twin);
	CHECK(copy_faults(code, NULL) == 0);
	at(0);
}

/* What is filled in anew, and who signs again. */
static void
test_replaced(void)
{
	const char *first, *second, *third, *fourth;
	struct issuable *kind = (struct issuable *)(uintptr_t)
	    definition_document(w.cae, "cape");
	const char *signs = kind->signs;
	struct execution e;
	struct buf twin = BUF_INIT;
	struct dossier d;

	accepted("six", &d);
	/* a paper that moves nothing can be replaced once it is signed */
	kind->signs = NULL;
	first = issue(&d, "", NULL);
	CHECK(signature_sign_desk(a, w.db, &desk, slot(first, 0)) == 0);
	at(3600);
	/* an address is no reason to sign again */
	second = issue(&d, "adresse=5 impasse des Lilas", "Mauvais numéro");
	CHECK_STR(states(second), "beneficiaire:signee cooperative:attendue");
	CHECK(slot(second, 0)->at == slot(first, 0)->at &&
	    slot(second, 0)->record != slot(first, 0)->record);
	CHECK(faults() == 0);
	CHECK(signature_sign_desk(a, w.db, &counter, slot(second, 1)) == 0);
	CHECK(execution_twin(a, w.db, second, &twin) == 0);
	CHECK(strstr(buf_cstr(&twin), "Signature reprise") != NULL &&
	    strstr(buf_cstr(&twin), "engagement\u00a0: Adresse") != NULL);
	buf_free(&twin);
	/* everything taken over: complete at once, and again */
	third = issue(&d, "adresse=6 impasse des Lilas", "Encore");
	CHECK_STR(states(third), "beneficiaire:signee cooperative:signee");
	CHECK(execution_find(a, w.db, third, &e) == 0 &&
	    e.completed == slot(second, 1)->at);
	CHECK(faults() == 0 && copy_faults(third, NULL) == 0);
	/* a notice period is one */
	fourth = issue(&d, "adresse=6 impasse des Lilas|preavis=30",
	    "Préavis plus long");
	CHECK_STR(states(fourth), "beneficiaire:attendue "
	    "cooperative:attendue");
	kind->signs = signs;
	at(0);
}

static struct tree *
parse(const char *xml)
{
	return tree_parse(a, xml, strlen(xml), "snapshot", NULL);
}

static const char *
asked_again(const char *before, const char *after)
{
	static const char *const roles[] = { "beneficiaire", "representant",
	    "cooperative" };
	struct difference *list;
	struct buf b = BUF_INIT;
	const char *s;
	size_t i, n;

	n = signature_changes(a, cape->form, w.cae, parse(before),
	    parse(after), &list);
	buf_fmt(&b, "%zu", n);
	for (i = 0; i < 3; i++)
		if (signature_asks_again(list, n, roles[i]))
			buf_fmt(&b, " %s", roles[i]);
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

#define DOC(contract, coop)						\
	"<document><contrat>" contract "</contrat><cooperative code='x'>"	\
	coop "</cooperative></document>"

static void
test_changes(void)
{
	struct field *f = (struct field *)(uintptr_t)definition_field(
	    cape->form, "preavis");

	CHECK_STR(asked_again(DOC("", ""), DOC("", "")), "0");
	CHECK_STR(asked_again(DOC("<adresse>a</adresse>", ""),
	    DOC("<adresse>b</adresse>", "")), "1");
	CHECK_STR(asked_again(DOC("<preavis>15</preavis>", ""), DOC("", "")),
	    "1 beneficiaire representant cooperative");
	CHECK_STR(asked_again(DOC("", "<telephone>1</telephone>"),
	    DOC("", "<telephone>2</telephone>")), "1");
	CHECK_STR(asked_again(DOC("",
	    "<representant qualite='gérante'>A</representant>"), DOC("",
	    "<representant qualite='directrice'>A</representant>")),
	    "1 beneficiaire representant cooperative");
	CHECK_STR(asked_again(DOC("", "<annuaire>1</annuaire>"),
	    DOC("", "<annuaire>2</annuaire>")), "0");
	f->concerns = "representant";
	CHECK_STR(asked_again(DOC("<preavis>15</preavis>", ""),
	    DOC("<preavis>16</preavis>", "")), "1 representant");
	f->concerns = NULL;
}

static void
test_reminders(void)
{
	struct dossier d;
	const char *code;
	size_t n;

	accepted("sept", &d);
	code = issue(&d, "", NULL);
	CHECK(slot(code, 0)->asked != 0 && slot(code, 1)->asked == 0);
	CHECK(signature_night(a, w.db, office, &w.mailer, &n) == 0 && n == 0);
	at(7 * 86400 + 60);
	CHECK(signature_night(a, w.db, office, &w.mailer, &n) == 0 && n >= 1);
	CHECK(slot(code, 0)->reminded == 1);
	CHECK(signature_night(a, w.db, office, &w.mailer, &n) == 0 && n == 0);
	at(15 * 86400);
	CHECK(signature_night(a, w.db, office, &w.mailer, &n) == 0 && n >= 1);
	at(40 * 86400);
	CHECK(signature_night(a, w.db, office, &w.mailer, &n) == 0);
	CHECK(signature_night(a, w.db, office, &w.mailer, &n) == 0 && n == 0);
	CHECK(slot(code, 0)->reminded == 2);
	at(0);
}

static void
test_bearer(const char *code)
{
	const char *token = signing_open(a, w.db, slot(code, 0)->id, 1,
	    "carte");
	struct bearer h;

	CHECK(signing_bearer(a, w.db, token, &h) == 0 && h.account == 1 &&
	    h.signature == slot(code, 0)->id && str_eq(h.identity, "carte"));
	at(DESK_MINUTES * 60 + 1);
	CHECK(signing_bearer(a, w.db, token, &h) == 1);
	at(0);
	CHECK(signing_close(w.db, token) == 0 &&
	    signing_bearer(a, w.db, token, &h) == 1);
	CHECK(signing_bearer(a, w.db, "", &h) == 1 &&
	    signing_bearer(a, w.db, NULL, &h) == 1);
}

/* What the check would say of somebody who goes round the programs. */
static void
tampered(const char *sql, int copies, const char *code)
{
	size_t n;

	CHECK(db_begin(w.db) == 0 && db_script(w.db, "DROP TRIGGER "
	    "signature_ends; DROP TRIGGER signature_valid; DROP TRIGGER "
	    "signature_order; DROP TRIGGER scan_kept; DROP TRIGGER "
	    "execution_kept; DROP TRIGGER execution_stays; PRAGMA "
	    "ignore_check_constraints = 1") == 0 && db_script(w.db, sql) == 0);
	printf("# %s\n", sql);
	n = copies ? copy_faults(code, NULL) : faults();
	CHECK(n > 0);
	db_rollback(w.db);
	CHECK(faults() == 0 && copy_faults(code, NULL) == 0);
}

static void
test_check(const char *code)
{
	tampered("UPDATE signature SET at = at + 1 WHERE state = 'signee'", 0,
	    code);
	tampered("UPDATE signature SET way = 'electronique' WHERE way = "
	    "'papier'", 0, code);
	tampered("UPDATE signature SET record = 1 WHERE state = 'signee'", 0,
	    code);
	tampered("UPDATE scan SET bytes = CAST('%PDF-1.4 autre' AS BLOB), size "
	    "= 14", 0, code);
	tampered("UPDATE scan SET sha256 = zeroblob(32)", 0, code);
	tampered("UPDATE execution SET completed = completed + 1", 1, code);
	tampered("UPDATE execution SET twin = CAST('<html/>' AS BLOB)", 1,
	    code);
	tampered("UPDATE execution SET context = CAST('<a/>' AS BLOB)", 1,
	    code);
	tampered("UPDATE execution SET sha256 = zeroblob(32)", 1, code);
	tampered("UPDATE signature SET state = 'attendue', way = NULL, at = "
	    "NULL, record = NULL WHERE role = 'cooperative'", 1, code);
}

static void
open_all(void)
{
	sealing_open(&world);
	w = world.w;
	a = w.a;
	cape = paper_find(office, "cape");
	person = (struct signing){ .office = office,
		.mailer = &w.mailer, .actor = { 0, "personne" },
		.identity = "" };
	desk = person;
	desk.actor = staff;
	desk.identity = "carte";
	counter = desk;
	counter.identity = "compte";
}

int
main(void)
{
	const char *done = "";

	open_all();
	test_order();
	test_code();
	test_refusal();
	test_paper(&done);
	test_no_key();
	test_replaced();
	test_changes();
	test_reminders();
	test_bearer(done);
	test_check(done);
	flips_copy(a, w.db, &office->keys, slot(done, 0)->document);
	sealing_close(&world);
	return test_end();
}
