/*
 * ask: one request to a worker that stays, in the shape of CGI: the variables
 * from the environment, the body from standard input, the answer to standard
 * output.  What cgi.subr asks with.
 * usage: ask SOCKET
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "client.h"

extern char **environ;

/* Is it a variable of CGI, and not one of the shell? */
static int
concerns(const char *variable)
{
	static const char *const starts[] = {
		"REQUEST_", "REMOTE_", "CONTENT_", "HTTP_"
	};
	size_t i;

	for (i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (strncmp(variable, starts[i], strlen(starts[i])) == 0)
			return 1;
	return 0;
}

int
main(int argc, char **argv)
{
	struct client_pair pairs[64];
	struct client client = { .answer = BUF_INIT };
	struct buf body = BUF_INIT;
	char *value, **v;
	size_t n = 0;

	if (argc != 2)
		fatalx("usage: ask SOCKET");
	client.socket = argv[1];
	for (v = environ; *v != NULL && n < 64; v++) {
		if (!concerns(*v) || (value = strchr(*v, '=')) == NULL)
			continue;
		*value = '\0';
		pairs[n].name = *v;
		pairs[n++].value = value + 1;
	}
	if (file_read_fd(&body, STDIN_FILENO) == -1)
		fatal("body");
	client_send(&client, pairs, n, body.data, body.len);
	if (file_write_fd(STDOUT_FILENO, client.answer.data,
	    client.answer.len) == -1)
		fatal("answer");
	buf_free(&body);
	buf_free(&client.answer);
	return EXIT_SUCCESS;
}
