//! `fwupdmgr get-remotes`: where what is offered comes from, and how old it is.

use jiff::Timestamp;
use serde::Deserialize;

/// One place that firmware comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Remote {
    /// How it is read: `download` has a server.
    pub kind: String,
    /// Whether it is asked at all.
    pub enabled: bool,
    /// When its list was written, in seconds since 1970; -1 where there is none.
    pub mtime: Option<i64>,
}

impl Remote {
    fn is_fetched(&self) -> bool {
        self.enabled && self.kind == "download"
    }

    fn read_at(&self) -> Option<Timestamp> {
        self.mtime.filter(|second| *second > 0).and_then(|second| Timestamp::from_second(second).ok())
    }
}

/// The remotes of an answer; `None` where it is none.
pub fn parse(text: &str) -> Option<Vec<Remote>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Answer {
        remotes: Vec<Remote>,
    }
    serde_json::from_str(text).ok().map(|Answer { remotes }| remotes)
}

/// Whether a remote with a server was never read.
pub fn any_unread(remotes: &[Remote]) -> bool {
    remotes.iter().any(|remote| remote.is_fetched() && remote.read_at().is_none())
}

/// When the oldest list of a remote with a server was fetched; `None` where one never was, or none has a server.
pub fn read_at(remotes: &[Remote]) -> Option<Timestamp> {
    remotes.iter().filter(|remote| remote.is_fetched()).map(Remote::read_at).min().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_as_old_as_the_oldest_that_is_asked_and_has_a_server() {
        let text = include_str!("../../testdata/debian-12.fwupdmgr-get-remotes.mixed");
        let mut remotes = parse(text).unwrap();
        assert_eq!((remotes.len(), any_unread(&remotes), read_at(&remotes)), (4, true, None));
        for (at, remote) in remotes.iter_mut().filter(|remote| remote.kind == "download").enumerate() {
            remote.mtime = Some(1_790_000_000 + i64::try_from(at).unwrap());
        }
        let oldest = |remotes: &[Remote]| read_at(remotes).map(Timestamp::as_second);
        assert_eq!((any_unread(&remotes), oldest(&remotes)), (false, Some(1_790_000_001)), "one is off");
        remotes.iter_mut().for_each(|remote| remote.enabled = true);
        assert_eq!(oldest(&remotes), Some(1_790_000_000));
        assert_eq!(parse("{}"), None);
    }
}
