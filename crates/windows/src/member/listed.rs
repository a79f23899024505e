//! Asking Windows for accounts and members.

use std::{
    io,
    ptr::{null, null_mut},
    slice,
};

use windows_sys::Win32::{
    Foundation::LocalFree,
    NetworkManagement::NetManagement::{
        FILTER_NORMAL_ACCOUNT, LOCALGROUP_MEMBERS_INFO_2, MAX_PREFERRED_LENGTH, NetApiBufferFree,
        NetLocalGroupGetMembers, NetUserEnum, UF_ACCOUNTDISABLE, USER_INFO_20,
    },
    Security::{
        Authorization::{ConvertSidToStringSidW, ConvertStringSidToSidW},
        LookupAccountSidW, PSID, SidTypeUnknown, SidTypeUser,
    },
};

use super::{Account, Member};
use crate::{
    account::ADMINISTRATORS,
    wide::{done, status, text, wide},
};

/// Characters of a name, with its end.
const NAME: usize = 512;

/// The members of the group of administrators, which is called otherwise in every language.
///
/// # Errors
/// What Windows says.
pub fn administrators() -> io::Result<Vec<Member>> {
    let group = wide(name_of(ADMINISTRATORS)?)?;
    let (mut all, mut count, mut total) = (null_mut(), 0, 0);
    // SAFETY: the name has an end, everything else is a variable of ours; what is given is freed below.
    status(unsafe {
        NetLocalGroupGetMembers(
            null(),
            group.as_ptr(),
            2,
            &raw mut all,
            MAX_PREFERRED_LENGTH,
            &raw mut count,
            &raw mut total,
            null_mut(),
        )
    })?;
    let buffer = Buffer(all);
    some(buffer.each::<LOCALGROUP_MEMBERS_INFO_2>(count).iter().filter_map(member).collect())
}

/// The accounts of this PC itself, those of no domain and of no cloud.
///
/// # Errors
/// What Windows says.
pub fn accounts() -> io::Result<Vec<Account>> {
    let (mut all, mut count, mut total) = (null_mut(), 0, 0);
    // SAFETY: everything is a variable of ours; what is given is freed below.
    status(unsafe {
        NetUserEnum(
            null(),
            20,
            FILTER_NORMAL_ACCOUNT,
            &raw mut all,
            MAX_PREFERRED_LENGTH,
            &raw mut count,
            &raw mut total,
            null_mut(),
        )
    })?;
    let buffer = Buffer(all);
    some(buffer.each::<USER_INFO_20>(count).iter().map(account).collect())
}

/// No Windows is without an account or without an administrator: none is no answer.
fn some<T>(all: Vec<T>) -> io::Result<Vec<T>> {
    if all.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(all) }
}

/// What Windows gave, and wants back.
struct Buffer(*mut u8);

impl Buffer {
    fn each<T>(&self, count: u32) -> &[T] {
        if self.0.is_null() {
            return &[];
        }
        // SAFETY: Windows gave so many of what was asked for, and aligned them as they are read.
        unsafe { slice::from_raw_parts(self.0.cast(), count as usize) }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: Windows gave it for us to free; nothing is free to be freed.
        unsafe { NetApiBufferFree(self.0.cast()) };
    }
}

fn member(member: &LOCALGROUP_MEMBERS_INFO_2) -> Option<Member> {
    let sid = sid_text(member.lgrmi2_sid).ok()?;
    // SAFETY: it is nothing, or text of Windows' that has an end.
    let name = (!member.lgrmi2_domainandname.is_null()).then(|| unsafe { text(member.lgrmi2_domainandname) });
    let name = name.and_then(|name| {
        let (domain, name) = name.split_once('\\')?;
        (!name.is_empty()).then(|| (domain.to_owned(), name.to_owned()))
    });
    let is_account = [SidTypeUser, SidTypeUnknown].contains(&member.lgrmi2_sidusage);
    Some(Member { sid, name, is_account })
}

fn account(account: &USER_INFO_20) -> Account {
    Account {
        // SAFETY: it is text of Windows' that has an end.
        name: unsafe { text(account.usri20_name) },
        number: account.usri20_user_id,
        is_disabled: account.usri20_flags & UF_ACCOUNTDISABLE != 0,
    }
}

fn sid_text(sid: PSID) -> io::Result<String> {
    let mut written = null_mut();
    // SAFETY: the identifier is Windows' own; what is given is freed below.
    done(unsafe { ConvertSidToStringSidW(sid, &raw mut written) })?;
    // SAFETY: Windows gave text with an end.
    let said = unsafe { text(written) };
    // SAFETY: Windows gave it for us to free.
    unsafe { LocalFree(written.cast()) };
    Ok(said)
}

/// What an account is called on this PC.
fn name_of(sid: &str) -> io::Result<String> {
    let (sid, mut made) = (wide(sid)?, null_mut());
    // SAFETY: the text has an end; what is given is freed below.
    done(unsafe { ConvertStringSidToSidW(sid.as_ptr(), &raw mut made) })?;
    let (mut name, mut domain, mut kind) = ([0_u16; NAME], [0_u16; NAME], 0);
    let (mut of_name, mut of_domain) = (NAME as u32, NAME as u32);
    // SAFETY: both places are of the length that is told, and everything lives until the call is over.
    let answer = done(unsafe {
        LookupAccountSidW(
            null(),
            made,
            name.as_mut_ptr(),
            &raw mut of_name,
            domain.as_mut_ptr(),
            &raw mut of_domain,
            &raw mut kind,
        )
    });
    // SAFETY: Windows gave it for us to free.
    unsafe { LocalFree(made.cast()) };
    answer?;
    Ok(String::from_utf16_lossy(&name[..of_name as usize]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_of_administrators_has_a_name_whatever_the_language() {
        assert!(!name_of(ADMINISTRATORS).unwrap().is_empty());
        assert!(name_of("S-1-5-32-99999").is_err() && name_of("no identifier").is_err());
    }

    /// wine answers with nothing, or refuses: that is told as an error, and only there is it one.
    #[test]
    fn members_and_accounts_are_listed_and_none_is_no_answer() {
        let is_wine = windows_registry::LOCAL_MACHINE.options().read().open(r"SOFTWARE\Wine").is_ok();
        for listed in [administrators().map(|all| all.len()), accounts().map(|all| all.len())] {
            assert!(is_wine || listed.is_ok(), "{listed:?}");
            assert_ne!(listed.ok(), Some(0));
        }
    }
}
