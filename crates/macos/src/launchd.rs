//! Sockets that launchd opens for what it starts.

use std::{
    ffi::{CStr, c_char, c_int},
    io,
    os::fd::{FromRawFd, OwnedFd},
};

use nix::libc;

unsafe extern "C" {
    /// `launch.h`, in the system's own library.
    fn launch_activate_socket(name: *const c_char, fds: *mut *mut c_int, count: *mut libc::size_t) -> c_int;
}

/// The socket of this name. None where launchd did not start us, or its list has none of that name.
///
/// # Errors
/// When launchd does not give it.
pub fn socket(name: &CStr) -> io::Result<Option<OwnedFd>> {
    let (mut fds, mut count) = (std::ptr::null_mut(), 0);
    // SAFETY: the name ends with a zero, and both places are ours to be written to.
    let status = unsafe { launch_activate_socket(name.as_ptr(), &raw mut fds, &raw mut count) };
    match status {
        0 => {}
        libc::ENOENT | libc::ESRCH => return Ok(None),
        error => return Err(io::Error::from_raw_os_error(error)),
    }
    let mut all = Vec::new();
    for at in 0..count {
        // SAFETY: launchd wrote `count` descriptors there, which nobody else in this process owns.
        all.push(unsafe { OwnedFd::from_raw_fd(*fds.add(at)) });
    }
    // SAFETY: the list is ours to free (`launch_activate_socket(3)`), and nothing of it is used any more.
    unsafe { libc::free(fds.cast()) };
    Ok(all.into_iter().next())
}
