/*
 * terreau verify: is a paper one that this portal sealed?  From the PDF, byte
 * for byte, or from the text of the code printed on it.  Needs the public keys,
 * and to know of replaced and revoked papers the public list, as files: no
 * database, no network.  A list tells how things stood at its date.
 *
 * Exit: 0 all authentic, 1 one is not, 2 usage, 3 all authentic, but one was
 * replaced or revoked.
 */
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/code.h"
#include "domain/paper/document.h"
#include "domain/proof/proof.h"
#include "domain/proof/revocation.h"
#include "tools.h"

#define EXIT_ENDED	3

struct checker {
	struct arena		*a;
	struct keyring		 ring;
	struct revocations	 list;
	int			 has_list;
	const char		*name;		/* typed by who holds it, NULL */
};

/* A file of the data folder, when there is one; NULL. */
static const char *
data_file(struct app *app, const char *name)
{
	struct conf conf;

	if (app->data != NULL)
		return arena_fmt(app->arena, "%s/%s", app->data, name);
	if (app->conf_file == NULL || *app->conf_file == '\0' ||
	    conf_load(app->arena, app->conf_file, &conf) == -1)
		return NULL;
	return conf_data(app->arena, &conf, name);
}

static void
row(const char *label, const char *value)
{
	printf("  %s%*s%s\n", label, 12 - (int)utf8_length(label), "", value);
}

/* What the list says of a code.  An exit status. */
static int
tell_state(struct checker *c, const char *code)
{
	const struct revocation *r;

	if (!c->has_list) {
		row("état", "inconnu : donnez la liste, --revocations");
		return EXIT_DONE;
	}
	r = revocation_find(&c->list, code);
	if (r == NULL)
		row("état", "ni remplacé ni révoqué");
	else
		row("état", arena_fmt(c->a, "%s le %s", r->replaced ?
		    "remplacé" : "révoqué", day_french(c->a, r->day)));
	row("", arena_fmt(c->a, "selon la liste nº %lld du %s",
	    (long long)c->list.serial, c->list.date));
	return r == NULL ? EXIT_DONE : EXIT_ENDED;
}

static int
verify_file(struct checker *c, const char *path)
{
	struct buf b = BUF_INIT;
	struct inspection in;

	if (file_read(&b, path) == -1) {
		buf_free(&b);
		return EXIT_FAILED;
	}
	document_verify(c->a, b.data, b.len, &c->ring, &in);
	buf_free(&b);
	if (in.verdict != VERDICT_AUTHENTIC) {
		printf("%s : %s, %s\n", path, in.verdict == VERDICT_FOREIGN ?
		    "pas un document scellé par ce portail" : "altéré",
		    in.why);
		return EXIT_FAILED;
	}
	printf("%s : authentique, code %s, « %s »\n", path, *in.code != '\0' ?
	    code_groups(c->a, in.code) : "inconnu", in.title);
	row("clé", in.key->name);
	return tell_state(c, in.code);
}

static const char *
why_not(enum proof_verdict v)
{
	switch (v) {
	case PROOF_CHANGED:
		return "modifié : notre clé n’a pas signé ces lignes";
	case PROOF_FOREIGN:
		return "pas de ce portail : aucune de nos clés ne l’a signé";
	case PROOF_COMPROMISED:
		return "signé par une clé compromise : seule la page de "
		    "vérification peut le dire authentique";
	default:
		return "pas le code d’un document";
	}
}

/* 0, or 1: the name is not the one that was sealed. */
static int
tell_name(struct checker *c, const struct proof *p)
{
	unsigned char check[PROOF_NAME];

	if (c->name == NULL)
		return 0;
	proof_name(check, c->a, p->code, c->name);
	if (memcmp(check, p->name, PROOF_NAME) == 0) {
		row("nom", "celui qui a été scellé");
		return 0;
	}
	row("nom", "CE N’EST PAS celui qui a été scellé");
	return 1;
}

static int
verify_code(struct checker *c, const char *text)
{
	unsigned char print[SHA256_SIZE] = { 0 };
	const struct key *key;
	struct proof p;
	enum proof_verdict v;
	int wrong;

	v = proof_check(c->a, text, &c->ring, &p, &key);
	if (v != PROOF_SOUND) {
		printf("code QR : %s\n", why_not(v));
		return EXIT_FAILED;
	}
	printf("code QR : authentique, code %s\n", code_groups(c->a, p.code));
	row("nature", proof_kind_words(p.kind));
	row("délivré à", proof_starred(c->a, p.initials));
	row("le", day_french(c->a, p.issued));
	if (p.until != DAY_NONE)
		row("jusqu’au", day_french(c->a, p.until));
	memcpy(print, p.empreinte, PROOF_PRINT);
	row("empreinte", arena_fmt(c->a, "%s, au bas de chaque page",
	    document_empreinte(c->a, print)));
	row("clé", key->name);
	wrong = tell_name(c, &p);
	puts("  Comparez avec le papier. Rien ici ne dit que la personne qui "
	    "le présente en\n  est le titulaire.");
	return wrong ? EXIT_FAILED : tell_state(c, p.code);
}

/* The text of a code, unless a file is called so. */
static int
verify(struct checker *c, const char *what)
{
	const char *text = file_exists(what) ? NULL : proof_find(c->a, what);

	if (text != NULL || strstr(what, "/V/") != NULL)
		return verify_code(c, text != NULL ? text : "");
	return verify_file(c, what);
}

/* Keys and list.  0 or -1, told. */
static int
open_checker(struct checker *c, const char *keys, const char *list)
{
	struct buf faults = BUF_INIT;
	int rc = keyring_read(c->a, keys, &c->ring, &faults);

	if (rc == 0 && list != NULL) {
		rc = revocation_read(c->a, list, &c->ring, &c->list, &faults);
		c->has_list = rc == 0;
	}
	fputs(buf_cstr(&faults), stderr);
	buf_free(&faults);
	return rc;
}

static int
worse(int one, int other)
{
	return one == EXIT_FAILED || other == EXIT_FAILED ? EXIT_FAILED :
	    one == EXIT_ENDED || other == EXIT_ENDED ? EXIT_ENDED : EXIT_DONE;
}

int
cmd_verify(struct app *app, int argc, char **argv)
{
	struct checker c = { .a = app->arena };
	const char *keys = NULL, *list = NULL, *again = NULL;
	const struct option_row options[] = {
		{ "--keys", 1, &keys }, { "--revocations", 1, &list },
		{ "--nom", 1, &c.name }, { "--reproduce", 1, &again },
		{ NULL, 0, NULL }
	};
	int i, rc = EXIT_DONE;

	if ((argc = options_read(app, options, argc, argv, argc)) == -1)
		return EXIT_USAGE;
	if (again != NULL)
		return argc > 1 ? usage(app, "--reproduce va seul") :
		    reproduce(app, again);
	if (argc < 2)
		return usage(app, "dites quel fichier ou quel code vérifier");
	if (c.name != NULL && !utf8_valid(c.name, strlen(c.name)))
		return usage(app, "ce nom n’est pas de l’UTF-8");
	if (keys == NULL && (keys = data_file(app, KEY_FILE)) == NULL)
		return usage(app, "dites où sont les clés publiques : --keys");
	if (list == NULL && (list = data_file(app, REVOCATION_FILE)) != NULL &&
	    !file_exists(list))
		list = NULL;
	if (open_checker(&c, keys, list) == -1)
		return EXIT_USAGE;
	for (i = 1; i < argc; i++)
		rc = worse(rc, verify(&c, argv[i]));
	return rc;
}
