/*
 * pdf: the objects of the file.  See pdf.h for what is ours and why.
 *
 * Uses libharu's internal headers (objects, dictionaries, xref), which ties
 * this file to libharu 2.3.  Objects belong to libharu once they are in a
 * dictionary, an array or the xref table; HPDF_FreeDoc() frees them all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>

#include "base/file.h"
#include "base/log.h"
#include "port/gzip.h"
#include "port/pdf_ink.h"

static HPDF_Doc
doc(struct pdf *pdf)
{
	return pdf->doc;
}

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *pdf)
{
	pdf_fail(pdf, "libharu: error 0x%04lX, detail %lu", error, detail);
}

const char *
pdf_library(void)
{
	static char name[32];

	snprintf(name, sizeof(name), "libharu %s", HPDF_GetVersion());
	return name;
}

struct pdf *
pdf_open(const char *profile)
{
	struct pdf *pdf = calloc(1, sizeof(*pdf));
	struct buf bytes = BUF_INIT;

	if (pdf == NULL)
		fatal("calloc");
	pdf->arena = arena_new();
	if (file_read(&bytes, profile) == -1) {
		pdf_close(pdf);
		return NULL;
	}
	zlib_add(&pdf->profile, bytes.data, bytes.len);
	buf_free(&bytes);
	pdf->doc = HPDF_New(on_error, pdf);
	if (pdf->doc == NULL)
		fatalx("libharu does not start");
	HPDF_FreeDoc(doc(pdf));
	return pdf;
}

static void
forget(struct pdf *pdf)
{
	unsigned i;

	for (i = 0; i < pdf->nsheets; i++)
		buf_free(&pdf->sheets[i].ink);
	for (i = 0; i < pdf->nfaces; i++) {
		memset(pdf->faces[i].cid, 0, sizeof(pdf->faces[i].cid));
		pdf->faces[i].cp = NULL;
		pdf->faces[i].glyph = NULL;
		pdf->faces[i].n = pdf->faces[i].max = 0;
	}
	pdf->sheets = NULL;
	pdf->bookmarks = NULL;
	pdf->links = NULL;
	pdf->root = pdf->tags = pdf->mark = NULL;
	pdf->last_tag = &pdf->tags;
	pdf->nsheets = pdf->maxsheets = pdf->nbookmarks = 0;
	pdf->maxbookmarks = pdf->nlinks = pdf->maxlinks = pdf->ntags = 0;
	pdf->error[0] = '\0';
	arena_reset(pdf->arena);
}

void
pdf_close(struct pdf *pdf)
{
	if (pdf == NULL)
		return;
	forget(pdf);
	arena_free(pdf->arena);
	buf_free(&pdf->profile);
	if (pdf->doc != NULL)
		HPDF_Free(doc(pdf));
	free(pdf);
}

unsigned
pdf_add_face(struct pdf *pdf, const struct sfnt *sfnt)
{
	if (pdf->nfaces == PDF_FACES)
		fatalx("pdf: more than %d faces", PDF_FACES);
	pdf->faces[pdf->nfaces].sfnt = sfnt;
	return pdf->nfaces++;
}

void
pdf_begin(struct pdf *pdf, const struct pdf_about *about)
{
	forget(pdf);
	pdf->about = about;
}

void
pdf_page(struct pdf *pdf, double width, double height)
{
	struct pdf_sheet *s;

	if (pdf->nsheets > 0)
		pdf_unmark(pdf);
	pdf->sheets = pdf_grow(pdf, pdf->sheets, pdf->nsheets,
	    &pdf->maxsheets, sizeof(*pdf->sheets));
	s = &pdf->sheets[pdf->nsheets++];
	s->width = width;
	s->height = height;
	pdf->mark = NULL;
	pdf->marked = 0;
	pdf->pending = 1;
	pdf->fill = -1;
}

/*
 * Small words for libharu's objects.  NULL results are left to libharu: its
 * adding functions refuse them and the error sticks.
 */
static HPDF_Dict
dict(struct pdf *pdf)
{
	return HPDF_Dict_New(doc(pdf)->mmgr);
}

static HPDF_Array
array(struct pdf *pdf)
{
	return HPDF_Array_New(doc(pdf)->mmgr);
}

/* A dictionary that others refer to. */
static HPDF_Dict
object(struct pdf *pdf, const char *type)
{
	HPDF_Dict d = dict(pdf);

	HPDF_Xref_Add(doc(pdf)->xref, d);
	if (type != NULL)
		HPDF_Dict_AddName(d, "Type", type);
	return d;
}

/* Bytes as they stand in the file. */
static HPDF_Dict
stream(struct pdf *pdf, const void *bytes, size_t len)
{
	HPDF_Dict d = HPDF_DictStream_New(doc(pdf)->mmgr, doc(pdf)->xref);

	if (d == NULL)
		return NULL;
	HPDF_Stream_Write(d->stream, bytes, (HPDF_UINT)len);
	return d;
}

/* libharu has no way to say that a stream is compressed already but this. */
static HPDF_STATUS
write_filter(HPDF_Dict d, HPDF_Stream to)
{
	(void)d;
	return HPDF_Stream_WriteStr(to, "/Filter /FlateDecode\n");
}

static HPDF_Dict
packed(struct pdf *pdf, const void *bytes, size_t len)
{
	struct buf b = BUF_INIT;
	HPDF_Dict d;

	zlib_add(&b, bytes, len);
	if ((d = stream(pdf, b.data, b.len)) != NULL)
		d->write_fn = write_filter;
	buf_free(&b);
	return d;
}

static void
put_bytes(struct pdf *pdf, HPDF_Dict d, const char *key, const void *bytes,
    size_t len)
{
	HPDF_BYTE *copy = arena_alloc(pdf->arena, len + 1);

	memcpy(copy, bytes, len);
	HPDF_Dict_Add(d, key,
	    HPDF_Binary_New(doc(pdf)->mmgr, copy, (HPDF_UINT)len));
}

static void
put_text(struct pdf *pdf, HPDF_Dict d, const char *key, const char *s)
{
	struct buf b = BUF_INIT;

	pdf_utf16(&b, s);
	put_bytes(pdf, d, key, b.data, b.len);
	buf_free(&b);
}

static void
put_ascii(struct pdf *pdf, HPDF_Dict d, const char *key, const char *s)
{
	HPDF_Dict_Add(d, key, HPDF_String_New(doc(pdf)->mmgr, s, NULL));
}

static HPDF_Array
put_array(struct pdf *pdf, HPDF_Dict d, const char *key)
{
	HPDF_Array a = array(pdf);

	HPDF_Dict_Add(d, key, a);
	return a;
}

/*
 * Fonts.
 */
static HPDF_Dict
to_unicode(struct pdf *pdf, const struct pdf_use *use)
{
	struct buf b = BUF_INIT;
	HPDF_Dict d;

	pdf_cmap(&b, use);
	d = packed(pdf, b.data, b.len);
	buf_free(&b);
	return d;
}

static HPDF_Dict
cid_set(struct pdf *pdf, unsigned n)
{
	unsigned char *bits = arena_alloc(pdf->arena, n / 8 + 1);
	unsigned i;

	for (i = 0; i < n; i++)
		bits[i / 8] |= (unsigned char)(0x80 >> i % 8);
	return packed(pdf, bits, (n + 7) / 8);
}

static HPDF_Dict
descriptor(struct pdf *pdf, struct pdf_use *use, const char *name)
{
	const struct sfnt *f = use->sfnt;
	HPDF_Dict d = object(pdf, "FontDescriptor"), file;
	struct buf b = BUF_INIT;
	HPDF_Array box;
	unsigned n;
	int i;

	n = sfnt_subset(f, &b, use->glyph, use->n);
	file = packed(pdf, b.data, b.len);
	HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)b.len);
	buf_free(&b);
	HPDF_Dict_AddName(d, "FontName", name);
	HPDF_Dict_AddNumber(d, "Flags", 4 | (f->italic != 0 ? 64 : 0));
	box = put_array(pdf, d, "FontBBox");
	for (i = 0; i < 4; i++)
		HPDF_Array_AddNumber(box, f->box[i]);
	HPDF_Dict_AddNumber(d, "ItalicAngle", f->italic);
	HPDF_Dict_AddNumber(d, "Ascent", f->ascent);
	HPDF_Dict_AddNumber(d, "Descent", f->descent);
	HPDF_Dict_AddNumber(d, "CapHeight", f->cap_height);
	HPDF_Dict_AddNumber(d, "StemV", 80);
	HPDF_Dict_Add(d, "FontFile2", file);
	HPDF_Dict_Add(d, "CIDSet", cid_set(pdf, n));
	return d;
}

static HPDF_Dict
font(struct pdf *pdf, struct pdf_use *use, unsigned number)
{
	HPDF_Dict outer = object(pdf, "Font"), inner = object(pdf, "Font");
	HPDF_Dict info = dict(pdf);
	HPDF_Array widths, list;
	char name[80];
	unsigned i;

	/* A tag of six letters says that the font is a subset. */
	snprintf(name, sizeof(name), "TERRE%c+%s", 'A' + (int)number,
	    use->sfnt->name);
	HPDF_Dict_AddName(inner, "Subtype", "CIDFontType2");
	HPDF_Dict_AddName(inner, "BaseFont", name);
	put_ascii(pdf, info, "Registry", "Adobe");
	put_ascii(pdf, info, "Ordering", "Identity");
	HPDF_Dict_AddNumber(info, "Supplement", 0);
	HPDF_Dict_Add(inner, "CIDSystemInfo", info);
	HPDF_Dict_Add(inner, "FontDescriptor", descriptor(pdf, use, name));
	HPDF_Dict_AddName(inner, "CIDToGIDMap", "Identity");
	widths = put_array(pdf, inner, "W");
	HPDF_Array_AddNumber(widths, 0);
	list = array(pdf);
	HPDF_Array_Add(widths, list);
	for (i = 0; i < use->n; i++)
		HPDF_Array_AddNumber(list, sfnt_width(use->sfnt,
		    use->glyph[i]));
	HPDF_Dict_AddName(outer, "Subtype", "Type0");
	HPDF_Dict_AddName(outer, "BaseFont", name);
	HPDF_Dict_AddName(outer, "Encoding", "Identity-H");
	HPDF_Array_Add(put_array(pdf, outer, "DescendantFonts"), inner);
	HPDF_Dict_Add(outer, "ToUnicode", to_unicode(pdf, use));
	return outer;
}

static HPDF_Dict
fonts(struct pdf *pdf)
{
	HPDF_Dict all = object(pdf, NULL);
	char key[16];
	unsigned i;

	for (i = 0; i < pdf->nfaces; i++)
		if (pdf->faces[i].n > 0) {
			snprintf(key, sizeof(key), "F%u", i);
			HPDF_Dict_Add(all, key, font(pdf, &pdf->faces[i], i));
		}
	return all;
}

/*
 * Pages and what hangs on them.
 */
static void
put_ink(HPDF_Page page, const struct buf *ink)
{
	HPDF_PageAttr attr = page->attr;
	struct buf b = BUF_INIT;

	zlib_add(&b, ink->data, ink->len);
	HPDF_Stream_Write(attr->stream, (const HPDF_BYTE *)b.data,
	    (HPDF_UINT)b.len);
	attr->contents->write_fn = write_filter;
	buf_free(&b);
}

static void
pages(struct pdf *pdf)
{
	HPDF_Dict all = fonts(pdf), resources;
	struct pdf_sheet *s;
	HPDF_Page page;
	unsigned i;

	for (i = 0; i < pdf->nsheets; i++) {
		s = &pdf->sheets[i];
		page = HPDF_AddPage(doc(pdf));
		if (page == NULL)
			return;
		HPDF_Page_SetWidth(page, (HPDF_REAL)s->width);
		HPDF_Page_SetHeight(page, (HPDF_REAL)s->height);
		put_ink(page, &s->ink);
		resources = HPDF_Dict_GetItem(page, "Resources",
		    HPDF_OCLASS_DICT);
		HPDF_Dict_Add(resources, "Font", all);
		HPDF_Dict_AddNumber(page, "StructParents", (HPDF_INT32)i);
	}
}

static HPDF_Page
page_at(struct pdf *pdf, unsigned i)
{
	return HPDF_List_ItemAt(doc(pdf)->page_list, i);
}

/* Link annotations; /F 4 prints them, as PDF/A wants. */
static void
links(struct pdf *pdf)
{
	struct pdf_anchor *a;
	HPDF_Dict d, action;
	HPDF_Array box, annots;
	HPDF_Page page;
	unsigned i;
	int k;

	for (i = 0; i < pdf->nlinks; i++) {
		a = &pdf->links[i];
		a->object = d = object(pdf, "Annot");
		HPDF_Dict_AddName(d, "Subtype", "Link");
		HPDF_Dict_AddNumber(d, "F", 4);
		box = put_array(pdf, d, "Rect");
		HPDF_Array_AddReal(box, (HPDF_REAL)a->x);
		HPDF_Array_AddReal(box, (HPDF_REAL)a->y);
		HPDF_Array_AddReal(box, (HPDF_REAL)(a->x + a->width));
		HPDF_Array_AddReal(box, (HPDF_REAL)(a->y + a->height));
		box = put_array(pdf, d, "Border");
		for (k = 0; k < 3; k++)
			HPDF_Array_AddNumber(box, 0);
		action = dict(pdf);
		HPDF_Dict_AddName(action, "S", "URI");
		put_bytes(pdf, action, "URI", a->url, strlen(a->url));
		HPDF_Dict_Add(d, "A", action);
		put_text(pdf, d, "Contents", a->url);
		HPDF_Dict_AddNumber(d, "StructParent",
		    (HPDF_INT32)(pdf->nsheets + i));
		page = page_at(pdf, a->page);
		annots = HPDF_Dict_GetItem(page, "Annots", HPDF_OCLASS_ARRAY);
		if (annots == NULL)
			annots = put_array(pdf, page, "Annots");
		HPDF_Array_Add(annots, d);
	}
}

static HPDF_Dict
bookmark(struct pdf *pdf, const struct pdf_bookmark *b)
{
	HPDF_Dict d = object(pdf, NULL);
	HPDF_Array to;

	put_text(pdf, d, "Title", b->title);
	to = put_array(pdf, d, "Dest");
	HPDF_Array_Add(to, page_at(pdf, b->page));
	HPDF_Array_AddName(to, "XYZ");
	HPDF_Array_AddNumber(to, 0);
	HPDF_Array_AddReal(to, (HPDF_REAL)b->y);
	HPDF_Array_AddNumber(to, 0);
	return d;
}

/* The bookmarks of one level from i on, under parent; where they end. */
static unsigned
outline(struct pdf *pdf, HPDF_Dict parent, unsigned i, int level, int open)
{
	HPDF_Dict d = NULL, last = NULL;
	HPDF_INT32 count = 0;

	while (i < pdf->nbookmarks && pdf->bookmarks[i].level >= level) {
		if (pdf->bookmarks[i].level > level && d != NULL) {
			i = outline(pdf, d, i, level + 1, open);
			continue;
		}
		d = bookmark(pdf, &pdf->bookmarks[i++]);
		HPDF_Dict_Add(d, "Parent", parent);
		HPDF_Dict_Add(last != NULL ? last : parent,
		    last != NULL ? "Next" : "First", d);
		if (last != NULL)
			HPDF_Dict_Add(d, "Prev", last);
		last = d;
		count++;
	}
	HPDF_Dict_Add(parent, "Last", last);
	if (level == 1 && open)
		count = (HPDF_INT32)pdf->nbookmarks;	/* all that is seen */
	HPDF_Dict_AddNumber(parent, "Count", open || level == 1 ? count :
	    -count);
	return i;
}

static void
bookmarks(struct pdf *pdf)
{
	HPDF_Dict root;
	unsigned i, tops = 0;

	if (pdf->nbookmarks == 0)
		return;
	for (i = 0; i < pdf->nbookmarks; i++)
		tops += pdf->bookmarks[i].level == 1;
	root = object(pdf, "Outlines");
	outline(pdf, root, 0, 1, tops == 1);
	HPDF_Dict_Add(doc(pdf)->catalog, "Outlines", root);
}

/*
 * The structure tree (PDF 1.4, 9.6 and 9.7).
 */
static void
tag_kid(struct pdf *pdf, HPDF_Array kids, const struct pdf_kid *kid,
    unsigned page)
{
	HPDF_Dict d;

	if (kid->tag != NULL) {
		HPDF_Array_Add(kids, kid->tag->object);
		return;
	}
	if (kid->link == 0 && kid->page == page) {
		HPDF_Array_AddNumber(kids, (HPDF_INT32)kid->mcid);
		return;
	}
	d = dict(pdf);
	HPDF_Dict_AddName(d, "Type", kid->link != 0 ? "OBJR" : "MCR");
	HPDF_Dict_Add(d, "Pg", page_at(pdf, kid->page));
	if (kid->link != 0)
		HPDF_Dict_Add(d, "Obj", pdf->links[kid->link - 1].object);
	else
		HPDF_Dict_AddNumber(d, "MCID", (HPDF_INT32)kid->mcid);
	HPDF_Array_Add(kids, d);
}

static void
tag_attributes(struct pdf *pdf, HPDF_Dict d, const struct pdf_tag *tag)
{
	char id[16];
	HPDF_Dict a;

	if (tag->alt != NULL)
		put_text(pdf, d, "Alt", tag->alt);
	if (strcmp(tag->type, "Note") == 0) {
		snprintf(id, sizeof(id), "n%u", tag->number);
		put_ascii(pdf, d, "ID", id);
	}
	if (strcmp(tag->type, "TH") == 0) {
		a = dict(pdf);
		HPDF_Dict_AddName(a, "O", "Table");
		HPDF_Dict_AddName(a, "Scope", tag->heads_row ? "Row" :
		    "Column");
		HPDF_Dict_Add(d, "A", a);
	}
}

static void
tag_object(struct pdf *pdf, const struct pdf_tag *tag)
{
	HPDF_Dict d = tag->object;
	HPDF_Array kids;
	unsigned i, page = pdf->nsheets;

	HPDF_Dict_AddName(d, "S", tag->type);
	if (tag->parent != NULL)
		HPDF_Dict_Add(d, "P", tag->parent->object);
	for (i = 0; i < tag->nkids && page == pdf->nsheets; i++)
		if (tag->kids[i].tag == NULL)
			page = tag->kids[i].page;
	if (page < pdf->nsheets)
		HPDF_Dict_Add(d, "Pg", page_at(pdf, page));
	kids = put_array(pdf, d, "K");
	for (i = 0; i < tag->nkids; i++)
		tag_kid(pdf, kids, &tag->kids[i], page);
	tag_attributes(pdf, d, tag);
}

static HPDF_Dict
parent_tree(struct pdf *pdf)
{
	HPDF_Dict d = object(pdf, NULL);
	HPDF_Array nums = put_array(pdf, d, "Nums"), marks;
	unsigned i, k;

	for (i = 0; i < pdf->nsheets; i++) {
		HPDF_Array_AddNumber(nums, (HPDF_INT32)i);
		marks = array(pdf);
		for (k = 0; k < pdf->sheets[i].nmarks; k++)
			HPDF_Array_Add(marks, pdf->sheets[i].marks[k]->object);
		HPDF_Array_Add(nums, marks);
	}
	for (i = 0; i < pdf->nlinks; i++) {
		HPDF_Array_AddNumber(nums, (HPDF_INT32)(pdf->nsheets + i));
		HPDF_Array_Add(nums, pdf->links[i].tag->object);
	}
	return d;
}

static void
structure(struct pdf *pdf)
{
	HPDF_Dict root = object(pdf, "StructTreeRoot"), marked = dict(pdf);
	struct pdf_tag *tag;

	for (tag = pdf->tags; tag != NULL; tag = tag->next)
		if (tag->placed)
			tag->object = object(pdf, "StructElem");
	for (tag = pdf->tags; tag != NULL; tag = tag->next)
		if (tag->placed)
			tag_object(pdf, tag);
	if (pdf->root == NULL) {
		pdf_fail(pdf, "no root tag");
		return;
	}
	HPDF_Dict_Add(root, "K", pdf->root->object);
	HPDF_Dict_Add(pdf->root->object, "P", root);
	HPDF_Dict_Add(root, "ParentTree", parent_tree(pdf));
	HPDF_Dict_AddNumber(root, "ParentTreeNextKey",
	    (HPDF_INT32)(pdf->nsheets + pdf->nlinks));
	HPDF_Dict_Add(doc(pdf)->catalog, "StructTreeRoot", root);
	HPDF_Dict_AddBoolean(marked, "Marked", HPDF_TRUE);
	HPDF_Dict_Add(doc(pdf)->catalog, "MarkInfo", marked);
}

/*
 * Who, when, what.
 */
static void
metadata(struct pdf *pdf)
{
	struct buf b = BUF_INIT;
	HPDF_Dict d;

	pdf_xmp(&b, pdf->about);
	d = stream(pdf, b.data, b.len);
	HPDF_Dict_AddName(d, "Type", "Metadata");
	HPDF_Dict_AddName(d, "Subtype", "XML");
	HPDF_Dict_Add(doc(pdf)->catalog, "Metadata", d);
	buf_free(&b);
}

static void
put_date(struct pdf *pdf, HPDF_Dict d, const char *key)
{
	struct buf b = BUF_INIT;

	if (pdf_date(&b, pdf->about->created) == -1)
		pdf_fail(pdf, "« %.40s » is not a date of RFC 3339",
		    pdf->about->created);
	else
		put_ascii(pdf, d, key, b.data);
	buf_free(&b);
}

static void
info(struct pdf *pdf)
{
	static const unsigned char seal[PDF_SEAL_DIGITS / 2];
	const struct pdf_about *a = pdf->about;
	HPDF_Dict d = doc(pdf)->info;
	HPDF_Array id;
	int i;

	put_text(pdf, d, "Producer", PDF_PRODUCER);
	put_text(pdf, d, "Creator", PDF_CREATOR);
	if (a->title != NULL)
		put_text(pdf, d, "Title", a->title);
	if (a->author != NULL)
		put_text(pdf, d, "Author", a->author);
	if (a->subject != NULL)
		put_text(pdf, d, "Subject", a->subject);
	if (a->created != NULL) {
		put_date(pdf, d, "CreationDate");
		put_date(pdf, d, "ModDate");
	}
	if (a->sealed)
		put_bytes(pdf, d, "TerreauSceau", seal, sizeof(seal));
	id = put_array(pdf, doc(pdf)->trailer, "ID");
	for (i = 0; i < 2; i++) {
		HPDF_BYTE *copy = arena_alloc(pdf->arena, 16);

		memcpy(copy, a->id, 16);
		HPDF_Array_Add(id, HPDF_Binary_New(doc(pdf)->mmgr, copy, 16));
	}
}

static void
catalog(struct pdf *pdf)
{
	HPDF_Dict c = doc(pdf)->catalog, intent = object(pdf, "OutputIntent");
	HPDF_Dict view = dict(pdf), profile;

	profile = stream(pdf, pdf->profile.data, pdf->profile.len);
	if (profile != NULL)
		profile->write_fn = write_filter;
	HPDF_Dict_AddNumber(profile, "N", 3);
	HPDF_Dict_AddName(intent, "S", "GTS_PDFA1");
	put_ascii(pdf, intent, "OutputConditionIdentifier", "sRGB");
	put_ascii(pdf, intent, "Info", "sRGB IEC61966-2.1");
	HPDF_Dict_Add(intent, "DestOutputProfile", profile);
	HPDF_Array_Add(put_array(pdf, c, "OutputIntents"), intent);
	HPDF_Dict_AddBoolean(view, "DisplayDocTitle", HPDF_TRUE);
	HPDF_Dict_Add(c, "ViewerPreferences", view);
	put_ascii(pdf, c, "Lang", pdf->about->lang);
}

static void
copy_out(struct pdf *pdf, struct buf *out)
{
	HPDF_Stream s = doc(pdf)->stream;
	HPDF_UINT i, n = HPDF_MemStream_GetBufCount(s), len;
	const HPDF_BYTE *p;

	for (i = 0; i < n; i++) {
		p = HPDF_MemStream_GetBufPtr(s, i, &len);
		buf_add(out, p, len);
	}
}

/* Strings of people are in hexadecimal or escaped: this cannot be theirs. */
static int
find_seal(const struct buf *out, size_t start, size_t *at)
{
	static const char key[] = "/TerreauSceau <";
	const char *p;

	p = memmem(out->data + start, out->len - start, key, sizeof(key) - 1);
	if (p == NULL)
		return -1;
	*at = (size_t)(p - out->data) + sizeof(key) - 1;
	return 0;
}

int
pdf_end(struct pdf *pdf, struct buf *out, size_t *seal_at, const char **what)
{
	size_t start = out->len;

	if (pdf->nsheets == 0)
		pdf_fail(pdf, "no page");
	else
		pdf_unmark(pdf);
	if (pdf->error[0] == '\0') {
		HPDF_NewDoc(doc(pdf));
		doc(pdf)->pdf_version = HPDF_VER_14;
		pages(pdf);
	}
	if (pdf->error[0] == '\0') {
		catalog(pdf);
		links(pdf);
		structure(pdf);
		bookmarks(pdf);
		metadata(pdf);
		info(pdf);
	}
	if (pdf->error[0] == '\0' && HPDF_SaveToStream(doc(pdf)) == HPDF_OK) {
		copy_out(pdf, out);
		*seal_at = 0;
		if (pdf->about->sealed && find_seal(out, start, seal_at) == -1)
			pdf_fail(pdf, "no place for the seal");
	}
	HPDF_FreeDoc(doc(pdf));
	if (pdf->error[0] == '\0')
		return 0;
	*what = pdf->error;
	return -1;
}
