//! Waiting while another program works with packages.

use std::{cell::Cell, thread, time::Duration};

use patchround_protocol::{Cause, event::Phase};
use patchround_updates::Pc;

use crate::{Ended, meter::Meter};

/// sources.md K: another updater is waited for.
const USUAL: Duration = Duration::from_secs(10 * 60);
const PAUSE: Duration = Duration::from_secs(5);

/// How long others are waited for in one order. What it takes to fetch and to install is not counted.
#[derive(Debug)]
pub(crate) struct Patience {
    left: Cell<Duration>,
    pause: Duration,
}

impl Patience {
    /// Ten minutes, or what a test has of them.
    pub(crate) fn on(pc: &Pc<'_>) -> Self {
        Self { left: Cell::new(pc.tools.patience(USUAL)), pause: pc.tools.patience(PAUSE) }
    }

    /// As long as it takes to ask so often.
    #[cfg(test)]
    pub(crate) fn of(times: u32) -> Self {
        let pause = Duration::from_millis(1);
        Self { left: Cell::new(pause * times), pause }
    }

    /// Waits a moment for a program, and names it; false where the time is over.
    pub(crate) fn waits(&self, holder: Option<&str>, meter: &mut Meter<'_>) -> bool {
        let is_over = self.left.get().is_zero();
        if !is_over {
            meter.moved(Phase::Waiting, 0.0, holder);
            self.pause();
        }
        !is_over
    }

    /// Counts what a program took that waited by itself, and gave up.
    pub(crate) fn is_spent_on(&self, waited: Duration) {
        self.left.set(self.left.get().saturating_sub(waited));
    }

    /// Waits a moment.
    pub(crate) fn pause(&self) {
        thread::sleep(self.pause);
        self.is_spent_on(self.pause);
    }

    /// Waits until nobody is at work any more, and never ends them.
    ///
    /// # Errors
    /// How it ends where somebody still is when the time is over; their name is in it.
    pub(crate) fn until_nobody(
        &self,
        meter: &mut Meter<'_>,
        holder: impl Fn() -> Option<String>,
    ) -> Result<(), Ended> {
        while let Some(holder) = holder() {
            if !self.waits(Some(&holder), meter) {
                return Err(Ended::failed(Cause::BusyOtherUpdater, &holder));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use patchround_protocol::progress::Progress;

    use super::*;

    fn waited(times: u32, busy: u32) -> (Result<(), Ended>, Vec<Progress>) {
        let left = Cell::new(busy);
        let holder = || {
            left.set(left.get().saturating_sub(1));
            (left.get() > 0).then(|| "packagekitd".to_owned())
        };
        let mut lines = Vec::new();
        let mut report = |line| lines.push(line);
        let ended = Patience::of(times).until_nobody(&mut Meter::new(&mut report), holder);
        (ended, lines)
    }

    #[test]
    fn who_is_waited_for_is_named_and_the_wait_ends_with_them() {
        let (ended, lines) = waited(10, 4);
        let waiting = Progress::Moved { phase: Phase::Waiting, percent: 0, item: Some("packagekitd".into()) };
        assert_eq!((ended, lines), (Ok(()), vec![waiting]));
    }

    #[test]
    fn who_works_for_longer_than_the_patience_is_named_in_the_end() {
        let ended = waited(2, 100).0.unwrap_err();
        assert_eq!(
            (ended.cause, ended.details.as_deref()),
            (Some(Cause::BusyOtherUpdater), Some("packagekitd"))
        );
    }

    #[test]
    fn what_passes_while_something_is_fetched_costs_no_patience() {
        let patience = Patience::of(1);
        thread::sleep(Duration::from_millis(20));
        assert!(patience.waits(None, &mut Meter::new(&mut |_| {})));
        assert!(!patience.waits(None, &mut Meter::new(&mut |_| {})));
    }
}
