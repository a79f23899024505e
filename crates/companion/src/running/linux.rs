use std::{fs, io::Read, os::unix::fs::MetadataExt, path::Path};

use super::Process;

/// Processes that are looked at.
const PROCESSES: usize = 10_000;
/// Bytes of a process's words that are read.
const WORDS_BYTES: u64 = 8 * 1024;
/// The file and, where that is an interpreter, its script.
const WORDS: usize = 2;

/// The processes of whoever runs us (`proc(5)`).
pub(super) fn processes() -> Vec<Process> {
    let own = nix::unistd::geteuid().as_raw();
    let all = fs::read_dir("/proc").into_iter().flatten().flatten().take(PROCESSES);
    let ours = all.filter(|one| one.metadata().is_ok_and(|about| about.uid() == own));
    ours.filter_map(|one| process(&one.path())).collect()
}

fn process(folder: &Path) -> Option<Process> {
    let file = fs::read_link(folder.join("exe")).ok()?.to_string_lossy().into_owned();
    let mut bytes = Vec::new();
    fs::File::open(folder.join("cmdline")).ok()?.take(WORDS_BYTES).read_to_end(&mut bytes).ok()?;
    let words = bytes.split(|byte| *byte == 0).take(WORDS);
    let words = words.map(|word| String::from_utf8_lossy(word).into_owned()).collect();
    // What was replaced while it runs still is what it was (`proc_pid_exe(5)`).
    Some(Process { file: file.trim_end_matches(" (deleted)").to_owned(), words })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_process_is_among_ours() {
        let own = std::env::current_exe().unwrap().to_string_lossy().into_owned();
        assert!(processes().iter().any(|process| process.file == own), "{own}");
    }
}
