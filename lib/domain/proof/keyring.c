/*
 * keyring: reading and writing the list of public keys, and the secret of the
 * active one.
 */
#include <sys/stat.h>

#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/proof/keyring.h"

/* minisign's: « Ed », the id, the key. */
#define ALGORITHM	"Ed"
#define PACKED		(2 + KEY_ID + SEAL_PUBLIC)

static const char *const states[] = {
	[KEY_ACTIVE] = "active", [KEY_RETIRED] = "retiree",
	[KEY_COMPROMISED] = "compromise"
};
#define STATES	(sizeof(states) / sizeof(states[0]))

static void
key_make(struct arena *a, struct key *k,
    const unsigned char public[SEAL_PUBLIC])
{
	unsigned char hash[SHA256_SIZE];

	sha256(hash, public, SEAL_PUBLIC);
	memcpy(k->id, hash, KEY_ID);
	memcpy(k->public, public, SEAL_PUBLIC);
	k->name = hex_encode(a, k->id, KEY_ID);
}

static struct key *
append(struct arena *a, struct keyring *ring)
{
	struct key *more = arena_array(a, ring->n + 1, sizeof(*more));

	if (ring->n > 0)
		memcpy(more, ring->keys, ring->n * sizeof(*more));
	ring->keys = more;
	return &more[ring->n++];
}

/* The day of a word, or DAY_NONE for « - »; 0, or -1. */
static int
read_day(const char *word, int32_t *day)
{
	*day = DAY_NONE;
	return str_eq(word, "-") || (*day = day_parse(word)) != DAY_NONE ?
	    0 : -1;
}

/* « cle NAME KEY SINCE UNTIL STATE »: what is wrong, or NULL. */
static const char *
read_key(struct arena *a, char *line, struct keyring *ring)
{
	unsigned char packed[PACKED];
	const char *words[6];
	struct key k = { 0 };
	size_t n = 0, i;

	while (n < 6 && (words[n] = str_split(&line, ' ')) != NULL)
		n++;
	if (n < 6 || line != NULL || !str_eq(words[0], "cle"))
		return "« cle NOM CLÉ DEPUIS JUSQUE ÉTAT » est attendu";
	if (base64_decode(packed, sizeof(packed), words[2]) == -1 ||
	    memcmp(packed, ALGORITHM, 2) != 0)
		return "cette clé n’en est pas une";
	key_make(a, &k, packed + 2 + KEY_ID);
	if (memcmp(packed + 2, k.id, KEY_ID) != 0 ||
	    !str_eq(words[1], k.name))
		return "le nom n’est pas celui de la clé";
	for (i = 0; i < STATES && !str_eq(states[i], words[5]); i++)
		;
	k.state = (enum key_state)i;
	if (read_day(words[3], &k.since) == -1 || k.since == DAY_NONE ||
	    read_day(words[4], &k.until) == -1 || i == STATES ||
	    (k.state == KEY_ACTIVE) != (k.until == DAY_NONE))
		return "les dates et l’état ne vont pas ensemble";
	if (keyring_named(ring, k.name) != NULL)
		return "cette clé est là deux fois";
	if (k.state == KEY_ACTIVE && keyring_active(ring) != NULL)
		return "deux clés sont actives";
	*append(a, ring) = k;
	return NULL;
}

int
keyring_parse(struct arena *a, const char *text, const char *path,
    struct keyring *ring, struct buf *faults)
{
	char *rest = arena_dup(a, text), *line;
	size_t before = faults->len;
	const char *what;
	int number = 0;

	*ring = (struct keyring){ NULL, 0 };
	while ((line = str_split(&rest, '\n')) != NULL) {
		number++;
		line[strcspn(line, "\r")] = '\0';
		if (*line == '\0' || *line == '#')
			continue;
		if ((what = read_key(a, line, ring)) != NULL) {
			buf_fmt(faults, "%s:%d: %s\n", path, number, what);
			break;
		}
	}
	if (ring->n == 0 && faults->len == before)
		buf_fmt(faults, "%s:1: aucune clé publique\n", path);
	return faults->len > before ? -1 : 0;
}

int
keyring_read(struct arena *a, const char *path, struct keyring *ring,
    struct buf *faults)
{
	struct buf b = BUF_INIT;
	int rc = -1;

	if (file_read(&b, path) == -1)
		buf_fmt(faults, "%s:1: les clés publiques ne se lisent pas\n",
		    path);
	else
		rc = keyring_parse(a, buf_cstr(&b), path, ring, faults);
	buf_free(&b);
	return rc;
}

const char *
key_text(struct arena *a, const struct key *k)
{
	unsigned char packed[PACKED];

	memcpy(packed, ALGORITHM, 2);
	memcpy(packed + 2, k->id, KEY_ID);
	memcpy(packed + 2 + KEY_ID, k->public, SEAL_PUBLIC);
	return base64_encode(a, packed, sizeof(packed));
}

void
keyring_write(struct arena *a, struct buf *b, const struct keyring *ring)
{
	const struct key *k;
	size_t i;

	buf_str(b, "# Clés publiques des sceaux (Ed25519) : nom, clé, depuis, "
	    "jusque, état.\n"
	    "# La clé est celle que lit la commande minisign.  active : scelle "
	    "aujourd’hui ;\n"
	    "# retiree : ses documents restent vérifiables ; compromise : son "
	    "sceau ne\n# prouve plus rien.\n");
	for (i = 0; i < ring->n; i++) {
		k = &ring->keys[i];
		buf_fmt(b, "cle %s %s %s %s %s\n", k->name, key_text(a, k),
		    day_iso(a, k->since), k->until == DAY_NONE ? "-" :
		    day_iso(a, k->until), states[k->state]);
	}
}

void
keyring_add(struct arena *a, struct keyring *ring,
    const unsigned char public[SEAL_PUBLIC], int32_t day)
{
	struct key *k = append(a, ring);
	size_t i;

	for (i = 0; i + 1 < ring->n; i++)
		if (ring->keys[i].state == KEY_ACTIVE) {
			ring->keys[i].state = KEY_RETIRED;
			ring->keys[i].until = day;
		}
	key_make(a, k, public);
	k->since = day;
	k->until = DAY_NONE;
	k->state = KEY_ACTIVE;
}

const struct key *
keyring_find(const struct keyring *ring, const unsigned char *id, size_t len)
{
	size_t i;

	for (i = 0; i < ring->n; i++)
		if (memcmp(ring->keys[i].id, id, len) == 0)
			return &ring->keys[i];
	return NULL;
}

const struct key *
keyring_named(const struct keyring *ring, const char *name)
{
	size_t i;

	for (i = 0; i < ring->n; i++)
		if (str_eq(ring->keys[i].name, name))
			return &ring->keys[i];
	return NULL;
}

const struct key *
keyring_active(const struct keyring *ring)
{
	size_t i;

	for (i = 0; i < ring->n; i++)
		if (ring->keys[i].state == KEY_ACTIVE)
			return &ring->keys[i];
	return NULL;
}

/* The 64 bytes hold the public key too: both must belong together. */
int
keyring_secret(const char *path, const struct key *k,
    unsigned char secret[SEAL_SECRET], struct buf *faults)
{
	unsigned char sig[SEAL_SIZE];
	struct buf b = BUF_INIT;
	struct stat st;
	int rc = -1;

	if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
		buf_fmt(faults, "%s:1: d’autres que son propriétaire peuvent "
		    "ouvrir la clé secrète : chmod 600\n", path);
	else if (file_read(&b, path) == 0 && b.len == SEAL_SECRET) {
		memcpy(secret, b.data, SEAL_SECRET);
		seal_sign(sig, "", 0, secret);
		rc = seal_matches(sig, "", 0, k->public) ? 0 : -1;
	}
	if (rc == -1) {
		crypto_wipe(secret, SEAL_SECRET);
		buf_fmt(faults, "%s:1: la clé secrète manque ou n’est pas "
		    "celle de la clé active\n", path);
	}
	if (b.data != NULL)
		crypto_wipe(b.data, b.len);
	buf_free(&b);
	return rc;
}
