#!/bin/sh
# Staff: the list of files filtered, searched and sorted; several files at
# once; who follows what.
# usage: srcdir=DIR builddir=DIR sh tests/web/liste.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion
account anne@coop.example 'Anne Petit' accompagnement nantes
account luc@coop.example 'Luc Roy' gestion angers
account zoe@coop.example 'Zoé Lis' lecture nantes

for who in Ana Bob Clea; do
	begin "$who@exemple.fr"
	answer_all "$who" "N$who" "$([ $who = Bob ] && echo angers ||
	    echo nantes)"
	send
	eval "$who=\$numero"
done
cookie_public=

# tick NUMERO: what its box in the list sends, with the version of now.
tick() {
	echo "d=$1.$(sql "SELECT version FROM dossier WHERE numero = '$1'")"
}

state() {
	sql "SELECT state FROM dossier WHERE numero = '$1'"
}

# A file leads back to the list as it was asked for.
login julie@coop.example
get staff '/gestion/dossiers?etape=tous&q=Petit%22%3E%C3%A9&tri=nom'
get staff "/gestion/dossiers/$Ana"
holds 'a file leads back to the list' \
    'href="/gestion/dossiers?q=Petit%22%3E%C3%A9&amp;etape=tous&amp;tri=nom"'
get staff '/gestion/contrats?vue=tous'
get staff "/gestion/dossiers/$Ana/notes"
holds 'to that of contracts for who came from there' \
    'href="/gestion/contrats?vue=tous"'
get staff /gestion/dossiers
get staff "/gestion/dossiers/$Ana"
holds 'nothing was chosen' 'href="/gestion/dossiers?etape=a-traiter">←'
for bad in 'terreau_liste=dossiers?"><b>' 'terreau_liste=//elsewhere.example?x' \
    'terreau_liste=../suivi?x=1' 'terreau_liste=dossiers/x?y' \
    'terreau_liste=seances?quand=passees' 'terreau_liste=dossiers'; do
	way_back=$bad
	get staff "/gestion/dossiers/$Ana"
	holds "no list: $bad" 'href="/gestion/dossiers">←'
done
way_back=

# Filters and orders.
login julie@coop.example
get staff '/gestion/dossiers?etape=tous&departement=44&cooperative=nantes'
says 'by département and cooperative' 'Dossiers (2)'
says 'each filter has a way out' 'Retirer le filtre Loire-Atlantique'
says 'the cooperative too' 'Retirer le filtre Coopérative de Nantes'
holds 'the way out keeps the others' \
    'href="/gestion/dossiers?etape=tous&amp;departement=44"'
holds 'the details stay open' '<details open="open">'
holds 'what stands for all sends nothing' '<option value="">Tous</option>'
get staff '/gestion/dossiers?etape=tous&commune=ancenis'
says 'by commune' 'Dossiers (3)'
get staff '/gestion/dossiers?etape=tous&commune=49'
says 'another commune' 'Aucun dossier ne correspond'
get staff '/gestion/dossiers?q=bob@exemple'
says 'by e-mail' "$Bob"
hides 'of that person alone' "$Ana"
get staff '/gestion/dossiers?tri=nom&ordre=desc'
holds 'sorted by name' '<th scope="col" aria-sort="descending"><a href="/gestion/dossiers?tri=nom"'
is 'the last name first' "$(grep -o 'CAE-26-[^<"]*</a>' "$tmp/body" |
    head -1)" "$Clea</a>"
get staff '/gestion/dossiers?etape=refusee&q=nbob'
says 'what another step has is offered' \
    'Chercher dans toutes les étapes (1)'
get staff '/gestion/dossiers?etape=tous&page=9'
is 'a page beyond the last' "$status" 200
get staff '/gestion/dossiers?suivi=%3Cb%3E&tri=x&ordre=y&seance=%27&page=-1'
is 'strange filters' "$status" 200
says 'find nothing' 'Aucun dossier ne correspond'
get staff "/gestion/dossiers?q=$(head -c 300 /dev/zero | tr '\0' a)"
says 'a name longer than names is none' 'Dossiers à traiter (3)'

# Several files: who follows them.
get staff '/gestion/dossiers'
holds 'a box for each' "name=\"d\" value=\"${Ana}."
post staff /gestion/dossiers/action action=confier
is 'no box ticked' "$status $location" \
    '303 /gestion/dossiers?rien=dossier#action'
get staff '/gestion/dossiers?rien=dossier'
says 'is said' 'Cochez au moins un dossier'
post staff /gestion/dossiers/action action= "$(tick "$Ana")" \
    'retour=etape=tous&tri=nom'
is 'no action chosen' "$status $location" \
    '303 /gestion/dossiers?etape=tous&tri=nom&rien=action#action'
post staff /gestion/dossiers/action action= "$(tick "$Ana")" \
    'retour=//ailleurs.example'
is 'a way back that is none of ours' "$location" \
    '/gestion/dossiers?rien=action#action'
post staff /gestion/dossiers/action action=confier "$(tick "$Ana")" \
    "$(tick "$Clea")"
is 'the confirmation' "$status" 200
says 'names them' 'NClea Clea'
says 'and how many' 'Confier 2 dossiers'
is 'nothing has happened' "$(sql 'SELECT count(*) FROM assignment')" 0
post staff /gestion/dossiers/action action=confier "$(tick "$Ana")" \
    confirmer=1 suivi=
is 'nobody chosen' "$status" 422
says 'with its sentence' 'Choisissez qui suivra ces dossiers'
anne=$(sql "SELECT id FROM account WHERE email = 'anne@coop.example'")
stale=$(tick "$Clea")
post staff /gestion/dossiers/action action=confier confirmer=1 \
    "suivi=$anne" "$(tick "$Ana")" "$(tick "$Bob")" "$stale"
is 'two done, one not' "$status" 200
says 'which were' 'C’est fait pour 2 dossiers'
says 'which was not, and why' \
    'Cette personne ne suit pas les dossiers de cette coopérative'
is 'it is so' "$(sql "SELECT count(*) FROM dossier WHERE adviser = $anne")" 2
get staff "/gestion/dossiers/$(sql "SELECT numero FROM dossier WHERE adviser =
    $anne LIMIT 1")/historique"
says 'the history says to whom it was given' \
    'À qui ce dossier a été confié Anne Petit, le'
post staff /gestion/dossiers/action action=confier confirmer=1 suivi=0 \
    "$stale"
says 'an older version is left as it is' \
    'Quelqu’un a changé ce dossier entre-temps'
is 'and nothing is lost' \
    "$(sql "SELECT count(*) FROM dossier WHERE adviser = $anne")" 2
get staff "/gestion/dossiers?suivi=$anne"
says 'hers' 'Dossiers à traiter (2)'
says 'by name' 'Retirer le filtre suivi par Anne Petit'
get staff '/gestion/dossiers?suivi=personne'
says 'nobody’s' "$Bob"
get staff "/gestion/dossiers/$Ana/historique"
says 'the journal tells it' 'Dossier confié'
login anne@coop.example
get staff '/gestion/dossiers?suivi=moi'
says 'mine' 'Dossiers à traiter (2)'
post staff /gestion/dossiers/action action=confier-moi "$(tick "$Bob")"
is 'another’s file does not exist' "$status" 404
for bad in d=x d=x.y "d=$Ana" "d=$Ana.x" "d=$Ana.1.2"; do
	post staff /gestion/dossiers/action action=confier-moi "$bad"
	is "a box that is none: $bad" "$status" 400
done

# Who cannot come in follows nothing; what is erased is not acted on.
account paul@coop.example 'Paul Suspendu' accompagnement nantes
paul=$(sql "SELECT id FROM account WHERE email = 'paul@coop.example'")
login anne@coop.example
post staff /gestion/dossiers/action action=confier "$(tick "$Ana")"
says 'who may come in is offered' 'Paul Suspendu'
"$builddir/terreau" user --data "$data" suspend paul@coop.example
post staff /gestion/dossiers/action action=confier "$(tick "$Ana")"
hides 'who is suspended is not' 'Paul Suspendu'
post staff /gestion/dossiers/action action=confier confirmer=1 "suivi=$paul" \
    "$(tick "$Ana")"
is 'nor by posting' "$(sql "SELECT count(*) FROM dossier WHERE adviser =
    $paul")" 0
kept=$(sql "SELECT quote(email) || ',' || quote(prenom) || ',' || quote(nom)
    FROM dossier WHERE numero = '$Ana'")
sql "UPDATE dossier SET email = '', prenom = '', nom = '' WHERE numero =
    '$Ana'"
for what in confier-moi decision:refuser piece; do
	post staff /gestion/dossiers/action action=$what confirmer=1 \
	    "$(tick "$Ana")" motif=x motif-lu=x "cle=$(printf %032d 0)"
	says "an erased file: $what" 'Ce dossier est effacé'
done
is 'stays as it was' "$(state "$Ana") $(sql "SELECT coalesce(adviser, 0) <>
    (SELECT id FROM account WHERE email = 'anne@coop.example') OR adviser =
    $anne FROM dossier WHERE numero = '$Ana'")" 'envoyee 1'
get staff '/gestion/dossiers?etape=tous'
hides 'and has no box' "value=\"$Ana."
sql "UPDATE dossier SET (email, prenom, nom) = (SELECT $kept) WHERE numero =
    '$Ana'"

# Several decisions, with their messages.
post staff /gestion/dossiers/action action=decision:refuser \
    "$(tick "$Ana")" "$(tick "$Clea")"
is 'a decision' "$status" 200
hides 'that needs a reason cannot be sent yet' 'name="confirmer"'
post staff /gestion/dossiers/action action=decision:refuser confirmer=1 \
    "$(tick "$Ana")" motif=
is 'not without one' "$status" 422
says 'with its sentence' 'Écrivez le motif que ces personnes liront'
post staff /gestion/dossiers/action action=decision:refuser confirmer=1 \
    "$(tick "$Ana")" 'motif=Plus de <place>.'
is 'nor with one that was not shown' "$status" 422
says 'the message is shown' 'Plus de <place>.'
says 'without the token of its link' '/lien/••••••••'
is 'nothing has happened' "$(state "$Ana")" envoyee
post staff /gestion/dossiers/action action=decision:refuser confirmer=1 \
    "$(tick "$Ana")" "$(tick "$Clea")" 'motif=Plus de <place>.' \
    'motif-lu=Plus de <place>.'
says 'then it is sent' 'C’est fait pour 2 dossiers'
is 'to each' "$(state "$Ana") $(state "$Clea")" 'refusee refusee'
case $(last_mail Ana@exemple.fr) in
*'Plus de <place>.'*) ok 'the mail has the reason' ;;
*) not_ok 'the mail has the reason' "$(last_mail Ana@exemple.fr)" ;;
esac
post staff /gestion/dossiers/action action=decision:accepter confirmer=1 \
    "$(tick "$Ana")" motif= motif-lu=
says 'a step that has no such decision' 'Rien ne peut être fait'
is 'keeps its state' "$(state "$Ana")" refusee
post staff /gestion/dossiers/action action=decision:retirer \
    "$(tick "$Ana")"
says 'a decision that is the person’s' 'Rien ne peut être fait'
post staff /gestion/dossiers/action action=decision:refuser confirmer=1 \
    "$(tick "$Ana")" motif=x motif-lu=x jeton=
is 'no token' "$status" 403

# A piece that is missing.
get staff '/gestion/dossiers?etape=tous'
says 'a piece may be asked for' 'Demander une pièce'
hides 'and none is missing' 'Pièce manquante'
post staff /gestion/dossiers/action action=piece "$(tick "$Ana")" \
    "$(tick "$Clea")"
says 'which one' 'Un relevé d’identité bancaire'
once=$key
hides 'nothing to send yet' 'name="confirmer"'
post staff /gestion/dossiers/action action=piece confirmer=1 \
    "$(tick "$Ana")" piece= "cle=$once"
says 'none chosen' 'Choisissez une pièce'
post staff /gestion/dossiers/action action=piece confirmer=1 \
    "$(tick "$Ana")" 'piece=Une montre' "cle=$once"
says 'one that nobody asks for' 'Ce programme ne demande pas cette pièce'
post staff /gestion/dossiers/action action=piece confirmer=1 \
    "$(tick "$Ana")" 'piece=Une pièce d’identité' "cle=$once"
is 'not with a message that was not shown' "$status" 422
says 'it is shown' '– Une pièce d’identité'
says 'to whom it goes' 'Le message qui partira à Ana@exemple.fr'
n=$(sql 'SELECT count(*) FROM mail')
post staff /gestion/dossiers/action action=piece confirmer=1 \
    "$(tick "$Ana")" "$(tick "$Clea")" 'piece=Une pièce d’identité' \
    'piece-lue=Une pièce d’identité' 'motif=Avant <mardi>.' motif-lu= \
    "cle=$once"
is 'nor with a word that was not' "$status $(sql 'SELECT count(*) FROM mail')" \
    "422 $n"
for i in 1 2; do
	post staff /gestion/dossiers/action action=piece confirmer=1 \
	    "$(tick "$Ana")" "$(tick "$Clea")" 'piece=Une pièce d’identité' \
	    'piece-lue=Une pièce d’identité' 'motif=Avant <mardi>.' \
	    'motif-lu=Avant <mardi>.' "cle=$once"
done
is 'then to each, once' "$(sql 'SELECT count(*) FROM mail')" $((n + 2))
case $(last_mail Ana@exemple.fr) in
*'– Une pièce d’identité'*'Avant <mardi>.'*) ok 'the mail says it' ;;
*) not_ok 'the mail says it' "$(last_mail Ana@exemple.fr)" ;;
esac
get staff '/gestion/dossiers?etape=tous'
is 'two files bear the flag' \
    "$(grep -o 'Pièce manquante' "$tmp/body" | wc -l)" 2
get staff "/gestion/dossiers/$Ana/historique"
says 'the journal tells it' 'Pièce demandée à la personne'
sql "INSERT INTO piece (dossier, field, name, type, size, sha256, at, scan,
    bytes) SELECT id, 'piece', 'a.pdf', 'application/pdf', 1, zeroblob(32),
    $(date +%s) + 100, 'sans', zeroblob(43) FROM dossier WHERE numero = '$Ana'"
sql "INSERT INTO thread (dossier, key, at, author, subject, text) SELECT id,
    randomblob(32), $(date +%s), 'personne', '', 'Je viens mardi.' FROM dossier
    WHERE numero = '$Clea'"
sql "INSERT INTO event (dossier, at, name, who, state, text) SELECT id,
    $(date +%s), 'message-personne', 'personne', state, '' FROM dossier
    WHERE numero = '$Clea'"
get staff '/gestion/dossiers?etape=tous'
hides 'until it comes, or the person answers' 'Pièce manquante'
post staff /gestion/dossiers/action action=piece "$(tick "$Clea")"
says 'who wrote is answered first' 'répondez-lui d’abord'

# Papers.
post staff /gestion/dossiers/action action=documents "$(tick "$Ana")"
says 'no papers to take' 'Ces dossiers n’ont aucun document valable'

# A message to the network goes to a cooperative, once.
sql "UPDATE dossier SET cooperative = '' WHERE numero = '$Bob'"
get staff '/gestion/dossiers?etape=tous'
hides 'without a cooperative it is the network’s alone' "$Bob"
post staff /gestion/dossiers/action action=orienter "$(tick "$Bob")"
is 'to read and to send on' "$status" 404
login julie@coop.example
get staff '/gestion/dossiers?etape=tous'
says 'it is flagged' 'Sans coopérative'
post staff /gestion/dossiers/action action=orienter "$(tick "$Bob")" \
    "$(tick "$Clea")"
says 'what has one stays' 'Ce dossier a déjà une coopérative'
post staff /gestion/dossiers/action action=orienter confirmer=1 \
    "$(tick "$Bob")" cooperative=ailleurs
is 'a cooperative that is none' "$status" 422
says 'with its sentence' 'Choisissez une coopérative'
post staff /gestion/dossiers/action action=orienter confirmer=1 \
    "$(tick "$Bob")" cooperative=nantes
says 'it goes' 'C’est fait pour un dossier'
is 'there' "$(sql "SELECT cooperative FROM dossier
    WHERE numero = '$Bob'")" nantes

# Views.
login anne@coop.example
get staff '/gestion/dossiers?etape=tous&departement=44&q=a%26b%C3%A9'
holds 'filters can be kept' \
    'href="/gestion/vues?q=a%26b%C3%A9&amp;etape=tous&amp;departement=44"'
get staff '/gestion/vues?q=a%26b%C3%A9&etape=tous&departement=44'
holds 'the page has them' \
    'name="filtres" value="q=a%26b%C3%A9&amp;etape=tous&amp;departement=44"'
post staff /gestion/vues 'filtres=etape=tous&departement=44' nom=' ' partage=
is 'a view without a name' "$status" 422
says 'with its sentence' 'Donnez un nom à cette vue'
post staff /gestion/vues 'filtres=etape=tous' partage= \
    "nom=$(head -c 61 /dev/zero | tr '\0' a)"
is 'a name that is none' "$status" 422
for bad in '' 'a b' 'x
y' '<b>'; do
	post staff /gestion/vues "filtres=$bad" nom=x partage=
	is 'filters that are none' "$status" 400
done
post staff /gestion/vues 'filtres=etape=tous' nom=x partage=coop:angers
is 'shared with who is not hers' "$status" 400
post staff /gestion/vues 'filtres=etape=tous' nom=x partage=coop:
is 'nor with the network' "$status" 400
post staff /gestion/vues 'filtres=etape=tous&departement=44' \
    'nom=Les <44>' partage=
is 'a view is kept' "$status $location" \
    '303 /gestion/dossiers?etape=tous&departement=44#contenu'
post staff /gestion/vues 'filtres=etape=refusee' nom='Nos refus' \
    partage=coop:nantes defaut=1
get staff /gestion/dossiers
is 'the list opens on hers' "$status $location" \
    '303 /gestion/dossiers?etape=refusee'
get staff '/gestion/dossiers?etape=refusee'
says 'the list names them' 'Les <44>'
holds 'and which is shown' \
    '<a href="/gestion/dossiers?etape=refusee" aria-current="page">Nos refus'
own=$(sql "SELECT id FROM vue WHERE name = 'Les <44>'")
shared=$(sql "SELECT id FROM vue WHERE name = 'Nos refus'")
login zoe@coop.example
get staff /gestion/vues
says 'a colleague sees the shared one' 'Nos refus – partagée par Anne Petit'
hides 'and not the other' 'Les &lt;44&gt;'
post staff /gestion/vues "retirer=$shared"
is 'it is not hers to remove' "$status" 404
post staff /gestion/vues "ouvrir=$shared"
is 'but to open on' "$status" 303
get staff /gestion/dossiers
is 'it does' "$status" 303
post staff /gestion/vues ouvrir=0
get staff /gestion/dossiers
is 'and no more' "$status" 200
post staff /gestion/vues "ouvrir=$own"
get staff /gestion/dossiers
is 'never on what is not shared' "$status" 200
post staff /gestion/vues retirer=x
is 'no number' "$status" 400
login luc@coop.example
get staff /gestion/vues
hides 'another cooperative sees none' 'Nos refus'
login anne@coop.example
get staff /gestion/vues
post staff /gestion/vues "retirer=$shared"
get staff /gestion/dossiers
is 'a view that is gone opens nothing' "$status" 200

# Who only reads.
login zoe@coop.example
get staff '/gestion/dossiers?etape=tous&q=ana@exemple'
says 'who reads does not search by e-mail' 'Aucun dossier ne correspond'
get staff '/gestion/dossiers?etape=tous'
hides 'no boxes for who reads' 'name="d"'
post staff /gestion/dossiers/action action=confier-moi "$(tick "$Ana")"
is 'nor actions' "$status" 403
get staff /gestion/dossiers/action
is 'nor their page' "$status" 403
login julie@coop.example
get staff /gestion/dossiers/action
is 'the address of an action leads to the list' "$status $location" \
    '303 /gestion/dossiers'
