//! How the session of whoever calls is used at this moment.

use std::{io, mem::size_of, time::Duration};

use windows_sys::Win32::{
    System::{
        Power::{GetSystemPowerStatus, SYSTEM_POWER_STATUS},
        RemoteDesktop::{WTS_CURRENT_SESSION, WTSINFOEXW, WTSSessionInfoEx},
        SystemInformation::GetTickCount,
    },
    UI::{
        Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO},
        Shell::SHQueryUserNotificationState,
    },
};

use crate::{session, wide::done};

/// How long nobody has touched a key or the mouse of this session.
///
/// # Errors
/// When the session has no desktop.
pub fn untouched() -> io::Result<Duration> {
    let size = u32::try_from(size_of::<LASTINPUTINFO>()).expect("a small struct");
    let mut last = LASTINPUTINFO { cbSize: size, dwTime: 0 };
    // SAFETY: the struct is ours and says how long it is.
    done(unsafe { GetLastInputInfo(&raw mut last) })?;
    // SAFETY: takes nothing.
    let now = unsafe { GetTickCount() };
    // Both wrap around after 49.7 days.
    Ok(Duration::from_millis(now.wrapping_sub(last.dwTime).into()))
}

/// `SessionFlags` of this session (WTSINFOEX_LEVEL1): 0 where it is locked, 1 where it is not, else not known.
///
/// # Errors
/// When the system does not say.
pub fn lock_flags() -> io::Result<i32> {
    session::ask(WTS_CURRENT_SESSION, WTSSessionInfoEx, |answer| {
        // SAFETY: the system answers this with such a struct, of its one level.
        unsafe { answer.cast::<WTSINFOEXW>().read_unaligned().Data.WTSInfoExLevel1.SessionFlags }
    })
}

/// What the shell says of whether messages may be shown (`QUERY_USER_NOTIFICATION_STATE`).
///
/// # Errors
/// When there is no shell to ask.
pub fn attention() -> io::Result<i32> {
    let mut state = 0;
    // SAFETY: the variable is ours.
    match unsafe { SHQueryUserNotificationState(&raw mut state) } {
        0 => Ok(state),
        failed => Err(io::Error::from_raw_os_error(failed)),
    }
}

/// Where the PC's power comes from: `ACLineStatus`, `BatteryFlag` and `BatteryLifePercent` (SYSTEM_POWER_STATUS).
///
/// # Errors
/// When the system does not say.
pub fn power() -> io::Result<(u8, u8, u8)> {
    // SAFETY: of numbers alone, for which all zeros are values.
    let mut status: SYSTEM_POWER_STATUS = unsafe { std::mem::zeroed() };
    // SAFETY: the struct is ours.
    done(unsafe { GetSystemPowerStatus(&raw mut status) })?;
    Ok((status.ACLineStatus, status.BatteryFlag, status.BatteryLifePercent))
}
