#!/bin/sh
# Another reader of RELAX NG than ours accepts a record of the CAE form that is
# right and refuses it once any one thing in it is wrong; the grammars accept
# the files that are shipped.
# usage: srcdir=DIR sh tests/golden/records.sh
srcdir=${srcdir:-.}
command -v xmllint >/dev/null || { echo "not ok xmllint is missing"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

valid() {
	xmllint --nonet --noout --relaxng "$srcdir/$1" "$2" 2>"$work/err"
}

accept() {
	if valid "$1" "$2"; then
		echo "ok $3"
	else
		echo "not ok $3"
		sed 's/^/# /' "$work/err"
	fi
}

record=$srcdir/tests/golden/record-cae.xml
accept schemas/xml/cae.rng "$record" "a record of the CAE form"

# refuse NAME SED-SCRIPT: the record, changed, is no longer one
refuse() {
	sed "$2" "$record" >"$work/record.xml"
	if cmp -s "$record" "$work/record.xml"; then
		echo "not ok $1: nothing was changed"
	elif valid schemas/xml/cae.rng "$work/record.xml"; then
		echo "not ok $1 is accepted"
	else
		echo "ok $1 is refused"
	fi
}
refuse "another programme" 's/programme="cae"/programme="cjs"/'
refuse "another version" 's/definition="1"/definition="2"/'
refuse "a number of another programme" 's/CAE-26/CJS-26/'
refuse "an hour without zone" 's/12Z"/12"/'
refuse "a missing answer" 's:<prenom>.*</prenom>::'
refuse "an unknown element" 's:</prenom>:</prenom><age>12</age>:'
refuse "an element twice" 's:<prenom>.*</prenom>:&&:'
refuse "elements out of order" 's:\(<prenom>.*</prenom>\)\(<nom>.*</nom>\):\2\1:'
refuse "a name with a digit" 's:<nom>[^<]*:<nom>R2D2:'
refuse "an empty name" 's:<nom>[^<]*:<nom>:'
refuse "a national phone number" 's:+33639981234:0639981234:'
refuse "half an e-mail" 's:@exemple.fr:@exemple:'
refuse "a post code of four digits" 's:code-postal="44150":code-postal="4415":'
refuse "an INSEE code of four" 's:insee="44003":insee="4400":'
refuse "a value that is not in the list" 's:>demandeur-emploi<:>astronaute<:'
refuse "a full-time employee" 's:libelle="En recherche d’emploi">demandeur-emploi:libelle="Salarié ou salariée à temps plein">temps-plein:'
refuse "a label of another value" 's:libelle="Artisanat":libelle="Commerce":'
refuse "an engagement not taken" 's:>oui</engagement>:>non</engagement>:'
refuse "another text of the engagement" 's:<engagement version="1":<engagement version="2":'
refuse "a file without id" 's:<fichier id="12":<fichier:'
refuse "a hash of another length" 's:sha256="0:sha256="00:'
refuse "an unknown attribute" 's:<prenom>:<prenom lang="fr">:'

long=$(printf '%0101d' 0 | sed 's/0/é/g')
refuse "a name of 101 letters" "s:<nom>[^<]*:<nom>$long:"
sed "s:<nom>[^<]*:<nom>${long#é}:" "$record" >"$work/100.xml"
accept schemas/xml/cae.rng "$work/100.xml" "a name of 100 letters"

for f in "$srcdir"/schemas/programmes/*.xml "$srcdir"/schemas/documents/*.xml \
    "$srcdir"/schemas/accords/*.xml; do
	accept schemas/xml/definition.rng "$f" "${f#"$srcdir"/}"
done
for f in content/demo/reseau.xml schemas/xml/reseau-vide.xml; do
	accept schemas/xml/reseau.rng "$srcdir/$f" "$f"
done
