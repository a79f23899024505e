//! Which cause fwupd's numbers and words mean. With `--json` a failure is an object with the number of fwupd's own list
//! (`FwupdError`); the exit status says little more than that it is one.

use patchround_protocol::Cause;
use serde::Deserialize;

/// fwupd's own list of failures.
const DOMAIN: &str = "FwupdError";
/// Exit status where no server was reached.
const UNREACHABLE: i32 = 101;
/// Words that say more than the number, in lower case. The first two recorded, the others after its source.
const WORDS: [(&str, Cause); 5] = [
    ("no such file or directory", Cause::FileGone),
    ("unable to locate release", Cause::VersionGone),
    ("no space left on device", Cause::DiskFull),
    ("read-only file system", Cause::DiskUnusable),
    ("unknown option", Cause::ToolTooOld),
];

/// A failure as fwupd tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Failure {
    domain: String,
    code: u32,
    message: String,
}

/// The cause of a failed run; [`Cause::Unexpected`] where nothing of it is known.
pub fn classify(status: Option<i32>, said: &str) -> Cause {
    let unreachable = (status == Some(UNREACHABLE)).then_some(Cause::NoNetwork);
    let found = match failure(said) {
        Some(failure) if failure.domain == DOMAIN => {
            by_words(&failure.message).or_else(|| of_number(failure.code))
        }
        // Of another list than fwupd's own nothing is known, neither numbers nor words.
        Some(_) => None,
        None => by_words(said),
    };
    found.or(unreachable).unwrap_or(Cause::Unexpected)
}

fn by_words(said: &str) -> Option<Cause> {
    let said = said.to_lowercase();
    WORDS.iter().find(|(words, _)| said.contains(words)).map(|(_, cause)| *cause)
}

/// Whether it says that there was nothing to do.
pub fn is_nothing_to_do(said: &str) -> bool {
    failure(said).is_some_and(|failure| failure.domain == DOMAIN && failure.code == 9)
}

/// The numbers of `FwupdError`, in which new ones only ever come last.
fn of_number(code: u32) -> Option<Cause> {
    Some(match code {
        // Older than what is there, the same, not found, nothing to do.
        1 | 2 | 8 | 9 => Cause::VersionGone,
        3 => Cause::RestartFirst,
        4 | 13 | 17 => Cause::NeedsAdminOrUser,
        10 => Cause::NotForThisPc,
        11 => Cause::SignatureMissing,
        12 | 15 => Cause::Battery,
        16 => Cause::AsksQuestion,
        19 => Cause::Timeout,
        20 => Cause::BusyOtherUpdater,
        21 => Cause::NoNetwork,
        _ => return None,
    })
}

/// The object that a failure is, among whatever else was said.
fn failure(said: &str) -> Option<Failure> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Answer {
        error: Failure,
    }
    let (from, to) = (said.find('{')?, said.rfind('}')?);
    serde_json::from_str(said.get(from..=to)?).ok().map(|Answer { error }| error)
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! said {
        ($($case:literal, $status:literal => $cause:ident),* $(,)?) => {
            [$(($case, $status, include_str!(concat!("../../testdata/debian-12.fwupdmgr-", $case)), Cause::$cause)),*]
        };
    }

    #[test]
    fn what_fwupd_really_said_means_its_cause() {
        let all = said! {
            "get-updates.no-bus", 1 => Unexpected,
            "install.device-gone", 3 => VersionGone,
            "install.file-gone", 1 => FileGone,
            "install.is-older", 1 => VersionGone,
            "install.same", 1 => VersionGone,
            "install.version-gone", 1 => VersionGone,
            "refresh.no-network", 101 => NoNetwork,
        };
        for (case, status, said, cause) in all {
            assert_eq!(classify(Some(status), &format!("{said}\n[exit status {status}]")), cause, "{case}");
        }
    }

    #[test]
    fn a_number_of_somebody_elses_list_is_not_read_as_fwupds() {
        let of = |domain: &str, code: u32| {
            let said = format!(r#"{{"Error":{{"Domain":"{domain}","Code":{code},"Message":"x"}}}}"#);
            classify(Some(1), &said)
        };
        assert_eq!((of("FwupdError", 12), of("FwupdError", 15)), (Cause::Battery, Cause::Battery));
        assert_eq!(
            (of("g-io-error-quark", 12), of("FwupdError", 99)),
            (Cause::Unexpected, Cause::Unexpected)
        );
        let old = "Failed to parse arguments: Unknown option --json";
        assert_eq!(classify(Some(1), old), Cause::ToolTooOld);
        assert_eq!(classify(Some(101), "Updating lvfs"), Cause::NoNetwork);
    }
}
