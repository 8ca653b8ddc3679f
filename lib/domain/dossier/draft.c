/*
 * Drafts: raw answers kept step by step until they are sent.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/code.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/intake.h"
#include "domain/dossier/pinned.h"
#include "domain/post/mail.h"

#define DAY		86400
#define NUMERO_TRIES	8

static const struct actor personne = { 0, "personne" };

/* How it came on paper. */
static int
insert_intake(struct db *db, int64_t dossier, const struct intake *in)
{
	return db_exec(db, "INSERT INTO intake (dossier, received, "
	    "cooperative, account, author, at) VALUES (?1, ?2, ?3, ?4, ?5, "
	    "?6)", "iisisi", dossier, (int64_t)in->received, in->cooperative,
	    in->actor.account, in->actor.name, in->at) == 1 ? 0 : -1;
}

/* 0 and *d when the form with this key made a dossier already, 1, -1. */
static int
created(struct arena *a, struct db *db, const unsigned char key[SHA256_SIZE],
    struct dossier *d)
{
	int64_t id = 0;
	struct query *q;

	q = db_query(db, "SELECT id FROM dossier WHERE creation = ?1", "b",
	    key, (size_t)SHA256_SIZE);
	if (db_next(q))
		id = db_int(q, 0);
	if (db_done(q) == -1)
		return -1;
	return id == 0 ? 1 : dossier_by_id(a, db, id, d);
}

int
draft_hides(const struct step *step, const char *input)
{
	const struct field *f;
	size_t i, n;

	for (i = 0; i < step->nfields; i++) {
		f = &step->fields[i];
		n = strlen(f->name);
		if (f->sensitive && strncmp(input, f->name, n) == 0 &&
		    (input[n] == '\0' || input[n] == '-'))
			return 1;
	}
	return 0;
}

static int
save(struct db *db, const struct definition *def, const struct dossier *d,
    const struct step *step, const char *name, size_t pos, const char *raw)
{
	struct buf b = BUF_INIT;
	int rc;

	if (!draft_hides(step, name))
		return db_exec(db, "INSERT INTO brouillon (dossier, form, "
		    "step, field, pos, value) VALUES (?1, ?2, ?3, ?4, ?5, "
		    "?6)", "isssis", d->id, def->name, step->name, name,
		    (int64_t)pos, raw) == 1 ? 0 : -1;
	rc = coffre_seal(db, d->id, raw, strlen(raw), &b);
	if (rc == 0 && db_exec(db, "INSERT INTO brouillon (dossier, form, "
	    "step, field, pos, value, scelle) VALUES (?1, ?2, ?3, ?4, ?5, '', "
	    "?6)", "isssib", d->id, def->name, step->name, name, (int64_t)pos,
	    b.data, b.len) != 1)
		rc = -1;
	buf_free(&b);
	return rc;
}

/* The answer given on the start page. */
static int
save_email(struct db *db, const struct definition *def,
    const struct dossier *d)
{
	const struct step *s;
	size_t i, k;

	for (i = 0; i < def->nsteps; i++) {
		s = &def->steps[i];
		for (k = 0; s->place == STEP_START && k < s->nfields; k++)
			if (s->fields[k].kind == FIELD_EMAIL)
				return save(db, def, d, s, s->fields[k].name,
				    0, d->email);
	}
	return 0;
}

/* 0 created, 1 the key or the number is taken, -1 failed. */
static int
insert(struct db *db, const struct definition *def, struct dossier *d,
    const unsigned char key[SHA256_SIZE], const struct message *m,
    const struct intake *in)
{
	struct message mine = *m;
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "INSERT INTO dossier (numero, programme, creation, "
	    "state, pending, email, prenom, nom, sort, cooperative, created, "
	    "changed, expires, version) VALUES (?1, ?2, ?3, ?4, 0, ?5, '', '', "
	    "'', '', ?6, ?6, ?7, 1)", "ssbssii", d->numero, d->programme, key,
	    (size_t)SHA256_SIZE, d->state, d->email, d->created, d->expires);
	if (rc == 1) {
		d->id = mine.dossier = db_last_id(db);
		/* a short form is sent at once: nothing to come back to */
		if (coffre_give(db, d->id) == 0 &&
		    event_add(db, d, "creer", in == NULL ? &personne :
		    &in->actor, "") == 0 &&
		    (*d->email == '\0' || save_email(db, def, d) == 0) &&
		    pinned_dossier(db, def, d->id) == 0 &&
		    (in != NULL ? insert_intake(db, d->id, in) == 0 :
		    def->journey == JOURNEY_SHORT ||
		    mail_queue(db, &mine) == 0))
			return db_commit(db);
		rc = -1;
	}
	db_rollback(db);
	return rc == -2 ? 1 : -1;
}

static int
create(struct arena *a, struct db *db, const struct definition *def,
    const char *email, const char *key, const struct mailer *mailer,
    const struct intake *in, struct dossier *d)
{
	unsigned char sha[SHA256_SIZE];
	struct message m;
	struct sha256 s;
	int64_t now = time_now();
	int year, month, day, rc, i;

	sha256_start(&s);
	sha256_add(&s, key, strlen(key) + 1);
	sha256_add(&s, email, strlen(email));
	sha256_end(&s, sha);
	day_split(time_local(now, NULL, NULL), &year, &month, &day);
	if (coffre_ready(db) == -1)
		return -1;
	for (i = 0; i < NUMERO_TRIES; i++) {
		if ((rc = created(a, db, sha, d)) != 1)
			return rc;
		*d = (struct dossier){
			.numero = numero_new(a, def->prefix, year),
			.programme = def->name, .state = STATE_DRAFT,
			.email = str_trim(a, email), .prenom = "", .nom = "",
			.cooperative = "", .created = now, .changed = now,
			.expires = now + (int64_t)def->draft_days * DAY,
			.version = 1, .reply_days = def->reply_days
		};
		mail_write(a, mailer, "brouillon", d->email, 0,
		    mail_model(a, mailer, d), &m);
		if ((rc = insert(db, def, d, sha, &m, in)) != 1)
			return rc;
	}
	log_warnx("no free number with prefix %s", def->prefix);
	return -1;
}

int
draft_create(struct arena *a, struct db *db, const struct definition *def,
    const char *email, const char *key, const struct mailer *mailer,
    struct dossier *d)
{
	return create(a, db, def, email, key, mailer, NULL, d);
}

int
intake_create(struct arena *a, struct db *db, const struct definition *def,
    const char *email, const char *key, const struct mailer *mailer,
    const struct intake *in, struct dossier *d)
{
	return create(a, db, def, email, key, mailer, in, d);
}

/* Every raw value of a step; files are pieces. */
static int
save_step(struct db *db, const struct definition *def,
    const struct dossier *d, const struct step *step,
    const struct answers *answers)
{
	const char *name, *raw;
	size_t i;

	for (i = 0; answers_each(answers, step, i, &name, &raw); i++)
		if (save(db, def, d, step, name, i, raw) == -1)
			return -1;
	return 0;
}

/* Is the dossier as the caller knows it, and may this form be filled now? */
static int
claim(struct db *db, const struct definition *def, const struct dossier *d)
{
	int own = str_eq(def->name, d->programme);
	int64_t now = time_now();

	/* never sooner than promised, whatever the clock says now */
	return db_exec(db, "UPDATE dossier SET changed = ?1, version = "
	    "version + 1, expires = iif(sent IS NULL, max(expires, ?2), NULL) "
	    "WHERE id = ?3 "
	    "AND version = ?4 AND iif(?5, sent IS NULL OR reopened IS NOT NULL, "
	    "sent IS NOT NULL)", "iiiii", now,
	    now + (int64_t)def->draft_days * DAY, d->id, d->version,
	    (int64_t)own);
}

int
draft_save(struct db *db, const struct definition *def, struct dossier *d,
    const struct step *step, const struct answers *answers)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = claim(db, def, d)) != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	if (db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1 AND "
	    "form = ?2 AND step = ?3", "iss", d->id, def->name,
	    step->name) < 0 || save_step(db, def, d, step, answers) == -1) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db) == -1)
		return -1;
	d->version++;
	return 0;
}

int
draft_load(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, struct answers *answers)
{
	struct buf room = BUF_INIT;
	struct piece *pieces;
	struct query *q;
	const void *v;
	size_t i, n;

	q = db_query(db, "SELECT field, value, scelle FROM brouillon WHERE "
	    "dossier = ?1 AND form = ?2 ORDER BY step, pos", "is",
	    d->id, def->name);
	while (db_next(q)) {
		if (db_null(q, 2)) {
			answers_add(answers, db_text(q, 0), db_text(q, 1));
			continue;
		}
		v = db_blob(q, 2, &n);
		/* without its key an answer is one not given yet */
		if ((v = coffre_clear(db, d->id, v, n, &room, &n)) != NULL)
			answers_add(answers, db_text(q, 0), v);
	}
	buf_free(&room);
	if (db_done(q) == -1)
		return -1;
	n = piece_list(a, db, d->id, &pieces);
	for (i = 0; i < n; i++)
		answers_add_piece(answers, pieces[i].field, pieces[i].id);
	return 0;
}

int
draft_clear(struct db *db, const struct dossier *d, const char *form)
{
	return db_exec(db, "DELETE FROM brouillon WHERE dossier = ?1 AND "
	    "form = ?2", "is", d->id, form) < 0 ? -1 : 0;
}
