/*
 * The RELAX NG of the records of a definition, and a record that has all.
 *
 * The schema repeats what lib/domain/form/rule.c checks as far as RELAX NG can
 * say it: it is the second lock on what is stored, and what an administration
 * that receives records validates with.  What it cannot say: the check
 * digits, dates that depend on today, conditions between fields (a field that
 * may not be asked is optional), and that only who applies on paper may have
 * no e-mail.
 */
#include "base/str.h"
#include "domain/form/definition.h"
#include "text/html.h"

/* Patterns of XML Schema are anchored at both ends. */
static void
pattern(struct buf *b, const char *re)
{
	buf_str(b, "<data type=\"string\"><param name=\"pattern\">");
	html_escape(b, re);
	buf_str(b, "</param></data>");
}

static void
text(struct buf *b, long long min, long long max, const char *re)
{
	buf_str(b, "<data type=\"string\">");
	buf_fmt(b, "<param name=\"minLength\">%lld</param>", min);
	buf_fmt(b, "<param name=\"maxLength\">%lld</param>", max);
	if (re != NULL) {
		buf_str(b, "<param name=\"pattern\">");
		html_escape(b, re);
		buf_str(b, "</param>");
	}
	buf_str(b, "</data>");
}

static void
integer(struct buf *b, long long min, long long max)
{
	buf_fmt(b, "<data type=\"integer\"><param name=\"pattern\">[0-9]+"
	    "</param><param name=\"minInclusive\">%lld</param>"
	    "<param name=\"maxInclusive\">%lld</param></data>", min, max);
}

/* One value with the words in which it was shown. */
static void
choice(struct buf *b, const struct choice *c)
{
	buf_str(b, "\n          <group><attribute name=\"libelle\"><value "
	    "type=\"string\">");
	html_escape(b, c->label);
	buf_str(b, "</value></attribute><value type=\"string\">");
	html_escape(b, c->value);
	buf_str(b, "</value></group>");
}

/* Values that lead to an <arret> never stand in a record. */
static void
choices(struct buf *b, const struct field *f)
{
	size_t i;

	if (f->kind == FIELD_CHOICES)
		buf_str(b, "<oneOrMore><element name=\"choix\">");
	buf_str(b, "<choice>");
	for (i = 0; i < f->nchoices; i++)
		if (f->choices[i].stops == NULL)
			choice(b, &f->choices[i]);
	buf_str(b, "\n        </choice>");
	if (f->kind == FIELD_CHOICES)
		buf_str(b, "</element></oneOrMore>");
}

static void
file(struct buf *b)
{
	buf_str(b, "<oneOrMore><element name=\"fichier\">"
	    "<attribute name=\"id\"><data type=\"positiveInteger\"/>"
	    "</attribute>\n          <optional><attribute name=\"sha256\">");
	pattern(b, "[0-9a-f]{64}");
	buf_str(b, "</attribute></optional>\n"
	    "          <optional><attribute name=\"nom\"/></optional>\n"
	    "          <optional><attribute name=\"type\"/></optional>\n"
	    "          <optional><attribute name=\"taille\">"
	    "<data type=\"nonNegativeInteger\"/></attribute></optional>\n"
	    "          <empty/></element></oneOrMore>");
}

/* A session with its first day, or a choice of the field's own. */
static void
session(struct buf *b, const struct field *f)
{
	size_t i;

	buf_str(b, "<choice><group><attribute name=\"libelle\"/>"
	    "<attribute name=\"debut\">");
	pattern(b, "[0-9]{4}-[0-9]{2}-[0-9]{2}");
	buf_str(b, "</attribute>\n          "
	    "<attribute name=\"cooperative\"/>");
	pattern(b, "[a-z0-9]+(-[a-z0-9]+)*");
	buf_str(b, "</group>");
	for (i = 0; i < f->nchoices; i++)
		if (f->choices[i].stops == NULL)
			choice(b, &f->choices[i]);
	buf_str(b, "\n        </choice>");
}

static void
value(struct buf *b, const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXT:
		text(b, f->min, f->max, "[^\\n\\t\\r]+");
		break;
	case FIELD_LONGTEXT:
		text(b, f->min, f->max, NULL);
		break;
	case FIELD_NAME:
		/*
		 * Not \p{L}: the letters that libxml2 knows are few, and no
		 * Chinese name is made of them.
		 */
		text(b, f->min, f->max,
		    "[^\\n\\t\\r!-&(-,.-@\\[\\\\\\]\\^_`{-~]+");
		break;
	case FIELD_EMAIL:
		text(b, f->min, f->max,
		    "[^@\\s]{1,64}@[^@\\s.]+(\\.[^@\\s.]+)+");
		break;
	case FIELD_PHONE:
		pattern(b, "\\+[1-9][0-9]{6,14}");
		break;
	case FIELD_DATE:
		buf_str(b, "<data type=\"date\"><param name=\"pattern\">"
		    "[0-9]{4}-[0-9]{2}-[0-9]{2}</param></data>");
		break;
	case FIELD_COMMUNE:
		buf_str(b, "<attribute name=\"code-postal\">");
		pattern(b, "[0-9]{5}");
		buf_str(b, "</attribute>\n        <optional>"
		    "<attribute name=\"insee\">");
		pattern(b, "([0-9]{2}|2[AB])[0-9]{3}");
		buf_str(b, "</attribute></optional>\n        ");
		text(b, f->min, f->max, "[^\\n\\t\\r]+");
		break;
	case FIELD_COOPERATIVE:
		buf_str(b, "<attribute name=\"libelle\"/>");
		pattern(b, "[a-z][a-z0-9]*(-[a-z0-9]+)*");
		break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		choices(b, f);
		break;
	case FIELD_ACCORD:
		buf_fmt(b, "<attribute name=\"version\"><value "
		    "type=\"string\">%d</value></attribute>"
		    "<value type=\"string\">oui</value>", f->version);
		break;
	case FIELD_MONEY:
	case FIELD_NUMBER:
		integer(b, f->min, f->max);
		break;
	case FIELD_FILE:
		file(b);
		break;
	case FIELD_ADDRESS:
		buf_str(b, "<optional><attribute name=\"complement\"/>"
		    "</optional>\n        ");
		text(b, f->min, f->max, "[^\\n\\t\\r]+");
		break;
	case FIELD_SESSION:
		session(b, f);
		break;
	case FIELD_SIREN:
		pattern(b, "[0-9]{9}");
		break;
	case FIELD_SIRET:
		pattern(b, "[0-9]{14}");
		break;
	case FIELD_HOUR:
		pattern(b, "([01][0-9]|2[0-3]):[0-5][0-9]");
		break;
	case FIELD_PERCENT:
		pattern(b, "[0-9]+(\\.[0-9]{1,2})?");
		break;
	case FIELD_QPV:
		pattern(b, "Q(N[0-9AB]{3}[0-9]{2}[A-Z]|P[0-9]{6})");
		break;
	case FIELD_DEPARTEMENT:
		pattern(b, "[0-9]{2,3}|2[AB]");
		break;
	case FIELD_NIR:
		pattern(b, "[0-9]{5}[0-9AB]{2}[0-9]{8}");
		break;
	case FIELD_IBAN:
		pattern(b, "[A-Z]{2}[0-9]{2}[A-Z0-9]{11,27}");
		break;
	}
}

static void
field(struct buf *b, const struct definition *d, const struct field *f)
{
	/* who applies on paper may have no e-mail; a complement comes later */
	int optional = f->optional || f->nconditions > 0 ||
	    f->kind == FIELD_EMAIL || str_eq(d->root, "complement");

	buf_str(b, "      <!-- ");
	html_escape(b, f->label);
	buf_str(b, " -->\n");
	buf_fmt(b, "      %s<element name=\"%s\">\n        ",
	    optional ? "<optional>" : "", f->name);
	value(b, f);
	buf_fmt(b, "\n      </element>%s\n", optional ? "</optional>" : "");
}

static void
head(struct buf *b, const struct definition *d)
{
	buf_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!-- Made by « terreau schema » from the definition; "
	    "do not edit. -->\n");
	buf_fmt(b, "<element name=\"%s\"\n"
	    "    xmlns=\"http://relaxng.org/ns/structure/1.0\"\n"
	    "    datatypeLibrary=\"http://www.w3.org/2001/"
	    "XMLSchema-datatypes\">\n", d->root);
	buf_fmt(b, "  <attribute name=\"programme\"><value type=\"string\">"
	    "%s</value></attribute>\n", d->name);
	buf_fmt(b, "  <attribute name=\"definition\"><value type=\"string\">"
	    "%d</value></attribute>\n", d->version);
	/* a contract bears the number of the dossier it belongs to */
	buf_str(b, "  <attribute name=\"numero\">");
	buf_fmt(b, "<data type=\"string\"><param name=\"pattern\">%s"
	    "-[0-9]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}</param></data>",
	    str_eq(d->root, "dossier") ? d->prefix : "[A-Z]{2,6}");
	buf_str(b, "</attribute>\n  <attribute name=\"depose\">");
	pattern(b, "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
	buf_str(b, "</attribute>\n");
}

void
definition_schema(struct buf *b, const struct definition *d)
{
	size_t i, k;

	head(b, d);
	buf_str(b, "  <element name=\"reponses\">\n");
	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			field(b, d, &d->steps[i].fields[k]);
	buf_str(b, "  </element>\n</element>\n");
}

static void
add_everything(struct node *to, const struct field *f)
{
	static const char *const extra[] = { "sha256", "nom", "type",
	    "taille" };
	struct node *n = node_add(to, f->name), *c;
	size_t i;

	switch (f->kind) {
	case FIELD_COMMUNE:
		node_set(n, "code-postal", "44000");
		node_set(n, "insee", "44109");
		node_append(n, "Nantes");
		break;
	case FIELD_SESSION:
		node_set(n, "debut", "2027-07-05");
		node_set(n, "cooperative", "x");
		node_set(n, "libelle", f->label);
		node_append(n, "x");
		break;
	case FIELD_ADDRESS:
		node_set(n, "complement", "x");
		node_append(n, f->label);
		break;
	case FIELD_COOPERATIVE:
	case FIELD_CHOICE:
		node_set(n, "libelle", f->label);
		node_append(n, f->nchoices > 0 ? f->choices[0].value : "x");
		break;
	case FIELD_CHOICES:
		for (i = 0; i < f->nchoices; i++) {
			c = node_add_text(n, "choix", f->choices[i].value);
			node_set(c, "libelle", f->choices[i].label);
		}
		break;
	case FIELD_ACCORD:
		node_set_int(n, "version", f->version);
		node_append(n, "oui");
		break;
	case FIELD_FILE:
		c = node_add(n, "fichier");
		node_set(c, "id", "1");
		for (i = 0; i < sizeof(extra) / sizeof(extra[0]); i++)
			node_set(c, extra[i], "1");
		break;
	default:
		node_append(n, f->label);
	}
}

void
definition_everything(struct node *reponses, const struct definition *d)
{
	size_t i, k;

	for (i = 0; i < d->nsteps; i++)
		for (k = 0; k < d->steps[i].nfields; k++)
			add_everything(reponses, &d->steps[i].fields[k]);
}
