//! Where the root half keeps what it owns.

use std::path::{Path, PathBuf};

use patchround_apply::Keep;

use crate::{os, txn::Txn};

/// The root half's folders.
#[derive(Debug, Clone)]
pub struct State {
    dir: PathBuf,
    given: Option<PathBuf>,
}

impl State {
    /// Of this PC.
    pub fn of_system() -> Self {
        Self { dir: os::folder(), given: None }
    }

    /// In one folder with all other state, so that many can run on one machine.
    pub fn in_dir(dir: &Path) -> Self {
        Self { dir: dir.join("root"), given: Some(dir.to_owned()) }
    }

    /// The folder that holds all state, unless it is this PC's own.
    ///
    /// Then whoever runs us counts as the administrator and as the network half.
    pub fn given(&self) -> Option<&Path> {
        self.given.as_deref()
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The PC's TLS key: 32 seed bytes as hex. Systemd hands it to the network half.
    pub fn device_key(&self) -> PathBuf {
        self.dir.join("device.key")
    }

    /// The charter we obey, as it was signed.
    pub fn charter(&self) -> PathBuf {
        self.dir.join("charter.json")
    }

    /// The policy we obey, as it was signed.
    pub fn policy(&self) -> PathBuf {
        self.dir.join("policy.json")
    }

    /// The feeds we know, as they were signed.
    pub fn feeds(&self) -> PathBuf {
        self.dir.join("feeds.json")
    }

    /// Every act, written before it.
    pub fn journal(&self) -> PathBuf {
        self.dir.join("journal.ndjson")
    }

    /// Held by the one transaction that writes.
    pub fn lock(&self) -> PathBuf {
        self.dir.join("transaction.lock")
    }

    /// The order files of transactions.
    pub fn orders(&self) -> PathBuf {
        self.dir.join("txn")
    }

    /// The order of one transaction; locked by the process that carries it out.
    pub fn order(&self, txn: Txn) -> PathBuf {
        self.orders().join(format!("{txn}.json"))
    }

    /// The versions that were kept before an upgrade, for our eyes only.
    pub fn kept(&self) -> PathBuf {
        self.dir.join("kept")
    }

    /// Both, as the installing half wants them.
    pub fn keep(&self) -> Keep {
        Keep { folder: self.kept(), told: self.kept_told() }
    }

    /// What the network half is told of them.
    pub fn kept_told(&self) -> PathBuf {
        self.progress().join("kept.json")
    }

    /// What transactions tell the network half.
    pub fn progress(&self) -> PathBuf {
        self.dir.join("progress")
    }

    /// What one transaction tells the network half.
    pub fn progress_of(&self, txn: Txn) -> PathBuf {
        self.progress().join(txn.progress_name())
    }
}
