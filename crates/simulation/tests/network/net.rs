//! The network between the office and its PCs: each has one address that never changes, and a cable.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    runtime::Runtime,
    time::timeout,
};

use crate::pc::{Pc, live_in, paused};

/// How often a connection looks whether its cable is there.
const LOOK: Duration = Duration::from_millis(500);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Cable {
    pub(crate) is_in: bool,
    /// Breaks after so many bytes towards the office, and stays broken.
    pub(crate) breaks_after: Option<usize>,
    /// Breaks between the next order, which its PC has then, and the answer to it.
    pub(crate) breaks_at_order: bool,
}

impl Cable {
    /// One that works.
    pub(crate) const RIGHT: Self = Self { is_in: true, breaks_after: None, breaks_at_order: false };
    const OUT: Self = Self { is_in: false, ..Self::RIGHT };
}

/// What one end of a connection knows of its cable.
struct End {
    cable: Arc<Mutex<Cable>>,
    /// Where the PC keeps its orders, and those that it had when the connection was made; nothing towards the PC.
    orders: Option<(PathBuf, BTreeSet<OsString>)>,
}

impl End {
    /// Whether so many bytes come through; a cable that breaks stays broken.
    fn carries(&self, many: usize) -> bool {
        let mut cable = self.cable.lock().unwrap();
        let Some((folder, known)) = &self.orders else { return cable.is_in };
        let is_answer = many > 0 && cable.breaks_at_order && !names(folder).is_subset(known);
        let is_long = cable.breaks_after.is_some_and(|left| many > left);
        if is_answer || is_long {
            *cable = Cable::OUT;
        } else if let Some(left) = &mut cable.breaks_after {
            *left -= many;
        }
        cable.is_in
    }
}

fn names(folder: &Path) -> BTreeSet<OsString> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).filter(|name| Path::new(name).extension().is_some()).collect()
}

pub(crate) struct Net {
    runtime: Runtime,
}

impl Net {
    pub(crate) fn new() -> Self {
        Self { runtime: paused() }
    }

    /// The address at which a PC is reached, wherever it listens.
    pub(crate) fn plug_in(&self, pc: &Pc, cable: Arc<Mutex<Cable>>) -> SocketAddr {
        let (at, orders) = (pc.at.clone(), pc.orders());
        let listener = self.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        self.runtime.spawn(async move {
            while let Ok((office, _)) = listener.accept().await {
                let (at, cable) = (*at.lock().unwrap(), cable.clone());
                let orders = Some((orders.clone(), names(&orders)));
                tokio::spawn(carry(office, at, End { cable, orders }));
            }
        });
        address
    }

    pub(crate) fn live(&self, now: Timestamp, span: Duration) {
        live_in(&self.runtime, now, span);
    }
}

async fn carry(office: TcpStream, at: Option<SocketAddr>, back: End) {
    let Some(at) = at else { return };
    if !back.carries(0) {
        return;
    }
    let Ok(pc) = TcpStream::connect(at).await else { return };
    let ((from_office, to_office), (from_pc, to_pc)) = (office.into_split(), pc.into_split());
    let there = End { cable: back.cable.clone(), orders: None };
    tokio::select! {
        () = copy(from_office, to_pc, there) => {}
        () = copy(from_pc, to_office, back) => {}
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, end: End) {
    let mut bytes = [0; 16 * 1024];
    loop {
        let read = timeout(LOOK, from.read(&mut bytes)).await;
        let many = match read {
            Ok(Ok(0) | Err(_)) => return,
            Ok(Ok(many)) => many,
            Err(_) => 0,
        };
        if !end.carries(many) || to.write_all(&bytes[..many]).await.is_err() {
            return;
        }
    }
}
