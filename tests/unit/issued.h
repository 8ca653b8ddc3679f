/*
 * issued: papers of a contract put into a world (world.h) without rendering
 * them, in the same steps as issuing does, or behind its back.
 */
#ifndef ISSUED_H
#define ISSUED_H

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/law/obligation.h"
#include "world.h"

static struct actor julie = { 1, "Julie Morel" };
static const struct actor systeme = { 0, "systeme" };

static inline void
issued_today(struct world *w, const char *day)
{
	setenv("TERREAU_NOW", arena_fmt(w->a, "%lld",
	    (long long)time_make(day_parse(day), 600)), 1);
}

static inline void
issued_move(struct world *w, struct dossier *d, const char *transition,
    const struct actor *actor)
{
	if (db_begin(w->db) == -1 || dossier_move_in(w->db, w->cae, d,
	    transition, actor, "motif") != 0 || db_commit(w->db) == -1 ||
	    dossier_by_id(w->a, w->db, d->id, d) != 0)
		fatalx("move %s", transition);
}

/* An application that was accepted. */
static inline void
issued_accepted(struct world *w, const char *key, struct dossier *d)
{
	struct answers *an = world_draft(w, key, "Léa", "Petit", d);

	if (world_int(w, "SELECT count(*) FROM account") == 0 &&
	    db_exec(w->db, "INSERT INTO account (id, email, name, "
	    "password, created) VALUES (1, 'julie@a.example', 'Julie Morel', "
	    "'', 0)", "") != 1)
		fatalx("account");
	if (dossier_submit(w->a, w->db, w->cae, an, &w->mailer, d) != 0)
		fatalx("submit");
	issued_move(w, d, "accepter", &julie);
}

/* The row alone: what no rule and no index knows of. */
static inline void
issued_plant(struct world *w, const struct dossier *d, const char *kind,
    const char *code, const char *answers)
{
	const char *xml = arena_fmt(w->a, "<document><contrat>%s</contrat>"
	    "</document>", answers);
	unsigned char zero[64] = { 0 };

	if (db_exec(w->db, "INSERT INTO document (code, dossier, kind, title, "
	    "template, template_sha, context, twin, pdf, sha256, empreinte, "
	    "seal, key_name, cooperative, issuer, initials, pages, issued, "
	    "issued_by, state) VALUES (?1, ?2, ?3, '', '', ?4, ?5, ?4, ?4, "
	    "?4, ?4, ?6, '', '', '', '', 1, ?7, '', 'valide')", "sisbbbi",
	    code, d->id, kind, zero, (size_t)32, xml, strlen(xml), zero,
	    (size_t)64, time_now()) != 1)
		fatalx("paper %s", code);
}

static inline void
issued_paper(struct world *w, const struct dossier *d, const char *kind,
    const char *code, const char *answers)
{
	if (db_begin(w->db) == -1)
		fatalx("begin");
	issued_plant(w, d, kind, code, answers);
	if (obligation_arise_in(w->db, d->id, code, kind, day_today()) == -1 ||
	    contrat_settle_in(w->db, w->cae, d) == -1 ||
	    db_commit(w->db) == -1)
		fatalx("paper %s", code);
}

static inline const char *
issued_dates(struct world *w, const char *first, const char *last)
{
	return arena_fmt(w->a, "<naissance>1991-03-27</naissance>"
	    "<debut>%s</debut><fin>%s</fin>", first, last);
}

static inline const char *
issued_renewal(struct world *w, const char *rank, const char *first,
    const char *last)
{
	return arena_fmt(w->a, "<rang>%s</rang>%s", rank,
	    issued_dates(w, first, last));
}

/* A contract from 2026-03-01 to 2027-02-28, signed on 2026-02-10. */
static inline void
issued_contract(struct world *w, const char *key, const char *code,
    struct dossier *d)
{
	issued_today(w, "2026-02-10");
	issued_accepted(w, key, d);
	issued_move(w, d, "emettre-contrat", &systeme);
	issued_paper(w, d, KIND_CAPE, code, issued_dates(w, "2026-03-01",
	    "2027-02-28"));
	issued_move(w, d, "signer", &julie);
}

/* A paper that ends: replaced by another, or revoked. */
static inline void
issued_end(struct world *w, const struct dossier *d, const char *code)
{
	if (db_begin(w->db) == -1 || db_exec(w->db, "UPDATE document SET "
	    "state = 'revoque', ended = ?2, reason = 'x' WHERE code = ?1",
	    "si", code, time_now()) != 1 || contrat_settle_in(w->db, w->cae,
	    d) == -1 || db_commit(w->db) == -1)
		fatalx("end %s", code);
}

#endif
