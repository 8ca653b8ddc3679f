/*
 * Two doors, one interface.  FCGX_* has no CGI mode of its own.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "port/fcgi.h"

struct fcgi {
	FCGX_Request	 request;
	int		 cgi;
	int		 served;	/* requests so far */
	int		 open;		/* a FastCGI request is under way */
	size_t		 got;		/* bytes of its body read */
};

struct fcgi *
fcgi_open(void)
{
	struct fcgi *f;

	if ((f = calloc(1, sizeof(*f))) == NULL)
		fatal("fcgi");
	if (FCGX_Init() != 0)
		fatalx("libfcgi does not start");
	f->cgi = FCGX_IsCGI();
	if (f->cgi) {
		/* A reader that left is an error of write(), not a death. */
		signal(SIGPIPE, SIG_IGN);
	} else if (FCGX_InitRequest(&f->request, 0,
	    FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		fatalx("libfcgi does not take descriptor 0");
	return f;
}

void
fcgi_close(struct fcgi *f)
{
	if (f == NULL)
		return;
	fcgi_done(f);
	if (!f->cgi)
		FCGX_Free(&f->request, 1);
	free(f);
}

int
fcgi_single(const struct fcgi *f)
{
	return f->cgi;
}

int
fcgi_next(struct fcgi *f)
{
	if (f->cgi)
		return f->served++ == 0;
	if (FCGX_Accept_r(&f->request) != 0)
		return 0;
	f->served++;
	f->open = 1;
	f->got = 0;
	return 1;
}

const char *
fcgi_param(struct fcgi *f, const char *name)
{
	if (f->cgi)
		return getenv(name);
	return FCGX_GetParam(name, f->request.envp);
}

size_t
fcgi_read(struct fcgi *f, void *to, size_t n)
{
	size_t got = 0;
	ssize_t r;
	int want;

	while (got < n) {
		if (f->cgi) {
			r = read(STDIN_FILENO, (char *)to + got, n - got);
			if (r == -1 && errno == EINTR)
				continue;
		} else {
			want = n - got > INT_MAX ? INT_MAX : (int)(n - got);
			r = FCGX_GetStr((char *)to + got, want,
			    f->request.in);
		}
		if (r <= 0)
			break;
		got += (size_t)r;
	}
	f->got += got;
	return got;
}

int
fcgi_write(struct fcgi *f, const void *bytes, size_t n)
{
	if (f->cgi)
		return file_write_fd(STDOUT_FILENO, bytes, n);
	return n > INT_MAX || FCGX_PutStr(bytes, (int)n, f->request.out) !=
	    (int)n ? -1 : 0;
}

/* Is all of the body here that was announced? */
static int
read_whole(struct fcgi *f)
{
	const char *length = fcgi_param(f, "CONTENT_LENGTH");
	long long n = 0;

	return length == NULL || *length == '\0' ||
	    (str_number(length, 0, INT64_MAX, &n) == 0 &&
	    f->got >= (size_t)n);
}

int
fcgi_done(struct fcgi *f)
{
	int rc;

	if (!f->open)
		return 0;
	/*
	 * libfcgi waits until the peer has closed, lest what it is still
	 * sending takes the answer away; nothing is, once all was read.
	 */
	if (read_whole(f))
		FCGX_Detach(&f->request);
	/* as FCGX_Finish_r() does, which does not say how it went */
	rc = FCGX_FClose(f->request.err) | FCGX_FClose(f->request.out);
	FCGX_Finish_r(&f->request);
	f->open = 0;
	return rc == 0 ? 0 : -1;
}
