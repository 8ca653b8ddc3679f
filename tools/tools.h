/*
 * tools: what the subcommands of « terreau » share.
 *
 * A subcommand is a function in a file of its own, tools/NAME.c:
 *
 *	int cmd_name(struct app *, int argc, char **argv);
 *
 * and a row of the table of tools/main.c.  argv[0] is its name; the common
 * options (--conf, --data) are gone.  It returns the exit status: EXIT_DONE,
 * EXIT_FAILED (the cause was told on standard error) or EXIT_USAGE.
 */
#ifndef TOOLS_TOOLS_H
#define TOOLS_TOOLS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/conf.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command;
struct reglages;

struct app {
	struct arena	*arena;		/* for the life of the process */
	struct conf	 conf;		/* unless the row says NO_CONF */
	const char	*conf_file;	/* where it is, or should be; or NULL */
	const char	*data;		/* --data as given, or NULL */
	const struct command *command;
	const struct reglages *settings;	/* open_settings() */
};

enum conf_need { CONF, NO_CONF };

struct command {
	const char	*name;
	int		(*run)(struct app *, int argc, char **argv);
	enum conf_need	 need;
	const char	*usage;		/* what follows the name: « [OUT] » */
	const char	*help;		/* one line */
	const char	*more;		/* for « terreau NAME --help », or NULL */
};

/* An option of a subcommand; *value stays as it is when it is not given. */
struct option_row {
	const char	*name;		/* « --port »; NULL ends the table */
	int		 has_value;
	const char	**value;	/* its value, "" for one without */
};

/*
 * Take the options out of argv; operands stay, argv[0] too, and their number
 * (argv[0] included) is returned.  « -- » ends options.  -1 after an unknown
 * option, a missing value, or more than max operands, told with the usage.
 */
int	 options_read(struct app *, const struct option_row *, int argc,
	    char **argv, int max);
/* Say what is wrong and the usage; returns EXIT_USAGE. */
int	 usage(struct app *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));

/*
 * trial.c: work in a folder of its own in TMPDIR, else /var/tmp, which is
 * removed whatever becomes of the work; what it says is on its way out.  0 or
 * -1, told.
 */
int	 trial_run(struct arena *, int (*work)(void *, const char *dir),
	    void *);

/* Read the configuration, which a row of NO_CONF does not.  An exit status. */
int	 open_conf(struct app *);

struct buf;
struct definition;
struct mailer;
struct network;

/* open.c: what the network set, and files read with it; NULL with faults. */
const struct reglages *open_settings(struct app *, struct buf *faults);
const struct definition *open_programme(struct app *, const char *path,
	    struct buf *faults);
/* Every programme, ended by NULL. */
const struct definition **read_programmes(struct app *,
	    const struct reglages *, struct buf *faults);
/* NULL, or -1, with the faults told. */
const struct network *open_network(struct app *);
/* Every programme, ended by NULL; NULL with the faults logged. */
const struct definition **open_programmes(struct app *);
/* The same, and what staff fill in for papers. */
const struct definition **open_forms(struct app *);
int	 open_mailer(struct app *, struct mailer *);

/* registre.c: the page, on standard output.  An exit status. */
int	 write_registre(struct app *);

struct db;

/* revocations.c: write the public lists.  0 or -1, told. */
int	 publish_revocations(struct app *, struct db *);
/* reproduce.c: print a document again and compare.  An exit status. */
int	 reproduce(struct app *, const char *code);

struct buf;

/*
 * check.c: all that can be recomputed.  The number of faults; kept: where they
 * are told, NULL for standard output, with what was looked at.
 */
size_t	 check_portal(struct app *, struct db *, struct buf *kept);

/* The subcommands, a file each. */
int	 cmd_backup(struct app *, int, char **);
int	 cmd_check(struct app *, int, char **);
int	 cmd_config(struct app *, int, char **);
int	 cmd_demo(struct app *, int, char **);
int	 cmd_export(struct app *, int, char **);
int	 cmd_hold(struct app *, int, char **);
int	 cmd_init(struct app *, int, char **);
int	 cmd_keys(struct app *, int, char **);
int	 cmd_lot(struct app *, int, char **);
int	 cmd_mail(struct app *, int, char **);
int	 cmd_outbox(struct app *, int, char **);
int	 cmd_purge(struct app *, int, char **);
int	 cmd_rebuild(struct app *, int, char **);
int	 cmd_remind(struct app *, int, char **);
int	 cmd_restore(struct app *, int, char **);
int	 cmd_revocations(struct app *, int, char **);
int	 cmd_schema(struct app *, int, char **);
int	 cmd_seal(struct app *, int, char **);
int	 cmd_session(struct app *, int, char **);
int	 cmd_site(struct app *, int, char **);
int	 cmd_tirage(struct app *, int, char **);
int	 cmd_user(struct app *, int, char **);
int	 cmd_verify(struct app *, int, char **);

#endif
