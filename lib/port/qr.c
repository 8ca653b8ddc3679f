/*
 * qr: see the header.  The mask is chosen by libqrencode from the data alone:
 * the same text gives the same code.
 */
#include <qrencode.h>

#include "base/log.h"
#include "port/qr.h"

int
qr_make(struct arena *a, struct qr *qr, const char *text)
{
	QRcode *code;
	unsigned i;

	/* case kept: capitals and digits in the mode that packs them */
	code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (code == NULL) {
		log_warnx("qr: the text cannot be encoded");
		return -1;
	}
	qr->n = (unsigned)code->width;
	qr->dark = arena_alloc(a, (size_t)qr->n * qr->n);
	for (i = 0; i < qr->n * qr->n; i++)
		qr->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return 0;
}
