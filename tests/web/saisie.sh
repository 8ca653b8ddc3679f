#!/bin/sh
# Applications that came on paper, typed by staff: the same steps and checks
# as the public form, a person without e-mail, the same record.
# usage: srcdir=DIR builddir=DIR sh tests/web/saisie.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion nantes
account zoe@coop.example 'Zoé Lis' lecture nantes
account luc@coop.example 'Luc Roy' gestion angers
login julie@coop.example

get staff /gestion/saisie
is 'which form' "$status" 200
holds 'the CAE’s among them' '/gestion/saisie/cae"'
hides 'no short message' '/gestion/saisie/contact"'
for name in contact prevenir rien; do
	get staff /gestion/saisie/$name
	is "not $name" "$status" 404
done
get staff /gestion/saisie/cae
is 'the beginning' "$status" 200
says 'asks when it came' 'Jour où le papier est arrivé'
post staff /gestion/saisie/cae "cle=$key" email=pas-une-adresse \
    recu-jour=31 recu-mois=2 recu-annee=2026
is 'a day that is none, an address that is none' "$status" 422
says 'the day' 'doit être une date qui existe'
says 'the address' 'adresse e-mail complète'
tomorrow=$(date -d '+1 day' '+%d %m %Y')
set -- $tomorrow
post staff /gestion/saisie/cae "cle=$key" email= "recu-jour=$1" \
    "recu-mois=$2" "recu-annee=$3"
is 'a day to come' "$status" 422
post staff /gestion/saisie/cae email= recu-jour=3 recu-mois=3 recu-annee=2026
is 'no key' "$status" 400
get staff /gestion/saisie/cae
set -- "cle=$key" email= recu-jour=3 recu-mois=3 recu-annee=2026
post staff /gestion/saisie/cae "$@"
numero=$(sql 'SELECT numero FROM dossier')
is 'begun' "$status $location" "303 /gestion/saisie/$numero/vous#contenu"
post staff /gestion/saisie/cae "$@"
is 'twice is once' "$(sql 'SELECT count(*) FROM dossier')" 1
is 'nobody is written to' "$(sql 'SELECT count(*) FROM mail')" 0
saisie=/gestion/saisie/$numero
get staff "$saisie/vous"
is 'the first step' "$status" 200
says 'is that of the public form' 'étape 1 sur'
post staff "$saisie/vous" prenom= nom=Petit joindre=courriel
is 'the same checks' "$status" 422
says 'the same sentences' 'Indiquez votre prénom'
holds 'the same values kept' 'value="Petit"'
post staff "$saisie/vous" prenom=Ana nom=Petit joindre=telephone \
    telephone='06 39 98 12 34'
is 'right' "$status $location" "303 $saisie/commune#contenu"
get staff /gestion/saisie
says 'what is not finished is listed' "$numero"
get staff "$saisie/envoi"
says 'what lacks' 'Il reste à compléter'
hides 'it cannot be sent so' 'Enregistrer la candidature'
post staff "$saisie/envoi" engagement=oui
is 'not by posting either' "$status" 422
post staff "$saisie/commune" commune-cp=44150
is 'the communes of the code come first' "$status $location" \
    "303 $saisie/commune#contenu"
post staff "$saisie/commune" commune-cp=44150 commune=44003 \
    commune-liste=44150 cooperative=nantes
post staff "$saisie/situation" situation=demandeur-emploi
post staff "$saisie/activite" secteur=conseil activite='Du <conseil>' \
    clients=non
post staff "$saisie/besoins" besoins=tester

# Two members of the team at one paper.
get staff "$saisie/activite"
hers=$seen
is 'a step knows what it was made from' "${#hers}" 16
post staff "$saisie/activite" secteur=conseil activite='Du <conseil> aux clubs' \
    clients=non "vu=$hers"
is 'one saves' "$status" 303
post staff "$saisie/activite" secteur=conseil activite='Des vélos' \
    clients=non "vu=$hers"
is 'the other is told' "$status $(sql "SELECT value FROM brouillon WHERE field
    = 'activite'")" '409 Du <conseil> aux clubs'
says 'with both' 'Des vélos Enregistré par l’autre : Du <conseil> aux clubs'
post staff "$saisie/activite" secteur=conseil activite= clients=non "vu=$hers"
is 'as long as it is an old page' "$status" 409
post staff "$saisie/activite" secteur=conseil activite='Du <conseil>' \
    clients=non "vu=$seen"
is 'and may then save' "$status" 303
post staff "$saisie/activite" secteur=conseil activite='Du <conseil>' \
    clients=non "vu=$hers"
is 'the same again is no conflict' "$status" 303
post staff "$saisie/besoins" besoins=tester
is 'nor is another step' "$status" 303
for at in vous envoi; do
	get public "/suivi/$numero"
	login luc@coop.example
	get staff "$saisie/$at"
	is "another cooperative does not see it: $at" "$status" 404
done
login zoe@coop.example
get staff /gestion/saisie
is 'who reads types nothing' "$status" 403
login julie@coop.example
get staff "/gestion/dossiers/$numero"
is 'it is no file yet' "$status" 404

# The paper itself.
get staff "$saisie/envoi"
printf 'rien' >"$tmp/rien.txt"
: >"$tmp/form"
part jeton "$jeton"
part_file papier rien.txt "$tmp/rien.txt"
parts_end
post_raw staff "$saisie/papier" "$MULTIPART"
is 'a scan that is none' "$status" 422
says 'what it should be' 'Le fichier doit être un PDF, un JPG ou un PNG'
printf '%%PDF-1.4\n' >"$tmp/scan.pdf"
: >"$tmp/form"
part jeton "$jeton"
part_file papier 'papier.pdf' "$tmp/scan.pdf"
parts_end
post_raw staff "$saisie/papier" "$MULTIPART"
is 'the scan' "$status" 303
get staff "$saisie/envoi"
says 'is there' 'papier.pdf'
says 'the person has no e-mail' 'La personne n’a pas d’adresse e-mail'
post staff "$saisie/envoi"
is 'what was not ticked on the paper' "$status" 422
post staff "$saisie/envoi" engagement=oui
is 'recorded' "$status $location" "303 /gestion/saisie?fait=$numero#contenu"
post staff "$saisie/envoi" engagement=oui
is 'once' "$status $(sql 'SELECT count(*) FROM record')" '303 1'
get staff "/gestion/saisie?fait=$numero"
says 'the page says so' 'La candidature est enregistrée'
is 'nobody was written to' "$(sql 'SELECT count(*) FROM mail')" 0
is 'the record is in the name of who typed it' "$(sql "SELECT author FROM
    record")" 'Julie Morel'
is 'the consent was given on paper' "$(sql "SELECT DISTINCT channel FROM
    consent")" papier
record >"$tmp/record.xml"
xmllint --noout --relaxng "$srcdir/schemas/xml/cae.rng" "$tmp/record.xml" \
    2>"$tmp/rng" && ok 'the record has the schema of all' ||
	not_ok 'the record has the schema of all' "$(cat "$tmp/rng")"
get staff "/gestion/dossiers/$numero"
is 'it is a file' "$status" 200
says 'that says how it came' 'Reçue sur papier le 3 mars 2026, saisie par'
says 'and is to be decided' 'Décider'
get staff "/gestion/dossiers/$numero/pieces"
says 'the scan is with it' 'papier.pdf'
get staff "/gestion/dossiers/$numero/historique"
says 'the history tells it' 'Candidature papier saisie'
get staff "/gestion/dossiers/$numero"
post staff "/gestion/dossiers/$numero/decision" "version=$version" \
    decision=accepter
says 'a decision warns that nobody is told' 'n’a pas d’adresse e-mail'
decide "/gestion/dossiers/$numero" "version=$version" decision=accepter
is 'and may be made' "$(sql 'SELECT state FROM dossier')" acceptee
cookie_public=
get public /reprendre
post public /reprendre "numero=$numero" courriel=
is 'no e-mail opens no door' "$status" 422
is 'no code is made' "$(sql "SELECT count(*) FROM onetime WHERE dossier IS
    NOT NULL")" 0

# With an e-mail: the person follows the file like everybody.
get staff /gestion/saisie/cae
post staff /gestion/saisie/cae "cle=$key" email=bob@exemple.fr recu-jour=4 \
    recu-mois=3 recu-annee=2026
numero=$(sql "SELECT numero FROM dossier WHERE email <> ''")
saisie=/gestion/saisie/$numero
post staff "$saisie/vous" prenom=Bob nom=Roux joindre=courriel
post staff "$saisie/commune" commune-cp=44150 commune=44003 \
    commune-liste=44150 cooperative=angers
post staff "$saisie/situation" situation=etudes
post staff "$saisie/activite" secteur=conseil activite=Conseil clients=non
post staff "$saisie/besoins" besoins=tester
is 'no mail before it is recorded' "$(sql 'SELECT count(*) FROM mail')" 0
"$builddir/terreau" remind --data "$data" >/dev/null 2>&1
post staff "$saisie/envoi" engagement=oui
is 'then the usual one' "$(sql "SELECT kind FROM mail WHERE recipient =
    'bob@exemple.fr'")" envoyee
get staff "/gestion/saisie?fait=$numero"
says 'another cooperative’s file is not ours' 'Elle va à une autre coopérative'
follow bob@exemple.fr
is 'the link opens it' "$status" 200

# Given up.
get staff /gestion/saisie/cae
post staff /gestion/saisie/cae "cle=$key" email=lou@exemple.fr recu-jour=5 \
    recu-mois=3 recu-annee=2026
numero=$(sql "SELECT numero FROM dossier WHERE email = 'lou@exemple.fr'")
saisie=/gestion/saisie/$numero
post staff "$saisie/vous" prenom=Lou nom=Vidal joindre=courriel
: >"$tmp/form"
part jeton "$jeton"
part_file papier papier.pdf "$tmp/scan.pdf"
parts_end
post_raw staff "$saisie/papier" "$MULTIPART"
get staff "$saisie/envoi"
holds 'the way to give it up' "$saisie/abandon\""
get staff "$saisie/abandon"
says 'which says what it does' 'effacés aussitôt, sans retour'
is 'and does nothing yet' "$(sql "SELECT count(*) FROM dossier WHERE numero =
    '$numero'")" 1
is 'its scan is there' "$(sql "SELECT count(*) FROM piece p JOIN dossier d ON
    d.id = p.dossier WHERE d.numero = '$numero'")" 1
mine=$cookie_staff
login luc@coop.example
get staff /gestion/compte
post staff "$saisie/abandon"
is 'not another cooperative’s' "$status" 404
cookie_staff=$mine
get staff "$saisie/abandon"
post staff "$saisie/abandon" jeton=0
is 'the token counts' "$status" 403
post staff "$saisie/abandon"
is 'given up' "$status $location" '303 /gestion/saisie?abandon=1#contenu'
is 'nothing is left of it' "$(sql "SELECT (SELECT count(*) FROM dossier WHERE
    numero = '$numero') + (SELECT count(*) FROM brouillon WHERE dossier NOT
    IN (SELECT id FROM dossier)) + (SELECT count(*) FROM intake WHERE dossier NOT IN (SELECT id FROM dossier)) +
    (SELECT count(*) FROM piece WHERE dossier NOT IN (SELECT id FROM dossier))")" 0
is 'but a line of the journal' "$(sql "SELECT who || ' ' || text FROM journal
    WHERE act = 'saisie-abandonnee'")" "Julie Morel $numero"
done=$(sql "SELECT numero FROM dossier WHERE email = 'bob@exemple.fr'")
post staff "/gestion/saisie/$done/abandon"
is 'what was recorded stays' "$status $(sql "SELECT count(*) FROM dossier
    WHERE numero = '$done'")" '303 1'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'terreau check finds nothing wrong' ||
	not_ok 'terreau check finds nothing wrong' "$(cat "$tmp/check")"
