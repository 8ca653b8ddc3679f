/*
 * Executed copies: the twin of the paper, who signed where there was room to
 * sign, and a last page, printed and sealed.
 */
#include <string.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/paper/execution.h"
#include "domain/paper/paper.h"
#include "domain/signature/signature_inside.h"

/* Of site/papiers: the last page, and what stands where the boxes were. */
#define MODEL	"journal"
#define SIGNED	"signe"

/* A copy on its way from the slots to the table. */
struct copy {
	struct document	 doc;
	struct dossier	 dossier;
	struct signature *slots;
	size_t		 n;
	int64_t		 completed, now;
	struct tree	*journal;
	struct buf	 context, twin, pdf;
	struct press_result press;
	unsigned char	 sha256[SHA256_SIZE];
	unsigned char	 words[SHA256_SIZE];
	unsigned char	 seal[SEAL_SIZE];
};

static const char *
value(struct arena *a, const struct node *n, const char *name)
{
	const char *v = node_value(a, n, name);

	return v != NULL ? v : "";
}

static void
set(struct node *n, const char *name, const char *v)
{
	if (v != NULL && *v != '\0')
		node_set(n, name, v);
}

/* « la première ; la seconde » from lines. */
static const char *
joined(struct arena *a, const char *lines)
{
	char *rest = arena_dup(a, lines), *line;
	struct buf b = BUF_INIT;
	const char *s;

	while ((line = str_split(&rest, '\n')) != NULL)
		buf_fmt(&b, "%s%s", b.len > 0 ? "\u00a0; " : "", line);
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

/* How one signed, as their record says. */
static int
add_signer(struct arena *a, struct db *db, const struct office *office,
    struct node *root, const struct signature *s)
{
	struct node *n = node_add(root, "signataire"), *e;
	struct node *act = act_read(a, db, s->record);
	const char *carried, *phrase;

	if (act == NULL)
		return -1;
	node_set(n, "role", signature_role(office, s->role));
	node_set(n, "nom", s->nom);
	set(n, "qualite", s->qualite);
	node_set(n, "voie", s->way);
	node_set(n, "le", value(a, act, "accord-a"));
	node_set_int(n, "numero", s->record);
	set(n, "courriel", signature_masked(a, value(a, act, "courriel")));
	set(n, "code-envoye", value(a, act, "code-envoye"));
	set(n, "agent", value(a, act, "agent"));
	set(n, "date-papier", value(a, act, "date-papier"));
	set(n, "scan", code_groups(a, value(a, act, "scan")));
	if ((e = node_child(act, "identite")) != NULL) {
		node_set(n, "identite-valeur", node_string(a, e));
		node_set(n, "identite", node_attr_or(e, "libelle", ""));
	}
	if ((e = node_child(act, "phrase")) != NULL) {
		phrase = signature_phrase(a, db, office, s->record,
		    node_attr_or(e, "version", ""));
		if (phrase == NULL)
			return -1;
		node_set(n, "phrase", phrase);
		node_set(n, "phrase-version", node_attr_or(e, "version", ""));
	}
	carried = value(a, act, "reprise");
	set(n, "reprise", carried);
	if (*carried != '\0') {
		node_set(n, "pdf", code_groups(a, value(a, act, "pdf")));
		node_set(n, "changements", joined(a, value(a, act,
		    "changements")));
	}
	return 0;
}

static int
journal(struct arena *a, struct db *db, const struct office *office,
    struct copy *c)
{
	struct node *root;
	size_t i;

	c->journal = tree_new(a, MODEL);
	root = tree_root(c->journal);
	node_set(root, "titre", c->doc.title);
	node_set(root, "code", c->doc.code);
	node_set(root, "emis", time_iso(a, c->doc.issued));
	node_set_int(root, "pages", c->doc.pages);
	node_set(root, "pdf", code_groups(a, hex_encode(a, c->doc.sha256,
	    SHA256_SIZE)));
	node_set(root, "complet", time_iso(a, c->completed));
	for (i = 0; i < c->n; i++)
		if (add_signer(a, db, office, root, &c->slots[i]) == -1)
			return -1;
	tree_write(&c->context, c->journal);
	return 0;
}

/* « Contrat 8H3M W9K4 T2QX » -> « Contrat, exemplaire signé 8H3M W9K4 T2QX ». */
static void
retitle(struct arena *a, struct node *head, const struct copy *c)
{
	struct node *title = node_child(head, "title"), *n;
	const char *code = code_groups(a, c->doc.code);
	const char *old;
	size_t len;

	if (title == NULL)
		return;
	old = node_string(a, title);
	len = strlen(old);
	if (str_ends(old, code))
		len -= strlen(code);
	while (len > 0 && old[len - 1] == ' ')
		len--;
	while ((n = node_first(title)) != NULL)
		node_remove(n);
	node_append(title, arena_fmt(a, "%.*s, exemplaire signé %s",
	    (int)len, old, code));
}

/* The date becomes the copy's own; its PDF is another file. */
static void
redate(struct arena *a, struct node *head, const struct copy *c)
{
	struct node *n;

	for (n = node_child(head, "meta"); n != NULL;
	    n = node_sibling(n, "meta"))
		if (str_eq(node_attr_or(n, "name", ""), "date"))
			node_set(n, "content", time_iso(a, c->now));
}

/* No box to initial on what is signed. */
static void
without_initials(struct arena *a, struct node *body)
{
	char *rest = arena_dup(a, node_attr_or(body, "class", "")), *word;
	struct buf b = BUF_INIT;

	while ((word = str_split(&rest, ' ')) != NULL)
		if (*word != '\0' && !str_eq(word, "initiales"))
			buf_fmt(&b, "%s%s", b.len > 0 ? " " : "", word);
	node_set(body, "class", buf_cstr(&b));
	buf_free(&b);
}

static int
has_class(const struct node *n, const char *name)
{
	return str_eq(node_attr_or(n, "class", ""), name);
}

/* Did anybody sign on a screen?  Then there are no originals to count. */
static int
on_screen(const struct copy *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (!str_eq(c->slots[i].way, "papier"))
			return 1;
	return 0;
}

static void
without_originals(struct node *p)
{
	struct node *n = node_child(p, "span"), *next;

	for (; n != NULL; n = next) {
		next = node_sibling(n, "span");
		if (has_class(n, "originaux"))
			node_remove(n);
	}
}

/* Who signed, how and when, where there was room to sign. */
static int
fill_signatures(struct arena *a, const struct office *office,
    struct node *main_node, const struct copy *c)
{
	struct node *section = node_child(main_node, "section"), *n, *next;
	struct buf b = BUF_INIT;
	struct tree *t;

	while (section != NULL && !has_class(section, "signatures"))
		section = node_sibling(section, "section");
	if (section == NULL)
		return 0;
	for (n = node_child(section, NULL); n != NULL; n = next) {
		next = node_sibling(n, NULL);
		if (has_class(n, "case"))
			node_remove(n);
		else if (on_screen(c))
			without_originals(n);
	}
	template_run_xml(&b, office->templates, SIGNED, tree_root(c->journal));
	t = tree_parse(a, b.data, b.len, SIGNED, NULL);
	buf_free(&b);
	if (t == NULL)
		return -1;
	node_copy(section, tree_root(t));
	return 0;
}

/* The stored twin and the last page. */
static int
twin(struct arena *a, const struct office *office, struct copy *c,
    const void *stored, size_t len)
{
	struct tree *t = tree_parse(a, stored, len, "twin", NULL), *last;
	struct node *head, *body, *main_node;
	struct buf b = BUF_INIT;

	if (t == NULL)
		return -1;
	head = node_child(tree_root(t), "head");
	body = node_child(tree_root(t), "body");
	main_node = body == NULL ? NULL : node_child(body, "main");
	template_run_xml(&b, office->templates, MODEL,
	    tree_root(c->journal));
	last = tree_parse(a, b.data, b.len, MODEL, NULL);
	buf_free(&b);
	if (head == NULL || main_node == NULL || last == NULL ||
	    fill_signatures(a, office, main_node, c) == -1)
		return -1;
	retitle(a, head, c);
	redate(a, head, c);
	without_initials(a, body);
	node_copy(main_node, tree_root(last));
	tree_write(&c->twin, t);
	return 0;
}

static int
render(struct arena *a, struct db *db, const struct office *office,
    struct copy *c)
{
	const struct paper *paper = paper_find(office, c->doc.kind);
	void *stored = NULL;
	const void *b;
	struct query *q;
	size_t len = 0;

	q = db_query(db, "SELECT twin FROM document WHERE code = ?1", "s",
	    c->doc.code);
	if (db_next(q)) {
		b = db_blob(q, 0, &len);
		stored = arena_dupn(a, b, len);
	}
	if (db_done(q) == -1 || stored == NULL ||
	    twin(a, office, c, stored, len) == -1)
		return -1;
	return paper_print(a, office, paper, &c->twin, &c->pdf, &c->press);
}

static void
seal(struct arena *a, const struct office *office, struct copy *c)
{
	const char *digits;

	seal_sign(c->seal, c->pdf.data, c->pdf.len, office->secret);
	digits = hex_encode(a, c->seal, SEAL_SIZE);
	memcpy(c->pdf.data + c->press.seal_at, digits, 2 * SEAL_SIZE);
	sha256(c->sha256, c->pdf.data, c->pdf.len);
}

static int
insert(struct db *db, const struct office *office, struct copy *c)
{
	execution_hash(c->words, c->context.data, c->context.len, c->twin.data,
	    c->twin.len);
	return db_exec(db, "INSERT INTO execution (document, context, twin, "
	    "pdf, sha256, seal, key_name, pages, completed, at, words) SELECT "
	    "id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM document WHERE "
	    "code = ?1", "sbbbbbsiiib", c->doc.code, c->context.data,
	    c->context.len, c->twin.data, c->twin.len, c->pdf.data,
	    c->pdf.len, c->sha256, (size_t)SHA256_SIZE, c->seal,
	    (size_t)SEAL_SIZE, office->key_name, (int64_t)c->press.pages,
	    c->completed, c->now, c->words, (size_t)SHA256_SIZE) == 1 ? 0 :
	    -1;
}

/* The person, and the representatives who have an address. */
static int
tell(struct arena *a, struct db *db, const struct office *office,
    const struct mailer *mailer, const struct copy *c)
{
	const char *to;
	size_t i;

	for (i = 0; i < c->n; i++) {
		if ((to = signature_address(a, db, &c->slots[i])) == NULL)
			return -1;
		if (*to != '\0' && signature_ask(a, db, office, mailer,
		    &c->slots[i], "signe") == -1)
			return -1;
	}
	return 0;
}

/* What is needed of the slots; 1 when it is not all there, or done. */
static int
gather(struct arena *a, struct db *db, const char *code, struct copy *c)
{
	struct execution made;
	size_t i;
	int rc;

	if ((rc = document_find(a, db, code, &c->doc)) != 0 ||
	    (rc = dossier_by_id(a, db, c->doc.dossier, &c->dossier)) != 0)
		return rc;
	if ((rc = execution_find(a, db, code, &made)) != 1)
		return rc == 0 ? 1 : -1;
	c->n = signature_list(a, db, code, &c->slots);
	if (!signature_complete(c->slots, c->n))
		return 1;
	for (i = 0; i < c->n; i++)
		if (c->slots[i].at > c->completed)
			c->completed = c->slots[i].at;
	return 0;
}

int
execution_make_in(struct arena *a, struct db *db,
    const struct office *office, const struct mailer *mailer,
    const char *code)
{
	static const struct actor systeme = { 0, "systeme" };
	struct copy c = { .now = time_now() };
	int rc;

	if (!office->may_seal)
		return -1;
	if ((rc = gather(a, db, code, &c)) != 0)
		return rc;
	rc = journal(a, db, office, &c);
	if (rc == 0)
		rc = render(a, db, office, &c);
	if (rc == 0) {
		seal(a, office, &c);
		rc = insert(db, office, &c);
	}
	if (rc == 0)		/* its key is the document's */
		rc = execution_proof_store(a, db, office, db_last_id(db));
	if (rc == 0)
		rc = event_add(db, &c.dossier, "executer-document", &systeme,
		    "");
	if (rc == 0)
		rc = tell(a, db, office, mailer, &c);
	if (rc == 0)
		log_info("document %s signed by all", code);
	buf_free(&c.context);
	buf_free(&c.twin);
	buf_free(&c.pdf);
	return rc == 0 ? 0 : -1;
}

/* Documents whose slots are all signed and that have no copy. */
static size_t
waiting(struct arena *a, struct db *db, const char ***out)
{
	struct query *q;
	size_t i, n = 0;

	q = db_query(db, "SELECT count(*) FROM document", "");
	if (db_next(q))
		n = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		return 0;
	*out = arena_array(a, n + 1, sizeof(**out));
	q = db_query(db, "SELECT d.code FROM document d JOIN signature s ON "
	    "s.document = d.id LEFT JOIN execution e ON e.document = d.id "
	    "WHERE e.document IS NULL AND d.dossier NOT IN (SELECT dossier "
	    "FROM depart) GROUP BY d.id HAVING "
	    "count(*) FILTER (WHERE s.state <> 'signee') = 0 ORDER BY d.id",
	    "");
	for (i = 0; i < n && db_next(q); i++)
		(*out)[i] = db_dup(a, q, 0);
	return db_done(q) == -1 ? 0 : i;
}

int
execution_waits(struct db *db)
{
	struct arena *a = arena_new();
	const char **codes;
	int some = waiting(a, db, &codes) > 0;

	arena_free(a);
	return some;
}

int
execution_make_all(struct db *db, const struct office *office,
    const struct mailer *mailer, size_t *n)
{
	struct arena *a = arena_new(), *each = arena_new();
	const char **codes = NULL;
	size_t i, total;
	int rc = 0;

	*n = 0;
	total = waiting(a, db, &codes);
	for (i = 0; i < total; i++, arena_reset(each)) {
		if (db_begin(db) == -1 || execution_make_in(each, db, office,
		    mailer, codes[i]) != 0 || db_commit(db) == -1) {
			db_rollback(db);
			rc = -1;	/* the others do not wait for it */
		} else
			++*n;
	}
	arena_free(each);
	arena_free(a);
	return rc;
}

/* A model in which all that the last page may name exists. */
static struct tree *
everything(struct arena *a)
{
	static const char *const top[] = { "titre", "code", "emis", "pages",
	    "pdf", "complet" };
	static const char *const each[] = { "role", "nom", "qualite", "voie",
	    "le", "numero", "courriel", "code-envoye", "agent", "date-papier",
	    "scan", "identite", "identite-valeur", "phrase",
	    "phrase-version", "reprise", "pdf", "changements" };
	struct tree *t = tree_new(a, MODEL);
	struct node *n;
	size_t i;

	for (i = 0; i < sizeof(top) / sizeof(top[0]); i++)
		node_set(tree_root(t), top[i], "x");
	n = node_add(tree_root(t), "signataire");
	for (i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		node_set(n, each[i], "x");
	return t;
}

/* What the network allows must exist. */
static void
check_allowed(struct arena *a, const struct office *office,
    struct buf *faults)
{
	const struct node *n = node_child(tree_root(office->network->tree),
	    "signature-electronique");
	char *rest, *kind;

	if (n == NULL)
		return;
	rest = arena_dup(a, node_attr_or(n, "documents", ""));
	while ((kind = str_split(&rest, ' ')) != NULL)
		if (*kind != '\0' && paper_find(office, kind) == NULL)
			buf_fmt(faults, "reseau.xml:%d: signature-"
			    "electronique : il n’y a pas de content/documents/"
			    "%s.md\n", node_line(n), kind);
}

static void
check_model(struct arena *a, const struct office *office, const char *name,
    struct buf *faults)
{
	if (!templates_has(office->templates, name))
		buf_fmt(faults, "site/papiers/%s.html:1: il manque\n", name);
	else if (!office->trusting)
		template_check(office->templates, name,
		    tree_root(everything(a)), faults);
}

int
execution_open(struct arena *a, struct office *office, struct buf *faults)
{
	size_t before = faults->len;

	office->signature = definition_load(a, conf_share(a, office->conf,
	    "schemas/accords/signature.xml"), faults);
	check_allowed(a, office, faults);
	check_model(a, office, MODEL, faults);
	check_model(a, office, SIGNED, faults);
	return faults->len > before ? -1 : 0;
}
