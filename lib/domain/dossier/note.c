/*
 * Notes of the team.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/complement.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/dossier/note.h"

size_t
note_list(struct arena *a, struct db *db, int64_t dossier,
    struct note_entry **out)
{
	struct note_entry *list;
	struct query *q;
	size_t n = 0, max = 0;

	q = db_query(db, "SELECT count(*) FROM note WHERE dossier = ?1", "i",
	    dossier);
	if (db_next(q))
		max = (size_t)db_int(q, 0);
	*out = list = arena_array(a, max + 1, sizeof(*list));
	if (db_done(q) == -1)
		return 0;
	q = db_query(db, "SELECT n.id, n.at, n.author, n.text, "
	    "coalesce(n.corrects, 0), coalesce(c.id, 0) FROM note n LEFT JOIN "
	    "note c ON c.corrects = n.id WHERE n.dossier = ?1 ORDER BY n.id",
	    "i", dossier);
	for (; n < max && db_next(q); n++)
		list[n] = (struct note_entry){
			.id = db_int(q, 0), .at = db_int(q, 1),
			.author = db_dup(a, q, 2), .text = db_dup(a, q, 3),
			.corrects = db_int(q, 4), .corrected = db_int(q, 5)
		};
	return db_done(q) == -1 ? 0 : n;
}

static int
known(struct db *db, const unsigned char key[SHA256_SIZE])
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT 1 FROM note WHERE key = ?1", "b", key,
	    (size_t)SHA256_SIZE);
	found = db_next(q);
	return db_done(q) == -1 ? -1 : found;
}

/* A note of this file that nothing stands for yet. */
static int
may_correct(struct db *db, int64_t dossier, int64_t id)
{
	struct query *q;
	int found;

	q = db_query(db, "SELECT 1 FROM note WHERE id = ?1 AND dossier = ?2 "
	    "AND NOT EXISTS (SELECT 1 FROM note WHERE corrects = ?1)", "ii",
	    id, dossier);
	found = db_next(q);
	return db_done(q) == -1 ? -1 : found;
}

static int
add_in(struct db *db, const struct dossier *d,
    const unsigned char key[SHA256_SIZE], const char *text,
    int64_t corrects, const struct actor *actor)
{
	int rc = known(db, key);

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	if (corrects != 0 && (rc = may_correct(db, d->id, corrects)) != 1)
		return rc == 0 ? 1 : -1;
	return db_exec(db, "INSERT INTO note (dossier, key, at, account, "
	    "author, text, corrects) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
	    "nullif(?7, 0))", "ibiissi", d->id, key, (size_t)SHA256_SIZE,
	    time_now(), actor->account, actor->name, text,
	    corrects) == 1 ? 0 : -1;
}

int
note_add(struct db *db, const struct dossier *d, const char *key,
    const char *text, int64_t corrects, const struct actor *actor)
{
	unsigned char sha[SHA256_SIZE];
	int rc;

	if (d->sent == 0 || actor->account == 0 || str_is_blank(text))
		return 1;
	dossier_form_key(d, key, sha);
	if (db_begin(db) == -1)
		return -1;
	rc = add_in(db, d, sha, text, corrects, actor);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

static int
end(struct db *db, int rc)
{
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

int
note_given(struct db *db, const struct dossier *d, const struct actor *actor)
{
	return db_begin(db) == -1 ? -1 : end(db, event_add(db, d,
	    "notes-communiquees", actor, ""));
}

int
note_archive_given(struct db *db, const struct definition *def,
    const struct dossier *d, unsigned rights, const struct actor *actor)
{
	int rc;

	if (db_begin(db) == -1)
		return -1;
	if ((rc = event_add(db, d, "donnees-remises", actor, "")) == 0)
		rc = complement_handed(db, def, d, rights,
		    "Remettre ses données à la personne", actor);
	return end(db, rc);
}
