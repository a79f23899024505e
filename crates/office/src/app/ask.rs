//! What a window can ask for.

use patchround_protocol::rule::Rule;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    judged::OwnDays,
    rules::{OpenHours, WhenUpdates},
    secret::Secret,
};
use crate::people::Uses;

/// A question or a wish of the person at the window.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Makes the office, or changes it while the wizard is not over. Answer: nothing; the wizard is at step 2 then.
    SetUp {
        /// Its name.
        office: String,
        /// Who looks after the PCs.
        person: String,
        /// When it is open.
        open: OpenHours,
    },
    /// Changes the office after the wizard. Answer: nothing.
    ChangeOffice {
        /// Its name.
        office: String,
        /// Who looks after the PCs.
        person: String,
        /// When it is open.
        open: OpenHours,
        /// The words of the owner, as somebody typed them.
        #[cfg_attr(feature = "types", ts(type = "string"))]
        words: Secret,
    },
    /// Goes to a step of the wizard, 1 to 5; 6 ends it.
    Step {
        /// Which.
        step: u8,
    },
    /// Opens a practice office: made-up PCs, nothing is changed on any real one.
    Practice,
    /// Leaves the practice office; nothing of it is kept.
    LeavePractice,
    /// Tries again to open an office that could not be opened.
    TryAgain,
    /// Shows the code that holds, or makes another one, and lets PCs that wait join by themselves.
    Code {
        /// Whether to make another one.
        another: bool,
    },
    /// No longer lets PCs join by themselves.
    StopListening,
    /// Looks around on the network.
    LookAround {
        /// Whether to ask every address.
        everywhere: bool,
    },
    /// Adds the PC at an address, where the code was typed before.
    Add {
        /// Its name or numbers.
        address: String,
    },
    /// Writes a join file and our packages into a folder.
    Invite {
        /// The folder: a USB stick.
        folder: String,
        /// For how many PCs.
        pcs: u32,
    },
    /// Ends a join file.
    EndInvitation {
        /// Which.
        id: u32,
    },
    /// Calls a PC by another name.
    Rename {
        /// Which.
        pc: String,
        /// The new name.
        name: String,
    },
    /// Takes a PC out of the office.
    Remove {
        /// Which.
        pc: String,
    },
    /// Sets when updates happen.
    Rules {
        /// How.
        rules: WhenUpdates,
    },
    /// Sets for how many days bigger changes wait until others have tried them. Answer: nothing.
    CoolingOff {
        /// So many, 0 to 14.
        days: u8,
    },
    /// Sets by which rules the office is judged; none is what is recommended. Answer: nothing.
    JudgedBy {
        /// Those that have a name.
        #[cfg_attr(
            feature = "types",
            ts(type = "Array<'recommended' | 'cyber_essentials' | 'bod2604' | 'cis' | 'pci' | 'own'>")
        )]
        rules: Vec<Rule>,
        /// The office's own limits.
        own: Option<OwnDays>,
    },
    /// Uses a feed of what the world knows of flaws, or does without it. Answer: nothing.
    Feed {
        /// Its short name.
        key: String,
        /// Whether it is used.
        on: bool,
    },
    /// Says whether anybody can reach a PC from the internet. Answer: nothing.
    Reachable {
        /// Which PC.
        pc: String,
        /// Whether.
        on: bool,
    },
    /// Keeps a program back on every PC. Answer: nothing.
    Hold {
        /// Its key.
        key: String,
        /// Why.
        why: String,
        /// For so many days.
        days: u16,
    },
    /// No longer keeps a program back. Answer: nothing.
    Release {
        /// Its key.
        key: String,
    },
    /// Has the owner agree to be late with an update for a while. Answer: nothing.
    Except {
        /// With what, where, why and for how long.
        wanted: Excepting,
        /// The words of the owner, as somebody typed them.
        #[cfg_attr(feature = "types", ts(type = "string"))]
        words: Secret,
    },
    /// Ends what the owner agreed to be late with before its time; nothing where that is over. Answer: nothing.
    EndException {
        /// Which.
        #[cfg_attr(feature = "types", ts(type = "string"))]
        id: Uuid,
    },
    /// Keeps back for all what several people asked to wait with, and answers them. Answer: nothing.
    HoldForAll {
        /// One of their questions.
        question: String,
    },
    /// Somebody talked with a person who wrote. Answer: nothing.
    DoneWith {
        /// The PC from which they wrote.
        pc: String,
        /// Which note.
        note: String,
    },
    /// Answers the people of a PC who asked to wait, or said that something is wrong. Answer: nothing.
    AnswerPeople {
        /// Which question.
        question: String,
        /// What comes of it.
        decision: Decided,
        /// What is written to them.
        words: String,
    },
    /// Has a PC go back to a version it kept. Answer: nothing; what becomes of it is on its page.
    GoBack {
        /// Which PC.
        pc: String,
        /// The kept version.
        id: String,
        /// Why.
        why: String,
    },
    /// Puts firmware into a PC, alone, once somebody has agreed to what its row says. Answer: nothing; what becomes of it
    /// is seen like a round.
    PutFirmwareIn {
        /// Which PC.
        pc: String,
        /// The update there.
        id: String,
    },
    /// Lets a PC that went back take newer versions again. Answer: nothing.
    LetGo {
        /// Which PC.
        pc: String,
        /// The kept version.
        id: String,
    },
    /// Says who uses a PC. Answer: nothing.
    Uses {
        /// Which PC.
        pc: String,
        /// Who.
        who: Uses,
    },
    /// Says who stands in for the person in charge; an empty name for nobody. Answer: nothing.
    StandIn {
        /// Who.
        name: String,
    },
    /// Says that the person in charge is away. Answer: nothing.
    Away {
        /// The first day, as `YYYY-MM-DD`.
        from: String,
        /// The last day.
        until: String,
    },
    /// The person in charge is back. Answer: nothing.
    Back,
    /// Lets nothing happen by itself for as long as the rules allow.
    Pause,
    /// Ends a pause.
    Resume,
    /// Looks for updates now.
    Check,
    /// What a round would do. Answer: [`Answer::Plan`](super::Answer::Plan).
    Plan {
        /// On what.
        wanted: Wanted,
        /// What is so new that it would wait, and is ticked: the plan that was shown last, with this. `None` makes it
        /// anew.
        #[serde(default)]
        take_in: Option<Vec<LeaveOut>>,
    },
    /// Begins a round, or agrees it for tonight.
    Start {
        /// On what.
        wanted: Wanted,
        /// Whether tonight.
        tonight: bool,
        /// What was left out by hand.
        leave_out: Vec<LeaveOut>,
        /// What is so new that it would wait, and was taken in by hand.
        #[serde(default)]
        take_in: Vec<LeaveOut>,
        /// Which PC goes first; `None` leaves it as the plan has it.
        first: Option<First>,
        /// Whether the PCs are switched off afterwards, once nobody uses them.
        #[serde(default)]
        then_off: bool,
    },
    /// Restarts a PC once nobody uses it; a restart that was agreed before is moved. Answer: nothing.
    Restart {
        /// Which.
        pc: String,
        /// When.
        when: RestartWhen,
    },
    /// Has a PC that is off woken by another one. Answer: nothing; what came of it is said.
    Wake {
        /// Which.
        pc: String,
    },
    /// Takes an agreed restart back. Answer: nothing.
    NoRestart {
        /// Of which PC.
        pc: String,
    },
    /// Stops what has not begun of the round that runs.
    Stop,
    /// Takes back what was agreed for later, or what was just started as long as it has not begun.
    TakeBack,
    /// Undoes what a confirmation was about, and nothing else.
    Undo {
        /// The confirmation's number.
        number: u32,
    },
    /// The result was seen.
    ResultSeen,
    /// A PC's page. Answer: [`Answer::Pc`](super::Answer::Pc).
    Pc {
        /// Which.
        pc: String,
    },
    /// A program's page. Answer: [`Answer::Program`](super::Answer::Program).
    Program {
        /// Its key.
        key: String,
    },
    /// A month's report. Answer: [`Answer::Report`](super::Answer::Report).
    Report {
        /// As `YYYY-MM`; `None` is the last that is over, where there is a report of it.
        month: Option<String>,
    },
    /// Writes a month's report into the folder for downloads. Answer: [`Answer::Saved`](super::Answer::Saved).
    SaveReport {
        /// As `YYYY-MM`.
        month: String,
        /// As what.
        form: ReportForm,
        /// What it is printed on.
        paper: ReportPaper,
        /// The tag of the language of whoever reads it.
        language: String,
    },
    /// Who does what. Answer: [`Answer::Duties`](super::Answer::Duties).
    Duties,
    /// What an IT helper needs to know. Answer: [`Answer::Text`](super::Answer::Text).
    Details,
    /// Speaks another language.
    Language {
        /// BCP 47 tag.
        tag: String,
    },
    /// Keeps messages back until tomorrow, or no longer.
    Quiet {
        /// Whether.
        on: bool,
    },
    /// Sets the time of the daily message.
    DigestAt {
        /// Minutes after midnight.
        minute: u16,
    },
    /// Shows a test message. Answer: nothing.
    TestMessage,
    /// Starts the program when the person signs in, or no longer.
    Autostart {
        /// Whether.
        on: bool,
    },
}

/// What the owner is to agree to be late with, as somebody at the window chose it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Excepting {
    /// The PC on whose page it was chosen.
    pub pc: String,
    /// The update there: newer versions of its package are late on purpose, too.
    pub update: String,
    /// Whether on every PC of the office, and not only there.
    pub everywhere: bool,
    /// Why.
    pub why: String,
    /// What is done instead until then.
    pub instead: String,
    /// For so many days, 1 to 30.
    pub days: u8,
}

/// What comes of it that people asked to wait, or said that something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decided {
    /// It waits.
    Wait {
        /// For so many days.
        days: u16,
    },
    /// The PC keeps the version that it has.
    Keep,
    /// It goes in all the same, on the next evening.
    GoAhead,
    /// The PC goes back to the version before.
    GoBack,
    /// The new version stays, and what was stopped goes on.
    GoOn,
}

/// When a PC is restarted: never before nobody uses it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum RestartWhen {
    /// At once.
    Now,
    /// On the next evening of the rules.
    Tonight,
    /// Not before this moment.
    Time {
        /// By this computer's clock, as `YYYY-MM-DDTHH:MM`.
        time: String,
    },
}

/// On what a round works.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "on", rename_all = "snake_case")]
pub enum Wanted {
    /// Everything.
    All,
    /// Some PCs.
    Pcs {
        /// Their ids.
        pcs: Vec<String>,
    },
    /// One program, on all PCs that lack it.
    Program {
        /// Its key.
        key: String,
    },
}

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ReportForm {
    /// To print and to send.
    Pdf,
    /// One page for a browser.
    Html,
    /// A table for spreadsheets.
    Csv,
    /// Everything, for programs.
    Json,
}

/// What a report is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ReportPaper {
    /// 210 by 297 mm.
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// Which PC goes first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "first", rename_all = "snake_case")]
pub enum First {
    /// None: all at once.
    Nobody,
    /// One.
    Pc {
        /// Its id.
        pc: String,
    },
}

/// An update that was left out by hand, or taken in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LeaveOut {
    /// The PC.
    pub pc: String,
    /// The update; `None` stands for the whole PC.
    pub update: Option<String>,
}
