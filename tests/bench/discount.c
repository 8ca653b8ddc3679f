/*
 * discount: the least that building a site can cost: each Markdown file through
 * discount, between the two halves of the frame, into an HTML file.  No front
 * matter, no templates, no links looked at, no typography, no index, no .gz.
 *
 * usage: discount FRAME FROM TO N: FROM/1.md … FROM/N.md into TO, which exists
 */
#include <stdio.h>
#include <string.h>

#include <mkdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

static void
convert(struct buf *out, const struct buf *md)
{
	const char *text = md->data, *end;
	char *html;
	MMIOT *doc;
	int len;

	if (str_starts(text, "---\n") && (end = strstr(text + 4, "\n---\n")) !=
	    NULL)
		text = end + 5;
	doc = mkd_string(text, (int)(md->data + md->len - text), 0);
	if (doc == NULL || mkd_compile(doc, 0) != 1)
		fatalx("discount");
	len = mkd_document(doc, &html);
	buf_add(out, html, (size_t)len);
	mkd_cleanup(doc);
}

/* base/file.h would sync it. */
static void
write_page(const char *path, const struct buf *page)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fwrite(page->data, 1, page->len, f) != page->len ||
	    fclose(f) != 0)
		fatal("%s", path);
}

int
main(int argc, char *argv[])
{
	struct buf frame = BUF_INIT, md = BUF_INIT, out = BUF_INIT;
	struct arena *a = arena_new();
	const char *hole;
	long long n, i;

	log_init("discount");
	if (argc != 5 || str_number(argv[4], 1, 1000000, &n) == -1 ||
	    file_read(&frame, argv[1]) == -1 ||
	    (hole = strstr(buf_cstr(&frame), "{{ content }}")) == NULL)
		fatalx("usage: discount FRAME FROM TO N");
	for (i = 1; i <= n; i++) {
		arena_reset(a);
		buf_reset(&md);
		buf_reset(&out);
		if (file_read(&md, arena_fmt(a, "%s/%lld.md", argv[2], i)) ==
		    -1)
			fatalx("page %lld", i);
		buf_cstr(&md);
		buf_add(&out, frame.data, (size_t)(hole - frame.data));
		convert(&out, &md);
		buf_str(&out, hole + strlen("{{ content }}"));
		write_page(arena_fmt(a, "%s/%lld.html", argv[3], i), &out);
	}
	buf_free(&frame);
	buf_free(&md);
	buf_free(&out);
	arena_free(a);
	return 0;
}
