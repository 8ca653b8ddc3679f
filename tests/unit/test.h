/*
 * test: a line per check, counted by tests/run.
 *
 *	CHECK(day_parse("2026-02-30") == DAY_NONE);
 *	CHECK_STR(money_french(a, 123456), "1 234,56 €");
 *
 * main() ends with « return test_end(); ».
 */
#ifndef TEST_H
#define TEST_H

#include <stdio.h>
#include <string.h>

static int test_failed;

#define CHECK(cond) do {						\
	int holds_ = (cond) ? 1 : 0;					\
	printf("%s %s:%d %s\n", holds_ ? "ok" : "not ok", __FILE__,	\
	    __LINE__, #cond);						\
	test_failed += !holds_;						\
} while (0)

#define CHECK_STR(got, want) do {					\
	const char *g_ = (got), *w_ = (want);				\
	int same_ = g_ != NULL && strcmp(g_, w_) == 0;			\
	printf("%s %s:%d %s\n", same_ ? "ok" : "not ok", __FILE__,	\
	    __LINE__, #got);						\
	if (!same_)							\
		printf("# got  %s\n# want %s\n", g_ ? g_ : "NULL", w_);	\
	test_failed += !same_;						\
} while (0)

static int
test_end(void)
{
	return test_failed > 0;
}

#endif
