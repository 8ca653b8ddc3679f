/*
 * text/typo: the table of the rules, and that they hold when applied twice.
 *
 * In the tables « _ » stands for U+00A0 and « ~ » for U+202F.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/str.h"
#include "test.h"
#include "text/typo.h"

static struct arena *a;

static const char *
spaces(const char *s)
{
	struct buf b = BUF_INIT;
	const char *copy;

	for (; *s != '\0'; s++)
		if (*s == '_')
			buf_str(&b, "\xc2\xa0");
		else if (*s == '~')
			buf_str(&b, "\xe2\x80\xaf");
		else
			buf_char(&b, *s);
	copy = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return copy;
}

static const struct { const char *in, *want; } table[] = {
	/* punctuation */
	{ "Oui ; non ! Quoi ?", "Oui~; non~! Quoi~?" },
	{ "Oui; non! Quoi?", "Oui~; non~! Quoi~?" },
	{ "Quoi ?!", "Quoi~?!" },
	{ "Quoi?!", "Quoi~?!" },
	{ "Oui_! non_; quoi_?", "Oui~! non~; quoi~?" },
	{ "Exemple : oui", "Exemple_: oui" },
	{ "Exemple: oui", "Exemple_: oui" },
	{ "(quoi ?) [à compléter]", "(quoi~?) [à compléter]" },
	{ "il dit « bonjour » à tous", "il dit «_bonjour_» à tous" },
	{ "il dit «bonjour», puis", "il dit «_bonjour_», puis" },
	{ "« a ? »", "«_a~?_»" },
	{ "le ratio 3:2 et 14:30", "le ratio 3:2 et 14:30" },
	/* words */
	{ "l'été d'Œuf aujourd'hui", "l’été d’Œuf aujourd’hui" },
	{ "l'", "l’" },
	{ "Attendez... puis....", "Attendez… puis...." },
	{ "Quoi...?", "Quoi…~?" },
	/* addresses */
	{ "voir https://a.fr/?x=1 ou nom@exemple.fr?",
	  "voir https://a.fr/?x=1 ou nom@exemple.fr?" },
	{ "à /candidature/cae?x", "à /candidature/cae?x" },
	/* numbers and units */
	{ "12 % de 300 € sur 5 km", "12_% de 300_€ sur 5_km" },
	{ "12% de 300€, 5 ko.", "12_% de 300_€, 5_ko." },
	{ "5 min 30", "5_min 30" },
	{ "1 234 567 personnes", "1~234~567 personnes" },
	{ "1_234,50 €", "1~234,50_€" },
	{ "en 2026 123 personnes", "en 2026 123 personnes" },
	{ "de 9 h à 12 h", "de 9_h à 12_h" },
	{ "à 14 h 30, ou 14h30, ou 9h", "à 14_h_30, ou 14_h_30, ou 9_h" },
	{ "le 12 mars 2027.", "le 12_mars_2027." },
	{ "le 12\nmars\n2027", "le 12_mars_2027" },
	{ "du 1er août", "du 1er_août" },
	{ "12 marsouins", "12 marsouins" },
	{ "au 02 40 12 34 56.", "au 02_40_12_34_56." },
	{ "2 40 12", "2 40 12" },
	{ "732 829 320 00074", "732~829~320 00074" },
	/* abbreviations */
	{ "n° 12, art. 5, page 3", "n°_12, art._5, page_3" },
	{ "l'article 5 (L. 127-1)", "l’article_5 (L._127-1)" },
	{ "M. Dupont et Mme Élodie Œuf", "M._Dupont et Mme_Élodie Œuf" },
	{ "M. le maire", "M. le maire" },
	{ "Mme Martin, M. Petit, Dr Morel.", "Mme_Martin, M._Petit, Dr_Morel." },
	{ "Une ligne,\nune autre. Et la suite.", "Une ligne,\nune autre. Et la suite." },
	/* dashes */
	{ "un mot - dit-on - et un autre", "un mot –_dit-on_– et un autre" },
	{ "Étape 2 – Votre commune", "Étape_2_– Votre commune" },
	{ "a - b. c - d - e", "a_– b. c –_d_– e" },
	{ "- premier\n- second", "- premier\n- second" },
	/* paragraphs of a mail */
	{ "Bonjour,\n\nà vous :\n\n12\n\nmars", "Bonjour,\n\nà vous_:\n\n12"
	  "\n\nmars" },
	/* marks */
	{ "{{ a[b = 'c'] }} : {{ x ? }}", "{{ a[b = 'c'] }}_: {{ x ? }}" },
	{ "{{ nom }}?", "{{ nom }}~?" },
	{ "l'{{ nom }}", "l’{{ nom }}" },
	{ "{{ prix }} €", "{{ prix }}_€" },
	{ "n° {{ numero }}", "n°_{{ numero }}" },
	{ "«{{ nom }}»", "«_{{ nom }}_»" },
	{ "{{ end }} l'autre", "{{ end }} l’autre" },
	{ "", "" },
	{ " ", " " },
};

static void
test_table(void)
{
	const char *got;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		got = typo_text(a, spaces(table[i].in));
		CHECK_STR(got, spaces(table[i].want));
		CHECK_STR(typo_text(a, got), got);
	}
}

/* Numbers without order, the same in every run. */
static size_t
below(size_t limit)
{
	static uint64_t n = 7;

	n = n * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(n >> 33) % limit;
}

/* Any soup of what the rules look at comes out the same the second time. */
static void
test_soup(void)
{
	static const char *const bits[] = {
		" ", " ", " ", "_", "~", "\n", "'", "...", ".", "«", "»", "-",
		"–", "--", "?", "!", ";", ":", "%", "€", "h", "1", "12",
		"234", "2026", "02", "er", "mars", "n°", "M.", "L.", "page",
		"mot", "É", "{{ x }}", "(", ")", "14h30", "@", "l'", "km",
		"’", "…", ","
	};
	struct buf b = BUF_INIT;
	const char *once;
	int n, i, bad = 0;

	for (n = 0; n < 20000 && bad < 3; n++) {
		buf_reset(&b);
		for (i = (int)below(12); i >= 0; i--)
			buf_str(&b, spaces(bits[below(sizeof(bits) /
			    sizeof(bits[0]))]));
		once = typo_text(a, buf_cstr(&b));
		if (!str_eq(typo_text(a, once), once)) {
			printf("# soup [%s]\n# once [%s]\n# twice [%s]\n",
			    buf_cstr(&b), once, typo_text(a, once));
			bad++;
		}
		if (n % 100 == 0)
			arena_reset(a);
	}
	CHECK(bad == 0);
	buf_free(&b);
}

static const char *
tree(const char *in, int times)
{
	struct buf b = BUF_INIT;
	struct tree *t;
	const char *s = spaces(in);

	if ((t = tree_parse(a, s, strlen(s), "t", NULL)) == NULL)
		abort();
	while (times-- > 0)
		typo_tree(tree_root(t));
	node_write(&b, tree_root(t));
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static void
test_tree(void)
{
	static const struct { const char *in, *want; } t[] = {
		{ "<p title='l a ?'>Le 1er mars et le 1er mai 2026</p>",
		  "<p title=\"l a ?\">Le 1<sup>er</sup>_mars et le "
		  "1<sup>er</sup>_mai_2026</p>" },
		{ "<p>la 1re et les 1ers</p>", "<p>la 1<sup>re</sup> et les "
		  "1<sup>ers</sup></p>" },
		{ "<p>11er a1er 1erx</p>", "<p>11er a1er 1erx</p>" },
		{ "<p>article 1er</p>", "<p>article_1<sup>er</sup></p>" },
		{ "<p>a ? <code>a ? l'1er</code> <strong>b</strong> ?</p>",
		  "<p>a~? <code>a ? l'1er</code> <strong>b</strong>~?</p>" },
		{ "<div><pre>l'</pre><textarea>l'</textarea><kbd>l'</kbd>"
		  "<samp>l'</samp><style>l'</style><script>l'</script></div>",
		  "<div><pre>l'</pre><textarea>l'</textarea><kbd>l'</kbd>"
		  "<samp>l'</samp><style>l'</style><script>l'</script></div>" },
		{ "<p><i lang='en'>Really ?</i> <i lang='fr-FR'>Oui ?</i></p>",
		  "<p><i lang=\"en\">Really ?</i> <i lang=\"fr-FR\">Oui~?</i>"
		  "</p>" },
		{ "<p>« <b>a</b> »</p>", "<p>«_<b>a</b>_»</p>" },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		CHECK_STR(tree(t[i].in, 1), spaces(t[i].want));
		CHECK_STR(tree(t[i].in, 2), spaces(t[i].want));
	}
}

int
main(void)
{
	xml_init();
	a = arena_new();
	test_table();
	test_tree();
	test_soup();
	arena_free(a);
	xml_exit();
	return test_end();
}
