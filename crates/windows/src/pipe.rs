//! Named pipes: both ends, with patience and without an async runtime.

use std::{
    io::{self, Read, Write},
    os::windows::io::{AsHandle, AsRawHandle, BorrowedHandle, FromRawHandle, OwnedHandle},
    ptr::{null, null_mut},
    sync::Arc,
    time::{Duration, Instant},
};

use windows_sys::Win32::{
    Foundation::{
        ERROR_ACCESS_DENIED, ERROR_BROKEN_PIPE, ERROR_IO_INCOMPLETE, ERROR_IO_PENDING, ERROR_NO_DATA,
        ERROR_OPERATION_ABORTED, ERROR_PIPE_BUSY, ERROR_PIPE_CONNECTED, ERROR_PIPE_NOT_CONNECTED,
        INVALID_HANDLE_VALUE, WAIT_OBJECT_0,
    },
    Storage::FileSystem::{
        CreateFileW, FILE_FLAG_FIRST_PIPE_INSTANCE, FILE_FLAG_OVERLAPPED, OPEN_EXISTING, PIPE_ACCESS_DUPLEX,
        ReadFile, SECURITY_IDENTIFICATION, SECURITY_SQOS_PRESENT, WriteFile,
    },
    System::{
        IO::{CancelIoEx, GetOverlappedResult, OVERLAPPED},
        Pipes::{
            ConnectNamedPipe, CreateNamedPipeW, DisconnectNamedPipe, PIPE_READMODE_BYTE,
            PIPE_REJECT_REMOTE_CLIENTS, PIPE_TYPE_BYTE, WaitNamedPipeW,
        },
        Threading::{CreateEventW, INFINITE, SetEvent, WaitForMultipleObjects},
    },
};

use crate::{
    access::TALK,
    descriptor::{Descriptor, handle_owner},
    file::is,
    wide::{done, wide},
};

const BUFFER_BYTES: u32 = 64 * 1024;
/// Whoever was answered has so long to hear it: what they have not read is lost when we let go.
const HEARD: Duration = Duration::from_secs(5);
/// A busy pipe is tried again after so long.
const AGAIN: Duration = Duration::from_millis(50);

/// Makes an end of a pipe that waits for somebody; `first` only if nobody else has made one of this name.
///
/// # Errors
/// [`io::ErrorKind::PermissionDenied`] when somebody has.
pub fn make(name: &str, access: &str, first: bool, instances: u32) -> io::Result<OwnedHandle> {
    let descriptor = Descriptor::of(access)?;
    let (name, attributes) = (wide(name)?, descriptor.attributes());
    let first = if first { FILE_FLAG_FIRST_PIPE_INSTANCE } else { 0 };
    // SAFETY: the name has an end, and the descriptor lives.
    let handle = unsafe {
        CreateNamedPipeW(
            name.as_ptr(),
            PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | first,
            PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_REJECT_REMOTE_CLIENTS,
            instances,
            BUFFER_BYTES,
            BUFFER_BYTES,
            0,
            &raw const attributes,
        )
    };
    owned(handle)
}

/// Calls a pipe and lets the other end know who we are, and no more: it cannot act as us.
///
/// # Errors
/// [`io::ErrorKind::NotFound`] when there is none, [`io::ErrorKind::PermissionDenied`] when we may not.
pub fn call(name: &str) -> io::Result<OwnedHandle> {
    let name = wide(name)?;
    // SAFETY: the name has an end.
    owned(unsafe {
        CreateFileW(
            name.as_ptr(),
            TALK,
            0,
            null(),
            OPEN_EXISTING,
            FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION,
            null_mut(),
        )
    })
}

/// Whether there is a pipe of this name. Nobody at its other end hears of it.
pub fn is_there(name: &str) -> bool {
    let Ok(name) = wide(name) else { return false };
    // SAFETY: the name has an end.
    match done(unsafe { WaitNamedPipeW(name.as_ptr(), 1) }) {
        Err(error) => error.kind() != io::ErrorKind::NotFound,
        Ok(()) => true,
    }
}

/// Whether all ends of a pipe talk with somebody at this moment.
pub fn is_busy(error: &io::Error) -> bool {
    is(error, ERROR_PIPE_BUSY)
}

/// Whether the other side has gone.
pub fn is_over(error: &io::Error) -> bool {
    is(error, ERROR_BROKEN_PIPE) || is(error, ERROR_PIPE_NOT_CONNECTED)
}

/// Whether somebody else has made a pipe of this name before us.
pub fn is_taken(error: &io::Error) -> bool {
    is(error, ERROR_ACCESS_DENIED) || is(error, ERROR_PIPE_BUSY)
}

fn owned(handle: *mut core::ffi::c_void) -> io::Result<OwnedHandle> {
    if handle.is_null() || handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it was just opened, and nobody else has it.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

/// Something that happens once: that we are to end.
#[derive(Debug, Clone)]
pub struct Bell(Arc<OwnedHandle>);

impl Bell {
    /// One that has not rung.
    ///
    /// # Errors
    /// When the system has no more.
    pub fn new() -> io::Result<Self> {
        // SAFETY: nothing is handed over.
        owned(unsafe { CreateEventW(null(), 1, 0, null()) }).map(|event| Self(Arc::new(event)))
    }

    /// Rings it, for good.
    pub fn ring(&self) {
        // SAFETY: the handle is open as long as we are.
        unsafe { SetEvent(self.0.as_raw_handle()) };
    }

    /// Whether it rings within so long.
    pub fn waits(&self, patience: Duration) -> bool {
        wait(&[self.0.as_raw_handle()], Some(patience)) == Some(0)
    }
}

/// A pipe of ours with one end, which talks with one at a time and is never given up in between.
#[derive(Debug)]
pub struct Listener {
    pipe: Arc<OwnedHandle>,
    end: Bell,
}

impl Listener {
    /// Makes the pipe.
    ///
    /// # Errors
    /// [`io::ErrorKind::PermissionDenied`] when somebody else has one of this name.
    pub fn bind(name: &str, access: &str, end: Bell) -> io::Result<Self> {
        Ok(Self { pipe: Arc::new(make(name, access, true, 1)?), end })
    }

    /// The next conversation; `None` when nobody comes for so long, or we are to end.
    ///
    /// # Errors
    /// When the pipe is broken.
    pub fn accept(&self, patience: Option<Duration>) -> io::Result<Option<Stream>> {
        let handle = self.pipe.as_raw_handle();
        let mut call = Call::new()?;
        // SAFETY: the handle is open, and the call is waited for before it is dropped.
        let answer = done(unsafe { ConnectNamedPipe(handle, call.at()) });
        match answer {
            Err(error) if is(&error, ERROR_PIPE_CONNECTED) => {}
            // They came and went before we looked.
            Err(error) if is(&error, ERROR_NO_DATA) => {}
            answer => {
                if call.result(handle, answer, patience, Some(&self.end))?.is_none() {
                    return Ok(None);
                }
            }
        }
        Ok(Some(Stream { pipe: self.pipe.clone(), read: None, write: None, is_server: true }))
    }
}

/// One end of a conversation.
#[derive(Debug)]
pub struct Stream {
    pipe: Arc<OwnedHandle>,
    read: Option<Duration>,
    write: Option<Duration>,
    is_server: bool,
}

impl Stream {
    /// Calls a pipe of this owner; a busy one again and again for so long.
    ///
    /// # Errors
    /// As [`call`]; [`io::ErrorKind::PermissionDenied`] when it is somebody else's.
    pub fn connect(name: &str, owner: &str, patience: Duration) -> io::Result<Self> {
        let end = Instant::now() + patience;
        let pipe = loop {
            match call(name) {
                Err(error) if is_busy(&error) && Instant::now() < end => std::thread::sleep(AGAIN),
                called => break called?,
            }
        };
        let whose = handle_owner(pipe.as_handle())?;
        if whose != owner {
            let why = format!("the pipe belongs to somebody else ({whose})");
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
        }
        Ok(Self { pipe: Arc::new(pipe), read: None, write: None, is_server: false })
    }

    /// So long a call to read waits.
    ///
    /// # Errors
    /// Never.
    pub fn set_read_timeout(&mut self, patience: Option<Duration>) -> io::Result<()> {
        self.read = patience;
        Ok(())
    }

    /// So long a call to write waits.
    ///
    /// # Errors
    /// Never.
    pub fn set_write_timeout(&mut self, patience: Option<Duration>) -> io::Result<()> {
        self.write = patience;
        Ok(())
    }
}

impl AsHandle for Stream {
    fn as_handle(&self) -> BorrowedHandle<'_> {
        self.pipe.as_handle()
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (handle, mut call) = (self.pipe.as_raw_handle(), Call::new()?);
        let room = u32::try_from(into.len()).unwrap_or(u32::MAX);
        // SAFETY: the handle is open, there is so much room, and the call is waited for before either is given back.
        let answer = done(unsafe { ReadFile(handle, into.as_mut_ptr(), room, null_mut(), call.at()) });
        match call.result(handle, answer, self.read, None) {
            Err(error) if is_over(&error) => Ok(0),
            read => read?.ok_or_else(|| io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let (handle, mut call) = (self.pipe.as_raw_handle(), Call::new()?);
        let count = u32::try_from(from.len()).unwrap_or(u32::MAX);
        // SAFETY: as in `read`.
        let answer = done(unsafe { WriteFile(handle, from.as_ptr(), count, null_mut(), call.at()) });
        call.result(handle, answer, self.write, None)?.ok_or_else(|| io::ErrorKind::TimedOut.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if !self.is_server {
            return;
        }
        let end = Instant::now() + HEARD;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            self.read = Some(left);
            if !self.read(&mut [0; 512]).is_ok_and(|count| count > 0) {
                break;
            }
        }
        // SAFETY: the handle is open.
        unsafe { DisconnectNamedPipe(self.pipe.as_raw_handle()) };
    }
}

/// A call that goes on behind our back until it is waited for or taken back.
struct Call {
    overlapped: Box<OVERLAPPED>,
    event: OwnedHandle,
}

impl Call {
    fn new() -> io::Result<Self> {
        // SAFETY: nothing is handed over.
        let event = owned(unsafe { CreateEventW(null(), 1, 0, null()) })?;
        let overlapped = Box::new(OVERLAPPED { hEvent: event.as_raw_handle(), ..OVERLAPPED::default() });
        Ok(Self { overlapped, event })
    }

    fn at(&mut self) -> *mut OVERLAPPED {
        &raw mut *self.overlapped
    }

    /// How many bytes it moved; `None` when it was taken back after so long, or because a bell rang.
    fn result(
        &mut self,
        handle: *mut core::ffi::c_void,
        answer: io::Result<()>,
        patience: Option<Duration>,
        end: Option<&Bell>,
    ) -> io::Result<Option<usize>> {
        match answer {
            Err(error) if !is(&error, ERROR_IO_PENDING) => return Err(error),
            _ => {}
        }
        let mut waited = vec![self.event.as_raw_handle()];
        waited.extend(end.map(|bell| bell.0.as_raw_handle()));
        if wait(&waited, patience) != Some(0) {
            // SAFETY: the handle is open, and this call of ours is waited for below, whether it was taken back in time or not.
            unsafe { CancelIoEx(handle, self.at()) };
        }
        let mut count = 0;
        // SAFETY: the handle is open, and it returns when the system has let go of everything.
        match done(unsafe { GetOverlappedResult(handle, self.at(), &raw mut count, 1) }) {
            Err(error) if is(&error, ERROR_OPERATION_ABORTED) || is(&error, ERROR_IO_INCOMPLETE) => Ok(None),
            Err(error) => Err(error),
            Ok(()) => Ok(Some(count as usize)),
        }
    }
}

/// Which of these is the first to be set; `None` when none is for so long.
fn wait(handles: &[*mut core::ffi::c_void], patience: Option<Duration>) -> Option<u32> {
    let millis = patience.map_or(INFINITE, |patience| {
        u32::try_from(patience.as_millis()).unwrap_or(INFINITE - 1).min(INFINITE - 1)
    });
    let count = u32::try_from(handles.len()).expect("two at most");
    // SAFETY: all are open, and there are so many.
    let first = unsafe { WaitForMultipleObjects(count, handles.as_ptr(), 0, millis) };
    first.checked_sub(WAIT_OBJECT_0).filter(|first| *first < count)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;
    use crate::{access::Owner, token::Somebody};

    fn us() -> (String, String) {
        let account = Somebody::us().unwrap().account;
        (Owner::Account(account.clone()).of_root_pipe(), account)
    }

    fn name(kind: &str) -> String {
        format!(r"\\.\pipe\patchround-test-{}-{kind}", std::process::id())
    }

    const SOON: Duration = Duration::from_secs(5);

    #[test]
    fn two_talk_one_after_the_other_and_an_answer_is_heard_to_its_end() {
        let ((access, account), name) = (us(), name("talk"));
        let listener = Listener::bind(&name, &access, Bell::new().unwrap()).unwrap();
        let callers: Vec<_> = (0..2)
            .map(|_| {
                let (name, account) = (name.clone(), account.clone());
                thread::spawn(move || {
                    let mut stream = Stream::connect(&name, &account, SOON).unwrap();
                    stream.write_all(b"hello").unwrap();
                    let mut heard: Vec<u8> = Vec::new();
                    stream.set_read_timeout(Some(SOON)).unwrap();
                    let mut chunk = [0; 7];
                    while heard.len() < 5 * 1000 {
                        let count = stream.read(&mut chunk).unwrap();
                        assert!(count > 0, "cut off after {}", heard.len());
                        heard.extend(&chunk[..count]);
                    }
                    heard
                })
            })
            .collect();
        for _ in &callers {
            let mut stream = listener.accept(Some(SOON)).unwrap().unwrap();
            let mut said = [0; 5];
            stream.read_exact(&mut said).unwrap();
            assert_eq!(Somebody::at(stream.as_handle()).unwrap().account, account);
            stream.write_all(&said.repeat(1000)).unwrap();
        }
        for caller in callers {
            assert_eq!(caller.join().unwrap(), b"hello".repeat(1000));
        }
    }

    #[test]
    fn somebody_who_goes_on_talking_is_let_go_all_the_same() {
        let ((access, account), name) = (us(), name("endless"));
        let listener = Listener::bind(&name, &access, Bell::new().unwrap()).unwrap();
        let talks = thread::spawn(move || {
            let mut stream = Stream::connect(&name, &account, SOON).unwrap();
            stream.set_write_timeout(Some(SOON)).unwrap();
            while stream.write(&[b'x'; 512]).is_ok() {}
        });
        let begun = Instant::now();
        drop(listener.accept(Some(SOON)).unwrap().unwrap());
        assert!(begun.elapsed() < HEARD * 2);
        talks.join().unwrap();
    }

    #[test]
    fn a_name_that_is_taken_and_a_pipe_of_somebody_else_are_found() {
        let ((access, account), name) = (us(), name("taken"));
        let missing = Stream::connect(&name, &account, SOON).unwrap_err();
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        let _squatter = Listener::bind(&name, &access, Bell::new().unwrap()).unwrap();
        let error = Listener::bind(&name, &access, Bell::new().unwrap()).unwrap_err();
        assert!(is_taken(&error), "{error}");
        let foreign = Stream::connect(&name, crate::account::SYSTEM, SOON).unwrap_err();
        assert_eq!(foreign.kind(), io::ErrorKind::PermissionDenied, "{foreign}");
    }

    #[test]
    fn patience_ends_with_nobody_there_with_somebody_silent_and_with_a_bell() {
        let ((access, account), name) = (us(), name("patience"));
        let bell = Bell::new().unwrap();
        let listener = Listener::bind(&name, &access, bell.clone()).unwrap();
        let little = Duration::from_millis(50);
        assert!(listener.accept(Some(little)).unwrap().is_none());
        let silent = Stream::connect(&name, &account, SOON).unwrap();
        let mut stream = listener.accept(Some(SOON)).unwrap().unwrap();
        stream.set_read_timeout(Some(little)).unwrap();
        assert_eq!(stream.read(&mut [0; 8]).unwrap_err().kind(), io::ErrorKind::TimedOut);
        drop(silent);
        drop(stream);
        let rings = thread::spawn(move || {
            thread::sleep(little);
            bell.ring();
        });
        assert!(listener.accept(None).unwrap().is_none());
        rings.join().unwrap();
    }
}
