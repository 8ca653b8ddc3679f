/*
 * Files are read whole.  Style sheets come last, because their bytes depend on
 * the addresses of the others; a sheet does not name another sheet.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/crypto.h"
#include "text/asset.h"

#define DIGITS	10

struct assets {
	struct asset	*list;
	size_t		 n, size;
};

static void
set_address(struct arena *a, struct asset *as)
{
	unsigned char hash[SHA256_SIZE];
	const char *dot = strrchr(as->name, '.');
	size_t stem = dot == NULL ? strlen(as->name) : (size_t)(dot -
	    as->name);

	sha256(hash, as->bytes, as->len);
	as->address = arena_fmt(a, "/static/%.*s.%.*s%s", (int)stem,
	    as->name, DIGITS, hex_encode(a, hash, sizeof(hash)),
	    dot == NULL ? "" : dot);
}

static int
add(struct arena *a, struct assets *all, const char *dir, const char *name)
{
	struct asset *more;
	struct buf b = BUF_INIT;

	if (file_read(&b, arena_fmt(a, "%s/%s", dir, name)) == -1) {
		buf_free(&b);
		return -1;
	}
	if (all->n == all->size) {
		all->size = all->size == 0 ? 16 : all->size * 2;
		more = arena_array(a, all->size, sizeof(*more));
		if (all->n > 0)
			memcpy(more, all->list, all->n * sizeof(*more));
		all->list = more;
	}
	all->list[all->n++] = (struct asset){
		.name = arena_dup(a, name),
		.bytes = arena_dupn(a, buf_cstr(&b), b.len),
		.len = b.len
	};
	buf_free(&b);
	return 0;
}

static int
is_file(const struct dirent *e)
{
	return e->d_name[0] != '.' && !str_ends(e->d_name, "~");
}

static int
is_web_font(const struct dirent *e)
{
	return is_file(e) && str_ends(e->d_name, ".woff2");
}

static int
add_folder(struct arena *a, struct assets *all, const char *dir,
    int (*wanted)(const struct dirent *))
{
	struct dirent **list;
	int i, n, rc = 0;

	if ((n = scandir(dir, &list, wanted, alphasort)) == -1) {
		log_warn("%s", dir);
		return -1;
	}
	for (i = 0; i < n; i++) {
		if (add(a, all, dir, list[i]->d_name) == -1)
			rc = -1;
		free(list[i]);
	}
	free(list);
	return rc;
}

/*
 * Write what stands between the parentheses of url( ).  0, or -1 when it is
 * no file we have.
 */
static int
write_url(struct buf *b, const struct assets *all, const char *s, size_t n)
{
	size_t i;

	if (n >= 2 && (*s == '"' || *s == '\'') && s[n - 1] == *s) {
		s++;
		n -= 2;
	}
	if (str_starts(s, "data:")) {
		buf_fmt(b, "\"%.*s\"", (int)n, s);
		return 0;
	}
	for (i = 0; i < all->n; i++)
		if (strlen(all->list[i].name) == n && memcmp(
		    all->list[i].name, s, n) == 0 && all->list[i].address !=
		    NULL) {
			buf_str(b, all->list[i].address);
			return 0;
		}
	return -1;
}

/*
 * A style sheet as it travels: without comments and without the white space
 * that only its authors need.  Strings stay whole.
 */
static void
squeeze(struct buf *b, const char *s)
{
	const char *end;
	char last = '{';
	int blank = 0;

	for (; *s != '\0'; s = end) {
		end = s + 1;
		if (str_starts(s, "/*")) {
			end = strstr(s + 2, "*/");
			end = end == NULL ? s + strlen(s) : end + 2;
			continue;
		}
		if (strchr(" \t\r\n", *s) != NULL) {
			blank = 1;
			continue;
		}
		if ((*s == '"' || *s == '\'') && (end = strchr(s + 1, *s)) !=
		    NULL)
			end++;
		else
			end = s + 1;
		if (blank && strchr("{};:,", last) == NULL &&
		    strchr("{};,", *s) == NULL)
			buf_char(b, ' ');
		buf_add(b, s, (size_t)(end - s));
		last = end[-1];
		blank = 0;
	}
	buf_char(b, '\n');
}

static int
rewrite(struct arena *a, const struct assets *all, struct asset *sheet,
    const char *dir)
{
	struct buf b = BUF_INIT, small = BUF_INIT;
	const char *s = sheet->bytes, *p, *end, *c;
	int rc = 0, line = 1;

	for (; (p = strstr(s, "url(")) != NULL; s = end) {
		p += strlen("url(");
		for (c = s; c < p; c++)
			line += *c == '\n';
		buf_add(&b, s, (size_t)(p - s));
		if ((end = strchr(p, ')')) == NULL)
			end = p + strlen(p);
		if (write_url(&b, all, p, (size_t)(end - p)) == -1) {
			log_warnx("%s/%s:%d: url(%.*s) : aucun fichier de ce "
			    "nom", dir, sheet->name, line, (int)(end - p), p);
			rc = -1;
		}
	}
	buf_str(&b, s);
	squeeze(&small, buf_cstr(&b));
	sheet->bytes = arena_dupn(a, buf_cstr(&small), small.len);
	sheet->len = small.len;
	buf_free(&b);
	buf_free(&small);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct asset *)a)->name,
	    ((const struct asset *)b)->name);
}

struct assets *
assets_load(struct arena *a, const char *statics, const char *fonts)
{
	struct assets *all = arena_alloc(a, sizeof(*all));
	int rc;
	size_t i;

	rc = add_folder(a, all, statics, is_file);
	if (add_folder(a, all, fonts, is_web_font) == -1)
		rc = -1;
	if (all->n > 0)
		qsort(all->list, all->n, sizeof(*all->list), by_name);
	for (i = 0; i < all->n; i++)
		if (!str_ends(all->list[i].name, ".css"))
			set_address(a, &all->list[i]);
	for (i = 0; i < all->n; i++)
		if (str_ends(all->list[i].name, ".css") && rewrite(a, all,
		    &all->list[i], statics) == -1)
			rc = -1;
	for (i = 0; i < all->n; i++)
		if (all->list[i].address == NULL)
			set_address(a, &all->list[i]);
	return rc == -1 ? NULL : all;
}

const struct asset *
assets_at(const struct assets *all, size_t i)
{
	return i < all->n ? &all->list[i] : NULL;
}

const char *
asset_address(const struct assets *all, const char *name)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (str_eq(all->list[i].name, name))
			return all->list[i].address;
	return NULL;
}

void
asset_model(const struct assets *all, struct node *page)
{
	static const struct { const char *attr, *name; } known[] = {
		{ "css", "terreau.css" },
		{ "css-gestion", "gestion.css" },
		{ "icone", "icone.svg" },
		{ "police", "titre.woff2" },
		{ "police-texte", "texte.woff2" },
		{ "police-gras", "gras.woff2" },
	};
	struct node *n = node_add(page, "actifs");
	const char *address;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if ((address = asset_address(all, known[i].name)) != NULL)
			node_set(n, known[i].attr, address);
}
