#!/bin/sh
# An admitted person handed over to the management software: the columns, the
# files, who may, what is noted.
# usage: srcdir=DIR builddir=DIR sh tests/web/passation.sh
. "$(dirname "$0")/cgi.subr"
site
"$builddir/terreau" demo --data "$data" >"$tmp/demo" 2>&1 ||
	not_ok 'there are people' "$(cat "$tmp/demo")"
account chef@a.example 'Ada Chef' gestion
account aide@a.example 'Aude Aide' accompagnement
login chef@a.example
numero=$(sql "SELECT d.numero FROM dossier d JOIN contrat c ON c.dossier =
    d.id WHERE d.state = 'encours' ORDER BY d.id LIMIT 1")
name=$(sql "SELECT nom FROM dossier WHERE numero = '$numero'")

# column NAME: of the table that was taken last.
column() {
	python3 -c '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline=""),
    delimiter=";"))
print(len(rows), rows[1][rows[0].index(sys.argv[2])])' "$tmp/body" "$1"
}

get staff "/gestion/dossiers/$numero"
holds 'the file leads there' "/gestion/dossiers/$numero/passation\""
get staff "/gestion/dossiers/$numero/passation"
is 'a page' "$status" 200
says 'what it will hold' "$name"
is 'each column with its meaning' "$(grep -c '<th scope="row"><code>' \
    "$tmp/body")" "$(grep -c '<champ nom=' "$srcdir/schemas/passation.xml")"

post staff "/gestion/dossiers/$numero/passation" forme=csv
is 'a table' "$status $(head_of Content-Type)" '200 text/csv; charset=utf-8'
is 'with the number' "$(column numero)" "2 $numero"
is 'the name of the contract' "$(column nom)" "2 $name"
is 'its days' "$(column debut) $(column fin)" "2 $(sql "SELECT
    date(c.first * 86400, 'unixepoch') || ' 2 ' ||
    date(c.last * 86400, 'unixepoch') FROM contrat c JOIN dossier d ON
    d.id = c.dossier WHERE d.numero = '$numero'")"
is 'the address of the person' "$(column email)" "2 $(sql "SELECT email FROM
    dossier WHERE numero = '$numero'")"
is 'a telephone as it is dialled' "$(column telephone | cut -c 1-4)" '2 06'
is 'what nobody knows is empty' "$(column cesa)" '2 '
post staff "/gestion/dossiers/$numero/passation" forme=xml
is 'the same as XML' "$status $(head_of Content-Type)" \
    '200 text/xml; charset=utf-8'
is 'an element a column' "$(xmllint --xpath 'string(/passation/nom)' \
    "$tmp/body")" "$name"
is 'noted twice' "$(sql "SELECT count(*) || ' ' || max(author) FROM export
    WHERE form = 'passation'")" '2 Ada Chef'
get staff "/gestion/dossiers/$numero/historique"
says 'in the file too' 'Passage au logiciel de gestion'
post staff "/gestion/dossiers/$numero/passation" forme=odt
is 'another form is none' "$status" 400

other=$(sql "SELECT numero FROM dossier WHERE state = 'envoyee' LIMIT 1")
get staff "/gestion/dossiers/$other/passation"
is 'nobody who is not admitted' "$status" 404
get staff "/gestion/dossiers/$other"
hides 'nor does their file lead there' '/passation"'
login aide@a.example
get staff "/gestion/dossiers/$numero/passation"
is 'nor by who may not export' "$status" 403
get staff "/gestion/dossiers/$numero"
hides 'whose page does not offer it' '/passation"'
