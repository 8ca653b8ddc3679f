/*
 * What never changes, against a backup: a bit that fell over in a row that no
 * hash covers shows as a row that is not what it was.
 *
 * A row that is gone is no fault here: erasing is a right.  What changes as
 * people work (drafts, messages, sessions, accounts) cannot be told so.
 */
#include "domain/proof/audit.h"

/* Rows of a table that are not as they were; long files have their hashes. */
#define SAME_IF(table, key, columns, which) \
	audit_list(db_query(db, "SELECT '" table " ' || n FROM (SELECT " key \
	    " AS n, " columns " FROM avant." table " WHERE " which " EXCEPT " \
	    "SELECT " key ", " columns " FROM main." table ") WHERE n IN " \
	    "(SELECT " key " FROM main." table ")", ""), \
	    "n’est plus ce qu’il était", out)
#define SAME_OF(table, key, columns)	SAME_IF(table, key, columns, "1")
#define SAME(table)	SAME_OF(table, "rowid", "*")
/* The words of a file that was erased since are gone. */
#define STAYS		"dossier NOT IN (SELECT dossier FROM main.depart)"
#define SAME_FILE(table, columns) SAME_IF(table, "rowid", columns, STAYS)

static size_t
same_files(struct db *db, struct buf *out)
{
	return SAME("assignment") +
	    SAME("caducite") +
	    SAME_OF("complement", "id", "dossier, field, scelle, at, account, "
	    "author") +
	    SAME_FILE("consent", "*") +
	    SAME("consultation") +
	    SAME_FILE("contrat_jour", "*") +
	    SAME_OF("correction", "event", "*") +
	    SAME_IF("declaration", "rowid", "obligation, done, text, name, type, "
	    "sha256, account, author, at, scan", "obligation IN (SELECT id "
	    "FROM main.obligation WHERE " STAYS ")") +
	    SAME("depart") +
	    SAME("depart_record") +
	    SAME("depart_garde") +
	    SAME("certificat") +
	    SAME("certificat_depart") +
	    SAME("devoilement") +
	    SAME_FILE("effacement", "dossier, at, due, text") +
	    SAME_FILE("event", "*") +
	    SAME_FILE("gel", "dossier, reason, author, at") +
	    SAME("intake") +
	    SAME("note") +
	    SAME("obligation") +
	    SAME_OF("piece", "rowid", "dossier, field, name, type, size, sha256, at, "
	    "scan") +
	    SAME_OF("scan", "rowid", "document, name, type, size, sha256, scan, "
	    "account, author, at") +
	    SAME_OF("signature", "rowid", "document, rang, role, "
	    "representant") +
	    SAME("thread") +
	    SAME_FILE("transfert", "dossier, origin, destination, reason, "
	    "account, author, at");
}

static size_t
same_sessions(struct db *db, struct buf *out)
{
	return SAME("bilan") +
	    SAME("lettre") +
	    SAME_OF("part", "bilan", "*") +
	    SAME_OF("place", "rowid", "id, agenda, dossier, at") +
	    SAME_FILE("presence", "*") +
	    SAME("tenue") +
	    SAME_IF("tirage", "agenda", "*", STAYS);
}

static size_t
same_journals(struct db *db, struct buf *out)
{
	return SAME("export") +
	    SAME("journal");
}

size_t
audit_same(struct db *db, const char *path, struct buf *out)
{
	if (db_exec(db, "ATTACH DATABASE ?1 AS avant", "s", path) == -1) {
		buf_str(out, "la sauvegarde ne se lit pas\n");
		return 1;
	}
	return same_files(db, out) + same_sessions(db, out) +
	    same_journals(db, out);
}
