#!/bin/sh
# A tenth programme is one file more: the form, its checks, what is read over,
# the record, the view of staff, the table, the register and the paper form
# come from it.
# usage: srcdir=DIR builddir=DIR sh tests/web/dixieme.sh
door=cgi
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW

mkdir "$tmp/share"
for f in content fonts site; do
	ln -s "$(readlink -f "$builddir/share/$f")" "$tmp/share/$f"
done
cp -R "$builddir/share/schemas/." "$tmp/share/schemas"
chmod -R u+w "$tmp/share/schemas"
file=$tmp/share/schemas/programmes/dixieme.xml
cp "$srcdir/tests/web/dixieme.xml" "$file"
chmod u+w "$file"
sed -i "s|^share = .*|share = $tmp/share|" "$data/terreau.conf"
cp -R "$tmp/share/schemas/xml" "$tmp/xml"
"$builddir/terreau" schema "$tmp/share/schemas" >"$tmp/err" 2>&1
is 'its schema is made' "$? $(cat "$tmp/err")" '0 '
is 'no other changes' "$(diff -rq "$tmp/xml" "$tmp/share/schemas/xml" |
    sed 's/.*: //')" dixieme.rng

cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="seance" programme="dixieme" cooperative="angers" places="5">
<titre>Séance du comité</titre><commune insee="49007">Angers</commune>
<dates du="2026-12-08"/><inscription du="2026-11-01" au="2026-12-08"/></session>
</sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" >"$tmp/err" \
    2>&1 || not_ok 'its sessions' "$(cat "$tmp/err")"
get public /agenda
holds 'the agenda calls it by its name' '<option value="dixieme">Comité local<'
get public /agenda/seance
says 'so does a session' 'Programme Comité local'
holds 'which leads to the form' 'href="/candidature/dixieme?session=seance"'

# labels STEP: those of its fields; shows WHAT: they stand on the page.
labels() {
	sed -n "/<etape nom=\"$1\"/,/<\/etape>/s/.*<libelle>\(.*\)<\/libelle>.*/\1/p" \
	    "$file" >"$tmp/labels"
}
shows() {
	what=$1
	missing=$(while read -r label; do
		words | grep -qF -- "$label" || printf '%s; ' "$label"
	done <"$tmp/labels")
	[ -s "$tmp/labels" ] || missing='no label at all'
	is "$what: every question" "$missing" ''
}

get public /candidature/dixieme
is 'the start page' "$status" 200
says 'its words' 'Un comité local prépare la coopérative de l’été.'
says 'who reads it' 'Les membres du comité local'
hides 'no page presents it' 'href="/programmes/dixieme"'
labels email
shows start
post public /candidature/dixieme email=lia@exemple "cle=$key"
is 'half an e-mail' "$status" 422
post public /candidature/dixieme email=lia@exemple.fr "cle=$key"
is 'a draft' "$status $location" '303 /candidature/dixieme/membre#contenu'
numero=$(sql "SELECT numero FROM dossier")
is 'its number' "${numero%-*-*}" CLO-26

# step NAME NEXT WRONG SENTENCE FIELD=VALUE ...: shown, refused, right.
step() {
	step=$1 next=$2 wrong=$3 sentence=$4
	shift 4
	get public "/candidature/dixieme/$step"
	is "$step is shown" "$status" 200
	labels "$step"
	shows "$step"
	if [ -n "$wrong" ]; then
		post public "/candidature/dixieme/$step" "$@" "$wrong"
		is "$step, $wrong: refused" "$status" 422
		says "$step, $wrong: with its sentence" "$sentence"
	fi
	post public "/candidature/dixieme/$step" "$@"
	is "$step is right" "$status $location" \
	    "303 /candidature/dixieme/$next#contenu"
}
LIEU='commune-cp=44150 commune=44003 commune-liste=44150'
get public /candidature/dixieme/membre
post public /candidature/dixieme/membre x=y
is 'nothing answered' "$status" 422
for sentence in 'Indiquez votre prénom' 'Indiquez votre nom' \
    'Indiquez votre date de naissance' 'Indiquez votre adresse' \
    'Indiquez un code postal à 5 chiffres'; do
	says "« $sentence »" "$sentence"
done
MEMBRE="naissance-jour=29 naissance-mois=2 naissance-annee=1988"
step membre qualite portable=12 'Indiquez un numéro de téléphone à 10 chiffres' \
    prenom=Lïa nom='Œuf d’Or' $MEMBRE domicile='3 rue du Bac' \
    domicile-complement='Bât. <B>' $LIEU
post public /candidature/dixieme/membre prenom=Lïa nom='Œuf d’Or' $MEMBRE \
    portable='06 39 98 12 34' domicile='3 rue du Bac' \
    domicile-complement='Bât. <B>' $LIEU
post public /candidature/dixieme/qualite titre=entreprise secteur=49
says 'a condition asks for more' 'Indiquez votre numéro SIRET'
step qualite apport quartier=zut 'quartier' titre=entreprise \
    siret='732 829 320 00074' secteur=49
APPORT='aides=salle aides=velo heures=12 part=12,5 metier=Luthière'
step apport seance budget=9999999 '5 000' $APPORT debut='18 h 30' \
    idees='Un « concert » & <du> pain'
post public /candidature/dixieme/apport $APPORT debut='18 h 30' \
    idees='Un « concert » & <du> pain' budget='1 250,50'
post public /candidature/dixieme/seance session=rien
is 'no such session' "$status" 422
step seance piece '' '' session=seance
get public /candidature/dixieme/piece
printf '%%PDF-1.4\n%%%%EOF\n' >"$tmp/lettre.pdf"
: >"$tmp/form"
part jeton "$jeton"
part_file lettre Lettre.pdf "$tmp/lettre.pdf"
parts_end
post_raw public /candidature/dixieme/piece "$MULTIPART"
is 'a file' "$status $location" '303 /candidature/dixieme/recapitulatif#contenu'

get public /candidature/dixieme/recapitulatif
is 'read over' "$status" 200
for text in Lïa 'Œuf d’Or' '29 février 1988' '06 39 98 12 34' '3 rue du Bac' \
    'Bât. <B>' '44150 Ancenis-Saint-Géréon' 'Une entreprise du territoire' \
    73282932000074 'Une salle' 'Des vélos' '18 h 30' '12,5 %' \
    '1 250,50 €' Luthière 'Un « concert » & <du> pain' 'Séance du comité' \
    Lettre.pdf 'Non renseigné'; do
	says "read over: $text" "$text"
done
post public /candidature/dixieme/envoi
is 'not without the charter' "$status" 422
post public /candidature/dixieme/envoi charte=oui
is 'sent' "$status $location" "303 /suivi/$numero#contenu"
is 'its state' "$(sql 'SELECT state FROM dossier')" parrainage
is 'to the cooperative of the session' "$(sql 'SELECT cooperative FROM
    dossier')" angers
is 'with a seat' "$(sql 'SELECT state FROM place')" prise
get public "/suivi/$numero"
says 'the status, in its words' 'Deux membres du comité vous rencontrent.'
get public "/suivi/$numero/recepisse.pdf"
is 'the receipt' "$(head -c 5 "$tmp/body")" %PDF-
pdftotext "$tmp/body" - | tr '\n' ' ' | sed "s/$nbsp/ /g" >"$tmp/receipt"
grep -qF 'Un « concert » & <du> pain' "$tmp/receipt" &&
    ok 'says what was answered' ||
    not_ok 'says what was answered' "$(cat "$tmp/receipt")"

record >"$tmp/record.xml"
xmllint --nonet --noout --relaxng "$tmp/share/schemas/xml/dixieme.rng" \
    "$tmp/record.xml" >"$tmp/err" 2>&1
is 'the record follows the schema' "$?" 0
sed 's/<secteur>49/<secteur>4/' "$tmp/record.xml" >"$tmp/wrong.xml"
xmllint --nonet --noout --relaxng "$tmp/share/schemas/xml/dixieme.rng" \
    "$tmp/wrong.xml" >"$tmp/err" 2>&1
is 'another does not' "$?" 3

login julie@coop.example
get staff '/gestion/dossiers?programme=dixieme&etape=parrainage'
holds 'staff find it' "/gestion/dossiers/$numero"
says 'by its name' 'Comité local'
holds 'and its states' '<option value="membre">Membre du comité<'
get staff "/gestion/dossiers/$numero"
sed -n 's/.*<libelle>\(.*\)<\/libelle>.*/\1/p' "$file" | sed -n \
    '/Adresse e-mail/,/Séance choisie/p' >"$tmp/labels"
shows 'the view of staff'
says 'its answers' 'Un « concert » & <du> pain'
decide "/gestion/dossiers/$numero" "version=$version" decision=parrainer \
    motif=Bienvenue
is 'its decisions' "$(sql 'SELECT state FROM dossier')" membre

"$builddir/terreau" export --data "$data" dixieme >"$tmp/table"
head -1 "$tmp/table" | tr -d '\r' | tr ';' '\n' >"$tmp/columns"
is 'the table, a column each and more' "$(grep -vxF "$(sed -n \
    's/.*<champ nom="\([^"]*\)".*/\1/p' "$file")" "$tmp/columns" |
    tail -n +2 | tr '\n' ' ')" 'programme version etat code-cooperative envoi domicile-complement commune-code-postal commune-insee session-code session-debut '
grep -q "^$numero;dixieme;3;Membre du comité;angers;" "$tmp/table" &&
    ok 'its file' || not_ok 'its file' "$(cat "$tmp/table")"
"$builddir/terreau" schema --registre --data "$data" >"$tmp/body"
says 'the register' 'Protéger les jeunes.'
says 'with its retention' 'Dix ans, avec les comptes.'
holds 'and its dictionary' '<h3 id="champs-dixieme">Rejoindre un comité local<'
is 'a row a field' "$(sed -n '/id="champs-dixieme"/,/<\/section>/p' \
    "$tmp/body" | grep -c '<th scope="row">')" "$(grep -c '<champ ' "$file")"

cookie_public=
get public /candidature/dixieme/formulaire.pdf
cp "$tmp/body" "$tmp/papier.pdf"
pdfinfo "$tmp/papier.pdf" | grep -q '^Tagged: *yes' && ok 'on paper, tagged' ||
    not_ok 'on paper, tagged'
pdfinfo -struct-text "$tmp/papier.pdf" 2>/dev/null |
    sed -n 's/^ *"\(.*\)"$/\1/p' | tr '\n' ' ' | sed "s/$nbsp/ /g" >"$tmp/body"
grep -o '<libelle>[^<]*' "$file" | sed -n '1,/J’ai lu/s/<libelle>//p' \
    >"$tmp/labels"
shows 'on paper'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'terreau check finds nothing wrong' ||
    not_ok 'terreau check finds nothing wrong' "$(cat "$tmp/check")"
