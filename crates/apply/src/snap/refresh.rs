//! There are no lists to read: snapd asks its store whenever it is asked. Whether the store answers is what a refresh finds
//! out, and notes.

use std::{fs, io, path::Path};

use patchround_protocol::event::Phase;
use patchround_updates::{
    Pc,
    snap::{REFRESHED_STAMP, ask},
};

use crate::{Ended, meter::Meter};

pub(super) fn refresh(pc: &Pc<'_>, meter: &mut Meter<'_>) -> Ended {
    meter.moved(Phase::Downloading, 0.0, Some("snapd"));
    match ask::offered(pc) {
        Ok(_) => {
            note(&pc.place(REFRESHED_STAMP)).map_or_else(|error| Ended::unwritten(&error), |()| Ended::DONE)
        }
        Err(error) => Ended::failed(error.cause(), &error.said()),
    }
}

fn note(stamp: &Path) -> io::Result<()> {
    fs::create_dir_all(stamp.parent().ok_or(io::ErrorKind::InvalidInput)?)?;
    fs::write(stamp, "")
}
