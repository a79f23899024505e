//! The real manager's program, ended without a word at every step of a round, and on a full disk: nothing is
//! lost, nothing is ordered or written down twice.
//!
//! It is ended from the far end: every PC is reached through a relay that ends it once so many pieces have gone
//! through. So it stops before and after each thing it says or hears.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicI32, AtomicUsize, Ordering},
    },
};

use patchround_practice::{Practice, ordinary};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Rounds that are ended, at most: spread over all the pieces of one.
const ENDS: usize = 8;

/// Ends a process once so many pieces went through.
#[derive(Default)]
struct Fuse {
    left: AtomicUsize,
    seen: AtomicUsize,
    process: AtomicI32,
}

impl Fuse {
    fn arm(&self, pieces: usize) {
        self.process.store(0, Ordering::SeqCst);
        self.seen.store(0, Ordering::SeqCst);
        self.left.store(pieces, Ordering::SeqCst);
    }

    fn piece(&self) {
        self.seen.fetch_add(1, Ordering::SeqCst);
        let process = self.process.load(Ordering::SeqCst);
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 && process != 0 {
            _ = nix::sys::signal::kill(
                nix::unistd::Pid::from_raw(process),
                nix::sys::signal::Signal::SIGKILL,
            );
        }
    }
}

/// A relay to a PC; every piece of bytes counts.
async fn relay(to: SocketAddr, fuse: Arc<Fuse>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((here, _)) = listener.accept().await {
            let Ok(there) = TcpStream::connect(to).await else { continue };
            let ((from, into), (back, out)) = (here.into_split(), there.into_split());
            tokio::spawn(pump(from, out, Arc::clone(&fuse)));
            tokio::spawn(pump(back, into, Arc::clone(&fuse)));
        }
    });
    at
}

async fn pump(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    fuse: Arc<Fuse>,
) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(many @ 1..) = from.read(&mut bytes).await {
        fuse.piece();
        if to.write_all(&bytes[..many]).await.is_err() {
            break;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the test starts our own program as a person would")]
fn command(state: &Path, words: &[&str]) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_patchround"));
    command.args(words).arg("--no-discovery").env("PATCHROUND_STATE", state).env_remove("PATCHROUND_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it while this thread goes on serving; tells how it ended and what it said.
async fn patchround(state: &Path, words: &[&str], fuse: &Fuse) -> (Option<i32>, String) {
    let child = command(state, words).spawn().unwrap();
    fuse.process.store(i32::try_from(child.id()).unwrap(), Ordering::SeqCst);
    let output = tokio::task::spawn_blocking(|| child.wait_with_output().unwrap()).await.unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn copy(from: &Path, to: &Path) {
    for file in fs::read_dir(from.join("office")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.join("office").join(file.file_name())).unwrap();
    }
}

fn many(record: &Value, what: &str) -> usize {
    record.as_array().unwrap().iter().filter(|line| line["what"] == what).count()
}

/// An office of one practice PC behind a relay, in a copy of a folder with a made office.
async fn office(made: &Path, fuse: &Arc<Fuse>) -> (tempfile::TempDir, Practice) {
    let dir = tempfile::tempdir().unwrap();
    let mut private = fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700).create(dir.path().join("office")).unwrap();
    copy(made, dir.path());
    let practice = Practice::start(ordinary(7, 1, 2)).await.unwrap();
    let at = relay(practice.pcs()[0].address(), Arc::clone(fuse)).await;
    let (_, code) = patchround(dir.path(), &["code", "--json"], fuse).await;
    let code: Value = serde_json::from_str(code.trim()).unwrap();
    practice.type_code(code["code"].as_str().unwrap()).unwrap();
    fuse.arm(usize::MAX);
    let (added, said) = patchround(dir.path(), &["add", &at.to_string()], fuse).await;
    assert_eq!(added, Some(0), "{said}");
    (dir, practice)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_manager_ended_at_any_piece_of_a_round_loses_nothing_and_orders_nothing_twice() {
    let (made, fuse) = (tempfile::tempdir().unwrap(), Arc::new(Fuse::default()));
    let init = ["init", "--office", "Corner Shop", "--person", "Maria"];
    assert_eq!(patchround(made.path(), &init, &fuse).await.0, Some(0));
    let update = ["update", "--all", "--yes"];

    let (dir, _practice) = office(made.path(), &fuse).await;
    fuse.arm(usize::MAX);
    let (whole, said) = patchround(dir.path(), &update, &fuse).await;
    assert_eq!(whole, Some(0), "{said}");
    let pieces = fuse.seen.load(Ordering::SeqCst);

    let mut ended = 0;
    for end in (1..=pieces).step_by((pieces / ENDS).max(1)) {
        let (dir, practice) = office(made.path(), &fuse).await;
        fuse.arm(end);
        ended += usize::from(patchround(dir.path(), &update, &fuse).await.0.is_none());
        fuse.arm(usize::MAX);
        let (exit, said) = patchround(dir.path(), &update, &fuse).await;
        assert_eq!(exit, Some(0), "ended at {end}: {said}");
        let (_, record) = patchround(dir.path(), &["record", "--json"], &fuse).await;
        let record: Value = serde_json::from_str(record.trim()).unwrap();
        let counts = ["round_agreed", "update_ended", "pc_ended"].map(|what| many(&record, what));
        assert_eq!(practice.pcs()[0].installed(), 2, "ended at {end}");
        assert!(counts[0] <= 2 && counts[1] == 2 && counts[2] >= 1, "ended at {end}: {counts:?} {record}");
        let (_, pcs) = patchround(dir.path(), &["pcs"], &fuse).await;
        assert!(pcs.contains("Your PC is up to date."), "ended at {end}: {pcs}");
    }
    assert!(ended >= ENDS / 2, "{ended} of {pieces} pieces");
}

/// Runs a command where no file may grow beyond so many blocks of 512 bytes, as on a disk that is full. It reads the last line of
/// `words`, where there are two.
#[expect(clippy::disallowed_methods, reason = "only a shell can set the limit before our program begins")]
async fn with_little_room(state: &Path, blocks: u32, words: &str) -> (Option<i32>, String) {
    let (words, input) = words.split_once('\n').unwrap_or((words, ""));
    let line =
        format!("trap '' XFSZ; ulimit -f {blocks}; echo '{input}' | \"$0\" {words} --no-discovery; exit $?");
    let mut command = std::process::Command::new("/bin/sh");
    command.args(["-c", &line, env!("CARGO_BIN_EXE_patchround")]).env("PATCHROUND_STATE", state);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.code().is_some_and(|code| code < 128), "it ended by a signal: {said}");
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code(), said)
}

/// From a disk without any room to one with enough.
const ROOMS: [u32; 12] = [0, 1, 8, 9, 16, 24, 32, 48, 64, 96, 128, 256];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_can_grow_no_more_is_said_and_is_whole_afterwards() {
    let (made, fuse) = (tempfile::tempdir().unwrap(), Arc::new(Fuse::default()));
    let init = ["init", "--office", "Corner Shop", "--person", "Maria"];
    assert_eq!(patchround(made.path(), &init, &fuse).await.0, Some(0));
    let (dir, practice) = office(made.path(), &fuse).await;
    let mut refused = 0;
    for blocks in ROOMS {
        let (exit, said) = with_little_room(dir.path(), blocks, "update --all --yes").await;
        if exit == Some(1) {
            refused += 1;
            assert!(said.contains("could not be used") || said.contains("full"), "{said}");
        }
    }
    assert!(refused > 0);
    let (exit, said) = patchround(dir.path(), &["update", "--all", "--yes"], &fuse).await;
    assert_eq!(exit, Some(0), "{said}");
    assert_eq!(practice.pcs()[0].installed(), 2);
    let (_, record) = patchround(dir.path(), &["record", "--json"], &fuse).await;
    assert_eq!(many(&serde_json::from_str(record.trim()).unwrap(), "update_ended"), 2, "{record}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_agreed_or_chosen_on_a_full_disk_is_made_and_written_down_or_neither() {
    let (made, fuse) = (tempfile::tempdir().unwrap(), Arc::new(Fuse::default()));
    let init = ["init", "--office", "Corner Shop", "--person", "Maria"];
    let (_, paper) = patchround(made.path(), &init, &fuse).await;
    let paper = paper.lines().find(|line| line.starts_with("The owner's words")).unwrap();
    let words: Vec<&str> = paper.split_whitespace().collect();
    let except = format!(
        "except practice-mail --why Till --instead Offline --days 9\n{}",
        words[words.len() - 6..].join(" ")
    );
    let (dir, _practice) = office(made.path(), &fuse).await;
    let json = async |words: &[&str]| -> Value {
        serde_json::from_str(patchround(dir.path(), words, &fuse).await.1.trim()).unwrap()
    };
    let (mut refused, mut agreed, mut off) = (0, 0, 0);
    for blocks in ROOMS {
        let (exit, said) = with_little_room(dir.path(), blocks, &except).await;
        let there = json(&["except", "--json"]).await.as_array().unwrap().len();
        agreed += there;
        refused += usize::from(exit == Some(1) && there == 0);
        let record = json(&["record", "--json"]).await;
        let written = many(&record, "excepted") - many(&record, "exception_ended");
        assert_eq!(there, written, "with room for {blocks}: {said}");
        assert!(exit != Some(0) || there == 1, "with room for {blocks}: {said}");
        if there > 0 {
            let (exit, said) = patchround(dir.path(), &["except", "practice-mail", "--end"], &fuse).await;
            assert_eq!(exit, Some(0), "{said}");
        }

        let (_, said) = with_little_room(dir.path(), blocks, "feeds --off kev").await;
        let feeds = json(&["feeds", "--json"]).await;
        let is_off =
            feeds.as_array().unwrap().iter().any(|feed| feed["feed"] == "kev" && feed["is_on"] == false);
        let record = json(&["record", "--json"]).await;
        let last = record.as_array().unwrap().iter().rfind(|line| line["what"] == "feed_chosen").cloned();
        let written = last.is_some_and(|line| line["is_on"] == false);
        off += usize::from(is_off);
        assert_eq!(is_off, written, "with room for {blocks}: {said}");
        let (exit, said) = patchround(dir.path(), &["feeds", "--on", "kev"], &fuse).await;
        assert_eq!(exit, Some(0), "{said}");
    }
    assert!(refused > 0 && agreed > 0, "{refused} refused, {agreed} agreed");
    assert!((1..ROOMS.len()).contains(&off), "switched off {off} times");
}
