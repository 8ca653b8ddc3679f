/*
 * http: what strangers send.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "web/http.h"
#include "test.h"

#define B "----x"
#define TYPE "multipart/form-data; boundary=" B

static struct arena *a;
static struct param *list;
static size_t n;

static int
urlencoded(const char *s)
{
	return http_parse_urlencoded(a, s, strlen(s), &list, &n);
}

/* The body in pieces of every length from 1 on: always the same. */
static int
parts(const char *type, const char *s, size_t len)
{
	struct multipart *m;
	size_t by, at;
	int status = -1, again;

	for (by = len + 1; by > 0; by = by > 300 ? 300 : by - 1) {
		if ((m = multipart_new(a, type, NULL)) == NULL)
			return 400;
		for (at = 0; at < len; at += by)
			multipart_add(m, s + at, by < len - at ? by : len - at);
		again = multipart_end(m, &list, &n);
		if (status != -1 && again != status)
			return -1;
		status = again;
		if (len > 5000)
			break;
	}
	return status;
}

static int
multipart(const char *s)
{
	return parts(TYPE, s, strlen(s));
}

/* What a file holds, as text. */
static const char *
file_text(const struct param *p)
{
	char *text = arena_alloc(a, p->len + 1);

	spool_read(p->file, 0, text, p->len);
	return text;
}

static void
test_urlencoded(void)
{
	struct buf b = BUF_INIT;
	int i;

	CHECK(urlencoded("") == 0 && n == 0);
	CHECK(urlencoded("a=1&b=%C3%A9+x&c&d=") == 0 && n == 4);
	CHECK_STR(list[1].value, "é x");
	CHECK_STR(list[2].value, "");
	CHECK_STR(list[3].name, "d");
	/* Names are ours: anything else is dropped, not guessed. */
	CHECK(urlencoded("A=1&%61=2&x[]=3&=4&&a b=5&ok=6") == 0 && n == 1);
	CHECK_STR(list[0].value, "6");
	/* Broken escapes stand for themselves. */
	CHECK(urlencoded("a=%&b=%z1&c=%4") == 0 && n == 3);
	CHECK_STR(list[0].value, "%");
	CHECK_STR(list[1].value, "%z1");
	CHECK_STR(list[2].value, "%4");
	CHECK(urlencoded("a=x%00y") == 0 && list[0].len == 3 &&
	    strlen(list[0].value) == 1);
	CHECK(urlencoded("a=%FF%FE") == 0 && list[0].len == 2);
	CHECK(urlencoded("a=b=c") == 0);
	CHECK_STR(list[0].value, "b=c");
	for (i = 0; i < 999; i++)
		buf_str(&b, "a=1&");
	buf_str(&b, "a=1");
	CHECK(urlencoded(buf_cstr(&b)) == 0 && n == 1000);
	buf_str(&b, "&a=1");
	CHECK(urlencoded(buf_cstr(&b)) == 413);
	buf_reset(&b);
	buf_str(&b, "a=");
	for (i = 0; i < 65536; i++)
		buf_char(&b, 'x');
	CHECK(urlencoded(buf_cstr(&b)) == 413);
	buf_reset(&b);
	for (i = 0; i < 65; i++)
		buf_char(&b, 'n');
	buf_str(&b, "=1");
	CHECK(urlencoded(buf_cstr(&b)) == 0 && n == 0);
	buf_free(&b);
}

static int
path(const char *s, const char **out)
{
	return http_parse_path(a, s, strlen(s), out);
}

static void
test_path(void)
{
	const char *p;

	CHECK(path("/suivi/CAE-26%2D9", &p) == 0);
	CHECK_STR(p, "/suivi/CAE-26-9");
	CHECK(path("/a+b", &p) == 0);
	CHECK_STR(p, "/a+b");
	CHECK(path("/%C3%A9", &p) == 0);
	CHECK(path("", &p) == 400);
	CHECK(path("suivi", &p) == 400);
	CHECK(path("/a%00b", &p) == 400);
	CHECK(path("/a%0Ab", &p) == 400);
	CHECK(path("/a%2Fb", &p) == 400);
	CHECK(path("/a%", &p) == 400);
	CHECK(path("/a%4", &p) == 400);
	CHECK(path("/%FF", &p) == 400);
	CHECK(path("/%C0%AF", &p) == 400);
	CHECK(path("/a/../b", &p) == 400);
	CHECK(path("/a/%2e%2e", &p) == 400);
	CHECK(path("/./a", &p) == 400);
	CHECK(path("/...", &p) == 0);
	CHECK(path("/..", &p) == 400);
	CHECK_STR(http_encode(a, "é b/&"), "%C3%A9%20b%2F%26");
}

static void
test_multipart(void)
{
	static const char nul[] = "--" B "\r\nContent-Disposition: form-data; "
	    "name=\"f\"; filename=\"a\"\r\n\r\nx\0y\r\n--" B "--";
	struct buf b = BUF_INIT;
	int i;

	CHECK(multipart("--" B "\r\nContent-Disposition: form-data; "
	    "name=\"a\"\r\n\r\n1\r\n--" B "\r\ncontent-disposition: "
	    "form-data; name=\"cv\"; filename=\"C;V é.pdf\"\r\nContent-Type: "
	    "application/pdf\r\n\r\n%PDF\r\n\r\n--\r\n--" B "--\r\n") == 0);
	CHECK(n == 2 && list[0].filename == NULL);
	CHECK_STR(list[0].value, "1");
	CHECK_STR(list[1].filename, "C;V é.pdf");
	CHECK_STR(file_text(&list[1]), "%PDF\r\n\r\n--");
	CHECK_STR(list[1].value, "");
	CHECK(multipart("--" B "\r\nContent-Disposition: form-data; "
	    "name=\"a\"\r\n\r\n\r\n--" B "--") == 0 && n == 1 &&
	    list[0].len == 0);
	CHECK(parts(TYPE, nul, sizeof(nul) - 1) == 0 && list[0].len == 3 &&
	    file_text(&list[0])[2] == 'y');
	CHECK(multipart("--" B "--") == 0 && n == 0);
	/* A file name before the name, and a name that is not ours. */
	CHECK(multipart("--" B "\r\nContent-Disposition: form-data; "
	    "filename=\"name=\"; name=\"a\"\r\n\r\n1\r\n--" B "--") == 0 &&
	    n == 1);
	CHECK(multipart("--" B "\r\nContent-Disposition: form-data; "
	    "name=\"A B\"\r\n\r\n1\r\n--" B "--") == 0 && n == 0);
	/* Long in a file is all right, long in a field is not. */
	for (i = 0; i < 2; i++) {
		buf_reset(&b);
		buf_fmt(&b, "--" B "\r\nContent-Disposition: form-data; "
		    "name=\"a\"%s\r\n\r\n%070000d\r\n--" B "--",
		    i == 0 ? "; filename=\"f\"" : "", 0);
		CHECK(multipart(buf_cstr(&b)) == (i == 0 ? 0 : 413));
	}
	buf_reset(&b);
	/* Cut off, or not what a browser writes. */
	CHECK(multipart("") == 400);
	CHECK(multipart("--" B) == 400);
	CHECK(multipart("--" B "\r\n") == 400);
	CHECK(multipart("--" B "\r\n\r\n\r\n--" B "--") == 400);
	CHECK(multipart("--" B "\r\nContent-Disposition: form-data; "
	    "name=\"a\"\r\n\r\n1") == 400);
	CHECK(multipart("--" B "\r\nContent-Disposition: form-data; "
	    "name=\"a\"\r\n\r\n1\r\n--" B) == 400);
	CHECK(multipart("--" B "\nContent-Disposition: form-data; "
	    "name=\"a\"\n\n1\n--" B "--") == 400);
	CHECK(multipart("--" B "\r\nContent-Disposition: form-data; "
	    "name=\"a\r\n\r\n1\r\n--" B "--") == 400);
	CHECK(multipart("--" B "\r\nContent-Disposition: form-data\r\n\r\n"
	    "1\r\n--" B "--") == 400);
	CHECK(parts("multipart/form-data", "x", 1) == 400);
	CHECK(parts("multipart/form-data; boundary=", "x", 1) == 400);
	CHECK(parts("multipart/form-data; boundary=\"q", "--q--", 5) == 400);
	CHECK(parts("multipart/form-data; boundary=\"q\"", "--q--", 5) == 0);
	for (i = 0; i < 1001; i++)
		buf_str(&b, "--" B "\r\nContent-Disposition: form-data; "
		    "name=\"a\"\r\n\r\n1\r\n");
	buf_str(&b, "--" B "--");
	CHECK(multipart(buf_cstr(&b)) == 413);
	buf_free(&b);
}

static void
test_cookie(void)
{
	CHECK_STR(http_cookie(a, "a=1; terreau=xyz; b=2", "terreau"), "xyz");
	CHECK_STR(http_cookie(a, "terreau=xyz", "terreau"), "xyz");
	CHECK_STR(http_cookie(a, "x=terreau=1;terreau=2;terreau=3",
	    "terreau"), "2");
	CHECK(http_cookie(a, "xterreau=1", "terreau") == NULL);
	CHECK(http_cookie(a, "terreau", "terreau") == NULL);
	CHECK_STR(http_cookie(a, "terreau=", "terreau"), "");
	CHECK(http_cookie(a, "terreau=a\tb", "terreau") == NULL);
	CHECK(http_cookie(a, "terreau=\xc3\xa9", "terreau") == NULL);
	CHECK(http_cookie(a, "", "terreau") == NULL);
	CHECK(http_cookie(a, ";;  ;", "terreau") == NULL);
}

static void
test_answer(void)
{
	struct res res = RES_INIT;

	res_redirect(&res, "/suivi/%s#contenu", "CAE-26");
	CHECK(res.status == 303 && res_has(&res, "location"));
	CHECK(!res_has(&res, "Loc"));
	res_cookie(&res, "terreau", "x", "/", 1, -1);
	CHECK(strstr(buf_cstr(&res.head), "Set-Cookie: terreau=x; Path=/; "
	    "HttpOnly; SameSite=Strict; Secure\r\n") != NULL);
	res_attachment(&res, a, "application/pdf", "dé\"but.pdf");
	CHECK(strstr(buf_cstr(&res.head), "filename=\"d___but.pdf\"; "
	    "filename*=UTF-8''d%C3%A9%22but.pdf\r\n") != NULL);
	res_free(&res);
}

static void
test_request(void)
{
	struct fcgi *door = fcgi_open();
	struct req req;

	setenv("REQUEST_METHOD", "POST", 1);
	setenv("REQUEST_URI", "/suivi?a=1", 1);
	setenv("CONTENT_TYPE", "application/x-www-form-urlencoded", 1);
	setenv("CONTENT_LENGTH", "100", 1);
	CHECK(fcgi_next(door) == 1);
	req_read(&req, a, door);
	CHECK(req.bad == 0 && req.method == METHOD_POST);
	CHECK_STR(req.path, "/suivi");
	CHECK_STR(req_query(&req, "a"), "1");
	CHECK(req_form(&req, "a") == NULL);
	/* Standard input is empty: shorter than announced. */
	CHECK(req_read_form(&req, 0) == 400);
	setenv("CONTENT_LENGTH", "0", 1);
	req_read(&req, a, door);
	CHECK(req_read_form(&req, 0) == 0 && req.nform == 0);
	setenv("CONTENT_TYPE", "application/x-www-form-urlencodedx", 1);
	req_read(&req, a, door);
	CHECK(req_read_form(&req, 0) == 415);
	setenv("CONTENT_TYPE", TYPE, 1);
	req_read(&req, a, door);
	CHECK(req_read_form(&req, 0) == 415);
	CHECK(req_read_form(&req, 1) == 400);
	setenv("CONTENT_LENGTH", "7000000", 1);
	req_read(&req, a, door);
	CHECK(req_read_form(&req, 1) == 413);
	setenv("CONTENT_LENGTH", "-1", 1);
	req_read(&req, a, door);
	CHECK(req.bad == 400);
	setenv("CONTENT_LENGTH", "1x", 1);
	req_read(&req, a, door);
	CHECK(req.bad == 400);
	unsetenv("CONTENT_LENGTH");
	req_read(&req, a, door);
	CHECK(req.bad == 0 && req_read_form(&req, 1) == 411);
	setenv("REQUEST_URI", "/a/%2e%2e/b", 1);
	req_read(&req, a, door);
	CHECK(req.bad == 400);
	CHECK(fcgi_next(door) == 0);
	fcgi_close(door);
}

int
main(void)
{
	a = arena_new();
	test_urlencoded();
	test_path();
	test_multipart();
	test_cookie();
	test_answer();
	test_request();
	arena_free(a);
	return test_end();
}
