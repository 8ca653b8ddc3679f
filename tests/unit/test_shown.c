/*
 * Every field of every form that is shipped, with everything that should not
 * be typed into it, as a person meets it: the page of the step either says
 * beside the field, and again above, how to mend it, and has what was typed;
 * or the value comes back letter for letter where it is read over, and on the
 * paper receipt.  What the record says of the same values is test_hostile's.
 *
 * One page a step and a value, with the value in all its fields at once, those
 * that others depend on alone; one paper a form, with all that was accepted.
 * The paper is read back by pdfinfo.
 */
#include <stdlib.h>

#include "base/file.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/paper/paper.h"
#include "domain/territory/commune.h"
#include "domain/territory/place.h"
#include "text/html.h"
#include "web/form.h"
#include "forms.h"
#include "hostile.h"
#include "test.h"
#include "world.h"

static struct app app;
static struct check_context ctx;
static const struct paper *receipt;
static const char *builddir;

struct form_test {
	const struct definition *d;
	struct tree	*paper;
	struct node	*sections;
	struct buf	 wanted;	/* on paper, without white space */
};

static void
check(int good, const struct definition *d, const char *name,
    const struct hostile *h, const char *what)
{
	printf("%s %s %s: %s, %s\n", good ? "ok" : "not ok", d->name, name,
	    h->name, what);
	test_failed += !good;
}

static const char *
escaped(struct arena *a, const char *s)
{
	struct buf b = BUF_INIT;

	html_escape(&b, s);
	s = arena_dup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

/* Is the text there, with line breaks as the page has them? */
static int
on_page(struct arena *a, const char *page, const char *text)
{
	char *rest = arena_dup(a, text), *line;
	const char *at = page;

	while (at != NULL && (line = str_split(&rest, '\n')) != NULL)
		at = strstr(at, escaped(a, line));
	return at != NULL;
}

/* What the law of the house says, by kind: parts of the sentences. */
static const char *const sentences[][4] = {
	[FIELD_TEXT] = { "caractère", "au plus", "au moins" },
	[FIELD_LONGTEXT] = { "caractère", "au plus", "au moins" },
	[FIELD_ADDRESS] = { "caractère", "ndique", "au plus" },
	[FIELD_NAME] = { "que des lettres, des espaces, des tirets et des "
	    "apostrophes", "caractères au plus" },
	[FIELD_EMAIL] = { "une adresse e-mail complète, par exemple "
	    "nom@exemple.fr" },
	[FIELD_PHONE] = { "un numéro de téléphone à 10\u00a0chiffres, par "
	    "exemple 06" },
	[FIELD_DATE] = { "une date qui existe", "doit comporter ",
	    "être celle d’une personne de", "doit être dans le " },
	[FIELD_COMMUNE] = { "un code postal à 5\u00a0chiffres, par exemple "
	    "44150", "Choisi", "ndique", "caractères au plus" },
	[FIELD_MONEY] = { "un montant en euros, par exemple 1",
	    "entre " },
	[FIELD_NUMBER] = { "un nombre entier, par exemple 12", "entre " },
	[FIELD_PERCENT] = { "un pourcentage, par exemple 12", "entre " },
	[FIELD_HOUR] = { "une heure, par exemple 14" },
	[FIELD_SIREN] = { "un numéro Siren à 9" },
	[FIELD_SIRET] = { "un numéro Siret à 14" },
	[FIELD_QPV] = { "un code de quartier à 8" },
	[FIELD_DEPARTEMENT] = { "un numéro de département, par exemple 44" },
	[FIELD_NIR] = { "un numéro de sécurité sociale à 15" },
	[FIELD_IBAN] = { "un IBAN complet" },
	[FIELD_CHOICE] = { "dans la liste" },
	[FIELD_CHOICES] = { "dans la liste", "Choisi", "Coche" },
	[FIELD_COOPERATIVE] = { "dans la liste" },
	[FIELD_SESSION] = { "dans la liste" },
	[FIELD_ACCORD] = { "Coche" },
};

/* Never said, and never in the other voice. */
static int
well_spoken(const struct definition *d, const char *said)
{
	static const char *const never[] = { "euillez", "nvalide",
	    "bligatoire", "ésolé" };
	static const char *const others[3][4] = {
		[VOICE_VOUS] = { "Indique ", "Choisis ", "Coche ", " ton " },
		[VOICE_TU] = { "Indiquez", "Choisissez", "Cochez", "votre" },
		[VOICE_STAFF] = { "Indique ", "Choisis ", "votre", " ton " }
	};
	size_t i;

	for (i = 0; i < 4; i++)
		if (strstr(said, never[i]) != NULL ||
		    strstr(said, others[d->voice][i]) != NULL)
			return 0;
	return said[strlen(said) - 1] != '.';
}

/* Nothing but white space, as forms see it. */
static int
is_empty(struct arena *a, const char *typed)
{
	return *str_trim(a, typed) == '\0';
}

static int
right_sentence(struct arena *a, const struct definition *d,
    const struct field *f, const char *part, const struct hostile *h,
    const char *said)
{
	size_t i;

	if (!well_spoken(d, said))
		return 0;
	if (is_empty(a, h->bytes) && *part == '\0' && f->missing != NULL &&
	    f->kind != FIELD_CHOICES)
		return str_eq(said, f->missing);
	if (strstr(said, "caractères au plus") != NULL)
		return strstr(said, f->max < 1000 ? arena_fmt(a,
		    "faire %lld\u00a0", f->max) : arena_fmt(a,
		    "faire %lld\u202f%03lld\u00a0", f->max / 1000,
		    f->max % 1000)) != NULL;
	if (is_empty(a, h->bytes) && *part == '\0' &&
	    f->kind != FIELD_CHOICES)
		return str_starts(said, "Indique") ||
		    str_starts(said, "Choisi") || str_starts(said, "Coche");
	if (strstr(said, "des caractères qui ne s’affichent pas") != NULL)
		return h->refused || h->bytes[strcspn(h->bytes, "\r\n")] !=
		    '\0';
	if (h->refused && f->nchoices == 0 && f->kind != FIELD_ACCORD &&
	    f->kind != FIELD_COOPERATIVE && f->kind != FIELD_COMMUNE)
		return 0;
	if (f->missing != NULL && str_eq(said, f->missing))
		return f->kind == FIELD_ACCORD ||
		    f->kind == FIELD_COMMUNE || f->kind == FIELD_CHOICES;
	for (i = 0; i < 4 && sentences[f->kind][i] != NULL; i++)
		if (strstr(said, sentences[f->kind][i]) != NULL)
			return 1;
	return 0;
}

/* The sentence stands beside the field, and above with a link to it. */
static int
told(struct arena *a, const char *page, const struct field *f,
    const char *part, const char *said)
{
	const char *beside = arena_fmt(a, "id=\"%s-e\"><span class=\"hidden\">"
	    "Erreur\u00a0: </span>%s</p>", f->name, escaped(a, said));
	const char *above = arena_fmt(a, "<a href=\"#%s\">%s</a>", part,
	    escaped(a, said));
	const char *described = strstr(page, arena_fmt(a,
	    "aria-describedby=\"%s-e", f->name));

	return strstr(page, beside) != NULL && strstr(page, above) != NULL &&
	    described != NULL && strstr(page, arena_fmt(a, " id=\"%s\"",
	    part)) != NULL;
}

/* What was typed is there to be mended, in the input of that name. */
static int
kept(struct arena *a, const char *page, const struct answers *an,
    const struct field *f, const char *name)
{
	const char *typed = answers_typed(a, an, name, 0), *at, *end;

	if (typed == NULL || is_empty(a, typed))
		return 1;
	at = strstr(page, arena_fmt(a, " name=\"%s\"", name));
	if (at == NULL)
		return 0;
	end = f->kind == FIELD_LONGTEXT ? strstr(at, "</textarea>") :
	    strchr(at, '>');
	typed = escaped(a, typed);
	at = strstr(at, f->kind == FIELD_LONGTEXT ? typed :
	    arena_fmt(a, "value=\"%s\"", typed));
	return end != NULL && at != NULL && at < end;
}

/* Kinds with an input that shows what was typed. */
static int
is_typed(const struct field *f, const char *part)
{
	switch (f->kind) {
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_COOPERATIVE:
	case FIELD_SESSION:
	case FIELD_ACCORD:
		return 0;
	case FIELD_COMMUNE:
		return *part != '\0';
	default:
		return 1;
	}
}

static void
run(struct buf *b, const char *template, struct node *page)
{
	buf_reset(b);
	template_run_framed(b, app.pages, "cadre", template, page);
}

static struct node *
new_page(struct arena *a, const struct definition *d, const struct step *s)
{
	struct node *page = tree_root(tree_new(a, "page"));

	node_set(page, "titre", s->title);
	node_set(page, "titre-etape", s->title);
	node_set(page, "programme", d->name);
	node_set(page, "menu", "aucun");
	return page;
}

/* On paper every character stands, or the sign for those no font has. */
static void
want(struct form_test *t, const char *text)
{
	const char *p = text, *end = text + strlen(text);
	int sign = press_draws(app.office.press, 0xfffd);
	uint32_t cp;
	size_t n;

	for (; (n = utf8_decode(p, (size_t)(end - p), &cp)) > 0; p += n) {
		if (cp == ' ' || cp == '\n' || cp == '\t' || cp == 0xa0 ||
		    cp == 0x202f || cp == 0x200d)
			continue;
		if (press_draws(app.office.press, cp))
			buf_add(&t->wanted, p, n);
		else
			buf_str(&t->wanted, sign ? "\xef\xbf\xbd" : "?");
	}
}

static void
accept(struct form_test *t, struct arena *a, const struct answers *an,
    const struct field *f)
{
	const char *words = answers_shown(a, an, f);
	struct node *n;

	if (*words == '\0')
		return;
	n = node_add_text(t->sections, "champ", words);
	node_set(n, "question", f->label);
	want(t, f->label);
	want(t, words);
}

/* The answers at the end of the way: read over, and on paper. */
static void
test_accepted(struct form_test *t, struct arena *a, struct req *req,
    const struct form *form, const struct field *f, const char *part,
    const struct hostile *h)
{
	struct node *page = new_page(a, t->d, form->step), *section;
	const char *shown = answers_shown(a, form->answers, f);
	const char *typed = str_trim(a, h->bytes);
	struct buf b = BUF_INIT;

	section = node_add(page, "section");
	node_set(section, "titre", form->step->title);
	form_summary(req, section, form);
	run(&b, "recapitulatif", page);
	check(on_page(a, buf_cstr(&b), shown), t->d, f->name, h,
	    "is read over");
	if (*part == '\0' && h->text && (f->kind == FIELD_TEXT ||
	    f->kind == FIELD_LONGTEXT))
		check(str_eq(shown, typed), t->d, f->name, h,
		    "letter for letter");
	accept(t, a, form->answers, f);
	buf_free(&b);
}

/* Does any field wait for this one, or this one for a commune? */
static int
is_awaited(const struct definition *d, const struct field *f)
{
	const struct field *g;
	size_t i, k, n;

	if (f->kind == FIELD_COOPERATIVE)
		return 1;
	if (d->age.birth != NULL && str_eq(d->age.birth, f->name))
		return 1;
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++) {
			g = &d->steps[i].fields[k];
			if (g->need_field != NULL &&
			    str_eq(g->need_field, f->name))
				return 1;
			for (n = 0; n < g->nconditions; n++)
				if (g->conditions[n].field != NULL &&
				    str_eq(g->conditions[n].field, f->name))
					return 1;
		}
	return 0;
}

static const char *
part_of(const struct field *f, size_t i)
{
	const char *const *p = field_parts(f->kind);

	while (i-- > 0 && *p != NULL)
		p++;
	return *p;
}

static void
test_field(struct form_test *t, struct arena *a, struct req *req,
    const struct form *form, const char *page, const struct field *f,
    const char *part, const struct hostile *h)
{
	const char *said = answers_error(form->answers, f->name);
	const char *name = arena_fmt(a, "%s%s", f->name, part);

	if (!answers_asked(form->answers, f))
		return;
	if (said == NULL) {
		test_accepted(t, a, req, form, f, part, h);
		return;
	}
	check(told(a, page, f, answers_error_part(form->answers, f->name),
	    said), t->d, name, h, "told beside the field and above");
	if (!right_sentence(a, t->d, f, part, h, said)) {
		check(0, t->d, name, h, "in its sentence");
		printf("# %s\n", said);
	}
	if (is_typed(f, part))
		check(kept(a, page, form->answers, f, name), t->d, name, h,
		    "kept");
}

/*
 * One page: the value in the i-th part of the field, or, without one, of all
 * those of the step that nothing waits for.
 */
static void
test_page(struct form_test *t, struct arena *a, const struct step *s,
    const struct field *only, size_t i, const struct hostile *h)
{
	struct req req = { .arena = a, .path = "/", .now = time_now() };
	struct form form = { .definition = t->d, .step = s, .alone = 1,
		.answers = answers_new(a, t->d) };
	const size_t len = h->len > 0 ? h->len : strlen(h->bytes);
	const struct field *f;
	const char *part;
	struct node *page;
	struct buf b = BUF_INIT;
	size_t k, n = 0;

	for (k = 0; k < s->nfields; k++) {
		f = &s->fields[k];
		satisfy(form.answers, a, t->d, f);
		if (f->kind == FIELD_COMMUNE && only != NULL && only != f)
			add_others(form.answers, a, f, "no part");
		if (f->kind == FIELD_FILE || part_of(f, i) == NULL ||
		    (only != NULL ? f != only : is_awaited(t->d, f)))
			continue;
		add_others(form.answers, a, f, part_of(f, i));
		answers_add_bytes(form.answers, arena_fmt(a, "%s%s", f->name,
		    part_of(f, i)), h->bytes, len);
		n++;
	}
	if (n == 0)
		return;
	answers_check(form.answers, s, &ctx);
	page = new_page(a, t->d, s);
	node_set(page, "etape", s->name);
	form_fields(&app, &req, page, &form);
	run(&b, "etape", page);
	for (k = 0; k < s->nfields; k++) {
		f = &s->fields[k];
		if (f->kind != FIELD_FILE && (part = part_of(f, i)) != NULL &&
		    (only != NULL ? f == only : !is_awaited(t->d, f)))
			test_field(t, a, &req, &form, buf_cstr(&b), f, part,
			    h);
	}
	buf_free(&b);
}

/* A value longer than anything may be. */
static const struct hostile *
too_long(struct arena *a)
{
	struct hostile *h = arena_alloc(a, sizeof(*h));
	char *s = arena_alloc(a, 20001);

	memset(s, 'x', 20000);
	s[20000] = '\0';
	*h = (struct hostile){ .name = "too long", .bytes = s };
	return h;
}

static void
test_step(struct form_test *t, const struct step *s, const struct hostile *h)
{
	struct arena *a = arena_new();
	size_t i, k;

	for (i = 0; i < 3; i++) {
		test_page(t, a, s, NULL, i, h);
		for (k = 0; k < s->nfields; k++)
			if (is_awaited(t->d, &s->fields[k]))
				test_page(t, a, s, &s->fields[k], i, h);
		arena_reset(a);
	}
	arena_free(a);
}

/* The paper, and the letters it must have, for tests/golden/shown.sh. */
static void
leave(struct form_test *t, struct arena *a)
{
	struct buf twin = BUF_INIT, plain = BUF_INIT, pdf = BUF_INIT;
	struct press_result result;
	const char *path = arena_fmt(a, "%s/tests/montre-%s", builddir,
	    t->d->name);

	CHECK(paper_fill(a, &app.office, receipt, t->paper, &twin, NULL,
	    NULL) == 0);
	paper_drawable(app.office.press, &plain, &twin);
	CHECK(paper_print(a, &app.office, receipt, &plain, &pdf,
	    &result) == 0);
	CHECK(file_write(arena_fmt(a, "%s.pdf", path), pdf.data, pdf.len,
	    0644) == 0);
	CHECK(file_write(arena_fmt(a, "%s.txt", path), t->wanted.data,
	    t->wanted.len, 0644) == 0);
	buf_free(&twin);
	buf_free(&plain);
	buf_free(&pdf);
}

static void
test_form(const struct definition *d)
{
	struct arena *a = arena_new();
	struct form_test t = { .d = d };
	const struct dossier nobody = { .numero = "CAE-26-9B2D-X7",
		.programme = t.d->name, .cooperative = "" };
	const struct hostile *longest = too_long(a);
	size_t i, k;

	t.paper = snapshot_new(a, &app.office, receipt, &nobody, 1795428672);
	t.sections = node_add(node_add(tree_root(t.paper), "rubriques"),
	    "rubrique");
	for (i = 0; i < t.d->nsteps; i++) {
		for (k = 0; k < NHOSTILE; k++)
			test_step(&t, &t.d->steps[i], &hostile[k]);
		test_step(&t, &t.d->steps[i], longest);
	}
	if (t.d->voice != VOICE_STAFF && t.wanted.len > 0)
		leave(&t, a);
	buf_free(&t.wanted);
	arena_free(a);
}

static void
open_app(struct world *w)
{
	static const struct definition *programmes[2];
	unsigned char public[SEAL_PUBLIC], secret[SEAL_SECRET];
	struct buf faults = BUF_INIT;
	struct xml_error err;
	struct keyring ring = { NULL, 0 };
	struct buf list = BUF_INIT;

	w->conf.share = arena_fmt(w->a, "%s/share", realpath(builddir, w->cwd));
	seal_keypair(public, secret);
	keyring_add(w->a, &ring, public, day_today());
	keyring_write(w->a, &list, &ring);
	file_mkdirs(conf_data(w->a, &w->conf, "keys"), 0700);
	file_write(conf_data(w->a, &w->conf, KEY_FILE), list.data, list.len,
	    0600);
	buf_free(&list);
	app = (struct app){ .arena = w->a, .conf = w->conf, .reader = w->db,
		.network = network_load(w->a, conf_share(w->a, &w->conf,
		    "content/demo/reseau.xml"), conf_share(w->a, &w->conf,
		    "schemas/xml/reseau.rng"), &faults) };
	app.communes = communes_load(w->a, conf_share(w->a, &w->conf,
	    "content/communes.tsv"));
	places_load(w->a, w->network, app.communes, &app.places);
	app.pages = templates_new(w->a);
	if (templates_load(app.pages, conf_share(w->a, &w->conf,
	    "site/pages"), &err) == -1)
		fatalx("%s", err.text);
	programmes[0] = w->cae;
	app.office = (struct office){ .conf = &w->conf,
		.network = w->network, .communes = app.communes,
		.programmes = programmes };
	if (office_open(w->a, &app.office, &faults) == -1)
		fatalx("%s", buf_cstr(&faults));
	buf_free(&faults);
	receipt = paper_find(&app.office, "recepisse");
	ctx = (struct check_context){ .today = day_make(2026, 11, 22),
		.communes = app.communes, .network = w->network };
}

int
main(void)
{
	struct world w;
	char **paths;
	size_t i, n;

	if ((builddir = getenv("builddir")) == NULL)
		builddir = ".";
	world_open(&w);
	open_app(&w);
	paths = file_list(w.a, source_path(w.a, "schemas/programmes"), ".xml",
	    &n);
	CHECK(paths != NULL && n >= 9);
	for (i = 0; i < n; i++)
		test_form(shipped_definition(w.a, arena_fmt(w.a,
		    "schemas/programmes%s", strrchr(paths[i], '/'))));
	for (i = 1; i <= 2; i++)
		test_form(shipped_accord(w.a, "schemas/programmes/cjs.xml",
		    (int)i));
	test_form(shipped_definition(w.a,
	    "tests/unit/essai/programmes/codes.xml"));
	test_form(shipped_definition(w.a, "schemas/documents/cape.xml"));
	office_close(&app.office);
	unlink(conf_data(w.a, &w.conf, KEY_FILE));
	rmdir(conf_data(w.a, &w.conf, "keys"));
	world_close(&w);
	return test_end();
}
