/*
 * A backup read back: its sums, and its files one by one, opened when they are
 * sealed.  Names come from its list and are held to what backups are made of:
 * no path leads out of it.
 */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "backup.h"

#define SUM_LETTERS	(2 * (size_t)DIGEST_SIZE)

/* NAME or keys/NAME, of letters that file names of ours have. */
static int
is_name(const char *s)
{
	if (str_starts(s, "keys/"))
		s += strlen("keys/");
	return s[0] != '\0' && s[0] != '.' && s[strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789-_.")] == '\0';
}

static int
check_line(struct arena *a, const char *dir, const char *line, struct buf *out)
{
	unsigned char want[DIGEST_SIZE], got[DIGEST_SIZE];
	const char *name;

	if (strlen(line) <= SUM_LETTERS + 2 || hex_decode(want, sizeof(want),
	    arena_dupn(a, line, SUM_LETTERS)) == -1 ||
	    !is_name(name = line + SUM_LETTERS + 2)) {
		buf_fmt(out, "%s/" BACKUP_SUMS " : une ligne est abîmée\n",
		    dir);
		return -1;
	}
	if (backup_digest(arena_fmt(a, "%s/%s", dir, name), got) == -1) {
		buf_fmt(out, "%s/%s : manque ou ne se lit pas\n", dir, name);
		return -1;
	}
	if (memcmp(want, got, sizeof(got)) != 0) {
		buf_fmt(out, "%s/%s : n’est plus ce qui a été écrit\n", dir,
		    name);
		return -1;
	}
	return 0;
}

int
backup_check(struct arena *a, const char *dir, struct buf *out)
{
	struct buf sums = BUF_INIT;
	char *rest, *line;
	int n = 0, faults = 0;

	if (file_read(&sums, arena_fmt(a, "%s/" BACKUP_SUMS, dir)) == -1) {
		buf_fmt(out, "%s : ce n’est pas une sauvegarde entière\n",
		    dir);
		buf_free(&sums);
		return -1;
	}
	rest = arena_dup(a, buf_cstr(&sums));
	buf_free(&sums);
	while ((line = str_split(&rest, '\n')) != NULL)
		if (line[0] != '\0') {
			faults += check_line(a, dir, line, out) == -1;
			n++;
		}
	if (n == 0) {
		buf_fmt(out, "%s/" BACKUP_SUMS " : vide\n", dir);
		faults++;
	}
	return faults > 0 ? -1 : n;
}

/* The key of this file, and its stream begun.  0 or -1, told. */
static int
open_head(FILE *in, struct stream *s, const char *path, const char *name,
    const unsigned char *secret)
{
	unsigned char magic[sizeof(BACKUP_MAGIC) - 1], box[BOX_SIZE],
	    head[STREAM_HEAD], key[BOX_KEY];
	int rc;

	if (secret == NULL) {
		log_warnx("%s est chiffré : donnez la clé secrète, --key "
		    "FICHIER", path);
		return -1;
	}
	if (fread(magic, sizeof(magic), 1, in) != 1 || memcmp(magic,
	    BACKUP_MAGIC, sizeof(magic)) != 0 ||
	    fread(box, sizeof(box), 1, in) != 1 ||
	    fread(head, sizeof(head), 1, in) != 1) {
		log_warnx("%s : ce n’est pas un fichier de sauvegarde", path);
		return -1;
	}
	if (box_open(key, box, secret) == -1) {
		log_warnx("%s : chiffré pour une autre clé, ou abîmé", path);
		return -1;
	}
	rc = stream_open_start(s, head, key, name);
	crypto_wipe(key, sizeof(key));
	return rc;
}

/* Every block, until the one that says it is the last. */
static int
open_blocks(FILE *in, FILE *out, struct stream *s, const char *path)
{
	static unsigned char sealed[BACKUP_BLOCK + STREAM_MORE],
	    plain[BACKUP_BLOCK];
	size_t n;
	int last = 0;

	while (!last) {
		n = fread(sealed, 1, sizeof(sealed), in);
		if (stream_open(s, plain, sealed, n, &last) == -1 ||
		    last != (n < sizeof(sealed))) {
			log_warnx("%s : abîmé ou coupé", path);
			return -1;
		}
		n -= STREAM_MORE;
		if (n > 0 && fwrite(plain, n, 1, out) != 1)
			return -1;
	}
	crypto_wipe(plain, sizeof(plain));
	return 0;
}

/* A sealed file opened into another.  0 or -1, told. */
static int
unseal(FILE *in, const char *path, const char *name,
    const unsigned char *secret, const char *to, mode_t mode)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode), rc;
	FILE *out = fd == -1 ? NULL : fdopen(fd, "w");
	struct stream s;

	if (out == NULL) {
		log_warn("%s", to);
		return -1;
	}
	rc = open_head(in, &s, path, name, secret) == -1 ||
	    open_blocks(in, out, &s, path) == -1 ? -1 : 0;
	if (ferror(out) || fflush(out) == EOF || fsync(fd) == -1) {
		log_warn("%s", to);
		rc = -1;
	}
	if (fclose(out) == EOF)
		rc = -1;
	if (rc == -1)
		unlink(to);
	return rc;
}

static int
copy(const char *from, const char *to, mode_t mode)
{
	if (file_copy(from, to) == -1)
		return -1;
	if (chmod(to, mode) == -1) {
		log_warn("%s", to);
		return -1;
	}
	return backup_settle(to);
}

int
backup_take(struct arena *a, const char *dir, const char *name,
    const unsigned char *secret, const char *to, mode_t mode)
{
	const char *plain = arena_fmt(a, "%s/%s", dir, name);
	const char *sealed = arena_fmt(a, "%s%s", plain, BACKUP_SEALED);
	FILE *in;
	int rc;

	if (file_exists(plain) && file_exists(sealed)) {
		log_warnx("%s et %s : un seul est le bon, le dernier écrit. "
		    "Mettez l’autre de côté", plain, sealed);
		return -1;
	}
	if (file_exists(plain))
		return copy(plain, to, mode);
	if (!file_exists(sealed))
		return 1;
	if ((in = fopen(sealed, "re")) == NULL) {
		log_warn("%s", sealed);
		return -1;
	}
	rc = unseal(in, sealed, name, secret, to, mode);
	fclose(in);
	return rc;
}
