//! The person's own list of programs that Windows starts at sign-in.

use std::io;

use windows_registry::CURRENT_USER;

use super::{
    Launch,
    run::{is_approved, line},
};

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
/// What the Task Manager and the Settings note of that list.
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const NAME: &str = "Patchround";

/// Whether Windows starts the program; `None` where that cannot be chosen.
pub(crate) fn is_on() -> Option<bool> {
    let run = CURRENT_USER.open(RUN).ok()?;
    let noted = CURRENT_USER.open(APPROVED).and_then(|noted| noted.get_value(NAME)).ok();
    Some(run.get_string(NAME).is_ok() && is_approved(noted.as_deref()))
}

/// Sets the switch.
///
/// # Errors
/// When the list cannot be written.
pub(crate) fn set(launch: &Launch, on: bool) -> io::Result<()> {
    if on {
        CURRENT_USER.create(RUN)?.set_string(NAME, line(launch))?;
        return remove(APPROVED);
    }
    remove(RUN)
}

/// Takes what bears our name out of a list.
fn remove(list: &str) -> io::Result<()> {
    match CURRENT_USER.options().read().write().open(list) {
        Ok(list) if list.get_value(NAME).is_ok() => Ok(list.remove_value(NAME)?),
        _ => Ok(()),
    }
}
