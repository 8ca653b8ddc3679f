#!/bin/sh
# The lints of the C code: layers, literals, banned functions, shape of files.
# usage: srcdir=DIR sh tests/lint/c.sh
srcdir=${srcdir:-.}
LC_ALL=C; export LC_ALL
here=$(dirname "$0")

files() {
	find "$srcdir/lib" "$srcdir/cgi-bin" "$srcdir/tools" "$@" \
	    -name '*.[ch]' 2>/dev/null | sort
}

lint() {
	rules=$1; shift
	files "$@" | xargs awk -v root="$srcdir" -v name="lint/$rules" \
	    -f "$here/c.awk" -f "$here/$rules.awk"
}

lint layers
lint literals
lint banned "$srcdir/tests"
lint shape "$srcdir/tests"
