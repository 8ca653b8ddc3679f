#!/bin/sh
# The attacker types markup, marks of templates and formulas wherever something
# is kept, and waits for staff to open a page, a table, a paper or a message.
# usage: srcdir=DIR builddir=DIR sh tests/web/attaque-balisage.sh
. "$(dirname "$0")/cgi.subr"
. "$(dirname "$0")/attaque.subr"
attack tout
