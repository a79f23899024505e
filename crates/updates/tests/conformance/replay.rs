//! Tools that answer with what was recorded of real ones, and can be made to hang, to be missing or to be cut off.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use patchround_updates::{
    command::{Call, CommandError, Line, Output, Told, Tools},
    windows_update::agent::{Agent, Ending, Failure, Found, Identity, Past, Search},
};

/// How long a far end is waited for that hangs on purpose; what is shorter than five of it is a mere pause.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSES: u32 = 100;

/// What a program is made to do instead of answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Hangs,
    IsMissing,
    WritesTooMuch,
    /// Ends with this status and words that nobody knows.
    Fails(i32),
    /// Only so many bytes of what it writes come, and it ends as if that were all.
    IsCutOffAfter(usize),
}

/// The answers of one PC, by program and arguments. What was not recorded makes a test fail that asks for it.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    answers: BTreeMap<String, Output>,
    /// What is answered until this line has changed the PC.
    before: BTreeMap<String, Output>,
    until: String,
    is_changed: AtomicBool,
    fault: Option<(String, Fault)>,
    replaced: Option<(String, String)>,
    is_lenient: bool,
    asked: Mutex<Vec<String>>,
    changed: Mutex<Vec<String>>,
}

/// As it is typed: `/usr/bin/dnf -q repoquery`.
pub(crate) fn line(call: &Call) -> String {
    std::iter::once(&*call.program)
        .chain(call.arguments.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) fn testdata(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../updates/testdata").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Replay {
    /// With the answer to one line, out of a file of `testdata`.
    pub(crate) fn with(self, line: &str, status: i32, file: &str) -> Self {
        self.says(line, status, &testdata(file), "")
    }

    /// With the answer to one line.
    pub(crate) fn says(mut self, line: &str, status: i32, stdout: &str, stderr: &str) -> Self {
        let (stdout, stderr) = (stdout.to_owned(), stderr.to_owned());
        self.answers.insert(line.to_owned(), Output { status: Some(status), stdout, stderr });
        self
    }

    /// With another answer to one line until a change by another line, out of a file of `testdata`.
    pub(crate) fn before(mut self, until: &str, line: &str, status: i32, file: &str) -> Self {
        until.clone_into(&mut self.until);
        let output = Output { status: Some(status), stdout: testdata(file), stderr: String::new() };
        self.before.insert(line.to_owned(), output);
        self
    }

    /// The lines that were recorded.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.answers.keys().cloned().collect()
    }

    /// With a fault of the one program that is asked by this line.
    pub(crate) fn but(mut self, line: &str, fault: Fault) -> Self {
        self.fault = Some((line.to_owned(), fault));
        self
    }

    /// With every appearance of some text in the answers replaced by another.
    pub(crate) fn instead(mut self, text: &str, by: &str) -> Self {
        self.replaced = Some((text.to_owned(), by.to_owned()));
        self
    }

    /// Answers nothing to what was not recorded, as a tool does that is asked for a name it does not know.
    pub(crate) fn lenient(self) -> Self {
        Self { is_lenient: true, ..self }
    }

    /// The length of an answer.
    pub(crate) fn bytes_of(&self, line: &str) -> usize {
        self.answers[line].stdout.len()
    }

    /// What was asked so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// What was told to change the PC so far.
    pub(crate) fn changed(&self) -> Vec<String> {
        self.changed.lock().unwrap().clone()
    }

    /// What is said to one line that is no program's: a question over a socket.
    pub(crate) fn said(&self, line: &str) -> Result<Output, Fault> {
        let list = if line.starts_with("GET ") { &self.asked } else { &self.changed };
        list.lock().unwrap().push(line.to_owned());
        self.of_line(line)
    }

    fn answer(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        let path = PathBuf::from(&*call.program);
        let line = line(call);
        // Programs answer in English, whatever language the PC has: nobody may give them another one.
        let is_language = |name: &str| name.starts_with("LC_") || name.starts_with("LANG");
        assert!(!call.variables.iter().any(|(name, _)| is_language(name)), "{line} has {:?}", call.variables);
        self.of_line(&line).map_err(|fault| match fault {
            Fault::Hangs => CommandError::TimedOut(path, limit),
            Fault::WritesTooMuch => CommandError::TooMuch(path),
            Fault::IsMissing | Fault::Fails(_) | Fault::IsCutOffAfter(_) => {
                CommandError::NotStarted(path, io::ErrorKind::NotFound.into())
            }
        })
    }

    /// The answer to a line, or the fault that leaves it without one.
    fn of_line(&self, line: &str) -> Result<Output, Fault> {
        let before = self.before.get(line).filter(|_| !self.is_changed.load(Ordering::SeqCst));
        let mut output = match before.or_else(|| self.answers.get(line)) {
            Some(output) => output.clone(),
            None if self.is_lenient => {
                Output { status: Some(0), stdout: String::new(), stderr: String::new() }
            }
            None => panic!("never recorded: {line}"),
        };
        if let Some((text, by)) = &self.replaced {
            output.stdout = output.stdout.replace(text, by);
        }
        match self.fault.as_ref().filter(|(of, _)| of == line).map(|(_, fault)| *fault) {
            None => {}
            Some(fault @ (Fault::Hangs | Fault::IsMissing | Fault::WritesTooMuch)) => return Err(fault),
            Some(Fault::Fails(status)) => {
                let stderr = "The moon is full\n".to_owned();
                output = Output { status: Some(status), stdout: String::new(), stderr };
            }
            Some(Fault::IsCutOffAfter(bytes)) => {
                let bytes = output.stdout.floor_char_boundary(bytes);
                output.stdout.truncate(bytes);
            }
        }
        Ok(output)
    }

    fn stream(
        &self,
        call: &Call,
        limit: Duration,
        each: &mut dyn FnMut(&Line),
    ) -> Result<Told, CommandError> {
        let output = self.answer(call, limit)?;
        let lines = output.stdout.lines().chain(output.stderr.lines()).map(str::to_owned);
        let lines: Vec<String> = lines.collect();
        lines.iter().for_each(|line| each(&Line::Output(line.clone())));
        Ok(Told { status: output.status, last_lines: lines })
    }
}

impl Tools for Replay {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        self.asked.lock().unwrap().push(line(call));
        self.answer(call, limit)
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.changed.lock().unwrap().push(line(call));
        self.stream(call, limit, each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        self.changed.lock().unwrap().push(line(call));
        self.is_changed.fetch_or(line(call) == self.until, Ordering::SeqCst);
        self.stream(call, Duration::ZERO, each)
    }

    fn patience(&self, usual: Duration) -> Duration {
        if usual < PATIENCE * 5 { usual / PAUSES } else { PATIENCE }
    }

    fn update_agent(&self) -> Option<&dyn Agent> {
        self.answers.keys().any(|line| line.starts_with(AGENT)).then_some(self)
    }
}

/// Begins the line of a question to Windows' own agent for updates, whose answer is its objects as JSON.
pub(crate) const AGENT: &str = "windows-update ";
/// `REGDB_E_CLASSNOTREG`, `E_OUTOFMEMORY`, `E_UNEXPECTED`, `E_NOTIMPL`.
const NO_CLASS: Failure = Failure::Code(0x8004_0154);
const TOO_MUCH: Failure = Failure::Code(0x8007_000E);
const BROKEN: Failure = Failure::Code(0x8000_FFFF);
const NEVER_DONE: Failure = Failure::Code(0x8000_4001);

impl Replay {
    fn of_agent<T: serde::de::DeserializeOwned>(&self, question: &str) -> Result<T, Failure> {
        let line = format!("{AGENT}{question}");
        self.asked.lock().unwrap().push(line.clone());
        let output = self.of_line(&line).map_err(|fault| match fault {
            Fault::Hangs => Failure::Silent,
            Fault::WritesTooMuch => TOO_MUCH,
            Fault::IsMissing | Fault::Fails(_) | Fault::IsCutOffAfter(_) => NO_CLASS,
        })?;
        match output.status {
            Some(0) => serde_json::from_str(&output.stdout).map_err(|_| BROKEN),
            code => Err(Failure::Code(code.unwrap_or_default().cast_unsigned())),
        }
    }
}

/// What was recorded of an agent; it changes nothing.
impl Agent for Replay {
    fn search(&self, search: &Search) -> Result<Found, Failure> {
        self.of_agent(&search.criteria())
    }

    fn history(&self) -> Result<Vec<Past>, Failure> {
        self.of_agent("history")
    }

    fn searched_at(&self) -> Result<Option<jiff::Timestamp>, Failure> {
        self.of_agent("searched at")
    }

    fn restart_required(&self) -> Result<bool, Failure> {
        self.of_agent("restart required")
    }

    fn is_busy(&self) -> Result<bool, Failure> {
        self.of_agent("is busy")
    }

    fn accept(&self, _: &Identity) -> Result<(), Failure> {
        Err(NEVER_DONE)
    }

    fn download(&self, _: &Identity, _: &mut dyn FnMut(f32)) -> Result<Ending, Failure> {
        Err(NEVER_DONE)
    }

    fn install(&self, _: &Identity, _: &mut dyn FnMut(f32)) -> Result<Ending, Failure> {
        Err(NEVER_DONE)
    }
}
