//! What pacman's words mean: text in, [`Cause`] out (sources.md I). docs/sources/pacman.md says which were recorded.

use patchround_protocol::Cause;

use crate::apt::causes::WAITED;

/// Texts and the cause each means, the most telling first: one failure often says several.
const RULES: &[(&str, Cause)] = &[
    ("unless you are root", Cause::NeedsAdminOrUser),
    ("is mounted read only", Cause::DiskUnusable),
    ("Read-only file system", Cause::DiskUnusable),
    ("Input/output error", Cause::DiskUnusable),
    ("couldn't find or create package cache", Cause::DiskUnusable),
    ("No space left on device", Cause::DiskFull),
    ("not enough free disk space", Cause::DiskFull),
    ("(Write failed)", Cause::DiskFull),
    // After what keeps the lock from being made at all.
    ("unable to lock database", Cause::BusyOtherUpdater),
    ("\" is unknown", Cause::SignatureMissing),
    ("is unknown trust", Cause::SignatureMissing),
    ("is marginal trust", Cause::SignatureMissing),
    ("(PGP signature)", Cause::SignatureMissing),
    ("missing required signature", Cause::SignatureMissing),
    ("required key missing from keyring", Cause::SignatureMissing),
    // A list or package whose signature is asked for and not there.
    (".sig' from", Cause::SignatureMissing),
    ("certificate has expired", Cause::ListExpired),
    ("certificate is not yet valid", Cause::ListExpired),
    ("SSL certificate problem", Cause::SignatureMissing),
    ("(checksum)", Cause::HashMismatch),
    ("invalid or corrupted package", Cause::HashMismatch),
    ("Unrecognized archive format", Cause::HashMismatch),
    ("invalid or corrupted database", Cause::HashMismatch),
    ("Could not resolve host", Cause::NoNetwork),
    ("Failed to connect to", Cause::NoNetwork),
    ("Operation too slow", Cause::Timeout),
    ("timed out", Cause::Timeout),
    ("returned error: 429", Cause::ServerFault),
    ("returned error: 5", Cause::ServerFault),
    ("Empty reply from server", Cause::ServerFault),
    ("transfer closed with", Cause::ServerFault),
    ("returned error: 401", Cause::ServerRefused),
    ("returned error: 403", Cause::ServerRefused),
    ("returned error: 407", Cause::ServerRefused),
    ("does not exist (use '-Sy' to download)", Cause::FileGone),
    ("could not find database", Cause::FileGone),
    ("(conflicting files)", Cause::FileConflict),
    (WAITED, Cause::AsksQuestion),
    ("could not satisfy dependencies", Cause::DepsUnsolvable),
    ("failed to run transaction hooks", Cause::PackageScriptFailed),
    ("command failed to execute correctly", Cause::PackageScriptFailed),
];

/// The cause that a failed run's words mean; [`Cause::Unexpected`] where they mean none of the list.
pub fn classify(said: &str) -> Cause {
    let found = RULES.iter().find(|(words, _)| said.contains(words)).map(|(_, cause)| *cause);
    match found {
        Some(Cause::DiskFull) if said.lines().any(is_about_boot) => Cause::BootFull,
        Some(cause) => cause,
        None if said.contains("returned error: 404") => gone(said),
        None if said.contains("(conflicting dependencies)") => in_conflict(said),
        None => Cause::Unexpected,
    }
}

fn is_about_boot(line: &str) -> bool {
    line.contains("Partition /boot") || line.contains("could not extract /boot/")
}

/// A list that is not there any more is its server's; a package that is not there is in a list that is too old.
fn gone(said: &str) -> Cause {
    if said.contains(".db' from") { Cause::RepoGone } else { Cause::FileGone }
}

/// Where it could go by removing something, it asks, and is told no.
fn in_conflict(said: &str) -> Cause {
    if said.contains("are in conflict. Remove ") || said.contains("are in conflict (") {
        Cause::WouldRemove
    } else {
        Cause::DepsUnsolvable
    }
}

/// What one of pacman's questions said on standard error, if it is more than a warning.
///
/// pacman ends with 0 although it could not read a list, and with 1 where nothing is to be updated: only its words
/// tell. A list that was never read is a mere warning.
pub fn complaint(stderr: &str) -> Option<&str> {
    let is_never_read = |line: &str| line.contains("does not exist (use '-Sy' to download)");
    stderr
        .lines()
        .find(|line| !line.trim().is_empty() && (!line.starts_with("warning: ") || is_never_read(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! recorded {
        ($($case:literal => $cause:ident),* $(,)?) => {
            [$(($case, include_str!(concat!("../../testdata/arch-6.0.pacman-", $case)), Cause::$cause)),*]
        };
    }

    #[test]
    fn what_pacman_really_said_has_its_cause() {
        for (case, said, cause) in recorded! {
            "Sy.refused" => NoNetwork, "Sy.no-name" => NoNetwork, "Sy.404" => RepoGone, "Sy.403" => ServerRefused,
            "Sy.503" => ServerFault, "Sy.hang" => Timeout, "Sy.locked" => BusyOtherUpdater,
            "Sy.unknown-key" => SignatureMissing, "Sy.untrusted-key" => SignatureMissing,
            "Sy.unsigned" => SignatureMissing, "Qu.unknown-key" => SignatureMissing,
            "Qu.portal" => HashMismatch, "Qu.garbled-list" => HashMismatch, "Qu.never-read" => FileGone,
            "Qu.one-never-read" => FileGone, "Sup.one-never-read" => FileGone, "Sup.portal" => HashMismatch,
            "Sup.unsolvable" => DepsUnsolvable, "Sup.needs-held" => DepsUnsolvable,
            "Suw.404" => FileGone, "Suw.403" => ServerRefused, "Suw.503" => ServerFault, "Suw.refused" => NoNetwork,
            "Suw.hash-mismatch" => HashMismatch, "Suw.unsigned" => SignatureMissing, "Suw.no-room" => DiskFull,
            "Suw.read-only-cache" => DiskUnusable,
            "Su.locked" => BusyOtherUpdater, "Su.after-killed" => BusyOtherUpdater, "Su.not-root" => NeedsAdminOrUser,
            "Su.no-room" => DiskFull, "Su.no-room-unchecked" => DiskFull, "Su.read-only-usr" => DiskUnusable,
            "Su.file-conflict" => FileConflict, "Su.unsolvable" => DepsUnsolvable, "Su.needs-held" => DepsUnsolvable,
            "Su.conflict" => WouldRemove, "Su.failing-post" => PackageScriptFailed,
            "Su.failing-pre" => PackageScriptFailed, "Su.failing-hook" => PackageScriptFailed,
            "Su.failing-hook-before" => PackageScriptFailed, "Su.good" => Unexpected, "Sy.good" => Unexpected,
            "Suw.good" => Unexpected, "Su.nothing" => Unexpected,
        } {
            assert_eq!(classify(said), cause, "{case}");
        }
    }

    #[test]
    fn the_start_up_disk_is_told_apart() {
        let said =
            include_str!("../../testdata/arch-6.0.pacman-Su.no-room").replace("/usr/share/lab", "/boot");
        assert_eq!(classify(&said), Cause::BootFull);
    }

    #[test]
    fn a_warning_is_no_complaint_unless_it_is_about_a_list_that_was_never_read() {
        assert_eq!(
            complaint("warning: config file /etc/pacman.conf, line 3: directive 'X' not recognized.\n"),
            None
        );
        assert!(
            complaint("warning: database file for 'lab' does not exist (use '-Sy' to download)\n").is_some()
        );
        assert!(complaint("The moon is full\n").is_some() && complaint("").is_none());
    }

    #[test]
    fn no_rule_stands_behind_one_that_hides_it() {
        for (at, (words, _)) in RULES.iter().enumerate() {
            let hidden_by = RULES[..at].iter().find(|(earlier, _)| words.contains(earlier));
            assert_eq!(hidden_by, None, "{words}");
        }
    }
}
