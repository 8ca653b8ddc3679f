/*
 * What several subcommands open: who the network is, and what messages are
 * made from.  Faults are told on standard error.
 */
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/form/definition.h"
#include "domain/form/reglage.h"
#include "domain/post/mail.h"
#include "domain/store.h"
#include "domain/territory/network.h"
#include "tools.h"

/* The database may not be there yet: then nothing is set. */
const struct reglages *
open_settings(struct app *app, struct buf *faults)
{
	struct db *db = NULL;

	if (app->settings != NULL)
		return app->settings;
	if (file_exists(conf_data(app->arena, &app->conf, "terreau.db")) &&
	    (db = store_open(app->arena, &app->conf, DB_READ)) == NULL) {
		buf_str(faults, "terreau.db ne s’ouvre pas\n");
		return NULL;
	}
	app->settings = reglages_open(app->arena, &app->conf, db, faults);
	db_close(db);
	return app->settings;
}

const struct definition *
open_programme(struct app *app, const char *path, struct buf *faults)
{
	const struct reglages *settings = open_settings(app, faults);

	return settings == NULL ? NULL : reglages_programme(app->arena,
	    settings, path, faults);
}

const struct network *
open_network(struct app *app)
{
	struct buf faults = BUF_INIT;
	const struct reglages *settings = open_settings(app, &faults);
	const struct network *network = NULL;

	if (settings != NULL)
		network = reglages_network(app->arena, settings, &app->conf,
		    &faults);
	if (network == NULL)
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	return network;
}

const struct definition **
read_programmes(struct app *app, const struct reglages *settings,
    struct buf *faults)
{
	const struct definition **list;
	char **names;
	size_t n, i;

	names = file_list(app->arena, conf_share(app->arena, &app->conf,
	    "schemas/programmes"), ".xml", &n);
	if (names == NULL)
		return NULL;
	list = arena_array(app->arena, n + 1, sizeof(*list));
	for (i = 0; i < n; i++)
		if ((list[i] = reglages_programme(app->arena, settings,
		    names[i], faults)) == NULL)
			return NULL;
	return list;
}

/* Whom to say « tu » to is in the definitions. */
const struct definition **
open_programmes(struct app *app)
{
	struct buf faults = BUF_INIT;
	const struct reglages *settings = open_settings(app, &faults);
	const struct definition **list = settings == NULL ? NULL :
	    read_programmes(app, settings, &faults);

	if (list == NULL)
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	return list;
}

/* The names of answers are those of the files, whatever is set. */
const struct definition **
open_forms(struct app *app)
{
	const struct definition **programmes = open_programmes(app), **list;
	struct arena *a = app->arena;
	struct buf faults = BUF_INIT;
	size_t n, i, k = 0;
	char **names = file_list(a, conf_share(a, &app->conf,
	    "schemas/documents"), ".xml", &n);

	if (programmes == NULL || names == NULL)
		return NULL;
	while (programmes[k] != NULL)
		k++;
	list = arena_array(a, k + n + 1, sizeof(*list));
	memcpy(list, programmes, k * sizeof(*list));
	for (i = 0; i < n; i++)
		if ((list[k + i] = definition_load(a, names[i],
		    &faults)) == NULL) {
			log_warnx("%s", buf_cstr(&faults));
			list = NULL;
			break;
		}
	buf_free(&faults);
	return list;
}

int
open_mailer(struct app *app, struct mailer *mailer)
{
	const struct network *network = open_network(app);
	const struct definition **programmes;
	struct xml_error err;

	if (network == NULL || (programmes = open_programmes(app)) == NULL)
		return -1;
	if (mailer_open(app->arena, &app->conf, network, 1, mailer, &err) ==
	    -1) {
		log_warnx("%s", err.text);
		return -1;
	}
	mailer->programmes = programmes;
	return 0;
}
