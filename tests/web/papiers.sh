#!/bin/sh
# The papers of each programme for groups: a contract where the law lets one be
# made, which begins when all have signed, then what attests taking part.
# usage: srcdir=DIR builddir=DIR sh tests/web/papiers.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion
LIEU='commune-cp=44150 commune=44003 commune-liste=44150'

# day NAME DATE: the three parts of a date, to post.
day() {
	echo "$1-jour=$(date -d "$2" +%-d) $1-mois=$(date -d "$2" +%-m) \
$1-annee=$(date -d "$2" +%Y)"
}

# begin_at PROGRAMME, then each STEP with its answers.
begin_at() {
	kind=$1
	cookie_public=
	get public "/candidature/$kind"
	post public "/candidature/$kind" "email=$kind@exemple.fr" "cle=$key"
	numero=$(sql "SELECT numero FROM dossier WHERE email =
	    '$kind@exemple.fr'")
	get public "${location%%#*}"
}
put() {
	name=$1
	shift
	post public "/candidature/$kind/$name" "$@"
}
accepted() {
	is "$kind: sent" "$(sql "SELECT sent IS NOT NULL FROM dossier WHERE
	    numero = '$numero'")" 1
	sql "UPDATE dossier SET state = 'acceptee' WHERE numero = '$numero'"
	file=/gestion/dossiers/$numero
}

# step PAPER STEP answer ...
step() {
	get staff "$file/documents/$1/$2"
	where=$file/documents/$1/$2
	shift 2
	post staff "$where" "version=$version" "$@"
	[ "$status" = 303 ] || not_ok "$where" "$status $(words | cut -c 1-300)"
}
issue() {
	version=$(sql "SELECT version FROM dossier WHERE numero = '$numero'")
	post staff "$file/documents/$1/emission" "version=$version"
}

# contract BIRTH: every point of R. 127-1.
contract() {
	step cape beneficiaire prenoms=Ana nom-naissance=Petit \
	    $(day naissance "$1") naissance-lieu=Nantes \
	    adresse='3 rue des Tilleuls' domicile-cp=44150 domicile=44003 \
	    domicile-liste=44150 nationalite=europe
	step cape projet intitule=Services nature=creation \
	    projet='Rendre des services.'
	step cape duree periode=initiale $(day debut tomorrow) \
	    $(day fin '+90 days')
	step cape programme programme='Créer une coopérative.' \
	    rythme='tous les jours' referent='Julie Morel'
	step cape moyens moyens='Un local.' moyens-valorisation=sans \
	    moyens-conditions='De jour.' moyens-evolution='Aucune.'
	step cape retribution retribution=neant
	step cape tiers tiers-nature='Achat de pièces.' plafond-tiers=500 \
	    seuil-tiers=100 tiers-charge=compte
	step cape comptabilite compta-periode=mois compta-delai=15 \
	    compta-forme='en ligne'
	step cape rupture preavis=7 rupture-forme=remise
	step cape remuneration remuneration=non
	step cape cotisations cotisations-calcul='Montant exact.' \
	    cotisations-echeance='le 15 du mois'
	step cape declarations temps-plein=non interdiction=non \
	    cape-anterieur=non rc-pro=cooperative decennale=non \
	    signature-lieu=Nantes
	issue cape
}

signed() {
	code=$(sql "SELECT x.code FROM document x JOIN dossier d ON d.id =
	    x.dossier WHERE d.numero = '$numero' AND x.kind = 'cape'")
	printf '%%PDF-1.4\nsigné à la main\n%%%%EOF\n' >"$tmp/scan.pdf"
	get staff "/gestion/documents/$code/papier"
	: >"$tmp/form"
	part jeton "$jeton"
	part_file scan scan.pdf "$tmp/scan.pdf"
	part jour "$(date +%-d)"
	part mois "$(date +%-m)"
	part annee "$(date +%Y)"
	for slot in $(sql "SELECT s.id FROM signature s JOIN document d ON
	    d.id = s.document WHERE d.code = '$code'"); do
		part slot "$slot"
	done
	parts_end
	post_raw staff "/gestion/documents/$code/papier" "$MULTIPART"
}

# group BIRTH: from acceptance to the paper that attests.
group() {
	contract "$1"
	is "$kind: the contract is issued" "$status" 303
	signed
	is "$kind: signed, it begins" "$(sql "SELECT state FROM dossier WHERE
	    numero = '$numero'")" encours
	get staff "$file/documents"
	for paper in lettre-urssaf attestation-accompagnement \
	    attestation-participation rupture releve-heures; do
		holds "$kind: then there is $paper" "$file/documents/$paper\""
	done
	hides "$kind: a contract is signed once" "$file/documents/cape\""
	step attestation-participation personne prenom=Ana nom=Petit
	step attestation-participation session groupe='Coopérative d’Ancenis' \
	    lieu=Ancenis $(day debut '-60 days') $(day fin yesterday)
	step attestation-participation participation demi-journees=40 \
	    competences='Tenir une caisse'
	step attestation-participation signature animateur='Karim Haddad'
	issue attestation-participation
	is "$kind: taking part is attested" "$status" 303
}

ADULT=1995-03-27
begin_at cjm
birth=$(date -d '-20 years' +%Y-%m-%d)
put vous prenom=Ana nom=Petit $(day naissance "$birth") telephone=
put ou-quand $LIEU session=aucune cooperative=nantes
put projet envie='Créer.'
put envoi engagement=oui
accepted
login julie@coop.example
group "$birth"

begin_at ct
put vous prenom=Ana nom=Petit $(day naissance $ADULT) telephone=
put lieu $LIEU cooperative=nantes
put quartier qpv=
put projet envie='Essayer.' situation=emploi
put envoi engagement=oui
accepted
group $ADULT

begin_at flashcoop
put vous prenom=Ana nom=Petit $(day naissance $ADULT) telephone=
put dates session=aucune cooperative=nantes
put envie envie='Cuisiner.'
put envoi engagement=oui
accepted
group $ADULT

# A minor: not without those who hold parental authority.
young 16 cjs@exemple.fr Ana representant=mere rep-nom='Marie Leroux' \
    rep-joindre=courriel rep-courriel=marie@exemple.fr
kind=cjs
accepted
contract "$(date -d '-16 years -1 month' +%Y-%m-%d)"
is 'cjs: no contract of a minor alone' "$status" 422
says 'cjs: with its article' 'C. civ. 388-1-1'
sql "UPDATE dossier SET state = 'encours' WHERE numero = '$numero'"
get staff "$file/documents"
holds 'cjs: taking part can be attested' \
    "$file/documents/attestation-participation\""
