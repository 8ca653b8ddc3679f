/*
 * bench/press: one contract printed again and again, by us and by libharu
 * alone.  Answers lines of standard input, so that others can be measured in
 * turn with it (tests/bench/press.py):
 *
 *	press		the twin parsed, laid out, tagged, written
 *	libharu		the same glyphs at the same places in the same faces,
 *			by the public calls of libharu: no tags, no structure,
 *			no PDF/A, no rules, no QR code
 *	port		the same glyphs by port/pdf.h, laid out already
 *	cohort		60 papers and their ZIP
 *	memory N	resident kB before and after N contracts
 *	write NAME FILE	what press, libharu or port made
 *
 * An answer is microseconds of processor, or what is said above.
 * usage: press FONTS CONTRACT SAMPLES
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hpdf.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "port/archive.h"
#include "port/crypto.h"
#include "port/gzip.h"
#include "port/pdf.h"
#include "press/press.h"

#define FACES	8

static const char *const faces[FACES] = {	/* as lib/press/press.c */
	"titre", "corps", "corps-gras", "corps-italique", "texte", "gras",
	"texte-italique", "code"
};

/* What the press drew, caught on its way to the port. */
struct drawn {
	unsigned	 page, face, rgb;
	double		 size, x, baseline;
	const struct pdf_glyph *glyphs;
	size_t		 n;
	const char	*utf8;
};

static struct {
	int		 on;
	struct arena	*arena;
	struct drawn	*v;
	size_t		 n, max;
	unsigned	 pages;
	double		 width, height;
} caught;

void	 __real_pdf_page(struct pdf *, double, double);
void	 __wrap_pdf_page(struct pdf *, double, double);
void	 __real_pdf_text(struct pdf *, unsigned, double, double, double,
	    unsigned, const struct pdf_glyph *, size_t);
void	 __wrap_pdf_text(struct pdf *, unsigned, double, double, double,
	    unsigned, const struct pdf_glyph *, size_t);

void
__wrap_pdf_page(struct pdf *pdf, double width, double height)
{
	if (caught.on) {
		caught.pages++;
		caught.width = width;
		caught.height = height;
	}
	__real_pdf_page(pdf, width, height);
}

static void
catch(unsigned face, double size, double x, double baseline, unsigned rgb,
    const struct pdf_glyph *glyphs, size_t n)
{
	struct pdf_glyph *copy;
	struct drawn *d;
	char *s;
	size_t i, at = 0;

	if (caught.n == caught.max) {
		caught.max = caught.max == 0 ? 256 : 2 * caught.max;
		caught.v = realloc(caught.v, caught.max * sizeof(*caught.v));
		if (caught.v == NULL)
			fatal("realloc");
	}
	copy = arena_array(caught.arena, n, sizeof(*copy));
	s = arena_alloc(caught.arena, 4 * n + 1);
	for (i = 0; i < n; i++) {
		copy[i] = glyphs[i];
		at += utf8_encode(s + at, glyphs[i].cp);
	}
	d = &caught.v[caught.n++];
	*d = (struct drawn){ caught.pages - 1, face, rgb, size, x, baseline,
	    copy, n, s };
}

void
__wrap_pdf_text(struct pdf *pdf, unsigned face, double size, double x,
    double baseline, unsigned rgb, const struct pdf_glyph *glyphs, size_t n)
{
	if (caught.on)
		catch(face, size, x, baseline, rgb, glyphs, n);
	__real_pdf_text(pdf, face, size, x, baseline, rgb, glyphs, n);
}

/*
 * The three.
 */
static struct bench {
	struct arena	*arena;
	const char	*fonts, *samples;
	struct press	*press;
	struct buf	 contract;	/* the twin */
	struct buf	 out;		/* the last paper */
	HPDF_Doc	 doc;
	int		 encoded;	/* it knows UTF-8 */
	const char	*names[FACES];
	struct pdf	*pdf;
	struct sfnt	 sfnt[FACES];
} b;

static void
print(const struct buf *twin)
{
	struct tree *t = tree_parse(NULL, twin->data, twin->len, "twin", NULL);
	struct press_result r;

	if (t == NULL || press_render(b.press, &b.out, t, &r) == -1)
		fatalx("press: %s", t == NULL ? "no twin" : r.error);
	tree_free(t);
}

static void
run_press(void)
{
	print(&b.contract);
}

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *data)
{
	(void)data;
	fatalx("libharu: 0x%04lX, %lu", error, detail);
}

/* Faces stay loaded from one document to the next, as libharu can. */
static void
run_libharu(void)
{
	HPDF_Font fonts[FACES] = { NULL };
	HPDF_Page page = NULL;
	const struct drawn *d;
	const HPDF_BYTE *p;
	HPDF_UINT i, len;
	unsigned at = (unsigned)-1;
	size_t k;

	if (HPDF_NewDoc(b.doc) != HPDF_OK)
		fatalx("libharu does not start");
	HPDF_SetCompressionMode(b.doc, HPDF_COMP_ALL);
	if (!b.encoded++)
		HPDF_UseUTFEncodings(b.doc);
	for (k = 0; k < caught.n; k++) {
		d = &caught.v[k];
		if (d->page != at) {
			page = HPDF_AddPage(b.doc);
			HPDF_Page_SetWidth(page, (HPDF_REAL)caught.width);
			HPDF_Page_SetHeight(page, (HPDF_REAL)caught.height);
			at = d->page;
		}
		if (b.names[d->face] == NULL)
			b.names[d->face] = arena_dup(b.arena,
			    HPDF_LoadTTFontFromFile(b.doc, arena_fmt(b.arena,
			    "%s/%s.ttf", b.fonts, faces[d->face]), HPDF_TRUE));
		if (fonts[d->face] == NULL)
			fonts[d->face] = HPDF_GetFont(b.doc, b.names[d->face],
			    "UTF-8");
		HPDF_Page_BeginText(page);
		HPDF_Page_SetFontAndSize(page, fonts[d->face],
		    (HPDF_REAL)d->size);
		HPDF_Page_SetRGBFill(page, (HPDF_REAL)(d->rgb >> 16) / 255,
		    (HPDF_REAL)(d->rgb >> 8 & 255) / 255,
		    (HPDF_REAL)(d->rgb & 255) / 255);
		HPDF_Page_TextOut(page, (HPDF_REAL)d->x,
		    (HPDF_REAL)(caught.height - d->baseline), d->utf8);
		HPDF_Page_EndText(page);
	}
	HPDF_SaveToStream(b.doc);
	for (i = 0; i < HPDF_MemStream_GetBufCount(b.doc->stream); i++) {
		p = HPDF_MemStream_GetBufPtr(b.doc->stream, i, &len);
		buf_add(&b.out, p, len);
	}
	HPDF_FreeDoc(b.doc);
}

static void
run_port(void)
{
	static const unsigned char id[16];
	struct pdf_about about = { .title = "x", .lang = "fr-FR", .id = id };
	struct pdf_tag *tag;
	const struct drawn *d;
	const char *what;
	unsigned at = (unsigned)-1;
	size_t k, seal_at;

	pdf_begin(b.pdf, &about);
	tag = pdf_tag(b.pdf, NULL, "Document");
	for (k = 0; k < caught.n; k++) {
		d = &caught.v[k];
		if (d->page != at) {
			__real_pdf_page(b.pdf, caught.width, caught.height);
			pdf_mark(b.pdf, tag);
			at = d->page;
		}
		__real_pdf_text(b.pdf, d->face, d->size, d->x, d->baseline,
		    d->rgb, d->glyphs, d->n);
	}
	if (pdf_end(b.pdf, &b.out, &seal_at, &what) == -1)
		fatalx("port: %s", what);
}

/*
 * A cohort: fifteen people, four papers each, and the ZIP with its manifest.
 */
static void
run_cohort(void)
{
	static const char *const kinds[] = {
		"attestation", "lettre", "feuille"
	};
	struct buf twins[3] = { BUF_INIT, BUF_INIT, BUF_INIT };
	struct arena *a = arena_new();
	struct archive *zip = archive_new(a, spool_new(a, NULL));
	struct buf sums = BUF_INIT;
	unsigned char sha[SHA256_SIZE];
	const char *name;
	int i;

	for (i = 0; i < 3; i++)
		if (file_read(&twins[i], arena_fmt(a, "%s/%s.html", b.samples,
		    kinds[i])) == -1)
			fatalx("%s", kinds[i]);
	for (i = 0; i < 60; i++) {
		buf_reset(&b.out);
		print(i % 4 == 3 ? &b.contract : &twins[i % 4]);
		name = arena_fmt(a, "papier-%d.pdf", i);
		sha256(sha, b.out.data, b.out.len);
		buf_fmt(&sums, "%s  %s\n", hex_encode(a, sha, sizeof(sha)),
		    name);
		if (archive_add(zip, name, b.out.data, b.out.len, 0, 1) == -1)
			fatalx("archive");
	}
	if (archive_add(zip, "SHA256SUMS", sums.data, sums.len, 0, 0) == -1 ||
	    archive_end(zip) == -1)
		fatalx("archive");
	for (i = 0; i < 3; i++)
		buf_free(&twins[i]);
	buf_free(&sums);
	arena_free(a);
}

static const struct {
	const char	*name;
	void		(*run)(void);
} runs[] = {
	{ "press", run_press }, { "libharu", run_libharu },
	{ "port", run_port }, { "cohort", run_cohort }
};
#define NRUNS	(sizeof(runs) / sizeof(runs[0]))

static long long
resident(void)
{
	struct buf s = BUF_INIT;
	long long pages = 0;
	char *rest, *word = NULL;

	if (file_read(&s, "/proc/self/statm") == 0) {
		rest = s.data;
		str_split(&rest, ' ');
		word = str_split(&rest, ' ');
	}
	if (word != NULL)
		str_number(word, 0, 1 << 30, &pages);
	buf_free(&s);
	return 4 * pages;
}

static void
memory(long long n)
{
	long long before;
	int i;

	for (i = 0; i < 100; i++) {
		buf_reset(&b.out);
		run_press();
	}
	before = resident();
	for (i = 0; i < n; i++) {
		buf_reset(&b.out);
		run_press();
	}
	printf("%lld %lld\n", before, resident());
}

static void
answer(char *line)
{
	const char *name = str_split(&line, ' '), *arg;
	long long n;
	clock_t start;
	size_t i;

	arg = line == NULL ? NULL : str_split(&line, ' ');
	if (str_eq(name, "memory") && arg != NULL &&
	    str_number(arg, 1, 100000, &n) == 0) {
		memory(n);
		return;
	}
	if (str_eq(name, "write") && arg != NULL && line != NULL) {
		name = arg;
		arg = line;
	} else {
		arg = NULL;
	}
	for (i = 0; i < NRUNS; i++)
		if (str_eq(name, runs[i].name)) {
			buf_reset(&b.out);
			start = clock();
			runs[i].run();
			if (arg != NULL)
				file_write(arg, b.out.data, b.out.len, 0644);
			printf("%.0f %zu\n", (double)(clock() - start) * 1e6 /
			    CLOCKS_PER_SEC, b.out.len);
			return;
		}
	fatalx("%s: not a thing to measure", name);
}

static void
start(char *argv[])
{
	size_t i;

	b.arena = caught.arena = arena_new();
	b.fonts = argv[1];
	b.samples = argv[3];
	b.press = press_open(b.fonts);
	b.pdf = pdf_open(arena_fmt(b.arena, "%s/srgb.icc", b.fonts));
	b.doc = HPDF_New(on_error, NULL);
	if (b.press == NULL || b.pdf == NULL || b.doc == NULL ||
	    file_read(&b.contract, argv[2]) == -1)
		fatalx("bench: fonts or contract");
	for (i = 0; i < FACES; i++) {
		if (sfnt_open(&b.sfnt[i], arena_fmt(b.arena, "%s/%s.ttf",
		    b.fonts, faces[i])) == -1)
			fatalx("%s", faces[i]);
		pdf_add_face(b.pdf, &b.sfnt[i]);
	}
	HPDF_FreeDoc(b.doc);
	caught.on = 1;
	run_press();
	caught.on = 0;
}

int
main(int argc, char *argv[])
{
	char line[512];
	size_t i;

	log_init("bench");
	crypto_init();
	xml_init();
	if (argc != 4)
		fatalx("usage: press FONTS CONTRACT SAMPLES");
	start(argv);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		answer(line);
		fflush(stdout);
	}
	HPDF_Free(b.doc);
	press_close(b.press);
	pdf_close(b.pdf);
	for (i = 0; i < FACES; i++)
		sfnt_close(&b.sfnt[i]);
	buf_free(&b.out);
	buf_free(&b.contract);
	free(caught.v);
	arena_free(b.arena);
	gzip_exit();
	xml_exit();
	return 0;
}
