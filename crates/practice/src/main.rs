//! `patchround-practice`: practice PCs to play with, until it is ended.

use std::{
    io::{BufRead, Write},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use clap::Parser;
use patchround_practice::{Practice, awkward, ordinary};
use tokio::sync::mpsc;

/// Practice PCs on this computer: nothing is ever installed.
#[derive(Debug, Parser)]
#[command(
    name = "patchround-practice",
    version,
    after_help = "While it runs it obeys lines on its input:\n  \
    code CODE   types a pairing code at every PC that has not joined\n  off NAME    pulls a PC's plug\n  \
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
    /// Types this pairing code at every PC at once
    #[arg(long)]
    code: Option<String>,
}

/// Beside the list, which other programs read.
const NEXT: &str = "The practice PCs are on. In another terminal: patchround --state-dir DIR init, then code; type it here as \
                    `code CODE`, and run there: patchround --state-dir DIR add ADDRESS, once for each PC. Ctrl-C here \
                    switches them off.";

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
    writeln!(std::io::stderr(), "{NEXT}").context("Failed to say what comes next")?;
    let mut lines = input();
    while let Some(line) = lines.recv().await {
        if let Err(error) = obey(&practice, &line).await {
            tracing::warn!("{error:#}");
        }
    }
    // Nobody types any more; the PCs stay on.
    std::future::pending().await
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

async fn obey(practice: &Practice, line: &str) -> Result<()> {
    let named = |name: &str| practice.pc(name).with_context(|| format!("No PC is called {name}"));
    match line.trim().split_once(' ') {
        Some(("code", code)) => practice.type_code(code)?,
        Some(("off", name)) => named(name)?.power_off(),
        Some(("on", name)) => named(name)?.power_on().await.context("Failed to switch it on")?,
        _ => bail!("Lines are: code CODE, off NAME, on NAME"),
    }
    Ok(())
}
