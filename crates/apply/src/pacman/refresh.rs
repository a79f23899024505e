//! Reading the lists anew, into a database folder of ours: the system's own stay as old as what is installed.

use std::{fs, io, time::Duration};

use patchround_protocol::event::Phase;
use patchround_updates::{
    AskError, Pc,
    command::{CommandError, Line, Told},
    pacman::{ask, causes, places},
};

use crate::{Ended, meter::Meter, patience::Patience, system};

use super::{lists, lock, run};

/// sources.md K: metadata is stopped after fifteen minutes. It may be: the lists before are put back.
const TIME_LIMIT: Duration = Duration::from_secs(15 * 60);
/// The lists before, while others are read.
const BEFORE: &str = "/var/lib/patchround-root/pacman/before";

/// Reads all lists anew, all or none. Installs nothing.
///
/// pacman ends with 0 also where what it fetched is no list, and then asks the server for nothing that is older than
/// that: only lists that can be read back stay.
pub(super) fn refresh(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Ended {
    if let Err(ended) = nobody_reads(pc, meter, patience) {
        return ended;
    }
    let ended = match prepare(pc) {
        Ok(()) => judge(pc, fetch(pc, meter)),
        Err(error) => Ended::unwritten(&error),
    };
    lock::free_ours(pc, places::OUR_LOCK);
    let kept = if ended == Ended::DONE { note_success(pc) } else { put_back(pc) };
    match kept {
        Err(error) if ended == Ended::DONE => Ended::unwritten(&error),
        Err(error) => {
            tracing::warn!(%error, "Failed to put the lists before back");
            ended
        }
        Ok(()) => ended,
    }
}

/// Another refresh of ours, if there ever is one.
fn nobody_reads(pc: &Pc<'_>, meter: &mut Meter<'_>, patience: &Patience) -> Result<(), Ended> {
    patience.until_nobody(meter, || lock::holder(pc, places::OUR_LOCK))?;
    lock::free_ours(pc, places::OUR_LOCK);
    Ok(())
}

/// The folder, its link to what is installed, and a copy of the lists. A copy that is there already is of a refresh that
/// was cut off: it is put back first.
fn prepare(pc: &Pc<'_>) -> io::Result<()> {
    system::folder_for_all(&pc.place(places::OURS))?;
    let link = pc.place(places::OUR_LOCAL);
    if link.symlink_metadata().is_err() {
        system::link(places::LOCAL, &link)?;
    }
    if pc.place(BEFORE).is_dir() {
        put_back(pc)?;
    }
    lists::keep(&pc.place(places::OUR_LISTS), &pc.place(BEFORE))
}

fn fetch(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Result<Told, CommandError> {
    let call = ask::ours().and(["--logfile", "/dev/null"]).and(run::quiet(false)).and(["-Sy"]);
    pc.tools.fetch(&call, TIME_LIMIT, &mut |line| {
        if let Line::Output(text) | Line::Status(text) = line
            && let Some(name) = text.strip_prefix(' ').and_then(|text| text.strip_suffix(" downloading..."))
        {
            meter.moved(Phase::Downloading, 0.0, Some(name));
        }
    })
}

fn judge(pc: &Pc<'_>, told: Result<Told, CommandError>) -> Ended {
    match told {
        Ok(told) if told.is_success() => match ask::lists_are_whole(pc) {
            Ok(()) => Ended::DONE,
            Err(error) => error.into(),
        },
        Ok(told) => Ended::failed(causes::classify(&told.said()), &run::said(&told)),
        Err(error) => AskError::from(error).into(),
    }
}

fn note_success(pc: &Pc<'_>) -> io::Result<()> {
    lists::throw_away(&pc.place(BEFORE))?;
    fs::write(pc.place(places::REFRESHED_STAMP), "")
}

/// Lists of two days beside each other would be worse than old ones.
fn put_back(pc: &Pc<'_>) -> io::Result<()> {
    if !pc.place(BEFORE).is_dir() {
        return Ok(());
    }
    lists::mirror(&pc.place(BEFORE), &pc.place(places::OUR_LISTS))?;
    lists::throw_away(&pc.place(BEFORE))
}

/// What a refresh left that was cut off: lists of two days beside each other are not gone by.
pub(super) fn put_back_unfinished(pc: &Pc<'_>) {
    if lock::holder(pc, places::OUR_LOCK).is_none()
        && let Err(error) = put_back(pc)
    {
        tracing::warn!(%error, "Failed to put the lists before back");
    }
}
