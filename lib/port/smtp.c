/*
 * libcurl, one easy handle.  What curl makes of an answer is not enough to
 * tell « not now » from « never » and « given » from « not yet »: the lines of
 * the dialogue are looked at as they pass.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/log.h"
#include "port/smtp.h"

#define CONNECT_SECONDS	30
#define SAID_MAX	300

struct smtp {
	const struct smtp_server *server;
	CURL		*curl;
	char		 url[512];
	char		 trouble[CURL_ERROR_SIZE];	/* in curl's words */
	char		 said[SAID_MAX];
	/* of the message under way */
	const char	*at;
	size_t		 left;
	int		 rcpt;		/* the recipient was named */
	int		 code;		/* of the last answer, 0: none since */
};

/* The next bytes of the message; no answer to them is there yet. */
static size_t
give(char *to, size_t size, size_t count, void *context)
{
	struct smtp *s = context;
	size_t n = size * count < s->left ? size * count : s->left;

	memcpy(to, s->at, n);
	s->at += n;
	s->left -= n;
	s->code = 0;
	return n;
}

/* A line of the server's, as one line of ours. */
static size_t
hear(char *line, size_t size, size_t count, void *context)
{
	struct smtp *s = context;
	size_t n = size * count, i;

	/* the answer to curl's own QUIT, once all is over */
	if (n >= 3 && memcmp(line, "221", 3) == 0)
		return n;
	for (i = 0; i < n && i < SAID_MAX - 1; i++)
		s->said[i] = line[i] < ' ' || line[i] >= 0x7f ? ' ' : line[i];
	while (i > 0 && s->said[i - 1] == ' ')
		i--;
	s->said[i] = '\0';
	if (n >= 3 && line[0] >= '2' && line[0] <= '5' &&
	    (n == 3 || line[3] != '-'))
		s->code = 100 * (line[0] - '0') + 10 * (line[1] - '0') +
		    line[2] - '0';
	return n;
}

/* The text of a login goes by here too: nothing of it is kept. */
static int
watch(CURL *curl, curl_infotype type, char *line, size_t n, void *context)
{
	struct smtp *s = context;

	(void)curl;
	if (type == CURLINFO_HEADER_OUT && n >= 8 &&
	    memcmp(line, "RCPT TO:", 8) == 0)
		s->rcpt = 1;
	return 0;
}

static void
set(struct smtp *s)
{
	const struct smtp_server *server = s->server;
	CURL *c = s->curl;

	curl_easy_setopt(c, CURLOPT_URL, s->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS <
	    server->patience ? (long)CONNECT_SECONDS : (long)server->patience);
	curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)server->patience);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, 4 * (long)server->patience);
	curl_easy_setopt(c, CURLOPT_USE_SSL, server->tls ? (long)CURLUSESSL_ALL :
	    (long)CURLUSESSL_NONE);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (server->ca != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, server->ca);
	if (server->user != NULL) {
		curl_easy_setopt(c, CURLOPT_USERNAME, server->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, server->password);
	}
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->trouble);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, hear);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, s);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(c, CURLOPT_READDATA, s);
	curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, watch);
	curl_easy_setopt(c, CURLOPT_DEBUGDATA, s);
	curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
}

struct smtp *
smtp_open(const struct smtp_server *server)
{
	struct smtp *s = calloc(1, sizeof(*s));
	int n;

	if (s == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != 0 ||
	    (s->curl = curl_easy_init()) == NULL)
		fatalx("libcurl does not start");
	s->server = server;
	n = snprintf(s->url, sizeof(s->url), "%s/%s", server->url,
	    server->name);
	if (n < 0 || (size_t)n >= sizeof(s->url))
		fatalx("the address of the mail server is too long");
	return s;
}

void
smtp_close(struct smtp *s)
{
	if (s == NULL)
		return;
	curl_easy_cleanup(s->curl);
	curl_global_cleanup();
	free(s);
}

static CURLcode
perform(struct smtp *s)
{
	CURLcode rc;

	s->trouble[0] = s->said[0] = '\0';
	s->code = s->rcpt = 0;
	rc = curl_easy_perform(s->curl);
	/* what the server said tells more than what curl makes of it */
	if (rc != CURLE_OK && s->code < 400)
		snprintf(s->said, sizeof(s->said), "%s", s->trouble[0] !=
		    '\0' ? s->trouble : curl_easy_strerror(rc));
	return rc;
}

int
smtp_ready(struct smtp *s)
{
	curl_easy_reset(s->curl);
	set(s);
	curl_easy_setopt(s->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
	return perform(s) == CURLE_OK ? 0 : -1;
}

enum smtp_result
smtp_send(struct smtp *s, const char *from, const char *to, const void *bytes,
    size_t len)
{
	struct curl_slist *list = curl_slist_append(NULL, to);
	CURLcode rc;

	if (list == NULL)
		fatalx("no memory");
	curl_easy_reset(s->curl);
	set(s);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, list);
	curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
	s->at = bytes;
	s->left = len;
	rc = perform(s);
	curl_slist_free_all(list);
	if (rc == CURLE_OK)
		return SMTP_SENT;
	if (s->rcpt && s->code >= 500)
		return SMTP_REFUSED;
	return s->left == 0 && s->code < 400 ? SMTP_UNKNOWN : SMTP_LATER;
}

const char *
smtp_said(const struct smtp *s)
{
	return s->said;
}
