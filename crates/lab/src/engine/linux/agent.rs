//! The processes that outlive `up`: this very program, started again for one PC or for the archive.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::places::{Places, SERVER, SERVER_ADDRESS};
use super::process::{Process, children, is_first_of_its_namespace};
use super::run::tool;
use super::{cgroup, network, serve};

const CALL: &str = "__patchround-lab-agent";
/// What systemd-nspawn ends with when the PC asked to be started again.
const REBOOT: i32 = 133;

/// Does the work of an agent when the program was started as one, and only then gives an exit code. Call it
/// before anything else in `main`, with all arguments.
pub fn reexec(args: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    let args: Vec<String> = args.into_iter().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [CALL, "supervise", lab, who] => supervise(lab, who),
        [CALL, "serve", lab, dir] => serve_archive(lab, Path::new(dir)),
        _ => return None,
    };
    Some(match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    })
}

/// Starts the supervisor of a PC; it lives until the PC is switched off.
pub(super) fn start_supervisor(places: &Places, who: &str) -> Result<()> {
    let agent = places.agent().display().to_string();
    let command = tool(&agent, [CALL, "supervise", places.name(), who]);
    start(places, who, command)
}

/// Starts the archive server in the office's LAN, able to read and nothing more.
pub(super) fn start_server(places: &Places, dir: &Path) -> Result<()> {
    let namespace = format!("--net=/run/netns/{}", places.namespace(SERVER));
    let bounds = "--bounding-set=-all,+net_bind_service,+dac_read_search";
    let mut command =
        tool("/usr/bin/nsenter", [&namespace, "--", "/usr/bin/setpriv", bounds, "--inh-caps=-all", "--"]);
    command.arg(places.agent()).args([CALL, "serve", places.name()]).arg(dir);
    fs::create_dir_all(places.machine(SERVER)).context("Failed to make the server's folder")?;
    start(places, SERVER, command)
}

/// Waits until the agent of `who` has begun its work.
fn start(places: &Places, who: &str, mut command: Command) -> Result<()> {
    let machine = places.machine(who);
    let log = File::create(machine.join("console.log")).context("Failed to make a console log")?;
    let mut child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
    // The server has no right to do this itself.
    cgroup::admit(places, who, child.id())?;
    for _ in 0..1000 {
        if Process::recorded(&machine.join("supervisor")).is_some() {
            return Ok(());
        }
        if child.try_wait()?.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    bail!("Failed to start {who}:\n{}", console(places, who))
}

/// The end of what `who` has said on its console.
pub(super) fn console(places: &Places, who: &str) -> String {
    let text = fs::read(places.machine(who).join("console.log")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

fn supervise(lab: &str, who: &str) -> Result<()> {
    let places = Places::of(lab)?;
    // Before systemd-nspawn begins, which looks for its group once.
    cgroup::admit(&places, who, std::process::id())?;
    begin(&places, who)?;
    let machine = places.machine(who);
    loop {
        network::plug(&places, who, true)?;
        let mut nspawn = boot(&places, who)?;
        let code = attend(&mut nspawn, &machine)?;
        // Gone with the whole office when it is taken down.
        let _ = network::plug(&places, who, false);
        if code != Some(REBOOT) || machine.join("off").exists() {
            return Ok(());
        }
    }
}

fn serve_archive(lab: &str, dir: &Path) -> Result<()> {
    let places = Places::of(lab)?;
    let server = serve::Server::bind((SERVER_ADDRESS, 80).into(), dir)?;
    begin(&places, SERVER)?;
    server.run()
}

/// Leaves the caller's terminal and says that the work has begun.
fn begin(places: &Places, who: &str) -> Result<()> {
    nix::unistd::setsid().context("Failed to leave the terminal")?;
    Process::this()?.record(&places.machine(who).join("supervisor"))
}

fn boot(places: &Places, who: &str) -> Result<Child> {
    let id =
        fs::read_to_string(places.machine(who).join("machine-id")).context("Failed to read a machine id")?;
    let mut command = tool("/usr/bin/systemd-nspawn", ["--quiet", "--register=no", "--keep-unit", "--boot"]);
    command.args(["--console=read-only", "--resolv-conf=off", "--timezone=off", "--link-journal=no"]);
    command.args([
        "--drop-capability=CAP_SYS_TIME",
        "--capability=CAP_NET_ADMIN",
        "--kill-signal=SIGRTMIN+3",
    ]);
    command.arg(format!("--network-namespace-path=/run/netns/{}", places.namespace(who)));
    command.arg(format!("--machine={}", places.machine_name(who))).arg(format!("--hostname={who}"));
    command.arg(format!("--uuid={}", id.trim())).arg(format!("--directory={}", places.root(who).display()));
    // As Debian itself has it, also where this machine still mounts several hierarchies.
    command.env("SYSTEMD_NSPAWN_UNIFIED_HIERARCHY", "1").stdin(Stdio::null());
    command.spawn().context("Failed to start systemd-nspawn")
}

/// Notes who is who while the PC is on; gives what systemd-nspawn ended with.
fn attend(nspawn: &mut Child, machine: &Path) -> Result<Option<i32>> {
    let pid = i32::try_from(nspawn.id())?;
    Process::look(pid).context("systemd-nspawn ended at once")?.record(&machine.join("nspawn"))?;
    while nspawn.try_wait()?.is_none() {
        if let Some(leader) = leader_of(pid) {
            leader.record(&machine.join("leader"))?;
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(nspawn.wait()?.code())
}

/// The PC's systemd. Before it is called that, the PC's root is not yet in place.
fn leader_of(nspawn: i32) -> Option<Process> {
    let called_systemd = |pid: &i32| {
        fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "systemd")
    };
    let mut candidates = children(nspawn).into_iter().filter(|pid| is_first_of_its_namespace(*pid));
    candidates.find(called_systemd).and_then(Process::look)
}

#[expect(clippy::print_stderr, reason = "the agent's standard error is its PC's console log")]
fn complain(error: &anyhow::Error) {
    eprintln!("{error:#}");
}
