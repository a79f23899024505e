//! Which cause the words of `brew`, and of the `curl` and `sudo` it starts, mean.

use patchround_protocol::Cause;

/// Words, in lower case, and what they mean; the first that is found counts. None was provoked here: they stand in
/// Homebrew's source, curl's and sudo's.
const RULES: [(&str, Cause); 25] = [
    ("no space left on device", Cause::DiskFull),
    ("read-only file system", Cause::DiskUnusable),
    ("could not resolve host", Cause::NoNetwork),
    ("failed to connect to", Cause::NoNetwork),
    ("curl: (6)", Cause::NoNetwork),
    ("curl: (7)", Cause::NoNetwork),
    ("network is unreachable", Cause::NoNetwork),
    ("curl: (28)", Cause::Timeout),
    ("operation timed out", Cause::Timeout),
    ("error: 403", Cause::ServerRefused),
    ("error: 404", Cause::FileGone),
    ("error: 5", Cause::ServerFault),
    ("curl: (60)", Cause::SignatureMissing),
    ("sha256 mismatch", Cause::HashMismatch),
    ("sha-256 checksum", Cause::HashMismatch),
    ("has already locked", Cause::BusyOtherUpdater),
    ("process is already running", Cause::BusyOtherUpdater),
    ("sudo: a terminal is required", Cause::NeedsAdminOrUser),
    ("sudo: a password is required", Cause::NeedsAdminOrUser),
    ("running homebrew as root", Cause::NeedsAdminOrUser),
    ("not writable", Cause::NeedsAdminOrUser),
    ("permission denied", Cause::NeedsAdminOrUser),
    ("no available formula", Cause::VersionGone),
    ("is unavailable: no cask", Cause::VersionGone),
    ("is not installed", Cause::VersionGone),
];

/// The cause that a failed run's words mean; [`Cause::Unexpected`] where they mean none of the list.
pub fn classify(said: &str) -> Cause {
    let said = said.to_lowercase();
    RULES.iter().find(|(words, _)| said.contains(words)).map_or(Cause::Unexpected, |(_, cause)| *cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_homebrew_says_means_its_cause() {
        for (said, cause) in [
            ("curl: (6) Could not resolve host: formulae.brew.sh", Cause::NoNetwork),
            ("Error: SHA256 mismatch", Cause::HashMismatch),
            ("curl: (22) The requested URL returned error: 404", Cause::FileGone),
            ("curl: (22) The requested URL returned error: 503", Cause::ServerFault),
            (
                "Error: A `brew upgrade jq` process has already locked /opt/homebrew/Cellar/jq.",
                Cause::BusyOtherUpdater,
            ),
            ("Error: Another `brew update` process is already running.", Cause::BusyOtherUpdater),
            ("sudo: a terminal is required to read the password", Cause::NeedsAdminOrUser),
            ("Error: Running Homebrew as root is extremely dangerous", Cause::NeedsAdminOrUser),
            ("Error: Cask 'letters' is not installed.", Cause::VersionGone),
        ] {
            assert_eq!(classify(said), cause, "{said}");
        }
    }

    #[test]
    fn no_rule_stands_behind_one_that_hides_it() {
        for (at, (words, _)) in RULES.iter().enumerate() {
            assert_eq!(*words, words.to_lowercase());
            assert!(!RULES[..at].iter().any(|(earlier, _)| words.contains(earlier)), "{words}");
        }
    }
}
