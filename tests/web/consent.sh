#!/bin/sh
# What a person agreed to about themselves: read, taken back and given again
# from the status page; what sending answers again does to it.
# On paper: receipts, and the form a representative answers by hand.
# usage: srcdir=DIR builddir=DIR sh tests/web/consent.sh
#
# The papers are left in $builddir/tests, with their twins: tools/check has
# another reader look at them (tests/pdf/validate.sh).
. "$(dirname "$0")/cgi.subr"
site
account julie@exemple.fr 'Julie Morel' gestion

# holds NAME: what the ledger says last of the person.
now() {
	sql "SELECT decision || version FROM consent WHERE dossier = $id AND
	    representant IS NULL AND name = '$1' ORDER BY id DESC LIMIT 1"
}
rows() {
	sql "SELECT count(*) FROM consent WHERE dossier = $id"
}

# An adult: one box, ticked; sent again as the page shows it, it holds.
begin eve@exemple.fr
answer_all Eve Petit
post public /candidature/cae/envoi engagement=oui garder=oui
id=$(sql "SELECT id FROM dossier WHERE numero = '$numero'")
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cae/envoi
holds 'opened again, the box is as it holds' \
    'name="garder" value="oui" checked="checked"'
hides 'what is confirmed is confirmed anew' \
    'name="engagement" value="oui" checked'
post public /candidature/cae/envoi engagement=oui garder=oui
is 'and nothing is written twice' "$(sql "SELECT group_concat(decision) FROM
    consent WHERE dossier = $id AND name = 'garder'")" oui
begin ana@exemple.fr
answer_all Ana Petit
post public /candidature/cae/envoi engagement=oui garder=oui
id=$(sql "SELECT id FROM dossier WHERE numero = '$numero'")
is 'what was ticked is in the ledger' "$(now engagement) $(now garder)" \
    'oui1 oui1'
get public "/suivi/$numero"
holds 'the status page leads to it' "href=\"/suivi/$numero/accords\""
get public "/suivi/$numero/accords"
is 'there is a page of it' "$status" 200
voice 'it' vous
says 'the text that was agreed to' 'garde mes coordonnées pendant deux ans'
says 'when, and which version' '(texte version 1)'
says 'what rests on no consent is told apart' \
    'Ce que vous avez confirmé en envoyant « J’ai relu mes réponses'
hides 'and cannot be taken back alone' "accords/engagement"
get public "/suivi/$numero/accords/engagement"
is 'not by its address either' "$status" 404
get public "/suivi/$numero/accords/rien"
is 'nor what nobody asked' "$status" 404
get public "/suivi/$numero/accords/garder"
is 'taking back has a page' "$status" 200
voice 'that' vous
says 'which tells the effect' 'Elles sont effacées avec votre candidature'
says 'asks for no reason' 'Vous n’avez pas à donner de raison'
hides 'has nothing to type' '<textarea'
is 'and does nothing' "$(rows)" 2
post public "/suivi/$numero/accords/garder" reponse=retrait jeton=
is 'a forged one is refused' "$status $(rows)" '403 2'
get public "/suivi/$numero/accords/garder"
post public "/suivi/$numero/accords/garder" reponse=peut-etre
is 'an answer of one’s own too' "$status $(rows)" '400 2'
post public "/suivi/$numero/accords/garder" reponse=retrait
is 'its button takes back' "$status $location" \
    "303 /suivi/$numero/accords#contenu"
is 'with the text it was about' "$(sql "SELECT decision || version || (text =
    (SELECT text FROM consent WHERE dossier = $id AND name = 'garder' ORDER BY
    id LIMIT 1)) || channel || author FROM consent WHERE dossier = $id AND
    name = 'garder' ORDER BY id DESC LIMIT 1")" retrait11webpersonne
get public "/suivi/$numero/accords"
says 'the page says so' 'Accord retiré le'
case $(last_mail ana@exemple.fr) in
*'Vous avez retiré votre accord'*'Garder mes coordonnées'*\
*'c’est votre reçu'*'pendant deux ans'*'sans attendre deux'*)
	ok 'a receipt goes by mail' ;;
*) not_ok 'a receipt goes by mail' "$(last_mail ana@exemple.fr)" ;;
esac
case $(last_mail nantes@cooperatives.example) in
*"$numero"*'Garder mes coordonnées'*) ok 'the team is told' ;;
*) not_ok 'the team is told' "$(last_mail nantes@cooperatives.example)" ;;
esac
post public "/suivi/$numero/accords/garder" reponse=retrait
is 'twice is once' "$status $(rows)" '303 3'
is 'the file stays where it was' "$(sql "SELECT state FROM dossier WHERE
    id = $id")" envoyee
login julie@exemple.fr
get staff "/gestion/dossiers/$numero/accords"
says 'staff see it' 'Accord retiré : Garder mes coordonnées (texte version 1)'
hides 'without talk of representatives' 'Aucun représentant'
get staff "/gestion/dossiers/$numero/accords/1"
is 'nobody’s answer is entered there' "$status" 404
get staff "/gestion/dossiers/$numero"
holds 'and the file shows the way' "/gestion/dossiers/$numero/accords\""

# Answers opened again do not undo it unseen.
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cae/envoi
hides 'the box is not ticked any more' 'checked'
post public /candidature/cae/envoi engagement=oui
is 'sent again, it stays taken back' "$(now garder)" retrait1
post public "/suivi/$numero/accords/garder" reponse=oui
is 'given again it is' "$(now garder)" oui1
case $(last_mail ana@exemple.fr) in
*'Vous avez donné votre accord'*) ok 'with a receipt' ;;
*) not_ok 'with a receipt' "$(last_mail ana@exemple.fr)" ;;
esac
get public "/suivi/$numero/donnees"
says 'the journal has both' 'Accord donné de nouveau'
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cae/envoi
holds 'and the box is ticked' 'name="garder" value="oui" checked="checked"'
was=$(sql "SELECT count(*) FROM mail WHERE kind = 'retrait-accord'")
post public /candidature/cae/envoi engagement=oui
is 'unticked while changing answers, it is taken back' \
    "$(now garder) $(sql "SELECT count(*) - $was FROM mail WHERE kind =
    'retrait-accord'")" 'retrait1 1'

# Somebody else’s stay shut.
theirs=$numero
begin bob@exemple.fr
get public "/suivi/$theirs/accords"
is 'another’s are not found' "$status" 404
get public "/suivi/$numero/accords"
is 'nor those of a draft' "$status" 404

# A young person: « tu », and a choice that parents decide as well.
young 17 lea@exemple.fr Léa representant=mere rep-nom=Marie \
    rep-joindre=courriel rep-courriel=marie@exemple.fr
get public "/suivi/$numero/accords"
voice 'their page' tu
says 'it names the choice' 'Photos et vidéos « Acceptes-tu d’apparaître'
says 'and says whose the others are' 'décidé leur appartient'
get public "/suivi/$numero/accords/images"
voice 'its page' tu
post public "/suivi/$numero/accords/images" reponse=retrait
is 'taken back' "$(now images)" retrait1
case $(last_mail lea@exemple.fr) in
*'Tu as retiré ton accord'*'Photos et vidéos'*'retire de ses pages les images'*)
	ok 'with a receipt in « tu »' ;;
*) not_ok 'with a receipt in « tu »' "$(last_mail lea@exemple.fr)" ;;
esac
is 'the file waits for the parent as before' "$(sql "SELECT state FROM dossier
    WHERE id = $id")" accord
login julie@exemple.fr
get staff "/gestion/dossiers/$numero/accords"
says 'images are refused' 'Photos et vidéos (facultatif) Refusé ou retiré'
young 18 tom@exemple.fr Tom
post public "/suivi/$numero/accords/images" reponse=retrait
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cjs/photos
holds 'the answers kept for changing say no' 'value="non" checked="checked"'
hides 'and nothing else' 'value="oui" checked="checked"'
post public /candidature/cjs/photos images=oui
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui
is 'a changed answer is a decision' "$(now images)" oui1
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
post public /candidature/cjs/photos
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui
is 'left empty, it is taken back' "$(now images)" retrait1

# On paper.  paper NAME ADDRESS [TWIN]: the sheet, twice the same, and its
# twin, which says the same words.
squeezed() {
	tr -d ' \n\t' | sed 's/\xc2\xa0//g; s/\xe2\x80\xaf//g'
}
paper() {
	file=$builddir/tests/accord-$1
	mkdir -p "$builddir/tests"
	get "${4:-public}" "$2"
	is "$1: a PDF" "$status $(head_of Content-Type)" '200 application/pdf'
	cp "$tmp/body" "$file.pdf"
	get "${4:-public}" "$2"
	cmp -s "$tmp/body" "$file.pdf" && ok "$1: the same bytes each time" ||
		not_ok "$1: the same bytes each time"
	is "$1: tagged" "$(pdfinfo "$file.pdf" | sed -n 's/^Tagged: *//p')" yes
	qpdf --check "$file.pdf" >"$tmp/qpdf" 2>&1 && ok "$1: sound" ||
		not_ok "$1: sound" "$(cat "$tmp/qpdf")"
	pdfinfo -struct-text "$file.pdf" | sed -n 's/^ *"\(.*\)"$/\1/p' >"$tmp/told"
	[ -n "${3:-}" ] || return 0
	get "${4:-public}" "$3"
	is "$1: a twin" "$status" 200
	xmllint --html --xmlout "$tmp/body" >"$file.html" 2>/dev/null
}
tells() {
	if tr '\n' ' ' <"$tmp/told" | sed -e "s/$nbsp/ /g" -e "s/$thin/ /g" \
	    -e 's/  */ /g' | grep -qF -- "$2"; then
		ok "$1"
	else
		not_ok "$1" "not on paper: $2" "$(head -40 "$tmp/told")"
	fi
}
silent() {
	if grep -qF -- "$2" "$tmp/told"; then
		not_ok "$1" "on paper: $2"
	else
		ok "$1"
	fi
}

paper personne "/suivi/$numero/recu-accords.pdf" "/suivi/$numero/recu-accords"
voice 'the receipt of a young person' tu
tells 'it has what holds' 'Photos et vidéos Accord retiré le'
tells 'and what was said before' 'Avant cela : – accord donné le'
tells 'with the text' 'Acceptes-tu d’apparaître sur des photos'

young 16 jo@exemple.fr Jo representant=mere rep-nom='Marie Leroux-Petit' \
    rep-joindre=courriel rep-courriel=mariejo@exemple.fr
get public "/suivi/$numero"
says 'the form is offered to print' 'Imprimer pour mon parent (PDF)'
paper formulaire "/suivi/$numero/formulaire-accord/1.pdf" \
    "/suivi/$numero/formulaire-accord/1"
tells 'it names the young person' 'Votre réponse pour Jo Leroux'
tells 'and the representative' 'Vos prénom et nom Marie Leroux-Petit'
tells 'has what is known' 'Vous êtes Sa mère'
tells 'leaves room for the rest' 'Votre numéro de téléphone'
tells 'the texts are whole' 'les travaux interdits aux mineurs ne sont pas proposés'
tells 'with boxes to tick' \
    'Votre décision ☐ Je donne mon accord ☐ Je ne donne pas mon accord'
silent 'none of them ticked' '☒'
tells 'and a place to sign' 'Marie Leroux-Petit Date et signature'
pdftoppm -r 150 -gray "$file.pdf" "$tmp/sheet" && is 'its code leads staff' \
    "$(zbarimg -q --raw "$tmp"/sheet*.pgm 2>/dev/null)" \
    "$url/gestion/dossiers/$numero/accords/1"
get public "/suivi/$numero/formulaire-accord/2.pdf"
is 'nobody knows of a second one' "$status" 404
get public /suivi/$theirs/formulaire-accord/1.pdf
is 'another’s is not found' "$status" 404
login julie@exemple.fr
get staff "/gestion/dossiers/$numero/accords"
holds 'staff print it too' "accords/1.pdf\""
get staff "/gestion/dossiers/$numero/accords/1"
holds 'the page of its code has what it was printed with' 'value="Marie"'
holds 'the whole name' 'value="Leroux-Petit"'
holds 'and who she is' 'value="mere" checked="checked"'
paper equipe "/gestion/dossiers/$numero/accords/1.pdf" '' staff
tells 'the same' 'Vos prénom et nom Marie Leroux-Petit'
get staff "/gestion/dossiers/$numero/accords/1/recu.pdf"
is 'no receipt before a decision' "$status" 404
paper second "/gestion/dossiers/$numero/accords/2.pdf" '' staff
tells 'for somebody not known yet' 'Représentant légal Date et signature'
silent 'who is asked about nobody else' 'titulaire de l’autorité parentale'

cookie_public=
follow mariejo@exemple.fr
post public "/lien/$lien"
get public /accord
holds 'the parent may answer by hand' 'href="/accord/formulaire.pdf"'
paper parent /accord/formulaire.pdf /accord/formulaire
tells 'there is a line for the family name' 'Nom de famille de Jo'
silent 'which a stranger would not learn' 'Votre réponse pour Jo Leroux'
get public /accord/recu.pdf
is 'nor a receipt of nothing' "$status" 404
post public /accord/vous prenom=Marie nom=Leroux lien=mere \
    telephone='06 39 98 12 34'
post public /accord/participation participation=oui
post public /accord/trajet trajet=oui
post public /accord/images images=non
post public /accord/autorite seul=oui
get public /accord/verifier
post public /accord/verifier
get public /accord/recu
holds 'the receipt is to be had' 'href="/accord/recu.pdf"'
paper recu /accord/recu.pdf /accord/recu/papier
voice 'the receipt' vous
tells 'who decided' 'Marie Leroux répond comme : mère'
tells 'what is agreed to' 'Participer à la coopérative Accord donné le'
tells 'what is refused' 'Photos et vidéos Accord refusé le'
post public /accord/retrait/trajet
paper retrait /accord/recu.pdf /accord/recu/papier
tells 'what is taken back' 'Rentrer sans accompagnement Accord retiré le'
cookie_public=
follow mariejo@exemple.fr
is 'the mail of the receipt leads there' "$status" 200
post public "/lien/$lien"
get public /accord
holds 'as long as the access lasts' 'href="/accord/recu.pdf"'
get public "/suivi/$numero"
is 'and opens nothing else' "$status" 401
paper remis "/gestion/dossiers/$numero/accords/1/recu.pdf" '' staff
tells 'the team can hand it over' 'Marie Leroux répond comme : mère'
cookie_public=
get public /accord/recu.pdf
is 'without a session there is none' "$status" 401

"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'every record is in the chain' || not_ok 'every record is in the chain' \
	    "$(cat "$tmp/check")"
