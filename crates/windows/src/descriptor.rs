//! Access lists as the system has them, and whose a thing is.

use std::{
    io,
    os::windows::io::{AsRawHandle, BorrowedHandle},
    ptr::null_mut,
};

use windows_sys::Win32::{
    Foundation::LocalFree,
    Security::{
        Authorization::{
            ConvertSecurityDescriptorToStringSecurityDescriptorW, ConvertSidToStringSidW,
            ConvertStringSecurityDescriptorToSecurityDescriptorW, GetSecurityInfo, SDDL_REVISION_1,
            SE_FILE_OBJECT, SE_KERNEL_OBJECT, SE_OBJECT_TYPE,
        },
        DACL_SECURITY_INFORMATION, OWNER_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION,
        PSECURITY_DESCRIPTOR, PSID, SECURITY_ATTRIBUTES, SetKernelObjectSecurity,
    },
};

use crate::wide::{done, status, text, wide};

/// An access list with its owner, until dropped.
#[derive(Debug)]
pub(crate) struct Descriptor(PSECURITY_DESCRIPTOR);

impl Descriptor {
    /// From its words.
    pub(crate) fn of(words: &str) -> io::Result<Self> {
        let (words, mut descriptor) = (wide(words)?, null_mut());
        // SAFETY: the words have an end, and what is made is freed in `drop`.
        done(unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                words.as_ptr(),
                SDDL_REVISION_1,
                &raw mut descriptor,
                null_mut(),
            )
        })?;
        Ok(Self(descriptor))
    }

    pub(crate) fn as_ptr(&self) -> PSECURITY_DESCRIPTOR {
        self.0
    }

    /// For a call that makes something; it must not outlive us.
    pub(crate) fn attributes(&self) -> SECURITY_ATTRIBUTES {
        let size = u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).expect("a structure of three words");
        SECURITY_ATTRIBUTES { nLength: size, lpSecurityDescriptor: self.0, bInheritHandle: 0 }
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: the system made it for us to free, and nobody else has it.
        unsafe { LocalFree(self.0) };
    }
}

/// Whose an open pipe or other object is.
///
/// # Errors
/// When the system does not say it.
pub fn handle_owner(handle: BorrowedHandle<'_>) -> io::Result<String> {
    owner(handle, SE_KERNEL_OBJECT)
}

fn owner(handle: BorrowedHandle<'_>, kind: SE_OBJECT_TYPE) -> io::Result<String> {
    let (mut owner, mut descriptor) = (null_mut(), null_mut());
    // SAFETY: the handle is open, and all pointers are to variables of ours.
    status(unsafe {
        GetSecurityInfo(
            handle.as_raw_handle(),
            kind,
            OWNER_SECURITY_INFORMATION,
            &raw mut owner,
            null_mut(),
            null_mut(),
            null_mut(),
            &raw mut descriptor,
        )
    })?;
    let _freed = Descriptor(descriptor);
    // SAFETY: the owner is a part of the descriptor, which lives.
    unsafe { sid_text(owner) }
}

/// The owner and the access list of an open pipe or other object, in words.
///
/// # Errors
/// When the system does not say it.
pub fn handle_access(handle: BorrowedHandle<'_>) -> io::Result<String> {
    access(handle, SE_KERNEL_OBJECT)
}

fn access(handle: BorrowedHandle<'_>, kind: SE_OBJECT_TYPE) -> io::Result<String> {
    let asked = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    let mut descriptor = null_mut();
    // SAFETY: as in `handle_owner`.
    status(unsafe {
        GetSecurityInfo(
            handle.as_raw_handle(),
            kind,
            asked,
            null_mut(),
            null_mut(),
            null_mut(),
            null_mut(),
            &raw mut descriptor,
        )
    })?;
    let descriptor = Descriptor(descriptor);
    let mut words = null_mut();
    // SAFETY: the descriptor lives, and the words are freed below.
    done(unsafe {
        ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor.as_ptr(),
            SDDL_REVISION_1,
            asked,
            &raw mut words,
            null_mut(),
        )
    })?;
    // SAFETY: the system wrote them with an end, for us to free.
    unsafe {
        let said = text(words);
        LocalFree(words.cast());
        Ok(said)
    }
}

/// Whose an open file or folder is.
///
/// # Errors
/// When the system does not say it.
pub(crate) fn open_file_owner(handle: BorrowedHandle<'_>) -> io::Result<String> {
    owner(handle, SE_FILE_OBJECT)
}

/// The owner and the access list of an open file or folder, in words.
#[cfg(test)]
pub(crate) fn open_file_access(handle: BorrowedHandle<'_>) -> io::Result<String> {
    access(handle, SE_FILE_OBJECT)
}

/// Gives an open file or folder this access list in the place of its own, and leaves what is in it as it is: whoever may write
/// there could have put in another name of a file that is somebody else's.
///
/// # Errors
/// When we may not.
pub(crate) fn set_open_file_access(handle: BorrowedHandle<'_>, wanted: &Descriptor) -> io::Result<()> {
    let asked = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    // SAFETY: the handle is open, and the descriptor lives.
    done(unsafe { SetKernelObjectSecurity(handle.as_raw_handle(), asked, wanted.as_ptr()) })
}

/// An account in the way it is written.
///
/// # Safety
/// It is an account that lives.
pub(crate) unsafe fn sid_text(sid: PSID) -> io::Result<String> {
    if sid.is_null() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut words = null_mut();
    // SAFETY: the caller says that it lives; the words are ours to free.
    unsafe {
        done(ConvertSidToStringSidW(sid, &raw mut words))?;
        let said = text(words);
        LocalFree(words.cast());
        Ok(said)
    }
}
