//! What apt's and dpkg's words mean: text in, [`Cause`] out (sources.md I).

use patchround_protocol::Cause;

/// Texts and the cause each means, the most telling first: one failure often says several.
const RULES: &[(&str, Cause)] = &[
    ("dpkg was interrupted", Cause::InterruptedBefore),
    ("Could not get lock", Cause::BusyOtherUpdater),
    ("Unable to acquire the dpkg frontend lock", Cause::BusyOtherUpdater),
    ("was locked by another process", Cause::BusyOtherUpdater),
    ("don't have enough free space", Cause::DiskFull),
    ("No space left on device", Cause::DiskFull),
    ("Hash Sum mismatch", Cause::HashMismatch),
    ("File has unexpected size", Cause::HashMismatch),
    ("is expired (invalid since", Cause::ListExpired),
    ("is not valid yet", Cause::ListExpired),
    ("NO_PUBKEY", Cause::SignatureMissing),
    ("signatures couldn't be verified", Cause::SignatureMissing),
    ("The following signatures were invalid", Cause::SignatureMissing),
    ("OpenPGP signature verification failed", Cause::SignatureMissing),
    ("Sub-process /usr/bin/sqv returned an error", Cause::SignatureMissing),
    ("is not signed", Cause::SignatureMissing),
    ("cannot be authenticated", Cause::SignatureMissing),
    ("there were unauthenticated packages", Cause::SignatureMissing),
    ("changed its '", Cause::RepoRenamed),
    ("Could not resolve", Cause::NoNetwork),
    ("Temporary failure resolving", Cause::NoNetwork),
    ("(111: Connection refused)", Cause::NoNetwork),
    ("(101: Network is unreachable)", Cause::NoNetwork),
    ("(113: No route to host)", Cause::NoNetwork),
    ("Cannot initiate the connection", Cause::NoNetwork),
    ("onnection timed out", Cause::Timeout),
    ("Connection failed", Cause::Timeout),
    ("500  ", Cause::ServerFault),
    ("502  ", Cause::ServerFault),
    ("503  ", Cause::ServerFault),
    ("504  ", Cause::ServerFault),
    ("does not have a Release file", Cause::RepoGone),
    ("no longer has a Release file", Cause::RepoGone),
    ("404  ", Cause::FileGone),
    ("Unable to connect to", Cause::NoNetwork),
    ("trying to overwrite", Cause::FileConflict),
    ("-installation script subprocess", Cause::PackageScriptFailed),
    ("-removal script subprocess", Cause::PackageScriptFailed),
    ("end of file on stdin at conffile prompt", Cause::PackageScriptFailed),
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
    ("are you root?", Cause::NeedsAdminOrUser),
];

/// The cause that a failed run's words mean; [`Cause::Unexpected`] where they mean none of the list.
pub fn classify(said: &str) -> Cause {
    let found =
        RULES.iter().find(|(words, _)| said.contains(words)).map_or(Cause::Unexpected, |(_, cause)| *cause);
    let on_boot = |line: &str| line.contains("No space left on device") && line.contains("/boot");
    let boot_full = found == Cause::DiskFull && said.lines().any(on_boot);
    if boot_full { Cause::BootFull } else { found }
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

/// Who holds a lock, by "It is held by process N (NAME)".
pub fn lock_holder(line: &str) -> Option<&str> {
    let rest = line.split_once("held by process ")?.1;
    let (_, name) = rest.split_once(" (")?;
    Some(name.split_once(')')?.0)
}
