#!/bin/sh
# Subject 2: the same contract of six pages.
#
# Ours is read, laid out by French rules, tagged, made PDF/A-1b, with a QR code,
# a dot seal and room for a signature.  Those of ReportLab, WeasyPrint and
# wkhtmltopdf are neither tagged nor PDF/A nor sealed.  « libharu alone » draws
# the same glyphs at the places we found, by its public calls; « our port » the
# same by our own writer.  Milliseconds of processor a contract, warm, in turn;
# wkhtmltopdf is a program, started each time.  A batch of 1 000 by WeasyPrint
# would take eight minutes a round: it is left out.
set -eu
. "$srcdir/tests/bench/bench.subr"

tool press
# Debian's own: it has the two libraries
/usr/bin/python3 "$srcdir/tests/bench/press.py" "$builddir/tests/bench/press" \
    "$builddir/fonts" "$srcdir/tests/bench/contrat.html" \
    "$srcdir/tests/press" "$work" "$quick" || fail 'the press and its peers'
for who in terreau libharu port reportlab weasyprint wkhtmltopdf; do
	[ -f "$work/$who.pdf" ] || continue
	pages=$(pdfinfo "$work/$who.pdf" | sed -n 's/^Pages: *//p')
	sample 2 one pages "$who" "$pages"
	sample 2 one kB "$who" "$(($(wc -c <"$work/$who.pdf") / 1000))"
	case $who-$pages in
	terreau-6 | libharu-6 | port-6 | reportlab-[567] | weasyprint-[567] | \
	    wkhtmltopdf-[5678]) ;;
	*) fail "$who makes another contract: $pages pages" ;;
	esac
done
