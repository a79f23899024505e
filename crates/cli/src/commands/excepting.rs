//! `except`: what the owner agreed to be late with.

use std::io::{self, IsTerminal};

use anyhow::Context;
use jiff::Timestamp;
use patchround_office::{Office, except::Wanted};
use patchround_protocol::ids::PackageName;
use patchround_words::{say, say_with};
use zeroize::Zeroizing;

use super::{
    Place,
    holding::{bring, not_offered},
};
use crate::{args::Except, exit::Exit, out, sentence::value};

pub(super) async fn except(at: &Place, args: &Except) -> anyhow::Result<Exit> {
    let Some(package) = &args.package else { return show(&at.open()?, args.json) };
    let (Some(why), Some(instead), Some(days)) = (&args.why, &args.instead, args.days) else {
        return end(&at.open()?, package).await;
    };
    let wanted = Wanted {
        package: package.clone(),
        pcs: args.pc.clone(),
        why: why.clone(),
        instead: instead.clone(),
        days: days.into(),
    };
    // Before anybody looks for the owner's paper.
    if let Some(sentence) = not_offered(&at.open()?.stored_views()?, package, "except-meant") {
        out::line(&sentence);
        return Ok(Exit::Failed);
    }
    let words = owners_words()?;
    let office = at.open()?;
    let agreed = office.except(&wanted, &words)?;
    let named = ("package", value(package.as_str()));
    let pcs = ("pcs", value(args.pc.join(", ")));
    let sentence = if args.pc.is_empty() { "except-done-everywhere" } else { "except-done" };
    out::line(&say_with(sentence, &[named, ("until", value(out::time(agreed.until))), pcs]));
    bring(&office).await
}

/// Everything that is agreed and holds, the first to end first.
fn show(office: &Office, json: bool) -> anyhow::Result<Exit> {
    let mut agreed = office.exceptions(Timestamp::now());
    agreed.sort_by_key(|exception| exception.until);
    if json {
        out::json(&agreed);
        return Ok(Exit::Done);
    }
    if agreed.is_empty() {
        out::line(&say("except-none"));
    }
    let pcs = office.store.pcs()?;
    for exception in &agreed {
        let named: Vec<&str> =
            pcs.iter().filter(|pc| exception.pcs.contains(&pc.id)).map(|pc| &*pc.name).collect();
        let on = match () {
            () if exception.pcs.is_empty() => say("page-every-pc"),
            () if named.is_empty() => say("except-pc-gone"),
            () => named.join(", "),
        };
        let values = [
            ("package", value(exception.package.as_str())),
            ("pcs", value(on)),
            ("by", value(&*exception.by)),
            ("until", value(out::time(exception.until))),
            ("why", value(&*exception.why)),
            ("instead", value(&*exception.instead)),
        ];
        out::line(&say_with("page-exception", &values));
    }
    Ok(Exit::Done)
}

async fn end(office: &Office, package: &PackageName) -> anyhow::Result<Exit> {
    office.end_exceptions_for(package)?;
    out::line(&say_with("except-ended", &[("package", value(package.as_str()))]));
    bring(office).await
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
