//! One PC: switched on it is a runtime of its own, with a clock of its own.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use patchround_helper::{helper::Helper, http, places::Places, scans::Scans, serve};
use patchround_helper_root::{membership, state::State};
use patchround_link::{DeviceKey, server};
use patchround_protocol::{PcId, wire::Welcome};
use patchround_simulation::clock;
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime, time::Instant};

use crate::{apt::Apt, root};

pub(crate) struct Pc {
    seed: [u8; 32],
    pub(crate) id: PcId,
    folder: TempDir,
    pub(crate) apt: Arc<Mutex<Apt>>,
    pub(crate) off: SignedDuration,
    on: Option<Runtime>,
    /// Where it listens, once it is on.
    pub(crate) at: Arc<Mutex<Option<SocketAddr>>>,
}

/// A runtime whose time goes as it is told.
pub(crate) fn paused() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// Lets whoever lives in a runtime live for a while from this moment of his own clock on.
pub(crate) fn live_in(runtime: &Runtime, now: Timestamp, span: Duration) {
    let _inside = runtime.enter();
    play_from(now, Some(Instant::now()));
    runtime.block_on(tokio::time::sleep(span));
    clock::play(None, None);
}

pub(crate) fn play_from(now: Timestamp, anchor: Option<Instant>) {
    let since = now.duration_since(Timestamp::UNIX_EPOCH);
    clock::play(Some(Duration::try_from(since).unwrap()), anchor);
}

impl Pc {
    pub(crate) fn new(n: u8, seed: u64, memory: &std::path::Path, now: Timestamp) -> Self {
        let key_seed = [n + 1; 32];
        let id = DeviceKey::from_seed(&key_seed).id();
        let folder = tempfile::tempdir_in(memory).unwrap();
        for part in ["net", "run", "root", "root/txn", "root/progress"] {
            std::fs::create_dir_all(folder.path().join(part)).unwrap();
        }
        let key = data_encoding::HEXLOWER.encode(&key_seed);
        std::fs::write(folder.path().join("root/device.key"), key).unwrap();
        let apt = Arc::new(Mutex::new(Apt::new(id, seed ^ u64::from(n) << 32, now)));
        let off = SignedDuration::ZERO;
        Self { seed: key_seed, id, folder, apt, off, on: None, at: Arc::default() }
    }

    /// Joins an office, both halves.
    pub(crate) fn join(&self, welcome: &Welcome, now: Timestamp) {
        play_from(now, None);
        let state = State::in_dir(self.folder.path());
        membership::join(&state, &welcome.charter, &welcome.policy, now).unwrap();
        let helper = self.open();
        helper.membership.prepare(welcome).unwrap();
        helper.join().unwrap();
        clock::play(None, None);
    }

    fn open(&self) -> Helper {
        let (places, key) = (Places::in_dir(self.folder.path()), DeviceKey::from_seed(&self.seed));
        let apt = self.apt.clone();
        let look = Arc::new(move || apt.lock().unwrap().look());
        let scans = Scans::of_played(self.id, &places.scan(), look);
        Helper::open_with(places, &key, 0, scans).unwrap()
    }

    /// Where the network half keeps its orders, one file for each.
    pub(crate) fn orders(&self) -> PathBuf {
        Places::in_dir(self.folder.path()).jobs()
    }

    pub(crate) fn is_on(&self) -> bool {
        self.on.is_some()
    }

    pub(crate) fn switch_on(&mut self, now: Timestamp) {
        if self.is_on() {
            return;
        }
        let runtime = paused();
        play_from(now + self.off, None);
        let helper = Arc::new(self.open());
        let (places, state) = (Places::in_dir(self.folder.path()), State::in_dir(self.folder.path()));
        let (key, at, apt) = (DeviceKey::from_seed(&self.seed), self.at.clone(), self.apt.clone());
        runtime.spawn(root::serve(places, state, apt));
        runtime.spawn(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            *at.lock().unwrap() = Some(listener.local_addr().unwrap());
            serve::start_tasks(&helper, false);
            let routes = http::routes(helper.clone());
            let _ = server::serve(listener, key, helper, routes, std::future::pending()).await;
        });
        clock::play(None, None);
        self.on = Some(runtime);
    }

    /// The network half is gone from one moment to the next; with the power all the rest is, too.
    pub(crate) fn end(&mut self, with_power: bool) {
        if let Some(runtime) = self.on.take() {
            runtime.shutdown_background();
        }
        *self.at.lock().unwrap() = None;
        if with_power {
            self.apt.lock().unwrap().cut();
        }
    }

    /// What the package manager has begun goes on, whoever follows it.
    pub(crate) fn live(&mut self, now: Timestamp, span: Duration) {
        play_from(now + self.off, None);
        self.apt.lock().unwrap().go_on(i64::try_from(span.as_secs().max(1)).unwrap());
        clock::play(None, None);
        if let Some(runtime) = &self.on {
            live_in(runtime, now + self.off, span);
        }
    }
}
