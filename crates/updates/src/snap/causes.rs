//! Which cause snapd's refusals and failed changes mean: by the kind it gives, else by its words, which are never
//! translated. Written after its source and documentation (docs/sources/snap.md).

use patchround_protocol::Cause;

/// Kinds of refusals (client/errors.go) and what they mean.
const KINDS: [(&str, Cause); 19] = [
    ("snap-change-conflict", Cause::BusyOtherUpdater),
    ("network-timeout", Cause::Timeout),
    ("dns-failure", Cause::NoNetwork),
    ("insufficient-disk-space", Cause::DiskFull),
    ("snap-no-update-available", Cause::VersionGone),
    ("snap-revision-not-available", Cause::VersionGone),
    ("snap-channel-not-available", Cause::VersionGone),
    ("snap-not-found", Cause::VersionGone),
    ("snap-not-installed", Cause::VersionGone),
    ("snap-architecture-not-available", Cause::NotForThisPc),
    ("snap-local", Cause::NotForThisPc),
    ("snap-needs-classic-system", Cause::NotForThisPc),
    ("snap-needs-classic", Cause::NeedsAdminOrUser),
    ("snap-needs-devmode", Cause::NeedsAdminOrUser),
    ("login-required", Cause::NeedsAdminOrUser),
    ("auth-cancelled", Cause::NeedsAdminOrUser),
    ("validation-set-not-found", Cause::PolicyBlocked),
    ("daemon-restart", Cause::BusyOtherUpdater),
    ("system-restart", Cause::RestartFirst),
];
/// Words, in lower case; the first that is found counts.
const WORDS: [(&str, Cause); 34] = [
    ("has running apps", Cause::AppRunning),
    ("has running hooks", Cause::AppRunning),
    ("no space left on device", Cause::DiskFull),
    ("insufficient space", Cause::DiskFull),
    ("read-only file system", Cause::DiskUnusable),
    ("input/output error", Cause::DiskUnusable),
    ("sha3-384 mismatch", Cause::HashMismatch),
    ("x509: certificate has expired or is not yet valid", Cause::ListExpired),
    ("x509:", Cause::SignatureMissing),
    ("no matching public key", Cause::SignatureMissing),
    ("cannot find signatures", Cause::SignatureMissing),
    ("failed signature verification", Cause::SignatureMissing),
    ("no such host", Cause::NoNetwork),
    ("temporary failure in name resolution", Cause::NoNetwork),
    ("server misbehaving", Cause::NoNetwork),
    ("network is unreachable", Cause::NoNetwork),
    ("no route to host", Cause::NoNetwork),
    ("connection refused", Cause::NoNetwork),
    ("persistent network error", Cause::NoNetwork),
    ("i/o timeout", Cause::Timeout),
    ("handshake timeout", Cause::Timeout),
    ("deadline exceeded", Cause::Timeout),
    ("client.timeout", Cause::Timeout),
    ("too many requests", Cause::ServerFault),
    ("status code 429", Cause::ServerFault),
    ("status code 5", Cause::ServerFault),
    ("status code 401", Cause::ServerRefused),
    ("status code 403", Cause::ServerRefused),
    ("status code 407", Cause::ServerRefused),
    ("status code 404", Cause::FileGone),
    ("change in progress", Cause::BusyOtherUpdater),
    ("no updates available", Cause::VersionGone),
    ("validation set", Cause::PolicyBlocked),
    ("run hook", Cause::PackageScriptFailed),
];

/// The cause of a refusal.
pub fn of(kind: &str, message: &str) -> Cause {
    let found = KINDS.iter().find(|(known, _)| *known == kind).map(|(_, cause)| *cause);
    found.unwrap_or_else(|| of_words(message))
}

/// The cause that words mean; [`Cause::Unexpected`] where they mean none of the list.
pub fn of_words(said: &str) -> Cause {
    let said = said.to_lowercase();
    let found = WORDS.iter().find(|(words, _)| said.contains(words));
    found.map_or(Cause::Unexpected, |(_, cause)| *cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_snapd_would_say_means_its_cause() {
        let all = [
            (
                "cannot refresh \"pr-notes\": snap \"pr-notes\" has running apps (pr-notes), pids: 4242",
                Cause::AppRunning,
            ),
            (
                "cannot list updates: cannot refresh: Post \"https://api.snapcraft.io/v2/snaps/refresh\": dial tcp: \
                 lookup api.snapcraft.io: no such host",
                Cause::NoNetwork,
            ),
            (
                "cannot perform the following tasks:\n- Download snap \"pr-notes\" (12) from channel \"latest/stable\" \
                 (sha3-384 mismatch for \"pr-notes\": got aa but expected bb)",
                Cause::HashMismatch,
            ),
            (
                "cannot perform the following tasks:\n- Run configure hook of \"pr-notes\" snap if present (run hook \
                 \"configure\": exit status 1)",
                Cause::PackageScriptFailed,
            ),
            (
                "got unexpected HTTP status code 503 via POST to \"https://api.snapcraft.io/v2/snaps/refresh\"",
                Cause::ServerFault,
            ),
            ("the moon is full", Cause::Unexpected),
        ];
        for (said, cause) in all {
            assert_eq!(of("", said), cause, "{said}");
        }
        assert_eq!(
            of("snap-change-conflict", "has running apps"),
            Cause::BusyOtherUpdater,
            "its kind says more"
        );
        assert_eq!(of("moon-phase", "no such host"), Cause::NoNetwork);
    }

    #[test]
    fn no_rule_stands_behind_one_that_hides_it() {
        for (at, (words, _)) in WORDS.iter().enumerate() {
            assert_eq!(*words, words.to_lowercase());
            assert_eq!(WORDS[..at].iter().find(|(earlier, _)| words.contains(earlier)), None, "{words}");
        }
    }
}
