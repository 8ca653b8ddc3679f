#!/bin/sh
# Each lint must find the fault planted for it, and nothing in a clean tree.
# usage: sh tests/lint/planted.sh
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

fresh() {
	rm -rf "$tmp/t"
	for d in lib/base lib/port lib/text lib/press lib/domain lib/web \
	    cgi-bin/public cgi-bin/staff tools tests site/pages content schemas
	do
		mkdir -p "$tmp/t/$d"
	done
	printf '/* clean */\n#include <stdio.h>\n' >"$tmp/t/lib/base/clean.c"
}

faults() {
	srcdir=$tmp/t sh "$here/$1.sh" | grep -c '^not ok'
}

# plant LINT FILE LINE: one faulty line is one fault.
plant() {
	fresh
	case $2 in
	*.[ch]) printf '/* planted */\n%s\n' "$3" >"$tmp/t/$2" ;;
	*) printf '%s\n' "$3" >"$tmp/t/$2" ;;
	esac
	n=$(faults "$1")
	if [ "$n" -eq 1 ]; then
		echo "ok lint/$1 finds: $3"
	else
		echo "not ok lint/$1 sees $n faults in $2: $3"
	fi
}

# allow LINT FILE LINE: this is no fault.
allow() {
	fresh
	printf '/* planted */\n%s\n' "$3" >"$tmp/t/$2"
	n=$(faults "$1")
	if [ "$n" -eq 0 ]; then
		echo "ok lint/$1 allows: $3"
	else
		echo "not ok lint/$1 sees $n faults in $2: $3"
	fi
}

allow c lib/domain/a.c '#include "text/template.h"'
plant c lib/base/a.c '#include "port/db.h"'
plant c lib/text/a.c '#include "press/press.h"'
plant c lib/press/a.c '#include "domain/dossier/dossier.h"'
plant c lib/domain/a.h '#include "web/http.h"'
plant c lib/web/a.c '#include "unknown/a.h"'
plant c cgi-bin/public/a.c '#include "staff/a.h"'
allow c cgi-bin/public/a.c '#include "public.h"'
allow c lib/port/db.c '#include <sqlite3.h>'
plant c lib/domain/a.c '#include <sqlite3.h>'
plant c lib/port/a.h '#include <hpdf.h>'
plant c tools/a.c '#include <libxml/tree.h>'
plant c cgi-bin/public/a.c '	db_run(db, "SELECT 1");'
allow c lib/domain/a.c '	db_run(db, "SELECT 1");'
plant c lib/web/a.c '	buf_puts(b, "<p class=x>");'
allow c lib/text/a.c '	buf_puts(b, "<p>");'
allow c lib/web/a.c '	/* writes "<p>" */'
plant c lib/base/a.c '	strcpy(a, b);'
allow c lib/base/a.c '	my_strcpy(a, "strcpy(a)");'
plant c tests/a.c '	n = atoi(s);'
plant c lib/base/a.c '	return 1; '
plant c lib/base/a.c '	return 1; // one'
plant c lib/base/a.c '/* TO''DO */'
plant c lib/base/a.c "$(printf '\t%083d' 0)"
allow c lib/base/a.c "$(printf '\t%078d' 0)éééé"
plant site site/pages/a.html '<p style="color:red">a</p>'
plant site site/pages/a.html '<a onclick="go()">a</a>'
plant site content/a.md '<img src="https://example.org/a.png" alt="a">'
plant site site/pages/a.html '<input placeholder="a">'
plant site content/a.md 'Lorem ipsum'

fresh
allowed=$(sed -n 's/^allowed=//p' "$here/site.sh")
yes '{{ markup x }}' | head -n $((allowed + 1)) >"$tmp/t/site/pages/a.html"
[ "$(faults site)" -eq 1 ] && echo "ok lint/site counts raw markup" ||
	echo "not ok lint/site does not count raw markup"
