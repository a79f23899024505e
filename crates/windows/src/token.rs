//! Who somebody is, by the token that the system holds of them.

use std::{
    io,
    os::windows::io::{AsRawHandle, BorrowedHandle, FromRawHandle, OwnedHandle},
    ptr::{null, null_mut},
};

use windows_sys::Win32::{
    Foundation::LocalFree,
    Security::{
        Authorization::ConvertStringSidToSidW, GetTokenInformation, LookupAccountNameW, LookupAccountSidW,
        RevertToSelf, TOKEN_GROUPS, TOKEN_INFORMATION_CLASS, TOKEN_QUERY, TOKEN_USER, TokenGroups,
        TokenSessionId, TokenUser,
    },
    System::{
        Pipes::ImpersonateNamedPipeClient,
        Threading::{GetCurrentProcess, GetCurrentThread, OpenProcessToken, OpenThreadToken},
    },
};

use crate::{
    account::ADMINISTRATORS,
    descriptor::sid_text,
    wide::{done, wide},
};

/// A group that counts (`SE_GROUP_ENABLED`); that of an administrator who has not said yes to it does not.
const COUNTS: u32 = 0x4;

/// Somebody, as the system has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// Their account.
    pub account: String,
    /// The groups and services they act as.
    pub groups: Vec<String>,
    /// The session they are in.
    pub session: u32,
}

impl Somebody {
    /// Whoever runs us.
    ///
    /// # Errors
    /// When the system does not say it.
    pub fn us() -> io::Result<Self> {
        let mut token = null_mut();
        // SAFETY: the handle of this process needs no closing, and the token is owned below.
        done(unsafe { OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) })?;
        // SAFETY: it was just opened, and nobody else has it.
        Self::of(&unsafe { OwnedHandle::from_raw_handle(token) })
    }

    /// Whoever is at the other end of a pipe of ours.
    ///
    /// # Errors
    /// When nobody is, or they do not let us know who they are.
    pub fn at(pipe: BorrowedHandle<'_>) -> io::Result<Self> {
        // SAFETY: the handle is open. We act as them from here to `RevertToSelf`, and only open their token meanwhile.
        done(unsafe { ImpersonateNamedPipeClient(pipe.as_raw_handle()) })?;
        let mut token = null_mut();
        // SAFETY: the handle of this thread needs no closing; it is opened as ourselves, who may.
        let opened = done(unsafe { OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, 1, &raw mut token) });
        // SAFETY: it takes nothing.
        if unsafe { RevertToSelf() } == 0 {
            // Whatever we did from here on we would do as somebody else.
            std::process::abort();
        }
        opened?;
        // SAFETY: it was just opened, and nobody else has it.
        Self::of(&unsafe { OwnedHandle::from_raw_handle(token) })
    }

    /// Whether they act as an administrator of this PC at this moment.
    pub fn is_administrator(&self) -> bool {
        self.acts_as(ADMINISTRATORS)
    }

    /// Whether they are this account, or act as this group or service.
    pub fn acts_as(&self, sid: &str) -> bool {
        self.account == sid || self.groups.iter().any(|group| group == sid)
    }

    fn of(token: &OwnedHandle) -> io::Result<Self> {
        let user = ask(token, TokenUser)?;
        // SAFETY: the system filled it with a TOKEN_USER, whose account lies in it; it is aligned as u64.
        let account = unsafe { sid_text((*user.as_ptr().cast::<TOKEN_USER>()).User.Sid)? };
        let session = ask(token, TokenSessionId)?;
        // SAFETY: the system filled it with a number.
        let session = unsafe { *session.as_ptr().cast::<u32>() };
        Ok(Self { account, groups: groups(token)?, session })
    }
}

fn groups(token: &OwnedHandle) -> io::Result<Vec<String>> {
    let answer = ask(token, TokenGroups)?;
    let all = answer.as_ptr().cast::<TOKEN_GROUPS>();
    // SAFETY: the system filled it with a TOKEN_GROUPS and so many groups behind it, whose accounts lie in it.
    unsafe {
        let (first, count) = (&raw const (*all).Groups, (*all).GroupCount as usize);
        let found = std::slice::from_raw_parts(
            first.cast::<windows_sys::Win32::Security::SID_AND_ATTRIBUTES>(),
            count,
        );
        found.iter().filter(|group| group.Attributes & COUNTS != 0).map(|group| sid_text(group.Sid)).collect()
    }
}

/// The system's answer, aligned for whatever it is.
fn ask(token: &OwnedHandle, what: TOKEN_INFORMATION_CLASS) -> io::Result<Vec<u64>> {
    let (token, mut length) = (token.as_raw_handle(), 0);
    // SAFETY: with no room it only tells how much it needs.
    unsafe { GetTokenInformation(token, what, null_mut(), 0, &raw mut length) };
    let mut answer = vec![0_u64; (length as usize).div_ceil(8).max(1)];
    let room = u32::try_from(answer.len() * 8).map_err(io::Error::other)?;
    // SAFETY: there is so much room.
    done(unsafe { GetTokenInformation(token, what, answer.as_mut_ptr().cast(), room, &raw mut length) })?;
    Ok(answer)
}

/// The name of an account, without the PC or domain it is of.
///
/// # Errors
/// When it has none.
pub fn name_of(account: &str) -> io::Result<String> {
    let (words, mut sid) = (wide(account)?, null_mut());
    // SAFETY: the words have an end; the account is freed below.
    done(unsafe { ConvertStringSidToSidW(words.as_ptr(), &raw mut sid) })?;
    let (mut name, mut domain, mut kind) = ([0_u16; 257], [0_u16; 257], 0);
    let (mut of_name, mut of_domain) = (257, 257);
    // SAFETY: the account lives until it is freed, and there is as much room as is said.
    let found = unsafe {
        let found = LookupAccountSidW(
            null(),
            sid,
            name.as_mut_ptr(),
            &raw mut of_name,
            domain.as_mut_ptr(),
            &raw mut of_domain,
            &raw mut kind,
        );
        let found = done(found);
        LocalFree(sid);
        found
    };
    found?;
    Ok(String::from_utf16_lossy(&name[..of_name as usize]))
}

/// The account that has a name, with the PC or domain it is of before it.
///
/// # Errors
/// When nobody reachable knows it.
pub fn account_of(name: &str) -> io::Result<String> {
    let (words, mut kind) = (wide(name)?, 0);
    // As long as the longest there is (SECURITY_MAX_SID_SIZE), and aligned as it wants to be.
    let (mut sid, mut of_sid) = ([0_u32; 17], 68);
    let (mut domain, mut of_domain) = ([0_u16; 257], 257);
    // SAFETY: the words have an end, and there is as much room as is said; what was filled lives.
    unsafe {
        done(LookupAccountNameW(
            null(),
            words.as_ptr(),
            sid.as_mut_ptr().cast(),
            &raw mut of_sid,
            domain.as_mut_ptr(),
            &raw mut of_domain,
            &raw mut kind,
        ))?;
        sid_text(sid.as_mut_ptr().cast())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_runs_us_has_an_account_with_a_name() {
        let us = Somebody::us().unwrap();
        assert!(us.account.starts_with("S-1-5-") && us.acts_as(&us.account));
        let name = name_of(&us.account).unwrap();
        assert!(!name.is_empty());
        assert_eq!(account_of(&name).unwrap(), us.account);
        assert!(account_of("nobody is called that").is_err());
        assert!(!us.acts_as(&crate::account::of_service("NoSuchService")));
        assert!(name_of("S-1-5-21-1-2-3-4711").is_err() && name_of("nobody").is_err());
    }
}
