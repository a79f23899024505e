//! What the page "This PC" can call. Each needs its line in `build.rs` and in `capabilities/this-pc.json`.
//!
//! A page names a question by its id and gives an answer of a closed list. It can name no update.

use patchround_companion::show::{
    Answered, Picture, answered, nothing_there, over, restart_answered, said_note, said_wrong,
};
use patchround_protocol::{JobId, consultation::Answer};
use tauri::{AppHandle, Manager, Runtime, State, ipc::Invoke};

use super::{
    Person,
    window::{self, Open},
};
use crate::commands;

/// Answers the page.
pub(super) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        this_pc,
        this_pc_shown,
        this_pc_answer,
        this_pc_wrong,
        this_pc_ask,
        this_pc_wanted,
        commands::words
    ]
}

/// The newest picture.
#[tauri::command]
fn this_pc(person: State<'_, Person>) -> Picture {
    person.picture()
}

/// A question is on the screen. A window that nobody can see shows nothing.
#[tauri::command]
async fn this_pc_shown<R: Runtime>(question: JobId, app: AppHandle<R>) -> Result<(), ()> {
    if window::is_seen(&app) {
        app.state::<Person>().pc.shown(question).await;
    }
    Ok(())
}

/// Gives an answer to the helper, and what came of it to the page.
#[tauri::command]
async fn this_pc_answer(question: JobId, answer: Answer, person: State<'_, Person>) -> Result<Answered, ()> {
    let restart = person.pc.known().borrow().restart(question).cloned();
    if let Some(restart) = restart {
        let came = person.pc.answer(question, answer.clone()).await;
        return Ok(restart_answered(&restart, &answer, came, &person.moment()));
    }
    let asked = person.pc.known().borrow().question(question).cloned();
    let Some(asked) = asked else { return Ok(over(&person.moment())) };
    let came = person.pc.answer(question, answer.clone()).await;
    let known = person.pc.known().borrow().clone();
    Ok(answered(&known, &asked, &answer, came, &person.moment()))
}

/// Says that something is wrong since an update went in.
#[tauri::command]
async fn this_pc_wrong(after: JobId, words: String, person: State<'_, Person>) -> Result<Answered, ()> {
    let known = person.pc.known().borrow().after(after).cloned();
    let Some(known) = known else { return Ok(nothing_there(&person.moment())) };
    let came = person.pc.wrong(after, &words).await;
    Ok(said_wrong(&known, came, &person.moment()))
}

/// Writes to whoever is in charge.
#[tauri::command]
async fn this_pc_ask(words: String, person: State<'_, Person>) -> Result<Answered, ()> {
    let came = person.pc.ask(&words).await;
    let known = person.pc.known().borrow().clone();
    Ok(said_note(known.view.as_ref(), came, &person.moment()))
}

/// Where the page has to go first. It asks once, when it hears where to go next.
#[tauri::command]
fn this_pc_wanted<R: Runtime>(app: AppHandle<R>) -> Open {
    window::has_ears(&app)
}

#[cfg(test)]
mod tests;
