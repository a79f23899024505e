//! A ref: what names one program or part in one branch.

use std::{fmt, str::FromStr};

use patchround_protocol::{
    UpdateId,
    ids::{NotAnId, PackageName},
};

use super::SOURCE;

/// Hex digits of a commit.
const COMMIT: usize = 64;
/// Parts that come with a program and nobody starts.
const PARTS: [&str; 3] = [".Locale", ".Debug", ".Sources"];

/// What a ref is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A program.
    App,
    /// What programs run on, or a part that is added to one.
    Runtime,
}

/// `app/org.lab.App/x86_64/stable`. Only plain characters, never an option.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    text: String,
    kind: Kind,
}

impl Kind {
    /// As flatpak writes it, which is also the folder's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Runtime => "runtime",
        }
    }
}

impl Reference {
    /// The ref of a kind that `flatpak list` names without it: `ID/ARCH/BRANCH`.
    ///
    /// # Errors
    /// [`NotAnId`], as [`Reference::from_str`].
    pub fn of(kind: Kind, rest: &str) -> Result<Self, NotAnId> {
        format!("{}/{rest}", kind.as_str()).parse()
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its name without kind, architecture and branch.
    pub fn id(&self) -> &str {
        self.text.split('/').nth(1).unwrap_or_default()
    }

    /// Its name as a package's; none where it is too long for one.
    pub fn package(&self) -> Option<PackageName> {
        self.id().parse().ok()
    }

    /// The name of what it is a part of, which is its own where it is none.
    pub fn group(&self) -> &str {
        PARTS.iter().find_map(|part| self.id().strip_suffix(part)).unwrap_or(self.id())
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The update to a commit; none where that makes no plain id.
    pub fn at(&self, commit: &str) -> Option<UpdateId> {
        let whole = is_commit(commit).then_some(commit)?;
        UpdateId::new(SOURCE, &self.text, whole).ok()
    }
}

impl FromStr for Reference {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut parts = text.split('/');
        let kind = match parts.next() {
            Some("app") => Kind::App,
            Some("runtime") => Kind::Runtime,
            _ => return Err(NotAnId("ref")),
        };
        let parts: Vec<&str> = parts.collect();
        if parts.len() == 3 && parts.iter().all(|part| is_plain(part)) {
            Ok(Self { text: text.to_owned(), kind })
        } else {
            Err(NotAnId("ref"))
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The ref that an id means; none where it is no id of this source.
pub fn of_id(id: &UpdateId) -> Option<Reference> {
    let is_ours = id.source() == SOURCE && is_commit(id.version());
    is_ours.then(|| id.native().parse().ok()).flatten()
}

/// Whether a text is a whole commit.
pub fn is_commit(text: &str) -> bool {
    text.len() == COMMIT && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_plain(part: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    !part.is_empty() && !part.starts_with(['-', '.']) && part.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ref_tells_what_it_is_and_what_it_belongs_to() {
        let part: Reference = "runtime/org.lab.App.Locale/x86_64/stable".parse().unwrap();
        assert_eq!(
            (part.kind(), part.id(), part.group()),
            (Kind::Runtime, "org.lab.App.Locale", "org.lab.App")
        );
        let id = part.at(&"a".repeat(64)).unwrap();
        assert_eq!(of_id(&id), Some(part));
    }

    #[test]
    fn what_is_no_ref_or_no_commit_makes_no_id() {
        for bad in
            ["app/-x/y/z", "app/a/b", "app/a/b/c/d", "app/a/../c", "x/a/b/c", "app/a b/c/d", "app/a/b/c@d"]
        {
            assert!(bad.parse::<Reference>().is_err(), "{bad}");
        }
        let app: Reference = "app/a/b/c".parse().unwrap();
        for bad in ["", "abc", &"g".repeat(64), &"A".repeat(64)] {
            assert!(app.at(bad).is_none(), "{bad}");
        }
        assert_eq!(of_id(&"flatpak:app/a/b/c@1".parse().unwrap()), None);
    }
}
