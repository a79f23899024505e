//! What becomes of the state folder of a network half: cut files, a full disk, a clock that jumps.

mod cuts;
#[cfg(target_os = "linux")]
mod full_disk;

use jiff::ToSpan;
use patchround_protocol::{Envelope, Job, RoundId, Step, job::When, sign::public};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::scripted::{Pc, key, sealed};

/// A folder in memory where that is possible: it is written and read thousands of times.
fn folder() -> TempDir {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.unwrap()
}

fn job(pc: &Pc, n: u128) -> Envelope {
    let now = Timestamp::now();
    let job = Job {
        office: pc.helper.membership.office().unwrap().charter.office,
        job: JobId(Uuid::from_u128(n)),
        round: RoundId(Uuid::nil()),
        pc: pc.helper.pc,
        charter_version: 1,
        issuer: public(&key(2)),
        not_before: now,
        expires: now + 1.hours(),
        steps: vec![Step::Refresh {}, Step::Repair {}],
        when: When::Now,
        try_first: false,
    };
    sealed(&job, 2)
}
