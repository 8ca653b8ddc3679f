#!/bin/sh
# Memory of the whole stack at rest, and how long a program takes to answer
# first (pile.py).  A table on standard output; with --check, two tests.
# usage: builddir=DIR srcdir=DIR sh tests/bench/pile.sh [--check]
set -eu
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset TERREAU_CONF
data=$work/data
"$builddir/terreau" init --data "$data" --share "$builddir/share" >/dev/null
"$builddir/terreau" demo --data "$data" >/dev/null 2>&1
"$builddir/terreau" site --data "$data" >/dev/null
mkdir -p "$data/log" "$data/tmp"
(top=$srcdir && . "$top/tools/common.sh" &&
    nginx_conf "$data" $((20000 + $$ % 20000)))
nginx=$(PATH=$PATH:/usr/sbin command -v nginx)
python3 "$srcdir/tests/bench/pile.py" "$builddir" "$srcdir" "$data" \
    "$data/run/run.conf" "$nginx" "$@"
