//! The Mac App Store, as `mas` tells of it: listed, and put in by the store itself, which wants the person's account.
//!
//! Only a `mas` that is the person's own, or root's, is run: another account's would do what that account wants, as them.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use patchround_protocol::{
    Cause, PcId, Update, UpdateId,
    update::{Needs, Reversible, Scope},
    wire::SourceScan,
};
use serde::Deserialize;

use crate::{
    AskError,
    command::{Call, Output},
    escaped::escaped,
    names, owner,
    source::{Asking, Pc},
};

/// The source's id.
pub const SOURCE: &str = "mas";

/// Where Homebrew puts it, on Apple silicon and on Intel.
const PROGRAMS: [&str; 2] = ["/opt/homebrew/bin/mas", "/usr/local/bin/mas"];
/// It asks the store for each app.
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// An app of which the store has something newer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct App {
    /// The store's number of it.
    #[serde(rename = "adamID")]
    pub number: u64,
    /// Its name.
    pub name: String,
    /// The version that is there.
    pub version: String,
    /// The version that is offered.
    #[serde(rename = "newVersion")]
    pub offered: String,
}

/// Whether the person with this home has it.
pub fn is_here(pc: &Pc<'_>, home: &str) -> bool {
    program(pc, home).is_some()
}

/// What the store has newer of the apps of the person with this home; where it could not be asked, none and the cause.
pub fn read(pc: &Pc<'_>, asking: &Asking<'_>, home: &str) -> (SourceScan, Vec<Update>) {
    let (updates, cause) = match outdated(pc, home) {
        Ok(apps) => (join(asking.pc, &apps), None),
        Err(error) => {
            let cause = error.cause();
            tracing::warn!(?cause, said = %error.said().lines().next().unwrap_or_default(), "Failed to ask mas");
            (Vec::new(), Some(cause))
        }
    };
    let scan = SourceScan {
        source: SOURCE.to_owned(),
        cause,
        unfinished: None,
        unfinished_of: Vec::new(),
        refreshed_at: None,
        whole: false,
        managed: false,
    };
    (scan, updates)
}

/// Folders whose change makes a list stale.
pub fn watched_paths() -> Vec<PathBuf> {
    vec!["/Applications".into()]
}

/// `mas outdated --json` (mas 7): one app a line. `None` where a line is none, or the last one has no end.
pub fn parse(text: &str) -> Option<Vec<App>> {
    let is_whole = text.is_empty() || text.ends_with('\n');
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    is_whole.then(|| lines.map(|line| serde_json::from_str(line).ok()).collect())?
}

/// The updates, sorted by id, each once.
pub fn join(pc: PcId, apps: &[App]) -> Vec<Update> {
    let mut updates: Vec<Update> = apps.iter().filter_map(|app| update(pc, app)).collect();
    updates.sort_by(|a, b| a.id.cmp(&b.id));
    updates.dedup_by(|a, b| a.id == b.id);
    updates
}

fn outdated(pc: &Pc<'_>, home: &str) -> Result<Vec<App>, AskError> {
    let gone = || AskError::Refused { cause: Cause::NotForThisPc, said: "No mas is theirs".to_owned() };
    let program = program(pc, home).ok_or_else(gone)?;
    let output = pc.tools.ask(&Call::new(program, ["outdated", "--json"]).with("HOME", home), LIMIT)?;
    parse(&output.stdout).filter(|_| output.is_success()).ok_or_else(|| refused(&output))
}

fn program(pc: &Pc<'_>, home: &str) -> Option<&'static str> {
    let home = home.trim_end_matches('/');
    let person = owner::of(&pc.place(home)).filter(|_| home.starts_with('/'))?;
    let is_theirs = |path: &Path| owner::of(path).is_some_and(|owner| [person, owner::ROOT].contains(&owner));
    PROGRAMS.into_iter().find(|program| {
        let program = pc.place(program);
        // Homebrew's is a link: whoever owns what it leads to, or the folder that it lies in, says what is run.
        let led_to = program.canonicalize().ok().filter(|file| file.is_file());
        led_to.is_some_and(|file| {
            let folders = [&program, &file].into_iter().filter_map(|path| path.parent());
            is_theirs(&program) && is_theirs(&file) && folders.into_iter().all(is_theirs)
        })
    })
}

/// Its words are Apple's, in the person's language: they are told, and mean nothing to us.
fn refused(output: &Output) -> AskError {
    let said = format!("{}\n[{}]", output.said(), output.ending());
    AskError::Refused { cause: Cause::Unexpected, said }
}

fn update(pc: PcId, app: &App) -> Option<Update> {
    let number = app.number.to_string();
    let id = UpdateId::new(SOURCE, &number, &escaped(&app.offered)).ok()?;
    let name =
        Some(names::one_line(&app.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| number.clone());
    let candidate = names::one_line(&app.offered);
    let installed = Some(names::one_line(&app.version)).filter(|there| *there != candidate);
    Some(Update {
        id,
        pc,
        source: SOURCE.to_owned(),
        package: number.parse().ok()?,
        group: name.clone(),
        name,
        installed,
        candidate,
        class: None,
        severity: None,
        substantial: None,
        cves: None,
        known_exploited: None,
        released: None,
        size: None,
        notes: None,
        changes: None,
        needs: Needs { restart: Some(false), sign_out: Some(false), ..Needs::default() },
        reversible: Some(Reversible::Not(Cause::UndoBlocked)),
        scope: Scope::Person,
        held: None,
        phased: false,
        blocked: Some(Cause::AtThePc),
    })
}

#[cfg(test)]
mod tests {
    use patchround_protocol::SpkiHash;

    use super::*;

    const MIXED: &str = include_str!("../testdata/written.mas-outdated.mixed");

    #[test]
    fn apps_of_the_store_are_a_persons_and_go_in_at_the_pc() {
        let updates = join(SpkiHash([0; 32]), &parse(MIXED).unwrap());
        let said: Vec<_> = updates.iter().map(|u| (u.id.as_str(), &*u.name, u.blocked, u.scope)).collect();
        let person = |id, name| (id, name, Some(Cause::AtThePc), Scope::Person);
        let expected = [
            person("mas:409201541@14.3", "Pages"),
            person("mas:497799835@16.4", "Xcode"),
            person("mas:899247664@4.0^20^28beta^29", "TestFlight"),
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn nothing_to_update_is_an_answer_and_half_a_line_is_none() {
        assert_eq!(parse(""), Some(Vec::new()));
        for other in ["{", "497799835 Xcode (16.3 -> 16.4)\n", "[]\n", MIXED.trim_end()] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_mas_of_another_account_is_never_run() {
        use std::{
            fs,
            os::unix::fs::{chown, symlink},
        };

        let root = tempfile::tempdir().unwrap();
        let pc = Pc { root: root.path(), tools: &crate::command::Programs };
        let place = |path: &str| root.path().join(path);
        for folder in ["Users/ana", "opt/homebrew/bin", "opt/homebrew/Cellar/mas/7/bin"] {
            fs::create_dir_all(place(folder)).unwrap();
        }
        let (link, file) = ("opt/homebrew/bin/mas", "opt/homebrew/Cellar/mas/7/bin/mas");
        symlink("../Cellar/mas/7/bin/mas", place(link)).unwrap();
        assert!(!is_here(&pc, "/Users/ana"), "it leads nowhere");
        fs::write(place(file), "").unwrap();
        assert!(is_here(&pc, "/Users/ana") && is_here(&pc, "/Users/ana/"));
        assert!(!is_here(&pc, "/Users/ben") && !is_here(&pc, "Users/ana") && !is_here(&pc, ""));
        if nix::unistd::geteuid().is_root() {
            chown(place("Users/ana"), Some(501), None).unwrap();
            assert!(is_here(&pc, "/Users/ana"), "root's may be run by everybody");
            for others in [file, "opt/homebrew/bin", "opt/homebrew/Cellar/mas/7/bin"] {
                chown(place(others), Some(502), None).unwrap();
                assert!(!is_here(&pc, "/Users/ana"), "{others}");
                chown(place(others), Some(501), None).unwrap();
                assert!(is_here(&pc, "/Users/ana"), "{others}");
            }
        }
    }
}
