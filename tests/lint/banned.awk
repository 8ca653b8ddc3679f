# banned.awk: functions that overrun, depend on the locale or on the time zone
# of the machine, or cannot say that they failed.

BEGIN {
	instead["strcpy"] = instead["strcat"] = instead["sprintf"] = "buf"
	instead["vsprintf"] = instead["strncpy"] = instead["strncat"] = "buf"
	instead["strtok"] = instead["strtok_r"] = "str_split()"
	instead["gets"] = "file_read()"
	instead["scanf"] = instead["sscanf"] = instead["fscanf"] = "str_number()"
	instead["atoi"] = instead["atol"] = instead["atoll"] = "str_number()"
	instead["atof"] = "integers"
	instead["gmtime"] = instead["localtime"] = instead["mktime"] = "base/date"
	instead["asctime"] = instead["ctime"] = instead["strftime"] = "base/date"
	instead["setlocale"] = "no locale at all"
	instead["system"] = instead["popen"] = "nothing"
	instead["tmpnam"] = instead["mktemp"] = "file_write()"
	instead["rand"] = instead["random"] = instead["srand"] = "port/crypto"
	instead["alloca"] = "the arena"
	instead["longjmp"] = instead["setjmp"] = "return"
}

function rule(    rest, word)
{
	rest = code
	while (match(rest, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
		word = substr(rest, RSTART, RLENGTH - 1)
		sub(/[ \t]*$/, "", word)
		if (word in instead)
			fault(word "(): use " instead[word])
		rest = substr(rest, RSTART + RLENGTH)
	}
}
