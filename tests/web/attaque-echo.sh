#!/bin/sh
# The attacker sends a link whose query or path holds markup, line ends, an
# address of elsewhere, a path: to have the page run it, set a cookie, lead
# away, be framed, or read a file.  Every GET, every parameter the sources know.
# usage: srcdir=DIR builddir=DIR sh tests/web/attaque-echo.sh
. "$(dirname "$0")/cgi.subr"
. "$(dirname "$0")/attaque.subr"
attack echo
