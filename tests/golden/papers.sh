#!/bin/sh
# The papers that test_document leaves: the words of the contract are those of
# tests/golden/cape.txt, the paper says what the twin says, and the file is a
# sound tagged PDF/A whose QR code leads to the page of its code.
# To accept a change after having read it: copy $builddir/tests/cape.txt here.
dir=$builddir/tests

ok() {
	if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; fi
}

[ -s "$dir/cape.pdf" ] || { echo "not ok papers: no cape.pdf"; exit 0; }

# One word a line, in the order of reading.  Spaces of any kind separate, and
# what a line may be broken after: dash, hyphen, slash.
words() {
	python3 -c '
import re, sys
words = re.split(r"[\s\u00a0\u202f\u2013/-]+", sys.stdin.read())
print("\n".join(w for w in words if w))'
}

twin_words() {
	python3 -c '
import re, sys, html.parser
class P(html.parser.HTMLParser):
    block = set("p h1 h2 h3 li dt dd div section td th aside br".split())
    def __init__(self):
        super().__init__(); self.out = []; self.on = 0
    def handle_starttag(self, tag, attrs):
        if tag == "main": self.on = 1
        if tag in self.block: self.out.append(" ")
    def handle_endtag(self, tag):
        if tag == "main": self.on = 0
        if tag in self.block: self.out.append(" ")
    def handle_data(self, data):
        if self.on: self.out.append(data)
p = P(); p.feed(open(sys.argv[1], encoding="utf-8").read())
print("".join(p.out))' "$1" | words
}

# What main says on paper: without running head and foot, which repeat.
paper_words() {
	pdftotext -enc UTF-8 -nopgbrk -raw "$1" - | words
}

twin_words "$dir/cape.html" >"$dir/cape.txt"
diff "$srcdir/tests/golden/cape.txt" "$dir/cape.txt" >"$dir/cape.diff"
rc=$?
ok $rc "cape: the words of the golden text"
[ $rc -eq 0 ] || head -20 "$dir/cape.diff" | sed 's/^/# /'

for kind in cape recepisse; do
	twin_words "$dir/$kind.html" | sort >"$dir/$kind.twin"
	paper_words "$dir/$kind.pdf" | sort >"$dir/$kind.paper"
	# every word of the twin is on the paper, as often
	missing=$(comm -23 "$dir/$kind.twin" "$dir/$kind.paper")
	[ -z "$missing" ]
	ok $? "$kind: every word of the twin is on the paper"
	[ -z "$missing" ] || echo "$missing" | head -20 | sed 's/^/# /'
	pdfinfo "$dir/$kind.pdf" | grep -q '^Tagged: *yes'
	ok $? "$kind: tagged"
	qpdf --check "$dir/$kind.pdf" >/dev/null 2>&1
	ok $? "$kind: qpdf finds it sound"
	! pdffonts "$dir/$kind.pdf" | sed 1,2d | awk '{
	    if ($(NF-4) != "yes" || $(NF-2) != "yes") bad = 1 }
	    END { exit !bad }'
	ok $? "$kind: fonts embedded, with a map to Unicode"
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
