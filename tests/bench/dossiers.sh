#!/bin/sh
# The list of files and the view of one, over 10 000 files and over 100 000:
# filled in, served, asked through the socket of terreau-staff.
# usage: builddir=DIR sh tests/bench/dossiers.sh [--record] [N ...]
# Prints a table for each N; --record also writes them to tests/bench/results/.
# Times are those of this machine at this moment: nothing is asserted here.
# What a request may cost is asserted by tests/unit/test_dossier_list.c, in
# operations of SQLite, which are the same everywhere.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/tools/common.sh"

build=$(cd "${builddir:-$top/build}" && pwd)
work=$(mktemp -d)
data=$work/data
port=$((20000 + $$ % 20000))
server=

finish() {
	[ -z "$server" ] || { kill "$server" && wait "$server" || :; } 2>/dev/null
	rm -rf "$work"
}

serve() {
	"$top/tools/run" --port "$port" --data "$data" --build "$build" \
	    >"$work/run.log" 2>&1 &
	server=$!
	for i in $(seq 300); do
		grep -q 'Ctrl-C' "$work/run.log" && return 0
		kill -0 "$server" 2>/dev/null || break
		sleep 1
	done
	cat "$work/run.log" >&2
	die "tools/run ne démarre pas"
}

table() {
	printf '# Files of people: %s of them, %s, %s\n\n' "$1" \
	    "$(git -C "$top" rev-parse --short HEAD)" "$(date -u +%Y-%m-%d)"
	printf '%s, %s cores, load %s\n' \
	    "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" \
	    "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)"
	printf '\nFilled in %s s; the database is %s MiB.\n' "$2" \
	    "$(($(wc -c <"$data/terreau.db") / 1048576))"
	printf '\n| what | median | p95 | p99 |\n| --- | ---: | ---: | ---: |\n'
	awk -F '\t' '{ printf "| %s | %.2f ms | %.2f ms | %.2f ms |\n",
	    $1, $2 / 1000, $3 / 1000, $4 / 1000 }' "$work/times"
	echo
}

trap finish EXIT
trap 'exit 1' INT TERM
record=
[ "${1-}" != --record ] || { record=1; shift; }
[ $# -gt 0 ] || set -- 10000 100000
make -C "$build" tests/bench/dossiers >"$work/make.log" 2>&1 ||
	{ cat "$work/make.log"; exit 1; }
serve
for n; do
	began=$(date +%s)
	"$build/tests/bench/dossiers" fill "$data" "$n"
	took=$(($(date +%s) - began))
	"$build/tests/bench/dossiers" time "$data/run/staff.sock" \
	    "http://localhost:$port" "$data" >"$work/times"
	table "$n" "$took" | tee -a "$work/table.md"
done
[ -z "$record" ] ||
	cp "$work/table.md" "$top/tests/bench/results/$(date -u +%Y-%m-%d)-dossiers.md"
