#!/bin/sh
# A definition changes: what was filled in with the one before still opens as
# it was, for the person and for staff, and is checked against it.
# usage: srcdir=DIR builddir=DIR sh tests/web/pinned.sh
door=cgi
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion

begin ana@exemple.fr
answer_all Ana Petit nantes
send
sent=$numero sent_cookie=$cookie_public
begin leo@exemple.fr
post public /candidature/cae/vous prenom=Léo nom=Roy joindre=sms \
    telephone='06 39 98 12 34'
draft=$numero draft_cookie=$cookie_public
is 'the text is kept once' \
    "$(sql "SELECT count(*) FROM definition WHERE name = 'cae'")" 1
is 'both files point at it' "$(sql 'SELECT count(*) FROM dossier_definition')" 2
is 'and so does the record' "$(sql 'SELECT count(*) FROM record_definition')" 1
before=$("$builddir/terreau" check --data "$data" 2>&1) ||
    not_ok 'nothing is damaged' "$before"

# Another wording, a choice less, a question more, a state renamed.
mkdir "$tmp/share"
for f in content fonts site; do
	ln -s "$(readlink -f "$builddir/share/$f")" "$tmp/share/$f"
done
cp -R "$builddir/share/schemas/." "$tmp/share/schemas"
chmod -R u+w "$tmp/share/schemas"
cae=$tmp/share/schemas/programmes/cae.xml
sed -e 's/version="1" voix/version="2" voix/' \
    -e 's/Prénom d’usage/Votre petit nom/' \
    -e '/<choix valeur="demandeur-emploi">/d' -e '/<choix valeur="sms">/d' \
    -e 's/vaut="telephone sms"/vaut="telephone"/' \
    -e '/<champ nom="clients"/i\
<champ nom="local" genre="texte"><libelle>Avez-vous un local ?</libelle>\
<avec-article>le local</avec-article><finalite>F</finalite></champ>' \
    -e 's/<libelle>Envoyée/<libelle>Partie/' "$cae" >"$tmp/cae.xml"
cp "$tmp/cae.xml" "$cae"
sed -i "s|^share = .*|share = $tmp/share|" "$data/terreau.conf"

cookie_public=
get public /candidature/cae
post public /candidature/cae email=eve@exemple.fr "cle=$key"
get public /candidature/cae/vous
says 'a new draft has the new words' 'Votre petit nom'

cookie_public=$draft_cookie
get public /candidature/cae/vous
says 'the draft has those it was begun with' 'Prénom d’usage'
holds 'and the choice made' 'value="sms" checked'
post public /candidature/cae/commune commune-cp=44150 commune=44003 \
    commune-liste=44150 "cooperative=nantes"
post public /candidature/cae/situation situation=demandeur-emploi
is 'the choice that was taken away is still one' "$status" 303
post public /candidature/cae/activite secteur=conseil activite=Non. clients=non
is 'the question that came is not asked' "$status" 303
post public /candidature/cae/besoins besoins=prix
numero=$draft
send
is 'it is sent' "$status $location" "303 /suivi/$draft#contenu"

cookie_public=$sent_cookie
get public "/suivi/$sent"
is 'the status page opens' "$status" 200
says 'in the words of then' 'Envoyée'
get public "/suivi/$sent/recepisse"
says 'the receipt has the question of then' 'Prénom d’usage'
hides 'and not that of today' 'Votre petit nom'
says 'and the answer' 'En recherche d’emploi'
get public "/suivi/$sent/recepisse.pdf"
is 'on paper too' "$status" 200

login julie@coop.example
get staff "/gestion/dossiers/$sent"
is 'staff open it' "$status" 200
says 'with its questions' 'Prénom d’usage'
says 'with its answers' 'En recherche d’emploi'
get staff /gestion/dossiers
says 'the list has the state of then' 'Envoyée'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
is 'every record follows its definition' "$?" 0
grep -q '^Définitions *sans défaut' "$tmp/check" &&
    ok 'which is said' || not_ok 'which is said' "$(cat "$tmp/check")"
is 'two texts are kept' \
    "$(sql "SELECT count(*) FROM definition WHERE name = 'cae'")" 2

# What goes round the triggers is seen.
is 'a text is not changed' "$(sql "UPDATE definition SET version = 9" 2>&1 |
    grep -c 'never changed')" 1
sql "DROP TRIGGER record_definition_kept;
    UPDATE record_definition SET definition = (SELECT sha256 FROM definition
    WHERE name = 'cae' AND version = 2) WHERE record = 1"
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    not_ok 'a record under another definition is found' ||
    ok 'a record under another definition is found'
grep -q 'ne suit pas sa définition' "$tmp/check" && ok 'and named' ||
    not_ok 'and named' "$(cat "$tmp/check")"
sql "DROP TRIGGER definition_kept;
    UPDATE definition SET text = x'3c612f3e' WHERE version = 2"
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
grep -q 'sa définition ne se lit pas' "$tmp/check" &&
    ok 'a text that was changed is found' ||
    not_ok 'a text that was changed is found' "$(cat "$tmp/check")"
