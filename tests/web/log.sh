#!/bin/sh
# What programs and commands log: one line each, pairs, nobody in it.
# usage: srcdir=DIR builddir=DIR sh tests/web/log.sh
door=cgi
. "$(dirname "$0")/cgi.subr"
site
pairs='^terreau-(public|staff)\[[0-9]+\]: request=[0-9a-f]{8} '
line="${pairs}method=(GET|POST|HEAD|OTHER) route=[^ ]+ status=[0-9]{3} \
bytes=[0-9]+ ms=[0-9]+\.[0-9]{2}\$"
said="${pairs}level=(info|warn|fatal) text=\"([^\"\\\\]|\\\\.)*\"\$"
: >"$tmp/all"

# told NAME: the line of the request, and nothing that is no pairs.
told() {
	cat "$tmp/log" >>"$tmp/all"
	is "$1: one line, of pairs" "$(grep -cE "$line" "$tmp/log") $(grep -vE \
	    -e "$line" -e "$said" "$tmp/log")" '1 '
}

get public '/recherche?q=motsecret'
told 'a search'
cookie_public=
get public /candidature/cae
told 'a form'
mail=zoe.secrete@exemple.fr
post public /candidature/cae "email=$mail" "cle=$key"
told 'an address typed'
numero=$(sql "SELECT numero FROM dossier WHERE email = '$mail'")
get public "${location%%#*}"
post public /candidature/cae/vous prenom=Zénobie nom=Secrète joindre=courriel
told 'a name'
post public /candidature/cae/vous prenom=Zénobie jeton=faux
told 'a forged form'
grep -qE "${pairs}level=info text=\"refused: token\"\$" "$tmp/log" &&
	ok 'which is said, with the number of the request' ||
	not_ok 'which is said, with the number of the request' \
	    "$(cat "$tmp/log")"
jeton=
REQUEST_ID=0a1b2c3d get public /rien
told 'a page that is not there'
is 'the number of nginx is taken' "$(grep -c 'request=0a1b2c3d' "$tmp/log")" 1
printf 'a=1' >"$tmp/form"
REQUEST_ID="$(printf 'x\nforged=1')" length=900 post_raw public \
    /candidature/cae 'application/x-www-form-urlencoded'
told 'a body cut short, with a number that is none'
get public "$(printf '/candidature/\001\033[31m"x')"
told 'an address with control characters'
token=$(printf %s "$cookie_public" | sed 's/.*=//')
for word in motsecret "$mail" secrete Zénobie Secrète "$numero" 127.0.0.1 \
    "$token" '31m' exemple; do
	[ -n "$word" ] && ! grep -qaF -e "$word" "$tmp/all" &&
		ok "no « $word »" || not_ok "no « $word »" \
		    "$(grep -aF -e "$word" "$tmp/all")"
done

# Commands.
"$builddir/terreau" mail --data "$data" >"$tmp/out" 2>"$tmp/log" </dev/null
is 'who runs a command reads sentences' "$(grep -c command= "$tmp/log")" 0
for command in purge remind revocations; do
	JOURNAL_STREAM=8:1 "$builddir/terreau" $command --data "$data" \
	    >"$tmp/out" 2>"$tmp/log"
	is "$command, by a timer: how it ended" "$(grep -cE \
	    "^terreau\[[0-9]+\]: command=$command exit=0 ms=[0-9]+\$" \
	    "$tmp/log")" 1
done
