use std::{cell::Cell, time::Duration};

use nix::libc::{CLOCK_REALTIME, SYS_clock_gettime, c_int, clockid_t, syscall, timespec};
use tokio::{runtime::Handle, time::Instant};

thread_local! {
    static PLAYED: Cell<Option<Played>> = const { Cell::new(None) };
}

#[derive(Clone, Copy)]
struct Played {
    since_epoch: Duration,
    anchor: Option<Instant>,
}

/// From now on it is so late on this thread, since 1970; within a paused runtime its time goes on with the runtime's
/// from `anchor`. `None` gives the system's clock back.
pub fn play(since_epoch: Option<Duration>, anchor: Option<Instant>) {
    PLAYED.set(since_epoch.map(|since_epoch| Played { since_epoch, anchor }));
}

/// The time that is played. While it is looked up there is none, so that nothing can ask for it again.
fn played() -> Option<Duration> {
    let played = PLAYED.try_with(Cell::take).ok().flatten()?;
    let gone = played.anchor.filter(|_| Handle::try_current().is_ok()).map(|anchor| anchor.elapsed());
    PLAYED.set(Some(played));
    Some(played.since_epoch + gone.unwrap_or_default())
}

/// Takes the place of the C library's (clock_gettime(2)) in a test program.
///
/// # Safety
/// As the C library's: `out` points to room for a time.
#[unsafe(no_mangle)]
pub(super) unsafe extern "C" fn clock_gettime(clock: clockid_t, out: *mut timespec) -> c_int {
    if clock == CLOCK_REALTIME
        && let Some(now) = played()
    {
        let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        // SAFETY: whoever calls gives room for a time.
        unsafe { out.write(timespec { tv_sec: seconds, tv_nsec: i64::from(now.subsec_nanos()) }) };
        return 0;
    }
    // SAFETY: the kernel checks both itself.
    let answer = unsafe { syscall(SYS_clock_gettime, clock, out) };
    c_int::try_from(answer).unwrap_or(-1)
}
