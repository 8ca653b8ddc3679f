#!/bin/sh
# The figures of the site: counted in the database when there are enough people
# in it, else those that reseau.xml tells, else none.
# usage: srcdir=DIR builddir=DIR sh tests/web/figures.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW

# figures: « total, first group, dots », or nothing; of the home page.
figures() {
	"$builddir/terreau" site --data "$data" >"$tmp/out" 2>&1 ||
		not_ok 'the site is built' "$(cat "$tmp/out")"
	grep -o '<dd class="chiffre">[^<]*' "$data/site/index.html" |
	    sed 's/.*>//' | tr '\n' ' '
	echo "$(grep -c '<circle class="c' "$data/site/index.html") dots"
}

# people PROGRAMME N STATE
people() {
	sqlite3 "$data/terreau.db" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
	    SELECT i + 1 FROM n WHERE i < $2)
	    INSERT INTO dossier (numero, programme, creation, state, pending,
	    email, prenom, nom, sort, cooperative, created, changed, sent,
	    version) SELECT '$1$3' || i, '$1', randomblob(32), '$3', 0, 'a@b.c',
	    'A', 'B', 'b a', 'nantes', 1, 1, 1, 1 FROM n"
}

sed '/<chiffres/,/<\/chiffres>/d' "$data/reseau.xml" >"$tmp/without"
sed 's|<cooperative code="nantes"|<chiffres date="2026-02-02"><chiffre programme="cae">40</chiffre><chiffre programme="cjs">20</chiffre></chiffres>&|' \
    "$tmp/without" >"$tmp/with"

cp "$tmp/without" "$data/reseau.xml"
is 'nothing known, nothing told' "$(figures)" '0 dots'
people cae 25 encours
people cjs 4 encours
people ct 5 encours
people cjm 90 envoyee
is 'too few people are not told' "$(figures)" '0 dots'
cp "$tmp/with" "$data/reseau.xml"
number=$(grep -c '<cooperative ' "$data/reseau.xml")
is 'but what reseau.xml says' "$(figures)" "$number 60 40 20 60 dots"
cp "$data/site/index.html" "$tmp/body"
says 'with its date' 'Chiffres au 2 février 2026'
people cae 10 terminee
sqlite3 "$data/terreau.db" "UPDATE dossier SET state = 'encours'
    WHERE state = 'terminee'"
is 'enough of them: who is accompanied, small groups left out' "$(figures)" \
    "$number 35 35 35 dots"
cp "$data/site/index.html" "$tmp/body"
says 'with today’s date' 'Chiffres au 23 novembre 2026'
people cjs 6 contrat
sqlite3 "$data/terreau.db" "UPDATE dossier SET state = 'encours'
    WHERE state = 'contrat'"
is 'a group that has grown' "$(figures)" "$number 50 35 10 50 dots"
people flashcoop 2 contrat
sqlite3 "$data/terreau.db" "UPDATE dossier SET state = 'encours'
    WHERE state = 'contrat'"
is 'a small group takes another along' "$(figures)" "$number 45 35 10 45 dots"
