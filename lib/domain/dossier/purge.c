/*
 * What hangs from a draft (answers, events, pieces, sessions, messages) goes
 * with its row: the foreign keys cascade.
 */
#include "base/date.h"
#include "domain/coffre.h"
#include "domain/dossier/complement.h"
#include "domain/dossier/purge.h"
#include "domain/session/alert.h"

#define DAY	(INT64_C(24) * 60 * 60)

/*
 * Codes; what was typed of applications that nobody can take back any more;
 * tokens of messages that were never sent, with the links that they open.
 */
static int
tidy(struct db *db, int64_t before)
{
	if (db_exec(db, "DELETE FROM onetime WHERE at <= ?1", "i",
	    before) < 0 ||
	    db_exec(db, "DELETE FROM signature_code WHERE at <= ?1", "i",
	    before) < 0 ||
	    db_exec(db, "DELETE FROM signing WHERE expires <= ?1", "i",
	    before) < 0 ||
	    db_exec(db, "DELETE FROM brouillon WHERE form LIKE '%/envoyee' AND "
	    "dossier IN (SELECT id FROM dossier WHERE state = 'retiree' AND "
	    "changed <= ?1)", "i", before - 7 * DAY) < 0 ||
	    db_exec(db, "UPDATE mail SET secret = NULL WHERE secret IS NOT "
	    "NULL AND queued <= ?1", "i", before - 60 * DAY) < 0 ||
	    /* the last word to who asked to be erased */
	    db_exec(db, "DELETE FROM mail WHERE kind = 'efface' AND dossier "
	    "IS NULL AND (sent IS NOT NULL OR failed IS NOT NULL OR queued <= "
	    "?1)", "i", before - 7 * DAY) < 0 ||
	    db_exec(db, "DELETE FROM link WHERE expires <= ?1", "i",
	    before - 365 * DAY) < 0)
		return -1;
	return 0;
}

int
purge_run(struct db *db, const struct definition *const *programmes,
    struct purge *done)
{
	const int64_t now = time_now(), before = now - DAY;

	if (db_begin(db) == -1)
		return -1;
	done->drafts = db_exec(db, "DELETE FROM dossier WHERE sent IS NULL AND "
	    "expires <= ?1", "i", before);
	done->codes = db_exec(db, "DELETE FROM mail WHERE kind IN ('code', "
	    "'code-adresse', 'code-signature', 'code-signature-parent') AND "
	    "queued <= ?1", "i", before);
	/* after a year, and then erased the same night */
	done->alerts = alert_purge(db, now);
	done->complements = complement_purge(db, programmes, now);
	if (done->drafts < 0 || done->codes < 0 || done->alerts < 0 ||
	    done->complements < 0 ||
	    tidy(db, before) == -1) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db) == -1 ||
	    depart_run(db, programmes, now, &done->departs) == -1)
		return -1;
	return coffre_forget(db) == -1 ? -1 : 0;
}
