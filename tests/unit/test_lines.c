/*
 * press: letters into lines.
 */
#include <stdlib.h>

#include "base/log.h"
#include "base/utf8.h"
#include "port/crypto.h"
#include "press/layout.h"
#include "test.h"

static const char *const files[FACE_COUNT] = {
	"titre", "corps", "corps-gras", "corps-italique", "texte", "gras",
	"texte-italique", "code"
};

static const char *
build_path(struct arena *a, const char *name)
{
	const char *dir = getenv("builddir");

	return arena_fmt(a, "%s/%s", dir == NULL ? "." : dir, name);
}

static const char *
line_string(struct arena *a, const struct line *line)
{
	char *s = arena_alloc(a, 4096);
	size_t i, k, n = 0;

	for (i = 0; i < line->n; i++)
		for (k = 0; k < line->runs[i].n; k++)
			n += utf8_encode(s + n, line->runs[i].glyphs[k].cp);
	return s;
}

/* The lines of a text, joined by « | ». */
static const char *
broken(struct layout *l, const char *s, double width)
{
	struct text *text = text_plain(l, s, &style_body, width);
	const char *all = "";
	size_t i;

	for (i = 0; i < text->n; i++)
		all = arena_fmt(l->arena, "%s%s%s", all, i == 0 ? "" : "|",
		    line_string(l->arena, &text->lines[i]));
	return all;
}

/* Wide enough for the text, not for any more. */
static double
width_of(struct layout *l, const char *s)
{
	return text_plain(l, s, &style_body, 10000)->width;
}

static void
test_breaks(struct layout *l)
{
	CHECK_STR(broken(l, "", 100), "");
	CHECK_STR(broken(l, "  un \n\t deux ", 1000), "un deux");
	CHECK_STR(broken(l, "un deux trois", width_of(l, "un deux")),
	    "un deux |trois");
	/* the space at the end needs no room */
	CHECK_STR(broken(l, "deux un", width_of(l, "deux")), "deux |un");
	/* no-break spaces and hyphens hold */
	CHECK_STR(broken(l, "jusqu’au 3\u00A0mai", width_of(l, "jusqu’au 3")),
	    "jusqu’au |3\u00A0mai");
	CHECK_STR(broken(l, "au prix de 12\u202F€",
	    width_of(l, "au prix de 12")), "au prix de |12\u202F€");
	CHECK_STR(broken(l, "la commune de Saint\u2011Ouen",
	    width_of(l, "la commune de Saint\u2011")),
	    "la commune de |Saint\u2011Ouen");
	/* after hyphen, slash and dash between words */
	CHECK_STR(broken(l, "par un savoir-faire",
	    width_of(l, "par un savoir-")), "par un savoir-|faire");
	CHECK_STR(broken(l, "dénommée ci-après", width_of(l, "dénommée ci-")),
	    "dénommée |ci-après");
	CHECK_STR(broken(l, "l’article L127-1",
	    width_of(l, "l’article L127-")), "l’article |L127-1");
	CHECK_STR(broken(l, "sur exemple/verifier",
	    width_of(l, "sur exemple/")), "sur exemple/|verifier");
	CHECK_STR(broken(l, "jusqu’au 01/02/2027",
	    width_of(l, "jusqu’au 01/02/")), "jusqu’au |01/02/2027");
	/* punctuation never begins a line, even after a plain space */
	CHECK_STR(broken(l, "un deux ; trois", width_of(l, "un deux")),
	    "un |deux ; |trois");
	CHECK_STR(broken(l, "répondit « oui »", width_of(l, "répondit «")),
	    "répondit |« oui »");
	/* numbers stay with what they count or name */
	CHECK_STR(broken(l, "pendant 15 jours", width_of(l, "pendant 15")),
	    "pendant |15 jours");
	CHECK_STR(broken(l, "selon l’article 12.",
	    width_of(l, "selon l’article")), "selon |l’article 12.");
	CHECK_STR(broken(l, "selon article L. 5", width_of(l, "selon article")),
	    "selon |article L. 5");
	CHECK_STR(broken(l, "sous le SIRET 999 902",
	    width_of(l, "sous le SIRET 9")), "sous le |SIRET 999 902");
	CHECK_STR(broken(l, "la somme de 4 380 euros",
	    width_of(l, "la somme de 4 380")), "la somme de |4 380 euros");
	CHECK_STR(broken(l, "née le 27 mars 2011,", width_of(l, "née le 27 mars")),
	    "née le |27 mars 2011,");
	CHECK_STR(broken(l, "pendant le 1er mai", width_of(l,
	    "pendant le 1er")), "pendant le |1er mai");
	/* names are whole, with particles and hyphens */
	CHECK_STR(broken(l, "avec vous, Maëlys LEROUX", width_of(l,
	    "avec vous, Maëlys")), "avec vous, |Maëlys LEROUX");
	CHECK_STR(broken(l, "voici donc Jean de La Tour", width_of(l,
	    "voici donc Jean de La")), "voici donc |Jean de La Tour");
	CHECK_STR(broken(l, "reçue par M. Dupont", width_of(l,
	    "reçue par M.")), "reçue par |M. Dupont");
	CHECK_STR(broken(l, "elle est née jadis à Saint-Ouen", width_of(l,
	    "elle est née jadis à Saint-")),
	    "elle est née jadis à |Saint-Ouen");
	CHECK_STR(broken(l, "une maison, 44150 Ancenis", width_of(l,
	    "une maison, 44150")), "une maison, |44150 Ancenis");
	/* unless the name is wider than the column */
	CHECK_STR(broken(l, "avec Maëlys LEROUX", width_of(l, "LEROUX")),
	    "avec |Maëlys |LEROUX");
	CHECK_STR(broken(l, "à Ancenis-Saint-Géréon", width_of(l,
	    "Ancenis-Saint-")), "à |Ancenis-Saint-|Géréon");
	/* a sentence that ends is no name */
	CHECK_STR(broken(l, "vient Nantes. Elle", width_of(l,
	    "vient Nantes.")), "vient Nantes. |Elle");
	/* only a word wider than the column is cut */
	CHECK_STR(broken(l, "anticonstitutionnellement",
	    width_of(l, "anticonstituti")), "anticonstituti|onnellement");
}

/* Nothing lost, nothing outside the column, whatever its width. */
static void
test_all_widths(struct layout *l)
{
	static const char s[] = "Łukasz Çağrı Nguyễn-Lefèvre d’Œuf, né "
	    "le 29\u00A0février\u00A01988 à Łódź (Pologne), demeurant 4, "
	    "impasse des Lilas ; « tout » va : 12\u202F€, L.\u00A0127-1 !";
	struct text *text;
	double width;
	size_t i;
	int fits = 1, whole = 1;
	const char *all;

	for (width = 15; width < 500; width += 3.7) {
		text = text_plain(l, s, &style_body, width);
		all = "";
		for (i = 0; i < text->n; i++) {
			fits &= text->lines[i].width <= width + 0.01;
			all = arena_fmt(l->arena, "%s%s", all,
			    line_string(l->arena, &text->lines[i]));
		}
		whole &= strcmp(all, s) == 0;
	}
	CHECK(fits);
	CHECK(whole);
	CHECK(l->error == NULL);
}

/* No paragraph ends on one short word alone. */
static void
test_runts(struct layout *l)
{
	const char *s = "l’état du matériel prêté, daté puis signé par elle.";
	struct text *text;
	int runts = 0, i;

	for (i = 0; i < 120; i++) {
		text = text_plain(l, s, &style_body, 250);
		runts += text->lines[text->n - 1].width < 25;
		s = arena_fmt(l->arena, "%s %s", i % 3 == 0 ? "un" : "mot",
		    s);
	}
	CHECK(runts == 0);
}

static void
test_looks(struct layout *l)
{
	struct tree *t = tree_parse(l->arena, "<p>1<sup>er</sup> <em>mai</em>"
	    "<br/><a href='https://x.example/'>x</a></p>", 73, "t", NULL);
	struct text *text;

	CHECK(t != NULL);
	if (t == NULL)
		return;
	text = text_of(l, tree_root(t), &style_body, 1000);
	CHECK(text->n == 2);
	CHECK(text->lines[0].n == 3);		/* 1, er, mai */
	CHECK(text->lines[0].runs[1].rise > 3 &&
	    text->lines[0].runs[1].size < 7);
	CHECK(text->lines[0].runs[2].face == FACE_BODY_ITALIC);
	CHECK_STR(text->lines[1].runs[0].link, "https://x.example/");
	/* a face that lacks a character hands over to another */
	text = text_plain(l, "✓", &style_body, 100);
	CHECK(text->n == 1 && text->lines[0].runs[0].face == FACE_CODE);
	CHECK(l->error == NULL);
}

static void
test_missing(struct layout *l)
{
	text_plain(l, "nom 中 prénom", &style_body, 100);
	CHECK_STR(l->error, "le caractère « 中 » (U+4E2D) n’existe dans aucune "
	    "police des documents");
	l->error = NULL;
	text_plain(l, "e\u0301", &style_body, 100);	/* not composed */
	CHECK(l->error != NULL && strstr(l->error, "U+0301") != NULL);
	l->error = NULL;
	text_plain(l, "a\x01z", &style_body, 100);
	CHECK(l->error != NULL && strstr(l->error, "U+0001") != NULL);
	l->error = NULL;
	text_plain(l, "a\xC3", &style_body, 100);
	CHECK(l->error != NULL && strstr(l->error, "UTF-8") != NULL);
	l->error = NULL;
}

int
main(void)
{
	struct arena *a = arena_new();
	struct sfnt faces[FACE_COUNT];
	struct layout l = { .arena = a, .faces = faces, .g = &upright };
	size_t i;

	log_init("test_lines");
	crypto_init();
	xml_init();
	for (i = 0; i < FACE_COUNT; i++)
		if (sfnt_open(&faces[i], build_path(a, arena_fmt(a,
		    "fonts/%s.ttf", files[i]))) == -1)
			return 1;
	test_breaks(&l);
	test_all_widths(&l);
	test_runts(&l);
	test_looks(&l);
	test_missing(&l);
	for (i = 0; i < FACE_COUNT; i++)
		sfnt_close(&faces[i]);
	arena_free(a);
	xml_exit();
	return test_end();
}
