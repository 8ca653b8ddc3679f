#!/bin/sh
# What is asked after a yes and is shown to few: social security number, bank
# account, health.  Who sees what, what is noted, and that the values stand in
# clear nowhere but in the answer to who asked for one.
# usage: srcdir=DIR builddir=DIR sh tests/web/complements.sh
. "$(dirname "$0")/cgi.subr"
site
# A programme that asks for everything: health as young adults are asked.
mkdir "$tmp/share"
for f in content fonts site; do
	ln -s "$(readlink -f "$builddir/share/$f")" "$tmp/share/$f"
done
cp -R "$builddir/share/schemas/." "$tmp/share/schemas"
chmod -R u+w "$tmp/share/schemas"
cae=$tmp/share/schemas/programmes/cae.xml
{
	sed '/<arret /,$d' "$cae"
	sed -n '/<complement nom="sante"/,/<\/complement>/p' \
	    "$tmp/share/schemas/programmes/cjm.xml" |
	    sed 's/etats="[^"]*"/etats="contrat encours"/'
	sed -n '/<arret /,$p' "$cae"
} >"$tmp/cae.xml"
mv "$tmp/cae.xml" "$cae"
sed -i "s|^share = .*|share = $tmp/share|" "$data/terreau.conf"
NIR=255081416802538 NIR_TYPED='2 55 08 14 168 025 38'
IBAN=FR7630006000011234567890189
for role in administration gestion accompagnement animation comite \
    comptabilite donnees lecture; do
	account "$role@exemple.fr" "Compte $role" "$role" nantes
done
account ailleurs@exemple.fr 'Compte d’ailleurs' gestion angers

kept() {
	sql "SELECT count(*) FROM complement"
}
read_by() {
	sql "SELECT count(*) FROM devoilement"
}

# Nobody is asked when they apply, nor before the contract.
begin ana@exemple.fr
answer_all Ana Petit
send
file=/gestion/dossiers/$numero own=/suivi/$numero
get public "$own"
hides 'nothing is asked when it is sent' 'sécurité sociale</dt>'
get public "$own/complements/contrat"
is 'nor behind its address' "$status" 404
post public "$own/complements/contrat" nir=$NIR iban=$IBAN
is 'nor taken' "$status $(kept)" '404 0'
sql "UPDATE dossier SET state = 'contrat' WHERE numero = '$numero'"

# Then it is.
get public "$own"
says 'the status page asks' 'Il manque une réponse. Pour votre contrat'
get public "$own/complements/contrat"
is 'there is a form' "$status" 200
says 'which says why' 'Faire les déclarations sociales de votre contrat'
says 'and for how long' 'Un an après la fin'
holds 'and is not filled in by others' 'name="nir" autocomplete="off"'
post public "$own/complements/contrat" nir=255081416802539 \
    iban=FR7630006000011234567890188
is 'wrong keys are refused' "$status $(kept)" '422 0'
says 'the one of the number' 'numéro de sécurité sociale à 15'
says 'the one of the account' 'un IBAN complet'
post public "$own/complements/contrat" "nir=$NIR_TYPED" iban=$IBAN jeton=
is 'a forged one is refused' "$status $(kept)" '403 0'
get public "$own/complements/contrat"
post public "$own/complements/contrat" "nir=$NIR_TYPED" \
    'iban=fr76 3000 6000 0112 3456 7890 189'
is 'right ones are kept' "$status $(kept)" '303 2'
get public "$own"
says 'the person sees how they end' 'Numéro de sécurité sociale •••• 2538'
says 'of both' 'IBAN •••• 0189'
hides 'nothing is missing' 'Il manque une réponse'
get public "$own/complements/contrat"
says 'changing says what is there' 'Déjà donné : •••• 2538. Laissez vide'
hides 'and holds nothing of it' "$NIR"
post public "$own/complements/contrat" nir= iban=
is 'left empty, they stay' "$status $(kept)" '303 2'
post public "$own/complements/contrat" effacer=nir
is 'what is needed cannot be erased' "$status $(kept)" '400 2'
theirs=$numero was=$cookie_public
begin bob@exemple.fr
get public "/suivi/$theirs/complements/contrat"
is 'another’s form is not found' "$status" 404
numero=$theirs

# Staff see no more, and have one shown with a reason.
login gestion@exemple.fr
get staff "$file"
holds 'the file leads there' "$file/complements\""
get staff "$file/complements"
says 'masked too' 'Numéro de sécurité sociale •••• 2538'
get staff "$file/complements/nir"
is 'one is asked for' "$status" 200
hides 'and not shown yet' "$NIR"
post staff "$file/complements/nir" raison=
is 'not without a reason' "$status $(read_by)" '422 0'
hides 'then it is not there' "$NIR"
post staff "$file/complements/nir" raison=curiosite
is 'nor with one of one’s own' "$status $(read_by)" '422 0'
post staff "$file/complements/nir" raison=declaration jeton=
is 'nor forged' "$status $(read_by)" '403 0'
hides 'which shows nothing' "$NIR"
get staff "$file/complements/nir"
post staff "$file/complements/nir" raison=declaration
is 'with one it is, once' "$status $(read_by)" '200 1'
says 'in clear' "$NIR"
is 'kept by no cache' "$(head_of Cache-Control)" no-store
is 'the journal says who, what and why' "$(sql "SELECT author || ', ' || field
    || ', ' || reason FROM devoilement")" \
    'Compte gestion, nir, Faire une déclaration'
get staff "$file/historique"
says 'the file’s history too' \
    'Numéro de sécurité sociale : Compte gestion, le'
hides 'without the value' "$NIR"
login administration@exemple.fr
get staff /gestion/journal
says 'and who keeps the journal' \
    'Numéro de sécurité sociale. Faire une déclaration'
get staff /gestion/journal.csv
grep -q 'Réponse masquée montrée' "$tmp/body" && ok 'in its table too' ||
	not_ok 'in its table too'
hides 'without the value' "$NIR"
cookie_public=$was
get public "$own/donnees"
says 'the person reads it' \
    'Numéro de sécurité sociale. Faire une déclaration'

# may ROLE FIELD STATUS: what having one shown answers.
may() {
	login "$1@exemple.fr"
	get staff "$file"
	shown=$(read_by)
	get staff "$file/complements/$2"
	post staff "$file/complements/$2" raison=verification
	is "$1, $2" "$status $(($(read_by) - shown))" "$3"
}
may gestion iban '200 1'
may accompagnement nir '200 1'
may comptabilite iban '200 1'
may donnees nir '200 1'
for role in animation lecture administration comite; do
	for field in nir iban; do
		may $role $field '403 0'
		hides 'not a digit of it' 2538
	done
done
for role in animation lecture; do
	login $role@exemple.fr
	get staff "$file/complements"
	says "$role: there is something" 'Numéro de sécurité sociale •••• 2538'
	hides 'and no way to it' "complements/nir\""
	get staff "$file/complements/contrat/saisie"
	is 'nor to type it' "$status" 403
done
login ailleurs@exemple.fr
get staff "$file/complements/nir"
is 'another cooperative’s is not found' "$status" 404
post staff "$file/complements/nir" raison=declaration
is 'nor shown' "$status" 404

# The archive of the person holds all of it, each file with its grammar.
cookie_public=$was
get public "$own/donnees.zip"
is 'the archive is given' "$status" 200
mkdir "$tmp/zip"
cp "$tmp/body" "$tmp/zip.zip"
unzip -qo "$tmp/zip.zip" -d "$tmp/zip"
n=0
for xml in "$tmp"/zip/reponses/*.xml; do
	name=$(basename "$xml" .xml)
	xmllint --noout --relaxng "$tmp/zip/schemas/$name.rng" "$xml" \
	    >"$tmp/lint" 2>&1 && n=$((n + 1)) || cat "$tmp/lint"
done
is 'each follows it' "$n $(ls "$tmp/zip/reponses" | wc -l)" '2 2'
for field in $(sed -n 's/.*<champ nom="\([^"]*\)".*/\1/p' \
    "$tmp/share/schemas/programmes/cae.xml"); do
	grep -q "<element name=\"$field\">" "$tmp"/zip/schemas/*.rng ||
		not_ok "$field is in a grammar"
done
for text in Ana Petit 'Je conseille des associations.' "<nir>$NIR</nir>" \
    "<iban>$IBAN</iban>"; do
	grep -rqF "$text" "$tmp/zip/reponses" && ok "« $text » is there" ||
		not_ok "« $text » is there"
done
grep -q '<lecture .*Faire une déclaration' "$tmp/zip/donnees.xml" &&
	ok 'and who read what' || not_ok 'and who read what'
pdftotext "$tmp/zip/recepisse.pdf" - 2>/dev/null | grep -q Petit &&
	ok 'a receipt to be read' || not_ok 'a receipt to be read'
rm -rf "$tmp/zip" "$tmp/zip.zip" "$tmp/body" "$tmp/answer"

# The team makes it too, for who asks: written down, as far as one's role goes.
login animation@exemple.fr
get staff "$file/donnees"
is 'not everybody may' "$status" 403
for role in donnees comptabilite; do
	login $role@exemple.fr
	get staff "$file/donnees"
	post staff "$file/donnees" jeton=
	is "$role: not forged" "$status" 403
	get staff "$file/donnees"
	post staff "$file/donnees"
	is 'the archive is given' "$status $(head_of Content-Type)" \
	    '200 application/zip'
	is 'and who made it is written down' "$(sql "SELECT name || who FROM
	    event ORDER BY id DESC LIMIT 1")" "donnees-remisesCompte $role"
	is 'each of them as shown' "$(sql "SELECT group_concat(field, ' ')
	    FROM (SELECT field FROM devoilement WHERE author = 'Compte $role'
	    AND reason LIKE 'Remettre%' ORDER BY field)")" 'iban nir'
	cp "$tmp/body" "$tmp/zip.zip"
	unzip -p "$tmp/zip.zip" reponses/complements.xml | grep -qF \
	    "<nir>$NIR</nir>" && ok 'with the number' ||
		not_ok 'with the number'
done
rm -f "$tmp/zip.zip" "$tmp/body" "$tmp/answer"

# On paper: typed by who may see it.
login gestion@exemple.fr
get staff "$file/complements/contrat/saisie"
is 'staff type what came on paper' "$status" 200
post staff "$file/complements/contrat/saisie" nir= \
    iban=DE89370400440532013000
is 'in the place of what was' "$status $(kept)" '303 2'
cookie_public=$was
get public "$own"
says 'which the person is told' 'IBAN •••• 3000 Noté par l’équipe le'
get staff "$file/complements/iban"
post staff "$file/complements/iban" raison=versement
says 'the newest is shown' DE89370400440532013000

# Health: asked of young adults, whose consent it rests on.
get public "$own/complements/sante"
is 'health is a form of its own' "$status" 200
post public "$own/complements/sante" 'sante=Allergie aux arachides'
is 'one may answer' "$status $(kept)" '303 3'
get public "$own"
says 'masked whole' 'Allergie, traitement, geste à faire ou à éviter ••••••••'
hides 'without a word of it' arachides
may accompagnement sante '200 1'
says 'who follows the person reads it' 'Allergie aux arachides'
may donnees sante '200 1'
for role in animation comptabilite lecture administration; do
	may $role sante '403 0'
	hides 'not a word of it' arachides
done
rm -f "$tmp/answer" "$tmp/body" "$tmp/form"

# In clear nowhere: neither in the database, its journal and its keys, nor in
# logs, spools, messages, tables, records.
login gestion@exemple.fr
for form in csv ods xml; do
	get staff '/gestion/exports?programme=cae'
	post staff /gestion/exports programme=cae forme=$form
	mkdir -p "$tmp/exports"
	mv "$tmp/body" "$tmp/exports/$form"
done
(cd "$tmp/exports" && for zip in ods xml; do
	unzip -qo $zip -d $zip.d
done) >/dev/null 2>&1
get staff '/gestion/dossiers?q=2538'
mv "$tmp/body" "$tmp/exports/list"
get staff "$file"
mv "$tmp/body" "$tmp/exports/file"
sql 'SELECT subject, body FROM mail' >"$tmp/exports/mails"
rm -f "$tmp/answer" "$tmp/form"
bare() {
	grep -rlaF -e "$1" "$data" "$tmp" | sed "s|$tmp/||" | tr '\n' ' '
}
is 'the spool and the logs are looked at' "$(ls "$data" | grep -c '^run$') $(
    ls "$tmp"/*.log | wc -l | awk '{ print ($1 > 1) }')" '1 1'
for value in $NIR "$NIR_TYPED" $IBAN DE89370400440532013000 arachides; do
	is "« $value » stands in clear nowhere" "$(bare "$value")" ''
done
is 'what the search above finds is found' "$(bare Petit | grep -c .)" 1
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
grep -q '^Compléments *sans défaut' "$tmp/check" && ok 'they are sound' ||
	not_ok 'they are sound' "$(cat "$tmp/check")"

# One cannot stand for another, nor be changed.
sql "DROP TRIGGER complement_kept; UPDATE complement SET scelle = (SELECT scelle
    FROM complement WHERE field = 'iban') WHERE field = 'nir'"
may gestion nir '404 0'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
grep -q '^Compléments *ABÎMÉ' "$tmp/check" && ok 'it is named' ||
	not_ok 'it is named' "$(cat "$tmp/check")"

# The person takes health back; what is not asked any more goes by itself.
cookie_public=$was
get public "$own/complements/sante"
post public "$own/complements/sante" effacer=sante
is 'what is optional is erased by who gave it' "$status $(sql "SELECT count(*)
    FROM complement WHERE field = 'sante'")" '303 0'
is 'the file remembers that, not what' "$(sql "SELECT name || text FROM event
    ORDER BY id DESC LIMIT 1")" complement-efface

# What is not asked any more goes by itself: a year after the end, unless the
# file is held.
id=$(sql "SELECT id FROM dossier WHERE numero = '$numero'")
sql "UPDATE dossier SET state = 'terminee' WHERE id = $id;
    INSERT INTO event (dossier, at, name, who, state, text) VALUES ($id,
    1800000000, 'terminer', 'systeme', 'terminee', '')"
night() {
	TERREAU_NOW=$((1800000000 + $1 * 86400)) "$builddir/terreau" purge \
	    --data "$data" >"$tmp/night" 2>&1 || cat "$tmp/night"
}
night 364
is 'a day early they stay' "$(kept)" 2
TERREAU_NOW=1800000000 "$builddir/terreau" hold --data "$data" "$numero" \
    --reason 'Un litige' --by 'Julie Morel' >"$tmp/hold" 2>&1 ||
	cat "$tmp/hold"
night 366
is 'while the file is held too' "$(kept)" 2
"$builddir/terreau" hold --data "$data" "$numero" --lift --by 'Julie Morel' \
    >"$tmp/hold" 2>&1 || cat "$tmp/hold"
night 366
is 'then they go' "$(kept)" 0
grep -q 'réponses sensibles 2' "$tmp/night" && ok 'which is told' ||
	not_ok 'which is told' "$(cat "$tmp/night")"
is 'and who read them stays' "$(read_by | awk '{ print ($1 > 5) }')" 1
