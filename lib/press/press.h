/*
 * press: an XHTML document onto paper, as a tagged PDF/A-1b.
 *
 * The document is the accessible twin itself, parsed: what the press prints
 * is by construction what the twin says.  Its form:
 *
 *	html lang="fr"
 *	  head: title; meta name= author, description, date (RFC 3339, becomes
 *	        the creation date), code (12 characters), empreinte (64 hex
 *	        digits), url (what the QR code holds), sceau-cle (key name)
 *	  body class="papier PROGRAMME [FORM]"; « initiales » adds a box to
 *	        initial on every page before the one that is signed
 *	    header       running head: p.emetteur, p.forme, p.objet
 *	    main         h1, p.sous-titre, p.note (small), then any of
 *	      section.parties        div columns: the first p names the party
 *	      section.essentiel      box: h2 and dl
 *	      section.article        aside.clair (p.titre, p), h2, then text
 *	      section.signatures     h2, text, div.case boxes, one to four (four
 *	                             stand two by two): h3 and text; of
 *	                             several p the last stands at the foot
 *	      section.verification   QR, code, dot seal, text
 *	      section.journal        on a new page: h2, then h3, p, dl
 *	      h2 h3 p ul ol dl table blockquote outside of sections, in the full
 *	      width; td and th of class « nombre » are set to the right; p of
 *	      class « ecrire » is a line to write on; th scope="row" heads
 *	      its row
 *	    footer       running foot: p; « Page n sur m » is added
 *	  inline: strong em sup br code a span; small.note, where it is called, is
 *	  a footnote: a number there, the text at the foot of the page
 *
 * FORM, one word, changes the sheet:
 *
 *	attestation	h1 large with the seal beside it, the first p of main
 *			as one large sentence, dl, section.signatures;
 *			section.verification at the foot of the page
 *	lettre		div.expediteur (may lack) and div.destinataire (six
 *			lines show in the window of a DL envelope), div.lieu
 *			(place and date), h1 is the object, text,
 *			div.signataire: of several p the last, the name,
 *			stands below the room to sign
 *	feuille		landscape; table.emargement has high rows, rules
 *			between its columns, and gives what is left of the
 *			width to the columns whose cells are empty
 *
 * An attestation or a letter that goes a little over one page is set tighter.
 * A div.ensemble and a short table are not cut while they fit on a page.
 *
 * Rendering is a pure function of the tree and the fonts: no clock, no random
 * number, so the same input gives the same bytes.
 */
#ifndef PRESS_PRESS_H
#define PRESS_PRESS_H

#include "base/arena.h"
#include "base/buf.h"
#include "port/xml.h"

struct press;		/* fonts and colour profile, loaded once */

struct press_result {
	int	 pages;
	size_t	 seal_at;	/* where the 128 hex digits of the seal stand */
	char	 error[256];	/* when -1: what, in words for staff */
};

/*
 * fonts: folder with titre.ttf texte.ttf gras.ttf corps.ttf corps-gras.ttf
 * code.ttf srgb.icc.  NULL with the cause logged.
 */
struct press *press_open(const char *fonts);
void	 press_close(struct press *);
/*
 * Append the PDF.  Characters that no font has are refused by name, never
 * drawn as a box.  0, or -1 with result->error.
 */
int	 press_render(struct press *, struct buf *out, struct tree *twin,
	    struct press_result *);
/*
 * Several documents one after the other, to be printed on both sides: each
 * begins on a front page, after a white back page where one is needed, counts
 * its own pages, is a part of its own and a bookmark.  No seal: what is sealed
 * is each document alone.  Nothing else is printed meanwhile.
 * Strings are borrowed until press_book_end(); date as in the head of a twin.
 */
struct press_book;
struct press_book *press_book(struct press *, const char *title,
	    const char *author, const char *date);
/* 0, or -1 with result->error: then the book can only be ended. */
int	 press_book_add(struct press_book *, struct tree *twin,
	    struct press_result *);
/* Append the PDF, unless out is NULL, and forget the book. */
int	 press_book_end(struct press_book *, struct buf *out,
	    struct press_result *);
/* Would it be drawn, and not refused? */
int	 press_draws(const struct press *, uint32_t cp);

#endif
