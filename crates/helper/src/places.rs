//! Where the network half finds and keeps things.

use std::path::{Path, PathBuf};

use crate::os;

/// The folders and sockets of this PC, or of one folder that holds everything.
#[derive(Debug, Clone)]
pub struct Places {
    net: PathBuf,
    root: PathBuf,
    run: PathBuf,
    is_given: bool,
}

impl Places {
    /// Those of this PC.
    pub fn of_system() -> Self {
        os::places().map_or_else(
            || Self {
                net: "/var/lib/patchround".into(),
                root: "/var/lib/patchround-root".into(),
                run: "/run/patchround".into(),
                is_given: false,
            },
            |all| Self {
                net: all.join("net"),
                root: all.join("root"),
                run: all.join("run"),
                is_given: false,
            },
        )
    }

    /// All in one folder, so that many can run on one machine.
    pub fn in_dir(dir: &Path) -> Self {
        Self { net: dir.join("net"), root: dir.join("root"), run: dir.join("run"), is_given: true }
    }

    /// Whether all state is in one given folder: then whoever runs us is the administrator.
    pub fn is_given(&self) -> bool {
        self.is_given
    }

    /// Our own state.
    pub fn net(&self) -> &Path {
        &self.net
    }

    /// Folder of the sockets.
    pub fn run(&self) -> &Path {
        &self.run
    }

    /// The PC's TLS key; systemd hands it to us as a credential (`systemd.exec(5)`). Elsewhere
    /// the root half lets us read it.
    pub fn device_key(&self) -> PathBuf {
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        match credentials {
            Some(folder) if !self.is_given => folder.join("device.key"),
            _ => self.root.join("device.key"),
        }
    }

    /// The numbered event log.
    pub fn events(&self) -> PathBuf {
        self.net.join("events.ndjson")
    }

    /// The signed jobs.
    pub fn jobs(&self) -> PathBuf {
        self.net.join("jobs")
    }

    /// The charter we obey, as it was signed.
    pub fn charter(&self) -> PathBuf {
        self.net.join("charter.json")
    }

    /// The policy we obey, as it was signed.
    pub fn policy(&self) -> PathBuf {
        self.net.join("policy.json")
    }

    /// The feeds we know, as they were signed.
    pub fn feeds(&self) -> PathBuf {
        self.net.join("feeds.json")
    }

    /// The charter of an office that the root half may have joined, and we have not.
    pub fn joining(&self) -> PathBuf {
        self.net.join("joining.json")
    }

    /// A charter, policy or feeds on the way to the root half.
    pub fn coming(&self) -> PathBuf {
        self.net.join("coming.json")
    }

    /// What this PC did by itself, and what it is about.
    pub fn standing(&self) -> PathBuf {
        self.net.join("standing.json")
    }

    /// Who used which program of this PC.
    pub fn people(&self) -> PathBuf {
        self.net.join("people.json")
    }

    /// What people's own programs are offered, and what of it was ordered while they were away.
    pub fn own(&self) -> PathBuf {
        self.net.join("own.json")
    }

    /// What became of updates lately.
    pub fn lately(&self) -> PathBuf {
        self.net.join("lately.json")
    }

    /// What was put in place of what people use.
    pub fn after(&self) -> PathBuf {
        self.net.join("after.json")
    }

    /// The newest scan.
    pub fn scan(&self) -> PathBuf {
        self.net.join("scan.json")
    }

    /// The tries that the pairing window has left.
    pub fn tries(&self) -> PathBuf {
        self.net.join("tries.json")
    }

    /// What a transaction tells us.
    pub fn progress(&self, name: &str) -> PathBuf {
        self.root.join("progress").join(name)
    }

    /// What the root half tells of the versions it has kept.
    pub fn kept(&self) -> PathBuf {
        self.progress("kept.json")
    }

    /// Where the root half listens.
    pub fn root_socket(&self) -> PathBuf {
        os::socket(&self.run, "root")
    }

    /// Where we listen for the programs of the people who are signed in.
    pub fn session_socket(&self) -> PathBuf {
        os::socket(&self.run, "session")
    }

    /// Where we listen for this PC's administrator.
    pub fn control_socket(&self) -> PathBuf {
        os::socket(&self.run, "control")
    }
}
