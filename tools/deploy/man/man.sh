#!/bin/sh
# The manual pages, from what already says it: terreau(1) from « --help »,
# terreau.conf(5) from the sample, the programs from one page for both.
# usage: man.sh TERREAU SRCDIR OUT
set -eu
terreau=$1 srcdir=$2 out=$3
LC_ALL=C.UTF-8
export LC_ALL
unset TERREAU_CONF
here=$srcdir/tools/deploy/man
date='.Dd November 22, 2026'

# Text for mdoc: no line begins as a request does, an option begins a paragraph.
text() {
	sed -e 's/\\/\\e/g' -e 's/^ *//' -e '/^$/d' -e "s/^[.']/\\\\\&&/" |
	    sed -e 's/\. \([^ ]\)/.\n\1/g' -e 's/^\(--[a-z]\)/.Pp\n\1/'
}

# What « terreau NAME --help » says after the usage.
explained() {
	"$terreau" "$1" --help | awk '/^$/ { told++ }
	    told == 1 && NF { print $0 "."; next }
	    told > 1'
}

usage() {
	"$terreau" "$1" --help | awk '/^$/ { exit } { print }' |
	    sed -e 's/^usage : //' -e 's/^	/terreau '"$1"' /' -e 's/\\/\\e/g'
}

command_page() {
	cat <<END
.\\" Made from « terreau --help » by tools/deploy/man/man.sh.
$date
.Dt TERREAU 1
.Os
.Sh NAME
.Nm terreau
.Nd le portail d’un réseau de coopératives, pour qui l’administre
.Sh SYNOPSIS
.Nm
.Ar COMMANDE
.Op Fl \\-conf Ar FICHIER | Fl \\-data Ar DOSSIER
.Op Ar ...
.Nm
.Ar COMMANDE
.Fl \\-help
.Sh DESCRIPTION
Chaque commande trouve le portail par
.Fl \\-conf ,
par
.Fl \\-data
ou par la variable
.Ev TERREAU_CONF .
.Bl -tag -width Ds
END
	"$terreau" --help | sed -n 's/^  \([a-z][a-z]*\)  *.*/\1/p' |
	    while read -r name; do
		printf '.It Ic %s\n' "$name"
		printf '.Bd -literal -compact\n'
		usage "$name"
		printf '.Ed\n'
		explained "$name" | text
	done
	cat <<END
.El
.Sh ENVIRONMENT
.Bl -tag -width Ds
.It Ev TERREAU_CONF
La configuration, quand ni
.Fl \\-conf
ni
.Fl \\-data
ne la donne.
.El
.Sh EXIT STATUS
0 si c’est fait, 1 si cela a échoué et la cause est dite, 2 si la commande est
mal écrite ; les commandes qui vérifient disent les leurs ci-dessus.
.Sh SEE ALSO
.Xr terreau.conf 5 ,
.Xr terreau-public 8 ,
.Xr terreau-staff 8
END
}

conf_page() {
	cat <<END
.\\" Made from schemas/terreau.conf by tools/deploy/man/man.sh.
$date
.Dt TERREAU.CONF 5
.Os
.Sh NAME
.Nm terreau.conf
.Nd configuration du portail Terreau
.Sh DESCRIPTION
END
	awk '/^# / && !keys { sub(/^# /, ""); print; next }
	    /^#$/ && !keys { print ".Pp"; next }
	    /^$/ && !keys { keys = 1; print ".Bl -tag -width Ds"; next }
	    /^# / { sub(/^# /, ""); said = said $0 "\n"; next }
	    /^#?[a-z-]+ = / {
		line = $0; sub(/^#/, "", line)
		key = line; sub(/ = .*/, "", key)
		sub(/^[^=]*= /, "", line)
		printf ".It Ic %s\n%sPar exemple\n.Ql %s .\n", key, said, line
		said = ""
	    }
	    END { print ".El" }' "$srcdir/schemas/terreau.conf" |
	    sed '/^[^.]/s/\. \([^ ]\)/.\n\1/g'
	cat <<END
.Sh FILES
.Bl -tag -width Ds
.It Pa schemas/terreau.conf
Un exemple entier, sous le dossier de
.Ic share .
.El
.Sh SEE ALSO
.Xr terreau 1 ,
.Xr terreau-public 8 ,
.Xr terreau-staff 8
END
}

# program NAME WHAT MORE
program() {
	sed -e "s/@NAME@/$(echo "$1" | tr a-z A-Z)/" -e "s/@name@/$1/" \
	    -e "s/@what@/$2/" -e "s/@more@/$3/" "$here/program.8"
}

mkdir -p "$out"
command_page >"$out/terreau.1"
conf_page >"$out/terreau.conf.5"
program public 'ce que tout le monde peut atteindre du portail Terreau' \
    'Il ne lit pas la clé qui scelle les documents : son utilisateur n’en a pas le droit.' \
    >"$out/terreau-public.8"
program staff 'l’espace de l’équipe du portail Terreau' \
    'Il scelle les documents : lui seul lit keys\/sceau.secret.' \
    >"$out/terreau-staff.8"
