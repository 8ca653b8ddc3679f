#!/bin/sh
# Exports: tables and records of many files, who may take them, what is noted.
# usage: srcdir=DIR builddir=DIR sh tests/web/exports.sh
. "$(dirname "$0")/cgi.subr"
site
"$builddir/terreau" demo --data "$data" >"$tmp/demo" 2>&1 ||
	not_ok 'there are people' "$(cat "$tmp/demo")"
sent=$(sql 'SELECT count(*) FROM dossier WHERE sent IS NOT NULL')
account chef@a.example 'Ada Chef' gestion
account laval@a.example 'Ève Laval' gestion laval
account lecteur@a.example 'Luc Lecteur' lecture

# take FORM [name=value ...]: the file of an export is in $tmp/body.
take() {
	form=$1
	shift
	post staff /gestion/exports forme="$form" programme=cae "$@"
}

get staff /gestion/exports
is 'staff log in' "$status" 401
login chef@a.example
get staff /gestion/exports
is 'the page' "$status" 200
says 'how many' "$sent dossiers, dans quelle forme ?"
hides 'none was taken yet' 'Derniers exports'

take csv
is 'a table' "$status $(head_of Content-Type)" '200 text/csv; charset=utf-8'
is 'to be kept' "$(head_of Content-Disposition | sed 's/;.*//')" attachment
is 'its length is told' "$(head_of Content-Length)" "$(wc -c <"$tmp/body")"
cp "$tmp/body" "$tmp/table.csv"
"$builddir/terreau" export --data "$data" cae >"$tmp/command.csv"
cmp -s "$tmp/table.csv" "$tmp/command.csv" &&
    ok 'the same as the command writes' ||
    not_ok 'the same as the command writes' \
    "$(diff "$tmp/table.csv" "$tmp/command.csv" | head -5)"
is 'a line a file' "$(grep -c '^CAE-' "$tmp/table.csv")" "$sent"
get staff /gestion/exports
says 'it was noted' "Ada Chef Coopérative d’activité et d’emploi $sent csv"
is 'in each file too' "$(sql "SELECT count(DISTINCT dossier) FROM
    consultation c JOIN account a ON a.id = c.account WHERE
    a.email = 'chef@a.example'")" "$sent"

take ods
is 'a spreadsheet' "$status $(head_of Content-Type)" \
    '200 application/vnd.oasis.opendocument.spreadsheet'
cp "$tmp/body" "$tmp/classeur.ods"
is 'tells what it is from its first bytes' "$(file -b --mime-type \
    "$tmp/classeur.ods" 2>/dev/null)" \
    application/vnd.oasis.opendocument.spreadsheet
unzip -tq "$tmp/classeur.ods" >"$tmp/zip" && ok 'a sound ZIP' ||
    not_ok 'a sound ZIP' "$(cat "$tmp/zip")"
unzip -p "$tmp/classeur.ods" content.xml >"$tmp/content.xml"
xmllint --noout "$tmp/content.xml" && ok 'its content is XML' ||
    not_ok 'its content is XML'
is 'a row a file and one of names' "$(grep -o '<table:table-row><table:table-cell [^/]' \
    "$tmp/content.xml" | wc -l)" "$((sent + 1))"
is 'days are days' "$(grep -c 'office:value-type="date"' \
    "$tmp/content.xml")" "$sent"

take xml
is 'records' "$status $(head_of Content-Type)" '200 application/zip'
mkdir "$tmp/xml"
unzip -qd "$tmp/xml" "$tmp/body" && ok 'a sound ZIP of them' ||
    not_ok 'a sound ZIP of them'
(cd "$tmp/xml" && sha256sum --quiet -c SHA256SUMS) >"$tmp/sums" 2>&1 &&
    ok 'as stored' || not_ok 'as stored' "$(cat "$tmp/sums")"
is 'all versions' "$(ls "$tmp"/xml/dossiers/*/*.xml | wc -l)" \
    "$(sql "SELECT count(*) FROM record WHERE form = 'cae'")"
is 'each with its line' "$(grep -c '<enregistrement ' \
    "$tmp/xml/manifeste.xml")" "$(ls "$tmp"/xml/dossiers/*/*.xml | wc -l)"
xmllint --noout "$tmp/xml/manifeste.xml" && ok 'the list is XML' ||
    not_ok 'the list is XML'
xmllint --noout --relaxng "$tmp"/xml/schemas/*.rng \
    "$tmp"/xml/dossiers/*/*.xml 2>"$tmp/valid" &&
    ok 'they follow the schema beside them' ||
    not_ok 'they follow the schema beside them' "$(head -3 "$tmp/valid")"
is 'three were noted' "$(sql "SELECT group_concat(form || ' ' || files, ' ')
    FROM export")" "csv $sent ods $sent xml $sent"

# Filters.
laval=$(sql "SELECT count(*) FROM dossier WHERE sent IS NOT NULL AND
    cooperative = 'laval'")
get staff '/gestion/exports?programme=cae&cooperative=laval&etape=envoyee'
says 'a choice' "$(sql "SELECT count(*) FROM dossier WHERE cooperative =
    'laval' AND state = 'envoyee'") dossier"
take csv cooperative=laval
is 'its files' "$(grep -c '^CAE-' "$tmp/body")" "$laval"
take csv annee=1999
is 'none is a table without lines' "$(wc -l <"$tmp/body")" 1
take csv annee=abc etape='<b>'
is 'what is not known is not asked' "$(grep -c '^CAE-' "$tmp/body")" "$sent"
take csv cooperative="'"
is 'a cooperative nobody knows has none' "$(wc -l <"$tmp/body")" 1
take pdf
is 'another form is none' "$status" 400
post staff /gestion/exports forme=csv programme=rien
is 'another programme is the first' "$status" 200

# Rights.
login laval@a.example
get staff '/gestion/exports?programme=cae'
says 'one cooperative has its own' "$laval dossiers"
is 'and sees what others took of them, nothing else' \
    "$(grep -c '<td>Ada Chef</td>' "$tmp/body")" 1
take csv
is 'and no other' "$(tail -n +2 "$tmp/body" | cut -d ';' -f 5 | sort -u)" \
    laval
take csv cooperative=nantes
is 'whatever it asks for' "$(wc -l <"$tmp/body")" 1
login lecteur@a.example
get staff /gestion/exports
is 'not for every role' "$status" 403
login chef@a.example
get staff /gestion/exports
jeton=
take csv jeton=
is 'not without the token of the form' "$status" 403
is 'and nothing is noted then' "$(sql 'SELECT count(*) FROM export WHERE
    author <> '\''Ada Chef'\')" 2

# A hundred times as many files need no more memory: each form in turn, twice.
many() {
	record "$(sql "SELECT max(id) FROM record WHERE form = 'cae' AND
	    dossier = (SELECT id FROM dossier WHERE sent IS NOT NULL
	    ORDER BY id LIMIT 1)")" >"$tmp/one.xml"
	sqlite3 "$data/terreau.db" "PRAGMA foreign_keys = OFF;
	    CREATE TEMP TABLE one AS SELECT d.*, (SELECT max(id) FROM record
		WHERE dossier = d.id AND form = 'cae') AS rec FROM dossier d
		WHERE sent IS NOT NULL ORDER BY id LIMIT 1;
	    CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT $1 UNION ALL
		SELECT i + 1 FROM n WHERE i < $2) SELECT i FROM n;
	    INSERT INTO dossier (id, numero, programme, creation, state,
		pending, email, prenom, nom, sort, cooperative, created,
		changed, sent, version) SELECT i, 'CAE-26-' || i, programme,
		randomblob(32), state, pending, email, prenom, nom, sort,
		cooperative, created, changed, sent, 1 FROM n, one;
	    INSERT INTO record (dossier, form, version, xml, sha256, prev,
		link, account, author, at) SELECT i, form, r.version,
		readfile('$tmp/one.xml'), sha256, prev, randomblob(32), r.account, author, at FROM n,
		one JOIN record r ON r.id = rec;"
}

# peak FORM: KiB of memory that the program had at most while it wrote it.
# A sanitizer keeps what was freed, unless it is told not to.
peak() {
	printf 'jeton=%s&forme=%s&programme=cae' "$jeton" "$1" >"$tmp/form"
	env ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=0:thread_local_quarantine_size_kb=0" \
	    REQUEST_METHOD=POST REQUEST_URI=/gestion/exports \
	    REMOTE_ADDR=127.0.0.1 HTTP_COOKIE="$cookie_staff" \
	    CONTENT_TYPE=application/x-www-form-urlencoded \
	    CONTENT_LENGTH="$(wc -c <"$tmp/form")" time -f %M \
	    -o "$tmp/peak" "$builddir/terreau-staff" --data "$data" \
	    <"$tmp/form" >"$tmp/answer" 2>"$tmp/log"
	head -1 "$tmp/answer" | grep -q ' 200 ' && tail -1 "$tmp/peak" ||
	    echo 0
}
many 1000 1100
get staff /gestion/exports
csv=$(peak csv) ods=$(peak ods) xml=$(peak xml)
many 2000 6000
for form in csv ods xml; do
	eval "before=\$$form"
	after=$(peak $form)
	[ "$before" -gt 0 ] && [ "$after" -gt 0 ] &&
	    [ $((after - before)) -lt 6000 ] && ok "$form: memory stays" ||
	    not_ok "$form: memory stays" "$before KiB, then $after KiB"
done
