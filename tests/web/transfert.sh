#!/bin/sh
# A file goes to another cooperative: proposed by staff, decided by the person,
# moved at once or not at all.
# usage: srcdir=DIR builddir=DIR sh tests/web/transfert.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion nantes
account luc@coop.example 'Luc Roy' gestion angers
account zoe@coop.example 'Zoé Lis' lecture nantes

begin ana@exemple.fr
answer_all Ana Petit nantes
send
ana=$numero person=$cookie_public
file=/gestion/dossiers/$ana
where() {
	sql "SELECT cooperative FROM dossier WHERE numero = '$ana'"
}
propose() {
	get staff "$file/transfert"
	set -- "version=$version" vers=angers 'motif=Plus près de <chez> vous.'
	post staff "$file/transfert" "$@"
	[ -z "$read_only" ] || return 0
	post staff "$file/transfert" "$@" confirmer=1 "apercu=$apercu"
}
read_only=

login zoe@coop.example
get staff "$file/transfert"
is 'who reads proposes nothing' "$status" 403
login julie@coop.example
get staff "$file/transfert"
is 'the form' "$status" 200
hides 'its own cooperative is no choice' 'value="nantes"'
old=$version
post staff "$file/transfert" "version=$version" vers= motif=
is 'nothing chosen' "$status" 422
says 'with its sentences' 'Choisissez une autre coopérative'
says 'both' 'Indiquez la raison'
for vers in nantes nulle-part; do
	post staff "$file/transfert" "version=$version" vers=$vers motif=x
	is "not to $vers" "$status" 422
done
read_only=1
propose
says 'the message is read over' 'Plus près de <chez> vous.'
says 'with its address' 'Voici le message qui partira à ana@exemple.fr'
hides 'not its token' "$(sql "SELECT secret FROM mail WHERE recipient =
    'ana@exemple.fr' AND secret IS NOT NULL ORDER BY id DESC LIMIT 1")"
is 'nothing is proposed yet' "$(sql 'SELECT count(*) FROM transfert')" 0
post staff "$file/transfert" "version=$version" vers=angers \
    'motif=Autre chose.' confirmer=1 "apercu=$apercu"
is 'another text is read over again' "$status $(sql 'SELECT count(*) FROM
    transfert')" '409 0'
says 'and says so' 'Rien n’est parti'
post staff "$file/transfert" "version=$version" vers=angers \
    'motif=Autre chose.' reprendre=1
holds 'or taken back to the form' 'id="vers"'
read_only=
propose
is 'proposed' "$status" 303
is 'nothing has moved' "$(where)" nantes
post staff "$file/transfert" "version=$old" vers=angers motif=Encore
is 'one question at a time' "$status $(sql 'SELECT count(*) FROM
    transfert')" '422 1'
case $(last_mail ana@exemple.fr) in
*'Plus près de <chez> vous.'*) ok 'the person reads why' ;;
*) not_ok 'the person reads why' "$(last_mail ana@exemple.fr)" ;;
esac

# The person decides.
cookie_public=$person
get public "/suivi/$ana"
says 'the status page tells' 'Lire la proposition et répondre'
get public "/suivi/$ana/transfert"
is 'the question' "$status" 200
says 'the reason' 'Plus près de <chez> vous.'
voice 'the question' vous
id=$(sql 'SELECT id FROM transfert')
post public "/suivi/$ana/transfert" "id=$id" reponse=peut-etre
is 'yes or no' "$status" 400
post public "/suivi/$ana/transfert" id=999 reponse=oui
is 'not to another question' "$status $(where)" '409 nantes'
post public "/suivi/$ana/transfert" "id=$id" reponse=non
is 'no' "$status $(where)" '303 nantes'
is 'has no consequence' "$(sql "SELECT state FROM dossier")" envoyee
post public "/suivi/$ana/transfert" "id=$id" reponse=oui
is 'answered once' "$status $(where)" '409 nantes'
login julie@coop.example
get staff "$file/historique"
says 'the team reads it, neutrally' 'La personne préfère rester'

# Called off, then proposed again.
propose
id=$(sql 'SELECT max(id) FROM transfert')
get staff "$file/transfert"
post staff "$file/transfert/retrait" "id=$id"
is 'called off' "$status" 303
get public "/suivi/$ana"
hides 'nothing is asked any more' 'Lire la proposition'
post public "/suivi/$ana/transfert" "id=$id" reponse=oui
is 'nor answered' "$status $(where)" '409 nantes'
propose
id=$(sql 'SELECT max(id) FROM transfert')

# What is typed for papers stays with nobody; the file goes whole.
get public "/suivi/$ana/transfert"
post public "/suivi/$ana/transfert" "id=$id" reponse=oui
is 'yes' "$status $(where)" '303 angers'
post public "/suivi/$ana/transfert" "id=$id" reponse=oui
is 'twice is once' "$(sql "SELECT count(*) FROM event WHERE name =
    'transfert-accepte'")" 1
is 'both teams are told' "$(sql "SELECT group_concat(kind, ' ') FROM (SELECT
    kind FROM mail WHERE kind LIKE 'transfert-%' AND kind <>
    'transfert-refuse-equipe' ORDER BY kind)")" \
    'transfert-arrive-equipe transfert-parti-equipe'
for at in '' /messages /notes /pieces /historique /transfert; do
	get staff "$file$at"
	is "the old cooperative sees nothing: $at" "$status" 404
done
login luc@coop.example
get staff "$file/historique"
is 'the new one all' "$status" 200
says 'with what the old one keeps' 'Elle garde à son nom les documents'
get staff "$file"
decide "$file" "version=$version" decision=proposer-entretien motif=Lundi
is 'and works on' "$(sql 'SELECT state FROM dossier')" entretien

# A change of answers afterwards leaves it where it is.
get staff "$file"
decide "$file" "version=$version" decision=demander-correction \
    corriger=activite motif='Dites-en plus.'
get public "/suivi/$ana"
post public "/suivi/$ana/modifier"
get public /candidature/cae/activite
post public /candidature/cae/activite secteur=conseil activite=Mieux \
    clients=non
post public /candidature/cae/envoi engagement=oui
is 'a correction is sent' "$(sql 'SELECT count(*) FROM record')" 2
is 'and moves nothing back' "$(where)" angers
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'terreau check finds nothing wrong' ||
	not_ok 'terreau check finds nothing wrong' "$(cat "$tmp/check")"

# What forbids it.
young 16 leo@exemple.fr Léo representant=mere rep-nom=Nina \
    rep-joindre=courriel rep-courriel=nina@exemple.fr
login julie@coop.example
get staff "/gestion/dossiers/$numero/transfert"
says 'not a minor' 'La personne a moins de 18 ans'
post staff "/gestion/dossiers/$numero/transfert" version=1 vers=angers motif=x
is 'nor by posting' "$status" 422
