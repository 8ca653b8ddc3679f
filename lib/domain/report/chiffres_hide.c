/*
 * Masking.  Each way in which pages or lists can be reckoned against each
 * other is a table of labels by one filter, or of two filters; masking one may
 * uncover another, so it is gone round until nothing changes.  Masks are only
 * ever added: it ends.
 */
#include <string.h>

#include "domain/report/chiffres_inside.h"
#include "domain/report/masque.h"

/* A flat part of a cube: where each of its cells stands, sums last. */
struct flat {
	size_t		 rows, cols;
	size_t		*cells;
};

/* 1: more is masked than before. */
static int
mask(struct arena *a, struct cube *cube, const struct flat *f)
{
	size_t n = (f->rows + 1) * (f->cols + 1), i;
	int64_t *cells = arena_array(a, n, sizeof(*cells));
	unsigned char *hidden = arena_alloc(a, n);
	int any = 0, more = 0;

	for (i = 0; i < n; i++) {
		cells[i] = cube->cells[f->cells[i]];
		hidden[i] = cube->hidden[f->cells[i]];
		any = any || hidden[i] || (cells[i] > 0 &&
		    cells[i] < MASQUE_MIN);
	}
	if (!any)
		return 0;
	masque_fill(cells, f->rows, f->cols, hidden);
	for (i = 0; i < n; i++)
		if (hidden[i] && !cube->hidden[f->cells[i]])
			more = cube->hidden[f->cells[i]] = 1;
	return more;
}

/* The labels of a cube by the values of one side, w telling the others. */
static int
mask_labels(struct comptes *c, struct arena *a, struct cube *cube, int side,
    const size_t where[SIDES])
{
	struct flat f = { .rows = cube->n, .cols = c->size[side] };
	size_t w[SIDES], i, j;

	memcpy(w, where, sizeof(w));
	f.cells = arena_array(a, (f.rows + 1) * (f.cols + 1), sizeof(size_t));
	for (i = 0; i <= f.rows; i++)
		for (j = 0; j <= f.cols; j++) {
			w[side] = j;
			f.cells[i * (f.cols + 1) + j] = comptes_cell(c,
			    i == f.rows ? SUM : i + 1, w);
		}
	return mask(a, cube, &f);
}

/* How many people, by two sides. */
static int
mask_sums(struct comptes *c, struct arena *a, struct cube *cube, int one,
    int two, const size_t where[SIDES])
{
	struct flat f = { .rows = c->size[one], .cols = c->size[two] };
	size_t w[SIDES], i, j;

	memcpy(w, where, sizeof(w));
	f.cells = arena_array(a, (f.rows + 1) * (f.cols + 1), sizeof(size_t));
	for (i = 0; i <= f.rows; i++)
		for (j = 0; j <= f.cols; j++) {
			w[one] = i;
			w[two] = j;
			f.cells[i * (f.cols + 1) + j] = comptes_cell(c, SUM,
			    w);
		}
	return mask(a, cube, &f);
}

/* A list by itself: of a side, or of labels (side SIDES), else all together. */
static int
mask_line(struct comptes *c, struct arena *a, struct cube *cube, int side)
{
	struct flat f = { .cols = 1 };
	size_t w[SIDES], i, label;

	memcpy(w, c->size, sizeof(w));
	f.rows = side == SIDES ? cube->n : c->size[side];
	f.cells = arena_array(a, 2 * (f.rows + 1), sizeof(size_t));
	for (i = 0; i <= f.rows; i++) {
		label = side == SIDES && i < f.rows ? i + 1 : SUM;
		if (side != SIDES)
			w[side] = i;
		f.cells[2 * i] = f.cells[2 * i + 1] = comptes_cell(c, label,
		    w);
	}
	return mask(a, cube, &f);
}

/* From all together down to one by one, the sides that are not held. */
static void
first(const struct comptes *c, size_t w[SIDES])
{
	memcpy(w, c->size, SIDES * sizeof(*w));
}

static int
next(const struct comptes *c, size_t w[SIDES], int held, int also)
{
	int s;

	for (s = 0; s < SIDES; s++) {
		if (s == held || s == also)
			continue;
		if (w[s]-- > 0)
			return 1;
		w[s] = c->size[s];
	}
	return 0;
}

/* Who comes to a meeting has no programme yet: only all together are counted. */
static int
parts(int cube, int side)
{
	return cube != CUBE_MEETINGS || side != SIDE_PROGRAMME;
}

static int
mask_cube(struct comptes *c, struct arena *a, int k)
{
	struct cube *cube = &c->cubes[k];
	size_t w[SIDES];
	int side, other, more = 0;

	for (side = 0; side < SIDES; side++) {
		other = (side + 1) % SIDES;
		if (!parts(k, side))
			continue;
		first(c, w);
		if (parts(k, other))
			do {
				more |= mask_sums(c, a, cube, side, other, w);
				arena_reset(a);
			} while (next(c, w, side, other));
		first(c, w);
		do {
			more |= mask_labels(c, a, cube, side, w);
			arena_reset(a);
		} while (next(c, w, side, side));
	}
	return more;
}

/* The same people counted twice are masked twice. */
static int
tie(struct comptes *c, int one, size_t label, int two, const size_t w[SIDES])
{
	struct cube *x = &c->cubes[one], *y = &c->cubes[two];
	size_t i = comptes_cell(c, label, w), j = comptes_cell(c, SUM, w);
	int more = x->hidden[i] != y->hidden[j];

	if (x->cells[i] != y->cells[j])
		return 0;
	x->hidden[i] = y->hidden[j] = x->hidden[i] | y->hidden[j];
	return more;
}

/*
 * Who was not asked is known by programme: those of the programmes that do not
 * ask are the label « not told » together, unless more did not tell.
 */
static int
tie_untold(struct comptes *c, struct arena *a, int cube, size_t label,
    const size_t at[SIDES])
{
	struct cube *all = &c->cubes[CUBE_ISSUES], *some = &c->cubes[cube];
	size_t n = c->nprogrammes, i, k, untold = comptes_cell(c, label, at);
	int64_t *cells = arena_array(a, 2 * (n + 1), sizeof(*cells));
	unsigned char *hidden = arena_alloc(a, 2 * (n + 1));
	size_t w[SIDES];
	int more = 0;

	memcpy(w, at, sizeof(w));
	for (i = 0; i < n; i++) {
		w[SIDE_PROGRAMME] = i;
		k = comptes_cell(c, SUM, w);
		if (comptes_asks(c->programmes[i], cube))
			continue;
		cells[2 * i] = all->cells[k];
		hidden[2 * i] = all->hidden[k];
	}
	masque_sum(cells, n, 1);
	if (cells[2 * n] != some->cells[untold])
		return 0;
	hidden[2 * n] = some->hidden[untold];
	masque_fill(cells, n, 1, hidden);
	for (i = 0; i < n; i++) {
		w[SIDE_PROGRAMME] = i;
		k = comptes_cell(c, SUM, w);
		if ((hidden[2 * i] | hidden[2 * i + 1]) && !all->hidden[k])
			more = all->hidden[k] = 1;
	}
	if ((hidden[2 * n] | hidden[2 * n + 1]) && !some->hidden[untold])
		more = some->hidden[untold] = 1;
	return more;
}

/* Where nobody knows the département; SUM: everybody's is known. */
static size_t
untold_departement(const struct cube *cube)
{
	size_t i;

	for (i = 0; i < cube->n; i++)
		if (*cube->labels[i] == '\0')
			return i + 1;
	return SUM;
}

static int
tie_cubes(struct comptes *c, struct arena *a)
{
	static const int same[] = { CUBE_MONTHS, CUBE_DELAYS,
	    CUBE_DEPARTEMENTS, CUBE_AGES };
	size_t w[SIDES], i, untold = untold_departement(
	    &c->cubes[CUBE_DEPARTEMENTS]);
	int more = 0;

	first(c, w);
	do {
		for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
			more |= tie(c, CUBE_ISSUES, SUM, same[i], w);
		more |= tie(c, CUBE_ISSUES, ISSUE_OPEN + 1, CUBE_STEPS, w);
		if (w[SIDE_PROGRAMME] == c->size[SIDE_PROGRAMME]) {
			more |= tie_untold(c, a, CUBE_AGES, AGE_UNTOLD + 1,
			    w);
			if (untold != SUM)
				more |= tie_untold(c, a, CUBE_DEPARTEMENTS,
				    untold, w);
			arena_reset(a);
		}
	} while (next(c, w, SIDES, SIDES));
	return more;
}

void
comptes_hide(struct comptes *c)
{
	struct arena *a = arena_new();
	int k, side, more = 1;

	/* the widest first: what they mask is then there for the others */
	for (side = 0; side <= SIDES; side++)
		for (k = 0; k < CUBES; k++)
			if (parts(k, side))
				mask_line(c, a, &c->cubes[k], side);
	while (more) {
		more = 0;
		for (k = 0; k < CUBES; k++)
			more |= mask_cube(c, a, k);
		more |= tie_cubes(c, a);
	}
	arena_free(a);
}
