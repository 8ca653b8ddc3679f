#!/bin/sh
# The agenda: what it lists, what each session says in each state, and
# calendars that another program reads.
# usage: srcdir=DIR builddir=DIR sh tests/web/agenda.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1795428672		# 23 November 2026
export TERREAU_NOW

add() {
	"$builddir/terreau" session --data "$data" add "$1" >"$tmp/add" 2>&1
}
cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="cjs-ancenis" programme="cjs" cooperative="nantes" places="2" reservees="2" contrat="cape">
<titre>Coopérative jeunesse d'Ancenis</titre><lieu>Maison des jeunes &amp; &lt;b&gt;</lieu>
<adresse>2 quai, bâtiment ; 3</adresse><code-postal>44150</code-postal>
<commune insee="44003">Ancenis-Saint-Géréon</commune><dates du="2027-07-05" au="2027-08-27"/>
<horaires de="09:00" a="17:00">du lundi au vendredi</horaires><inscription du="2026-11-01" au="2027-05-15"/></session>
<session code="cjs-nort" programme="cjs" cooperative="nantes" places="3">
<titre>Coopérative jeunesse de Nort-sur-Erdre</titre><commune insee="44110">Nort-sur-Erdre</commune>
<dates du="2027-07-05" au="2027-08-27"/><inscription du="2026-11-23" au="2027-05-15"/></session>
<session code="cjs-laval" programme="cjs" cooperative="laval" places="3">
<titre>Coopérative jeunesse de Laval</titre><commune insee="53130">Laval</commune>
<dates du="2027-07-05" au="2027-08-27"/><inscription du="2026-11-24" au="2027-05-15"/></session>
<session code="reunion-mans" programme="reunion" cooperative="le-mans" places="1">
<titre>Réunion d'information au Mans</titre><commune insee="72181">Le Mans</commune>
<dates du="2026-12-08"/><horaires de="18:00" a="20:00"/><inscription du="2026-11-01" au="2026-11-22"/></session>
<session code="reunion-hier" programme="reunion" cooperative="le-mans" places="1">
<titre>Réunion d'hier</titre><commune insee="72181">Le Mans</commune>
<dates du="2026-11-22"/><inscription du="2026-11-01" au="2026-11-22"/></session>
<session code="flash-off" programme="flashcoop" cooperative="angers" places="8">
<titre>Flashcoop annulée</titre><commune insee="49328">Saumur</commune>
<dates du="2026-12-01" au="2026-12-09"/><inscription du="2026-11-01" au="2026-11-30"/></session>
</sessions>
XML
get public /agenda
is 'an empty agenda' "$status" 200
says 'says so' 'Aucune date n’est prévue'
add "$tmp/sessions.xml" && ok 'sessions are added' ||
    not_ok 'sessions are added' "$(cat "$tmp/add")"
add "$tmp/sessions.xml" && not_ok 'but not twice' || ok 'but not twice'
is 'nothing of the file twice' "$(sql 'SELECT count(*) FROM agenda')" 6
"$builddir/terreau" session --data "$data" cancel flash-off \
    --motif 'Le lieu est fermé.' && ok 'one is called off' ||
    not_ok 'one is called off'

# The list.
get public /agenda
is 'the agenda' "$status" 200
is 'no cookie' "$(head_of Set-Cookie)" ''
says 'by month' 'Décembre 2026'
says 'days of a meeting' 'mardi 8 décembre 2026 , de 18 h à 20 h'
says 'days of a summer' 'du 5 juillet au 27 août 2027'
says 'what is called off' 'Annulé'
says 'seats left' '3 places'
hides 'what is over' 'Réunion d’hier'
hides 'nothing typed is markup' '<b>'
is 'in the order of days' "$(grep -o 'href="/agenda/[a-z-]*"' "$tmp/body" |
    tr '\n' ' ')" 'href="/agenda/flash-off" href="/agenda/reunion-mans" href="/agenda/cjs-laval" href="/agenda/cjs-nort" href="/agenda/cjs-ancenis" '
get public '/agenda?programme=cjs&ou=53'
says 'a département' '1 date correspond'
holds 'the choice stays' '<option value="cjs" selected="selected">'
holds 'the calendar follows' 'href="/agenda.ics?programme=cjs&amp;ou=53"'
get public '/agenda?ou=nantes'
says 'a cooperative' '2 dates correspondent'
get public '/agenda?programme=tiers-lieu'
says 'nothing found' 'Aucune date ne correspond'
for bad in 'programme=%27%20OR%201&ou=%22%3E%3Cb%3E' 'programme=%ff&ou=%00' \
    "programme=$(head -c 5000 /dev/zero | tr '\0' a)" 'ou=01' 'ou=44%2049' \
    'programme=cjs%0d%0aX-A:%20b'; do
	get public "/agenda?$bad"
	case $status in
	200 | 400) ok "hostile: $(printf %.40s "$bad")" ;;
	*) not_ok "hostile: $(printf %.40s "$bad")" "$status" ;;
	esac
	hides "hostile: not shown" '<b>'
	get public "/agenda.ics?$bad"
	case $status in
	200 | 400) ok "hostile: the calendar" ;;
	*) not_ok "hostile: the calendar" "$status" ;;
	esac
done

# Each state.
get public /agenda/cjs-ancenis
is 'a session' "$status" 200
is 'no cookie either' "$(head_of Set-Cookie)" ''
says 'full, and where else' 'Complet à Ancenis-Saint-Géréon. Il reste 3 places à Nort-sur-Erdre (environ 26 km, du 5 juillet'
hides 'not where it is far or closed' 'cjs-laval'
says 'the place, letter for letter' 'Maison des jeunes & <b>'
get public /agenda/cjs-nort
says 'open' 'Il reste 3 places.'
get public /agenda/cjs-laval
says 'opens later' 'Les inscriptions ouvrent le 24 novembre 2026'
get public /agenda/reunion-mans
says 'closed' 'Les inscriptions sont fermées depuis le 22 novembre 2026'
get public /agenda/flash-off
says 'called off' 'Annulé. Le lieu est fermé.'
holds 'not for search engines' 'noindex'
get public /agenda/reunion-hier
is 'over' "$status" 200
says 'says so' 'C’est terminé.'
TERREAU_NOW=1795510000 get public /agenda/cjs-laval
says 'the next day it is open' 'Il reste 3 places.'
for bad in rien 'CJS-NORT' "x'--" '%2e%2e' "$(head -c 1200 /dev/zero |
    tr '\0' a)"; do
	get public "/agenda/$bad"
	case $status in
	404 | 400) ok "hostile: /agenda/$(printf %.20s "$bad")" ;;
	*) not_ok "hostile: /agenda/$(printf %.20s "$bad")" "$status" ;;
	esac
	get public "/agenda/$bad.ics"
	case $status in
	404 | 400) ok "hostile: /agenda/$(printf %.20s "$bad").ics" ;;
	*) not_ok "hostile: /agenda/$(printf %.20s "$bad").ics" "$status" ;;
	esac
done
ask public POST /agenda /dev/null application/x-www-form-urlencoded
is 'nothing is posted here' "$status" 405

# Calendars, by a reader that is not ours.
get public /agenda.ics
is 'a calendar' "$(head_of Content-Type)" 'text/calendar; charset=utf-8'
cp "$tmp/body" "$tmp/feed.ics"
get public /agenda/cjs-ancenis.ics
is 'to keep' "$(head_of Content-Disposition | cut -d ';' -f 1)" attachment
cp "$tmp/body" "$tmp/one.ics"
get public '/agenda.ics?programme=cjs&ou=44'
cp "$tmp/body" "$tmp/some.ics"
python=$(for p in python3 /usr/bin/python3; do
	"$p" -c 'import icalendar' 2>/dev/null && echo "$p" && break
done)
if [ -z "$python" ]; then
	not_ok 'a calendar reader is there' 'apt-get install python3-icalendar'
else
	"$python" - "$tmp/feed.ics" "$tmp/one.ics" "$tmp/some.ics" \
	    >"$tmp/read" 2>&1 <<'PY'
import sys
from icalendar import Calendar
def read(path):
    raw = open(path, 'rb').read()
    for line in raw.split(b'\r\n'):
        assert len(line) <= 75 and b'\n' not in line, line
    return {str(e['uid']): e for e in Calendar.from_ical(raw).walk('vevent')}
feed, one, some = map(read, sys.argv[1:])
print(len(feed), len(one), sorted(some))
for uid, e in feed.items():
    print(uid, e.decoded('dtstart'), e.decoded('dtend'), e['status'], e['sequence'])
e = one['cjs-ancenis@portail.example']
print(e['summary'], '|', e['location'], '|', e['url'])
assert e['dtstamp'] and e['description']
PY
	is 'what it reads' "$(cat "$tmp/read")" "5 1 ['cjs-ancenis@portail.example', 'cjs-nort@portail.example']
flash-off@portail.example 2026-12-01 2026-12-10 CANCELLED 1
reunion-mans@portail.example 2026-12-08 17:00:00+00:00 2026-12-08 19:00:00+00:00 CONFIRMED 0
cjs-laval@portail.example 2027-07-05 2027-08-28 CONFIRMED 0
cjs-nort@portail.example 2027-07-05 2027-08-28 CONFIRMED 0
cjs-ancenis@portail.example 2027-07-05 2027-08-28 CONFIRMED 0
Coopérative jeunesse d’Ancenis | Maison des jeunes & <b>, 2 quai, bâtiment${thin}; 3, 44150 Ancenis-Saint-Géréon | https://portail.example/agenda/cjs-ancenis"
fi
