#!/bin/sh
# What systemd is given: units that it takes, a sandbox as tight as README.md
# of tools/deploy says, commands that exist, users and folders that fit.
# systemd itself does not run here: web/nginx.sh starts the programs as its
# sockets would.
# usage: srcdir=DIR builddir=DIR sh tests/web/units.sh
. "$(dirname "$0")/cgi.subr"
units=$builddir/deploy/systemd
command -v systemd-analyze >/dev/null || {
	echo 'not ok systemd-analyze is missing'
	exit 1
}
mkdir -p "$tmp/units/terreau-.service.d" "$tmp/whole"
cp "$units"/*.service "$units"/*.socket "$units"/*.timer "$tmp/units"
cp "$units/sandbox.conf" "$tmp/units/terreau-.service.d/50-sandbox.conf"
# The programs of this build in place of the installed ones.
sed -i -e "s|^ExecStart=[^ ]*/|ExecStart=$builddir/|" "$tmp/units"/*.service
SYSTEMD_UNIT_PATH=$tmp/units:/lib/systemd/system
export SYSTEMD_UNIT_PATH

(cd "$tmp/units" && systemd-analyze verify --man=no terreau-*.service \
    terreau-*.socket terreau-*.timer) >"$tmp/said" 2>&1
is 'systemd takes the units' "$? $(cat "$tmp/said")" '0 '
is 'everything is replaced' "$(grep -n '@[A-Za-z]*@' "$units"/*)" ''

# The offline mode does not look at drop-ins: they are put together for it.
for f in "$units"/*.service; do
	name=${f##*/}
	cat "$f" "$units/sandbox.conf" >"$tmp/whole/$name"
	score=$(systemd-analyze security --offline=true --no-pager \
	    "$tmp/whole/$name" 2>&1 |
	    sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
	told=$(sed -n "s/^| \`${name%.service}\` | \([0-9.]*\) .*/\1/p" \
	    "$srcdir/tools/deploy/README.md")
	is "$name is as exposed as README.md says" "$score" "$told"
done

# Every job is a subcommand that exists, has its hour, and runs as staff.
for f in "$units"/terreau-*.service; do
	name=${f##*/} name=${name%.service}
	case $name in
	terreau-public | terreau-staff)
		is "$name has its socket" "$(ls "$units/$name.socket")" \
		    "$units/$name.socket"
		grep -q '^StandardInput=socket$' "$f" &&
		    ok "$name takes it as descriptor 0" ||
			not_ok "$name takes it as descriptor 0"
		continue
		;;
	esac
	set -- $(sed -n 's/^ExecStart=[^ ]* \([a-z]*\) .*/\1/p' "$f")
	"$builddir/terreau" "$1" --help >"$tmp/said" 2>&1 &&
		ok "$name runs « terreau $1 »" ||
		not_ok "$name runs « terreau $1 »" "$(cat "$tmp/said")"
	is "$name runs as the owner of the data" \
	    "$(sed -n 's/^User=//p' "$f")" terreau-staff
	when=$(sed -n 's/^OnCalendar=//p' "$units/$name.timer")
	systemd-analyze calendar "$when" >"$tmp/said" 2>&1 &&
		ok "$name has its hour" ||
		not_ok "$name has its hour" "$(cat "$tmp/said")"
done
is 'only mail reaches a network' "$(grep -L '^PrivateNetwork=yes' \
    "$units"/*.service | sed 's|.*/||')" terreau-mail.service
is 'the public program cannot read the key of the seal' "$(grep -c \
    '^InaccessiblePaths=-.*/keys/sceau.secret' \
    "$units/terreau-public.service") $(sed -n 's/^User=//p' \
    "$units/terreau-public.service")" '1 terreau-public'

# Each option is explained: a comment stands above every group of lines.
for f in "$units"/*; do
	is "${f##*/} is explained" "$(sed -n '1s/^# .*/yes/p' "$f")" yes
done

# The two users, as the folders are made: what each may and may not.
if [ "$(id -u)" -ne 0 ]; then
	echo '# two users on one data directory: not tried, only root can'
	exit 0
fi
command -v setpriv >/dev/null || {
	not_ok 'two users' 'apt install util-linux'
	exit 0
}
as() {
	uid=$1; shift
	setpriv --reuid "$uid" --regid 60399 --clear-groups "$@"
}
staff=60397 public=60398
chmod 755 "$tmp"
# The folders of tmpfiles.d, below $data.
sed -n 's/^d [^ ]*\/lib\/terreau\([^ ]*\) \([0-7]*\) .*/\1 \2/p' \
    "$units/tmpfiles.conf" | while read -r name mode; do
	case $mode in
	[0-7]*) ;;
	*) mode=$name name= ;;
	esac
	mkdir -p "$data$name"
	chown $staff:60399 "$data$name"
	chmod "$mode" "$data$name"
done
cp -RL "$builddir/share" "$tmp/share"
chmod -R a+rX "$tmp/share"
cp "$builddir/terreau" "$builddir/terreau-public" "$builddir/terreau-staff" \
    "$tmp"
(umask 022; as $staff "$tmp/terreau" init --data "$data" --share "$tmp/share" \
    --url "$url") >"$tmp/init" 2>&1 || cat "$tmp/init"
cp "$srcdir/content/demo/reseau.xml" "$data/reseau.xml"
chown $staff:60399 "$data/reseau.xml"
(umask 022; as $staff "$tmp/terreau" site --data "$data") >"$tmp/said" 2>&1 ||
    cat "$tmp/said"
as $staff "$tmp/terreau" config --check --data "$data" >"$tmp/said" 2>&1
is 'as systemd makes them, no folder is at fault' \
    "$(grep '^faute' "$tmp/said")" ''
for who in public staff public; do
	[ $who = staff ] && address=/gestion/connexion || address=/reprendre
	eval "as_who=\$$who"
	REQUEST_METHOD=GET REQUEST_URI=$address REMOTE_ADDR=127.0.0.1 \
	    as $as_who "$tmp/terreau-$who" --data "$data" </dev/null \
	    >"$tmp/answer" 2>"$tmp/log"
	is "terreau-$who answers as its user" \
	    "$(sed -n '1s/^Status: \([0-9]*\).*/\1/p' "$tmp/answer")" 200
done
as $public cat "$data/keys/sceau.secret" >"$tmp/key" 2>/dev/null
is 'the public user does not read the seal' "$(wc -c <"$tmp/key")" 0
as $public mv "$data/keys" "$data/run/keys" 2>/dev/null
is 'nor put other keys in its place' "$(ls -d "$data/keys")" "$data/keys"
as $public rm -f "$data/terreau.db" "$data/reseau.xml" 2>/dev/null
is 'nor remove the database' "$(ls "$data/terreau.db" "$data/reseau.xml" |
    wc -l)" 2
nginx() {
	setpriv --reuid 60396 --regid 60396 --clear-groups "$@"
}
nginx cat "$data/terreau.db" "$data/keys/csrf.key" \
    "$data/reseau.xml" >"$tmp/key" 2>/dev/null
is 'nginx reads neither the database nor a key' "$(wc -c <"$tmp/key")" 0
nginx cat "$data/site/index.html" \
    "$data/preuves/revocations.txt" >"$tmp/key" 2>"$tmp/err"
is 'but the site and the proofs' "$(cat "$tmp/err")" ''
