//! The same job as often as it takes: two packages of a PC, the second of which is slow to be set up, are made old
//! again.

use std::path::Path;
use std::time::Duration;

use crate::hour::it_is;
use crate::listed::is_listed;
use crate::office::{Office, wait_until};
use crate::restart::STAMPS;

/// The packages that are updated.
const NAMES: [&str; 2] = ["pr-tool-a", "pr-slow"];

/// Their old versions are at hand, and no other package of the archive is there.
const PREPARE: &str = r"set -e; export DEBIAN_FRONTEND=noninteractive; cd /root
for name in @NAMES@; do
    mkdir -p $name/DEBIAN
    printf 'Package: %s\nVersion: 1.0\nArchitecture: all\n' $name > $name/DEBIAN/control
    printf 'Maintainer: Lab <lab@example.invalid>\nDescription: Practice\n' >> $name/DEBIAN/control
    dpkg-deb --build $name $name.deb
done
dpkg --purge $(dpkg-query -W -f='${Package} ' 'pr-*')
for tool in apt-get dpkg; do mv /usr/bin/$tool /usr/bin/$tool.real; done";

/// Stands for a tool and leaves a stamp when it begins and ends to change what is on the PC. Killed, it is killed.
const STAND_IN: &str = r#"#!/bin/sh
case " $* " in
*" -s "*|*" --print-uris "*) exec $0.real "$@" ;;
*" update "*|*" install "*|*" --configure "*|*" --unpack "*) ;;
*) exec $0.real "$@" ;;
esac
echo "begin $$ $(date +%s.%N)" >> @STAMPS@
$0.real "$@"
code=$?
echo "end $$ $(date +%s.%N)" >> @STAMPS@
[ $code != 137 ] || kill -9 $$
exit $code
"#;

const OFFER: &str = "set -e
cd /root; for name in @NAMES@; do dpkg.real --force-downgrade --install $name.deb; done
apt-get.real clean
: > /var/log/dpkg.log; : > /var/log/pr-slow.log; : > @STAMPS@";

/// At noon, when a PC does nothing by itself that would change a package.
pub(crate) fn prepare(office: &Office, pc: &str) {
    prepare_for(office, pc, &NAMES);
}

/// As [`prepare`], for these packages.
pub(crate) fn prepare_for(office: &Office, pc: &str, names: &[&str]) {
    shell(office, pc, &of(PREPARE, names));
    for tool in ["/usr/bin/apt-get", "/usr/bin/dpkg"] {
        office.lab.put(pc, Path::new(tool), with_stamps(STAND_IN).as_bytes(), 0o755).unwrap();
    }
    it_is(office, pc, 12);
    shell(office, pc, "systemctl stop patchround-root.service; systemctl restart patchround-helper");
}

/// From now on there are two updates for the PC, and the helper knows.
pub(crate) fn offer(office: &Office, pc: &str) {
    offer_these(office, pc, &NAMES);
}

/// As [`offer`], for these packages.
pub(crate) fn offer_these(office: &Office, pc: &str, names: &[&str]) {
    shell(office, pc, &with_stamps(&of(OFFER, names)));
    wait_until(Duration::from_secs(60), "the updates are offered", || {
        office.apt_would_upgrade(pc).len() == names.len() && is_listed(office, pc)
    });
}

/// What has become of the slow package.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// In its new version, as dpkg has written down.
    pub(crate) is_set_up: bool,
    /// How often its script has come to its end.
    pub(crate) times_set_up: usize,
}

pub(crate) fn left(office: &Office, pc: &str) -> Left {
    let log = office.read(pc, "/var/log/pr-slow.log");
    Left {
        is_set_up: office.installed(pc, "pr-slow") == "installed 1.1",
        times_set_up: log.lines().filter(|line| *line == "end configure").count(),
    }
}

fn of(script: &str, names: &[&str]) -> String {
    script.replace("@NAMES@", &names.join(" "))
}

fn with_stamps(script: &str) -> String {
    script.replace("@STAMPS@", STAMPS)
}

fn shell(office: &Office, pc: &str, script: &str) {
    office.lab.succeed(pc, ["sh", "-c", script]).unwrap();
}
