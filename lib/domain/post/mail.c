/*
 * Writing messages and queueing them.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/access/link.h"
#include "domain/dossier/dossier.h"
#include "domain/form/definition.h"
#include "domain/post/mail.h"
#include "domain/territory/network.h"
#include "port/crypto.h"

int
mailer_open(struct arena *a, const struct conf *conf,
    const struct network *network, int once, struct mailer *mailer,
    struct xml_error *err)
{
	struct templates *set = templates_new(a);
	const char *dir = conf_share(a, conf, "site/mails");

	*mailer = (struct mailer){
		.templates = set, .network = network, .url = conf->url
	};
	return once ? templates_open(set, dir, err) :
	    templates_load(set, dir, err);
}

/* The words for what was sent: « votre inscription ». */
static void
add_words(struct arena *a, struct node *n, const struct mailer *mailer,
    const char *programme)
{
	const struct definition *const *p = mailer->programmes;
	const char *object = "candidature";
	int she = 1;

	for (; p != NULL && *p != NULL; p++)
		if (str_eq((*p)->name, programme)) {
			object = (*p)->object;
			she = (*p)->object_feminine;
		}
	node_set(n, "objet-maj", object[0] < 'a' || object[0] > 'z' ? object :
	    arena_fmt(a, "%c%s", object[0] - 'a' + 'A', object + 1));
	node_set(n, "votre", arena_fmt(a, "votre %s", object));
	node_set(n, "votre-maj", arena_fmt(a, "Votre %s", object));
	if (she)
		node_set(n, "e", "e");
}

/* Until when a draft may be sent, if there is such a day and it is to come. */
static void
add_last_day(struct arena *a, struct node *n, const struct mailer *mailer,
    const char *programme)
{
	const struct definition *const *p = mailer->programmes;

	for (; p != NULL && *p != NULL; p++)
		if (str_eq((*p)->name, programme) && (*p)->ends != DAY_NONE &&
		    (*p)->ends >= day_today())
			node_set(n, "termine", day_iso(a, (*p)->ends));
}

static void
add_dossier(struct arena *a, const struct mailer *mailer, struct node *to,
    const struct dossier *d)
{
	struct node *n = node_add(to, "dossier");

	node_set(n, "numero", d->numero);
	node_set(n, "programme", d->programme);
	add_words(a, n, mailer, d->programme);
	node_set(n, "etat", d->state);
	node_set(n, "email", d->email);
	node_set(n, "prenom", d->prenom);
	node_set(n, "nom", d->nom);
	if (d->expires != 0)
		node_set(n, "expire", day_iso(a, time_local(d->expires, NULL,
		    NULL)));
	if (d->sent == 0)
		add_last_day(a, n, mailer, d->programme);
	if (dossier_deadline(d) != DAY_NONE)
		node_set(n, "reponse", day_iso(a, dossier_deadline(d)));
}

/* « tu » to whoever fills in a form that says so. */
static const char *
voice(const struct mailer *mailer, const struct dossier *d)
{
	const struct definition *const *p = mailer->programmes;

	for (; p != NULL && *p != NULL; p++)
		if (str_eq((*p)->name, d->programme))
			return (*p)->voice == VOICE_TU ? "tu" : "vous";
	return "vous";
}

/* A draft's link lives as long as the draft, as far as is known now. */
static int64_t
link_until(const struct dossier *d)
{
	int64_t usual = time_now() + (int64_t)LINK_DAYS * 86400;

	return d->sent == 0 && d->expires > usual ? d->expires : usual;
}

struct node *
mail_model(struct arena *a, const struct mailer *mailer,
    const struct dossier *d)
{
	struct node *root = tree_root(tree_new(a, "mail"));
	struct node *reseau = node_add(root, "reseau");
	const struct cooperative *coop;

	node_set(root, "url", mailer->url);
	node_set(root, "voix", "vous");
	node_set(root, "jour", day_iso(a, day_today()));
	if (mailer->network != NULL)
		network_copy(reseau, tree_root(mailer->network->tree));
	if (d == NULL)
		return root;
	add_dossier(a, mailer, root, d);
	node_set(root, "voix", voice(mailer, d));
	link_offer(a, mailer, root, LINK_DOSSIER, "", link_until(d));
	if (mailer->network != NULL && d->cooperative[0] != '\0' &&
	    (coop = network_cooperative(mailer->network, d->cooperative)) !=
	    NULL)
		node_copy(root, coop->node);
	return root;
}

const char *
mail_team(struct arena *a, const struct mailer *mailer,
    const struct dossier *d)
{
	const struct network *network = mailer->network;
	const struct cooperative *coop;

	if (network == NULL)
		return NULL;
	coop = network_cooperative(network, d->cooperative);
	return node_value(a, coop != NULL ? coop->node :
	    tree_root(network->tree), "email");
}

/* At most MAIL_SUBJECT_MAX characters, cut between words. */
static const char *
shorten(struct arena *a, char *subject)
{
	size_t i, n = 0, space = 0, last = 0;
	uint32_t cp;

	if (utf8_length(subject) <= MAIL_SUBJECT_MAX)
		return subject;
	for (i = 0; n < MAIL_SUBJECT_MAX - 1; n++) {
		if (subject[i] == ' ')
			space = i;
		last = i;
		i += utf8_decode(subject + i, strlen(subject + i), &cp);
	}
	subject[space > 0 ? space : last] = '\0';
	return arena_fmt(a, "%s…", subject);
}

/* A part of a template, filled. */
static char *
fill(struct arena *a, const struct mailer *mailer, const char *kind,
    const char *part, struct node *model)
{
	struct buf b = BUF_INIT;
	char *text;

	template_run_text(&b, mailer->templates, arena_fmt(a, "%s/%s", kind,
	    part), model);
	text = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return text;
}

/* The template in the voice of the model, where there is one of its own. */
static const char *
variant(struct arena *a, const struct mailer *mailer, const char *kind,
    const struct node *model)
{
	const char *tu = arena_fmt(a, "%s-tu", kind);

	return str_eq(node_attr(model, "voix"), "tu") &&
	    templates_has(mailer->templates, tu) ? tu : kind;
}

/* The link of the model, if the text uses it. */
static void
take_link(struct arena *a, struct node *model, struct message *m)
{
	const char *link = node_attr(model, "lien"), *token, *until;
	long long n;

	if (link == NULL || strstr(m->body, link) == NULL)
		return;
	token = strrchr(link, '/');
	until = node_attr(model, "lien-fin");
	if (token == NULL || until == NULL ||
	    str_number(until, 0, INT64_MAX / 2, &n) == -1)
		return;
	m->token = arena_dup(a, token + 1);
	m->purpose = arena_dup(a, node_attr(model, "lien-but"));
	m->person = arena_dup(a, node_attr(model, "lien-qui"));
	m->link_until = n;
	if (str_number(node_attr_or(model, "lien-signature", ""), 1,
	    INT64_MAX / 2, &n) == 0)
		m->signature = n;
}

void
mail_write(struct arena *a, const struct mailer *mailer, const char *kind,
    const char *to, int64_t dossier, struct node *model, struct message *m)
{
	const char *text = variant(a, mailer, kind, model);
	char *subject = fill(a, mailer, text, "objet", model), *p;

	for (p = subject; (p = strpbrk(p, "\r\n\t")) != NULL; )
		*p = ' ';
	*m = (struct message){
		.kind = kind, .dossier = dossier,
		.to = arena_dupn(a, to, strcspn(to, "\r\n")),
		.subject = shorten(a, subject),
		.body = arena_fmt(a, "%s\n", fill(a, mailer, text, "texte",
		    model))
	};
	take_link(a, model, m);
}

/* Put b where a stands, everywhere. */
static void
replace(struct buf *out, const char *text, const char *a, const char *b)
{
	const char *p;

	for (; (p = strstr(text, a)) != NULL; text = p + strlen(a)) {
		buf_add(out, text, (size_t)(p - text));
		buf_str(out, b);
	}
	buf_str(out, text);
}

const char *
mail_kept(struct arena *a, const struct message *m)
{
	struct buf body = BUF_INIT;
	const char *text;

	if (m->token == NULL)
		return m->body;
	replace(&body, m->body, m->token, MAIL_HIDDEN);
	text = arena_dup(a, buf_cstr(&body));
	buf_free(&body);
	return text;
}

const char *
mail_digest(struct arena *a, const struct message *m)
{
	const char *parts[] = { m->to, m->subject, mail_kept(a, m) };
	unsigned char sum[SHA256_SIZE];
	struct sha256 s;
	size_t i;

	sha256_start(&s);
	for (i = 0; i < 3; i++)
		sha256_add(&s, parts[i], strlen(parts[i]) + 1);
	sha256_end(&s, sum);
	return hex_encode(a, sum, sizeof(sum));
}

int
mail_queue(struct db *db, const struct message *m)
{
	struct arena *a;
	int rc;

	if (*m->to == '\0')
		return 0;
	a = arena_new();
	rc = db_exec(db, "INSERT INTO mail (kind, dossier, recipient, "
	    "subject, body, queued, until, secret) VALUES (?1, nullif(?2, 0), "
	    "?3, ?4, ?5, ?6, nullif(?7, 0), ?8)", "sisssiis", m->kind,
	    m->dossier, m->to, m->subject, mail_kept(a, m), time_now(),
	    m->until, m->token);
	arena_free(a);
	if (rc != 1)
		return -1;
	/* a secret of no dossier is the caller's to store */
	return m->token != NULL && m->dossier != 0 ? link_store(db, m) : 0;
}

#define COLUMNS	"m.id, m.kind, m.recipient, m.subject, m.body, "	\
	"coalesce(m.dossier, 0), m.queued, coalesce(d.cooperative, ''), " \
	"m.tries, m.error, CASE WHEN m.sent IS NOT NULL THEN 1 WHEN "	\
	"m.failed IS NOT NULL THEN 3 WHEN m.handed IS NOT NULL THEN 2 "	\
	"ELSE 0 END, coalesce(m.sent, m.failed, m.handed, m.due), coalesce(m.until, 0), "
#define SECRET	"m.secret "
#define HIDDEN	"NULL "
#define FROM	"FROM mail m LEFT JOIN dossier d ON d.id = m.dossier "

_Static_assert(MAIL_WAITING == 0 && MAIL_SENT == 1 && MAIL_UNKNOWN == 2 &&
    MAIL_FAILED == 3, "the states of the queries");

static void
row(struct arena *a, struct query *q, struct mail *m)
{
	struct buf body = BUF_INIT;

	*m = (struct mail){
		.id = db_int(q, 0), .kind = db_dup(a, q, 1),
		.to = db_dup(a, q, 2), .subject = db_dup(a, q, 3),
		.dossier = db_int(q, 5), .queued = db_int(q, 6),
		.cooperative = db_dup(a, q, 7), .tries = db_int(q, 8),
		.error = db_dup(a, q, 9),
		.state = (enum mail_state)db_int(q, 10), .at = db_int(q, 11),
		.until = db_int(q, 12)
	};
	if (db_null(q, 13)) {
		m->body = db_dup(a, q, 4);
		return;
	}
	replace(&body, db_text(q, 4), MAIL_HIDDEN, db_text(q, 13));
	m->body = arena_dup(a, buf_cstr(&body));
	buf_free(&body);
}

static size_t
rows(struct arena *a, struct query *q, size_t max, struct mail **out)
{
	struct mail *list = arena_array(a, max, sizeof(*list));
	size_t n = 0;

	*out = list;
	while (n < max && db_next(q))
		row(a, q, &list[n++]);
	return db_done(q) == -1 ? 0 : n;
}

size_t
mail_list(struct arena *a, struct db *db, int64_t after, size_t max,
    struct mail **out)
{
	return rows(a, db_query(db, "SELECT " COLUMNS SECRET FROM "WHERE m.id > ?1 "
	    "ORDER BY m.id LIMIT ?2", "ii", after, (int64_t)max), max, out);
}

size_t
mail_list_troubled(struct arena *a, struct db *db, int64_t after, size_t max,
    struct mail **out)
{
	return rows(a, db_query(db, "SELECT " COLUMNS SECRET FROM "WHERE m.id > ?1 "
	    "AND m.sent IS NULL AND (m.failed IS NOT NULL OR m.handed IS NOT "
	    "NULL) ORDER BY m.id LIMIT ?2", "ii", after, (int64_t)max), max,
	    out);
}

size_t
mail_told(struct arena *a, struct db *db, int64_t dossier, size_t max,
    struct mail **out)
{
	return rows(a, db_query(db, "SELECT " COLUMNS HIDDEN FROM "WHERE "
	    "m.dossier = ?1 AND m.recipient = d.email AND m.kind <> 'code' AND "
	    "m.kind <> 'code-adresse' AND m.kind <> 'code-signature' "
	    "ORDER BY m.id DESC LIMIT ?2", "ii", dossier, (int64_t)max), max,
	    out);
}

int
mail_due(struct arena *a, struct db *db, int64_t now, struct mail *m)
{
	struct query *q;
	int found;

	/* those that cannot wait first: somebody does */
	q = db_query(db, "SELECT " COLUMNS SECRET FROM "WHERE m.due <= ?1 AND m.sent "
	    "IS NULL AND m.failed IS NULL AND m.handed IS NULL ORDER BY "
	    "m.until IS NULL, m.due, m.id LIMIT 1", "i", now);
	if ((found = db_next(q)) != 0)
		row(a, q, m);
	return db_done(q) == -1 ? -1 : !found;
}

int64_t
mail_before(struct db *db, size_t n)
{
	int64_t id = 0;
	struct query *q;

	q = db_query(db, "SELECT id FROM mail ORDER BY id DESC LIMIT 1 "
	    "OFFSET ?1", "i", (int64_t)n);
	if (db_next(q))
		id = db_int(q, 0);
	return db_done(q) == -1 ? -1 : id;
}
