#!/bin/sh
# Every source file stands in Makefile.am, itself or by its folder, so that the
# distribution is whole.
# usage: srcdir=DIR sh tests/lint/dist.sh
srcdir=${srcdir:-.}
cd "$srcdir" || exit 1

# The names that Makefile.am holds, one a line.
names=$(tr -s ' \t\\' '\n' <Makefile.am)

held() {
	case $1 in
	*/*) printf '%s\n' "$names" | grep -qxF "$1" || held "${1%/*}" ;;
	*) false ;;
	esac
}

missing=$(find lib cgi-bin tools tests -name node_modules -prune -o -type f \
    \( -name '*.[ch]' -o -name '*.py' -o -name '*.mjs' -o -name '*.sh' \) \
    -print 2>/dev/null | while read -r f; do
	held "$f" || echo "not ok lint/dist: $f is not in Makefile.am"
done)
[ -n "$missing" ] && printf '%s\n' "$missing" ||
	echo 'ok lint/dist: every source file is in Makefile.am'
