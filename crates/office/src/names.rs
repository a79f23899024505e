//! What people call a PC, and where it is.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use patchround_protocol::{PcId, limits};

pub use crate::plain::plain;
use crate::{error::Error, store::pcs::StoredPc};

/// A name that a person gave.
///
/// # Errors
/// [`Error::BadName`] if nothing would be left of it, or it is too long.
pub fn given(text: &str) -> Result<String, Error> {
    let name = plain(text, limits::NAME_CHARS + 1);
    let fits = !name.is_empty() && name.chars().count() <= limits::NAME_CHARS;
    if fits { Ok(name) } else { Err(Error::BadName(name)) }
}

/// A name for a new PC: its host name, with a number if that name is taken.
pub fn unique(host_name: &str, others: &[StoredPc]) -> String {
    let label = host_name.split('.').next().unwrap_or_default();
    let base = given(&plain(label, limits::NAME_CHARS - 5)).unwrap_or_else(|_| "PC".to_owned());
    let numbered = (2..).map(|n| format!("{base} {n}"));
    let free = |name: &String| !others.iter().any(|pc| is_called(pc, name));
    std::iter::once(base.clone()).chain(numbered).find(free).expect("there are more numbers than PCs")
}

/// Finds a PC by its name, in capitals or not, or by its id, or by what it calls itself.
///
/// # Errors
/// [`Error::UnknownPc`]; [`Error::WhichPc`] if several call themselves so.
pub fn find<'a>(text: &str, pcs: &'a [StoredPc]) -> Result<&'a StoredPc, Error> {
    let id: Option<PcId> = text.parse().ok();
    let fits = |pc: &&StoredPc| is_called(pc, text.trim()) || Some(pc.id) == id;
    if let Some(pc) = pcs.iter().find(fits) {
        return Ok(pc);
    }
    let same = |pc: &&StoredPc| pc.facts.host_name.to_lowercase() == text.trim().to_lowercase();
    let name = || plain(text, limits::NAME_CHARS);
    match pcs.iter().filter(same).collect::<Vec<_>>().as_slice() {
        [] => Err(Error::UnknownPc(name())),
        [pc] => Ok(pc),
        many => {
            let pcs = many.iter().map(|pc| format!("{} ({})", pc.name, pc.address)).collect();
            Err(Error::WhichPc { name: name(), pcs })
        }
    }
}

/// Whether a PC has this name, in capitals or not.
pub fn is_called(pc: &StoredPc, name: &str) -> bool {
    pc.name.to_lowercase() == name.to_lowercase()
}

/// An address as a person types it: `host`, `host:port`, an IP address, `[v6]:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Name or IP address.
    pub host: String,
    /// Port, ours if none was typed.
    pub port: u16,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Error::BadAddress`], [`Error::BadPort`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let bad = || Error::BadAddress(plain(text, limits::LINE_CHARS));
        let bad_port = |port: &str| Error::BadPort(plain(port, limits::LINE_CHARS));
        if let Ok(at) = text.parse::<SocketAddr>()
            && at.port() != 0
        {
            return Ok(Self { host: at.ip().to_string(), port: at.port() });
        }
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return Ok(Self { host: ip.to_string(), port: limits::PORT });
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => match port.parse() {
                Ok(port) if port != 0 => (host, port),
                _ if is_port(port) && is_place(host) => return Err(bad_port(port)),
                _ => return Err(bad()),
            },
            None => (text, limits::PORT),
        };
        if is_host(host) { Ok(Self { host: host.to_owned(), port }) } else { Err(bad()) }
    }

    /// Asks the system for the addresses behind it, those of IP version 4 first.
    ///
    /// # Errors
    /// [`Error::UnknownHost`].
    pub async fn resolve(&self) -> Result<Vec<SocketAddr>, Error> {
        let unknown = |_| Error::UnknownHost(self.host.clone());
        let found = tokio::net::lookup_host((self.host.as_str(), self.port)).await.map_err(unknown)?;
        let mut found: Vec<SocketAddr> = found.collect();
        found.sort_by_key(SocketAddr::is_ipv6);
        if found.is_empty() { Err(Error::UnknownHost(self.host.clone())) } else { Ok(found) }
    }
}

/// Whether an address stands before the port: a name, or numbers.
fn is_place(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    is_host(host) || host.parse::<Ipv4Addr>().is_ok() || bare.is_some_and(|v6| v6.parse::<Ipv6Addr>().is_ok())
}

/// Whether it was meant as a port.
fn is_port(port: &str) -> bool {
    port.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_host(host: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len()) && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let numeric = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    host.len() <= 253 && !numeric && host.trim_end_matches('.').split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_second_pc_of_the_same_name_gets_a_number() {
        let one = samples::stored_pc("front-desk", None);
        let two = samples::stored_pc("Front-Desk 2", None);
        assert_eq!(unique("front-desk", &[]), "front-desk");
        assert_eq!(unique("front-desk.lan", std::slice::from_ref(&one)), "front-desk 2");
        assert_eq!(unique("front-desk", &[one, two]), "front-desk 3");
        assert_eq!(unique("\u{1b}[2J", &[]), "[2J");
        assert_eq!(unique("", &[]), "PC");
    }

    #[test]
    fn a_pc_is_found_by_name_in_capitals_or_not_and_by_id() {
        let pcs = [samples::stored_pc("Front desk", None)];
        assert!(find("front DESK", &pcs).is_ok());
        assert!(find(&samples::pc().to_string(), &pcs).is_ok());
        assert!(matches!(find("back desk", &pcs), Err(Error::UnknownPc(_))));
    }

    #[test]
    fn a_wrong_port_is_told_from_a_wrong_address() {
        for port in ["pc1:70000", "192.0.2.7:x", "192.0.2.7:0", "[::1]:70000", "[::1]:0", "pc1:"] {
            assert!(matches!(Address::parse(port), Err(Error::BadPort(_))), "{port}");
        }
        for address in ["http://x", "300.1.1.1", "a b:x"] {
            assert!(matches!(Address::parse(address), Err(Error::BadAddress(_))), "{address}");
        }
    }

    #[test]
    fn addresses_are_read_as_people_type_them() {
        let read = |text| Address::parse(text).map(|a| (a.host, a.port)).ok();
        let is = |host: &str, port| Some((host.to_owned(), port));
        assert_eq!(read("pc1"), is("pc1", 7443));
        assert_eq!(read("pc1.lan:9"), is("pc1.lan", 9));
        assert_eq!(read("192.0.2.7"), is("192.0.2.7", 7443));
        assert_eq!(read("192.0.2.7:80"), is("192.0.2.7", 80));
        assert_eq!(read("fe80::1"), is("fe80::1", 7443));
        assert_eq!(read("[::1]"), is("::1", 7443));
        assert_eq!(read("[::1]:81"), is("::1", 81));
        for bad in ["", " ", "a b", "http://x", "x:70000", "x:0", "300.1.1.1", "-:x", "a/b"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
