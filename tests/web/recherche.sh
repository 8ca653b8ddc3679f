#!/bin/sh
# Searching the published site: what is found, what is said when nothing is,
# and questions that would like to be markup or SQL.
# usage: srcdir=DIR builddir=DIR sh tests/web/recherche.sh
. "$(dirname "$0")/cgi.subr"
site

seek() {
	get public "/recherche?q=$(encode "$1")${2:-}"
}

# The address of the n-th result.
result() {
	sed -n 's/^<h2><a href="\([^"]*\)".*/\1/p' "$tmp/body" | sed -n "$1p"
}

get public /recherche
is 'no index yet: the page is there' "$status" 200
says 'says so' 'n’est pas disponible'
"$builddir/terreau" site --data "$data" >"$tmp/site" 2>&1 &&
    ok 'the site is published' || not_ok 'the site' "$(cat "$tmp/site")"

get public /recherche
is 'the empty page' "$status" 200
says 'asks for words' 'Écrivez un ou plusieurs mots'
is 'no cookie' "$(head_of Set-Cookie)" ''
is 'not for robots' "$(grep -c 'name="robots" content="noindex"' \
    "$tmp/body")" 1
seek '   '
says 'blanks are no question' 'Écrivez un ou plusieurs mots'

seek 'cape'
is 'a word' "$status" 200
is 'the page that bears it first' "$(result 1)" /comprendre/cape
holds 'marks the word' '<mark>CAPE</mark>'
says 'counts' ' résultats pour « cape »'
holds 'the title of the window, too' '<title>'
seek 'l’activité coopératives'
is 'apostrophe and plural' "$(result 1)" /programmes/cae
seek 'GERANTE presentation rez de chaussee'
seek 'tramway quai du levain'
is 'a cooperative of the directory' "$(result 1)" /cooperatives/nantes
says 'one result is singular' '1 résultat pour'
seek 'flashco'
is 'the beginning of a word' "$(result 1)" /programmes/flashcoop
seek 'œuvre'
before=$(words | grep -o '[0-9]* résultats\{0,1\}' | head -1)
seek 'OEUVRES'
is 'œ and oe are the same' "$(words | grep -o \
    '[0-9]* résultats\{0,1\}' | head -1)" "$before"

# Pages of ten.
seek 'coopérative'
is 'ten to a page' "$(grep -c '^<h2>' "$tmp/body")" 10
holds 'and more' '/recherche?q=coop%C3%A9rative&amp;page=2'
first=$(result 1)
seek 'coopérative' '&page=2'
holds 'the list goes on counting' '<ol class="liste" start="11">'
says 'says where' '(page 2 sur '
is 'with others' "$([ "$(result 1)" != "$first" ] && echo yes)" yes
seek 'coopérative' '&page=100'
is 'past the end' "$status" 200
hides 'is the last page' 'Page suivante'
seek 'coopérative' '&page=x%00'
is 'a page that is no number' "$(result 1)" "$first"

# Nothing.
seek 'coopertaive'
says 'nothing' 'Aucun résultat pour « coopertaive »'
holds 'the word that was meant' 'href="/recherche?q=coop'
seek 'xyzzyx'
says 'nothing at all' 'Aucun résultat pour « xyzzyx »'
hides 'no advice' 'Vouliez-vous'
seek 'cape xyzzyx'
says 'some of the words' 'Aucune page ne contient tous ces mots.'
is 'lead somewhere' "$(result 1)" /comprendre/cape

# Hostile.
for q in '"' 'cape"' '(' 'NEAR(' 'cles:' '*' "';DROP TABLE page" '\' '-a' \
    'AND OR NOT' '<script>alert(1)</script>' '{{ titre }}' '%s%n' '🙂'; do
	seek "$q"
	is "harmless: $q" "$status" 200
	hides "no markup: $q" '<script'
done
get public '/recherche?q=%ff%fe%c0%80'
is 'bytes that are no text' "$status" 200
get public '/recherche?q=cape%00x'
is 'a NUL' "$status" 200
get public "/recherche?q=$(head -c 60000 /dev/zero | tr '\0' a)"
is 'sixty thousand letters' "$status" 200
is 'are not given back' "$([ "$(wc -c <"$tmp/body")" -lt 20000 ] && echo yes)" \
    yes
get public "/recherche?q=$(yes 'cape+' | head -5000 | tr -d '\n')"
is 'five thousand words' "$status" 200
ask public POST /recherche /dev/null application/x-www-form-urlencoded
is 'nothing to post' "$status" 405
seek 'motsecret'
is 'no question in the log' "$(grep -c motsecret "$tmp/log")" 0

# Published again: the next question is answered from the new index.
"$builddir/terreau" site --data "$data" >"$tmp/site" 2>&1
seek 'cape'
is 'a new index' "$(result 1)" /comprendre/cape
is 'nothing is left over' "$(ls "$data" | grep -c 'recherche.db.')" 0
