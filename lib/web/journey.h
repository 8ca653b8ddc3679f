/*
 * journey: a form filled in step by step, whoever fills it in: the person on
 * the public pages, or staff who type what came on paper.
 *
 * Knows no address and no session: who may open which draft is the caller's.
 */
#ifndef WEB_JOURNEY_H
#define WEB_JOURNEY_H

#include "domain/dossier/dossier.h"
#include "web/app.h"
#include "web/form.h"

/* A draft at work: whose, which form, what was answered so far. */
struct draft {
	const struct definition *definition;
	struct dossier	 dossier;
	struct form	 form;
	int		 on_paper;	/* typed by staff */
	int		 no_room;	/* a file was not kept: the disk is full */
};

/* With definition and dossier set: load answers and files.  0 or -1. */
int	 draft_fill(struct app *, struct req *, struct db *, struct draft *);
/* form_context(), and the session that the dossier has a seat in. */
struct check_context draft_context(struct app *, struct req *,
	    const struct draft *);
/* Sent, and its answers are not open again: nothing can be typed. */
int	 draft_closed(const struct draft *);
/* Take the list of files; the answers get those they do not have yet. */
void	 draft_files(struct req *, struct db *, struct draft *);
/*
 * Keep the file that the request brings for the step, if it brings one; what
 * is wrong with it, or NULL.
 */
const char *draft_keep_file(struct app *, struct req *, struct draft *);
/* The same for one file, NULL when none came; the piece is of that field. */
const char *draft_attach(struct app *, struct req *, struct draft *,
	    const char *field, const struct param *);
/* Save one step, again when somebody else saved meanwhile.  0 or -1. */
int	 draft_keep(struct app *, struct req *, struct draft *);
/* The first step that is not right yet, NULL when all are. */
const struct step *draft_unfinished(struct app *, struct req *,
	    struct draft *);
/* The answer that closes this way, NULL when none does. */
const struct arret *draft_stopped(const struct draft *);

/* One or the other, as the form speaks. */
const char *said(const struct definition *, const char *vous,
	    const char *tu);
/* Does a field of the step open, if a correction names some? */
int	 step_opens(const struct form *, const struct step *);
const struct step *step_at(const struct definition *, enum step_place);
/*
 * Steps that have a page of their own and something to answer on it, given
 * the other answers: the next one (the first, after NULL) and the one before,
 * NULL when there is none; the place of one, from 1; how many, summary
 * included.
 */
const struct step *step_after(const struct form *, const struct step *);
const struct step *step_before(const struct form *, const struct step *);
size_t	 step_number(const struct form *, const struct step *);
size_t	 step_total(const struct form *);

#endif
