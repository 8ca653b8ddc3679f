#!/bin/sh
# A minor's representatives: asked by mail, on paper, at the desk; agreeing,
# refusing, taking back; one parent and two; the 18th birthday.
# usage: srcdir=DIR builddir=DIR sh tests/web/accord.sh
. "$(dirname "$0")/cgi.subr"
site

state() {
	sql "SELECT state FROM dossier WHERE numero = '$numero'"
}

open_link() {
	follow "$1"
	post public "/lien/$lien"
	get public /accord
}

# answer PARTICIPATION TRAJET IMAGES [name=value of the last page]
answer() {
	post public /accord/vous prenom=Marie nom=Leroux lien=mere \
	    telephone='06 39 98 12 34'
	post public /accord/participation "participation=$1"
	post public /accord/trajet "trajet=$2"
	post public /accord/images "images=$3"
	shift 3
	[ $# -eq 0 ] || post public /accord/autorite "$@"
}

mother='representant=mere rep-nom=Marie rep-joindre=courriel
	rep-courriel=marie@exemple.fr'

# Asked: one message to the parent, the file waits for them.
young 16 maelys@exemple.fr Maëlys $mother
is 'a minor’s application waits for consent' "$(state)" accord
is 'one representative is asked' "$(sql "SELECT rang || nom || lien || email
    FROM representant WHERE dossier = $id")" '1Mariemeremarie@exemple.fr'
case $(last_mail marie@exemple.fr) in
*'Maëlys a besoin'*/lien/*) ok 'by a message with a link' ;;
*) not_ok 'by a message with a link' "$(last_mail marie@exemple.fr)" ;;
esac
case $(sql "SELECT subject FROM mail WHERE recipient = 'marie@exemple.fr'") in
*Leroux* | *Ancenis*) not_ok 'its subject says no more than the first name' ;;
*) ok 'its subject says no more than the first name' ;;
esac
is 'the young person’s own choice is in the ledger' "$(sql "SELECT name ||
    decision || channel FROM consent WHERE dossier = $id AND representant IS
    NULL AND name = 'images'")" imagesouiweb

# Where it stands is told as it is, now and once a parent agreed.
get public "/suivi/$numero"
says 'what was done' 'Envoyée Le'
says 'what is awaited' 'Accord du représentant légal Depuis le'
says 'what comes' 'Accord reçu À venir En étude À venir Réponse À venir'
hides 'no date is promised yet' 'au plus tard'

# The link: looking changes nothing, the button opens.
get public /accord
is 'without the link the page is shut' "$status" 401
follow marie@exemple.fr
is 'the link shows a button' "$status" 200
is 'and sets nothing' "$(head_of Set-Cookie)" ''
says 'named for what it does' 'Ouvrir la demande'
post public "/lien/$lien"
is 'which leads to the request' "$status $location" '303 /accord#contenu'
get public /accord
says 'the request says who asks' 'Maëlys souhaite participer'
says 'and until when' 'avant le'
says 'and what the law protects' '35 heures par semaine'
says 'and how many parents must agree' 'accord des deux parents'
hides 'but not the name of the family' Leroux
hides 'nor what the young person wrote' 'Tenir la caisse'
get public "/suivi/$numero"
is 'the file itself stays shut' "$status" 401
get public /candidature/cjs/toi
is 'and its answers' "$status" 401

# Answering: nothing chosen beforehand, each page wants its answer.
get public /accord/participation
is 'a decision has a page' "$status" 200
says 'with its whole text' 'les travaux interdits aux mineurs'
hides 'and nothing ticked' 'checked'
post public /accord/participation
is 'no answer is refused' "$status" 422
says 'in words' 'vous donnez votre accord ou vous ne le donnez pas'
post public /accord/participation participation=peut-etre
is 'an answer of one’s own too' "$status" 422
get public /accord/verifier
is 'sending waits for the rest' "$status $location" '303 /accord/vous#contenu'
answer oui oui oui
post public /accord/autorite seul=non second-nom='Paul Leroux'
is 'the second parent’s address is asked for' "$status" 422
post public /accord/autorite seul=non second-nom='Paul Leroux' \
    second-joindre=courriel second-email=paul@exemple.fr
is 'the form is complete' "$status $location" '303 /accord/verifier#contenu'
get public /accord/verifier
says 'answers are read over' 'Je donne mon accord'
is 'nothing counts yet' "$(sql "SELECT count(*) FROM consent WHERE
    representant IS NOT NULL")" 0
post public /accord/verifier jeton=
is 'a forged sending is refused' "$status" 403
get public /accord/verifier
post public /accord/verifier
is 'it is sent' "$status $location" '303 /accord/recu#contenu'
is 'three decisions, with their text' "$(sql "SELECT group_concat(name ||
    decision || version, ' ') FROM consent WHERE representant IS NOT NULL AND
    length(text) > 60 AND author = 'Marie Leroux'")" \
    'participationoui1 trajetoui1 imagesoui1'
get public /accord/recu
says 'the receipt says so' 'Votre accord est enregistré'
says 'with the text' 'horaires respectent'
case $(last_mail marie@exemple.fr) in
*'Vous donnez votre accord'*'deux animateurs'*) ok 'and goes by mail' ;;
*) not_ok 'and goes by mail' "$(last_mail marie@exemple.fr)" ;;
esac
post public /accord/verifier
is 'sending again changes nothing' "$location $(sql 'SELECT count(*) FROM
    consent WHERE representant IS NOT NULL')" '/accord/recu#contenu 3'
is 'one of two parents is not enough' "$(state)" accord
case $(last_mail maelys@exemple.fr) in
*'Il manque encore une réponse'*) ok 'the young person is told' ;;
*) not_ok 'the young person is told' "$(last_mail maelys@exemple.fr)" ;;
esac

# The second parent, by a link of their own; sees nothing of the first.
open_link paul@exemple.fr
says 'the second parent is asked' 'Maëlys souhaite participer'
hides 'and sees nothing of the first' 'Marie'
get public /accord/autorite
is 'nor is asked about authority' "$status" 404
answer oui non non
get public /accord/verifier
post public /accord/verifier
is 'both agreed: the file goes on' "$(state)" envoyee
case $(last_mail maelys@exemple.fr) in
*'a donné son accord. Tu n’as rien'*) ok 'and the young person is told, in « tu »' ;;
*) not_ok 'and the young person is told, in « tu »' \
    "$(last_mail maelys@exemple.fr)" ;;
esac

# What a parent decided is theirs: not among the data of the young person.
follow maelys@exemple.fr
post public "/lien/$lien"
get public "/suivi/$numero/donnees"
says 'the young person reads their own decisions' \
    'Acceptes-tu d’apparaître sur des photos et des vidéos ? » Oui, le'
hides 'and none of their parents’' 'autorise la personne mineure'
says 'only that one answered' 'Réponse d’un représentant'
get public "/suivi/$numero/donnees.zip"
sed '1,/^\r$/d' "$tmp/answer" >"$tmp/maelys.zip"
is 'nor is one in the archive' "$(/usr/bin/python3 -c '
import sys, zipfile
from xml.dom.minidom import parseString
z = zipfile.ZipFile(sys.argv[1])
root = parseString(z.read("donnees.xml")).documentElement
print(len([n for n in z.namelist() if "accord" in n]), sum(
    "autorise la personne mineure".encode() in z.read(n)
    for n in z.namelist()), *[e.getAttribute("decision") + e.getAttribute(
    "voie") for e in root.getElementsByTagName("accord")])' \
    "$tmp/maelys.zip")" '0 0 ouiweb ouiweb'

get public "/suivi/$numero"
says 'the way goes on from there' 'Accord reçu Depuis le'
says 'and the answer has a day' 'Réponse Au plus tard le'

# Staff see it all, and what counts.
account julie@exemple.fr 'Julie Morel' gestion
login julie@exemple.fr
get staff "/gestion/dossiers/$numero/accords"
says 'staff see who answered' 'Marie Leroux'
says 'images need both: refused' 'Photos et vidéos (facultatif) Refusé'
says 'taking part is agreed to' 'Participer à la coopérative Donné'
get staff "/gestion/dossiers/$numero"
decide "/gestion/dossiers/$numero" decision=etudier "version=$version"
is 'the team begins' "$(state)" etude

# Taking back is as easy.
open_link marie@exemple.fr
says 'a parent who answered sees it' 'Vous avez donné votre accord'
get public /accord/retrait/participation
is 'taking back has a page' "$status" 200
is 'which does nothing' "$(sql "SELECT count(*) FROM consent WHERE decision =
    'retrait'")" 0
post public /accord/retrait/trajet
is 'an optional one changes nothing else' "$(state)" etude
is 'the team is told at once' "$(sql "SELECT recipient || ' ' || (body LIKE
    '%Rentrer sans accompagnement%' AND body LIKE '%facultatif%') FROM mail
    WHERE kind = 'retrait-accord'")" 'nantes@cooperatives.example 1'
is 'the young person is not' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'accord-retire'")" 0
post public /accord/retrait/participation
is 'its button takes back' "$(sql "SELECT group_concat(name, ' ') FROM consent
    WHERE decision = 'retrait'")" 'trajet participation'
is 'what the file needs stops it, wherever it is' "$(state)" sans-accord
case $(sql "SELECT subject || body FROM mail WHERE kind = 'retrait-accord'
    ORDER BY id DESC LIMIT 1") in
*"$numero"*'Appelez la famille'*'Participer à la coopérative'*'reprend tout seul'*)
	ok 'the team reads whom to call' ;;
*) not_ok 'the team reads whom to call' "$(last_mail nantes@cooperatives.example)" ;;
esac
case $(last_mail maelys@exemple.fr) in
*'Parlez-en ensemble si tu peux'*'Tu n’as rien fait de mal'*)
	ok 'the young person is told, kindly' ;;
*) not_ok 'the young person is told, kindly' \
    "$(last_mail maelys@exemple.fr)" ;;
esac
get public /accord
says 'the page says so' 'Vous avez retiré votre accord'
case $(last_mail marie@exemple.fr) in
*'Vous avez retiré un accord'*) ok 'with a receipt' ;;
*) not_ok 'with a receipt' "$(last_mail marie@exemple.fr)" ;;
esac
get public /accord/vous
answer oui oui oui seul=non second-nom='Paul Leroux' \
    second-joindre=courriel second-email=paul@exemple.fr
get public /accord/verifier
post public /accord/verifier
is 'agreed to again, the file goes on' "$(state)" envoyee
get public /accord/vous
answer non oui oui seul=non second-nom='Paul Leroux' \
    second-joindre=courriel second-email=paul@exemple.fr
get public /accord/verifier
post public /accord/verifier
is 'a yes that becomes a no stops it as well' "$(state) $(sql "SELECT count(*)
    FROM mail WHERE kind = 'retrait-accord'")" 'sans-accord 3'
follow maelys@exemple.fr
post public "/lien/$lien"
get public "/suivi/$numero"
says 'the page of the young person says it' 'ou l’a retiré'
hides 'as no word of the team' 'Ce que la coopérative'
for sql in 'UPDATE consent SET decision = '"'oui'" 'DELETE FROM consent' \
    'DELETE FROM representant'; do
	sql "$sql" 2>/dev/null && not_ok "refused: $sql" || ok "refused: $sql"
done

# One who holds authority alone; and a refusal, which tells no reason.
young 17 lina@exemple.fr Lina representant=pere rep-nom=Omar \
    rep-joindre=courriel rep-courriel=omar@exemple.fr
open_link omar@exemple.fr
answer oui non oui seul=oui
get public /accord/verifier
post public /accord/verifier
is 'the only holder is enough' "$(state)" envoyee
is 'nobody else is asked' "$(sql "SELECT count(*) FROM representant WHERE
    dossier = $id")" 1
step() {
	get staff "/gestion/dossiers/$numero"
	decide "/gestion/dossiers/$numero" "decision=$1" "version=$version"
}
step accepter
step commencer
is 'no contract, no beginning' "$status $(state)" '422 acceptee'
says 'as is said' 'Aucun contrat d’appui n’est émis'
says 'with its article' 'C. com. L. 127-2'
post staff /gestion/dossiers/action action=decision:commencer \
    "d=$numero.$version"
says 'nor with others' 'Aucun contrat d’appui n’est émis'
says 'with its article too' 'C. com. L. 127-2'
# this summer is one of an employment contract, made elsewhere
sql "INSERT INTO agenda (code, programme, cooperative, title, place, address,
    postcode, commune, insee, departement, first, last, hours, opens, closes,
    seats, held, offer, contract, text, reason, changed, version) VALUES
    ('ete', 'cjs', 'nantes', 'Été', '', '', '', 'Nantes', '', '44', 30000,
    30001, '', 20000, 30000, 9, 0, 72, 'cape', '', '', 0, 1);
    INSERT INTO place (agenda, dossier, state, at, changed) SELECT max(id),
    $id, 'prise', 0, 0 FROM agenda;
    INSERT INTO event (dossier, at, name, who, state, text) VALUES ($id, 0,
    'place-prise', 'x', 'acceptee', '')"
step commencer
is 'nor where a contrat d’appui is signed' "$status $(state)" '422 acceptee'
sql "UPDATE agenda SET contract = 'travail' WHERE code = 'ete'"
step commencer
is 'under another contract it does' "$(state)" encours
get public /accord
post public /accord/retrait/participation
is 'what has begun is for people to end' "$(state)" encours
case $(last_mail nantes@cooperatives.example) in
*'Appelez la famille'*'décidez de la suite'*) ok 'who are told' ;;
*) not_ok 'who are told' "$(last_mail nantes@cooperatives.example)" ;;
esac
case $(last_mail lina@exemple.fr) in
*'avant cet appel'*) ok 'as the young person is' ;;
*) not_ok 'as the young person is' "$(last_mail lina@exemple.fr)" ;;
esac
young 17 zoe@exemple.fr Zoé representant=mere rep-nom=Anne \
    rep-joindre=courriel rep-courriel=anne@exemple.fr
open_link anne@exemple.fr
answer non non non seul=non second-nom=Luc second-joindre=courriel \
    second-email=luc@exemple.fr
get public /accord/verifier
post public /accord/verifier
is 'a refusal stops the file' "$(state)" sans-accord
is 'the other one is not asked for nothing' "$(sql "SELECT count(*) FROM mail
    WHERE recipient = 'luc@exemple.fr'")" 0
get public /accord/recu
says 'the page is neutral' 'qui ne donne pas vos raisons'
get public /accord/vous
answer oui non non seul=oui
get public /accord/verifier
post public /accord/verifier
is 'a change of mind counts' "$(state)" envoyee

# The network may leave it at one; its own words explain it.
sed -i 's|titulaires="tous">[^<]*|titulaires="un">Un seul accord nous suffit.|' \
    "$data/reseau.xml"
young 17 mia@exemple.fr Mia representant=mere rep-nom=Eve \
    rep-joindre=courriel rep-courriel=eve@exemple.fr
open_link eve@exemple.fr
says 'the rule is told in the network’s words' 'Un seul accord nous suffit.'
answer oui non non seul=non second-nom='Ali' second-joindre=papier
get public /accord/verifier
post public /accord/verifier
is 'one holder is enough where the network says so' "$(state)" envoyee
sed -i 's|titulaires="un"|titulaires="tous"|' "$data/reseau.xml"

# An answer changes that an agreement rests on: that one is asked again.
young 17 ines@exemple.fr Inès representant=mere rep-nom=Sara \
    rep-joindre=courriel rep-courriel=sara@exemple.fr
youth=$cookie_public
ask_correction() {
	get staff "/gestion/dossiers/$numero"
	decide "/gestion/dossiers/$numero" decision=demander-correction \
	    motif='À revoir.' "version=$version" "$@"
}
ask_correction corriger=rep-courriel
is 'a correction before the parent answered' "$(state)" a-corriger
cookie_public=$youth
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cjs/representant
hides 'only the address is asked' 'name="rep-nom"'
post public /candidature/cjs/representant rep-courriel=sarah@exemple.fr
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui
is 'still waits for the parent' "$(state)" accord
is 'who is written to where they are' "$(sql "SELECT email FROM representant
    WHERE dossier = $id") $(sql "SELECT count(*) FROM mail WHERE recipient =
    'sarah@exemple.fr' AND kind = 'parent'")" 'sarah@exemple.fr 1'
open_link sarah@exemple.fr
answer oui oui non seul=oui
get public /accord/verifier
post public /accord/verifier
is 'agreed to' "$(state)" envoyee
ask_correction corriger=rep-courriel
is 'who has answered stays who they are' "$status $(state)" '422 envoyee'
ask_correction corriger=cooperative
cookie_public=$youth
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cjs/recapitulatif
says 'the page says what is asked again' 'nous redemandons l’accord de tes représentants'
get public /candidature/cjs/ou-quand
post public /candidature/cjs/ou-quand cooperative=angers commune=autre
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui
is 'another cooperative: the file waits again' "$(state) $(sql "SELECT
    cooperative FROM dossier WHERE id = $id")" 'accord angers'
is 'one decision lapsed' "$(sql "SELECT group_concat(c.name || c.decision)
    FROM caducite k JOIN consent c ON c.id = k.consent WHERE
    c.dossier = $id")" participationoui
case $(last_mail sarah@exemple.fr) in
*'redemandé'*'Vos autres décisions restent'*) ok 'the parent is told' ;;
*) not_ok 'the parent is told' "$(last_mail sarah@exemple.fr)" ;;
esac
get staff "/gestion/dossiers/$numero/accords"
says 'staff see that it holds no more' 'ne vaut plus'
open_link sarah@exemple.fr
says 'the parent sees why' 'a changé depuis votre décision'
holds 'and begins with what is asked' 'href="/accord/participation#contenu"'
post public /accord/participation participation=oui
is 'that is all' "$status $location" '303 /accord/verifier#contenu'
get public /accord/verifier
post public /accord/verifier
is 'agreed to again' "$(state)" envoyee
is 'the others are as they were' "$(sql "SELECT group_concat(name || n) FROM
    (SELECT name, count(*) AS n FROM consent WHERE dossier = $id AND
    representant IS NOT NULL GROUP BY name ORDER BY name)")" \
    'images1,participation2,trajet1'
ask_correction corriger=envie
cookie_public=$youth
get public "/suivi/$numero"
post public "/suivi/$numero/modifier"
get public /candidature/cjs/pourquoi
post public /candidature/cjs/pourquoi envie='Rencontrer du monde.'
get public /candidature/cjs/envoi
post public /candidature/cjs/envoi engagement=oui
is 'what no agreement rests on asks nobody' "$(state) $(sql "SELECT count(*)
    FROM caducite")" 'etude 1'

# Paper and desk: written down by staff, who are named.
young 16 noe@exemple.fr Noé representant=mere rep-nom='Ana Petit' \
    rep-joindre=papier
is 'without e-mail no message leaves' "$(sql "SELECT count(*) FROM mail m JOIN
    dossier d ON d.id = m.dossier WHERE d.numero = '$numero' AND m.recipient <>
    'noe@exemple.fr'")" 0
paper="/gestion/dossiers/$numero/accords"
get staff "$paper"
says 'staff see that there is none' "Pas d’e-mail : papier ou guichet"
get staff "$paper/1"
is 'staff have a form' "$status" 200
post staff "$paper/1" canal=fax note= participation=oui vu=0
is 'which is checked' "$status" 422
says 'channel first' 'Choisissez comment la réponse est arrivée'
post staff "$paper/1" canal=papier note='Papier du 12 mars' prenom=Ana \
    nom=Petit lien=mere telephone='02 61 91 00 10' participation=oui \
    trajet=non images=non seul=non second-nom='Jo Petit' second-joindre=papier vu=0
is 'paper of the first is noted' "$status $(state)" '303 accord'
ledger() {
	sql "SELECT count(*) FROM consent WHERE dossier = $id"
}
before=$(ledger)
post staff "$paper/1" canal=papier note='Papier du 10 mars' prenom=Ana \
    nom=Petit lien=mere telephone='02 61 91 00 10' participation=non \
    trajet=non images=non seul=oui vu=0
is 'a page from before meets what was noted since' "$status $(state)" \
    '409 accord'
says 'which is told' 'cette personne a répondu entre-temps'
is 'and writes nothing' "$(ledger)" "$before"
post staff "$paper/2" canal=guichet note='Carte d’identité regardée' \
    prenom=Jo nom=Petit lien=pere telephone='02 61 91 00 11' \
    participation=oui trajet=oui images=non vu=0
is 'the second one came to the desk' "$status $(state)" '303 envoyee'
is 'channel and staff are in the ledger' "$(sql "SELECT group_concat(DISTINCT
    c.channel || ' ' || a.name) FROM consent c JOIN account a ON a.id =
    c.account WHERE c.dossier = $id")" 'papier Julie Morel,guichet Julie Morel'
account lise@exemple.fr 'Lise Bon' lecture
login lise@exemple.fr
get staff "$paper/1"
is 'who only reads writes nothing' "$status" 403

# 18 at the sending: nobody is asked.  18 since: access is over.
young 18 tom@exemple.fr Tom
is 'an adult needs no consent' "$(state)$(sql "SELECT count(*) FROM
    representant WHERE dossier = $id")" envoyee0

# Night: two reminders, once each; the 18th birthday ends access.
young 17 eva@exemple.fr Eva representant=mere rep-nom=Rosa \
    rep-joindre=courriel rep-courriel=rosa@exemple.fr
night() {
	"$builddir/terreau" remind --data "$data" >"$tmp/night" 2>&1 ||
		not_ok 'the nightly command' "$(cat "$tmp/night")"
}
asked() {
	sql "SELECT count(*) FROM mail WHERE recipient = 'rosa@exemple.fr'"
}
night
is 'no reminder on the first day' "$(asked)" 1
sql "UPDATE representant SET asked = asked - 7 * 86400, deadline = deadline -
    7 * 86400 WHERE dossier = $id"
night
night
is 'one after seven days, once' "$(asked)" 2
sql "UPDATE representant SET asked = asked - 5 * 86400, deadline = deadline -
    5 * 86400 WHERE dossier = $id"
night
night
is 'one two days before the end, once' "$(asked)" 3
open_link rosa@exemple.fr
is 'the last link opens' "$status" 200
# time passes: born a year earlier, on the record as the night reads it
faketime=$(date -d '+1 year' '+%Y-%m-%d %H:%M:%S')
if [ -n "$(command -v faketime)" ]; then
	ok 'there is a clock to turn'
else
	not_ok 'there is a clock to turn' 'apt install faketime'
fi
ASAN_OPTIONS=verify_asan_link_order=0 faketime -f "@$faketime" \
    "$builddir/terreau" remind --data "$data" >"$tmp/night" 2>&1 ||
	not_ok 'the night of a birthday' "$(cat "$tmp/night")"
is 'at 18 access of representatives ends' "$(sql "SELECT reason FROM
    representant WHERE dossier = $id")" majorite
is 'the file goes on without them' "$(state)" envoyee
case $(last_mail eva@exemple.fr) in
*'Tu es majeur'*) ok 'and the young adult is told' ;;
*) not_ok 'and the young adult is told' "$(last_mail eva@exemple.fr)" ;;
esac
get public /accord
is 'the open session is shut' "$status" 401
get public "/lien/$lien"
says 'and the link is over' 'n’est plus valable'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'every record is in the chain' || not_ok 'every record is in the chain' \
	    "$(cat "$tmp/check")"
