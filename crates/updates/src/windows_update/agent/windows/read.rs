//! What the agent's objects say.

use jiff::Timestamp;
use windows::{
    Win32::{
        Foundation::{DECIMAL, E_FAIL},
        System::{
            UpdateAgent::{
                IAutomaticUpdates2, ICategoryCollection, ISearchResult, IStringCollection, IUpdate, IUpdate2,
                IUpdate3, IUpdateCollection, IUpdateHistoryEntry, IUpdateIdentity, IUpdateSession,
                IWindowsDriverUpdate2, IWindowsDriverUpdate3, InstallationRebootBehavior,
                OperationResultCode, iiRequiresExclusiveHandling, irbAlwaysRequiresReboot, irbNeverReboots,
                orcAborted, orcFailed, orcSucceeded, orcSucceededWithErrors, uoUninstallation, utDriver,
            },
            Variant::VT_DATE,
        },
    },
    core::{BSTR, Result as Said},
};

use super::{
    super::{How, Kind, Offer, Restart, dates},
    Failure, Identity, Past, com, face, is,
};

/// Updates of one answer, texts of one list and lines of the history that are read, at most.
const MOST: i32 = 1000;
const MOST_TEXTS: i32 = 200;
const MOST_HISTORY: i32 = 300;

/// The updates of a collection.
pub(super) fn each(updates: &IUpdateCollection) -> Result<Vec<IUpdate>, Failure> {
    // SAFETY: the object lives on this thread until the calls are over.
    let all = unsafe {
        updates.Count().and_then(|count| (0..count.min(MOST)).map(|at| updates.get_Item(at)).collect())
    };
    all.map_err(com::failed)
}

/// Which revision of which update it is.
pub(super) fn identity(update: &IUpdate) -> Result<Identity, Failure> {
    // SAFETY: the object lives on this thread until the call is over.
    unsafe { update.Identity() }.and_then(|identity| named(&identity)).map_err(com::failed)
}

/// All that is read of an update. Without its identity it is none; of everything else what is not told is empty.
pub(super) fn offer(update: &IUpdate) -> Result<Offer, Failure> {
    let identity = identity(update)?;
    let beyond = Beyond::of(update);
    // SAFETY: the objects live on this thread until the calls are over.
    unsafe {
        let behaviour = update.InstallationBehavior().ok();
        let behaviour = behaviour.as_ref();
        Ok(Offer {
            identity,
            title: text(update.Title()),
            description: text(update.Description()),
            kind: if update.Type().is_ok_and(|kind| kind == utDriver) {
                Kind::Driver
            } else {
                Kind::Software
            },
            articles: texts(update.KBArticleIDs()),
            flaws: beyond.flaws,
            severity: text(update.MsrcSeverity()),
            categories: update.Categories().map(|all| categories(&all)).unwrap_or_default(),
            most_bytes: update.MaxDownloadSize().ok().and_then(bytes),
            changed: update.LastDeploymentChangeTime().ok().and_then(dates::moment),
            restart: behaviour.and_then(|behaviour| behaviour.RebootBehavior().ok()).map(restart),
            is_exclusive: behaviour
                .is_some_and(|b| b.Impact().is_ok_and(|impact| impact == iiRequiresExclusiveHandling)),
            asks: behaviour.is_some_and(|behaviour| behaviour.CanRequestUserInput().is_ok_and(is)),
            is_optional: beyond.is_optional,
            is_accepted: update.EulaAccepted().is_ok_and(is),
            is_fetched: update.IsDownloaded().is_ok_and(is),
            is_installed: update.IsInstalled().is_ok_and(is),
            waits_for_restart: beyond.waits_for_restart,
        })
    }
}

/// What later faces of an update say. A driver's are its own, and are no faces of other updates.
struct Beyond {
    flaws: Vec<String>,
    is_optional: bool,
    waits_for_restart: bool,
}

impl Beyond {
    fn of(update: &IUpdate) -> Self {
        let (second, third) = (face::<IUpdate2>(update), face::<IUpdate3>(update));
        let (driver, third_driver) =
            (face::<IWindowsDriverUpdate2>(update), face::<IWindowsDriverUpdate3>(update));
        // SAFETY: the objects live on this thread until the calls are over.
        unsafe {
            let flaws = second.as_ref().map(|update| update.CveIDs());
            let flaws = flaws.or_else(|| driver.as_ref().map(|update| update.CveIDs()));
            let waits = second.map(|update| update.RebootRequired());
            let waits = waits.or_else(|| driver.map(|update| update.RebootRequired()));
            let optional = third.map(|update| update.BrowseOnly());
            let optional = optional.or_else(|| third_driver.map(|update| update.BrowseOnly()));
            Self {
                flaws: flaws.map(texts).unwrap_or_default(),
                is_optional: optional.is_some_and(|said| said.is_ok_and(is)),
                waits_for_restart: waits.is_some_and(|said| said.is_ok_and(is)),
            }
        }
    }
}

/// What was installed, the newest first.
pub(super) fn history(session: &IUpdateSession) -> Result<Vec<Past>, Failure> {
    // SAFETY: the objects were made on this thread and live until the calls are over.
    let entries = unsafe {
        session.CreateUpdateSearcher().and_then(|searcher| {
            let count = searcher.GetTotalHistoryCount()?.min(MOST_HISTORY);
            if count == 0 {
                return Ok(Vec::new());
            }
            let entries = searcher.QueryHistory(0, count)?;
            (0..entries.Count()?).map(|at| entries.get_Item(at)).collect()
        })
    };
    Ok(entries.map_err(com::failed)?.iter().filter_map(past).collect())
}

/// When the server was last asked with success.
pub(super) fn searched_at(updates: &IAutomaticUpdates2) -> Result<Option<Timestamp>, Failure> {
    // SAFETY: the object lives on this thread until the calls are over, and the field is the one that the kind of the value
    // says.
    unsafe {
        let said =
            updates.Results().and_then(|results| results.LastSearchSuccessDate()).map_err(com::failed)?;
        let is_date = said.vt() == VT_DATE;
        Ok(is_date.then(|| said.Anonymous.Anonymous.Anonymous.date).and_then(dates::moment))
    }
}

/// How something ended.
pub(super) fn how(code: OperationResultCode) -> How {
    match code {
        code if code == orcSucceeded => How::Done,
        code if code == orcSucceededWithErrors => How::DoneWithErrors,
        code if code == orcFailed => How::Failed,
        code if code == orcAborted => How::Stopped,
        _ => How::Unfinished,
    }
}

/// Whether a search was answered; with errors it was, as far as it goes.
pub(super) fn is_answer(result: &ISearchResult) -> Result<(), Failure> {
    // SAFETY: the object lives on this thread until the call is over.
    match how(unsafe { result.ResultCode() }.map_err(com::failed)?) {
        How::Done | How::DoneWithErrors => Ok(()),
        How::Unfinished | How::Failed | How::Stopped => {
            Err(Failure::Code(warning(result).unwrap_or(E_FAIL.0.cast_unsigned())))
        }
    }
}

/// The first of what went wrong besides.
pub(super) fn warning(result: &ISearchResult) -> Option<u32> {
    // SAFETY: the objects live on this thread until the calls are over.
    let code = unsafe {
        let warnings = result.Warnings().ok()?;
        if warnings.Count().ok()? == 0 {
            return None;
        }
        warnings.get_Item(0).and_then(|warning| warning.HResult()).ok()?
    };
    Some(code.cast_unsigned())
}

fn named(identity: &IUpdateIdentity) -> Said<Identity> {
    // SAFETY: the object lives on this thread until the calls are over.
    let (update, revision) = unsafe { (identity.UpdateID()?, identity.RevisionNumber()?) };
    // A revision below 0 is none that anybody could have ordered.
    Ok(Identity { update: update.to_string().to_lowercase(), revision: u32::try_from(revision).unwrap_or(0) })
}

fn past(entry: &IUpdateHistoryEntry) -> Option<Past> {
    // SAFETY: the object lives on this thread until the calls are over.
    unsafe {
        Some(Past {
            identity: entry.UpdateIdentity().and_then(|identity| named(&identity)).ok()?,
            is_removal: entry.Operation().ok()? == uoUninstallation,
            result: how(entry.ResultCode().ok()?),
        })
    }
}

fn text(said: Said<BSTR>) -> String {
    said.map(|text| String::from_utf16_lossy(&text)).unwrap_or_default()
}

fn texts(said: Said<IStringCollection>) -> Vec<String> {
    let Ok(all) = said else { return Vec::new() };
    // SAFETY: the object lives on this thread until the calls are over.
    unsafe {
        let count = all.Count().unwrap_or(0).min(MOST_TEXTS);
        (0..count).map(|at| text(all.get_Item(at))).filter(|text| !text.is_empty()).collect()
    }
}

fn categories(all: &ICategoryCollection) -> Vec<String> {
    // SAFETY: the objects live on this thread until the calls are over.
    unsafe {
        let count = all.Count().unwrap_or(0).min(MOST_TEXTS);
        let id = |at| text(all.get_Item(at).and_then(|category| category.CategoryID())).to_lowercase();
        (0..count).map(id).filter(|id| !id.is_empty()).collect()
    }
}

fn restart(behaviour: InstallationRebootBehavior) -> Restart {
    match behaviour {
        behaviour if behaviour == irbNeverReboots => Restart::Never,
        behaviour if behaviour == irbAlwaysRequiresReboot => Restart::Always,
        _ => Restart::Perhaps,
    }
}

/// A whole number that is not below 0 and fits.
fn bytes(decimal: DECIMAL) -> Option<u64> {
    // SAFETY: all views of both unions are plain numbers.
    let (signscale, low) = unsafe { (decimal.Anonymous1.signscale, decimal.Anonymous2.Lo64) };
    (signscale == 0 && decimal.Hi32 == 0).then_some(low)
}
