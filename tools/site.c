/*
 * terreau site: content/ and site/ become the static pages.  The new site is
 * made beside the old one and takes its place only when nothing is wrong.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "site.h"

static void
tell(struct site *s, const char *line, size_t len)
{
	const char *copy;

	if (table_has(&s->told, line, len))
		return;
	copy = arena_dupn(s->arena, line, len);
	table_add(&s->told, s->arena, copy);
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

/* Returns how many faults there are; the frame's come with every page. */
static size_t
tell_faults(struct site *s)
{
	const char *p = buf_cstr(&s->faults), *end;

	for (; (end = strchr(p, '\n')) != NULL; p = end + 1)
		tell(s, p, (size_t)(end - p));
	buf_reset(&s->faults);
	if (s->told.n > 0)
		fprintf(stderr, "%zu faute%s ; le site reste comme il était\n",
		    s->told.n, s->told.n > 1 ? "s" : "");
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

/* 0, or -1 when something was wrong and has been told. */
static int
build(struct site *s, const char *out)
{
	site_read(s);
	if (tell_faults(s) > 0)
		return -1;
	site_model(s);
	check_templates(s);
	if (tell_faults(s) > 0 || site_prepare(s) == -1)
		return -1;
	site_work(s);
	if (tell_faults(s) > 0)
		return -1;
	site_check(s);
	if (tell_faults(s) > 0)
		return -1;
	if (site_list_files(s) == -1)
		return -1;
	return site_put_in_place(s, out);
}

static size_t
count(const struct site *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->npages; i++)
		n += !s->pages[i].is_draft || s->drafts;
	return n;
}

static void
finish(struct site *s)
{
	size_t i;

	for (i = 0; i < s->npages; i++)
		buf_free(&s->pages[i].result);
	buf_free(&s->faults);
	arena_free(s->arena);
}

int
cmd_site(struct app *app, int argc, char **argv)
{
	struct site s = { .app = app, .arena = arena_new(),
		.faults = BUF_INIT };
	char *out;
	size_t n;
	int rc;

	if ((argc = options_read(app, NULL, argc, argv, 1)) == -1) {
		arena_free(s.arena);
		return EXIT_USAGE;
	}
	out = arena_dup(app->arena, argc > 1 ? argv[1] : conf_data(app->arena,
	    &app->conf, "site"));
	for (n = strlen(out); n > 1 && out[n - 1] == '/'; )
		out[--n] = '\0';
	s.out = arena_fmt(app->arena, "%s.new", out);
	if (site_may_replace(app->arena, out)) {
		if ((rc = build(&s, out)) == 0)
			printf("%zu pages : %s\n", count(&s), out);
		else
			site_remove(s.out);
	} else {
		log_warnx("%s n’est pas un site fait par terreau : "
		    "choisissez un dossier vide", out);
		rc = -1;
	}
	finish(&s);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
