/*
 * sealing: a world (world.h) with an office that may seal: a key of its own,
 * one account of staff, and dossiers that were accepted.
 */
#ifndef SEALING_H
#define SEALING_H

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "domain/access/account.h"
#include "domain/paper/document.h"
#include "contract.h"
#include "world.h"

struct sealing {
	struct world		 w;
	struct conf		 conf;
	struct office		 office;
	const struct definition	*programmes[2];
};

static const struct actor staff = { 1, "Inès Caron" };

static inline void
sealing_keys(struct sealing *s)
{
	unsigned char public[SEAL_PUBLIC], secret[SEAL_SECRET];
	struct keyring ring = { NULL, 0 };
	struct buf keys = BUF_INIT;

	seal_keypair(public, secret);
	file_mkdirs(conf_data(s->w.a, &s->conf, "keys"), 0700);
	file_write(conf_data(s->w.a, &s->conf, KEY_SECRET_FILE), secret,
	    sizeof(secret), 0600);
	keyring_add(s->w.a, &ring, public, CONTRACT_DAY);
	keyring_write(s->w.a, &keys, &ring);
	file_write(conf_data(s->w.a, &s->conf, KEY_FILE), keys.data, keys.len,
	    0644);
	buf_free(&keys);
}

static inline void
sealing_open(struct sealing *s)
{
	struct account account = { .email = "ines@reseau.example",
		.name = staff.name };
	struct buf why = BUF_INIT;

	setenv("TERREAU_NOW", CONTRACT_NOW, 1);
	setenv("TZ", "Europe/Paris", 1);
	world_open(&s->w);
	s->conf = s->w.conf;
	s->conf.share = arena_fmt(s->w.a, "%s/share", getenv("builddir") !=
	    NULL ? getenv("builddir") : ".");
	sealing_keys(s);
	s->programmes[0] = s->w.cae;
	s->programmes[1] = NULL;
	s->w.mailer.programmes = s->programmes;
	s->office = (struct office){ .conf = &s->conf,
		.network = s->w.network, .programmes = s->programmes,
		.may_seal = 1 };
	if (office_open(s->w.a, &s->office, &why) == -1)
		fatalx("%s", buf_cstr(&why));
	buf_free(&why);
	if (account_create(s->w.a, s->w.db, &account, "une longue phrase") !=
	    0)
		fatalx("account");
}

static inline void
sealing_close(struct sealing *s)
{
	office_close(&s->office);
	unlink(conf_data(s->w.a, &s->conf, KEY_SECRET_FILE));
	unlink(conf_data(s->w.a, &s->conf, KEY_FILE));
	rmdir(conf_data(s->w.a, &s->conf, "keys"));
	world_close(&s->w);
}

/* A dossier sent and accepted. */
static inline void
sealing_accepted(struct sealing *s, const char *key, struct dossier *d)
{
	struct world *w = &s->w;
	struct answers *an = world_draft(w, key, "Łukasz", "Nguyễn", d);

	if (dossier_submit(w->a, w->db, w->cae, an, &w->mailer, d) != 0 ||
	    dossier_by_id(w->a, w->db, d->id, d) != 0 ||
	    dossier_move(w->a, w->db, w->cae, d, "accepter", &staff, "",
	    &w->mailer) != 0 || dossier_by_id(w->a, w->db, d->id, d) != 0)
		fatalx("accepted %s", key);
}

#endif
