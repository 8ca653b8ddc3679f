#!/bin/sh
# The form of each programme on paper, and its twin.
# usage: srcdir=DIR builddir=DIR sh tests/web/formulaire.sh
. "$(dirname "$0")/cgi.subr"
site

# On paper: from the definition alone, without a cookie.
for name in $(cd "$srcdir/schemas/programmes" && ls *.xml | sed 's/.xml$//')
do
	cookie_public=
	get public "/candidature/$name"
	pages=$(words | grep -o 'PDF, [0-9]* page' | grep -o '[0-9]*')
	cookie_public=
	get public "/candidature/$name/formulaire.pdf"
	cp "$tmp/body" "$builddir/tests/formulaire-$name.pdf"
	is "$name: the paper form sets no cookie" "$(head_of Set-Cookie)" ''
	found=$(pdfinfo "$tmp/body" | sed -n 's/^Pages: *//p')
	case $pages in
	'') ok "$name: short forms are not offered on paper" ;;
	*) is "$name: the start page says how long it is" "$pages" "$found" ;;
	esac
	get public "/candidature/$name/formulaire"
	is "$name: and can be read here" "$status" 200
	is "$name: no name stands twice in it" \
	    "$(grep -o ' id="[^"]*"' "$tmp/body" | sort | uniq -d)" ''
	is "$name: with every question, a date and a signature" \
	    "$(grep -o '<h3' "$tmp/body" | wc -l)" \
	    "$(($(sed '/<complement /,/<\/complement>/d' \
	    "$srcdir/schemas/programmes/$name.xml" | grep -c '<champ ') + 2))"
	case $name in cjs) voice "$name: the paper form" tu ;;
	*) voice "$name: the paper form" vous ;; esac
done
