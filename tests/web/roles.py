#!/usr/bin/env python3
"""Every address of the staff program, as its own table lists them, with every
role and none: for a file of one's cooperative and for one of another's.

usage: roles.py PROGRAM DATA PASSWORD CODES...
CODES are name=value: own and other file, paper, session and entry of a paper
application.
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from door import Door, place  # noqa: E402

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
    "/gestion/acces/*", "/gestion/connexion/code",
}
# Those that ask for a login only: what is one's own, the law, the settings.
OWN = {"/gestion/compte", "/gestion/regles", "/gestion/reglages",
       "/gestion/modeles"}


def verdict(role, method, pattern, needs, cookie, jeton):
    """What is wrong with one address for one role: sentences."""
    rights = needs - {"staff", "network"}
    may = rights <= set(MAY[role].split()) and "network" not in needs
    wrong = []
    for whose in ("own", "other"):
        address, about = place(CODES, pattern, whose)
        # who may not anywhere is refused before the thing is looked at
        if whose == "other" and not (about and may):
            continue
        body = f"jeton={jeton}".encode() if whose == "other" else b""
        answer = DOOR.run(method, address, cookie, body)
        status = answer.status
        refused = status == 403 and "Votre rôle ne permet pas" in answer.page
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
    table = list(DOOR.routes())
    failed = []
    for method, pattern, needs in table:
        if not needs and pattern not in OPEN:
            failed.append(f"{method} {pattern} needs nothing")
        if needs == {"staff"} and not any(
                pattern == own or pattern.startswith(own + "/")
                for own in OWN):
            failed.append(f"{method} {pattern} needs no right")
        if place(CODES, pattern, "own")[0] is None:
            failed.append(f"{method} {pattern}: what is its *?")
    print("ok" if not failed else "not ok", "every address says its needs")
    for line in failed:
        print("#", line)
    if failed:
        return
    table = [row for row in table if row[2]]
    wrong = []
    for method, pattern, needs in table:
        status = DOOR.run(method, place(CODES, pattern, "own")[0]).status
        if status != 401:
            wrong.append(f"{method} {pattern}: {status}")
    print("ok" if not wrong else "not ok", f"{len(table)} without login: 401")
    for line in wrong:
        print("#", line)
    for role in MAY:
        cookie, jeton = DOOR.login(f"{role}@roles.example", PASSWORD)
        wrong = [line for row in table
                 for line in verdict(role, *row, cookie, jeton)]
        print("ok" if not wrong else "not ok",
              f"{role}: {len(table)} addresses, one’s own and another’s")
        for line in wrong:
            print("#", line)


DOOR = Door(PROGRAM, DATA)
try:
    main()
finally:
    DOOR.close()
