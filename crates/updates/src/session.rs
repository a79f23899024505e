//! Who is signed in, out of logind's notes on its sessions.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Read,
    path::Path,
};

/// Entries of the folder that are looked at.
const ENTRIES: usize = 4096;
/// Bytes of one note that are read.
const BYTES: u64 = 16 * 1024;

/// What is noted of each session in a folder such as `/run/systemd/sessions` (`sd-login(3)`): its name, and the text;
/// `None` where there is no such folder, as without logind.
///
/// Beside each note lies a pipe (`NAME.ref`) that logind holds open for as long as the session lasts. Whoever reads it
/// waits as long: only plain files are opened.
pub fn session_notes(folder: &Path) -> Option<Vec<(String, String)>> {
    let entries = fs::read_dir(folder).ok()?.take(ENTRIES);
    let note = |path: &Path| {
        let mut bytes = Vec::new();
        let file =
            fs::metadata(path).ok().filter(fs::Metadata::is_file).and_then(|_| File::open(path).ok())?;
        file.take(BYTES).read_to_end(&mut bytes).ok()?;
        Some((path.file_name()?.to_str()?.to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    Some(entries.filter_map(|entry| note(&entry.ok()?.path())).collect())
}

/// Names of the people who have a session in such a folder, in the order of the alphabet; `None` as [`session_notes`].
pub fn people_of(folder: &Path) -> Option<Vec<String>> {
    let people: BTreeSet<String> =
        session_notes(folder)?.iter().filter_map(|(_, text)| person_of(text)).collect();
    Some(people.into_iter().collect())
}

/// Whose session one of the files in `/run/systemd/sessions` describes (`sd-login(3)`), if a person's.
///
/// Every class of a person's session counts, also those of systemd 256 for root (`user-early`) and for a
/// login without services (`user-light`); a greeter, a lock screen and a timer's session are nobody.
pub(crate) fn person_of(session: &str) -> Option<String> {
    let value = |key: &str| session.lines().find_map(|line| line.strip_prefix(key));
    let is_person = value("CLASS=").is_some_and(|class| class == "user" || class.starts_with("user-"));
    let is_here = is_person && value("STATE=") != Some("closing");
    is_here.then(|| value("USER=").unwrap_or("?").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_pipe_of_a_session_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("c1"), "UID=1000\nUSER=ana\nSTATE=active\nCLASS=user\n").unwrap();
        nix::unistd::mkfifo(&folder.path().join("c1.ref"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        assert_eq!(people_of(folder.path()), Some(vec!["ana".to_owned()]));
        assert_eq!(people_of(&folder.path().join("none")), None);
    }

    #[test]
    fn a_person_is_signed_in_until_the_session_closes_and_a_greeter_is_nobody() {
        let session = "# private\nUID=0\nUSER=root\nACTIVE=1\nSTATE=online\nTYPE=tty\nCLASS=user\n";
        for (class, is_somebody) in [
            ("user", true),
            ("user-early", true),
            ("user-light", true),
            ("greeter", false),
            ("manager", false),
            ("background", false),
        ] {
            let session = session.replace("CLASS=user", &format!("CLASS={class}"));
            assert_eq!(person_of(&session).is_some(), is_somebody, "{class}");
        }
        assert_eq!(person_of(&session.replace("STATE=online", "STATE=closing")), None);
        assert_eq!(person_of(&session.replace("USER=root\n", "")), Some("?".into()));
    }
}
