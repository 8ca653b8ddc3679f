#!/bin/sh
# The manual pages: well made, and nothing that can be asked for is missing.
# usage: srcdir=DIR builddir=DIR sh tests/web/man.sh
. "$(dirname "$0")/cgi.subr"
man=$builddir/man
command -v mandoc >/dev/null || {
	echo 'not ok mandoc is missing'
	exit 1
}
for f in terreau.1 terreau.conf.5 terreau-public.8 terreau-staff.8; do
	mandoc -Tlint -Wwarning "$man/$f" >"$tmp/said" 2>&1
	is "$f is sound" "$(cat "$tmp/said")" ''
	is "$f is whole" "$(grep -c '@[A-Za-z]*@' "$man/$f")" 0
	mandoc -Tutf8 -O width=200 "$man/$f" | sed 's/.\x08//g' >"$tmp/$f"
done
"$builddir/terreau" --help | sed -n 's/^  \([a-z][a-z]*\)  *.*/\1/p' \
    >"$tmp/commands"
is 'there are commands' "$([ "$(wc -l <"$tmp/commands")" -gt 15 ] && echo yes)" \
    yes
# Every word that begins with two dashes in what a command says of itself.
while read -r name; do
	grep -q "^ *$name *$" "$tmp/terreau.1" && ok "terreau $name has a place" ||
		not_ok "terreau $name has a place"
	"$builddir/terreau" "$name" --help | grep -oE -- '--[a-z]+' | sort -u |
	    while read -r option; do
		sed -n "/^ *$name *$/,/^     [a-z]* *$/p" "$tmp/terreau.1" |
		    grep -qF -- "$option" || echo "$option"
	    done >"$tmp/missing"
	is "with all its options" "$(cat "$tmp/missing")" ''
done <"$tmp/commands"
sed -n 's/^#\{0,1\}\([a-z][a-z-]*\) = .*/\1/p' \
    "$builddir/share/schemas/terreau.conf" | while read -r key; do
	grep -q "^     $key\( \|$\)" "$tmp/terreau.conf.5" || echo "$key"
done >"$tmp/missing"
is 'every key of the configuration has a place' "$(cat "$tmp/missing")" ''
for name in public staff; do
	"$builddir/terreau-$name" --help 2>&1 | grep -oE -- '--[a-z]+' |
	    grep -v help | sort -u | while read -r option; do
		grep -qF -- "$option" "$tmp/terreau-$name.8" || echo "$option"
	done >"$tmp/missing"
	is "every option of terreau-$name" "$(cat "$tmp/missing")" ''
done
