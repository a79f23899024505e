//! On Windows a transaction goes on while what started it is ended and its program replaced.
#![cfg(windows)]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the program under test has to be started")]

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant},
};

use patchround_helper_root::{membership, state::State};
use patchround_protocol::{
    Envelope, Job, Step,
    root::{Answer, Ask},
};
use patchround_windows::{file, name, pipe::Stream, process, token::Somebody};

#[path = "attacks/office.rs"]
#[expect(dead_code, reason = "the attacks need more of it")]
mod office;

use office::{OPERATOR, OWNER, Office, key};

const SOON: Duration = Duration::from_secs(60);

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(program: &Path, folder: &Path) -> Running {
    let child = Command::new(program).arg("--state-dir").arg(folder).arg("serve").spawn();
    Running(child.unwrap())
}

fn ask(folder: &Path, ask: &Ask) -> Answer {
    let (pipe, us) = (name::of(&folder.join("run").join("root.sock")), Somebody::us().unwrap().account);
    let mut stream = wait_for("the root half answers", || Stream::connect(&pipe, &us, SOON).ok());
    let mut line = serde_json::to_vec(ask).unwrap();
    line.push(b'\n');
    stream.write_all(&line).unwrap();
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer).unwrap();
    serde_json::from_str(&answer).unwrap()
}

fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + SOON;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn copies(state: &State) -> Vec<PathBuf> {
    let all = fs::read_dir(state.dir().join("programs")).into_iter().flatten();
    all.map(|copy| copy.unwrap().path()).collect()
}

#[test]
fn a_transaction_goes_on_while_what_started_it_is_ended_and_its_program_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("Büro Ä 1");
    fs::create_dir(&folder).unwrap();
    let (state, program) = (State::in_dir(&folder), folder.join("patchround-helper-root.exe"));
    fs::copy(env!("CARGO_BIN_EXE_patchround-helper-root"), &program).unwrap();
    let running = start(&program, &folder);
    assert!(matches!(ask(&folder, &Ask::Observe {}), Answer::Observed(_)));
    let office = Office::of(membership::pc(&state).unwrap());
    let charter = Envelope::seal(&office.charter(), &key(OWNER)).unwrap();
    assert_eq!(ask(&folder, &Ask::Join { charter, policy: office.policy() }), Answer::Ok);

    // Another transaction seems to be at work, so that ours has to wait.
    let other = File::options().create(true).write(true).truncate(false).open(state.lock()).unwrap();
    file::hold(&other).unwrap();
    let job = Job { steps: vec![Step::Refresh {}], ..office.job() };
    let job = Envelope::seal(&job, &key(OPERATOR)).unwrap();
    let Answer::Running { progress } = ask(&folder, &Ask::Run { job, step: 0 }) else { panic!("not begun") };
    let [copy] = &copies(&state)[..] else { panic!("not one copy") };
    assert!(process::runs(copy));

    drop(running);
    fs::write(&program, "another version").unwrap();
    assert!(process::runs(copy), "it outlives what started it");
    assert!(fs::remove_file(copy).is_err(), "it is in use");
    file::release(&other).unwrap();
    let progress = state.progress().join(progress);
    wait_for("the transaction says how it ended", || {
        let told = fs::read_to_string(&progress).unwrap_or_default();
        told.contains("step_ended").then_some(())
    });
    wait_for("its process is gone", || (!process::runs(copy)).then_some(()));

    fs::copy(env!("CARGO_BIN_EXE_patchround-helper-root"), &program).unwrap();
    let _again = start(&program, &folder);
    assert!(matches!(ask(&folder, &Ask::Observe {}), Answer::Observed(_)));
    assert_eq!(copies(&state), Vec::<PathBuf>::new(), "what ran it is removed");
}
