//! Packages that are made on the PC itself.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::listed::is_listed;
use crate::office::{Office, wait_until};

/// A file of settings that belongs to a package.
pub(crate) const SETTINGS: &str = "/etc/patchround-lab/printer.conf";
/// What a person wrote into it.
pub(crate) const MINE: &str = "setting=mine\n";

/// A package beside those that are updated, which looks at what the others bring, and fails.
const TRIGGER: &str = r#"set -e; mkdir -p /root/pr-index/DEBIAN; cd /root/pr-index/DEBIAN
printf 'Package: pr-index\nVersion: 9\nArchitecture: all\nMaintainer: Lab <lab@example.invalid>\nDescription: Index\n' > control
echo 'interest-noawait /usr/share/patchround-lab' > triggers
printf '#!/bin/sh\n[ "$1" = triggered ] || exit 0\n[ -e /etc/pr-index-ok ] && exit 0\necho pr-index: no >&2\nexit 3\n' > postinst
chmod 755 postinst; cd /root; dpkg-deb --build pr-index pr-index.deb; dpkg.real --install pr-index.deb"#;

/// The old version of the package with the settings, and a person who changed them.
const CONFFILE: &str = r"set -e; cd /root/pr-conffile; mkdir -p etc/patchround-lab
echo setting=1.0 > etc/patchround-lab/printer.conf; echo /etc/patchround-lab/printer.conf > DEBIAN/conffiles
cd /root; dpkg-deb --build pr-conffile pr-conffile.deb
dpkg.real --force-confnew --force-downgrade --install pr-conffile.deb
grep -q 1.0 /etc/patchround-lab/printer.conf; echo setting=mine > /etc/patchround-lab/printer.conf";

/// The helper that is installed, in a newer version, in an archive on the PC's own disk.
const OWN: &str = r#"set -e; cd /srv/own
dpkg-deb --raw-extract helper.deb helper; sed -i 's/^Version:.*/&+lab1/' helper/DEBIAN/control
dpkg-deb --build helper newer.deb; rm -r helper helper.deb
apt-ftparchive packages . > Packages; apt-ftparchive release . > Release
echo 'deb [trusted=yes] file:/srv/own ./' > /etc/apt/sources.list.d/own.list
apt-get.real -qq update"#;

/// Whatever an update brings, another package's script fails then.
pub(crate) fn has_a_trigger_that_fails(office: &Office, pc: &str) {
    shell(office, pc, TRIGGER);
}

/// A question is due: the maker changed the settings, and so did somebody here.
pub(crate) fn has_settings_of_its_own(office: &Office, pc: &str) {
    shell(office, pc, CONFFILE);
}

/// The helper's own package is offered in a newer version.
pub(crate) fn offers_our_own_package(office: &Office, pc: &str) {
    let deb = PathBuf::from(std::env::var_os("PATCHROUND_HELPER_DEB").unwrap());
    office.lab.put(pc, Path::new("/srv/own/helper.deb"), &std::fs::read(deb).unwrap(), 0o644).unwrap();
    shell(office, pc, OWN);
    wait_until(Duration::from_secs(60), "our own package is offered", || {
        office.apt_would_upgrade(pc).contains_key("patchround-helper") && is_listed(office, pc)
    });
}

fn shell(office: &Office, pc: &str, script: &str) {
    office.lab.succeed(pc, ["sh", "-c", script]).unwrap();
}
