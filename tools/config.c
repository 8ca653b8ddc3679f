/*
 * terreau config: what the configuration lacks, and what to do about it.
 *
 * Every fault is told, not only the first.  A fault keeps the portal from
 * working or lets somebody read what they may not; a lack keeps it from being
 * opened to the public, and is a fault once « production = oui » says that it
 * is.  Nothing is changed, nobody is asked over the network.
 */
#include <sys/stat.h>

#include <errno.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/member.h"
#include "domain/coffre.h"
#include "domain/report/health.h"
#include "domain/store.h"
#include "domain/territory/network.h"
#include "port/sandbox.h"
#include "tools.h"

struct review {
	struct app	*app;
	int		 faults, lacks;
	struct stat	 data;		/* the folder that owns all the rest */
};

static void
say(const char *kind, const char *fmt, va_list ap)
{
	printf("%-7s ", kind);
	vprintf(fmt, ap);
	putchar('\n');
}

static void	 fault(struct review *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));
static void	 lack(struct review *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));

static void
fault(struct review *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("faute", fmt, ap);
	va_end(ap);
	r->faults++;
}

static void
lack(struct review *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(r->app->conf.production ? "faute" : "manque", fmt, ap);
	va_end(ap);
	if (r->app->conf.production)
		r->faults++;
	else
		r->lacks++;
}

/* What nobody else may do to each file of the data directory. */
static const struct guarded {
	const char	*name;
	mode_t		 never;		/* bits that must not be set */
	int		 needed;
	int		 shared;	/* with the group, when the folder is */
} guarded[] = {
	{ "terreau.db",		0007, 1, 0660 },
	{ "recherche.db",	0022, 0, 0 },
	{ "reseau.xml",		0002, 1, 0 },
	{ "keys",		0007, 1, 0070 },
	{ COFFRE_FILE,		0007, 1, 0660 },
	{ "keys/sceau.secret",	0077, 1, 0 },
	{ "keys/second.key",	0077, 1, 0 },
	{ "keys/csrf.key",	0027, 1, 0040 },
	{ "keys/cles.txt",	0022, 1, 0 },
	{ "preuves",		0022, 1, 0 },
	{ "site",		0022, 1, 0 },
	{ "run",		0007, 1, 0070 },
};

static void
look_at(struct review *r, const struct guarded *g)
{
	const char *path = conf_data(r->app->arena, &r->app->conf, g->name);
	const struct passwd *owner;
	struct stat st;
	unsigned mode;

	if (stat(path, &st) == -1) {
		if (errno == ENOENT && g->needed)
			fault(r, "%s n’existe pas : « terreau init --data %s » "
			    "fait ce qui manque", path, r->app->conf.data);
		else if (errno != ENOENT)
			fault(r, "%s : %s ; lancez cette commande en tant que "
			    "propriétaire des données", path, strerror(errno));
		return;
	}
	mode = (unsigned)st.st_mode & 07777;
	if (st.st_uid != r->data.st_uid) {
		owner = getpwuid(r->data.st_uid);
		fault(r, "%s n’appartient pas au propriétaire des données : "
		    "chown %s %s", path, owner == NULL ?
		    arena_fmt(r->app->arena, "%ld", (long)r->data.st_uid) :
		    owner->pw_name, path);
	}
	if ((mode & g->never) != 0)
		fault(r, "%s est trop ouvert (%04o) : chmod %04o %s", path,
		    mode, mode & ~(unsigned)g->never, path);
	if ((r->data.st_mode & S_ISGID) == 0)
		return;
	if (g->shared != 0 && st.st_gid != r->data.st_gid)
		fault(r, "%s n’est pas au groupe des données : chgrp %ld %s",
		    path, (long)r->data.st_gid, path);
	if ((mode & (unsigned)g->shared) != (unsigned)g->shared)
		fault(r, "%s est fermé à terreau-public (%04o) : chmod %04o "
		    "%s", path, mode, mode | (unsigned)g->shared, path);
}

static void
check_sticky(struct review *r, const char *folder)
{
	struct stat st;

	if (stat(folder, &st) == 0 && (st.st_mode & 0020) != 0 &&
	    (st.st_mode & S_ISVTX) == 0)
		fault(r, "%s : le groupe peut y remplacer les clés ; "
		    "chmod +t %s", folder, folder);
}

static int
check_data(struct review *r)
{
	const char *data = r->app->conf.data;
	size_t i;

	if (stat(data, &r->data) == -1) {
		fault(r, "data : %s : %s ; « terreau init --data » crée le "
		    "dossier des données", data, strerror(errno));
		return -1;
	}
	if (!S_ISDIR(r->data.st_mode)) {
		fault(r, "data : %s n’est pas un dossier", data);
		return -1;
	}
	if ((r->data.st_mode & 0002) != 0)
		fault(r, "%s : tout le monde peut y écrire ; chmod o-w %s",
		    data, data);
	check_sticky(r, data);
	check_sticky(r, conf_data(r->app->arena, &r->app->conf, "keys"));
	for (i = 0; i < sizeof(guarded) / sizeof(guarded[0]); i++)
		look_at(r, &guarded[i]);
	return 0;
}

/* -1: nothing can be read from it. */
static int
check_share(struct review *r)
{
	static const char *const parts[] = { "site/pages", "site/mails",
	    "content", "schemas/programmes", "schemas/xml/reseau.rng",
	    "fonts" };
	const char *path;
	struct stat st;
	int rc = 0;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		path = conf_share(r->app->arena, &r->app->conf, parts[i]);
		if (stat(path, &st) == -1) {
			fault(r, "share : %s : %s ; donnez le dossier tel que "
			    "Terreau a été installé", path, strerror(errno));
			rc = -1;
		} else if ((st.st_mode & 0002) != 0)
			fault(r, "%s : tout le monde peut y écrire ; "
			    "chmod -R o-w %s", path, r->app->conf.share);
	}
	return rc;
}

static void
check_mail(struct review *r)
{
	const struct conf *conf = &r->app->conf;
	struct stat st;

	if (conf->smtp == NULL) {
		lack(r, "smtp : aucun serveur, les messages ne partent pas");
		return;
	}
	if (conf->mail_from != NULL && str_ends(conf->mail_from, ".example"))
		lack(r, "mail-from : %s est une adresse d’exemple",
		    conf->mail_from);
	if (conf->smtp_password != NULL && stat(conf->smtp_password, &st) == -1)
		fault(r, "smtp-password : %s : %s", conf->smtp_password,
		    strerror(errno));
	else if (conf->smtp_password != NULL && (st.st_mode & 0027) != 0)
		fault(r, "smtp-password : %s est trop ouvert (%04o) : "
		    "chmod 0600 %s", conf->smtp_password,
		    (unsigned)st.st_mode & 07777, conf->smtp_password);
	if (conf->smtp_ca != NULL && !file_exists(conf->smtp_ca))
		fault(r, "smtp-ca : %s : %s", conf->smtp_ca, strerror(errno));
}

static void
check_url(struct review *r)
{
	const struct conf *conf = &r->app->conf;

	if (!conf->secure)
		lack(r, "url : %s n’est pas en https ; sans TLS, les cookies "
		    "et les réponses passent en clair", conf->url);
	if (str_ends(conf->url, ".example"))
		lack(r, "url : %s est une adresse d’exemple", conf->url);
	if (conf->clamd != NULL && !file_exists(conf->clamd))
		fault(r, "clamd : %s : %s ; aucune pièce ne serait prise",
		    conf->clamd, strerror(errno));
	if (conf->seccomp && !sandbox_there())
		fault(r, "seccomp : ces programmes sont construits sans "
		    "libseccomp ; mettez non");
	if (!conf->production)
		lack(r, "production : mettez oui pour ouvrir au public");
}

static void
check_network(struct review *r)
{
	const struct network *network = open_network(r->app);
	struct buf lines = BUF_INIT;
	char *rest, *line;

	if (network == NULL) {
		fault(r, "reseau.xml : illisible, voir ci-dessus");
		return;
	}
	network_placeholders(network, conf_data(r->app->arena, &r->app->conf,
	    "reseau.xml"), &lines);
	rest = arena_dup(r->app->arena, buf_cstr(&lines));
	while ((line = str_split(&rest, '\n')) != NULL)
		if (*line != '\0')
			lack(r, "%s", line);
	buf_free(&lines);
}

/* Somebody can come in, and nobody from the demonstration. */
static void
check_people(struct review *r, struct db *db)
{
	struct member *list;
	size_t n, i, k, masters = 0;

	n = member_list(r->app->arena, db, &list);
	for (i = 0; i < n; i++) {
		if (list[i].suspended != 0)
			continue;
		if (str_ends(list[i].account.email, ".example"))
			lack(r, "le compte %s vient de la démonstration : "
			    "refaites des données vides",
			    list[i].account.email);
		for (k = 0; k < list[i].account.ngrants; k++)
			if (str_eq(list[i].account.grants[k].role->name,
			    "administration"))
				masters++;
	}
	if (masters == 0)
		lack(r, "aucun compte d’administration : « terreau user add "
		    "ADRESSE --nom NOM --role administration »");
}

static void
check_health(struct review *r, struct db *db)
{
	struct buf lines = BUF_INIT;
	struct health h;
	char *rest, *line;

	health_read(db, &r->app->conf, time_now(), &h);
	if (h.backup == -1 && !r->app->conf.production)
		lack(r, "aucune sauvegarde encore : « terreau backup DOSSIER »");
	health_tell(r->app->arena, &h, &r->app->conf, &lines);
	rest = arena_dup(r->app->arena, buf_cstr(&lines));
	while ((line = str_split(&rest, '\n')) != NULL)
		if (str_starts(line, "! "))
			fault(r, "%s", line + 2);
	buf_free(&lines);
}

static void
check_store(struct review *r)
{
	const char *map = conf_data(r->app->arena, &r->app->conf,
	    "site/sitemap.xml");
	struct db *db;

	if (!file_exists(map))
		lack(r, "le site n’est pas publié : « terreau site »");
	if (!file_exists(conf_data(r->app->arena, &r->app->conf,
	    "terreau.db")))
		return;
	if ((db = store_open(r->app->arena, &r->app->conf, DB_READ)) ==
	    NULL) {
		fault(r, "terreau.db : ne s’ouvre pas, voir ci-dessus");
		return;
	}
	check_people(r, db);
	check_health(r, db);
	db_close(db);
}

static int
review(struct app *app)
{
	struct review r = { .app = app };
	int readable;

	/* each is told with its line; the log goes first, then what follows */
	if (conf_load(app->arena, app->conf_file, &app->conf) == -1)
		fault(&r, "%s : à corriger d’abord, voir ci-dessus",
		    app->conf_file);
	fflush(stdout);
	if (app->conf.data == NULL || app->conf.share == NULL ||
	    app->conf.url == NULL)
		return EXIT_FAILED;
	readable = check_share(&r) == 0;
	readable = check_data(&r) == 0 && readable;
	check_url(&r);
	check_mail(&r);
	if (readable) {
		check_network(&r);
		check_store(&r);
	}
	if (r.faults + r.lacks == 0)
		puts("Rien ne manque.");
	else
		printf("%d faute%s, %d manque%s avant d’ouvrir au public.\n",
		    r.faults, r.faults > 1 ? "s" : "", r.lacks,
		    r.lacks > 1 ? "s" : "");
	return r.faults == 0 ? EXIT_DONE : EXIT_FAILED;
}

int
cmd_config(struct app *app, int argc, char **argv)
{
	const char *check = NULL;
	const struct option_row rows[] = {
		{ "--check", 0, &check }, { NULL, 0, NULL }
	};

	if (options_read(app, rows, argc, argv, 1) == -1)
		return EXIT_USAGE;
	if (check == NULL)
		return usage(app, "que faire ? Donnez --check.");
	if (app->conf_file == NULL)
		return usage(app, "quelle configuration ? Donnez --conf, "
		    "--data ou la variable TERREAU_CONF.");
	return review(app);
}
