//! `dnf history info`: dnf's own account of one transaction, and whether that came to its end.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::{advisories::name_arch, causes, locks};
use crate::rpm;

/// Actions after which the package that is named is there in that version.
const BROUGHT: [&str; 4] = ["Install", "Upgrade", "Reinstall", "Downgrade"];

/// One transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transaction {
    /// Whether dnf has noted its end: one that was cut off has none, whatever rpm's database has by then.
    pub has_ended: bool,
    /// When it ended, where that can be read.
    ended: Option<Timestamp>,
    /// What it was to bring: `NAME-EVR.ARCH`, an epoch of 0 as dnf writes it.
    brought: BTreeSet<String>,
    /// Packages of whose set-up a script failed.
    pub failed_scripts: Vec<String>,
}

impl Transaction {
    /// Whether it was to bring exactly this version.
    pub fn brought(&self, name: &str, arch: &str, evr: &str) -> bool {
        // dnf 5 writes an epoch of nought, dnf 4 does not.
        self.brought.contains(&format!("{name}-{evr}.{arch}"))
            || self.brought.contains(&locks::exact(name, arch, evr))
    }

    /// Whether a script failed of what this package came in with. What came in once more later is another one of it.
    pub fn left_unset(&self, there: &rpm::Package) -> bool {
        let is_later = self.ended.zip(there.installed).is_some_and(|(ended, installed)| installed > ended);
        !is_later
            && self.failed_scripts.contains(&there.name)
            && self.brought(&there.name, &there.arch, &there.evr)
    }

    /// Names of what it was to bring, each `NAME.ARCH`.
    pub fn names(&self) -> BTreeSet<String> {
        self.brought.iter().filter_map(|nevra| name_arch(nevra)).collect()
    }
}

/// Reads what dnf 4 or dnf 5 says of a transaction. `None` where it tells of none.
pub fn parse(text: &str) -> Option<Transaction> {
    let value = |key: &str| {
        let of = |line: &str| Some(line.strip_prefix(key)?.trim_start().strip_prefix(':')?.trim().to_owned());
        text.lines().find_map(of)
    };
    value("Transaction ID")?;
    let end = value("End time").unwrap_or_default();
    // dnf 4 writes the beginning of all time where it has noted none; it is told in UTC.
    let is_noted = !end.is_empty() && !end.contains(" 1970") && !end.contains("1970-01-01");
    let rows = text.lines().skip_while(|line| !line.to_ascii_lowercase().starts_with("packages altered"));
    let has_ended = is_noted && value("Status").as_deref() != Some("Started");
    Some(Transaction {
        has_ended,
        ended: moment(&end).filter(|_| has_ended),
        brought: rows.filter_map(brought).map(str::to_owned).collect(),
        failed_scripts: causes::failed_scripts(text),
    })
}

/// `Mon Nov 30 07:39:01 2026 (1 seconds)` of dnf 4, `2026-11-30 07:39:01` of dnf 5. Both are asked to tell UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.split_once(" (").map_or(text, |(moment, _)| moment);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let formats = ["%a %b %d %H:%M:%S %Y", "%Y-%m-%d %H:%M:%S"];
    let read = formats.iter().find_map(|format| DateTime::strptime(format, &words).ok())?;
    Some(read.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// `    Upgrade  NEVRA @lab`; with ` ** ` before what did not become whole.
fn brought(row: &str) -> Option<&str> {
    let mut words = row.strip_prefix(' ')?.split_whitespace().skip_while(|word| *word == "**");
    let (action, nevra) = (words.next()?, words.next()?);
    BROUGHT.contains(&action).then_some(nevra)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(name: &str) -> Transaction {
        let path = format!("{}/testdata/{name}", env!("CARGO_MANIFEST_DIR"));
        parse(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    #[test]
    fn a_transaction_that_was_killed_has_no_end_and_one_that_failed_has() {
        let killed = recorded("debian-12.dnf-history-info.killed");
        assert!(!killed.has_ended && killed.brought("pr-slow", "noarch", "1.1-1"));
        assert_eq!(killed.names().into_iter().collect::<Vec<_>>(), ["pr-last.noarch", "pr-slow.noarch"]);
        assert!(!killed.brought("pr-slow", "noarch", "1.0-1"), "that went");
        let five = recorded("sid.dnf5-history-info.killed");
        assert!(!five.has_ended && five.brought("pr-last", "noarch", "1.2-1"));
        let failed = recorded("debian-12.dnf-history-info.failing-pre");
        assert!(failed.has_ended && failed.brought("pr-pre", "noarch", "1.1-1"));
        assert_eq!(failed.failed_scripts, ["pr-pre"]);
    }

    #[test]
    fn what_came_in_once_more_after_a_transaction_is_not_what_that_left() {
        let came_in = |arch: &str, at: &str| {
            let at: Timestamp = at.parse().unwrap();
            rpm::package(&format!("pr-fail\t{arch}\t0\t1.1-1\t{}\t5\t(none)\tx\tx", at.as_second())).unwrap()
        };
        let (within, after) = ("2026-11-30T07:39:01Z", "2026-11-30T07:39:02Z");
        let four = recorded("debian-12.dnf-history-info.failing-post");
        let text = "Transaction ID : 3\nEnd time       : 2026-11-30 07:39:01\nStatus         : Error\nPackages altered:\n  \
                    Upgrade pr-fail-0:1.1-1.noarch User   lab\nScriptlet output:\n  \
                    [RPM] %post(pr-fail-1.1-1.noarch) scriptlet failed, exit status 1\n";
        let five = parse(text).unwrap();
        let untold = parse(&text.replace("07:39:01", "some time")).unwrap();
        assert!(untold.left_unset(&came_in("noarch", after)), "nobody knows that it came in later");
        for transaction in [four, five] {
            assert!(transaction.left_unset(&came_in("noarch", within)), "{transaction:?}");
            assert!(!transaction.left_unset(&came_in("noarch", after)), "{transaction:?}");
            assert!(!transaction.left_unset(&came_in("x86_64", within)), "that it did not bring");
        }
    }

    #[test]
    fn the_epoch_of_nought_that_dnf_5_writes_is_none() {
        let text = "Transaction ID : 3\nEnd time       : 2026-11-30 07:39:01\nStatus         : Ok\nPackages altered:\n  \
                    Action  Package                 Reason Repository\n  Upgrade pr-tool-0:1.1-1.noarch  User   lab\n  \
                    Upgrade pr-epoch-1:1.0-2.noarch User   lab\n  Replaced pr-tool-0:1.0-1.noarch User   @System\n";
        let found = parse(text).unwrap();
        assert!(found.has_ended && found.brought("pr-tool", "noarch", "1.1-1"));
        assert!(
            found.brought("pr-epoch", "noarch", "1:1.0-2") && !found.brought("pr-epoch", "noarch", "1.0-2")
        );
        assert!(!parse(&text.replace(": Ok", ": Started")).unwrap().has_ended);
        assert!(!parse(&text.replace("2026-11-30 07:39:01", "")).unwrap().has_ended);
    }

    #[test]
    fn what_tells_of_no_transaction_is_none() {
        assert_eq!(parse(""), None);
        assert_eq!(parse("No transaction which manipulates package 'x' was found.\n"), None);
    }
}
