/*
 * seal: see the header.  Never change how dots come from bytes: papers are
 * compared with what this draws for as long as they are kept.
 */
#include <math.h>
#include <string.h>

#include "port/crypto.h"
#include "press/seal.h"

#define EDGE	42.0		/* the drawing is 84 wide */

static const struct {
	int	 n;
	double	 radius;
} rings[] = { { 6, 10 }, { 12, 19 }, { 18, 28 }, { 24, 37 } };

static const unsigned colours[] =
    { 0x0E5A60, 0xF2B705, 0x6B2D5C, 0x3B641E, 0x9C3D17, 0x2C4A7A };

static const double radii[] = { 1.5, 2.25, 3, 3.75 };

/* 64 bytes that all change when one bit of the fingerprint does. */
static void
stretch(unsigned char bytes[2 * SHA256_SIZE],
    const unsigned char fingerprint[32])
{
	unsigned char in[33];
	unsigned char i;

	memcpy(in + 1, fingerprint, 32);
	for (i = 0; i < 2; i++) {
		in[0] = (unsigned char)(i + 1);
		sha256(bytes + i * SHA256_SIZE, in, sizeof(in));
	}
}

void
seal_dots(struct seal_dot dots[SEAL_DOTS], const unsigned char fingerprint[32])
{
	unsigned char bytes[2 * SHA256_SIZE];
	struct seal_dot *dot = dots;
	double angle;
	size_t ring, at = 0;
	int i;

	stretch(bytes, fingerprint);
	for (ring = 0; ring < sizeof(rings) / sizeof(rings[0]); ring++)
		for (i = 0; i < rings[ring].n; i++, dot++, at++) {
			angle = 2 * M_PI * i / rings[ring].n;
			dot->x = rings[ring].radius * sin(angle) / EDGE;
			dot->y = rings[ring].radius * cos(angle) / EDGE;
			dot->r = radii[bytes[at] & 3] / EDGE;
			dot->colour = colours[(bytes[at] >> 2) % 6];
		}
}
