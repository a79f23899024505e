//! A Mac with two updates that need neither a restart nor a password, for the conformance of all sources.

use std::{collections::BTreeSet, fs, path::Path, sync::Mutex, time::Duration};

use patchround_protocol::{Outcome, UpdateId};
use patchround_updates::command::{Call, CommandError, Line, Output, Told, Tools};

use crate::{
    conformance::{Case, Does, Made},
    replay::{line, testdata},
    softwareupdate::SoftwareUpdate,
};

pub(super) const SAFARI: &str = "softwareupdate:Safari17.6MontereyAuto-17.6@17.6";
pub(super) const TOOLS: &str = "softwareupdate:Command^20Line^20Tools^20for^20Xcode-14.2@14.2";

pub(crate) const CASE: Case = Case {
    id: "softwareupdate",
    source: &SoftwareUpdate,
    order: || vec![SAFARI.parse().unwrap(), TOOLS.parse().unwrap()],
    gone: || vec!["softwareupdate:Safari17.6MontereyAuto-17.6@17.9".parse().unwrap()],
    stranger: "softwareupdate:x@1",
    agreed: &[],
    change: |line| line.starts_with("/usr/sbin/softwareupdate -i "),
    fetched: (Outcome::Waiting, None),
    removes: false,
    forgets: false,
    make: |does| Box::new(Mac::that(does)),
};

/// A Mac that lists what is not in yet.
pub(super) struct Mac {
    root: tempfile::TempDir,
    does: Does,
    /// Whether Safari runs.
    pub(super) is_open: bool,
    /// Whether what is ordered is not put in, and taken back by Apple in that moment.
    pub(super) is_taken_back: bool,
    done: Mutex<BTreeSet<String>>,
    /// The lines that were to change it.
    pub(super) written: Mutex<Vec<String>>,
}

impl Mac {
    pub(super) fn that(does: Does) -> Self {
        let root = tempfile::tempdir().unwrap();
        let about = root.path().join("System/Library/CoreServices");
        fs::create_dir_all(&about).unwrap();
        fs::write(about.join("SystemVersion.plist"), testdata("written.SystemVersion.plist")).unwrap();
        Self {
            root,
            does,
            is_open: false,
            is_taken_back: false,
            done: Mutex::default(),
            written: Mutex::default(),
        }
    }

    /// It stands in the system's history.
    fn note(&self, label: &str) {
        let (name, version) = if label.starts_with("Safari") {
            ("Safari", "17.6")
        } else {
            ("Command Line Tools for Xcode", "14.2")
        };
        let path = self.root.path().join("Library/Receipts/InstallHistory.plist");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let before = fs::read_to_string(&path).unwrap_or_default();
        let name = format!("<key>displayName</key><string>{name}</string>");
        let version = format!("<key>displayVersion</key><string>{version}</string>");
        fs::write(path, format!("{before}<dict>{name}{version}</dict>")).unwrap();
    }

    fn list(&self) -> String {
        let (text, done) = (testdata("written.softwareupdate-l.mixed"), self.done.lock().unwrap());
        let mut is_left_out = false;
        let stays = |line: &&str| {
            if let Some(label) = line.strip_prefix("* Label: ") {
                is_left_out = done.contains(label);
            }
            !is_left_out
        };
        text.lines().filter(stays).map(|line| format!("{line}\n")).collect()
    }
}

impl Made for Mac {
    fn root(&self) -> &Path {
        self.root.path()
    }

    fn tools(&self) -> &dyn Tools {
        self
    }
}

impl Tools for Mac {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        let answer = |status, stdout| Ok(Output { status: Some(status), stdout, stderr: String::new() });
        match line(call).as_str() {
            "/usr/sbin/softwareupdate -l" => answer(0, self.list()),
            "/usr/bin/pgrep -f -- /Safari\\.app/Contents/MacOS/" => {
                answer(i32::from(!self.is_open), String::new())
            }
            other => panic!("never asked: {other}"),
        }
    }

    fn fetch(&self, call: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        panic!("nothing is fetched: {}", line(call))
    }

    fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.written.lock().unwrap().push(line(call));
        let [install, label, agree] = &call.arguments[..] else { panic!("{}", line(call)) };
        assert_eq!((install.as_str(), agree.as_str()), ("-i", "--agree-to-license"));
        if self.does != Does::OnlySaysSo {
            self.done.lock().unwrap().insert(label.clone());
        }
        if self.does != Does::OnlySaysSo && !self.is_taken_back {
            self.note(label);
        }
        let (status, said) = match self.does {
            _ if self.is_taken_back => (1, "Could not resolve host"),
            Does::FailsAfterIt => (1, "Install failed with error: The moon is full."),
            _ => (0, "Done."),
        };
        Ok(Told { status: Some(status), last_lines: vec![said.to_owned()] })
    }
}

/// An id as it is ordered.
pub(super) fn id(text: &str) -> UpdateId {
    text.parse().unwrap()
}
