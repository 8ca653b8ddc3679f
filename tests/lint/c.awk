# c.awk: what the lints share.  Reads C files and gives, for every line,
#	code	the line without comments and with strings emptied
#	text	the line without comments, strings kept
# Rules are functions rule() of the file loaded beside this one; they call
# fault(what).  Does not preprocess: a string never spans lines here.

FNR == 1 { inside = 0; path = FILENAME; sub("^" root "/", "", path) }

{
	split_line($0)
	rule()
}

function fault(what)
{
	printf "not ok %s: %s:%d: %s\n", name, path, FNR, what
	faults++
}

# Cut comments and strings out of one line; inside says that a comment is open.
function split_line(line,    i, c, two, quote)
{
	code = text = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (inside) {
			if (two == "*/") {
				inside = 0
				i++
			}
		} else if (quote != "") {
			text = text c
			if (c == "\\")
				text = text substr(line, ++i, 1)
			else if (c == quote) {
				quote = ""
				code = code c
			}
		} else if (two == "/*") {
			inside = 1
			i++
		} else {
			if (c == "\"" || c == "'")
				quote = c
			code = code c
			text = text c
		}
	}
}

END {
	if (faults == 0)
		printf "ok %s\n", name
}
