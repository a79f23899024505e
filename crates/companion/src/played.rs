//! A helper for tests, at the far end of the line.

use std::{sync::Arc, time::Duration};

use patchround_protocol::session::{FromPerson, ToPerson, View};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{UnixListener, UnixStream},
    time::timeout,
};

use crate::{Place, ThisPc, own::Sources};

/// What is at the far end: a helper that says and does what its test wants.
pub(crate) struct Helper {
    pub(crate) folder: TempDir,
    pub(crate) listener: Option<UnixListener>,
}

impl Helper {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("run")).unwrap();
        let mut helper = Self { folder, listener: None };
        helper.begin();
        helper
    }

    pub(crate) fn begin(&mut self) {
        let socket = self.folder.path().join("run/session.sock");
        _ = std::fs::remove_file(&socket);
        self.listener = Some(UnixListener::bind(socket).unwrap());
    }

    pub(crate) fn pc(&self) -> ThisPc {
        ThisPc::follow(Place::of(Some(self.folder.path())))
    }

    /// A person with these sources of their own programs.
    pub(crate) fn pc_with(&self, sources: Arc<dyn Sources>) -> ThisPc {
        ThisPc::begin(Place::of(Some(self.folder.path())), Some(sources))
    }

    pub(crate) async fn person(&self) -> Person {
        let accepted = within(self.listener.as_ref().unwrap().accept()).await;
        Person(BufStream::new(accepted.unwrap().0))
    }
}

/// One conversation, seen from the helper.
pub(crate) struct Person(pub(crate) BufStream<UnixStream>);

impl Person {
    pub(crate) async fn say(&mut self, what: &ToPerson) {
        let line = format!("{}\n", serde_json::to_string(what).unwrap());
        self.0.write_all(line.as_bytes()).await.unwrap();
        self.0.flush().await.unwrap();
    }

    pub(crate) async fn show(&mut self, office: &str) {
        let view = View { office: Some(office.to_owned()), ..View::default() };
        self.say(&ToPerson::View(Box::new(view))).await;
    }

    /// The next thing said that is not about running programs.
    pub(crate) async fn hear(&mut self) -> FromPerson {
        loop {
            match self.hear_all().await {
                FromPerson::Running { .. } => {}
                other => return other,
            }
        }
    }

    pub(crate) async fn hear_all(&mut self) -> FromPerson {
        let mut line = String::new();
        within(self.0.read_line(&mut line)).await.unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

pub(crate) async fn within<T>(what: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(100), what).await.expect("it comes in good time")
}
