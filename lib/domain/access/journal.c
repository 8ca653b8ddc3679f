/*
 * The journal, written and read.
 */
#include "base/date.h"
#include "base/str.h"
#include "domain/access/journal.h"
#include "domain/dossier/dossier.h"

int
journal_add(struct db *db, const struct actor *actor,
    const char *cooperative, const char *act, const char *text)
{
	return db_exec(db, "INSERT INTO journal (at, account, who, "
	    "cooperative, act, text) VALUES (?1, nullif(?2, 0), ?3, ?4, ?5, "
	    "?6)", "iissss", time_now(), actor->account, actor->name,
	    cooperative, act, text) == 1 ? 0 : -1;
}

const char *
journal_label(const char *act)
{
	static const char *const labels[][2] = {
		{ JOURNAL_OPENED, "Dossier ouvert" },
		{ JOURNAL_SHOWN, "Réponse masquée montrée" },
		{ "compte-invite", "Compte créé, invitation envoyée" },
		{ "compte-lien", "Nouveau lien pour choisir un mot de passe" },
		{ "compte-entre", "Mot de passe choisi" },
		{ "compte-passe", "Mot de passe changé" },
		{ "compte-adresse", "Adresse e-mail changée" },
		{ "compte-nom", "Nom du compte changé" },
		{ "second-actif", "Connexion en deux étapes activée" },
		{ "second-retire", "Connexion en deux étapes retirée" },
		{ "second-refuse", "Code de connexion refusé" },
		{ "second-secours", "Code de secours utilisé" },
		{ "second-codes", "Codes de secours refaits" },
		{ "saisie-abandonnee", "Saisie d’un papier abandonnée" },
		{ "compte-suspendu", "Compte suspendu" },
		{ "compte-repris", "Compte rétabli" },
		{ "reglage", "Réglage changé" },
		{ JOURNAL_EXPORTED, "Dossiers exportés" },
		{ JOURNAL_GIVEN, "Dossier confié" },
		{ "role-donne", "Rôle donné" },
		{ "role-retire", "Rôle retiré" },
	};
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (str_eq(labels[i][0], act))
			return labels[i][1];
	return NULL;
}

#define MINE(coop) "(?1 = '' OR instr(' ' || ?1 || ' ', ' ' || " coop	\
	" || ' ')) AND "
/* A list of codes: all of it is theirs, as far as it stands in that order. */
#define MINE_ALL(coops) "instr(' ' || ?1 || ' ', ' ' || " coops " || ' ')"
#define WHEN(t)	t ".at >= ?4 AND (?5 = 0 OR " t ".at < ?5) AND "	\
	"(?2 = 0 OR " t ".account = ?2) "

size_t
journal_list(struct arena *a, struct db *db, const struct journal_filter *f,
    struct journal_line **out)
{
	struct journal_line *list = arena_array(a, JOURNAL_PAGE + 1,
	    sizeof(*list));
	struct query *q;
	size_t n = 0;

	*out = list;
	/* each part comes by its index of time but the last, which is short;
	 * they are merged */
	q = db_query(db, "SELECT c.at AS at, c.id AS id, a.name, 'ouverture', "
	    "d.numero, d.programme, '' FROM consultation c JOIN account a ON "
	    "a.id = c.account JOIN dossier d ON d.id = c.dossier WHERE "
	    MINE("d.cooperative") WHEN("c") "AND (?3 = '' OR d.numero = ?3) "
	    "UNION ALL SELECT v.at, v.id, v.author, '" JOURNAL_SHOWN "', "
	    "d.numero, d.programme, v.label || '. ' || v.reason FROM "
	    "devoilement v JOIN dossier d ON d.id = v.dossier WHERE "
	    MINE("d.cooperative") WHEN("v") "AND (?3 = '' OR d.numero = ?3) "
	    "UNION ALL SELECT e.at, e.id, e.who, e.name, d.numero, "
	    "d.programme, '' FROM event e JOIN dossier d ON d.id = e.dossier "
	    "WHERE e.account IS NOT NULL AND " MINE("d.cooperative") WHEN("e")
	    "AND (?3 = '' OR d.numero = ?3) "
	    "UNION ALL SELECT j.at, j.id, j.who, j.act, '', '', j.text FROM "
	    "journal j WHERE " MINE("j.cooperative") WHEN("j")
	    "AND ?3 = '' "
	    "UNION ALL SELECT x.at, x.id, x.author, '" JOURNAL_EXPORTED "', "
	    "'', x.programme, x.files || ' dossiers ' || x.programme || ' (' "
	    "|| x.form || ')' FROM export x WHERE x.form <> 'passation' AND "
	    "(?1 = '' OR (x.cooperatives <> '' AND " MINE_ALL("x.cooperatives")
	    ")) AND " WHEN("x") "AND ?3 = '' "
	    "UNION ALL SELECT s.at, s.id, s.author, '" JOURNAL_GIVEN "', "
	    "d.numero, d.programme, coalesce('à ' || a.name, 'à personne') "
	    "FROM assignment s JOIN dossier d ON d.id = s.dossier LEFT JOIN "
	    "account a ON a.id = s.adviser WHERE s.account IS NOT NULL AND "
	    MINE("d.cooperative") WHEN("s") "AND (?3 = '' OR d.numero = ?3) "
	    "ORDER BY at DESC, id DESC LIMIT 51 OFFSET ?6",
	    "sisiii", f->cooperatives, f->account, f->numero, f->from, f->to,
	    (int64_t)JOURNAL_PAGE * (f->page > 1 ? f->page - 1 : 0));
	for (; n < JOURNAL_PAGE + 1 && db_next(q); n++)
		list[n] = (struct journal_line){
			.at = db_int(q, 0), .who = db_dup(a, q, 2),
			.act = db_dup(a, q, 3), .numero = db_dup(a, q, 4),
			.programme = db_dup(a, q, 5), .text = db_dup(a, q, 6)
		};
	return db_done(q) == -1 ? 0 : n;
}
