#!/bin/sh
# How long a backup takes of a portal of 1 GiB, while it serves (backup.py).
# A line on standard output; with --check, a test.  MIB=N: of another size.
# usage: builddir=DIR srcdir=DIR sh tests/bench/backup.sh [--check]
# Leaves nothing; needs 3 GiB below TMPDIR.
set -eu
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset TERREAU_CONF
data=$work/data
"$builddir/terreau" init --data "$data" --share "$builddir/share" >"$work/said"
"$builddir/terreau" demo --data "$data" >"$work/said" 2>&1
"$builddir/terreau" site --data "$data" >"$work/said"
# Attachments of 1 MiB, as long as sealed ones; what is in them is not read.
sqlite3 "$data/terreau.db" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
    SELECT i + 1 FROM n WHERE i < ${MIB:-1024}) INSERT INTO piece (dossier,
    field, name, type, size, sha256, at, scan, bytes) SELECT (SELECT min(id)
    FROM dossier), 'projet', 'a.pdf', 'application/pdf', 1048576,
    zeroblob(32), 1, 'sans', CAST(x'01' || randomblob(1048576 + 24 + 17 * 16)
    AS BLOB) FROM n; PRAGMA wal_checkpoint(TRUNCATE)" >"$work/said"
python3 "$srcdir/tests/bench/backup.py" "$builddir" "$srcdir" "$data" \
    "$work/sauvegardes" "$@"
