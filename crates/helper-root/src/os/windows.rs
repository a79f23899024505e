use std::{
    fs::{self, File},
    io::{self, Read, Write},
    os::windows::{io::AsHandle, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{OnceLock, mpsc},
    thread,
    time::{Duration, Instant},
};

use patchround_windows::{
    access::{Helper, Owner},
    account, file, name,
    pipe::{self, Bell},
    process, service,
    token::Somebody,
};
pub use patchround_windows::{
    pipe::Stream,
    process::{Awake, hold_signals},
    service::tell_ready,
};

use super::{For, Peer};
use patchround_updates::command::PASSED_ON;

use crate::{files, state::State, txn::Txn};

#[path = "windows/set_up.rs"]
mod set_up;

pub use set_up::{clean_up, run_as_service, set_up};

/// A pipe that somebody else has is tried again after so long.
const AGAIN: Duration = Duration::from_secs(1);
/// Most bytes of what whoever looks may say.
const LOOKED_BYTES: u64 = 8 * 1024 * 1024;
/// How often it is asked whether a look is still waited for.
const SOON: Duration = Duration::from_millis(100);
const LOOK_AGAIN: &str = "--look-again";

/// No window, deaf to keys that are meant for us, and not in our job, so that it outlives us (CreateProcessW).
const DETACHED: u32 = 0x0800_0000 | 0x0000_0200;
const OUT_OF_OUR_JOB: u32 = 0x0100_0000;
/// Rings when Windows wants the service to end; never in a program that is none.
static END: OnceLock<Bell> = OnceLock::new();

/// What we own on this PC.
pub fn folder() -> PathBuf {
    file::of_this_pc().join("root")
}

/// The pipe we answer on.
#[derive(Debug)]
pub struct Listener {
    name: String,
    owner: Owner,
    pipe: Option<pipe::Listener>,
    end: Bell,
}

/// Makes the pipe of this PC, or that of a given folder, once somebody asks for it: one that somebody else has made in our
/// place may be gone by then.
///
/// # Errors
/// When the system has no more.
pub fn receive(state: &State) -> io::Result<Listener> {
    let name = match state.given() {
        Some(dir) => name::of(&dir.join("run").join("root.sock")),
        None => name::of_this_pc("root"),
    };
    let end = END.get().cloned().map_or_else(Bell::new, Ok)?;
    Ok(Listener { name, owner: owner(state)?, pipe: None, end })
}

impl Listener {
    /// The next connection and who is at its other end; `None` when nobody comes for so long, or Windows wants us to end.
    ///
    /// # Errors
    /// When the pipe is broken.
    pub fn accept(&mut self, patience: Option<Duration>) -> io::Result<Option<(Stream, Peer)>> {
        let end = patience.map(|patience| Instant::now() + patience);
        loop {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            let Some(pipe) = self.bound(left)? else { return Ok(None) };
            let Some(stream) = pipe.accept(left)? else { return Ok(None) };
            match self.peer(&stream) {
                Ok(peer) => return Ok(Some((stream, peer))),
                Err(error) => tracing::info!(%error, "sent a program away that does not say who it is"),
            }
        }
    }

    fn bound(&mut self, patience: Option<Duration>) -> io::Result<Option<&pipe::Listener>> {
        let (begun, mut is_told) = (Instant::now(), false);
        while self.pipe.is_none() {
            match pipe::Listener::bind(&self.name, &self.owner.of_root_pipe(), self.end.clone()) {
                Ok(pipe) => self.pipe = Some(pipe),
                Err(error) if pipe::is_taken(&error) => {
                    if !is_told {
                        tracing::error!(pipe = %self.name, "another program answers in our place; we try again");
                        is_told = true;
                    }
                    if self.end.waits(AGAIN) || patience.is_some_and(|patience| begun.elapsed() >= patience) {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(self.pipe.as_ref())
    }

    fn peer(&self, stream: &Stream) -> io::Result<Peer> {
        let caller = Somebody::at(stream.as_handle())?;
        Ok(match &self.owner {
            Owner::Account(account) => {
                let is_us = caller.account == *account;
                Peer { is_helper: is_us, is_administrator: is_us }
            }
            Owner::Pc => Peer {
                is_helper: caller.acts_as(&account::helper()),
                is_administrator: caller.is_administrator() || caller.account == account::SYSTEM,
            },
        })
    }
}

/// Whether we stay while a transaction runs: unless Windows wants the service to end.
pub fn stays_for_transactions() -> bool {
    END.get().is_some_and(|end| !end.waits(Duration::ZERO))
}

/// Two ends of a conversation.
#[cfg(test)]
pub(crate) fn pair() -> (Stream, Stream) {
    use std::sync::atomic::{AtomicU32, Ordering};

    static COUNT: AtomicU32 = AtomicU32::new(0);
    let us = Somebody::us().expect("we are somebody").account;
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = name::of_this_pc(&format!("pair-{}-{number}", std::process::id()));
    let access = Owner::Account(us.clone()).of_root_pipe();
    let bell = Bell::new().expect("a test may have a bell");
    let listener = pipe::Listener::bind(&name, &access, bell).expect("nobody else has this name");
    let theirs = Stream::connect(&name, &us, AGAIN).expect("it is ours");
    let ours = listener.accept(None).expect("the pipe is whole").expect("it waits for ever");
    (ours, theirs)
}

/// Whose everything of this state is.
fn owner(state: &State) -> io::Result<Owner> {
    match state.given() {
        Some(_) => Ok(Owner::Account(Somebody::us()?.account)),
        None => Ok(Owner::Pc),
    }
}

/// Makes a given folder, or that of this PC, in which both halves have theirs.
///
/// # Errors
/// As [`create_folder`].
pub fn create_parent(state: &State) -> io::Result<()> {
    match state.given() {
        Some(dir) => fs::create_dir_all(dir),
        None => file::make_folder(&file::of_this_pc(), &Owner::Pc, Helper::Nothing),
    }
}

/// Makes a folder with its final owner and access list, or checks that the one there is ours.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] when somebody else made it before us.
pub fn create_folder(state: &State, path: &Path, whose: For) -> io::Result<()> {
    // Whoever may read a file reaches it whatever folders it lies in (SeChangeNotifyPrivilege).
    let helper = if whose == For::Readers { Helper::Reads } else { Helper::Nothing };
    file::make_folder(path, &owner(state)?, helper)
}

/// A file has the access list of the folder in which it was made.
#[expect(clippy::unnecessary_wraps, reason = "equal signatures on every system")]
pub(crate) fn hand_to_readers(_: &File, _: &Path, _: &State) -> io::Result<()> {
    Ok(())
}

/// Writes this PC's key for our eyes and the network half's.
///
/// # Errors
/// When the disk says no.
pub fn write_key(state: &State, key: &[u8]) -> io::Result<()> {
    let half = state.dir().join(files::HALF_WRITTEN.to_owned() + "key");
    files::remove(&half)?;
    let mut made = file::make_file(&half, &owner(state)?, Helper::Reads)?;
    made.write_all(key)?;
    made.sync_all()?;
    drop(made);
    fs::rename(half, state.device_key())
}

/// Promises nothing: room behind the end of a file is given back as soon as nobody has it open.
#[expect(clippy::unnecessary_wraps, reason = "equal signatures on every system")]
pub(crate) fn keep_room(_: &File, _: u64) -> io::Result<()> {
    Ok(())
}

/// Keeps the PC from going to sleep by itself.
pub fn stay_awake(_: &State) -> Awake {
    process::stay_awake()
}

/// Starts a transaction where nothing that restarts us can end it: from a copy of our program, which an installer does not
/// know of.
///
/// # Errors
/// When it was not started.
pub fn start_transaction(state: &State, txn: Txn, again: bool) -> io::Result<()> {
    let ourselves = std::env::current_exe()?;
    let copy = program(state, txn, again);
    create_folder(state, &programs(state), For::Us)?;
    fs::copy(ourselves, &copy)?;
    let mut line: Vec<std::ffi::OsString> = Vec::new();
    if let Some(dir) = state.given() {
        line.extend(["--state-dir".into(), dir.into()]);
    }
    line.extend(["transact".into(), txn.to_string().into()]);
    line.extend(again.then(|| LOOK_AGAIN.into()));
    // What installers unpack and run must lie where nobody else can have put something before.
    let temporary = temporary(state);
    create_folder(state, &temporary, For::Us)?;
    let start = |flags| {
        let mut transact = command(&copy);
        transact.args(&line).env("TEMP", &temporary).env("TMP", &temporary).creation_flags(flags);
        transact.spawn().map(drop)
    };
    // A job may forbid it to leave; then whoever made the job wants us to end together.
    start(DETACHED | OUT_OF_OUR_JOB).or_else(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => start(DETACHED),
        _ => Err(error),
    })
}

/// Whether a transaction was started and its process is there, also when it has not come far yet.
pub fn is_started(state: &State, txn: Txn) -> bool {
    [false, true].into_iter().any(|again| process::runs(&program(state, txn, again)))
}

/// Removes copies of our program that no transaction runs any more.
///
/// # Errors
/// When their folder cannot be read.
pub fn tidy_programs(state: &State) -> io::Result<()> {
    let all = match fs::read_dir(programs(state)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        all => all?,
    };
    for copy in all {
        // One that runs cannot be removed.
        let _ = fs::remove_file(copy?.path());
    }
    Ok(())
}

fn temporary(state: &State) -> PathBuf {
    state.dir().join("temp")
}

fn programs(state: &State) -> PathBuf {
    state.dir().join("programs")
}

fn program(state: &State, txn: Txn, again: bool) -> PathBuf {
    programs(state).join(format!("{txn}{}.exe", if again { LOOK_AGAIN } else { "" }))
}

/// Has a process of its own look, which has given up all privileges, and gives what it says.
///
/// # Errors
/// When it cannot be asked, says nothing for so long, or Windows wants the service to end meanwhile.
pub fn have_looked(question: &[u8], patience: Duration) -> io::Result<impl Read> {
    let mut looks = command(&std::env::current_exe()?);
    looks.arg("look").stdin(Stdio::piped()).stdout(Stdio::piped()).creation_flags(DETACHED);
    let mut child = looks.spawn()?;
    let (mut stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (said, heard) = mpsc::channel();
    let question = question.to_vec();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let asked = stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(&question));
        let all = asked.and_then(|()| {
            stdout.map_or(Ok(0), |stdout| stdout.take(LOOKED_BYTES + 1).read_to_end(&mut answer))
        });
        let _ = said.send(all.map(|_| answer));
    });
    let answer = answer(&heard, patience);
    let _ = child.kill(); // it only reads
    child.wait()?;
    Ok(io::Cursor::new(answer?))
}

fn answer(heard: &mpsc::Receiver<io::Result<Vec<u8>>>, patience: Duration) -> io::Result<Vec<u8>> {
    let (begun, is_over) = (Instant::now(), || END.get().is_some_and(|end| end.waits(Duration::ZERO)));
    while begun.elapsed() < patience && !is_over() {
        match heard.recv_timeout(SOON.min(patience)) {
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            said => return said.map_err(|_| io::ErrorKind::BrokenPipe)?,
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

/// Gives up all privileges: whoever looks needs none.
///
/// # Errors
/// When the system says no.
pub fn give_up_rights() -> io::Result<()> {
    process::give_up_privileges()
}

#[expect(
    clippy::disallowed_methods,
    reason = "starts our own program, which outlives the call; the runner of `updates` waits for its output"
)]
fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.envs(PASSED_ON.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command
}

/// What rings when Windows wants us to end.
fn end() -> io::Result<impl Fn() + Send + 'static> {
    let (bell, ring) = service::bell()?;
    let _ = END.set(bell);
    Ok(ring)
}
