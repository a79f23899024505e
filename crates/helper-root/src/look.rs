//! What the sources say, as somebody without rights reads it.
//!
//! The programs of a source read what strangers wrote, and so do we; some of them want to write a log or a lock when root
//! asks. So a process of its own asks them, which may change nothing (`patchround-look@.service`), and root hears its
//! answer on a socket that nobody else may open.

use std::io::{self, Read, Write};

use patchround_protocol::{PcId, UpdateId};
use patchround_updates::{Offered, Pc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    line::{self, Line},
    os,
    state::State,
};

/// Most bytes of a question: the ids of one order.
const QUESTION_BYTES: usize = 512 * 1024;
/// Most bytes of an answer: what is known of as many updates.
const ANSWER_BYTES: usize = 8 * 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
enum Question {
    Offered { pc: PcId, ids: Vec<UpdateId> },
    RestartPending {},
}

/// What is offered of these at this moment. Takes seconds.
///
/// # Errors
/// When nobody could look, or the answer cannot be read.
pub fn offered(state: &State, pc: PcId, ids: &[UpdateId]) -> io::Result<Offered> {
    ask(state, &Question::Offered { pc, ids: ids.to_vec() })
}

/// Whether a source waits for a restart; `None` where none of them says so in a way that is understood.
///
/// # Errors
/// As [`offered`].
pub fn restart_pending(state: &State) -> io::Result<Option<bool>> {
    ask(state, &Question::RestartPending {})
}

/// The process that looks: one question in, one answer out.
///
/// # Errors
/// When the question cannot be read, or nobody hears the answer.
pub fn look(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    os::give_up_rights()?;
    let Line::Whole(question) = line::read(&mut from, QUESTION_BYTES)? else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    to.write_all(&answer(&Pc::this(), &serde_json::from_slice(&question)?)?)?;
    to.flush()
}

fn answer(pc: &Pc<'_>, question: &Question) -> io::Result<Vec<u8>> {
    let mut line = match question {
        Question::Offered { pc: id, ids } => serde_json::to_vec(&patchround_updates::offered(pc, *id, ids)),
        Question::RestartPending {} => serde_json::to_vec(&patchround_updates::restart_need(pc).pending),
    }?;
    line.push(b'\n');
    Ok(line)
}

/// With a given folder whoever runs us is no more than himself, and looks himself.
fn ask<T: DeserializeOwned>(state: &State, question: &Question) -> io::Result<T> {
    let answer = match state.given() {
        Some(_) => answer(&Pc::this(), question)?,
        None => {
            let mut line = serde_json::to_vec(question)?;
            line.push(b'\n');
            heard(os::have_looked(&line, patchround_updates::LOOK)?)?
        }
    };
    Ok(serde_json::from_slice(&answer)?)
}

fn heard(mut from: impl Read) -> io::Result<Vec<u8>> {
    match line::read(&mut from, ANSWER_BYTES)? {
        Line::Whole(answer) => Ok(answer),
        Line::TooLong => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

#[cfg(test)]
mod tests {
    use patchround_updates::command::Programs;

    use super::*;

    fn asked(question: &str) -> io::Result<String> {
        let folder = tempfile::tempdir().unwrap();
        let pc = Pc { root: folder.path(), tools: &Programs };
        let answer = answer(&pc, &serde_json::from_str(question)?)?;
        Ok(String::from_utf8(answer).unwrap())
    }

    #[test]
    fn a_pc_without_sources_offers_nothing_and_does_not_know_of_a_restart() {
        let ids = vec!["apt:a:all@1".parse().unwrap()];
        let offered = Question::Offered { pc: patchround_protocol::SpkiHash([1; 32]), ids };
        assert_eq!(
            asked(&serde_json::to_string(&offered).unwrap()).unwrap(),
            "{\"updates\":[],\"cause\":null}\n"
        );
        assert_eq!(asked(r#"{"ask":"restart_pending"}"#).unwrap(), "null\n");
    }

    #[test]
    fn nothing_else_can_be_asked() {
        for other in [r#"{"ask":"install"}"#, r#"{"ask":"restart_pending","root":"/tmp"}"#, "[]", ""] {
            assert!(asked(other).is_err(), "{other}");
        }
        assert!(look(b"no line".as_slice(), io::sink()).is_err());
    }

    #[test]
    fn an_answer_without_end_and_one_cut_off_are_none() {
        assert_eq!(heard(io::repeat(b'x')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(heard(b"{\"updates\":[".as_slice()).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
