#!/bin/sh
# Whatever was typed and accepted stands on the receipt letter for letter: the
# papers that tests/unit/test_shown left, by another reader.  What no font has
# is one sign on paper, which the list of wanted letters says too.
# usage: srcdir=DIR builddir=DIR sh tests/golden/shown.sh
builddir=${builddir:-.}
command -v pdfinfo >/dev/null || { echo 'not ok pdfinfo is missing'; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# Text of the structure, without white space of any kind.
letters() {
	pdfinfo -struct-text "$1" 2>/dev/null | sed -n 's/^ *"\(.*\)"$/\1/p' |
	    tr -d ' \n\t' | sed 's/\xc2\xa0//g; s/\xe2\x80\xaf//g'
}

n=0
for list in "$builddir"/tests/montre-*.txt; do
	name=$(basename "$list" .txt)
	letters "${list%.txt}.pdf" >"$work/found"
	tr -d '\n' <"$list" >"$work/wanted"
	if [ -s "$work/wanted" ] && grep -qFf "$work/wanted" "$work/found"; then
		echo "ok $name: $(wc -m <"$work/wanted") letters are on paper"
	else
		echo "not ok $name: the letters are on paper"
		cmp "$work/wanted" "$work/found" | sed 's/^/# /'
	fi
	n=$((n + 1))
done
[ "$n" -ge 8 ] && echo "ok $n papers" || echo "not ok $n papers"
