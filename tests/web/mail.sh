#!/bin/sh
# Sending what is queued, to a real mail server with TLS: taken once, put off,
# refused, unknown, never twice.
# usage: srcdir=DIR builddir=DIR sh tests/web/mail.sh
. "$(dirname "$0")/cgi.subr"
site
python=/usr/bin/python3
server= smtp=$tmp/smtp
trap '[ -z "$server" ] || kill "$server"; leave' EXIT
mkdir -p "$smtp"
cp "$data/terreau.conf" "$tmp/conf"

# certificate NAME: made by itself, so that it must be trusted by name.
certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
	    -nodes -days 2 -subj "/CN=$1" -addext "subjectAltName=DNS:$1" \
	    -keyout "$smtp/key.pem" -out "$smtp/cert.pem" 2>"$tmp/openssl" ||
		not_ok "certificate $1" "$(cat "$tmp/openssl")"
}

serve() {
	[ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null; }
	rm -f "$smtp/port"
	$python "$srcdir/tests/web/smtpd.py" "$smtp" ${1:-} \
	    >"$tmp/smtpd.log" 2>&1 &
	server=$!
	for i in $(seq 300); do
		[ ! -f "$smtp/port" ] || break
		sleep 0.1
	done
	[ -f "$smtp/port" ] || not_ok 'the mail server starts' \
	    "$(cat "$tmp/smtpd.log")"
}

# configure SCHEME [LINE ...]: a server beside what init wrote.
configure() {
	{
		cat "$tmp/conf"
		echo "smtp = $1://localhost:$(cat "$smtp/port")"
		echo 'mail-from = ne-pas-repondre@portail.example'
		shift
		printf '%s\n' "$@"
	} >"$data/terreau.conf"
}

LOGIN="smtp-user = terreau
smtp-password = $tmp/secret
smtp-ca = $smtp/cert.pem
smtp-patience = 20"
printf 'un secret\n' >"$tmp/secret"

mail() {
	"$builddir/terreau" mail --data "$data" "$@" >"$tmp/out" 2>"$tmp/err"
}

# queue ADDRESS [SUBJECT]
queue() {
	sql "INSERT INTO mail (kind, recipient, subject, body, queued) VALUES
	    ('essai', '$1', '${2:-Essai}', 'Bonjour' || char(10),
	    $(date +%s))"
}

state() {
	sql "SELECT iif(sent IS NOT NULL, 'sent', iif(failed IS NOT NULL,
	    'failed', iif(handed IS NOT NULL, 'unknown', 'waiting'))) || ' ' ||
	    tries FROM mail WHERE recipient = '$1' ORDER BY id DESC LIMIT 1"
}

taken() {
	ls "$smtp" | grep -c '\.eml$'
}

outbox() {
	"$builddir/terreau" outbox --data "$data" "$@"
}

# Without a server everything stays to be read.
begin lea@exemple.fr
mail
is 'no server: no failure' $? 0
grep -q '1 message en' "$tmp/out" && ok 'and it says what waits' ||
	not_ok 'and it says what waits' "$(cat "$tmp/out")"
outbox | grep -q "$url/lien/[0-9a-f]\{64\}" &&
    ok 'the outbox shows the link, whole' || not_ok 'the outbox shows the link'
is 'whose token the table of messages keeps apart' \
    "$(sql "SELECT count(*) FROM mail WHERE body LIKE '%/lien/••••••••%' AND
    instr(body, secret) = 0")" 1

# Taken, with TLS and a login.
certificate localhost
serve
configure smtp "$LOGIN"
mail
is 'the queue is sent' "$? $(cat "$tmp/out")" \
    '0 Envoyés : 1, remis à plus tard : 0, refusés : 0, incertains : 0.'
is 'and marked' "$(state lea@exemple.fr)" 'sent 1'
is 'its secret is forgotten' "$(sql 'SELECT count(secret) FROM mail')" 0
mail
is 'nothing is sent again' "$(taken) $(cat "$tmp/out")" '1 '
is 'we greet with our name' "$(sed -n '$p' "$smtp/journal" | cut -c 1-4)
$(grep -c '^ehlo portail.example$' "$smtp/journal")" 'data
2'
sql "UPDATE dossier SET cooperative = 'nantes'"
sql "INSERT INTO mail (kind, dossier, recipient, subject, body, queued) SELECT
    'essai', id, email, 'Où en est votre candidature ? – œuf, naïveté, « ça » ',
    'Une ligne plus longue que soixante-seize signes, avec des accents : été, à, ö, et un astre 🌍.
.
.. deux points
From un faux en-tête
Subject: un autre' || char(10) || char(10) || 'fin avec un blanc ' || char(10),
    1795428672 FROM dossier"
mail
cat >"$tmp/read.py" <<'P'
import email, email.policy, sqlite3, sys
raw = open(sys.argv[1], 'rb').read()
sender, to, raw = raw.split(b'\n', 2)
m = email.message_from_bytes(raw, policy=email.policy.default)
want = sqlite3.connect(sys.argv[2]).execute('SELECT subject, body, recipient '
    'FROM mail ORDER BY id DESC LIMIT 1').fetchone()
def is_(what, got, wanted):
    print('ok' if got == wanted else f'not ok', what)
    if got != wanted:
        print('# got  ' + repr(got)); print('# want ' + repr(wanted))
is_('the subject arrives letter for letter', m['subject'].rstrip(), want[0].rstrip())
is_('the text too', m.get_content().replace('\r\n', '\n'), want[1])
is_('to the right address', (to.decode(), m['to']), (want[2], want[2]))
is_('from the portal', sender, b'ne-pas-repondre@portail.example')
is_('in the name of the cooperative', str(m['from']),
    'Coopérative de Nantes <ne-pas-repondre@portail.example>')
is_('answers go to the cooperative', m['reply-to'].addresses[0].addr_spec,
    sys.argv[3])
is_('with its date', m['date'].datetime.timestamp(), 1795428672)
is_('as an automatic message', m['auto-submitted'], 'auto-generated')
is_('one header of each', sorted(k.lower() for k in m.keys()), sorted(['date',
    'from', 'reply-to', 'to', 'subject', 'message-id', 'auto-submitted',
    'mime-version', 'content-type', 'content-transfer-encoding',
    'content-language']))
is_('no line is longer than 78', [l for l in raw.split(b'\r\n')
    if len(l) > 78], [])
is_('all is ASCII', raw.isascii(), True)
P
$python "$tmp/read.py" "$smtp/2.eml" "$data/terreau.db" \
    "$(sed -n '/code="nantes"/,/<.cooperative>/s/.*<email>\(.*\)<.*/\1/p' \
    "$data/reseau.xml")"

# Put off, refused, given without an answer.
queue plein@exemple.fr
queue inconnu@exemple.fr
queue contenu@exemple.fr
queue gris@exemple.fr
queue muet@exemple.fr
queue 'pas une adresse'
queue 'bon@exemple.fr' "Essai$(printf '\r\n')Bcc: pirate@exemple.fr"
mail
is 'each has its answer' "$(cat "$tmp/out")" \
    'Envoyés : 1, remis à plus tard : 2, refusés : 3, incertains : 1.'
is 'a full box is tried again' "$(state plein@exemple.fr)" 'waiting 1'
is 'a content put off too' "$(state gris@exemple.fr)" 'waiting 1'
is 'nobody of that name: never' "$(state inconnu@exemple.fr)" 'failed 1'
is 'a content refused: never' "$(state contenu@exemple.fr)" 'failed 1'
is 'what is no address is not tried' "$(state 'pas une adresse')" 'failed 0'
is 'no answer: nobody knows' "$(state muet@exemple.fr)" 'unknown 1'
grep -qi '^Bcc' "$smtp/3.eml" && not_ok 'no header is injected' ||
	ok 'no header is injected'
outbox --failed >"$tmp/failed"
grep -q 'abandonné le .* : 550 5.1.1 personne de ce nom' "$tmp/failed" &&
    grep -q 'incertain : remis le' "$tmp/failed" &&
    ! grep -q plein "$tmp/failed" && ok 'the outbox names what needs a person' ||
	not_ok 'the outbox names what needs a person' "$(cat "$tmp/failed")"
: >"$smtp/journal"
mail
is 'at once, nothing is tried again' "$(cat "$smtp/journal")" ''
TERREAU_NOW=$(($(date +%s) + 61)) mail
is 'after a minute, what was put off' "$(state plein@exemple.fr)
$(state gris@exemple.fr) $(state muet@exemple.fr)" 'waiting 2
waiting 2 unknown 1'
TERREAU_NOW=$(($(date +%s) + 300)) mail
is 'then it takes longer' "$(state plein@exemple.fr)" 'waiting 2'
TERREAU_NOW=$(($(date +%s) + 6 * 86400)) mail
is 'and after five days it is given up' "$(state plein@exemple.fr)" 'failed 3'
sql "INSERT INTO mail (kind, recipient, subject, body, queued, until) VALUES
    ('code', 'tard@exemple.fr', 'Code', 'x', 1, $(date +%s))"
mail
is 'a code that is over is not sent' "$(state tard@exemple.fr)" 'failed 0'

# Killed while the server thinks about it.
queue lent@exemple.fr
"$builddir/terreau" mail --data "$data" >"$tmp/out" 2>&1 &
sender=$!
for i in $(seq 300); do
	! grep -q 'data lent' "$smtp/journal" || break
	sleep 0.1
done
mail
is 'two senders: one works' "$(cat "$tmp/out")" 'Un autre envoi est en cours.'
kill -9 $sender
wait $sender 2>/dev/null
is 'killed in between: nobody knows' "$(state lent@exemple.fr)" 'unknown 1'
mail
is 'and it is not sent again by itself' "$(state lent@exemple.fr)" 'unknown 1'
n=$(sql "SELECT id FROM mail WHERE recipient = 'lent@exemple.fr'")
mail --again "$n"
is 'an administrator sends it again' "$(state lent@exemple.fr)" 'sent 2'
is 'with the same Message-ID' "$(cat "$smtp"/*.eml | grep -A1 -i \
    "^Message-ID: <message.$n\\." | grep -ci '^message-id')" 2
mail --again "$n"
is 'what was sent is not' $? 1

# Two senders and many messages: each arrives once.
rm -f "$smtp"/*.eml
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	queue "foule$i@exemple.fr"
done
mail & first=$!
"$builddir/terreau" mail --data "$data" >/dev/null 2>&1
wait $first
mail
is 'a crowd is served once each' "$(sed -n 2p -s "$smtp"/*.eml | sort -u |
    wc -l) $(taken)" '12 12'

# Servers that cannot be trusted.
queue sur@exemple.fr
printf 'faux\n' >"$tmp/secret"
mail
is 'a wrong password' "$? $(state sur@exemple.fr)" '1 waiting 1'
printf 'un secret\n' >"$tmp/secret"
later() {
	sql "UPDATE mail SET due = 0, tries = 0 WHERE recipient = 'sur@exemple.fr'"
}
later
certificate autre.example
serve
configure smtp "$LOGIN"
mail
is 'a certificate of another name' "$? $(state sur@exemple.fr)" '1 waiting 1'
later
certificate localhost
cp "$smtp/cert.pem" "$tmp/other.pem"
certificate localhost
serve
configure smtp "$LOGIN"
sed -i "s|$smtp/cert.pem|$tmp/other.pem|" "$data/terreau.conf"
mail
is 'a certificate that nobody vouches for' "$? $(state sur@exemple.fr)" \
    '1 waiting 1'
later
serve sans-tls
configure smtp
mail
is 'a server without STARTTLS' "$? $(state sur@exemple.fr)" '1 waiting 1'
later
configure smtp 'smtp-tls = non'
mail
is 'unless the configuration says so' "$? $(state sur@exemple.fr)" '0 sent 1'
queue direct@exemple.fr
serve smtps
configure smtps "$LOGIN"
mail
is 'TLS from the first byte' "$? $(state direct@exemple.fr)" '0 sent 1'
kill $server
wait $server 2>/dev/null
server=
queue a@exemple.fr
queue b@exemple.fr
mail
is 'no server there: one try, all wait' \
    "$? $(state a@exemple.fr) $(state b@exemple.fr)" '1 waiting 1 waiting 0'

# A server that accepts and says nothing.
rm -f "$smtp/port"
$python -c '
import socket, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
open("'"$smtp"'/port", "w").write(str(s.getsockname()[1]))
time.sleep(120)' &
server=$!
for i in $(seq 300); do
	[ ! -s "$smtp/port" ] || break
	sleep 0.1
done
configure smtp 'smtp-patience = 1'
began=$(date +%s)
mail
is 'silence is waited for and no longer' "$? $(state b@exemple.fr)
$([ $(($(date +%s) - began)) -le 30 ] && echo soon)" '1 waiting 1
soon'

# The configuration says what is wrong with it.
for line in 'smtp = http://x' 'smtp = smtp://a/b' 'smtp-user = x' \
    'smtp-password = secret' 'mail-from = personne' 'smtp-patience = 0' \
    'smtp-inconnu = 1' 'smtp-tls = peut-être' 'smtp = smtp://x'; do
	{ cat "$tmp/conf"; echo "$line"; } >"$data/terreau.conf"
	mail
	is "refused: $line" "$? $(grep -c 'terreau.conf' "$tmp/err")" '1 1'
done
