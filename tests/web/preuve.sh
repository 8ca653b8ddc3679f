#!/bin/sh
# What a QR code holds, checked on the site and offline: states, changes, the
# family name, the signed list, new and stolen keys, who may read the secret.
# usage: srcdir=DIR builddir=DIR sh tests/web/preuve.sh
. "$(dirname "$0")/cgi.subr"
site
t() { "$builddir/terreau" "$@" >"$tmp/out" 2>&1; }
t demo --data "$data" || not_ok 'demonstration data' "$(tail -2 "$tmp/out")"

# value STATE COLUMN: of the first document in that state.
value() {
	sql "SELECT $2 FROM document d JOIN document_proof p ON
	    p.document = d.id WHERE d.state = '$1' ORDER BY d.id LIMIT 1"
}
code=$(value valide code)
qr=$(value valide qr)

# On the site.
get public "/V/$qr"
is 'what the code holds opens the page' "$status" 200
says 'authentic' 'Ce document est authentique'
says 'what is established' 'notre clé a signé le code QR'
says 'and what is not' 'Pas établi'
says 'the official address' 'commence par portail.example'
says 'its code, for who compares' "$(echo "$code" | sed 's/..../& /g; s/ $//')"
is 'sixty dots' "$(grep -o '<circle[^>]*fill="#[0-9A-F]*"' "$tmp/body" |
    grep -cv 'r="5.2"')" 60
is 'not sent on, not kept' "$(head_of Referrer-Policy) $(head_of \
    Cache-Control)" 'no-referrer no-store'
holds 'not indexed' 'content="noindex"'
is 'no cookie' "$(head_of Set-Cookie)" ''
hides 'no family name' "$(value valide family)"
get public "/V/$(value remplace qr)"
says 'a replaced one' 'Ce document a été remplacé'
get public "/V/$(value revoque qr)"
says 'a revoked one' 'Ce document n’est plus valable'
case $qr in
??????????????A*) other=$(echo "$qr" | sed 's/^\(.\{14\}\)./\1B/') ;;
*) other=$(echo "$qr" | sed 's/^\(.\{14\}\)./\1A/') ;;
esac
get public "/V/$other"
says 'one symbol changed is told' 'Ce code QR a été modifié'
hides 'and nothing is said of a document' '<dl class="recap">'
get public "/V/$(echo "$qr" | cut -c 1-100)"
is 'a code cut short' "$status" 404
says 'is told as such' 'L’adresse a peut-être été coupée'
get public '/V/%3Cb%3E'
is 'what is no code' "$status" 404

# The name: five tries a day.
right=$(value valide family)
get public "/v/$code"
holds 'the name can be compared' "action=\"/v/$code/nom#bilan\""
HTTP_ORIGIN=null HTTP_SEC_FETCH_SITE=same-origin \
    post public "/v/$code/nom" nom=
is 'no name, from a page without referrer' "$status" 422
for from in 'null ' 'null cross-site' 'null same-site' \
    'https://autre.example same-origin'; do
	HTTP_ORIGIN=${from% *} HTTP_SEC_FETCH_SITE=${from#* } \
	    post public "/v/$code/nom" "nom=$right"
	is "not from elsewhere: $from" "$status" 403
	get public "/v/$code"
done
post public "/v/$code/nom" nom=Quelqu
is 'a wrong name' "$status" 422
says 'tries are counted' 'Il reste 4 essais'
hides 'and the right one stays hidden' "$right"
post public "/v/$code/nom" "nom=$(echo "$right" | tr 'a-z' 'A-Z')"
is 'the right one, as one types it' "$status" 200
says 'is shown' "$(value valide given) $right"
post public "/v/$code/nom" nom="$right" jeton=
is 'not without the token' "$status" 403
says 'and the page is there again' 'recommencez'
get public "/v/$code"
for i in 1 2 3 4 5; do
	post public "/v/$code/nom" nom=Faux
done
says 'five wrong ones are enough' 'Trop d’essais'
post public "/v/$code/nom" nom="$right"
is 'even the right one waits then' "$status" 422
hides 'and is not shown' "$(value valide given) $right"
tomorrow=$(($(date +%s) + 90000))
TERREAU_NOW=$tomorrow; export TERREAU_NOW
post public "/v/$code/nom" nom="$right"
is 'until the next day' "$status" 200
unset TERREAU_NOW

# Offline: the three files and the command, no database, no network.
t revocations --data "$data" || not_ok 'the list is written' \
    "$(cat "$tmp/out")"
away=$tmp/ailleurs
mkdir "$away" && cp "$data"/preuves/* "$away/"
keys=$away/cles.txt list=$away/revocations.txt
serie=$(sed -n 's/^serie //p' "$list")
cmp -s "$keys" "$data/keys/cles.txt" && ok 'the keys are published' ||
    not_ok 'the keys are published'
is 'as many as ended' "$(sed -n 's/^documents //p' "$list")" \
    "$(sql "SELECT count(*) FROM document WHERE state <> 'valide'")"
! grep -qE "$(value revoque code)|$(value remplace code)" "$list" &&
    ok 'no code in it' || not_ok 'no code in it'
! grep -qF "$(sql "SELECT reason FROM document WHERE state = 'revoque'")" \
    "$list" && ok 'no reason in it' || not_ok 'no reason in it'
if command -v minisign >/dev/null; then
	minisign -q -Vm "$list" -P "$(awk '$1 == "cle" { print $3 }' "$keys")"
	is 'minisign accepts it' "$?" 0
	sed 's/^serie /serie 1/' "$list" >"$away/autre.txt"
	cp "$list.minisig" "$away/autre.txt.minisig"
	minisign -q -Vm "$away/autre.txt" -P \
	    "$(awk '$1 == "cle" { print $3 }' "$keys")" >/dev/null 2>&1
	is 'and refuses a changed one' "$?" 1
fi

# In a namespace of its own where the system allows one: no network at all.
alone=
unshare -rn true 2>/dev/null && alone='unshare -rn'
# offline NAME STATUS WORDS ARGUMENT ...
offline() {
	name=$1 want=$2 text=$3; shift 3
	(cd "$away" && TERREAU_CONF='' $alone "$builddir/terreau" verify "$@" \
	    >"$tmp/body" 2>&1)
	is "offline: $name" "$?" "$want"
	says "offline: $name, in words" "$text"
}
for state in valide remplace revoque; do
	sql "SELECT writefile('$away/$state.pdf', pdf) FROM document
	    WHERE code = '$(value $state code)'" >/dev/null
done
page="HTTPS://PORTAIL.EXAMPLE/V/$qr"
offline 'the file' 0 'ni remplacé ni révoqué' valide.pdf --keys cles.txt \
    --revocations revocations.txt
offline 'the text of the code' 0 'ni remplacé ni révoqué' "$page" \
    --keys cles.txt --revocations revocations.txt
offline 'the list and its date' 0 "selon la liste nº $serie du $(sed -n \
    's/^date //p' "$list")" "$qr" --keys cles.txt \
    --revocations revocations.txt
offline 'without a list' 0 'donnez la liste' "$page" --keys cles.txt
offline 'a revoked file' 3 'révoqué le' revoque.pdf --keys cles.txt \
    --revocations revocations.txt
offline 'a revoked code' 3 'révoqué le' "$(value revoque qr)" \
    --keys cles.txt --revocations revocations.txt
offline 'a replaced one among good ones' 3 'remplacé le' \
    "$(value remplace qr)" valide.pdf --keys cles.txt \
    --revocations revocations.txt
offline 'a changed code' 1 'modifié' "HTTPS://PORTAIL.EXAMPLE/V/$other" \
    --keys cles.txt
offline 'one cut short' 1 'pas le code d’un document' \
    "HTTPS://PORTAIL.EXAMPLE/V/$(echo "$qr" | cut -c 1-90)" --keys cles.txt
offline 'the name on the paper' 0 'celui qui a été scellé' "$qr" \
    --nom "$right" --keys cles.txt
offline 'another name' 1 'CE N’EST PAS' "$qr" --nom Autre --keys cles.txt
offline 'a changed list' 2 'celle qui a été signée' "$qr" --keys cles.txt \
    --revocations autre.txt
offline 'a list without signature' 2 'signature de la liste' "$qr" \
    --keys cles.txt --revocations cles.txt

# Printed again.
t verify --reproduce "$code" --data "$data"
is 'printed again' "$? $(grep -c 'les mêmes .* octets' "$tmp/out")" '0 1'
t verify --reproduce 222222222222 --data "$data"
is 'printed again: an unknown code' "$?" 1

# The next key: earlier papers stay good, the site and the list know both.
t keys new --data "$data" || not_ok 'a new key' "$(cat "$tmp/out")"
is 'two keys, one active' "$(grep -c ^cle "$data/keys/cles.txt") $(grep -c \
    'active$' "$data/keys/cles.txt")" '2 1'
is 'the secret is for its owner only' \
    "$(stat -c %a%s "$data/keys/sceau.secret")" 60064
cp "$data"/preuves/* "$away/"
get public "/V/$qr"
says 'an earlier paper stays authentic' 'Ce document est authentique'
offline 'by an earlier key' 0 'authentique' valide.pdf "$qr" --keys cles.txt \
    --revocations revocations.txt
offline 'the list is signed by the new one' 0 "selon la liste nº $((serie + 1))" "$qr" \
    --keys cles.txt --revocations revocations.txt
t check --data "$data"
is 'check finds nothing wrong' "$?" 0
first=$(awk '$1 == "cle" { print $2; exit }' "$data/keys/cles.txt")
second=$(awk '$1 == "cle" { name = $2 } END { print name }' \
    "$data/keys/cles.txt")
t keys retire "$second" --data "$data"
is 'the active key cannot go' "$?" 1
t keys retire inconnue --data "$data"
is 'nor one that is not there' "$?" 1
t keys retire "$first" --data "$data"
is 'a stolen key' "$?" 0
cp "$data"/preuves/* "$away/"
offline 'by a stolen key: the file' 1 'compromise' valide.pdf --keys cles.txt
offline 'by a stolen key: the code' 1 'compromise' "$qr" --keys cles.txt
get public "/V/$qr"
says 'the register answers for it' 'Établi par notre registre seulement'
t keys --data "$data"
is 'both are listed' "$(grep -cE "^($first|$second) " "$tmp/out")" 2

# The public program never opens the secret: it runs without.
mv "$data/keys/sceau.secret" "$tmp/secret"
get public "/V/$qr"
is 'the public program needs no secret' "$status" 200
if command -v strace >/dev/null && strace -o "$tmp/trace" true 2>/dev/null
then
	mv "$tmp/secret" "$data/keys/sceau.secret"
	REQUEST_METHOD=GET REQUEST_URI="/V/$qr" REMOTE_ADDR=127.0.0.1 \
	    ASAN_OPTIONS=detect_leaks=0 strace -f -e trace=openat,open \
	    -o "$tmp/trace" "$builddir/terreau-public" --data "$data" \
	    >/dev/null 2>&1
	grep -q cles.txt "$tmp/trace" && ! grep -q sceau.secret "$tmp/trace"
	is 'and never opens it' "$?" 0
fi
