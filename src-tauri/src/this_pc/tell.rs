//! Hands what is known to the window, the tray and the desktop's messages as it changes.

use std::time::Duration;

use jiff::Timestamp;
use patchround_companion::{
    messages::Messages,
    quiet::{self, Quiet},
};
use patchround_office::app::{Act, Button, Message, Order, messages::Kind};
use patchround_protocol::JobId;
use tauri::{AppHandle, Manager, Runtime};
use tokio::{
    sync::mpsc,
    time::{MissedTickBehavior, interval, sleep},
};

use super::{LONGEST_WAIT, Person, window};

/// How often is looked whether a message is due once more, and whether quiet is over.
const LOOK: Duration = Duration::from_secs(15 * 60);
/// The place of the one message that there is at a time. The office's kinds name places, and this role has no other.
const PLACE: Kind = Kind::Answer;

/// Follows what is known until the program ends.
pub(super) async fn follow<R: Runtime>(app: AppHandle<R>, orders: mpsc::Sender<Order>) {
    let mut known = app.state::<Person>().pc.known();
    let (mut messages, mut is_shown) = (Messages::default(), false);
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let person = app.state::<Person>();
        person.draw_tray();
        window::draw(&app);
        let is_seen = window::is_seen(&app);
        let waits = may_tell(&person, &messages, is_seen).await == Some(false);
        if !waits && let Some(order) = due(&person, &mut messages, &mut is_shown, is_seen) {
            let told = order.1;
            // A desktop that is gone shows nothing; the window says it all the same.
            _ = orders.send(order.0).await;
            if let Some(after) = told {
                person.pc.shown(after).await;
            }
        }
        look_at_network(&app).await;
        tokio::select! {
            changed = known.changed() => if changed.is_err() { return },
            _ = looks.tick() => {}
            () = soon(&app), if is_awaited(&app) => {}
            () = sleep(LONGEST_WAIT), if waits => {}
        }
    }
}

/// A question says it where the PC is on a limited network. Nothing is asked while there is no question.
async fn look_at_network<R: Runtime>(app: &AppHandle<R>) {
    let person = app.state::<Person>();
    let is_asked = person.pc.known().borrow().view.as_ref().is_some_and(|view| !view.questions.is_empty());
    let is_metered = if is_asked { quiet::is_metered().await } else { None };
    let before = {
        let mut known = person.is_metered.lock().expect("nothing panics while it holds a word");
        std::mem::replace(&mut *known, is_metered)
    };
    if before != is_metered {
        window::draw(app);
    }
}

/// Whether it is a good moment for the message that is due; `None` where none is. A bad moment is looked at again a minute
/// later, and nothing is asked while there is nothing to tell.
async fn may_tell(person: &Person, messages: &Messages, is_seen: bool) -> Option<bool> {
    let view = person.pc.known().borrow().view.clone()?;
    let may_show = !is_seen && !person.is_quiet();
    // It is only asked what would come next: a copy hears that it was shown.
    messages.clone().next(&view, &person.moment()).filter(|_| may_show)?;
    Some(Quiet::look().await.may_tell())
}

fn wakes<R: Runtime>(app: &AppHandle<R>) -> Option<Timestamp> {
    let known = app.state::<Person>().pc.known();
    let view = known.borrow().view.clone()?;
    Messages::wakes(&view, Timestamp::now())
}

fn is_awaited<R: Runtime>(app: &AppHandle<R>) -> bool {
    wakes(app).is_some()
}

async fn soon<R: Runtime>(app: &AppHandle<R>) {
    let left = wakes(app).map(|at| at.duration_since(Timestamp::now()));
    let left = left.and_then(|left| Duration::try_from(left).ok()).unwrap_or_default();
    sleep(left.min(LONGEST_WAIT)).await;
}

/// The message that is due, unless the person has the window open or wants quiet; and the end of one that is no longer
/// true. With what was put in place whose message it is: that is told once.
fn due(
    person: &Person,
    messages: &mut Messages,
    is_shown: &mut bool,
    is_seen: bool,
) -> Option<(Order, Option<JobId>)> {
    let view = person.pc.known().borrow().view.clone();
    let is_open = view.as_ref().is_some_and(|view| {
        let is_asked = view.questions.iter().any(|one| one.answer.is_none());
        view.restart.is_some() || is_asked || messages.has_told_after(view)
    });
    if *is_shown && (!is_open || is_seen) {
        *is_shown = false;
        return Some((Order::Withdraw(PLACE), None));
    }
    let may_show = !is_seen && !person.is_quiet();
    let message = view.filter(|_| may_show).and_then(|view| messages.next(&view, &person.moment()))?;
    *is_shown = true;
    let act = || if message.is_after { Act::OpenPlan } else { Act::OpenNeeds };
    let buttons = [Some(message.pick), message.see].into_iter().flatten();
    let order = Order::Show(Message {
        kind: PLACE,
        title: message.title,
        body: message.body,
        buttons: buttons.map(|text| Button { text, act: act() }).collect(),
        click: act(),
    });
    Some((order, message.is_after.then_some(message.question)))
}
