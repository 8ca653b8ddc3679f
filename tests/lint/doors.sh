#!/bin/sh
# Every address that a program answers to goes through nginx to that program:
# what nginx does not know it looks for among the files, and does not find.
# usage: srcdir=DIR sh tests/lint/doors.sh
cd "${srcdir:-.}" || exit 1
conf=tools/deploy/nginx/server.conf
sed -n 's/.*{ METHOD_[A-Z]*, *"\/\([^/"]*\).*/\1/p' cgi-bin/public/main.c \
    cgi-bin/staff/main.c | sort -u >"${TMPDIR:-/tmp}/doors.$$"
sed -n 's/^[[:space:]]*location ~ ^\/(*\([^)(/]*\).*/\1/p' "$conf" |
    tr '|' '\n' | sed 's/\\//g' | sort -u >"${TMPDIR:-/tmp}/known.$$"
closed=$(comm -23 "${TMPDIR:-/tmp}/doors.$$" "${TMPDIR:-/tmp}/known.$$")
n=$(wc -l <"${TMPDIR:-/tmp}/doors.$$")
rm -f "${TMPDIR:-/tmp}/doors.$$" "${TMPDIR:-/tmp}/known.$$"
[ "$n" -gt 10 ] && echo "ok lint/doors: $n found" ||
	echo "not ok lint/doors: $n found"
if [ -z "$closed" ]; then
	echo 'ok lint/doors: nginx knows them all'
else
	echo 'not ok lint/doors: nginx knows them all'
	printf '# /%s\n' $closed
fi
