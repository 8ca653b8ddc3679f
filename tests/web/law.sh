#!/bin/sh
# The law of a contract, through its pages: what is refused and with which
# article, what has to be declared, what time does, what the check finds.
# usage: srcdir=DIR builddir=DIR sh tests/web/law.sh
. "$(dirname "$0")/cgi.subr"

# on DAY [E-MAIL]: it is noon of that day; a fresh session and its token.
on() {
	TERREAU_NOW=$(date -u -d "$1 11:00" +%s)
	export TERREAU_NOW
	login "${2:-julie@coop.example}"
	get staff /gestion/regles
}

# day NAME DATE: the three parts of a date, to post.
day() {
	d=${2##*-} m=${2#*-} m=${m%-*}
	printf '%s-jour=%s %s-mois=%s %s-annee=%s' "$1" "${d#0}" "$1" \
	    "${m#0}" "$1" "${2%%-*}"
}

site
account julie@coop.example 'Julie Morel' gestion
account anne@coop.example 'Anne Petit' lecture nantes
account luc@coop.example 'Luc Roy' gestion angers
on 2026-02-10
begin ana@exemple.fr
answer_all Ana Petit nantes
send
file=/gestion/dossiers/$numero
get staff "$file"
decide "$file" "version=$version" decision=accepter

# The form of a document, a step each; the version as a page would have it.
kind=cape
step() {
	name=$1
	shift
	version=$(sql 'SELECT version FROM dossier')
	post staff "$file/documents/$kind/$name" "version=$version" "$@"
	[ "$status" = 303 ] || not_ok "$kind, $name" "$status" \
	    "$(words | cut -c 1-300)"
}

# issue KIND: 303, or 422 with what is wrong on the page.
issue() {
	version=$(sql 'SELECT version FROM dossier')
	post staff "$file/documents/$1/emission" "version=$version"
}

# refused NAME KIND SENTENCE ARTICLE
refused() {
	issue "$2"
	is "$1 is refused" "$status" 422
	says '... with its reason' "$3"
	says '... and its article' "$4"
}

dates() {
	step duree periode=initiale $(day debut "$1") $(day fin "$2")
}

person() {
	step beneficiaire prenoms=Ana nom-naissance=Petit $(day naissance "$1") \
	    naissance-lieu=Nantes adresse='3 rue des Tilleuls' \
	    domicile-cp=44150 domicile=44003 domicile-liste=44150 \
	    nationalite=europe
}

declarations() {
	step declarations "temps-plein=$1" interdiction=non \
	    cape-anterieur=non rc-pro=cooperative decennale=non \
	    signature-lieu=Nantes
}

person 1991-03-27
step projet intitule='Vélos' nature=creation projet='Réparer des vélos.'
dates 2026-03-01 2027-02-28
step programme programme='Étude de marché.' rythme='un par mois' \
    referent='Julie Morel'
step moyens moyens='Un poste de travail.' moyens-valorisation=sans \
    moyens-conditions='Aux heures d’ouverture.' moyens-evolution='Aucune.'
step retribution retribution=neant
step tiers tiers-nature='Achat de pièces.' plafond-tiers='1 500' \
    seuil-tiers=300 tiers-charge=compte
step comptabilite compta-periode=mois compta-delai=15 compta-forme='en ligne'
step rupture preavis=30 rupture-forme=remise
step remuneration remuneration=non
step cotisations cotisations-calcul='Montant exact.' \
    cotisations-echeance='le 15 du mois'

# sign CODE DAY: all who have to, on one sheet of paper.
sign() {
	printf '%%PDF-1.4\nsigné à la main\n' >"$tmp/scan.pdf"
	get staff "/gestion/documents/$1/papier"
	: >"$tmp/form"
	part jeton "$jeton"
	part_file scan scan.pdf "$tmp/scan.pdf"
	for p in $(day x "$2"); do
		p=${p#x-}
		part "${p%%=*}" "${p#*=}"
	done
	for slot in $(sql "SELECT s.id FROM signature s JOIN document d ON
	    d.id = s.document WHERE d.code = '$1' ORDER BY rang, s.id"); do
		part slot "$slot"
	done
	parts_end
	post_raw staff "/gestion/documents/$1/papier" "$MULTIPART"
}

# What cannot be concluded.
declarations oui
refused 'a full-time employee' cape 'temps complet' 'C. com. L. 127-1'
declarations non
dates 2026-03-01 2027-03-01
refused 'a day more than twelve months' cape 'douze mois' 'C. com. L. 127-2'
dates 2026-02-09 2027-02-08
refused 'a day before the signature' cape 'avant d’être signé' \
    'C. com. L. 127-2'
dates 2026-03-01 2027-02-28
person 2008-02-11
refused 'a minor without representatives' cape 'représentant' 'C. civ.'
person 2010-02-11
refused 'somebody under 16' cape '16 ans' 'C. trav. L. 4153-1'
person 1991-03-27
step projet intitule='Vélos' nature=creation \
    projet='Mon numéro : 2 55 08 14 168 025 38.'
refused 'a number of social security' cape 'numéro de sécurité sociale' \
    'RGPD'
step projet intitule='Vélos' nature=creation projet='Réparer des vélos.'
is 'nothing was issued' "$(sql 'SELECT count(*) FROM document')" 0
issue cape
is 'the contract' "$status" 303
cape=$(sql "SELECT code FROM document WHERE kind = 'cape'")

# Who has to be told.
get staff "$file/contrat"
says 'not signed' 'À signer'
says 'what is owed then' 'À déclarer dès la signature'
is 'two bodies' "$(sql 'SELECT count(*) FROM obligation')" 2
get staff "$file"
decide "$file" "version=$version" decision=signer
is 'staff cannot say that it is signed' "$(sql 'SELECT state FROM
    dossier')" contrat
signed_by_hand "$cape"
is 'signed' "$(sql 'SELECT state FROM dossier')" encours
get staff "$file/contrat"
says 'what is owed now' '2 déclarations à faire'
says 'by which article' 'C. trav. R. 5142-1'
says 'since when' 'depuis le 10 février 2026'
get staff /gestion/dossiers
says 'the list says so' '2 déclarations à faire'
first=$(sql "SELECT id FROM obligation WHERE body = 'urssaf'")
second=$(sql "SELECT id FROM obligation WHERE body = 'france-travail'")
owed=$file/contrat/declarations
get staff "$owed/$first"
is 'a form' "$status" 200
post staff "$owed/$first" etat=0 $(day fait 2026-02-11) preuve=
is 'not without a proof' "$status" 422
says 'and not tomorrow' 'Indiquez la preuve'
post staff "$owed/$first" etat=0 $(day fait 2026-02-10)
is 'nor without its words' "$status" 422
post staff "$owed/$first" $(day fait 2026-02-10) preuve=x
is 'nor without what the page showed' "$status" 400
# declare ID DAY PROOF [FILE]
declare() {
	get staff "$owed/$1"
	etat=$(sed -n 's/.*name="etat" value="\([0-9]*\)".*/\1/p' "$tmp/body")
	: >"$tmp/form"
	part jeton "$jeton"
	part etat "$etat"
	for p in $(day fait "$2"); do part "${p%%=*}" "${p#*=}"; done
	part preuve "$3"
	[ -z "${4:-}" ] || part_file fichier reçu.pdf "$4"
	parts_end
	post_raw staff "$owed/$1" "$MULTIPART"
}
echo 'no paper' >"$tmp/text"
declare "$first" 2026-02-10 'Accusé n° 12' "$tmp/text"
is 'not with a file that is none' "$status" 422
says 'which is told' 'un PDF, un JPG ou un PNG'
is 'nothing was written' "$(sql 'SELECT count(*) FROM declaration')" 0
/usr/bin/python3 "$(dirname "$0")/clamd.py" "$tmp/clamd" "$tmp/scans" &
scanner=$!
trap 'kill $scanner 2>/dev/null; leave' EXIT
for i in $(seq 300); do
	[ ! -S "$tmp/clamd" ] || break
	sleep 0.1
done
cp "$data/terreau.conf" "$tmp/conf"
echo "clamd = $tmp/clamd" >>"$data/terreau.conf"
printf '%%PDF-1.4\nVIRUS' >"$tmp/virus.pdf"
declare "$first" 2026-02-10 'Accusé n° 12' "$tmp/virus.pdf"
is 'not with a virus' "$status" 422
says 'which is told too' 'un virus connu'
is 'nothing was written then' "$(sql 'SELECT count(*) FROM declaration')" 0
get staff "/gestion/documents/$cape.pdf"
{ cat "$tmp/body"; printf LIMITE; } >"$tmp/proof.pdf"
declare "$first" 2026-02-10 'Accusé n° 12' "$tmp/proof.pdf"
is 'declared, with a file' "$status $location" "303 $file/contrat#contenu"
get staff "$file/contrat"
says 'when, what, who' 'Déclaré le 10 février 2026 Accusé n° 12, noté par Julie Morel'
says 'one remains' '1 déclaration à faire'
says 'the scanner could not tell' 'Non analysé'
mv "$tmp/conf" "$data/terreau.conf"
proof=$(sql 'SELECT max(id) FROM declaration')
get staff "$file/contrat/preuves/$proof"
is 'the file comes back' "$(cmp "$tmp/body" "$tmp/proof.pdf" && echo same)" \
    same
get staff "$file/contrat/preuves/99"
is 'no other' "$status" 404
declare "$second" 2026-02-10 'Lettre recommandée'
is 'declared, in words' "$status" 303
get staff /gestion/dossiers
hides 'nothing to do any more' "$numero"
get staff "$owed/$first"
post staff "$owed/$first" etat=0 $(day fait 2026-02-10) preuve=Encore
is 'a page made before meets the other' "$status" 409
get staff "$owed/$first/retrait"
post staff "$owed/$first/retrait" "etat=$proof" motif=
is 'taken back with a reason only' "$status" 422
post staff "$owed/$first/retrait" "etat=$proof" motif='Erreur de dossier'
is 'taken back' "$status" 303
get staff "$file/contrat"
says 'by whom and why' 'Note retirée par Julie Morel : Erreur de dossier'
get staff "$file/historique"
says 'the history has it' 'Déclaration retirée'
declare "$first" 2026-02-10 'Accusé n° 13'
is 'declared again' "$status" 303
login anne@coop.example
get staff "$file/contrat"
hides 'who only reads has no form' 'contrat/jours/'
get staff "$owed/$first"
is 'not by address' "$status" 403
post staff "$owed/$first/retrait" "etat=3" motif=x
is 'not by posting' "$status" 403
login luc@coop.example
get staff "$file/contrat"
is 'another cooperative sees none of it' "$status" 404

# The days of staff.
on 2026-06-15
days=$file/contrat/jours
# A day as the page is, written down.
note() {
	day=$1
	shift
	get staff "$days/$day"
	post staff "$days/$day" "$@" "vu=$seen"
}
get staff "$days/immatriculation"
note immatriculation $(day immatriculation 2026-05-01) \
    immatriculation-note=Extrait
is 'no registration before the activity' "$status" 422
says 'with its article' 'C. com. L. 127-4'
note activite $(day activite 2026-02-28) activite-note=Constat
is 'no activity before the contract' "$status" 422
says 'says where it is' 'hors du contrat'
note activite $(day activite 2026-05-01) activite-note=Constat
is 'the start of the activity' "$status" 303
note immatriculation $(day immatriculation 2026-05-02) \
    immatriculation-note=Extrait
is 'the registration' "$status" 303
note cesa $(day cesa 2027-02-28) cesa-note=Contrat
is 'no CESA while support runs' "$status" 422
says 'which is told' 'émettez d’abord la rupture'
get staff "$days/autre"
is 'no other day' "$status" 404
note activite/retrait motif=Erreur
is 'what another day rests on stays' "$status" 409
note immatriculation/retrait motif=Erreur
is 'taken back' "$status" 303
get staff "$file/contrat"
says 'the way of the contract' \
    'Le 1 er mai 2026 : L’activité économique commence'

# The way of the person, before and after the contract.
note reunion $(day reunion 2026-06-10) reunion-note=Feuille
is 'no meeting after the contract began' "$status" 422
says 'which is told' 'commence avant ce jour'
note reunion $(day reunion 2026-01-13) reunion-note=Feuille
is 'the meeting' "$status" 303
post staff "$days/reunion" $(day reunion 2026-01-20) reunion-note=Autre vu=0
is 'a page from before meets the day noted since' "$status $(sql "SELECT
    group_concat(note) FROM contrat_jour WHERE name = 'reunion'")" \
    '409 Feuille'
says 'with what was typed' '« 20 janvier 2026 »'
post staff "$days/reunion/retrait" motif=Autre vu=0
is 'nor is it taken back' "$status" 409
note diagnostic $(day diagnostic 2026-06-16) \
    diagnostic-note=Compte
is 'no diagnostic to come' "$status" 422
note diagnostic $(day diagnostic 2026-02-02) \
    diagnostic-note=Compte
note associe $(day associe 2026-06-01) associe-note=PV
is 'no associate without a CESA' "$status" 422
note sortie $(day sortie 2026-06-01) sortie-note=Départ
is 'nobody has left while support runs' "$status" 422
says 'as is said' 'court encore'
get staff "$file/contrat"
says 'the way' 'Réunion d’information 13 janvier 2026 Diagnostic 2 février 2026 Contrat d’appui 1 er mars 2026 Contrat d’entrepreneur salarié associé pas de date'
holds 'which is here' 'aria-current="step"><strong>Contrat d’appui'
is 'what is noted for the way is not a registration' "$(sql "SELECT count(*)
    FROM contrat WHERE state = 'en-cours'")" 1
note reunion/retrait motif=Erreur
get staff "$file/contrat"
says 'a day of it is taken back' 'Réunion d’information pas de date'

# The list of contracts.
get staff '/gestion/contrats?vue=tous'
is 'the list of contracts' "$status" 200
says 'its end' '28 février 2027'
says 'the way in it' 'Diagnostic : 2 février 2026'
says 'nothing left to declare' 'Rien à faire'
for view in 7 30 60 a-declarer; do
	get staff "/gestion/contrats?vue=$view"
	says "not yet among: $view" 'Contrats (0)'
done
get staff '/gestion/contrats?vue=%3Cb%3E&page=zz&cooperative=%22'
is 'strange filters' "$status" 200
login luc@coop.example
get staff '/gestion/contrats?vue=tous'
says 'another cooperative’s list is empty' 'Contrats (0)'
login julie@coop.example

# What runs is neither ended nor revoked.
get staff "$file"
decide "$file" "version=$version" decision=terminer motif=Fini
is 'a running contract is not ended' "$status" 422
says 'what to do instead' 'émettez la rupture'
is 'it runs on' "$(sql 'SELECT state FROM dossier')" encours
get staff "/gestion/documents/$cape/revocation"
says 'nor revoked' 'il se rompt'
post staff "/gestion/documents/$cape/revocation" motif=Erreur
is 'not by posting either' "$status" 422
get staff /gestion/regles
says 'the rules' 'Le contrat se renouvelle deux fois au plus'
says 'with articles' 'C. com. L. 127-2'
says 'what a minor may not do' 'Servir au bar d’un débit de boissons'
holds 'each has its place' 'id="avant-terme"'

# Renewals.
kind=avenant-renouvellement
renew() {
	step duree "rang=$1" $(day debut "$2") $(day fin "$3") \
	    temps-plein="${4:-non}"
}
renew_rest() {
	step bilan bilan='Dix clients.' programme='Suivre les prix.' \
	    rythme='un par mois' referent='Julie Morel'
	step moyens moyens='Un poste.' plafond-tiers='1 500' seuil-tiers=300 \
	    signature-lieu=Nantes
}
on 2027-02-15
renew_rest
renew premier 2027-03-01 2028-02-29 oui
refused 'a renewal with a full-time employee' $kind 'temps complet' \
    'C. com. L. 127-1'
renew premier 2027-03-02 2028-02-29
refused 'a renewal after a gap' $kind 'le lendemain' 'C. com. L. 127-2'
renew premier 2027-03-01 2028-03-01
refused 'a renewal of more than twelve months' $kind 'douze mois' \
    'C. com. L. 127-2'
renew second 2027-03-01 2028-02-29
refused 'a second one without the first' $kind 'premier renouvellement' \
    'C. com. L. 127-2'
renew premier 2027-03-01 2028-02-29
on 2027-03-01
refused 'a renewal after the term' $kind 'avant ce terme' 'C. com. L. 127-2'
is 'nothing was renewed' "$(sql "SELECT count(*) FROM document WHERE
    kind = '$kind'")" 0

# After the term nothing says that support runs.
refused 'a certificate of support' attestation-accompagnement \
    'aucun document ne peut dire' 'C. com. L. 127-2'
"$builddir/terreau" remind --data "$data" >"$tmp/remind" 2>&1
get staff /gestion/dossiers
says 'the list says that it is over' 'Fini le 28 février 2027'
get staff "$file/contrat"
says 'so does the contract' 'Échu'
says 'and what it means' 'L’assurance ne couvre plus'

# In time: told once, renewed.
on 2027-02-20
"$builddir/terreau" remind --data "$data" >"$tmp/remind" 2>&1
"$builddir/terreau" remind --data "$data" >>"$tmp/remind" 2>&1
is 'the end is told once' "$(grep -o 'fins de contrat [0-9]' "$tmp/remind" |
    tr '\n' ' ')" 'fins de contrat 1 fins de contrat 0 '
says_mail=$(last_mail ana@exemple.fr)
case $says_mail in
*'dans 8 jours'*) ok 'the person is told' ;;
*) not_ok 'the person is told' "$says_mail" ;;
esac
get staff '/gestion/contrats?vue=30'
says 'it ends within thirty days' 'Dans 8 jours'
get staff '/gestion/contrats?vue=7'
says 'not within seven' 'Contrats (0)'
get staff "$file/documents/attestation-accompagnement"
hides 'support is certified while it runs' 'aucun document ne peut dire'
issue attestation-fin-cape
is 'its end is not' "$status" 422
issue $kind
is 'renewed' "$status" 303
is 'owed anew' "$(sql "SELECT count(*) FROM obligation WHERE
    event = 'renouvellement'")" 2
get staff '/gestion/contrats?vue=a-declarer'
says 'what is owed, since when' '2 à faire depuis le 20 février 2027'
get staff "$file/contrat"
says 'what changed between the versions' 'd’une version à l’autre'
says 'the last day' '29 février 2028 Avant : 28 février 2027'
hides 'and not what did not' 'Avant : Le temps'
says 'both periods' 'Premier renouvellement 1 er mars 2027'
says '24 months' '24 mois en tout'
get staff "/gestion/documents/$cape/revocation"
says 'the contract has a follower' 'Révoquez d’abord le renouvellement'
get staff "$file/contrat"
says 'nobody has signed it yet' 'n’est pas signé par tous'
code=$(sql "SELECT code FROM document WHERE kind = '$kind'")
on 2027-03-02
get staff "$file/contrat"
says 'unsigned at the term, it is no renewal' 'Échu'
sign "$code" 2027-03-01
is 'and is not signed after it' "$status $(sql "SELECT count(*) FROM
    signature s JOIN document d ON d.id = s.document WHERE d.code = '$code' AND
    s.state = 'signee'")" '422 0'
sign "$code" 2027-02-28
is 'but on its last day it was' "$status" 303
get staff "$file/contrat"
says 'and renews' 'En cours, renouvelé'
on 2027-02-20
renew premier 2027-03-01 2027-12-31
refused 'the same renewal again' $kind 'révoquez-le d’abord' \
    'C. com. L. 127-2'
on 2028-02-01
renew_rest
renew second 2028-03-01 2029-02-28
issue $kind
is 'a second renewal' "$status" 303
sign "$(sql "SELECT code FROM document WHERE kind = '$kind' ORDER BY id DESC
    LIMIT 1")" 2028-02-01
on 2029-02-01
renew_rest
renew second 2029-03-01 2030-02-28
refused 'a third one' $kind 'deux fois' 'C. com. L. 127-2'

# An early end, then nothing more.
kind=rupture
break_off() {
	step rupture initiative=accord motif=creation $(day notifie "$1") \
	    preavis=0 $(day effet "$2")
	step suites commandes='Aucune.' compte='Soldé.' materiel='Rendu.' \
	    signature-lieu=Nantes
}
break_off 2029-02-01 2029-02-28
refused 'an early end at the term' $kind 'avant le terme' 'C. com. R. 127-1'
break_off 2029-02-01 2026-02-28
refused 'an end before the beginning' $kind 'avant le début' \
    'C. com. R. 127-1'
break_off 2029-02-01 2029-02-10
issue $kind
is 'an early end' "$status" 303
is 'owed too' "$(sql "SELECT count(*) FROM obligation WHERE
    event = 'rupture'")" 2
sign "$(sql "SELECT code FROM document WHERE kind = 'rupture'")" 2029-02-01
is 'signed by all, it runs to its last day' "$(sql 'SELECT state FROM
    dossier')" encours
kind=avenant-renouvellement
renew second 2029-03-01 2029-06-30
refused 'a renewal of what was broken' $kind 'rompu' 'C. com. R. 127-1, 6°'
on 2029-02-11
issue attestation-accompagnement
is 'nothing runs any more' "$status" 422
get staff "$file/contrat"
says 'broken' 'Rompu avant le terme'
kind=attestation-fin-cape
step fin cause=rupture actions='Étude de marché.'
issue $kind
is 'its end is certified' "$status" 303
on 2029-02-13
check() {
	"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
	grep -c "$1" "$tmp/check"
}
is 'what should have ended by itself is found' \
    "$(check 'rompu, et toujours en cours')" 1
"$builddir/terreau" remind --data "$data" >"$tmp/out" 2>&1 ||
    not_ok 'the night' "$(cat "$tmp/out")"
is 'the night after, it has' "$(sql 'SELECT state FROM dossier') $(sql "SELECT
    name FROM event ORDER BY id DESC LIMIT 1")" 'terminee contrat-rompu'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'the check finds nothing' ||
	not_ok 'the check finds nothing' "$(cat "$tmp/check")"

# Round the programs: the check names it.
sql "UPDATE contrat SET last = last + 1"
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    not_ok 'the check finds a wrong index' ||
	is 'the check finds a wrong index' "$(grep -c \
	    'index des contrats n’est pas à jour' "$tmp/check")" 1
