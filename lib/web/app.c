/*
 * Opening, serving one request after the other, closing.
 */
#include <sys/stat.h>

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/counters.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "domain/access/second.h"
#include "domain/dossier/pinned.h"
#include "domain/store.h"
#include "port/crypto.h"
#include "port/sandbox.h"
#include "text/asset.h"
#include "web/app.h"
#include "web/closed.h"
#include "web/page.h"
#include "web/worker.h"

int
app_accords(const struct app *app, const char *programme,
    struct accord_office *o)
{
	size_t i;

	for (i = 0; app->programmes[i] != NULL; i++)
		if (str_eq(app->programmes[i]->name, programme) &&
		    app->accords[i][0] != NULL) {
			*o = (struct accord_office){
				.programme = app->programmes[i],
				.forms = { app->accords[i][0],
				    app->accords[i][1] },
				.network = app->network,
				.mailer = &app->mailer
			};
			return 0;
		}
	return -1;
}

const char *
app_counters(struct arena *a, const struct app *app, const char *program)
{
	return arena_fmt(a, "%s/compteurs-1.%s", app->run, program);
}

const struct definition *
app_programme(const struct app *app, const char *name)
{
	size_t i;

	for (i = 0; app->programmes[i] != NULL; i++)
		if (str_eq(app->programmes[i]->name, name))
			return app->programmes[i];
	return NULL;
}

const struct definition *
app_form(const struct app *app, const struct dossier *d)
{
	return pinned_of(app->pinned, app->reader, d,
	    app_programme(app, d->programme));
}

/* The end: the faults, a line of the log each. */
static _Noreturn void
refuse(struct app *app, const struct buf *faults)
{
	char *rest = arena_dup(app->arena, buf_cstr(faults)), *line;

	while ((line = str_split(&rest, '\n')) != NULL)
		if (*line != '\0')
			log_warnx("%s", line);
	fatalx("not started");
}

/* What a form of the team is made from; NULL with the faults. */
static const struct definition *
load_definition(struct app *app, const char *name, struct buf *faults)
{
	return definition_load(app->settings_arena, conf_share(
	    app->settings_arena, &app->conf, name), faults);
}

static int
load_programmes(struct app *app, struct buf *faults)
{
	struct arena *a = app->settings_arena;
	char **names;
	size_t n, i;

	names = file_list(a, conf_share(a, &app->conf, "schemas/programmes"),
	    ".xml", &n);
	if (names == NULL || n == 0) {
		buf_str(faults, "no programme in schemas/programmes\n");
		return -1;
	}
	app->programmes = arena_array(a, n + 1, sizeof(*app->programmes));
	for (i = 0; i < n; i++)
		if ((app->programmes[i] = reglages_programme(a, app->reglages,
		    names[i], faults)) == NULL)
			return -1;
	return 0;
}

/* The form of representatives, for the programmes that ask them. */
static int
load_accords(struct app *app, struct buf *faults)
{
	struct arena *a = app->settings_arena;
	const char *path = conf_share(a, &app->conf,
	    "schemas/accords/representant.xml");
	size_t i, n = 0;
	int k;

	while (app->programmes[n] != NULL)
		n++;
	app->accords = arena_array(a, n + 1, sizeof(*app->accords));
	for (i = 0; i < n; i++)
		for (k = 0; k < 2 && accord_concerns(app->programmes[i]); k++)
			if ((app->accords[i][k] = accord_form(a, path,
			    app->programmes[i], k + 1, faults)) == NULL)
				return -1;
	return 0;
}

static void
load_key(struct app *app, const char *name, unsigned char key[KEY_SIZE])
{
	struct buf b = BUF_INIT;

	if (file_read(&b, conf_data(app->arena, &app->conf, name)) == -1 ||
	    b.len != KEY_SIZE)
		fatalx("%s: 32 bytes are expected (« terreau init » makes "
		    "what is missing)", name);
	memcpy(key, b.data, b.len);
	crypto_wipe(b.data, b.len);
	buf_free(&b);
}

/* A role misspelt would ask nobody for anything. */
static void
check_second(const struct app *app)
{
	char *rest = arena_dup(app->arena, app->conf.second_factor), *role;

	while ((role = str_split(&rest, ' ')) != NULL)
		if (*role != '\0' && role_find(role) == NULL)
			fatalx("second-factor: « %s » is no role", role);
}

/* In the place of those there were.  0 or -1, logged. */
static int
load_pages(struct app *app)
{
	struct arena *a = arena_new();
	struct templates *pages = templates_new(a);
	struct xml_error err;
	const char *dir = conf_share(a, &app->conf, "site/pages");

	/* what stays finds a broken page now, not when somebody asks for it */
	if ((app->once ? templates_open(pages, dir, &err) :
	    templates_load(pages, dir, &err)) == -1) {
		log_warnx("%s", err.text);
		arena_free(a);
		return -1;
	}
	arena_free(app->pages_arena);
	app->pages_arena = a;
	app->pages = pages;
	return 0;
}

static int
load_assets(struct app *app)
{
	struct arena *a = arena_new();
	struct assets *assets;

	if ((assets = assets_load(a, conf_share(a, &app->conf,
	    "site/static"), conf_share(a, &app->conf, "fonts"))) == NULL) {
		log_warnx("the assets of the site are missing");
		arena_free(a);
		return -1;
	}
	arena_free(app->assets_arena);
	app->assets_arena = a;
	app->assets = assets;
	return 0;
}

static int
load_mailer(struct app *app, struct buf *faults)
{
	struct xml_error err;

	if (mailer_open(app->settings_arena, &app->conf, app->network,
	    app->once, &app->mailer, &err) == -1) {
		buf_fmt(faults, "%s\n", err.text);
		return -1;
	}
	app->mailer.programmes = app->programmes;
	return 0;
}

/*
 * Another publication has other assets, whose names no page of ours would
 * bear: the style sheet of before is gone.  Every one writes its site map.
 * 1 when they were read anew.
 */
static int
follow_site(struct app *app)
{
	const char *map = app->site_map;
	struct stat st;
	int loaded = 0;

	if (stat(map, &st) == -1 || (st.st_ino == app->published.st_ino &&
	    st.st_mtim.tv_sec == app->published.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == app->published.st_mtim.tv_nsec))
		return 0;
	if (app->published.st_ino != 0) {
		load_assets(app);
		load_pages(app);
		loaded = 1;
	}
	app->published = st;
	return loaded;
}

/* Nothing half described goes into production. */
static int
load_network(struct app *app, struct buf *faults)
{
	struct arena *a = app->settings_arena;

	app->network = reglages_network(a, app->reglages, &app->conf, faults);
	if (app->network == NULL || (app->conf.production &&
	    network_placeholders(app->network, conf_data(a, &app->conf,
	    "reseau.xml"), faults) > 0))
		return -1;
	places_load(a, app->network, app->communes, &app->places);
	return 0;
}

/* Communes and départements. */
static void
load_ground(struct app *app)
{
	app->communes = communes_load(app->arena, conf_share(app->arena,
	    &app->conf, "content/communes.tsv"));
	if (app->communes == NULL)
		fatalx("content/communes.tsv is missing");
	app->departements = departements_load(app->arena,
	    conf_share(app->arena, &app->conf, "content/departements.tsv"));
	if (app->departements == NULL)
		fatalx("content/departements.tsv is missing");
}

static int
load_office(struct app *app, struct buf *faults)
{
	app->office = (struct office){
		.conf = &app->conf, .network = app->network,
		.communes = app->communes, .programmes = app->programmes,
		.may_seal = app->program->seals,
		/* for one answer, what workers that stay looked at is good */
		.trusting = app->once
	};
	return office_open(app->settings_arena, &app->office, faults);
}

static int
load_team(struct app *app, struct buf *faults)
{
	if (!app->program->seals)
		return 0;
	app->suivi = load_definition(app, "schemas/suivi/contrat.xml", faults);
	app->seance = load_definition(app, "schemas/suivi/seance.xml", faults);
	app->echange = load_definition(app, "schemas/suivi/dossier.xml",
	    faults);
	return app->suivi == NULL || app->seance == NULL ||
	    app->echange == NULL ? -1 : 0;
}

/* All that settings may change, into an arena of its own. */
static int
load_settings(struct app *app, struct buf *faults)
{
	app->settings_arena = arena_new();
	app->settings_version = reglages_version(app->reader);
	app->reglages = reglages_open(app->settings_arena, &app->conf,
	    app->reader, faults);
	app->pinned = pinned_new(app->settings_arena);
	app->office = (struct office){ 0 };
	return app->reglages == NULL || load_network(app, faults) == -1 ||
	    load_programmes(app, faults) == -1 ||
	    load_accords(app, faults) == -1 || load_team(app, faults) == -1 ||
	    load_mailer(app, faults) == -1 || load_office(app, faults) == -1 ?
	    -1 : 0;
}

/*
 * Read again what rests on settings, 1 when that was done.  What cannot be read
 * is left as it was, and told in the log, once.
 */
static int
change_settings(struct app *app, int64_t version)
{
	struct buf faults = BUF_INIT;
	struct app next = *app;
	int done;

	if ((done = load_settings(&next, &faults) == 0)) {
		office_close(&app->office);
		arena_free(app->settings_arena);
		*app = next;
		app->office.conf = &app->conf;
	} else {
		log_warnx("settings: %s", buf_cstr(&faults));
		office_close(&next.office);
		arena_free(next.settings_arena);
		app->settings_version = version;
	}
	buf_free(&faults);
	return done;
}

/* Did somebody change a setting?  Asked at each request. */
static int
follow_settings(struct app *app)
{
	int64_t version = reglages_version(app->reader);

	return version != app->settings_version && version != -1 &&
	    change_settings(app, version);
}

static void
app_open(struct app *app, const struct program *program, const char *conf,
    int once)
{
	struct buf faults = BUF_INIT;

	memset(app, 0, sizeof(*app));
	app->program = program;
	app->once = once;
	app->arena = arena_new();
	crypto_init();
	xml_init();
	if (conf_load(app->arena, conf, &app->conf) == -1)
		exit(1);
	/* told once here, rather than by workers that end one after another */
	if (app->conf.seccomp && !sandbox_there())
		fatalx("seccomp: built without libseccomp");
	if (closed_open(app, app->arena) == -1)
		exit(1);
	load_ground(app);
	if (program->seals) {
		load_key(app, SECOND_KEY_FILE, app->second_key);
		check_second(app);
	}
	load_key(app, "keys/csrf.key", app->csrf_key);
	app->run = conf_data(app->arena, &app->conf, "run");
	app->site_map = conf_data(app->arena, &app->conf, "site/sitemap.xml");
	follow_site(app);
	if (load_assets(app) == -1 || load_pages(app) == -1)
		fatalx("not started");
	app->rate = rate_new();
	app->starts = rate_new();
	app->search = search_open(conf_data(app->arena, &app->conf,
	    "recherche.db"));
	if (load_settings(app, &faults) == -1)
		refuse(app, &faults);
	buf_free(&faults);
}

static void
app_close(struct app *app)
{
	office_close(&app->office);
	search_close(app->search);
	closed_shut(app);
	crypto_wipe(app->csrf_key, sizeof(app->csrf_key));
	crypto_wipe(app->second_key, sizeof(app->second_key));
	rate_free(app->rate);
	rate_free(app->starts);
	arena_free(app->assets_arena);
	arena_free(app->pages_arena);
	arena_free(app->settings_arena);
	arena_free(app->arena);
	xml_exit();
}

static void
serve(struct app *app, struct req *req)
{
	const struct route *r = NULL;
	struct res res = RES_INIT;
	int status;

	if ((status = app->closed ? 503 : req->bad) == 0 &&
	    (status = route_find(app->program->routes, req, &r)) == 0 &&
	    (status = guard(app, req, &res, r)) == 0)
		status = r->handle(app, req, &res);
	if (status == 0)
		status = res_failed(&res);
	else if (status == 500 && db_full(app->writer))
		status = 507;
	else if (status == 500 && db_busy(app->writer))
		status = 503;
	if (status != 0 && status != GUARD_ANSWERED)
		page_error(app, req, &res, status);
	res_send(req, &res);
	http_log(req, &res, r == NULL ? "-" : r->path);
	counters_add(app->counters, res.status, http_spent(req));
	res_free(&res);
}

struct command_line {
	const char	*conf;
	long long	 workers;	/* 0: this process is the only one */
};

static int
read_arguments(int argc, char *argv[], struct arena *a,
    struct command_line *line)
{
	static const struct option options[] = {
		{ "conf", required_argument, NULL, 'c' },
		{ "data", required_argument, NULL, 'd' },
		{ "workers", required_argument, NULL, 'w' },
		{ NULL, 0, NULL, 0 }
	};
	int c;

	*line = (struct command_line){ getenv("TERREAU_CONF"), 0 };
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (c) {
		case 'c':
			line->conf = optarg;
			break;
		case 'd':
			line->conf = arena_fmt(a, "%s/terreau.conf", optarg);
			break;
		case 'w':
			if (str_number(optarg, 1, WORKER_MAX,
			    &line->workers) == 0)
				break;
			/* FALLTHROUGH */
		default:
			return -1;
		}
	return optind == argc && line->conf != NULL ? 0 : -1;
}

/* The database and what is set in it; 1 when either is another now. */
static int
follow_store(struct app *app, struct arena *a)
{
	int was = app->closed, changed = 0;

	if (closed_look(app, a) == 0) {
		db_hold(app->reader);
		changed = follow_settings(app);
	}
	return changed || was != app->closed;
}

/* One request after the other. */
static void
serve_all(struct app *app)
{
	struct arena *a = arena_new();
	struct req req;
	int stale = 0;

	if (!app->once)
		app->counters = counters_open(app_counters(app->arena, app,
		    app->program->name));
	if (app->conf.seccomp && sandbox_enter() == -1)
		fatalx("not started");
	while (!stale && fcgi_next(app->door)) {
		if (!app->once)
			worker_busy();
		req_read(&req, a, app->door);
		req.run = app->run;
		/* pages read by one worker alone are in memory once more: it
		 * answers this, then leaves the place to one that shares */
		stale = (follow_site(app) | follow_store(app, a)) &&
		    app->worker;
		serve(app, &req);
		if (!app->closed)
			db_release(app->reader);
		worker_idle();
		log_request(NULL);
		arena_reset(a);
	}
	counters_close(app->counters);
	arena_free(a);
}

static void
before_worker(void *arg)
{
	struct app *app = arg;
	struct arena *a = arena_new();

	follow_site(app);
	if (closed_open(app, a) == 0)
		follow_settings(app);
	closed_shut(app);
	arena_free(a);
}

static void
be_worker(void *arg)
{
	struct app *app = arg;

	app->worker = 1;
	closed_open(app, app->arena);
	serve_all(app);
	fcgi_close(app->door);
	app_close(app);
}

int
app_main(int argc, char *argv[], const struct program *program)
{
	struct arena *a = arena_new();
	struct command_line line;
	struct app app;
	struct fcgi *door;

	log_init(program->name);
	/* a limit on files is an error of write(), not a death */
	signal(SIGXFSZ, SIG_IGN);
	if (argc == 2 && str_eq(argv[1], "--routes")) {
		route_list(program->routes);
		arena_free(a);
		return 0;
	}
	if (read_arguments(argc, argv, a, &line) == -1) {
		fprintf(stderr, "usage: %s [--workers N] --data DIR | "
		    "--conf FILE | --routes\n"
		    "FastCGI on descriptor 0 when it is a socket, else one "
		    "CGI request.\n", program->name);
		arena_free(a);
		return 2;
	}
	door = fcgi_open();
	app_open(&app, program, line.conf, fcgi_single(door));
	app.door = door;
	if (line.workers > 0 && !app.once) {
		closed_shut(&app);
		workers_run((int)line.workers, before_worker, be_worker, &app);
	} else
		serve_all(&app);
	fcgi_close(door);
	app_close(&app);
	arena_free(a);
	return 0;
}
