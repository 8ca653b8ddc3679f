#!/bin/sh
# Subject 6: memory and start-up of each process.
#
# Start-up is from exec to the end of the first answer, as a CGI program, warm.
# Memory is what a process holds for itself alone (« private ») and what is
# resident: once it listens (at rest), after 1 000 requests, which is when every
# page, form and statement has been used once, and after many more of the same:
# 100 000, or 10 000 of the quick run.  The requests are read pages, searches,
# forms with mistakes and unknown addresses (visit.c); lists, files and figures
# for staff (dossiers.c).
set -eu
. "$srcdir/tests/bench/bench.subr"

# memory WHAT PID WHEN
memory() {
	awk -v what="$1" -v who="$3" '
	/^Rss:/ { rss += $2 }
	/^Private_/ { private += $2 }
	END { printf "6\t%s\tresident MiB\t%s\t%.2f\n", what, who, rss / 1024
	    printf "6\t%s\tprivate MiB\t%s\t%.2f\n", what, who,
	    private / 1024 }' "/proc/$2/smaps_rollup"
}

# one PROGRAM COMMAND ...: a single worker of it, asked by COMMAND N.
one() {
	what=$1
	shift
	behind "$data/run/one.sock" "$builddir/$what" --workers 1 --conf \
	    "$data/terreau.conf"
	parent=${started##* }
	pid=$(pgrep -P "$parent")
	sleep 1		# until it listens
	memory "$what, the first process" "$parent" 'at rest'
	memory "$what, a worker" "$pid" 'at rest'
	"$@" 1000 || fail "$what: 1 000 requests"
	memory "$what, a worker" "$pid" 'after 1 000'
	"$@" "$(often 10000 100000)" || fail "$what: many requests"
	memory "$what, a worker" "$pid" 'after many'
	[ "$(pgrep -P "$parent")" = "$pid" ] || fail "$what was started again"
	ended "$parent"
}

# first PROGRAM PATH: milliseconds of one page from nothing.
first() {
	for i in $(seq 0 "$(often 5 15)"); do
		began=$(date +%s%N)
		REQUEST_METHOD=GET REQUEST_URI=$2 REMOTE_ADDR=127.0.0.1 \
		    "$builddir/$1" --conf "$data/terreau.conf" \
		    >"$work/first" 2>>"$work/programs.log" </dev/null
		took=$(($(date +%s%N) - began))
		grep -q '<main' "$work/first" || fail "$1: no page"
		[ "$i" -eq 0 ] || sample 6 "$1" 'start-up ms' 'first page' \
		    "$(awk "BEGIN { print $took / 1e6 }")"
	done
}

make_data
tool visit
tool dossiers
"$builddir/tests/bench/dossiers" fill "$data" 1000
first terreau-public /candidature/cae
first terreau-staff /gestion/connexion
one terreau-public "$builddir/tests/bench/visit" soak "$data/run/one.sock" \
    "$url"
one terreau-staff "$builddir/tests/bench/dossiers" soak "$data/run/one.sock" \
    "$url" "$data"
