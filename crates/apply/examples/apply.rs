//! Changes this PC, for real: `apply refresh`, or `download`, `install`, `undo`, `release`, `look-again` with ids.
//! Meant for a root of its own: what was kept lies in /var/lib/patchround-kept.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use patchround_apply::{Keep, download, install, look_again, refresh, release, repair, undo};
use patchround_protocol::{UpdateId, ids::PackageName, progress::Progress};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let (agreed, ids): (Vec<String>, Vec<String>) = arguments.partition(|argument| argument.starts_with("+"));
    let ids = ids.iter().map(|id| id.parse()).collect::<Result<Vec<UpdateId>, _>>()?;
    let agreed = agreed.iter().map(|name| name[1..].parse()).collect::<Result<Vec<PackageName>, _>>()?;
    let keep = Keep { folder: "/var/lib/patchround-kept".into(), told: "/var/lib/patchround-told".into() };
    let mut report = |line: Progress| println!("{line:?}");
    let ended = match verb.as_str() {
        "refresh" => refresh(&mut report),
        "download" => download(&ids, &mut report),
        "install" => install(&ids, &agreed, &keep, &mut report),
        "look-again" => look_again(&ids, &mut report),
        "repair" => repair(&mut report),
        "undo" => undo(&ids, None, &keep, &mut report),
        "release" => release(&ids, &keep, &mut report),
        other => return Err(format!("no verb: {other}").into()),
    };
    println!("= {:?} {:?}", ended.outcome, ended.cause);
    Ok(())
}
