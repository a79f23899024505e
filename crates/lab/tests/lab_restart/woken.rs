//! A PC that is off is sent what wakes it, by another PC: it is heard in its own place on the network.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use patchround_lab::MANAGER;

use crate::office::{Office, lines};

/// Says what comes to the port of Wake-on-LAN, and from where. Perl is on every Debian (`perl-base`).
const LISTEN: &str = "use IO::Socket::INET; $| = 1;
    my $port = IO::Socket::INET->new(LocalPort => 9, Proto => 'udp') or die $!;
    print qq(ready\n); $port->recv(my $packet, 2000); print $port->peerhost, ' ', unpack('H*', $packet), qq(\n);";

/// A card that is a thing of its own: those of the lab's PCs are made up by the kernel, so no PC would tell of them. Gives
/// the number of the one that is there.
pub(crate) fn give_a_card(office: &Office, pc: &str) -> String {
    let script = "set -e; card=$(cat /sys/class/net/eth0/address)
        mkdir -p /run/cards/eth0/device/power
        echo 1 > /run/cards/eth0/type; echo $card > /run/cards/eth0/address
        echo enabled > /run/cards/eth0/device/power/wakeup
        mount --bind /run/cards /sys/class/net; echo $card";
    office.lab.succeed(pc, ["sh", "-c", script]).unwrap().trim().to_owned()
}

pub(crate) fn a_pc_that_is_off_gets_the_packet_from_another_pc(office: &Office, off: &str, card: &str) {
    // A PC without power has its cable pulled; who listens in its place needs it.
    office.lab.plug_cable(off, true).unwrap();
    let mut listener = office.lab.beside(off, ["/usr/bin/perl", "-e", LISTEN]).unwrap();
    let mut child = listener.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut heard = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert_eq!(heard.next().as_deref(), Some("ready"));
    let (exit, printed) = office.patchround(&["wake", off]);
    assert_eq!(exit, 0, "{printed}");
    assert!(printed.contains(&format!("We asked pc1 to wake {off}.")), "{printed}");
    let number = card.replace(':', "");
    let wanted = format!("{} ffffffffffff{}", office.lab.address("pc1").unwrap(), number.repeat(16));
    assert_eq!(heard.next(), Some(wanted), "not from {MANAGER}");
    child.wait().unwrap();
    let told = lines(&office.events_on("pc1"));
    assert_eq!(told.iter().filter(|event| event["type"] == "wake_sent").count(), 1);
    let (_, printed) = office.patchround(&["record"]);
    assert!(printed.contains(&format!("Ann asked pc1 to wake {off}.")), "{printed}");
    let shown = office.json(&["pcs", "--json"]);
    assert!(shown.iter().any(|pc| pc["name"] == off && pc["state"] != "up_to_date"), "{shown:#?}");
}
