/*
 * Which backups stay: the last one of each of the newest days, weeks and months
 * that have one.  Days of UTC, as in the names; weeks begin on Monday.  Periods
 * without a backup do not count, so that a portal that stood still for a year
 * loses nothing by it.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "backup.h"

const char *
backup_name(struct arena *a, int64_t at)
{
	char *iso = arena_dup(a, time_iso(a, at)), *p, *q;

	for (p = q = iso; *p != '\0'; p++)
		if (*p != ':')
			*q++ = *p;
	*q = '\0';
	return arena_fmt(a, BACKUP_NAME "%s", iso);
}

const char *
backup_instant(const char *path)
{
	static const char shape[] = "0000-00-00T000000Z";
	const char *name = strrchr(path, '/'), *s;
	size_t i;

	name = name == NULL ? path : name + 1;
	if (!str_starts(name, BACKUP_NAME))
		return NULL;
	s = name + strlen(BACKUP_NAME);
	for (i = 0; shape[i] != '\0'; i++)
		if (shape[i] == '0' ? s[i] < '0' || s[i] > '9' :
		    s[i] != shape[i])
			return NULL;
	return s[i] == '\0' ? s : NULL;
}

/* Numbers of the day, week and month; the same number, the same period. */
static int
periods(struct arena *a, const char *path, int64_t out[3])
{
	int year, month, day;
	int32_t d = day_parse(arena_dupn(a, backup_instant(path), 10));

	if (d == DAY_NONE)
		return -1;
	day_split(d, &year, &month, &day);
	out[0] = d;
	out[1] = d - day_of_week(d);
	out[2] = (int64_t)year * 12 + month;
	return 0;
}

static int
remove_file(const char *path)
{
	if (unlink(path) == 0)
		return 0;
	log_warn("%s", path);
	return -1;
}

int
backup_remove(struct arena *a, const char *dir)
{
	struct stat st;
	char **names;
	size_t n, i;
	int rc = 0;

	if ((names = file_list(a, dir, "", &n)) == NULL)
		return -1;
	for (i = 0; i < n && rc == 0; i++)
		rc = lstat(names[i], &st) == 0 && S_ISDIR(st.st_mode) ?
		    backup_remove(a, names[i]) : remove_file(names[i]);
	if (rc == 0 && rmdir(dir) == -1) {
		log_warn("%s", dir);
		rc = -1;
	}
	return rc;
}

/* A name that says so first: what is removed by half never looks whole. */
static int
discard(struct arena *a, const char *path)
{
	const char *dying = arena_fmt(a, "%s%s", path, BACKUP_DYING);

	if (rename(path, dying) == -1) {
		log_warn("%s", path);
		return -1;
	}
	return backup_remove(a, dying);
}

/* The newest has the last name. */
static void
choose(struct arena *a, char **names, size_t n, const struct keep *keep,
    int *kept)
{
	const long long most[3] = { keep->days, keep->weeks, keep->months };
	long long count[3] = { 0, 0, 0 };
	int64_t last[3] = { -1, -1, -1 }, at[3];
	size_t i;
	int k;

	for (i = n; i-- > 0; ) {
		if (backup_instant(names[i]) == NULL ||
		    periods(a, names[i], at) == -1) {
			kept[i] = 1;	/* nothing of ours */
			continue;
		}
		for (k = 0; k < 3; k++)
			if (count[k] < most[k] && at[k] != last[k]) {
				last[k] = at[k];
				count[k]++;
				kept[i] = 1;
			}
	}
}

int
backup_keep(struct arena *a, const char *dir, const char *made,
    const struct keep *keep, int *removed)
{
	char **names;
	size_t n, i;
	int *kept, rc = 0;

	*removed = 0;
	if ((names = file_list(a, dir, "Z", &n)) == NULL)
		return -1;
	kept = arena_array(a, n + 1, sizeof(*kept));
	choose(a, names, n, keep, kept);
	for (i = 0; i < n && rc == 0; i++)
		if (!kept[i] && !str_eq(names[i], made)) {
			rc = discard(a, names[i]);
			++*removed;
		}
	return rc;
}
