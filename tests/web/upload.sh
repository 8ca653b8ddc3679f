#!/bin/sh
# Files go through a worker, not into it: stored whole and given back letter
# for letter, in memory that does not grow with them; cut off, slow, or with a
# full disk, nothing is half stored.
. "${srcdir:-.}/tests/web/cgi.subr"

site
get public /candidature/cae
post public /candidature/cae courriel=lea@courriel.example
step=/candidature/cae/projet
get public "$step"
token=$jeton

# body FILE NAME: the form with the token, the file and its NAME.
body() {
	{
		printf -- '--xx\r\nContent-Disposition: form-data; name="jeton"\r\n\r\n%s\r\n' "$token"
		printf -- '--xx\r\nContent-Disposition: form-data; name="plus-tard"\r\n\r\n1\r\n'
		printf -- '--xx\r\nContent-Disposition: form-data; name="piece"; filename="%s"\r\n\r\n' "$2"
		cat "$1"
		printf '\r\n--xx--\r\n'
	} >"$tmp/form"
}

send() {
	body "$1" "$2"
	ask public POST "$step" "$tmp/form" 'multipart/form-data; boundary=xx'
}
