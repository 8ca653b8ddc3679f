/*
 * terreau site --serve: the site in a folder of its own, made again whenever a
 * file it comes from is saved, and shown at http://127.0.0.1:PORT/.  Drafts
 * are shown, nothing is published, and nothing is left behind.
 *
 * When the text of one page changed and its front matter did not, that page
 * alone is made again and all links are compared; anything else is a whole
 * build.  A build that cannot begin leaves the pages as they were.
 */
#include <sys/inotify.h>

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/local.h"
#include "site.h"

#define RENAMING	20000		/* microseconds a file may be away */

#define EVENTS	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | \
	IN_CREATE | IN_ONLYDIR)

struct serve {
	struct app	*app;
	struct site	*site;		/* the last that could be made */
	struct buf	 faults;
	const char	*dir;		/* where it is */
	const char	*content;
	int		 notify;
	char		**watched;	/* folders, by watch */
	size_t		 nwatched;
	struct arena	*arena;
};

static volatile sig_atomic_t stopped;

static void
stop(int sig)
{
	(void)sig;
	stopped = 1;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Watching. */

static void
watch(struct serve *v, const char *dir)
{
	int wd = inotify_add_watch(v->notify, dir, EVENTS);
	char **more;

	if (wd == -1) {
		if (errno != ENOTDIR && errno != ENOENT)
			log_warn("%s", dir);
		return;
	}
	if ((size_t)wd >= v->nwatched) {
		more = arena_array(v->arena, (size_t)wd * 2 + 16,
		    sizeof(*more));
		if (v->nwatched > 0)
			memcpy(more, v->watched, v->nwatched * sizeof(*more));
		v->watched = more;
		v->nwatched = (size_t)wd * 2 + 16;
	}
	if (v->watched[wd] == NULL || !str_eq(v->watched[wd], dir))
		v->watched[wd] = arena_dup(v->arena, dir);
}

/* A folder and those in it; their paths are those that pages know. */
static void
watch_below(struct serve *v, struct arena *a, const char *dir)
{
	struct dirent *e;
	const char *path;
	struct stat st;
	DIR *d;

	watch(v, dir);
	if ((d = opendir(dir)) == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		path = arena_fmt(a, "%s/%s", dir, e->d_name);
		if (e->d_name[0] != '.' && stat(path, &st) == 0 &&
		    S_ISDIR(st.st_mode))
			watch_below(v, a, path);
	}
	closedir(d);
}

static void
watch_all(struct serve *v)
{
	const struct conf *conf = &v->app->conf;
	struct arena *a = arena_new();

	watch_below(v, a, v->content);
	watch_below(v, a, conf_share(a, conf, "site"));
	watch(v, conf->data);
	arena_free(a);
}

/* Building. */

static void
report(struct serve *v, const struct site *s, const char *what, double began)
{
	buf_reset(&v->faults);
	buf_str(&v->faults, buf_cstr(&s->report));
	printf("%s en %.0f ms%s\n", what, now() - began, s->told.n > 0 ?
	    ", à corriger" : "");
	fflush(stdout);
}

static void
build_all(struct serve *v)
{
	struct site *s = calloc(1, sizeof(*s));
	double began = now();
	char what[64];

	if (s == NULL)
		fatal("site");
	s->app = v->app;
	s->arena = arena_new();
	s->out = v->dir;
	s->drafts = 1;
	if (site_begin(s) == -1 || site_prepare(s) == -1) {
		report(v, s, "Rien n’a été refait,", began);
		site_finish(s);
		free(s);
		return;
	}
	site_work(s);
	site_check(s);
	site_tell(s);
	if (site_list_files(s) == -1)
		log_warnx("%s: incomplet", v->dir);
	snprintf(what, sizeof(what), "%zu pages", s->npages);
	report(v, s, what, began);
	if (v->site != NULL) {
		site_finish(v->site);
		free(v->site);
	}
	v->site = s;
}

static int
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : str_eq(a, b);
}

/* Would the page look the same in lists? */
static int
same_front(const struct site_page *p, const struct site_page *q)
{
	return same(p->title, q->title) && same(p->description,
	    q->description) && same(p->date, q->date) && same(p->programme,
	    q->programme) && same(p->template, q->template) && p->order ==
	    q->order && p->is_draft == q->is_draft && p->is_hidden ==
	    q->is_hidden;
}

static struct site_page *
page_from(struct site *s, const char *path)
{
	size_t i;

	for (i = 0; s != NULL && i < s->npages; i++)
		if (s->pages[i].source != NULL && str_eq(s->pages[i].source,
		    path))
			return &s->pages[i];
	return NULL;
}

/* 1 when the page of that file could be made again on its own. */
static int
build_one(struct serve *v, const char *path)
{
	struct site *s = v->site;
	struct site_page *p = page_from(s, path), fresh;
	struct arena *a;
	double began = now();
	int same_lists;

	if (p == NULL || p->part > 0)
		return 0;
	if (!file_exists(path))
		usleep(RENAMING);
	if (!file_exists(path))
		return 0;
	a = arena_new();
	fresh = *p;
	same_lists = site_read_page(s, a, path, &fresh) == 0 &&
	    same_front(p, &fresh);
	arena_free(a);
	buf_reset(&s->faults);
	if (!same_lists)
		return 0;
	s->told = (struct table)TABLE_INIT;
	buf_reset(&s->report);
	site_work_page(s, p);
	site_check(s);
	site_tell(s);
	report(v, s, p->address, began);
	return 1;
}

/* Does the site depend on the file? */
static int
matters(const struct serve *v, const char *dir, const char *name,
    uint32_t mask)
{
	if (name[0] == '\0' || name[0] == '.' || str_ends(name, "~"))
		return 0;
	/* editors write beside the file and rename */
	if (str_starts(dir, v->content) && !(mask & IN_ISDIR) &&
	    !str_ends(name, ".md"))
		return 0;
	if (str_eq(dir, v->app->conf.data))
		return str_eq(name, "reseau.xml") && !(mask & IN_CREATE);
	/* what is being created is written to next, but for folders */
	return !(mask & IN_CREATE) || (mask & IN_ISDIR);
}

/* Read what has changed and make it again. */
static void
follow(struct serve *v)
{
	_Alignas(struct inotify_event) char bytes[16384];
	const struct inotify_event *e;
	const char *only = NULL, *dir;
	struct arena *a = arena_new();
	ssize_t n = read(v->notify, bytes, sizeof(bytes)), at;
	int whole = 0, one = 0;

	for (at = 0; at < n; at += (ssize_t)(sizeof(*e) + e->len)) {
		e = (const struct inotify_event *)(const void *)(bytes + at);
		if (e->mask & IN_Q_OVERFLOW)
			whole = 1;
		if (e->wd < 0 || (size_t)e->wd >= v->nwatched || e->len == 0
		    || (dir = v->watched[e->wd]) == NULL || !matters(v, dir,
		    e->name, e->mask))
			continue;
		dir = arena_fmt(a, "%s/%s", dir, e->name);
		if (!str_ends(dir, ".md") || (e->mask & IN_ISDIR) ||
		    (one && !str_eq(dir, only)))
			whole = 1;
		only = dir;
		one = 1;
	}
	/* watch first: what comes into a new folder is then read or told */
	if (whole || (one && !build_one(v, only))) {
		watch_all(v);
		build_all(v);
	}
	arena_free(a);
}

static void
loop(struct serve *v, int listening, long port, const sigset_t *mask)
{
	struct pollfd fds[] = {
		{ .fd = v->notify, .events = POLLIN },
		{ .fd = listening, .events = POLLIN },
	};
	struct site_show show;

	while (!stopped) {
		if (ppoll(fds, 2, NULL, mask) == -1) {
			if (errno != EINTR)
				fatal("poll");
			continue;
		}
		if (fds[0].revents != 0)
			follow(v);
		if (fds[1].revents != 0) {
			show = (struct site_show){ v->site, v->dir,
				&v->faults, port };
			site_http_answer(&show, listening);
		}
	}
}

/* Signals are taken between two events only: a build is never cut short. */
static void
hold_signals(sigset_t *before)
{
	struct sigaction act = { .sa_handler = stop };
	sigset_t held;

	sigemptyset(&act.sa_mask);
	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, before);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int
site_serve(struct app *app, long port)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = arena_dup(app->arena, arena_fmt(app->arena,
	    "%s/terreau-site-XXXXXX", tmp != NULL ? tmp : "/tmp"));
	struct serve v = { .app = app, .arena = app->arena };
	sigset_t before;
	int listening;

	if ((listening = local_listen(port)) == -1) {
		log_warn("127.0.0.1:%ld", port);
		return EXIT_FAILED;
	}
	hold_signals(&before);
	if ((v.notify = inotify_init1(IN_CLOEXEC)) == -1 || mkdtemp(dir) ==
	    NULL) {
		log_warn("%s", dir);
		close(listening);
		return EXIT_FAILED;
	}
	v.content = conf_share(app->arena, &app->conf, "content");
	v.dir = arena_fmt(app->arena, "%s/site", dir);
	watch_all(&v);
	build_all(&v);
	printf("http://127.0.0.1:%ld/ — Ctrl-C pour arrêter\n", port);
	fflush(stdout);
	loop(&v, listening, port, &before);
	close(listening);
	close(v.notify);
	if (v.site != NULL) {
		site_finish(v.site);
		free(v.site);
	}
	buf_free(&v.faults);
	return site_remove(dir) == 0 ? EXIT_DONE : EXIT_FAILED;
}
