//! The one place where xtask starts programs: it says what it runs, and a failure names the command.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{interrupt, say};

/// How long a program may take to end by itself after Ctrl-C.
const GRACE: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(40);

/// A command line in the making.
pub(crate) struct Cmd {
    command: Command,
    shown: String,
}

impl Cmd {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        #[expect(clippy::disallowed_methods, reason = "this is xtask's only way to start a program")]
        let command = Command::new(program);
        Self { command, shown: program.to_string_lossy().into_owned() }
    }

    /// A command somebody else has made ready, shown as `shown`.
    pub(crate) fn of(command: Command, shown: impl Into<String>) -> Self {
        Self { command, shown: shown.into() }
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        self.command.arg(argument);
        self.shown = format!("{} {}", self.shown, quoted(&argument.to_string_lossy()));
        self
    }

    pub(crate) fn args(self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// For a caller who starts it himself.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    /// Runs it in the open. An ending other than 0 is an error.
    pub(crate) fn run(self) -> Result<()> {
        let shown = self.shown.clone();
        let status = self.run_for_status()?;
        worked(&shown, status)
    }

    /// Runs it in the open and gives back how it ended.
    pub(crate) fn run_for_status(mut self) -> Result<ExitStatus> {
        say::command(&self.shown);
        let child = self.command.spawn().with_context(|| cannot_start(&self.shown))?;
        wait(child, &self.shown)
    }

    /// Runs it in the open and also gives back what it printed (both streams, line by line).
    pub(crate) fn run_and_read(mut self) -> Result<(ExitStatus, String)> {
        say::command(&self.shown);
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().with_context(|| cannot_start(&self.shown))?;
        let output = child.stdout.take().map(|stream| thread::spawn(|| copy_lines(stream)));
        let errors = child.stderr.take().map(|stream| thread::spawn(|| copy_lines(stream)));
        let status = wait(child, &self.shown)?;
        let mut text = String::new();
        for reader in [output, errors].into_iter().flatten() {
            text.push_str(&reader.join().unwrap_or_default());
        }
        Ok((status, text))
    }

    /// Runs it unseen and gives back its standard output. An ending other than 0 is an error with its own words.
    pub(crate) fn read(mut self) -> Result<String> {
        let output = self.command.stdin(Stdio::null()).output().with_context(|| cannot_start(&self.shown))?;
        if !output.status.success() {
            interrupt::check()?;
            let words = String::from_utf8_lossy(&output.stderr);
            bail!("Failed to run `{}` ({}): {}", self.shown, output.status, words.trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it unseen, and keeps nothing of what it says: what goes on behind it may hold on to its output for ever. An
    /// ending other than 0 is an error.
    pub(crate) fn run_silently(mut self) -> Result<()> {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = self.command.spawn().with_context(|| cannot_start(&self.shown))?;
        let status = wait(child, &self.shown)?;
        worked(&self.shown, status)
    }

    /// Whether it ends with 0; unseen.
    pub(crate) fn succeeds(mut self) -> bool {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.command.status().is_ok_and(|status| status.success())
    }

    /// Starts it in the open, without a say in what is typed, and goes on. It is ended when the result is dropped.
    ///
    /// What it says about being interrupted is not shown.
    pub(crate) fn start_in_the_open(mut self) -> Result<Running> {
        say::command(&self.shown);
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().with_context(|| cannot_start(&self.shown))?;
        child.stdout.take().map(|stream| thread::spawn(|| show_lines(stream)));
        child.stderr.take().map(|stream| thread::spawn(|| show_lines(stream)));
        Ok(Running { child, shown: self.shown })
    }

    /// Starts it and goes on. It is ended when the result is dropped.
    pub(crate) fn start(mut self, log: std::fs::File) -> Result<Running> {
        say::command(&self.shown);
        let errors = log.try_clone().context("Failed to share the log file")?;
        self.command.stdin(Stdio::null()).stdout(log).stderr(errors);
        let child = self.command.spawn().with_context(|| cannot_start(&self.shown))?;
        Ok(Running { child, shown: self.shown })
    }
}

/// A program in the background.
pub(crate) struct Running {
    child: Child,
    shown: String,
}

impl Running {
    /// Whether it has ended; an error when it did not work.
    pub(crate) fn has_worked(&mut self) -> Result<bool> {
        match self.child.try_wait().context("Failed to look after a program in the background")? {
            Some(status) => worked(&self.shown, status).map(|()| true),
            None => Ok(false),
        }
    }

    /// Waits until it has ended; an error when it did not work, or when this program is interrupted first.
    pub(crate) fn finish(&mut self) -> Result<()> {
        while !self.has_worked()? {
            interrupt::check()?;
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Asks it to end and waits while it clears away what it has begun, for as long as after Ctrl-C.
    pub(crate) fn end_in_order(&mut self) {
        let asked = Instant::now();
        let mut is_told = false;
        while !self.has_ended().unwrap_or(true) && asked.elapsed() < GRACE {
            if !std::mem::replace(&mut is_told, true) {
                Cmd::new("kill").args(["-TERM", &self.child.id().to_string()]).succeeds();
            }
            thread::sleep(POLL);
        }
    }

    /// Whether it has ended, whatever with.
    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        let ended = self.child.try_wait().context("Failed to look after a program in the background")?;
        Ok(ended.is_some())
    }

    /// An error when it has ended already, whatever it ended with.
    pub(crate) fn still_there(&mut self) -> Result<()> {
        match self.child.try_wait().context("Failed to look after a program in the background")? {
            Some(status) => {
                interrupt::check()?;
                bail!("`{}` ended too early ({status})", self.shown)
            }
            None => Ok(()),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
impl Running {
    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when it has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ctrl-C reaches every program of the terminal: one that it has ended is not to blame.
fn worked(shown: &str, status: ExitStatus) -> Result<()> {
    if !status.success() {
        interrupt::check()?;
        bail!("Failed to run `{shown}` ({status})");
    }
    Ok(())
}

/// As one would type it.
pub(crate) fn quoted(argument: &str) -> String {
    if argument.is_empty() || argument.contains([' ', '"', '$']) {
        format!("'{argument}'")
    } else {
        argument.to_owned()
    }
}

fn cannot_start(shown: &str) -> String {
    format!("Failed to start `{shown}`")
}

/// Waits for the end. After Ctrl-C the program, which got the signal too, has a grace period.
fn wait(mut child: Child, shown: &str) -> Result<ExitStatus> {
    let mut interrupted_at = None;
    loop {
        if let Some(status) = child.try_wait().with_context(|| format!("Failed to wait for `{shown}`"))? {
            interrupt::check()?;
            return Ok(status);
        }
        if interrupt::arrived() && interrupted_at.get_or_insert_with(Instant::now).elapsed() > GRACE {
            // It may have ended in this very moment.
            let _ = child.kill();
        }
        thread::sleep(POLL);
    }
}

fn show_lines(stream: impl Read) {
    for line in BufReader::new(stream).lines().map_while(|line| line.ok().filter(|_| !interrupt::arrived())) {
        say::line(line);
    }
}

fn copy_lines(stream: impl Read) -> String {
    let mut text = String::new();
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // Somebody who closed our output still wants the result.
        let _ = std::io::stdout().lock().write_all(&line);
        text.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    text
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn failure_names_the_command() {
        let error = Cmd::new("/bin/false").arg("now").run().unwrap_err();
        assert!(error.to_string().contains("`/bin/false now`"), "{error}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = Cmd::new("/nonexistent/program").read().unwrap_err();
        assert!(error.to_string().contains("`/nonexistent/program`"), "{error}");
    }

    #[test]
    fn what_is_ended_in_order_clears_away_first() {
        let folder = tempfile::tempdir().unwrap();
        let [begun, cleared] = ["begun", "cleared"].map(|name| folder.path().join(name));
        let script = format!(
            "trap 'touch {}; exit' TERM; touch {}; while :; do sleep 0.05; done",
            cleared.display(),
            begun.display()
        );
        let log = tempfile::tempfile().unwrap();
        let mut running = Cmd::new("/bin/sh").args(["-c", &script]).start(log).unwrap();
        while !begun.exists() {
            running.still_there().unwrap();
            thread::sleep(POLL);
        }
        running.end_in_order();
        assert!(cleared.exists());
    }

    #[test]
    fn both_streams_are_read() {
        let (status, text) =
            Cmd::new("/bin/sh").args(["-c", "echo out; echo err >&2"]).run_and_read().unwrap();
        assert!(status.success());
        assert!(text.contains("out\n") && text.contains("err\n"), "{text}");
    }
}
