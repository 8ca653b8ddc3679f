#!/bin/sh
# Subject 1: building a site.
#
# The same Markdown files in the same frame, files in memory, caches warm.
# Terreau and Hugo read front matter and Markdown, fill the frame and write one
# HTML file a page and a sitemap.  Terreau moreover checks every link and anchor,
# applies French typography, indexes every word for the search, writes a .gz
# next to each page, syncs the disk and swaps the result in.  discount alone
# turns each file into HTML and writes it.
#
# From nothing, and once more after the text of one page has changed, which is
# what a site that lives asks for: Hugo makes all pages again, Terreau compares
# all with what they were made of and makes that one.
set -eu
. "$srcdir/tests/bench/bench.subr"

here=$srcdir/tests/bench/site
# in memory where that can be: files are created, not a disk measured
[ ! -d /dev/shm ] || [ ! -w /dev/shm ] || {
	work=$(mktemp -d -p /dev/shm)
	trap 'rm -rf "$work"' EXIT
}
unset TERREAU_CONF

# pages N DIR: index.md and p/1.md … p/N.md of some 350 words, with headings,
# lists, a quotation, code, and links to pages and their anchors.
pages() {
	mkdir -p "$2/p"
	awk -v n="$1" -v dir="$2" '
	function words(count,   s, i) {
		s = "La"
		for (i = 1; i < count; i++) {
			seed = (seed * 1103 + 12345) % 65521
			s = s " " word[seed % nwords]
			if (i % 17 == 0)
				s = s ","
			if (i % 31 == 0)
				s = s " **" word[(seed + 7) % nwords] "**"
		}
		return s "."
	}
	function link(text) {
		seed = (seed * 1103 + 12345) % 65521
		return "[" text "](/p/" seed % n + 1 "#" \
		    (seed % 2 ? "les-faits" : "l-argent") ")"
	}
	function page(file, title,   i) {
		printf "---\ntitre: %s\ndescription: Une page d’essai\n" \
		    "date: 2026-03-01\n---\n\n", title >file
		print words(40) "\n" >file
		print "## Les faits\n\n" words(60) " Lisez " link("la suite") \
		    ".\n" >file
		for (i = 0; i < 4; i++)
			print "- " words(9) >file
		print "\n" words(50) " Voyez " link("cette page") \
		    " et " link("cette autre") ".\n" >file
		print "## L’argent\n\n" words(12) "\n\n> " words(20) "\n" >file
		print words(50) " Le code `x = 1` reste.\n" >file
		for (i = 1; i <= 4; i++)
			print i ". " words(8) " " link("Plus") >file
		print "\n### Et après\n\n" words(60) " " link("Enfin") "." >file
		close(file)
	}
	BEGIN {
		nwords = split("coopérative activité personne projet équipe " \
		    "contrat accompagnement été jeune territoire parole " \
		    "voix part associé emploi entreprise habitant quartier " \
		    "service client facture cotisation réunion assemblée", word)
		word[0] = "règle"
		page(dir "/index.md", "Accueil")
		for (k = 1; k <= n; k++)
			page(dir "/p/" k ".md", "La page " k)
	}'
}

# site N: both sites of N pages in $work/N.
site() {
	top=$work/$1
	mkdir -p "$top/data" "$top/share/schemas" "$top/share/site" \
	    "$top/share/fonts" "$top/share/content" "$top/hugo"
	pages "$1" "$top/share/content"
	cp -R "$here/pages" "$here/static" "$top/share/site"
	ln -s "$srcdir/schemas/xml" "$top/share/schemas/xml"
	sed -e '0,/<nom>[^<]*/s//<nom>Le réseau/' \
	    -e '0,/<devise>[^<]*/s//<devise>Une devise/' \
	    "$srcdir/schemas/xml/reseau-vide.xml" >"$top/data/reseau.xml"
	printf 'data = %s\nshare = %s\nurl = https://essai.example\n' \
	    "$top/data" "$top/share" >"$top/data/terreau.conf"
	cp -R "$here/hugo/." "$top/hugo"
	cp -R "$top/share/content" "$top/hugo/content"
	mv "$top/hugo/content/index.md" "$top/hugo/content/_index.md"
	cp "$top/hugo/layouts/_default/single.html" \
	    "$top/hugo/layouts/index.html"
}

# measured WHAT WHO COMMAND ...: seconds, seconds of processor, peak.  The clock
# of time(1) counts in hundredths, too coarse for short runs.
measured() {
	what=$1 who=$2
	shift 2
	began=$(date +%s%N)
	/usr/bin/time -o "$work/time" -f '%U %S %M' "$@" >"$work/out" \
	    2>&1 || {
		cat "$work/out" >&2
		fail "$who: $what"
	}
	tail -1 "$work/time" | awk -v ns=$(($(date +%s%N) - began)) \
	    -v at="1\t$what" -v who="$who" '{
		printf "%s\ts\t%s\t%.4f\n", at, who, ns / 1e9
		printf "%s\tprocessor s\t%s\t%.2f\n", at, who, $1 + $2
		printf "%s\tpeak MiB\t%s\t%.1f\n", at, who, $3 / 1024 }'
}

# The words of a page, to see that both made the same one; only ours has
# no-break spaces.
words() {
	sed -e 's/<[^>]*>/ /g' -e 's/\xc2\xa0/ /g' -e 's/\xe2\x80\xaf/ /g' "$1" |
	    tr -s ' \n' '\n\n' | grep -v '^$'
}

forget() {
	rm -rf "$top/hugo/public" "$top/data"/site* "$top/data/recherche.db" \
	    "$top/floor"
	mkdir "$top/floor"
}

change() {
	for f in "$top/share/content/p/7.md" "$top/hugo/content/p/7.md"; do
		echo "Encore $i." >>"$f"
	done
}

# both WHAT: in turn.
both() {
	measured "$1" terreau "$builddir/terreau" site --data "$top/data"
	measured "$1" hugo hugo --quiet -s "$top/hugo" -d "$top/hugo/public"
}

round() {
	forget
	both "$n pages, from nothing"
	measured "$n pages, from nothing" discount \
	    "$builddir/tests/bench/discount" "$here/pages/cadre.html" \
	    "$top/share/content/p" "$top/floor" "$n"
	change
	both "$n pages, one changed"
}

# Both made the same page, all of them, and of what was changed last.
alike() {
	ours=$top/data/site theirs=$top/hugo/public
	words "$ours/p/7.html" >"$work/ours"
	words "$theirs/p/7.html" >"$work/theirs"
	grep -q "^$i\.$" "$work/ours" && cmp -s "$work/ours" "$work/theirs" ||
		fail "the two sites of $n pages differ"
	for dir in "$ours/p" "$theirs/p" "$top/floor"; do
		[ "$(find "$dir" -name '*.html' | wc -l)" -eq "$n" ] ||
			fail "$dir: not $n pages"
	done
}

tool discount
# Pages and rounds; of several, one more that is not counted warms up.
for turn in $(often '100:3 1000:5 10000:1' '100:7 1000:7 10000:5'); do
	n=${turn%:*} rounds=${turn#*:}
	site "$n"
	for i in $(seq $((rounds == 1)) "$rounds"); do
		round >"$work/round"
		[ "$i" -eq 0 ] || cat "$work/round"
	done
	alike
	rm -rf "$top"
done
