#!/bin/sh
# Statistics: what is counted, what is masked, the files, who may see them.
# usage: srcdir=DIR builddir=DIR sh tests/web/chiffres.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW
account chef@a.example 'Ada Chef' gestion
account laval@a.example 'Ève Laval' accompagnement laval

# people PROGRAMME N STATE COOPERATIVE YEAR
people() {
	sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	    WHERE i < $2)
	    INSERT INTO dossier (numero, programme, creation, state, pending,
	    email, prenom, nom, sort, cooperative, created, changed, sent,
	    version) SELECT '$*' || i, '$1', randomblob(32), '$3', 0,
	    'a@b.c', 'A', 'B', 'b a', '$4', 1, 1,
	    unixepoch('$5-03-10T12:00:00Z') + i * 60, 1 FROM n"
}

# row CAPTION LABEL: the numbers of a row of a table.
row() {
	sed -n "/<caption[^>]*>$1/,/<\/table>/p" "$tmp/body" |
	    sed -n "s|.*<th scope=\"row\">$2</th>||p" | sed -e 's/<[^>]*>/ /g' \
	    -e "s/$thin//g" -e 's/  */ /g' -e 's/^ //' -e 's/ $//'
}

get public /chiffres
is 'nothing yet: a page all the same' "$status" 200
says 'which says so' 'Aucune candidature sur cette période.'
hides 'and shows no table' '<table'

people cae 40 envoyee nantes 2026
people cae 30 encours nantes 2026
people cae 20 refusee laval 2026
people cae 12 retiree nantes 2025
people cjs 3 envoyee laval 2026
people ct 6 envoyee laval 2026
people cjs 8 envoyee nantes 2026
people ct 9 envoyee nantes 2026
people tiers-lieu 3 envoyee nantes 2026
people flashcoop 5 envoyee nantes 2026
get public /chiffres
is 'the page of the network' "$status" 200
is 'sets no cookie' "$(head_of Set-Cookie)" ''
is 'may be kept for an hour' "$(head_of Cache-Control)" \
    'public, max-age=3600'
says 'how many, of which day' '136 candidatures. Chiffres au 23 novembre 2026.'
is 'a programme' "$(row 'Candidatures par programme' \
    'Coopérative d’activité et d’emploi')" 102
is 'one of less than five' "$(row 'Candidatures par programme' \
    Tiers-lieu)" –
is 'and another, so that the total does not tell it' \
    "$(row 'Candidatures par programme' Flashcoop)" –
is 'all' "$(row 'Candidatures par programme' Total)" 136
is 'by what became of them' "$(row 'Ce que les candidatures' \
    'Coopérative d’activité et d’emploi')" '30 20 12 40 102'
is 'those of the small one' "$(row 'Ce que les candidatures' \
    Tiers-lieu)" '0 0 0 – –'
says 'a sentence' \
    '8 candidatures sur 10 sont pour : Coopérative d’activité et d’emploi'
says 'another' '2 candidatures sur 10 sont retenues'
hides 'nowhere the small number' '>3<'
is 'a bar a label of what is shown' "$(grep -c '<rect y="1.8em"' \
    "$tmp/body")" "$(grep -c '<text x="[0-9]*%"' "$tmp/body")"

get public /chiffres/programmes.csv
is 'a table as a file' "$status $(head_of Content-Type)" \
    '200 text/csv; charset=utf-8'
is 'with the same words' "$(tail -c +4 "$tmp/body" | tr -d '\r' |
    tr '\n' '|')" 'Programme;Candidatures|Coopérative d’activité et d’emploi;102|Coopérative de territoire;15|Coopérative jeunesse de services;–|Flashcoop;–|Tiers-lieu;–|Total;136|'
is 'begins with the mark' "$(head -c 3 "$tmp/body" | od -An -tx1 |
    tr -d ' ')" efbbbf
size=$(wc -c <"$tmp/body")
get public /chiffres
says 'whose size was told' "Télécharger ce tableau (CSV, $size octets)"
get public /chiffres/rien.csv
is 'there is no other' "$status" 404

get staff /gestion/chiffres
is 'staff log in' "$status" 401
login chef@a.example
get staff /gestion/chiffres
is 'the team' "$status" 200
is 'sees the same' "$(row 'Candidatures par programme' Total)" 136
get staff '/gestion/chiffres?programme=cae&annee=2026'
says 'a choice' 'Tout le réseau · Coopérative d’activité et d’emploi · Année 2026'
is 'counts what it says' "$(row 'Candidatures par coopérative' \
    'Coopérative de Nantes') $(row 'Candidatures par période' "mars${nbsp}2026")" \
    '70 90'
get staff '/gestion/chiffres/periodes.csv?programme=cae&annee=2026'
is 'its file follows' "$(tr -d '\r' <"$tmp/body" | grep mars)" \
    "mars${nbsp}2026;90"
get staff '/gestion/chiffres?programme=tiers-lieu'
says 'less than five is not even a page' \
    'Ces chiffres ne peuvent pas être montrés'
hides 'without a number' '<table'
get staff '/gestion/chiffres?programme=flashcoop'
says 'nor is the page that would tell it with the one of all' \
    'Ces chiffres ne peuvent pas être montrés'
get staff '/gestion/chiffres?programme=cae&cooperative=laval'
is 'one cooperative' "$(row 'Ce que les candidatures' Total)" '0 20 0 0 20'
get staff '/gestion/chiffres?programme=ct'
is 'fifteen, but not where' "$(row 'Candidatures par coopérative' \
    'Coopérative de Laval') $(row 'Candidatures par coopérative' \
    'Coopérative de Nantes') $(row 'Candidatures par coopérative' \
    Total)" '– – 15'
get staff '/gestion/chiffres?annee=1812&programme=%00&cooperative=x'
is 'what is not known is not asked' "$(row 'Candidatures par programme' \
    Total)" 136

login laval@a.example
get staff '/gestion/chiffres?cooperative=nantes&programme=cae'
says 'another cooperative’s are not theirs' 'Coopérative de Laval'
is 'but their own' "$(row 'Ce que les candidatures' Total)" '0 20 0 0 20'
