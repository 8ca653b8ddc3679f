#!/bin/sh
# « terreau site » on a small site: the pages byte for byte, and for each fault
# the words that say where and what, with the old site left as it was.
# usage: srcdir=DIR builddir=DIR sh tests/golden/site.sh
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
golden=$srcdir/tests/golden/site
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
unset TERREAU_CONF
share=$work/share data=$work/data

fresh() {
	rm -rf "$share"
	mkdir -p "$share/fonts" "$share/schemas"
	cp -R "$golden/content" "$golden/site" "$share"
	chmod -R u+w "$share"		# the sources may be read-only
	ln -s "$srcdir/schemas/xml" "$share/schemas/xml"
	printf 'not really a font' >"$share/fonts/titre.woff2"
}

conf() {
	printf 'data = %s\nshare = %s\nurl = https://essai.example\n' \
	    "$data" "$share" >"$data/terreau.conf"
	echo "production = $1" >>"$data/terreau.conf"
}

site() {
	"$builddir/terreau" site --data "$data" "$@" >"$work/out" 2>"$work/err"
}

sums() {
	(cd "$data/site" && find . -type f | sort | xargs sha256sum)
}

ok() { echo "ok site: $1"; }
bad() {
	echo "not ok site: $1"
	sed 's/^/# /' "$work/err"
}

fresh
mkdir -p "$data"
conf non
# two programmes, 3 people a dot
sed -e '0,/<nom>[^<]*/s//<nom>Réseau d’essai/' \
    -e '0,/<telephone>[^<]*/s//<telephone>02 61 91 00 01/' \
    -e 's|<cooperative code|<chiffres date="2026-03-01"><chiffre programme="cae">200</chiffre><chiffre programme="cjs">100</chiffre></chiffres>&|' \
    "$srcdir/schemas/xml/reseau-vide.xml" >"$data/reseau.xml"

site && ok "is built" || bad "is built"
for f in $(cd "$golden/attendu" && find . -type f | sort); do
	if diff -u "$golden/attendu/$f" "$data/site/$f" >"$work/err" 2>&1; then
		ok "${f#./}"
	else
		bad "${f#./}"
	fi
done
(cd "$data/site" && find . -type f | sort) >"$work/list"
diff -u "$golden/fichiers" "$work/list" >"$work/err" && ok "the files" ||
    bad "the files"
gzip -dc "$data/site/index.html.gz" | cmp -s - "$data/site/index.html" &&
    ok "index.html.gz holds index.html" || bad "index.html.gz"
[ "$(cd "$data" && echo site.*)" = site.fait ] && ok "nothing is left over" ||
    bad "something is left over"

# Files for machines, against their grammars; drafts and what is hidden are in
# none of them, nor is there a page of a draft.
for f in actualites.atom sitemap.xml; do
	xmllint --noout --relaxng "$golden/$(echo ${f%.*} | sed s/actualites/atom/).rng" \
	    "$data/site/$f" 2>"$work/err" && ok "$f is valid" || bad "$f is valid"
done
grep -rl 'pas-encore\|Pas encore' "$data/site" >"$work/err"
[ -s "$work/err" ] && bad "a draft shows" || ok "no draft shows"
grep -l typographie "$data/site/sitemap.xml" "$data/site/plan.html" \
    >"$work/err" && bad "noindex is listed" || ok "noindex is not listed"

before=$(sums)
site && [ "$(sums)" = "$before" ] && ok "the same again gives the same" ||
    bad "the same again gives something else"

# fault NAME FILE SED-SCRIPT LINE...: FILE changed so is refused with these
# lines and no other, and what is published stays.
fault() {
	name=$1 file=$share/$2
	mkdir -p "$(dirname "$file")"
	[ -f "$file" ] || echo >"$file"
	sed "$3" "$file" >"$work/changed"
	if cmp -s "$work/changed" "$file"; then
		echo "not ok site: $name: nothing was changed"
		return
	fi
	cp "$work/changed" "$file"
	shift 3
	printf '%s\n' "$@" >"$work/want"
	site
	[ $? -eq 1 ] || echo "not ok site: $name: exit status"
	sed -e '/le site reste comme il était$/d' -e "s|$share/||g" \
	    -e "s|$data/||" -e 's/^terreau\[[0-9]*\]: //' \
	    "$work/err" >"$work/got"
	if ! diff -u "$work/want" "$work/got" >"$work/err"; then
		bad "$name"
	elif [ "$(sums)" != "$before" ] || [ -e "$data/site.fait.new" ]; then
		echo "not ok site: $name: the old site was touched"
	else
		ok "$name"
	fi
	fresh
}

index=content/index.md cae=content/programmes/cae.md
fault "an unknown key" $index '3s/.*/auteur: moi/' \
    "$index:3: clé inconnue « auteur »"
fault "no title, no description" $index '2,3d' \
    "$index:1: ajoutez « titre: » à l’en-tête" \
    "$index:1: ajoutez « description: » à l’en-tête"
fault "front matter that does not end" $index '6d;8d' \
    "$index:6: écrivez « clé: valeur », ou fermez l’en-tête par une ligne « --- »"
fault "a template that does not exist" $index 's/gabarit: .*/gabarit: autre/' \
    "$index:5: aucun gabarit ne s’appelle « autre » dans site/pages"
fault "a date that does not exist" $cae 's/^date: .*/date: 2026-02-30/' \
    "$cae:5: écrivez la date AAAA-MM-JJ"
fault "a place in the lists" $cae 's/^ordre: .*/ordre: haut/' \
    "$cae:4: ordre: attend un nombre, sa place dans les listes"
fault "a dead link" $index '$s/$/ [a](\/rien)/' \
    "$index:26: lien « /rien » : aucune page n’a cette adresse"
fault "a dead link, the second time it stands" $index \
    '$s/$/ [a](\/rien)\n\n[b](\/programmes\/cae#rien)\n/' \
    "$index:26: lien « /rien » : aucune page n’a cette adresse" \
    "$index:28: lien « /programmes/cae#rien » : la page n’a pas d’élément « rien »"
fault "a dead anchor" $cae 's/"#l-argent"/"#argent"/' \
    "$cae:23: lien « #argent » : la page n’a pas d’élément « argent »"
fault "an address of the programs that is none" $index \
    's|(/verifier)|(/verifiers)|' \
    "$index:26: lien « /verifiers » : aucune page n’a cette adresse"
fault "a dead link in the frame" site/pages/cadre.html \
    's|"/">Retour|"/retour">Retour|' \
    "site/pages/cadre.html:23: lien « /retour » : aucune page n’a cette adresse"
fault "an image without text" $index '$s/$/ ![](\/a.png)/' \
    "$index:26: image « /a.png » : décrivez-la entre les crochets : ![description](…)"
fault "an image that is not there" $index '$s/$/ ![a](\/a.png)/' \
    "$index:26: lien « /a.png » : aucune page n’a cette adresse"
fault "entities" $index 's/Écrivez/\&Eacute;crivez/' \
    "$index:19: écrivez le caractère au lieu de &Eacute;"
fault "a path of the model that is none" $index 's/reseau.telephone |/reseau\/fax |/' \
    "$index:17: ce chemin ne mène à rien : « reseau/fax »"
fault "a path in the frame" site/pages/cadre.html 's/@chemin = /@chemi = /' \
    "site/pages/cadre.html:15: ce chemin ne mène à rien : « @chemi »"
fault "a mark that is not closed" $index 's/{{ if reseau.*/&{{ x/' \
    "$index:16: il manque « }} »"
fault "a block that is not closed" $index '20d' \
    "$index:10: ce {{ section }} n’a pas de {{ end }}"
fault "a template called that is none" $index 's/call assemblee/call mur/' \
    "$index:24: aucun modèle ne s’appelle « mur »"
fault "a template that is no XML" site/pages/page.html 's/<h1>/<h1/' \
    "site/pages/page.html:2: error parsing attribute name"
fault "two titles" $cae 's/^## Candidater/# Candidater/' \
    "$cae:1: la page a 2 titres de premier rang (h1), il en faut un"
fault "a rank of titles that is skipped" $cae 's/^## Candidater/#### Candidater/' \
    "$cae:21: le titre « Candidater » saute un rang : ôtez-lui un #"
fault "an identifier twice" $cae 's/<dl>/<dl id="contenu">/' \
    "$cae:25: l’identifiant « contenu » est donné deux fois dans la page /programmes/cae"
fault "a name that is no address" content/Été.md 's/^/x/' \
    "content/Été.md:1: nommez ce fichier avec a–z, 0–9 et - seulement : c’est son adresse"
fault "a page of errors without title" site/pages/erreurs/404.html \
    's/ titre=".*"//' "site/pages/erreurs/404.html:1: ajoutez titre= à <gabarit>"
fault "a style sheet's font that is missing" site/static/terreau.css \
    's/titre/autre/' "site/static/terreau.css:1: url(autre.woff2) : aucun fichier de ce nom" \
    "site/static:1: voyez les fautes dites plus haut"
fault "what is read first stops the rest" $index \
    's/^ordre.*/nul: 1/;s/^description: .*/description:/' \
    "$index:4: clé inconnue « nul »"

news=content/actualites/une-nouvelle.md
fault "news without a date" $news '/^date:/d' \
    "$news:1: ajoutez « date: » à l’en-tête de cette actualité"
fault "a link to a draft" $index '$s/$/ [a](\/actualites\/pas-encore#x)/' \
    "$index:26: lien « /actualites/pas-encore#x » : cette page n’est qu’un brouillon (publie: non)"
fault "published said otherwise" $news 's/^programme:.*/publie: oui/' \
    "$news:5: publie: ne dit que « non » ; ôtez la ligne pour publier"
fault "hidden said otherwise" $news 's/^programme:.*/noindex: non/' \
    "$news:5: noindex: ne dit que « oui » ; ôtez la ligne sinon"
fault "two files for one address" content/programmes.md \
    's/.*/---\ntitre: a\ndescription: a\n---/' \
    "content/programmes/index.md:1: cette page a la même adresse que content/programmes.md : gardez l’une des deux"
fault "a description that is too long" $news \
    "s/^description:.*/description: $(printf '%0301d' 0)/" \
    "$news:3: description: une ou deux phrases, 300 signes au plus"
fault "a cooperative that is none" $index '$s/$/ [a](\/cooperatives\/nulle-part)/' \
    "$index:26: lien « /cooperatives/nulle-part » : aucune page n’a cette adresse"

# 45 more news: three pages of them, each listed once
for i in $(seq 10 54); do
	sed "s/une nouvelle/numéro $i/;s/2026-03-01/2024-01-$(printf %02d $((i / 2)))/" \
	    "$share/$news" >"$share/content/actualites/n$i.md"
done
site
pages=$(cd "$data/site/actualites" && ls index.html page-*.html | tr '\n' ' ')
[ "$pages" = 'index.html page-2.html page-3.html ' ] &&
    [ "$(grep -ho 'href="/actualites/n[0-9]*"' \
    "$data"/site/actualites/index.html "$data"/site/actualites/page-*.html |
    sort -u | wc -l)" -eq 45 ] &&
    [ "$(grep -c 'href="/actualites/[nu]' \
    "$data/site/actualites/page-2.html")" -eq 20 ] &&
    grep -q 'href="/actualites" rel="prev"' \
    "$data/site/actualites/page-2.html" &&
    ! grep -q 'page-' "$data/site/sitemap.xml" &&
    ok "news over three pages" || bad "news over three pages"
fresh
site

# production refuses what is not filled in, and says every place
conf oui
echo 'Nous : [à compléter]' >>"$share/$news"
site
[ $? -eq 1 ] && grep -q "$news:9: il reste « \[à compléter\] »" "$work/err" &&
    ! grep -q pas-encore "$work/err" && ok "in news too, drafts left out" ||
    bad "in news too, drafts left out"
fresh
site
[ $? -eq 1 ] && [ "$(grep -c '^[^:]*reseau.xml:[0-9]*: ' "$work/err")" -gt 20 ] &&
    [ "$(sums)" = "$before" ] && ok "production refuses « [à compléter] »" ||
    bad "production refuses « [à compléter] »"
conf non

# a folder of somebody else is not replaced
mkdir "$work/home" && echo letter >"$work/home/letter"
site "$work/home"
[ $? -eq 1 ] && [ -f "$work/home/letter" ] && ok "a folder that is no site" ||
    bad "a folder that is no site"
mkdir "$work/empty"
site "$work/empty/" && [ -f "$work/empty/404.html" ] &&
    ok "an empty folder" || bad "an empty folder"

# the command itself
"$builddir/terreau" site --data "$data" --nul >"$work/out" 2>"$work/err"
[ $? -eq 2 ] && ok "an unknown option" || bad "an unknown option"
"$builddir/terreau" site a b --data "$data" >"$work/out" 2>"$work/err"
[ $? -eq 2 ] && ok "an operand too many" || bad "an operand too many"
"$builddir/terreau" site >"$work/out" 2>"$work/err"
[ $? -eq 2 ] && ok "no configuration" || bad "no configuration"
"$builddir/terreau" nul >"$work/out" 2>"$work/err"
[ $? -eq 2 ] && ok "an unknown command" || bad "an unknown command"
"$builddir/terreau" --data 2>"$work/err"
[ $? -eq 2 ] && ok "an option without its value" ||
    bad "an option without its value"
"$builddir/terreau" --help | grep -q '^  site ' && ok "the help lists it" ||
    bad "the help lists it"
"$builddir/terreau" site --help | grep -q '^usage : terreau site' &&
    ok "its own help" || bad "its own help"
