/*
 * parcours: the dated way of a person through a CAE: information meeting,
 * diagnostic, contrat d’appui, renewals, CESA, associate, exit.
 *
 * Derived: from papers, from days that staff wrote down (domain/law/contrat.h),
 * and for the meeting from the agenda, when the same address signed up to one
 * that is over.
 */
#ifndef DOMAIN_PARCOURS_H
#define DOMAIN_PARCOURS_H

#include "domain/law/contrat.h"

#define PARCOURS_STEPS	8

struct parcours_step {
	const char	*name;		/* reunion, diagnostic, cape … */
	const char	*title;
	int32_t		 day;		/* DAY_NONE: not known */
	int		 due;		/* the day is a limit, not passed yet */
	int		 noted;		/* staff write it down */
};
struct parcours {
	struct parcours_step steps[PARCOURS_STEPS];
	size_t		 n;
	size_t		 now;		/* the last one that was reached; n none */
};

/* 0 or -1. */
int	 parcours_load(struct arena *, struct db *, const struct dossier *,
	    const struct contrat *, int32_t today, struct parcours *);
/* <pas nom= titre= le= limite= fait= courant= note=> for each step. */
void	 parcours_node(struct arena *, struct node *,
	    const struct parcours *);

/* Contracts, as a list.  What is NULL, "" or 0 does not filter. */
struct parcours_filter {
	const char	*scope;		/* of account_scope() */
	int		 within;	/* days to the end, of those that run */
	int		 undeclared;	/* something is to be declared */
	int		 alert;		/* staff must look */
	int32_t		 today;
	int		 page;		/* from 1 */
};
#define PARCOURS_PAGE	25
struct parcours_row {
	int64_t		 dossier;
	int32_t		 first, last;
	int		 undeclared;
	int32_t		 owed;		/* since when, DAY_NONE nothing is */
};
/* In the order of their ends; *total counts all that fit. */
size_t	 parcours_list(struct arena *, struct db *,
	    const struct parcours_filter *, struct parcours_row **,
	    int64_t *total);

#endif
