#!/usr/bin/env python3
"""Attacks on every address of both programs, as their own tables list them: an
address that is added is attacked as soon as it is there.

usage: attaque.py SUBJECT BUILDDIR SRCDIR DATA PASSWORD CODES...
SUBJECT is csrf, voisin, echo or tout; CODES are name=value, see attaque.subr.
"""
import csv
import glob
import io
import os
import re
import sqlite3
import sys
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from door import Door, place  # noqa: E402

SUBJECT, BUILD, SOURCE, DATA, PASSWORD = sys.argv[1:6]
CODES = dict(code.split("=", 1) for code in sys.argv[6:])
# What must never come out as markup, begin a cell, or make a header.
MARK = 'zq"><b id=zq>zq</b>{{ 1 }}\'&amp;'
BROKEN = "<b id=zq"
# What would end the session or the link that the rest is tried with; and a
# link that there is none of.
ENDS = {"/gestion/deconnexion", "/gestion/compte/connexions", "/quitter",
        "/lien/*/signaler", "/lien/*/nouveau", "/gestion/acces/*"}


def said(what, wrong, count):
    """One test; it says how much was tried, and nothing tried is a fault."""
    print("ok" if count and not wrong else "not ok", f"{what} ({count})")
    for line in wrong[:20]:
        print("#", line)


def public_place(pattern, numero):
    """The address of a pattern of the public program, for that file."""
    if pattern == "/candidature/*/*":
        return "/candidature/cae/vous"
    first = {"candidature": "cae", "suivi": numero, "lien": CODES["link"],
             "signature": CODES["signature"], "v": CODES["own-paper"],
             "V": "AEBAGBA", "agenda": CODES["own-session"],
             "chiffres": "demandes", "cooperatives": "nantes",
             "accord": "images"}
    parts = pattern.split("/")
    for i, part in enumerate(parts):
        if "*" in part:
            parts[i] = part.replace("*", first.get(parts[i - 1], "images"))
    return "/".join(parts)


class Side:
    """One program, somebody in it, and the address of each of its rows."""

    def __init__(self, name):
        self.name = name
        self.door = Door(f"{BUILD}/terreau-{name}", DATA)
        if name == "staff":
            self.enter = lambda: self.door.login("tout@attaque.example",
                                                 PASSWORD)
        else:
            self.enter = self.come_back
        self.cookie, self.jeton = self.enter()

    def come_back(self):
        """By the link of a message."""
        link = "/lien/" + CODES["link"]
        form = self.door.run("GET", link)
        done = self.door.post(link, "", {"jeton": form.token()})
        if done.status != 303:
            sys.exit(f"not ok {link}: {done.status}")
        page = self.door.run("GET", "/candidature/cae", done.cookie)
        return done.cookie, page.token()

    def again(self):
        """Somebody else, or the same later, if that closed the session."""
        if self.name == "staff":
            probe = self.door.run("GET", "/gestion/compte", self.cookie)
        else:
            probe = self.door.run("GET", "/suivi/" + CODES["own-numero"],
                                  self.cookie)
        if probe.status == 401:
            self.cookie, self.jeton = self.enter()

    def rows(self, method):
        for how, pattern, needs in self.door.routes():
            if how != method:
                continue
            if self.name == "staff":
                yield pattern, place(CODES, pattern, "own")[0], needs
            else:
                yield pattern, public_place(pattern,
                                            CODES["own-numero"]), needs

    def token_of(self, pattern):
        """Of the form of that row: rows of a link have their own."""
        if pattern.startswith(("/lien/*", "/v/*/nom")):
            base = re.sub("/(nouveau|signaler|nom)$", "",
                          public_place(pattern, ""))
            return self.door.run("GET", base).token()
        if pattern == "/gestion/acces/*":
            return ""
        return self.jeton


class Watch:
    """Has anything been written?"""

    def __init__(self):
        self.db = sqlite3.connect(DATA + "/terreau.db")
        self.version, self.rows = 0, []
        self.changed()

    def changed(self):
        """The rows that are new, if any."""
        version = self.db.execute("PRAGMA data_version").fetchone()[0]
        if version == self.version:
            return []
        before, self.version = set(self.rows), version
        self.rows = list(self.db.iterdump())
        # that somebody of the team looks at a file is written, too
        return [row for row in self.rows if row not in before and
                not re.match('INSERT INTO "(consultation|sejour)"', row)]


def forged(side, pattern, old):
    """What somebody sends from their own page: name, fields, headers."""
    good = side.token_of(pattern)
    stranger = side.door.run("GET", "/gestion/connexion" if side.name ==
                             "staff" else "/reprendre").token()
    elsewhere = dict(HTTP_ORIGIN="https://ailleurs.example")
    return [
        ("no token", [], {}),
        ("an empty one", [("jeton", "")], {}),
        ("a stranger’s", [("jeton", stranger)], {}),
        ("one of a session that is over", [("jeton", old)], {}),
        ("half of it", [("jeton", good[:32])], {}),
        ("twice", [("jeton", good), ("jeton", good)], {}),
        ("from another site", [("jeton", good)], elsewhere),
        ("so says the browser", [("jeton", good)],
         dict(HTTP_SEC_FETCH_SITE="cross-site")),
        ("from a page without origin", [("jeton", good)],
         dict(HTTP_ORIGIN="null")),
    ]


def test_csrf(side):
    """A page of elsewhere has the browser of somebody who is in post here."""
    watch, wrong, count = Watch(), [], 0
    old_cookie, old = side.enter()
    side.door.post("/gestion/deconnexion" if side.name == "staff" else
                   "/quitter", old_cookie, {"jeton": old})
    for pattern, address, needs in side.rows("POST"):
        tries = forged(side, pattern, old)
        side.door.logged()
        watch.changed()
        for name, fields, headers in tries:
            answer = side.door.post(address, side.cookie, fields, **headers)
            count += 1
            if not re.search("refused: (token|another site)",
                             side.door.logged()):
                wrong.append(f"{pattern}, {name}: {answer.status}")
            for row in watch.changed():
                wrong.append(f"{pattern}, {name}: written: {row[:90]}")
        # the token in the address is no token of the form
        side.door.run("POST", address + "?jeton=" + side.jeton, side.cookie)
        if "refused: token" not in side.door.logged():
            wrong.append(f"{pattern}: taken from the query")
    said(f"{side.name}: no form of elsewhere does anything", wrong, count)
    wrong, count = [], 0
    for pattern, address, needs in side.rows("POST"):
        if pattern in ENDS:
            continue
        token = side.token_of(pattern)
        side.door.logged()
        side.door.post(address, side.cookie, {"jeton": token})
        count += 1
        if "refused" in side.door.logged():
            wrong.append(pattern)
        side.again()
    said(f"{side.name}: its own forms are not refused", wrong, count)


def test_neighbour(side):
    """Somebody who is in puts the number of another’s file in the address."""
    wrong, count = [], 0
    for method in ("GET", "POST"):
        for pattern, address, needs in side.rows(method):
            if not pattern.startswith("/suivi/*"):
                continue
            address = public_place(pattern, CODES["neighbour"])
            body = f"jeton={side.jeton}".encode() if method == "POST" else b""
            answer = side.door.run(method, address, side.cookie, body)
            count += 1
            if answer.status != 404 or "Voisine" in answer.page:
                wrong.append(f"{method} {address}: {answer.status}")
            answer = side.door.run(method, address, "", body)
            if answer.status != 401 or "Voisine" in answer.page:
                wrong.append(f"{method} {address}, nobody: {answer.status}")
    said("every address of another’s file: 404, and 401 to nobody", wrong,
         count)
    wrong, count = [], 0
    for pattern, address, needs in side.rows("GET"):
        if pattern.startswith(("/accord", "/signature/")):
            answer = side.door.run("GET", address, side.cookie)
            count += 1
            if answer.status in (0, 200, 500):
                wrong.append(f"{address}: {answer.status}")
    said("nor what representatives and signatories have", wrong, count)


def names_of_parameters(kind):
    """Every name that the sources look for in a query or a form."""
    names = set()
    for path in glob.glob(SOURCE + "/cgi-bin/*/*.c") + \
            glob.glob(SOURCE + "/lib/web/*.c"):
        with open(path) as f:
            names |= set(re.findall(r'req_(?:%s|form_count)\(\w+, "([\w-]+)"'
                                    % kind, f.read()))
    return sorted(names - {"jeton"})


def faults_of(address, answer):
    """What no answer may have, whoever asked for what."""
    wrong = []
    if answer.status in (0, 500):
        wrong.append(f"{address}: {answer.status}")
        return wrong
    if "pirate" in " ".join(answer.head) or \
            any(x.startswith("pirate") for x in answer.head.get("set-cookie", [])):
        wrong.append(f"{address}: a header of the visitor’s making")
    policy = answer.one("content-security-policy")
    if "frame-ancestors 'none'" not in policy and "sandbox" not in policy:
        wrong.append(f"{address}: may be framed: {policy}")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        wrong.append(f"{address}: {policy}")
    if answer.one("x-content-type-options") != "nosniff":
        wrong.append(f"{address}: may be sniffed")
    for cookie in answer.head.get("set-cookie", []):
        if not all(x in cookie for x in ("; Path=/", "; HttpOnly",
                                         "; SameSite=Strict", "; Secure")):
            wrong.append(f"{address}: {cookie}")
    where = answer.one("location")
    if where and not re.match(r"/(?![/\\])", where):
        wrong.append(f"{address}: leads to {where}")
    kind = answer.one("content-type")
    if kind.startswith("text/html") and BROKEN in answer.page:
        at = answer.page.index(BROKEN)
        wrong.append(f"{address}: markup: {answer.page[at - 60:at + 40]!r}")
    if kind.startswith("text/html") and re.search(
            r"<script|<style|\son\w+=|\sstyle=|javascript:", answer.page):
        wrong.append(f"{address}: a script or a style in the page")
    if kind.startswith("text/csv"):
        wrong += formulas(address, answer.bytes.decode("utf-8-sig"))
    return wrong


def formulas(address, text):
    """Cells that a spreadsheet would run."""
    return [f"{address}: the cell {cell[:30]!r}"
            for row in csv.reader(io.StringIO(text), delimiter=";")
            for cell in row if re.match(r"[=+@\t\r]|-\D", cell)]


HOSTILE = [
    MARK, "a\r\nSet-Cookie: pirate=1\r\nPirate: 1\r\n\r\n" + BROKEN,
    "//ailleurs.example/", "https://ailleurs.example/", "/\\ailleurs.example",
    "../../../../etc/passwd", "=1+1", "-1", "9" * 40, "%s%n", "a\0b",
    "\udcff\udcfe", "x" * 3000,
]


def test_echo(side):
    """A link with something in it that the page would say again."""
    wrong, count = [], 0
    names = names_of_parameters("query")
    for pattern, address, needs in side.rows("GET"):
        wrong += faults_of(address, side.door.run("GET", address,
                                                  side.cookie))
        for value in HOSTILE:
            query = "&".join(f"{name}=" + urllib.parse.quote(
                value, errors="surrogateescape") for name in names)
            answer = side.door.run("GET", f"{address}?{query}"[:60000],
                                   side.cookie)
            wrong += faults_of(f"{address}?…={value[:20]!r}", answer)
            count += 1
    said(f"{side.name}: {len(names)} parameters say nothing but text", wrong,
         count)
    wrong, count = [], 0
    for pattern, _, needs in side.rows("GET"):
        if "*" not in pattern:
            continue
        for part in ("%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cx",
                     "%0d%0aPirate:%201", urllib.parse.quote(MARK, safe=""),
                     "a%00.pdf", "x" * 900, "-1", "9" * 40, "%c0%ae%c0%ae"):
            address = pattern.replace("*", part)
            answer = side.door.run("GET", address, side.cookie)
            wrong += faults_of(address, answer)
            count += 1
            if answer.status not in (400, 401, 404, 303) and not (
                    answer.status == 200 and "connexion" in pattern):
                if "root:" in answer.page:
                    wrong.append(f"{address}: {answer.status}")
    said(f"{side.name}: nor do parts of an address", wrong, count)


def test_all(side):
    """Everything hostile into every form, then every page looked at."""
    wrong, count = [], 0
    names = names_of_parameters("form") + [
        name for path in glob.glob(SOURCE + "/schemas/*/*.xml")
        for name in re.findall(r'<champ nom="([\w-]+)"', open(path).read())]
    names = sorted(set(names))
    for pattern, address, needs in side.rows("POST"):
        if pattern in ENDS:
            continue
        token = side.token_of(pattern)
        for value in HOSTILE:
            fields = [("jeton", token)] + [(name, value) for name in names]
            body = "&".join(f"{k}=" + urllib.parse.quote(
                v, errors="surrogateescape") for k, v in fields)
            answer = side.door.run("POST", address, side.cookie,
                                   body.encode()[:64000])
            wrong += faults_of(f"{pattern} {value[:20]!r}", answer)
            count += 1
            side.again()
    said(f"{side.name}: {len(names)} fields of every form", wrong, count)


def test_shown(side):
    """What was kept of that, on every page and in every table."""
    wrong, count, found = [], 0, 0
    for pattern, address, needs in side.rows("GET"):
        answer = side.door.run("GET", address, side.cookie)
        wrong += faults_of(address, answer)
        found += "zq&quot;&gt;&lt;b id=zq&gt;" in answer.page
        count += 1
    print(f"# {side.name}: {found} pages show what was typed")
    said(f"{side.name}: every page, with what was typed", wrong, count)
    return found


def main():
    if SUBJECT == "voisin":
        sides = [Side("public")]
    else:
        sides = [Side("public"), Side("staff")]
    found = 0
    for side in sides:
        if SUBJECT == "csrf":
            test_csrf(side)
        elif SUBJECT == "voisin":
            test_neighbour(side)
        elif SUBJECT == "echo":
            test_echo(side)
        else:
            test_all(side)
    if SUBJECT == "tout":
        found = sum(test_shown(side) for side in sides)
        print("ok" if found > 3 else "not ok", "some of it is shown")
    for side in sides:
        side.door.close()


main()
