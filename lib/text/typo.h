/*
 * typo: French typography on text nodes, at build or load time.
 *
 * Follows the table of shared rules: U+202F before ; ! ?, U+00A0 before : and
 * inside « », before % € and units, after n°, M., art., between the parts of
 * dates and hours; ’ for the apostrophe, … for three dots, – for an aside;
 * thousands by U+202F; « 1er » becomes 1<sup>er</sup>.  Idempotent.  Never
 * inside code, pre, kbd, samp, script, style, textarea or an element with
 * lang other than fr, never in attributes, addresses (a word holding :// or
 * @), nor in what a person typed: it runs before templates are filled, and
 * leaves {{ marks }} alone.
 */
#ifndef TEXT_TYPO_H
#define TEXT_TYPO_H

#include "base/arena.h"
#include "port/xml.h"

void	 typo_tree(struct node *);
/* One text, without <sup>; the one given when nothing is to change. */
const char *typo_text(struct arena *, const char *);

#endif
