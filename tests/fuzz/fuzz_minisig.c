/*
 * Fuzz target: the list of ended papers with its signature beside it.  The
 * input is the signature; none is taken but ours.
 */
#include <sys/stat.h>

#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "domain/proof/revocation.h"
#include "fuzz.h"

/* The secret of RFC 8032, 7.1, test 1: the corpus is signed with it. */
static const char public_hex[] =
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
static const char list_text[] = "terreau-revocations 1\n"
    "site https://portail.example\nserie 12\ndate 2026-02-10T09:00:00Z\n"
    "cle 21fe31dfa154a261\ndocuments 0\n";

static char folder[] = "/tmp/fuzz-minisig-XXXXXX";
static struct keyring ring;
static const char *list_path, *sig_path;

static void
leave(void)
{
	unlink(list_path);
	unlink(sig_path);
	rmdir(folder);
}

static void
prepare(void)
{
	struct arena *kept = fuzz_kept();
	unsigned char key[SEAL_PUBLIC];

	demand(hex_decode(key, sizeof(key), public_hex) == 0);
	keyring_add(kept, &ring, key, day_make(2026, 2, 10));
	demand(mkdtemp(folder) != NULL);
	list_path = arena_fmt(kept, "%s/liste", folder);
	sig_path = arena_fmt(kept, "%s/liste.minisig", folder);
	demand(file_write(list_path, list_text, strlen(list_text), 0600) == 0);
	demand(atexit(leave) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new();
	struct buf faults = BUF_INIT;
	struct revocations list;
	FILE *f;

	if (list_path == NULL)
		prepare();
	/* no need to be durable */
	demand((f = fopen(sig_path, "w")) != NULL &&
	    fwrite(bytes, 1, len, f) == len && fclose(f) == 0);
	if (revocation_read(a, list_path, &ring, &list, &faults) == -1)
		demand(faults.len > 0);
	else
		demand(list.serial == 12 && memmem(bytes, len, "serie-12",
		    8) != NULL);
	buf_free(&faults);
	arena_free(a);
	return 0;
}
