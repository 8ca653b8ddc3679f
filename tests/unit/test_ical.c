/*
 * ical: lines folded between characters, texts escaped, hours in UTC.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/utf8.h"
#include "test.h"
#include "text/ical.h"

/* The longest line; 0 when one does not end in CR LF or cuts a character. */
static size_t
longest(const struct buf *b)
{
	const char *p = buf_cstr(b), *end;
	size_t max = 0, n;

	for (; *p != '\0'; p = end + 2) {
		if ((end = strstr(p, "\r\n")) == NULL ||
		    strcspn(p, "\r\n") != (size_t)(end - p))
			return 0;
		n = (size_t)(end - p);
		if (!utf8_valid(p, n))
			return 0;
		max = n > max ? n : max;
	}
	return max;
}

/* The text with its folds undone. */
static const char *
unfold(struct arena *a, const struct buf *b)
{
	struct buf out = BUF_INIT;
	const char *p;

	for (p = buf_cstr(b); *p != '\0'; p++)
		if (strncmp(p, "\r\n ", 3) == 0)
			p += 2;
		else
			buf_char(&out, *p);
	p = arena_dup(a, buf_cstr(&out));
	buf_free(&out);
	return p;
}

int
main(void)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	struct ical_event e = {
		.uid = "cjs-ancenis-2027@a.example", .changed = 1795428672,
		.sequence = 2, .first = day_parse("2027-07-05"),
		.last = day_parse("2027-08-27"),
		.summary = "Coopérative, « été »; a\\b\r\nBEGIN:VEVENT",
		.location = "", .description = "ééééééééééééééééééééééééééééé"
		    "éééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
		    "éééééééééééééééééééé\x07\x7f!",
		.url = "https://a.example/agenda/a,b;c"
	};
	const char *text;
	size_t shift;

	setenv("TZ", "Europe/Paris", 1);
	ical_start(&b, "Agenda");
	ical_add(&b, &e);
	e.starts = time_make(day_parse("2026-12-08"), 18 * 60);
	e.ends = time_make(day_parse("2027-07-08"), 18 * 60 + 30);
	e.cancelled = 1;
	ical_add(&b, &e);
	ical_end(&b);
	CHECK(longest(&b) == 75);
	text = unfold(a, &b);
	CHECK(strstr(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") == text);
	CHECK(strstr(text, "\r\nUID:cjs-ancenis-2027@a.example\r\n") != NULL);
	CHECK(strstr(text, "\r\nSEQUENCE:2\r\n") != NULL);
	CHECK(strstr(text, "\r\nDTSTAMP:20261123T101112Z\r\n") != NULL);
	CHECK(strstr(text, "\r\nDTSTART;VALUE=DATE:20270705\r\n"
	    "DTEND;VALUE=DATE:20270828\r\n") != NULL);
	/* one hour from UTC in winter, two in summer */
	CHECK(strstr(text, "\r\nDTSTART:20261208T170000Z\r\n"
	    "DTEND:20270708T163000Z\r\n") != NULL);
	CHECK(strstr(text, "\r\nSUMMARY:Coopérative\\, « été »\\; a\\\\b\\n"
	    "BEGIN:VEVENT\r\n") != NULL);
	CHECK(strstr(text, "LOCATION") == NULL);
	CHECK(strstr(text, "ééé!\r\n") != NULL);
	CHECK(strstr(text, "\r\nURL:https://a.example/agenda/a,b;c\r\n") !=
	    NULL);
	CHECK(strstr(text, "STATUS:CONFIRMED") != NULL &&
	    strstr(text, "STATUS:CANCELLED") != NULL);
	CHECK(strcmp(text + strlen(text) - 15, "END:VCALENDAR\r\n") == 0);

	/* characters of every length on the edge of the fold */
	for (shift = 0; shift < 5; shift++) {
		e.summary = arena_fmt(a, "%.*s€𝄞é€𝄞é€𝄞é€𝄞é€𝄞é€𝄞é€𝄞é€𝄞é€𝄞é",
		    (int)shift, "abcde");
		buf_reset(&b);
		ical_add(&b, &e);
		CHECK(longest(&b) > 60 && longest(&b) <= 75);
	}
	CHECK(time_make(day_parse("1970-01-01"), 60) == 0);
	/* around the nights when clocks change */
	CHECK(time_make(day_parse("2027-03-28"), 60) == 1806192000);
	CHECK(time_make(day_parse("2027-03-28"), 180) == 1806195600);
	CHECK(time_make(day_parse("2027-10-31"), 60) == 1824937200);
	CHECK(time_make(day_parse("2027-10-31"), 180) == 1824948000);
	buf_free(&b);
	arena_free(a);
	return test_end();
}
