//! What can be given at the start.

use std::path::PathBuf;

use clap::Parser;

use crate::instance::Wish;

/// The window and the tray icon of an office, or of a PC's people.
#[derive(Debug, Clone, Parser)]
#[command(name = "patchround-app", version)]
pub(crate) struct Args {
    /// Keeps everything in DIR instead of your own data folder
    #[arg(long, env = "PATCHROUND_STATE", value_name = "DIR")]
    pub(crate) state_dir: Option<PathBuf>,
    /// Does not search the network for PCs
    #[arg(long, env = "PATCHROUND_NO_DISCOVERY")]
    pub(crate) no_discovery: bool,
    /// Asks nobody on the internet what is known of flaws
    #[arg(long, env = "PATCHROUND_NO_FEEDS")]
    pub(crate) no_feeds: bool,
    /// Begins with what is known of flaws out of DIR, as `cargo xtask feeds` writes it
    #[arg(long, env = "PATCHROUND_FEEDS", value_name = "DIR")]
    pub(crate) feeds: Option<PathBuf>,
    /// Copies the programs in DIR beside a join file
    #[arg(long, env = "PATCHROUND_PACKAGES", value_name = "DIR")]
    pub(crate) packages: Option<PathBuf>,
    /// Starts without a window
    #[arg(long, conflicts_with_all = ["plan", "tonight"])]
    pub(crate) hidden: bool,
    /// Opens the plan of "Update all"
    #[arg(long)]
    pub(crate) plan: bool,
    /// Plans the updates for tonight at once
    #[arg(long, conflicts_with = "plan")]
    pub(crate) tonight: bool,
    /// Shows this PC to the people who use it, instead of an office
    #[arg(long, conflicts_with_all = ["plan", "tonight", "office"])]
    pub(crate) this_pc: bool,
    /// Shows the office that is looked after from here, also on a PC that somebody else looks after
    #[arg(long)]
    pub(crate) office: bool,
}

impl Args {
    /// What the start asks for, of this program or of the one that runs already.
    pub(crate) fn wish(&self) -> Wish {
        match (self.hidden, self.plan, self.tonight) {
            (true, ..) => Wish::Nothing,
            (_, true, _) => Wish::Plan,
            (.., true) => Wish::Tonight,
            _ => Wish::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(words: &[&str]) -> Wish {
        Args::try_parse_from(["patchround-app"].iter().chain(words)).unwrap().wish()
    }

    #[test]
    fn a_start_opens_the_window_unless_it_is_told_otherwise() {
        assert_eq!(wish(&[]), Wish::Open);
        assert_eq!(wish(&["--hidden"]), Wish::Nothing);
        assert_eq!(wish(&["--plan"]), Wish::Plan);
        assert_eq!(wish(&["--tonight"]), Wish::Tonight);
    }
}
