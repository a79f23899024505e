//! The office record: who decided what, and what happened. Only ever added to, and each line hangs on the one before
//! (docs/decisions/0033).

pub(super) mod chain;
mod check;
pub(super) mod head;
#[cfg(test)]
mod tests;

use jiff::{Timestamp, civil::Date};
use patchround_protocol::{
    Cause, Outcome, PcId, RoundId, UpdateId,
    consultation::{Answer, Decision},
    ids::LineHash,
    rule::{Own, Rule},
};
use rusqlite::params;
use serde::{Deserialize, Serialize};

pub use check::{Flaw, Flawed, Record};

use super::{Store, json, parsed, to_json};
use crate::{error::Error, not_whole::NotWhole, report::Month};

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// When, by the manager's clock.
    pub time: Timestamp,
    /// The person who decided it, or in whose name the program acted.
    pub who: String,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What can be in the record. PCs are named as they were called at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the values of the line's sentence")]
pub enum What {
    /// The office was made.
    OfficeMade { office: String },
    /// A pairing code was made.
    CodeMade { expires: Timestamp },
    /// A join file was made.
    InvitationMade { pcs: u32, until: Timestamp },
    /// A join file was ended.
    InvitationEnded { id: i64 },
    /// A PC joined.
    PcJoined { pc: String, id: PcId },
    /// A PC was taken out.
    PcRemoved { pc: String, id: PcId },
    /// A PC got another name.
    PcRenamed { from: String, pc: String },
    /// When updates happen was changed.
    RulesChanged,
    /// For how many days substantial updates wait was changed.
    CoolingOff { days: u8 },
    /// By which rules the office is judged was changed.
    JudgedBy { rules: Vec<Rule>, own: Option<Own> },
    /// Whether anybody can reach a PC from public networks.
    Reachable { pc: String, exposed: bool },
    /// A feed is used, or not, and from where; `None` is from its maker.
    FeedChosen { feed: String, is_on: bool, address: Option<String> },
    /// Who uses a PC.
    PcUsedBy { pc: String, person: String },
    /// Many share a PC.
    PcShared { pc: String },
    /// Nobody uses a PC any more, as far as the office knows.
    PcUsedByNobody { pc: String },
    /// Who stands in for the person in charge.
    StandInChosen { name: String },
    /// Nobody stands in any more.
    NoStandIn,
    /// The person in charge is away on these days.
    Away { from: Date, until: Date, stand_in: String },
    /// The person in charge is there.
    Back,
    /// These accounts, and so many more, can change everything on a PC since it was seen last.
    CanChangeEverything { pc: String, names: Vec<String>, more: u32 },
    /// These accounts, and so many more, can no longer do so.
    CanNoLonger { pc: String, names: Vec<String>, more: u32 },
    /// A package is kept back on every PC.
    Held { package: String, why: String, until: Timestamp },
    /// The owner agreed to be late with a package on these PCs, or on all where none is named.
    Excepted { package: String, pcs: Vec<String>, why: String, instead: String, until: Timestamp },
    /// What the owner had agreed to, on these PCs or on all, was ended before its time.
    ExceptionEnded {
        package: String,
        #[serde(default)]
        pcs: Vec<String>,
    },
    /// A package is no longer kept back.
    Released { package: String },
    /// Nothing happens by itself for a while.
    Paused { until: Timestamp },
    /// A pause was ended.
    Resumed,
    /// The office got another name, other hours, or another person looks after its PCs.
    OfficeChanged { office: String },
    /// A PC obeyed older rules than before.
    RulesOlder { pc: String },
    /// A PC was put back to an earlier day.
    PcPutBack { pc: String },
    /// What a PC wrote down of itself was changed or cut.
    PcLogChanged { pc: String },
    /// So many lines of what a PC's root half remembers could not be read any more.
    PcNotesLost { pc: String, lines: u32 },
    /// So many lines of the record were missing here, the newest of them from this time.
    RecordShortened { lines: u64, until: Timestamp },
    /// The record up to here was found changed.
    RecordChanged,
    /// What became of an update that a PC put in place by itself. Lines of earlier versions have no name.
    ByItself {
        pc: String,
        id: UpdateId,
        #[serde(default)]
        name: Option<String>,
        at: Timestamp,
        outcome: Outcome,
        cause: Option<Cause>,
        /// Whether that version is there all the same, and not whole.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        there: bool,
    },
    /// A PC restarted by itself.
    RestartedByItself { pc: String, at: Timestamp },
    /// A PC finished by itself what was interrupted.
    RepairedByItself { pc: String, at: Timestamp },
    /// A PC was to restart by itself, and did not.
    NotRestartedByItself { pc: String, at: Timestamp, outcome: Outcome, cause: Option<Cause> },
    /// A PC tried by itself to finish what was interrupted, and could not.
    NotRepairedByItself { pc: String, at: Timestamp, outcome: Outcome, cause: Option<Cause> },
    /// A round was agreed to.
    RoundAgreed { round: RoundId, updates: usize, pcs: usize, begins: Option<Timestamp> },
    /// What did not work for a cause that passes was ordered again.
    TriedAgain { round: RoundId, updates: usize, pcs: usize },
    /// One PC goes first; so many others wait for it.
    FirstChosen { round: RoundId, pc: String, pcs: usize },
    /// It works on the PC that went first; the others get it now.
    FirstDone { round: RoundId, pc: String, pcs: usize },
    /// It did not work on the PC that went first; the others were left as they are.
    FirstFailed { round: RoundId, pc: String, pcs: usize },
    /// A PC took its order.
    OrderTaken { round: RoundId, pc: String },
    /// Other people had ordered some of the same; `None` is somebody the office does not know.
    OrderedByOthers { round: RoundId, by: Vec<Option<String>>, updates: usize, pcs: usize },
    /// An order waits for a PC that does not answer.
    OrderWaits { round: RoundId, pc: String, until: Timestamp },
    /// A PC was asked to wake another one: by a person, or because the order of a round waits for it.
    WakeAsked { pc: String, by: String, round: Option<RoundId> },
    /// An order was withdrawn before it began.
    OrderWithdrawn { round: RoundId, pc: String },
    /// What became of one update.
    UpdateEnded {
        round: RoundId,
        pc: String,
        id: UpdateId,
        #[serde(default)]
        name: Option<String>,
        outcome: Outcome,
        cause: Option<Cause>,
        /// Whether that version is there all the same, and not whole.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        there: bool,
    },
    /// A person saw the question when something may go in on their PC.
    PersonAsked { pc: String, person: String, names: Vec<String>, announced: Timestamp },
    /// They answered.
    PersonAnswered { pc: String, person: String, names: Vec<String>, answer: Answer },
    /// They asked to wait, and were answered.
    ObjectionAnswered {
        pc: String,
        people: Vec<String>,
        names: Vec<String>,
        decision: Decision,
        words: String,
    },
    /// A person said that something is wrong since something went in on their PC.
    SaidWrong { pc: String, person: String, names: Vec<String>, words: String },
    /// For that it was stopped on these other PCs, where it had not begun.
    StoppedForPeople { pc: String, people: Vec<String>, names: Vec<String>, pcs: Vec<String> },
    /// They were answered.
    WrongAnswered { pc: String, people: Vec<String>, names: Vec<String>, decision: Decision, words: String },
    /// Nobody answered people for three working days: the stand-in has it. A note that is about no update has no names.
    StandInHasIt {
        pc: String,
        people: Vec<String>,
        names: Vec<String>,
        person: String,
        name: String,
        since: Timestamp,
    },
    /// Nobody answered people for 14 days: that is this person's lateness.
    AnswerLate { pc: String, people: Vec<String>, names: Vec<String>, person: String, since: Timestamp },
    /// A person wrote without having been asked.
    PersonWrote { pc: String, person: String, words: String },
    /// Somebody talked with them about it.
    NoteDone { pc: String, people: Vec<String> },
    /// A PC is to finish what is not whole there; at once where it has no time. Lines of before do not say what that is.
    RepairAgreed {
        round: RoundId,
        pc: String,
        begins: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_whole: Vec<NotWhole>,
    },
    /// What became of that.
    RepairEnded {
        round: RoundId,
        pc: String,
        outcome: Outcome,
        cause: Option<Cause>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        not_whole: Vec<NotWhole>,
    },
    /// A restart, or the switching off, of a PC was agreed to; at once where it has no time.
    RestartAgreed { round: RoundId, pc: String, off: bool, begins: Option<Timestamp> },
    /// What became of it. Done means that the PC was started anew.
    RestartEnded { round: RoundId, pc: String, off: bool, outcome: Outcome, cause: Option<Cause> },
    /// A PC is to get this firmware, alone.
    FirmwareAgreed { round: RoundId, pc: String, id: UpdateId, name: Option<String> },
    /// A PC is to go back to the version it kept, and to stay there for a while.
    UndoAgreed {
        round: RoundId,
        pc: String,
        pc_id: PcId,
        id: UpdateId,
        name: Option<String>,
        why: String,
        until: Timestamp,
    },
    /// What became of it.
    WentBack {
        round: RoundId,
        pc: String,
        id: UpdateId,
        name: Option<String>,
        outcome: Outcome,
        cause: Option<Cause>,
    },
    /// A PC is no longer to stay at the version it went back to.
    ReleaseAgreed { round: RoundId, pc: String, id: UpdateId, name: Option<String> },
    /// What became of that.
    LetGo {
        round: RoundId,
        pc: String,
        id: UpdateId,
        name: Option<String>,
        outcome: Outcome,
        cause: Option<Cause>,
    },
    /// A PC let go by itself of a version it went back to: the time for that was over.
    LetGoByItself { pc: String, id: UpdateId, name: Option<String>, at: Timestamp },
    /// A report was made of what is known of a month, by the SHA-256 of that, and of the file that was written.
    ReportMade {
        month: Month,
        sha256: String,
        /// Empty in lines from before it was kept.
        #[serde(default)]
        file: String,
    },
    /// What became of a PC's part of a round.
    PcEnded { round: RoundId, pc: String, outcome: Outcome },
}

impl What {
    /// The PC that did it by itself.
    pub(super) fn pc(&self) -> Option<&str> {
        match self {
            Self::ByItself { pc, .. }
            | Self::RestartedByItself { pc, .. }
            | Self::RepairedByItself { pc, .. }
            | Self::NotRestartedByItself { pc, .. }
            | Self::NotRepairedByItself { pc, .. }
            | Self::LetGoByItself { pc, .. } => Some(pc),
            _ => None,
        }
    }

    /// When it did that, by its clock.
    pub(super) fn at(&self) -> Option<Timestamp> {
        match self {
            Self::ByItself { at, .. }
            | Self::RestartedByItself { at, .. }
            | Self::RepairedByItself { at, .. }
            | Self::NotRestartedByItself { at, .. }
            | Self::NotRepairedByItself { at, .. }
            | Self::LetGoByItself { at, .. } => Some(*at),
            _ => None,
        }
    }
}

impl Store {
    /// Adds a line.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn note(&self, who: &str, what: &What, now: Timestamp) -> Result<(), Error> {
        debug_assert!(
            self.is_synced(),
            "a power cut would take the line back, and leave the head that names it (0033)"
        );
        let (time, what) = (now.to_string(), to_json(what)?);
        let (number, before) = match self.last_line()? {
            Some(last) => (last.number.saturating_add(1), last.hash.unwrap_or(LineHash::START)),
            None => (1, LineHash::START),
        };
        let hash = chain::hash(before, number, [time.as_str(), who, what.as_str()].map(str::as_bytes));
        let sql = "INSERT INTO record (line, time, who, what, hash) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.run(sql, params![number, time, who, what, hash.to_string()])?;
        self.noted.update(|noted| noted + 1);
        if self.db.is_autocommit() {
            self.move_head();
        }
        Ok(())
    }

    /// The whole record, oldest first, as far as it can be read, and not checked: see [`Store::read_record`].
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn record(&self) -> Result<Vec<Line>, Error> {
        let read = self.rows("SELECT * FROM record ORDER BY line", &[], |row| Ok(line(row).ok()))?;
        Ok(read.into_iter().flatten().collect())
    }

    /// The newest lines by which a PC is to go back, the newest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn undos_agreed(&self) -> Result<Vec<Line>, Error> {
        let sql = "SELECT * FROM record WHERE instr(what, '\"what\":\"undo_agreed\"') > 0
                   ORDER BY line DESC LIMIT 1000";
        let read = self.rows(sql, &[], |row| Ok(line(row).ok()))?;
        Ok(read.into_iter().flatten().collect())
    }

    /// The newest lines by which the owner agreed to be late with something, or by which that was ended, the oldest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub fn exceptions(&self) -> Result<Vec<Line>, Error> {
        let sql = "SELECT * FROM (SELECT * FROM record
                   WHERE instr(what, '\"what\":\"excepted\"') > 0 OR instr(what, '\"what\":\"exception_ended\"') > 0
                   ORDER BY line DESC LIMIT 1000) ORDER BY line";
        let read = self.rows(sql, &[], |row| Ok(line(row).ok()))?;
        Ok(read.into_iter().flatten().collect())
    }

    /// The newest line's place in the chain.
    fn last_line(&self) -> Result<Option<Place>, Error> {
        let sql = "SELECT line, time, hash FROM record ORDER BY line DESC LIMIT 1";
        Ok(self.rows(sql, &[], place)?.pop())
    }
}

/// A line's place in the chain.
struct Place {
    number: i64,
    /// None where it is not what we wrote.
    time: Option<Timestamp>,
    /// None where it is not what we wrote.
    hash: Option<LineHash>,
}

fn place(row: &rusqlite::Row<'_>) -> Result<Place, Error> {
    Ok(Place { number: row.get("line")?, time: parsed(row, "time").ok(), hash: parsed(row, "hash").ok() })
}

fn line(row: &rusqlite::Row<'_>) -> Result<Line, Error> {
    Ok(Line { time: parsed(row, "time")?, who: row.get("who")?, what: json(row, "what")? })
}
