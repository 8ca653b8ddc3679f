#!/bin/sh
# The second factor of staff: set up, asked for after the password, recovery
# codes, taken off, asked of some roles; and the page that a login leads to.
# usage: srcdir=DIR builddir=DIR sh tests/web/second.sh
. "$(dirname "$0")/cgi.subr"
site
account chef@coop.example 'Léa Chef' administration
account ana@coop.example 'Ana Petit' gestion nantes
account leo@coop.example 'Léo Lecture' lecture nantes
id_of() {
	sql "SELECT id FROM account WHERE email = '$1'"
}
# One clock for the program and the telephone, that only the test moves.
TERREAU_NOW=1795428690
export TERREAU_NOW
later() {
	TERREAU_NOW=$((TERREAU_NOW + $1))
}
# What the telephone shows.
code() {
	python3 - "$secret" "$TERREAU_NOW" <<-'END'
	import base64, hashlib, hmac, struct, sys
	key = base64.b32decode(sys.argv[1])
	mac = hmac.new(key, struct.pack(">Q", int(sys.argv[2]) // 30),
	               hashlib.sha1).digest()
	at = mac[-1] & 15
	print("%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff)
	                % 1000000))
	END
}
# The secret on the page, without its spaces.
read_secret() {
	secret=$(sed -n 's/.*class="ref cle">\([^<]*\)<.*/\1/p' "$tmp/body" |
	    tr -cd A-Z2-7)
}
recovery() {
	sed -n 's/.*<li class="ref">\([^<]*\)<.*/\1/p' "$tmp/body" |
	    sed -n "$1p" | tr -cd '0-9A-Z'
}
# The first page of two.
password() {
	cookie_staff=
	get staff "${2:-/gestion/connexion}"
	suite=$(sed -n 's/.*name="suite" value="\([^"]*\)".*/\1/p' \
	    "$tmp/body" | sed 's/&amp;/\&/g')
	post staff /gestion/connexion "courriel=$1" "passe=$PASSWORD" \
	    "suite=$suite"
}
set_up() {
	get staff /gestion/compte/second
	post staff /gestion/compte/second/debut
	get staff /gestion/compte/second
	read_secret
	later 30
	post staff /gestion/compte/second "code=$(code)"
}

# Setting up.
login ana@coop.example
get staff /gestion/compte
says 'one’s own page tells of it' 'Inactive'
get staff /gestion/compte/second
hides 'nothing is made by reading' 'class="qr"'
is 'nothing at all' "$(sql 'SELECT count(*) FROM second')" 0
post staff /gestion/compte/second/debut
is 'a beginning' "$status $location" '303 /gestion/compte/second#contenu'
get staff /gestion/compte/second
read_secret
is 'a secret of 160 bits' "${#secret}" 32
python3 - "$tmp/body" "$tmp/qr.pgm" <<'END'
import re, sys
page = open(sys.argv[1]).read()
n = int(re.search(r'class="qr" viewBox="0 0 (\d+)', page).group(1))
rows = [[255] * n for _ in range(n)]
trace = re.search(r'<path d="([^"]*)"', page).group(1)
for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", trace):
    for i in range(int(run)):
        rows[int(y)][int(x) + i] = 0
k = 6
with open(sys.argv[2], "wb") as out:
    out.write(b"P5 %d %d 255\n" % (n * k, n * k))
    for row in rows:
        out.write(bytes(v for v in row for _ in range(k)) * k)
END
read_qr=$(zbarimg -q --raw "$tmp/qr.pgm" 2>/dev/null)
is 'the drawing is read by a telephone' "$read_qr" \
    "otpauth://totp/Coop%C3%A9ratives%20en%20r%C3%A9gion:ana%40coop.example?secret=$secret&issuer=Coop%C3%A9ratives%20en%20r%C3%A9gion"
is 'it is not in the database as it is' "$(strings -a "$data/terreau.db" |
    grep -c "$secret")" 0
post staff /gestion/compte/second code=000000
is 'a wrong code' "$status" 422
says 'says what to look at' 'Vérifiez l’heure de votre téléphone'
post staff /gestion/compte/second code=
says 'none' 'Indiquez le code'
login ana@coop.example
is 'nothing is asked before it is confirmed' "$status $location" \
    '303 /gestion/dossiers#contenu'
get staff /gestion/compte/second
post staff /gestion/compte/second "code=$(code)" jeton=0
is 'the token counts' "$status" 403
other=$cookie_staff
login ana@coop.example
get staff /gestion/compte/second
post staff /gestion/compte/second "code=$(code)"
is 'the right one' "$status" 200
is 'gives eight recovery codes' "$(grep -c '<li class="ref">' "$tmp/body")" 8
first=$(recovery 1) second=$(recovery 2)
get staff /gestion/compte/second
hides 'which no page shows again' 'class="codes"'
hides 'nor the secret' "$secret"
says 'but how many there are' 'Il vous reste 8 codes de secours'
case $(last_mail ana@coop.example) in
'Connexion en deux étapes activée'*) ok 'its owner is told' ;;
*) not_ok 'its owner is told' "$(last_mail ana@coop.example)" ;;
esac
mine=$cookie_staff cookie_staff=$other
get staff /gestion/compte
is 'logins without it are over' "$status" 401

# In two pages.
later 30
password ana@coop.example
is 'the password leads to the code' "$status $location" \
    '303 /gestion/connexion/code#contenu'
waits=$cookie_staff
get staff /gestion/dossiers
is 'and is no login' "$status" 401
cookie_staff=$waits
get staff /gestion/connexion/code
is 'the code is asked' "$status" 200
holds 'telephones know the field' 'autocomplete="one-time-code"'
post staff /gestion/connexion/code code=
is 'none' "$status" 422
post staff /gestion/connexion/code code=123456
says 'a wrong one' 'Ce code n’est pas le bon'
is 'and still no login' "$(sql "SELECT count(*) FROM session WHERE token NOT
    IN (SELECT token FROM second_wait) AND opened = $TERREAU_NOW")" 0
is 'it is written down' "$(sql "SELECT count(*) FROM journal WHERE act =
    'second-refuse'")" 1
good=$(code)
post staff /gestion/connexion/code "code=$good"
is 'the right one opens' "$status $location" '303 /gestion/dossiers#contenu'
get staff /gestion/compte
is 'it is a login' "$status" 200
cookie_staff=$waits
get staff /gestion/connexion/code
is 'what waited is over' "$status $location" '303 /gestion/connexion'
password ana@coop.example
get staff /gestion/connexion/code
post staff /gestion/connexion/code "code=$good"
is 'a code opens once' "$status" 422
cookie_staff=$(echo "$cookie_staff" | tr 0-9a-f 1-9a-f0)
post staff /gestion/connexion/code "code=$first"
is 'in that browser only' "$status" 303
is 'which is led back' "$location" '/gestion/connexion?fait=tard#contenu'
password ana@coop.example
get staff '/gestion/connexion/code?secours=1'
says 'without the telephone' 'Votre code de secours'
post staff /gestion/connexion/code secours=1 "code=$first"
is 'a recovery code opens' "$status" 303
case $(last_mail ana@coop.example) in
'Un code de secours vient de servir'*) ok 'and is told' ;;
*) not_ok 'and is told' "$(last_mail ana@coop.example)" ;;
esac
password ana@coop.example
get staff /gestion/connexion/code
post staff /gestion/connexion/code "code=$first"
is 'once' "$status" 422
later 601
post staff /gestion/connexion/code "code=$(code)"
is 'ten minutes are too long' "$status $location" \
    '303 /gestion/connexion?fait=tard#contenu'

# Nothing tells who has one.
cookie_staff=
get staff /gestion/connexion
post staff /gestion/connexion courriel=ana@coop.example passe=faux
cp "$tmp/body" "$tmp/with"
cookie_staff=
get staff /gestion/connexion
post staff /gestion/connexion courriel=nul@coop.example passe=faux
sed 's/value="[0-9a-f]\{64\}"//; s/nul@coop/ana@coop/' "$tmp/body" >"$tmp/a"
sed 's/value="[0-9a-f]\{64\}"//' "$tmp/with" | cmp -s - "$tmp/a"
is 'a wrong password says nothing of it' $? 0

# Locked as passwords are.
password ana@coop.example
get staff /gestion/connexion/code
for i in 1 2 3 4 5; do
	post staff /gestion/connexion/code code=111111
done
post staff /gestion/connexion/code "code=$(code)"
is 'five wrong ones lock' "$status" 429
password ana@coop.example
get staff /gestion/connexion/code
post staff /gestion/connexion/code "code=$second"
is 'for another login too' "$status" 429
later 601
password ana@coop.example
get staff /gestion/connexion/code
post staff /gestion/connexion/code "code=$(code)"
is 'for ten minutes' "$status" 303

# A forgotten password is no way round.
"$builddir/terreau" user --data "$data" reset ana@coop.example --print \
    >"$tmp/reset" 2>&1
link=$(sed -n 's/.*acces\/\([0-9a-f]*\).*/\1/p' "$tmp/reset")
cookie_staff=
get staff "/gestion/acces/$link"
post staff "/gestion/acces/$link" "passe=$PASSWORD"
password ana@coop.example
is 'nor is a link to choose another' "$location" \
    '/gestion/connexion/code#contenu'
get staff /gestion/connexion/code
later 30
post staff /gestion/connexion/code "code=$(code)"

# Other codes, and none.
get staff /gestion/compte/second
later 30
post staff /gestion/compte/second/codes passe=faux "code=$(code)"
is 'the password is asked' "$status" 422
post staff /gestion/compte/second/retrait "passe=$PASSWORD" code=222222
is 'and a code' "$status" 422
post staff /gestion/compte/second/codes "passe=$PASSWORD" "code=$(code)"
is 'for other recovery codes' "$(grep -c '<li class="ref">' "$tmp/body")" 8
third=$(recovery 3)
get staff /gestion/compte/second
post staff /gestion/compte/second/retrait "passe=$PASSWORD" "code=$second"
is 'those of before are of no use' "$status" 422
post staff /gestion/compte/second/retrait "passe=$PASSWORD" "code=$third"
is 'it is taken off' "$status $location" \
    '303 /gestion/compte/second?fait=retire#contenu'
login ana@coop.example
is 'the password is enough' "$location" '/gestion/dossiers#contenu'

# Whoever keeps the accounts takes it off.
set_up
is 'set up again' "$(sql 'SELECT confirmed > 0 FROM second')" 1
get staff "/gestion/comptes/$(id_of ana@coop.example)"
post staff "/gestion/comptes/$(id_of ana@coop.example)/second"
is 'not one’s own' "$status" 403
mine=$cookie_staff
login chef@coop.example
get staff "/gestion/comptes/$(id_of ana@coop.example)"
says 'the keeper sees it' 'Retirer la connexion en deux étapes'
post staff "/gestion/comptes/$(id_of ana@coop.example)/second"
is 'and takes it off' "$status $(sql 'SELECT count(*) FROM second')" '303 0'
case $(last_mail ana@coop.example) in
*'Une personne qui tient les comptes a retiré'*) ok 'its owner is told' ;;
*) not_ok 'its owner is told' "$(last_mail ana@coop.example)" ;;
esac
get staff /gestion/journal
says 'the journal says who' 'Connexion en deux étapes retirée'
cookie_staff=$mine
get staff /gestion/compte
is 'what was open is closed' "$status" 401

# From the shell.
login ana@coop.example
set_up
"$builddir/terreau" user --data "$data" second ana@coop.example >"$tmp/out" 2>&1
is 'the shell wants to be told' $? 2
"$builddir/terreau" user --data "$data" second ana@coop.example --off \
    >"$tmp/out" 2>&1
is 'and takes it off' "$? $(sql 'SELECT count(*) FROM second')" '0 0'
"$builddir/terreau" user --data "$data" second ana@coop.example --off \
    >"$tmp/out" 2>&1
is 'what is not there it says' "$? $(grep -c 'pas de' "$tmp/out")" '1 1'

# Asked of some roles.
echo 'second-factor = administration gestion' >>"$data/terreau.conf"
login leo@coop.example
is 'a role it is not asked of' "$location" '/gestion/dossiers#contenu'
get staff /gestion/dossiers
is 'goes on' "$status" 200
login ana@coop.example
get staff /gestion/dossiers
is 'one it is asked of is led to it' "$status $location" \
    '303 /gestion/compte/second'
get staff /gestion/compte
is 'from everywhere' "$status $location" '303 /gestion/compte/second'
post staff /gestion/compte/connexions cle=
is 'and does nothing else' "$status" 403
get staff /gestion/compte/second
says 'is told why' 'Votre rôle la demande'
hides 'without the menu' '/gestion/dossiers"'
set_up
is 'sets it up' "$(grep -c '<li class="ref">' "$tmp/body")" 8
get staff /gestion/dossiers
is 'and is in' "$status" 200
sed -i 's/^second-factor.*/second-factor = gestoin/' "$data/terreau.conf"
cookie_staff=
REQUEST_METHOD=GET REQUEST_URI=/gestion/connexion REMOTE_ADDR=127.0.0.1 \
    "$builddir/terreau-staff" --data "$data" </dev/null >/dev/null \
    2>"$tmp/log"
is 'a role that is none is told at the start' "$? $(grep -c gestoin \
    "$tmp/log")" '1 1'
sed -i 's/^second-factor.*/second-factor = non/' "$data/terreau.conf"
is 'the key is the staff program’s alone' \
    "$(stat -c %a%s "$data/keys/second.key")" 60032

# The page asked for.
password leo@coop.example '/gestion/dossiers?etat=envoyee&q=a%20b'
is 'a login leads to the page asked for' "$status $location" \
    '303 /gestion/dossiers?etat=envoyee&q=a%20b#contenu'
password ana@coop.example /gestion/saisie/cae
is 'also by two pages' "$location" '/gestion/connexion/code#contenu'
get staff /gestion/connexion/code
later 30
post staff /gestion/connexion/code "code=$(code)"
is 'from the QR code of a paper form' "$location" \
    '/gestion/saisie/cae#contenu'
cookie_staff=
get staff /gestion/contrats
post staff /gestion/connexion courriel=leo@coop.example passe=faux \
    suite=/gestion/contrats
holds 'an error does not lose it' 'name="suite" value="/gestion/contrats"'
for bad in https://ailleurs.example/ //ailleurs.example /gestion//ailleurs \
    '/\ailleurs.example' /gestion/../ailleurs '/gestion/dossiers
x: y' /gestion/deconnexion /gestion/connexion /gestion/nulle-part /suivi \
    '/gestion/dossiers"x' /gestion/%2f%2failleurs \
    "/gestion/dossiers?$(printf '%0500d' 0)"; do
	cookie_staff=
	get staff /gestion/connexion
	post staff /gestion/connexion courriel=leo@coop.example \
	    "passe=$PASSWORD" "suite=$bad"
	is "not to $(echo "$bad" | head -c 30 | tr '\n' ' ')" "$location" \
	    '/gestion/dossiers#contenu'
done
