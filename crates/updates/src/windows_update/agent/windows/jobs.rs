//! What takes the agent time: each is begun, looked at until it is over, and told to stop where it may be.

use std::{
    thread,
    time::{Duration, Instant},
};

use windows::{
    Win32::{
        Foundation::{VARIANT_FALSE, VARIANT_TRUE},
        System::{
            Power::{ES_SYSTEM_REQUIRED, SetThreadExecutionState},
            UpdateAgent::{
                IDownloadCompletedCallback, IDownloadCompletedCallback_Impl, IDownloadCompletedCallbackArgs,
                IDownloadJob, IDownloadProgressChangedCallback, IDownloadProgressChangedCallback_Impl,
                IDownloadProgressChangedCallbackArgs, IInstallationCompletedCallback,
                IInstallationCompletedCallback_Impl, IInstallationCompletedCallbackArgs, IInstallationJob,
                IInstallationProgressChangedCallback, IInstallationProgressChangedCallback_Impl,
                IInstallationProgressChangedCallbackArgs, ISearchCompletedCallback,
                ISearchCompletedCallback_Impl, ISearchCompletedCallbackArgs, ISearchJob, IUpdate,
                IUpdateCollection, IUpdateInstaller2, IUpdateSession, UpdateCollection,
            },
            Variant::VARIANT,
        },
    },
    core::{BSTR, IUnknown, Ref, Result as Said, implement},
};

use super::{Ending, Failure, Found, Identity, Search, Signs, com, face, is, read};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(250);
/// A download that does not get any further for so long is stopped; a later one goes on where it was.
const STANDS_STILL: Duration = Duration::from_secs(60 * 60);
/// An installation that does not get any further for so long is left alone: it is never stopped, and no longer waited for.
const LEFT_ALONE: Duration = Duration::from_secs(6 * 60 * 60);
/// `WU_E_DS_NODATA_NOSUCHREVISION`.
const NO_SUCH_REVISION: u32 = 0x8024_8020;

/// The agent asks for somebody to tell when it is done, and is looked at instead: its objects must not be used where it
/// tells (sources.md 9.1).
#[implement(
    ISearchCompletedCallback,
    IDownloadCompletedCallback,
    IDownloadProgressChangedCallback,
    IInstallationCompletedCallback,
    IInstallationProgressChangedCallback
)]
struct Nobody;

impl ISearchCompletedCallback_Impl for Nobody_Impl {
    fn Invoke(&self, _: Ref<ISearchJob>, _: Ref<ISearchCompletedCallbackArgs>) -> Said<()> {
        Ok(())
    }
}

impl IDownloadCompletedCallback_Impl for Nobody_Impl {
    fn Invoke(&self, _: Ref<IDownloadJob>, _: Ref<IDownloadCompletedCallbackArgs>) -> Said<()> {
        Ok(())
    }
}

impl IDownloadProgressChangedCallback_Impl for Nobody_Impl {
    fn Invoke(&self, _: Ref<IDownloadJob>, _: Ref<IDownloadProgressChangedCallbackArgs>) -> Said<()> {
        Ok(())
    }
}

impl IInstallationCompletedCallback_Impl for Nobody_Impl {
    fn Invoke(&self, _: Ref<IInstallationJob>, _: Ref<IInstallationCompletedCallbackArgs>) -> Said<()> {
        Ok(())
    }
}

impl IInstallationProgressChangedCallback_Impl for Nobody_Impl {
    fn Invoke(&self, _: Ref<IInstallationJob>, _: Ref<IInstallationProgressChangedCallbackArgs>) -> Said<()> {
        Ok(())
    }
}

/// Looks for updates; told to stop when its time is over.
pub(super) fn search(session: &IUpdateSession, search: &Search) -> Result<Found, Failure> {
    let (updates, warning) = searched(session, search)?;
    Ok(Found { updates: read::each(&updates)?.iter().map(read::offer).collect::<Result<_, _>>()?, warning })
}

/// One update that is known to the agent.
pub(super) fn the_one(session: &IUpdateSession, which: &Identity) -> Result<IUpdate, Failure> {
    let (updates, _) = searched(session, &Search::One(which.clone()))?;
    let all = read::each(&updates)?;
    let mut is_it =
        all.into_iter().filter(|update| read::identity(update).is_ok_and(|found| found == *which));
    is_it.next().ok_or(Failure::Code(NO_SUCH_REVISION))
}

/// Fetches one.
pub(super) fn download(session: &IUpdateSession, which: &Identity, signs: &Signs) -> Result<Ending, Failure> {
    let only = collection(&the_one(session, which)?)?;
    signs.alive(0.0);
    // SAFETY: every object was made on this thread, which is in the multi-threaded apartment, and lives until its calls are
    // over; the callbacks are counted by whoever holds them.
    unsafe {
        let downloader = session.CreateUpdateDownloader().map_err(com::failed)?;
        downloader.SetUpdates(&only).map_err(com::failed)?;
        let job = downloader.BeginDownload(&nobody(), &nobody(), &VARIANT::default()).map_err(com::failed)?;
        let moved = || job.GetProgress().and_then(|progress| progress.PercentComplete());
        let waited = wait(|| job.IsCompleted().map(is), moved, STANDS_STILL, signs);
        if waited.is_err() {
            let _ = job.RequestAbort();
        }
        waited?;
        let result = downloader.EndDownload(&job).map_err(com::failed)?;
        let of_it = result.GetUpdateResult(0).map_err(com::failed)?;
        let (how, code) = (of_it.ResultCode().map_err(com::failed)?, of_it.HResult().map_err(com::failed)?);
        Ok(Ending { result: read::how(how), code: code.cast_unsigned(), restart: false })
    }
}

/// Installs one, and asks nobody anything.
pub(super) fn install(session: &IUpdateSession, which: &Identity, signs: &Signs) -> Result<Ending, Failure> {
    let only = collection(&the_one(session, which)?)?;
    signs.alive(0.0);
    // SAFETY: as in `download`.
    unsafe {
        let installer = session.CreateUpdateInstaller().map_err(com::failed)?;
        installer.SetUpdates(&only).map_err(com::failed)?;
        installer.SetAllowSourcePrompts(VARIANT_FALSE).map_err(com::failed)?;
        if let Some(quiet) = face::<IUpdateInstaller2>(&installer) {
            quiet.SetForceQuiet(VARIANT_TRUE).map_err(com::failed)?;
        }
        let job = installer.BeginInstall(&nobody(), &nobody(), &VARIANT::default()).map_err(com::failed)?;
        let moved = || job.GetProgress().and_then(|progress| progress.PercentComplete());
        wait(|| job.IsCompleted().map(is), moved, LEFT_ALONE, signs)?;
        let result = installer.EndInstall(&job).map_err(com::failed)?;
        let of_it = result.GetUpdateResult(0).map_err(com::failed)?;
        let (how, code) = (of_it.ResultCode().map_err(com::failed)?, of_it.HResult().map_err(com::failed)?);
        let restart = of_it.RebootRequired().is_ok_and(is);
        Ok(Ending { result: read::how(how), code: code.cast_unsigned(), restart })
    }
}

fn searched(session: &IUpdateSession, search: &Search) -> Result<(IUpdateCollection, Option<u32>), Failure> {
    // SAFETY: as in `download`.
    unsafe {
        let searcher = session.CreateUpdateSearcher().map_err(com::failed)?;
        let online = if search.is_online() { VARIANT_TRUE } else { VARIANT_FALSE };
        searcher.SetOnline(online).map_err(com::failed)?;
        let criteria = BSTR::from(search.criteria());
        let job = searcher.BeginSearch(&criteria, &nobody(), &VARIANT::default()).map_err(com::failed)?;
        let end = Instant::now() + search.limit();
        while !job.IsCompleted().map(is).map_err(com::failed)? {
            if Instant::now() > end {
                let _ = job.RequestAbort();
                return Err(Failure::Silent);
            }
            thread::sleep(PAUSE);
        }
        let result = searcher.EndSearch(&job).map_err(com::failed)?;
        let updates = result.Updates().map_err(com::failed)?;
        read::is_answer(&result)?;
        Ok((updates, read::warning(&result)))
    }
}

/// Waits until it is over, and shows signs of life as long as the agent answers.
fn wait(
    is_over: impl Fn() -> Said<bool>,
    moved: impl Fn() -> Said<i32>,
    patience: Duration,
    signs: &Signs,
) -> Result<(), Failure> {
    let (mut last, mut since) = (0, Instant::now());
    while !is_over().map_err(com::failed)? {
        let percent = moved().unwrap_or(last);
        if percent != last {
            (last, since) = (percent, Instant::now());
        }
        if since.elapsed() > patience {
            return Err(Failure::Silent);
        }
        #[expect(clippy::cast_precision_loss, reason = "a percentage")]
        signs.alive(percent.clamp(0, 100) as f32);
        // SAFETY: it takes no pointers; the PC is only kept from falling asleep.
        unsafe { SetThreadExecutionState(ES_SYSTEM_REQUIRED) };
        thread::sleep(PAUSE);
    }
    Ok(())
}

/// A collection of this one alone: one that fails costs no other.
fn collection(update: &IUpdate) -> Result<IUpdateCollection, Failure> {
    let only: IUpdateCollection = com::made(&UpdateCollection)?;
    // SAFETY: both objects live on this thread until the call is over.
    unsafe { only.Add(update) }.map_err(com::failed)?;
    Ok(only)
}

/// Nobody, whom the agent tells.
fn nobody() -> IUnknown {
    Nobody.into()
}
