#!/bin/sh
# « terreau rebuild »: everything derived is taken away, and comes back the same.
. "${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/web/cgi.subr"
terreau=$builddir/terreau

site
cp "$srcdir/schemas/xml/reseau-vide.xml" "$data/reseau.xml"
"$terreau" demo --data "$data" >"$tmp/out" 2>&1 || not_ok 'there is data' \
    "$(tail -3 "$tmp/out")"

# What is derived, as text; dates of publication left out.
derived() {
	sql "SELECT id, sort, birth, commune, departement, adviser, agenda,
	    pending FROM dossier WHERE sent IS NOT NULL ORDER BY id;
	    SELECT rowid, * FROM dossier_words ORDER BY rowid;
	    SELECT rowid FROM dossier_words WHERE dossier_words MATCH
	    'petit OR nantes' ORDER BY rowid;
	    SELECT * FROM contrat ORDER BY dossier" 2>&1
	sqlite3 "$data/recherche.db" '.dump' 2>&1 | grep INSERT
	(cd "$data/site" && find . -type f ! -name '*.gz' -exec cksum {} + |
	    sort -k3)
	sed '/^#/d; /publi/d; /^le /d' "$data/preuves/cles.txt"
	grep -c . "$data/preuves/revocations.txt"
}

# gone NAME COMMAND ...: something is taken away; rebuild brings it back.
gone() {
	what=$1
	shift
	"$@" >"$tmp/taken" 2>&1 || not_ok "$what is taken away" \
	    "$(cat "$tmp/taken")"
	derived >"$tmp/broken"
	cmp -s "$tmp/whole" "$tmp/broken" && not_ok "$what was there"
	"$terreau" rebuild --data "$data" >"$tmp/out" 2>&1 ||
		not_ok "$what is rebuilt" "$(tail -5 "$tmp/out")"
	derived >"$tmp/again"
	if cmp -s "$tmp/whole" "$tmp/again"; then
		ok "$what comes back the same"
	else
		not_ok "$what comes back the same" \
		    "$(diff "$tmp/whole" "$tmp/again" | head -20)"
	fi
}

"$terreau" rebuild --data "$data" >"$tmp/out" 2>&1
is 'a first time' $? 0
derived >"$tmp/whole"
"$terreau" rebuild --data "$data" >"$tmp/out" 2>&1
derived >"$tmp/again"
cmp -s "$tmp/whole" "$tmp/again" && ok 'twice is once' ||
    not_ok 'twice is once' "$(diff "$tmp/whole" "$tmp/again" | head)"
grep -q 'Liste des dossiers : 0' "$tmp/out" && ok 'it says that nothing was to do' ||
    not_ok 'it says that nothing was to do' "$(cat "$tmp/out")"

gone 'what the list knows' sql "UPDATE dossier SET sort = '', birth = NULL,
    commune = '', departement = '', agenda = '' WHERE sent IS NOT NULL"
gone 'who must be acted on' sql 'UPDATE dossier SET pending = 1 - pending
    WHERE sent IS NOT NULL'
gone 'the words' sql 'DELETE FROM dossier_words'
gone 'the index of the words' sql 'DELETE FROM dossier_words_data WHERE id > 10'
gone 'where contracts stand' sql 'DELETE FROM contrat'
gone 'the site' rm -r "$data/site" "$data/site.fait"
gone 'the search' rm "$data/recherche.db"
gone 'what was published of papers' rm -r "$data/preuves"

# An index that lost its rows: the file is sound again afterwards.
sql "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql =
    'CREATE INDEX mail_dossier ON mail (dossier) WHERE id < 0' WHERE name =
    'mail_dossier'" >"$tmp/out"
sql 'REINDEX mail_dossier; PRAGMA writable_schema = ON; UPDATE sqlite_schema
    SET sql = "CREATE INDEX mail_dossier ON mail (dossier)" WHERE name =
    "mail_dossier"' >"$tmp/out"
"$terreau" check --data "$data" >"$tmp/out" 2>&1
is 'an index without its rows is named' $? 1
"$terreau" rebuild --data "$data" --base >"$tmp/out" 2>&1
"$terreau" check --data "$data" >"$tmp/out" 2>&1
is 'and filled again' $? 0
