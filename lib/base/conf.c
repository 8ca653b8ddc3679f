/*
 * The configuration file.  Keys are a table; values are checked here, once.
 */
#include <stddef.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

enum kind { KEY_PATH, KEY_URL, KEY_BOOL };

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
};
#define NKEYS	(sizeof(keys) / sizeof(keys[0]))

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
	case KEY_BOOL:
		if (!str_eq(value, "oui") && !str_eq(value, "non"))
			return "doit être oui ou non";
		*(int *)at = str_eq(value, "oui");
		return NULL;
	}
	*(const char **)at = value;
	return NULL;
}

int
conf_load(struct arena *a, const char *path, struct conf *conf)
{
	struct buf b = BUF_INIT;
	int seen[NKEYS] = { 0 }, line = 0, faults = 0;
	char *rest, *text, *key, *value;
	const char *wrong;
	size_t i;

	*conf = (struct conf){ 0 };
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
