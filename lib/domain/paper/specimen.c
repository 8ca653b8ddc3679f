/*
 * Data of nobody, for models of papers.
 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/law/contrat.h"
#include "domain/paper/specimen.h"

/* So many characters of words and lines. */
static const char *
filled(struct arena *a, long long n, int lines)
{
	static const char words[] = "l’étude des besoins, le calcul du prix de "
	    "revient et le bilan du sixième mois ; ";
	struct buf b = BUF_INIT;
	const char *s;
	size_t chars = 0, at = 0;

	for (s = words; chars < (size_t)n; chars++) {
		if (*s == '\0')
			s = words;
		buf_char(&b, lines && *s == ' ' && chars > at + 90 ? '\n' :
		    *s);
		if (lines && *s == ' ' && chars > at + 90)
			at = chars;
		for (s++; ((unsigned char)*s & 0xc0) == 0x80; s++)
			buf_char(&b, *s);
	}
	s = str_trim(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static const char *
text_of(struct arena *a, const struct field *f, int set)
{
	static const char *const strange[] = {
		"« l'Œuf » & Cie <b>50 % à l'essai</b>",
		"Première ligne : 3 < 5 & « ça va » ?\n\n"
		"– aujourd'hui, n° 4 ; ÀÉÎÕÜ ßþðø Łódź\n"
		"Donaudampfschifffahrtsgesellschaft\n"
		"{{ contrat/intitule }} et {{ end }}"
	};
	int lines = f->kind == FIELD_LONGTEXT;

	if (set == SPECIMEN_SHORT)
		return "x";
	if (set == SPECIMEN_LONG)
		return filled(a, f->max, lines);
	return f->max < 20 ? "d'Œ<&" : f->max < 100 ? "d'Œuf & <x>" :
	    strange[lines];
}

/* The long name has words, as long names do. */
static const char *
name_of(int set)
{
	return set == SPECIMEN_SHORT ? "A" : set == SPECIMEN_LONG ?
	    "Marie-Élisabeth Joséphine Anne de La Rochefoucauld-Montmorency "
	    "du Plessis-Bellière d'Estrées" :
	    "Łukasz Nguyễn-Lefèvre d'Œuf";
}

static void
add(struct answers *an, const struct field *f, const char *part,
    const char *value)
{
	char name[80];

	snprintf(name, sizeof(name), "%s%s", f->name, part);
	answers_add(an, name, value);
}

static void
add_int(struct answers *an, const struct field *f, const char *part,
    long long n)
{
	char value[32];

	snprintf(value, sizeof(value), "%lld", n);
	add(an, f, part, value);
}

static void
add_day(struct answers *an, const struct field *f, int set)
{
	static const char *const birth[] = { "2000-01-01", "1931-12-31",
	    "1992-02-29" };
	static const char *const past[] = { "2026-01-01", "2025-12-31",
	    "2024-02-29" };
	static const char *const other[] = { "2026-03-01", "2027-12-31",
	    "2028-02-29" };
	int y, m, d;

	day_split(day_parse(f->when == WHEN_BIRTH ? birth[set] :
	    f->when == WHEN_PAST ? past[set] : other[set]), &y, &m, &d);
	add_int(an, f, "-jour", d);
	add_int(an, f, "-mois", m);
	add_int(an, f, "-annee", y);
}

static void
add_choices(struct answers *an, const struct field *f, int set)
{
	size_t i, which = set == SPECIMEN_SHORT ? 0 :
	    set == SPECIMEN_LONG ? f->nchoices - 1 :
	    f->nchoices / 2;

	if (f->kind == FIELD_CHOICES && set == SPECIMEN_LONG)
		for (i = 0; i < f->nchoices; i++)
			add(an, f, "", f->choices[i].value);
	else
		add(an, f, "", f->choices[which].value);
}

static void
add_number(struct arena *a, struct answers *an, const struct field *f,
    int set)
{
	long long n = set == SPECIMEN_SHORT ? f->min :
	    set == SPECIMEN_LONG ? f->max :
	    f->min + (f->max - f->min) / 3;

	add(an, f, "", f->kind != FIELD_MONEY ? arena_fmt(a, "%lld", n) :
	    arena_fmt(a, "%lld,%02lld", n / 100, n % 100));
}

static void
add_answer(struct arena *a, struct answers *an, const struct field *f,
    int set)
{
	if (f->optional && set == SPECIMEN_SHORT)
		return;
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_LONGTEXT:
		add(an, f, "", text_of(a, f, set));
		break;
	case FIELD_NAME:
		add(an, f, "", name_of(set));
		break;
	case FIELD_EMAIL:
		add(an, f, "", "nom@exemple.example");
		break;
	case FIELD_DATE:
		add_day(an, f, set);
		break;
	case FIELD_COMMUNE:
		add(an, f, "-cp", "44150");
		add(an, f, "", "autre");
		add(an, f, "-autre", set == SPECIMEN_SHORT ? "Y" :
		    "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson");
		break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		add_choices(an, f, set);
		break;
	case FIELD_MONEY:
	case FIELD_NUMBER:
		add_number(a, an, f, set);
		break;
	default:
		/* no model asks for another kind; a test would tell */
		break;
	}
}

struct answers *
specimen_answers(struct arena *a, const struct office *office,
    const struct definition *form, enum specimen set, int32_t today)
{
	const struct check_context ctx = { .network = office->network,
		.today = today };
	struct answers *an = answers_new(a, form);
	size_t i, k;

	for (i = 0; i < form->nsteps; i++)
		for (k = 0; k < form->steps[i].nfields; k++)
			add_answer(a, an, &form->steps[i].fields[k],
			    (int)set);
	answers_check_all(an, &ctx);
	return an;
}

/* The contract that is there already, under another name. */
static void
add_earlier(struct arena *a, const struct office *office, struct tree *t,
    const char *kind, const char *name, int set, int32_t today)
{
	const struct paper *paper = paper_find(office, kind);
	struct node *n;

	snapshot_contract(a, t, paper, specimen_answers(a, office,
	    paper->form, (enum specimen)set, today));
	n = node_child(tree_root(t), "contrat");
	node_rename(n, name);
	node_set(n, "code", "7B4KD9X2M3QW");
	node_set(n, "emis", "2025-02-20T08:30:00Z");
	node_set(n, "jour", "2025-02-20");
}

/* One, two or three periods. */
static void
add_support(struct node *root, int set)
{
	static const char *const first[] = { "2025-03-01", "2026-03-01",
	    "2027-03-01" };
	static const char *const last[] = { "2026-02-28", "2027-02-28",
	    "2028-02-29" };
	static const int periods_of[] = { 1, 3, 2 };
	struct node *n = node_add(root, "appui"), *p;
	int i, periods = periods_of[set];

	node_set(n, "debut", first[0]);
	node_set(n, "terme", last[periods - 1]);
	node_set(n, "fin", last[periods - 1]);
	node_set(n, "duree", set == SPECIMEN_SHORT ? "1 mois" :
	    "35 mois et 29 jours");
	if (set == SPECIMEN_LONG)
		node_set(n, "immatriculation", "2026-10-01");
	for (i = 0; i < periods; i++) {
		p = node_add(n, "periode");
		node_set_int(p, "rang", i);
		node_set(p, "libelle", periode_words(i));
		node_set(p, "debut", first[i]);
		node_set(p, "fin", last[i]);
		if (set == SPECIMEN_STRANGE && i == 0)
			continue;
		node_set(p, "code", "7B4KD9X2M3QW");
		node_set(p, "emis", "2025-02-20T08:30:00Z");
	}
}

static void
add_people(struct node *root, int set)
{
	struct node *n = node_add(root, "representants"), *p;
	int i;

	for (i = 0; i < set; i++) {
		p = node_add(n, "representant");
		node_set_int(p, "rang", i + 1);
		node_set(p, "nom", name_of(set));
		node_set(p, "qualite", i == 0 ? "sa mère" : "son père");
	}
}

static void
add_session(struct node *root)
{
	struct node *n = node_add(root, "session");

	node_set(n, "titre", "Coopérative jeunesse d’Ancenis");
	node_set(n, "dates", "du 5 juillet au 27 août 2027");
}

/* A programme that issues it; the strangest is the last one that does. */
static const char *
programme_of(const struct office *office, const struct paper *paper, int set)
{
	const char *name = NULL;
	size_t i;

	for (i = 0; office->programmes[i] != NULL; i++)
		if (definition_document(office->programmes[i], paper->kind) !=
		    NULL && (name == NULL || set == SPECIMEN_STRANGE))
			name = office->programmes[i]->name;
	return name;
}

struct tree *
specimen_fill(struct arena *a, const struct office *office,
    const struct paper *paper, enum specimen which, int32_t today)
{
	struct dossier d = { .numero = "CAE-26-9B2D-X7",
		.cooperative = office->network->cooperatives[0].code,
		.sent = time_now() - 86400, .reply_days = REPLY_DAYS };
	int set = (int)which;
	struct tree *t;
	struct node *root, *n;

	if ((d.programme = programme_of(office, paper, set)) == NULL)
		return NULL;
	t = snapshot_new(a, office, paper, &d, time_now());
	root = tree_root(t);
	n = node_child(root, "dossier");
	node_set(n, "prenom", set == SPECIMEN_SHORT ? "A" : "Łukasz");
	node_set(n, "nom", set == SPECIMEN_LONG ? name_of(set) : "d'Œuf");
	if (set != SPECIMEN_SHORT) {
		node_set(n, "mineur", "1");
		regles_minors(root, office->regles);
		add_session(root);
	}
	add_people(root, set);
	add_support(root, set);
	add_earlier(a, office, t, KIND_CAPE, "precedent", set, today);
	add_earlier(a, office, t, KIND_BREAK, "rupture", set, today);
	if (paper->form != NULL)
		snapshot_contract(a, t, paper, specimen_answers(a, office,
		    paper->form, which, today));
	return t;
}

int
specimen_may(const struct office *office, const struct paper *paper)
{
	return !paper->shown && paper_issued(office, paper);
}

/* Fill and draw; marked on every page, without code. */
static int
make(struct arena *a, const struct office *office, const struct paper *paper,
    enum specimen which, struct buf *twin, struct buf *pdf,
    struct buf *faults)
{
	struct press_result result = { .error = "" };
	unsigned char unused[SHA256_SIZE];
	struct buf bytes = BUF_INIT;
	struct tree *t = specimen_fill(a, office, paper, which, day_today());
	int rc;

	node_set(tree_root(t), "projet", "1");
	node_set(tree_root(t), "specimen", "1");
	snapshot_close(a, t, &bytes, unused);
	rc = paper_fill(a, office, paper, t, twin, pdf, &result);
	if (rc == -1)
		buf_fmt(faults, "content/documents/%s.md:1: %s\n",
		    paper->kind, *result.error == '\0' ? "ne se lit pas" :
		    result.error);
	buf_free(&bytes);
	return rc;
}

int
specimen_make(struct arena *a, const struct office *office, const char *kind,
    enum specimen which, struct buf *twin, struct buf *pdf,
    struct buf *faults)
{
	const struct paper *paper = paper_find(office, kind);
	struct office now = *office;

	if (paper == NULL || !specimen_may(office, paper))
		return 1;
	if (papers_open(a, &now, faults) == -1)
		return -1;
	if ((paper = paper_find(&now, kind)) == NULL)
		return 1;
	paper_check(&now, paper, faults);
	return faults->len > 0 ? -1 : make(a, &now, paper, which, twin, pdf,
	    faults);
}
