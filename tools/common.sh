# common.sh: what the scripts of tools/ share.  To be read with « . »; expects
# $top, the source tree.

say() {
	printf '%s\n' "$*"
}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# packages SET ...: their names in tools/packages.
packages() {
	for set_; do
		awk -v set="$set_" '$1 == set { print $2 }' "$top/tools/packages"
	done
}

installed() {
	case $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) in
	installed) return 0 ;;
	esac
	# nginx-light stands for any of Debian's nginx packages, node's and
	# java's likewise: what counts is the program.
	case $1 in
	nginx-light) command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] ;;
	nodejs) command -v node >/dev/null ;;
	npm) command -v npm >/dev/null ;;
	default-jdk-headless) command -v javac >/dev/null ;;
	*) return 1 ;;
	esac
}

# need SET ...: install what is missing, or say how.
need() {
	command -v dpkg-query >/dev/null || {
		say "Pas de dpkg ici : paquets supposés présents."
		return 0
	}
	missing=
	for p in $(packages "$@"); do
		installed "$p" || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0
	line="apt-get install -y --no-install-recommends$missing"
	if [ "$(id -u)" -eq 0 ]; then
		sudo=
	elif command -v sudo >/dev/null && { sudo -n true || [ -t 0 ]; } \
	    2>/dev/null; then
		sudo=sudo
	else
		say "Il manque des paquets Debian. À faire par un administrateur :"
		say "    $line"
		exit 1
	fi
	say "Installation :$missing"
	DEBIAN_FRONTEND=noninteractive
	export DEBIAN_FRONTEND
	$sudo apt-get update -qq && $sudo $line >/dev/null ||
		die "apt-get a échoué : $line"
}

# build DIR CONFIGURE-ARGUMENT ...: out of tree, only what has changed.
build() {
	dir=$1; shift
	mkdir -p "$dir"
	[ -x "$top/configure" ] || (cd "$top" && autoreconf -fi) \
	    >"$dir/build.log" 2>&1 || broken "$dir" autoreconf
	if [ ! -f "$dir/Makefile" ]; then
		say "Configuration dans $dir"
		(cd "$dir" && "$top/configure" "$@") >"$dir/build.log" 2>&1 ||
			broken "$dir" configure
	fi
	say "Compilation"
	make -C "$dir" -j"$(nproc)" >"$dir/build.log" 2>&1 ||
		broken "$dir" make
}

broken() {
	tail -20 "$1/build.log" >&2
	die "$2 a échoué ; tout est dans $1/build.log"
}

# nginx_conf DATA PORT: what nginx needs to serve it as an ordinary user, in run/
# of the data directory; run.conf is the first file.
nginx_conf() {
	user=
	[ "$(id -u)" -ne 0 ] || user='user root;'
	for f in run http server; do
		sed -e "s|@PORT@|$2|g" -e "s|@DATA@|$1|g" \
		    -e "s|@RUN@|$1/run|g" -e "s|@LOG@|$1/log|g" \
		    -e "s|@USER@|$user|g" "$top/tools/deploy/nginx/$f.conf" \
		    >"$1/run/$f.conf"
	done
}
