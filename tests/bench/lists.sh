#!/bin/sh
# Subject 5: search, lists, figures and exports of 1 000 to 100 000 files.
#
# The same people at each size, as sent by themselves (dossiers.c); as seen by
# somebody who sees the whole network, and by staff of the largest cooperative.
# Behind the socket of one worker of terreau-staff a size, in turn.  Warm.  What a request
# may cost is asserted by tests/unit/test_dossier_list.c, in operations of
# SQLite, which are the same everywhere.
set -eu
. "$srcdir/tests/bench/bench.subr"

dossiers=$builddir/tests/bench/dossiers
sizes=$(often '1000 100000' '1000 10000 100000')

make_data
tool dossiers
for n in $sizes; do
	cp -R "$data" "$work/$n"
	sed -i "s|^data *=.*|data = $work/$n|" "$work/$n/terreau.conf"
	"$dossiers" fill "$work/$n" "$n" || fail "no $n files"
	behind "$work/$n/run/staff.sock" "$builddir/terreau-staff" \
	    --workers 1 --conf "$work/$n/terreau.conf"
done
for i in $(seq 0 "$(often 3 7)"); do
	for n in $sizes; do
		"$dossiers" time "$work/$n/run/staff.sock" "$url" \
		    "$work/$n" "$n" >"$work/round" || fail "$n files"
		began=$(date +%s%N)
		"$builddir/terreau" export cae --data "$work/$n" \
		    >"$work/export" || fail "export of $n files"
		took=$(($(date +%s%N) - began))
		[ "$i" -eq 0 ] && continue
		cat "$work/round"
		sample 5 'export, each file' µs "$n" $((took / n / 1000))
	done
done
