/*
 * pdf: fonts cut down, codes, dots, and what the file refuses.
 */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "port/crypto.h"
#include "port/pdf.h"
#include "port/qr.h"
#include "press/seal.h"
#include "test.h"

static const char *
font(struct arena *a, const char *name)
{
	const char *dir = getenv("builddir");

	return arena_fmt(a, "%s/fonts/%s", dir == NULL ? "." : dir, name);
}

static uint32_t
word_sum(const struct buf *b)
{
	const unsigned char *p = (const unsigned char *)b->data;
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i + 3 < b->len; i += 4)
		sum += (uint32_t)p[i] << 24 | (uint32_t)p[i + 1] << 16 |
		    (uint32_t)p[i + 2] << 8 | p[i + 3];
	return sum;
}

static void
test_face(struct arena *a)
{
	/* ễ is made of parts, one of which is made of parts */
	uint16_t glyphs[4] = { 0 };
	struct buf b = BUF_INIT;
	struct sfnt f;
	unsigned n;

	CHECK(sfnt_open(&f, font(a, "corps.ttf")) == 0);
	CHECK_STR(f.name, "VollkornLin-Regular");
	CHECK(f.ascent > 500 && f.descent < 0 && f.cap_height > 500);
	CHECK(sfnt_glyph(&f, 'A') != 0);
	CHECK(sfnt_glyph(&f, 0x1EC5) != 0);
	CHECK(sfnt_glyph(&f, 0x4E2D) == 0);
	CHECK(sfnt_glyph(&f, 0x1F600) == 0);
	CHECK(sfnt_glyph(&f, 0x0301) == 0);	/* marks are refused */
	CHECK(sfnt_width(&f, sfnt_glyph(&f, 'm')) >
	    sfnt_width(&f, sfnt_glyph(&f, 'i')));
	/* lining figures: as high as capitals, so wider than old style 1 */
	CHECK(sfnt_kern(&f, sfnt_glyph(&f, 'A'), sfnt_glyph(&f, 'V')) < 0);
	CHECK(sfnt_kern(&f, sfnt_glyph(&f, 'n'), sfnt_glyph(&f, 'n')) == 0);

	glyphs[1] = (uint16_t)sfnt_glyph(&f, 0x1EC5);
	glyphs[2] = (uint16_t)sfnt_glyph(&f, 'A');
	glyphs[3] = glyphs[1];
	n = sfnt_subset(&f, &b, glyphs, 4);
	CHECK(n > 4 && n < 12);
	CHECK(b.len > 400 && b.len < 4000);
	CHECK(word_sum(&b) == 0xB1B0AFBA);	/* as the format asks */
	buf_free(&b);
	sfnt_close(&f);
}

static void
test_broken_face(struct arena *a)
{
	const char *path = arena_fmt(a, "test_pdf.%d.ttf", (int)getpid());
	struct buf whole = BUF_INIT;
	struct sfnt f;
	size_t len;
	int refused = 1;

	CHECK(sfnt_open(&f, "/nowhere/font.ttf") == -1);
	CHECK(file_read(&whole, font(a, "code.ttf")) == 0);
	for (len = 0; len < whole.len; len += whole.len / 37) {
		if (file_write(path, whole.data, len, 0600) == -1)
			break;
		if (sfnt_open(&f, path) == 0) {
			refused = 0;
			sfnt_close(&f);
		}
	}
	CHECK(refused);
	unlink(path);
	buf_free(&whole);
}

static void
test_qr(struct arena *a)
{
	struct qr qr, again;
	char *big = arena_alloc(a, 4001);
	int i, finder = 1;

	CHECK(qr_make(a, &qr, "https://terreau.example/v/7KQ4-M2PX-9RTA") == 0);
	CHECK(qr.n == 29);		/* version 3: fits 26 mm */
	for (i = 0; i < 7; i++)		/* the corner eye */
		finder &= qr.dark[i] && qr.dark[(size_t)i * qr.n];
	CHECK(finder && !qr.dark[qr.n + 1]);
	CHECK(qr_make(a, &again, "https://terreau.example/v/7KQ4-M2PX-9RTA")
	    == 0 && memcmp(qr.dark, again.dark, (size_t)qr.n * qr.n) == 0);
	memset(big, 'a', 4000);
	CHECK(qr_make(a, &qr, big) == -1);
}

static int
differing(const unsigned char *x, const unsigned char *y)
{
	struct seal_dot a[SEAL_DOTS], b[SEAL_DOTS];
	int i, n = 0;

	seal_dots(a, x);
	seal_dots(b, y);
	for (i = 0; i < SEAL_DOTS; i++)
		n += a[i].colour != b[i].colour || a[i].r < b[i].r ||
		    a[i].r > b[i].r;
	return n;
}

static void
test_seal(void)
{
	unsigned char x[32] = { 0 }, y[32] = { 0 };
	struct seal_dot dots[SEAL_DOTS];
	int i, inside = 1, bit, least = SEAL_DOTS;

	seal_dots(dots, x);
	for (i = 0; i < SEAL_DOTS; i++)
		inside &= hypot(dots[i].x, dots[i].y) + dots[i].r <= 1;
	CHECK(inside);
	CHECK(differing(x, y) == 0);
	for (bit = 0; bit < 256; bit++) {
		y[bit / 8] ^= (unsigned char)(1 << bit % 8);
		if (differing(x, y) < least)
			least = differing(x, y);
		y[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	CHECK(least > SEAL_DOTS / 2);	/* seen at a glance */
	/* Never to change: papers that were printed show these. */
	CHECK(dots[0].colour == 0x0E5A60 && dots[1].colour == 0xF2B705);
	CHECK(lround(dots[0].r * 4200) == 300 && lround(dots[59].r * 4200)
	    == 375);
	CHECK(lround(dots[0].y * 4200) == 1000 && lround(dots[6].y * 4200)
	    == 1900);
}

static int
end(struct pdf *pdf, const char **what)
{
	struct buf out = BUF_INIT;
	size_t at;
	int rc = pdf_end(pdf, &out, &at, what);

	buf_free(&out);
	return rc;
}

static void
test_refusals(struct arena *a)
{
	static const unsigned char id[16];
	struct pdf_about about = { .title = "x", .lang = "fr-FR", .id = id,
	    .sealed = 1 };
	struct pdf *pdf = pdf_open(font(a, "srgb.icc"));
	const char *what = "";

	CHECK(pdf_open("/nowhere/srgb.icc") == NULL);
	CHECK(pdf != NULL);
	pdf_begin(pdf, &about);
	CHECK(end(pdf, &what) == -1);
	CHECK_STR(what, "no page");

	pdf_begin(pdf, &about);
	pdf_tag(pdf, NULL, "Document");
	pdf_page(pdf, 100, 100);
	pdf_rect(pdf, NAN, 0, 1, 1, 0);
	CHECK(end(pdf, &what) == -1);
	CHECK_STR(what, "a coordinate is not a finite number");

	pdf_begin(pdf, &about);
	pdf_tag(pdf, NULL, "Document");
	pdf_page(pdf, 100, 100);
	pdf_rect(pdf, 0, 0, 1, 1, 0);
	CHECK(end(pdf, &what) == 0);	/* an error does not outlive its file */

	about.created = "hier";
	pdf_begin(pdf, &about);
	pdf_tag(pdf, NULL, "Document");
	pdf_page(pdf, 100, 100);
	CHECK(end(pdf, &what) == -1);
	CHECK(strstr(what, "RFC 3339") != NULL);
	pdf_close(pdf);
}

int
main(void)
{
	struct arena *a = arena_new();

	log_init("test_pdf");
	crypto_init();
	test_face(a);
	test_broken_face(a);
	test_qr(a);
	test_seal();
	test_refusals(a);
	arena_free(a);
	return test_end();
}
