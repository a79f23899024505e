//! Calls that may never come back, on a thread of their own. Who is not answered is left behind: nothing can end a thread
//! that waits in somebody else's code, and nothing has to wait for it.

use std::{
    io,
    sync::{
        Condvar, Mutex, PoisonError,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::Failure;

/// What is told where the thread ended without a word, or could not be had.
const E_UNEXPECTED: u32 = 0x8000_FFFF;
const E_OUTOFMEMORY: u32 = 0x8007_000E;

/// One call at a time: who is not answered keeps the place, so that no more than one thread is ever left behind here.
#[derive(Debug)]
pub(super) struct Lane {
    is_taken: Mutex<bool>,
    freed: Condvar,
}

/// What a call tells while it is at work.
#[derive(Debug, Clone)]
pub(super) struct Signs(Sender<Word>);

#[derive(Debug, Clone, Copy)]
struct Word(f32);

impl Signs {
    /// It lives, and is so far.
    pub(super) fn alive(&self, percent: f32) {
        // Who asked may have gone.
        let _ = self.0.send(Word(percent));
    }
}

impl Lane {
    pub(super) const fn new() -> Self {
        Self { is_taken: Mutex::new(false), freed: Condvar::new() }
    }

    /// Does it, and gives its answer. Fails as soon as nothing was heard of it for so long, and where the lane did not
    /// get free in that time.
    pub(super) fn run<T: Send + 'static>(
        &'static self,
        silence: Duration,
        percent: &mut dyn FnMut(f32),
        work: impl FnOnce(&Signs) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let place = self.take(silence).ok_or(Failure::Silent)?;
        let ((told, words), (answer, answers)) = (channel(), channel());
        let started: io::Result<_> =
            thread::Builder::new().name("windows-update".to_owned()).spawn(move || {
                let _place = place;
                let signs = Signs(told);
                let answered = work(&signs);
                let _ = answer.send(answered);
            });
        started.map_err(|_| Failure::Code(E_OUTOFMEMORY))?;
        loop {
            match words.recv_timeout(silence) {
                Ok(Word(so_far)) => percent(so_far),
                Err(RecvTimeoutError::Timeout) => return Err(Failure::Silent),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        answers.recv_timeout(silence).unwrap_or(Err(Failure::Code(E_UNEXPECTED)))
    }

    fn take(&'static self, limit: Duration) -> Option<Place> {
        let end = Instant::now() + limit;
        let mut is_taken = self.is_taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *is_taken {
            let left = end.checked_duration_since(Instant::now())?;
            (is_taken, _) = self.freed.wait_timeout(is_taken, left).unwrap_or_else(PoisonError::into_inner);
        }
        *is_taken = true;
        Some(Place(self))
    }
}

/// The lane is somebody's until this is dropped.
struct Place(&'static Lane);

impl Drop for Place {
    fn drop(&mut self) {
        *self.0.is_taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(200);

    #[test]
    fn what_never_answers_costs_its_limit_and_so_does_whoever_comes_after_it() {
        static LANE: Lane = Lane::new();
        let (end, ended) = channel::<()>();
        let begun = Instant::now();
        let asked = LANE.run(SHORT, &mut |_| {}, move |_| {
            let _ = ended.recv();
            Ok(())
        });
        assert_eq!(asked, Err(Failure::Silent));
        assert_eq!(LANE.run(SHORT, &mut |_| {}, |_| Ok(1)), Err(Failure::Silent));
        assert!(begun.elapsed() < SHORT * 20);
        end.send(()).unwrap();
        assert_eq!(LANE.run(SHORT * 50, &mut |_| {}, |_| Ok(2)), Ok(2), "the lane is free again");
    }

    #[test]
    fn what_shows_signs_of_life_is_waited_for_however_long_it_takes() {
        static LANE: Lane = Lane::new();
        let mut seen = Vec::new();
        let ended = LANE.run(SHORT * 5, &mut |percent| seen.push(percent), |signs| {
            for at in [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0] {
                thread::sleep(SHORT);
                signs.alive(at);
            }
            Ok("done")
        });
        assert_eq!((ended, seen.len()), (Ok("done"), 8));
    }

    #[test]
    #[expect(clippy::panic, reason = "it is what is tested")]
    fn a_call_that_dies_is_told_and_frees_the_lane() {
        static LANE: Lane = Lane::new();
        let died: Result<(), _> = LANE.run(SHORT * 20, &mut |_| {}, |_| panic!("as a test does"));
        assert_eq!(died, Err(Failure::Code(E_UNEXPECTED)));
        assert_eq!(LANE.run(SHORT * 20, &mut |_| {}, |_| Ok(())), Ok(()));
    }
}
