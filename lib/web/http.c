/*
 * Requests and answers.  See urlencoded.c and multipart.c for the parsers.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/log.h"
#include "base/str.h"
#include "port/crypto.h"
#include "web/http.h"

static const char *
param_dup(struct req *req, const char *name)
{
	const char *s = fcgi_param(req->door, name);

	return s == NULL ? "" : arena_dup(req->arena, s);
}

static enum method
method_of(const char *s)
{
	if (str_eq(s, "GET"))
		return METHOD_GET;
	if (str_eq(s, "POST"))
		return METHOD_POST;
	if (str_eq(s, "HEAD"))
		return METHOD_HEAD;
	return METHOD_OTHER;
}

/* What nginx calls this request in its log, or a number of our own. */
static const char *
number_of(const char *given, struct arena *a)
{
	unsigned char id[4];

	if (strlen(given) == 2 * sizeof(id) &&
	    strspn(given, "0123456789abcdef") == 2 * sizeof(id))
		return given;
	random_bytes(id, sizeof(id));
	return hex_encode(a, id, sizeof(id));
}

void
req_read(struct req *req, struct arena *a, struct fcgi *door)
{
	const char *uri, *length;
	size_t n;

	memset(req, 0, sizeof(*req));
	req->arena = a;
	req->door = door;
	req->started = clock_now();
	req->now = time_now();
	req->id = number_of(param_dup(req, "REQUEST_ID"), a);
	log_request(req->id);
	req->method = method_of(param_dup(req, "REQUEST_METHOD"));
	req->peer = param_dup(req, "REMOTE_ADDR");
	req->content_type = param_dup(req, "CONTENT_TYPE");
	req->origin = param_dup(req, "HTTP_ORIGIN");
	req->fetch_site = param_dup(req, "HTTP_SEC_FETCH_SITE");
	req->agent = param_dup(req, "HTTP_USER_AGENT");
	req->cookies = param_dup(req, "HTTP_COOKIE");
	req->token = req->path = req->query_string = "";
	length = param_dup(req, "CONTENT_LENGTH");
	req->length = -1;
	if (*length != '\0' &&
	    str_number(length, 0, INT64_C(1) << 40, &req->length) == -1)
		req->bad = 400;
	uri = param_dup(req, "REQUEST_URI");
	n = strcspn(uri, "?");
	if (uri[n] == '?')
		req->query_string = uri + n + 1;
	if (http_parse_path(a, uri, n, &req->path) != 0)
		req->bad = 400;
	else if (strlen(req->query_string) > HTTP_FORM_MAX)
		req->bad = 414;
	else if (http_parse_urlencoded(a, req->query_string,
	    strlen(req->query_string), &req->query, &req->nquery) != 0)
		req->bad = 414;
}

static int
is_type(const char *type, const char *want)
{
	size_t n = strlen(want);

	return strncasecmp(type, want, n) == 0 &&
	    (type[n] == '\0' || type[n] == ';' || type[n] == ' ');
}

static int
cut_short(void)
{
	log_info("body shorter than announced");
	return 400;
}

/* To its end even when it is refused before: the peer is still sending. */
static int
read_multipart(struct req *req, size_t len)
{
	struct multipart *m = multipart_new(req->arena, req->content_type,
	    req->run);
	char block[SPOOL_BLOCK];
	size_t n;

	if (m == NULL)
		return 400;
	for (; len > 0; len -= n) {
		n = len < sizeof(block) ? len : sizeof(block);
		if (fcgi_read(req->door, block, n) != n)
			return cut_short();
		multipart_add(m, block, n);
	}
	return multipart_end(m, &req->form, &req->nform);
}

int
req_read_form(struct req *req, int upload)
{
	int multipart = is_type(req->content_type, "multipart/form-data");
	size_t len;
	char *body;

	if (req->length == -1)
		return 411;
	if (!(multipart && upload) && !is_type(req->content_type,
	    "application/x-www-form-urlencoded"))
		return 415;
	len = (size_t)req->length;
	if (len > (multipart ? HTTP_UPLOAD_MAX : HTTP_FORM_MAX))
		return 413;
	if (multipart)
		return read_multipart(req, len);
	body = arena_alloc(req->arena, len + 1);
	if (fcgi_read(req->door, body, len) != len)
		return cut_short();
	return http_parse_urlencoded(req->arena, body, len, &req->form,
	    &req->nform);
}

static const struct param *
find(const struct param *list, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(list[i].name, name))
			return &list[i];
	return NULL;
}

const char *
req_query(const struct req *req, const char *name)
{
	const struct param *p = find(req->query, req->nquery, name);

	return p == NULL ? NULL : p->value;
}

const char *
req_form(const struct req *req, const char *name)
{
	const struct param *p = find(req->form, req->nform, name);

	return p == NULL || p->filename != NULL ? NULL : p->value;
}

size_t
req_form_count(const struct req *req, const char *name)
{
	size_t i, n = 0;

	for (i = 0; i < req->nform; i++)
		n += str_eq(req->form[i].name, name);
	return n;
}

const struct param *
req_file(const struct req *req, const char *name)
{
	size_t i;

	for (i = 0; i < req->nform; i++)
		if (req->form[i].filename != NULL &&
		    req->form[i].filename[0] != '\0' &&
		    str_eq(req->form[i].name, name))
			return &req->form[i];
	return NULL;
}

const char *
req_cookie(const struct req *req, const char *name)
{
	return http_cookie(req->arena, req->cookies, name);
}

void
res_header(struct res *res, const char *name, const char *value)
{
	const char *p;

	for (p = value; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			fatalx("header %s holds a control character", name);
	buf_fmt(&res->head, "%s: %s\r\n", name, value);
}

int
res_has(const struct res *res, const char *name)
{
	const char *p = buf_cstr(&res->head);
	size_t n = strlen(name);

	for (; *p != '\0'; p = strchr(p, '\n') + 1)
		if (strncasecmp(p, name, n) == 0 && p[n] == ':')
			return 1;
	return 0;
}

int
res_redirect(struct res *res, const char *fmt, ...)
{
	char where[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(where, sizeof(where), fmt, ap);
	va_end(ap);
	if (n < 1 || (size_t)n >= sizeof(where) || where[0] != '/' ||
	    where[1] == '/')
		fatalx("redirect to a strange place");
	res->status = 303;
	res_empty(res);
	res_header(res, "Location", where);
	return 0;
}

void
res_cookie(struct res *res, const char *name, const char *value,
    const char *path, int secure, int64_t max_age)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s=%s; Path=%s; HttpOnly; SameSite=Strict%s", name,
	    value, path, secure ? "; Secure" : "");
	if (max_age >= 0)
		buf_fmt(&b, "; Max-Age=%lld", (long long)max_age);
	res_header(res, "Set-Cookie", buf_cstr(&b));
	buf_free(&b);
}

void
res_attachment(struct res *res, struct arena *a, const char *type,
    const char *filename)
{
	char *ascii = arena_dup(a, filename), *p;

	for (p = ascii; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 ||
		    (unsigned char)*p >= 0x7f ||
		    strchr("\"\\/;%", *p) != NULL)
			*p = '_';
	res->type = type;
	res_header(res, "Content-Disposition", arena_fmt(a,
	    "attachment; filename=\"%s\"; filename*=UTF-8''%s", ascii,
	    http_encode(a, filename)));
	res_header(res, "Content-Security-Policy",
	    "default-src 'none'; sandbox");
}

static const char *
reason(int status)
{
	static const struct { int status; const char *words; } list[] = {
		{ 200, "OK" }, { 303, "See Other" }, { 400, "Bad Request" },
		{ 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
		{ 410, "Gone" },
		{ 405, "Method Not Allowed" }, { 409, "Conflict" },
		{ 411, "Length Required" }, { 413, "Content Too Large" },
		{ 414, "URI Too Long" }, { 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		{ 507, "Insufficient Storage" }
	};
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i].status == status)
			return list[i].words;
	return "Status";
}

struct spool *
res_spool(struct req *req, struct res *res)
{
	res_empty(res);
	res->spool = spool_new(req->arena, req->run);
	return res->spool;
}

int
res_failed(const struct res *res)
{
	int error = res->spool == NULL ? 0 : spool_error(res->spool);

	return error == 0 ? 0 : spool_full(error) ? 507 : 500;
}

int
res_broken(const struct res *res)
{
	int status = res_failed(res);

	return status == 0 ? 500 : status;
}

void
res_empty(struct res *res)
{
	buf_reset(&res->body);
	res->spool = NULL;
}

size_t
res_length(const struct res *res)
{
	return res->spool != NULL ? spool_len(res->spool) : res->body.len;
}

/* 0, or -1: the peer left, or the disk did. */
static int
send_spool(struct req *req, struct spool *s)
{
	char block[SPOOL_BLOCK];
	size_t at, n;

	for (at = 0; at < spool_len(s); at += n)
		if ((n = spool_read(s, at, block, sizeof(block))) == 0 ||
		    fcgi_write(req->door, block, n) == -1)
			return -1;
	return 0;
}

static int
send_body(struct req *req, const struct res *res)
{
	if (res->spool != NULL)
		return send_spool(req, res->spool);
	return res->body.len == 0 ? 0 :
	    fcgi_write(req->door, res->body.data, res->body.len);
}

void
res_send(struct req *req, struct res *res)
{
	static const struct { const char *name, *value; } always[] = {
		{ "Content-Security-Policy", "default-src 'none'; "
		    "style-src 'self'; font-src 'self'; img-src 'self' data:; "
		    "connect-src 'self'; form-action 'self'; "
		    "base-uri 'none'; frame-ancestors 'none'" },
		{ "Cache-Control", "no-store" },
		{ "Referrer-Policy", "same-origin" },
		{ "X-Content-Type-Options", "nosniff" }
	};
	struct buf head = BUF_INIT;
	size_t i;
	int left;

	buf_fmt(&head, "Status: %d %s\r\nContent-Type: %s\r\n"
	    "Content-Length: %zu\r\n", res->status, reason(res->status),
	    res->type, res_length(res));
	for (i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (!res_has(res, always[i].name))
			buf_fmt(&head, "%s: %s\r\n", always[i].name,
			    always[i].value);
	buf_add(&head, buf_cstr(&res->head), res->head.len);
	buf_str(&head, "\r\n");
	left = fcgi_write(req->door, head.data, head.len) == -1 ||
	    (req->method != METHOD_HEAD && send_body(req, res) == -1);
	if (fcgi_done(req->door) == -1 || left)
		log_info("peer left");
	buf_free(&head);
}

void
res_free(struct res *res)
{
	buf_free(&res->head);
	buf_free(&res->body);
}

int64_t
http_spent(const struct req *req)
{
	return clock_now() - req->started;
}

void
http_log(const struct req *req, const struct res *res, const char *route)
{
	static const char *const names[] = { "GET", "POST", "HEAD", "OTHER" };
	int64_t spent = http_spent(req);

	log_pairs("method=%s route=%s status=%d bytes=%zu ms=%lld.%02lld",
	    names[req->method], route, res->status, res_length(res),
	    (long long)(spent / 1000), (long long)(spent % 1000 / 10));
}
