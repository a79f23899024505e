//! GTK's own dialog, which needs no web view.

use std::cell::RefCell;

use gtk::{ButtonsType, DialogFlags, MessageDialog, MessageType, ResponseType, prelude::*};
use patchround_companion::countdown::Words;
use tauri::{AppHandle, Runtime};
use tokio::sync::mpsc::Sender;

use super::Pressed;
use crate::window::on_main_thread;

const MORE: u16 = 1;
const NOW: u16 = 2;

thread_local! {
    /// The one dialog there is, on the thread that draws.
    static SHOWN: RefCell<Option<MessageDialog>> = const { RefCell::new(None) };
}

/// The dialog, which is taken away when this is dropped.
pub(super) struct Dialog<R: Runtime>(AppHandle<R>);

impl<R: Runtime> Dialog<R> {
    /// Shows it above everything else.
    pub(super) fn open(app: &AppHandle<R>, words: Words, press: Sender<Pressed>) -> Self {
        on_main_thread(app, move |_| {
            let dialog = dialog(&words, press);
            dialog.present();
            if let Some(earlier) = SHOWN.replace(Some(dialog)) {
                earlier.close();
            }
        });
        Self(app.clone())
    }
}

impl<R: Runtime> Drop for Dialog<R> {
    fn drop(&mut self) {
        on_main_thread(&self.0, |_| {
            if let Some(dialog) = SHOWN.take() {
                dialog.close();
            }
        });
    }
}

/// Says anew how much time is left. A screen reader reads it, for the dialog's name changes.
pub(super) fn say<R: Runtime>(app: &AppHandle<R>, words: Words) {
    on_main_thread(app, move |_| {
        SHOWN.with_borrow(|shown| {
            if let Some(dialog) =
                shown.as_ref().filter(|dialog| dialog.title().as_deref() != Some(&words.title))
            {
                name(dialog, &words);
            }
        });
    });
}

fn dialog(words: &Words, press: Sender<Pressed>) -> MessageDialog {
    let parent: Option<&gtk::Window> = None;
    let (flags, kind) = (DialogFlags::empty(), MessageType::Warning);
    let dialog = MessageDialog::new(parent, flags, kind, ButtonsType::None, &words.title);
    name(&dialog, words);
    dialog.set_secondary_text(Some(&words.text));
    dialog.add_button(&words.now, ResponseType::Other(NOW));
    if let Some(more) = &words.more {
        dialog.add_button(more, ResponseType::Other(MORE));
        // Whoever types on presses this at worst.
        dialog.set_default_response(ResponseType::Other(MORE));
    }
    dialog.set_keep_above(true);
    dialog.set_urgency_hint(true);
    dialog.connect_response(move |dialog, response| {
        let pressed = match response {
            ResponseType::Other(MORE) => Pressed::More,
            ResponseType::Other(NOW) => Pressed::Now,
            // It was closed, and is gone.
            _ => return SHOWN.with_borrow_mut(|shown| drop(shown.take_if(|shown| shown == dialog))),
        };
        // One press is enough, and who pressed often is heard once.
        _ = press.try_send(pressed);
    });
    dialog
}

fn name(dialog: &MessageDialog, words: &Words) {
    dialog.set_title(&words.title);
    dialog.set_text(Some(&words.title));
}
