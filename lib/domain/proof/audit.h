/*
 * audit: is what is stored still what was stored?
 *
 * Each function returns the number of faults it found and adds a line to out
 * for each, naming the row.  Nothing is mended here.  The chain of records is
 * record_check(), the file itself db_sound().
 */
#ifndef DOMAIN_AUDIT_H
#define DOMAIN_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/form/definition.h"
#include "domain/law/regle.h"
#include "domain/proof/keyring.h"
#include "port/db.h"

/* A query that names faulty things, one a row; what is wrong with them. */
size_t	 audit_list(struct query *, const char *what, struct buf *out);
/* Dossiers: a record for what was sent, a state that the events lead to. */
size_t	 audit_dossiers(struct db *, struct buf *out);
/* Files sent by people: their bytes against their hashes. */
size_t	 audit_pieces(struct db *, struct buf *out);
/*
 * Contracts that no page would have let happen: periods, renewals, ends, who
 * they are with, what they owe; contrat_audit.c.
 */
size_t	 audit_contrats(struct db *, struct buf *out);
/*
 * What rules of law refuse beside contracts: who has begun, what is planned,
 * who was present; programmes ended by NULL; regle_audit.c.
 */
size_t	 audit_regles(struct db *, const struct definition *const *programmes,
	    const struct regles *, struct buf *out);
/* The numbers of all documents, *n of them, to check one by one.  0 or -1. */
int	 audit_documents(struct arena *, struct db *, int64_t **ids, size_t *n);
/*
 * Everything stored of one, in all its columns, against hashes and seals; the
 * keys are those that are published.  The fault that is found first.
 */
size_t	 audit_document(struct arena *, struct db *, int64_t id,
	    const struct keyring *, struct buf *out);
/* Proofs of documents, and signed copies, one without the other. */
size_t	 audit_orphans(struct db *, struct buf *out);
/*
 * Rows that never change against those of a backup of the same schema, a file
 * of a database; audit_same.c.  Once a handle.
 */
size_t	 audit_same(struct db *, const char *path, struct buf *out);

#endif
