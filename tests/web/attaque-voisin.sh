#!/bin/sh
# Somebody who applied changes the number in the address to read, or change,
# another’s file.  (What staff may is tests/web/roles.sh.)
# usage: srcdir=DIR builddir=DIR sh tests/web/attaque-voisin.sh
. "$(dirname "$0")/cgi.subr"
. "$(dirname "$0")/attaque.subr"
attack voisin
