/*
 * The next dates: what takes place and still takes people, or soon will, as
 * the database knows it when the site is built; the agenda knows it better.
 * A page of a programme gets the first ones of its programme, full or not; any
 * other the first of each programme that has seats.  Without a database there
 * are none: pages are written before there is one.
 */
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/session/session.h"
#include "domain/store.h"
#include "site.h"

#define SHOWN	3		/* a page */

void
site_dates_read(struct site *s)
{
	const struct conf *conf = &s->app->conf;
	const struct session_filter filter = { .from = 0 };
	const int32_t today = day_today();
	struct session *list;
	struct db *db;
	size_t i, n;

	s->ndates = 0;
	if (!file_exists(conf_data(s->arena, conf, "terreau.db")) ||
	    (db = store_open(s->arena, conf, DB_READ)) == NULL)
		return;
	n = session_list(s->arena, db, &filter, &list);
	db_close(db);
	s->dates = list;
	for (i = 0; i < n; i++)
		switch (session_state(&list[i], today)) {
		case SESSION_A_VENIR:
		case SESSION_OUVERTE:
		case SESSION_COMPLETE:
			list[s->ndates++] = list[i];
			break;
		case SESSION_FERMEE:
		case SESSION_PASSEE:
		case SESSION_ANNULEE:
			break;
		}
}

/* One enters a CAE by its information meetings.  seen: programmes so far. */
static int
belongs(const struct session *d, const char *programme, const char *seen)
{
	if (programme == NULL)
		return session_left(d) > 0 && !str_has_word(seen, d->programme);
	return str_eq(d->programme, programme) ||
	    (str_eq(d->programme, "reunion") && str_eq(programme, "cae"));
}

static void
add(struct arena *a, struct node *dates, const struct session *d)
{
	struct node *n = node_add(dates, "seance");

	node_set(n, "adresse", arena_fmt(a, "/agenda/%s", d->code));
	node_set(n, "titre", d->title);
	node_set(n, "lieu", d->place[0] == '\0' ? d->commune : arena_fmt(a,
	    "%s, %s", d->place, d->commune));
	node_set(n, "dates", session_days(a, d));
	node_set(n, "etat", session_state_name(session_state(d,
	    day_today())));
	node_set_int(n, "places", session_left(d));
}

void
site_dates(struct site *s, struct arena *a, struct node *page,
    const struct site_page *p)
{
	struct node *dates = NULL;
	const char *seen = "";
	size_t i, n = 0;

	for (i = 0; i < s->ndates && n < SHOWN; i++) {
		if (!belongs(&s->dates[i], p->programme, seen))
			continue;
		if (dates == NULL)
			dates = node_add(page, "seances");
		add(a, dates, &s->dates[i]);
		seen = arena_fmt(a, "%s %s", seen, s->dates[i].programme);
		n++;
	}
}
