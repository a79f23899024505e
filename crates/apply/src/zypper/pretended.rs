//! A PC that zypper runs, pretended: what is there, what is offered, and what each writing run does and says.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fmt::Write as _,
    io::Write as _,
    sync::Mutex,
    time::Duration,
};

use patchround_updates::{
    Pc,
    command::{Call, CommandError, Line, Output, Told, Tools},
    rpm::END,
};

/// What one writing run does.
#[derive(Debug, Default, Clone)]
pub(super) struct Does {
    /// None where it was ended by a signal.
    pub(super) status: Option<i32>,
    pub(super) says: String,
    /// `NAME.ARCH` and the editions that are there afterwards.
    pub(super) leaves: Vec<(&'static str, Vec<&'static str>)>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) installed: BTreeMap<String, Vec<String>>,
    /// In which second they came in, where that is not the first.
    pub(super) since: BTreeMap<String, usize>,
    /// `NAME.ARCH` and what is offered.
    pub(super) offers: BTreeMap<&'static str, &'static str>,
    /// Of which a patch says that they take a restart.
    pub(super) restart: Option<&'static str>,
    pub(super) locked: BTreeSet<String>,
    /// What a dry run says instead of what is asked for, by a word of its arguments.
    pub(super) instead: BTreeMap<&'static str, (i32, String)>,
    pub(super) runs: VecDeque<Does>,
    pub(super) written: Vec<String>,
    /// Dry runs that somebody else's lock keeps out, and questions about locks once something was changed.
    pub(super) locked_out: u32,
    pub(super) locked_out_after: u32,
    /// Whether zypp notes nothing of what comes in.
    pub(super) forgets: bool,
}

/// The PC.
pub(super) struct Pretended {
    pub(super) root: tempfile::TempDir,
    pub(super) state: Mutex<State>,
}

pub(super) fn recorded(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../updates/testdata/debian-12.zypper-");
    std::fs::read_to_string(format!("{folder}{name}")).unwrap()
}

impl Pretended {
    pub(super) fn new(packages: &[(&'static str, &'static str, &'static str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for folder in ["run", "var/cache/zypp", "usr", "var/lib/rpm"] {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let state = State {
            installed: packages
                .iter()
                .map(|(n, old, _)| ((*n).to_owned(), vec![(*old).to_owned()]))
                .collect(),
            offers: packages.iter().map(|(name, _, new)| (*name, *new)).collect(),
            ..State::default()
        };
        Self { root, state: Mutex::new(state) }
    }

    pub(super) fn pc(&self) -> Pc<'_> {
        Pc { root: self.root.path(), tools: self }
    }

    pub(super) fn does(&self, does: Does) {
        self.state.lock().unwrap().runs.push_back(does);
    }

    /// zypp notes that a package came in and was set up.
    pub(super) fn has_set_up(&self, native: &str, edition: &str) {
        let folder = self.root.path().join("var/log/zypp");
        std::fs::create_dir_all(&folder).unwrap();
        let (name, arch) = parts(native);
        let line = format!("2026-11-30 07:31:35|install|{name}|{edition}|{arch}|root@pc|lab|0|\n");
        let history = std::fs::File::options().create(true).append(true).open(folder.join("history"));
        history.unwrap().write_all(line.as_bytes()).unwrap();
    }

    pub(super) fn written(&self) -> Vec<String> {
        self.state.lock().unwrap().written.clone()
    }
}

fn parts(native: &str) -> (&str, &str) {
    native.rsplit_once('.').unwrap()
}

fn stream(body: &str) -> (i32, String) {
    (0, format!("<?xml version='1.0'?>\n<stream>\n{body}\n</stream>\n"))
}

impl State {
    fn answer(&self, call: &Call) -> (i32, String) {
        if call.program.ends_with("/rpm") {
            return self.rpm(&call.arguments);
        }
        let arguments: Vec<&str> = call
            .arguments
            .iter()
            .map(String::as_str)
            .filter(|a| !a.starts_with("--n") && *a != "--xmlout")
            .collect();
        match arguments[0] {
            "list-updates" => self.updates(),
            "list-patches" => self.patches(),
            "search" => self.search(),
            "locks" => self.locks(),
            "info" => {
                let name = parts(self.restart.unwrap_or("x.noarch")).0;
                let new = self.restart.map_or("1", |native| self.offers[native]);
                stream(&format!("<message type=\"info\">Name : P\nConflicts : {name} &lt; {new}\n</message>"))
            }
            "install" | "verify" => self.dry(&arguments),
            other => panic!("never pretended: {other}"),
        }
    }

    fn rpm(&self, arguments: &[String]) -> (i32, String) {
        if let Some(at) = arguments.iter().position(|a| a == "-p") {
            return (0, arguments[at + 2..].iter().map(|file| in_file(file)).collect());
        }
        let names = arguments.iter().skip_while(|a| *a != "--").skip(1).filter(|name| *name != END);
        let mut text = String::new();
        for name in names {
            match self.installed.get(name).filter(|editions| !editions.is_empty()) {
                Some(editions) => {
                    let since = self.since.get(name).copied().unwrap_or(1);
                    editions.iter().for_each(|edition| text += &line(name, edition, since));
                }
                None => writeln!(text, "package {name} is not installed").unwrap(),
            }
        }
        (1, format!("{text}package {END} is not installed\n"))
    }

    fn updates(&self) -> (i32, String) {
        let mut body = "<update-status><update-list>".to_owned();
        for (native, new) in &self.offers {
            let Some(old) = self.installed.get(*native).and_then(|e| e.last()).filter(|old| old != new)
            else {
                continue;
            };
            let (name, arch) = parts(native);
            if !self.locked.contains(name) {
                write!(body, "<update kind=\"package\" name=\"{name}\" arch=\"{arch}\" edition=\"{new}\" edition-old=\"{old}\"/>").unwrap();
            }
        }
        stream(&(body + "</update-list></update-status>"))
    }

    fn patches(&self) -> (i32, String) {
        let patch = "<update kind=\"patch\" name=\"P\" category=\"recommended\" restart=\"true\"/>";
        let patch = if self.restart.is_some() { patch } else { "" };
        stream(&format!("<update-list>{patch}</update-list>"))
    }

    fn search(&self) -> (i32, String) {
        let mut body = "<solvable-list>".to_owned();
        for (native, editions) in &self.installed {
            let (name, arch) = parts(native);
            for edition in editions {
                write!(body, "<solvable status=\"installed\" name=\"{name}\" kind=\"package\" edition=\"{edition}\" arch=\"{arch}\" repository=\"(System Packages)\"/>").unwrap();
            }
        }
        stream(&(body + "</solvable-list>"))
    }

    fn locks(&self) -> (i32, String) {
        let mut body = "<locks>".to_owned();
        for (native, editions) in
            self.installed.iter().filter(|(native, _)| self.locked.contains(parts(native).0))
        {
            let (name, arch) = parts(native);
            for edition in editions {
                write!(
                    body,
                    "<match kind=\"package\" name=\"{name}\" edition=\"{edition}\" arch=\"{arch}\"/>"
                )
                .unwrap();
            }
        }
        stream(&(body + "</locks>"))
    }

    /// What is asked for, and nothing else.
    fn dry(&self, arguments: &[&str]) -> (i32, String) {
        assert!(arguments.contains(&"--dry-run"), "{arguments:?} was only to be asked");
        let word = |word: &&str| arguments.iter().any(|argument| argument.contains(*word));
        if let Some(instead) = self.instead.iter().find(|(text, _)| word(text)) {
            return instead.1.clone();
        }
        let (mut upgrades, mut removes, mut downgrades) = (String::new(), String::new(), String::new());
        for target in arguments.iter().skip_while(|a| **a != "--").skip(1) {
            let one = |name: &str, arch: &str, edition: &str| {
                format!("<solvable type=\"package\" name=\"{name}\" edition=\"{edition}\" arch=\"{arch}\"/>")
            };
            if let Some(name) = target.strip_prefix('!') {
                removes += &one(name, "noarch", "1-1");
            } else if let Some(file) = target.strip_suffix(".noarch.rpm") {
                let file = file.rsplit('/').next().unwrap();
                let (rest, release) = file.rsplit_once('-').unwrap();
                let (name, version) = rest.rsplit_once('-').unwrap();
                downgrades += &one(name, "noarch", &format!("{version}-{release}"));
            } else {
                let (native, edition) = target.split_once('=').unwrap();
                let (name, arch) = parts(native);
                upgrades += &one(name, arch, edition);
            }
        }
        let upgrade = if arguments.contains(&"--force") { "to-reinstall" } else { "to-upgrade" };
        stream(&format!(
            "<install-summary download-size=\"10\" space-usage-diff=\"10\"><{upgrade}>{upgrades}</{upgrade}><to-downgrade>{downgrades}</to-downgrade><to-remove>{removes}</to-remove></install-summary>"
        ))
    }
}

/// What rpm says of a file: its text says what it is, else its name.
fn in_file(file: &str) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    if let Some((native, edition)) = text.split_once('=') {
        return line(native, edition, 1);
    }
    let name = file.rsplit('/').next().unwrap().trim_end_matches(".noarch.rpm");
    let (rest, release) = name.rsplit_once('-').unwrap();
    let (name, version) = rest.rsplit_once('-').unwrap();
    line(&format!("{name}.noarch"), &format!("{version}-{release}"), 1)
}

fn line(native: &str, edition: &str, since: usize) -> String {
    let (name, arch) = parts(native);
    let (epoch, version) = edition.split_once(':').unwrap_or(("0", edition));
    format!("{name}\t{arch}\t{epoch}\t{version}\t{since}\t1\t{name}-1-1.src.rpm\tLab\tA thing\n")
}

impl Tools for Pretended {
    fn ask(&self, call: &Call, _: Duration) -> Result<Output, CommandError> {
        let mut state = self.state.lock().unwrap();
        if state.locked_out > 0 && call.arguments.iter().any(|a| a == "--dry-run") {
            state.locked_out -= 1;
            return Ok(Output { status: Some(7), stdout: recorded("install.locked"), stderr: String::new() });
        }
        let is_after = !state.written.is_empty() && call.arguments.iter().any(|a| a == "locks");
        if state.locked_out_after > 0 && is_after {
            state.locked_out_after -= 1;
            return Ok(Output { status: Some(7), stdout: recorded("install.locked"), stderr: String::new() });
        }
        let (status, stdout) = state.answer(call);
        Ok(Output { status: Some(status), stdout, stderr: String::new() })
    }

    fn fetch(&self, call: &Call, _: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.write(call, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        let mut state = self.state.lock().unwrap();
        state.written.push(call.arguments.join(" "));
        let name = call.arguments.last().cloned().unwrap_or_default();
        if call.arguments.iter().any(|a| a == "addlock") {
            state.locked.insert(name);
            return Ok(Told { status: Some(0), last_lines: Vec::new() });
        }
        if call.arguments.iter().any(|a| a == "removelock") {
            state.locked.remove(&name);
            return Ok(Told { status: Some(0), last_lines: Vec::new() });
        }
        let does =
            state.runs.pop_front().unwrap_or_else(|| panic!("nothing is pretended for {:?}", call.arguments));
        for (native, editions) in does.leaves {
            let since = state.written.len() + 1;
            state.since.insert(native.to_owned(), since);
            if does.status.is_some() && !state.forgets {
                self.has_set_up(native, editions.last().expect("one"));
            }
            state.installed.insert(native.to_owned(), editions.into_iter().map(str::to_owned).collect());
        }
        drop(state);
        let lines: Vec<String> = does.says.lines().map(str::to_owned).collect();
        lines.iter().for_each(|line| each(&Line::Output(line.clone())));
        Ok(Told { status: does.status, last_lines: lines })
    }
}
