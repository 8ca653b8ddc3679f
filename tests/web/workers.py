"""A program and its workers behind one socket, as systemd starts them.

usage: workers.py PROGRAM DATA TERREAU
"""
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

program, data, terreau = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from suit import BEGIN, PARAMS, STDIN, ask, pair, record  # noqa: E402

WORKERS = 3
TRIES = 60       # RATE_TRIES of lib/web/rate.h


def said(what, good):
    print(('ok ' if good else 'not ok ') + what, flush=True)


def children(pid):
    try:
        with open(f'/proc/{pid}/task/{pid}/children') as f:
            return [int(p) for p in f.read().split()]
    except FileNotFoundError:
        return []


def within(seconds, holds):
    """Does it come to hold in that time?"""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def answers(path):
    return ask(path, '/reprendre').startswith(b'Status: 200')


def gone(pids):
    return not any(os.path.exists(f'/proc/{p}') and
                   ') Z' not in open(f'/proc/{p}/stat').read() for p in pids)


def start(listening, stderr=None):
    return subprocess.Popen([program, '--workers', str(WORKERS), '--data',
                             data], stdin=listening, stderr=stderr)


def sql(text):
    return subprocess.run(['sqlite3', '-cmd', '.timeout 9000',
                           os.path.join(data, 'terreau.db'), text],
                          check=True, capture_output=True,
                          text=True).stdout.strip()


def publish():
    subprocess.run([terreau, 'site', '--data', data], check=True,
                   stdout=subprocess.DEVNULL)


def holds(pid):
    """What a process has open, but for the socket it listens on."""
    folder = f'/proc/{pid}/fd'
    try:
        return [os.readlink(os.path.join(folder, f))
                for f in os.listdir(folder) if f != '0']
    except FileNotFoundError:
        return []


def half(path):
    """A request whose body has not come yet."""
    conn = socket.socket(socket.AF_UNIX)
    conn.connect(path)
    params = {'REQUEST_METHOD': 'POST', 'REQUEST_URI': '/quitter',
              'CONTENT_TYPE': 'application/x-www-form-urlencoded',
              'CONTENT_LENGTH': '1', 'REMOTE_ADDR': '127.0.0.1'}
    conn.sendall(record(BEGIN, bytes((0, 1, 0, 0, 0, 0, 0, 0))) +
                 record(PARAMS, b''.join(pair(*p) for p in params.items())) +
                 record(PARAMS))
    return conn


def trials(path, listening, started):
    child = start(listening)
    started.append(child)
    said('the first request is answered', answers(path))
    said('there are as many workers as were asked for',
         within(10, lambda: len(children(child.pid)) == WORKERS))

    # a page that one peer may ask for 60 times in ten minutes
    calm = [ask(path, '/verifier')[8:11] for _ in range(TRIES)]
    said('what one peer tries is counted by all of them together',
         calm == [b'200'] * TRIES and
         ask(path, '/verifier')[8:11] == b'429')

    before = children(child.pid)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    within(10, lambda: gone(before))
    said('all killed, the next request is answered', answers(path))
    said('and others take their places', within(10, lambda: len(
        set(children(child.pid)) - set(before)) == WORKERS))
    said('who know what was tried before',
         ask(path, '/verifier')[8:11] == b'429')

    before = children(child.pid)
    publish()
    for _ in range(60):
        answers(path)
    said('those who read another publication leave their places to others '
         'who share it', within(20, lambda: answers(path) and not
                                set(before) & set(children(child.pid))))

    conn = half(path)
    workers = children(child.pid)
    # whoever took it reads no other connection
    said('a request is under way', within(10, lambda: any(
        h.startswith('socket:') for p in workers for h in holds(p))))
    child.terminate()
    said('told to end, workers without a request do', within(
        10, lambda: sum(not gone([p]) for p in workers) == 1))
    said('and it waits for the request under way', child.poll() is None)
    conn.sendall(record(STDIN, b'a') + record(STDIN))
    said('which is answered', b'Status: ' in conn.recv(65536))
    conn.close()
    said('then it ends, and well', child.wait(20) == 0 and gone(workers))

    child = start(listening)
    started.append(child)
    said('another behind the same socket', answers(path))
    workers = children(child.pid)
    child.kill()
    child.wait()
    said('the first one killed, no worker stays',
         within(10, lambda: gone(workers)))


def closed(path, listening, started):
    """Another version's schema, then another file in the place of ours."""
    said_by = os.path.join(data, 'log-closed')
    with open(said_by, 'wb') as log:
        child = start(listening, log)
    started.append(child)

    def told(words):
        with open(said_by, encoding='utf-8') as f:
            return f.read().count(words)

    # all of them, with the database open: who opens it later says why not
    said('before an upgrade it answers', answers(path) and within(
        60, lambda: [sum(h.endswith('/coffre.db') for h in holds(p))
                     for p in children(child.pid)] == [2] * WORKERS))
    before = set(children(child.pid))
    version = sql('PRAGMA user_version')
    sql(f'PRAGMA user_version = {int(version) + 1}')
    pages = [ask(path, '/reprendre') for _ in range(3 * WORKERS)]
    said('another schema: each request is told to come back', all(
        p.startswith(b'Status: 503') and b'Retry-After: ' in p and
        'quelques minutes' in p.decode() for p in pages))
    said('and each worker is replaced by one that waits', within(
        60, lambda: ask(path, '/reprendre') and
        not before & set(children(child.pid)) and
        len(children(child.pid)) == WORKERS))
    waiting = set(children(child.pid))
    ends = time.monotonic() + 2.5
    while time.monotonic() < ends:
        ask(path, '/reprendre')
    said('which stay', set(children(child.pid)) == waiting)
    said('the reason is told once', told('plus récent que ce programme') == 1)
    sql(f'PRAGMA user_version = {version}')
    said('the right one again: the service is back by itself',
         within(20, lambda: answers(path)))
    said('which is told once', within(
        10, lambda: answers(path) and told('de nouveau') == 1))

    # a copy of it takes its place, as who restores by hand would do
    sql('PRAGMA wal_checkpoint(TRUNCATE)')
    there = os.path.join(data, 'terreau.db')
    subprocess.run(['cp', there, there + '.copie'], check=True)
    for end in ('', '-wal', '-shm'):
        if os.path.exists(there + end):
            os.unlink(there + end)
    os.rename(there + '.copie', there)
    said('a database in its place is opened, and nobody holds the one that '
         'was removed', within(60, lambda: answers(path) and not any(
             h.endswith('terreau.db (deleted)')
             for p in children(child.pid) for h in holds(p))))
    child.terminate()
    child.wait(20)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'sock')
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen(64)
        started = []
        try:
            trials(path, listening, started)
            closed(path, listening, started)
        finally:
            for child in started:
                child.kill()


main()
