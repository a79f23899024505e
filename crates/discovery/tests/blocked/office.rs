//! One manager's computer and some others on one bridge.

use std::{
    io::Write,
    net::{Ipv4Addr, TcpListener},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use super::namespaces::{inside, ip};

const NFT: &str = "/usr/sbin/nft";

/// Namespaces, deleted when dropped, also by a panic.
pub(crate) struct Office {
    name: String,
    hosts: u8,
}

/// Where a host is.
pub(crate) fn host(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 77, 0, 10 + number)
}

impl Office {
    /// `None`, loudly, where namespaces cannot be made.
    pub(crate) fn new(hosts: u8) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        if !patchround_trial::has_root("making a network namespace takes root") {
            return None;
        }
        let name = format!("prbl-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let office = Self { name, hosts };
        let lan = office.space("lan");
        office.ip(&["netns", "add", &lan]);
        // Without snooping: what is multicast goes everywhere, as on a small office's switch.
        office.ip(&[
            "-n",
            &lan,
            "link",
            "add",
            "br0",
            "type",
            "bridge",
            "mcast_snooping",
            "0",
            "forward_delay",
            "0",
        ]);
        office.ip(&["-n", &lan, "link", "set", "br0", "up"]);
        office.plug("manager", Ipv4Addr::new(10, 77, 0, 3));
        (1..=hosts).for_each(|number| office.plug(&format!("h{number}"), host(number)));
        Some(office)
    }

    pub(crate) fn on_manager<T: Send>(&self, act: impl FnOnce() -> T + Send) -> T {
        inside(&self.space("manager"), act)
    }

    pub(crate) fn on_host<T: Send>(&self, number: u8, act: impl FnOnce() -> T + Send) -> T {
        inside(&self.space(&format!("h{number}")), act)
    }

    /// Something that listens on a port of a host.
    pub(crate) fn listen(&self, number: u8, port: u16) -> TcpListener {
        self.on_host(number, || TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).unwrap())
    }

    pub(crate) fn unplug_manager(&self) {
        self.ip(&["-n", &self.space("manager"), "link", "set", "eth0", "down"]);
    }

    /// One more address of the manager's card.
    pub(crate) fn also_on_manager(&self, address: &str) {
        self.ip(&["-n", &self.space("manager"), "address", "add", address, "dev", "eth0"]);
    }

    pub(crate) fn router_is(&self, number: u8) {
        let router = host(number).to_string();
        self.ip(&["-n", &self.space("manager"), "route", "add", "default", "via", &router]);
    }

    pub(crate) fn drop_multicast_on_manager(&self) {
        self.nft("manager", "table inet f { chain i { type filter hook input priority 0; ip daddr 224.0.0.251 drop; ip6 daddr ff02::fb drop; }; }");
    }

    /// As a switch or an access point that swallows it.
    pub(crate) fn drop_multicast_on_lan(&self) {
        self.nft("lan", "table bridge f { chain c { type filter hook forward priority 0; ether daddr 01:00:5e:00:00:00/24 drop; ether daddr 33:33:00:00:00:fb drop; }; }");
    }

    /// As an access point for guests does: only this host talks with the others.
    pub(crate) fn keep_apart_all_but(&self, number: u8) {
        let rule = format!(
            "table bridge apart {{ chain c {{ type filter hook forward priority 0; iifname != \"h{number}\" oifname != \"h{number}\" drop; }}; }}"
        );
        self.nft("lan", &rule);
    }

    pub(crate) fn let_everybody_talk(&self) {
        self.nft("lan", "delete table bridge apart");
    }

    /// Counts what the manager sends by TCP to anywhere but these networks.
    pub(crate) fn count_asked_outside(&self, networks: &[&str]) -> Count<'_> {
        let networks = networks.join(", ");
        self.nft("manager", &format!("table inet count {{ counter outside {{ }}; chain o {{ type filter hook output priority 0; meta l4proto tcp ip daddr != {{ {networks} }} counter name outside; }}; }}"));
        Count(self)
    }

    fn plug(&self, who: &str, address: Ipv4Addr) {
        let (lan, space) = (self.space("lan"), self.space(who));
        self.ip(&["netns", "add", &space]);
        self.ip(&[
            "link", "add", who, "netns", &lan, "type", "veth", "peer", "name", "eth0", "netns", &space,
        ]);
        self.ip(&["-n", &lan, "link", "set", who, "master", "br0", "up"]);
        self.ip(&["-n", &space, "link", "set", "lo", "up"]);
        self.ip(&["-n", &space, "address", "add", &format!("{address}/24"), "dev", "eth0"]);
        self.ip(&["-n", &space, "link", "set", "eth0", "up"]);
    }

    fn space(&self, who: &str) -> String {
        format!("{}-{who}", self.name)
    }

    fn ip(&self, arguments: &[&str]) {
        assert!(ip(arguments), "ip {arguments:?} in {}", self.name);
    }

    #[expect(clippy::disallowed_methods, reason = "the crate must not depend on the command runner")]
    fn nft(&self, who: &str, rules: &str) -> Output {
        inside(&self.space(who), || {
            let mut nft = Command::new(NFT);
            let mut nft = nft.args(["-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            nft.stdin.take().unwrap().write_all(rules.as_bytes()).unwrap();
            let output = nft.wait_with_output().unwrap();
            assert!(output.status.success(), "nft: {rules}");
            output
        })
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let hosts = (1..=self.hosts).map(|number| format!("h{number}"));
        for who in hosts.chain(["manager".to_owned(), "lan".to_owned()]) {
            ip(&["netns", "delete", &self.space(&who)]);
        }
    }
}

/// A counter of packets.
pub(crate) struct Count<'a>(&'a Office);

impl Count<'_> {
    pub(crate) fn packets(&self) -> u64 {
        let output = self.0.nft("manager", "list counter inet count outside");
        let text = String::from_utf8(output.stdout).unwrap();
        let number = text.split("packets ").nth(1).and_then(|rest| rest.split(' ').next());
        number.unwrap_or_else(|| panic!("nft said {text}")).parse().unwrap()
    }
}
