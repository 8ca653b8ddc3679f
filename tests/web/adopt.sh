#!/bin/sh
# Papers issued before proofs were kept: a database of schema 6 with such
# papers, brought up to date, then « terreau seal --adopt ».
# usage: srcdir=DIR builddir=DIR sh tests/web/adopt.sh
. "$(dirname "$0")/cgi.subr"
site
t() { "$builddir/terreau" "$@" --data "$data" >"$tmp/out" 2>&1; }
account julie@coop.example 'Julie Morel' gestion
begin ana@exemple.fr
answer_all
send
login julie@coop.example
paper=/gestion/dossiers/$numero/documents/recu-pieces

# One day, were it midnight meanwhile.
day=$(date '+%d %m %Y') month=${day#* } month=${month% *}
# A receipt of pieces; its code.
issue() {
	get staff "$paper/pieces"
	post staff "$paper/pieces" "version=$version" "pieces=$1" \
	    sort=vues "date-jour=${day%% *}" \
	    "date-mois=$month" "date-annee=${day##* }" \
	    agent='Julie Morel' signature-lieu=Nantes
	get staff "$paper"
	post staff "$paper/emission" "version=$version"
	code=$(sql 'SELECT code FROM document ORDER BY id DESC LIMIT 1')
}
issue 'Une attestation'
sound=$code
issue 'Une carte'
ended=$code
get staff "/gestion/documents/$ended/revocation"
post staff "/gestion/documents/$ended/revocation" motif='Une erreur'
issue 'Un bail'
broken=$code
issue 'Un relevé'
other=$code
issue 'Un permis'
forged=$code
is 'five papers, one revoked' "$(sql 'SELECT group_concat(state) FROM
    document')" valide,revoque,valide,valide,valide

# The same rows in a database as it was before proofs, when nothing was sealed.
old=$tmp/ancien.db
for i in $(sql 'SELECT id FROM record'); do
	record "$i" >"$tmp/record.$i"
done
for i in 1 2 3 4 5 6; do
	cat "$srcdir/schemas/db/00$i"-*.sql | sqlite3 "$old" ||
	    not_ok "schema $i"
done
{
	echo "ATTACH '$data/terreau.db' AS neuf; BEGIN;
	PRAGMA defer_foreign_keys = ON; PRAGMA user_version = 6;"
	for table in account dossier record event consent definition \
	    record_definition document; do
		shared=$(sqlite3 "$old" "ATTACH '$data/terreau.db' AS neuf;
		    SELECT group_concat(name) FROM pragma_table_info('$table')
		    WHERE name IN (SELECT name FROM
		    pragma_table_info('$table', 'neuf'))")
		into=$shared from=$shared
		[ $table != account ] || into=$shared,role,cooperative \
		    from="$shared,'gestion','nantes'"
		[ $table != record ] || from=$(echo "$shared" |
		    sed "s|,xml,|,readfile('$tmp/record.' \|\| id),|")
		[ -z "$shared" ] || echo "INSERT INTO $table ($into) SELECT $from FROM neuf.$table;"
	done
	echo 'UPDATE chain SET (records, link) = (SELECT records, link FROM
	    neuf.chain); COMMIT;'
} >"$tmp/old.sql"
sqlite3 "$old" <"$tmp/old.sql" >"$tmp/out" 2>&1
is 'the old database' "$(cat "$tmp/out")$(sqlite3 "$old" 'SELECT count(*) FROM
    document')" 5
rm -f "$data"/terreau.db*
mv "$old" "$data/terreau.db"
t init
is 'is brought up to date' "$? $(sql 'PRAGMA user_version')" \
    "0 $(ls "$srcdir"/schemas/db | tail -1 | sed 's/-.*//; s/^0*//')"
t rebuild
t check
is 'check names what has no proof' "$(grep -c 'sa preuve manque' "$tmp/out")" 5
grep -q 'terreau seal --adopt' "$tmp/out"
is 'and says what to do' $? 0

# One whose file was changed, one whose data were, one whose hash was too.
sql "DROP TRIGGER document_kept;
    UPDATE document SET pdf = CAST(substr(pdf, 1, 2000) || X'00' ||
    substr(pdf, 2002) AS BLOB) WHERE code = '$broken';
    UPDATE document SET context = CAST(replace(CAST(context AS TEXT), 'relevé',
    'bulletin') AS BLOB) WHERE code = '$other'"
sql "SELECT writefile('$tmp/faux.pdf', CAST(substr(pdf, 1, 2000) || X'00' ||
    substr(pdf, 2002) AS BLOB)) FROM document WHERE code = '$forged'" >/dev/null
sql "UPDATE document SET pdf = readfile('$tmp/faux.pdf'), sha256 =
    X'$(sha256sum "$tmp/faux.pdf" | cut -d' ' -f1)' WHERE code = '$forged'"
t seal --adopt
is 'two are adopted, three are not' "$? $(grep -c 'inscrits : 2' "$tmp/out")" '1 1'
grep -q "($broken) : le PDF n’est plus celui de son empreinte" "$tmp/out"
is 'a file that was changed is named' $? 0
grep -q "($other) : les données ne sont plus" "$tmp/out"
is 'data that were changed are' $? 0
grep -q "($forged) : le contenu ne correspond pas au sceau" "$tmp/out"
is 'a seal that does not hold is' $? 0
is 'and never adopted' "$(sql "SELECT group_concat(code) FROM (SELECT code FROM
    document JOIN document_adopted ON document = id ORDER BY id)")" \
    "$sound,$ended"
t check
grep -q "($sound)\|($ended)" "$tmp/out"
is 'check is content with those adopted' $? 1
is 'and names the others' "$(grep -c "($broken)\|($other)\|($forged)" \
    "$tmp/out")" 3
t seal --adopt
is 'once' "$(grep -c 'inscrits : 0' "$tmp/out")" 1

# What is adopted is held: its row, its end, the adoption itself.
tampered() {
	cp "$data/terreau.db" "$tmp/kept.db"
	sql "DROP TRIGGER document_ends_once; DROP TRIGGER
	    document_adopted_kept; DROP TRIGGER document_adopted_stays;
	    DROP TRIGGER document_end_kept; $2"
	t check
	grep -q "($1) : " "$tmp/out"
	is "$3" $? 0
	rm -f "$data"/terreau.db-*
	cp "$tmp/kept.db" "$data/terreau.db"
}
tampered "$sound" "UPDATE document SET issued_by = 'Personne' WHERE code =
    '$sound'" 'its row is sealed'
tampered "$sound" 'UPDATE document_adopted SET at = at - 86400' \
    'the day of its adoption'
tampered "$sound" "UPDATE document_adopted SET key_name = 'autre'" \
    'the key of its adoption'
tampered "$sound" 'DELETE FROM document_adopted' 'it cannot be taken away'
tampered "$ended" "UPDATE document SET reason = 'Rien' WHERE code = '$ended'" \
    'its end is sealed'

# Everywhere else it is a paper like others; what was not kept is not invented.
sql "SELECT writefile('$tmp/un.pdf', pdf) FROM document WHERE code = '$sound'" \
    >/dev/null
t verify "$tmp/un.pdf"
is 'terreau verify' "$?" 0
get public "/v/$sound"
says 'the page of verification' 'Ce document est authentique'
says 'says when it was entered' 'Il y a été inscrit le'
hides 'and compares no name' 'Comparer le nom (facultatif)'
post public "/v/$sound/nom" nom=Petit
is 'nor by hand' "$status" 403

# From the first paper that has a proof on, one without lost it.
login julie@coop.example
issue 'Une facture'
first=$code
issue 'Une autre'
get public "/v/$first"
hides 'a paper of today was not adopted' 'Il y a été inscrit le'
t check
grep -q "($first)" "$tmp/out"
is 'check is content with it' $? 1
sql "DROP TRIGGER document_proof_stays; DELETE FROM document_proof WHERE
    document = (SELECT id FROM document WHERE code = '$code')"
t seal --adopt
grep -q "($code) : des preuves étaient gardées" "$tmp/out"
is 'a proof removed later is not made anew' $? 0
