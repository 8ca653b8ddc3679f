#!/bin/sh
# A program that stays shows what is published now: the style sheet it names is
# there, whatever has been published since it was started.
# usage: srcdir=DIR builddir=DIR sh tests/web/suit.sh
door=cgi
. "$(dirname "$0")/cgi.subr"
site
share=$tmp/share
mkdir "$share"
cp -RL "$builddir/share/site" "$builddir/share/fonts" "$share"
for f in content schemas; do
	ln -s "$(cd "$builddir/share/$f" && pwd -P)" "$share/$f"
done
chmod -R u+w "$share/site"
sed -i "s|^share *=.*|share = $share|" "$data/terreau.conf"
publish="'$builddir/terreau' site --data '$data' >'$tmp/site' 2>&1"
sheet='/static/terreau\.[0-9a-f]*\.css'

# follow WHAT...: the style sheets that were named, in $tmp/sheets
follow() {
	python3 "$srcdir/tests/web/suit.py" "$builddir/terreau-public" \
	    "$data" "$@" >"$tmp/body" 2>"$tmp/err"
	is 'it answered' $? 0
	grep -o "$sheet" "$tmp/body" >"$tmp/sheets"
}

# The n-th page names the sheet that is public now.
current() {
	[ -f "$data/site$(sed -n "$1p" "$tmp/sheets")" ] && ok "$2" ||
	    not_ok "$2" "$(cat "$tmp/sheets")" "$(cat "$tmp/err")"
}

sh -c "$publish" || not_ok 'the site' "$(cat "$tmp/site")"
follow /orientation \
    "! echo 'p { margin: 0 }' >>'$share/site/static/terreau.css'" \
    /orientation "! $publish" /orientation
is 'three pages' "$(wc -l <"$tmp/sheets")" 3
is 'not before it is published' "$(sed -n 2p "$tmp/sheets")" \
    "$(sed -n 1p "$tmp/sheets")"
current 3 'the style sheet that is published'
follow /orientation "! echo 'p{}' >>'$share/site/static/terreau.css'; $publish
    : >'$share/site/pages/bilan.html'" /orientation
current 2 'with a template that is broken since: the style sheet'
is 'the page as it was' "$(grep -c '</html>' "$tmp/body")" 2
is 'and it is said' "$(grep -c bilan.html "$tmp/err")" 1
python3 "$srcdir/tests/web/suit.py" "$builddir/terreau-public" "$data" \
    /orientation >"$tmp/body" 2>"$tmp/err"
is 'no program starts on broken templates' \
    "$(grep -c 'not started' "$tmp/err")" 1
