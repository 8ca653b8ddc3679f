#!/bin/sh
# Whoever takes over a worker wants to start a program or to call elsewhere:
# under « seccomp = oui » the kernel ends it (tests/unit/test_port tries).
# Here: it holds workers and not the process that makes them, and the whole
# path works under it.
# usage: srcdir=DIR builddir=DIR sh tests/web/sandbox.sh
. "$(dirname "$0")/cgi.subr"
more_conf='seccomp = oui'
site
"$builddir/terreau" config --check --data "$data" >"$tmp/said" 2>&1
if grep -q 'sans libseccomp' "$tmp/said"; then
	get public /reprendre
	is 'built without the library, nothing starts' "$status" dead
	exit 0
fi
# The checker of leaks of a build with sanitizers makes a process.
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS more_conf

spawn-fcgi -n -s "$tmp/sock" -M 0600 -- "$builddir/terreau-public" \
    --workers 2 --data "$data" >/dev/null 2>"$tmp/log" </dev/null &
first=$!
for i in $(seq 1000); do
	workers=$(cat "/proc/$first/task/$first/children" 2>/dev/null)
	[ "$(echo $workers | wc -w)" -lt 2 ] || break
	sleep 0.02
done
# a request is answered by then, so the worker has come as far as its loop
REQUEST_METHOD=GET REQUEST_URI=/reprendre REMOTE_ADDR=127.0.0.1 \
    "$builddir/tests/web/ask" "$tmp/sock" >"$tmp/answer" 2>&1
is 'a page' "$(head -1 "$tmp/answer" | tr -d '\r')" 'Status: 200 OK'
for i in $(seq 500); do
	held=$(for p in $workers; do
		sed -n 's/^Seccomp:[^0-9]*//p' "/proc/$p/status"
	done | sort | uniq -c | tr -s ' ')
	[ "$held" != ' 2 2' ] || break
	sleep 0.02
done
is 'both workers are held' "$held" ' 2 2'
is 'the first process is not: it makes them' \
    "$(sed -n 's/^Seccomp:[^0-9]*//p' "/proc/$first/status")" 0
kill "$first"
wait "$first"
is 'they end well' "$? $(grep -c 'signal' "$tmp/log")" '0 0'

# The whole path: applying, files, signing, papers, tables, settings, a search;
# CGI requests are held as well.
for script in apply upload signature exports reglages recherche; do
	sh "$(dirname "$0")/$script.sh" >"$tmp/said" 2>&1
	is "$script.sh, under the filter" "$? $(grep -c '^ok' "$tmp/said" |
	    sed 's/^[1-9].*/some/') $(grep -A3 '^not ok' "$tmp/said")" '0 some '
done
