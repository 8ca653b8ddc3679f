/*
 * The sockets of the system.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "port/local.h"

#define WAITING	64

int
local_listen(long port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd, yes = 1;

	if ((fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) == -1)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 || listen(fd,
	    WAITING) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

int
local_accept(int listening, int seconds)
{
	struct timeval patience = { .tv_sec = seconds };
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);

	if (fd != -1) {
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
		    sizeof(patience));
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
		    sizeof(patience));
	}
	return fd;
}
