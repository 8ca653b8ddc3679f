/*
 * Papers with a box left to the pen: signed by hand only, by whichever door;
 * with every answer given they are signed on a screen; an answer that changes
 * asks all again; the audit names what went round this.
 */
#include "base/str.h"
#include "domain/signature/signature.h"
#include "sealing.h"
#include "test.h"

static struct sealing world;
static struct world *w = &world.w;
static struct arena *a;
static const struct paper *image;
static struct signing person, desk;

static const char browser[] = "un navigateur";

static const char *
issue(struct dossier *d, const char *press, const char *reason)
{
	static const char *const supports[] = { "site", "reseaux-sociaux",
	    "imprimes" };
	struct answers *an = answers_new(a, image->form);
	struct lack *lacks;
	const char *code = "";
	size_t i, n;

	answers_add(an, "prenom", "Łukasz");
	answers_add(an, "nom", "Nguyễn");
	for (i = 0; i < 3; i++)
		answers_add(an, supports[i], "oui");
	answers_add(an, "presse", press);
	answers_add(an, "expositions", "absent");
	answers_add(an, "occasion", "La fête");
	answers_add(an, "usage", "La lettre");
	answers_add(an, "territoire", "la France");
	answers_add(an, "annees", "3");
	answers_add(an, "contact", "lea@exemple.example");
	answers_add(an, "signature-lieu", "Nantes");
	CHECK(document_issue(a, w->db, &world.office, w->cae, an, d, image,
	    &staff, reason, &w->mailer, &code, &lacks, &n) == 0);
	CHECK(dossier_by_id(a, w->db, d->id, d) == 0);
	return code;
}

static struct signature *
slot(const char *code)
{
	struct signature *list;

	CHECK(signature_list(a, w->db, code, &list) == 1);
	return &list[0];
}

static int
may(const char *code, const char *way)
{
	return signature_may(a, w->db, &world.office, slot(code), way,
	    day_today());
}

static const char *
audit(void)
{
	struct buf out = BUF_INIT;
	const char *s;

	signature_check(a, w->db, &out);
	s = arena_dup(a, buf_cstr(&out));
	buf_free(&out);
	return s;
}

/* Nobody is written to, no code leaves, the desk refuses; paper will do. */
static void
test_pen(struct dossier *d)
{
	const char *code = issue(d, "main", NULL);
	struct signature *s = slot(code);

	CHECK(signature_by_pen(a, w->db, code) == 1);
	CHECK(may(code, "electronique") == SIGNING_PEN);
	CHECK(may(code, "guichet") == SIGNING_PEN);
	CHECK(may(code, "papier") == SIGNING_MAY);
	CHECK(s->asked == 0 && world_int(w, "SELECT count(*) FROM mail WHERE "
	    "kind = 'signature'") == 0);
	CHECK(signature_send_code(a, w->db, &person, s, browser) == 1);
	CHECK(signature_sign_desk(a, w->db, &desk, s) == 1);
	CHECK_STR(slot(code)->state, "attendue");
}

/* Every answer given: on a screen; another answer asks again. */
static void
test_given(struct dossier *d)
{
	const char *code = issue(d, "non", "Réponse donnée");

	CHECK(signature_by_pen(a, w->db, code) == 0);
	CHECK(may(code, "electronique") == SIGNING_MAY);
	CHECK(slot(code)->asked != 0 && world_int(w, "SELECT count(*) FROM "
	    "mail WHERE kind = 'signature'") == 1);
	CHECK(signature_sign_desk(a, w->db, &desk, slot(code)) == 0);
	CHECK_STR(audit(), "");
	code = issue(d, "non", "Rien ne change");
	CHECK_STR(slot(code)->state, "signee");
	code = issue(d, "oui", "Autre réponse");
	CHECK_STR(slot(code)->state, "attendue");
	CHECK(signature_sign_desk(a, w->db, &desk, slot(code)) == 0);
	CHECK_STR(audit(), "");
}

/* Signed at the desk, and what it was made from left a box empty. */
static void
test_audit(void)
{
	CHECK(db_begin(w->db) == 0 && db_script(w->db, "DROP TRIGGER "
	    "document_kept; DROP TRIGGER document_ends_once; UPDATE document "
	    "SET context = CAST(replace(CAST(context AS TEXT), '<contrat>', "
	    "'<contrat manuscrit=\"1\">') AS BLOB)") == 0);
	CHECK(strstr(audit(), "alors que des cases sont à cocher à la main") !=
	    NULL);
	db_rollback(w->db);
	CHECK_STR(audit(), "");
}

int
main(void)
{
	struct dossier d;
	struct node *n;

	sealing_open(&world);
	a = w->a;
	image = paper_find(&world.office, "droit-image");
	person = (struct signing){ .office = &world.office,
		.mailer = &w->mailer, .actor = { 0, "personne" },
		.identity = "" };
	desk = person;
	desk.actor = staff;
	desk.identity = "carte";
	n = node_add_text(tree_root(w->network->tree),
	    "signature-electronique", "Parce que");
	node_set(n, "documents", "droit-image");
	sealing_accepted(&world, "un", &d);
	test_pen(&d);
	test_given(&d);
	test_audit();
	sealing_close(&world);
	return test_end();
}
