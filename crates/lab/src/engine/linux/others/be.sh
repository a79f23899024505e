# Makes the root a PC of another system: what Debian knows of it goes, and the other database is all there is.
# $1 is the system, $2 the server's address.
set -e
rm -rf /var/lib/dpkg /var/lib/apt /etc/apt/sources.list.d
rm -f /etc/os-release
family() { printf 'ID=patchround-lab-%s\nID_LIKE=%s\nPRETTY_NAME="Patchround test office, %s"\n' "$1" "$2" "$1" > /etc/os-release; }

rpms() {
    mkdir -p /etc/rpm
    echo '%_dbpath /var/lib/rpm' > /etc/rpm/macros
    rpm --initdb
    rpm --install /var/tmp/initial/rpm-initial/*.rpm
}

case $1 in
dnf)
    family dnf fedora
    rpms
    mkdir -p /etc/yum.repos.d
    printf '[office]\nname=Office\nbaseurl=http://%s/rpm/\nenabled=1\ngpgcheck=0\n' "$2" > /etc/yum.repos.d/office.repo
    ;;
zypper)
    family zypper suse
    rpms
    mkdir -p /etc/zypp/repos.d
    printf '[office]\nname=Office\nbaseurl=http://%s/rpm/\nenabled=1\nautorefresh=0\ngpgcheck=0\ntype=rpm-md\n' "$2" \
        > /etc/zypp/repos.d/office.repo
    ;;
pacman)
    family pacman arch
    printf '[options]\nArchitecture = auto\nSigLevel = Never\n[lab]\nServer = http://%s/pacman\n' "$2" > /etc/pacman.conf
    mkdir -p /var/lib/pacman /var/cache/pacman/pkg
    pacman --noconfirm --upgrade /var/tmp/initial/pacman-initial/*.zst
    ;;
esac
rm -rf /var/tmp/initial
