//! WS-Discovery (2005/04, as Windows and printers speak it): "which of you are here?", and their types.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    thread,
    time::{Duration, Instant},
};

use socket2::{Domain, Protocol, Socket, Type};

use super::{SIGHTINGS, Sighting, Sign};
use crate::lan::Network;

/// Where a Probe goes (WS-Discovery, 2.4).
const GROUP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(239, 255, 255, 250)), 3702);
/// Bytes of one answer that are read.
const ANSWER_BYTES: usize = 16 * 1024;
/// Types of one answer that are read.
const TYPES: usize = 16;
/// When the Probe is repeated, as multicast is lost easily (WS-Discovery, 2.4: `UNICAST_UDP_REPEAT`).
const AGAIN: Duration = Duration::from_millis(500);

/// Asks on each network and listens for so long.
pub(super) fn ask(networks: &[Network], long: Duration) -> Vec<Sighting> {
    let until = Instant::now() + long;
    thread::scope(|scope| {
        let asking: Vec<_> =
            networks.iter().map(|network| scope.spawn(move || ask_on(network, until))).collect();
        asking.into_iter().flat_map(|asking| asking.join().expect("asking does not panic")).collect()
    })
}

fn ask_on(network: &Network, until: Instant) -> Vec<Sighting> {
    talk(network, until).unwrap_or_else(|error| {
        tracing::debug!(%error, "WS-Discovery cannot be asked");
        Vec::new()
    })
}

fn talk(network: &Network, until: Instant) -> io::Result<Vec<Sighting>> {
    let socket = socket(network.address)?;
    let id = message_id();
    let probe = probe(&id);
    socket.send_to(probe.as_bytes(), GROUP)?;
    let mut again = Some(Instant::now() + AGAIN);
    let mut seen: Vec<Sighting> = Vec::new();
    let mut packet = vec![0; ANSWER_BYTES];
    loop {
        let now = Instant::now();
        if again.is_some_and(|at| at <= now) {
            again = None;
            socket.send_to(probe.as_bytes(), GROUP)?;
        }
        let left = again.unwrap_or(until).min(until).saturating_duration_since(now);
        if left.is_zero() {
            return Ok(seen);
        }
        socket.set_read_timeout(Some(left))?;
        let Ok((length, SocketAddr::V4(from))) = socket.recv_from(&mut packet) else { continue };
        let from = IpAddr::V4(*from.ip());
        let is_new = seen.len() < SIGHTINGS && !seen.iter().any(|sighting| sighting.addresses == [from]);
        if let Some(sign) =
            read(&packet[..length], &id).filter(|_| is_new && crate::interfaces::is_near(from))
        {
            seen.push(Sighting { addresses: vec![from], name: None, sign, mac: None });
        }
    }
}

/// One that sends out of the card with this address, one hop far.
fn socket(address: Ipv4Addr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_multicast_if_v4(&address)?;
    socket.set_multicast_ttl_v4(1)?;
    socket.bind(&SocketAddr::from((address, 0)).into())?;
    Ok(socket.into())
}

/// A random UUID (RFC 9562, version 4) as a URN.
fn message_id() -> String {
    let random = || getrandom::u32().expect("a running system gives random bytes");
    let [a, b, c, d] = [random(), random(), random(), random()];
    let (b, c) = (b & 0xffff_0fff | 0x4000, c & 0x3fff_ffff | 0x8000_0000);
    format!("urn:uuid:{a:08x}-{:04x}-{:04x}-{:04x}-{:04x}{d:08x}", b >> 16, b & 0xffff, c >> 16, c & 0xffff)
}

/// The Probe (WS-Discovery, 5.2) for every device of the Devices Profile, which is all that Windows shows.
fn probe(id: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" \
xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" \
xmlns:wsd=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\" \
xmlns:wsdp=\"http://schemas.xmlsoap.org/ws/2006/02/devprof\">\
<soap:Header><wsa:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</wsa:To>\
<wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</wsa:Action>\
<wsa:MessageID>{id}</wsa:MessageID></soap:Header>\
<soap:Body><wsd:Probe><wsd:Types>wsdp:Device</wsd:Types></wsd:Probe></soap:Body></soap:Envelope>"
    )
}

/// Reads an answer; `None` if it is none to our Probe.
///
/// No XML parser: nothing is expanded, followed or nested, and what is not found is not there.
fn read(packet: &[u8], id: &str) -> Option<Sign> {
    let xml = std::str::from_utf8(packet).ok()?;
    if !texts(xml, "RelatesTo").any(|answered| answered == id) {
        return None;
    }
    let types = texts(xml, "Types").flat_map(str::split_whitespace).take(TYPES);
    let signs = types.map(|name| match name.rsplit(':').next().unwrap_or_default() {
        "Computer" => Sign::WsdComputer,
        "PrintDeviceType" | "PrinterServiceType" | "ScanDeviceType" | "ScannerServiceType" => {
            Sign::WsdPrinter
        }
        _ => Sign::WsdOther,
    });
    // The more telling sign is the smaller one.
    signs.min()
}

/// The text right behind every opening tag of this name, whatever its prefix.
fn texts<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').filter_map(move |part| {
        let (tag, text) = part.split_once('>')?;
        let word = tag.split_ascii_whitespace().next()?;
        (word.rsplit(':').next()? == name).then(|| text.trim())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "urn:uuid:0a6dc791-2be6-4991-9af1-454778a1917a";

    /// Put together after WS-Discovery 5.3 and the Devices Profile, as Windows' own service answers.
    fn answer(types: &str, id: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<soap:Envelope \
xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" \
xmlns:wsd=\"http://schemas.xmlsoap.org/ws/2005/04/discovery\" xmlns:pub=\"http://schemas.microsoft.com/windows/pub/2005/07\" \
xmlns:wsdp=\"http://schemas.xmlsoap.org/ws/2006/02/devprof\"><soap:Header><wsa:To>\
http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:To><wsa:Action>\
http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</wsa:Action><wsa:MessageID>urn:uuid:1</wsa:MessageID>\
<wsa:RelatesTo>{id}</wsa:RelatesTo></soap:Header><soap:Body><wsd:ProbeMatches><wsd:ProbeMatch>\
<wsa:EndpointReference><wsa:Address>urn:uuid:2</wsa:Address></wsa:EndpointReference>\
<wsd:Types>{types}</wsd:Types><wsd:MetadataVersion>1</wsd:MetadataVersion></wsd:ProbeMatch></wsd:ProbeMatches>\
</soap:Body></soap:Envelope>"
        )
    }

    fn sign(types: &str) -> Option<Sign> {
        read(answer(types, ID).as_bytes(), ID)
    }

    #[test]
    fn a_windows_pc_and_a_printer_tell_what_they_are() {
        assert_eq!(sign("wsdp:Device pub:Computer"), Some(Sign::WsdComputer));
        assert_eq!(sign("wsdp:Device wprt:PrintDeviceType wscn:ScanDeviceType"), Some(Sign::WsdPrinter));
        assert_eq!(sign("dn:NetworkVideoTransmitter"), Some(Sign::WsdOther));
        assert_eq!(sign(""), None);
    }

    #[test]
    fn an_answer_to_another_question_or_our_own_question_is_none() {
        assert_eq!(read(answer("pub:Computer", "urn:uuid:3").as_bytes(), ID), None);
        assert_eq!(read(probe(ID).as_bytes(), ID), None);
    }

    #[test]
    fn every_question_has_an_id_of_its_own_of_version_4() {
        let id = message_id();
        assert_eq!((id.len(), &id[23..24]), (45, "4"));
        assert!("89ab".contains(&id[28..29]), "{id}");
        assert_ne!(id, message_id());
    }

    #[test]
    fn a_question_without_end_or_a_million_types_costs_little() {
        let many = "a:b ".repeat(100_000);
        assert_eq!(sign(&many), Some(Sign::WsdOther));
        assert_eq!(read("<RelatesTo".repeat(10_000).as_bytes(), ID), None);
    }

    proptest! {
        #[test]
        fn no_answer_however_garbled_makes_it_panic(noise in "[<>:/a-z \\PC]{0,200}", cut in 0..900_usize) {
            read(noise.as_bytes(), ID);
            let mut whole = answer(&noise, ID).into_bytes();
            whole.truncate(cut);
            read(&whole, ID);
        }
    }
}
