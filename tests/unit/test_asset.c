/*
 * text/asset: names follow the content, style sheets follow their fonts.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/str.h"
#include "port/crypto.h"
#include "test.h"
#include "text/asset.h"

static struct arena *a;

static void
put(const char *dir, const char *name, const char *text)
{
	if (file_write(arena_fmt(a, "%s/%s", dir, name), text, strlen(text),
	    0600) == -1)
		abort();
}

static void
take_away(const char *dir, const char *name)
{
	unlink(arena_fmt(a, "%s/%s", dir, name));
}

int
main(void)
{
	char statics[] = "/tmp/terreau-static-XXXXXX";
	char fonts[] = "/tmp/terreau-fonts-XXXXXX";
	struct assets *one, *two;
	struct node *page;

	crypto_init();
	xml_init();
	a = arena_new();
	CHECK(mkdtemp(statics) != NULL && mkdtemp(fonts) != NULL);
	put(statics, "terreau.css", "/* don't */ a {}\n@font-face "
	    "{ src: url(titre.woff2) }\nb > i,\n\tmain :not(u) { "
	    "c: url(\"data:image/png, x\"); d: 1 + 2 /* e */ }\n");
	put(statics, "icone.svg", "<svg/>");
	put(fonts, "titre.woff2", "abc");
	put(fonts, "titre.ttf", "def");

	CHECK((one = assets_load(a, statics, fonts)) != NULL);
	/* printf abc | sha256sum */
	CHECK_STR(asset_address(one, "titre.woff2"),
	    "/static/titre.ba7816bf8f.woff2");
	CHECK_STR(assets_at(one, 0)->name, "icone.svg");
	CHECK_STR(assets_at(one, 1)->bytes, "a{}@font-face{src:url("
	    "/static/titre.ba7816bf8f.woff2)}b > i,main :not(u){"
	    "c:url(\"data:image/png, x\");d:1 + 2}\n");
	CHECK(assets_at(one, 3) == NULL);	/* no TrueType on the web */
	CHECK(asset_address(one, "titre.ttf") == NULL);
	page = tree_root(tree_new(a, "page"));
	asset_model(one, page);
	CHECK_STR(node_attr(node_child(page, "actifs"), "css"),
	    asset_address(one, "terreau.css"));
	CHECK(node_attr(node_child(page, "actifs"), "police-gras") == NULL);

	put(fonts, "titre.woff2", "abcd");
	CHECK((two = assets_load(a, statics, fonts)) != NULL);
	CHECK(!str_eq(asset_address(one, "terreau.css"),
	    asset_address(two, "terreau.css")));
	CHECK_STR(asset_address(two, "icone.svg"),
	    asset_address(one, "icone.svg"));

	take_away(fonts, "titre.woff2");
	CHECK(assets_load(a, statics, fonts) == NULL);
	take_away(statics, "terreau.css");
	CHECK(assets_load(a, statics, fonts) != NULL);
	take_away(statics, "icone.svg");
	take_away(fonts, "titre.ttf");
	CHECK(rmdir(statics) == 0 && rmdir(fonts) == 0);
	CHECK(assets_load(a, statics, fonts) == NULL);
	arena_free(a);
	xml_exit();
	return test_end();
}
