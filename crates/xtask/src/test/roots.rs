//! The roots that the lab's PCs are started from, made while everything else is compiled and tested: fetching and
//! unpacking them takes minutes, and little of the processor.

use std::cell::RefCell;
use std::fs::{self, File};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{Cmd, Running};
use crate::{interrupt, repository, say};

/// The work in the background. It is ended when this is dropped, and leaves nothing half-made then.
pub(crate) struct Roots(RefCell<Option<Running>>);

impl Roots {
    /// Begins, if they will be needed. What it says goes into a log.
    pub(super) fn begin(are_needed: bool) -> Result<Self> {
        if !are_needed {
            return Ok(Self(RefCell::default()));
        }
        let myself = std::env::current_exe().context("Failed to find this program")?;
        let log = File::create(log()).context("Failed to make a log for the lab's roots")?;
        let running = Cmd::new("nice").arg(myself).args(["lab", "roots"]).start(log)?;
        Ok(Self(RefCell::new(Some(running))))
    }

    /// Waits until they are made. Where they could not be, that is told, and the first office tries it again.
    pub(super) fn finish(&self) -> Result<()> {
        let ended = self.0.borrow_mut().as_mut().map_or(Ok(()), Running::finish);
        if let Err(error) = ended {
            interrupt::check()?;
            let said = fs::read_to_string(log()).unwrap_or_default();
            say::line(format_args!("{error:#}\n{}", said.trim_end()));
        }
        Ok(())
    }
}

impl Drop for Roots {
    fn drop(&mut self) {
        self.0.get_mut().as_mut().map(Running::end_in_order);
    }
}

fn log() -> PathBuf {
    repository::target_dir().join("lab-roots.log")
}
