//! Messages on the desktop, in a task of their own: a desktop that is slow or shows none keeps nobody waiting.
//!
//! Which and how many there are, the engine decides. Every message stands in the window too, so one that cannot be
//! shown is no error.

#[cfg_attr(target_os = "linux", path = "notifier/linux.rs")]
#[cfg_attr(target_os = "macos", path = "notifier/macos.rs")]
#[cfg_attr(windows, path = "notifier/windows.rs")]
mod system;

use std::collections::BTreeMap;

use notify_rust::NotificationResponse;
use patchround_office::app::{Act, Message, Order, messages::Kind};
use tokio::sync::mpsc;

use crate::acts::Do;

/// Carries out the engine's orders until it ends. `tell` learns each time whether messages can be shown, where that is known.
pub(crate) async fn run(mut orders: mpsc::Receiver<Order>, act: Do, tell: impl Fn(bool)) {
    let mut shown = BTreeMap::<Kind, system::Shown>::new();
    while let Some(order) = orders.recv().await {
        match order {
            Order::Show(message) => {
                let kind = message.kind;
                let now = system::show(message, shown.remove(&kind), act.clone()).await;
                if system::IS_TOLD {
                    tell(now.is_ok());
                }
                match now {
                    Ok(now) => _ = shown.insert(kind, now),
                    Err(error) => tracing::info!(%error, "Failed to show a message"),
                }
            }
            Order::Withdraw(kind) => {
                if let Some(shown) = shown.remove(&kind) {
                    shown.withdraw().await;
                }
            }
        }
    }
}

/// What was chosen. A button's name is its number.
fn chosen(message: &Message, response: &NotificationResponse) -> Option<Act> {
    match response {
        NotificationResponse::Default => Some(message.click),
        NotificationResponse::Action(name) => {
            let number: usize = name.parse().ok()?;
            message.buttons.get(number).map(|button| button.act)
        }
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use notify_rust::CloseReason;
    use patchround_office::app::Button;

    use super::*;

    #[test]
    fn a_button_does_its_act_and_a_closed_message_does_nothing() {
        let button = |text: &str, act| Button { text: text.to_owned(), act };
        let message = Message {
            kind: Kind::Digest,
            title: String::new(),
            body: String::new(),
            buttons: vec![button("Update tonight", Act::Tonight), button("See details", Act::OpenNeeds)],
            click: Act::Open,
        };
        let button = |name: &str| chosen(&message, &NotificationResponse::Action(name.to_owned()));
        assert_eq!(chosen(&message, &NotificationResponse::Default), Some(Act::Open));
        assert_eq!(button("0"), Some(Act::Tonight));
        assert_eq!(button("1"), Some(Act::OpenNeeds));
        assert_eq!(button("2"), None);
        assert_eq!(chosen(&message, &NotificationResponse::Closed(CloseReason::Expired)), None);
    }
}
