//! Whether all that a program started is asleep while a part of it waits at a terminal (proc(5)).

use std::{collections::BTreeSet, fs, path::Path};

use nix::{
    libc,
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::super::terminal::{Asleep, Reader};

/// The program and everything below it, if every thread of it is asleep and at least one reads from a terminal.
pub(in super::super) fn asleep(root: u32) -> Option<Asleep> {
    let mut asleep = Asleep::default();
    for process in below(root) {
        let state = process.state;
        if state == 'Z' {
            continue;
        }
        let folder = format!("/proc/{}", process.pid);
        for task in fs::read_dir(format!("{folder}/task")).ok()?.flatten() {
            if Process::read(&task.path())?.state != 'S' {
                return None;
            }
            if reads_a_terminal(&folder, &task.path()) {
                let name = process.name.clone();
                asleep.readers.insert(Reader { pid: process.pid, started: process.started, name });
            }
        }
        asleep.written.insert((process.pid, process.started, written(&folder)?));
    }
    (!asleep.readers.is_empty()).then_some(asleep)
}

/// Tells a reader that its terminal is gone (signal(7)): first as a terminal says it, then plainly.
pub(in super::super) fn hang_up(reader: &Reader, again: bool) {
    let still_it = Process::read(Path::new(&format!("/proc/{}", reader.pid)))
        .is_some_and(|process| process.started == reader.started);
    let signal = if again { Signal::SIGTERM } else { Signal::SIGHUP };
    if still_it && let Err(error) = kill(Pid::from_raw(reader.pid.cast_signed()), signal) {
        tracing::warn!(%error, "Failed to end what waits at a terminal");
    }
}

struct Process {
    pid: u32,
    parent: u32,
    name: String,
    state: char,
    started: u64,
}

impl Process {
    /// Of a folder of `/proc`: `PID (NAME) STATE PARENT ...`, the start is field 22. A name may hold anything.
    fn read(folder: &Path) -> Option<Self> {
        let text = String::from_utf8_lossy(&fs::read(folder.join("stat")).ok()?).into_owned();
        let (pid, rest) = text.split_once(" (")?;
        let (name, rest) = rest.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        Some(Self {
            pid: pid.parse().ok()?,
            parent: fields.get(1)?.parse().ok()?,
            name: name.chars().filter(|c| !c.is_control()).collect(),
            state: fields.first()?.chars().next()?,
            started: fields.get(19)?.parse().ok()?,
        })
    }
}

/// A process and all its descendants.
fn below(root: u32) -> Vec<Process> {
    let folders = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbered = folders.filter(|f| f.file_name().as_encoded_bytes().iter().all(u8::is_ascii_digit));
    let mut others: Vec<Process> = numbered.filter_map(|f| Process::read(&f.path())).collect();
    let (mut found, mut pids) = (Vec::new(), BTreeSet::from([root]));
    loop {
        let belongs = |p: &Process| p.pid == root || pids.contains(&p.parent);
        let (more, rest): (Vec<_>, Vec<_>) = others.into_iter().partition(belongs);
        if more.is_empty() {
            return found;
        }
        pids.extend(more.iter().map(|p| p.pid));
        found.extend(more);
        others = rest;
    }
}

/// Its last system call is a read from a terminal: `NUMBER ARGUMENT...` in hexadecimal.
fn reads_a_terminal(folder: &str, task: &Path) -> bool {
    let descriptor = || {
        let call = fs::read_to_string(task.join("syscall")).ok()?;
        let mut words = call.split(' ');
        let number: libc::c_long = words.next()?.parse().ok()?;
        let first = words.next()?.strip_prefix("0x")?;
        (number == libc::SYS_read).then(|| u64::from_str_radix(first, 16).ok())?
    };
    let file = descriptor().and_then(|number| fs::read_link(format!("{folder}/fd/{number}")).ok());
    file.is_some_and(|file| {
        ["/dev/tty", "/dev/pts/", "/dev/console", "/dev/hvc"]
            .iter()
            .any(|t| file.to_string_lossy().starts_with(t))
    })
}

/// Bytes it has handed to the kernel and the kernel to the disk.
fn written(folder: &str) -> Option<(u64, u64)> {
    let text = fs::read_to_string(format!("{folder}/io")).ok()?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    Some((field("wchar:")?, field("write_bytes:")?))
}
