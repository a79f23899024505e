//! Programs whose lines are told while they run.

use std::{
    collections::VecDeque,
    ffi::OsStr,
    fs::File,
    io::{self, PipeReader, Read},
    path::Path,
    process::{Child, Command},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use super::{
    CommandError, command, lines, path_of, system,
    terminal::{Patience, Silence},
};

/// Last lines of the ordinary outputs that are kept: twice as many as are told, since some are about other packages.
const KEPT_LINES: usize = 400;
/// How long after its end a program's outputs are read on. A service that a package's script
/// started may hold them open for ever.
const GRACE: Duration = Duration::from_secs(2);
/// How often a silent program is looked at.
const TICK: Duration = Duration::from_millis(50);

/// One line of a running program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// On the status file descriptor.
    Status(String),
    /// On standard output or standard error.
    Output(String),
}

/// How a streamed program ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Its exit status; none if a signal ended it.
    pub status: Option<i32>,
    /// The last lines of both ordinary outputs, in the order in which they were said.
    pub last_lines: Vec<String>,
}

impl Told {
    /// Whether it ended with status 0.
    pub fn is_success(&self) -> bool {
        self.status == Some(0)
    }

    /// How it ended, for the technical details.
    pub fn ending(&self) -> String {
        super::ending(self.status)
    }

    /// The last lines as one text.
    pub fn said(&self) -> String {
        self.last_lines.join("\n")
    }
}

/// A program that changes the PC. It is never stopped and has no time limit. What it started is ended where that only
/// waits for an answer at a terminal, after ten minutes in which nothing else happened.
#[derive(Debug)]
pub struct Writing(Streamed);

/// A program that only fetches: stopped when its time is over.
#[derive(Debug)]
pub struct Fetching(Streamed);

macro_rules! streamed {
    ($name:ident) => {
        impl $name {
            /// Adds arguments.
            #[must_use]
            pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
                self.0.command.args(args);
                self
            }

            /// Adds one variable to the small fixed environment.
            #[must_use]
            pub fn env(mut self, name: &str, value: &str) -> Self {
                self.0.command.env(name, value);
                self
            }

            /// Runs it to its end and tells every line as it comes.
            ///
            /// # Errors
            /// Every [`CommandError`] but [`CommandError::TooMuch`]. A status other than 0 is an
            /// answer, not an error.
            pub fn run(self, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
                self.0.run(each)
            }
        }
    };
}
streamed!(Writing);
streamed!(Fetching);

impl Writing {
    /// A program by its absolute path.
    ///
    /// # Errors
    /// [`CommandError::NotAbsolute`].
    pub fn new(path: impl AsRef<Path>) -> Result<Self, CommandError> {
        let command = command(path.as_ref())?;
        Ok(Self(Streamed { command, limit: None, patience: Patience::LONG }))
    }
}

impl Fetching {
    /// A program by its absolute path, and the time it has.
    ///
    /// # Errors
    /// [`CommandError::NotAbsolute`].
    pub fn new(path: impl AsRef<Path>, limit: Duration) -> Result<Self, CommandError> {
        let mut command = command(path.as_ref())?;
        system::own_group(&mut command);
        Ok(Self(Streamed { command, limit: Some(limit), patience: Patience::LONG }))
    }
}

#[derive(Debug)]
struct Streamed {
    command: Command,
    limit: Option<Duration>,
    patience: Patience,
}

impl Streamed {
    fn run(mut self, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        let path = path_of(&self.command);
        let not_started = |e| CommandError::NotStarted(path.clone(), e);
        let not_waited = |e| CommandError::NotWaited(path.clone(), e);
        let status = system::status_pipe(&mut self.command).map_err(not_started)?;
        let outputs = one_for_both(&mut self.command).map_err(not_started)?;
        let mut child = self.command.spawn().map_err(not_started)?;
        // Our copies of the writing ends go, so that the ends of the pipes can be seen.
        drop(self.command);
        let lines = read_all(outputs, status.map(|pipe| pipe.reader));
        let mut watch = Watch::new(self.limit);
        let mut silence = Silence::new(self.patience);
        let mut last_lines = VecDeque::new();
        while watch.goes_on(&mut child).map_err(not_waited)? {
            match lines.recv_timeout(TICK) {
                Ok(line) => {
                    silence.is_broken();
                    each(&line);
                    keep(&mut last_lines, line);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) if watch.ended.is_some() => break,
                Err(RecvTimeoutError::Disconnected) => thread::sleep(TICK),
            }
            if self.limit.is_none() && watch.ended.is_none() {
                let ended = silence.look(child.id()).map(Line::Output);
                ended.into_iter().for_each(|line| keep(&mut last_lines, line));
            }
        }
        let status = child.wait().map_err(not_waited)?;
        match self.limit {
            Some(limit) if watch.stopped => Err(CommandError::TimedOut(path, limit)),
            _ => Ok(Told { status: status.code(), last_lines: last_lines.into() }),
        }
    }
}

/// When to stop listening to a child.
struct Watch {
    deadline: Option<Instant>,
    ended: Option<Instant>,
    stopped: bool,
}

impl Watch {
    fn new(limit: Option<Duration>) -> Self {
        Self { deadline: limit.map(|l| Instant::now() + l), ended: None, stopped: false }
    }

    fn goes_on(&mut self, child: &mut Child) -> io::Result<bool> {
        if self.ended.is_none() && child.try_wait()?.is_some() {
            self.ended = Some(Instant::now());
        }
        if self.ended.is_none() && self.deadline.is_some_and(|d| Instant::now() >= d) {
            system::stop(child);
            self.stopped = true;
        }
        Ok(!self.stopped && self.ended.is_none_or(|at| at.elapsed() < GRACE))
    }
}

/// One pipe for standard output and standard error: what a program says last stays last.
fn one_for_both(command: &mut Command) -> io::Result<PipeReader> {
    let (reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    Ok(reader)
}

/// One thread for each pipe. A thread whose pipe is held open by a service stays until that ends.
fn read_all(outputs: PipeReader, status: Option<File>) -> Receiver<Line> {
    let (sender, receiver) = sync_channel(1024);
    if let Some(pipe) = status {
        read_on(pipe, sender.clone(), Line::Status);
    }
    read_on(outputs, sender, Line::Output);
    receiver
}

fn read_on(pipe: impl Read + Send + 'static, sender: SyncSender<Line>, kind: fn(String) -> Line) {
    thread::spawn(move || {
        lines::for_each(pipe, |line| {
            // Read on when nobody listens any more: a full pipe would block the package manager.
            sender.send(kind(line)).ok();
        });
    });
}

fn keep(last_lines: &mut VecDeque<String>, line: Line) {
    if let Line::Output(text) = line {
        if last_lines.len() == KEPT_LINES {
            last_lines.pop_front();
        }
        last_lines.push_back(text);
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    fn run(script: &str) -> (Told, Vec<Line>) {
        let mut all = Vec::new();
        let told =
            Writing::new("/bin/sh").unwrap().args(["-c", script]).run(&mut |l| all.push(l.clone())).unwrap();
        (told, all)
    }

    #[test]
    fn status_lines_come_by_the_extra_descriptor_and_only_there() {
        let (told, all) = run("echo pmstatus:a:1:b >&3; echo out; echo err >&2; exit 100");
        assert_eq!(told.status, Some(100));
        assert!(all.contains(&Line::Status("pmstatus:a:1:b".into())), "{all:?}");
        assert_eq!(told.last_lines, ["out", "err"]);
    }

    #[test]
    fn what_is_said_on_both_outputs_stays_in_its_order() {
        let (told, _) = run("i=0; while [ $i -lt 150 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done");
        let said = (0..150).flat_map(|n| [format!("out {n}"), format!("err {n}")]).collect::<Vec<_>>();
        assert_eq!(told.last_lines, said);
    }

    #[test]
    fn only_the_last_lines_are_kept() {
        let (told, all) = run("i=0; while [ $i -lt 500 ]; do echo $i; i=$((i+1)); done");
        assert_eq!((told.last_lines.len(), told.last_lines[399].as_str(), all.len()), (400, "499", 500));
    }

    #[test]
    fn a_service_that_keeps_the_outputs_open_does_not_keep_us() {
        let started = Instant::now();
        let (told, _) = run("sleep 30 & echo started");
        assert_eq!((told.status, told.last_lines), (Some(0), vec!["started".to_owned()]));
        assert!(started.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_fetching_program_is_stopped_when_its_time_is_over() {
        let fetching = Fetching::new("/bin/sh", Duration::from_millis(200)).unwrap().args(["-c", "sleep 60"]);
        assert!(matches!(fetching.run(&mut |_| {}), Err(CommandError::TimedOut(..))));
    }

    const SHORT: Patience =
        Patience { silence: Duration::from_millis(300), between: Duration::from_millis(200) };

    /// A terminal at which nobody sits, and its name.
    fn terminal() -> (nix::pty::PtyMaster, String) {
        let master = nix::pty::posix_openpt(nix::fcntl::OFlag::O_RDWR | nix::fcntl::OFlag::O_NOCTTY).unwrap();
        nix::pty::grantpt(&master).unwrap();
        nix::pty::unlockpt(&master).unwrap();
        let name = nix::pty::ptsname_r(&master).unwrap();
        (master, name)
    }

    fn run_at(script: &str, terminal: &str) -> Told {
        let mut writing = Writing::new("/bin/sh").unwrap().args(["-c", script, "sh", terminal]);
        writing.0.patience = SHORT;
        writing.run(&mut |_| {}).unwrap()
    }

    #[test]
    fn a_step_that_waits_at_a_terminal_is_ended_and_the_program_goes_on_to_its_own_end() {
        let (_master, name) = terminal();
        let told = run_at("cat < $1; echo went on; exit 5", &name);
        assert_eq!(told.status, Some(5), "{told:?}");
        assert!(told.last_lines[0].starts_with("Patchround ended cat ("), "{told:?}");
        assert!(told.last_lines[0].contains(crate::apt::causes::WAITED), "{told:?}");
        // The shell says of its own that a step was ended.
        assert!(told.last_lines[1..].contains(&"went on".to_owned()), "{told:?}");
    }

    #[test]
    fn a_step_that_does_not_hear_of_its_terminals_end_is_told_again() {
        let (_master, name) = terminal();
        let told = run_at("(trap '' HUP; exec cat < $1); exit 6", &name);
        let said = told.last_lines.iter().filter(|line| line.contains(crate::apt::causes::WAITED));
        assert_eq!((told.status, said.count()), (Some(6), 1), "{told:?}");
    }

    #[test]
    fn nothing_is_ended_while_anything_of_the_installation_works_or_waits_for_something_else() {
        let (_master, name) = terminal();
        let busy = "cat < $1 & i=0; while [ $i -lt 20 ]; do timeout 0.1 sh -c 'while :; do :; done'; i=$((i+1)); done; \
                    kill $!; exit 4";
        let told = run_at(busy, &name);
        assert_eq!((told.status, told.last_lines), (Some(4), Vec::new()));
        let (told, begun) = (run_at("sleep 2; exit 7", &name), "a long silence alone ends nothing");
        assert_eq!((told.status, told.last_lines), (Some(7), Vec::new()), "{begun}");
    }

    #[test]
    fn a_writing_program_is_waited_for_even_when_it_closed_everything() {
        let (told, _) = run("exec >&- 2>&- 3>&-; sleep 1; exit 7");
        assert_eq!(told.status, Some(7));
    }
}
