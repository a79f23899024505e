//! Prepared offices: what a window shows when an office is empty, in order, in trouble, large, in its wizard, or in a
//! round.
//!
//! Each is a real office in a folder of its own, written through the office's own store; only what its PCs said is
//! made up. Their addresses are for documentation (RFC 5737), and nobody is ever asked.

mod past;
mod pcs;
mod sources;

use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::{Timestamp, ToSpan};
use patchround_office::{
    Error, Office,
    app::keep_paper,
    except,
    keys::Paper,
    plan::{Wanted, plan},
    results::StepResult,
    round::Begin,
    setup,
    store::rounds::{Stage, StoredJob},
    trouble::Trouble,
};
use patchround_protocol::{
    Cause, Event, EventKind, JobId, Outcome,
    consultation::{Answer, Worry},
    people::UsedBy,
    wire::Kept,
};
use uuid::Uuid;

use self::pcs::Pc;

/// Makes a prepared office in a folder.
pub(crate) fn prepare(name: &str, dir: &Path) -> Result<()> {
    match name {
        "setup" => return Ok(()),
        "broken" => return broken(dir),
        _ => {}
    }
    let pcs = match name {
        "empty" | "wizard-empty" => Vec::new(),
        "normal" | "people" | "wizard-normal" | "running" | "result" => pcs::office(),
        "trouble" | "wizard-trouble" => pcs::in_trouble(),
        "sources" => sources::office(),
        "many" => pcs::many(),
        _ => bail!("There is no play {name}"),
    };
    let paper = make(dir)?;
    if name.starts_with("wizard-") {
        keep_paper(dir, &paper).context("Failed to keep the words for paper")?;
    }
    let office = Office::open(dir, false).context("Failed to open a new office")?;
    let joined = if matches!(name, "normal" | "trouble") { past::BEGIN } else { 0 };
    pcs.iter().try_for_each(|pc| join(&office, pc, joined))?;
    people(&office, &pcs, name)?;
    match name {
        "running" => in_a_round(&office),
        "result" => after_a_round(&office),
        "sources" => {
            keeps_a_system_back(&office)?;
            waits_for_a_person(&office)
        }
        "trouble" => {
            keeps_back(&office)?;
            agrees_to_be_late(&office, &paper)?;
            says_wrong(&office)?;
            asks_to_wait(&office)?;
            writes(&office)
        }
        _ => Ok(()),
    }
}

fn make(dir: &Path) -> Result<Paper> {
    setup::init(dir, "Harbour Dental", "Maria Lopez", Timestamp::now()).context("Failed to make an office")
}

fn broken(dir: &Path) -> Result<()> {
    make(dir)?;
    std::fs::write(dir.join("office.sqlite"), "no store at all").context("Failed to damage a store")
}

/// A PC joins so many hours before it was seen last.
fn join(office: &Office, pc: &Pc, before: i64) -> Result<(), Error> {
    let (now, seen) = (Timestamp::now(), Timestamp::now() - pc.hours_off.hours());
    let store = &office.store;
    store.keep_pc(pc.id, &pc.name, pc.address, &pc.facts, seen - before.hours())?;
    if before > 0 {
        store.saw(pc.id, pc.address, &pc.facts, seen)?;
        past::remember(office, pc)?;
    }
    // A later look that finds the same changes nothing; in the largest office it would take half of the time.
    store.keep_scan(pc.id, &pc.scan, now - pc.hours_known.hours())?;
    if pc.hours_off > 0 {
        store.missed(pc.id, Trouble::Unreachable)?;
    }
    if let Some(trouble) = pc.trouble {
        store.missed(pc.id, trouble)?;
    }
    Ok(())
}

/// Who uses each PC, and who stands in. In some offices nobody does, and one PC has nobody.
fn people(office: &Office, pcs: &[Pc], play: &str) -> Result<(), Error> {
    let lacks_one = matches!(play, "trouble" | "people" | "many");
    let used = |pc: &Pc| UsedBy { pc: pc.id, person: pc.person.clone() };
    office.change_policy(&[], |policy| {
        policy.people = pcs.iter().skip(usize::from(lacks_one)).map(used).collect();
        policy.stand_in =
            (!matches!(play, "trouble" | "people") && !pcs.is_empty()).then(|| "Dr Weiss".to_owned());
    })
}

fn ordered(office: &Office) -> Result<Vec<StoredJob>> {
    let plan = plan(&office.stored_views()?, &Wanted::All, Timestamp::now());
    let round = office.order(&plan, Begin::Now)?;
    Ok(office.store.jobs_of(round)?)
}

/// Nothing happens by itself for a while, and one program is kept back for longer.
fn keeps_back(office: &Office) -> Result<()> {
    let views = office.stored_views()?;
    let offered = views.iter().filter_map(|view| view.pc.scan.as_ref()).flat_map(|scan| &scan.updates);
    let package = offered.map(|update| update.package.clone()).next();
    let (soon, later) = (Timestamp::now() + (24 * 5).hours(), Timestamp::now() + (24 * 30).hours());
    office.hold(package.as_slice(), "The till's driver needs the old version", later)?;
    Ok(office.pause(soon)?)
}

/// One part of a system that goes in only as a whole is kept back.
fn keeps_a_system_back(office: &Office) -> Result<()> {
    let until = Timestamp::now() + (24 * 30).hours();
    Ok(office.hold(&[sources::KEPT_BACK.parse()?], "The scanner stops with the new one", until)?)
}

/// Somebody's own program was ordered while they were not signed in.
fn waits_for_a_person(office: &Office) -> Result<()> {
    let wanted = Wanted::Ids(vec![sources::OF_WHO_IS_AWAY.parse()?]);
    let round = office.order(&plan(&office.stored_views()?, &wanted, Timestamp::now()), Begin::Now)?;
    for job in office.store.jobs_of(round)? {
        end(office, &job, Some((Outcome::Waiting, Cause::PersonAway)))?;
    }
    Ok(())
}

/// The owner agreed to be late with what one PC has waited for too long.
fn agrees_to_be_late(office: &Office, paper: &Paper) -> Result<()> {
    let wanted = except::Wanted {
        package: "thunderbird".parse()?,
        pcs: vec!["Room 2".to_owned()],
        why: "The new version does not open the old letters".to_owned(),
        instead: "Nobody reads mail on this PC".to_owned(),
        days: 20,
    };
    office.except(&wanted, &paper.passphrase)?;
    Ok(())
}

/// Somebody was asked about a big change, and asked to wait.
fn asks_to_wait(office: &Office) -> Result<()> {
    let wanted = Wanted::Ids(vec![pcs::BIG.parse()?]);
    let round = office.order(&plan(&office.stored_views()?, &wanted, Timestamp::now()), Begin::Now)?;
    for job in office.store.jobs_of(round)? {
        let (id, now, person) = (job.job.job, Timestamp::now(), "Jonas".to_owned());
        let words = "My invoice tool may stop working.".to_owned();
        let answer = Answer::Objection { worry: Worry::Tool {}, words };
        let told = [
            EventKind::PersonAsked { job: id, person: person.clone(), announced: now + 48.hours() },
            EventKind::PersonAnswered { job: id, person, answer },
        ];
        let next = office.store.pc(job.job.pc)?.map_or(1, |pc| pc.cursor + 1);
        let events: Vec<Event> =
            (next..).zip(told).map(|(seq, kind)| Event::new(seq, now - 1.hours(), kind)).collect();
        office.store.hear(job.job.pc, &events)?;
        end(office, &job, Some((Outcome::NeedsPerson, Cause::Objected)))?;
    }
    Ok(())
}

/// Something went in on one PC, and somebody says that it is not right since.
fn says_wrong(office: &Office) -> Result<()> {
    let mut plan = plan(&office.stored_views()?, &Wanted::All, Timestamp::now());
    plan.pcs.retain(|pc| pc.heard && !pc.install.is_empty());
    plan.pcs.truncate(1);
    plan.pcs.iter_mut().for_each(|pc| pc.install.truncate(1));
    let round = office.order(&plan, Begin::Now)?;
    for job in office.store.jobs_of(round)? {
        end(office, &job, None)?;
        keeps_way_back(office, &job)?;
        let (person, words) = ("Ana".to_owned(), "My invoices no longer print.".to_owned());
        let seq = office.store.pc(job.job.pc)?.map_or(1, |pc| pc.cursor + 1);
        let said = EventKind::PersonSaidWrong { job: job.job.job, person, words };
        office.store.hear(job.job.pc, &[Event::new(seq, Timestamp::now() - 1.hours(), said)])?;
    }
    Ok(())
}

/// Somebody wrote without having been asked.
fn writes(office: &Office) -> Result<()> {
    let Some(pc) = office.store.pcs()?.into_iter().next_back() else { return Ok(()) };
    let words = "May we have the old printer back?".to_owned();
    let said = EventKind::PersonWrote { note: JobId(Uuid::from_u128(1)), person: "Lea".to_owned(), words };
    Ok(office.store.hear(pc.id, &[Event::new(pc.cursor + 1, Timestamp::now() - 2.hours(), said)])?)
}

/// The PC kept the version before.
fn keeps_way_back(office: &Office, job: &StoredJob) -> Result<()> {
    let Some(pc) = office.store.pc(job.job.pc)? else { return Ok(()) };
    let Some(mut scan) = pc.scan else { return Ok(()) };
    let ids = job.job.steps.iter().flat_map(|step| match step {
        patchround_protocol::Step::Install { ids, .. } => ids.as_slice(),
        _ => &[],
    });
    for id in ids {
        let before = format!("{}:{}@1.0", id.source(), id.native()).parse()?;
        scan.kept.push(Kept { id: before, newer: "2".to_owned(), since: Timestamp::now(), back: None });
    }
    Ok(office.store.keep_scan(pc.id, &scan, Timestamp::now())?)
}

/// Some PCs have ended, some are at it, some wait for their turn.
fn in_a_round(office: &Office) -> Result<()> {
    for (number, job) in ordered(office)?.iter().enumerate() {
        match number % 3 {
            0 => end(office, job, None)?,
            1 => drop(office.store.move_job(job.job.job, Stage::Delivered)?),
            _ => {}
        }
    }
    Ok(())
}

/// Most went well.
fn after_a_round(office: &Office) -> Result<()> {
    for (number, job) in ordered(office)?.iter().enumerate() {
        let ends = [
            None,
            None,
            Some((Outcome::Failed, Cause::DiskFull)),
            Some((Outcome::NeedsRestart, Cause::RestartToFinish)),
        ];
        end(office, job, ends[number % ends.len()])?;
    }
    Ok(())
}

fn end(office: &Office, job: &StoredJob, not_done: Option<(Outcome, Cause)>) -> Result<()> {
    let ids = job.job.steps.iter().flat_map(|step| match step {
        patchround_protocol::Step::Install { ids, .. } => ids.clone(),
        _ => Vec::new(),
    });
    let result = |(number, id): (usize, _)| match not_done.filter(|_| number == 0) {
        Some((outcome, cause)) => StepResult {
            details: (outcome == Outcome::Failed)
                .then(|| "E: You don't have enough free space in /var/cache/apt/archives/.".to_owned()),
            ..StepResult::new(Some(id), outcome, Some(cause))
        },
        None => StepResult::new(Some(id), Outcome::Done, None),
    };
    let results: Vec<StepResult> = ids.enumerate().map(result).collect();
    office.close(job, &results, None)?;
    look_again(office, job, &results)
}

/// What went in is no longer offered.
fn look_again(office: &Office, job: &StoredJob, results: &[StepResult]) -> Result<()> {
    let pc = office.store.pc(job.job.pc)?.context("Failed to find a PC of the play")?;
    let Some(mut scan) = pc.scan else { return Ok(()) };
    let is_in = |end: &StepResult| matches!(end.outcome, Outcome::Done | Outcome::NeedsRestart);
    scan.updates
        .retain(|update| !results.iter().any(|end| is_in(end) && end.id.as_ref() == Some(&update.id)));
    Ok(office.store.keep_scan(pc.id, &scan, Timestamp::now())?)
}
