//! A PC whose package manager is a practice one, and whose halves can be ended at their Nth write.

use std::{
    fs::{self, Permissions},
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use patchround_trial::Stamps;
use tempfile::TempDir;

use crate::pc::{Running, own_address, root_half};

/// A process that is ended in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Victim {
    /// The network half.
    Net,
    /// The root half where it decides.
    Root,
    /// The root half where it carries out this step.
    Transaction(u16),
}

impl Victim {
    fn step(self) -> Option<u16> {
        match self {
            Self::Transaction(step) => Some(step),
            Self::Net | Self::Root => None,
        }
    }
}

/// Before the `n`th time the victim makes this system call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) victim: Victim,
    pub(crate) call: &'static str,
    pub(crate) n: usize,
}

/// Puts the practice package manager over apt's programs, for this process and what it starts.
const SET_UP: &str = r#"
set -e
for tool in apt-get apt-cache apt-mark dpkg dpkg-query; do mount --bind "$1/apt.pl" /usr/bin/$tool; done
mount --bind "$1/dpkg" /var/lib/dpkg
mount --bind "$1/apt" /var/lib/apt
if [ -e "$1/setsid" ]; then mount --bind "$1/setsid" /usr/bin/setsid; fi
shift
exec "$@"
"#;

pub(crate) struct Practice {
    /// All state of both halves.
    pub(crate) folder: TempDir,
    far: TempDir,
    pub(crate) address: SocketAddr,
    point: Option<Point>,
    net: Option<Running>,
    root: Option<Running>,
}

impl Practice {
    /// A PC that goes on from this state, or a new one.
    pub(crate) fn new(state: Option<&Path>, point: Option<Point>) -> Self {
        let (folder, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        if let Some(state) = state {
            let copied = Command::new("/bin/cp").arg("-a").arg(state.join(".")).arg(folder.path()).status();
            assert!(copied.unwrap().success());
        }
        let address = own_address();
        let pc = Self { folder, far, address, point, net: None, root: None };
        pc.lay_out();
        pc
    }

    fn lay_out(&self) {
        let far = self.far.path();
        for folder in ["dpkg/info", "dpkg/updates", "apt/lists", "apt/periodic"] {
            fs::create_dir_all(far.join(folder)).unwrap();
        }
        for file in ["dpkg/status", "dpkg/info/dpkg.list", "runs", "stamps"] {
            fs::write(far.join(file), "").unwrap();
        }
        fs::write(far.join("installed"), "1.0\n").unwrap();
        let tool = include_str!("apt.pl").replace("@FOLDER@", far.to_str().unwrap());
        program(&far.join("apt.pl"), &tool);
        if let Some((point, step)) = self.point.and_then(|point| Some((point, point.victim.step()?))) {
            fs::copy("/usr/bin/setsid", far.join("setsid.real")).unwrap();
            program(&far.join("setsid"), &self.setsid(point, step));
        }
    }

    /// Starts the step's transaction under strace, and everything else as it is.
    fn setsid(&self, point: Point, step: u16) -> String {
        let real = format!("exec {}/setsid.real --fork", self.far.path().display());
        let strace = strace(point, &self.strace_log()).join(" ");
        format!("#!/bin/sh\nshift\ncase $* in\n*-{step}) {real} {strace} \"$@\" ;;\nesac\n{real} \"$@\"\n")
    }

    fn strace_log(&self) -> PathBuf {
        self.far.path().join("strace.log")
    }

    /// Starts what does not run, as systemd would: whoever was killed is started again.
    pub(crate) fn keep_running(&mut self) {
        if !is_alive(&mut self.root) {
            let point = self.point_for(Victim::Root, self.root.is_some());
            self.root = Some(self.start(point, root_half(), &["serve"]));
        }
        if !is_alive(&mut self.net) {
            let point = self.point_for(Victim::Net, self.net.is_some());
            let listen = self.address.to_string();
            let program = Path::new(env!("CARGO_BIN_EXE_patchround-helper"));
            let line = ["serve", "--no-announce", "--listen", &listen];
            if self.folder.path().join("root/device.key").exists() {
                self.net = Some(self.start(point, program, &line));
            }
        }
    }

    /// When the victim was ended, if it reached its point.
    pub(crate) fn killed(&self) -> Option<SystemTime> {
        let path = self.strace_log();
        let was_killed = fs::read_to_string(&path).is_ok_and(|log| log.contains("+++ killed by SIGKILL"));
        was_killed.then(|| fs::metadata(&path).unwrap().modified().unwrap())
    }

    fn point_for(&self, victim: Victim, started_before: bool) -> Option<Point> {
        self.point.filter(|point| point.victim == victim && !started_before)
    }

    fn start(&self, point: Option<Point>, program: &Path, line: &[&str]) -> Running {
        let mut command = Command::new("/usr/bin/unshare");
        command.args(["--mount", "--propagation", "private", "/bin/sh", "-c", SET_UP, "sh"]);
        command.arg(self.far.path());
        if let Some(point) = point {
            command.args(strace(point, &self.strace_log()));
        }
        command.arg(program).arg("--state-dir").arg(self.folder.path()).args(line);
        let log = fs::OpenOptions::new().create(true).append(true).open(self.far.path().join("log")).unwrap();
        Running(command.env("PATCHROUND_LOG", "warn").stderr(Stdio::from(log)).spawn().unwrap())
    }

    /// Each run of the package manager that could write, in order.
    pub(crate) fn runs(&self) -> Vec<String> {
        let runs = fs::read_to_string(self.far.path().join("runs")).unwrap();
        runs.lines().map(str::to_owned).collect()
    }

    /// When they were at work.
    pub(crate) fn stamps(&self) -> Stamps {
        Stamps::read(&fs::read_to_string(self.far.path().join("stamps")).unwrap())
    }

    /// The version that is installed.
    pub(crate) fn installed(&self) -> String {
        fs::read_to_string(self.far.path().join("installed")).unwrap().trim().to_owned()
    }

    /// What both halves said.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.far.path().join("log")).unwrap_or_default()
    }

    pub(crate) fn patience() -> Duration {
        Duration::from_secs(240)
    }
}

/// The tracer is the victim's grandchild (`-D`), so that the victim's process is ours to wait for.
fn strace(point: Point, log: &Path) -> Vec<String> {
    let Point { call, n, .. } = point;
    let inject = format!("inject={call}:signal=KILL:when={n}");
    let words = ["/usr/bin/strace", "-D", "-qq", "-e", &format!("trace={call}"), "-e", &inject, "-o"];
    words.into_iter().map(str::to_owned).chain([log.to_str().unwrap().to_owned()]).collect()
}

fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

fn is_alive(running: &mut Option<Running>) -> bool {
    running.as_mut().is_some_and(|running| running.0.try_wait().unwrap().is_none())
}
