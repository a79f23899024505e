//! Waking a PC of the same office over its network (Wake-on-LAN).
//!
//! A packet is made here from a card's number and nothing else: whoever asks for one chooses no byte beside it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::ids::{NotAnId, PcId};

/// Bytes of a packet.
pub const PACKET: usize = 6 + 16 * 6;
/// Cards of one PC.
pub const CARDS: usize = 8;

/// The number of a network card (IEEE 802 MAC address) of one computer: never a group, never none. Written as
/// `aa:bb:cc:dd:ee:ff`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct Mac([u8; 6]);

impl Mac {
    /// A card's number; `None` for a group's, and for none.
    pub fn new(bytes: [u8; 6]) -> Option<Self> {
        let is_group = bytes[0] & 1 != 0;
        (!is_group && bytes != [0; 6]).then_some(Self(bytes))
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mac({self})")
    }
}

impl FromStr for Mac {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId("number of a network card");
        let mut bytes = [0; 6];
        let mut parts = text.split(':');
        for byte in &mut bytes {
            let part = parts.next().filter(|part| part.len() == 2).ok_or_else(wrong)?;
            let digits = part.bytes().all(|digit| digit.is_ascii_hexdigit());
            *byte = u8::from_str_radix(part, 16).ok().filter(|_| digits).ok_or_else(wrong)?;
        }
        if parts.next().is_some() { Err(wrong()) } else { Self::new(bytes).ok_or_else(wrong) }
    }
}

impl TryFrom<String> for Mac {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<Mac> for String {
    fn from(mac: Mac) -> Self {
        mac.to_string()
    }
}

/// A card of a PC by which it might be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Card {
    /// Its number.
    pub mac: Mac,
    /// Whether the PC lets itself be woken by it, where that can be read.
    #[serde(default)]
    pub wakes: Option<bool>,
}

/// `POST /v1/wake`: has a PC send a packet to another PC of its office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wake {
    /// The PC that is to wake.
    pub pc: PcId,
    /// Its cards, 1 to [`CARDS`] of them.
    pub cards: Vec<Mac>,
}

impl Wake {
    /// Whether it names a card, and not too many.
    pub fn fits(&self) -> bool {
        (1..=CARDS).contains(&self.cards.len())
    }
}

/// What is answered to a [`Wake`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WakeSent {
    /// Networks that the packets were sent into.
    pub networks: u16,
}

/// The packet that wakes whoever has this card (AMD, "Magic Packet Technology", 1995): six bytes of ones, then its number
/// sixteen times.
pub fn packet(card: Mac) -> [u8; PACKET] {
    let mut packet = [0xff; PACKET];
    packet[6..].as_chunks_mut().0.fill(card.0);
    packet
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_packet_is_six_bytes_of_ones_and_the_cards_number_sixteen_times() {
        let packet = packet("02:00:5e:10:00:01".parse().unwrap());
        let number = [0x02, 0x00, 0x5e, 0x10, 0x00, 0x01];
        let wanted: Vec<u8> = [0xff; 6].into_iter().chain(number.repeat(16)).collect();
        assert_eq!(packet.to_vec(), wanted);
    }

    #[test]
    fn a_group_of_cards_and_what_is_no_number_is_no_card() {
        for bad in [
            "ff:ff:ff:ff:ff:ff",
            "01:00:5e:00:00:fb",
            "00:00:00:00:00:00",
            "",
            "02:00:5e:10:00",
            "02:00:5e:10:00:01:02",
            "2:00:5e:10:00:01",
            "+2:00:5e:10:00:01",
            "02-00-5e-10-00-01",
            "02:00:5e:10:00:0g",
        ] {
            assert_eq!(bad.parse::<Mac>(), Err(NotAnId("number of a network card")), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_a_packet_has_nothing_in_it_but_one_cards_number(bytes: [u8; 6], text in ".{0,40}") {
            if let Ok(mac) = text.parse::<Mac>() {
                prop_assert_eq!(mac.to_string(), text.to_lowercase());
            }
            let Some(mac) = Mac::new(bytes) else { return Ok(()) };
            prop_assert_eq!(mac.to_string().parse::<Mac>(), Ok(mac));
            let packet = packet(mac);
            prop_assert_eq!(&packet[..6], &[0xff; 6]);
            prop_assert!(packet[6..].chunks(6).all(|part| part == bytes));
        }
    }
}
