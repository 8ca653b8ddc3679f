#!/bin/sh
# Subject 4: applications sent, each durable when it is acknowledged.
#
# Terreau: the last button of a complete draft, through the socket of two
# workers of terreau-public; within one transaction the answers are validated again, the
# record is written, hashed and chained, the file indexed, the messages queued.
# SQLite alone: one row of the same bytes a transaction, with the same
# write-ahead log flushed at each commit; once with each client waiting as
# SQLite waits by itself, once taking turns with a lock, which is the most it
# can do.  1 to 64 clients, each sends one after another.  Warm.
set -eu
. "$srcdir/tests/bench/bench.subr"

visit=$builddir/tests/bench/visit
socket=$data/run/public.sock
from=100

make_data
tool visit
tool insert
behind "$socket" "$builddir/terreau-public" --workers 2 \
    --conf "$data/terreau.conf"
n=$(often 96 320)
for i in $(seq 0 "$(often 3 7)"); do
	for clients in $(often '1 16 64' '1 2 4 8 16 32 64'); do
		what="$clients clients"
		"$visit" drafts "$socket" "$url" $from "$n" >"$work/drafts" ||
			fail 'no drafts'
		from=$((from + n))
		"$visit" send "$socket" "$url" "$what" "$clients" \
		    <"$work/drafts" >"$work/round" || fail 'not sent'
		for how in own one; do
			"$builddir/tests/bench/insert" "$data" \
			    "$work/bare.db" "$what" "$clients" "$n" $how \
			    >>"$work/round" || fail 'not inserted'
		done
		[ "$i" -eq 0 ] || cat "$work/round"
	done
done
"$builddir/terreau" check --data "$data" >"$work/check.log" 2>&1 || {
	cat "$work/check.log" >&2
	fail 'what was sent does not hold together'
}
