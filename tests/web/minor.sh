#!/bin/sh
# A minor's paper: what representatives agreed to is ticked on it, what they did
# not answer is left to the pen and then it is signed on paper only; two
# representatives, one signs with a code, one by hand; each link opens one paper
# to one person; on the 18th birthday it is over.
# usage: srcdir=DIR builddir=DIR sh tests/web/minor.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion
young 16 maelys@exemple.fr Maëlys representant=mere rep-nom='Marie Leroux' \
    rep-joindre=courriel rep-courriel=marie@exemple.fr
sql "INSERT INTO representant (dossier, rang, nom, lien, email, telephone,
    seul, asked, deadline) VALUES ($id, 2, 'Paul Leroux', 'pere',
    'paul@exemple.fr', '', '', unixepoch(), unixepoch() + 1000000)"
applicant=$cookie_public
login julie@coop.example
paper=/gestion/dossiers/$numero/documents/autorisation-parentale

# step NAME field=value ...
step() {
	get staff "$paper/$1"
	name=$1
	shift
	post staff "$paper/$name" "version=$version" "$@"
	is "the paper, $name" "$status" 303
}

# What somebody (1 or 2) says of one thing.
said() {
	sql "INSERT INTO consent (dossier, name, text, version, at, channel,
	    representant, decision, author) SELECT $id, '$2', 'x', 1,
	    unixepoch(), 'web', r.id, '$3', r.nom FROM representant r
	    WHERE r.dossier = $id AND r.rang = $1"
}

# ticked FIELD: the answer that the form starts from.
ticked() {
	grep -o "name=\"$1\" value=\"[a-z]*\" checked" "$tmp/body" |
	    sed 's/.*value="//; s/".*//'
}

fill() {
	step personne prenom=Maëlys nom=Leroux "naissance-jour=${birth%% *}" \
	    "naissance-mois=$(echo "$birth" | cut -d' ' -f2)" \
	    "naissance-annee=${birth##* }"
	step representants rep-nom='Marie Leroux' rep-qualite='sa mère' \
	    rep2-nom='Paul Leroux' rep2-qualite='son père'
	year=$(($(date +%Y) + 1))
	step participation groupe='Coopérative jeunesse d’Ancenis' \
	    lieu=Ancenis debut-jour=5 debut-mois=7 "debut-annee=$year" \
	    fin-jour=27 fin-mois=8 "fin-annee=$year" \
	    horaires='du lundi au vendredi' services='Laver des vélos.' \
	    contrat=cape signature-lieu=Nantes
}

# issue [motif=…]
issue() {
	get staff "$paper"
	post staff "$paper/emission" "version=$version" "$@"
	is 'it is issued' "$status" 303
	code=$(sql "SELECT code FROM document WHERE state = 'valide'")
}

states() {
	sql "SELECT group_concat(s.nom || ':' || s.state, ' ') FROM signature s
	    JOIN document d ON d.id = s.document WHERE d.code = '$code'"
}

mailed() {
	sql "SELECT substr(subject, -7) FROM mail WHERE kind = '$1'
	    ORDER BY id DESC LIMIT 1"
}

birth=$(date -d '-16 years -1 month' '+%d %m %Y')
fill
get staff "$paper/accords"
is 'nobody has answered: to tick with a pen' "$(ticked accord-trajet)" main
said 1 participation oui
said 1 trajet oui
get staff "$paper/accords"
is 'one of two has answered: not yet' "$(ticked accord-participation)" main
said 2 participation oui
get staff "$paper/accords"
is 'both said yes' "$(ticked accord-participation)" oui
is 'the second was asked about the way home too' "$(ticked accord-trajet)" main
said 2 trajet non
get staff "$paper/accords"
is 'one said no' "$(ticked accord-trajet)" non
is 'what the ledger does not know is left' "$(ticked accord-soins)" main

# A box left to the pen: on paper only, and staff know before issuing.
step accords accord-participation=oui accord-trajet=non cherche=main \
    accord-soins=oui accord-compte=oui accord-regles=oui
get staff "$paper"
says 'staff are told before' 'À signer sur papier seulement.'
issue
get staff "/gestion/documents/$code"
says 'and after' 'Ce document se signe sur papier seulement'
hides 'no screen is offered' 'Faire signer sur place'
is 'nobody is written to' "$(sql "SELECT count(*) FROM mail WHERE kind LIKE
    'signature%'")" 0
get staff "/gestion/documents/$code/guichet"
post staff "/gestion/documents/$code/guichet" identite=carte \
    "slot=$(sql "SELECT id FROM signature WHERE nom = 'Marie Leroux'")"
is 'the desk refuses' "$status" 422
get staff "/gestion/documents/$code.pdf"
pdftotext -layout "$tmp/body" - | sed "s/$nbsp/ /g" >"$tmp/words"
grep -q 'signe son contrat avec nous *☑ Oui$' "$tmp/words" &&
    grep -q 'vienne et rentre sans accompagnement *☑ Non$' "$tmp/words" &&
	ok 'answers in words, on paper' ||
	not_ok 'answers in words, on paper' "$(cat "$tmp/words")"

# A paper does not say yes where a parent said no.
step accords accord-participation=oui accord-trajet=oui \
    accord-soins=oui accord-compte=oui accord-regles=oui
get staff "$paper"
says 'a yes that is none' 'mais cet accord a été refusé ou retiré'
version=$(sql "SELECT version FROM dossier WHERE id = $id")
post staff "$paper/emission" "version=$version" motif=Autre
is 'is not issued' "$status" 422
step accords accord-participation=oui accord-trajet=non cherche=nomme \
    'cherche-nom=Odile Leroux' accord-soins=oui accord-compte=oui \
    accord-regles=oui
get staff "$paper"
hides 'every answer given: no pen' 'À signer sur papier seulement.'
issue motif='Les réponses sont connues'
is 'both parents sign first, then the young person' "$(states)" \
    'Marie Leroux:attendue Paul Leroux:attendue Maëlys Leroux:attendue'
is 'both are written to, the young person not yet' "$(sql "SELECT
    group_concat(recipient) FROM (SELECT recipient FROM mail WHERE kind LIKE
    'signature%' ORDER BY id)")" marie@exemple.fr,paul@exemple.fr
cookie_public=$applicant
get public "/signature/$code"
says 'who reads it, and waits' 'Une autre personne signe d’abord'

# The mother, by her link: it opens this paper and nothing else.
follow marie@exemple.fr
says 'a link to a paper' 'Lire le document'
is 'looking at it sets nothing' "$(head_of Set-Cookie)" ''
post public "/lien/$lien"
is 'leads to it' "$status $location" "303 /signature/$code#contenu"
get public "/signature/$code"
is 'which can be read' "$status" 200
says 'whole' 'Nos accords, un par un'
says 'with the answers' '☑ Oui'
says 'and who comes' 'Odile Leroux'
for other in "/suivi/$numero" /accord /candidature/cjs/toi; do
	mother=$cookie_public
	get public "$other"
	is "but not ${other%/CJS*}" "$status" 401
	cookie_public=$mother
done
get public "/signature/222222222222"
is 'nor another paper' "$status" 404
cookie_public=$mother
get public "/signature/$code"
post public "/signature/$code/code"
is 'the code goes to her' "$(sql "SELECT recipient FROM mail WHERE kind =
    'code-signature-parent'")" marie@exemple.fr
post public "/signature/$code" phrase=oui \
    "valeur=$(mailed code-signature-parent)"
is 'she signs' "$(states)" \
    'Marie Leroux:signee Paul Leroux:attendue Maëlys Leroux:attendue'

# Whoever reads the young person’s messages cannot sign for a parent.
sql "UPDATE representant SET email = 'Maelys@exemple.fr' WHERE rang = 2"
follow paul@exemple.fr
post public "/lien/$lien"
get public "/signature/$code"
says 'the father has no address of his own' 'une adresse e-mail qui n’est pas'
post public "/signature/$code/code"
is 'and gets no code' "$location" "/signature/$code?trop=1#signer"

# He signs by hand.
login julie@coop.example
get staff "/gestion/documents/$code/papier"
printf '%%PDF-1.4\nsigné à la main\n' >"$tmp/scan.pdf"
: >"$tmp/form"
part jeton "$jeton"
part_file scan scan.pdf "$tmp/scan.pdf"
part jour "$(date +%d)"
part mois "$(date +%m)"
part annee "$(date +%Y)"
part slot "$(sql "SELECT max(id) FROM signature WHERE nom = 'Paul Leroux'")"
parts_end
post_raw staff "/gestion/documents/$code/papier" "$MULTIPART"
is 'on paper' "$status $(states)" '303 Marie Leroux:signee Paul Leroux:signee Maëlys Leroux:attendue'
case $(last_mail maelys@exemple.fr) in
*'Un document à signer'*'Lis ce document'*) ok 'now the young person is told, tu' ;;
*) not_ok 'now the young person is told, tu' \
    "$(last_mail maelys@exemple.fr)" ;;
esac
cookie_public=$applicant
get public "/signature/$code"
says 'the page says tu' 'tu peux demander conseil'
post public "/signature/$code/code"
post public "/signature/$code" phrase=oui "valeur=$(mailed code-signature)"
is 'who signs last, at the public door' "$(states)" \
    'Marie Leroux:signee Paul Leroux:signee Maëlys Leroux:signee'
get public "/signature/$code"
says 'which has no key' 'L’exemplaire signé est en préparation'
is 'nothing is sealed there' "$(sql 'SELECT count(*) FROM execution')" 0
"$builddir/terreau" seal --data "$data" >"$tmp/seal" 2>&1
grep -q 'Exemplaires signés : 1' "$tmp/seal" &&
    ok 'terreau seal makes the copy' ||
	not_ok 'terreau seal makes the copy' "$(cat "$tmp/seal")"
get public "/signature/$code.pdf?exemplaire=signe"
is 'for everybody who signed' "$status" 200
cp "$tmp/body" "$tmp/signe.pdf"
"$builddir/terreau" verify --data "$data" "$tmp/signe.pdf" \
    >"$tmp/verdict" 2>&1 && ok 'it is authentic' ||
	not_ok 'it is authentic' "$(cat "$tmp/verdict")"
pdftotext "$tmp/signe.pdf" - | tr '\n' ' ' | sed "s/$nbsp/ /g" >"$tmp/words"
for what in 'Représentant légal – Marie Leroux, mère' \
    'À la main, sur papier' 'Bénéficiaire – Maëlys Leroux'; do
	grep -qF -- "$what" "$tmp/words" && ok "its last page: $what" ||
		not_ok "its last page: $what" "$(tail -c 1500 "$tmp/words")"
done
is 'all are told' "$(sql "SELECT group_concat(recipient) FROM (SELECT DISTINCT
    recipient FROM mail WHERE kind IN ('signe', 'signe-parent') ORDER BY
    1)")" maelys@exemple.fr,marie@exemple.fr

# Another answer asks all again.
step accords accord-participation=oui accord-trajet=non cherche=representants \
    accord-soins=oui accord-compte=oui accord-regles=oui
issue motif='Personne d’autre ne vient'
is 'another answer asks all again' "$(states)" \
    'Marie Leroux:attendue Paul Leroux:attendue Maëlys Leroux:attendue'

# Replaced by a text that asks both again; then the birthday comes.
get staff "$paper/participation"
post staff "$paper/participation" "version=$version" \
    groupe='Coopérative jeunesse de Nantes' lieu=Nantes debut-jour=5 \
    debut-mois=7 "debut-annee=$year" fin-jour=27 fin-mois=8 \
    "fin-annee=$year" horaires='du lundi au vendredi' \
    services='Laver des vélos.' contrat=cape signature-lieu=Nantes
get staff "$paper"
post staff "$paper/emission" "version=$version" motif='Autre groupe'
code=$(sql "SELECT code FROM document WHERE state = 'valide'")
is 'another place asks all again' "$(states)" \
    'Marie Leroux:attendue Paul Leroux:attendue Maëlys Leroux:attendue'
follow marie@exemple.fr
TERREAU_NOW=$(date -d '+2 years' +%s)
export TERREAU_NOW
"$builddir/terreau" remind --data "$data" >"$tmp/remind" 2>&1
is 'of age: nobody signs for her any more' "$(states)" \
    'Marie Leroux:caduque Paul Leroux:caduque Maëlys Leroux:attendue'
"$builddir/terreau" remind --data "$data" >"$tmp/remind" 2>&1
is 'once' "$(sql "SELECT count(*) FROM event WHERE name =
    'signature-caduque'")" 2
unset TERREAU_NOW
"$builddir/terreau" check --data "$data" >"$tmp/check" 2>&1 &&
    ok 'terreau check finds nothing wrong' ||
	not_ok 'terreau check finds nothing wrong' "$(cat "$tmp/check")"
