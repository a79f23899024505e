//! What zypper's words and exit codes mean (docs/sources/zypper.md; recorded in testdata).

use patchround_protocol::Cause;

use super::stream;

/// What the words mean; the first that stand in them count. Recorded with zypper 1.14.42 and rpm 4.18.
const RULES: [(&str, Cause); 36] = [
    ("System management is locked by the application", Cause::BusyOtherUpdater),
    ("Root privileges are required", Cause::NeedsAdminOrUser),
    ("Read-only file system", Cause::DiskUnusable),
    ("Input/output error", Cause::DiskUnusable),
    ("No space left on device", Cause::DiskFull),
    (" more space on the ", Cause::DiskFull),
    ("Not enough space available", Cause::DiskFull),
    // What it has fetched it could not put down: nothing else was wrong with it.
    ("Can't hardlink/copy", Cause::DiskFull),
    ("signing key received", Cause::SignatureMissing),
    ("Signature verification failed", Cause::SignatureMissing),
    ("Package header is not signed", Cause::SignatureMissing),
    ("Package is not signed", Cause::SignatureMissing),
    ("is not signed", Cause::SignatureMissing),
    ("Digest verification failed", Cause::HashMismatch),
    ("seems to be corrupted during transfer", Cause::HashMismatch),
    ("Could not resolve host", Cause::NoNetwork),
    ("Couldn't connect to server", Cause::NoNetwork),
    ("Failed to connect to", Cause::NoNetwork),
    ("Timeout exceeded", Cause::Timeout),
    ("Operation timed out", Cause::Timeout),
    ("Operation too slow", Cause::Timeout),
    ("certificate has expired", Cause::ListExpired),
    ("certificate is not yet valid", Cause::ListExpired),
    ("Login failed", Cause::ServerRefused),
    ("Permission to access", Cause::ServerRefused),
    ("is temporarily unaccessible", Cause::ServerFault),
    ("The requested URL returned error: 5", Cause::ServerFault),
    ("The metadata cache needs to be built", Cause::FileGone),
    ("not found on medium", Cause::FileGone),
    ("Repository type can't be determined", Cause::RepoGone),
    ("There are no enabled repositories", Cause::RepoGone),
    ("No repositories defined", Cause::RepoGone),
    ("conflicts with file from", Cause::FileConflict),
    ("File conflicts happen when", Cause::FileConflict),
    ("No provider of", Cause::VersionGone),
    ("Argument resolves to no package", Cause::VersionGone),
];
/// Those of its solver, which stand in questions that nobody answers.
const PROBLEMS: [(&str, Cause); 4] = [
    ("remove lock to allow", Cause::Held),
    ("deinstallation of ", Cause::WouldRemove),
    ("downgrade of ", Cause::DepsUnsolvable),
    ("Problem: ", Cause::DepsUnsolvable),
];
/// How rpm says that a package's own step failed, whatever zypper ends with.
const SCRIPTS: [&str; 3] = ["scriptlet failed", "lua script failed", "execution failed, exit status"];

/// The cause that a failed run's words and status mean; [`Cause::Unexpected`] where they mean none.
pub fn classify(said: &str, status: Option<i32>) -> Cause {
    let words = if said.contains("<stream") { stream::words(said) } else { said.to_owned() };
    of_words(&words).unwrap_or_else(|| of_status(status))
}

/// What words without markup mean.
pub fn of_words(words: &str) -> Option<Cause> {
    let all = RULES.iter().chain(&PROBLEMS);
    let found = all.clone().find(|(text, _)| words.contains(text)).map(|(_, cause)| *cause);
    let cause =
        found.or_else(|| SCRIPTS.iter().any(|s| words.contains(s)).then_some(Cause::PackageScriptFailed));
    let is_boot = |line: &str| {
        (line.contains("No space left") || line.contains(" more space on the ")) && line.contains("/boot")
    };
    cause.map(
        |cause| if cause == Cause::DiskFull && words.lines().any(is_boot) { Cause::BootFull } else { cause },
    )
}

/// zypper(8), "EXIT CODES".
fn of_status(status: Option<i32>) -> Cause {
    match status {
        Some(5) => Cause::NeedsAdminOrUser,
        Some(6) => Cause::RepoGone,
        Some(7) => Cause::BusyOtherUpdater,
        Some(104) => Cause::VersionGone,
        Some(106) => Cause::FileGone,
        Some(107) => Cause::PackageScriptFailed,
        _ => Cause::Unexpected,
    }
}

/// The program that holds zypper's lock, by "locked by the application with pid N (/PATH/NAME)".
pub fn lock_holder(words: &str) -> Option<String> {
    let (_, rest) = words.split_once("locked by the application with pid ")?;
    let (_, rest) = rest.split_once(" (")?;
    let (program, _) = rest.split_once(')')?;
    let name: String = program.rsplit('/').next()?.chars().filter(|c| !c.is_control()).take(80).collect();
    (!name.is_empty()).then_some(name)
}

/// Packages whose own step failed, each `NAME-VERSION-RELEASE.ARCH`: zypper ends with 107, or with 0.
pub fn failed_scripts(words: &str) -> Vec<String> {
    let is_one = |line: &&str| SCRIPTS.iter().any(|script| line.contains(script));
    let package = |line: &str| {
        let (_, rest) = line.split_once("%").filter(|_| line.contains('('))?;
        let (step, rest) = rest.split_once('(')?;
        let is_step = !step.is_empty() && step.chars().all(|c| c.is_ascii_lowercase());
        let (package, _) = rest.split_once(')').filter(|_| is_step)?;
        Some(package.to_owned())
    };
    words.lines().filter(is_one).filter_map(package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(name: &str) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/debian-12.zypper-");
        std::fs::read_to_string(format!("{folder}{name}")).unwrap()
    }

    #[test]
    fn what_zypper_really_said_has_its_cause() {
        for (name, status, cause) in [
            ("refresh.no-name", 4, Cause::NoNetwork),
            ("refresh.refused", 4, Cause::NoNetwork),
            ("refresh.401", 4, Cause::ServerRefused),
            ("refresh.403", 4, Cause::ServerRefused),
            ("refresh.404", 4, Cause::RepoGone),
            ("refresh.one-of-two", 4, Cause::RepoGone),
            ("refresh.500", 4, Cause::ServerFault),
            ("refresh.503", 4, Cause::ServerFault),
            ("refresh.unknown-key", 4, Cause::SignatureMissing),
            ("refresh.key-changed", 4, Cause::SignatureMissing),
            ("refresh.bad-signature", 4, Cause::SignatureMissing),
            ("refresh.disk-full", 4, Cause::DiskFull),
            ("refresh.locked", 7, Cause::BusyOtherUpdater),
            ("refresh.no-repos", 6, Cause::RepoGone),
            ("list-updates.never-refreshed", 106, Cause::FileGone),
            ("install.locked", 7, Cause::BusyOtherUpdater),
            ("install.gone", 8, Cause::FileGone),
            ("install.garbled", 8, Cause::HashMismatch),
            ("install.file-conflict", 8, Cause::FileConflict),
            ("install.cache-full", 8, Cause::DiskFull),
            ("install.disk-full", 8, Cause::DiskFull),
            ("install.scriptlet", 107, Cause::PackageScriptFailed),
            ("install.scriptlet-lua", 0, Cause::PackageScriptFailed),
            ("install.would-remove", 4, Cause::WouldRemove),
            ("install.unsolvable", 4, Cause::DepsUnsolvable),
            ("install.held", 4, Cause::Held),
            ("install.version-gone", 104, Cause::VersionGone),
            ("update.unprivileged", 5, Cause::NeedsAdminOrUser),
        ] {
            assert_eq!(classify(&recorded(name), Some(status)), cause, "{name}");
        }
    }

    #[test]
    fn who_holds_the_lock_is_named() {
        assert_eq!(lock_holder(&recorded("install.locked")).as_deref(), Some("zypper"));
        assert_eq!(lock_holder("locked by the application with pid 5 ()"), None);
    }

    #[test]
    fn a_failed_step_is_found_whatever_the_exit_code_was() {
        let of = |name: &str| failed_scripts(&stream::words(&recorded(name)));
        assert_eq!(of("install.scriptlet"), ["pr-fail-1.1-1.noarch"], "107");
        assert_eq!(of("install.scriptlet-lua"), ["pr-lua-1.1-1.noarch"], "0");
        assert!(of("install.done").is_empty());
    }

    #[test]
    fn no_rule_stands_behind_one_that_hides_it() {
        let all: Vec<_> = RULES.iter().chain(&PROBLEMS).collect();
        for (at, (words, cause)) in all.iter().enumerate() {
            let hidden_by =
                all[..at].iter().find(|(earlier, other)| words.contains(earlier) && cause != other);
            assert_eq!(hidden_by, None, "{words}");
        }
    }
}
