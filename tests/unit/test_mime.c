/*
 * mime: nothing that is given can leave its place in the message.
 */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "text/mime.h"
#include "test.h"

static const struct mime sound = {
	.from_name = "Coopérative \"de\" Nantes", .from = "a@b.example",
	.reply_name = "", .reply = "r@b.example", .to = "c@d.example",
	.subject = "Bonjour", .id = "message.1.2@b.example",
	.at = 1795428672, .text = "Salut\n"
};

/* How often a line begins so. */
static int
lines(const struct buf *b, const char *begin)
{
	const char *p = buf_cstr(b);
	int n = str_starts(p, begin);

	while ((p = strstr(p, "\r\n")) != NULL)
		n += str_starts(p += 2, begin);
	return n;
}

static size_t
longest(const struct buf *b)
{
	const char *p = buf_cstr(b), *end;
	size_t max = 0;

	for (; (end = strstr(p, "\r\n")) != NULL; p = end + 2)
		if ((size_t)(end - p) > max)
			max = (size_t)(end - p);
	return max;
}

static void
test_whole(void)
{
	struct buf b = BUF_INIT;

	CHECK(mime_write(&b, &sound) == 0);
	CHECK_STR(buf_cstr(&b),
	    "Date: Mon, 23 Nov 2026 10:11:12 +0000\r\n"
	    "From: =?UTF-8?Q?Coop=C3=A9rative_=22de=22_Nantes?=\r\n"
	    " <a@b.example>\r\n"
	    "Reply-To: r@b.example\r\n"
	    "To: c@d.example\r\n"
	    "Subject: Bonjour\r\n"
	    "Message-ID: <message.1.2@b.example>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "Content-Language: fr\r\n"
	    "\r\n"
	    "Salut\r\n");
	buf_free(&b);
}

static void
test_injection(void)
{
	static const char *const bad[] = {
		"", "a", "@", "a@", "@b", "a@b\r\nBcc: c@d", "a@b c", "a b@c",
		"a@b@c", "<a@b>", "a@b>", "a@b,c@d", "é@b.example", "a@b\t",
		"\"a\"@b", "a(b)@c", "a@[127.0.0.1]", "a;b@c"
	};
	struct mime m;
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(!mime_address(bad[i]));
		m = sound;
		m.to = bad[i];
		CHECK(mime_write(&b, &m) == -1 && b.len == 0);
		m = sound;
		m.reply = bad[i];
		CHECK(mime_write(&b, &m) == -1 && b.len == 0);
	}
	m = sound;
	m.subject = "Bonjour\r\nBcc: pirate@exemple.fr\r\n\r\nsalut";
	m.from_name = "A\r\nX-Y: z\x7f";
	m.text = "Bcc: x@y\r\n.\n";
	CHECK(mime_write(&b, &m) == 0);
	CHECK(lines(&b, "Bcc") == 1);	/* the one of the text */
	CHECK(strstr(buf_cstr(&b), "\r\n\r\nBcc: x@y=0D\r\n=2E\r\n") != NULL);
	CHECK(lines(&b, "X-Y") == 0 && lines(&b, ".") == 0);
	buf_free(&b);
}

static void
test_long(void)
{
	struct mime m = sound;
	struct buf b = BUF_INIT, s = BUF_INIT;
	int i;

	for (i = 0; i < 60; i++)
		buf_str(&s, i % 7 ? "é" : "\xf0\x9f\x8c\x8d ");
	m.subject = m.from_name = m.text = buf_cstr(&s);
	CHECK(mime_write(&b, &m) == 0);
	CHECK(longest(&b) <= 76);
	CHECK(strstr(buf_cstr(&b), "?=\r\n =?UTF-8?Q?") != NULL);
	buf_reset(&b);
	buf_reset(&s);
	for (i = 0; i < 400; i++)
		buf_str(&s, i % 2 ? " " : "mot");
	m.subject = m.from_name = m.text = buf_cstr(&s);
	CHECK(mime_write(&b, &m) == 0);
	CHECK(longest(&b) <= 76);
	buf_free(&b);
	buf_free(&s);
}

int
main(void)
{
	test_whole();
	test_injection();
	test_long();
	return test_end();
}
