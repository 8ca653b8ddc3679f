/*
 * Sending, one message after the other, each settled before the next.
 */
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/post/delivery.h"
#include "domain/post/mail.h"
#include "port/crypto.h"
#include "port/smtp.h"
#include "text/mime.h"

#define GIVE_UP		(5 * INT64_C(86400))	/* RFC 5321, 4.5.4.1 */

/* What a run borrows. */
struct run {
	struct db	*db;
	const struct conf *conf;
	const struct network *network;
	const char	*host;		/* of the portal */
	struct smtp	*smtp;
	struct delivery	*done;
};

/* How long to wait after so many tries. */
static int64_t
patience(int64_t tries)
{
	static const int64_t minutes[] = { 1, 5, 15, 60, 240, 720, 1440 };
	const int64_t n = sizeof(minutes) / sizeof(minutes[0]);

	return 60 * minutes[tries < n ? tries : n - 1];
}

/* The end of a change of one row. */
static int
commit(struct db *db, int changed)
{
	if (changed != 1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

/* From here on nobody else may send it, whatever happens to us. */
static int
claim(struct db *db, const struct mail *m)
{
	if (db_begin(db) == -1)
		return -1;
	return commit(db, db_exec(db, "UPDATE mail SET handed = ?2, "
	    "tries = tries + 1, error = '' WHERE id = ?1 AND sent IS NULL AND "
	    "failed IS NULL AND handed IS NULL", "ii", m->id, time_now()));
}

static int
taken(struct db *db, const struct mail *m, const char *said)
{
	if (db_begin(db) == -1)
		return -1;
	return commit(db, db_exec(db, "UPDATE mail SET sent = ?2, error = ?3, "
	    "secret = NULL WHERE id = ?1", "iis", m->id, time_now(), said));
}

static int
give_up(struct db *db, const struct mail *m, const char *why)
{
	if (db_begin(db) == -1)
		return -1;
	return commit(db, db_exec(db, "UPDATE mail SET failed = ?2, error = ?3 "
	    "WHERE id = ?1", "iis", m->id, time_now(), why));
}

static int
put_back(struct db *db, const struct mail *m, const char *why)
{
	if (db_begin(db) == -1)
		return -1;
	return commit(db, db_exec(db, "UPDATE mail SET handed = NULL, "
	    "due = ?2, error = ?3 WHERE id = ?1", "iis", m->id,
	    time_now() + patience(m->tries), why));
}

/* The server may have it; what is known is kept for whoever decides. */
static int
leave(struct db *db, const struct mail *m, const char *why)
{
	if (db_begin(db) == -1)
		return -1;
	return commit(db, db_exec(db, "UPDATE mail SET error = ?2 WHERE "
	    "id = ?1", "is", m->id, why));
}

/* Who writes, and who reads the answers: a cooperative, else the network. */
static void
sign(struct arena *a, const struct run *run, const struct mail *m,
    struct mime *out)
{
	const struct cooperative *coop = network_cooperative(run->network,
	    m->cooperative);
	struct node *who = coop != NULL ? coop->node :
	    tree_root(run->network->tree);
	const char *email = node_value(a, who, "email");

	out->from = run->conf->mail_from;
	out->from_name = coop != NULL ? coop->name : run->network->name;
	out->reply_name = out->from_name;
	out->reply = coop == NULL && run->conf->mail_reply != NULL ?
	    run->conf->mail_reply : email;
	if (out->reply == NULL || !mime_address(out->reply))
		out->reply = run->conf->mail_reply;
}

/* As bytes; 0, or -1 when its address is none. */
static int
compose(struct arena *a, const struct run *run, const struct mail *m,
    struct buf *out)
{
	struct mime mime = {
		.to = m->to, .subject = m->subject, .text = m->body,
		.at = m->queued,
		.id = arena_fmt(a, "message.%lld.%lld@%s", (long long)m->id,
		    (long long)m->queued, run->host)
	};

	sign(a, run, m, &mime);
	return mime_write(out, &mime);
}

static int
settle(const struct run *run, const struct mail *m, enum smtp_result result)
{
	const char *said = smtp_said(run->smtp);

	switch (result) {
	case SMTP_SENT:
		run->done->sent++;
		return taken(run->db, m, said);
	case SMTP_REFUSED:
		log_warnx("message %lld: refused", (long long)m->id);
		run->done->failed++;
		return give_up(run->db, m, said);
	case SMTP_UNKNOWN:
		log_warnx("message %lld: no answer", (long long)m->id);
		run->done->unknown++;
		return leave(run->db, m, said);
	case SMTP_LATER:
		break;
	}
	if (time_now() - m->queued >= GIVE_UP) {
		run->done->failed++;
		return give_up(run->db, m, said);
	}
	run->done->later++;
	return put_back(run->db, m, said);
}

/* No server: the message waits, and so do all others until the next run. */
static int
no_server(const struct run *run, const struct mail *m)
{
	log_warnx("the mail server cannot be used: %s", smtp_said(run->smtp));
	run->done->down = 1;
	run->done->later++;
	return claim(run->db, m) == -1 ? -1 :
	    put_back(run->db, m, smtp_said(run->smtp));
}

/* One message.  0 or -1. */
static int
send_one(struct arena *a, const struct run *run, const struct mail *m,
    int64_t until)
{
	struct buf bytes = BUF_INIT;
	int rc;

	if (until != 0 && until <= time_now()) {
		run->done->failed++;
		return give_up(run->db, m, "trop tard");
	}
	if (compose(a, run, m, &bytes) == -1) {
		run->done->failed++;
		rc = give_up(run->db, m, "ce n’est pas une adresse");
	} else if (smtp_ready(run->smtp) == -1)
		rc = no_server(run, m);
	else if ((rc = claim(run->db, m)) == 0)
		rc = settle(run, m, smtp_send(run->smtp, run->conf->mail_from,
		    m->to, bytes.data, bytes.len));
	buf_free(&bytes);
	return rc;
}

static int
send_all(const struct run *run)
{
	const int64_t began = time_now();
	struct arena *a = arena_new();
	struct mail m;
	int rc;

	while ((rc = mail_due(a, run->db, began, &m)) == 0 &&
	    (rc = send_one(a, run, &m, m.until)) == 0 && !run->done->down)
		arena_reset(a);
	arena_free(a);
	return rc == -1 ? -1 : 0;
}

/* The host of an address, without port. */
static const char *
host_of(struct arena *a, const char *url)
{
	const char *p = strstr(url, "://");

	p = p != NULL ? p + 3 : url;
	return arena_dupn(a, p, strcspn(p, ":/"));
}

/* The first line of the file of the password; NULL when it is not there. */
static char *
password(struct arena *a, const struct conf *conf)
{
	struct buf b = BUF_INIT;
	char *s = NULL;

	if (file_read(&b, conf->smtp_password) == 0) {
		s = arena_dupn(a, buf_cstr(&b), strcspn(buf_cstr(&b), "\r\n"));
		crypto_wipe(b.data, b.size);
	}
	buf_free(&b);
	return s;
}

static int
run_locked(struct arena *a, struct run *run)
{
	const struct conf *conf = run->conf;
	struct smtp_server server = {
		.url = conf->smtp, .name = run->host, .user = conf->smtp_user,
		.tls = conf->smtp_tls, .ca = conf->smtp_ca,
		.patience = conf->smtp_patience
	};
	char *secret = NULL;
	int rc;

	if (conf->smtp_password != NULL &&
	    (secret = password(a, conf)) == NULL)
		return -1;
	server.password = secret;
	run->smtp = smtp_open(&server);
	rc = send_all(run);
	smtp_close(run->smtp);
	if (secret != NULL)
		crypto_wipe(secret, strlen(secret));
	return rc;
}

int
delivery_run(struct db *db, const struct conf *conf,
    const struct network *network, struct delivery *done)
{
	struct arena *a = arena_new();
	struct run run = { .db = db, .conf = conf, .network = network,
		.done = done, .host = host_of(a, conf->url) };
	int lock, rc;

	*done = (struct delivery){ 0 };
	lock = file_lock(conf_data(a, conf, "run/mail.lock"));
	done->busy = lock == -2;
	rc = lock == -1 ? -1 : lock == -2 ? 0 : run_locked(a, &run);
	if (lock >= 0)
		close(lock);
	arena_free(a);
	return rc;
}

int64_t
delivery_waiting(struct db *db)
{
	struct query *q;
	int64_t n = 0;

	q = db_query(db, "SELECT count(*) FROM mail WHERE sent IS NULL AND "
	    "failed IS NULL AND handed IS NULL", "");
	if (db_next(q))
		n = db_int(q, 0);
	return db_done(q) == -1 ? -1 : n;
}

int
delivery_again(struct db *db, int64_t id)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	rc = db_exec(db, "UPDATE mail SET handed = NULL, failed = NULL, due = 0 "
	    "WHERE id = ?1 AND sent IS NULL AND (handed IS NOT NULL OR failed "
	    "IS NOT NULL)", "i", id);
	if (rc != 1) {
		db_rollback(db);
		return rc == 0 ? 1 : -1;
	}
	return db_commit(db);
}
