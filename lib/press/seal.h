/*
 * seal: the dot seal.  60 equal places in four rings; colour and size of each
 * dot come from the 32 bytes of a fingerprint, so that anybody can compare a
 * paper with the verification page at a glance.  A visual aid: the proof is
 * the signature.
 */
#ifndef PRESS_SEAL_H
#define PRESS_SEAL_H

#define SEAL_DOTS 60

struct seal_dot {
	double	 x, y;		/* centre, in [-1, 1], y upward */
	double	 r;		/* radius, same unit */
	unsigned colour;	/* 0xRRGGBB */
};

void	seal_dots(struct seal_dot dots[SEAL_DOTS],
	    const unsigned char fingerprint[32]);

#endif
