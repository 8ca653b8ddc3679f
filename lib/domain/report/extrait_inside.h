/*
 * What the three files of extrait share: the files one after the other.
 */
#ifndef DOMAIN_EXTRAIT_INSIDE_H
#define DOMAIN_EXTRAIT_INSIDE_H

#include "domain/report/extrait.h"

/* Not those erased.  ?1 programme, ?2 cooperatives, ?3 state, ?4 and ?5 instants. */
#define EXTRAIT_WANTED	"d.sent IS NOT NULL AND d.programme = ?1 AND "	\
	"(?2 = '' OR instr(' ' || ?2 || ' ', ' ' || d.cooperative || ' ')) "\
	"AND (?3 = '' OR d.state = ?3) AND d.sent >= ?4 AND d.sent < ?5 "	\
	"AND d.id NOT IN (SELECT dossier FROM depart)"
#define EXTRAIT_TYPES	"sssii"
#define EXTRAIT_VALUES(f) (f)->programme->name, (f)->cooperatives,	\
	(f)->state, extrait_from(f), extrait_until(f)

int64_t	 extrait_from(const struct extrait_filter *);
int64_t	 extrait_until(const struct extrait_filter *);

/* extrait_xml.c */
int64_t	 extrait_records(struct arena *, struct db *,
	    const struct extrait_filter *, struct spool *to);

#endif
