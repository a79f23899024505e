//! A pretended PC: a folder, a remote with a history, and a flatpak that does as the recorded one does.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use patchround_protocol::{UpdateId, progress::Progress};
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line, Output, Told, Tools},
    flatpak::{Installation, place::FLATPAK},
};

use crate::{Ended, flatpak::Flatpak, keep::Keep, meter::Meter, source::Source as _};

pub(crate) const APP: &str = "app/org.lab.App/x86_64/stable";
pub(crate) const TOOL: &str = "app/org.lab.Tool/x86_64/stable";
pub(crate) const MOVES: &str = "app/org.lab.Moves/x86_64/stable";
const RUNTIME: &str = "runtime/org.lab.Platform/x86_64/1";
pub(crate) const HOME: &str = "/home/ada";

/// A commit by one of its digits.
pub(crate) fn commit(digit: u8) -> String {
    format!("{digit:x}").repeat(64)
}

pub(crate) fn id(reference: &str, digit: u8) -> UpdateId {
    format!("flatpak:{reference}@{}", commit(digit)).parse().unwrap()
}

/// What the pretended flatpak does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    Nothing,
    /// Ends with 0 and has done nothing.
    OnlySaysSo,
    /// Has done it and ends with 1.
    SaysItFailed,
    /// Fails for one ref, with these words.
    Fails(&'static str, &'static str),
    /// No server answers.
    IsOffline,
    /// The remote says nothing of one ref.
    IsSilentAbout(&'static str),
    /// Cannot mask anything.
    CannotMask,
    /// Would have something else take the place of everything.
    WantsToRemove,
}

#[derive(Debug)]
pub(crate) struct Pretended {
    pub(crate) root: tempfile::TempDir,
    installation: Installation,
    /// What the remote has, the newest last, by ref.
    pub(crate) history: BTreeMap<String, Vec<u8>>,
    pub(crate) wrong: Wrong,
    /// What a remote says of the size of everything.
    pub(crate) download: &'static str,
    /// The runtime that a commit needs instead of the usual one.
    pub(crate) runtimes: BTreeMap<u8, &'static str>,
    pub(crate) ran: Mutex<Vec<String>>,
}

impl Pretended {
    /// With these refs in their first commit for the whole PC, and a newer one in the remote.
    pub(crate) fn new() -> Self {
        Self::with(Installation::System)
    }

    /// The same, for one person.
    pub(crate) fn of_person() -> Self {
        Self::with(Installation::User { home: HOME.to_owned() })
    }

    fn with(installation: Installation) -> Self {
        let root = tempfile::tempdir().unwrap();
        let refs = [APP, TOOL, MOVES, RUNTIME];
        let history = refs.into_iter().map(|reference| (reference.to_owned(), vec![1, 2])).collect();
        let (wrong, download, runtimes, ran) = (Wrong::Nothing, "1.0 kB", BTreeMap::new(), Mutex::default());
        let pretended = Self { root, installation, history, wrong, download, runtimes, ran };
        refs.into_iter().for_each(|reference| pretended.deploy(reference, &commit(1)));
        let repository = format!("{}/repo", pretended.installation.folder());
        for folder in ["/usr/bin", &repository, &pretended.installation.prepared()] {
            fs::create_dir_all(pretended.pc().place(folder)).unwrap();
        }
        fs::write(pretended.pc().place(FLATPAK), "").unwrap();
        pretended.mask(&[]);
        pretended
    }

    pub(crate) fn pc(&self) -> Pc<'_> {
        Pc { root: self.root.path(), tools: self }
    }

    pub(crate) fn keep(&self) -> Keep {
        Keep { folder: self.root.path().join("kept"), told: self.root.path().join("kept.json") }
    }

    /// Runs one verb; gives the end, and each id's last digit with its outcome and cause.
    pub(crate) fn act(
        &self,
        verb: impl Fn(&Flatpak, &Pc<'_>, &Keep, &mut Meter<'_>) -> Ended,
    ) -> (Ended, Vec<Progress>) {
        let mut lines = Vec::new();
        let mut report = |line| lines.push(line);
        let ended = verb(&Flatpak, &self.pc(), &self.keep(), &mut Meter::new(&mut report));
        lines.retain(|line| matches!(line, Progress::UpdateEnded { .. }));
        (ended, lines)
    }

    pub(crate) fn install(&self, ids: &[UpdateId]) -> (Ended, Vec<Progress>) {
        self.act(|flatpak, pc, keep, meter| flatpak.install(pc, ids, &[], keep, meter))
    }

    pub(crate) fn undo(&self, ids: &[UpdateId]) -> (Ended, Vec<Progress>) {
        self.act(|flatpak, pc, keep, meter| flatpak.undo(pc, ids, None, keep, meter))
    }

    pub(crate) fn release(&self, ids: &[UpdateId]) -> (Ended, Vec<Progress>) {
        self.act(|flatpak, pc, keep, meter| flatpak.release(pc, ids, keep, meter))
    }

    pub(crate) fn there(&self, reference: &str) -> Option<String> {
        let active = self.place(&format!("{reference}/active"));
        fs::read_link(active).ok().map(|to| to.to_string_lossy().into_owned())
    }

    pub(crate) fn deploy(&self, reference: &str, commit: &str) {
        let folder = self.place(reference);
        fs::create_dir_all(&folder).unwrap();
        drop(fs::remove_file(folder.join("active")));
        symlink(commit, folder.join("active")).unwrap();
    }

    pub(crate) fn mask(&self, patterns: &[String]) {
        let masked = patterns.join(";");
        let text = format!("[core]\nxa.masked={masked}\n\n[remote \"lab\"]\nurl=http://mirror.invalid\n");
        fs::write(self.place("repo/config"), text).unwrap();
    }

    /// Where something of the installation lies.
    pub(crate) fn place(&self, path: &str) -> PathBuf {
        self.pc().place(&format!("{}/{path}", self.installation.folder()))
    }

    fn masked(&self) -> Vec<String> {
        self.installation.config(&self.pc()).masked
    }

    fn newest(&self, reference: &str) -> Option<String> {
        Some(commit(*self.history.get(reference)?.last()?))
    }

    fn answer(&self, words: &[&str]) -> Result<String, String> {
        let last = words.last().copied().unwrap_or_default();
        let at = words.iter().find_map(|word| word.strip_prefix("--commit="));
        let offline = "error: While fetching http://mirror.invalid: [7] Couldn't connect to server";
        match words[0] {
            "remote-ls" if self.wrong == Wrong::IsOffline => Err(offline.to_owned()),
            "remote-info" if matches!(self.wrong, Wrong::IsSilentAbout(of) if of == last) => {
                Err(offline.to_owned())
            }
            "remote-info" if self.wrong == Wrong::IsOffline => Err("error: No such ref".to_owned()),
            "list" => Ok(self.list(if words.contains(&"--app") { "app" } else { "runtime" })),
            "info" => self
                .there(last)
                .map(|there| match words.contains(&"--show-commit") {
                    true => format!("{there}\n"),
                    false => "ID: x\nDate: 2026-11-29 07:29:27 +0000\n".to_owned(),
                })
                .ok_or(format!("error: {last} not installed")),
            "remote-ls" => Ok(self.remote_ls()),
            "remote-info" => self.remote_info(last, at, words.contains(&"--show-metadata")),
            "mask" => self.change_mask(last, words.contains(&"--remove")),
            "update" => self.update(last, at.unwrap_or_default(), words.contains(&"--no-deploy")),
            verb => panic!("{verb}"),
        }
    }

    fn list(&self, kind: &str) -> String {
        let refs = self.history.keys().filter(|reference| reference.starts_with(kind));
        let line = |reference: &String| {
            let (_, rest) = reference.split_once('/')?;
            Some(format!("lab\t{}\t{rest}\n", &self.there(reference)?[..12]))
        };
        refs.filter_map(line).collect()
    }

    fn remote_ls(&self) -> String {
        let line = |reference: &String| {
            let newest =
                self.newest(reference).filter(|newest| self.there(reference).as_ref() != Some(newest))?;
            Some(format!("{}\t{reference}\n", &newest[..12]))
        };
        self.history.keys().filter_map(line).collect()
    }

    fn remote_info(&self, reference: &str, at: Option<&str>, metadata: bool) -> Result<String, String> {
        let commits = self.history.get(reference).ok_or("error: No such ref")?;
        let at = at.map(str::to_owned).or_else(|| self.newest(reference)).ok_or("error: No such ref")?;
        let digit =
            *commits.iter().find(|digit| commit(**digit) == at).ok_or("error: Server returned status 404")?;
        let runtime = self.runtimes.get(&digit).copied().unwrap_or("org.lab.Platform/x86_64/1");
        let ends = if reference == MOVES || self.wrong == Wrong::WantsToRemove {
            "End-of-life-rebase: app/org.lab.New/x86_64/stable\n"
        } else {
            ""
        };
        Ok(match metadata {
            true => format!("{at}\n[Application]\nruntime={runtime}\n"),
            false => {
                format!("ID: x\nDownload: {}\n{ends}Date: 2026-11-30 07:29:27 +0000\n", self.download)
            }
        })
    }

    fn change_mask(&self, pattern: &str, remove: bool) -> Result<String, String> {
        let mut masked = self.masked();
        masked.retain(|known| known != pattern);
        if !remove && self.wrong != Wrong::CannotMask {
            masked.push(pattern.to_owned());
        }
        self.mask(&masked);
        Ok(String::new())
    }

    fn update(&self, reference: &str, at: &str, no_deploy: bool) -> Result<String, String> {
        let (_, id) = reference.split_once('/').unwrap();
        let is_masked =
            self.masked().iter().any(|pattern| pattern == reference || id.starts_with(pattern.as_str()));
        match self.wrong {
            Wrong::Fails(of, words) if of == reference => return Err(words.to_owned()),
            Wrong::OnlySaysSo => return Ok("Nothing to do.\n".to_owned()),
            _ if is_masked => return Ok("Nothing to do.\n".to_owned()),
            _ if no_deploy => self.pull(at),
            _ => self.deploy(reference, at),
        }
        if self.wrong == Wrong::SaysItFailed {
            Err("error: The moon is full".to_owned())
        } else {
            Ok(String::new())
        }
    }

    fn pull(&self, at: &str) {
        let object = self.place(&format!("repo/objects/{}/{}.commit", &at[..2], &at[2..]));
        fs::create_dir_all(object.parent().unwrap_or(Path::new("/"))).unwrap();
        fs::write(object, "").unwrap();
    }

    fn run(&self, call: &Call) -> Output {
        let words: Vec<&str> = call.arguments.iter().map(String::as_str).collect();
        let (option, variables) = match self.installation {
            Installation::System => ("--system", vec![("XDG_CACHE_HOME", "/var/cache/patchround")]),
            Installation::User { .. } => {
                ("--user", vec![("HOME", HOME), ("XDG_CACHE_HOME", "/home/ada/.cache")])
            }
        };
        let said = call.variables.iter().map(|(name, value)| (*name, value.as_str()));
        assert_eq!((&*call.program, words[1]), ("/usr/bin/flatpak", option));
        assert_eq!(said.collect::<Vec<_>>(), variables);
        match self.answer(&words) {
            Ok(stdout) => Output { status: Some(0), stdout, stderr: String::new() },
            Err(stderr) => Output { status: Some(1), stdout: String::new(), stderr },
        }
    }

    fn streamed(&self, call: &Call) -> Told {
        self.ran.lock().unwrap().push(call.arguments.join(" "));
        let output = self.run(call);
        Told { status: output.status, last_lines: output.said().lines().map(str::to_owned).collect() }
    }
}

impl Tools for Pretended {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        Ok(self.run(call))
    }

    fn fetch(&self, call: &Call, _: Duration, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        if call.arguments.iter().any(|word| word == "--appstream") {
            return Ok(Told { status: Some(0), last_lines: Vec::new() });
        }
        Ok(self.streamed(call))
    }

    fn write(&self, call: &Call, _: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        Ok(self.streamed(call))
    }

    fn patience(&self, usual: Duration) -> Duration {
        usual / 100_000
    }
}
