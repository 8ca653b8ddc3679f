/*
 * What several subcommands open: who the network is, and what messages are
 * made from.  Faults are told on standard error.
 */
#include "base/file.h"
#include "base/log.h"
#include "domain/form/definition.h"
#include "domain/post/mail.h"
#include "domain/territory/network.h"
#include "tools.h"

const struct network *
open_network(struct app *app)
{
	struct buf faults = BUF_INIT;
	const struct network *network;

	network = network_load(app->arena, conf_data(app->arena, &app->conf,
	    "reseau.xml"), conf_share(app->arena, &app->conf,
	    "schemas/xml/reseau.rng"), &faults);
	if (network == NULL)
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	return network;
}

/* Whom to say « tu » to is in the definitions. */
const struct definition **
open_programmes(struct app *app)
{
	struct buf faults = BUF_INIT;
	const struct definition **list;
	char **names;
	size_t n, i;

	names = file_list(app->arena, conf_share(app->arena, &app->conf,
	    "schemas/programmes"), ".xml", &n);
	if (names == NULL)
		return NULL;
	list = arena_array(app->arena, n + 1, sizeof(*list));
	for (i = 0; i < n; i++)
		if ((list[i] = definition_load(app->arena, names[i],
		    &faults)) == NULL)
			break;
	if (i < n)
		log_warnx("%s", buf_cstr(&faults));
	buf_free(&faults);
	return i < n ? NULL : list;
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
