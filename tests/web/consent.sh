#!/bin/sh
# What a person agreed to about themselves: read, taken back and given again
# from the status page; what sending answers again does to it.
# usage: srcdir=DIR builddir=DIR sh tests/web/consent.sh
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

# An adult: one box, ticked.
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

"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'every record is in the chain' || not_ok 'every record is in the chain' \
	    "$(cat "$tmp/check")"
