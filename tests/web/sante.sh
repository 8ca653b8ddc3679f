#!/bin/sh
# The health address and the counters: what is wrong is said, with 503, and
# nobody is named; programs of several workers count in one file.
# usage: srcdir=DIR builddir=DIR sh tests/web/sante.sh
. "$(dirname "$0")/cgi.subr"
site
get public /sante
is 'all is well' "$status" 200
is 'in plain text' "$(head_of Content-Type)" 'text/plain; charset=utf-8'
is 'nothing of it is kept' "$(head_of Cache-Control)" no-store
for line in 'base : répond' 'schéma : ' 'disque : ' 'messages : ' \
    'sauvegarde : aucune'; do
	holds "it says « $line »" "$line"
done

cp "$data/terreau.conf" "$tmp/conf"
sed 's/^production = non/production = oui/' "$tmp/conf" >"$data/terreau.conf"
get public /sante
is 'in production a backup and a mail server are needed' \
    "$status $(grep -c '^! ' "$tmp/body")" '503 2'
printf 'smtp = smtp://mail.example.org\nmail-from = a@example.org\n' \
    >>"$data/terreau.conf"
"$builddir/terreau" backup "$tmp/backups" --data "$data" >"$tmp/said" 2>&1 ||
	not_ok 'a backup' "$(cat "$tmp/said")"
get public /sante
is 'with both all is well' "$status $(grep '^! ' "$tmp/body")" '200 '
holds 'the backup is seen' 'sauvegarde : il y a '
touch -d '2 days ago' "$data/run/sauvegarde"
get public /sante
is 'one of the day before yesterday is too old' "$status" 503
holds 'which is said' '! sauvegarde : il y a 48 h'
touch "$data/run/sauvegarde"

letter() {
	sql "INSERT INTO mail (kind, recipient, subject, body, queued, due)
	    VALUES ('x', 'zoe@exemple.fr', 'Bonjour', 'Zoé', $1, $2)"
}
letter 'unixepoch() - 600' 'unixepoch() - 500'
get public /sante
is 'a message may wait a little' "$status" 200
letter 'unixepoch() - 7000' 'unixepoch() - 4000'
get public /sante
is 'not an hour over its time' "$status" 503
holds 'which is said' '! messages : 2 en attente'
sql 'DELETE FROM mail'
letter 'unixepoch() - 90000' 'unixepoch() + 600'
get public /sante
is 'nor a day, whatever its time is now' "$status" 503
hides 'nobody is named' exemple

get public /compteurs
is 'the counters are there' "$status $(head_of Content-Type)" \
    '200 text/plain; version=0.0.4; charset=utf-8'
holds 'messages wait' 'terreau_mails_waiting 1'
hides 'nobody is named there either' exemple
# The form of Prometheus: each family announced once, then its numbers.
awk '/^# HELP / { help[$3]++; next }
    /^# TYPE / { type[$3]++; next }
    !/^terreau_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.]+$/ {
	print "form: " $0 }
    { n = $1; sub(/\{.*/, "", n); sub(/_(bucket|sum|count)$/, "", n)
      if (help[n] != 1 || type[n] != 1) print "not announced: " $0 }' \
    "$tmp/body" >"$tmp/said"
is 'in the form that collectors read' "$(head -3 "$tmp/said")" ''

# Two workers, and what they counted, also when one is killed.
sql 'DELETE FROM mail'
door_stop public
python3 "$srcdir/tests/web/listen.py" "$tmp/sock" "$builddir/terreau-public" \
    --workers 2 --data "$data" 2>"$tmp/err" &
first=$!
trap 'kill "$first" 2>/dev/null; leave' EXIT
python3 - "$srcdir/tests/web" "$tmp/sock" "$first" <<'END'
import os, signal, sys, time
sys.dont_write_bytecode = True
folder, path, first = sys.argv[1:]
sys.path.insert(0, folder)
from suit import ask


def within(seconds, seen):
    """What it gives, once that is true; or at last."""
    until = time.monotonic() + seconds
    while not (got := seen()) and time.monotonic() < until:
        time.sleep(0.05)
    return got


within(30, lambda: os.path.exists(path))

def counts():
    page = ask(path, '/compteurs').decode().split('\r\n\r\n', 1)[1]
    return dict(line.rsplit(' ', 1) for line in page.splitlines()
                if not line.startswith('#'))


def said(what, got, want):
    print('ok ' + what if got == want else
          f'not ok {what}\n# got  {got}\n# want {want}')


def total(c, status):
    return int(c[f'terreau_requests_total{{program="terreau-public",'
                 f'status="{status}"}}'])


WORKERS = 'terreau_workers{program="terreau-public"}'
LAST = 'terreau_request_seconds_bucket{program="terreau-public",le="+Inf"}'
before = counts()
for _ in range(20):
    ask(path, '/reprendre')
    ask(path, '/sante/nulle-part')
after = counts()
said('each answer counts', total(after, '2xx') - total(before, '2xx'), 21)
said('and each refusal', total(after, '4xx') - total(before, '4xx'), 20)
said('each has a time', int(after[LAST]) - int(before[LAST]), 41)
# the second one is still starting
said('both workers are seen', within(30, lambda: counts()[WORKERS] == '2'),
     True)
with open(f'/proc/{first}/task/{first}/children') as f:
    for pid in f.read().split():
        os.kill(int(pid), signal.SIGKILL)
        while os.path.exists(f'/proc/{pid}'):
            time.sleep(0.01)
later = counts()
said('killed, others go on from where they were',
     total(later, '2xx') > total(after, '2xx'), True)
END
