/*
 * Showing the site to its author: GET and HEAD on 127.0.0.1, one request a
 * connection, one after the other.  No server for anybody else: nothing is
 * kept, compressed or negotiated.  A request that names another host is
 * refused, so that no page of the Internet can read drafts through a browser.
 *
 * When something is wrong it stands on top of each page.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/local.h"
#include "site.h"

#define REQUEST_MAX	8192
#define PATIENCE	2		/* seconds for a request to come */

struct reply {
	int		 status;
	const char	*type;
	struct buf	 body;
};

static const char *
type_of(const char *file)
{
	static const struct { const char *end, *type; } types[] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".css", "text/css" },
		{ ".svg", "image/svg+xml" },
		{ ".png", "image/png" },
		{ ".jpg", "image/jpeg" },
		{ ".woff2", "font/woff2" },
		{ ".xml", "application/xml" },
		{ ".atom", "application/atom+xml" },
		{ ".txt", "text/plain; charset=utf-8" },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(file, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}

/* A page of a template of ours, or what it would say as plain text. */
static void
write_page(const struct site_show *show, struct reply *r,
    const char *template, const char *title)
{
	struct site *s = show->site;

	if (s == NULL || !templates_has(s->templates, template)) {
		r->type = type_of(".txt");
		buf_fmt(&r->body, "%s\n%s", title, buf_cstr(show->faults));
		return;
	}
	node_set(s->model, "titre", title);
	node_set(s->model, "noindex", "1");
	template_run_framed(&r->body, s->templates, SITE_FRAME, template,
	    s->model);
	site_model_clear(s);
}

static void
add_faults(const struct site_show *show)
{
	struct node *list = node_add(show->site->model, "fautes");
	const char *p = buf_cstr(show->faults), *end;
	struct arena *a = arena_new();

	for (; (end = strchr(p, '\n')) != NULL; p = end + 1)
		node_add_text(list, "faute", arena_dupn(a, p, (size_t)(end -
		    p)));
	arena_free(a);
}

/* A page as it is, with what is wrong at the beginning of its <main>. */
static void
add_page(const struct site_show *show, struct reply *r, const char *html)
{
	const char *main = strstr(html, "<main");
	struct site *s = show->site;

	if (show->faults->len == 0 || main == NULL || !templates_has(
	    s->templates, "fautes")) {
		buf_str(&r->body, html);
		return;
	}
	main += strcspn(main, ">") + 1;
	buf_add(&r->body, html, (size_t)(main - html));
	add_faults(show);
	template_run(&r->body, s->templates, "fautes", s->model);
	site_model_clear(s);
	buf_str(&r->body, main);
}

static int
add_file(const struct site_show *show, struct reply *r, const char *name)
{
	struct buf path = BUF_INIT, b = BUF_INIT;
	int rc = -1;

	buf_fmt(&path, "%s/%s", show->dir, name);
	if (file_exists(buf_cstr(&path)) && file_read(&b, buf_cstr(&path)) ==
	    0) {
		r->type = type_of(name);
		if (str_ends(name, ".html"))
			add_page(show, r, buf_cstr(&b));
		else
			buf_add(&r->body, buf_cstr(&b), b.len);
		rc = 0;
	}
	buf_free(&b);
	buf_free(&path);
	return rc;
}

static int
is_file_name(const char *s)
{
	return s[0] != '.' && strstr(s, "..") == NULL && s[strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789-_./")] == '\0' && strchr(s, '.') != NULL;
}

/* address: without its question. */
static void
answer(const struct site_show *show, const char *address, struct reply *r)
{
	const struct site_page *p = show->site == NULL ? NULL : site_page_at(
	    show->site, address, strlen(address));

	r->status = 200;
	r->type = type_of(".html");
	if (p != NULL && add_file(show, r, p->file) == 0)
		return;
	if (p != NULL || show->site == NULL) {
		/* never made so far */
		if (show->site != NULL)
			add_faults(show);
		write_page(show, r, "fautes", "À corriger");
		return;
	}
	if (is_file_name(address + 1) && add_file(show, r, address + 1) == 0)
		return;
	if (site_is_dynamic(address, strlen(address))) {
		write_page(show, r, "dynamique", "Une page des programmes");
		return;
	}
	r->status = 404;
	if (add_file(show, r, "404.html") == -1)
		write_page(show, r, "", "404");
}

static int
is_our_host(const char *request, long port)
{
	const char *host = strcasestr(request, "\r\nhost:");
	char ours[2][40];
	size_t n, i;

	if (host == NULL)
		return 0;
	host += strlen("\r\nhost:");
	host += strspn(host, " ");
	n = strcspn(host, "\r");
	snprintf(ours[0], sizeof(ours[0]), "127.0.0.1:%ld", port);
	snprintf(ours[1], sizeof(ours[1]), "localhost:%ld", port);
	for (i = 0; i < 2; i++)
		if (strlen(ours[i]) == n && memcmp(ours[i], host, n) == 0)
			return 1;
	return 0;
}

static void
respond(const struct site_show *show, char *request, struct reply *r,
    int *head)
{
	char *address;

	*head = str_starts(request, "HEAD ");
	r->type = type_of(".txt");
	if (!*head && !str_starts(request, "GET ")) {
		r->status = 405;
		return;
	}
	if (!is_our_host(request, show->port)) {
		r->status = 421;
		return;
	}
	address = strchr(request, ' ') + 1;
	address[strcspn(address, " ?#\r\n")] = '\0';
	if (address[0] != '/')
		r->status = 400;
	else
		answer(show, address, r);
}

/* The head of a request, up to its empty line; 0 when it does not come. */
static int
read_request(int fd, char *request)
{
	size_t len = 0;
	ssize_t n;

	while (len < REQUEST_MAX - 1) {
		n = read(fd, request + len, REQUEST_MAX - 1 - len);
		if (n <= 0)
			return 0;
		len += (size_t)n;
		request[len] = '\0';
		if (strstr(request, "\r\n\r\n") != NULL)
			return strlen(request) == len;
	}
	return 0;
}

void
site_http_answer(const struct site_show *show, int listening)
{
	struct reply r = { .status = 400, .body = BUF_INIT };
	struct buf out = BUF_INIT;
	char request[REQUEST_MAX];
	int fd, head = 0;

	if ((fd = local_accept(listening, PATIENCE)) == -1)
		return;
	if (read_request(fd, request)) {
		respond(show, request, &r, &head);
		buf_fmt(&out, "HTTP/1.1 %d \r\nContent-Type: %s\r\n"
		    "Content-Length: %zu\r\nCache-Control: no-store\r\n"
		    "Connection: close\r\n\r\n", r.status, r.type, r.body.len);
		if (!head)
			buf_add(&out, buf_cstr(&r.body), r.body.len);
		/* a reader that left is its own business */
		(void)file_write_fd(fd, out.data, out.len);
	}
	buf_free(&out);
	buf_free(&r.body);
	close(fd);
}
