//! What an office can choose: which feeds, from where, how many records a day.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use patchround_protocol::CveId;
use ureq::http::Uri;

use crate::{addresses, feed::Feed};

/// What an office chose.
#[derive(Debug, Clone)]
pub struct Settings {
    addresses: BTreeMap<Feed, Address>,
    /// A folder with the copies that came with the program, as `cargo xtask feeds` writes it.
    pub seed: Option<PathBuf>,
    /// Whose certificates count.
    pub roots: Roots,
    /// How much may be asked.
    pub limits: Limits,
}

/// Whose certificates count.
#[derive(Debug, Clone, Default)]
pub enum Roots {
    /// Those that the system trusts.
    #[default]
    System,
    /// Only these authorities, in DER: an office's own mirror.
    Only(Vec<Vec<u8>>),
}

/// How much may be asked, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Records of one feed within a day (UTC).
    pub records_a_day: u32,
    /// Records of one feed within one call of [`crate::Feeds::refresh`], which does not come back before.
    pub records_at_once: u32,
    /// How long a connection may take to be made.
    pub connect: Duration,
    /// How long one download may take in all; `None` for two minutes for a whole list and 15 seconds for one record.
    pub whole: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { records_a_day: 400, records_at_once: 50, connect: Duration::from_secs(10), whole: None }
    }
}

impl Default for Settings {
    /// Every feed, from its maker.
    fn default() -> Self {
        let all = Feed::ALL.map(|feed| (feed, Address::of_maker(feed)));
        Self { addresses: all.into(), ..Self::none() }
    }
}

impl Settings {
    /// No feed at all.
    pub fn none() -> Self {
        Self { addresses: BTreeMap::new(), seed: None, roots: Roots::System, limits: Limits::default() }
    }

    /// With a feed from an address: the maker's, or a mirror's.
    #[must_use]
    pub fn with(mut self, feed: Feed, address: Address) -> Self {
        self.addresses.insert(feed, address);
        self
    }

    /// Without a feed. What was kept of it is not used while it is off.
    #[must_use]
    pub fn without(mut self, feed: Feed) -> Self {
        self.addresses.remove(&feed);
        self
    }

    /// Where a feed comes from; `None` if it is off.
    pub fn address(&self, feed: Feed) -> Option<&Address> {
        self.addresses.get(&feed)
    }
}

/// Where a feed comes from: HTTPS, or this very computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    is_local: bool,
}

/// Why a text is not the address of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// It cannot be read as one, or holds a password.
    #[error("Not an address that begins with https://")]
    Unreadable,
    /// Others could change on the way what comes from there.
    #[error("Only https:// is safe on the way, or http:// to this very computer")]
    NotEncrypted,
    /// It would be the same for every record.
    #[error("The address has to hold {0}")]
    NoPlace(&'static str),
}

impl Address {
    /// Reads an address of a feed, with the places that are filled in.
    ///
    /// # Errors
    /// Why it is none.
    pub fn new(feed: Feed, text: &str) -> Result<Self, NotAnAddress> {
        let place = place_of(feed);
        if place.is_some_and(|place| !text.contains(place)) {
            return Err(NotAnAddress::NoPlace(place.unwrap_or_default()));
        }
        let address = Self { text: text.to_owned(), is_local: false };
        let uri: Uri = address.example().parse().map_err(|_| NotAnAddress::Unreadable)?;
        let authority = uri.authority().ok_or(NotAnAddress::Unreadable)?;
        let host_is_fixed = text.contains(authority.as_str());
        if authority.as_str().contains('@') || authority.host().is_empty() || !host_is_fixed {
            return Err(NotAnAddress::Unreadable);
        }
        let is_local = is_this_computer(authority.host());
        match uri.scheme_str() {
            Some("https") => Ok(Self { is_local, ..address }),
            Some("http") if is_local => Ok(Self { is_local, ..address }),
            Some("http") => Err(NotAnAddress::NotEncrypted),
            _ => Err(NotAnAddress::Unreadable),
        }
    }

    /// Where a feed's maker serves it.
    pub fn of_maker(feed: Feed) -> Self {
        Self { text: addresses::of(feed).to_owned(), is_local: false }
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is on this computer, where no proxy leads.
    pub(crate) fn is_local(&self) -> bool {
        self.is_local
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.text.starts_with("https://")
    }

    pub(crate) fn of_cve(&self, cve: CveId) -> String {
        let thousands = (cve.number() / 1000).to_string();
        self.text
            .replace("{cve}", &cve.to_string())
            .replace("{year}", &format!("{:04}", cve.year()))
            .replace("{thousands}", &thousands)
    }

    /// `system` has to be a name as os-release(5) allows it.
    pub(crate) fn of_system(&self, system: &str) -> String {
        self.text.replace("{system}", system)
    }

    fn example(&self) -> String {
        let example = self.text.replace("{cve}", "CVE-2026-0001").replace("{year}", "2026");
        example.replace("{thousands}", "0").replace("{system}", "system")
    }
}

const fn place_of(feed: Feed) -> Option<&'static str> {
    match feed {
        Feed::Kev | Feed::Epss => None,
        Feed::Vulnrichment | Feed::Osv => Some("{cve}"),
        Feed::EndOfLife => Some("{system}"),
    }
}

fn is_this_computer(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_makers_serve_is_an_address_of_theirs() {
        for feed in Feed::ALL {
            assert_eq!(Address::new(feed, addresses::of(feed)), Ok(Address::of_maker(feed)), "{feed}");
        }
    }

    #[test]
    fn plain_http_reaches_this_very_computer_only() {
        let read = |text: &str| Address::new(Feed::Kev, text).map(|address| address.is_local);
        assert_eq!(read("http://127.0.0.1:8080/kev.json"), Ok(true));
        assert_eq!(read("http://[::1]/kev.json"), Ok(true));
        assert_eq!(read("https://mirror.example/kev.json"), Ok(false));
        for far in [
            "http://mirror.example/kev.json",
            "http://127.0.0.1.example/",
            "http://127.0.0.2/",
            "http://localhost/",
        ] {
            assert_eq!(read(far), Err(NotAnAddress::NotEncrypted), "{far}");
        }
        for bad in [
            "",
            "kev.json",
            "file:///etc/passwd",
            "https://",
            "https://me:secret@mirror.example/",
            "ftp://127.0.0.1/",
        ] {
            assert_eq!(read(bad), Err(NotAnAddress::Unreadable), "{bad}");
        }
    }

    #[test]
    fn a_record_has_an_address_of_its_own_at_a_host_that_stays() {
        let same = Address::new(Feed::Osv, "https://mirror.example/all");
        assert_eq!(same, Err(NotAnAddress::NoPlace("{cve}")));
        let elsewhere = Address::new(Feed::Osv, "https://{cve}.example/");
        assert_eq!(elsewhere, Err(NotAnAddress::Unreadable));
        let of = |cve: &str| Address::of_maker(Feed::Vulnrichment).of_cve(cve.parse().unwrap());
        assert!(of("CVE-2024-0999").ends_with("/2024/0xxx/CVE-2024-0999.json"));
        assert!(of("CVE-2024-12345").ends_with("/2024/12xxx/CVE-2024-12345.json"));
        assert!(of("CVE-2023-1000000").ends_with("/2023/1000xxx/CVE-2023-1000000.json"));
    }
}
