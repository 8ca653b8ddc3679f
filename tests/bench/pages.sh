#!/bin/sh
# Subject 3: a form page and a status page through nginx.
#
# The form is the step « Vous » of a draft with answers, as a visitor with a
# cookie gets it.  hello writes the very bytes of the page and does nothing else;
# nginx sends them from a file; PHP and Flask make the same form, with the same
# words (compared here), from a draft in SQLite.  Terreau moreover reads the form
# from the programme's definition and puts its page together from a tree.  All
# are behind one nginx, configured as tools/run does; 16 connections are kept
# and busy.  Warm.
set -eu
. "$srcdir/tests/bench/bench.subr"

peers=$srcdir/tests/bench/peers
visit=$builddir/tests/bench/visit
cores=$(nproc)

# Tags, and the no-break spaces that only our typography sets.
words() {
	sed -e 's/<[^>]*>/ /g' -e 's/&#39;/’/g' -e 's/\xc2\xa0/ /g' \
	    -e 's/\xe2\x80\xaf/ /g' | tr -s ' \n\t' '\n\n\n' | grep -v '^$'
}

# fill FILE: what @…@ stands for.
fill() {
	user=
	[ "$(id -u)" -ne 0 ] || user='user = root'
	sed -e "s|@WORK@|$work|g" -e "s|@PEERS@|$peers|g" \
	    -e "s|@CHILDREN@|$((2 * cores))|g" -e "s|@USER@|$user|g" "$1"
}

start_hello() {
	behind "$work/hello.sock" "$builddir/tests/bench/hello" \
	    "$work/page.html" 2
	hello=${started##* }
}

start_peers() {
	start_hello
	fill "$peers/php-fpm.conf" >"$work/php-fpm.conf"
	root=
	[ "$(id -u)" -ne 0 ] || root=-R
	PATH=$PATH:/usr/sbin php-fpm8.2 $root -y "$work/php-fpm.conf" \
	    >>"$work/programs.log" 2>&1 &
	php=$! started="$started $!"
	# twice the cores and one, says its documentation
	(cd "$peers" && DRAFTS=$work/drafts.db PYTHONDONTWRITEBYTECODE=1 exec \
	    gunicorn -w $((2 * cores + 1)) -b "unix:$work/flask.sock" \
	    form:app >>"$work/programs.log" 2>&1) &
	flask=$! started="$started $!"
	wait_for test -S "$work/php.sock"
	wait_for test -S "$work/flask.sock"
}

# The draft of the peers: what visit.c answers.
make_drafts() {
	rm -f "$work/drafts.db"
	/usr/bin/python3 - "$work/drafts.db" "${draft#terreau=}" <<'END'
import hashlib, json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute('CREATE TABLE draft (session BLOB PRIMARY KEY, step INTEGER, '
           'answers TEXT)')
db.execute('INSERT INTO draft VALUES (?, 1, ?)', (
    hashlib.sha256(sys.argv[2].encode()).digest(),
    json.dumps({'prenom': 'Ana', 'nom': 'Petit', 'joindre': 'courriel'})))
db.commit()
END
}

page() {
	curl -sf -H "Cookie: $draft" "$url$1"
}

alike() {
	page "$form" | words >"$work/ours"
	for path in /php /flask /hello /fichier; do
		wait_for page "$path"
		page "$path" | words >"$work/theirs"
		cmp -s "$work/ours" "$work/theirs" || {
			diff "$work/ours" "$work/theirs" | head -5 >&2
			fail "$path is another page"
		}
	done
}

# load WHAT WHO PATH COOKIE [PROGRAM]: PROGRAM's children answer.
load() {
	before=${5:+$(spent "$5")}
	wrk -t 1 -c 16 -d "$(often 1 3)s" -H "Cookie: $4" --latency "$url$3" \
	    >"$work/wrk" || fail "wrk $3"
	! grep -q 'Non-2xx\|Socket errors' "$work/wrk" ||
		fail "$3 fails: $(cat "$work/wrk")"
	[ -z "${5-}" ] || sample 3 "$1" 'processor µs' "$2" \
	    $((($(spent "$5") - before) / $(sed -n \
	    's/ *\([0-9]*\) requests in.*/\1/p' "$work/wrk")))
	sample 3 "$1" 'per second' "$2" \
	    "$(sed -n 's|^Requests/sec: *||p' "$work/wrk")"
	awk -v w="$1" -v who="$2" -v t='\t' '$1 == "50%" || $1 == "99%" {
		unit = $2; sub(/[0-9.]*/, "", unit)
		scale = unit == "us" ? 1e-3 : unit == "s" ? 1e3 : 1
		printf "3%s%s%sp%d ms%s%s%s%.3f\n", t, w, t, $1, t, who, t,
		    $2 * scale }' "$work/wrk"
}

make_data
tool visit
tool hello
behind "$data/run/public.sock" "$builddir/terreau-public" --workers 2 \
    --conf "$data/terreau.conf"
terreau=${started##* }
"$visit" open "$data/run/public.sock" "$url" >"$work/open" ||
	fail 'nobody can apply'
{ read -r draft form && read -r sent status; } <"$work/open"
make_drafts
fill "$peers/nginx.conf" >"$work/peers.conf"
serve "$work/peers.conf"
page "$form" >"$work/page.html" || fail "no page $form"
curl -sf -H "Cookie: $sent" "$url$status" >"$work/status.html" ||
	fail "no page $status"
start_peers
alike
sample 3 form bytes terreau "$(wc -c <"$work/page.html")"
for who in hello fichier php flask; do
	sample 3 form bytes "$who" "$(page "/$who" | wc -c)"
done

# A round that is not counted warms all up.
for i in $(seq 0 "$(often 3 7)"); do
	{
		load form terreau "$form" "$draft" "$terreau"
		load form hello /hello "$draft" "$hello"
		load form fichier /fichier "$draft"
		load form php /php "$draft" "$php"
		load form flask /flask "$draft" "$flask"
	} >"$work/round"
	[ "$i" -eq 0 ] || cat "$work/round"
done
instructions 3 form hello "$draft" /hello "$builddir/tests/bench/hello" \
    "$work/page.html" 0
instructions 3 form terreau "$draft" "$form" "$builddir/terreau-public" \
    --conf "$data/terreau.conf"

# The status page is larger or smaller: hello and the file have its bytes.
cp "$work/status.html" "$work/page.html"
ended "$hello"
start_hello
sample 3 status bytes terreau "$(wc -c <"$work/status.html")"
for i in $(seq 0 "$(often 3 7)"); do
	{
		load status terreau "$status" "$sent" "$terreau"
		load status hello /hello "$sent" "$hello"
		load status fichier /fichier "$sent"
	} >"$work/round"
	[ "$i" -eq 0 ] || cat "$work/round"
done
instructions 3 status hello "$sent" /hello "$builddir/tests/bench/hello" \
    "$work/page.html" 0
instructions 3 status terreau "$sent" "$status" "$builddir/terreau-public" \
    --conf "$data/terreau.conf"
