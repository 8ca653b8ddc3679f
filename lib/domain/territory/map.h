/*
 * map: the départements with their outlines, from content/departements.tsv,
 * and where points of the globe fall on them.
 *
 * Outlines are data of SVG paths: closed lines of relative steps.  Those of
 * the source were drawn in Mercator's projection, whose constants map_project()
 * has; on the tips of the country it is right within a unit of 613.  Overseas
 * départements have a name and no outline.
 */
#ifndef DOMAIN_MAP_H
#define DOMAIN_MAP_H

#include <stddef.h>

#include "base/arena.h"

struct box {
	double	 x0, y0, x1, y1;
};

struct departement {
	const char	*code;		/* 44, 2A, 974 */
	const char	*name;		/* Mayenne */
	const char	*located;	/* en Mayenne */
	const char	*neighbours;	/* codes, separated by spaces */
	const char	*outline;	/* "" overseas */
	struct box	 box;		/* around the outline */
};

struct departements;

struct departements *departements_load(struct arena *, const char *path);
/* NULL when there is none of that number. */
const struct departement *departement_find(const struct departements *,
	    const char *code);

/*
 * What somebody typed: the number or the name, with or without its article,
 * however written.  NULL when it is neither.
 */
const struct departement *departement_named(const struct departements *,
	    const char *text);

void	map_project(double lat, double lon, double *x, double *y);
/*
 * What the départements of a list (numbers separated by spaces) take up, with
 * a margin around.  0, or -1 when none of them has an outline.
 */
int	map_frame(const struct departements *, const char *codes,
	    double margin, struct box *);

struct marker {
	double	 x, y;
	/* Filled in by map_label(); a label that finds no room has none. */
	double	 label_x, label_y;
	int	 labelled, left;	/* left: the text ends there */
};
/*
 * Move markers of that radius apart until none covers another, each as little
 * as that takes, and keep them in the box.  Always ends; the same markers
 * give the same places.
 */
void	map_spread(struct marker *, size_t n, double radius,
	    const struct box *);
/*
 * Put the names beside their markers where they cover neither a marker nor
 * another name nor the edge; the same name twice stands once.  Short names
 * choose first: they keep close to their marker.  size is that of the letters.
 */
void	map_label(struct marker *, const char *const *names, size_t n,
	    double radius, double size, const struct box *);

#endif
