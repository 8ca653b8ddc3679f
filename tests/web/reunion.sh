#!/bin/sh
# Two minutes: from the page of an information meeting to a receipt with its
# date for the calendar; and « être prévenu », until it is stopped.
# usage: srcdir=DIR builddir=DIR sh tests/web/reunion.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW

cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="rdv" programme="reunion" cooperative="nantes" places="1">
<titre>Réunion d’information à Nantes</titre><lieu>Coopérative de Nantes</lieu><adresse>12 quai du Levain</adresse>
<code-postal>44200</code-postal><commune insee="44109">Nantes</commune>
<dates du="2026-12-08"/><horaires de="18:00" a="20:00"/><inscription du="2026-11-01" au="2026-12-08"/></session>
<session code="cjs-plus-tard" programme="cjs" cooperative="nantes" places="9">
<titre>Coopérative jeunesse de Nort</titre><commune insee="44110">Nort-sur-Erdre</commune>
<dates du="2027-07-05" au="2027-08-27"/><inscription du="2026-11-30" au="2027-05-15"/></session>
</sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" >/dev/null ||
    not_ok 'the meeting is there'
state() {
	sql "SELECT group_concat(state, ' ') FROM (SELECT state FROM place
	    ORDER BY id)"
}

# Under the name of whom they are with, once there are several.
get public /candidature/reunion
hides 'one cooperative needs no heading' '<legend>Coopérative de Nantes</legend>'
cat >"$tmp/autre.xml" <<'XML'
<sessions><session code="autre" programme="reunion" cooperative="angers" places="9">
<titre>Réunion d’information à Angers</titre><commune insee="49007">Angers</commune>
<dates du="2026-12-01"/><inscription du="2026-11-01" au="2026-12-01"/></session></sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/autre.xml" >/dev/null
get public /candidature/reunion
holds 'two have one each' '<legend>Coopérative de Nantes</legend>'
holds 'of their own' '<legend>Coopérative d’Angers</legend>'
is 'each date once, then the answer of the form' \
    "$(grep -o 'name="session" value="[a-z]*"' "$tmp/body" |
    sed 's/.*value=//' | tr '\n' ' ')" '"rdv" "autre" "aucune" '
is 'no id twice' "$(grep -o ' id="[^"]*"' "$tmp/body" | sort | uniq -d)" ''
get public /agenda
holds 'départements have names' '>Loire-Atlantique (44)</option>'
"$builddir/terreau" session --data "$data" cancel autre --motif Essai \
    >"$tmp/cancel" 2>&1 || not_ok 'called off' "$(cat "$tmp/cancel")"

# One page, read over, sent.
get public /agenda/rdv
holds 'the way in' 'href="/candidature/reunion?session=rdv"'
says 'in its words' 'M’inscrire à cette réunion'
get public '/candidature/reunion?session=rdv'
is 'one page' "$status" 200
holds 'the meeting is chosen' 'value="rdv" checked="checked"'
post public '/candidature/reunion' email=ana@exemple.fr prenom=Ana nom= \
    telephone= session=rdv question= "cle=$key"
is 'a name is missing' "$status" 422
holds 'the choice stays' 'value="rdv" checked="checked"'
post public '/candidature/reunion' email=ana@exemple.fr prenom=Ana nom=Petit \
    telephone= session=rdv question= "cle=$key"
is 'then it is read over' "$status $location" \
    '303 /candidature/reunion/envoi#contenu'
get public /candidature/reunion/envoi
is 'the page is there' "$status" 200
says 'with the meeting' 'mardi 8 décembre 2026'
post public /candidature/reunion/envoi
numero=$(sql "SELECT numero FROM dossier")
is 'and sent' "$status $location" "303 /suivi/$numero#contenu"
get public "/suivi/$numero"
says 'the seat' 'Place réservée'
says 'when and where' 'de 18 h à 20 h'
holds 'the date to keep' 'href="/agenda/rdv.ics"'
get public "/suivi/$numero/recepisse"
says 'so does the receipt' 'Une place est réservée'
last_mail ana@exemple.fr >"$tmp/body"
says 'the message says it too' 'Place réservée : Réunion d’information à Nantes'
says 'with a link to the page' "$url/lien/"
get public /agenda/rdv
says 'it was the only one' 'Complet à Nantes.'

# Another one waits; who cannot come gives the seat back.
ana=$cookie_public
cookie_public=
get public '/candidature/reunion?session=rdv'
post public '/candidature/reunion' email=bo@exemple.fr prenom=Bo nom=Grand \
    telephone= session=rdv question= "cle=$key"
get public /candidature/reunion/envoi
says 'told before' 'liste d’attente, au rang 1'
post public /candidature/reunion/envoi attente=rdv
is 'Bo waits' "$status $(state)" '303 prise attente'
bo=${location%%#*} bo_cookie=
get public "$bo"
says 'Bo is not told that he is expected' 'Vous attendez une place'
hides 'not yet' 'Nous vous attendons'
get public "$bo/recepisse"
bo_cookie=$cookie_public
says 'says the receipt' 'en liste d’attente'
cookie_public=$ana
get public "/suivi/$numero/retrait"
post public "/suivi/$numero/retrait"
is 'Ana cannot come' "$(state)" 'rendue offerte'
last_mail bo@exemple.fr >"$tmp/body"
says 'Bo has an offer' 'Une place se libère'
cookie_public=$bo_cookie
get public "$bo"
says 'it is for Bo to say' 'C’est à vous. Une place est libre : répondez avant'
post public "$bo/place" reponse=refuser
is 'he cannot come either' "$(state)" 'rendue declinee'
get public "$bo"
says 'what that leaves' 'C’est à vous. Vous n’avez pas de place à ces dates.'
post public "$bo/place" reponse=attendre
is 'he can after all: nobody else waits' "$(state)" 'rendue declinee prise'
get public "$bo"
says 'he is expected' 'Nous vous attendons'

# Être prévenu.
cookie_public=
get public /agenda/cjs-plus-tard
holds 'it may be asked for' 'href="/candidature/prevenir'
get public /candidature/prevenir
post public /candidature/prevenir email=di@exemple.fr programme=cjs \
    departement=44 "cle=$key"
is 'asked' "$status $location" '303 /candidature/prevenir/envoi#contenu'
get public /candidature/prevenir/envoi
post public /candidature/prevenir/envoi
is 'not without consent' "$status" 422
is 'nothing is kept' "$(sql 'SELECT count(*) FROM alerte')" 0
post public /candidature/prevenir/envoi accord=oui
is 'with it' "$status" 303
is 'it is kept' "$(sql 'SELECT programme || departement FROM alerte')" cjs44
is 'with the text agreed to' "$(sql "SELECT count(*) FROM consent WHERE name =
    'accord' AND text LIKE 'J’accepte%'")" 1
"$builddir/terreau" session --data "$data" offer >/dev/null
is 'nothing opened yet' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'ouverture'")" 0
TERREAU_NOW=1796040000		# 30 November
"$builddir/terreau" session --data "$data" offer >/dev/null
"$builddir/terreau" session --data "$data" offer >/dev/null
is 'opened: one message' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'ouverture' AND recipient = 'di@exemple.fr'")" 1
last_mail di@exemple.fr >"$tmp/body"
says 'where to sign up' "$url/agenda/cjs-plus-tard"
token=$(sql "SELECT secret FROM mail WHERE kind = 'ouverture'")
cookie_public=
get public "/lien/$token"
is 'the link stops nothing by itself' "$status $(sql 'SELECT count(*) FROM
    alerte')" '200 1'
post public "/lien/$token"
is 'its one button does' "$status $location $(sql 'SELECT count(*) FROM
    alerte')" '303 /agenda?arret=1#contenu 0'
is 'the request is closed' "$(sql "SELECT state FROM dossier WHERE programme =
    'prevenir'")" retiree
get public '/agenda?arret=1'
says 'and says so' 'nous ne vous écrirons plus'
post public "/lien/$token"
is 'again is harmless' "$status" 303

# Taken up again within the week, the wish is there again; after a year both
# are over.
request=$(sql "SELECT numero FROM dossier WHERE programme = 'prevenir'")
cookie_public=
get public /reprendre
post public /reprendre "numero=$request" courriel=di@exemple.fr
post public /reprendre/code "numero=$request" courriel=di@exemple.fr \
    "code=$(last_mail di@exemple.fr | grep -oE '[2-9A-Z]{4}-[2-9A-Z]{2}' |
    head -1)"
get public "/suivi/$request"
says 'it may be taken up again' 'Reprendre ma demande'
post public "/suivi/$request/reprise"
is 'with what was wished' "$(sql 'SELECT programme || departement FROM
    alerte') $(sql "SELECT state FROM dossier WHERE programme = 'prevenir'")" \
    'cjs44 envoyee'
TERREAU_NOW=$((1795428672 + 367 * 86400))
purge() {
	"$builddir/terreau" purge --data "$data" "$@" 2>&1
}
hold() {
	"$builddir/terreau" hold --data "$data" "$@" >/dev/null 2>&1
	echo $?
}
is 'a hold says who wants it and why' "$(hold "$request" --reason Litige)" 2
is 'a file is held' "$(hold "$request" --reason Litige --by 'Ada Roy')" 0
is 'once' "$(hold "$request" --reason Litige --by 'Ada Roy')" 1
is 'the purge passes over it, and says so' \
    "$(purge | grep -c '1 dossier à effacer reste')" 1
is 'nothing of it went' "$(sql "SELECT email FROM dossier WHERE
    numero = '$request'")" di@exemple.fr
is 'why, in full' "$(purge --dry-run --explain | grep -cE "^$request : gardé|\
règle : prevenir, version [0-9]+ : l’état « .* » est effacé après 0.jour|\
arrivé le .*, terme le |gelé par Ada Roy : Litige")" 4
account nora@exemple.fr 'Nora Le Gall' gestion
login nora@exemple.fr
get staff "/gestion/dossiers/$request"
says 'staff see who holds it' 'Motif : Litige'
is 'lifted' "$(hold --lift "$request" --by 'Ada Roy')" 0
purge --dry-run --explain >"$tmp/would"
is 'it would go' "$(grep -cE "^$request : à effacer|part : nom, .*\
réponses \(1\), pièces \(0\)|1 à effacer, 0 gardé" "$tmp/would")" 3
get staff "/gestion/dossiers/$request"
hides 'nobody does any more' 'gardé de tout effacement'
is 'but nothing went' "$(sql "SELECT email FROM dossier WHERE
    numero = '$request'")" di@exemple.fr
purge >/dev/null
is 'after a year both are over' "$(sql 'SELECT count(*) FROM alerte') $(sql \
    "SELECT state FROM dossier WHERE programme = 'prevenir'")" '0 terminee'
is 'and nothing is left of the address' "$(cat "$data"/terreau.db* |
    grep -ac 'di@exemple')" 0
is 'but that it was erased, by which rule' "$(sql "SELECT p.state || p.days ||
    (p.at = e.at) FROM depart p JOIN event e ON e.dossier = p.dossier AND
    e.name = 'effacer' JOIN dossier d ON d.id = p.dossier WHERE
    d.programme = 'prevenir'")" terminee01
is 'those who came to meetings are too' "$(sql "SELECT DISTINCT p.state ||
    p.days FROM depart p JOIN dossier d ON d.id = p.dossier WHERE
    d.programme = 'reunion' ORDER BY 1" | tr '\n' ' ')" 'envoyee183 retiree7 '
get public "/suivi/$request"
is 'its page is shut' "$status" 401
login nora@exemple.fr
get staff "/gestion/dossiers/$request"
is 'staff are told that it is gone' "$status" 410
says 'in words' 'ses données ne sont plus là'
post staff /gestion/exports forme=csv programme=prevenir
is 'an export leaves it out' "$status $(grep -c "$request" "$tmp/body")" \
    '200 0'
"$builddir/terreau" export prevenir --data "$data" >"$tmp/table" 2>&1 &&
	is 'the table leaves it out' "$(grep -c . "$tmp/table")" 1
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'nothing is amiss' || not_ok 'nothing is amiss' "$(cat "$tmp/check")"
