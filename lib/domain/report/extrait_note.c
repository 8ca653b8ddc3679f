/*
 * Who took what.
 */
#include "base/date.h"
#include "domain/report/extrait_inside.h"

/* As one opens a file in the list: once an hour each (dossier_opened()). */
static int
note_files(struct db *db, const struct extrait_filter *f, int64_t account,
    int64_t now)
{
	return db_exec(db, "INSERT INTO consultation (dossier, account, at) "
	    "SELECT d.id, ?6, ?7 FROM dossier d WHERE " EXTRAIT_WANTED " AND "
	    "NOT EXISTS (SELECT 1 FROM consultation WHERE dossier = d.id AND "
	    "account = ?6 AND at > ?7 - 3600)", EXTRAIT_TYPES "ii",
	    EXTRAIT_VALUES(f), account, now) < 0 ? -1 : 0;
}

int
extrait_note(struct db *db, const struct extrait_filter *f,
    enum extrait_form form, int money, int64_t files, int64_t bytes,
    const struct actor *who)
{
	int64_t now = time_now();

	if (db_begin(db) == -1)
		return -1;
	if (db_exec(db, "INSERT INTO export (at, account, author, form, "
	    "programme, cooperatives, state, year, sensitive, files, bytes) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	    "iisssssiiii", now, who->account, who->name,
	    extrait_kind(form)->name, f->programme->name, f->cooperatives,
	    f->state, (int64_t)f->year, (int64_t)(money &&
	    f->programme->sensitive), files, bytes) != 1 ||
	    note_files(db, f, who->account, now) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}

size_t
extrait_list(struct arena *a, struct db *db, const char *cooperatives,
    struct extrait_done **out)
{
	struct extrait_done *list = arena_array(a, EXTRAITS, sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	/* one that took from elsewhere too is told to the whole network only */
	q = db_query(db, "SELECT at, author, form, programme, cooperatives, "
	    "state, year, sensitive, files, bytes FROM export WHERE ?1 = '' "
	    "OR (cooperatives <> '' AND instr(' ' || ?1 || ' ', ' ' || "
	    "cooperatives || ' ')) ORDER BY id DESC LIMIT ?2", "si",
	    cooperatives, (int64_t)EXTRAITS);
	while (n < EXTRAITS && db_next(q))
		list[n++] = (struct extrait_done){
			.at = db_int(q, 0), .author = db_dup(a, q, 1),
			.form = db_dup(a, q, 2), .programme = db_dup(a, q, 3),
			.cooperatives = db_dup(a, q, 4),
			.state = db_dup(a, q, 5), .year = (int)db_int(q, 6),
			.sensitive = (int)db_int(q, 7),
			.files = db_int(q, 8), .bytes = db_int(q, 9)
		};
	return db_done(q) == -1 ? 0 : n;
}
