//! Prints what decides whether this PC's updates change how people work, as `docs/substantial.md` measures it: one
//! line each of package, source package, version, version, whether people see it, makers, makers, what it removes.
#![expect(clippy::print_stdout, reason = "that is what it is for")]

use patchround_protocol::{SpkiHash, ids::PackageName};
use patchround_updates::{apt, substantial::Facts};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for facts in apt::facts(SpkiHash([0; 32]))? {
        println!("{}", line(&facts));
    }
    Ok(())
}

fn line(facts: &Facts) -> String {
    let [from, to] =
        [&facts.from, &facts.to].map(|makers| makers.iter().cloned().collect::<Vec<_>>().join("|"));
    let removes: Vec<&str> = facts.removes.iter().map(PackageName::as_str).collect();
    let seen = facts.window.map_or("?", |is_seen| if is_seen { "window" } else { "-" });
    let installed = facts.installed.as_deref().unwrap_or("?");
    let all =
        [&facts.package, &facts.group, installed, &facts.candidate, seen, &from, &to, &removes.join("|")];
    all.join("\t")
}
