#!/bin/sh
# Information meetings that count themselves: who held them, who came, who then
# applied; figures for funders, of nobody.
# usage: srcdir=DIR builddir=DIR sh tests/web/reunions.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW
account julie@coop.example 'Julie Morel' gestion
account luc@coop.example 'Luc Roy' comite angers
cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="rdv" programme="reunion" cooperative="nantes" places="9"><titre>Réunion</titre>
<commune insee="44109">Nantes</commune><dates du="2026-11-24"/><horaires de="10:00" a="12:00"/><inscription du="2026-11-01" au="2026-11-24"/></session>
<session code="loin" programme="reunion" cooperative="angers" places="9"><titre>Réunion</titre>
<commune insee="49007">Angers</commune><dates du="2026-11-24"/><inscription du="2026-11-01" au="2026-11-24"/></session>
</sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" >/dev/null
for who in ana bo cyr; do
	cookie_public=
	get public /candidature/reunion
	post public /candidature/reunion "email=$who@exemple.fr" "prenom=$who" \
	    nom=Petit telephone= session=rdv question= "cle=$key"
	get public /candidature/reunion/envoi
	post public /candidature/reunion/envoi
done
state() {
	sql "SELECT group_concat(prenom || ' ' || state, ', ') FROM (SELECT *
	    FROM dossier WHERE programme = 'reunion' ORDER BY prenom)"
}

sql "INSERT INTO thread (dossier, key, at, author, subject, text) SELECT id,
    randomblob(32), 1, 'personne', '', 'Où se garer ?' FROM dossier WHERE
    prenom = 'cyr'"
login julie@coop.example
s=/gestion/seances/rdv
get staff $s/tenue
is 'the page' "$status" 200
post staff $s/tenue conseil='Inès Caron' duree=90 "vu=$seen"
is 'not before it was held' "$status $(sql 'SELECT count(*) FROM tenue')" \
    '422 0'
TERREAU_NOW=$((TERREAU_NOW + 2 * 86400))
login julie@coop.example
get staff '/gestion/dossiers?programme=reunion'
says 'until it is noted, sign-ups say what they wait for' 'Réunion à noter'
get staff $s/tenue
post staff $s/tenue conseil= duree=2000 "vu=$seen"
is 'what is wrong is said' "$status" 422
post staff $s/tenue conseil='Inès Caron' duree=90 "vu=$seen"
is 'noted' "$status" 303
is 'sign-ups are done with, but for a question' "$(state)" \
    'ana traitee, bo traitee, cyr envoyee'
post staff $s/tenue conseil='Luc Roy' duree=100 vu=0
is 'a page from before meets what was noted since' "$status $(sql 'SELECT
    adviser FROM tenue')" '409 Inès Caron'
says 'which is told' 'quelqu’un vient de noter cette réunion'
holds 'what was typed stays' 'value="Luc Roy"'
post staff $s/tenue conseil='Inès Caron' duree=100 "vu=$seen"
is 'again, over what was there' "$status $(sql 'SELECT count(*) FROM tenue')" \
    '303 2'
get staff $s/tenue
says 'what holds' 'Tenue par Inès Caron, 100 minutes'
get staff /gestion/seances/ete/tenue
is 'no such meeting' "$status" 404
sql "INSERT INTO presence (creneau, dossier, state, reason, at, account, author)
    SELECT c.id, d.id, iif(d.prenom = 'cyr', 'absent', 'present'), '', 1, 1,
    'x' FROM creneau c, dossier d"
begin ana@exemple.fr
answer_all
send
get staff /gestion/seances/reunions
is 'the report' "$status" 200
says 'by month and cooperative' \
    'novembre 2026 Coopérative de Nantes 1 3 2 100 1'
says 'in all' 'Total 2 3 2 100 1'
hides 'nobody is named' 'ana@exemple.fr'
get staff /gestion/seances/reunions.csv
is 'the same as a table' "$(tr -d '\r' <"$tmp/body" | tail -n 2 |
    tr '\n' ' ')" '2026-11;angers;1;0;0;0;0 2026-11;nantes;1;3;2;100;1 '
get staff '/gestion/seances/reunions.csv?cooperative=angers'
is 'of one cooperative' "$(grep -c nantes "$tmp/body")" 0
get staff /gestion/seances/reunions
says 'by who held them' 'Tenue par Réunions Présents Minutes Inès Caron 1 2 100'
get staff /gestion/seances/reunions/liste.csv
is 'one by one' "$(tr -d '\r' <"$tmp/body" | tail -n +2 | sort)" \
    '2026-11-24;loin;Réunion;angers;Angers;;0;0;0
2026-11-24;rdv;Réunion;nantes;Nantes;Inès Caron;100;3;2'
get staff '/gestion/seances/reunions/liste.csv?cooperative=angers'
is 'of one cooperative too' "$(grep -c nantes "$tmp/body")" 0
get public /chiffres
hides 'three people are not told' 'sont venues à une'
# six more come, and four do not
sql 'UPDATE agenda SET seats = 99'
for who in 1 2 3 4 5 6 7 8 9 0; do
	sql "INSERT INTO dossier (numero, programme, creation, state, pending,
	    email, prenom, nom, sort, created, changed, sent, version,
	    cooperative) VALUES ('R$who', 'reunion', randomblob(32), 'envoyee',
	    0, 'p$who@exemple.fr', 'P', 'P', 'p', 1, 1, 1, 1, 'nantes');
	    INSERT INTO place (agenda, dossier, state, at, changed) SELECT a.id,
	    last_insert_rowid(), 'prise', 1, 1 FROM agenda a WHERE code = 'rdv';
	    INSERT INTO presence (creneau, dossier, state, reason, at, account,
	    author) SELECT c.id, (SELECT max(id) FROM dossier), iif($who < 6,
	    'present', 'excuse'), '', 1, 1, 'x' FROM creneau c JOIN agenda a ON
	    a.id = c.agenda WHERE a.code = 'rdv'"
done
sql "INSERT INTO dossier (numero, programme, creation, state, pending, email,
    prenom, nom, sort, created, changed, sent, version, cooperative) SELECT 'A' ||
    value, 'cae', randomblob(32), 'envoyee', 0, 'a@exemple.fr', 'P', 'P', 'p', 1,
    1, 1795428672, 1, 'nantes' FROM json_each('[1,2,3,4,5,6,7,8,9]')"
login julie@coop.example
get staff /gestion/chiffres
says 'the figures tell who came' '8 personnes sont venues à une réunion'
says 'and who did not' 'Ne sont pas venues 5'
login luc@coop.example
get staff /gestion/seances/reunions/liste.csv
is 'a local committee has no list of them' "$status" 403
get staff '/gestion/seances/reunions?cooperative=nantes'
is 'a local committee reads figures' "$status" 200
hides 'of its own cooperative' 'Coopérative de Nantes'
get staff $s/inscrits
is 'and nobody’s name' "$status" 403
