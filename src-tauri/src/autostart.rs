//! The switch for starting when the person signs in. It is off until somebody sets it.

use std::{env, io, path::PathBuf};

use crate::args::Args;

#[cfg(any(target_os = "macos", test))]
mod agent;
#[cfg(any(windows, test))]
mod run;
#[cfg_attr(target_os = "linux", path = "autostart/linux.rs")]
#[cfg_attr(target_os = "macos", path = "autostart/macos.rs")]
#[cfg_attr(windows, path = "autostart/windows.rs")]
mod system;

pub(crate) use system::{is_on, set};

/// How this program is started for the same office again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Launch {
    /// Its file.
    pub(crate) program: PathBuf,
    /// Its arguments: without a window.
    pub(crate) words: Vec<String>,
}

impl Launch {
    /// As it was started this time.
    ///
    /// # Errors
    /// When the system does not tell this program's file.
    pub(crate) fn again(args: &Args) -> io::Result<Self> {
        let mut words = vec!["--hidden".to_owned()];
        if let Some(dir) = &args.state_dir {
            let dir = std::path::absolute(dir)?;
            words.extend(["--state-dir".to_owned(), dir.to_string_lossy().into_owned()]);
        }
        if args.no_discovery {
            words.push("--no-discovery".to_owned());
        }
        if args.no_feeds {
            words.push("--no-feeds".to_owned());
        }
        Ok(Self { program: env::current_exe()?, words })
    }

    /// All its words, the program's file first.
    fn line(&self) -> impl Iterator<Item = String> {
        std::iter::once(self.program.to_string_lossy().into_owned()).chain(self.words.iter().cloned())
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn the_next_start_is_for_the_same_office_and_without_a_window() {
        let args = Args::parse_from(["patchround-app", "--plan", "--no-discovery", "--state-dir", "/srv/x"]);
        let again = Launch::again(&args).unwrap();
        assert_eq!(again.words, ["--hidden", "--state-dir", "/srv/x", "--no-discovery"]);
        assert!(again.program.is_absolute());
    }
}
