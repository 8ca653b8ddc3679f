#!/bin/sh
# Applying to a CAE from the start page to the status page.
# usage: srcdir=DIR builddir=DIR sh tests/web/apply.sh
. "$(dirname "$0")/cgi.subr"
site

get public /candidature/cae
is 'the start page is there' "$status" 200
is 'pages of the journey are not kept' "$(head_of Cache-Control)" no-store
holds 'the form goes to its errors' 'action="/candidature/cae#bilan"'
case $(head_of Set-Cookie) in
*'; Path=/; HttpOnly; SameSite=Strict; Secure') ok 'the cookie is guarded' ;;
*) not_ok 'the cookie is guarded' "$(head_of Set-Cookie)" ;;
esac
before=$cookie_public

post public /candidature/cae email=faux "cle=$key"
is 'a wrong e-mail is refused' "$status" 422
says 'with its sentence' 'Indiquez une adresse e-mail complète'
holds 'and what was typed' 'value="faux"'
holds 'the title begins with the error' '<title>Erreur'
is 'nothing was stored' "$(sql 'SELECT count(*) FROM dossier')" 0

again=$key
post public /candidature/cae email=ana@exemple.fr "cle=$again"
is 'a right one begins a draft' "$status $location" \
    '303 /candidature/cae/vous#contenu'
is 'the session is a new one' \
    "$([ "$cookie_public" != "$before" ] && echo new)" new
get public /candidature/cae/vous
is 'the first step is there' "$status" 200
numero=$(sql 'SELECT numero FROM dossier')
case $(last_mail ana@exemple.fr) in
*"$numero"*) ok 'a mail tells the number' ;;
*) not_ok 'a mail tells the number' "$(last_mail ana@exemple.fr)" ;;
esac

# The same form sent again by the same browser: the same draft.
saved=$cookie_public
cookie_public=$before
get public /candidature/cae
post public /candidature/cae email=ana@exemple.fr "cle=$again"
is 'the start pressed twice makes one draft' \
    "$status $(sql 'SELECT count(*) FROM dossier')" '303 1'
cookie_public=$saved
get public /candidature/cae/vous
says 'the step says where it stands' 'étape 1 sur 7'

post public /candidature/cae/vous prenom=Ana nom= joindre=courriel
is 'an empty name is refused' "$status" 422
says 'with its sentence' 'Indiquez votre nom'
holds 'beside its field' 'id="nom-e"'
holds 'which is marked' 'aria-invalid="true" aria-describedby="nom-e'
holds 'the right answer is still there' 'value="Ana"'
get public /candidature/cae/vous
hides 'a refused form is not stored' 'value="Ana"'

post public /candidature/cae/vous prenom=Ana nom= plus-tard=1
is 'finishing later keeps what is there' "$status $location" \
    '303 /candidature/cae/brouillon#contenu'
get public /candidature/cae/brouillon
says 'the number is told' "$numero"
says 'and until when' 'Nous gardons votre brouillon jusqu’au'
get public /candidature/cae/vous
holds 'the name is there' 'value="Ana"'

post public /candidature/cae/vous prenom='Łukasz Çağrı' \
    nom='<b>Nguyễn</b> d’Œuf & "fils"' joindre=courriel
is 'a name with markup is no name' "$status" 422
holds 'and comes back as text' '&lt;b&gt;Nguyễn&lt;/b&gt;'
post public /candidature/cae/vous prenom='Łukasz Çağrı' \
    nom='Nguyễn-Lefèvre d’Œuf' joindre=courriel
is 'a step that is right leads to the next' "$location" \
    '/candidature/cae/commune#contenu'

# The commune in two times.
get public /candidature/cae/commune
hides 'no commune without a post code' 'commune-liste'
hides 'and no cooperative' 'name="cooperative"'
post public /candidature/cae/commune commune-cp=4415 "cooperative=$coop"
is 'a wrong post code is refused' "$status" 422
says 'with its sentence' 'Indiquez un code postal à 5 chiffres'
post public /candidature/cae/commune commune-cp=44999
get public /candidature/cae/commune
says 'a post code of nowhere is told so' \
    'Nous ne connaissons pas le code postal 44999'
post public /candidature/cae/commune commune-cp=44999 commune-liste=44999 \
    commune=autre "cooperative=$coop"
is 'and asks for a name' "$status" 422
says 'in so many words' 'Indiquez le nom de votre commune'
post public /candidature/cae/commune commune-cp=44150
is 'a post code brings its communes' "$status $location" \
    '303 /candidature/cae/commune#contenu'
get public /candidature/cae/commune
says 'by name' 'Ancenis-Saint-Géréon'
holds 'with the cooperatives' 'name="cooperative"'
says 'with a way out' 'Ma commune n’est pas dans la liste'
hides 'without reproach' 'id="bilan"'
hides 'and without a choice made for another post code' 'checked="checked"'
post public /candidature/cae/commune commune-cp=44150 commune-liste=44150 \
    "cooperative=$coop"
is 'a commune must be chosen' "$status" 422
post public /candidature/cae/commune commune-cp=49000 commune=44003 \
    commune-liste=44150 "cooperative=$coop"
is 'another post code brings other communes' "$status $location" \
    '303 /candidature/cae/commune#contenu'
get public /candidature/cae/commune
says 'of that post code' 'Angers'
post public /candidature/cae/commune commune-cp=44150 commune=44003 \
    commune-liste=44150 "cooperative=$coop"
is 'a commune and a cooperative are enough' "$location" \
    '/candidature/cae/situation#contenu'

post public /candidature/cae/situation situation=temps-plein
is 'somebody employed full time is told why not' "$location" \
    '/candidature/cae/arret/temps-plein#contenu'
get public /candidature/cae/arret/temps-plein
is 'on a page, not an error' "$status" 200
hides 'without the word' 'Erreur'
get public /candidature/cae/envoi
is 'and cannot send' "$status $location" \
    '303 /candidature/cae/arret/temps-plein#contenu'
get public /candidature/cae/recapitulatif
says 'the summary says so too' 'ne permet pas de continuer'
post public /candidature/cae/situation situation=demandeur-emploi
is 'another answer opens the way' "$location" \
    '/candidature/cae/activite#contenu'
post public /candidature/cae/activite secteur=conseil \
    activite='Des vélos & des « cargos » <b>à domicile</b>.
Deuxième ligne.' clients=non
post public /candidature/cae/besoins besoins=tester besoins=prix
is 'needs lead to the paper' "$location" '/candidature/cae/piece#contenu'

# Papers.
get public /candidature/cae/piece
holds 'the upload form is multipart' 'enctype="multipart/form-data"'
printf '%%PDF-1.4\nun CV\n' >"$tmp/cv.pdf"
upload() {
	: >"$tmp/form"
	part jeton "$jeton"
	part_file piece "$1" "$2"
	part ajouter 1
	parts_end
	post_raw public /candidature/cae/piece "$MULTIPART"
}
upload '../Mon CV.pdf' "$tmp/cv.pdf"
is 'a file is taken' "$status $location" \
    '303 /candidature/cae/piece#contenu'
get public /candidature/cae/piece
says 'and listed' 'Mon CV.pdf'
printf 'MZ' >"$tmp/a.exe"
upload a.pdf "$tmp/a.exe"
is 'its content decides' "$status" 422
says 'with its sentence' 'Le fichier doit être un PDF, un JPG ou un PNG'
: >"$tmp/vide"
upload a.pdf "$tmp/vide"
says 'an empty one is refused' 'Le fichier est vide'
{ printf '%%PDF-1.4\n'; head -c 5300000 /dev/zero; } >"$tmp/gros.pdf"
upload gros.pdf "$tmp/gros.pdf"
is 'one above 5 MB is refused' "$status" 422
says 'with its weight' 'Le fichier doit peser moins de 5 Mo. Le vôtre pèse 5,3 Mo'
head -c 1000000 /dev/zero >>"$tmp/gros.pdf"
upload gros.pdf "$tmp/gros.pdf"
is 'one above the form is refused' "$status" 413
is 'one file is stored' "$(sql 'SELECT count(*) FROM piece')" 1
get public /candidature/cae/piece
upload autre.pdf "$tmp/cv.pdf"
get public /candidature/cae/piece
id=$(sql "SELECT id FROM piece WHERE name = 'autre.pdf'")
: >"$tmp/form"
part jeton "$jeton"
part supprimer "$id"
parts_end
post_raw public /candidature/cae/piece "$MULTIPART"
is 'a file can be removed' \
    "$status $(sql 'SELECT count(*) FROM piece')" '303 1'
: >"$tmp/form"
part jeton "$jeton"
part_file piece '' /dev/null
parts_end
post_raw public /candidature/cae/piece "$MULTIPART"
is 'the paper leads to the summary' "$location" \
    '/candidature/cae/recapitulatif#contenu'

# The summary, a change, the sending.
get public /candidature/cae/recapitulatif
says 'names come through' 'Łukasz Çağrı'
says 'text comes through letter for letter' \
    'Des vélos & des « cargos » <b>à domicile</b>.'
says 'choices are in words' 'En recherche d’emploi'
says 'the commune too' '44150 Ancenis-Saint-Géréon'
says 'what is empty says so' 'Non renseigné'
says 'the file is named' 'Mon CV.pdf'
get public '/candidature/cae/vous?retour=recapitulatif'
holds 'a change remembers where it came from' \
    'name="retour" value="recapitulatif"'
post public /candidature/cae/vous prenom=Łukasz nom=Nguyễn \
    joindre=courriel retour=recapitulatif
is 'and goes back there' "$location" \
    '/candidature/cae/recapitulatif#contenu'
get public /candidature/cae/envoi
hides 'nothing is wrong before it is sent' 'id="bilan"'
post public /candidature/cae/envoi
is 'the commitment must be ticked' "$status" 422
post public /candidature/cae/envoi engagement=oui
is 'sent' "$status $location" "303 /suivi/$numero#contenu"
post public /candidature/cae/envoi engagement=oui
is 'sent twice, the same answer' "$status $location" \
    "303 /suivi/$numero#contenu"
is 'and one record' "$(sql 'SELECT count(*) FROM record')" 1
is 'and one receipt mail' "$(sql "SELECT count(*) FROM mail WHERE
    kind = 'envoyee'")" 1
get public "/suivi/$numero"
says 'the status page confirms' 'Candidature envoyée'
says 'with the number' "$numero"
says 'and who must act' 'C’est à la coopérative.'
get public /candidature/cae/vous
says 'going back says it is sent' 'Cette candidature a déjà été envoyée'
post public /candidature/cae/vous prenom=Autre nom=Autre joindre=courriel
is 'and changes nothing' "$status" 409
TERREAU_NOW=$(($(date +%s) + 7200)) get public "/suivi/$numero"
says 'later the page asks where it stands' 'Où en est votre candidature ?'
get public /suivi/CAE-26-2222-22
is 'somebody else’s number is not found' "$status" 404
get public /suivi
is 'the door leads to the own one' "$location" "/suivi/$numero#contenu"
record >"$tmp/record.xml"
xmllint --noout --relaxng "$builddir/share/schemas/xml/cae.rng" \
    "$tmp/record.xml" 2>"$tmp/xmllint" && ok 'the record is valid' ||
	not_ok 'the record is valid' "$(cat "$tmp/xmllint")"
get public "/suivi/$numero/retrait"
is 'an application can be withdrawn' "$status" 200
post public "/suivi/$numero/retrait"
is 'once and for all' "$status $(sql 'SELECT state FROM dossier')" \
    '303 retiree'
get public "/suivi/$numero"
hides 'not twice' "/suivi/$numero/retrait"
post public /quitter
is 'leaving closes the session' "$status" 303
get public "/suivi/$numero"
is 'which opens nothing any more' "$status" 401

# Names of every writing.
n=0
for name in 王 김 Ẹ̀kọ́ العربية ქართველი Ꭰ; do
	n=$((n + 1))
	begin "nom$n@exemple.fr"
	answer_all "$name" "$name"
	send
	is "$name is a name" "$status $location" "303 /suivi/$numero#contenu"
done
