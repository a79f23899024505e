#[path = "windows/cards.rs"]
mod cards;
#[path = "windows/stream.rs"]
mod stream;

use std::{
    io,
    os::windows::io::{AsHandle, BorrowedHandle, IntoRawHandle},
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use crate::places::Places;
pub use patchround_windows::service::tell_ready;
use patchround_windows::{
    access::{Helper, Owner},
    account, file, handle_owner, name, pipe, service, session, start,
    token::{self, Somebody},
};
use tokio::{
    net::windows::named_pipe::{NamedPipeClient, NamedPipeServer},
    sync::Notify,
    time::sleep,
};

pub use cards::cards;
pub use stream::Stream;

/// A pipe that somebody else has is tried again after so long.
const AGAIN: Duration = Duration::from_secs(5);
/// A busy pipe is called again after so long.
const SOON: Duration = Duration::from_millis(50);
/// The root half may take so long to answer once Windows has started it.
const PATIENCE: Duration = Duration::from_secs(15);
/// A root half that does not answer is started again after so long.
const START_AGAIN: Duration = Duration::from_secs(1);
/// The root half notes the name of a start as soon as it runs.
const NOTED: Duration = Duration::from_secs(3);
/// Ends of one pipe at once; the system has room for no more than 254.
const ENDS: u32 = 64;

/// Told when Windows wants the service to end.
static STOP: Notify = Notify::const_new();

/// A pipe of this PC.
#[derive(Debug)]
pub struct Local {
    name: String,
    access: String,
    /// Whose a pipe of this name is where it is ours.
    owner: String,
    /// The end that waits for somebody; none while another program has a pipe of this name.
    waiting: Mutex<Option<NamedPipeServer>>,
}

impl Local {
    /// The next conversation; who may not administer this PC is sent away.
    ///
    /// `is_own` lets in whoever runs us, for a state folder of his own.
    ///
    /// # Errors
    /// When the pipe is broken.
    pub async fn accept(&self, is_own: bool) -> io::Result<Stream> {
        loop {
            let end = self.next().await?;
            match Somebody::at(end.as_handle()) {
                Ok(caller) if may(&caller) || (is_own && is_us(&caller)) => return Ok(Stream::Server(end)),
                Ok(_) => {}
                Err(error) => tracing::info!(%error, "sent a program away from the control pipe"),
            }
        }
    }

    /// The next conversation of somebody who works at this PC; everybody else is sent away.
    ///
    /// `is_own` lets in whoever runs us, for a state folder of his own.
    ///
    /// # Errors
    /// When the pipe is broken.
    pub async fn accept_person(&self, is_own: bool) -> io::Result<(Stream, super::Person)> {
        loop {
            let end = self.next().await?;
            match person(end.as_handle(), is_own) {
                Ok(person) => return Ok((Stream::Server(end), person)),
                Err(why) => tracing::info!(%why, "sent a program away from the session pipe"),
            }
        }
    }

    /// The next end at whose other end somebody is. The one after it is made before: the name is ours all the time.
    async fn next(&self) -> io::Result<NamedPipeServer> {
        loop {
            let end = match self.take() {
                Some(end) => end,
                None => self.first().await?,
            };
            let connected = end.connect().await;
            self.put(self.make(false).inspect_err(|error| tracing::warn!(%error, "no room for more")).ok());
            match connected {
                Ok(()) => return Ok(end),
                Err(error) => tracing::debug!(%error, "somebody went away at once"),
            }
        }
    }

    /// Waits until nobody else has a pipe of this name, and there is room for one end more.
    async fn first(&self) -> io::Result<NamedPipeServer> {
        loop {
            match self.made() {
                Err(error) if pipe::is_taken(&error) => sleep(AGAIN).await,
                made => return made,
            }
        }
    }

    /// The first end, or one more where others of ours are in a conversation.
    fn made(&self) -> io::Result<NamedPipeServer> {
        match self.make(true) {
            Err(taken) if pipe::is_taken(&taken) => self.one_more(taken),
            made => made,
        }
    }

    /// Another program may let us make an end of its own pipe: nobody would talk with us there.
    fn one_more(&self, taken: io::Error) -> io::Result<NamedPipeServer> {
        let more = self.make(false)?;
        if handle_owner(more.as_handle())? == self.owner { Ok(more) } else { Err(taken) }
    }

    fn make(&self, first: bool) -> io::Result<NamedPipeServer> {
        let end = pipe::make(&self.name, &self.access, first, ENDS)?;
        // SAFETY: it is an overlapped end of a pipe, and nobody else has it.
        unsafe { NamedPipeServer::from_raw_handle(end.into_raw_handle()) }
    }

    fn take(&self) -> Option<NamedPipeServer> {
        self.waiting.lock().expect("nothing panics while it holds the end").take()
    }

    fn put(&self, end: Option<NamedPipeServer>) {
        *self.waiting.lock().expect("nothing panics while it holds the end") = end;
    }
}

/// Whether they may administer this PC.
fn may(caller: &Somebody) -> bool {
    caller.is_administrator() || caller.account == account::SYSTEM
}

fn is_us(caller: &Somebody) -> bool {
    Somebody::us().is_ok_and(|us| us.account == caller.account)
}

/// Why a program is sent away.
#[derive(Debug, thiserror::Error)]
enum Stranger {
    #[error("Windows does not say whose program it is: {0}")]
    Unknown(#[from] io::Error),
    #[error("It runs in no session in which somebody works at this moment")]
    NoSession,
}

fn person(end: BorrowedHandle<'_>, is_own: bool) -> Result<super::Person, Stranger> {
    let caller = Somebody::at(end)?;
    if !(session::is_at_work(caller.session) || is_own && is_us(&caller)) {
        return Err(Stranger::NoSession);
    }
    Ok(super::Person { name: token::name_of(&caller.account)?, account: caller.account })
}

/// What the system opened for us.
#[derive(Debug, Default)]
pub struct Sockets {
    /// For managers, from the network.
    pub managers: Option<std::net::TcpListener>,
    /// For this PC's administrator.
    pub control: Option<Local>,
    /// For the programs of the people who are signed in.
    pub session: Option<Local>,
}

/// Takes the sockets that the system opened for us: Windows opens none.
///
/// # Errors
/// Never.
pub fn handed_over() -> io::Result<Sockets> {
    Ok(Sockets::default())
}

/// Makes a pipe that only administrators can open. Where another program has one of its name, it is tried again for ever:
/// managers are answered meanwhile.
///
/// # Errors
/// When the system says no.
pub fn bind_local(path: &Path) -> io::Result<Local> {
    bind(path, Owner::of_control_pipe)
}

/// As [`bind_local`], a pipe that whoever is signed in can open: who is at its other end the system says.
///
/// # Errors
/// As [`bind_local`].
pub fn bind_session(path: &Path) -> io::Result<Local> {
    bind(path, Owner::of_session_pipe)
}

fn bind(path: &Path, access: fn(&Owner) -> String) -> io::Result<Local> {
    let (access, name) = (access(&owner(path)?), name::of(path));
    let local = Local { owner: owner_of_pipe(&name, path)?, name, access, waiting: Mutex::default() };
    match local.make(true) {
        Ok(end) => local.put(Some(end)),
        Err(error) if pipe::is_taken(&error) => {
            tracing::error!(pipe = %local.name, "another program answers in our place; we try again");
        }
        Err(error) => return Err(error),
    }
    Ok(local)
}

/// Where everything is on this PC.
pub fn places() -> Option<PathBuf> {
    Some(file::of_this_pc())
}

/// A place where a pipe of this PC is named in its stead.
pub fn socket(run: &Path, kind: &str) -> PathBuf {
    if run.starts_with(file::of_this_pc()) {
        name::of_this_pc(kind).into()
    } else {
        run.join(kind).with_extension("sock")
    }
}

/// Whose a pipe or a folder is to be.
fn owner(path: &Path) -> io::Result<Owner> {
    let is_of_this_pc = path.starts_with(file::of_this_pc()) || path == Path::new(&name::of(path));
    if is_of_this_pc { Ok(Owner::Pc) } else { Ok(Owner::Account(Somebody::us()?.account)) }
}

/// Calls a pipe of this PC, and starts the root half where it does not answer yet.
///
/// # Errors
/// When nobody answers there, we may not, or it belongs to somebody else.
pub async fn connect(path: &Path) -> io::Result<Stream> {
    let name = name::of(path);
    let (end, mut asked) = (Instant::now() + PATIENCE, None::<Instant>);
    let called = loop {
        match pipe::call(&name) {
            Err(error) if pipe::is_busy(&error) && Instant::now() < end => sleep(SOON).await,
            Err(error) if is_resting(&error, &name) && Instant::now() < end => {
                // One that is just ending still counts as started: it is asked again.
                if asked.is_none_or(|asked| asked.elapsed() > START_AGAIN) {
                    tokio::task::spawn_blocking(|| service::start(account::ROOT)).await??;
                    asked = Some(Instant::now());
                }
                sleep(SOON).await;
            }
            called => break called?,
        }
    };
    let (found, wanted) = (handle_owner(called.as_handle())?, owner_of_pipe(&name, path)?);
    if found != wanted {
        tracing::error!(pipe = %name, owner = %found, "what answers belongs to somebody else");
        return Err(io::Error::other("what answers belongs to somebody else"));
    }
    // SAFETY: it is an overlapped end of a pipe, and nobody else has it.
    Ok(Stream::Client(unsafe { NamedPipeClient::from_raw_handle(called.into_raw_handle()) }?))
}

/// Whether what does not answer is the root half, which rests while nobody asks.
fn is_resting(error: &io::Error, name: &str) -> bool {
    error.kind() == io::ErrorKind::NotFound && name == name::of_this_pc("root")
}

fn owner_of_pipe(name: &str, path: &Path) -> io::Result<String> {
    Ok(match owner(path)? {
        Owner::Account(us) => us,
        Owner::Pc if name == name::of_this_pc("root") => account::SYSTEM.into(),
        Owner::Pc => account::helper(),
    })
}

/// Makes a folder that only we can look into, or takes the one that is there. That of this PC the installer has made.
///
/// # Errors
/// When it cannot be made, or belongs to somebody else.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    match owner(path)? {
        Owner::Pc if path == file::of_this_pc().join("net") => file::check_folder(path, &Owner::Pc),
        // It has the access list of the folder that it is in.
        Owner::Pc => match std::fs::create_dir(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        },
        owner => {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            file::make_folder(path, &owner, Helper::Nothing)
        }
    }
}

/// A file's new name is on the disk as soon as the file is.
///
/// # Errors
/// Never.
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether whoever runs us is this PC's administrator.
pub fn may_administer() -> bool {
    Somebody::us().is_ok_and(|us| may(&us))
}

/// Names of the people who are signed in.
pub fn signed_in() -> Option<Vec<String>> {
    session::signed_in()
}

/// Names this start of the PC, whatever its clock says, as the root half has noted it.
pub fn this_start() -> Option<String> {
    if let Some(name) = start::name() {
        return Some(name);
    }
    if service::start(account::ROOT).is_err() {
        return start::noted();
    }
    let end = Instant::now() + NOTED;
    while start::name().is_none() && Instant::now() < end {
        thread::sleep(SOON);
    }
    start::name()
}

/// A file of ours, for a service: Windows keeps nothing of what it writes.
pub fn log_file(places: &Places) -> Option<file::Log> {
    if places.is_given() { None } else { file::Log::open(places.net()).ok() }
}

/// Returns when somebody wants us to end.
///
/// # Errors
/// When there is no console.
pub async fn asked_to_stop() -> io::Result<()> {
    tokio::select! {
        () = STOP.notified() => Ok(()),
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}

/// Runs as the service until the body ends.
///
/// # Errors
/// When Windows did not start us.
pub fn run_as_service(body: impl FnOnce() -> io::Result<()> + Send + 'static) -> io::Result<()> {
    service::run(account::HELPER, || STOP.notify_one(), body)
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn an_end_that_could_not_be_made_is_made_while_somebody_still_talks() {
        let folder = tempfile::tempdir().unwrap();
        let local = bind_local(&folder.path().join("B\u{fc}ro 1/run/control.sock")).unwrap();
        let _first = pipe::call(&local.name).unwrap();
        let _talks = timeout(PATIENCE, local.accept(true)).await.unwrap().unwrap();
        drop(local.take()); // as if there had been no room
        let calls = async {
            while pipe::call(&local.name).is_err() {
                sleep(SOON).await;
            }
        };
        let (answered, ()) = tokio::join!(timeout(PATIENCE, local.accept(true)), calls);
        assert!(answered.unwrap().is_ok());
    }

    #[tokio::test]
    async fn a_pipe_of_somebody_else_is_not_joined_though_they_let_us() {
        let folder = tempfile::tempdir().unwrap();
        let ours = bind_local(&folder.path().join("control.sock")).unwrap();
        let taken = || io::Error::from(io::ErrorKind::PermissionDenied);
        drop(ours.one_more(taken()).unwrap());
        let theirs = Local { owner: account::SYSTEM.into(), ..ours };
        assert_eq!(theirs.one_more(taken()).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }
}
