#!/bin/sh
# Signing a contract: with a code sent by e-mail where the network allows it,
# at the desk, on paper; in order; refusing; the copy that all have signed.
# usage: srcdir=DIR builddir=DIR sh tests/web/signature.sh
. "$(dirname "$0")/cgi.subr"
site
"$builddir/terreau" demo --data "$data" >"$tmp/demo" 2>&1 ||
    not_ok 'the demonstration' "$(tail -3 "$tmp/demo")"
PASSWORD=demonstration-2026
account anne@coop.example 'Anne Petit' lecture
account luc@coop.example 'Luc Roy' gestion les-sables-d-olonne

# contract N: the N-th that waits to be signed; $id $numero $mail $code.
contract() {
	row=$(sql "SELECT d.id || ' ' || d.numero || ' ' || d.email || ' ' ||
	    x.code FROM dossier d JOIN document x ON x.dossier = d.id WHERE
	    d.state = 'contrat' AND x.state = 'valide' AND d.cooperative <>
	    'les-sables-d-olonne' ORDER BY d.id LIMIT 1 OFFSET $1")
	id=${row%% *} code=${row##* }
	numero=$(echo "$row" | cut -d' ' -f2)
	mail=$(echo "$row" | cut -d' ' -f3)
}

# The session of the person of $numero.
person() {
	cookie_public=
	get public /reprendre
	post public /reprendre "numero=$numero" "courriel=$mail"
	get public "${location%%#*}"
	post public /reprendre/code "numero=$numero" "code=$(mailed code)"
}

# mailed KIND: the code of the last message of a kind.
mailed() {
	sql "SELECT substr(subject, -7) FROM mail WHERE kind = '$1'
	    ORDER BY id DESC LIMIT 1"
}

states() {
	sql "SELECT group_concat(s.role || ':' || s.state, ' ') FROM signature
	    s JOIN document d ON d.id = s.document WHERE d.code = '$code'"
}

fingerprint() {
	sqlite3 "$data/terreau.db" .dump | sha256sum
}

check() {
	"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 && ok "$1" ||
		not_ok "$1" "$(cat "$tmp/check")"
}

allow() {
	sed "s|\(<signature-electronique documents=\)\"[^\"]*\"|\1\"$1\"|" \
	    "$builddir/share/content/demo/reseau.xml" >"$data/reseau.xml"
}

# Prudent by default: a CAPE is signed by hand or in front of the team.
contract 0
person
get public "/suivi/$numero"
says 'the file says what is to be signed' 'À signer'
holds 'and where' "href=\"/signature/$code\""
before=$(fingerprint)
get public "/signature/$code"
is 'the paper can be read' "$status" 200
says 'whole' 'Article 20'
says 'but is not signed on a screen' 'se signe sur papier, ou sur place'
hides 'no button to sign' 'Recevoir le code'
is 'reading changes nothing' "$(fingerprint)" "$before"
post public "/signature/$code/code"
is 'no code is sent by posting either' "$location" \
    "/signature/$code?trop=1#signer"
is 'none at all' "$(sql "SELECT count(*) FROM mail WHERE kind =
    'code-signature'")" 0

allow inconnu
REQUEST_METHOD=GET REQUEST_URI=/verifier "$builddir/terreau-public" \
    --data "$data" </dev/null >"$tmp/answer" 2>"$tmp/log" &&
    not_ok 'a paper that does not exist is not allowed' ||
    grep -q 'documents/inconnu.md' "$tmp/log" &&
    ok 'a paper that does not exist is not allowed' ||
    not_ok 'a paper that does not exist is not allowed' "$(cat "$tmp/log")"
allow cape
get public "/signature/$code"
says 'where the network allows it' 'signature électronique simple'
hides 'no code is asked for before one was sent' 'name="valeur"'
get public "/signature/$code.pdf"
is 'the paper to keep' "$status $(sha256sum <"$tmp/body" | cut -d' ' -f1)" \
    "200 $(sql "SELECT lower(hex(sha256)) FROM document WHERE code =
    '$code'")"
get public "/signature/$code.pdf?exemplaire=signe"
is 'there is no signed copy yet' "$status" 404

# Somebody else, or nobody.
keep=$cookie_public
cookie_public=
get public "/signature/$code"
is 'nobody reads it without a session' "$status" 401
says 'and is told where the way in is' 'Rouvrez le lien'
mine=$code
contract 1
person
get public "/signature/$mine"
is 'nor with that of somebody else' "$status" 404
post public "/signature/$mine/code"
is 'who gets no code' "$status" 404
contract 0
cookie_public=$keep

# With a code.
get public "/signature/$code"
post public "/signature/$code/code"
is 'a code is sent' "$status $location" "303 /signature/$code#signer"
is 'to the person, for half an hour' "$(sql "SELECT recipient || (until -
    queued) FROM mail WHERE kind = 'code-signature'")" "${mail}1800"
get public "/signature/$code"
says 'the page says where, not quite' '*****@'
hides 'not the whole address' "$mail"
holds 'it asks for the code' 'autocomplete="one-time-code"'
post public "/signature/$code" "valeur=$(mailed code-signature)"
is 'without the sentence nothing is signed' "$status" 422
says 'which is said' 'Cochez la case pour signer'
post public "/signature/$code" phrase=oui valeur=
is 'nor without the code' "$status" 422
post public "/signature/$code" phrase=oui valeur=222222
is 'nor with another' "$status" 422
says 'in words' 'Ce code n’est pas le bon'
post public "/signature/$code" phrase=oui \
    "valeur=$(mailed code-signature)" jeton=
is 'nor by a forged form' "$status" 403
is 'nothing was signed' "$(states)" \
    'beneficiaire:attendue cooperative:attendue'
get public "/signature/$code"
post public "/signature/$code" phrase=oui \
    "valeur=$(mailed code-signature | tr -d - | tr 'A-Z' 'a-z')"
is 'with both it is' "$status $(states)" \
    '303 beneficiaire:signee cooperative:attendue'
get public "/signature/$code"
says 'the page says so' 'Vous avez signé'
hides 'and offers no more' 'Recevoir le code'
post public "/signature/$code" phrase=oui valeur=222222
is 'sent twice it stays signed' "$status" 303
get public "/suivi/$numero/messages"
hides 'no code among the messages kept' 'pour signer'
is 'what was done is in the chain' "$(record "$(sql "SELECT max(id) FROM record
    WHERE form = 'signature' AND author = 'personne'")" |
    grep -c "$(sql "SELECT lower(hex(sha256)) FROM document
    WHERE code = '$code'")")" 1
get public "/v/$code"
says 'verification says that it is not complete' 'n’est pas signé par tous'

# The cooperative.
login anne@coop.example
get staff "/gestion/documents/$code"
says 'who only reads sees where it stands' 'Signé le'
hides 'and signs nothing' 'Signer pour la coopérative'
get staff "/gestion/documents/$code/signature"
is 'not by address either' "$status" 403
login luc@coop.example
for page in signature papier guichet; do
	get staff "/gestion/documents/$code/$page"
	is "another cooperative does not find $page" "$status" 404
done
login demo@terreau.example
get staff "/gestion/documents/$code"
says 'staff sign for the cooperative' 'Signer pour la coopérative'
says 'and read what that is worth' 'elle n’est pas présumée fiable'
get staff "/gestion/documents/$code/signature"
post staff "/gestion/documents/$code/signature" phrase=oui passe=faux
is 'with their password' "$status" 422
post staff "/gestion/documents/$code/signature" "passe=$PASSWORD"
is 'and the sentence' "$status" 422
is 'it waits' "$(states)" 'beneficiaire:signee cooperative:attendue'
post staff "/gestion/documents/$code/signature" phrase=oui "passe=$PASSWORD"
is 'then all have signed' "$status $(states)" \
    '303 beneficiaire:signee cooperative:signee'
get staff "/gestion/documents/$code?fait=signature"
says 'and the copy is made' 'Signé par tous le'
is 'the file has gone on by itself' "$(sql "SELECT d.state || ' ' || e.name ||
    ' ' || e.who FROM dossier d JOIN event e ON e.dossier = d.id WHERE d.id =
    $id AND e.name = 'contrat-signe'")" 'encours contrat-signe systeme'
is 'the person is told once that it begins' "$(sql "SELECT count(*) FROM mail
    WHERE kind = 'encours' AND dossier = $id")" 1
sql "UPDATE dossier SET state = 'contrat' WHERE id = $id"
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1
is 'one that waits all the same is found' "$(grep -c 'signé par tous, et le' \
    "$tmp/check")" 1
"$builddir/terreau" remind --data "$data" >"$tmp/out" 2>&1 ||
    not_ok 'the night' "$(cat "$tmp/out")"
is 'and goes on at night' "$(sql "SELECT state FROM dossier WHERE id = $id")" \
    encours
get staff "/gestion/dossiers/$numero/historique"
says 'in French' 'Contrat signé par tous'
get staff "/gestion/documents/$code"
get staff "/gestion/documents/$code.pdf?exemplaire=signe"
is 'to be downloaded' "$status $(head_of Content-Type)" '200 application/pdf'
cp "$tmp/body" "$tmp/signe.pdf"
get staff "/gestion/documents/$code.pdf"
cp "$tmp/body" "$tmp/presente.pdf"
"$builddir/terreau" verify --data "$data" "$tmp/signe.pdf" \
    "$tmp/presente.pdf" >"$tmp/verdict" 2>&1 && ok 'both files are authentic' ||
	not_ok 'both files are authentic' "$(cat "$tmp/verdict")"
grep -q 'signe.pdf : authentique.*exemplaire signé' "$tmp/verdict" &&
    ok 'terreau verify tells which is signed' ||
	not_ok 'terreau verify tells which is signed' "$(cat "$tmp/verdict")"
pages() {
	pdfinfo "$1" | sed -n 's/^Pages: *//p'
}
pdftotext -f "$(pages "$tmp/signe.pdf")" "$tmp/signe.pdf" "$tmp/last"
tr '\n' ' ' <"$tmp/last" | sed "s/$nbsp/ /g; s/$thin/ /g; s/  */ /g" \
    >"$tmp/words"
for what in 'Journal de signature' 'un code à usage unique' '*****@' \
    'Dominique Terreau, membre de l’équipe' 'présumée fiable'; do
	grep -qiF -- "$what" "$tmp/words" && ok "its last page says $what" ||
		not_ok "its last page says $what" "$(cat "$tmp/words")"
done
get public "/v/$code"
says 'verification says signed by all' 'Signé par tous le'
says 'by the register, when the code is typed' 'Établi'
get public "/V/$(sql "SELECT qr FROM document_proof p JOIN document d ON d.id =
    p.document WHERE d.code = '$code'")"
says 'and by its QR code, with the day' "Signé par tous le $(TZ=Europe/Paris \
    date '+%-d' | sed 's/^1$/1er/') "
says 'by our key then' 'notre clé a signé le code QR'
cookie_public=$keep
get public "/suivi/$numero"
holds 'the person has the copy' "documents/$code.pdf?exemplaire=signe"
hides 'and nothing more to sign' 'À signer'
get public "/suivi/$numero/documents/$code.pdf?exemplaire=signe"
cmp -s "$tmp/body" "$tmp/signe.pdf" && ok 'the same bytes' ||
	not_ok 'the same bytes'
# archive NAME: those bytes are in the person’s archive under a name like it.
archive() {
	get public "/suivi/$numero/donnees.zip"
	sed '1,/^\r$/d' "$tmp/answer" >"$tmp/all.zip"
	/usr/bin/python3 -c '
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
want = open(sys.argv[3], "rb").read()
page = z.read("lisez-moi.html").decode()
print(sum(sys.argv[2] in n and z.read(n) == want and n in page
    for n in z.namelist()))' "$tmp/all.zip" "$1" "$2"
}
is 'it is in the archive too' "$(archive -signe.pdf "$tmp/signe.pdf")" 1
is 'and is told' "$(sql "SELECT count(*) FROM mail WHERE recipient = '$mail'
    AND kind = 'signe' AND subject LIKE 'Tout le monde a signé%'")" 1
check 'terreau check agrees'

# Refusing, and thinking again.
contract 1
person
get public "/signature/$code"
holds 'one may not sign' "/signature/$code/refus"
get public "/signature/$code/refus"
says 'without a reason' 'sans donner de raison'
hides 'none is asked for' textarea
post public "/signature/$code/refus"
is 'that is written down' "$(states)" \
    'beneficiaire:refusee cooperative:attendue'
get public "/signature/$code"
says 'and said' 'que vous ne signez pas'
login demo@terreau.example
get staff "/gestion/documents/$code/signature"
is 'nobody signs past it' "$status" 303
get staff "/gestion/dossiers/$numero/historique"
says 'the history says it in French' 'Signature refusée par la personne'

# At the desk, the same person thinks again.
get staff "/gestion/documents/$code/guichet"
says 'staff look at a paper of identity' 'sans la copier'
slot=$(sql "SELECT s.id FROM signature s JOIN document d ON d.id = s.document
    WHERE d.code = '$code' AND role = 'beneficiaire'")
own=$(sql "SELECT s.id FROM signature s JOIN document d ON d.id = s.document
    WHERE d.code = '$code' AND role = 'cooperative'")
post staff "/gestion/documents/$code/guichet" "slot=$slot"
is 'which one is asked for' "$status" 422
post staff "/gestion/documents/$code/guichet" "slot=$slot" identite=compte
is 'an account is none' "$status" 422
post staff "/gestion/documents/$code/guichet" "slot=$own" identite=carte
is 'the cooperative does not sign there' "$status" 422
before=$cookie_staff
post staff "/gestion/documents/$code/guichet" "slot=$slot" identite=carte
is 'the screen is handed over' "$status $location" \
    '303 /gestion/guichet#contenu'
desk=$cookie_staff
get staff /gestion/dossiers
is 'it opens no list' "$status" 401
cookie_staff=$desk
get staff "/gestion/documents/$code"
is 'nor the page of the paper' "$status" 401
cookie_staff=$before
get staff /gestion/dossiers
is 'the session of staff is closed' "$status" 401
cookie_staff=$desk
get staff /gestion/guichet
is 'only the paper' "$status" 200
says 'whole' 'Article 20'
hides 'without the menu of staff' '/gestion/dossiers'
post staff /gestion/guichet
is 'nothing is signed without the sentence' "$status" 422
post staff /gestion/guichet phrase=oui
is 'with it, it is' "$status $(states)" \
    '303 beneficiaire:signee cooperative:attendue'
cookie_staff=$desk
get staff /gestion/guichet
is 'and the screen shows nothing any more' "$location" \
    '/gestion/guichet/fini#contenu'
is 'kept: what was looked at, and who was there' "$(record "$(sql "SELECT max(id)
    FROM record WHERE form = 'signature' AND author = 'Dominique Terreau'")" |
    grep -c '>carte</identite>.*<agent>Dominique Terreau</agent>')" 1

# On paper, both at once.
contract 2
login demo@terreau.example
get staff "/gestion/documents/$code/papier"
says 'the scan is asked for' 'Papier numérisé'
first=$(sql "SELECT min(s.id) FROM signature s JOIN document d ON d.id =
    s.document WHERE d.code = '$code'")
printf '%%PDF-1.4\nsigné à la main\n' >"$tmp/scan.pdf"
printf 'MZ pas un papier' >"$tmp/scan.exe"
# sheet FILE DAY SLOT ...
sheet() {
	: >"$tmp/form"
	part jeton "$jeton"
	[ -z "$1" ] || part_file scan "$(basename "$1")" "$1"
	part jour "${2%% *}"
	part mois "$(echo "$2" | cut -d' ' -f2)"
	part annee "${2##* }"
	shift 2
	for slot; do
		part slot "$slot"
	done
	parts_end
	post_raw staff "/gestion/documents/$code/papier" "$MULTIPART"
}
today=$(date '+%d %m %Y') tomorrow=$(date -d tomorrow '+%d %m %Y')
sheet '' "$today" "$first" $((first + 1))
is 'without one nothing is signed' "$status" 422
sheet "$tmp/scan.exe" "$today" "$first" $((first + 1))
says 'it must be what it says' 'un PDF, un JPG ou un PNG'
sheet "$tmp/scan.pdf" '31 2 2026' "$first"
says 'the day must exist' 'Indiquez la date écrite'
sheet "$tmp/scan.pdf" "$tomorrow" "$first"
says 'and not be to come' 'entre le jour où le document a été émis'
sheet "$tmp/scan.pdf" "$today"
says 'somebody must have signed' 'Cochez qui a signé'
sheet "$tmp/scan.pdf" "$today" $((first + 1))
says 'in the order of the paper' 'vérifiez l’ordre'
is 'nothing was kept' "$(sql 'SELECT count(*) FROM scan') $(states)" \
    '0 beneficiaire:attendue cooperative:attendue'
sheet "$tmp/scan.pdf" "$today" "$first" $((first + 1))
is 'one sheet, two signatures' "$status $(states)" \
    '303 beneficiaire:signee cooperative:signee'
get staff "/gestion/documents/$code"
says 'the scan is beside the paper' 'scan.pdf'
get staff "/gestion/documents/$code/papiers/1"
cmp -s "$tmp/body" "$tmp/scan.pdf" && ok 'as it came' || not_ok 'as it came'
get staff "/gestion/documents/$code.pdf?exemplaire=signe"
is 'and the copy is there' "$status" 200
check 'terreau check agrees with it all'
person
is 'the person has their sheet in the archive' \
    "$(archive -scan.pdf "$tmp/scan.pdf")" 1

# One byte of a copy changed behind the back of the triggers.
sql "DROP TRIGGER execution_kept; UPDATE execution SET pdf =
    CAST(pdf || X'20' AS BLOB) WHERE document = (SELECT id FROM document WHERE
    code = '$code')"
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    not_ok 'a changed copy is named' || grep -q "copie signée de $code" \
    "$tmp/check" && ok 'a changed copy is named' ||
    not_ok 'a changed copy is named' "$(cat "$tmp/check")"
