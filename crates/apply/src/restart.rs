//! Restarting the PC, or switching it off.

use patchround_protocol::Cause;

use crate::{Ended, source};

#[cfg_attr(target_os = "linux", path = "restart/linux.rs")]
#[cfg_attr(target_os = "macos", path = "restart/macos.rs")]
#[cfg_attr(windows, path = "restart/windows.rs")]
mod system;

/// Why the PC cannot be restarted at this moment: a program writes packages, or asks to keep the PC on.
pub fn cannot_restart() -> Option<Ended> {
    objection(source::writer(), system::keeps_on())
}

fn objection(writer: Option<String>, keeps_on: Option<String>) -> Option<Ended> {
    let writing = writer.map(|writer| Ended::failed(Cause::BusyOtherUpdater, &writer));
    writing.or_else(|| keeps_on.map(|who| Ended::failed(Cause::InUse, &who)))
}

/// Has the system restart the PC, or switch it off, and does not wait for it.
///
/// # Errors
/// How it ended, when the PC stays as it is.
pub fn restart(off: bool) -> Result<(), Ended> {
    system::restart(off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pc_that_is_written_to_or_kept_on_is_not_restarted() {
        let editor = || Some("Editor: Unsaved \"plan\"".to_owned());
        assert_eq!(objection(None, editor()), Some(Ended::failed(Cause::InUse, "Editor: Unsaved \"plan\"")));
        assert_eq!(objection(None, None), None, "nobody to ask");
        let writing = objection(Some("dpkg".into()), editor());
        assert_eq!(writing, Some(Ended::failed(Cause::BusyOtherUpdater, "dpkg")));
    }
}
