#!/bin/sh
# Portals as earlier versions left them, brought to today's schema: nothing
# that people wrote is lost, the chain goes on, pages show it; programs refuse
# what they do not know; a backup taken before brings back what was.
#
# tests/upgrade/NN is what « terreau demo » of that time wrote, with fewer
# people: the schemas that programs were ever run with, the last one sealed, with
# its keys in coffre.sql.gz.  (2 to 4, 6 to 8 and 10
# to 15 were numbers given ahead to migrations that came together with the next
# of these.)
. "${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/web/cgi.subr"
terreau=$builddir/terreau
today=$(sed -n 's/^#define STORE_VERSION[^0-9]*\([0-9]*\).*/\1/p' \
    "$srcdir/lib/domain/store.h")

# What people wrote: as it was, whatever columns came since.
written() {
	sql "SELECT id, hex(sha256), hex(link), at FROM record ORDER BY id;
	    SELECT id, dossier, at, name, state, text FROM event ORDER BY id;
	    SELECT code, hex(sha256), state FROM document ORDER BY id;
	    SELECT numero, state, sent, prenom, nom, email FROM dossier
	    ORDER BY id; SELECT id, text, at FROM consent ORDER BY id;
	    SELECT email FROM account ORDER BY id"
}

# open VERSION: a portal of then.
open_portal() {
	data=$tmp/$1
	mkdir -p "$data/keys" "$data/run" "$data/site"
	gzip -dc "$srcdir/tests/upgrade/$1/base.sql.gz" |
	    sqlite3 "$data/terreau.db" >"$tmp/out" || not_ok "$1 is read"
	sql 'PRAGMA journal_mode=WAL' >"$tmp/out"
	cp "$srcdir/tests/upgrade/$1/reseau.xml" "$data"
	(cd "$srcdir/tests/upgrade/$1" && cp csrf.key sceau.* "$data/keys" &&
	    for f in cles.txt second.key; do
		[ ! -f $f ] || cp $f "$data/keys"
	    done
	    [ ! -f coffre.sql.gz ] || gzip -dc coffre.sql.gz |
		sqlite3 "$data/keys/coffre.db")
	chmod -R u+w "$data"
	chmod 600 "$data/keys"/sceau.secret "$data/keys"/c*.db \
	    "$data/keys"/second.key 2>"$tmp/out"
	printf 'data = %s\nshare = %s\nurl = %s\n' "$data" \
	    "$builddir/share" "$url" >"$data/terreau.conf"
}

for dir in "$srcdir"/tests/upgrade/*; do
	v=${dir##*/}
	open_portal "$v"
	is "$v: as it was" "$(sql 'PRAGMA user_version')" "$((${v#0}))"
	written >"$tmp/before"
	"$terreau" check --data "$data" >"$tmp/out" 2>&1
	is "$v: commands refuse it" $? 1
	grep -q '« terreau init » le met à jour' "$tmp/out" &&
		ok "$v: and say what to do" ||
		not_ok "$v: and say what to do" "$(cat "$tmp/out")"
	REQUEST_METHOD=GET REQUEST_URI=/reprendre "$builddir/terreau-public" \
	    --data "$data" </dev/null >"$tmp/out" 2>&1
	is "$v: so do programs" $? 1
	backup=$("$terreau" backup --data "$data" "$tmp/backup-$v" 2>"$tmp/err")
	[ -d "$backup" ] && ok "$v: a backup of it is made" ||
		not_ok "$v: a backup of it is made" "$(cat "$tmp/err")"

	"$terreau" init --data "$data" >"$tmp/out" 2>&1
	is "$v: migrated" $? 0
	is "$v: to today" "$(sql 'PRAGMA user_version')" "$today"
	written >"$tmp/after"
	cmp -s "$tmp/before" "$tmp/after" &&
		ok "$v: what people wrote is as it was" ||
		not_ok "$v: what people wrote is as it was" \
		    "$(diff "$tmp/before" "$tmp/after" | head -10)"
	"$terreau" rebuild --base --data "$data" >"$tmp/out" 2>&1
	is "$v: rebuilt" $? 0
	# the first night writes down what contracts of before 6 owe
	"$terreau" remind --data "$data" >"$tmp/out" 2>&1
	is "$v: the first night" $? 0
	# papers of before 7 have no proof until they are adopted
	"$terreau" check --data "$data" >"$tmp/out" 2>&1
	is "$v: which papers want their proof" "$(grep -c 'preuve manque' \
	    "$tmp/out")" "$([ "$v" -ge 07 ] && echo 0 ||
	    sql 'SELECT count(*) FROM document')"
	"$terreau" seal --adopt --data "$data" >"$tmp/out" 2>&1
	is "$v: they get it" "$?" 0
	# what was noted as signed from 8 on, while signatures were awaited,
	# is told until the paper is attached
	account "agent$v@exemple.fr" Agent gestion
	login "agent$v@exemple.fr"
	"$terreau" check --data "$data" >"$tmp/out" 2>&1
	grep -oE '^dossier .* : en cours, et le contrat n’est pas signé' \
	    "$tmp/out" | cut -d ' ' -f 2 | sort >"$tmp/got"
	sql "SELECT d.code, o.numero FROM document d JOIN dossier o ON o.id =
	    d.dossier WHERE d.kind = 'cape' AND d.state = 'valide' AND
	    o.state = 'encours' AND EXISTS (SELECT 1 FROM signature WHERE
	    document = d.id AND state <> 'signee') ORDER BY o.numero" \
	    >"$tmp/unsigned"
	is "$v: who began unsigned is told" "$(cat "$tmp/got")" \
	    "$(cut -d '|' -f 2 "$tmp/unsigned")"
	while IFS='|' read -r code numero; do
		signed_by_hand "$code"
		is "$v: the paper of $numero is attached" "$status" 303
	done <"$tmp/unsigned"
	"$terreau" check --data "$data" >"$tmp/out" 2>&1
	is "$v: then all is sound" "$? $(grep -v 'sans défaut$' \
	    "$tmp/out")" '0 '

	sql 'SELECT numero FROM dossier WHERE sent IS NOT NULL' |
	while read -r n; do
		get staff "/gestion/dossiers/$n"
		is "$v: the page of $n" "$status" 200
	done
	get staff /gestion/dossiers
	is "$v: the list" "$status" 200
	code=$(sql "SELECT code FROM document WHERE state = 'valide'
	    LIMIT 1")
	get public "/v/$code"
	is "$v: a paper is verified" "$status" 200
	begin "ici$v@exemple.fr"
	answer_all Ana Petit
	send
	is "$v: somebody applies" "$status" 303
	"$terreau" check --data "$data" >"$tmp/out" 2>&1
	grep -q 'enregistrements *sans défaut' "$tmp/out" &&
		ok "$v: the chain goes on" ||
		not_ok "$v: the chain goes on" "$(cat "$tmp/out")"

	"$terreau" restore "$backup" "$tmp/back-$v" >"$tmp/out" 2>&1
	is "$v: what was comes back" $? 0
	data=$tmp/back-$v
	is "$v: as it was" "$(sql 'PRAGMA user_version')" "$((${v#0}))"
	written >"$tmp/after"
	cmp -s "$tmp/before" "$tmp/after" && ok "$v: whole" ||
	    not_ok "$v: whole" "$(diff "$tmp/before" "$tmp/after" | head)"
done

sql "PRAGMA user_version = $((today + 1))"
"$terreau" check --data "$data" >"$tmp/out" 2>&1
is 'a newer schema is refused' $? 1
grep -q 'plus récent que ce programme' "$tmp/out" && ok 'in plain words' ||
	not_ok 'in plain words' "$(cat "$tmp/out")"
"$terreau" init --data "$data" >"$tmp/out" 2>&1
is 'and left alone' "$(sql 'PRAGMA user_version')" $((today + 1))
