//! With a screen and root: the window on the LAN of a lab of real PCs, which join and are updated for real.

use std::fs::File;

use anyhow::{Context, Result, bail};
use patchround_lab::{Initial, LabGuard, MANAGER, Options};

use super::in_a_window::{build, can};
use super::terminal::until_it_is_quit;
use super::{Folder, PCS};
use crate::process::{Cmd, Running};
use crate::{apt, lab, package, repository, say};

/// Builds everything, opens the window, and takes the lab down when the window is quit. In the terminal, and where there
/// is no screen, it is told how people of the lab are asked.
pub(crate) fn play(in_terminal: bool) -> Result<()> {
    if !apt::is_root() {
        bail!("The PCs of the lab need root: run `sudo -E env PATH=\"$PATH\" cargo xtask run --lab`");
    }
    if in_terminal || !can() {
        say::heading("People of two lab PCs are asked about a big update");
        return lab::people();
    }
    say::heading("Set-up: the window, and the helper's package");
    let built = package::build(package::Profile::Lab)?;
    build(&["patchround-app"])?;
    say::heading(format_args!(
        "A lab office of {PCS} PCs (the first time its PCs are built, which takes minutes)"
    ));
    let lab = LabGuard::up(&Options {
        name: "window".to_owned(),
        pcs: PCS,
        initial: Initial::Awkward,
        helper_deb: Some(built.helper_deb),
        ..Options::default()
    })?;
    let played = in_the_window(&lab);
    say::heading("Taking the lab down");
    played
}

fn in_the_window(lab: &LabGuard) -> Result<()> {
    let folder = Folder::make()?;
    let log = File::create(folder.0.join("app.log")).context("Failed to make a log")?;
    let app = repository::target_dir().join("debug/patchround-app");
    let office = folder.0.join("manager");
    let app = lab.beside(MANAGER, [app.as_os_str(), "--state-dir".as_ref(), office.as_os_str()])?;
    let mut app = Cmd::of(app, "patchround-app on the lab's LAN").start(log)?;
    say::heading("The window opens");
    say::line(
        "Set up your office. When your own office (not the practice office) shows a code for new PCs, type it here",
    );
    say::line(
        "and press Enter: then all PCs of the lab ask to be let in. Some of their updates are awkward on purpose.",
    );
    let mut joining = Vec::new();
    until_it_is_quit(&mut app, |code| {
        // Those that wait with another code go first: a PC waits with one only.
        joining.clear();
        for pc in lab.pcs() {
            joining.push(ask_in(lab, &folder, pc, code)?);
        }
        Ok(())
    })
}

fn ask_in(lab: &LabGuard, folder: &Folder, pc: &str, code: &str) -> Result<Running> {
    say::line(format_args!("{pc} asks to be let in"));
    let log = File::create(folder.0.join(format!("{pc}.log"))).context("Failed to make a log")?;
    let pair = lab.command(pc, ["patchround-helper", "pair", code])?;
    Cmd::of(pair, format!("[{pc}] patchround-helper pair")).start(log)
}
