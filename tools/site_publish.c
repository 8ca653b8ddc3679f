/*
 * Writing the site: into a folder next to the one that is public, whose place
 * it then takes in one step.  What can be compressed is also there as .gz, for
 * nginx's gzip_static.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/gzip.h"
#include "site.h"

static int
remove_one(const char *path, const struct stat *st, int kind,
    struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	if (remove(path) == -1) {
		log_warn("%s", path);
		return -1;
	}
	return 0;
}

int
site_remove(const char *dir)
{
	return file_exists(dir) ? nftw(dir, remove_one, 16, FTW_DEPTH |
	    FTW_PHYS) : 0;
}

static int
is_text(const char *name)
{
	return str_ends(name, ".html") || str_ends(name, ".css") ||
	    str_ends(name, ".svg") || str_ends(name, ".xml") ||
	    str_ends(name, ".txt") || str_ends(name, ".atom");
}

/* A new file, whatever bore that name; without bytes, none. */
static int
put(struct site *s, const char *path, const void *bytes, size_t len)
{
	if (s->is_over && unlink(path) == -1 && errno != ENOENT) {
		log_warn("%s", path);
		return -1;
	}
	return bytes == NULL ? 0 : file_put(path, bytes, len);
}

int
site_write(struct site *s, const char *name, const void *bytes, size_t len)
{
	struct buf path = BUF_INIT, gz = BUF_INIT;
	int rc;

	buf_fmt(&path, "%s/%s", s->out, name);
	rc = put(s, buf_cstr(&path), bytes, len);
	if (rc == 0 && !s->drafts && is_text(name)) {
		gzip_add(&gz, bytes, len);
		buf_str(&path, ".gz");
		rc = put(s, buf_cstr(&path), gz.len < len ? gz.data : NULL,
		    gz.len);
	}
	buf_free(&gz);
	buf_free(&path);
	return rc;
}

/* The folders of all pages, so that whoever writes finds them. */
int
site_make_folders(struct site *s)
{
	struct table seen = TABLE_INIT;
	const char *slash;
	char *dir;
	size_t i;

	for (i = 0; i < s->npages; i++) {
		if ((slash = strrchr(s->pages[i].file, '/')) == NULL)
			continue;
		dir = arena_dupn(s->arena, s->pages[i].file, (size_t)(slash -
		    s->pages[i].file));
		if (table_add(&seen, s->arena, dir) && file_mkdirs(arena_fmt(
		    s->arena, "%s/%s", s->out, dir), 0755) == -1)
			return -1;
	}
	return file_mkdirs(arena_fmt(s->arena, "%s/static", s->out), 0755);
}

static int
write_assets(struct site *s)
{
	const struct asset *as;
	size_t i;

	for (i = 0; (as = assets_at(s->assets, i)) != NULL; i++)
		if (site_write(s, as->address + 1, as->bytes, as->len) ==
		    -1 || (str_eq(as->name, SITE_PAPER_SHEET) &&
		    site_write(s, SITE_PAPER_SHEET, as->bytes, as->len) == -1))
			return -1;
	return 0;
}

int
site_prepare(struct site *s)
{
	if (s->live != NULL && site_kept_take(s) == 0)
		return 0;
	site_search_close(s, 0);
	if (site_remove(s->out) == -1 || file_mkdirs(s->out, 0755) == -1 ||
	    site_make_folders(s) == -1)
		return -1;
	return write_assets(s);
}

/* Nothing is replaced that we did not make: rmdir() tells an empty folder. */
int
site_may_replace(struct arena *a, const char *out)
{
	if (!file_exists(out) || rmdir(out) == 0)
		return 1;
	return file_exists(arena_fmt(a, "%s/404.html", out)) &&
	    file_exists(arena_fmt(a, "%s/static", out));
}

/* Put fresh in the place of out; what was there ends up as fresh. */
static int
swap(struct site *s, const char *fresh, const char *out)
{
	const char *old = arena_fmt(s->arena, "%s.old", out);

	if (!file_exists(out))
		return rename(fresh, out);
	if (renameat2(AT_FDCWD, fresh, AT_FDCWD, out, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* a file system that cannot exchange: a moment without a site */
	if (site_remove(old) == -1 || rename(out, old) == -1)
		return -1;
	if (rename(fresh, out) == -1) {
		rename(old, out);
		return -1;
	}
	return rename(old, fresh);
}

/* What is told of a folder goes where the folder went. */
int
site_put_in_place(struct site *s)
{
	struct arena *a = s->arena;
	const char *told = arena_fmt(a, "%s.fait", s->live);
	const char *fresh = arena_fmt(a, "%s.fait.new", s->live);
	const char *before = arena_fmt(a, "%s.fait", s->out);

	if (site_kept_write(s, fresh) == -1 || file_sync(s->out) == -1)
		return -1;
	if (swap(s, s->out, s->live) == -1) {
		log_warn("%s", s->live);
		return -1;
	}
	if (rename(told, before) == -1 && errno != ENOENT)
		log_warn("%s", before);
	if (rename(fresh, told) == -1)
		log_warn("%s", told);
	return 0;
}

/* After a fault: nothing of it is any use. */
int
site_abandon(struct site *s)
{
	unlink(arena_fmt(s->arena, "%s.fait.new", s->live));
	return site_remove(s->out);
}
