/*
 * What may be taken over from the publication before.
 *
 * Two folders take turns: OUT is public, OUT.avant is what was public before,
 * and the next site is made out of it.  Beside each, NAME.fait tells what it
 * was made from: a key a page, of all that page is a function of (its text,
 * its model, and what all pages share: templates, network, assets, program),
 * the sizes and times of its files, and its result.  A page whose key is the
 * one it was published with is not made again.  When anything that all share
 * has changed, or a page came or went, everything is made from nothing.
 *
 * Nothing is trusted on its name alone: a NAME.fait must be whole and that of
 * the very folder beside it, a file must have the size and time that are told
 * of it, the index must bear the mark of the publication.  Files of the two
 * folders may be one file with two names: they are replaced, never written to.
 */
#include <sys/stat.h>

#include <errno.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "site.h"

#define MAGIC	"terreau site 01"

struct head {
	char		 magic[16];
	uint64_t	 folder;	/* its inode */
	uint64_t	 npages;
	unsigned char	 shared[SUM128_SIZE];
	unsigned char	 all[SUM128_SIZE];
};

struct row {
	unsigned char	 key[SUM128_SIZE];
	struct site_stamp files[2];
	uint64_t	 len;		/* of its result, after all rows */
};

struct record {
	struct buf	 bytes;
	const struct head *head;
	const struct row *rows;
};

/* Keys. */

static void
add_tree(struct sum128 *d, struct node *n)
{
	struct buf b = BUF_INIT;

	node_write(&b, n);
	sum128_str(d, buf_cstr(&b));
	buf_free(&b);
}

static void
add_folder(struct sum128 *d, struct arena *a, const char *dir)
{
	static const char *const kinds[] = { ".html", ".xml" };
	struct buf b = BUF_INIT;
	char **list;
	size_t i, k, n;

	for (k = 0; k < 2; k++) {
		list = file_list(a, dir, kinds[k], &n);
		for (i = 0; list != NULL && i < n; i++) {
			buf_reset(&b);
			file_read(&b, list[i]);
			sum128_str(d, list[i]);
			sum128_str(d, buf_cstr(&b));
		}
	}
	buf_free(&b);
}

/* The program itself, which bears no name here, and every library it uses. */
static int
add_object(struct dl_phdr_info *info, size_t size, void *digest)
{
	const char *path = info->dlpi_name[0] == '\0' ? "/proc/self/exe" :
	    info->dlpi_name;
	struct stat st;

	(void)size;
	sum128_str(digest, path);
	if (stat(path, &st) == 0) {
		sum128_add(digest, &st.st_size, sizeof(st.st_size));
		sum128_add(digest, &st.st_mtim, sizeof(st.st_mtim));
	}
	return 0;
}

static void
find_shared(struct site *s, unsigned char key[SUM128_SIZE])
{
	struct arena *a = arena_new();
	const struct site_page *p;
	const struct asset *as;
	struct sum128 d;
	size_t i;

	sum128_start(&d);
	dl_iterate_phdr(add_object, &d);
	sum128_str(&d, s->app->conf.url);
	sum128_str(&d, s->app->conf.production ? "production" : "");
	add_folder(&d, a, s->pages_dir);
	add_folder(&d, a, arena_fmt(a, "%s/erreurs", s->pages_dir));
	add_tree(&d, s->model);
	add_tree(&d, s->everything);
	for (i = 0; (as = assets_at(s->assets, i)) != NULL; i++)
		sum128_str(&d, as->address);
	for (p = s->pages; p < s->pages + s->npages; p++) {
		sum128_str(&d, p->file);
		sum128_str(&d, p->template);
		sum128_str(&d, p->is_draft ? "draft" : "");
	}
	sum128_end(&d, key);
	arena_free(a);
}

static void
find_keys(struct site *s)
{
	struct arena *a = arena_new();
	struct buf model = BUF_INIT;
	struct site_page *p;
	struct sum128 d, all;

	find_shared(s, s->shared);
	sum128_start(&all);
	sum128_add(&all, s->shared, SUM128_SIZE);
	for (p = s->pages; p < s->pages + s->npages; p++) {
		buf_reset(&model);
		site_model_page(s, a, p);
		site_model_write(s, &model);
		site_model_clear(s);
		arena_reset(a);
		sum128_start(&d);
		sum128_add(&d, p->key, SUM128_SIZE);
		sum128_add(&d, model.data, model.len);
		sum128_end(&d, p->key);
		sum128_add(&all, p->key, SUM128_SIZE);
	}
	sum128_end(&all, s->all);
	buf_free(&model);
	arena_free(a);
}

/* Records. */

static void
end_sum(const struct buf *b, size_t len, unsigned char out[SUM128_SIZE])
{
	struct sum128 d;

	sum128_start(&d);
	sum128_add(&d, b->data, len);
	sum128_end(&d, out);
}

static int
is_folder(const char *dir, uint64_t inode)
{
	struct stat st;

	return stat(dir, &st) == 0 && S_ISDIR(st.st_mode) && st.st_ino ==
	    inode;
}

static int
is_sound(const struct site *s, const struct record *r, const char *dir)
{
	size_t rows = sizeof(*r->head) + s->npages * sizeof(*r->rows);
	unsigned char end[SUM128_SIZE];
	size_t len = r->bytes.len - SUM128_SIZE, left, i;

	if (r->bytes.len < rows + SUM128_SIZE || memcmp(r->head->magic, MAGIC,
	    sizeof(MAGIC)) != 0 || r->head->npages != s->npages ||
	    memcmp(r->head->shared, s->shared, SUM128_SIZE) != 0 ||
	    !is_folder(dir, r->head->folder))
		return 0;
	end_sum(&r->bytes, len, end);
	if (memcmp(end, r->bytes.data + len, SUM128_SIZE) != 0)
		return 0;
	left = len - rows;
	for (i = 0; i < s->npages; i++) {
		if (r->rows[i].len > left)
			return 0;
		left -= r->rows[i].len;
	}
	return left == 0;
}

/* What was told of that folder, when it still holds.  NULL otherwise. */
static struct record *
load(const struct site *s, const char *dir)
{
	struct arena *a = arena_new();
	const char *path = arena_fmt(a, "%s.fait", dir);
	struct record *r = calloc(1, sizeof(*r));

	if (r == NULL)
		fatal("site");
	if (file_exists(path) && file_read(&r->bytes, path) == 0) {
		r->head = (const struct head *)(const void *)r->bytes.data;
		r->rows = (const struct row *)(r->head + 1);
	}
	arena_free(a);
	if (r->head != NULL && is_sound(s, r, dir))
		return r;
	buf_free(&r->bytes);
	free(r);
	return NULL;
}

static void
unload(struct record *r)
{
	if (r == NULL)
		return;
	buf_free(&r->bytes);
	free(r);
}

/* Files. */

static void
name_file(struct buf *b, const char *dir, const char *name, int gz)
{
	buf_reset(b);
	buf_str(b, dir);
	buf_char(b, '/');
	buf_str(b, name);
	if (gz)
		buf_str(b, ".gz");
}

static struct site_stamp
stamp(const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return (struct site_stamp){ -1, 0 };
	return (struct site_stamp){ st.st_size, (int64_t)st.st_mtim.tv_sec *
	    1000000000 + st.st_mtim.tv_nsec };
}

static int
are_as_told(const char *dir, const char *name,
    const struct site_stamp files[2])
{
	struct buf path = BUF_INIT;
	struct site_stamp is;
	int i, same = 1;

	for (i = 0; i < 2 && same; i++) {
		name_file(&path, dir, name, i);
		is = stamp(buf_cstr(&path));
		same = is.size == files[i].size && is.time == files[i].time;
	}
	buf_free(&path);
	return same && files[0].size >= 0;
}

/* Both files of that name under the same name in the other folder. */
static int
take_over(struct site *s, const char *name)
{
	struct buf from = BUF_INIT, to = BUF_INIT;
	int i, rc = 0;

	for (i = 0; i < 2 && rc == 0; i++) {
		name_file(&from, s->live, name, i);
		name_file(&to, s->out, name, i);
		if (unlink(buf_cstr(&to)) == -1 && errno != ENOENT)
			rc = -1;
		else if (link(buf_cstr(&from), buf_cstr(&to)) == -1)
			rc = i == 1 && errno == ENOENT ? 0 : -1;
	}
	buf_free(&from);
	buf_free(&to);
	return rc;
}

static int
has_assets(const struct site *s, const char *dir)
{
	struct buf path = BUF_INIT;
	const struct asset *as;
	size_t i;
	int has = 1;

	for (i = 0; has && (as = assets_at(s->assets, i)) != NULL; i++) {
		name_file(&path, dir, as->address + 1, 0);
		has = stamp(buf_cstr(&path)).size == (int64_t)as->len;
	}
	buf_free(&path);
	return has;
}

/* The folders and assets of OUT.avant, from nothing.  0 or -1. */
static int
lay_out(struct site *s)
{
	const struct asset *as;
	size_t i;

	if (site_make_folders(s) == -1)
		return -1;
	for (i = 0; (as = assets_at(s->assets, i)) != NULL; i++)
		if (take_over(s, as->address + 1) == -1 ||
		    (str_eq(as->name, SITE_PAPER_SHEET) && take_over(s,
		    SITE_PAPER_SHEET) == -1))
			return -1;
	return 0;
}

/* Deciding. */

static const char *
mark(struct site *s, const unsigned char all[SUM128_SIZE])
{
	return hex_encode(s->arena, all, SUM128_SIZE);
}

const char *
site_kept_mark(struct site *s)
{
	return mark(s, s->all);
}

static int
same_key(const struct site_page *p, const struct row *row)
{
	return memcmp(p->key, row->key, SUM128_SIZE) == 0;
}

/* Is there an index of what is public, to be kept or gone on with? */
static int
find_index(struct site *s, const struct record *live)
{
	const char *path = conf_data(s->arena, &s->app->conf, "recherche.db");

	if (memcmp(live->head->all, s->all, SUM128_SIZE) == 0)
		return search_has_mark(path, site_kept_mark(s));
	s->search = search_writer_again(path, mark(s, live->head->all));
	return s->search != NULL;
}

/* One page, its files and its result; or it is to be made again. */
static void
keep(struct site *s, struct site_page *p, const struct row *live,
    const struct row *spare, const char *result)
{
	const struct row *found = NULL;

	if (p->is_draft || !same_key(p, live))
		return;
	if (spare != NULL && same_key(p, spare) && are_as_told(s->out,
	    p->file, spare->files))
		found = spare;
	else if (are_as_told(s->live, p->file, live->files) && take_over(s,
	    p->file) == 0)
		found = live;
	if (found == NULL)
		return;
	memcpy(p->files, found->files, sizeof(p->files));
	buf_reset(&p->result);
	buf_add(&p->result, result, live->len);
	p->is_kept = p->is_done = 1;
}

int
site_kept_take(struct site *s)
{
	struct record *live, *spare;
	struct arena *a = arena_new();
	const char *result;
	size_t i;
	int rc = -1;

	find_keys(s);
	live = load(s, s->live);
	spare = load(s, s->out);
	unlink(arena_fmt(a, "%s.fait", s->out));
	arena_free(a);
	if (live == NULL || !has_assets(s, s->live) || !find_index(s, live))
		goto out;
	if (spare != NULL && !has_assets(s, s->out)) {
		unload(spare);
		spare = NULL;
	}
	if (spare == NULL && (site_remove(s->out) == -1 || lay_out(s) == -1))
		goto out;
	result = (const char *)(live->rows + s->npages);
	for (i = 0; i < s->npages; i++) {
		keep(s, &s->pages[i], &live->rows[i], spare == NULL ? NULL :
		    &spare->rows[i], result);
		result += live->rows[i].len;
	}
	s->is_over = 1;
	rc = 0;
out:
	unload(live);
	unload(spare);
	return rc;
}

/* Telling. */

static void
add_row(struct site *s, struct site_page *p, struct buf *b)
{
	struct buf path = BUF_INIT;
	struct row row;
	int i;

	memset(&row, 0, sizeof(row));
	for (i = 0; i < 2 && !p->is_kept; i++) {
		name_file(&path, s->out, p->file, i);
		p->files[i] = stamp(buf_cstr(&path));
	}
	memcpy(row.key, p->key, sizeof(row.key));
	memcpy(row.files, p->files, sizeof(row.files));
	row.len = p->result.len;
	buf_add(b, &row, sizeof(row));
	buf_free(&path);
}

int
site_kept_write(struct site *s, const char *path)
{
	struct head head = { .magic = MAGIC, .npages = s->npages };
	unsigned char end[SUM128_SIZE];
	struct buf b = BUF_INIT;
	struct stat st;
	size_t i;
	int rc;

	if (stat(s->out, &st) == -1) {
		log_warn("%s", s->out);
		return -1;
	}
	head.folder = st.st_ino;
	memcpy(head.shared, s->shared, sizeof(head.shared));
	memcpy(head.all, s->all, sizeof(head.all));
	buf_add(&b, &head, sizeof(head));
	for (i = 0; i < s->npages; i++)
		add_row(s, &s->pages[i], &b);
	for (i = 0; i < s->npages; i++)
		buf_add(&b, s->pages[i].result.data, s->pages[i].result.len);
	end_sum(&b, b.len, end);
	buf_add(&b, end, sizeof(end));
	rc = file_put(path, b.data, b.len);
	buf_free(&b);
	return rc;
}
