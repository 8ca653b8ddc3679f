/*
 * hello: the least that a FastCGI program can do: the same bytes to everybody.
 *
 * usage: hello FILE, as a FastCGI program; FILE is a page without its headers.
 */
#include <stdio.h>

#include <fcgiapp.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"

int
main(int argc, char *argv[])
{
	struct buf page = BUF_INIT;
	FCGX_Request r;

	log_init("hello");
	if (argc != 2 || file_read(&page, argv[1]) == -1)
		fatalx("usage: hello FILE");
	if (FCGX_Init() != 0 || FCGX_InitRequest(&r, 0, 0) != 0)
		fatalx("FastCGI");
	while (FCGX_Accept_r(&r) == 0) {
		FCGX_FPrintF(r.out, "Content-Type: text/html; charset=utf-8\r\n"
		    "Content-Length: %d\r\n\r\n", (int)page.len);
		FCGX_PutStr(page.data, (int)page.len, r.out);
		FCGX_Finish_r(&r);
	}
	buf_free(&page);
	return 0;
}
