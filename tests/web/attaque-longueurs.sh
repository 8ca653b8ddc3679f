#!/bin/sh
# The attacker has two programs disagree on where a request ends, so that the
# rest of theirs begins somebody else’s; or sends lengths that are no lengths.
# usage: srcdir=DIR builddir=DIR sh tests/web/attaque-longueurs.sh
. "$(dirname "$0")/cgi.subr"
site
cat >"$tmp/longueurs.py" <<'PY'
import os, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from door import Door
door = Door(sys.argv[2], sys.argv[3])
def said(what, good, why=""):
    print("ok" if good else "not ok", what, *([] if good else [f"\n# {why}"]))
first = door.run("GET", "/reprendre")
good = ("jeton=" + first.token() + "&numero=x").encode()
smuggled = good + b"\r\n\r\nGET /gestion HTTP/1.1\r\nHost: x\r\n\r\n"
for length in ("5", "0", str(len(good))):
    answer = door.run("POST", "/reprendre", first.cookie, smuggled,
                      CONTENT_LENGTH=length)
    said(f"{length} bytes of more are read, no more",
         answer.status in (403, 422), answer.status)
    again = door.run("GET", "/reprendre")
    said("the next request is its own", again.status == 200 and
         "Num" in again.page, again.status)
for length in ("-1", "+5", "5 5", "5,5", "0x10", "1e3", " 5", "5\r\n",
               "99999999999999999999", "4294967301", "18446744073709551621",
               "", "٥"):
    answer = door.run("POST", "/reprendre", first.cookie, good,
                      CONTENT_LENGTH=length)
    said(f"the length {length!r} is refused",
         answer.status in (400, 411, 413), answer.status)
answer = door.run("POST", "/reprendre", first.cookie, good,
                  CONTENT_LENGTH=str(len(good) + 1))
said("one byte less than said: refused", answer.status == 400, answer.status)
for name, value in {
        "HTTP_COOKIE": "terreau=" + "a" * 60000,
        "HTTP_COOKIE ": "x", "HTTP_USER_AGENT": "x" * 60000,
        "CONTENT_TYPE": "multipart/form-data; boundary=" + "b" * 60000,
        "REQUEST_METHOD": "G" * 9000, "HTTP_ORIGIN": "h" * 60000,
        "REQUEST_ID": "\n" * 8, "REMOTE_ADDR": "1" * 60000,
        "REQUEST_URI": "http://ailleurs.example/reprendre"}.items():
    answer = door.run("GET", **{"address": "/reprendre", name: value}) \
        if name == "address" else door.run("GET", "/reprendre",
                                           **{name: value})
    said(f"{name.strip()} over-long or strange: an answer",
         answer.status not in (0, 500), answer.status)
door.close()
PY
python3 "$tmp/longueurs.py" "$(dirname "$0")" "$builddir/terreau-public" \
    "$data" 2>"$tmp/err" || not_ok 'to its end' "$(tail "$tmp/err")"
