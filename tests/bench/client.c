/*
 * See client.h.
 */
#include <sys/socket.h>
#include <sys/un.h>

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "client.h"

enum { BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, STDERR = 7 };

double
client_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
put_record(struct buf *b, int type, const void *bytes, size_t len)
{
	unsigned char head[8] = { 1, 0, 0, 1, 0, 0, 0, 0 };

	head[1] = (unsigned char)type;
	head[4] = (unsigned char)(len >> 8);
	head[5] = (unsigned char)len;
	buf_add(b, head, sizeof(head));
	buf_add(b, bytes, len);
}

static void
put_length(struct buf *b, size_t len)
{
	if (len < 128) {
		buf_char(b, (char)len);
		return;
	}
	buf_char(b, (char)(0x80 | len >> 24));
	buf_char(b, (char)(len >> 16));
	buf_char(b, (char)(len >> 8));
	buf_char(b, (char)len);
}

static void
put_param(struct buf *b, const char *name, const char *value)
{
	put_length(b, strlen(name));
	put_length(b, strlen(value));
	buf_str(b, name);
	buf_str(b, value);
}

/* A stream: as many records as it takes, and an empty one. */
static void
put_stream(struct buf *b, int type, const char *bytes, size_t len)
{
	size_t done, n;

	for (done = 0; done < len; done += n) {
		n = len - done > 32768 ? 32768 : len - done;
		put_record(b, type, bytes + done, n);
	}
	put_record(b, type, "", 0);
}

/* The whole request as bytes. */
static void
compose(struct buf *b, const struct client_pair *pairs, size_t npairs,
    const char *body, size_t len)
{
	static const unsigned char responder[8] = { 0, 1, 0 };
	struct buf params = BUF_INIT;
	size_t i;

	for (i = 0; i < npairs; i++)
		put_param(&params, pairs[i].name, pairs[i].value);
	put_record(b, BEGIN, responder, sizeof(responder));
	put_stream(b, PARAMS, buf_cstr(&params), params.len);
	put_stream(b, STDIN, body, len);
	buf_free(&params);
}

static int
dial(const char *path)
{
	static const struct timespec moment = { .tv_nsec = 10000000 };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), refused = 0;

	if (fd == -1 || strlen(path) >= sizeof(address.sun_path))
		fatal("%s", path);
	memcpy(address.sun_path, path, strlen(path));
	/* who starts it binds the socket a moment before listening */
	while (connect(fd, (struct sockaddr *)&address, sizeof(address)) == -1)
		if (errno != ECONNREFUSED || ++refused == 100)
			fatal("%s", path);
		else
			nanosleep(&moment, NULL);
	return fd;
}

/* Take the records apart; what was written to standard output stays. */
static void
unwrap(struct buf *out, const struct buf *in)
{
	const unsigned char *p = (const unsigned char *)in->data;
	size_t at = 0, len;

	while (at + 8 <= in->len) {
		len = (size_t)p[at + 4] << 8 | p[at + 5];
		if (p[at + 1] == STDOUT && at + 8 + len <= in->len)
			buf_add(out, p + at + 8, len);
		else if (p[at + 1] == STDERR && len > 0)
			log_warnx("%.*s", (int)len, (const char *)p + at + 8);
		else if (p[at + 1] == END)
			return;
		at += 8 + len + p[at + 6];
	}
	fatalx("the answer ends too early");
}

/* « Status: 303 ... », 200 without. */
static int
status_of(const char *answer)
{
	const char *p = strstr(answer, "Status: ");

	if (p == NULL)
		return 200;
	p += strlen("Status: ");
	return (p[0] - '0') * 100 + (p[1] - '0') * 10 + p[2] - '0';
}

static void
keep_cookie(struct client *c)
{
	const char *p = strstr(buf_cstr(&c->answer), "Set-Cookie: ");
	size_t n;

	if (p == NULL)
		return;
	p += strlen("Set-Cookie: ");
	n = strcspn(p, ";\r\n");
	if (n >= sizeof(c->cookie))
		fatalx("a cookie of %zu bytes", n);
	memcpy(c->cookie, p, n);
	c->cookie[n] = '\0';
}

void
client_send(struct client *c, const struct client_pair *pairs, size_t npairs,
    const void *body, size_t len)
{
	struct buf out = BUF_INIT, in = BUF_INIT;
	double began;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	compose(&out, pairs, npairs, body, len);
	began = client_now();
	fd = dial(c->socket);
	if (file_write_fd(fd, out.data, out.len) == -1 && errno != EPIPE)
		fatal("%s", c->socket);
	if (file_read_fd(&in, fd) == -1)
		fatalx("%s: no answer", c->socket);
	close(fd);
	c->seconds = client_now() - began;
	buf_reset(&c->answer);
	unwrap(&c->answer, &in);
	buf_free(&out);
	buf_free(&in);
}

static void
ask(struct client *c, const char *method, const char *path, const char *form)
{
	char length[32];
	struct client_pair pairs[] = {
		{ "REQUEST_METHOD", method },
		{ "REQUEST_URI", path },
		{ "REMOTE_ADDR", "127.0.0.1" },
		{ "HTTP_COOKIE", c->cookie },
		{ "CONTENT_TYPE", "application/x-www-form-urlencoded" },
		{ "CONTENT_LENGTH", length },
		{ "HTTP_ORIGIN", c->origin },
	};
	size_t len = strlen(form);

	snprintf(length, sizeof(length), "%zu", len);
	client_send(c, pairs, len > 0 ? 7 : 4, form, len);
	c->status = status_of(buf_cstr(&c->answer));
	keep_cookie(c);
}

void
client_get(struct client *c, const char *path)
{
	ask(c, "GET", path, "");
}

void
client_post(struct client *c, const char *path, const char *form)
{
	ask(c, "POST", path, form);
}

void
client_want(const struct client *c, int status, const char *what)
{
	if (c->status != status)
		fatalx("%s: %d instead of %d", what, c->status, status);
}

const char *
client_hidden(struct arena *a, struct client *c, const char *name)
{
	const char *p = strstr(buf_cstr(&c->answer),
	    arena_fmt(a, "name=\"%s\" value=\"", name));

	if (p == NULL)
		fatalx("the page has no field %s", name);
	p = strstr(p, "value=\"") + strlen("value=\"");
	return arena_dupn(a, p, strcspn(p, "\""));
}

const char *
client_location(struct arena *a, struct client *c)
{
	const char *p = strstr(buf_cstr(&c->answer), "Location: ");

	if (p == NULL)
		return "";
	p += strlen("Location: ");
	return arena_dupn(a, p, strcspn(p, "#\r\n"));
}
