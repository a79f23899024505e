//! What the remotes offer: noted by a refresh, read by every list after it.
//!
//! flatpak's own cache of it is of no use to a list: it is emptied by every transaction, and lies where only root is
//! asked from (docs/sources/flatpak.md).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::reference::Reference;

/// The columns that are asked for: none that a maker wrote (see [`super::installed::COLUMNS`]).
pub const COLUMNS: &str = "--columns=commit,ref";
/// Bytes of a metadata file that is noted; today's have 2 KB.
pub const METADATA_BYTES: usize = 64 * 1024;

/// Everything that a refresh noted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// The remotes that answered at any time.
    pub remotes: Vec<Remote>,
    /// When a refresh last read all of them.
    pub whole_at: Option<Timestamp>,
}

/// What one remote offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remote {
    /// Its name.
    pub name: String,
    /// Newer commits of what was installed from it at that moment.
    pub offers: Vec<Offer>,
}

/// One newer commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The whole ref.
    pub reference: String,
    /// The whole commit that is offered.
    pub commit: String,
    /// The one that was there when it was asked: of another one nobody knows what is newer.
    pub from: String,
    /// The version as a person reads it, where the maker gives one.
    pub version: Option<String>,
    /// When it was made.
    pub date: Option<Timestamp>,
    /// About how many bytes are fetched.
    pub download: Option<u64>,
    /// Its metadata file.
    pub metadata: Option<String>,
    /// Why its maker ends it, where they do and say why.
    pub ended: Option<String>,
    /// What takes its place, where its maker says that something does.
    pub replaced_by: Option<String>,
    /// Whether the remote still has the commit that is there, so that there is a way back. Not asked of a person's own.
    pub has_older: bool,
}

impl Offered {
    /// What one remote offers; `None` where it never answered.
    pub fn of(&self, remote: &str) -> Option<&[Offer]> {
        self.remotes.iter().find(|known| known.name == remote).map(|known| &*known.offers)
    }

    /// Notes what a remote offers now.
    pub fn set(&mut self, remote: &str, offers: Vec<Offer>) {
        self.remotes.retain(|known| known.name != remote);
        self.remotes.push(Remote { name: remote.to_owned(), offers });
    }
}

/// The lines of `flatpak remote-ls --updates`: the first digits of a commit, and the ref. `None` where any line is not
/// like that, or the last one did not end. What makes no plain ref is left out.
pub fn parse(text: &str) -> Option<Vec<(String, Reference)>> {
    let is_whole = text.is_empty() || text.ends_with('\n');
    let line = |line: &str| -> Option<Option<(String, Reference)>> {
        let (digits, reference) = line.split_once('\t')?;
        let reference = reference.parse().inspect_err(|_| tracing::debug!(reference, "Not a plain ref")).ok();
        Some(reference.map(|reference| (digits.to_owned(), reference)))
    };
    let lines = text.lines().filter(|text| !text.trim().is_empty()).map(line);
    is_whole
        .then(|| lines.collect::<Option<Vec<_>>>())
        .flatten()
        .map(|all| all.into_iter().flatten().collect())
}

/// The answer of `flatpak remote-info --show-commit --show-metadata`: the whole commit in the first line, then the file.
pub fn commit_and_metadata(text: &str) -> Option<(String, String)> {
    let (commit, metadata) = text.split_once('\n')?;
    let is_whole =
        super::reference::is_commit(commit) && metadata.starts_with('[') && metadata.ends_with('\n');
    (is_whole && metadata.len() <= METADATA_BYTES).then(|| (commit.to_owned(), metadata.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recorded_offers_are_read_and_half_of_them_are_none() {
        let text = include_str!("../../testdata/debian-12.flatpak-remote-ls.mixed");
        let all = parse(text).unwrap();
        assert_eq!(all.len(), text.lines().count());
        assert_eq!(all[0].1.as_str(), "app/org.lab.App/x86_64/stable");
        assert_eq!(parse(&text[..text.len() - 1]), None);
        assert_eq!(parse("Looking for updates\n"), None);
        assert_eq!(parse("aa\tapp/a b/x/y\nbb\tapp/b/x/y\n").unwrap().len(), 1);
    }

    #[test]
    fn the_commit_stands_before_the_metadata() {
        let text = include_str!("../../testdata/debian-12.flatpak-remote-info-metadata.App");
        let (commit, metadata) = commit_and_metadata(text).unwrap();
        assert_eq!((commit.len(), metadata.starts_with("[Application]\n")), (64, true));
        assert_eq!(commit_and_metadata("error: No such ref\n"), None);
        assert_eq!(commit_and_metadata(&format!("{commit}\n\n")), None, "as --cached answers");
    }
}
