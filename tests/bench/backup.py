"""A backup while people read and begin applications: how long it takes, and
how long they wait meanwhile.

usage: backup.py BUILD SRCDIR DATA WHERE [--check]
"""
import os
import socket
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
build, srcdir, data, where = sys.argv[1:5]
check = '--check' in sys.argv[5:]
sys.argv[1:] = []
sys.path.insert(0, os.path.join(srcdir, 'tests', 'web'))
from suit import ask  # noqa: E402

READERS, PAUSE = 2, 0.01
MOST = 20       # seconds


def serve(path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(128)
        return subprocess.Popen(
            [os.path.join(build, 'terreau-public'), '--workers', '2',
             '--data', data], stdin=listening, stderr=subprocess.DEVNULL)


def read(path, over, waited, bad):
    while not over.is_set():
        began = time.monotonic()
        page = ask(path, '/candidature/cae')
        waited.append(time.monotonic() - began)
        if not page.startswith(b'Status: 200'):
            bad.append(page[:40])
        time.sleep(PAUSE)


def write(over, waited):
    """What a draft costs the database: a row on the disk."""
    while not over.is_set():
        began = time.monotonic()
        subprocess.run(
            ['sqlite3', '-cmd', '.timeout 9000',
             os.path.join(data, 'terreau.db'),
             'PRAGMA synchronous = FULL; UPDATE dossier SET changed = '
             'changed + 1 WHERE id = 1'], check=True, capture_output=True)
        waited.append(time.monotonic() - began)
        time.sleep(10 * PAUSE)


def main():
    path = os.path.join(data, 'run', 'sauvegarde.sock')
    child = serve(path)
    over = threading.Event()
    reads, writes, bad = [], [], []
    try:
        ask(path, '/candidature/cae')
        load = [threading.Thread(target=read, args=(path, over, reads, bad))
                for _ in range(READERS)]
        load.append(threading.Thread(target=write, args=(over, writes)))
        for t in load:
            t.start()
        began = time.monotonic()
        done = subprocess.run([os.path.join(build, 'terreau'), 'backup',
                               '--data', data, where], capture_output=True,
                              text=True)
        spent = time.monotonic() - began
        over.set()
        for t in load:
            t.join()
    finally:
        child.terminate()
        child.wait()
    size = os.path.getsize(os.path.join(data, 'terreau.db')) >> 20
    print(f'backup of {size} MiB: {spent:.1f} s; meanwhile {len(reads)} '
          f'pages, the slowest {max(reads) * 1000:.0f} ms, {len(writes)} '
          f'writes, the slowest {max(writes) * 1000:.0f} ms', flush=True)
    if check:
        good = done.returncode == 0 and not bad and spent <= MOST
        print(f'{"ok" if good else "not ok"} a backup of {size} MiB while '
              f'serving takes {MOST} s at most')
    if done.returncode != 0 or bad:
        raise SystemExit(done.stderr + str(bad[:3]))


main()
