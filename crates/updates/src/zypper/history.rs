//! zypp's own account of what it has put in (`/var/log/zypp/history`): each package once its set-up has come to its end.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
};

use patchround_protocol::UpdateId;

use super::SOURCE;
use crate::source::Pc;

const HISTORY: &str = "/var/log/zypp/history";
/// Bytes of its end that are read: some thousand packages, and what their scripts said.
const BYTES: u64 = 4 * 1024 * 1024;

/// What was put in and set up, by zypp's account; nothing where there is none.
pub fn set_up(pc: &Pc<'_>) -> BTreeSet<UpdateId> {
    set_up_since(pc, 0)
}

/// As [`set_up`], by what was noted since the account was this long.
pub fn set_up_since(pc: &Pc<'_>, length: u64) -> BTreeSet<UpdateId> {
    parse(&end(pc, length).unwrap_or_default())
}

/// How long the account is.
pub fn length(pc: &Pc<'_>) -> u64 {
    fs::metadata(pc.place(HISTORY)).map_or(0, |found| found.len())
}

/// Reads `DATE|install|NAME|EDITION|ARCH|...`: of each package the version that was put in last. What a script said begins with `#`.
pub fn parse(text: &str) -> BTreeSet<UpdateId> {
    let ids = text.lines().filter(|line| !line.starts_with('#')).filter_map(installed);
    let last: BTreeMap<String, UpdateId> = ids.map(|id| (id.native().to_owned(), id)).collect();
    last.into_values().collect()
}

fn installed(line: &str) -> Option<UpdateId> {
    let mut fields = line.split('|').map(str::trim);
    let (_date, action, name, edition, arch) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let id = || UpdateId::new(SOURCE, &format!("{name}.{arch}"), edition).ok();
    (action == "install").then(id).flatten()
}

/// A shorter account than it was is another one, which began since.
fn end(pc: &Pc<'_>, since: u64) -> Option<String> {
    let mut file = File::open(pc.place(HISTORY)).ok()?;
    let length = file.metadata().ok()?.len();
    let last = length.saturating_sub(BYTES);
    file.seek(SeekFrom::Start(if since > length { last } else { since.max(last) })).ok()?;
    let mut bytes = Vec::new();
    file.take(BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# 2026-11-30 07:31:34 pr-fail-1.1-1.noarch.rpm installed ok\n\
        # Additional rpm output:\n# 2026|install|pr-forged|1-1|noarch|root|lab|x|\n\
        2026-11-30 07:31:34|command|root@pc|'zypper' 'install' 'pr-a=2-1'|\n\
        2026-11-30 07:31:35|install|pr-a|1:2-1|noarch|root@pc|lab|0123|\n\
        2026-11-30 07:31:35|remove |pr-b|1-1|noarch|root@pc|\n2026-11-30 07:31:36|install|pr-cut";

    #[test]
    fn only_what_zypp_notes_as_installed_was_set_up() {
        let told: Vec<String> = parse(TEXT).into_iter().map(|id| id.to_string()).collect();
        assert_eq!(told, ["zypper:pr-a.noarch@1:2-1"]);
    }

    #[test]
    fn what_was_killed_in_a_step_of_its_set_up_is_not_noted() {
        let killed = parse(include_str!("../../testdata/debian-12.zypp-history.killed"));
        let told: Vec<String> = killed.into_iter().map(|id| id.to_string()).collect();
        assert_eq!(told, ["zypper:pr-last.noarch@1.1-1"], "pr-slow was in its %post");
    }

    #[test]
    fn a_version_that_another_one_has_replaced_since_is_not_the_one_that_was_set_up() {
        let line =
            |edition: &str| format!("2026-11-30 07:31:35|install|pr-a|{edition}|noarch|root@pc|lab|0|\n");
        let told: Vec<String> =
            parse(&(line("2-1") + &line("1-1"))).iter().map(UpdateId::to_string).collect();
        assert_eq!(told, ["zypper:pr-a.noarch@1-1"]);
    }

    #[test]
    fn only_what_was_noted_since_the_account_was_so_long_counts() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), ..Pc::this() };
        let line = |name: &str| format!("2026-11-30 07:31:35|install|{name}|1-1|noarch|root@pc|lab|0|\n");
        let write = |text: &str| {
            fs::create_dir_all(pc.place("/var/log/zypp")).unwrap();
            fs::write(pc.place(HISTORY), text).unwrap();
        };
        assert_eq!(length(&pc), 0);
        write(&line("pr-a"));
        let before = length(&pc);
        assert!(set_up_since(&pc, before).is_empty());
        write(&(line("pr-a") + &line("pr-b")));
        let told =
            |since| -> Vec<String> { set_up_since(&pc, since).iter().map(UpdateId::to_string).collect() };
        assert_eq!(told(before), ["zypper:pr-b.noarch@1-1"]);
        assert_eq!(
            told(before * 9),
            ["zypper:pr-a.noarch@1-1", "zypper:pr-b.noarch@1-1"],
            "it is another one"
        );
    }

    #[test]
    fn without_an_account_nothing_is_known() {
        let root = tempfile::tempdir().unwrap();
        assert!(set_up(&Pc { root: root.path(), ..Pc::this() }).is_empty());
    }
}
