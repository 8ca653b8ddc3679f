"""The whole stack at rest, as it is deployed: nginx, both programs with two
workers each.  From the start of a program to its first answer, and the memory
that all hold once they have answered.

usage: pile.py BUILD SRCDIR DATA NGINX-CONF NGINX [--check]

Resident twice: PSS, where a page that several processes share counts once in
all, is what the machine has less of; RSS counts it in each of them.
"""
import os
import socket
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
build, srcdir, data, conf, nginx = sys.argv[1:6]
check = '--check' in sys.argv[6:]
sys.argv[1:] = []
sys.path.insert(0, os.path.join(srcdir, 'tests', 'web'))
from suit import ask  # noqa: E402

PROGRAMS = {'public': '/reprendre', 'staff': '/gestion/connexion'}
TIMES, WORKERS = 5, 2
MOST_MEMORY, MOST_START = 64 * 1024, 200    # KiB, ms


def start(name):
    """The program; the milliseconds from its start to its answer, and those
    that processors worked for it."""
    path = os.path.join(data, 'run', name + '.sock')
    if os.path.exists(path):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(128)
        began = time.monotonic()
        child = subprocess.Popen(
            [os.path.join(build, 'terreau-' + name), '--workers',
             str(WORKERS), '--data', data], stdin=listening,
            stderr=subprocess.DEVNULL)
    page = ask(path, PROGRAMS[name])
    spent = (time.monotonic() - began) * 1000
    work = sum(map(processor, family(child.pid)))
    if not page.startswith(b'Status: 200'):
        raise SystemExit(f'terreau-{name}: {page[:200]!r}')
    return child, spent, work


def family(pid):
    with open(f'/proc/{pid}/task/{pid}/children') as f:
        return [pid] + [p for c in f.read().split() for p in family(int(c))]


def processor(pid):
    with open(f'/proc/{pid}/schedstat') as f:
        return int(f.read().split()[0]) / 1e6


def memory(pid):
    """PSS and RSS, KiB."""
    found = {}
    with open(f'/proc/{pid}/smaps_rollup') as f:
        for line in f:
            word, *rest = line.split()
            found[word] = rest
    return int(found['Pss:'][0]), int(found['Rss:'][0])


def main():
    slowest, running = 0, []
    print('| what | median | worst |\n| --- | ---: | ---: |')
    for name in PROGRAMS:
        times, works = [], []
        for i in range(TIMES):
            child, spent, work = start(name)
            times.append(spent)
            works.append(work)
            if i < TIMES - 1:
                child.terminate()
                child.wait()
        running.append((f'terreau-{name}', child))
        slowest = max(slowest, statistics.median(works))
        print(f'| terreau-{name}: start to first answer | '
              f'{statistics.median(times):.0f} ms | {max(times):.0f} ms |')
        print(f'| the work of it | {statistics.median(works):.0f} ms | '
              f'{max(works):.0f} ms |')
    running.append(('nginx', subprocess.Popen(
        [nginx, '-p', data, '-c', conf, '-e', data + '/log/main.log',
         '-g', 'daemon off;'])))
    try:
        for _ in range(20):
            for name, address in PROGRAMS.items():
                ask(os.path.join(data, 'run', name + '.sock'), address)
        time.sleep(1)
        print('\n| at rest | processes | PSS | RSS |\n'
              '| --- | ---: | ---: | ---: |')
        whole = [0, 0, 0]
        for name, child in running:
            pids = family(child.pid)
            sums = [len(pids)] + [sum(s) for s in zip(*map(memory, pids))]
            whole = [a + b for a, b in zip(whole, sums)]
            print(f'| {name} | {sums[0]} | {sums[1] / 1024:.1f} MiB | '
                  f'{sums[2] / 1024:.1f} MiB |')
        print(f'| the whole stack | {whole[0]} | {whole[1] / 1024:.1f} MiB | '
              f'{whole[2] / 1024:.1f} MiB |')
    finally:
        for _, child in running:
            child.terminate()
            child.wait()
    if check:
        for good, what in (
                (whole[1] <= MOST_MEMORY, 'the whole stack holds 64 MiB at '
                 f'most (PSS): {whole[1] / 1024:.1f}'),
                # as long, on a machine that has nothing else to do
                (slowest <= MOST_START, 'from start to first answer 200 ms '
                 f'of work at most (median): {slowest:.0f}')):
            print(('ok ' if good else 'not ok ') + what)


main()
