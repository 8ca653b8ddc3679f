/*
 * regle: the shipped file is whole, a file that lacks or adds a rule does not
 * load, and words are found wherever they may not stand.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "domain/law/regle.h"
#include "forms.h"
#include "test.h"

static struct arena *a;
static const struct regles *regles;
static const char *schema;

static void
test_shipped(void)
{
	int i, articles = 0;

	for (i = 0; i < REGLES; i++) {
		CHECK(*regle_text(regles, (enum regle)i) != '\0');
		articles += regle_article(regles, (enum regle)i) != NULL;
	}
	/* only the residence title is practice without an article */
	CHECK(articles == REGLES - 1);
	CHECK(regle_article(regles, REGLE_SEJOUR) == NULL);
	CHECK_STR(regle_article(regles, REGLE_DUREE), "C. com. L.\u00a0127-2");
	CHECK_STR(regle_article(regles, REGLE_DECLARER),
	    "C. trav. R.\u00a05142-1");
	CHECK_STR(regle_name(REGLE_AVANT_TERME), "avant-terme");
	CHECK(regle_article(NULL, REGLE_DUREE) == NULL);
	CHECK_STR(regle_text(NULL, REGLE_DUREE), "");
	CHECK(regle_limit(regles, "jour") == 8);
	CHECK(regle_limit(regles, "semaine") == 35);
	CHECK(regle_limit(regles, "annee") == -1);
}

/* Every verdict under 18, with the article wherever it is not a plain yes. */
static void
test_minors(void)
{
	struct tree *t = tree_new(a, "page");
	struct node *all, *n;
	int yes = 0, no = 0, maybe = 0, bare = 0;
	const char *verdict;

	regles_minors(tree_root(t), regles);
	all = node_child(tree_root(t), "mineurs");
	for (n = node_child(all, "tache"); n != NULL;
	    n = node_sibling(n, "tache")) {
		verdict = node_attr(n, "verdict");
		yes += str_eq(verdict, "oui");
		no += str_eq(verdict, "non");
		maybe += str_eq(verdict, "conditions");
		bare += !str_eq(verdict, "oui") &&
		    node_attr(n, "article") == NULL;
		bare += str_eq(verdict, "conditions") &&
		    node_value(a, n, "condition") == NULL;
	}
	CHECK(yes == 4 && maybe == 4 && no == 12 && bare == 0);
	CHECK(node_child(all, "limite") != NULL);
	regles_node(tree_root(t), regles);
	CHECK(node_child(node_child(node_child(tree_root(t), "regles"),
	    "groupe"), "regle") != NULL);
}

/* Load the shipped file with one text in place of another. */
static const char *
broken(const char *from, const char *to)
{
	struct buf b = BUF_INIT, faults = BUF_INIT;
	char path[] = "/tmp/terreau-regles-XXXXXX";
	const char *text, *at, *said = "no such text";
	int fd = mkstemp(path);

	if (fd != -1)
		close(fd);
	if (file_read(&b, source_path(a, "schemas/regles.xml")) == 0 &&
	    (at = strstr(text = buf_cstr(&b), from)) != NULL) {
		text = arena_fmt(a, "%.*s%s%s", (int)(at - text), text, to,
		    at + strlen(from));
		file_write(path, text, strlen(text), 0600);
		said = regles_load(a, path, schema, &faults) != NULL ?
		    "loaded" : arena_dup(a, buf_cstr(&faults));
	}
	unlink(path);
	buf_free(&b);
	buf_free(&faults);
	return said;
}

static void
test_broken(void)
{
	CHECK_STR(broken("version=\"1\"", "version=\"2\""), "loaded");
	CHECK(strstr(broken("nom=\"avant-terme\"", "nom=\"apres-terme\""),
	    "« avant-terme » is missing") != NULL);
	CHECK(strstr(broken("nom=\"avant-terme\"", "nom=\"apres-terme\""),
	    "no program applies this rule") != NULL);
	CHECK(strstr(broken("nom=\"rang\"", "nom=\"duree\""),
	    "there already") != NULL);
	CHECK(strstr(broken("effet=\"bloque\"", "effet=\"tolere\""), ":") !=
	    NULL);
	CHECK(strstr(broken("verdict=\"non\" article=\"C. trav. L. 4153-6\"",
	    "verdict=\"non\""), ":") != NULL);
	CHECK(strstr(broken("regle=\"salarie\"", "regle=\"salaire\""),
	    "no rule of that name") != NULL);
	CHECK(strstr(broken("</regles>", ""), ":") != NULL);
}

static void
test_words(void)
{
#define SAYS(text) regles_forbidden(a, regles, text)
	CHECK_STR(SAYS("Le salarié signe."), "salarié");
	CHECK_STR(SAYS("Les SALARIÉES signent."), "salariées");
	CHECK_STR(SAYS("«\u00a0salariés\u00a0»"), "salariés");
	CHECK_STR(SAYS("l’entrepreneur salarié"), "salarié");
	CHECK_STR(SAYS("salarié à\u00a0temps partiel"), "salarié");
	CHECK_STR(SAYS("entrepreneur salarié associé, puis salarié."),
	    "salarié");
	CHECK(SAYS("un contrat d’entrepreneur salarié associé") == NULL);
	CHECK(SAYS("une entrepreneuse, des entrepreneurs salariés associés") ==
	    NULL);
	CHECK(SAYS("ouvert aux salariés\n à\u00a0temps complet") == NULL);
	CHECK(SAYS("Il n’est pas salarié de la coopérative.") == NULL);
	CHECK(SAYS("le salaire, le salariat, non") == NULL);
	CHECK(SAYS("") == NULL);
#undef SAYS
}

int
main(void)
{
	struct buf faults = BUF_INIT;

	xml_init();
	a = arena_new();
	schema = source_path(a, "schemas/xml/regles.rng");
	regles = regles_load(a, source_path(a, "schemas/regles.xml"), schema,
	    &faults);
	CHECK_STR(buf_cstr(&faults), "");
	buf_free(&faults);
	if (regles == NULL)
		return 1;
	test_shipped();
	test_minors();
	test_broken();
	test_words();
	arena_free(a);
	xml_exit();
	return test_end();
}
