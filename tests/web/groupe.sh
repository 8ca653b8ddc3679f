#!/bin/sh
# A group composed in the open: criteria and the seed's hash announced, nobody
# seated before, lots drawn once and computed again by sha256sum, a decision
# that may differ with a reason, and its messages.
# usage: srcdir=DIR builddir=DIR sh tests/web/groupe.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1814400000		# 1 July 2027
export TERREAU_NOW
account julie@coop.example 'Julie Morel' gestion
account luc@coop.example 'Luc Roy' lecture angers
account ines@coop.example 'Inès Caron' animation
cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="ete" programme="cjs" cooperative="nantes" places="2"><titre>L’été</titre>
<commune insee="44109">Nantes</commune><dates du="2027-07-12" au="2027-07-30"/><inscription du="2027-06-01" au="2027-07-05"/></session>
</sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" >/dev/null
login julie@coop.example
s=/gestion/seances/ete

get staff $s/groupe
is 'the page' "$status" 200
says 'what the form can tell of is offered' 'La disponibilité'
hides 'nothing else is' 'value="genre"'
post staff $s/groupe annonce=
is 'a criterion is needed' "$status" 422
post staff $s/groupe criteres=commune criteres=genre annonce=
is 'one that the form does not ask is refused' "$status $(sql 'SELECT count(*)
    FROM groupe')" '422 0'
says 'in words' 'ne demande pas ce qu’il faut pour ce critère : Le genre'
post staff $s/groupe criteres=commune criteres=age \
    annonce='Après un <entretien>.'
is 'announced' "$status $(sql 'SELECT criteria FROM groupe')" \
    '303 commune age'
empreinte=$(sql 'SELECT commitment FROM groupe')
graine=$(sql 'SELECT seed FROM groupe')
is 'the hash is that of the seed' "$(printf %s "$graine" | sha256sum |
    cut -d ' ' -f 1)" "$empreinte"
get public /agenda/ete
says 'the public reads the criteria' 'L’âge au premier jour'
says 'what was added' 'Après un <entretien>.'
says 'and the hash' "$empreinte"
hides 'not the seed' "$graine"
says 'one may apply' 'Candidater au groupe'
get staff $s/groupe
hides 'nor do staff' "$graine"

# Everybody waits, though seats are free.
for who in Ana:2009 Bo:2009 Cyr:2009 Dom:2009; do
	summer ete "${who%:*}" "${who#*:}"
done
summer ete Eli 2011
seats() {
	sql "SELECT group_concat(state, ' ') FROM (SELECT state FROM place ORDER
	    BY id)"
}
is 'nobody has a seat' "$(seats)" 'attente attente attente attente attente'
get public "/suivi/$numero"
says 'they know why' 'Candidature au groupe'
hides 'no rank is told' 'au rang'
is 'the receipt says it' "$(last_mail Dom@exemple.fr | grep -c \
    '^Candidature au groupe')" 1
"$builddir/terreau" session --data "$data" offer >"$tmp/offer"
is 'no seat is offered' "$(seats)" 'attente attente attente attente attente'
dom=$(sql "SELECT numero FROM dossier WHERE prenom = 'Dom'")
get staff $s/inscrits/$dom/donner
post staff $s/inscrits/$dom/donner pourquoi=Non confirmer=1
is 'nor given by hand' "$status" 409
sql "UPDATE groupe SET criteria = 'age'" 2>"$tmp/err"
sql 'DELETE FROM groupe' 2>>"$tmp/err"
is 'what was announced stays' "$(grep -c announced "$tmp/err")" 2
get staff $s/groupe
says 'counts' '5 candidatures pour 2 places'
post staff $s/groupe
is 'not before the end of sign-up' "$location" "$s/groupe?fait=non#contenu"

# Drawn, once.
TERREAU_NOW=1815000000		# 8 July
login julie@coop.example
get staff $s/groupe
post staff $s/groupe
is 'drawn' "$location $(sql 'SELECT count(*), sum(proposed) FROM tirage')" \
    "$s/groupe?fait=tire#contenu 5|2"
login ines@coop.example
get staff $s/groupe
post staff $s/groupe autres=Non confirmer=1
is 'who leads a group does not decide' "$status $(sql 'SELECT count(*) FROM
    groupe WHERE decided IS NOT NULL')" '403 0'
login julie@coop.example
get staff $s/groupe
post staff $s/groupe autres=
is 'once' "$status $(sql 'SELECT count(*) FROM tirage')" '422 5'
for n in $(sql 'SELECT d.numero FROM tirage t JOIN dossier d ON d.id =
    t.dossier ORDER BY t.rank'); do
	printf '%s:%s' "$graine" "$n" | sha256sum | cut -d ' ' -f 1
done >"$tmp/mine"
sql 'SELECT ticket FROM tirage ORDER BY rank' >"$tmp/theirs"
cmp -s "$tmp/mine" "$tmp/theirs" && ok 'anybody computes the tickets again' ||
	not_ok 'anybody computes the tickets again'
is 'alike but for that: by ticket' "$(head -4 "$tmp/theirs")" \
    "$(head -4 "$tmp/theirs" | sort)"
is 'who needs a parent comes after' "$(sql "SELECT d.prenom FROM tirage t JOIN
    dossier d ON d.id = t.dossier WHERE rank = 5")" Eli
get public /agenda/ete
says 'the seed is told' "$graine"
is 'and the tickets' "$(grep -c -F -f "$tmp/theirs" "$tmp/body")" 5
hides 'no number' CJS-27-
sql "UPDATE tirage SET proposed = 1" 2>"$tmp/err"
is 'the record stays' "$(grep -c 'stays as it is' "$tmp/err")" 1

# The record, which anybody computes again without the portal.
get staff $s/groupe/tirage.txt
is 'the record of the draw' "$status" 200
hides 'without names' Leroux
hides 'without numbers' CJS-27-
hides 'nor what anybody answered' Carquefou
cp "$tmp/body" "$tmp/tirage.txt"
verify() {
	"$builddir/terreau" tirage "$@" >"$tmp/said" 2>&1
	echo $?
}
is 'it holds' "$(verify "$tmp/tirage.txt" "$dom") $(cat "$tmp/said")" \
    "0 La graine est celle de l’empreinte annoncée.
L’ordre est celui de la règle : 5 candidatures, 2 critères, 2 proposées.
$dom : rang $(sql "SELECT rank FROM tirage t JOIN dossier d ON d.id = t.dossier
    WHERE d.numero = '$dom'"), billet $(printf '%s:%s' "$graine" "$dom" |
    sha256sum | cut -d ' ' -f 1)."
is 'a number that was not in it' "$(verify "$tmp/tirage.txt" CJS-27-0000-00)" 1
# every way to tamper with it
tampered() {
	sed "$2" "$tmp/tirage.txt" >"$tmp/other.txt"
	is "$1" "$(verify "$tmp/other.txt") $(grep -c "$3" "$tmp/said")" '1 1'
}
tampered 'another seed' "s/^graine ..../graine 0000/" 'n’est pas celle'
tampered 'two who changed places' '7{s/^1/2/;h;d};8{s/^2/1/;G}' \
    'n’est pas celui de la règle'
tampered 'one more who is proposed' 's/^proposees 2/proposees 5/' \
    'ne propose pas 5'
tampered 'somebody who could be accepted' '11s/ non / oui /' \
    'n’est pas celui de la règle'
tampered 'somebody who was erased' '8s/[0-9]* [0-9]*$/- -/' 'a été effacé'
tampered 'a line too few' '8d' 'n’est pas le procès-verbal'
tampered 'no record at all' 's/^tirage 1/tirage 2/' 'n’est pas le procès-verbal'
is 'from the public page' "$(verify --graine "$graine" --empreinte \
    "$empreinte" "$dom") $(grep -c 'est celle\|billet' "$tmp/said")" '0 2'
is 'a seed that was not announced' "$(verify --graine "${graine}0" \
    --empreinte "$empreinte")" 1
is 'no draw named' "$(verify)" 2

# Decided by people.
ids() {
	sql "SELECT dossier FROM tirage WHERE rank IN ($1) ORDER BY rank" |
	    sed 's/^/choisi=/' | tr '\n' ' '
}
get staff $s/groupe
is 'the proposal is ticked' "$(grep -c 'checked="checked"' "$tmp/body")" 2
mails=$(sql 'SELECT count(*) FROM mail')
post staff $s/groupe $(ids 1,2) motif=
is 'the others are told something' "$status" 422
post staff $s/groupe $(ids 1,3) motif= autres='Le groupe est complet.' \
    confirmer=1
is 'otherwise than proposed needs a reason' "$status $(seats)" \
    '422 attente attente attente attente attente'
post staff $s/groupe $(ids 1,2,3) motif=Oui autres=Non confirmer=1
is 'not more than there are seats' "$status" 422
post staff $s/groupe $(ids 1,5) motif=Oui autres=Non confirmer=1
is 'nor who cannot be accepted yet' "$status" 409
post staff $s/groupe $(ids 1,3) motif='Fratrie <ensemble>.' \
    autres='Le groupe est <complet>.'
is 'messages first' "$status $(sql 'SELECT count(*) FROM mail')" "200 $mails"
says 'those who wait' 'Le groupe est <complet>.'
# seats that go between the look and the writing
sql "CREATE TRIGGER meanwhile AFTER UPDATE OF decided ON groupe BEGIN
    UPDATE agenda SET seats = 1 WHERE id = NEW.agenda; END"
post staff $s/groupe $(ids 1,3) motif='Fratrie <ensemble>.' \
    autres='Le groupe est <complet>.' confirmer=1
is 'not when there is one seat less by then' "$status $(seats)" \
    '422 attente attente attente attente attente'
is 'and nobody is told' "$(sql 'SELECT count(*) FROM mail') $(sql 'SELECT
    count(*) FROM groupe WHERE decided IS NOT NULL')" "$mails 0"
sql 'DROP TRIGGER meanwhile'
post staff $s/groupe $(ids 1,3) motif='Fratrie <ensemble>.' \
    autres='Le groupe est <complet>.' confirmer=1
is 'decided' "$status $(sql "SELECT reason || decider FROM groupe")" \
    '303 Fratrie <ensemble>.Julie Morel'
is 'two are accepted and seated' "$(sql "SELECT group_concat(rank, ' ') FROM
    (SELECT t.rank FROM tirage t JOIN dossier d ON d.id = t.dossier JOIN place p
    ON p.dossier = d.id WHERE d.state = 'acceptee' AND p.state = 'prise' ORDER
    BY t.rank)")" '1 3'
is 'the others wait in the order of the draw' "$(sql "SELECT
    group_concat(x, ' ') FROM (SELECT t.rank || ':' || p.rank AS x FROM tirage t
    JOIN place p ON p.dossier = t.dossier WHERE p.state = 'attente' ORDER BY
    t.rank)")" '2:1 4:2 5:3'
is 'nobody is refused' "$(sql "SELECT count(*) FROM dossier WHERE state =
    'refusee'")" 0
is 'two accepted, two on the list' "$(sql "SELECT group_concat(kind, ' ') FROM
    (SELECT kind FROM mail WHERE id > $mails ORDER BY kind)")" \
    'acceptee acceptee attente attente'
post staff $s/groupe $(ids 1,2) autres=Encore confirmer=1
is 'once' "$status" 409
get staff $s/groupe
says 'why it differs' 'Fratrie <ensemble>.'
gone=$(sql "SELECT d.numero FROM tirage t JOIN dossier d ON d.id = t.dossier
    WHERE rank = 1")
post staff $s/inscrits/$gone/retirer pourquoi=Désistement confirmer=1
is 'a free seat goes to the next of the draw' "$(sql "SELECT t.rank FROM place
    p JOIN tirage t ON t.dossier = p.dossier WHERE p.state = 'offerte'")" 2
login luc@coop.example
get staff $s/groupe
is 'another cooperative sees none of it' "$status" 404
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	ok 'nothing is amiss' || not_ok 'nothing is amiss' "$(cat "$tmp/check")"
