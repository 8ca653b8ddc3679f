# literals.awk: what may not stand in a C string: SQL outside lib/domain and
# the port of the database, HTML outside lib/text.

BEGIN {
	sql = "\"[ ]*(SELECT|INSERT (OR [A-Z]+ )?INTO|UPDATE [a-z]|DELETE FROM|" \
	    "CREATE (TABLE|INDEX)|DROP TABLE|ALTER TABLE|BEGIN( IMMEDIATE)?\"|" \
	    "COMMIT\"|PRAGMA )"
	html = "\"[^\"]*</?(html|head|body|main|header|footer|nav|section|" \
	    "article|aside|div|span|p|a|h[1-6]|ul|ol|li|dl|dt|dd|table|tr|td|" \
	    "th|form|input|label|select|option|textarea|button|strong|em|" \
	    "sup|sub|br|hr|img|svg|circle|path|style|script|meta|link)[ />\\\\]"
}

function rule()
{
	if (text ~ sql && path !~ /^lib\/domain\// && path != "lib/port/db.c")
		fault("SQL outside lib/domain")
	if (text ~ html && path !~ /^lib\/text\//)
		fault("HTML in a string: use a template")
}
