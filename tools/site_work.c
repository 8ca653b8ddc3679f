/*
 * Rendering the pages that are not as they were.  With enough of them the work
 * is shared by as many processes as there are processors: each takes every
 * n-th page, writes the files and sends the results back by a pipe, as an
 * index, a length and the bytes.  Nothing else comes back: what a process
 * learnt goes with it.
 */
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/progress.h"
#include "site.h"

#define WORKERS		16
#define WORTH_IT	100		/* pages a process */
#define BATCH		((size_t)32 * 1024)

struct head {
	uint32_t index;
	uint32_t len;
};

struct worker {
	pid_t		 pid;
	int		 fd;
	struct buf	 got;
};

/* Keep a result, but for what is handed on at once. */
static void
take(struct site *s, struct site_page *p, const char *result, size_t len)
{
	const char *end = result + len;
	size_t n;

	buf_reset(&p->result);
	for (; result < end; result += n) {
		n = strlen(result) + 1;
		if (*result == RESULT_TEXT)
			site_search_take(s, p, result + 1);
		else
			buf_add(&p->result, result, n);
	}
	site_search_take(s, p, NULL);
}

void
site_work_page(struct site *s, struct site_page *p)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;

	site_render(s, p, a, &b);
	take(s, p, buf_cstr(&b), b.len);
	buf_free(&b);
	arena_free(a);
}

static void
work_alone(struct site *s)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < s->ntodo; i++) {
		site_render(s, s->todo[i], a, &b);
		take(s, s->todo[i], buf_cstr(&b), b.len);
		buf_reset(&b);
		arena_reset(a);
		progress("pages", i + 1, s->ntodo);
	}
	buf_free(&b);
	arena_free(a);
}

/* In the process that was started: every step-th page from first. */
_Noreturn static void
work(struct site *s, int fd, size_t first, size_t step)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	struct head h;
	size_t i, at;

	for (i = first; i < s->ntodo; i += step) {
		at = b.len;
		buf_add(&b, &h, sizeof(h));
		site_render(s, s->todo[i], a, &b);
		h = (struct head){ (uint32_t)i, (uint32_t)(b.len - at -
		    sizeof(h)) };
		memcpy(b.data + at, &h, sizeof(h));
		arena_reset(a);
		if (b.len >= BATCH || i + step >= s->ntodo) {
			if (file_write_fd(fd, b.data, b.len) == -1)
				_exit(1);
			buf_reset(&b);
		}
	}
	_exit(0);
}

static void
start(struct site *s, struct worker *w, size_t first, size_t step)
{
	int ends[2];

	if (pipe(ends) == -1)
		fatal("pipe");
	if ((w->pid = fork()) == -1)
		fatal("fork");
	if (w->pid == 0) {
		close(ends[0]);
		work(s, ends[1], first, step);
	}
	close(ends[1]);
	w->fd = ends[0];
}

/* Take the results that are whole; returns how many. */
static size_t
take_whole(struct site *s, struct buf *b)
{
	struct head h;
	size_t at = 0, n = 0;

	while (b->len - at >= sizeof(h)) {
		memcpy(&h, b->data + at, sizeof(h));
		if (b->len - at - sizeof(h) < h.len)
			break;
		at += sizeof(h);
		take(s, s->todo[h.index], b->data + at, h.len);
		at += h.len;
		n++;
	}
	if (at > 0) {
		memmove(b->data, b->data + at, b->len - at);
		b->len -= at;
	}
	return n;
}

/* Returns how many results came, and closes fd behind the last. */
static size_t
listen_to(struct site *s, struct worker *w)
{
	ssize_t n = read(w->fd, buf_reserve(&w->got, BATCH), BATCH);

	if (n == -1 && errno == EINTR)
		return 0;
	if (n <= 0) {
		close(w->fd);
		w->fd = -1;
		return 0;
	}
	w->got.len += (size_t)n;
	return take_whole(s, &w->got);
}

static void
work_together(struct site *s, size_t n)
{
	struct worker workers[WORKERS] = { 0 };
	struct pollfd fds[WORKERS];
	size_t i, done = 0, open = n;
	int status, failed = 0;

	for (i = 0; i < n; i++)
		start(s, &workers[i], i, n);
	while (open > 0) {
		for (i = 0; i < n; i++)
			fds[i] = (struct pollfd){ .fd = workers[i].fd,
				.events = POLLIN };
		if (poll(fds, n, -1) == -1 && errno != EINTR)
			fatal("poll");
		for (i = 0; i < n; i++)
			if (fds[i].revents != 0) {
				done += listen_to(s, &workers[i]);
				open -= workers[i].fd == -1;
			}
		progress("pages", done, s->ntodo);
	}
	for (i = 0; i < n; i++) {
		if (waitpid(workers[i].pid, &status, 0) == -1 || status != 0)
			failed = 1;
		buf_free(&workers[i].got);
	}
	if (failed || done != s->ntodo)
		fatalx("site: a process did not finish its pages");
}

void
site_work(struct site *s)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t i, n;

	s->todo = arena_array(s->arena, s->npages + 1, sizeof(*s->todo));
	for (i = 0; i < s->npages; i++)
		if (!s->pages[i].is_kept)
			s->todo[s->ntodo++] = &s->pages[i];
	n = s->ntodo / WORTH_IT;
	if (n > WORKERS)
		n = WORKERS;
	if (processors < 1 || n > (size_t)processors)
		n = processors < 1 ? 1 : (size_t)processors;
	if (n > 1)
		work_together(s, n);
	else
		work_alone(s);
}
