"""One program that stays, asked by FastCGI as nginx would, while something
else happens in between.

usage: suit.py PROGRAM DATA WHAT...

WHAT is an address, whose page is written to standard output, or « ! » and a
command for the shell.
"""
import os
import socket
import struct
import subprocess
import sys
import tempfile

BEGIN, END, PARAMS, STDIN, STDOUT = 1, 3, 4, 5, 6


def record(kind, body=b''):
    return struct.pack('>BBHHBB', 1, kind, 1, len(body), 0, 0) + body


def pair(name, value):
    name, value = name.encode(), value.encode()
    return bytes([len(name), len(value)]) + name + value


def read(conn, n):
    got = b''
    while len(got) < n:
        more = conn.recv(n - len(got))
        if not more:
            raise SystemExit('the program hung up')
        got += more
    return got


def ask(path, address):
    params = b''.join(pair(*p) for p in {
        'REQUEST_METHOD': 'GET', 'SCRIPT_NAME': address, 'PATH_INFO': '',
        'DOCUMENT_URI': address, 'REQUEST_URI': address, 'QUERY_STRING': '',
        'HTTP_HOST': 'portail.example', 'SERVER_PROTOCOL': 'HTTP/1.1',
        'REMOTE_ADDR': '127.0.0.1', 'HTTPS': 'on'}.items())
    conn = socket.socket(socket.AF_UNIX)
    conn.settimeout(60)
    conn.connect(path)
    conn.sendall(record(BEGIN, struct.pack('>HB5x', 1, 0)) +
                 record(PARAMS, params) + record(PARAMS) + record(STDIN))
    out = b''
    while True:
        _, kind, _, n, pad, _ = struct.unpack('>BBHHBB', read(conn, 8))
        body = read(conn, n + pad)[:n]
        if kind == END:
            break
        if kind == STDOUT:
            out += body
    conn.close()
    return out


def main():
    program, data, *what = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'sock')
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen(8)
        child = subprocess.Popen([program, '--data', data], stdin=listening)
        try:
            for w in what:
                if w.startswith('!'):
                    subprocess.run(w[1:], shell=True, check=True)
                else:
                    sys.stdout.buffer.write(ask(path, w))
                    sys.stdout.flush()
        finally:
            child.terminate()
            child.wait()


if __name__ == "__main__":
    main()
