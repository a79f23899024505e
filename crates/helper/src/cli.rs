//! The commands for this PC's administrator: `pair`, `status`, `leave`.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use patchround_protocol::root::{Answer, Ask as AskRoot};
use patchround_words::{Value, say, say_with};

use crate::{
    control::{Ask, Say, Talk},
    os,
    places::Places,
    root,
};

mod leave;
mod pair;
mod status;

pub use leave::leave;
pub use pair::{pair, pair_by_file};
pub use status::status;

/// How a command ended (rules.md 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// It did not work, or was refused.
    Failed = 1,
    /// Wrong use.
    Usage = 2,
    /// The helper could not be reached.
    Unreachable = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A command that ends here, with its last sentence.
#[derive(Debug)]
struct Stop {
    exit: Exit,
    sentence: String,
}

impl Stop {
    fn new(exit: Exit, id: &str) -> Self {
        Self { exit, sentence: say(id) }
    }

    fn broken(_: io::Error) -> Self {
        Self::new(Exit::Unreachable, "helper-broke-off")
    }
}

fn finish(result: Result<(), Stop>) -> Exit {
    match result {
        Ok(()) => Exit::Done,
        Err(stop) => {
            complain(&stop.sentence);
            stop.exit
        }
    }
}

/// Calls the network half; only this PC's administrator gets through.
async fn call(places: &Places) -> Result<Talk, Stop> {
    match os::connect(&places.control_socket()).await {
        Ok(stream) => Ok(Talk::new(stream)),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(Stop::new(Exit::Failed, "helper-needs-administrator"))
        }
        Err(_) => Err(Stop::new(Exit::Unreachable, "helper-not-running")),
    }
}

async fn ask(places: &Places, question: &Ask) -> Result<Say, Stop> {
    let mut talk = call(places).await?;
    talk.say(question).await.map_err(Stop::broken)?;
    talk.hear().await.map_err(Stop::broken)?.ok_or_else(|| Stop::new(Exit::Unreachable, "helper-broke-off"))
}

/// Asks the root half for what only the administrator may ask.
async fn ask_root(places: &Places, question: &AskRoot) -> Result<Answer, Stop> {
    match root::ask(places, question).await {
        Ok(answer) => Ok(answer),
        // Where its socket is open to everybody, it hangs up on who may not ask.
        Err(error)
            if error.kind() == io::ErrorKind::PermissionDenied
                || !(places.is_given() || os::may_administer()) =>
        {
            Err(Stop::new(Exit::Failed, "helper-needs-administrator"))
        }
        Err(_) => Err(Stop::new(Exit::Unreachable, "helper-root-not-running")),
    }
}

fn tell(id: &str) {
    show(&say(id));
}

fn tell_with(id: &str, values: &[(&str, Value<'_>)]) {
    show(&say_with(id, values));
}

/// A reader that has gone away is no reason to stop.
fn show(sentence: &str) {
    let _ = writeln!(io::stdout(), "{}", plain(sentence));
}

fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{}", plain(sentence));
}

/// Names come from a document of somebody else: nothing in them may steer a terminal.
fn plain(sentence: &str) -> String {
    sentence.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text in these files that looks like a sentence's id.
    fn ids() -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let files = ["main.rs", "cli.rs", "cli/pair.rs", "cli/status.rs", "cli/leave.rs"];
        let text: String = files.map(|file| std::fs::read_to_string(folder.join(file)).unwrap()).concat();
        let is_id = |text: &&str| {
            ["helper-", "pair-", "status-", "leave-", "role-"].iter().any(|start| text.starts_with(start))
        };
        text.split('"').filter(is_id).map(str::to_owned).filter(|id| !id.ends_with('-')).collect()
    }

    #[test]
    fn every_sentence_is_in_the_catalogue() {
        let missing: Vec<String> = ids().into_iter().filter(|id| !patchround_words::knows(id)).collect();
        assert!(ids().len() > 20 && missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(plain("An\u{1b}[31mn\u{9b}\nB"), "An[31mn\nB");
    }
}
