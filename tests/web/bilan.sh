#!/bin/sh
# Results of a séance, who receives what of them to the cent, and the
# attestations of its end in one go.
# usage: srcdir=DIR builddir=DIR sh tests/web/bilan.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1814400000		# 1 July 2027
export TERREAU_NOW
account julie@coop.example 'Julie Morel' gestion
account ines@coop.example 'Inès Caron' animation
cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="ete" programme="cjs" cooperative="nantes" places="3"><titre>L’été</titre>
<commune insee="44109">Nantes</commune><dates du="2027-07-05" au="2027-07-30"/><inscription du="2027-06-01" au="2027-07-02"/></session>
</sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" >/dev/null
for who in Ana Bo Cyr; do
	summer ete $who 2009
done
TERREAU_NOW=1817640000		# 7 August
login julie@coop.example
s=/gestion/seances/ete
results() {
	post staff $s/bilan/resultats 'ventes=1000,00' 'charges=100' garde= \
	    regle=heures regle-mots='À l’heure <près>.' vote-jour=30 \
	    vote-mois=7 vote-annee=2027 prestations=4 clients=3 \
	    'animateur=Inès Caron' competences='Établir un devis' \
	    partenaires= suites= correction= "vu=$vu" "$@"
}
vu=0
get staff $s/bilan
says 'nothing yet' 'Aucun résultat n’est noté'
results
is 'nobody was there: nothing to share' "$status $(sql 'SELECT count(*) FROM
    bilan')" '422 0'
sql "INSERT INTO creneau (agenda, day, starts, ends, kind, title, animator,
    changed, version) VALUES (1, 21004, 540, 720, 'service', '', '', 1, 1),
    (1, 21005, 540, 720, 'formation', '', '', 1, 1);
    INSERT INTO presence (creneau, dossier, state, reason, at, account, author)
    SELECT c.id, d.id, 'present', '', 1, 1, 'x' FROM creneau c, dossier d WHERE
    d.prenom = 'Ana' OR (d.prenom = 'Bo' AND c.kind = 'service')"
results 'ventes=50'
is 'no less than nothing is shared' "$status" 422
results
is 'stored' "$status" 303
is 'by hours, to the cent' "$(sql "SELECT group_concat(minutes || ':' ||
    cents, ' ') FROM (SELECT * FROM part ORDER BY dossier)")" \
    '360:60000 180:30000'
get staff $s/bilan
says 'shown' 'Leroux Ana 6 h 600 €'
says 'in all' '900 € en tout'
says 'word for word' 'À l’heure <près>.'
holds 'with the sheet to sign' "$s/bilan/repartition.pdf"
get staff $s/bilan/repartition.pdf
is 'which is a paper' "$status $(head_of Content-Type)" '200 application/pdf'
pdftotext -layout "$tmp/body" - | sed "s/[$nbsp$thin]/ /g; s/  */ /g" \
    >"$tmp/sheet"
is 'who receives what' "$(grep -E '^ ?Leroux' "$tmp/sheet" | sed 's/^ //;
    s/ $//')" 'Leroux Ana 6 h 00 600 €
Leroux Bo 3 h 00 300 €'
is 'by which rule' "$(grep -c 'À l’heure <près>' "$tmp/sheet")" 1
login ines@coop.example
get staff $s/bilan/repartition.pdf
is 'who may not see amounts has none' "$status" 403
login julie@coop.example
get staff $s/bilan/resultats
vu=0
results regle=egal
is 'an old form changes nothing' "$status" 422
vu=1
results
is 'a correction says why' "$status $(sql 'SELECT count(*) FROM bilan')" \
    '422 1'
post staff $s/bilan/resultats 'ventes=1000,01' 'charges=100' garde= \
    regle=mixte part-egale=50 regle-mots='Moitié.' vote-jour=30 vote-mois=7 \
    vote-annee=2027 prestations=4 clients=3 'animateur=Inès Caron' \
    competences='Établir un devis' partenaires= suites= \
    correction='Un centime' vu=1
is 'corrected' "$status $(sql 'SELECT group_concat(reason) FROM bilan')" \
    '303 ,Un centime'
is 'the sum is exact' "$(sql 'SELECT sum(cents) FROM part WHERE bilan = 2')" \
    90001
is 'half the same, half by hours' "$(sql "SELECT group_concat(cents, ' ') FROM
    (SELECT cents FROM part WHERE bilan = 2 ORDER BY dossier)")" '52501 37500'
sql "UPDATE part SET cents = 1" 2>"$tmp/err"
sql "DELETE FROM bilan" 2>>"$tmp/err"
is 'what was stored stays' "$(wc -l <"$tmp/err")" 2
get staff $s/bilan
hides 'nothing is out of date' 'ce partage n’est plus'
sql "INSERT INTO presence (creneau, dossier, state, reason, at, account, author)
    SELECT c.id, d.id, 'present', '', 2, 1, 'x' FROM creneau c, dossier d WHERE
    d.prenom = 'Bo' AND c.kind = 'formation'"
get staff $s/bilan
says 'attendance changed since' 'ce partage n’est plus celui'

# Attestations: what is known stands in them, and they are issued at once.
get staff $s/attestations
is 'the page' "$status" 200
says 'a file that is not running' 'Le dossier n’est pas en cours'
hides 'nothing to issue' 'Émettre'
sql "UPDATE dossier SET state = 'encours' WHERE prenom IN ('Ana', 'Bo')"
get staff $s/attestations
says 'two are ready, who never came is not there' 'Émettre les 2 attestations'
says 'with their half-days' 'Leroux Ana 2 Relire'
login ines@coop.example
get staff $s/bilan
says 'who leads a group is not told what each earns' 'Masqué'
get staff $s/attestations
is 'an animator reads' "$status" 200
post staff $s/attestations
is 'and does not issue' "$status $(sql 'SELECT count(*) FROM document')" \
    '403 0'
# who went to another cooperative is no matter of this one
account nora@coop.example 'Nora Nantes' gestion nantes
sql "UPDATE dossier SET cooperative = 'angers' WHERE prenom = 'Bo'"
login nora@coop.example
get staff $s/attestations
says 'one of two is ours' 'Émettre l’attestation prête'
hides 'the other is not named' 'Leroux Bo'
hides 'nor by number' "$(sql "SELECT numero FROM dossier WHERE prenom = 'Bo'")"
sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
cp "$data/terreau.db" "$tmp/before.db"
post staff $s/attestations
is 'nor issued' "$(sql "SELECT group_concat(d.prenom) FROM document t JOIN
    dossier d ON d.id = t.dossier")" Ana
door_stop staff
door_stop public
rm -f "$data/terreau.db-wal" "$data/terreau.db-shm"
cp "$tmp/before.db" "$data/terreau.db"
sql "UPDATE dossier SET cooperative = 'nantes' WHERE prenom = 'Bo'"
login julie@coop.example
get staff $s/attestations
post staff $s/attestations
is 'issued' "$status $location" "303 $s/attestations?fait=2#contenu"
is 'one each' "$(sql "SELECT count(*), count(DISTINCT dossier) FROM document
    WHERE kind = 'attestation-participation'")" '2|2'
is 'with what attendance says' "$(sql "SELECT count(*) FROM document WHERE
    CAST(twin AS TEXT) LIKE '%2 demi-journées%3 heures%de formation%'")" 2
post staff $s/attestations
is 'not twice' "$(sql 'SELECT count(*) FROM document')" 2
file=/gestion/dossiers/$(sql "SELECT numero FROM dossier WHERE prenom = 'Ana'")
# attest N HOURS: half-days and hours of training, as typed by staff.
attest() {
	get staff "$file/documents/attestation-participation/participation"
	post staff "$file/documents/attestation-participation/participation" \
	    "version=$version" "demi-journees=$1" "formation-heures=$2" \
	    fonctions= competences='Tenir une caisse' resultat=
	post staff "$file/documents/attestation-participation/emission" \
	    "version=$(sql "SELECT version FROM dossier WHERE numero =
	    '${file##*/}'")"
}
attest 3 4
is 'no more than was noted' "$status $(sql 'SELECT count(*) FROM
    document')" '422 2'
says 'of half-days' 'Demi-journées : 3 d’après ce papier, 2 d’après les présences notées'
says 'of hours' 'Heures de formation : 4 d’après ce papier, 3 d’après les présences notées'
says 'by which article' 'C. pén. 441-7'
attest 2 3
is 'as much as was noted' "$status $(sql 'SELECT count(*) FROM
    document')" '303 3'
get staff $s/attestations
says 'told' 'Émise'
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'nothing is amiss' || not_ok 'nothing is amiss' "$(cat "$tmp/check")"
