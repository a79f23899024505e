//! Small real things that answer on the LAN until they are dropped.

use std::net::{Ipv4Addr, UdpSocket};

use mdns_sd::{ServiceDaemon, ServiceInfo};

use super::{
    answers::{self, Answerer},
    office::{self, Office},
};

/// A PC that tells its NetBIOS name.
pub(crate) fn netbios(office: &Office, number: u8, name: &'static str) -> Answerer {
    let socket = office.on_host(number, || UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 137)).unwrap());
    answers::netbios(socket, name)
}

/// Something that tells its types by WS-Discovery.
pub(crate) fn wsd(office: &Office, number: u8, types: &'static str) -> Answerer {
    let socket = office.on_host(number, || {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 3702)).unwrap();
        socket.join_multicast_v4(&Ipv4Addr::new(239, 255, 255, 250), &office::host(number)).unwrap();
        socket
    });
    answers::wsd(socket, types)
}

/// Something that announces a service by mDNS.
pub(crate) struct Voice(ServiceDaemon);

pub(crate) fn mdns(office: &Office, number: u8, service: &str, name: &str) -> Voice {
    let daemon = office.on_host(number, || ServiceDaemon::new().unwrap());
    let none: &[(&str, &str)] = &[];
    let address = office::host(number).to_string();
    daemon.register(ServiceInfo::new(service, name, "thing.local.", address, 631, none).unwrap()).unwrap();
    Voice(daemon)
}

impl Drop for Voice {
    fn drop(&mut self) {
        let _ = self.0.shutdown();
    }
}
