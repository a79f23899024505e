//! The last two minutes before a restart that a person chose: a dialog of the system's own, for what is updated may be
//! what draws our windows (ux.md 4.5).

#[cfg_attr(target_os = "linux", path = "countdown/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "countdown/other.rs")]
mod system;

use std::{future::pending, time::Duration};

use jiff::Timestamp;
use patchround_companion::{NotHeard, countdown::Countdown, quiet::Quiet};
use patchround_protocol::{consultation::Answer, session::View};
use tauri::{AppHandle, Manager, Runtime};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use super::{LONGEST_WAIT, Person};

/// Presses of buttons that wait.
const WAITING: usize = 4;

/// What a person presses in the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// "Give me 15 more minutes"
    More,
    /// "Restart now"
    Now,
}

/// Counts down to every time that is chosen, until the program ends.
pub(super) async fn follow<R: Runtime>(app: AppHandle<R>) {
    let mut known = app.state::<Person>().pc.known();
    loop {
        let view = known.borrow_and_update().view.clone().unwrap_or_default();
        if let Some(countdown) = due(&view).await {
            let answer = count(&app, &countdown).await;
            if give(&app, &countdown, answer).await {
                continue;
            }
        }
        let begins = wakes(&view, Timestamp::now());
        let changed = match begins {
            Some(wait) => timeout(wait, known.changed()).await.unwrap_or(Ok(())),
            None => known.changed().await,
        };
        if changed.is_err() {
            return;
        }
    }
}

/// The countdown that begins now. What is being shown is not covered by it: then the PC would not restart anyway.
async fn due(view: &View) -> Option<Countdown> {
    let now = Timestamp::now();
    let chosen = Countdown::due(view, now);
    if chosen.is_none() && !Countdown::is_to_look(view, now) {
        return None;
    }
    let quiet = Quiet::look().await;
    chosen.filter(|_| quiet.is_presenting != Some(true)).or_else(|| Countdown::left(view, &quiet, now))
}

/// How long nothing can become due by itself; `None` while nothing was chosen. Never shorter than a second, and once a
/// minute while somebody may be about to leave.
fn wakes(view: &View, now: Timestamp) -> Option<Duration> {
    let looks = Countdown::is_to_look(view, now) || Countdown::due(view, now).is_some();
    if looks {
        return Some(LONGEST_WAIT);
    }
    Countdown::begins(view, now).map(|at| until(at).clamp(Duration::from_secs(1), LONGEST_WAIT))
}

/// Shows it to its end, or until the person says something else. `None` where it is about nothing any more.
async fn count<R: Runtime>(app: &AppHandle<R>, countdown: &Countdown) -> Option<Answer> {
    let person = app.state::<Person>();
    let mut known = person.pc.known();
    let (press, mut pressed) = mpsc::channel(WAITING);
    let _dialog = system::Dialog::open(app, countdown.words(&person.moment()), press);
    loop {
        let now = Timestamp::now();
        let holds = known.borrow_and_update().view.as_ref().is_none_or(|view| countdown.holds(view));
        if !holds || (countdown.is_left && !Quiet::look().await.is_left(now)) {
            return None;
        }
        if countdown.is_over(now) {
            return Some(Answer::Now {});
        }
        system::say(app, countdown.words(&person.moment()));
        tokio::select! {
            () = sleep(until(countdown.next(now)).min(LONGEST_WAIT)) => {}
            _ = known.changed() => {}
            button = press_of(&mut pressed) => match (button, countdown.put_off(Timestamp::now())) {
                (Pressed::More, Some(time)) => return Some(Answer::Time { time }),
                (Pressed::Now, _) => return Some(Answer::Now {}),
                (Pressed::More, None) => {}
            },
        }
    }
}

/// The next press; none ever of a dialog that was closed. Whoever closes it has not asked for more time: it was chosen, and
/// goes on.
async fn press_of(pressed: &mut mpsc::Receiver<Pressed>) -> Pressed {
    match pressed.recv().await {
        Some(button) => button,
        None => pending().await,
    }
}

/// Whether the PC took it. What it does not hear or take leads to no restart; the window says how it stands.
async fn give<R: Runtime>(app: &AppHandle<R>, countdown: &Countdown, answer: Option<Answer>) -> bool {
    let Some(answer) = answer else { return false };
    let given: Result<(), NotHeard> = app.state::<Person>().pc.answer(countdown.restart, answer).await;
    if let Err(error) = &given {
        tracing::warn!(%error, "the PC did not take what was said at the end of a countdown");
    }
    given.is_ok()
}

fn until(at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(Timestamp::now())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_dialog_that_was_closed_is_waited_for_and_not_asked_again_and_again() {
        let (press, mut pressed) = mpsc::channel(WAITING);
        press.send(Pressed::More).await.unwrap();
        assert_eq!(press_of(&mut pressed).await, Pressed::More);
        drop(press);
        assert!(timeout(Duration::from_millis(50), press_of(&mut pressed)).await.is_err());
    }
}
