#!/bin/sh
# Staff: coming in, the list, what is somebody else's, decisions, conflicts.
# usage: srcdir=DIR builddir=DIR sh tests/web/staff.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion
account anne@coop.example 'Anne Petit' accompagnement nantes
account luc@coop.example 'Luc Roy' gestion angers
account zoe@coop.example 'Zoé Lis' lecture

# Three people, two cooperatives, one draft.
begin ana@exemple.fr
answer_all Ana Petit nantes
printf '%%PDF-1.4\n<script>alert(1)</script>\n' >"$tmp/cv.pdf"
get public /candidature/cae/piece
: >"$tmp/form"
part jeton "$jeton"
part_file piece 'Mon CV é.pdf' "$tmp/cv.pdf"
parts_end
post_raw public /candidature/cae/piece "$MULTIPART"
send
ana=$numero
begin bob@exemple.fr
answer_all Bob '<i>Çelik</i>' angers
post public /candidature/cae/vous prenom=Bob nom=Çelik joindre=courriel
send
bob=$numero
begin eve@exemple.fr
answer_all Eve Roux nantes
draft=$numero
cookie_public=

# Coming in.
get staff /gestion/dossiers
is 'the list needs a login' "$status" 401
says 'and shows the door' 'Connexion de l’équipe'
case $(head_of Set-Cookie) in
*'; Path=/gestion; HttpOnly; SameSite=Strict; Secure')
	ok 'the cookie is guarded' ;;
*) not_ok 'the cookie is guarded' "$(head_of Set-Cookie)" ;;
esac
post staff /gestion/dossiers/x/decision decision=accepter
is 'so does an action' "$status" 401
get staff /gestion/connexion
before=$cookie_staff
post staff /gestion/connexion courriel=julie@coop.example passe=faux
is 'a wrong password' "$status" 422
says 'with its sentence' \
    'L’adresse e-mail ou le mot de passe ne correspond pas'
holds 'the e-mail is still there' 'value="julie@coop.example"'
hides 'the password is not' 'value="faux"'
sed 's/name="jeton" value="[0-9a-f]*"//' "$tmp/body" >"$tmp/known"
post staff /gestion/connexion courriel=inconnu@coop.example passe=faux
sed -e 's/name="jeton" value="[0-9a-f]*"//' -e 's/inconnu@/julie@/' \
    "$tmp/body" >"$tmp/unknown"
cmp -s "$tmp/known" "$tmp/unknown" &&
    ok 'an unknown address is told the same' ||
	not_ok 'an unknown address is told the same'
post staff /gestion/connexion courriel=julie@coop.example passe=
is 'no password' "$status" 422
post staff /gestion/connexion courriel=julie@coop.example \
    "passe=$PASSWORD" jeton=
is 'no token' "$status" 403
is 'opens nothing' "$cookie_staff" "$before"
post staff /gestion/connexion courriel=julie@coop.example "passe=$PASSWORD"
is 'the right password' "$status $location" \
    '303 /gestion/dossiers#contenu'
is 'changes the token' \
    "$([ "$cookie_staff" != "$before" ] && echo new)" new
get staff /gestion/connexion
is 'who is in needs no door' "$status" 303
for i in 1 2 3 4 5; do
	login luc@coop.example faux
done
login luc@coop.example
is 'five failures lock' "$status" 429
says 'and say until when' 'Trop d’essais. Réessayez après le'
TERREAU_NOW=$(($(date +%s) + 700)) login luc@coop.example
is 'ten minutes later it opens' "$status" 303

# The list.
login julie@coop.example
post staff /gestion/connexion courriel=julie@coop.example passe=x jeton=0
is 'a login form left open leads in' "$status $location" \
    '303 /gestion'
get staff /gestion
is 'to the first page of the menu' "$location" '/gestion/dossiers#contenu'
get staff /gestion/dossiers
is 'the list' "$status" 200
says 'begins with what is to do' 'Dossiers à traiter (2)'
says 'with names' 'Petit Ana'
hides 'without drafts' "$draft"
first=$(grep -o '>CAE-26-[^<]*' "$tmp/body" | head -1)
get staff '/gestion/dossiers?ordre=desc'
last=$(grep -o '>CAE-26-[^<]*' "$tmp/body" | head -1)
is 'sorted the other way' "$first $last" ">$ana >$bob"
get staff '/gestion/dossiers?etape=tous&q=petit'
says 'a name is found' "$ana"
hides 'and no other' "$bob"
says 'the filter can be removed' 'Retirer le filtre petit'
get staff '/gestion/dossiers?q=%3Cscript%3E%ff&page=zz&etape=%22'
is 'strange filters' "$status" 200
says 'find nothing' 'Aucun dossier ne correspond'
get staff "/gestion/dossiers?q=$bob"
says 'a number is found' 'Çelik'
get staff '/gestion/dossiers?cooperative=angers'
hides 'by cooperative' "$ana"

# What is another cooperative's does not exist.
login anne@coop.example
get staff /gestion/dossiers
says 'own files' "$ana"
hides 'and no others' "$bob"
get staff '/gestion/dossiers?cooperative=angers&etape=tous'
hides 'not by asking either' "$bob"
for page in '' /pieces /pieces/1 /documents /historique /documents/cape \
    /documents/cape/beneficiaire /documents/cape/apercu; do
	get staff "/gestion/dossiers/$bob$page"
	is "another’s file$page" "$status" 404
done
get staff "/gestion/dossiers/$ana"
post staff "/gestion/dossiers/$bob/decision" decision=accepter version=1
is 'nor can it be decided' "$status" 404
get staff "/gestion/dossiers/$draft"
is 'a draft is not seen' "$status" 404

# A role that reads.
login zoe@coop.example
get staff "/gestion/dossiers/$ana"
is 'who reads, reads' "$status" 200
hides 'without a decision' 'name="decision"'
post staff "/gestion/dossiers/$ana/decision" decision=accepter version=1
is 'and decides nothing' "$status" 403

# One file.
login julie@coop.example
get staff "/gestion/dossiers/$ana"
says 'the answers' 'En recherche d’emploi'
get staff "/gestion/dossiers/$ana/pieces"
says 'the papers' 'Mon CV é.pdf'
id=$(sql 'SELECT id FROM piece')
get staff "/gestion/dossiers/$ana/pieces/$id"
is 'a paper is a download' "$status $(head_of Content-Type)" \
    '200 application/pdf'
case $(head_of Content-Disposition) in
'attachment; '*) ok 'never shown' ;;
*) not_ok 'never shown' "$(head_of Content-Disposition)" ;;
esac
is 'in a sandbox' "$(head_of Content-Security-Policy)" \
    "default-src 'none'; sandbox"
cmp -s "$tmp/body" "$tmp/cv.pdf" && ok 'byte for byte' ||
	not_ok 'byte for byte'
get staff "/gestion/dossiers/$bob/pieces/$id"
is 'not under another file' "$status" 404
get staff "/gestion/dossiers/$ana/historique"
says 'the journal tells who opened it' 'Zoé Lis'
says 'the events too' 'Envoyer ma candidature'

# Decisions.
get staff "/gestion/dossiers/$ana"
post staff "/gestion/dossiers/$ana/decision" "version=$version" motif=
is 'no decision' "$status" 422
says 'with its sentence' 'Choisissez une décision'
post staff "/gestion/dossiers/$ana/decision" "version=$version" \
    decision=refuser motif=
is 'a refusal without reason' "$status" 422
says 'with its sentence' 'Écrivez le motif que la personne lira'
post staff "/gestion/dossiers/$ana/decision" "version=$version" \
    decision=retirer motif=x
is 'a decision that is not for staff' "$status" 422
post staff "/gestion/dossiers/$ana/decision" version=1 \
    decision="$(printf 'a\001\377')"
is 'a decision that is no text' "$status" 409
iconv -f UTF-8 -t UTF-8 "$tmp/body" >/dev/null 2>&1 &&
    hides 'comes back as a page that is' "$(printf '\001')" ||
	not_ok 'comes back as a page that is'
far=$(head -c 600 /dev/zero | tr '\0' A)
for page in decision documents/cape/emission; do
	get staff "/gestion/dossiers/$ana/$page"
	is "the address of an action: $page" "$status" 303
	get staff "/gestion/dossiers/$far/$page"
	is "of no file, and long: $page" "$status" 404
done
get staff "/gestion/dossiers/$ana"
old=$version
post staff "/gestion/dossiers/$ana/decision" decision=accepter version=x
is 'a version that is none' "$status" 400
version=$old
post staff "/gestion/dossiers/$ana/decision" "version=$version" \
    decision=proposer-entretien motif='Venez <mardi> & jeudi.'
is 'the message is shown first' "$status" 200
says 'as it will be read' 'Venez <mardi> & jeudi.'
is 'nothing has happened' "$(sql "SELECT state FROM dossier
    WHERE numero = '$ana'")" envoyee
# The text above the form, as words: what the mail will say.
sed -n '/<div class="enc">/,/<\/div>/p' "$tmp/body" >"$tmp/shown"
shown=$apercu
sql "UPDATE dossier SET email = 'ana@ailleurs.exemple' WHERE numero = '$ana'"
post staff "/gestion/dossiers/$ana/decision" "version=$version" \
    decision=proposer-entretien motif='Venez <mardi> & jeudi.' confirmer=1 \
    "apercu=$shown"
is 'a message that is no longer the one shown is shown again' "$status" 409
says 'and says so' 'Le message n’est plus celui que vous aviez relu'
sql "UPDATE dossier SET email = 'ana@exemple.fr' WHERE numero = '$ana'"
post staff "/gestion/dossiers/$ana/decision" "version=$version" \
    decision=proposer-entretien motif='Venez <mardi> & jeudi.' confirmer=1
is 'nor does it go without having been shown' "$status" 409
is 'nothing was sent' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'entretien'") $(sql "SELECT state FROM dossier WHERE numero = '$ana'")" \
    '0 envoyee'
post staff "/gestion/dossiers/$ana/decision" "version=$version" \
    decision=proposer-entretien motif='Venez <mardi> & jeudi.' confirmer=1 \
    "apercu=$shown"
is 'then it is sent' "$status $location" \
    "303 /gestion/dossiers/$ana?fait=proposer-entretien#contenu"
is 'the state moves' "$(sql "SELECT state FROM dossier
    WHERE numero = '$ana'")" entretien
case $(last_mail ana@exemple.fr) in
*'Venez <mardi> & jeudi.'*) ok 'the mail has the reason' ;;
*) not_ok 'the mail has the reason' "$(last_mail ana@exemple.fr)" ;;
esac
# Byte for byte, its spaces and lines aside, which a page folds.
text() {
	sed -e 's/<[^>]*>/ /g' -e 's/&amp;/\&/g' -e 's/&lt;/</g' \
	    -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e "s/&#39;/'/g" |
	    tr -s ' \n' '\n' | sed '/^$/d'
}
text <"$tmp/shown" >"$tmp/shown.words"
sql "SELECT subject || char(10) || body FROM mail WHERE kind = 'entretien'" |
    tr -s ' \n' '\n' >"$tmp/sent.words"
cmp -s "$tmp/shown.words" "$tmp/sent.words" &&
    ok 'what was sent is what was shown' ||
	not_ok 'what was sent is what was shown' \
	    "$(diff "$tmp/shown.words" "$tmp/sent.words")"
get staff "/gestion/dossiers/$ana?fait=proposer-entretien"
says 'and the page says so' 'C’est fait'
get staff "/gestion/dossiers/$ana?fait=refuser"
hides 'what was not done is not claimed' 'C’est fait'
post staff "/gestion/dossiers/$ana/decision" "version=$old" \
    decision=refuser motif='Trop tard' confirmer=1
is 'an older version meets the conflict page' "$status" 409
says 'with what was typed' 'Trop tard'
says 'and what is now' 'Entretien'
is 'nothing was overwritten' "$(sql "SELECT state FROM dossier
    WHERE numero = '$ana'")" entretien
get staff "/gestion/dossiers/$ana"
post staff /gestion/deconnexion
is 'going out' "$status $location" '303 /gestion/connexion'
get staff /gestion/dossiers
is 'closes the door' "$status" 401
