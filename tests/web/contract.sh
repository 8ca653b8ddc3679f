#!/bin/sh
# From acceptance to a contract that a third party checks.
# usage: srcdir=DIR builddir=DIR sh tests/web/contract.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion
account anne@coop.example 'Anne Petit' accompagnement nantes
account luc@coop.example 'Luc Roy' gestion angers
begin ana@exemple.fr
answer_all 'Łukasz Çağrı' 'Nguyễn-Lefèvre d’Œuf' nantes
post public /candidature/cae/activite secteur=conseil \
    activite='Vélos 🚲 et 👩‍🔧 王.' clients=non
send
applicant=$cookie_public
login julie@coop.example
file=/gestion/dossiers/$numero
get staff "$file"
hides 'no contract before acceptance' "$file/documents/cape\""
get staff "$file"
decide "$file" "version=$version" decision=accepter
is 'accepted' "$status $(sql 'SELECT state FROM dossier')" '303 acceptee'
get staff "$file/documents/cape"
is 'the contract can be prepared' "$status" 200
says 'what is missing is listed' 'Il manque'
says 'with its article' 'R. 127-1'
hides 'and it cannot be issued' 'Émettre le document'
version=$(sql 'SELECT version FROM dossier')
post staff "$file/documents/cape/emission" "version=$version"
is 'not by posting either' "$status" 422
is 'nothing is issued' "$(sql 'SELECT count(*) FROM document')" 0

# Step by step; the first is filled in from the application.
get staff "$file/documents/cape/beneficiaire"
holds 'the name is there already' 'value="Nguyễn-Lefèvre d’Œuf"'
get staff "$file/documents/cape/retribution"
says 'so is what the cooperative asks' 'marge brute'
is 'chosen among the answers' "$(grep -c 'checked' "$tmp/body")" 2
stale=$version
year=$(($(date +%Y) + 1))
step() {
	get staff "$file/documents/cape/$1"
	name=$1
	shift
	post staff "$file/documents/cape/$name" "version=$version" "$@"
	case "$status $location" in
	'303 '*) ok "contract, $name" ;;
	*) not_ok "contract, $name" "$status $(words | cut -c 1-300)" ;;
	esac
}
get staff "$file/documents/cape/beneficiaire"
post staff "$file/documents/cape/beneficiaire" "version=$version" prenoms= \
    nom-naissance=Nguyễn
is 'a wrong step' "$status" 422
says 'comes back with its sentences' 'réponses à corriger'
holds 'and its version' 'name="version"'
step beneficiaire prenoms='Łukasz Çağrı' \
    nom-naissance='Nguyễn-Lefèvre d’Œuf' naissance-jour=29 \
    naissance-mois=2 naissance-annee=1988 naissance-lieu='Łódź (Pologne)' \
    adresse='3 rue des Tilleuls' domicile-cp=44150 domicile=44003 \
    domicile-liste=44150 nationalite=europe
post staff "$file/documents/cape/projet" "version=$stale" intitule=Vélos \
    nature=creation projet=Vélos
is 'an older version meets the conflict page' "$status" 409
step projet intitule='Réparation de vélos' nature=creation \
    projet='Réparer des vélos à domicile.'
post staff "$file/documents/cape/projet" "version=$stale" intitule=Vélos \
    nature=creation projet='Réparer des vélos à domicile.'
is 'two people in one step: nothing is lost' "$status" 409
says 'what was typed, what the other saved' \
    'Vélos Enregistré par l’autre : Réparation de vélos'
holds 'what was typed is in the form' 'value="Vélos"'
hides 'what is the same is not told' 'à domicile.<br'
step duree periode=initiale debut-jour=1 debut-mois=3 \
    "debut-annee=$year" fin-jour=31 fin-mois=12 "fin-annee=$year"
step programme programme='Étude de marché.' rythme='un par mois' \
    referent='Julie Morel'
step moyens moyens='Un poste de travail.' moyens-valorisation=sans \
    moyens-conditions='Aux heures d’ouverture.' \
    moyens-evolution='Aucune évolution.'
step retribution retribution=pourcentage retribution-taux=10,5 \
    retribution-assiette=chiffre-affaires \
    retribution-evolution='Aucune évolution.'
step tiers tiers-nature='Achat de pièces.' plafond-tiers='1 500' \
    seuil-tiers=300 tiers-charge=compte
step comptabilite compta-periode=mois compta-delai=15 \
    compta-forme='saisie en ligne'
step rupture preavis=30 rupture-forme=remise
step remuneration remuneration=non
step cotisations cotisations-calcul='Montant exact.' \
    cotisations-echeance='le 15 du mois'
step declarations temps-plein=non interdiction=non cape-anterieur=non \
    rc-pro=cooperative decennale=non signature-lieu=Nantes
is 'the last step leads back' "$location" "$file/documents/cape#contenu"

step tiers tiers-nature='Achat de pièces 🚲.' plafond-tiers='1 500' \
    seuil-tiers=300 tiers-charge=compte
get staff "$file/documents/cape"
post staff "$file/documents/cape/emission" "version=$version"
is 'a sign that no font has is not printed' "$status" 422
says 'and is named' '« 🚲 »'
is 'nothing is issued' "$(sql 'SELECT count(*) FROM document')" 0
step tiers tiers-nature='Achat de pièces.' plafond-tiers='1 500' \
    seuil-tiers=300 tiers-charge=compte
get staff "$file/documents/cape"
says 'nothing is missing' 'Rien ne manque.'
get staff "$file/documents/cape/apercu"
is 'the preview' "$status" 200
says 'is marked' 'Projet – sans valeur'
says 'and has the names' 'Nguyễn-Lefèvre d’Œuf'
login anne@coop.example
get staff "$file/documents/cape"
hides 'an adviser does not issue' 'Émettre le document'
post staff "$file/documents/cape/emission" "version=$version"
is 'not by posting either' "$status" 403
login julie@coop.example
get staff "$file/documents/cape"
post staff "$file/documents/cape/emission" "version=1"
is 'an older version is not issued' "$status" 409
get staff "$file/documents/cape"
post staff "$file/documents/cape/emission" "version=$version"
is 'issued' "$status" 303
code=$(sql 'SELECT code FROM document')
is 'under its code' "$location" \
    "/gestion/documents/$code?fait=emission#contenu"
get staff "/gestion/documents/$code?fait=emission"
says 'what to do now' 'Imprimez-le, un exemplaire pour chaque signataire'
is 'and the state moves' "$(sql 'SELECT state FROM dossier')" contrat
get staff "/gestion/documents/$code"
says 'what is known of it' 'Empreinte des données'
get staff "/gestion/documents/$code?lire=1"
says 'its words' 'Réparation de vélos'
get staff "/gestion/documents/$code.pdf"
is 'its PDF' "$status $(head_of Content-Type)" '200 application/pdf'
cp "$tmp/body" "$tmp/contrat.pdf"
is 'whole' "$(sha256sum <"$tmp/contrat.pdf" | cut -d ' ' -f 1)" \
    "$(sql 'SELECT lower(hex(sha256)) FROM document')"
"$builddir/terreau" verify --data "$data" "$tmp/contrat.pdf" \
    >"$tmp/verdict" 2>&1 && ok 'terreau verify agrees' ||
	not_ok 'terreau verify agrees' "$(cat "$tmp/verdict")"
login luc@coop.example
for address in "$code" "$code.pdf" "$code/revocation"; do
	get staff "/gestion/documents/$address"
	is "another cooperative does not find $(echo "$address" |
	    sed "s/$code/it/")" "$status" 404
done

# The person.
cookie_public=$applicant
get public "/suivi/$numero"
says 'the person must act' 'C’est à vous.'
holds 'and has the contract' "/suivi/$numero/documents/$code.pdf"
get public "/suivi/$numero/documents/$code.pdf"
cmp -s "$tmp/body" "$tmp/contrat.pdf" && ok 'the same bytes' ||
	not_ok 'the same bytes'
get public "/suivi/$numero/documents/$code"
says 'and the same words' 'Réparation de vélos'
get public "/suivi/$numero/recepisse.pdf"
is 'the receipt, whatever was typed' "$status $(head_of Content-Type)" \
    '200 application/pdf'
get public "/suivi/$numero/recepisse"
says 'says what was received' 'Nguyễn-Lefèvre d’Œuf'
begin eve@exemple.fr
get public "/suivi/$numero/documents/$code.pdf"
is 'somebody else does not get it' "$status" 404

# Anybody.
cookie_public=
groups=$(printf '%s' "$code" | tr 'A-Z' 'a-z' | sed 's/..../& /g')
get public "/verifier?code=$(encode "$groups")"
is 'a code as one types it' "$status $location" "303 /v/$code#contenu"
get public "/v/$code"
short=$(sql "SELECT hex(substr(empreinte, 1, 8)) FROM document
    WHERE code = '$code'" | sed 's/..../& /g; s/ $//')
for where in paper page; do
	case $where in
	paper) pdftotext "$tmp/contrat.pdf" - ;;
	page) cat "$tmp/body" ;;
	esac | sed 's/\xc2\xa0/ /g' | grep -qF "$short" &&
		ok "the fingerprint is on the $where" ||
		not_ok "the fingerprint is on the $where" "$short"
done
says 'authentic' 'Ce document est authentique'
says 'initials' 'Ł***** N*****'
hides 'no name' Nguy
hides 'no other' ukasz
is 'sixty dots' "$(grep -o '<circle[^>]*fill="#[0-9A-F]*"' "$tmp/body" |
    grep -cv 'r="5.2"')" 60
is 'not sent on' "$(head_of Referrer-Policy) $(head_of Cache-Control)" \
    'no-referrer no-store'
holds 'not indexed' 'content="noindex"'
says 'invented data say that they are' 'Site de démonstration'
is 'no cookie for who only reads' "$(head_of Set-Cookie)" ''
get public /v/222222222222
is 'an unknown code' "$status" 404
says 'without reproach' 'Aucun document ne porte ce code'
get public '/v/%3Cscript%3E'
is 'what is no code' "$status" 404
get public '/verifier?code=ABC'
is 'a code too short' "$status" 422
get public '/verifier?code='
is 'no code' "$status" 422

# Replaced, then revoked.
login julie@coop.example
get staff "$file/documents/cape"
post staff "$file/documents/cape/emission" "version=$version" motif=
is 'replacing needs a reason' "$status" 422
get staff "$file/documents/cape"
post staff "$file/documents/cape/emission" "version=$version" motif='Erreur de date'
is 'replaced' "$status" 303
get staff "$file/historique"
says 'the history says it in French' 'Document remplacé'
second=$(sql "SELECT code FROM document WHERE state = 'valide'")
get public "/v/$code"
says 'the page says replaced' 'Ce document a été remplacé'
get staff "/gestion/documents/$second/revocation"
says 'revoking is confirmed' 'C’est définitif'
post staff "/gestion/documents/$second/revocation" motif=
is 'and needs a reason' "$status" 422
post staff "/gestion/documents/$second/revocation" motif='Contrat rompu'
is 'revoked' "$status" 303
get public "/v/$second"
says 'the page says so' 'Ce document n’est plus valable'
is 'two contracts, none valid' "$(sql "SELECT count(*),
    sum(state = 'valide') FROM document")" '2|0'
is 'both are in the public list, the third one' "$(sed -n \
    '/^serie/p; /^documents/p; s/^\(re[a-z]*\) .*/\1/p' \
    "$data/preuves/revocations.txt" | sort | tr '\n' ' ')" \
    'documents 2 remplace revoque serie 3 '
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'terreau check finds nothing wrong' ||
	not_ok 'terreau check finds nothing wrong' "$(cat "$tmp/check")"

# A file at another step: the page says which one, and issues nothing.
get staff "$file/documents"
says 'the kinds that may be issued are listed' 'Documents à émettre'
sql "UPDATE dossier SET state = 'terminee'
    WHERE numero = '${file##*/}'"
get staff "$file/documents/cape"
says 'a finished file says when' 'quand le dossier est à l’étape : Acceptée'
hides 'and offers nothing' 'Émettre le document'
version=$(sql 'SELECT version FROM dossier WHERE sent IS NOT NULL')
post staff "$file/documents/cape/emission" "version=$version" motif='Encore'
is 'not by posting either' "$status" 409
for kind in recepisse inconnu; do
	get staff "$file/documents/$kind"
	is "no such document: $kind" "$status" 404
done
