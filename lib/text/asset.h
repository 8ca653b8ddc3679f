/*
 * asset: style sheets, icons and fonts under names that change with their
 * content, so that they can be kept by browsers for ever.
 *
 * terreau.css becomes /static/terreau.0f3a91c2d4.css: ten hexadecimal digits
 * of the SHA-256 of what is published.  In a style sheet, url(titre.woff2)
 * becomes the address of that file, so the name of a sheet covers the fonts it
 * uses; its comments and the white space for people are left out, since every
 * visitor would pay for them.  All this is a pure function of the two folders:
 * the site builder and the programs agree without sharing a file.
 *
 * Does not copy anything: tools/site.c publishes what assets_at() gives.
 */
#ifndef TEXT_ASSET_H
#define TEXT_ASSET_H

#include <stddef.h>

#include "base/arena.h"
#include "port/xml.h"

struct asset {
	const char	*name;		/* terreau.css */
	const char	*address;	/* /static/terreau.0f3a91c2d4.css */
	const char	*bytes;
	size_t		 len;
};

struct assets;

/*
 * All the files of statics, and the *.woff2 of fonts.  NULL with the faults
 * logged, « file:line: what »: a url() that names none of them.
 */
struct assets *assets_load(struct arena *, const char *statics,
	    const char *fonts);
/* NULL behind the last; sorted by name. */
const struct asset *assets_at(const struct assets *, size_t i);
/* The address of a file, NULL when there is none of that name. */
const char *asset_address(const struct assets *, const char *name);
/*
 * Add <actifs css= css-gestion= icone= police= police-texte= police-gras=> to
 * a model: terreau.css, gestion.css, icone.svg, titre.woff2, texte.woff2,
 * gras.woff2.  What does not exist has no attribute.
 */
void	 asset_model(const struct assets *, struct node *page);

#endif
