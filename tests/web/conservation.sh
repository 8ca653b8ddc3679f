#!/bin/sh
# Keeping and erasing: a file that has everything in it is erased by the rule
# of its programme, no word of it is left, and all that proves something still
# does; a paper that a law keeps stays as long; what cannot go is told.
# usage: srcdir=DIR builddir=DIR sh tests/web/conservation.sh
. "$(dirname "$0")/cgi.subr"
cp -RL "$builddir/share" "$tmp/share"
site
sed -i "s|^share .*|share = $tmp/share|; s|^share=.*|share = $tmp/share|" \
    "$data/terreau.conf"
"$builddir/terreau" demo --data "$data" >"$tmp/demo" 2>&1 ||
	not_ok 'there are people' "$(cat "$tmp/demo")"

# purge DAYS [OPTION ...]: so many days from now.
purge() {
	days=$1
	shift
	TERREAU_NOW=$(($(date +%s) + days * 86400)) "$builddir/terreau" purge \
	    --data "$data" "$@" >"$tmp/purge" 2>&1
	echo $?
}
# sound DAYS NAME: the check, so many days from now.
sound() {
	TERREAU_NOW=$(($(date +%s) + $1 * 86400)) "$builddir/terreau" check \
	    --data "$data" >"$tmp/check" 2>&1 &&
		ok "$2" || not_ok "$2" "$(grep -v 'sans défaut' "$tmp/check")"
}
# How often the word stands in the files of the database.
left() {
	cat "$data"/terreau.db* | grep -ac "$1"
}

# A file whose contract is over, and a word in whatever hangs from it.
id=$(sql "SELECT d.id FROM dossier d JOIN document x ON x.dossier = d.id
    JOIN obligation o ON o.dossier = d.id WHERE d.state = 'terminee' AND
    x.state = 'valide' LIMIT 1")
code=$(sql "SELECT code FROM document WHERE dossier = $id AND
    state = 'valide'")
numero=$(sql "SELECT numero FROM dossier WHERE id = $id")
nom=$(sql "SELECT family FROM document_proof WHERE document = (SELECT id FROM
    document WHERE code = '$code')")
agent=$(sql 'SELECT min(id) FROM account')
W=Zuleikhawort
sql "INSERT INTO thread (dossier, key, at, author, subject, text) VALUES ($id,
	randomblob(32), 1, 'personne', '', '$W');
INSERT INTO note (dossier, key, at, account, author, text) VALUES ($id,
	randomblob(32), 1, $agent, 'A', '$W');
INSERT INTO mail (kind, dossier, recipient, subject, body, queued, sent)
	VALUES ('message', $id, '$W@x.example', '$W', '$W', 1, 1);
INSERT INTO representant (dossier, rang, nom, lien, email, telephone, seul,
	asked, deadline) VALUES ($id, 1, '$W', 'mere', '$W@y.example',
	'+33600000000', 'oui', 1, 2);
INSERT INTO brouillon_accord VALUES ((SELECT max(id) FROM representant), 'a',
	0, 'nom', '$W');
INSERT INTO consent (dossier, name, text, version, at, channel, representant,
	author, note) VALUES ($id, 'participer', 'Oui', 1, 1, 'papier',
	(SELECT max(id) FROM representant), '$W', '$W');
INSERT INTO transfert (dossier, origin, destination, reason, account, author,
	at, state, answered) VALUES ($id, 'nantes', 'laval', '$W', $agent, 'A',
	1, 'refuse', 2);
INSERT INTO gel (dossier, reason, author, at, lifted, lifted_by) VALUES ($id,
	'$W', 'A', 1, 2, 'A');
INSERT INTO effacement (dossier, at, due, text, state, answered, account,
	author, reason) VALUES ($id, 1, 2, '$W', 'refuse', 3, $agent, 'A',
	'$W');
INSERT INTO contrat_jour (dossier, name, day, note, author, at) VALUES ($id,
	'reunion', 1, '$W', 'A', 1);
INSERT INTO declaration (obligation, done, text, name, type, sha256, author,
	at, scan, bytes) VALUES ((SELECT max(id) FROM obligation WHERE
	dossier = $id), 1, '$W', '$W.pdf', 'application/pdf', zeroblob(32),
	'A', 1, 'sans', CAST('$W' AS BLOB));
INSERT INTO scan (document, name, type, size, sha256, scan, account, author,
	at, bytes) VALUES ((SELECT id FROM document WHERE code = '$code'),
	'$W.pdf', 'application/pdf', 100, zeroblob(32), 'sans', $agent, 'A', 1,
	CAST(printf('%-142s', '$W') AS BLOB));
INSERT INTO agenda (code, programme, cooperative, title, place, address,
	postcode, commune, insee, departement, first, last, hours, opens,
	closes, seats, held, offer, contract, text, reason, changed, version)
	VALUES ('un-ete', 'cae', 'nantes', 'Été', '', '', '', 'Nantes', '',
	'44', 20000, 20001, '', 19900, 19999, 9, 0, 48, '', '', '', 1, 1);
INSERT INTO creneau (agenda, day, starts, ends, kind, title, animator, changed,
	version) VALUES (last_insert_rowid(), 20000, 540, 600, 'service', '',
	'', 1, 1);
INSERT INTO presence (creneau, dossier, state, reason, at, account, author)
	VALUES (last_insert_rowid(), $id, 'present', '$W', 1, $agent, 'A');
INSERT INTO groupe (agenda, criteria, text, seed, commitment, announced,
	account, author, reason, decider) VALUES ((SELECT max(id) FROM agenda),
	'commune', '', printf('%064d', 0), printf('%064d', 0), 1, $agent, 'A',
	'', '');
INSERT INTO tirage VALUES ((SELECT max(id) FROM agenda), 1, $id, 'x',
	'commune=$W', 1)" || not_ok 'words are planted'
test "$(left $W)" -gt 10 && ok 'words everywhere' || not_ok 'words everywhere'

"$builddir/terreau" backup --data "$data" "$tmp/copies" >"$tmp/log" 2>&1 ||
	not_ok 'a backup' "$(cat "$tmp/log")"
get public "/v/$code"
is 'the paper is known' "$status" 200
says 'with initials' '*****'
is 'nobody is erased who has time' "$(purge 1)" 0
is 'not this one either' "$(sql "SELECT count(*) FROM depart WHERE
    dossier = $id")" 0

key=$(sql "SELECT cle FROM dossier WHERE id = $id")

# A law keeps its contract: the words of all the rest go at their time.
sed -i 's|<document nom="cape" |&garde="4018" fondement="Une loi" |' \
    "$tmp/share/schemas/programmes/cae.xml"
# one that cannot go does not keep the others, and is told
other=$(sql "SELECT id FROM dossier WHERE state = 'terminee' AND id <> $id
    LIMIT 1")
sql "CREATE TRIGGER rebelle BEFORE UPDATE ON dossier WHEN OLD.id = $other AND
    NEW.nom = '' BEGIN SELECT raise(ABORT, 'this one stays'); END"
# nor does it want keys that a draft left ready
sqlite3 "$data/keys/coffre.db" "DELETE FROM cle WHERE id >= $(sql \
    'SELECT next FROM coffre_lien')"
is 'the night is not all well' "$(purge 2200)" 1
is 'it says which stays' "$(grep -c "$(sql "SELECT numero FROM dossier WHERE
    id = $other") : pas effacé" "$tmp/purge")" 1
is 'and that the others do not' "$(grep -c "1 dossier n’a pas pu être effacé" \
    "$tmp/purge")" 1
is 'it is whole' "$(sql "SELECT nom <> '' AND cle IS NOT NULL FROM dossier
    WHERE id = $other") $(sql "SELECT count(*) FROM depart WHERE
    dossier = $other")" '1 0'
is 'the others went' "$(sql "SELECT count(*) FROM dossier WHERE state IN
    ('refusee', 'retiree', 'terminee') AND id NOT IN (SELECT dossier FROM
    depart)")" 1
sql 'DROP TRIGGER rebelle'
is 'the next night takes it' "$(purge 2201) $(sql "SELECT count(*) FROM depart
    WHERE dossier = $other")" '0 1'
is 'the paper stays, as the law wants' "$(sql "SELECT length(pdf) > 0 AND
    initials <> '' FROM document WHERE code = '$code'") $(sql "SELECT ground
    FROM depart_garde g JOIN document d ON d.id = g.document WHERE
    d.code = '$code'")" '1 Une loi'
is 'its scan too' "$(sql 'SELECT count(*) FROM scan')" 1
is 'under another key: backups forget the rest' "$(sql "SELECT cle > $key FROM
    dossier WHERE id = $id") $(sqlite3 "$data/keys/coffre.db" "SELECT count(*)
    FROM cle WHERE id = $key")" '1 0'
is 'of the rest no word' "$(sql "SELECT count(*) FROM thread WHERE
    dossier = $id") $(sql "SELECT email || nom FROM representant WHERE
    dossier = $id")" '0 '
get public "/v/$code"
says 'who holds it sees whose it is' '*****'
sql "UPDATE scan SET bytes = zeroblob(0)" 2>/dev/null &&
	not_ok 'its scan cannot be touched' || ok 'its scan cannot be touched'

TERREAU_NOW=$(($(date +%s) + 2201 * 86400)) "$builddir/terreau" check --data \
    "$data" --against "$(echo "$tmp"/copies/terreau-*)" >"$tmp/check" 2>&1
is 'against a backup, erasing is no damage' "$(grep -E \
    '^(Ce qui ne change|Documents|Effac)' "$tmp/check" | grep -c ABÎMÉ)" 0

# Its time over, nothing is left.
is 'then its turn comes' "$(purge 4400)" 0
is 'and is told' "$(grep -c 'Papiers gardés par la loi, effacés' "$tmp/purge")" 1
is 'no word of anything' "$(left $W) $(left "$nom@")" '0 0'
is 'no key' "$(sql "SELECT count(*) FROM dossier d JOIN depart p ON
    p.dossier = d.id WHERE d.cle IS NOT NULL")" 0
is 'hours, days and declarations stay' "$(sql "SELECT count(*) FROM presence
    WHERE dossier = $id AND state = 'present'") $(sql "SELECT count(*) FROM
    declaration f JOIN obligation o ON o.id = f.obligation WHERE
    o.dossier = $id AND f.done IS NOT NULL") $(sql "SELECT count(*) > 0 FROM
    contrat WHERE dossier = $id")" '1 3 1'
sound 4400 'all that proves something does'
get public "/v/$code"
is 'the register still knows the paper' "$status" 200
says 'but not whose it was' 'Le nom n’est plus gardé'
hides 'nor its initials' '*****'

# What is told without naming anybody.
sql 'SELECT text FROM certificat ORDER BY id LIMIT 1' >"$tmp/body"
says 'by which rule' 'Règle : 5 ans après l’arrivée dans cet état – Code civil'
says 'and on what ground' 'Le temps d’expliquer la réponse'
says 'how many a law keeps' 'dont gardés par la loi : 2'
hides 'nobody' "$nom"
hides 'no number' "$numero"
is 'all are certified, once' "$(sql 'SELECT count(*) = (SELECT count(*) FROM
    depart) FROM certificat_depart') $(sql 'SELECT sum(files) FROM
    certificat')" "1 $(sql 'SELECT count(*) FROM depart')"
sql "DROP TRIGGER certificat_kept; UPDATE certificat SET text =
    replace(text, 'Dossiers : 2', 'Dossiers : 1') WHERE id = 1"
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
	not_ok 'a changed word shows' || ok 'a changed word shows'
is 'by name' "$(grep -c '^certificat 1 : son texte' "$tmp/check")" 1
