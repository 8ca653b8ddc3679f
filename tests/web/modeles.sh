#!/bin/sh
# Models of papers with data of nobody: on screen and as PDF, marked, without
# code; read as their files are now, with their faults.
# usage: srcdir=DIR builddir=DIR sh tests/web/modeles.sh
. "$(dirname "$0")/cgi.subr"
mkdir "$tmp/share"
for d in content fonts schemas site; do
	cp -rL "$builddir/share/$d" "$tmp/share/$d"
done
chmod -R u+w "$tmp/share"
site
sed -i "s|^share = .*|share = $tmp/share|" "$data/terreau.conf"
account lecture@coop.example 'Lou Lecture' lecture nantes
get staff /gestion/modeles
is 'they are for the team' "$status" 401
login lecture@coop.example
get staff /gestion/modeles
says 'the models are listed' 'Contrat d’appui au projet d’entreprise'
hides 'without what is not issued' /gestion/modeles/formulaire
for set in court long etrange; do
	get staff "/gestion/modeles/cape?donnees=$set"
	is "$set: it opens" "$status" 200
	says "$set: marked" 'SPÉCIMEN – sans valeur'
	hides "$set: without a code" 'Vérifier ce document'
	hides "$set: and without its address" "$url/v/"
	get staff "/gestion/modeles/cape.pdf?donnees=$set"
	is "$set: as PDF" "$(head -c 5 "$tmp/body")" %PDF-
	pages=$(pdfinfo "$tmp/body" 2>/dev/null | sed -n 's/^Pages: *//p')
	marked=$(pdftotext -layout "$tmp/body" - 2>/dev/null |
	    awk 'BEGIN { RS = "\f" } /SPÉCIMEN/ { n++ } END { print n }')
	is "$set: marked on every page" "$marked" "$pages"
done
get staff /gestion/modeles/nulle
is 'another kind is not there' "$status" 404
is 'nothing was issued' "$(sql 'SELECT count(*) FROM document')" 0

# As the file is now.
file=$tmp/share/content/documents/cape.md
printf '\nUne ligne de plus au modèle.\n' >>"$file"
get staff /gestion/modeles/cape
says 'what was written is seen' 'Une ligne de plus au modèle'
line=$(($(wc -l <"$file") + 2))
printf '\nBonjour {{ contrat/prenomm }}\n' >>"$file"
get staff /gestion/modeles/cape
is 'a fault is told' "$status" 422
says 'with its file and line' "cape.md:$line:"
