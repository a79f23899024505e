//! Linux tells by itself when a link or an address changes (rtnetlink(7)).

use std::{
    io,
    os::{
        fd::{AsFd, AsRawFd, OwnedFd},
        unix::net::UnixStream,
    },
};

use nix::{
    errno::Errno,
    libc,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::socket::{
        AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, bind, recv, socket,
    },
};

const GROUPS: i32 = libc::RTMGRP_LINK | libc::RTMGRP_IPV4_IFADDR | libc::RTMGRP_IPV6_IFADDR;

/// Ends the waiting when it is dropped.
pub(super) struct Stop {
    _wire: UnixStream,
}

/// Waits for a change.
pub(super) struct Alarm {
    changes: OwnedFd,
    stop: UnixStream,
}

pub(super) fn alarm() -> io::Result<(Alarm, Stop)> {
    let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
    let changes = socket(AddressFamily::Netlink, SockType::Raw, flags, SockProtocol::NetlinkRoute)?;
    bind(changes.as_raw_fd(), &NetlinkAddr::new(0, GROUPS.cast_unsigned()))?;
    let (stop, wire) = UnixStream::pair()?;
    Ok((Alarm { changes, stop }, Stop { _wire: wire }))
}

impl Alarm {
    /// Sleeps until something may have changed; `false` when it is time to stop.
    pub(super) fn wait(&mut self) -> bool {
        loop {
            let mut wires = [
                PollFd::new(self.changes.as_fd(), PollFlags::POLLIN),
                PollFd::new(self.stop.as_fd(), PollFlags::POLLIN),
            ];
            match poll(&mut wires, PollTimeout::NONE) {
                Err(Errno::EINTR) => continue,
                Err(_) => return false,
                Ok(_) if wires[1].any().unwrap_or(true) => return false,
                Ok(_) => return self.drain(),
            }
        }
    }

    /// Reads away what has been told: only that something was told is of interest.
    fn drain(&self) -> bool {
        let mut told = [0; 8192];
        loop {
            match recv(self.changes.as_raw_fd(), &mut told, MsgFlags::MSG_DONTWAIT) {
                Ok(0) => return false,
                // ENOBUFS: more was told than fits. That, too, is a change.
                Ok(_) | Err(Errno::EINTR | Errno::ENOBUFS) => {}
                Err(Errno::EAGAIN) => return true,
                Err(_) => return false,
            }
        }
    }
}
