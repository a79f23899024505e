//! Sessions of people, as the system has them.

use std::{io, ptr::null_mut, slice};

use windows_sys::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SERVER_HANDLE, WTS_INFO_CLASS, WTS_SESSION_INFOW, WTSActive, WTSConnectState,
    WTSDisconnected, WTSEnumerateSessionsW, WTSFreeMemory, WTSQuerySessionInformationW, WTSUserName,
};

use crate::wide::{done, text};

/// Services are in this one; nobody sits there.
const OF_SERVICES: u32 = 0;

/// Whether somebody works in this session at this moment, at the PC's own screen or from afar: from afar is how people
/// work at a PC of the office from home, and its screen shows nothing meanwhile.
pub fn is_at_work(session: u32) -> bool {
    session != OF_SERVICES && state(session).is_ok_and(|state| state == WTSActive)
}

/// Names of those who are signed in, also if they are away.
pub fn signed_in() -> Option<Vec<String>> {
    let (mut all, mut count) = (null_mut::<WTS_SESSION_INFOW>(), 0);
    // SAFETY: both are variables of ours; what is given is freed below.
    done(unsafe { WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &raw mut all, &raw mut count) })
        .ok()?;
    if all.is_null() {
        return None; // every Windows has a session of services; wine names none
    }
    // SAFETY: the system gave so many.
    let sessions = unsafe { slice::from_raw_parts(all, count as usize) };
    let here = sessions.iter().filter(|session| [WTSActive, WTSDisconnected].contains(&session.State));
    let mut names: Vec<String> = here.filter_map(|session| user(session.SessionId).ok()).collect();
    // SAFETY: the system gave it for us to free.
    unsafe { WTSFreeMemory(all.cast()) };
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    Some(names)
}

fn user(session: u32) -> io::Result<String> {
    // SAFETY: the system answers this with text that has an end.
    ask(session, WTSUserName, |answer| unsafe { text(answer) })
}

fn state(session: u32) -> io::Result<i32> {
    // SAFETY: the system answers this with a number.
    ask(session, WTSConnectState, |answer| unsafe { answer.cast::<i32>().read_unaligned() })
}

/// Asks the system about a session; what `read` is given is as the question has it, and is gone afterwards.
pub(crate) fn ask<T>(
    session: u32,
    what: WTS_INFO_CLASS,
    read: impl FnOnce(*const u16) -> T,
) -> io::Result<T> {
    let (mut answer, mut bytes) = (null_mut(), 0);
    // SAFETY: both are variables of ours; what is given is freed below.
    unsafe {
        done(WTSQuerySessionInformationW(
            WTS_CURRENT_SERVER_HANDLE,
            session,
            what,
            &raw mut answer,
            &raw mut bytes,
        ))?;
        let said = read(answer);
        WTSFreeMemory(answer.cast());
        Ok(said)
    }
}
