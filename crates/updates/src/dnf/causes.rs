//! What the words of dnf and rpm mean: text in, [`Cause`] out (sources.md I). docs/sources/dnf.md says which were recorded.

use patchround_protocol::Cause;

/// Texts and the cause each means, the most telling first: one failure often says several.
const RULES: &[(&str, Cause)] = &[
    ("already locked by", Cause::BusyOtherUpdater),
    ("Waiting for process with pid", Cause::BusyOtherUpdater),
    ("can't create transaction lock", Cause::BusyOtherUpdater),
    ("Failed to obtain rpm transaction lock", Cause::BusyOtherUpdater),
    ("superuser privileges", Cause::NeedsAdminOrUser),
    ("No space left on device", Cause::DiskFull),
    ("more space needed on the /boot filesystem", Cause::BootFull),
    ("more space needed on the", Cause::DiskFull),
    ("more space on the", Cause::DiskFull),
    ("Not enough free space", Cause::DiskFull),
    ("Disk quota exceeded", Cause::DiskFull),
    ("Read-only file system", Cause::DiskUnusable),
    ("Input/output error", Cause::DiskUnusable),
    ("file is not a database", Cause::DiskUnusable),
    ("database disk image is malformed", Cause::DiskUnusable),
    ("Curl error (6)", Cause::NoNetwork),
    ("Curl error (7)", Cause::NoNetwork),
    ("Curl error (28)", Cause::Timeout),
    ("Curl error (35)", Cause::ServerFault),
    ("Curl error (52)", Cause::ServerFault),
    ("Curl error (56)", Cause::ServerFault),
    ("Curl error (60)", Cause::SignatureMissing),
    ("Status code: 401", Cause::ServerRefused),
    ("Status code: 403", Cause::ServerRefused),
    ("Status code: 407", Cause::ServerRefused),
    ("Status code: 404", Cause::FileGone),
    ("Status code: 5", Cause::ServerFault),
    // Signed by a key that nobody on the PC has said yes to.
    ("Public key for ", Cause::SignatureMissing),
    ("do not have any GPG public keys installed", Cause::SignatureMissing),
    ("GPG check FAILED", Cause::SignatureMissing),
    ("GPG verification is enabled, but GPG signature is not available", Cause::SignatureMissing),
    ("repomd.xml GPG signature verification error", Cause::SignatureMissing),
    ("OpenPGP check for package", Cause::SignatureMissing),
    ("is not signed", Cause::SignatureMissing),
    (": No such file or directory", Cause::FileGone),
    ("checksum doesn't match", Cause::HashMismatch),
    ("incorrect checksum", Cause::HashMismatch),
    ("no cache for", Cause::FileGone),
    ("Permission denied: '/var/cache/dnf'", Cause::FileGone),
    ("Permission denied [/var/lib/dnf]", Cause::FileGone),
    ("conflicts with file from", Cause::FileConflict),
    ("scriptlet failed", Cause::PackageScriptFailed),
    ("scriptlet in rpm package", Cause::PackageScriptFailed),
    ("removing the following protected packages", Cause::WouldRemove),
    ("nothing provides", Cause::DepsUnsolvable),
    ("conflicting requests", Cause::DepsUnsolvable),
    ("cannot install", Cause::DepsUnsolvable),
    ("No match for argument", Cause::VersionGone),
    ("No packages marked for", Cause::VersionGone),
    ("All mirrors were tried", Cause::ServerFault),
];

/// The cause that a failed run's words mean; [`Cause::Unexpected`] where they mean none of the list.
pub fn classify(said: &str) -> Cause {
    let found = RULES.iter().find(|(words, _)| said.contains(words)).map(|(_, cause)| *cause);
    match found {
        Some(Cause::FileGone) if said.lines().any(is_index_gone) => Cause::RepoGone,
        found => found.unwrap_or(Cause::Unexpected),
    }
}

/// A server without the file that everything begins with has no such source any more.
fn is_index_gone(line: &str) -> bool {
    line.contains("Status code: 404") && line.contains("/repodata/repomd.xml")
}

/// Packages of whose set-up a script failed: dnf 4 ends with 0 all the same, if it was the last one. What failed while the
/// version before was cleaned up says nothing of the one that is there.
pub fn failed_scripts(said: &str) -> Vec<String> {
    let four = |line: &str| {
        let (before, rest) = line.split_once(" scriptlet in rpm package ")?;
        let step = before.rsplit(' ').next()?;
        Some(rest.split_whitespace().next()?.to_owned()).filter(|_| !is_of_clean_up(step))
    };
    let rpm = |line: &str| {
        let (_, rest) = line.split_once('%')?;
        let (step, rest) = rest.split_once('(')?;
        let (nevra, rest) = rest.split_once(") scriptlet failed")?;
        let name = super::advisories::name_arch(nevra)?;
        let (name, _arch) = name.rsplit_once('.')?;
        (rest.starts_with(',') && !is_of_clean_up(step)).then(|| name.to_owned())
    };
    let mut names: Vec<String> = said.lines().filter_map(|line| four(line).or_else(|| rpm(line))).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a step is run for a version that goes: rpm's `preun`, `postun`, `triggerun`, `triggerpostun`, the same of files
/// and `preuntrans`, `postuntrans`. None of the others ends so.
fn is_of_clean_up(step: &str) -> bool {
    let step = step.to_ascii_lowercase();
    step.ends_with("un") || step.ends_with("untrans")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(name: &str) -> String {
        std::fs::read_to_string(format!("{}/testdata/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn what_was_recorded_is_understood() {
        let all = [
            ("debian-12.dnf-makecache.refused", Cause::NoNetwork),
            ("debian-12.dnf-makecache.unresolved", Cause::NoNetwork),
            ("debian-12.dnf-makecache.silent", Cause::Timeout),
            ("debian-12.dnf-makecache.403", Cause::ServerRefused),
            ("debian-12.dnf-makecache.404", Cause::RepoGone),
            ("debian-12.dnf-makecache.503", Cause::ServerFault),
            ("debian-12.dnf-makecache.unsigned", Cause::SignatureMissing),
            ("debian-12.dnf-upgrade.unsigned", Cause::SignatureMissing),
            ("debian-12.dnf-upgrade.unknown-key", Cause::SignatureMissing),
            ("debian-12.dnf-upgrade.garbled", Cause::HashMismatch),
            ("debian-12.dnf-upgrade.file-gone", Cause::FileGone),
            ("debian-12.dnf-upgrade.disk-full", Cause::DiskFull),
            ("debian-12.dnf-upgrade.read-only", Cause::DiskFull),
            ("debian-12.dnf-upgrade.file-conflict", Cause::FileConflict),
            ("debian-12.dnf-upgrade.failing-post", Cause::PackageScriptFailed),
            ("debian-12.dnf-upgrade.failing-pre", Cause::PackageScriptFailed),
            ("debian-12.dnf-upgrade.version-gone", Cause::VersionGone),
            ("debian-12.dnf-upgrade.nofit", Cause::DepsUnsolvable),
            ("debian-12.dnf-upgrade.protected", Cause::WouldRemove),
            ("debian-12.dnf-upgrade.busy", Cause::BusyOtherUpdater),
            ("debian-12.dnf-upgrade.busy-exit", Cause::BusyOtherUpdater),
            ("debian-12.dnf-upgrade.rpm-busy", Cause::BusyOtherUpdater),
            ("debian-12.dnf-upgrade.not-root", Cause::NeedsAdminOrUser),
            ("debian-12.dnf-upgrade.good", Cause::Unexpected),
            ("sid.dnf5-makecache.refused", Cause::NoNetwork),
            ("sid.dnf5-makecache.unresolved", Cause::NoNetwork),
            ("sid.dnf5-upgrade.unknown-key", Cause::SignatureMissing),
            ("sid.dnf5-upgrade.failing-post", Cause::PackageScriptFailed),
            ("sid.dnf5-upgrade.failing-pre", Cause::PackageScriptFailed),
            ("sid.dnf5-upgrade.file-conflict", Cause::FileConflict),
            ("sid.dnf5-upgrade.nofit", Cause::DepsUnsolvable),
            ("sid.dnf5-upgrade.version-gone", Cause::VersionGone),
        ];
        for (name, cause) in all {
            assert_eq!(classify(&recorded(name)), cause, "{name}");
        }
    }

    #[test]
    fn whose_script_failed_is_read_from_both_although_the_status_is_0() {
        let four = recorded("debian-12.dnf-upgrade.failing-post");
        assert!(four.ends_with("rc=0\n"));
        assert_eq!(failed_scripts(&four), ["pr-fail"]);
        assert_eq!(failed_scripts(&recorded("debian-12.dnf-upgrade.failing-pre")), ["pr-pre"]);
        assert_eq!(failed_scripts(&recorded("sid.dnf5-upgrade.failing-post")), ["pr-fail"]);
        assert!(failed_scripts(&recorded("debian-12.dnf-upgrade.good")).is_empty());
    }

    #[test]
    fn a_step_that_cleans_up_after_the_version_before_says_nothing_of_the_new_one() {
        let four = recorded("debian-12.dnf-upgrade.failing-post");
        let five = recorded("sid.dnf5-upgrade.failing-post");
        for step in ["preun", "postun", "triggerun", "triggerpostun", "transfiletriggerun", "postuntrans"] {
            let (rpm, dnf) = (format!("%{step}("), step.to_uppercase());
            let four = four.replace("%post(", &rpm).replace("POSTIN", &dnf);
            assert!(failed_scripts(&four).is_empty(), "{four}");
            assert!(failed_scripts(&five.replace("%post(", &rpm)).is_empty(), "{step}");
        }
        for step in ["prein", "pre", "pretrans", "posttrans", "triggerin", "transfiletriggerin", "<unknown>"]
        {
            assert_eq!(failed_scripts(&four.replace("POSTIN", &step.to_uppercase())), ["pr-fail"], "{step}");
            assert_eq!(failed_scripts(&five.replace("%post(", &format!("%{step}("))), ["pr-fail"], "{step}");
        }
    }

    #[test]
    fn no_rule_stands_behind_one_that_hides_it() {
        for (at, (words, _)) in RULES.iter().enumerate() {
            let hidden_by = RULES[..at].iter().find(|(earlier, _)| words.contains(earlier));
            assert_eq!(hidden_by, None, "{words}");
        }
    }
}
