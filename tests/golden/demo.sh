#!/bin/sh
# The administrator's commands on a fresh data directory: init, demo, check,
# user, outbox.  Every record of the demonstration is valid for another reader
# of RELAX NG; one wrong byte anywhere is found and named.
# usage: srcdir=DIR builddir=DIR sh tests/golden/demo.sh
srcdir=${srcdir:-.} builddir=${builddir:-.}
for p in sqlite3 xmllint; do
	command -v $p >/dev/null || { echo "not ok $p is missing"; exit 1; }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
data=$work/data
db=$data/terreau.db

t() {
	"$builddir/terreau" "$@" --data "$data" >"$work/out" 2>"$work/err"
}

# ok NAME COMMAND ...: it succeeds; no NAME COMMAND ...: it fails.
ok() {
	name=$1; shift
	if "$@"; then echo "ok $name"; else
		echo "not ok $name"
		sed 's/^/# /' "$work/err" "$work/out" | head -20
	fi
}
no() {
	name=$1; shift
	if "$@"; then echo "not ok $name"; else echo "ok $name"; fi
}
sql() { sqlite3 "$db" "$1"; }
is() { [ "$(sql "$2")" "$1" "$3" ]; }
says() { grep -q "$1" "$work/out" "$work/err"; }
sums() { (cd "$data" && find . -type f | sort | xargs sha256sum); }

ok "init" t init --share "$builddir/share"
ok "the secret key is for its owner only" \
    [ "$(stat -c %a%s "$data/keys/sceau.secret")" = 60064 ]
ok "nobody else enters" [ "$(stat -c %a "$data")" = 750 ]
sums >"$work/before"
ok "init again" t init --share "$builddir/share"
sums >"$work/after"
ok "init overwrites nothing" cmp -s "$work/before" "$work/after"
no "init needs a place" "$builddir/terreau" init 2>"$work/err"
rm "$data/keys/cles.txt"
day=$(date -d @$(stat -c %Y "$data/keys/sceau.secret") +%s)
TERREAU_NOW=$day t init
sums >"$work/after"
ok "the public key is made again" cmp -s "$work/before" "$work/after"

ok "demo" t demo
ok "40 dossiers at least" is -ge "SELECT count(*) FROM dossier" 40
ok "in every state" is -eq "SELECT count(DISTINCT state) FROM dossier" \
    "$(grep -c '<etat ' "$srcdir/schemas/programmes/cae.xml")"
ok "over five cooperatives" is -eq \
    "SELECT count(DISTINCT cooperative) FROM dossier WHERE sent IS NOT NULL" 5
ok "over a year" is -gt "SELECT (max(created) - min(created)) / 86400
    FROM dossier" 365
ok "contracts in the three states" is -eq \
    "SELECT count(DISTINCT state) FROM document" 3
ok "a contract is six pages" is -eq \
    "SELECT count(*) FROM document WHERE kind = 'cape' AND pages <> 6" 0
ok "addresses nobody owns" is -eq \
    "SELECT count(*) FROM mail WHERE recipient NOT LIKE '%.example'" 0
ok "demo is for an empty portal" [ "$(t demo; echo $?)" = 1 ]

mkdir "$work/cae" "$work/cape"
sqlite3 -separator ' ' "$db" "SELECT id, form FROM record" >"$work/list"
while read -r id form; do
	[ ! -d "$work/$form" ] ||
	    "$builddir/tests/web/record" "$data" "$id" >"$work/$form/$id.xml"
done <"$work/list"
for form in cae cape; do
	ok "records of $form are valid" xmllint --nonet --noout \
	    --relaxng "$srcdir/schemas/xml/$form.rng" \
	    "$work/$form"/*.xml 2>"$work/err"
done
ok "check" t check
cp "$db" "$work/sound.db"

# damage NAME SQL WHAT: on a copy, check fails and names the row.
damage() {
	rm -f "$db"-*
	cp "$work/sound.db" "$db"
	sql "DROP TRIGGER record_kept; DROP TRIGGER record_stays;
	    DROP TRIGGER event_kept; DROP TRIGGER document_kept;
	    DROP TRIGGER document_ends_once; DROP TRIGGER dossier_stays; $2"
	no "check finds $1" t check
	ok "and names it" says "$3"
}
bent() {	# COLUMN AT: a byte of a blob, changed
	echo "CAST(substr($1, 1, $2 - 1) || CASE substr($1, $2, 1) WHEN x'41'
	    THEN x'42' ELSE x'41' END || substr($1, $2 + 1) AS BLOB)"
}
damage "a byte in a record" \
    "UPDATE record SET xml = $(bent xml 200) WHERE id = 7" \
    "enregistrement 7 (CAE-"
damage "a record that is missing" "DELETE FROM record WHERE id = 9" \
    "enregistrement 9 : absent"
damage "the last record missing" \
    "DELETE FROM record WHERE id = (SELECT max(id) FROM record)" \
    "la chaîne finit"
for at in 1 9000 60000; do
	damage "byte $at of a PDF" \
	    "UPDATE document SET pdf = $(bent pdf $at) WHERE id = 3" \
	    "document 3 ("
done
damage "a PDF whose hash was changed too" "UPDATE document SET pdf =
    (SELECT pdf FROM document WHERE id = 1), sha256 = (SELECT sha256 FROM
    document WHERE id = 1) WHERE id = 3" "porte un autre code"
damage "a byte in a document's data" \
    "UPDATE document SET context = $(bent context 300) WHERE id = 2" \
    "document 2 ("
damage "a state nobody decided" "UPDATE dossier SET state = 'acceptee'
    WHERE id = (SELECT min(id) FROM dossier WHERE state = 'refusee')" \
    "son état"
damage "a sent dossier without record" "UPDATE dossier SET sent = 1,
    expires = NULL WHERE id = (SELECT id FROM dossier WHERE sent IS NULL)" \
    "sans enregistrement"
rm -f "$db"-*
cp "$work/sound.db" "$db"
dd if=/dev/urandom of="$db" bs=4096 seek=20 count=3 conv=notrunc 2>/dev/null
no "check finds damaged pages" t check

rm -f "$db"-*
cp "$work/sound.db" "$db"
add() { printf '%s\n' "$1" | t user add "$2" --nom 'Ana Roy' --role "$3" \
    --cooperative "$4" --password-stdin; }
ok "user add" add 'un mot de passe long' ana@coop.example lecture angers
no "the same again" add 'un mot de passe long' ANA@coop.example lecture angers
no "a short password" add 'court' bea@coop.example lecture angers
no "an unknown role" add 'un mot de passe long' bea@coop.example roi angers
no "an unknown cooperative" add 'un mot de passe long' bea@coop.example \
    lecture atlantide
no "half an address" add 'un mot de passe long' bea lecture angers
ok "user list" t user list
ok "tells who" grep -q '^ana@coop.example	Ana Roy	lecture:angers	actif$' \
    "$work/out"
ok "user give" t user give ana@coop.example --role animation \
    --cooperative angers
no "a role there is not" t user give ana@coop.example --role roi
no "to whom there is not" t user give bea@coop.example --role lecture
ok "user take" t user take ana@coop.example --role lecture \
    --cooperative angers
ok "user suspend" t user suspend ana@coop.example
t user list >/dev/null 2>&1
ok "all of it is so" grep -q \
    '^ana@coop.example	Ana Roy	animation:angers	suspendu$' "$work/out"
ok "outbox" t outbox -n 2
ok "shows as many as asked" [ "$(grep -c '^Objet : ' "$work/out")" = 2 ]
no "outbox counts in numbers" t outbox -n deux
mv "$data/terreau.conf" "$work/conf"
sed 's/production = non/production = oui/' "$work/conf" >"$data/terreau.conf"
no "no demonstration in production" t demo
