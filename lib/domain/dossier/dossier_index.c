/*
 * What a file is found and filtered by: words of its name and number, ways to
 * reach the person, where they live.  All of it comes from the last record,
 * and is the same however often it is made.
 */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "domain/dossier/dossier_inside.h"
#include "domain/territory/commune.h"
#include "port/unicode.h"

/* A number without its dashes, and the same without programme and year. */
static const char *
bare(struct arena *a, const char *numero)
{
	struct buf b = BUF_INIT;
	const char *p;
	size_t tail = 0;
	int dashes = 0;

	for (p = numero; *p != '\0'; p++)
		if (*p != '-')
			buf_char(&b, *p);
		else if (++dashes == 2)
			tail = b.len;
	p = arena_fmt(a, "%s %s", buf_cstr(&b), buf_cstr(&b) + tail);
	buf_free(&b);
	return p;
}

/* +33639981234 is 0639981234 for whoever dials it here. */
static const char *
phone(struct arena *a, const char *number)
{
	return str_starts(number, "+33") ? arena_fmt(a, "%s 0%s", number,
	    number + 3) : number;
}

/*
 * Every address and telephone there is, of the person and of others.  Theirs
 * is that of the dossier: it may have changed since they were asked for it.
 */
static const char *
contacts(struct arena *a, const struct definition *def, const char *email,
    const struct answers *answers)
{
	const struct field *f;
	const char *all = email, *v;
	size_t i, k;

	for (i = 0; i < def->nsteps; i++)
		for (k = 0; k < def->steps[i].nfields; k++) {
			f = &def->steps[i].fields[k];
			if ((f->kind == FIELD_PHONE || (f->kind ==
			    FIELD_EMAIL && def->steps[i].place !=
			    STEP_START)) && (v = answers_value(answers,
			    f->name, 0)) != NULL)
				all = arena_fmt(a, "%s %s", all,
				    f->kind == FIELD_PHONE ? phone(a, v) : v);
		}
	return all;
}

static const char *
departement(struct arena *a, const char *insee, const char *postcode)
{
	if (insee != NULL && *insee != '\0')
		return commune_departement(a, insee);
	/* post codes of Corsica are older than its two halves */
	if (str_starts(postcode, "20"))
		return postcode[2] < '2' ? "2A" : "2B";
	return commune_departement(a, postcode);
}

/* The first commune the form asks for: where the person lives. */
static void
place(struct arena *a, const struct definition *def,
    const struct answers *answers, struct dossier_found *f)
{
	const struct field *field;
	const char *name, *postcode;
	size_t i, k;

	f->commune = f->departement = f->lieu = "";
	for (i = 0; i < def->nsteps; i++)
		for (k = 0; k < def->steps[i].nfields; k++) {
			field = &def->steps[i].fields[k];
			if (field->kind != FIELD_COMMUNE || (name =
			    answers_value(answers, field->name, 0)) == NULL)
				continue;
			postcode = answers_value(answers, field->name, 1);
			if (postcode == NULL)
				postcode = "";
			f->commune = name;
			f->departement = departement(a, answers_value(answers,
			    field->name, 2), postcode);
			f->lieu = unicode_fold(a, arena_fmt(a, "%s %s", name,
			    postcode));
			return;
		}
}

void
dossier_found(struct arena *a, const struct definition *def,
    const struct dossier *d, const struct answers *answers,
    struct dossier_found *f)
{
	const char *birth = def->age.birth == NULL ? NULL :
	    answers_value(answers, def->age.birth, 0);

	f->birth = birth == NULL ? DAY_NONE : day_parse(birth);
	place(a, def, answers, f);
	f->words = unicode_fold(a, arena_fmt(a, "%s %s %s %s", d->nom,
	    d->prenom, d->numero, bare(a, d->numero)));
	f->contact = contacts(a, def, d->email, answers);
	f->sort = unicode_fold(a, arena_fmt(a, "%s %s", d->nom, d->prenom));
}

int
dossier_scope(struct db *db, int64_t dossier)
{
	return db_exec(db, "UPDATE dossier_words SET scope = (SELECT scope "
	    "FROM dossier_scope WHERE id = ?1) WHERE rowid = ?1 AND scope <> "
	    "(SELECT scope FROM dossier_scope WHERE id = ?1)", "i",
	    dossier) < 0 ? -1 : 0;
}

int
dossier_index(struct arena *a, struct db *db, const struct definition *def,
    const struct dossier *d, const struct answers *answers)
{
	struct dossier_found f;

	dossier_found(a, def, d, answers, &f);
	if (db_exec(db, "UPDATE dossier SET sort = ?2, commune = ?3, "
	    "departement = ?4, birth = nullif(?5, ?6) WHERE id = ?1",
	    "isssii", d->id, f.sort, f.commune, f.departement,
	    (int64_t)f.birth, (int64_t)DAY_NONE) != 1)
		return -1;
	if (db_exec(db, "DELETE FROM dossier_words WHERE rowid = ?1", "i",
	    d->id) < 0)
		return -1;
	return db_exec(db, "INSERT INTO dossier_words (rowid, words, contact, "
	    "lieu, scope) SELECT id, ?2, ?3, ?4, scope FROM dossier_scope "
	    "WHERE id = ?1", "isss", d->id, f.words, f.contact,
	    f.lieu) == 1 ? 0 : -1;
}
