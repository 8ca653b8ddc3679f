#!/bin/sh
# Every programme from its start page to its receipt, in its own voice.
# usage: srcdir=DIR builddir=DIR sh tests/web/programmes.sh
. "$(dirname "$0")/cgi.subr"
site

# start NAME VOICE [FIELD=VALUE ...]: from the start page to a draft.
start() {
	name=$1 say=$2
	shift 2
	cookie_public=
	get public "/candidature/$name"
	is "$name: the start page is there" "$status" 200
	voice "$name: the start page" "$say"
	post public "/candidature/$name" "cle=$key"
	is "$name: an empty start is refused" "$status" 422
	voice "$name: its sentences" "$say"
	post public "/candidature/$name" "email=$name@exemple.fr" "cle=$key" "$@"
	is "$name: a draft begins" "$status" 303
	begun=$location
	get public "${begun%%#*}"
	numero=$(sql "SELECT numero FROM dossier WHERE email =
	    '$name@exemple.fr'")
}

# step NAME STEP FIELD=VALUE ...: refused empty, then right.
step() {
	name=$1 step=$2
	shift 2
	get public "/candidature/$name/$step"
	is "$name: $step is shown" "$status" 200
	voice "$name: $step" "$say"
	post public "/candidature/$name/$step" "x=y"
	voice "$name: $step, refused or not" "$say"
	post public "/candidature/$name/$step" "$@"
	is "$name: $step is right" "$status" 303
}

# finish NAME STATE [FIELD=VALUE ...]: read over, sent, receipt.
finish() {
	name=$1 state=$2
	shift 2
	get public "/candidature/$name/recapitulatif"
	[ "$status" = 303 ] || voice "$name: the answers read over" "$say"
	get public "/candidature/$name/envoi"
	is "$name: ready to be sent" "$status" 200
	voice "$name: the sending" "$say"
	post public "/candidature/$name/envoi" "$@"
	is "$name: sent" "$status $location" "303 /suivi/$numero#contenu"
	is "$name: its state" "$(sql "SELECT state FROM dossier WHERE
	    numero = '$numero'")" "$state"
	get public "/suivi/$numero"
	is "$name: the status page" "$status" 200
	voice "$name: the status page" "$say"
	get public "/suivi/$numero/recepisse"
	is "$name: the receipt" "$status" 200
	voice "$name: the receipt" "$say"
	get public "/suivi/$numero/recepisse.pdf"
	is "$name: the receipt on paper" "$(head -c 5 "$tmp/body")" %PDF-
	get public "/candidature/$name/recapitulatif"
	voice "$name: going back after sending" "$say"
	# what was typed stays beside it, under another name, to be changed
	is "$name: nothing remains of the draft" "$(sql "SELECT count(*) FROM
	    brouillon b JOIN dossier d ON d.id = b.dossier
	    WHERE d.numero = '$numero' AND b.form = d.programme")" 0
}

VOUS='prenom=Ana nom=Petit'
LIEU='commune-cp=44150 commune=44003 commune-liste=44150'

# A minor: the representative is asked for, and the file waits for them.
year=$(($(date +%Y) - 17))
start cjs tu
is 'cjs: the parts are listed' "$begun" '/candidature/cjs/taches#contenu'
voice 'cjs: the parts' tu
says 'cjs: none is done' '0 partie sur 5 terminée'
says 'cjs: the end is not possible yet' 'Vérifier et envoyer Pas encore possible'
hides 'cjs: nor linked' 'href="/candidature/cjs/recapitulatif"'
get public /candidature/cjs/envoi
is 'cjs: nor to be had by its address' "$location" \
    '/candidature/cjs/taches#contenu'
step cjs toi prenom=Maëlys nom=Petit naissance-jour=1 naissance-mois=1 \
    "naissance-annee=$year"
is 'cjs: back to the parts' "$location" '/candidature/cjs/taches#contenu'
get public /candidature/cjs/taches
says 'cjs: one more part for a minor' '1 partie sur 6 terminée'
says 'cjs: what is done' 'Toi Terminé'
step cjs representant representant=mere rep-nom='Claire Petit' \
    rep-joindre=courriel rep-courriel=claire@exemple.fr
step cjs ou-quand $LIEU session=aucune cooperative=nantes disponible=oui
post public /candidature/cjs/pourquoi envie='Créer.' plus-tard=1
get public "${location%%#*}"
voice 'cjs: the draft kept' tu
get public /candidature/cjs/taches
says 'cjs: half done' 'Pourquoi cette expérience En cours'
says 'cjs: what may stay empty' 'Photos et vidéos (facultatif) À faire'
step cjs pourquoi envie='Créer.' apport='Vendre.'
get public /candidature/cjs/taches
says 'cjs: ready though a part was left' 'Vérifier et envoyer À faire'
says 'cjs: how many' '4 parties sur 6 terminées'
finish cjs accord engagement=oui

# Of age: no representative, no waiting.
year=$(($(date +%Y) - 18))
sql "UPDATE dossier SET email = 'mineure@exemple.fr' WHERE email LIKE 'cjs@%'"
start cjs tu
post public /candidature/cjs/toi prenom=Léo nom=Petit naissance-jour=1 \
    naissance-mois=1 "naissance-annee=$year"
get public /candidature/cjs/taches
hides 'cjs: no part for the representative' /candidature/cjs/representant
says 'cjs: five parts' '1 partie sur 5 terminée'
post public /candidature/cjs/ou-quand $LIEU session=aucune \
    cooperative=nantes disponible=oui
post public /candidature/cjs/pourquoi envie='Créer.' apport='Vendre.'
finish cjs envoyee engagement=oui

# Too young, too old: another way is shown, nothing is lost.
sql "UPDATE dossier SET email = 'adulte@exemple.fr' WHERE email LIKE 'cjs@%'"
start cjs tu
post public /candidature/cjs/toi prenom=Noé nom=Petit naissance-jour=1 \
    naissance-mois=1 "naissance-annee=$(($(date +%Y) - 13))"
is 'cjs: thirteen is oriented elsewhere' "$location" \
    '/candidature/cjs/arret/trop-jeune#contenu'
get public /candidature/cjs/arret/trop-jeune
voice 'cjs: the way that is closed' tu
get public /candidature/cjs/taches
says 'cjs: and cannot be sent' 'Pas encore possible'
post public /candidature/cjs/toi prenom=Noé nom=Petit naissance-jour=1 \
    naissance-mois=1 naissance-annee=1990
is 'cjs: so is thirty-five' "$location" \
    '/candidature/cjs/arret/trop-age#contenu'
get public /candidature/cjs/arret/trop-age
voice 'cjs: the other way that is closed' tu

year=$(($(date +%Y) - 22))
start cjm vous
step cjm vous prenom=Ana nom=Petit naissance-jour=1 naissance-mois=2 \
    "naissance-annee=$year"
step cjm ou-quand $LIEU session=aucune cooperative=nantes
step cjm projet envie='Créer.'
finish cjm envoyee engagement=oui

start ct vous
step ct vous prenom=Ana nom=Petit naissance-jour=1 naissance-mois=2 \
    naissance-annee=1970
step ct lieu $LIEU cooperative=nantes
post public /candidature/ct/quartier qpv=zut
is 'ct: a wrong district is told' "$status" 422
step ct quartier qpv='qn 044 01 m'
step ct projet envie='Coudre.'
finish ct envoyee engagement=oui

start flashcoop vous
step flashcoop vous prenom=Ana nom=Petit naissance-jour=1 \
    naissance-mois=2 naissance-annee=1990
step flashcoop dates session=aucune cooperative=nantes
step flashcoop envie envie='Cuisiner.'
get public /candidature/flashcoop/envie
says 'flashcoop: a step names the programme' 'Flashcoop – étape 3 sur 4'
finish flashcoop envoyee engagement=oui
get public "/suivi/$numero"
hides 'flashcoop: no contract is promised' 'Aucun contrat'
is 'flashcoop: the message has its words' "$(last_mail flashcoop@exemple.fr |
    grep -c '^Inscription bien reçue\|^Votre inscription est arrivée')" 2

# Two audiences, two ways.
start tiers-lieu vous
step tiers-lieu vous $VOUS qualite=personne
step tiers-lieu besoin besoin=utiliser
is 'tiers-lieu: who wants to use a place' "$location" \
    '/candidature/tiers-lieu/usage#contenu'
post public /candidature/tiers-lieu/usage usages=bureau frequence=plein
is 'tiers-lieu: is not asked about a project' "$location" \
    '/candidature/tiers-lieu/lieu#contenu'
step tiers-lieu besoin besoin=ouvrir
is 'tiers-lieu: who wants to open one is' "$location" \
    '/candidature/tiers-lieu/projet#contenu'
step tiers-lieu projet projet='Une halle.' local=non
step tiers-lieu lieu $LIEU cooperative=nantes
finish tiers-lieu envoyee engagement=oui

start cae vous
step cae vous $VOUS joindre=courriel
step cae commune $LIEU cooperative=nantes
step cae situation situation=etudes
step cae activite secteur=conseil activite=Conseil. clients=non
step cae besoins besoins=prix
finish cae envoyee engagement=oui
get public "/suivi/$numero"
says 'cae: a contract may follow' 'Aucun contrat pour l’instant'

# One page, read over, sent.
start reunion vous $VOUS session=aucune cooperative=nantes
is 'reunion: read over at once' "$begun" '/candidature/reunion/envoi#contenu'
is 'reunion: no mail about a draft' "$(sql "SELECT count(*) FROM mail
    WHERE recipient = 'reunion@exemple.fr'")" 0
finish reunion envoyee
start prevenir vous programme=cjs departement=44
post public /candidature/prevenir/envoi
is 'prevenir: not without agreeing' "$status" 422
finish prevenir envoyee accord=oui
start contact vous nom=Ana sujet=autre message='Bonjour <b>'
get public /candidature/contact/envoi
holds 'contact: the message is read over' 'Bonjour &lt;b&gt;'
get public /candidature/contact
holds 'contact: and can be changed' '>Bonjour &lt;b&gt;</textarea>'
post public /candidature/contact email=contact@exemple.fr "cle=$key" nom=Ana \
    sujet=site message='Bonsoir'
is 'contact: in the same draft' "$location $(sql "SELECT count(*) FROM dossier
    WHERE email = 'contact@exemple.fr'")" '/candidature/contact/envoi#contenu 1'
finish contact envoyee

# A doubt does not block, and is told once.
cookie_public=
get public /candidature/cae
post public /candidature/cae email=ana@gmial.com "cle=$key"
is 'a doubtful e-mail is shown again' "$status" 200
says 'with the question' 'Vouliez-vous écrire ana@gmail.com ?'
holds 'and what was typed' 'name="email-avis" value="ana@gmial.com"'
post public /candidature/cae email=ana@gamil.com "cle=$key" \
    email-avis=ana@gmial.com
is 'another doubtful one is asked about again' "$status" 200
post public /candidature/cae email=ana@gmial.com "cle=$key" \
    email-avis=ana@gmial.com
is 'the same one sent again is meant' "$status" 303

# The dates of the nearest cooperative come first, once the commune is known.
next=$(($(date +%Y) + 1))
for coop in nantes le-mans; do
	cat <<XML
<session code="cjm-$coop" programme="cjm" cooperative="$coop" places="9">
<titre>Été</titre><commune>$coop</commune><dates du="$next-07-05"/>
<inscription du="2026-01-01" au="$next-07-01"/></session>
XML
done | { echo '<sessions>'; cat; echo '</sessions>'; } >"$tmp/sessions.xml"
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" \
    >"$tmp/added" 2>&1 || not_ok 'sessions' "$(cat "$tmp/added")"
cookie_public=
get public /candidature/cjm
post public /candidature/cjm email=mans@exemple.fr "cle=$key"
get public /candidature/cjm/ou-quand
groups() {
	grep -o '<legend>Coopérative d[^<]*' "$tmp/body" | sed 's/.*>//' |
	    sed "s/$nbsp/ /g" | tr '\n' ';'
}
is 'no distance before the commune' "$(groups)" \
    'Coopérative de Nantes;Coopérative du Mans;'
post public /candidature/cjm/ou-quand commune-cp=72000
get public /candidature/cjm/ou-quand
is 'the nearest first after it' "$(groups | sed 's/, à [^;]*//g')" \
    'Coopérative du Mans;Coopérative de Nantes;'
