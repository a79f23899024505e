//! A practice office: its PCs, and the hands that are at each of them.

use std::{io, net::SocketAddr, sync::Arc};

use jiff::Timestamp;
use patchround_link::pairing::{Code, CodeError, Secret};
use patchround_protocol::{Event, JoinFile, PcId, UpdateId, invitation::JoinFileError};

use crate::{
    membership::Window,
    pc::Pc,
    spec::PcSpec,
    wire::{Plug, Wire},
};

/// PCs that are switched on. All go off when it is dropped.
#[derive(Debug)]
pub struct Practice {
    pcs: Vec<PracticePc>,
}

impl Practice {
    /// Switches these PCs on, each at a port of its own on 127.0.0.1, within a Tokio runtime.
    ///
    /// # Errors
    /// When the system has no port left, or allows no more open files.
    pub async fn start(specs: impl IntoIterator<Item = PcSpec>) -> io::Result<Self> {
        let (mut pcs, wire) = (Vec::new(), Arc::new(Wire::default()));
        for spec in specs {
            pcs.push(PracticePc::start(spec, &wire).await?);
        }
        Ok(Self { pcs })
    }

    /// The PCs, in the order they were given.
    pub fn pcs(&self) -> &[PracticePc] {
        &self.pcs
    }

    /// The first PC of this name.
    pub fn pc(&self, name: &str) -> Option<&PracticePc> {
        self.pcs.iter().find(|pc| pc.name() == name)
    }

    /// Types a code at every PC that belongs to nobody yet.
    ///
    /// # Errors
    /// When it is no code.
    pub fn type_code(&self, code: &str) -> Result<(), CodeError> {
        self.pcs.iter().try_for_each(|pc| pc.type_code(code))
    }
}

/// One of the PCs, with the hands of whoever sits at it.
#[derive(Debug)]
pub struct PracticePc(Arc<Plug>);

impl PracticePc {
    async fn start(spec: PcSpec, wire: &Arc<Wire>) -> io::Result<Self> {
        let plug = Arc::new(Plug::new(Arc::new(Pc::new(spec, wire.clone()))).await?);
        wire.add(&plug);
        Ok(Self(plug))
    }

    /// Its host name.
    pub fn name(&self) -> &str {
        &self.0.pc.name
    }

    /// Its id.
    pub fn id(&self) -> PcId {
        self.0.pc.id
    }

    /// Where it answers while it is on.
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Types a code: the pairing window is open until it has joined or its tries are used up. Without effect
    /// on a PC that has joined.
    ///
    /// # Errors
    /// When it is no code.
    pub fn type_code(&self, code: &str) -> Result<(), CodeError> {
        self.open_window(Secret::Code(code.parse::<Code>()?));
        Ok(())
    }

    /// Gives it a join file, as [`Self::type_code`] gives it a code.
    ///
    /// # Errors
    /// When it is no join file that holds now.
    pub fn give_file(&self, file: &[u8]) -> Result<(), JoinFileError> {
        self.open_window(Secret::File(Arc::new(JoinFile::read(file, Timestamp::now())?)));
        Ok(())
    }

    fn open_window(&self, secret: Secret) {
        let mut state = self.0.pc.state();
        if state.office.is_none() {
            state.window = Some(Arc::new(Window::new(secret)));
        }
    }

    /// Pulls the plug: connections break off, and what it did stops where it was.
    pub fn power_off(&self) {
        self.0.power_off();
    }

    /// Switches it on again where it was, and it goes on with what it had begun. Without effect on one that is
    /// on.
    ///
    /// # Errors
    /// When somebody else has taken its port.
    pub async fn power_on(&self) -> io::Result<()> {
        self.0.power_on().await
    }

    /// Whether it has power.
    pub fn is_on(&self) -> bool {
        self.0.is_on()
    }

    /// The whole event log.
    pub fn events(&self) -> Vec<Event> {
        self.0.pc.log.after(0)
    }

    /// What it offers now.
    pub fn offers(&self) -> Vec<UpdateId> {
        self.0.pc.state().offers.iter().map(crate::Offer::id).collect()
    }

    /// How many updates it has installed since it was made; one that was installed twice counts twice.
    pub fn installed(&self) -> usize {
        self.0.pc.state().installed
    }
}

impl Drop for PracticePc {
    fn drop(&mut self) {
        self.power_off();
    }
}
