/*
 * The list was made by running the whole path of tests/web under the filter:
 * tests/web/sandbox.sh.  A call that a new version of a library begins to make
 * ends workers there first.
 */
#include "base/log.h"
#include "port/sandbox.h"

#ifdef HAVE_SECCOMP
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <errno.h>
#include <string.h>

#include <seccomp.h>

#define CALL(name)	{ SCMP_SYS(name), #name }

static const struct call {
	int		 number;
	const char	*name;
} calls[] = {
	/* the request and the answer */
	CALL(accept), CALL(accept4), CALL(getpeername), CALL(getsockname),
	CALL(getsockopt), CALL(recvfrom), CALL(recvmsg), CALL(sendto),
	CALL(sendmsg), CALL(shutdown), CALL(connect), CALL(setsockopt),
	CALL(poll), CALL(ppoll), CALL(select), CALL(pselect6),
	/* files: the database, pages, spools */
	CALL(open), CALL(openat), CALL(close), CALL(read), CALL(readv),
	CALL(pread64), CALL(pwrite64), CALL(write), CALL(writev), CALL(lseek),
	CALL(stat), CALL(fstat), CALL(lstat), CALL(newfstatat), CALL(statx),
	CALL(fstatfs), CALL(statfs), CALL(access), CALL(faccessat),
	CALL(faccessat2), CALL(readlink), CALL(readlinkat), CALL(getdents64),
	CALL(getcwd), CALL(fcntl), CALL(flock), CALL(fsync), CALL(fdatasync),
	CALL(ftruncate), CALL(fallocate), CALL(fadvise64), CALL(fchmod),
	CALL(fchown), CALL(umask), CALL(mkdir), CALL(rmdir), CALL(unlink),
	CALL(unlinkat), CALL(rename), CALL(renameat), CALL(renameat2),
	CALL(link), CALL(linkat), CALL(dup), CALL(dup2), CALL(dup3),
	CALL(pipe), CALL(pipe2), CALL(memfd_create), CALL(utimensat),
	/* memory */
	CALL(brk), CALL(munmap), CALL(mremap), CALL(madvise), CALL(msync),
	CALL(mincore),
	/* clocks and chance */
	CALL(clock_gettime), CALL(clock_getres), CALL(clock_nanosleep),
	CALL(nanosleep), CALL(gettimeofday), CALL(time), CALL(times),
	CALL(getrandom), CALL(alarm), CALL(setitimer),
	/* who one is, and signals to oneself */
	CALL(getpid), CALL(getppid), CALL(gettid), CALL(getuid), CALL(geteuid),
	CALL(getgid), CALL(getegid), CALL(getrusage), CALL(sysinfo),
	CALL(uname), CALL(sched_yield), CALL(sched_getaffinity), CALL(futex),
	CALL(rt_sigaction), CALL(rt_sigprocmask), CALL(rt_sigreturn),
	CALL(sigaltstack), CALL(restart_syscall), CALL(tgkill),
	CALL(exit), CALL(exit_group)
};

/* What depends on an argument. */
static int
add_conditions(scmp_filter_ctx f)
{
	int rc = 0;

	/* nothing that was written is run */
	rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	/* the scanner of viruses answers on this machine */
	rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1,
	    SCMP_A0(SCMP_CMP_EQ, AF_UNIX));
	/* « is this a terminal? » */
	rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
	    SCMP_A1(SCMP_CMP_EQ, TCGETS));
	/* reading one's own limits, not setting another's */
	rc |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2,
	    SCMP_A0(SCMP_CMP_EQ, 0), SCMP_A2(SCMP_CMP_EQ, 0));
	return rc;
}

int
sandbox_there(void)
{
	return 1;
}

int
sandbox_enter(void)
{
	/* the thread, which is all there is: the kernel always knows how to,
	 * also when a filter of systemd hides the newer seccomp(2) */
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL);
	int rc = 0;
	size_t i;

	if (f == NULL) {
		log_warnx("seccomp: the kernel knows no filter");
		return -1;
	}
	for (i = 0; rc == 0 && i < sizeof(calls) / sizeof(calls[0]); i++)
		if ((rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i].number,
		    0)) != 0)
			log_warnx("seccomp: %s: %s", calls[i].name,
			    strerror(-rc));
	if (rc == 0 && (add_conditions(f) != 0 ||
	    (rc = seccomp_load(f)) != 0)) {
		log_warnx("seccomp: %s", strerror(rc == 0 ? EINVAL : -rc));
		rc = -1;
	}
	seccomp_release(f);
	return rc == 0 ? 0 : -1;
}
#else
int
sandbox_there(void)
{
	return 0;
}

int
sandbox_enter(void)
{
	log_warnx("seccomp: built without libseccomp");
	return -1;
}
#endif
