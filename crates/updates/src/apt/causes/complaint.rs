//! What dpkg complains of, package by package: another package's trouble in the same run is not this one's.

use patchround_protocol::Cause;

use super::classify;
use crate::apt::{name_of, uris};

/// Lines before a complaint in which a failed script has said why.
const LINES: usize = 12;
/// How dpkg begins with a package.
const BEGINNINGS: [&str; 4] =
    ["Setting up ", "Preparing to unpack ", "Unpacking ", "Processing triggers for "];

/// The cause of one package's failure, by dpkg's sentence about it.
///
/// Of a script dpkg knows only that it failed: why is in what it said just before, if it is of the few things that
/// lie with the PC and not with the package.
pub fn of_package(sentence: &str, said: &str, name: &str) -> Cause {
    match classify(sentence) {
        Cause::PackageScriptFailed => {
            beneath(&before_complaint(said, name)).unwrap_or(Cause::PackageScriptFailed)
        }
        cause => cause,
    }
}

/// What was said up to the last complaint about a package, dpkg's or that its file could not be fetched; all of it if
/// there is none.
pub fn until_complaint(said: &str, name: &str) -> String {
    let lines: Vec<_> = said.lines().collect();
    let at = complaint(&lines, name).or_else(|| lines.iter().rposition(|line| is_unfetched(line, name)));
    let more = |at: usize| lines[at + 1..].iter().take_while(|line| line.starts_with(' ')).count();
    let end = at.map_or(lines.len(), |at| at + 1 + more(at));
    lines[..end].join("\n")
}

fn complaint(lines: &[&str], name: &str) -> Option<usize> {
    lines.iter().rposition(|line| line.starts_with("dpkg: error processing ") && names(line, name))
}

fn is_unfetched(line: &str, name: &str) -> bool {
    line.starts_with("E: Failed to fetch ") && names(line, name)
}

/// The lines that the package's own step has said, oldest first.
///
/// dpkg tells its beginning and the step its trouble on two outputs: where the first comes last, it is passed over.
fn before_complaint<'a>(said: &'a str, name: &str) -> Vec<&'a str> {
    let lines: Vec<_> = said.lines().collect();
    let Some(end) = complaint(&lines, name) else { return Vec::new() };
    let begins = |line: &str| BEGINNINGS.iter().any(|words| line.starts_with(words));
    let before = lines[..end].iter().rev().take(LINES).skip_while(|line| begins(line) && names(line, name));
    let own = before.take_while(|line| !begins(line) && !line.starts_with("dpkg: error processing "));
    let mut own: Vec<&str> = own.copied().collect();
    own.reverse();
    own
}

fn beneath(own: &[&str]) -> Option<Cause> {
    let no_terminal = |line: &&str| {
        line.contains("/dev/tty") && (line.contains("No such device or address") || line.contains("open"))
    };
    match classify(&own.join("\n")) {
        cause @ (Cause::AsksQuestion | Cause::DiskFull | Cause::BootFull) => Some(cause),
        Cause::DiskUnusable if own.iter().any(is_of_disk) => Some(Cause::DiskUnusable),
        _ if own.iter().any(no_terminal) => Some(Cause::AsksQuestion),
        _ => None,
    }
}

/// Some of the kernel's own files are read-only on a PC whose disk is whole (containers, hardened systems).
fn is_of_disk(line: &&str) -> bool {
    classify(line) == Cause::DiskUnusable && !["/proc/", "/sys/"].iter().any(|folder| line.contains(folder))
}

fn names(line: &str, name: &str) -> bool {
    let word = |w: &str| name_of(w) == name || uris::package_in(w) == Some(name);
    line.split(' ').any(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FAILED: &str =
        "installed pr-a package post-installation script subprocess returned error exit status 1";

    fn said(own: &str) -> String {
        format!(
            "Setting up pr-z (1.1) ...\nz: No space left on device\nSetting up pr-a (1.1) ...\n{own}\n\
             dpkg: error processing package pr-a (--configure):\n {FAILED}\n\
             Errors were encountered while processing:\n pr-a"
        )
    }

    #[test]
    fn a_script_that_found_no_room_failed_for_want_of_room_and_one_of_another_package_says_nothing() {
        assert_eq!(of_package(FAILED, &said("cp: /opt/a: No space left on device"), "pr-a"), Cause::DiskFull);
        assert_eq!(of_package(FAILED, &said("pr-a: migration error"), "pr-a"), Cause::PackageScriptFailed);
        let boot = "update-initramfs: Generating /boot/initrd.img-6.1.0-56-amd64\ngzip: stdout: No space left on \
                    device\nE: mkinitramfs failure gzip 1\nupdate-initramfs: failed for \
                    /boot/initrd.img-6.1.0-56-amd64 with 1.";
        assert_eq!(of_package(FAILED, &said(boot), "pr-a"), Cause::BootFull);
    }

    #[test]
    fn a_script_that_could_not_write_failed_for_the_disk_and_one_that_may_not_set_the_kernel_for_itself() {
        let disk =
            "/var/lib/dpkg/info/pr-a.postinst: 9: cannot create /var/log/pr-a.log: Read-only file system";
        assert_eq!(of_package(FAILED, &said(disk), "pr-a"), Cause::DiskUnusable);
        let kernel = "sysctl: setting key \"/proc/sys/kernel/a\": Read-only file system\npr-a: no";
        assert_eq!(of_package(FAILED, &said(kernel), "pr-a"), Cause::PackageScriptFailed);
    }

    #[test]
    fn a_script_that_finds_no_terminal_wanted_to_ask() {
        let own = "Accept the licence? /var/lib/dpkg/info/pr-a.postinst: 3: cannot open /dev/tty: No such device or address";
        assert_eq!(of_package(FAILED, &said(own), "pr-a"), Cause::AsksQuestion);
        let ended = format!("Patchround ended read (612), which {}", super::super::WAITED);
        assert_eq!(of_package(FAILED, &said(&ended), "pr-a"), Cause::AsksQuestion);
    }

    #[test]
    fn the_words_about_a_package_end_with_what_is_said_about_it() {
        let said = "E: Failed to fetch http://x/pr-a_1_all.deb  404  Not Found [IP: ::1 80]\n\
                    E: Failed to fetch http://x/pr-b_1_all.deb  Hash Sum mismatch\n   Hashes of expected file:\n\
                    E: Some files failed to download";
        let end = |name: &str| until_complaint(said, name).lines().last().unwrap().to_owned();
        assert_eq!(end("pr-a"), "E: Failed to fetch http://x/pr-a_1_all.deb  404  Not Found [IP: ::1 80]");
        assert_eq!(end("pr-b"), "   Hashes of expected file:");
        assert_eq!(end("pr-c"), "E: Some files failed to download");
    }

    #[test]
    fn what_could_not_be_set_up_because_of_another_is_not_to_blame() {
        let sentence = "dependency problems - leaving unconfigured";
        assert_eq!(of_package(sentence, &said(""), "pr-z"), Cause::OtherFailed);
    }

    proptest! {
        #[test]
        fn whatever_others_said_a_package_is_blamed_by_its_own_words_only(
            others in proptest::collection::vec(
                prop_oneof![
                    Just("Setting up pr-b (1.1) ..."),
                    Just("cp: No space left on device"),
                    Just("cannot open /dev/tty: No such device or address"),
                    Just("dpkg: error processing package pr-b (--configure):"),
                    Just(" installed pr-b package post-installation script subprocess returned error exit status 1"),
                    Just("E: Failed to fetch http://x/pr-b_1_all.deb  Hash Sum mismatch"),
                    Just(""),
                ],
                0..20,
            ),
        ) {
            let own = format!("Setting up pr-a (1.1) ...\na: no\ndpkg: error processing package pr-a (--configure):\n {FAILED}");
            let said = format!("{}\n{own}\n{}", others.join("\n"), others.join("\n"));
            prop_assert_eq!(of_package(FAILED, &said, "pr-a"), Cause::PackageScriptFailed);
            let words = until_complaint(&said, "pr-a");
            prop_assert!(said.starts_with(&words) && words.contains(FAILED));
        }
    }
}
