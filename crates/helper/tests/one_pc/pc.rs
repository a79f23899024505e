//! One PC: both programs of its helper, in a folder of their own.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU8, Ordering},
    },
    time::{Duration, Instant},
};

use patchround_link::pairing::Code;
use tempfile::TempDir;

/// The root half's program, built beside ours.
pub(crate) fn root_half() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let ours = Path::new(env!("CARGO_BIN_EXE_patchround-helper"));
        let folder = ours.parent().unwrap();
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "patchround-helper-root", "--target-dir"])
            .arg(folder.parent().unwrap())
            .status();
        assert!(cargo.unwrap().success());
        folder.join("patchround-helper-root")
    })
}

pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One PC: its two halves and its folder.
pub(crate) struct Pc {
    pub(crate) folder: TempDir,
    pub(crate) address: SocketAddr,
    pub(crate) net: Option<Running>,
    _root: Running,
}

impl Pc {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = own_address();
        let root = spawn(Command::new(root_half()).arg("--state-dir").arg(folder.path()).arg("serve"));
        wait_for(&folder.path().join("run/root.sock"));
        let mut pc = Self { folder, address, net: None, _root: root };
        pc.start_net();
        pc
    }

    pub(crate) fn start_net(&mut self) {
        let listen = self.address.to_string();
        let _ = std::fs::remove_file(self.folder.path().join("run/control.sock"));
        self.net = Some(spawn(&mut self.command(&["serve", "--no-announce", "--listen", &listen])));
        wait_for(&self.folder.path().join("run/control.sock"));
    }

    fn command(&self, line: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchround-helper"));
        command.arg("--state-dir").arg(self.folder.path()).args(line);
        command
    }

    pub(crate) fn says(&self, line: &[&str]) -> (i32, String) {
        let output = self.command(line).output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code().unwrap(), text)
    }

    /// `patchround-helper pair` in the foreground, once it waits.
    pub(crate) fn pair(&self, code: &Code) -> (Running, BufReader<ChildStdout>) {
        let mut running = spawn(self.command(&["pair", &code.to_string()]).stdout(Stdio::piped()));
        let mut said = BufReader::new(running.0.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert!(line.starts_with("Waiting"), "{line}");
        (running, said)
    }
}

/// An address of this PC alone, also while it is started anew: where others make connections, one of them could have
/// its port meanwhile; and where all have one key, one must not be taken for another.
pub(crate) fn own_address() -> SocketAddr {
    static PCS: AtomicU8 = AtomicU8::new(1);
    let [.., a, b] = std::process::id().to_be_bytes();
    SocketAddr::from(([127, a, b, PCS.fetch_add(1, Ordering::Relaxed)], 7443))
}

pub(crate) fn spawn(command: &mut Command) -> Running {
    Running(command.spawn().unwrap())
}

fn wait_for(path: &Path) {
    let end = Instant::now() + Duration::from_secs(20);
    while !path.exists() {
        assert!(Instant::now() < end, "{path:?} does not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}
