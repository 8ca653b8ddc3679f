#!/bin/sh
# The register of processing and the data dictionary, from the definitions, and
# the tables that it describes.
# usage: srcdir=DIR builddir=DIR sh tests/web/registre.sh
door=cgi
. "$(dirname "$0")/cgi.subr"
site
schemas=$builddir/share/schemas

"$builddir/terreau" schema --registre --data "$data" >"$tmp/body" 2>"$tmp/err"
is 'the register is made' "$? $(cat "$tmp/err")" '0 '
"$builddir/terreau" schema --registre --data "$data" >"$tmp/again"
cmp -s "$tmp/body" "$tmp/again" && ok 'the same twice' || not_ok 'the same twice'
"$builddir/terreau" schema --registre >"$tmp/none" 2>&1
is 'not without knowing who is responsible' "$?" 2
is 'no name stands twice in it' \
    "$(grep -o ' id="[^"]*"' "$tmp/body" | sort | uniq -d)" ''
is 'it asks nothing of others' "$(grep -oE '(href|src)="[^"]*' "$tmp/body" |
    grep -vE '="(#|data:text/css,)')" ''
is 'nothing is left to fill in' "$(grep -c '{{' "$tmp/body")" 0

# The terms of article 30.
says 'who is responsible' 'Union fictive des coopératives en région'
says 'each cooperative is' 'Coopérative du Mans'
says 'whom to write to' 'donnees@cooperatives.example'
says 'who hosts' 'Hébergement fictif du Marais'
for word in But 'Base légale' 'Personnes concernées' Données Destinataires \
    Durée 'Hors de l’Union européenne' 'Mesures de sécurité'; do
	says "it has « $word »" "$word"
done

# section NAME: the dictionary of one form, in $tmp/section.
section() {
	sed -n "/<section aria-labelledby=\"champs-$1\">/,/<\/section>/p" \
	    "$tmp/body" >"$tmp/section"
}

# asks NAME FILE: every question of the file, once, in its order.
asks() {
	section "$1"
	grep -o '<th scope="row">.*</th>' "$tmp/section" |
	    sed 's/.*<code>\([^<]*\)<.*/\1/' >"$tmp/rows"
	sed -n 's/.*<champ nom="\([^"]*\)".*/\1/p' "$2" >"$tmp/fields"
	[ -s "$tmp/fields" ] && cmp -s "$tmp/rows" "$tmp/fields" &&
	    ok "$1: every question, in order" ||
	    not_ok "$1: every question, in order" \
	    "$(diff "$tmp/fields" "$tmp/rows")"
}

for file in "$schemas"/programmes/*.xml; do
	name=$(basename "$file" .xml)
	asks "$name" "$file"
	"$builddir/terreau" export --data "$data" "$name" >"$tmp/table"
	tr -d '\r' <"$tmp/table" | sed 's/^\xef\xbb\xbf//' | tr ';' '\n' \
	    >"$tmp/columns"
	{
		sed -n '/id="communes"/,/<\/dl>/s/.*<dt><code>\([^<]*\)<.*/\1/p' \
		    "$tmp/body"
		grep -o '<td><code>.*' "$tmp/section" | grep -o '<code>[^<]*' |
		    sed 's/<code>//'
	} >"$tmp/told"
	cmp -s "$tmp/columns" "$tmp/told" && ok "$name: the columns of its table" ||
	    not_ok "$name: the columns of its table" \
	    "$(diff "$tmp/columns" "$tmp/told")"
	version=$(sed -n 's/.*<definition .* version="\([0-9]*\)".*/\1/p' "$file")
	grep -qF "<code>$name</code>, version $version " "$tmp/section" &&
	    ok "$name: its version" || not_ok "$name: its version"
done
asks cape "$schemas/documents/cape.xml"
section accord-cjs
is 'what representatives decide is in it' \
    "$(grep -c '<code>participation</code>' "$tmp/section")" 1
is 'the contract is no table' "$(section cape; grep -c Colonnes \
    "$tmp/section")" 0

# What the file says comes out: changed there, changed here.
mkdir "$tmp/share"
for f in content fonts site; do
	ln -s "$(readlink -f "$builddir/share/$f")" "$tmp/share/$f"
done
cp -R "$schemas/." "$tmp/share/schemas"
chmod -R u+w "$tmp/share/schemas"
sed -e '0,/<finalite>[^<]*/s//<finalite>Compter les \&lt;nuages\&gt;/' \
    -e '0,/<conservation>[^<]*/s//<conservation>Neuf lunes/' \
    -e 's/version-texte="1"/version-texte="9"/' \
    "$schemas/programmes/contact.xml" |
    sed 's/<definition /&base="obligation" /; s/ base="interet"//' \
    >"$tmp/share/schemas/programmes/contact.xml"
sed -i "s|^share = .*|share = $tmp/share|" "$data/terreau.conf"
"$builddir/terreau" schema --registre --data "$data" >"$tmp/body" 2>"$tmp/err"
is 'another definition is read' "$? $(cat "$tmp/err")" '0 '
says 'with its purpose' 'Compter les <nuages>'
says 'its retention' 'Neuf lunes'
section contact
is 'and its basis' "$(grep -c 'Obligation légale' "$tmp/section")" 1
echo '<definition/>' >"$tmp/share/schemas/programmes/contact.xml"
"$builddir/terreau" schema --registre --data "$data" >"$tmp/body" 2>"$tmp/err"
is 'a faulty one is told, nothing is written' \
    "$? $(grep -c contact.xml "$tmp/err") $(wc -c <"$tmp/body")" '1 1 0'
