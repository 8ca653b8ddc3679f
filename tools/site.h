/*
 * site: between the files of « terreau site ».
 *
 * Front matter of a page (a file of content/, documents/ and demo/ left out):
 *
 *	titre		of the page and its window; needed
 *	description	one or two sentences for search engines; needed
 *	date		YYYY-MM-DD: when its text was last reviewed, and for
 *			a piece of news, where it is needed, when it appeared
 *	programme	cae, cjs …: whose colours it takes
 *	gabarit		its template in site/pages; « page » when absent
 *	ordre		its place in the lists of its folder, a number;
 *			those without come after, by title
 *	publie		« non »: a draft, that only --serve shows
 *	noindex		« oui »: kept out of sitemap.xml, lists, search
 *
 * The model of a page is <page titre= description= chemin= menu="public" date=
 * programme= noindex=> with <reseau> (all of reseau.xml), <actifs>
 * (text/asset.h), <seances> (site_dates()), <assemblee> (site_assembly()),
 * <fil>, the pages above it, and <contenu>, the nodes of the filled Markdown;
 * then what site_list.c gives to the templates « actualites », « rubrique » and
 * « plan ».  content/index.md becomes /, content/programmes/cae.md becomes
 * /programmes/cae, and content/programmes/index.md /programmes.
 *
 * The way of a build: read all front matter; take over the pages that would
 * be as they were (site_kept.c); then, page by page, in as many processes as
 * there are processors, read the text, fill the frame, look at the result,
 * write it below OUT.avant and forget it; then check the links of all pages;
 * then swap.  What is kept of a page is its front matter and its result: ids,
 * links, faults.
 */
#ifndef TOOLS_SITE_H
#define TOOLS_SITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/table.h"
#include "domain/search/search.h"
#include "domain/territory/network.h"
#include "port/crypto.h"
#include "text/asset.h"
#include "text/content.h"
#include "text/template.h"
#include "tools.h"

#define SITE_FRAME	"cadre"
#define SITE_NEWS	"/actualites"

#define SITE_PAPER_SHEET "papier.css"	/* issued papers name it for ever */

struct site_stamp {
	int64_t		 size;		/* -1: there is none */
	int64_t		 time;		/* of its last change, ns */
};

struct site_page {
	const char	*address;	/* /programmes/cae */
	const char	*file;		/* programmes/cae.html, below the root */
	const char	*source;	/* the Markdown; NULL: an error page */
	const char	*template;	/* gabarit */
	const char	*title;
	const char	*description;
	const char	*date;		/* these three or NULL */
	const char	*programme;
	const char	*part_of;	/* address of the list it continues */
	size_t		 part;		/* of a list over several pages, from 1 */
	int		 order;
	int		 is_draft;
	int		 is_hidden;	/* noindex */
	unsigned char	 key[SUM128_SIZE];	/* of all it is made from */
	struct site_stamp files[2];	/* itself and its .gz */
	int		 is_kept;	/* as it was published before */
	struct buf	 result;	/* see below */
	int		 is_done;	/* its result has come */
	char		*said;		/* until the index has it */
};

/*
 * A result is a row of strings, each ended by NUL and begun by its kind.
 */
enum site_result {
	RESULT_ID = 'i',	/* an identifier */
	RESULT_LINK = 'l',	/* an address in <main>, in their order */
	RESULT_FRAME = 'f',	/* an address outside of it */
	RESULT_FAULT = '!',	/* lines « file:line: what » */
	RESULT_TEXT = 't'	/* what <main> says, as search_writer_page()
				 * takes it; handed on, not kept */
};

struct site {
	struct app	*app;
	struct arena	*arena;		/* of this build */
	const char	*out;		/* where pages are written */
	const char	*live;		/* where they are shown then, or NULL */
	int		 is_over;	/* in out, what was there is replaced */
	unsigned char	 shared[SUM128_SIZE];	/* what all pages share */
	unsigned char	 all[SUM128_SIZE];	/* all keys of all pages */
	int		 drafts;	/* shown too; nothing is compressed */
	struct network	*network;
	const char	*network_file;
	struct templates *templates;
	int		 is_broken;	/* some templates could not be read */
	const char	*pages_dir;	/* site/pages */
	struct assets	*assets;
	struct site_page *pages;	/* by address, those of errors last */
	size_t		 npages, size;
	struct site_page **todo;	/* to be rendered */
	size_t		 ntodo;
	struct site_page **news;	/* the newest first */
	size_t		 nnews;
	struct session	*dates;		/* open or soon open, by first day */
	size_t		 ndates;
	struct node	*model;		/* what is the same for every page */
	struct node	*everything;	/* what templates may name */
	struct search_writer *search;	/* the index at work; NULL: none */
	size_t		 handed;	/* pages that it has */
	struct buf	 faults;	/* a line each, « file:line: what » */
	struct buf	 report;	/* those that were told, each once */
	struct table	 told;		/* its lines */
};

/* site.c: a fault is told once, however many pages it comes with. */
void	 site_fault(struct site *, const char *file, int line,
	    const char *, ...) __attribute__((format(printf, 4, 5)));

/* Tell what is in faults on standard error; how many were told by now. */
size_t	 site_tell(struct site *);
void	 site_finish(struct site *);
/*
 * Everything up to what can be wrong in one page alone.  -1: nothing could
 * be read so that pages could be made of it; told.
 */
int	 site_begin(struct site *);

/* site_read.c: configuration, templates, and the front matter of all pages. */
extern const char *const site_keys[];
void	 site_read(struct site *);
struct site_page *site_add_page(struct site *);
/* One file's front matter again.  0, or -1 on a fault. */
int	 site_read_page(struct site *, struct arena *, const char *path,
	    struct site_page *);
const struct site_page *site_page_at(const struct site *, const char *address,
	    size_t len);

/* site_model.c: what templates are filled with, and what they may name. */
void	 site_model(struct site *);
/* Make the model that of a page; forget that page. */
void	 site_model_page(struct site *, struct arena *,
	    const struct site_page *);
void	 site_model_clear(struct site *);
/* What is of that page alone, as bytes to be compared. */
void	 site_model_write(struct site *, struct buf *);

/* site_list.c: lists of pages, in models and as files of their own. */
void	 site_list_parts(struct site *);
void	 site_list_news(struct site *);
/* Those of reseau.xml that have a page, one after the other, from NULL. */
struct node *site_next_place(struct site *, struct node *after);
const char *site_place_address(struct arena *, const struct node *);
void	 site_list(struct site *, struct arena *, struct node *page,
	    const struct site_page *);
void	 site_list_everything(struct node *page);
int	 site_list_files(struct site *);

/*
 * site_search.c: the index of what pages say.  What a page says first, then
 * NULL: all of its result is here.  Closing keeps the index or forgets it.
 */
int	 site_search_open(struct site *);
void	 site_search_take(struct site *, struct site_page *, const char *said);
int	 site_search_close(struct site *, int keep);

/* site_assembly.c: <assemblee> from <chiffres>; nothing without figures. */
void	 site_assembly(struct node *page, struct node *chiffres);

/* site_render.c: read, fill, look at and write one page; append its result. */
void	 site_render(struct site *, const struct site_page *, struct arena *,
	    struct buf *result);
/* site_look.c: what is in a page, and what is wrong with it by itself. */
void	 site_look(struct site *, const struct site_page *,
	    const struct content *, const char *html, struct buf *result);

/* site_work.c: render what was not kept, in several processes when that helps. */
void	 site_work(struct site *);
void	 site_work_page(struct site *, struct site_page *);

/* site_dates.c: the next dates of a page, from the database, <seances>. */
void	 site_dates_read(struct site *);
void	 site_dates(struct site *, struct arena *, struct node *page,
	    const struct site_page *);

/* site_check.c: links and placeholders, over all results. */
void	 site_check(struct site *);
int	 site_is_dynamic(const char *address, size_t len);
/* Where a text stands: in the page's Markdown, else in a template. */
struct place {
	const char	*file;
	int		 line;
};
struct place site_place(struct site *, const struct site_page *,
	    const struct content *, const char *text, size_t nth);

/*
 * site_kept.c: the pages of OUT that would be as they were, into OUT.avant.
 * 0, or -1: everything is to be made again, in an empty folder.  An index that
 * need not change is not opened; else it is gone on with.
 */
int	 site_kept_take(struct site *);
const char *site_kept_mark(struct site *);
int	 site_kept_write(struct site *, const char *path);

/* site_publish.c: OUT.avant and its way to OUT. */
int	 site_may_replace(struct arena *, const char *out);
int	 site_prepare(struct site *);
int	 site_make_folders(struct site *);
int	 site_write(struct site *, const char *name, const void *, size_t);
int	 site_put_in_place(struct site *);
int	 site_abandon(struct site *);
int	 site_remove(const char *dir);

/* site_serve.c: build again at each change and show it, until Ctrl-C. */
int	 site_serve(struct app *, long port);
/* site_http.c: answer one request that waits on a listening socket. */
struct site_show {
	struct site	*site;		/* NULL: none could be made so far */
	const char	*dir;		/* its files */
	const struct buf *faults;	/* lines, « file:line: what » */
	long		 port;
};
void	 site_http_answer(const struct site_show *, int listening);

#endif
