//! Nothing that no operator and no owner has signed changes anything in root's own folder.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use jiff::{Timestamp, tz::TimeZone};
use patchround_apply::Boot;
use patchround_helper_root::{
    membership,
    orders::{self, World},
    sight::{Offered, Sight},
    state::State,
    succession,
    txn::{Order, Txn},
};
use patchround_protocol::{Envelope, PcId, UpdateId, hours::Hours, progress::Progress, root::Answer};
use proptest::{prelude::*, test_runner::TestRunner};
use tempfile::TempDir;

#[path = "../../protocol/tests/unsigned/mangled.rs"]
mod mangled;

use mangled::{OWNER, first_policy, key, now, obeyed, sealed_charter};

/// Systemd and apt: a start that was not asked for is a failure of the test.
struct Far {
    may_start: bool,
}

impl World for Far {
    fn start(&self, _: &State, txn: Txn, _: bool) -> io::Result<()> {
        assert!(self.may_start, "{txn} was begun");
        Ok(())
    }

    fn is_alive(&self, _: &State, _: Txn) -> bool {
        false
    }

    fn keep_room(&self, _: &State, _: Txn, _: u64) -> io::Result<()> {
        Ok(())
    }

    fn close(&self, _: &State, _: Txn, _: &Progress) -> io::Result<()> {
        Ok(())
    }
}

impl Sight for Far {
    fn offered(&self, _: PcId, _: &[UpdateId]) -> io::Result<Offered> {
        Ok(Offered::default())
    }

    fn signs(&self) -> patchround_protocol::restart::Signs {
        patchround_protocol::restart::Signs::default()
    }

    fn restart_pending(&self) -> io::Result<Option<bool>> {
        Ok(Some(true))
    }

    fn active_hours(&self) -> Option<Hours> {
        None
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }

    fn boot(&self) -> Option<Boot> {
        None
    }
}

struct Pc {
    state: State,
    folder: TempDir,
}

impl Pc {
    fn joined() -> Self {
        let folder = tempfile::tempdir().expect("a test's own folder and documents are sound");
        let state = State::in_dir(folder.path());
        fs::create_dir_all(state.orders()).expect("a test's own folder and documents are sound");
        fs::create_dir_all(state.progress()).expect("a test's own folder and documents are sound");
        fs::write(state.device_key(), "07".repeat(32)).expect("a test's own folder and documents are sound");
        let policy = Envelope::seal(&first_policy(), &key(OWNER))
            .expect("a test's own folder and documents are sound");
        membership::join(&state, &sealed_charter(), &policy, now())
            .expect("a test's own folder and documents are sound");
        Self { state, folder }
    }

    fn id(&self) -> PcId {
        membership::pc(&self.state).expect("a test's own folder and documents are sound")
    }

    /// Asks for everything an envelope can be asked for; whether each was refused.
    fn ask(&self, envelope: &Envelope, clock: Timestamp, may_start: bool) -> [bool; 5] {
        let world = Far { may_start };
        let order = Order::Job { job: envelope.clone(), step: 0 };
        let answer = orders::run(&self.state, &world, &world, &order, clock);
        [
            matches!(answer, Answer::Refused { .. }),
            succession::policy(&self.state, envelope, clock).is_err(),
            succession::charter(&self.state, envelope, clock).is_err(),
            succession::feeds(&self.state, envelope, clock).is_err(),
            membership::join(&self.state, envelope, envelope, clock).is_err(),
        ]
    }

    /// Every file with its bytes.
    fn on_disk(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a test's own folder and documents are sound") {
                let path = entry.expect("a test's own folder and documents are sound").path();
                if path.is_dir() {
                    folders.push(path.clone());
                    found.insert(path, None);
                } else {
                    let bytes = fs::read(&path).expect("a test's own folder and documents are sound");
                    found.insert(path, Some(bytes));
                }
            }
        }
        found
    }
}

#[test]
fn what_is_signed_as_it_should_be_changes_roots_folder() {
    for at in 0..4 {
        let pc = Pc::joined();
        let before = pc.on_disk();
        let (_, envelope) = &obeyed(pc.id())[at];
        let refused = pc.ask(envelope, now(), true);
        assert_eq!(refused, [at != 0, at != 1, at != 2, at != 3, true]);
        assert_ne!(pc.on_disk(), before);
    }
}

#[test]
fn nothing_unsigned_changes_a_byte_of_roots_folder() {
    let pc = Pc::joined();
    let before = pc.on_disk();
    let config = ProptestConfig::default();
    // Each case asks the disk five times.
    TestRunner::new(ProptestConfig { cases: config.cases / 4, ..config })
        .run(&mangled::mangled(pc.id()), |envelope| {
            prop_assert_eq!(pc.ask(&envelope, now(), false), [true; 5]);
            prop_assert_eq!(&pc.on_disk(), &before);
            Ok(())
        })
        .unwrap();
}
