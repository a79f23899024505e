//! A PC that has only its root half, and whoever talks to that.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant},
};

use patchround_helper_root::{membership, state::State};
use patchround_protocol::{
    Envelope, Job,
    root::{Answer, Ask},
    wire::Refusal,
};
use tempfile::TempDir;

use crate::office::{OPERATOR, OWNER, Office, key};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_patchround-helper-root");

/// A program that ends with the test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The root half, in a folder of its own.
pub(crate) struct Pc {
    pub(crate) folder: TempDir,
    _root: Running,
}

impl Pc {
    /// Belongs to nobody.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Command::new(PROGRAM).arg("--state-dir").arg(folder.path()).arg("serve").spawn();
        let pc = Self { folder, _root: Running(root.unwrap()) };
        wait_until("the root half answers", || UnixStream::connect(pc.socket()).is_ok());
        pc
    }

    /// Belongs to an office.
    pub(crate) fn joined() -> (Self, Office) {
        let pc = Self::start();
        let office = Office::of(membership::pc(&pc.state()).unwrap());
        let charter = Envelope::seal(&office.charter(), &key(OWNER)).unwrap();
        assert_eq!(pc.ask(&Ask::Join { charter, policy: office.policy() }), Answer::Ok);
        (pc, office)
    }

    pub(crate) fn state(&self) -> State {
        State::in_dir(self.folder.path())
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("run/root.sock")
    }

    pub(crate) fn ask(&self, ask: &Ask) -> Answer {
        let mut line = serde_json::to_vec(ask).unwrap();
        line.push(b'\n');
        self.say(&line).expect("the root half answers")
    }

    pub(crate) fn run(&self, job: &Job, signer: u8) -> Answer {
        self.run_step(&Envelope::seal(job, &key(signer)).unwrap(), 0)
    }

    pub(crate) fn run_step(&self, job: &Envelope, step: u16) -> Answer {
        self.ask(&Ask::Run { job: job.clone(), step })
    }

    /// Sends these very bytes; `None` when there is no answer.
    pub(crate) fn say(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = UnixStream::connect(self.socket()).unwrap();
        // It may hang up before it has read everything: then it has answered.
        let _ = stream.write_all(bytes);
        answer_on(stream)
    }

    /// The root half is well and obeys its operator.
    pub(crate) fn still_answers(&self) {
        assert!(matches!(self.ask(&Ask::Observe {}), Answer::Observed(_)));
    }

    /// Everything the root half keeps, and the package database.
    pub(crate) fn traces(&self) -> Traces {
        Traces::of(self.state().dir())
    }

    pub(crate) fn job_ends(&self, office: &Office) {
        let job = office.job();
        assert!(matches!(self.run(&job, OPERATOR), Answer::Running { .. }));
        wait_until("the operator's step ends", || {
            let journal = fs::read_to_string(self.state().journal()).unwrap();
            journal.lines().any(|line| line.contains("\"ended\"") && line.contains(&job.job.to_string()))
        });
    }
}

pub(crate) fn answer_on(stream: UnixStream) -> Option<Answer> {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    serde_json::from_str(&line).ok()
}

pub(crate) fn refused(refusal: Refusal) -> Answer {
    Answer::Refused { refusal }
}

/// What must be as it was.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Traces(BTreeMap<PathBuf, Vec<u8>>);

impl Traces {
    pub(crate) fn of(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        collect(folder, &mut files);
        collect(Path::new("/var/lib/dpkg/updates"), &mut files);
        let database = Path::new("/var/lib/dpkg/status");
        files.insert(database.into(), fs::read(database).unwrap_or_default());
        Self(files)
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap_or_default());
        }
    }
}

/// A loaded machine takes its time; this only ends a test that would never end.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
