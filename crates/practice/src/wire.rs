//! The wire between practice PCs: over it one that is off can be woken by another one.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use patchround_protocol::wake::Mac;
use tokio::{task::AbortHandle, time::sleep};

use crate::pc::{Pc, bind};

/// How long a PC takes to start once it was woken.
const START: Duration = Duration::from_millis(500);

/// Who is on the wire.
#[derive(Debug, Default)]
pub(crate) struct Wire(Mutex<Vec<Weak<Plug>>>);

/// A PC with its power.
#[derive(Debug)]
pub(crate) struct Plug {
    pub(crate) pc: Arc<Pc>,
    pub(crate) address: SocketAddr,
    life: Mutex<AbortHandle>,
}

impl Wire {
    pub(crate) fn add(&self, plug: &Arc<Plug>) {
        self.plugs().push(Arc::downgrade(plug));
    }

    /// Has the PCs with these cards start, within a Tokio runtime.
    pub(crate) fn wake(&self, cards: &[Mac]) {
        let all: Vec<Arc<Plug>> = self.plugs().iter().filter_map(Weak::upgrade).collect();
        let is_meant = |plug: &&Arc<Plug>| plug.pc.card().is_some_and(|card| cards.contains(&card.mac));
        for plug in all.iter().filter(is_meant) {
            let plug = Arc::downgrade(plug);
            tokio::spawn(async move {
                sleep(START).await;
                let Some(plug) = plug.upgrade() else { return };
                if let Err(error) = plug.power_on().await {
                    tracing::error!(%error, "A practice PC was woken and has no port");
                }
            });
        }
    }

    fn plugs(&self) -> std::sync::MutexGuard<'_, Vec<Weak<Plug>>> {
        self.0.lock().expect("nothing panics while it holds the wire")
    }
}

impl Plug {
    /// Switches a PC on.
    pub(crate) async fn new(pc: Arc<Pc>) -> std::io::Result<Self> {
        let listener = bind(None).await?;
        let address = listener.local_addr()?;
        let life = Mutex::new(tokio::spawn(pc.clone().live(listener)).abort_handle());
        Ok(Self { pc, address, life })
    }

    pub(crate) fn power_off(&self) {
        self.life.lock().expect("nothing panics while it holds a life").abort();
    }

    pub(crate) async fn power_on(&self) -> std::io::Result<()> {
        if self.is_on() {
            return Ok(());
        }
        let listener = bind(Some(self.address)).await?;
        let life = tokio::spawn(self.pc.clone().live(listener)).abort_handle();
        *self.life.lock().expect("nothing panics while it holds a life") = life;
        Ok(())
    }

    pub(crate) fn is_on(&self) -> bool {
        !self.life.lock().expect("nothing panics while it holds a life").is_finished()
    }
}
