/*
 * The record of a draw as a file that anybody may be given, and its check,
 * which needs no database: lines of words, in the order of the draw, without
 * names or numbers.  What candidates said stands as classes: who shares one
 * answered the same.
 *
 *	tirage 1
 *	seance CODE
 *	empreinte HEX		announced before
 *	graine HEX		told since
 *	proposees N
 *	criteres NAME ...
 *	RANK TICKET oui|non CLASS ...	could be accepted or not
 */
#include <string.h>

#include "base/str.h"
#include "domain/session/group.h"
#include "port/crypto.h"

#define MAGIC	"tirage 1"
#define ERASED	"-"		/* the class of somebody who was erased */
#define HEX	(2 * SHA256_SIZE)

/* What a file says. */
struct told {
	const char	*commitment, *seed;
	long long	 proposed;
	size_t		 ncriteria, n;
	struct candidate *list;
	int		 erased;
};

/* From 1, in the order in which they come. */
static size_t
class_of(const struct candidate *list, size_t i, size_t criterion)
{
	size_t k, j, class = 0;

	for (k = 0; k <= i; k++) {
		for (j = 0; j < k && !str_eq(list[j].values[criterion],
		    list[k].values[criterion]); j++)
			;
		class += j == k;
		if (str_eq(list[k].values[criterion],
		    list[i].values[criterion]))
			break;
	}
	return class;
}

void
group_write(struct arena *a, struct db *db, const struct session *s,
    const struct group *g, const struct definition *d, struct buf *out)
{
	struct candidate *list;
	size_t i, j, n, proposed = 0;

	n = group_drawn(a, db, g, d, &list);
	for (i = 0; i < n; i++)
		proposed += list[i].proposed != 0;
	buf_fmt(out, MAGIC "\nseance %s\nempreinte %s\ngraine %s\n"
	    "proposees %zu\ncriteres", s->code, g->commitment, g->seed,
	    proposed);
	for (j = 0; j < g->ncriteria; j++)
		buf_fmt(out, " %s", g->criteria[j]);
	buf_char(out, '\n');
	for (i = 0; i < n; i++) {
		buf_fmt(out, "%d %s %s", list[i].rank, list[i].ticket,
		    list[i].was_able ? "oui" : "non");
		for (j = 0; j < g->ncriteria; j++)
			if (*list[i].values[j] == '\0')
				buf_str(out, " " ERASED);
			else
				buf_fmt(out, " %zu", class_of(list, i, j));
		buf_char(out, '\n');
	}
}

/* What stands behind « name » on the next line, NULL when it is another. */
static char *
field(char **rest, const char *name)
{
	char *line = str_split(rest, '\n');
	size_t n = strlen(name);

	return line == NULL || strncmp(line, name, n) != 0 || line[n] != ' ' ?
	    NULL : line + n + 1;
}

static int
is_hex(const char *s)
{
	return s != NULL && strlen(s) == HEX &&
	    strspn(s, "0123456789abcdef") == HEX;
}

/* One candidate.  0 or -1. */
static int
read_line(struct told *t, char *line)
{
	struct candidate *c = &t->list[t->n];
	const char *word;
	long long rank;
	size_t j;

	word = str_split(&line, ' ');
	if (word == NULL || str_number(word, 1, GROUP_MAX, &rank) == -1 ||
	    (size_t)rank != t->n + 1)
		return -1;
	*c = (struct candidate){ .dossier = rank,
		.ticket = str_split(&line, ' ') };
	word = str_split(&line, ' ');
	if (!is_hex(c->ticket) || word == NULL ||
	    !str_has_word("oui non", word))
		return -1;
	c->able = str_eq(word, "oui");
	for (j = 0; j < t->ncriteria; j++) {
		if ((c->values[j] = str_split(&line, ' ')) == NULL)
			return -1;
		t->erased |= str_eq(c->values[j], ERASED);
	}
	t->n++;
	return line == NULL ? 0 : -1;
}

/* 0, or -1: it is no such file. */
static int
read_told(struct arena *a, const char *text, struct told *t)
{
	char *rest = arena_dup(a, text), *line, *words;
	const char *n;

	memset(t, 0, sizeof(*t));
	t->list = arena_array(a, GROUP_MAX, sizeof(*t->list));
	line = str_split(&rest, '\n');
	if (line == NULL || !str_eq(line, MAGIC) ||
	    field(&rest, "seance") == NULL ||
	    !is_hex(t->commitment = field(&rest, "empreinte")) ||
	    !is_hex(t->seed = field(&rest, "graine")) ||
	    (n = field(&rest, "proposees")) == NULL ||
	    str_number(n, 0, GROUP_MAX, &t->proposed) == -1 ||
	    (words = field(&rest, "criteres")) == NULL)
		return -1;
	while (str_split(&words, ' ') != NULL)
		if (++t->ncriteria > GROUP_CRITERIA)
			return -1;
	while ((line = str_split(&rest, '\n')) != NULL) {
		if (*line == '\0' && rest == NULL)
			break;
		if (t->n == GROUP_MAX || read_line(t, line) == -1)
			return -1;
	}
	return t->n > 0 ? 0 : -1;
}

int
group_committed(const char *seed, const char *commitment)
{
	unsigned char sha[SHA256_SIZE];
	struct arena *a = arena_new();
	int same;

	sha256(sha, seed, strlen(seed));
	same = str_eq(hex_encode(a, sha, sizeof(sha)), commitment);
	arena_free(a);
	return same;
}

/* The order that the rule gives, against the one that is told. */
static int
same_order(struct arena *a, const struct told *t, struct buf *out)
{
	struct candidate *again = arena_array(a, t->n, sizeof(*again));
	size_t i, proposed = 0;

	memcpy(again, t->list, t->n * sizeof(*again));
	group_order(a, again, t->n, t->ncriteria, t->proposed);
	for (i = 0; i < t->n; i++) {
		proposed += again[i].proposed != 0;
		if (again[i].dossier == t->list[i].dossier)
			continue;
		buf_fmt(out, "L’ordre n’est pas celui de la règle : au rang "
		    "%zu vient le billet %s.\n", i + 1, again[i].ticket);
		return 0;
	}
	if (proposed != (size_t)t->proposed) {
		buf_fmt(out, "La règle ne propose pas %lld personnes, mais "
		    "%zu.\n", t->proposed, proposed);
		return 0;
	}
	buf_fmt(out, "L’ordre est celui de la règle : %zu candidatures, "
	    "%zu critères, %zu proposées.\n", t->n, t->ncriteria, proposed);
	return 1;
}

int
group_verify(struct arena *a, const char *text, const char *const *numeros,
    size_t n, struct buf *out)
{
	const char *ticket;
	struct told t;
	size_t i, k;
	int good;

	if (read_told(a, text, &t) == -1)
		return 2;
	good = group_committed(t.seed, t.commitment);
	buf_str(out, good ? "La graine est celle de l’empreinte annoncée.\n" :
	    "La graine n’est pas celle de l’empreinte annoncée.\n");
	if (t.erased) {
		buf_str(out, "L’ordre ne se recalcule plus : un dossier a été "
		    "effacé.\n");
		good = 0;
	} else if (!same_order(a, &t, out))
		good = 0;
	for (i = 0; i < n; i++) {
		ticket = group_ticket(a, t.seed, numeros[i]);
		for (k = 0; k < t.n && !str_eq(t.list[k].ticket, ticket); k++)
			;
		if (k < t.n)
			buf_fmt(out, "%s : rang %zu, billet %s.\n", numeros[i],
			    k + 1, ticket);
		else
			buf_fmt(out, "%s n’est pas dans ce tirage.\n",
			    numeros[i]);
		good &= k < t.n;
	}
	return !good;
}
