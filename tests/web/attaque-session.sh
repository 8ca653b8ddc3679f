#!/bin/sh
# The attacker has somebody’s browser carry a session they chose, or keeps one
# that was open: a login must give another, the old must open nothing.
# usage: srcdir=DIR builddir=DIR sh tests/web/attaque-session.sh
. "$(dirname "$0")/cgi.subr"
site
account julie@coop.example 'Julie Morel' gestion
chosen=$(printf '%064d' 7)

# Staff.
cookie_staff=terreau_gestion=$chosen
get staff /gestion/connexion
post staff /gestion/connexion courriel=julie@coop.example "passe=$PASSWORD"
is 'a login with a session chosen by another' "$status" 303
inside=$cookie_staff
is 'gives one of its own' \
    "$([ "$inside" != "terreau_gestion=$chosen" ] && echo other)" other
is 'that scripts and other sites do not see' "$(head_of Set-Cookie |
    sed 's/^[^;]*//')" '; Path=/gestion; HttpOnly; SameSite=Strict; Secure'
cookie_staff=terreau_gestion=$chosen
get staff /gestion/dossiers
is 'the chosen one opens nothing' "$status" 401
is 'and is not stored' "$(sql 'SELECT count(*) FROM session')" 1
is 'nor is what was given, but its hash' "$(sql "SELECT count(*) FROM session
    WHERE lower(hex(token)) = '${inside#*=}'")" 0
cookie_staff=$inside
get staff /gestion/dossiers
is 'the other does' "$status" 200
old=$jeton
post staff /gestion/deconnexion
cookie_staff=$inside
get staff /gestion/dossiers
is 'gone out, it opens nothing' "$status" 401
get staff /gestion/connexion
post staff /gestion/connexion courriel=julie@coop.example "passe=$PASSWORD"
again=$cookie_staff
is 'a second login is another session' \
    "$([ "$again" != "$inside" ] && echo other)" other
post staff /gestion/compte/connexions "jeton=$old"
is 'the token of the first serves no more' "$status" 403

# Who applies, by a link.
cookie_public=terreau=$chosen
get public /candidature/cae
post public /candidature/cae email=ana@exemple.fr "cle=$key"
is 'a draft is begun' "$status" 303
is 'in a session of its own' \
    "$([ "$cookie_public" != "terreau=$chosen" ] && echo other)" other
link=$(sql "SELECT secret FROM mail WHERE secret IS NOT NULL LIMIT 1")
cookie_public=terreau=$chosen
get public "/lien/$link"
post public "/lien/$link"
is 'a link opens' "$status" 303
cookie_public=terreau=$chosen
get public /candidature/cae/vous
is 'not for the session that was chosen' "$status" 401

# One cookie does not open the other program.
cookie_public=terreau=${again#*=}
get public /suivi/CAE-26-2222-22
is 'a session of staff is none of the public' "$status" 401
