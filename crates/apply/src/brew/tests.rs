use std::{fs, sync::Mutex, time::Duration};

use patchround_protocol::{Outcome, progress::Progress};
use patchround_updates::command::{Call, CommandError, Line, Output, Tools};

use super::*;
use crate::replay::{line, testdata};

const HOME: &str = "/Users/ana";
const LETTERS: &str = "brew:cask/letters@4.2.0";
const OPENSSL: &str = "brew:formula/openssl^403@3.5.2";
const PINNED: &str = "brew:formula/node^4020@20.19.4";

/// A Mac with a Homebrew of Ana's.
struct Mac {
    root: tempfile::TempDir,
    /// How an upgrade ends, and what is said.
    run: (i32, &'static str),
    /// Whether an upgrade changes what is there.
    works: bool,
    is_open: bool,
    is_busy: bool,
    written: Mutex<Vec<String>>,
}

impl Mac {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("Users/ana")).unwrap();
        fs::create_dir_all(root.path().join("opt/homebrew/bin")).unwrap();
        fs::write(root.path().join("opt/homebrew/bin/brew"), "").unwrap();
        Self { root, run: (0, ""), works: true, is_open: false, is_busy: false, written: Mutex::default() }
    }

    fn installed(&self, ids: &[&str]) -> Vec<(String, Outcome, Option<Cause>)> {
        let ids: Vec<UpdateId> = ids.iter().map(|id| id.parse().unwrap()).collect();
        let mut ends = Vec::new();
        let mut report = |line| {
            if let Progress::UpdateEnded { id, outcome, cause, .. } = line {
                ends.push((id.to_string(), outcome, cause));
            }
        };
        OfPerson.install(
            &Pc { root: self.root.path(), tools: self },
            HOME,
            &ids,
            &mut Meter::new(&mut report),
        );
        ends
    }

    fn one(&self, id: &str) -> (Outcome, Option<Cause>) {
        let ends = self.installed(&[id]);
        let [(_, outcome, cause)] = &ends[..] else { panic!("{ends:?}") };
        (*outcome, *cause)
    }

    fn has(&self, name: &str) -> bool {
        self.works && self.written.lock().unwrap().iter().any(|line| line.ends_with(&format!(" -- {name}")))
    }
}

impl Tools for Mac {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        let answer = |status, stdout: &str| {
            Ok(Output { status: Some(status), stdout: stdout.to_owned(), stderr: String::new() })
        };
        let line = line(call);
        if let Some(words) = line.strip_prefix("/opt/homebrew/bin/brew ") {
            assert!(call.variables.contains(&("HOMEBREW_NO_AUTO_UPDATE", "1".to_owned())), "{line}");
            assert!(call.variables.contains(&("HOME", HOME.to_owned())), "{line}");
            return match words {
                "outdated --json=v2" => answer(0, &testdata("written.brew-outdated.mixed")),
                "info --json=v2 --cask -- letters" => answer(0, &testdata("written.brew-info.mixed")),
                "list --versions --cask -- letters" if self.has("letters") => answer(0, "letters 4.2.0\n"),
                "list --versions --cask -- letters" => answer(0, "letters 4.1.0\n"),
                "list --versions --formula -- openssl@3" if self.has("openssl@3") => {
                    answer(0, "openssl@3 3.5.1 3.5.2\n")
                }
                "list --versions --formula -- openssl@3" => answer(0, "openssl@3 3.5.1\n"),
                "list --versions --cask" => answer(0, "letters 4.1.0\npr-tool 1.9 2.0\n"),
                "list --versions --formula" => answer(0, "openssl@3 3.5.1 3.5.0\n"),
                other => panic!("never asked: {other}"),
            };
        }
        if line.contains("/Letters\\.app/") {
            return answer(i32::from(!self.is_open), "");
        }
        assert!(line.starts_with("/usr/bin/pgrep -l -f brew"), "{line}");
        if self.is_busy { answer(0, "77 /usr/bin/ruby brew.rb upgrade\n") } else { answer(1, "") }
    }

    fn fetch(&self, call: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        assert_eq!(line(call), "/opt/homebrew/bin/brew update");
        Ok(Told { status: Some(self.run.0), last_lines: vec![self.run.1.to_owned()] })
    }

    fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.written.lock().unwrap().push(line(call));
        Ok(Told { status: Some(self.run.0), last_lines: vec![self.run.1.to_owned()] })
    }

    fn patience(&self, _: Duration) -> Duration {
        Duration::from_millis(1)
    }
}

#[test]
fn what_is_ordered_goes_in_and_is_done_by_what_is_there_afterwards() {
    let mac = Mac::new();
    let ends = mac.installed(&[LETTERS, OPENSSL, LETTERS]);
    let done = |id: &str| (id.to_owned(), Outcome::Done, None);
    assert_eq!(ends, [done(LETTERS), done(OPENSSL)]);
    let lines = [
        "/opt/homebrew/bin/brew upgrade --cask -- letters",
        "/opt/homebrew/bin/brew upgrade --formula -- openssl@3",
    ];
    assert_eq!(*mac.written.lock().unwrap(), lines);
}

#[test]
fn no_exit_code_is_believed() {
    let lies = Mac { works: false, ..Mac::new() };
    assert_eq!(lies.one(OPENSSL), (Outcome::Failed, Some(Cause::InstalledButNotVerified)));
    let fails_after_it = Mac { run: (1, "Error: the moon is full"), ..Mac::new() };
    assert_eq!(fails_after_it.one(OPENSSL), (Outcome::Done, None));
    let fails = Mac { run: (1, "curl: (6) Could not resolve host: ghcr.io"), works: false, ..Mac::new() };
    assert_eq!(fails.one(OPENSSL), (Outcome::Failed, Some(Cause::NoNetwork)));
    let asks =
        Mac { run: (1, "sudo: a terminal is required to read the password"), works: false, ..Mac::new() };
    assert_eq!(asks.one(LETTERS), (Outcome::Failed, Some(Cause::NeedsAdminOrUser)));
}

#[test]
fn an_app_that_is_open_is_never_ended_for_its_update() {
    let mac = Mac { is_open: true, ..Mac::new() };
    assert_eq!(mac.one(LETTERS), (Outcome::NeedsPerson, Some(Cause::AppRunning)));
    assert!(mac.written.lock().unwrap().is_empty());
}

#[test]
fn what_is_pinned_or_not_offered_any_more_is_left_alone() {
    let mac = Mac::new();
    assert_eq!(mac.one(PINNED), (Outcome::NeedsPerson, Some(Cause::Held)));
    for gone in ["brew:cask/letters@9", "brew:cask/none@1", "brew:formula/letters@4.2.0"] {
        assert_eq!(mac.one(gone), (Outcome::Failed, Some(Cause::VersionGone)), "{gone}");
    }
    assert!(mac.written.lock().unwrap().is_empty());
}

#[test]
fn what_is_in_already_is_done_and_not_gone() {
    let mac = Mac::new();
    for there in
        ["brew:formula/openssl^403@3.5.0", "brew:cask/pr-tool@2.0", "brew:cask/lab/tools/pr-tool@1.9"]
    {
        assert_eq!(mac.one(there), (Outcome::Done, None), "{there}");
    }
    for gone in ["brew:formula/openssl^403@3.5", "brew:formula/pr-tool@2.0", "brew:other/pr-tool@2.0"] {
        assert_eq!(mac.one(gone), (Outcome::Failed, Some(Cause::VersionGone)), "{gone}");
    }
    assert!(mac.written.lock().unwrap().is_empty());
}

#[test]
fn another_homebrew_at_work_is_waited_for_and_named() {
    let mac = Mac { is_busy: true, ..Mac::new() };
    assert_eq!(mac.one(OPENSSL), (Outcome::Failed, Some(Cause::BusyOtherUpdater)));
    assert!(mac.written.lock().unwrap().is_empty());
}

#[test]
fn a_refresh_that_reaches_nobody_says_so_and_somebody_elses_homebrew_is_not_touched() {
    let refreshed = |mac: &Mac, home: &str| {
        let pc = Pc { root: mac.root.path(), tools: mac };
        OfPerson.refresh(&pc, home, &mut Meter::new(&mut |_| {}))
    };
    assert_eq!(refreshed(&Mac::new(), HOME), Ended::DONE);
    let offline = Mac { run: (1, "curl: (6) Could not resolve host"), ..Mac::new() };
    assert_eq!(refreshed(&offline, HOME).cause, Some(Cause::NoNetwork));
    assert_eq!(refreshed(&offline, "/Users/nobody"), Ended::DONE);
}
