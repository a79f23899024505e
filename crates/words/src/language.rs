//! Which language a thread speaks, and to whom.

use std::cell::Cell;

/// A language there is a catalogue of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English: the catalogue that all others follow.
    English,
    /// German.
    German,
    /// Arabic: written from right to left. All that a window says; a helper's own shell speaks English.
    Arabic,
    /// English with accents and 40 % longer, to see what is clipped or not from the catalogue.
    Pseudo,
}

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

/// To whom is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Somebody who types commands.
    Shell,
    /// Somebody who looks at a window, a message or a tray. Values are isolated there (UAX #9), so that names keep
    /// their direction.
    Window,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::Arabic, Self::Pseudo];
    /// Those a person can choose: their catalogues are whole, also for who types commands.
    pub const CHOICES: [Self; 2] = [Self::English, Self::German];

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Arabic => "ar",
            Self::Pseudo => "en-XA",
        }
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Arabic => "العربية",
            Self::Pseudo => "Pseudo",
        }
    }

    /// Which way it is written.
    pub fn direction(self) -> Direction {
        if self == Self::Arabic { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// The language for a tag, or for a system's locale name such as `de_AT.UTF-8`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let exact = Self::ALL.into_iter().find(|language| language.tag() == tag);
        let first = || tag.split(['-', '_', '.']).next().unwrap_or_default();
        exact.or_else(|| Self::CHOICES.into_iter().find(|language| language.tag() == first()))
    }
}

thread_local! {
    static SPOKEN: Cell<(Language, Surface)> = const { Cell::new((Language::English, Surface::Shell)) };
}

/// From now on this thread speaks this language on this surface. It begins with English in a shell.
pub fn speak(language: Language, surface: Surface) {
    SPOKEN.set((language, surface));
}

/// The language this thread speaks.
pub fn language() -> Language {
    spoken().0
}

pub(crate) fn spoken() -> (Language, Surface) {
    SPOKEN.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_systems_locale_names_a_language() {
        for (tag, language) in [
            ("de_AT.UTF-8", Some(Language::German)),
            ("en-XA", Some(Language::Pseudo)),
            ("en_GB", Some(Language::English)),
            ("ar", Some(Language::Arabic)),
            ("ar_EG.UTF-8", None),
            ("C.UTF-8", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }
}
