#!/bin/sh
# The directory and the orientation: list and map, every state, nothing stored,
# and what no visitor should send.
# usage: srcdir=DIR builddir=DIR sh tests/web/annuaire.sh
. "$(dirname "$0")/cgi.subr"
site

# quiet NAME: the answer sets no cookie and may be asked again for.
quiet() {
	is "$1: no cookie" "$(head_of Set-Cookie)" ''
	is "$1: asked again each time" "$(head_of Cache-Control)" no-cache
}

# same NAME COUNT: as many in the list as on the map, with the same numbers.
same() {
	is "$1: listed" "$(grep -c '<h3><a href="/cooperatives/' \
	    "$tmp/body")" "$2"
	is "$1: on the map" "$(grep -o '<circle [^>]*/*><text[^>]*>[0-9]*<' \
	    "$tmp/body" | sed 's/.*>\([0-9]*\)</\1/' | tr '\n' ' ')" \
	    "$(seq -s ' ' "$2") "
}

# The first place of the list.
first() {
	sed -n 's/.*<h3><a href="\/cooperatives\/\([^"]*\)".*/\1/p' \
	    "$tmp/body" | head -1
}

get public /cooperatives
is 'the directory' "$status" 200
quiet 'the directory'
says 'counts its places' '11 lieux dans la région'
same 'everything' 11
hides 'may be indexed' 'content="noindex"'
holds 'names the départements' 'aria-label="Mayenne"'
says 'says whose outlines' 'd’après MapSVG, CC BY 4.0'
is 'the map is light' "$(sed -n '/<svg viewBox/,/<\/svg>/p' "$tmp/body" |
    [ "$(wc -c)" -le 8192 ] && echo yes)" yes

get public /cooperatives?commune=Ancenis
says 'near a commune' '4 lieux à moins de 50 km d’Ancenis-Saint-Géréon'
says 'with a distance' 'environ 34 km'
says 'as the crow flies' 'vol d’oiseau depuis Ancenis-Saint-Géréon'
same 'near a commune' 4
is 'the nearest first' "$(first)" pays-d-ancenis
holds 'what was typed stays' 'value="Ancenis"'
holds 'is not for robots' 'content="noindex"'

get public '/cooperatives?commune=Ancenix'
says 'a misspelt name' \
    '« Ancenix ». Vouliez-vous dire Ancenis-Saint-Géréon (Loire-Atlantique) ?'
holds 'leads to the right one' 'href="/cooperatives?insee=44003"'
same 'a misspelt name' 11
get public '/cooperatives?insee=44003&programme=cjs'
is 'a chosen commune' "$(first)" pays-d-ancenis
same 'a chosen commune and a programme' 3

get public '/cooperatives?commune=44150&programme=cjs'
says 'a post code of several' 'Quelle commune ?'
holds 'keeps the programme' 'href="/cooperatives?insee=44003&amp;programme=cjs"'
get public '/cooperatives?commune=Saint-Jean'
says 'one far away has that name, others here begin so' 'Quelle commune ?'
says 'those here' 'Saint-Jean-de-Monts (Vendée)'
says 'that one' 'Saint-Jean (Haute-Garonne)'
for d in 44 Loire-Atlantique 'la%20loire%20atlantique'; do
	get public "/cooperatives?commune=$d"
	says "a département: $d" '3 lieux en Loire-Atlantique'
	holds "it is chosen: $d" '<option value="44" selected'
done
get public '/cooperatives?commune=Mayenne'
says 'a commune of that name' 'km de Mayenne'
get public '/cooperatives?commune=sainte'
says 'too many are counted' 'autres : écrivez le nom en entier'

get public '/cooperatives?commune=Marseille'
get public '/cooperatives?insee=13055'
says 'nothing near' 'Les 3 lieux les plus proches de Marseille'
same 'nothing near' 3
says 'leads to the network' 'Rien près de chez vous'
get public '/cooperatives?insee=98818'
says 'a commune without a point' 'Nous ne savons pas mesurer'
same 'a commune without a point' 11
get public '/cooperatives?commune=zzzzzz'
says 'an unknown commune' 'Nous ne trouvons pas « zzzzzz »'
same 'an unknown commune' 11

get public '/cooperatives?departement=72'
says 'a département' '2 lieux dans la Sarthe'
same 'a département' 2
get public '/cooperatives?programme=flashcoop&departement=53'
says 'nothing there' 'Aucun lieu pour la Flashcoop en Mayenne.'
says 'but beside' 'pour la Flashcoop dans les départements voisins'
same 'the neighbours' 3
get public '/cooperatives?programme=flashcoop&departement=2A'
says 'nothing beside either' 'Aucun non plus dans les départements voisins'
same 'elsewhere' 4
get public '/cooperatives?programme=rien&departement=00&insee=x&autre=1'
same 'filters that mean nothing' 11

# A network without the programme asked for.
sed -i -e 's/ flashcoop//g' "$data/reseau.xml"
get public '/cooperatives?programme=flashcoop'
says 'nobody offers it' 'Aucun lieu pour la Flashcoop pour l’instant.'
is 'the list is empty' "$(first)" ''
get public '/orientation?age=26&projet=groupe&temps=semaine&insee=nsp'
says 'the advice says so' 'Aucun de nos lieux ne le propose'
cp "$builddir/share/content/demo/reseau.xml" "$data/reseau.xml"

# Overseas there is no outline: the list is all there is.
sed -i -e 's/departements="[^"]*"/departements="974"/' \
    -e 's/<departements>[^<]*/<departements>974/' \
    -e 's/<code-postal>[0-9]*/<code-postal>97400/' \
    -e 's/ latitude="[^"]*" longitude="[^"]*"//' "$data/reseau.xml"
get public /cooperatives
is 'a network overseas' "$status $(grep -c '<figure' "$tmp/body")" '200 0'
is 'lists its places' "$(grep -c '<h3><a href="/coop' "$tmp/body")" 11
cp "$builddir/share/content/demo/reseau.xml" "$data/reseau.xml"

get public /cooperatives/nantes
is 'a page each' "$status" 200
quiet 'a place'
for text in '12 quai du Levain' 'Ascenseur' '14 h – 17 h 30' 'fermé' \
    'Malo KERVELLA' 'gérante' '999 902 018 00012' 'RCS Nantes' \
    'Territoire du Pays d’Ancenis'; do
	says "its page tells: $text" "$text"
done
holds 'and the way there' 'href="geo:47.2046,-1.5474"'
get public /cooperatives/pays-d-ancenis
says 'a territory names its carrier' 'de la Coopérative de Nantes'
hides 'and no company' 'SIRET'
get public /cooperatives/ailleurs
is 'an unknown place' "$status" 404
ask public POST /cooperatives /dev/null application/x-www-form-urlencoded
is 'nothing is posted here' "$status $(head_of Allow)" '405 GET, HEAD'

# Orientation: from the first question to the end, as its forms send it.
get public /orientation
is 'the first question' "$status" 200
quiet 'a question'
hides 'may be indexed' 'content="noindex"'
says 'asks the age' 'Quel âge avez-vous ?'
says 'and says it first' 'Aucune réponse n’est enregistrée'
get public '/orientation?posee=age'
is 'without an age' "$status" 422
says 'one sentence' 'Choisissez votre tranche d’âge'
get public '/orientation?posee=age&age=18-25'
says 'then the project' 'Quel est votre projet ?'
holds 'with what was said' 'name="age" value="18-25"'
holds 'is not for robots' 'content="noindex"'
get public '/orientation?age=18-25&posee=projet'
says 'silence goes on' 'Combien de temps'
holds 'as not knowing' 'name="projet" value="nsp"'
get public '/orientation?age=18-25&projet=groupe&temps=ete&posee=insee&commune=ancenix'
says 'a misspelt commune' 'De quelle commune s’agit-il ?'
holds 'leads on' 'temps=ete&amp;insee=44003"'
get public '/orientation?age=18-25&projet=groupe&temps=ete&posee=insee&commune=ancenis'
says 'a commune leads on' 'Habitez-vous un quartier prioritaire ?'
holds 'by its code' 'name="insee" value="44003"'
get public '/orientation?age=18-25&projet=groupe&temps=ete&insee=44003&posee=qpv'
is 'the end' "$status" 200
quiet 'the end'
says 'names one' 'Le programme qui vous correspond : la CJM'
says 'says where' 'environ 34 km'
says 'and what else' 'Vous pourriez aussi regarder'
is 'each answer may be changed' "$(grep -c 'modifier=' "$tmp/body")" 5
get public '/orientation?age=18-25&projet=groupe&temps=ete&insee=44003&qpv=nsp&modifier=projet'
says 'changing one' 'Quel est votre projet ?'
holds 'shows what was said' 'value="groupe" checked="checked"'
get public '/orientation?age=moins-16'
says 'under sixteen' 'La CJS commence à 16 ans'
hides 'there is nothing to apply to' 'href="/candidature/cjs"'
get public '/orientation?age=16-17&projet=groupe&temps=ete&insee=nsp'
says 'sixteen, a summer' 'correspond : la CJS'
get public '/orientation?age=26&projet=idee&insee=nsp'
says 'an idea, no risk' 'correspond : la CAE'
says 'without a commune, no place is proposed' '6 de nos lieux le proposent'
hides 'not the first of the file' 'Téléphone : 02 61 91 00 11'
holds 'but the directory' 'href="/cooperatives?programme=cae"'
holds 'leads to the form' 'href="/candidature/cae"'
rows=$(sql 'SELECT (SELECT count(*) FROM dossier) + (SELECT count(*) FROM session)')
is 'nothing was stored' "$rows" 0

# What no visitor sends: markup, bytes that are no text, too much of all.
long=$(head -c 3000 /dev/zero | tr '\0' a)
for value in '%3Cscript%3Ealert(1)%3C/script%3E' '%ff%fe%c0%80' \
    '%22%3E%3Csvg/onload=x%3E' '%00' "$long" '%F0%9F%8C%B1' '..%2f..' \
    '%27%20OR%201=1--' '%E2%80%AE'; do
	short=$(printf '%.20s' "$value")
	for name in commune programme departement insee; do
		get public "/cooperatives?$name=$value"
		is "/cooperatives?$name=$short" "$status" 200
		hides "$name=$short is no markup" '<script'
		hides "$name=$short is no markup" '<svg/'
	done
	for name in age projet temps insee qpv commune posee modifier; do
		get public "/orientation?$name=$value&age=26"
		is "/orientation?$name=$short" "$status" 200
		hides "$name=$short is no markup" '<script'
	done
	get public "/orientation?age=26&projet=idee&posee=insee&commune=$value"
	is "a commune $short" "$status" 200
	hides "a commune $short is no markup" '<script'
done

# The same distances order the cooperatives of an application.
begin ana@exemple.fr
post public /candidature/cae/vous prenom=Ana nom=Petit joindre=courriel
post public /candidature/cae/commune commune-cp=49400
[ -z "$location" ] || get public "${location%%#*}"
says 'an application measures too' 'Angers, à environ'
is 'and puts the nearest first' "$(sed -n \
    's/.*name="cooperative" value="\([^"]*\)".*/\1/p' "$tmp/body" |
    head -2 | tr '\n' ' ')" 'angers le-mans '
