//! Both services of Windows, from the installation to the removal, and what goes over their pipes in between.
#![cfg(windows)]
#![expect(clippy::unwrap_used, reason = "a test says so by stopping")]
#![expect(clippy::disallowed_methods, reason = "the programs under test have to be started")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use patchround_helper::{
    control::{Ask, Say, Talk},
    os,
    places::Places,
    root,
};
use patchround_protocol::root::{Answer, Ask as AskRoot};
use patchround_windows::{
    access::Owner,
    account::{self, HELPER, ROOT},
    file, name, pipe, service,
};

const SOON: Duration = Duration::from_secs(60);

/// There is one manager of services, and so one PC.
static PC: Mutex<()> = Mutex::new(());

/// Both programs in a folder with a space and letters of an office, and their services, until dropped.
struct Installed {
    programs: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Installed {
    fn new() -> Self {
        let alone = PC.lock().unwrap_or_else(PoisonError::into_inner);
        let programs = tempfile::Builder::new().prefix("Büro Ä 1 ").tempdir().unwrap();
        let helper = Path::new(env!("CARGO_BIN_EXE_patchround-helper"));
        for name in ["patchround-helper.exe", "patchround-helper-root.exe"] {
            let built = helper.with_file_name(name);
            assert!(built.exists(), "build both halves before this test: {}", built.display());
            fs::copy(built, programs.path().join(name)).unwrap();
        }
        let this = Self { programs, _alone: alone };
        this.set_up();
        this
    }

    fn program(&self, name: &str) -> PathBuf {
        self.programs.path().join(name)
    }

    fn set_up(&self) {
        let done = run(&self.program("patchround-helper-root.exe"), &["set-up"]);
        assert!(done.status.success(), "{done:?}");
    }

    fn clean_up(&self) {
        let done = run(&self.program("patchround-helper-root.exe"), &["clean-up"]);
        assert!(done.status.success(), "{done:?}");
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        let _ = run(&self.program("patchround-helper-root.exe"), &["clean-up"]);
    }
}

fn run(program: &Path, line: &[&str]) -> Output {
    Command::new(program).args(line).env_remove("RUST_BACKTRACE").output().unwrap()
}

fn start_helper() {
    service::start(HELPER).unwrap();
    wait_until("the network half runs", || service::is_running(HELPER).unwrap() == Some(true));
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + SOON;
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain until {what}\n{}", log());
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn log() -> String {
    let at =
        |half: &str| fs::read_to_string(file::of_this_pc().join(half).join("log.txt")).unwrap_or_default();
    at("net") + &at("root")
}

async fn status() -> Option<Say> {
    let stream = os::connect(&Places::of_system().control_socket()).await.ok()?;
    let mut talk = Talk::new(stream);
    talk.say(&Ask::Status {}).await.ok()?;
    talk.hear().await.ok()?
}

#[tokio::test]
async fn both_services_live_from_their_installation_to_their_removal() {
    let pc = Installed::new();
    assert_eq!([HELPER, ROOT].map(|name| service::is_running(name).unwrap()), [Some(false); 2]);
    let key = Places::of_system().device_key();
    let before = fs::read(&key).unwrap();
    pc.set_up();
    assert_eq!(fs::read(&key).unwrap(), before, "what is set up stays as it is");

    start_helper();
    service::start(HELPER).unwrap();
    assert!(matches!(status().await, Some(Say::Status(_))), "{}", log());
    let said = run(&pc.program("patchround-helper.exe"), &["status"]);
    assert!(said.status.success(), "{said:?}");

    let observed = root::ask(&Places::of_system(), &AskRoot::Observe {}).await;
    assert!(matches!(observed, Ok(Answer::Observed(_))), "{observed:?}\n{}", log());
    assert_eq!(service::is_running(ROOT).unwrap(), Some(true), "who asked has started it");
    let again = root::ask(&Places::of_system(), &AskRoot::Observe {}).await;
    assert!(matches!(again, Ok(Answer::Observed(_))), "{again:?}");

    for name in [HELPER, ROOT] {
        service::stop(name).unwrap();
        assert_eq!(service::is_running(name).unwrap(), Some(false));
    }
    assert!(status().await.is_none());
    pc.clean_up();
    pc.clean_up();
    assert_eq!([HELPER, ROOT].map(|name| service::is_running(name).unwrap()), [None; 2]);
    assert!(!file::of_this_pc().exists(), "nothing is left");
}

#[test]
fn the_word_for_windows_is_of_no_use_to_anybody_else() {
    for name in ["patchround-helper.exe", "patchround-helper-root.exe"] {
        let program = Path::new(env!("CARGO_BIN_EXE_patchround-helper")).with_file_name(name);
        let said = run(&program, &["service"]);
        let words = String::from_utf8(said.stderr).unwrap();
        assert!(!said.status.success());
        assert_eq!(
            words.trim_start_matches("Error: ").trim(),
            "Only Windows starts this program as a service"
        );
    }
}

#[tokio::test]
async fn a_pipe_that_somebody_else_has_is_named_once_and_ours_as_soon_as_they_let_go() {
    let _pc = Installed::new();
    let us = patchround_windows::token::Somebody::us().unwrap().account;
    let squatted = name::of_this_pc("control");
    let squatter = pipe::make(&squatted, &Owner::Account(us).of_control_pipe(), true, 1).unwrap();
    start_helper();
    wait_until("the log names it", || log().contains("another program answers in our place"));
    assert!(status().await.is_none(), "it is not talked with");
    drop(squatter);
    let end = Instant::now() + SOON;
    while status().await.is_none() {
        assert!(Instant::now() < end, "{}", log());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(log().matches("another program answers in our place").count(), 1);
}

#[tokio::test]
async fn the_pipes_belong_to_the_accounts_that_they_are_known_by() {
    let _pc = Installed::new();
    start_helper();
    let owner = |kind: &str| {
        use std::os::windows::io::AsHandle;
        patchround_windows::handle_owner(pipe::call(&name::of_this_pc(kind)).unwrap().as_handle()).unwrap()
    };
    assert_eq!(owner("control"), account::helper());
    assert_eq!(owner("session"), account::helper());
    root::ask(&Places::of_system(), &AskRoot::Observe {}).await.unwrap();
    wait_until("the root half listens again", || pipe::call(&name::of_this_pc("root")).is_ok());
}
