/*
 * hello: the least that a FastCGI program can do: the same bytes to everybody.
 *
 * usage: hello FILE COPIES, as a FastCGI program; FILE is a page without its
 * headers, COPIES how many processes there are besides this one, which then only
 * waits; 0: this one.
 */
#include <sys/prctl.h>

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

static void
answer(const struct buf *page)
{
	FCGX_Request r;

	if (FCGX_Init() != 0 || FCGX_InitRequest(&r, 0, 0) != 0)
		fatalx("FastCGI");
	while (FCGX_Accept_r(&r) == 0) {
		FCGX_FPrintF(r.out, "Content-Type: text/html; charset=utf-8\r\n"
		    "Content-Length: %d\r\n\r\n", (int)page->len);
		FCGX_PutStr(page->data, (int)page->len, r.out);
		FCGX_Detach(&r);	/* does not wait for the peer to close */
		FCGX_Finish_r(&r);
	}
}

int
main(int argc, char *argv[])
{
	struct buf page = BUF_INIT;
	long long copies, i;

	log_init("hello");
	if (argc != 3 || file_read(&page, argv[1]) == -1 ||
	    str_number(argv[2], 0, 64, &copies) == -1)
		fatalx("usage: hello FILE COPIES");
	for (i = 0; i < copies; i++)
		switch (fork()) {
		case -1:
			fatal("fork");
		case 0:
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			answer(&page);
			return 0;
		}
	if (copies == 0)
		answer(&page);
	else
		pause();
	buf_free(&page);
	return 0;
}
