#!/bin/sh
# The press beside libharu alone, ReportLab and WeasyPrint: the same contract of
# six pages, in turn, warm, in seconds of processor, medians.
# usage: builddir=DIR sh tests/bench/press.sh [--record | --check]
#
# Ours is read, laid out by French rules, tagged, made PDF/A-1b, with a QR code,
# a dot seal and room for a signature.  ReportLab's and WeasyPrint's are neither
# tagged nor PDF/A nor sealed; « libharu alone » is the glyphs at their places.
# --check asserts; --record writes tests/bench/results/.
set -u
srcdir=$(cd "$(dirname "$0")/../.." && pwd)
builddir=$(cd "${builddir:-$srcdir/build}" && pwd)
mode=${1:-}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
rounds=15
[ "$mode" != --check ] || rounds=7

make -C "$builddir" tests/bench/press >"$work/make" 2>&1 ||
	{ cat "$work/make"; exit 1; }
# Debian's own: it has the two libraries
/usr/bin/python3 "$srcdir/tests/bench/press.py" "$builddir/tests/bench/press" \
    "$builddir/fonts" "$srcdir/tests/bench/contrat.html" \
    "$srcdir/tests/press" "$work" $rounds >"$work/figures" || {
	echo 'not ok bench: the press and its peers run'
	exit 1
}

figure() {
	awk -v n="$1" '$1 == n { print $2 }' "$work/figures"
}

pages() {
	pdfinfo "$work/$1.pdf" | sed -n 's/^Pages: *//p'
}

# holds NAME CONDITION, of awk.
holds() {
	awk "BEGIN { exit !($2) }" && echo "ok bench: $1" ||
		echo "not ok bench: $1: $2"
}

press=$(figure press) libharu=$(figure libharu) port=$(figure port)
reportlab=$(figure reportlab) weasyprint=$(figure weasyprint)

check() {
	echo "# press $press ms, libharu $libharu, its floor $port," \
	    "ReportLab $reportlab, WeasyPrint $weasyprint"
	holds 'the contract has six pages' "$(pages press) == 6"
	holds 'so have those of the others, or one more or less' \
	    "$(pages reportlab) >= 5 && $(pages reportlab) <= 7 && \
	    $(pages weasyprint) >= 5 && $(pages weasyprint) <= 7"
	holds 'three times as fast as ReportLab' "$press * 3 < $reportlab"
	holds 'forty times as fast as WeasyPrint' "$press * 40 < $weasyprint"
	holds 'within twice libharu alone' "$press < 2 * $libharu"
	holds 'a lower floor than libharu’s' "$port * 3 < $libharu"
	holds '60 papers and their ZIP in half a second' \
	    "$(figure fastest-cohort) < 500"
	holds 'no more memory after 1 000 contracts' \
	    "$(figure resident-later) < $(figure resident) + 1024"
	holds 'a contract of 150 kB at most' "$(figure bytes) <= 150000"
}

row() {
	awk -v n="$1" -v t="$2" -v p="$press" -v s="$3" -v g="$4" 'BEGIN {
		printf "| %s | %.1f ms | %.1f | %d | %.0f kB |\n", n, t, t / p,
		    g, s / 1000 }'
}

all() {
	printf '# %s, %s\n\n' "$(git -C "$srcdir" rev-parse --short HEAD)" \
	    "$(date -u +%Y-%m-%d)"
	printf '%s, %s cores, ReportLab %s, WeasyPrint %s\n\n' \
	    "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" \
	    "$(nproc)" "$(/usr/bin/python3 -c \
	    'import reportlab; print(reportlab.Version)')" \
	    "$(/usr/bin/python3 -c \
	    'import weasyprint; print(weasyprint.__version__)')"
	sed -n '/^# The press beside/,/^# usage/s/^# //p' "$0" | sed '$d'
	echo
	sed -n '/^# Ours is/,/^# --check/s/^# //p' "$0" | sed '$d'
	printf '\n| | a contract | times ours | pages | size |\n'
	printf '| --- | ---: | ---: | ---: | ---: |\n'
	for name in press libharu port reportlab weasyprint; do
		case $name in
		press) say='Terreau' ;;
		libharu) say='libharu alone' ;;
		port) say='libharu through our port, no layout, no tags' ;;
		reportlab) say='ReportLab' ;;
		weasyprint) say='WeasyPrint' ;;
		esac
		row "$say" "$(figure $name)" "$(wc -c <"$work/$name.pdf")" \
		    "$(pages $name)"
	done
	printf '\n60 papers of a cohort (15 contracts, 15 attestations, 15 '
	printf 'letters, 15 sheets) with their ZIP: %.0f ms.\n' \
	    "$(figure cohort)"
	printf 'Resident after 100 contracts %s kB, after 1 100 %s kB.\n' \
	    "$(figure resident)" "$(figure resident-later)"
}

case $mode in
--check)
	check
	;;
--record)
	all | tee "$srcdir/tests/bench/results/$(date -u +%Y-%m-%d)-press.md"
	;;
*)
	all
	;;
esac
