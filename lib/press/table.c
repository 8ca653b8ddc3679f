/*
 * table: columns as wide as their texts ask, one row a line of the table,
 * heads repeated after a cut.
 *
 * No spans: the trees come from Markdown.  A row is never cut.
 */
#include "base/str.h"
#include "press/layout.h"

#define COLUMNS_MAX	24
#define CELL_PAD	(2 * MM)	/* right of a cell */
#define ROW_PAD		3.4		/* above and below its text */
#define SIGN_HEIGHT	(9 * MM)	/* of a row to sign in */
#define ROWS_WHOLE	9		/* fewer rows are not cut */
#define SIGN_PAD	(1.2 * MM)	/* left of a cell between rules */

struct grid {
	struct layout	*l;
	size_t		 n;
	double		 natural[COLUMNS_MAX], least[COLUMNS_MAX];
	double		 x[COLUMNS_MAX + 1];
	int		 right[COLUMNS_MAX];	/* figures: ragged left */
	int		 empty[COLUMNS_MAX];	/* but for the head */
	size_t		 nempty;
	int		 to_sign;		/* table.emargement */
	double		 pad;			/* left of a cell */
	struct pdf_tag	*tag;
};

static int
is_cell(const struct node *n)
{
	return str_eq(node_name(n), "td") || str_eq(node_name(n), "th");
}

static const struct style *
cell_style(const struct node *cell)
{
	return str_eq(node_name(cell), "th") ? &style_cell_head : &style_cell;
}

static void
measure_row(struct grid *g, struct node *tr)
{
	double natural, least;
	struct node *cell;
	size_t i = 0;

	for (cell = node_child(tr, NULL); cell != NULL && i < COLUMNS_MAX;
	    cell = node_sibling(cell, NULL)) {
		if (!is_cell(cell))
			continue;
		text_widths(g->l, cell, cell_style(cell), &natural, &least);
		natural += g->pad + CELL_PAD;
		least += g->pad + CELL_PAD;
		if (natural > g->natural[i])
			g->natural[i] = natural;
		if (least > g->least[i])
			g->least[i] = least;
		if (str_eq(node_name(cell), "td") && natural > g->pad +
		    CELL_PAD)
			g->empty[i] = 0;
		if (has_class(cell, "nombre") || has_class(cell, "droite"))
			g->right[i] = 1;
		i++;
	}
	if (i > g->n)
		g->n = i;
}

/* Rows of the table, wherever they stand, in order. */
static struct node *
next_row(struct node *table, struct node *tr)
{
	struct node *n, *part;

	if (tr == NULL) {
		n = node_child(table, NULL);
	} else {
		n = node_sibling(tr, "tr");
		if (n != NULL || node_parent(tr) == table)
			return n;
		n = node_sibling(node_parent(tr), NULL);
	}
	for (; n != NULL; n = node_sibling(n, NULL)) {
		if (str_eq(node_name(n), "tr"))
			return n;
		part = node_child(n, "tr");
		if (part != NULL)
			return part;
	}
	return NULL;
}

/*
 * What is left over goes to the columns to write in, all as wide as one
 * another, else to all columns.
 */
static double
spare(const struct grid *g, size_t i, double left)
{
	size_t k;

	if (!g->to_sign || g->nempty == 0)
		return left / (double)g->n;
	if (!g->empty[i])
		return 0;
	for (k = 0; k < g->n; k++)
		left += g->empty[k] ? g->natural[k] : 0;
	return left / (double)g->nempty - g->natural[i];
}

/* Between the least and the natural width, all columns to the same degree. */
static void
set_widths(struct grid *g, double x, double width)
{
	double least = 0, natural = 0, share;
	size_t i;

	for (i = 0; i < g->n; i++) {
		least += g->least[i];
		natural += g->natural[i];
	}
	g->x[0] = x;
	for (i = 0; i < g->n; i++) {
		if (natural <= width)
			share = g->natural[i] + spare(g, i, width - natural);
		else if (least >= width)
			share = g->least[i] * width / least;
		else
			share = g->least[i] + (width - least) *
			    (g->natural[i] - g->least[i]) / (natural - least);
		g->x[i + 1] = g->x[i] + share;
	}
}

/* How many columns, and how wide they may be; 0 when there are none. */
static int
measure(struct grid *g, struct node *table)
{
	struct node *tr;
	size_t i;

	g->to_sign = has_class(table, "emargement");
	g->pad = g->to_sign ? SIGN_PAD : 0;
	for (i = 0; i < COLUMNS_MAX; i++)
		g->empty[i] = 1;
	for (tr = next_row(table, NULL); tr != NULL; tr = next_row(table, tr))
		measure_row(g, tr);
	for (i = 0; i < g->n; i++)
		g->nempty += g->empty[i] != 0;
	return g->n > 0;
}

static void
align_right(struct column *cell, double width)
{
	struct row *row;
	struct piece *p;

	for (row = cell->rows; row != NULL; row = row->next)
		for (p = row->pieces; p != NULL; p = p->next)
			if (p->kind == PIECE_LINE)
				p->x += width - p->line->width;
}

static struct pdf_tag *
cell_tag(struct grid *g, struct pdf_tag *row, struct node *cell)
{
	struct pdf_tag *tag;

	if (!str_eq(node_name(cell), "th"))
		return pdf_tag(g->l->pdf, row, "TD");
	tag = pdf_tag(g->l->pdf, row, "TH");
	if (str_eq(node_attr_or(cell, "scope", ""), "row"))
		pdf_tag_heads_row(tag);
	return tag;
}

static struct row *
set_row(struct grid *g, struct column *c, struct node *tr, int head)
{
	struct pdf_tag *tag = pdf_tag(g->l->pdf, g->tag, "TR"), *inner;
	struct column cells[COLUMNS_MAX];
	struct node *cell;
	struct row *row;
	double height = 0, width;
	size_t i = 0, k;

	for (cell = node_child(tr, NULL); cell != NULL && i < g->n;
	    cell = node_sibling(cell, NULL)) {
		if (!is_cell(cell))
			continue;
		width = g->x[i + 1] - g->x[i] - CELL_PAD - g->pad;
		column_init(&cells[i]);
		inner = cell_tag(g, tag, cell);
		block_children(g->l, &cells[i], cell, g->x[i] + g->pad, width,
		    cell_style(cell), inner);
		if (cells[i].rows == NULL)
			row_piece(g->l, column_add(g->l, &cells[i], 0, 0),
			    PIECE_NOTHING, inner, 0, 0);
		if (g->right[i])
			align_right(&cells[i], i + 1 < g->n ? width :
			    width + CELL_PAD);
		if (column_height(&cells[i]) > height)
			height = column_height(&cells[i]);
		i++;
	}
	height += 2 * ROW_PAD;
	if (g->to_sign && !head && height < SIGN_HEIGHT)
		height = SIGN_HEIGHT;
	row = column_add(g->l, c, 0, height);
	row->text = !head;
	for (k = 0; k < i; k++)
		row_take(row, &cells[k], 0, g->to_sign ? (height -
		    column_height(&cells[k])) / 2 : ROW_PAD);
	return row;
}

static void
set_rule(struct grid *g, struct row *row, double thick, unsigned colour)
{
	struct piece *p;

	p = row_piece(g->l, row, PIECE_RECT, NULL, g->x[0],
	    row->height - thick);
	p->width = g->x[g->n] - g->x[0];
	p->height = thick;
	p->colour = colour;
}

/* Between the columns of a table to sign, in each row. */
static void
set_columns(struct grid *g, struct row *row)
{
	struct piece *p;
	size_t i;

	for (i = 1; g->to_sign && i < g->n; i++) {
		p = row_piece(g->l, row, PIECE_RECT, NULL, g->x[i], 0);
		p->width = .25 * MM;
		p->height = row->height;
		p->colour = PAPER_LINE;
	}
}

static int
is_head(const struct node *tr)
{
	return str_eq(node_name(node_parent(tr)), "thead");
}

void
block_table(struct layout *l, struct column *c, struct node *table, double x,
    double width, struct pdf_tag *parent)
{
	struct grid g = { .l = l };
	struct row *row = NULL, *head = NULL;
	struct column own;
	struct node *tr;
	size_t i = 0, whole = 0;

	if (!measure(&g, table))
		return;
	set_widths(&g, x, width);
	g.tag = pdf_tag(l->pdf, parent, "Table");
	column_init(&own);
	for (tr = next_row(table, NULL); tr != NULL; tr = next_row(table, tr))
		whole++;
	whole = whole < ROWS_WHOLE;
	for (tr = next_row(table, NULL); tr != NULL;
	    tr = next_row(table, tr), i++) {
		row = set_row(&g, &own, tr, is_head(tr));
		set_columns(&g, row);
		if (is_head(tr)) {
			set_rule(&g, row, .7 * MM, LOIRE);
			row->heading = 1;
			head = row;
		} else {
			set_rule(&g, row, .25 * MM, PAPER_LINE);
			row->head = head;
		}
		if (i > 0 && (own.n == 2 || next_row(table, tr) == NULL))
			row->hold = HOLD_FIRM;
		else if (i > 0 && whole)
			row->hold = HOLD_SOFT;
	}
	own.rows->before = 2 * MM;
	if (row != NULL)
		row->height += 1.4 * MM;	/* white below its rule */
	if (node_child(table, "caption") != NULL) {
		struct column above;

		column_init(&above);
		block_heading(l, &above, node_child(table, "caption"), x, width,
		    3 * MM, &style_subheading, g.tag, "Caption");
		own.rows->hold = HOLD_FIRM;
		column_join(c, &above);
	}
	column_join(c, &own);
}
