//! `patchround-demo`: the page of the window in a browser, with the engine behind it on this computer.
//!
//! Runs as: a developer or a test; on 127.0.0.1 only.
//! Must not: decide anything, or be given to people: it lets everybody on this computer play with a practice office.
//!
//! `/engine/` is one engine that lives: its office is in a folder that goes with the program, and its PCs are
//! practice PCs. `/play/NAME.LANGUAGE/` is an engine on a prepared office ([`plays`]) that talks to no PC.
//! `/person/NAME.LANGUAGE/` is a made-up PC as one of its people sees it ([`people`]).

mod live;
mod pages;
mod people;
mod plays;
mod web;

use std::{net::Ipv4Addr, path::PathBuf};

use anyhow::{Context, Result};
use clap::Parser;

/// The page of the window in a browser.
#[derive(Debug, Parser)]
#[command(name = "patchround-demo", version)]
struct Arguments {
    /// The built page
    #[arg(long, default_value = "ui/dist")]
    ui: PathBuf,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 4780)]
    port: u16,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await;
    let listener = listener.context("Failed to listen on this computer")?;
    let address = listener.local_addr().context("Failed to see where it listens")?;
    let folder = tempfile::tempdir().context("Failed to make a folder for the offices")?;
    let app = web::routes(arguments.ui, folder.path().to_owned());
    tracing::info!(%address, "The page is ready");
    axum::serve(listener, app)
        .with_graceful_shutdown(async { drop(tokio::signal::ctrl_c().await) })
        .await
        .context("Failed to serve the page")
}
