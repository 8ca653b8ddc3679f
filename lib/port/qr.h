/*
 * qr: QR codes (ISO/IEC 18004), error correction M; the only door to
 * libqrencode.  Capitals and digits alone make a smaller code.
 */
#ifndef PORT_QR_H
#define PORT_QR_H

#include "base/arena.h"

struct qr {
	unsigned	 n;		/* modules a side, no quiet zone */
	unsigned char	*dark;		/* n * n, row by row, 1 is dark */
};

/* 0, or -1 when the text does not fit (about 2 300 bytes). */
int	 qr_make(struct arena *, struct qr *, const char *text);

#endif
