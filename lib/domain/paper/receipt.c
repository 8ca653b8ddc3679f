/*
 * receipt: « accusé de réception » of an application, made from its record
 * each time it is asked for.  Its instant is that of the sending, so that the
 * bytes are the same each time.  It is no act and bears no seal.
 *
 * What no font has, an emoji for one, keeps nobody from a receipt: on paper a
 * sign stands in its place; the record and the twin have the character.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "domain/paper/paper.h"
#include "domain/session/seat.h"

/* One that changes the character before it, or joins two. */
static int
is_joined(uint32_t cp)
{
	return cp == 0x200d || (cp >= 0xfe00 && cp <= 0xfe0f);
}

void
paper_drawable(const struct press *press, struct buf *to, const struct buf *twin)
{
	const char *p = twin->data, *end = p + twin->len;
	const char *sign = press_draws(press, 0xfffd) ? "\xef\xbf\xbd" : "?";
	uint32_t cp;
	size_t n;

	for (; p < end && (n = utf8_decode(p, (size_t)(end - p), &cp)) > 0;
	    p += n)
		if (press_draws(press, cp))
			buf_add(to, p, n);
		else if (!is_joined(cp))
			buf_str(to, sign);
}

int
paper_print_plain(struct arena *a, const struct office *office,
    const struct paper *paper, const struct buf *twin, struct buf *pdf)
{
	struct press_result result;
	struct buf plain = BUF_INIT;
	int rc;

	paper_drawable(office->press, &plain, twin);
	rc = paper_print(a, office, paper, &plain, pdf, &result);
	buf_free(&plain);
	return rc;
}

/* Is somebody to answer what was sent? */
static int
is_answered(const struct definition *d)
{
	const struct transition *t = definition_transition(d, "envoyer");
	const struct state *s = t == NULL ? NULL : definition_state(d, t->to);

	return s != NULL && str_eq(s->who, "equipe");
}

/* The words for what was sent, in the voice of its form. */
static void
add_words(struct node *dossier, const struct definition *programme,
    const struct dossier *d)
{
	node_set(dossier, "prenom", d->prenom);
	node_set(dossier, "nom", d->nom);
	node_set(dossier, "objet", programme->object);
	if (programme->object_feminine)
		node_set(dossier, "e", "e");
	if (programme->voice == VOICE_TU)
		node_set(dossier, "tu", "1");
	if (is_answered(programme))
		node_set(dossier, "attend", "1");
}

/* The seat that the sending gave; what came after is not the receipt's. */
static int
add_seat(struct db *db, struct node *dossier, const struct dossier *d)
{
	enum seat_state state;
	int rc = seat_at_sending(db, d->id, &state);

	if (rc == 0)
		node_set(dossier, "place", seat_state_name(state));
	return rc == -1 ? -1 : 0;
}

static int
receipt(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    struct buf *twin, struct buf *pdf)
{
	const struct paper *paper = paper_find(office, "recepisse");
	unsigned char empreinte[SHA256_SIZE];
	struct buf context = BUF_INIT;
	struct tree *t;
	int rc;

	if (d->sent == 0)
		return 1;
	t = snapshot_new(a, office, paper, d, d->sent);
	if ((rc = snapshot_dossier(a, db, t, programme, d)) != 0)
		return rc;
	if (snapshot_sections(a, db, t, programme, d) == -1)
		return -1;
	add_words(node_child(tree_root(t), "dossier"), programme, d);
	if (add_seat(db, node_child(tree_root(t), "dossier"), d) == -1)
		return -1;
	node_set(tree_root(t), "numero", d->numero);
	node_set(tree_root(t), "suivi", arena_fmt(a, "%s/suivi",
	    office->conf->url));
	snapshot_close(a, t, &context, empreinte);
	buf_free(&context);
	rc = paper_fill(a, office, paper, t, twin, NULL, NULL);
	if (rc == 0 && pdf != NULL)
		rc = paper_print_plain(a, office, paper, twin, pdf);
	return rc;
}

int
receipt_pdf(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    struct buf *pdf)
{
	struct buf twin = BUF_INIT;
	int rc = receipt(a, db, office, programme, d, &twin, pdf);

	buf_free(&twin);
	return rc;
}

int
receipt_twin(struct arena *a, struct db *db, const struct office *office,
    const struct definition *programme, const struct dossier *d,
    struct buf *html)
{
	struct buf twin = BUF_INIT;
	int rc = receipt(a, db, office, programme, d, &twin, NULL);

	if (rc == 0)
		rc = paper_html(html, buf_cstr(&twin), twin.len);
	buf_free(&twin);
	return rc;
}
