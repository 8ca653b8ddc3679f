/*
 * Writing the site: into a folder next to the old one, which then takes its
 * place in one step.  What can be compressed is also there as .gz, for nginx's
 * gzip_static.
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

/* Issued papers name it for ever, so its name has no hash. */
#define PAPER_SHEET	"papier.css"

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

static int
remove_tree(const char *dir)
{
	return file_exists(dir) ? nftw(dir, remove_one, 16, FTW_DEPTH |
	    FTW_PHYS) : 0;
}

static int
is_text(const char *name)
{
	return str_ends(name, ".html") || str_ends(name, ".css") ||
	    str_ends(name, ".svg") || str_ends(name, ".xml") ||
	    str_ends(name, ".txt");
}

static int
write_one(struct site *s, const char *dir, const char *name,
    const void *bytes, size_t len)
{
	const char *path = arena_fmt(s->app->arena, "%s/%s", dir, name);
	char *folder = arena_dup(s->app->arena, path);
	struct buf gz = BUF_INIT;
	int rc;

	*strrchr(folder, '/') = '\0';
	rc = file_mkdirs(folder, 0755);
	if (rc == 0)
		rc = file_write(path, bytes, len, 0644);
	if (rc == 0 && is_text(name)) {
		gzip_add(&gz, bytes, len);
		if (gz.len < len)
			rc = file_write(arena_fmt(s->app->arena, "%s.gz",
			    path), gz.data, gz.len, 0644);
		buf_free(&gz);
	}
	return rc;
}

static int
write_all(struct site *s, const char *dir)
{
	const struct asset *as;
	size_t i, total = s->npages;

	for (i = 0; assets_at(s->assets, i) != NULL; i++)
		total++;
	for (i = 0; (as = assets_at(s->assets, i)) != NULL; i++) {
		if (write_one(s, dir, as->address + 1, as->bytes, as->len) ==
		    -1 || (str_eq(as->name, PAPER_SHEET) && write_one(s, dir,
		    PAPER_SHEET, as->bytes, as->len) == -1))
			return -1;
		progress("écriture", i + 1, total);
	}
	for (i = 0; i < s->npages; i++) {
		if (write_one(s, dir, s->pages[i].file, s->pages[i].html,
		    s->pages[i].len) == -1)
			return -1;
		progress("écriture", total - s->npages + i + 1, total);
	}
	return 0;
}

/* Nothing is replaced that we did not make: rmdir() tells an empty folder. */
static int
may_replace(struct site *s, const char *out)
{
	if (!file_exists(out) || rmdir(out) == 0)
		return 1;
	return file_exists(arena_fmt(s->app->arena, "%s/404.html", out)) &&
	    file_exists(arena_fmt(s->app->arena, "%s/static", out));
}

/* Put fresh in the place of out; what was there ends up as fresh. */
static int
swap(struct site *s, const char *fresh, const char *out)
{
	const char *old = arena_fmt(s->app->arena, "%s.old", out);

	if (!file_exists(out))
		return rename(fresh, out);
	if (renameat2(AT_FDCWD, fresh, AT_FDCWD, out, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* a file system that cannot exchange: a moment without a site */
	if (remove_tree(old) == -1 || rename(out, old) == -1)
		return -1;
	if (rename(fresh, out) == -1) {
		rename(old, out);
		return -1;
	}
	return rename(old, fresh);
}

int
site_publish(struct site *s, const char *out)
{
	char *path = arena_dup(s->app->arena, out);
	const char *fresh;
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	fresh = arena_fmt(s->app->arena, "%s.new", path);
	if (!may_replace(s, path)) {
		log_warnx("%s n’est pas un site fait par terreau : "
		    "choisissez un dossier vide", path);
		return -1;
	}
	if (remove_tree(fresh) == -1 || file_mkdirs(fresh, 0755) == -1)
		return -1;
	if (write_all(s, fresh) == -1)
		return -1;
	if (swap(s, fresh, path) == -1) {
		log_warn("%s", path);
		return -1;
	}
	return remove_tree(fresh);
}
