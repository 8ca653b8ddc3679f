/*
 * block: the elements of running text: paragraphs, headings, lists.
 *
 * White stands above a row, never below; the first row of a column keeps its
 * own, and who places the column decides whether it counts.
 */
#include "base/str.h"
#include "press/layout.h"

#define LIST_INDENT	(5 * MM)
#define PARA_GAP	4.6	/* 1.6 mm */
#define ITEM_GAP	2.0

int
has_class(const struct node *node, const char *name)
{
	return str_has_word(node_attr_or(node, "class", ""), name);
}

static int
is_block(const struct node *node)
{
	static const char *const names[] = {
		"p", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "div",
		"section", "aside", "blockquote", "pre", "hr", NULL
	};
	size_t i;

	if (node_kind(node) != NODE_ELEMENT)
		return 0;
	for (i = 0; names[i] != NULL; i++)
		if (str_eq(node_name(node), names[i]))
			return 1;
	return 0;
}

static int
is_blank(const struct node *node)
{
	if (node_kind(node) == NODE_ELEMENT)
		return 0;
	return node_kind(node) != NODE_TEXT || str_is_blank(node_text(node));
}

static const struct style *
heading_style(const char *name)
{
	if (str_eq(name, "h1"))
		return &style_title;
	return str_eq(name, "h2") ? &style_heading : &style_body_heading;
}

/* Lines of a title: as many as needed, of about the same length. */
static struct text *
balanced(struct layout *l, const struct node *node, const struct style *style,
    double width)
{
	struct text *text = text_of_title(l, node, style, width);
	struct text *narrow = text;
	size_t n = text->n;

	while (n > 1 && narrow->n == n) {
		text = narrow;
		width = text->width - 1;
		narrow = text_of_title(l, node, style, width);
	}
	return text;
}

void
block_heading(struct layout *l, struct column *c, struct node *node, double x,
    double width, double before, const struct style *style,
    struct pdf_tag *parent, const char *type)
{
	struct text *text = balanced(l, node, style, width);
	struct pdf_tag *tag = pdf_tag(l->pdf, parent, type);
	struct column own;
	struct row *row;

	column_init(&own);
	column_text(l, &own, x, before, text, tag);
	for (row = own.rows; row != NULL; row = row->next) {
		row->text = 0;
		row->heading = 1;
		if (row != own.rows)
			row->hold = HOLD_FIRM;
	}
	if (own.rows != NULL && (str_eq(type, "H1") || str_eq(type, "H2"))) {
		own.rows->bookmark = node_string(l->arena, node);
		own.rows->level = type[1] - '0';
	}
	column_join(c, &own);
}

/*
 * Lists.
 */
static const char *
item_label(struct layout *l, struct node *list, unsigned number)
{
	const char *type = node_attr_or(list, "type", "1");

	if (str_eq(node_name(list), "ul"))
		return "–";
	if (str_eq(type, "a") && number >= 1 && number <= 26)
		return arena_fmt(l->arena, "%c)", 'a' + (int)number - 1);
	return arena_fmt(l->arena, "%u.", number);
}

static unsigned
first_number(struct node *list)
{
	long long n;

	if (str_number(node_attr_or(list, "start", "1"), 0, 9999, &n) == -1)
		return 1;
	return (unsigned)n;
}

/* The label stands on the first line of the item, before it in the order. */
static void
set_label(struct layout *l, struct row *row, const char *label, double x,
    const struct style *style, struct pdf_tag *item)
{
	struct pdf_tag *tag = pdf_tag(l->pdf, item, "Lbl");
	struct column own;

	column_init(&own);
	column_text(l, &own, x, 0, text_plain(l, label, style, LIST_INDENT),
	    tag);
	row_take_first(row, &own, 0, 0);
}

static void
block_list(struct layout *l, struct column *c, struct node *list, double x,
    double width, const struct style *style, struct pdf_tag *parent)
{
	struct pdf_tag *tag = pdf_tag(l->pdf, parent, "L"), *item, *body;
	unsigned number = first_number(list);
	struct column own;
	struct node *li;

	for (li = node_child(list, "li"); li != NULL;
	    li = node_sibling(li, "li")) {
		item = pdf_tag(l->pdf, tag, "LI");
		column_init(&own);
		/* the label is drawn first, so its tag is made first */
		body = pdf_tag(l->pdf, item, "LBody");
		block_children(l, &own, li, x + LIST_INDENT,
		    width - LIST_INDENT, style, body);
		if (own.rows == NULL)
			column_add(l, &own, 0, style->lead);
		own.rows->before = li == node_child(list, "li") ?
		    PARA_GAP : ITEM_GAP;
		set_label(l, own.rows, item_label(l, list, number++), x,
		    style, item);
		column_join(c, &own);
	}
}

/*
 * Terms left, what they mean right: one row a pair, or the term above when
 * the column is narrow.
 */
static void
pair_row(struct layout *l, struct column *c, struct column *left,
    struct column *right, double before)
{
	double a = column_height(left), b = column_height(right);
	struct row *row = column_add(l, c, before, a > b ? a : b);

	row_take(row, left, 0, 0);
	row_take(row, right, 0, 0);
	row->text = 1;
}

/* Long texts (a report in a receipt) may be cut between their lines. */
static void
pair_lines(struct layout *l, struct column *c, struct column *left,
    struct column *right, double before)
{
	struct row *row;
	double missing;

	if (right->rows == NULL || column_height(left) >
	    column_height(right)) {
		pair_row(l, c, left, right, before);
		return;
	}
	row = right->rows;
	row->before = before;
	missing = column_height(left) - row->height;
	row_take_first(row, left, 0, 0);
	for (row = row->next; row != NULL && missing > 0; row = row->next) {
		row->hold = HOLD_FIRM;
		missing -= row->before + row->height;
	}
	column_join(c, right);
}

void
block_dl(struct layout *l, struct column *c, struct node *dl, double x,
    double width, double label, double gap, const struct style *style,
    struct pdf_tag *parent)
{
	struct pdf_tag *tag = pdf_tag(l->pdf, parent, "L"), *item = NULL, *body;
	struct style bold = *style;
	struct column left, right;
	struct node *n;
	double before;

	bold.regular = bold.bold;
	column_init(&left);
	column_init(&right);
	for (n = node_child(dl, NULL); n != NULL; n = node_sibling(n, NULL)) {
		if (str_eq(node_name(n), "dt")) {
			item = pdf_tag(l->pdf, tag, "LI");
			column_text(l, &left, x, 0, text_of(l, n, &bold,
			    label), pdf_tag(l->pdf, item, "Lbl"));
			continue;
		}
		if (!str_eq(node_name(n), "dd") || item == NULL)
			continue;
		body = pdf_tag(l->pdf, item, "LBody");
		block_children(l, &right, n, x + label + gap,
		    width - label - gap, style, body);
		if (node_sibling(n, NULL) != NULL &&
		    str_eq(node_name(node_sibling(n, NULL)), "dd"))
			continue;
		before = c->rows == NULL ? 0 : 3.1;
		if (item != NULL)
			pair_lines(l, c, &left, &right, before);
		column_init(&left);
		column_init(&right);
	}
}

static void
block_quote(struct layout *l, struct column *c, struct node *node, double x,
    double width, const struct style *style, struct pdf_tag *parent)
{
	block_children(l, c, node, x + LIST_INDENT, width - LIST_INDENT, style,
	    pdf_tag(l->pdf, parent, "BlockQuote"));
}

/* A line for a hand to write on; nothing for who listens. */
static void
block_write(struct layout *l, struct column *c, double x, double width)
{
	struct row *row = column_add(l, c, 0, 8.5 * MM);
	struct piece *rule = row_piece(l, row, PIECE_RECT, NULL, x,
	    row->height - 0.6);

	rule->width = width;
	rule->height = 0.6;
	rule->fill = INK_LINE;
	row->hold = HOLD_FIRM;
}

/* What is read at one glance, as a question and its boxes. */
static void
block_whole(struct layout *l, struct column *c, struct node *div, double x,
    double width, const struct style *style, struct pdf_tag *parent)
{
	struct column own;
	struct row *row;

	column_init(&own);
	block_children(l, &own, div, x, width, style,
	    pdf_tag(l->pdf, parent, "Div"));
	for (row = own.rows; row != NULL; row = row->next)
		if (row != own.rows && row->hold == HOLD_NONE)
			row->hold = HOLD_SOFT;
	column_join(c, &own);
}

void
block_one(struct layout *l, struct column *c, struct node *n, double x,
    double width, const struct style *style, struct pdf_tag *parent)
{
	static const char *const types[] = { "H1", "H2", "H3", "H4" };
	const char *name = node_name(n);
	double label = width > 130 * MM ? 44 * MM : 32 * MM;

	if (str_eq(name, "p") && has_class(n, "ecrire")) {
		block_write(l, c, x, width);
	} else if (str_eq(name, "p")) {
		column_text(l, c, x, PARA_GAP, text_of(l, n, style, width),
		    pdf_tag(l->pdf, parent, "P"));
	} else if (str_eq(name, "ul") || str_eq(name, "ol")) {
		block_list(l, c, n, x, width, style, parent);
	} else if (str_eq(name, "dl")) {
		struct column own;

		column_init(&own);
		block_dl(l, &own, n, x, width, label, 4 * MM, &style_box,
		    parent);
		if (own.rows != NULL)
			own.rows->before = 2 * PARA_GAP;
		column_join(c, &own);
	} else if (str_eq(name, "table")) {
		block_table(l, c, n, x, width, parent);
	} else if (name[0] == 'h' && name[1] >= '1' && name[1] <= '4') {
		block_heading(l, c, n, x, width, name[1] == '2' ? 7 * MM :
		    2 * PARA_GAP, heading_style(name), parent,
		    types[name[1] - '1']);
	} else if (str_eq(name, "blockquote")) {
		block_quote(l, c, n, x, width, style, parent);
	} else if (has_class(n, "ensemble")) {
		block_whole(l, c, n, x, width, style, parent);
	} else if (str_eq(name, "div") || str_eq(name, "section")) {
		block_children(l, c, n, x, width, style,
		    pdf_tag(l->pdf, parent, name[0] == 'd' ? "Div" : "Sect"));
	} else {
		layout_fail(l, "ligne %d : %s n’a pas de forme sur papier",
		    node_line(n), name);
	}
}

/* Blocks one after the other; what is not in a block is a paragraph. */
void
block_children(struct layout *l, struct column *c, struct node *parent,
    double x, double width, const struct style *style, struct pdf_tag *tag)
{
	struct node *n, *end, *next;
	int alone = 1;

	for (n = node_first(parent); n != NULL; n = node_next(n))
		if (is_block(n))
			alone = 0;
	for (n = node_first(parent); n != NULL; n = next) {
		next = node_next(n);
		if (is_block(n)) {
			block_one(l, c, n, x, width, style, tag);
			continue;
		}
		if (is_blank(n))
			continue;
		for (end = n; end != NULL && !is_block(end);
		    end = node_next(end))
			;
		/* an element that holds only text needs no P in it */
		column_text(l, c, x, c->rows == NULL ? 0 : PARA_GAP,
		    text_between(l, n, end, style, width),
		    alone ? tag : pdf_tag(l->pdf, tag, "P"));
		next = end;
	}
}
