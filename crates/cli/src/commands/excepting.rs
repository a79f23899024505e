//! `except`: what the owner agreed to be late with.

use std::io::{self, IsTerminal};

use anyhow::Context;
use patchround_office::except::Wanted;
use patchround_words::{say, say_with};
use zeroize::Zeroizing;

use super::{
    Place,
    holding::{bring, not_offered},
};
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
    // Before anybody looks for the owner's paper.
    if let Some(sentence) = not_offered(&at.open()?.stored_views()?, &args.package, "except-meant") {
        out::line(&sentence);
        return Ok(Exit::Failed);
    }
    let words = owners_words()?;
    let office = at.open()?;
    let agreed = office.except(&wanted, &words)?;
    let pcs = ("pcs", value(args.pc.join(", ")));
    let sentence = if args.pc.is_empty() { "except-done-everywhere" } else { "except-done" };
    out::line(&say_with(sentence, &[package, ("until", value(out::time(agreed.until))), pcs]));
    bring(&office).await
}

/// What whoever types types unseen, or one line from a script.
fn owners_words() -> anyhow::Result<Zeroizing<String>> {
    let mut words = Zeroizing::new(String::new());
    if io::stdin().is_terminal() {
        out::aside(&say("except-words"));
        *words = rpassword::read_password().context("Failed to read the words")?;
    } else {
        io::stdin().read_line(&mut words).context("Failed to read the words")?;
    }
    Ok(words)
}
