#!/bin/sh
# Seats in a session: asked for on the agenda, taken by sending, waited for,
# given back, offered, accepted; and fifty people who want ten at once.
# usage: srcdir=DIR builddir=DIR sh tests/web/seats.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW

session() {
	cat >"$tmp/session.xml" <<XML
<sessions><session code="$1" programme="cjs" cooperative="nantes" places="$2" offre="48">
<titre>Coopérative jeunesse d’Ancenis $1</titre><lieu>Maison des jeunes</lieu><commune insee="44003">Ancenis</commune>
<dates du="2027-07-05" au="2027-08-27"/><inscription du="2026-11-01" au="2027-05-15"/></session></sessions>
XML
	"$builddir/terreau" session --data "$data" add "$tmp/session.xml" \
	    >/dev/null || not_ok "session $1"
}

offer() {
	"$builddir/terreau" session --data "$data" offer
}

# The seats of a session: how many in each state.
places() {
	sql "SELECT group_concat(n || ' ' || state, ', ') FROM (SELECT count(*)
	    AS n, p.state FROM place p JOIN agenda a ON a.id = p.agenda WHERE
	    a.code = '$1' GROUP BY p.state ORDER BY p.state)"
}

# young E-MAIL CODE: all but the sending, for a person who needs no parent.
young() {
	cookie_public=
	get public "/candidature/cjs?session=$2"
	post public /candidature/cjs "email=$1" "cle=$key" "session=$2"
	numero=$(sql "SELECT numero FROM dossier WHERE email = '$1'")
	get public /candidature/cjs/toi
	post public /candidature/cjs/toi prenom=Lou nom=Martin \
	    naissance-jour=1 naissance-mois=10 naissance-annee=2008 telephone=
	post public /candidature/cjs/ou-quand commune-cp=44150 commune=44003 \
	    commune-liste=44150 "session=$2" disponible=oui
	post public /candidature/cjs/pourquoi envie='Travailler avec d’autres.' \
	    apport='Vendre.'
	post public /candidature/cjs/photos images=non
}

session ete 1
get public /agenda/ete
holds 'the way in' 'href="/candidature/cjs?session=ete"'
get public '/candidature/cjs?session=ete'
says 'the start page names the session' 'Coopérative jeunesse d’Ancenis ete'
get public '/candidature/cjs?session=%27%22%3E%3Cb%3E'
is 'one that does not exist is not minded' "$status" 200
hides 'nor shown' '<b>'

# The only seat.
young ana@exemple.fr ete
ana=$numero
ana_cookie=$cookie_public
get public /candidature/cjs/ou-quand
holds 'the session is chosen already' 'value="ete" checked="checked"'
says 'with the seats left' '1 place'
young bo@exemple.fr ete
bo=$numero
bo_cookie=$cookie_public
get public /candidature/cjs/envoi
is 'Bo may send' "$status" 200
hides 'no waiting list to tell of' 'name="attente"'
cookie_public=$ana_cookie
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui
is 'Ana has sent' "$status $location" "303 /suivi/$ana#contenu"
get public "/suivi/$ana"
says 'and has the seat' 'Place réservée'
case $(last_mail ana@exemple.fr) in
*'Place réservée'*) ok 'her mail says it' ;;
*) not_ok 'her mail says it' "$(last_mail ana@exemple.fr)" ;;
esac
is 'one seat is taken' "$(places ete)" '1 prise'

# Bo's page was made when the seat was free.
cookie_public=$bo_cookie
get public /candidature/cjs/envoi
says 'the page tells of the waiting list' 'liste d’attente, au rang 1'
post public /candidature/cjs/envoi engagement=oui
is 'who was not told is asked again' "$status" 409
says 'what happened' 'La dernière place vient d’être prise.'
holds 'the mark of having been told' 'name="attente" value="ete"'
is 'nothing was sent' "$(sql "SELECT sent IS NULL FROM dossier WHERE
    numero = '$bo'")" 1
post public /candidature/cjs/envoi engagement=oui attente=autre
is 'told of another list does not count' "$status" 409
post public /candidature/cjs/envoi engagement=oui attente=ete
is 'told, Bo sends' "$status" 303
get public "/suivi/$bo"
says 'and waits' 'En liste d’attente, au rang 1'
case $(last_mail bo@exemple.fr) in
*'Liste d’attente'*) ok 'his mail says it' ;;
*) not_ok 'his mail says it' "$(last_mail bo@exemple.fr)" ;;
esac
young cy@exemple.fr ete
cy=$numero
cy_cookie=$cookie_public
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui attente=ete
is 'Cy is the second to wait' "$(places ete)" '2 attente, 1 prise'
get public /agenda/ete
says 'the agenda counts them' '2 personnes attendent'

# Ana withdraws: Bo is offered the seat.
cookie_public=$ana_cookie
get public "/suivi/$ana/retrait"
is 'reading changes nothing' "$(places ete)" '2 attente, 1 prise'
post public "/suivi/$ana/retrait"
is 'the seat is offered' "$(places ete)" '1 attente, 1 offerte, 1 rendue'
last_mail bo@exemple.fr >"$tmp/body"
says 'Bo is told' 'Une place se libère'
says 'until when' 'réponse avant le 25 novembre 2026'
holds 'and where to answer' "$url/lien/"
token=$(sql "SELECT secret FROM mail WHERE kind GLOB 'place-offerte*'
    ORDER BY id DESC LIMIT 1")
cookie_public=
get public "/lien/$token"
says 'the link says what for' 'Une place est libre'
is 'reading it changes nothing' "$(places ete)" '1 attente, 1 offerte, 1 rendue'
post public "/lien/$token"
is 'its button leads to the answer' "$status $location" \
    "303 /suivi/$bo/place#contenu"
bo_cookie=$cookie_public
cookie_public=$cy_cookie
get public "/suivi/$bo/place"
is 'nobody else opens the offer' "$status" 404
post public "/suivi/$bo/place" reponse=accepter
is 'nor answers it' "$status $(places ete)" \
    '404 1 attente, 1 offerte, 1 rendue'
post public "/suivi/$cy/place" reponse=accepter
is 'who waits cannot take it' "$(places ete)" '1 attente, 1 offerte, 1 rendue'
cookie_public=$bo_cookie
get public "/suivi/$bo/place?reponse=accepter"
is 'the offer is read' "$status" 200
says 'with its end' 'gardée jusqu’au 25 novembre 2026'
is 'reading accepts nothing' "$(places ete)" '1 attente, 1 offerte, 1 rendue'
post public "/suivi/$bo/place" reponse=peut-etre
is 'an answer that is none' "$status" 400
post public "/suivi/$bo/place" reponse=accepter jeton=
is 'an answer without token' "$status" 403
TERREAU_NOW=1795601472		# two days later
sql "UPDATE session SET expires = expires + 3 * 86400"
offer >/dev/null
is 'silence passes it on' "$(places ete)" '1 expiree, 1 offerte, 1 rendue'
get public "/suivi/$bo"
post public "/suivi/$bo/place" reponse=accepter
is 'too late' "$status $(places ete)" '303 1 expiree, 1 offerte, 1 rendue'
get public "/suivi/$bo"
says 'the status says so' 'n’est plus gardée'
says 'and offers to wait again' 'Revenir en liste d’attente'
account julie@exemple.fr 'Julie Morel' gestion
login julie@exemple.fr
get staff "/gestion/dossiers/$bo"
says 'staff see it in the file' 'Sans place : pas de réponse à temps'
get staff '/gestion/dossiers'
says 'and in the list' 'Envoyée Sans place'
get public "/suivi/$bo"
post public "/suivi/$bo/place" reponse=attendre jeton=
is 'asked for without token' "$status" 403
get public "/suivi/$bo"
post public "/suivi/$bo/place" reponse=attendre
is 'Bo waits again, at the end' "$(places ete)" \
    '1 attente, 1 expiree, 1 offerte, 1 rendue'
post public "/suivi/$bo/place" reponse=attendre
is 'once' "$(places ete)" '1 attente, 1 expiree, 1 offerte, 1 rendue'
get public "/suivi/$bo"
says 'the status says where' 'En liste d’attente, au rang 1'
cookie_public=$cy_cookie
get public "/suivi/$cy"
says 'an offer waits for the person' 'C’est à toi. Une place est libre : réponds avant'
post public "/suivi/$cy/place" reponse=accepter
is 'Cy accepts' "$status $(places ete)" '303 1 attente, 1 expiree, 1 prise, 1 rendue'
post public "/suivi/$cy/place" reponse=accepter
is 'again is harmless' "$status $(places ete)" '303 1 attente, 1 expiree, 1 prise, 1 rendue'
post public "/suivi/$cy/place" reponse=refuser
is 'what is accepted is not declined' "$(places ete)" \
    '1 attente, 1 expiree, 1 prise, 1 rendue'
get public "/suivi/$cy"
says 'Cy has the seat' 'Place réservée'
case $(last_mail cy@exemple.fr) in
'Place confirmée'*) ok 'and a confirmation' ;;
*) not_ok 'and a confirmation' "$(last_mail cy@exemple.fr)" ;;
esac

# A session that closes while the draft is open.
session court 5
young di@exemple.fr court
sql "UPDATE agenda SET closes = 20700, opens = 20600 WHERE code = 'court'"
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui
is 'a session that closed is not sent to' "$status $(sql "SELECT sent IS NULL
    FROM dossier WHERE numero = '$numero'")" '303 1'

# Called off: everybody is told.
"$builddir/terreau" session --data "$data" cancel ete --motif 'Pas de local.' \
    >/dev/null
is 'called off' "$(places ete)" '1 expiree, 3 rendue'
case $(last_mail cy@exemple.fr) in
Annulation*'Pas de local.'*) ok 'Cy is told' ;;
*) not_ok 'Cy is told' "$(last_mail cy@exemple.fr)" ;;
esac

cookie_public=$bo_cookie
get public "/suivi/$bo"
hides 'nothing more to wait for' 'Revenir en liste'

# Fifty drafts ready to be sent, ten seats, all at once.
session foule 10
young foule@exemple.fr foule
cat >"$tmp/crowd.py" <<'PY'
import hashlib, hmac, os, sqlite3, subprocess, sys
from concurrent.futures import ThreadPoolExecutor
data, program, email = sys.argv[1:]
key = open(data + '/keys/csrf.key', 'rb').read()
db = sqlite3.connect(data + '/terreau.db')
[first] = db.execute('SELECT id FROM dossier WHERE email = ?', (email,)).fetchone()
people = []
for i in range(50):
    numero, token = 'CJS-26-TEST-' + '23456789AB'[i // 10] + '23456789AB'[i % 10], '%064x' % (i + 1)
    db.execute('INSERT INTO dossier (id, numero, programme, creation, state, pending, email, prenom, nom, sort, cooperative, created, changed, sent, expires, version) SELECT NULL, ?, programme, ?, state, pending, ?, prenom, nom, sort, cooperative, created, changed, sent, expires, version FROM dossier WHERE id = ?', (numero, hashlib.sha256(numero.encode()).digest(), 'p%d@exemple.fr' % i, first))
    [one] = db.execute('SELECT id FROM dossier WHERE numero = ?', (numero,)).fetchone()
    db.execute('INSERT INTO brouillon (dossier, form, step, pos, field, value) SELECT ?, form, step, pos, field, value FROM brouillon WHERE dossier = ?', (one, first))
    db.execute("INSERT INTO event SELECT NULL, ?, at, name, account, who, state, text FROM event WHERE dossier = ?", (one, first))
    db.execute("INSERT INTO session (token, subject, dossier, opened, expires) SELECT ?, subject, ?, opened, expires FROM session WHERE dossier = ?", (hashlib.sha256(bytes.fromhex(token)).digest(), one, first))
    people.append(token)
db.commit()
def send(token, extra):
    jeton = hmac.new(key, token.encode(), hashlib.sha256).hexdigest()
    body = ('jeton=%s&engagement=oui%s' % (jeton, extra)).encode()
    env = dict(os.environ, REQUEST_METHOD='POST', REQUEST_URI='/candidature/cjs/envoi', REMOTE_ADDR='127.0.0.1', HTTP_COOKIE='terreau=' + token, CONTENT_TYPE='application/x-www-form-urlencoded', CONTENT_LENGTH=str(len(body)))
    out = subprocess.run([program, '--data', data], input=body, env=env, capture_output=True).stdout
    return out.split(b'\r\n')[0].decode()
def person(token):
    said = [send(token, '')]
    if '409' in said[0]:
        said.append(send(token, '&attente=foule'))
    return ' '.join(s[8:11] for s in said)
with ThreadPoolExecutor(8) as pool:
    said = list(pool.map(person, people))
for what in sorted(set(said)):
    print(said.count(what), what)
PY
python3 "$tmp/crowd.py" "$data" "$builddir/terreau-public" foule@exemple.fr \
    >"$tmp/crowd" 2>&1
is 'fifty at once: ten are in, forty were told' "$(cat "$tmp/crowd")" '10 303
40 409 303'
is 'ten seats, no more' "$(places foule)" '40 attente, 10 prise'
is 'the waiting list has no two in one place' "$(sql "SELECT count(DISTINCT
    dossier) FROM place p JOIN agenda a ON a.id = p.agenda WHERE
    a.code = 'foule'")" 50
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
is 'the check finds nothing wrong with the seats' \
    "$(grep -c 'Places des sessions  *sans défaut' "$tmp/check")" 1
"$builddir/terreau" session --data "$data" seats foule 9 >"$tmp/out" 2>&1 &&
    not_ok 'seats that are taken cannot go' || ok 'seats that are taken cannot go'
"$builddir/terreau" session --data "$data" seats foule 12 >/dev/null
is 'two more are offered to the first two' "$(places foule)" \
    '38 attente, 2 offerte, 10 prise'
sql "DROP TRIGGER place_update; UPDATE place SET state = 'prise' WHERE state =
    'attente'"
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
is 'the check names an overbooking' \
    "$(grep -c 'foule : plus de personnes que de places' "$tmp/check")" 1
