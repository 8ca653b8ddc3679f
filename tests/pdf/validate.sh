#!/bin/sh
# Check papers with programs that are not ours: PDF/A-1b, syntax, fonts, tags,
# text, QR code.
# usage: tests/pdf/validate.sh FILE.pdf ... | FOLDER
# A folder stands for every PDF in it.
# When FILE.html stands beside FILE.pdf it is the twin: the paper must say the
# same words in the same order.
# Needs: default-jdk-headless libpdfbox2-java libcommons-logging-java
# libactivation-java libjaxb-api-java qpdf poppler-utils zbar-tools
# libxml2-utils
here=$(cd "$(dirname "$0")" && pwd)
jars=/usr/share/java
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

# verdict NAME: the status of the last command becomes a line.
verdict() {
	if [ $? -eq 0 ]; then
		echo "ok pdf/$1"
	else
		echo "not ok pdf/$1"
		[ -s "$tmp/why" ] && head -5 "$tmp/why" | sed 's/^/# /'
		status=1
	fi
	: >"$tmp/why"
}

preflight() {
	java -cp "$jars/pdfbox2.jar:$jars/preflight.jar:$jars/xmpbox.jar:$jars/fontbox2.jar:$jars/commons-logging.jar:$jars/javax.activation.jar:$jars/jaxb-api.jar" \
	    "$here/Preflight.java" "$@" 2>&1
}

# Name, type, encoding, emb, sub, uni, object: the last five words count.
fonts_embedded() {
	pdffonts "$1" >"$tmp/fonts" 2>"$tmp/why" || return 1
	awk 'NR > 2 { n++
		if ($(NF - 4) != "yes" || $(NF - 2) != "yes") {
			print > "/dev/stderr"; bad = 1 } }
	    END { exit bad || n == 0 }' "$tmp/fonts" 2>"$tmp/why"
}

# Text of the structure tree, but for what the press adds: labels of lists and
# of notes, calls of notes.  (A term of a dl is a label too, of the twin.)
spoken() {
	pdfinfo -struct-text "$1" 2>"$tmp/why" | awk '
	    { match($0, /^ */); depth = RLENGTH }
	    depth <= from { from = -1 }
	    /^ *"/ {
		sub(/^ *"/, ""); sub(/"$/, "")
		if (from < 0 || (kind == "Lbl" && $0 !~ /^(–|[0-9]+\.?|[a-z]\))$/))
			print
		next }
	    from < 0 && /^ *(Lbl|Reference)[ :]*(\(|$)/ {
		kind = $1; sub(/:$/, "", kind); from = depth }'
}

# Words only: no white space of any kind.
squeezed() {
	tr -d ' \n\t' | sed 's/\xc2\xa0//g; s/\xe2\x80\xaf//g'
}

same_words() {
	spoken "$1" | squeezed >"$tmp/paper"
	xmllint --xpath 'concat(string(//body/header),string(//body/main))' \
	    "$2" 2>"$tmp/why" | squeezed >"$tmp/twin"
	[ -s "$tmp/twin" ] && cmp "$tmp/paper" "$tmp/twin" >"$tmp/why" 2>&1
}

tagged() {
	pdfinfo "$1" 2>/dev/null | grep -q '^Tagged: *yes' &&
	    pdfinfo -struct "$1" >"$tmp/tree" 2>"$tmp/why" &&
	    [ ! -s "$tmp/why" ] &&
	    head -1 "$tmp/tree" | grep -q '^Document' &&
	    grep -q '^ *H1' "$tmp/tree" && grep -q '^ *P' "$tmp/tree"
}

# Every page says which it is, and the count is true.  In a file of several
# documents each begins on a front page; only a back page may be white.
numbered() {
	pdftotext "$1" - 2>"$tmp/why" | sed 's/\xc2\xa0/ /g' | awk '
	    function bad(what) { print "page " NR ": " what; failed = 1; exit }
	    BEGIN { RS = "\f"; n = m = 0 }
	    /^[ \n]*$/ {
		if (NR % 2 != 0 || n != m)
			bad("white")
		white = 1; next }
	    !match($0, /\nPage [0-9]+ sur [0-9]+\n/) { bad("no number") }
	    { split(substr($0, RSTART + 1), word, /[ \n]/); white = 0 }
	    n == m && (word[2] != 1 || NR % 2 != 1) { bad("not a front") }
	    n != m && (word[2] != n + 1 || word[4] != m) { bad("order") }
	    { n = word[2]; m = word[4] }
	    END { if (!failed && (NR == 0 || n != m || white)) print "the end" }
	    ' >"$tmp/order"
	cat "$tmp/order" >>"$tmp/why"
	[ ! -s "$tmp/why" ]
}

has_code() {
	pdfinfo -struct "$1" 2>/dev/null | grep -q '^ *Figure'
}

decoded() {
	pdftoppm -r 200 -gray "$1" "$tmp/page" || return 1
	zbarimg -q --raw -Sdisable -Sqrcode.enable "$tmp"/page*.pgm \
	    >"$tmp/qr" 2>/dev/null
	rm -f "$tmp"/page*.pgm
	twin=${1%.pdf}.html
	if [ -f "$twin" ]; then
		want=$(xmllint --xpath 'string(//meta[@name="url"]/@content)' \
		    "$twin" 2>/dev/null)
		cat "$tmp/qr" >"$tmp/why"
		[ "$(cat "$tmp/qr")" = "$want" ]
	else
		grep -qi '^https\{0,1\}://' "$tmp/qr"
	fi
}

[ $# -gt 0 ] ||
	{ echo 'usage: validate.sh FILE.pdf ... | FOLDER' >&2; exit 1; }
if [ -d "$1" ]; then
	set -- "$1"/*.pdf
	[ -f "$1" ] || { echo "not ok pdf/no paper in $(dirname "$1")"; exit 1; }
fi
preflight "$@" >"$tmp/preflight"
for f; do
	name=$(basename "$f" .pdf)
	grep -F "$f:" "$tmp/preflight" >"$tmp/why"
	[ -s "$tmp/why" ] || cp "$tmp/preflight" "$tmp/why"
	grep -q -x -F "$f: valid" "$tmp/preflight"
	verdict "$name is PDF/A-1b"
	qpdf --check "$f" >"$tmp/why" 2>&1
	verdict "$name is sound"
	fonts_embedded "$f"; verdict "$name embeds its fonts, with their text"
	tagged "$f"; verdict "$name is tagged"
	numbered "$f"; verdict "$name numbers its pages"
	if [ -f "${f%.pdf}.html" ]; then
		same_words "$f" "${f%.pdf}.html"
		verdict "$name says what its twin says"
	fi
	if has_code "$f"; then
		decoded "$f"; verdict "$name has a QR code that is read"
	fi
done
exit $status
