//! A PC that apt runs, for the conformance of all sources: two packages, each with something newer.

use std::{collections::BTreeMap, fmt::Write as _, path::Path, sync::Mutex, time::Duration};

use patchround_protocol::{Outcome, UpdateId};
use patchround_updates::command::{Call, CommandError, Line, Output, Told, Tools};

use crate::conformance::{Case, Does, Made};

pub(crate) const CASE: Case = Case {
    id: "apt",
    source: &super::Apt,
    order: || ids("2"),
    gone: || ids("9"),
    stranger: "apt:nothing@1",
    agreed: &[],
    change: |line| line.starts_with("/usr/bin/apt-get -y") && !line.contains("--download-only"),
    fetched: (Outcome::Done, None),
    removes: true,
    forgets: false,
    make: |does| Box::new(Dpkg::new(does)),
};

fn ids(version: &str) -> Vec<UpdateId> {
    ["a", "b"].map(|name| format!("apt:{name}:all@{version}").parse().unwrap()).into()
}

struct Dpkg {
    root: tempfile::TempDir,
    does: Does,
    installed: Mutex<BTreeMap<String, String>>,
    is_fetched: Mutex<bool>,
}

impl Dpkg {
    fn new(does: Does) -> Self {
        let installed = ["a", "b"].map(|name| (name.to_owned(), "1".to_owned())).into();
        let root = tempfile::tempdir().unwrap();
        Self { root, does, installed: Mutex::new(installed), is_fetched: Mutex::default() }
    }

    /// What is said of each of these names, or `NAME=VERSION`.
    fn of(&self, asked: &[String], say: impl Fn(&str, &str) -> String) -> String {
        let installed = self.installed.lock().unwrap();
        let names = asked.iter().skip_while(|argument| *argument != "--").skip(1);
        let names = names.map(|target| target.split('=').next().unwrap_or(target));
        names.filter_map(|name| Some(say(name, installed.get(name)?))).collect()
    }

    fn answer(&self, call: &Call) -> String {
        let has = |word: &str| call.arguments.iter().any(|argument| argument == word);
        let asked = &call.arguments;
        match call.program.rsplit('/').next().unwrap() {
            "apt-cache" if has("policy") => self.of(asked, |name, there| {
                format!(
                    "{name}:\n  Installed: {there}\n  Candidate: 2\n  Version table:\n     2 500\n        500 http://h s/main all Packages\n *** {there} 100\n        100 /var/lib/dpkg/status\n"
                )
            }),
            "apt-cache" => self.of(asked, |name, _| {
                format!("Package: {name}\nVersion: 2\nArchitecture: all\nSize: 10\n\n")
            }),
            "dpkg-query" if has("--") => {
                self.of(asked, |name, there| format!("{name}\tall\tinstall\tinstalled\t{there}\n"))
            }
            "dpkg-query" => "installed\ninstalled\n".to_owned(),
            "apt-get" if has("--print-uris") && !*self.is_fetched.lock().unwrap() => {
                self.of(asked, |name, _| format!("'http://h/{name}_2_all.deb' {name}_2_all.deb 10 SHA256:0\n"))
            }
            "apt-get" if has("-s") => self.simulated(asked),
            _ => String::new(),
        }
    }

    fn simulated(&self, asked: &[String]) -> String {
        let mut text = self.of(asked, |name, there| format!("Inst {name} [{there}] (2 Lab:stable [all])\n"));
        if self.does == Does::Removes && !text.is_empty() {
            writeln!(text, "Remv c [1]").unwrap();
        }
        text
    }
}

impl Made for Dpkg {
    fn root(&self) -> &Path {
        self.root.path()
    }

    fn tools(&self) -> &dyn Tools {
        self
    }
}

impl Tools for Dpkg {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        Ok(Output { status: Some(0), stdout: self.answer(call), stderr: String::new() })
    }

    fn fetch(&self, call: &Call, _: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.write(call, each)
    }

    fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        let is_download = call.arguments.iter().any(|argument| argument == "--download-only");
        *self.is_fetched.lock().unwrap() |= is_download;
        if is_download || self.does == Does::OnlySaysSo {
            return Ok(Told { status: Some(0), last_lines: Vec::new() });
        }
        self.installed.lock().unwrap().values_mut().for_each(|version| "2".clone_into(version));
        let status = if self.does == Does::FailsAfterIt { 100 } else { 0 };
        Ok(Told { status: Some(status), last_lines: vec!["E: The moon is full".to_owned()] })
    }
}
