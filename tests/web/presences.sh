#!/bin/sh
# Half-days, what the law says of the hours of the young, who came, and the
# hours that makes.
# usage: srcdir=DIR builddir=DIR sh tests/web/presences.sh
. "$(dirname "$0")/cgi.subr"
site
TERREAU_NOW=1814832000		# 6 July 2027, a Tuesday
export TERREAU_NOW
account julie@coop.example 'Julie Morel' gestion
account luc@coop.example 'Luc Roy' lecture angers
cat >"$tmp/sessions.xml" <<'XML'
<sessions>
<session code="ete" programme="cjs" cooperative="nantes" places="3"><titre>L’été</titre>
<commune insee="44109">Nantes</commune><dates du="2027-07-05" au="2027-07-30"/><inscription du="2027-07-01" au="2027-07-06"/></session>
<session code="rdv" programme="reunion" cooperative="nantes" places="9"><titre>Réunion</titre>
<commune insee="44109">Nantes</commune><dates du="2027-07-06"/><horaires de="10:00" a="12:00"/><inscription du="2027-07-01" au="2027-07-06"/></session>
</sessions>
XML
"$builddir/terreau" session --data "$data" add "$tmp/sessions.xml" >/dev/null
login julie@coop.example
s=/gestion/seances/ete

# The calendar: what the law forbids is not stored, what it warns of is read.
fill() {
	post staff $s/calendrier/remplir jours=j1 jours=j2 jours=j3 jours=j4 \
	    jours=j5 'equipe=Inès Caron' "$@"
}
get staff $s/calendrier/remplir
is 'the form' "$status" 200
fill
is 'hours are needed' "$status" 422
fill 'matin-de=8 h' 'matin-a=12 h' 'soir-de=13 h' 'soir-a=18 h'
is 'nine hours a day are refused' "$status $(sql 'SELECT count(*) FROM creneau
    WHERE agenda = 1')" '422 0'
says 'with the article' 'C. trav. L. 3162-1'
says 'in words' '9 h. Huit heures par jour au plus.'
fill 'matin-de=8 h' 'matin-a=12 h' 'soir-de=13 h' 'soir-a=18 h' lu=1
is 'having read it changes nothing' "$status" 422
fill 'matin-de=5 h' 'matin-a=8 h'
is 'nor at night' "$status" 422
says 'with its own' 'C. trav. L. 3163-1 et L. 3163-2'
fill 'soir-de=13 h' 'soir-a=18 h'
is 'five hours without a break are read first' "$status" 422
says 'in words' '5 h sans pause'
fill 'soir-de=13 h' 'soir-a=18 h' lu=1
is 'then stored' "$status $(sql 'SELECT count(*) FROM creneau WHERE
    agenda = 1')" '303 19'
is 'not on the public holiday' "$(sql 'SELECT count(*) FROM creneau WHERE
    agenda = 1 AND day = 21013')" 0
fill 'soir-de=13 h' 'soir-a=18 h' lu=1
is 'again makes nothing twice' "$location" "$s/calendrier?fait=rien#contenu"
sql 'DELETE FROM creneau WHERE agenda = 1'
fill 'matin-de=9 h' 'matin-a=12 h' 'soir-de=14 h' 'soir-a=17 h 30'
is 'a good week' "$status $(sql 'SELECT count(*) FROM creneau WHERE
    agenda = 1')" '303 38'
get staff '/gestion/emargement/ete.pdf?jour=2027-07-20'
is 'the sheet of a week' "$status" 200
is 'which it names' "$(pdftotext "$tmp/body" - | grep -c \
    'Semaine du 19 au 25 juillet 2027')" 1
is 'has a column a half-day, with its hours' "$(pdftotext "$tmp/body" - | tr '\n ' '  ' | sed \
    "s/[$nbsp$thin]/ /g; s/  */ /g" | grep -o 'de 14 h à 17 h 30' | wc -l)" 5
get staff $s/calendrier
says 'day by day' 'mardi 6 juillet 2027'
hides 'nothing to say against it' 'id="loi"'

# One by one: another of the same animator is told in words.
slot() {
	where=$1 day=$2 from=$3 to=$4
	shift 4
	post staff $s/calendrier/$where jour-jour=$day jour-mois=7 \
	    jour-annee=2027 "debute=$from" "finit=$to" nature=formation \
	    'intitule=Atelier <devis>' "$@"
}
slot ajouter 14 '10 h' '11 h' anime=
is 'a public holiday is refused' "$status" 422
says 'in words' 'Mercredi 14 juillet 2027 est un jour férié.'
slot ajouter 6 '11 h' '13 h' anime=
says 'one at a time' 'Il y a déjà « L’été » de 9 h à 12 h'
slot ajouter 31 '9 h' '10 h' anime=
says 'within its days' 'La séance a lieu du 5 au 30 juillet 2027'
slot ajouter 10 '10 h' '12 h' 'anime=Inès Caron'
is 'a Saturday more is read first' "$status" 422
says 'why' 'C. trav. L. 3164-2'
slot ajouter 10 '10 h' '12 h' 'anime=Inès Caron' lu=1
is 'then stored: thirty-four hours and a half' "$status" 303
slot ajouter 10 '14 h' '15 h' anime= lu=1
is 'thirty-five and a half are not' "$status" 422
says 'in words' '35 h 30. Trente-cinq heures par semaine au plus.'
rdv=$(sql "SELECT id FROM creneau WHERE agenda = 2")
was=$s
s=/gestion/seances/rdv
slot "$rdv" 6 '10 h' '12 h' 'anime=Inès Caron' vu=1
is 'somebody is busy' "$status" 422
says 'with what' 'Inès Caron anime déjà « L’été » de 9 h à 12 h. Choisissez une autre heure ou une autre personne'
slot "$rdv" 6 '10 h' '12 h' 'anime=Luc Noir' vu=1
is 'somebody else is not' "$status" 303
slot "$rdv" 6 '10 h' '12 h' 'anime=Luc Vert' vu=1
is 'an old form changes nothing' "$status $(sql "SELECT animator FROM creneau
    WHERE id = $rdv")" '409 Luc Noir'
s=$was
get staff $s/calendrier/$rdv
is 'of another séance' "$status" 404
get staff /gestion/seances/planning
says 'the week' 'Semaine du 5 au 11 juillet 2027'
says 'each half-day' 'de 10 h à 12 h Atelier <devis> – Réunion'
get staff '/gestion/seances/planning?semaine=2027-07-26'
hides 'another week' 'Réunion'
get staff '/gestion/seances/planning?jour=31&mois=2&annee=2027'
is 'no such day' "$status" 200

# Two people, one of whom is 16.
TERREAU_NOW=1814400000		# the day before it begins
summer ete Ana 2009
ana=$id
summer ete Bo 2011
bo=$id
is 'two have seats' "$(sql "SELECT count(*) FROM place WHERE state =
    'prise'")" 2
TERREAU_NOW=1814832000
c=$(sql 'SELECT id FROM creneau WHERE agenda = 1 ORDER BY day, starts LIMIT 1')
get staff $s/presences
is 'the page' "$status" 200
says 'what is to be noted' 'lundi 5 juillet 2027, de 9 h à 12 h À noter'
get staff $s/presences/$c
is 'the form' "$status" 200
is 'nothing is chosen beforehand' "$(grep -c 'checked=' "$tmp/body")" 0
note() {
	post staff "$s/presences/$1" "p-$ana=$2" "p-$bo=$3" "vu=$vu" \
	    "motif=${4:-}" ${5:-}
}
seen() {
	sql "SELECT coalesce(max(id), 0) FROM presence WHERE creneau = $1"
}
vu=0
note $c '' ''
is 'nobody noted is an error' "$status" 422
note $c present bizarre
is 'one is noted' "$status $(sql "SELECT dossier || state FROM presence")" \
    "303 ${ana}present"
note $c absent absent
is 'an old form notes nothing' "$status $(seen $c)" '409 1'
vu=1
note $c absent present
is 'a correction says why' "$status $(seen $c)" '422 1'
says 'beside the field' 'Écrivez pourquoi une présence déjà notée change'
note $c absent present 'Partie <avant>'
is 'then it stands beside what was noted' "$status $(sql "SELECT
    group_concat(state || reason, ' ') FROM presence WHERE dossier = $ana")" \
    '303 present absentPartie <avant>'
get staff $s/presences/$c
says 'shown' 'Leroux Ana : « présent », noté le'
sql "UPDATE presence SET state = 'present'" 2>"$tmp/err"
is 'nothing changes what was noted' "$(grep -c 'corrected by another row' \
    "$tmp/err")" 1
last=$(sql 'SELECT id FROM creneau WHERE agenda = 1 ORDER BY day DESC LIMIT 1')
vu=0
note $last present present
is 'nobody was there tomorrow' "$status $(seen $last)" '422 0'
slot $c 5 '9 h' '12 h 15' anime= vu=1 lu=1
is 'hours that were counted stay' "$status" 409

# What took place is noted as it was, once what the law says was read: hours
# that no form would have let through.
sql "INSERT INTO creneau (agenda, day, starts, ends, kind, title, animator,
    changed, version) VALUES (1, 21004, 1050, 1320, 'formation', '', '', 1, 1)"
evening=$(sql 'SELECT max(id) FROM creneau')
afternoon=$(sql 'SELECT id FROM creneau WHERE day = 21004 AND starts = 840')
vu=0
note $afternoon present present
is 'the afternoon' "$status" 303
note $evening present present
is 'eleven hours of a minor are read first' "$status $(seen $evening)" '422 0'
says 'of whom' 'Bo Leroux – Lundi 5 juillet 2027'
says 'with the article' 'C. trav. L. 3162-1'
is 'not of who is of age' "$(words | grep -c 'Ana Leroux –')" 0
note $evening present present '' lu=1
is 'then noted' "$status" 303
get staff $s/presences
says 'hours by kind' 'Leroux Bo 3 0 0 6 h 30 0 h 4 h 30 11 h'
says 'and those of the other' 'Leroux Ana 2 1 0 3 h 30 0 h 4 h 30 8 h'

# Others.
login luc@coop.example
get staff $s/presences
is 'another cooperative has none of it' "$status" 404
get staff $s/presences/$c
is 'nor notes it' "$status" 403
login julie@coop.example
get staff $s/presences/99999
is 'no such half-day' "$status" 404
get staff /gestion/seances/rdv/presences/$c
is 'of another séance' "$status" 404
get staff /gestion/seances/ete.ics
is 'all of them for calendars' "$(grep -c '^BEGIN:VEVENT' "$tmp/body")" 40
