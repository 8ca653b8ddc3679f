/*
 * The text of a QR code and the list of public keys: what was signed is read
 * back, each bit counts, earlier keys stay good, a stolen one does not.
 */
#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/str.h"
#include "domain/code.h"
#include "domain/proof/proof.h"
#include "domain/proof/revocation.h"
#include "port/qr.h"
#include "test.h"

#define CODE	"8H3MW9K4T2Q6"
#define DAY	20494			/* 2026-02-10 */

static struct arena *a;
static unsigned char secret[SEAL_SECRET], public[SEAL_PUBLIC];
static struct keyring ring;

static const struct proof facts = {
	.kind = 1, .code = CODE, .issued = DAY, .until = DAY + 365,
	.empreinte = { 0x7F, 0x3A, 0x91, 0xC0, 0x55, 0xDE, 0x0B, 0x12 },
	.name = { 0xAB, 0xCD }, .initials = "Ł N"
};

static const char *
sign(struct proof p)
{
	memcpy(p.key, keyring_active(&ring)->id, PROOF_KEY);
	return proof_sign(a, &p, secret);
}

static enum proof_verdict
check(const char *text)
{
	const struct key *key;
	struct proof p;

	return proof_check(a, text, &ring, &p, &key);
}

static void
test_code_number(void)
{
	uint64_t n = 1;

	CHECK(code_number(CODE, &n) == 0);
	CHECK_STR(code_of_number(a, n), CODE);
	CHECK(code_number("222222222222", &n) == 0 && n == 0);
	CHECK_STR(code_of_number(a, 0), "222222222222");
	/* 30^11 - 1 is the last, and fits in seven bytes */
	CHECK(code_of_number(a, 17714699999999999) != NULL);
	CHECK(str_starts(code_of_number(a, 17714699999999999),
	    "ZZZZZZZZZZZ"));
	CHECK(code_of_number(a, 17714700000000000) == NULL);
	CHECK(code_of_number(a, UINT64_MAX) == NULL);
	CHECK(code_number("8H3MW9K4T2QX", &n) == -1);
	CHECK(code_number("8H3M", &n) == -1);
}

static void
test_facts(void)
{
	const struct key *key;
	const char *text = sign(facts);
	struct proof p = { 0 };

	CHECK(text != NULL);
	CHECK(strlen(text) <= PROOF_TEXT && strlen(text) == 152);
	CHECK(proof_check(a, text, &ring, &p, &key) == PROOF_SOUND);
	CHECK(key == keyring_active(&ring));
	CHECK_STR(p.code, CODE);
	CHECK_STR(p.initials, "Ł N");
	CHECK(p.kind == 1 && p.issued == DAY && p.until == DAY + 365);
	CHECK(memcmp(p.empreinte, facts.empreinte, PROOF_PRINT) == 0);
	CHECK(memcmp(p.name, facts.name, PROOF_NAME) == 0);
	/* the same facts, the same text */
	CHECK_STR(sign(facts), text);
	CHECK_STR(proof_starred(a, p.initials), "Ł***** N*****");
	CHECK_STR(proof_initials(a, "Ł***** N*****"), "Ł N");
	CHECK_STR(proof_kind_words(proof_kind("cape")),
	    "Contrat d’appui au projet d’entreprise");
	CHECK(proof_kind("inconnu") == 0);
	CHECK_STR(proof_kind_words(0), "Document");
	CHECK_STR(proof_kind_words(255), "Document");
}

static void
test_bounds(void)
{
	const struct key *key;
	struct proof p = facts, back;

	p.until = DAY_NONE;
	CHECK(proof_check(a, sign(p), &ring, &back, &key) == PROOF_SOUND &&
	    back.until == DAY_NONE);
	p.issued = day_make(2020, 1, 1);
	CHECK(proof_check(a, sign(p), &ring, &back, &key) == PROOF_SOUND &&
	    back.issued == p.issued);
	p.issued = day_make(2199, 6, 6);
	CHECK(proof_check(a, sign(p), &ring, &back, &key) == PROOF_SOUND &&
	    back.issued == p.issued);
	p.issued++;
	CHECK(sign(p) == NULL);
	p.issued = day_make(2019, 12, 31);
	CHECK(sign(p) == NULL);
	p = facts;
	p.until = day_make(2020, 1, 1);
	CHECK(sign(p) == NULL);		/* would read as « none » */
	p = facts;
	p.initials = "Ł";
	CHECK(sign(p) == NULL);
	p.initials = "Ł\n N";
	CHECK(sign(p) == NULL);
	p.initials = "M* N";
	CHECK(sign(p) == NULL);
	p.initials = "12345678901 123456789012";
	CHECK(proof_check(a, sign(p), &ring, &back, &key) == PROOF_SOUND);
	CHECK(strlen(sign(p)) == PROOF_TEXT);
	p.initials = "12345678901 1234567890123";
	CHECK(sign(p) == NULL);
	p = facts;
	p.kind = 256;
	CHECK(sign(p) == NULL);
}

/* Each symbol replaced by each other one; each end cut; what may be added. */
static void
test_changed(void)
{
	static const char symbols[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const char *text = sign(facts);
	size_t len = strlen(text), i, j, sound = 0, tried = 0;
	char *s = arena_dup(a, text);

	for (i = 0; i < len; i++) {
		for (j = 0; j < 32; j++) {
			if (symbols[j] == text[i])
				continue;
			s[i] = symbols[j];
			tried++;
			sound += check(s) == PROOF_SOUND;
		}
		s[i] = text[i];
		sound += check(arena_dupn(a, text, i)) == PROOF_SOUND;
	}
	CHECK(tried == 31 * len);
	CHECK(sound == 0);
	CHECK(check(s) == PROOF_SOUND);
	CHECK(check(arena_fmt(a, "%sA", text)) == PROOF_NONE);
	CHECK(check(arena_fmt(a, "%s7", text)) != PROOF_SOUND);
	/* the day of issue is in symbols 14 to 17: told as a change */
	s[16] = s[16] == 'A' ? 'B' : 'A';
	CHECK(check(s) == PROOF_CHANGED);
	s[16] = text[16];
	str_lower(s);
	CHECK(check(s) == PROOF_NONE);
	CHECK(check("") == PROOF_NONE);
	CHECK(check("1") == PROOF_NONE);
}

static void
test_find(void)
{
	const char *text = sign(facts);
	const char *url = proof_address(a, "https://portail.example:8443",
	    text);

	CHECK(str_starts(url, "HTTPS://PORTAIL.EXAMPLE:8443/V/"));
	CHECK_STR(proof_find(a, url), text);
	CHECK_STR(proof_find(a, text), text);
	CHECK_STR(proof_find(a, arena_fmt(a, " %.80s\r\n%s\n", text,
	    text + 80)), text);
	CHECK(proof_find(a, "HTTPS://PORTAIL.EXAMPLE/V/") == NULL);
	CHECK(proof_find(a, "https://portail.example/v/8H3MW9K4T2Q6") == NULL);
	CHECK(proof_find(a, arena_fmt(a, "%s?x=1", url)) == NULL);
	CHECK(proof_find(a, "contrat.pdf") == NULL);
}

/* 35 mm hold it at more than half a millimetre a module. */
static void
test_size(void)
{
	struct qr qr;
	const char *text = sign(facts);

	CHECK(qr_make(a, &qr, proof_address(a, "https://portail.example",
	    text)) == 0);
	CHECK(qr.n == 45);		/* version 7 */
	CHECK(qr_make(a, &qr, proof_address(a,
	    "https://portail-des-cooperatives.region-des-hauts-de-france."
	    "example.org", text)) == 0);
	CHECK(35.0 / qr.n >= 0.55);
}

static void
test_name(void)
{
	unsigned char one[PROOF_NAME], two[PROOF_NAME];

	proof_name(one, a, CODE, "Nguyễn-Lefèvre d'Œuf");
	proof_name(two, a, CODE, "NGUYEN LEFEVRE D’OEUF");
	CHECK(memcmp(one, two, PROOF_NAME) == 0);
	proof_name(two, a, CODE, "Nguyen");
	CHECK(memcmp(one, two, PROOF_NAME) != 0);
	/* no table of names fits two papers */
	proof_name(two, a, "222222222222", "Nguyễn-Lefèvre d'Œuf");
	CHECK(memcmp(one, two, PROOF_NAME) != 0);
}

/* After a new key, the old paper is as good as before; a stolen key is not. */
static void
test_rotation(void)
{
	unsigned char other[SEAL_PUBLIC], other_secret[SEAL_SECRET];
	struct keyring one = ring, alone = { NULL, 0 };
	struct buf text = BUF_INIT, faults = BUF_INIT;
	const char *old = sign(facts);
	const struct key *key;
	struct keyring read;
	struct proof p;

	seal_keypair(other, other_secret);
	keyring_add(a, &ring, other, DAY + 30);
	CHECK(ring.n == 2 && ring.keys[0].state == KEY_RETIRED &&
	    ring.keys[0].until == DAY + 30);
	CHECK(keyring_active(&ring) == &ring.keys[1]);
	CHECK(check(old) == PROOF_SOUND);
	keyring_add(a, &alone, other, DAY);
	CHECK(proof_check(a, old, &alone, &p, &key) == PROOF_FOREIGN);
	CHECK(key == NULL);
	/* signed by one, said to be by the other */
	CHECK(check(sign(facts)) == PROOF_CHANGED);

	keyring_write(a, &text, &ring);
	CHECK(keyring_parse(a, buf_cstr(&text), "x", &read, &faults) == 0);
	CHECK(read.n == 2 && read.keys[0].until == DAY + 30 &&
	    read.keys[1].until == DAY_NONE);
	CHECK(memcmp(read.keys[0].public, public, SEAL_PUBLIC) == 0);
	CHECK_STR(read.keys[1].name, ring.keys[1].name);

	ring.keys[0].state = KEY_COMPROMISED;
	CHECK(check(old) == PROOF_COMPROMISED);
	ring = one;
	ring.keys[0].state = KEY_ACTIVE;
	ring.keys[0].until = DAY_NONE;
	buf_free(&text);
	buf_free(&faults);
}

static void
refuse(const char *text, const char *told)
{
	struct buf faults = BUF_INIT;
	struct keyring read;

	CHECK(keyring_parse(a, text, "cles.txt", &read, &faults) == -1);
	CHECK(str_starts(buf_cstr(&faults), "cles.txt:"));
	CHECK(strstr(buf_cstr(&faults), told) != NULL);
	buf_free(&faults);
}

static void
test_list(void)
{
	const char *name = ring.keys[0].name;
	const char *k = key_text(a, &ring.keys[0]);

	CHECK(strlen(k) == 56 && str_starts(k, "RW"));
	refuse("", ":1: aucune clé");
	refuse("# rien\n", ":1: aucune clé");
	refuse("cle\n", ":1: « cle NOM");
	refuse(arena_fmt(a, "\ncle %s %s 2026-02-10 - active x\n", name, k),
	    ":2: « cle NOM");
	refuse(arena_fmt(a, "cle %s %s 2026-02-10 - active\n",
	    "0000000000000000", k), "le nom");
	refuse(arena_fmt(a, "cle %s A%s 2026-02-10 - active\n", name, k),
	    "n’en est pas une");
	refuse(arena_fmt(a, "cle %s %s 2026-02-30 - active\n", name, k),
	    "ne vont pas ensemble");
	refuse(arena_fmt(a, "cle %s %s 2026-02-10 - retiree\n", name, k),
	    "ne vont pas ensemble");
	refuse(arena_fmt(a, "cle %s %s 2026-02-10 2026-03-01 active\n", name,
	    k), "ne vont pas ensemble");
	refuse(arena_fmt(a, "cle %s %s 2026-02-10 - perdue\n", name, k),
	    "ne vont pas ensemble");
	refuse(arena_fmt(a, "cle %s %s 2026-02-10 - active\n"
	    "cle %s %s 2026-02-10 - active\n", name, k, name, k), "deux fois");
}

/* A list as it is published; what is cut, added or changed is refused. */
static void
test_revocations(void)
{
	static const char head[] = "terreau-revocations 1\n"
	    "site https://portail.example\nserie 12\n"
	    "date 2026-02-10T09:00:00Z\ncle 9f3c41d2a07be865\n";
	unsigned char one[REVOCATION_DIGEST], two[REVOCATION_DIGEST];
	const struct revocation *r;
	struct buf faults = BUF_INIT;
	struct revocations list;
	const char *rows, *gone, *newer, *bad[12];
	size_t i, n = 0;

	revocation_digest(one, a, CODE);
	revocation_digest(two, a, "222222222222");
	newer = arena_fmt(a, "remplace %s 2026-02-05 %s\n",
	    hex_encode(a, one, 16), hex_encode(a, two, 16));
	gone = arena_fmt(a, "revoque %s 2026-02-01\n",
	    hex_encode(a, two, 16));
	rows = memcmp(one, two, sizeof(one)) < 0 ?
	    arena_fmt(a, "%s%s", newer, gone) :
	    arena_fmt(a, "%s%s", gone, newer);
	CHECK(revocation_parse(a, arena_fmt(a, "%sdocuments 2\n%s", head,
	    rows), "liste", &list, &faults) == 0);
	CHECK(list.n == 2 && list.serial == 12);
	CHECK_STR(list.date, "2026-02-10T09:00:00Z");
	r = revocation_find(&list, CODE);
	CHECK(r != NULL && r->replaced && r->day == DAY - 5 &&
	    memcmp(r->by, two, sizeof(two)) == 0);
	r = revocation_find(&list, "222222222222");
	CHECK(r != NULL && !r->replaced && r->day == DAY - 9);
	CHECK(revocation_find(&list, "333333333333") == NULL);
	CHECK(revocation_parse(a, arena_fmt(a, "%sdocuments 0\n", head),
	    "liste", &list, &faults) == 0);
	CHECK(revocation_find(&list, CODE) == NULL);

	bad[n++] = "";
	bad[n++] = head;
	bad[n++] = arena_fmt(a, "%sdocuments 3\n%s", head, rows);
	bad[n++] = arena_fmt(a, "%sdocuments 1\n%s", head, rows);
	bad[n++] = arena_fmt(a, "%sdocuments 2\n%sx", head, rows);
	bad[n++] = arena_fmt(a, "%sdocuments -1\n", head);
	bad[n++] = arena_fmt(a, "%sdocuments 9999999\n", head);
	bad[n++] = arena_fmt(a, "%sdocuments 1\nrevoque 00 2026-02-01\n",
	    head);
	bad[n++] = arena_fmt(a, "%sdocuments 1\nrevoque %s 2026-02-31\n",
	    head, hex_encode(a, one, 16));
	bad[n++] = arena_fmt(a, "%sdocuments 1\nremplace %s 2026-02-01\n",
	    head, hex_encode(a, one, 16));
	for (i = 0; i < n; i++) {
		buf_reset(&faults);
		CHECK(revocation_parse(a, bad[i], "liste", &list, &faults) ==
		    -1);
		CHECK(str_starts(buf_cstr(&faults), "liste:"));
	}
	buf_free(&faults);
}

/* A secret that others may open is refused, and one of another key. */
static void
test_secret(void)
{
	char path[] = "/tmp/terreau-secret-XXXXXX";
	unsigned char read[SEAL_SECRET], other[SEAL_PUBLIC];
	struct buf faults = BUF_INIT;
	struct keyring foreign = { NULL, 0 };
	int fd = mkstemp(path);

	CHECK(fd != -1);
	close(fd);
	CHECK(file_write(path, secret, sizeof(secret), 0600) == 0);
	CHECK(keyring_secret(path, &ring.keys[0], read, &faults) == 0);
	CHECK(memcmp(read, secret, sizeof(read)) == 0);
	seal_keypair(other, read);
	keyring_add(a, &foreign, other, DAY);
	CHECK(keyring_secret(path, &foreign.keys[0], read, &faults) == -1);
	CHECK(chmod(path, 0640) == 0);
	buf_reset(&faults);
	CHECK(keyring_secret(path, &ring.keys[0], read, &faults) == -1);
	CHECK(strstr(buf_cstr(&faults), "chmod 600") != NULL);
	unlink(path);
	CHECK(keyring_secret(path, &ring.keys[0], read, &faults) == -1);
	buf_free(&faults);
}

int
main(void)
{
	crypto_init();
	a = arena_new();
	seal_keypair(public, secret);
	keyring_add(a, &ring, public, DAY);
	test_code_number();
	test_facts();
	test_bounds();
	test_changed();
	test_find();
	test_size();
	test_name();
	test_rotation();
	test_list();
	test_revocations();
	test_secret();
	arena_free(a);
	return test_end();
}
