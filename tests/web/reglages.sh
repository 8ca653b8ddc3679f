#!/bin/sh
# Settings of the network: read, changed with a reason, within the law, seen
# everywhere at once, undone; what was begun keeps what it was told.
# usage: srcdir=DIR builddir=DIR sh tests/web/reglages.sh
. "$(dirname "$0")/cgi.subr"
site
account reseau@coop.example 'Rose Réseau' administration
account nantes@coop.example 'Noé Nantes' gestion nantes
account lecture@coop.example 'Lou Lecture' lecture nantes

# Read by all, changed by who keeps them.
login lecture@coop.example
get staff /gestion/reglages
is 'everybody of the team reads them' "$status" 200
says 'each with its value' 'Heures laissées pour accepter une place qui se libère 72'
hides 'what is not set is not said' 'aucune valeur'
hides 'but may not change them' '/gestion/reglages/reseau'
get staff /gestion/reglages/historique
is 'nor read why they changed' "$status" 403
login nantes@coop.example
get staff /gestion/reglages
holds 'who keeps a cooperative changes its own' \
    '/gestion/reglages/cooperatives/nantes'
hides 'and no other' '/gestion/reglages/cooperatives/angers'
get staff /gestion/reglages/cooperatives/angers
is 'which is not there for them' "$status" 404
get staff /gestion/reglages/programmes/cjs
is 'nor a programme' "$status" 403
get staff /gestion/reglages/reseau
is 'nor the network' "$status" 403
post staff /gestion/reglages/cooperatives/angers version=0 taux=3
is 'not even by hand' "$status" 404

login reseau@coop.example
get staff /gestion/reglages/programmes/nulle
is 'an unknown programme' "$status" 404
get staff /gestion/reglages/programmes/contact
hides 'what has no age is not asked for one' age-min
says 'what promises an answer is' 'Jours ouvrés pour donner une réponse'

# The law.
get staff /gestion/reglages/programmes/cjs
says 'the law stands beside the question' \
    'Jamais moins de 16 ans : aucun contrat ne se conclut avant. (C. trav. L. 4153-1)'
# change NAME=VALUE…: as the page has it, with these values instead.
change() {
	page=$1
	shift
	post staff "$page" version="$version" "$@"
}
cjs=/gestion/reglages/programmes/cjs
all='reponse=10 brouillon=30 age-min=16 age-max=18 contrat=cape'
change $cjs reponse=10 brouillon=30 age-min=15 age-max=18 contrat=cape
is 'not below the law' "$status" 422
says 'said so' '16'
get staff /gestion/reglages/programmes/cjm
change /gestion/reglages/programmes/cjm reponse=10 brouillon=30 age-min=17 \
    age-max=25 contrat=cape
is 'a programme without parents is for adults' "$status" 422
get staff $cjs
change $cjs reponse=10 brouillon=30 age-min=17 age-max=16 contrat=cape
is 'no age upside down' "$status" 422
says 'with its sentence' 'L’âge minimal dépasse l’âge maximal'
change $cjs $all termine-jour=1 termine-mois=6 termine-annee=2027
is 'an end needs a close' "$status" 422
change $cjs reponse= brouillon=30 age-min=16 age-max=18 contrat=cape
is 'nothing typed is an error' "$status" 422
change $cjs $all
is 'no change is no change' "$status" 422
says 'and is said' 'Rien n’a changé'
is 'nothing was written' "$(sql 'SELECT count(*) FROM reglage')" 0

# Somebody begins before the change.
post_start() {
	get public /candidature/cjs
	post public /candidature/cjs email="$1" "cle=$key"
}
post_start avant@courriel.example
is 'somebody began before' "$status" 303

# The change.
get staff $cjs
change $cjs reponse=15 brouillon=45 age-min=17 age-max=18 contrat=travail
is 'what changes is shown first' "$status" 200
says 'before and after' 'Âge minimal Avant : 16 → Après : 17'
says 'and for whom' 'Les autres gardent l’âge qui leur a été annoncé'
is 'still nothing is written' "$(sql 'SELECT count(*) FROM reglage')" 0
change $cjs reponse=15 brouillon=45 age-min=17 age-max=18 contrat=travail \
    confirmer=1 motif=
is 'a reason is needed' "$status" 422
says 'and asked for' 'Dites pourquoi ce réglage change'
change $cjs reponse=15 brouillon=45 age-min=17 age-max=18 contrat=travail \
    confirmer=1 'motif=Vote du 12 mars'
is 'then it is made' "$status $location" \
    '303 /gestion/reglages?fait=1#contenu'
is 'a row for each' "$(sql "SELECT group_concat(name || ' ' || before || ' '
    || after, ', ') FROM reglage")" \
    'reponse 10 15, brouillon 30 45, age-min 16 17, contrat cape travail'
is 'in the journal' "$(sql "SELECT count(*) FROM journal WHERE act =
    'reglage'")" 4
get staff /gestion/reglages
says 'the page has it' 'Âge minimal 17'
version=0
change $cjs reponse=10 brouillon=30 age-min=16 age-max=18 contrat=cape \
    confirmer=1 motif=x
is 'an old page does not undo it' "$status" 409

# Everywhere at once, and only for who begins now.
cookie_public=
get public /candidature/cjs
says 'the start page says the age' 'de 17 à 18 ans'
says 'and how long a draft is kept' 'pendant 45 jours'
hides 'and no more what was' '30 jours'
"$builddir/terreau" schema --registre --conf "$data/terreau.conf" >"$tmp/body"
says 'the register has it' 'effacé après 45 jours'
post_start apres@courriel.example
is 'the promise goes with the form' "$(sql "SELECT group_concat(t.reply, ' ')
    FROM (SELECT d.reply FROM dossier f JOIN dossier_definition p ON p.dossier
    = f.id JOIN definition d ON d.sha256 = p.definition ORDER BY f.id) t")" \
    '10 15'
is 'and how long it is kept' "$(sql "SELECT group_concat((expires - created)
    / 86400, ' ') FROM dossier")" '30 45'
"$builddir/terreau" check --conf "$data/terreau.conf" >"$tmp/body"
says 'and all is within the law' 'Réglages sans défaut'
sql "INSERT INTO reglage (at, account, who, kind, subject, name, before,
    after, reason) VALUES (1, 1, 'x', 'programme', 'cjs', 'age-min', '17',
    '12', 'x')"
"$builddir/terreau" check --conf "$data/terreau.conf" >"$tmp/body" 2>&1
says 'check tells what is not' 'Réglages ABÎMÉ programme cjs, Âge minimal'
sql "INSERT INTO reglage (at, account, who, kind, subject, name, before,
    after, reason) VALUES (1, 1, 'x', 'programme', 'cjs', 'age-min', '12',
    '17', 'x')"

# Undone by another change.
get staff /gestion/reglages/historique
says 'the history tells why' 'Vote du 12 mars'
back=$(sql "SELECT id FROM reglage WHERE name = 'reponse'")
get staff "$cjs?revenir=$back"
holds 'what was before is filled in' 'name="reponse" value="10"'
holds 'and the rest is as it is' 'name="brouillon" value="45"'

# A rate, in the words of its file.
get staff /gestion/reglages/cooperatives/nantes
change /gestion/reglages/cooperatives/nantes taux=12,5 assemblee-jour=21 \
    assemblee-mois=5 assemblee-annee=2026 confirmer=1 motif=vote
is 'a rate' "$status" 303
get staff /gestion/reglages
says 'is shown as one' '12,5 %'
"$builddir/terreau" site --conf "$data/terreau.conf" >"$tmp/log" 2>&1 ||
    not_ok 'the site is published' "$(cat "$tmp/log")"
is 'nothing changes what was written' "$(sqlite3 "$data/terreau.db" \
    "UPDATE reglage SET after = 'x'" 2>&1 | grep -c 'never\|new row')" 1

# When a programme opens and closes.
day() {
	date -d "$2 days" "+$1-jour=%-d $1-mois=%-m $1-annee=%Y"
}
cae=/gestion/reglages/programmes/cae
set_dates() {
	get staff $cae
	change $cae reponse=10 brouillon=30 "$@" confirmer=1 motif=dates
}
begin tot@courriel.example
early=$cookie_public
set_dates $(day ouvre +30) $(day ferme +10)
is 'it closes after it opens' "$status" 422
set_dates $(day ouvre -40) $(day ferme -10) $(day termine +1)
is 'dates are set' "$status" 303
cookie_public=
get public /candidature/cae
is 'a programme that is closed has a page' "$status" 200
says 'which says since when' 'Les candidatures sont fermées depuis'
hides 'without its form' 'name="email"'
holds 'with a way to be told' '/candidature/prevenir'
says 'and until when what was begun may be sent' 'envoyer jusqu’au'
post public /candidature/cae email=tard@courriel.example "cle=$key"
is 'nobody begins by hand' "$status" 403
is 'nothing was begun' "$(sql "SELECT count(*) FROM dossier WHERE email =
    'tard@courriel.example'")" 0
set_dates $(day ouvre +20) $(day ferme +60) $(day termine +70)
get public /candidature/cae
says 'the next opening is told' "Les candidatures ouvrent le $(date \
    -d '+20 days' +%-d | sed 's/^1$/1 er/')"
cookie_public=$early
get public /candidature/cae/vous
last_day() {
	LC_ALL=C date -d "$1 days" '+%-d %m %Y' | sed "s/^1 /1 er /
	    s/ 01 / janvier /; s/ 02 / février /; s/ 03 / mars /
	    s/ 04 / avril /; s/ 05 / mai /; s/ 06 / juin /; s/ 07 / juillet /
	    s/ 08 / août /; s/ 09 / septembre /; s/ 10 / octobre /
	    s/ 11 / novembre /; s/ 12 / décembre /"
}
says 'each step says until when to send' \
    "À envoyer au plus tard le $(last_day +70)"
answer_all
send
is 'who had begun finishes' "$status" 303
is 'and has sent' "$(sql "SELECT state FROM dossier WHERE email =
    'tot@courriel.example'")" envoyee
set_dates $(day ouvre -60) $(day ferme +1)
begin fin@courriel.example
answer_all
get public /candidature/cae/vous
hides 'no last day, none told' 'À envoyer au plus tard'
set_dates $(day ouvre -60) $(day ferme -10) $(day termine +6)
sql "UPDATE dossier SET expires = unixepoch() + 5 * 86400 WHERE email =
    'fin@courriel.example'"
"$builddir/terreau" remind --data "$data" >"$tmp/log" 2>&1
case $(last_mail fin@courriel.example | sed "s/[$nbsp$thin]/ /g") in
*"à envoyer au plus tard le $(last_day +6 | sed 's/1 er/1er/')"*) ok 'so does the reminder' ;;
*) not_ok 'so does the reminder' "$(last_mail fin@courriel.example)" ;;
esac
set_dates $(day ouvre -60) $(day ferme -10) $(day termine -1)
get public /candidature/cae/envoi
says 'after the last day it is too late' 'Il est trop tard pour envoyer'
send
is 'by hand as well' "$status" 403
is 'and nothing is sent' "$(sql "SELECT state FROM dossier WHERE email =
    'fin@courriel.example'")" brouillon

# A séance takes what was set, when nothing else is said.
get staff /gestion/reglages/programmes/cjs
change $cjs reponse=10 brouillon=30 age-min=16 age-max=18 contrat=travail \
    porteur=nantes confirmer=1 motif=x
get staff /gestion/reglages/reseau
change /gestion/reglages/reseau delai-accord=10 delai-place=48 \
    delai-signature=5 confirmer=1 motif=x
is 'the network has delays' "$status" 303
account gestion@coop.example 'Guy Gestion' gestion
login gestion@coop.example
get staff /gestion/seances/nouvelle
post staff /gestion/seances/nouvelle programme=cjs titre=Essai ou-cp=44150 \
    ou=44003 ou-liste=44150 $(day debut +90) $(day ouverture +0) \
    $(day cloture +80) places=12
is 'a séance is added' "$status" 303
is 'with what the network set' "$(sql "SELECT cooperative || ' ' || contract
    || ' ' || offer FROM agenda")" 'nantes travail 48'
young 16 zoe@courriel.example Zoé representant=mere rep-nom='Ana Leroux' \
    rep-joindre=courriel rep-courriel=ana@courriel.example
is 'parents have the days that were set' "$(sql "SELECT (deadline - asked) /
    86400 FROM representant")" 10
