//! Which cause the words of `softwareupdate` mean.

use patchround_protocol::Cause;

/// Words, in lower case, and what they mean; the first that is found counts. None was provoked here: they are those that
/// Apple's program is known to say, and that its documentation and other people's tools quote.
const RULES: [(&str, Cause); 17] = [
    ("internet connection appears to be offline", Cause::NoNetwork),
    ("connect to the apple software update server", Cause::NoNetwork),
    ("server with the specified hostname could not be found", Cause::NoNetwork),
    ("network connection was lost", Cause::NoNetwork),
    ("request timed out", Cause::Timeout),
    ("an ssl error has occurred", Cause::SignatureMissing),
    ("certificate for this server is invalid", Cause::SignatureMissing),
    ("not enough free disk space", Cause::DiskFull),
    ("not enough free space", Cause::DiskFull),
    ("no space left on device", Cause::DiskFull),
    ("read-only file system", Cause::DiskUnusable),
    ("failed to authenticate", Cause::NeedsPasswordMac),
    ("must be run as root", Cause::NeedsAdminOrUser),
    ("operation not permitted", Cause::NeedsAdminOrUser),
    ("no such update", Cause::VersionGone),
    ("no updates are available", Cause::VersionGone),
    ("another install is in progress", Cause::BusyOtherUpdater),
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
    fn what_softwareupdate_says_means_its_cause() {
        for (said, cause) in [
            ("Can\u{2019}t connect to the Apple Software Update server (-1009)", Cause::NoNetwork),
            ("The request timed out. (-1001)", Cause::Timeout),
            ("Not enough free disk space: an additional 12.3 GB is required.", Cause::DiskFull),
            ("Safari17-1: No such update", Cause::VersionGone),
            ("Failed to authenticate", Cause::NeedsPasswordMac),
            ("The moon is full", Cause::Unexpected),
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
