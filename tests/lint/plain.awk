# Plain French in one page of content/: sentences of at most « most » words, a
# sigle spelt out where it first stands, no median point, « tu » only where it
# is meant (register = tu).  With words = N, at most N words in all.
# Prints a line per fault.  What the law says (section loi) is quoted as it is.

function fault(what) { print FILENAME ": " what }

# A word holds a letter or a digit; «, – and ? by themselves do not.
function is_word(w) {
	gsub(/«|»|–|−|…|[ -\/:-@\[-`{-~]/, "", w)
	gsub(/\302\240|\342\200\257/, "", w)
	return w != ""
}

function judge(n, text) {
	if (n > most)
		fault(n " words in: " text)
}

function block(text,	w, n, i, k, said) {
	n = split(text, w, /[ \t]+/)
	for (i = 1; i <= n; i++) {
		said = said == "" ? w[i] : said " " w[i]
		if (is_word(w[i])) {
			k++
			total++
		}
		if (w[i] ~ /[.!?:;]$|…$/) {
			judge(k, said)
			k = 0
			said = ""
		}
	}
	judge(k, said)
}

function sigles(text,	i, at) {
	for (i = 1; i <= nsigles; i++) {
		if (known[i] || (at = index(text, sigle[i])) == 0)
			continue
		known[i] = 1
		if (substr(text, at - 1, 1) != "(" && \
		    substr(text, at + length(sigle[i])) !~ /^ veut dire/)
			fault(sigle[i] " is not spelt out in: " text)
	}
}

function flush() {
	if (pending != "")
		block(pending)
	pending = ""
}

BEGIN {
	nsigles = split("CAE CJS CJM CAPE CESA QPV RSA RIB", sigle, " ")
}
FNR == 1 { dashes = 0 }
/^---$/ && dashes < 2 { dashes++; next }
dashes < 2 {
	if (/^titre:/ && /\(/)
		sigles($0)
	next
}
/\{\{ section loi/ { flush(); law = 1 }
/\{\{ end/ { law = 0 }
law { next }
{
	row = /^<tr>/
	gsub(/\{\{ reseau[^}]*\}\}/, "x")
	gsub(/\{\{[^}]*\}\}/, "")
	gsub(/\]\([^)]*\)/, "")
	gsub(/<[^>]*>/, " ")
	gsub(/\*\*|\[/, "")
	if (/·/)
		fault("median point: " $0)
	sigles($0)
	low = " " tolower($0) " "
	if (register != "tu" && low !~ /^ ### tu as 16/ && \
	    low ~ /[ («](tu|ton|ta|tes|toi|t’[a-z]+)[ ,.?!]/)
		fault("« tu » where « vous » is said: " $0)
}
row { next }			# a table is read cell by cell
/^[ \t]*$/ || /^\| *--/ { flush(); next }
/^(#|- |[0-9]+\. |\|)/ { flush(); sub(/^(#+|-|[0-9]+\.) /, "") }
/^\|/ { next }
{ pending = pending == "" ? $0 : pending " " $0 }
/^  *[^ ].* $/ { flush() }		# a tag stood on both sides
END {
	flush()
	if (words > 0 && total > words)
		fault(total " words, at most " words)
}
