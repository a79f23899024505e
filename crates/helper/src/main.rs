//! `patchround-helper`: see the library.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::{Parser, Subcommand};
use patchround_helper::{
    cli, os,
    places::Places,
    serve::{self, Options},
};
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// Patchround's helper on this PC.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Args {
    /// Keep all state in this folder.
    #[arg(long, global = true, value_name = "DIR", env = "PATCHROUND_STATE")]
    state_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Let the manager who gave you this code add this PC.
    Pair {
        /// The code, for example 8301-2947-6.
        #[arg(required_unless_present = "file")]
        code: Vec<String>,
        /// The join file that the manager made, instead of a code.
        #[arg(long, value_name = "FILE", conflicts_with = "code")]
        file: Option<PathBuf>,
    },
    /// Say whose PC this is and how it is.
    Status,
    /// Leave the office.
    Leave,
    /// Run the service; the system does this.
    Serve {
        /// Listen here instead of on every address.
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<SocketAddr>,
        /// Do not announce this PC on the network.
        #[arg(long)]
        no_announce: bool,
    },
    /// Answer apt's question.
    #[command(hide = true)]
    AptHook,
    /// What Windows starts.
    #[cfg(windows)]
    #[command(hide = true)]
    Service,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(args) {
        Ok(code) => code,
        Err(error) => complain(&format!("{error:#}")),
    }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    if let Command::AptHook = args.command {
        patchround_updates::apt::hook::answer().context("Failed to answer apt")?;
        return Ok(ExitCode::SUCCESS);
    }
    #[cfg(windows)]
    if let Command::Service = args.command {
        let places = Places::of_system();
        write_logs(&places);
        os::run_as_service(|| {
            runtime()?.block_on(serve::serve(places, Options { listen: None, announce: true }))
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let places = match args.state_dir {
        Some(dir) => Places::in_dir(&std::path::absolute(dir)?),
        None => Places::of_system(),
    };
    runtime()?.block_on(command(places, args.command))
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

async fn command(places: Places, command: Command) -> anyhow::Result<ExitCode> {
    let exit = match command {
        Command::Pair { file: Some(file), .. } => cli::pair_by_file(&places, &file).await,
        Command::Pair { code, file: None } => cli::pair(&places, &code.join(" ")).await,
        Command::Status => cli::status(&places).await,
        Command::Leave => cli::leave(&places).await,
        Command::Serve { listen, no_announce } => {
            write_logs(&places);
            serve::serve(places, Options { listen, announce: !no_announce })
                .await
                .context("Failed to serve")?;
            cli::Exit::Done
        }
        Command::AptHook => unreachable!("answered before there is a runtime"),
        #[cfg(windows)]
        Command::Service => unreachable!("it has a runtime of its own"),
    };
    Ok(exit.into())
}

/// To standard error, which systemd keeps, or to a file of ours where nobody does; what could steer a terminal is written
/// out by the writer.
fn write_logs(places: &Places) {
    let asked = std::env::var("PATCHROUND_LOG").ok().and_then(|text| text.parse().ok());
    let filter = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let layer = tracing_subscriber::fmt::layer().with_ansi(false);
    match os::log_file(places) {
        Some(file) => {
            let layer = layer.with_writer(std::sync::Mutex::new(file));
            tracing_subscriber::registry().with(layer.with_filter(filter)).init();
        }
        None => {
            let layer = layer.with_writer(std::io::stderr).without_time();
            tracing_subscriber::registry().with(layer.with_filter(filter)).init();
        }
    }
}

#[expect(clippy::print_stderr, reason = "the last words of a program go to standard error")]
fn complain(sentence: &str) -> ExitCode {
    eprintln!("{sentence}");
    ExitCode::FAILURE
}
