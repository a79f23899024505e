//! The programs of a test, and the programs that those start.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// What every program of a test has in its environment: the test's folder.
pub(crate) const MARK: &str = "PATCHROUND_TEST_SESSION";
/// How long a program that is asked to end may take.
const ENDS_WITHIN: Duration = Duration::from_secs(3);
/// How long programs may take to be gone after they were killed.
const GONE_WITHIN: Duration = Duration::from_secs(20);

/// A program in the background, ended when this is dropped.
pub(crate) struct Program(pub(crate) Child);

impl Program {
    /// Starts it; what it prints goes to a file.
    pub(crate) fn start(mut command: Command, log: &Path) -> Self {
        let log = File::create(log).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let child = command.spawn();
        Self(child.unwrap_or_else(|error| panic!("Failed to start {command:?}: {error}")))
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }
}

impl Drop for Program {
    /// It may put away what it has made: a screen has a lock. When it does not, that is no reason to wait for long.
    fn drop(&mut self) {
        send("TERM", &[self.0.id()]);
        let end = Instant::now() + ENDS_WITHIN;
        while self.0.try_wait().is_ok_and(|ended| ended.is_none()) && Instant::now() < end {
            sleep(Duration::from_millis(10));
        }
        // Both fail only when it has ended already.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// A program, to be given words and an environment.
#[expect(clippy::disallowed_methods, reason = "this is these tests' only way to start a program")]
pub(crate) fn command(program: impl AsRef<Path>) -> Command {
    Command::new(program.as_ref())
}

/// All that was started in a test's environment, by whomever.
pub(crate) fn of_session(folder: &Path) -> Vec<u32> {
    let mark = format!("{MARK}={}", folder.display()).into_bytes();
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|byte| *byte == 0).any(|variable| variable == mark)
    })
    .collect()
}

/// Which file a program was started from.
pub(crate) fn file_of(id: u32) -> Option<PathBuf> {
    fs::read_link(format!("/proc/{id}/exe")).ok()
}

/// Ends programs at once, without a word to them.
pub(crate) fn kill(ids: &[u32]) {
    send("KILL", ids);
}

fn send(signal: &str, ids: &[u32]) {
    if !ids.is_empty() {
        let mut shell = command("/bin/sh");
        shell.args(["-c", "kill -s \"$@\"", "sh", signal]).args(ids.iter().map(u32::to_string));
        // One of them may have ended by itself.
        _ = shell.stderr(Stdio::null()).status();
    }
}

/// Ends everything that was started in a test's environment.
pub(crate) fn end_all(folder: &Path) {
    let end = Instant::now() + GONE_WITHIN;
    loop {
        let left = of_session(folder);
        if left.is_empty() || Instant::now() > end {
            return;
        }
        kill(&left);
        sleep(Duration::from_millis(20));
    }
}
