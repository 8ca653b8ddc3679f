/*
 * Opening, and looking again.
 */
#include <sys/stat.h>

#include <time.h>

#include "base/log.h"
#include "domain/store.h"
#include "web/app.h"
#include "web/closed.h"

int
closed_open(struct app *app, struct arena *a)
{
	const char *path = conf_data(a, &app->conf, "terreau.db");

	log_mute(app->closed);		/* it was said why */
	app->reader = store_open(a, &app->conf, DB_READ);
	app->writer = app->reader == NULL ? NULL :
	    store_open(a, &app->conf, DB_WRITE);
	log_mute(0);
	if (app->writer == NULL || stat(path, &app->opened) == -1) {
		closed_shut(app);
		app->closed = 1;
		return -1;
	}
	if (app->closed && !app->worker)
		log_info("la base s’ouvre de nouveau");
	app->closed = 0;
	db_follow(app->reader, app->writer);
	return 0;
}

void
closed_shut(struct app *app)
{
	db_close(app->reader);
	db_close(app->writer);
	app->reader = app->writer = NULL;
}

/* The file that is open, and the schema of this program? */
static int
is_same(const struct app *app, struct arena *a)
{
	struct stat st;

	return stat(conf_data(a, &app->conf, "terreau.db"), &st) == 0 &&
	    st.st_dev == app->opened.st_dev &&
	    st.st_ino == app->opened.st_ino &&
	    db_version(app->reader) == STORE_VERSION;
}

int
closed_look(struct app *app, struct arena *a)
{
	if (!app->closed) {
		if (app->once || is_same(app, a))
			return 0;
		closed_shut(app);
		if (!app->worker)
			return closed_open(app, a);
		app->closed = 1;
		return -1;
	}
	if (time(NULL) == app->looked)
		return -1;
	app->looked = time(NULL);
	return closed_open(app, a);
}
