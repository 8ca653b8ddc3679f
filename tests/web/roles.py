#!/usr/bin/env python3
"""Every address of the staff program, as its own table lists them, with every
role and none: for a file of one's cooperative and for one of another's.

usage: roles.py PROGRAM DATA PASSWORD CODES...
CODES are name=value: own and other file, paper, session and entry of a paper
application.
"""
import concurrent.futures
import http.cookies
import os
import re
import subprocess
import sys
import urllib.parse

PROGRAM, DATA, PASSWORD = sys.argv[1:4]
CODES = dict(pair.split("=", 1) for pair in sys.argv[4:])

# What each role may, said here a second time: this is what is wanted.
MAY = {
    "administration": "admin audit count",
    "gestion": "read write issue group count export admin audit money",
    "accompagnement": "read write group count money",
    "animation": "read group count",
    "comite": "count",
    "comptabilite": "read count export money",
    "donnees": "read count export audit money",
    "lecture": "read count",
}
# Addresses that ask for nothing: the door, and the desk of who signs.
OPEN = {
    "/gestion", "/gestion/connexion", "/gestion/deconnexion",
    "/gestion/guichet", "/gestion/guichet/fini", "/gestion/oubli",
    "/gestion/acces/*",
}
# Those that ask for a login only: what is one's own, and the law.
OWN = {"/gestion/compte", "/gestion/regles"}
# What the first * of an address stands for.
FAMILIES = {
    "dossiers": "file", "documents": "paper", "seances": "session",
    "emargement": "session", "comptes": "account",
    "emargement": "session", "saisie": "entry",
}
# Addresses below these whose * is a thing of no cooperative.
PLAIN = {"chiffres", "acces", "saisie"}


def run(method, address, cookie="", body=b""):
    env = dict(os.environ, REQUEST_METHOD=method, REQUEST_URI=address,
               REMOTE_ADDR="127.0.0.1", HTTP_COOKIE=cookie)
    if method == "POST":
        env["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        env["CONTENT_LENGTH"] = str(len(body))
    done = subprocess.run([PROGRAM, "--data", DATA], input=body, env=env,
                          capture_output=True)
    head, _, page = done.stdout.partition(b"\r\n\r\n")
    head = head.decode()
    status = re.match(r"Status: (\d+)", head)
    fresh = re.search(r"^Set-Cookie: (\w+=\w+)", head, re.M)
    return (int(status.group(1)) if status else 0,
            fresh.group(1) if fresh else cookie, page.decode(errors="replace"))


def token(page):
    return re.search(r'name="jeton" value="([0-9a-f]+)"', page).group(1)


def login(email):
    _, cookie, page = run("GET", "/gestion/connexion")
    body = urllib.parse.urlencode({"jeton": token(page), "courriel": email,
                                   "passe": PASSWORD}).encode()
    status, cookie, _ = run("POST", "/gestion/connexion", cookie, body)
    if status != 303:
        sys.exit(f"not ok login {email}: {status}")
    return cookie, token(run("GET", "/gestion/compte", cookie)[2])


def place(pattern, whose):
    """The address of a pattern for a thing of that cooperative; and whether
    it is about one."""
    parts = pattern.split("/")
    family = parts[2] if len(parts) > 2 else ""
    first = True
    about = False
    for i, part in enumerate(parts):
        if "*" not in part:
            continue
        if first and i == 3 and family in FAMILIES:
            part = part.replace("*", CODES[f"{whose}-{FAMILIES[family]}"])
            about = True
        elif first and family not in PLAIN:
            return None, False
        elif parts[i - 1] == "documents" and i > 3:
            part = part.replace("*", "cape")
        else:
            part = part.replace("*", "1")
        parts[i] = part
        first = False
    return "/".join(parts), about


def routes():
    done = subprocess.run([PROGRAM, "--routes"], capture_output=True,
                          text=True, check=True)
    for line in done.stdout.splitlines():
        method, path, *needs = line.split()
        yield method, path, set(needs) - {"-"}


def verdict(role, method, pattern, needs, cookie, jeton):
    """What is wrong with one address for one role: sentences."""
    rights = needs - {"staff", "network"}
    may = rights <= set(MAY[role].split()) and "network" not in needs
    wrong = []
    for whose in ("own", "other"):
        address, about = place(pattern, whose)
        # who may not anywhere is refused before the thing is looked at
        if whose == "other" and not (about and may):
            continue
        body = f"jeton={jeton}".encode() if whose == "other" else b""
        status, _, page = run(method, address, cookie, body)
        refused = status == 403 and "Votre rôle ne permet pas" in page
        if status in (0, 401, 500):
            good = False
        elif not may:
            good = refused
        elif whose == "other":
            good = status == 404
        else:
            # what tells of money is kept from who has no need of it
            good = not refused or "money" not in MAY[role].split()
        if not good:
            wrong.append(f"{role} {method} {address}: {status}")
    return wrong


def main():
    table = list(routes())
    failed = []
    for method, pattern, needs in table:
        if not needs and pattern not in OPEN:
            failed.append(f"{method} {pattern} needs nothing")
        if needs == {"staff"} and not any(
                pattern == own or pattern.startswith(own + "/")
                for own in OWN):
            failed.append(f"{method} {pattern} needs no right")
        if place(pattern, "own")[0] is None:
            failed.append(f"{method} {pattern}: what is its *?")
    print("ok" if not failed else "not ok", "every address says its needs")
    for line in failed:
        print("#", line)
    if failed:
        return
    table = [row for row in table if row[2]]
    wrong = []
    for method, pattern, needs in table:
        status, _, page = run(method, place(pattern, "own")[0])
        if status != 401:
            wrong.append(f"{method} {pattern}: {status}")
    print("ok" if not wrong else "not ok", f"{len(table)} without login: 401")
    for line in wrong:
        print("#", line)
    for role in MAY:
        cookie, jeton = login(f"{role}@roles.example")
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda row: verdict(role, *row, cookie, jeton),
                             table)
            wrong = [line for lines in found for line in lines]
        print("ok" if not wrong else "not ok",
              f"{role}: {len(table)} addresses, one’s own and another’s")
        for line in wrong:
            print("#", line)


main()
