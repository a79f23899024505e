//! What a PC of the lab needs so that somebody at its screen uses an older program.

/// The older version is in a source of the PC's own, so that there is a way back.
pub(crate) const HAS_THE_OLDER: &str = r"mkdir -p /srv/packages /root/p/DEBIAN /root/p/usr/share/applications /root/p/usr/bin; cd /root/p
printf 'Package: pr-letters\nVersion: 1.0\nArchitecture: all\nMaintainer: Lab <lab@example.invalid>\nDescription: Letters\n' > DEBIAN/control
printf '#!/bin/sh\nwhile :; do sleep 5; done\n' > usr/bin/pr-letters; chmod 755 usr/bin/pr-letters
printf '[Desktop Entry]\nType=Application\nName=Letters\nExec=/usr/bin/pr-letters\n' > usr/share/applications/pr-letters.desktop
dpkg-deb --root-owner-group --build . /srv/packages/letters.deb; dpkg --install /srv/packages/letters.deb; cd /srv/packages
(dpkg-deb -f letters.deb; echo 'Filename: ./letters.deb'; echo Size: $(stat -c %s letters.deb)
echo SHA256: $(sha256sum letters.deb | cut -d' ' -f1)) > Packages
echo 'deb [trusted=yes] copy:/srv/packages ./' > /etc/apt/sources.list.d/packages.list
apt-get -qq update";
/// logind makes the session, as it does for whoever signs in at the screen (pam_systemd(8)). The lab has no password to ask for.
pub(crate) const PAM: &str =
    "auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_systemd.so\n";
