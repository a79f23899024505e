//! Another program that writes firmware. fwupd has no lock that could be looked at: its clients are known by what they
//! were told to do.

use std::fs;

use patchround_updates::Pc;

/// fwupd's clients, as the kernel names their processes.
const CLIENTS: [&str; 2] = ["fwupdmgr", "fwupdtool"];
/// What writes.
const WRITES: [&str; 10] = [
    "activate",
    "downgrade",
    "install",
    "install-blob",
    "local-install",
    "reinstall",
    "switch-branch",
    "sync",
    "update",
    "upgrade",
];

/// The program that writes firmware at this moment.
pub(super) fn writer(pc: &Pc<'_>) -> Option<String> {
    let processes = fs::read_dir(pc.place("/proc")).into_iter().flatten().flatten();
    processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok()).find_map(|line| {
        let mut words = line.split(|b| *b == 0).filter_map(|word| std::str::from_utf8(word).ok());
        let client = words.next()?.rsplit('/').next()?;
        let is_client = CLIENTS.contains(&client);
        (is_client && words.any(|word| WRITES.contains(&word))).then(|| client.to_owned())
    })
}
