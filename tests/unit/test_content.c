/*
 * text/content and port/markdown.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "port/markdown.h"
#include "test.h"
#include "text/content.h"

#define NBSP	"\xc2\xa0"

static struct arena *a;
static char path[] = "/tmp/terreau-content-XXXXXX";
static struct buf out = BUF_INIT, faults = BUF_INIT;
static struct content c;

static const char *const known[] = { "titre", "description", NULL };

static const char *
read_whole(const char *text, size_t len)
{
	if (file_write(path, text, len, 0600) == -1)
		abort();
	buf_reset(&out);
	buf_reset(&faults);
	if (content_read(a, path, known, &c, &faults) == 0)
		node_write(&out, tree_root(c.tree));
	else {
		/* without the name of the file, which changes */
		const char *s = buf_cstr(&faults), *p;

		for (; (p = strstr(s, path)) != NULL; s = p + strlen(path))
			buf_add(&out, s, (size_t)(p - s));
		buf_str(&out, s);
	}
	return buf_cstr(&out);
}

static const char *
body(const char *text)
{
	const char *s = arena_fmt(a, "---\ntitre: T\n---\n%s", text);

	return read_whole(s, strlen(s));
}

static const char *
whole(const char *text)
{
	return read_whole(text, strlen(text));
}

static void
test_text(void)
{
	CHECK_STR(body(""), "<main/>");
	CHECK_STR(body("# Un\n\nDeux *trois* ?\n"), "<main>\n<h1>Un</h1>\n"
	    "<p>Deux <em>trois</em>\xe2\x80\xaf?</p>\n</main>");
	CHECK_STR(body("A. Dupont\nB. Durand\n\n% x\n\n1/2 (c) \"a\" A^B\n"),
	    "<main>\n<p>A. Dupont\nB. Durand</p>\n<p>% x</p>\n<p>1/2 (c) "
	    "\"a\" A^B</p>\n</main>");
	CHECK_STR(body("- a\n- b\n\ntexte\n\n1. c\n"), "<main>\n<ul>\n"
	    "<li>a</li>\n<li>b</li>\n</ul>\n<p>texte</p>\n<ol>\n<li>c</li>\n"
	    "</ol>\n</main>");
	CHECK_STR(body("<dl>\n<dt>R & D</dt>\n<dd>x</dd>\n</dl>\n"),
	    "<main>\n<dl>\n<dt>R &amp; D</dt>\n<dd>x</dd>\n</dl>\n</main>");
}

static void
test_marks(void)
{
	CHECK_STR(body("Le {{ a[b='c_d_e'] | jour }} **{{ *nom* }}**\n"),
	    "<main>\n<p>Le {{ :4: a[b='c_d_e'] | jour }} <strong>{{ :4: "
	    "*nom* }}</strong></p>\n</main>");
	CHECK_STR(body("[lien]({{ @url }})\n"), "<main>\n<p><a "
	    "href=\"{{ :4: @url }}\">lien</a></p>\n</main>");
	CHECK_STR(body("{{ if a }}\ntexte\n{{ else }}\nautre\n{{ end }}\n"),
	    "<main>\n{{ :4: if a }}\n<p>texte</p>\n{{ :6: else }}\n<p>autre"
	    "</p>\n{{ :8: end }}\n</main>");
	CHECK_STR(body("{{ section a b }}\n\n## T\n\n{{ div }}\nx\n{{ end }}"
	    "\n{{ if y }}\nz\n{{ end }}\n{{ end }}\n\nfin\n"),
	    "<main>\n<section class=\"a b\">\n<h2 id=\"t\">T</h2>\n<div>\n"
	    "<p>x</p>\n</div>\n{{ :11: if y }}\n<p>z</p>\n{{ :13: end }}\n"
	    "</section>\n<p>fin</p>\n</main>");
	CHECK_STR(body("{{ div qui }}Adultes *ici*{{ end }}\n\n{{ call x }}\n"),
	    "<main>\n<div class=\"qui\">Adultes <em>ici</em></div>\n"
	    "{{ :6: call x }}\n</main>");
	CHECK_STR(body("<dl>\n{{ each x }}\n<dt>{{ . }}</dt>\n{{ end }}\n"
	    "</dl>\n"), "<main>\n<dl>\n{{ :5: each x }}\n<dt>{{ :6: . }}</dt>"
	    "\n{{ :7: end }}\n</dl>\n</main>");
}

static void
test_articles(void)
{
	CHECK_STR(body("## Un\n\n> clair\n\na\n\n{{ if x }}\n\nb\n\n{{ end }}"
	    "\n\n## Deux\n\nc\n"), "<main>\n<section class=\"article\">\n"
	    "<aside class=\"clair\">\n<p>clair</p>\n</aside>\n<h2 id=\"un\">"
	    "Un</h2>\n<p>a</p>\n{{ :10: if x }}\n<p>b</p>\n{{ :14: end }}\n"
	    "</section>\n<h2 id=\"deux\">Deux</h2>\n<p>c</p>\n</main>");
	/* blocks around articles, and articles around blocks, stay whole */
	CHECK_STR(body("{{ if x }}\n\n## Un\n\n> c\n\n{{ end }}\n\nz\n"),
	    "<main>\n{{ :4: if x }}\n<section class=\"article\">\n<aside "
	    "class=\"clair\">\n<p>c</p>\n</aside>\n<h2 id=\"un\">Un</h2>\n"
	    "</section>\n{{ :10: end }}\n<p>z</p>\n</main>");
	CHECK_STR(body("## Un\n\n> c\n\na\n\n{{ if x }}\n\nb\n\n## Deux\n\n"
	    "{{ end }}\n"), "<main>\n<section class=\"article\">\n<aside "
	    "class=\"clair\">\n<p>c</p>\n</aside>\n<h2 id=\"un\">Un</h2>\n"
	    "<p>a</p>\n</section>\n{{ :10: if x }}\n<p>b</p>\n"
	    "<h2 id=\"deux\">Deux</h2>\n{{ :16: end }}\n</main>");
}

static void
test_details(void)
{
	CHECK_STR(body("## L'été à Œuf-sur-Ÿ !\n\n## L'été à Œuf-sur-Ÿ !\n\n"
	    "### {{ x }}\n"), "<main>\n<h2 id=\"l-ete-a-oeuf-sur-y\">"
	    "L’été à Œuf-sur-Ÿ\xe2\x80\xaf!</h2>\n"
	    "<h2 id=\"l-ete-a-oeuf-sur-y-2\">L’été à Œuf-sur-Ÿ\xe2\x80\xaf!"
	    "</h2>\n<h3 id=\"titre\">{{ :8: x }}</h3>\n</main>");
	CHECK_STR(body("Tableau : Prix\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n"),
	    "<main>\n<table>\n<caption>Prix</caption>\n<thead>\n<tr>\n<th "
	    "scope=\"col\">A</th>\n<th class=\"n\" scope=\"col\">B</th>\n"
	    "</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td class=\"n\">2"
	    "</td>\n</tr>\n</tbody>\n</table>\n</main>");
	CHECK(strstr(body("Note[^1].\n\n[^1]: Ici.\n"), "<a href=\"#fnref:1\" "
	    "aria-label=\"Retour au texte\">") != NULL);
}

static void
test_front(void)
{
	CHECK_STR(whole("\xef\xbb\xbf---\r\ntitre: L'été : oui\r\n"
	    "description:\r\n---\r\nx"), "<main>\n<p>x</p>\n</main>");
	CHECK_STR(content_value(&c, "titre"), "L’été" NBSP ": oui");
	CHECK_STR(content_value(&c, "description"), "");
	CHECK(content_value(&c, "date") == NULL);
	CHECK(c.keys[1].line == 3);
	CHECK_STR(whole("titre: x\n"), ":1: commencez le fichier par une "
	    "ligne « --- », les clés, puis « --- »\n");
	CHECK_STR(whole(""), ":1: commencez le fichier par une ligne « --- », "
	    "les clés, puis « --- »\n");
	CHECK_STR(whole("---\ntitre: x\n"), ":1: fermez l’en-tête par une "
	    "ligne « --- »\n");
	CHECK_STR(whole("---\ntitre: x\n\n# a\n\nb\n"), ":3: écrivez « clé: "
	    "valeur », ou fermez l’en-tête par une ligne « --- »\n");
	CHECK_STR(whole("---\ntitre: x\nautre: y\ntitre: z\n---\n"), ":3: clé "
	    "inconnue « autre »\n:4: clé « titre » déjà donnée ligne 2\n");
	CHECK_STR(whole("---\ntitre\n---\n"), ":2: écrivez « clé: valeur », "
	    "ou fermez l’en-tête par une ligne « --- »\n");
	CHECK_STR(read_whole("---\ntitre: \xe9t\xe9\n---\n", 19), ":2: "
	    "enregistrez ce fichier en UTF-8, sans caractère de contrôle\n");
	CHECK_STR(read_whole("---\n---\n\na\0b", 12), ":4: "
	    "enregistrez ce fichier en UTF-8, sans caractère de contrôle\n");
}

static void
test_faults(void)
{
	CHECK_STR(body("a\n\n&eacute; &amp; &#233; `&nbsp;`\n"), ":6: écrivez "
	    "le caractère au lieu de &eacute;\n:6: écrivez le caractère au "
	    "lieu de &#233;\n");
	CHECK_STR(body("[a](http://a.fr)\n\n[b](b.html)\n\n[c](//c.fr)\n\n"
	    "[](/d)\n"), ":4: lien « http://a.fr » : l’adresse doit commencer "
	    "par /, #, https://, mailto: ou tel:\n:6: lien « b.html » : "
	    "l’adresse doit commencer par /, #, https://, mailto: ou tel:\n"
	    ":8: lien « //c.fr » : l’adresse doit commencer par /, #, "
	    "https://, mailto: ou tel:\n:10: lien « /d » : donnez-lui un "
	    "texte\n");
	CHECK_STR(body("[a](/x)\n\n[b](javascript:x)\n"), ":6: lien "
	    "« javascript:x » : l’adresse doit commencer par /, #, https://, "
	    "mailto: ou tel:\n");
	CHECK_STR(body("[a](/x)\n\n\\[b](/y z)\n"), ":6: lien mal formé : "
	    "écrivez [texte](/adresse)\n");
	CHECK(strstr(body("[{{ a }}](mailto:{{ a }})\n"), "href=\"mailto:"
	    "{{ :4: a }}\"") != NULL);
	CHECK_STR(body("![](/a.png)\n\n![b](https://b.fr/b.png)\n"), ":4: "
	    "image « /a.png » : décrivez-la entre les crochets : "
	    "![description](…)\n:6: image « https://b.fr/b.png » : l’adresse "
	    "doit commencer par / : aucune image ne vient d’ailleurs\n");
	CHECK_STR(body("a\n\n<script>x</script>\n\n<p onclick=\"x\" "
	    "style=\"y\">b</p>\n"), ":6: <script> n’est pas permis ici\n:8: "
	    "l’attribut onclick n’est pas permis ici\n:8: l’attribut style "
	    "n’est pas permis ici\n");
	CHECK_STR(body("a\n\n<dl>\n<dt>b</dd>\n</dl>\n"), ":7: le HTML de ce "
	    "passage est mal formé : Opening and ending tag mismatch: dt line "
	    "4 and dd\n");
	CHECK_STR(body("| A |\n|---|\n| 1 |\n"), ":4: ajoutez avant ce tableau "
	    "un paragraphe « Tableau : … », qui sera sa légende\n");
	CHECK_STR(body("{{ section a }}\n\nx\n"), ":4: ce {{ section }} n’a "
	    "pas de {{ end }}\n");
	CHECK_STR(body("x\n\n{{ end }}\n"), ":6: ce {{ end }} ne ferme rien\n");
	CHECK_STR(body("{{ div a }} x\n"), ":4: mettez {{ div }} seul sur sa "
	    "ligne, ou fermez-le sur la même\n");
	CHECK_STR(body("x\n\n{{ a\n"), ":6: il manque « }} »\n");
	CHECK_STR(body("x TERREAUMARQUE0X\n"), ":4: ce mot est réservé : "
	    "TERREAUMARQUE\n");
	unlink(path);
	buf_reset(&faults);
	CHECK(content_read(a, path, known, &c, &faults) == -1 && faults.len >
	    0);
	CHECK(content_value(&c, "titre") == NULL);
}

static void
test_limits(void)
{
	struct buf big = BUF_INIT;
	int line, i;

	for (i = 0; i < 40000; i++)
		buf_str(&big, "> ");
	buf_reset(&out);
	CHECK(markdown_html(&out, big.data, big.len, &line) == -1 && line ==
	    1);
	buf_reset(&big);
	for (i = 0; i < 1024 * 1024 / 2 + 1; i++)
		buf_str(&big, "a\n");
	CHECK(markdown_html(&out, big.data, big.len, &line) == -1 && line ==
	    0);
	CHECK(markdown_html(&out, "a\0b", 3, &line) == -1);
	CHECK(markdown_html(&out, "", 0, &line) == 0 && out.len == 0);
	buf_free(&big);
}

int
main(void)
{
	int fd;

	xml_init();
	a = arena_new();
	if ((fd = mkstemp(path)) == -1)
		return 1;
	close(fd);
	test_text();
	test_marks();
	test_articles();
	test_details();
	test_front();
	test_faults();
	test_limits();
	unlink(path);
	buf_free(&out);
	buf_free(&faults);
	arena_free(a);
	xml_exit();
	return test_end();
}
