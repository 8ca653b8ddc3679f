/*
 * store: the database of the portal and the number of its schema.
 *
 * The schema is the files of share/schemas/db, NNN-name.sql, run in order and
 * once each; user_version is the number of the last one.  Programs refuse a
 * database that is older or newer than they are: only an administrator's
 * command migrates.
 */
#ifndef DOMAIN_STORE_H
#define DOMAIN_STORE_H

#include "base/arena.h"
#include "base/conf.h"
#include "port/db.h"

#define STORE_VERSION	24	/* the last file of schemas/db */

/*
 * data/terreau.db, with its keys (domain/coffre.h); NULL with the cause logged
 * in plain words.
 */
struct db *store_open(struct arena *, const struct conf *, enum db_mode);
/*
 * Run the migrations that are missing, each in a transaction of its own.
 * How many, or -1 with the cause logged and the rest not run.
 */
int	 store_migrate(struct db *, const char *share);
/*
 * Make every index of the database again from its rows, and that of the words
 * of files from the words.  0 or -1.
 */
int	 store_reindex(struct db *);

#endif
