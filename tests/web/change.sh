#!/bin/sh
# After the sending: change, correct, withdraw and come back, another address,
# messages, everything in one archive.
# usage: srcdir=DIR builddir=DIR sh tests/web/change.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion nantes

state() {
	sql "SELECT state FROM dossier WHERE numero = '$numero'"
}

records() {
	sql "SELECT count(*) FROM record WHERE form = 'cae'"
}

code() {
	last_mail "$1" | grep -oE '[2-9A-Z]{4}-[2-9A-Z]{2}' | head -1
}

audit() {
	"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 && ok \
	    "nothing is amiss: $1" || not_ok "$1" "$(cat "$tmp/check")"
}

begin ana@exemple.fr
answer_all
send
is 'sent' "$(state) $(records)" 'envoyee 1'
get public "/suivi/$numero"
says 'the page says until when one may change' 'jusqu’au début de l’étude'
says 'and when there is an answer' 'En étude À venir Réponse Au plus tard le'
says 'a contract hangs on it' 'Contrat à signer Si la réponse est oui'
get public /candidature/cae/activite
says 'what was sent is closed' 'déjà été envoyée'
post public /candidature/cae/activite secteur=conseil activite=Autre clients=non
is 'for a POST too' "$status" 409

# Change, step by step; the team sees the old answers meanwhile.
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
is 'the answers open' "$status $location" \
    '303 /candidature/cae/recapitulatif#contenu'
get public /candidature/cae/recapitulatif
says 'with what was sent' 'Je conseille des associations.'
says 'and the address' 'ana@exemple.fr'
holds 'which has a way of its own' "/suivi/$numero/courriel#valeur"
says 'and say who sees what' 'L’équipe voit encore les réponses déjà envoyées'
get public /candidature/cae/activite
post public /candidature/cae/activite secteur=conseil \
    activite='Je forme des bénévoles.' clients=oui
is 'a step is saved' "$status" 303
get public "/suivi/$numero"
says 'the status page knows' 'Vous avez rouvert vos réponses'
is 'nothing was sent yet' "$(records) $(record | grep -c bénévoles)" '1 0'
post public "/suivi/$numero/annuler"
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cae/recapitulatif
says 'given up: the answers are those that were sent' \
    'Je conseille des associations.'
get public /candidature/cae/activite
post public /candidature/cae/activite secteur=conseil activite= clients=oui
is 'a wrong step is refused' "$status" 422
post public /candidature/cae/activite secteur=conseil \
    activite='Je forme des bénévoles.' clients=oui plus-tard=1
get public "${location%%#*}"
is 'to be finished later: the status page' "$status $location" \
    "303 /suivi/$numero#contenu"
get public /candidature/cae/envoi
says 'the last button says what it sends' 'envoyer mes changements'
post public /candidature/cae/envoi
is 'agreed to again, or not at all' "$status" 422
post public /candidature/cae/envoi engagement=oui
is 'sent: the next record' "$status $(state) $(records)" '303 envoyee 2'
is 'with the change' "$(record | grep -c bénévoles)" 1
is 'the person is told' "$(sql "SELECT kind FROM mail ORDER BY id DESC
    LIMIT 1")" modifiee
post public /candidature/cae/envoi engagement=oui
is 'pressed twice: once' "$(records)" 2
audit 'after a change'

# The team begins while the answers are open.
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cae/activite
post public /candidature/cae/activite secteur=conseil activite='Trop tard.' \
    clients=oui
login julie@coop.example
get staff "/gestion/dossiers/$numero"
decide "/gestion/dossiers/$numero" decision=etudier "version=$version"
is 'the team begins' "$(state)" etude
get public /candidature/cae/envoi
post public /candidature/cae/envoi engagement=oui
is 'nothing is sent any more' "$(records)" 2
get public "/suivi/$numero"
hides 'nor offered' "/suivi/$numero/modifier"

# A correction is asked for.
get staff "/gestion/dossiers/$numero"
holds 'the answers may be named' 'name="corriger" id="corriger-activite"'
hides 'the address may not' 'value="email"'
hides 'nor what was agreed to' 'value="engagement"'
post staff "/gestion/dossiers/$numero/decision" \
    decision=demander-correction motif='Précisez votre activité.' \
    "version=$version"
is 'a correction of nothing' "$status $(state)" '422 etude'
says 'is told' 'Cochez au moins une réponse à corriger'
post staff "/gestion/dossiers/$numero/decision" corriger=engagement \
    decision=demander-correction motif='Précisez votre activité.' \
    corriger=inconnu "version=$version"
is 'of what may not be corrected too' "$status $(state)" '422 etude'
post staff "/gestion/dossiers/$numero/decision" corriger=activite \
    decision=demander-correction motif='Précisez votre activité.' \
    "version=$version"
says 'the message names the answer' '– Décrivez votre activité en quelques lignes'
is 'before it is sent' "$status $(state)" '200 etude'
decide "/gestion/dossiers/$numero" corriger=activite \
    decision=demander-correction motif='Précisez votre activité.' \
    "version=$version"
is 'the team asks' "$(state)" a-corriger
is 'by a message with a link' "$(sql "SELECT body LIKE '%Précisez%/lien/%' OR
    body LIKE '%/lien/%Précisez%' FROM mail WHERE kind = 'correction'")" 1
get public "/suivi/$numero"
says 'the page says who must act' 'C’est à vous.'
says 'and what is asked' 'Précisez votre activité.'
says 'where it stands' 'À corriger Depuis le'
says 'what comes then' 'En étude À venir Réponse À venir'
post public "/suivi/$numero/modifier"
get public /candidature/cae/recapitulatif
holds 'the named answer opens' 'activite?retour=recapitulatif#activite'
hides 'the others do not' 'activite?retour=recapitulatif#secteur'
hides 'in other parts neither' '/candidature/cae/vous'
get public /candidature/cae/vous
is 'their pages are shut' "$status" 404
post public /candidature/cae/vous prenom=Autre nom=Autre joindre=courriel
is 'for a POST too' "$status" 404
get public /candidature/cae/activite
hides 'only the named one is asked' 'name="secteur"'
post public /candidature/cae/activite secteur=artisanat clients=non \
    activite='Je forme des bénévoles à la comptabilité.'
get public /candidature/cae/envoi
post public /candidature/cae/envoi engagement=oui
is 'corrected: the team goes on' "$(state) $(records)" 'etude 3'
get staff "/gestion/dossiers/$numero"
says 'with the new answer' 'comptabilité'
says 'what changed stands first' 'Ce qui a changé depuis l’envoi précédent'
says 'beside what was before' 'Avant : Je forme des bénévoles. '
is 'and nothing else did' "$(words | grep -o 'Avant :' | wc -l)" 1

# Withdraw and think better of it.
get public "/suivi/$numero/retrait"
says 'withdrawing says how long one may come back' '7 jours'
post public "/suivi/$numero/retrait"
is 'withdrawn' "$(state)" retiree
get public "/suivi/$numero"
says 'the page offers to come back' 'Reprendre ma candidature'
post public "/suivi/$numero/reprise"
is 'back where it was' "$(state) $(sql "SELECT pending FROM dossier")" \
    'etude 1'
get public "/suivi/$numero"
post public "/suivi/$numero/reprise"
is 'twice is once' "$(sql "SELECT count(*) FROM event WHERE name =
    'reprendre'")" 1
get public "/suivi/$numero/retrait"
post public "/suivi/$numero/retrait"
get public "/suivi/$numero"
later=$(($(date +%s) + 7 * 86400 + 60))
session=$cookie_public
sql "UPDATE session SET expires = expires + 1000000"
TERREAU_NOW=$later get public "/suivi/$numero"
hides 'after seven days it is over' 'Reprendre ma candidature'
TERREAU_NOW=$later post public "/suivi/$numero/reprise"
is 'for a POST too' "$(state)" retiree
get public "/suivi/$numero"
post public "/suivi/$numero/reprise"
audit 'after withdrawals'

# Another address.
get public "/suivi/$numero/courriel"
post public "/suivi/$numero/courriel" valeur=pas-une-adresse
is 'no address' "$status" 422
post public "/suivi/$numero/courriel" valeur=ana@exemple.fr
is 'the same address' "$status" 422
old=$(sql "SELECT count(*) FROM link WHERE ended IS NULL")
post public "/suivi/$numero/courriel" valeur=neuve@exemple.fr
is 'a code goes to the new one' "$status $(sql "SELECT recipient FROM mail
    WHERE kind = 'code-adresse'")" '303 neuve@exemple.fr'
is 'nothing has changed yet' "$(sql 'SELECT email FROM dossier')" \
    ana@exemple.fr
c=$(code neuve@exemple.fr)
hold=$cookie_public
cookie_public=
get public /reprendre
post public /reprendre/code "numero=$numero" "code=$c"
is 'who gets the code by mistake opens nothing' "$status" 422
cookie_public=$hold
get public "/suivi/$numero/courriel/code"
post public "/suivi/$numero/courriel/code" valeur=2222-22
is 'a wrong code' "$status" 422
post public "/suivi/$numero/courriel/code" "valeur=$c"
is 'the right one' "$status $(sql 'SELECT email FROM dossier')" \
    '303 neuve@exemple.fr'
is 'the old address is told' "$(sql "SELECT recipient FROM mail WHERE kind =
    'adresse'")" ana@exemple.fr
is 'links sent there end' "$old $(sql "SELECT count(*) FROM link WHERE ended
    IS NULL AND email = 'ana@exemple.fr'")" "$old 0"
get public "/suivi/$numero"
is 'this browser goes on' "$status" 200
hold=$cookie_public
cookie_public=$session
get public "/suivi/$numero"
is 'all others are closed' "$status" 401
cookie_public=$hold

# What was sent to the old address opens nothing, and is no dead end.
link=$(sql "SELECT replace(body, '••••••••', coalesce(secret, '')) FROM mail
    WHERE recipient = 'ana@exemple.fr' AND kind = 'envoyee'" |
    grep -o '/lien/[0-9a-f]*' | head -1)
cookie_public=
get public "$link"
is 'a link sent there' "$status" 200
says 'tells why it is over' 'L’adresse e-mail du dossier a changé'
hides 'not where it went' neuve@exemple.fr
post public "$link"
is 'opens nothing' "$status $cookie_public" '200 '
sql 'UPDATE link SET made = made - 7200'
post public "$link/nouveau"
is 'another goes' "$status" 303
is 'to the new address alone' "$(sql "SELECT recipient FROM mail
    WHERE kind = 'lien'")" neuve@exemple.fr
cookie_public=$hold

# Messages, data, who read it.
get public "/suivi/$numero/messages"
is 'the messages' "$status" 200
hides 'no token in them' "$(sql "SELECT secret FROM mail WHERE secret IS NOT
    NULL ORDER BY id DESC LIMIT 1")"
hides 'no code either' "$c"
get public "/suivi/$numero/donnees"
says 'who of the team read it' 'Coopérative de Nantes, Gestion'
hides 'by role, not by name' 'Julie'
says 'and what happened' 'Adresse e-mail changée'
get public "/suivi/$numero/donnees.zip"
is 'the archive' "$status $(head_of Content-Type)" '200 application/zip'
cp "$tmp/answer" "$tmp/whole"
n=0
for id in $(sql "SELECT id FROM record WHERE form = 'cae'"); do
	n=$((n + 1))
	record "$id" >"$tmp/record.$n"
done
/usr/bin/python3 - "$tmp/whole" "$tmp"/record.? <<'P'
import io, sys, zipfile
from xml.dom.minidom import parseString
whole = open(sys.argv[1], 'rb').read().split(b'\r\n\r\n', 1)[1]
z = zipfile.ZipFile(io.BytesIO(whole))
names = z.namelist()
def is_(what, good):
    print('ok' if good else 'not ok', what)
is_('it is sound', z.testzip() is None)
is_('with a page to begin with', 'lisez-moi.html' in names)
is_('no name leaves its folder', not any(n.startswith('/') or '..' in n
    for n in names))
rows = [open(name, 'rb').read() for name in sys.argv[2:]]
files = [z.read(n) for n in names if n.startswith('reponses/')]
is_('every record, byte for byte', len(rows) == 3 and sorted(files) ==
    sorted(rows))
root = parseString(z.read('donnees.xml')).documentElement
is_('every file of the list is there', all(e.getAttribute('fichier') in names
    for t in ('reponse', 'piece', 'document')
    for e in root.getElementsByTagName(t)))
is_('no token in it', b'/lien/' not in z.read('donnees.xml') or
    '••••••••'.encode() in z.read('donnees.xml'))
is_('and no name of staff', b'Julie' not in z.read('donnees.xml'))
P
begin bob@exemple.fr
get public "/suivi/$numero/courriel"
is 'a draft may change its address as well' "$status" 200
other=$numero
numero=$(sql "SELECT numero FROM dossier WHERE email = 'neuve@exemple.fr'")
for page in '' /messages /donnees /donnees.zip /courriel /retrait; do
	get public "/suivi/$numero$page"
	is "nobody else's: $page" "$status" 404
done
