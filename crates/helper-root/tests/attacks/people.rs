//! Other accounts of the PC: who asks is told by the kernel (unix(7), SO_PEERCRED), not by the line.
//!
//! The folders and accounts of a real PC are made in a mount namespace of the test's own, which takes root.

use std::{
    fs::{self, File, Permissions},
    os::{
        fd::OwnedFd,
        unix::{
            fs::{PermissionsExt, chown},
            net::UnixListener,
            process::CommandExt,
        },
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use patchround_protocol::{Envelope, root::Ask};
use tempfile::TempDir;

use crate::{
    office::{OPERATOR, OWNER, Office, key},
    pc::{PROGRAM, Pc, Running, Traces, wait_until},
};

const NOBODY: u32 = 65534;
const HELPER: u32 = 54321;
const ROOT: u32 = 0;
const NOT_ALLOWED: &str = "{\"answer\":\"refused\",\"refusal\":\"not_allowed\"}\n";

#[test]
fn another_local_user_cannot_reach_the_root_half_and_is_not_heard_where_he_can() {
    if !patchround_trial::has_root("only root can be another account") {
        return;
    }
    let (pc, office) = Pc::joined();
    let before = pc.traces();
    let socket = pc.socket();
    for line in lines(&office) {
        assert_eq!(said_by(NOBODY, &socket, &line), Said::NoWay, "the folder and the socket are root's");
    }
    for path in [pc.folder.path(), socket.parent().unwrap()] {
        fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    }
    assert_eq!(said_by(NOBODY, &socket, "{\"ask\":\"leave\"}"), Said::NoWay, "the socket is root's");
    fs::set_permissions(&socket, Permissions::from_mode(0o666)).unwrap();
    for line in lines(&office) {
        assert_eq!(said_by(NOBODY, &socket, &line), Said::Answered(String::new()), "{line}");
    }
    assert_eq!(pc.traces(), before);
    pc.job_ends(&office);
}

#[test]
fn on_a_real_pc_the_network_half_cannot_join_or_leave_and_nobody_else_is_answered() {
    let Some(pc) = RealPc::start() else { return };
    let office = Office::of(pc.id());
    let charter = Envelope::seal(&office.charter(), &key(OWNER)).unwrap();
    let join = serde_json::to_string(&Ask::Join { charter, policy: office.policy() }).unwrap();
    let run = serde_json::to_string(&Ask::Run {
        job: Envelope::seal(&office.job(), &key(OPERATOR)).unwrap(),
        step: 0,
    });
    let run = run.unwrap();

    let before = pc.traces();
    assert_eq!(pc.said_by(HELPER, &join), Said::Answered(NOT_ALLOWED.into()));
    assert_eq!(pc.traces(), before);
    assert_eq!(pc.said_by(ROOT, &join), Said::Answered("{\"answer\":\"ok\"}\n".into()));

    let before = pc.traces();
    assert_eq!(pc.said_by(HELPER, "{\"ask\":\"leave\"}"), Said::Answered(NOT_ALLOWED.into()));
    assert_eq!(
        pc.said_by(ROOT, &run),
        Said::Answered(NOT_ALLOWED.into()),
        "only the network half hands jobs on"
    );
    assert_eq!(pc.said_by(NOBODY, &run), Said::NoWay, "mode 0660 keeps him out");
    fs::set_permissions(pc.socket(), Permissions::from_mode(0o666)).unwrap();
    for line in [&run, &join, "{\"ask\":\"leave\"}", "{\"ask\":\"observe\"}"] {
        assert_eq!(pc.said_by(NOBODY, line), Said::Answered(String::new()), "{line}");
    }
    assert_eq!(pc.traces(), before);
}

#[test]
fn what_the_root_half_keeps_cannot_be_read_or_written_by_another_account() {
    let Some(pc) = RealPc::start() else { return };
    let folder = pc.folder.path().join("patchround-root");
    for uid in [HELPER, NOBODY] {
        for name in ["device.key", "txn", "journal.ndjson", "charter.json", "policy.json"] {
            let path = folder.join(name);
            assert!(!can(uid, "-r", &path), "{uid} reads {name}");
            assert!(!can(uid, "-w", &path), "{uid} writes {name}");
        }
        assert!(!can(uid, "-w", &folder) && !can(uid, "-w", &folder.join("progress")), "{uid} adds files");
    }
    assert!(can(HELPER, "-r", &folder.join("progress")), "the network half reads progress");
    assert!(!can(NOBODY, "-r", &folder.join("progress")));
}

fn lines(office: &Office) -> [String; 3] {
    let job = Envelope::seal(&office.job(), &key(OPERATOR)).unwrap();
    let run = serde_json::to_string(&Ask::Run { job, step: 0 }).unwrap();
    ["{\"ask\":\"leave\"}".into(), "{\"ask\":\"observe\"}".into(), run]
}

/// The root half with a real PC's folders, accounts and socket.
struct RealPc {
    folder: TempDir,
    _root: Running,
}

/// Its own `/var/lib` and its own accounts; then the socket as systemd would hand it over (sd_listen_fds(3)).
const SET_UP: &str = r#"
set -e
mount --bind "$1" /var/lib
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
"$2" keygen
exec 3<&0 </dev/null
LISTEN_PID=$$ LISTEN_FDS=1 exec "$2" serve
"#;

impl RealPc {
    fn start() -> Option<Self> {
        if !patchround_trial::has_root("only root can be another account") {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        for (name, line) in [
            ("passwd", format!("patchround:x:{HELPER}:{HELPER}::/:/bin/false\n")),
            ("group", format!("patchround:x:{HELPER}:\n")),
        ] {
            let ours = fs::read_to_string(Path::new("/etc").join(name)).unwrap();
            fs::write(folder.path().join(name), ours + &line).unwrap();
        }
        let socket = folder.path().join("root.sock");
        let listener = UnixListener::bind(&socket).unwrap();
        chown(&socket, Some(ROOT), Some(HELPER)).unwrap();
        fs::set_permissions(&socket, Permissions::from_mode(0o660)).unwrap(); // as patchround-root.socket says
        let root = Command::new("/usr/bin/unshare")
            .args(["--mount", "--propagation", "private", "/bin/sh", "-c", SET_UP, "sh"])
            .args([folder.path().as_os_str(), PROGRAM.as_ref()])
            .stdin(Stdio::from(OwnedFd::from(listener)))
            .spawn();
        let pc = Self { folder, _root: Running(root.unwrap()) };
        wait_until(
            "the root half answers",
            || matches!(pc.said_by(ROOT, "{\"ask\":\"observe\"}"), Said::Answered(answer) if !answer.is_empty()),
        );
        Some(pc)
    }

    fn id(&self) -> patchround_protocol::PcId {
        let seed = fs::read_to_string(self.folder.path().join("patchround-root/device.key")).unwrap();
        let seed = data_encoding::HEXLOWER.decode(seed.as_bytes()).unwrap();
        patchround_helper_root::membership::pc_of(&seed.try_into().unwrap())
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("root.sock")
    }

    fn said_by(&self, uid: u32, line: &str) -> Said {
        said_by(uid, &self.socket(), line)
    }

    fn traces(&self) -> Traces {
        Traces::of(&self.folder.path().join("patchround-root"))
    }
}

/// What became of a request.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// The kernel does not let him connect.
    NoWay,
    /// He is connected, and this is the answer.
    Answered(String),
}

/// Says one line as a process of another account: perl is on every Debian.
fn said_by(uid: u32, socket: &Path, line: &str) -> Said {
    const TALK: &str = "socket(S, PF_UNIX, SOCK_STREAM, 0) or exit 2; \
        connect(S, sockaddr_un($ARGV[0])) or exit 3; \
        $SIG{PIPE} = 'IGNORE'; syswrite S, <STDIN>; print while <S>;";
    let asked = tempfile::NamedTempFile::new().unwrap();
    fs::write(asked.path(), format!("{line}\n")).unwrap();
    let output = Command::new("/usr/bin/perl")
        .args(["-MSocket", "-e", TALK])
        .arg(socket)
        .stdin(File::open(asked.path()).unwrap())
        .uid(uid)
        .gid(uid)
        .current_dir("/")
        .output()
        .unwrap();
    match output.status.code() {
        Some(3) => Said::NoWay,
        Some(0) => Said::Answered(String::from_utf8(output.stdout).unwrap()),
        other => panic!("perl ended with {other:?}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

fn can(uid: u32, what: &str, path: &Path) -> bool {
    let asked = Command::new("/usr/bin/test").arg(what).arg(path).uid(uid).gid(uid).current_dir("/").status();
    asked.unwrap().success()
}
