#!/bin/sh
# « terreau backup » and « terreau restore »: whole, verified, rotated, sealed;
# what was damaged is named; what is restored serves.
. "${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/web/cgi.subr"

cd "$tmp" || exit 1
backups=$tmp/sauvegardes
terreau=$builddir/terreau

# run NAME STATUS COMMAND ...: its exit status; $tmp/out, $tmp/err.
run() {
	what=$1 want=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/err"
	got=$?
	if [ "$got" -eq "$want" ]; then
		ok "$what"
	else
		not_ok "$what" "status $got instead of $want" "$(cat "$tmp/out" \
		    "$tmp/err")"
	fi
}

# told NAME TEXT: on standard output or error.
told() {
	if cat "$tmp/out" "$tmp/err" | grep -qF -- "$2"; then
		ok "$1"
	else
		not_ok "$1" "not told: $2" "$(cat "$tmp/out" "$tmp/err")"
	fi
}

# flip FILE [OFFSET]: one bit, in the middle.
flip() {
	at=${2:-$(($(wc -c <"$1") / 2))}
	byte=$(dd if="$1" bs=1 skip="$at" count=1 2>/dev/null | od -An -tu1)
	printf "\\$(printf '%03o' $((byte ^ 4)))" |
	    dd of="$1" bs=1 seek="$at" conv=notrunc 2>/dev/null
}

# People go on applying until somebody says stop.
applying() {
	i=0
	while [ ! -e "$tmp/stop" ]; do
		i=$((i + 1))
		begin "pendant$i@exemple.fr"
		[ "$status" = 200 ] && echo "$numero" >>"$tmp/begun"
	done
}

site
begin ana@exemple.fr
answer_all Anatolia Petit
send
is 'somebody applies' "$status" 303
sent=$numero

# --- whole -------------------------------------------------------------------

# in a shell of its own: it shares the files of answers with nobody
(mkdir "$tmp/other" && tmp=$tmp/other && ln -s ../stop "$tmp/stop" &&
    applying >"$tmp/log.txt" 2>&1; mv "$tmp/begun" "$tmp/../begun") &
applicant=$!
for i in $(seq 100); do
	[ ! -s "$tmp/other/begun" ] || break
	sleep 0.1
done
cp "$tmp/other/begun" "$tmp/before"
run 'a backup while people apply' 0 \
    "$terreau" backup --data "$data" "$backups"
one=$(cat "$tmp/out")
: >"$tmp/stop"
wait "$applicant"
is 'is named' "$(echo "${one##*/}" | sed 's/[0-9]/0/g')" \
    terreau-0000-00-00T000000Z
is 'what was acknowledged before is in it' "$(sort "$tmp/before" |
    while read -r n; do sqlite3 "$one/terreau.db" "SELECT numero FROM dossier
    WHERE numero = '$n'"; done | wc -l)" "$(wc -l <"$tmp/before")"
is 'and the application' "$(sqlite3 "$one/terreau.db" \
    "SELECT count(*) FROM record")" 1
is 'without a journal beside it' "$(ls "$one" | tr '\n' ' ')" \
    'LISEZ-MOI.txt SOMMES keys reseau.xml terreau.conf terreau.db '
is 'for its owner alone' "$(find "$backups" -perm /077 | wc -l)" 0
is 'its sums are those of b2sum' \
    "$(cd "$one" && b2sum -c SOMMES 2>&1 | grep -vc ': OK$')" 0
is 'of every file' "$(grep -c . "$one/SOMMES")" \
    "$(find "$one" -type f ! -name SOMMES | wc -l)"
cmp -s "$one/keys/sceau.secret" "$data/keys/sceau.secret" && ok 'keys too' ||
    not_ok 'keys too'
run 'it would come back' 0 "$terreau" restore --test "$one"
is 'in one line' "$(cat "$tmp/out")" \
    "${one##*/} : bonne (schéma $(sql 'PRAGMA user_version'))"
is 'and leaves nothing' "$(cat "$tmp/err")" ''
TMPDIR=$tmp/essai
mkdir "$TMPDIR"
export TMPDIR
run 'in a place of its own' 0 "$terreau" restore --test "$one"
rmdir "$TMPDIR" && ok 'which is left as it was' ||
    not_ok 'which is left as it was' "$(ls "$TMPDIR")"
mkdir "$TMPDIR"
is 'keys of files are not in it' "$(find "$one" -name 'coffre*' | wc -l)" 0
is 'but beside it, as they are now' "$(find "$backups" -name 'coffre*')" \
    "$backups/coffre.db"
mkdir "$tmp/coffre"
mv "$backups/coffre.db" "$tmp/coffre"
run 'without them it is not good' 1 "$terreau" restore --test "$one"
run 'nor is it put back' 1 "$terreau" restore "$one" "$tmp/sans"
told 'and says what is missing' 'la copie des clés des dossiers manque'
run 'a place where they are not' 1 \
    "$terreau" restore --test --coffre "$tmp/essai" "$one"
told 'is named' "$tmp/essai/coffre.db n’est pas là"
run 'with them from elsewhere it is' 0 \
    "$terreau" restore --test --coffre "$tmp/coffre" "$one"
mv "$tmp/coffre/coffre.db" "$backups"
run 'they may be kept elsewhere' 0 "$terreau" backup --data "$data" \
    --coffre "$tmp/coffre" "$tmp/ailleurs"
grep -qF -- "--coffre $tmp/coffre" "$tmp"/ailleurs/terreau-*/LISEZ-MOI.txt &&
    ok 'which the backup says' || not_ok 'which the backup says'
is 'and are' "$(ls "$tmp/coffre") $(ls "$tmp/ailleurs" | grep -c coffre)" \
    'coffre.db 0'

# The only copy of the keys is not replaced by less.
door_stop public
sum=$(cksum <"$backups/coffre.db")
cp "$data/keys/coffre.db" "$tmp/cles.db"
sqlite3 "$data/keys/coffre.db" 'UPDATE marque SET octets = zeroblob(16)'
later() {
	env TERREAU_NOW=$(($(date +%s) + $1)) "$terreau" backup \
	    --data "$data" $2 $3 "$4"
}
run 'the keys of another portal' 1 later 60 --keep tout "$backups"
told 'are refused' 'n’est pas le coffre de cette base'
cp "$tmp/cles.db" "$data/keys/coffre.db"
sqlite3 "$data/keys/coffre.db" "UPDATE sqlite_sequence SET seq = 0"
run 'older keys' 1 later 120 --keep tout "$backups"
told 'are refused, too' 'plus ancien'
is 'the copy of before is there' "$(cksum <"$backups/coffre.db")" "$sum"
rm -f "$data"/keys/coffre.db-*
cp "$tmp/cles.db" "$data/keys/coffre.db"

# Two copies under two names, as a power cut between them may leave them.
mkdir "$tmp/deux"
cp "$backups/coffre.db" "$tmp/deux"
cp "$backups/coffre.db" "$tmp/deux/coffre.db.scelle"
run 'two copies of the keys' 1 "$terreau" restore --test --coffre "$tmp/deux" \
    "$one"
told 'are told apart by whoever restores' 'un seul est le bon'

# A trial that is cut short leaves nothing in clear behind: told to end it
# removes its folder, killed the next one does.  A pipe among the keys, which
# nobody writes to, holds it once the database is there.
name=$tmp/terreau-2001-01-01T000000Z
cp -R "$one" "$name"
mkfifo "$name/keys/attend"
# cut SIGNAL: what is left, once it has ended.
cut() {
	"$terreau" restore --test --coffre "$backups" "$name" >"$tmp/out" \
	    2>"$tmp/err" &
	trial=$!
	for i in $(seq 300); do
		[ ! -e "$TMPDIR"/terreau-essai-*/reseau.xml ] || break
		sleep 0.1
	done
	ls "$TMPDIR"/terreau-essai-*/terreau.db >"$tmp/there" 2>&1 ||
		not_ok 'the trial goes on' "$(cat "$tmp/err")"
	kill -"$1" "$trial"
	wait "$trial" 2>/dev/null
	ls "$TMPDIR"
}
is 'a trial told to end leaves nothing' "$(cut TERM)" ''
is 'nor one interrupted' "$(cut HUP)" ''
is 'one killed cannot' "$(cut KILL | grep -c .)" 1
mkdir "$TMPDIR/terreau-essai-a-moi"
run 'the next one' 0 "$terreau" restore --test "$one"
is 'takes it away' "$(ls "$TMPDIR")" ''
rm -rf "$name"

# --- damaged -----------------------------------------------------------------

name=terreau-2000-01-01T000000Z
cp "$one/../coffre.db" .
for f in $(cd "$one" && find . -type f | sed 's|^./||'); do
	rm -rf "$name"
	cp -R "$one" "$name"
	flip "$name/$f"
	run "a bit of $f" 1 "$terreau" restore --test "$name"
	[ "$f" = SOMMES ] || told "is named" "$f"
	rm "$name/$f"
	run "$f missing" 1 "$terreau" restore --test "$name"
	told "is named" "$f"
done
rm -rf "$name"
cp -R "$one" "$name"
sqlite3 "$name/terreau.db" "DROP TRIGGER record_kept;
    UPDATE record SET xml = CAST(substr(xml, 1, 99) ||
    iif(substr(xml, 100, 1) = x'41', x'42', x'41') || substr(xml, 101)
    AS BLOB)"
(cd "$name" && b2sum -b terreau.conf reseau.xml terreau.db keys/* |
    sed 's/ \*/  /' >SOMMES)
run 'words of a record changed and the sums with them' 1 \
    "$terreau" restore --test "$name"
told 'are named' enregistrement
printf '%s  ../../etc/passwd\n' "$(head -c 128 "$one/SOMMES")" \
    >"$name/SOMMES"
run 'a list that leads out of it' 1 "$terreau" restore --test "$name"
told 'is refused' 'une ligne est abîmée'
mv "$name" "$name.en-cours"
run 'a name that is not yet one' 1 "$terreau" restore --test "$name.en-cours"
told 'is refused' 'sauvegarde entière'

# --- sealed ------------------------------------------------------------------

run 'a pair' 0 "$terreau" keys --data "$data" backup "$tmp/cle"
public=$(sed -n 's/^Clé publique : //p' "$tmp/out")
is 'its secret is for its owner alone' "$(stat -c %a "$tmp/cle")" 600
grep -qF "$(cat "$tmp/cle")" "$tmp/out" && not_ok 'and is not shown' ||
    ok 'and is not shown'
run 'is not made twice' 1 "$terreau" keys --data "$data" backup "$tmp/cle"
run 'a backup sealed to it' 0 "$terreau" backup --data "$data" \
    --to "$public" "$tmp/scellees"
two=$(cat "$tmp/out")
is 'nothing in it can be read' "$(grep -rlaE \
    'Anatolia|SQLite format|untrusted comment' "$two" | wc -l)" 0
is 'nor is left beside the portal' "$(ls "$data/run" |
    grep -v '^compteurs-')" sauvegarde
is 'its sums stand' \
    "$(cd "$two" && b2sum -c SOMMES 2>&1 | grep -vc ': OK$')" 0
cp "$backups/coffre.db" "$tmp/scellees"
run 'another one' 0 later 60 --to "$public" "$tmp/scellees"
two=$(head -1 "$tmp/out")
is 'of the keys no clear copy is left' "$(ls "$tmp/scellees" | grep coffre)" \
    coffre.db.scelle
run 'without the secret' 1 "$terreau" restore --test "$two"
told 'it is asked for' 'donnez la clé secrète'
run 'with it' 0 "$terreau" restore --test --key "$tmp/cle" "$two"
told 'all is good' bonne
"$terreau" keys --data "$data" backup "$tmp/autre" >"$tmp/out"
run 'with another' 1 "$terreau" restore --test --key "$tmp/autre" "$two"
told 'no' 'pour une autre clé'
chmod 644 "$tmp/autre"
run 'a secret that others may read' 1 \
    "$terreau" restore --test --key "$tmp/autre" "$two"
told 'is not taken' 'chmod 600'
wrong=$(echo "$public" | tr 'A-Za-y' 'B-ZAb-z')
run 'a public key mistyped' 2 "$terreau" backup --data "$data" --to "$wrong" \
    "$tmp/scellees"
run 'the secret taken for it' 2 "$terreau" backup --data "$data" \
    --to "$(cat "$tmp/cle")" "$tmp/scellees"

# Sums made again: what is sealed vouches for itself.
resealed() {
	(cd "$name" && b2sum -b LISEZ-MOI.txt ./*.scelle keys/*.scelle |
	    sed -e 's/ \*/  /' -e 's|  \./|  |' >SOMMES)
	run "$1" 1 "$terreau" restore --test --key "$tmp/cle" "$name"
	told 'is named' "$2"
	rm -rf "$name"
	cp -R "$two" "$name"
}

cp -R "$two" "$name"
flip "$name/terreau.db.scelle"
resealed 'a bit of a sealed file' 'terreau.db.scelle : abîmé'
truncate -s -100 "$name/terreau.db.scelle"
resealed 'a sealed file cut short' 'terreau.db.scelle : abîmé ou coupé'
truncate -s $((21 + 80 + 24 + 65553)) "$name/terreau.db.scelle"
resealed 'between two blocks' 'terreau.db.scelle : abîmé ou coupé'
dd if="$two/terreau.db.scelle" of="$name/terreau.db.scelle" bs=65553 \
    skip=125 seek=65678 count=65553 iflag=skip_bytes,count_bytes \
    oflag=seek_bytes conv=notrunc 2>/dev/null
resealed 'a block in the place of another' 'terreau.db.scelle : abîmé'
mv "$name/terreau.conf.scelle" "$name/reseau.xml.scelle"
cp "$two/reseau.xml.scelle" "$name/terreau.conf.scelle"
resealed 'files under the names of others' '.scelle : abîmé'

# --- restored ----------------------------------------------------------------

mkdir "$tmp/plein"
: >"$tmp/plein/x"
run 'over something' 1 "$terreau" restore --key "$tmp/cle" "$two" "$tmp/plein"
is 'nothing is written' "$(ls "$tmp/plein")" x
run 'restored' 0 "$terreau" restore --key "$tmp/cle" "$two" "$tmp/neuf/portail"
told 'and told what to do' 'terreau revocations'
old=$data
mv "$data" "$data.perdu"
data=$tmp/neuf/portail
run 'it is completed' 0 "$terreau" init --data "$data"
run 'it is sound' 0 "$terreau" check --data "$data"
run 'its list is published' 0 "$terreau" revocations --data "$data"
is 'the seal is for its owner alone' \
    "$(stat -c %a "$data/keys/sceau.secret" "$data/keys/second.key" |
    tr '\n' ' ')" '600 600 '
grep -q "$old" "$data/terreau.conf" && not_ok 'it knows where it is' ||
    ok 'it knows where it is'
cookie_public=
get public "/suivi/$sent"
says 'a file asks who comes' 'Reprendre'
begin lea@exemple.fr
answer_all Lea Moreau
send
is 'somebody applies to it' "$status" 303
get public "${location%%#*}"
says 'and follows it' 'lea@exemple.fr'
run 'the chain goes on' 0 "$terreau" check --data "$data"

# --- rotated -----------------------------------------------------------------

rm -rf "$backups"
mkdir -p "$backups"
# two of each day from 1 January to 31 March 2020
day=2020-01-01
while [ "$day" != 2020-04-01 ]; do
	mkdir "$backups/terreau-${day}T010000Z" "$backups/terreau-${day}T020000Z"
	day=$(date -d "$day + 1 day" +%F)
done
mkdir "$backups/a-moi" "$backups/terreau-2020-01-01T010000Z.en-cours" \
    "$backups/terreau-2020-01-01T020000Z.a-effacer"
run 'older ones' 0 "$terreau" backup --data "$data" --keep 3,2,3 "$backups"
made=$(sed -n 's|.*/||;1p' "$tmp/out")
told 'are removed' '179 plus anciennes effacées'
is 'but the last of each period' "$(ls "$backups" | tr '\n' ' ')" \
    "a-moi coffre.db terreau-2020-02-29T020000Z \
terreau-2020-03-30T020000Z terreau-2020-03-31T020000Z $made "
for i in 1 2; do
	mkdir "$backups/terreau-203$i-01-01T000000Z"
done
sleep 1
run 'with a clock that was ahead' 0 \
    "$terreau" backup --data "$data" --keep 1,1,1 "$backups"
[ -d "$(sed -n 1p "$tmp/out")" ] && ok 'the one just made stays' ||
    not_ok 'the one just made stays'
run 'keep what' 2 "$terreau" backup --data "$data" --keep 1,2 "$backups"
run 'keep all' 0 "$terreau" backup --data "$data" --keep tout "$tmp/tout"
flock "$tmp/tout/.verrou" sh -c 'sleep 0.2; exec "$@"' - "$terreau" backup \
    --data "$data" "$tmp/tout" >"$tmp/out" 2>"$tmp/err"
told 'two at a time' 'une autre sauvegarde est en cours'

# --- impossible --------------------------------------------------------------

# no file may grow past 100 kB: a disk that is full
run 'no room' 1 bash -c "ulimit -f 100; trap '' XFSZ; exec \"\$@\"" - \
    "$terreau" backup --data "$data" "$tmp/tout"
is 'nothing looks whole' "$(ls "$tmp/tout" | grep -c 'Z$')" 1
run 'and the next one' 0 "$terreau" backup --data "$data" "$tmp/autres"
sleep 1
sql 'PRAGMA wal_checkpoint(TRUNCATE)' >"$tmp/out"
printf 'x' | dd of="$data/terreau.db" bs=1 seek=8192 conv=notrunc 2>/dev/null
run 'of a base that is damaged' 1 "$terreau" backup --data "$data" \
    --keep 0,0,0 "$tmp/autres"
told 'it is told' 'abîmée'
is 'and the good one stays' "$(ls "$tmp/autres" | grep -c 'Z$')" 1
