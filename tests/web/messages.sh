#!/bin/sh
# The work on one file: messages both ways, notes, who else is here, and two
# people of whom neither loses anything.
# usage: srcdir=DIR builddir=DIR sh tests/web/messages.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion nantes
account karim@coop.example 'Karim Diallo' gestion nantes
account zoe@coop.example 'Zoé Lis' lecture nantes
account luc@coop.example 'Luc Roy' gestion angers

begin ana@exemple.fr
answer_all Ana Petit nantes
send
ana=$numero person=$cookie_public
file=/gestion/dossiers/$ana
pending() {
	sql "SELECT pending FROM dossier WHERE numero = '$ana'"
}

# A message, read over, then sent.
login julie@coop.example
get staff "$file/messages"
is 'the messages' "$status" 200
says 'the mails of the portal are there' 'Candidature bien reçue'
says 'and how they went' 'pas encore parti'
hides 'a link without its token' "$(sql "SELECT secret FROM mail WHERE kind =
    'envoyee'")"
last=$(sed -n 's/.*name="dernier" value="\([0-9]*\)".*/\1/p' "$tmp/body" |
    head -1)
letter=$key
post staff "$file/messages" "cle=$key" "dernier=$last" objet= texte=
is 'an empty message' "$status" 422
says 'what lacks' 'Indiquez l’objet du message'
post staff "$file/messages" "cle=$letter" "dernier=$last" objet="$(head -c 56 \
    /dev/zero | tr '\0' a)" texte=x
is 'a subject too long' "$status" 422
post staff "$file/messages" "cle=$letter" dernier=x objet=a texte=b
is 'a form that is none' "$status" 400
post staff "$file/messages" dernier=0 objet=a texte=b
is 'a form without key' "$status" 400
set -- "cle=$letter" "dernier=$last" 'objet=Une question <b>' \
    'texte=Avez-vous un & <local>
pour travailler ?'
post staff "$file/messages" "$@"
is 'the message is shown first' "$status" 200
says 'with who writes' 'Julie Morel, de l’équipe de'
says 'and what' 'Avez-vous un & <local> pour travailler ?'
is 'nothing is sent' "$(sql 'SELECT count(*) FROM thread')" 0
shown=$apercu
post staff "$file/messages" "$@" reprendre=1
holds 'one may go back to it' 'value="Une question &lt;b&gt;"'
post staff "$file/messages" "$@" confirmer=1 apercu=00
is 'what was not shown does not go' "$status $(sql 'SELECT count(*) FROM
    thread')" '409 0'
post staff "$file/messages" "$@" confirmer=1 "apercu=$shown"
is 'it is sent' "$status $location" "303 $file/messages?fait=1#contenu"
post staff "$file/messages" "$@" confirmer=1 "apercu=$shown"
is 'once, however often the button is pressed' "$status $(sql 'SELECT count(*)
    FROM thread') $(sql "SELECT count(*) FROM mail WHERE kind = 'message'")" \
    '303 1 1'
case $(last_mail ana@exemple.fr) in
'Une question <b>'*'Avez-vous un & <local>'*/lien/*) ok 'the mail' ;;
*) not_ok 'the mail' "$(last_mail ana@exemple.fr)" ;;
esac
get staff "$file/messages"
says 'the page tells who wrote' 'Julie Morel, le'
get staff "$file/historique"
says 'the history too' 'Message envoyé à la personne'
get staff "$file"
decide "$file" "version=$version" decision=refuser motif=Complet
is 'the file waits for nothing' "$(pending)" 0

# The person reads and answers.
cookie_public=$person
get public "/suivi/$ana/messages"
is 'the person reads it' "$status" 200
says 'as it was written' 'Avez-vous un & <local>'
voice 'the page of messages' vous
post public "/suivi/$ana/messages" "cle=$key" reponse='  '
is 'an empty answer' "$status" 422
says 'what lacks' 'Écrivez votre message'
post public "/suivi/$ana/messages" "cle=$key" "reponse=$(head -c 4001 \
    /dev/zero | tr '\0' a)"
is 'an answer too long' "$status" 422
post public "/suivi/$ana/messages" "cle=$key" "reponse=$(printf 'a\001b')"
is 'an answer that is no text' "$status" 422
post public "/suivi/$ana/messages" reponse=Oui
is 'without key' "$status" 400
get public "/suivi/$ana/messages"
first=$key
post public "/suivi/$ana/messages" "cle=$first" 'reponse=Oui, un <garage>.'
is 'an answer' "$status $location" "303 /suivi/$ana/messages?fait=1#contenu"
post public "/suivi/$ana/messages" "cle=$first" 'reponse=Oui, un <garage>.'
is 'twice is once' "$status $(sql 'SELECT count(*) FROM thread WHERE account
    IS NULL')" '303 1'
is 'the file is among those to act on' "$(pending)" 1
case $(last_mail "$(sql "SELECT recipient FROM mail WHERE kind =
    'message-equipe'")") in
*garage*) not_ok 'the team’s mail does not hold the answer' ;;
'Message reçu'*"$ana"*) ok 'the team’s mail does not hold the answer' ;;
*) not_ok 'the team’s mail does not hold the answer' ;;
esac
for i in 2 3 4 5; do
	get public "/suivi/$ana/messages"
	post public "/suivi/$ana/messages" "cle=$key" "reponse=Encore $i"
done
is 'five in an hour' "$status" 303
get public "/suivi/$ana/messages"
post public "/suivi/$ana/messages" "cle=$key" reponse=Six
is 'not six' "$status" 429
says 'and why' 'Attendez une heure'
holds 'what was typed is kept' 'Six</textarea>'
get public "/suivi/$ana/messages"
at=$(($(date +%s) + 3700))
TERREAU_NOW=$at post public "/suivi/$ana/messages" "cle=$key" reponse=Sept
is 'an hour later it may' "$status" 303
post public "/suivi/$ana-X/messages" "cle=$key" reponse=x
is 'not to another file' "$status" 404

# Staff see it, on every page of the file.
login julie@coop.example
get staff "$file/pieces"
says 'the next action is to answer' 'Répondre au message reçu'
get staff "$file/messages"
says 'what waits is marked' 'À traiter'
says 'as it was typed' 'Oui, un <garage>.'
last=$(sed -n 's/.*name="dernier" value="\([0-9]*\)".*/\1/p' "$tmp/body" |
    head -1)
mine=$key julie=$cookie_staff
login zoe@coop.example
get staff "$file/messages"
hides 'who reads cannot write' 'name="texte"'
post staff "$file/messages" "cle=$mine" "dernier=$last" objet=a texte=b
is 'nor by posting' "$status" 403
login luc@coop.example
get staff "$file/messages"
is 'another cooperative sees nothing' "$status" 404
get staff "$file/notes"
is 'no notes either' "$status" 404

# Two who answer at the same time: the second one is told, and loses nothing.
login karim@coop.example
get staff "$file/messages"
says 'who else is here' 'Julie Morel a ouvert ce dossier le'
set -- "cle=$key" "dernier=$last" objet=Merci 'texte=Parfait, à lundi.'
post staff "$file/messages" "$@"
post staff "$file/messages" "$@" confirmer=1 "apercu=$apercu"
is 'the first answers' "$status" 303
is 'which settles the file' "$(pending)" 0
cookie_staff=$julie
get staff "$file"
set -- "cle=$mine" "dernier=$last" objet=Visite 'texte=Je passe mardi.'
post staff "$file/messages" "$@"
post staff "$file/messages" "$@" confirmer=1 "apercu=$apercu"
is 'the second is stopped' "$status" 409
says 'sees what the first wrote' 'Parfait, à lundi.'
holds 'and still has the text' 'Je passe mardi.</textarea>'
is 'nothing of it was sent' "$(sql "SELECT count(*) FROM thread WHERE
    subject = 'Visite'")" 0
TERREAU_NOW=$(($(date +%s) + 700)) get staff "$file/notes"
hides 'ten minutes later nobody else is here' 'a ouvert ce dossier'

# Dealt with, without an answer.
cookie_public=$person
TERREAU_NOW=$at get public "/suivi/$ana/messages"
TERREAU_NOW=$((at + 60)) post public "/suivi/$ana/messages" "cle=$key" \
    reponse='Merci !'
is 'a last word' "$(pending)" 1
cookie_staff=$julie
get staff "$file/messages"
last=$(sed -n 's/.*name="dernier" value="\([0-9]*\)".*/\1/p' "$tmp/body" |
    head -1)
post staff "$file/messages/vu" dernier=0
is 'what the page did not show still waits' "$status $(pending)" '303 1'
post staff "$file/messages/vu" "dernier=$last"
is 'needs no answer' "$status $(pending)" '303 0'
get staff "$file/messages"
says 'and the page says who said so' 'traité sans réponse par Julie Morel'

# A decision made while an answer waits leaves the file to act on.
cookie_public=$person
get public "/suivi/$ana/messages"
TERREAU_NOW=$((at + 3700)) post public "/suivi/$ana/messages" "cle=$key" \
    reponse='Une autre question'
sql "UPDATE dossier SET state = 'attente' WHERE numero = '$ana'"
get staff "$file"
decide "$file" "version=$version" decision=refuser motif=Complet
is 'a decision' "$(sql "SELECT state FROM dossier WHERE numero = '$ana'")" \
    refusee
is 'does not hide a question' "$(pending)" 1

# Notes.
get staff "$file/notes"
is 'the notes' "$status" 200
says 'what they are' 'elle peut demander à les lire'
post staff "$file/notes" "cle=$key" note=
is 'an empty note' "$status" 422
get staff "$file/notes"
one=$key
post staff "$file/notes" "cle=$one" 'note=Vue le 3. <Solide>'
is 'a note' "$status" 303
post staff "$file/notes" "cle=$one" 'note=Vue le 3. <Solide>'
is 'twice is once' "$(sql 'SELECT count(*) FROM note')" 1
id=$(sql 'SELECT id FROM note')
get staff "$file/notes?corrige=$id"
holds 'a correction begins with the text' 'Vue le 3. &lt;Solide&gt;</textarea>'
mine=$key
login karim@coop.example
get staff "$file/notes?corrige=$id"
post staff "$file/notes" "cle=$key" "corrige=$id" 'note=Vue le 4.'
is 'corrected by another note' "$status $(sql "SELECT text || '|' || corrects
    FROM note WHERE id > $id")" "303 Vue le 4.|$id"
cookie_staff=$julie
get staff "$file"
post staff "$file/notes" "cle=$mine" "corrige=$id" 'note=Vue le 5.'
is 'two corrections of one note' "$status" 409
says 'the other one is shown' 'Vue le 4.'
holds 'this one is kept' 'Vue le 5.</textarea>'
is 'and not written over it' "$(sql 'SELECT count(*) FROM note')" 2
get staff "$file/notes?corrige=999"
is 'no such note' "$status" 404
get staff "$file/notes"
says 'both stay' 'Vue le 3. <Solide>'
sqlite3 "$data/terreau.db" "UPDATE note SET text = 'x'" 2>"$tmp/refused"
grep -q 'notes are never changed' "$tmp/refused" &&
    ok 'the database holds to it' || not_ok 'the database holds to it'
login zoe@coop.example
get staff "$file/notes"
hides 'who reads adds none' 'name="note"'

# The person's archive, and the copy of notes.
cookie_public=$person
get public "/suivi/$ana/donnees.zip"
python3 -c 'import io, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
for n in ("donnees.xml", "lisez-moi.html"):
    print(z.read(n).decode())' "$tmp/body" >"$tmp/archive"
grep -q 'Avez-vous un' "$tmp/archive" && ok 'the archive holds messages' ||
	not_ok 'the archive holds messages'
grep -q 'Vue le 4' "$tmp/archive" && not_ok 'and no notes' ||
	ok 'and no notes'
grep -q 'ni les notes internes' "$tmp/archive" && ok 'and says so' ||
	not_ok 'and says so'
cookie_staff=$julie
get staff "$file/notes/copie"
says 'notes are read over before' 'Notes à laisser de côté'
post staff "$file/notes/copie" "retire=$id" retire=zz
is 'the copy' "$status $(head_of Content-Type)" '200 text/html; charset=utf-8'
says 'holds what is not left out' 'Vue le 4.'
hides 'and not the rest' 'Vue le 3.'
says 'and says how many lack' '1 note sur 2 n’y est pas'
get staff "$file/historique"
says 'the history tells of the copy' 'Notes préparées pour la personne'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'terreau check finds nothing wrong' ||
	not_ok 'terreau check finds nothing wrong' "$(cat "$tmp/check")"

# To a young person, in « tu ».
young 17 leo@exemple.fr Léo representant=mere rep-nom=Nina \
    rep-joindre=courriel rep-courriel=nina@exemple.fr
[ "$(sql "SELECT sent IS NOT NULL FROM dossier WHERE numero = '$numero'")" = 1 ] ||
	not_ok 'a young person applies'
get public "/suivi/$numero/messages"
is 'a young person’s messages' "$status" 200
voice 'a young person’s messages' tu
get staff "/gestion/dossiers/$numero/messages"
says 'their age is told' 'Moins de 18 ans'
last=0
set -- "cle=$key" dernier=0 objet=Rappel 'texte=Samedi à 10 h.'
post staff "/gestion/dossiers/$numero/messages" "$@"
says 'and the mail speaks so' 't’écrit au sujet de ton dossier'
