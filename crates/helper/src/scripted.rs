//! A root half that says what a test tells it, and one PC's network half that asks it: the far end of our tests.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    sync::{Arc, Mutex},
};

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use patchround_link::DeviceKey;
use patchround_protocol::{
    Charter, Envelope, EventKind, Feeds, OfficeId, Policy, SpkiHash,
    charter::{Floor, Member, Role},
    cve::Listed,
    feeds::Catalogue,
    ids::DocumentHash,
    progress::Progress,
    root::{Answer, Ask},
    sign::public,
    wire::Welcome,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{helper::Helper, places::Places};

type Script = Box<dyn FnMut(&Ask) -> Answer + Send>;

/// What the root half was asked, and what it is to say.
#[derive(Clone)]
pub(crate) struct Root {
    asked: Arc<Mutex<Vec<Ask>>>,
    script: Arc<Mutex<Script>>,
}

impl Root {
    pub(crate) fn asked(&self) -> Vec<Ask> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn says(&self, script: impl FnMut(&Ask) -> Answer + Send + 'static) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    fn listen(socket: &Path) -> Self {
        let next = ends(socket);
        let root = Self { asked: Arc::default(), script: Arc::new(Mutex::new(Box::new(|_| Answer::Ok))) };
        let this = root.clone();
        std::thread::spawn(move || {
            while let Some(mut stream) = next() {
                let mut line = String::new();
                BufReader::new(Read::by_ref(&mut stream)).read_line(&mut line).unwrap();
                let Ok(ask) = serde_json::from_str::<Ask>(&line) else { continue };
                let answer = (this.script.lock().unwrap())(&ask);
                this.asked.lock().unwrap().push(ask);
                let _ = stream.write_all(format!("{}\n", serde_json::to_string(&answer).unwrap()).as_bytes());
            }
        });
        root
    }
}

#[cfg(unix)]
fn ends(socket: &Path) -> impl Fn() -> Option<std::os::unix::net::UnixStream> + Send + 'static {
    let listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    move || listener.accept().ok().map(|(stream, _)| stream)
}

#[cfg(windows)]
fn ends(socket: &Path) -> impl Fn() -> Option<patchround_windows::pipe::Stream> + Send + 'static {
    use patchround_windows::{access::Owner, name, pipe, token::Somebody};

    let access = Owner::Account(Somebody::us().unwrap().account).of_root_pipe();
    let listener = pipe::Listener::bind(&name::of(socket), &access, pipe::Bell::new().unwrap()).unwrap();
    move || listener.accept(None).unwrap()
}

/// One PC.
pub(crate) struct Pc {
    pub(crate) helper: Arc<Helper>,
    pub(crate) root: Root,
    key: DeviceKey,
    folder: TempDir,
}

impl Pc {
    /// Joined to [`charter`] and [`policy`].
    pub(crate) fn joined() -> Self {
        Self::joined_in(tempfile::tempdir().unwrap())
    }

    /// As [`Self::joined`], in this folder.
    pub(crate) fn joined_in(folder: TempDir) -> Self {
        let places = Places::in_dir(folder.path());
        for place in [places.run().to_owned(), places.progress("")] {
            std::fs::create_dir_all(place).unwrap();
        }
        let root = Root::listen(&places.root_socket());
        let key = DeviceKey::generate();
        let helper = Arc::new(Helper::open(places, &key, 0).unwrap());
        let welcome = Welcome { charter: sealed(&charter(), 1), policy: sealed(&policy(), 1) };
        helper.membership.prepare(&welcome).unwrap();
        helper.join().unwrap();
        Self { helper, root, key, folder }
    }

    /// The network half, started anew.
    pub(crate) fn restart(&mut self) {
        self.helper = Arc::new(Helper::open(Places::in_dir(self.folder.path()), &self.key, 0).unwrap());
    }

    /// Lets the root half run every step at once, and tell this of it.
    pub(crate) fn root_runs(&self, lines: &[Progress]) {
        let places = self.helper.places.clone();
        let lines: String = lines.iter().map(|line| serde_json::to_string(line).unwrap() + "\n").collect();
        self.root.says(move |_| {
            std::fs::write(places.progress("p.ndjson"), &lines).unwrap();
            Answer::Running { progress: "p.ndjson".into() }
        });
    }

    pub(crate) fn told(&self) -> Vec<EventKind> {
        self.helper.log.all().unwrap().into_iter().map(|event| event.kind).collect()
    }
}

pub(crate) fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

pub(crate) fn sealed<D: patchround_protocol::sign::Document>(document: &D, by: u8) -> Envelope {
    Envelope::seal(document, &key(by)).unwrap()
}

/// Owner 1, operator 2, viewer 3, recovery 9; the computer of each has an id of their number.
pub(crate) fn charter() -> Charter {
    let member = |n: u8, role| Member {
        key: public(&key(n)),
        name: "Ann".into(),
        role,
        not_after: None,
        devices: vec![SpkiHash([n; 32])],
    };
    Charter {
        office: OfficeId(Uuid::nil()),
        name: "Corner Office".into(),
        version: 1,
        prev: None,
        issued: Timestamp::now(),
        members: vec![member(1, Role::Own), member(2, Role::Operate), member(3, Role::View)],
        recovery_key: public(&key(9)),
        revoked: Vec::new(),
        discovery_key: DocumentHash([5; 32]),
        floor: Floor::default(),
    }
}

/// Feeds of a catalogue with these flaws in it.
pub(crate) fn feeds(issued: Timestamp, cves: &[&str]) -> Feeds {
    let since = "2026-11-20".parse().unwrap();
    let listed = |cve: &&str| Listed { cve: cve.parse().unwrap(), since, ransomware: None };
    let listed = cves.iter().map(listed).collect();
    Feeds {
        office: OfficeId(Uuid::nil()),
        issued,
        catalogue: Some(Catalogue { published: issued, listed }),
        rated: Vec::new(),
        ends: Vec::new(),
    }
}

pub(crate) fn policy() -> Policy {
    Policy::first(OfficeId(Uuid::nil()), Timestamp::now())
}
