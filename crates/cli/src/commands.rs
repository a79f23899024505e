//! One file for each group of commands.

pub(crate) mod answering;
mod excepting;
pub(crate) mod feeds;
pub(crate) mod finding;
mod firmware;
pub(crate) mod holding;
pub(crate) mod inviting;
pub(crate) mod joining;
mod judging;
mod later;
pub(crate) mod people;
mod planning;
mod record;
mod reporting;
mod restarting;
mod round;
pub(crate) mod seeing;
mod undoing;
mod waking;

use std::path::PathBuf;

use jiff::{Timestamp, tz::TimeZone};
use patchround_office::{Error, Office, PcView, due::Clocks, setup, state_dir, tell::Tell};
use patchround_words::say_with;

use self::finding::Search;
use crate::{
    args::{Cli, Command},
    exit::Exit,
    out,
    sentence::value,
};

/// Does what was typed.
pub(crate) async fn run(cli: &Cli) -> anyhow::Result<Exit> {
    let at = Place { dir: state_dir::place(cli.state_dir.as_deref())?, discovery: !cli.no_discovery };
    match &cli.command {
        Command::Init { office, person } => init(&at, office, person),
        Command::Code { new, json } => joining::code(&at, *new, json.json),
        Command::Invite(invite) => inviting::invite(&at, invite),
        Command::Find { join, look_everywhere, seconds, json } => {
            let search =
                Search { seconds: u64::from(*seconds), everywhere: *look_everywhere, json: json.json };
            if *join { joining::join(&at, search).await } else { finding::find(&at, search).await }
        }
        Command::Add { address, name, json } => joining::add(&at, address, name.as_deref(), json.json).await,
        Command::Remove { pc } => joining::remove(&at, pc),
        Command::Rename { pc, name } => joining::rename(&at, pc, name),
        Command::Pcs(json) => seeing::pcs(&at, json.json).await,
        Command::Updates { pc, changes, json } => {
            seeing::updates(&at, pc.as_deref(), *changes, json.json).await
        }
        Command::CoolingOff { days } => holding::cooling_off(&at, *days).await,
        Command::Feeds(wanted) => feeds::feeds(&at, wanted).await,
        Command::JudgedBy(wanted) => judging::judged_by(&at, wanted).await,
        Command::Plan { pc, json } => planning::plan(&at, pc.as_deref(), json.json).await,
        Command::Check(json) => round::check(&at, json.json).await,
        Command::Update(update) if update.cancel => later::cancel(&at, update).await,
        Command::Update(update) => round::update(&at, update).await,
        Command::Firmware(wanted) => firmware::put_in(&at, wanted).await,
        Command::Restart(restart) => restarting::restart(&at, restart).await,
        Command::Wake { pc, json } => waking::wake(&at, pc, json.json).await,
        Command::Hold { package, why, until } => holding::hold(&at, package, why, *until).await,
        Command::Except(except) => excepting::except(&at, except).await,
        Command::Undo(undo) => undoing::undo(&at, undo).await,
        Command::Release { package, pc: Some(pc), json } => {
            undoing::release(&at, package, pc, json.json).await
        }
        Command::Release { package, pc: None, json } => holding::release(&at, package, json.json).await,
        Command::Answer { for_all: Some(program), .. } => answering::hold_for_all(&at, program).await,
        Command::Answer { pc: Some(pc), reply, .. } => answering::answer(&at, pc, reply).await,
        Command::Answer { pc: None, json, .. } => answering::list(&at, json.json).await,
        Command::Pause { until } => holding::pause(&at, *until).await,
        Command::Resume => holding::resume(&at).await,
        Command::People(wanted) => people::people(&at, wanted).await,
        Command::Duties { mine, json } => people::duties(&at, *mine, json.json).await,
        Command::Report(wanted) => reporting::report(&at, wanted),
        Command::Record(json) => record::record(&at, json.json).await,
    }
}

/// Where the office is, and whether the network may be searched.
pub(crate) struct Place {
    dir: PathBuf,
    discovery: bool,
}

impl Place {
    /// Opens the office to work in it.
    fn open(&self) -> Result<Office, Error> {
        Office::open(&self.dir, self.discovery)
    }

    /// Looks at every PC; while another program works in the office, shows what that has written down.
    async fn look(&self, tell: Tell<'_>) -> Result<(Office, Vec<PcView>), Error> {
        match self.open() {
            Ok(office) => {
                let views = office.look(tell).await?;
                Ok((office, views))
            }
            Err(Error::Held(by)) => {
                out::aside(&say_with("stored-state", &[("by", value(by))]));
                let office = Office::open_to_read(&self.dir)?;
                let views = office.stored_views()?;
                Ok((office, views))
            }
            Err(error) => Err(error),
        }
    }
}

/// The clocks of due dates, in days of this computer's time zone.
fn clocks(office: &Office) -> Result<Clocks, Error> {
    office.clocks(TimeZone::system())
}

fn init(at: &Place, office: &str, person: &str) -> anyhow::Result<Exit> {
    let paper = setup::init(&at.dir, office, person, Timestamp::now())?;
    let values = [("office", value(office.trim())), ("person", value(person.trim()))];
    out::line(&say_with("init-done", &values));
    out::line("");
    out::line(&patchround_words::say("init-paper"));
    out::line(&say_with("init-passphrase", &[("words", value(&**paper.passphrase))]));
    out::line(&say_with("init-recovery", &[("words", value(&**paper.recovery))]));
    out::line("");
    out::line(&patchround_words::say("init-next"));
    Ok(Exit::Done)
}
