#!/bin/sh
# A damaged byte is named by « terreau check »: in rows, with and without a hash
# of their own, in keys, in the file itself.  Every column: FLIPS=ALL.
. "${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/web/cgi.subr"
terreau=$builddir/terreau

site
cp "$srcdir/schemas/xml/reseau-vide.xml" "$data/reseau.xml"
"$terreau" demo --data "$data" >"$tmp/out" 2>&1 || not_ok 'there is data' \
    "$(tail -3 "$tmp/out")"
backup=$("$terreau" backup --data "$data" "$tmp/b")
python3 "$srcdir/tests/web/flips.py" "$terreau" "$data" "$backup" \
    "${FLIPS_SEED:-7}" "${FLIPS:-ONE}"

# The database is the one of the backup again, with its triggers.
cp "$backup/terreau.db" "$data/terreau.db"
rm -f "$data/terreau.db-wal" "$data/terreau.db-shm"
"$terreau" check --data "$data" --against "$backup" >"$tmp/out" 2>&1
is 'it is sound again' $? 0

# damaged NAME WORDS: check says so.
damaged() {
	"$terreau" check --data "$data" >"$tmp/out" 2>&1
	if [ $? -eq 1 ] && grep -q -- "$2" "$tmp/out"; then
		ok "$1 is named"
	else
		not_ok "$1 is named" "$(cat "$tmp/out")"
	fi
}

cp "$data/keys/cles.txt" "$tmp/cles.txt"
for change in 's/^cle \(.\)/cle g\1/' 's/\( RW......\)./\1!/' \
    's/\( RW.\{20\}\)A/\1B/;t;s/\( RW.\{20\}\)./\1A/' 's/active$/activf/' \
    's/^cle /clf /'; do
	sed "$change" "$tmp/cles.txt" >"$data/keys/cles.txt"
	cmp -s "$tmp/cles.txt" "$data/keys/cles.txt" &&
		not_ok "cles.txt is changed by $change"
	damaged "cles.txt after $change" 'cles.txt\|ABÎMÉ'
done
cp "$tmp/cles.txt" "$data/keys/cles.txt"
cp "$data/keys/sceau.secret" "$tmp/sceau.secret"
{ head -c 63 "$tmp/sceau.secret"; printf x; } >"$data/keys/sceau.secret"
damaged 'the secret of the seal' 'sceau.secret'
cp "$tmp/sceau.secret" "$data/keys/sceau.secret"
chmod 644 "$data/keys/sceau.secret"
damaged 'a secret that others may read' 'sceau.secret'
chmod 600 "$data/keys/sceau.secret"
mv "$data/keys/second.key" "$tmp/second.key"
head -c 33 /dev/zero >"$data/keys/second.key"
damaged 'the key of second factors, longer' 'second.key'
mv "$tmp/second.key" "$data/keys/second.key"
mv "$data/keys/csrf.key" "$tmp/csrf.key"
head -c 31 "$tmp/csrf.key" >"$data/keys/csrf.key"
damaged 'the key of forms, shorter' 'csrf.key'
{ head -c 31 "$tmp/csrf.key"; printf '\001'; } >"$data/keys/csrf.key"
"$terreau" check --data "$data" --against "$backup" >"$tmp/out" 2>&1
grep -q 'csrf.key' "$tmp/out" && ok 'a bit of it, against a backup' ||
    not_ok 'a bit of it, against a backup' "$(cat "$tmp/out")"
cp "$tmp/csrf.key" "$data/keys/csrf.key"
"$terreau" check --data "$data" >"$tmp/out" 2>&1
is 'all is well again' $? 0

# What no SQL shows: the file itself.
printf 'xxxx' | dd of="$data/terreau.db" bs=1 seek=8192 conv=notrunc \
    2>"$tmp/err"
damaged 'a page of the file' 'base.*ABÎMÉ'
