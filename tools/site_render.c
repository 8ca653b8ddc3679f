/*
 * One page, from its Markdown to the file.  The model is the one of the whole
 * build: it becomes that of the page, then is cleared.
 */
#include <string.h>

#include "base/log.h"
#include "site.h"

/* Put <contenu> into the model: what the author wrote, its marks filled. */
static void
add_content(struct site *s, struct arena *a, const struct content *c)
{
	struct templates *own;
	struct buf b = BUF_INIT;
	struct xml_error err;
	struct tree *t = c->tree;

	node_rename(tree_root(t), "contenu");
	if (c->has_marks) {
		node_rename(tree_root(t), "gabarit");
		own = templates_over(a, s->templates);
		if (templates_add(own, "contenu", c->file, t, &err) == -1) {
			buf_fmt(&s->faults, "%s\n", err.text);
			return;
		}
		if (template_check(own, "contenu", s->everything,
		    &s->faults) > 0)
			return;
		buf_str(&b, "<contenu>");
		template_run_xml(&b, own, "contenu", s->model);
		buf_str(&b, "</contenu>");
		t = tree_parse(a, b.data, b.len, c->file, &err);
		buf_free(&b);
		if (t == NULL)
			fatalx("%s", err.text);
	}
	node_copy(s->model, tree_root(t));
}

void
site_render(struct site *s, const struct site_page *p, struct arena *a,
    struct buf *result)
{
	struct content c = { 0 };
	struct buf html = BUF_INIT;

	if (p->is_draft && !s->drafts)
		return;
	site_model_page(s, a, p);
	if (p->source == NULL || content_read(a, p->source, site_keys, &c,
	    &s->faults) == 0) {
		if (p->source != NULL)
			add_content(s, a, &c);
		if (s->faults.len == 0) {
			template_run_framed(&html, s->templates, SITE_FRAME,
			    p->template, s->model);
			site_look(s, p, &c, buf_cstr(&html), result);
		}
		if (s->faults.len == 0 && site_write(s, p->file, html.data,
		    html.len) == -1)
			site_fault(s, p->file, 1, "ne peut pas être écrit");
	}
	site_model_clear(s);
	if (s->faults.len > 0) {
		buf_char(result, RESULT_FAULT);
		buf_add(result, s->faults.data, s->faults.len + 1);
		buf_reset(&s->faults);
	}
	buf_free(&html);
}
