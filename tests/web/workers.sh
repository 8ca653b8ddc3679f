#!/bin/sh
# Several workers behind one socket: killed, told to end, made again.
# usage: srcdir=DIR builddir=DIR sh tests/web/workers.sh
. "$(dirname "$0")/cgi.subr"
site
"$builddir/terreau" site --data "$data" >"$tmp/said" 2>&1 || cat "$tmp/said"
python3 "$srcdir/tests/web/workers.py" "$builddir/terreau-public" "$data" \
    "$builddir/terreau" 2>"$tmp/err" ||
	not_ok 'the trials run to their end' "$(tail -20 "$tmp/err")"
for n in 0 65 deux; do
	"$builddir/terreau-public" --workers $n --data "$data" </dev/null \
	    >"$tmp/said" 2>&1
	is "--workers $n is refused" "$?" 2
done
