#!/bin/sh
# The papers that test_document leaves: the words of the contract are those of
# tests/golden/cape.txt, the paper says what the twin says, and the file is a
# sound tagged PDF/A whose QR code leads to the page of its code.
# To accept a change after having read it: copy $builddir/tests/cape.txt here.
. "$(dirname "$0")/papers.subr"

[ -s "$dir/cape.pdf" ] || { echo "not ok papers: no cape.pdf"; exit 0; }

twin_words "$dir/cape.html" >"$dir/cape.txt"
diff "$srcdir/tests/golden/cape.txt" "$dir/cape.txt" >"$dir/cape.diff"
rc=$?
ok $rc "cape: the words of the golden text"
[ $rc -eq 0 ] || head -20 "$dir/cape.diff" | sed 's/^/# /'

for kind in cape recepisse; do
	sound "$kind"
done

for name in 'Łukasz Çağrı' 'Nguyễn-Lefèvre d’Œuf' "Nguyễn-Lefèvre d'Œuf"; do
	pdftotext "$dir/cape.pdf" - | grep -qF "$name" && found="$name"
done
[ -n "$found" ]
ok $? "cape: a name of everywhere is read back right"

pages=$(pdfinfo "$dir/cape.pdf" | awk '$1 == "Pages:" { print $2 }')
pdftotext "$dir/cape.pdf" - | tr '\302\240' '  ' |
    grep -q "Page *$pages *sur *$pages"
ok $? "cape: page $pages of $pages says so"
[ "$(pdfinfo "$dir/recepisse.pdf" | awk '$1 == "Pages:" { print $2 }')" = 1 ]
ok $? "recepisse: one page"

# The code of the paper, scanned at 200 dpi and on a bad copy of it at 150.
url=$(xmllint --html --xpath 'string(//meta[@name="url"]/@content)' \
    "$dir/cape.html" 2>/dev/null)
echo "$url" | grep -qxE 'HTTPS://PORTAIL\.EXAMPLE/V/[A-Z2-7]{140,200}'
ok $? "cape: the address of the code, all capitals"
for dpi in 200 150; do
	pdftoppm -r $dpi -f "$pages" -l "$pages" -gray "$dir/cape.pdf" \
	    "$dir/cape-last"
	[ "$(zbarimg -q --raw -Sdisable -Sqrcode.enable "$dir"/cape-last*.pgm \
	    2>/dev/null)" = "$url" ]
	ok $? "cape: the QR code is read at $dpi dpi"
	rm -f "$dir"/cape-last*.pgm
done
! grep -qxE 'NIR|IBAN' "$dir/cape.txt"
ok $? "cape: no NIR, no IBAN"
