#!/bin/sh
# The lints of site/, content/ and schemas/: what the Content-Security-Policy
# forbids, what a reader's browser would fetch elsewhere, raw markup.
# usage: srcdir=DIR sh tests/lint/site.sh
srcdir=${srcdir:-.}

# forbid NAME PATTERN FOLDER ...: no line of these folders matches.
forbid() {
	name=$1 pattern=$2; shift 2
	found=$(cd "$srcdir" && grep -rniE "$pattern" "$@" 2>/dev/null)
	if [ -z "$found" ]; then
		echo "ok lint/site: $name"
	else
		printf '%s\n' "$found" | sed "s|^|not ok lint/site: $name: |"
	fi
}

forbid 'no inline style' '<[a-z][^>]*[[:space:]]style=|<style[ >]' site content
forbid 'no script' '<script|[[:space:]]on[a-z]+="|javascript:' site content
forbid 'nothing fetched from elsewhere' \
    '(src|srcset|xlink:href|poster)="https?:|url\(["'\'']?https?:|@import' \
    site content
forbid 'no stylesheet from elsewhere' '<link[^>]*href="https?:' site
forbid 'no placeholder attribute' '<(input|textarea)[^>]*[[:space:]]placeholder=' site
forbid 'nothing left to be done' '(TO)(DO)|(FIX)(ME)|lorem ipsum' \
    site content schemas

# « markup » puts nodes, never text, into a page; still, each use is looked at
# by somebody and counted here.
allowed=13
used=$(cd "$srcdir" && grep -rohE '\{\{ *markup ' site content 2>/dev/null | wc -l)
if [ "$used" -le "$allowed" ]; then
	echo "ok lint/site: $used marks of raw markup, $allowed allowed"
else
	echo "not ok lint/site: $used marks of raw markup, $allowed allowed"
fi
