//! Who is signed in, out of logind's notes on its sessions.

use std::{collections::BTreeSet, fs, path::Path};

/// Names of the people who are signed in, each once, as logind notes them in this folder (`/run/systemd/sessions`);
/// `None` without logind.
///
/// Only plain files are notes. Beside each session that a login made lies a pipe (`c1.ref`), which says nothing until the
/// session ends: whoever is root and reads it waits for that.
pub fn signed_in(folder: &Path) -> Option<BTreeSet<String>> {
    let notes = fs::read_dir(folder).ok()?.flatten();
    let notes = notes.filter(|note| note.file_type().is_ok_and(|kind| kind.is_file()));
    let texts = notes.filter_map(|note| fs::read_to_string(note.path()).ok());
    Some(texts.filter_map(|text| person_of(&text)).collect())
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
    #[cfg(unix)]
    #[test]
    fn the_pipe_beside_a_session_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let session = "USER=ana\nSTATE=active\nCLASS=user\n";
        for name in ["c1", "c2"] {
            fs::write(folder.path().join(name), session).unwrap();
            nix::unistd::mkfifo(&folder.path().join(format!("{name}.ref")), nix::sys::stat::Mode::S_IRWXU)
                .unwrap();
        }
        // logind holds the other end, so that nothing comes and nothing ends.
        let open = |name| fs::File::options().read(true).write(true).open(folder.path().join(name)).unwrap();
        let _held = ["c1.ref", "c2.ref"].map(open);
        assert_eq!(signed_in(folder.path()), Some(BTreeSet::from(["ana".to_owned()])));
        assert_eq!(signed_in(&folder.path().join("none")), None);
    }
}
