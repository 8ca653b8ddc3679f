/*
 * pdf_meta: the texts inside a PDF: strings, dates, what glyphs say, XMP.
 * Plain bytes; pdf.c makes objects of them.
 */
#include <string.h>

#include "base/utf8.h"
#include "port/pdf_ink.h"

void
pdf_utf16(struct buf *b, const char *s)
{
	size_t len = strlen(s), i = 0, n;
	uint32_t cp;

	buf_add(b, "\xFE\xFF", 2);
	while ((n = utf8_decode(s + i, len - i, &cp)) != 0) {
		if (cp > 0xFFFF) {
			cp -= 0x10000;
			buf_char(b, (char)(0xD8 | cp >> 18));
			buf_char(b, (char)(cp >> 10 & 255));
			cp = 0xDC00 | (cp & 0x3FF);
		}
		buf_char(b, (char)(cp >> 8));
		buf_char(b, (char)(cp & 255));
		i += n;
	}
}

void
pdf_cmap(struct buf *b, const struct pdf_use *use)
{
	unsigned i;

	buf_str(b, "/CIDInit /ProcSet findresource begin\n"
	    "12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) "
	    "/Supplement 0>> def\n"
	    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (i = 1; i < use->n; i++) {
		if (i % 100 == 1)	/* at most 100 a block */
			buf_fmt(b, "%u beginbfchar\n", use->n - i < 100 ?
			    use->n - i : 100);
		buf_fmt(b, "<%04X> <%04X>\n", i, (unsigned)use->cp[i]);
		if (i % 100 == 0 || i + 1 == use->n)
			buf_str(b, "endbfchar\n");
	}
	buf_str(b, "endcmap\nCMapName currentdict /CMap defineresource pop\n"
	    "end\nend\n");
}

int
pdf_date(struct buf *b, const char *p)
{
	static const char form[] = "0000-00-00T00:00:00";
	size_t i, len = strlen(p);

	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == '0' ? p[i] < '0' || p[i] > '9' : p[i] != form[i])
			return -1;
	if (len != 20 && len != 25)
		return -1;
	buf_fmt(b, "D:%.4s%.2s%.2s%.2s%.2s%.2s", p, p + 5, p + 8, p + 11,
	    p + 14, p + 17);
	if (len == 25)
		buf_fmt(b, "%.3s'%.2s'", p + 19, p + 23);
	else
		buf_char(b, 'Z');
	return 0;
}

static void
xml_text(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '&')
			buf_str(b, "&amp;");
		else if (*s == '<')
			buf_str(b, "&lt;");
		else if (*s == '>')
			buf_str(b, "&gt;");
		else
			buf_char(b, *s);
	}
}

static void
xmp_field(struct buf *b, const char *before, const char *value,
    const char *after)
{
	if (value == NULL)
		return;
	buf_str(b, before);
	xml_text(b, value);
	buf_str(b, after);
}

void
pdf_xmp(struct buf *b, const struct pdf_about *a)
{
	buf_str(b, "<?xpacket begin=\"\xEF\xBB\xBF\" "
	    "id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf="
	    "\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\""
	    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
	    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
	    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
	    "<pdfaid:part>1</pdfaid:part>\n"
	    "<pdfaid:conformance>B</pdfaid:conformance>\n"
	    "<dc:format>application/pdf</dc:format>\n"
	    "<pdf:Producer>" PDF_PRODUCER "</pdf:Producer>\n"
	    "<xmp:CreatorTool>" PDF_CREATOR "</xmp:CreatorTool>\n");
	xmp_field(b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
	    a->title, "</rdf:li></rdf:Alt></dc:title>\n");
	xmp_field(b, "<dc:creator><rdf:Seq><rdf:li>", a->author,
	    "</rdf:li></rdf:Seq></dc:creator>\n");
	xmp_field(b, "<dc:description><rdf:Alt>"
	    "<rdf:li xml:lang=\"x-default\">", a->subject,
	    "</rdf:li></rdf:Alt></dc:description>\n");
	xmp_field(b, "<dc:language><rdf:Bag><rdf:li>", a->lang,
	    "</rdf:li></rdf:Bag></dc:language>\n");
	xmp_field(b, "<xmp:CreateDate>", a->created, "</xmp:CreateDate>\n");
	xmp_field(b, "<xmp:ModifyDate>", a->created, "</xmp:ModifyDate>\n");
	buf_str(b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
	    "<?xpacket end=\"r\"?>\n");
}
