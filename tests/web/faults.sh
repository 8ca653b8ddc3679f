#!/bin/sh
# A clock that jumps, a disk that cannot be written: nothing acknowledged is
# lost, and what is said is plain.  Other faults: tests/browser/faults.mjs.
. "${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/web/cgi.subr"
terreau=$builddir/terreau
T=1800000000 DAY=86400

at() {
	TERREAU_NOW=$1
	export TERREAU_NOW
}

sound() {
	"$terreau" check --data "$data" >"$tmp/check" 2>&1 && ok "$1" ||
		not_ok "$1" "$(cat "$tmp/check")"
}

site
# --- the clock ---------------------------------------------------------------
at $T
begin ana@exemple.fr
is 'a draft' "$status" 200
answer_all Ana Petit
at $((T - 40))
send
is 'sent on a clock that went back a little' "$status" 303
get public "${location%%#*}"
says 'and shown' 'Candidature envoyée'
first=$numero

at $T
begin lea@exemple.fr
post public /candidature/cae/vous prenom=Lea nom=Moreau joindre=courriel
is 'another draft' "$status" 303
at $((T - 3650 * DAY))
get public /candidature/cae/situation
is 'ten years back it is there' "$status" 200
post public /candidature/cae/situation situation=demandeur-emploi
is 'and goes on' "$status" 303
at $((T + 3650 * DAY))
get public /candidature/cae/situation
is 'ten years on, its session is over' "$status" 401
at $T
"$terreau" purge --data "$data" >"$tmp/out" 2>&1
is 'the clock right again, the draft is there' "$(sql "SELECT count(*) > 0 FROM
    brouillon b JOIN dossier d ON d.id = b.dossier WHERE d.email =
    'lea@exemple.fr' AND b.step = 'vous'")" 1
begin luc@exemple.fr
answer_all Luc Moreau
send
is 'and others apply' "$status" 303
second=$numero
sound 'all is sound'
is 'records keep their order' "$(sql "SELECT group_concat(numero, ' ') FROM
    (SELECT d.numero FROM record r JOIN dossier d ON d.id = r.dossier
    ORDER BY r.id)")" "$first $second"
at $((T + 30))
for jump in -$DAY $((2 * DAY)) -$((400 * DAY)) 0; do
	at $((T + jump))
	for command in remind purge seal mail revocations backup; do
		set --
		[ $command = backup ] && set -- "$tmp/sauvegardes"
		"$terreau" $command --data "$data" "$@" >"$tmp/out" 2>&1 ||
			grep -q 'smtp' "$tmp/out" ||
			not_ok "$command at $jump" "$(cat "$tmp/out")"
	done
done
sound 'after nights in any order, too'
is 'both applications are there' "$(sql 'SELECT count(*) FROM record')" 2
unset TERREAU_NOW

# --- a disk that cannot be written -------------------------------------------
begin eve@exemple.fr
cookie_kept=$cookie_public
door_stop public
door_stop staff
chmod -R a+rX "$tmp"
chmod a+r "$data/keys/csrf.key"
find "$data" -exec chmod a-w {} +
if [ "$(id -u)" -eq 0 ]; then
	as='setpriv --reuid=65534 --clear-groups'
else
	as=
fi
# readonly COMMAND ...: as somebody who may only read.
readonly_run() {
	$as env HOME=/ "$@" </dev/null >"$tmp/out" 2>"$tmp/err"
}
REQUEST_METHOD=GET REQUEST_URI=/candidature/cae REMOTE_ADDR=127.0.0.1
export REQUEST_METHOD REQUEST_URI REMOTE_ADDR
before=$(cksum <"$data/terreau.db")
readonly_run "$builddir/terreau-public" --data "$data"
is 'the program does not start' $? 1
grep -q 'readonly\|unable to open' "$tmp/err" && ok 'and says why' ||
    not_ok 'and says why' "$(cat "$tmp/err")"
readonly_run "$terreau" backup --data "$data" "$data/b"
is 'nor does a backup there' $? 1
is 'nothing has changed' "$(cksum <"$data/terreau.db")" "$before"
unset REQUEST_METHOD REQUEST_URI REMOTE_ADDR
find "$data" -exec chmod u+w {} +
cookie_public=$cookie_kept
get public /candidature/cae/vous
post public /candidature/cae/vous prenom=Eve nom=Petit joindre=courriel
is 'it can be written again: the draft goes on' "$status" 303
