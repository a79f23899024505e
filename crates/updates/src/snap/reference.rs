//! What names one revision of one snap.

use patchround_protocol::UpdateId;

use super::SOURCE;

/// Characters of a snap's name, and of the key of a second instance of it behind `_`.
const NAME: usize = 40;
const KEY: usize = 10;

/// One revision of one snap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The snap.
    pub name: String,
    /// What its maker calls it.
    pub version: String,
    /// What its store, or for a file of this PC snapd, calls it: two of one version may differ.
    pub revision: String,
}

impl Reference {
    /// Its id; none where its names are none.
    pub fn id(&self) -> Option<UpdateId> {
        let is_plain = is_name(&self.name) && is_revision(&self.revision);
        let version = format!("{}-{}", self.version, self.revision);
        UpdateId::new(SOURCE, &self.name, &version).ok().filter(|_| is_plain)
    }
}

/// The revision that an id means; none where it is no id of this source.
pub fn of_id(id: &UpdateId) -> Option<Reference> {
    let (version, revision) = id.version().rsplit_once('-')?;
    let reference = Reference {
        name: id.native().to_owned(),
        version: version.to_owned(),
        revision: revision.to_owned(),
    };
    (reference.id().as_ref() == Some(id)).then_some(reference)
}

/// Whether a text can stand in one of snapd's paths.
pub fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let (name, key) = text.split_once('_').unwrap_or((text, "0"));
    let is_key = (1..=KEY).contains(&key.len()) && key.chars().all(is_plain);
    let is_name = (1..=NAME).contains(&name.len()) && !name.starts_with('-');
    is_name && is_key && name.chars().all(|c| is_plain(c) || c == '-')
}

/// A number, or `x` and a number for what was never in a store.
fn is_revision(text: &str) -> bool {
    let digits = text.strip_prefix('x').unwrap_or(text);
    (1..=NAME).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(name: &str, version: &str, revision: &str) -> Reference {
        Reference { name: name.into(), version: version.into(), revision: revision.into() }
    }

    #[test]
    fn an_id_names_exactly_one_revision() {
        for of in [reference("firefox", "140.0.1-1", "4567"), reference("a_b", "0+git~1", "x1")] {
            assert_eq!(of_id(&of.id().unwrap()), Some(of));
        }
        let id: UpdateId = "snap:firefox@140.0.1-1-4567".parse().unwrap();
        assert_eq!(of_id(&id).unwrap().revision, "4567");
    }

    #[test]
    fn what_could_leave_a_path_or_is_no_revision_makes_no_id() {
        for name in ["", "../a", "a/b", "-a", "A", "a b", "a?b", "a_", "a_b_c", &"a".repeat(41)] {
            assert_eq!(reference(name, "1", "1").id(), None, "{name}");
        }
        for revision in ["", "x", "-1", "1a", "unset"] {
            assert_eq!(reference("a", "1", revision).id(), None, "{revision}");
        }
        assert_eq!(reference("a", "1 2", "1").id(), None);
        for id in ["snap:a@1", "apt:a@1-1", "snap:a/b@1-1"] {
            assert_eq!(of_id(&id.parse().unwrap()), None, "{id}");
        }
    }
}
