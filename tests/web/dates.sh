#!/bin/sh
# The next dates on the pages of the site, from what is on the agenda on the
# day it is built.
# usage: srcdir=DIR builddir=DIR sh tests/web/dates.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW

# build: the site again; shows PAGE: the dates of one of its pages, a line each.
build() {
	"$builddir/terreau" site --data "$data" >"$tmp/out" 2>&1 ||
		not_ok 'the site is built' "$(cat "$tmp/out")"
}
shows() {
	grep -o 'href="/agenda/[a-z-]*"' "$data/site/$1.html" |
	    sed 's|.*/\([a-z-]*\)"|\1|' | tr '\n' ' '
}
none='Aucune inscription n’est ouverte en ce moment.'

build
is 'no date: none on the home page' "$(shows index)" ''
for page in index programmes/cjs; do
	grep -q "$none" "$data/site/$page.html" && ok "$page says so" ||
	    not_ok "$page says so"
done

# session CODE PROGRAMME SEATS TAKEN DAYS OPENS CLOSES
session() {
	cat <<XML
<session code="$1" programme="$2" cooperative="nantes" places="$3" reservees="$4">
<titre>Ici &amp; &lt;b&gt;</titre><lieu>Salle du Port</lieu>
<commune insee="44003">Ancenis-Saint-Géréon</commune>
<dates $5/><inscription du="$6" au="$7"/></session>
XML
}
{
	echo '<sessions>'
	session reunion-a reunion 9 0 'du="2026-11-30"' 2026-11-01 2026-11-29
	session reunion-b reunion 9 0 'du="2026-12-30"' 2026-11-01 2026-12-29
	session fermee flashcoop 8 0 'du="2026-12-01"' 2026-11-01 2026-11-22
	session passee flashcoop 8 0 'du="2026-11-20"' 2026-11-01 2026-11-19
	session annulee flashcoop 8 0 'du="2026-12-02"' 2026-11-01 2026-12-01
	session pleine cjs 4 4 'du="2027-07-01" au="2027-08-27"' 2026-11-01 2027-05-15
	session libre cjs 4 3 'du="2027-07-02" au="2027-08-27"' 2026-11-01 2027-05-15
	session bientot cjs 4 0 'du="2027-07-03" au="2027-08-27"' 2027-03-01 2027-05-15
	session autre cjs 4 0 'du="2027-07-04" au="2027-08-27"' 2026-11-01 2027-05-15
	echo '</sessions>'
} >"$tmp/sessions.xml"
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" \
    >"$tmp/out" 2>&1 && ok 'sessions are added' ||
    not_ok 'sessions are added' "$(cat "$tmp/out")"
"$builddir/terreau" session --data "$data" cancel annulee --motif 'Fermé.' \
    >"$tmp/out" 2>&1 || not_ok 'one is called off' "$(cat "$tmp/out")"
build
is 'home: the next of each programme that has seats' "$(shows index)" \
    'reunion-a libre '
is 'a programme: its first three, full or not' "$(shows programmes/cjs)" \
    'pleine libre bientot '
is 'for parents, too' "$(shows programmes/cjs/parents)" 'pleine libre bientot '
is 'a CAE: its information meetings' "$(shows programmes/cae)" \
    'reunion-a reunion-b '
is 'nothing closed, over or called off' "$(shows programmes/flashcoop)" ''
cp "$data/site/programmes/cjs.html" "$tmp/body"
says 'where and when' 'Salle du Port, Ancenis-Saint-Géréon, du 2 juillet au 27 août 2027 1 place'
says 'that one is full' 'du 1er juillet au 27 août 2027 Complet'
says 'that one opens soon' 'du 3 juillet au 27 août 2027 Ouvre bientôt'
hides 'nothing typed is markup' '<b>'
says 'but is shown' 'Ici & <b>'
hides 'no sentence for none' "$none"
mv "$data/terreau.db" "$tmp/away.db"
build
is 'without a database there are none' "$(shows index)" ''
