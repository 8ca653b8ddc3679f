#!/bin/sh
# The attacker sends little that becomes much: XML that multiplies, archives and
# images that unpack to gigabytes, a body that is compressed.
# usage: srcdir=DIR builddir=DIR sh tests/web/attaque-bombes.sh
. "$(dirname "$0")/cgi.subr"
site
begin ana@exemple.fr
answer_all
get public /candidature/cae/piece

python3 - "$tmp" <<'PY'
import io, struct, sys, zipfile, zlib
def save(name, data):
    open(sys.argv[1] + "/" + name, "wb").write(data)
many = zlib.compress(bytes(200_000_000), 9)
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("word/document.xml", bytes(50_000_000))
save("bombe.docx", out.getvalue())
save("bombe.odt", out.getvalue())
save("bombe.zip", out.getvalue())
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + \
        struct.pack(">I", zlib.crc32(kind + data))
save("bombe.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(
    ">IIBBBBB", 100000, 100000, 8, 6, 0, 0, 0)) + chunk(b"IDAT", many) +
    chunk(b"IEND", b""))
save("bombe.pdf", b"%PDF-1.5\n1 0 obj<</Filter/FlateDecode/Length " +
    str(len(many)).encode() + b">>stream\n" + many + b"\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n")
levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">'
                 for i in range(1, 12))
rires = f'<!DOCTYPE d [<!ENTITY l0 "ha">{levels}]>'
save("rires.xml", (rires + '<d a="&l11;">&l11;</d>').encode())
save("carre.xml", ('<!DOCTYPE d [<!ENTITY a "' + "a" * 200000 + '">]><d>' +
                   "&a;" * 20000 + "</d>").encode())
save("dehors.xml", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
     b"<d>&e;</d>")
save("profond.xml", b"<d>" * 500000 + b"</d>" * 500000)
save("attribut.xml", b'<d a="' + b"x" * 20_000_000 + b'"/>')
PY

# send FILE: as a piece of the application.
send_file() {
	: >"$tmp/form"
	part jeton "$jeton"
	part ajouter 1
	part_file piece "$1" "$tmp/$1"
	parts_end
	post_raw public /candidature/cae/piece "$MULTIPART"
}
for f in bombe.docx bombe.odt bombe.zip rires.xml; do
	send_file $f
	is "$f is not taken" "$status" 422
done
is 'none was kept' "$(sql 'SELECT count(*) FROM piece')" 0
# What is taken is not unpacked: the most memory that the worker ever had grows
# by far less than the 200 MB that would come out.
peak() {
	sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' \
	    "/proc/$(cat "$tmp/public.pid")/status"
}
for f in bombe.png bombe.pdf; do
	before=$(peak)
	send_file $f
	is "$f is kept as it is" "$status $(sql "SELECT size FROM piece
	    WHERE name = '$f'")" "303 $(wc -c <"$tmp/$f" | tr -d ' ')"
	is 'and not unpacked' "$([ $(($(peak) - before)) -lt 60000 ] &&
	    echo small)" small
done

# A body that says it is compressed is read as it stands, and is no form.
printf 'jeton=%s&prenom=Ana' "$jeton" | gzip >"$tmp/form"
HTTP_CONTENT_ENCODING=gzip post_raw public /candidature/cae/vous \
    application/x-www-form-urlencoded
is 'a compressed body is none of ours' "$status" 403

# XML that an administrator is given: each door refuses, at once, and reads no
# other file.
for f in rires carre dehors profond attribut; do
	cp "$tmp/$f.xml" "$data/reseau.xml"
	timeout 20 "$builddir/terreau" config --check --data "$data" \
	    >"$tmp/said" 2>&1
	is "$f.xml as reseau.xml is refused" \
	    "$? $(grep -c root: "$tmp/said")" '1 0'
	timeout 20 "$builddir/terreau" session add "$tmp/$f.xml" \
	    --data "$data" >"$tmp/said" 2>&1
	code=$?
	is "$f.xml as an agenda too" "$([ $code -ne 0 ] && [ $code -ne 124 ] &&
	    [ $code -lt 128 ] && echo refused) $(grep -c root: "$tmp/said")" \
	    'refused 0'
done
