//! What apt's and dpkg's words mean: text in, [`Cause`] out (sources.md I).

mod complaint;

use patchround_protocol::Cause;

pub use complaint::{of_package, until_complaint};

/// What our runner adds to a program's words when it ended a part of it that waited for somebody at a terminal.
pub const WAITED: &str = "waited for an answer at a terminal";

/// Texts and the cause each means, the most telling first: one failure often says several.
const RULES: &[(&str, Cause)] = &[
    ("dpkg was interrupted", Cause::InterruptedBefore),
    ("needs to be reinstalled, but I can't find an archive", Cause::InterruptedBefore),
    ("very bad inconsistent state", Cause::InterruptedBefore),
    ("apt --fix-broken install'", Cause::InterruptedBefore),
    ("Could not get lock", Cause::BusyOtherUpdater),
    // Of a lock that it may not have at all apt speaks as of one that another holds.
    ("are you root?", Cause::NeedsAdminOrUser),
    ("Unable to acquire the dpkg frontend lock", Cause::BusyOtherUpdater),
    ("was locked by another process", Cause::BusyOtherUpdater),
    ("don't have enough free space", Cause::DiskFull),
    ("No space left on device", Cause::DiskFull),
    ("Disk quota exceeded", Cause::DiskFull),
    ("Read-only file system", Cause::DiskUnusable),
    ("Input/output error", Cause::DiskUnusable),
    ("Structure needs cleaning", Cause::DiskUnusable),
    ("Hash Sum mismatch", Cause::HashMismatch),
    ("File has unexpected size", Cause::HashMismatch),
    ("corrupted package archive", Cause::HashMismatch),
    ("unexpected end of file or stream", Cause::HashMismatch),
    ("is not a Debian format archive", Cause::HashMismatch),
    ("dpkg-deb --control subprocess returned error", Cause::HashMismatch),
    ("lzma error: ", Cause::HashMismatch),
    ("is expired (invalid since", Cause::ListExpired),
    ("is not valid yet", Cause::ListExpired),
    ("chain uses expired certificate", Cause::ListExpired),
    ("chain uses not yet valid certificate", Cause::ListExpired),
    ("does the network require authentication?", Cause::NoNetwork),
    ("NO_PUBKEY", Cause::SignatureMissing),
    ("signatures couldn't be verified", Cause::SignatureMissing),
    ("The following signatures were invalid", Cause::SignatureMissing),
    ("OpenPGP signature verification failed", Cause::SignatureMissing),
    ("Sub-process /usr/bin/sqv returned an error", Cause::SignatureMissing),
    ("cannot be authenticated", Cause::SignatureMissing),
    ("there were unauthenticated packages", Cause::SignatureMissing),
    ("Certificate verification failed", Cause::SignatureMissing),
    ("changed its '", Cause::RepoRenamed),
    ("Could not resolve", Cause::NoNetwork),
    ("Temporary failure resolving", Cause::NoNetwork),
    ("(111: Connection refused)", Cause::NoNetwork),
    ("(101: Network is unreachable)", Cause::NoNetwork),
    ("(113: No route to host)", Cause::NoNetwork),
    ("Cannot initiate the connection", Cause::NoNetwork),
    ("onnection timed out", Cause::Timeout),
    ("Connection failed", Cause::Timeout),
    ("Error reading from server", Cause::ServerFault),
    ("(104: Connection reset by peer)", Cause::ServerFault),
    ("sent an invalid reply header", Cause::ServerFault),
    (" 429  ", Cause::ServerFault),
    (" 500  ", Cause::ServerFault),
    (" 502  ", Cause::ServerFault),
    (" 503  ", Cause::ServerFault),
    (" 504  ", Cause::ServerFault),
    (" 401  ", Cause::ServerRefused),
    (" 403  ", Cause::ServerRefused),
    (" 407  ", Cause::ServerRefused),
    ("does not have a Release file", Cause::RepoGone),
    ("no longer has a Release file", Cause::RepoGone),
    ("Unable to find expected entry", Cause::RepoGone),
    // Of a source that gave an error instead of its list apt says this too.
    ("is not signed", Cause::SignatureMissing),
    (" 404  ", Cause::FileGone),
    ("Unable to connect to", Cause::NoNetwork),
    ("trying to overwrite", Cause::FileConflict),
    (WAITED, Cause::AsksQuestion),
    ("end of file on stdin at conffile prompt", Cause::AsksQuestion),
    ("-installation script subprocess", Cause::PackageScriptFailed),
    ("-removal script subprocess", Cause::PackageScriptFailed),
    ("triggers looping, abandoned", Cause::PackageScriptFailed),
    ("unable to execute ", Cause::PackageScriptFailed),
    // After the scripts: in the words of a whole run they are why others could not be set up.
    ("dependency problems - leaving", Cause::OtherFailed),
    ("pre-dependency problem - not installing", Cause::OtherFailed),
    ("Packages need to be removed but remove is disabled", Cause::WouldRemove),
    ("Held packages were changed", Cause::Held),
    ("unmet dependencies", Cause::DepsUnsolvable),
    ("held broken packages", Cause::DepsUnsolvable),
    ("Resolve generated breaks", Cause::DepsUnsolvable),
    ("Unable to satisfy dependencies", Cause::DepsUnsolvable),
    ("dependency problems", Cause::DepsUnsolvable),
    ("' was not found", Cause::VersionGone),
    ("Unable to locate package", Cause::VersionGone),
    ("has no installation candidate", Cause::VersionGone),
    ("Can't find a source to download version", Cause::VersionGone),
    ("Sub-process /usr/bin/dpkg exited unexpectedly", Cause::InterruptedBefore),
    ("Sub-process /usr/bin/dpkg received", Cause::InterruptedBefore),
];

/// The cause that a failed run's words mean; [`Cause::Unexpected`] where they mean none of the list.
pub fn classify(said: &str) -> Cause {
    // A lock that was waited for is no reason of what went wrong afterwards.
    let lines: Vec<&str> = said.lines().filter(|line| !waits(line)).collect();
    let holds = |words: &str| lines.iter().any(|line| line.contains(words));
    let found = RULES.iter().find(|(words, _)| holds(words)).map_or(Cause::Unexpected, |(_, cause)| *cause);
    if found == Cause::DiskFull && is_about_boot(&lines) { Cause::BootFull } else { found }
}

/// The start-up disk is named in the complaint itself, or by the program that was writing to it.
fn is_about_boot(lines: &[&str]) -> bool {
    let is_named = |line: &&str| line.contains("No space left on device") && line.contains("/boot");
    lines.iter().any(|line| is_named(line) || line.starts_with("update-initramfs: failed for /boot/"))
}

/// Packages whose files could not be fetched, by apt's lines
/// `E: Failed to fetch ADDRESS/NAME_VERSION_ARCH.deb  WHY`, each with the cause.
pub fn unfetched(said: &str) -> Vec<(String, Cause)> {
    let failed = |line: &str| {
        let rest = line.split_once("Failed to fetch ")?.1;
        let (address, why) = rest.split_once(' ')?;
        Some((super::uris::package_in(address)?.to_owned(), classify(why)))
    };
    said.lines().filter_map(failed).collect()
}

/// Whether apt did no more than wait for a lock: it reads its lists once it has it.
pub fn only_waited(said: &str) -> bool {
    said.lines().any(waits) && !said.lines().any(|line| line.starts_with("Reading package lists"))
}

/// Whether apt says that it waits for a lock.
pub fn waits(line: &str) -> bool {
    line.starts_with("Waiting for cache lock")
}

/// Who holds a lock, by "It is held by process N (NAME)".
pub fn lock_holder(line: &str) -> Option<&str> {
    let rest = line.split_once("held by process ")?.1;
    let (_, name) = rest.split_once(" (")?;
    Some(name.split_once(')')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_was_waited_for_is_not_why_the_run_failed() {
        let waited = "Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. \
                      It is held by process 5 (perl)...\n";
        let failed = format!("{waited}E: You don't have enough free space in /var/cache/apt/archives/.");
        assert_eq!(classify(&failed), Cause::DiskFull);
        assert_eq!(classify(waited), Cause::Unexpected);
    }

    #[test]
    fn an_apt_that_is_not_root_is_not_taken_for_one_that_waits_for_another_updater() {
        let said = "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\n\
                    E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?";
        assert_eq!(classify(said), Cause::NeedsAdminOrUser);
        let held = said.replace("are you root?", "is another process using it?");
        assert_eq!(classify(&held), Cause::BusyOtherUpdater);
    }

    #[test]
    fn an_apt_that_only_waited_has_not_begun_and_one_that_reads_its_lists_has() {
        let waited = include_str!("../../testdata/debian-12.apt-get-install.lock-waited");
        assert!(only_waited(waited) && !only_waited(&format!("{waited}\nReading package lists...\n")));
        assert!(!only_waited(include_str!("../../testdata/debian-12.apt-get-install.killed")));
    }

    #[test]
    fn no_rule_stands_behind_one_that_hides_it() {
        for (at, (words, _)) in RULES.iter().enumerate() {
            let hidden_by = RULES[..at].iter().find(|(earlier, _)| words.contains(earlier));
            assert_eq!(hidden_by, None, "{words}");
        }
    }
}
