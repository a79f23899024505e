//! The programs of a PC behind one trait, so that what is said of a recorded answer is said by the same code.

use std::{borrow::Cow, io, time::Duration};

use super::{CommandError, Fetching, Line, Output, Reading, Told, Writing};
use crate::{
    registry::{self, Registry},
    windows_update::agent::{self, Agent},
};

/// One call of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its absolute path.
    pub program: Cow<'static, str>,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Variables besides the small fixed environment.
    pub variables: Vec<(&'static str, String)>,
}

impl Call {
    /// A call with these arguments.
    pub fn new(
        program: impl Into<Cow<'static, str>>,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.into(), arguments, variables: Vec::new() }
    }

    /// With more arguments.
    #[must_use]
    pub fn and(mut self, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// With one more variable.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }
}

/// Runs programs: those of this PC, or in a test recorded ones.
pub trait Tools: Sync {
    /// Asks something; stopped when its time is over ([`Reading`]).
    ///
    /// # Errors
    /// Every [`CommandError`]. A status other than 0 is an answer, not an error.
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError>;

    /// Fetches something, which may be stopped when its time is over ([`Fetching`]).
    ///
    /// # Errors
    /// As [`Self::ask`], without [`CommandError::TooMuch`].
    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError>;

    /// Changes the PC, and is never stopped ([`Writing`]).
    ///
    /// # Errors
    /// As [`Self::fetch`], without [`CommandError::TimedOut`].
    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError>;

    /// How long to wait where so long is right on a PC: less in a test, whose far end hangs on purpose.
    fn patience(&self, usual: Duration) -> Duration {
        usual
    }

    /// What Windows keeps in its registry for the whole PC; other systems have none.
    fn registry(&self) -> Option<&dyn Registry> {
        None
    }

    /// Notes in Windows' registry, as a key below that one, what the PC forgets when it starts anew.
    ///
    /// # Errors
    /// Where it could not be written, and on other systems.
    fn note_until_start(&self, _: &str, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Windows' own agent for updates; other systems have none.
    fn update_agent(&self) -> Option<&dyn Agent> {
        None
    }
}

/// The programs of this PC.
#[derive(Debug, Clone, Copy)]
pub struct Programs;

impl Tools for Programs {
    fn ask(&self, call: &Call, limit: Duration) -> Result<Output, CommandError> {
        let reading = Reading::new(&*call.program)?.args(&call.arguments).time_limit(limit);
        call.variables.iter().fold(reading, |reading, (name, value)| reading.env(name, value)).run()
    }

    fn fetch(&self, call: &Call, limit: Duration, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        let fetching = Fetching::new(&*call.program, limit)?.args(&call.arguments);
        call.variables.iter().fold(fetching, |fetching, (name, value)| fetching.env(name, value)).run(each)
    }

    fn write(&self, call: &Call, each: &mut dyn FnMut(&Line)) -> Result<Told, CommandError> {
        let writing = Writing::new(&*call.program)?.args(&call.arguments);
        call.variables.iter().fold(writing, |writing, (name, value)| writing.env(name, value)).run(each)
    }

    fn registry(&self) -> Option<&dyn Registry> {
        registry::of_this_pc()
    }

    fn note_until_start(&self, key: &str, name: &str) -> io::Result<()> {
        registry::note_until_start(key, name)
    }

    fn update_agent(&self) -> Option<&dyn Agent> {
        agent::of_this_pc()
    }
}
