#!/bin/sh
# Robots held off without asking people anything, and files looked at by a
# scanner that speaks clamd's protocol.
# usage: srcdir=DIR builddir=DIR sh tests/web/robots.sh
. "$(dirname "$0")/cgi.subr"
site
cp "$data/terreau.conf" "$tmp/conf"
now=$(date +%s)

drafts() {
	sql 'SELECT count(*) FROM dossier'
}

# configure LINE ...
configure() {
	{
		cat "$tmp/conf"
		printf '%s\n' "$@"
	} >"$data/terreau.conf"
}

# The start page as it is seen at an instant; $instant is what it carries.
show() {
	cookie_public=
	TERREAU_NOW=$1 get public /candidature/cae
	instant=$(sed -n 's/.*name="instant" value="\([^"]*\)".*/\1/p' \
	    "$tmp/body")
}

configure 'form-seconds = 3'
show "$now"
holds 'a field that nobody sees' 'name="site-web"'
holds 'nor reaches' 'tabindex="-1"'
TERREAU_NOW=$((now + 1)) post public /candidature/cae email=a@exemple.fr \
    "cle=$key" "instant=$instant" site-web=
is 'a form that comes back at once' "$status $(drafts)" '422 0'
says 'is asked for again, kindly' 'Rien n’est perdu'
holds 'with what was typed' 'value="a@exemple.fr"'
instant=$(sed -n 's/.*name="instant" value="\([^"]*\)".*/\1/p' "$tmp/body")
TERREAU_NOW=$((now + 3)) post public /candidature/cae email=a@exemple.fr \
    "cle=$key" "instant=$instant" site-web=
is 'pressed again, it goes on' "$status $(drafts)" '303 1'
show "$now"
for forged in '' "$now" "$((now - 100))-00" "$((now - 100))-${instant#*-}" \
    "-${instant#*-}" "x${instant}"; do
	TERREAU_NOW=$((now + 9)) post public /candidature/cae \
	    email=b@exemple.fr "cle=$key" "instant=$forged"
	is "an instant that we did not sign: ${forged%%-*}" \
	    "$status $(drafts)" '422 1'
done
other=$instant
show "$now"
TERREAU_NOW=$((now + 9)) post public /candidature/cae email=b@exemple.fr \
    "cle=$key" "instant=$other"
is 'the one of another visitor' "$status $(drafts)" '422 1'
TERREAU_NOW=$((now + 9)) post public /candidature/cae email=b@exemple.fr \
    "cle=$key" "instant=$instant" site-web=https://spam.example
is 'the hidden field filled in' "$status $(drafts)" '422 1'
hides 'is not given back' 'spam.example'
configure 'form-seconds = 0'
show "$now"
post public /candidature/cae email=c@exemple.fr "cle=$key" site-web=x
is 'that field alone holds off too' "$status $(drafts)" '422 1'
post public /candidature/cae email=c@exemple.fr "cle=$key"
is 'without the setting nobody waits' "$status $(drafts)" '303 2'
sed 's/production = non/production = oui/' "$tmp/conf" >"$data/terreau.conf"
show "$now"
TERREAU_NOW=$((now + 2)) post public /candidature/cae email=d@exemple.fr \
    "cle=$key" "instant=$instant"
is 'in production it is on by itself' "$status $(drafts)" '422 2'
configure 'form-seconds = vite'
get public /candidature/cae 2>/dev/null >"$tmp/refused"
grep -q 'form-seconds' "$tmp/log" && ok 'a wrong setting is told' ||
	not_ok 'a wrong setting is told'

# The scanner: answers by what the file holds.
/usr/bin/python3 "$(dirname "$0")/clamd.py" "$tmp/clamd" "$tmp/scans" &
scanner=$!
trap 'kill $scanner 2>/dev/null; leave' EXIT
for i in $(seq 300); do
	[ ! -S "$tmp/clamd" ] || break
	sleep 0.1
done
configure "clamd = $tmp/clamd"
begin lea@exemple.fr
step=/candidature/cae/piece
pdf() {
	{ printf '%%PDF-1.4\n'; printf '%s' "$1"; } >"$tmp/file.pdf"
}

# upload [BYTES]: the file, filled up to a size.
upload() {
	[ -z "${1:-}" ] || truncate -s "$1" "$tmp/file.pdf"
	get public "$step"
	: >"$tmp/form"
	part jeton "$jeton"
	part ajouter 1
	part_file piece cv.pdf "$tmp/file.pdf"
	parts_end
	post_raw public "$step" "$MULTIPART"
}

scans() {
	sql "SELECT group_concat(scan, ' ') FROM (SELECT scan FROM piece ORDER
	    BY id)"
}

pdf 'bien'
upload
is 'a clean file is kept, and it is said so' "$status $(scans)" '303 saine'
is 'the scanner saw all of it' "$(tail -1 "$tmp/scans")" \
    "$(wc -c <"$tmp/file.pdf")"
pdf 'VIRUS'
upload
is 'an infected one is refused' "$status $(scans)" '422 saine'
says 'beside the field' 'contient un virus connu'
pdf 'LIMITE'
upload
is 'one it cannot tell about is kept, marked' "$status $(scans)" \
    '303 saine impossible'
pdf 'MUET'
upload
is 'no answer is no reason to refuse' "$status $(scans)" \
    '303 saine impossible impossible'
pdf 'grand'
upload 5242880
is 'five mebibytes pass whole' "$status $(tail -1 "$tmp/scans")" \
    '303 5242880'
is 'and are stored whole' "$(sql 'SELECT max(size) FROM piece')" 5242880
before=$(wc -l <"$tmp/scans")
upload 5242881
is 'a byte more is refused' "$status $(wc -l <"$tmp/scans")" "422 $before"
says 'with its sentence' 'Le fichier doit peser moins de 5 Mo'
kill $scanner
wait $scanner 2>/dev/null
pdf 'panne'
upload
is 'a scanner that is down: kept, marked' "$status $(sql "SELECT scan FROM
    piece ORDER BY id DESC LIMIT 1")" '303 impossible'
answer_all
send
account julie@coop.example 'Julie Morel' gestion nantes
login julie@coop.example
get staff "/gestion/dossiers/$numero/pieces"
says 'the team sees which' 'Non analysée'
