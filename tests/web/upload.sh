#!/bin/sh
# Files go through a worker, not into it: kept whole and given back letter for
# letter, in memory that does not grow with them.  Cut off, or with a full disk,
# nothing is half kept.
# usage: srcdir=DIR builddir=DIR sh tests/web/upload.sh
door=cgi
. "$(dirname "$0")/cgi.subr"
site
begin ana@courriel.example
answer_all
step=/candidature/cae/piece
get public "$step"
token=$jeton

# form FILE NAME: the body that sends it.
form() {
	: >"$tmp/form"
	part jeton "$token"
	part ajouter 1
	part_file piece "$2" "$1"
	parts_end
}

send_file() {
	form "$1" "$2"
	post_raw public "$step" "$MULTIPART"
}

# peak PROGRAM METHOD ADDRESS: most memory of one request, in kB, what is in
# $tmp/form being sent little by little; the answer goes to $tmp/big.  What was
# given back is not held for the sanitizer.
cat >"$tmp/peak.py" <<'PY'
import os, subprocess, sys, time
program, form, answer, log = sys.argv[1:5]
body = open(form, 'rb').read() if form else b''
p = subprocess.Popen([program, '--data', sys.argv[5]], stdin=subprocess.PIPE,
                     stdout=open(answer, 'wb'), stderr=open(log, 'wb'))
for i in range(0, len(body), 1 << 20):
    p.stdin.write(body[i:i + (1 << 20)])
    p.stdin.flush()
    time.sleep(0.02)
p.stdin.close()
print(os.wait4(p.pid, 0)[2].ru_maxrss)
PY
peak() {
	eval "jar=\$cookie_$1"
	sent=$tmp/form
	[ "$2" = POST ] || sent=
	env REQUEST_METHOD="$2" REQUEST_URI="$3" REMOTE_ADDR=127.0.0.1 \
	    HTTP_COOKIE="$jar" CONTENT_TYPE="$MULTIPART" \
	    CONTENT_LENGTH="$([ -z "$sent" ] || wc -c <"$sent")" \
	    ASAN_OPTIONS="quarantine_size_mb=0:thread_local_quarantine_size_kb=0" \
	    python3 "$tmp/peak.py" "$builddir/terreau-$1" "$sent" "$tmp/big" \
	    "$tmp/log" "$data"
}

# no_more NAME FEW MANY KB: the second took at most so much more.
no_more() {
	echo "# $1: $2 kB, $3 kB"
	if [ "$3" -le $(($2 + $4)) ]; then
		ok "$1"
	else
		not_ok "$1" "$2 kB, then $3 kB"
	fi
}

# Kept whole.
head -c 5242800 /dev/urandom >"$tmp/noise"
{ printf '%%PDF-1.4\n'; cat "$tmp/noise"; } >"$tmp/5.pdf"
printf '%%PDF-1.4\npetit\n' >"$tmp/petit.pdf"
form "$tmp/petit.pdf" petit.pdf
few=$(peak public POST "$step")
form "$tmp/5.pdf" grand.pdf
many=$(peak public POST "$step")
is '5 MB that come slowly are taken' "$(head -1 "$tmp/big" | tr -d '\r')" \
    'Status: 303 See Other'
no_more 'in the memory of a few bytes' "$few" "$many" 3500
id=$(sql "SELECT id FROM piece WHERE name = 'grand.pdf'")
is 'and stored whole' "$(sql "SELECT lower(hex(sha256)) FROM piece
    WHERE id = $id")" "$(sha256sum <"$tmp/5.pdf" | cut -d' ' -f1)"
sql "SELECT writefile('$tmp/stored', bytes) FROM piece WHERE id = $id" \
    >/dev/null
is 'sealed: 25 bytes, and 17 a block' "$(wc -c <"$tmp/stored")" \
    $(($(wc -c <"$tmp/5.pdf") + 25 + 17 * ((5242880 + 65535) / 65536)))
is 'nothing of it stays in run' "$(ls "$data/run" | wc -l)" 0

# What is refused is not kept.
is 'two are kept' "$(sql 'SELECT count(*) FROM piece')" 2
form "$tmp/5.pdf" coupe.pdf
head -c 3000000 "$tmp/form" >"$tmp/cut"
length=$(wc -c <"$tmp/form")
mv "$tmp/cut" "$tmp/form"
post_raw public "$step" "$MULTIPART"
unset length
is 'a body cut off is refused' "$status" 400
get public /candidature/cae/formulaire.pdf
cp "$tmp/body" "$tmp/clair.pdf"
if command -v qpdf >/dev/null; then
	qpdf --encrypt secret maitre 256 -- "$tmp/clair.pdf" "$tmp/ferme.pdf"
	qpdf --object-streams=generate --encrypt secret maitre 128 --use-aes=y \
	    -- "$tmp/clair.pdf" "$tmp/ferme2.pdf"
else
	sed 's,^trailer,trailer <</Encrypt 9 0 R>>,' "$tmp/clair.pdf" \
	    >"$tmp/ferme.pdf"
	cp "$tmp/ferme.pdf" "$tmp/ferme2.pdf"
fi
for f in ferme ferme2; do
	send_file "$tmp/$f.pdf" $f.pdf
	is "$f: a PDF with a password is refused" "$status" 422
	says "$f: kindly" 'Ce PDF est protégé par un mot de passe'
done
python3 -c 'import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I",
        zlib.crc32(kind + data))
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0,
    0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
thumb = b"\xff\xe1\0\x08Exif\xff\xd9"
jpeg = b"\xff\xd8" + thumb + b"\xff\xda\0\x02\x12\x34\x56\xff\xd9 trailer"
for name, data in (("png", png), ("jpg", jpeg)):
    open(sys.argv[1] + "/a." + name, "wb").write(data)
open(sys.argv[1] + "/coupe.png", "wb").write(png[:-9])
open(sys.argv[1] + "/coupe.jpg", "wb").write(jpeg[:-10])
' "$tmp"
for f in png jpg; do
	send_file "$tmp/coupe.$f" coupe.$f
	is "$f: an image without its end is refused" "$status" 422
	says "$f: with what to do" 'sa fin manque'
done
is 'still two are kept' "$(sql 'SELECT count(*) FROM piece')" 2
for f in png jpg; do
	send_file "$tmp/a.$f" a.$f
	is "$f: one with it is taken" "$status" 303
done
send_file "$tmp/clair.pdf" clair.pdf
is 'and a PDF without a password' \
    "$status $(sql 'SELECT count(*) FROM piece')" '303 5'

# A disk that is full: files of at most so many times 512 bytes.
sql "DELETE FROM piece WHERE name NOT IN ('grand.pdf', 'petit.pdf')"
head -c 3000000 "$tmp/5.pdf" >"$tmp/3.pdf"
form "$tmp/3.pdf" trois.pdf
limited() {
	(ulimit -f "$1"; post_raw public "$step" "$MULTIPART"; echo "$status")
}
is 'no room for what comes' "$(limited 2000)" 507
says 'is told plainly' 'Il n’y a plus de place de notre côté'
sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
is 'no room to keep it' "$(limited 5870)" 507
says 'is told on the page' 'Nous n’avons plus de place pour garder ce fichier'
is 'and nothing is half kept' "$(sql 'SELECT count(*) FROM piece')
$("$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1; echo $?)" '2
0'
post_raw public "$step" "$MULTIPART"
is 'with room again it is' "$status" 303

# Given back.
send
account julie@coop.example 'Julie Morel' gestion
login julie@coop.example
few=$(peak staff GET "/gestion/dossiers/$numero")
many=$(peak staff GET "/gestion/dossiers/$numero/pieces/$id")
sed '1,/^\r$/d' "$tmp/big" >"$tmp/body"
cmp -s "$tmp/body" "$tmp/5.pdf" && ok 'staff get it letter for letter' ||
	not_ok 'staff get it letter for letter' "$(head -5 "$tmp/big")"
no_more 'without holding it' "$few" "$many" 3500
sed '/^\r$/q' "$tmp/big" >"$tmp/head"
is 'never shown in our origin' "$(head_of Content-Disposition | cut -d';' -f1)
$(head_of X-Content-Type-Options)
$(head_of Content-Security-Policy)" "attachment
nosniff
default-src 'none'; sandbox"
is 'with its length' "$(head_of Content-Length)" "$(wc -c <"$tmp/5.pdf")"

# Papers of 64 MB as one archive.
python3 - "$data/terreau.db" "$numero" <<'PY'
import hashlib, os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
n, (who,) = 16, db.execute('SELECT id FROM dossier WHERE numero = ?',
                           sys.argv[2:]).fetchone()
for i in range(n):
    pdf = os.urandom(4 << 20)
    db.execute('''INSERT INTO document (code, dossier, kind, title, template,
        template_sha, context, twin, pdf, sha256, empreinte, seal, key_name,
        cooperative, issuer, initials, pages, issued, issued_by, state)
        VALUES (?, ?, 'cape', 'Essai', 'x', zeroblob(32), x'3c782f3e',
        x'3c782f3e', ?, ?, zeroblob(32), zeroblob(64), 'x', 'nantes', 'x',
        'x', 1, 1800000000, 'x', 'valide')''', ('CODE%08d' % i, who, pdf,
        hashlib.sha256(pdf).digest()))
db.commit()
PY
few=$(peak staff GET /gestion/lots)
many=$(peak staff GET /gestion/lots/documents.zip)
no_more 'an archive of 64 MB in the memory of a page' "$few" "$many" 6000
sed '1,/^\r$/d' "$tmp/big" >"$tmp/lot.zip"
sed '/^\r$/q' "$tmp/big" >"$tmp/head"
is 'its length is known' "$(head_of Content-Length)" "$(wc -c <"$tmp/lot.zip")"
is 'and it is whole' "$(python3 -m zipfile -t "$tmp/lot.zip")
$(python3 -m zipfile -l "$tmp/lot.zip" | grep -c ' 4194304$')" 'Done testing
16'
is 'nothing of it stays in run either' "$(ls "$data/run" | wc -l)" 0
few=$(peak public GET "/suivi/$numero")
many=$(peak public GET "/suivi/$numero/donnees.zip")
no_more 'and one’s own data' "$few" "$many" 12000
