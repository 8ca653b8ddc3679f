#!/bin/sh
# The attacker’s page makes the browser of somebody who is in post a form here:
# without token, with another’s, with one of a session that is over, from
# another site.  Every POST of the tables of both programs.
# usage: srcdir=DIR builddir=DIR sh tests/web/attaque-csrf.sh
. "$(dirname "$0")/cgi.subr"
. "$(dirname "$0")/attaque.subr"
attack csrf
