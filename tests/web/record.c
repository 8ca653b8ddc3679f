/*
 * record: the bytes of a record in clear, for the scripts beside.
 *
 *	record DATA [ID]	the last one when no ID is given
 */
#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/coffre.h"
#include "domain/store.h"

int
main(int argc, char *argv[])
{
	struct arena *a = arena_new();
	struct buf room = BUF_INIT;
	struct conf conf;
	struct query *q;
	const void *xml;
	struct db *db;
	long long id = 0;
	size_t n;
	int rc = 1;

	log_init("record");
	crypto_init();
	if (argc < 2 || (argc > 2 && str_number(argv[2], 1, INT64_MAX, &id) ==
	    -1) || conf_load(a, arena_fmt(a, "%s/terreau.conf", argv[1]),
	    &conf) == -1 || (db = store_open(a, &conf, DB_READ)) == NULL)
		return 1;
	q = db_query(db, "SELECT dossier, xml FROM record WHERE id = iif(?1, "
	    "?1, (SELECT max(id) FROM record))", "i",
	    (int64_t)id);
	if (db_next(q)) {
		xml = db_blob(q, 1, &n);
		xml = coffre_clear(db, db_int(q, 0), xml, n, &room, &n);
		rc = xml == NULL || fwrite(xml, 1, n, stdout) != n;
	}
	db_done(q);
	db_close(db);
	buf_free(&room);
	arena_free(a);
	return rc;
}
