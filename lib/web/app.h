/*
 * app: what a program opens once and every handler borrows.
 *
 * Two programs share this: terreau-public, which never has the signing key,
 * and terreau-staff.  A program is a table of routes and the name of a
 * cookie; app_main() is the rest.
 */
#ifndef WEB_APP_H
#define WEB_APP_H

#include <sys/stat.h>

#include <time.h>

#include "base/arena.h"
#include "base/conf.h"
#include "domain/access/access.h"
#include "domain/access/account.h"
#include "domain/accord/accord.h"
#include "domain/form/definition.h"
#include "domain/form/reglage.h"
#include "domain/paper/document.h"
#include "domain/post/mail.h"
#include "domain/search/search.h"
#include "domain/territory/commune.h"
#include "domain/territory/map.h"
#include "domain/territory/network.h"
#include "domain/territory/place.h"
#include "port/db.h"
#include "text/template.h"
#include "web/http.h"
#include "web/rate.h"
#include "web/route.h"

/* An entry of the menu; shown when its page is there and open to the reader. */
struct menu_entry {
	const char	*path;
	const char	*label;
	const char	*also;		/* what other addresses begin with, or NULL */
};

struct program {
	const char	*name;
	const struct route *routes;
	const char	*menu;		/* of page_new(): public, gestion */
	const struct menu_entry *entries;	/* ended by a NULL path; or NULL */
	const char	*cookie;
	const char	*cookie_path;
	enum subject	 subject;
	handler		*door;		/* shown instead of what needs a session */
	int		 seals;		/* reads the signing key */
	const char	*second;	/* where a second factor is set up */
};

struct app {
	const struct program *program;
	struct arena	*arena;		/* as long as the process */
	struct conf	 conf;
	int		 once;		/* one answer, then the end */
	int		 worker;	/* one of several (web/worker.h) */
	int		 closed;	/* without a database (web/closed.h) */
	time_t		 looked;	/* when it was tried again */
	struct stat	 opened;	/* terreau.db, as it was opened */
	struct fcgi	*door;
	struct counters	*counters;	/* of what is answered, or NULL */
	struct db	*reader;	/* GET handlers use no other */
	struct db	*writer;
	/* From here to the office: read again when a setting changes. */
	struct arena	*settings_arena;
	int64_t		 settings_version;
	struct reglages	*reglages;
	struct network	*network;
	struct places	 places;
	const struct definition **programmes;	/* ended by NULL */
	struct pinned	*pinned;	/* definitions of former times */
	/* Forms of representatives, beside programmes; NULL: none. */
	const struct definition *(*accords)[2];
	/* What staff note of a contract, of a séance, and of a file. */
	const struct definition *suivi, *seance, *echange;
	struct mailer	 mailer;
	struct office	 office;
	struct communes	*communes;
	struct departements *departements;
	/* These change with a publication. */
	struct arena	*pages_arena, *assets_arena;
	struct templates *pages;
	struct assets	*assets;
	const char	*site_map;
	const char	*run;		/* where spools go */
	struct stat	 published;
	struct search	*search;
	unsigned char	 csrf_key[KEY_SIZE];
	unsigned char	 second_key[KEY_SIZE];	/* domain/access/second.h */
	struct rate	*rate;
	struct rate	*starts;	/* web/human.h */
};

/* Everything, from the command line to the end of the loop. */
int	 app_main(int argc, char *argv[], const struct program *);

/* Where a program of that name counts (base/counters.h). */
const char *app_counters(struct arena *, const struct app *,
	    const char *program);

/* What a dossier was filled in with; NULL when it cannot be found. */
const struct definition *app_form(const struct app *, const struct dossier *);
/* NULL when there is none of that name. */
const struct definition *app_programme(const struct app *, const char *);
/* What a programme's representatives answer with; -1 when they are not asked. */
int	 app_accords(const struct app *, const char *programme,
	    struct accord_office *);

#endif
