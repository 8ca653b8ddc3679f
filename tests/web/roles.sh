#!/bin/sh
# Every page and action of staff, with every role and none, and with a file, a
# paper and a session of another cooperative.  The list is the program's own:
# an address added without needs fails here.
# usage: srcdir=DIR builddir=DIR sh tests/web/roles.sh
. "$(dirname "$0")/cgi.subr"
site
"$builddir/terreau" demo --data "$data" >"$tmp/demo" 2>&1
# Tokens do not go out of date between two requests.
for role in administration gestion accompagnement animation comite \
    comptabilite donnees lecture; do
	account "$role@roles.example" "$role" "$role" nantes
done
find_file() {
	sql "SELECT numero FROM dossier WHERE sent IS NOT NULL AND
	    cooperative = '$1' ORDER BY id LIMIT 1"
}
find_paper() {
	sql "SELECT t.code FROM document t JOIN dossier d ON d.id = t.dossier
	    WHERE t.state = 'valide' AND d.cooperative = '$1'
	    ORDER BY t.id LIMIT 1"
}
find_account() {
	sql "SELECT account FROM account_role WHERE cooperative = '$1' AND
	    role = 'accompagnement' ORDER BY account LIMIT 1"
}
find_session() {
	sql "SELECT code FROM agenda WHERE cooperative = '$1' ORDER BY id
	    LIMIT 1"
}
for coop in nantes angers; do
	[ -n "$(find_file $coop)" ] && [ -n "$(find_paper $coop)" ] &&
	    [ -n "$(find_session $coop)" ]
	is "$coop has a file, a paper and a session" $? 0
done
# An application on paper that each is typing.
account autre@roles.example Autre gestion angers
typed() {
	login "$1"
	get staff /gestion/saisie/cae
	post staff /gestion/saisie/cae "cle=$key" email= recu-jour=3 \
	    recu-mois=3 recu-annee=2026
	sql "SELECT d.numero FROM intake i JOIN dossier d ON d.id = i.dossier
	    WHERE i.cooperative = '$2'"
}
own_entry=$(typed gestion@roles.example nantes)
other_entry=$(typed autre@roles.example angers)
[ -n "$own_entry" ] && [ -n "$other_entry" ]
is 'each types an application' $? 0
python3 "$(dirname "$0")/roles.py" "$builddir/terreau-staff" "$data" \
    "$PASSWORD" "own-file=$(find_file nantes)" \
    "own-paper=$(find_paper nantes)" "own-session=$(find_session nantes)" \
    "own-account=$(find_account nantes)" \
    "other-account=$(find_account angers)" \
    "own-entry=$own_entry" "other-entry=$other_entry" \
    "other-file=$(find_file angers)" "other-paper=$(find_paper angers)" \
    "other-session=$(find_session angers)" own-cooperative=nantes \
    other-cooperative=angers

# What tells of money is kept from who has no need of it.
cape=$(sql "SELECT t.code FROM document t JOIN dossier d ON d.id = t.dossier
    WHERE t.kind = 'cape' AND d.cooperative = 'nantes' ORDER BY t.id LIMIT 1")
for role in animation lecture; do
	login "$role@roles.example"
	get staff "/gestion/documents/$cape"
	says "$role: the contract is there" 'Vous ne pouvez pas lire ce document'
	hides 'without a way to it' "$cape.pdf"
	get staff "/gestion/documents/$cape.pdf"
	is 'its PDF is not given' "$status" 403
	get staff "/gestion/documents/$cape?lire=1"
	is 'nor its words' "$status" 403
done
login comptabilite@roles.example
get staff "/gestion/documents/$cape.pdf"
is 'who does the accounts reads it' "$status" 200
