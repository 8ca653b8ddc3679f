#!/bin/sh
# The papers of many people at once: who may take them, what is in the ZIP and
# in the file to print, and that it is noted.
# usage: srcdir=DIR builddir=DIR sh tests/web/lots.sh
. "$(dirname "$0")/cgi.subr"
site
"$builddir/terreau" demo --data "$data" >"$tmp/demo" 2>&1
# Another reader of archives than ours.
names() {
	python3 -c 'import sys, zipfile
print("\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))' "$1"
}

account julie@coop.example 'Julie Morel' gestion
account luc@coop.example 'Luc Roy' comptabilite angers
papers="document t JOIN dossier d ON d.id = t.dossier LEFT JOIN execution x
    ON x.document = t.id WHERE t.state = 'valide'"
all=$(sql "SELECT count(*) FROM $papers")
angers=$(sql "SELECT count(*) FROM $papers AND d.cooperative = 'angers'")
signed=$(sql "SELECT count(*) FROM $papers AND x.document IS NOT NULL")
one=$(sql "SELECT d.id FROM $papers AND d.cooperative = 'angers' LIMIT 1")
[ "$angers" -gt 0 ] && [ "$angers" -lt "$all" ]
is 'some papers are of Angers, some are not' $? 0
[ "$signed" -gt 0 ] && [ "$signed" -lt "$all" ]
is 'some all have signed, some not' $? 0

get staff /gestion/lots
is 'a login is needed' "$status" 401
get staff /gestion/lots/documents.zip
is 'for the files too' "$status" 401
login julie@coop.example
get staff /gestion/lots
is 'the page' "$status" 200
says 'counts the papers' "$all documents, par personne"
holds 'leads to the ZIP' '/gestion/lots/documents.zip?'

# What is stored, under readable names.
opened() {
	sql "SELECT count(DISTINCT dossier) FROM consultation o JOIN account a
	    ON a.id = o.account WHERE a.name = '$1'"
}
is 'looking opens no file' "$(opened 'Julie Morel')" 0
get staff '/gestion/lots/documents.zip?programme=&session=&document=&cooperative='
is 'the ZIP' "$status $(head_of Content-Type)" '200 application/zip'
mkdir "$tmp/zip" && cp "$tmp/body" "$tmp/lot.zip" &&
    python3 -m zipfile -e "$tmp/lot.zip" "$tmp/zip"
is 'opens' $? 0
is 'holds each paper' "$(ls "$tmp/zip" | grep -c '\.pdf$')" "$all"
(cd "$tmp/zip" && sha256sum -c --strict --quiet SHA256SUMS) >"$tmp/sums" 2>&1
is 'agrees with its manifest' "$? $(wc -l <"$tmp/zip/SHA256SUMS")" "0 $all"
is 'has names in ASCII' "$(ls "$tmp/zip" | LC_ALL=C grep -cv \
    '^[A-Z0-9-]*_[A-Z]*-[0-9A-Z-]*_[A-Z-]*_[A-Za-z-]*\(_signe\)\{0,1\}\.pdf$')" 1
for f in "$tmp/zip/"*.pdf; do
	sha256sum <"$f" | cut -d ' ' -f 1
done | sort >"$tmp/got"
sql "SELECT lower(hex(coalesce(x.sha256, t.sha256))) FROM $papers" | sort \
    >"$tmp/want"
cmp -s "$tmp/got" "$tmp/want" && ok 'the bytes that were issued, or signed' ||
	not_ok 'the bytes that were issued, or signed'
# What all have signed is the copy with its journal.
for f in "$tmp/zip/"*_signe.pdf; do
	sha256sum <"$f" | cut -d ' ' -f 1
done | sort >"$tmp/got"
sql "SELECT lower(hex(x.sha256)) FROM $papers AND x.document IS NOT NULL" |
    sort >"$tmp/want"
is 'a signed copy takes the place of the paper' "$(cat "$tmp/got")" \
    "$(cat "$tmp/want")"
is 'taking opens every file' "$(opened 'Julie Morel')" \
    "$(sql "SELECT count(DISTINCT d.id) FROM $papers")"
cp "$tmp/lot.zip" "$tmp/first.zip"
get staff '/gestion/lots/documents.zip'
cmp -s "$tmp/body" "$tmp/first.zip" && ok 'the same bytes again' ||
	not_ok 'the same bytes again'

# To print: a front page for each.
get staff /gestion/lots/impression.pdf
is 'the file to print' "$status $(head_of Content-Type)" \
    '200 application/pdf'
cp "$tmp/body" "$tmp/lot.pdf"
is 'has a bookmark for each' "$(qpdf --json --json-key=outlines \
    "$tmp/lot.pdf" | grep -c '^      "title"')" "$all"
pdftotext "$tmp/lot.pdf" - | sed 's/\xc2\xa0/ /g' | awk 'BEGIN { RS = "\f" }
    /\nPage 1 sur / { if (NR % 2 == 0) bad = 1; n++ } END { print n, bad + 0 }
    ' >"$tmp/fronts"
is 'begins each on a front page' "$(cat "$tmp/fronts")" "$all 0"
qpdf --check "$tmp/lot.pdf" >/dev/null 2>&1
is 'is sound' $? 0

# Only what the account may see.
login luc@coop.example
get staff '/gestion/lots?cooperative=nantes'
says 'another cooperative cannot be asked for' \
    'Aucun document valable ne correspond'
get staff '/gestion/lots/documents.zip?cooperative=nantes'
is 'nor its papers' "$status" 404
get staff /gestion/lots
says 'one’s own can' "$angers document"
get staff '/gestion/lots/documents.zip'
cp "$tmp/body" "$tmp/lot.zip"
is 'nor taken' "$(names "$tmp/lot.zip" | grep -c '\.pdf$')" "$angers"
is 'nor opened' "$(opened 'Luc Roy')" \
    "$(sql "SELECT count(DISTINCT d.id) FROM $papers
        AND d.cooperative = 'angers'")"

# One session, one kind.
sql "INSERT INTO place (agenda, dossier, state, at, changed)
    SELECT id, $one, 'rendue', 0, 0 FROM agenda ORDER BY id LIMIT 1"
session=$(sql 'SELECT code FROM agenda ORDER BY id LIMIT 1')
get staff "/gestion/lots?session=$session"
says 'those of a session' '1 document, par personne'
get staff "/gestion/lots?session=$session&document=rien"
says 'none' 'Aucun document valable ne correspond'
get staff "/gestion/lots/documents.zip?session=$session&document=rien"
is 'no empty file' "$status" 404
get staff "/gestion/lots?session=%3Cb%3E%27%00&programme=%FF"
is 'whatever is asked' "$status" 200

# The command, and a paper that is not what it was.
"$builddir/terreau" lot --data "$data" --session "$session" "$tmp/c.zip" \
    >"$tmp/out" 2>&1
is 'the command' "$? $(names "$tmp/c.zip" | wc -l)" '0 2'
login julie@coop.example
get staff /gestion/lots/impression.pdf
cp "$tmp/body" "$tmp/lot.pdf"
"$builddir/terreau" lot --data "$data" "$tmp/c.pdf" >"$tmp/out" 2>&1
is 'prints too' "$? $(cmp "$tmp/c.pdf" "$tmp/lot.pdf")" '0 '
"$builddir/terreau" lot --data "$data" --session non "$tmp/d.zip" \
    >"$tmp/out" 2>&1
is 'nothing to write is a failure' "$? $(test -e "$tmp/d.zip"; echo $?)" '1 1'
"$builddir/terreau" lot --data "$data" "$tmp/d.txt" >"$tmp/out" 2>&1
is 'another kind of file is refused' $? 2
sql "DROP TRIGGER document_kept; UPDATE document SET pdf = CAST(pdf || x'00' AS BLOB)
    WHERE id = (SELECT min(t.id) FROM $papers AND x.document IS NULL)"
get staff /gestion/lots/documents.zip
is 'what was altered is not given out' "$status" 500
