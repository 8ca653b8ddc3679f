/*
 * terreau tirage: compute a draw of lots again, from its record, without the
 * portal.  Whoever knows a number learns where it came.
 */
#include <stdio.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/session/group.h"
#include "tools.h"

#define SIZE	(1 << 20)	/* more is no record */

int
cmd_tirage(struct app *app, int argc, char **argv)
{
	const char *seed = NULL, *commitment = NULL;
	const struct option_row rows[] = {
		{ "--graine", 1, &seed }, { "--empreinte", 1, &commitment },
		{ NULL, 0, NULL }
	};
	struct buf text = BUF_INIT, said = BUF_INIT;
	int i, rc = 0;

	if ((argc = options_read(app, rows, argc, argv, 64)) == -1)
		return EXIT_USAGE;
	if ((seed == NULL) != (commitment == NULL) || (seed == NULL &&
	    argc < 2))
		return usage(app, "quel tirage ? Donnez son procès-verbal, ou "
		    "--graine et --empreinte.");
	if (seed != NULL) {
		rc = !group_committed(seed, commitment);
		buf_fmt(&said, "La graine %s celle de l’empreinte.\n",
		    rc == 0 ? "est" : "n’est pas");
		for (i = 1; i < argc; i++)
			buf_fmt(&said, "%s : billet %s.\n", argv[i],
			    group_ticket(app->arena, seed, argv[i]));
	} else if (file_read(&text, argv[1]) == -1) {
		log_warnx("%s : illisible", argv[1]);
		rc = 1;
	} else if (text.len > SIZE || (rc = group_verify(app->arena,
	    buf_cstr(&text), (const char *const *)argv + 2, (size_t)argc - 2,
	    &said)) == 2) {
		log_warnx("%s n’est pas le procès-verbal d’un tirage",
		    argv[1]);
		rc = 1;
	}
	fputs(buf_cstr(&said), stdout);
	buf_free(&text);
	buf_free(&said);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}
