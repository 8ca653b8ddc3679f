#!/bin/sh
# terreau config --check: every kind of fault, told with what to do; and the
# sample, which has every key there is and no other.
# usage: srcdir=DIR builddir=DIR sh tests/web/config.sh
. "$(dirname "$0")/cgi.subr"
sample=$builddir/share/schemas/terreau.conf

# check: its status in $status, what it said in $tmp/said.
check() {
	"$builddir/terreau" config --check --data "$data" >"$tmp/said" 2>&1
	status=$?
}

# told NAME TEXT: a fault with this text is told.
told() {
	check
	if [ "$status" -eq 1 ] && grep -qF -- "$2" "$tmp/said"; then
		ok "$1"
	else
		not_ok "$1" "status $status" "$(cat "$tmp/said")"
	fi
}

# The sample and the table of keys.
sed -n 's/^	{ "\([a-z-]*\)",.*KEY_.*/\1/p' "$srcdir/lib/base/conf.c" |
    sort >"$tmp/keys"
sed -n 's/^#\{0,1\}\([a-z][a-z-]*\) = .*/\1/p' "$sample" | sort >"$tmp/shown"
is 'there are keys' "$([ "$(wc -l <"$tmp/keys")" -gt 10 ] && echo yes)" yes
is 'the sample has every key, once' \
    "$(diff "$tmp/keys" "$tmp/shown")" ''
awk '/^#?[a-z][a-z-]* = / { if (before !~ /^# /) print; }
    { before = $0 }' "$sample" >"$tmp/bare"
is 'each key is explained above it' "$(cat "$tmp/bare")" ''
is 'no line is wider than a terminal' \
    "$(grep -E '.{81}' "$sample")" ''

site
cp "$data/terreau.conf" "$tmp/fresh.conf"
check
is 'a fresh installation has no fault' "$status $(tail -1 "$tmp/said" |
    sed 's/, .*//')" '0 0 faute'
cp "$builddir/share/schemas/xml/reseau-vide.xml" "$data/reseau.xml"
check
for text in 'manque  production :' 'manque  smtp :' 'manque  url :' \
    'reste « [à compléter] »' 'terreau site' 'terreau user add'; do
	grep -qF -- "$text" "$tmp/said" && ok "it lacks: $text" ||
		not_ok "it lacks: $text" "$(cat "$tmp/said")"
done
sed 's/^production = non/production = oui/' "$tmp/fresh.conf" \
    >"$data/terreau.conf"
told 'in production what lacks is a fault' 'faute   smtp :'
is 'and nothing lacks besides' "$(grep -c '^manque' "$tmp/said")" 0
cp "$builddir/share/content/demo/reseau.xml" "$data/reseau.xml"

# Every key of the sample is one that is taken, with the value shown.
sed -e 's/^#\([a-z][a-z-]* = \)/\1/' \
    -e "s|^data = .*|data = $data|" -e "s|^share = .*|share = $builddir/share|" \
    "$sample" >"$data/terreau.conf"
check
is 'every value of the sample is good' \
    "$(grep -E 'terreau\.conf(:[0-9]+)?:' "$tmp/said")" ''
grep -q '^faute   clamd : /run/clamav' "$tmp/said" && ok 'files are looked for' ||
	not_ok 'files are looked for' "$(cat "$tmp/said")"

# with LINE ...: the fresh configuration, and these lines.
with() {
	cp "$tmp/fresh.conf" "$data/terreau.conf"
	printf '%s\n' "$@" >>"$data/terreau.conf"
}

with 'coleur = bleu' 'smtp = mail' 'form-seconds = demain'
told 'an unknown key' 'coleur: clé inconnue'
told 'and the bad value after it' 'smtp: doit être smtp(s)://hôte'
told 'and the one after that' 'form-seconds: doit être un nombre'
is 'each told once' "$(grep -c ': clé inconnue' "$tmp/said") $(grep -c \
    'smtp: doit être' "$tmp/said") $(grep -c 'form-seconds: doit' "$tmp/said")" \
    '1 1 1'
with 'url = http://ailleurs.fr'
told 'a key given twice' 'url: clé donnée deux fois'
with 'smtp = smtp://mail.example.org'
told 'what goes together' 'smtp demande mail-from'
grep -v '^url' "$tmp/fresh.conf" >"$data/terreau.conf"
told 'a key that must be there' 'il manque la clé url'
with 'smtp = smtp://mail.example.org' 'mail-from = a@example.org' \
    'smtp-user = a' "smtp-password = $tmp/secret"
told 'a file that is not there' "smtp-password : $tmp/secret"
: >"$tmp/secret"
chmod 644 "$tmp/secret"
told 'a secret that others can read' "chmod 0600 $tmp/secret"
chmod 600 "$tmp/secret"
check
is 'a secret that they cannot' "$(grep -c "$tmp/secret" "$tmp/said")" 0

# What others may do.
with
for row in 'keys/sceau.secret 0640' 'keys/second.key 0640' 'keys/second.key 0640' \
    'keys/csrf.key 0644' 'terreau.db 0644' \
    'keys/cles.txt 0664' 'keys 0705' 'keys/coffre.db 0644' 'site 0777' 'run 0757'; do
	set -- $row
	was=$(stat -c %a "$data/$1")
	chmod "$2" "$data/$1"
	told "$1 at $2" "$data/$1 est trop ouvert ($2)"
	chmod "$was" "$data/$1"
done
check
is 'and as it was made it is closed' "$status" 0
chmod 0770 "$data/keys"
told 'keys that the group can replace' "chmod +t $data/keys"
chmod 0750 "$data/keys"
chmod 0770 "$data"
told 'a folder whose keys the group can replace' "chmod +t $data"
chmod 3770 "$data"
told 'a shared folder whose database is closed to the other program' \
    "$data/terreau.db est fermé à terreau-public"
chmod 0750 "$data"
mv "$data/keys/csrf.key" "$data/keys/lost"
told 'a key that is missing' "$data/keys/csrf.key n’existe pas"
mv "$data/keys/lost" "$data/keys/csrf.key"
if [ "$(id -u)" -eq 0 ]; then
	chown 65534 "$data/keys/sceau.secret"
	told 'a key of somebody else' \
	    "$data/keys/sceau.secret n’appartient pas au propriétaire"
	chown 0 "$data/keys/sceau.secret"
else
	ok 'a key of somebody else: only root can try'
fi
sql 'PRAGMA user_version = 999'
told 'a database of another version' 'terreau.db : ne s’ouvre pas'
sql "PRAGMA user_version = $(ls "$builddir/share/schemas/db" |
    sed -n '$s/^0*\([0-9]*\).*/\1/p')"
sql "INSERT INTO mail (kind, recipient, subject, body, queued)
    VALUES ('x', 'a@b.fr', 's', 'b', unixepoch() - 7 * 3600)"
with 'smtp = smtp://mail.example.org' 'mail-from = a@example.org'
told 'messages that do not leave' 'le plus ancien depuis 7 h'
with
"$builddir/terreau" config --data "$data" >"$tmp/said" 2>&1
is 'without --check, the usage' "$?" 2

# A folder shared between two users, configured elsewhere.
mkdir -m 3770 "$tmp/shared"
"$builddir/terreau" init --conf "$tmp/etc.conf" --data "$tmp/shared" \
    --share "$builddir/share" --url "$url" >"$tmp/said" 2>&1
is 'init with a configuration of its own' "$? $(ls "$tmp/shared/terreau.conf" \
    2>/dev/null)" '0 '
is 'the database is for both programs' \
    "$(stat -c %a "$tmp/shared/terreau.db")" 660
"$builddir/terreau" init --conf "$tmp/etc.conf" >"$tmp/said" 2>&1
is 'which says where the data are' "$? $(cat "$tmp/said")" '0 '
"$builddir/terreau" init --conf "$tmp/etc.conf" --data "$tmp/other" \
    >"$tmp/said" 2>&1
is 'and nowhere else' "$? $(ls "$tmp/other")" '1 '
