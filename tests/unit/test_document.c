/*
 * Documents from end to end: an application is sent and accepted, its contract
 * issued, replaced, revoked; every seal checked, every byte flipped.  Leaves
 * cape.pdf, cape.html, recepisse.pdf and recepisse.html, made from fixed data,
 * in builddir/tests for tests/golden.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/access/access.h"
#include "domain/access/account.h"
#include "domain/code.h"
#include "domain/law/contrat.h"
#include "domain/paper/paper.h"
#include "domain/proof/proof.h"
#include "domain/store.h"
#include "contract.h"
#include "flips.h"
#include "test.h"

#define FIXED_CODE	"8H3MW9K4T2Q6"

static struct arena *a;
static struct conf conf;
static struct db *db;
static struct definition *cae;
static const struct definition *programmes[2];
static const struct paper *cape;
static struct network network;
static struct cooperative nantes;
static struct mailer mailer;
static struct office office;
static struct actor staff = { 0, "Inès Caron" };
static const char *dir, *builddir;

static const char reseau[] =
    "<reseau><nom>Coopératives en région</nom>"
    "<telephone>+33261910000</telephone>"
    "<email>contact@reseau.example</email>"
    "<cooperative code='nantes' departements='44'>"
    "<nom>Coopérative de Nantes</nom><de>de la Coopérative de Nantes</de>"
    "<forme>société coopérative de production à responsabilité limitée"
    "</forme><capital>capital variable</capital><siren>123456782</siren>"
    "<siret>12345678200010</siret><rcs>Nantes</rcs>"
    "<adresse>12 rue du Port</adresse><code-postal>44000</code-postal>"
    "<commune>Nantes</commune><telephone>+33261910044</telephone>"
    "<email>nantes@reseau.example</email>"
    "<representant qualite='gérante'>Claire DUBOIS</representant>"
    "<assurance police='RC 4471-02'>Assurance des métiers</assurance>"
    "</cooperative></reseau>";

static const struct typed application[] = {
	{ "email", "lukasz@exemple.example" },
	{ "prenom", "Łukasz" },
	{ "nom", "Nguyễn-Lefèvre d'Œuf" },
	{ "joindre", "courriel" },
	{ "commune-cp", "44150" },
	{ "commune", "autre" },
	{ "commune-autre", "Ancenis-Saint-Géréon" },
	{ "cooperative", "nantes" },
	{ "situation", "demandeur-emploi" },
	{ "secteur", "artisanat" },
	{ "activite", "Rénovation de meubles anciens.\nAteliers le samedi." },
	{ "clients", "non" },
	{ "besoins", "tester" },
	{ "besoins", "facturer" },
	{ "engagement", "oui" },
};

static void
write_ring(const struct keyring *ring)
{
	struct buf b = BUF_INIT;

	keyring_write(a, &b, ring);
	CHECK(file_write(arena_fmt(a, "%s/" KEY_FILE, dir), b.data, b.len,
	    0644) == 0);
	buf_free(&b);
}

static void
make_keys(void)
{
	unsigned char public[SEAL_PUBLIC], secret[SEAL_SECRET];
	struct keyring ring = { NULL, 0 };

	seal_keypair(public, secret);
	file_mkdirs(arena_fmt(a, "%s/keys", dir), 0700);
	file_write(arena_fmt(a, "%s/" KEY_SECRET_FILE, dir), secret,
	    sizeof(secret), 0600);
	keyring_add(a, &ring, public, CONTRACT_DAY);
	write_ring(&ring);
}

static struct answers *
applied(const struct check_context *ctx)
{
	struct answers *an = answers_new(a, cae);
	size_t i;

	for (i = 0; i < sizeof(application) / sizeof(application[0]); i++)
		answers_add(an, application[i].name, application[i].value);
	return answers_check_all(an, ctx) == NULL ? an : NULL;
}

/* A dossier sent and accepted. */
static int
accepted(const char *key, struct dossier *d)
{
	struct check_context ctx = { .network = &network,
		.today = CONTRACT_DAY };
	struct answers *an = applied(&ctx);

	if (an == NULL || draft_create(a, db, cae, "lukasz@exemple.example",
	    key, &mailer, d) != 0 ||
	    dossier_submit(a, db, cae, an, &mailer, d) != 0 ||
	    dossier_by_id(a, db, d->id, d) != 0 ||
	    dossier_move(a, db, cae, d, "accepter", &staff, "", &mailer) != 0)
		return -1;
	return dossier_by_id(a, db, d->id, d);
}

static int64_t
count(struct query *q)
{
	int64_t n = db_next(q) ? db_int(q, 0) : -1;

	db_done(q);
	return n;
}

#define COUNT(table) count(db_query(db, "SELECT count(*) FROM " table, ""))

static int
pending(const struct dossier *d)
{
	return (int)count(db_query(db, "SELECT pending FROM dossier WHERE id = "
	    "?1", "i", d->id));
}

static int
issue(const struct dossier *d, const char *changes, const char *reason,
    const char **code, struct lack **lacks, size_t *n)
{
	return document_issue(a, db, &office, cae, contract_with(a,
	    cape->form, changes), d, cape, &staff, reason, &mailer, code,
	    lacks, n);
}

static enum verdict
verdict(const void *pdf, size_t len, const char **why)
{
	struct inspection in;

	document_verify(a, pdf, len, &office.keys, &in);
	*why = in.why;
	return in.verdict;
}

/* Nothing is stored when something is missing. */
static void
test_lacks(struct dossier *d)
{
	int64_t records = COUNT("record"), mails = COUNT("mail");
	int64_t events = COUNT("event");
	struct dossier after;
	struct lack *lacks;
	const char *code = NULL;
	size_t n;

	CHECK(issue(d, "plafond-tiers=", NULL, &code, &lacks, &n) == 1);
	CHECK(n == 1 && str_eq(lacks[0].step, "tiers"));
	CHECK(issue(d, "temps-plein=oui", NULL, &code, &lacks, &n) == 1);
	CHECK(n == 1 && str_eq(lacks[0].rule, "temps-plein") &&
	    str_eq(lacks[0].article, "C. com. L.\u00a0127-1"));
	CHECK(issue(d, "projet=Mon numéro : 2 55 08 14 168 025 38.", NULL,
	    &code, &lacks, &n) == 1);
	CHECK(n == 1 && str_eq(lacks[0].rule, "nir-iban") &&
	    strstr(lacks[0].text, "sécurité sociale, qui commence par 2550") !=
	    NULL && strstr(lacks[0].text, "38") == NULL);
	CHECK(issue(d, "projet=Virement : FR76 3000 6000 0112 3456 7890 189",
	    NULL, &code, &lacks, &n) == 1);
	CHECK(n == 1 && strstr(lacks[0].text, "un numéro de compte") != NULL);
	CHECK(code == NULL);
	CHECK(COUNT("document") == 0 && COUNT("record") == records &&
	    COUNT("mail") == mails && COUNT("event") == events);
	CHECK(dossier_by_id(a, db, d->id, &after) == 0 &&
	    after.version == d->version && str_eq(after.state, "acceptee"));
}

static void
test_preview(const struct dossier *d)
{
	struct buf html = BUF_INIT;

	CHECK(document_preview(a, db, &office, cae, contract_with(a,
	    cape->form, "plafond-tiers="), d, cape, &html) == 0);
	CHECK(strstr(buf_cstr(&html), "<p class=\"objet\">Projet") != NULL);
	CHECK(strstr(buf_cstr(&html), "Vérifier ce document") == NULL);
	CHECK(strstr(buf_cstr(&html), "<!DOCTYPE html>") == buf_cstr(&html));
	CHECK(COUNT("document") == 0);
	buf_free(&html);
}

static void
test_first(struct dossier *d, const char **code)
{
	struct dossier after;
	struct document doc;
	struct lack *lacks;
	struct buf twin = BUF_INIT;
	const void *pdf = NULL;
	struct inspection in;
	const char *other;
	unsigned char hash[SHA256_SIZE];
	size_t n, len = 0;
	int64_t records = COUNT("record"), mails = COUNT("mail");

	CHECK(issue(d, "", NULL, code, &lacks, &n) == 0);
	CHECK(code_read(a, *code, CODE_DOCUMENT) != NULL);
	CHECK(document_find(a, db, *code, &doc) == 0);
	CHECK_STR(doc.state, "valide");
	CHECK_STR(doc.initials, "Ł***** N*****");
	CHECK_STR(doc.issuer, "Coopérative de Nantes");
	CHECK_STR(doc.issued_by, "Inès Caron");
	CHECK(doc.pages >= 5 && doc.pages <= 7);
	CHECK(doc.size > 10000 && doc.size <= 150 * 1024);
	CHECK_STR(document_filename(a, &doc), arena_fmt(a,
	    "cape-%.4s-%.4s-%.4s.pdf", *code, *code + 4, *code + 8));
	CHECK(document_pdf(a, db, *code, &pdf, &len) == 0);
	sha256(hash, pdf, len);
	CHECK(memcmp(hash, doc.sha256, sizeof(hash)) == 0);
	CHECK(document_verify(a, pdf, len, &office.keys, &in) ==
	    VERDICT_AUTHENTIC);
	CHECK_STR(in.code, *code);
	CHECK(in.key == keyring_active(&office.keys));
	CHECK(str_starts(in.title, "Contrat d’appui au projet d’entreprise"));
	CHECK(document_twin(a, db, *code, &twin) == 0);
	CHECK(strstr(buf_cstr(&twin), "Nguyễn-Lefèvre") != NULL);
	CHECK(strstr(buf_cstr(&twin), "{{") == NULL);
	buf_free(&twin);
	CHECK(COUNT("record") == records + 1 && COUNT("mail") == mails + 1);
	CHECK(dossier_by_id(a, db, d->id, &after) == 0);
	CHECK_STR(after.state, "contrat");
	/* the page that led here is too old now */
	CHECK(issue(d, "", "raison", &other, &lacks, &n) == 2);
	*d = after;
	CHECK(document_find(a, db, FIXED_CODE, &doc) == 1);
}

/* What can be rebuilt from the snapshot is what was stored, to the byte. */
static void
test_pure(const char *code)
{
	struct buf context = BUF_INIT, again = BUF_INIT, twin = BUF_INIT;
	struct buf pdf = BUF_INIT, stored = BUF_INIT, sealed = BUF_INIT;
	unsigned char print[SHA256_SIZE], kept[SHA256_SIZE];
	struct press_result result;
	const char *qr = "";
	struct query *q;
	struct tree *t;
	const void *b;
	size_t len;

	q = db_query(db, "SELECT context, twin, pdf, empreinte, qr FROM "
	    "document JOIN document_proof ON document = id WHERE code = ?1",
	    "s", code);
	if (db_next(q)) {
		b = db_blob(q, 0, &len);
		buf_add(&context, b, len);
		b = db_blob(q, 1, &len);
		buf_add(&stored, b, len);
		b = db_blob(q, 2, &len);
		buf_add(&sealed, b, len);
		b = db_blob(q, 3, &len);
		memcpy(kept, b, sizeof(kept));
		qr = db_dup(a, q, 4);
	}
	CHECK(db_done(q) == 0 && context.len > 0);
	t = tree_parse(a, context.data, context.len, "context", NULL);
	snapshot_close(a, t, &again, print);
	CHECK(again.len == context.len &&
	    memcmp(again.data, context.data, context.len) == 0);
	CHECK(memcmp(print, kept, sizeof(print)) == 0);
	node_set(tree_root(t), "preuve", proof_address(a, conf.url, qr));
	CHECK(paper_fill(a, &office, cape, t, &twin,
	    &pdf, &result) == 0);
	CHECK(twin.len == stored.len &&
	    memcmp(twin.data, stored.data, stored.len) == 0);
	CHECK(pdf.len == sealed.len);
	if (pdf.len == sealed.len) {
		memcpy(pdf.data + result.seal_at, sealed.data +
		    result.seal_at, 2 * SEAL_SIZE);
		CHECK(memcmp(pdf.data, sealed.data, pdf.len) == 0);
	}
	buf_free(&context);
	buf_free(&again);
	buf_free(&twin);
	buf_free(&pdf);
	buf_free(&stored);
	buf_free(&sealed);
}

/* One bit, then one byte, at places all over the file and all in the seal. */
static void
test_flipped(const char *code)
{
	const void *stored;
	unsigned char *pdf, *slot;
	size_t len, i, seal, tried = 0, caught = 0, step;
	const char *why;

	CHECK(document_pdf(a, db, code, &stored, &len) == 0);
	pdf = memcpy(malloc(len + 1), stored, len);
	slot = memmem(pdf, len, "/TerreauSceau", 13);
	CHECK(slot != NULL);
	seal = (size_t)(slot - pdf);
	for (i = 0; i < len; i += step) {
		step = i + 1 >= seal && i < seal + 160 ? 1 : 97;
		if (i < seal && i + step > seal)
			step = seal - i;
		pdf[i] ^= (unsigned char)(1 << i % 8);
		tried++;
		caught += verdict(pdf, len, &why) != VERDICT_AUTHENTIC &&
		    *why != '\0';
		pdf[i] ^= (unsigned char)(1 << i % 8);
		pdf[i] ^= 0x20;		/* a hexadecimal digit in upper case */
		tried++;
		caught += verdict(pdf, len, &why) != VERDICT_AUTHENTIC;
		pdf[i] ^= 0x20;
	}
	CHECK(tried > 300);
	CHECK(caught == tried);
	CHECK(verdict(pdf, len, &why) == VERDICT_AUTHENTIC);
	CHECK(verdict(pdf, len - 1, &why) != VERDICT_AUTHENTIC);
	pdf[len] = '\n';
	CHECK(verdict(pdf, len + 1, &why) == VERDICT_ALTERED);
	CHECK(verdict(pdf, 0, &why) == VERDICT_FOREIGN);
	CHECK(verdict(pdf, seal + 20, &why) == VERDICT_ALTERED);
	CHECK(verdict("%PDF-1.4\n", 9, &why) == VERDICT_FOREIGN);
	free(pdf);
}

/* Two seals, or one of another key, are not ours. */
static void
test_foreign(const char *code)
{
	unsigned char public[SEAL_PUBLIC], secret[SEAL_SECRET];
	struct buf two = BUF_INIT;
	struct keyring other = { NULL, 0 };
	struct inspection in;
	const char *why;
	const void *pdf;
	size_t len;

	CHECK(document_pdf(a, db, code, &pdf, &len) == 0);
	seal_keypair(public, secret);
	keyring_add(a, &other, public, CONTRACT_DAY);
	CHECK(document_verify(a, pdf, len, &other, &in) == VERDICT_ALTERED);
	CHECK_STR(in.code, "");
	CHECK_STR(in.title, "");
	/* retired since, it is as good as before; stolen, it is not */
	other = office.keys;
	keyring_add(a, &other, public, CONTRACT_DAY + 1);
	CHECK(document_verify(a, pdf, len, &other, &in) == VERDICT_AUTHENTIC);
	CHECK(in.key == &other.keys[0]);
	other.keys[0].state = KEY_COMPROMISED;
	CHECK(document_verify(a, pdf, len, &other, &in) == VERDICT_ALTERED);
	CHECK(strstr(in.why, "compromise") != NULL);
	buf_add(&two, pdf, len);
	buf_add(&two, pdf, len);
	CHECK(verdict(two.data, two.len, &why) == VERDICT_ALTERED);
	CHECK(strstr(why, "plusieurs") != NULL);
	buf_free(&two);
}

static void
test_replace(struct dossier *d, const char *first, const char **second)
{
	struct document doc, *list;
	struct dossier old = *d;
	struct lack *lacks;
	size_t n;

	CHECK(issue(d, "preavis=30", NULL, second, &lacks, &n) == 1);
	CHECK(n == 1 && strstr(lacks[0].text, "remplace") != NULL);
	CHECK(issue(d, "preavis=30", "  ", second, &lacks, &n) == 1);
	old.version--;
	CHECK(issue(&old, "preavis=30", "Le préavis était faux.", second,
	    &lacks, &n) == 2);
	CHECK(COUNT("document") == 1);
	CHECK(issue(d, "preavis=30", "Le préavis était faux.", second, &lacks,
	    &n) == 0);
	CHECK(document_find(a, db, first, &doc) == 0);
	CHECK_STR(doc.state, "remplace");
	CHECK_STR(doc.replaced_by, *second);
	CHECK_STR(doc.reason, "Le préavis était faux.");
	CHECK(doc.ended != 0);
	CHECK(document_find(a, db, *second, &doc) == 0);
	CHECK_STR(doc.state, "valide");
	CHECK(document_list(a, db, d->id, &list) == 2);
	CHECK(dossier_by_id(a, db, d->id, d) == 0);
	CHECK_STR(d->state, "contrat");
}

static void
test_revoke(const struct dossier *d, const char *first, const char *second)
{
	struct document doc;
	struct dossier after;

	CHECK(document_revoke(a, db, &office, second, &staff, " ") == 1);
	CHECK(document_revoke(a, db, &office, first, &staff, "Trop tard") == 1);
	CHECK(document_revoke(a, db, &office, FIXED_CODE, &staff, "Inconnu") == 1);
	CHECK(document_revoke(a, db, &office, second, &staff, "Projet abandonné") == 0);
	CHECK(document_find(a, db, second, &doc) == 0);
	CHECK_STR(doc.state, "revoque");
	CHECK_STR(doc.reason, "Projet abandonné");
	CHECK(document_revoke(a, db, &office, second, &staff, "Encore") == 1);
	CHECK(dossier_by_id(a, db, d->id, &after) == 0 &&
	    after.version > d->version);
}

static void
at_noon(const char *day)
{
	setenv("TERREAU_NOW", arena_fmt(a, "%lld",
	    (long long)time_make(day_parse(day), 12 * 60)), 1);
}

/* The night comes: is the file among those to act on, and why? */
static const char *
night(const struct dossier *d)
{
	if (db_begin(db) == -1 || contrat_settle_in(db, cae, d) == -1 ||
	    db_commit(db) == -1)
		return "failed";
	return arena_fmt(a, "%d %s", pending(d), contrat_flag(a, db, d->id,
	    day_today()));
}

/*
 * « À traiter »: not while the person signs; when the contract begins unsigned;
 * no more once another replaces it; when nothing is left to sign.
 */
static void
test_settled(void)
{
	const char *code;
	struct lack *lacks;
	struct dossier d;
	size_t n;

	CHECK(accepted("compte", &d) == 0);
	CHECK(pending(&d) == 1);
	CHECK(issue(&d, "", NULL, &code, &lacks, &n) == 0);
	CHECK(pending(&d) == 0);
	CHECK_STR(night(&d), "0 ");
	at_noon("2026-03-02");
	CHECK_STR(night(&d), "1 À signer");
	CHECK(dossier_by_id(a, db, d.id, &d) == 0);
	CHECK(issue(&d, "debut-jour=10", "Trop tard", &code, &lacks,
	    &n) == 0);
	CHECK(pending(&d) == 0);
	at_noon("2026-03-11");
	CHECK_STR(night(&d), "1 À signer");
	at_noon("2026-03-05");
	CHECK_STR(night(&d), "0 ");
	CHECK(document_revoke(a, db, &office, code, &staff, "Erreur") == 0);
	CHECK(pending(&d) == 1);
	CHECK_STR(night(&d), "1 Contrat à émettre");
	CHECK(dossier_by_id(a, db, d.id, &d) == 0);
	CHECK(issue(&d, "debut-jour=12", NULL, &code, &lacks, &n) == 0);
	CHECK(pending(&d) == 0);
	setenv("TERREAU_NOW", CONTRACT_NOW, 1);
}

static void
test_answers(const struct dossier *issued)
{
	struct answers *an = answers_new(a, cape->form);
	struct dossier d;

	/* after an issue: the data of the last contract */
	CHECK(document_answers(a, db, &office, cae, issued, cape, an) == 0);
	CHECK_STR(answers_raw(an, "preavis", 0), "30");
	CHECK_STR(answers_raw(an, "debut-annee", 0), "2026");
	/* before the first: the application; then what staff saved */
	CHECK(accepted("deux", &d) == 0);
	an = answers_new(a, cape->form);
	CHECK(document_answers(a, db, &office, cae, &d, cape, an) == 0);
	CHECK_STR(answers_raw(an, "prenoms", 0), "Łukasz");
	CHECK(answers_raw(an, "preavis", 0) == NULL);
	an = answers_new(a, cape->form);
	answers_add(an, "preavis", "7");
	CHECK(draft_save(db, cape->form, &d, definition_step(cape->form,
	    "rupture"), an) == 0);
	an = answers_new(a, cape->form);
	CHECK(document_answers(a, db, &office, cae, &d, cape, an) == 0);
	CHECK_STR(answers_raw(an, "preavis", 0), "7");
	CHECK_STR(answers_raw(an, "prenoms", 0), "Łukasz");
	CHECK(answers_raw(an, "prenoms", 1) == NULL);
}

static void
test_receipt(const struct dossier *d)
{
	struct buf one = BUF_INIT, two = BUF_INIT, html = BUF_INIT;
	struct dossier draft = *d;

	CHECK(receipt_pdf(a, db, &office, cae, d, &one) == 0);
	setenv("TERREAU_NOW", "1780000000", 1);
	CHECK(receipt_pdf(a, db, &office, cae, d, &two) == 0);
	setenv("TERREAU_NOW", CONTRACT_NOW, 1);
	CHECK(one.len == two.len && memcmp(one.data, two.data, one.len) == 0);
	CHECK(receipt_twin(a, db, &office, cae, d, &html) == 0);
	CHECK(strstr(buf_cstr(&html), d->numero) != NULL);
	CHECK(strstr(buf_cstr(&html), "pas une acceptation") != NULL);
	CHECK(strstr(buf_cstr(&html), "Facturer mes premiers clients") !=
	    NULL);
	CHECK(strstr(buf_cstr(&html), "{{") == NULL);
	draft.sent = 0;
	CHECK(receipt_pdf(a, db, &office, cae, &draft, &one) == 1);
	buf_free(&one);
	buf_free(&two);
	buf_free(&html);
}

static void
test_initials(void)
{
	CHECK_STR(document_initials(a, "Maëlys", "Leroux"), "M***** L*****");
	CHECK_STR(document_initials(a, "É", "Ô"), "É***** Ô*****");
	CHECK_STR(document_initials(a, "E\xcc\x81va", "Œuf"),
	    "E\xcc\x81***** Œ*****");
}

/* A character no font has is refused by name, before anything is stored. */
static void
test_unprintable(void)
{
	struct dossier d;
	struct lack *lacks;
	const char *code;
	int64_t records;
	size_t n;

	CHECK(accepted("trois", &d) == 0);
	records = COUNT("record");
	CHECK(issue(&d, "intitule=Meubles 𓀀", NULL, &code, &lacks, &n) == 1);
	CHECK(n == 1 && strstr(lacks[0].text, "« 𓀀 »") != NULL);
	CHECK(COUNT("record") == records);
}

static void
leave(const char *name, const struct buf *b)
{
	file_write(arena_fmt(a, "%s/tests/%s", builddir, name), b->data,
	    b->len, 0644);
}

/* Paper and twin from fixed data. */
static void
leave_one(const char *kind, struct tree *t, const struct dossier *d)
{
	struct buf context = BUF_INIT, twin = BUF_INIT, pdf = BUF_INIT;
	struct buf html = BUF_INIT;
	unsigned char print[SHA256_SIZE];
	struct press_result result;

	snapshot_close(a, t, &context, print);
	if (node_attr(tree_root(t), "code") != NULL)
		CHECK(document_qr(a, &office, t, d, kind, FIXED_CODE,
		    time_now(), print) != NULL);
	CHECK(paper_fill(a, &office, paper_find(&office, kind), t, &twin,
	    &pdf, &result) == 0);
	CHECK(paper_html(&html, buf_cstr(&twin), twin.len) == 0);
	CHECK(strstr(buf_cstr(&html), "</meta>") == NULL &&
	    strstr(buf_cstr(&html), "/>") == NULL);
	leave(arena_fmt(a, "%s.pdf", kind), &pdf);
	leave(arena_fmt(a, "%s.html", kind), &twin);
	buf_free(&context);
	buf_free(&twin);
	buf_free(&pdf);
	buf_free(&html);
}

static void
leave_papers(const struct dossier *d)
{
	struct dossier fixed = *d;
	struct answers *an = contract_with(a, cape->form, "");
	struct lack *lacks;
	struct tree *t;

	fixed.numero = "CAE-26-9B2D-X7";
	CHECK(document_lacks(a, db, &office, cae, an, d, cape, &lacks) == 0);
	t = snapshot_new(a, &office, cape, &fixed,
	    time_now());
	CHECK(snapshot_dossier(a, db, t, cae, d) == 0);
	snapshot_contract(a, t, cape, an);
	snapshot_seal(a, t, &office, FIXED_CODE);
	leave_one("cape", t, d);

	t = snapshot_new(a, &office, paper_find(&office, "recepisse"), &fixed,
	    fixed.sent);
	CHECK(snapshot_dossier(a, db, t, cae, d) == 0);
	CHECK(snapshot_sections(a, db, t, cae, d) == 0);
	node_set(tree_root(t), "numero", fixed.numero);
	node_set(tree_root(t), "suivi", "https://portail.example/suivi");
	leave_one("recepisse", t, d);
}

/* A sealed file and its key, for « terreau verify ». */
static void
leave_sealed(const char *code)
{
	struct buf b = BUF_INIT;
	const void *pdf;
	size_t len;

	CHECK(document_pdf(a, db, code, &pdf, &len) == 0);
	buf_add(&b, pdf, len);
	leave("scelle.pdf", &b);
	buf_reset(&b);
	keyring_write(a, &b, &office.keys);
	leave("cles.txt", &b);
	buf_free(&b);
}

/* A share like the real one, whose contract ends with what is added. */
static const char *
share_with(const char *added)
{
	static const char *const links[] = { "site", "schemas", "fonts" };
	const char *share = arena_fmt(a, "%s/share", dir);
	const char *documents = arena_fmt(a, "%s/content/documents", share);
	struct buf b = BUF_INIT;
	char real[PATH_MAX], **paths;
	size_t i, n;

	file_mkdirs(documents, 0700);
	for (i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (realpath(conf_share(a, &conf, links[i]), real) != NULL)
			(void)!symlink(real, arena_fmt(a, "%s/%s", share,
			    links[i]));
	paths = file_list(a, conf_share(a, &conf, "content/documents"), ".md",
	    &n);
	for (i = 0; i < n; i++) {
		buf_reset(&b);
		file_read(&b, paths[i]);
		file_write(arena_fmt(a, "%s/%s", documents,
		    strrchr(paths[i], '/') + 1), b.data, b.len, 0600);
	}
	buf_reset(&b);
	file_read(&b, conf_share(a, &conf, "content/documents/cape.md"));
	buf_str(&b, added);
	file_write(arena_fmt(a, "%s/cape.md", documents), b.data, b.len, 0600);
	buf_free(&b);
	return share;
}

/* A letter to somebody else is not the person's; what is unknown is. */
static void
test_readers(void)
{
	CHECK(document_to_person(&office, &(struct document){
	    .kind = "cape" }));
	CHECK(!document_to_person(&office, &(struct document){
	    .kind = "lettre-urssaf" }));
	CHECK(document_to_person(&office, &(struct document){
	    .kind = "ancien" }));
}

/* So does a head that says what nobody knows. */
static void
test_front(const char *line, const char *told)
{
	struct office other = office;
	struct conf changed = conf;
	struct buf b = BUF_INIT, faults = BUF_INIT;
	const char *path;

	changed.share = share_with("");
	path = conf_share(a, &changed, "content/documents/cape.md");
	buf_fmt(&b, "---\n%s\n", line);
	file_read(&b, path);
	/* one head: the second line of hyphens goes */
	memmove(b.data + strlen(line) + 5, b.data + strlen(line) + 9,
	    b.len - strlen(line) - 9);
	b.len -= 4;
	file_write(path, b.data, b.len, 0600);
	other.conf = &changed;
	CHECK(office_open(a, &other, &faults) == -1);
	CHECK(strstr(buf_cstr(&faults), "documents/cape.md:2: ") != NULL);
	CHECK(strstr(buf_cstr(&faults), told) != NULL);
	if (test_failed)
		printf("# %s", buf_cstr(&faults));
	office_close(&other);
	buf_free(&b);
	buf_free(&faults);
}

/* A model that names what cannot exist keeps the office closed. */
static void
test_broken(const char *added, const char *told)
{
	struct office other = office;
	struct conf changed = conf;
	struct buf faults = BUF_INIT;

	changed.share = share_with(added);
	other.conf = &changed;
	CHECK((office_open(a, &other, &faults) == 0) == (told == NULL));
	if (told != NULL) {
		CHECK(strstr(buf_cstr(&faults), "documents/cape.md:") != NULL);
		CHECK(strstr(buf_cstr(&faults), told) != NULL);
	} else {
		CHECK_STR(buf_cstr(&faults), "");
	}
	office_close(&other);
	buf_free(&faults);
}

/* So does a key that is not there, or not of its pair. */
static void
test_keys(void)
{
	unsigned char public[SEAL_PUBLIC], secret[SEAL_SECRET];
	struct keyring changed = office.keys;
	struct office other = office;
	struct buf faults = BUF_INIT;

	seal_keypair(public, secret);
	keyring_add(a, &changed, public, CONTRACT_DAY + 1);
	write_ring(&changed);
	CHECK(office_open(a, &other, &faults) == -1);
	CHECK(strstr(buf_cstr(&faults), "sceau.secret") != NULL);
	office_close(&other);
	buf_reset(&faults);
	/* the public program needs no secret, but the list */
	other.may_seal = 0;
	CHECK(office_open(a, &other, &faults) == 0);
	CHECK(other.keys.n == 2);
	office_close(&other);
	write_ring(&(struct keyring){ NULL, 0 });
	CHECK(office_open(a, &other, &faults) == -1);
	CHECK(strstr(buf_cstr(&faults), "cles.txt") != NULL);
	office_close(&other);
	write_ring(&office.keys);
	buf_free(&faults);
}

/* Each kind that is sealed has a number of its own, for codes. */
static void
test_numbers(void)
{
	const char *kind;
	size_t i, j;

	for (i = 0; i < office.npapers; i++) {
		kind = office.papers[i].kind;
		if (office.papers[i].shown)
			continue;
		if (proof_kind(kind) == 0)
			printf("# give « %s » a number in proof.c\n", kind);
		CHECK(proof_kind(kind) != 0);
		for (j = 0; j < i; j++)
			CHECK(proof_kind(office.papers[j].kind) !=
			    proof_kind(kind));
	}
}

/* One bit anywhere in what is stored of it is found. */
static void
test_flips(const char *code)
{
	struct query *q;
	int64_t id = 0;

	q = db_query(db, "SELECT id FROM document WHERE code = ?1", "s", code);
	if (db_next(q))
		id = db_int(q, 0);
	CHECK(db_done(q) == 0 && id > 0);
	flips(a, db, &office.keys, id);
}

/* Every test of documents begins with an open office. */
static int
open_all(void)
{
	struct buf faults = BUF_INIT;
	struct xml_error err;
	const struct grant grant = { role_find("gestion"), "nantes" };
	struct account account = { .email = "ines@reseau.example",
		.name = staff.name, .grants = &grant, .ngrants = 1 };
	int rc;

	network.name = "Coopératives en région";
	network.tree = tree_parse(a, reseau, strlen(reseau), "reseau", NULL);
	nantes = (struct cooperative){ .code = "nantes",
		.name = "Coopérative de Nantes", .town = "Nantes",
		.departements = "44", .node = node_child(tree_root(
		network.tree), "cooperative") };
	network.cooperatives = &nantes;
	network.ncooperatives = 1;
	cae = definition_load(a, conf_share(a, &conf,
	    "schemas/programmes/cae.xml"), &faults);
	office = (struct office){ .conf = &conf, .network = &network,
		.programmes = programmes, .may_seal = 1 };
	programmes[0] = cae;
	rc = cae == NULL ||
	    mailer_open(a, &conf, &network, 0, &mailer, &err) == -1 ||
	    office_open(a, &office, &faults) == -1 ? -1 : 0;
	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
	cape = rc == 0 ? paper_find(&office, "cape") : NULL;
	db = store_open(a, &conf, DB_CREATE);
	if (rc == -1 || db == NULL || store_migrate(db, conf.share) < 1 ||
	    account_create(a, db, &account, "une longue phrase secrète") != 0)
		return -1;
	staff.account = 1;
	return 0;
}

static void
test_all(void)
{
	const char *first, *second;
	struct dossier d;

	CHECK(accepted("un", &d) == 0);
	test_lacks(&d);
	test_preview(&d);
	test_first(&d, &first);
	leave_sealed(first);
	test_pure(first);
	test_flipped(first);
	test_foreign(first);
	test_replace(&d, first, &second);
	test_revoke(&d, first, second);
	test_receipt(&d);
	leave_papers(&d);
	test_answers(&d);
	test_settled();
	test_unprintable();
	test_initials();
	test_broken("", NULL);
	test_broken("\n{{ contrat/inconnu }}\n", "contrat/inconnu");
	test_broken("\n{{ dossier/reponses/iban | euros }}\n", "iban");
	test_broken("\n{{ if contrat/fin }}\n", "if");
	test_broken("\nLa personne est salariée.\n", "« salariée »");
	test_broken("\nElle devient entrepreneuse. Il n’est pas salarié.\n",
	    NULL);
	test_readers();
	test_front("destinataire: tout le monde", "personne, organisme");
	test_front("emission: oui", "écrivez non");
	test_keys();
	test_numbers();
	test_flips(first);
}

static void
clean(void)
{
	static const char *const names[] = {
		KEY_SECRET_FILE, KEY_FILE, "terreau.db",
		"terreau.db-wal", "terreau.db-shm", "keys/coffre.db",
		"keys/coffre.db-wal", "keys/coffre.db-shm", "share/site",
		"share/schemas", "share/fonts"
	}, *const folders[] = {
		"share/content/documents", "share/content", "share", "keys"
	};
	char **copies;
	size_t i, n;

	copies = file_list(a, arena_fmt(a, "%s/share/content/documents", dir),
	    ".md", &n);
	for (i = 0; i < n; i++)
		unlink(copies[i]);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(arena_fmt(a, "%s/%s", dir, names[i]));
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		rmdir(arena_fmt(a, "%s/%s", dir, folders[i]));
	CHECK(rmdir(dir) == 0);
}

int
main(void)
{
	char temporary[] = "/tmp/terreau-document-XXXXXX";

	setenv("TERREAU_NOW", CONTRACT_NOW, 1);
	setenv("TZ", "Europe/Paris", 1);
	builddir = getenv("builddir") ? getenv("builddir") : ".";
	if ((dir = mkdtemp(temporary)) == NULL)
		return 1;
	xml_init();
	crypto_init();
	a = arena_new();
	conf = (struct conf){ .data = dir,
		.share = arena_fmt(a, "%s/share", builddir),
		.url = "https://portail.example", .secure = 1 };
	make_keys();
	CHECK(open_all() == 0);
	if (!test_failed)
		test_all();
	db_close(db);
	office_close(&office);
	clean();
	arena_free(a);
	xml_exit();
	return test_end();
}
