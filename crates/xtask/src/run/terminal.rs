//! What is typed into the terminal while the window is open: codes, of which the last one counts.

use std::io::BufRead;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process::{Cmd, Running};
use crate::{interrupt, say};

const POLL: Duration = Duration::from_millis(200);
/// A program that was given what is no code has said so and ended by then.
const AT_ONCE: Duration = Duration::from_millis(800);

/// Hands on each line that is typed, until the window has ended. `typed` must not wait for anybody.
pub(super) fn until_it_is_quit(app: &mut Running, typed: impl FnMut(&str) -> Result<()>) -> Result<()> {
    hand_on(app, &lines(), typed)
}

fn hand_on(
    app: &mut Running,
    lines: &Receiver<String>,
    mut typed: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    while !app.has_worked()? {
        interrupt::check()?;
        match lines.recv_timeout(POLL).as_deref().map(str::trim) {
            Ok("") | Err(RecvTimeoutError::Timeout) => {}
            Ok(code) => typed(code)?,
            // Nobody can type here.
            Err(RecvTimeoutError::Disconnected) => thread::sleep(POLL),
        }
    }
    Ok(())
}

fn lines() -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// The code with which a PC waits to be let in, if there is one. It waits no longer than this is there.
#[derive(Default)]
pub(super) struct Waiting(Option<Running>);

impl Waiting {
    /// Begins to wait with a code in place of the one before. What is no code is said by the helper itself.
    pub(super) fn begin(&mut self, pair: Cmd, code: &str) -> Result<()> {
        // The helper opens no second window while the first is there.
        self.0 = None;
        let mut pair = pair.start_in_the_open()?;
        let started = Instant::now();
        while started.elapsed() < AT_ONCE {
            if pair.has_ended()? {
                return Ok(());
            }
            interrupt::check()?;
            thread::sleep(Duration::from_millis(20));
        }
        self.0 = Some(pair);
        say::line(format_args!(
            "This PC now waits for the office whose window shows {code}; another code typed here takes its place."
        ));
        Ok(())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// Ends when it is told to, or at once.
    fn program(seconds: &str) -> Cmd {
        Cmd::new("/bin/sleep").arg(seconds)
    }

    impl Waiting {
        fn still_waits(&mut self) -> bool {
            self.0.as_mut().is_some_and(|pair| pair.has_ended().is_ok_and(|ended| !ended))
        }
    }

    #[test]
    fn the_next_code_takes_the_place_of_the_one_that_waits() {
        let mut waiting = Waiting::default();
        waiting.begin(program("600"), "1111-1111-1").unwrap();
        let first = waiting.0.as_ref().unwrap().id();
        waiting.begin(program("600"), "8301-2947-6").unwrap();
        assert!(waiting.still_waits());
        assert!(!std::path::Path::new(&format!("/proc/{first}")).exists(), "the first one has ended");
    }

    #[test]
    fn what_is_no_code_waits_for_nobody() {
        let mut waiting = Waiting::default();
        waiting.begin(Cmd::new("/bin/false"), "nonsense").unwrap();
        assert!(!waiting.still_waits());
    }

    #[test]
    fn the_end_of_the_window_is_seen_while_a_code_waits() {
        let (sender, lines) = mpsc::channel();
        sender.send(" 8301-2947-6\n".to_owned()).unwrap();
        let mut app = program("2").start_in_the_open().unwrap();
        let mut waiting = Waiting::default();
        let started = Instant::now();
        hand_on(&mut app, &lines, |code| {
            assert_eq!(code, "8301-2947-6");
            waiting.begin(program("600"), code)
        })
        .unwrap();
        assert!(waiting.still_waits(), "it was not waited for");
        assert!(started.elapsed() < Duration::from_secs(60));
    }

    #[test]
    fn a_terminal_in_which_nobody_can_type_does_not_end_the_window() {
        let (sender, lines) = mpsc::channel();
        drop(sender);
        let mut app = program("1").start_in_the_open().unwrap();
        hand_on(&mut app, &lines, |_| unreachable!("nothing is typed")).unwrap();
        assert!(app.has_ended().unwrap());
    }
}
