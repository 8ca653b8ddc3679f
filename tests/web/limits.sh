#!/bin/sh
# What should not be sent: each gets its status and a page in French, and
# nothing is stored.
# usage: srcdir=DIR builddir=DIR sh tests/web/limits.sh
. "$(dirname "$0")/cgi.subr"
site
FORM=application/x-www-form-urlencoded

# Addresses.
get public /nulle-part
is 'an unknown page' "$status" 404
says 'in French' 'Page introuvable'
get public /candidature/inconnu
is 'an unknown programme' "$status" 404
get public '/suivi/%2e%2e/x'
is 'a climbing address' "$status" 400
get public '/suivi/a%00b'
is 'a NUL in the address' "$status" 400
get public '/suivi/%ff'
is 'an address that is no text' "$status" 400
get public "/$(head -c 2000 /dev/zero | tr '\0' a)"
is 'a long address' "$status" 400
get public "/verifier?code=$(head -c 70000 /dev/zero | tr '\0' a)"
is 'a long query' "$status" 414
ask public DELETE /candidature/cae
is 'a wrong method' "$status $(head_of Allow)" '405 GET, HEAD, POST'
ask public POST /verifier /dev/null "$FORM"
is 'posting to a page' "$status $(head_of Allow)" '405 GET, HEAD'
ask public POST /candidature/cae/recapitulatif /dev/null "$FORM"
is 'posting to a page below a form' "$status $(head_of Allow)" '405 GET, HEAD'
ask public HEAD /candidature/cae
is 'HEAD has no body' "$status $(wc -c <"$tmp/body")" '200 0'
is 'but its length' "$([ "$(head_of Content-Length)" -gt 1000 ] && echo yes)" \
    yes

# Sessions.
cookie_public=
get public /candidature/cae/vous
is 'a step without session' "$status" 401
says 'asks for the number' 'Numéro de dossier'
post public /candidature/cae/vous prenom=Ana
is 'posting without session' "$status" 401
cookie_public=terreau=zz
get public /suivi/CAE-26-2222-22
is 'a broken cookie opens nothing' "$status" 401

# Tokens.
begin ana@exemple.fr
drafts=$(sql 'SELECT count(*) FROM dossier')
saved() {
	is "$1: nothing stored" "$(sql "SELECT count(*) FROM brouillon
	    WHERE step = 'vous'")" 0
}
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=courriel \
    jeton=
is 'no token' "$status" 403
holds 'what was typed comes back' 'value="Petit"'
says 'with a word' 'Rien n’a été enregistré.'
saved 'no token'
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=courriel \
    jeton=0000000000000000000000000000000000000000000000000000000000000000
is 'a wrong token' "$status" 403
saved 'a wrong token'
get public /candidature/cae/vous
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=courriel \
    "jeton=$jeton" "jeton=$jeton"
is 'two tokens' "$status" 403
saved 'two tokens'
HTTP_ORIGIN=https://ailleurs.example post public /candidature/cae/vous \
    prenom=Ana nom=Petit joindre=courriel
is 'from another origin' "$status" 403
HTTP_SEC_FETCH_SITE=cross-site post public /candidature/cae/vous \
    prenom=Ana nom=Petit joindre=courriel
is 'from another site' "$status" 403
saved 'from elsewhere'

# Bodies.
printf 'jeton=%s&prenom=Ana&nom=Petit&joindre=courriel' "$jeton" >"$tmp/form"
length=1000
post_raw public /candidature/cae/vous "$FORM"
is 'a body cut short' "$status" 400
says 'says so' 'Rien n’a été enregistré'
length=
post_raw public /candidature/cae/vous "$FORM"
is 'no length' "$status" 411
length=12x
post_raw public /candidature/cae/vous "$FORM"
is 'a length that is no number' "$status" 400
length=99999999
post_raw public /candidature/cae/vous "$FORM"
is 'too long, by what it says' "$status" 413
unset length
post_raw public /candidature/cae/vous text/plain
is 'another type' "$status" 415
post_raw public /candidature/cae/vous "$MULTIPART"
is 'multipart that is none' "$status" 400
post_raw public /reprendre "$MULTIPART"
is 'multipart where no file is expected' "$status" 415
{ cat "$tmp/form"; head -c 70000 /dev/zero | tr '\0' a; } >"$tmp/form2"
mv "$tmp/form2" "$tmp/form"
post_raw public /candidature/cae/vous "$FORM"
is 'a large form' "$status" 413
{ printf 'jeton=%s' "$jeton"
i=0; while [ $i -lt 1000 ]; do printf '&a=1'; i=$((i + 1)); done; } \
    >"$tmp/form"
post_raw public /candidature/cae/vous "$FORM"
is 'a thousand and one fields' "$status" 413
head -c 70000 /dev/zero | tr '\0' a >"$tmp/long"
: >"$tmp/form"
part jeton "$jeton"
part prenom "$(cat "$tmp/long")"
part plus-tard 1
parts_end
post_raw public /candidature/cae/vous "$MULTIPART"
is 'as much in parts that are no files' "$status" 413
saved 'wrong bodies'
post public /reprendre/code jeton=
is 'a token missing where nothing can be shown' "$status $location" \
    '303 /reprendre#contenu'

# Fields.
long=$(head -c 3000 /dev/zero | tr '\0' a)
post public /candidature/cae/vous prenom=Ana "nom=$long" joindre=courriel
is 'a long name' "$status" 422
says 'says how long it may be' 'caractères au plus'
holds 'and comes back whole' "$long"
printf 'jeton=%s&prenom=%%ff%%fe&nom=a%%00b&joindre=courriel' "$jeton" \
    >"$tmp/form"
post_raw public /candidature/cae/vous "$FORM"
is 'names that are no text' "$status" 422
holds 'shown by a sign' 'value="��"'
iconv -f UTF-8 -t UTF-8 "$tmp/body" >/dev/null 2>&1 &&
    ok 'the page is UTF-8 all the same' ||
	not_ok 'the page is UTF-8 all the same'
post public /candidature/cae/vous prenom=Ana prenom=Zoe nom=Petit \
    joindre=courriel
is 'a field sent twice' "$status" 422
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=pigeon
is 'a choice that is none' "$status" 422
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=courriel \
    etat=acceptee version=99 email=autre@exemple.fr inconnu=1
is 'fields of other forms are not looked at' "$status" 303
is 'and change nothing' "$(sql "SELECT state || email FROM dossier")" \
    'brouillonana@exemple.fr'
post public /candidature/cae/commune commune-cp=44150 commune=99999 \
    commune-liste=44150 "cooperative=$coop"
is 'a commune from nowhere' "$status" 422
post public /candidature/cae/commune commune-cp=44150 commune=44003 \
    commune-liste=44150 cooperative=ailleurs
is 'a cooperative from nowhere' "$status" 422
get public /candidature/cae/envoi
is 'an application not finished cannot be sent' "$status $location" \
    '303 /candidature/cae/recapitulatif#contenu'
get public /candidature/cae/recapitulatif
post public /candidature/cae/envoi engagement=oui
is 'not by posting either' "$status $location" \
    '303 /candidature/cae/recapitulatif#contenu'
is 'nothing was sent' "$(sql 'SELECT count(*) FROM record')" 0
is 'no draft too many' "$(sql 'SELECT count(*) FROM dossier')" "$drafts"

# Another person's draft.
mine=$numero
theirs=$cookie_public
begin zoe@exemple.fr
: >"$tmp/form"
part jeton "$jeton"
printf '%%PDF-1.4\n' >"$tmp/cv.pdf"
part_file piece cv.pdf "$tmp/cv.pdf"
part ajouter 1
parts_end
post_raw public /candidature/cae/piece "$MULTIPART"
id=$(sql 'SELECT id FROM piece')
cookie_public=$theirs
get public /candidature/cae/piece
: >"$tmp/form"
part jeton "$jeton"
part supprimer "$id"
parts_end
post_raw public /candidature/cae/piece "$MULTIPART"
is 'a file of another draft stays' "$(sql 'SELECT count(*) FROM piece')" 1
get public "/suivi/$numero"
is 'another draft is not found' "$status" 404
[ "$mine" != "$numero" ] && ok 'two numbers' || not_ok 'two numbers'

# Production.
sed 's/production = non/production = oui/' "$data/terreau.conf" \
    >"$tmp/production.conf"
try_production() {
	env REQUEST_METHOD=GET REQUEST_URI=/reprendre \
	    "$builddir/terreau-public" --conf "$tmp/production.conf" \
	    </dev/null >"$tmp/answer" 2>"$tmp/log"
}
try_production && ok 'a network described in full starts in production' ||
	not_ok 'a network described in full starts in production' \
	    "$(cat "$tmp/log")"
cp "$builddir/share/schemas/xml/reseau-vide.xml" "$data/reseau.xml"
try_production && not_ok 'one with holes does not' ||
	ok 'one with holes does not'
is 'and answers nothing' "$(cat "$tmp/answer")" ''
is 'each hole has a line' "$(grep -c 'reseau.xml:[0-9]*: .*compléter' \
    "$tmp/log")" "$(grep -o '[>"]\[à compléter\]' "$data/reseau.xml" |
    wc -l)"
