//! Where an installation lies, and how flatpak is told of it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use patchround_protocol::update::Scope;

use super::config::Config;
use crate::source::Pc;

/// Path of `flatpak`.
pub const FLATPAK: &str = "/usr/bin/flatpak";
/// Where the root half notes what the remotes offer. Below it lies `flatpak/system-cache`, which flatpak makes for
/// whoever is not root before it answers anything at all.
pub const CACHE: &str = "/var/cache/patchround";
const SYSTEM: &str = "/var/lib/flatpak";

/// One of flatpak's installations. Those of `/etc/flatpak/installations.d` are left to the person who made them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installation {
    /// The whole PC's.
    System,
    /// One person's own, read and written only by that person's session.
    User {
        /// Their home, an absolute path ([`Self::of_person`]).
        home: String,
    },
}

impl Installation {
    /// That of whoever has this home; `None` where it is no absolute path. Where flatpak was told of another folder than
    /// the usual one there (`XDG_DATA_HOME`), what lies in that is not found.
    pub fn of_person(home: &str) -> Option<Self> {
        let home = home.trim_end_matches('/');
        home.starts_with('/').then(|| Self::User { home: home.to_owned() })
    }

    /// The option that means it.
    pub fn flag(&self) -> &'static str {
        match self {
            Self::System => "--system",
            Self::User { .. } => "--user",
        }
    }

    /// Whose updates it has.
    pub fn scope(&self) -> Scope {
        match self {
            Self::System => Scope::Machine,
            Self::User { .. } => Scope::Person,
        }
    }

    /// The variables that flatpak finds its folders by. In a person's session they are said as well: what that session has
    /// set otherwise is cleared.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let home = match self {
            Self::System => None,
            Self::User { home } => Some(("HOME", home.clone())),
        };
        home.into_iter().chain([("XDG_CACHE_HOME", self.cache())]).collect()
    }

    /// Its folder, an absolute path of the PC.
    pub fn folder(&self) -> String {
        match self {
            Self::System => SYSTEM.to_owned(),
            Self::User { home } => format!("{home}/.local/share/flatpak"),
        }
    }

    /// The folder that flatpak takes for its user's cache (`XDG_CACHE_HOME`), an absolute path of the PC.
    pub fn cache(&self) -> String {
        match self {
            Self::System => CACHE.to_owned(),
            Self::User { home } => format!("{home}/.cache"),
        }
    }

    /// The folder in it that has to be there for flatpak to change nothing.
    pub fn prepared(&self) -> String {
        format!("{}/flatpak/system-cache", self.cache())
    }

    /// The file in which a refresh notes what the remotes offer.
    pub fn offered(&self) -> String {
        match self {
            Self::System => format!("{CACHE}/flatpak-offered.json"),
            Self::User { .. } => format!("{}/patchround/flatpak-offered.json", self.cache()),
        }
    }

    /// Its settings: remotes and masks.
    pub fn config(&self, pc: &Pc<'_>) -> Config {
        let text = fs::read_to_string(pc.place(&format!("{}/repo/config", self.folder())));
        text.map(|text| Config::parse(&text)).unwrap_or_default()
    }

    /// Whether flatpak is on the PC and this installation has anything, or a place to get it from. A package of that
    /// name alone has neither.
    pub fn is_here(&self, pc: &Pc<'_>) -> bool {
        let has = |kind: &str| is_filled(&pc.place(&format!("{}/{kind}", self.folder())));
        let is_used = || has("app") || has("runtime") || !self.config(pc).remotes.is_empty();
        pc.place(FLATPAK).is_file() && is_used()
    }

    /// Folders whose change makes a list of it stale: flatpak touches `.changed` after whatever it did, and writes masks
    /// and remotes into the second.
    pub fn watched_paths(&self) -> Vec<PathBuf> {
        vec![self.folder().into(), format!("{}/repo", self.folder()).into()]
    }
}

fn is_filled(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Programs;

    #[test]
    fn a_pc_that_only_has_the_program_has_nothing_to_update_with_it() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let write = |path: &str, text: &str| {
            let path = pc.place(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("/var/lib/flatpak/repo/config", "[core]\nrepo_version=1\n");
        assert!(!Installation::System.is_here(&pc));
        write(FLATPAK, "");
        assert!(!Installation::System.is_here(&pc));
        write("/var/lib/flatpak/repo/config", "[core]\n[remote \"lab\"]\nurl=http://mirror.invalid\n");
        assert!(Installation::System.is_here(&pc));
        let person = Installation::User { home: "/home/ada".into() };
        assert!(!person.is_here(&pc));
        write("/home/ada/.local/share/flatpak/app/org.lab.App/current", "");
        assert!(person.is_here(&pc));
    }

    #[test]
    fn a_home_that_is_no_absolute_path_is_nobodys() {
        for home in ["", "/", "//", "home/ada", "~", "./", "../ada"] {
            assert_eq!(Installation::of_person(home), None, "{home}");
        }
        let ada = Installation::User { home: "/home/ada".into() };
        for home in ["/home/ada", "/home/ada/"] {
            assert_eq!(Installation::of_person(home), Some(ada.clone()), "{home}");
        }
    }
}
