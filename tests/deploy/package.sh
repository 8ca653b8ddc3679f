#!/bin/sh
# The Debian package: built from the distribution, looked at by lintian, and
# with --install installed, used and purged in a root made for it.
# usage: builddir=DIR srcdir=DIR sh tests/deploy/package.sh [--install]
# As root for --install: debootstrap, from the mirror that apt knows here.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd) builddir=$(cd "${builddir:-.}" && pwd)
LC_ALL=C.UTF-8
export LC_ALL
work=$(mktemp -d) || exit 1
trap 'umount "$work/root/proc" 2>/dev/null; rm -rf "$work"' EXIT
out=$builddir/package
rm -rf "$out" && mkdir -p "$out"

ok() { echo "ok package: $1"; }
bad() {
	echo "not ok package: $1"
	[ $# -lt 2 ] || tail -15 "$2" | sed 's/^/# /'
}
does() {
	what=$1; shift
	"$@" >"$work/said" 2>&1 && ok "$what" || bad "$what" "$work/said"
}

build() {
	make -C "$builddir" dist >"$work/said" 2>&1 || {
		bad 'make dist' "$work/said"
		exit 1
	}
	tar=$(ls "$builddir"/terreau-*.tar.xz)
	version=${tar##*/terreau-} version=${version%.tar.xz}
	cp "$tar" "$work/terreau_$version.orig.tar.xz"
	tar -C "$work" -xf "$tar"
	rm "$tar"
	cd "$work/terreau-$version" || exit 1
	cp -R tools/deploy/debian debian
	# What it is built from is said once, in tools/packages.
	needs=$(awk '$1 == "run" && $2 !~ /^(gcc|libc6-dev|make|nginx-light|spawn-fcgi)$/ {
	    printf " %s,\\n", $2 }' tools/packages)
	sed -i "s/^@BUILD@/${needs%??}/" debian/control
	DEB_BUILD_OPTIONS=parallel=$(nproc) dpkg-buildpackage -us -uc >"$work/said" 2>&1 || {
		bad 'dpkg-buildpackage' "$work/said"
		exit 1
	}
	ok 'dpkg-buildpackage -us -uc'
	cd "$work" || exit 1
	cp ./*.deb ./*.dsc ./*.changes "$out"
}

look() {
	lintian --fail-on error ./*.changes >"$work/lintian" 2>&1 &&
		ok 'lintian finds no error' ||
		bad 'lintian finds no error' "$work/lintian"
	cp "$work/lintian" "$out"
	dpkg-deb -c terreau_*.deb >"$work/list"
	for f in usr/bin/terreau usr/libexec/terreau-public \
	    usr/libexec/terreau-staff lib/systemd/system/terreau-public.socket \
	    lib/systemd/system/terreau-.service.d/50-sandbox.conf \
	    usr/lib/sysusers.d/terreau.conf usr/lib/tmpfiles.d/terreau.conf \
	    etc/terreau/terreau.conf etc/nginx/sites-available/terreau \
	    usr/share/man/man8/terreau-public.8.gz \
	    usr/share/terreau/nginx/server.conf; do
		grep -q " \./$f\$" "$work/list" && ok "it has $f" ||
			bad "it has $f"
	done
	grep -E ' \./(var|run)/.' "$work/list" >"$work/said" &&
		bad 'it holds no data' "$work/said" || ok 'it holds no data'
}

# In a root of its own.  The services of the host are not reached: policy-rc.d
# says no, and nothing of /run is shared.
in_root() {
	chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
	    LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}
as_staff() {
	in_root runuser -u terreau-staff -- env \
	    TERREAU_CONF=/etc/terreau/terreau.conf "$@"
}

install() {
	root=$work/root
	[ "$(id -u)" -eq 0 ] || { bad 'a fresh root: only root can try'; return; }
	mirror=$(sed -n -e 's/^URIs: *\([^ ]*\/debian\) *$/\1/p' \
	    -e 's/^deb [^h]*\(http[^ ]*\/debian\) .*/\1/p' \
	    /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
	    head -1)
	release=$(. /etc/os-release && echo "$VERSION_CODENAME")
	debootstrap --variant=minbase "$release" "$root" "$mirror" \
	    >"$work/said" 2>&1 || {
		bad 'debootstrap makes a root' "$work/said"
		return
	}
	ok 'debootstrap makes a root'
	# systemd-tmpfiles asks /proc which file it has open
	mount -t proc proc "$root/proc" >"$work/said" 2>&1 ||
		bad 'the root has a /proc' "$work/said"
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	cp terreau_*.deb "$root/tmp/terreau.deb"
	does 'apt installs it' in_root apt-get install -y \
	    --no-install-recommends /tmp/terreau.deb nginx-light systemd
	does 'its users are there' in_root id terreau-staff
	does 'both' in_root id terreau-public
	[ "$(stat -c %a "$root/var/lib/terreau")" = 3771 ] &&
		ok 'the data directory too' || bad 'the data directory too'
	does 'terreau init' as_staff terreau init
	cp "$srcdir/content/demo/reseau.xml" "$root/var/lib/terreau/reseau.xml"
	chown --reference="$root/var/lib/terreau" \
	    "$root/var/lib/terreau/reseau.xml"
	does 'terreau site' as_staff sh -c 'umask 022; terreau site'
	does 'terreau config --check finds no fault' as_staff terreau config \
	    --check
	in_root runuser -u terreau-public -- env REQUEST_METHOD=GET \
	    REQUEST_URI=/reprendre REMOTE_ADDR=127.0.0.1 \
	    /usr/libexec/terreau-public --conf /etc/terreau/terreau.conf \
	    </dev/null >"$work/said" 2>&1
	grep -q '^Status: 200' "$work/said" && ok 'the public program answers' ||
		bad 'the public program answers' "$work/said"
	does 'systemd takes the units' in_root systemd-analyze verify \
	    --man=no terreau-public.service terreau-staff.service terreau-backup.timer
	does 'terreau backup' as_staff terreau backup /var/backups/terreau
	does 'it is purged' in_root apt-get purge -y terreau
	[ -s "$root/var/lib/terreau/terreau.db" ] &&
		ok 'and the data are still there' ||
		bad 'and the data are still there'
	[ ! -e "$root/etc/terreau/terreau.conf" ] &&
		ok 'not its configuration' || bad 'not its configuration'
}

build
look
[ "${1:-}" != --install ] || install
