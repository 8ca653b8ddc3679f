/*
 * text/template, text/path, text/format, text/html.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "test.h"
#include "text/format.h"
#include "text/html.h"
#include "text/path.h"
#include "text/template.h"

#define NBSP	"\xc2\xa0"
#define NNBSP	"\xe2\x80\xaf"

static struct arena	*a;
static struct node	*model;
static struct buf	 out = BUF_INIT;

static const char model_xml[] =
    "<page titre='Déjà &lt;vu&gt;' vide='' oui='1' cents='123456'>"
    "<reseau><nom>L&#39;Union &amp; Cie</nom><tel>+33612345678</tel></reseau>"
    "<champ code='a' type='texte'>un</champ>"
    "<champ code='b' type='choix'>deux <b>gras</b></champ>"
    "<liste><x/></liste>"
    "<texte>ligne 1\nligne &lt;2&gt;</texte>"
    "<jour>2026-03-01</jour><autre>2026-03-02</autre>"
    "<instant>2026-03-01T10:11:12Z</instant>"
    "<corps><p>Un <em>mot</em> &amp; un</p><br/></corps>"
    "<siret>73282932000074</siret><siren>732829320</siren>"
    "<code>8H3MW9K4T2QX</code><n>1234567</n><faux>abc</faux>"
    "</page>";

static struct tree *
parse(const char *s)
{
	struct xml_error err;
	struct tree *t = tree_parse(a, s, strlen(s), "t.html", &err);

	if (t == NULL) {
		printf("# %s\n", err.text);
		abort();
	}
	return t;
}

/* Compile and run as HTML; the error when it does not compile. */
static const char *
run_in(const char *s, void (*how)(struct buf *, const struct templates *,
    const char *, struct node *))
{
	static struct xml_error err;
	struct templates *t = templates_new(a);

	if (templates_add(t, "t", "t.html", parse(s), &err) == -1)
		return err.text;
	buf_reset(&out);
	how(&out, t, "t", model);
	return buf_cstr(&out);
}

static const char *
run(const char *s)
{
	return run_in(s, template_run);
}

static void
test_values(void)
{
	CHECK_STR(run("<p>{{ @titre }}</p>"), "<p>Déjà &lt;vu&gt;</p>");
	CHECK_STR(run("<p>{{reseau/nom}}</p>"), "<p>L&#39;Union &amp; Cie</p>");
	CHECK_STR(run("<p>{{ champ[@code='b'] }}</p>"), "<p>deux gras</p>");
	CHECK_STR(run("<p>{{ rien }}{{ @rien }}</p>"), "<p></p>");
	CHECK_STR(run("<p>{{ '}}' }}</p>"), "<p>}}</p>");
	CHECK_STR(run("<p>{{ count(champ) }}</p>"), "<p>2</p>");
	CHECK_STR(run("<p>a &amp; b &lt; « c » }} {</p>"),
	    "<p>a &amp; b &lt; « c » }} {</p>");
	CHECK_STR(run("<gabarit><p>{{ (rien | @titre) }}</p>x</gabarit>"),
	    "<p>Déjà &lt;vu&gt;</p>x");
}

static void
test_elements(void)
{
	CHECK_STR(run("<div><br/><img src='a' alt=''/><p/><i></i></div>"),
	    "<div><br><img src=\"a\" alt=\"\"><p></p><i></i></div>");
	CHECK_STR(run("<svg><circle r='1'/><path><title/></path></svg>"),
	    "<svg><circle r=\"1\"/><path><title></title></path></svg>");
	CHECK_STR(run("<html lang='fr'><body/></html>"),
	    "<!DOCTYPE html>\n<html lang=\"fr\"><body></body></html>\n");
	CHECK_STR(run_in("<html><br/><p>{{ n }}</p></html>",
	    template_run_xml), "<html><br/><p>1234567</p></html>\n");
	CHECK_STR(run("<p>a<!-- {{ if --> b</p>"), "<p>a b</p>");
	CHECK_STR(run("<p>\n  <!-- c\n d -->\n  <i/>\n</p>"),
	    "<p>\n  <i></i>\n</p>");
	CHECK_STR(run("<script>a &amp;&amp; b</script>"),
	    "<script>a && b</script>");
	CHECK_STR(run("<div>{{ markup corps }}</div>"),
	    "<div><p>Un <em>mot</em> &amp; un</p><br></div>");
	CHECK_STR(run_in("<div>{{ markup corps }}</div>", template_run_xml),
	    "<div><p>Un <em>mot</em> &amp; un</p><br/></div>");
	/* typed text stays text */
	CHECK_STR(run("<div>{{ markup texte }}</div>"),
	    "<div>ligne 1\nligne &lt;2&gt;</div>");
}

static void
test_blocks(void)
{
	CHECK_STR(run("<p>{{ if @oui }}a{{ else }}b{{ end }}</p>"), "<p>a</p>");
	CHECK_STR(run("<p>{{ if @non }}a{{ else }}b{{ end }}</p>"), "<p>b</p>");
	CHECK_STR(run("<p>{{ if @non }}a{{ end }}</p>"), "<p></p>");
	CHECK_STR(run("<ul>{{ each champ }}<li id='{{@code}}'>{{ . }}</li>"
	    "{{ end }}</ul>"), "<ul><li id=\"a\">un</li>"
	    "<li id=\"b\">deux gras</li></ul>");
	CHECK_STR(run("<p>{{ each rien }}x{{ else }}vide{{ end }}</p>"),
	    "<p>vide</p>");
	CHECK_STR(run("<p>{{ with reseau }}{{ nom }} {{ ../@oui }}{{ end }}"
	    "</p>"), "<p>L&#39;Union &amp; Cie 1</p>");
	CHECK_STR(run("<p>{{ with rien }}x{{ end }}</p>"), "<p></p>");
	CHECK_STR(run("<p>{{ each champ }}{{ if @type = 'choix' }}"
	    "{{ each b }}[{{ . }}]{{ end }}{{ else }}{{ /page/@oui }}"
	    "{{ end }}{{ end }}</p>"), "<p>1[gras]</p>");
	/* lines of marks leave no line */
	CHECK_STR(run("<ul>\n  {{ each champ }}\n  <li/>\n  {{ end }}\n</ul>"),
	    "<ul>\n  <li></li>\n  <li></li>\n</ul>");
	CHECK_STR(run("<p>\n{{ if @oui }}{{ if @oui }}\nx\n{{ end }}\n"
	    "{{ end }}\n</p>"), "<p>\nx\n</p>");
	/* a paragraph of marks alone vanishes */
	CHECK_STR(run("<div><p>{{ if @oui }}</p><p>a</p><p> {{ else }} </p>"
	    "<p>b</p><p>{{ end }}{{ if @non }}</p>c<p>{{ end }}</p></div>"),
	    "<div><p>a</p></div>");
	CHECK_STR(run("<div><p>{{ @oui }}</p></div>"), "<div><p>1</p></div>");
}

static void
test_attributes(void)
{
	CHECK_STR(run("<i title='{{ @titre }}'/>"),
	    "<i title=\"Déjà &lt;vu&gt;\"></i>");
	CHECK_STR(run("<i title='{{ @vide }}' id='x'/>"), "<i id=\"x\"></i>");
	CHECK_STR(run("<i title=''/>"), "<i title=\"\"></i>");
	CHECK_STR(run("<input checked='{{ if @oui }}checked{{ end }}' "
	    "disabled='{{ if @non }}disabled{{ end }}'/>"),
	    "<input checked=\"checked\">");
	CHECK_STR(run("<i class='a {{ if @non }}b{{ end }}'/>"),
	    "<i class=\"a\"></i>");
	CHECK_STR(run("<i class='{{ if @non }}b{{ end }} {{ if @oui }}c"
	    "{{ else }}d{{ end }}'/>"), "<i class=\"c\"></i>");
	CHECK_STR(run("<i value='{{ @oui }} '/>"), "<i value=\"1 \"></i>");
	CHECK_STR(run("<i title='{{ jour | jour }}'/>"),
	    "<i title=\"1er" NBSP "mars" NBSP "2026\"></i>");
}

static void
test_formats(void)
{
	CHECK_STR(run("<p>{{ jour | jour }}</p>"),
	    "<p>1<sup>er</sup>" NBSP "mars" NBSP "2026</p>");
	CHECK_STR(run("<p>{{ autre|jour }}</p>"),
	    "<p>2" NBSP "mars" NBSP "2026</p>");
	CHECK_STR(run("<p>{{ instant | instant }}</p>"), "<p>1<sup>er</sup>"
	    NBSP "mars" NBSP "2026 à 11" NBSP "h" NBSP "11</p>");
	CHECK_STR(run("<p>{{ @cents | euros }}</p>"),
	    "<p>1" NNBSP "234,56" NBSP "€</p>");
	CHECK_STR(run("<p>{{ @cents | lettres }}</p>"), "<p>mille deux cent "
	    "trente-quatre euros et cinquante-six centimes</p>");
	CHECK_STR(run("<p>{{ reseau/tel | telephone }}</p>"),
	    "<p>06" NBSP "12" NBSP "34" NBSP "56" NBSP "78</p>");
	CHECK_STR(format_value(a, format_find("appel"), "02 61" NBSP "91"
	    NNBSP "00 10"), "0261910010");
	CHECK_STR(format_value(a, format_find("appel"), ""), "");
	CHECK_STR(run("<p>{{ siret | siret }}</p>"),
	    "<p>732" NBSP "829" NBSP "320" NBSP "00074</p>");
	CHECK_STR(run("<p>{{ siren | siren }}</p>"),
	    "<p>732" NBSP "829" NBSP "320</p>");
	CHECK_STR(run("<p>{{ code | code }}</p>"),
	    "<p>8H3M" NBSP "W9K4" NBSP "T2QX</p>");
	CHECK_STR(run("<p>{{ n | nombre }}</p>"),
	    "<p>1" NNBSP "234" NNBSP "567</p>");
	CHECK_STR(run("<p>{{ texte | lignes }}</p>"),
	    "<p>ligne 1<br>ligne &lt;2&gt;</p>");
	CHECK_STR(run("<p>{{ faux | jour }}{{ faux | instant }}{{ faux | "
	    "euros }}{{ faux | lettres }}{{ faux | telephone }}{{ faux | "
	    "siret }}{{ faux | siren }}{{ faux | code }}{{ faux | nombre }}"
	    "</p>"), "<p>abcabcabcabcabcabcabcabcabc</p>");
	CHECK_STR(format_value(a, format_find("nombre"), "123456"),
	    "123" NNBSP "456");
	CHECK_STR(format_value(a, format_find("nombre"), "999"), "999");
	CHECK_STR(format_value(a, format_find("telephone"), "+262692123456"),
	    "+262" NBSP "692" NBSP "12" NBSP "34" NBSP "56");
	CHECK_STR(format_value(a, format_find("instant"),
	    "2026-13-01T10:11:12Z"), "2026-13-01T10:11:12Z");
	CHECK_STR(format_value(a, format_find("instant"),
	    "2026-12-01T24:11:12Z"), "2026-12-01T24:11:12Z");
}

static void
test_faults(void)
{
	CHECK_STR(run("<p>\n\n{{ if @a }}</p>"), "t.html:3: ce bloc n’a pas "
	    "de {{ end }} dans le même élément");
	CHECK_STR(run("<p>\n<i>{{ if @a }}</i>\n{{ end }}</p>"), "t.html:2: "
	    "ce bloc n’a pas de {{ end }} dans le même élément");
	CHECK_STR(run("<p><i>a\nb</i>\n\n{{ end }}</p>"), "t.html:4: « end » "
	    "sans bloc ouvert dans le même élément");
	CHECK_STR(run("<p>{{ if a }}{{ else }}{{ else }}{{ end }}</p>"),
	    "t.html:1: deux « else » dans le même bloc");
	CHECK_STR(run("<p><!-- a\n\nb -->\n{{ a | nul }}</p>"),
	    "t.html:4: format inconnu « nul »");
	CHECK_STR(run("<p>{{ a[ }}</p>"),
	    "t.html:1: « a[ » n’est pas une expression XPath");
	CHECK_STR(run("<p>\n{{ a </p>"), "t.html:2: il manque « }} »");
	CHECK_STR(run("<p>{{ if }}{{ end }}</p>"),
	    "t.html:1: il manque un chemin");
	CHECK_STR(run("<p>{{ }}</p>"), "t.html:1: il manque un chemin");
	CHECK_STR(run("<p>{{ call }}</p>"),
	    "t.html:1: « call » sans nom de modèle");
	CHECK_STR(run("<p\n title='{{ each a }}{{ end }}'/>"),
	    "t.html:2: dans un attribut, seul « if » est permis");
	CHECK_STR(run("<p title='{{ call a }}'/>"),
	    "t.html:1: « call a » n’est pas permis dans un attribut");
	CHECK_STR(run("<p title='{{ if a }}'/>"), "t.html:1: ce bloc n’a pas "
	    "de {{ end }} dans le même élément");
	CHECK_STR(run("<script>{{ a }}</script>"),
	    "t.html:1: pas de {{ }} dans <script>");
	CHECK_STR(run("<p>{{ :12: a | nul }}</p>"),
	    "t.html:12: format inconnu « nul »");
}

static void
test_path(const char *expr, struct node *at)
{
	struct path *p = path_compile(a, expr, NULL);
	struct xpath *x = xpath_compile(a, expr, NULL);
	struct node **n1, **n2;
	size_t k1 = path_nodes(a, p, at, &n1), k2 = xpath_nodes(a, x, at, &n2);
	int same = k1 == k2 &&
	    (k1 == 0 || memcmp(n1, n2, k1 * sizeof(*n1)) == 0) &&
	    path_true(a, p, at) == xpath_true(x, at) &&
	    str_eq(path_string(a, p, at), xpath_string(a, x, at));

	printf("%s path %s\n", same ? "ok" : "not ok", expr);
	test_failed += !same;
}

/* The fast walker and libxml2 agree. */
static void
test_paths(void)
{
	static const char *const t[] = {
		"@titre", ".", "./@titre", "reseau/nom", "champ/@code",
		"champ/b", "/page/@oui", "/rien/@oui", "/page", "liste/x",
		"not(@oui)", "not(liste/y)", "@oui = '1'", "@oui='2'",
		"@oui != '2'", "@nul = ''", "@nul != ''", "@vide = ''",
		"@vide", "champ = 'un'", "champ != 'un'",
		"champ = 'deux gras'", "@oui and @vide",
		"@oui and not(@vide)", "@non or n = '1234567'",
		"@non or @nul", "(@non or @oui) and n", "not(@non or @nul)",
		"@oui and @non or @vide", "count(champ)", "champ[2]",
		"n > 3", "champ[@code='b']/b", "//b", "*",
		"concat(@oui, 'x')", "@oui = n", "n - 1", "android",
		"(@oui) = '1'", "string(@oui)", "texte/text()"
	};
	static const char *const below[] = {
		"..", "../@oui", "../../page/n", "../n = '1234567'", "../x",
		".. = 'a'", "../champ", "@code = ../@oui", "/page/n",
		"preceding-sibling::champ", "self::champ"
	};
	struct node *at = node_child(node_child(model, "reseau"), "tel");
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		test_path(t[i], model);
	for (i = 0; i < sizeof(below) / sizeof(below[0]); i++)
		test_path(below[i], at);
	CHECK(path_compile(a, "a[", NULL) == NULL);
}

static void
test_calls(void)
{
	struct templates *t = templates_new(a);

	CHECK(templates_add(t, "cadre", "c.html", parse("<html><main>"
	    "{{ content }}</main><p>{{ @oui }}</p></html>"), NULL) == 0);
	CHECK(templates_add(t, "page", "p.html", parse("<div>{{ call un }}"
	    "{{ call un champ }}{{ call un rien }}{{ each champ }}"
	    "{{ call un . }}{{ end }}</div>"), NULL) == 0);
	CHECK(templates_add(t, "un", "u.html", parse("<i>{{ @code }}</i>"),
	    NULL) == 0);
	CHECK(templates_has(t, "un") && !templates_has(t, "deux"));
	buf_reset(&out);
	template_run_framed(&out, t, "cadre", "page", model);
	CHECK_STR(buf_cstr(&out), "<!DOCTYPE html>\n<html><main><div><i></i>"
	    "<i>a</i><i>a</i><i>b</i></div></main><p>1</p></html>\n");
	CHECK(templates_add(t, "un", "u.html", parse("<b/>"), NULL) == 0);
	buf_reset(&out);
	template_run(&out, t, "un", model);
	CHECK_STR(buf_cstr(&out), "<b></b>");
}

static void
test_text(void)
{
	CHECK_STR(run_in("<texte>\n  Bonjour {{ @titre }},\n\n"
	    "{{ if @non }}\nnon\n{{ end }}\n\nLe {{ jour | jour }} :\n"
	    "{{ each champ }}\n- <a href='{{ @code }}'>{{ . }}</a>\n"
	    "{{ end }}\n\n</texte>", template_run_text),
	    "Bonjour Déjà <vu>,\n\nLe 1er" NBSP "mars" NBSP "2026 :\n- un\n"
	    "- deux gras");
}

static const char *
check(const char *s)
{
	struct templates *t = templates_new(a);
	static struct xml_error err;

	if (templates_add(t, "t", "t.html", parse(s), &err) == -1)
		return err.text;
	templates_add(t, "champ", "c.html", parse("<i>{{ @cod }}</i>"), NULL);
	buf_reset(&out);
	template_check(t, "t", model, &out);
	return buf_cstr(&out);
}

static void
test_check(void)
{
	CHECK_STR(check("<p>{{ @titre }}{{ each champ }}{{ b }}{{ @code }}"
	    "{{ end }}{{ if not(@oui) }}{{ n }}{{ end }}{{ with reseau }}"
	    "{{ nom }}{{ end }}{{ count(champ[@type='x']/b) + 1 }}</p>"), "");
	CHECK_STR(check("<p>\n{{ @titr }}</p>"),
	    "t.html:2: ce chemin ne mène à rien : « @titr »\n");
	CHECK_STR(check("<p>{{ each champ }}{{ nom }}{{ end }}</p>"),
	    "t.html:1: ce chemin ne mène à rien : « nom »\n");
	CHECK_STR(check("<p>{{ with reseau }}{{ if nom = 'x' and @z }}"
	    "{{ end }}{{ end }}</p>"),
	    "t.html:1: ce chemin ne mène à rien : « @z »\n");
	CHECK_STR(check("<p>{{ champ[@typ='x'] }}</p>"),
	    "t.html:1: ce chemin ne mène à rien : « champ/@typ »\n");
	CHECK_STR(check("<p>{{ count(champs) }}</p>"),
	    "t.html:1: ce chemin ne mène à rien : « champs »\n");
	CHECK_STR(check("<i id='{{ @idd }}'>{{ each chanp }}{{ end }}</i>"),
	    "t.html:1: ce chemin ne mène à rien : « @idd »\n"
	    "t.html:1: ce chemin ne mène à rien : « chanp »\n");
	CHECK_STR(check("<i>{{ each champ }}{{ call champ }}{{ end }}</i>"),
	    "c.html:1: ce chemin ne mène à rien : « @cod »\n");
	CHECK_STR(check("<i>{{ call rien }}</i>"),
	    "t.html:1: aucun modèle ne s’appelle « rien »\n");
	CHECK_STR(check("<i>{{ concat('a b', n) }}{{ n > 3 }}"
	    "{{ string-length(normalize-space(.)) }}{{ ../page/n }}</i>"),
	    "");
}

static void
put(const char *dir, const char *name, const char *text)
{
	file_write(arena_fmt(a, "%s/%s", dir, name), text, strlen(text), 0600);
}

static void
test_load(void)
{
	char dir[] = "/tmp/terreau-modeles-XXXXXX";
	struct templates *t = templates_new(a);
	struct xml_error err;

	CHECK(mkdtemp(dir) != NULL);
	put(dir, "a.html", "<p>{{ call b }}</p>");
	put(dir, "b.html", "<i>{{ n }}</i>");
	put(dir, "m.xml", "<mail><objet>Un {{ n }}</objet>\n"
	    "<texte>Deux</texte></mail>");
	put(dir, "non.txt", "<");
	CHECK(templates_load(t, dir, &err) == 0);
	buf_reset(&out);
	template_run(&out, t, "a", model);
	CHECK_STR(buf_cstr(&out), "<p><i>1234567</i></p>");
	buf_reset(&out);
	template_run_text(&out, t, "m/objet", model);
	CHECK_STR(buf_cstr(&out), "Un 1234567");
	t = templates_new(a);
	CHECK(templates_open(t, dir, &err) == 0);
	put(dir, "b.html", "<b>not read again</b>");
	buf_reset(&out);
	template_run(&out, t, "a", model);
	CHECK_STR(buf_cstr(&out), "<p><i>1234567</i></p>");
	buf_reset(&out);
	template_run_text(&out, t, "m/texte", model);
	CHECK_STR(buf_cstr(&out), "Deux");
	CHECK(templates_has(t, "m") && !templates_has(t, "m/non") &&
	    !templates_has(t, "mm"));
	put(dir, "b.html", "<i>\n{{ n");
	put(dir, "m.xml", "<mail>{{ x | y }}</mail>");
	CHECK(templates_load(t, dir, &err) == -1);
	CHECK(strstr(err.text, "b.html:2: ") != NULL);
	CHECK(strstr(err.text, "m.xml:1: format inconnu « y »") != NULL);
	put(dir, "b.html", "<i>\n{{ call d }}</i>");
	unlink(arena_fmt(a, "%s/m.xml", dir));
	CHECK(templates_load(t, dir, &err) == -1);
	CHECK(str_ends(err.text,
	    "b.html:2: aucun modèle ne s’appelle « d »"));
	unlink(arena_fmt(a, "%s/a.html", dir));
	unlink(arena_fmt(a, "%s/b.html", dir));
	unlink(arena_fmt(a, "%s/non.txt", dir));
	CHECK(rmdir(dir) == 0);
	CHECK(templates_load(t, dir, &err) == -1);
	CHECK(templates_open(t, dir, &err) == -1);
}

int
main(void)
{
	xml_init();
	a = arena_new();
	model = tree_root(parse(model_xml));
	test_values();
	test_elements();
	test_blocks();
	test_attributes();
	test_formats();
	test_faults();
	test_paths();
	test_calls();
	test_text();
	test_check();
	test_load();
	buf_free(&out);
	arena_free(a);
	xml_exit();
	return test_end();
}
