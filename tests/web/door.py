"""A program behind a socket, as nginx has it: started once, asked often; its
table of addresses, and what the * of each stands for.
"""
import atexit
import itertools
import os
import re
import socket
import struct
import subprocess
import tempfile
import urllib.parse

PEERS = itertools.cycle(range(256))
FORM = "application/x-www-form-urlencoded"


def record(kind, content=b""):
    return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content


def records(kind, content):
    """A stream: as many records as it takes, ended by an empty one."""
    parts = [content[i:i + 32768] for i in range(0, len(content), 32768)]
    return b"".join(record(kind, part) for part in parts) + record(kind)


def pair(name, value):
    return b"".join(struct.pack(">I", len(x) | 1 << 31) for x in
                    (name, value)) + name + value


class Answer:
    """What came back: status, head (names in lower case), page, cookie."""

    def __init__(self, raw, cookie):
        head, _, self.bytes = raw.partition(b"\r\n\r\n")
        self.head = {}
        self.cookie = cookie
        for line in head.decode(errors="replace").split("\r\n"):
            name, _, value = line.partition(": ")
            self.head.setdefault(name.lower(), []).append(value)
        status = re.match(r"\d+", self.one("status"))
        self.status = int(status.group()) if status else 0
        self.page = self.bytes.decode(errors="replace")
        fresh = re.match(r"(\w+=\w*)", self.one("set-cookie"))
        if fresh:
            self.cookie = fresh.group(1)

    def one(self, name):
        return self.head.get(name, [""])[0]

    def token(self):
        found = re.search(r'name="jeton" value="([0-9a-f]+)"', self.page)
        return found.group(1) if found else ""


class Door:
    def __init__(self, program, data):
        self.program, self.data = program, data
        self.dir = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.dir.name, "door")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.path)
        listener.listen(16)
        self.log = open(os.path.join(self.dir.name, "log"), "wb")
        self.told = 0
        self.child = subprocess.Popen([program, "--data", data],
                                      stdin=listener, stderr=self.log,
                                      stdout=subprocess.DEVNULL)
        listener.close()
        # also when whoever asks gives up
        atexit.register(self.child.kill)

    def ask(self, env, body=b""):
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(self.path)
            params = b"".join(pair(k.encode(), v.encode(
                errors="surrogateescape")) for k, v in env.items())
            data = b""
            try:
                s.sendall(record(1, struct.pack(">HB5x", 1, 0)) +
                          records(4, params) + records(5, body))
            except (BrokenPipeError, ConnectionResetError):
                pass
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

    def run(self, method, address, cookie="", body=b"", **more):
        env = dict(REQUEST_METHOD=method, REQUEST_URI=address,
                   REMOTE_ADDR=f"10.{os.getpid() % 250}.{next(PEERS)}."
                   f"{next(PEERS)}", HTTP_COOKIE=cookie)
        if method == "POST":
            env["CONTENT_TYPE"] = FORM
            env["CONTENT_LENGTH"] = str(len(body))
        env.update(more)
        return Answer(self.ask(env, body), cookie)

    def post(self, address, cookie, fields, **more):
        return self.run("POST", address, cookie,
                        urllib.parse.urlencode(fields).encode(), **more)

    def login(self, email, password):
        """A session of staff: its cookie and the token of its forms."""
        form = self.run("GET", "/gestion/connexion")
        done = self.post("/gestion/connexion", form.cookie, {
            "jeton": form.token(), "courriel": email, "passe": password})
        if done.status != 303:
            raise SystemExit(f"not ok login {email}: {done.status}")
        return done.cookie, self.run("GET", "/gestion/compte",
                                     done.cookie).token()

    def routes(self):
        """Method, path and needs of each row of its table."""
        done = subprocess.run([self.program, "--routes"], text=True,
                              capture_output=True, check=True)
        for line in done.stdout.splitlines():
            method, path, *needs = line.split()
            yield method, path, set(needs) - {"-"}

    def logged(self):
        """What it has logged since the last time."""
        with open(self.log.name, errors="replace") as log:
            log.seek(self.told)
            text = log.read()
            self.told = log.tell()
        return text

    def close(self):
        self.child.terminate()
        self.child.wait()
        self.log.close()
        with open(self.log.name, errors="replace") as log:
            lines = [x for x in log if "ERROR" in x or "not started" in x or
                     "runtime error" in x or "control character" in x or
                     "strange place" in x]
        print("not ok" if lines else "ok", "and",
              os.path.basename(self.program), "stays up")
        for line in lines:
            print("#", line.rstrip())


# What the first * of an address of staff stands for.
FAMILIES = {
    "dossiers": "file", "documents": "paper", "seances": "session",
    "emargement": "session", "comptes": "account", "saisie": "entry",
}
# Addresses below these whose * is a thing of no cooperative.
PLAIN = {"chiffres", "acces", "saisie", "reglages", "modeles",
         "effacements"}


def place(codes, pattern, whose):
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
            part = part.replace("*", codes[f"{whose}-{FAMILIES[family]}"])
            about = True
        elif parts[i - 1] == "cooperatives":
            part = codes[f"{whose}-cooperative"]
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
