#!/bin/sh
# The pages of the programmes are in plain French (plain.awk), each with an
# easy-to-read twin of at most 150 words in shorter sentences still.  Then
# planted faults, each of which must be found.
# usage: srcdir=DIR sh tests/lint/plain.sh
srcdir=${srcdir:-.}
here=$srcdir/tests/lint pages=$srcdir/content/programmes
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# look FILE: what is wrong with it, by what kind of page it is.
look() {
	case $1 in
	*/facile.md) set -- "$1" 12 150 vous ;;
	*/cjs/jeunes.md) set -- "$1" 20 0 tu ;;
	*) set -- "$1" 20 0 vous ;;
	esac
	awk -v most="$2" -v words="$3" -v register="$4" \
	    -f "$here/plain.awk" "$1"
}

for f in "$srcdir/content/index.md" "$pages"/*.md "$pages"/*/*.md; do
	found=$(look "$f")
	if [ -z "$found" ]; then
		echo "ok lint/plain: ${f#"$srcdir"/}"
	else
		printf '%s\n' "$found" | sed 's|^|not ok lint/plain: |'
	fi
	grep -q '^gabarit: programme$' "$f" || continue
	if [ -f "${f%.md}/facile.md" ]; then
		echo "ok lint/plain: ${f#"$srcdir"/} has a twin"
	else
		echo "not ok lint/plain: ${f#"$srcdir"/} has no facile.md"
	fi
done

# finds NAME TEXT WANTED [KIND]: a page with this text, and what is said of it.
finds() {
	mkdir -p "$work/${4:-page}"
	f=$work/${4:-page}/$([ "${4:-page}" = page ] && echo a || echo facile).md
	printf -- '---\ntitre: Essai\n---\n\n%s\n' "$2" >"$f"
	if look "$f" | grep "$3" >/dev/null; then
		echo "ok lint/plain: finds $1"
	else
		echo "not ok lint/plain: does not find $1"
	fi
}
long='un deux trois quatre cinq six sept huit neuf dix onze douze treize'
if printf -- '---\ntitre: a\n---\n\nUne coopérative « d’activité » (CAE). La CAE ?\n' \
    >"$work/sound.md" && [ -z "$(look "$work/sound.md")" ]; then
	echo "ok lint/plain: finds nothing where nothing is"
else
	echo "not ok lint/plain: finds what is not there"
fi
finds 'a long sentence' "$long $long." '^.*: 26 words in'
finds 'a long item' "- Court.
- $long $long" '26 words in'
finds 'a long cell of a list of terms' "<dd>$long $long</dd>" '26 words in'
finds 'a sigle' 'La CAE vous aide.' 'CAE is not spelt out'
finds 'a median point' 'Les salarié·e·s.' 'median point'
finds 'the wrong register' 'Vous et toi.' '« tu » where'
finds 'a long sentence of a twin' "$long." '13 words in' jumeau
finds 'a long twin' "$(seq -f 'Mot %g.' 76)" '152 words, at most 150' jumeau
