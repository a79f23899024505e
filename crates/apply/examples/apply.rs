//! Runs one verb on this PC, as root, without a signed job: only for trying the crate in a test root.
//!
//! `apply refresh | observe | repair | download ID... | install [--agree NAME]... ID... | again ID...`
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use std::error::Error;

use patchround_apply::{Ended, Keep, download, install, look_again, observe, refresh, release, repair, undo};
use patchround_protocol::{UpdateId, progress::Progress};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let (mut ids, mut agreed) = (Vec::<UpdateId>::new(), Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--agree" => agreed.push(arguments.next().unwrap_or_default().parse()?),
            id => ids.push(id.parse()?),
        }
    }
    let mut report = |line: Progress| println!("{}", serde_json::to_string(&line).unwrap_or_default());
    let folder = std::env::temp_dir().join("patchround-kept");
    let keep = Keep { told: folder.with_extension("json"), folder };
    let ended = match verb.as_str() {
        "refresh" => refresh(&mut report),
        "download" => download(&ids, &mut report),
        "install" => install(&ids, &agreed, &keep, &mut report),
        "undo" => undo(&ids, None, &keep, &mut report),
        "release" => release(&ids, &keep, &mut report),
        "repair" => repair(&mut report),
        "again" => look_again(&ids, &mut report),
        _ => {
            println!("{}", serde_json::to_string(&observe())?);
            Ended::DONE
        }
    };
    println!("{ended:?}");
    Ok(())
}
