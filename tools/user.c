/*
 * terreau user: accounts of staff from the shell, when nobody can come in yet
 * or any more.
 *
 * The password comes from the terminal, unseen, or from standard input; never
 * from the command line, where others can read it.
 */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/member.h"
#include "domain/access/second.h"
#include "domain/post/mail.h"
#include "domain/store.h"
#include "domain/territory/network.h"
#include "port/crypto.h"
#include "tools.h"

#define PASSWORD_MAX	1000

static int
read_line(char *line, size_t size)
{
	if (fgets(line, (int)size, stdin) == NULL) {
		log_warnx("aucun mot de passe");
		return -1;
	}
	line[strcspn(line, "\r\n")] = '\0';
	return 0;
}

static int
ask(const char *question, char *line, size_t size)
{
	struct termios before, silent;
	int rc;

	if (tcgetattr(STDIN_FILENO, &before) == -1) {
		log_warnx("il faut un terminal, ou --password-stdin");
		return -1;
	}
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	fputs(question, stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	rc = read_line(line, size);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	return rc;
}

static int
read_password(char *password, size_t size, int from_stdin)
{
	char again[PASSWORD_MAX + 2];
	int rc = -1;

	if (from_stdin)
		return read_line(password, size);
	if (ask("Mot de passe : ", password, size) == 0 &&
	    ask("Encore une fois : ", again, sizeof(again)) == 0) {
		if (str_eq(password, again))
			rc = 0;
		else
			log_warnx("les deux mots de passe diffèrent");
	}
	crypto_wipe(again, sizeof(again));
	return rc;
}

static const char *
all_roles(struct arena *a)
{
	const struct role *r;
	const char *all = "";

	for (r = role_all; r->name != NULL; r++)
		all = arena_fmt(a, "%s%s%s", all, *all != '\0' ? ", " : "",
		    r->name);
	return all;
}

/* What is wrong with the account asked for, or NULL. */
static const char *
wrong_account(struct app *app, const struct account *account,
    const char *role)
{
	const struct grant *grant = account->grants;
	struct buf faults = BUF_INIT;
	const struct network *network;
	const char *at = strchr(account->email, '@');

	if (at == NULL || at == account->email || strchr(at, '.') == NULL ||
	    strpbrk(account->email, " \t\r\n") != NULL)
		return "l’adresse e-mail n’est pas complète";
	if (account->name[0] == '\0')
		return "il manque --nom";
	if (grant->role == NULL)
		return arena_fmt(app->arena, "aucun rôle ne s’appelle « %s » ; "
		    "il y a %s", role, all_roles(app->arena));
	if (grant->cooperative[0] == '\0')
		return NULL;
	network = network_load(app->arena, conf_data(app->arena, &app->conf,
	    "reseau.xml"), conf_share(app->arena, &app->conf,
	    "schemas/xml/reseau.rng"), &faults);
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	if (network == NULL)
		return "reseau.xml ne se lit pas";
	if (network_cooperative(network, grant->cooperative) == NULL)
		return "aucune coopérative de reseau.xml n’a ce code";
	return NULL;
}

static int
add(struct app *app, const struct account *account, const char *role,
    int from_stdin)
{
	char password[PASSWORD_MAX + 2];
	const char *wrong;
	struct db *db;
	int rc = -1;

	if ((wrong = wrong_account(app, account, role)) != NULL) {
		log_warnx("%s", wrong);
		return EXIT_FAILED;
	}
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	if (read_password(password, sizeof(password), from_stdin) == 0) {
		if ((wrong = password_wrong(app->arena, password,
		    account->email)) != NULL)
			log_warnx("%s", wrong);
		else if ((rc = account_create(app->arena, db, account,
		    password)) == 1)
			log_warnx("%s a déjà un compte", account->email);
	}
	crypto_wipe(password, sizeof(password));
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}

/* One line an account: e-mail, name, roles, state. */
static int
list(struct app *app)
{
	struct member *members;
	struct db *db;
	size_t i, k, n;

	if ((db = store_open(app->arena, &app->conf, DB_READ)) == NULL)
		return EXIT_FAILED;
	n = member_list(app->arena, db, &members);
	for (i = 0; i < n; i++) {
		printf("%s\t%s\t", members[i].account.email,
		    members[i].account.name);
		for (k = 0; k < members[i].account.ngrants; k++)
			printf("%s%s:%s", k == 0 ? "" : ",",
			    members[i].account.grants[k].role->name,
			    members[i].account.grants[k].cooperative);
		printf("\t%s\n", members[i].suspended != 0 ? "suspendu" :
		    members[i].invited ? "invité" : "actif");
	}
	db_close(db);
	return EXIT_DONE;
}

/* What an account is to become. */
struct wish {
	const char	*verb;
	const char	*email, *name;
	const struct grant *grant;
	const char	*print;		/* NULL: the link is mailed */
};

/* A link to choose another password with, mailed or printed.  0 or -1. */
static int
reset(struct app *app, struct db *db, const struct wish *w,
    const struct member *m, const struct actor *shell)
{
	const char *address;
	struct mailer mailer;

	if (m->suspended != 0) {
		log_warnx("%s est suspendu", w->email);
		return -1;
	}
	if (w->print == NULL)
		return open_mailer(app, &mailer) == -1 ? -1 :
		    member_send(app->arena, db, m, shell, &mailer);
	if (member_link(app->arena, db, m, shell, app->conf.url,
	    &address) == -1)
		return -1;
	printf("%s\n", address);
	return 0;
}

static int
second_away(struct app *app, struct db *db, const struct member *m,
    const struct actor *shell)
{
	struct mailer mailer;
	int rc;

	if (open_mailer(app, &mailer) == -1)
		return -1;
	rc = second_off(app->arena, db, &m->account, shell, &mailer);
	if (rc == 1)
		log_warnx("%s n’a pas de connexion en deux étapes",
		    m->account.email);
	return rc == 0 ? 0 : -1;
}

/* 0, or -1 with the reason said. */
static int
act(struct app *app, struct db *db, const struct wish *w)
{
	const struct actor shell = { 0, "terreau user" };
	struct account account;
	struct member m;

	if (account_by_email(app->arena, db, w->email, &account) != 0 ||
	    member_find(app->arena, db, account.id, &m) != 0) {
		log_warnx("%s n’a pas de compte", w->email);
		return -1;
	}
	if (str_eq(w->verb, "give"))
		return member_give(db, &m, w->grant, &shell);
	if (str_eq(w->verb, "take"))
		return member_take(db, &m, w->grant, &shell);
	if (str_eq(w->verb, "name"))
		return member_rename(app->arena, db, &m, w->name, &shell);
	if (str_eq(w->verb, "reset"))
		return reset(app, db, w, &m, &shell);
	if (str_eq(w->verb, "second"))
		return second_away(app, db, &m, &shell);
	return member_suspend(db, &m, str_eq(w->verb, "suspend"), &shell);
}

static int
change(struct app *app, const struct wish *w, const char *role)
{
	const struct account account = { .email = w->email, .name = "-",
		.grants = w->grant, .ngrants = 1 };
	const char *wrong = NULL;
	struct db *db;
	int rc;

	if (str_has_word("give take", w->verb))
		wrong = wrong_account(app, &account, role);
	else if (str_eq(w->verb, "name") && !member_name_good(w->name))
		wrong = "il manque --nom";
	if (wrong != NULL) {
		log_warnx("%s", wrong);
		return EXIT_FAILED;
	}
	if ((db = store_open(app->arena, &app->conf, DB_WRITE)) == NULL)
		return EXIT_FAILED;
	rc = act(app, db, w);
	db_close(db);
	return rc == 0 ? EXIT_DONE : EXIT_FAILED;
}

int
cmd_user(struct app *app, int argc, char **argv)
{
	struct grant grant = { NULL, "" };
	struct account account = {
		.name = "", .grants = &grant, .ngrants = 1
	};
	struct wish wish = { .grant = &grant, .print = NULL };
	const char *role = "", *from_stdin = NULL, *off = NULL;
	const struct option_row rows[] = {
		{ "--nom", 1, &account.name },
		{ "--role", 1, &role },
		{ "--cooperative", 1, &grant.cooperative },
		{ "--password-stdin", 0, &from_stdin },
		{ "--print", 0, &wish.print },
		{ "--off", 0, &off },
		{ NULL, 0, NULL }
	};
	int n = options_read(app, rows, argc, argv, 3);

	if (n == -1)
		return EXIT_USAGE;
	if (n == 2 && str_eq(argv[1], "list"))
		return list(app);
	if (n != 3 || !str_has_word("add give take suspend resume name reset "
	    "second", argv[1]))
		return usage(app, "quoi ? Un verbe et une adresse e-mail, ou "
		    "« list »");
	if (str_eq(argv[1], "second") != (off != NULL))
		return usage(app, "« second » et --off vont ensemble");
	account.email = argv[2];
	grant.role = role_find(role);
	if (str_eq(argv[1], "add"))
		return add(app, &account, role, from_stdin != NULL);
	wish.verb = argv[1];
	wish.email = argv[2];
	wish.name = account.name;
	return change(app, &wish, role);
}
