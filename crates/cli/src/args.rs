//! What can be typed.

use std::path::PathBuf;

use jiff::civil::Date;
use patchround_feeds::Feed;
use patchround_office::{people::Uses, report::Month};
use patchround_protocol::{ids::PackageName, limits};

use clap::{
    ArgGroup, Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::usage::within;

/// Days of an exception, as numbers are typed.
const LONGEST_EXCEPTION: u32 = limits::EXCEPTION_DAYS as u32;

/// The office without a window.
#[derive(Debug, Parser)]
#[command(
    name = "patchround",
    version,
    about = "Makes the rounds of a small office: finds its PCs, lists their updates, puts them in place.",
    after_help = "Exit codes:\n  0  done, also when there was nothing to do\n  1  something did not work or was \
                  refused\n  2  wrong use\n  3  finished, but a person is needed or a PC needs a restart\n  4  a \
                  PC could not be reached\nIf several are true: 1 before 4 before 3. `pcs` and `record` show \
                  what is known and end with 0."
)]
pub(crate) struct Cli {
    /// Keeps everything in DIR instead of your own data folder
    #[arg(long, global = true, env = "PATCHROUND_STATE", value_name = "DIR")]
    pub(crate) state_dir: Option<PathBuf>,
    /// Does not search the network for PCs that moved
    #[arg(long, global = true, hide = true)]
    pub(crate) no_discovery: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes the office: its keys, its rules, its memory
    Init {
        /// What the office is called
        #[arg(long, value_name = "NAME")]
        office: String,
        /// Who is in charge
        #[arg(long, value_name = "NAME")]
        person: String,
    },
    /// Shows the code with which PCs can join, or makes one that holds for an hour
    Code {
        /// Makes a new one; the one before ends
        #[arg(long)]
        new: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Makes a join file for PCs where nobody types a code, or lists and ends such files
    #[command(group = ArgGroup::new("what").required(true))]
    Invite(Invite),
    /// Searches the network for PCs, and for computers that are not looked after
    Find {
        /// Lets every PC join that waits with the current code
        #[arg(long)]
        join: bool,
        /// Also asks every address of the networks this computer is on
        #[arg(long)]
        look_everywhere: bool,
        /// How long to search
        #[arg(long, default_value_t = 5, value_parser = within(1..=300))]
        seconds: u32,
        #[command(flatten)]
        json: Json,
    },
    /// Lets the PC at this address join
    Add {
        /// A PC's name or numbers, with `:PORT` if it is not 7443
        address: String,
        /// What to call the PC; otherwise what it calls itself
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Takes a PC out of the office
    Remove {
        /// The PC's name
        pc: String,
    },
    /// Calls a PC by another name
    Rename {
        /// The PC's name now
        pc: String,
        /// Its name from now on
        name: String,
    },
    /// Shows the PCs and how they are
    Pcs(Json),
    /// Lists the updates that are waiting
    Updates {
        /// Only those of this PC
        #[arg(long, value_name = "NAME")]
        pc: Option<String>,
        /// Also says what each of them changes, and where that is written
        #[arg(long)]
        changes: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Lets every PC look for updates now
    Check(Json),
    /// Shows what an update of all PCs would do
    Plan {
        /// Only on this PC
        #[arg(long, value_name = "NAME")]
        pc: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Puts updates in place and follows it
    #[command(group = ArgGroup::new("which").required(true))]
    Update(Update),
    /// Puts one firmware update in place on one PC, after a yes of its own: it never goes in with anything else
    Firmware(Firmware),
    /// Restarts PCs once nobody uses them; a restart that was agreed before is moved
    Restart(Restart),
    /// Has a PC that is off woken over the network, by another PC of the office that is on
    Wake {
        /// The PC's name
        #[arg(value_name = "NAME")]
        pc: String,
        #[command(flatten)]
        json: Json,
    },
    /// Keeps a package back on every PC for a while
    Hold {
        /// The package, as `patchround updates` shows it in an update's id
        package: PackageName,
        /// Why, for whoever reads the record
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// The last day on which it is kept back; otherwise two weeks from now
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<Date>,
    },
    /// Has the owner agree to be late with a package for a while (asks for the six words on the owner's paper), or lists it
    Except(Except),
    /// Goes back, on one PC, to the version of a package that it kept before the last update
    Undo(Undo),
    /// No longer keeps a package back
    Release {
        /// The package
        package: PackageName,
        /// Lets this PC take newer versions again, after an undo
        #[arg(long, value_name = "NAME")]
        pc: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Shows who asked to wait with a big change, said that something is wrong or wrote a note, or answers them
    Answer {
        /// The PC whose people are answered; without one, everybody who waits is listed
        #[arg(value_name = "PC", requires = "decision")]
        pc: Option<String>,
        /// Keeps a program back on every PC that several people asked to wait with, and answers them
        #[arg(long, value_name = "PROGRAM", conflicts_with = "pc")]
        for_all: Option<String>,
        #[command(flatten)]
        reply: Reply,
        #[command(flatten)]
        json: Json,
    },
    /// Lets nothing happen by itself for a while; what you order goes on
    Pause {
        /// The last day of it; otherwise as long as the rules of the office allow
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<Date>,
    },
    /// Ends a pause
    Resume,
    /// Sets for how many days bigger changes wait in each plan until others have found their faults
    CoolingOff {
        /// Days after an update came out; 0 has nothing wait
        #[arg(value_name = "DAYS", value_parser = within(0..=u32::from(limits::COOLING_OFF_DAYS)))]
        days: u32,
    },
    /// Shows by which rules the office is judged, or says it: the strictest of several counts
    JudgedBy(JudgedBy),
    /// Shows what is known of flaws and from whom, or says which of that is used
    Feeds(Feeds),
    /// Shows who is in charge and who uses which PC, or says it; with a PC's name also who can change everything there
    People(People),
    /// Shows who does what: who decides, who picks the time, and for whom each program waits
    Duties {
        /// Only what waits for whoever is in charge
        #[arg(long)]
        mine: bool,
        #[command(flatten)]
        json: Json,
    },
    /// Shows what was decided and what happened
    Record(Json),
    /// Writes what is known of a month, or says whether a file is a report of this office
    Report(Report),
}

impl Command {
    /// Whether another program reads the answer.
    pub(crate) fn prints_json(&self) -> bool {
        match self {
            Self::Init { .. }
            | Self::Remove { .. }
            | Self::Rename { .. }
            | Self::Hold { .. }
            | Self::Pause { .. }
            | Self::CoolingOff { .. }
            | Self::JudgedBy(_)
            | Self::Report(_)
            | Self::Resume => false,
            Self::Except(except) => except.json,
            Self::Code { json, .. }
            | Self::Answer { json, .. }
            | Self::Wake { json, .. }
            | Self::Release { json, .. }
            | Self::Find { json, .. }
            | Self::Add { json, .. }
            | Self::Updates { json, .. }
            | Self::Plan { json, .. }
            | Self::Duties { json, .. }
            | Self::Pcs(json)
            | Self::Check(json)
            | Self::Record(json) => json.json,
            Self::Invite(invite) => invite.json.json,
            Self::Update(update) => update.json.json,
            Self::Firmware(firmware) => firmware.json.json,
            Self::Restart(restart) => restart.json.json,
            Self::Undo(undo) => undo.json.json,
            Self::People(people) => people.json.json,
            Self::Feeds(feeds) => feeds.json.json,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Which month; the one before this if you name none
    #[arg(long, value_name = "YYYY-MM", conflicts_with = "verify")]
    pub(crate) month: Option<Month>,
    /// As what it is written
    #[arg(long, value_name = "FORMAT", default_value = "pdf", conflicts_with = "verify")]
    pub(crate) format: Format,
    /// The language of a page, like de; English if you name none
    #[arg(long, value_name = "LANGUAGE", default_value = "en", conflicts_with = "verify")]
    pub(crate) language: String,
    /// On what a page is printed
    #[arg(long, value_name = "PAPER", default_value = "a4", conflicts_with = "verify")]
    pub(crate) paper: Paper,
    /// The file it is written to; it must not be there yet
    #[arg(long, value_name = "FILE", required_unless_present = "verify")]
    pub(crate) out: Option<PathBuf>,
    /// Says whether this file is a report of this office, as it was made
    #[arg(long, value_name = "FILE")]
    pub(crate) verify: Option<PathBuf>,
}

/// On what a report is printed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Paper {
    /// 210 by 297 mm
    A4,
    /// 8.5 by 11 inches
    Letter,
}

/// As what a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// A page to read or print, in a browser
    Html,
    /// A page to print, send or keep
    Pdf,
    /// A table for a spreadsheet
    Csv,
    /// Everything, for programs
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Feeds {
    /// Asks their makers for what is newer
    #[arg(long)]
    pub(crate) refresh: bool,
    /// Uses a feed
    #[arg(long, value_name = "FEED", value_parser = feed())]
    pub(crate) on: Vec<Feed>,
    /// Does without a feed: what it says is then not known
    #[arg(long, value_name = "FEED", value_parser = feed())]
    pub(crate) off: Vec<Feed>,
    /// Uses a feed from an address; `FEED=maker` takes its maker's again
    #[arg(long, value_name = "FEED=ADDRESS", value_parser = feed_from)]
    pub(crate) from: Vec<(Feed, String)>,
    /// Gives up what is kept of a feed, and asks for it anew
    #[arg(long, value_name = "FEED", value_parser = feed())]
    pub(crate) forget: Vec<Feed>,
    #[command(flatten)]
    pub(crate) json: Json,
}

fn feed() -> impl TypedValueParser<Value = Feed> {
    let named = |name: String| Feed::named(&name).expect("only their names are taken");
    PossibleValuesParser::new(Feed::ALL.map(Feed::key)).map(named)
}

fn feed_from(text: &str) -> Result<(Feed, String), String> {
    let (name, from) = text.split_once('=').ok_or("write it as FEED=ADDRESS")?;
    let feed = Feed::named(name).ok_or("no feed has this name")?;
    Ok((feed, from.to_owned()))
}

#[derive(Debug, Args)]
pub(crate) struct JudgedBy {
    /// The rules from now on
    #[arg(value_name = "RULE")]
    pub(crate) rules: Vec<Named>,
    /// Your own limit in days for what attackers use
    #[arg(long, value_name = "DAYS", value_parser = within(1..=u32::from(limits::OWN_LIMIT_DAYS)))]
    pub(crate) urgent: Option<u32>,
    /// Your own limit in days for security fixes
    #[arg(long, value_name = "DAYS", value_parser = within(1..=u32::from(limits::OWN_LIMIT_DAYS)))]
    pub(crate) security: Option<u32>,
    /// Your own limit in days for everything else
    #[arg(long, value_name = "DAYS", value_parser = within(1..=u32::from(limits::OWN_LIMIT_DAYS)))]
    pub(crate) other: Option<u32>,
    /// This PC can be reached by anybody from the internet
    #[arg(long, value_name = "NAME")]
    pub(crate) reachable: Option<String>,
    /// It cannot
    #[arg(long, value_name = "NAME", conflicts_with = "reachable")]
    pub(crate) not_reachable: Option<String>,
}

/// A rule that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Named {
    /// 2 days for what attackers use, 14 for security, 30 for everything else
    Recommended,
    /// UK Cyber Essentials: 14 days for what is bad or what nobody rated
    CyberEssentials,
    /// CISA BOD 26-04: by who attacks it, and how
    CisaBod2604,
    /// CIS Controls: everything within a month
    Cis,
    /// PCI DSS: the worst within a month
    Pci,
    /// Your own limits, and nothing else but what you name beside it
    Own,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("how").args(["days", "end"]))]
pub(crate) struct Except {
    /// The package, as `patchround updates` shows it in an update's id; without one you see what is agreed
    #[arg(requires = "how")]
    pub(crate) package: Option<PackageName>,
    /// Why, for whoever reads the record
    #[arg(long, value_name = "TEXT", requires = "days")]
    pub(crate) why: Option<String>,
    /// What is done instead until then
    #[arg(long, value_name = "TEXT", requires = "days")]
    pub(crate) instead: Option<String>,
    /// For how many days
    #[arg(long, value_name = "N", value_parser = within(1..=LONGEST_EXCEPTION), requires_all = ["package", "why", "instead"])]
    pub(crate) days: Option<u32>,
    /// Only on this PC; may be given several times
    #[arg(long, value_name = "NAME", requires = "days")]
    pub(crate) pc: Vec<String>,
    /// Ends what was agreed for the package
    #[arg(long, requires = "package", conflicts_with_all = ["why", "instead", "pc"])]
    pub(crate) end: bool,
    /// Answers in JSON, for other programs
    #[arg(long, conflicts_with = "package")]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Firmware {
    /// Which; `updates` shows the ID at the end of each line
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// On which PC
    #[arg(long, value_name = "NAME")]
    pub(crate) pc: String,
    /// Does not ask: you know what this firmware asks for, the PC is plugged in, and nobody will switch it off
    #[arg(long)]
    pub(crate) yes_firmware: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The package, as `patchround updates` shows it
    pub(crate) package: PackageName,
    /// On which PC
    #[arg(long, value_name = "NAME")]
    pub(crate) pc: String,
    /// Why, for whoever reads the record
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: String,
    /// Does not ask: you know what goes back with it and what does not
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Every update on every PC
    #[arg(long, group = "which")]
    pub(crate) all: bool,
    /// Every update on this PC
    #[arg(long, group = "which", value_name = "NAME")]
    pub(crate) pc: Option<String>,
    /// This update on every PC that has it waiting; `updates` shows the ID at the end of each line
    #[arg(long, group = "which", value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Takes back what was agreed for later or waits for its PC
    #[arg(long, conflicts_with_all = ["id", "tonight"])]
    pub(crate) cancel: bool,
    /// Begins this evening, not now
    #[arg(long)]
    pub(crate) tonight: bool,
    /// Begins on this PC; the others get their updates once they work there
    #[arg(long, value_name = "NAME", conflicts_with_all = ["at_once", "cancel"])]
    pub(crate) try_first: Option<String>,
    /// Begins on all PCs at once, also with what would be tried on one PC first
    #[arg(long, conflicts_with = "cancel")]
    pub(crate) at_once: bool,
    /// Also takes what is so new that it would wait a few days until others have found its faults
    #[arg(long, conflicts_with = "cancel")]
    pub(crate) new_too: bool,
    /// Then switches the PCs off that got something, once nobody uses them
    #[arg(long, conflicts_with = "cancel")]
    pub(crate) then_off: bool,
    /// Agrees to the plan without being asked
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").required(true), group = ArgGroup::new("when"))]
pub(crate) struct Restart {
    /// The PCs' names
    #[arg(value_name = "NAME", group = "of")]
    pub(crate) pcs: Vec<String>,
    /// Every PC that needs a restart
    #[arg(long, group = "of")]
    pub(crate) all: bool,
    /// Not before this time: 18:30, or 2026-11-30T18:30
    #[arg(long, value_name = "TIME", group = "when")]
    pub(crate) at: Option<String>,
    /// Not before this evening
    #[arg(long, group = "when")]
    pub(crate) tonight: bool,
    /// As soon as nobody uses them; this is what happens anyway where no time is given
    #[arg(long, group = "when")]
    pub(crate) now: bool,
    /// Takes back what was agreed and has not begun
    #[arg(long, group = "when")]
    pub(crate) cancel: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("who").requires("pc"), group = ArgGroup::new("change").multiple(true).conflicts_with("json"))]
pub(crate) struct People {
    /// Of this PC
    #[arg(long, value_name = "NAME")]
    pub(crate) pc: Option<String>,
    /// This person uses the PC
    #[arg(long, value_name = "NAME", groups = ["who", "change"])]
    pub(crate) person: Option<String>,
    /// Many people share the PC: none of them is asked
    #[arg(long, groups = ["who", "change"])]
    pub(crate) shared: bool,
    /// Nobody in particular uses the PC any more
    #[arg(long, groups = ["who", "change"])]
    pub(crate) nobody: bool,
    /// This person stands in for you
    #[arg(long, value_name = "NAME", group = "change")]
    pub(crate) stand_in: Option<String>,
    /// Nobody stands in any more
    #[arg(long, conflicts_with_all = ["stand_in", "away"], group = "change")]
    pub(crate) no_stand_in: bool,
    /// You are away from one day to another; your stand-in is named meanwhile
    #[arg(long, num_args = 2, value_names = ["YYYY-MM-DD", "YYYY-MM-DD"], group = "change")]
    pub(crate) away: Option<Vec<Date>>,
    /// You are back
    #[arg(long, conflicts_with = "away", group = "change")]
    pub(crate) back: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

impl People {
    /// Whether something is said, and not only asked.
    pub(crate) fn changes(&self) -> bool {
        let named = self.stand_in.is_some() || self.no_stand_in || self.away.is_some() || self.back;
        named || self.uses().is_some()
    }

    /// Who uses the PC.
    pub(crate) fn uses(&self) -> Option<Uses> {
        match &self.person {
            Some(name) => Some(Uses::Person { name: name.clone() }),
            None if self.shared => Some(Uses::Many),
            None => self.nobody.then_some(Uses::Nobody),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Invite {
    /// Writes a new join file; never over another file
    #[arg(long, group = "what", value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// For how many PCs it is
    #[arg(long, value_name = "N", default_value_t = 1, requires = "out",
          value_parser = within(1..=limits::INVITATION_PCS))]
    pub(crate) pcs: u32,
    /// For how many days it is, at most 7
    #[arg(long, value_name = "N", default_value_t = 7, requires = "out",
          value_parser = within(1..=7))]
    pub(crate) days: u32,
    /// Lists the open join files
    #[arg(long, group = "what")]
    pub(crate) list: bool,
    /// Ends the join file with this number
    #[arg(long, group = "what", value_name = "NUMBER")]
    pub(crate) end: Option<i64>,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("decision").requires("pc"))]
pub(crate) struct Reply {
    /// They asked to wait: the update waits until the end of this day
    #[arg(long, value_name = "YYYY-MM-DD", group = "decision")]
    pub(crate) wait_until: Option<Date>,
    /// They asked to wait: their PC keeps the version that it has
    #[arg(long, group = "decision")]
    pub(crate) keep: bool,
    /// They asked to wait: the update goes in all the same, on the next evening
    #[arg(long, group = "decision")]
    pub(crate) go_ahead: bool,
    /// Something is wrong: their PC goes back to the old version
    #[arg(long, group = "decision")]
    pub(crate) go_back: bool,
    /// Something is wrong: their PC keeps the new version, and it goes in on the PCs where it was stopped
    #[arg(long, group = "decision")]
    pub(crate) go_on: bool,
    /// They wrote a note: you talked with them
    #[arg(long, group = "decision", conflicts_with_all = ["say", "about"])]
    pub(crate) done: bool,
    /// What you write to them with your answer
    #[arg(long, value_name = "TEXT", requires = "decision")]
    pub(crate) say: Option<String>,
    /// Which program, where it is about several
    #[arg(long, value_name = "PROGRAM", requires = "decision")]
    pub(crate) about: Option<String>,
}

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Json {
    /// Answers in JSON, for other programs
    #[arg(long)]
    pub(crate) json: bool,
}
