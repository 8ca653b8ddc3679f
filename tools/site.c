/*
 * terreau site: content/ and site/ become the static pages.  The new site is
 * made beside the old one and takes its place only when nothing is wrong.
 * With --serve it stays, and shows what it makes to whoever writes it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "site.h"

static void
tell(struct site *s, const char *line, size_t len)
{
	const char *copy;

	if (table_has(&s->told, line, len))
		return;
	copy = arena_dupn(s->arena, line, len);
	table_add(&s->told, s->arena, copy);
	buf_fmt(&s->report, "%s\n", copy);
	fprintf(stderr, "%s\n", copy);
}

void
site_fault(struct site *s, const char *file, int line, const char *fmt, ...)
{
	char what[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	buf_fmt(&s->faults, "%s:%d: %s\n", file, line, what);
}

/* The frame's faults come with every page. */
size_t
site_tell(struct site *s)
{
	const char *p = buf_cstr(&s->faults), *end;

	for (; (end = strchr(p, '\n')) != NULL; p = end + 1)
		tell(s, p, (size_t)(end - p));
	buf_reset(&s->faults);
	return s->told.n;
}

static void
check_templates(struct site *s)
{
	struct table seen = TABLE_INIT;
	size_t i;

	template_check(s->templates, SITE_FRAME, s->everything, &s->faults);
	for (i = 0; i < s->npages; i++)
		if (table_add(&seen, s->arena, s->pages[i].template))
			template_check(s->templates, s->pages[i].template,
			    s->everything, &s->faults);
}

int
site_begin(struct site *s)
{
	site_read(s);
	if (site_tell(s) > 0)
		return -1;
	site_model(s);
	check_templates(s);
	return site_tell(s) > 0 ? -1 : 0;
}

/* 0, or -1 when something was wrong and has been told. */
static int
build(struct site *s)
{
	if (site_begin(s) == -1)
		return -1;
	if (site_prepare(s) == -1 || site_search_open(s) == -1) {
		site_abandon(s);
		return -1;
	}
	site_work(s);
	site_check(s);
	if (site_tell(s) > 0 || site_list_files(s) == -1 ||
	    site_put_in_place(s) == -1) {
		site_abandon(s);
		return -1;
	}
	return site_search_close(s, 1);
}

static size_t
count(const struct site *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->npages; i++)
		n += !s->pages[i].is_draft || s->drafts;
	return n;
}

void
site_finish(struct site *s)
{
	size_t i;

	site_search_close(s, 0);
	for (i = 0; i < s->npages; i++)
		buf_free(&s->pages[i].result);
	buf_free(&s->faults);
	buf_free(&s->report);
	arena_free(s->arena);
}

/* Two builds would write in one folder.  The lock, or -1, told. */
static int
lock(struct app *app)
{
	int fd;

	if (file_mkdirs(conf_data(app->arena, &app->conf, "run"), 0700) == -1)
		return -1;
	fd = file_lock(conf_data(app->arena, &app->conf, "run/site.lock"));
	if (fd == -2)
		log_warnx("une autre publication est en cours");
	return fd < 0 ? -1 : fd;
}

static int
build_at(struct app *app, char *out)
{
	struct site s = { .app = app, .arena = arena_new() };
	size_t n;
	int rc, fd;

	for (n = strlen(out); n > 1 && out[n - 1] == '/'; )
		out[--n] = '\0';
	s.live = out;
	s.out = arena_fmt(app->arena, "%s.avant", out);
	if ((fd = lock(app)) == -1)
		rc = -1;
	else if (!site_may_replace(app->arena, out)) {
		log_warnx("%s n’est pas un site fait par terreau : "
		    "choisissez un dossier vide", out);
		rc = -1;
	} else if ((rc = build(&s)) == 0)
		printf("%zu pages : %s\n", count(&s), out);
	n = s.told.n;
	if (n > 0)
		fprintf(stderr, "%zu faute%s ; le site reste comme il était\n",
		    n, n > 1 ? "s" : "");
	site_finish(&s);
	if (fd != -1)
		close(fd);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}

int
cmd_site(struct app *app, int argc, char **argv)
{
	const char *serve = NULL;
	const struct option_row rows[] = {
		{ "--serve", 0, &serve }, { NULL, 0, NULL }
	};
	long long port = 8000;

	if ((argc = options_read(app, rows, argc, argv, 1)) == -1)
		return EXIT_USAGE;
	if (serve == NULL)
		return build_at(app, arena_dup(app->arena, argc > 1 ? argv[1] :
		    conf_data(app->arena, &app->conf, "site")));
	if (argc > 1 && str_number(argv[1], 1, 65535, &port) == -1)
		return usage(app, "« %s » n’est pas un port", argv[1]);
	return site_serve(app, (long)port);
}
