#!/bin/sh
# The spreadsheet of an export, opened by LibreOffice, holds what the table in
# CSV does.
# usage: srcdir=DIR builddir=DIR sh tests/office/ods.sh
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../web/cgi.subr"
site
"$builddir/terreau" demo --data "$data" >"$tmp/demo" 2>&1 ||
	not_ok 'there are people' "$(cat "$tmp/demo")"
account chef@a.example 'Ada Chef' gestion
login chef@a.example
get staff /gestion/exports
for form in csv ods; do
	post staff /gestion/exports forme=$form programme=cae
	cp "$tmp/body" "$tmp/table.$form"
done
mkdir "$tmp/opened"
# « ; » and quotes, UTF-8, cells as they are shown
HOME=$tmp soffice --headless "-env:UserInstallation=file://$tmp/office" \
    --convert-to 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false' \
    --outdir "$tmp/opened" "$tmp/table.ods" >"$tmp/office.log" 2>&1 &&
    ok 'LibreOffice opens it' ||
    not_ok 'LibreOffice opens it' "$(cat "$tmp/office.log")"
python3 "$here/same.py" "$tmp/table.csv" "$tmp/opened/table.csv"
