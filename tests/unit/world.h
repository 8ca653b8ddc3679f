/*
 * world: a temporary database with the demonstration network, the CAE's
 * definition and the mails, for tests of the domain.
 */
#ifndef WORLD_H
#define WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/log.h"
#include "domain/dossier/dossier.h"
#include "domain/dossier/upload.h"
#include "domain/form/answers.h"
#include "domain/form/definition.h"
#include "domain/post/mail.h"
#include "domain/store.h"
#include "domain/territory/network.h"
#include "port/crypto.h"

/* A file as it is sent; what is wrong with it. */
static inline enum upload_fault
world_upload(struct arena *a, const char *name, const void *bytes, size_t len,
    struct upload *u)
{
	struct spool *s = spool_new(a, NULL);

	spool_add(s, bytes, len);
	return upload_read(a, s, name, NULL, u);
}

/* Do a spool and these bytes hold the same? */
static inline int
world_same(struct spool *s, const void *bytes, size_t len)
{
	struct buf b = BUF_INIT;
	int same = spool_len(s) == len;

	if (same)
		same = spool_read(s, 0, buf_reserve(&b, len), len) == len &&
		    memcmp(b.data, bytes, len) == 0;
	buf_free(&b);
	return same;
}

struct world {
	struct arena		*a;
	char			 dir[64];
	char			 cwd[4096];
	struct conf		 conf;
	struct db		*db;
	const struct definition	*cae;
	const struct network	*network;
	struct mailer		 mailer;
};

static inline void
world_open(struct world *w)
{
	const char *src = getenv("srcdir");
	struct buf faults = BUF_INIT;
	struct xml_error err;

	log_init("test");
	xml_init();
	crypto_init();
	w->a = arena_new();
	snprintf(w->dir, sizeof(w->dir), "/tmp/terreau-monde-XXXXXX");
	if (mkdtemp(w->dir) == NULL || realpath(src != NULL ? src : ".",
	    w->cwd) == NULL)
		fatal("world");
	w->conf = (struct conf){
		.data = w->dir, .share = w->cwd, .url = "https://a.example"
	};
	w->cae = definition_load(w->a, conf_share(w->a, &w->conf,
	    "schemas/programmes/cae.xml"), &faults);
	w->network = network_load(w->a, conf_share(w->a, &w->conf,
	    "content/demo/reseau.xml"), conf_share(w->a, &w->conf,
	    "schemas/xml/reseau.rng"), &faults);
	if (w->cae == NULL || w->network == NULL)
		fatalx("%s", buf_cstr(&faults));
	buf_free(&faults);
	if (mailer_open(w->a, &w->conf, w->network, 0, &w->mailer, &err) == -1)
		fatalx("%s", err.text);
	w->db = store_open(w->a, &w->conf, DB_CREATE);
	if (w->db == NULL || store_migrate(w->db, w->conf.share) !=
	    STORE_VERSION)
		fatalx("store");
}

static inline void
world_close(struct world *w)
{
	static const char *const files[] = {
		"terreau.db", "terreau.db-wal", "terreau.db-shm", "copie.db",
		"keys/coffre.db", "keys/coffre.db-wal",
		"keys/coffre.db-shm", "coffre.copie"
	};
	size_t i;

	db_close(w->db);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(conf_data(w->a, &w->conf, files[i]));
	rmdir(conf_data(w->a, &w->conf, "keys"));
	rmdir(w->dir);
	arena_free(w->a);
	xml_exit();
}

/* An integer that the database answers. */
static inline int64_t
world_int(struct world *w, const char *sql)
{
	struct query *q = db_query_(w->db, sql, "");
	int64_t n = db_next(q) ? db_int(q, 0) : -1;

	return db_done(q) == -1 ? -1 : n;
}

/* Answers to every step of the CAE, with a name. */
static inline struct answers *
world_answers(struct world *w, const char *prenom, const char *nom)
{
	const char *const raw[][2] = {
		{ "email", "lea@courriel.example" },
		{ "prenom", prenom }, { "nom", nom },
		{ "joindre", "telephone" }, { "telephone", "06 39 98 12 34" },
		{ "commune-cp", "44000" }, { "commune", "autre" },
		{ "commune-autre", "Nantes" },
		{ "cooperative", "nantes" }, { "situation", "etudes" },
		{ "secteur", "artisanat" },
		{ "activite", "Réparer des vélos & des <tandems>" },
		{ "clients", "non" }, { "besoins", "tester" },
		{ "besoins", "prix" }, { "engagement", "oui" },
	};
	struct answers *an = answers_new(w->a, w->cae);
	size_t i;

	for (i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		answers_add(an, raw[i][0], raw[i][1]);
	return an;
}

/* NULL or the first step that is wrong. */
static inline const struct step *
world_check(struct world *w, struct answers *an)
{
	struct check_context c = { .network = w->network,
		.today = day_today() };

	return answers_check_all(an, &c);
}

/* A draft with every step saved; its answers, checked. */
static inline struct answers *
world_draft(struct world *w, const char *key, const char *prenom,
    const char *nom, struct dossier *d)
{
	struct answers *an = world_answers(w, prenom, nom);
	const struct step *bad;
	size_t i;

	if (draft_create(w->a, w->db, w->cae, "lea@courriel.example", key,
	    &w->mailer, d) != 0)
		fatalx("draft_create");
	for (i = 0; i < w->cae->nsteps; i++)
		if (draft_save(w->db, w->cae, d, &w->cae->steps[i], an) != 0)
			fatalx("draft_save");
	if ((bad = world_check(w, an)) != NULL)
		fatalx("step %s", bad->name);
	return an;
}

#endif
