//! A program that only reads: bounded time, bounded output.

use std::{
    ffi::OsStr,
    io::Read,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use super::{CommandError, command, path_of, system, text};

/// Longest time a question may take (sources.md K: apt simulate, print-uris, policy).
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// Most bytes of an answer: the version tables of 4,000 packages are about 2 MB.
const OUTPUT_LIMIT: usize = 32 * 1024 * 1024;

/// A program that is asked something. It is stopped when its time is over.
#[derive(Debug)]
pub struct Reading {
    command: Command,
    time_limit: Duration,
    output_limit: usize,
}

/// What a program answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its exit status; none if a signal ended it.
    pub status: Option<i32>,
    /// What it wrote, with anything that is not UTF-8 replaced.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Output {
    /// Whether it ended with status 0.
    pub fn is_success(&self) -> bool {
        self.status == Some(0)
    }

    /// How it ended, for the technical details.
    pub fn ending(&self) -> String {
        super::ending(self.status)
    }

    /// Everything it said, complaints last.
    pub fn said(&self) -> String {
        format!("{}\n{}", self.stdout.trim_end(), self.stderr.trim_end())
    }
}

impl Reading {
    /// A program by its absolute path.
    ///
    /// # Errors
    /// [`CommandError::NotAbsolute`].
    pub fn new(path: impl AsRef<Path>) -> Result<Self, CommandError> {
        let mut command = command(path.as_ref())?;
        system::own_group(&mut command);
        Ok(Self { command, time_limit: TIME_LIMIT, output_limit: OUTPUT_LIMIT })
    }

    /// Adds arguments.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    /// Adds one variable to the small fixed environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Another time limit than one minute.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Another limit on what it may write than 32 MiB.
    #[must_use]
    pub fn output_limit(mut self, bytes: usize) -> Self {
        self.output_limit = bytes;
        self
    }

    /// Runs it to its end. Both outputs are read at once, so a chatty program cannot block itself.
    ///
    /// # Errors
    /// Every [`CommandError`]. A status other than 0 is an answer, not an error.
    pub fn run(mut self) -> Result<Output, CommandError> {
        let path = path_of(&self.command);
        let deadline = Instant::now() + self.time_limit;
        let mut child = self.command.spawn().map_err(|e| CommandError::NotStarted(path.clone(), e))?;
        let answers = self.read_both(&mut child);
        let collected = collect(&answers, deadline);
        let ended = collected.is_some() && wait_until(&mut child, deadline);
        if !ended {
            system::stop(&mut child);
        }
        let status = child.wait().map_err(|e| CommandError::NotWaited(path.clone(), e))?;
        match collected {
            Some([Some(stdout), Some(stderr)]) if ended => {
                Ok(Output { status: status.code(), stdout, stderr })
            }
            Some(_) if ended => Err(CommandError::TooMuch(path)),
            _ => Err(CommandError::TimedOut(path, self.time_limit)),
        }
    }

    /// Runs it and lets somebody read what it writes; it is stopped once that is enough.
    ///
    /// # Errors
    /// [`CommandError::NotStarted`] and [`CommandError::TimedOut`]. How it ended is not asked.
    pub fn read_by<T: Send>(
        mut self,
        read: impl FnOnce(&mut dyn Read) -> T + Send,
    ) -> Result<T, CommandError> {
        let path = path_of(&self.command);
        self.command.stderr(Stdio::null());
        let mut child = self.command.spawn().map_err(|e| CommandError::NotStarted(path.clone(), e))?;
        let stdout = child.stdout.take().expect("every command's output is piped");
        let limit = u64::try_from(self.output_limit).unwrap_or(u64::MAX);
        thread::scope(|scope| {
            let (sender, receiver) = channel();
            scope.spawn(move || drop(sender.send(read(&mut stdout.take(limit)))));
            let answer = receiver.recv_timeout(self.time_limit);
            system::stop(&mut child);
            child.wait().map_err(|e| CommandError::NotWaited(path.clone(), e))?;
            answer.map_err(|_| CommandError::TimedOut(path, self.time_limit))
        })
    }

    fn read_both(&self, child: &mut Child) -> Receiver<(usize, Option<String>)> {
        let (sender, receiver) = channel();
        let limit = self.output_limit;
        let pipes: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|p| Box::new(p) as Box<dyn Read + Send>),
            child.stderr.take().map(|p| Box::new(p) as Box<dyn Read + Send>),
        ];
        for (which, pipe) in pipes.into_iter().enumerate() {
            let sender = sender.clone();
            let Some(pipe) = pipe else { continue };
            // A receiver that has given up is not interested any more.
            thread::spawn(move || sender.send((which, read_bounded(pipe, limit))).ok());
        }
        receiver
    }
}

/// Reads to the end, and gives nothing if there was more than `limit`.
fn read_bounded(mut pipe: impl Read, limit: usize) -> Option<String> {
    let mut kept = Vec::new();
    let mut chunk = [0; 64 * 1024];
    let mut over = false;
    while let Ok(read @ 1..) = pipe.read(&mut chunk) {
        over |= kept.len() + read > limit;
        if !over {
            kept.extend_from_slice(&chunk[..read]);
        }
    }
    (!over).then(|| text::of(&kept))
}

/// Both outputs, or nothing if the time was over first.
fn collect(answers: &Receiver<(usize, Option<String>)>, deadline: Instant) -> Option<[Option<String>; 2]> {
    let mut both = [None, None];
    for _ in 0..2 {
        match answers.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok((which, text)) => both[which] = text,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(both)
}

/// Whether a child whose outputs are at their end has ended in time itself.
fn wait_until(child: &mut Child, deadline: Instant) -> bool {
    loop {
        match child.try_wait() {
            Ok(Some(_)) => return true,
            Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(2)),
            Ok(None) | Err(_) => return false,
        }
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    fn sh(script: &str) -> Reading {
        Reading::new("/bin/sh").unwrap().args(["-c", script])
    }

    #[test]
    fn a_path_that_is_not_absolute_is_never_looked_up() {
        assert!(matches!(Reading::new("sh"), Err(CommandError::NotAbsolute(_))));
    }

    #[test]
    fn a_program_sees_only_the_fixed_environment_and_no_input() {
        let output = Reading::new("/usr/bin/env").unwrap().run().unwrap();
        assert_eq!(output.stdout.lines().count(), system::environment().count(), "{output:?}");
        assert!(output.stdout.contains("LC_ALL=C.UTF-8\n"));
        assert_eq!(sh("cat; echo rc=$?").run().unwrap().stdout, "rc=0\n");
    }

    #[test]
    fn a_status_other_than_zero_is_an_answer() {
        let output = sh("echo out; echo no >&2; exit 100").run().unwrap();
        assert_eq!(
            (output.status, output.stdout.as_str(), output.stderr.as_str()),
            (Some(100), "out\n", "no\n")
        );
    }

    #[test]
    fn a_program_that_floods_both_outputs_does_not_block_itself() {
        let output = sh("head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero").run().unwrap();
        assert_eq!((output.stdout.len(), output.stderr.len()), (3_000_000, 3_000_000));
    }

    #[test]
    fn half_an_answer_is_no_answer() {
        let result = sh("head -c 3000000 /dev/zero").output_limit(1000).run();
        assert!(matches!(result, Err(CommandError::TooMuch(_))), "{result:?}");
    }

    #[test]
    fn a_program_whose_time_is_over_is_stopped_with_its_children() {
        let started = Instant::now();
        let result = sh("sleep 60 & sleep 60").time_limit(Duration::from_millis(200)).run();
        assert!(matches!(result, Err(CommandError::TimedOut(..))), "{result:?}");
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_program_whose_reader_has_enough_or_whose_time_is_over_is_stopped() {
        let first = |from: &mut dyn Read| {
            let mut bytes = [0; 2];
            from.read_exact(&mut bytes).map(|()| bytes)
        };
        assert_eq!(sh("echo ab; sleep 600").read_by(first).unwrap().unwrap(), *b"ab");
        let all = |from: &mut dyn Read| std::io::copy(from, &mut std::io::sink());
        let limit = Duration::from_millis(200);
        let result = sh("sleep 600 & sleep 600").time_limit(limit).read_by(all);
        assert!(matches!(result, Err(CommandError::TimedOut(..))), "{result:?}");
        assert_eq!(sh("head -c 3000000 /dev/zero").output_limit(9).read_by(all).unwrap().unwrap(), 9);
    }

    #[test]
    fn a_program_that_closes_its_outputs_and_stays_is_stopped() {
        let result = sh("exec >&- 2>&-; sleep 60").time_limit(Duration::from_millis(300)).run();
        assert!(matches!(result, Err(CommandError::TimedOut(..))), "{result:?}");
    }
}
