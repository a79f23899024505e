//! `networksetup -listallhardwareports`, and `pmset -g` for whether a packet wakes the Mac.

use patchround_protocol::wake::{CARDS, Card};

/// Ports that are no card of their own.
const NO_CARD: [&str; 2] = ["Bridge", "VLAN"];

/// The cards of a list; whether a packet wakes the Mac counts for all.
pub(super) fn parse(ports: &str, settings: Option<&str>) -> Vec<Card> {
    let wakes = settings.and_then(wakes);
    let mut cards: Vec<Card> =
        ports.split("Hardware Port: ").skip(1).filter_map(|port| card(port, wakes)).collect();
    cards.sort_by_key(|card| card.mac);
    cards.dedup_by_key(|card| card.mac);
    cards.truncate(CARDS);
    cards
}

fn card(port: &str, wakes: Option<bool>) -> Option<Card> {
    let name = port.lines().next()?;
    let mac = port.lines().find_map(|line| line.strip_prefix("Ethernet Address: "))?.trim().parse().ok()?;
    (!NO_CARD.iter().any(|other| name.contains(other))).then_some(Card { mac, wakes })
}

/// ` womp 1`: wake on a magic packet.
fn wakes(settings: &str) -> Option<bool> {
    let value = settings.lines().find_map(|line| line.trim().strip_prefix("womp"))?;
    match value.trim() {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTS: &str = "\nHardware Port: Ethernet\nDevice: en0\nEthernet Address: 3c:52:82:10:00:03\n\n\
        Hardware Port: Wi-Fi\nDevice: en1\nEthernet Address: 3c:52:82:10:00:02\n\n\
        Hardware Port: Thunderbolt Bridge\nDevice: bridge0\nEthernet Address: 3c:52:82:10:00:04\n\n\
        Hardware Port: Odd\nDevice: en9\nEthernet Address: N/A\n\nVLAN Configurations\n===================\n";

    #[test]
    fn a_mac_tells_of_the_cards_that_are_things_and_whether_a_packet_wakes_it() {
        let told = |settings| -> Vec<(String, Option<bool>)> {
            parse(PORTS, settings).into_iter().map(|card| (card.mac.to_string(), card.wakes)).collect()
        };
        let both =
            |wakes| vec![("3c:52:82:10:00:02".to_owned(), wakes), ("3c:52:82:10:00:03".to_owned(), wakes)];
        assert_eq!(
            told(Some("System-wide power settings:\n womp                 1\n sleep 1\n")),
            both(Some(true))
        );
        assert_eq!(told(Some(" womp                 0\n")), both(Some(false)));
        assert_eq!((told(Some("")), told(None)), (both(None), both(None)));
        assert_eq!(parse("", None), []);
    }
}
