# Makes the root a PC of another system, whose database is all there is of it; with flatpak it stays a Debian.
# $1 is the system, $2 the server's address, $3 a folder with packages that only dnf's PC has.
set -e
initial=/var/tmp/initial key=/var/tmp/initial/keys/office.asc

be() {
    rm -rf /var/lib/dpkg /var/lib/apt /etc/apt/sources.list.d
    rm -f /etc/os-release
    # Every system has a name there, and a PC is known by it.
    printf 'ID=patchround-lab-%s\nID_LIKE=%s\nNAME="Patchround test office, %s"\n' "$1" "$2" "$1" > /etc/os-release
}

rpms() {
    mkdir -p /etc/rpm /etc/pki/rpm-gpg
    cp $key /etc/pki/rpm-gpg/RPM-GPG-KEY-office
    echo '%_dbpath /var/lib/rpm' > /etc/rpm/macros
    rpm --initdb
    rpm --install $initial/rpm-initial/*.rpm
}

case $1 in
dnf) # As with Fedora, the packages are checked, and the key is taken when the first of them comes.
    be dnf fedora
    for file in "$3"/*.deb; do dpkg-deb -x "$file" /; done
    # Fedora has this one apart: it is a source of its own, which nothing has been put into.
    rm /etc/dnf/plugins/local.conf /usr/lib/python3/dist-packages/dnf-plugins/local.py
    rpms
    mkdir -p /etc/yum.repos.d
    printf '[office]\nname=Office\nbaseurl=http://%s/rpm/\nenabled=1\ngpgcheck=1\n' "$2" > /etc/yum.repos.d/office.repo
    echo 'gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-office' >> /etc/yum.repos.d/office.repo
    ;;
zypper) # As with openSUSE, lists and packages are checked, and the key is there from the start.
    be zypper suse
    rpms
    rpm --import $key
    mkdir -p /etc/zypp/repos.d
    printf '[office]\nname=Office\nbaseurl=http://%s/rpm/\nenabled=1\nautorefresh=0\ngpgcheck=1\ntype=rpm-md\n' "$2" \
        > /etc/zypp/repos.d/office.repo
    ;;
pacman) # As with Arch.
    be pacman arch
    printf '[options]\nArchitecture = auto\nSigLevel = Required DatabaseOptional\nLocalFileSigLevel = Optional\n' > /etc/pacman.conf
    printf '[lab]\nServer = http://%s/pacman\n' "$2" >> /etc/pacman.conf
    mkdir -p /var/lib/pacman /var/cache/pacman/pkg
    pacman-key --init
    pacman-key --add $key
    pacman-key --lsign-key office@example.invalid
    pacman --noconfirm --upgrade $initial/pacman-initial/*.zst
    ;;
flatpak)
    export HOME=/root
    flatpak --system remote-add --gpg-import=$key lab file://$initial/flatpak-initial
    flatpak --system install -y --noninteractive lab org.lab.Notes
    flatpak --system remote-modify --url=http://$2/flatpak lab
    ;;
esac
mkdir -p /usr/share/patchround-lab
# Where a test finds it that has the PC trust it.
cp $initial/keys/another.asc /usr/share/patchround-lab/
rm -rf $initial
