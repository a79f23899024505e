//! Where Homebrew lies, and whose it is.

use std::{fs, path::PathBuf};

use jiff::Timestamp;

use crate::source::Pc;

/// Its program, the folder it is kept in, and where it puts things: on Apple silicon and on Intel.
const PLACES: [[&str; 3]; 2] = [
    ["/opt/homebrew/bin/brew", "/opt/homebrew", "/opt/homebrew"],
    ["/usr/local/bin/brew", "/usr/local/Homebrew", "/usr/local"],
];

/// One person's Homebrew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix {
    program: &'static str,
    repository: &'static str,
    folder: &'static str,
    home: String,
}

impl Prefix {
    /// That of the person with this home; none where there is none, or it is somebody else's.
    pub fn of_person(pc: &Pc<'_>, home: &str) -> Option<Self> {
        let home = home.trim_end_matches('/');
        let owner = owner(pc, home).filter(|_| home.starts_with('/'))?;
        let is_theirs = |[program, repository, _]: &[&'static str; 3]| {
            pc.place(program).is_file() && self::owner(pc, repository) == Some(owner)
        };
        let [program, repository, folder] = PLACES.into_iter().find(is_theirs)?;
        Some(Self { program, repository, folder, home: home.to_owned() })
    }

    /// Its program.
    pub fn program(&self) -> &'static str {
        self.program
    }

    /// The home of whoever owns it.
    pub fn home(&self) -> &str {
        &self.home
    }

    /// Where it puts what it installs.
    pub fn folder(&self) -> &'static str {
        self.folder
    }

    /// Files and folders whose change makes a list stale: what is installed, what is pinned, and the last look for news.
    pub fn watched_paths(&self) -> Vec<PathBuf> {
        let of = |name: &str| format!("{}/{name}", self.folder).into();
        vec![
            of("Cellar"),
            of("Caskroom"),
            of("var/homebrew/pinned"),
            of("var/homebrew/linked"),
            self.news().into(),
        ]
    }

    /// When it last looked for news: it touches this file, also where there were none (`update.sh`).
    pub fn refreshed_at(&self, pc: &Pc<'_>) -> Option<Timestamp> {
        let touched = fs::metadata(pc.place(&self.news())).ok()?.modified().ok()?;
        Timestamp::try_from(touched).ok().and_then(|at| Timestamp::from_second(at.as_second()).ok())
    }

    fn news(&self) -> String {
        format!("{}/.git/FETCH_HEAD", self.repository)
    }
}

/// Whose a folder is; none of a link.
fn owner(pc: &Pc<'_>, folder: &str) -> Option<u32> {
    let folder = pc.place(folder);
    let is_folder = fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir());
    crate::owner::of(&folder).filter(|_| is_folder)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{chown, symlink};

    use super::*;
    use crate::command::Programs;

    #[test]
    fn homebrew_is_there_for_its_owner_alone() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        let of = |home: &str| Prefix::of_person(&pc, home).map(|own| own.program());
        for folder in ["Users/ana", "Users/ben", "opt/homebrew/bin"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        assert_eq!(of("/Users/ana"), None, "a folder alone");
        fs::write(root.path().join("opt/homebrew/bin/brew"), "").unwrap();
        assert_eq!(of("/Users/ana"), Some("/opt/homebrew/bin/brew"));
        for nobody in ["/Users/none", "", "/", "Users/ana"] {
            assert_eq!(of(nobody).filter(|_| nobody != "/"), None, "{nobody}");
        }
        symlink("/Users/ana", root.path().join("Users/link")).unwrap();
        assert_eq!(of("/Users/link"), None, "a link is nobody's home");
        if nix::unistd::geteuid().is_root() {
            chown(root.path().join("Users/ben"), Some(501), None).unwrap();
            assert_eq!(of("/Users/ben"), None);
        }
    }

    #[test]
    fn that_of_an_intel_mac_is_found_in_its_own_place() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &Programs };
        for folder in ["Users/ana", "usr/local/bin", "usr/local/Homebrew/.git"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        fs::write(root.path().join("usr/local/bin/brew"), "").unwrap();
        let own = Prefix::of_person(&pc, "/Users/ana/").unwrap();
        assert_eq!(
            (own.program(), own.folder(), own.home()),
            ("/usr/local/bin/brew", "/usr/local", "/Users/ana")
        );
        assert_eq!(own.refreshed_at(&pc), None, "it never looked");
        fs::write(root.path().join("usr/local/Homebrew/.git/FETCH_HEAD"), "").unwrap();
        assert!(own.refreshed_at(&pc).is_some());
    }
}
