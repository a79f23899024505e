//! What snapd says of a snap, installed or offered. What it leaves out is not known.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::reference::Reference;

/// One snap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Snap {
    /// Its name, which is a path's part only where [`super::reference::is_name`] says so.
    pub name: String,
    /// What its maker calls this revision.
    pub version: String,
    /// Its revision.
    #[serde(deserialize_with = "revision")]
    pub revision: String,
    /// What a person would call it.
    pub title: String,
    /// `app`, `base`, `os`, `snapd`, `kernel`, `gadget`.
    pub r#type: String,
    /// `active` where it is the revision in use.
    pub status: String,
    /// What it says of its box: `strict`, `classic`, `devmode`.
    pub confinement: String,
    /// Who made it.
    pub publisher: Option<Publisher>,
    /// Bytes to fetch.
    pub download_size: Option<i64>,
    /// What it can be started by.
    pub apps: Option<Vec<App>>,
    /// What its channels have, where that is told.
    pub channels: Option<BTreeMap<String, Channel>>,
    /// When it was released, where that is told.
    #[serde(deserialize_with = "moment")]
    pub released_at: Option<Timestamp>,
    /// Kept as it is by this PC's administrator until then.
    #[serde(deserialize_with = "moment")]
    pub hold: Option<Timestamp>,
    /// Kept as it is by another snap until then.
    #[serde(deserialize_with = "moment")]
    pub gating_hold: Option<Timestamp>,
    /// There where snapd waits with it because it is open.
    pub refresh_inhibit: Option<Inhibit>,
}

/// Who made a snap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Publisher {
    /// His account.
    pub id: String,
    /// As he calls himself.
    pub display_name: String,
}

/// Something that a snap starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct App {
    /// There where people find it in their menu.
    pub desktop_file: Option<String>,
}

/// What a channel has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Channel {
    /// Which revision.
    #[serde(deserialize_with = "revision")]
    pub revision: String,
    /// Since when.
    #[serde(deserialize_with = "moment")]
    pub released_at: Option<Timestamp>,
}

/// snapd waits until it is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Inhibit {
    /// The moment after which it no longer waits.
    #[serde(deserialize_with = "moment")]
    pub proceed_time: Option<Timestamp>,
}

impl Snap {
    /// What names it.
    pub fn reference(&self) -> Reference {
        let (name, version, revision) = (self.name.clone(), self.version.clone(), self.revision.clone());
        Reference { name, version, revision }
    }

    /// Whether people start it, and it is no part of the system.
    pub fn is_app(&self) -> bool {
        self.r#type == "app"
    }

    /// Whether it is in people's menus.
    pub fn has_window(&self) -> bool {
        self.apps.iter().flatten().any(|app| app.desktop_file.is_some())
    }

    /// Until when somebody keeps it as it is, where somebody does.
    pub fn held_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.hold.max(self.gating_hold).filter(|until| *until > now)
    }

    /// Whether this PC's administrator keeps it as it is, which is what an undo asks for.
    pub fn is_held_by_system(&self, now: Timestamp) -> bool {
        self.hold.is_some_and(|until| until > now)
    }
}

/// A number in some places of snapd's documentation, and a text in others.
fn revision<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Revision {
        Text(String),
        Number(i64),
    }
    Ok(match Revision::deserialize(from)? {
        Revision::Text(text) => text,
        Revision::Number(number) => number.to_string(),
    })
}

/// What is no moment is not known.
fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_read_as_a_text_and_as_a_number_and_a_moment_with_any_offset() {
        let json = r#"[{"name":"a","revision":"11","hold":"2024-04-17T12:51:25.742080444+02:00"},
                       {"name":"b","revision":99,"hold":"never","apps":null}]"#;
        let snaps: Vec<Snap> = serde_json::from_str(json).unwrap();
        assert_eq!((&*snaps[0].revision, &*snaps[1].revision), ("11", "99"));
        assert_eq!(snaps[0].hold, "2024-04-17T10:51:25.742080444Z".parse().ok());
        assert_eq!(snaps[1].hold, None);
    }
}
