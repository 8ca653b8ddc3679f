/*
 * sfnt: a TrueType face.  ISO/IEC 14496-22; see the header.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/sfnt.h"

/* Flags of the parts of a composed glyph. */
#define ARGS_ARE_WORDS	0x0001
#define HAS_SCALE	0x0008
#define MORE_PARTS	0x0020
#define HAS_XY_SCALE	0x0040
#define HAS_2X2		0x0080

static unsigned
u16(const struct sfnt *f, size_t at)
{
	const unsigned char *p = (const unsigned char *)f->file.data;

	return (unsigned)p[at] << 8 | p[at + 1];
}

static int
s16(const struct sfnt *f, size_t at)
{
	unsigned v = u16(f, at);

	return v < 0x8000 ? (int)v : (int)v - 0x10000;
}

static uint32_t
u32(const struct sfnt *f, size_t at)
{
	return (uint32_t)u16(f, at) << 16 | u16(f, at + 2);
}

static int
milli(const struct sfnt *f, int v)
{
	int half = f->units / 2;

	return (v * 1000 + (v < 0 ? -half : half)) / f->units;
}

/* 1 when the table is there and at least min bytes long. */
static int
find(const struct sfnt *f, const char *tag, size_t min, struct sfnt_table *t)
{
	unsigned i, n = u16(f, 4);
	size_t at;

	t->at = t->len = 0;
	for (i = 0; i < n; i++) {
		at = 12 + 16 * (size_t)i;
		if (memcmp(f->file.data + at, tag, 4) != 0)
			continue;
		t->at = u32(f, at + 8);
		t->len = u32(f, at + 12);
		return t->len >= min;
	}
	return 0;
}

/* Every table the directory names is in the file. */
static int
is_whole(const struct sfnt *f)
{
	size_t at = 12, n;

	if (f->file.len < 12 || u32(f, 0) != 0x00010000)
		return 0;
	for (n = u16(f, 4); n > 0; n--, at += 16)
		if (at + 16 > f->file.len || u32(f, at + 8) > f->file.len ||
		    u32(f, at + 12) > f->file.len - u32(f, at + 8))
			return 0;
	return 1;
}

static void
map(struct sfnt *f, unsigned cp, unsigned glyph)
{
	if (glyph == 0 || glyph >= f->nglyphs)
		return;
	if (f->page[cp >> 8] == NULL) {
		f->page[cp >> 8] = calloc(256, sizeof(*f->page[0]));
		if (f->page[cp >> 8] == NULL)
			fatal("calloc");
	}
	f->page[cp >> 8][cp & 255] = (uint16_t)glyph;
}

/* One segment of a format 4 table of n segments that stands at and ends. */
static int
read_segment(struct sfnt *f, size_t at, size_t end, unsigned n, unsigned i)
{
	size_t ends = at + 14, starts = ends + 2 * n + 2;
	size_t deltas = starts + 2 * n, ranges = deltas + 2 * n, p;
	unsigned last = u16(f, ends + 2 * i), first = u16(f, starts + 2 * i);
	unsigned delta = u16(f, deltas + 2 * i), range, glyph, cp;

	range = u16(f, ranges + 2 * i);
	for (cp = first; cp <= last && cp != 0xFFFF; cp++) {
		if (range == 0) {
			glyph = (cp + delta) & 0xFFFF;
		} else {
			p = ranges + 2 * i + range + 2 * (cp - first);
			if (p + 2 > end)
				return 0;
			glyph = u16(f, p);
			if (glyph != 0)
				glyph = (glyph + delta) & 0xFFFF;
		}
		map(f, cp, glyph);
	}
	return 1;
}

static int
read_cmap(struct sfnt *f)
{
	struct sfnt_table t;
	size_t at;
	unsigned i, n;

	if (!find(f, "cmap", 12, &t))
		return 0;
	at = t.at + u32(f, t.at + 8);	/* fonts.py leaves one subtable */
	if (at + 14 > f->file.len || u16(f, at) != 4)
		return 0;
	n = u16(f, at + 6) / 2;
	if (at + 16 + 8 * (size_t)n > f->file.len)
		return 0;
	for (i = 0; i < n; i++)
		if (!read_segment(f, at, f->file.len, n, i))
			return 0;
	return 1;
}

static void
read_name(struct sfnt *f)
{
	struct sfnt_table t;
	unsigned i, k, n, len;
	size_t at, text;

	if (!find(f, "name", 6, &t))
		return;
	n = u16(f, t.at + 2);
	for (i = 0; i < n; i++) {
		at = t.at + 6 + 12 * (size_t)i;
		if (at + 12 > f->file.len)
			return;
		if (u16(f, at) != 3 || u16(f, at + 6) != 6)
			continue;
		len = u16(f, at + 8) / 2;
		text = t.at + u16(f, t.at + 4) + u16(f, at + 10);
		if (len >= sizeof(f->name) || text + 2 * len > f->file.len)
			return;
		for (k = 0; k < len; k++)
			f->name[k] = f->file.data[text + 2 * k + 1];
		f->name[len] = '\0';
		return;
	}
}

static void
read_kern(struct sfnt *f)
{
	unsigned n, i, left;

	if (!find(f, "kern", 18, &f->kern))
		return;
	n = u16(f, f->kern.at + 10);
	if (f->kern.len < 18 + 6 * (size_t)n)
		return;
	f->kern_at = f->kern.at + 18;
	f->npairs = n;
	if ((f->kern_row = calloc(f->nglyphs + 1, sizeof(*f->kern_row))) ==
	    NULL)
		fatal("sfnt");
	for (i = 0; i < n; i++) {	/* sorted: rows follow one another */
		left = u16(f, f->kern_at + 6 * (size_t)i);
		if (left < f->nglyphs)
			f->kern_row[left + 1]++;
	}
	for (i = 0; i < f->nglyphs; i++)
		f->kern_row[i + 1] += f->kern_row[i];
}

static size_t
outline_at(const struct sfnt *f, unsigned glyph)
{
	return f->long_loca ? u32(f, f->loca.at + 4 * (size_t)glyph) :
	    2 * (size_t)u16(f, f->loca.at + 2 * (size_t)glyph);
}

static int
outlines_hold(const struct sfnt *f)
{
	unsigned i;

	if (f->loca.len < (f->nglyphs + (size_t)1) * (f->long_loca ? 4 : 2))
		return 0;
	for (i = 0; i < f->nglyphs; i++)
		if (outline_at(f, i) > outline_at(f, i + 1))
			return 0;
	return outline_at(f, f->nglyphs) <= f->glyf.len;
}

static int
read_all(struct sfnt *f)
{
	struct sfnt_table os2, post;
	int i;

	if (!is_whole(f) || !find(f, "head", 54, &f->head) ||
	    !find(f, "hhea", 36, &f->hhea) ||
	    !find(f, "maxp", 32, &f->maxp) || !find(f, "hmtx", 4, &f->hmtx) ||
	    !find(f, "loca", 4, &f->loca) || !find(f, "glyf", 1, &f->glyf) ||
	    !find(f, "OS/2", 78, &os2) || !find(f, "post", 8, &post))
		return 0;
	f->units = (int)u16(f, f->head.at + 18);
	f->long_loca = u16(f, f->head.at + 50) != 0;
	f->nglyphs = u16(f, f->maxp.at + 4);
	f->nwidths = u16(f, f->hhea.at + 34);
	if (f->units < 16 || f->nglyphs == 0 || f->nwidths == 0 ||
	    f->nwidths > f->nglyphs ||
	    f->hmtx.len < 2 * ((size_t)f->nwidths + f->nglyphs) ||
	    !outlines_hold(f))
		return 0;
	for (i = 0; i < 4; i++)
		f->box[i] = milli(f, s16(f, f->head.at + 36 + 2 * (size_t)i));
	f->ascent = milli(f, s16(f, f->hhea.at + 4));
	f->descent = milli(f, s16(f, f->hhea.at + 6));
	f->cap_height = os2.len < 90 ? 700 :	/* before version 2 */
	    milli(f, s16(f, os2.at + 88));
	f->italic = s16(f, post.at + 4);
	read_name(f);
	read_kern(f);
	return f->name[0] != '\0' && read_cmap(f);
}

int
sfnt_open(struct sfnt *f, const char *path)
{
	memset(f, 0, sizeof(*f));
	if (file_read(&f->file, path) == -1)
		return -1;
	if (!read_all(f)) {
		log_warnx("%s: not a font made by tools/fonts.py", path);
		sfnt_close(f);
		return -1;
	}
	return 0;
}

void
sfnt_close(struct sfnt *f)
{
	size_t i;

	for (i = 0; i < 256; i++)
		free(f->page[i]);
	free(f->kern_row);
	buf_free(&f->file);
	memset(f, 0, sizeof(*f));
}

unsigned
sfnt_glyph(const struct sfnt *f, uint32_t cp)
{
	if (cp > 0xFFFF || f->page[cp >> 8] == NULL)
		return 0;
	return f->page[cp >> 8][cp & 255];
}

static size_t
metric_at(const struct sfnt *f, unsigned glyph)
{
	unsigned i = glyph < f->nwidths ? glyph : f->nwidths - 1;

	return f->hmtx.at + 4 * (size_t)i;
}

int
sfnt_width(const struct sfnt *f, unsigned glyph)
{
	return milli(f, (int)u16(f, metric_at(f, glyph)));
}

int
sfnt_kern(const struct sfnt *f, unsigned left, unsigned right)
{
	size_t low, high, mid, at;
	unsigned k;

	if (f->npairs == 0 || left >= f->nglyphs)
		return 0;
	low = f->kern_row[left];
	high = f->kern_row[left + 1];
	while (low < high) {
		mid = low + (high - low) / 2;
		at = f->kern_at + 6 * mid;
		k = u16(f, at + 2);
		if (k == right)
			return milli(f, s16(f, at + 4));
		if (k < right)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

/*
 * Writing a subset.
 */
struct subset {
	uint16_t	*old;		/* old[new glyph] */
	unsigned	 n, first_part;	/* parts are looked up from there on */
};

static void
put16(struct buf *b, unsigned v)
{
	buf_char(b, (char)(v >> 8 & 255));
	buf_char(b, (char)(v & 255));
}

static void
put32(struct buf *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xFFFF);
}

static void
set16(struct buf *b, size_t at, unsigned v)
{
	b->data[at] = (char)(v >> 8 & 255);
	b->data[at + 1] = (char)(v & 255);
}

static void
set32(struct buf *b, size_t at, uint32_t v)
{
	set16(b, at, v >> 16);
	set16(b, at + 2, v & 0xFFFF);
}

static unsigned
part_number(struct subset *s, unsigned old, unsigned nglyphs)
{
	unsigned i;

	if (old >= nglyphs)
		return 0;
	for (i = s->first_part; i < s->n; i++)
		if (s->old[i] == old)
			return i;
	s->old[s->n] = (uint16_t)old;
	return s->n++;
}

/* Renumber the parts of the composed glyph that was copied at. */
static void
renumber(const struct sfnt *f, struct subset *s, struct buf *b, size_t at)
{
	const unsigned char *p;
	unsigned flags;
	size_t i = at + 10;

	do {
		if (i + 4 > b->len)
			return;
		p = (const unsigned char *)b->data + i;
		flags = (unsigned)p[0] << 8 | p[1];
		set16(b, i + 2, part_number(s, (unsigned)p[2] << 8 | p[3],
		    f->nglyphs));
		i += 4 + (flags & ARGS_ARE_WORDS ? 4 : 2);
		if (flags & HAS_SCALE)
			i += 2;
		else if (flags & HAS_XY_SCALE)
			i += 4;
		else if (flags & HAS_2X2)
			i += 8;
	} while (flags & MORE_PARTS);
}

static void
copy_outlines(const struct sfnt *f, struct subset *s, struct buf *glyf,
    struct buf *loca, struct buf *hmtx)
{
	size_t from, len, at, m;
	unsigned i, g;

	for (i = 0; i < s->n; i++) {	/* n grows with the parts */
		g = s->old[i];
		put32(loca, (uint32_t)glyf->len);
		from = f->glyf.at + outline_at(f, g);
		len = outline_at(f, g + 1) - outline_at(f, g);
		at = glyf->len;
		buf_add(glyf, f->file.data + from, len);
		if (len >= 10 && s16(f, from) < 0)
			renumber(f, s, glyf, at);
		while (glyf->len % 4 != 0)
			buf_char(glyf, '\0');
		m = metric_at(f, g);
		put16(hmtx, u16(f, m));
		put16(hmtx, g < f->nwidths ? u16(f, m + 2) :
		    u16(f, f->hmtx.at + 4 * (size_t)f->nwidths +
		    2 * (size_t)(g - f->nwidths)));
	}
	put32(loca, (uint32_t)glyf->len);
}

static uint32_t
checksum(const struct buf *b, size_t at, size_t end)
{
	const unsigned char *p = (const unsigned char *)b->data;
	uint32_t sum = 0;
	size_t i;

	for (i = at; i + 3 < end; i += 4)
		sum += (uint32_t)p[i] << 24 | (uint32_t)p[i + 1] << 16 |
		    (uint32_t)p[i + 2] << 8 | p[i + 3];
	return sum;
}

/* Table i of six: append it, fill its line of the directory. */
static size_t
put_table(struct buf *b, size_t start, unsigned i, const char *tag,
    const void *bytes, size_t len)
{
	size_t at = b->len, line = start + 12 + 16 * (size_t)i;

	buf_add(b, bytes, len);
	while ((b->len - start) % 4 != 0)
		buf_char(b, '\0');
	memcpy(b->data + line, tag, 4);
	set32(b, line + 4, checksum(b, at, b->len));
	set32(b, line + 8, (uint32_t)(at - start));
	set32(b, line + 12, (uint32_t)len);
	return at;
}

unsigned
sfnt_subset(const struct sfnt *f, struct buf *out, const uint16_t *glyphs,
    unsigned n)
{
	struct buf glyf = BUF_INIT, loca = BUF_INIT, hmtx = BUF_INIT;
	struct buf head = BUF_INIT, hhea = BUF_INIT, maxp = BUF_INIT;
	struct subset s = { NULL, n, n };
	size_t start = out->len, at;

	s.old = calloc((size_t)n + f->nglyphs, sizeof(*s.old));
	if (s.old == NULL)
		fatal("calloc");
	memcpy(s.old, glyphs, n * sizeof(*s.old));
	copy_outlines(f, &s, &glyf, &loca, &hmtx);
	buf_add(&head, f->file.data + f->head.at, 54);
	set32(&head, 8, 0);		/* checkSumAdjustment, set below */
	set16(&head, 50, 1);
	buf_add(&hhea, f->file.data + f->hhea.at, 36);
	set16(&hhea, 34, s.n);
	buf_add(&maxp, f->file.data + f->maxp.at, 32);
	set16(&maxp, 4, s.n);

	put32(out, 0x00010000);
	put16(out, 6);			/* tables, and their binary search */
	put16(out, 64);
	put16(out, 2);
	put16(out, 32);
	for (at = 0; at < 6 * 16; at++)
		buf_char(out, '\0');
	put_table(out, start, 0, "glyf", glyf.data, glyf.len);
	at = put_table(out, start, 1, "head", head.data, head.len);
	put_table(out, start, 2, "hhea", hhea.data, hhea.len);
	put_table(out, start, 3, "hmtx", hmtx.data, hmtx.len);
	put_table(out, start, 4, "loca", loca.data, loca.len);
	put_table(out, start, 5, "maxp", maxp.data, maxp.len);
	set32(out, at + 8, 0xB1B0AFBA - checksum(out, start, out->len));

	buf_free(&glyf);
	buf_free(&loca);
	buf_free(&hmtx);
	buf_free(&head);
	buf_free(&hhea);
	buf_free(&maxp);
	free(s.old);
	return s.n;
}
