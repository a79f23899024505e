//! The pairing window: open for one code or join file, ten minutes and three tries, while the administrator watches.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use patchround_link::{
    BoxFuture,
    pairing::{PairingDesk, Secret, Tries},
};
use patchround_protocol::{
    limits,
    wire::{Refusal, Welcome, Welcomed},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::timeout,
};

use crate::files;

/// How long the administrator's program may take to have the root half join.
const JOINING: Duration = Duration::from_secs(40);

/// How long whoever stopped one window may take to be gone before the next one opens.
const STOPPING: Duration = Duration::from_secs(2);

/// The window, open or not.
#[derive(Debug, Default)]
pub struct Window {
    open: watch::Sender<Option<Arc<Desk>>>,
}

impl Window {
    /// Opens the window for one code or join file. `None` when it is open already.
    ///
    /// # Errors
    /// When the tries could not be stored.
    pub fn open(&self, secret: Secret, tries: &Path) -> io::Result<Option<Opened>> {
        if self.desk().is_some() {
            return Ok(None);
        }
        let tries = DiskTries::new(tries, limits::WINDOW_TRIES)?;
        let left = tries.left.subscribe();
        let (ask, guests) = mpsc::channel(1);
        let desk = Arc::new(Desk { secret, tries, ask });
        let ours = Arc::downgrade(&desk);
        let is_ours = self.open.send_if_modified(|open| {
            let is_free = open.is_none();
            open.get_or_insert(desk);
            is_free
        });
        Ok(is_ours.then_some(Opened { guests, left, desk: ours }))
    }

    /// As [`Self::open`], once a window that was just stopped is closed.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_next(&self, secret: Secret, tries: &Path) -> io::Result<Option<Opened>> {
        let mut open = self.open.subscribe();
        // Whether it closed in time or not, `open` sees it.
        let _ = timeout(STOPPING, open.wait_for(Option::is_none)).await;
        self.open(secret, tries)
    }

    /// Closes the window, unless it is another one by now.
    pub fn close(&self, ours: &Weak<Desk>) {
        self.open.send_if_modified(|open| {
            let is_ours = |desk: &mut Arc<Desk>| Weak::ptr_eq(&Arc::downgrade(desk), ours);
            open.take_if(is_ours).is_some()
        });
    }

    /// The open window.
    pub fn desk(&self) -> Option<Arc<Desk>> {
        self.open.borrow().clone()
    }
}

/// What whoever opened the window watches.
#[derive(Debug)]
pub struct Opened {
    /// Managers who proved to know the code.
    pub guests: mpsc::Receiver<Guest>,
    /// Tries that are left.
    pub left: watch::Receiver<u32>,
    /// Which window it is.
    pub desk: Weak<Desk>,
}

/// A manager who proved to know the code, waiting for an answer.
#[derive(Debug)]
pub struct Guest {
    /// What he hands over.
    pub welcome: Welcome,
    /// What he is answered.
    pub answer: oneshot::Sender<Welcomed>,
}

/// The side of the window that managers see.
#[derive(Debug)]
pub struct Desk {
    secret: Secret,
    tries: DiskTries,
    ask: mpsc::Sender<Guest>,
}

impl Desk {
    async fn ask(&self, welcome: Welcome) -> Option<Welcomed> {
        let (answer, answered) = oneshot::channel();
        self.ask.send(Guest { welcome, answer }).await.ok()?;
        timeout(JOINING, answered).await.ok()?.ok()
    }
}

impl PairingDesk for Desk {
    fn secret(&self) -> Secret {
        self.secret.clone()
    }

    fn tries(&self) -> &dyn Tries {
        &self.tries
    }

    fn welcome(&self, welcome: Welcome) -> BoxFuture<'_, Welcomed> {
        Box::pin(async move {
            let nobody = Welcomed::Refused { refusal: Refusal::NotPossible };
            self.ask(welcome).await.unwrap_or(nobody)
        })
    }
}

/// Tries that are counted on the disk before anybody is answered.
#[derive(Debug)]
struct DiskTries {
    file: PathBuf,
    left: watch::Sender<u32>,
    turn: Mutex<()>,
}

impl DiskTries {
    fn new(file: &Path, tries: u32) -> io::Result<Self> {
        files::write_json(file, &tries)?;
        Ok(Self { file: file.to_owned(), left: watch::Sender::new(tries), turn: Mutex::new(()) })
    }

    fn set(&self, left: u32) -> io::Result<()> {
        files::write_json(&self.file, &left)?;
        self.left.send_replace(left);
        Ok(())
    }
}

impl Tries for DiskTries {
    fn take(&self) -> io::Result<bool> {
        let _turn = self.turn.lock().expect("nothing panics while it counts");
        let stored: Option<u32> = files::read_json(&self.file)?;
        match stored.unwrap_or(0).checked_sub(1) {
            Some(left) => self.set(left).map(|()| true),
            None => Ok(false),
        }
    }

    fn give_back(&self) {
        let _turn = self.turn.lock().expect("nothing panics while it counts");
        let left = *self.left.borrow() + 1;
        if let Err(error) = self.set(left) {
            tracing::warn!(%error, "cannot give a try back");
        }
    }
}

#[cfg(test)]
mod tests {
    use patchround_link::pairing::Code;

    use super::*;

    fn code() -> Secret {
        Secret::Code(Code::generate())
    }

    #[test]
    fn a_window_has_three_tries_on_the_disk_and_the_right_code_costs_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tries");
        let tries = DiskTries::new(&file, 3).unwrap();
        assert!(tries.take().unwrap());
        tries.give_back();
        for left in (0..3).rev() {
            assert!(tries.take().unwrap());
            assert_eq!(files::read_json::<u32>(&file).unwrap(), Some(left));
        }
        assert!(!tries.take().unwrap());
    }

    #[test]
    fn a_window_is_open_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tries");
        let window = Window::default();
        let opened = window.open(code(), &file).unwrap().unwrap();
        assert!(window.open(code(), &file).unwrap().is_none());
        window.close(&opened.desk);
        assert!(window.desk().is_none() && window.open(code(), &file).unwrap().is_some());
    }

    #[test]
    fn a_window_that_closes_late_leaves_the_next_one_open() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tries");
        let window = Window::default();
        let first = window.open(code(), &file).unwrap().unwrap();
        window.close(&first.desk);
        let next = window.open(code(), &file).unwrap().unwrap();
        window.close(&first.desk);
        assert!(window.desk().is_some(), "it closes only itself");
        window.close(&next.desk);
        assert!(window.desk().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_that_was_just_stopped_does_not_keep_the_next_one_shut() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tries");
        let window = Window::default();
        let first = window.open(code(), &file).unwrap().unwrap();
        assert!(window.open_next(code(), &file).await.unwrap().is_none(), "it is still open");
        let (next, ()) = tokio::join!(window.open_next(code(), &file), async {
            tokio::time::sleep(STOPPING / 2).await;
            window.close(&first.desk);
        });
        assert!(next.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_manager_is_refused_when_nobody_watches_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let window = Window::default();
        drop(window.open(code(), &folder.path().join("tries")).unwrap());
        let envelope = patchround_protocol::Envelope {
            key: patchround_protocol::PublicKey([0; 32]),
            signature: Vec::new(),
            payload: Vec::new(),
        };
        let welcome = Welcome { charter: envelope.clone(), policy: envelope };
        let answer = window.desk().unwrap().welcome(welcome).await;
        assert_eq!(answer, Welcomed::Refused { refusal: Refusal::NotPossible });
    }
}
