#!/bin/sh
# « terreau site --serve »: a page changes in the browser when its file is
# saved, faults stand on it and on the terminal, and nothing is left behind.
# usage: srcdir=DIR builddir=DIR sh tests/web/serve.sh
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
work=$(mktemp -d) || exit 1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
unset TERREAU_CONF
share=$work/share data=$work/data
port=$((20000 + $$ % 20000))

ok() { echo "ok serve: $1"; }
bad() {
	echo "not ok serve: $1"
	tail -3 "$work/err" "$work/page" 2>/dev/null | sed 's/^/# /'
}

get() {
	curl -s -m 5 -o "$work/page" -w '%{http_code}' \
	    "http://127.0.0.1:$port$1" >"$work/status"
}

# shows ADDRESS WORDS: within ten seconds.
shows() {
	for i in $(seq 500); do
		get "$1"
		grep -q -- "$2" "$work/page" && return 0
		sleep 0.02
	done
	return 1
}

# says WORDS: on the terminal, likewise.
says() {
	for i in $(seq 500); do
		grep -q -- "$1" "$work/err" "$work/out" && return 0
		sleep 0.02
	done
	return 1
}

does() {
	what=$1; shift
	"$@" && ok "$what" || bad "$what"
}

mkdir -p "$data" "$share/fonts" "$share/schemas"
cp -R "$srcdir/tests/golden/site/content" "$srcdir/tests/golden/site/site" \
    "$share"
cp "$srcdir/site/pages/fautes.html" "$srcdir/site/pages/dynamique.html" \
    "$share/site/pages"
chmod -R u+w "$share"
ln -s "$srcdir/schemas/xml" "$share/schemas/xml"
printf 'not really a font' >"$share/fonts/titre.woff2"
cp "$srcdir/schemas/xml/reseau-vide.xml" "$data/reseau.xml"
printf 'data = %s\nshare = %s\nurl = https://essai.example\n' \
    "$data" "$share" >"$data/terreau.conf"
# enough pages for the time of one to be told from that of all
for i in $(seq 1000); do
	printf -- '---\ntitre: Page %s\ndescription: Une page.\n---\n\n%s\n' \
	    "$i" "Voyez [la suite](/p$((i % 1000 + 1))#un). ## Non

## Un

Du texte." >"$share/content/p$i.md"
done
mkdir "$work/tmp"

: >"$work/out"
TMPDIR=$work/tmp "$builddir/terreau" site --data "$data" --serve "$port" \
    >"$work/out" 2>"$work/err" &
server=$!
for i in $(seq 300); do
	grep -q "^http://127.0.0.1:$port/" "$work/out" && break
	sleep 0.1
done
does 'says where it is' grep -q "^http://127.0.0.1:$port/" "$work/out"
does 'shows the home page' shows / 'Bienvenue'
does 'and a draft' shows /actualites/pas-encore 'Demain'

cae=$share/content/programmes/cae.md
sed -i 's/La coopérative facture/La coopérative encaisse/' "$cae"
does 'a saved change is there' shows /programmes/cae 'encaisse'
does 'by that page alone' says '^/programmes/cae en [0-9]* ms$'
for n in $(seq 40); do
	sed -i "s/Du texte.*/Du texte $n./" "$share/content/p5.md"
	shows /p5 "Du texte $n" || break
	best=$(sed -n 's/^\/p5 en \([0-9]*\) ms$/\1/p' "$work/out" |
	    sort -n | sed -n 1p)
	[ "$n" -lt 9 ] || [ "${best:-99}" -ge 50 ] || break
done
# the best: other tests may be busy
does 'one page of 1 000 in less than 50 ms' test "${best:-99}" -lt 50

sed -i 's/encaisse/encaisse [tout](\/rien)/' "$cae"
does 'a fault stands on the page' \
    shows /programmes/cae 'cae.md:13: lien « /rien »'
does 'with the page below it' grep -q encaisse "$work/page"
does 'and on the others' shows / 'cae.md:13: lien « /rien »'
does 'and on the terminal' says 'cae.md:13: lien « /rien »'
sed -i 's/ \[tout\](\/rien)//' "$cae"
does 'and goes when it is mended' shows /programmes/cae 'encaisse<'
get / && ! grep -q '/rien' "$work/page" && ok 'everywhere' || bad 'everywhere'
sed -i 's/^date:.*/date: hier/' "$cae"
does 'front matter that cannot be read leaves the page' \
    shows /programmes/cae 'cae.md:5: écrivez la date'
does 'with its text' grep -q encaisse "$work/page"
sed -i 's/^date: hier/date: 2026-03-02/' "$cae"
does 'a date that changes' shows /programmes/cae 'Relu le 2'
printf '<html' >"$share/site/pages/page.html"
does 'a template that is broken' shows / 'page.html:'
cp "$srcdir/tests/golden/site/site/pages/page.html" "$share/site/pages"
does 'and mended' shows /p1 '^<p>Du texte'
mkdir "$share/content/neuf"
printf -- '---\ntitre: Neuf\ndescription: x\n---\n\nTout neuf.\n' \
    >"$share/content/neuf/page.md"
does 'a new page in a new folder' shows /neuf/page 'Tout neuf'
for k in $(seq 8); do
	mkdir -p "$share/content/neuf/$k/dedans"
	printf -- '---\ntitre: N %s\ndescription: x\n---\n\nNeuf%s.\n' \
	    "$k" "$k" >"$share/content/neuf/$k/dedans/page.md"
	sleep 0.0$k
done
for k in $(seq 8); do
	shows "/neuf/$k/dedans/page" "Neuf$k" || break
done
does 'folders filled while others are read' test "$k" -eq 8 -a -s "$work/page"
rm -r "$share"/content/neuf/[1-8]
rm "$share/content/neuf/page.md"
for i in $(seq 500); do
	get /neuf/page
	grep -q 404 "$work/status" && break
	sleep 0.02
done
does 'a page that is taken away' grep -q 404 "$work/status"

get /suivi/CAE-26-9B2D-X7
does 'an address of the programs' grep -q 'servie par les programmes' \
    "$work/page"
get /../terreau.conf
does 'nothing outside' grep -q 404 "$work/status"
curl -s -m 5 -o "$work/page" -w '%{http_code}' -H 'Host: mal.example' \
    "http://127.0.0.1:$port/" >"$work/status"
does 'another host is refused' grep -q 421 "$work/status"
curl -s -m 5 -o "$work/page" -w '%{http_code}' -d a=b \
    "http://127.0.0.1:$port/" >"$work/status"
does 'nothing is sent to it' grep -q 405 "$work/status"

kill -INT "$server"
wait "$server"
does 'Ctrl-C ends it' test $? -eq 0
server=
does 'and leaves nothing' rmdir "$work/tmp"
does 'and published nothing' test ! -e "$data/site"
"$builddir/terreau" site --data "$data" --serve port 2>"$work/out"
does 'a port that is none' test $? -eq 2
