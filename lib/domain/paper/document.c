/*
 * document: issuing, replacing and revoking.  Everything slow (checking,
 * filling, printing, sealing) comes before the transaction; what is stored in
 * it is stored whole or not at all.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/accord/accord.h"
#include "domain/code.h"
#include "domain/law/obligation.h"
#include "domain/paper/interdit.h"
#include "domain/paper/paper.h"
#include "domain/post/mail.h"
#include "domain/session/result.h"
#include "domain/signature/signature.h"

static const struct actor systeme = { 0, "systeme" };

/* An issue on its way from the data to the table. */
struct issue {
	const struct paper	*paper;
	const struct transition	*move;	/* NULL: stays in its state */
	const char		*code, *old, *reason, *qr;
	int64_t			 now;
	struct buf		 record, context, twin, pdf;
	struct press_result	 press;
	const char		*number, *what;	/* that no paper carries */
	unsigned char		 empreinte[SHA256_SIZE];
	unsigned char		 sha256[SHA256_SIZE];
	unsigned char		 seal[SEAL_SIZE];
	int			 told;
	struct message		 message;
	struct tree		*snapshot;
	const struct mailer	*mailer;
};

/* The transition that issuing makes, NULL when it makes none from here. */
static const struct transition *
way_to_issue(const struct definition *def, const struct issuable *i,
    const char *state)
{
	const struct transition *t = i->makes == NULL ? NULL :
	    definition_transition(def, i->makes);

	return t != NULL && transition_from(t, state) ? t : NULL;
}

/* The code of the valid document of a kind, "" when there is none. */
static int
valid_code(struct arena *a, struct db *db, const struct dossier *d,
    const char *kind, const char **code)
{
	struct query *q;

	*code = "";
	q = db_query(db, "SELECT code FROM document WHERE dossier = ?1 AND "
	    "kind = ?2 AND state = 'valide'", "is", d->id, kind);
	if (db_next(q))
		*code = db_dup(a, q, 0);
	return db_done(q);
}

/* Everything that is known of the file, for a document of this kind. */
static struct tree *
known(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct paper *paper, int64_t at)
{
	struct tree *t = snapshot_new(a, office, paper, d, at);

	if (snapshot_file(a, db, t, programme, office->network, d) != 0)
		return NULL;
	if (node_attr(node_child(tree_root(t), "dossier"), "mineur") != NULL)
		regles_minors(tree_root(t), office->regles);
	return t;
}

/* What the fields say they start from, and what the law of the kind adds. */
static int
start(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct paper *paper, struct answers *answers)
{
	struct tree *t = known(a, db, office, programme, d, paper, time_now());
	struct node *reponses = node_add(tree_root(tree_new(a, "depart")),
	    "reponses");
	const struct step *s;
	size_t i;

	if (t == NULL)
		return -1;
	for (s = paper->form->steps; s < paper->form->steps +
	    paper->form->nsteps; s++)
		for (i = 0; i < s->nfields; i++)
			if (s->fields[i].starts != NULL)
				snapshot_start(a, t, &s->fields[i], reponses);
	answers_from_record(answers, reponses);
	return 0;
}

/* What the form starts from: the last one, or what is known. */
static int
starting_point(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct paper *paper, struct answers *answers)
{
	struct tree *record;

	record = paper->unique ? record_latest(a, db, d->id, paper->form->name,
	    NULL, NULL) : NULL;
	if (record == NULL)
		return start(a, db, office, programme, d, paper, answers);
	answers_from_record(answers, node_child(tree_root(record),
	    "reponses"));
	return 0;
}

int
document_answers(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct paper *paper, struct answers *answers)
{
	struct answers *base;
	const struct step *step;
	const char *name, *raw;
	size_t i, j;

	if (paper->form == NULL)
		return 0;
	base = answers_new(a, paper->form);
	if (draft_load(a, db, paper->form, d, answers) == -1 ||
	    starting_point(a, db, office, programme, d, paper, base) == -1)
		return -1;
	for (i = 0; i < paper->form->nsteps; i++) {
		step = &paper->form->steps[i];
		if (answers_each(answers, step, 0, &name, &raw))
			continue;
		for (j = 0; answers_each(base, step, j, &name, &raw); j++)
			answers_add(answers, name, raw);
	}
	return 0;
}

size_t
document_lacks(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, struct answers *answers,
    const struct dossier *d, const struct paper *paper, struct lack **out)
{
	const struct check_context ctx = {
		.communes = office->communes, .network = office->network,
		.today = day_today()
	};
	struct law_case c = {
		.arena = a, .kind = paper->kind, .form = paper->form,
		.answers = answers, .context = &ctx, .programme = programme,
		.dossier = d, .cooperative = network_cooperative(
		office->network, d->cooperative)
	};
	struct representant *people;
	struct earlier *earlier;
	struct accord *accords;
	struct attended attended;
	struct tree *record;

	record = record_latest(a, db, d->id, programme->name, NULL, NULL);
	if (record != NULL)
		c.application = node_child(tree_root(record), "reponses");
	c.nrepresentants = representant_list(a, db, d->id, &people);
	c.representants = people;
	c.nearlier = document_earlier(a, db, d->id, &earlier);
	c.earlier = earlier;
	c.naccords = accord_list(a, db, programme, office->network, d,
	    &accords);
	c.accords = accords;
	if (result_attended(a, db, d->id, &attended) == 0)
		c.attended = &attended;
	c.regles = office->regles;
	law_check(&c, paper->rule);
	*out = c.lacks;
	return c.nlacks;
}

int
document_preview(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, struct answers *answers,
    const struct dossier *d, const struct paper *paper, struct buf *html)
{
	unsigned char empreinte[SHA256_SIZE];
	struct buf context = BUF_INIT, twin = BUF_INIT;
	struct lack *unused;
	struct tree *t;
	int rc;

	document_lacks(a, db, office, programme, answers, d, paper, &unused);
	t = known(a, db, office, programme, d, paper, time_now());
	if (t == NULL)
		return -1;
	snapshot_contract(a, t, paper, answers);
	node_set(tree_root(t), "projet", "1");
	snapshot_close(a, t, &context, empreinte);
	rc = paper_fill(a, office, paper, t, &twin, NULL, NULL);
	if (rc == 0)
		rc = paper_html(html, buf_cstr(&twin), twin.len);
	buf_free(&context);
	buf_free(&twin);
	return rc;
}

/* Sign the bytes, the place of the seal being zeros, and put it there. */
static void
seal(struct arena *a, const struct office *office, struct issue *is)
{
	const char *digits;

	seal_sign(is->seal, is->pdf.data, is->pdf.len, office->secret);
	digits = hex_encode(a, is->seal, SEAL_SIZE);
	memcpy(is->pdf.data + is->press.seal_at, digits, 2 * SEAL_SIZE);
	sha256(is->sha256, is->pdf.data, is->pdf.len);
}

/* All that is slow.  0 or -1. */
static int
make(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct answers *answers,
    const struct dossier *d, struct issue *is)
{
	struct tree *t;

	if (is->paper->form != NULL && record_build(a, db, is->paper->form, d,
	    answers, is->now, &is->record) == -1)
		return -1;
	t = known(a, db, office, programme, d, is->paper, is->now);
	if (t == NULL)
		return -1;
	snapshot_contract(a, t, is->paper, answers);
	snapshot_seal(a, t, office, is->code);
	snapshot_close(a, t, &is->context, is->empreinte);
	is->snapshot = t;
	is->qr = document_qr(a, office, t, d, is->paper->kind, is->code,
	    is->now, is->empreinte);
	if (is->qr == NULL || paper_fill(a, office, is->paper, t, &is->twin,
	    &is->pdf, &is->press) == -1)
		return -1;
	is->number = interdit_find(a, is->twin.data, is->twin.len,
	    &is->what);
	if (is->number != NULL)
		return -1;
	seal(a, office, is);
	return 0;
}

/* Same version as the page showed?  1 changed, 0 not, -1. */
static int
touch(struct db *db, const struct dossier *d)
{
	return db_exec(db, "UPDATE dossier SET changed = ?1, version = "
	    "version + 1 WHERE id = ?2 AND version = ?3 AND state = ?4",
	    "iiis", time_now(), d->id, d->version, d->state);
}

static int
insert(struct arena *a, struct db *db, const struct office *office,
    const struct dossier *d, const struct actor *actor,
    const struct issue *is)
{
	const struct paper *p = is->paper;
	const struct cooperative *coop;

	coop = network_cooperative(office->network, d->cooperative);
	return db_exec(db, "INSERT INTO document (code, dossier, kind, title, "
	    "template, template_sha, context, twin, pdf, sha256, empreinte, "
	    "seal, key_name, cooperative, issuer, initials, pages, issued, "
	    "account, issued_by, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
	    "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, nullif(?19, 0), "
	    "?20, 'valide')", "sisssbbbbbbbssssiiis", is->code, d->id, p->kind,
	    p->title, arena_fmt(a, "%s %s %s", p->kind, p->version, p->date),
	    p->sha256, (size_t)SHA256_SIZE, is->context.data, is->context.len,
	    is->twin.data, is->twin.len, is->pdf.data, is->pdf.len,
	    is->sha256, (size_t)SHA256_SIZE, is->empreinte,
	    (size_t)SHA256_SIZE, is->seal, (size_t)SEAL_SIZE,
	    office->key_name, d->cooperative, coop->name,
	    document_initials(a, d->prenom, d->nom), (int64_t)is->press.pages,
	    is->now, actor->account, actor->name) == 1 ? 0 : -1;
}

/* The answers into the chain of records. */
static int
keep_answers(struct db *db, const struct dossier *d, const struct actor *actor,
    const struct issue *is)
{
	const struct definition *form = is->paper->form;

	if (form == NULL)
		return 0;
	if (record_append(db, form, d, is->record.data, is->record.len, actor,
	    NULL) != 0)
		return -1;
	return draft_clear(db, d, form->name);
}

/* Who has to sign it. */
static int
ask_signatures(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct actor *actor, const struct issue *is, int64_t document)
{
	const struct signing by = { .office = office, .mailer = is->mailer,
		.actor = *actor, .identity = "" };
	const struct issued issued = { .programme = programme, .dossier = d,
		.document = document, .code = is->code, .paper = is->paper,
		.snapshot = is->snapshot, .replaces = is->old,
		.told = is->told };

	return signature_open_in(a, db, &by, &issued);
}

/* Inside the transaction.  0, 1 the dossier has changed, -1. */
static int
store(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct actor *actor, const struct issue *is)
{
	struct dossier after = *d;
	int64_t id;
	int rc;

	if (is->move != NULL)
		rc = dossier_move_in(db, programme, d, is->move->name,
		    &systeme, NULL);
	else
		rc = (rc = touch(db, d)) == 1 ? 0 : rc == 0 ? 1 : -1;
	if (rc != 0)
		return rc;
	if (is->move != NULL)
		after.state = is->move->to;
	after.version++;
	if (keep_answers(db, &after, actor, is) == -1)
		return -1;
	if (*is->old != '\0' && db_exec(db, "UPDATE document SET "
	    "state = 'remplace', replaced_by = ?1, ended = ?2, reason = ?3 "
	    "WHERE code = ?4 AND state = 'valide'", "siss", is->code, is->now,
	    is->reason, is->old) != 1)
		return -1;
	if (insert(a, db, office, d, actor, is) == -1)
		return -1;
	id = db_last_id(db);
	if (document_proof_store(a, db, office, id, d, is->qr) == -1 ||
	    (*is->old != '\0' && document_end_store(a, db, office,
	    is->old) == -1) ||
	    obligation_arise_in(db, d->id, is->code, is->paper->kind,
	    time_local(is->now, NULL, NULL)) == -1 ||
	    contrat_settle_in(db, programme, d) == -1)
		return -1;
	if (event_add(db, &after, *is->old != '\0' ? "remplacer-document" :
	    "emettre-document", actor, *is->old != '\0' ? is->reason :
	    "") == -1 || ask_signatures(a, db, office, programme, &after,
	    actor, is, id) == -1)
		return -1;
	return is->told ? mail_queue(db, &is->message) : 0;
}

static int
commit(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    const struct actor *actor, const struct issue *is)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = store(a, db, office, programme, d, actor, is)) != 0) {
		db_rollback(db);
		return rc == 1 ? 2 : -1;
	}
	return db_commit(db);
}

/* Can it be issued at all?  0, 1 with the lacks, 2 wrong state, -1. */
static int
allow(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, struct answers *answers,
    const struct dossier *d, struct issue *is, struct lack **out, size_t *n)
{
	const struct issuable *i;

	i = definition_document(programme, is->paper->kind);
	if (i == NULL || !str_has_word(i->states, d->state))
		return 2;
	is->move = way_to_issue(programme, i, d->state);
	is->old = "";
	if (is->paper->unique &&
	    valid_code(a, db, d, is->paper->kind, &is->old) == -1)
		return -1;
	if ((*n = document_lacks(a, db, office, programme, answers, d,
	    is->paper, out)) > 0)
		return 1;
	if (*is->old != '\0' && str_is_blank(is->reason)) {
		*out = arena_alloc(a, sizeof(**out));
		(*out)->text = "Indiquez pourquoi ce document remplace "
		    "celui qui a déjà été émis.";
		*n = 1;
		return 1;
	}
	return 0;
}

/*
 * What is refused once the words are there, staff can mend: a sign that no
 * font has, a number that no paper carries.  1 with the lack, -1 if it failed.
 */
static int
refused(struct arena *a, const struct office *office, const struct issue *is,
    struct lack **out, size_t *n)
{
	if (is->number == NULL && is->press.error[0] == '\0')
		return -1;
	*out = arena_alloc(a, sizeof(**out));
	*n = 1;
	if (is->number == NULL) {
		(*out)->text = arena_fmt(a, "Le document ne peut pas être "
		    "imprimé\u00a0: %s.", is->press.error);
		return 1;
	}
	(*out)->rule = regle_name(REGLE_NIR_IBAN);
	(*out)->article = regle_article(office->regles, REGLE_NIR_IBAN);
	(*out)->text = arena_fmt(a, "Le document contient %s, qui commence "
	    "par %.4s\u00a0: retirez-le.", is->what, is->number);
	return 1;
}

/*
 * The message of the move that issuing makes; else that a paper is there, if
 * the person has nothing to do with it but have it.
 */
static int
tell(struct arena *a, const struct definition *programme,
    const struct dossier *d, struct issue *is)
{
	struct node *root, *n;

	if (is->move != NULL && dossier_message(a, programme, d,
	    is->move->name, NULL, is->mailer, &is->message) == 0)
		return 1;
	if (!is->paper->to_person || *is->paper->signers != '\0')
		return 0;
	root = mail_model(a, is->mailer, d);
	n = node_add(root, "document");
	node_set(n, "titre", is->paper->title);
	node_set(n, "code", is->code);
	mail_write(a, is->mailer, "document", d->email, d->id, root,
	    &is->message);
	return 1;
}

int
document_issue(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, struct answers *answers,
    const struct dossier *d, const struct paper *paper,
    const struct actor *actor, const char *reason,
    const struct mailer *mailer, const char **code, struct lack **out,
    size_t *nlacks)
{
	struct issue is = { .paper = paper, .reason = reason,
		.now = time_now(), .mailer = mailer };
	int rc;

	*nlacks = 0;
	if (paper->shown || !office->may_seal) {
		log_warnx("%s: not issued, or no key to seal it",
		    paper->kind);
		return -1;
	}
	if (document_key_stale(a, office)) {
		*out = arena_alloc(a, sizeof(**out));
		(*out)->text = "La clé qui scelle les documents a changé : la "
		    "personne qui administre le portail doit relancer ce "
		    "programme.";
		*nlacks = 1;
		return 1;
	}
	if ((rc = allow(a, db, office, programme, answers, d, &is, out,
	    nlacks)) != 0)
		return rc;
	is.code = code_new(a, CODE_DOCUMENT);
	is.told = tell(a, programme, d, &is);
	if ((rc = make(a, db, office, programme, answers, d, &is)) == 0)
		rc = commit(a, db, office, programme, d, actor, &is);
	else
		rc = refused(a, office, &is, out, nlacks);
	buf_free(&is.record);
	buf_free(&is.context);
	buf_free(&is.twin);
	buf_free(&is.pdf);
	if (rc == 0) {
		*code = is.code;
		log_info("document %s issued", is.code);
	}
	return rc;
}

int
document_revoke(struct arena *a, struct db *db, const struct office *office,
    const char *code, const struct actor *actor, const char *reason)
{
	struct document doc;
	struct dossier d;
	enum regle rule;
	int rc;

	if (str_is_blank(reason))
		return 1;
	if (db_begin(db) == -1)
		return -1;
	if ((rc = document_find(a, db, code, &doc)) != 0 ||
	    (rc = dossier_by_id(a, db, doc.dossier, &d)) != 0 ||
	    (rc = contrat_revoke_wrong(a, db, &d, code, &rule) != NULL) != 0) {
		db_rollback(db);
		return rc;
	}
	rc = db_exec(db, "UPDATE document SET state = 'revoque', ended = ?1, "
	    "reason = ?2 WHERE code = ?3 AND state = 'valide'", "iss",
	    time_now(), reason, code);
	if (rc == 1 && document_end_store(a, db, office, code) == 0 &&
	    touch(db, &d) == 1 &&
	    event_add(db, &d, "revoquer-document", actor, reason) == 0 &&
	    contrat_settle_in(db, office_programme(office, d.programme),
	    &d) == 0)
		return db_commit(db);
	db_rollback(db);
	return rc == 0 ? 1 : -1;
}
