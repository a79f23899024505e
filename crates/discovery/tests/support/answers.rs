//! Small real things that answer datagrams until they are dropped. Also of the lab's tests.

use std::{
    net::UdpSocket,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// Answers datagrams.
pub(crate) struct Answerer {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Answerer {
    fn new(socket: UdpSocket, answer: impl Fn(&[u8]) -> Option<Vec<u8>> + Send + 'static) -> Self {
        socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let asked_to_stop = stop.clone();
        let thread = thread::spawn(move || {
            let mut packet = [0; 4096];
            while !asked_to_stop.load(Ordering::Relaxed) {
                let Ok((length, from)) = socket.recv_from(&mut packet) else { continue };
                if let Some(answer) = answer(&packet[..length]) {
                    socket.send_to(&answer, from).unwrap();
                }
            }
        });
        Self { stop, thread: Some(thread) }
    }
}

impl Drop for Answerer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// A PC that answers node status requests (RFC 1002, 4.2.18).
pub(crate) fn netbios(socket: UdpSocket, name: &'static str) -> Answerer {
    Answerer::new(socket, move |asked| {
        let question = asked.get(12..50)?;
        let mut answer = [&asked[..2], &[0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0], question, &[0; 4]].concat();
        let mut data = vec![2];
        for suffix in [0x00, 0x20] {
            data.extend(format!("{name:15}").bytes());
            data.extend([suffix, 0x04, 0]);
        }
        data.extend([0; 46]);
        answer.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        answer.extend(data);
        Some(answer)
    })
}

/// Something that answers WS-Discovery Probes for devices with these types.
pub(crate) fn wsd(socket: UdpSocket, types: &'static str) -> Answerer {
    Answerer::new(socket, move |asked| {
        let asked = std::str::from_utf8(asked).ok()?;
        let id = asked.split("MessageID>").nth(1)?.split('<').next()?;
        let is_for_us = asked.contains("<wsd:Types>wsdp:Device</wsd:Types>");
        is_for_us.then(|| {
            format!(
                "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">\
<s:Header><a:RelatesTo>{id}</a:RelatesTo></s:Header><s:Body><d:ProbeMatches><d:ProbeMatch>\
<d:Types>{types}</d:Types></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
            )
            .into_bytes()
        })
    })
}
