# shape.awk: every file begins with a comment; no line is much wider than 80
# columns (tabs of 8); no blank at the end of a line; nothing « to be done ».
# More than 80 columns, more than 600 lines: a warning.

FNR == 1 && $0 !~ /^\/\*/ { fault("no comment says what the file is for") }
FNR == 601 { printf "# warning: %s has more than 600 lines\n", path }

function rule()
{
	width = columns($0)
	if (width > 90)
		fault("wider than 90 columns")
	else if (width > 80)
		printf "# warning: %s:%d: %d columns\n", path, FNR, width
	if ($0 ~ /[ \t]$/)
		fault("blank at the end of the line")
	if ($0 ~ /\/\// && code ~ /\/\//)
		fault("// comment")
	if ($0 ~ /(TO)(DO)|(FIX)(ME)/)
		fault("something is left to be done")
}

# Width in columns, whether awk counts bytes or characters.
function columns(s,    i, c, w)
{
	gsub(/[\200-\277]/, "", s)	# bytes that continue a character
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		w = c == "\t" ? w + 8 - w % 8 : w + 1
	}
	return w + 0
}
