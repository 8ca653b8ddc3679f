/*
 * Erasures that are not whole, or that no rule led to.
 */
#include "base/date.h"
#include "domain/dossier/depart_inside.h"
#include "domain/proof/audit.h"

/* Is every word gone of what is not kept by a law? */
static size_t
check_whole(struct db *db, struct buf *out)
{
	return audit_list(db_query(db, "SELECT d.numero FROM depart p JOIN "
	    "dossier d ON d.id = p.dossier WHERE d.email <> '' OR "
	    "d.prenom <> '' OR d.nom <> '' OR d.commune <> '' OR "
	    "d.birth IS NOT NULL OR (d.cle IS NOT NULL AND NOT EXISTS (SELECT "
	    "1 FROM depart_garde g JOIN document x ON x.id = g.document WHERE "
	    "g.dossier = d.id AND length(x.pdf) > 0)) OR "
	    "EXISTS (SELECT 1 FROM brouillon b WHERE b.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM piece p WHERE p.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM event e WHERE e.dossier = d.id AND "
	    "e.text <> '') OR "
	    "EXISTS (SELECT 1 FROM mail m WHERE m.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM thread t WHERE t.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM note t WHERE t.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM complement c WHERE c.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM link l WHERE l.dossier = d.id) OR "
	    "EXISTS (SELECT 1 FROM consent c WHERE c.dossier = d.id AND "
	    "c.author || c.note <> '') OR "
	    "EXISTS (SELECT 1 FROM representant r WHERE r.dossier = d.id AND "
	    "r.nom || r.email || r.telephone <> '') OR "
	    "EXISTS (SELECT 1 FROM tirage t WHERE t.dossier = d.id AND "
	    "t.facts <> '') OR "
	    "EXISTS (SELECT 1 FROM declaration f JOIN obligation o ON "
	    "o.id = f.obligation WHERE o.dossier = d.id AND f.name IS NOT "
	    "NULL) OR "
	    "EXISTS (SELECT 1 FROM record r WHERE r.dossier = d.id AND r.id "
	    "NOT IN (SELECT record FROM depart_record))", ""),
	    "effacé, mais il en reste quelque chose", out);
}

static size_t
check_papers(struct db *db, struct buf *out)
{
	return audit_list(db_query(db, "SELECT x.code FROM depart p JOIN "
	    "document x ON x.dossier = p.dossier LEFT JOIN document_proof f ON "
	    "f.document = x.id LEFT JOIN execution e ON e.document = x.id "
	    "WHERE x.id NOT IN (SELECT document FROM depart_garde) AND "
	    "(length(x.pdf) + length(x.twin) + length(x.context) > 0 OR "
	    "x.initials <> '' OR f.given || f.family || f.qr <> '' OR "
	    "length(e.pdf) + length(e.twin) + length(e.context) > 0 OR "
	    "EXISTS (SELECT 1 FROM scan s WHERE s.document = x.id) OR EXISTS "
	    "(SELECT 1 FROM signature s WHERE s.document = x.id AND "
	    "s.nom <> ''))", ""),
	    "son dossier est effacé, mais il en reste des mots", out) +
	    audit_list(db_query(db, "SELECT x.code FROM depart_garde g JOIN "
	    "document x ON x.id = g.document JOIN depart p ON "
	    "p.dossier = g.dossier WHERE length(x.pdf) = 0 AND "
	    "g.until > ?1", "i", time_now()),
	    "la loi le gardait, et il est effacé", out);
}

size_t
depart_check(struct db *db, struct buf *out)
{
	size_t n = check_whole(db, out) + check_papers(db, out);

	n += audit_list(db_query(db, "SELECT d.numero FROM depart p JOIN "
	    "dossier d ON d.id = p.dossier WHERE d.state <> p.state OR "
	    "p.since IS NOT " SINCE " OR NOT EXISTS "
	    "(SELECT 1 FROM event WHERE dossier = d.id AND name = '" ERASED
	    "' AND at = p.at) OR (p.asked IS NOT NULL AND NOT EXISTS (SELECT "
	    "1 FROM effacement f WHERE f.id = p.asked AND f.dossier = d.id "
	    "AND f.state = 'accepte'))", ""),
	    "effacé sans que la règle écrite le permette", out);
	n += audit_list(db_query(db, "SELECT numero FROM dossier WHERE "
	    "sent IS NOT NULL AND email = '' AND id NOT IN (SELECT dossier "
	    "FROM depart) AND id NOT IN (SELECT dossier FROM intake)", ""),
	    "sans adresse, mais pas effacé", out);
	return n;
}
