#!/bin/sh
# Accounts of staff: invited, come in by a link, forgotten passwords, roles,
# suspended, their logins; the journal of it.
# usage: srcdir=DIR builddir=DIR sh tests/web/comptes.sh
. "$(dirname "$0")/cgi.subr"
site
account chef@coop.example 'Léa Chef' administration
account nantes@coop.example 'Noé Nantes' gestion nantes
account angers@coop.example 'Ana Angers' gestion angers
id_of() {
	sql "SELECT id FROM account WHERE email = '$1'"
}
# The link of the last message to an address.
link_of() {
	sql "SELECT secret FROM mail WHERE recipient = '$1' AND secret IS NOT
	    NULL ORDER BY id DESC LIMIT 1"
}
NEW='une phrase assez longue'

# Inviting.
login nantes@coop.example
get staff /gestion/comptes
says 'who keeps a cooperative sees its accounts' 'Noé Nantes'
hides 'and no others' 'Ana Angers'
get staff /gestion/comptes/nouveau
post staff /gestion/comptes/nouveau nom= courriel=x
is 'an empty form comes back' "$status" 422
says 'with its errors' 'Indiquez le prénom et le nom'
says 'all of them' 'Choisissez un rôle'
post staff /gestion/comptes/nouveau 'nom=Zoé Neuve' courriel=zoe@coop.example \
    role=gestion cooperative=
is 'the network is not theirs to give' "$status" 422
post staff /gestion/comptes/nouveau 'nom=Zoé Neuve' courriel=zoe@coop.example \
    role=gestion cooperative=angers
is 'nor another cooperative' "$status" 422
is 'nobody was invited' "$(id_of zoe@coop.example)" ''
post staff /gestion/comptes/nouveau 'nom=Zoé Neuve' courriel=Zoe@Coop.example \
    role=animation cooperative=nantes
zoe=$(id_of zoe@coop.example)
is 'somebody is' "$status $location" \
    "303 /gestion/comptes/$zoe?fait=invite#contenu"
is 'without a password' "$(sql "SELECT password FROM account WHERE id = $zoe")" ''
get staff "/gestion/comptes/$zoe"
says 'their page says so' 'Pas encore entré'
is 'a secret is not in the text kept' \
    "$(last_mail zoe@coop.example | grep -c "$(link_of zoe@coop.example)")" 0
post staff /gestion/comptes/nouveau 'nom=Zoé Bis' courriel=zoe@coop.example \
    role=animation cooperative=nantes
is 'an address has one account' "$status" 422

# Coming in.
link=$(link_of zoe@coop.example)
cookie_staff=
get staff /gestion/connexion
post staff /gestion/connexion courriel=zoe@coop.example passe=
is 'no password is no password' "$status" 422
get staff "/gestion/acces/$link"
says 'the link opens' 'Zoé Neuve, votre compte est prêt'
get staff "/gestion/acces/$link"
is 'reading it does not use it' "$status" 200
post staff "/gestion/acces/$link" passe=court
says 'a short password' '12 caractères au moins'
post staff "/gestion/acces/$link" passe=MotDePasse1234
says 'one that everybody has' 'Beaucoup de personnes'
post staff "/gestion/acces/$link" passe=zoe@coop.example
says 'one’s own address' 'se devine'
hides 'is not given back' 'value="zoe@coop.example"'
post staff "/gestion/acces/$link" "passe=$NEW" jeton=0
is 'the token counts' "$status" 403
post staff "/gestion/acces/$link" "passe=$NEW"
is 'a good one' "$status $location" \
    '303 /gestion/connexion?fait=passe#contenu'
post staff "/gestion/acces/$link" "passe=$NEW encore"
is 'once' "$status" 404
get staff "/gestion/acces/$link"
is 'then it is lost' "$status" 404
says 'and says what to do' 'Recevoir un autre lien'
login zoe@coop.example "$NEW"
is 'and they are in' "$status" 303
get staff /gestion/comptes
is 'with their role and no other' "$status" 403
says 'told so' 'Votre rôle ne permet pas cela'
get staff /gestion/compte
says 'the role is explained' 'Les séances et les présences'

# One's own password and logins.
other=$cookie_staff
login zoe@coop.example "$NEW"
get staff /gestion/compte
post staff /gestion/compte/passe ancien=faux "passe=$NEW bis"
says 'the password before is asked' 'Ce n’est pas votre mot de passe actuel'
sql "INSERT INTO account_link VALUES (randomblob(32), $zoe, 'oubli',
    1, 9999999999)"
sql "INSERT INTO signing VALUES (randomblob(32), 1, $zoe, 'carte', 1,
    9999999999); INSERT INTO second_wait VALUES (randomblob(32), $zoe, '',
    9999999999)"
post staff /gestion/compte/passe "ancien=$NEW" "passe=$NEW bis"
is 'and changed' "$status" 303
is 'so is a screen handed over to sign, or half a login' "$(sql "SELECT (SELECT
    count(*) FROM signing WHERE account = $zoe) + (SELECT count(*) FROM
    second_wait WHERE account = $zoe)")" 0
is 'a link asked before is of no use' "$(sql "SELECT count(*) FROM account_link
    WHERE account = $zoe")" 0
NEW="$NEW bis"
get staff /gestion/compte
is 'this login stays' "$status" 200
mine=$cookie_staff cookie_staff=$other
get staff /gestion/compte
is 'others end' "$status" 401
login zoe@coop.example "$NEW"
other=$cookie_staff cookie_staff=$mine
get staff /gestion/compte
key=$(sed -n 's/.*name="cle" value="\([0-9a-f]\{16\}\)".*/\1/p' "$tmp/body" |
    head -1)
says 'this one' 'Celle-ci'
says 'another one, just used' 'utilisée il y a moins d’une heure'
TERREAU_NOW=$(($(date +%s) + 7300)) get staff /gestion/compte
says 'or when it was' 'utilisée la dernière fois le'
post staff /gestion/compte/connexions "cle=$key"
is 'a login is closed' "$status" 303
cookie_staff=$other
get staff /gestion/compte
is 'that one' "$status" 401

# Forgotten.
cookie_staff=
get staff /gestion/oubli
n=$(sql 'SELECT count(*) FROM mail')
post staff /gestion/oubli courriel=inconnu@coop.example
is 'an unknown address' "$status $location" '303 /gestion/oubli?fait=1#contenu'
is 'is not written to' "$(sql 'SELECT count(*) FROM mail')" "$n"
post staff /gestion/oubli courriel=zoe@coop.example
is 'a known one is told the same' "$status $location" \
    '303 /gestion/oubli?fait=1#contenu'
link=$(link_of zoe@coop.example)
TERREAU_NOW=$(($(date +%s) + 7300)) get staff "/gestion/acces/$link"
is 'a link is good for two hours' "$status" 404
for i in 1 2 3 4 5 6 7; do
	get staff /gestion/oubli
	post staff /gestion/oubli courriel=zoe@coop.example
done
is 'five an hour' "$(sql "SELECT count(*) FROM account_link WHERE account =
    $zoe")" 5
get staff "/gestion/acces/$link"
NEW='encore une autre phrase'
post staff "/gestion/acces/$link" "passe=$NEW"
is 'another password' "$status" 303
is 'ends the other links' "$(sql "SELECT count(*) FROM account_link WHERE
    account = $zoe")" 0

# Roles.
login chef@coop.example
get staff "/gestion/comptes/$zoe"
post staff "/gestion/comptes/$zoe/roles" role=gestion cooperative=-
is 'nobody gets the network by not choosing' "$status" 422
login angers@coop.example
get staff "/gestion/comptes/$zoe"
is 'of another cooperative' "$status" 404
post staff "/gestion/comptes/$zoe/roles" role=gestion cooperative=angers
is 'nor given a role' "$status" 404
login chef@coop.example
get staff "/gestion/comptes/$zoe"
post staff "/gestion/comptes/$zoe/roles" role=lecture cooperative=angers
is 'the network gives a role anywhere' "$status" 303
post staff "/gestion/comptes/$zoe/roles" role=roi cooperative=angers
is 'that there is' "$status" 422
login angers@coop.example
get staff "/gestion/comptes/$zoe"
is 'now Angers sees the account' "$status" 200
post staff "/gestion/comptes/$zoe/etat" etat=suspendre
is 'and does not suspend who works elsewhere too' "$status" 403
post staff "/gestion/comptes/$zoe/courriel" courriel=ana@coop.example
is 'nor takes the address over' "$status" 403
post staff "/gestion/comptes/$zoe/roles" retirer=animation:nantes
is 'nor takes the role of Nantes away' "$status" 400
post staff "/gestion/comptes/$zoe/roles" retirer=lecture:angers
is 'its own it does' "$status $location" '303 /gestion/comptes#contenu'
me=$(id_of angers@coop.example)
get staff "/gestion/comptes/$me"
post staff "/gestion/comptes/$me/roles" role=administration cooperative=angers
is 'nobody changes their own' "$status" 403

# Suspended.
login zoe@coop.example "$NEW"
open=$cookie_staff
login nantes@coop.example
get staff "/gestion/comptes/$zoe"
post staff "/gestion/comptes/$zoe/etat" etat=suspendre
is 'suspended' "$status" 303
mine=$cookie_staff cookie_staff=$open
get staff /gestion/compte
is 'what was open is closed' "$status" 401
login zoe@coop.example "$NEW"
is 'and does not open' "$status" 422
cookie_staff=$mine
get staff "/gestion/comptes/$zoe"
post staff "/gestion/comptes/$zoe/etat" etat=retablir
login zoe@coop.example "$NEW"
is 'until it is taken back' "$status" 303

# Another name.
login nantes@coop.example
get staff "/gestion/comptes/$zoe"
holds 'the name to change' 'value="Zoé Neuve"'
for bad in '' '   ' "$(printf '%0101d' 0)" 'a
b'; do
	post staff "/gestion/comptes/$zoe/nom" "nom=$bad"
	is "no name: $(echo "$bad" | head -c 10 | tr '\n' ' ')" "$status" 422
done
post staff "/gestion/comptes/$zoe/nom" 'nom=Zoé <Mariée>'
is 'another name' "$status $(sql "SELECT name FROM account WHERE id = $zoe")" \
    '303 Zoé <Mariée>'
is 'written down' "$(sql "SELECT who || ' ' || text FROM journal WHERE act =
    'compte-nom'")" 'Noé Nantes Zoé <Mariée> (zoe@coop.example), avant Zoé Neuve'
login angers@coop.example
get staff /gestion/compte
post staff "/gestion/comptes/$zoe/nom" nom=Moi
is 'not of another cooperative' "$status" 404
user() {
	"$builddir/terreau" user --data "$data" "$@" >"$tmp/out" 2>&1
}
user name zoe@coop.example --nom 'Zoé Neuve'
is 'the shell changes it' "$(sql "SELECT name FROM account WHERE id = $zoe")" \
    'Zoé Neuve'
user name zoe@coop.example --nom ' '
is 'not to nothing' $? 1
n=$(sql 'SELECT count(*) FROM mail')
user reset zoe@coop.example --print
shell=$(sed -n 's/.*acces\/\([0-9a-f]*\).*/\1/p' "$tmp/out")
is 'prints a link' "${#shell} $(sql 'SELECT count(*) FROM mail')" "64 $n"
cookie_staff=
get staff "/gestion/acces/$shell"
says 'that opens' 'choisissez un autre mot de passe'
TERREAU_NOW=$(($(date +%s) + 7300)) get staff "/gestion/acces/$shell"
is 'for two hours' "$status" 404
user reset zoe@coop.example
is 'or mails one' "$? $(sql 'SELECT count(*) FROM mail') $(wc -c <"$tmp/out")" \
    "0 $((n + 1)) 0"
user reset nul@coop.example
is 'to who has an account' $? 1
login nantes@coop.example
get staff "/gestion/comptes/$zoe"

# Another address.
login nantes@coop.example
get staff "/gestion/comptes/$zoe"
post staff "/gestion/comptes/$zoe/courriel" courriel=nantes@coop.example
is 'not one that is taken' "$status" 422
post staff "/gestion/comptes/$zoe/courriel" courriel=zoe@ailleurs.example
is 'another address' "$status" 303
for who in zoe@coop.example zoe@ailleurs.example; do
	case $(last_mail $who) in
	*'vient d’être changée'*) ok "$who is told" ;;
	*) not_ok "$who is told" ;;
	esac
done
login zoe@ailleurs.example "$NEW"
is 'which comes in' "$status" 303

# The journal.
get staff /gestion/journal
is 'the journal is not for all' "$status" 403
login chef@coop.example
get staff /gestion/journal
says 'who did what' 'Compte suspendu'
says 'to whom' 'Zoé Neuve (zoe@coop.example)'
hides 'no secret' "$link"
login angers@coop.example
get staff /gestion/journal
hides 'each cooperative its own' 'Compte suspendu'
login chef@coop.example
get staff "/gestion/journal?personne=$(id_of angers@coop.example)"
says 'what one person did' 'Rôle retiré'
hides 'and nobody else' 'Compte suspendu'
get staff '/gestion/journal?jour=2020-01-01'
says 'a day without anything' 'Rien ne correspond'
sql "INSERT INTO export (at, account, author, form, programme, cooperatives,
    state, year, sensitive, files, bytes) VALUES (strftime('%s'), 1, 'Léa Chef',
    'csv', 'cae', 'nantes', '', 0, 0, 12, 1)"
get staff /gestion/journal
says 'which files were taken out' 'Dossiers exportés 12 dossiers cae (csv)'
login angers@coop.example
get staff /gestion/journal
hides 'not those of another cooperative' 'Dossiers exportés'
login nantes@coop.example
get staff /gestion/journal
says 'but one’s own' 'Dossiers exportés'
login chef@coop.example
get staff /gestion/journal.csv
is 'as a table' "$status $(head -1 "$tmp/body" | tr -d '\r' | cut -c4-)" \
    '200 quand;qui;quoi;dossier;precision'
sql "UPDATE journal SET who = 'x'" >/dev/null 2>&1
is 'it is never changed' "$(sql "SELECT count(*) FROM journal WHERE who = 'x'")" 0
