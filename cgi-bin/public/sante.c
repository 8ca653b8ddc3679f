/*
 * Is all well: a page for machines that watch, in words for who reads it, and
 * numbers for those that draw curves.  Neither names anybody; nginx shows the
 * numbers to this machine alone.
 */
#include "base/counters.h"
#include "domain/report/health.h"
#include "public.h"

int
page_sante(struct app *app, struct req *req, struct res *res)
{
	struct health h;

	health_read(app->reader, &app->conf, req->now, &h);
	res->type = "text/plain; charset=utf-8";
	res_header(res, "Cache-Control", "no-store");
	res->status = health_tell(req->arena, &h, &app->conf, &res->body) ?
	    200 : 503;
	return 0;
}

static void
about(struct buf *b, const char *name, const char *type, const char *what)
{
	buf_fmt(b, "# HELP terreau_%s %s\n# TYPE terreau_%s %s\n", name, what,
	    name, type);
}

static void
one(struct buf *b, const char *name, const char *what, int64_t value)
{
	about(b, name, "gauge", what);
	buf_fmt(b, "terreau_%s %lld\n", name, (long long)value);
}

#define PROGRAMS	2
static const char *const programs[PROGRAMS] = { "terreau-public",
	"terreau-staff" };

static void
write_requests(struct buf *b, const struct counts *c)
{
	int p, i;

	about(b, "requests_total", "counter", "Requests answered.");
	for (p = 0; p < PROGRAMS; p++)
		for (i = 0; i < COUNTERS_CLASSES; i++)
			buf_fmt(b, "terreau_requests_total{program=\"%s\","
			    "status=\"%dxx\"} %llu\n", programs[p], i + 1,
			    (unsigned long long)c[p].status[i]);
	about(b, "workers", "gauge", "Processes that answer.");
	for (p = 0; p < PROGRAMS; p++)
		buf_fmt(b, "terreau_workers{program=\"%s\"} %d\n",
		    programs[p], c[p].processes);
}

/* Each bucket holds those before it. */
static void
write_times(struct buf *b, const struct counts *c)
{
	unsigned long long n;
	int p, i;

	about(b, "request_seconds", "histogram", "Time to answer.");
	for (p = 0; p < PROGRAMS; p++) {
		for (n = 0, i = 0; i < COUNTERS_BOUNDS; i++) {
			n += c[p].within[i];
			buf_fmt(b, "terreau_request_seconds_bucket{program="
			    "\"%s\",le=\"%g\"} %llu\n", programs[p],
			    (double)counters_bounds[i] / 1e6, n);
		}
		n += c[p].within[i];
		buf_fmt(b, "terreau_request_seconds_bucket{program=\"%s\","
		    "le=\"+Inf\"} %llu\n", programs[p], n);
		buf_fmt(b, "terreau_request_seconds_sum{program=\"%s\"} "
		    "%llu.%06llu\n", programs[p],
		    (unsigned long long)c[p].micros / 1000000,
		    (unsigned long long)c[p].micros % 1000000);
		buf_fmt(b, "terreau_request_seconds_count{program=\"%s\"} "
		    "%llu\n", programs[p], n);
	}
}

int
file_compteurs(struct app *app, struct req *req, struct res *res)
{
	struct counts c[PROGRAMS];
	struct buf *b = &res->body;
	struct health h;
	int p;

	for (p = 0; p < PROGRAMS; p++)
		counters_read(app_counters(req->arena, app, programs[p]),
		    &c[p]);
	health_read(app->reader, &app->conf, req->now, &h);
	res->type = "text/plain; version=0.0.4; charset=utf-8";
	res_header(res, "Cache-Control", "no-store");
	write_requests(b, c);
	write_times(b, c);
	one(b, "database_up", "Does the database answer.", h.database);
	one(b, "disk_free_bytes", "Room for the data.", h.disk);
	one(b, "mails_waiting", "Messages not handed over.", h.waiting);
	one(b, "mails_oldest_seconds", "Age of the oldest of them.", h.oldest);
	one(b, "mails_refused_week", "Refused in seven days.", h.failed);
	one(b, "dossiers", "Files, drafts too.", h.files);
	one(b, "backup_age_seconds", "Since the last good backup, -1: none.",
	    h.backup);
	return 0;
}
