#[path = "linux/peer.rs"]
mod peer;

use std::{
    io,
    os::fd::{FromRawFd, OwnedFd},
    path::Path,
};

use patchround_protocol::wake::{CARDS, Card};
use patchround_updates::people_of;

pub(super) use self::peer::person;
use super::unix::local;
pub use super::unix::{
    Local, Sockets, Stream, asked_to_stop, bind_local, bind_session, connect, log_file, make_private_folder,
    may_administer, socket, sync_folder,
};

/// What the kernel calls Ethernet, Wi-Fi included (linux/if_arp.h).
const ARPHRD_ETHER: &str = "1";

/// Takes the sockets that systemd opened for us, by their names.
///
/// # Errors
/// When one is no socket.
pub fn handed_over() -> io::Result<Sockets> {
    let mut sockets = Sockets::default();
    for (fd, name) in sd_notify::listen_fds_with_names()? {
        // SAFETY: systemd opened this descriptor for us, and nobody else in this process owns it.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        match name {
            name if name.contains("control") => sockets.control = Some(local(fd)?),
            name if name.contains("session") => sockets.session = Some(local(fd)?),
            _ => sockets.managers = Some(std::net::TcpListener::from(fd)),
        }
    }
    Ok(sockets)
}

/// Where everything is on this PC: here it has a place of its own for each.
pub fn places() -> Option<std::path::PathBuf> {
    None
}

/// Names of the people who are signed in, as logind notes them; `None` without logind.
///
/// The notes are for `sd-login(3)`, readable by everybody; asking over D-Bus would need more.
pub fn signed_in() -> Option<Vec<String>> {
    people_of(Path::new("/run/systemd/sessions"))
}

/// Names this start of the PC, whatever its clock says: the kernel's (random(4), `boot_id`), and when the first
/// process began, which is a container's own.
pub fn this_start() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let first = std::fs::read_to_string("/proc/1/stat").ok()?;
    let (_, fields) = first.rsplit_once(')')?;
    Some(format!("{} {}", id.trim(), fields.split_whitespace().nth(19)?))
}

/// Cards by which this PC might be woken: those that are things of their own, with a wire or without. What only the
/// kernel made up (bridges, tunnels, containers' links) has no device behind it (sysfs-class-net).
pub fn cards() -> Vec<Card> {
    cards_of(Path::new("/sys/class/net"))
}

fn cards_of(folder: &Path) -> Vec<Card> {
    let all = std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| card(&entry.ok()?.path()));
    let mut cards: Vec<Card> = all.collect();
    cards.sort_by_key(|card| (card.wakes != Some(true), card.mac));
    cards.dedup_by_key(|card| card.mac);
    cards.truncate(CARDS);
    cards
}

fn card(interface: &Path) -> Option<Card> {
    let device = interface.join("device");
    let is_ethernet = std::fs::read_to_string(interface.join("type")).ok()?.trim() == ARPHRD_ETHER;
    if !is_ethernet || !device.exists() {
        return None;
    }
    let mac = std::fs::read_to_string(interface.join("address")).ok()?.trim().parse().ok()?;
    let wakes = std::fs::read_to_string(device.join("power/wakeup")).ok();
    let wakes = match wakes.as_deref().map(str::trim) {
        Some("enabled") => Some(true),
        Some("disabled") => Some(false),
        _ => None,
    };
    Some(Card { mac, wakes })
}

/// Tells systemd that we answer.
pub fn tell_ready() {
    if let Err(error) = sd_notify::notify(&[sd_notify::NotifyState::Ready]) {
        tracing::debug!(%error, "cannot tell systemd");
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn interface(folder: &Path, name: &str, kind: &str, mac: &str, wakeup: Option<&str>) {
        let at = folder.join(name);
        fs::create_dir(&at).unwrap();
        fs::write(at.join("type"), format!("{kind}\n")).unwrap();
        fs::write(at.join("address"), format!("{mac}\n")).unwrap();
        if let Some(wakeup) = wakeup {
            fs::create_dir_all(at.join("device/power")).unwrap();
            fs::write(at.join("device/power/wakeup"), format!("{wakeup}\n")).unwrap();
        }
    }

    #[test]
    fn a_pc_tells_of_the_cards_that_are_things_and_whether_they_wake_it_where_that_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let net = folder.path();
        interface(net, "wlp2s0", "1", "3c:52:82:10:00:02", Some("disabled"));
        interface(net, "enp3s0", "1", "3c:52:82:10:00:03", Some("enabled"));
        interface(net, "enp4s0", "1", "3c:52:82:10:00:04", Some(""));
        interface(net, "veth1", "1", "3c:52:82:10:00:05", None);
        interface(net, "lo", "772", "00:00:00:00:00:00", None);
        interface(net, "ib0", "32", "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:31:78:f2", Some(""));
        interface(net, "broken", "1", "none", Some("enabled"));
        let said: Vec<(String, Option<bool>)> =
            cards_of(net).into_iter().map(|card| (card.mac.to_string(), card.wakes)).collect();
        let known = |last: u8, wakes| (format!("3c:52:82:10:00:{last:02x}"), wakes);
        assert_eq!(said, [known(3, Some(true)), known(2, Some(false)), known(4, None)]);
        assert_eq!(cards_of(&net.join("nothing")), []);
    }
}
