/*
 * letters: what letters.c and para.c share: the text of an element as one
 * array of characters, each with its glyph and its width.
 */
#ifndef PRESS_LETTERS_H
#define PRESS_LETTERS_H

#include "press/layout.h"

struct look {			/* how characters of an element are drawn */
	enum face	 face;
	double		 size, rise;
	const char	*link;
	struct note	*note;
};

struct letter {
	uint32_t	 cp;
	unsigned	 glyph;
	struct look	 look;
	double		 width;		/* kerning with the next one included */
	int		 kern;
	int		 end_line;	/* <br/> stands after it */
};

struct letters {
	struct layout	*l;
	const struct style *style;
	struct letter	*v;
	size_t		 n, max;
	int		 title;		/* broken by sense */
	int		 space;		/* white space is pending */
};

/* Nothing yet, in the style of a paragraph. */
void	 letters_begin(struct layout *, struct letters *,
	    const struct style *);
void	 letters_string(struct letters *, const char *);
void	 letters_node(struct letters *, const struct node *);
void	 letters_children(struct letters *, const struct node *);
/* Can it be set in any face, itself or through another? */
int	 letters_draw(const struct layout *, uint32_t cp);

/*
 * break.c: may a line end after letter i?  Weakly: only if what it cuts is
 * wider than the column.
 */
enum break_kind { BREAK_NEVER, BREAK_WEAK, BREAK_HERE };
enum break_kind break_after(const struct letters *, size_t i);

#endif
