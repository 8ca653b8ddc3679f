#!/bin/sh
# How much the portal carries: form pages through nginx, applications sent for
# good, each alone and both at once, as fast as they go, by two workers.  What is
# asked of two cores: 5 000 pages and 500 applications a second, 99 of 100 within
# 50 ms.  A table on standard output; with --check, a test for each.  A minute,
# on a machine that does nothing else; every application is looked at afterwards.
#
# usage: builddir=DIR srcdir=DIR sh tests/bench/pace.sh [--check]
set -eu
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
unset TERREAU_CONF
quick=
load=$(cut -d ' ' -f 1 /proc/loadavg)
work=$(mktemp -d "$builddir/pace.XXXXXX")	# on the disk that is measured
. "$srcdir/tests/bench/bench.subr"
trap 'finish; rm -rf "$work"' EXIT

visit=$builddir/tests/bench/visit
socket=$data/run/public.sock
pages=5000 applications=500 slowest=50		# what is asked for
seconds=3

# drafts FROM N: everything answered but the last button.
drafts() {
	"$visit" drafts "$socket" "$url" "$1" "$2" >"$work/drafts.$1" ||
		fail 'no drafts'
}

# send FROM: by eight clients; « a second, p50, p99 » into sent.FROM.
send() {
	"$visit" send "$socket" "$url" sent 8 <"$work/drafts.$1" \
	    >"$work/samples" || fail 'not sent'
	awk -F '\t' '$3 == "per second" { n = $5 } $3 == "p50 ms" { p50 = $5 }
	    $3 == "p99 ms" { print n, p50, $5 }' "$work/samples" \
	    >"$work/sent.$1"
}

# read_pages WHO: on sixteen connections; the same, into read.WHO.
read_pages() {
	wrk -t 1 -c 16 -d "${seconds}s" -H "Cookie: $draft" --latency \
	    "$url$form" >"$work/wrk" || fail "wrk $form"
	! grep -q 'Non-2xx\|Socket errors' "$work/wrk" ||
		fail "$form fails: $(cat "$work/wrk")"
	awk '$1 == "50%" || $1 == "99%" {
		unit = $2; sub(/[0-9.]*/, "", unit)
		at[$1] = $2 * (unit == "us" ? 1e-3 : unit == "s" ? 1e3 : 1)
	} $1 == "Requests/sec:" { n = $2 }
	END { print n, at["50%"], at["99%"] }' "$work/wrk" >"$work/read.$1"
}

# row WHAT ASKED FILE: a line of the table, kept for the tests.
row() {
	read -r n p50 p99 <"$3"
	awk -v w="$1" -v asked="$2" -v n="$n" -v a="$p50" -v b="$p99" 'BEGIN {
	    printf "| %s | %.0f | %.1f ms | %.1f ms | %d |\n", w, n, a, b,
	    asked }'
	echo "$n $p99 $2 $1" >>"$work/rows"
}

make_data
tool visit
behind "$socket" "$builddir/terreau-public" --workers 2 \
    --conf "$data/terreau.conf"
serve
"$visit" open "$socket" "$url" >"$work/open" || fail 'nobody can apply'
read -r draft form <"$work/open"
drafts 100 200
drafts 1000 1500
drafts 10000 3000
read_pages warm
send 100
read_pages alone
send 1000
# pages are read from the first to the last moment under those that send
send 10000 &
sending=$!
read_pages both
kill -0 "$sending" 2>/dev/null || echo 'bench: sent before all was read' >&2
wait "$sending" || fail 'not sent'
"$builddir/terreau" check --data "$data" >"$work/check.log" 2>&1 || {
	cat "$work/check.log" >&2
	fail 'what was sent does not hold together'
}

cat <<END
# What two workers carry (tests/bench/pace.sh)

$(git -C "$srcdir" rev-parse --short HEAD 2>/dev/null || echo -), $(date -u \
    +%Y-%m-%d), $(nproc) cores, which the clients share; load before: $load.
Pages through nginx on 16 connections; applications by 8 clients, each on the
disk before it is acknowledged, and found whole by \`terreau check\` afterwards.

| as fast as they go | a second | p50 | p99 | asked for |
| --- | ---: | ---: | ---: | ---: |
END
row 'form pages' $pages "$work/read.alone"
row 'applications sent' $applications "$work/sent.1000"
row 'form pages, under applications' $pages "$work/read.both"
row 'applications, under form pages' $applications "$work/sent.10000"
[ "${1-}" = --check ] || exit 0
while read -r n p99 asked what; do
	awk -v n="$n" -v p99="$p99" -v asked="$asked" -v most=$slowest -v w="$what" \
	    'BEGIN { printf "%s %s: %.0f a second of %d, p99 %.1f ms of %d\n",
	    (n >= asked && p99 <= most) ? "ok" : "not ok", w, n, asked,
	    p99, most }'
done <"$work/rows"
