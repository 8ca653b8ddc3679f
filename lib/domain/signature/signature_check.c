/*
 * Slots against the records they point to, their order, and scans: named, not
 * mended.
 */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/signature/signature_inside.h"

static const char *
value(struct arena *a, const struct node *n, const char *name)
{
	const char *v = node_value(a, n, name);

	return v != NULL ? v : "";
}

/* The SHA-256 of a paper's PDF in hexadecimal, "" when there is none. */
static const char *
pdf_of(struct arena *a, struct db *db, const char *code)
{
	const char *hex = "";
	const void *sha;
	struct query *q;
	size_t len;

	q = db_query(db, "SELECT sha256 FROM document WHERE code = ?1", "s",
	    code);
	if (db_next(q) && (sha = db_blob(q, 0, &len)) != NULL)
		hex = hex_encode(a, sha, len);
	return db_done(q) == -1 ? "" : hex;
}

static int
has_scan(struct db *db, const char *code, const char *hex)
{
	unsigned char sha[SHA256_SIZE];
	struct query *q;
	int found;

	if (hex_decode(sha, sizeof(sha), hex) == -1)
		return 0;
	q = db_query(db, "SELECT 1 FROM scan s JOIN document d ON d.id = "
	    "s.document WHERE d.code = ?1 AND s.sha256 = ?2", "sb", code, sha,
	    sizeof(sha));
	found = db_next(q);
	return db_done(q) == -1 ? 0 : found;
}

/* What is wrong between a slot and its record, NULL when nothing is. */
static const char *
fault(struct arena *a, struct db *db, const struct signature *s)
{
	struct node *act = act_read(a, db, s->record);
	const char *from;

	if (act == NULL)
		return "son enregistrement manque";
	from = value(a, act, "reprise");
	if (!str_eq(value(a, act, "document"), s->code) ||
	    !str_eq(value(a, act, "role"), s->role) ||
	    !str_eq(value(a, act, "nom"), s->nom))
		return "son enregistrement est celui d’une autre";
	if (!str_eq(value(a, act, "decision"), str_eq(s->state, "signee") ?
	    "signe" : "refuse") || !str_eq(value(a, act, "voie"), s->way) ||
	    !str_eq(value(a, act, "accord-a"), time_iso(a, s->at)))
		return "elle ne dit pas ce que dit son enregistrement";
	if (*from == '\0')
		from = s->code;
	if (!str_eq(value(a, act, "pdf"), pdf_of(a, db, from)))
		return "le fichier présenté n’est pas celui du document";
	if (str_eq(s->way, "papier") && str_eq(s->state, "signee") &&
	    !has_scan(db, from, value(a, act, "scan")))
		return "le papier numérisé manque";
	return NULL;
}

/* Signed before somebody of a rank before, and not taken over? */
static int
too_early(struct arena *a, struct db *db, const struct signature *list,
    size_t n, const struct signature *s)
{
	struct node *act;
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i].rang < s->rang && (!str_eq(list[i].state,
		    "signee") || list[i].at > s->at)) {
			act = act_read(a, db, s->record);
			return act == NULL || *value(a, act, "reprise") == '\0';
		}
	return 0;
}

static size_t
check_document(struct arena *a, struct db *db, const char *code,
    struct buf *out)
{
	struct signature *list;
	const char *what;
	size_t i, n, faults = 0;
	int pen;

	n = signature_list(a, db, code, &list);
	pen = signature_by_pen(a, db, code);
	for (i = 0; i < n; i++) {
		if (*list[i].way == '\0')
			continue;
		what = fault(a, db, &list[i]);
		if (what == NULL && pen == 1 && str_eq(list[i].state,
		    "signee") && !str_eq(list[i].way, "papier"))
			what = "donnée à l’écran, alors que des cases sont "
			    "à cocher à la main";
		if (what == NULL && str_eq(list[i].state, "signee") &&
		    too_early(a, db, list, n, &list[i]))
			what = "donnée avant son tour";
		if (what == NULL)
			continue;
		buf_fmt(out, "signature %lld (%s, %s) : %s\n",
		    (long long)list[i].id, code, list[i].role, what);
		faults++;
	}
	return faults;
}

static size_t
check_scans(struct db *db, struct buf *out)
{
	unsigned char hash[SHA256_SIZE];
	struct buf room = BUF_INIT;
	const void *bytes, *sha;
	struct query *q;
	size_t len, n, faults = 0;

	q = db_query(db, "SELECT s.id, d.code, s.bytes, s.sha256, d.dossier FROM scan s "
	    "JOIN document d ON d.id = s.document ORDER BY s.id", "");
	while (db_next(q)) {
		bytes = db_blob(q, 2, &len);
		bytes = coffre_clear(db, db_int(q, 4), bytes, len, &room, &len);
		sha = db_blob(q, 3, &n);
		if (bytes != NULL)
			sha256(hash, bytes, len);
		if (bytes != NULL && n == SHA256_SIZE && memcmp(hash, sha, n) == 0)
			continue;
		buf_fmt(out, "papier numérisé %lld (%s) : le contenu n’est "
		    "plus celui de son empreinte\n", (long long)db_int(q, 0),
		    db_text(q, 1));
		faults++;
	}
	buf_free(&room);
	if (db_done(q) == -1) {
		buf_str(out, "les papiers numérisés ne se lisent pas\n");
		faults++;
	}
	return faults;
}

size_t
signature_check(struct arena *a, struct db *db, struct buf *out)
{
	struct arena *each = arena_new();
	const char **codes;
	struct query *q;
	size_t i, n = 0, faults = 0;

	q = db_query(db, "SELECT count(*) FROM document", "");
	if (db_next(q))
		n = (size_t)db_int(q, 0);
	if (db_done(q) == -1)
		n = 0;
	codes = arena_array(a, n + 1, sizeof(*codes));
	q = db_query(db, "SELECT DISTINCT d.code FROM document d JOIN "
	    "signature s ON s.document = d.id WHERE d.dossier NOT IN (SELECT "
	    "dossier FROM depart) ORDER BY d.id", "");
	for (i = 0; i < n && db_next(q); i++)
		codes[i] = db_dup(a, q, 0);
	n = db_done(q) == -1 ? 0 : i;
	for (i = 0; i < n; i++, arena_reset(each))
		faults += check_document(each, db, codes[i], out);
	arena_free(each);
	return faults + check_scans(db, out);
}
