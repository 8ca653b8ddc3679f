/*
 * The pair that backups are encrypted to.  Any 32 bytes are a public key, so
 * that one letter mistyped would make backups that nobody can ever open: the
 * text carries four bytes of its own digest, and which half it is is in them.
 */
#include <sys/stat.h>

#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "backup.h"

_Static_assert(BOX_PUBLIC == BOX_SECRET, "one text for both halves");

enum half { HALF_PUBLIC, HALF_SECRET };

#define CHECK_SIZE	4
#define TEXT_SIZE	(BOX_PUBLIC + CHECK_SIZE)

static void
check(unsigned char out[CHECK_SIZE], enum half half,
    const unsigned char key[BOX_PUBLIC])
{
	unsigned char sum[DIGEST_SIZE];
	struct digest d;

	digest_start(&d);
	digest_add(&d, half == HALF_PUBLIC ? "public" : "secret", 6);
	digest_add(&d, key, BOX_PUBLIC);
	digest_end(&d, sum);
	memcpy(out, sum, CHECK_SIZE);
}

static const char *
write_half(struct arena *a, enum half half, const unsigned char key[BOX_PUBLIC])
{
	unsigned char raw[TEXT_SIZE];

	memcpy(raw, key, BOX_PUBLIC);
	check(raw + BOX_PUBLIC, half, key);
	return base64_encode(a, raw, sizeof(raw));
}

static int
read_half(const char *text, enum half half, unsigned char key[BOX_PUBLIC])
{
	unsigned char raw[TEXT_SIZE], sum[CHECK_SIZE];

	if (base64_decode(raw, sizeof(raw), text) == -1)
		return -1;
	check(sum, half, raw);
	if (memcmp(raw + BOX_PUBLIC, sum, CHECK_SIZE) != 0)
		return -1;
	memcpy(key, raw, BOX_PUBLIC);
	return 0;
}

const char *
backup_key_text(struct arena *a, const unsigned char key[BOX_PUBLIC])
{
	return write_half(a, HALF_PUBLIC, key);
}

int
backup_key_read(const char *text, unsigned char key[BOX_PUBLIC])
{
	return read_half(text, HALF_PUBLIC, key);
}

int
backup_key_make(struct arena *a, const char *path)
{
	unsigned char public[BOX_PUBLIC], secret[BOX_SECRET];
	struct buf b = BUF_INIT;
	int rc = -1;

	box_keypair(public, secret);
	buf_fmt(&b, "%s\n", write_half(a, HALF_SECRET, secret));
	if (file_exists(path))
		log_warnx("%s existe déjà : rien n’est changé", path);
	else
		rc = file_write(path, b.data, b.len, 0600);
	crypto_wipe(secret, sizeof(secret));
	crypto_wipe(b.data, b.size);
	buf_free(&b);
	return rc;
}

int
backup_key_secret(const char *path, unsigned char key[BOX_SECRET])
{
	struct buf b = BUF_INIT;
	struct stat st;
	int rc = -1;

	if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
		log_warnx("%s : d’autres que son propriétaire peuvent l’ouvrir "
		    ": chmod 600", path);
	else if (file_read(&b, path) == 0) {
		if (b.len > 0 && b.data[b.len - 1] == '\n')
			b.data[b.len - 1] = '\0';
		if ((rc = read_half(buf_cstr(&b), HALF_SECRET,
		    key)) == -1)
			log_warnx("%s : ce n’est pas une clé de sauvegarde",
			    path);
	}
	if (b.data != NULL)
		crypto_wipe(b.data, b.size);
	buf_free(&b);
	return rc;
}
