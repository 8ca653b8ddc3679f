#!/bin/sh
# The site builder beside Hugo: the same Markdown files, the same frame, one
# after the other in turn, medians.
# usage: builddir=DIR sh tests/bench/site.sh [--record | --check]
#
# Both read front matter and Markdown, fill one frame and write one HTML file a
# page and a sitemap.  Terreau moreover checks every link and anchor, applies
# French typography, indexes every word for the search, writes a .gz next to
# each page, syncs the disk and swaps the result in; Hugo does none of these.
# Caches are warm on both sides.
#
# Measured from nothing, and once more after the text of one page has changed,
# which is what a site that lives asks for: Hugo makes all pages again, Terreau
# compares all with what they were made of and makes that one.  The whole site
# is swapped in either way.
# --check asserts, on smaller sites; --record writes tests/bench/results/.
set -u
srcdir=$(cd "$(dirname "$0")/../.." && pwd)
builddir=$(cd "${builddir:-$srcdir/build}" && pwd)
here=$srcdir/tests/bench/site
mode=${1:-}
# in memory where that can be: files are created, not a disk measured
[ -d /dev/shm ] && [ -w /dev/shm ] && : "${TMPDIR:=/dev/shm}"
work=$(mktemp -d -p "${TMPDIR:-/tmp}") || exit 1
trap 'rm -rf "$work"' EXIT
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

# measured COMMAND ...: seconds, seconds of processor, peak of memory in kB.
# The clock of time(1) counts in hundredths, too coarse for our short runs.
measured() {
	began=$(date +%s%N)
	/usr/bin/time -o "$work/time" -f '%U %S %M' "$@" >"$work/out" \
	    2>&1 || {
		cat "$work/out" >&2
		echo "not ok bench: $1 failed"
		exit 1
	}
	tail -1 "$work/time" | awk -v ns=$(($(date +%s%N) - began)) \
	    '{ printf "%.3f %s %s\n", ns / 1e9, $1 + $2, $3 }'
}

terreau() {
	measured "$builddir/terreau" site --data "$work/$1/data"
}

hugo_() {
	measured hugo --quiet -s "$work/$1/hugo" -d "$work/$1/hugo/public"
}

# median FILE COLUMN
median() {
	sort -n -k"$2,$2" "$1" | awk -v c="$2" '{ v[NR] = $c }
	    END { print v[int((NR + 1) / 2)] }'
}

least() {
	sort -n -k"$2,$2" "$1" | awk -v c="$2" 'NR == 1 { print $c }'
}

# The words of a page, to see that both made the same one; only ours has
# no-break spaces.
words() {
	sed -e 's/<[^>]*>/ /g' -e 's/\xc2\xa0/ /g' -e 's/\xe2\x80\xaf/ /g' "$1" | tr -s ' \n' '\n\n' | grep -v '^$'
}

forget() {
	rm -rf "$work/$1/hugo/public" "$work/$1/data"/site* \
	    "$work/$1/data/recherche.db"
}

change() {
	for f in "$work/$1/share/content/p/7.md" \
	    "$work/$1/hugo/content/p/7.md"; do
		echo "Encore $i." >>"$f"
	done
}

# both N: one line of figures, of Hugo then of Terreau
both() {
	h=$(hugo_ "$1") || exit 1
	t=$(terreau "$1") || exit 1
	echo "$h $t"
}

# measure N TIMES: both in turn, lines of both's figures in $work/N.nothing and
# $work/N.change.
measure() {
	site "$1"
	for i in $(seq 0 "$2"); do
		forget "$1"
		both "$1" >"$work/nothing" || exit 1
		change "$1"
		both "$1" >"$work/change" || exit 1
		[ "$i" -eq 0 ] && continue	# it warmed up
		cat "$work/nothing" >>"$work/$1.nothing"
		cat "$work/change" >>"$work/$1.change"
	done
	ours=$work/$1/data/site theirs=$work/$1/hugo/public
	words "$ours/p/7.html" >"$work/ours"
	words "$theirs/p/7.html" >"$work/theirs"
	grep -q "^$i\.$" "$work/ours" && cmp -s "$work/ours" "$work/theirs" &&
	    [ "$(find "$ours/p" -name '*.html' | wc -l)" -eq "$1" ] &&
	    [ "$(find "$theirs/p" -name '*.html' | wc -l)" -eq "$1" ] || {
		echo "not ok bench: the two sites of $1 pages differ"
		diff "$work/ours" "$work/theirs" | head -5
		exit 1
	}
	rm -rf "${work:?}/$1"
}

# row N WHAT
row() {
	f=$work/$1.$2
	awk -v n="$1" -v h="$(median "$f" 1)" -v t="$(median "$f" 4)" \
	    -v hc="$(median "$f" 2)" -v tc="$(median "$f" 5)" \
	    -v hm="$(median "$f" 3)" -v tm="$(median "$f" 6)" 'BEGIN {
		printf "| %d | %.2f s | %.2f s | %.1f | %.2f s | %.2f s | %.1f | %.0f MiB | %.0f MiB |\n",
		    n, t, h, h / t, tc, hc, hc / tc, tm / 1024, hm / 1024 }'
}

# rows TITLE WHAT
rows() {
	printf '\n## %s\n\n' "$1"
	printf '| pages | terreau | hugo | times | processor | hugo | times | peak | hugo |\n'
	printf '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n'
	for n in 100 1000 10000 20000; do
		row "$n" "$2"
	done
}

all() {
	printf '# %s, %s\n\n' "$(git -C "$srcdir" rev-parse --short HEAD)" \
	    "$(date -u +%Y-%m-%d)"
	printf '%s, %s cores, %s, %s\n\n' \
	    "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" \
	    "$(nproc)" "$(df --output=fstype "$work" | tail -1)" \
	    "$(hugo version | cut -d ' ' -f 1,2)"
	sed -n '/^# Both read/,/^# --check/s/^# \{0,1\}//p' "$0" |
	    sed '/^--check/d'
	measure 100 5
	measure 1000 7
	measure 10000 3
	measure 20000 1
	rows 'From nothing' nothing
	rows 'After one page has changed' change
}

# holds NAME CONDITION, of awk.
holds() {
	awk "BEGIN { exit !($2) }" && echo "ok bench: $1" ||
		echo "not ok bench: $1: $2"
}

# In seconds of processor, which a busy machine changes least.  But that Hugo
# uses several processors at once is its merit, so the time is looked at too,
# of the quickest runs of both: between a fourth and a sixth of Hugo's with the
# machine and its disk, so a third is held to.
check() {
	measure 1000 5
	f=$work/1000.nothing
	t1=$(median "$f" 5) h1=$(median "$f" 2) m1=$(median "$f" 6)
	f=$work/1000.change
	again=$(least "$f" 4) hugo=$(least "$f" 1)
	again_c=$(median "$f" 5) hugo_c=$(median "$f" 2)
	site 5000
	for i in 1 2 3; do
		forget 5000
		terreau 5000 >>"$work/5000.terreau" || exit 1
	done
	t5=$(median "$work/5000.terreau" 2) m5=$(median "$work/5000.terreau" 3)
	echo "# 1 000 pages: $t1 s, hugo $h1 s; 5 000: $t5 s; peak $m1, $m5 kB"
	echo "# one has changed: $again s, hugo $hugo s;" \
	    "of processor: $again_c s, hugo $hugo_c s"
	holds '1 000 pages cost less than with Hugo' "$t1 * 1.2 < $h1"
	holds 'one changed: a third of the time' "$again * 3 < $hugo"
	holds 'one changed: a fifth of the work' "$again_c * 5 < $hugo_c"
	holds 'five times the pages, five times the time' "$t5 < $t1 * 5 * 1.4"
	holds 'a peak that hardly grows' "$m5 < 64 * 1024 && $m5 < $m1 * 3"
}

case $mode in
--check)
	check
	;;
--record)
	all | tee "$srcdir/tests/bench/results/$(date -u +%Y-%m-%d)-site.md"
	;;
*)
	all
	;;
esac
