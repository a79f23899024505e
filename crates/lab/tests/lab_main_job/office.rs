//! A lab office with the manager's hands: what the tests do on its PCs.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use patchround_golden::schema;
use patchround_lab::{Initial, LabGuard, MANAGER, Options};
use serde_json::Value;

const LIST: [&str; 3] = ["apt-get", "-s", "dist-upgrade"];

pub(crate) struct Office {
    pub(crate) lab: LabGuard,
}

impl Office {
    /// Starts an office; `None` where that cannot be, which with `CI=true` is a failure.
    pub(crate) fn up(name: &str, pcs: usize, initial: Initial) -> Option<Self> {
        Self::of(name, Options { pcs, initial, ..Options::default() })
    }

    /// As [`Self::up`], with more to choose.
    pub(crate) fn of(name: &str, options: Options) -> Option<Self> {
        let built = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
        let (Some(helper_deb), Some(cli)) = (built("PATCHROUND_HELPER_DEB"), built("PATCHROUND_CLI")) else {
            patchround_trial::leave_out("`cargo xtask test` builds the packages and names them");
            return None;
        };
        let options = Options {
            name: name.to_owned(),
            helper_deb: Some(helper_deb),
            helper_rpm: built("PATCHROUND_HELPER_RPM"),
            cli: Some(cli),
            agent: Some(env!("CARGO_BIN_EXE_lab-agent").into()),
            ..options
        };
        Some(Self { lab: LabGuard::up(&options).expect("the lab starts") })
    }

    pub(crate) fn pcs(&self) -> Vec<String> {
        self.lab.pcs().map(str::to_owned).collect()
    }

    /// `patchround` on the manager's PC: its exit code and all it printed.
    pub(crate) fn patchround(&self, args: &[&str]) -> (i32, String) {
        self.on_manager(&[&["patchround"], args].concat())
    }

    /// `patchround` with another state folder: another office.
    pub(crate) fn in_state(&self, dir: &str, args: &[&str]) -> (i32, String) {
        self.on_manager(&[&["patchround", "--state-dir", dir], args].concat())
    }

    /// What a reading command prints, an array.
    pub(crate) fn json(&self, args: &[&str]) -> Vec<Value> {
        let (_, printed) = self.patchround(args);
        let last = lines(&printed).pop().unwrap_or_else(|| panic!("patchround {args:?}: {printed}"));
        last.as_array().unwrap_or_else(|| panic!("patchround {args:?}: {printed}")).clone()
    }

    pub(crate) fn init(&self) {
        let (code, printed) = self.patchround(&["init", "--office", "Lab Office", "--person", "Ann"]);
        assert_eq!(code, 0, "{printed}");
    }

    /// A fresh pairing code.
    pub(crate) fn code(&self) -> String {
        code_in(&self.patchround(&["code"]).1)
    }

    /// Makes a second office of the same manager's PC, and a code of it.
    pub(crate) fn second_office(&self, dir: &str) -> String {
        let (code, printed) = self.in_state(dir, &["init", "--office", "Second", "--person", "Bob"]);
        assert_eq!(code, 0, "{printed}");
        code_in(&self.in_state(dir, &["code"]).1)
    }

    /// Makes the office, opens a window on every PC and lets the manager find them all by mDNS.
    pub(crate) fn found_and_join_all(&self) {
        self.init();
        let code = self.code();
        let windows: Vec<Window> = self.pcs().iter().map(|pc| self.open_window(pc, &code)).collect();
        let (exit, printed) = self.patchround(&["find", "--join"]);
        assert_eq!(exit, 0, "{printed}");
        for window in windows {
            assert_eq!(window.wait(), 0);
        }
        let mut names: Vec<String> = self
            .json(&["pcs", "--json"])
            .iter()
            .map(|pc| pc["name"].as_str().unwrap_or_default().to_owned())
            .collect();
        names.sort();
        assert_eq!(names, self.pcs());
    }

    /// `patchround-helper pair CODE` on a PC, once it says that it waits.
    pub(crate) fn open_window(&self, pc: &str, code: &str) -> Window {
        self.open_window_with(pc, &[code])
    }

    /// As [`Self::open_window`], with a join file that lies on the PC.
    pub(crate) fn open_window_by_file(&self, pc: &str, file: &str) -> Window {
        self.open_window_with(pc, &["--file", file])
    }

    fn open_window_with(&self, pc: &str, words: &[&str]) -> Window {
        let command = ["patchround-helper", "pair"].iter().chain(words);
        let mut command = self.lab.command(pc, command).unwrap();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        printed.read_line(&mut first).unwrap();
        assert!(!first.is_empty(), "the window on {pc} did not open");
        let drain = thread::spawn(move || printed.lines().map_while(Result::ok).for_each(drop));
        Window { child, _drain: drain }
    }

    /// Starts a round and kills its program with signal 9 as soon as a PC works on it.
    pub(crate) fn start_and_kill_a_round(&self) {
        let mut command =
            self.lab.command(MANAGER, ["patchround", "update", "--all", "--yes", "--json"]).unwrap();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let printed = BufReader::new(child.stdout.take().unwrap());
        let begun = printed.lines().map_while(Result::ok).find(|line| line.contains("\"installing\""));
        assert!(begun.is_some(), "the round never began to install");
        let (code, _) = self.on_manager(&["sh", "-c", "kill -9 $(pgrep -x patchround)"]);
        assert_eq!(code, 0);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// What apt itself says it would upgrade: package and version.
    pub(crate) fn apt_would_upgrade(&self, pc: &str) -> BTreeMap<String, String> {
        let printed = self.lab.succeed(pc, LIST).unwrap();
        printed.lines().filter_map(upgrade).collect()
    }

    /// The package database's own word: `installed 1.1`.
    pub(crate) fn installed(&self, pc: &str, package: &str) -> String {
        let format = "-f=${db:Status-Status} ${Version}";
        self.lab.succeed(pc, ["dpkg-query", "-W", format, package]).unwrap_or_default()
    }

    /// The whole event log of a PC.
    pub(crate) fn events_on(&self, pc: &str) -> String {
        self.lab.succeed(pc, ["sh", "-c", "cat /var/lib/patchround/events*.ndjson"]).unwrap_or_default()
    }

    pub(crate) fn read(&self, pc: &str, path: &str) -> String {
        self.lab.succeed(pc, ["cat", path]).unwrap()
    }

    pub(crate) fn expect(&self, pc: &str, argv: &[&str], code: i32) {
        let output = self.lab.output(pc, argv).unwrap();
        assert_eq!(output.status.code(), Some(code), "{argv:?}: {}", all(&output));
        assert!(all(&output).trim().len() > 20, "a plain sentence: {}", all(&output));
    }

    /// Lists and simulates for real, but an installation only says that all went well.
    pub(crate) fn replace_apt_get_by_one_that_only_says_yes(&self, pc: &str) {
        self.lab.succeed(pc, ["mv", "/usr/bin/apt-get", "/usr/bin/apt-get.real"]).unwrap();
        let liar = "#!/bin/sh\nfor word in \"$@\"; do case $word in\n\
                    -s|--print-uris|--download-only|update) exec /usr/bin/apt-get.real \"$@\";;\nesac; done\nexit 0\n";
        self.lab.put(pc, Path::new("/usr/bin/apt-get"), liar.as_bytes(), 0o755).unwrap();
    }

    /// Leaves no room for any downloaded package.
    pub(crate) fn fill_disk(&self, pc: &str) {
        let archives = "/var/cache/apt/archives";
        self.lab.succeed(pc, ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", archives]).unwrap();
        self.lab.succeed(pc, ["mkdir", "-p", &format!("{archives}/partial")]).unwrap();
    }

    /// Leaves the helper no room to write anything down, as on a full disk.
    pub(crate) fn fill_disk_of_helper(&self, pc: &str) {
        let script = "set -e; state=/var/lib/patchround
            systemctl stop patchround-helper.socket patchround-helper.service
            cp -a $state /root/kept
            mount -t tmpfs -o size=2m,mode=0700 tmpfs $state
            cp -a /root/kept/. $state/
            chown --reference=/root/kept $state
            systemctl start patchround-helper.socket patchround-helper.service";
        self.lab.succeed(pc, ["sh", "-c", script]).unwrap();
        let (code, printed) = self.patchround(&["pcs"]);
        assert_eq!(code, 0, "{printed}");
        let fill = "dd if=/dev/zero of=/var/lib/patchround/filler bs=4k; test $(df --output=avail /var/lib/patchround | tail -1) = 0";
        self.lab.succeed(pc, ["sh", "-c", fill]).unwrap();
    }

    fn on_manager(&self, argv: &[&str]) -> (i32, String) {
        let output = self.lab.output(MANAGER, argv).unwrap();
        is_as_described(argv, &output);
        (output.status.code().unwrap_or(-1), all(&output))
    }
}

/// A pairing window that is open on a PC.
pub(crate) struct Window {
    child: Child,
    _drain: thread::JoinHandle<()>,
}

impl Window {
    /// Waits for it to close by itself, and gives its exit code.
    pub(crate) fn wait(mut self) -> i32 {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap_or(-1);
            }
            assert!(Instant::now() < end, "the window did not close");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Closes it as a person does with Ctrl-C.
    pub(crate) fn stop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Each line that is JSON.
pub(crate) fn lines(printed: &str) -> Vec<Value> {
    printed.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

pub(crate) fn wait_until(limit: Duration, what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + limit;
    while !holds() {
        assert!(Instant::now() < end, "in vain: {what}");
        thread::sleep(Duration::from_millis(500));
    }
}

/// `Inst name [old] (new ...)`; a package that comes along new has no old version.
fn upgrade(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.strip_prefix("Inst ")?.split_once(" [")?;
    let (_, rest) = rest.split_once("] (")?;
    Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
}

fn code_in(printed: &str) -> String {
    let is_code = |word: &&str| word.len() == 11 && word.chars().all(|c| c.is_ascii_digit() || c == '-');
    printed
        .split(|c: char| c.is_whitespace() || c == '"')
        .map(|word| word.trim_end_matches(['.', ',']))
        .find(is_code)
        .unwrap_or_else(|| panic!("no code in: {printed}"))
        .to_owned()
}

/// Whatever `patchround COMMAND --json` prints is what docs/schema says.
fn is_as_described(argv: &[&str], output: &Output) {
    let command = argv.iter().skip(1).find(|word| !word.starts_with(['-', '/']));
    if let (Some(command), true) = (command, argv.contains(&"--json")) {
        let name = if argv.contains(&"--join") { "find-join" } else { command };
        schema::check_lines(name, &String::from_utf8_lossy(&output.stdout)).unwrap();
    }
}

fn all(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{out}{err}")
}
