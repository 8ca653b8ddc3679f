#!/bin/sh
# A person asks to be erased: until when it is kept is told, the request waits
# with its date, staff refuse with a reason or accept, a hold blocks and only
# staff read why, nothing of the file is left.
# usage: srcdir=DIR builddir=DIR sh tests/web/effacement.sh
. "$(dirname "$0")/cgi.subr"
site
account chef@a.example 'Ada Chef' gestion
account donnees@a.example 'Dan Données' donnees
account suit@a.example 'Luc Suit' accompagnement
account admin@a.example 'Ana Admin' administration
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW

begin zoe@exemple.fr
answer_all Zoé Introuvable
get public /candidature/cae/envoi
says 'how long is told before sending' 'est effacée trois mois après la réponse'
holds 'with the rights' 'href="/donnees-personnelles"'
send
file=$numero
mine=$cookie_public
get public "/suivi/$file"
hides 'no date while it is studied' 'puis effacées'
says 'one may ask' 'Effacer mes informations'

# Refused: a date, for the person and for the team.
login chef@a.example
get staff "/gestion/dossiers/$file"
hides 'staff see none either' 'Gardé jusqu'
decide "/gestion/dossiers/$file" "version=$version" decision=refuser \
    motif='Nous ne pouvons pas.'
is 'refused' "$(sql "SELECT state FROM dossier WHERE numero = '$file'")" refusee
get staff "/gestion/dossiers/$file"
says 'three months, for staff' 'Gardé jusqu’au 23 février 2027, puis effacé'
get public "/suivi/$file"
says 'and for the person' 'informations sont gardées jusqu’au 23 février 2027'
get staff "/gestion/dossiers/$file/conservation"
says 'why' 'Le temps d’expliquer la réponse'
says 'for how long' 'un dossier est gardé 3 mois'
says 'nothing was asked' 'La personne n’a rien demandé'

# Asked.
get public "/suivi/$file/effacement"
is 'a page' "$status" 200
post public "/suivi/$file/effacement" texte="$(printf '%01001d' 0)"
is 'too long' "$status" 422
holds 'what was typed stays' "$(printf '%0100d' 0)"
printf 'jeton=%s&texte=%%ff' "$jeton" >"$tmp/form"
post_raw public "/suivi/$file/effacement" application/x-www-form-urlencoded
is 'no text at all' "$status" 400
post public "/suivi/$file/effacement" jeton=0 texte=x
is 'a forged one' "$status $(sql 'SELECT count(*) FROM effacement')" '403 0'
get public "/suivi/$file/effacement"
post public "/suivi/$file/effacement" texte='Je ne veux plus.'
is 'asked' "$status $location" "303 /suivi/$file/effacement#contenu"
post public "/suivi/$file/effacement" texte='Encore.'
is 'once' "$(sql 'SELECT count(*) FROM effacement')" 1
get public "/suivi/$file/effacement"
says 'within a month' 'L’équipe répond au plus tard le 23 décembre 2026'
get public "/suivi/$file"
says 'on the first page too' 'Réponse au plus tard le 23 décembre 2026'
is 'staff have to act' "$(sql "SELECT pending FROM dossier WHERE
    numero = '$file'")" 1
post public "/suivi/$file/effacement" retirer=1
is 'taken back' "$(sql 'SELECT state FROM effacement') $(sql "SELECT pending
    FROM dossier WHERE numero = '$file'")" 'retire 0'
get public "/suivi/$file/effacement"
post public "/suivi/$file/effacement" texte='Je ne veux plus.'

# Who answers.
base=/gestion/dossiers/$file/conservation
login suit@a.example
get staff "$base"
is 'not everybody' "$status" 403
get staff "/gestion/dossiers/$file"
hides 'nor is it shown' "$base"
login admin@a.example
get staff /gestion/effacements
is 'who administers sees certificates' "$status" 200
hides 'and no file' "$file"
login donnees@a.example
get staff /gestion/effacements
says 'it waits' 'à répondre au plus tard le 23 décembre 2026'
holds 'and leads there' "$base"
get staff "$base"
says 'what the person wrote' 'Je ne veux plus.'

# Held: nobody erases it, and the person does not read why.
post staff "$base/gel" motif-gel=
is 'a hold says why' "$status" 422
post staff "$base/gel" motif-gel='Litige sur les honoraires'
is 'held' "$status $(sql 'SELECT author FROM gel WHERE lifted IS NULL')" \
    '303 Dan Données'
is 'it is in the journal' "$(sql "SELECT who || text FROM event WHERE
    name = 'gel-pose'")" 'Dan Données'
post staff "$base/effacement" reponse=accepte
is 'it cannot be erased' "$status" 409
says 'staff read why' 'Litige sur les honoraires'
for page in "" /effacement /donnees /messages; do
	get public "/suivi/$file$page"
	hides "the person does not: $page" 'honoraires'
done
get public "/suivi/$file"
hides 'no date is promised meanwhile' 'puis effacées'

# Refused in words.
get staff "$base"
post staff "$base/effacement" reponse=
is 'an answer is needed' "$status" 422
post staff "$base/effacement" reponse=refuse
is 'a refusal says why' "$status" 422
says 'in a sentence' 'Dites quelle règle oblige à garder le dossier'
post staff "$base/effacement" reponse=refuse \
    motif-effacement='La loi oblige à garder ce dossier.'
is 'its message is read over' "$status $(sql "SELECT state FROM effacement
    ORDER BY id DESC LIMIT 1")" '200 demande'
says 'as it goes' 'Vous pouvez aussi saisir la CNIL'
post staff "$base/effacement" reponse=refuse motif-effacement='Autre chose.' \
    confirmer=1 apercu="$apercu"
is 'another text is read over again' "$status" 409
post staff "$base/effacement" reponse=refuse \
    motif-effacement='La loi oblige à garder ce dossier.' confirmer=1 \
    apercu="$apercu"
post staff "$base/effacement" reponse=refuse \
    motif-effacement='La loi oblige à garder ce dossier.' confirmer=1 \
    apercu="$apercu"
is 'refused, once' "$(sql "SELECT state || author FROM effacement ORDER BY id
    DESC LIMIT 1") $(sql "SELECT count(*) FROM mail WHERE
    kind = 'effacement-refus'")" 'refuseDan Données 1'
get public "/suivi/$file/effacement"
says 'the person reads it' 'La loi oblige à garder ce dossier.'
get staff "$base"
says 'staff see how it was answered' 'refusé le 23 novembre 2026 par Dan Données'
post staff "$base/gel" lever=1
is 'the hold is lifted' "$(sql 'SELECT lifted_by FROM gel')" 'Dan Données'

# Asked again, accepted: gone at once.
get public "/suivi/$file/effacement"
post public "/suivi/$file/effacement" texte='Toujours.'
sql "INSERT INTO contrat SELECT id, $((TERREAU_NOW / 86400 + 3)),
    $((TERREAU_NOW / 86400 + 300)), 'a-venir', 0, 0 FROM dossier WHERE
    numero = '$file'"
get staff "$base"
post staff "$base/effacement" reponse=accepte
is 'not with a contract signed, that begins on Thursday' "$status" 409
sql 'DELETE FROM contrat'
sql "INSERT INTO agenda (code, programme, cooperative, title, place, address,
    postcode, commune, insee, departement, first, last, hours, opens, closes,
    seats, held, offer, contract, text, reason, changed, version) VALUES
    ('un-soir', 'reunion', 'nantes', 'Réunion', '', '', '', 'Nantes', '', '44',
    30000, 30001, '', 19900, 29999, 1, 0, 48, '', '', '', 1, 1)"
sql "INSERT INTO place (agenda, dossier, state, at, changed) SELECT a.id, d.id,
    'prise', 1, 1 FROM agenda a, dossier d WHERE d.numero = '$file' LIMIT 1"
get staff "$base"
post staff "$base/effacement" reponse=accepte
says 'what is about to happen' 'Le dossier est effacé avec ce message.'
post staff "$base/effacement" reponse=accepte confirmer=1 apercu="$apercu"
is 'erased' "$status ${location%%\?*}" '303 /gestion/effacements'
is 'the seat is free for others' "$(sql 'SELECT state FROM place')" rendue
is 'whole' "$(sql "SELECT email || nom || prenom || pending FROM dossier WHERE
    numero = '$file'") $(sql "SELECT count(*) FROM record WHERE
    length(xml) > 0")" '0 0'
is 'by whom, and at whose wish' "$(sql "SELECT days || ' ' || f.state || f.text
    FROM depart p JOIN effacement f ON f.id = p.asked")" '0 accepte'
is 'its key too' "$(sqlite3 "$data/keys/coffre.db" "SELECT count(*) FROM cle
    WHERE id < (SELECT 2)")" 0
get public "/suivi/$file"
is 'its page is shut' "$status" 401
get staff "/gestion/dossiers/$file"
is 'for staff too' "$status" 410
last_mail zoe@exemple.fr >"$tmp/body"
says 'the person is told' 'C’est fait'
TERREAU_NOW=$((TERREAU_NOW + 9 * 86400))
"$builddir/terreau" purge --data "$data" >"$tmp/purge" 2>&1
is 'the night certifies it' "$(grep -c 'Certificat d’effacement n° 1' \
    "$tmp/purge")" 1
is 'and forgets the address' "$(cat "$data"/terreau.db* |
    grep -ac 'zoe@exemple')" 0
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'nothing is amiss' || not_ok 'nothing is amiss' \
	"$(grep -v 'sans défaut' "$tmp/check")"
login admin@a.example
get staff /gestion/effacements/1.txt
is 'given out' "$status $(head_of Content-Type)" \
    '200 text/plain; charset=utf-8'
says 'at whose wish' 'la personne l’a demandé (RGPD, article 17)'
says 'sealed' 'Sceau (Ed25519'
hides 'without a name' Introuvable
for none in 2 0 x 99999999999999999999; do
	get staff "/gestion/effacements/$none.txt"
	is "there is no $none" "$status" 404
done
