//! Linux shows both tables as text (proc_pid_net(5)), those of the calling thread's own network.

use std::{fs, net::Ipv4Addr};

use super::Neighbour;

/// Entries that are read; a LAN with more is somebody playing tricks.
const MOST: usize = 4096;
/// `ATF_COM`: somebody has answered for this address.
const COMPLETE: u32 = 0x2;
/// `RTF_UP` and `RTF_GATEWAY`.
const WAY_OUT: u32 = 0x1 | 0x2;

#[expect(clippy::unnecessary_wraps, reason = "the signature is the same in every room")]
pub(super) fn neighbours() -> Option<Vec<Neighbour>> {
    Some(read_neighbours(&read("/proc/thread-self/net/arp")))
}

#[expect(clippy::unnecessary_wraps, reason = "the signature is the same in every room")]
pub(super) fn gateways() -> Option<Vec<Ipv4Addr>> {
    Some(read_gateways(&read("/proc/thread-self/net/route")))
}

fn read(table: &str) -> String {
    fs::read_to_string(table).unwrap_or_default()
}

/// Lines of `ADDRESS TYPE FLAGS MAC MASK CARD` below a heading.
fn read_neighbours(table: &str) -> Vec<Neighbour> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let address = words.next()?.parse().ok()?;
        let flags = hexadecimal(words.nth(1)?.strip_prefix("0x")?)?;
        let mac = mac(words.next()?)?;
        (flags & COMPLETE != 0 && mac != [0; 6]).then_some(Neighbour { address, mac })
    };
    table.lines().skip(1).filter_map(line).take(MOST).collect()
}

/// Lines of `CARD DESTINATION GATEWAY FLAGS ...` below a heading; addresses as the machine's own numbers.
fn read_gateways(table: &str) -> Vec<Ipv4Addr> {
    let line = |line: &str| {
        let mut words = line.split_whitespace().skip(1);
        let destination = hexadecimal(words.next()?)?;
        let gateway = hexadecimal(words.next()?)?;
        let flags = hexadecimal(words.next()?)?;
        let leads_out = destination == 0 && gateway != 0 && flags & WAY_OUT == WAY_OUT;
        leads_out.then(|| Ipv4Addr::from(gateway.to_ne_bytes()))
    };
    table.lines().skip(1).filter_map(line).take(MOST).collect()
}

fn hexadecimal(text: &str) -> Option<u32> {
    u32::from_str_radix(text, 16).ok()
}

fn mac(text: &str) -> Option<[u8; 6]> {
    let bytes: Option<Vec<u8>> = text.split(':').map(|byte| u8::from_str_radix(byte, 16).ok()).collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Printed by Linux 6.18.
    const ARP: &str = "\
IP address       HW type     Flags       HW address            Mask     Device
192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0
192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth0
";
    const ROUTE: &str = "\
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
";

    #[test]
    fn who_answered_is_read_and_who_did_not_is_left_out() {
        let address = Ipv4Addr::new(192, 0, 2, 1);
        assert_eq!(read_neighbours(ARP), [Neighbour { address, mac: [2, 0xfc, 0, 0, 0, 5] }]);
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn the_router_is_the_gateway_of_the_way_out() {
        assert_eq!(read_gateways(ROUTE), [Ipv4Addr::new(192, 0, 2, 1)]);
    }

    proptest! {
        #[test]
        fn no_table_however_garbled_makes_it_panic(text in "\\PC*(\\n[0-9a-fx:. ]*)*") {
            read_neighbours(&text);
            read_gateways(&text);
        }
    }
}
