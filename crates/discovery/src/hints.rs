//! What announcements add up to: one hint for each instance.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr, SocketAddrV6},
};

use data_encoding::HEXLOWER;
use jiff::civil::Date;

use crate::{interfaces::is_near, tag};

/// Instances that are remembered; a LAN with more is somebody playing tricks.
const INSTANCES: usize = 2048;
/// Addresses of one instance that are remembered.
const ADDRESSES: usize = 16;

/// A place where a helper may be. Never a peer: anybody on the LAN can announce anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where to dial, newest first. Near addresses only.
    pub addresses: Vec<SocketAddr>,
    /// The announcement's own random name: 8 hex digits.
    pub instance: String,
    /// Whether it says that its pairing window is open.
    pub pairing: bool,
    /// Whether it carries our office's tag.
    pub ours: bool,
}

/// One announcement as it came, on one interface.
#[derive(Debug, Clone)]
pub(crate) struct Announcement {
    pub(crate) instance: String,
    pub(crate) port: u16,
    /// Addresses, each with its scope (IPv6 link-local needs one).
    pub(crate) addresses: Vec<(IpAddr, u32)>,
    pub(crate) version: Option<String>,
    pub(crate) pair: Option<String>,
    pub(crate) tag: Option<String>,
}

/// All hints so far.
pub(crate) struct Book {
    discovery_key: Option<[u8; 32]>,
    hints: HashMap<String, Hint>,
}

impl Book {
    pub(crate) fn new(discovery_key: Option<[u8; 32]>) -> Self {
        Self { discovery_key, hints: HashMap::new() }
    }

    /// Takes an announcement in; the whole hint if that told anything new.
    pub(crate) fn note(&mut self, announcement: &Announcement, today: Date) -> Option<Hint> {
        let mut hint = self.read(announcement, today)?;
        let known = self.hints.get(&hint.instance);
        if known.is_none() && self.hints.len() >= INSTANCES {
            return None;
        }
        let older = known.map(|k| k.addresses.as_slice()).unwrap_or_default();
        let older: Vec<_> = older.iter().filter(|a| !hint.addresses.contains(a)).copied().collect();
        hint.addresses.extend(older);
        hint.addresses.truncate(ADDRESSES);
        if known.is_some_and(|known| tells_the_same(known, &hint)) {
            return None;
        }
        self.hints.insert(hint.instance.clone(), hint.clone());
        Some(hint)
    }

    /// Forgets an instance that said goodbye or fell silent.
    pub(crate) fn forget(&mut self, instance: &str) {
        self.hints.remove(instance);
    }

    fn read(&self, announcement: &Announcement, today: Date) -> Option<Hint> {
        let instance = announcement.instance.clone();
        if announcement.version.as_deref() != Some("1") || !is_instance(&instance) || announcement.port == 0 {
            return None;
        }
        let mut addresses: Vec<SocketAddr> = announcement
            .addresses
            .iter()
            .filter(|(address, _)| is_near(*address))
            .map(|(address, scope)| dialable(*address, *scope, announcement.port))
            .collect();
        addresses.sort();
        if addresses.is_empty() {
            return None;
        }
        let ours = self.recognises(announcement, today);
        Some(Hint { addresses, instance, pairing: announcement.pair.as_deref() == Some("1"), ours })
    }

    fn recognises(&self, announcement: &Announcement, today: Date) -> bool {
        let seen = announcement.tag.as_ref().and_then(|hex| HEXLOWER.decode(hex.as_bytes()).ok());
        match (&self.discovery_key, seen.and_then(|bytes| bytes.try_into().ok())) {
            (Some(key), Some(seen)) => tag::is_ours(key, &announcement.instance, today, seen),
            _ => false,
        }
    }
}

/// Addresses in another order are no news.
fn tells_the_same(known: &Hint, hint: &Hint) -> bool {
    let same_flags = (known.pairing, known.ours) == (hint.pairing, hint.ours);
    same_flags && hint.addresses.iter().all(|address| known.addresses.contains(address))
}

fn is_instance(name: &str) -> bool {
    name.len() == 8 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn dialable(address: IpAddr, scope: u32, port: u16) -> SocketAddr {
    match address {
        IpAddr::V6(v6) if v6.is_unicast_link_local() => SocketAddrV6::new(v6, port, 0, scope).into(),
        other => SocketAddr::new(other, port),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const KEY: [u8; 32] = [7; 32];
    const TODAY: Date = date(2026, 11, 23);

    fn announced(addresses: &[&str]) -> Announcement {
        Announcement {
            instance: "a1b2c3d4".into(),
            port: 7443,
            addresses: addresses.iter().map(|a| (a.parse().unwrap(), 3)).collect(),
            version: Some("1".into()),
            pair: Some("0".into()),
            tag: Some(HEXLOWER.encode(&tag::tag(&KEY, "a1b2c3d4", TODAY))),
        }
    }

    fn sockets(addresses: &[&str]) -> Vec<SocketAddr> {
        addresses.iter().map(|a| a.parse().unwrap()).collect()
    }

    #[test]
    fn addresses_of_one_instance_are_merged_and_repetition_is_no_news() {
        let mut book = Book::new(Some(KEY));
        let first = book.note(&announced(&["192.168.1.5"]), TODAY).unwrap();
        assert_eq!(first.addresses, sockets(&["192.168.1.5:7443"]));
        assert!(first.ours && !first.pairing);
        let second = book.note(&announced(&["10.0.0.5", "fe80::1"]), TODAY).unwrap();
        let all = sockets(&["10.0.0.5:7443", "[fe80::1%3]:7443", "192.168.1.5:7443"]);
        assert_eq!(second.addresses, all);
        assert_eq!(book.note(&announced(&["192.168.1.5"]), TODAY), None);
    }

    #[test]
    fn an_opened_pairing_window_is_news() {
        let mut book = Book::new(None);
        book.note(&announced(&["192.168.1.5"]), TODAY).unwrap();
        let open = Announcement { pair: Some("1".into()), ..announced(&["192.168.1.5"]) };
        assert!(book.note(&open, TODAY).unwrap().pairing);
    }

    #[test]
    fn only_near_addresses_are_kept() {
        let mut book = Book::new(None);
        let mixed = ["8.8.8.8", "127.0.0.1", "192.168.1.5", "2001:db8::1", "0.0.0.0", "::1"];
        let hint = book.note(&announced(&mixed), TODAY).unwrap();
        assert_eq!(hint.addresses, sockets(&["192.168.1.5:7443"]));
        assert_eq!(Book::new(None).note(&announced(&["8.8.8.8"]), TODAY), None);
    }

    #[test]
    fn without_the_key_or_with_anothers_tag_it_is_not_ours() {
        for key in [None, Some([8; 32])] {
            assert!(!Book::new(key).note(&announced(&["10.0.0.5"]), TODAY).unwrap().ours);
        }
        for tag in [None, Some("00".repeat(8)), Some("zz".into()), Some("00".repeat(99))] {
            let other = Announcement { tag, ..announced(&["10.0.0.5"]) };
            assert!(!Book::new(Some(KEY)).note(&other, TODAY).unwrap().ours);
        }
    }

    #[test]
    fn what_is_no_announcement_of_ours_is_no_hint() {
        let good = announced(&["10.0.0.5"]);
        let bad = [
            Announcement { instance: "reception-pc".into(), ..good.clone() },
            Announcement { instance: "A1B2C3D4".into(), ..good.clone() },
            Announcement { version: Some("2".into()), ..good.clone() },
            Announcement { version: None, ..good.clone() },
            Announcement { port: 0, ..good.clone() },
        ];
        for announcement in bad {
            assert_eq!(Book::new(None).note(&announcement, TODAY), None, "{announcement:?}");
        }
    }

    #[test]
    fn somebody_who_announces_endlessly_does_not_fill_the_memory() {
        let mut book = Book::new(None);
        for n in 0..3000_u32 {
            book.note(&Announcement { instance: format!("{n:08x}"), ..announced(&["10.0.0.5"]) }, TODAY);
        }
        for n in 0..200_u8 {
            let moved = Announcement { instance: "00000001".into(), ..announced(&[&format!("10.0.1.{n}")]) };
            book.note(&moved, TODAY);
        }
        assert_eq!(book.hints.len(), INSTANCES);
        assert_eq!(book.hints["00000001"].addresses.len(), ADDRESSES);
        book.forget("00000001");
        assert_eq!(book.hints.len(), INSTANCES - 1);
    }
}
