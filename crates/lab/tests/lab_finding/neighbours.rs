//! Others on the lab's LAN: namespaces with one small real answerer each.

use std::{
    io::Write,
    net::{Ipv4Addr, UdpSocket},
    process::{Command, Stdio},
};

use super::{
    answers::{self, Answerer},
    namespaces::{inside, ip},
};

/// Somebody on the LAN; his namespace goes with the lab.
pub(crate) struct Neighbour {
    namespace: String,
    address: Ipv4Addr,
}

impl Neighbour {
    pub(crate) fn new(prefix: &str, name: &str, last: u8) -> Self {
        let namespace = format!("{prefix}{name}");
        let (lan, address) = (format!("{prefix}lan"), Ipv4Addr::new(10, 77, 0, last));
        let ip = |arguments: &[&str]| assert!(ip(arguments), "ip {arguments:?}");
        ip(&["netns", "add", &namespace]);
        ip(&[
            "link", "add", name, "netns", &lan, "type", "veth", "peer", "name", "eth0", "netns", &namespace,
        ]);
        ip(&["-n", &lan, "link", "set", name, "master", "br0", "up"]);
        ip(&["-n", &namespace, "address", "add", &format!("{address}/24"), "dev", "eth0"]);
        ip(&["-n", &namespace, "link", "set", "eth0", "up"]);
        Self { namespace, address }
    }

    /// As a Windows PC that shares files.
    pub(crate) fn answers_netbios(&self, name: &'static str) -> Answerer {
        answers::netbios(self.socket(137), name)
    }

    /// As a printer that answers WS-Discovery Probes.
    pub(crate) fn answers_wsd(&self, types: &'static str) -> Answerer {
        let socket = self.socket(3702);
        let group = Ipv4Addr::new(239, 255, 255, 250);
        inside(&self.namespace, || socket.join_multicast_v4(&group, &self.address).unwrap());
        answers::wsd(socket, types)
    }

    fn socket(&self, port: u16) -> UdpSocket {
        inside(&self.namespace, || UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port)).unwrap())
    }
}

/// As a switch or an access point that swallows mDNS.
pub(crate) fn drop_mdns(lan: &str) {
    let rules = "table bridge f { chain c { type filter hook forward priority 0; \
                 ether daddr 01:00:5e:00:00:fb drop; ether daddr 33:33:00:00:00:fb drop; }; }";
    let mut nft = command("/usr/sbin/ip", &["netns", "exec", lan, "/usr/sbin/nft", "-f", "-"]);
    let mut nft = nft.stdin(Stdio::piped()).spawn().unwrap();
    nft.stdin.take().unwrap().write_all(rules.as_bytes()).unwrap();
    assert!(nft.wait().unwrap().success());
}

#[expect(clippy::disallowed_methods, reason = "the test changes the LAN of its own lab")]
fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}
