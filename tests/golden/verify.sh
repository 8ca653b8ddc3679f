#!/bin/sh
# « terreau verify » on the sealed contract that test_document leaves: exit
# status and words, without any database.
dir=$builddir/tests
pdf=$dir/scelle.pdf key=$dir/cles.txt

[ -s "$pdf" ] || { echo "not ok verify: no sealed file"; exit 0; }

# try NAME STATUS WORDS ARGUMENT ...
try() {
	name=$1 want=$2 words=$3; shift 3
	out=$(TERREAU_CONF='' "$builddir/terreau" verify "$@" 2>&1); rc=$?
	if [ $rc -eq "$want" ] && echo "$out" | grep -q "$words"; then
		echo "ok verify: $name"
	else
		echo "not ok verify: $name"
		echo "$out" | sed "s/^/# $rc /"
	fi
}

# One byte changed at the end of the first page's text, one in the seal.
flip() {
	python3 -c '
import sys
b = bytearray(open(sys.argv[1], "rb").read())
at = b.index(b"/TerreauSceau <") + 40 if sys.argv[3] == "seal" else len(b) // 2
b[at] ^= 1
open(sys.argv[2], "wb").write(b)' "$pdf" "$1" "$2"
}

try "a sealed file" 0 'authentique, code .*Contrat d’appui' "$pdf" --keys "$key"
try "two of them" 0 'authentique' --keys "$key" "$pdf" "$pdf"
flip "$dir/flipped.pdf" middle
try "a byte changed" 1 'altéré' "$dir/flipped.pdf" --keys "$key"
flip "$dir/flipped.pdf" seal
try "a byte changed in the seal" 1 'altéré' "$dir/flipped.pdf" --keys "$key"
try "one bad among good ones" 1 'altéré' "$pdf" "$dir/flipped.pdf" --keys "$key"
try "a receipt, which has no seal" 1 'pas un document scellé' \
    "$dir/recepisse.pdf" --keys "$key"
try "a text" 1 'pas un document scellé' "$srcdir/tests/run" --keys "$key"
try "a file that is not there" 1 '' "$dir/absent.pdf" --keys "$key"
try "no key" 2 'clé' "$pdf"
try "a key that is none" 2 'cle NOM' "$pdf" --keys "$0"
try "no file" 2 'fichier' --keys "$key"
mkdir -p "$dir/donnees/keys" && cp "$key" "$dir/donnees/keys/"
try "the key of the data folder" 0 'authentique' "$pdf" --data "$dir/donnees"
rm -r "$dir/donnees" "$dir/flipped.pdf"
