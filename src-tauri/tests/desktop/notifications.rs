//! A desktop's messages: a notification server that shows nothing, and remembers what it would have shown.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::time::Instant;
use zbus::{Connection, Message, OwnedVariant};

use crate::{
    bus::{called, serve},
    plain::plain,
    wait::{eventually, until},
};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// A message's end, as the specification numbers it: by the person.
const DISMISSED: u32 = 2;
/// When a press without effect is repeated.
const AGAIN: Duration = Duration::from_secs(3);

type Notify = (String, u32, String, String, String, Vec<String>, HashMap<String, OwnedVariant>, i32);

/// The server.
pub(crate) struct Notifications {
    bus: Connection,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    shown: Vec<Shown>,
    withdrawn: Vec<u32>,
}

/// A message that was shown.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    id: u32,
    pub(crate) title: String,
    /// With markup: the server says that it reads it.
    pub(crate) body: String,
    /// Names and words, one after the other.
    actions: Vec<String>,
}

impl Shown {
    /// The words on its buttons.
    pub(crate) fn buttons(&self) -> Vec<&str> {
        self.pairs().filter(|(name, _)| *name != "default").map(|(_, words)| words).collect()
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.actions.as_chunks::<2>().0.iter().map(|[name, words]| (name.as_str(), words.as_str()))
    }
}

impl Notifications {
    pub(crate) async fn start(address: &str) -> Self {
        let seen = Arc::<Mutex<Seen>>::default();
        let remembered = seen.clone();
        let bus = serve(address, NAME, move |call| answer(call, &remembered)).await;
        Self { bus, seen }
    }

    /// Everything that was shown so far.
    pub(crate) fn all(&self) -> Vec<Shown> {
        self.seen.lock().unwrap().shown.clone()
    }

    /// Waits for a message whose title is about this.
    pub(crate) async fn shows(&self, title: &str) -> Shown {
        eventually(&format!("the message \"{title}\""), async || {
            let all = self.all();
            let found = all.iter().rev().find(|shown| shown.title.contains(title)).cloned();
            found.ok_or_else(|| format!("{all:?}"))
        })
        .await
    }

    /// Waits until the program has taken a message away.
    pub(crate) async fn is_withdrawn(&self, shown: &Shown) {
        until(&format!("\"{}\" is taken away", shown.title), async || {
            self.seen.lock().unwrap().withdrawn.contains(&shown.id)
        })
        .await;
    }

    /// Presses a button of a message, or the message itself for `None`, until that has its effect: the app begins to
    /// listen a moment after the message is there, which no person is fast enough to notice.
    pub(crate) async fn press(
        &self,
        shown: &Shown,
        button: Option<&str>,
        what: &str,
        mut holds: impl AsyncFnMut() -> bool,
    ) {
        let mut pressed: Option<Instant> = None;
        until(what, async || {
            let is_so = holds().await;
            if !is_so && pressed.is_none_or(|at| at.elapsed() > AGAIN) {
                self.press_once(shown, button).await;
                pressed = Some(Instant::now());
            }
            is_so
        })
        .await;
    }

    async fn press_once(&self, shown: &Shown, button: Option<&str>) {
        let is_it = |(name, words): &(&str, &str)| match button {
            Some(button) => *words == button,
            None => *name == "default",
        };
        let (name, _) = shown.pairs().find(is_it).unwrap_or_else(|| panic!("{button:?} of {shown:?}"));
        self.tell("ActionInvoked", &(shown.id, name)).await;
        self.tell("NotificationClosed", &(shown.id, DISMISSED)).await;
    }

    async fn tell<B: serde::Serialize + zbus::DynamicType>(&self, signal: &str, body: &B) {
        self.bus.emit_signal(None::<&str>, PATH, NAME, signal, body).await.unwrap();
    }
}

fn answer(call: &Message, seen: &Mutex<Seen>) -> zbus::Result<Option<Message>> {
    let answer = Message::method_return(&call.header());
    let mut seen = seen.lock().unwrap();
    Ok(Some(match called(call).1.as_str() {
        "Notify" => {
            let (_, earlier, _, title, body, actions, ..): Notify = call.body().deserialize()?;
            let newest = u32::try_from(seen.shown.len() + 1).unwrap_or(u32::MAX);
            let id = if earlier == 0 { newest } else { earlier };
            let actions = actions.iter().map(|words| plain(words)).collect();
            seen.shown.push(Shown { id, title: plain(&title), body: plain(&body), actions });
            answer.build(&id)?
        }
        "CloseNotification" => {
            seen.withdrawn.push(call.body().deserialize()?);
            answer.build(&())?
        }
        "GetCapabilities" => answer.build(&["actions", "body", "body-markup", "persistence"].as_slice())?,
        "GetServerInformation" => answer.build(&("recorder", "Patchround", "1", "1.2"))?,
        _ => return Ok(None),
    }))
}
