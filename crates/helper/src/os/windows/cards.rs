//! Network cards as the system counts them.

use std::{ptr::null_mut, slice};

use patchround_protocol::wake::{CARDS, Card};
use windows_sys::Win32::NetworkManagement::IpHelper::{FreeMibTable, GetIfTable2, MIB_IF_ROW2};

/// Kinds of cards that a magic packet reaches (`ifType` of RFC 2863): Ethernet, and Wi-Fi.
const KINDS: [u32; 2] = [6, 71];
/// The first two of `InterfaceAndOperStatusFlags`: a thing and no program, and not a filter on top of a thing.
const IS_A_THING: u8 = 0b01;
const IS_A_FILTER: u8 = 0b10;

/// Cards by which this PC might be woken: those that are things. Whether one wakes it Windows does not say here.
pub fn cards() -> Vec<Card> {
    let mut cards: Vec<Card> = rows().iter().filter_map(card).collect();
    cards.sort_by_key(|card| card.mac);
    cards.dedup_by_key(|card| card.mac);
    cards.truncate(CARDS);
    cards
}

fn rows() -> Vec<MIB_IF_ROW2> {
    let mut table = null_mut();
    // SAFETY: the table is a variable of ours; what is given says how many rows it has, and is freed.
    unsafe {
        if GetIfTable2(&raw mut table) != 0 {
            return Vec::new();
        }
        let (first, count) = (&raw const (*table).Table, (*table).NumEntries as usize);
        let rows = slice::from_raw_parts(first.cast::<MIB_IF_ROW2>(), count).to_vec();
        FreeMibTable(table.cast());
        rows
    }
}

fn card(row: &MIB_IF_ROW2) -> Option<Card> {
    let flags = row.InterfaceAndOperStatusFlags._bitfield;
    let is_one = KINDS.contains(&row.Type) && flags & IS_A_THING != 0 && flags & IS_A_FILTER == 0;
    if !is_one || row.PhysicalAddressLength != 6 {
        return None;
    }
    let bytes: Vec<String> = row.PhysicalAddress[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Card { mac: bytes.join(":").parse().ok()?, wakes: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: u32, flags: u8, last: u8) -> MIB_IF_ROW2 {
        let mut row = MIB_IF_ROW2 { Type: kind, PhysicalAddressLength: 6, ..MIB_IF_ROW2::default() };
        row.PhysicalAddress[..6].copy_from_slice(&[0x3c, 0x52, 0x82, 0x10, 0, last]);
        row.InterfaceAndOperStatusFlags._bitfield = flags;
        row
    }

    #[test]
    fn only_cards_that_are_things_are_told_of() {
        let told = |kind, flags| card(&row(kind, flags, 3)).map(|card| card.mac.to_string());
        assert_eq!(told(6, 0b0000_0101).as_deref(), Some("3c:52:82:10:00:03"));
        assert!(told(71, 1).is_some());
        for (kind, flags) in [(6, 0), (6, 0b11), (24, 1), (131, 1)] {
            assert_eq!(told(kind, flags), None, "{kind} {flags}");
        }
        assert!(!rows().is_empty(), "every PC has one");
    }
}
