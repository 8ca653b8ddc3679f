#!/bin/sh
# The structure and the words of the papers of tests/press, as a screen reader
# meets them, and their bookmarks.
# To accept a change after having read it: copy $builddir/tests/NAME.txt there.
dir=$builddir/tests

ok() {
	if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fi
}

# Level and title, one a line.
bookmarks() {
	qpdf --json --json-key=outlines "$1" | python3 -c '
import json, sys
def walk(list, depth):
    for b in list:
        print(depth * "  " + b["title"], b["destpageposfrom1"])
        walk(b["kids"], depth + 1)
walk(json.load(sys.stdin)["outlines"], 0)'
}

for name in attestation lettre feuille notes lot; do
	{
		bookmarks "$dir/$name.pdf"
		echo
		# what is beyond doubt in a file of many is not repeated here
		[ $name = lot ] || pdfinfo -struct-text "$dir/$name.pdf" |
		    sed 's/<n[0-9]*>/<n>/; s/Object [0-9]* 0/Object/'
	} >"$dir/$name.txt" 2>&1
	diff "$srcdir/tests/press/$name.txt" "$dir/$name.txt" >"$dir/$name.diff"
	rc=$?
	ok $rc "press: $name is built as it was"
	[ $rc -eq 0 ] || head -20 "$dir/$name.diff" | sed 's/^/# /'
done
