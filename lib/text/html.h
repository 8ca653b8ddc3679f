/*
 * html: the one escaper for HTML and XML, texts and attribute values alike.
 */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "base/buf.h"
#include "port/xml.h"

/* & < > " ' become entities; everything else stays. */
void	 html_escape(struct buf *, const char *);
/* One node and what is below it as HTML (void elements without end tag). */
void	 html_write(struct buf *, struct node *);
int	 html_is_void(const char *element);
/* An empty shape of SVG, which HTML lets end with « /> ». */
int	 html_is_shape(const char *element);

#endif
