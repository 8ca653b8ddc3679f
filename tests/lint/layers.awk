# layers.awk: arrows point downward; a third-party header has one door.
# See « Layers » in README.md.

BEGIN {
	rank["base"] = 1; rank["port"] = 2; rank["text"] = 3
	rank["press"] = 4; rank["domain"] = 5; rank["web"] = 6
	top = 7
	n = split("assert ctype errno fcntl fenv float inttypes limits math " \
	    "link poll pwd signal stdalign stdarg stdbool stddef stdint stdio " \
	    "stdlib stdnoreturn string strings termios time unistd dirent " \
	    "ftw getopt glob grp libgen sys/file sys/inotify sys/ioctl " \
	    "sys/mman sys/prctl sys/random sys/resource sys/select sys/socket " \
	    "sys/stat sys/statvfs sys/time sys/types sys/uio sys/un " \
	    "sys/wait", a, " ")
	for (i = 1; i <= n; i++)
		standard[a[i] ".h"] = 1
}

function rule(    what)
{
	if (text !~ /^[ \t]*#[ \t]*include/)
		return
	what = text
	sub(/^[^<"]*/, "", what)
	if (substr(what, 1, 1) == "<")
		system_header(substr(what, 2, index(what, ">") - 2))
	else
		own_header(substr(what, 2, index(substr(what, 2), "\"") - 1))
}

function system_header(h,    family)
{
	if (h in standard)
		return
	if (path !~ /^lib\/port\/[a-z0-9]+\.c$/) {
		fault("<" h "> outside lib/port")
		return
	}
	family = h
	sub(/\/.*/, "", family)
	if (family ~ /^uni[a-z]+\.h$/)
		family = "libunistring"
	if ((family in door) && door[family] != path)
		fault("<" h "> is already behind " door[family])
	door[family] = path
}

function own_header(h,    mine, its)
{
	mine = layer(path)
	its = h
	if (sub(/\/.*/, "", its) == 0)
		its = mine		# beside the file
	if (its == mine)
		return
	if (!(its in rank))
		fault("\"" h "\" is of no layer")
	else if (rank[its] >= (mine in rank ? rank[mine] : top))
		fault(mine " may not use \"" h "\"")
}

function layer(p,    part)
{
	split(p, part, "/")
	if (part[1] == "lib")
		return part[2]
	if (part[1] == "cgi-bin")
		return "cgi-bin/" part[2]
	return part[1]
}
