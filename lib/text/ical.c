/*
 * iCalendar lines.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "text/ical.h"

#define FOLD	75	/* octets of a line, its end not counted */

/* One content line, folded. */
static void
line(struct buf *out, const char *text)
{
	size_t n = strlen(text), room = FOLD, cut;

	while (n > room) {
		cut = room;
		while (cut > 1 && ((unsigned char)text[cut] & 0xc0) == 0x80)
			cut--;
		buf_add(out, text, cut);
		buf_str(out, "\r\n ");
		text += cut;
		n -= cut;
		room = FOLD - 1;	/* the space counts */
	}
	buf_add(out, text, n);
	buf_str(out, "\r\n");
}

static void
text_line(struct buf *out, const char *name, const char *text)
{
	struct buf b = BUF_INIT;
	const char *p;

	if (text == NULL || *text == '\0')
		return;
	buf_fmt(&b, "%s:", name);
	for (p = text; *p != '\0'; p++)
		if (*p == '\n')
			buf_str(&b, "\\n");
		else if (*p == '\\' || *p == ',' || *p == ';')
			buf_fmt(&b, "\\%c", *p);
		else if ((unsigned char)*p >= 0x20 && *p != 0x7f)
			buf_char(&b, *p);
	line(out, buf_cstr(&b));
	buf_free(&b);
}

static void
instant(struct buf *out, const char *name, int64_t t)
{
	struct arena *a = arena_new();
	const char *iso = time_iso(a, t), *p;

	buf_fmt(out, "%s:", name);
	for (p = iso; *p != '\0'; p++)
		if (*p != '-' && *p != ':')
			buf_char(out, *p);
	buf_str(out, "\r\n");
	arena_free(a);
}

static void
day(struct buf *out, const char *name, int32_t d)
{
	int y, m, dd;

	day_split(d, &y, &m, &dd);
	buf_fmt(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, y, m, dd);
}

void
ical_start(struct buf *out, const char *name)
{
	line(out, "BEGIN:VCALENDAR");
	line(out, "VERSION:2.0");
	line(out, "PRODID:-//Terreau//Agenda//FR");
	line(out, "CALSCALE:GREGORIAN");
	if (*name == '\0')
		return;
	text_line(out, "NAME", name);
	text_line(out, "X-WR-CALNAME", name);
	line(out, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
	line(out, "X-PUBLISHED-TTL:PT12H");
}

void
ical_add(struct buf *out, const struct ical_event *e)
{
	line(out, "BEGIN:VEVENT");
	text_line(out, "UID", e->uid);
	instant(out, "DTSTAMP", e->changed);
	instant(out, "LAST-MODIFIED", e->changed);
	buf_fmt(out, "SEQUENCE:%" PRId64 "\r\n", e->sequence);
	if (e->starts != 0 || e->ends != 0) {
		instant(out, "DTSTART", e->starts);
		instant(out, "DTEND", e->ends);
	} else {
		day(out, "DTSTART", e->first);
		day(out, "DTEND", e->last + 1);	/* the end is not included */
		line(out, "TRANSP:TRANSPARENT");
	}
	text_line(out, "SUMMARY", e->summary);
	text_line(out, "LOCATION", e->location);
	text_line(out, "DESCRIPTION", e->description);
	if (e->url != NULL && *e->url != '\0') {
		struct buf b = BUF_INIT;

		/* an address is no text: nothing is escaped */
		buf_fmt(&b, "URL:%s", e->url);
		line(out, buf_cstr(&b));
		buf_free(&b);
	}
	line(out, e->cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
	line(out, "END:VEVENT");
}

void
ical_end(struct buf *out)
{
	line(out, "END:VCALENDAR");
}
