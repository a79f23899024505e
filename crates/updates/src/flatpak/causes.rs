//! Which cause the words of flatpak and ostree mean. They end with 1 whatever happened, and with 0 where a server could
//! not be asked about what is installed.

use patchround_protocol::Cause;

/// Words, in lower case, and what they mean; the first that is found counts. Recorded of flatpak 1.14.10
/// (testdata/debian-12.flatpak-*) except those marked "source": read in its source, not provoked.
const RULES: [(&str, Cause); 33] = [
    ("no space left on device", Cause::DiskFull),
    ("not enough disk space", Cause::DiskFull),
    ("min-free-space", Cause::DiskFull), // source (ostree)
    ("read-only file system", Cause::DiskUnusable),
    ("input/output error", Cause::DiskUnusable), // source
    ("can't check signature", Cause::SignatureMissing),
    ("gpg verification enabled, but no summary found", Cause::RepoGone),
    ("gpg verification enabled, but no", Cause::SignatureMissing),
    ("gpg signatures found, but none are in trusted keyring", Cause::SignatureMissing), // source
    ("bad signature", Cause::SignatureMissing),                                         // source
    ("[60]", Cause::SignatureMissing),
    ("unacceptable tls certificate", Cause::SignatureMissing), // source
    ("not matching expected metadata", Cause::SignatureMissing), // source
    ("[6]", Cause::NoNetwork),
    ("[7]", Cause::NoNetwork),
    ("network is unreachable", Cause::NoNetwork), // source
    ("[28]", Cause::Timeout),
    ("timeout was reached", Cause::Timeout), // source
    ("status 401", Cause::ServerRefused),    // source
    ("status 403", Cause::ServerRefused),
    ("status 407", Cause::ServerRefused), // source
    ("status 404", Cause::FileGone),
    ("http 404", Cause::FileGone),
    ("status 429", Cause::ServerFault), // source
    ("status 5", Cause::ServerFault),
    ("http 5", Cause::ServerFault), // source
    ("invalid checksum", Cause::HashMismatch),
    ("corrupted", Cause::HashMismatch), // source
    ("file header size", Cause::HashMismatch),
    ("no cached summary", Cause::FileGone),
    ("locking repo", Cause::BusyOtherUpdater),
    ("permission denied", Cause::NeedsAdminOrUser),
    ("not found in the system installation", Cause::RepoGone),
];
/// A remote that is set up no more, told of one ref.
const REMOTE_GONE: (&str, &str) = ("remote \"", "\" not found");

/// The cause that a failed run's words mean; [`Cause::Unexpected`] where they mean none of the list.
pub fn classify(said: &str) -> Cause {
    let said = said.to_lowercase();
    let found = RULES.iter().find(|(words, _)| said.contains(words)).map(|(_, cause)| *cause);
    let is_remote_gone =
        || said.split_once(REMOTE_GONE.0).is_some_and(|(_, rest)| rest.contains(REMOTE_GONE.1));
    let is_version_gone = || said.contains("no such ref") || said.contains("not installed");
    match found {
        Some(cause) => cause,
        None if is_remote_gone() => Cause::RepoGone,
        None if is_version_gone() => Cause::VersionGone,
        None if said.contains("nothing matches") => Cause::VersionGone, // source
        None => Cause::Unexpected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! said {
        ($($case:literal => $cause:ident),* $(,)?) => {
            [$(($case, include_str!(concat!("../../testdata/debian-12.flatpak-", $case)), Cause::$cause)),*]
        };
    }

    #[test]
    fn what_flatpak_really_said_means_its_cause() {
        let all = said! {
            "remote-ls.refused" => NoNetwork,
            "remote-ls.no-name" => NoNetwork,
            "remote-ls.not-found" => RepoGone,
            "remote-ls.forbidden" => RepoGone,
            "remote-ls.unavailable" => ServerFault,
            "remote-ls.certificate" => SignatureMissing,
            "remote-ls.unsigned" => SignatureMissing,
            "remote-ls.other-key" => SignatureMissing,
            "remote-ls.remote-gone" => RepoGone,
            "remote-ls.remote-gone-user" => RepoGone,
            "update.refused" => NoNetwork,
            "update.no-name" => NoNetwork,
            "update.not-found" => FileGone,
            "update.forbidden" => ServerRefused,
            "update.unavailable" => ServerFault,
            "update.certificate" => SignatureMissing,
            "update.unsigned-commit" => SignatureMissing,
            "update.garbled" => HashMismatch,
            "update.garbled-delta" => HashMismatch,
            "update.file-gone" => FileGone,
            "update.min-free" => DiskFull,
            "update.disk-full" => DiskFull,
            "update.read-only" => DiskUnusable,
            "update.remote-gone" => RepoGone,
            "update.not-installed" => VersionGone,
            "update.ref-gone" => VersionGone,
            "update.busy" => BusyOtherUpdater,
            "update.no-bus" => Unexpected,
            "list.permission" => NeedsAdminOrUser,
        };
        for (case, said, cause) in all {
            assert_eq!(classify(said), cause, "{case}");
        }
    }

    #[test]
    fn no_rule_stands_behind_one_that_hides_it() {
        for (at, (words, _)) in RULES.iter().enumerate() {
            assert_eq!(*words, words.to_lowercase());
            let hidden_by = RULES[..at].iter().find(|(earlier, _)| words.contains(earlier));
            assert_eq!(hidden_by, None, "{words}");
        }
    }
}
