//! Of which day what is kept of a feed is, for whoever only wants to tell.

use std::path::Path;

use jiff::Timestamp;

use crate::{feed::Feed, keep::Shelf};

/// Of which day a feed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// Which feed.
    pub feed: Feed,
    /// When its maker published what is kept; `None` where records have no common date.
    pub published: Option<Timestamp>,
    /// When its server last said that this is what there is.
    pub checked: Timestamp,
}

/// Of which day each feed is of which anything is kept in a folder. It is read as it was noted, without the feeds themselves:
/// nothing is changed and nothing is checked.
pub fn dated(folder: &Path) -> Vec<Dated> {
    let shelf = Shelf::at(folder);
    let dated = |feed: Feed| {
        let manifest = shelf.manifest(feed).ok()?;
        let kept = manifest.kept?;
        Some(Dated { feed, published: kept.published, checked: manifest.checked.unwrap_or(kept.fetched) })
    };
    Feed::ALL.into_iter().filter_map(dated).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::{Kept, Manifest};

    #[test]
    fn a_feed_is_of_the_day_that_was_noted_and_one_of_which_nothing_is_kept_of_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(dated(folder.path()), []);
        assert_eq!(dated(&folder.path().join("nowhere")), []);
        let shelf = Shelf::open(folder.path()).unwrap();
        let (published, fetched): (Timestamp, Timestamp) =
            ("2026-11-20T17:00:00Z".parse().unwrap(), "2026-11-21T08:00:00Z".parse().unwrap());
        let kept = Kept {
            sha256: "0".repeat(64),
            fetched,
            published: Some(published),
            version: Vec::new(),
            entries: 1,
            from: String::new(),
            validators: Default::default(),
        };
        shelf.note(Feed::Kev, &Manifest { kept: Some(kept.clone()), ..Manifest::default() }).unwrap();
        let records = Kept { published: None, ..kept };
        let checked = "2026-11-22T08:00:00Z".parse().unwrap();
        let noted = Manifest { checked: Some(checked), ..Manifest::default() };
        shelf.note(Feed::Osv, &Manifest { kept: Some(records), ..noted.clone() }).unwrap();
        shelf.note(Feed::Epss, &noted).unwrap();
        let all = [
            Dated { feed: Feed::Kev, published: Some(published), checked: fetched },
            Dated { feed: Feed::Osv, published: None, checked },
        ];
        assert_eq!(dated(folder.path()), all);
    }
}
