/*
 * hostile: everything that should not be typed into a field, for the tests of
 * what is checked and kept (test_hostile) and of what is shown (test_shown).
 */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stddef.h>

#include "base/str.h"
#include "domain/form/answers.h"

static const struct hostile {
	const char	*name;
	const char	*bytes;
	size_t		 len;		/* 0: strlen */
	int		 text;		/* may stand in a free text */
	int		 refused;	/* must be refused wherever it is typed */
} hostile[] = {
	{ "empty", "", 0, 0, 0 },
	{ "spaces", " \t \xc2\xa0\xe2\x80\xaf\xe2\x80\x8b ", 0, 0, 0 },
	{ "NUL", "a\0b", 3, 0, 1 },
	{ "bell", "a\x07" "b", 0, 0, 1 },
	{ "escape", "\x1b[31mrouge", 0, 0, 1 },
	{ "delete", "a\x7f" "b", 0, 0, 1 },
	{ "C1", "a\xc2\x85" "b", 0, 0, 1 },
	{ "noncharacter", "a\xef\xbf\xbf", 0, 0, 1 },
	{ "Latin-1", "caf\xe9", 0, 0, 1 },
	{ "overlong", "\xc0\xbcscript>", 0, 0, 1 },
	{ "surrogate", "\xed\xa0\x80\xed\xb0\x80", 0, 0, 1 },
	{ "cut short", "ab\xe2\x82", 0, 0, 1 },
	{ "above Unicode", "\xf4\x90\x80\x80", 0, 0, 1 },
	{ "right-to-left override", "gpj.\xe2\x80\xae" "exe", 0, 0, 1 },
	{ "isolate", "\xe2\x81\xa6" "a\xe2\x81\xa9", 0, 0, 1 },
	{ "markup", "<script>alert('x')</script>", 0, 1, 0 },
	{ "attribute", "\" onmouseover=\"x", 0, 1, 0 },
	{ "CDATA end", "]]>", 0, 1, 0 },
	{ "entity", "&amp;&lt;&#65;&eacute;&", 0, 1, 0 },
	{ "comment", "<!-- x -->", 0, 1, 0 },
	{ "SQL", "'; DROP TABLE dossier; --", 0, 1, 0 },
	{ "template", "{{ dossier/reponses }}{{ end }}", 0, 1, 0 },
	{ "formula", "=HYPERLINK(\"x\")", 0, 1, 0 },
	{ "formula plus", "+1+1", 0, 1, 0 },
	{ "formula at", "@SUM(A1)", 0, 1, 0 },
	{ "format", "%s%n%d", 0, 1, 0 },
	{ "path", "../../etc/passwd", 0, 1, 0 },
	{ "Hebrew", "\xd7\x90\xd7\x91\xd7\xa8\xd7\x94\xd7\x9d", 0, 1, 0 },
	{ "Arabic", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", 0, 1, 0 },
	{ "astral", "\xf0\x9d\x84\x9e \xf0\x9f\x91\xa9\xe2\x80\x8d"
	    "\xf0\x9f\x8c\xbe", 0, 1, 0 },
	{ "astral letters", "\xf0\xa0\x80\x80\xf0\xa0\x80\x81", 0, 1, 0 },
	{ "French", "d\xe2\x80\x99\xc5\x92uf, \xc2\xab \xc3\x80 \xc2\xbb ?",
	    0, 1, 0 },
	{ "decomposed", "re\xcc\x81sume\xcc\x81!", 0, 1, 0 },
	{ "numbers", "1e9999", 0, 1, 0 },
	{ "minus", "-1", 0, 1, 0 },
	{ "decimal", "1.5", 0, 1, 0 },
	{ "two numbers", "1-2", 0, 1, 0 },
	{ "lines", "Bcc: x@y.fr\r\nSubject: x", 0, 0, 0 }
};
#define NHOSTILE (sizeof(hostile) / sizeof(hostile[0]))

/* Right answers for the other parts, so that the one at test decides. */
static inline void
add_others(struct answers *an, struct arena *a, const struct field *f,
    const char *part)
{
	static const char *const right[][2] = { { "-jour", "1" },
	    { "-mois", "2" }, { "-annee", "2000" }, { "-cp", "44150" },
	    { "", "autre" } };
	const char *const *p;
	size_t i;

	for (p = field_parts(f->kind); *p != NULL; p++)
		for (i = 0; i < sizeof(right) / sizeof(right[0]); i++)
			if (!str_eq(*p, part) && str_eq(*p, right[i][0]) &&
			    f->kind != FIELD_FILE)
				answers_add(an, arena_fmt(a, "%s%s", f->name,
				    *p), right[i][1]);
}

static inline void
add_birth(struct answers *an, struct arena *a, const struct definition *d,
    const char *year)
{
	const char *name = d->age.birth;

	if (answers_raw(an, arena_fmt(a, "%s-jour", name), 0) != NULL)
		return;
	answers_add(an, arena_fmt(a, "%s-jour", name), "1");
	answers_add(an, arena_fmt(a, "%s-mois", name), "2");
	answers_add(an, arena_fmt(a, "%s-annee", name), year);
}

/* Make the field be asked: choose what its condition wants. */
static inline void
satisfy(struct answers *an, struct arena *a, const struct definition *d,
    const struct field *f)
{
	const struct condition *c;
	char *rest;

	for (c = f->conditions; c < f->conditions + f->nconditions; c++) {
		if (c->field == NULL) {
			add_birth(an, a, d, c->minor ? "2010" : "2000");
			continue;
		}
		satisfy(an, a, d, definition_field(d, c->field));
		rest = arena_dup(a, c->values);
		if (answers_raw(an, c->field, 0) == NULL)
			answers_add(an, c->field, str_split(&rest, ' '));
	}
}

#endif
