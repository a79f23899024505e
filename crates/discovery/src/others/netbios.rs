//! NetBIOS node status (RFC 1002, 4.2.17 and 4.2.18): what a Windows PC or a file server calls itself.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    time::{Duration, Instant},
};

use super::{SIGHTINGS, Sighting, Sign, bounded};

const PORT: u16 = 137;
/// Bytes of one answer that are read; 255 names fit.
const ANSWER_BYTES: usize = 8 * 1024;
/// `NBSTAT` and `IN`.
const QUESTION: [u8; 4] = [0, 0x21, 0, 1];
/// Response, authoritative answer, no error.
const GOOD: [u8; 2] = [0x84, 0];
/// Suffix of a workstation's and a file server's name.
const WORKSTATION: u8 = 0x00;
const SERVER: u8 = 0x20;
/// The flag of a group's name.
const GROUP: u8 = 0x80;

/// Asks each address once and listens for so long.
pub(super) fn ask(known: &[Ipv4Addr], long: Duration) -> Vec<Sighting> {
    let until = Instant::now() + long;
    if known.is_empty() {
        return Vec::new();
    }
    talk(known, until).unwrap_or_else(|error| {
        tracing::debug!(%error, "NetBIOS cannot be asked");
        Vec::new()
    })
}

fn talk(known: &[Ipv4Addr], until: Instant) -> io::Result<Vec<Sighting>> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    let id = u16::from_be_bytes(random());
    for address in known.iter().take(SIGHTINGS) {
        // Whoever cannot be reached does not answer.
        let _ = socket.send_to(&request(id), (*address, PORT));
    }
    let mut seen: Vec<Sighting> = Vec::new();
    let mut packet = vec![0; ANSWER_BYTES];
    while let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        socket.set_read_timeout(Some(left))?;
        let Ok((length, SocketAddr::V4(from))) = socket.recv_from(&mut packet) else { continue };
        let is_new = seen.len() < SIGHTINGS && !seen.iter().any(|s| s.addresses == [IpAddr::V4(*from.ip())]);
        if !known.contains(from.ip()) || !is_new {
            continue;
        }
        if let Some(status) = read(&packet[..length], id) {
            seen.push(Sighting {
                addresses: vec![IpAddr::V4(*from.ip())],
                name: status.name,
                sign: if status.shares { Sign::NetBiosServer } else { Sign::NetBios },
                mac: status.mac,
            });
        }
    }
    Ok(seen)
}

fn random() -> [u8; 2] {
    let drawn = getrandom::u32().expect("a running system gives random bytes").to_ne_bytes();
    [drawn[0], drawn[1]]
}

/// "Who are you?", to the name `*` (RFC 1002, 4.2.17).
fn request(id: u16) -> Vec<u8> {
    let mut packet = id.to_be_bytes().to_vec();
    packet.extend([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    packet.push(32);
    packet.extend(b"CK");
    packet.extend([b'A'; 30]);
    packet.push(0);
    packet.extend(QUESTION);
    packet
}

/// What a node says of itself.
#[derive(Debug, PartialEq, Eq)]
struct Status {
    name: Option<String>,
    shares: bool,
    mac: Option<[u8; 6]>,
}

/// Reads an answer (RFC 1002, 4.2.18); `None` if it is none to our question.
fn read(packet: &[u8], id: u16) -> Option<Status> {
    let (header, rest) = packet.split_at_checked(12)?;
    let is_ours = header[..2] == id.to_be_bytes() && header[2..4] == GOOD && header[6..8] == [0, 1];
    let rest = after_name(rest)?;
    let (fixed, rest) = rest.split_at_checked(10)?;
    if !is_ours || fixed[..4] != QUESTION {
        return None;
    }
    let data = rest.get(..usize::from(u16::from_be_bytes([fixed[8], fixed[9]])))?;
    let (count, data) = data.split_first()?;
    let (names, statistics) = data.split_at_checked(usize::from(*count) * 18)?;
    let own =
        |suffix: u8| names.chunks_exact(18).find(move |entry| entry[15] == suffix && entry[16] & GROUP == 0);
    let mac = statistics.first_chunk::<6>().copied().filter(|mac| *mac != [0; 6]);
    Some(Status { name: own(WORKSTATION).and_then(|e| text(&e[..15])), shares: own(SERVER).is_some(), mac })
}

/// What follows a name in a packet: labels up to an empty one, or up to a pointer (RFC 1035, 4.1.4).
fn after_name(mut packet: &[u8]) -> Option<&[u8]> {
    loop {
        let (length, rest) = packet.split_first()?;
        packet = match *length {
            0 => return Some(rest),
            1..=63 => rest.get(usize::from(*length)..)?,
            0xc0.. => return rest.get(1..),
            _ => return None,
        };
    }
}

/// Names are in the old code page of that PC: only what is the same everywhere is kept.
fn text(name: &[u8]) -> Option<String> {
    let plain = |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '?' };
    let until = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    bounded(&name[..until].iter().map(plain).collect::<String>())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: u16 = 0xbeef;

    /// An answer as RFC 1002, 4.2.18 draws it: PC "RECEPTION" of the group "OFFICE".
    fn answer(names: &[(&[u8; 15], u8, u8)]) -> Vec<u8> {
        let mut packet = ID.to_be_bytes().to_vec();
        packet.extend([0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
        packet.extend(&request(ID)[12..46]);
        packet.extend(QUESTION);
        packet.extend([0; 4]);
        let length = 1 + names.len() * 18 + 46;
        packet.extend(u16::try_from(length).unwrap().to_be_bytes());
        packet.push(u8::try_from(names.len()).unwrap());
        for (name, suffix, flags) in names {
            packet.extend(*name);
            packet.extend([*suffix, *flags, 0]);
        }
        packet.extend([0x3c, 0x2a, 0xf4, 1, 2, 3]);
        packet.extend([0; 40]);
        packet
    }

    fn windows_pc() -> Vec<u8> {
        answer(&[
            (b"OFFICE         ", WORKSTATION, 0x84),
            (b"RECEPTION      ", WORKSTATION, 0x04),
            (b"RECEPTION      ", SERVER, 0x04),
        ])
    }

    #[test]
    fn the_question_is_the_one_of_rfc_1002() {
        let asked = request(ID);
        assert_eq!(asked.len(), 50);
        assert_eq!(&asked[..12], [0xbe, 0xef, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(&asked[12..46], b"\x20CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0");
        assert_eq!(&asked[46..], QUESTION);
    }

    #[test]
    fn a_windows_pc_tells_its_name_its_card_and_that_it_shares_files() {
        let expected =
            Status { name: Some("RECEPTION".into()), shares: true, mac: Some([0x3c, 0x2a, 0xf4, 1, 2, 3]) };
        assert_eq!(read(&windows_pc(), ID), Some(expected));
        let printer = answer(&[(b"BRW1234        ", WORKSTATION, 0x04)]);
        assert_eq!(read(&printer, ID).map(|status| status.shares), Some(false));
    }

    #[test]
    fn an_answer_to_another_question_is_none() {
        assert_eq!(read(&windows_pc(), ID + 1), None);
        assert_eq!(read(&request(ID), ID), None);
    }

    #[test]
    fn an_answer_cut_anywhere_in_its_names_is_none() {
        let whole = windows_pc();
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end], ID), None, "{end}");
        }
    }

    #[test]
    fn control_signs_in_a_name_are_not_kept() {
        let evil = answer(&[(b"A\x1b[31mB\x07\xff      ", WORKSTATION, 0)]);
        assert_eq!(read(&evil, ID).unwrap().name.as_deref(), Some("A?[31mB??"));
    }

    proptest! {
        #[test]
        fn no_answer_however_garbled_makes_it_panic(
            noise in proptest::collection::vec(any::<u8>(), 0..400), at in 0..300_usize, byte in any::<u8>()
        ) {
            read(&noise, ID);
            let mut packet = windows_pc();
            if let Some(place) = packet.get_mut(at) { *place = byte; }
            packet.extend(noise);
            if let Some(status) = read(&packet, ID) {
                prop_assert!(status.name.is_none_or(|name| name.len() <= 15));
            }
        }
    }
}
