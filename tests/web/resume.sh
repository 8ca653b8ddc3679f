#!/bin/sh
# Coming back with a number and a code.
# usage: srcdir=DIR builddir=DIR sh tests/web/resume.sh
. "$(dirname "$0")/cgi.subr"
site

begin ana@exemple.fr
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=courriel
cookie_public=
code() {
	last_mail "$1" | grep -oE '[2-9A-Z]{4}-[2-9A-Z]{2}' | head -1
}
get public /reprendre
is 'the door is open' "$status" 200
visitor=$cookie_public
post public /reprendre numero= courriel=
is 'nothing typed' "$status" 422
says 'both are asked for' 'Il y a 2 réponses à corriger'
post public /reprendre numero=CAE-26-0000-00 courriel=ana
is 'neither a number nor an e-mail' "$status" 422
holds 'what was typed is there' 'value="CAE-26-0000-00"'

# The same answer whether the pair exists or not.
post public /reprendre "numero=$numero" courriel=autre@exemple.fr
is 'a wrong pair' "$status $location" \
    "303 /reprendre/code?dossier=$numero#contenu"
is 'gets no mail' "$(sql "SELECT count(*) FROM mail WHERE kind = 'code'")" 0
get public "/reprendre/code?dossier=$numero"
sed 's/value="[0-9a-f]*"//' "$tmp/body" >"$tmp/wrong"
post public /reprendre/code "numero=$numero" code=2345-67
is 'and no code opens it' "$status" 422
get public /reprendre
small=$(printf '%s' "$numero" | tr 'A-Z-' 'a-z ')
post public /reprendre "numero= $small " courriel=ana@exemple.fr
is 'the right pair, typed as one does' "$status $location" \
    "303 /reprendre/code?dossier=$numero#contenu"
get public "/reprendre/code?dossier=$numero"
sed 's/value="[0-9a-f]*"//' "$tmp/body" >"$tmp/right"
cmp -s "$tmp/wrong" "$tmp/right" && ok 'the page says the same' ||
	not_ok 'the page says the same'
post public /reprendre/code "numero=$numero" code=
is 'no code' "$status" 422
post public /reprendre/code "numero=$numero" code=2222-22
is 'a wrong code' "$status" 422
says 'with its sentence' 'Ce code ne correspond pas'
is 'leaves the session shut' "$cookie_public" "$visitor"
c=$(code ana@exemple.fr)
post public /reprendre/code "numero=$numero" \
    "code= $(printf '%s' "$c" | tr 'A-Z-' 'a-z ')"
is 'the code opens the summary' "$status $location" \
    '303 /candidature/cae/recapitulatif#contenu'
is 'the token is a new one' \
    "$([ "$cookie_public" != "$visitor" ] && echo new)" new
get public /candidature/cae/recapitulatif
says 'with what was saved' 'Petit'
says 'and what is next' 'Continuer ma candidature'
cookie_public=
get public /reprendre
post public /reprendre/code "numero=$numero" "code=$c"
is 'a code opens once' "$status" 422

post public /reprendre "numero=$numero" courriel=ana@exemple.fr
c=$(code ana@exemple.fr)
TERREAU_NOW=$(($(date +%s) + 1801)) post public /reprendre/code \
    "numero=$numero" "code=$c"
says 'a code lasts 30 minutes' 'Ce code n’est plus valable'
for i in 1 2 3 4 5; do
	post public /reprendre/code "numero=$numero" code=2222-22
done
post public /reprendre/code "numero=$numero" "code=$c"
is 'five wrong ones burn it' "$status" 422

# A draft past its last day.
sql "UPDATE dossier SET expires = $(date +%s) - 200000"
get public /reprendre
post public /reprendre "numero=$numero" courriel=ana@exemple.fr
is 'a draft that is over is a wrong pair' "$status" 303
[ "$(sql "SELECT count(*) FROM mail WHERE kind = 'code'")" -le 2 ] &&
    ok 'and gets no mail' || not_ok 'and gets no mail'
