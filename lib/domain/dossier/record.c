/*
 * Records: immutable XML versions, each bound to the one before.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/pinned.h"

/* Say what is known of each file named in the answers. */
static int
describe_files(struct arena *a, struct db *db, int64_t dossier,
    struct node *reponses)
{
	struct node *field, *n;
	struct piece p;
	long long id;

	for (field = node_child(reponses, NULL); field != NULL;
	    field = node_sibling(field, NULL))
		for (n = node_child(field, "fichier"); n != NULL;
		    n = node_sibling(n, "fichier")) {
			if (str_number(node_attr_or(n, "id", ""), 1, INT64_MAX,
			    &id) == -1 || piece_find(a, db, dossier,
			    (int64_t)id, &p) != 0) {
				log_warnx("a record names a file that the "
				    "dossier does not have");
				return -1;
			}
			node_set(n, "sha256", hex_encode(a, p.sha256,
			    SHA256_SIZE));
			node_set(n, "nom", p.name);
			node_set(n, "type", p.type);
			node_set_int(n, "taille", p.size);
		}
	return 0;
}

int
record_build(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const struct answers *answers, int64_t at,
    struct buf *xml)
{
	struct tree *tree = tree_new(a, def->root);
	struct node *root = tree_root(tree), *reponses;
	struct schema *schema = NULL;
	struct xml_error err = { 0 };

	node_set(root, "programme", def->name);
	node_set_int(root, "definition", def->version);
	node_set(root, "numero", d->numero);
	node_set(root, "depose", time_iso(a, at));
	reponses = node_add(root, "reponses");
	answers_to_record(answers, reponses);
	if (describe_files(a, db, d->id, reponses) == -1)
		return -1;
	buf_reset(xml);
	tree_write(xml, tree);
	/* what is stored is what can be read again, and valid */
	if ((tree = tree_parse(a, xml->data, xml->len, d->numero, &err)) ==
	    NULL || (schema = definition_records(def)) == NULL ||
	    schema_valid(schema, tree, &err) != 1) {
		log_warnx("%s: the record is not valid: %s", d->numero,
		    schema == NULL ? "no schema" : err.text);
		return -1;
	}
	return 0;
}

struct link {
	int64_t		 id;
	const char	*numero;
	const char	*form;
	int64_t		 version;
	int64_t		 at;
	const char	*author;
};

static void
link_hash(unsigned char out[SHA256_SIZE], const void *prev, const void *sha,
    const struct link *l)
{
	struct buf b = BUF_INIT;
	struct sha256 s;

	buf_fmt(&b, "%lld/%s/%s/%lld/%lld/%s", (long long)l->id, l->numero,
	    l->form, (long long)l->version, (long long)l->at, l->author);
	sha256_start(&s);
	sha256_add(&s, prev, SHA256_SIZE);
	sha256_add(&s, sha, SHA256_SIZE);
	sha256_add(&s, b.data, b.len);
	sha256_end(&s, out);
	buf_free(&b);
}

/* The end of the chain: number of records and the last link. */
static int
head(struct db *db, int64_t *records, unsigned char last[SHA256_SIZE])
{
	const void *p;
	struct query *q;
	size_t len;
	int found = 0;

	q = db_query(db, "SELECT records, link FROM chain", "");
	if (db_next(q)) {
		*records = db_int(q, 0);
		p = db_blob(q, 1, &len);
		found = len == SHA256_SIZE;
		if (found)
			memcpy(last, p, SHA256_SIZE);
	}
	if (db_done(q) == -1)
		return -1;
	if (!found)
		log_warnx("the head of the chain is missing");
	return found ? 0 : -1;
}

int
record_append(struct db *db, const struct definition *def,
    const struct dossier *d, const void *xml, size_t len,
    const struct actor *actor, int64_t *id)
{
	unsigned char sha[SHA256_SIZE], prev[SHA256_SIZE], link[SHA256_SIZE];
	struct link l = {
		.numero = d->numero, .form = def->name,
		.version = def->version, .at = time_now(),
		.author = actor->name
	};
	struct buf sealed = BUF_INIT;
	int rc = -1;

	if (head(db, &l.id, prev) == -1)
		return -1;
	l.id++;
	sha256(sha, xml, len);
	link_hash(link, prev, sha, &l);
	if (coffre_seal(db, d->id, xml, len, &sealed) == -1 ||
	    db_exec(db, "INSERT INTO record (id, dossier, form, version, xml, "
	    "sha256, prev, link, account, author, at) VALUES (?1, ?2, ?3, ?4, "
	    "?5, ?6, ?7, ?8, nullif(?9, 0), ?10, ?11)", "iisibbbbisi", l.id,
	    d->id, l.form, l.version, sealed.data, sealed.len, sha,
	    sizeof(sha), prev, sizeof(prev), link, sizeof(link),
	    actor->account, l.author, l.at) != 1 || pinned_record(db, def, l.id) == -1 ||
	    db_exec(db, "UPDATE chain SET records = ?1, link = ?2", "ib", l.id,
	    link, sizeof(link)) != 1)
		goto out;
	if (id != NULL)
		*id = l.id;
	rc = 0;
out:
	buf_free(&sealed);
	return rc;
}

struct tree *
record_parse(struct arena *a, struct db *db, int64_t dossier, struct query *q,
    int col)
{
	struct buf room = BUF_INIT;
	struct tree *tree = NULL;
	struct xml_error err = { .text = "its key is gone" };
	const void *xml;
	size_t len;

	xml = db_blob(q, col, &len);
	if ((xml = coffre_clear(db, dossier, xml, len, &room, &len)) == NULL ||
	    (tree = tree_parse(a, xml, len, "record", &err)) == NULL)
		log_warnx("a record of dossier %lld: %s", (long long)dossier,
		    err.text);
	buf_free(&room);
	return tree;
}

struct tree *
record_latest(struct arena *a, struct db *db, int64_t dossier,
    const char *form, int64_t *id, unsigned char sha[SHA256_SIZE])
{
	struct tree *tree = NULL;
	const void *p;
	struct query *q;
	size_t n;

	q = db_query(db, "SELECT id, sha256, xml FROM record WHERE "
	    "dossier = ?1 AND form = ?2 AND length(xml) > 0 ORDER BY id DESC "
	    "LIMIT 1", "is", dossier, form);
	if (db_next(q)) {
		if (id != NULL)
			*id = db_int(q, 0);
		p = db_blob(q, 1, &n);
		if (sha != NULL && n == SHA256_SIZE)
			memcpy(sha, p, SHA256_SIZE);
		tree = record_parse(a, db, dossier, q, 2);
	}
	return db_done(q) == -1 ? NULL : tree;
}

struct tree *
record_before(struct arena *a, struct db *db, int64_t dossier,
    const char *form)
{
	struct tree *tree = NULL;
	struct query *q;

	q = db_query(db, "SELECT xml FROM record WHERE dossier = ?1 AND "
	    "form = ?2 ORDER BY id DESC LIMIT 1 OFFSET 1", "is", dossier,
	    form);
	if (db_next(q))
		tree = record_parse(a, db, dossier, q, 0);
	return db_done(q) == -1 ? NULL : tree;
}

/* The faults of one row, given the link of the row before. */
static size_t
check_row(struct db *db, struct query *q, const unsigned char *before,
    struct buf *room, struct buf *out)
{
	struct link l = {
		.id = db_int(q, 0), .numero = db_text(q, 1),
		.form = db_text(q, 2), .version = db_int(q, 3),
		.at = db_int(q, 4), .author = db_text(q, 5)
	};
	unsigned char want[SHA256_SIZE];
	const void *xml, *sha, *prev, *link;
	size_t len, nsha, nprev, nlink, faults = out->len;
	const char *what = NULL;
	int erased = (int)db_int(q, 10);

	xml = db_blob(q, 6, &len);
	xml = coffre_clear(db, db_int(q, 11), xml, len, room, &len);
	sha = db_blob(q, 7, &nsha);
	prev = db_blob(q, 8, &nprev);
	link = db_blob(q, 9, &nlink);
	if (xml != NULL)
		sha256(want, xml, len);
	if (erased && len == 0 && nsha == SHA256_SIZE)
		memcpy(want, sha, SHA256_SIZE);
	if (nsha != SHA256_SIZE || nprev != SHA256_SIZE ||
	    nlink != SHA256_SIZE)
		what = "une empreinte n’a pas 32 octets";
	else if (xml == NULL)
		what = "ne s’ouvre pas : sa clé manque, ou ses octets ont "
		    "changé";
	else if (erased && len > 0)
		what = "devait être effacé et ne l’est pas";
	else if (memcmp(want, sha, SHA256_SIZE) != 0)
		what = "le contenu n’est plus celui de son empreinte";
	else if (before != NULL && memcmp(before, prev, SHA256_SIZE) != 0)
		what = "ne suit pas l’enregistrement précédent";
	else {
		link_hash(want, prev, sha, &l);
		if (memcmp(want, link, SHA256_SIZE) != 0)
			what = "le maillon ne correspond pas à la ligne";
	}
	if (what != NULL)
		buf_fmt(out, "enregistrement %lld (%s, %s) : %s\n",
		    (long long)l.id, l.numero, l.form, what);
	return out->len != faults;
}

size_t
record_check(struct db *db, struct buf *out)
{
	unsigned char last[SHA256_SIZE] = { 0 }, end[SHA256_SIZE];
	struct buf room = BUF_INIT;
	int64_t expected = 1, id, records = 0;
	struct query *q;
	size_t faults = 0, len;
	const void *p;

	head(db, &records, end);	/* how far it is said to go */
	q = db_query(db, "SELECT r.id, coalesce(d.numero, ''), r.form, "
	    "r.version, r.at, r.author, r.xml, r.sha256, r.prev, r.link, "
	    "p.record IS NOT NULL, r.dossier FROM record r LEFT JOIN dossier d ON "
	    "d.id = r.dossier LEFT JOIN depart_record p ON p.record = r.id "
	    "ORDER BY r.id",
	    "");
	for (; db_next(q); expected = id + 1) {
		id = db_int(q, 0);
		if (id != expected) {
			buf_fmt(out, "enregistrement %lld : absent\n",
			    (long long)expected);
			faults++;
		}
		faults += check_row(db, q, id == expected ? last : NULL, &room,
		    out);
		p = db_blob(q, 9, &len);
		if (len == SHA256_SIZE)
			memcpy(last, p, SHA256_SIZE);
		progress("Enregistrements", (size_t)id, (size_t)records);
	}
	buf_free(&room);
	if (db_done(q) == -1 || head(db, &records, end) == -1) {
		buf_str(out, "la chaîne des enregistrements ne se lit pas\n");
		return faults + 1;
	}
	if (records != expected - 1 || memcmp(end, last, SHA256_SIZE) != 0) {
		buf_fmt(out, "la chaîne finit à l’enregistrement %lld, elle "
		    "devrait finir au %lld\n", (long long)expected - 1,
		    (long long)records);
		faults++;
	}
	return faults;
}
