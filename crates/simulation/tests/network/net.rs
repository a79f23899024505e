//! The network between the office and its PCs: each has one address that never changes, and a cable.

use std::{
    net::SocketAddr,
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

use crate::pc::{live_in, paused};

/// How often a connection looks whether its cable is there.
const LOOK: Duration = Duration::from_millis(500);

#[derive(Debug, Clone, Copy)]
pub(crate) struct Cable {
    pub(crate) is_in: bool,
    /// Breaks after so many bytes towards the office, and stays broken.
    pub(crate) breaks_after: Option<usize>,
}

pub(crate) struct Net {
    runtime: Runtime,
}

impl Net {
    pub(crate) fn new() -> Self {
        Self { runtime: paused() }
    }

    /// The address at which a PC is reached, wherever it listens.
    pub(crate) fn plug_in(&self, at: Arc<Mutex<Option<SocketAddr>>>, cable: Arc<Mutex<Cable>>) -> SocketAddr {
        let listener = self.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        self.runtime.spawn(async move {
            while let Ok((office, _)) = listener.accept().await {
                let (at, cable) = (*at.lock().unwrap(), cable.clone());
                tokio::spawn(carry(office, at, cable));
            }
        });
        address
    }

    pub(crate) fn live(&self, now: Timestamp, span: Duration) {
        live_in(&self.runtime, now, span);
    }
}

async fn carry(office: TcpStream, at: Option<SocketAddr>, cable: Arc<Mutex<Cable>>) {
    let Some(at) = at else { return };
    if !cable.lock().unwrap().is_in {
        return;
    }
    let Ok(pc) = TcpStream::connect(at).await else { return };
    let ((from_office, to_office), (from_pc, to_pc)) = (office.into_split(), pc.into_split());
    let there = copy(from_office, to_pc, cable.clone(), false);
    let back = copy(from_pc, to_office, cable, true);
    tokio::select! {
        () = there => {}
        () = back => {}
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, cable: Arc<Mutex<Cable>>, is_answer: bool) {
    let mut bytes = [0; 16 * 1024];
    loop {
        let read = timeout(LOOK, from.read(&mut bytes)).await;
        let many = match read {
            Ok(Ok(0) | Err(_)) => return,
            Ok(Ok(many)) => many,
            Err(_) => 0,
        };
        {
            let mut cable = cable.lock().unwrap();
            if !cable.is_in {
                return;
            }
            if is_answer && let Some(left) = &mut cable.breaks_after {
                if many > *left {
                    *cable = Cable { is_in: false, breaks_after: None };
                    return;
                }
                *left -= many;
            }
        }
        if to.write_all(&bytes[..many]).await.is_err() {
            return;
        }
    }
}
