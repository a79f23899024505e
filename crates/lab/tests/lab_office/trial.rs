//! What the tests of the lab share: a name of their own, whether they can run, what a lab leaves behind.
#![expect(clippy::unwrap_used, reason = "part of tests")]

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use patchround_lab::Options;

static TRIALS: AtomicU32 = AtomicU32::new(0);

/// Options for a lab of this test alone, or `None` when the test cannot run and need not.
pub(crate) fn options(pcs: usize) -> Option<Options> {
    if !patchround_trial::has_root("the lab takes root") {
        return None;
    }
    let name =
        format!("t{}x{}", std::process::id() % 10_000_000, TRIALS.fetch_add(1, Ordering::Relaxed) % 100);
    let agent = Some(env!("CARGO_BIN_EXE_lab-agent").into());
    Some(Options { name, pcs, agent, ..Options::default() })
}

/// Everything of a lab that this machine knows of, one line each.
pub(crate) fn traces(name: &str) -> Vec<String> {
    let namespaces =
        names_in("/run/netns").into_iter().filter(|entry| entry.starts_with(&format!("pr-{name}-")));
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
    let mounts = mounts.lines().filter(|line| line.contains(&format!("/{name}/"))).map(str::to_owned);
    let groups = names_in("/sys/fs/cgroup").into_iter().map(|entry| format!("/sys/fs/cgroup/{entry}"));
    let groups =
        groups.chain(["/sys/fs/cgroup".to_owned()]).map(|top| format!("{top}/patchround-lab/{name}"));
    let folders = [format!("/var/lib/patchround-lab/{name}")];
    let processes =
        names_in("/proc").into_iter().filter(|pid| command_line(pid).contains(&format!(" {name} ")));
    namespaces
        .chain(mounts)
        .chain(groups.chain(folders).filter(|path| Path::new(path).exists()))
        .chain(processes.map(|pid| format!("process {pid}: {}", command_line(&pid))))
        .collect()
}

fn names_in(dir: &str) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

fn command_line(pid: &str) -> String {
    fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default().replace('\0', " ")
}
