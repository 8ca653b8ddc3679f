/*
 * form: papers that are not contracts: an attestation, a letter, a sheet to
 * sign.  They share everything with the others but the places of this file.
 *
 * The address of a letter shows through the window of a DL envelope (110 by
 * 220 mm, window 35 by 100 mm at 20 mm from the right and from the foot), the
 * sheet folded in three, wherever it slides: from 100 to 190 mm and from 55 to
 * 79 mm, six lines.
 */
#include "base/str.h"
#include "press/layout.h"

#define SEAL_SIZE_LARGE	(32 * MM)
#define SEAL_GAP	(6 * MM)
#define SIGN_ROOM	(20 * MM)	/* left free to sign a letter */
#define SIGN_TIGHT	(15 * MM)
#define ADDRESS_TOP	(55 * MM)
#define ADDRESS_LEFT	(105 * MM)	/* from the edge of the sheet */
#define ADDRESS_WIDTH	(80 * MM)
#define ADDRESS_HEIGHT	(26 * MM)
#define SENDER_WIDTH	(70 * MM)

/* A4: 25 mm to file it, 20 mm on the right. */
const struct geometry upright = {
	210 * MM, 297 * MM, 25 * MM, 165 * MM, 18 * MM, 42 * MM, 273 * MM,
	287 * MM
};
const struct geometry landscape = {
	297 * MM, 210 * MM, 18 * MM, 261 * MM, 12 * MM, 35 * MM, 191 * MM,
	202 * MM
};

void
set_form(struct layout *l, const struct node *body)
{
	l->form = has_class(body, "attestation") ? FORM_ATTESTATION :
	    has_class(body, "lettre") ? FORM_LETTRE :
	    has_class(body, "feuille") ? FORM_FEUILLE : FORM_PLAIN;
	l->g = l->form == FORM_FEUILLE ? &landscape : &upright;
}

/* How much is left of the white between parts. */
static const double white[TIGHTNESS] = { 1, .6, .45 };

static const struct style *
letter_style(const struct layout *l)
{
	return &style_letter[l->tight];
}

/* A part under white. */
static void
put(const struct layout *l, struct column *c, struct column *own,
    double before)
{
	if (own->rows != NULL)
		own->rows->before = white[l->tight] * before;
	column_join(c, own);
}

/*
 * Attestation: a large title with the seal beside it.
 */
static void
attestation_title(struct layout *l, struct column *c, struct node *h1)
{
	struct piece *seal;
	struct column own;
	double height;

	column_init(&own);
	block_heading(l, &own, h1, 0, l->g->text - SEAL_SIZE_LARGE - SEAL_GAP,
	    l->tight ? 8 * MM : 12 * MM, &style_large_title[l->tight],
	    l->document, "H1");
	if (own.rows == NULL)
		return;
	height = own.rows->before + column_height(&own);
	if (l->has_fingerprint) {
		seal = section_mark(l, own.rows, PIECE_SEAL, l->document,
		    l->g->text - SEAL_SIZE_LARGE, SEAL_SIZE_LARGE,
		    "Sceau de points du document, tiré de son empreinte");
		seal->y = -own.rows->before;
		if (height < SEAL_SIZE_LARGE)
			column_add(l, &own, 0, SEAL_SIZE_LARGE - height)->
			    hold = HOLD_ALWAYS;
	}
	column_join(c, &own);
}

/* A paragraph right after another: what is signed does not stand alone. */
static int
goes_on(struct node *n)
{
	struct node *e, *last = NULL;

	for (e = node_child(node_parent(n), NULL); e != n;
	    e = node_sibling(e, NULL))
		last = e;
	return last != NULL && str_eq(node_name(last), "p");
}

static int
attestation_part(struct layout *l, struct column *c, struct node *n)
{
	const struct style *calm = &style_calm[l->tight];
	struct column own;
	double before = 4 * MM;

	column_init(&own);
	if (str_eq(node_name(n), "h1")) {
		attestation_title(l, c, n);
		return 1;
	}
	if (str_eq(node_name(n), "p") && !has_class(n, "note")) {
		const struct style *style = calm;

		if (node_child(node_parent(n), "p") == n) {
			style = &style_sentence[l->tight];
			before = 8 * MM;
		}
		block_one(l, &own, n, 0, MEASURE, style, l->document);
		if (own.rows != NULL && goes_on(n))
			own.rows->hold = HOLD_SOFT;
	} else if (str_eq(node_name(n), "dl")) {
		block_dl(l, &own, n, 0, l->g->text, 48 * MM, 4 * MM,
		    calm, l->document);
		before = 8 * MM;
	} else {
		return 0;
	}
	put(l, c, &own, before);
	return 1;
}

/*
 * Letter.
 */
static struct node *
part(struct node *main_node, const char *class)
{
	struct node *n;

	for (n = node_child(main_node, "div"); n != NULL;
	    n = node_sibling(n, "div"))
		if (has_class(n, class))
			return n;
	return NULL;
}

static void
address(struct layout *l, struct row *row, struct node *div, double x,
    double width, const struct style *style)
{
	struct column own;

	if (div == NULL)
		return;
	column_init(&own);
	block_children(l, &own, div, x, width, style,
	    pdf_tag(l->pdf, l->document, "Div"));
	for (struct row *r = own.rows; r != NULL; r = r->next)
		r->before = 0;
	if (column_height(&own) > row->height)
		row->height = column_height(&own);
	row_take(row, &own, 0, 0);
}

/* Who writes and to whom, side by side, at their place on the first page. */
static void
addresses(struct layout *l, struct column *c, struct node *main_node)
{
	struct row *row;
	double before = ADDRESS_TOP - l->g->top;

	if (c->rows != NULL)
		before = 7 * MM;	/* too late for the window */
	row = column_add(l, c, before, ADDRESS_HEIGHT);
	address(l, row, part(main_node, "expediteur"), 0, SENDER_WIDTH,
	    &style_head);
	address(l, row, part(main_node, "destinataire"), ADDRESS_LEFT -
	    l->g->left, ADDRESS_WIDTH, &style_address);
}

/* The last of several paragraphs, the name, stands below what is signed. */
static void
signer(struct layout *l, struct column *c, struct node *div)
{
	struct pdf_tag *tag = pdf_tag(l->pdf, l->document, "Div");
	double x = ADDRESS_LEFT - l->g->left;
	double room = l->tight ? SIGN_TIGHT : SIGN_ROOM;
	struct node *n, *next;
	struct column own;
	struct row *row;

	column_init(&own);
	for (n = node_child(div, NULL); n != NULL; n = next) {
		next = node_sibling(n, NULL);
		if (own.rows != NULL && next == NULL)
			column_add(l, &own, 0, room);
		block_one(l, &own, n, x, ADDRESS_WIDTH, letter_style(l), tag);
	}
	if (own.n < 3)
		column_add(l, &own, 0, room);
	for (row = own.rows; row != NULL; row = row->next)
		row->hold = HOLD_FIRM;
	put(l, c, &own, 6 * MM);
}

static int
letter_part(struct layout *l, struct column *c, struct node *n)
{
	double x = ADDRESS_LEFT - l->g->left, before = 3 * MM;
	struct node *main_node = node_parent(n);
	struct column own;

	column_init(&own);
	if (has_class(n, "expediteur") || has_class(n, "destinataire")) {
		struct node *other = part(main_node, "expediteur");

		if (other == NULL)
			other = part(main_node, "destinataire");
		if (n == other)		/* both, where the first stands */
			addresses(l, c, main_node);
		return 1;
	}
	if (has_class(n, "signataire")) {
		signer(l, c, n);
		return 1;
	}
	if (has_class(n, "lieu")) {
		block_children(l, &own, n, x, ADDRESS_WIDTH, letter_style(l),
		    pdf_tag(l->pdf, l->document, "Div"));
		before = 7 * MM;
	} else if (str_eq(node_name(n), "h1")) {
		block_heading(l, &own, n, 0, MEASURE, 0, &style_object,
		    l->document, "H1");
		before = 9 * MM;
	} else if (str_eq(node_name(n), "p") || str_eq(node_name(n), "ul") ||
	    str_eq(node_name(n), "ol")) {
		block_one(l, &own, n, 0, MEASURE, letter_style(l), l->document);
	} else {
		return 0;
	}
	put(l, c, &own, before);
	return 1;
}

int
form_part(struct layout *l, struct column *c, struct node *n)
{
	if (has_class(n, "note"))
		return 0;
	if (l->form == FORM_ATTESTATION)
		return attestation_part(l, c, n);
	if (l->form == FORM_LETTRE)
		return letter_part(l, c, n);
	return 0;
}
