#!/usr/bin/env python3
"""Every address of the staff program, as its own table lists them, with every
role and none: for a file of one's cooperative and for one of another's.

usage: roles.py PROGRAM DATA PASSWORD CODES...
CODES are name=value: own and other file, paper, session and entry of a paper
application.
"""
import itertools
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import urllib.parse

PROGRAM, DATA, PASSWORD = sys.argv[1:4]
PEERS = itertools.cycle(range(256))
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
    "/gestion/acces/*", "/gestion/connexion/code",
}
# Those that ask for a login only: what is one's own, the law, the settings.
OWN = {"/gestion/compte", "/gestion/regles", "/gestion/reglages",
       "/gestion/modeles"}
# What the first * of an address stands for.
FAMILIES = {
    "dossiers": "file", "documents": "paper", "seances": "session",
    "emargement": "session", "comptes": "account",
    "emargement": "session", "saisie": "entry",
}
# Addresses below these whose * is a thing of no cooperative.
PLAIN = {"chiffres", "acces", "saisie", "reglages", "modeles"}


def record(kind, content=b""):
    return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content


def pair(name, value):
    return b"".join(struct.pack(">I", len(x) | 1 << 31) for x in
                    (name, value)) + name + value


class Door:
    """The program behind a socket, as nginx has it: started once."""

    def __init__(self):
        self.dir = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.dir.name, "door")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.path)
        listener.listen(16)
        self.log = open(os.path.join(self.dir.name, "log"), "wb")
        self.child = subprocess.Popen([PROGRAM, "--data", DATA],
                                      stdin=listener, stderr=self.log)
        listener.close()

    def ask(self, env, body):
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(self.path)
            params = b"".join(pair(k.encode(), v.encode())
                              for k, v in env.items())
            s.sendall(record(1, struct.pack(">HB5x", 1, 0)) +
                      record(4, params) + record(4) +
                      (record(5, body) if body else b"") + record(5))
            data = b""
            try:
                while part := s.recv(65536):
                    data += part
            except ConnectionResetError:
                pass    # it answered before it had read everything
        out = b""
        while len(data) >= 8:
            _, kind, _, size, padding, _ = struct.unpack(">BBHHBB", data[:8])
            if kind == 6:
                out += data[8:8 + size]
            data = data[8 + size + padding:]
        return out

    def close(self):
        self.child.terminate()
        self.child.wait()
        self.log.close()
        with open(self.log.name, errors="replace") as log:
            lines = [x for x in log if "ERROR" in x or "not started" in x]
        print("not ok" if lines else "ok", "and the program stays up")
        for line in lines:
            print("#", line.rstrip())


def run(method, address, cookie="", body=b""):
    env = dict(REQUEST_METHOD=method, REQUEST_URI=address,
               REMOTE_ADDR=f"10.0.{next(PEERS)}.1", HTTP_COOKIE=cookie)
    if method == "POST":
        env["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        env["CONTENT_LENGTH"] = str(len(body))
    head, _, page = DOOR.ask(env, body).partition(b"\r\n\r\n")
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
        elif parts[i - 1] == "cooperatives":
            part = CODES[f"{whose}-cooperative"]
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
        wrong = [line for row in table
                 for line in verdict(role, *row, cookie, jeton)]
        print("ok" if not wrong else "not ok",
              f"{role}: {len(table)} addresses, one’s own and another’s")
        for line in wrong:
            print("#", line)


DOOR = Door()
try:
    main()
finally:
    DOOR.close()
