//! `except`: what the owner agreed to be late with.

use std::io::{self, IsTerminal};

use anyhow::Context;
use patchround_office::except::Wanted;
use patchround_words::{say, say_with};
use zeroize::Zeroizing;

use super::{Place, holding::bring};
use crate::{args::Except, exit::Exit, out, sentence::value};

pub(super) async fn except(at: &Place, args: &Except) -> anyhow::Result<Exit> {
    let package = ("package", value(args.package.as_str()));
    let (Some(why), Some(instead), Some(days)) = (&args.why, &args.instead, args.days) else {
        let office = at.open()?;
        office.end_exceptions_for(&args.package)?;
        out::line(&say_with("except-ended", &[package]));
        return bring(&office).await;
    };
    let wanted = Wanted {
        package: args.package.clone(),
        pcs: args.pc.clone(),
        why: why.clone(),
        instead: instead.clone(),
        days: days.into(),
    };
    let words = owners_words()?;
    let office = at.open()?;
    let agreed = office.except(&wanted, &words)?;
    let pcs = ("pcs", value(args.pc.join(", ")));
    let sentence = if args.pc.is_empty() { "except-done-everywhere" } else { "except-done" };
    out::line(&say_with(sentence, &[package, ("until", value(out::time(agreed.until))), pcs]));
    bring(&office).await
}

/// One line from whoever types, which the terminal does not show, or from a script.
fn owners_words() -> anyhow::Result<Zeroizing<String>> {
    let mut words = Zeroizing::new(String::new());
    let _unseen = io::stdin().is_terminal().then(|| {
        out::aside(&say("except-words"));
        Unseen::begin()
    });
    io::stdin().read_line(&mut words).context("Failed to read the words")?;
    Ok(words)
}

/// While this is there the terminal does not show what is typed, where it can be told so.
#[cfg(unix)]
struct Unseen(Option<nix::sys::termios::Termios>);

#[cfg(unix)]
impl Unseen {
    fn begin() -> Self {
        use nix::sys::termios::{LocalFlags, SetArg, tcgetattr, tcsetattr};

        let before = tcgetattr(io::stdin()).ok();
        if let Some(mut unseen) = before.clone() {
            unseen.local_flags.remove(LocalFlags::ECHO);
            unseen.local_flags.insert(LocalFlags::ECHONL);
            _ = tcsetattr(io::stdin(), SetArg::TCSAFLUSH, &unseen);
        }
        Self(before)
    }
}

#[cfg(unix)]
impl Drop for Unseen {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            _ = nix::sys::termios::tcsetattr(io::stdin(), nix::sys::termios::SetArg::TCSANOW, before);
        }
    }
}

/// Elsewhere it is shown.
#[cfg(not(unix))]
struct Unseen;

#[cfg(not(unix))]
impl Unseen {
    fn begin() -> Self {
        Self
    }
}
