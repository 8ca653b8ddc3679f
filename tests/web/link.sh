#!/bin/sh
# Links in messages: a GET changes nothing, a POST opens, what is over offers
# another, who should not have got it says so in one click.
# usage: srcdir=DIR builddir=DIR sh tests/web/link.sh
. "$(dirname "$0")/cgi.subr"
site

# The path of the link of the last message to an address.
link_to() {
	sql "SELECT replace(body, '••••••••', coalesce(secret, '')) FROM mail
	    WHERE recipient = '$1' ORDER BY id DESC LIMIT 1" |
	    grep -o '/lien/[0-9a-f]*' | head -1
}

# Everything that a request could have changed.
fingerprint() {
	sqlite3 "$data/terreau.db" .dump | sha256sum
}

begin ana@exemple.fr
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=courriel
link=$(link_to ana@exemple.fr)
is 'the message of the draft holds a link' "${#link}" 70
is 'of which only a hash is stored' "$(sql "SELECT count(*) FROM link WHERE
    instr(hex(token), upper('${link#/lien/}')) > 0") $(sql \
    "SELECT count(*) FROM link WHERE length(token) = 32")" '0 1'

# GET, as often as software likes.
cookie_public=
before=$(fingerprint)
get public "$link"
is 'it opens a page' "$status" 200
says 'with its button' 'Ouvrir mon dossier'
is 'no cookie' "$(head_of Set-Cookie)" ''
is 'that no other site hears of' "$(head_of Referrer-Policy)" same-origin
ask public HEAD "$link"
get public "$link"
is 'and nothing has changed' "$(fingerprint)" "$before"
post public "$link" jeton=00
is 'without the token of its form' "$status" 403
is 'nothing has changed either' "$(fingerprint)" "$before"
says 'and the page is there again' 'Ouvrir mon dossier'
HTTP_ORIGIN=https://autre.example
export HTTP_ORIGIN
post public "$link"
is 'from another site' "$status" 403
unset HTTP_ORIGIN

# POST, on another device: no cookie from before.
get public "$link"
post public "$link"
is 'the button opens the draft' "$status $location" \
    '303 /candidature/cae/recapitulatif#contenu'
get public /candidature/cae/recapitulatif
says 'with what was saved' 'Petit'
cookie_public=
get public "$link"
says 'used before: it says so' 'Ce lien a déjà servi'
post public "$link"
is 'and opens again' "$status" 303
session=$cookie_public

# Another file's link, half a link, no link.
begin bob@exemple.fr
cookie_public=
for bad in /lien/0 /lien/zz "${link%????}" "${link%?}0" \
    "/lien/$(printf '%064d' 0)"; do
	[ "$bad" != "$link" ] || continue
	get public "$bad"
	is "no link: $bad" "$status" 404
	says 'and another way in' 'recevoir un code'
	post public "$bad" "jeton=$jeton"
	is 'which a POST does not open' "$(sql 'SELECT count(*) FROM session
	    WHERE dossier IS NOT NULL') $status" '4 403'
done
get public "$link"
other=$(link_to bob@exemple.fr)
post public "$other"
is 'the token of one is not that of another' "$status" 403

# Expired.
sql "UPDATE link SET expires = $(date +%s) - 10"
get public "$link"
is 'expired: no dead end' "$status" 200
says 'but another' 'Recevoir un nouveau lien'
post public "$link"
is 'it opens nothing' "$status $cookie_public" '200 '
get public "$link"
post public "$link/nouveau"
is 'another is asked for' "$status $location" "303 $link?envoye=1#contenu"
get public "${location%#*}"
says 'and said to be sent' 'Un nouveau lien est parti'
renewed=$(link_to ana@exemple.fr)
[ "$renewed" != "$link" ] && ok 'it is another one' || not_ok 'it is another one'
get public "$renewed"
post public "$renewed"
is 'that opens' "$status" 303
cookie_public=
get public "$link"
for i in 1 2 3 4 5 6 7; do
	post public "$link/nouveau"
done
is 'there are five an hour' "$(sql "SELECT count(*) FROM mail WHERE
    kind = 'lien'") $(sql "SELECT count(*) FROM link WHERE renewed = 1")" '5 5'
is 'the sixth is not said to be sent' "$location" "$link#contenu"
get public "$link"
says 'why is told' 'Cinq liens sont déjà partis depuis une heure'
says 'and from when' 'Vous pourrez en demander un autre à partir du'
hides 'no button that would do nothing' "action=\"$link/nouveau\""
holds 'a code is another way' 'href="/reprendre"'
holds 'people too' 'mailto:'
later=$(link_to bob@exemple.fr)
sql "UPDATE link SET expires = $(date +%s) - 10 WHERE email = 'bob@exemple.fr'"
get public "$later"
says 'others have theirs' 'Recevoir un nouveau lien'
sql "UPDATE link SET expires = $(date +%s) + 9999 WHERE
    email = 'bob@exemple.fr'"
was=$(date +%s)
sql "UPDATE link SET made = made - 1 WHERE renewed = 1; UPDATE link SET made =
    $was - 3000 WHERE id = (SELECT min(id) FROM link WHERE renewed = 1)"
get public "$link"
hides 'as long as the first is not an hour old' "action=\"$link/nouveau\""
sql "UPDATE link SET made = made - 700 WHERE id = (SELECT min(id) FROM link
    WHERE renewed = 1)"
get public "$link"
holds 'then the button is there again' "action=\"$link/nouveau\""
post public "$link/nouveau"
is 'and sends' "$(sql "SELECT count(*) FROM mail WHERE kind = 'lien'")" 6

# Not for me.
get public "$renewed"
says 'who got it by mistake may say so' 'Ce message ne vous est pas destiné'
post public "$renewed/signaler"
is 'in one click' "$status" 303
get public "$renewed"
says 'the link is blocked' 'quelqu’un nous a dit'
post public "$renewed"
is 'and opens nothing' "$status $cookie_public" '200 '
cookie_public=$session
get public /candidature/cae/recapitulatif
is 'what it had opened is closed' "$status" 401
cookie_public=
is 'the team is told' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'signalement'") $(sql "SELECT count(*) FROM event WHERE name =
    'signaler'")" '1 1'
get public "$renewed"
post public "$renewed/signaler"
is 'twice is once' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'signalement'")" 1
sql "UPDATE link SET made = made - 7200"
get public "$link"
post public "$link/nouveau"
is 'no more is sent there' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'lien'")" 6
cookie_public=
get public "$other"
is 'other files are as before' "$status" 200

# The draft is gone: the link leads on.
sql "DELETE FROM dossier"
get public "$other"
is 'a draft that is gone' "$status" 404
