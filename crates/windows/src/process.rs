//! Processes: whether a program runs, what keeps the PC awake, and what a process may give up.

use std::{
    io,
    os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle},
    path::Path,
    ptr::{null, null_mut},
};

use windows_sys::Win32::{
    Foundation::{INVALID_HANDLE_VALUE, LUID},
    Security::{
        AdjustTokenPrivileges, GetTokenInformation, LUID_AND_ATTRIBUTES, LookupPrivilegeValueW,
        SE_PRIVILEGE_ENABLED, SE_PRIVILEGE_REMOVED, TOKEN_ADJUST_PRIVILEGES, TOKEN_PRIVILEGES, TOKEN_QUERY,
        TokenPrivileges,
    },
    System::{
        Console::SetConsoleCtrlHandler,
        Diagnostics::ToolHelp::{
            CreateToolhelp32Snapshot, PROCESSENTRY32W, Process32FirstW, Process32NextW, TH32CS_SNAPPROCESS,
        },
        Power::{ES_CONTINUOUS, ES_SYSTEM_REQUIRED, SetThreadExecutionState},
        Shutdown::{
            InitiateSystemShutdownExW, SHTDN_REASON_FLAG_PLANNED, SHTDN_REASON_MAJOR_OPERATINGSYSTEM,
            SHTDN_REASON_MINOR_UPGRADE,
        },
        Threading::{
            GetCurrentProcess, OpenProcess, OpenProcessToken, PROCESS_NAME_WIN32,
            PROCESS_QUERY_LIMITED_INFORMATION, QueryFullProcessImageNameW,
        },
    },
};

use crate::wide::{done, text, wide};

/// Which privilege everybody has, and nobody can do without: to reach a folder whose parents one may not look into.
const REACHES: &str = "SeChangeNotifyPrivilege";

/// Whether a process runs this very file.
pub fn runs(program: &Path) -> bool {
    let Some(name) = program.file_name().map(|name| name.to_string_lossy().to_lowercase()) else {
        return false;
    };
    let Ok(wanted) = program.canonicalize() else { return false };
    let is_it = |id: &u32| {
        image(*id).is_some_and(|found| Path::new(&found).canonicalize().is_ok_and(|at| at == wanted))
    };
    processes().iter().any(|(id, found)| found.to_lowercase() == name && is_it(id))
}

/// All processes: their numbers, and the names of their files.
fn processes() -> Vec<(u32, String)> {
    // SAFETY: nothing is handed over.
    let snapshot = unsafe { CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0) };
    if snapshot == INVALID_HANDLE_VALUE {
        return Vec::new();
    }
    // SAFETY: it was just made, and nobody else has it.
    let snapshot = unsafe { OwnedHandle::from_raw_handle(snapshot) };
    let size = u32::try_from(size_of::<PROCESSENTRY32W>()).expect("a structure of some hundred bytes");
    let mut entry = PROCESSENTRY32W { dwSize: size, ..PROCESSENTRY32W::default() };
    let mut all = Vec::new();
    // SAFETY: the handle is open, and the entry says how long it is.
    let mut more = unsafe { Process32FirstW(snapshot.as_raw_handle(), &raw mut entry) };
    while more != 0 {
        // SAFETY: the system ended the name.
        all.push((entry.th32ProcessID, unsafe { text(entry.szExeFile.as_ptr()) }));
        // SAFETY: as above.
        more = unsafe { Process32NextW(snapshot.as_raw_handle(), &raw mut entry) };
    }
    all
}

fn image(id: u32) -> Option<String> {
    let (mut path, mut length) = ([0_u16; 1024], 1024);
    // SAFETY: the handle is owned at once; there is as much room as is said.
    unsafe {
        let process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, id);
        if process.is_null() {
            return None;
        }
        let process = OwnedHandle::from_raw_handle(process);
        let named = QueryFullProcessImageNameW(
            process.as_raw_handle(),
            PROCESS_NAME_WIN32,
            path.as_mut_ptr(),
            &raw mut length,
        );
        done(named).ok()?;
    }
    Some(String::from_utf16_lossy(&path[..length as usize]))
}

/// While it lives, the PC does not go to sleep by itself. It belongs to the thread that made it.
#[derive(Debug)]
pub struct Awake(());

/// Keeps the PC awake.
pub fn stay_awake() -> Awake {
    // SAFETY: it takes a number.
    unsafe { SetThreadExecutionState(ES_CONTINUOUS | ES_SYSTEM_REQUIRED) };
    Awake(())
}

impl Drop for Awake {
    fn drop(&mut self) {
        // SAFETY: it takes a number.
        unsafe { SetThreadExecutionState(ES_CONTINUOUS) };
    }
}

/// Keys pressed at a console no longer end us.
///
/// # Errors
/// When the system says no.
pub fn hold_signals() -> io::Result<()> {
    // SAFETY: no function is handed over.
    done(unsafe { SetConsoleCtrlHandler(None, 1) })
}

/// Has the PC restart, or switches it off. Programs of people are asked to close, not ended.
///
/// # Errors
/// When we may not, or it is on its way down already.
pub fn restart(off: bool) -> io::Result<()> {
    let privilege =
        LUID_AND_ATTRIBUTES { Luid: named("SeShutdownPrivilege")?, Attributes: SE_PRIVILEGE_ENABLED };
    adjust(&[privilege])?;
    let why = SHTDN_REASON_FLAG_PLANNED | SHTDN_REASON_MAJOR_OPERATINGSYSTEM | SHTDN_REASON_MINOR_UPGRADE;
    // SAFETY: neither another PC nor a message is named.
    done(unsafe { InitiateSystemShutdownExW(null(), null(), 0, 0, i32::from(!off), why) })
}

/// Gives up all privileges of this process for good, but that to reach files.
///
/// # Errors
/// When the system says no.
pub fn give_up_privileges() -> io::Result<()> {
    let kept = named(REACHES)?;
    let mut all = privileges()?;
    all.retain(|one| (one.Luid.LowPart, one.Luid.HighPart) != (kept.LowPart, kept.HighPart));
    for one in &mut all {
        one.Attributes = SE_PRIVILEGE_REMOVED;
    }
    adjust(&all)
}

fn named(privilege: &str) -> io::Result<LUID> {
    let (name, mut id) = (wide(privilege)?, LUID::default());
    // SAFETY: the name has an end.
    done(unsafe { LookupPrivilegeValueW(null(), name.as_ptr(), &raw mut id) })?;
    Ok(id)
}

fn token() -> io::Result<OwnedHandle> {
    let (mut token, access) = (null_mut(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY);
    // SAFETY: the handle of this process needs no closing, and the token is owned below.
    done(unsafe { OpenProcessToken(GetCurrentProcess(), access, &raw mut token) })?;
    // SAFETY: it was just opened, and nobody else has it.
    Ok(unsafe { OwnedHandle::from_raw_handle(token) })
}

fn privileges() -> io::Result<Vec<LUID_AND_ATTRIBUTES>> {
    let token = token()?;
    let (mut answer, mut length) = ([0_u64; 128], 0);
    let all = answer.as_mut_ptr().cast::<TOKEN_PRIVILEGES>();
    // SAFETY: there is as much room as is said, for some eighty of them; the system fills it with so many as it says.
    unsafe {
        let asked =
            GetTokenInformation(token.as_raw_handle(), TokenPrivileges, all.cast(), 1024, &raw mut length);
        done(asked)?;
        let (first, count) = (&raw const (*all).Privileges, (*all).PrivilegeCount as usize);
        Ok(std::slice::from_raw_parts(first.cast::<LUID_AND_ATTRIBUTES>(), count).to_vec())
    }
}

fn adjust(privileges: &[LUID_AND_ATTRIBUTES]) -> io::Result<()> {
    let token = token()?;
    for privilege in privileges {
        let wanted = TOKEN_PRIVILEGES { PrivilegeCount: 1, Privileges: [*privilege] };
        // SAFETY: the token is open, and one is named as is said.
        done(unsafe {
            AdjustTokenPrivileges(token.as_raw_handle(), 0, &raw const wanted, 0, null_mut(), null_mut())
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_runs_and_another_file_does_not() {
        let ours = std::env::current_exe().unwrap();
        assert!(runs(&ours));
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(ours.file_name().unwrap());
        std::fs::copy(&ours, &copy).unwrap();
        assert!(!runs(&copy), "the same name in another folder");
        assert!(!runs(&folder.path().join("nothing.exe")));
    }

    #[test]
    fn a_privilege_that_was_given_up_is_gone() {
        assert!(privileges().unwrap().len() > 1);
        give_up_privileges().unwrap();
        assert_eq!(privileges().unwrap().len(), 1);
    }
}
