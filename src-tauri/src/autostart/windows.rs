//! The person's own list of programs that Windows starts at sign-in.

use std::io;

use windows_registry::CURRENT_USER;

use super::Launch;

const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
const NAME: &str = "Patchround";

/// Whether Windows starts the program; `None` where that cannot be chosen.
pub(crate) fn is_on() -> Option<bool> {
    let run = CURRENT_USER.open(RUN).ok()?;
    Some(run.get_string(NAME).is_ok())
}

/// Sets the switch.
///
/// # Errors
/// When the list cannot be written.
pub(crate) fn set(launch: &Launch, on: bool) -> io::Result<()> {
    let run = CURRENT_USER.create(RUN)?;
    if on {
        let line: Vec<String> = launch.line().map(|word| format!("\"{word}\"")).collect();
        return Ok(run.set_string(NAME, line.join(" "))?);
    }
    if is_on() == Some(true) {
        run.remove_value(NAME)?;
    }
    Ok(())
}
