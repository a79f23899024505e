//! Who is there, and whose PC it is, the Linux way.

use std::{fs, path::Path};

use jiff::Timestamp;
use patchround_protocol::accounts::Accounts;
use patchround_updates::people_of;

pub(crate) use super::unix::{folder_for_all, free_bytes, is_own_disk, link, private, readable};
use crate::{
    Boot,
    accounts::{self, Texts},
};

/// Names of the local administrators, and whose accounts there are, as far as that is known.
pub(crate) fn accounts() -> (Vec<String>, Option<Accounts>) {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (passwd, group) = (read("/etc/passwd"), read("/etc/group"));
    let (shadow, login_defs) = (read("/etc/shadow"), read("/etc/login.defs"));
    let today = Timestamp::now().as_second() / (24 * 3600);
    let texts = Texts { passwd: &passwd, group: &group, shadow: &shadow, login_defs: &login_defs, today };
    (accounts::administrators(&passwd, &group), accounts::accounts(texts))
}

/// Names of the people who are signed in, as logind notes them for `sd-login(3)`; `None` without logind.
pub(crate) fn signed_in() -> Option<Vec<String>> {
    people_of(Path::new("/run/systemd/sessions"))
}

/// Which start of this PC it is (proc(5)).
pub(crate) fn boot() -> Option<Boot> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let up = fs::read_to_string("/proc/uptime").ok()?;
    Some(Boot {
        id: id.trim().to_owned(),
        first_process: fs::read_to_string("/proc/1/stat").ok().as_deref().and_then(begun_at),
        up: up.split('.').next()?.parse().ok()?,
    })
}

/// Field 22 of `/proc/PID/stat`; the second, a name in brackets, may hold anything.
fn begun_at(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_start_of_the_pc_is_known_and_stays_the_same_while_it_runs() {
        let before = boot().unwrap();
        assert!(before.first_process.is_some() && !before.id.is_empty());
        assert!(!boot().unwrap().is_after(&before));
    }

    #[test]
    fn a_first_process_with_an_odd_name_has_a_beginning() {
        let fields: Vec<String> = (3..=52).map(|n| n.to_string()).collect();
        assert_eq!(begun_at(&format!("1 (sy) std) {}", fields.join(" "))), Some(22));
        assert_eq!(begun_at("1 (systemd"), None);
    }
}
