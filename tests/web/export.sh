#!/bin/sh
# The table of a programme, read by another reader than ours.
# usage: srcdir=DIR builddir=DIR sh tests/web/export.sh
door=cgi
. "$(dirname "$0")/cgi.subr"
command -v python3 >/dev/null || { echo 'not ok python3 is missing'; exit 1; }
site

# table NAME: $tmp/table, and $tmp/rows with « row.column=value » lines, rows
# counted from 1, \n for a new line.
table() {
	"$builddir/terreau" export --data "$data" "$1" >"$tmp/table" \
	    2>"$tmp/err" || not_ok "export $1" "$(cat "$tmp/err")"
	python3 - "$tmp/table" >"$tmp/rows" <<'END'
import csv, sys
with open(sys.argv[1], encoding='utf-8-sig', newline='') as f:
    table = list(csv.reader(f, delimiter=';', strict=True))
print('rows', len(table) - 1)
for i, row in enumerate(table[1:], 1):
    if len(row) != len(table[0]):
        print('uneven', i)
    for name, value in zip(table[0], row):
        print('%d.%s=%s' % (i, name, value.replace('\n', '\\n')))
END
}

# cell NAME ROW.COLUMN VALUE
cell() {
	is "$1" "$(sed -n "s/^$2=//p" "$tmp/rows")" "$3"
}

table cae
is 'no file: a line of names' "$(wc -l <"$tmp/table")" 1
is 'with the mark of UTF-8' "$(head -c 3 "$tmp/table" | od -An -tx1)" ' ef bb bf'

begin ana@exemple.fr
answer_all Éloïse 'Œuf-d’Or' nantes
get public /candidature/cae/activite
post public /candidature/cae/activite secteur=conseil clients=non activite='=HYPERLINK("http://exemple.fr";"cliquez")
« Élan » ; un; deux
"entre guillemets" 𝄞 العربية'
send
first=$numero
begin bob@exemple.fr
answer_all Bob Petit nantes
post public /candidature/cae/vous prenom=Bob nom=Petit joindre=telephone \
    telephone='+1 202 555 0123'
post public /candidature/cae/activite secteur=conseil clients=non \
    activite='@SUM(A1:A9)'
send
begin eve@exemple.fr
answer_all Eve Petit nantes
draft=$numero

table cae
is 'those that were sent, a line each' "$(grep '^rows' "$tmp/rows")" 'rows 2'
is 'as many cells as names' "$(grep -c uneven "$tmp/rows")" 0
is 'no draft' "$(grep -c "$draft" "$tmp/table")" 0
is 'lines end as spreadsheets want' "$(grep -c "$(printf '\r')\$" "$tmp/table")" 3
row=$(sed -n "s/^\([12]\)\.numero=$first\$/\1/p" "$tmp/rows")
other=$((3 - row))
cell 'the programme' "$row.programme" cae
cell 'the version of the form' "$row.version" 1
cell 'the state, in words' "$row.etat" Envoyée
cell 'the cooperative' "$row.code-cooperative" nantes
is 'the instant' "$(sed -n "s/^$row.envoi=//p" "$tmp/rows" |
    grep -cE '^20[0-9-]{8}T[0-9:]{8}Z$')" 1
cell 'accents' "$row.prenom" Éloïse
cell 'ligatures, apostrophes' "$row.nom" 'Œuf-d’Or'
cell 'a formula is none, the rest letter for letter' "$row.activite" \
    "'=HYPERLINK(\"http://exemple.fr\";\"cliquez\")\\n« Élan » ; un; deux\\n\"entre guillemets\" 𝄞 العربية"
cell 'nor a shorter one' "$other.activite" "'@SUM(A1:A9)"
cell 'nor a phone number from abroad' "$other.telephone" "'+12025550123"
cell 'several choices' "$row.besoins" \
    'Tester mon activité avant de me lancer|Fixer mes prix'
cell 'a choice, in words' "$row.secteur" 'Conseil et services aux entreprises'
cell 'the commune by its name' "$row.commune" Ancenis-Saint-Géréon
cell 'its post code' "$row.commune-code-postal" 44150
cell 'its code' "$row.commune-insee" 44003
cell 'what was not asked' "$row.telephone" ''
is 'no cell begins a formula' "$(grep -cE '^[0-9]+\.[^=]+=[=+@-]' \
    "$tmp/rows")" 0

# The form changes: a question more, one less, one of another kind.
mkdir "$tmp/share"
for f in content fonts site; do
	ln -s "$(readlink -f "$builddir/share/$f")" "$tmp/share/$f"
done
cp -R "$builddir/share/schemas/." "$tmp/share/schemas"
chmod -R u+w "$tmp/share/schemas"
sed -e 's/version="1" voix/version="2" voix/' \
    -e '/<champ nom="clients"/,/<\/champ>/d' \
    -e '/<champ nom="activite"/i\
<champ nom="local" genre="adresse"><libelle>Votre local</libelle>\
<avec-article>le local</avec-article><finalite>F</finalite></champ>' \
    -e 's/<champ nom="prenom" genre="nom"/<champ nom="prenom" genre="texte"/' \
    "$builddir/share/schemas/programmes/cae.xml" \
    >"$tmp/share/schemas/programmes/cae.xml"
sed -i "s|^share = .*|share = $tmp/share|" "$data/terreau.conf"
begin leo@exemple.fr
answer_all 'Léo 2' Roy nantes
post public /candidature/cae/activite secteur=conseil local='-1 rue du Bac' \
    local-complement='Bât. B; 2' activite=Vélos.
send
third=$numero
table cae
is 'files of both versions' "$(grep '^rows' "$tmp/rows")" 'rows 3'
is 'in one table' "$(grep -c uneven "$tmp/rows")" 0
row=$(sed -n "s/^\([1-3]\)\.numero=$third\$/\1/p" "$tmp/rows")
old=$(sed -n "s/^\([1-3]\)\.numero=$first\$/\1/p" "$tmp/rows")
cell 'the new one' "$row.version" 2
cell 'has the question that came' "$row.local" "'-1 rue du Bac"
cell 'in its columns' "$row.local-complement" 'Bât. B; 2'
cell 'the old one' "$old.version" 1
cell 'has nothing there' "$old.local-complement" ''
cell 'nor where the kind changed' "$old.prenom" ''
cell 'the rest stays in its place' "$old.nom" 'Œuf-d’Or'
is 'a question that went is no column' "$(grep -c '\.clients=' "$tmp/rows")" 0

# More than a page of the list.
"$builddir/terreau" init --data "$tmp/d" --share "$builddir/share" \
    --url "$url" >/dev/null && "$builddir/terreau" demo --data "$tmp/d" \
    >"$tmp/demo" 2>&1 || not_ok 'the demonstration' "$(cat "$tmp/demo")"
data=$tmp/d
table cae
sent=$(sql "SELECT count(*) FROM dossier WHERE programme = 'cae' AND
    sent IS NOT NULL")
is 'all of the demonstration, each once' "$(grep '^rows' "$tmp/rows") \
$(grep -c '\.numero=' "$tmp/rows") $(sed -n 's/.*\.numero=//p' "$tmp/rows" |
    sort -u | wc -l)" "rows $sent $sent $sent"
[ "$sent" -gt 25 ] && ok 'they are many' || not_ok 'they are many' "$sent"
for bad in '' ../cae nulle-part cae.xml; do
	"$builddir/terreau" export --data "$data" $bad >"$tmp/table" 2>"$tmp/err"
	is "no programme « $bad »" "$(($? > 0)) $(wc -c <"$tmp/table")" '1 0'
done
