/*
 * What hangs from a draft (answers, events, pieces, sessions, messages) goes
 * with its row: the foreign keys cascade.
 */
#include "base/date.h"
#include "domain/alert.h"
#include "domain/purge.h"

#define DAY	(INT64_C(24) * 60 * 60)

int
purge_run(struct db *db, struct purge *done)
{
	const int64_t before = time_now() - DAY;

	if (db_begin(db) == -1)
		return -1;
	done->drafts = db_exec(db, "DELETE FROM dossier WHERE sent IS NULL AND "
	    "expires <= ?1", "i", before);
	done->codes = db_exec(db, "DELETE FROM mail WHERE kind = 'code' AND "
	    "queued <= ?1", "i", before);
	done->alerts = alert_purge(db, time_now());
	if (done->drafts < 0 || done->codes < 0 || done->alerts < 0 ||
	    db_exec(db, "DELETE FROM "
	    "onetime WHERE at <= ?1", "i", before) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db);
}
