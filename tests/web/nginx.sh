#!/bin/sh
# The nginx site of production, through TLS, before the real programs: what it
# answers, and above all what it does not write down.
# usage: srcdir=DIR builddir=DIR sh tests/web/nginx.sh
. "$(dirname "$0")/cgi.subr"
nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || {
	echo 'not ok nginx is missing'
	exit 1
}
site
srcdir=$(cd "$srcdir" && pwd)
deploy=$builddir/deploy/nginx
mkdir -p "$tmp/run" "$tmp/log" "$tmp/tmp"
chmod 755 "$tmp" "$data"
"$builddir/terreau" site --data "$data" >"$tmp/said" 2>&1 || cat "$tmp/said"
port=$((12000 + $$ % 4000 * 2))
pids=
trap 'kill $pids 2>/dev/null; wait 2>/dev/null; rm -rf "$tmp"' EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -keyout "$tmp/key.pem" -out "$tmp/cert.pem" -days 2 \
    -subj /CN=portail.example 2>"$tmp/err" || cat "$tmp/err"

# The files as they are installed, on ports that anybody may open.
for f in http server site; do
	sed -e "s|root [^ ]*/lib/terreau/|root $data/|" \
	    -e "s|/run/terreau/|$tmp/run/|" -e "s|/var/log/nginx/|$tmp/log/|" \
	    -e "s|include .*/nginx/|include $tmp/|" \
	    -e "s|/etc/letsencrypt/.*/fullchain|$tmp/cert|" \
	    -e "s|/etc/letsencrypt/.*/privkey|$tmp/key|" \
	    -e "s|listen 443|listen 127.0.0.1:$port|" \
	    -e "s|listen 80|listen 127.0.0.1:$((port + 1))|" \
	    -e '/listen \[::\]/d' "$deploy/$f.conf" >"$tmp/$f.conf"
done
cat >"$tmp/nginx.conf" <<END
$([ "$(id -u)" -ne 0 ] || echo 'user root;')
pid $tmp/nginx.pid;
error_log $tmp/log/main.log warn;
daemon off;
events { }
http {
	client_body_temp_path $tmp/tmp/1;
	fastcgi_temp_path $tmp/tmp/2;
	proxy_temp_path $tmp/tmp/3;
	scgi_temp_path $tmp/tmp/4;
	uwsgi_temp_path $tmp/tmp/5;
	include $tmp/site.conf;
}
END
"$nginx" -t -q -p "$tmp" -c "$tmp/nginx.conf" -e "$tmp/log/main.log" \
    >"$tmp/said" 2>&1
is 'nginx -t' "$? $(cat "$tmp/said")" '0 '
is 'everything is replaced' "$(grep -n '@[A-Z]*@' "$deploy"/*.conf)" ''

python3 "$srcdir/tests/web/listen.py" "$tmp/run/public.sock" \
    "$builddir/terreau-public" --workers 1 --data "$data" 2>"$tmp/log/public" &
public=$!
python3 "$srcdir/tests/web/listen.py" "$tmp/run/staff.sock" \
    "$builddir/terreau-staff" --workers 1 --data "$data" 2>"$tmp/log/staff" &
pids="$public $!"
"$nginx" -p "$tmp" -c "$tmp/nginx.conf" -e "$tmp/log/main.log" &
pids="$pids $!"

# fetch ADDRESS [OPTION ...]: $code; the head and the page in $tmp.
fetch() {
	address=$1; shift
	code=$(curl -sk -m 20 --resolve "portail.example:$port:127.0.0.1" \
	    --resolve "portail.example:$((port + 1)):127.0.0.1" \
	    -D "$tmp/head" -o "$tmp/body" -w '%{http_code} %{http_version}' \
	    "$@" "https://portail.example:$port$address" 2>"$tmp/err")
}
for i in $(seq 300); do
	fetch /reprendre
	[ "${code% *}" != 200 ] || break
	sleep 0.2
done
fetch /
is 'a page of the site, over HTTP/2' "$code" '200 2'
fetch /reprendre
is 'a page of the public program' "$code" '200 2'
fetch /gestion/connexion
is 'a page of the staff program' "$code" '200 2'
fetch /sante
is 'the health address' "${code% *}" 200
fetch /compteurs
is 'the counters, to this machine' "${code% *}" 200
fetch /compteurs --interface 127.0.0.2
is 'and to no other address' "${code% *}" 403
for address in / /reprendre /gestion/connexion /nulle-part /V/x; do
	fetch "$address" -H 'Accept-Encoding: gzip'
	for h in strict-transport-security content-security-policy \
	    x-content-type-options referrer-policy cache-control; do
		is "$address has $h, once" \
		    "$(grep -ci "^$h: " "$tmp/head")" 1
	done
done
fetch / -H 'Accept-Encoding: gzip'
is 'it is compressed' "$(head_of content-encoding)" gzip
asset=$(curl -sk --resolve "portail.example:$port:127.0.0.1" \
    "https://portail.example:$port/" | grep -o '/static/[^"]*\.css' | head -1)
fetch "$asset"
is 'what has its hash in its name never changes' \
    "$(head_of cache-control)" 'public, max-age=31536000, immutable'
is 'the version of nginx is not told' "$(head_of server)" nginx
head -c 7000000 /dev/zero >"$tmp/large"
fetch /candidature/cae --data-binary "@$tmp/large"
is 'more than a file of 5 MB is refused' "${code% *}" 413
rm "$tmp/large"
code=$(curl -s -m 10 --resolve "portail.example:$((port + 1)):127.0.0.1" \
    -H 'Host: ailleurs.example' -o "$tmp/body" \
    -w '%{http_code} %{redirect_url}' \
    "http://portail.example:$((port + 1))/suivi?a=b")
is 'without TLS, to TLS, and to no other name' "$code" \
    '301 https://portail.example/suivi?a=b'

# What is asked for is not in any log.
secret=0123456789abcdefSECRET
for address in "/lien/$secret" "/gestion/acces/$secret" "/signature/$secret" \
    "/V/$secret" "/v/$secret" "/recherche?q=$secret" "/verifier?code=$secret" \
    "/nulle-part?nom=$secret"; do
	fetch "$address" -A "Agent$secret" -e "https://$secret.example/"
done
kill "$public"
while kill -0 "$public" 2>/dev/null; do sleep 0.05; done
for address in "/lien/$secret" "/V/$secret" "/recherche?q=$secret"; do
	fetch "$address"
	is "nobody answers $(printf '%s' "$address" | cut -c 1-4)" \
	    "${code% *}" 502
done
sleep 0.3
is 'no token, query, browser nor page in a log' \
    "$(grep -rl SECRET "$tmp/log")" ''
is 'no address of a visitor' "$(grep -rlF 127.0.0.1 "$tmp/log")" ''
is 'what was asked for is there without them' "$(grep -c \
    ' GET /recherche [0-9]' "$tmp/log/terreau-access.log")" 2
number=$(sed -n 's/^[^ ]* \([0-9a-f]*\) 200 GET \/recherche .*/\1/p' \
    "$tmp/log/terreau-access.log")
is 'the same number in the journal of the program' \
    "$(grep -c "request=$number method=GET route=/recherche status=200 " "$tmp/log/public")" 1
