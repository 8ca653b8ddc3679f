#!/bin/sh
# A correction in every programme that has no test of its own for it: the team
# names one answer, the person changes that one and no other, the team sees it;
# a file that is opened so is not lost; a séance chosen anew gives its seat back.
# usage: srcdir=DIR builddir=DIR sh tests/web/correction.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion

state() {
	sql "SELECT state FROM dossier WHERE numero = '$numero'"
}

# apply NAME STEP?FIELD=VALUE&… …: from the start page to the sending.
apply() {
	name=$1
	shift
	cookie_public=
	get public "/candidature/$name"
	post public "/candidature/$name" "email=$mail" "cle=$key"
	numero=$(sql "SELECT numero FROM dossier WHERE email = '$mail'")
	get public "${location%%#*}"
	for step; do
		fields=$(printf '%s' "${step#*\?}" | tr '&' '\n')
		old=$IFS
		IFS='
'
		set -f
		post public "/candidature/$name/${step%%\?*}" $fields
		set +f
		IFS=$old
		[ "$status" = 303 ] || not_ok "$name: ${step%%\?*} is right" \
		    "$status"
	done
	get public "/candidature/$name/envoi"
	post public "/candidature/$name/envoi" engagement=oui
	is "$name: sent" "$(state)" envoyee
	id=$(sql "SELECT id FROM dossier WHERE numero = '$numero'")
}

# ask_for FIELD: the team asks for that answer again.
ask_for() {
	login julie@coop.example
	get staff "/gestion/dossiers/$numero"
	holds "$name: $1 may be named" "id=\"corriger-$1\""
	decide "/gestion/dossiers/$numero" "corriger=$1" \
	    decision=demander-correction motif='Relisez cette réponse.' \
	    "version=$version"
	is "$name: the person must act" "$(state)" a-corriger
	get public "/suivi/$numero"
	post public "/suivi/$numero/modifier"
}

send_again() {
	get public "/candidature/$name/envoi"
	post public "/candidature/$name/envoi" engagement=oui "$@"
}

records() {
	sql "SELECT count(*) FROM record WHERE dossier = $id AND form = '$name'"
}

# walk NAME STEP FIELD OLD NEW SHUT-STEP SHUT-FIELD
walk() {
	name=$1 step=$2 field=$3 was=$4 now=$5 shut=$6 other=$7
	ask_for "$field"
	get public "/candidature/$name/recapitulatif"
	holds "$name: the answer opens" "$step?retour=recapitulatif#$field"
	hides "$name: no other does" "/candidature/$name/$shut"
	get public "/candidature/$name/$shut"
	is "$name: their pages are shut" "$status" 404
	get public "/candidature/$name/$step"
	hides "$name: nor asked beside it" "name=\"$other\""
	post public "/candidature/$name/$step" "$field=$now" "$other=Intrus"
	send_again
	is "$name: corrected, the team goes on" "$(state) $(records)" 'etude 2'
	is "$name: nothing else came with it" "$(record "$(sql "SELECT
	    max(id) FROM record WHERE dossier = $id")" | grep -c Intrus)" 0
	login julie@coop.example
	get staff "/gestion/dossiers/$numero"
	says "$name: the team sees the new answer" "$now"
	says "$name: beside what was before" "Avant : $was"
	is "$name: and nothing else changed" \
	    "$(words | grep -o 'Avant :' | wc -l)" 1
}

lieu='commune-cp=44150&commune=44003&commune-liste=44150&cooperative=nantes'
born='naissance-jour=1&naissance-mois=2&naissance-annee'
year=$(($(date +%Y) - 20))

mail=cjm@exemple.fr
apply cjm "vous?prenom=Ana&nom=Petit&$born=$year" \
    "ou-quand?$lieu&session=aucune" 'projet?envie=Créer.'
walk cjm projet envie 'Créer.' 'Créer une laverie.' vous idees

mail=ct@exemple.fr
apply ct "vous?prenom=Ana&nom=Petit&$born=1970" "lieu?$lieu" \
    'quartier?qpv=' 'projet?envie=Coudre.'
walk ct projet envie 'Coudre.' 'Coudre et vendre.' lieu situation

mail=flashcoop@exemple.fr
apply flashcoop "vous?prenom=Ana&nom=Petit&$born=1990" \
    'dates?session=aucune&cooperative=nantes' 'envie?envie=Cuisiner.'
walk flashcoop envie envie 'Cuisiner.' 'Cuisiner pour cent.' dates situation

mail=lieu@exemple.fr
apply tiers-lieu 'vous?prenom=Ana&nom=Petit&qualite=personne' \
    'besoin?besoin=ouvrir' 'projet?projet=Une halle.&local=non' "lieu?$lieu"
walk tiers-lieu projet projet 'Une halle.' 'Une halle et un four.' besoin siret

# A file that the team opened for correction: another may come beside it, the
# one that was sent stays.
mail=cae@exemple.fr
begin "$mail"
answer_all
name=cae
get public /candidature/cae/piece
printf '%%PDF-1.4\nun CV\n' >"$tmp/cv.pdf"
printf '%%PDF-1.4\nun autre CV\n' >"$tmp/cv2.pdf"
upload() {
	: >"$tmp/form"
	part jeton "$jeton"
	part_file piece "$1" "$2"
	part ajouter 1
	parts_end
	post_raw public /candidature/cae/piece "$MULTIPART"
}
upload cv.pdf "$tmp/cv.pdf"
send
id=$(sql "SELECT id FROM dossier WHERE numero = '$numero'")
piece=$(sql "SELECT id FROM piece WHERE dossier = $id")
ask_for piece
get public /candidature/cae/piece
says 'cae: the file that was sent is shown' cv.pdf
hides 'cae: and not to be removed' 'name="supprimer"'
: >"$tmp/form"
part jeton "$jeton"
part supprimer "$piece"
parts_end
post_raw public /candidature/cae/piece "$MULTIPART"
is 'cae: asked all the same, it stays' \
    "$(sql "SELECT group_concat(name) FROM piece WHERE dossier = $id")" cv.pdf
get public /candidature/cae/piece
upload cv2.pdf "$tmp/cv2.pdf"
is 'cae: another comes beside it' "$status" 303
send_again
is 'cae: corrected' "$(state) $(records)" 'etude 2'
is 'cae: the record names both' "$(record "$(sql "SELECT max(id) FROM record
    WHERE dossier = $id")" | grep -c '"cv.pdf".*"cv2.pdf"')" 1
is 'cae: both are whole' "$(sql "SELECT count(*) FROM piece
    WHERE dossier = $id AND length(bytes) = size + 42")" 2

# A séance chosen anew: three had a seat in one, all want the only seat of
# another, at the same time.
TERREAU_NOW=1796000000
export TERREAU_NOW
for seance in 'ete 3' 'mer 1'; do
	cat >"$tmp/session.xml" <<XML
<sessions><session code="${seance% *}" programme="flashcoop" cooperative="nantes" places="${seance#* }" offre="48">
<titre>Flashcoop ${seance% *}</titre><lieu>Maison des jeunes</lieu><commune insee="44003">Ancenis</commune>
<dates du="2027-07-05" au="2027-07-09"/><inscription du="2026-11-01" au="2027-05-15"/></session></sessions>
XML
	"$builddir/terreau" session --data "$data" add "$tmp/session.xml" \
	    >/dev/null || not_ok "séance $seance"
done
places() {
	sql "SELECT group_concat(n || ' ' || state, ', ') FROM (SELECT count(*)
	    AS n, p.state FROM place p JOIN agenda a ON a.id = p.agenda WHERE
	    a.code = '$1' GROUP BY p.state ORDER BY p.state)"
}
for who in ana bea eva; do
	mail=$who@exemple.fr
	apply flashcoop "vous?prenom=$who&nom=Petit&$born=1990" \
	    'dates?session=ete' 'envie?envie=Cuisiner.'
	get public "/suivi/$numero"
	post public "/suivi/$numero/modifier"
	get public /candidature/flashcoop/dates
	post public /candidature/flashcoop/dates session=mer
	is "$who: another séance is chosen" "$status" 303
	eval "cookie_$who=\$cookie_public jeton_$who=\$jeton"
done
is 'before it is sent the seat is kept' "$(places ete) $(places mer)" \
    '3 prise '
for who in ana bea eva; do
	eval "printf 'jeton=%s&engagement=oui&attente=mer' \"\$jeton_$who\"" \
	    >"$tmp/$who.form"
	eval "jar=\$cookie_$who"
	env REQUEST_METHOD=POST REQUEST_URI=/candidature/flashcoop/envoi \
	    REMOTE_ADDR=127.0.0.1 HTTP_COOKIE="$jar" \
	    CONTENT_TYPE=application/x-www-form-urlencoded \
	    CONTENT_LENGTH="$(wc -c <"$tmp/$who.form")" \
	    "$builddir/terreau-public" --data "$data" <"$tmp/$who.form" \
	    >"$tmp/$who.answer" 2>"$tmp/$who.log" &
	crowd="${crowd:-} $!"
done
wait $crowd
is 'all three are answered' "$(cat "$tmp/ana.answer" "$tmp/bea.answer" \
    "$tmp/eva.answer" | grep -c '^Status: 303')" 3
is 'whoever was first, one has the seat' "$(places mer | grep -o '[0-9]* prise')" \
    '1 prise'
is 'and each has one place, here or there' "$(sql "SELECT count(*) ||
    count(DISTINCT dossier) FROM place WHERE state <> 'rendue'")" 33
# Who came between is shown the answers again, and sends them once more.
name=flashcoop
for who in ana bea eva; do
	grep -q '^Location: /suivi/' "$tmp/$who.answer" && continue
	eval "cookie_public=\$cookie_$who jeton=\$jeton_$who"
	send_again attente=mer
done
is 'then two wait, and none sits twice' "$(places mer) / $(places ete)" \
    '2 attente, 1 prise / 3 rendue'

"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
is 'all of it is sound' $? 0
