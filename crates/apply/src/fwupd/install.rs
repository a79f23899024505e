//! Writing one version of one device's firmware.

use jiff::Timestamp;
use patchround_protocol::{Cause, Outcome, UpdateId, event::Phase};
use patchround_updates::{
    Pc,
    command::{Call, CommandError, Told},
    fwupd::{
        ask::{self, AskError, fwupdmgr},
        causes,
        devices::Device,
    },
    signs, started,
};

use super::busy;
use crate::{Ended, meter::Meter, patience::Patience, source::goes_alone, tell};

/// Writes it, if it is ordered alone, the PC has power from the mains, and it is what is offered at this moment. Never
/// stopped, however long it takes.
pub(super) fn carry_out(pc: &Pc<'_>, ids: &[UpdateId], meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    let [id] = ids else { return tell::each(ids, meter, goes_alone) };
    let ended = match nobody_writes(pc, meter, patience).and_then(|()| may(pc, id)) {
        Ok(true) => {
            meter.moved(Phase::Installing, 0.0, None);
            ended(pc.tools.write(&written(id), &mut |_| {}))
        }
        Ok(false) => Ended::DONE,
        Err(ended) => ended,
    };
    meter.moved(Phase::Verifying, 0.0, None);
    tell(pc, ids, meter, |_| match ended.outcome {
        Outcome::Done => Ended::failed(Cause::InstalledButNotVerified, ""),
        _ => ended.clone(),
    })
}

/// Waits until nobody writes firmware; else says who still does.
pub(super) fn nobody_writes(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<(), Ended> {
    patience.until_nobody(meter, || busy::writer(pc))
}

/// Tells every id once, after a new process was asked which version is there; `otherwise` says how those end that are
/// neither at theirs nor will be after a restart.
pub(super) fn tell(
    pc: &Pc<'_>,
    ids: &[UpdateId],
    meter: &mut Meter<'_>,
    otherwise: impl Fn(&UpdateId) -> Ended,
) -> Ended {
    let (there, booted) = (ask::devices(pc), booted(pc));
    tell::each(ids, meter, |id| {
        let devices = match &there {
            Ok(devices) => devices,
            Err(error) => return (failed(error), None),
        };
        let Some(device) = device(devices, id) else { return (otherwise(id), None) };
        let ended = match device {
            device if device.version.as_deref() == Some(id.version()) => Ended::DONE,
            device if device.is_staged(booted) => {
                Ended::not_done(Outcome::NeedsRestart, Cause::RestartToFinish, "")
            }
            _ => otherwise(id),
        };
        (ended, device.version.clone())
    })
}

/// Whether it has to be written: `false` where it was before.
fn may(pc: &Pc<'_>, id: &UpdateId) -> Result<bool, Ended> {
    let gone = |why: &str| Ended::failed(Cause::VersionGone, why);
    let offered = ask::updates(pc).map_err(|error| failed(&error))?;
    let Some(device) = device(&offered, id) else {
        let all = ask::devices(pc).map_err(|error| failed(&error))?;
        let is_there =
            self::device(&all, id).is_some_and(|there| there.version.as_deref() == Some(id.version()));
        return if is_there { Ok(false) } else { Err(gone("Nothing is offered for this device")) };
    };
    if device.is_staged(booted(pc)) {
        return Ok(false);
    }
    match device.offered().map(|release| release.version.as_str()) {
        Some(version) if version == id.version() => {}
        version => return Err(gone(&format!("Offered now: {}", version.unwrap_or("nothing")))),
    }
    match signs(pc).battery {
        Some(left) => {
            let said = format!("{left} percent are left in the battery");
            Err(Ended::not_done(Outcome::NeedsPerson, Cause::Battery, &said))
        }
        None => Ok(true),
    }
}

/// When the PC was started, in seconds since 1970.
fn booted(pc: &Pc<'_>) -> Option<i64> {
    started(pc).map(Timestamp::as_second)
}

fn device<'a>(devices: &'a [Device], id: &UpdateId) -> Option<&'a Device> {
    devices.iter().find(|device| device.has_id() && device.device_id == id.native())
}

/// `fwupdmgr install` of exactly one version onto exactly one device; in JSON it asks nobody anything.
fn written(id: &UpdateId) -> Call {
    fwupdmgr(["install", id.native(), id.version(), "--assume-yes", "--no-reboot-check"])
}

/// How a run ended by its own account, which is not believed where it says that it did well.
fn ended(told: Result<Told, CommandError>) -> Ended {
    match told {
        Ok(told) if told.is_success() => Ended::DONE,
        Ok(told) => {
            let cut_off = told.status.is_none().then_some(Cause::InterruptedBefore);
            let cause = cut_off.unwrap_or_else(|| causes::classify(told.status, &told.said()));
            let outcome = if cause == Cause::Battery { Outcome::NeedsPerson } else { Outcome::Failed };
            Ended::not_done(outcome, cause, &format!("{}\n[{}]", told.said(), told.ending()))
        }
        Err(error) => Ended::failed(Cause::Unexpected, &error.to_string()),
    }
}

fn failed(error: &AskError) -> Ended {
    Ended::failed(error.cause(), &error.said())
}
