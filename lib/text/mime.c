/*
 * Writing messages: headers folded between encoded words, a body of which
 * every line survives any server (no dot and no « From » at its beginning, no
 * blank at its end).
 */
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "text/mime.h"

#define LINE_MAX_CHARS	76
#define WORD_MAX_CHARS	75		/* RFC 2047, 2 */

static const char hex[] = "0123456789ABCDEF";

int
mime_address(const char *s)
{
	const char *at = strchr(s, '@'), *p;

	for (p = s; *p != '\0'; p++)
		if (*p <= ' ' || (unsigned char)*p >= 0x7f ||
		    strchr("()<>[]:;,\\\"", *p) != NULL)
			return 0;
	return p - s <= 254 && at != NULL && at > s && at[1] != '\0' &&
	    strchr(at + 1, '@') == NULL;
}

static int
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

/* May the text stand as it is, in a subject and in a quoted name? */
static int
is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s >= 0x7f || *s == '"' || *s == '\\')
			return 0;
	return 1;
}

/*
 * One character in the Q encoding, strict enough for a name as well as for a
 * subject (RFC 2047, 5 (3)); returns how many columns it takes.
 */
static size_t
q_character(char out[12], const char *s, size_t n)
{
	size_t i, len = 0;
	unsigned char c;

	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (c <= ' ' || c == 0x7f)
			c = ' ';
		if (c == ' ')
			out[len++] = '_';
		else if (is_alnum(c) || strchr("!*+-/", c) != NULL)
			out[len++] = (char)c;
		else {
			out[len++] = '=';
			out[len++] = hex[c >> 4];
			out[len++] = hex[c & 15];
		}
	}
	return len;
}

/* Encoded words, one a line; a character is never cut in two. */
static void
add_encoded(struct buf *b, const char *s, size_t column)
{
	static const char begin[] = "=?UTF-8?Q?";
	const char *end = s + strlen(s);
	char out[12];
	size_t len, n, used = 0;
	uint32_t cp;

	for (; s < end; s += n) {
		if ((n = utf8_decode(s, (size_t)(end - s), &cp)) == 0)
			n = 1;
		len = q_character(out, s, n);
		if (used > 0 && used + len + 2 > WORD_MAX_CHARS - column) {
			buf_str(b, "?=\r\n ");
			used = 0;
			column = 1;
		}
		if (used == 0) {
			buf_str(b, begin);
			used = sizeof(begin) - 1;
		}
		buf_add(b, out, len);
		used += len;
	}
	if (used > 0)
		buf_str(b, "?=");
}

/* « Name: » and a text of any kind. */
static void
add_text_header(struct buf *b, const char *name, const char *s)
{
	size_t column = strlen(name) + 2;

	buf_fmt(b, "%s: ", name);
	if (is_plain(s) && column + strlen(s) <= LINE_MAX_CHARS)
		buf_str(b, s);
	else
		add_encoded(b, s, column);
	buf_str(b, "\r\n");
}

static void
add_address_header(struct buf *b, const char *name, const char *who,
    const char *address)
{
	size_t column = strlen(name) + 2;

	buf_fmt(b, "%s: ", name);
	if (*who == '\0') {
		buf_fmt(b, "%s\r\n", address);
		return;
	}
	if (is_plain(who) && column + strlen(who) + 2 <= LINE_MAX_CHARS)
		buf_fmt(b, "\"%s\"", who);
	else
		add_encoded(b, who, column);
	buf_fmt(b, "\r\n <%s>\r\n", address);
}

/* RFC 5322, 3.3, in UTC. */
static void
add_date(struct buf *b, int64_t at)
{
	static const char *const days[] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"
	};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
		"Oct", "Nov", "Dec"
	};
	int32_t date = (int32_t)(at / 86400);
	int year, month, day, second = (int)(at % 86400);

	day_split(date, &year, &month, &day);
	buf_fmt(b, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
	    days[day_of_week(date) - 1], day, months[month - 1], year,
	    second / 3600, second / 60 % 60, second % 60);
}

/* One line, without its end, in quoted-printable. */
static void
add_line(struct buf *b, const char *s, size_t n)
{
	size_t i, column = 0, need;
	unsigned char c;
	int plain;

	for (i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		plain = (c > ' ' && c < 0x7f && c != '=') ||
		    ((c == ' ' || c == '\t') && i + 1 < n);
		/* a server may read these two at the start of a line */
		if (column == 0 && (c == '.' || c == 'F'))
			plain = 0;
		need = plain ? 1 : 3;
		if (column + need > LINE_MAX_CHARS - 1) {
			buf_str(b, "=\r\n");
			column = 0;
			plain = plain && c != '.' && c != 'F';
			need = plain ? 1 : 3;
		}
		if (plain)
			buf_char(b, (char)c);
		else
			buf_fmt(b, "=%c%c", hex[c >> 4], hex[c & 15]);
		column += need;
	}
	buf_str(b, "\r\n");
}

static void
add_body(struct buf *b, const char *text)
{
	const char *end;

	for (; *text != '\0'; text = *end == '\0' ? end : end + 1) {
		end = text + strcspn(text, "\n");
		add_line(b, text, (size_t)(end - text));
	}
}

int
mime_write(struct buf *b, const struct mime *m)
{
	if (!mime_address(m->from) || !mime_address(m->to) ||
	    !mime_address(m->id) ||
	    (m->reply != NULL && !mime_address(m->reply)))
		return -1;
	add_date(b, m->at);
	add_address_header(b, "From", m->from_name, m->from);
	if (m->reply != NULL)
		add_address_header(b, "Reply-To", m->reply_name, m->reply);
	add_address_header(b, "To", "", m->to);
	add_text_header(b, "Subject", m->subject);
	buf_fmt(b, "Message-ID: <%s>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "Content-Language: fr\r\n\r\n", m->id);
	add_body(b, m->text);
	return 0;
}
