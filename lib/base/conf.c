/*
 * The configuration file.  Keys are a table; values are checked here, once.
 */
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

enum kind {
	KEY_PATH, KEY_URL, KEY_BOOL, KEY_SMTP, KEY_WORD, KEY_ADDRESS, KEY_SECONDS,
	KEY_COUNT
};

static const struct key {
	const char	*name;
	enum kind	 kind;
	size_t		 offset;
	int		 needed;
} keys[] = {
	{ "data",	KEY_PATH, offsetof(struct conf, data),		1 },
	{ "share",	KEY_PATH, offsetof(struct conf, share),		1 },
	{ "url",	KEY_URL,  offsetof(struct conf, url),		1 },
	{ "production",	KEY_BOOL, offsetof(struct conf, production),	0 },
	{ "form-seconds", KEY_COUNT, offsetof(struct conf, form_seconds), 0 },
	{ "form-starts", KEY_COUNT, offsetof(struct conf, form_starts),	0 },
	{ "second-factor", KEY_WORD, offsetof(struct conf, second_factor), 0 },
	{ "clamd",	KEY_PATH, offsetof(struct conf, clamd),		0 },
	{ "seccomp",	KEY_BOOL, offsetof(struct conf, seccomp),	0 },
	{ "smtp",	KEY_SMTP, offsetof(struct conf, smtp),		0 },
	{ "smtp-user",	KEY_WORD, offsetof(struct conf, smtp_user),	0 },
	{ "smtp-password", KEY_PATH, offsetof(struct conf, smtp_password), 0 },
	{ "smtp-tls",	KEY_BOOL, offsetof(struct conf, smtp_tls),	0 },
	{ "smtp-ca",	KEY_PATH, offsetof(struct conf, smtp_ca),	0 },
	{ "smtp-patience", KEY_SECONDS, offsetof(struct conf, smtp_patience), 0 },
	{ "mail-from",	KEY_ADDRESS, offsetof(struct conf, mail_from),	0 },
	{ "mail-reply",	KEY_ADDRESS, offsetof(struct conf, mail_reply),	0 },
};
#define NKEYS	(sizeof(keys) / sizeof(keys[0]))

/* One @ between printable signs that need no quoting in a header. */
static int
is_address(const char *s)
{
	const char *at = strchr(s, '@'), *p;

	for (p = s; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("()<>[]:;,\\\"", *p) !=
		    NULL)
			return 0;
	return at != NULL && at > s && at[1] != '\0' &&
	    strchr(at + 1, '@') == NULL;
}

/* smtp(s)://host or host:port and nothing after it. */
static int
is_smtp(const char *s)
{
	size_t scheme = str_starts(s, "smtps://") ? 8 :
	    str_starts(s, "smtp://") ? 7 : 0;

	return scheme > 0 && s[scheme] != '\0' && s[scheme] != ':' &&
	    strpbrk(s + scheme, "/@?# ") == NULL;
}

/* Store a value; NULL, or what is wrong with it. */
static const char *
set(struct conf *conf, const struct key *k, const char *value)
{
	void *at = (char *)conf + k->offset;

	switch (k->kind) {
	case KEY_PATH:
		if (value[0] != '/')
			return "doit être un chemin absolu";
		break;
	case KEY_URL:
		if ((!str_starts(value, "http://") &&
		    !str_starts(value, "https://")) || str_ends(value, "/"))
			return "doit être http(s)://hôte, sans / final";
		break;
	case KEY_SMTP:
		if (!is_smtp(value))
			return "doit être smtp(s)://hôte ou smtp(s)://hôte:port";
		break;
	case KEY_WORD:
		if (value[0] == '\0')
			return "ne peut pas être vide";
		break;
	case KEY_ADDRESS:
		if (!is_address(value))
			return "doit être une adresse e-mail";
		break;
	case KEY_SECONDS:
		if (str_number(value, 1, 3600, at) == -1)
			return "doit être un nombre de secondes, de 1 à 3600";
		return NULL;
	case KEY_COUNT:
		if (str_number(value, 0, 100000, at) == -1)
			return "doit être un nombre, de 0 à 100000";
		return NULL;
	case KEY_BOOL:
		if (!str_eq(value, "oui") && !str_eq(value, "non"))
			return "doit être oui ou non";
		*(int *)at = str_eq(value, "oui");
		return NULL;
	}
	*(const char **)at = value;
	return NULL;
}

/* What goes together.  The number of faults. */
static int
check(const struct conf *conf, const char *path)
{
	int faults = 0;

	if (conf->smtp != NULL && conf->mail_from == NULL) {
		log_warnx("%s: smtp demande mail-from", path);
		faults++;
	}
	if ((conf->smtp_user == NULL) != (conf->smtp_password == NULL)) {
		log_warnx("%s: smtp-user et smtp-password vont ensemble",
		    path);
		faults++;
	}
	if (conf->smtp_user != NULL && !conf->smtp_tls &&
	    (conf->smtp == NULL || str_starts(conf->smtp, "smtp:"))) {
		log_warnx("%s: pas de mot de passe sans smtp-tls", path);
		faults++;
	}
	return faults;
}

int
conf_load(struct arena *a, const char *path, struct conf *conf)
{
	struct buf b = BUF_INIT;
	int seen[NKEYS] = { 0 }, line = 0, faults = 0;
	char *rest, *text, *key, *value;
	const char *wrong;
	size_t i;

	*conf = (struct conf){ .smtp_tls = 1, .smtp_patience = 300,
		.form_seconds = -1, .form_starts = -1 };
	if (file_read(&b, path) == -1) {
		buf_free(&b);
		return -1;
	}
	rest = arena_dupn(a, buf_cstr(&b), b.len);
	buf_free(&b);
	while ((text = str_split(&rest, '\n')) != NULL) {
		line++;
		value = text;
		key = str_trim(a, str_split(&value, '='));
		if (key[0] == '#' || (key[0] == '\0' && value == NULL))
			continue;
		for (i = 0; i < NKEYS && !str_eq(keys[i].name, key); i++)
			;
		if (value == NULL)
			wrong = "il manque « = »";
		else if (i == NKEYS)
			wrong = "clé inconnue";
		else if (seen[i]++)
			wrong = "clé donnée deux fois";
		else
			wrong = set(conf, &keys[i], str_trim(a, value));
		if (wrong != NULL) {
			log_warnx("%s:%d: %s: %s", path, line, key, wrong);
			faults++;
		}
	}
	for (i = 0; i < NKEYS; i++)
		if (keys[i].needed && !seen[i]) {
			log_warnx("%s: il manque la clé %s", path,
			    keys[i].name);
			faults++;
		}
	faults += check(conf, path);
	if (conf->form_seconds == -1)
		conf->form_seconds = conf->production ? 3 : 0;
	if (conf->form_starts == -1)
		conf->form_starts = conf->production ? 30 : 0;
	if (conf->second_factor == NULL)
		conf->second_factor = conf->production ?
		    "administration gestion" : "";
	else if (str_eq(conf->second_factor, "non"))
		conf->second_factor = "";
	conf->secure = conf->url != NULL && str_starts(conf->url, "https:");
	return faults > 0 ? -1 : 0;
}

const char *
conf_data(struct arena *a, const struct conf *conf, const char *name)
{
	return arena_fmt(a, "%s/%s", conf->data, name);
}

const char *
conf_share(struct arena *a, const struct conf *conf, const char *name)
{
	return arena_fmt(a, "%s/%s", conf->share, name);
}
