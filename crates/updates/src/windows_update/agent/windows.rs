//! The Windows Update Agent of this PC, over COM in this process. Each call has a thread of its own, and objects never leave
//! it.

#[path = "windows/com.rs"]
mod com;
#[path = "windows/jobs.rs"]
mod jobs;
#[path = "windows/read.rs"]
mod read;

use std::time::Duration;

use jiff::Timestamp;
use windows::Win32::{
    Foundation::VARIANT_BOOL,
    System::UpdateAgent::{AutomaticUpdates, IAutomaticUpdates2, ISystemInformation, SystemInformation},
};
use windows::core::Interface;

use super::{
    Agent, Ending, Failure, Found, Identity, Past, Search,
    aside::{Lane, Signs},
};

/// What is asked between two other things.
const QUICK: Duration = Duration::from_secs(15);
/// Somebody's history is long.
const HISTORY: Duration = Duration::from_secs(2 * 60);
/// Past its limit a search is told to stop; so long it may take to do that.
const STOPPING: Duration = Duration::from_secs(30);
/// Without a sign of life for so long nobody is there any more.
const SILENCE: Duration = Duration::from_secs(10 * 60);

/// Searches, and all that takes time.
static WORK: Lane = Lane::new();
/// Short questions, which must not wait for an installation.
static QUESTIONS: Lane = Lane::new();

/// That of this PC.
pub(crate) fn of_this_pc() -> Option<&'static dyn Agent> {
    Some(&ThisPc)
}

struct ThisPc;

impl Agent for ThisPc {
    fn search(&self, search: &Search) -> Result<Found, Failure> {
        let search = search.clone();
        quietly(&WORK, search.limit() + STOPPING, move |_| jobs::search(&com::session()?, &search))
    }

    fn history(&self) -> Result<Vec<Past>, Failure> {
        quietly(&WORK, HISTORY, |_| read::history(&com::session()?))
    }

    fn searched_at(&self) -> Result<Option<Timestamp>, Failure> {
        quietly(&QUESTIONS, QUICK, |_| {
            let updates: IAutomaticUpdates2 = com::made(&AutomaticUpdates)?;
            read::searched_at(&updates)
        })
    }

    fn restart_required(&self) -> Result<bool, Failure> {
        quietly(&QUESTIONS, QUICK, |_| {
            let system: ISystemInformation = com::made(&SystemInformation)?;
            // SAFETY: the object was made on this thread and lives until the call is over.
            Ok(is(unsafe { system.RebootRequired() }.map_err(com::failed)?))
        })
    }

    fn is_busy(&self) -> Result<bool, Failure> {
        quietly(&QUESTIONS, QUICK, |_| {
            let session = com::session()?;
            // SAFETY: both objects were made on this thread and live until the calls are over.
            unsafe { session.CreateUpdateInstaller().and_then(|installer| installer.IsBusy()) }
                .map(is)
                .map_err(com::failed)
        })
    }

    fn accept(&self, which: &Identity) -> Result<(), Failure> {
        let which = which.clone();
        quietly(&WORK, Search::One(which.clone()).limit() + STOPPING, move |_| {
            let update = jobs::the_one(&com::session()?, &which)?;
            // SAFETY: the object came from a search on this thread and lives until the call is over.
            unsafe { update.AcceptEula() }.map_err(com::failed)
        })
    }

    fn download(&self, which: &Identity, percent: &mut dyn FnMut(f32)) -> Result<Ending, Failure> {
        let which = which.clone();
        run(&WORK, SILENCE, percent, move |signs| jobs::download(&com::session()?, &which, signs))
    }

    fn install(&self, which: &Identity, percent: &mut dyn FnMut(f32)) -> Result<Ending, Failure> {
        let which = which.clone();
        run(&WORK, SILENCE, percent, move |signs| jobs::install(&com::session()?, &which, signs))
    }
}

fn quietly<T: Send + 'static>(
    lane: &'static Lane,
    limit: Duration,
    work: impl FnOnce(&Signs) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    run(lane, limit, &mut |_| {}, work)
}

fn run<T: Send + 'static>(
    lane: &'static Lane,
    silence: Duration,
    percent: &mut dyn FnMut(f32),
    work: impl FnOnce(&Signs) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    lane.run(silence, percent, move |signs| {
        let _apartment = com::Apartment::enter()?;
        work(signs)
    })
}

fn is(said: VARIANT_BOOL) -> bool {
    said.as_bool()
}

/// The same object by another of its faces; none where its Windows does not have that yet.
fn face<T: Interface>(object: &impl Interface) -> Option<T> {
    object.cast().ok()
}

#[cfg(test)]
#[path = "windows/tests.rs"]
mod tests;
