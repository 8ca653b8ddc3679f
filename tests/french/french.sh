#!/bin/sh
# The French of everything we publish (see french.py), then planted faults,
# each of which must be found.
# usage: srcdir=DIR builddir=DIR sh tests/french/french.sh
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
here=$srcdir/tests/french
LC_ALL=C.UTF-8
export LC_ALL
for p in hunspell grammalecte-cli python3; do
	command -v $p >/dev/null || { echo "not ok $p is missing"; exit 1; }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
unset TERREAU_CONF
t() { "$builddir/terreau" "$@" --data "$work/data" >"$work/out" 2>&1; }

t init --share "$builddir/share" && t demo && t site || {
	echo "not ok french: the demonstration site is built"
	sed 's/^/# /' "$work/out" | tail -20
	exit 1
}
(cd "$work/data/site" && find . -name '*.html' | sed 's|^\./||' | sort) >"$work/pages"
# specimen.c is the strangest that people may type
(cd "$srcdir" && ls site/pages/*.html site/pages/*/*.html \
    site/papiers/*.html site/mails/*.xml schemas/programmes/*.xml \
    schemas/documents/*.xml schemas/accords/*.xml schemas/suivi/*.xml content/documents/*.md content/auteurs.md \
    cgi-bin/*/*.c lib/domain/*.c lib/domain/*/*.c lib/web/*.c) |
    grep -v /specimen.c >"$work/sources"
mkdir "$work/all" && cp -R "$work/data/site/." "$work/all" &&
    ln -s "$srcdir/site" "$srcdir/schemas" "$srcdir/content" \
    "$srcdir/cgi-bin" "$srcdir/lib" "$work/all"
(cd "$work/all" && xargs python3 "$here/french.py" \
    --words "$here/dictionnaire.txt" --admitted "$here/admis.txt" \
    --names content/demo/reseau.xml $(cat "$work/pages") \
    --sources <"$work/sources") ||
    echo "not ok french: the proof-reader failed"

# finds NAME TEXT WANTED: a page with this paragraph, and what is said of it.
: >"$work/none"
planted() {
	printf '<html lang="fr"><body><main><p>%s</p></main></body></html>\n' "$1" \
	    >"$work/planted.html"
	python3 "$here/french.py" --words "${2:-$work/none}" \
	    --admitted "${3:-$work/none}" "$work/planted.html"
}
finds() {
	name=$1 wanted=$2; shift 2
	if planted "$@" | grep "$wanted" >/dev/null; then
		echo "ok planted: $name"
	else
		echo "not ok planted: $name"
	fi
}
if planted 'La coopérative accueille vos projets.' | grep '^not ok' >/dev/null; then
	echo "not ok planted: a sound sentence is sound"
else
	echo "ok planted: a sound sentence is sound"
fi
finds 'a word misspelt' '« coopératve »' 'La coopératve vous accueille.'
finds 'a verb that does not agree' '« accueille »' \
    'Les coopératives accueille vos projets.'
finds 'the wrong person' '« doit »' 'Tu doit venir.'
finds 'a missing no-break space' 'espace insécable' 'Venez-vous ?'
finds 'a fault in an attribute' '« dessein »\|« desin »' \
    '<img src="/a.svg" alt="Un desin"/>'
echo 'coopérateuse' >"$work/spare"
finds 'a word nobody uses' '^# coopérateuse' 'Venez.' "$work/spare"
printf 'conj\tTu doit partir\n' >"$work/spare"
finds 'an admitted sentence nobody says' '^# conj' 'Venez.' "$work/none" \
    "$work/spare"
finds 'a sigle left short' 'CAPE is not spelled out' 'Signez un CAPE.'
finds 'a median point' '« é·e »' 'Une personne salarié·e vient.'
finds 'a word of offices' '« Veuillez »' 'Veuillez venir.'
finds 'a long sentence' '^# long' "$(seq -f 'mot%g' -s ' ' 26)."
printf 'say("Indiquez une ad" "ressse complète, à %%s près");\n' >"$work/planted.c"
if python3 "$here/french.py" --words "$work/none" --admitted "$work/none" \
    --sources "$work/planted.c" | grep '« adressse »' >/dev/null; then
	echo "ok planted: a fault in a program"
else
	echo "not ok planted: a fault in a program"
fi
