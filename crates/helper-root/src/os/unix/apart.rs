//! A process that nothing ends that ends us, where no system keeps it for us.

use std::{io, os::unix::process::CommandExt, process::Command, thread};

use nix::unistd::setsid;

use super::{LOOK_AGAIN, command, own_uid};
use crate::txn::Txn;

const PGREP: &str = "/usr/bin/pgrep";

/// Starts a program in a session of its own, which no signal for ours reaches.
///
/// # Errors
/// When it was not started.
pub(in crate::os) fn start(mut program: Command) -> io::Result<()> {
    // SAFETY: between fork and exec only setsid is called besides, which is async-signal-safe (sigaction(2)).
    unsafe {
        program.pre_exec(|| Ok(setsid().map(drop)?));
    }
    let mut child = program.spawn()?;
    // Nobody else would take note of its end while we are there.
    if let Err(error) = thread::Builder::new().spawn(move || child.wait()) {
        tracing::warn!(%error, "nobody takes note of the end of a transaction");
    }
    Ok(())
}

/// Whether a process of ours was started for a transaction, also when it has not come far yet.
pub(in crate::os) fn runs(txn: Txn) -> bool {
    let (account, line) = (own_uid().to_string(), format!("transact {txn}( {LOOK_AGAIN})?$"));
    command(PGREP, &["-u", &account, "-f", &line]).status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, time::Duration};

    use super::*;

    fn until(is_so: impl Fn() -> bool) {
        let tries = std::iter::repeat_with(is_so).take(600);
        assert!(
            tries
                .inspect(|so| if !so {
                    thread::sleep(Duration::from_millis(50))
                })
                .any(|so| so)
        );
    }

    /// A process that lives until a file is there.
    fn transaction(folder: &Path, words: &[&str]) -> Command {
        let script = "ps -o sid= -p $$ >\"$0/sid\"; until [ -e \"$0/end\" ]; do sleep 0.05; done; true";
        let mut line = vec!["-c", script, folder.to_str().unwrap()];
        line.extend(words);
        command("/bin/sh", &line)
    }

    #[test]
    fn a_transaction_is_started_from_its_first_moment_until_its_end_and_in_a_session_of_its_own() {
        for again in [&[][..], &[LOOK_AGAIN]] {
            let folder = tempfile::tempdir().unwrap();
            let txn: Txn = format!("01932b00-0000-7000-8000-00000000b0{:02}-3", again.len()).parse().unwrap();
            let other: Txn =
                format!("01932b00-0000-7000-8000-00000000b0{:02}-33", again.len()).parse().unwrap();
            assert!(!runs(txn));
            let name = txn.to_string();
            let words: Vec<&str> = ["transact", &name].into_iter().chain(again.iter().copied()).collect();
            start(transaction(folder.path(), &words)).unwrap();
            assert!(runs(txn) && !runs(other));
            until(|| fs::read_to_string(folder.path().join("sid")).is_ok_and(|sid| sid.ends_with('\n')));
            let sid = fs::read_to_string(folder.path().join("sid")).unwrap();
            let ours = nix::unistd::getsid(None).unwrap().to_string();
            assert_ne!(sid.trim(), ours);
            fs::write(folder.path().join("end"), "").unwrap();
            until(|| !runs(txn));
        }
    }

    #[test]
    fn what_cannot_be_started_is_said() {
        assert!(start(command("/bin/nobody", &["transact"])).is_err());
    }
}
