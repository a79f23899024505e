//! The first copy of the feeds, for a release: the repository holds nothing of other people's.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::Cmd;
use crate::{repository, say};

/// What to fetch, and where it goes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder to put them in; target/feeds if it is not said
    #[arg(long)]
    out: Option<PathBuf>,
    /// A feed from another address than its maker's, as FEED=ADDRESS
    #[arg(long, value_name = "FEED=ADDRESS")]
    from: Vec<String>,
}

/// Fetches the feeds that come in one piece, with their dates. One that cannot be had is a failure.
pub(crate) fn fetch(options: &Options) -> Result<()> {
    let here = std::env::current_dir()?;
    let folder =
        options.out.as_ref().map_or_else(|| repository::target_dir().join("feeds"), |out| here.join(out));
    Cmd::new("cargo")
        .dir(repository::root())
        .args(["run", "--quiet", "--package", "patchround-feeds", "--example", "seed", "--"])
        .arg(&folder)
        .args(&options.from)
        .run()?;
    say::line(folder.display());
    Ok(())
}
