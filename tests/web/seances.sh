#!/bin/sh
# Séances as staff run them: made, changed, opened, closed, called off; who
# takes part, seats given and taken back by hand, letters to all.
# usage: srcdir=DIR builddir=DIR sh tests/web/seances.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW
account julie@coop.example 'Julie Morel' gestion
account luc@coop.example 'Luc Roy' lecture angers

get staff /gestion/seances
is 'a login is needed' "$status" 401
login julie@coop.example
get staff /gestion/seances
is 'the list' "$status" 200
says 'says that it is empty' 'Aucune séance n’est prévue'

# Made: everything wrong is said at once, and what was typed stays.
get staff /gestion/seances/nouvelle
is 'the form' "$status" 200
post staff /gestion/seances/nouvelle titre=Un
is 'nothing is made of half a form' "$status $(sql 'SELECT count(*) FROM
    agenda')" '422 0'
says 'it says what is missing' 'Il y a 6 réponses à corriger'
holds 'what was typed stays' 'value="Un"'
make() {
	post staff /gestion/seances/nouvelle programme=reunion \
	    cooperative=nantes 'titre=Réunion d’information' 'lieu=Le Levain' \
	    'rue=12 quai du Levain' ou-cp=44200 ou=44109 ou-liste=44200 \
	    debut-jour=8 debut-mois=12 debut-annee=2026 fin-jour= fin-mois= \
	    fin-annee= 'de=18 h' "a=$until" horaires= ouverture-jour=1 \
	    ouverture-mois=12 ouverture-annee=2026 cloture-jour=8 \
	    cloture-mois=12 cloture-annee=2026 places=2 reservees= offre= \
	    texte= "$@"
}
until='20 h'
make cloture-annee=2025
is 'a day twice is no day' "$status" 422
until='17 h'
make
says 'hours are looked at' 'L’heure de fin doit suivre celle de début'
post staff /gestion/seances/nouvelle programme=flashcoop cooperative=nantes \
    titre=Flashcoop lieu=x rue= ou-cp=44200 ou=44109 ou-liste=44200 \
    debut-jour=8 debut-mois=12 debut-annee=2026 fin-jour= fin-mois= \
    fin-annee= 'de=9 h' 'a=18 h' horaires= ouverture-jour=1 \
    ouverture-mois=12 ouverture-annee=2026 cloture-jour=8 cloture-mois=12 \
    cloture-annee=2026 places=2 reservees= offre= texte=
is 'a day too long for the young is refused' "$status $(sql 'SELECT count(*)
    FROM agenda')" '422 0'
says 'in words' 'Huit heures par jour au plus'
says 'with the article' 'C. trav. L. 3162-1'
until='20 h'
make
is 'it is made' "$status $location" \
    '303 /gestion/seances/reunion-nantes-2026-12-08?fait=ajoutee#contenu'
s=/gestion/seances/reunion-nantes-2026-12-08
is 'with its half-day' "$(sql 'SELECT day || starts FROM creneau')" \
    '207951080'
get staff $s
is 'its page' "$status" 200
says 'counts' '0 inscrit sur 2'
says 'when sign-up opens' 'Inscription à partir du 1 er décembre 2026'
get public /agenda/reunion-nantes-2026-12-08
is 'the public sees it' "$status" 200

# Opened and closed by a button, once for what was shown.
get staff $s
shown=$version
post staff $s/inscriptions inscriptions=ouvrir "version=$shown"
is 'opened' "$status $(sql "SELECT opens FROM agenda")" '303 20780'
post staff $s/inscriptions inscriptions=fermer "version=$shown"
is 'what was shown is old' "$location" "$s?fait=change#contenu"
is 'nothing is done' "$(sql 'SELECT closes FROM agenda')" 20795
post staff $s/inscriptions inscriptions=jamais version=2
is 'no other word' "$status" 400

# A file adds, and never writes over what was made on screen.
cat >"$tmp/sessions.xml" <<'XML'
<sessions><session code="reunion-nantes-2026-12-08" programme="reunion" cooperative="nantes" places="99">
<titre>Autre</titre><commune insee="44109">Nantes</commune>
<dates du="2026-12-08"/><inscription du="2026-11-01" au="2026-12-08"/></session></sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" \
    >"$tmp/add" 2>&1
is 'a code that is taken is refused' "$? $(grep -c 'ce code est pris' \
    "$tmp/add")" '1 1'
sed 's/reunion-nantes-2026-12-08/planning/' "$tmp/sessions.xml" \
    >"$tmp/page.xml"
"$builddir/terreau" session --data "$data" add "$tmp/page.xml" \
    >"$tmp/add" 2>&1
is 'so is the address of a page' "$? $(grep -c 'celui d’une page' \
    "$tmp/add")" '1 1'
is 'nothing is changed' "$(sql 'SELECT seats || title FROM agenda')" \
    '2Réunion d’information'

# Changed: what others did meanwhile is not lost.
get staff $s/changer
is 'the form to change it' "$status" 200
holds 'as it is' 'value="Le Levain"'
holds 'with its hours' 'value="18:00"'
change() {
	post staff $s/changer titre=Réunion lieu= 'rue=' ou-cp=44200 ou=44109 \
	    ou-liste=44200 debut-jour=9 debut-mois=12 debut-annee=2026 \
	    fin-jour= fin-mois= fin-annee= 'de=17 h' 'a=19 h' \
	    ouverture-jour=20 ouverture-mois=11 ouverture-annee=2026 \
	    cloture-jour=9 cloture-mois=12 cloture-annee=2026 places=1 \
	    offre=48 horaires= texte='Café <offert>' contrat=aucun "$@"
}
change "version=1"
is 'an old version changes nothing' "$status $(sql 'SELECT title FROM
    agenda')" '409 Réunion d’information'
get staff $s/changer
change "version=$version"
is 'changed' "$status $(sql 'SELECT title || first || offer FROM agenda')" \
    '303 Réunion2079648'
is 'its half-day follows' "$(sql 'SELECT day || starts FROM creneau')" \
    '207961020'

# Who signs up, and who waits.
sign_up() {
	cookie_public=
	get public /candidature/reunion
	post public /candidature/reunion "email=$1@exemple.fr" "prenom=$2" \
	    "nom=$3" telephone= session=reunion-nantes-2026-12-08 question= \
	    "cle=$key"
	get public /candidature/reunion/envoi
	post public /candidature/reunion/envoi $4
	numero=$(sql "SELECT numero FROM dossier WHERE email =
	    '$1@exemple.fr'")
}
sign_up ana Ana Petit
ana=$numero
sign_up bo Bo Grand attente=reunion-nantes-2026-12-08
bo=$numero
sign_up cyr Cyr '<Gros>' attente=reunion-nantes-2026-12-08
cyr=$numero
sign_up cyr Cyr Gros attente=reunion-nantes-2026-12-08
cyr=$numero
state() {
	sql "SELECT group_concat(state, ' ') FROM (SELECT p.state FROM place p
	    ORDER BY p.id)"
}
is 'one has the seat, two wait' "$(state)" 'prise attente attente'
get staff $s/inscrits
is 'the list of people' "$status" 200
says 'with the seat' 'Petit Ana'
says 'counted' '1 inscrit sur 1, 2 en attente'
is 'those who wait in their order' "$(words | grep -oE \
    '(1|2) (Grand Bo|Gros Cyr)' | tr '\n' ,)" '1 Grand Bo,2 Gros Cyr,'
hides 'no seat is left to give' "/inscrits/$bo/donner"
get staff $s/inscrits/$bo/donner
post staff $s/inscrits/$bo/donner pourquoi='Une place de plus' confirmer=1
is 'so none is given' "$status $(state)" '409 prise attente attente'

# By hand, with a reason that the person reads first of all.
get staff $s/inscrits/$ana/retirer
is 'the page' "$status" 200
post staff $s/inscrits/$ana/retirer pourquoi=
is 'a reason is needed' "$status $(state)" '422 prise attente attente'
post staff $s/inscrits/$ana/retirer pourquoi='Venue <hier>.'
is 'the message is shown' "$status $(state)" '200 prise attente attente'
says 'as it will be read' 'Venue <hier>.'
post staff $s/inscrits/$ana/retirer pourquoi='Venue <hier>.' confirmer=1
is 'then it is so, and the next has an offer' "$status $(state)" \
    '303 rendue offerte attente'
is 'with its event' "$(sql "SELECT who || text FROM event WHERE name =
    'place-rendue'")" 'Julie MorelVenue <hier>.'
is 'and the message' "$(last_mail ana@exemple.fr | grep -c \
    '^Venue <hier>\.$')" 1
post staff $s/inscrits/$ana/retirer pourquoi='Encore' confirmer=1
is 'once' "$status" 409
get staff $s/inscrits
says 'until when an offer stands' 'Réponse avant'
post staff $s/inscrits/$bo/donner pourquoi='Appelé au téléphone' confirmer=1
is 'an offer becomes a seat' "$status $(state)" '303 rendue prise attente'
get staff $s/inscrits/CAE-26-9B2D-X7/donner
is 'nobody of that number' "$status" 404
get staff $s/inscrits/$bo/autre
is 'no other decision' "$status" 404

# A letter: read over, then one each, all or none, once.
get staff $s/lettre
is 'the letter' "$status" 200
post staff $s/lettre objet='Apportez un stylo' lettre='Et <du papier>.'
is 'to nobody is no letter' "$status" 422
letter() {
	post staff $s/lettre a-qui=prise a-qui=attente \
	    objet='Apportez un stylo' lettre='Et <du papier>.' "$@"
}
before=$(sql 'SELECT count(*) FROM mail')
letter
is 'it is shown' "$status $(sql 'SELECT count(*) FROM mail')" "200 $before"
says 'for two' '2 personnes reçoivent ce message'
letter confirmer=1
is 'then sent' "$status $(sql 'SELECT count(*) FROM mail')" \
    "303 $((before + 2))"
letter confirmer=1
is 'pressed twice, sent once' "$status $(sql 'SELECT count(*) FROM mail')" \
    "303 $((before + 2))"
last_mail bo@exemple.fr >"$tmp/body"
says 'each their own' 'Bonjour Bo,'
is 'word for word' "$(grep -c '^Et <du papier>\.$' "$tmp/body")" 1
is 'to those who were meant' "$(last_mail ana@exemple.fr | grep -c stylo)" 0
post staff $s/lettre a-qui=offerte objet=Vide lettre=Vide confirmer=1
is 'nobody is in that state' "$status" 422
get staff $s/inscrits
says 'it is kept' 'Apportez un stylo , le 23 novembre 2026'

# For calendars.
get staff $s.ics
is 'its half-days' "$(grep -c '^BEGIN:VEVENT' "$tmp/body") $(tr -d '\r' \
    <"$tmp/body" | grep '^DTSTART')" '1 DTSTART:20261209T160000Z'

# Another cooperative's séance does not exist.
login luc@coop.example
for page in '' /inscrits .ics; do
	get staff $s$page
	is "Angers does not see $page" "$status" 404
done
for page in /changer /annulation /lettre; do
	get staff $s$page
	is "nor changes $page" "$status" 403
done
get staff /gestion/seances
hides 'nor lists it' 'reunion-nantes'

# Called off: shown, then told to everybody.
login julie@coop.example
get staff $s/annulation
post staff $s/annulation motif='La salle <inondée>.'
is 'the message is shown' "$status $(sql 'SELECT cancelled IS NULL FROM
    agenda')" '200 1'
says 'to two' '2 personnes reçoivent'
says 'as they will read it' 'La salle <inondée>.'
post staff $s/annulation motif='La salle <inondée>.' confirmer=1
is 'called off, seats are free' "$status $(state)" '303 rendue rendue rendue'
is 'they know' "$(last_mail bo@exemple.fr | grep -c \
    '^La salle <inondée>\.$')" 1
post staff $s/annulation motif='Encore' confirmer=1
is 'once' "$status" 409
get staff $s
says 'it says so' 'Annulé'
get staff "/gestion/seances?quand=%3Cb%3E&programme=%FF&cooperative='"
is 'whatever is asked' "$status" 200
get staff /gestion/seances/rien
is 'no such séance' "$status" 404
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'nothing is amiss' || not_ok 'nothing is amiss' "$(cat "$tmp/check")"
