#!/bin/sh
# « terreau site » a second time: after whatever has changed, what comes out is
# what would be made from nothing; and pages that did not change are not made
# again.
# usage: srcdir=DIR builddir=DIR sh tests/golden/site_again.sh
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
golden=$srcdir/tests/golden/site
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
unset TERREAU_CONF
share=$work/share data=$work/data other=$work/other

mkdir -p "$share/fonts" "$share/schemas" "$data" "$other"
cp -R "$golden/content" "$golden/site" "$share"
chmod -R u+w "$share"
ln -s "$srcdir/schemas/xml" "$share/schemas/xml"
printf 'not really a font' >"$share/fonts/titre.woff2"
cp "$srcdir/schemas/xml/reseau-vide.xml" "$data/reseau.xml"
chmod u+w "$data/reseau.xml"
for d in "$data" "$other"; do
	printf 'data = %s\nshare = %s\nurl = https://essai.example\n' \
	    "$d" "$share" >"$d/terreau.conf"
done

ok() { echo "ok site again: $1"; }
not_ok() {
	echo "not ok site again: $1"
	sed 's/^/# /' "$work/err" | head -20
}

site() {
	"$builddir/terreau" site --data "$data" >"$work/out" 2>"$work/err"
}

# words DATA: the index as lines, in no order; what a word was last shown as
# is any way it was once written
words() {
	sqlite3 "$1/recherche.db" "SELECT adresse, taille_titre, titre, resume,
	    cles, texte FROM fiche ORDER BY adresse;
	    SELECT cle, fois FROM mot ORDER BY cle;
	    SELECT adresse, titre, resume, dit FROM source ORDER BY adresse;"
	sqlite3 "$1/recherche.db" "CREATE VIRTUAL TABLE temp.v USING
	    fts5vocab(main, page, row); SELECT term, doc FROM temp.v ORDER BY
	    term"
}

# Built, and as from nothing?
same() {
	site || { not_ok "$1: is built"; return; }
	rm -rf "$other"/site* "$other/recherche.db"
	cp "$data/reseau.xml" "$other"
	"$builddir/terreau" site --data "$other" >"$work/out" 2>"$work/err" ||
	    not_ok "$1: is built from nothing"
	words "$data" >"$work/words"
	words "$other" >"$work/want"
	if ! diff -r "$other/site" "$data/site" >"$work/err" 2>&1; then
		not_ok "$1: the pages"
	elif [ ! -s "$work/want" ] || ! diff "$work/want" "$work/words" \
	    >"$work/err"; then
		not_ok "$1: the index"
	else
		ok "$1"
	fi
}

# kept NAME FILES: since remember, these pages were made again and no others
ages() {
	(cd "$data/site" && find . -name '*.html*' -exec stat -c '%n %y' {} +) |
	    sort
}
remember() { ages >"$work/made"; }
kept() {
	ages >"$work/now"
	diff "$work/made" "$work/now" | sed -n 's/^> \.\/\([^ ]*\) .*/\1/p' |
	    grep -v '\.gz$' | tr '\n' ' ' >"$work/err"
	if [ "$(cat "$work/err")" = "$2" ]; then
		ok "$1"
	else
		not_ok "$1: not $2"
	fi
	remember
}

cae=$share/content/programmes/cae.md
same 'the first time'
remember
index=$(stat -c %i "$data/recherche.db")
same 'nothing has changed'
kept 'nothing is made again' ''
[ "$(stat -c %i "$data/recherche.db")" = "$index" ] && ok 'nor is the index' ||
    not_ok 'the index is made again'

echo 'Un ornithorynque passe.' >>"$cae"
same 'a text has changed'
kept 'that page alone is made again' 'programmes/cae.html '
same 'both folders have it'
kept 'and nothing again' ''
sed -i '$d' "$cae"
same 'a text is as it was before'
kept 'it was taken back' 'programmes/cae.html '
echo 'Un coucou passe.' >>"$share/content/index.md"
same 'another text, in the other folder'
kept 'that page alone again' 'index.html '

sed -i 's/^titre: .*/titre: Un autre titre/' "$cae"
same 'a title has changed'
kept 'it is in lists and above other pages, too' \
    'plan.html programmes/cae.html programmes/index.html '
cp "$share/content/actualites/une-nouvelle.md" \
    "$share/content/actualites/encore.md"
same 'a page came'
rm "$share/content/actualites/encore.md"
same 'a page went'
mv "$share/content/actualites/une-nouvelle.md" \
    "$share/content/actualites/une-neuve.md"
same 'a page has another address'
sed -i 's/^titre:/publie: non\ntitre:/' \
    "$share/content/actualites/une-neuve.md"
same 'a page became a draft'
sed -i 's/Retour/Demi-tour/' "$share/site/pages/cadre.html"
same 'the frame has changed'
sed -i 's/introuvable/perdue/' "$share/site/pages/erreurs/404.html"
same 'a page of errors has changed'
echo 'p { margin: 0 }' >>"$share/site/static/terreau.css"
same 'a style sheet has changed'
sed -i '0,/<nom>[^<]*/s//<nom>Un autre nom/' "$data/reseau.xml"
same 'the network has another name'
remember
for d in "$data" "$other"; do
	sed -i 's/essai\.example/autre.example/' "$d/terreau.conf"
done
same 'another host'

# What somebody did to the published files is undone.
remember
echo 'griffonnage' >>"$data/site/programmes/cae.html"
same 'a page that was written on'
kept 'that page was made again' 'programmes/cae.html '
rm "$data/site/index.html.gz"
same 'a copy that was removed'
same 'and then'
echo 'griffonnage' >>"$data/site.avant/programmes/cae.html"
same 'a page of the other folder that was written on'
sheet=$(cd "$data/site/static" && echo terreau.*.css)
echo 'griffonnage' >>"$data/site/static/$sheet"
same 'a style sheet that was written on'

# Nor is what was told of them believed when it is not whole.
for f in site.fait site.avant.fait; do
	site
	printf '\377' | dd of="$data/$f" bs=1 seek=700 conv=notrunc 2>/dev/null
	same "$f has another byte"
	site
	truncate -s -20 "$data/$f"
	same "$f is cut short"
	site
	: >"$data/$f"
	same "$f is empty"
	site
	rm "$data/$f"
	same "$f is not there"
done
cp -R "$data/site" "$work/copy"
rm -rf "$data/site"
mv "$work/copy" "$data/site"
rm "$data/site/programmes/cae.html"
same 'another folder in the place of the one that was told of'
rm -rf "$data/site.avant"
echo 'Une mésange passe.' >>"$cae"
same 'one folder alone'
rm "$data/recherche.db"
same 'no index'
echo 'x' >"$data/recherche.db"
echo 'Un geai passe.' >>"$cae"
same 'an index that is none'
sqlite3 "$data/recherche.db" "UPDATE marque SET valeur = 'autre'; UPDATE fiche
    SET titre = 'Faux'"
echo 'Une pie passe.' >>"$cae"
same 'the index of another site'

# A fault leaves what is public alone, and is found however often; the page
# with the fault is one file in both folders, just then.
echo 'Un pinson passe.' >>"$cae"
same 'before a fault'
same 'in both folders'
remember
before=$(cd "$data/site" && find . -type f | sort | xargs sha256sum)
sed 's/"#l-argent"/"#argent"/' "$cae" >"$work/cae.md"
mv "$cae" "$work/whole.md"
cp "$work/cae.md" "$cae"
for i in 1 2; do
	if site; then
		not_ok "a dead link, time $i"
	else
		grep -q '« #argent »' "$work/err" && ok "a dead link, time $i"
	fi
done
[ "$(cd "$data/site" && find . -type f | sort | xargs sha256sum)" = "$before" ] &&
    ok 'what is public stays' || not_ok 'what is public has changed'
cp "$work/whole.md" "$cae"
same 'mended'
kept 'nothing was lost' ''
# the page that is linked to changes, not the one with the link
sed -i 's/^## L.argent/## Les sous/' "$cae"
site && not_ok 'a link to what is gone' || ok 'a link to what is gone'
cp "$work/whole.md" "$cae"
same 'mended again'

# Two at a time would write in one folder.
before=$(cat "$data/site.fait" | sha256sum)
exec 9>"$data/run/site.lock"
flock 9
site && not_ok 'two at a time' || ok 'one at a time'
grep -q 'une autre publication est en cours' "$work/err" &&
    ok 'the other one is told' || not_ok 'the other one is told nothing'
[ "$(cat "$data/site.fait" | sha256sum)" = "$before" ] &&
    ok 'nothing was touched' || not_ok 'something was touched'
exec 9>&-
same 'the first one is done'
