//! Sessions of people, as the system has them.

use std::{io, ptr::null_mut, slice, time::Duration};

use windows_sys::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SERVER_HANDLE, WTS_INFO_CLASS, WTS_SESSION_INFOW, WTSActive, WTSConnectState,
    WTSDisconnected, WTSDomainName, WTSEnumerateSessionsW, WTSFreeMemory, WTSINFOW,
    WTSQuerySessionInformationW, WTSSessionInfo, WTSUserName,
};

use crate::{
    token::account_of,
    wide::{done, text},
};

/// Services are in this one; nobody sits there.
const OF_SERVICES: u32 = 0;

/// Whether somebody works in this session at this moment, at the PC's own screen or from afar: from afar is how people
/// work at a PC of the office from home, and its screen shows nothing meanwhile.
pub fn is_at_work(session: u32) -> bool {
    session != OF_SERVICES && state(session).is_ok_and(|state| state == WTSActive)
}

/// Somebody who is signed in, also if they are away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name of their account, without the PC or domain it is of.
    pub name: String,
    /// Their account, where the system finds it by its name.
    pub account: Option<String>,
    /// How long they have touched nothing, where the system notes it.
    pub idle: Option<Duration>,
}

/// Names of those who are signed in, also if they are away.
pub fn signed_in() -> Option<Vec<String>> {
    let mut names: Vec<String> = people()?.into_iter().map(|person| person.name).collect();
    names.sort();
    names.dedup();
    Some(names)
}

/// Those who are signed in, one for each of their sessions. Where one of them cannot be named, nobody knows.
pub fn people() -> Option<Vec<Person>> {
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
    let people = here.map(|session| person(session.SessionId).ok()).collect::<Option<Vec<_>>>();
    // SAFETY: the system gave it for us to free.
    unsafe { WTSFreeMemory(all.cast()) };
    Some(people?.into_iter().flatten().collect())
}

/// None in a session in which nobody has signed in yet.
fn person(session: u32) -> io::Result<Option<Person>> {
    // SAFETY: the system answers these with text that has an end.
    let said = |what| ask(session, what, |answer| unsafe { text(answer) });
    let name = said(WTSUserName)?;
    if name.is_empty() {
        return Ok(None);
    }
    let domain = said(WTSDomainName).unwrap_or_default();
    let full = if domain.is_empty() { name.clone() } else { format!(r"{domain}\{name}") };
    Ok(Some(Person { account: account_of(&full).ok(), idle: idle(session), name }))
}

/// Moments are counted in tenths of a microsecond; a session whose keys are not noted has none.
fn idle(session: u32) -> Option<Duration> {
    // SAFETY: the system answers this with such a struct.
    let info = ask(session, WTSSessionInfo, |answer| unsafe { answer.cast::<WTSINFOW>().read_unaligned() });
    let (last, now) = info.ok().map(|info| (info.LastInputTime, info.CurrentTime))?;
    let since = now.checked_sub(last).filter(|_| last > 0)?;
    Some(Duration::from_micros(u64::try_from(since / 10).ok()?))
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
