//! `patchround-practice`: practice PCs to play with, until it is ended.

use std::{
    io::{BufRead, Write},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use clap::Parser;
use patchround_practice::{Practice, awkward, ordinary};
use tokio::sync::mpsc;

/// Practice PCs: this computer plays them, and nothing is ever installed. Ctrl+C ends them.
#[derive(Debug, Parser)]
#[command(
    name = "patchround-practice",
    version,
    after_help = "While it runs it obeys lines on its input:\n  \
    code CODE   types the manager's code at every PC that has not joined\n  off NAME    pulls a PC's plug\n  \
    on NAME     switches it on again"
)]
struct Arguments {
    /// How many PCs
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=2000))]
    pcs: u16,
    /// How many updates each
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=500))]
    updates: u16,
    /// Adds one PC for each kind of trouble
    #[arg(long)]
    awkward: bool,
    /// The same number gives the same PCs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Types this code, which `patchround code` prints, at every PC
    #[arg(long)]
    code: Option<String>,
}

const MAKE_OFFICE: &str =
    "In another terminal make an office and a code, in a folder that is not your real office's:
  export PATCHROUND_STATE=/tmp/practice-office
  patchround init --office NAME --person NAME
  patchround code
Then type here: code CODE
";
const ADD: &str = "Add each PC in the manager's terminal: patchround add ADDRESS
See what they need: patchround updates";
const HANDS: &str = "off NAME and on NAME, typed here, switch a PC off and on. Ctrl+C ends the practice PCs.";

fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ran = runtime.context("Failed to start").and_then(|runtime| {
        let ran = runtime.block_on(run(&arguments));
        // The thread that reads the input may wait for ever.
        runtime.shutdown_background();
        ran
    });
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    let mut specs = ordinary(arguments.seed, arguments.pcs.into(), arguments.updates.into());
    if arguments.awkward {
        specs.extend(awkward(arguments.seed));
    }
    let practice = Practice::start(specs).await.context("Failed to switch the practice PCs on")?;
    if let Some(code) = &arguments.code {
        practice.type_code(code)?;
    }
    introduce(&practice).context("Failed to say where the PCs are")?;
    say(&next(arguments.code.is_some()));
    let mut lines = input();
    while let Some(line) = lines.recv().await {
        match obey(&practice, &line).await {
            Ok(said) => say(&said),
            Err(error) => say(&format!("{error:#}")),
        }
    }
    // Nobody types any more; the PCs stay on.
    std::future::pending().await
}

/// Beside the list, which other programs read. A reader that went away is no error.
fn say(text: &str) {
    _ = writeln!(std::io::stderr(), "{text}");
}

/// What a person does now, and how it ends.
fn next(code_is_typed: bool) -> String {
    let office = if code_is_typed { "" } else { MAKE_OFFICE };
    format!("{office}{ADD}\n{HANDS}")
}

/// One line per PC, `NAME ADDRESS`, and an empty one at the end.
fn introduce(practice: &Practice) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for pc in practice.pcs() {
        writeln!(out, "{} {}", pc.name(), pc.address())?;
    }
    writeln!(out)?;
    out.flush()
}

fn input() -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// Does what was typed, and says what came of it.
async fn obey(practice: &Practice, line: &str) -> Result<String> {
    let named = |name: &str| practice.pc(name).with_context(|| format!("No PC is called {name}"));
    match line.trim().split_once(' ') {
        Some(("code", code)) => {
            practice.type_code(code)?;
            Ok(format!("The code is typed at each PC that has not joined. {ADD}"))
        }
        Some(("off", name)) => {
            named(name)?.power_off();
            Ok(format!("{name} is off. To switch it on: on {name}"))
        }
        Some(("on", name)) => {
            named(name)?.power_on().await.context("Failed to switch it on")?;
            Ok(format!("{name} is on."))
        }
        _ => bail!("Type one of: code CODE, off NAME, on NAME. Ctrl+C ends the practice PCs."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_what_to_do_next_and_how_to_end_it() {
        for typed in [false, true] {
            let said = next(typed);
            assert!(said.contains("patchround add ADDRESS") && said.contains("Ctrl+C"), "{said}");
            assert_eq!(said.contains("patchround code"), !typed, "{said}");
        }
    }

    #[tokio::test]
    async fn what_is_typed_is_answered_with_what_came_of_it_or_what_can_be_typed() {
        let practice = Practice::start(ordinary(1, 1, 0)).await.unwrap();
        assert!(obey(&practice, "off front-desk").await.unwrap().contains("on front-desk"));
        while practice.pcs()[0].is_on() {
            tokio::task::yield_now().await;
        }
        assert_eq!(obey(&practice, "on front-desk").await.unwrap(), "front-desk is on.");
        for wrong in ["code 1", "off moon", "dance", ""] {
            assert!(obey(&practice, wrong).await.unwrap_err().to_string().len() > 10, "{wrong}");
        }
    }
}
