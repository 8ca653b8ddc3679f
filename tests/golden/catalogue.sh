#!/bin/sh
# The documents that test_catalogue leaves, with the shortest, the longest and
# the strangest data: each paper says what its twin says; the strangest is
# sound, and its words and structure are those of tests/golden/documents.
# To accept a change after having read it: copy $builddir/tests/catalogue/*.txt
# there.
. "$(dirname "$0")/papers.subr"
golden=$srcdir/tests/golden/documents

# The twin as an outline: a line a block, tag, classes and text; without what
# is the same in all, how to verify it.
outline() {
	python3 -c '
import sys, html.parser
inline = set("strong em sup br code a small span".split())
class P(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(); self.on = 0; self.depth = 0; self.line = ""
    def flush(self):
        if self.line.strip():
            print("  " * self.depth + " ".join(self.line.split(" ")).strip())
        self.line = ""
    def handle_starttag(self, tag, attrs):
        if tag == "main": self.on = 1
        if not self.on: return
        if tag in inline:
            self.line += {"br": " / ", "strong": "*"}.get(tag, "")
            return
        self.flush()
        name = dict(attrs).get("class")
        if name == "verification": self.on = 0; return
        print("  " * self.depth + "<" + tag + ("." + name if name else "") + ">")
        self.depth += 1
    def handle_endtag(self, tag):
        if not self.on: return
        if tag in inline:
            self.line += {"strong": "*"}.get(tag, "")
            return
        self.flush()
        self.depth -= 1
        if tag == "main": self.on = 0
    def handle_startendtag(self, tag, attrs):
        if tag in inline: self.handle_starttag(tag, attrs)
        else:
            self.handle_starttag(tag, attrs); self.handle_endtag(tag)
    def handle_data(self, data):
        if self.on: self.line += data.replace("\n", " ")
p = P(); p.feed(open(sys.argv[1], encoding="utf-8").read())' "$1"
}

set -- "$dir"/catalogue/*-etrange.html
[ -f "$1" ] || { echo 'not ok catalogue: no document'; exit 0; }
for twin; do
	kind=$(basename "$twin" -etrange.html)
	says "catalogue/$kind-court"
	says "catalogue/$kind-long"
	sound "catalogue/$kind-etrange"
	outline "$twin" >"$dir/catalogue/$kind.txt"
	diff "$golden/$kind.txt" "$dir/catalogue/$kind.txt" \
	    >"$dir/catalogue/$kind.diff" 2>&1
	rc=$?
	ok $rc "$kind: the words and the structure of the golden text"
	[ $rc -eq 0 ] || head -20 "$dir/catalogue/$kind.diff" | sed 's/^/# /'
done

# Of what an attestation can reach, nothing is a number of a person elsewhere,
# and nobody under a contrat d’appui is called an employee.
! grep -lE 'NIR|IBAN' "$dir"/catalogue/attestation-*.txt
ok $? 'no attestation has a NIR or an IBAN'
for text in "$golden"/*.txt; do
	[ -f "$dir/catalogue/$(basename "$text")" ] ||
	    echo "not ok $text: of a document that is no more"
done
