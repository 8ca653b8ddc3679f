/*
 * Cells, in either form.
 */
#include <string.h>

#include "base/str.h"
#include "domain/report/sheet.h"
#include "text/html.h"

#define MARK	"\xef\xbb\xbf"

/* Signs that begin a formula, wide ones included. */
static int
is_formula(const char *s)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r",
	    "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(s, signs[i]))
			return 1;
	return 0;
}

static void
csv_cell(struct sheet *t, const char *s)
{
	int quoted = s[strcspn(s, "\";,\t\r\n")] != '\0';
	struct buf *b = &t->line;

	if (b->len > t->start)
		buf_char(b, ';');
	else if (*s == '\0')
		quoted = 1;	/* an empty first cell is one */
	if (quoted)
		buf_char(b, '"');
	if (is_formula(s))
		buf_char(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_char(b, '"');
		buf_char(b, *s);
	}
	if (quoted)
		buf_char(b, '"');
}

/* A text in XML; runs of spaces are counted, else they would be one. */
static void
escape(struct buf *b, const char *s)
{
	char one[2] = "";

	for (; *s != '\0'; s++)
		switch (*s) {
		case ' ':
			buf_str(b, s[1] == ' ' || s[1] == '\0' ? "<text:s/>" :
			    " ");
			break;
		case '\t':
			buf_str(b, "<text:tab/>");
			break;
		case '\r':
			break;
		case '\n':
			buf_str(b, "</text:p><text:p>");
			break;
		default:
			one[0] = *s;
			html_escape(b, one);
		}
}

/* attrs hold no text of anybody's. */
static void
ods_cell(struct sheet *t, const char *attrs, const char *s)
{
	struct buf *b = &t->line;

	buf_str(b, "<table:table-cell");
	buf_str(b, attrs);
	buf_str(b, "><text:p>");
	escape(b, s);
	buf_str(b, "</text:p></table:table-cell>");
}

/* A cell in either form, empty if it is. */
static void
cell(struct sheet *t, const char *attrs, const char *s)
{
	if (t->kind == SHEET_CSV)
		csv_cell(t, s == NULL ? "" : s);
	else if (s == NULL || *s == '\0')
		buf_str(&t->line, "<table:table-cell/>");
	else
		ods_cell(t, attrs, s);
}

void
sheet_begin(struct sheet *t, const char *title)
{
	if (t->kind == SHEET_CSV) {
		buf_str(&t->line, MARK);
		t->start = t->line.len;
		return;
	}
	buf_str(&t->line, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<office:document-content"
	    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
	    " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
	    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
	    " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
	    " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:"
	    "xsl-fo-compatible:1.0\""
	    " xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:"
	    "datastyle:1.0\" office:version=\"1.2\">"
	    "<office:automatic-styles>"
	    "<number:date-style style:name=\"d\">"
	    "<number:year number:style=\"long\"/><number:text>-</number:text>"
	    "<number:month number:style=\"long\"/><number:text>-</number:text>"
	    "<number:day number:style=\"long\"/></number:date-style>"
	    "<number:date-style style:name=\"i\">"
	    "<number:year number:style=\"long\"/><number:text>-</number:text>"
	    "<number:month number:style=\"long\"/><number:text>-</number:text>"
	    "<number:day number:style=\"long\"/><number:text>T</number:text>"
	    "<number:hours number:style=\"long\"/><number:text>:"
	    "</number:text><number:minutes number:style=\"long\"/>"
	    "<number:text>:</number:text><number:seconds "
	    "number:style=\"long\"/><number:text>Z</number:text>"
	    "</number:date-style>"
	    "<style:style style:name=\"jour\" style:family=\"table-cell\" "
	    "style:data-style-name=\"d\"/>"
	    "<style:style style:name=\"instant\" style:family=\"table-cell\" "
	    "style:data-style-name=\"i\"/>"
	    "<style:style style:name=\"nom\" style:family=\"table-cell\">"
	    "<style:text-properties fo:font-weight=\"bold\"/></style:style>"
	    "</office:automatic-styles>"
	    "<office:body><office:spreadsheet><table:table table:name=\"");
	escape(&t->line, title);
	buf_str(&t->line, "\"><table:table-row>");
	t->start = t->line.len;
}

void
sheet_end(struct sheet *t)
{
	/* the line that was begun last has no cell: an empty one */
	if (t->kind == SHEET_ODS)
		buf_str(&t->line, "<table:table-cell/></table:table-row>"
		    "</table:table></office:spreadsheet></office:body>"
		    "</office:document-content>\n");
}

void
sheet_text(struct sheet *t, const char *s)
{
	cell(t, " office:value-type=\"string\"", s);
}

void
sheet_name(struct sheet *t, const char *s)
{
	cell(t, " table:style-name=\"nom\" office:value-type=\"string\"", s);
}

static void
typed(struct sheet *t, const char *before, const char *value,
    const char *shown)
{
	struct arena *a;

	if (t->kind == SHEET_CSV || value == NULL || *value == '\0' ||
	    value[strspn(value, "0123456789.:T-")] != '\0') {
		sheet_text(t, shown);
		return;
	}
	a = arena_new();
	ods_cell(t, arena_fmt(a, "%s%s\"", before, value), shown);
	arena_free(a);
}

void
sheet_day(struct sheet *t, const char *iso)
{
	typed(t, " table:style-name=\"jour\" office:value-type=\"date\" "
	    "office:date-value=\"", iso, iso);
}

void
sheet_instant(struct sheet *t, const char *iso)
{
	char value[32];
	size_t n = iso == NULL ? 0 : strlen(iso);

	/* a spreadsheet knows no zones: the Z is shown, not meant */
	if (n >= sizeof(value))
		n = 0;
	memcpy(value, iso == NULL ? "" : iso, n);
	value[n > 0 && iso[n - 1] == 'Z' ? n - 1 : n] = '\0';
	typed(t, " table:style-name=\"instant\" office:value-type=\"date\" "
	    "office:date-value=\"", value, iso);
}

void
sheet_number(struct sheet *t, const char *shown, const char *value)
{
	typed(t, " office:value-type=\"float\" office:value=\"", value,
	    shown);
}

void
sheet_newline(struct sheet *t)
{
	if (t->kind == SHEET_CSV)
		buf_str(&t->line, "\r\n");
	else
		buf_str(&t->line, "</table:table-row>\n<table:table-row>");
	t->start = t->line.len;
}

void
sheet_taken(struct sheet *t)
{
	buf_reset(&t->line);
	t->start = 0;
}

void
sheet_free(struct sheet *t)
{
	buf_free(&t->line);
}
