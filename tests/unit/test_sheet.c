/*
 * sheet: the same cells in both forms, whatever is in them.
 */
#include "domain/report/sheet.h"
#include "port/xml.h"
#include "test.h"

static const char *const strange[] = {
	"=1+1", "+33639981234", "-5", "@SUM(A1)", "\tx", "\xef\xbc\x9d" "1",
	"a;b", "dit \"non\"", "deux\nlignes", "<b>&amp;</b>", "  deux  espaces ",
	"Đặng \xf0\x9f\x8c\xb1", "'", "",
};
#define N	(sizeof(strange) / sizeof(strange[0]))

static void
test_csv(void)
{
	struct sheet t = SHEET_INIT(SHEET_CSV);
	size_t i;

	sheet_begin(&t, "x");
	for (i = 0; i < N; i++)
		sheet_text(&t, strange[i]);
	sheet_newline(&t);
	CHECK_STR(buf_cstr(&t.line), "\xef\xbb\xbf'=1+1;'+33639981234;'-5;"
	    "'@SUM(A1);\"'\tx\";'\xef\xbc\x9d" "1;\"a;b\";\"dit \"\"non\"\"\";"
	    "\"deux\nlignes\";\"<b>&amp;</b>\";  deux  espaces ;"
	    "Đặng \xf0\x9f\x8c\xb1;';\r\n");
	sheet_taken(&t);
	sheet_text(&t, "");
	/* where commas part cells the second half would be a formula */
	sheet_text(&t, "b,=1+1");
	sheet_newline(&t);
	sheet_end(&t);
	CHECK_STR(buf_cstr(&t.line), "\"\";\"b,=1+1\"\r\n");
	sheet_free(&t);
}

/* What a reader of the format sees in a cell. */
static const char *
seen(struct arena *a, const struct node *cell)
{
	struct buf b = BUF_INIT;
	const struct node *p, *n;
	const char *out;

	for (p = node_child(cell, "p"); p != NULL; p = node_sibling(p, "p")) {
		if (b.len > 0)
			buf_char(&b, '\n');
		for (n = node_first(p); n != NULL; n = node_next(n))
			buf_str(&b, node_kind(n) == NODE_TEXT ? node_text(n) :
			    strcmp(node_name(n), "s") == 0 ? " " : "\t");
	}
	out = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return out;
}

static void
test_ods(void)
{
	struct arena *a = arena_new();
	struct sheet t = SHEET_INIT(SHEET_ODS);
	struct xml_error err = { 0 };
	struct node *n;
	struct tree *x;
	size_t i;

	sheet_begin(&t, "Coopérative « & »");
	for (i = 0; i < N; i++)
		sheet_text(&t, strange[i]);
	sheet_newline(&t);
	sheet_day(&t, "2027-02-28");
	sheet_instant(&t, "2027-02-28T10:11:12Z");
	sheet_number(&t, "1 250,50 €", "1250.50");
	sheet_day(&t, "\" evil=\"");
	sheet_newline(&t);
	sheet_end(&t);
	x = tree_parse(a, buf_cstr(&t.line), t.line.len, "content", &err);
	CHECK(x != NULL);
	if (x == NULL)
		return;
	n = node_child(node_child(tree_root(x), "body"), "spreadsheet");
	n = node_child(n, "table");
	CHECK_STR(node_attr(n, "name"), "Coopérative « & »");
	n = node_child(node_child(n, "table-row"), "table-cell");
	for (i = 0; i < N; i++, n = node_sibling(n, "table-cell"))
		CHECK_STR(seen(a, n), strange[i]);
	CHECK(n == NULL);
	CHECK(strstr(buf_cstr(&t.line), "office:date-value=\"2027-02-28\"") !=
	    NULL);
	CHECK(strstr(buf_cstr(&t.line),
	    "office:date-value=\"2027-02-28T10:11:12\"") != NULL);
	CHECK(strstr(buf_cstr(&t.line), "office:value=\"1250.50\"><text:p>"
	    "1 250,50 €<") != NULL);
	/* what is no day is a text */
	CHECK(strstr(buf_cstr(&t.line), "&quot; evil=&quot;") != NULL);
	sheet_free(&t);
	arena_free(a);
}

int
main(void)
{
	xml_init();
	test_csv();
	test_ods();
	xml_exit();
	return test_end();
}
