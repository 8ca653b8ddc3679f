#!/bin/sh
# Documents other than the contract: what staff are offered and why not, one
# issued from end to end, those that are only printed.
# usage: srcdir=DIR builddir=DIR sh tests/web/catalogue.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW
account julie@coop.example 'Julie Morel' gestion
account luc@coop.example 'Luc Roy' gestion angers
cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="rdv" programme="reunion" cooperative="nantes" places="3">
<titre>Réunion d’information à Nantes</titre><lieu>Coopérative de Nantes</lieu><adresse>12 quai du Levain</adresse>
<code-postal>44200</code-postal><commune insee="44109">Nantes</commune>
<dates du="2026-12-08"/><horaires de="18:00" a="20:00"/><inscription du="2026-11-01" au="2026-12-08"/></session>
<session code="ete" programme="cjs" cooperative="nantes" places="9">
<titre>Coopérative jeunesse de Nort</titre><commune insee="44110">Nort-sur-Erdre</commune>
<dates du="2027-07-07" au="2027-08-27"/><inscription du="2026-11-01" au="2027-05-15"/></session>
</sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" \
    >/dev/null || not_ok 'the sessions are there'

get public /candidature/reunion
post public /candidature/reunion email=ana@exemple.fr 'prenom=Łucja' \
    'nom=Nguyễn-Lefèvre' telephone= session=rdv question= "cle=$key"
get public /candidature/reunion/envoi
post public /candidature/reunion/envoi
numero=$(sql "SELECT numero FROM dossier")
file=/gestion/dossiers/$numero

text() {
	pdftotext -layout "$tmp/body" - | sed 's/\xc2\xa0/ /g'
}

# What there is for this file.
login julie@coop.example
get staff "$file/documents"
is 'the documents of a file' "$status" 200
says 'nothing yet' 'Aucun document pour l’instant.'
says 'one may be issued' 'Attestation de présence'
hides 'those of other programmes are not offered' 'Avenant'
paper=$file/documents/attestation-presence
get staff "$file/documents/avenant-renouvellement"
is 'nor do they have a page' "$status" 404

# Before the meeting nobody was there.
get staff "$paper/reunion"
holds 'the form knows the person' 'value="Nguyễn-Lefèvre"'
holds 'the meeting' 'value="Réunion d’information à Nantes"'
holds 'and the hours' 'value="de 18'
attend() {
	get staff "$paper/reunion"
	post staff "$paper/reunion" "version=$version" 'prenom=Łucja' \
	    'nom=Nguyễn-Lefèvre' 'titre=Réunion & <échanges>' date-jour=8 \
	    date-mois=12 date-annee=2026 'horaires=de 18 h à 20 h' \
	    lieu=Nantes vue=debut-fin
}
attend
is 'a day to come is refused' "$status" 422
TERREAU_NOW=$((TERREAU_NOW + 20 * 86400))
account rose@coop.example 'Rose Le Gall' gestion
login rose@coop.example
attend
is 'afterwards it is taken' "$status $location" "303 $paper#contenu"
get staff "$paper/apercu"
says 'the preview' 'Projet – sans valeur'
says 'has what was typed' 'Réunion & <échanges>'
get staff "$paper"
says 'nothing is missing' 'Rien ne manque.'
post staff "$paper/emission" "version=$version"
code=$(sql 'SELECT code FROM document')
is 'issued' "$status $location" \
    "303 /gestion/documents/$code?fait=emission#contenu"
get staff "/gestion/documents/$code?fait=emission"
says 'the person finds it' 'dans son espace de suivi'
is 'and is told, once' "$(sql "SELECT count(*) || recipient FROM mail WHERE
    kind = 'document' AND subject LIKE 'Un document pour vous%$numero'")" \
    1ana@exemple.fr
is 'with its name and its code' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'document' AND body LIKE '%Attestation de présence%' AND replace(replace(
    replace(body, char(160), ''), char(8239), ''), ' ', '') LIKE '%$code%'")" 1
is 'the state is as it was' "$(sql 'SELECT state FROM dossier')" envoyee
is 'its answers are a record' "$(sql "SELECT count(*) FROM record
    WHERE form = 'attestation-presence'")" 1
get staff "/gestion/documents/$code.pdf"
text | grep -q 'Réunion & <échanges>' && ok 'on paper too' ||
	not_ok 'on paper too'
get staff "$paper"
says 'another starts from the file again' 'Il manque'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'terreau check finds nothing wrong' ||
	not_ok 'terreau check finds nothing wrong' "$(cat "$tmp/check")"

# The sheet to sign: of one day, of a week, of nobody.
get staff '/gestion/lots?session=rdv'
holds 'a session leads to its sheet' '/gestion/emargement/rdv.pdf'
get staff /gestion/emargement/rdv.pdf
is 'the sheet' "$status $(head_of Content-Type)" '200 application/pdf'
text >"$tmp/sheet"
grep -q 'Nguyễn-Lefèvre Łucja' "$tmp/sheet" && ok 'names who has a seat' ||
	not_ok 'names who has a seat' "$(cat "$tmp/sheet")"
grep -q 'Arrivée.*Départ.*Signature' "$tmp/sheet" &&
	ok 'one day: coming and leaving' || not_ok 'one day: coming and leaving'
get staff /gestion/emargement/ete.pdf
text >"$tmp/sheet"
grep -q 'Personne n’a de place' "$tmp/sheet" && ok 'nobody has a seat' ||
	not_ok 'nobody has a seat'
tr '\n' ' ' <"$tmp/sheet" | grep -q 'mercredi.*jeudi.*vendredi' &&
	! grep -q 'mardi' "$tmp/sheet" &&
	ok 'the first week begins with the session' ||
	not_ok 'the first week begins with the session' "$(cat "$tmp/sheet")"
get staff '/gestion/emargement/ete.pdf?jour=2027-07-14'
text | tr '\n' ' ' | grep -q 'lundi.*mardi.*vendredi' &&
	ok 'the week of a day' || not_ok 'the week of a day'
get staff '/gestion/emargement/ete.pdf?jour=demain'
is 'no day: the first week' "$status" 200
get staff /gestion/emargement/inconnue.pdf
is 'no such session' "$status" 404
login luc@coop.example
get staff /gestion/emargement/rdv.pdf
is 'nor of another cooperative' "$status" 404

# The emergency sheet is printed, never issued.
login rose@coop.example
cookie_public=
get public /candidature/cjs
post public /candidature/cjs email=lea@exemple.fr "cle=$key"
get public "${location%%#*}"
post public /candidature/cjs/toi prenom=Léa nom=Petit naissance-jour=1 \
    naissance-mois=2 naissance-annee=2009
post public /candidature/cjs/representant representant=mere rep-nom=Marie \
    rep-joindre=courriel rep-courriel=marie@exemple.fr
post public /candidature/cjs/ou-quand commune-cp=44150 commune=44003 \
    commune-liste=44150 session=ete disponible=oui
post public /candidature/cjs/pourquoi envie=Travailler apport=Compter
post public /candidature/cjs/photos images=oui
post public /candidature/cjs/envoi engagement=oui
numero=$(sql "SELECT numero FROM dossier WHERE programme = 'cjs'")
file=/gestion/dossiers/$numero
get staff "$file/documents"
is 'a file of a minor' "$status" 200
says 'a document of another step says which' 'À l’étape : Acceptée, En cours.'
get staff "$file/documents/fiche-urgence.pdf"
is 'and is not there yet' "$status" 404
get staff "$file/documents/autorisation-parentale/representants"
holds 'the parent is known' 'value="Marie"'
sql "UPDATE dossier SET state = 'acceptee' WHERE numero = '$numero'"
get staff "$file/documents"
holds 'then it is' "$file/documents/fiche-urgence.pdf"
get staff "$file/documents/fiche-urgence.pdf"
text >"$tmp/sheet"
grep -q 'Léa Petit' "$tmp/sheet" && grep -q 'Marie' "$tmp/sheet" &&
	ok 'with the person and the parent' ||
	not_ok 'with the person and the parent' "$(cat "$tmp/sheet")"
get staff "$file/documents/fiche-urgence"
is 'it has no page' "$status" 404
version=$(sql "SELECT version FROM dossier WHERE numero = '$numero'")
post staff "$file/documents/fiche-urgence/emission" "version=$version"
is 'and is never issued' "$status" 404
