//! Programs that put updates in on this PC without anybody: they are noticed and named, waited for while they work, and
//! never fought (sources.md N).
//!
//! Only what installs is named. What only fetches lists (apt-daily, fwupd-refresh, dnf-makecache) changes nothing for
//! anybody.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{source::Pc, winget::own_way};

/// Where systemd notes which timers are switched on (systemctl(1), enable).
const TIMERS: &str = "/etc/systemd/system/timers.target.wants";
/// Timers that install whatever their settings say, with the name of their program.
const INSTALLING: [(&str, &str); 4] = [
    ("dnf-automatic-install.timer", "dnf-automatic"),
    ("rpm-ostreed-automatic.timer", "rpm-ostree"),
    ("mintupdate-automation-upgrade.timer", "mintupdate"),
    ("transactional-update.timer", "transactional-update"),
];
/// Timers that install if a line of their settings says so.
const IF_SET: [(&str, &str, &str); 2] = [
    ("dnf-automatic.timer", "/etc/dnf/automatic.conf", "dnf-automatic"),
    ("dnf5-automatic.timer", "/etc/dnf/automatic.conf", "dnf5-automatic"),
];
/// Bytes of a file of settings.
const SETTINGS_BYTES: u64 = 256 * 1024;

/// The programs that install on a PC by themselves, each by its own name.
pub fn own_updaters(pc: &Pc<'_>) -> Vec<String> {
    let timers = INSTALLING.iter().filter(|(timer, _)| is_on(pc, timer)).map(|(_, name)| *name);
    let set = IF_SET.iter().filter(|(timer, settings, _)| {
        is_on(pc, timer) && says(pc, settings, "apply_updates", &["yes", "true", "1"])
    });
    let others = [
        ("unattended-upgrades", unattended_upgrades(pc)),
        ("PackageKit", offline_updates(pc)),
        ("snapd", has_snaps(pc)),
    ];
    let others = others.iter().filter(|(_, is_here)| *is_here).map(|(name, _)| *name);
    let linux = others.chain(timers).chain(set.map(|(.., name)| *name));
    linux.chain(own_way::updaters(pc)).map(str::to_owned).collect()
}

fn is_on(pc: &Pc<'_>, timer: &str) -> bool {
    pc.place(TIMERS).join(timer).symlink_metadata().is_ok()
}

/// Started daily by apt's own timer, if the last of apt's settings says so (apt.conf(5): files in alphabetical order).
fn unattended_upgrades(pc: &Pc<'_>) -> bool {
    let folder = pc.place("/etc/apt/apt.conf.d");
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    // Others in that folder apt does not read (apt.conf(5)).
    let is_read = |file: &PathBuf| file.extension().is_none_or(|end| end == "conf");
    let mut files: Vec<_> = files.filter(is_read).collect();
    files.sort();
    let said = |file: &PathBuf| value(&read(file)?, "APT::Periodic::Unattended-Upgrade");
    let last = files.iter().rev().find_map(said);
    let is_set = last.is_some_and(|value| !["0", ""].contains(&value.as_str()));
    is_set && is_on(pc, "apt-daily-upgrade.timer") && pc.place("/usr/bin/unattended-upgrade").is_file()
}

/// Prepared for the next start (systemd.offline-updates(7)).
fn offline_updates(pc: &Pc<'_>) -> bool {
    let signs = ["/system-update", "/etc/system-update", "/var/lib/PackageKit/prepared-update"];
    signs.iter().any(|sign| pc.place(sign).symlink_metadata().is_ok())
}

/// snapd refreshes what it has four times a day.
fn has_snaps(pc: &Pc<'_>) -> bool {
    let files = fs::read_dir(pc.place("/var/lib/snapd/snaps")).into_iter().flatten().flatten();
    let is_snap = |path: &Path| path.extension().is_some_and(|end| end == "snap");
    files.map(|file| file.path()).any(|path| is_snap(&path))
}

fn says(pc: &Pc<'_>, settings: &str, key: &str, words: &[&str]) -> bool {
    let text = read(&pc.place(settings)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once('='));
    let last = lines.rev().find(|(name, _)| name.trim() == key).map(|(_, value)| value.trim().to_lowercase());
    last.is_some_and(|value| words.contains(&value.as_str()))
}

/// `KEY "VALUE";`, the last one of a file.
fn value(text: &str, key: &str) -> Option<String> {
    let last = text.lines().rev().find_map(|line| line.trim().strip_prefix(key));
    last.map(|value| value.trim()).map(|value| value.trim_matches(['"', ';', ' ']).to_owned())
}

fn read(file: &Path) -> Option<String> {
    let is_small = fs::metadata(file).is_ok_and(|found| found.len() <= SETTINGS_BYTES);
    is_small.then(|| fs::read_to_string(file).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    fn pc(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let root = pc(files);
        own_updaters(&Pc { root: root.path(), tools: &Programs })
    }

    const APT_TIMER: (&str, &str) = ("etc/systemd/system/timers.target.wants/apt-daily-upgrade.timer", "");
    const UNATTENDED: (&str, &str) = ("usr/bin/unattended-upgrade", "");

    #[test]
    fn unattended_upgrades_is_named_only_where_it_is_switched_on() {
        let on = ("etc/apt/apt.conf.d/20auto-upgrades", "APT::Periodic::Unattended-Upgrade \"1\";\n");
        let off = ("etc/apt/apt.conf.d/99own", "APT::Periodic::Unattended-Upgrade \"0\";\n");
        assert_eq!(found(&[APT_TIMER, UNATTENDED, on]), ["unattended-upgrades"]);
        let beside = ("etc/apt/apt.conf.d/20auto-upgrades.ucf-dist", on.1);
        let all_off = (on.0, off.1);
        for files in [
            &[APT_TIMER, UNATTENDED, on, off][..],
            &[APT_TIMER, UNATTENDED, all_off, beside],
            &[APT_TIMER, on],
            &[UNATTENDED, on],
            &[],
        ] {
            assert_eq!(found(files), Vec::<String>::new(), "{files:?}");
        }
    }

    #[test]
    fn dnf_automatic_is_named_where_it_installs_and_not_where_it_only_fetches() {
        let timer = ("etc/systemd/system/timers.target.wants/dnf-automatic.timer", "");
        let fetches = ("etc/dnf/automatic.conf", "[commands]\napply_updates = no\n");
        let installs = ("etc/dnf/automatic.conf", "[commands]\napply_updates = yes\n");
        assert_eq!(found(&[timer, fetches]), Vec::<String>::new());
        assert_eq!(found(&[timer, installs]), ["dnf-automatic"]);
        assert_eq!(found(&[installs]), Vec::<String>::new());
    }

    #[test]
    fn updates_prepared_for_the_next_start_and_snaps_are_named() {
        let prepared = ("var/lib/PackageKit/prepared-update", "x");
        let snap = ("var/lib/snapd/snaps/core22_1.snap", "");
        assert_eq!(found(&[prepared, snap]), ["PackageKit", "snapd"]);
        assert_eq!(found(&[("var/lib/snapd/snaps/partial/x", "")]), Vec::<String>::new());
    }
}
